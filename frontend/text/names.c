// Finds characters by name. The table is sorted, so a name's block is found by halving; inside its
// block every name is made from the one before it. The way back, from characters to names, is a
// list that is made when it is first asked for.
#include "frontend/text/unicode.h"
#include "frontend/text/unicode_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t block_count = sizeof blocks / sizeof *blocks;

// Walks over the names of a block.
typedef struct {
    const char *at;
    uint32_t point; // of the name
    uint32_t size;
    char name[NAME_ROOM]; // ends in a newline, which sorts before all that stands in names
} Cursor;

enum { FIRST_DIGIT = '#', LAST_DIGITS = 45, MORE_DIGITS = 45 };

// A number from the text: digits, of which only the last is below LAST_DIGITS. Question mark and
// backslash are no digits.
static uint32_t number_next(Cursor *cursor) {
    uint32_t number = 0;
    for (;;) {
        uint32_t byte = (uint32_t)*cursor->at++, digit = byte - FIRST_DIGIT;
        digit -= (byte > '?') + (byte > '\\');
        if (digit < LAST_DIGITS) return number * LAST_DIGITS + digit;
        number = number * MORE_DIGITS + digit - LAST_DIGITS;
    }
}

static void symbol_expand(Cursor *cursor, uint32_t symbol) {
    while (symbols[symbol][1] != 0xffff) {
        symbol_expand(cursor, symbols[symbol][0]);
        symbol = symbols[symbol][1];
    }
    cursor->name[cursor->size++] = (char)symbols[symbol][0];
}

static void name_next(Cursor *cursor) {
    cursor->size = number_next(cursor);
    do symbol_expand(cursor, number_next(cursor));
    while (cursor->name[cursor->size - 1] != '\n');
    uint32_t difference = number_next(cursor);
    cursor->point += difference & 1 ? -(difference / 2) - 1 : difference / 2;
}

static void block_begin(Cursor *cursor, uint32_t block) {
    cursor->at = names + blocks[block];
    cursor->point = 0;
    name_next(cursor);
}

enum { FIRST_SEQUENCE = 0x110000, NOT_FOUND = UINT32_MAX };

// --- names that are computed ------------------------------------------------------------------

// The longest of `count` words that begins the text at *at, which moves past it; -1 if none does.
static int longest_word(const char **at, const char *end, const char *const *words, int count) {
    int found = -1;
    size_t found_size = 0;
    for (int index = 0; index < count; index++) {
        size_t size = strlen(words[index]);
        if (size > (size_t)(end - *at) || memcmp(*at, words[index], size)) continue;
        if (found >= 0 && size <= found_size) continue;
        found = index;
        found_size = size;
    }
    *at += found_size;
    return found;
}

// A syllable is spelled as the names of its two or three letters.
static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                     "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                     "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const tails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                    "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                    "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

static uint32_t hangul_find(const char *at, const char *end) {
    int lead = longest_word(&at, end, leads, 19), vowel = longest_word(&at, end, vowels, 21),
        tail = longest_word(&at, end, tails, 28);
    if (vowel < 0 || at != end) return NOT_FOUND;
    return 0xac00 + (uint32_t)((lead * 21 + vowel) * 28 + tail);
}

static bool is_ideograph(uint32_t point) {
    for (size_t run = 0; run < sizeof ideographs / sizeof *ideographs; run++)
        if (point >= ideographs[run][0] && point <= ideographs[run][1]) return true;
    return false;
}
static uint32_t ideograph_find(const char *at, const char *end) {
    uint32_t point = 0;
    if (end - at != 4 && end - at != 5) return NOT_FOUND;
    for (; at < end; at++) {
        bool digit = *at >= '0' && *at <= '9';
        if (!digit && !(*at >= 'A' && *at <= 'F')) return NOT_FOUND;
        point = point << 4 | (uint32_t)(digit ? *at - '0' : *at - 'A' + 10);
    }
    return is_ideograph(point) ? point : NOT_FOUND;
}

// --- all names --------------------------------------------------------------------------------

static bool begins(const char *name, size_t size, const char *start) {
    return size >= strlen(start) && !memcmp(name, start, strlen(start));
}

static const char hangul[] = "HANGUL SYLLABLE ", ideograph[] = "CJK UNIFIED IDEOGRAPH-";

// A code point or, from FIRST_SEQUENCE on, a sequence.
static uint32_t find(const char *name, size_t size) {
    if (begins(name, size, hangul)) return hangul_find(name + sizeof hangul - 1, name + size);
    if (begins(name, size, ideograph))
        return ideograph_find(name + sizeof ideograph - 1, name + size);
    Cursor cursor;
    char wanted[NAME_ROOM];
    if (size >= NAME_ROOM) return NOT_FOUND;
    for (size_t index = 0; index < size; index++) {
        char byte = name[index];
        wanted[index] = byte >= 'a' && byte <= 'z' ? (char)(byte - 0x20) : byte;
    }
    wanted[size++] = '\n';
    // The last block whose first name is not behind the wanted one.
    uint32_t low = 0, high = block_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        block_begin(&cursor, middle);
        size_t least = size < cursor.size ? size : cursor.size;
        if (memcmp(cursor.name, wanted, least) <= 0)
            low = middle;
        else
            high = middle;
    }
    block_begin(&cursor, low);
    uint32_t left = low + 1 < block_count ? NAME_BLOCK : (NAME_COUNT - 1) % NAME_BLOCK + 1;
    for (;;) {
        if (cursor.size == size && !memcmp(cursor.name, wanted, size)) return cursor.point;
        if (!--left) return NOT_FOUND;
        name_next(&cursor);
    }
}

uint32_t unicode_find(const char *name, size_t size) {
    uint32_t found = find(name, size);
    return found < FIRST_SEQUENCE ? found : UNICODE_NO_CHARACTER;
}

_Static_assert((int)SEQUENCE_ROOM <= (int)UNICODE_SEQUENCE_ROOM, "room for every sequence");
_Static_assert((int)NAME_ROOM <= (int)UNICODE_NAME_ROOM, "room for every name");

size_t unicode_find_sequence(const char *name, size_t size, uint32_t out[UNICODE_SEQUENCE_ROOM]) {
    uint32_t found = find(name, size);
    size_t count = 0;
    if (found == NOT_FOUND) return 0;
    if (found < FIRST_SEQUENCE) return out[0] = found, 1;
    const uint16_t *points = sequences[found - FIRST_SEQUENCE];
    for (; count < SEQUENCE_ROOM && points[count]; count++) out[count] = points[count];
    return count;
}

// --- from characters to names -----------------------------------------------------------------

// A character's code point << 16 | the number of its name, in order; zeros, of aliases and
// sequences, first.
static uint64_t characters[NAME_COUNT];

static int in_order(const void *left, const void *right) {
    uint64_t first = *(const uint64_t *)left, second = *(const uint64_t *)right;
    return (first > second) - (first < second);
}
static void list_characters(void) {
    Cursor cursor;
    size_t alias = 0;
    for (uint32_t number = 0; number < NAME_COUNT; number++) {
        if (number % NAME_BLOCK)
            name_next(&cursor);
        else
            block_begin(&cursor, number / NAME_BLOCK);
        if (alias < sizeof aliases / sizeof *aliases && aliases[alias] == number)
            alias++;
        else if (cursor.point < FIRST_SEQUENCE)
            characters[number] = (uint64_t)cursor.point << 16 | number;
    }
    qsort(characters, NAME_COUNT, sizeof *characters, in_order);
}

static size_t hangul_name(uint32_t index, char *name) {
    strcpy(name, hangul);
    strcat(name, leads[index / (21 * 28)]);
    strcat(name, vowels[index / 28 % 21]);
    strcat(name, tails[index % 28]);
    return strlen(name);
}

size_t unicode_name(uint32_t point, char name[UNICODE_NAME_ROOM]) {
    if (point >= 0xac00 && point < 0xac00 + 19 * 21 * 28) return hangul_name(point - 0xac00, name);
    if (is_ideograph(point))
        return (size_t)snprintf(name, UNICODE_NAME_ROOM, "%s%X", ideograph, (unsigned)point);
    if (!characters[NAME_COUNT - 1]) list_characters();
    size_t low = 0, high = NAME_COUNT;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (characters[middle] >> 16 <= point)
            low = middle;
        else
            high = middle;
    }
    if (!characters[low] || characters[low] >> 16 != point) return 0;
    uint32_t number = characters[low] & 0xffff;
    Cursor cursor;
    block_begin(&cursor, number / NAME_BLOCK);
    for (uint32_t left = number % NAME_BLOCK; left; left--) name_next(&cursor);
    memcpy(name, cursor.name, cursor.size - 1);
    return cursor.size - 1;
}
