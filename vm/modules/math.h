// What the two files of the math module share.
#ifndef VM_MODULES_MATH_H
#define VM_MODULES_MATH_H

#include "vm/object.h"

// Any number as a double; TypeError "must be real number, not str".
bool math_double(Vm *vm, Value value, double *number);
Value math_domain_error(Vm *vm);
double math_gamma_of(double number);
double math_log_gamma_of(double number);
extern const NativeSpec math_int_functions[];

#endif
