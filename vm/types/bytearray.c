// bytearray: its memory, how it grows, and the protocol. What bytes have too is in bytes.c and
// bytes_methods.c.
#include "vm/types/bytearray.h"

#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/module.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define LENGTH_MAX   (SIZE_MAX >> 4)
#define OUT_OF_RANGE "byte must be in range(0, 256)"

static ByteArray *array_new(Vm *vm, Type *type) {
    uint8_t *block = gc_alloc_raw(vm, 1);
    ByteArray *array = block ? object_new(vm, type) : NULL;
    if (!array) return NULL;
    array->bytes.object.bits = 1; // data is a block, as in an instance of a subclass of bytes
    array->bytes.hash = -1;
    array->bytes.data = block;
    return array;
}

Value bytearray_make(Vm *vm, const void *data, size_t length) {
    ByteArray *array = array_new(vm, &bytearray_type);
    if (!array || !bytearray_resize(vm, array, length)) return VALUE_ERROR;
    if (data) memcpy(array->bytes.data, data, length);
    return value_of(array);
}

// CPython's rule, so that __alloc__ and __sizeof__ agree: exact when made or much larger, by an
// eighth more when it grows a little, and given back when less than half is used.
static size_t room_for(size_t room, size_t length) {
    if (length < room) return length < room / 2 ? length + 1 : room;
    if (length <= room + room / 8) return length + length / 8 + (length < 9 ? 3 : 6);
    return length + 1;
}

bool bytearray_resize(Vm *vm, ByteArray *array, size_t length) {
    Bytes *bytes = &array->bytes;
    if (length == bytes->length) return true;
    if (!buffer_may_move(vm, &array->exports)) return false;
    if (length > LENGTH_MAX) return error_memory(vm), false;
    size_t room = room_for(array->room, length);
    if (room != array->room) {
        uint8_t *block = gc_alloc_raw(vm, room);
        if (!block) return false;
        memcpy(block, bytes->data, bytes->length < length ? bytes->length : length);
        bytes->data = block;
        array->room = room;
    }
    bytes->length = length;
    return true;
}

bool bytearray_splice(Vm *vm, ByteArray *array, size_t start, size_t stop, const void *data,
                      size_t size) {
    Bytes *bytes = &array->bytes;
    size_t removed = stop - start, tail = bytes->length - stop, length = bytes->length;
    uintptr_t offset = (uintptr_t)data - (uintptr_t)bytes->data;
    if (size && offset <= length) {
        Value copy = bytes_make(vm, data, size);
        if (is_error(copy)) return false;
        data = bytes_of(copy)->data;
    }
    if (size > LENGTH_MAX) return error_memory(vm), false;
    if (size < removed) {
        if (!buffer_may_move(vm, &array->exports)) return false;
        memmove(bytes->data + start + size, bytes->data + stop, tail);
        if (!bytearray_resize(vm, array, length - removed + size)) return false;
    } else if (size > removed) {
        if (!bytearray_resize(vm, array, length - removed + size)) return false;
        memmove(bytes->data + start + size, bytes->data + stop, tail);
    }
    if (size) memcpy(bytes->data + start, data, size);
    return true;
}

// --- making -------------------------------------------------------------------------------------

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    ByteArray *array = array_new(vm, type);
    return array ? value_of(array) : VALUE_ERROR;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!bytearray_resize(vm, bytearray_of(self), 0)) return false;
    Value source = bytes_source(vm, &bytearray_type, args, count, names, OUT_OF_RANGE);
    if (!is_error(source)) source = buffer_bytes(vm, source);
    if (is_error(source)) return false;
    ByteArray *array = bytearray_of(self);
    if (!bytearray_resize(vm, array, bytes_of(source)->length)) return false;
    memcpy(array->bytes.data, bytes_of(source)->data, array->bytes.length);
    return true;
}

// --- items --------------------------------------------------------------------------------------

static bool read_byte(Vm *vm, Value value, uint8_t *byte) {
    int64_t number;
    if (!object_index(vm, value, true, &number)) return false;
    if (number < 0 || number > 255) return error_value(vm, OUT_OF_RANGE), false;
    *byte = (uint8_t)number;
    return true;
}

static bool read_index(Vm *vm, Value self, Value key, int64_t *index) {
    if (!type_of(key)->index) {
        error_type(vm, "bytearray indices must be integers or slices, not %T", key);
        return false;
    }
    if (!object_index(vm, key, false, index)) return false;
    if (*index < 0) *index += bytes_of(self)->length;
    if ((uint64_t)*index < bytes_of(self)->length) return true;
    error_index(vm, "bytearray index out of range");
    return false;
}

static Value get_item(Vm *vm, Value self, Value key) {
    if (has_shape(key, SHAPE_SLICE)) return bytes_slice(vm, self, (Slice *)key);
    int64_t index;
    if (!read_index(vm, self, key, &index)) return VALUE_ERROR;
    return make_int(vm, bytes_of(self)->data[index]);
}

// What is assigned to a slice, as Bytes: of a buffer or of an iterable of ints.
static Value slice_source(Vm *vm, Value value) {
    if (!value) return bytes_make(vm, "", 0);
    if (object_has_buffer(value)) return buffer_bytes(vm, value);
    static const char refusal[] = "can assign only bytes, buffers, or iterables of ints in "
                                  "range(0, 256)";
    if (type_of(value)->index || is_str_like(value)) return error_type(vm, refusal);
    return bytes_from_items(vm, value, OUT_OF_RANGE, refusal);
}

// Removes every step-th byte from `start` on, `count` of them.
static bool delete_steps(Vm *vm, ByteArray *array, size_t start, size_t step, size_t count) {
    if (!count) return true;
    if (!buffer_may_move(vm, &array->exports)) return false;
    uint8_t *data = array->bytes.data;
    size_t length = array->bytes.length, to = start;
    for (size_t i = 0; i < count; i++) {
        size_t from = start + i * step + 1, next = i + 1 < count ? from + step - 1 : length;
        memmove(data + to, data + from, next - from);
        to += next - from;
    }
    return bytearray_resize(vm, array, length - count);
}

static bool set_slice(Vm *vm, Value self, Slice *slice, Value value) {
    Value source = slice_source(vm, value);
    int64_t start, stop, step;
    if (is_error(source) || !slice_unpack(vm, slice, &start, &stop, &step)) return false;
    ByteArray *array = bytearray_of(self);
    const uint8_t *data = bytes_of(source)->data;
    size_t size = bytes_of(source)->length;
    int64_t count = slice_clip(array->bytes.length, &start, &stop, step);
    if (step == 1) return bytearray_splice(vm, array, start, start + count, data, size);
    if (!size) {
        if (step < 0) start += (count - 1) * step, step = -step;
        return delete_steps(vm, array, start, step, count);
    }
    if ((int64_t)size != count) {
        error_value(vm, "attempt to assign bytes of size %zu to extended slice of size %zu", size,
                    (size_t)count);
        return false;
    }
    for (int64_t i = 0; i < count; i++) array->bytes.data[start + i * step] = data[i];
    return true;
}

static bool set_item(Vm *vm, Value self, Value key, Value value) {
    if (has_shape(key, SHAPE_SLICE)) return set_slice(vm, self, (Slice *)key, value);
    int64_t index;
    uint8_t byte;
    if (!read_index(vm, self, key, &index)) return false;
    if (!value) return bytearray_splice(vm, bytearray_of(self), index, index + 1, NULL, 0);
    if (!read_byte(vm, value, &byte) || !read_index(vm, self, key, &index)) return false;
    bytes_of(self)->data[index] = byte;
    return true;
}

// --- the protocol -------------------------------------------------------------------------------

static Value repr(Vm *vm, Value self) {
    Value text = bytes_repr(vm, self);
    if (is_error(text) || str_at(str_of(text), 1) == '\'')
        return is_error(text) ? text : str_format(vm, "%T(%U)", self, str_of(text));
    StrBuilder out; // an apostrophe is escaped here even where it does not end the text
    builder_init(&out, vm);
    for (size_t i = 0; i < str_of(text)->length; i++) {
        if (str_at(str_of(text), i) == '\'') builder_add_code_point(&out, '\\');
        builder_add_code_point(&out, str_at(str_of(text), i));
    }
    text = builder_finish(&out);
    return is_error(text) ? text : str_format(vm, "%T(%U)", self, str_of(text));
}

static int truth(Vm *vm, Value self) {
    return (void)vm, bytes_of(self)->length != 0;
}

static int64_t length_of(Vm *vm, Value self) {
    return (void)vm, bytes_of(self)->length;
}

// With anything that has a buffer, on either side.
static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!object_has_buffer(left) || !object_has_buffer(right)) return VALUE_NOT_IMPLEMENTED;
    const uint8_t *data, *other;
    size_t size, other_size;
    if (!buffer_peek(vm, left, &data, &size) || !buffer_peek(vm, right, &other, &other_size)) {
        error_clear(vm);
        return VALUE_NOT_IMPLEMENTED;
    }
    return bytes_compare(data, size, other, other_size, operator);
}

static Value iter(Vm *vm, Value self) {
    return bytes_iterator_make(vm, SHAPE_BYTEARRAY_ITERATOR, self);
}

// The other's buffer is held meanwhile, so an array cannot be added to itself, as in CPython.
static Value add_inplace(Vm *vm, Value self, Value other) {
    Buffer buffer;
    size_t length = bytes_of(self)->length;
    if (!object_has_buffer(other)) return error_type(vm, "can't concat %T to %T", other, self);
    if (!buffer_get(vm, other, false, &buffer)) return VALUE_ERROR;
    bool done = bytearray_splice(vm, bytearray_of(self), length, length, buffer.data, buffer.size);
    buffer_release(&buffer);
    return done ? self : VALUE_ERROR;
}

static Value multiply_inplace(Vm *vm, Value self, Value times) {
    if (!type_of(times)->index) return VALUE_NOT_IMPLEMENTED;
    int64_t count;
    if (!object_count(vm, times, &count)) return VALUE_ERROR;
    ByteArray *array = bytearray_of(self);
    size_t length = array->bytes.length;
    if (count < 0) count = 0;
    if (length && (uint64_t)count > LENGTH_MAX / length) return error_memory(vm);
    if (!bytearray_resize(vm, array, length * count)) return VALUE_ERROR;
    for (int64_t i = 1; i < count; i++)
        memcpy(array->bytes.data + i * length, array->bytes.data, length);
    return self;
}

static bool get_buffer(Vm *vm, Value self, Buffer *buffer) {
    (void)vm;
    bytearray_of(self)->exports++;
    buffer->data = bytes_of(self)->data;
    buffer->size = bytes_of(self)->length;
    return true;
}

static void release_buffer(Buffer *buffer) {
    bytearray_of(buffer->owner)->exports--;
}

// --- methods of its own -------------------------------------------------------------------------

NATIVE(method_append) {
    uint8_t byte;
    size_t length = bytes_of(args[0])->length;
    if (!read_byte(vm, args[1], &byte)) return VALUE_ERROR;
    length = bytes_of(args[0])->length;
    bool done = bytearray_splice(vm, bytearray_of(args[0]), length, length, &byte, 1);
    return done ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_insert) {
    int64_t index;
    uint8_t byte;
    if (!argument_size(vm, args[1], &index) || !read_byte(vm, args[2], &byte)) return VALUE_ERROR;
    int64_t length = bytes_of(args[0])->length;
    if (index < 0) index = index + length < 0 ? 0 : index + length;
    if (index > length) index = length;
    bool done = bytearray_splice(vm, bytearray_of(args[0]), index, index, &byte, 1);
    return done ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_extend) {
    Value source = args[1];
    if (!object_has_buffer(source)) {
        source = bytes_from_items(vm, source, OUT_OF_RANGE, "can't extend bytearray with %T");
    } else {
        source = buffer_bytes(vm, source);
    }
    if (is_error(source)) return source;
    size_t length = bytes_of(args[0])->length;
    bool done = bytearray_splice(vm, bytearray_of(args[0]), length, length, bytes_of(source)->data,
                                 bytes_of(source)->length);
    return done ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_pop) {
    int64_t index = -1;
    if (count > 1 && !argument_size(vm, args[1], &index)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    if (!bytes->length) return error_index(vm, "pop from empty bytearray");
    if (index < 0) index += bytes->length;
    if ((uint64_t)index >= bytes->length) return error_index(vm, "pop index out of range");
    uint8_t byte = bytes->data[index];
    bool done = bytearray_splice(vm, bytearray_of(args[0]), index, index + 1, NULL, 0);
    return done ? make_int(vm, byte) : VALUE_ERROR;
}

NATIVE(method_remove) {
    uint8_t byte;
    if (!read_byte(vm, args[1], &byte)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    uint8_t *found = memchr(bytes->data, byte, bytes->length);
    if (!found) return error_value(vm, "value not found in bytearray");
    size_t at = found - bytes->data;
    bool done = bytearray_splice(vm, bytearray_of(args[0]), at, at + 1, NULL, 0);
    return done ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_reverse) {
    Bytes *bytes = bytes_of(args[0]);
    for (size_t i = 0, k = bytes->length; i + 1 < k; i++) {
        uint8_t kept = bytes->data[--k];
        bytes->data[k] = bytes->data[i];
        bytes->data[i] = kept;
    }
    return VALUE_NONE;
}

NATIVE(method_clear) {
    return bytearray_resize(vm, bytearray_of(args[0]), 0) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_copy) {
    return bytearray_make(vm, bytes_of(args[0])->data, bytes_of(args[0])->length);
}

NATIVE(method_alloc) {
    return make_int(vm, bytearray_of(args[0])->room);
}

NATIVE(method_sizeof) {
    return make_int(vm, 56 + bytearray_of(args[0])->room);
}

// (class, (text, "latin-1"), attributes), or from protocol 3 on (class, (bytes,), attributes).
static Value reduce(Vm *vm, Value self, int64_t protocol) {
    Bytes *bytes = bytes_of(self);
    Value arguments[2];
    size_t given = 1;
    if (!bytes->length) {
        given = 0;
    } else if (protocol > 2) {
        arguments[0] = bytes_make(vm, bytes->data, bytes->length);
    } else {
        arguments[0] = str_from_latin1(vm, (char *)bytes->data, bytes->length);
        arguments[1] = str_from_cstring(vm, "latin-1");
        given = 2;
    }
    for (size_t i = 0; i < given; i++)
        if (is_error(arguments[i])) return VALUE_ERROR;
    Value name = str_intern_cstring(vm, "__dict__");
    if (is_error(name)) return name;
    Value state = object_find_attribute(vm, self, str_of(name));
    if (state == VALUE_END) state = VALUE_NONE;
    Value parts[3] = {value_of(type_of(self)), tuple_make(vm, arguments, given), state};
    return is_error(parts[1]) || is_error(state) ? VALUE_ERROR : tuple_make(vm, parts, 3);
}

NATIVE(method_reduce) {
    return reduce(vm, args[0], 2);
}

NATIVE(method_reduce_ex) {
    int64_t protocol = 0;
    if (count > 1 && !object_index(vm, args[1], true, &protocol)) return VALUE_ERROR;
    return reduce(vm, args[0], protocol);
}

const NativeSpec bytearray_methods[] = {
#define METHOD_ROW(name, least, most, flags) {#name, bytes_method_##name, least, most, flags},
    BYTES_METHODS(METHOD_ROW)
#undef METHOD_ROW
        {"append", method_append, 2, 2, 0},
    {"insert", method_insert, 3, 3, 0},
    {"extend", method_extend, 2, 2, 0},
    {"pop", method_pop, 1, 2, 0},
    {"remove", method_remove, 2, 2, 0},
    {"reverse", method_reverse, 1, 1, 0},
    {"clear", method_clear, 1, 1, 0},
    {"copy", method_copy, 1, 1, 0},
    {"__alloc__", method_alloc, 1, 1, 0},
    {"__sizeof__", method_sizeof, 1, 1, 0},
    {"__reduce__", method_reduce, 1, 1, 0},
    {"__reduce_ex__", method_reduce_ex, 1, 2, 0},
    {0},
};

Type bytearray_iterator_type = {
    .name = "bytearray_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_BYTEARRAY_ITERATOR,
    .instance_size = sizeof(BytesIterator),
    .methods = bytes_iterator_methods,
    .trace = bytes_iterator_trace,
    .next = bytes_iterator_next,
};

Type bytearray_type = {
    .name = "bytearray",
    .parent = &object_type,
    .shape_id = SHAPE_BYTEARRAY,
    .flags = TYPE_SUBCLASSABLE | TYPE_BYTEARRAY | TYPE_MATCH_SELF | TYPE_UNHASHABLE,
    .instance_size = sizeof(ByteArray),
    .trace = bytes_trace,
    .methods = bytearray_methods,
    .repr = repr,
    .str = repr,
    .truth = truth,
    .length = length_of,
    .compare = compare,
    .iter = iter,
    .get_item = get_item,
    .set_item = set_item,
    .contains = bytes_contains,
    .binary = {[BINARY_ADD] = bytes_concatenate,
               [BINARY_MULTIPLY] = bytes_repeat,
               [BINARY_REMAINDER] = bytes_remainder},
    .inplace = {[BINARY_ADD] = add_inplace, [BINARY_MULTIPLY] = multiply_inplace},
    .make = make,
    .init = init,
    .get_buffer = get_buffer,
    .release_buffer = release_buffer,
};
