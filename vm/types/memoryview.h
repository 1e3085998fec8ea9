// memoryview: another object's buffer, seen item by item.
#ifndef VM_TYPES_MEMORYVIEW_H
#define VM_TYPES_MEMORYVIEW_H

#include "vm/object.h"

// Every view, those cut out of another included, holds a buffer of the exporter itself.
typedef struct MemoryView {
    Object object;
    Buffer buffer; // owner VALUE_NULL: released
    int64_t
        *dimensions; // shape, then strides: a raw block; buffer.shape and .strides point into it
    size_t exports;  // buffers that this view has lent in its turn
    int64_t hash;    // -1: not computed yet
    struct MemoryView *next, *previous; // all that are not released, from vm->views
} MemoryView;

extern Type memoryview_type, memory_iterator_type;
extern const NativeSpec memoryview_methods[];
extern const MemberSpec memoryview_members[];

static inline MemoryView *memoryview_of(Value value) {
    return (MemoryView *)value;
}

// A view of what `owner` exports; TypeError "memoryview: a bytes-like object is required, ...".
Value memoryview_make(Vm *vm, Value owner);
// The same part of memory once more, to be given another shape: `format` and dimensions are the
// caller's to change before the next allocation.
MemoryView *memoryview_again(Vm *vm, const MemoryView *view, uint32_t dimensions);
// False, and ValueError raised, when it has been released.
bool memoryview_check(Vm *vm, const MemoryView *view);
// False, and BufferError raised, while it lends its buffer to others.
bool memoryview_release(Vm *vm, MemoryView *view);
void memoryview_sweep(Vm *vm, Heap *heap); // a GcHook: releases what nothing refers to

// Items along a dimension, and bytes from one to the next.
static inline int64_t buffer_count(const Buffer *buffer, uint32_t dimension) {
    return buffer->shape ? buffer->shape[dimension] : (int64_t)(buffer->size / buffer->item_size);
}
static inline int64_t buffer_stride(const Buffer *buffer, uint32_t dimension) {
    if (buffer->strides) return buffer->strides[dimension];
    int64_t stride = (int64_t)buffer->item_size;
    for (uint32_t i = dimension + 1; i < buffer->dimensions; i++) stride *= buffer_count(buffer, i);
    return stride;
}
// The items in C order (`fortran`: first index fastest) as Bytes.
Value buffer_copy(Vm *vm, const Buffer *buffer, bool fortran);

// One item by its format, a native letter with or without '@' before it: c b B h H i I l L q Q n N
// f d ? P. item_size_of: 0 for any other.
size_t item_size_of(const char *format);
Value item_get(Vm *vm, const char *format, const uint8_t *data);
bool item_set(Vm *vm, const char *format, uint8_t *data, Value value);

#endif
