// Rewrites the tree in place: arithmetic on constants, tuples of constants, `not in`, lists that
// are only looked through. Everything that could raise, or grow large, stays for run time.
#include "frontend/fold.h"

#include "frontend/constant.h"
#include "frontend/error.h"
#include "frontend/fold_number.h"
#include "frontend/symtable.h"
#include "frontend/text/utf8.h"

#include <string.h>

enum { TEXT_MOST = 4096, ITEM_MOST = 256 }; // results of repetition

typedef struct {
    Compilation *compilation;
    Arena *arena;
    const Identifier *name_debug;
    bool debug_is_named; // somewhere in the source
    bool future_annotations;
    // The last concatenation, which the next one of a chain `a + b + c` continues in place.
    const Constant *joined;
    size_t joined_room; // bytes or items that its block holds
} Folder;

static void fold_expr(Folder *folder, Expr *expr);
static void fold_statements(Folder *folder, StmtList list);

static void become_constant(Expr *expr, Constant *value) {
    if (!value) return;
    expr->kind = EXPR_CONSTANT;
    expr->constant.value = value;
    expr->constant.unicode_prefix = false;
}

static bool is_constant(const Expr *expr) {
    return expr->kind == EXPR_CONSTANT;
}

static Constant *constant_make(Folder *folder, ConstantKind kind) {
    Constant *constant = arena_new(folder->arena, Constant);
    constant->kind = kind;
    return constant;
}

// --- texts and tuples -------------------------------------------------------------------------

static bool is_text(const Constant *constant) {
    return constant->kind == CONSTANT_STR || constant->kind == CONSTANT_BYTES;
}

static Constant *repeat_text(Folder *folder, const Constant *text, int64_t count) {
    if (count < 0) return NULL;
    size_t length = text->kind == CONSTANT_STR ? utf8_length(text->text.data, text->text.size, NULL)
                                               : text->text.size;
    if (length && count > (int64_t)(TEXT_MOST / length)) return NULL;
    size_t size = length ? text->text.size * (size_t)count : 0;
    char *data = arena_alloc(folder->arena, size + 1);
    for (size_t at = 0; at < size; at += text->text.size)
        memcpy(data + at, text->text.data, text->text.size);
    Constant *result = constant_make(folder, text->kind);
    result->text = (Text){data, (uint32_t)size};
    return result;
}

static Constant *repeat_tuple(Folder *folder, const Constant *tuple, int64_t count) {
    if (count < 0) return NULL;
    uint32_t size = tuple->items.count;
    if (size && count > ITEM_MOST / (int64_t)size) return NULL;
    uint32_t total = size ? size * (uint32_t)count : 0;
    Constant *result = constant_make(folder, CONSTANT_TUPLE);
    result->items.items = arena_array(folder->arena, Constant *, total + 1);
    result->items.count = total;
    for (uint32_t i = 0; i < total; i++) result->items.items[i] = tuple->items.items[i % size];
    return result;
}

static Constant *repeat(Folder *folder, const Constant *left, const Constant *right) {
    if (left->kind == CONSTANT_INT || left->kind == CONSTANT_TRUE || left->kind == CONSTANT_FALSE) {
        const Constant *swapped = left;
        left = right;
        right = swapped;
    }
    int64_t count = right->kind == CONSTANT_INT    ? right->integer
                    : right->kind == CONSTANT_TRUE ? 1
                                                   : 0;
    if (right->kind != CONSTANT_INT && right->kind != CONSTANT_TRUE &&
        right->kind != CONSTANT_FALSE)
        return NULL;
    if (is_text(left)) return repeat_text(folder, left, count);
    if (left->kind == CONSTANT_TUPLE) return repeat_tuple(folder, left, count);
    return NULL;
}

// A block that begins with `used` things of `left` and has room for `count`: that of `left` itself
// if it is the last concatenation, which nothing else refers to.
static void *continue_block(Folder *folder, const Constant *left, void *block, size_t used,
                            size_t count, size_t size) {
    size_t room = count;
    if (left == folder->joined) {
        if (count <= folder->joined_room) return block;
        room *= 2;
    }
    char *larger = arena_alloc(folder->arena, (room + 1) * size);
    if (used) memcpy(larger, block, used * size);
    folder->joined_room = room;
    return larger;
}

static Constant *concatenate(Folder *folder, const Constant *left, const Constant *right) {
    if (left->kind != right->kind) return NULL;
    Constant *result = NULL;
    if (is_text(left)) {
        size_t left_size = left->text.size, size = left_size + right->text.size;
        if (size > UINT32_MAX / 2) return NULL;
        char *data = continue_block(folder, left, (char *)left->text.data, left_size, size, 1);
        memcpy(data + left_size, right->text.data, right->text.size);
        result = constant_make(folder, left->kind);
        result->text = (Text){data, (uint32_t)size};
    } else if (left->kind == CONSTANT_TUPLE) {
        uint32_t left_count = left->items.count, count = left_count + right->items.count;
        Constant **items =
            continue_block(folder, left, left->items.items, left_count, count, sizeof *items);
        if (right->items.count)
            memcpy(items + left_count, right->items.items, right->items.count * sizeof *items);
        result = constant_make(folder, CONSTANT_TUPLE);
        result->items.items = items;
        result->items.count = count;
    }
    folder->joined = result;
    return result;
}

static Constant *subscript(Folder *folder, const Constant *value, const Constant *index) {
    int64_t at;
    if (index->kind == CONSTANT_INT)
        at = index->integer;
    else if (index->kind == CONSTANT_TRUE || index->kind == CONSTANT_FALSE)
        at = index->kind == CONSTANT_TRUE;
    else
        return NULL;
    if (value->kind == CONSTANT_TUPLE) {
        int64_t count = value->items.count;
        if (at < 0) at += count;
        return at < 0 || at >= count ? NULL : value->items.items[at];
    }
    if (!is_text(value)) return NULL;
    bool str = value->kind == CONSTANT_STR;
    const char *data = value->text.data;
    int64_t length =
        str ? (int64_t)utf8_length(data, value->text.size, NULL) : (int64_t)value->text.size;
    if (at < 0) at += length;
    if (at < 0 || at >= length) return NULL;
    if (!str) {
        Constant *byte = constant_make(folder, CONSTANT_INT);
        byte->integer = (unsigned char)data[at];
        return byte;
    }
    for (; at; at--) utf8_next(&data);
    const char *end = data;
    utf8_next(&end);
    size_t size = (size_t)(end - data);
    char *copy = arena_alloc(folder->arena, size + 1);
    memcpy(copy, data, size);
    Constant *result = constant_make(folder, CONSTANT_STR);
    result->text = (Text){copy, (uint32_t)size};
    return result;
}

static Constant *tuple_of(Folder *folder, ExprList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        if (!is_constant(list.items[i])) return NULL;
    }
    Constant *tuple = constant_make(folder, CONSTANT_TUPLE);
    tuple->items.items = arena_array(folder->arena, Constant *, list.count + 1);
    tuple->items.count = list.count;
    for (uint32_t i = 0; i < list.count; i++) tuple->items.items[i] = list.items[i]->constant.value;
    return tuple;
}

// --- "..." % (a, b) ---------------------------------------------------------------------------

typedef struct {
    Folder *folder;
    const Expr *whole;
    ExprList pieces;
    const char *at, *end;
    char *texts; // room for what is left
} Format;

static Expr *expr_make(const Format *format, ExprKind kind) {
    Expr *expr = arena_new(format->folder->arena, Expr);
    expr->kind = kind;
    expr->range = format->whole->range;
    return expr;
}

static Expr *text_piece(const Format *format, const char *data, size_t size) {
    Expr *expr = expr_make(format, EXPR_CONSTANT);
    expr->range = (Range){0};
    expr->constant.value = constant_make(format->folder, CONSTANT_STR);
    expr->constant.value->text = (Text){data, (uint32_t)size};
    return expr;
}

// The text up to the next directive, with %% made %. NULL if there is none. All texts lie in one
// block, each with its NUL, for which the directive behind it left a byte.
static Expr *format_text(Format *format) {
    char *data = format->texts;
    size_t size = 0;
    while (format->at < format->end) {
        if (*format->at == '%') {
            if (format->end - format->at < 2 || format->at[1] != '%') break;
            format->at++;
        }
        data[size++] = *format->at++;
    }
    if (!size) return NULL;
    format->texts += size + 1;
    return text_piece(format, data, size);
}

static int format_number(Format *format) {
    int value = -1;
    for (int digits = 0; format->at < format->end && *format->at >= '0' && *format->at <= '9';
         digits++) {
        if (digits == 2) return -2;
        value = (value < 0 ? 0 : value) * 10 + (*format->at++ - '0');
    }
    return value;
}

// %[flags][width][.precision](s|r|a) as the piece of an f-string, or NULL.
static Expr *format_directive(Format *format, Expr *argument) {
    bool left = false;
    int precision = -1;
    format->at++;
    for (; format->at < format->end && strchr("-+ #0", *format->at) && *format->at; format->at++)
        left |= *format->at == '-';
    int width = format_number(format);
    if (width == -2) return NULL;
    if (format->at < format->end && *format->at == '.') {
        format->at++;
        precision = format_number(format);
        if (precision == -2) return NULL;
        if (precision < 0) precision = 0;
    }
    if (format->at == format->end) return NULL;
    char conversion = *format->at++;
    if (conversion != 's' && conversion != 'r' && conversion != 'a') return NULL;
    Expr *piece = expr_make(format, EXPR_FORMATTED_VALUE);
    piece->range = argument->range;
    piece->formatted_value.value = argument;
    piece->formatted_value.conversion = conversion;
    if (width < 0 && precision < 0) return piece;
    Text spec = {0};
    const char *align = !left && width > 0 ? ">" : "";
    if (width < 0)
        spec = text_format(format->folder->arena, ".%d", precision);
    else if (precision < 0)
        spec = text_format(format->folder->arena, "%s%d", align, width);
    else
        spec = text_format(format->folder->arena, "%s%d.%d", align, width, precision);
    Expr *joined = expr_make(format, EXPR_JOINED_STR);
    joined->joined_str.values.items = arena_array(format->folder->arena, Expr *, 1);
    joined->joined_str.values.items[0] = text_piece(format, spec.data, spec.size);
    joined->joined_str.values.count = 1;
    piece->formatted_value.format_spec = joined;
    return piece;
}

static void fold_format(Folder *folder, Expr *expr) {
    const Constant *text = expr->bin_op.left->constant.value;
    ExprList arguments = expr->bin_op.right->tuple.elts;
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.items[i]->kind == EXPR_STARRED) return;
    }
    Format format = {.folder = folder, .whole = expr, .at = text->text.data};
    format.end = format.at + text->text.size;
    format.texts = arena_alloc(folder->arena, (size_t)text->text.size + 1);
    format.pieces.items = arena_array(folder->arena, Expr *, arguments.count * 2 + 1);
    uint32_t used = 0;
    while (true) {
        Expr *piece = format_text(&format);
        if (piece) format.pieces.items[format.pieces.count++] = piece;
        if (format.at == format.end) break;
        if (used == arguments.count) return;
        piece = format_directive(&format, arguments.items[used++]);
        if (!piece) return;
        format.pieces.items[format.pieces.count++] = piece;
    }
    if (used < arguments.count) return;
    expr->kind = EXPR_JOINED_STR;
    expr->joined_str.values = format.pieces;
}

// --- expressions ------------------------------------------------------------------------------

static void fold_exprs(Folder *folder, ExprList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.items[i]) fold_expr(folder, list.items[i]);
    }
}

static void fold_optional(Folder *folder, Expr *expr) {
    if (expr) fold_expr(folder, expr);
}

static void fold_keywords(Folder *folder, KeywordList list) {
    for (uint32_t i = 0; i < list.count; i++) fold_expr(folder, list.items[i]->value);
}

static void fold_binary(Folder *folder, Expr *expr) {
    const Expr *left = expr->bin_op.left, *right = expr->bin_op.right;
    Operator op = expr->bin_op.op;
    if (op == OPERATOR_MOD && right->kind == EXPR_TUPLE && is_constant(left) &&
        left->constant.value->kind == CONSTANT_STR) {
        fold_format(folder, expr);
        return;
    }
    if (!is_constant(left) || !is_constant(right)) return;
    const Constant *a = left->constant.value, *b = right->constant.value;
    Constant *result = fold_arithmetic(folder->arena, op, a, b);
    if (!result && op == OPERATOR_ADD) result = concatenate(folder, a, b);
    if (!result && op == OPERATOR_MULT) result = repeat(folder, a, b);
    become_constant(expr, result);
}

static void fold_unary(Folder *folder, Expr *expr) {
    static const uint8_t opposite[] = {
        [COMPARISON_IS] = COMPARISON_IS_NOT,
        [COMPARISON_IS_NOT] = COMPARISON_IS,
        [COMPARISON_IN] = COMPARISON_NOT_IN,
        [COMPARISON_NOT_IN] = COMPARISON_IN,
    };
    Expr *operand = expr->unary_op.operand;
    if (expr->unary_op.op == UNARY_NOT) {
        if (is_constant(operand)) {
            bool truth = constant_true(operand->constant.value);
            become_constant(expr, constant_make(folder, truth ? CONSTANT_FALSE : CONSTANT_TRUE));
        } else if (operand->kind == EXPR_COMPARE && operand->compare.comparators.count == 1 &&
                   operand->compare.ops[0] >= COMPARISON_IS) {
            operand->compare.ops[0] = opposite[operand->compare.ops[0]];
            *expr = *operand;
        }
        return;
    }
    if (is_constant(operand))
        become_constant(expr, fold_sign(folder->arena, expr->unary_op.op, operand->constant.value));
}

// What is only iterated or searched need not be mutable.
static void fold_iterable(Folder *folder, Expr *expr) {
    if (expr->kind == EXPR_LIST) {
        for (uint32_t i = 0; i < expr->list.elts.count; i++) {
            if (expr->list.elts.items[i]->kind == EXPR_STARRED) return;
        }
        Constant *tuple = tuple_of(folder, expr->list.elts);
        if (tuple) {
            become_constant(expr, tuple);
        } else {
            expr->kind = EXPR_TUPLE;
            expr->context = CONTEXT_LOAD;
        }
    } else if (expr->kind == EXPR_SET) {
        Constant *tuple = tuple_of(folder, expr->set.elts);
        if (tuple) become_constant(expr, constant_frozenset(folder->arena, tuple));
    }
}

static void fold_generators(Folder *folder, ComprehensionList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        fold_expr(folder, list.items[i]->target);
        fold_expr(folder, list.items[i]->iter);
        fold_exprs(folder, list.items[i]->ifs);
        fold_iterable(folder, list.items[i]->iter);
    }
}

static void fold_arg(Folder *folder, Arg *arg) {
    if (arg && !folder->future_annotations) fold_optional(folder, arg->annotation);
}

static void fold_arguments(Folder *folder, Arguments *args) {
    for (uint32_t i = 0; i < args->posonlyargs.count; i++)
        fold_arg(folder, args->posonlyargs.items[i]);
    for (uint32_t i = 0; i < args->args.count; i++) fold_arg(folder, args->args.items[i]);
    fold_arg(folder, args->vararg);
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++)
        fold_arg(folder, args->kwonlyargs.items[i]);
    fold_exprs(folder, args->kw_defaults);
    fold_arg(folder, args->kwarg);
    fold_exprs(folder, args->defaults);
}

static void fold_expr(Folder *folder, Expr *expr) {
    compilation_check_stack(folder->compilation);
    switch ((ExprKind)expr->kind) {
    case EXPR_BOOL_OP: fold_exprs(folder, expr->bool_op.values); break;
    case EXPR_NAMED_EXPR: fold_expr(folder, expr->named_expr.value); break;
    case EXPR_BIN_OP:
        fold_expr(folder, expr->bin_op.left);
        fold_expr(folder, expr->bin_op.right);
        fold_binary(folder, expr);
        break;
    case EXPR_UNARY_OP:
        fold_expr(folder, expr->unary_op.operand);
        fold_unary(folder, expr);
        break;
    case EXPR_LAMBDA:
        fold_arguments(folder, expr->lambda.args);
        fold_expr(folder, expr->lambda.body);
        break;
    case EXPR_IF_EXP:
        fold_expr(folder, expr->if_exp.test);
        fold_expr(folder, expr->if_exp.body);
        fold_expr(folder, expr->if_exp.orelse);
        break;
    case EXPR_DICT:
        fold_exprs(folder, expr->dict.keys);
        fold_exprs(folder, expr->dict.values);
        break;
    case EXPR_SET: fold_exprs(folder, expr->set.elts); break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
        fold_expr(folder, expr->comp.elt);
        fold_generators(folder, expr->comp.generators);
        break;
    case EXPR_DICT_COMP:
        fold_expr(folder, expr->dict_comp.key);
        fold_expr(folder, expr->dict_comp.value);
        fold_generators(folder, expr->dict_comp.generators);
        break;
    case EXPR_AWAIT:
    case EXPR_YIELD:
    case EXPR_YIELD_FROM: fold_optional(folder, expr->yield.value); break;
    case EXPR_COMPARE: {
        fold_expr(folder, expr->compare.left);
        fold_exprs(folder, expr->compare.comparators);
        uint32_t last = expr->compare.comparators.count - 1;
        if (expr->compare.ops[last] >= COMPARISON_IN)
            fold_iterable(folder, expr->compare.comparators.items[last]);
        break;
    }
    case EXPR_CALL:
        fold_expr(folder, expr->call.func);
        fold_exprs(folder, expr->call.args);
        fold_keywords(folder, expr->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE:
        fold_expr(folder, expr->formatted_value.value);
        fold_optional(folder, expr->formatted_value.format_spec);
        break;
    case EXPR_JOINED_STR: fold_exprs(folder, expr->joined_str.values); break;
    case EXPR_CONSTANT: break;
    case EXPR_ATTRIBUTE: fold_expr(folder, expr->attribute.value); break;
    case EXPR_SUBSCRIPT:
        fold_expr(folder, expr->subscript.value);
        fold_expr(folder, expr->subscript.slice);
        if (expr->context == CONTEXT_LOAD && is_constant(expr->subscript.value) &&
            is_constant(expr->subscript.slice))
            become_constant(expr, subscript(folder, expr->subscript.value->constant.value,
                                            expr->subscript.slice->constant.value));
        break;
    case EXPR_STARRED: fold_expr(folder, expr->starred.value); break;
    case EXPR_NAME:
        if (expr->context == CONTEXT_LOAD && expr->name.id == folder->name_debug)
            become_constant(expr, constant_make(folder, CONSTANT_TRUE));
        break;
    case EXPR_LIST: fold_exprs(folder, expr->list.elts); break;
    case EXPR_TUPLE:
        fold_exprs(folder, expr->tuple.elts);
        if (expr->context == CONTEXT_LOAD)
            become_constant(expr, tuple_of(folder, expr->tuple.elts));
        break;
    case EXPR_SLICE:
        fold_optional(folder, expr->slice.lower);
        fold_optional(folder, expr->slice.upper);
        fold_optional(folder, expr->slice.step);
        break;
    }
}

// --- statements -------------------------------------------------------------------------------

static bool has_docstring(StmtList list) {
    if (!list.count || list.items[0]->kind != STMT_EXPR) return false;
    const Expr *value = list.items[0]->expr.value;
    return is_constant(value) && value->constant.value->kind == CONSTANT_STR;
}

// Folding must not make a docstring of what was none.
static void fold_body(Folder *folder, StmtList list) {
    bool before = has_docstring(list);
    fold_statements(folder, list);
    if (before || !has_docstring(list)) return;
    Expr *value = list.items[0]->expr.value, *copy = arena_new(folder->arena, Expr);
    *copy = *value;
    value->kind = EXPR_JOINED_STR;
    value->joined_str.values.items = arena_array(folder->arena, Expr *, 1);
    value->joined_str.values.items[0] = copy;
    value->joined_str.values.count = 1;
}

static void fold_pattern(Folder *folder, Pattern *pattern) {
    compilation_check_stack(folder->compilation);
    PatternList parts = {0};
    switch ((PatternKind)pattern->kind) {
    case PATTERN_VALUE: fold_expr(folder, pattern->match_value.value); break;
    case PATTERN_SEQUENCE: parts = pattern->match_sequence.patterns; break;
    case PATTERN_MAPPING:
        fold_exprs(folder, pattern->match_mapping.keys);
        parts = pattern->match_mapping.patterns;
        break;
    case PATTERN_CLASS:
        fold_expr(folder, pattern->match_class.cls);
        for (uint32_t i = 0; i < pattern->match_class.patterns.count; i++)
            fold_pattern(folder, pattern->match_class.patterns.items[i]);
        parts = pattern->match_class.kwd_patterns;
        break;
    case PATTERN_AS:
        if (pattern->match_as.pattern) fold_pattern(folder, pattern->match_as.pattern);
        break;
    case PATTERN_OR: parts = pattern->match_or.patterns; break;
    case PATTERN_SINGLETON:
    case PATTERN_STAR: break;
    }
    for (uint32_t i = 0; i < parts.count; i++) fold_pattern(folder, parts.items[i]);
}

static void fold_statement(Folder *folder, Stmt *stmt) {
    if (stmt->unfoldable && !folder->debug_is_named) return;
    compilation_check_stack(folder->compilation);
    switch ((StmtKind)stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF:
        fold_arguments(folder, stmt->function_def.args);
        fold_body(folder, stmt->function_def.body);
        fold_exprs(folder, stmt->function_def.decorator_list);
        if (!folder->future_annotations) fold_optional(folder, stmt->function_def.returns);
        break;
    case STMT_CLASS_DEF:
        fold_exprs(folder, stmt->class_def.bases);
        fold_keywords(folder, stmt->class_def.keywords);
        fold_body(folder, stmt->class_def.body);
        fold_exprs(folder, stmt->class_def.decorator_list);
        break;
    case STMT_RETURN: fold_optional(folder, stmt->return_.value); break;
    case STMT_DELETE: fold_exprs(folder, stmt->delete_.targets); break;
    case STMT_ASSIGN:
        fold_exprs(folder, stmt->assign.targets);
        fold_expr(folder, stmt->assign.value);
        break;
    case STMT_AUG_ASSIGN:
        fold_expr(folder, stmt->aug_assign.target);
        fold_expr(folder, stmt->aug_assign.value);
        break;
    case STMT_ANN_ASSIGN:
        fold_expr(folder, stmt->ann_assign.target);
        if (!folder->future_annotations) fold_expr(folder, stmt->ann_assign.annotation);
        fold_optional(folder, stmt->ann_assign.value);
        break;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        fold_expr(folder, stmt->for_.target);
        fold_expr(folder, stmt->for_.iter);
        fold_statements(folder, stmt->for_.body);
        fold_statements(folder, stmt->for_.orelse);
        if (stmt->kind == STMT_FOR) fold_iterable(folder, stmt->for_.iter);
        break;
    case STMT_WHILE:
    case STMT_IF:
        fold_expr(folder, stmt->if_.test);
        fold_statements(folder, stmt->if_.body);
        fold_statements(folder, stmt->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH:
        for (uint32_t i = 0; i < stmt->with.items.count; i++) {
            fold_expr(folder, stmt->with.items.items[i]->context_expr);
            fold_optional(folder, stmt->with.items.items[i]->optional_vars);
        }
        fold_statements(folder, stmt->with.body);
        break;
    case STMT_MATCH:
        fold_expr(folder, stmt->match.subject);
        for (uint32_t i = 0; i < stmt->match.cases.count; i++) {
            MatchCase *match_case = stmt->match.cases.items[i];
            fold_pattern(folder, match_case->pattern);
            fold_optional(folder, match_case->guard);
            fold_statements(folder, match_case->body);
        }
        break;
    case STMT_RAISE:
        fold_optional(folder, stmt->raise.exc);
        fold_optional(folder, stmt->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR:
        fold_statements(folder, stmt->try_.body);
        for (uint32_t i = 0; i < stmt->try_.handlers.count; i++) {
            fold_optional(folder, stmt->try_.handlers.items[i]->type);
            fold_statements(folder, stmt->try_.handlers.items[i]->body);
        }
        fold_statements(folder, stmt->try_.orelse);
        fold_statements(folder, stmt->try_.finalbody);
        break;
    case STMT_ASSERT:
        fold_expr(folder, stmt->assert_.test);
        fold_optional(folder, stmt->assert_.msg);
        break;
    case STMT_EXPR: fold_expr(folder, stmt->expr.value); break;
    case STMT_IMPORT:
    case STMT_IMPORT_FROM:
    case STMT_GLOBAL:
    case STMT_NONLOCAL:
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void fold_statements(Folder *folder, StmtList list) {
    for (uint32_t i = 0; i < list.count; i++) fold_statement(folder, list.items[i]);
}

void fold_module(Compilation *compilation, Tree *module) {
    const uint32_t name_count = compilation->identifiers.count;
    const Identifier *name_debug = identifier_intern(compilation, "__debug__", 9);
    Folder folder = {
        .compilation = compilation,
        .arena = compilation->arena,
        .name_debug = name_debug,
        .debug_is_named = compilation->identifiers.count == name_count,
        .future_annotations = module_future_annotations(module),
    };
    if (module->kind == TREE_EXPRESSION)
        fold_expr(&folder, module->expression);
    else if (module->kind == TREE_FILE)
        fold_body(&folder, module->body);
    else
        fold_statements(&folder, module->body);
}
