// Statements that hold blocks.
#include "frontend/parse.h"

// --- blocks -----------------------------------------------------------------------------------

static _Noreturn void fail_block(Parser *parser, const Token *keyword, const char *what) {
    Range range = error_range(parser, parser->at);
    fail_status(parser, FRONTEND_INDENTATION_ERROR, range,
                "expected an indented block after %s on line %u", what, keyword->line);
}

StmtList block(Parser *parser, const Token *keyword, const char *what) {
    uint32_t mark = parser->list_count;
    if (accept(parser, TOKEN_NEWLINE)) {
        if (kind_at(parser) != TOKEN_INDENT) fail_block(parser, keyword, what);
        parser->at++;
        enter(parser);
        while (kind_at(parser) != TOKEN_DEDENT && kind_at(parser) != TOKEN_END) statement(parser);
        leave(parser);
        if (kind_at(parser) == TOKEN_END) fail_here(parser);
        parser->at++;
    } else {
        simple_statements(parser);
    }
    StmtList list;
    LIST_TAKE(parser, mark, list);
    return list;
}

// ':' without which nothing else is possible.
static void force_colon(Parser *parser) {
    if (kind_at(parser) != TOKEN_COLON) fail_expected(parser, "expected ':'");
    parser->at++;
}

// ':' that is only missed at the end of a line.
void expect_colon(Parser *parser) {
    if (kind_at(parser) == TOKEN_NEWLINE) fail_expected(parser, "expected ':'");
    expect(parser, TOKEN_COLON);
}

// A statement's range ends with the last token of its last block, which may be a semicolon.
static void finish(Parser *parser, Range *range) {
    const Token *last = parser->at - 1;
    while (last->kind == TOKEN_DEDENT || last->kind == TOKEN_NEWLINE) last--;
    range->end_line = last->end_line;
    range->end_column = last->end_column;
}

static StmtList else_block(Parser *parser) {
    const Token *keyword = parser->at;
    if (!accept(parser, TOKEN_ELSE)) return (StmtList){0};
    force_colon(parser);
    return block(parser, keyword, "'else' statement");
}

// --- if, while, for ---------------------------------------------------------------------------

static Stmt *if_statement(Parser *parser) {
    // A chain of elif becomes nested nodes: built front to back, their ends set afterwards.
    Stmt *first = NULL, **link = NULL;
    uint32_t mark = parser->list_count;
    const Token *keyword = parser->at;
    do {
        keyword = parser->at++;
        Stmt *stmt = stmt_new(parser, STMT_IF, token_range(keyword));
        stmt->if_.test = named_expression(parser);
        expect_colon(parser);
        stmt->if_.body = block(parser, keyword, first ? "'elif' statement" : "'if' statement");
        if (first)
            *link = stmt;
        else
            first = stmt;
        stmt->if_.orelse.items = arena_array(parser->arena, Stmt *, 1);
        link = stmt->if_.orelse.items;
        list_push(parser, stmt);
    } while (kind_at(parser) == TOKEN_ELIF);
    StmtList orelse = else_block(parser);
    for (uint32_t index = mark; index < parser->list_count; index++) {
        Stmt *stmt = parser->lists[index];
        if (index + 1 < parser->list_count)
            stmt->if_.orelse.count = 1;
        else
            stmt->if_.orelse = orelse;
        finish(parser, &stmt->range);
    }
    parser->list_count = mark;
    return first;
}

static Stmt *while_statement(Parser *parser) {
    const Token *keyword = parser->at++;
    Stmt *stmt = stmt_new(parser, STMT_WHILE, token_range(keyword));
    stmt->while_.test = named_expression(parser);
    expect_colon(parser);
    stmt->while_.body = block(parser, keyword, "'while' statement");
    stmt->while_.orelse = else_block(parser);
    finish(parser, &stmt->range);
    return stmt;
}

static Stmt *for_statement(Parser *parser, const Token *start) {
    const Token *keyword = parser->at++;
    Stmt *stmt = stmt_new(parser, start == keyword ? STMT_FOR : STMT_ASYNC_FOR, token_range(start));
    stmt->for_.target = for_targets(parser);
    parser->at++;
    stmt->for_.iter = star_expressions(parser);
    expect_colon(parser);
    stmt->for_.type_comment = type_comment(parser);
    stmt->for_.body = block(parser, keyword, "'for' statement");
    stmt->for_.orelse = else_block(parser);
    finish(parser, &stmt->range);
    return stmt;
}

// --- with -------------------------------------------------------------------------------------

static Expr *with_target(Parser *parser) {
    const Token *start = parser->at;
    Expr *expr;
    if (start->kind == TOKEN_STAR) {
        expr = star_expression(parser);
    } else {
        expr = expression(parser);
    }
    const Expr *invalid = target_invalid(expr, TARGET_STAR);
    TokenKind kind = kind_at(parser);
    if (invalid) {
        if (kind == TOKEN_COMMA || kind == TOKEN_RIGHT_PAREN || kind == TOKEN_COLON)
            fail_range(parser, invalid->range, "cannot assign to %s", expr_description(invalid));
        fail_here(parser);
    }
    if (kind != TOKEN_COMMA && kind != TOKEN_RIGHT_PAREN && kind != TOKEN_COLON) {
        if (kind == TOKEN_NEWLINE) fail_expected(parser, "expected ':'");
        fail_here(parser);
    }
    context_set(expr, CONTEXT_STORE);
    return expr;
}

static void with_item(Parser *parser) {
    WithItem *item = arena_new(parser->arena, WithItem);
    item->context_expr = expression(parser);
    if (accept(parser, TOKEN_AS)) item->optional_vars = with_target(parser);
    list_push(parser, item);
}

// Whether the parenthesis at the cursor surrounds the items of the statement: the matching one is
// followed by a colon, and inside is what items may be.
static bool items_parenthesized(Parser *parser) {
    const Token *at = parser->at;
    uint8_t level = (uint8_t)(at->level - 1);
    bool plain = true;
    for (at++; at->kind != TOKEN_END && at->level > level; at++) {
        if (at->level != level + 1) continue;
        if (at->kind == TOKEN_AS) return true;
        // What is an expression's but no item's: then the whole is one parenthesized expression.
        if (at->kind == TOKEN_COLON_EQUAL || at->kind == TOKEN_FOR || at->kind == TOKEN_YIELD ||
            (at->kind == TOKEN_STAR &&
             (at[-1].kind == TOKEN_COMMA || at[-1].kind == TOKEN_LEFT_PAREN)))
            plain = false;
    }
    return plain && at[-1].kind != TOKEN_LEFT_PAREN && at[0].kind == TOKEN_RIGHT_PAREN &&
           at[1].kind == TOKEN_COLON && at[2].kind != TOKEN_TYPE_COMMENT && &at[-1] != parser->at;
}

static Stmt *with_statement(Parser *parser, const Token *start) {
    const Token *keyword = parser->at++;
    uint32_t mark = parser->list_count;
    bool plain = false; // without parentheses around the items
    Stmt *stmt =
        stmt_new(parser, start == keyword ? STMT_WITH : STMT_ASYNC_WITH, token_range(start));
    if (kind_at(parser) == TOKEN_LEFT_PAREN && items_parenthesized(parser)) {
        parser->at++;
        do with_item(parser);
        while (accept(parser, TOKEN_COMMA) && kind_at(parser) != TOKEN_RIGHT_PAREN);
        expect(parser, TOKEN_RIGHT_PAREN);
    } else {
        do with_item(parser);
        while (accept(parser, TOKEN_COMMA));
        plain = true;
    }
    LIST_TAKE(parser, mark, stmt->with.items);
    expect_colon(parser);
    if (plain) stmt->with.type_comment = type_comment(parser);
    stmt->with.body = block(parser, keyword, "'with' statement");
    finish(parser, &stmt->range);
    return stmt;
}

// --- try --------------------------------------------------------------------------------------

static ExceptHandler *except_block(Parser *parser, bool star) {
    const Token *keyword = parser->at++;
    ExceptHandler *handler = arena_new(parser->arena, ExceptHandler);
    if (star) parser->at++;
    if (kind_at(parser) == TOKEN_NEWLINE && !star) fail_expected(parser, "expected ':'");
    if (star && (kind_at(parser) == TOKEN_NEWLINE || kind_at(parser) == TOKEN_COLON))
        fail_expected(parser, "expected one or more exception types");
    if (kind_at(parser) != TOKEN_COLON) {
        const Token *first = parser->at;
        handler->type = expression(parser);
        if (kind_at(parser) == TOKEN_COMMA) {
            const Token *comma = parser->at;
            parser->at = first;
            Expr *types = try_parse(parser, star_expressions);
            if (types && parser->at[-1].kind != TOKEN_COMMA) {
                if (kind_at(parser) == TOKEN_AS && parser->at[1].kind == TOKEN_NAME)
                    parser->at += 2;
                if (kind_at(parser) == TOKEN_COLON) {
                    Range range = range_join(handler->type->range, here_range(parser));
                    fail_range(parser, range, "multiple exception types must be parenthesized");
                }
            }
            parser->at = comma;
            fail_here(parser);
        }
        if (accept(parser, TOKEN_AS)) {
            const Token *name = parser->at;
            expect(parser, TOKEN_NAME);
            handler->name = token_identifier(parser, name);
        }
    }
    expect_colon(parser);
    handler->body = block(parser, keyword, star ? "'except*' statement" : "'except' statement");
    handler->range = token_range(keyword);
    finish(parser, &handler->range);
    return handler;
}

static Stmt *try_statement(Parser *parser) {
    const Token *keyword = parser->at++;
    force_colon(parser);
    Stmt *stmt = stmt_new(parser, STMT_TRY, token_range(keyword));
    stmt->try_.body = block(parser, keyword, "'try' statement");
    uint32_t mark = parser->list_count;
    if (kind_at(parser) != TOKEN_EXCEPT && kind_at(parser) != TOKEN_FINALLY)
        fail_expected(parser, "expected 'except' or 'finally' block");
    for (bool first = true; kind_at(parser) == TOKEN_EXCEPT; first = false) {
        bool star = parser->at[1].kind == TOKEN_STAR;
        if (!first && star != (stmt->kind == STMT_TRY_STAR))
            fail_range(parser, range_join(token_range(parser->at), token_range(parser->at + star)),
                       "cannot have both 'except' and 'except*' on the same 'try'");
        if (star) stmt->kind = STMT_TRY_STAR;
        ExceptHandler *handler = except_block(parser, star);
        list_push(parser, handler);
    }
    LIST_TAKE(parser, mark, stmt->try_.handlers);
    if (stmt->try_.handlers.count) stmt->try_.orelse = else_block(parser);
    const Token *finally = parser->at;
    if (accept(parser, TOKEN_FINALLY)) {
        force_colon(parser);
        stmt->try_.finalbody = block(parser, finally, "'finally' statement");
    }
    finish(parser, &stmt->range);
    return stmt;
}

// --- definitions ------------------------------------------------------------------------------

// Behind the colon, or alone on the line below.
static const Identifier *function_type_comment(Parser *parser) {
    const Token *at = parser->at;
    if (at->kind == TOKEN_NEWLINE && at[1].kind == TOKEN_TYPE_COMMENT &&
        at[2].kind == TOKEN_NEWLINE && at[3].kind == TOKEN_INDENT)
        parser->at++;
    else if (at->kind == TOKEN_TYPE_COMMENT && at[1].kind == TOKEN_NEWLINE &&
             at[2].kind == TOKEN_TYPE_COMMENT && at[3].kind == TOKEN_NEWLINE &&
             at[4].kind == TOKEN_INDENT)
        fail_expected(parser, "Cannot have two type comments on def");
    return type_comment(parser);
}

static Stmt *function_def(Parser *parser, const Token *start) {
    const Token *keyword = parser->at++;
    Stmt *stmt = stmt_new(parser, start == keyword ? STMT_FUNCTION_DEF : STMT_ASYNC_FUNCTION_DEF,
                          token_range(start));
    const Token *name = parser->at;
    expect(parser, TOKEN_NAME);
    stmt->function_def.name = token_identifier(parser, name);
    if (kind_at(parser) != TOKEN_LEFT_PAREN) fail_expected(parser, "expected '('");
    parser->at++;
    stmt->function_def.args = parameters(parser, TOKEN_RIGHT_PAREN, true);
    expect(parser, TOKEN_RIGHT_PAREN);
    if (kind_at(parser) == TOKEN_ARROW && starts_expression(parser->at[1].kind)) {
        parser->at++;
        stmt->function_def.returns = expression(parser);
    }
    force_colon(parser);
    stmt->function_def.type_comment = function_type_comment(parser);
    stmt->function_def.body = block(parser, keyword, "function definition");
    finish(parser, &stmt->range);
    return stmt;
}

static Stmt *class_def(Parser *parser) {
    const Token *keyword = parser->at++;
    Stmt *stmt = stmt_new(parser, STMT_CLASS_DEF, token_range(keyword));
    const Token *name = parser->at;
    expect(parser, TOKEN_NAME);
    stmt->class_def.name = token_identifier(parser, name);
    if (kind_at(parser) == TOKEN_LEFT_PAREN) {
        const Token *open = parser->at++;
        call_arguments(parser, open, false, &stmt->class_def.bases, &stmt->class_def.keywords);
        parser->at++;
    }
    expect_colon(parser);
    stmt->class_def.body = block(parser, keyword, "class definition");
    finish(parser, &stmt->range);
    return stmt;
}

static Stmt *decorated(Parser *parser) {
    uint32_t mark = parser->list_count;
    while (accept(parser, TOKEN_AT)) {
        list_push(parser, named_expression(parser));
        expect(parser, TOKEN_NEWLINE);
    }
    ExprList decorators;
    LIST_TAKE(parser, mark, decorators);
    const Token *start = parser->at;
    if (kind_at(parser) == TOKEN_CLASS) {
        Stmt *stmt = class_def(parser);
        stmt->class_def.decorator_list = decorators;
        return stmt;
    }
    if (accept(parser, TOKEN_ASYNC) && kind_at(parser) != TOKEN_DEF) fail_here(parser);
    if (kind_at(parser) != TOKEN_DEF) fail_here(parser);
    Stmt *stmt = function_def(parser, start);
    stmt->function_def.decorator_list = decorators;
    return stmt;
}

static Stmt *async_statement(Parser *parser) {
    const Token *start = parser->at++;
    switch (kind_at(parser)) {
    case TOKEN_DEF: return function_def(parser, start);
    case TOKEN_FOR: return for_statement(parser, start);
    case TOKEN_WITH: return with_statement(parser, start);
    default: fail_here(parser);
    }
}

bool compound_statement(Parser *parser) {
    uint32_t foldable_count = parser->foldable_count;
    Stmt *stmt;
    switch (kind_at(parser)) {
    case TOKEN_IF: stmt = if_statement(parser); break;
    case TOKEN_WHILE: stmt = while_statement(parser); break;
    case TOKEN_FOR: stmt = for_statement(parser, parser->at); break;
    case TOKEN_WITH: stmt = with_statement(parser, parser->at); break;
    case TOKEN_TRY: stmt = try_statement(parser); break;
    case TOKEN_DEF: stmt = function_def(parser, parser->at); break;
    case TOKEN_CLASS: stmt = class_def(parser); break;
    case TOKEN_AT: stmt = decorated(parser); break;
    case TOKEN_ASYNC: stmt = async_statement(parser); break;
    case TOKEN_NAME:
        if (!at_name(parser, parser->name_match)) return false;
        stmt = match_statement(parser);
        if (!stmt) return false;
        break;
    default: return false;
    }
    stmt->unfoldable = parser->foldable_count == foldable_count;
    list_push(parser, stmt);
    return true;
}
