// The match statement and its patterns.
#include "frontend/parse.h"

static Pattern *pattern(Parser *parser);

static Pattern *pattern_new(Parser *parser, PatternKind kind, const Token *start) {
    Pattern *result = arena_new(parser->arena, Pattern);
    result->kind = (uint8_t)kind;
    result->range = range_from(parser, start);
    return result;
}

static Pattern *value_new(Parser *parser, const Token *start, Expr *value) {
    Pattern *result = pattern_new(parser, PATTERN_VALUE, start);
    result->match_value.value = value;
    return result;
}

// --- literals and names -----------------------------------------------------------------------

static Expr *signed_number(Parser *parser) {
    const Token *start = parser->at;
    bool negative = accept(parser, TOKEN_MINUS);
    if (kind_at(parser) != TOKEN_NUMBER) fail_here(parser);
    Expr *number = number_atom(parser);
    if (!negative) return number;
    return unary_new(parser, UNARY_SUB, number, range_from(parser, start));
}

static bool is_complex(const Expr *expr) {
    return expr->kind == EXPR_CONSTANT && expr->constant.value->kind == CONSTANT_COMPLEX;
}

// A number with sign, or `real +- imaginary`.
static Expr *number_pattern(Parser *parser) {
    const Token *start = parser->at;
    Expr *left = signed_number(parser);
    TokenKind kind = kind_at(parser);
    if (kind != TOKEN_PLUS && kind != TOKEN_MINUS) return left;
    const Expr *real = left->kind == EXPR_UNARY_OP ? left->unary_op.operand : left;
    if (is_complex(real))
        fail_range(parser, real->range, "real number required in complex literal");
    parser->at++;
    if (kind_at(parser) != TOKEN_NUMBER) fail_here(parser);
    Expr *right = number_atom(parser);
    if (!is_complex(right))
        fail_range(parser, right->range, "imaginary number required in complex literal");
    Operator op = kind == TOKEN_PLUS ? OPERATOR_ADD : OPERATOR_SUB;
    return binary_new(parser, left, op, right, range_from(parser, start));
}

static bool is_dotted(const Parser *parser) {
    return parser->at[1].kind == TOKEN_DOT;
}

static Expr *name_or_attribute(Parser *parser) {
    const Token *start = parser->at++;
    Expr *expr = expr_new(parser, EXPR_NAME, token_range(start));
    expr->name.id = token_identifier(parser, start);
    while (accept(parser, TOKEN_DOT)) {
        const Token *name = parser->at;
        expect(parser, TOKEN_NAME);
        Expr *attribute = expr_new(parser, EXPR_ATTRIBUTE, range_from(parser, start));
        attribute->attribute.value = expr;
        attribute->attribute.attr = token_identifier(parser, name);
        expr = attribute;
    }
    return expr;
}

// The name of a capture; NULL for _.
static const Identifier *capture_name(Parser *parser) {
    const Token *name = parser->at;
    expect(parser, TOKEN_NAME);
    return name->identifier == parser->name_underscore->index ? NULL
                                                              : token_identifier(parser, name);
}

// --- sequences --------------------------------------------------------------------------------

static Pattern *maybe_star_pattern(Parser *parser) {
    const Token *start = parser->at;
    if (!accept(parser, TOKEN_STAR)) return pattern(parser);
    const Identifier *name = capture_name(parser);
    Pattern *star = pattern_new(parser, PATTERN_STAR, start);
    star->match_star.name = name;
    return star;
}

// The items up to `close`, behind the opening bracket; sets whether a comma was seen.
static void sequence_items(Parser *parser, TokenKind close, bool *comma) {
    *comma = false;
    while (kind_at(parser) != close) {
        list_push(parser, maybe_star_pattern(parser));
        if (!accept(parser, TOKEN_COMMA)) break;
        *comma = true;
    }
    expect(parser, close);
}

static Pattern *bracketed(Parser *parser, TokenKind close) {
    const Token *start = parser->at++;
    uint32_t mark = parser->list_count;
    bool comma;
    sequence_items(parser, close, &comma);
    if (close == TOKEN_RIGHT_PAREN && !comma && parser->list_count == mark + 1) {
        Pattern *group = parser->lists[mark];
        if (group->kind != PATTERN_STAR) {
            parser->list_count = mark;
            return group;
        }
        parser->at--;
        fail_here(parser);
    }
    Pattern *sequence = pattern_new(parser, PATTERN_SEQUENCE, start);
    LIST_TAKE(parser, mark, sequence->match_sequence.patterns);
    return sequence;
}

// --- mappings and classes ---------------------------------------------------------------------

static Expr *mapping_key(Parser *parser) {
    switch (kind_at(parser)) {
    case TOKEN_MINUS:
    case TOKEN_NUMBER: return number_pattern(parser);
    case TOKEN_STRING:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE: return atom(parser);
    case TOKEN_NAME:
        if (is_dotted(parser)) return name_or_attribute(parser);
        parser->at++;
        break;
    default: break;
    }
    fail_here(parser);
}

static Pattern *mapping_pattern(Parser *parser) {
    const Token *start = parser->at++;
    uint32_t mark = parser->list_count;
    const Identifier *rest = NULL;
    while (kind_at(parser) != TOKEN_RIGHT_BRACE) {
        if (accept(parser, TOKEN_DOUBLE_STAR)) {
            const Token *name = parser->at;
            rest = capture_name(parser);
            if (!rest) {
                parser->at = name;
                fail_here(parser);
            }
            accept(parser, TOKEN_COMMA);
            break;
        }
        list_push(parser, mapping_key(parser));
        expect(parser, TOKEN_COLON);
        list_push(parser, pattern(parser));
        if (!accept(parser, TOKEN_COMMA)) break;
    }
    expect(parser, TOKEN_RIGHT_BRACE);
    Pattern *mapping = pattern_new(parser, PATTERN_MAPPING, start);
    uint32_t count = (parser->list_count - mark) / 2;
    ExprList keys = {arena_array(parser->arena, Expr *, count), count};
    PatternList patterns = {arena_array(parser->arena, Pattern *, count), count};
    for (uint32_t index = 0; index < count; index++) {
        keys.items[index] = parser->lists[mark + index * 2];
        patterns.items[index] = parser->lists[mark + index * 2 + 1];
    }
    parser->list_count = mark;
    mapping->match_mapping.keys = keys;
    mapping->match_mapping.patterns = patterns;
    mapping->match_mapping.rest = rest;
    return mapping;
}

static Pattern *class_pattern(Parser *parser, const Token *start, Expr *class) {
    parser->at++;
    uint32_t mark = parser->list_count;
    PatternList positional = {0};
    bool keywords = false;
    while (kind_at(parser) != TOKEN_RIGHT_PAREN) {
        if (kind_at(parser) == TOKEN_NAME && parser->at[1].kind == TOKEN_EQUAL) {
            if (!keywords) LIST_TAKE(parser, mark, positional);
            keywords = true;
            list_push(parser, (void *)token_identifier(parser, parser->at));
            parser->at += 2;
            list_push(parser, pattern(parser));
        } else {
            Pattern *first = pattern(parser);
            if (keywords) {
                Range range = first->range;
                while (kind_at(parser) == TOKEN_COMMA && parser->at[1].kind != TOKEN_RIGHT_PAREN &&
                       parser->at[2].kind != TOKEN_EQUAL) {
                    parser->at++;
                    range = range_join(range, pattern(parser)->range);
                }
                fail_range(parser, range, "positional patterns follow keyword patterns");
            }
            list_push(parser, first);
        }
        if (!accept(parser, TOKEN_COMMA)) break;
    }
    expect(parser, TOKEN_RIGHT_PAREN);
    if (!keywords) LIST_TAKE(parser, mark, positional);
    Pattern *result = pattern_new(parser, PATTERN_CLASS, start);
    uint32_t count = (parser->list_count - mark) / 2;
    IdentifierList names = {arena_array(parser->arena, const Identifier *, count), count};
    PatternList patterns = {arena_array(parser->arena, Pattern *, count), count};
    for (uint32_t index = 0; index < count; index++) {
        names.items[index] = parser->lists[mark + index * 2];
        patterns.items[index] = parser->lists[mark + index * 2 + 1];
    }
    parser->list_count = mark;
    result->match_class.cls = class;
    result->match_class.patterns = positional;
    result->match_class.kwd_attrs = names;
    result->match_class.kwd_patterns = patterns;
    return result;
}

// --- patterns ---------------------------------------------------------------------------------

static Pattern *name_pattern(Parser *parser) {
    const Token *start = parser->at;
    if (!is_dotted(parser) && start[1].kind != TOKEN_LEFT_PAREN) {
        const Identifier *name = capture_name(parser);
        Pattern *capture = pattern_new(parser, PATTERN_AS, start);
        capture->match_as.name = name;
        return capture;
    }
    Expr *name = name_or_attribute(parser);
    if (kind_at(parser) == TOKEN_LEFT_PAREN) return class_pattern(parser, start, name);
    return value_new(parser, start, name);
}

static Pattern *closed_pattern(Parser *parser) {
    const Token *start = parser->at;
    switch (kind_at(parser)) {
    case TOKEN_MINUS:
    case TOKEN_NUMBER: {
        Expr *number = number_pattern(parser);
        return value_new(parser, start, number);
    }
    case TOKEN_STRING: {
        Expr *text = strings(parser);
        return value_new(parser, start, text);
    }
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE: {
        Expr *value = atom(parser);
        Pattern *singleton = pattern_new(parser, PATTERN_SINGLETON, start);
        singleton->match_singleton.value = value->constant.value;
        return singleton;
    }
    case TOKEN_NAME: return name_pattern(parser);
    case TOKEN_LEFT_PAREN: return bracketed(parser, TOKEN_RIGHT_PAREN);
    case TOKEN_LEFT_BRACKET: return bracketed(parser, TOKEN_RIGHT_BRACKET);
    case TOKEN_LEFT_BRACE: return mapping_pattern(parser);
    default: fail_here(parser);
    }
}

static Pattern *or_pattern(Parser *parser) {
    const Token *start = parser->at;
    Pattern *first = closed_pattern(parser);
    if (kind_at(parser) != TOKEN_VERTICAL_BAR) return first;
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_VERTICAL_BAR)) list_push(parser, closed_pattern(parser));
    Pattern *either = pattern_new(parser, PATTERN_OR, start);
    LIST_TAKE(parser, mark, either->match_or.patterns);
    return either;
}

static Pattern *pattern(Parser *parser) {
    const Token *start = parser->at;
    enter(parser);
    Pattern *inner = or_pattern(parser);
    if (accept(parser, TOKEN_AS)) {
        const Token *name = parser->at;
        if (at_name(parser, parser->name_underscore))
            fail_range(parser, token_range(name), "cannot use '_' as a target");
        if (name->kind != TOKEN_NAME) {
            Expr *wrong = try_parse(parser, expression);
            if (wrong) fail_range(parser, wrong->range, "invalid pattern target");
            fail_here(parser);
        }
        parser->at++;
        Pattern *as = pattern_new(parser, PATTERN_AS, start);
        as->match_as.pattern = inner;
        as->match_as.name = token_identifier(parser, name);
        inner = as;
    }
    leave(parser);
    return inner;
}

// The pattern of a case: commas without brackets make a sequence.
static Pattern *patterns(Parser *parser) {
    const Token *start = parser->at;
    Pattern *first = maybe_star_pattern(parser);
    if (kind_at(parser) != TOKEN_COMMA) {
        if (first->kind == PATTERN_STAR) fail_here(parser);
        return first;
    }
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_COMMA) && kind_at(parser) != TOKEN_COLON &&
           kind_at(parser) != TOKEN_IF)
        list_push(parser, maybe_star_pattern(parser));
    Pattern *sequence = pattern_new(parser, PATTERN_SEQUENCE, start);
    LIST_TAKE(parser, mark, sequence->match_sequence.patterns);
    return sequence;
}

// --- the statement ----------------------------------------------------------------------------

// `match` is a keyword if the line ends in a colon, or if what follows cannot follow a name.
static bool is_match_statement(const Parser *parser) {
    const Token *first = parser->at + 1, *at = first;
    if (!starts_expression(first->kind) && first->kind != TOKEN_STAR) return false;
    while (at->kind != TOKEN_NEWLINE && at->kind != TOKEN_END) at++;
    if (at[-1].kind == TOKEN_COLON && at->kind == TOKEN_NEWLINE && at - 1 > first) return true;
    switch ((TokenKind)first->kind) {
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET:
    case TOKEN_STAR:
    case TOKEN_PLUS:
    case TOKEN_MINUS: return false;
    case TOKEN_NOT: return first[1].kind != TOKEN_IN;
    default: return true;
    }
}

static Expr *subject(Parser *parser) {
    const Token *start = parser->at;
    Expr *first = star_named_expression(parser);
    if (kind_at(parser) != TOKEN_COMMA) return first;
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_COMMA) && kind_at(parser) != TOKEN_COLON)
        list_push(parser, star_named_expression(parser));
    Expr *tuple = expr_new(parser, EXPR_TUPLE, range_from(parser, start));
    LIST_TAKE(parser, mark, tuple->tuple.elts);
    return tuple;
}

static MatchCase *case_block(Parser *parser) {
    const Token *keyword = parser->at++;
    MatchCase *result = arena_new(parser->arena, MatchCase);
    result->pattern = patterns(parser);
    if (accept(parser, TOKEN_IF)) result->guard = named_expression(parser);
    expect_colon(parser);
    result->body = block(parser, keyword, "'case' statement");
    return result;
}

Stmt *match_statement(Parser *parser) {
    const Token *keyword = parser->at;
    if (!is_match_statement(parser)) return NULL;
    parser->at++;
    Stmt *stmt = stmt_new(parser, STMT_MATCH, token_range(keyword));
    stmt->match.subject = subject(parser);
    expect_colon(parser);
    expect(parser, TOKEN_NEWLINE);
    if (kind_at(parser) != TOKEN_INDENT)
        fail_status(parser, FRONTEND_INDENTATION_ERROR, error_range(parser, parser->at),
                    "expected an indented block after 'match' statement on line %u", keyword->line);
    parser->at++;
    enter(parser);
    uint32_t mark = parser->list_count;
    do {
        if (!at_name(parser, parser->name_case)) fail_here(parser);
        list_push(parser, case_block(parser));
    } while (kind_at(parser) != TOKEN_DEDENT && kind_at(parser) != TOKEN_END);
    accept(parser, TOKEN_DEDENT);
    leave(parser);
    LIST_TAKE(parser, mark, stmt->match.cases);
    const Token *last = parser->at - 1;
    while (last->kind == TOKEN_DEDENT || last->kind == TOKEN_NEWLINE) last--;
    stmt->range = range_join(stmt->range, token_range(last));
    return stmt;
}
