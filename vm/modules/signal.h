// Signals: noted when they come, and acted on where the machine tests vm->pending.
#ifndef VM_MODULES_SIGNAL_H
#define VM_MODULES_SIGNAL_H

#include "vm/object.h"

bool signals_init(Vm *vm); // SIGINT raises KeyboardInterrupt, SIGPIPE is ignored
bool signals_run(Vm *vm);  // calls the handlers of what has come; false: raised
Value signal_interrupt_main(Vm *vm, Value *args, size_t count, Tuple *names);

#endif
