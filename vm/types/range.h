// range, its iterators, and the iterators made of other iterators.
#ifndef VM_TYPES_RANGE_H
#define VM_TYPES_RANGE_H

#include "vm/object.h"

typedef struct {
    Object object;
    Value start, stop, step, length; // ints of any size
} Range;

// Over a range that fits machine ints.
typedef struct {
    Object object;
    int64_t next, step;
    uint64_t left;   // how many are still to come
    uint64_t length; // how many there are
} RangeIterator;

extern Type range_type, range_iterator_type, long_range_iterator_type;
extern Type enumerate_type, zip_type, map_type, filter_type, reversed_type, sequence_iterator_type,
    callable_iterator_type;

Value iterator_by_item(Vm *vm, Value sequence); // calls __getitem__ with 0, 1, 2...
Value iterator_of_callable(Vm *vm, Value callable, Value sentinel);
Value range_make(Vm *vm, Value start, Value stop, Value step);

#endif
