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
// is none.
enum { UNICODE_NO_CHARACTER = 0x110000, UNICODE_NAME_ROOM = 100 };
uint32_t unicode_find(const char *name, size_t size);
// The same for names of sequences, too: writes the code points and answers how many, 0: none.
enum { UNICODE_SEQUENCE_ROOM = 4 };
size_t unicode_find_sequence(const char *name, size_t size, uint32_t out[UNICODE_SEQUENCE_ROOM]);
// What a character is called; writes the name and answers its size, 0 if it has none.
size_t unicode_name(uint32_t point, char name[UNICODE_NAME_ROOM]);

// What the Unicode Character Database says of a code point, in its own words ("Lu", "AL", "Na").
// `old`: as it was in Unicode 3.2.
typedef struct {
    const char *category, *direction, *width;
    unsigned combining_class;
    bool mirrored, assigned;
} UnicodeProperties;
UnicodeProperties unicode_properties(uint32_t point, bool old);
unsigned unicode_combining_class(uint32_t point);
// The number a character stands for; false if it is none.
bool unicode_numeric_value(uint32_t point, double *value);

// One step of a decomposition: how many code points, where they are, and of what kind it is
// ("<circle>"; "": canonical). 0: there is none, or a Hangul syllable's, which is computed.
size_t unicode_decomposition(uint32_t point, const char **tag, const uint32_t **parts);
// Normal forms: NFC (composed), NFD (neither), NFKC (both), NFKD (compatible), by Unicode 3.2
// (old) or 14. `out` has room for UNICODE_NORMAL_ROOM times `count`. Answers how many there are.
enum { UNICODE_COMPATIBLE = 1, UNICODE_COMPOSED = 2, UNICODE_OLD = 4 };
enum { UNICODE_NORMAL_ROOM = 18 };
size_t unicode_normalize(const uint32_t *points, size_t count, unsigned form, uint32_t *out);

// The NFKC form of UTF-8 text. `out` has UNICODE_NFKC_ROOM(size) bytes, and `scratch` as many code
// points as `size`, times 18. Answers the size.
#define UNICODE_NFKC_ROOM(size) ((size_t)(size)*18 + 1)
size_t unicode_nfkc(const char *text, size_t size, char *out, uint32_t *scratch);

#endif
