// Ints to text and back: digits in a base of 2 to 36, magnitudes as 64-bit limbs, least significant
// first. Big ones are GMP's work (mpn), which is faster than quadratic.
#ifndef FRONTEND_TEXT_INTEGER_H
#define FRONTEND_TEXT_INTEGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How many limbs integer_parse may need for this many digits.
size_t integer_limb_room(size_t digit_count, int base);

// Reads `size` digits (0-9 a-z A-Z below base; single underscores between digits are skipped). No
// sign, no prefix, no space. `limbs` has integer_limb_room(size, base) limbs, `scratch` size bytes.
// Answers the number of limbs without leading zeros (0 for zero), -1 if it is no number, -2 if
// memory runs out.
ptrdiff_t integer_parse(const char *digits, size_t size, int base, uint64_t *limbs, char *scratch);

// How many bytes integer_format may write for this many limbs.
size_t integer_digit_room(size_t limb_count, int base);

// Writes the digits of a magnitude in lower case, without NUL; answers how many ("0" for zero).
// `limbs` is destroyed. Answers 0 when memory for the conversion runs out.
size_t integer_format(uint64_t *limbs, size_t count, int base, char *out);

// The digits of a machine word with its sign, base 10: at most 20 bytes, no NUL; answers how many.
size_t integer_format_word(int64_t value, char *out);

#endif
