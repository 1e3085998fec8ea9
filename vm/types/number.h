// int (machine and big), bool, float, complex: arithmetic at any size, conversions, hashes.
#ifndef VM_TYPES_NUMBER_H
#define VM_TYPES_NUMBER_H

#include "vm/object.h"

// An int too large for the machine form. object.bits is 1 when negative.
typedef struct {
    Object object;
    size_t count; // limbs, the top one not zero
    uint64_t limbs[];
} BigInt;

typedef struct {
    Object object;
    double real, imaginary;
} Complex;

// An instance of a program's subclass keeps the number it is in `payload`: a plain int, float or
// complex. Its attributes follow, where the type says.
typedef struct {
    Object object;
    Value payload;
} NumberInstance;
void number_instance_trace(Heap *heap, Object *object);
Value number_instance_make(Vm *vm, Type *type, Value payload);

extern Type int_type, bool_type, float_type, complex_type;

// An int of any size, bools and int subclasses included; int_plain() is the plain int inside.
static inline bool is_any_int(Value value) {
    return is_int(value) || (is_object(value) && (type_of(value)->flags & TYPE_INT));
}
Value int_plain(Vm *vm, Value value);
static inline bool is_any_float(Value value) {
    return is_float(value) || (is_object(value) && (type_of(value)->flags & TYPE_FLOAT));
}
double float_plain(Value value);

Value int_from_int64(Vm *vm, int64_t value); // = make_int
Value int_from_uint64(Vm *vm, uint64_t value);
Value int_from_double(Vm *vm, double value); // truncates; OverflowError, ValueError for inf and nan
Value int_from_limbs(Vm *vm, const uint64_t *limbs, size_t count,
                     bool negative); // copies, normalises
// False when it does not fit (nothing raised). value: any int.
bool int_to_int64(Value value, int64_t *result);
bool int_to_double(Vm *vm, Value value,
                   double *result);       // OverflowError "int too large to convert to float"
int int_sign(Value value);                // -1, 0, 1
int int_compare(Value left, Value right); // any two ints
bool int_equal_any(Value left, Value right);
int64_t int_hash(Value value);
int64_t float_hash(Vm *vm, double value, Value self); // nan hashes by identity
int64_t hash_double(double value);
Value int_to_str(Vm *vm, Value value, int base,
                 bool prefix);                // base 2..36; digits limit for base 10
Value int_convert(Vm *vm, Value value);       // int(value)
Value int_parse(Vm *vm, Str *text, int base); // int("...", base); ValueError in CPython's words
Value int_parse_bytes(Vm *vm, Value bytes, int base);
// The text of a number as ASCII, without white space around it; NULL raised. Kept while pointed at.
const char *number_text(Vm *vm, const Str *str, size_t *size);
Value float_parse_str(Vm *vm, Str *text);
// Any object as a double, by __float__, else by __index__: 1 done, 0 it has neither, -1 raised.
int number_to_double(Vm *vm, Value value, double *number);
int number_ask_double(Vm *vm, Value value, double *number); // a float's __float__ is asked, too
// Warns that `said` (a str, "__int__ returned non-int (type True)") names an instance of a strict
// subclass of `base`. False: the warning was raised.
bool number_warn_subclass(Vm *vm, Value said, const char *base);
Value float_to_str(Vm *vm, double value);
Value int_round(Vm *vm, Value number, Value digits);
Value float_round(Vm *vm, double number, Value digits); // digits None: to int
size_t int_bit_length(Value value);

// The operators on any two numbers; NotImplemented where an operand is none. What the handlers'
// slow paths call first.
Value number_binary(Vm *vm, Value left, Value right, BinaryOperator operator);
Value number_compare(Vm *vm, Value left, Value right, CompareOperator operator);
// The same for the rows of the types: instances of subclasses too, and nothing wider than the type.
Value number_binary_int(Vm *vm, Value left, Value right, BinaryOperator operation);
Value number_binary_float(Vm *vm, Value left, Value right, BinaryOperator operation);
Value number_binary_complex(Vm *vm, Value left, Value right, BinaryOperator operation);
Value number_compare_int(Vm *vm, Value left, Value right, CompareOperator operation);
Value number_compare_float(Vm *vm, Value left, Value right, CompareOperator operation);
Value number_compare_complex(Vm *vm, Value left, Value right, CompareOperator operation);
Value int_negate(Vm *vm, Value value); // any int
Value number_power_modulus(Vm *vm, Value base, Value exponent, Value modulus);

#endif
