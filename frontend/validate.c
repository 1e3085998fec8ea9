// One function for each kind of node, as in the grammar. What would only fail at run time passes.
#include "frontend/validate.h"

#include "frontend/error.h"

#include <string.h>

#define REJECT(compilation, ...) error_plain(compilation, FRONTEND_VALUE_ERROR, __VA_ARGS__)

static void check_expr(Compilation *compilation, const Expr *expr, ExprContext context);
static void check_stmts(Compilation *compilation, const StmtList *list);
static void check_pattern(Compilation *compilation, const Pattern *pattern, bool star);

// --- names and lists --------------------------------------------------------------------------

static void check_name(Compilation *compilation, const Identifier *name) {
    static const char *const constants[] = {"None", "True", "False"};
    for (unsigned i = 0; i < sizeof constants / sizeof *constants; i++)
        if (name->text.size == strlen(constants[i]) &&
            !memcmp(name->text.data, constants[i], name->text.size))
            REJECT(compilation, "identifier field can't represent '%s' constant", constants[i]);
}

static void check_not_empty(Compilation *compilation, uint32_t count, const char *what,
                            const char *owner) {
    if (!count) REJECT(compilation, "empty %s on %s", what, owner);
}

static void check_optional(Compilation *compilation, const Expr *expr) {
    if (expr) check_expr(compilation, expr, CONTEXT_LOAD);
}

static void check_exprs(Compilation *compilation, const ExprList *list, ExprContext context,
                        bool gaps) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i])
            check_expr(compilation, list->items[i], context);
        else if (!gaps)
            REJECT(compilation, "None disallowed in expression list");
    }
}

static void check_body(Compilation *compilation, const StmtList *body, const char *owner) {
    check_not_empty(compilation, body->count, "body", owner);
    check_stmts(compilation, body);
}

// --- expressions ------------------------------------------------------------------------------

static void check_comprehensions(Compilation *compilation, const ComprehensionList *list) {
    if (!list->count) REJECT(compilation, "comprehension with no generators");
    for (uint32_t i = 0; i < list->count; i++) {
        const Comprehension *comprehension = list->items[i];
        check_expr(compilation, comprehension->target, CONTEXT_STORE);
        check_expr(compilation, comprehension->iter, CONTEXT_LOAD);
        check_exprs(compilation, &comprehension->ifs, CONTEXT_LOAD, false);
    }
}

static void check_keywords(Compilation *compilation, const KeywordList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        check_expr(compilation, list->items[i]->value, CONTEXT_LOAD);
}

static void check_args(Compilation *compilation, const ArgList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        check_optional(compilation, list->items[i]->annotation);
}

static void check_arguments(Compilation *compilation, const Arguments *arguments) {
    check_args(compilation, &arguments->posonlyargs);
    check_args(compilation, &arguments->args);
    if (arguments->vararg) check_optional(compilation, arguments->vararg->annotation);
    check_args(compilation, &arguments->kwonlyargs);
    if (arguments->kwarg) check_optional(compilation, arguments->kwarg->annotation);
    if (arguments->defaults.count > arguments->posonlyargs.count + arguments->args.count)
        REJECT(compilation, "more positional defaults than args on arguments");
    if (arguments->kw_defaults.count != arguments->kwonlyargs.count)
        REJECT(compilation, "length of kwonlyargs is not the same as kw_defaults on arguments");
    check_exprs(compilation, &arguments->defaults, CONTEXT_LOAD, false);
    check_exprs(compilation, &arguments->kw_defaults, CONTEXT_LOAD, true);
}

static bool is_text(const Expr *expr) {
    return expr->kind == EXPR_CONSTANT && expr->constant.value->kind == CONSTANT_STR;
}

// The parts of an f-string are joined without a look at what they are.
static void check_joined(Compilation *compilation, const ExprList *values) {
    check_exprs(compilation, values, CONTEXT_LOAD, false);
    for (uint32_t i = 0; i < values->count; i++) {
        const Expr *value = values->items[i];
        if (!is_text(value) && value->kind != EXPR_FORMATTED_VALUE &&
            value->kind != EXPR_JOINED_STR)
            REJECT(compilation, "JoinedStr can only contain strings and formatted values");
    }
}

static void check_formatted(Compilation *compilation, const Expr *expr) {
    int conversion = expr->formatted_value.conversion;
    const Expr *spec = expr->formatted_value.format_spec;
    check_expr(compilation, expr->formatted_value.value, CONTEXT_LOAD);
    check_optional(compilation, spec);
    if (spec && spec->kind != EXPR_JOINED_STR && !is_text(spec))
        REJECT(compilation, "format_spec can only be a string");
    if (conversion != -1 && conversion != 's' && conversion != 'r' && conversion != 'a')
        REJECT(compilation, "Unrecognized conversion character %d", conversion);
}

static bool has_context(const Expr *expr) {
    switch ((ExprKind)expr->kind) {
    case EXPR_ATTRIBUTE:
    case EXPR_SUBSCRIPT:
    case EXPR_STARRED:
    case EXPR_NAME:
    case EXPR_LIST:
    case EXPR_TUPLE: return true;
    default: return false;
    }
}

static void check_context(Compilation *compilation, const Expr *expr, ExprContext context) {
    static const char *const names[] = {"Load", "Store", "Del"};
    if (!has_context(expr)) {
        if (context != CONTEXT_LOAD)
            REJECT(compilation, "expression which can't be assigned to in %s context",
                   names[context]);
    } else if (expr->context != context) {
        REJECT(compilation, "expression must have %s context but has %s instead", names[context],
               names[expr->context]);
    }
}

static void check_expr(Compilation *compilation, const Expr *expr, ExprContext context) {
    compilation_check_stack(compilation);
    if (expr->kind == EXPR_NAME) check_name(compilation, expr->name.id);
    check_context(compilation, expr, context);
    switch ((ExprKind)expr->kind) {
    case EXPR_BOOL_OP:
        if (expr->bool_op.values.count < 2) REJECT(compilation, "BoolOp with less than 2 values");
        check_exprs(compilation, &expr->bool_op.values, CONTEXT_LOAD, false);
        break;
    case EXPR_NAMED_EXPR:
        if (expr->named_expr.target->kind != EXPR_NAME)
            REJECT(compilation, "NamedExpr target must be a Name");
        check_expr(compilation, expr->named_expr.target, CONTEXT_STORE);
        check_expr(compilation, expr->named_expr.value, CONTEXT_LOAD);
        break;
    case EXPR_BIN_OP:
        check_expr(compilation, expr->bin_op.left, CONTEXT_LOAD);
        check_expr(compilation, expr->bin_op.right, CONTEXT_LOAD);
        break;
    case EXPR_UNARY_OP: check_expr(compilation, expr->unary_op.operand, CONTEXT_LOAD); break;
    case EXPR_LAMBDA:
        check_arguments(compilation, expr->lambda.args);
        check_expr(compilation, expr->lambda.body, CONTEXT_LOAD);
        break;
    case EXPR_IF_EXP:
        check_expr(compilation, expr->if_exp.test, CONTEXT_LOAD);
        check_expr(compilation, expr->if_exp.body, CONTEXT_LOAD);
        check_expr(compilation, expr->if_exp.orelse, CONTEXT_LOAD);
        break;
    case EXPR_DICT:
        if (expr->dict.keys.count != expr->dict.values.count)
            REJECT(compilation, "Dict doesn't have the same number of keys as values");
        check_exprs(compilation, &expr->dict.keys, CONTEXT_LOAD, true);
        check_exprs(compilation, &expr->dict.values, CONTEXT_LOAD, false);
        break;
    case EXPR_SET: check_exprs(compilation, &expr->set.elts, CONTEXT_LOAD, false); break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
        check_comprehensions(compilation, &expr->comp.generators);
        check_expr(compilation, expr->comp.elt, CONTEXT_LOAD);
        break;
    case EXPR_DICT_COMP:
        check_comprehensions(compilation, &expr->dict_comp.generators);
        check_expr(compilation, expr->dict_comp.key, CONTEXT_LOAD);
        check_expr(compilation, expr->dict_comp.value, CONTEXT_LOAD);
        break;
    case EXPR_AWAIT: check_expr(compilation, expr->await.value, CONTEXT_LOAD); break;
    case EXPR_YIELD: check_optional(compilation, expr->yield.value); break;
    case EXPR_YIELD_FROM: check_expr(compilation, expr->yield_from.value, CONTEXT_LOAD); break;
    case EXPR_COMPARE: // has comparators and as many operators, or it could not have been read
        check_exprs(compilation, &expr->compare.comparators, CONTEXT_LOAD, false);
        check_expr(compilation, expr->compare.left, CONTEXT_LOAD);
        break;
    case EXPR_CALL:
        check_expr(compilation, expr->call.func, CONTEXT_LOAD);
        check_exprs(compilation, &expr->call.args, CONTEXT_LOAD, false);
        check_keywords(compilation, &expr->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE: check_formatted(compilation, expr); break;
    case EXPR_JOINED_STR: check_joined(compilation, &expr->joined_str.values); break;
    case EXPR_CONSTANT: break;
    case EXPR_ATTRIBUTE: check_expr(compilation, expr->attribute.value, CONTEXT_LOAD); break;
    case EXPR_SUBSCRIPT:
        check_expr(compilation, expr->subscript.slice, CONTEXT_LOAD);
        check_expr(compilation, expr->subscript.value, CONTEXT_LOAD);
        break;
    case EXPR_STARRED: check_expr(compilation, expr->starred.value, context); break;
    case EXPR_NAME: break;
    case EXPR_LIST:
    case EXPR_TUPLE: check_exprs(compilation, &expr->list.elts, context, false); break;
    case EXPR_SLICE:
        check_optional(compilation, expr->slice.lower);
        check_optional(compilation, expr->slice.upper);
        check_optional(compilation, expr->slice.step);
        break;
    }
}

// --- patterns ---------------------------------------------------------------------------------

static bool is_number(const Expr *expr, bool real, bool imaginary) {
    if (expr->kind != EXPR_CONSTANT) return false;
    switch (expr->constant.value->kind) {
    case CONSTANT_INT:
    case CONSTANT_BIG_INT:
    case CONSTANT_FLOAT: return real;
    case CONSTANT_COMPLEX: return imaginary;
    default: return false;
    }
}

static bool is_negative(const Expr *expr, bool real, bool imaginary) {
    return expr->kind == EXPR_UNARY_OP && expr->unary_op.op == UNARY_SUB &&
           is_number(expr->unary_op.operand, real, imaginary);
}

// A real and an imaginary part.
static bool is_sum(const Expr *expr) {
    const Expr *left = expr->bin_op.left;
    return (expr->bin_op.op == OPERATOR_ADD || expr->bin_op.op == OPERATOR_SUB) &&
           (is_number(left, true, false) || is_negative(left, true, false)) &&
           is_number(expr->bin_op.right, false, true);
}

static void check_pattern_value(Compilation *compilation, const Expr *value) {
    check_expr(compilation, value, CONTEXT_LOAD);
    switch ((ExprKind)value->kind) {
    case EXPR_CONSTANT:
        if (is_number(value, true, true) || is_text(value) ||
            value->constant.value->kind == CONSTANT_BYTES)
            return;
        REJECT(compilation, "unexpected constant inside of a literal pattern");
    case EXPR_ATTRIBUTE: return;
    case EXPR_UNARY_OP:
        if (is_negative(value, true, true)) return;
        break;
    case EXPR_BIN_OP:
        if (is_sum(value)) return;
        break;
    default: break;
    }
    REJECT(compilation, "patterns may only match literals and attribute lookups");
}

static bool is_singleton(const Constant *constant) {
    return constant->kind == CONSTANT_NONE || constant->kind == CONSTANT_TRUE ||
           constant->kind == CONSTANT_FALSE;
}

static void check_capture(Compilation *compilation, const Identifier *name) {
    if (!name) return;
    if (name->text.size == 1 && *name->text.data == '_')
        REJECT(compilation, "can't capture name '_' in patterns");
    check_name(compilation, name);
}

static void check_patterns(Compilation *compilation, const PatternList *list, bool star) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (!list->items[i]) REJECT(compilation, "None disallowed in pattern list");
        check_pattern(compilation, list->items[i], star);
    }
}

static void check_mapping(Compilation *compilation, const Pattern *pattern) {
    const ExprList *keys = &pattern->match_mapping.keys;
    if (keys->count != pattern->match_mapping.patterns.count)
        REJECT(compilation, "MatchMapping doesn't have the same number of keys as patterns");
    check_capture(compilation, pattern->match_mapping.rest);
    for (uint32_t i = 0; i < keys->count; i++) {
        const Expr *key = keys->items[i];
        if (!key) REJECT(compilation, "None disallowed in expression list");
        if (key->kind != EXPR_CONSTANT || !is_singleton(key->constant.value))
            check_pattern_value(compilation, key);
    }
    check_patterns(compilation, &pattern->match_mapping.patterns, false);
}

static void check_class_pattern(Compilation *compilation, const Pattern *pattern) {
    const Expr *class = pattern->match_class.cls;
    const IdentifierList *names = &pattern->match_class.kwd_attrs;
    if (names->count != pattern->match_class.kwd_patterns.count)
        REJECT(compilation,
               "MatchClass doesn't have the same number of keyword attributes as patterns");
    check_expr(compilation, class, CONTEXT_LOAD);
    while (class->kind == EXPR_ATTRIBUTE) class = class->attribute.value;
    if (class->kind != EXPR_NAME)
        REJECT(compilation, "MatchClass cls field can only contain Name or Attribute nodes.");
    for (uint32_t i = 0; i < names->count; i++) check_name(compilation, names->items[i]);
    check_patterns(compilation, &pattern->match_class.patterns, false);
    check_patterns(compilation, &pattern->match_class.kwd_patterns, false);
}

static void check_pattern(Compilation *compilation, const Pattern *pattern, bool star) {
    compilation_check_stack(compilation);
    switch ((PatternKind)pattern->kind) {
    case PATTERN_VALUE: check_pattern_value(compilation, pattern->match_value.value); break;
    case PATTERN_SINGLETON:
        if (!is_singleton(pattern->match_singleton.value))
            REJECT(compilation, "MatchSingleton can only contain True, False and None");
        break;
    case PATTERN_SEQUENCE:
        check_patterns(compilation, &pattern->match_sequence.patterns, true);
        break;
    case PATTERN_MAPPING: check_mapping(compilation, pattern); break;
    case PATTERN_CLASS: check_class_pattern(compilation, pattern); break;
    case PATTERN_STAR:
        if (!star) REJECT(compilation, "can't use MatchStar here");
        check_capture(compilation, pattern->match_star.name);
        break;
    case PATTERN_AS:
        check_capture(compilation, pattern->match_as.name);
        if (!pattern->match_as.pattern) break;
        if (!pattern->match_as.name)
            REJECT(compilation, "MatchAs must specify a target name if a pattern is given");
        check_pattern(compilation, pattern->match_as.pattern, false);
        break;
    case PATTERN_OR:
        if (pattern->match_or.patterns.count < 2)
            REJECT(compilation, "MatchOr requires at least 2 patterns");
        check_patterns(compilation, &pattern->match_or.patterns, false);
        break;
    }
}

// --- statements -------------------------------------------------------------------------------

static void check_function(Compilation *compilation, const Stmt *stmt) {
    bool async = stmt->kind == STMT_ASYNC_FUNCTION_DEF;
    check_body(compilation, &stmt->function_def.body, async ? "AsyncFunctionDef" : "FunctionDef");
    check_arguments(compilation, stmt->function_def.args);
    check_exprs(compilation, &stmt->function_def.decorator_list, CONTEXT_LOAD, false);
    check_optional(compilation, stmt->function_def.returns);
}

static void check_with(Compilation *compilation, const Stmt *stmt) {
    const char *name = stmt->kind == STMT_WITH ? "With" : "AsyncWith";
    check_not_empty(compilation, stmt->with.items.count, "items", name);
    for (uint32_t i = 0; i < stmt->with.items.count; i++) {
        const WithItem *item = stmt->with.items.items[i];
        check_expr(compilation, item->context_expr, CONTEXT_LOAD);
        if (item->optional_vars) check_expr(compilation, item->optional_vars, CONTEXT_STORE);
    }
    check_body(compilation, &stmt->with.body, name);
}

static void check_match(Compilation *compilation, const Stmt *stmt) {
    check_expr(compilation, stmt->match.subject, CONTEXT_LOAD);
    check_not_empty(compilation, stmt->match.cases.count, "cases", "Match");
    for (uint32_t i = 0; i < stmt->match.cases.count; i++) {
        const MatchCase *match_case = stmt->match.cases.items[i];
        check_pattern(compilation, match_case->pattern, false);
        check_optional(compilation, match_case->guard);
        check_body(compilation, &match_case->body, "match_case");
    }
}

static void check_try(Compilation *compilation, const Stmt *stmt) {
    bool star = stmt->kind == STMT_TRY_STAR;
    const char *name = star ? "TryStar" : "Try";
    const ExceptHandlerList *handlers = &stmt->try_.handlers;
    check_body(compilation, &stmt->try_.body, name);
    if (!handlers->count && !stmt->try_.finalbody.count)
        REJECT(compilation, "%s has neither except handlers nor finalbody", name);
    if (!handlers->count && stmt->try_.orelse.count)
        REJECT(compilation, "%s has orelse but no except handlers", name);
    for (uint32_t i = 0; i < handlers->count; i++) {
        const ExceptHandler *handler = handlers->items[i];
        if (star && !handler->type) REJECT(compilation, "except* handler without a type");
        check_optional(compilation, handler->type);
        check_body(compilation, &handler->body, "ExceptHandler");
    }
    check_stmts(compilation, &stmt->try_.finalbody);
    check_stmts(compilation, &stmt->try_.orelse);
}

static void check_loop(Compilation *compilation, const Stmt *stmt) {
    check_expr(compilation, stmt->for_.target, CONTEXT_STORE);
    check_expr(compilation, stmt->for_.iter, CONTEXT_LOAD);
    check_body(compilation, &stmt->for_.body, stmt->kind == STMT_FOR ? "For" : "AsyncFor");
    check_stmts(compilation, &stmt->for_.orelse);
}

static bool is_place(const Expr *target) {
    return target->kind == EXPR_NAME || target->kind == EXPR_ATTRIBUTE ||
           target->kind == EXPR_SUBSCRIPT;
}

static void check_annotated(Compilation *compilation, const Stmt *stmt) {
    const Expr *target = stmt->ann_assign.target;
    if (target->kind != EXPR_NAME && stmt->ann_assign.simple)
        error_plain(compilation, FRONTEND_TYPE_ERROR, "AnnAssign with simple non-Name target");
    if (!is_place(target)) REJECT(compilation, "invalid target of an annotated assignment");
    check_expr(compilation, target, CONTEXT_STORE);
    check_optional(compilation, stmt->ann_assign.value);
    check_expr(compilation, stmt->ann_assign.annotation, CONTEXT_LOAD);
}

static void check_stmt(Compilation *compilation, const Stmt *stmt) {
    compilation_check_stack(compilation);
    switch ((StmtKind)stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: check_function(compilation, stmt); break;
    case STMT_CLASS_DEF:
        check_body(compilation, &stmt->class_def.body, "ClassDef");
        check_exprs(compilation, &stmt->class_def.bases, CONTEXT_LOAD, false);
        check_keywords(compilation, &stmt->class_def.keywords);
        check_exprs(compilation, &stmt->class_def.decorator_list, CONTEXT_LOAD, false);
        break;
    case STMT_RETURN: check_optional(compilation, stmt->return_.value); break;
    case STMT_DELETE:
        check_not_empty(compilation, stmt->delete_.targets.count, "targets", "Delete");
        check_exprs(compilation, &stmt->delete_.targets, CONTEXT_DEL, false);
        break;
    case STMT_ASSIGN:
        check_not_empty(compilation, stmt->assign.targets.count, "targets", "Assign");
        check_exprs(compilation, &stmt->assign.targets, CONTEXT_STORE, false);
        check_expr(compilation, stmt->assign.value, CONTEXT_LOAD);
        break;
    case STMT_AUG_ASSIGN:
        if (!is_place(stmt->aug_assign.target))
            REJECT(compilation, "invalid target of an augmented assignment");
        check_expr(compilation, stmt->aug_assign.target, CONTEXT_STORE);
        check_expr(compilation, stmt->aug_assign.value, CONTEXT_LOAD);
        break;
    case STMT_ANN_ASSIGN: check_annotated(compilation, stmt); break;
    case STMT_FOR:
    case STMT_ASYNC_FOR: check_loop(compilation, stmt); break;
    case STMT_WHILE:
    case STMT_IF:
        check_expr(compilation, stmt->if_.test, CONTEXT_LOAD);
        check_body(compilation, &stmt->if_.body, stmt->kind == STMT_IF ? "If" : "While");
        check_stmts(compilation, &stmt->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH: check_with(compilation, stmt); break;
    case STMT_MATCH: check_match(compilation, stmt); break;
    case STMT_RAISE:
        if (!stmt->raise.exc && stmt->raise.cause)
            REJECT(compilation, "Raise with cause but no exception");
        check_optional(compilation, stmt->raise.exc);
        check_optional(compilation, stmt->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR: check_try(compilation, stmt); break;
    case STMT_ASSERT:
        check_expr(compilation, stmt->assert_.test, CONTEXT_LOAD);
        check_optional(compilation, stmt->assert_.msg);
        break;
    case STMT_IMPORT:
        check_not_empty(compilation, stmt->import.names.count, "names", "Import");
        break;
    case STMT_IMPORT_FROM:
        if ((int32_t)stmt->import_from.level < 0) REJECT(compilation, "Negative ImportFrom level");
        check_not_empty(compilation, stmt->import_from.names.count, "names", "ImportFrom");
        break;
    case STMT_GLOBAL:
        check_not_empty(compilation, stmt->global.names.count, "names", "Global");
        break;
    case STMT_NONLOCAL:
        check_not_empty(compilation, stmt->nonlocal.names.count, "names", "Nonlocal");
        break;
    case STMT_EXPR: check_expr(compilation, stmt->expr.value, CONTEXT_LOAD); break;
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void check_stmts(Compilation *compilation, const StmtList *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (!list->items[i]) REJECT(compilation, "None disallowed in statement list");
        check_stmt(compilation, list->items[i]);
    }
}

void validate_module(Compilation *compilation, const Tree *module) {
    switch (module->kind) {
    case TREE_FILE:
    case TREE_INTERACTIVE: check_stmts(compilation, &module->body); break;
    case TREE_EXPRESSION: check_expr(compilation, module->expression, CONTEXT_LOAD); break;
    case TREE_FUNCTION_TYPE:
        check_exprs(compilation, &module->argtypes, CONTEXT_LOAD, false);
        check_expr(compilation, module->expression, CONTEXT_LOAD);
        break;
    }
}
