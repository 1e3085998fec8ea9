// Looks a code point up in the trie of unicode_data.h: top by 512, middle by 16, leaf.
#include "frontend/text/unicode.h"
#include "frontend/text/unicode_data.h"

static inline const Record *record_of(uint32_t point) {
    if (point > 0x10ffff) point = 0x10ffff; // unassigned
    unsigned block = middle[top[point >> 9] * 32 + (point >> 4 & 31)];
    return &records[leaves[block * 16 + (point & 15)]];
}

static inline bool has(uint32_t point, unsigned flags) {
    return record_of(point)->flags & flags;
}

bool unicode_is_alpha(uint32_t point) {
    return has(point, ALPHA);
}
bool unicode_is_decimal(uint32_t point) {
    return has(point, DECIMAL);
}
bool unicode_is_digit(uint32_t point) {
    return has(point, DIGIT);
}
bool unicode_is_numeric(uint32_t point) {
    return has(point, NUMERIC);
}
bool unicode_is_space(uint32_t point) {
    return has(point, SPACE);
}
bool unicode_is_line_break(uint32_t point) {
    return has(point, LINE_BREAK);
}
bool unicode_is_upper(uint32_t point) {
    return has(point, UPPER);
}
bool unicode_is_lower(uint32_t point) {
    return has(point, LOWER);
}
bool unicode_is_title(uint32_t point) {
    return has(point, TITLE);
}
bool unicode_is_cased(uint32_t point) {
    return has(point, UPPER | LOWER | TITLE);
}
bool unicode_is_case_ignorable(uint32_t point) {
    return has(point, CASE_IGNORABLE);
}
bool unicode_is_printable(uint32_t point) {
    return has(point, PRINTABLE);
}
bool unicode_is_identifier_start(uint32_t point) {
    return has(point, IDENTIFIER_START);
}
bool unicode_is_identifier_part(uint32_t point) {
    return has(point, IDENTIFIER_PART);
}
bool unicode_is_nfkc_inert(uint32_t point) {
    return has(point, NFKC_INERT);
}

int unicode_decimal_value(uint32_t point) {
    return record_of(point)->decimal;
}
int unicode_digit_value(uint32_t point) {
    return record_of(point)->digit;
}

static int map(uint32_t point, int32_t mapping, uint32_t out[3]) {
    if (mapping < SPECIAL) {
        out[0] = point + (uint32_t)mapping;
        return 1;
    }
    const uint16_t *entry = special + (mapping - SPECIAL);
    for (int index = 0; index < entry[0]; index++) out[index] = entry[1 + index];
    return entry[0];
}

int unicode_to_upper(uint32_t point, uint32_t out[3]) {
    return map(point, record_of(point)->upper, out);
}

int unicode_to_lower(uint32_t point, uint32_t out[3]) {
    return map(point, record_of(point)->lower, out);
}

int unicode_to_title(uint32_t point, uint32_t out[3]) {
    return map(point, record_of(point)->title, out);
}

int unicode_to_casefold(uint32_t point, uint32_t out[3]) {
    return map(point, record_of(point)->casefold, out);
}
