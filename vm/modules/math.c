// The math module: floats. The C library computes; a nan made of no nan is a domain error, an
// infinity made of finite numbers a range error, or a domain error where the function has a pole.
#include "vm/modules/math.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/gc.h"
#include "vm/names.h"
#include "vm/types/big_int.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

#define FUNCTION(name) static Value name(Vm *vm, Value *args, size_t count, Tuple *names)
#define UNUSED         (void)count, (void)names

bool math_double(Vm *vm, Value value, double *number) {
    int answer = number_to_double(vm, value, number);
    if (answer) return answer > 0;
    error_type(vm, "must be real number, not %T", value);
    return false;
}

Value math_domain_error(Vm *vm) {
    return error_value(vm, "math domain error");
}

static Value range_error(Vm *vm) {
    return error_overflow(vm, "math range error");
}

static Value checked(Vm *vm, double result, double argument, bool overflows) {
    if (isnan(result) && !isnan(argument)) return math_domain_error(vm);
    if (isinf(result) && isfinite(argument))
        return overflows ? range_error(vm) : math_domain_error(vm);
    return make_float(vm, result);
}

// --- one argument -----------------------------------------------------------------------------

#define ONE(name, function, overflows)                                                             \
    FUNCTION(name) {                                                                               \
        UNUSED;                                                                                    \
        double number;                                                                             \
        if (!math_double(vm, args[0], &number)) return VALUE_ERROR;                                \
        return checked(vm, function(number), number, overflows);                                   \
    }
ONE(math_acos, acos, false)
ONE(math_acosh, acosh, false)
ONE(math_asin, asin, false)
ONE(math_asinh, asinh, false)
ONE(math_atan, atan, false)
ONE(math_atanh, atanh, false)
ONE(math_cbrt, cbrt, false)
ONE(math_cos, cos, false)
ONE(math_cosh, cosh, true)
ONE(math_erf, erf, false)
ONE(math_erfc, erfc, false)
ONE(math_exp, exp, true)
ONE(math_exp2, exp2, true)
ONE(math_expm1, expm1, true)
ONE(math_fabs, fabs, false)
ONE(math_log1p, log1p, false)
ONE(math_sin, sin, false)
ONE(math_sinh, sinh, true)
ONE(math_sqrt, sqrt, false)
ONE(math_tan, tan, false)
ONE(math_tanh, tanh, false)

static double to_degrees(double number) {
    return number * (180.0 / M_PI);
}
static double to_radians(double number) {
    return number * (M_PI / 180.0);
}
FUNCTION(math_degrees) {
    UNUSED;
    double number;
    return math_double(vm, args[0], &number) ? make_float(vm, to_degrees(number)) : VALUE_ERROR;
}
FUNCTION(math_radians) {
    UNUSED;
    double number;
    return math_double(vm, args[0], &number) ? make_float(vm, to_radians(number)) : VALUE_ERROR;
}

// Whole numbers have exact factorials up to 22!; poles are at zero and the negative whole numbers.
FUNCTION(math_gamma) {
    UNUSED;
    double number;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    if (number == 0.0 || number == -INFINITY || (number < 0 && floor(number) == number))
        return math_domain_error(vm);
    if (floor(number) == number && number <= 23.0) {
        double product = 1.0;
        for (double factor = 2.0; factor < number; factor += 1.0) product *= factor;
        return make_float(vm, product);
    }
    return checked(vm, math_gamma_of(number), number, true);
}

FUNCTION(math_lgamma) {
    UNUSED;
    double number;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    if (number <= 0 && floor(number) == number && isfinite(number)) return math_domain_error(vm);
    return checked(vm, math_log_gamma_of(number), number, true);
}

FUNCTION(math_isfinite) {
    UNUSED;
    double number;
    return math_double(vm, args[0], &number) ? make_bool(isfinite(number)) : VALUE_ERROR;
}
FUNCTION(math_isinf) {
    UNUSED;
    double number;
    return math_double(vm, args[0], &number) ? make_bool(isinf(number)) : VALUE_ERROR;
}
FUNCTION(math_isnan) {
    UNUSED;
    double number;
    return math_double(vm, args[0], &number) ? make_bool(isnan(number)) : VALUE_ERROR;
}

FUNCTION(math_ulp) {
    UNUSED;
    double number;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    number = fabs(number);
    if (!isfinite(number)) return make_float(vm, number);
    double above = nextafter(number, INFINITY);
    return make_float(vm, isinf(above) ? number - nextafter(number, -INFINITY) : above - number);
}

static Value pair_of(Vm *vm, Value first, Value second) {
    if (is_error(first) || is_error(second)) return VALUE_ERROR;
    return tuple_make(vm, (Value[]){first, second}, 2);
}

FUNCTION(math_frexp) {
    UNUSED;
    double number;
    int exponent = 0;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    if (isfinite(number)) number = frexp(number, &exponent);
    Value mantissa = make_float(vm, number);
    return pair_of(vm, mantissa, make_int(vm, exponent));
}

FUNCTION(math_modf) {
    UNUSED;
    double number, whole;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    double part = modf(number, &whole);
    Value first = make_float(vm, part);
    return pair_of(vm, first, make_float(vm, whole));
}

// To an int: the special method, else by way of a double.
static Value to_whole(Vm *vm, Value value, Str *special, double (*function)(double)) {
    if (!is_float(value)) {
        if (is_any_int(value) && type_of(value) == &int_type) return value;
        Value result = object_call_special(vm, value, special, NULL, 0);
        if (result != VALUE_END) return result;
    }
    double number;
    return math_double(vm, value, &number) ? int_from_double(vm, function(number)) : VALUE_ERROR;
}
FUNCTION(math_floor) {
    UNUSED;
    return to_whole(vm, args[0], name_of(vm, floor), floor);
}
FUNCTION(math_ceil) {
    UNUSED;
    return to_whole(vm, args[0], name_of(vm, ceil), ceil);
}
FUNCTION(math_trunc) {
    UNUSED;
    if (is_float(args[0])) return int_from_double(vm, float_of(args[0]));
    Value result = object_call_special(vm, args[0], name_of(vm, trunc), NULL, 0);
    if (result != VALUE_END) return result;
    return error_type(vm, "type %T doesn't define __trunc__ method", args[0]);
}

// --- logarithms: of ints at any size ----------------------------------------------------------

static bool logarithm(Vm *vm, Value value, double (*function)(double), double *result) {
    double number;
    if (is_any_int(value)) {
        IntView view;
        int_view(value, &view);
        if (view.negative || !view.count) {
            math_domain_error(vm);
            return false;
        }
        if (!big_to_double(&view, &number)) {
            int64_t exponent;
            double mantissa = big_frexp(&view, &exponent);
            *result = function(mantissa) + (double)exponent * function(2.0);
            return true;
        }
    } else if (!math_double(vm, value, &number)) {
        return false;
    }
    if (number <= 0.0) {
        math_domain_error(vm);
        return false;
    }
    *result = function(number);
    return true;
}

FUNCTION(math_log) {
    UNUSED;
    double number, base;
    if (!logarithm(vm, args[0], log, &number)) return VALUE_ERROR;
    if (count == 1) return make_float(vm, number);
    if (!logarithm(vm, args[1], log, &base)) return VALUE_ERROR;
    if (base == 0.0) return error_zero_division(vm, "float division by zero");
    return make_float(vm, number / base);
}
FUNCTION(math_log2) {
    UNUSED;
    double result;
    return logarithm(vm, args[0], log2, &result) ? make_float(vm, result) : VALUE_ERROR;
}
FUNCTION(math_log10) {
    UNUSED;
    double result;
    return logarithm(vm, args[0], log10, &result) ? make_float(vm, result) : VALUE_ERROR;
}

// --- two arguments ----------------------------------------------------------------------------

static bool two(Vm *vm, Value *args, double *first, double *second) {
    return math_double(vm, args[0], first) && math_double(vm, args[1], second);
}

FUNCTION(math_atan2) {
    UNUSED;
    double first, second;
    return two(vm, args, &first, &second) ? make_float(vm, atan2(first, second)) : VALUE_ERROR;
}
FUNCTION(math_copysign) {
    UNUSED;
    double first, second;
    return two(vm, args, &first, &second) ? make_float(vm, copysign(first, second)) : VALUE_ERROR;
}
FUNCTION(math_nextafter) {
    UNUSED;
    double first, second;
    return two(vm, args, &first, &second) ? make_float(vm, nextafter(first, second)) : VALUE_ERROR;
}

FUNCTION(math_fmod) {
    UNUSED;
    double first, second;
    if (!two(vm, args, &first, &second)) return VALUE_ERROR;
    double result = fmod(first, second);
    if (isnan(result) && !isnan(first) && !isnan(second)) return math_domain_error(vm);
    return make_float(vm, result);
}

FUNCTION(math_remainder) {
    UNUSED;
    double first, second;
    if (!two(vm, args, &first, &second)) return VALUE_ERROR;
    double result = remainder(first, second);
    if (isnan(result) && !isnan(first) && !isnan(second)) return math_domain_error(vm);
    return make_float(vm, result);
}

FUNCTION(math_pow) {
    UNUSED;
    double base, exponent;
    if (!two(vm, args, &base, &exponent)) return VALUE_ERROR;
    double result = pow(base, exponent);
    if (isfinite(base) && isfinite(exponent)) {
        if (isnan(result) || (isinf(result) && base == 0.0)) return math_domain_error(vm);
        if (isinf(result)) return range_error(vm);
    }
    return make_float(vm, result);
}

FUNCTION(math_ldexp) {
    UNUSED;
    double number;
    if (!math_double(vm, args[0], &number)) return VALUE_ERROR;
    if (!is_any_int(args[1])) return error_type(vm, "Expected an int as second argument to ldexp.");
    int64_t exponent;
    if (!int_to_int64(args[1], &exponent)) exponent = int_sign(args[1]) < 0 ? -10000 : 10000;
    exponent = exponent > 10000 ? 10000 : exponent < -10000 ? -10000 : exponent;
    double result = ldexp(number, (int)exponent);
    if (isinf(result) && isfinite(number)) return range_error(vm);
    return make_float(vm, result);
}

FUNCTION(math_isclose) {
    double tolerance = 1e-9, absolute = 0.0, first, second;
    if (count != 2)
        return error_type(vm, "isclose() takes exactly 2 positional arguments (%zu given)", count);
    for (size_t index = 0; names && index < names->count; index++) {
        Str *name = str_of(names->items[index]);
        bool is_absolute = str_equal_cstring(name, "abs_tol");
        if (!is_absolute && !str_equal_cstring(name, "rel_tol"))
            return error_type(vm, "'%U' is an invalid keyword argument for isclose()", name);
        if (!math_double(vm, args[2 + index], is_absolute ? &absolute : &tolerance))
            return VALUE_ERROR;
    }
    if (!two(vm, args, &first, &second)) return VALUE_ERROR;
    if (tolerance < 0 || absolute < 0) return error_value(vm, "tolerances must be non-negative");
    if (first == second) return VALUE_TRUE;
    if (isinf(first) || isinf(second)) return VALUE_FALSE;
    double distance = fabs(second - first);
    return make_bool(distance <= fabs(tolerance * second) || distance <= fabs(tolerance * first) ||
                     distance <= absolute);
}

// --- lengths ----------------------------------------------------------------------------------

// The square root of a sum of squares, taken exactly in pairs of doubles after scaling by a power
// of two; then one step of Newton's method on what the rounded root leaves.
static double vector_length(const double *parts, size_t count) {
    double largest = 0.0;
    bool has_nan = false;
    for (size_t index = 0; index < count; index++) {
        double part = fabs(parts[index]);
        if (isnan(part)) has_nan = true;
        if (part > largest) largest = part;
    }
    if (isinf(largest)) return largest;
    if (has_nan) return NAN;
    if (largest == 0.0 || count == 1) return largest;
    int exponent;
    frexp(largest, &exponent);
    double sum = 0.0, below = 0.0;
    for (size_t index = 0; index < count; index++) {
        double part = ldexp(parts[index], -exponent), square = part * part;
        double lost = fma(part, part, -square);
        double next = sum + square;
        below += (sum >= square ? (sum - next) + square : (square - next) + sum) + lost;
        sum = next;
    }
    double root = sqrt(sum + below);
    double square = root * root, rest = fma(root, root, -square);
    root += ((sum - square) + (below - rest)) / (2.0 * root);
    return ldexp(root, exponent);
}

FUNCTION(math_hypot) {
    (void)names;
    double local[8];
    double *parts = count <= 8 ? local : gc_alloc_raw(vm, count * sizeof(double));
    if (!parts) return VALUE_ERROR;
    for (size_t index = 0; index < count; index++)
        if (!math_double(vm, args[index], &parts[index])) return VALUE_ERROR;
    return make_float(vm, vector_length(parts, count));
}

FUNCTION(math_dist) {
    UNUSED;
    Value points[2];
    for (int index = 0; index < 2; index++) {
        points[index] = is_tuple(args[index]) ? args[index] : tuple_from(vm, args[index]);
        if (is_error(points[index])) return VALUE_ERROR;
    }
    Tuple *first = tuple_of(points[0]), *second = tuple_of(points[1]);
    if (first->count != second->count)
        return error_value(vm, "both points must have the same number of dimensions");
    double *parts = gc_alloc_raw(vm, first->count * sizeof(double));
    if (!parts) return VALUE_ERROR;
    for (size_t index = 0; index < first->count; index++) {
        double from, to;
        if (!math_double(vm, first->items[index], &from) ||
            !math_double(vm, second->items[index], &to))
            return VALUE_ERROR;
        parts[index] = fabs(from - to);
    }
    return make_float(vm, vector_length(parts, first->count));
}

// --- exact sums -------------------------------------------------------------------------------

// The running sum is kept as partial sums that do not overlap, smallest first (Shewchuk).
typedef struct {
    double *partials;
    size_t count, room;
    double local[32];
    double special, infinities; // sums of the values that are not finite
} Sum;

static bool sum_add(Vm *vm, Value item, void *context) {
    Sum *sum = context;
    double number;
    if (!math_double(vm, item, &number)) return false;
    double added = number;
    size_t kept = 0;
    for (size_t index = 0; index < sum->count; index++) {
        double other = sum->partials[index];
        if (fabs(number) < fabs(other)) {
            double swap = number;
            number = other, other = swap;
        }
        double high = number + other, low = other - (high - number);
        if (low != 0.0) sum->partials[kept++] = low;
        number = high;
    }
    sum->count = kept;
    if (number == 0.0) return true;
    if (!isfinite(number)) {
        if (isfinite(added)) {
            error_overflow(vm, "intermediate overflow in fsum");
            return false;
        }
        if (isinf(added)) sum->infinities += added;
        sum->special += added;
        sum->count = 0;
        return true;
    }
    if (sum->count == sum->room) {
        double *more = gc_alloc_raw(vm, sum->room * 2 * sizeof(double));
        if (!more) return false;
        memcpy(more, sum->partials, sum->count * sizeof(double));
        sum->partials = more;
        sum->room *= 2;
    }
    sum->partials[sum->count++] = number;
    return true;
}

FUNCTION(math_fsum) {
    UNUSED;
    Sum sum = {.room = 32};
    sum.partials = sum.local;
    if (!object_each(vm, args[0], sum_add, &sum)) return VALUE_ERROR;
    if (sum.special != 0.0) {
        if (isnan(sum.infinities)) return error_value(vm, "-inf + inf in fsum");
        return make_float(vm, sum.special);
    }
    double high = 0.0, low = 0.0;
    size_t left = sum.count;
    if (left) {
        high = sum.partials[--left];
        while (left) {
            double before = high, part = sum.partials[--left];
            high = before + part;
            low = part - (high - before);
            if (low != 0.0) break;
        }
        // A tie is decided by the sign of what is still left.
        if (left && ((low < 0.0 && sum.partials[left - 1] < 0.0) ||
                     (low > 0.0 && sum.partials[left - 1] > 0.0))) {
            double twice = low * 2.0, moved = high + twice;
            if (twice == moved - high) high = moved;
        }
    }
    return make_float(vm, high);
}

typedef struct {
    Value product;
} Product;

static bool product_multiply(Vm *vm, Value item, void *context) {
    Product *product = context;
    Value result;
    if (!int_multiply(vm, product->product, item, &result) &&
        !float_multiply(vm, product->product, item, &result))
        result = object_binary(vm, product->product, item, BINARY_MULTIPLY);
    product->product = result;
    return !is_error(result);
}

FUNCTION(math_prod) {
    if (count != 1)
        return error_type(vm, "prod() takes exactly 1 positional argument (%zu given)", count);
    Product product = {make_int(vm, 1)};
    for (size_t index = 0; names && index < names->count; index++) {
        Str *name = str_of(names->items[index]);
        if (!str_equal_cstring(name, "start"))
            return error_type(vm, "'%U' is an invalid keyword argument for prod()", name);
        product.product = args[1 + index];
    }
    if (is_error(product.product)) return VALUE_ERROR;
    return object_each(vm, args[0], product_multiply, &product) ? product.product : VALUE_ERROR;
}

// --- the module -------------------------------------------------------------------------------

static const NativeSpec functions[] = {
    {"acos", math_acos, 1, 1, 0},
    {"acosh", math_acosh, 1, 1, 0},
    {"asin", math_asin, 1, 1, 0},
    {"asinh", math_asinh, 1, 1, 0},
    {"atan", math_atan, 1, 1, 0},
    {"atan2", math_atan2, 2, 2, 0},
    {"atanh", math_atanh, 1, 1, 0},
    {"cbrt", math_cbrt, 1, 1, 0},
    {"ceil", math_ceil, 1, 1, 0},
    {"copysign", math_copysign, 2, 2, 0},
    {"cos", math_cos, 1, 1, 0},
    {"cosh", math_cosh, 1, 1, 0},
    {"degrees", math_degrees, 1, 1, 0},
    {"dist", math_dist, 2, 2, 0},
    {"erf", math_erf, 1, 1, 0},
    {"erfc", math_erfc, 1, 1, 0},
    {"exp", math_exp, 1, 1, 0},
    {"exp2", math_exp2, 1, 1, 0},
    {"expm1", math_expm1, 1, 1, 0},
    {"fabs", math_fabs, 1, 1, 0},
    {"floor", math_floor, 1, 1, 0},
    {"fmod", math_fmod, 2, 2, 0},
    {"frexp", math_frexp, 1, 1, 0},
    {"fsum", math_fsum, 1, 1, 0},
    {"gamma", math_gamma, 1, 1, 0},
    {"hypot", math_hypot, 0, -1, 0},
    {"isclose", math_isclose, 0, -1, NATIVE_KEYWORDS},
    {"isfinite", math_isfinite, 1, 1, 0},
    {"isinf", math_isinf, 1, 1, 0},
    {"isnan", math_isnan, 1, 1, 0},
    {"ldexp", math_ldexp, 2, 2, 0},
    {"lgamma", math_lgamma, 1, 1, 0},
    {"log", math_log, 1, 2, NATIVE_VARARGS},
    {"log10", math_log10, 1, 1, 0},
    {"log1p", math_log1p, 1, 1, 0},
    {"log2", math_log2, 1, 1, 0},
    {"modf", math_modf, 1, 1, 0},
    {"nextafter", math_nextafter, 2, 2, 0},
    {"pow", math_pow, 2, 2, 0},
    {"prod", math_prod, 0, -1, NATIVE_KEYWORDS},
    {"radians", math_radians, 1, 1, 0},
    {"remainder", math_remainder, 2, 2, 0},
    {"sin", math_sin, 1, 1, 0},
    {"sinh", math_sinh, 1, 1, 0},
    {"sqrt", math_sqrt, 1, 1, 0},
    {"tan", math_tan, 1, 1, 0},
    {"tanh", math_tanh, 1, 1, 0},
    {"trunc", math_trunc, 1, 1, 0},
    {"ulp", math_ulp, 1, 1, 0},
    {0},
};

static bool set_float(Vm *vm, Module *module, const char *name, double number) {
    Value value = make_float(vm, number);
    return !is_error(value) && module_set(vm, module, name, value);
}

bool module_math_make(Vm *vm, Module *module);
bool module_math_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, math_int_functions) &&
           set_float(vm, module, "pi", M_PI) && set_float(vm, module, "e", M_E) &&
           set_float(vm, module, "tau", 2.0 * M_PI) && set_float(vm, module, "inf", INFINITY) &&
           set_float(vm, module, "nan", NAN);
}
