// The gamma function and its logarithm by Lanczos's approximation with 13 terms and g = 6.0247: the
// one CPython uses, so that both print the same digits (the C library's differ in the last one).
#include <math.h>

#include "vm/modules/math.h"

#define TERMS 13
static const double lanczos_g = 6.024680040776729583740234375;

// The sum as a quotient of two polynomials, coefficients of the lowest power first.
static const double numerator[TERMS] = {23531376880.410759688572007674451636754734846804940,
                                        42919803642.649098768957899047001988850926355848959,
                                        35711959237.355668049440185451547166705960488635843,
                                        17921034426.037209699919755754458931112671403265390,
                                        6039542586.3520280050642916443072979210699388420708,
                                        1439720407.3117216736632230727949123939715485786372,
                                        248874557.86205415651146038641322942321632125127801,
                                        31426415.585400194380614231628318205362874684987640,
                                        2876370.6289353724412254090516208496135991145378768,
                                        186056.26539522349504029498971604569928220784236328,
                                        8071.6720023658162106380029022722506138218516325024,
                                        210.82427775157934587250973392071336271166969580291,
                                        2.5066282746310002701649081771338373386264310793408};
static const double denominator[TERMS] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0};

// For larger numbers in powers of 1 / number, so that nothing overflows.
static double lanczos_sum(double number) {
    double above = 0.0, below = 0.0;
    for (int index = 0; index < TERMS; index++) {
        int term = number < 5.0 ? TERMS - 1 - index : index;
        if (number < 5.0) {
            above = above * number + numerator[term];
            below = below * number + denominator[term];
        } else {
            above = above / number + numerator[term];
            below = below / number + denominator[term];
        }
    }
    return above / below;
}

// sin(pi * number), exact where it is zero.
static double sine_of_pi(double number) {
    double part = fmod(fabs(number), 2.0), result;
    switch ((int)round(2.0 * part)) {
    case 0: result = sin(M_PI * part); break;
    case 1: result = cos(M_PI * (part - 0.5)); break;
    case 2: result = sin(M_PI * (1.0 - part)); break; // keeps the sign of zero
    case 3: result = -cos(M_PI * (part - 1.5)); break;
    default: result = sin(M_PI * (part - 2.0));
    }
    return copysign(1.0, number) * result;
}

// Not for whole numbers below 24, which have exact factorials.
double math_gamma_of(double number) {
    double size = fabs(number), shift = lanczos_g - 0.5;
    if (isnan(number) || number == INFINITY) return number;
    if (size < 1e-20) return 1.0 / number;
    if (size > 200.0) return number < 0 ? 0.0 / sine_of_pi(number) : INFINITY;
    double base = size + shift;
    // What the sum above lost in rounding, as a factor on the result.
    double lost = size > shift ? (base - size) - shift : (base - shift) - size;
    lost = lost * lanczos_g / base;
    double result;
    if (number < 0) {
        result = -M_PI / sine_of_pi(size) / size * exp(base) / lanczos_sum(size);
        result -= lost * result;
    } else {
        result = lanczos_sum(size) / exp(base);
        result += lost * result;
    }
    // base ** (size - 0.5), in two halves where the whole could overflow.
    int halves = size < 140.0 ? 1 : 2;
    double factor = pow(base, halves == 1 ? size - 0.5 : size / 2.0 - 0.25);
    for (int half = 0; half < halves; half++)
        result = number < 0 ? result / factor : result * factor;
    return result;
}

// Not for zero and negative whole numbers.
double math_log_gamma_of(double number) {
    double size = fabs(number);
    if (isnan(number)) return number;
    if (isinf(number)) return INFINITY;
    if (number == 1.0 || number == 2.0) return 0.0;
    if (size < 1e-20) return -log(size);
    double result = log(lanczos_sum(size)) - lanczos_g;
    result += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1.0);
    if (number < 0) result = log(M_PI) - log(fabs(sine_of_pi(size))) - log(size) - result;
    return result;
}
