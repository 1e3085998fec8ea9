// One pass over the bytes. `lex` keeps its cursor in a register and hands what is rare to
// functions: indentation, numbers other than plain decimals, strings, names beyond ASCII, errors.
// Errors are kept in the list, because a parser's error further up may go first.
#include "frontend/lexer.h"
#include "frontend/error.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"

#include <stdarg.h>
#include <string.h>

enum { INDENTS_MOST = 100, BRACKETS_MOST = 200, TAB_SIZE = 8 };

typedef struct {
    Compilation *compilation;
    TokenList *list;
    uint32_t room;
    const char *at, *end;
    const char *line_start;
    intptr_t origin; // address of the line's column 0
    uint32_t line;
    uint32_t level;
    OpenBracket brackets[BRACKETS_MOST];
    uint32_t indent_count;
    uint32_t indents[INDENTS_MOST];        // columns with tabs to multiples of 8
    uint32_t narrow_indents[INDENTS_MOST]; // columns with tabs of 1: must agree on what is deeper
} Lexer;

enum { IDENTIFIER_START = 1, IDENTIFIER_PART = 2, DIGIT = 4, HEX_DIGIT = 8, STRING_STOP = 16 };

// clang-format off
static const uint8_t byte_class[256] = {
    ['a' ... 'f'] = IDENTIFIER_START | IDENTIFIER_PART | HEX_DIGIT,
    ['A' ... 'F'] = IDENTIFIER_START | IDENTIFIER_PART | HEX_DIGIT,
    ['g' ... 'z'] = IDENTIFIER_START | IDENTIFIER_PART,
    ['G' ... 'Z'] = IDENTIFIER_START | IDENTIFIER_PART,
    ['_'] = IDENTIFIER_START | IDENTIFIER_PART,
    ['0' ... '9'] = IDENTIFIER_PART | DIGIT | HEX_DIGIT,
    [0x80 ... 0xff] = IDENTIFIER_START | IDENTIFIER_PART,
    [0] = STRING_STOP, ['\n'] = STRING_STOP, ['\\'] = STRING_STOP, ['"'] = STRING_STOP, ['\''] = STRING_STOP,
};
// clang-format on

static inline bool is(char byte, unsigned class) {
    return byte_class[(unsigned char)byte] & class;
}

// --- errors ---------------------------------------------------------------------------------

static Text line_text(const Lexer *lexer) {
    const char *end = memchr(lexer->line_start, '\n', (size_t)(lexer->end - lexer->line_start));
    if (!end) end = lexer->end;
    return (Text){lexer->line_start, (uint32_t)(end - lexer->line_start)};
}

static uint32_t character_count(const Lexer *lexer, const char *at) {
    return (uint32_t)utf8_length(lexer->line_start, (size_t)(at - lexer->line_start), NULL);
}

// An error that shows the character before `at`, in the current line.
static _Noreturn void fail(Lexer *lexer, const char *at, const char *format, ...)
    ERROR_PRINTF(3, 4);

static _Noreturn void fail(Lexer *lexer, const char *at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    uint32_t column = character_count(lexer, at);
    ErrorPlace place = {line_text(lexer), lexer->line, column, lexer->line, column};
    error_raise_at(lexer->compilation, FRONTEND_SYNTAX_ERROR, &place, format, arguments);
}

// Errors of indentation, and others whose place is a line and a column without an end.
static _Noreturn void fail_line(Lexer *lexer, FrontendStatus status, uint32_t column,
                                const char *format, ...) ERROR_PRINTF(4, 5);

static _Noreturn void fail_line(Lexer *lexer, FrontendStatus status, uint32_t column,
                                const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Text text = line_text(lexer);
    lexer->list->error_waits = true;
    if (text.data[text.size] == '\n') text.size++;
    ErrorPlace place = {text, lexer->line, column, lexer->line, 0};
    error_raise_at(lexer->compilation, status, &place, format, arguments);
}

// --- tokens ---------------------------------------------------------------------------------

static void room_make(Lexer *lexer) {
    uint32_t room = lexer->room * 2;
    Token *tokens = arena_room(lexer->compilation->arena, Token, room);
    memcpy(tokens, lexer->list->tokens, lexer->list->count * sizeof *tokens);
    lexer->list->tokens = tokens;
    lexer->room = room;
}

static inline Token *token_add(Lexer *lexer, TokenKind kind, const char *start, const char *end) {
    if (lexer->list->count == lexer->room) room_make(lexer);
    Token *token = &lexer->list->tokens[lexer->list->count++];
    token->start = start;
    token->size = (uint32_t)(end - start);
    token->line = token->end_line = lexer->line;
    token->column = (uint32_t)((intptr_t)start - lexer->origin);
    token->end_column = (uint32_t)((intptr_t)end - lexer->origin);
    token->identifier = 0;
    token->kind = (uint8_t)kind;
    token->level = (uint8_t)lexer->level;
    return token;
}

static inline void line_begin(Lexer *lexer, const char *at) {
    lexer->line++;
    lexer->line_start = at;
    lexer->origin = (intptr_t)at;
}

// --- names ----------------------------------------------------------------------------------

// Every keyword fits into a word, and has a slot of its own: the product's high bits. The factor
// was found by trying; another keyword may need another one, as the compiler then says.
#define KEYWORD_FACTOR     0x0dc7e3f89e3e1131u
#define KEYWORD_SLOT(word) ((uint64_t)(word)*KEYWORD_FACTOR >> 57)
#define AS_WORD(a, b, c, d, e, f, g, h, ...)                                                       \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 |              \
     (uint64_t)(e) << 32 | (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)
#define WORD(...)          AS_WORD(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define KEYWORD(KIND, ...) [KEYWORD_SLOT(WORD(__VA_ARGS__))] = {WORD(__VA_ARGS__), TOKEN_##KIND}

// clang-format off
static const struct {
    uint64_t word;
    uint8_t kind;
} keywords[128] = {
    KEYWORD(AND, 'a', 'n', 'd'),
    KEYWORD(AS, 'a', 's'),
    KEYWORD(ASSERT, 'a', 's', 's', 'e', 'r', 't'),
    KEYWORD(ASYNC, 'a', 's', 'y', 'n', 'c'),
    KEYWORD(AWAIT, 'a', 'w', 'a', 'i', 't'),
    KEYWORD(BREAK, 'b', 'r', 'e', 'a', 'k'),
    KEYWORD(CLASS, 'c', 'l', 'a', 's', 's'),
    KEYWORD(CONTINUE, 'c', 'o', 'n', 't', 'i', 'n', 'u', 'e'),
    KEYWORD(DEF, 'd', 'e', 'f'),
    KEYWORD(DEL, 'd', 'e', 'l'),
    KEYWORD(ELIF, 'e', 'l', 'i', 'f'),
    KEYWORD(ELSE, 'e', 'l', 's', 'e'),
    KEYWORD(EXCEPT, 'e', 'x', 'c', 'e', 'p', 't'),
    KEYWORD(FALSE, 'F', 'a', 'l', 's', 'e'),
    KEYWORD(FINALLY, 'f', 'i', 'n', 'a', 'l', 'l', 'y'),
    KEYWORD(FOR, 'f', 'o', 'r'),
    KEYWORD(FROM, 'f', 'r', 'o', 'm'),
    KEYWORD(GLOBAL, 'g', 'l', 'o', 'b', 'a', 'l'),
    KEYWORD(IF, 'i', 'f'),
    KEYWORD(IMPORT, 'i', 'm', 'p', 'o', 'r', 't'),
    KEYWORD(IN, 'i', 'n'),
    KEYWORD(IS, 'i', 's'),
    KEYWORD(LAMBDA, 'l', 'a', 'm', 'b', 'd', 'a'),
    KEYWORD(NONE, 'N', 'o', 'n', 'e'),
    KEYWORD(NONLOCAL, 'n', 'o', 'n', 'l', 'o', 'c', 'a', 'l'),
    KEYWORD(NOT, 'n', 'o', 't'),
    KEYWORD(OR, 'o', 'r'),
    KEYWORD(PASS, 'p', 'a', 's', 's'),
    KEYWORD(RAISE, 'r', 'a', 'i', 's', 'e'),
    KEYWORD(RETURN, 'r', 'e', 't', 'u', 'r', 'n'),
    KEYWORD(TRUE, 'T', 'r', 'u', 'e'),
    KEYWORD(TRY, 't', 'r', 'y'),
    KEYWORD(WHILE, 'w', 'h', 'i', 'l', 'e'),
    KEYWORD(WITH, 'w', 'i', 't', 'h'),
    KEYWORD(YIELD, 'y', 'i', 'e', 'l', 'd'),
};
// clang-format on

static TokenKind keyword(uint64_t word) {
    uint64_t slot = KEYWORD_SLOT(word);
    return keywords[slot].word == word ? (TokenKind)keywords[slot].kind : TOKEN_NAME;
}

// A name with bytes beyond ASCII: every character must be allowed; the name means its NFKC form.
static const Identifier *identifier_beyond_ascii(Lexer *lexer, const char *start, const char *end) {
    size_t size = (size_t)(end - start);
    bool inert = true;
    for (const char *at = start; at < end;) {
        bool first = at == start;
        uint32_t point = utf8_next(&at);
        bool good = first ? point == '_' || unicode_is_identifier_start(point)
                          : unicode_is_identifier_part(point);
        if (!good) {
            char text[5] = "";
            utf8_put(text, point);
            if (unicode_is_printable(point))
                fail(lexer, at, "invalid character '%s' (U+%04X)", text, point);
            fail(lexer, at, "invalid non-printable character U+%04X", point);
        }
        inert = inert && unicode_is_nfkc_inert(point);
    }
    if (inert) return identifier_intern(lexer->compilation, start, size);
    Arena *arena = lexer->compilation->arena;
    char *normal = arena_alloc(arena, UNICODE_NFKC_ROOM(size));
    uint32_t *scratch = arena_array(arena, uint32_t, size * 18);
    size = unicode_nfkc(start, size, normal, scratch);
    return identifier_intern(lexer->compilation, normal, size);
}

// --- numbers --------------------------------------------------------------------------------

// Digits with single underscores between them. `at` is behind the first digit.
static const char *decimal_tail(Lexer *lexer, const char *at) {
    for (;;) {
        while (is(*at, DIGIT)) at++;
        if (*at != '_') return at;
        at++;
        if (!is(*at, DIGIT)) fail(lexer, at, "invalid decimal literal");
    }
}

static bool word_is(const char *at, const char *word) {
    size_t size = strlen(word);
    return !strncmp(at, word, size) && !is(at[size], IDENTIFIER_PART);
}

// Whether a keyword that may follow a number without a space stands here, as in `1if x else y`.
static bool keyword_follows(const char *at) {
    switch (*at) {
    case 'a': return word_is(at, "and");
    case 'e': return word_is(at, "else");
    case 'f': return word_is(at, "for");
    case 'i': return at[1] == 'f' || at[1] == 'n' || at[1] == 's';
    case 'n': return word_is(at, "not");
    case 'o': return word_is(at, "or");
    }
    return false;
}

static void number_end(Lexer *lexer, const char *at, const char *kind) {
    if (!is(*at, IDENTIFIER_PART)) return;
    if (!keyword_follows(at)) fail(lexer, at, "invalid %s literal", kind);
    error_warn(lexer->compilation, "SyntaxWarning", (Range){lexer->line, 0, 0, 0},
               "invalid %s literal", kind);
}

// 0x 0o 0b: `at` is behind the letter.
static const char *number_with_base(Lexer *lexer, const char *at, int base, const char *kind) {
    char last = base == 8 ? '7' : '1';
    for (;;) {
        if (*at == '_') at++;
        bool good = base == 16 ? is(*at, HEX_DIGIT) : *at >= '0' && *at <= last;
        if (!good) {
            if (is(*at, DIGIT)) fail(lexer, at + 1, "invalid digit '%c' in %s literal", *at, kind);
            fail(lexer, at, "invalid %s literal", kind);
        }
        while (base == 16 ? is(*at, HEX_DIGIT) : *at >= '0' && *at <= last) at++;
        if (*at != '_') break;
    }
    if (is(*at, DIGIT)) fail(lexer, at + 1, "invalid digit '%c' in %s literal", *at, kind);
    number_end(lexer, at, kind);
    return at;
}

static _Noreturn void fail_leading_zeros(Lexer *lexer, const char *start, const char *zeros_end,
                                         ...) {
    va_list none;
    va_start(none, zeros_end);
    ErrorPlace place = {line_text(lexer), lexer->line, character_count(lexer, start) + 1,
                        lexer->line, character_count(lexer, zeros_end)};
    error_raise_at(lexer->compilation, FRONTEND_SYNTAX_ERROR, &place,
                   "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                   "for octal integers",
                   none);
}

// A number from its first digit or point on; answers its end.
static const char *number(Lexer *lexer, const char *at) {
    const char *start = at, *zeros_end = NULL;
    if (*at == '0') {
        at++;
        switch (*at) {
        case 'x':
        case 'X': return number_with_base(lexer, at + 1, 16, "hexadecimal");
        case 'o':
        case 'O': return number_with_base(lexer, at + 1, 8, "octal");
        case 'b':
        case 'B': return number_with_base(lexer, at + 1, 2, "binary");
        }
        for (;;) {
            if (*at == '_' && !is(*++at, DIGIT)) fail(lexer, at, "invalid decimal literal");
            if (*at != '0') break;
            at++;
        }
        if (is(*at, DIGIT)) {
            zeros_end = at + 1;
            at = decimal_tail(lexer, at);
        }
    } else if (*at != '.') {
        at = decimal_tail(lexer, at);
    }
    if (*at == '.') {
        zeros_end = NULL;
        at++;
        if (is(*at, DIGIT)) at = decimal_tail(lexer, at);
    }
    if (*at == 'e' || *at == 'E') {
        const char *exponent = at + 1;
        if (*exponent == '+' || *exponent == '-') {
            exponent++;
            if (!is(*exponent, DIGIT)) fail(lexer, exponent, "invalid decimal literal");
        } else if (!is(*exponent, DIGIT)) {
            number_end(lexer, at, "decimal");
            return at;
        }
        zeros_end = NULL;
        at = decimal_tail(lexer, exponent);
    }
    if (*at == 'j' || *at == 'J') {
        at++;
        number_end(lexer, at, "imaginary");
        return at;
    }
    if (zeros_end) fail_leading_zeros(lexer, start, zeros_end);
    number_end(lexer, at, "decimal");
    return at;
}

// --- strings --------------------------------------------------------------------------------

static bool is_string_prefix(const char *start, size_t size) {
    char first = start[0] | 0x20;
    if (size == 1) return first == 'r' || first == 'b' || first == 'u' || first == 'f';
    if (size != 2) return false;
    char second = start[1] | 0x20;
    return (first == 'r' && (second == 'b' || second == 'f')) ||
           ((first == 'b' || first == 'f') && second == 'r');
}

// On to a place fewer than so many bytes before what ends a string, its line or an escape.
typedef char Bytes __attribute__((vector_size(LEXER_PADDING)));

static const char *skip_text(const char *at, char quote) {
    Bytes bytes;
    for (;; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        Bytes stops = (bytes == quote) | (bytes == '\\') | (bytes == '\n') | (bytes == 0);
        uint64_t halves[2];
        memcpy(halves, &stops, sizeof halves);
        if (halves[0] | halves[1]) return at;
    }
}

// A string whose token begins at `start` and whose quote is at `at`; answers its end.
static const char *string(Lexer *lexer, const char *start, const char *at) {
    const char quote = *at;
    const uint32_t first_line = lexer->line;
    const char *first_line_start = lexer->line_start;
    const bool triple = at[1] == quote && at[2] == quote;
    Token *token = token_add(lexer, TOKEN_STRING, start, at);
    if (!triple && at[1] == quote) {
        at += 2;
        goto done;
    }
    at += triple ? 3 : 1;
    for (;; at++) {
        if (triple) at = skip_text(at, quote);
        while (!is(*at, STRING_STOP)) at++;
        if (*at == quote) {
            if (!triple) break;
            if (at[1] == quote && at[2] == quote) {
                at += 2;
                break;
            }
            continue;
        }
        if (*at == '\\' && at + 1 < lexer->end)
            at++;
        else if (*at == '\n' && !triple)
            goto unterminated;
        if (*at == '\n')
            line_begin(lexer, at + 1);
        else if (!*at && at >= lexer->end)
            goto unterminated;
    }
    at++;
done:
    token->size = (uint32_t)(at - start);
    token->end_line = lexer->line;
    token->end_column = (uint32_t)((intptr_t)at - lexer->origin);
    return at;
unterminated:;
    if (triple) lexer->list->error.cut = FRONTEND_CUT_INSIDE;
    uint32_t detected = lexer->line;
    if (at >= lexer->end && lexer->line_start == lexer->end && detected > first_line) detected--;
    lexer->line = first_line;
    lexer->line_start = first_line_start;
    fail(lexer, start + 1,
         triple ? "unterminated triple-quoted string literal (detected at line %u)"
                : "unterminated string literal (detected at line %u)",
         detected);
}

// --- brackets -------------------------------------------------------------------------------

static void bracket_open(Lexer *lexer, const char *at) {
    if (lexer->level == BRACKETS_MOST) fail(lexer, at + 1, "too many nested parentheses");
    uint32_t column = (uint32_t)((intptr_t)at - lexer->origin);
    lexer->brackets[lexer->level++] = (OpenBracket){*at, lexer->line, column};
}

static void bracket_close(Lexer *lexer, const char *at) {
    if (!lexer->level) fail(lexer, at + 1, "unmatched '%c'", *at);
    OpenBracket *open = &lexer->brackets[--lexer->level];
    char expected = open->bracket == '(' ? ')' : open->bracket == '[' ? ']' : '}';
    if (*at == expected) return;
    if (open->line == lexer->line) {
        fail(lexer, at + 1, "closing parenthesis '%c' does not match opening parenthesis '%c'", *at,
             open->bracket);
    }
    fail(lexer, at + 1,
         "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u", *at,
         open->bracket, open->line);
}

// --- comments -------------------------------------------------------------------------------

// What stands behind `# type:`, or NULL if the comment that begins at `at` is none of a type.
static const char *type_comment_text(const char *at) {
    while (*++at == ' ' || *at == '\t') {
    }
    if (strncmp(at, "type:", 5)) return NULL;
    for (at += 5; *at == ' ' || *at == '\t'; at++) {
    }
    return at;
}

static void type_ignore_add(Lexer *lexer, const char *tag, const char *end) {
    TypeIgnoreList *list = &lexer->list->type_ignores;
    Arena *arena = lexer->compilation->arena;
    if (!(list->count & (list->count - 1))) {
        // Full at every power of two.
        TypeIgnore **items = arena_array(arena, TypeIgnore *, list->count ? list->count * 2 : 1);
        if (list->count) memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
    }
    TypeIgnore *ignore = arena_new(arena, TypeIgnore);
    ignore->line = lexer->line;
    ignore->tag = identifier_intern(lexer->compilation, tag, (size_t)(end - tag));
    list->items[list->count++] = ignore;
}

// A comment from its # on; answers the end of the line. `token` receives whether it is a token.
static const char *comment(Lexer *lexer, const char *at, bool *token) {
    const char *start = at;
    *token = false;
    const char *newline = memchr(at, '\n', (size_t)(lexer->end - at));
    at = newline ? newline : lexer->end;
    if (!lexer->compilation->type_comments) return at;
    const char *text = type_comment_text(start);
    if (!text) return at;
    if (!strncmp(text, "ignore", 6) && (text[6] == '_' || !is(text[6], IDENTIFIER_PART))) {
        type_ignore_add(lexer, text + 6, at);
    } else {
        token_add(lexer, TOKEN_TYPE_COMMENT, text, at);
        *token = true;
    }
    return at;
}

// --- lines ----------------------------------------------------------------------------------

// Behind a backslash: the next line goes on. Answers its start.
static const char *continuation(Lexer *lexer, const char *at, bool in_indentation) {
    if (*at != '\n')
        fail_line(lexer, FRONTEND_SYNTAX_ERROR, character_count(lexer, at) + 1,
                  "unexpected character after line continuation character");
    at++;
    if (at >= lexer->end && !lexer->level) {
        lexer->list->error.cut = FRONTEND_CUT_INSIDE;
        bool nowhere = in_indentation && lexer->compilation->byte_columns;
        fail_line(lexer, FRONTEND_SYNTAX_ERROR, nowhere ? 0 : character_count(lexer, at - 1) + 1,
                  "unexpected EOF while parsing");
    }
    line_begin(lexer, at);
    return at;
}

static _Noreturn void fail_tabs(Lexer *lexer) {
    fail_line(lexer, FRONTEND_TAB_ERROR, 1, "inconsistent use of tabs and spaces in indentation");
}

static void indent(Lexer *lexer, const char *at, uint32_t column, uint32_t narrow) {
    uint32_t top = lexer->indent_count - 1;
    if (column == lexer->indents[top]) {
        if (narrow != lexer->narrow_indents[top]) fail_tabs(lexer);
    } else if (column > lexer->indents[top]) {
        if (lexer->indent_count == INDENTS_MOST)
            fail_line(lexer, FRONTEND_INDENTATION_ERROR, 1, "too many levels of indentation");
        if (narrow <= lexer->narrow_indents[top]) fail_tabs(lexer);
        lexer->indents[lexer->indent_count] = column;
        lexer->narrow_indents[lexer->indent_count++] = narrow;
        token_add(lexer, TOKEN_INDENT, lexer->line_start, at);
    } else {
        while (column < lexer->indents[lexer->indent_count - 1]) {
            lexer->indent_count--;
            token_add(lexer, TOKEN_DEDENT, at, at);
        }
        if (column != lexer->indents[lexer->indent_count - 1])
            fail_line(lexer, FRONTEND_INDENTATION_ERROR, line_text(lexer).size + 1,
                      "unindent does not match any outer indentation level");
        if (narrow != lexer->narrow_indents[lexer->indent_count - 1]) fail_tabs(lexer);
    }
}

// At the start of a logical line: skips blank lines, makes INDENT and DEDENT tokens, answers where
// the first token starts, or the end of the text.
static const char *line_start(Lexer *lexer, const char *at) {
    for (;;) {
        const char *begin = at;
        while (*at == ' ') at++;
        uint32_t column = (uint32_t)(at - begin), narrow = column, continued = 0;
        for (;; at++) {
            if (*at == ' ') {
                column++;
                narrow++;
            } else if (*at == '\t') {
                column = (column / TAB_SIZE + 1) * TAB_SIZE;
                narrow++;
            } else if (*at == '\f') {
                column = narrow = 0;
            } else if (*at == '\\') {
                // The indentation is that of the first of the lines joined by backslashes.
                if (!continued) continued = column;
                at = continuation(lexer, at + 1, true) - 1;
            } else {
                break;
            }
        }
        if (*at == '#') {
            bool token;
            at = comment(lexer, at, &token);
            if (token) return at; // it has no indentation, but ends its line
        }
        if (*at == '\n') {
            line_begin(lexer, ++at);
            continue;
        }
        if (at >= lexer->end) return lexer->end;
        if (continued) column = narrow = continued;
        if (column != lexer->indents[lexer->indent_count - 1] ||
            narrow != lexer->narrow_indents[lexer->indent_count - 1])
            indent(lexer, at, column, narrow);
        return at;
    }
}

static void finish(Lexer *lexer, const char *at) {
    for (; lexer->indent_count > 1; lexer->indent_count--) token_add(lexer, TOKEN_DEDENT, at, at);
    token_add(lexer, TOKEN_END, at, at);
    if (lexer->level) lexer->list->open = lexer->brackets[lexer->level - 1];
}

// An operator that may be followed by `=`.
#define OPERATOR(plain, equal)                                                                     \
    do {                                                                                           \
        if (*at == '=') {                                                                          \
            at++;                                                                                  \
            token_add(lexer, equal, start, at);                                                    \
        } else                                                                                     \
            token_add(lexer, plain, start, at);                                                    \
    } while (0)

static __attribute__((noinline)) void lex(Lexer *lexer) {
    Compilation *compilation = lexer->compilation;
    const char *at = lexer->at;
    bool is_token;
    at = line_start(lexer, at);
    for (;;) {
        while (*at == ' ' || *at == '\t' || *at == '\f') at++;
        const char *start = at;
        switch (*at++) {
        case 'a' ... 'z':
        case 'A' ... 'Z':
        case '_':
        case (char)0x80 ...(char) 0xff: {
            unsigned char bits = (unsigned char)*start;
            while (is(*at, IDENTIFIER_PART)) bits |= (unsigned char)*at++;
            size_t size = (size_t)(at - start);
            if ((*at == '"' || *at == '\'') && is_string_prefix(start, size)) {
                at = string(lexer, start, at);
                break;
            }
            NameKey key = name_key(start, size);
            TokenKind kind = size <= 8 ? keyword(key.first) : TOKEN_NAME;
            uint32_t identifier = 0;
            if (kind == TOKEN_NAME) {
                const Identifier *name;
                if (bits >= 0x80)
                    name = identifier_beyond_ascii(lexer, start, at);
                else if (size <= sizeof key)
                    name = identifier_of_key(compilation, key, size);
                else
                    name = identifier_intern(compilation, start, size);
                identifier = name->index;
            }
            token_add(lexer, kind, start, at)->identifier = identifier;
            break;
        }
        case '0' ... '9':
            at = number(lexer, start);
            token_add(lexer, TOKEN_NUMBER, start, at);
            break;
        case '"':
        case '\'': at = string(lexer, start, start); break;
        case '#':
            at = comment(lexer, start, &is_token);
            // The end of the line is a token that begins with its comment.
            if (*at == '\n' && !lexer->level && !is_token)
                token_add(lexer, TOKEN_NEWLINE, start, at++);
            else
                break;
            line_begin(lexer, at);
            at = line_start(lexer, at);
            break;
        case '\n':
            if (!lexer->level) token_add(lexer, TOKEN_NEWLINE, start, start);
            line_begin(lexer, at);
            if (!lexer->level) at = line_start(lexer, at);
            break;
        case '\\': at = continuation(lexer, at, false); break;
        case '(':
            bracket_open(lexer, start);
            token_add(lexer, TOKEN_LEFT_PAREN, start, at);
            break;
        case '[':
            bracket_open(lexer, start);
            token_add(lexer, TOKEN_LEFT_BRACKET, start, at);
            break;
        case '{':
            bracket_open(lexer, start);
            token_add(lexer, TOKEN_LEFT_BRACE, start, at);
            break;
        case ')':
            bracket_close(lexer, start);
            token_add(lexer, TOKEN_RIGHT_PAREN, start, at);
            break;
        case ']':
            bracket_close(lexer, start);
            token_add(lexer, TOKEN_RIGHT_BRACKET, start, at);
            break;
        case '}':
            bracket_close(lexer, start);
            token_add(lexer, TOKEN_RIGHT_BRACE, start, at);
            break;
        case ',': token_add(lexer, TOKEN_COMMA, start, at); break;
        case ';': token_add(lexer, TOKEN_SEMICOLON, start, at); break;
        case '~': token_add(lexer, TOKEN_TILDE, start, at); break;
        case '.':
            if (is(*at, DIGIT)) {
                at = number(lexer, start);
                token_add(lexer, TOKEN_NUMBER, start, at);
            } else if (at[0] == '.' && at[1] == '.') {
                at += 2;
                token_add(lexer, TOKEN_ELLIPSIS, start, at);
            } else {
                token_add(lexer, TOKEN_DOT, start, at);
            }
            break;
        case ':': OPERATOR(TOKEN_COLON, TOKEN_COLON_EQUAL); break;
        case '=': OPERATOR(TOKEN_EQUAL, TOKEN_EQUAL_EQUAL); break;
        case '!': OPERATOR(TOKEN_UNKNOWN, TOKEN_NOT_EQUAL); break;
        case '+': OPERATOR(TOKEN_PLUS, TOKEN_PLUS_EQUAL); break;
        case '%': OPERATOR(TOKEN_PERCENT, TOKEN_PERCENT_EQUAL); break;
        case '@': OPERATOR(TOKEN_AT, TOKEN_AT_EQUAL); break;
        case '|': OPERATOR(TOKEN_VERTICAL_BAR, TOKEN_VERTICAL_BAR_EQUAL); break;
        case '^': OPERATOR(TOKEN_CIRCUMFLEX, TOKEN_CIRCUMFLEX_EQUAL); break;
        case '&': OPERATOR(TOKEN_AMPERSAND, TOKEN_AMPERSAND_EQUAL); break;
        case '-':
            if (*at == '>') {
                at++;
                token_add(lexer, TOKEN_ARROW, start, at);
            } else {
                OPERATOR(TOKEN_MINUS, TOKEN_MINUS_EQUAL);
            }
            break;
        case '*':
            if (*at == '*') {
                at++;
                OPERATOR(TOKEN_DOUBLE_STAR, TOKEN_DOUBLE_STAR_EQUAL);
            } else {
                OPERATOR(TOKEN_STAR, TOKEN_STAR_EQUAL);
            }
            break;
        case '/':
            if (*at == '/') {
                at++;
                OPERATOR(TOKEN_DOUBLE_SLASH, TOKEN_DOUBLE_SLASH_EQUAL);
            } else {
                OPERATOR(TOKEN_SLASH, TOKEN_SLASH_EQUAL);
            }
            break;
        case '<':
            if (*at == '<') {
                at++;
                OPERATOR(TOKEN_LEFT_SHIFT, TOKEN_LEFT_SHIFT_EQUAL);
            } else if (*at == '>') {
                at++;
                token_add(lexer, TOKEN_UNKNOWN, start, at);
            } else {
                OPERATOR(TOKEN_LESS, TOKEN_LESS_EQUAL);
            }
            break;
        case '>':
            if (*at == '>') {
                at++;
                OPERATOR(TOKEN_RIGHT_SHIFT, TOKEN_RIGHT_SHIFT_EQUAL);
            } else {
                OPERATOR(TOKEN_GREATER, TOKEN_GREATER_EQUAL);
            }
            break;
        case 0:
            if (start >= lexer->end) {
                uint32_t count = lexer->list->count;
                if (!lexer->level && count &&
                    lexer->list->tokens[count - 1].kind != TOKEN_NEWLINE && start[-1] != '\n')
                    token_add(lexer, TOKEN_NEWLINE, start, start);
                finish(lexer, start);
                return;
            }
            // fallthrough
        default:
            if ((unsigned char)*start < 0x20 || *start == 0x7f)
                fail(lexer, at, "invalid non-printable character U+%04X", (unsigned)*start);
            token_add(lexer, TOKEN_UNKNOWN, start, at);
        }
    }
}

void lexer_run(Compilation *compilation, const LexerInput *input, TokenList *list) {
    Lexer lexer;
    jmp_buf failed;
    FrontendError *error = compilation->error;
    memset(list, 0, sizeof *list);
    lexer.compilation = compilation;
    lexer.list = list;
    lexer.at = lexer.line_start = input->text;
    lexer.end = input->text + input->size;
    lexer.origin = (intptr_t)input->text - (intptr_t)input->column;
    lexer.line = input->line;
    lexer.level = 0;
    lexer.indent_count = 1;
    lexer.indents[0] = lexer.narrow_indents[0] = 0;
    lexer.room = (uint32_t)(input->size / 2 + 4);
    list->tokens = arena_room(compilation->arena, Token, lexer.room);
    memcpy(&failed, &compilation->failed, sizeof failed);
    compilation->error = &list->error;
    if (setjmp(compilation->failed))
        token_add(&lexer, TOKEN_END, lexer.end, lexer.end);
    else
        lex(&lexer);
    // The parser may look two tokens behind the last one.
    if (lexer.room - list->count < 2) room_make(&lexer);
    memset(&list->tokens[list->count], 0, 2 * sizeof *list->tokens);
    compilation->error = error;
    memcpy(&compilation->failed, &failed, sizeof failed);
}
