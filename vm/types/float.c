// float: the type, its constructor and methods.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/text/float.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/gc.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

double float_plain(Value value) {
    return is_float(value) ? float_of(value) : float_of(((NumberInstance *)value)->payload);
}

// --- text -------------------------------------------------------------------------------------

Value float_to_str(Vm *vm, double value) {
    char text[FLOAT_REPR_ROOM];
    return str_from_latin1(vm, text, float_repr(value, text));
}

static Value parse(Vm *vm, const char *text, size_t size, Value source) {
    double number;
    char local[128];
    char *plain = size <= sizeof local ? local : gc_alloc_raw(vm, size);
    if (!plain) return VALUE_ERROR;
    ptrdiff_t left = number_without_underscores(text, size, plain);
    if (left < 0 || !float_parse(plain, (size_t)left, &number))
        return error_value(vm, "could not convert string to float: %R", source);
    return make_float(vm, number);
}

Value float_parse_str(Vm *vm, Str *str) {
    size_t size;
    const char *text = number_text(vm, str, &size);
    return text ? parse(vm, text, size, value_of(str)) : VALUE_ERROR;
}

static bool is_ascii_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void strip_spaces(const char **text, size_t *size) {
    while (*size && is_ascii_space(**text)) ++*text, --*size;
    while (*size && is_ascii_space((*text)[*size - 1])) --*size;
}

static Value parse_bytes(Vm *vm, Value bytes) {
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, bytes, &data, &size)) return VALUE_ERROR;
    const char *text = (const char *)data;
    strip_spaces(&text, &size);
    return parse(vm, text, size, bytes);
}

// --- hash: equal to that of an equal int ------------------------------------------------------

#define HASH_BITS    61
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

int64_t hash_double(double value) {
    if (isinf(value)) return value > 0 ? 314159 : -314159;
    if (isnan(value)) return 0;
    int exponent;
    double mantissa = frexp(fabs(value), &exponent);
    uint64_t hash = 0;
    while (mantissa != 0.0) {
        hash = (hash << 28 & HASH_MODULUS) | hash >> (HASH_BITS - 28);
        mantissa *= 268435456.0; // 2^28
        exponent -= 28;
        uint64_t digit = (uint64_t)mantissa;
        mantissa -= (double)digit;
        hash += digit;
        if (hash >= HASH_MODULUS) hash -= HASH_MODULUS;
    }
    int turn = exponent >= 0 ? exponent % HASH_BITS : HASH_BITS - 1 - (-1 - exponent) % HASH_BITS;
    hash = (hash << turn & HASH_MODULUS) | hash >> (HASH_BITS - turn);
    int64_t result = (int64_t)(value < 0 ? 0 - hash : hash);
    return result == -1 ? -2 : result;
}

// Every nan hashes by what it is, its bits, so that a set full of them stays fast enough.
int64_t float_hash(Vm *vm, double value, Value self) {
    (void)vm, (void)self;
    if (!isnan(value)) return hash_double(value);
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (int64_t)(bits >> 4);
}

// --- rounding ---------------------------------------------------------------------------------

// To the nearest whole number, half to even.
static double round_half_even(double number) {
    double rounded = round(number);
    if (fabs(number - rounded) == 0.5) rounded = 2.0 * round(number / 2.0);
    return rounded;
}

// Rounds to a place left of the point: the digits printf keeps are exact, and ties go to even.
static double round_left(double number, int64_t digits) {
    char text[FLOAT_FORMAT_ROOM(800)];
    double magnitude = fabs(number), rounded = 0.0;
    size_t size = float_format(magnitude, 'e', 17, false, text);
    const char *mark = memchr(text, 'e', size);
    int64_t kept = (mark ? strtol(mark + 1, NULL, 10) : 0) + 1 + digits;
    if (kept > 17) return number;
    if (kept > 0) {
        size = float_format(magnitude, 'e', (int)kept - 1, false, text);
        float_parse(text, size, &rounded);
    } else if (kept == 0) {
        // Between zero and the unit: more than half goes up.
        size = float_format(magnitude, 'e', 780, false, text);
        bool beyond = text[0] > '5';
        for (const char *at = text + 1; text[0] == '5' && *at != 'e'; at++)
            beyond |= *at > '0' && *at <= '9';
        if (beyond) {
            size = (size_t)snprintf(text, sizeof text, "1e%d", (int)-digits);
            float_parse(text, size, &rounded);
        }
    }
    return copysign(rounded, number);
}

Value float_round(Vm *vm, double number, Value digits) {
    if (is_none(digits)) return int_from_double(vm, round_half_even(number));
    int64_t places;
    if (!object_index(vm, digits, true, &places)) return VALUE_ERROR;
    if (!isfinite(number) || number == 0.0 || places > 323) return make_float(vm, number);
    if (places < -308) return make_float(vm, 0.0 * number);
    double rounded;
    if (places >= 0) {
        char text[FLOAT_FORMAT_ROOM(323)];
        size_t size = float_format(number, 'f', (int)places, false, text);
        if (!float_parse(text, size, &rounded)) return make_float(vm, number);
    } else {
        rounded = round_left(number, places);
    }
    if (isinf(rounded)) return error_overflow(vm, "rounded value too large to represent");
    return make_float(vm, rounded);
}

// --- methods ----------------------------------------------------------------------------------

#define METHOD(name) static Value name(Vm *vm, Value *args, size_t count, Tuple *names)
#define UNUSED       (void)count, (void)names

METHOD(is_integer) {
    UNUSED;
    (void)vm;
    double number = float_plain(args[0]);
    return make_bool(isfinite(number) && floor(number) == number);
}

static Value plain(Vm *vm, Value self) {
    return is_float(self) ? self : make_float(vm, float_plain(self));
}

METHOD(itself) {
    UNUSED;
    return plain(vm, args[0]);
}

METHOD(as_integer_ratio) {
    UNUSED;
    double number = float_plain(args[0]);
    if (isinf(number)) return error_overflow(vm, "cannot convert Infinity to integer ratio");
    if (isnan(number)) return error_value(vm, "cannot convert NaN to integer ratio");
    int exponent;
    double mantissa = frexp(number, &exponent);
    while (mantissa != floor(mantissa)) {
        mantissa *= 2.0;
        exponent--;
    }
    Value parts[] = {make_int(vm, (int64_t)mantissa), make_int(vm, 1)};
    if (is_error(parts[0]) || is_error(parts[1])) return VALUE_ERROR;
    IntView view;
    int which = exponent < 0;
    int_view(parts[which], &view);
    parts[which] = big_lshift(vm, &view, (size_t)abs(exponent));
    return is_error(parts[which]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}

METHOD(hex) {
    UNUSED;
    double number = float_plain(args[0]);
    if (!isfinite(number)) return float_to_str(vm, number);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    const char *sign = bits >> 63 ? "-" : "";
    char text[40];
    int size;
    if (!exponent && !fraction)
        size = snprintf(text, sizeof text, "%s0x0.0p+0", sign);
    else
        size = snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, exponent != 0,
                        (unsigned long long)fraction, (exponent ? exponent : 1) - 1023);
    return str_from_latin1(vm, text, (size_t)size);
}

static bool is_hex(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'f');
}

// A number in hexadecimal digits: mantissa * 2^exponent, and a little more where `sticky`.
typedef struct {
    uint64_t mantissa;
    int64_t exponent;
    bool sticky;
} HexNumber;

static void hex_digit_add(HexNumber *number, char byte, bool fraction) {
    unsigned digit = byte <= '9' ? byte - '0' : (byte | 32) - 'a' + 10;
    bool full = number->mantissa >> 60;
    if (full)
        number->sticky |= digit != 0;
    else
        number->mantissa = number->mantissa << 4 | digit;
    number->exponent += 4 * ((int)full - (int)fraction);
}

// To the nearest double, half to even; what the C library does with subnormals differs.
static double hex_round(const HexNumber *number) {
    uint64_t mantissa = number->mantissa;
    if (!mantissa || number->exponent < -2000) return 0.0;
    if (number->exponent > 2000) return INFINITY;
    int exponent = (int)number->exponent, top = 64 - __builtin_clzll(mantissa) + exponent;
    int lowest = top - 53 > -1074 ? top - 53 : -1074, drop = lowest - exponent;
    if (drop <= 0) return ldexp((double)mantissa, exponent);
    if (drop > 64) return 0.0;
    uint64_t half = (uint64_t)1 << (drop - 1), rest = mantissa & (half | (half - 1));
    uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
    if (rest > half || (rest == half && (number->sticky || (kept & 1)))) kept++;
    return ldexp((double)kept, lowest);
}

// Reads what fromhex accepts. 0: malformed, 2: too large.
static int read_hex(const char *text, size_t size, double *result) {
    const char *at = text, *end = text + size;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    if (at < end && ((*at | 32) == 'i' || (*at | 32) == 'n'))
        return float_parse(text, size, result);
    if (end - at > 1 && *at == '0' && (at[1] | 32) == 'x') at += 2;
    HexNumber number = {0};
    size_t digits = 0;
    for (; at < end && is_hex(*at); digits++) hex_digit_add(&number, *at++, false);
    if (at < end && *at == '.') {
        at++;
        for (; at < end && is_hex(*at); digits++) hex_digit_add(&number, *at++, true);
    }
    if (!digits) return 0;
    if (at < end && (*at | 32) == 'p') {
        at++;
        int64_t exponent = 0, most = (int64_t)1 << 60;
        bool down = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) at++;
        if (at == end) return 0;
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            exponent = exponent > most / 10 ? most : exponent * 10 + (*at - '0');
        number.exponent += down ? -exponent : exponent;
    }
    if (at != end) return 0;
    *result = copysign(hex_round(&number), negative ? -1.0 : 1.0);
    return isinf(*result) ? 2 : 1;
}

METHOD(fromhex) {
    UNUSED;
    if (!is_str_like(args[1])) return error_type(vm, "bad argument type for built-in operation");
    size_t size;
    const char *text = str_utf8(vm, str_of(args[1]), &size);
    if (!text) return VALUE_ERROR;
    double number;
    strip_spaces(&text, &size);
    int answer = read_hex(text, size, &number);
    if (answer == 0) return error_value(vm, "invalid hexadecimal floating-point string");
    if (answer == 2)
        return error_overflow(vm, "hexadecimal value too large to represent as a float");
    Value result = make_float(vm, number);
    if (is_error(result) || args[0] == value_of(&float_type)) return result;
    return object_call_1(vm, args[0], result);
}

METHOD(round_method) {
    UNUSED;
    return float_round(vm, float_plain(args[0]), count > 1 ? args[1] : VALUE_NONE);
}

METHOD(trunc_method) {
    UNUSED;
    return int_from_double(vm, float_plain(args[0]));
}

METHOD(floor_method) {
    UNUSED;
    return int_from_double(vm, floor(float_plain(args[0])));
}

METHOD(ceil_method) {
    UNUSED;
    return int_from_double(vm, ceil(float_plain(args[0])));
}

METHOD(new_arguments) {
    UNUSED;
    Value number = plain(vm, args[0]);
    return is_error(number) ? VALUE_ERROR : tuple_make(vm, &number, 1);
}

static Value get_zero(Vm *vm, Value self) {
    (void)self;
    return make_float(vm, 0.0);
}

// How doubles and floats lie in memory.
NATIVE(getformat) {
    if (!is_str_like(args[1]))
        return error_type(vm, "__getformat__() argument must be str, not %A", args[1]);
    if (!str_equal_cstring(str_of(args[1]), "double") &&
        !str_equal_cstring(str_of(args[1]), "float"))
        return error_value(vm, "__getformat__() argument 1 must be 'double' or 'float'");
    return str_from_cstring(vm, "IEEE, little-endian");
}

static const NativeSpec methods[] = {
    {"is_integer", is_integer, 1, 1, 0},
    {"conjugate", itself, 1, 1, 0},
    {"as_integer_ratio", as_integer_ratio, 1, 1, 0},
    {"hex", hex, 1, 1, 0},
    {"fromhex", fromhex, 2, 2, NATIVE_CLASS},
    {"__getformat__", getformat, 2, 2, NATIVE_CLASS},
    {"__round__", round_method, 1, 2, 0},
    {"__trunc__", trunc_method, 1, 1, 0},
    {"__floor__", floor_method, 1, 1, 0},
    {"__ceil__", ceil_method, 1, 1, 0},
    {"__getnewargs__", new_arguments, 1, 1, 0},
    {0},
};

static const MemberSpec members[] = {{"real", plain, NULL}, {"imag", get_zero, NULL}, {0}};

// --- the row ----------------------------------------------------------------------------------

static Value repr(Vm *vm, Value self) {
    return float_to_str(vm, float_plain(self));
}
static bool hash(Vm *vm, Value self, int64_t *result) {
    *result = float_hash(vm, float_plain(self), self);
    return true;
}
static int truth(Vm *vm, Value self) {
    (void)vm;
    return float_plain(self) != 0.0;
}
static Value negative(Vm *vm, Value self) {
    return make_float(vm, -float_plain(self));
}
static Value absolute(Vm *vm, Value self) {
    return make_float(vm, fabs(float_plain(self)));
}
static Value to_int(Vm *vm, Value self) {
    return int_from_double(vm, float_plain(self));
}
static Value format(Vm *vm, Value self, Str *spec) {
    if (spec->length == 0) return object_str(vm, self); // a subclass may have its own
    return format_float(vm, float_plain(self), spec);
}

static Value convert(Vm *vm, Value value) {
    if (is_float(value)) return value;
    double number;
    int answer = number_ask_double(vm, value, &number);
    if (answer) return answer < 0 ? VALUE_ERROR : make_float(vm, number);
    if (is_str_like(value)) return float_parse_str(vm, str_of(value));
    if (object_has_buffer(value)) return parse_bytes(vm, value);
    return error_type(vm, "float() argument must be a string or a real number, not '%T'", value);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names && names->count && type->init == float_type.init)
        return error_type(vm, "float() takes no keyword arguments");
    if (count > 1) return error_type(vm, "float expected at most 1 argument, got %zu", count);
    Value number = count ? convert(vm, args[0]) : make_float(vm, 0.0);
    return type == &float_type ? number : number_instance_make(vm, type, number);
}

#define OPERATOR(name, operation)                                                                  \
    static Value name(Vm *vm, Value left, Value right) {                                           \
        return number_binary_float(vm, left, right, operation);                                    \
    }
OPERATOR(add, BINARY_ADD)
OPERATOR(subtract, BINARY_SUBTRACT)
OPERATOR(multiply, BINARY_MULTIPLY)
OPERATOR(true_divide, BINARY_TRUE_DIVIDE)
OPERATOR(floor_divide, BINARY_FLOOR_DIVIDE)
OPERATOR(remainder_of, BINARY_REMAINDER)
OPERATOR(power, BINARY_POWER)
OPERATOR(divide_modulo, BINARY_DIVMOD)

Type float_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "float",
    .parent = &object_type,
    .shape_id = SHAPE_FLOAT,
    .flags = TYPE_SUBCLASSABLE | TYPE_FLOAT | TYPE_MATCH_SELF,
    .instance_size = sizeof(NumberInstance),
    .methods = methods,
    .members = members,
    .trace = number_instance_trace,
    .repr = repr,
    .hash = hash,
    .truth = truth,
    .compare = number_compare_float,
    .negative = negative,
    .positive = plain,
    .absolute = absolute,
    .to_int = to_int,
    .to_float = plain,
    .format = format,
    .binary = {[BINARY_ADD] = add,
               [BINARY_SUBTRACT] = subtract,
               [BINARY_MULTIPLY] = multiply,
               [BINARY_TRUE_DIVIDE] = true_divide,
               [BINARY_FLOOR_DIVIDE] = floor_divide,
               [BINARY_REMAINDER] = remainder_of,
               [BINARY_POWER] = power,
               [BINARY_DIVMOD] = divide_modulo},
    .make = make,
};
