// Starting and ending a machine.
#ifndef VM_MACHINE_H
#define VM_MACHINE_H

#include "vm/object.h"

enum { FRAMES_MAX = 1 << 20 }; // frame records there is room for

// Everything a program needs before its first line: heap, types, builtins, sys, streams. False with
// a message on stderr when memory is out. Before this, set argument_count and arguments, hash_seed,
// stress.
bool vm_init(Vm *vm);
// After the program: flushes; answers the exit status.
int vm_end(Vm *vm, int status);

bool builtins_init(Vm *vm);
bool execute_init(Vm *vm);
extern const NativeSpec execute_builtins[]; // exec eval compile globals locals

#endif
