// Failing: which of several errors CPython would report, and where. A failure while the parser only
// tries something jumps back to the trial; otherwise it ends the compilation.
#include "frontend/parse.h"

#include <string.h>

void fail_lexer(Parser *parser) {
    if (parser->trial) longjmp(*parser->trial, 1);
    longjmp(parser->compilation->failed, 1);
}

static _Noreturn void fail_unclosed(Parser *parser) {
    OpenBracket open = parser->list.open;
    if (!parser->f_string) parser->compilation->error->cut = FRONTEND_CUT_INSIDE;
    error_syntax(parser->compilation, (Range){open.line, open.column, 0, 0},
                 "'%c' was never closed", open.bracket);
}

// To reach the end inside a bracket is an error even while only trying.
static void check_unclosed(Parser *parser) {
    if (kind_at(parser) == TOKEN_END && parser->list.open.bracket && !parser->lexer_error.status)
        fail_unclosed(parser);
}

// Inside an f-string, an error shows the expression alone, with the parentheses put around it.
static _Noreturn void fail_in_f_string(Parser *parser, FrontendStatus status, Range range,
                                       const char *format, va_list arguments) {
    const LexerInput *input = parser->f_string;
    const char *text = input->text, *end = text + input->size;
    Text message = text_format(parser->arena, "f-string: %s", format);
    for (uint32_t line = input->line; line < range.line && text < end; line++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        text = newline ? newline + 1 : end;
    }
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    Text line = {text, (uint32_t)((newline ? newline : end) - text)};
    uint32_t shift = range.line == input->line ? (uint32_t)input->column : 0;
    uint32_t end_shift = range.end_line == input->line ? (uint32_t)input->column : 0;
    ErrorPlace place = {line, range.line, error_column(line, range.column - shift), 0, 0};
    if (range.end_line) {
        place.end_line = range.end_line;
        place.end_column = error_column(line, range.end_column - end_shift);
    }
    error_raise_at(parser->compilation, status, &place, message.data, arguments);
}

void fail_list(Parser *parser, FrontendStatus status, Range range, const char *format,
               va_list arguments) {
    if (parser->trial) longjmp(*parser->trial, 1);
    // An error of the lexer further down goes first, as it may be what is really wrong.
    bool reached = kind_at(parser) == TOKEN_END;
    if (parser->lexer_error.status && (reached || !parser->lexer_error_waits)) {
        *parser->compilation->error = parser->lexer_error;
        parser->compilation->error->filename = parser->compilation->filename;
        longjmp(parser->compilation->failed, 1);
    }
    parser->compilation->error->status = FRONTEND_OK;
    if (reached && !parser->f_string) parser->compilation->error->cut = FRONTEND_CUT_BLOCK;
    if (parser->f_string) fail_in_f_string(parser, status, range, format, arguments);
    if (parser->list.open.bracket && parser->at->line > parser->list.open.line)
        fail_unclosed(parser);
    error_raise_list(parser->compilation, status, range, format, arguments);
}

void fail_range(Parser *parser, Range range, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fail_list(parser, FRONTEND_SYNTAX_ERROR, range, format, arguments);
}

void fail_status(Parser *parser, FrontendStatus status, Range range, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fail_list(parser, status, range, format, arguments);
}

// Where CPython shows an error at this token: indentation has a place, but no extent.
Range error_range(const Parser *parser, const Token *token) {
    Range range = token_range(token);
    if (token->kind == TOKEN_INDENT) {
        range.column = token->end_column - 1;
        range.end_line = 0;
    } else if (token->kind == TOKEN_DEDENT || token->kind == TOKEN_END) {
        range.column = range.column ? range.column - 1 : UINT32_MAX;
        range.end_line = 0;
        Text source = parser->compilation->source;
        if (token->start == source.data + source.size && (range.line > 1 || !source.size)) {
            // The end of the source is shown as the end of its last line, in files without column.
            bool file = parser->compilation->byte_columns;
            range.line--;
            range.column =
                file ? UINT32_MAX : source_line(parser->compilation, range.line).size - 1;
        }
    }
    return range;
}

Range here_range(const Parser *parser) {
    Range range = token_range(parser->at);
    range.end_column--;
    return range;
}

void fail_expected(Parser *parser, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    check_unclosed(parser);
    fail_list(parser, FRONTEND_SYNTAX_ERROR, error_range(parser, parser->at), format, arguments);
}

static bool ends_expression(TokenKind kind) {
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_ELLIPSIS:
    case TOKEN_RIGHT_PAREN:
    case TOKEN_RIGHT_BRACKET:
    case TOKEN_RIGHT_BRACE: return true;
    default: return false;
    }
}

void fail_here(Parser *parser) {
    if (!parser->trial) {
        bool pending = parser->lexer_error.status && kind_at(parser) == TOKEN_END;
        if (kind_at(parser) == TOKEN_INDENT && !pending) {
            parser->lexer_error.status = FRONTEND_OK;
            fail_status(parser, FRONTEND_INDENTATION_ERROR, error_range(parser, parser->at),
                        "unexpected indent");
        }
        if (kind_at(parser) == TOKEN_DEDENT && !pending) {
            parser->lexer_error.status = FRONTEND_OK;
            fail_status(parser, FRONTEND_INDENTATION_ERROR, error_range(parser, parser->at),
                        "unexpected unindent");
        }
    }
    // `not` without `in` and `async` without `for` are missed one token later.
    bool first = parser->at == parser->list.tokens;
    if ((kind_at(parser) == TOKEN_NOT && !first && ends_expression(parser->at[-1].kind)) ||
        (kind_at(parser) == TOKEN_ASYNC && parser->at->level))
        parser->at++;
    fail_expected(parser, "invalid syntax");
}

void fail_memory(Parser *parser) {
    error_plain(parser->compilation, FRONTEND_MEMORY_ERROR, "%s", "");
}

void expect(Parser *parser, TokenKind kind) {
    if (kind_at(parser) != kind) fail_here(parser);
    parser->at++;
}

Expr *try_parse(Parser *parser, ExprFunction *function) {
    // Everything that parsing changes and that is not in the arena.
    Parser saved = *parser;
    FrontendWarning **warnings_end = parser->compilation->warnings_end;
    jmp_buf trial;
    Expr *volatile result = NULL;
    parser->trial = &trial;
    if (!setjmp(trial)) {
        result = function(parser);
        check_unclosed(parser);
    }
    const Token *at = parser->at;
    void **lists = parser->lists;
    uint32_t list_room = parser->list_room;
    parser->compilation->warnings_end = warnings_end;
    *warnings_end = NULL;
    *parser = saved;
    parser->lists = lists;
    parser->list_room = list_room;
    if (result) parser->at = at;
    return result;
}
