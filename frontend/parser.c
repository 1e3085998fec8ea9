// The parser's entry: lexes, then parses what the mode asks for.
#include "frontend/parser.h"
#include "frontend/parse.h"
#include "frontend/source.h"

#include <string.h>

void list_grow(Parser *parser) {
    uint32_t room = parser->list_room ? parser->list_room * 2 : 256;
    void **lists = arena_room(parser->arena, void *, room);
    if (parser->list_count) memcpy(lists, parser->lists, parser->list_count * sizeof *lists);
    parser->lists = lists;
    parser->list_room = room;
}

void *list_take(Parser *parser, uint32_t mark, uint32_t *count) {
    uint32_t taken = *count = parser->list_count - mark;
    parser->list_count = mark;
    if (!taken) return NULL;
    void **items = arena_room(parser->arena, void *, taken);
    memcpy(items, parser->lists + mark, taken * sizeof *items);
    return items;
}

const Identifier *type_comment(Parser *parser) {
    const Token *token = parser->at;
    if (!accept(parser, TOKEN_TYPE_COMMENT)) return NULL;
    return identifier_intern(parser->compilation, token->start, token->size);
}

static void file(Parser *parser, Tree *module) {
    module->kind = TREE_FILE;
    while (kind_at(parser) != TOKEN_END) statement(parser);
    if (parser->lexer_error.status || parser->list.open.bracket) fail_here(parser);
    LIST_TAKE(parser, 0, module->body);
    module->type_ignores = parser->list.type_ignores;
}

static void eval(Parser *parser, Tree *module) {
    const Token *start = parser->at;
    module->kind = TREE_EXPRESSION;
    Expr *expr = star_expressions(parser);
    if (expr->kind == EXPR_STARRED && !expr->parenthesized) {
        parser->at = start;
        fail_here(parser);
    }
    module->expression = expr;
    while (accept(parser, TOKEN_NEWLINE)) {
    }
    if (kind_at(parser) != TOKEN_END || parser->lexer_error.status) fail_here(parser);
}

static void interactive(Parser *parser, Tree *module) {
    module->kind = TREE_INTERACTIVE;
    if (kind_at(parser) == TOKEN_END) fail_here(parser);
    statement(parser);
    while (accept(parser, TOKEN_NEWLINE)) {
    }
    if (kind_at(parser) != TOKEN_END) {
        const Token *last = parser->at - 1;
        while (last->kind == TOKEN_DEDENT) last--;
        error_syntax(parser->compilation, token_range(last),
                     "multiple statements found while compiling a single statement");
    }
    if (parser->lexer_error.status || parser->list.open.bracket) fail_here(parser);
    LIST_TAKE(parser, 0, module->body);
}

// `(int, *str, **bytes) -> float`: what a type comment of a function says.
static void function_type(Parser *parser, Tree *module) {
    int stars = 0;
    module->kind = TREE_FUNCTION_TYPE;
    expect(parser, TOKEN_LEFT_PAREN);
    while (kind_at(parser) != TOKEN_RIGHT_PAREN) {
        TokenKind kind = kind_at(parser);
        int before = stars;
        stars = kind == TOKEN_STAR ? 1 : kind == TOKEN_DOUBLE_STAR ? 2 : 0;
        if (before && stars <= before) fail_here(parser);
        if (stars) parser->at++;
        list_push(parser, expression(parser));
        if (!accept(parser, TOKEN_COMMA)) break;
        if (kind_at(parser) == TOKEN_RIGHT_PAREN) fail_here(parser);
    }
    expect(parser, TOKEN_RIGHT_PAREN);
    expect(parser, TOKEN_ARROW);
    module->expression = expression(parser);
    while (accept(parser, TOKEN_NEWLINE)) {
    }
    if (kind_at(parser) != TOKEN_END || parser->lexer_error.status) fail_here(parser);
    LIST_TAKE(parser, 0, module->argtypes);
}

Tree *parser_parse(Compilation *compilation) {
    Parser parser;
    memset(&parser, 0, sizeof parser);
    parser.compilation = compilation;
    parser.arena = compilation->arena;
    parser.name_match = identifier_intern(compilation, "match", 5);
    parser.name_case = identifier_intern(compilation, "case", 4);
    parser.name_underscore = identifier_intern(compilation, "_", 1);
    parser.name_print = identifier_intern(compilation, "print", 5);
    parser.name_exec = identifier_intern(compilation, "exec", 4);
    LexerInput input = {compilation->source.data, compilation->source.size, 1, 0};
    lexer_run(compilation, &input, &parser.list);
    parser.lexer_error = parser.list.error;
    parser.lexer_error_waits = parser.list.error_waits;
    parser.at = parser.list.tokens;
    Tree *module = arena_new(compilation->arena, Tree);
    switch (compilation->mode) {
    case MODE_EXEC: file(&parser, module); break;
    case MODE_EVAL: eval(&parser, module); break;
    case MODE_SINGLE: interactive(&parser, module); break;
    case MODE_FUNCTION_TYPE: function_type(&parser, module); break;
    case MODE_TEXT:
    case MODE_FILE: break; // remarks, no modes
    }
    compilation->tokens = parser.list.tokens;
    compilation->tokens_size = parser.list.count * sizeof(Token);
    return module;
}

Tree *parser_parse_bytes(Compilation *compilation, Arena *arena, const char *source, size_t size,
                         const char *filename, CompileMode mode, bool type_comments,
                         FrontendError *error) {
    jmp_buf no_memory, *outer = arena->out_of_memory;
    Tree *volatile module = NULL;
    compilation_init(compilation, arena, filename, mode, error);
    compilation->type_comments = type_comments;
    arena->out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        memset(error, 0, sizeof *error);
        error->status = FRONTEND_MEMORY_ERROR;
    } else if (!setjmp(compilation->failed)) {
        source_decode(compilation, source, size);
        module = parser_parse(compilation);
    }
    arena->out_of_memory = outer;
    return module;
}
