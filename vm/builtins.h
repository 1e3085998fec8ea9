// The builtins module.
#ifndef VM_BUILTINS_H
#define VM_BUILTINS_H

#include "vm/object.h"

// Fills vm->builtins: functions, public types, exceptions, constants. What belongs to other rooms
// (__import__, exec, locals...) they add themselves.
bool builtins_init(Vm *vm);
bool builtins_add(Vm *vm, const NativeSpec *specs); // ends with a NULL name

#endif
