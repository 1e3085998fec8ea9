// An expression as source text again, in CPython's spelling, for annotations that stay text.
// Parentheses appear where the surroundings bind tighter.
#include "frontend/constant.h"
#include "frontend/compile.h"
#include "frontend/text/quote.h"

#include <string.h>

// How tightly the surroundings bind, loosest first.
enum {
    BIND_TUPLE,
    BIND_TEST, // if-else, lambda
    BIND_OR,
    BIND_AND,
    BIND_NOT,
    BIND_COMPARE,
    BIND_EXPR,
    BIND_BIT_OR = BIND_EXPR,
    BIND_BIT_XOR,
    BIND_BIT_AND,
    BIND_SHIFT,
    BIND_ARITHMETIC,
    BIND_TERM,
    BIND_FACTOR,
    BIND_POWER,
    BIND_AWAIT,
    BIND_ATOM,
};

typedef struct {
    Compilation *compilation;
    char *data;
    size_t size, room;
} Writer;

static void put(Writer *writer, const char *text, size_t size) {
    if (writer->room - writer->size < size + 1) {
        size_t room = writer->room * 2 + size + 64;
        char *grown = arena_alloc(writer->compilation->arena, room);
        if (writer->size) memcpy(grown, writer->data, writer->size);
        writer->data = grown;
        writer->room = room;
    }
    memcpy(writer->data + writer->size, text, size);
    writer->size += size;
}

static void put_string(Writer *writer, const char *text) {
    put(writer, text, strlen(text));
}

static void put_name(Writer *writer, const Identifier *name) {
    put(writer, name->text.data, name->text.size);
}

static void put_expr(Writer *writer, const Expr *expr, int level);

static void open_if(Writer *writer, bool condition) {
    if (condition) put_string(writer, "(");
}

static void close_if(Writer *writer, bool condition) {
    if (condition) put_string(writer, ")");
}

static void put_list(Writer *writer, ExprList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        if (i) put_string(writer, ", ");
        put_expr(writer, list.items[i], BIND_TEST);
    }
}

static void put_bool_op(Writer *writer, const Expr *expr, int level) {
    bool and = expr->bool_op.op == BOOL_AND;
    int own = and? BIND_AND : BIND_OR;
    open_if(writer, level > own);
    for (uint32_t i = 0; i < expr->bool_op.values.count; i++) {
        if (i) put_string(writer, and? " and " : " or ");
        put_expr(writer, expr->bool_op.values.items[i], own + 1);
    }
    close_if(writer, level > own);
}

static void put_bin_op(Writer *writer, const Expr *expr, int level) {
    static const struct {
        const char *text;
        int bind;
    } operators[] = {
        [OPERATOR_ADD] = {" + ", BIND_ARITHMETIC},  [OPERATOR_SUB] = {" - ", BIND_ARITHMETIC},
        [OPERATOR_MULT] = {" * ", BIND_TERM},       [OPERATOR_MAT_MULT] = {" @ ", BIND_TERM},
        [OPERATOR_DIV] = {" / ", BIND_TERM},        [OPERATOR_MOD] = {" % ", BIND_TERM},
        [OPERATOR_L_SHIFT] = {" << ", BIND_SHIFT},  [OPERATOR_R_SHIFT] = {" >> ", BIND_SHIFT},
        [OPERATOR_BIT_OR] = {" | ", BIND_BIT_OR},   [OPERATOR_BIT_XOR] = {" ^ ", BIND_BIT_XOR},
        [OPERATOR_BIT_AND] = {" & ", BIND_BIT_AND}, [OPERATOR_FLOOR_DIV] = {" // ", BIND_TERM},
        [OPERATOR_POW] = {" ** ", BIND_POWER},
    };
    Operator op = expr->bin_op.op;
    int own = operators[op].bind;
    bool right_first = op == OPERATOR_POW;
    open_if(writer, level > own);
    put_expr(writer, expr->bin_op.left, own + right_first);
    put_string(writer, operators[op].text);
    put_expr(writer, expr->bin_op.right, own + !right_first);
    close_if(writer, level > own);
}

static void put_unary_op(Writer *writer, const Expr *expr, int level) {
    static const struct {
        const char *text;
        int bind;
    } operators[] = {
        [UNARY_INVERT] = {"~", BIND_FACTOR},
        [UNARY_NOT] = {"not ", BIND_NOT},
        [UNARY_ADD] = {"+", BIND_FACTOR},
        [UNARY_SUB] = {"-", BIND_FACTOR},
    };
    int own = operators[expr->unary_op.op].bind;
    open_if(writer, level > own);
    put_string(writer, operators[expr->unary_op.op].text);
    put_expr(writer, expr->unary_op.operand, own);
    close_if(writer, level > own);
}

static void put_parameter(Writer *writer, const Arg *arg, const Expr *value, bool *first) {
    if (!*first) put_string(writer, ", ");
    *first = false;
    if (arg) put_name(writer, arg->arg);
    if (!value) return;
    put_string(writer, "=");
    put_expr(writer, value, BIND_TEST);
}

static void put_parameters(Writer *writer, const Arguments *args) {
    bool first = true;
    uint32_t plain = args->posonlyargs.count + args->args.count;
    for (uint32_t i = 0; i < plain; i++) {
        uint32_t from_end = plain - i;
        const Arg *arg = i < args->posonlyargs.count
                             ? args->posonlyargs.items[i]
                             : args->args.items[i - args->posonlyargs.count];
        const Expr *value = from_end <= args->defaults.count
                                ? args->defaults.items[args->defaults.count - from_end]
                                : NULL;
        put_parameter(writer, arg, value, &first);
        if (args->posonlyargs.count && i + 1 == args->posonlyargs.count) put_string(writer, ", /");
    }
    if (args->vararg || args->kwonlyargs.count) {
        put_string(writer, first ? "*" : ", *");
        first = false;
        if (args->vararg) put_name(writer, args->vararg->arg);
    }
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++)
        put_parameter(writer, args->kwonlyargs.items[i], args->kw_defaults.items[i], &first);
    if (args->kwarg) {
        put_string(writer, first ? "**" : ", **");
        put_name(writer, args->kwarg->arg);
    }
}

static void put_lambda(Writer *writer, const Expr *expr, int level) {
    const Arguments *args = expr->lambda.args;
    bool any = args->posonlyargs.count || args->args.count || args->kwonlyargs.count ||
               args->vararg || args->kwarg;
    open_if(writer, level > BIND_TEST);
    put_string(writer, any ? "lambda " : "lambda");
    put_parameters(writer, args);
    put_string(writer, ": ");
    put_expr(writer, expr->lambda.body, BIND_TEST);
    close_if(writer, level > BIND_TEST);
}

static void put_if_exp(Writer *writer, const Expr *expr, int level) {
    open_if(writer, level > BIND_TEST);
    put_expr(writer, expr->if_exp.body, BIND_TEST + 1);
    put_string(writer, " if ");
    put_expr(writer, expr->if_exp.test, BIND_TEST + 1);
    put_string(writer, " else ");
    put_expr(writer, expr->if_exp.orelse, BIND_TEST);
    close_if(writer, level > BIND_TEST);
}

static void put_dict(Writer *writer, const Expr *expr) {
    put_string(writer, "{");
    for (uint32_t i = 0; i < expr->dict.values.count; i++) {
        if (i) put_string(writer, ", ");
        if (expr->dict.keys.items[i]) {
            put_expr(writer, expr->dict.keys.items[i], BIND_TEST);
            put_string(writer, ": ");
            put_expr(writer, expr->dict.values.items[i], BIND_TEST);
        } else {
            put_string(writer, "**");
            put_expr(writer, expr->dict.values.items[i], BIND_EXPR);
        }
    }
    put_string(writer, "}");
}

static void put_generators(Writer *writer, ComprehensionList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        const Comprehension *part = list.items[i];
        put_string(writer, part->is_async ? " async for " : " for ");
        put_expr(writer, part->target, BIND_TUPLE);
        put_string(writer, " in ");
        put_expr(writer, part->iter, BIND_TEST + 1);
        for (uint32_t j = 0; j < part->ifs.count; j++) {
            put_string(writer, " if ");
            put_expr(writer, part->ifs.items[j], BIND_TEST + 1);
        }
    }
}

static void put_comprehension(Writer *writer, const Expr *expr, const char *open,
                              const char *close) {
    put_string(writer, open);
    if (expr->kind == EXPR_DICT_COMP) {
        put_expr(writer, expr->dict_comp.key, BIND_TEST);
        put_string(writer, ": ");
        put_expr(writer, expr->dict_comp.value, BIND_TEST);
        put_generators(writer, expr->dict_comp.generators);
    } else {
        put_expr(writer, expr->comp.elt, BIND_TEST);
        put_generators(writer, expr->comp.generators);
    }
    put_string(writer, close);
}

static void put_compare(Writer *writer, const Expr *expr, int level) {
    static const char *const operators[] = {
        [COMPARISON_EQ] = " == ", [COMPARISON_NOT_EQ] = " != ",
        [COMPARISON_LT] = " < ",  [COMPARISON_LT_E] = " <= ",
        [COMPARISON_GT] = " > ",  [COMPARISON_GT_E] = " >= ",
        [COMPARISON_IS] = " is ", [COMPARISON_IS_NOT] = " is not ",
        [COMPARISON_IN] = " in ", [COMPARISON_NOT_IN] = " not in ",
    };
    open_if(writer, level > BIND_COMPARE);
    put_expr(writer, expr->compare.left, BIND_COMPARE + 1);
    for (uint32_t i = 0; i < expr->compare.comparators.count; i++) {
        put_string(writer, operators[expr->compare.ops[i]]);
        put_expr(writer, expr->compare.comparators.items[i], BIND_COMPARE + 1);
    }
    close_if(writer, level > BIND_COMPARE);
}

static void put_call(Writer *writer, const Expr *expr) {
    ExprList args = expr->call.args;
    put_expr(writer, expr->call.func, BIND_ATOM);
    if (args.count == 1 && !expr->call.keywords.count &&
        args.items[0]->kind == EXPR_GENERATOR_EXP) {
        put_expr(writer, args.items[0], BIND_TEST);
        return;
    }
    put_string(writer, "(");
    put_list(writer, args);
    for (uint32_t i = 0; i < expr->call.keywords.count; i++) {
        const Keyword *keyword = expr->call.keywords.items[i];
        if (i || args.count) put_string(writer, ", ");
        if (keyword->arg) {
            put_name(writer, keyword->arg);
            put_string(writer, "=");
        } else {
            put_string(writer, "**");
        }
        put_expr(writer, keyword->value, BIND_TEST);
    }
    put_string(writer, ")");
}

// The inside of an f-string, before it is quoted as a whole.
static void put_joined(Writer *writer, const Expr *expr, bool format_spec) {
    if (expr->kind == EXPR_CONSTANT) {
        Text text = expr->constant.value->text;
        for (uint32_t i = 0; i < text.size; i++) {
            put(writer, text.data + i, 1);
            if (text.data[i] == '{' || text.data[i] == '}') put(writer, text.data + i, 1);
        }
    } else if (expr->kind == EXPR_JOINED_STR) {
        for (uint32_t i = 0; i < expr->joined_str.values.count; i++)
            put_joined(writer, expr->joined_str.values.items[i], format_spec);
    } else if (expr->kind == EXPR_FORMATTED_VALUE) {
        char conversion[] = {'!', (char)expr->formatted_value.conversion, 0};
        Writer inner = {.compilation = writer->compilation};
        put_expr(&inner, expr->formatted_value.value, BIND_TEST + 1);
        put_string(writer, inner.size && inner.data[0] == '{' ? "{ " : "{");
        put(writer, inner.data, inner.size);
        if (expr->formatted_value.conversion > 0) put_string(writer, conversion);
        if (expr->formatted_value.format_spec) {
            put_string(writer, ":");
            put_joined(writer, expr->formatted_value.format_spec, true);
        }
        put_string(writer, "}");
    }
}

static void put_f_string(Writer *writer, const Expr *expr) {
    Writer inner = {.compilation = writer->compilation};
    put_joined(&inner, expr, false);
    char *quoted = arena_alloc(writer->compilation->arena, QUOTE_ROOM(inner.size));
    size_t size = quote_text(inner.size ? inner.data : "", inner.size, false, quoted);
    put_string(writer, "f");
    put(writer, quoted, size);
}

static void put_constant(Writer *writer, const Expr *expr) {
    const Constant *constant = expr->constant.value;
    if (constant->kind == CONSTANT_ELLIPSIS) {
        put_string(writer, "...");
        return;
    }
    if (expr->constant.unicode_prefix) put_string(writer, "u");
    Text text = constant_repr(writer->compilation->arena, constant);
    // An infinite float is written as a number so large that it reads back as one.
    for (uint32_t i = 0; i < text.size; i++) {
        bool number = constant->kind == CONSTANT_FLOAT || constant->kind == CONSTANT_COMPLEX;
        if (number && text.size - i >= 3 && !memcmp(text.data + i, "inf", 3)) {
            put_string(writer, "1e309");
            i += 2;
        } else {
            put(writer, text.data + i, 1);
        }
    }
}

static void put_attribute(Writer *writer, const Expr *expr) {
    const Expr *value = expr->attribute.value;
    put_expr(writer, value, BIND_ATOM);
    bool integer =
        value->kind == EXPR_CONSTANT && (value->constant.value->kind == CONSTANT_INT ||
                                         value->constant.value->kind == CONSTANT_BIG_INT);
    put_string(writer, integer ? " ." : ".");
    put_name(writer, expr->attribute.attr);
}

static void put_tuple(Writer *writer, const Expr *expr, int level) {
    ExprList list = expr->tuple.elts;
    if (!list.count) {
        put_string(writer, "()");
        return;
    }
    open_if(writer, level > BIND_TUPLE);
    put_list(writer, list);
    if (list.count == 1) put_string(writer, ",");
    close_if(writer, level > BIND_TUPLE);
}

static void put_slice(Writer *writer, const Expr *expr) {
    if (expr->slice.lower) put_expr(writer, expr->slice.lower, BIND_TEST);
    put_string(writer, ":");
    if (expr->slice.upper) put_expr(writer, expr->slice.upper, BIND_TEST);
    if (expr->slice.step) {
        put_string(writer, ":");
        put_expr(writer, expr->slice.step, BIND_TEST);
    }
}

static void put_yield(Writer *writer, const Expr *expr) {
    if (expr->kind == EXPR_YIELD_FROM)
        put_string(writer, "(yield from ");
    else
        put_string(writer, expr->yield.value ? "(yield " : "(yield");
    if (expr->yield.value) put_expr(writer, expr->yield.value, BIND_TEST);
    put_string(writer, ")");
}

static void put_expr(Writer *writer, const Expr *expr, int level) {
    compilation_check_stack(writer->compilation);
    switch ((ExprKind)expr->kind) {
    case EXPR_BOOL_OP: put_bool_op(writer, expr, level); break;
    case EXPR_NAMED_EXPR:
        open_if(writer, level > BIND_TUPLE);
        put_expr(writer, expr->named_expr.target, BIND_ATOM);
        put_string(writer, " := ");
        put_expr(writer, expr->named_expr.value, BIND_ATOM);
        close_if(writer, level > BIND_TUPLE);
        break;
    case EXPR_BIN_OP: put_bin_op(writer, expr, level); break;
    case EXPR_UNARY_OP: put_unary_op(writer, expr, level); break;
    case EXPR_LAMBDA: put_lambda(writer, expr, level); break;
    case EXPR_IF_EXP: put_if_exp(writer, expr, level); break;
    case EXPR_DICT: put_dict(writer, expr); break;
    case EXPR_SET:
        put_string(writer, "{");
        put_list(writer, expr->set.elts);
        put_string(writer, "}");
        break;
    case EXPR_LIST_COMP: put_comprehension(writer, expr, "[", "]"); break;
    case EXPR_SET_COMP:
    case EXPR_DICT_COMP: put_comprehension(writer, expr, "{", "}"); break;
    case EXPR_GENERATOR_EXP: put_comprehension(writer, expr, "(", ")"); break;
    case EXPR_AWAIT:
        open_if(writer, level > BIND_AWAIT);
        put_string(writer, "await ");
        put_expr(writer, expr->await.value, BIND_ATOM);
        close_if(writer, level > BIND_AWAIT);
        break;
    case EXPR_YIELD:
    case EXPR_YIELD_FROM: put_yield(writer, expr); break;
    case EXPR_COMPARE: put_compare(writer, expr, level); break;
    case EXPR_CALL: put_call(writer, expr); break;
    case EXPR_FORMATTED_VALUE:
    case EXPR_JOINED_STR: put_f_string(writer, expr); break;
    case EXPR_CONSTANT: put_constant(writer, expr); break;
    case EXPR_ATTRIBUTE: put_attribute(writer, expr); break;
    case EXPR_SUBSCRIPT:
        put_expr(writer, expr->subscript.value, BIND_ATOM);
        put_string(writer, "[");
        put_expr(writer, expr->subscript.slice, BIND_TUPLE);
        put_string(writer, "]");
        break;
    case EXPR_STARRED:
        put_string(writer, "*");
        put_expr(writer, expr->starred.value, BIND_EXPR);
        break;
    case EXPR_NAME: put_name(writer, expr->name.id); break;
    case EXPR_LIST:
        put_string(writer, "[");
        put_list(writer, expr->list.elts);
        put_string(writer, "]");
        break;
    case EXPR_TUPLE: put_tuple(writer, expr, level); break;
    case EXPR_SLICE: put_slice(writer, expr); break;
    }
}

Text unparse_expr(Compilation *compilation, const Expr *expr) {
    Writer writer = {.compilation = compilation};
    put_expr(&writer, expr, BIND_TEST);
    put(&writer, "", 1);
    return (Text){writer.data, (uint32_t)writer.size - 1};
}
