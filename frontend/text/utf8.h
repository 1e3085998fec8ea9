// UTF-8 in which lone surrogates may stand as their three bytes (as Python strings may hold them).
#ifndef FRONTEND_TEXT_UTF8_H
#define FRONTEND_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The code point at *text, which moves past it. The text must be valid.
static inline uint32_t utf8_next(const char **text) {
    const unsigned char *at = (const unsigned char *)*text;
    if (at[0] < 0x80) {
        *text += 1;
        return at[0];
    }
    if (at[0] < 0xe0) {
        *text += 2;
        return (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);
    }
    if (at[0] < 0xf0) {
        *text += 3;
        return (at[0] & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
    }
    *text += 4;
    return (at[0] & 0x07u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);
}

// Writes a code point (at most 4 bytes); answers the size.
static inline size_t utf8_put(char *out, uint32_t point) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xc0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xe0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (point & 0x3f));
    return 4;
}

// How many code points valid text holds; `largest` (may be NULL) receives a code point at least as
// large as all of them: 0x7f, 0xff, 0xffff or 0x10ffff, the least of these that will do.
size_t utf8_length(const char *text, size_t size, uint32_t *largest);

// The size of the valid UTF-8 at the start of `text`: `size` if all is valid. Surrogates count as
// errors unless `surrogates`. After an error, `reason` (may be NULL) says why in CPython's words:
// "invalid start byte", "invalid continuation byte" or "unexpected end of data", and `bad` (may be
// NULL) how many bytes the wrong sequence has.
size_t utf8_valid(const char *text, size_t size, bool surrogates, const char **reason, size_t *bad);

#endif
