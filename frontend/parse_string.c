// String literals: prefixes, escapes, adjacent literals joined.
#include "frontend/parse.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"

#include <stdio.h>
#include <string.h>

void buffer_add(Parser *parser, TextBuffer *buffer, const char *data, size_t size) {
    if (size >= buffer->room - buffer->size) {
        size_t room = (buffer->size + size) * 2 + 16;
        char *larger = arena_alloc(parser->arena, room);
        if (buffer->size) memcpy(larger, buffer->data, buffer->size);
        buffer->data = larger;
        buffer->room = (uint32_t)room;
    }
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += (uint32_t)size;
    buffer->data[buffer->size] = 0;
}

static void buffer_add_point(Parser *parser, TextBuffer *buffer, uint32_t point) {
    char bytes[4];
    buffer_add(parser, buffer, bytes, utf8_put(bytes, point));
}

// --- escapes ----------------------------------------------------------------------------------

static int hex_value(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// CPython counts a position where characters beyond ASCII take ten places.
static size_t escape_position(const char *data, const char *at) {
    size_t position = 0;
    while (data < at) position += utf8_next(&data) < 0x80 ? 1 : 10;
    return position;
}

static _Noreturn void fail_escape(Parser *parser, const char *data, const char *start,
                                  const char *end, const char *reason) {
    size_t first = escape_position(data, start), last = escape_position(data, end) - 1;
    if (first == last)
        fail_expected(parser,
                      "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position "
                      "%zu: %s",
                      first, reason);
    fail_expected(parser,
                  "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: "
                  "%s",
                  first, last, reason);
}

static void warn_escape(Parser *parser, const Token *token, const char *letter) {
    error_warn(parser->compilation, "DeprecationWarning", token_range(token),
               "invalid escape sequence '\\%c'", *letter);
}

// \x \u \U: `count` digits behind the letter at `at`.
static const char *hex_escape(Parser *parser, const char *data, const char *at, const char *end,
                              int count, bool bytes, TextBuffer *buffer) {
    const char *start = at - 1;
    uint32_t point = 0;
    at++;
    for (int digit = 0; digit < count; digit++, at++) {
        int value = at < end ? hex_value(*at) : -1;
        if (value < 0) {
            if (bytes)
                fail_expected(parser, "(value error) invalid \\x escape at position %zu",
                              (size_t)(start - data));
            fail_escape(parser, data, start, at,
                        count == 2   ? "truncated \\xXX escape"
                        : count == 4 ? "truncated \\uXXXX escape"
                                     : "truncated \\UXXXXXXXX escape");
        }
        point = point << 4 | (uint32_t)value;
    }
    if (point > 0x10ffff) fail_escape(parser, data, start, at, "illegal Unicode character");
    if (bytes) {
        char byte = (char)point;
        buffer_add(parser, buffer, &byte, 1);
    } else {
        buffer_add_point(parser, buffer, point);
    }
    return at;
}

// \N{NAME}; answers where it ends.
static const char *name_escape(Parser *parser, const char *data, const char *at, const char *end,
                               TextBuffer *buffer) {
    const char *start = at - 1, *name = at + 2;
    bool braced = name <= end && at[1] == '{';
    const char *close = braced ? memchr(name, '}', (size_t)(end - name)) : NULL;
    if (!close)
        fail_escape(parser, data, start, braced ? end : at + 1, "malformed \\N character escape");
    if (close == name) fail_escape(parser, data, start, close, "malformed \\N character escape");
    uint32_t point = unicode_find(name, (size_t)(close - name));
    if (point == UNICODE_NO_CHARACTER)
        fail_escape(parser, data, start, close + 1, "unknown Unicode character name");
    buffer_add_point(parser, buffer, point);
    return close + 1;
}

// The escape whose backslash stands before `at`; answers where it ends.
static const char *escape(Parser *parser, const Token *token, const char *data, const char *at,
                          const char *end, bool bytes, TextBuffer *buffer) {
    static const char plain[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    if (at == end) fail_escape(parser, data, at - 1, at, "\\ at end of string");
    if (*at == '\n') return at + 1;
    for (const char *pair = plain; *pair; pair += 2) {
        if (*pair != *at) continue;
        buffer_add(parser, buffer, pair + 1, 1);
        return at + 1;
    }
    if (*at >= '0' && *at <= '7') {
        uint32_t point = 0;
        for (int digit = 0; digit < 3 && at < end && *at >= '0' && *at <= '7'; digit++)
            point = point << 3 | (uint32_t)(*at++ - '0');
        char byte = (char)point;
        if (bytes)
            buffer_add(parser, buffer, &byte, 1);
        else
            buffer_add_point(parser, buffer, point);
        return at;
    }
    if (*at == 'x') return hex_escape(parser, data, at, end, 2, bytes, buffer);
    if (!bytes) {
        if (*at == 'u') return hex_escape(parser, data, at, end, 4, false, buffer);
        if (*at == 'U') return hex_escape(parser, data, at, end, 8, false, buffer);
        if (*at == 'N') return name_escape(parser, data, at, end, buffer);
    }
    warn_escape(parser, token, at);
    buffer_add(parser, buffer, "\\", 1);
    return at;
}

static void decode(Parser *parser, const Token *token, const char *data, const char *end, bool raw,
                   bool bytes, TextBuffer *buffer) {
    const char *at = data;
    while (at < end) {
        const char *backslash = raw ? NULL : memchr(at, '\\', (size_t)(end - at));
        const char *stop = backslash ? backslash : end;
        buffer_add(parser, buffer, at, (size_t)(stop - at));
        if (!backslash) return;
        at = escape(parser, token, data, backslash + 1, end, bytes, buffer);
    }
}

void literal_decode(Parser *parser, const Token *token, const char *data, size_t size, bool raw,
                    TextBuffer *buffer) {
    decode(parser, token, data, data + size, raw, false, buffer);
}

// --- literals ---------------------------------------------------------------------------------

typedef struct {
    const char *data, *end; // between the quotes
    bool bytes, raw, format;
} Literal;

static Literal literal_of(const Token *token) {
    Literal literal = {.data = token->start, .end = token->start + token->size};
    for (; *literal.data != '"' && *literal.data != '\''; literal.data++) {
        switch (*literal.data | 0x20) {
        case 'b': literal.bytes = true; break;
        case 'r': literal.raw = true; break;
        case 'f': literal.format = true; break;
        }
    }
    char quote = *literal.data;
    size_t size = (size_t)(literal.end - literal.data);
    size_t width = size >= 6 && literal.data[1] == quote && literal.data[2] == quote ? 3 : 1;
    literal.data += width;
    literal.end -= width;
    return literal;
}

static Expr *text_constant(Parser *parser, const Token *first, const Token *last, ConstantKind kind,
                           const TextBuffer *buffer) {
    Expr *expr = expr_new(parser, EXPR_CONSTANT, range_join(token_range(first), token_range(last)));
    expr->constant.value = arena_new(parser->arena, Constant);
    expr->constant.value->kind = kind;
    expr->constant.value->text = (Text){buffer->data ? buffer->data : "", buffer->size};
    expr->constant.unicode_prefix = *first->start == 'u';
    return expr;
}

void f_string_constant(Parser *parser, const Token *first, const Token *last, TextBuffer *text) {
    if (!text->size) return;
    list_push(parser, text_constant(parser, first, last, CONSTANT_STR, text));
    *text = (TextBuffer){0};
}

static void check_ascii(Parser *parser, const Literal *literal) {
    for (const char *at = literal->data; at < literal->end; at++)
        if (*at & 0x80) fail_expected(parser, "bytes can only contain ASCII literal characters");
}

Expr *strings(Parser *parser) {
    const Token *first = parser->at;
    bool bytes = false, mixed = false, format = false;
    for (; kind_at(parser) == TOKEN_STRING; parser->at++) {
        Literal literal = literal_of(parser->at);
        if (parser->at == first) bytes = literal.bytes;
        mixed = mixed || literal.bytes != bytes;
        format = format || literal.format;
    }
    const Token *end = parser->at, *last = end - 1;
    TextBuffer buffer = {0};
    uint32_t mark = parser->list_count;
    for (const Token *token = first; token < end; token++) {
        Literal literal = literal_of(token);
        if (literal.bytes) check_ascii(parser, &literal);
        if (mixed && token > first && literal.bytes != bytes)
            fail_expected(parser, "cannot mix bytes and nonbytes literals");
        if (literal.format)
            f_string_parts(parser, first, last, token, literal.data, literal.end, literal.raw, 0,
                           &buffer);
        else
            decode(parser, token, literal.data, literal.end, literal.raw, bytes, &buffer);
    }
    if (!format)
        return text_constant(parser, first, last, bytes ? CONSTANT_BYTES : CONSTANT_STR, &buffer);
    f_string_constant(parser, first, last, &buffer);
    Expr *joined =
        expr_new(parser, EXPR_JOINED_STR, range_join(token_range(first), token_range(last)));
    LIST_TAKE(parser, mark, joined->joined_str.values);
    return joined;
}
