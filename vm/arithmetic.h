// Machine arithmetic with Python's rules, on plain C numbers: what every representation's fast
// forms share. Each answers false where the result is no int64_t or Python raises.
#ifndef VM_ARITHMETIC_H
#define VM_ARITHMETIC_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/inject.h"

// Division rounds towards minus infinity. Two small positive numbers, the usual case, take a 32-bit
// division, several times faster than a 64-bit one on many processors.
static inline bool machine_floor_divide(int64_t left, int64_t right, int64_t *quotient) {
    INJECT(COMPUTE);
    if (__builtin_expect(((uint64_t)left | (uint64_t)right) >> 32 == 0 && right != 0, 1)) {
        *quotient = (uint32_t)left / (uint32_t)right;
        return true;
    }
    if (right == 0) return false;
    if (right == -1) return !__builtin_sub_overflow((int64_t)0, left, quotient);
    int64_t result = left / right;
    if ((left ^ right) < 0 && result * right != left) result--;
    *quotient = result;
    return true;
}

// The remainder has the divisor's sign.
static inline bool machine_remainder(int64_t left, int64_t right, int64_t *remainder) {
    INJECT(COMPUTE);
    if (__builtin_expect(((uint64_t)left | (uint64_t)right) >> 32 == 0 && right != 0, 1)) {
        *remainder = (uint32_t)left % (uint32_t)right;
        return true;
    }
    if (right == 0) return false;
    if (right == -1) {
        *remainder = 0;
        return true;
    }
    int64_t result = left % right;
    if (result != 0 && (result ^ right) < 0) result += right;
    *remainder = result;
    return true;
}

static inline bool machine_lshift(int64_t left, int64_t count, int64_t *shifted) {
    INJECT(COMPUTE);
    if ((uint64_t)count > 62) return false;
    int64_t result = (int64_t)((uint64_t)left << count);
    *shifted = result;
    return result >> count == left;
}

static inline bool machine_rshift(int64_t left, int64_t count, int64_t *shifted) {
    INJECT(COMPUTE);
    if (count < 0) return false;
    *shifted = left >> (count > 63 ? 63 : count);
    return true;
}

#endif
