// Floats to text and back, as Python does both.
#ifndef FRONTEND_TEXT_FLOAT_H
#define FRONTEND_TEXT_FLOAT_H

#include <stdbool.h>
#include <stddef.h>

// Room for any repr of a float, terminating NUL included.
#define FLOAT_REPR_ROOM 32

// repr(value): the shortest digits that read back as the same float ("0.1", "1e+16", "inf", "nan"),
// with ".0" where it would look like an int. Writes at most FLOAT_REPR_ROOM bytes, NUL included;
// answers the length.
size_t float_repr(double value, char *out);

// The same without ".0": the parts of a complex number ("1", "-0", "1e+16").
size_t float_repr_plain(double value, char *out);

// The most bytes float_format writes for this precision, NUL included.
#define FLOAT_FORMAT_ROOM(precision) ((size_t)(precision) + 330)

// printf's %e %f %g (and E F G) with exact rounding: `style` is that letter, or 'r' for the digits
// of repr without ".0" (precision is then ignored). `alternate` is printf's #. The sign is written
// only for negative values; inf and nan are "inf" and "nan" ("INF" and "NAN" for E F G), nan
// without sign. `out` has FLOAT_FORMAT_ROOM(precision) bytes; answers the length.
size_t float_format(double value, char style, int precision, bool alternate, char *out);

// Reads what float(text) accepts, without surrounding white space and underscores: digits, point,
// exponent, inf, infinity, nan in any case, sign. All `size` bytes must be used, else false.
bool float_parse(const char *text, size_t size, double *result);

// Removes underscores that stand between digits, for float_parse and the int readers: writes the
// rest to `out` (of `size` bytes) and answers its size, or -1 where an underscore stands elsewhere.
ptrdiff_t number_without_underscores(const char *text, size_t size, char *out);

#endif
