// The heap: a tracing mark-sweep collector that moves nothing.
//
// The heap is one reserved range of addresses cut into pages of 32 KiB. A page holds cells of one
// size class and one content kind; larger blocks take whole pages in a row. Marks lie beside the
// cells (in the page header), so an object's header stays 8 bytes.
//
// Roots: the VM stack up to each frame's saved sp (exact), vm's own fields, static types, and the C
// stack with its registers (conservative: any word that may be a pointer to any byte of a cell, or one past
// its end, keeps the cell). So C code may hold Values and pointers into blocks in locals freely, and
// must not hide the only one anywhere else (not in malloc'ed memory).
//
// Everything that allocates may collect, except the try_ forms.
#ifndef VM_GC_H
#define VM_GC_H

#include "vm/value.h"

typedef struct Heap Heap;

// Marks what a traced object refers to; for use in Type.trace only.
void gc_mark_value(Heap *heap, Value value);        // any Value, NULL and immediates included
void gc_mark_block(Heap *heap, const void *block);  // a block owned by the object (or NULL): RAW kept, VALUES scanned

// A block an object owns. NULL with MemoryError raised when memory is out.
static inline Value *gc_alloc_values(Vm *vm, size_t count) {
    return gc_alloc_slow(vm, CELL_VALUES, count * sizeof(Value));
}
static inline void *gc_alloc_raw(Vm *vm, size_t size) { return gc_alloc_slow(vm, CELL_RAW, size); }

// Another root for as long as the process lives: the address of a Value or pointer variable.
void gc_add_root(Vm *vm, void *address);

bool gc_init(Vm *vm);
void gc_free(Vm *vm); // gives all memory back; for the end of a process that must not leak
void gc_collect(Vm *vm);

// Bytes handed to the program so far, by whole free lists; equal in the timed binary and the probe.
uint64_t gc_bytes_allocated(const Vm *vm);

// Serial number of an object, as id() shows it: made on first use, kept beside the heap.
uint64_t gc_serial(Vm *vm, Object *object);

// The number of usable bytes of a block (at least what was asked for).
size_t gc_block_size(const void *block);

#endif
