// Immutable bytes.
#ifndef VM_TYPES_BYTES_H
#define VM_TYPES_BYTES_H

#include "vm/object.h"
#include "vm/types/list.h"

typedef struct {
    Object object; // bits 1: `data` is a block
    size_t length;
    int64_t hash;  // -1: not computed yet
    uint8_t *data; // behind the header; of a subclass's instance a raw block
} Bytes;

extern Type bytes_type, bytes_iterator_type;

static inline Bytes *bytes_of(Value value) {
    return (Bytes *)value;
}
static inline bool is_bytes(Value value) {
    return has_shape(value, SHAPE_BYTES);
}
static inline bool is_bytes_like(Value value) {
    return is_bytes(value) || (is_object(value) && (type_of(value)->flags & TYPE_BYTES));
}

Value bytes_make(Vm *vm, const void *data,
                 size_t length); // copies; data may be NULL: to be filled in
// The same as bytes or, where `self` is a bytearray, as one.
Value bytes_make_like(Vm *vm, Value self, const void *data, size_t length);
extern const NativeSpec bytes_methods[];
Value bytes_repr(Vm *vm, Value self);

// For bytes and bytearray alike; `self` is either.
typedef struct {
    Object object;
    size_t index;
    Bytes *bytes; // or ByteArray; NULL when over
} BytesIterator;
Value bytes_iterator_make(Vm *vm, uint32_t shape_id, Value self);
Value bytes_iterator_next(Vm *vm, Value self);
void bytes_iterator_trace(Heap *heap, Object *object);
extern const NativeSpec bytes_iterator_methods[];
void bytes_trace(Heap *heap, Object *object);
int bytes_contains(Vm *vm, Value self, Value item);
Value bytes_concatenate(Vm *vm, Value left, Value right);
Value bytes_repeat(Vm *vm, Value left, Value right);
Value bytes_remainder(Vm *vm, Value left, Value right);
Value bytes_slice(Vm *vm, Value self, Slice *slice);
// Is the order of the two as asked?
Value bytes_compare(const uint8_t *left, size_t left_size, const uint8_t *right, size_t right_size,
                    CompareOperator operator);
// What bytes(...) and bytearray(...) are given, as something to copy: a Bytes or another object
// with a buffer. `out_of_range` is ValueError's text for an item that is no byte.
Value bytes_source(Vm *vm, Type *type, Value *args, size_t count, Tuple *names,
                   const char *out_of_range);
// The bytes that an iterable of ints stands for, as Bytes.
Value bytes_from_items(Vm *vm, Value iterable, const char *out_of_range, const char *refusal);
// encoding NULL: UTF-8; errors NULL: strict.
Value bytes_decode(Vm *vm, Bytes *bytes, Str *encoding, Str *errors);
Value bytes_encode(Vm *vm, Str *str, Str *encoding, Str *errors);
// How many bytes at the end begin a character that is cut off there, and that more may complete.
size_t bytes_unfinished(const Bytes *bytes, const Str *encoding);

#endif
