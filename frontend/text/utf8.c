// Counting and checking UTF-8, eight ASCII bytes at a time where it is ASCII.
#include "frontend/text/utf8.h"

#include <string.h>

static size_t ascii_prefix(const char *text, size_t size) {
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, 8);
        if (word & 0x8080808080808080u) break;
    }
    if (size - at >= 4) {
        uint32_t half;
        memcpy(&half, text + at, 4);
        if (!(half & 0x80808080u)) at += 4;
    }
    while (at < size && !(text[at] & 0x80)) at++;
    return at;
}

size_t utf8_length(const char *text, size_t size, uint32_t *largest) {
    size_t at = ascii_prefix(text, size), length = at;
    unsigned char lead = 0; // the largest first byte decides the class
    for (; at < size; at++) {
        unsigned char byte = (unsigned char)text[at];
        if ((byte & 0xc0) == 0x80) continue;
        if (byte > lead) lead = byte;
        length++;
    }
    if (largest) {
        *largest = lead < 0x80 ? 0x7f : lead < 0xc4 ? 0xff : lead < 0xf0 ? 0xffff : 0x10ffff;
    }
    return length;
}

static bool is_continuation(unsigned char byte) {
    return (byte & 0xc0) == 0x80;
}

// Why the sequence at `at` is wrong: how many bytes belong to it, 0 if it is right.
static size_t sequence_check(const unsigned char *at, size_t left, bool surrogates, size_t *length,
                             const char **reason) {
    unsigned char lead = at[0];
    unsigned char low = 0x80, high = 0xbf; // bounds of the second byte
    if (lead < 0xc2 || lead > 0xf4) {
        *reason = "invalid start byte";
        return 1;
    }
    *length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed && !surrogates) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    for (size_t index = 1; index < *length; index++) {
        if (index >= left) {
            *reason = "unexpected end of data";
            return left;
        }
        bool good = index == 1 ? at[1] >= low && at[1] <= high : is_continuation(at[index]);
        if (!good) {
            *reason = "invalid continuation byte";
            return index;
        }
    }
    return 0;
}

size_t utf8_valid(const char *text, size_t size, bool surrogates, const char **reason,
                  size_t *bad) {
    size_t at = 0;
    for (;;) {
        at += ascii_prefix(text + at, size - at);
        if (at >= size) return size;
        size_t length = 0;
        const char *why = NULL;
        size_t wrong =
            sequence_check((const unsigned char *)text + at, size - at, surrogates, &length, &why);
        if (wrong) {
            if (reason) *reason = why;
            if (bad) *bad = wrong;
            return at;
        }
        at += length;
    }
}
