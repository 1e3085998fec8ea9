// The Unicode Character Database as the module unicodedata asks for it: runs of code points that
// share a record, found by bisection.
#include "frontend/text/database_data.h"
#include "frontend/text/unicode.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
enum { RECORD_MASK = (1 << RECORD_BITS) - 1 };

static unsigned record_in(const uint32_t *table, size_t count, uint32_t point) {
    size_t low = 0, high = count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (table[middle] >> RECORD_BITS <= point)
            low = middle;
        else
            high = middle;
    }
    return table[low] & RECORD_MASK;
}

UnicodeProperties unicode_properties(uint32_t point, bool old) {
    unsigned number = old ? record_in(old_runs, COUNT(old_runs), point) : RECORD_MASK;
    if (number == RECORD_MASK) number = record_in(runs, COUNT(runs), point);
    const uint8_t *record = records[number];
    return (UnicodeProperties){
        .category = categories[record[0]],
        .direction = directions[record[1]],
        .width = widths[record[2]],
        .combining_class = record[3],
        .mirrored = record[4],
        .assigned = strcmp(categories[record[0]], "Cn") != 0,
    };
}

unsigned unicode_combining_class(uint32_t point) {
    return point < 0x300 ? 0 : records[record_in(runs, COUNT(runs), point)][3];
}

bool unicode_numeric_value(uint32_t point, double *value) {
    size_t low = 0, high = COUNT(numbers) / 4;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (numbers[middle * 4] <= point)
            low = middle;
        else
            high = middle;
    }
    const int64_t *run = numbers + low * 4;
    if (point < run[0] || point > run[1]) return false;
    *value = (double)(run[2] + (point - run[0])) / (double)run[3];
    return true;
}
