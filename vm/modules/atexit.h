// What the end of the program asks of the module atexit.
#ifndef VM_MODULES_ATEXIT_H
#define VM_MODULES_ATEXIT_H

#include "vm/vm.h"

// Calls what was registered, the last one first; what they raise is shown and forgotten.
void atexit_run(Vm *vm);

#endif
