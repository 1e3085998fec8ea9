// print(), input(), and writing to whatever stands in sys.stdout and sys.stderr.
#ifndef VM_PRINT_H
#define VM_PRINT_H

#include "vm/object.h"

extern const NativeSpec print_builtins[]; // print input open breakpoint
bool print_init(Vm *vm);                  // exit and quit, once builtins is there

// sys.stdout and so on as the program sees it now: VALUE_END when it is gone.
Value stream_named(Vm *vm, Str *name, Value original);
static inline bool stream_is_usable(Value stream) {
    return stream != VALUE_END && !is_none(stream);
}
bool stream_write(Vm *vm, Value stream, Value text); // a str
bool stream_flush(Vm *vm, Value stream);

// At the prompt: shows a value that is not None by sys.displayhook.
bool print_expression(Vm *vm, Value value);
Value print_display_hook(Vm *vm, Value *args, size_t count, Tuple *names); // sys.displayhook

#endif
