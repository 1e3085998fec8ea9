// The prompt: statements read from a terminal, one at a time, and run.
#ifndef VM_PROMPT_H
#define VM_PROMPT_H

#include "vm/function.h"

// Reads and runs statements in the module until the input ends or SystemExit; the exit status.
int prompt_run(Vm *vm, Module *module);

// Are standard input and output a terminal?
bool prompt_is_terminal(void);
// A line from the terminal, with editing where libedit is there, as a str without its newline.
// EOFError at the end of the input, or what a signal handler raises.
Value prompt_line(Vm *vm, Str *prompt);

#endif
