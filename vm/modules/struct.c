// The module _struct: values packed as C lays them out. A format is read once into items; each has
// a letter, a place and a count.
#include <string.h>

#include "vm/module.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

typedef struct {
    char letter;
    uint8_t size; // bytes of one
    bool native;  // its alignment and errors are those of C's own type
    bool big;     // the first byte is the highest
    size_t offset, count;
} Item;

typedef struct {
    Object object;
    Value format;
    Item *items; // a raw block
    size_t item_count;
    size_t value_count; // what pack takes and unpack gives
    size_t size;
} Struct;

static Type struct_type, iterator_type;
static Value struct_error; // struct.error
static Value known;        // a dict from formats to Structs, so that functions read them once

static Value raise(Vm *vm, const char *message) {
    return error_raise(vm, (Type *)struct_error, "%s", message);
}

// --- formats ------------------------------------------------------------------------------------

// The bytes of an item; 0: no such letter.
static uint8_t size_of(char letter, bool native) {
    switch (letter) {
    case 'x':
    case 'b':
    case 'B':
    case 'c':
    case 's':
    case 'p':
    case '?': return 1;
    case 'h':
    case 'H':
    case 'e': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'l':
    case 'L': return native ? 8 : 4;
    case 'q':
    case 'Q':
    case 'd': return 8;
    case 'n':
    case 'N':
    case 'P': return native ? 8 : 0;
    default: return 0;
    }
}

static bool add_item(Vm *vm, Struct *self, Item item) {
    size_t total;
    if (item.native && item.size)
        self->size = (self->size + item.size - 1) & ~((size_t)item.size - 1);
    item.offset = self->size;
    if (__builtin_mul_overflow(item.count, (size_t)item.size, &total) ||
        __builtin_add_overflow(self->size, total, &self->size) || self->size > INT64_MAX)
        return raise(vm, "total struct size too long"), false;
    if (item.letter == 'x') return true;
    bool text = item.letter == 's' || item.letter == 'p';
    if (!item.count && !text) return true;
    self->value_count += text ? 1 : item.count;
    self->items[self->item_count++] = item;
    return true;
}

static bool parse(Vm *vm, Struct *self, const char *text, size_t length) {
    self->items = gc_alloc_raw(vm, (length + 1) * sizeof(Item));
    if (!self->items) return false;
    const char *end = text + length;
    char order = length && memchr("@=<>!", *text, 5) ? *text++ : '@';
    bool native = order == '@', big = order == '>' || order == '!';
    while (text < end) {
        if (memchr(" \t\n\r\f\v", *text, 6)) {
            text++;
            continue;
        }
        size_t count = 1;
        if (*text >= '0' && *text <= '9') {
            count = 0;
            for (; text < end && *text >= '0' && *text <= '9'; text++)
                if (__builtin_mul_overflow(count, 10, &count) ||
                    __builtin_add_overflow(count, (size_t)(*text - '0'), &count) ||
                    count > INT64_MAX)
                    return raise(vm, "total struct size too long"), false;
            if (text == end) return raise(vm, "repeat count given without format specifier"), false;
        }
        char letter = *text++;
        uint8_t size = size_of(letter, native);
        if (!letter) return raise(vm, "embedded null character"), false;
        if (!size) return raise(vm, "bad char in struct format"), false;
        Item item = {.letter = letter, .size = size, .native = native, .big = big, .count = count};
        if (!add_item(vm, self, item)) return false;
    }
    return true;
}

static void trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Struct *)object)->format);
    gc_mark_block(heap, ((Struct *)object)->items);
}

static Struct *struct_new(Vm *vm, Type *type, Value format) {
    if (!is_str_like(format) && !is_bytes_like(format))
        return error_type(vm, "Struct() argument 1 must be a str or bytes object, not %T", format),
               NULL;
    const char *text;
    size_t length;
    if (is_bytes_like(format)) {
        text = (const char *)bytes_of(format)->data;
        length = bytes_of(format)->length;
        format = str_from_latin1(vm, text, length);
        if (is_error(format)) return NULL;
    } else {
        Value ascii = str_from_cstring(vm, "ascii");
        Value bytes =
            is_error(ascii) ? ascii : bytes_encode(vm, str_of(format), str_of(ascii), NULL);
        if (is_error(bytes)) return NULL;
        text = (const char *)bytes_of(bytes)->data;
        length = bytes_of(bytes)->length;
    }
    Struct *self = object_new(vm, type);
    if (!self) return NULL;
    self->format = format;
    return parse(vm, self, text, length) ? self : NULL;
}

static Value struct_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"format", NULL};
    Value format;
    if (!arguments_parse(vm, "Struct", parameters, 1, 0, args, count, names, &format))
        return VALUE_ERROR;
    return value_of(struct_new(vm, type, format));
}

// The Struct of a format that one of the module's functions was given.
static Struct *struct_known(Vm *vm, Value format) {
    bool may_be_known = is_str(format) || is_bytes(format);
    Value found = dict_get(vm, dict_of(known), format);
    if (found != VALUE_END) return (Struct *)found; // NULL: it has no hash
    Struct *self = struct_new(vm, &struct_type, format);
    if (!self || !may_be_known) return self;
    if (dict_of(known)->count >= 100) dict_clear(vm, dict_of(known));
    return dict_set(vm, dict_of(known), format, value_of(self)) ? self : NULL;
}

// --- one item -----------------------------------------------------------------------------------

static bool is_signed(char letter) {
    return memchr("bhilqn", letter, 6) != NULL;
}

static Value item_get(Vm *vm, const Item *item, const uint8_t *data) {
    uint8_t turned[8];
    size_t size = item->size;
    if (item->big && size > 1) {
        for (size_t i = 0; i < size; i++) turned[i] = data[size - 1 - i];
        data = turned;
    }
    uint64_t bits = 0;
    memcpy(&bits, data, size);
    switch (item->letter) {
    case 'c': return bytes_make(vm, data, 1);
    case '?': return make_bool(bits);
    case 'e': {
        _Float16 half;
        memcpy(&half, data, size);
        return make_float(vm, (double)half);
    }
    case 'f': {
        float single;
        memcpy(&single, data, size);
        return make_float(vm, single);
    }
    case 'd': {
        double real;
        memcpy(&real, data, size);
        return make_float(vm, real);
    }
    default: break;
    }
    if (!is_signed(item->letter)) return int_from_uint64(vm, bits);
    unsigned unused = 64 - 8 * (unsigned)size;
    return make_int(vm, (int64_t)(bits << unused) >> unused);
}

static bool raise_range(Vm *vm, const Item *item) {
    unsigned bits = 8 * item->size;
    static const char *const names[] = {
        ['b'] = "byte", ['B'] = "ubyte", ['h'] = "short", ['H'] = "ushort"};
    char quoted[] = {'\'', item->letter, '\'', 0};
    const char *name = item->size <= 2 ? names[(uint8_t)item->letter] : quoted;
    bool sign = is_signed(item->letter);
    long long most = (1LL << (sign ? bits - 1 : bits)) - 1, least = sign ? -most - 1 : 0;
    error_raise(vm, (Type *)struct_error, "%s format requires %lld <= number <= %lld", name, least,
                most);
    return false;
}

// The bits of an int, in its size.
static bool int_bits(Vm *vm, const Item *item, Value value, uint64_t *bits) {
    if (!is_any_int(value) && !type_of(value)->index)
        return raise(vm, "required argument is not an integer"), false;
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    bool sign = is_signed(item->letter);
    int64_t number = 0;
    bool fits = int_to_int64(index, &number);
    if (!sign && int_sign(index) > 0 && int_bit_length(index) == 64) {
        IntView view;
        int_view(index, &view);
        number = (int64_t)view.limbs[0];
        fits = true;
    } else if (!sign && int_sign(index) < 0 && item->letter != 'P' && item->size > 2) {
        fits = false; // C's conversion to unsigned refuses it
    }
    *bits = (uint64_t)number;
    if (!fits) {
        bool by_bytes = item->letter == 'P' || (item->big && item->size == 8);
        return raise(vm, by_bytes ? "int too large to convert" : "argument out of range"), false;
    }
    if (item->size == 8) return true;
    unsigned width = 8 * item->size;
    bool in_range =
        sign ? (int64_t)(*bits << (64 - width)) >> (64 - width) == number : *bits >> width == 0;
    return in_range || raise_range(vm, item);
}

static bool real_bits(Vm *vm, const Item *item, Value value, uint64_t *bits) {
    double real;
    int answer = number_to_double(vm, value, &real);
    if (answer < 0) error_clear(vm); // whatever it was, it is said in other words
    if (answer <= 0) return raise(vm, "required argument is not a float"), false;
    bool finite = __builtin_isfinite(real), too_large = false;
    if (item->letter == 'e') {
        _Float16 half = (_Float16)real;
        too_large = finite && !__builtin_isfinite((float)half);
        memcpy(bits, &half, sizeof half);
    } else if (item->letter == 'f') {
        float single = (float)real;
        too_large = finite && !__builtin_isfinite(single) && !item->native;
        memcpy(bits, &single, sizeof single);
    } else {
        memcpy(bits, &real, sizeof real);
    }
    if (too_large) error_overflow(vm, "float too large to pack with %c format", item->letter);
    return !too_large;
}

static bool item_set(Vm *vm, const Item *item, uint8_t *data, Value value) {
    uint64_t bits = 0;
    int truth;
    switch (item->letter) {
    case 'c':
        if (!is_bytes_like(value) || bytes_of(value)->length != 1)
            return raise(vm, "char format requires a bytes object of length 1"), false;
        bits = bytes_of(value)->data[0];
        break;
    case '?':
        if ((truth = object_truth(vm, value)) < 0) return false;
        bits = (uint64_t)truth;
        break;
    case 'e':
    case 'f':
    case 'd':
        if (!real_bits(vm, item, value, &bits)) return false;
        break;
    default:
        if (!int_bits(vm, item, value, &bits)) return false;
    }
    for (size_t i = 0; i < item->size; i++)
        data[item->big ? item->size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
    return true;
}

// A text of `count` bytes: cut, or filled up with zeros; in Pascal's form its length comes first.
static bool text_set(Vm *vm, const Item *item, uint8_t *data, Value value) {
    const uint8_t *text;
    size_t length;
    if (!buffer_peek(vm, value, &text, &length)) {
        if (error_catch(vm, error_types.TypeError))
            error_raise(vm, (Type *)struct_error, "argument for '%c' must be a bytes object",
                        item->letter);
        return false;
    }
    size_t room = item->count;
    if (item->letter == 'p' && room) {
        room--;
        if (length > room) length = room;
        *data++ = (uint8_t)(length < 255 ? length : 255);
    }
    if (length > room) length = room;
    if (length) memcpy(data, text, length);
    return true;
}
static Value text_get(Vm *vm, const Item *item, const uint8_t *data) {
    size_t length = item->count;
    if (item->letter == 'p' && length) {
        size_t said = *data++;
        length = said < length - 1 ? said : length - 1;
    }
    return bytes_make(vm, data, length);
}

// --- all items ----------------------------------------------------------------------------------

static Value unpack(Vm *vm, Struct *self, const uint8_t *data) {
    Value list = list_make(vm, NULL, self->value_count);
    if (is_error(list)) return list;
    size_t next = 0;
    for (size_t i = 0; i < self->item_count; i++) {
        const Item *item = &self->items[i];
        bool text = item->letter == 's' || item->letter == 'p';
        for (size_t k = 0; k < (text ? 1 : item->count); k++) {
            const uint8_t *at = data + item->offset + k * item->size;
            Value value = text ? text_get(vm, item, at) : item_get(vm, item, at);
            if (is_error(value)) return value;
            list_of(list)->items[next++] = value;
        }
    }
    return tuple_from_list(vm, list_of(list));
}
static bool pack(Vm *vm, Struct *self, uint8_t *data, Value *values) {
    memset(data, 0, self->size);
    for (size_t i = 0; i < self->item_count; i++) {
        const Item *item = &self->items[i];
        bool text = item->letter == 's' || item->letter == 'p';
        for (size_t k = 0; k < (text ? 1 : item->count); k++) {
            uint8_t *at = data + item->offset + k * item->size;
            bool done = text ? text_set(vm, item, at, *values) : item_set(vm, item, at, *values);
            if (!done) return false;
            values++;
        }
    }
    return true;
}
static bool check_count(Vm *vm, const char *function, Struct *self, size_t count) {
    if (count == self->value_count) return true;
    error_raise(vm, (Type *)struct_error, "%s expected %zu items for packing (got %zu)", function,
                self->value_count, count);
    return false;
}
static Value pack_new(Vm *vm, Struct *self, Value *values, size_t count) {
    if (!check_count(vm, "pack", self, count)) return VALUE_ERROR;
    uint8_t *data = gc_alloc_raw(vm, self->size + 1);
    return data && pack(vm, self, data, values) ? bytes_make(vm, data, self->size) : VALUE_ERROR;
}

// Where `size` bytes at an offset lie in a buffer; negative offsets count from its end.
static bool place_in(Vm *vm, Struct *self, bool packing, int64_t offset, size_t size,
                     size_t *place) {
    int64_t needed = (int64_t)self->size, room = (int64_t)size, from = offset;
    if (offset < 0) {
        if (offset + needed > 0) {
            error_raise(vm, (Type *)struct_error,
                        packing ? "no space to pack %lld bytes at offset %lld"
                                : "not enough data to unpack %lld bytes at offset %lld",
                        (long long)needed, (long long)offset);
            return false;
        }
        if (offset + room < 0) {
            error_raise(vm, (Type *)struct_error, "offset %lld out of range for %lld-byte buffer",
                        (long long)offset, (long long)room);
            return false;
        }
        from += room;
    }
    *place = (size_t)from;
    if (from <= room && room - from >= needed) return true;
    error_raise(vm, (Type *)struct_error,
                "%s requires a buffer of at least %zu bytes for %s %lld bytes at offset %lld "
                "(actual buffer size is %lld)",
                packing ? "pack_into" : "unpack_from", self->size + (size_t)from,
                packing ? "packing" : "unpacking", (long long)needed, (long long)from,
                (long long)room);
    return false;
}
static Value pack_into(Vm *vm, Struct *self, Value *args, size_t count) {
    if (!count) return raise(vm, "pack_into expected buffer argument");
    if (count == 1) return raise(vm, "pack_into expected offset argument");
    if (!check_count(vm, "pack_into", self, count - 2)) return VALUE_ERROR;
    int64_t offset;
    size_t place;
    Buffer buffer;
    if (!buffer_get(vm, args[0], true, &buffer)) {
        if (error_catch(vm, error_types.TypeError) || error_catch(vm, error_types.BufferError))
            error_type(vm, "argument must be read-write bytes-like object, not %A", args[0]);
        return VALUE_ERROR;
    }
    bool done = argument_size(vm, args[1], &offset) &&
                place_in(vm, self, true, offset, buffer.size, &place) &&
                pack(vm, self, buffer.data + place, args + 2);
    buffer_release(&buffer);
    return done ? VALUE_NONE : VALUE_ERROR;
}
static Value unpack_all(Vm *vm, Struct *self, Value buffer) {
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, buffer, &data, &size)) return VALUE_ERROR;
    if (size == self->size) return unpack(vm, self, data);
    return error_raise(vm, (Type *)struct_error, "unpack requires a buffer of %zu bytes",
                       self->size);
}
static Value unpack_from(Vm *vm, Struct *self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"buffer", "offset", NULL};
    Value values[2];
    int64_t offset = 0;
    const uint8_t *data;
    size_t size, place;
    if (!arguments_parse(vm, "unpack_from", parameters, 1, 0, args, count, names, values) ||
        (values[1] && !argument_size(vm, values[1], &offset)) ||
        !buffer_peek(vm, values[0], &data, &size) ||
        !place_in(vm, self, false, offset, size, &place))
        return VALUE_ERROR;
    return unpack(vm, self, data + place);
}

// --- iter_unpack --------------------------------------------------------------------------------

typedef struct {
    Object object;
    Struct *self;
    Value buffer; // VALUE_NULL when over
    size_t place;
} Iterator;

static Value iter_unpack(Vm *vm, Struct *self, Value buffer) {
    const uint8_t *data;
    size_t size;
    if (!self->size) return raise(vm, "cannot iteratively unpack with a struct of length 0");
    if (!buffer_peek(vm, buffer, &data, &size)) return VALUE_ERROR;
    if (size % self->size)
        return error_raise(vm, (Type *)struct_error,
                           "iterative unpacking requires a buffer of a multiple of %zu bytes",
                           self->size);
    Iterator *iterator = object_new(vm, &iterator_type);
    if (!iterator) return VALUE_ERROR;
    iterator->self = self;
    iterator->buffer = buffer;
    return value_of(iterator);
}
static Value iterator_next(Vm *vm, Value self) {
    Iterator *iterator = (Iterator *)self;
    const uint8_t *data;
    size_t size;
    if (!iterator->buffer) return VALUE_END;
    if (!buffer_peek(vm, iterator->buffer, &data, &size)) return VALUE_ERROR;
    if (iterator->place + iterator->self->size > size) {
        iterator->buffer = VALUE_NULL;
        return VALUE_END;
    }
    Value values = unpack(vm, iterator->self, data + iterator->place);
    iterator->place += iterator->self->size;
    return values;
}
NATIVE(iterator_length_hint) {
    Iterator *self = (Iterator *)args[0];
    const uint8_t *data;
    size_t size;
    if (!self->buffer) return make_int(vm, 0);
    if (!buffer_peek(vm, self->buffer, &data, &size)) return VALUE_ERROR;
    return make_int(vm, (int64_t)((size - self->place) / self->self->size));
}
static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {0},
};
static Type iterator_type = {
    .name = "_struct.unpack_iterator",
    .instance_size = sizeof(Iterator),
    .value_count = 2,
    .methods = iterator_methods,
    .next = iterator_next,
};

// --- the methods of Struct, and the functions that take a format ---------------------------------

#define SELF ((Struct *)args[0])
NATIVE(method_pack) {
    return pack_new(vm, SELF, args + 1, count - 1);
}
NATIVE(method_pack_into) {
    return pack_into(vm, SELF, args + 1, count - 1);
}
NATIVE(method_unpack) {
    return unpack_all(vm, SELF, args[1]);
}
NATIVE(method_unpack_from) {
    return unpack_from(vm, SELF, args + 1, count - 1, names);
}
NATIVE(method_iter_unpack) {
    return iter_unpack(vm, SELF, args[1]);
}
static Value get_format(Vm *vm, Value self) {
    return (void)vm, ((Struct *)self)->format;
}
static Value get_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)((Struct *)self)->size);
}
static const NativeSpec methods[] = {
    {"pack", method_pack, 1, -1, 0},
    {"pack_into", method_pack_into, 1, -1, 0},
    {"unpack", method_unpack, 2, 2, 0},
    {"unpack_from", method_unpack_from, 1, -1, NATIVE_KEYWORDS},
    {"iter_unpack", method_iter_unpack, 2, 2, 0},
    {0},
};
static const MemberSpec members[] = {
    {"format", get_format, NULL},
    {"size", get_size, NULL},
    {0},
};
static Type struct_type = {
    .name = "_struct.Struct",
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Struct),
    .methods = methods,
    .members = members,
    .trace = trace,
    .make = struct_make,
};

NATIVE(struct_calcsize) {
    Struct *self = struct_known(vm, args[0]);
    return self ? make_int(vm, (int64_t)self->size) : VALUE_ERROR;
}
NATIVE(struct_pack) {
    if (!count) return error_type(vm, "missing format argument");
    Struct *self = struct_known(vm, args[0]);
    return self ? pack_new(vm, self, args + 1, count - 1) : VALUE_ERROR;
}
NATIVE(struct_pack_into) {
    if (!count) return error_type(vm, "missing format argument");
    Struct *self = struct_known(vm, args[0]);
    return self ? pack_into(vm, self, args + 1, count - 1) : VALUE_ERROR;
}
NATIVE(struct_unpack) {
    Struct *self = struct_known(vm, args[0]);
    return self ? unpack_all(vm, self, args[1]) : VALUE_ERROR;
}
NATIVE(struct_unpack_from) {
    static const char *const parameters[] = {"", "buffer", "offset", NULL};
    Value values[3];
    if (!arguments_parse(vm, "unpack_from", parameters, 2, 1, args, count, names, values))
        return VALUE_ERROR;
    Struct *self = struct_known(vm, args[0]);
    return self ? unpack_from(vm, self, args + 1, count - 1, names) : VALUE_ERROR;
}
NATIVE(struct_iter_unpack) {
    Struct *self = struct_known(vm, args[0]);
    return self ? iter_unpack(vm, self, args[1]) : VALUE_ERROR;
}
NATIVE(struct_clear_cache) {
    dict_clear(vm, dict_of(known));
    return VALUE_NONE;
}
static const NativeSpec functions[] = {
    {"calcsize", struct_calcsize, 1, 1, 0},
    {"pack", struct_pack, 0, -1, 0},
    {"pack_into", struct_pack_into, 0, -1, 0},
    {"unpack", struct_unpack, 2, 2, 0},
    {"unpack_from", struct_unpack_from, 0, -1, NATIVE_KEYWORDS},
    {"iter_unpack", struct_iter_unpack, 2, 2, 0},
    {"_clearcache", struct_clear_cache, 0, 0, 0},
    {0},
};

bool module__struct_make(Vm *vm, Module *module);
bool module__struct_make(Vm *vm, Module *module) {
    static Type *const types[] = {&struct_type, NULL};
    static Type *const hidden_types[] = {&iterator_type, NULL};
    if (!known && (!gc_add_root(vm, &known) || is_error(known = dict_make(vm, 0)))) return false;
    if (!struct_error)
        struct_error = exception_type_make(vm, "struct.error", error_types.Exception);
    return module_set(vm, module, "error", struct_error) && module_add_types(vm, module, types) &&
           module_add_types(vm, NULL, hidden_types) && module_add_functions(vm, module, functions);
}
