// Warnings from C.
#ifndef VM_MODULES_WARNINGS_H
#define VM_MODULES_WARNINGS_H

#include "vm/error.h"

// Warns on behalf of the running Python code `level` frames up (1: the running one). False: a
// filter made an exception of it, which is raised.
bool warnings_warn(Vm *vm, Type *category, Value message, int64_t level);

// Warns of a line of source. False: a filter made an exception of it, which is raised.
bool warnings_warn_source(Vm *vm, Type *category, Value message, Value filename, uint32_t line);

#endif
