// Normal forms: decompose every code point fully, put combining marks in order and, for two of the
// four, compose again. Hangul is computed, the rest looked up by bisection. NFKC of text of inert
// code points alone is copied as it is.
#include "frontend/text/normalize_data.h"
#include "frontend/text/normalize_pool.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { HANGUL = 0xac00, LEAD = 0x1100, VOWEL = 0x1161, TAIL = 0x11a7 };
enum { LEADS = 19, VOWELS = 21, TAILS = 28, HANGULS = LEADS * VOWELS * TAILS };

// Where the decomposition of a code point begins in `pool`; NULL: it has none that is listed.
static const uint32_t *entry_of(uint32_t point) {
    size_t low = 0, high = COUNT(keys);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (keys[middle] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT(keys) && keys[low] == point ? pool + offsets[low] : NULL;
}

size_t unicode_decomposition(uint32_t point, const char **tag, const uint32_t **parts) {
    const uint32_t *entry = entry_of(point);
    if (!entry) return 0;
    *tag = tags[entry[0] / 32];
    *parts = entry + 1;
    return entry[0] % 32;
}

// What five characters were said to decompose to in Unicode 3.2, by mistake.
static const uint32_t old_parts[][2] = {
    {0x2f868, 0x2136a}, {0x2f874, 0x5f33}, {0x2f91f, 0x43ab}, {0x2f95f, 0x7aae}, {0x2f9bf, 0x4d57}};

// Is a character's decomposition another one in Unicode 3.2? Then it is *out.
static bool decomposed_otherwise(uint32_t point, uint32_t *out) {
    for (size_t i = 0; i < COUNT(old_parts); i++)
        if (old_parts[i][0] == point) return *out = old_parts[i][1], true;
    return *out = point, !unicode_properties(point, true).assigned;
}

// Writes what a code point comes to when nothing decomposes any more, and answers how many.
static size_t decompose(uint32_t point, unsigned form, uint32_t *out) {
    if (point >= HANGUL && point < HANGUL + HANGULS) {
        uint32_t index = point - HANGUL;
        out[0] = LEAD + index / (VOWELS * TAILS);
        out[1] = VOWEL + index / TAILS % VOWELS;
        out[2] = TAIL + index % TAILS;
        return index % TAILS ? 3 : 2;
    }
    const uint32_t *entry = point < 0xa0 ? NULL : entry_of(point);
    if (entry && form & UNICODE_OLD && decomposed_otherwise(point, out)) return 1;
    if (!entry || (entry[0] >= 32 && !(form & UNICODE_COMPATIBLE))) {
        out[0] = point;
        return 1;
    }
    size_t count = 0;
    for (size_t part = 0; part < entry[0] % 32; part++)
        count += decompose(entry[1 + part], form, out + count);
    return count;
}

// The composition of two code points, 0 if they do not compose.
static uint32_t compose(uint32_t first, uint32_t second) {
    if (first >= LEAD && first < LEAD + LEADS && second >= VOWEL && second < VOWEL + VOWELS)
        return HANGUL + ((first - LEAD) * VOWELS + (second - VOWEL)) * TAILS;
    if (first >= HANGUL && first < HANGUL + HANGULS && (first - HANGUL) % TAILS == 0 &&
        second > TAIL && second < TAIL + TAILS)
        return first + (second - TAIL);
    size_t low = 0, high = COUNT(pairs) / 3;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const uint32_t *pair = pairs + middle * 3;
        if (pair[0] < first || (pair[0] == first && pair[1] < second))
            low = middle + 1;
        else
            high = middle;
    }
    const uint32_t *pair = pairs + low * 3;
    return low < COUNT(pairs) / 3 && pair[0] == first && pair[1] == second ? pair[2] : 0;
}

// Sorts each run of combining marks by class, equal ones staying in order.
static void order_marks(uint32_t *points, size_t count) {
    for (size_t index = 1; index < count; index++) {
        unsigned class = unicode_combining_class(points[index]);
        uint32_t point = points[index];
        size_t place = index;
        if (!class) continue;
        while (place > 0 && unicode_combining_class(points[place - 1]) > class) {
            points[place] = points[place - 1];
            place--;
        }
        points[place] = point;
    }
}

static size_t compose_all(uint32_t *points, size_t count) {
    size_t used = 0, starter = 0;
    bool has_starter = false;
    unsigned last_class = 0; // class of the last mark kept after the starter
    for (size_t index = 0; index < count; index++) {
        unsigned class = unicode_combining_class(points[index]);
        bool adjacent = has_starter && used == starter + 1;
        if (has_starter && (adjacent || (last_class < class && last_class != 0))) {
            uint32_t composed = compose(points[starter], points[index]);
            if (composed) {
                points[starter] = composed;
                continue;
            }
        }
        if (!class) {
            starter = used;
            has_starter = true;
        }
        last_class = class;
        points[used++] = points[index];
    }
    return used;
}

size_t unicode_normalize(const uint32_t *points, size_t count, unsigned form, uint32_t *out) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) length += decompose(points[i], form, out + length);
    order_marks(out, length);
    return form & UNICODE_COMPOSED ? compose_all(out, length) : length;
}

size_t unicode_nfkc(const char *text, size_t size, char *out, uint32_t *scratch) {
    const char *end = text + size;
    bool inert = true;
    for (const char *at = text; inert && at < end;) inert = unicode_is_nfkc_inert(utf8_next(&at));
    if (inert) {
        memcpy(out, text, size);
        return size;
    }
    size_t count = 0, written = 0;
    while (text < end) count += decompose(utf8_next(&text), UNICODE_COMPATIBLE, scratch + count);
    order_marks(scratch, count);
    count = compose_all(scratch, count);
    for (size_t index = 0; index < count; index++)
        written += utf8_put(out + written, scratch[index]);
    return written;
}
