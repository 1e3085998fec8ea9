// Simple statements: those that fit on a line.
#include "frontend/parse.h"

#include <string.h>

// --- assignments ------------------------------------------------------------------------------

static void check_target(Parser *parser, const Token *start, Expr *target) {
    bool yields = target->kind == EXPR_YIELD || target->kind == EXPR_YIELD_FROM;
    if (yields || target_invalid(target, TARGET_STAR)) fail_assignment(parser, start, target);
    context_set(target, CONTEXT_STORE);
}

static Stmt *assignment(Parser *parser, const Token *start, Expr *first) {
    uint32_t mark = parser->list_count;
    Expr *value = first;
    while (kind_at(parser) == TOKEN_EQUAL) {
        check_target(parser, start, value);
        list_push(parser, value);
        parser->at++;
        value = yield_or_star_expressions(parser);
    }
    const Identifier *comment = type_comment(parser);
    Stmt *stmt = stmt_new(parser, STMT_ASSIGN, range_from(parser, start));
    stmt->assign.type_comment = comment;
    LIST_TAKE(parser, mark, stmt->assign.targets);
    stmt->assign.value = value;
    return stmt;
}

static bool is_single_target(const Expr *expr) {
    return expr->kind == EXPR_NAME || expr->kind == EXPR_ATTRIBUTE || expr->kind == EXPR_SUBSCRIPT;
}

static Stmt *augmented_assignment(Parser *parser, const Token *start, Expr *target) {
    bool yields = target->kind == EXPR_YIELD || target->kind == EXPR_YIELD_FROM;
    if (yields && !target->parenthesized) fail_here(parser);
    if (!is_single_target(target))
        fail_range(parser, target->range, "'%s' is an illegal expression for augmented assignment",
                   expr_description(target));
    TokenKind kind = kind_at(parser);
    parser->at++;
    context_set(target, CONTEXT_STORE);
    Expr *value = yield_or_star_expressions(parser);
    Stmt *stmt = stmt_new(parser, STMT_AUG_ASSIGN, range_from(parser, start));
    stmt->aug_assign.target = target;
    stmt->aug_assign.op = (Operator)(OPERATOR_ADD + (kind - TOKEN_PLUS_EQUAL));
    stmt->aug_assign.value = value;
    return stmt;
}

static Stmt *annotated_assignment(Parser *parser, const Token *start, Expr *target) {
    const Token *colon = parser->at++;
    if (!is_single_target(target)) {
        bool sequence = target->kind == EXPR_LIST || target->kind == EXPR_TUPLE;
        if (target->kind == EXPR_YIELD || target->kind == EXPR_YIELD_FROM ||
            !try_parse(parser, expression)) {
            parser->at = colon;
            fail_here(parser);
        }
        Range range = target->range;
        if (target->kind == EXPR_TUPLE && !target->parenthesized)
            range = ((Expr *)target->tuple.elts.items[0])->range;
        if (sequence)
            fail_range(parser, range, "only single target (not %s) can be annotated",
                       expr_description(target));
        fail_range(parser, range, "illegal target for annotation");
    }
    Expr *annotation = expression(parser);
    Expr *value = accept(parser, TOKEN_EQUAL) ? yield_or_star_expressions(parser) : NULL;
    context_set(target, CONTEXT_STORE);
    Stmt *stmt = stmt_new(parser, STMT_ANN_ASSIGN, range_from(parser, start));
    stmt->ann_assign.target = target;
    stmt->ann_assign.annotation = annotation;
    stmt->ann_assign.value = value;
    stmt->ann_assign.simple = target->kind == EXPR_NAME && !target->parenthesized;
    return stmt;
}

// `a, b c = d`: the assignment that may have been meant begins behind the forgotten comma.
static void check_forgotten_comma(Parser *parser) {
    const Token *here = parser->at;
    while (starts_expression(kind_at(parser))) {
        Expr *element = try_parse(parser, star_expression);
        if (!element) break;
        if (kind_at(parser) == TOKEN_EQUAL) fail_equal(parser, element);
        accept(parser, TOKEN_COMMA);
    }
    parser->at = here;
}

static Stmt *expression_statement(Parser *parser) {
    const Token *start = parser->at;
    Expr *expr = yield_or_star_expressions(parser);
    TokenKind kind = kind_at(parser);
    if (kind == TOKEN_EQUAL) return assignment(parser, start, expr);
    if (kind >= TOKEN_PLUS_EQUAL && kind <= TOKEN_DOUBLE_SLASH_EQUAL)
        return augmented_assignment(parser, start, expr);
    if (kind == TOKEN_COLON) return annotated_assignment(parser, start, expr);
    if (kind == TOKEN_COLON_EQUAL && expr->kind != EXPR_NAME && expr->kind != EXPR_TUPLE)
        fail_named(parser, expr);
    if (starts_expression(kind) && expr->kind == EXPR_TUPLE && !expr->parenthesized)
        check_forgotten_comma(parser);
    Stmt *stmt = stmt_new(parser, STMT_EXPR, range_from(parser, start));
    stmt->expr.value = expr;
    return stmt;
}

// --- import -----------------------------------------------------------------------------------

// NAME ('.' NAME)* as one identifier.
static const Identifier *dotted_name(Parser *parser) {
    const Token *first = parser->at;
    expect(parser, TOKEN_NAME);
    if (kind_at(parser) != TOKEN_DOT) return token_identifier(parser, first);
    size_t size = first->size + 64;
    for (const Token *at = first + 1; at->kind == TOKEN_DOT; at += 2) size += at[1].size * 3 + 64;
    char *text = arena_alloc(parser->arena, size * 18);
    Text part = token_identifier(parser, first)->text;
    memcpy(text, part.data, part.size);
    size = part.size;
    while (accept(parser, TOKEN_DOT)) {
        const Token *name = parser->at;
        expect(parser, TOKEN_NAME);
        part = token_identifier(parser, name)->text;
        text[size++] = '.';
        memcpy(text + size, part.data, part.size);
        size += part.size;
    }
    return identifier_intern(parser->compilation, text, size);
}

static const Identifier *as_name(Parser *parser) {
    if (!accept(parser, TOKEN_AS)) return NULL;
    const Token *name = parser->at;
    expect(parser, TOKEN_NAME);
    return token_identifier(parser, name);
}

static void alias_push(Parser *parser, const Identifier *name, const Token *start) {
    Alias *alias = arena_new(parser->arena, Alias);
    alias->name = name;
    alias->asname = as_name(parser);
    alias->range = range_from(parser, start);
    list_push(parser, alias);
}

static Stmt *import_name(Parser *parser) {
    const Token *start = parser->at++;
    uint32_t mark = parser->list_count;
    do {
        const Token *name = parser->at;
        alias_push(parser, dotted_name(parser), name);
    } while (accept(parser, TOKEN_COMMA));
    Stmt *stmt = stmt_new(parser, STMT_IMPORT, range_from(parser, start));
    LIST_TAKE(parser, mark, stmt->import.names);
    return stmt;
}

static void import_from_names(Parser *parser, bool in_parentheses) {
    for (;;) {
        const Token *name = parser->at;
        expect(parser, TOKEN_NAME);
        alias_push(parser, token_identifier(parser, name), name);
        if (!accept(parser, TOKEN_COMMA)) return;
        if (in_parentheses && kind_at(parser) == TOKEN_RIGHT_PAREN) return;
        if (!in_parentheses && kind_at(parser) == TOKEN_NEWLINE)
            fail_expected(parser, "trailing comma not allowed without surrounding parentheses");
    }
}

static Stmt *import_from(Parser *parser) {
    const Token *start = parser->at++;
    uint32_t level = 0;
    const Identifier *module = NULL;
    for (;; parser->at++) {
        if (kind_at(parser) == TOKEN_DOT)
            level++;
        else if (kind_at(parser) == TOKEN_ELLIPSIS)
            level += 3;
        else
            break;
    }
    if (kind_at(parser) != TOKEN_IMPORT || !level) module = dotted_name(parser);
    expect(parser, TOKEN_IMPORT);
    uint32_t mark = parser->list_count;
    const Token *first = parser->at;
    if (accept(parser, TOKEN_STAR)) {
        Alias *alias = arena_new(parser->arena, Alias);
        alias->name = identifier_intern(parser->compilation, "*", 1);
        alias->range = token_range(first);
        list_push(parser, alias);
    } else if (accept(parser, TOKEN_LEFT_PAREN)) {
        import_from_names(parser, true);
        expect(parser, TOKEN_RIGHT_PAREN);
    } else {
        import_from_names(parser, false);
    }
    Stmt *stmt = stmt_new(parser, STMT_IMPORT_FROM, range_from(parser, start));
    stmt->import_from.module = module;
    stmt->import_from.level = level;
    LIST_TAKE(parser, mark, stmt->import_from.names);
    return stmt;
}

// --- the others -------------------------------------------------------------------------------

static Stmt *keyword_statement(Parser *parser, StmtKind kind) {
    const Token *start = parser->at++;
    return stmt_new(parser, kind, token_range(start));
}

static bool at_statement_end(const Parser *parser) {
    return kind_at(parser) == TOKEN_NEWLINE || kind_at(parser) == TOKEN_SEMICOLON;
}

static Stmt *return_statement(Parser *parser) {
    Stmt *stmt = keyword_statement(parser, STMT_RETURN);
    if (starts_expression(kind_at(parser)) || kind_at(parser) == TOKEN_STAR)
        stmt->return_.value = star_expressions(parser);
    stmt->range = range_since(parser, stmt->range);
    return stmt;
}

static Stmt *raise_statement(Parser *parser) {
    Stmt *stmt = keyword_statement(parser, STMT_RAISE);
    if (starts_expression(kind_at(parser))) {
        stmt->raise.exc = expression(parser);
        if (accept(parser, TOKEN_FROM)) stmt->raise.cause = expression(parser);
    }
    stmt->range = range_since(parser, stmt->range);
    return stmt;
}

static Stmt *names_statement(Parser *parser, StmtKind kind) {
    Stmt *stmt = keyword_statement(parser, kind);
    uint32_t mark = parser->list_count;
    do {
        const Token *name = parser->at;
        expect(parser, TOKEN_NAME);
        list_push(parser, (void *)token_identifier(parser, name));
    } while (accept(parser, TOKEN_COMMA));
    LIST_TAKE(parser, mark, stmt->global.names);
    stmt->range = range_since(parser, stmt->range);
    return stmt;
}

static Stmt *assert_statement(Parser *parser) {
    Stmt *stmt = keyword_statement(parser, STMT_ASSERT);
    stmt->assert_.test = expression(parser);
    if (accept(parser, TOKEN_COMMA)) stmt->assert_.msg = expression(parser);
    stmt->range = range_since(parser, stmt->range);
    return stmt;
}

static Stmt *del_statement(Parser *parser) {
    Stmt *stmt = keyword_statement(parser, STMT_DELETE);
    uint32_t mark = parser->list_count;
    Expr *targets = star_expressions(parser);
    const Expr *invalid = target_invalid(targets, TARGET_DEL);
    if (invalid) fail_range(parser, invalid->range, "cannot delete %s", expr_description(invalid));
    if (!at_statement_end(parser)) fail_here(parser);
    context_set(targets, CONTEXT_DEL);
    if (targets->kind == EXPR_TUPLE && !targets->parenthesized) {
        stmt->delete_.targets = targets->tuple.elts;
    } else {
        list_push(parser, targets);
        LIST_TAKE(parser, mark, stmt->delete_.targets);
    }
    stmt->range = range_since(parser, stmt->range);
    return stmt;
}

static Stmt *simple_statement(Parser *parser) {
    switch (kind_at(parser)) {
    case TOKEN_RETURN: return return_statement(parser);
    case TOKEN_IMPORT: return import_name(parser);
    case TOKEN_FROM: return import_from(parser);
    case TOKEN_RAISE: return raise_statement(parser);
    case TOKEN_PASS: return keyword_statement(parser, STMT_PASS);
    case TOKEN_DEL: return del_statement(parser);
    case TOKEN_ASSERT: return assert_statement(parser);
    case TOKEN_BREAK: return keyword_statement(parser, STMT_BREAK);
    case TOKEN_CONTINUE: return keyword_statement(parser, STMT_CONTINUE);
    case TOKEN_GLOBAL: return names_statement(parser, STMT_GLOBAL);
    case TOKEN_NONLOCAL: return names_statement(parser, STMT_NONLOCAL);
    default: return expression_statement(parser);
    }
}

void simple_statements(Parser *parser) {
    do {
        uint32_t foldable_count = parser->foldable_count;
        Stmt *stmt = simple_statement(parser);
        stmt->unfoldable = parser->foldable_count == foldable_count;
        list_push(parser, stmt);
    } while (accept(parser, TOKEN_SEMICOLON) && kind_at(parser) != TOKEN_NEWLINE);
    if (kind_at(parser) != TOKEN_NEWLINE) fail_here(parser);
    parser->at++;
}

void statement(Parser *parser) {
    if (!compound_statement(parser)) simple_statements(parser);
}
