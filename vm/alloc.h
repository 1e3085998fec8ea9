// Allocation of small objects, inlined: pop a cell from the free list of its size. What happens
// when the list is empty is vm/gc.c's business. Included by vm/value.h; include that.
#ifndef VM_ALLOC_H
#define VM_ALLOC_H

#include "vm/value.h"

typedef enum {
    CELL_OBJECT, // begins with an Object; traced by its type
    CELL_VALUES, // an array of Values, each valid or VALUE_NULL in its whole length (zeroed when
                 // new)
    CELL_RAW,    // bytes without pointers, not zeroed
    CELL_KINDS,
} CellKind;

#define GC_GRANULE     16
#define GC_SMALL_MAX   512 // object sizes up to this have a size class per granule
#define GC_SMALL_COUNT (GC_SMALL_MAX / GC_GRANULE + 1)

typedef struct FreeCell {
    uint64_t header; // zero: SHAPE_FREE
    struct FreeCell *next;
} FreeCell;

// Free lists of CELL_OBJECT by size class; the first member of Vm.
typedef struct {
    FreeCell *free[GC_SMALL_COUNT];
} HeapLists;

// May collect; NULL with MemoryError raised when memory is out. CELL_VALUES come zeroed.
void *gc_alloc_slow(Vm *vm, CellKind kind, size_t size);

// The next cell at hand, or NULL: never collects. The caller fills in the whole object at once.
static inline void *gc_try_alloc(Vm *vm, size_t size) {
    FreeCell **list = &((HeapLists *)vm)->free[(size + GC_GRANULE - 1) / GC_GRANULE];
    FreeCell *cell = *list;
    if (unlikely(!cell)) return COUNT_NO_CELL(), NULL;
    *list = cell->next;
    COUNT_ALLOCATION(CELL_OBJECT, size);
    return cell;
}

// Writes an object's header by one store.
static inline void object_init(void *cell, uint32_t shape_id) {
    *(uint64_t *)cell = shape_id;
}

// An object of a layout; the fields after the header are not zeroed but must be set before the next
// allocation. NULL with MemoryError raised.
static inline void *gc_new(Vm *vm, uint32_t shape_id, size_t size) {
    Object *object = size <= GC_SMALL_MAX ? gc_try_alloc(vm, size) : NULL;
    if (unlikely(!object)) object = gc_alloc_slow(vm, CELL_OBJECT, size);
    if (likely(object)) object_init(object, shape_id);
    return object;
}

#endif
