// Bases that are powers of two move bits; the others go through mpn_set_str and mpn_get_str, whose
// temporary memory is asked for beforehand, because GMP ends the process when it cannot get it.
#include "frontend/text/integer.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == 8 && GMP_NUMB_BITS == 64, "a limb has 64 bits");

// Bits per digit, rounded up.
static unsigned digit_bits(int base) {
    unsigned bits = 1;
    while (1 << bits < base) bits++;
    return bits;
}

static bool is_power_of_two(int base) {
    return (base & (base - 1)) == 0;
}

size_t integer_limb_room(size_t digit_count, int base) {
    return digit_count * digit_bits(base) / 64 + 2;
}

static int digit_value(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'z' ? byte - 'a' + 10 : 99;
}

static bool memory_is_there(size_t size) {
    void *block = malloc(size);
    free(block);
    return block != NULL;
}

ptrdiff_t integer_parse(const char *digits, size_t size, int base, uint64_t *limbs, char *scratch) {
    size_t count = 0;
    bool underscore = true; // one may not come first
    for (size_t index = 0; index < size; index++) {
        if (digits[index] == '_') {
            if (underscore) return -1;
            underscore = true;
            continue;
        }
        int value = digit_value(digits[index]);
        if (value >= base) return -1;
        underscore = false;
        if (count || value) scratch[count++] = (char)value;
    }
    if (underscore) return -1;
    if (!count) return 0;
    if (count <= 12) {
        uint64_t word = 0;
        for (size_t index = 0; index < count; index++)
            word = word * (uint64_t)base + (uint64_t)scratch[index];
        limbs[0] = word;
        return 1;
    }
    if (!is_power_of_two(base)) {
        if (!memory_is_there(count * 2 + 4096)) return -2;
        return mpn_set_str((mp_limb_t *)limbs, (unsigned char *)scratch, count, base);
    }
    unsigned bits = digit_bits(base), filled = 0;
    ptrdiff_t used = 0;
    uint64_t limb = 0;
    for (size_t index = count; index-- > 0;) {
        uint64_t value = (uint64_t)scratch[index];
        limb |= value << filled;
        filled += bits;
        if (filled >= 64) {
            limbs[used++] = limb;
            filled -= 64;
            limb = filled ? value >> (bits - filled) : 0;
        }
    }
    if (limb) limbs[used++] = limb;
    return used;
}

size_t integer_digit_room(size_t limb_count, int base) {
    unsigned whole = is_power_of_two(base) ? digit_bits(base) : digit_bits(base) - 1;
    if (base == 10) return limb_count * 64 * 31 / 100 + 3; // log10(2) = 0.30103
    return limb_count * 64 / whole + 3;
}

size_t integer_format(uint64_t *limbs, size_t count, int base, char *out) {
    while (count && !limbs[count - 1]) count--;
    if (!count) {
        out[0] = '0';
        return 1;
    }
    if (!is_power_of_two(base) && !memory_is_there(count * 32 + 4096)) return 0;
    size_t size = mpn_get_str((unsigned char *)out, base, (mp_limb_t *)limbs, (mp_size_t)count);
    size_t zeros = 0;
    while (zeros + 1 < size && !out[zeros]) zeros++;
    size -= zeros;
    for (size_t index = 0; index < size; index++)
        out[index] = "0123456789abcdefghijklmnopqrstuvwxyz"[(unsigned char)out[index + zeros]];
    return size;
}

size_t integer_format_word(int64_t value, char *out) {
    char digits[20];
    size_t count = 0, size = 0;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do digits[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0) out[size++] = '-';
    while (count) out[size++] = digits[--count];
    return size;
}
