// Expressions from `x if y else z` down to unary operators. Binary operators climb by precedence.
#include "frontend/parse.h"

#include <string.h>

static const uint8_t precedence[TOKEN_KIND_COUNT] = {
    [TOKEN_VERTICAL_BAR] = 1, [TOKEN_CIRCUMFLEX] = 2,  [TOKEN_AMPERSAND] = 3,
    [TOKEN_LEFT_SHIFT] = 4,   [TOKEN_RIGHT_SHIFT] = 4, [TOKEN_PLUS] = 5,
    [TOKEN_MINUS] = 5,        [TOKEN_STAR] = 6,        [TOKEN_AT] = 6,
    [TOKEN_SLASH] = 6,        [TOKEN_PERCENT] = 6,     [TOKEN_DOUBLE_SLASH] = 6,
};

_Static_assert(TOKEN_DOUBLE_SLASH - TOKEN_PLUS == OPERATOR_FLOOR_DIV - OPERATOR_ADD,
               "operator tokens stand in Operator's order");

static const bool expression_start[TOKEN_KIND_COUNT] = {
    [TOKEN_NAME] = true,     [TOKEN_NUMBER] = true,     [TOKEN_STRING] = true,
    [TOKEN_NONE] = true,     [TOKEN_TRUE] = true,       [TOKEN_FALSE] = true,
    [TOKEN_ELLIPSIS] = true, [TOKEN_LEFT_PAREN] = true, [TOKEN_LEFT_BRACKET] = true,
    [TOKEN_MINUS] = true,    [TOKEN_LEFT_BRACE] = true, [TOKEN_PLUS] = true,
    [TOKEN_TILDE] = true,    [TOKEN_NOT] = true,        [TOKEN_LAMBDA] = true,
    [TOKEN_AWAIT] = true,
};

// What follows an expression and never goes on with one.
static const bool expression_end[TOKEN_KIND_COUNT] = {
    [TOKEN_NEWLINE] = true,       [TOKEN_COMMA] = true,       [TOKEN_RIGHT_PAREN] = true,
    [TOKEN_RIGHT_BRACKET] = true, [TOKEN_RIGHT_BRACE] = true, [TOKEN_COLON] = true,
    [TOKEN_EQUAL] = true,         [TOKEN_SEMICOLON] = true,
};

bool starts_expression(TokenKind kind) {
    return expression_start[kind];
}

static bool starts_star_expression(TokenKind kind) {
    return expression_start[kind] || kind == TOKEN_STAR;
}

// --- operators --------------------------------------------------------------------------------

static Expr *factor(Parser *parser) {
    const Token *start = parser->at;
    UnaryOperator op;
    switch (kind_at(parser)) {
    case TOKEN_MINUS: op = UNARY_SUB; break;
    case TOKEN_PLUS: op = UNARY_ADD; break;
    case TOKEN_TILDE: op = UNARY_INVERT; break;
    default: {
        Expr *base = primary(parser);
        if (kind_at(parser) != TOKEN_DOUBLE_STAR) return base;
        parser->at++;
        enter(parser);
        Expr *exponent = factor(parser);
        leave(parser);
        return binary_new(parser, base, OPERATOR_POW, exponent, range_from(parser, start));
    }
    }
    parser->at++;
    enter(parser);
    Expr *operand = factor(parser);
    leave(parser);
    return unary_new(parser, op, operand, range_from(parser, start));
}

// Operators that bind tighter than `least`.
static Expr *binary(Parser *parser, unsigned least) {
    const Token *start = parser->at;
    Expr *left = factor(parser);
    for (;;) {
        TokenKind kind = kind_at(parser);
        unsigned binding = precedence[kind];
        if (binding <= least) return left;
        parser->at++;
        Expr *right = binary(parser, binding);
        Operator op = (Operator)(OPERATOR_ADD + (kind - TOKEN_PLUS));
        left = binary_new(parser, left, op, right, range_from(parser, start));
    }
}

Expr *bitwise_or(Parser *parser) {
    return binary(parser, 0);
}

// The comparison operator at the cursor, moving past it; -1 if there is none.
static int compare_operator(Parser *parser) {
    const Token *at = parser->at;
    int op;
    switch ((TokenKind)at->kind) {
    case TOKEN_EQUAL_EQUAL: op = COMPARISON_EQ; break;
    case TOKEN_NOT_EQUAL: op = COMPARISON_NOT_EQ; break;
    case TOKEN_LESS: op = COMPARISON_LT; break;
    case TOKEN_LESS_EQUAL: op = COMPARISON_LT_E; break;
    case TOKEN_GREATER: op = COMPARISON_GT; break;
    case TOKEN_GREATER_EQUAL: op = COMPARISON_GT_E; break;
    case TOKEN_IN: op = COMPARISON_IN; break;
    case TOKEN_IS:
        op = at[1].kind == TOKEN_NOT ? COMPARISON_IS_NOT : COMPARISON_IS;
        if (op == COMPARISON_IS_NOT) parser->at++;
        break;
    case TOKEN_NOT:
        if (at[1].kind != TOKEN_IN) return -1;
        op = COMPARISON_NOT_IN;
        parser->at++;
        break;
    default: return -1;
    }
    parser->at++;
    return op;
}

static Expr *comparison(Parser *parser) {
    const Token *start = parser->at;
    Expr *left = binary(parser, 0);
    int op = compare_operator(parser);
    if (op < 0) return left;
    uint32_t mark = parser->list_count, op_count = 0, op_room = 4;
    uint8_t *ops = arena_array(parser->arena, uint8_t, op_room);
    do {
        if (op_count == op_room) {
            uint8_t *more = arena_array(parser->arena, uint8_t, op_room * 2);
            for (uint32_t index = 0; index < op_count; index++) more[index] = ops[index];
            ops = more;
            op_room *= 2;
        }
        ops[op_count++] = (uint8_t)op;
        list_push(parser, binary(parser, 0));
    } while ((op = compare_operator(parser)) >= 0);
    Expr *compare = expr_new(parser, EXPR_COMPARE, range_from(parser, start));
    compare->compare.left = left;
    compare->compare.ops = ops;
    LIST_TAKE(parser, mark, compare->compare.comparators);
    return compare;
}

static Expr *inversion(Parser *parser) {
    const Token *start = parser->at;
    if (kind_at(parser) != TOKEN_NOT) return comparison(parser);
    parser->at++;
    enter(parser);
    Expr *operand = inversion(parser);
    leave(parser);
    return unary_new(parser, UNARY_NOT, operand, range_from(parser, start));
}

static Expr *conjunction(Parser *parser) {
    const Token *start = parser->at;
    Expr *left = inversion(parser);
    if (kind_at(parser) != TOKEN_AND) return left;
    uint32_t mark = parser->list_count;
    list_push(parser, left);
    while (accept(parser, TOKEN_AND)) list_push(parser, inversion(parser));
    Expr *both = expr_new(parser, EXPR_BOOL_OP, range_from(parser, start));
    both->bool_op.op = BOOL_AND;
    LIST_TAKE(parser, mark, both->bool_op.values);
    return both;
}

Expr *disjunction(Parser *parser) {
    const Token *start = parser->at;
    Expr *left = conjunction(parser);
    if (kind_at(parser) != TOKEN_OR) return left;
    uint32_t mark = parser->list_count;
    list_push(parser, left);
    while (accept(parser, TOKEN_OR)) list_push(parser, conjunction(parser));
    Expr *either = expr_new(parser, EXPR_BOOL_OP, range_from(parser, start));
    either->bool_op.op = BOOL_OR;
    LIST_TAKE(parser, mark, either->bool_op.values);
    return either;
}

// --- expression -------------------------------------------------------------------------------

static bool is_legacy_name(Parser *parser, const Token *token) {
    return token->kind == TOKEN_NAME && (token->identifier == parser->name_print->index ||
                                         token->identifier == parser->name_exec->index);
}

// CPython compares only as many letters as the name has, so that `c` and `mat` count as well.
static bool is_soft_keyword(const Token *token) {
    static const char *const words[] = {"_", "case", "match"};
    for (int index = 0; index < 3; index++)
        if (token->kind == TOKEN_NAME && !strncmp(words[index], token->start, token->size))
            return true;
    return false;
}

// An expression follows an expression: a forgotten comma, or a statement of Python 2. Returns if it
// is neither; then somebody above will complain.
static void fail_juxtaposed(Parser *parser, const Token *start, Expr *left) {
    const Token *here = parser->at;
    bool bare = here == start + 1;
    if (parser->quiet || parser->trial) return;
    bool prefix = start->kind == TOKEN_NAME && start[1].kind == TOKEN_STRING;
    if (!prefix && !is_soft_keyword(start) && !(bare && is_legacy_name(parser, start))) {
        Expr *right = try_parse(parser, expression);
        if (right && parser->at[-1].level > 0)
            fail_range(parser, range_join(left->range, right->range),
                       "invalid syntax. Perhaps you forgot a comma?");
        parser->at = here;
    }
    if (bare && is_legacy_name(parser, start) && here->kind != TOKEN_LEFT_PAREN) {
        Expr *right = try_parse(parser, star_expressions);
        const char *name = token_identifier(parser, start)->text.data;
        if (right)
            fail_range(parser, range_join(left->range, right->range),
                       "Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name);
        parser->at = here;
    }
}

static Expr *conditional(Parser *parser, const Token *start, Expr *body) {
    parser->at++;
    Expr *test = disjunction(parser);
    if (kind_at(parser) != TOKEN_ELSE) {
        if (kind_at(parser) != TOKEN_COLON)
            fail_range(parser, range_join(body->range, test->range),
                       "expected 'else' after 'if' expression");
        fail_here(parser);
    }
    parser->at++;
    Expr *orelse = expression(parser);
    Expr *choice = expr_new(parser, EXPR_IF_EXP, range_from(parser, start));
    choice->if_exp.test = test;
    choice->if_exp.body = body;
    choice->if_exp.orelse = orelse;
    return choice;
}

Expr *lambda_expression(Parser *parser) {
    const Token *start = parser->at++;
    Arguments *args = parameters(parser, TOKEN_COLON, false);
    expect(parser, TOKEN_COLON);
    Expr *body = expression(parser);
    Expr *lambda = expr_new(parser, EXPR_LAMBDA, range_from(parser, start));
    lambda->lambda.args = args;
    lambda->lambda.body = body;
    return lambda;
}

Expr *expression(Parser *parser) {
    const Token *start = parser->at;
    Expr *result;
    enter(parser);
    if (start->kind <= TOKEN_STRING && start->kind >= TOKEN_NAME && expression_end[start[1].kind]) {
        result = atom(parser); // most are one token; this spares them a call for each precedence
    } else if (start->kind == TOKEN_LAMBDA) {
        result = lambda_expression(parser);
    } else {
        result = disjunction(parser);
        if (kind_at(parser) == TOKEN_IF)
            result = conditional(parser, start, result);
        else if (expression_start[kind_at(parser)])
            fail_juxtaposed(parser, start, result);
    }
    leave(parser);
    return result;
}

void fail_equal(Parser *parser, Expr *left) {
    const Token *here = parser->at;
    bool bare_name = left->kind == EXPR_NAME && !left->parenthesized;
    bool excluded = left->kind == EXPR_LIST || left->kind == EXPR_TUPLE ||
                    left->kind == EXPR_GENERATOR_EXP ||
                    (left->kind == EXPR_CONSTANT && left->constant.value->kind <= CONSTANT_TRUE &&
                     !left->parenthesized);
    bool loose =
        !left->parenthesized && (left->kind == EXPR_COMPARE || left->kind == EXPR_BOOL_OP ||
                                 left->kind == EXPR_IF_EXP || left->kind == EXPR_LAMBDA ||
                                 (left->kind == EXPR_UNARY_OP && left->unary_op.op == UNARY_NOT));
    if (excluded || loose) return;
    parser->at++;
    Expr *right = try_parse(parser, bitwise_or);
    TokenKind next = kind_at(parser);
    parser->at = here;
    if (!right || next == TOKEN_EQUAL || next == TOKEN_COLON_EQUAL) return;
    if (bare_name)
        fail_range(parser, range_join(left->range, right->range),
                   "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    fail_range(parser, left->range,
               "cannot assign to %s here. Maybe you meant '==' instead of '='?",
               expr_description(left));
}

void fail_assignment(Parser *parser, const Token *start, Expr *target) {
    const Token *here = parser->at;
    for (parser->at = start;; parser->at++) {
        Expr *element = try_parse(parser, star_expression);
        if (element && element->kind != EXPR_STARRED && kind_at(parser) == TOKEN_EQUAL)
            fail_equal(parser, element);
        if (!element || kind_at(parser) != TOKEN_COMMA) break;
    }
    parser->at = here;
    bool yields = target->kind == EXPR_YIELD || target->kind == EXPR_YIELD_FROM;
    if (yields && !target->parenthesized)
        fail_range(parser, target->range, "assignment to yield expression not possible");
    const Expr *invalid = target_invalid(target, TARGET_STAR);
    fail_range(parser, invalid->range, "cannot assign to %s", expr_description(invalid));
}

void fail_named(Parser *parser, Expr *left) {
    const Token *here = parser->at++;
    if (try_parse(parser, expression))
        fail_range(parser, left->range, "cannot use assignment expressions with %s",
                   expr_description(left));
    parser->at = here;
}

Expr *named_expression(Parser *parser) {
    const Token *start = parser->at;
    if (start->kind == TOKEN_NAME && start[1].kind == TOKEN_COLON_EQUAL) {
        Expr *target = expr_new(parser, EXPR_NAME, token_range(start));
        target->name.id = token_identifier(parser, start);
        target->context = CONTEXT_STORE;
        parser->at += 2;
        Expr *value = expression(parser);
        Expr *named = expr_new(parser, EXPR_NAMED_EXPR, range_from(parser, start));
        named->named_expr.target = target;
        named->named_expr.value = value;
        return named;
    }
    Expr *value = expression(parser);
    if (kind_at(parser) == TOKEN_COLON_EQUAL) {
        fail_named(parser, value);
    } else if (kind_at(parser) == TOKEN_EQUAL) {
        fail_equal(parser, value);
    }
    return value;
}

static Expr *starred(Parser *parser) {
    const Token *start = parser->at++;
    Expr *value = bitwise_or(parser);
    Expr *expr = expr_new(parser, EXPR_STARRED, range_from(parser, start));
    expr->starred.value = value;
    return expr;
}

Expr *star_named_expression(Parser *parser) {
    return kind_at(parser) == TOKEN_STAR ? starred(parser) : named_expression(parser);
}

Expr *star_expression(Parser *parser) {
    return kind_at(parser) == TOKEN_STAR ? starred(parser) : expression(parser);
}

Expr *star_expressions(Parser *parser) {
    const Token *start = parser->at;
    Expr *first = star_expression(parser);
    if (kind_at(parser) != TOKEN_COMMA) return first;
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_COMMA) && starts_star_expression(kind_at(parser)))
        list_push(parser, star_expression(parser));
    Expr *tuple = expr_new(parser, EXPR_TUPLE, range_from(parser, start));
    LIST_TAKE(parser, mark, tuple->tuple.elts);
    return tuple;
}

Expr *yield_expr(Parser *parser) {
    const Token *start = parser->at++;
    ExprKind kind = EXPR_YIELD;
    Expr *value = NULL;
    if (accept(parser, TOKEN_FROM)) {
        kind = EXPR_YIELD_FROM;
        value = expression(parser);
    } else if (starts_star_expression(kind_at(parser))) {
        value = star_expressions(parser);
    }
    Expr *expr = expr_new(parser, kind, range_from(parser, start));
    expr->yield.value = value;
    return expr;
}

Expr *yield_or_star_expressions(Parser *parser) {
    return kind_at(parser) == TOKEN_YIELD ? yield_expr(parser) : star_expressions(parser);
}
