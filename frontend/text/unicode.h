// Properties of characters, Unicode 14, as Python's str methods see them. The tables are made by
// unicode_tables.py.
#ifndef FRONTEND_TEXT_UNICODE_H
#define FRONTEND_TEXT_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool unicode_is_alpha(uint32_t point);
bool unicode_is_decimal(uint32_t point);
bool unicode_is_digit(uint32_t point);
bool unicode_is_numeric(uint32_t point);
bool unicode_is_space(uint32_t point);
bool unicode_is_line_break(uint32_t point); // as str.splitlines splits
bool unicode_is_upper(uint32_t point);
bool unicode_is_lower(uint32_t point);
bool unicode_is_title(uint32_t point);
bool unicode_is_cased(uint32_t point);
bool unicode_is_case_ignorable(uint32_t point);
bool unicode_is_printable(uint32_t point);
bool unicode_is_identifier_start(uint32_t point);
bool unicode_is_identifier_part(uint32_t point);
bool unicode_is_nfkc_inert(uint32_t point); // NFKC leaves it alone wherever it stands

static inline bool unicode_is_alnum(uint32_t point) {
    return unicode_is_alpha(point) || unicode_is_numeric(point);
}

// The value of a decimal digit or of a digit, -1 if it is none.
int unicode_decimal_value(uint32_t point);
int unicode_digit_value(uint32_t point);

// Full case mappings: write 1 to 3 code points and answer how many.
int unicode_to_upper(uint32_t point, uint32_t out[3]);
int unicode_to_lower(uint32_t point, uint32_t out[3]);
int unicode_to_title(uint32_t point, uint32_t out[3]);
int unicode_to_casefold(uint32_t point, uint32_t out[3]);

// The character with this name or alias, in letters of either case; UNICODE_NO_CHARACTER if there
// is none. Names of sequences are not known.
enum { UNICODE_NO_CHARACTER = 0x110000 };
uint32_t unicode_find(const char *name, size_t size);

// The NFKC form of UTF-8 text. `out` has UNICODE_NFKC_ROOM(size) bytes, and `scratch` as many code
// points as `size`, times 18. Answers the size.
#define UNICODE_NFKC_ROOM(size) ((size_t)(size)*18 + 1)
size_t unicode_nfkc(const char *text, size_t size, char *out, uint32_t *scratch);

#endif
