// Text: code points in 1, 2 or 4 bytes each (the smallest that holds the largest), immutable.
#ifndef VM_TYPES_STR_H
#define VM_TYPES_STR_H

#include "vm/object.h"

// object.bits holds STR_* and the kind. `data` points behind the header or into a shared block whose
// first part this string is (so that s += x is linear, see str_concatenate).
struct Str {
    Object object;
    size_t length; // in code points
    int64_t hash;  // -1: not computed yet
    void *data;
};
enum { STR_KIND = 7, STR_ASCII = 8, STR_INTERNED = 16, STR_SHARED = 32 };

static inline unsigned str_kind(const Str *str) { return str->object.bits & STR_KIND; }
static inline bool str_is_ascii(const Str *str) { return str->object.bits & STR_ASCII; }
static inline uint32_t str_at(const Str *str, size_t index) {
    switch (str_kind(str)) {
    case 1: return ((const uint8_t *)str->data)[index];
    case 2: return ((const uint16_t *)str->data)[index];
    default: return ((const uint32_t *)str->data)[index];
    }
}
// A Str or an instance of a subclass (whose layout begins like a Str).
static inline bool is_str_like(Value value) {
    return is_str(value) || (is_object(value) && (type_of(value)->flags & TYPE_STR));
}
static inline Str *str_of(Value value) { return (Str *)value; }

extern Type str_type, str_iterator_type;

Value str_from_utf8(Vm *vm, const char *data, size_t size); // surrogates may stand as three bytes; invalid: UnicodeDecodeError
Value str_from_cstring(Vm *vm, const char *text);
Value str_from_latin1(Vm *vm, const char *data, size_t size);
Value str_from_code_point(Vm *vm, uint32_t code_point); // Latin-1 ones are cached
Value str_from_code_points(Vm *vm, const uint32_t *points, size_t length);
// The one Str with this text, as names use; attribute look-ups compare interned names by address.
Value str_intern(Vm *vm, Value str);
Value str_intern_cstring(Vm *vm, const char *text);
// UTF-8 of a Str in a collector block (kept while the pointer is), NUL-terminated; lone surrogates
// as three bytes. size may be NULL.
const char *str_utf8(Vm *vm, const Str *str, size_t *size);

int64_t str_hash(Vm *vm, Str *str);
bool str_equal(const Str *left, const Str *right);
int str_compare(const Str *left, const Str *right); // <0, 0, >0 by code points
bool str_equal_cstring(const Str *str, const char *text); // ASCII text
Value str_concatenate(Vm *vm, Value left, Value right);
Value str_slice(Vm *vm, Str *str, size_t start, size_t stop); // step 1
Value str_get_item(Vm *vm, Value self, Value key);
int64_t str_find(const Str *str, const Str *part, size_t start, size_t stop); // -1: nowhere
Value str_join(Vm *vm, Str *separator, Value iterable);
Value str_repr(Vm *vm, Value self);

// Builds a string piece by piece; the block is the collector's. A builder lives on the C stack.
typedef struct {
    Vm *vm;
    void *data;
    size_t length, capacity;
    unsigned kind;
    uint32_t widest; // OR of all code points so far, decides kind and ASCII
    bool failed;     // out of memory: vm->raised is set, later calls do nothing
} StrBuilder;
void builder_init(StrBuilder *builder, Vm *vm);
void builder_add_code_point(StrBuilder *builder, uint32_t code_point);
void builder_add_ascii(StrBuilder *builder, const char *text, size_t size);
void builder_add_cstring(StrBuilder *builder, const char *text); // UTF-8
void builder_add_str(StrBuilder *builder, const Str *str);
void builder_add_slice(StrBuilder *builder, const Str *str, size_t start, size_t stop);
void builder_add_repeated(StrBuilder *builder, uint32_t code_point, size_t count);
Value builder_finish(StrBuilder *builder); // VALUE_ERROR when it failed

// vm/types/format.c: the format mini-language, %-formatting, str.format.
Value format_int(Vm *vm, Value number, Str *spec);   // machine or big int, bool
Value format_float(Vm *vm, double number, Str *spec);
Value format_str(Vm *vm, Str *str, Str *spec);
Value format_percent(Vm *vm, Str *format, Value arguments); // format % arguments
Value format_method(Vm *vm, Str *format, Value *args, size_t count, Tuple *names); // str.format

#endif
