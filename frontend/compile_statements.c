// Statements without a body of their own, and the bodies of modules and classes.
#include "frontend/compile.h"

#include <string.h>

// --- imports ----------------------------------------------------------------------------------

static const Identifier *name_part(Compiler *compiler, const char *data, size_t size) {
    return identifier_intern(compiler->compilation, data, size);
}

static void compile_import(Compiler *compiler, const Stmt *stmt) {
    for (uint32_t i = 0; i < stmt->import.names.count; i++) {
        const Alias *alias = stmt->import.names.items[i];
        const char *data = alias->name->text.data, *end = data + alias->name->text.size;
        const char *dot = memchr(data, '.', alias->name->text.size);
        emit_constant(compiler, constant_int(compiler, 0));
        emit_constant(compiler, compiler->none);
        emit_name(compiler, OP_IMPORT_NAME, alias->name);
        if (!alias->asname) {
            const Identifier *first =
                dot ? name_part(compiler, data, (size_t)(dot - data)) : alias->name;
            compile_name(compiler, first, CONTEXT_STORE);
            continue;
        }
        if (!dot) {
            compile_name(compiler, alias->asname, CONTEXT_STORE);
            continue;
        }
        while (true) {
            const char *part = dot + 1;
            dot = memchr(part, '.', (size_t)(end - part));
            emit_name(compiler, OP_IMPORT_FROM,
                      name_part(compiler, part, (size_t)((dot ? dot : end) - part)));
            if (!dot) break;
            emit_operand(compiler, OP_SWAP, 2);
            emit(compiler, OP_POP_TOP);
        }
        compile_name(compiler, alias->asname, CONTEXT_STORE);
        emit(compiler, OP_POP_TOP);
    }
}

static void check_future_feature(Compiler *compiler, const Stmt *stmt, const Alias *alias) {
    Range range = {.line = stmt->range.line, .column = stmt->range.column};
    static const char *const features[] = {
        "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
        "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations",
    };
    const char *name = alias->name->text.data;
    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (!strcmp(name, features[i])) return;
    }
    if (!strcmp(name, "braces")) error_syntax(compiler->compilation, range, "not a chance");
    error_syntax(compiler->compilation, range, "future feature %s is not defined", name);
}

static bool is_future_import(const Stmt *stmt) {
    return stmt->kind == STMT_IMPORT_FROM && !stmt->import_from.level && stmt->import_from.module &&
           !strcmp(stmt->import_from.module->text.data, "__future__");
}

static void compile_import_from(Compiler *compiler, const Stmt *stmt) {
    AliasList names = stmt->import_from.names;
    const Identifier *module = stmt->import_from.module;
    if (is_future_import(stmt)) {
        if (stmt->range.line > compiler->last_future_line)
            error_syntax(compiler->compilation, stmt->range,
                         "from __future__ imports must occur at the beginning of the file");
    }
    emit_constant(compiler, constant_int(compiler, stmt->import_from.level));
    Constant **items = arena_array(compiler->arena, Constant *, names.count + 1);
    for (uint32_t i = 0; i < names.count; i++)
        items[i] = constant_text(compiler, names.items[i]->name->text);
    emit_constant(compiler, constant_tuple(compiler, items, names.count));
    emit_name(compiler, OP_IMPORT_NAME, module ? module : name_part(compiler, "", 0));
    for (uint32_t i = 0; i < names.count; i++) {
        const Alias *alias = names.items[i];
        if (!i && alias->name->text.data[0] == '*') {
            emit(compiler, OP_IMPORT_STAR);
            return;
        }
        emit_name(compiler, OP_IMPORT_FROM, alias->name);
        compile_name(compiler, alias->asname ? alias->asname : alias->name, CONTEXT_STORE);
    }
    emit(compiler, OP_POP_TOP);
}

// Finds out up to which line `from __future__ import` may stand, and checks what it names. Such a
// line may hold other statements behind it.
void compile_futures(Compiler *compiler, StmtList body) {
    bool over = false;
    uint32_t line = 0;
    for (uint32_t i = 0; i < body.count; i++) {
        const Stmt *stmt = body.items[i];
        if (over && stmt->range.line > line) return;
        line = stmt->range.line;
        if (is_future_import(stmt)) {
            if (over)
                error_plain(compiler->compilation, FRONTEND_SYNTAX_ERROR,
                            "from __future__ imports must occur at the beginning of the file");
            for (uint32_t j = 0; j < stmt->import_from.names.count; j++)
                check_future_feature(compiler, stmt, stmt->import_from.names.items[j]);
            compiler->last_future_line = line;
            continue;
        }
        bool docstring = i == 0 && stmt->kind == STMT_EXPR &&
                         stmt->expr.value->kind == EXPR_CONSTANT &&
                         stmt->expr.value->constant.value->kind == CONSTANT_STR;
        if (!docstring) over = true;
    }
}

// --- small statements -------------------------------------------------------------------------

static void compile_assign_statement(Compiler *compiler, const Stmt *stmt) {
    ExprList targets = stmt->assign.targets;
    compile_expr(compiler, stmt->assign.value);
    for (uint32_t i = 0; i < targets.count; i++) {
        if (i + 1 < targets.count) emit_operand(compiler, OP_COPY, 1);
        compile_expr(compiler, targets.items[i]);
    }
}

static void compile_assert(Compiler *compiler, const Stmt *stmt) {
    const Expr *test = stmt->assert_.test;
    bool tuple = test->kind == EXPR_TUPLE && test->tuple.elts.count;
    if (test->kind == EXPR_CONSTANT && test->constant.value->kind == CONSTANT_TUPLE)
        tuple = test->constant.value->items.count != 0;
    if (tuple)
        error_warn(compiler->compilation, "SyntaxWarning", stmt->range,
                   "assertion is always true, perhaps remove parentheses?");
    Block *end = compile_block(compiler);
    compile_jump_if(compiler, test, end, true);
    emit(compiler, OP_LOAD_ASSERTION_ERROR);
    if (stmt->assert_.msg) {
        emit(compiler, OP_PUSH_NULL);
        compile_expr(compiler, stmt->assert_.msg);
        emit_operand(compiler, OP_CALL, 1);
    }
    emit_operand(compiler, OP_RAISE_VARARGS, 1);
    compile_use(compiler, end);
}

static void compile_raise(Compiler *compiler, const Stmt *stmt) {
    uint32_t count = 0;
    if (stmt->raise.exc) {
        compile_expr(compiler, stmt->raise.exc);
        count++;
        if (stmt->raise.cause) {
            compile_expr(compiler, stmt->raise.cause);
            count++;
        }
    }
    emit_operand(compiler, OP_RAISE_VARARGS, count);
}

static void compile_expression_statement(Compiler *compiler, const Stmt *stmt) {
    const Expr *value = stmt->expr.value;
    if (compiler->interactive && !compiler->body->outer) {
        compile_expr(compiler, value);
        emit(compiler, OP_PRINT_EXPR);
        return;
    }
    if (value->kind == EXPR_CONSTANT) {
        emit(compiler, OP_NOP);
        return;
    }
    compile_expr(compiler, value);
    place_at(compiler, (Range){0});
    emit(compiler, OP_POP_TOP);
}

void compile_statement(Compiler *compiler, const Stmt *stmt) {
    compilation_check_stack(compiler->compilation);
    place_at(compiler, stmt->range);
    switch ((StmtKind)stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: compile_function(compiler, stmt); break;
    case STMT_CLASS_DEF: compile_class(compiler, stmt); break;
    case STMT_RETURN: compile_return(compiler, stmt); break;
    case STMT_DELETE:
        for (uint32_t i = 0; i < stmt->delete_.targets.count; i++)
            compile_expr(compiler, stmt->delete_.targets.items[i]);
        break;
    case STMT_ASSIGN: compile_assign_statement(compiler, stmt); break;
    case STMT_AUG_ASSIGN: compile_augmented(compiler, stmt); break;
    case STMT_ANN_ASSIGN: compile_annotated(compiler, stmt); break;
    case STMT_FOR: compile_for(compiler, stmt); break;
    case STMT_WHILE: compile_while(compiler, stmt); break;
    case STMT_IF: compile_if(compiler, stmt); break;
    case STMT_ASYNC_FOR: compile_async_for(compiler, stmt); break;
    case STMT_WITH:
    case STMT_ASYNC_WITH: compile_with(compiler, stmt, 0); break;
    case STMT_MATCH: compile_match(compiler, stmt); break;
    case STMT_RAISE: compile_raise(compiler, stmt); break;
    case STMT_TRY:
    case STMT_TRY_STAR: compile_try(compiler, stmt); break;
    case STMT_ASSERT: compile_assert(compiler, stmt); break;
    case STMT_IMPORT: compile_import(compiler, stmt); break;
    case STMT_IMPORT_FROM: compile_import_from(compiler, stmt); break;
    case STMT_EXPR: compile_expression_statement(compiler, stmt); break;
    case STMT_PASS: emit(compiler, OP_NOP); break;
    case STMT_BREAK: compile_break(compiler, stmt); break;
    case STMT_CONTINUE: compile_continue(compiler, stmt); break;
    case STMT_GLOBAL:
    case STMT_NONLOCAL: break;
    }
}

void compile_statements(Compiler *compiler, StmtList list) {
    for (uint32_t i = 0; i < list.count; i++) compile_statement(compiler, list.items[i]);
}

// --- bodies of modules and classes ------------------------------------------------------------

static bool has_annotations(StmtList list);

static bool statement_has_annotations(const Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_ANN_ASSIGN: return true;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        return has_annotations(stmt->for_.body) || has_annotations(stmt->for_.orelse);
    case STMT_IF:
    case STMT_WHILE: return has_annotations(stmt->if_.body) || has_annotations(stmt->if_.orelse);
    case STMT_WITH:
    case STMT_ASYNC_WITH: return has_annotations(stmt->with.body);
    case STMT_MATCH:
        for (uint32_t i = 0; i < stmt->match.cases.count; i++) {
            if (has_annotations(stmt->match.cases.items[i]->body)) return true;
        }
        return false;
    case STMT_TRY:
    case STMT_TRY_STAR:
        for (uint32_t i = 0; i < stmt->try_.handlers.count; i++) {
            if (has_annotations(stmt->try_.handlers.items[i]->body)) return true;
        }
        return has_annotations(stmt->try_.body) || has_annotations(stmt->try_.orelse) ||
               has_annotations(stmt->try_.finalbody);
    default: return false;
    }
}

static bool has_annotations(StmtList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        if (statement_has_annotations(list.items[i])) return true;
    }
    return false;
}

Constant *docstring_of(StmtList list) {
    if (!list.count || list.items[0]->kind != STMT_EXPR) return NULL;
    const Expr *value = list.items[0]->expr.value;
    if (value->kind != EXPR_CONSTANT || value->constant.value->kind != CONSTANT_STR) return NULL;
    return value->constant.value;
}

void compile_body(Compiler *compiler, StmtList list) {
    if (!list.count) return;
    if (!compiler->body->outer) place_at(compiler, list.items[0]->range);
    if (has_annotations(list)) emit(compiler, OP_SETUP_ANNOTATIONS);
    uint32_t start = 0;
    if (docstring_of(list) && !compiler->interactive) {
        compile_expr(compiler, list.items[0]->expr.value);
        place_at(compiler, (Range){0});
        compile_name(compiler, compiler->name_doc, CONTEXT_STORE);
        start = 1;
    }
    for (uint32_t i = start; i < list.count; i++) compile_statement(compiler, list.items[i]);
}
