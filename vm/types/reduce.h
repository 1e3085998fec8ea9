// What copy and pickle ask of objects: __reduce__ and its kin.
#ifndef VM_TYPES_REDUCE_H
#define VM_TYPES_REDUCE_H

#include "vm/object.h"

// (function, (args...)) or, with a state, (function, (args...), state): a call of a built-in
// function or type, and what __setstate__ is to be given. Any of args may be VALUE_ERROR, and state
// VALUE_NULL (none).
Value reduce_call(Vm *vm, const char *function, const Value *args, size_t count, Value state);
// (iter, (sequence,), index): an iterator that goes on at an index.
Value reduce_iterator(Vm *vm, const char *function, Value sequence, int64_t index);
// (iter, (empty,)): one that is over; empty is "", () or [].
Value reduce_finished(Vm *vm, Value empty);
// (getattr, (owner, name))
Value reduce_attribute(Vm *vm, Value owner, Value name);
// __reduce__ of what is one of a kind and found by its name: the __name__ of self.
Value reduce_name(Vm *vm, Value *args, size_t count, Tuple *names);
// The index that __setstate__ was given, cut to [least, most].
bool reduce_index(Vm *vm, Value state, int64_t least, int64_t most, int64_t *index);
// object.__reduce__, __reduce_ex__, __getstate__
Value object_reduce(Vm *vm, Value *args, size_t count, Tuple *names);
Value object_reduce_ex(Vm *vm, Value *args, size_t count, Tuple *names);
Value object_getstate(Vm *vm, Value *args, size_t count, Tuple *names);

#endif
