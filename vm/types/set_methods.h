// What set.c (the table and whole-set operations) gives set_methods.c (the two types).
#ifndef VM_TYPES_SET_METHODS_H
#define VM_TYPES_SET_METHODS_H

#include "vm/types/set.h"

void set_clear(Set *set);
Value set_pop(Vm *vm, Set *set);
Value set_copy(Vm *vm, Set *set);
int set_all_members(Vm *vm, Set *set, Value iterable, int wanted);
Value set_difference(Vm *vm, Set *set, Value iterable);
Value set_symmetric_difference(Vm *vm, Set *set, Value iterable);
void set_take_over(Set *set, Set *other);
bool set_hash_frozen(Vm *vm, Value self, int64_t *result);
Value set_compare(Vm *vm, Value left, Value right, CompareOperator operator);
Value set_iter(Vm *vm, Value self);
void set_trace(Heap *heap, Object *object);

#endif
