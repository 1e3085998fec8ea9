// Shortest digits and digits behind the point by exact arithmetic in 128 bits, for floats of the
// sizes that are met every day. All others are printed with 15, 16, 17 digits until they read back
// the same: glibc's printf and strtod round exactly.
#include "frontend/text/float.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Powers of ten that a double holds exactly.
static const double power_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum { EXACT_POWER = 22, DIGITS_MOST = 17 };

typedef unsigned __int128 Wide;

static const double exact_most = 9007199254740992.0; // 2**53

// Digits without trailing zeros and the place of the point: 0.d1d2d3... * 10**point.
typedef struct {
    char digits[DIGITS_MOST + 1];
    int count, point;
} Decimal;

static void decimal_set(Decimal *decimal, uint64_t digits, int scale) {
    char text[24];
    int count = 0;
    while (digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    for (; digits; digits /= 10) text[count++] = (char)('0' + digits % 10);
    for (int index = 0; index < count; index++) decimal->digits[index] = text[count - 1 - index];
    decimal->count = count;
    decimal->point = count - scale;
}

// value = mantissa * 2**exponent with 53 bits of mantissa; value is positive and not subnormal.
static uint64_t take_apart(double value, int *exponent) {
    double fraction = frexp(value, exponent);
    *exponent -= 53;
    return (uint64_t)ldexp(fraction, 53);
}

static Wide wide_power_of_ten(int power) {
    Wide result = 1;
    for (; power > 0; power--) result *= 10;
    return result;
}

// The decimals that read back as value lie between the middles to its neighbours. Between 1e-5 and
// 1e17 these bounds, scaled to 17 digits, are exact in 128 bits: digits are cut off as long as some
// decimal is left between them, and of those that are left the nearest to value is taken.
static bool decimal_window(double value, Decimal *decimal) {
    if (value < 1e-5 || value >= 1e17) return false;
    int exponent, scale = 16 - (int)floor(log10(value));
    uint64_t mantissa = take_apart(value, &exponent);
    int shift = 2 - exponent, left = shift < 0 ? -shift : 0;
    if (shift < 0) shift = 0;
    uint64_t middle = mantissa << 2 << left, above = 2ull << left;
    uint64_t below = (mantissa == 1ull << 52 ? 1ull : 2ull) << left;
    Wide power, scaled;
    for (;; scale--) { // the logarithm may be off by one either way
        if (scale < 0 || scale > 21) return false;
        power = wide_power_of_ten(scale);
        scaled = middle * power;
        if (scaled >> shift < 100000000000000000u) break;
    }
    Wide low = (middle - below) * power, high = (middle + above) * power;
    Wide rest = ((Wide)1 << shift) - 1;
    bool open = mantissa & 1; // a middle reads back as its even neighbour
    uint64_t least = (uint64_t)(low >> shift) + ((low & rest) != 0 || open);
    uint64_t most = (uint64_t)(high >> shift) - ((high & rest) == 0 && open);
    if (least > most) return false;
    int cut = 0;
    uint64_t unit = 1;
    for (;; cut++, unit *= 10) {
        uint64_t shorter_least = (least + 9) / 10, shorter_most = most / 10;
        if (shorter_least > shorter_most) break;
        least = shorter_least;
        most = shorter_most;
    }
    uint64_t digits = (uint64_t)(scaled >> shift) / unit;
    Wide whole = (Wide)unit << shift, twice = (scaled - digits * whole) * 2;
    if (twice > whole || (twice == whole && digits & 1)) digits++;
    if (digits < least) digits = least;
    if (digits > most) digits = most;
    decimal_set(decimal, digits, scale - cut);
    return true;
}

// Below a power of two doubles lie twice as dense, so that the decimal next above may read back
// where the nearest one does not.
static bool next_reads_back(char *text, double value) {
    int exponent;
    char *last = strchr(text, 'e') - 1;
    if (frexp(value, &exponent) != 0.5 || *last == '9') return false;
    ++*last;
    return strtod(text, NULL) == value;
}

static void decimal_shortest(double value, Decimal *decimal) {
    if (decimal_window(value, decimal)) return;
    char text[40];
    // Subnormal numbers have fewer digits of precision, so a short decimal may stand for them.
    int precision = value < 2.3e-308 ? 1 : 15;
    for (;; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, value);
        if (precision == DIGITS_MOST || strtod(text, NULL) == value) break;
        if (next_reads_back(text, value)) break;
    }
    char *exponent = strchr(text, 'e');
    decimal->count = 0;
    for (char *at = text; at < exponent; at++)
        if (*at >= '0' && *at <= '9') decimal->digits[decimal->count++] = *at;
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0') decimal->count--;
    decimal->point = atoi(exponent + 1) + 1;
}

static char *put_zeros(char *out, int count) {
    for (; count > 0; count--) *out++ = '0';
    return out;
}

static char *put(char *out, const char *text, int size) {
    memcpy(out, text, (size_t)size);
    return out + size;
}

static size_t put_repr(double value, bool point_zero, char *out) {
    char *start = out;
    Decimal decimal = {.digits = "0", .count = 1, .point = 1};
    if (isnan(value)) {
        strcpy(out, "nan");
        return 3;
    }
    if (signbit(value)) {
        *out++ = '-';
        value = -value;
    }
    if (isinf(value)) {
        strcpy(out, "inf");
        return (size_t)(out - start) + 3;
    }
    if (value != 0) decimal_shortest(value, &decimal);
    int count = decimal.count, point = decimal.point;
    if (point > 16 || point < -3) {
        *out++ = decimal.digits[0];
        if (count > 1) *out++ = '.';
        out = put(out, decimal.digits + 1, count - 1);
        out += sprintf(out, "e%+03d", point - 1);
    } else if (point <= 0) {
        out = put(out, "0.", 2);
        out = put_zeros(out, -point);
        out = put(out, decimal.digits, count);
    } else if (count > point) {
        out = put(out, decimal.digits, point);
        *out++ = '.';
        out = put(out, decimal.digits + point, count - point);
    } else {
        out = put(out, decimal.digits, count);
        out = put_zeros(out, point - count);
        if (point_zero) out = put(out, ".0", 2);
    }
    *out = 0;
    return (size_t)(out - start);
}

size_t float_repr(double value, char *out) {
    return put_repr(value, true, out);
}

size_t float_repr_plain(double value, char *out) {
    return put_repr(value, false, out);
}

// Style f where value * 10**precision fits 64 bits: rounded exactly, half to even.
static size_t put_fixed(double value, int precision, bool alternate, char *out) {
    char *start = out, digits[24];
    int exponent, count = 0;
    double magnitude = fabs(value);
    uint64_t number = 0;
    if (precision > 18 || magnitude >= exact_most) return 0;
    if (magnitude >= 1e-30) {
        Wide scaled = take_apart(magnitude, &exponent) * wide_power_of_ten(precision);
        if (exponent >= 0 || (-exponent < 128 && scaled >> -exponent > INT64_MAX)) return 0;
        if (-exponent < 128) {
            Wide rest = scaled & (((Wide)1 << -exponent) - 1), half = (Wide)1 << (-exponent - 1);
            number = (uint64_t)(scaled >> -exponent);
            if (rest > half || (rest == half && number & 1)) number++;
        }
    }
    if (signbit(value)) *out++ = '-';
    for (; number || count <= precision; number /= 10) digits[count++] = (char)('0' + number % 10);
    while (count > precision) *out++ = digits[--count];
    if (precision || alternate) *out++ = '.';
    while (count) *out++ = digits[--count];
    *out = 0;
    return (size_t)(out - start);
}

size_t float_format(double value, char style, int precision, bool alternate, char *out) {
    if (style == 'r') return float_repr_plain(value, out);
    if (isnan(value)) {
        strcpy(out, style < 'a' ? "NAN" : "nan");
        return 3;
    }
    if ((style | 0x20) == 'f' && isfinite(value)) {
        size_t size = put_fixed(value, precision, alternate, out);
        if (size) return size;
    }
    char format[] = {'%', '#', '.', '*', style, 0};
    if (!alternate) memmove(format + 1, format + 2, 4);
    return (size_t)snprintf(out, FLOAT_FORMAT_ROOM(precision), format, precision, value);
}

static bool word_is(const char *text, size_t size, const char *word) {
    if (size != strlen(word)) return false;
    for (; *word; word++, text++)
        if ((*text | 0x20) != *word) return false;
    return true;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// More digits than this cannot change the result, but that one of them is not zero can.
enum { DIGITS_KEPT = 800 };

bool float_parse(const char *text, size_t size, double *result) {
    const char *at = text, *end = text + size;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    if (at < end && !is_digit(*at) && *at != '.') {
        size_t left = (size_t)(end - at);
        if (word_is(at, left, "inf") || word_is(at, left, "infinity"))
            *result = INFINITY;
        else if (word_is(at, left, "nan"))
            *result = NAN;
        else
            return false;
        if (negative) *result = -*result;
        return true;
    }
    char digits[DIGITS_KEPT + 32];
    int count = 0;
    int64_t scale = 0; // the value is digits * 10**scale
    uint64_t mantissa = 0;
    bool any = false, point = false, rest = false;
    for (; at < end; at++) {
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(*at)) break;
        any = true;
        if (count == 0 && *at == '0') {
            if (point) scale--;
        } else if (count < DIGITS_KEPT) {
            digits[count++] = *at;
            if (count < 19) mantissa = mantissa * 10 + (uint64_t)(*at - '0');
            if (point) scale--;
        } else {
            rest |= *at != '0';
            if (!point) scale++;
        }
    }
    if (!any) return false;
    if (at < end && (*at | 0x20) == 'e') {
        bool down = ++at < end && *at == '-';
        int64_t exponent = 0;
        if (at < end && (*at == '-' || *at == '+')) at++;
        if (at == end) return false;
        for (; at < end && is_digit(*at); at++)
            if (exponent < INT32_MAX) exponent = exponent * 10 + (*at - '0');
        scale += down ? -exponent : exponent;
    }
    if (at != end) return false;
    if (count == 0) {
        *result = 0;
    } else if (count < 19 && mantissa <= (uint64_t)exact_most && scale >= -EXACT_POWER &&
               scale <= EXACT_POWER) {
        *result = scale < 0 ? (double)mantissa / power_of_ten[-scale]
                            : (double)mantissa * power_of_ten[scale];
    } else {
        if (rest) {
            digits[count++] = '1';
            scale--;
        }
        if (scale > 100000) scale = 100000;
        if (scale < -100000) scale = -100000;
        sprintf(digits + count, "e%d", (int)scale);
        *result = strtod(digits, NULL);
    }
    if (negative) *result = -*result;
    return true;
}

ptrdiff_t number_without_underscores(const char *text, size_t size, char *out) {
    char *start = out;
    char before = 0;
    for (size_t index = 0; index < size; index++) {
        char byte = text[index];
        if (byte == '_') {
            if (!is_digit(before) || index + 1 == size) return -1;
        } else {
            if (before == '_' && !is_digit(byte)) return -1;
            *out++ = byte;
        }
        before = byte;
    }
    return out - start;
}
