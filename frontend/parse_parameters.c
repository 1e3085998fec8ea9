// Parameters of functions and lambdas. One loop with a state, as what may follow depends on which
// of / * ** and defaults have been seen.
#include "frontend/parse.h"

typedef struct {
    TokenKind end;
    bool annotated;
    Arguments *args;
    uint32_t positional; // list mark of the positional parameters so far
    const Token *slash, *star;
} Parameters;

// NAME [':' annotation]. After * the annotation of a def may be starred.
static Arg *parameter(Parser *parser, const Parameters *state, bool after_star) {
    const Token *name = parser->at;
    if (name->kind != TOKEN_NAME) fail_here(parser);
    parser->at++;
    Arg *arg = arena_new(parser->arena, Arg);
    arg->arg = token_identifier(parser, name);
    if (state->annotated && accept(parser, TOKEN_COLON))
        arg->annotation = after_star ? star_expression(parser) : expression(parser);
    arg->range = range_from(parser, name);
    return arg;
}

static bool ends(const Parser *parser, const Parameters *state) {
    return kind_at(parser) == state->end;
}

// The comma behind a parameter. A type comment stands behind it, or in front of the closing
// parenthesis.
static bool accept_comma(Parser *parser, const Parameters *state, Arg *arg) {
    bool comma = accept(parser, TOKEN_COMMA);
    if (state->annotated && arg &&
        (comma || parser->at[kind_at(parser) != TOKEN_END].kind == state->end))
        arg->type_comment = type_comment(parser);
    return comma;
}

static Expr *default_value(Parser *parser, const Parameters *state) {
    const Token *equal = parser->at;
    if (!accept(parser, TOKEN_EQUAL)) return NULL;
    if (state->annotated && (kind_at(parser) == TOKEN_COMMA || ends(parser, state)))
        fail_range(parser, token_range(equal), "expected default value expression");
    return expression(parser);
}

static void check_no_default(Parser *parser, const char *what) {
    if (kind_at(parser) == TOKEN_EQUAL)
        fail_range(parser, token_range(parser->at), "%s argument cannot have default value", what);
}

static void keyword_rest(Parser *parser, Parameters *state) {
    parser->at++;
    state->args->kwarg = parameter(parser, state, false);
    check_no_default(parser, "var-keyword");
    if (!accept_comma(parser, state, state->args->kwarg)) return;
    TokenKind kind = kind_at(parser);
    if (kind == TOKEN_NAME || kind == TOKEN_STAR || kind == TOKEN_DOUBLE_STAR ||
        kind == TOKEN_SLASH)
        fail_range(parser, token_range(parser->at), "arguments cannot follow var-keyword argument");
}

// From * on: the parameter behind it if it has one, keyword-only ones, **.
static void star_rest(Parser *parser, Parameters *state) {
    const Token *star = parser->at++;
    Arguments *args = state->args;
    state->star = star;
    if (kind_at(parser) == TOKEN_COMMA || ends(parser, state)) {
        TokenKind next = kind_at(parser) == TOKEN_COMMA ? parser->at[1].kind : state->end;
        if (next == state->end || next == TOKEN_DOUBLE_STAR) {
            if (!state->annotated && next != state->end) parser->at++;
            fail_range(parser, token_range(state->annotated ? star : parser->at),
                       "named arguments must follow bare *");
        }
    } else {
        args->vararg = parameter(parser, state, true);
        check_no_default(parser, "var-positional");
    }
    uint32_t mark = parser->list_count;
    // Parameters and their defaults in turn, parted below.
    bool more = accept_comma(parser, state, args->vararg);
    if (more && kind_at(parser) == TOKEN_TYPE_COMMENT)
        fail_expected(parser, "bare * has associated type comment");
    while (more && !ends(parser, state)) {
        if (kind_at(parser) == TOKEN_DOUBLE_STAR) {
            keyword_rest(parser, state);
            break;
        }
        TokenKind next = parser->at[1].kind;
        if (kind_at(parser) == TOKEN_STAR && (next == TOKEN_NAME || next == TOKEN_COMMA))
            fail_range(parser, token_range(parser->at), "* argument may appear only once");
        if (kind_at(parser) == TOKEN_SLASH)
            fail_range(parser, token_range(parser->at),
                       state->slash ? "/ may appear only once" : "/ must be ahead of *");
        Arg *arg = parameter(parser, state, false);
        list_push(parser, arg);
        list_push(parser, default_value(parser, state));
        more = accept_comma(parser, state, arg);
    }
    uint32_t count = (parser->list_count - mark) / 2;
    args->kwonlyargs = (ArgList){arena_array(parser->arena, Arg *, count), count};
    args->kw_defaults = (ExprList){arena_array(parser->arena, Expr *, count), count};
    for (uint32_t index = 0; index < count; index++) {
        args->kwonlyargs.items[index] = parser->lists[mark + index * 2];
        args->kw_defaults.items[index] = parser->lists[mark + index * 2 + 1];
    }
    parser->list_count = mark;
}

static void slash(Parser *parser, Parameters *state, uint32_t positional) {
    const Token *token = parser->at++;
    if (state->slash) fail_range(parser, token_range(token), "/ may appear only once");
    if (parser->list_count == positional && kind_at(parser) != TOKEN_COMMA) {
        parser->at--;
        fail_here(parser);
    }
    if (parser->list_count == positional)
        fail_range(parser, token_range(token), "at least one argument must precede /");
    state->slash = token;
    LIST_TAKE(parser, positional, state->args->posonlyargs);
    if (kind_at(parser) == TOKEN_STAR)
        fail_range(parser, token_range(parser->at), "expected comma between / and *");
}

static void check_parenthesized(Parser *parser, const Parameters *state) {
    const Token *open = parser->at, *at = open + 1;
    while (at->kind == TOKEN_NAME && at[1].kind == TOKEN_COMMA) at += 2;
    if (at->kind == TOKEN_NAME) at++;
    if (at->kind == TOKEN_RIGHT_PAREN && at > open + 1)
        fail_range(parser, range_join(token_range(open), token_range(at)),
                   state->annotated ? "Function parameters cannot be parenthesized"
                                    : "Lambda expression parameters cannot be parenthesized");
}

Arguments *parameters(Parser *parser, TokenKind end, bool annotated) {
    Parameters state = {.end = end, .annotated = annotated};
    state.args = arena_new(parser->arena, Arguments);
    // Defaults are few: they wait in an array of their own.
    uint32_t mark = parser->list_count, default_count = 0, default_room = 0;
    Expr **defaults = NULL;
    for (bool more = true; more && !ends(parser, &state);) {
        Arg *arg = NULL;
        if (kind_at(parser) == TOKEN_STAR) {
            LIST_TAKE(parser, mark, state.args->args);
            star_rest(parser, &state);
            break;
        }
        if (kind_at(parser) == TOKEN_DOUBLE_STAR) {
            keyword_rest(parser, &state);
            break;
        }
        if (kind_at(parser) == TOKEN_SLASH) {
            slash(parser, &state, mark);
        } else {
            if (kind_at(parser) == TOKEN_LEFT_PAREN) check_parenthesized(parser, &state);
            arg = parameter(parser, &state, false);
            list_push(parser, arg);
            Expr *value = default_value(parser, &state);
            if (value) {
                if (default_count == default_room) {
                    uint32_t room = default_room ? default_room * 2 : 4;
                    Expr **larger = arena_array(parser->arena, Expr *, room);
                    for (uint32_t index = 0; index < default_count; index++)
                        larger[index] = defaults[index];
                    defaults = larger;
                    default_room = room;
                }
                defaults[default_count++] = value;
            } else if (default_count) {
                fail_range(parser, arg->range, "non-default argument follows default argument");
            }
        }
        more = accept_comma(parser, &state, arg);
    }
    if (parser->list_count > mark) LIST_TAKE(parser, mark, state.args->args);
    state.args->defaults = (ExprList){defaults, default_count};
    return state.args;
}
