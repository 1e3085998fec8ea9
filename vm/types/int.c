// int: the type, its constructor and methods. An int is a machine word (is_int) while it fits, else
// a BigInt; both are of this type, and a bool is one too.
#include <math.h>
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/gc.h"
#include "vm/module.h"
#include "vm/modules/_warnings.h"
#include "vm/names.h"
#include "vm/types/big_int.h"
#include "vm/types/bytearray.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define HASH_MODULUS (((uint64_t)1 << 61) - 1)

// --- conversions ------------------------------------------------------------------------------

Value int_plain(Vm *vm, Value value) {
    if (is_int(value) || is_big_int(value)) return value;
    if (is_bool(value)) return make_int(vm, value == VALUE_TRUE);
    return ((NumberInstance *)value)->payload;
}

Value int_from_int64(Vm *vm, int64_t value) {
    return make_int(vm, value);
}

Value int_from_uint64(Vm *vm, uint64_t value) {
    return int_from_limbs(vm, &value, 1, false);
}

Value int_from_double(Vm *vm, double value) {
    if (isnan(value)) return error_value(vm, "cannot convert float NaN to integer");
    if (isinf(value)) return error_overflow(vm, "cannot convert float infinity to integer");
    if (value > -9e18 && value < 9e18) return make_int(vm, (int64_t)value);
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), 64);
    unsigned shift = (unsigned)exponent - 64; // value = mantissa * 2^shift
    uint64_t limbs[18] = {0};
    if (exponent < 64) {
        limbs[0] = mantissa >> (64 - exponent);
    } else {
        limbs[shift / 64] = mantissa << (shift % 64);
        if (shift % 64) limbs[shift / 64 + 1] = mantissa >> (64 - shift % 64);
    }
    return int_from_limbs(vm, limbs, 18, value < 0);
}

bool int_to_int64(Value value, int64_t *result) {
    if (likely(is_int(value))) {
        *result = int_of(value);
        return true;
    }
    IntView view;
    int_view(value, &view);
    if (view.count > 1) return false;
    uint64_t word = view.count ? view.limbs[0] : 0;
    if (word > (uint64_t)INT64_MAX + view.negative) return false;
    *result = (int64_t)(view.negative ? 0 - word : word);
    return true;
}

bool int_to_double(Vm *vm, Value value, double *result) {
    if (is_int(value)) {
        *result = (double)int_of(value);
        return true;
    }
    IntView view;
    int_view(value, &view);
    if (big_to_double(&view, result)) return true;
    error_overflow(vm, "int too large to convert to float");
    return false;
}

int int_sign(Value value) {
    if (is_int(value)) return (int_of(value) > 0) - (int_of(value) < 0);
    IntView view;
    int_view(value, &view);
    return !view.count ? 0 : view.negative ? -1 : 1;
}

int int_compare(Value left, Value right) {
    if (both_int(left, right)) return int_less(left, right) ? -1 : !int_equal(left, right);
    IntView first, second;
    int_view(left, &first);
    int_view(right, &second);
    return big_compare(&first, &second);
}

bool int_equal_any(Value left, Value right) {
    return int_compare(left, right) == 0;
}

int64_t int_hash(Value value) {
    IntView view;
    int_view(value, &view);
    uint64_t rest = 0;
    for (size_t index = view.count; index-- > 0;)
        rest = (uint64_t)((((unsigned __int128)rest << 64) | view.limbs[index]) % HASH_MODULUS);
    int64_t result = (int64_t)(view.negative ? 0 - rest : rest);
    return result == -1 ? -2 : result;
}

size_t int_bit_length(Value value) {
    IntView view;
    int_view(value, &view);
    return big_bit_length(&view);
}

// --- instances of subclasses ------------------------------------------------------------------

void number_instance_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((NumberInstance *)object)->payload);
    size_t offset = shape_types[object->shape_id]->instance_offset;
    if (offset) gc_mark_value(heap, *(Value *)((char *)object + offset));
}

Value number_instance_make(Vm *vm, Type *type, Value payload) {
    if (is_error(payload)) return VALUE_ERROR;
    NumberInstance *instance = object_new(vm, type);
    if (!instance) return VALUE_ERROR;
    instance->payload = payload;
    return value_of(instance);
}

// --- unary operators --------------------------------------------------------------------------

Value int_negate(Vm *vm, Value value) {
    int64_t number;
    if (int_to_int64(value, &number) && number != INT64_MIN) return make_int(vm, -number);
    IntView zero = {NULL, 0, false, 0}, view;
    int_view(value, &view);
    return big_add(vm, &zero, &view, true);
}

static Value absolute(Vm *vm, Value self) {
    return int_sign(self) < 0 ? int_negate(vm, self) : int_plain(vm, self);
}

// ~n is -n - 1.
static Value invert(Vm *vm, Value self) {
    int64_t number;
    if (int_to_int64(self, &number)) return make_int(vm, ~number);
    Value negated = int_negate(vm, self);
    if (is_error(negated)) return VALUE_ERROR;
    Value one = make_int(vm, 1);
    return is_error(one) ? VALUE_ERROR : number_binary_int(vm, negated, one, BINARY_SUBTRACT);
}

static Value to_float(Vm *vm, Value self) {
    double number;
    return int_to_double(vm, self, &number) ? make_float(vm, number) : VALUE_ERROR;
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    (void)vm;
    *result = int_hash(self);
    return true;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return int_sign(self) != 0;
}

static Value repr(Vm *vm, Value self) {
    return int_to_str(vm, self, 10, false);
}

static Value format(Vm *vm, Value self, Str *spec) {
    if (spec->length == 0) return object_str(vm, self); // a subclass may have its own
    return format_int(vm, self, spec);
}

// --- methods ----------------------------------------------------------------------------------

#define METHOD(name) static Value name(Vm *vm, Value *args, size_t count, Tuple *names)
#define UNUSED       (void)count, (void)names

METHOD(bit_length) {
    UNUSED;
    return make_int(vm, (int64_t)int_bit_length(args[0]));
}

METHOD(bit_count) {
    UNUSED;
    IntView view;
    int_view(args[0], &view);
    int64_t bits = 0;
    for (size_t index = 0; index < view.count; index++)
        bits += __builtin_popcountll(view.limbs[index]);
    return make_int(vm, bits);
}

METHOD(itself) {
    UNUSED;
    return int_plain(vm, args[0]);
}

METHOD(as_integer_ratio) {
    UNUSED;
    Value parts[] = {int_plain(vm, args[0]), make_int(vm, 1)};
    return is_error(parts[0]) || is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}

METHOD(new_arguments) {
    UNUSED;
    Value plain = int_plain(vm, args[0]);
    return is_error(plain) ? VALUE_ERROR : tuple_make(vm, &plain, 1);
}

METHOD(round_method) {
    UNUSED;
    if (count == 1) return int_round(vm, args[0], VALUE_NONE);
    Value digits = object_to_index(vm, args[1]);
    return is_error(digits) ? digits : int_round(vm, args[0], digits);
}

METHOD(size_of) {
    UNUSED;
    return make_int(vm, 24 + (int64_t)((int_bit_length(args[0]) + 29) / 30) * 4);
}

// NULL or "little" / "big": answers whether it is big; raises otherwise.
// `signed` is given by name alone.
static bool few_positional(Vm *vm, const char *function, size_t count, Tuple *names) {
    size_t given = count + (names ? names->count : 0);
    if (given > 3)
        return error_type(vm, "%s() takes at most 3 arguments (%zu given)", function, given), false;
    if (count < 3) return true;
    error_type(vm, "%s() takes at most 2 positional arguments (%zu given)", function, count);
    return false;
}

static bool byte_order(Vm *vm, const char *function, Value order, bool *big) {
    *big = true;
    if (!order) return true;
    if (!is_str_like(order)) {
        error_type(vm, "%s() argument 'byteorder' must be str, not %A", function, order);
        return false;
    }
    *big = str_equal_cstring(str_of(order), "big");
    if (*big || str_equal_cstring(str_of(order), "little")) return true;
    error_value(vm, "byteorder must be either 'little' or 'big'");
    return false;
}

METHOD(to_bytes) {
    static const char *const parameters[] = {"length", "byteorder", "signed", NULL};
    Value values[3];
    bool big, is_signed = false;
    int64_t size = 1;
    if (!few_positional(vm, "to_bytes", count - 1, names) ||
        !arguments_parse(vm, "to_bytes", parameters, 0, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    if (values[0] && !argument_size(vm, values[0], &size)) return VALUE_ERROR;
    if (!byte_order(vm, "to_bytes", values[1], &big)) return VALUE_ERROR;
    if (values[2]) {
        int answer = object_truth(vm, values[2]);
        if (answer < 0) return VALUE_ERROR;
        is_signed = answer;
    }
    if (size < 0) return error_value(vm, "length argument must be non-negative");
    IntView view;
    int_view(args[0], &view);
    if (view.negative && !is_signed)
        return error_overflow(vm, "can't convert negative int to unsigned");
    size_t bits = big_bit_length(&view), room = (size_t)size * 8;
    if (is_signed && size) {
        // -2^(room - 1) fits though 2^(room - 1) does not.
        bool power = view.negative && bits &&
                     (view.limbs[(bits - 1) / 64] & (view.limbs[(bits - 1) / 64] - 1)) == 0;
        for (size_t index = 0; power && index < (bits - 1) / 64; index++)
            power = view.limbs[index] == 0;
        bits += !power;
    }
    if ((bits > room && view.count) || (!size && view.count))
        return error_overflow(vm, "int too big to convert");
    Value result = bytes_make(vm, NULL, (size_t)size);
    if (is_error(result)) return VALUE_ERROR;
    uint8_t *data = bytes_of(result)->data;
    unsigned carry = 1;
    for (size_t index = 0; index < (size_t)size; index++) {
        unsigned byte =
            index / 8 < view.count ? view.limbs[index / 8] >> (index % 8 * 8) & 0xff : 0;
        if (view.negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
        }
        data[big ? (size_t)size - 1 - index : index] = (uint8_t)byte;
    }
    return result;
}

// As bytes() takes them, but a number is no count of zeros here.
static Value bytes_of_items(Vm *vm, Value source) {
    Type *type = type_of(source);
    Value made = object_call_special(vm, source, name_of(vm, bytes), NULL, 0);
    if (is_error(made)) return made;
    if (made != VALUE_END && is_bytes_like(made)) return made;
    if (made != VALUE_END) return error_type(vm, "__bytes__ returned non-bytes (type %T)", made);
    if (object_has_buffer(source)) return buffer_bytes(vm, source);
    const char *refusal = "cannot convert '%T' object to bytes";
    if (is_str_like(source) || type->index) return error_type(vm, refusal, source);
    return bytes_from_items(vm, source, "bytes must be in range(0, 256)", refusal);
}

METHOD(from_bytes) {
    static const char *const parameters[] = {"bytes", "byteorder", "signed", NULL};
    Value values[3];
    bool big;
    int is_signed = 0;
    if (!few_positional(vm, "from_bytes", count - 1, names) ||
        !arguments_parse(vm, "from_bytes", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    if (!byte_order(vm, "from_bytes", values[1], &big)) return VALUE_ERROR;
    if (values[2] && (is_signed = object_truth(vm, values[2])) < 0) return VALUE_ERROR;
    Value source = values[0];
    if (!is_bytes(source)) source = bytes_of_items(vm, source);
    if (is_error(source)) return VALUE_ERROR;
    const uint8_t *data = bytes_of(source)->data;
    size_t size = bytes_of(source)->length, limb_count = size / 8 + 1;
    uint64_t *limbs = gc_alloc_raw(vm, limb_count * sizeof(uint64_t));
    if (!limbs) return VALUE_ERROR;
    memset(limbs, 0, limb_count * sizeof(uint64_t));
    bool negative = is_signed && size && data[big ? 0 : size - 1] & 0x80;
    unsigned carry = 1;
    for (size_t index = 0; index < size; index++) {
        unsigned byte = data[big ? size - 1 - index : index];
        if (negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
        }
        limbs[index / 8] |= (uint64_t)(byte & 0xff) << (index % 8 * 8);
    }
    if (negative && carry) limbs[size / 8] |= (uint64_t)1 << (size % 8 * 8);
    Value number = int_from_limbs(vm, limbs, limb_count, negative);
    if (is_error(number) || args[0] == value_of(&int_type)) return number;
    return object_call_1(vm, args[0], number);
}

static Value get_itself(Vm *vm, Value self) {
    return int_plain(vm, self);
}
static Value get_zero(Vm *vm, Value self) {
    (void)self;
    return make_int(vm, 0);
}
static Value get_one(Vm *vm, Value self) {
    (void)self;
    return make_int(vm, 1);
}

static const NativeSpec methods[] = {
    {"bit_length", bit_length, 1, 1, 0},
    {"bit_count", bit_count, 1, 1, 0},
    {"conjugate", itself, 1, 1, 0},
    {"as_integer_ratio", as_integer_ratio, 1, 1, 0},
    {"to_bytes", to_bytes, 1, -1, NATIVE_KEYWORDS},
    {"from_bytes", from_bytes, 1, -1, NATIVE_KEYWORDS | NATIVE_CLASS},
    {"__round__", round_method, 1, 2, 0},
    {"__trunc__", itself, 1, 1, 0},
    {"__floor__", itself, 1, 1, 0},
    {"__ceil__", itself, 1, 1, 0},
    {"__getnewargs__", new_arguments, 1, 1, 0},
    {"__sizeof__", size_of, 1, 1, 0},
    {0},
};

static const MemberSpec members[] = {
    {"real", get_itself, NULL},
    {"imag", get_zero, NULL},
    {"numerator", get_itself, NULL},
    {"denominator", get_one, NULL},
    {0},
};

// --- rounding ---------------------------------------------------------------------------------

// To a multiple of 10 to the -digits, half to even.
Value int_round(Vm *vm, Value number, Value digits) {
    number = int_plain(vm, number);
    if (is_error(number) || is_none(digits)) return number;
    Value places = object_to_index(vm, digits);
    if (is_error(places)) return VALUE_ERROR;
    if (int_sign(places) >= 0) return number;
    int64_t count;
    // Fewer digits than half the unit has: zero. A digit is more than three bits.
    if (!int_to_int64(places, &count) || -(uint64_t)count > int_bit_length(number) / 3 + 2)
        return make_int(vm, 0);
    Value ten = make_int(vm, 10), power = make_int(vm, -count);
    if (is_error(ten) || is_error(power)) return VALUE_ERROR;
    Value unit = number_binary(vm, ten, power, BINARY_POWER);
    if (is_error(unit)) return VALUE_ERROR;
    IntView dividend, divisor;
    int_view(number, &dividend);
    int_view(unit, &divisor);
    Value quotient, rest;
    if (!big_divide(vm, &dividend, &divisor, &quotient, &rest)) return VALUE_ERROR;
    Value twice = number_binary(vm, rest, rest, BINARY_ADD);
    if (is_error(twice)) return VALUE_ERROR;
    int order = int_compare(twice, unit);
    IntView view;
    int_view(quotient, &view);
    if (order > 0 || (order == 0 && view.count && (view.limbs[0] & 1))) {
        Value one = make_int(vm, 1);
        quotient = is_error(one) ? one : number_binary(vm, quotient, one, BINARY_ADD);
        if (is_error(quotient)) return VALUE_ERROR;
    }
    return number_binary(vm, quotient, unit, BINARY_MULTIPLY);
}

// --- making -----------------------------------------------------------------------------------

// What int(value) is, without a base.
Value int_convert(Vm *vm, Value value) {
    if (is_int(value) || is_big_int(value)) return value;
    if (is_float(value)) return int_from_double(vm, float_of(value));
    Type *type = type_of(value);
    if (type->to_int) {
        Value result = type->to_int(vm, value);
        if (is_error(result) || is_int(result) || is_big_int(result)) return result;
        Value said = str_format(vm, "__int__ returned non-int (type %T)", result);
        if (is_error(said)) return said;
        if (!is_any_int(result)) return error_type(vm, "%S", said);
        return number_warn_subclass(vm, said, "int") ? int_plain(vm, result) : VALUE_ERROR;
    }
    if (type->index) return object_to_index(vm, value);
    Value truncated = object_call_special(vm, value, name_of(vm, trunc), NULL, 0);
    if (is_error(truncated)) return VALUE_ERROR;
    if (truncated != VALUE_END) {
        Value said = str_format(vm, "The delegation of int() to __trunc__ is deprecated.");
        if (is_error(said) || !warnings_warn(vm, error_types.DeprecationWarning, said, 1))
            return VALUE_ERROR;
        if (is_any_int(truncated)) return int_plain(vm, truncated);
        if (!type_of(truncated)->index)
            return error_type(vm, "__trunc__ returned non-Integral (type %T)", truncated);
        return object_to_index(vm, truncated);
    }
    if (is_str_like(value)) return int_parse(vm, str_of(value), 10);
    if (object_has_buffer(value)) return int_parse_bytes(vm, value, 10);
    return error_type(vm,
                      "int() argument must be a string, a bytes-like object or a real number, "
                      "not '%T'",
                      value);
}

static Value make_plain(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"", "base", NULL};
    if (count == 1 && !names) return int_convert(vm, args[0]);
    Value values[2];
    if (!arguments_parse(vm, "int", parameters, 0, 1, args, count, names, values))
        return VALUE_ERROR;
    if (!values[1]) return values[0] ? int_convert(vm, values[0]) : make_int(vm, 0);
    if (!values[0]) return error_type(vm, "int() missing string argument");
    int64_t base;
    if (!object_index(vm, values[1], true, &base)) return VALUE_ERROR;
    if (base != 0 && (base < 2 || base > 36))
        return error_value(vm, "int() base must be >= 2 and <= 36, or 0");
    if (is_str_like(values[0])) return int_parse(vm, str_of(values[0]), (int)base);
    if (is_bytes_like(values[0]) || is_bytearray_like(values[0]))
        return int_parse_bytes(vm, values[0], (int)base);
    return error_type(vm, "int() can't convert non-string with explicit base");
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value number = make_plain(vm, args, count, names);
    return type == &int_type ? number : number_instance_make(vm, type, number);
}

#define OPERATOR(name, operation)                                                                  \
    static Value name(Vm *vm, Value left, Value right) {                                           \
        return number_binary_int(vm, left, right, operation);                                      \
    }
OPERATOR(add, BINARY_ADD)
OPERATOR(subtract, BINARY_SUBTRACT)
OPERATOR(multiply, BINARY_MULTIPLY)
OPERATOR(true_divide, BINARY_TRUE_DIVIDE)
OPERATOR(floor_divide, BINARY_FLOOR_DIVIDE)
OPERATOR(remainder_of, BINARY_REMAINDER)
OPERATOR(power, BINARY_POWER)
OPERATOR(lshift, BINARY_LSHIFT)
OPERATOR(rshift, BINARY_RSHIFT)
OPERATOR(and, BINARY_AND)
OPERATOR(or, BINARY_OR)
OPERATOR(xor, BINARY_XOR)
OPERATOR(divide_modulo, BINARY_DIVMOD)

Type int_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "int",
    .parent = &object_type,
    .shape_id = SHAPE_INT,
    .flags = TYPE_SUBCLASSABLE | TYPE_INT | TYPE_MATCH_SELF,
    .instance_size = sizeof(NumberInstance),
    .methods = methods,
    .members = members,
    .trace = number_instance_trace,
    .repr = repr,
    .hash = hash,
    .truth = truth,
    .compare = number_compare_int,
    .negative = int_negate,
    .positive = int_plain,
    .invert = invert,
    .absolute = absolute,
    .to_int = int_plain,
    .to_float = to_float,
    .index = int_plain,
    .format = format,
    .binary = {[BINARY_ADD] = add,
               [BINARY_SUBTRACT] = subtract,
               [BINARY_MULTIPLY] = multiply,
               [BINARY_TRUE_DIVIDE] = true_divide,
               [BINARY_FLOOR_DIVIDE] = floor_divide,
               [BINARY_REMAINDER] = remainder_of,
               [BINARY_POWER] = power,
               [BINARY_LSHIFT] = lshift,
               [BINARY_RSHIFT] = rshift,
               [BINARY_AND] = and,
               [BINARY_OR] = or
               , [BINARY_XOR] = xor, [BINARY_DIVMOD] = divide_modulo},
    .make = make,
};
