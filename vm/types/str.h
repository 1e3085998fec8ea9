// Text: code points in 1, 2 or 4 bytes each (the smallest that holds the largest), immutable.
#ifndef VM_TYPES_STR_H
#define VM_TYPES_STR_H

#include "vm/object.h"

// object.bits holds STR_* and the kind. `data` points behind the header or into a shared block
// whose first part this string is (so that s += x is linear, see str_concatenate).
struct Str {
    Object object;
    size_t length; // in code points
    int64_t hash;  // -1: not computed yet
    void *data;
};
enum { STR_KIND = 7, STR_ASCII = 8, STR_INTERNED = 16, STR_SHARED = 32 };

static inline unsigned str_kind(const Str *str) {
    return str->object.bits & STR_KIND;
}
static inline bool str_is_ascii(const Str *str) {
    return str->object.bits & STR_ASCII;
}
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
static inline Str *str_of(Value value) {
    return (Str *)value;
}

extern Type str_type, str_iterator_type;

Value str_from_utf8(
    Vm *vm, const char *data,
    size_t size); // surrogates may stand as three bytes; invalid: UnicodeDecodeError
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
int str_compare(const Str *left, const Str *right);       // <0, 0, >0 by code points
bool str_equal_cstring(const Str *str, const char *text); // ASCII text
Value str_concatenate(Vm *vm, Value left, Value right);
Value str_slice(Vm *vm, Str *str, size_t start, size_t stop); // step 1
Value str_get_item(Vm *vm, Value self, Value key);
int64_t str_find(const Str *str, const Str *part, size_t start, size_t stop); // -1: nowhere
Value str_join(Vm *vm, Str *separator, Value iterable);
Value str_repr(Vm *vm, Value self);

// Builds a string piece by piece, first in `local`, then in a block of the collector. A builder
// lives on the C stack and must not be copied: `data` may point into it.
typedef struct {
    Vm *vm;
    void *data;
    size_t length, capacity; // in code points
    unsigned kind;
    uint32_t widest; // OR of all code points so far, decides kind and ASCII
    bool failed;     // out of memory: vm->raised is set, later calls do nothing
    uint64_t local[16];
} StrBuilder;
void builder_init(StrBuilder *builder, Vm *vm);
void builder_add_code_point(StrBuilder *builder, uint32_t code_point);
void builder_add_ascii(StrBuilder *builder, const char *text, size_t size);
void builder_add_cstring(StrBuilder *builder, const char *text); // UTF-8
void builder_add_str(StrBuilder *builder, const Str *str);
void builder_add_slice(StrBuilder *builder, const Str *str, size_t start, size_t stop);
void builder_add_repeated(StrBuilder *builder, uint32_t code_point, size_t count);
Value builder_finish(StrBuilder *builder); // VALUE_ERROR when it failed

// The block behind a shared string. Several strings may begin at `data`, each with its own length;
// `fill` is the end of the longest one, and only a string that ends there may be appended to in
// place.
typedef struct {
    size_t fill, capacity; // bytes
    char data[];
} StrBlock;

// For the files of str alone. str_new: characters to be filled in by the caller, length at least 2;
// `widest` as in StrBuilder. str_from_kind finds out the kind that `length` characters of a wider
// one need. str_widest: 0x7f, 0xff, 0xffff or 0x10ffff, the least that covers the range.
Str *str_new(Vm *vm, size_t length, uint32_t widest);
Value str_from_kind(Vm *vm, const void *data, unsigned kind, size_t length);
uint32_t str_widest(const Str *str, size_t start, size_t stop);
void str_copy(void *to, unsigned to_kind, size_t at, const Str *from, size_t start, size_t count);
Value str_plain(Vm *vm, Value str); // the exact str with the text of a subclass's instance
extern const NativeSpec str_methods[];
static inline unsigned str_kind_for(uint32_t widest) {
    return widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4;
}

typedef struct {
    Object object;
    size_t index;
    Str *str; // NULL when over
} StrIterator;

// SipHash-1-3 with the machine's key; never -1. For str and bytes alike.
int64_t str_hash_bytes(const Vm *vm, const void *data, size_t size);
Value str_ascii(Vm *vm, Value repr); // a repr with all beyond ASCII escaped

// empty_str and what else must be there before the first string is made.
bool str_init(Vm *vm);

// vm/types/format.c: the format mini-language, %-formatting, str.format.
Value format_int(Vm *vm, Value number, Str *spec); // machine or big int, bool
Value format_float(Vm *vm, double number, Str *spec);
Value format_complex(Vm *vm, double real, double imaginary, Str *spec);
Value format_str(Vm *vm, Str *str, Str *spec);
Value format_percent(Vm *vm, Str *format, Value arguments); // format % arguments
// The same for bytes and bytearray, whose kind the result has.
Value format_percent_bytes(Vm *vm, Value format, Value arguments);
Value format_method(Vm *vm, Str *format, Value *args, size_t count, Tuple *names); // str.format
Value format_mapping(Vm *vm, Str *format, Value mapping);                          // str.format_map
extern const NativeSpec format_module_functions[]; // of the module _string

#endif
