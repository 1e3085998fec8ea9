// Ints of any size as sign and magnitude, for the files that compute with them.
#ifndef VM_TYPES_BIG_INT_H
#define VM_TYPES_BIG_INT_H

#include "vm/types/number.h"

// A look at any int: machine, big, bool, instance of a subclass. `limbs` may point at `word`, so a
// view must not be copied; the top limb is not zero, and zero has none.
typedef struct {
    const uint64_t *limbs;
    size_t count;
    bool negative;
    uint64_t word;
} IntView;
void int_view(Value value, IntView *view);

int big_compare(const IntView *left, const IntView *right);
int big_compare_magnitude(const IntView *left, const IntView *right);
size_t big_bit_length(const IntView *view);

// Results are ints in their smallest form, or VALUE_ERROR.
Value big_add(Vm *vm, const IntView *left, const IntView *right, bool subtract);
Value big_multiply(Vm *vm, const IntView *left, const IntView *right);
// Rounds towards minus infinity. Either result may be NULL. The divisor is not zero.
bool big_divide(Vm *vm, const IntView *left, const IntView *right, Value *quotient,
                Value *remainder);
Value big_lshift(Vm *vm, const IntView *view, size_t count);
Value big_rshift(Vm *vm, const IntView *view, size_t count);
Value big_bitwise(Vm *vm, const IntView *left, const IntView *right, BinaryOperator operation);
Value big_gcd(Vm *vm, const IntView *left, const IntView *right);
Value big_square_root(Vm *vm, const IntView *view); // rounded down, of a number not negative

// Correctly rounded; false when it is too large.
bool big_to_double(const IntView *view, double *result);
// mantissa * 2**exponent = magnitude, mantissa in [0.5, 1): for logarithms.
double big_frexp(const IntView *view, int64_t *exponent);
bool big_true_divide(Vm *vm, const IntView *left, const IntView *right, double *result);
// Exact: -1, 0, 1. The double is finite.
int big_compare_double(const IntView *view, double number);

// Room for GMP's temporaries of an operation on this many limbs, or MemoryError.
bool big_memory_is_there(Vm *vm, size_t limbs);

#endif
