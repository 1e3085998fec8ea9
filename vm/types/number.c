// Arithmetic and order of any two numbers. Each operator is computed by the kind of the wider
// operand: int (machine, then big), float, complex. Instances of subclasses take part through the
// types' rows only, because a program may have given them operators of its own.
#include <errno.h>
#include <math.h>

#include "vm/error.h"
#include "vm/modules/_warnings.h"
#include "vm/types/big_int.h"
#include "vm/types/complex.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef enum { NOT_A_NUMBER, INT_KIND, FLOAT_KIND, COMPLEX_KIND } Kind;

static inline Kind kind_exact(Value value) {
    switch (shape_of(value)) {
    case SHAPE_INT:
    case SHAPE_BIG_INT:
    case SHAPE_BOOL: return INT_KIND;
    case SHAPE_FLOAT: return FLOAT_KIND;
    case SHAPE_COMPLEX: return COMPLEX_KIND;
    default: return NOT_A_NUMBER;
    }
}

static Kind kind_of(Value value) {
    if (is_any_int(value)) return INT_KIND;
    if (is_any_float(value)) return FLOAT_KIND;
    return is_any_complex(value) ? COMPLEX_KIND : NOT_A_NUMBER;
}

// --- ints -------------------------------------------------------------------------------------

static bool machine_int(Value value, int64_t *number) {
    if (is_int(value)) {
        *number = int_of(value);
    } else if (is_bool(value)) {
        *number = value == VALUE_TRUE;
    } else {
        return false;
    }
    return true;
}

static Value int_modulo_zero(Vm *vm, BinaryOperator operation) {
    return error_zero_division(vm, operation == BINARY_TRUE_DIVIDE ? "division by zero"
                                   : operation == BINARY_REMAINDER
                                       ? "integer modulo by zero"
                                       : "integer division or modulo by zero");
}

static Value pair(Vm *vm, Value first, Value second) {
    return tuple_make(vm, (Value[]){first, second}, 2);
}

static Value int_shift(Vm *vm, Value left, Value right, bool up) {
    IntView number;
    int_view(left, &number);
    if (int_sign(right) < 0) return error_value(vm, "negative shift count");
    int64_t count;
    if (!int_to_int64(right, &count)) {
        if (up && number.count) return error_overflow(vm, "too many digits in integer");
        return make_int(vm, number.negative ? -1 : 0);
    }
    return up ? big_lshift(vm, &number, (size_t)count) : big_rshift(vm, &number, (size_t)count);
}

static Value big_operation(Vm *vm, Value left, Value right, BinaryOperator operation) {
    IntView first, second;
    int_view(left, &first);
    int_view(right, &second);
    Value quotient, remainder;
    switch (operation) {
    case BINARY_ADD: return big_add(vm, &first, &second, false);
    case BINARY_SUBTRACT: return big_add(vm, &first, &second, true);
    case BINARY_MULTIPLY: return big_multiply(vm, &first, &second);
    case BINARY_TRUE_DIVIDE: {
        double result;
        if (!second.count) return int_modulo_zero(vm, operation);
        if (!big_true_divide(vm, &first, &second, &result)) return VALUE_ERROR;
        return make_float(vm, result);
    }
    case BINARY_FLOOR_DIVIDE:
        if (!second.count) return int_modulo_zero(vm, operation);
        return big_divide(vm, &first, &second, &quotient, NULL) ? quotient : VALUE_ERROR;
    case BINARY_REMAINDER:
        if (!second.count) return int_modulo_zero(vm, operation);
        return big_divide(vm, &first, &second, NULL, &remainder) ? remainder : VALUE_ERROR;
    case BINARY_DIVMOD:
        if (!second.count) return int_modulo_zero(vm, operation);
        if (!big_divide(vm, &first, &second, &quotient, &remainder)) return VALUE_ERROR;
        return pair(vm, quotient, remainder);
    case BINARY_LSHIFT: return int_shift(vm, left, right, true);
    case BINARY_RSHIFT: return int_shift(vm, left, right, false);
    case BINARY_AND:
    case BINARY_OR:
    case BINARY_XOR: return big_bitwise(vm, &first, &second, operation);
    default: return VALUE_NOT_IMPLEMENTED;
    }
}

static Value float_power(Vm *vm, double base, double exponent);

// Squares and multiplies from the exponent's top bit down.
static Value int_power_big(Vm *vm, Value base, uint64_t exponent) {
    IntView view;
    int_view(base, &view);
    size_t bits = big_bit_length(&view);
    if (bits > 1 && exponent > ((uint64_t)1 << 42) / (bits - 1)) return error_memory(vm);
    if (view.count == 1 && (view.limbs[0] & (view.limbs[0] - 1)) == 0) { // a power of two
        IntView one = {(const uint64_t[]){1}, 1, view.negative && (exponent & 1), 0};
        return big_lshift(vm, &one, (bits - 1) * exponent);
    }
    Value result = base;
    for (int bit = 62 - __builtin_clzll(exponent); bit >= 0 && !is_error(result); bit--) {
        result = number_binary(vm, result, result, BINARY_MULTIPLY);
        if (!is_error(result) && exponent >> bit & 1)
            result = number_binary(vm, result, base, BINARY_MULTIPLY);
    }
    return result;
}

static Value int_power(Vm *vm, Value base, Value exponent) {
    if (int_sign(exponent) < 0) {
        double first, second;
        if (!int_to_double(vm, base, &first) || !int_to_double(vm, exponent, &second))
            return VALUE_ERROR;
        return float_power(vm, first, second);
    }
    base = int_plain(vm, base);
    if (is_error(base)) return VALUE_ERROR;
    int64_t count, number;
    bool small = machine_int(base, &number);
    if (!int_to_int64(exponent, &count)) {
        if (!small || number < -1 || number > 1) return error_memory(vm);
        IntView view;
        int_view(exponent, &view);
        return make_int(vm, number < 0 && !(view.limbs[0] & 1) ? 1 : number);
    }
    if (count == 0) return make_int(vm, 1);
    if (small) {
        if (number == 0 || number == 1) return make_int(vm, number);
        int64_t result = 1, square = number;
        for (int64_t rest = count;;) {
            if ((rest & 1) && __builtin_mul_overflow(result, square, &result)) break;
            rest >>= 1;
            if (!rest) return make_int(vm, result);
            if (__builtin_mul_overflow(square, square, &square)) break;
        }
        if (number == -1) return make_int(vm, count & 1 ? -1 : 1);
    }
    return int_power_big(vm, base, (uint64_t)count);
}

static Value int_binary(Vm *vm, Value left, Value right, BinaryOperator operation) {
    int64_t first, second, result;
    if (operation == BINARY_POWER) return int_power(vm, left, right);
    if (operation >= BINARY_AND && operation <= BINARY_XOR && is_bool(left) && is_bool(right)) {
        bool one = left == VALUE_TRUE, two = right == VALUE_TRUE;
        return make_bool(operation == BINARY_AND  ? one & two
                         : operation == BINARY_OR ? one | two
                                                  : one ^ two);
    }
    if (!machine_int(left, &first) || !machine_int(right, &second))
        return big_operation(vm, left, right, operation);
    switch (operation) {
    case BINARY_ADD:
        if (!__builtin_add_overflow(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_SUBTRACT:
        if (!__builtin_sub_overflow(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_MULTIPLY:
        if (!__builtin_mul_overflow(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_TRUE_DIVIDE: {
        const int64_t exact = (int64_t)1 << 53;
        if (second && first >= -exact && first <= exact && second >= -exact && second <= exact)
            return make_float(vm, (double)first / (double)second);
        break;
    }
    case BINARY_FLOOR_DIVIDE:
        if (machine_floor_divide(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_REMAINDER:
        if (machine_remainder(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_DIVMOD: {
        int64_t remainder;
        if (!machine_floor_divide(first, second, &result) ||
            !machine_remainder(first, second, &remainder))
            break;
        Value quotient = make_int(vm, result), rest = make_int(vm, remainder);
        return is_error(quotient) || is_error(rest) ? VALUE_ERROR : pair(vm, quotient, rest);
    }
    case BINARY_LSHIFT:
        if (machine_lshift(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_RSHIFT:
        if (machine_rshift(first, second, &result)) return make_int(vm, result);
        break;
    case BINARY_AND: return make_int(vm, first & second);
    case BINARY_OR: return make_int(vm, first | second);
    case BINARY_XOR: return make_int(vm, first ^ second);
    default: return VALUE_NOT_IMPLEMENTED;
    }
    return big_operation(vm, left, right, operation);
}

// --- floats -----------------------------------------------------------------------------------

// The remainder has the divisor's sign and the quotient is a whole number that agrees with it.
static void float_divmod(double left, double right, double *quotient, double *remainder) {
    double rest = fmod(left, right);
    double whole = (left - rest) / right;
    if (rest != 0.0) {
        if ((right < 0) != (rest < 0)) {
            rest += right;
            whole -= 1.0;
        }
    } else {
        rest = copysign(0.0, right);
    }
    if (whole != 0.0) {
        double floored = floor(whole);
        whole = whole - floored > 0.5 ? floored + 1.0 : floored;
    } else {
        whole = copysign(0.0, left / right);
    }
    *quotient = whole;
    *remainder = rest;
}

static Value float_power(Vm *vm, double base, double exponent) {
    if (exponent == 0.0 || base == 1.0) return make_float(vm, 1.0);
    if (isnan(base) || isnan(exponent)) return make_float(vm, base + exponent);
    if (base == 0.0 && exponent < 0 && isfinite(exponent))
        return error_zero_division(vm, "0.0 cannot be raised to a negative power");
    if (base < 0 && isfinite(base) && isfinite(exponent) && exponent != floor(exponent))
        return complex_power(vm, base, 0.0, exponent, 0.0);
    double result = pow(base, exponent);
    if (isinf(result) && isfinite(base) && isfinite(exponent)) {
        Value message = str_format(vm, "%s", "Numerical result out of range");
        Value number = make_int(vm, ERANGE);
        if (is_error(message) || is_error(number)) return VALUE_ERROR;
        Value both = pair(vm, number, message);
        if (is_error(both)) return VALUE_ERROR;
        Value exception = exception_make(vm, error_types.OverflowError, tuple_of(both));
        return is_error(exception) ? VALUE_ERROR : error_set(vm, exception);
    }
    return make_float(vm, result);
}

static Value float_binary(Vm *vm, double left, double right, BinaryOperator operation) {
    double quotient, remainder;
    switch (operation) {
    case BINARY_ADD: return make_float(vm, left + right);
    case BINARY_SUBTRACT: return make_float(vm, left - right);
    case BINARY_MULTIPLY: return make_float(vm, left * right);
    case BINARY_TRUE_DIVIDE:
        if (right == 0.0) return error_zero_division(vm, "float division by zero");
        return make_float(vm, left / right);
    case BINARY_FLOOR_DIVIDE:
        if (right == 0.0) return error_zero_division(vm, "float floor division by zero");
        float_divmod(left, right, &quotient, &remainder);
        return make_float(vm, quotient);
    case BINARY_REMAINDER:
        if (right == 0.0) return error_zero_division(vm, "float modulo");
        float_divmod(left, right, &quotient, &remainder);
        return make_float(vm, remainder);
    case BINARY_DIVMOD: {
        if (right == 0.0) return error_zero_division(vm, "float divmod()");
        float_divmod(left, right, &quotient, &remainder);
        Value first = make_float(vm, quotient), second = make_float(vm, remainder);
        return is_error(first) || is_error(second) ? VALUE_ERROR : pair(vm, first, second);
    }
    case BINARY_POWER: return float_power(vm, left, right);
    default: return VALUE_NOT_IMPLEMENTED;
    }
}

// --- conversions by special methods -------------------------------------------------------------

bool number_warn_subclass(Vm *vm, Value said, const char *base) {
    Value text = is_error(said) ? said
                                : str_format(vm,
                                             "%S.  The ability to return an instance of a strict "
                                             "subclass of %s is deprecated, and may be "
                                             "removed in a future version of Python.",
                                             said, base);
    return !is_error(text) && warnings_warn(vm, error_types.DeprecationWarning, text, 1);
}

int number_ask_double(Vm *vm, Value value, double *number) {
    Type *type = type_of(value);
    if (type->to_float) {
        Value made = type->to_float(vm, value);
        if (is_error(made)) return -1;
        Value said = is_float(made)
                         ? VALUE_NONE
                         : str_format(vm, "%T.__float__ returned non-float (type %T)", value, made);
        if (is_error(said)) return -1;
        if (!is_any_float(made)) return error_type(vm, "%S", said), -1;
        if (!is_float(made) && !number_warn_subclass(vm, said, "float")) return -1;
        *number = float_plain(made);
        return 1;
    }
    if (!type->index) return 0;
    Value index = object_to_index(vm, value);
    return !is_error(index) && int_to_double(vm, index, number) ? 1 : -1;
}

int number_to_double(Vm *vm, Value value, double *number) {
    if (is_any_float(value)) {
        *number = float_plain(value);
        return 1;
    }
    if (is_int(value) || is_big_int(value)) return int_to_double(vm, value, number) ? 1 : -1;
    return number_ask_double(vm, value, number);
}

// --- any two ----------------------------------------------------------------------------------

static bool to_double(Vm *vm, Value value, Kind kind, double *number) {
    if (kind == INT_KIND) return int_to_double(vm, value, number);
    *number = float_plain(value);
    return true;
}

static bool to_complex(Vm *vm, Value value, Kind kind, double *real, double *imaginary) {
    if (kind == COMPLEX_KIND) {
        complex_parts(value, real, imaginary);
        return true;
    }
    *imaginary = 0.0;
    return to_double(vm, value, kind, real);
}

static Value binary(Vm *vm, Value left, Kind left_kind, Value right, Kind right_kind, Kind most,
                    BinaryOperator operation) {
    Kind kind = left_kind > right_kind ? left_kind : right_kind;
    if (left_kind == NOT_A_NUMBER || right_kind == NOT_A_NUMBER || kind > most)
        return VALUE_NOT_IMPLEMENTED;
    if (kind == INT_KIND) return int_binary(vm, left, right, operation);
    if (kind == FLOAT_KIND) {
        if (operation >= BINARY_MATRIX_MULTIPLY && operation != BINARY_DIVMOD)
            return VALUE_NOT_IMPLEMENTED;
        double first, second;
        if (!to_double(vm, left, left_kind, &first) || !to_double(vm, right, right_kind, &second))
            return VALUE_ERROR;
        return float_binary(vm, first, second, operation);
    }
    if (operation > BINARY_TRUE_DIVIDE && operation != BINARY_POWER) return VALUE_NOT_IMPLEMENTED;
    double parts[4];
    if (!to_complex(vm, left, left_kind, &parts[0], &parts[1]) ||
        !to_complex(vm, right, right_kind, &parts[2], &parts[3]))
        return VALUE_ERROR;
    return complex_binary(vm, parts[0], parts[1], parts[2], parts[3], operation);
}

Value number_binary(Vm *vm, Value left, Value right, BinaryOperator operation) {
    return binary(vm, left, kind_exact(left), right, kind_exact(right), COMPLEX_KIND, operation);
}

Value number_binary_int(Vm *vm, Value left, Value right, BinaryOperator operation) {
    return binary(vm, left, kind_of(left), right, kind_of(right), INT_KIND, operation);
}
Value number_binary_float(Vm *vm, Value left, Value right, BinaryOperator operation) {
    return binary(vm, left, kind_of(left), right, kind_of(right), FLOAT_KIND, operation);
}
Value number_binary_complex(Vm *vm, Value left, Value right, BinaryOperator operation) {
    return binary(vm, left, kind_of(left), right, kind_of(right), COMPLEX_KIND, operation);
}

static bool order_holds(int order, CompareOperator operation) {
    switch (operation) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    case COMPARE_GT: return order > 0;
    default: return order >= 0;
    }
}

static Value compare_doubles(double left, double right, CompareOperator operation) {
    if (isnan(left) || isnan(right)) return make_bool(operation == COMPARE_NE);
    return make_bool(order_holds((left > right) - (left < right), operation));
}

// Exact at any size; infinities stand outside all ints.
static Value compare_int_float(Value left, double right, bool swapped, CompareOperator operation) {
    int order;
    if (isnan(right)) return make_bool(operation == COMPARE_NE);
    if (isinf(right)) {
        order = right > 0 ? -1 : 1;
    } else {
        IntView view;
        int_view(left, &view);
        order = big_compare_double(&view, right);
    }
    return make_bool(order_holds(swapped ? -order : order, operation));
}

static Value compare_complex(Value left, Kind left_kind, Value right, Kind right_kind,
                             CompareOperator operation) {
    if (operation != COMPARE_EQ && operation != COMPARE_NE) return VALUE_NOT_IMPLEMENTED;
    if (right_kind == COMPLEX_KIND && left_kind != COMPLEX_KIND)
        return compare_complex(right, right_kind, left, left_kind, operation);
    double real, imaginary;
    complex_parts(left, &real, &imaginary);
    bool equal;
    if (right_kind == COMPLEX_KIND) {
        double other_real, other_imaginary;
        complex_parts(right, &other_real, &other_imaginary);
        equal = real == other_real && imaginary == other_imaginary;
    } else if (right_kind == FLOAT_KIND) {
        equal = imaginary == 0.0 && real == float_plain(right);
    } else {
        equal = imaginary == 0.0 && compare_int_float(right, real, false, COMPARE_EQ) == VALUE_TRUE;
    }
    return make_bool(equal == (operation == COMPARE_EQ));
}

static Value compare(Value left, Kind left_kind, Value right, Kind right_kind, Kind most,
                     CompareOperator operation) {
    Kind kind = left_kind > right_kind ? left_kind : right_kind;
    if (left_kind == NOT_A_NUMBER || right_kind == NOT_A_NUMBER || kind > most)
        return VALUE_NOT_IMPLEMENTED;
    if (kind == INT_KIND) return make_bool(order_holds(int_compare(left, right), operation));
    if (kind == COMPLEX_KIND) return compare_complex(left, left_kind, right, right_kind, operation);
    if (left_kind == INT_KIND) return compare_int_float(left, float_plain(right), false, operation);
    if (right_kind == INT_KIND) return compare_int_float(right, float_plain(left), true, operation);
    return compare_doubles(float_plain(left), float_plain(right), operation);
}

Value number_compare(Vm *vm, Value left, Value right, CompareOperator operation) {
    (void)vm;
    return compare(left, kind_exact(left), right, kind_exact(right), COMPLEX_KIND, operation);
}

Value number_compare_int(Vm *vm, Value left, Value right, CompareOperator operation) {
    (void)vm;
    return compare(left, kind_of(left), right, kind_of(right), INT_KIND, operation);
}
Value number_compare_float(Vm *vm, Value left, Value right, CompareOperator operation) {
    (void)vm;
    return compare(left, kind_of(left), right, kind_of(right), FLOAT_KIND, operation);
}
Value number_compare_complex(Vm *vm, Value left, Value right, CompareOperator operation) {
    (void)vm;
    return compare(left, kind_of(left), right, kind_of(right), COMPLEX_KIND, operation);
}

// --- powers with a modulus --------------------------------------------------------------------

// The number whose product with `base` is 1 modulo `modulus`, by Euclid's algorithm; VALUE_END if
// none.
static Value inverse(Vm *vm, Value base, Value modulus) {
    Value one = make_int(vm, 1), first = one, second = make_int(vm, 0), rest = modulus;
    while (!is_error(base) && int_sign(rest) != 0) {
        Value quotient = number_binary(vm, base, rest, BINARY_FLOOR_DIVIDE);
        if (is_error(quotient)) return VALUE_ERROR;
        Value product = number_binary(vm, quotient, rest, BINARY_MULTIPLY);
        if (is_error(product)) return VALUE_ERROR;
        Value next = number_binary(vm, base, product, BINARY_SUBTRACT);
        if (is_error(next)) return VALUE_ERROR;
        base = rest, rest = next;
        product = number_binary(vm, quotient, second, BINARY_MULTIPLY);
        if (is_error(product)) return VALUE_ERROR;
        next = number_binary(vm, first, product, BINARY_SUBTRACT);
        if (is_error(next)) return VALUE_ERROR;
        first = second, second = next;
    }
    if (is_error(base)) return VALUE_ERROR;
    return int_compare(base, one) == 0 ? first : VALUE_END;
}

static Value power_machine(Vm *vm, int64_t base, const IntView *exponent, uint64_t modulus) {
    uint64_t result = 1 % modulus, factor = (uint64_t)base;
    for (size_t bit = big_bit_length(exponent); bit-- > 0;) {
        result = (uint64_t)((unsigned __int128)result * result % modulus);
        if (exponent->limbs[bit / 64] >> (bit % 64) & 1)
            result = (uint64_t)((unsigned __int128)result * factor % modulus);
    }
    return make_int(vm, (int64_t)result);
}

static Value power_modulus(Vm *vm, Value base, const IntView *exponent, Value modulus) {
    int64_t small_base, small_modulus;
    if (machine_int(base, &small_base) && machine_int(modulus, &small_modulus))
        return power_machine(vm, small_base, exponent, (uint64_t)small_modulus);
    Value result = make_int(vm, 1);
    for (size_t bit = big_bit_length(exponent); bit-- > 0;) {
        result = number_binary(vm, result, result, BINARY_MULTIPLY);
        if (!is_error(result)) result = number_binary(vm, result, modulus, BINARY_REMAINDER);
        if (!is_error(result) && exponent->limbs[bit / 64] >> (bit % 64) & 1) {
            result = number_binary(vm, result, base, BINARY_MULTIPLY);
            if (!is_error(result)) result = number_binary(vm, result, modulus, BINARY_REMAINDER);
        }
        if (is_error(result)) return VALUE_ERROR;
    }
    return number_binary(vm, result, modulus, BINARY_REMAINDER);
}

Value number_power_modulus(Vm *vm, Value base, Value exponent, Value modulus) {
    Kind kinds[] = {kind_of(base), kind_of(exponent), kind_of(modulus)};
    // The first operand that is no int answers: a float at once, a complex if it can.
    for (int index = 0; index < 3; index++) {
        if (kinds[index] == FLOAT_KIND)
            return error_type(vm,
                              "pow() 3rd argument not allowed unless all arguments are integers");
        if (kinds[index] == COMPLEX_KIND && kinds[0] != NOT_A_NUMBER && kinds[1] != NOT_A_NUMBER)
            return error_value(vm, "complex modulo");
    }
    for (int index = 0; index < 3; index++)
        if (kinds[index] == NOT_A_NUMBER || kinds[index] == COMPLEX_KIND)
            return VALUE_NOT_IMPLEMENTED;
    base = int_plain(vm, base);
    exponent = int_plain(vm, exponent);
    modulus = int_plain(vm, modulus);
    if (is_error(base) || is_error(exponent) || is_error(modulus)) return VALUE_ERROR;
    int sign = int_sign(modulus);
    if (sign == 0) return error_value(vm, "pow() 3rd argument cannot be 0");
    Value positive = sign < 0 ? int_negate(vm, modulus) : modulus;
    if (is_error(positive)) return VALUE_ERROR;
    base = number_binary(vm, base, positive, BINARY_REMAINDER);
    if (is_error(base)) return VALUE_ERROR;
    if (int_sign(exponent) < 0) {
        base = inverse(vm, base, positive);
        if (base == VALUE_END)
            return error_value(vm, "base is not invertible for the given modulus");
        if (!is_error(base)) base = number_binary(vm, base, positive, BINARY_REMAINDER);
        if (is_error(base)) return VALUE_ERROR;
        exponent = int_negate(vm, exponent);
        if (is_error(exponent)) return VALUE_ERROR;
    }
    IntView view;
    int_view(exponent, &view);
    Value result = power_modulus(vm, base, &view, positive);
    if (!is_error(result) && sign < 0 && int_sign(result) != 0)
        result = number_binary(vm, result, modulus, BINARY_ADD);
    return result;
}
