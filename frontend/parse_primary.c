// Atoms and what may follow them: attributes, calls, subscripts; displays and comprehensions.
#include "frontend/parse.h"
#include "frontend/text/float.h"
#include "frontend/text/integer.h"

#include <string.h>

static bool starts_element(TokenKind kind) {
    return starts_expression(kind) || kind == TOKEN_STAR;
}

static Expr *constant_new(Parser *parser, ConstantKind kind, Range range) {
    Expr *expr = expr_new(parser, EXPR_CONSTANT, range);
    expr->constant.value = arena_new(parser->arena, Constant);
    expr->constant.value->kind = kind;
    return expr;
}

// --- numbers ----------------------------------------------------------------------------------

enum { WORD_DIGITS = 18, DECIMAL_DIGITS_MOST = 4300 };

static void big_constant(Parser *parser, Constant *constant, const char *digits, size_t size,
                         int base) {
    uint64_t *limbs = arena_array(parser->arena, uint64_t, integer_limb_room(size, base));
    char *scratch = arena_alloc(parser->arena, size);
    ptrdiff_t count = integer_parse(digits, size, base, limbs, scratch);
    if (count < 0) fail_memory(parser);
    if (count == 0 || (count == 1 && limbs[0] <= INT64_MAX)) {
        constant->kind = CONSTANT_INT;
        constant->integer = count ? (int64_t)limbs[0] : 0;
    } else {
        constant->kind = CONSTANT_BIG_INT;
        constant->big.limbs = limbs;
        constant->big.count = (uint32_t)count;
    }
}

static void check_digit_limit(Parser *parser, const Token *token) {
    uint32_t count = 0;
    for (uint32_t index = 0; index < token->size; index++) count += token->start[index] != '_';
    if (count > DECIMAL_DIGITS_MOST)
        fail_range(parser, token_range(token),
                   "Exceeds the limit (%d digits) for integer string conversion: value has %u "
                   "digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
                   "hexadecimal for huge integer literals to avoid decimal conversion limits.",
                   DECIMAL_DIGITS_MOST, count);
}

Expr *number_atom(Parser *parser) {
    const Token *token = parser->at++;
    const char *text = token->start;
    size_t size = token->size;
    Expr *expr = constant_new(parser, CONSTANT_INT, token_range(token));
    Constant *constant = expr->constant.value;
    if (text[0] == '0' && size > 2 && (text[1] | 0x20) >= 'b') {
        char letter = text[1] | 0x20;
        int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
        if (base) {
            text += text[2] == '_' ? 3 : 2;
            big_constant(parser, constant, text, size - (size_t)(text - token->start), base);
            return expr;
        }
    }
    int64_t word = 0;
    size_t index = 0;
    for (; index < size && text[index] >= '0' && text[index] <= '9'; index++)
        if (index < WORD_DIGITS) word = word * 10 + (text[index] - '0');
    if (index == size && size <= WORD_DIGITS) {
        constant->integer = word;
        return expr;
    }
    bool imaginary = (text[size - 1] | 0x20) == 'j';
    if (!imaginary) {
        bool whole = true;
        for (index = 0; whole && index < size; index++)
            whole = text[index] == '_' || (text[index] >= '0' && text[index] <= '9');
        if (whole) {
            check_digit_limit(parser, token);
            big_constant(parser, constant, text, size, 10);
            return expr;
        }
    }
    char *plain = arena_alloc(parser->arena, size);
    ptrdiff_t plain_size = number_without_underscores(text, size - imaginary, plain);
    double value = 0;
    if (plain_size < 0 || !float_parse(plain, (size_t)plain_size, &value)) fail_here(parser);
    if (imaginary) {
        constant->kind = CONSTANT_COMPLEX;
        constant->complex.real = 0;
        constant->complex.imaginary = value;
    } else {
        constant->kind = CONSTANT_FLOAT;
        constant->real = value;
    }
    return expr;
}

// --- comprehensions ---------------------------------------------------------------------------

bool at_for_clause(const Parser *parser) {
    return kind_at(parser) == TOKEN_FOR ||
           (kind_at(parser) == TOKEN_ASYNC && parser->at[1].kind == TOKEN_FOR);
}

static Expr *target(Parser *parser) {
    const Token *start = parser->at;
    if (!accept(parser, TOKEN_STAR)) return primary(parser);
    Expr *value = primary(parser);
    Expr *expr = expr_new(parser, EXPR_STARRED, range_from(parser, start));
    expr->starred.value = value;
    return expr;
}

static Expr *targets(Parser *parser) {
    const Token *start = parser->at;
    Expr *first = target(parser);
    if (kind_at(parser) != TOKEN_COMMA) return first;
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_COMMA) && starts_element(kind_at(parser)))
        list_push(parser, target(parser));
    Expr *tuple = expr_new(parser, EXPR_TUPLE, range_from(parser, start));
    LIST_TAKE(parser, mark, tuple->tuple.elts);
    return tuple;
}

Expr *for_targets(Parser *parser) {
    const Token *start = parser->at;
    Expr *expr = try_parse(parser, targets);
    if (expr && kind_at(parser) == TOKEN_IN && !target_invalid(expr, TARGET_STAR)) {
        context_set(expr, CONTEXT_STORE);
        return expr;
    }
    const Token *here = expr ? parser->at : NULL;
    parser->at = start;
    expr = star_expressions(parser);
    const Expr *invalid = target_invalid(expr, TARGET_FOR);
    if (invalid)
        fail_range(parser, invalid->range, "cannot assign to %s", expr_description(invalid));
    if (here) parser->at = here;
    fail_here(parser);
}

ComprehensionList for_if_clauses(Parser *parser) {
    uint32_t mark = parser->list_count;
    do {
        Comprehension *clause = arena_new(parser->arena, Comprehension);
        clause->is_async = accept(parser, TOKEN_ASYNC);
        parser->at++;
        clause->target = for_targets(parser);
        parser->at++;
        clause->iter = disjunction(parser);
        uint32_t ifs = parser->list_count;
        while (accept(parser, TOKEN_IF)) list_push(parser, disjunction(parser));
        LIST_TAKE(parser, ifs, clause->ifs);
        list_push(parser, clause);
    } while (at_for_clause(parser));
    ComprehensionList list;
    LIST_TAKE(parser, mark, list);
    return list;
}

// The cursor is behind the element, on `for`; ends behind the closing bracket.
static Expr *comprehension(Parser *parser, ExprKind kind, const Token *start, Expr *element,
                           TokenKind close) {
    if (element->kind == EXPR_STARRED)
        fail_range(parser, element->range, "iterable unpacking cannot be used in comprehension");
    ComprehensionList generators = for_if_clauses(parser);
    expect(parser, close);
    Expr *expr = expr_new(parser, kind, range_from(parser, start));
    expr->comp.elt = element;
    expr->comp.generators = generators;
    return expr;
}

// After elements of a display: `for` means that the target's parentheses were forgotten.
static void check_forgotten_parentheses(Parser *parser, uint32_t mark) {
    if (!at_for_clause(parser)) return;
    Expr *first = parser->lists[mark];
    Range end = token_range(parser->at - 1);
    fail_range(parser, range_join(first->range, end),
               "did you forget parentheses around the comprehension target?");
}

// --- displays ---------------------------------------------------------------------------------

// Elements behind the first one, which is on the list; the cursor is on a comma or the end.
static void more_elements(Parser *parser) {
    while (accept(parser, TOKEN_COMMA) && starts_element(kind_at(parser)))
        list_push(parser, star_named_expression(parser));
}

static Expr *list_display(Parser *parser) {
    const Token *start = parser->at++;
    uint32_t mark = parser->list_count;
    if (kind_at(parser) != TOKEN_RIGHT_BRACKET) {
        Expr *first = star_named_expression(parser);
        if (at_for_clause(parser))
            return comprehension(parser, EXPR_LIST_COMP, start, first, TOKEN_RIGHT_BRACKET);
        list_push(parser, first);
        more_elements(parser);
        check_forgotten_parentheses(parser, mark);
        expect(parser, TOKEN_RIGHT_BRACKET);
    } else {
        parser->at++;
    }
    Expr *list = expr_new(parser, EXPR_LIST, range_from(parser, start));
    LIST_TAKE(parser, mark, list->list.elts);
    return list;
}

static Expr *parenthesized(Parser *parser) {
    const Token *start = parser->at++;
    uint32_t mark = parser->list_count;
    Expr *first = NULL;
    if (kind_at(parser) == TOKEN_YIELD) {
        first = yield_expr(parser);
        expect(parser, TOKEN_RIGHT_PAREN);
        first->parenthesized = true;
        return first;
    }
    if (kind_at(parser) != TOKEN_RIGHT_PAREN) {
        if (kind_at(parser) == TOKEN_DOUBLE_STAR) {
            const Token *stars = parser->at++;
            if (try_parse(parser, expression) && kind_at(parser) == TOKEN_RIGHT_PAREN)
                fail_range(parser, token_range(stars), "cannot use double starred expression here");
            parser->at = stars;
        }
        first = star_named_expression(parser);
        if (at_for_clause(parser))
            return comprehension(parser, EXPR_GENERATOR_EXP, start, first, TOKEN_RIGHT_PAREN);
        if (kind_at(parser) != TOKEN_COMMA) {
            if (first->kind == EXPR_STARRED && kind_at(parser) == TOKEN_RIGHT_PAREN)
                fail_range(parser, first->range, "cannot use starred expression here");
            expect(parser, TOKEN_RIGHT_PAREN);
            first->parenthesized = true;
            return first;
        }
        list_push(parser, first);
        more_elements(parser);
    }
    expect(parser, TOKEN_RIGHT_PAREN);
    Expr *tuple = expr_new(parser, EXPR_TUPLE, range_from(parser, start));
    tuple->parenthesized = true;
    LIST_TAKE(parser, mark, tuple->tuple.elts);
    return tuple;
}

static Expr *set_display(Parser *parser, const Token *start, Expr *first) {
    if (at_for_clause(parser))
        return comprehension(parser, EXPR_SET_COMP, start, first, TOKEN_RIGHT_BRACE);
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    more_elements(parser);
    check_forgotten_parentheses(parser, mark);
    expect(parser, TOKEN_RIGHT_BRACE);
    Expr *set = expr_new(parser, EXPR_SET, range_from(parser, start));
    LIST_TAKE(parser, mark, set->set.elts);
    return set;
}

// `: value` of a dict.
static Expr *dict_value(Parser *parser) {
    const Token *colon = parser->at++;
    if (kind_at(parser) == TOKEN_RIGHT_BRACE || kind_at(parser) == TOKEN_COMMA)
        fail_range(parser, token_range(colon), "expression expected after dictionary key and ':'");
    if (kind_at(parser) == TOKEN_STAR) {
        const Token *star = parser->at++;
        if (try_parse(parser, bitwise_or)) {
            Range range = range_join(token_range(star), here_range(parser));
            fail_range(parser, range, "cannot use a starred expression in a dictionary value");
        }
        parser->at = star;
    }
    return expression(parser);
}

static Expr *dict_display(Parser *parser, const Token *start, Expr *key, Expr *value) {
    // Keys and values grow on the list in turn and are parted at the end.
    uint32_t mark = parser->list_count;
    list_push(parser, key);
    list_push(parser, value);
    while (accept(parser, TOKEN_COMMA) && kind_at(parser) != TOKEN_RIGHT_BRACE) {
        if (accept(parser, TOKEN_DOUBLE_STAR)) {
            list_push(parser, NULL);
            list_push(parser, bitwise_or(parser));
            continue;
        }
        if (!starts_expression(kind_at(parser))) fail_here(parser);
        bool quiet = parser->quiet;
        parser->quiet = true;
        Expr *next = expression(parser);
        parser->quiet = quiet;
        if (kind_at(parser) != TOKEN_COLON) {
            Range range = next->range;
            range.column = range.end_column ? range.end_column - 1 : 0;
            range.end_line = 0;
            fail_range(parser, range, "':' expected after dictionary key");
        }
        list_push(parser, next);
        list_push(parser, dict_value(parser));
    }
    expect(parser, TOKEN_RIGHT_BRACE);
    Expr *dict = expr_new(parser, EXPR_DICT, range_from(parser, start));
    uint32_t count = (parser->list_count - mark) / 2;
    dict->dict.keys = (ExprList){arena_array(parser->arena, Expr *, count), count};
    dict->dict.values = (ExprList){arena_array(parser->arena, Expr *, count), count};
    for (uint32_t index = 0; index < count; index++) {
        dict->dict.keys.items[index] = parser->lists[mark + index * 2];
        dict->dict.values.items[index] = parser->lists[mark + index * 2 + 1];
    }
    parser->list_count = mark;
    return dict;
}

static Expr *braces(Parser *parser) {
    const Token *start = parser->at++;
    if (accept(parser, TOKEN_RIGHT_BRACE))
        return expr_new(parser, EXPR_DICT, range_from(parser, start));
    if (kind_at(parser) == TOKEN_DOUBLE_STAR) {
        const Token *stars = parser->at++;
        Expr *value = bitwise_or(parser);
        if (at_for_clause(parser))
            fail_range(parser, token_range(stars),
                       "dict unpacking cannot be used in dict comprehension");
        return dict_display(parser, start, NULL, value);
    }
    Expr *first = star_named_expression(parser);
    if (kind_at(parser) != TOKEN_COLON || first->kind == EXPR_STARRED)
        return set_display(parser, start, first);
    Expr *value = dict_value(parser);
    if (!at_for_clause(parser)) return dict_display(parser, start, first, value);
    ComprehensionList generators = for_if_clauses(parser);
    expect(parser, TOKEN_RIGHT_BRACE);
    Expr *expr = expr_new(parser, EXPR_DICT_COMP, range_from(parser, start));
    expr->dict_comp.key = first;
    expr->dict_comp.value = value;
    expr->dict_comp.generators = generators;
    return expr;
}

Expr *atom(Parser *parser) {
    const Token *token = parser->at;
    Expr *expr;
    switch ((TokenKind)token->kind) {
    case TOKEN_NAME:
        parser->at++;
        expr = expr_new(parser, EXPR_NAME, token_range(token));
        expr->name.id = token_identifier(parser, token);
        return expr;
    case TOKEN_NUMBER: return number_atom(parser);
    case TOKEN_STRING: return strings(parser);
    case TOKEN_NONE: parser->at++; return constant_new(parser, CONSTANT_NONE, token_range(token));
    case TOKEN_TRUE: parser->at++; return constant_new(parser, CONSTANT_TRUE, token_range(token));
    case TOKEN_FALSE: parser->at++; return constant_new(parser, CONSTANT_FALSE, token_range(token));
    case TOKEN_ELLIPSIS:
        parser->at++;
        return constant_new(parser, CONSTANT_ELLIPSIS, token_range(token));
    case TOKEN_LEFT_PAREN: return parenthesized(parser);
    case TOKEN_LEFT_BRACKET: return list_display(parser);
    case TOKEN_LEFT_BRACE: return braces(parser);
    default: fail_here(parser);
    }
}

// --- calls ------------------------------------------------------------------------------------

static Keyword *keyword_new(Parser *parser, const Token *start, const Identifier *name,
                            Expr *value) {
    Keyword *keyword = arena_new(parser->arena, Keyword);
    keyword->range = range_from(parser, start);
    keyword->arg = name;
    keyword->value = value;
    return keyword;
}

// `x for ...` among the arguments of a call.
static void fail_generator_argument(Parser *parser, Expr *element) {
    ComprehensionList clauses = for_if_clauses(parser);
    Comprehension *last = clauses.items[clauses.count - 1];
    Expr *end = last->ifs.count ? last->ifs.items[last->ifs.count - 1] : last->iter;
    fail_range(parser, range_join(element->range, end->range),
               "Generator expression must be parenthesized");
}

static Keyword *keyword_argument(Parser *parser) {
    const Token *name = parser->at;
    parser->at += 2;
    if (kind_at(parser) == TOKEN_RIGHT_PAREN || kind_at(parser) == TOKEN_COMMA)
        fail_expected(parser, "invalid syntax");
    Expr *value = expression(parser);
    if (at_for_clause(parser))
        fail_range(parser, range_join(token_range(name), token_range(name + 1)),
                   "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return keyword_new(parser, name, token_identifier(parser, name), value);
}

static void fail_keyword(Parser *parser, const Token *start, Expr *value) {
    Range range = range_join(value->range, token_range(parser->at));
    if (start->kind == TOKEN_TRUE || start->kind == TOKEN_FALSE || start->kind == TOKEN_NONE)
        if (start + 1 == parser->at)
            fail_range(parser, range, "cannot assign to %s", expr_description(value));
    fail_range(parser, range, "expression cannot contain assignment, perhaps you meant \"==\"?");
}

static Expr *positional_argument(Parser *parser) {
    const Token *start = parser->at;
    if (start->kind == TOKEN_NAME && start[1].kind == TOKEN_COLON_EQUAL)
        return named_expression(parser);
    Expr *value = expression(parser);
    if (kind_at(parser) == TOKEN_EQUAL) fail_keyword(parser, start, value);
    return value;
}

// A positional argument behind a keyword argument. CPython reads on before it complains.
static _Noreturn void fail_positional(Parser *parser, bool unpacked) {
    const Token *start = parser->at;
    for (;;) {
        const Token *argument = parser->at;
        Expr *value = try_parse(parser, expression);
        if (!value) {
            parser->at = argument;
            if (argument == start) fail_here(parser);
            break;
        }
        if (kind_at(parser) == TOKEN_EQUAL) fail_keyword(parser, argument, value);
        if (value->kind == EXPR_NAME && starts_expression(kind_at(parser)))
            try_parse(parser, star_expressions);
        if (kind_at(parser) != TOKEN_COMMA || !starts_expression(parser->at[1].kind)) break;
        if (parser->at[1].kind == TOKEN_NAME && parser->at[2].kind == TOKEN_EQUAL) break;
        parser->at++;
    }
    fail_range(parser, token_range(parser->at),
               unpacked ? "positional argument follows keyword argument unpacking"
                        : "positional argument follows keyword argument");
}

void call_arguments(Parser *parser, const Token *open, bool generators, ExprList *args,
                    KeywordList *keywords) {
    // Keywords are collected behind the positional arguments on the list, as those end first in
    // most calls; in the others both grow in a list of their own.
    uint32_t mark = parser->list_count, keyword_count = 0, keyword_room = 0;
    Keyword **keyword_items = NULL;
    bool unpacked = false;
    while (kind_at(parser) != TOKEN_RIGHT_PAREN) {
        const Token *start = parser->at;
        Keyword *keyword = NULL;
        if (start->kind == TOKEN_STAR) {
            if (unpacked)
                fail_range(parser, range_join(token_range(open + 1), token_range(start - 2)),
                           "iterable argument unpacking follows keyword argument unpacking");
            parser->at++;
            Expr *value = expression(parser);
            Expr *star = expr_new(parser, EXPR_STARRED, range_from(parser, start));
            star->starred.value = value;
            if (at_for_clause(parser)) {
                if (!generators) fail_here(parser);
                if (start > open + 1) fail_generator_argument(parser, star);
                fail_range(parser, star->range,
                           "iterable unpacking cannot be used in comprehension");
            }
            list_push(parser, star);
        } else if (start->kind == TOKEN_DOUBLE_STAR) {
            parser->at++;
            Expr *value = expression(parser);
            keyword = keyword_new(parser, start, NULL, value);
            unpacked = true;
        } else if (start->kind == TOKEN_NAME && start[1].kind == TOKEN_EQUAL) {
            keyword = keyword_argument(parser);
        } else if (keyword_count) {
            fail_positional(parser, unpacked);
        } else {
            Expr *value = positional_argument(parser);
            if (at_for_clause(parser)) {
                if (!generators) fail_here(parser);
                bool alone = start == open + 1;
                const Token *clause = parser->at;
                ComprehensionList clauses = for_if_clauses(parser);
                if (!alone || kind_at(parser) != TOKEN_RIGHT_PAREN) {
                    if (alone && kind_at(parser) != TOKEN_COMMA) fail_here(parser);
                    parser->at = clause;
                    fail_generator_argument(parser, value);
                }
                Range range = range_join(token_range(open), token_range(parser->at));
                Expr *generator = expr_new(parser, EXPR_GENERATOR_EXP, range);
                generator->comp.elt = value;
                generator->comp.generators = clauses;
                value = generator;
            }
            list_push(parser, value);
        }
        if (keyword) {
            if (keyword_count == keyword_room) {
                uint32_t room = keyword_room ? keyword_room * 2 : 4;
                Keyword **items = arena_array(parser->arena, Keyword *, room);
                if (keyword_count) memcpy(items, keyword_items, keyword_count * sizeof *items);
                keyword_items = items;
                keyword_room = room;
            }
            keyword_items[keyword_count++] = keyword;
        }
        if (!accept(parser, TOKEN_COMMA)) break;
    }
    if (kind_at(parser) != TOKEN_RIGHT_PAREN) fail_here(parser);
    LIST_TAKE(parser, mark, *args);
    *keywords = (KeywordList){keyword_items, keyword_count};
}

// --- subscripts -------------------------------------------------------------------------------

static Expr *slice(Parser *parser) {
    const Token *start = parser->at;
    Expr *lower = NULL;
    if (kind_at(parser) == TOKEN_STAR) return star_named_expression(parser);
    if (kind_at(parser) != TOKEN_COLON) {
        lower = named_expression(parser);
        if (kind_at(parser) != TOKEN_COLON) return lower;
    }
    Expr *parts[3] = {lower, NULL, NULL};
    for (int part = 1; part < 3 && accept(parser, TOKEN_COLON); part++)
        if (starts_expression(kind_at(parser))) parts[part] = expression(parser);
    Expr *expr = expr_new(parser, EXPR_SLICE, range_from(parser, start));
    expr->slice.lower = parts[0];
    expr->slice.upper = parts[1];
    expr->slice.step = parts[2];
    return expr;
}

static bool starts_slice(TokenKind kind) {
    return starts_element(kind) || kind == TOKEN_COLON;
}

static Expr *slices(Parser *parser) {
    const Token *start = parser->at;
    Expr *first = slice(parser);
    if (kind_at(parser) != TOKEN_COMMA && first->kind != EXPR_STARRED) return first;
    uint32_t mark = parser->list_count;
    list_push(parser, first);
    while (accept(parser, TOKEN_COMMA) && starts_slice(kind_at(parser)))
        list_push(parser, slice(parser));
    Expr *tuple = expr_new(parser, EXPR_TUPLE, range_from(parser, start));
    LIST_TAKE(parser, mark, tuple->tuple.elts);
    return tuple;
}

// --- primary ----------------------------------------------------------------------------------

static Expr *await_primary(Parser *parser) {
    const Token *start = parser->at++;
    enter(parser);
    if (kind_at(parser) == TOKEN_AWAIT) fail_here(parser);
    Expr *value = primary(parser);
    leave(parser);
    Expr *expr = expr_new(parser, EXPR_AWAIT, range_from(parser, start));
    expr->await.value = value;
    return expr;
}

Expr *primary(Parser *parser) {
    const Token *start = parser->at;
    if (start->kind == TOKEN_AWAIT) return await_primary(parser);
    Expr *expr = atom(parser);
    for (;;) {
        switch (kind_at(parser)) {
        case TOKEN_DOT: {
            const Token *name = ++parser->at;
            if (name->kind != TOKEN_NAME) fail_here(parser);
            parser->at++;
            Expr *attribute = expr_new(parser, EXPR_ATTRIBUTE, range_from(parser, start));
            attribute->attribute.value = expr;
            attribute->attribute.attr = token_identifier(parser, name);
            expr = attribute;
            break;
        }
        case TOKEN_LEFT_PAREN: {
            const Token *open = parser->at++;
            Expr *call = expr_new(parser, EXPR_CALL, (Range){0});
            call->call.func = expr;
            call_arguments(parser, open, true, &call->call.args, &call->call.keywords);
            parser->at++;
            call->range = range_from(parser, start);
            expr = call;
            break;
        }
        case TOKEN_LEFT_BRACKET: {
            // `a []` inside brackets is taken for two expressions.
            bool empty = parser->at[1].kind == TOKEN_RIGHT_BRACKET;
            if (empty && parser->at[1].level > 0) return expr;
            parser->at++;
            Expr *index = slices(parser);
            expect(parser, TOKEN_RIGHT_BRACKET);
            Expr *subscript = expr_new(parser, EXPR_SUBSCRIPT, range_from(parser, start));
            subscript->subscript.value = expr;
            subscript->subscript.slice = index;
            parser->foldable_count += is_foldable(expr);
            expr = subscript;
            break;
        }
        default: return expr;
        }
    }
}
