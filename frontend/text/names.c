// Finds characters by name. The table is sorted, so a name's block is found by halving; inside its
// block every name is made from the one before it.
#include "frontend/text/unicode.h"
#include "frontend/text/unicode_names.h"

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
static uint32_t hangul_find(const char *at, const char *end) {
    static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                        "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                         "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                         "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static const char *const tails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                        "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                        "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
    int lead = longest_word(&at, end, leads, 19), vowel = longest_word(&at, end, vowels, 21),
        tail = longest_word(&at, end, tails, 28);
    if (vowel < 0 || at != end) return UNICODE_NO_CHARACTER;
    return 0xac00 + (uint32_t)((lead * 21 + vowel) * 28 + tail);
}

static uint32_t ideograph_find(const char *at, const char *end) {
    uint32_t point = 0;
    if (end - at != 4 && end - at != 5) return UNICODE_NO_CHARACTER;
    for (; at < end; at++) {
        bool digit = *at >= '0' && *at <= '9';
        if (!digit && !(*at >= 'A' && *at <= 'F')) return UNICODE_NO_CHARACTER;
        point = point << 4 | (uint32_t)(digit ? *at - '0' : *at - 'A' + 10);
    }
    for (size_t run = 0; run < sizeof ideographs / sizeof *ideographs; run++)
        if (point >= ideographs[run][0] && point <= ideographs[run][1]) return point;
    return UNICODE_NO_CHARACTER;
}

// --- all names --------------------------------------------------------------------------------

static bool begins(const char *name, size_t size, const char *start) {
    return size >= strlen(start) && !memcmp(name, start, strlen(start));
}

uint32_t unicode_find(const char *name, size_t size) {
    static const char hangul[] = "HANGUL SYLLABLE ", ideograph[] = "CJK UNIFIED IDEOGRAPH-";
    if (begins(name, size, hangul)) return hangul_find(name + sizeof hangul - 1, name + size);
    if (begins(name, size, ideograph))
        return ideograph_find(name + sizeof ideograph - 1, name + size);
    Cursor cursor;
    char wanted[NAME_ROOM];
    if (size >= NAME_ROOM) return UNICODE_NO_CHARACTER;
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
        if (!--left) return UNICODE_NO_CHARACTER;
        name_next(&cursor);
    }
}
