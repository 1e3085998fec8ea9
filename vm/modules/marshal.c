// The module marshal, in CPython's format of version 4; only what a code object holds is in a form
// of this machine's own, that of its cache files.
//
// A value that occurs again is written as the number of the one before it. CPython numbers what is
// referred to from elsewhere, too, which it sees from counts of references. Here numbers, strings
// and bytes (which mostly are constants of some code), the outermost value and what occurs again
// get a number. To know what does, everything is written twice, the first time to be counted.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/cache.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/big_int.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/complex.h"
#include "vm/types/dict.h"
#include "vm/types/set.h"

enum { VERSION = 4, DEPTH_MAX = 2000, REFERENCE = 0x80, DIGIT_BITS = 15 };

// --- writing ------------------------------------------------------------------------------------

// One value that was met: what it is known by, how often it came, and its number.
typedef struct {
    uint64_t
        key; // an address, an int, or the bits of a float, which `kind` says; 0 of kind 0: none
    uint32_t kind;
    uint32_t count;
    int64_t number; // -1: not written yet
} Met;

typedef struct {
    Vm *vm;
    uint8_t *data; // a block
    size_t size, room;
    int version, depth;
    bool counting;
    Met *table; // a block of `table_room` places, a power of two
    size_t table_room, met_count;
    int64_t next_number;
} Writer;

static bool put(Writer *writer, const void *data, size_t size) {
    if (writer->counting) return true;
    if (size > writer->room - writer->size) {
        size_t room = 2 * writer->room + size + 64;
        uint8_t *larger = gc_alloc_raw(writer->vm, room);
        if (!larger) return false;
        if (writer->size) memcpy(larger, writer->data, writer->size);
        writer->data = larger;
        writer->room = room;
    }
    if (size) memcpy(writer->data + writer->size, data, size);
    writer->size += size;
    return true;
}
static bool put_number(Writer *writer, uint64_t number, size_t size) {
    uint8_t bytes[8];
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(number >> 8 * i);
    return put(writer, bytes, size);
}
static bool put_byte(Writer *writer, int byte) {
    return put_number(writer, (uint64_t)byte, 1);
}
static bool refuse(Writer *writer) {
    return error_value(writer->vm, "unmarshallable object"), false;
}
static bool put_size(Writer *writer, size_t size) {
    return size <= INT32_MAX ? put_number(writer, size, 4) : refuse(writer);
}
static bool put_sized(Writer *writer, const void *data, size_t size) {
    return put_size(writer, size) && put(writer, data, size);
}

static Met *met_find(const Writer *writer, uint32_t kind, uint64_t key) {
    size_t mask = writer->table_room - 1;
    size_t place = (key * 0x9e3779b97f4a7c15u >> 20 ^ kind) & mask;
    for (;; place = (place + 1) & mask) {
        Met *met = &writer->table[place];
        if (!met->count || (met->kind == kind && met->key == key)) return met;
    }
}
static bool table_grow(Writer *writer) {
    Met *old = writer->table;
    size_t old_room = writer->table_room, room = old_room ? 2 * old_room : 64;
    Met *table = gc_alloc_raw(writer->vm, room * sizeof *table);
    if (!table) return false;
    memset(table, 0, room * sizeof *table);
    writer->table = table;
    writer->table_room = room;
    for (size_t i = 0; i < old_room; i++)
        if (old[i].count) *met_find(writer, old[i].kind, old[i].key) = old[i];
    return true;
}
// What stands for a value; numbers are known by what they are, whatever their representation.
static Met *met_of(Writer *writer, Value value) {
    if (2 * writer->met_count >= writer->table_room && !table_grow(writer)) return NULL;
    int64_t number;
    uint32_t kind = 0;
    uint64_t key = (uintptr_t)value;
    if (is_any_int(value) && int_to_int64(value, &number)) {
        kind = 1;
        key = (uint64_t)number;
    } else if (is_float(value)) {
        double real = float_of(value);
        kind = 2;
        memcpy(&key, &real, sizeof key);
    }
    Met *met = met_find(writer, kind, key);
    if (!met->count) {
        *met = (Met){.key = key, .kind = kind, .number = -1};
        writer->met_count++;
    }
    return met;
}

static bool is_atom(Value value) {
    Type *type = type_of(value);
    return type == &int_type || type == &float_type || type == &complex_type || type == &str_type ||
           type == &bytes_type || (type == &tuple_type && !tuple_of(value)->count);
}
// Decides how a value is written: *flag for its type, or *done where nothing is left to be written.
static bool put_reference(Writer *writer, Value value, int *flag, bool *done) {
    *flag = 0;
    *done = false;
    if (writer->version < 3) return true;
    Met *met = met_of(writer, value);
    if (!met) return false;
    if (writer->counting) {
        *done = met->count++ > 0;
        return true;
    }
    if (met->number >= 0) {
        *done = true;
        return put_byte(writer, 'r') && put_number(writer, (uint64_t)met->number, 4);
    }
    if (met->count < 2 && writer->depth > 1 && !is_atom(value)) return true;
    *flag = REFERENCE;
    met->number = writer->next_number++;
    return true;
}

static bool put_int(Writer *writer, Value value, int flag) {
    int64_t small;
    IntView view;
    if (int_to_int64(value, &small) && small >= INT32_MIN && small <= INT32_MAX)
        return put_byte(writer, 'i' | flag) && put_number(writer, (uint64_t)small, 4);
    int_view(value, &view);
    size_t digits = (big_bit_length(&view) + DIGIT_BITS - 1) / DIGIT_BITS;
    if (digits > INT32_MAX) return refuse(writer);
    int64_t count = view.negative ? -(int64_t)digits : (int64_t)digits;
    if (!put_byte(writer, 'l' | flag) || !put_number(writer, (uint64_t)count, 4)) return false;
    for (size_t i = 0; i < digits; i++) {
        size_t bit = i * DIGIT_BITS, limb = bit / 64, shift = bit % 64;
        uint64_t digit = view.limbs[limb] >> shift;
        if (shift > 64 - DIGIT_BITS && limb + 1 < view.count)
            digit |= view.limbs[limb + 1] << (64 - shift);
        if (!put_number(writer, digit & ((1 << DIGIT_BITS) - 1), 2)) return false;
    }
    return true;
}

static bool put_double(Writer *writer, double number) {
    char text[40];
    if (writer->version > 1) return put(writer, &number, sizeof number);
    int size = snprintf(text, sizeof text, "%.17g", number);
    return put_byte(writer, size) && put(writer, text, (size_t)size);
}
static bool put_complex(Writer *writer, Value value, int flag) {
    double real, imaginary;
    complex_parts(value, &real, &imaginary);
    return put_byte(writer, (writer->version > 1 ? 'y' : 'x') | flag) && put_double(writer, real) &&
           put_double(writer, imaginary);
}

static bool put_str(Writer *writer, Str *str, int flag) {
    bool interned = str->object.bits & STR_INTERNED;
    size_t size;
    if (writer->version >= 4 && str_is_ascii(str)) {
        bool is_short = str->length < 256;
        int type = is_short ? (interned ? 'Z' : 'z') : interned ? 'A' : 'a';
        return put_byte(writer, type | flag) &&
               (is_short ? put_byte(writer, (int)str->length) : put_size(writer, str->length)) &&
               put(writer, str->data, str->length);
    }
    const char *text = str_utf8(writer->vm, str, &size);
    int type = writer->version >= 3 && interned ? 't' : 'u';
    return text && put_byte(writer, type | flag) && put_sized(writer, text, size);
}

static bool put_value(Writer *writer, Value value);

static bool put_items(Writer *writer, const Value *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!put_value(writer, items[i])) return false;
    return true;
}
static bool put_tuple(Writer *writer, Tuple *tuple, int flag) {
    if (writer->version >= 4 && tuple->count < 256) {
        if (!put_byte(writer, ')' | flag) || !put_byte(writer, (int)tuple->count)) return false;
    } else if (!put_byte(writer, '(' | flag) || !put_size(writer, tuple->count)) {
        return false;
    }
    return put_items(writer, tuple->items, tuple->count);
}
static bool put_dict(Writer *writer, Dict *dict, int flag) {
    DictEntry *entry;
    size_t place = 0;
    if (!put_byte(writer, '{' | flag)) return false;
    while ((entry = dict_next(dict, &place)))
        if (!put_value(writer, entry->key) || !put_value(writer, entry->value)) return false;
    return put_byte(writer, '0');
}

static Value dump(Vm *vm, Value value, int version);

// Items in the order of what they are written as alone, so that equal sets are written equally.
static bool put_set(Writer *writer, Set *set, int type) {
    Vm *vm = writer->vm;
    Value pairs = list_make(vm, NULL, 0);
    SetEntry *entry;
    size_t place = 0;
    if (is_error(pairs)) return false;
    while ((entry = set_next(set, &place))) {
        Value alone = writer->counting ? VALUE_NONE : dump(vm, entry->key, writer->version);
        Value pair = TUPLE(vm, alone, entry->key);
        if (is_error(pair) || !list_append(vm, list_of(pairs), pair)) return false;
    }
    List *list = list_of(pairs);
    if ((!writer->counting && !list_sort(vm, list, VALUE_NONE, false)) || !put_byte(writer, type) ||
        !put_size(writer, list->count))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!put_value(writer, tuple_of(list->items[i])->items[1])) return false;
    return true;
}

static const CacheStamp no_stamp;

static bool put_code(Writer *writer, CodeObject *code, int flag) {
    Arena arena;
    size_t size;
    arena_init(&arena);
    void *bytes = cache_write(&arena, &no_stamp, code->code, &size);
    if (!bytes) error_memory(writer->vm);
    bool written = bytes && put_byte(writer, 'c' | flag) &&
                   put_value(writer, value_of(code->filename)) && put_sized(writer, bytes, size);
    arena_free(&arena);
    return written;
}

static bool put_buffer(Writer *writer, Value value, int flag) {
    Vm *vm = writer->vm;
    const uint8_t *data;
    size_t size;
    if (!object_has_buffer(value)) return refuse(writer);
    if (buffer_peek(vm, value, &data, &size))
        return put_byte(writer, 's' | flag) && put_sized(writer, data, size);
    error_clear(vm);
    return refuse(writer);
}

static bool put_typed(Writer *writer, Value value, int flag) {
    Type *type = type_of(value);
    if (type == &int_type) return put_int(writer, value, flag);
    if (type == &float_type)
        return put_byte(writer, (writer->version > 1 ? 'g' : 'f') | flag) &&
               put_double(writer, float_of(value));
    if (type == &complex_type) return put_complex(writer, value, flag);
    if (type == &str_type) return put_str(writer, str_of(value), flag);
    if (type == &tuple_type) return put_tuple(writer, tuple_of(value), flag);
    if (type == &list_type)
        return put_byte(writer, '[' | flag) && put_size(writer, list_of(value)->count) &&
               put_items(writer, list_of(value)->items, list_of(value)->count);
    if (type == &dict_type) return put_dict(writer, dict_of(value), flag);
    if (type == &set_type) return put_set(writer, set_of(value), '<' | flag);
    if (type == &frozenset_type) return put_set(writer, set_of(value), '>' | flag);
    if (type == &code_type) return put_code(writer, (CodeObject *)object_of(value), flag);
    return put_buffer(writer, value, flag);
}

static bool put_value(Writer *writer, Value value) {
    int flag;
    bool done;
    if (is_none(value)) return put_byte(writer, 'N');
    if (value == value_of(error_types.StopIteration)) return put_byte(writer, 'S');
    if (value == VALUE_ELLIPSIS) return put_byte(writer, '.');
    if (is_bool(value)) return put_byte(writer, value == VALUE_TRUE ? 'T' : 'F');
    if (writer->depth >= DEPTH_MAX)
        return error_value(writer->vm, "object too deeply nested to marshal"), false;
    if (!c_stack_check(writer->vm, "")) return false;
    writer->depth++;
    bool written =
        put_reference(writer, value, &flag, &done) && (done || put_typed(writer, value, flag));
    writer->depth--;
    return written;
}

static Value dump(Vm *vm, Value value, int version) {
    Writer writer = {.vm = vm, .version = version, .counting = version >= 3};
    if (!c_stack_check(vm, "")) return VALUE_ERROR;
    if (writer.counting && !put_value(&writer, value)) return VALUE_ERROR;
    writer.counting = false;
    if (!put_value(&writer, value)) return VALUE_ERROR;
    return bytes_make(vm, writer.data, writer.size);
}

// --- reading ------------------------------------------------------------------------------------

typedef struct {
    Vm *vm;
    const uint8_t *data, *end; // in memory
    Value file;                // or a file to be read from, else VALUE_NULL
    List *references;
    int depth;
} Reader;

// The next bytes of a file.
static const uint8_t *take_from_file(Reader *reader, size_t size) {
    Vm *vm = reader->vm;
    Value room = make_int(vm, (int64_t)size), name = str_intern_cstring(vm, "readinto");
    Value bytes = is_error(room) ? room : object_call_1(vm, value_of(&bytearray_type), room);
    Value method = is_error(bytes) || is_error(name)
                       ? VALUE_ERROR
                       : object_get_attribute(vm, reader->file, str_of(name));
    Value answer = is_error(method) ? method : object_call_1(vm, method, bytes);
    const uint8_t *data;
    size_t got;
    int64_t count;
    if (is_error(answer) || !argument_size(vm, answer, &count) ||
        !buffer_peek(vm, bytes, &data, &got))
        return NULL;
    if (count > (int64_t)size)
        return error_value(vm, "read() returned too much data: %zu bytes requested, %lld returned",
                           size, (long long)count),
               NULL;
    if (count == (int64_t)size && got >= size) return data;
    error_raise(vm, error_types.EOFError, "EOF read where not expected");
    return NULL;
}
static const uint8_t *take(Reader *reader, size_t size) {
    if (reader->file) return size ? take_from_file(reader, size) : (const uint8_t *)"";
    if (size > (size_t)(reader->end - reader->data)) {
        error_raise(reader->vm, error_types.EOFError, "marshal data too short");
        return NULL;
    }
    reader->data += size;
    return reader->data - size;
}
static bool take_number(Reader *reader, size_t size, uint64_t *number) {
    const uint8_t *bytes = take(reader, size);
    *number = 0;
    for (size_t i = 0; bytes && i < size; i++) *number |= (uint64_t)bytes[i] << 8 * i;
    return bytes;
}
static Value bad_data(Reader *reader, const char *what) {
    return error_value(reader->vm, "bad marshal data (%s)", what);
}
// A size of four bytes, or of one.
static bool take_size(Reader *reader, bool is_short, const char *of_what, size_t *size) {
    uint64_t number;
    if (!take_number(reader, is_short ? 1 : 4, &number)) return false;
    *size = number;
    if (number <= INT32_MAX) return true;
    char what[64];
    snprintf(what, sizeof what, "%s size out of range", of_what);
    return bad_data(reader, what), false;
}

static Value take_value(Reader *reader);

// The next value, which has to be one.
static Value take_item(Reader *reader, const char *owner) {
    Value item = take_value(reader);
    if (item != VALUE_END) return item;
    return error_type(reader->vm, "NULL object in marshal data for %s", owner);
}

// A number is given to what was marked so; -1 where it was not, -2 raised.
static int64_t reserve(Reader *reader, int flag) {
    if (!flag) return -1;
    return list_append(reader->vm, reader->references, VALUE_NONE)
               ? (int64_t)reader->references->count - 1
               : -2;
}
static Value refer(Reader *reader, int64_t number, Value value) {
    if (number >= 0 && !is_error(value)) reader->references->items[number] = value;
    return value;
}

static Value take_long(Reader *reader) {
    uint64_t number;
    if (!take_number(reader, 4, &number)) return VALUE_ERROR;
    int32_t count = (int32_t)number;
    if (count == INT32_MIN) return bad_data(reader, "long size out of range");
    size_t digits = (size_t)(count < 0 ? -count : count);
    if (!digits) return make_int(reader->vm, 0);
    const uint8_t *bytes = take(reader, 2 * digits);
    size_t limb_count = digits * DIGIT_BITS / 64 + 1;
    uint64_t *limbs = bytes ? gc_alloc_raw(reader->vm, limb_count * sizeof *limbs) : NULL;
    if (!limbs) return VALUE_ERROR;
    memset(limbs, 0, limb_count * sizeof *limbs);
    for (size_t i = 0; i < digits; i++) {
        uint64_t digit = bytes[2 * i] | (uint64_t)bytes[2 * i + 1] << 8;
        size_t bit = i * DIGIT_BITS, shift = bit % 64;
        if (digit >> DIGIT_BITS) return bad_data(reader, "digit out of range in long");
        if (!digit && i == digits - 1) return bad_data(reader, "unnormalized long data");
        limbs[bit / 64] |= digit << shift;
        if (shift > 64 - DIGIT_BITS) limbs[bit / 64 + 1] |= digit >> (64 - shift);
    }
    return int_from_limbs(reader->vm, limbs, limb_count, count < 0);
}

static bool take_double(Reader *reader, bool as_text, double *number) {
    const uint8_t *bytes;
    if (!as_text) {
        bytes = take(reader, sizeof *number);
        if (bytes) memcpy(number, bytes, sizeof *number);
        return bytes;
    }
    uint64_t size;
    if (!take_number(reader, 1, &size) || !(bytes = take(reader, size))) return false;
    Value text = str_from_latin1(reader->vm, (const char *)bytes, size);
    Value parsed = is_error(text) ? text : float_parse_str(reader->vm, str_of(text));
    if (is_error(parsed)) return false;
    *number = float_of(parsed);
    return true;
}
static Value take_float(Reader *reader, bool as_text) {
    double number;
    return take_double(reader, as_text, &number) ? make_float(reader->vm, number) : VALUE_ERROR;
}
static Value take_complex(Reader *reader, bool as_text) {
    double real, imaginary;
    return take_double(reader, as_text, &real) && take_double(reader, as_text, &imaginary)
               ? complex_make(reader->vm, real, imaginary)
               : VALUE_ERROR;
}

static Value take_bytes(Reader *reader) {
    size_t size;
    const uint8_t *bytes;
    if (!take_size(reader, false, "bytes object", &size) || !(bytes = take(reader, size)))
        return VALUE_ERROR;
    return bytes_make(reader->vm, bytes, size);
}
static Value take_str(Reader *reader, int type) {
    size_t size;
    const uint8_t *bytes;
    bool is_short = type == 'z' || type == 'Z', utf8 = type == 'u' || type == 't';
    if (!take_size(reader, is_short, "string", &size) || !(bytes = take(reader, size)))
        return VALUE_ERROR;
    Value str = utf8 ? str_from_utf8(reader->vm, (const char *)bytes, size)
                     : str_from_latin1(reader->vm, (const char *)bytes, size);
    bool interned = type == 't' || type == 'A' || type == 'Z';
    return interned && !is_error(str) ? str_intern(reader->vm, str) : str;
}

static Value take_list(Reader *reader, int flag) {
    size_t size;
    if (!take_size(reader, false, "list", &size)) return VALUE_ERROR;
    int64_t number = reserve(reader, flag);
    Value list = number == -2 ? VALUE_ERROR : list_make(reader->vm, NULL, 0);
    if (is_error(list)) return list;
    refer(reader, number, list);
    for (size_t i = 0; i < size; i++) {
        Value item = take_item(reader, "list");
        if (is_error(item) || !list_append(reader->vm, list_of(list), item)) return VALUE_ERROR;
    }
    return list;
}
static Value take_tuple(Reader *reader, bool is_short, int flag) {
    size_t size;
    if (!take_size(reader, is_short, "tuple", &size)) return VALUE_ERROR;
    int64_t number = reserve(reader, flag);
    Value list = number == -2 ? VALUE_ERROR : list_make(reader->vm, NULL, 0);
    if (is_error(list)) return list;
    for (size_t i = 0; i < size; i++) {
        Value item = take_item(reader, "tuple");
        if (is_error(item) || !list_append(reader->vm, list_of(list), item)) return VALUE_ERROR;
    }
    return refer(reader, number, tuple_from_list(reader->vm, list_of(list)));
}
static Value take_dict(Reader *reader, int flag) {
    int64_t number = reserve(reader, flag);
    Value dict = number == -2 ? VALUE_ERROR : dict_make(reader->vm, 0);
    if (is_error(dict)) return dict;
    refer(reader, number, dict);
    for (;;) {
        Value key = take_value(reader);
        if (key == VALUE_END) return dict;
        Value value = is_error(key) ? key : take_value(reader);
        if (value == VALUE_END) return dict;
        if (is_error(value) || !dict_set(reader->vm, dict_of(dict), key, value)) return VALUE_ERROR;
    }
}
// A frozenset is referred to only when it is whole.
static Value take_set(Reader *reader, bool frozen, int flag) {
    size_t size;
    if (!take_size(reader, false, "set", &size)) return VALUE_ERROR;
    int64_t number = reserve(reader, flag);
    Value set =
        number == -2 ? VALUE_ERROR : set_make(reader->vm, frozen ? SHAPE_FROZENSET : SHAPE_SET);
    if (is_error(set)) return set;
    if (!frozen) refer(reader, number, set);
    for (size_t i = 0; i < size; i++) {
        Value item = take_item(reader, "set");
        if (is_error(item) || !set_add(reader->vm, set_of(set), item)) return VALUE_ERROR;
    }
    return refer(reader, number, set);
}

static Value code_from(Reader *reader, Str *filename, const uint8_t *bytes, size_t size) {
    Vm *vm = reader->vm;
    size_t name_size;
    const char *name = str_utf8(vm, filename, &name_size);
    Arena *arena = malloc(sizeof *arena);
    if (!name || !arena) return free(arena), vm->raised ? VALUE_ERROR : error_memory(vm);
    arena_init(arena);
    char *kept_name = arena_alloc(arena, name_size + 1);
    uint64_t *kept = arena_array(arena, uint64_t, size / 8 + 1);
    memcpy(kept_name, name, name_size + 1);
    memcpy(kept, bytes, size);
    Code *code = cache_read(arena, kept, size, &no_stamp, kept_name);
    if (code) return code_load(vm, code);
    arena_free(arena);
    free(arena);
    return bad_data(reader, "code of another kind of machine");
}
static Value take_code(Reader *reader, int flag) {
    int64_t number = reserve(reader, flag);
    Value filename = number == -2 ? VALUE_ERROR : take_item(reader, "code object");
    size_t size;
    const uint8_t *bytes;
    if (is_error(filename)) return VALUE_ERROR;
    if (!is_str_like(filename)) return bad_data(reader, "code of another kind of machine");
    if (!take_size(reader, false, "code", &size) || !(bytes = take(reader, size)))
        return VALUE_ERROR;
    return refer(reader, number, code_from(reader, str_of(filename), bytes, size));
}

static Value take_reference(Reader *reader) {
    uint64_t number;
    if (!take_number(reader, 4, &number)) return VALUE_ERROR;
    Value value =
        number < reader->references->count ? reader->references->items[number] : VALUE_NONE;
    return is_none(value) ? bad_data(reader, "invalid reference") : value;
}

// What has no parts.
static Value take_atom(Reader *reader, int type) {
    uint64_t number;
    switch (type) {
    case 'i':
        return take_number(reader, 4, &number) ? make_int(reader->vm, (int32_t)number)
                                               : VALUE_ERROR;
    case 'I':
        return take_number(reader, 8, &number) ? make_int(reader->vm, (int64_t)number)
                                               : VALUE_ERROR;
    case 'l': return take_long(reader);
    case 'f':
    case 'g': return take_float(reader, type == 'f');
    case 'x':
    case 'y': return take_complex(reader, type == 'x');
    case 's': return take_bytes(reader);
    case 'u':
    case 't':
    case 'a':
    case 'A':
    case 'z':
    case 'Z': return take_str(reader, type);
    default: return bad_data(reader, "unknown type code");
    }
}
static Value take_typed(Reader *reader, int type, int flag) {
    switch (type) {
    case '0': return VALUE_END;
    case 'N': return VALUE_NONE;
    case 'S': return value_of(error_types.StopIteration);
    case '.': return VALUE_ELLIPSIS;
    case 'F': return VALUE_FALSE;
    case 'T': return VALUE_TRUE;
    case '[': return take_list(reader, flag);
    case '(':
    case ')': return take_tuple(reader, type == ')', flag);
    case '{': return take_dict(reader, flag);
    case '<':
    case '>': return take_set(reader, type == '>', flag);
    case 'c': return take_code(reader, flag);
    case 'r': return take_reference(reader);
    default: break;
    }
    Value atom = take_atom(reader, type);
    if (flag && !is_error(atom) && !list_append(reader->vm, reader->references, atom))
        return VALUE_ERROR;
    return atom;
}

// VALUE_END for the mark that ends a dict.
static Value take_value(Reader *reader) {
    Vm *vm = reader->vm;
    uint64_t type;
    if (!take_number(reader, 1, &type)) {
        error_clear(vm);
        return error_raise(vm, error_types.EOFError, "EOF read where object expected");
    }
    if (reader->depth >= DEPTH_MAX) return error_value(vm, "recursion limit exceeded");
    if (!c_stack_check(vm, "")) return VALUE_ERROR;
    reader->depth++;
    Value value = take_typed(reader, type & ~REFERENCE, type & REFERENCE);
    reader->depth--;
    return value;
}
static Value load(Reader *reader) {
    Value references = list_make(reader->vm, NULL, 0);
    if (is_error(references)) return references;
    reader->references = list_of(references);
    return take_item(reader, "object");
}

// --- the module ---------------------------------------------------------------------------------

static Value attribute(Vm *vm, Value owner, const char *name) {
    Value str = str_intern_cstring(vm, name);
    return is_error(str) ? str : object_get_attribute(vm, owner, str_of(str));
}

NATIVE(marshal_dumps) {
    int version = VERSION;
    if (!arguments_count(vm, "dumps", count, 1, 2) ||
        (count > 1 && !argument_int(vm, args[1], &version)))
        return VALUE_ERROR;
    return dump(vm, args[0], version);
}
NATIVE(marshal_dump) {
    int version = VERSION;
    if (!arguments_count(vm, "dump", count, 2, 3) ||
        (count > 2 && !argument_int(vm, args[2], &version)))
        return VALUE_ERROR;
    Value bytes = dump(vm, args[0], version);
    Value method = is_error(bytes) ? bytes : attribute(vm, args[1], "write");
    return is_error(method) ? method : object_call_1(vm, method, bytes);
}
NATIVE(marshal_loads) {
    Buffer view;
    if (!buffer_get(vm, args[0], false, &view)) return VALUE_ERROR;
    Reader reader = {.vm = vm, .data = view.data, .end = view.data + view.size};
    Value value = load(&reader);
    buffer_release(&view);
    return value;
}
// Nothing is read from the file that does not belong to the value.
NATIVE(marshal_load) {
    Value method = attribute(vm, args[0], "read"), zero = make_int(vm, 0);
    Value data = is_error(method) || is_error(zero) ? VALUE_ERROR : object_call_1(vm, method, zero);
    if (is_error(data)) return data;
    if (!is_bytes_like(data)) return error_type(vm, "file.read() returned not bytes but %T", data);
    Reader reader = {.vm = vm, .file = args[0]};
    return load(&reader);
}

static const NativeSpec functions[] = {
    {"dump", marshal_dump, 0, -1, 0},
    {"dumps", marshal_dumps, 0, -1, 0},
    {"load", marshal_load, 1, 1, 0},
    {"loads", marshal_loads, 1, 1, 0},
    {0},
};

bool module_marshal_make(Vm *vm, Module *module);
bool module_marshal_make(Vm *vm, Module *module) {
    return module_set_int(vm, module, "version", VERSION) &&
           module_add_functions(vm, module, functions);
}
