// The heap: a tracing mark-sweep collector that moves nothing.
//
// The heap is one reserved range of addresses cut into pages of 32 KiB. A page holds cells of one
// size class and one content kind; larger blocks take whole pages in a row. Marks lie in a table
// beside the heap, one bit per 16 bytes, so an object's header stays 8 bytes and cells fill their
// pages.
//
// Roots: the VM stack up to each frame's saved sp (exact), vm's own fields, static types, and the C
// stack with its registers (conservative: any word that may be a pointer to any byte of a cell, or
// one past its end, keeps the cell). So C code may hold Values and pointers into blocks in locals
// freely, and must not hide the only one anywhere else (not in malloc'ed memory).
//
// Everything that allocates may collect, except the try_ forms.
#ifndef VM_GC_H
#define VM_GC_H

#include "vm/value.h"

typedef struct Heap Heap;
typedef struct Frame Frame;

// How the heap begins: what marking a Value needs.
typedef struct {
    uintptr_t base, size; // the addresses of cells
    uint64_t *marks;      // a bit for every 16 bytes
} HeapMarks;
void gc_mark_new(Heap *heap, Object *object); // its bit has just been set

// Marks what a traced object refers to; for use in Type.trace only. Any Value, NULL and immediates
// included.
static inline void gc_mark_value(Heap *heap, Value value) {
    const HeapMarks *marks = (const HeapMarks *)heap;
    uintptr_t offset = (uintptr_t)value - marks->base;
    if (offset >= marks->size || !is_object(value)) return;
    uint64_t *word = &marks->marks[offset >> 10], bit = (uint64_t)1 << (offset >> 4 & 63);
    if (*word & bit) return;
    *word |= bit;
    gc_mark_new(heap, object_of(value));
}
void gc_mark_block(
    Heap *heap,
    const void *block); // a block owned by the object (or NULL): RAW kept, VALUES scanned

// Marks `count` Values; and, for hooks: has it been marked (things outside the heap always are)?
void gc_mark_values(Heap *heap, const Value *values, size_t count);
bool gc_is_marked(const Heap *heap, const void *object);

// Called when all that roots reach is marked and nothing is freed yet: the place to forget weak
// references and to rescue what has a finalizer (gc_mark_now marks it with all it refers to).
typedef void (*GcHook)(Vm *vm, Heap *heap);
#define GC_HOOKS 8
void gc_add_hook(Vm *vm, GcHook hook);
void gc_mark_now(Heap *heap, Value value);
// Marks all that an object refers to, at any distance, but not the object itself.
void gc_mark_referents(Heap *heap, Object *object);

// Marks what frames hold, from the first one to the last; and what words of a C stack may point to.
void gc_mark_frames(Heap *heap, Frame *first, Frame *last);
void gc_mark_words(Heap *heap, const void *low, const void *high);

// Marks vm's own fields and the static types; vm/roots.c.
void vm_mark_roots(Vm *vm, Heap *heap);

// A block an object owns. NULL with MemoryError raised when memory is out.
static inline Value *gc_alloc_values(Vm *vm, size_t count) {
    return gc_alloc_slow(vm, CELL_VALUES, count * sizeof(Value));
}
static inline void *gc_alloc_raw(Vm *vm, size_t size) {
    return gc_alloc_slow(vm, CELL_RAW, size);
}

// For the module gc, in no particular order. The visitor must not allocate.
typedef void (*GcVisitor)(Object *object, void *context);
void gc_each(Vm *vm, GcVisitor visit, void *context); // every object; the dead ones since the last
                                                      // collection too
void gc_each_referent(Vm *vm, Object *object, GcVisitor visit, void *context); // in the heap
void gc_each_referrer(Vm *vm, Object *object, GcVisitor visit, void *context);

// Another root for as long as the process lives: the address of a Value or pointer variable.
bool gc_add_root(Vm *vm, void *address);

// Sets vm->c_base, unless it is set, to the start of the main thread's stack.
bool gc_init(Vm *vm);
void gc_free(Vm *vm); // gives all memory back; for the end of a process that must not leak
void gc_collect(Vm *vm);

// Bytes handed to the program so far, by whole cells, a block that grew counted as a new one:
// equal in the timed binary and its probe, wherever their blocks happen to lie.
uint64_t gc_bytes_allocated(const Vm *vm);

uint64_t gc_collections(const Vm *vm);

// From now on every allocation passes gc_alloc_slow, which reads vm->stress and vm->fail_alloc.
// Call it after setting them (it happens by itself at the next slow allocation).
void gc_careful(Vm *vm);

// For tests of overflow.
void gc_limit_mark_stack(Vm *vm, size_t entries);

// Serial number of an object, as id() shows it: made on first use, kept beside the heap. 0 with
// MemoryError raised when there is no memory for it.
uint64_t gc_serial(Vm *vm, Object *object);

// The number of usable bytes of a block (at least what was asked for).
size_t gc_block_size(const void *block);

// From any pointer into a block to the block's end, in bytes; 0 for what is not in the heap.
size_t gc_room(const void *pointer);

// Makes a large block (over 16 KiB) at least `size` bytes where it lies, if the pages behind it are
// free; false (nothing raised) if it has to be copied. The new part of CELL_VALUES is zeroed.
bool gc_extend(Vm *vm, void *block, size_t size);

#endif
