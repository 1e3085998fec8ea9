// What is done for objects that nothing refers to any more: __del__, the `finally` of abandoned
// generators, the callbacks of weak references. The collector finds them; the work waits for a safe
// point (pending_run), because it runs Python code.
#ifndef VM_FINALIZE_H
#define VM_FINALIZE_H

#include "vm/object.h"

bool finalize_init(Vm *vm); // false: no memory; before the first object is made

// Has `object` finalized once, when it dies: called once, when it is made. Objects that die
// together are finalized in the order they were made in, but whatever another of them refers to
// comes after that one has gone. False: MemoryError raised.
bool finalize_watch(Vm *vm, Value object);

// Room for one more callback that the collector may have to note when it cannot allocate.
bool finalize_promise(Vm *vm);
void finalize_unpromise(Vm *vm);
// For GcHooks, and promised before: calls callback(argument) at the next safe point.
void finalize_note(Vm *vm, Value callback, Value argument);

// Does what waits; answers how many things were done. Raises nothing: what the program raises is
// reported as "Exception ignored in: ...".
size_t finalize_run(Vm *vm);
// Collects, and does what waits, until nothing more dies: gc.collect(). How many things were done.
size_t finalize_collect(Vm *vm);
// The end of the program: forgets the names of __main__, and finalizes all that is left.
void finalize_shutdown(Vm *vm);

bool finalize_is_done(Vm *vm, Value object); // it had a __del__, which has been called or waits
void finalize_mark(Vm *vm, Heap *heap);      // what waits is alive

#endif
