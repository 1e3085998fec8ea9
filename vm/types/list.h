// Lists, tuples and slices, and the sort.
#ifndef VM_TYPES_LIST_H
#define VM_TYPES_LIST_H

#include "vm/object.h"

typedef struct {
    Object object;
    size_t count, capacity;
    Value *items;    // in_line, or a CELL_VALUES block; items[count..capacity) are VALUE_NULL
    Value in_line[]; // room of a plain list that was made short; instances of subclasses have none
} List;

struct Tuple {
    Object object;
    size_t count;
    Value items[];
};

typedef struct {
    Object object;
    Value start, stop, step;
} Slice;

extern Type list_type, tuple_type, slice_type;
extern Type list_iterator_type, list_reverse_iterator_type, tuple_iterator_type;

static inline List *list_of(Value value) {
    return (List *)value;
}
static inline Tuple *tuple_of(Value value) {
    return (Tuple *)value;
}
static inline bool is_list_like(Value value) {
    return is_list(value) || (is_object(value) && (type_of(value)->flags & TYPE_LIST));
}
static inline bool is_tuple_like(Value value) {
    return is_tuple(value) || (is_object(value) && (type_of(value)->flags & TYPE_TUPLE));
}

Value list_make(Vm *vm, const Value *items,
                size_t count); // copies; items may be NULL: `count` times NULL to fill
Value list_from(Vm *vm, Value iterable);
bool list_append(Vm *vm, List *list, Value item);
bool list_extend(Vm *vm, List *list, Value iterable);
void list_reverse(List *list);
bool list_sort(Vm *vm, List *list, Value key, bool reverse); // stable; key may be None
Value tuple_make(Vm *vm, const Value *items, size_t count);  // count 0: the one empty tuple
Value tuple_from(Vm *vm, Value iterable);
Value tuple_from_list(Vm *vm, List *list);
Value slice_make(Vm *vm, Value start, Value stop, Value step); // absent parts are None
// start, stop, step clipped to a sequence of `length`; answers the count of items, or -1 raised.
int64_t slice_indices(Vm *vm, Slice *slice, int64_t length, int64_t *start, int64_t *stop,
                      int64_t *step);

// In two steps, for what may change while the parts are turned to ints: the parts, then the
// clipping.
bool slice_unpack(Vm *vm, Slice *slice, int64_t *start, int64_t *stop, int64_t *step);
int64_t slice_clip(int64_t length, int64_t *start, int64_t *stop, int64_t step);
// The same at any size: three ints.
bool slice_indices_any(Vm *vm, Slice *slice, Value length, Value parts[3]);
// A start or stop argument as index() methods take it: clipped at 0, negative ones from the end.
bool slice_bound(Vm *vm, Value bound, size_t length, size_t *place);

Value list_iter(Vm *vm, Value self);
Value tuple_iter(Vm *vm, Value self);
Value list_reverse_iterator_make(Vm *vm, List *list);

// Fast paths of handlers: the item, or VALUE_NULL when key is no machine int in range (nothing
// raised).
static inline Value list_item_fast(const List *list, Value key) {
    if (unlikely(!is_int(key))) return VALUE_NULL;
    int64_t index = int_of(key);
    if (index < 0) index += list->count;
    return likely((uint64_t)index < list->count) ? list->items[index] : VALUE_NULL;
}
static inline Value tuple_item_fast(const Tuple *tuple, Value key) {
    if (unlikely(!is_int(key))) return VALUE_NULL;
    int64_t index = int_of(key);
    if (index < 0) index += tuple->count;
    return likely((uint64_t)index < tuple->count) ? tuple->items[index] : VALUE_NULL;
}

// Iterators over list and tuple, public for FOR_ITER's fast path.
typedef struct {
    Object object;
    size_t index;
    void *sequence; // List or Tuple; NULL when over
} SequenceIterator;

#endif
