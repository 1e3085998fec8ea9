// Arithmetic on magnitudes by GMP's mpn functions, signs by hand. The size of a result is known
// before the work begins: its block is obtained first, and what GMP itself will ask for is tried
// out, because GMP ends the process when it cannot have it.
#include "vm/types/big_int.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/gc.h"

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "a limb has 64 bits");
#define LIMBS(pointer) ((mp_limb_t *)(pointer))
#define SIZE(count)    ((mp_size_t)(count))

#define COUNT_MOST ((size_t)1 << 40) // limbs; more is MemoryError without trying

// --- views and results ------------------------------------------------------------------------

static void view_word(IntView *view, int64_t number) {
    view->negative = number < 0;
    view->word = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    view->limbs = &view->word;
    view->count = number != 0;
}

void int_view(Value value, IntView *view) {
    if (is_int(value)) {
        view_word(view, int_of(value));
    } else if (is_bool(value)) {
        view_word(view, value == VALUE_TRUE);
    } else if (object_of(value)->shape_id == SHAPE_BIG_INT) {
        BigInt *big = (BigInt *)value;
        *view = (IntView){big->limbs, big->count, big->object.bits & 1, 0};
    } else {
        int_view(((NumberInstance *)value)->payload, view);
    }
}

static BigInt *big_new(Vm *vm, size_t count) {
    if (count > COUNT_MOST) {
        error_memory(vm);
        return NULL;
    }
    return gc_new(vm, SHAPE_BIG_INT, sizeof(BigInt) + count * sizeof(uint64_t));
}

static bool fits(uint64_t word, bool negative) {
    return word <= (negative ? 0 - (uint64_t)INT_MIN_MACHINE : (uint64_t)INT_MAX_MACHINE);
}

// The number whose `count` limbs have been written to a new block.
static Value finish(Vm *vm, BigInt *big, size_t count, bool negative) {
    while (count && !big->limbs[count - 1]) count--;
    big->count = count;
    big->object.bits = negative;
    if (count == 0) return make_int(vm, 0);
    uint64_t word = big->limbs[0];
    if (count == 1 && fits(word, negative))
        return make_int(vm, (int64_t)(negative ? 0 - word : word));
    COUNT_BOX(BIG_INT, big);
    return (Value)big;
}

Value int_from_limbs(Vm *vm, const uint64_t *limbs, size_t count, bool negative) {
    while (count && !limbs[count - 1]) count--;
    if (count == 0) return make_int(vm, 0);
    if (count == 1 && fits(limbs[0], negative))
        return make_int(vm, (int64_t)(negative ? 0 - limbs[0] : limbs[0]));
    BigInt *big = big_new(vm, count);
    if (!big) return VALUE_ERROR;
    memcpy(big->limbs, limbs, count * sizeof *limbs);
    return finish(vm, big, count, negative);
}

bool big_memory_is_there(Vm *vm, size_t limbs) {
    if (limbs < 64) return true;
    void *block = limbs < COUNT_MOST ? malloc(limbs * 10 * sizeof(uint64_t)) : NULL;
    free(block);
    if (!block) error_memory(vm);
    return block != NULL;
}

// --- order ------------------------------------------------------------------------------------

int big_compare_magnitude(const IntView *left, const IntView *right) {
    if (left->count != right->count) return left->count < right->count ? -1 : 1;
    if (!left->count) return 0;
    int order = mpn_cmp(LIMBS(left->limbs), LIMBS(right->limbs), SIZE(left->count));
    return (order > 0) - (order < 0);
}

int big_compare(const IntView *left, const IntView *right) {
    if (left->negative != right->negative) return left->negative ? -1 : 1;
    int order = big_compare_magnitude(left, right);
    return left->negative ? -order : order;
}

size_t big_bit_length(const IntView *view) {
    if (!view->count) return 0;
    return view->count * 64 - (size_t)__builtin_clzll(view->limbs[view->count - 1]);
}

// --- sums and products ------------------------------------------------------------------------

Value big_add(Vm *vm, const IntView *left, const IntView *right, bool subtract) {
    bool right_negative = right->negative != subtract;
    if (left->count < right->count) {
        const IntView *swap = left;
        bool negative = left->negative;
        left = right, right = swap;
        if (left->count == 0) return make_int(vm, 0);
        BigInt *big = big_new(vm, left->count + 1);
        if (!big) return VALUE_ERROR;
        if (right->count == 0) {
            memcpy(big->limbs, left->limbs, left->count * sizeof(uint64_t));
            big->limbs[left->count] = 0;
        } else if (negative == right_negative) {
            big->limbs[left->count] =
                mpn_add(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count),
                        LIMBS(right->limbs), SIZE(right->count));
        } else {
            mpn_sub(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count), LIMBS(right->limbs),
                    SIZE(right->count));
            big->limbs[left->count] = 0;
        }
        return finish(vm, big, left->count + 1, right_negative);
    }
    if (left->count == 0) return make_int(vm, 0);
    BigInt *big = big_new(vm, left->count + 1);
    if (!big) return VALUE_ERROR;
    big->limbs[left->count] = 0;
    bool negative = left->negative;
    if (right->count == 0) {
        memcpy(big->limbs, left->limbs, left->count * sizeof(uint64_t));
    } else if (negative == right_negative) {
        big->limbs[left->count] = mpn_add(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count),
                                          LIMBS(right->limbs), SIZE(right->count));
    } else if (big_compare_magnitude(left, right) >= 0) {
        mpn_sub(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count), LIMBS(right->limbs),
                SIZE(right->count));
    } else { // the same count, and right is larger
        mpn_sub(LIMBS(big->limbs), LIMBS(right->limbs), SIZE(right->count), LIMBS(left->limbs),
                SIZE(left->count));
        negative = right_negative;
    }
    return finish(vm, big, left->count + 1, negative);
}

Value big_multiply(Vm *vm, const IntView *left, const IntView *right) {
    if (!left->count || !right->count) return make_int(vm, 0);
    if (left->count < right->count) {
        const IntView *swap = left;
        left = right, right = swap;
    }
    size_t count = left->count + right->count;
    BigInt *big = big_new(vm, count);
    if (!big || !big_memory_is_there(vm, count)) return VALUE_ERROR;
    if (left->limbs == right->limbs && left->count == right->count)
        mpn_sqr(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count));
    else
        mpn_mul(LIMBS(big->limbs), LIMBS(left->limbs), SIZE(left->count), LIMBS(right->limbs),
                SIZE(right->count));
    return finish(vm, big, count, left->negative != right->negative);
}

bool big_divide(Vm *vm, const IntView *left, const IntView *right, Value *quotient,
                Value *remainder) {
    bool opposite = left->negative != right->negative;
    size_t quotient_count = left->count >= right->count ? left->count - right->count + 1 : 0;
    BigInt *result = big_new(vm, quotient_count + 1);
    BigInt *rest = result ? big_new(vm, right->count + 1) : NULL;
    if (!rest || !big_memory_is_there(vm, left->count + right->count)) return false;
    size_t rest_count = right->count;
    if (quotient_count) {
        mpn_tdiv_qr(LIMBS(result->limbs), LIMBS(rest->limbs), 0, LIMBS(left->limbs),
                    SIZE(left->count), LIMBS(right->limbs), SIZE(right->count));
    } else {
        rest_count = left->count;
        memcpy(rest->limbs, left->limbs, rest_count * sizeof(uint64_t));
    }
    result->limbs[quotient_count] = 0;
    while (rest_count && !rest->limbs[rest_count - 1]) rest_count--;
    bool rest_negative = left->negative;
    if (opposite && rest_count) {
        // One less, and the remainder moves to the divisor's side.
        mpn_add_1(LIMBS(result->limbs), LIMBS(result->limbs), SIZE(quotient_count + 1), 1);
        mpn_sub(LIMBS(rest->limbs), LIMBS(right->limbs), SIZE(right->count), LIMBS(rest->limbs),
                SIZE(rest_count));
        rest_count = right->count;
        rest_negative = right->negative;
    }
    if (quotient) {
        *quotient = finish(vm, result, quotient_count + 1, opposite);
        if (is_error(*quotient)) return false;
    }
    if (remainder) {
        *remainder = finish(vm, rest, rest_count, rest_negative);
        if (is_error(*remainder)) return false;
    }
    return true;
}

// --- bits -------------------------------------------------------------------------------------

Value big_lshift(Vm *vm, const IntView *view, size_t count) {
    if (!view->count) return make_int(vm, 0);
    size_t whole = count / 64, part = count % 64;
    BigInt *big = big_new(vm, view->count + whole + 1);
    if (!big) return VALUE_ERROR;
    memset(big->limbs, 0, whole * sizeof(uint64_t));
    big->limbs[whole + view->count] = 0;
    if (part)
        big->limbs[whole + view->count] = mpn_lshift(LIMBS(big->limbs + whole), LIMBS(view->limbs),
                                                     SIZE(view->count), (unsigned)part);
    else
        memcpy(big->limbs + whole, view->limbs, view->count * sizeof(uint64_t));
    return finish(vm, big, view->count + whole + 1, view->negative);
}

// Rounds towards minus infinity: a negative magnitude grows by one if bits were lost.
Value big_rshift(Vm *vm, const IntView *view, size_t count) {
    size_t whole = count / 64, part = count % 64;
    if (whole >= view->count) return make_int(vm, view->negative ? -1 : 0);
    size_t left = view->count - whole;
    BigInt *big = big_new(vm, left + 1);
    if (!big) return VALUE_ERROR;
    bool lost = false;
    for (size_t index = 0; index < whole; index++) lost |= view->limbs[index] != 0;
    if (part)
        lost |= mpn_rshift(LIMBS(big->limbs), LIMBS(view->limbs + whole), SIZE(left),
                           (unsigned)part) != 0;
    else
        memcpy(big->limbs, view->limbs + whole, left * sizeof(uint64_t));
    big->limbs[left] = 0;
    if (view->negative && lost) mpn_add_1(LIMBS(big->limbs), LIMBS(big->limbs), SIZE(left + 1), 1);
    return finish(vm, big, left + 1, view->negative);
}

// Both are read in two's complement of `count` limbs, made on the way: ~magnitude + 1.
Value big_bitwise(Vm *vm, const IntView *left, const IntView *right, BinaryOperator operation) {
    size_t count = (left->count > right->count ? left->count : right->count) + 1;
    BigInt *big = big_new(vm, count);
    if (!big) return VALUE_ERROR;
    uint64_t left_carry = 1, right_carry = 1;
    for (size_t index = 0; index < count; index++) {
        uint64_t first = index < left->count ? left->limbs[index] : 0;
        uint64_t second = index < right->count ? right->limbs[index] : 0;
        if (left->negative) {
            first = ~first + left_carry;
            left_carry &= first == 0;
        }
        if (right->negative) {
            second = ~second + right_carry;
            right_carry &= second == 0;
        }
        big->limbs[index] = operation == BINARY_AND  ? first & second
                            : operation == BINARY_OR ? first | second
                                                     : first ^ second;
    }
    bool negative = big->limbs[count - 1] >> 63;
    if (negative) mpn_neg(LIMBS(big->limbs), LIMBS(big->limbs), SIZE(count));
    return finish(vm, big, count, negative);
}

// --- number theory ----------------------------------------------------------------------------

// Copies a magnitude without its factors of two; answers how many there were.
static size_t copy_odd(const IntView *view, uint64_t *limbs, size_t *count) {
    size_t zeros = (size_t)mpn_scan1(LIMBS(view->limbs), 0), whole = zeros / 64;
    *count = view->count - whole;
    if (zeros % 64)
        mpn_rshift(LIMBS(limbs), LIMBS(view->limbs + whole), SIZE(*count), (unsigned)(zeros % 64));
    else
        memcpy(limbs, view->limbs + whole, *count * sizeof(uint64_t));
    if (!limbs[*count - 1]) --*count;
    return zeros;
}

Value big_gcd(Vm *vm, const IntView *left, const IntView *right) {
    if (!left->count) return int_from_limbs(vm, right->limbs, right->count, false);
    if (!right->count) return int_from_limbs(vm, left->limbs, left->count, false);
    size_t most = left->count > right->count ? left->count : right->count;
    uint64_t *first = gc_alloc_raw(vm, (most + 1) * sizeof(uint64_t));
    uint64_t *second = first ? gc_alloc_raw(vm, (most + 1) * sizeof(uint64_t)) : NULL;
    BigInt *big = second ? big_new(vm, most + 1) : NULL;
    if (!big || !big_memory_is_there(vm, most * 2)) return VALUE_ERROR;
    size_t first_count, second_count;
    size_t zeros = copy_odd(left, first, &first_count);
    size_t other = copy_odd(right, second, &second_count);
    if (other < zeros) zeros = other;
    if (first_count < second_count ||
        (first_count == second_count && first[first_count - 1] < second[second_count - 1])) {
        uint64_t *swap = first;
        size_t swap_count = first_count;
        first = second, first_count = second_count;
        second = swap, second_count = swap_count;
    }
    size_t count = (size_t)mpn_gcd(LIMBS(big->limbs), LIMBS(first), SIZE(first_count),
                                   LIMBS(second), SIZE(second_count));
    IntView view = {big->limbs, count, false, 0};
    return big_lshift(vm, &view, zeros);
}

Value big_square_root(Vm *vm, const IntView *view) {
    if (!view->count) return make_int(vm, 0);
    size_t count = (view->count + 1) / 2;
    BigInt *big = big_new(vm, count);
    if (!big || !big_memory_is_there(vm, view->count)) return VALUE_ERROR;
    uint64_t *rest = gc_alloc_raw(vm, view->count * sizeof(uint64_t));
    if (!rest) return VALUE_ERROR;
    mpn_sqrtrem(LIMBS(big->limbs), LIMBS(rest), LIMBS(view->limbs), SIZE(view->count));
    return finish(vm, big, count, false);
}

// --- floats -----------------------------------------------------------------------------------

// The upper 64 bits of a magnitude, the first of them set; `sticky`: are there others below?
static uint64_t top_bits(const IntView *view, bool *sticky) {
    uint64_t top = view->limbs[view->count - 1];
    unsigned shift = (unsigned)__builtin_clzll(top);
    size_t below = view->count - 1;
    *sticky = false;
    if (shift) {
        top <<= shift;
        if (below) {
            uint64_t next = view->limbs[--below];
            top |= next >> (64 - shift);
            *sticky = next << shift != 0;
        }
    }
    while (below && !*sticky) *sticky = view->limbs[--below] != 0;
    return top;
}

// To 53 bits, half to even.
static double round_top(uint64_t top, bool sticky) {
    uint64_t kept = top >> 11, rest = top & 0x7ff;
    if (rest > 0x400 || (rest == 0x400 && (sticky || (kept & 1)))) kept++;
    return (double)kept;
}

bool big_to_double(const IntView *view, double *result) {
    if (view->count <= 1) {
        *result = view->count ? (double)view->limbs[0] : 0.0;
    } else {
        size_t bits = big_bit_length(view);
        if (bits > 1024) return false;
        bool sticky;
        uint64_t top = top_bits(view, &sticky);
        *result = ldexp(round_top(top, sticky), (int)bits - 53);
        if (isinf(*result)) return false;
    }
    if (view->negative) *result = -*result;
    return true;
}

double big_frexp(const IntView *view, int64_t *exponent) {
    *exponent = (int64_t)big_bit_length(view);
    if (!view->count) return 0.0;
    bool sticky;
    uint64_t top = top_bits(view, &sticky);
    double mantissa = ldexp(round_top(top, sticky), -53);
    if (mantissa == 1.0) {
        mantissa = 0.5;
        ++*exponent;
    }
    return mantissa;
}

int big_compare_double(const IntView *view, double number) {
    int sign = !view->count ? 0 : view->negative ? -1 : 1;
    int other = number > 0 ? 1 : number < 0 ? -1 : 0;
    if (sign != other) return sign < other ? -1 : 1;
    if (!sign) return 0;
    double whole, part = modf(fabs(number), &whole);
    int exponent;
    uint64_t mantissa =
        (uint64_t)ldexp(frexp(whole, &exponent), 53); // whole = mantissa * 2^(exponent - 53)
    uint64_t limbs[18] = {0};
    IntView magnitude = {limbs, 0, false, 0};
    if (exponent <= 53) {
        limbs[0] = mantissa >> (53 - exponent);
    } else {
        unsigned shift = (unsigned)exponent - 53;
        limbs[shift / 64] = mantissa << (shift % 64);
        if (shift % 64) limbs[shift / 64 + 1] = mantissa >> (64 - shift % 64);
    }
    magnitude.count = 17;
    while (magnitude.count && !limbs[magnitude.count - 1]) magnitude.count--;
    int order = big_compare_magnitude(view, &magnitude);
    if (order == 0 && part > 0) order = -1;
    return sign < 0 ? -order : order;
}

// The quotient to 65 bits or more and whether anything is left, then one rounding; what is below
// the range of normal numbers keeps fewer bits, so that the rounding is still the only one.
bool big_true_divide(Vm *vm, const IntView *left, const IntView *right, double *result) {
    bool negative = left->negative != right->negative;
    int64_t difference = (int64_t)big_bit_length(left) - (int64_t)big_bit_length(right);
    *result = negative ? -0.0 : 0.0;
    if (!left->count || difference < -1080) return true;
    if (difference > 1025) {
        error_overflow(vm, "integer division result too large for a float");
        return false;
    }
    int64_t shift = 66 - difference;
    IntView numerator, denominator;
    Value shifted = big_lshift(vm, shift > 0 ? left : right, (size_t)(shift > 0 ? shift : -shift));
    if (is_error(shifted)) return false;
    int_view(shifted, shift > 0 ? &numerator : &denominator);
    const IntView *above = shift > 0 ? &numerator : left, *below = shift > 0 ? right : &denominator;
    size_t count = above->count - below->count + 1;
    uint64_t *quotient = gc_alloc_raw(vm, (count + 1) * sizeof(uint64_t));
    uint64_t *rest = quotient ? gc_alloc_raw(vm, below->count * sizeof(uint64_t)) : NULL;
    if (!rest || !big_memory_is_there(vm, above->count + below->count)) return false;
    mpn_tdiv_qr(LIMBS(quotient), LIMBS(rest), 0, LIMBS(above->limbs), SIZE(above->count),
                LIMBS(below->limbs), SIZE(below->count));
    bool sticky = !mpn_zero_p(LIMBS(rest), SIZE(below->count));
    unsigned __int128 value = quotient[0];
    if (count > 1) value |= (unsigned __int128)quotient[1] << 64;
    int bits = quotient[1 < count ? 1 : 0] && count > 1 ? 128 - __builtin_clzll(quotient[1])
                                                        : 64 - __builtin_clzll(quotient[0]);
    int64_t exponent = bits - shift; // value is in [2^(exponent - 1), 2^exponent)
    int keep = exponent < -1021 ? 53 - (int)(-1021 - exponent) : 53;
    if (keep < 0) return true;
    int drop = bits - keep;
    unsigned __int128 kept = drop < 128 ? value >> drop : 0;
    unsigned __int128 half = (unsigned __int128)1 << (drop - 1), low = value & (half * 2 - 1);
    if (low > half || (low == half && (sticky || (kept & 1)))) kept++;
    double number = ldexp((double)(uint64_t)kept, (int)(drop - shift));
    if (isinf(number)) {
        error_overflow(vm, "integer division result too large for a float");
        return false;
    }
    *result = negative ? -number : number;
    return true;
}
