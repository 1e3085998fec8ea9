// Small questions about nodes that the parser asks.
#include "frontend/parse.h"

const char *expr_description(const Expr *expr) {
    switch ((ExprKind)expr->kind) {
    case EXPR_ATTRIBUTE: return "attribute";
    case EXPR_SUBSCRIPT: return "subscript";
    case EXPR_STARRED: return "starred";
    case EXPR_NAME: return "name";
    case EXPR_LIST: return "list";
    case EXPR_TUPLE: return "tuple";
    case EXPR_LAMBDA: return "lambda";
    case EXPR_CALL: return "function call";
    case EXPR_BOOL_OP:
    case EXPR_BIN_OP:
    case EXPR_UNARY_OP: return "expression";
    case EXPR_GENERATOR_EXP: return "generator expression";
    case EXPR_YIELD:
    case EXPR_YIELD_FROM: return "yield expression";
    case EXPR_AWAIT: return "await expression";
    case EXPR_LIST_COMP: return "list comprehension";
    case EXPR_SET_COMP: return "set comprehension";
    case EXPR_DICT_COMP: return "dict comprehension";
    case EXPR_DICT: return "dict literal";
    case EXPR_SET: return "set display";
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: return "f-string expression";
    case EXPR_CONSTANT:
        switch (expr->constant.value->kind) {
        case CONSTANT_NONE: return "None";
        case CONSTANT_FALSE: return "False";
        case CONSTANT_TRUE: return "True";
        case CONSTANT_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    case EXPR_COMPARE: return "comparison";
    case EXPR_IF_EXP: return "conditional expression";
    case EXPR_NAMED_EXPR: return "named expression";
    case EXPR_SLICE: return "slice";
    }
    return "expression";
}

static const Expr *list_invalid(ExprList list, TargetKind kind) {
    for (uint32_t index = 0; index < list.count; index++) {
        const Expr *invalid = target_invalid(list.items[index], kind);
        if (invalid) return invalid;
    }
    return NULL;
}

const Expr *target_invalid(const Expr *expr, TargetKind kind) {
    switch (expr->kind) {
    case EXPR_LIST: return list_invalid(expr->list.elts, kind);
    case EXPR_TUPLE: return list_invalid(expr->tuple.elts, kind);
    case EXPR_STARRED: return kind == TARGET_DEL ? expr : target_invalid(expr->starred.value, kind);
    case EXPR_COMPARE:
        // In `for x in y` without a target of its own, what is left of `in` was the target.
        if (kind == TARGET_FOR)
            return expr->compare.ops[0] == COMPARISON_IN ? target_invalid(expr->compare.left, kind)
                                                         : expr;
        return expr;
    case EXPR_NAME:
    case EXPR_SUBSCRIPT:
    case EXPR_ATTRIBUTE: return NULL;
    default: return expr;
    }
}

void context_set(Expr *expr, ExprContext context) {
    expr->context = (uint8_t)context;
    switch (expr->kind) {
    case EXPR_LIST:
    case EXPR_TUPLE:
        for (uint32_t index = 0; index < expr->list.elts.count; index++)
            context_set(expr->list.elts.items[index], context);
        break;
    case EXPR_STARRED: context_set(expr->starred.value, context); break;
    default: break;
    }
}
