// What asynchronous code adds to generators: awaiting, asynchronous iteration and its steps.
#ifndef VM_ASYNC_H
#define VM_ASYNC_H

#include "vm/generator.h"

// What awaiting an object iterates; `from` is the operand of GET_AWAITABLE.
Value async_awaitable(Vm *vm, Value object, intptr_t from);
// The asynchronous iterator of an object, and what has to be awaited for its next item.
Value async_iter(Vm *vm, Value iterable);
Value async_next(Vm *vm, Value iter);
// A value that an asynchronous generator yields, as its steps know it.
Value async_wrap(Vm *vm, Value value);
// What __aenter__ returned, and in *exit the bound __aexit__.
Value async_enter(Vm *vm, Value manager, Value *exit);
// What `yield from` iterates, in a code of those flags.
Value async_yield_from(Vm *vm, Value iterable, uint32_t flags);

extern const NativeSpec async_generator_methods[];
extern const NativeSpec async_builtins[]; // aiter, anext
// sys.set_asyncgen_hooks, sys.get_asyncgen_hooks
Value async_set_hooks(Vm *vm, Value *args, size_t count, Tuple *names);
Value async_get_hooks(Vm *vm, Value *args, size_t count, Tuple *names);
// coroutine.__await__
Value async_await(Vm *vm, Value *args, size_t count, Tuple *names);

#endif
