// The module array: numbers of one kind, packed. Here are its items and operators; its methods are
// in array_methods.c.
#include "vm/modules/array.h"

#include <limits.h>
#include <string.h>

#include "vm/load.h"
#include "vm/types/big_int.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

// --- kinds of items -----------------------------------------------------------------------------

static const ArrayKind kinds[] = {{'b', 1}, {'B', 1}, {'u', 4}, {'h', 2}, {'H', 2},
                                  {'i', 4}, {'I', 4}, {'l', 8}, {'L', 8}, {'q', 8},
                                  {'Q', 8}, {'f', 4}, {'d', 8}};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

const ArrayKind *array_kind(uint32_t letter) {
    for (size_t i = 0; i < KIND_COUNT; i++)
        if ((uint32_t)kinds[i].letter == letter) return &kinds[i];
    return NULL;
}

Value array_item(Vm *vm, const Array *array, size_t index) {
    size_t size = array->kind->size;
    const uint8_t *at = array->data + index * size;
    uint64_t bits = 0;
    float single;
    double real;
    memcpy(&bits, at, size);
    switch (array->kind->letter) {
    case 'u':
        if (bits > 0x10ffff)
            return error_value(vm, "character U+%x is not in range [U+0000; U+10ffff]",
                               (unsigned)bits);
        return str_from_code_point(vm, (uint32_t)bits);
    case 'f': memcpy(&single, at, size); return make_float(vm, single);
    case 'd': memcpy(&real, at, size); return make_float(vm, real);
    case 'b':
    case 'h':
    case 'i':
    case 'l':
    case 'q': {
        unsigned unused = 64 - 8 * (unsigned)size;
        return make_int(vm, (int64_t)(bits << unused) >> unused);
    }
    default: return int_from_uint64(vm, bits);
    }
}

// The ranges that an item must lie in, in the order in which C's conversions find out.
static const struct {
    char letter;
    int64_t least, most;
    const char *what;
} ranges[] = {
    {'b', SHRT_MIN, SHRT_MAX, "signed short integer"},
    {'b', SCHAR_MIN, SCHAR_MAX, "signed char"},
    {'B', 0, UCHAR_MAX, "unsigned byte integer"},
    {'h', SHRT_MIN, SHRT_MAX, "signed short integer"},
    {'H', INT_MIN, INT_MAX, "signed integer"},
    {'H', 0, USHRT_MAX, "unsigned short"},
    {'i', INT_MIN, INT_MAX, "signed integer"},
    {'I', 0, UINT_MAX, "unsigned int"},
};

// The bits of an int as an item.
static bool int_bits(Vm *vm, char letter, Value value, uint64_t *bits) {
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    bool is_unsigned = strchr("ILQ", letter) != NULL, is_long_long = letter == 'q' || letter == 'Q';
    if (is_unsigned && int_sign(index) < 0) {
        error_overflow(vm, is_long_long ? "can't convert negative int to unsigned"
                                        : "can't convert negative value to unsigned int");
        return false;
    }
    int64_t number;
    if (is_unsigned && int_bit_length(index) == 64) {
        IntView view;
        int_view(index, &view);
        number = (int64_t)view.limbs[0];
    } else if (!int_to_int64(index, &number)) {
        if (is_long_long)
            error_overflow(vm, "int too big to convert");
        else
            error_overflow(vm, "Python int too large to convert to C %slong",
                           is_unsigned ? "unsigned " : "");
        return false;
    }
    *bits = (uint64_t)number;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (ranges[i].letter != letter) continue;
        bool large = is_unsigned ? *bits > (uint64_t)ranges[i].most : number > ranges[i].most;
        bool small = !is_unsigned && number < ranges[i].least;
        if (!large && !small) continue;
        error_overflow(vm, "%s is %s", ranges[i].what,
                       small ? "less than minimum" : "greater than maximum");
        return false;
    }
    return true;
}

static bool real_of(Vm *vm, Value value, double *real) {
    int answer = number_to_double(vm, value, real);
    if (!answer) error_type(vm, "must be real number, not %T", value);
    return answer > 0;
}

bool array_write(Vm *vm, const Array *array, size_t index, Value value) {
    size_t size = array->kind->size;
    char letter = array->kind->letter;
    uint64_t bits = 0;
    double real;
    switch (letter) {
    case 'u':
        if (!is_str_like(value) || str_of(value)->length != 1)
            return error_type(vm, "array item must be unicode character"), false;
        bits = str_at(str_of(value), 0);
        break;
    case 'f':
        if (!real_of(vm, value, &real)) return false;
        memcpy(&bits, &(float){(float)real}, size);
        break;
    case 'd':
        if (!real_of(vm, value, &real)) return false;
        memcpy(&bits, &real, size);
        break;
    default:
        if (!int_bits(vm, letter, value, &bits)) return false;
    }
    // Python code may have made the array shorter.
    if (index >= array->count) return error_index(vm, "array assignment index out of range"), false;
    memcpy(array->data + index * size, &bits, size);
    return true;
}

// --- room ---------------------------------------------------------------------------------------

// Memory that was lent stays where it is, and as long.
static bool may_resize(Vm *vm, const Array *array) {
    if (buffer_may_move(vm, &array->exports)) return true;
    if (error_catch(vm, error_types.BufferError))
        error_raise(vm, error_types.BufferError,
                    "cannot resize an array that is exporting buffers");
    return false;
}

bool array_resize(Vm *vm, Array *array, size_t count) {
    size_t size = array->kind->size;
    if (count != array->count && !may_resize(vm, array)) return false;
    if (count > array->capacity) {
        size_t capacity = count + count / 8 + 8;
        if (capacity < count || capacity > INT64_MAX / 16) return error_memory(vm), false;
        uint8_t *data = gc_alloc_raw(vm, capacity * size);
        if (!data) return false;
        if (array->count) memcpy(data, array->data, array->count * size);
        array->data = data;
        array->capacity = capacity;
    }
    array->count = count;
    return true;
}

Value array_make(Vm *vm, Type *type, const ArrayKind *kind, size_t count) {
    Array *array = object_new(vm, type);
    if (!array) return VALUE_ERROR;
    array->kind = kind;
    return array_resize(vm, array, count) ? value_of(array) : VALUE_ERROR;
}

bool array_append(Vm *vm, Array *array, Value value) {
    return array_insert(vm, array, array->count, value);
}

// The item is converted first: what fails leaves the array as it was.
bool array_insert(Vm *vm, Array *array, size_t index, Value value) {
    size_t size = array->kind->size;
    uint8_t item[8];
    Array single = {.object = array->object, .kind = array->kind, .data = item, .count = 1};
    if (!array_write(vm, &single, 0, value)) return false;
    size_t last = array->count;
    if (!array_resize(vm, array, last + 1)) return false;
    if (index > last) index = last;
    memmove(array->data + (index + 1) * size, array->data + index * size, (last - index) * size);
    memcpy(array->data + index * size, item, size);
    return true;
}

bool array_remove(Vm *vm, Array *array, size_t start, size_t stop) {
    size_t size = array->kind->size;
    if (start >= stop) return true;
    if (!may_resize(vm, array)) return false;
    memmove(array->data + start * size, array->data + stop * size, (array->count - stop) * size);
    array->count -= stop - start;
    return true;
}

bool array_add_bytes(Vm *vm, Array *array, const uint8_t *data, size_t size) {
    size_t item = array->kind->size, before = array->count;
    if (size % item) return error_value(vm, "bytes length not a multiple of item size"), false;
    if (!array_resize(vm, array, before + size / item)) return false;
    if (size) memcpy(array->data + before * item, data, size);
    return true;
}

bool array_add_text(Vm *vm, Array *array, Str *text) {
    size_t before = array->count;
    if (!array_resize(vm, array, before + text->length)) return false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = str_at(text, i);
        memcpy(array->data + (before + i) * 4, &point, 4);
    }
    return true;
}

Value array_text(Vm *vm, const Array *array) {
    for (size_t i = 0; i < array->count; i++)
        if (is_error(array_item(vm, array, i))) return VALUE_ERROR;
    return str_from_code_points(vm, (const uint32_t *)array->data, array->count);
}

static bool append_item(Vm *vm, Value item, void *context) {
    return array_append(vm, context, item);
}
bool array_extend(Vm *vm, Array *array, Value iterable) {
    if (!is_array(iterable)) return object_each(vm, iterable, append_item, array);
    Array *other = array_of(iterable);
    if (other->kind != array->kind)
        return error_type(vm, "can only extend with array of same kind"), false;
    size_t size = other->count * array->kind->size, before = array->count;
    if (!array_resize(vm, array, before + other->count)) return false;
    if (size) memcpy(array->data + before * array->kind->size, other->data, size);
    return true;
}

// --- the type -----------------------------------------------------------------------------------

static void trace(Heap *heap, Object *object) {
    gc_mark_block(heap, ((Array *)object)->data);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names && names->count && type->init == array_type.init)
        return error_type(vm, "array.array() takes no keyword arguments");
    if (!count) return error_type(vm, "array() takes at least 1 argument (0 given)");
    if (count > 2) return error_type(vm, "array() takes at most 2 arguments (%zu given)", count);
    if (!is_str_like(args[0]) || str_of(args[0])->length != 1)
        return error_type(vm, "array() argument 1 must be a unicode character, not %A", args[0]);
    uint32_t letter = str_at(str_of(args[0]), 0);
    const ArrayKind *kind = array_kind(letter);
    Value initial = count > 1 ? args[1] : VALUE_NULL;
    if (initial && letter != 'u' && is_str_like(initial))
        return error_type(vm, "cannot use a str to initialize an array with typecode '%c'",
                          (int)letter);
    if (initial && letter != 'u' && is_array(initial) && array_of(initial)->kind->letter == 'u')
        return error_type(vm,
                          "cannot use a unicode array to initialize an array with typecode '%c'",
                          (int)letter);
    if (!kind)
        return error_value(vm, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    Value made = array_make(vm, type, kind, 0);
    if (is_error(made) || !initial) return made;
    Array *array = array_of(made);
    bool done;
    if (is_bytes_like(initial) || is_bytearray_like(initial))
        done = array_add_bytes(vm, array, bytes_of(initial)->data, bytes_of(initial)->length);
    else if (is_str_like(initial))
        done = array_add_text(vm, array, str_of(initial));
    else if (is_array(initial) && array_of(initial)->kind != kind)
        done = !is_error(initial = list_from(vm, initial)) && array_extend(vm, array, initial);
    else
        done = array_extend(vm, array, initial);
    return done ? made : VALUE_ERROR;
}

static Value repr(Vm *vm, Value self) {
    Array *array = array_of(self);
    const char *name = type_leaf_name(type_of(self));
    if (!array->count) return str_format(vm, "%s('%c')", name, array->kind->letter);
    Value items = array->kind->letter == 'u' ? array_text(vm, array) : list_from(vm, self);
    if (is_error(items)) return items;
    return str_format(vm, "%s('%c', %R)", name, array->kind->letter, items);
}

static bool get_buffer(Vm *vm, Value self, Buffer *buffer) {
    static const char *const formats[] = {"b", "B", "w", "h", "H", "i", "I",
                                          "l", "L", "q", "Q", "f", "d"};
    Array *array = array_of(self);
    (void)vm;
    buffer->data = array->data;
    buffer->item_size = array->kind->size;
    buffer->size = array->count * array->kind->size;
    buffer->format = formats[array->kind - kinds];
    array->exports++;
    return true;
}
static void release_buffer(Buffer *buffer) {
    array_of(buffer->owner)->exports--;
}

static int64_t length(Vm *vm, Value self) {
    return (void)vm, (int64_t)array_of(self)->count;
}

static bool index_in(Vm *vm, Array *array, Value key, const char *message, size_t *index) {
    int64_t place;
    if (!object_index(vm, key, false, &place)) return false;
    if (place < 0) place += (int64_t)array->count;
    *index = (size_t)place;
    if (*index < array->count) return true;
    error_index(vm, "%s", message);
    return false;
}
static bool is_index(Value value) {
    return is_any_int(value) || type_of(value)->index;
}

static Value get_item(Vm *vm, Value self, Value key) {
    Array *array = array_of(self);
    size_t index, size = array->kind->size;
    if (is_index(key))
        return index_in(vm, array, key, "array index out of range", &index)
                   ? array_item(vm, array, index)
                   : VALUE_ERROR;
    if (!has_shape(key, SHAPE_SLICE)) return error_type(vm, "array indices must be integers");
    int64_t start, stop, step;
    int64_t count =
        slice_indices(vm, (Slice *)object_of(key), (int64_t)array->count, &start, &stop, &step);
    Value made = count < 0 ? VALUE_ERROR : array_make(vm, &array_type, array->kind, (size_t)count);
    for (int64_t i = 0; i < count && !is_error(made); i++)
        memcpy(array_of(made)->data + (size_t)i * size,
               array->data + (size_t)(start + i * step) * size, size);
    return made;
}

// A slice takes an array of the same kind; none deletes.
static bool set_slice(Vm *vm, Array *array, Slice *slice, Value value) {
    size_t size = array->kind->size;
    int64_t start, stop, step;
    if (value && !is_array(value))
        return error_type(vm, "can only assign array (not \"%T\") to array slice", value), false;
    if (value && array_of(value)->kind != array->kind)
        return error_type(vm, "bad argument type for built-in operation"), false;
    // What it takes from itself is copied first.
    if (value == value_of(array)) {
        Value copy = array_make(vm, &array_type, array->kind, 0);
        if (is_error(copy) || !array_extend(vm, array_of(copy), value)) return false;
        value = copy;
    }
    int64_t count = slice_indices(vm, slice, (int64_t)array->count, &start, &stop, &step);
    if (count < 0) return false;
    size_t given = value ? array_of(value)->count : 0;
    const uint8_t *from = value ? array_of(value)->data : NULL;
    if (step == 1) {
        if (stop < start) stop = start;
        size_t end = (size_t)stop, rest = array->count - end, grown = (size_t)start + given;
        size_t before = array->count;
        if (grown + rest != before && !may_resize(vm, array)) return false;
        if (grown + rest > before && !array_resize(vm, array, grown + rest)) return false;
        memmove(array->data + grown * size, array->data + end * size, rest * size);
        if (given) memcpy(array->data + (size_t)start * size, from, given * size);
        array->count = grown + rest;
        return true;
    }
    if (value && (int64_t)given != count)
        return error_value(vm, "attempt to assign array of size %zu to extended slice of size %lld",
                           given, (long long)count),
               false;
    if (!value && step < 0) { // the same places, from the lowest on
        start += (count - 1) * step;
        step = -step;
    }
    for (int64_t i = 0; i < count; i++) {
        size_t place = (size_t)(start + i * step);
        if (value)
            memcpy(array->data + place * size, from + (size_t)i * size, size);
        else if (!array_remove(vm, array, place - (size_t)i, place - (size_t)i + 1))
            return false;
    }
    return true;
}

static bool set_item(Vm *vm, Value self, Value key, Value value) {
    Array *array = array_of(self);
    size_t index;
    if (is_index(key)) {
        if (!index_in(vm, array, key, "array assignment index out of range", &index)) return false;
        if (value) return array_write(vm, array, index, value);
        return array_remove(vm, array, index, index + 1);
    }
    if (has_shape(key, SHAPE_SLICE)) return set_slice(vm, array, (Slice *)object_of(key), value);
    return error_type(vm, "array indices must be integers"), false;
}

static int contains(Vm *vm, Value self, Value item) {
    Array *array = array_of(self);
    for (size_t i = 0; i < array->count; i++) {
        Value own = array_item(vm, array, i);
        int equal = is_error(own) ? -1 : object_equal(vm, own, item);
        if (equal) return equal;
    }
    return 0;
}

static Value concatenate(Vm *vm, Value left, Value right) {
    if (!is_array(left)) return VALUE_NOT_IMPLEMENTED;
    if (!is_array(right))
        return error_type(vm, "can only append array (not \"%T\") to array", right);
    if (array_of(left)->kind != array_of(right)->kind)
        return error_type(vm, "bad argument type for built-in operation");
    Value made = array_make(vm, &array_type, array_of(left)->kind, 0);
    bool done = !is_error(made) && array_extend(vm, array_of(made), left) &&
                array_extend(vm, array_of(made), right);
    return done ? made : VALUE_ERROR;
}
static Value inplace_concatenate(Vm *vm, Value left, Value right) {
    if (!is_array(right))
        return error_type(vm, "can only extend array with array (not \"%T\")", right);
    return array_extend(vm, array_of(left), right) ? left : VALUE_ERROR;
}

// Makes `array` hold its first `count` items over and over, `times` times in all.
static bool fill_repeated(Vm *vm, Array *array, size_t count, Value times_value) {
    int64_t times;
    if (!object_count(vm, times_value, &times)) return false;
    size_t total, size = array->kind->size;
    if (times < 0) times = 0;
    if (__builtin_mul_overflow(count, (size_t)times, &total)) return error_memory(vm), false;
    if (!array_resize(vm, array, total)) return false;
    for (size_t i = count; i < total; i += count)
        memcpy(array->data + i * size, array->data, count * size);
    return true;
}
static Value multiply(Vm *vm, Value left, Value right) {
    Value self = is_array(left) ? left : right, times = self == left ? right : left;
    if (!is_array(self) || is_array(times)) return VALUE_NOT_IMPLEMENTED;
    if (!is_index(times))
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", times);
    Value made = array_make(vm, &array_type, array_of(self)->kind, 0);
    bool done = !is_error(made) && array_extend(vm, array_of(made), self) &&
                fill_repeated(vm, array_of(made), array_of(made)->count, times);
    return done ? made : VALUE_ERROR;
}
static Value inplace_multiply(Vm *vm, Value left, Value right) {
    if (!is_index(right))
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", right);
    return fill_repeated(vm, array_of(left), array_of(left)->count, right) ? left : VALUE_ERROR;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_array(left) || !is_array(right)) return VALUE_NOT_IMPLEMENTED;
    Array *first = array_of(left), *second = array_of(right);
    bool for_equality = operator== COMPARE_EQ || operator== COMPARE_NE;
    if (for_equality && first->count != second->count) return make_bool(operator== COMPARE_NE);
    for (size_t i = 0; i < first->count && i < second->count; i++) {
        Value one = array_item(vm, first, i);
        Value other = is_error(one) ? one : array_item(vm, second, i);
        int equal = is_error(other) ? -1 : object_equal(vm, one, other);
        if (equal < 0) return VALUE_ERROR;
        if (!equal)
            return for_equality ? make_bool(operator== COMPARE_NE)
                                : object_compare(vm, one, other, operator);
    }
    int order = (first->count > second->count) - (first->count < second->count);
    return object_compare(vm, make_int(vm, order), make_int(vm, 0), operator);
}

// --- its iterator -------------------------------------------------------------------------------

static Value iterator_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    Array *array = iterator->sequence;
    if (array && iterator->index < array->count) return array_item(vm, array, iterator->index++);
    iterator->sequence = NULL;
    return VALUE_END;
}
static void iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((SequenceIterator *)object)->sequence));
}
NATIVE(iterator_reduce) {
    SequenceIterator *self = (SequenceIterator *)args[0];
    Value name = str_intern_cstring(vm, "iter");
    if (is_error(name)) return name;
    Value iter = dict_get_str(vm, vm->builtins, str_of(name));
    if (!self->sequence) return TUPLE(vm, iter, TUPLE(vm, vm->empty_tuple));
    return TUPLE(vm, iter, TUPLE(vm, value_of(self->sequence)), make_int(vm, (int64_t)self->index));
}
NATIVE(iterator_setstate) {
    SequenceIterator *self = (SequenceIterator *)args[0];
    int64_t index;
    if (!argument_size(vm, args[1], &index)) return VALUE_ERROR;
    int64_t most = self->sequence ? (int64_t)((Array *)self->sequence)->count : 0;
    self->index = (size_t)(index < 0 ? 0 : index > most ? most : index);
    return VALUE_NONE;
}
static const NativeSpec iterator_methods[] = {
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {"__setstate__", iterator_setstate, 2, 2, 0},
    {0},
};
static Type iterator_type = {
    .name = "array.arrayiterator",
    .instance_size = sizeof(SequenceIterator),
    .methods = iterator_methods,
    .trace = iterator_trace,
    .next = iterator_next,
};
static Value iter(Vm *vm, Value self) {
    SequenceIterator *iterator = object_new(vm, &iterator_type);
    if (iterator) iterator->sequence = array_of(self);
    return value_of(iterator);
}

// --- the row and the module ----------------------------------------------------------------------

Type array_type = {
    .name = "array.array",
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_SEQUENCE | TYPE_WEAKLY,
    .instance_size = sizeof(Array),
    .methods = array_methods,
    .members = array_members,
    .trace = trace,
    .get_buffer = get_buffer,
    .release_buffer = release_buffer,
    .make = make,
    .repr = repr,
    .length = length,
    .compare = compare,
    .iter = iter,
    .get_item = get_item,
    .set_item = set_item,
    .contains = contains,
    .binary[BINARY_ADD] = concatenate,
    .binary[BINARY_MULTIPLY] = multiply,
    .inplace[BINARY_ADD] = inplace_concatenate,
    .inplace[BINARY_MULTIPLY] = inplace_multiply,
};

// Arrays pass for mutable sequences.
static bool register_sequence(Vm *vm) {
    Value name = str_intern_cstring(vm, "_collections_abc");
    Value class_name = str_intern_cstring(vm, "MutableSequence");
    Value method = str_intern_cstring(vm, "register");
    if (is_error(name) || is_error(class_name) || is_error(method)) return false;
    Value abc = import_module(vm, str_of(name));
    if (!is_error(abc)) abc = object_get_attribute(vm, abc, str_of(class_name));
    if (!is_error(abc)) abc = object_get_attribute(vm, abc, str_of(method));
    return !is_error(abc) && !is_error(object_call_1(vm, abc, value_of(&array_type)));
}

bool module_array_make(Vm *vm, Module *module);
bool module_array_make(Vm *vm, Module *module) {
    static Type *const types[] = {&array_type, NULL};
    static Type *const hidden_types[] = {&iterator_type, NULL};
    return module_add_types(vm, module, types) && module_add_types(vm, NULL, hidden_types) &&
           module_set(vm, module, "ArrayType", value_of(&array_type)) &&
           module_set(vm, module, "typecodes", str_from_cstring(vm, "bBuhHiIlLqQfd")) &&
           module_add_functions(vm, module, array_functions) && register_sequence(vm);
}
