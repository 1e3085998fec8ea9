// Ints are sign and magnitude here, worked by GMP's mpn functions in arena memory; floats and
// complex numbers follow Python's rules where those are plain, and are left to run time elsewhere.
#include "frontend/fold_number.h"

#include <gmp.h>
#include <math.h>
#include <string.h>

enum { LIMB_MOST = 64, BIT_MOST = 128 }; // larger operands and results are left to run time

typedef struct {
    uint64_t *limbs;
    uint32_t count; // without leading zeros
    bool negative;
    uint64_t word; // limbs of a small one
} Integer;

static Constant *constant_make(Arena *arena, ConstantKind kind) {
    Constant *constant = arena_new(arena, Constant);
    constant->kind = kind;
    return constant;
}

static Constant *make_real(Arena *arena, double value) {
    Constant *constant = constant_make(arena, CONSTANT_FLOAT);
    constant->real = value;
    return constant;
}

static bool load_integer(const Constant *constant, Integer *out) {
    *out = (Integer){.limbs = &out->word};
    switch (constant->kind) {
    case CONSTANT_FALSE: return true;
    case CONSTANT_TRUE:
        out->word = 1;
        out->count = 1;
        return true;
    case CONSTANT_INT:
        out->negative = constant->integer < 0;
        out->word = out->negative ? -(uint64_t)constant->integer : (uint64_t)constant->integer;
        out->count = out->word != 0;
        return true;
    case CONSTANT_BIG_INT:
        if (constant->big.count > LIMB_MOST) return false;
        out->limbs = (uint64_t *)constant->big.limbs;
        out->count = constant->big.count;
        out->negative = constant->big.negative;
        return true;
    default: return false;
    }
}

static void trim(Integer *integer) {
    while (integer->count && !integer->limbs[integer->count - 1]) integer->count--;
    if (!integer->count) integer->negative = false;
}

static Constant *make_integer(Arena *arena, Integer value) {
    trim(&value);
    uint64_t low = value.count ? value.limbs[0] : 0;
    uint64_t most = (uint64_t)INT64_MAX + value.negative;
    if (value.count <= 1 && low <= most) {
        Constant *constant = constant_make(arena, CONSTANT_INT);
        constant->integer = (int64_t)(value.negative ? -low : low);
        return constant;
    }
    Constant *constant = constant_make(arena, CONSTANT_BIG_INT);
    uint64_t *limbs = arena_array(arena, uint64_t, value.count);
    memcpy(limbs, value.limbs, value.count * sizeof *limbs);
    constant->big.limbs = limbs;
    constant->big.count = value.count;
    constant->big.negative = value.negative;
    return constant;
}

static uint64_t bit_size(const Integer *integer) {
    if (!integer->count) return 0;
    return 64 * (uint64_t)integer->count -
           (uint64_t)__builtin_clzll(integer->limbs[integer->count - 1]);
}

static int compare_magnitude(const Integer *left, const Integer *right) {
    if (left->count != right->count) return left->count < right->count ? -1 : 1;
    return left->count ? mpn_cmp(left->limbs, right->limbs, left->count) : 0;
}

static Integer room(Arena *arena, uint32_t count) {
    return (Integer){.limbs = arena_array(arena, uint64_t, count + 1), .count = count};
}

static Integer add(Arena *arena, Integer left, Integer right) {
    if (compare_magnitude(&left, &right) < 0) {
        Integer swapped = left;
        left = right;
        right = swapped;
    }
    Integer result = room(arena, left.count + 1);
    result.negative = left.negative;
    if (!right.count) {
        memcpy(result.limbs, left.limbs, left.count * sizeof(uint64_t));
        return result;
    }
    if (left.negative == right.negative)
        result.limbs[left.count] =
            mpn_add(result.limbs, left.limbs, left.count, right.limbs, right.count);
    else
        mpn_sub(result.limbs, left.limbs, left.count, right.limbs, right.count);
    return result;
}

static Integer multiply(Arena *arena, Integer left, Integer right) {
    Integer result = room(arena, left.count + right.count);
    result.negative = left.negative != right.negative;
    if (!left.count || !right.count) {
        result.count = 0;
    } else if (left.count >= right.count) {
        mpn_mul(result.limbs, left.limbs, left.count, right.limbs, right.count);
    } else {
        mpn_mul(result.limbs, right.limbs, right.count, left.limbs, left.count);
    }
    trim(&result);
    return result;
}

// Floor division; either result may be NULL.
static void divide(Arena *arena, Integer left, Integer right, Integer *quotient,
                   Integer *remainder) {
    bool negative = left.negative != right.negative;
    Integer q = room(arena, left.count + 1), r = room(arena, right.count);
    if (compare_magnitude(&left, &right) < 0) {
        r = room(arena, left.count);
        memcpy(r.limbs, left.limbs, left.count * sizeof(uint64_t));
    } else {
        mpn_tdiv_qr(q.limbs, r.limbs, 0, left.limbs, left.count, right.limbs, right.count);
    }
    q.negative = negative;
    r.negative = left.negative;
    trim(&q);
    trim(&r);
    if (negative && r.count) {
        uint64_t one = 1;
        q = add(arena, (Integer){.limbs = q.limbs, .count = q.count, .negative = true},
                (Integer){.limbs = &one, .count = 1, .negative = true});
        r = add(arena, r, right);
    }
    if (quotient) *quotient = q;
    if (remainder) *remainder = r;
}

static Integer shift_left(Arena *arena, Integer left, uint64_t bits) {
    uint32_t whole = (uint32_t)(bits / 64), part = (uint32_t)(bits % 64);
    Integer result = room(arena, left.count + whole + 1);
    result.negative = left.negative;
    memcpy(result.limbs + whole, left.limbs, left.count * sizeof(uint64_t));
    if (part && left.count)
        result.limbs[left.count + whole] =
            mpn_lshift(result.limbs + whole, result.limbs + whole, left.count, part);
    return result;
}

// Two's complement in `count` limbs.
static uint64_t *complement(Arena *arena, Integer value, uint32_t count) {
    uint64_t *limbs = arena_array(arena, uint64_t, count + 1);
    memcpy(limbs, value.limbs, value.count * sizeof *limbs);
    if (value.negative) mpn_neg(limbs, limbs, count);
    return limbs;
}

static Integer bitwise(Arena *arena, Operator op, Integer left, Integer right) {
    uint32_t count = (left.count > right.count ? left.count : right.count) + 1;
    uint64_t *a = complement(arena, left, count), *b = complement(arena, right, count);
    for (uint32_t i = 0; i < count; i++) {
        a[i] = op == OPERATOR_BIT_AND  ? a[i] & b[i]
               : op == OPERATOR_BIT_OR ? a[i] | b[i]
                                       : a[i] ^ b[i];
    }
    bool negative = a[count - 1] >> 63;
    if (negative) mpn_neg(a, a, count);
    return (Integer){.limbs = a, .count = count, .negative = negative};
}

static Integer power(Arena *arena, Integer base, uint64_t exponent) {
    uint64_t *one = arena_array(arena, uint64_t, 1);
    *one = 1;
    Integer result = {.limbs = one, .count = 1};
    while (exponent) {
        if (exponent & 1) result = multiply(arena, result, base);
        exponent >>= 1;
        if (exponent) base = multiply(arena, base, base);
    }
    return result;
}

static bool is_bool(const Constant *constant) {
    return constant->kind == CONSTANT_FALSE || constant->kind == CONSTANT_TRUE;
}

static bool small_float(const Integer *integer, double *value) {
    if (bit_size(integer) > 53) return false;
    *value = integer->count ? (double)integer->limbs[0] : 0;
    if (integer->negative) *value = -*value;
    return true;
}

// The quotient of two ints, rounded once, to even: 66 bits or more of it and a sticky bit say all
// that rounding needs. Answers false where it is too large or too small to be plain.
static bool true_divide(Arena *arena, Integer left, Integer right, double *result) {
    int64_t shift = (int64_t)bit_size(&right) - (int64_t)bit_size(&left) + 66;
    Integer quotient, remainder;
    if (shift > 900 || shift < -900) return false;
    Integer dividend = shift > 0 ? shift_left(arena, left, (uint64_t)shift) : left;
    Integer divisor = shift < 0 ? shift_left(arena, right, (uint64_t)-shift) : right;
    dividend.negative = divisor.negative = false;
    trim(&dividend);
    trim(&divisor);
    divide(arena, dividend, divisor, &quotient, &remainder);
    // 66 or 67 bits in two limbs: keep the upper 64, and whether any below was set.
    if (quotient.count != 2) return false;
    uint64_t low = quotient.limbs[0], kept = quotient.limbs[1] << 60 | low >> 4;
    bool sticky = (low & 15) || remainder.count;
    uint64_t unit = (uint64_t)1 << (63 - __builtin_clzll(kept) - 52), rest = kept & (unit - 1);
    kept -= rest;
    if (rest > unit / 2 || (rest == unit / 2 && (sticky || kept & unit))) kept += unit;
    *result = ldexp((double)kept, (int)(4 - shift));
    if (left.negative != right.negative) *result = -*result;
    return true;
}

static Constant *integer_arithmetic(Arena *arena, Operator op, const Constant *left_constant,
                                    const Constant *right_constant) {
    Integer left, right, result;
    if (!load_integer(left_constant, &left) || !load_integer(right_constant, &right)) return NULL;
    switch (op) {
    case OPERATOR_ADD: return make_integer(arena, add(arena, left, right));
    case OPERATOR_SUB:
        right.negative = !right.negative && right.count;
        return make_integer(arena, add(arena, left, right));
    case OPERATOR_MULT:
        if (left.count && right.count && bit_size(&left) + bit_size(&right) > BIT_MOST) return NULL;
        return make_integer(arena, multiply(arena, left, right));
    case OPERATOR_DIV: {
        double dividend, divisor;
        if (!right.count) return NULL;
        if (small_float(&left, &dividend) && small_float(&right, &divisor))
            return make_real(arena, dividend / divisor);
        if (!left.count || !true_divide(arena, left, right, &dividend)) return NULL;
        return make_real(arena, dividend);
    }
    case OPERATOR_FLOOR_DIV:
        if (!right.count) return NULL;
        divide(arena, left, right, &result, NULL);
        return make_integer(arena, result);
    case OPERATOR_MOD:
        if (!right.count) return NULL;
        divide(arena, left, right, NULL, &result);
        return make_integer(arena, result);
    case OPERATOR_POW:
        if (right.negative) {
            double base, exponent;
            if (!left.count || !small_float(&left, &base) || !small_float(&right, &exponent))
                return NULL;
            return make_real(arena, pow(base, exponent));
        }
        if (right.count > 1) return NULL;
        if (left.count && right.count && bit_size(&left) > BIT_MOST / right.limbs[0]) return NULL;
        if (right.count && right.limbs[0] > BIT_MOST) return NULL;
        return make_integer(arena, power(arena, left, right.count ? right.limbs[0] : 0));
    case OPERATOR_L_SHIFT:
        if (right.negative || right.count > 1) return NULL;
        if (left.count && right.count &&
            (right.limbs[0] > BIT_MOST || bit_size(&left) > BIT_MOST - right.limbs[0]))
            return NULL;
        return make_integer(
            arena, shift_left(arena, left, right.count && left.count ? right.limbs[0] : 0));
    case OPERATOR_R_SHIFT: {
        if (right.negative || right.count > 1) return NULL;
        uint64_t bits = right.count ? right.limbs[0] : 0;
        if (bits > 64 * (uint64_t)LIMB_MOST + 64) bits = 64 * (uint64_t)LIMB_MOST + 64;
        uint64_t one = 1;
        Integer divisor = shift_left(arena, (Integer){.limbs = &one, .count = 1}, bits);
        trim(&divisor);
        divide(arena, left, divisor, &result, NULL);
        return make_integer(arena, result);
    }
    case OPERATOR_BIT_AND:
    case OPERATOR_BIT_OR:
    case OPERATOR_BIT_XOR:
        result = bitwise(arena, op, left, right);
        trim(&result);
        if (is_bool(left_constant) && is_bool(right_constant))
            return constant_make(arena, result.count ? CONSTANT_TRUE : CONSTANT_FALSE);
        return make_integer(arena, result);
    case OPERATOR_MAT_MULT: return NULL;
    }
    return NULL;
}

// --- floats and complex numbers ---------------------------------------------------------------

static bool load_real(const Constant *constant, double *value) {
    Integer integer;
    if (constant->kind == CONSTANT_FLOAT) {
        *value = constant->real;
        return true;
    }
    return load_integer(constant, &integer) && small_float(&integer, value);
}

static double real_remainder(double left, double right) {
    double remainder = fmod(left, right);
    if (!remainder) return copysign(0.0, right);
    return (right < 0) != (remainder < 0) ? remainder + right : remainder;
}

static double real_floor_divide(double left, double right) {
    double remainder = fmod(left, right), quotient = (left - remainder) / right;
    if (remainder && (right < 0) != (remainder < 0)) quotient -= 1;
    if (!quotient) return copysign(0.0, left / right);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

static Constant *real_arithmetic(Arena *arena, Operator op, double left, double right) {
    switch (op) {
    case OPERATOR_ADD: return make_real(arena, left + right);
    case OPERATOR_SUB: return make_real(arena, left - right);
    case OPERATOR_MULT: return make_real(arena, left * right);
    case OPERATOR_DIV: return right ? make_real(arena, left / right) : NULL;
    case OPERATOR_FLOOR_DIV: return right ? make_real(arena, real_floor_divide(left, right)) : NULL;
    case OPERATOR_MOD: return right ? make_real(arena, real_remainder(left, right)) : NULL;
    case OPERATOR_POW: {
        if (!isfinite(left) || !isfinite(right) || left < 0 || (left == 0 && right < 0))
            return NULL;
        double result = pow(left, right);
        return isfinite(result) ? make_real(arena, result) : NULL;
    }
    default: return NULL;
    }
}

static bool load_complex(const Constant *constant, double *real, double *imaginary) {
    if (constant->kind == CONSTANT_COMPLEX) {
        *real = constant->complex.real;
        *imaginary = constant->complex.imaginary;
        return true;
    }
    *imaginary = 0;
    return load_real(constant, real);
}

static Constant *make_complex(Arena *arena, double real, double imaginary) {
    Constant *constant = constant_make(arena, CONSTANT_COMPLEX);
    constant->complex.real = real;
    constant->complex.imaginary = imaginary;
    return constant;
}

static Constant *complex_arithmetic(Arena *arena, Operator op, const Constant *left,
                                    const Constant *right) {
    double a, b, c, d;
    if (!load_complex(left, &a, &b) || !load_complex(right, &c, &d)) return NULL;
    switch (op) {
    case OPERATOR_ADD: return make_complex(arena, a + c, b + d);
    case OPERATOR_SUB: return make_complex(arena, a - c, b - d);
    case OPERATOR_MULT: return make_complex(arena, a * c - b * d, a * d + b * c);
    default: return NULL;
    }
}

Constant *fold_arithmetic(Arena *arena, Operator op, const Constant *left, const Constant *right) {
    double left_real, right_real;
    if (left->kind == CONSTANT_COMPLEX || right->kind == CONSTANT_COMPLEX)
        return complex_arithmetic(arena, op, left, right);
    if (left->kind == CONSTANT_FLOAT || right->kind == CONSTANT_FLOAT) {
        if (!load_real(left, &left_real) || !load_real(right, &right_real)) return NULL;
        return real_arithmetic(arena, op, left_real, right_real);
    }
    return integer_arithmetic(arena, op, left, right);
}

Constant *fold_sign(Arena *arena, UnaryOperator op, const Constant *operand) {
    if (operand->kind == CONSTANT_FLOAT || operand->kind == CONSTANT_COMPLEX) {
        double sign = op == UNARY_SUB ? -1 : 1;
        if (op == UNARY_INVERT) return NULL;
        if (operand->kind == CONSTANT_FLOAT) return make_real(arena, sign * operand->real);
        return make_complex(arena, sign * operand->complex.real, sign * operand->complex.imaginary);
    }
    Integer integer;
    if (!load_integer(operand, &integer)) return NULL;
    if (op == UNARY_INVERT) {
        uint64_t one = 1;
        integer = add(arena, integer, (Integer){.limbs = &one, .count = 1});
    }
    if (op != UNARY_ADD) integer.negative = !integer.negative;
    return make_integer(arena, integer);
}
