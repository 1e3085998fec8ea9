// repr of text and bytes: what is printable stands for itself.
#include "frontend/text/quote.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"

#include <string.h>

char quote_choose(const char *text, size_t size) {
    if (!size) return '\'';
    return memchr(text, '\'', size) && !memchr(text, '"', size) ? '"' : '\'';
}

static size_t put_hex(char *out, char letter, uint32_t number, int digits) {
    out[0] = '\\';
    out[1] = letter;
    for (int at = digits + 1; at > 1; at--, number >>= 4) out[at] = "0123456789abcdef"[number & 15];
    return (size_t)digits + 2;
}

static size_t put_escape(char *out, char letter) {
    out[0] = '\\';
    out[1] = letter;
    return 2;
}

size_t quote_point(uint32_t point, char quote, bool ascii, char *out) {
    if (point == (unsigned char)quote || point == '\\') return put_escape(out, (char)point);
    if (point >= 0x20 && point < 0x7f) {
        out[0] = (char)point;
        return 1;
    }
    switch (point) {
    case '\n': return put_escape(out, 'n');
    case '\t': return put_escape(out, 't');
    case '\r': return put_escape(out, 'r');
    }
    if (point >= 0x80 && !ascii && unicode_is_printable(point)) return utf8_put(out, point);
    if (point < 0x100) return put_hex(out, 'x', point, 2);
    if (point < 0x10000) return put_hex(out, 'u', point, 4);
    return put_hex(out, 'U', point, 8);
}

size_t quote_text(const char *text, size_t size, bool ascii, char *out) {
    char quote = quote_choose(text, size), *at = out;
    const char *end = text + size;
    *at++ = quote;
    while (text < end) at += quote_point(utf8_next(&text), quote, ascii, at);
    *at++ = quote;
    return (size_t)(at - out);
}

size_t quote_bytes(const char *bytes, size_t size, char *out) {
    char quote = quote_choose(bytes, size), *at = out;
    *at++ = 'b';
    *at++ = quote;
    for (size_t index = 0; index < size; index++)
        at += quote_point((unsigned char)bytes[index], quote, true, at);
    *at++ = quote;
    return (size_t)(at - out);
}
