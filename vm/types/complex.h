// Complex arithmetic on pairs of doubles, for number.c.
#ifndef VM_TYPES_COMPLEX_H
#define VM_TYPES_COMPLEX_H

#include "vm/types/number.h"

bool is_any_complex(Value value); // instances of subclasses too
void complex_parts(Value value, double *real, double *imaginary);
// What __complex__ answers, a complex or an instance of a subclass; VALUE_END where there is none.
Value complex_ask(Vm *vm, Value value);
Value complex_make(Vm *vm, double real, double imaginary);
Value complex_binary(Vm *vm, double left_real, double left_imaginary, double right_real,
                     double right_imaginary, BinaryOperator operation);
Value complex_power(Vm *vm, double base_real, double base_imaginary, double exponent_real,
                    double exponent_imaginary);

#endif
