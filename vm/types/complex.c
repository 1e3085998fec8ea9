// complex: arithmetic on pairs of doubles, and the type.
#include "vm/types/complex.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "frontend/text/float.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/gc.h"
#include "vm/names.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

bool is_any_complex(Value value) {
    return is_object(value) && (object_of(value)->shape_id == SHAPE_COMPLEX ||
                                (object_of(value)->shape_id >= SHAPE_FIRST_DYNAMIC &&
                                 type_is_subtype(type_of(value), &complex_type)));
}

void complex_parts(Value value, double *real, double *imaginary) {
    if (object_of(value)->shape_id != SHAPE_COMPLEX) value = ((NumberInstance *)value)->payload;
    *real = ((Complex *)value)->real;
    *imaginary = ((Complex *)value)->imaginary;
}

Value complex_make(Vm *vm, double real, double imaginary) {
    Complex *complex = gc_new(vm, SHAPE_COMPLEX, sizeof(Complex));
    if (!complex) return VALUE_ERROR;
    complex->real = real;
    complex->imaginary = imaginary;
    return value_of(complex);
}

// --- arithmetic -------------------------------------------------------------------------------

typedef struct {
    double real, imaginary;
} Pair;

static Pair multiply_pairs(Pair left, Pair right) {
    return (Pair){left.real * right.real - left.imaginary * right.imaginary,
                  left.real * right.imaginary + left.imaginary * right.real};
}

// Scales by the larger part of the divisor, which avoids overflow on the way.
static bool divide_pairs(Pair left, Pair right, Pair *quotient) {
    double real = fabs(right.real), imaginary = fabs(right.imaginary);
    if (real >= imaginary) {
        if (real == 0.0) return false;
        double ratio = right.imaginary / right.real;
        double scale = right.real + right.imaginary * ratio;
        *quotient = (Pair){(left.real + left.imaginary * ratio) / scale,
                           (left.imaginary - left.real * ratio) / scale};
    } else if (imaginary >= real) {
        double ratio = right.real / right.imaginary;
        double scale = right.real * ratio + right.imaginary;
        *quotient = (Pair){(left.real * ratio + left.imaginary) / scale,
                           (left.imaginary * ratio - left.real) / scale};
    } else {
        *quotient = (Pair){NAN, NAN};
    }
    return true;
}

// Powers with whole exponents, by squaring: exact where the products are.
static Pair whole_power(Pair base, unsigned exponent) {
    Pair result = {1.0, 0.0};
    for (unsigned bit = 1; bit && bit <= exponent; bit <<= 1) {
        if (exponent & bit) result = multiply_pairs(result, base);
        base = multiply_pairs(base, base);
    }
    return result;
}

Value complex_power(Vm *vm, double base_real, double base_imaginary, double exponent_real,
                    double exponent_imaginary) {
    Pair base = {base_real, base_imaginary}, result;
    if (exponent_real == 0.0 && exponent_imaginary == 0.0) return complex_make(vm, 1.0, 0.0);
    if (exponent_imaginary == 0.0 && exponent_real == floor(exponent_real) &&
        fabs(exponent_real) <= 100.0) {
        result = whole_power(base, (unsigned)fabs(exponent_real));
        if (exponent_real < 0 && !divide_pairs((Pair){1.0, 0.0}, result, &result))
            return error_zero_division(vm, "0.0 to a negative or complex power");
    } else if (base_real == 0.0 && base_imaginary == 0.0) {
        if (exponent_imaginary != 0.0 || exponent_real < 0.0)
            return error_zero_division(vm, "0.0 to a negative or complex power");
        result = (Pair){0.0, 0.0};
    } else {
        double absolute = hypot(base_real, base_imaginary), length = pow(absolute, exponent_real);
        double angle = atan2(base_imaginary, base_real), phase = angle * exponent_real;
        if (exponent_imaginary != 0.0) {
            length /= exp(angle * exponent_imaginary);
            phase += exponent_imaginary * log(absolute);
        }
        // The cosine of what has none is an error of its domain, and every such one is said so.
        if (isinf(phase)) return error_zero_division(vm, "0.0 to a negative or complex power");
        result = (Pair){length * cos(phase), length * sin(phase)};
    }
    if ((isinf(result.real) || isinf(result.imaginary)) && isfinite(base_real) &&
        isfinite(base_imaginary) && isfinite(exponent_real) && isfinite(exponent_imaginary))
        return error_overflow(vm, "complex exponentiation");
    return complex_make(vm, result.real, result.imaginary);
}

Value complex_binary(Vm *vm, double left_real, double left_imaginary, double right_real,
                     double right_imaginary, BinaryOperator operation) {
    Pair left = {left_real, left_imaginary}, right = {right_real, right_imaginary}, result;
    switch (operation) {
    case BINARY_ADD:
        return complex_make(vm, left_real + right_real, left_imaginary + right_imaginary);
    case BINARY_SUBTRACT:
        return complex_make(vm, left_real - right_real, left_imaginary - right_imaginary);
    case BINARY_MULTIPLY: result = multiply_pairs(left, right); break;
    case BINARY_TRUE_DIVIDE:
        if (!divide_pairs(left, right, &result))
            return error_zero_division(vm, "complex division by zero");
        break;
    case BINARY_POWER:
        return complex_power(vm, left_real, left_imaginary, right_real, right_imaginary);
    default: return VALUE_NOT_IMPLEMENTED;
    }
    return complex_make(vm, result.real, result.imaginary);
}

// --- text -------------------------------------------------------------------------------------

static Value repr(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    char text[2 * FLOAT_REPR_ROOM + 4];
    char *at = text;
    if (real == 0.0 && !signbit(real)) {
        at += float_repr_plain(imaginary, at);
        *at++ = 'j';
    } else {
        *at++ = '(';
        at += float_repr_plain(real, at);
        if (!signbit(imaginary) || isnan(imaginary)) *at++ = '+';
        at += float_repr_plain(imaginary, at);
        *at++ = 'j';
        *at++ = ')';
    }
    return str_from_latin1(vm, text, (size_t)(at - text));
}

// How many bytes from `at` on make a float with optional sign.
static size_t float_length(const char *at, const char *end) {
    const char *start = at;
    if (at < end && (*at == '+' || *at == '-')) at++;
    if (at < end && ((*at | 32) == 'i' || (*at | 32) == 'n')) {
        size_t word = (*at | 32) == 'i' && end - at >= 8 && (at[3] | 32) == 'i' ? 8 : 3;
        return (size_t)(end - at) < word ? 0 : (size_t)(at - start) + word;
    }
    const char *digits = at;
    while (at < end && ((*at >= '0' && *at <= '9') || *at == '.')) at++;
    if (at == digits) return 0;
    if (at < end && (*at | 32) == 'e') {
        const char *mark = at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        if (at == end || *at < '0' || *at > '9') return (size_t)(mark - start);
        while (at < end && *at >= '0' && *at <= '9') at++;
    }
    return (size_t)(at - start);
}

static bool is_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

// [float] [sign float j], float j, sign j; in brackets or not.
static bool parse_parts(const char *at, const char *end, double *real, double *imaginary) {
    if (at < end && *at == '(') {
        if (end[-1] != ')') return false;
        at++, end--;
        while (at < end && is_space(*at)) at++;
        while (end > at && is_space(end[-1])) end--;
    }
    *real = *imaginary = 0.0;
    size_t size = float_length(at, end);
    if (size) {
        double first;
        if (!float_parse(at, size, &first)) return false;
        at += size;
        if (at < end && (*at | 32) == 'j') {
            *imaginary = first;
            return at + 1 == end;
        }
        *real = first;
        if (at == end) return true;
        if (*at != '+' && *at != '-') return false;
    }
    if (at == end) return false;
    size = float_length(at, end);
    if (size) {
        if (!float_parse(at, size, imaginary)) return false;
        at += size;
    } else {
        *imaginary = *at == '-' ? -1.0 : 1.0;
        if (*at == '+' || *at == '-') at++;
    }
    return at < end && (*at | 32) == 'j' && at + 1 == end;
}

static Value parse(Vm *vm, Str *str) {
    size_t size;
    const char *text = number_text(vm, str, &size);
    char *plain = text ? gc_alloc_raw(vm, size + 1) : NULL;
    if (!plain) return VALUE_ERROR;
    ptrdiff_t left = number_without_underscores(text, size, plain);
    double real, imaginary;
    if (left < 0) return error_value(vm, "could not convert string to complex: %R", value_of(str));
    if (left == 0 || !parse_parts(plain, plain + left, &real, &imaginary))
        return error_value(vm, "complex() arg is a malformed string");
    return complex_make(vm, real, imaginary);
}

// --- the type ---------------------------------------------------------------------------------

Value complex_ask(Vm *vm, Value value) {
    if (is_int(value) || is_float(value)) return VALUE_END;
    Value made = object_call_special(vm, value, name_of(vm, complex), NULL, 0);
    if (made == VALUE_END || is_error(made) || has_shape(made, SHAPE_COMPLEX)) return made;
    Value said = str_format(vm, "__complex__ returned non-complex (type %T)", made);
    if (is_error(said)) return said;
    if (!is_any_complex(made)) return error_type(vm, "%S", said);
    return number_warn_subclass(vm, said, "complex") ? made : VALUE_ERROR;
}

// A number as real and imaginary part; the first argument may be asked for its __complex__.
static bool convert(Vm *vm, Value value, bool first, double *real, double *imaginary) {
    Value made = first && !has_shape(value, SHAPE_COMPLEX) ? complex_ask(vm, value) : VALUE_END;
    if (is_error(made)) return false;
    if (made != VALUE_END) value = made;
    *imaginary = 0.0;
    if (is_any_complex(value)) {
        complex_parts(value, real, imaginary);
        return true;
    }
    int answer = number_ask_double(vm, value, real);
    if (!answer)
        error_type(vm, "complex() %s must be a %snumber, not '%T'",
                   first ? "first argument" : "second argument", first ? "string or a " : "",
                   value);
    return answer > 0;
}

static bool may_be_number(Value value) {
    return type_of(value)->to_float || type_of(value)->index || is_any_complex(value);
}

static Value make_plain(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"real", "imag", NULL};
    Value values[2];
    if (!arguments_parse(vm, "complex", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    double parts[4] = {0};
    if (values[0] && !values[1] && has_shape(values[0], SHAPE_COMPLEX)) return values[0];
    if (values[0] && is_str_like(values[0])) {
        if (values[1])
            return error_type(vm, "complex() can't take second arg if first is a string");
        return parse(vm, str_of(values[0]));
    }
    if (values[1] && is_str_like(values[1]))
        return error_type(vm, "complex() second arg can't be a string");
    if (values[1] && !may_be_number(values[1]) && (!values[0] || may_be_number(values[0])))
        return error_type(vm, "complex() second argument must be a number, not '%T'", values[1]);
    if (values[0] && !convert(vm, values[0], true, &parts[0], &parts[1])) return VALUE_ERROR;
    if (values[1] && !convert(vm, values[1], false, &parts[2], &parts[3])) return VALUE_ERROR;
    // real + imag * 1j, without adding a zero that could change a sign.
    bool first_complex = values[0] && is_any_complex(values[0]);
    bool second_complex = values[1] && is_any_complex(values[1]);
    if (!values[1]) return complex_make(vm, parts[0], parts[1]);
    return complex_make(vm, second_complex ? parts[0] - parts[3] : parts[0],
                        first_complex ? parts[2] + parts[1] : parts[2]);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value number = make_plain(vm, args, count, names);
    return type == &complex_type ? number : number_instance_make(vm, type, number);
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    *result = (int64_t)((uint64_t)float_hash(vm, real, self) +
                        1000003 * (uint64_t)float_hash(vm, imaginary, self));
    if (*result == -1) *result = -2;
    return true;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return real != 0.0 || imaginary != 0.0;
}

static Value negative(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return complex_make(vm, -real, -imaginary);
}

static Value positive(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return complex_make(vm, real, imaginary);
}

static Value absolute(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    double result = hypot(real, imaginary);
    if (isinf(result) && isfinite(real) && isfinite(imaginary))
        return error_overflow(vm, "absolute value too large");
    return make_float(vm, result);
}

static Value format(Vm *vm, Value self, Str *spec) {
    if (!spec->length) return object_str(vm, self); // a subclass may have its own
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return format_complex(vm, real, imaginary, spec);
}

static Value conjugate(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    double real, imaginary;
    complex_parts(args[0], &real, &imaginary);
    return complex_make(vm, real, -imaginary);
}

static Value itself(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return positive(vm, args[0]);
}

static Value new_arguments(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    double real, imaginary;
    complex_parts(args[0], &real, &imaginary);
    Value parts[] = {make_float(vm, real), make_float(vm, imaginary)};
    return is_error(parts[0]) || is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}

static Value get_real(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return make_float(vm, real);
}

static Value get_imaginary(Vm *vm, Value self) {
    double real, imaginary;
    complex_parts(self, &real, &imaginary);
    return make_float(vm, imaginary);
}

static const NativeSpec methods[] = {
    {"conjugate", conjugate, 1, 1, 0},
    {"__complex__", itself, 1, 1, 0},
    {"__getnewargs__", new_arguments, 1, 1, 0},
    {0},
};

static const MemberSpec members[] = {{"real", get_real, NULL}, {"imag", get_imaginary, NULL}, {0}};

#define OPERATOR(name, operation)                                                                  \
    static Value name(Vm *vm, Value left, Value right) {                                           \
        return number_binary_complex(vm, left, right, operation);                                  \
    }
OPERATOR(add, BINARY_ADD)
OPERATOR(subtract, BINARY_SUBTRACT)
OPERATOR(multiply, BINARY_MULTIPLY)
OPERATOR(true_divide, BINARY_TRUE_DIVIDE)
OPERATOR(power, BINARY_POWER)

Type complex_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "complex",
    .parent = &object_type,
    .shape_id = SHAPE_COMPLEX,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(NumberInstance),
    .methods = methods,
    .members = members,
    .trace = number_instance_trace,
    .repr = repr,
    .hash = hash,
    .truth = truth,
    .compare = number_compare_complex,
    .negative = negative,
    .positive = positive,
    .absolute = absolute,
    .format = format,
    .binary = {[BINARY_ADD] = add,
               [BINARY_SUBTRACT] = subtract,
               [BINARY_MULTIPLY] = multiply,
               [BINARY_TRUE_DIVIDE] = true_divide,
               [BINARY_POWER] = power},
    .make = make,
};
