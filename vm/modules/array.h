// array.array, as its two files and other modules see it.
#ifndef VM_MODULES_ARRAY_H
#define VM_MODULES_ARRAY_H

#include "vm/module.h"

typedef struct {
    char letter;
    uint8_t size; // bytes of an item
} ArrayKind;

typedef struct {
    Object object;
    const ArrayKind *kind;
    uint8_t *data; // a raw block with room for `capacity` items
    size_t count, capacity;
    size_t exports; // buffers that are held
} Array;

extern Type array_type;

static inline Array *array_of(Value value) {
    return (Array *)value;
}
static inline bool is_array(Value value) {
    return is_instance(value, &array_type);
}
const ArrayKind *array_kind(uint32_t letter);                              // NULL: no such kind
Value array_make(Vm *vm, Type *type, const ArrayKind *kind, size_t count); // items to be filled in
bool array_resize(Vm *vm, Array *array, size_t count);
Value array_item(Vm *vm, const Array *array, size_t index);
// Writes an item; OverflowError and TypeError in CPython's words.
bool array_write(Vm *vm, const Array *array, size_t index, Value value);
bool array_append(Vm *vm, Array *array, Value value);
bool array_insert(Vm *vm, Array *array, size_t index, Value value);
bool array_remove(Vm *vm, Array *array, size_t start, size_t stop);
// An array of the same kind, or anything to iterate.
bool array_extend(Vm *vm, Array *array, Value iterable);
bool array_add_bytes(Vm *vm, Array *array, const uint8_t *data, size_t size);
bool array_add_text(Vm *vm, Array *array, Str *text);
Value array_text(Vm *vm, const Array *array); // of kind 'u'

// array_methods.c
extern const NativeSpec array_methods[], array_functions[];
extern const MemberSpec array_members[];

#endif
