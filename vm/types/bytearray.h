// Bytes that can be changed and grow.
#ifndef VM_TYPES_BYTEARRAY_H
#define VM_TYPES_BYTEARRAY_H

#include "vm/types/bytes.h"

// Begins as Bytes do, so that their methods serve both.
typedef struct {
    Bytes bytes;    // data: a raw block of at least `room` bytes
    size_t room;    // as __alloc__ shows it: 0, or length and one more at least
    size_t exports; // views of the memory, which must not move while there are some
} ByteArray;

extern Type bytearray_type, bytearray_iterator_type;

static inline bool is_bytearray_like(Value value) {
    return is_object(value) && (type_of(value)->flags & TYPE_BYTEARRAY);
}
static inline ByteArray *bytearray_of(Value value) {
    return (ByteArray *)value;
}

Value bytearray_make(Vm *vm, const void *data, size_t length); // copies; data may be NULL: to fill
// Cuts or grows at the end; new bytes are not set. BufferError while there are views.
bool bytearray_resize(Vm *vm, ByteArray *array, size_t length);
// Replaces [start, stop) by `size` bytes, which may be the array's own.
bool bytearray_splice(Vm *vm, ByteArray *array, size_t start, size_t stop, const void *data,
                      size_t size);

extern const NativeSpec bytearray_methods[];

#endif
