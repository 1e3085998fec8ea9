// Prints tokens as `python -m tokenize` does. The lexer's tokens are walked along the source, and
// what lies between them is read again for what it leaves out: comments and line ends without
// meaning.
#include "frontend/compilation.h"
#include "frontend/error.h"
#include "frontend/lexer.h"
#include "frontend/source.h"
#include "frontend/text/quote.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"
#include "frontend/tools.h"

#include <string.h>

typedef struct {
    Compilation *compilation;
    FILE *out;
    bool exact;
    const char *at, *line_start, *end; // how far the source has been printed
    uint32_t line;
    // A place in the line whose column is known.
    const char *known_line, *known;
    uint32_t known_column;
} Printer;

typedef struct {
    uint32_t line, column; // in characters
} Point;

// clang-format off
static const char *const exact_names[TOKEN_KIND_COUNT] = {
    [TOKEN_LEFT_PAREN] = "LPAR", [TOKEN_RIGHT_PAREN] = "RPAR",
    [TOKEN_LEFT_BRACKET] = "LSQB", [TOKEN_RIGHT_BRACKET] = "RSQB",
    [TOKEN_LEFT_BRACE] = "LBRACE", [TOKEN_RIGHT_BRACE] = "RBRACE",
    [TOKEN_COLON] = "COLON", [TOKEN_COMMA] = "COMMA", [TOKEN_SEMICOLON] = "SEMI",
    [TOKEN_DOT] = "DOT", [TOKEN_ELLIPSIS] = "ELLIPSIS", [TOKEN_ARROW] = "RARROW",
    [TOKEN_COLON_EQUAL] = "COLONEQUAL", [TOKEN_EQUAL] = "EQUAL", [TOKEN_TILDE] = "TILDE",
    [TOKEN_EQUAL_EQUAL] = "EQEQUAL", [TOKEN_NOT_EQUAL] = "NOTEQUAL", [TOKEN_LESS] = "LESS",
    [TOKEN_LESS_EQUAL] = "LESSEQUAL", [TOKEN_GREATER] = "GREATER",
    [TOKEN_GREATER_EQUAL] = "GREATEREQUAL", [TOKEN_PLUS] = "PLUS", [TOKEN_MINUS] = "MINUS",
    [TOKEN_STAR] = "STAR", [TOKEN_AT] = "AT", [TOKEN_SLASH] = "SLASH",
    [TOKEN_PERCENT] = "PERCENT", [TOKEN_DOUBLE_STAR] = "DOUBLESTAR",
    [TOKEN_LEFT_SHIFT] = "LEFTSHIFT", [TOKEN_RIGHT_SHIFT] = "RIGHTSHIFT",
    [TOKEN_VERTICAL_BAR] = "VBAR", [TOKEN_CIRCUMFLEX] = "CIRCUMFLEX",
    [TOKEN_AMPERSAND] = "AMPER", [TOKEN_DOUBLE_SLASH] = "DOUBLESLASH",
    [TOKEN_PLUS_EQUAL] = "PLUSEQUAL", [TOKEN_MINUS_EQUAL] = "MINEQUAL",
    [TOKEN_STAR_EQUAL] = "STAREQUAL", [TOKEN_AT_EQUAL] = "ATEQUAL",
    [TOKEN_SLASH_EQUAL] = "SLASHEQUAL", [TOKEN_PERCENT_EQUAL] = "PERCENTEQUAL",
    [TOKEN_DOUBLE_STAR_EQUAL] = "DOUBLESTAREQUAL", [TOKEN_LEFT_SHIFT_EQUAL] = "LEFTSHIFTEQUAL",
    [TOKEN_RIGHT_SHIFT_EQUAL] = "RIGHTSHIFTEQUAL", [TOKEN_VERTICAL_BAR_EQUAL] = "VBAREQUAL",
    [TOKEN_CIRCUMFLEX_EQUAL] = "CIRCUMFLEXEQUAL", [TOKEN_AMPERSAND_EQUAL] = "AMPEREQUAL",
    [TOKEN_DOUBLE_SLASH_EQUAL] = "DOUBLESLASHEQUAL",
};
// clang-format on

static void print_row(const Printer *printer, Point start, Point end, const char *name,
                      const char *data, size_t size) {
    char range[64];
    snprintf(range, sizeof range, "%u,%u-%u,%u:", start.line, start.column, end.line, end.column);
    char *quoted = arena_alloc(printer->compilation->arena, QUOTE_ROOM(size) + 1);
    size_t quoted_size = quote_text(data, size, false, quoted);
    int padding = 15 - (int)utf8_length(quoted, quoted_size, NULL);
    fprintf(printer->out, "%-20s%-15s%.*s%*s\n", range, name, (int)quoted_size, quoted,
            padding > 0 ? padding : 0, "");
}

// Counts characters from the last place asked for, so that long lines take no longer.
static Point point_of(Printer *printer, const char *at) {
    if (printer->known_line != printer->line_start) {
        printer->known_line = printer->known = printer->line_start;
        printer->known_column = 0;
    }
    if (at >= printer->known)
        printer->known_column +=
            (uint32_t)utf8_length(printer->known, (size_t)(at - printer->known), NULL);
    else
        printer->known_column -= (uint32_t)utf8_length(at, (size_t)(printer->known - at), NULL);
    printer->known = at;
    return (Point){printer->line, printer->known_column};
}

static bool has_carriage_return(const Printer *printer, uint32_t line) {
    const bool *lines = printer->compilation->carriage_returns;
    return lines && lines[line];
}

// The last newline is ours if the file had none.
static bool is_added(const Printer *printer, const char *newline) {
    return printer->compilation->newline_added && newline + 1 == printer->end;
}

// The end of a line, as a token; moves on to the next line.
static void print_line_end(Printer *printer, const char *name) {
    Point start = point_of(printer, printer->at), end = start;
    const char *text = "\n";
    if (is_added(printer, printer->at)) {
        text = "";
        if (!strcmp(name, "NEWLINE")) end.column++;
    } else {
        if (has_carriage_return(printer, printer->line)) text = "\r\n";
        end.column += (uint32_t)strlen(text);
    }
    print_row(printer, start, end, name, text, strlen(text));
    printer->line++;
    printer->line_start = ++printer->at;
}

static void print_comment(Printer *printer) {
    const char *stop = memchr(printer->at, '\n', (size_t)(printer->end - printer->at));
    print_row(printer, point_of(printer, printer->at), point_of(printer, stop), "COMMENT",
              printer->at, (size_t)(stop - printer->at));
    printer->at = stop;
}

// Whether nothing but white space stands between the line's start and a last newline of ours:
// tokenize.py then stops a line early.
static bool ends_in_blank_line(const Printer *printer) {
    if (!is_added(printer, printer->at)) return false;
    for (const char *at = printer->line_start; at < printer->at; at++)
        if (*at != ' ' && *at != '\t' && *at != '\f') return false;
    return printer->at > printer->line_start;
}

// What lies in front of a token.
static void print_gap(Printer *printer, const char *until) {
    while (printer->at < until) {
        switch (*printer->at) {
        case '#': print_comment(printer); break;
        case '\n':
            if (ends_in_blank_line(printer)) {
                Point start = point_of(printer, printer->at), end;
                start.line--;
                end = start;
                end.column++;
                print_row(printer, start, end, "NEWLINE", "", 0);
                printer->line_start = ++printer->at;
            } else {
                print_line_end(printer, "NL");
            }
            break;
        case '\\':
            printer->line++;
            printer->line_start = printer->at += 2;
            break;
        default: printer->at++;
        }
    }
}

// A token's text with the line ends of the file.
static void print_string(Printer *printer, const Token *token) {
    const char *data = token->start;
    size_t size = token->size;
    Point start = point_of(printer, data);
    if (token->end_line > token->line && printer->compilation->carriage_returns) {
        char *copy = arena_alloc(printer->compilation->arena, size * 2);
        uint32_t line = token->line;
        size = 0;
        for (size_t index = 0; index < token->size; index++) {
            if (data[index] == '\n' && has_carriage_return(printer, line++)) copy[size++] = '\r';
            copy[size++] = data[index];
        }
        data = copy;
    }
    const char *stop = token->start + token->size;
    printer->line = token->end_line;
    printer->line_start = stop - token->end_column;
    print_row(printer, start, point_of(printer, stop), "STRING", data, size);
}

// A name beyond ASCII: characters that are no letters to tokenize.py stand alone.
static void print_name(Printer *printer, const Token *token) {
    const char *stop = token->start + token->size;
    while (printer->at < stop) {
        const char *start = printer->at, *next = start;
        while (next < stop) {
            const char *after = next;
            uint32_t point = utf8_next(&after);
            if (point != '_' && !unicode_is_alnum(point)) break;
            next = after;
        }
        bool letters = next > start;
        if (!letters) utf8_next(&next);
        print_row(printer, point_of(printer, start), point_of(printer, next),
                  letters ? "NAME" : "ERRORTOKEN", start, (size_t)(next - start));
        printer->at = next;
    }
}

static void print_token(Printer *printer, const Token *token) {
    const char *name = exact_names[token->kind];
    Point start;
    switch ((TokenKind)token->kind) {
    case TOKEN_NEWLINE:
        print_gap(printer, token->start + token->size);
        print_line_end(printer, "NEWLINE");
        return;
    case TOKEN_INDENT: name = "INDENT"; break;
    case TOKEN_DEDENT:
        start = point_of(printer, token->start);
        print_row(printer, start, start, "DEDENT", "", 0);
        return;
    case TOKEN_END:
        start = point_of(printer, token->start);
        print_row(printer, start, start, "ENDMARKER", "", 0);
        return;
    case TOKEN_NUMBER: name = "NUMBER"; break;
    case TOKEN_NAME: print_name(printer, token); return;
    case TOKEN_UNKNOWN: name = "ERRORTOKEN"; break;
    case TOKEN_STRING:
        print_string(printer, token);
        printer->at = token->start + token->size;
        return;
    default:
        if (!name)
            name = "NAME";
        else if (!printer->exact)
            name = "OP";
    }
    const char *stop = token->start + token->size;
    print_row(printer, point_of(printer, token->start), point_of(printer, stop), name, token->start,
              token->size);
    printer->at = stop;
}

bool print_tokens(Arena *arena, const char *source, size_t size, const char *filename, bool exact,
                  FILE *out, FrontendError *error) {
    Compilation compilation;
    TokenList list;
    compilation_init(&compilation, arena, filename, MODE_EXEC, error);
    if (setjmp(compilation.failed)) return false;
    source_decode(&compilation, source, size);
    Text text = compilation.source;
    LexerInput input = {text.data, text.size, 1, 0};
    lexer_run(&compilation, &input, &list);
    if (list.error.status) {
        *error = list.error;
        return false;
    }
    if (list.open.bracket)
        error_syntax(&compilation, (Range){list.open.line, list.open.column, 0, 0},
                     "'%c' was never closed", list.open.bracket);
    Printer printer = {.compilation = &compilation,
                       .out = out,
                       .exact = exact,
                       .at = text.data,
                       .line_start = text.data,
                       .end = text.data + text.size,
                       .line = 1};
    print_row(&printer, (Point){0, 0}, (Point){0, 0}, "ENCODING", compilation.encoding,
              strlen(compilation.encoding));
    for (uint32_t index = 0; index < list.count; index++) {
        print_gap(&printer, list.tokens[index].start);
        print_token(&printer, &list.tokens[index]);
    }
    return true;
}
