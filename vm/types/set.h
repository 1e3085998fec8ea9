// Sets and frozensets, in CPython's order: the same table, the same probing.
#ifndef VM_TYPES_SET_H
#define VM_TYPES_SET_H

#include "vm/object.h"

typedef struct {
    int64_t hash;
    Value key; // VALUE_NULL: empty; SET_DUMMY: deleted
} SetEntry;

typedef struct {
    Object object;
    size_t count, fill, mask; // live; live and dummies; table size - 1
    SetEntry *table;
    int64_t hash;  // frozenset: -1 not computed
    size_t finger; // where pop() goes on
} Set;

extern Type set_type, frozenset_type, set_iterator_type;

static inline Set *set_of(Value value) {
    return (Set *)value;
}
static inline bool is_set_like(Value value) {
    return is_object(value) && (type_of(value)->flags & TYPE_SET);
}

Value set_make(Vm *vm, uint32_t shape_id); // SHAPE_SET or SHAPE_FROZENSET
Value set_from(Vm *vm, Value iterable, uint32_t shape_id);
bool set_add(Vm *vm, Set *set, Value key);
int set_has(Vm *vm, Set *set, Value key); // 1, 0, -1
int set_discard(Vm *vm, Set *set, Value key);
bool set_update(Vm *vm, Set *set, Value iterable);
bool set_difference_update(Vm *vm, Set *set, Value iterable);
bool set_symmetric_difference_update(Vm *vm, Set *set, Value iterable);
Value set_intersection(Vm *vm, Set *set, Value iterable); // a new set of the same shape
SetEntry *set_next(Set *set, size_t *place);              // as dict_next

#endif
