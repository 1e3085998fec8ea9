// The module cmath: functions of complex numbers, by Kahan's formulas ("Branch cuts for complex
// elementary functions"), which keep the signs of zeros and scale where squares would overflow.
// What has an infinite or nan part goes to the C library, whose answers the C standard lays down.
#include <complex.h>
#undef complex
#include <errno.h>
#include <float.h>
#include <math.h>

#include "vm/module.h"
#include "vm/modules/math.h"
#include "vm/names.h"
#include "vm/types/complex.h"

#define LARGE      (DBL_MAX / 4.0)
#define SQRT_LARGE sqrt(LARGE)
#define LOG_LARGE  log(LARGE)
#define SQRT_SMALL sqrt(DBL_MIN)

typedef struct {
    double real, imaginary;
} Number;

// Not errno, which the C library sets for what is too small, too.
static int failure;

static double _Complex joined(Number z) {
    return __builtin_complex(z.real, z.imaginary);
}
static Number parted(double _Complex z) {
    return (Number){creal(z), cimag(z)};
}
static bool is_finite(Number z) {
    return isfinite(z.real) && isfinite(z.imaginary);
}
// Each function sets failure where it is not defined (EDOM) or too large (ERANGE).
static Number special(Number z, double _Complex (*function)(double _Complex), bool domain_error) {
    Number result = parted(function(joined(z)));
    failure = domain_error ? EDOM : 0;
    return result;
}
static Number ranged(Number z) {
    if (isinf(z.real) || isinf(z.imaginary)) failure = ERANGE;
    return z;
}
static bool is_large(Number z) {
    return fabs(z.real) > LARGE || fabs(z.imaginary) > LARGE;
}
// log(2 |z|) of a large z.
static double log_twice(Number z) {
    return log(hypot(z.real / 2.0, z.imaginary / 2.0)) + M_LN2 * 2.0;
}

static Number complex_sqrt(Number z) {
    if (!is_finite(z)) return special(z, csqrt, false);
    if (z.real == 0.0 && z.imaginary == 0.0) return (Number){0.0, z.imaginary};
    double x = fabs(z.real), y = fabs(z.imaginary), root;
    if (x < DBL_MIN && y < DBL_MIN) {
        x = ldexp(x, 53);
        root = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8.0;
        root = 2.0 * sqrt(x + hypot(x, y / 8.0));
    }
    double other = y / (2.0 * root);
    return z.real >= 0.0 ? (Number){root, copysign(other, z.imaginary)}
                         : (Number){other, copysign(root, z.imaginary)};
}
static Number complex_acos(Number z) {
    if (!is_finite(z)) return special(z, cacos, false);
    if (is_large(z)) {
        double length = log_twice(z);
        return (Number){atan2(fabs(z.imaginary), z.real), z.real < 0.0
                                                              ? -copysign(length, z.imaginary)
                                                              : copysign(length, -z.imaginary)};
    }
    Number minus = complex_sqrt((Number){1.0 - z.real, -z.imaginary});
    Number plus = complex_sqrt((Number){1.0 + z.real, z.imaginary});
    return (Number){2.0 * atan2(minus.real, plus.real),
                    asinh(plus.real * minus.imaginary - plus.imaginary * minus.real)};
}
static Number complex_acosh(Number z) {
    if (z.real == 0.0 && isnan(z.imaginary)) return (Number){z.imaginary, z.imaginary};
    if (!is_finite(z)) return special(z, cacosh, false);
    if (is_large(z)) return (Number){log_twice(z), atan2(z.imaginary, z.real)};
    Number minus = complex_sqrt((Number){z.real - 1.0, z.imaginary});
    Number plus = complex_sqrt((Number){z.real + 1.0, z.imaginary});
    return (Number){asinh(minus.real * plus.real + minus.imaginary * plus.imaginary),
                    2.0 * atan2(minus.imaginary, plus.real)};
}
static Number complex_asinh(Number z) {
    if (!is_finite(z)) return special(z, casinh, false);
    if (is_large(z)) {
        double length = log_twice(z);
        return (Number){z.imaginary >= 0.0 ? copysign(length, z.real) : -copysign(length, -z.real),
                        atan2(z.imaginary, fabs(z.real))};
    }
    Number first = complex_sqrt((Number){1.0 + z.imaginary, -z.real});
    Number second = complex_sqrt((Number){1.0 - z.imaginary, z.real});
    return (Number){
        asinh(first.real * second.imaginary - second.real * first.imaginary),
        atan2(z.imaginary, first.real * second.real - first.imaginary * second.imaginary)};
}
static Number complex_atanh(Number z) {
    if (!is_finite(z)) return special(z, catanh, false);
    if (signbit(z.real)) {
        Number turned = complex_atanh((Number){-z.real, -z.imaginary});
        return (Number){-turned.real, -turned.imaginary};
    }
    double y = fabs(z.imaginary);
    if (z.real > SQRT_LARGE || y > SQRT_LARGE) {
        double half = hypot(z.real / 2.0, z.imaginary / 2.0);
        return (Number){z.real / 4.0 / half / half, -copysign(M_PI / 2.0, -z.imaginary)};
    }
    if (z.real == 1.0 && y < SQRT_SMALL) {
        if (y == 0.0) {
            failure = EDOM;
            return (Number){INFINITY, z.imaginary};
        }
        return (Number){-log(sqrt(y) / sqrt(hypot(y, 2.0))),
                        copysign(atan2(2.0, -y) / 2.0, z.imaginary)};
    }
    double below = 1.0 - z.real;
    return (Number){log1p(4.0 * z.real / (below * below + y * y)) / 4.0,
                    -atan2(-2.0 * z.imaginary, below * (1.0 + z.real) - y * y) / 2.0};
}
static Number complex_exp(Number z) {
    if (!is_finite(z))
        return special(z, cexp,
                       isinf(z.imaginary) && (isfinite(z.real) || (isinf(z.real) && z.real > 0.0)));
    if (z.real <= LOG_LARGE) {
        double length = exp(z.real);
        return ranged((Number){length * cos(z.imaginary), length * sin(z.imaginary)});
    }
    double length = exp(z.real - 1.0);
    return ranged((Number){length * cos(z.imaginary) * M_E, length * sin(z.imaginary) * M_E});
}
static Number complex_log(Number z) {
    if (!is_finite(z)) return special(z, clog, false);
    double x = fabs(z.real), y = fabs(z.imaginary), angle = atan2(z.imaginary, z.real), length;
    if (is_large(z)) {
        length = log(hypot(x / 2.0, y / 2.0)) + M_LN2;
    } else if (x < DBL_MIN && y < DBL_MIN) {
        if (x == 0.0 && y == 0.0) {
            failure = EDOM;
            return (Number){-INFINITY, angle};
        }
        length = log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2;
    } else {
        double distance = hypot(x, y), larger = x > y ? x : y, smaller = x > y ? y : x;
        // Near one the logarithm is that of the distance to it.
        length = distance >= 0.71 && distance <= 1.73
                     ? log1p((larger - 1.0) * (larger + 1.0) + smaller * smaller) / 2.0
                     : log(distance);
    }
    return (Number){length, angle};
}
static Number complex_log10(Number z) {
    Number result = complex_log(z);
    return (Number){result.real / M_LN10, result.imaginary / M_LN10};
}
static Number complex_cosh(Number z) {
    if (!is_finite(z)) return special(z, ccosh, isinf(z.imaginary) && !isnan(z.real));
    double c = cos(z.imaginary), s = sin(z.imaginary);
    if (fabs(z.real) <= LOG_LARGE) return ranged((Number){c * cosh(z.real), s * sinh(z.real)});
    double nearer = z.real - copysign(1.0, z.real);
    return ranged((Number){c * cosh(nearer) * M_E, s * sinh(nearer) * M_E});
}
static Number complex_sinh(Number z) {
    if (!is_finite(z)) return special(z, csinh, isinf(z.imaginary) && !isnan(z.real));
    double c = cos(z.imaginary), s = sin(z.imaginary);
    if (fabs(z.real) <= LOG_LARGE) return ranged((Number){c * sinh(z.real), s * cosh(z.real)});
    double nearer = z.real - copysign(1.0, z.real);
    return ranged((Number){c * sinh(nearer) * M_E, s * cosh(nearer) * M_E});
}
static Number complex_tanh(Number z) {
    if (z.real == 0.0 && isnan(z.imaginary)) return (Number){z.imaginary, z.imaginary};
    if (!is_finite(z)) return special(z, ctanh, isinf(z.imaginary) && isfinite(z.real));
    if (fabs(z.real) > LOG_LARGE)
        return (Number){copysign(1.0, z.real),
                        4.0 * sin(z.imaginary) * cos(z.imaginary) * exp(-2.0 * fabs(z.real))};
    double x = tanh(z.real), y = tan(z.imaginary), c = 1.0 / cosh(z.real);
    double product = x * y, below = 1.0 + product * product;
    return (Number){x * (1.0 + y * y) / below, y / below * c * c};
}
// f(z) of the circular functions is that of the hyperbolic ones at iz, turned back.
static Number turned(Number z, Number (*function)(Number)) {
    Number result = function((Number){-z.imaginary, z.real});
    return (Number){result.imaginary, -result.real};
}
static Number complex_asin(Number z) {
    return turned(z, complex_asinh);
}
static Number complex_atan(Number z) {
    return turned(z, complex_atanh);
}
static Number complex_sin(Number z) {
    return turned(z, complex_sinh);
}
static Number complex_tan(Number z) {
    return turned(z, complex_tanh);
}
static Number complex_cos(Number z) {
    return complex_cosh((Number){-z.imaginary, z.real});
}

// --- the functions of the module ----------------------------------------------------------------

// Any number: by __complex__, or as a real one.
static bool number_of(Vm *vm, Value value, Number *number) {
    Value made = is_any_complex(value) ? VALUE_END : complex_ask(vm, value);
    if (is_error(made)) return false;
    if (made != VALUE_END) value = made;
    if (is_any_complex(value)) {
        complex_parts(value, &number->real, &number->imaginary);
        return true;
    }
    number->imaginary = 0.0;
    return math_double(vm, value, &number->real);
}
static bool check_errno(Vm *vm) {
    if (failure == EDOM) math_domain_error(vm);
    if (failure == ERANGE) error_overflow(vm, "math range error");
    return failure != EDOM && failure != ERANGE;
}
static Value apply(Vm *vm, Value argument, Number (*function)(Number)) {
    Number number;
    if (!number_of(vm, argument, &number)) return VALUE_ERROR;
    failure = 0;
    number = function(number);
    return check_errno(vm) ? complex_make(vm, number.real, number.imaginary) : VALUE_ERROR;
}
#define ONE(id)                                                                                    \
    NATIVE(cmath_##id) {                                                                           \
        return apply(vm, args[0], complex_##id);                                                   \
    }
#define EACH(F)                                                                                    \
    F(acos)                                                                                        \
    F(acosh)                                                                                       \
    F(asin)                                                                                        \
    F(asinh) F(atan) F(atanh) F(cos) F(cosh) F(exp) F(log10) F(sin) F(sinh) F(sqrt) F(tan) F(tanh)
EACH(ONE)

NATIVE(cmath_log) {
    Number number, base;
    if (!number_of(vm, args[0], &number) || (count > 1 && !number_of(vm, args[1], &base)))
        return VALUE_ERROR;
    failure = 0;
    number = complex_log(number);
    if (count == 1)
        return check_errno(vm) ? complex_make(vm, number.real, number.imaginary) : VALUE_ERROR;
    base = complex_log(base);
    if (!check_errno(vm)) return VALUE_ERROR;
    if (base.real == 0.0 && base.imaginary == 0.0) return math_domain_error(vm);
    return complex_binary(vm, number.real, number.imaginary, base.real, base.imaginary,
                          BINARY_TRUE_DIVIDE);
}
// As CPython, which has the angle's failure alone; hypot may overflow.
NATIVE(cmath_phase) {
    Number number;
    if (!number_of(vm, args[0], &number)) return VALUE_ERROR;
    return make_float(vm, atan2(number.imaginary, number.real));
}
NATIVE(cmath_polar) {
    Number number;
    if (!number_of(vm, args[0], &number)) return VALUE_ERROR;
    double length = hypot(number.real, number.imaginary);
    if (isinf(length) && is_finite(number)) return error_overflow(vm, "math range error");
    Value first = make_float(vm, length);
    return TUPLE(vm, first, make_float(vm, atan2(number.imaginary, number.real)));
}
NATIVE(cmath_rect) {
    double length, angle;
    if (!math_double(vm, args[0], &length) || !math_double(vm, args[1], &angle)) return VALUE_ERROR;
    if (isfinite(length) && isfinite(angle)) {
        // An angle of zero keeps its sign.
        return angle == 0.0 ? complex_make(vm, length, length * angle)
                            : complex_make(vm, length * cos(angle), length * sin(angle));
    }
    if (isinf(angle) && length != 0.0 && !isnan(length)) return math_domain_error(vm);
    if (isinf(length) && isfinite(angle) && angle != 0.0) {
        double sign = length > 0 ? 1.0 : -1.0;
        return complex_make(vm, sign * copysign(INFINITY, cos(angle)),
                            sign * copysign(INFINITY, sin(angle)));
    }
    if (angle == 0.0)
        return complex_make(vm, length,
                            isnan(length) ? 0.0 : copysign(angle, length * copysign(1.0, angle)));
    if (length == 0.0) return complex_make(vm, 0.0, 0.0);
    return complex_make(vm, isinf(length) ? INFINITY : NAN, NAN);
}

#define TEST(id, condition)                                                                        \
    NATIVE(cmath_##id) {                                                                           \
        Number number;                                                                             \
        return number_of(vm, args[0], &number) ? make_bool(condition) : VALUE_ERROR;               \
    }
TEST(isfinite, is_finite(number))
TEST(isinf, isinf(number.real) || isinf(number.imaginary))
TEST(isnan, isnan(number.real) || isnan(number.imaginary))

NATIVE(cmath_isclose) {
    static const char *const parameters[] = {"a", "b", "*", "rel_tol", "abs_tol", NULL};
    Value values[4];
    Number first, second;
    double relative = 1e-9, absolute = 0.0;
    if (!arguments_parse(vm, "isclose", parameters, 2, 0, args, count, names, values) ||
        !number_of(vm, values[0], &first) || !number_of(vm, values[1], &second) ||
        (values[2] && !math_double(vm, values[2], &relative)) ||
        (values[3] && !math_double(vm, values[3], &absolute)))
        return VALUE_ERROR;
    if (relative < 0.0 || absolute < 0.0) return error_value(vm, "tolerances must be non-negative");
    if (first.real == second.real && first.imaginary == second.imaginary) return VALUE_TRUE;
    if (isinf(first.real) || isinf(first.imaginary) || isinf(second.real) ||
        isinf(second.imaginary))
        return VALUE_FALSE;
    double distance = hypot(first.real - second.real, first.imaginary - second.imaginary);
    return make_bool(distance <= relative * hypot(second.real, second.imaginary) ||
                     distance <= relative * hypot(first.real, first.imaginary) ||
                     distance <= absolute);
}

#define ROW(id) {#id, cmath_##id, 1, 1, 0},
static const NativeSpec functions[] = {
    EACH(ROW){"log", cmath_log, 1, 2, 0},
    {"phase", cmath_phase, 1, 1, 0},
    {"polar", cmath_polar, 1, 1, 0},
    {"rect", cmath_rect, 2, 2, 0},
    {"isfinite", cmath_isfinite, 1, 1, 0},
    {"isinf", cmath_isinf, 1, 1, 0},
    {"isnan", cmath_isnan, 1, 1, 0},
    {"isclose", cmath_isclose, 0, -1, NATIVE_KEYWORDS},
    {0},
};

bool module_cmath_make(Vm *vm, Module *module);
bool module_cmath_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "pi", make_float(vm, M_PI)) &&
           module_set(vm, module, "e", make_float(vm, M_E)) &&
           module_set(vm, module, "tau", make_float(vm, 2.0 * M_PI)) &&
           module_set(vm, module, "inf", make_float(vm, INFINITY)) &&
           module_set(vm, module, "nan", make_float(vm, NAN)) &&
           module_set(vm, module, "infj", complex_make(vm, 0.0, INFINITY)) &&
           module_set(vm, module, "nanj", complex_make(vm, 0.0, NAN));
}
