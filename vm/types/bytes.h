// Immutable bytes.
#ifndef VM_TYPES_BYTES_H
#define VM_TYPES_BYTES_H

#include "vm/object.h"

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
extern const NativeSpec bytes_methods[];
Value bytes_repr(Vm *vm, Value self);
// encoding NULL: UTF-8; errors NULL: strict.
Value bytes_decode(Vm *vm, Bytes *bytes, Str *encoding, Str *errors);
Value bytes_encode(Vm *vm, Str *str, Str *encoding, Str *errors);

#endif
