// Bytes: making them, items, operators. Text is codecs.c; methods are bytes_methods.c and
// bytes_text.c.
#define _GNU_SOURCE
#include <string.h>

#include "frontend/text/quote.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"

#define LENGTH_MAX (SIZE_MAX >> 4)

Value bytes_make(Vm *vm, const void *data, size_t length) {
    if (length > LENGTH_MAX) return error_memory(vm);
    Bytes *bytes = gc_new(vm, SHAPE_BYTES, sizeof(Bytes) + length);
    if (!bytes) return VALUE_ERROR;
    bytes->length = length;
    bytes->hash = -1;
    bytes->data = (uint8_t *)(bytes + 1);
    if (data) memcpy(bytes->data, data, length);
    return value_of(bytes);
}

Value bytes_make_like(Vm *vm, Value self, const void *data, size_t length) {
    return is_bytearray_like(self) ? bytearray_make(vm, data, length)
                                   : bytes_make(vm, data, length);
}

Value bytes_repr(Vm *vm, Value self) {
    Bytes *bytes = bytes_of(self);
    char *text = gc_alloc_raw(vm, QUOTE_ROOM(bytes->length) + 1);
    if (!text) return VALUE_ERROR;
    size_t size = quote_bytes((const char *)bytes->data, bytes->length, text);
    return str_from_latin1(vm, text, size);
}

// --- making -----------------------------------------------------------------------------------

typedef struct {
    StrBuilder out; // of characters below 256: a buffer of bytes
    const char *out_of_range;
} Items;

static bool add_item(Vm *vm, Value item, void *context) {
    Items *items = context;
    int64_t number = -1;
    if (!object_index(vm, item, true, &number)) return false;
    if (number < 0 || number > 255) {
        error_value(vm, items->out_of_range);
        return false;
    }
    builder_add_code_point(&items->out, (uint32_t)number);
    return !items->out.failed;
}

Value bytes_from_items(Vm *vm, Value iterable, const char *out_of_range, const char *refusal) {
    Items items = {.out_of_range = out_of_range};
    builder_init(&items.out, vm);
    Value iter = object_iter(vm, iterable);
    if (is_error(iter)) {
        if (error_catch(vm, error_types.TypeError)) error_type(vm, refusal, iterable);
        return VALUE_ERROR;
    }
    if (object_length_hint(vm, iterable, 0) < 0) return VALUE_ERROR; // it is asked, and may raise
    if (!object_each(vm, iter, add_item, &items)) return VALUE_ERROR;
    return bytes_make(vm, items.out.data, items.out.length);
}

static Value zeros(Vm *vm, int64_t size) {
    if (size < 0) return error_value(vm, "negative count");
    Value bytes = bytes_make(vm, NULL, size);
    if (!is_error(bytes)) memset(bytes_of(bytes)->data, 0, size);
    return bytes;
}

static Value source_of(Vm *vm, Type *type, Value source, const char *out_of_range) {
    if (is_bytes(source)) return source;
    if (!type_is_subtype(type, &bytearray_type)) {
        Value made = object_call_special(vm, source, name_of(vm, bytes), NULL, 0);
        if (is_error(made) || (made != VALUE_END && is_bytes_like(made))) return made;
        if (made != VALUE_END)
            return error_type(vm, "__bytes__ returned non-bytes (type %T)", made);
    }
    if (is_str_like(source)) return error_type(vm, "string argument without an encoding");
    int64_t size;
    if (type_of(source)->index) {
        if (object_count(vm, source, &size)) return zeros(vm, size);
        if (!error_catch(vm, error_types.TypeError)) return VALUE_ERROR;
    }
    if (object_has_buffer(source)) return source;
    return bytes_from_items(vm, source, out_of_range,
                            type_is_subtype(type, &bytearray_type)
                                ? "cannot convert '%T' object to bytearray"
                                : "cannot convert '%T' object to bytes");
}

Value bytes_source(Vm *vm, Type *type, Value *args, size_t count, Tuple *names,
                   const char *out_of_range) {
    static const char *const parameters[] = {"source", "encoding", "errors", NULL};
    const char *name = type_is_subtype(type, &bytearray_type) ? "bytearray" : "bytes";
    Value values[3];
    if (!arguments_parse(vm, name, parameters, 0, 0, args, count, names, values)) {
        return VALUE_ERROR;
    }
    for (int i = 1; i <= 2; i++) {
        if (values[i] && !is_str_like(values[i])) {
            return error_type(vm, "%s() argument '%s' must be str, not %A", name, parameters[i],
                              values[i]);
        }
    }
    if (values[1] || values[2]) {
        const char *which = values[1] ? "encoding" : "errors";
        if (!values[0] || !is_str_like(values[0]))
            return error_type(vm, "%s without a string argument", which);
        if (!values[1]) return error_type(vm, "string argument without an encoding");
        return bytes_encode(vm, str_of(values[0]), (Str *)values[1], (Str *)values[2]);
    }
    return values[0] ? source_of(vm, type, values[0], out_of_range) : bytes_make(vm, "", 0);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value made = bytes_source(vm, type, args, count, names, "bytes must be in range(0, 256)");
    if (is_error(made) || (type == &bytes_type && is_bytes_like(made))) return made;
    made = buffer_bytes(vm, made);
    if (is_error(made) || type == &bytes_type) return made;
    Bytes *plain = bytes_of(made);
    uint8_t *block = gc_alloc_raw(vm, plain->length);
    if (!block) return VALUE_ERROR;
    memcpy(block, plain->data, plain->length);
    Bytes *instance = gc_new(vm, type->shape_id, type->instance_size);
    if (!instance) return VALUE_ERROR;
    memset(instance + 1, 0, type->instance_size - sizeof(Bytes));
    instance->object.bits = 1;
    instance->length = plain->length;
    instance->hash = -1;
    instance->data = block;
    return value_of(instance);
}

void bytes_trace(Heap *heap, Object *object) {
    if (object->bits) gc_mark_block(heap, ((Bytes *)object)->data);
}

// --- the protocol -----------------------------------------------------------------------------

static bool hash(Vm *vm, Value self, int64_t *result) {
    Bytes *bytes = bytes_of(self);
    if (bytes->hash == -1) bytes->hash = str_hash_bytes(vm, bytes->data, bytes->length);
    *result = bytes->hash;
    return true;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return bytes_of(self)->length != 0;
}

static int64_t length_of(Vm *vm, Value self) {
    (void)vm;
    return bytes_of(self)->length;
}

Value bytes_compare(const uint8_t *left, size_t left_size, const uint8_t *right, size_t right_size,
                    CompareOperator comparison) {
    int order = memcmp(left, right, left_size < right_size ? left_size : right_size);
    if (order == 0) order = left_size < right_size ? -1 : left_size > right_size;
    switch (comparison) {
    case COMPARE_LT: return make_bool(order < 0);
    case COMPARE_LE: return make_bool(order <= 0);
    case COMPARE_EQ: return make_bool(order == 0);
    case COMPARE_NE: return make_bool(order != 0);
    case COMPARE_GT: return make_bool(order > 0);
    default: return make_bool(order >= 0);
    }
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator comparison) {
    (void)vm;
    if (!is_bytes_like(left) || !is_bytes_like(right)) return VALUE_NOT_IMPLEMENTED;
    Bytes *a = bytes_of(left), *b = bytes_of(right);
    return bytes_compare(a->data, a->length, b->data, b->length, comparison);
}

Value bytes_slice(Vm *vm, Value self, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(self);
    int64_t count = slice_clip(bytes->length, &start, &stop, step);
    if ((size_t)count == bytes->length && step == 1 && is_bytes(self)) return self;
    if (step == 1) return bytes_make_like(vm, self, bytes->data + start, count);
    Value part = bytes_make_like(vm, self, NULL, count);
    if (is_error(part)) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++) bytes_of(part)->data[i] = bytes->data[start + i * step];
    return part;
}

static Value get_item(Vm *vm, Value self, Value key) {
    if (has_shape(key, SHAPE_SLICE)) return bytes_slice(vm, self, (Slice *)key);
    if (!type_of(key)->index)
        return error_type(vm, "byte indices must be integers or slices, not %T", key);
    int64_t index;
    if (!object_index(vm, key, false, &index)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(self);
    if (index < 0) index += bytes->length;
    if ((uint64_t)index >= bytes->length) return error_index(vm, "index out of range");
    return make_int(vm, bytes->data[index]);
}

int bytes_contains(Vm *vm, Value self, Value item) {
    uint8_t byte;
    const uint8_t *data = &byte;
    size_t size = 1;
    int64_t number;
    bool is_number = type_of(item)->index && object_index(vm, item, true, &number);
    if (vm->raised) error_clear(vm); // what is no number after all may have a buffer
    if (is_number) {
        if (number < 0 || number > 255) {
            error_value(vm, "byte must be in range(0, 256)");
            return -1;
        }
        byte = (uint8_t)number;
    } else if (!buffer_peek(vm, item, &data, &size)) {
        return -1;
    }
    Bytes *bytes = bytes_of(self);
    return memmem(bytes->data, bytes->length, data, size) != NULL;
}

static bool is_either(Value value) {
    return is_bytes_like(value) || is_bytearray_like(value);
}

// May the class of the other operand know better?
static bool may_answer(Value value, BinaryOperator operator) {
    return type_of(value)->flags & TYPE_HEAP && type_of(value)->binary[operator];
}

Value bytes_concatenate(Vm *vm, Value left, Value right) {
    if (!is_either(left)) return VALUE_NOT_IMPLEMENTED;
    if (!object_has_buffer(right)) {
        if (may_answer(right, BINARY_ADD)) return VALUE_NOT_IMPLEMENTED;
        return error_type(vm, "can't concat %T to %T", right, left);
    }
    const uint8_t *data;
    size_t size, length = bytes_of(left)->length;
    if (!buffer_peek(vm, right, &data, &size)) return VALUE_ERROR;
    if (size == 0 && is_bytes(left)) return left;
    if (length == 0 && is_bytes(left) && is_bytes(right)) return right;
    if (size > LENGTH_MAX) return error_memory(vm);
    Value sum = bytes_make_like(vm, left, NULL, length + size);
    if (is_error(sum)) return VALUE_ERROR;
    memcpy(bytes_of(sum)->data, bytes_of(left)->data, length);
    memcpy(bytes_of(sum)->data + length, data, size);
    return sum;
}

Value bytes_repeat(Vm *vm, Value left, Value right) {
    bool right_first = !is_either(left);
    if (right_first) {
        Value swap = left;
        left = right;
        right = swap;
        if (!is_either(left)) return VALUE_NOT_IMPLEMENTED;
    }
    if (!type_of(right)->index) {
        if (right_first || may_answer(right, BINARY_MULTIPLY)) return VALUE_NOT_IMPLEMENTED;
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", right);
    }
    int64_t count;
    if (!object_count(vm, right, &count)) return VALUE_ERROR;
    size_t length = bytes_of(left)->length;
    if (count <= 0 || length == 0) return bytes_make_like(vm, left, "", 0);
    if (count == 1 && is_bytes(left)) return left;
    if ((uint64_t)count > LENGTH_MAX / length) return error_memory(vm);
    Value result = bytes_make_like(vm, left, NULL, length * count);
    if (is_error(result)) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++)
        memcpy(bytes_of(result)->data + i * length, bytes_of(left)->data, length);
    return result;
}

Value bytes_remainder(Vm *vm, Value left, Value right) {
    return is_either(left) ? format_percent_bytes(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static bool get_buffer(Vm *vm, Value self, Buffer *buffer) {
    (void)vm;
    buffer->data = bytes_of(self)->data;
    buffer->size = bytes_of(self)->length;
    buffer->read_only = true;
    return true;
}

// --- iteration --------------------------------------------------------------------------------

Value bytes_iterator_make(Vm *vm, uint32_t shape_id, Value self) {
    BytesIterator *iterator = gc_new(vm, shape_id, sizeof(BytesIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->index = 0;
    iterator->bytes = bytes_of(self);
    return value_of(iterator);
}

static Value iter(Vm *vm, Value self) {
    return bytes_iterator_make(vm, SHAPE_BYTES_ITERATOR, self);
}

Value bytes_iterator_next(Vm *vm, Value self) {
    BytesIterator *iterator = (BytesIterator *)self;
    if (!iterator->bytes) return VALUE_END;
    if (iterator->index >= iterator->bytes->length) {
        iterator->bytes = NULL;
        return VALUE_END;
    }
    return make_int(vm, iterator->bytes->data[iterator->index++]);
}

void bytes_iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((BytesIterator *)object)->bytes));
}

NATIVE(iterator_length_hint) {
    BytesIterator *iterator = (BytesIterator *)args[0];
    size_t length = iterator->bytes ? iterator->bytes->length : 0;
    return make_int(vm, length > iterator->index ? length - iterator->index : 0);
}

NATIVE(iterator_reduce) {
    BytesIterator *iterator = (BytesIterator *)args[0];
    if (!iterator->bytes) return reduce_finished(vm, tuple_make(vm, NULL, 0));
    return reduce_iterator(vm, "iter", value_of(iterator->bytes), (int64_t)iterator->index);
}

NATIVE(iterator_setstate) {
    BytesIterator *iterator = (BytesIterator *)args[0];
    int64_t index, length = iterator->bytes ? (int64_t)iterator->bytes->length : 0;
    if (!reduce_index(vm, args[1], 0, length, &index)) return VALUE_ERROR;
    iterator->index = index;
    return VALUE_NONE;
}

const NativeSpec bytes_iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {"__setstate__", iterator_setstate, 2, 2, 0},
    {0},
};

Type bytes_iterator_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "bytes_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_BYTES_ITERATOR,
    .instance_size = sizeof(BytesIterator),
    .methods = bytes_iterator_methods,
    .trace = bytes_iterator_trace,
    .next = bytes_iterator_next,
};

Type bytes_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "bytes",
    .parent = &object_type,
    .shape_id = SHAPE_BYTES,
    .flags = TYPE_SUBCLASSABLE | TYPE_BYTES | TYPE_MATCH_SELF,
    .instance_size = sizeof(Bytes),
    .trace = bytes_trace,
    .methods = bytes_methods,
    .repr = bytes_repr,
    .str = bytes_repr,
    .hash = hash,
    .truth = truth,
    .length = length_of,
    .compare = compare,
    .iter = iter,
    .get_item = get_item,
    .contains = bytes_contains,
    .binary = {[BINARY_ADD] = bytes_concatenate,
               [BINARY_MULTIPLY] = bytes_repeat,
               [BINARY_REMAINDER] = bytes_remainder},
    .make = make,
    .get_buffer = get_buffer,
};
