// F-strings: text is cut into literal parts and expressions; an expression is copied with
// parentheses around it, lexed at its true position and parsed as any other.
#include "frontend/parse.h"

#include <string.h>

enum { NESTING_MOST = 2, BRACKETS_MOST = 200 };

typedef struct {
    const Token *first, *last; // all tokens of the literal, for the ranges of nodes
    const Token *token;        // the one that holds this text
    bool raw;
} Place;

static bool is_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

// The literal part from `at` on, up to an expression, the end of a format spec, or the end.
static const char *literal_part(Parser *parser, const Place *place, const char *at, const char *end,
                                int level, TextBuffer *text) {
    const char *start = at;
    while (at < end) {
        char byte = *at++;
        if (byte == '\\' && !place->raw && at < end) {
            byte = *at++;
            if (byte == 'N') {
                // \N{name}: its braces begin no expression.
                if (at < end && *at == '{') {
                    const char *close = memchr(at, '}', (size_t)(end - at));
                    at = close ? close + 1 : end;
                }
                continue;
            }
            if (byte == '{') {
                error_warn(parser->compilation, "DeprecationWarning", token_range(place->token),
                           "invalid escape sequence '\\{'");
                literal_decode(parser, place->token, start, (size_t)(at - 2 - start), false, text);
                buffer_add(parser, text, "\\", 1);
                start = --at;
                continue;
            }
            continue;
        }
        if (byte != '{' && byte != '}') continue;
        if (level == 0) {
            if (at < end && *at == byte) {
                literal_decode(parser, place->token, start, (size_t)(at - start), place->raw, text);
                start = ++at;
                continue;
            }
            if (byte == '}') {
                fail_expected(parser, "f-string: single '}' is not allowed");
            }
        }
        at--;
        break;
    }
    literal_decode(parser, place->token, start, (size_t)(at - start), place->raw, text);
    return at;
}

// The end of the expression that begins at `at`: the ! : = or } behind it.
static const char *expression_end(Parser *parser, const char *at, const char *end) {
    char brackets[BRACKETS_MOST], quote = 0;
    int depth = 0, quote_size = 0;
    for (; at < end; at++) {
        char byte = *at;
        if (byte == '\\')
            fail_expected(parser, "f-string expression part cannot include a backslash");
        if (quote) {
            if (byte != quote) continue;
            if (quote_size == 1) {
                quote = 0;
            } else if (at + 2 < end && at[1] == quote && at[2] == quote) {
                at += 2;
                quote = 0;
            }
            continue;
        }
        if (byte == '\'' || byte == '"') {
            quote = byte;
            quote_size = at + 2 < end && at[1] == byte && at[2] == byte ? 3 : 1;
            at += quote_size - 1;
        } else if (byte == '[' || byte == '{' || byte == '(') {
            if (depth == BRACKETS_MOST)
                fail_expected(parser, "f-string: too many nested parenthesis");
            brackets[depth++] = byte;
        } else if (byte == '#') {
            fail_expected(parser, "f-string expression part cannot include '#'");
        } else if (!depth && strchr("!:}=<>", byte)) {
            if (at + 1 < end && at[1] == '=' && strchr("!=<>", byte))
                at++;
            else if (byte != '<' && byte != '>')
                break;
        } else if (byte == ']' || byte == '}' || byte == ')') {
            if (!depth) fail_expected(parser, "f-string: unmatched '%c'", byte);
            char open = brackets[--depth];
            if (byte != (open == '(' ? ')' : open == '[' ? ']' : '}'))
                fail_expected(parser,
                              "f-string: closing parenthesis '%c' does not match opening "
                              "parenthesis '%c'",
                              byte, open);
        }
    }
    if (quote) fail_expected(parser, "f-string: unterminated string");
    if (depth) fail_expected(parser, "f-string: unmatched '%c'", brackets[depth - 1]);
    if (at >= end) fail_expected(parser, "f-string: expecting '}'");
    return at;
}

// Counts the lines of an f-string up to `until`, from where it was counted to before.
static void lines_count(Parser *parser, const Token *token, const char *until) {
    LineCount *count = &parser->counted;
    if (count->token != token || count->at > until)
        *count = (LineCount){token, token->start, NULL, token->line};
    for (; count->at < until; count->at++) {
        if (*count->at != '\n') continue;
        count->line++;
        count->line_start = count->at + 1;
    }
}

// Parses the expression between `start` (behind its brace) and `end`.
static Expr *inner_expression(Parser *parser, const Token *token, const char *start,
                              const char *end) {
    const char *blank = start;
    while (blank < end && is_space(*blank)) blank++;
    if (blank == end && strchr("!:=", *end))
        fail_expected(parser, "f-string: expression required before '%c'", *end);
    if (blank == end) fail_expected(parser, "f-string: empty expression not allowed");

    size_t size = (size_t)(end - start) + 2;
    char *text = arena_alloc(parser->arena, size + LEXER_PADDING);
    text[0] = '(';
    memcpy(text + 1, start, size - 2);
    text[size - 1] = ')';

    const char *brace = start - 1;
    lines_count(parser, token, brace);
    const char *line_start = parser->counted.line_start;
    LexerInput input = {text, size, parser->counted.line, 0};
    input.column = line_start ? brace - line_start : token->column + (brace - token->start);

    const Token *at = parser->at;
    const LexerInput *outer = parser->f_string;
    TokenList list = parser->list;
    LineCount counted = parser->counted; // f-strings inside count their own
    parser->f_string = &input;
    lexer_run(parser->compilation, &input, &parser->list);
    if (parser->list.error.status) {
        *parser->compilation->error = parser->list.error;
        fail_lexer(parser);
    }
    parser->at = parser->list.tokens;
    Expr *expr = star_expressions(parser);
    parser->list = list;
    parser->f_string = outer;
    parser->counted = counted;
    parser->at = at;
    return expr;
}

static Expr *joined_new(Parser *parser, const Place *place, ExprKind kind) {
    return expr_new(parser, kind, range_join(token_range(place->first), token_range(place->last)));
}

// `{expression = !conversion :spec}`; `at` is on the brace. Answers where it ends.
static const char *replacement(Parser *parser, const Place *place, const char *at, const char *end,
                               int level, TextBuffer *text) {
    if (level >= NESTING_MOST) fail_expected(parser, "f-string: expressions nested too deeply");
    const char *start = ++at;
    at = expression_end(parser, at, end);
    Expr *value = joined_new(parser, place, EXPR_FORMATTED_VALUE);
    value->formatted_value.value = inner_expression(parser, place->token, start, at);
    value->formatted_value.conversion = -1;
    bool debug = *at == '=';
    if (debug) {
        at++;
        while (at < end && is_space(*at)) at++;
        if (at >= end) fail_expected(parser, "f-string: expecting '}'");
        buffer_add(parser, text, start, (size_t)(at - start));
    }
    if (*at == '!') {
        if (++at >= end) fail_expected(parser, "f-string: expecting '}'");
        char letter = *at++;
        if (letter != 's' && letter != 'r' && letter != 'a')
            fail_expected(parser,
                          "f-string: invalid conversion character: expected 's', 'r', or 'a'");
        value->formatted_value.conversion = letter;
        if (at >= end) fail_expected(parser, "f-string: expecting '}'");
    }
    f_string_constant(parser, place->first, place->last, text);
    if (*at == ':') {
        TextBuffer spec_text = {0};
        uint32_t mark = parser->list_count;
        at = f_string_parts(parser, place->first, place->last, place->token, at + 1, end,
                            place->raw, level + 1, &spec_text);
        // The spec and its last text have the range of their own token, not of the whole literal.
        f_string_constant(parser, place->token, place->token, &spec_text);
        Expr *spec = expr_new(parser, EXPR_JOINED_STR, token_range(place->token));
        LIST_TAKE(parser, mark, spec->joined_str.values);
        value->formatted_value.format_spec = spec;
    }
    if (at >= end || *at != '}') fail_expected(parser, "f-string: expecting '}'");
    if (debug && value->formatted_value.conversion < 0 && !value->formatted_value.format_spec)
        value->formatted_value.conversion = 'r';
    list_push(parser, value);
    return at + 1;
}

const char *f_string_parts(Parser *parser, const Token *first, const Token *last,
                           const Token *token, const char *data, const char *end, bool raw,
                           int level, TextBuffer *text) {
    Place place = {first, last, token, raw};
    const char *at = data;
    while (at < end) {
        at = literal_part(parser, &place, at, end, level, text);
        if (at >= end || *at == '}') break;
        at = replacement(parser, &place, at, end, level, text);
    }
    return at;
}
