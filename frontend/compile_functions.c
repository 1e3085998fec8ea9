// Functions, lambdas, classes and annotations: whatever makes a function object of a Code.
#include "frontend/compile.h"

enum { HAS_DEFAULTS = 1, HAS_KEYWORD_DEFAULTS = 2, HAS_ANNOTATIONS = 4, HAS_CLOSURE = 8 };

static Constant *mangled_text(Compiler *compiler, const Identifier *name) {
    name = name_mangle(compiler->compilation, compiler->body->private_name, name);
    return constant_text(compiler, name->text);
}

// Code on the stack becomes a function; the cells it needs are taken from here.
void compile_closure(Compiler *compiler, Code *code, uint32_t flags) {
    Body *body = compiler->body;
    if (code->free_count) {
        for (uint32_t i = code->slot_count - code->free_count; i < code->slot_count; i++) {
            Text text = code->slot_names[i];
            const Identifier *name = identifier_intern(compiler->compilation, text.data, text.size);
            if (name == compiler->name_class && body->scope->needs_class_closure)
                name = compiler->class_cell;
            emit_operand(compiler, OP_LOAD_CLOSURE,
                         name_index(compiler->scratch, &body->cells, name));
        }
        emit_operand(compiler, OP_BUILD_TUPLE, code->free_count);
        flags |= HAS_CLOSURE;
    }
    Constant *constant = constant_new(compiler, CONSTANT_CODE);
    constant->code = code;
    emit_constant(compiler, constant);
    emit_operand(compiler, OP_MAKE_FUNCTION, flags);
}

static void check_parameter_list(Compiler *compiler, ArgList list) {
    for (uint32_t i = 0; i < list.count; i++)
        check_forbidden_name(compiler, list.items[i]->arg, compiler->body->range, CONTEXT_STORE);
}

static void check_parameters(Compiler *compiler, const Arguments *args) {
    check_parameter_list(compiler, args->posonlyargs);
    check_parameter_list(compiler, args->args);
    check_parameter_list(compiler, args->kwonlyargs);
    if (args->vararg)
        check_forbidden_name(compiler, args->vararg->arg, compiler->body->range, CONTEXT_STORE);
    if (args->kwarg)
        check_forbidden_name(compiler, args->kwarg->arg, compiler->body->range, CONTEXT_STORE);
}

static uint32_t compile_defaults(Compiler *compiler, const Arguments *args) {
    uint32_t flags = 0, count = 0;
    if (args->defaults.count) {
        flags |= HAS_DEFAULTS;
        for (uint32_t i = 0; i < args->defaults.count; i++)
            compile_expr(compiler, args->defaults.items[i]);
        emit_operand(compiler, OP_BUILD_TUPLE, args->defaults.count);
    }
    Constant **names = arena_array(compiler->arena, Constant *, args->kwonlyargs.count + 1);
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++) {
        if (!args->kw_defaults.items[i]) continue;
        names[count++] = mangled_text(compiler, args->kwonlyargs.items[i]->arg);
        compile_expr(compiler, args->kw_defaults.items[i]);
    }
    if (count) {
        flags |= HAS_KEYWORD_DEFAULTS;
        emit_constant(compiler, constant_tuple(compiler, names, count));
        emit_operand(compiler, OP_BUILD_CONST_KEY_MAP, count);
    }
    return flags;
}

static void compile_annotation(Compiler *compiler, const Expr *annotation) {
    if (compiler->symtable->future_annotations) {
        emit_constant(compiler,
                      constant_text(compiler, unparse_expr(compiler->compilation, annotation)));
    } else if (annotation->kind == EXPR_STARRED) {
        compile_expr(compiler, annotation->starred.value);
        emit_operand(compiler, OP_UNPACK_SEQUENCE, 1);
    } else {
        compile_expr(compiler, annotation);
    }
}

static uint32_t compile_parameter_annotation(Compiler *compiler, const Arg *arg) {
    if (!arg || !arg->annotation) return 0;
    emit_constant(compiler, mangled_text(compiler, arg->arg));
    compile_annotation(compiler, arg->annotation);
    return 2;
}

static uint32_t compile_annotations(Compiler *compiler, const Arguments *args,
                                    const Expr *returns) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < args->args.count; i++)
        count += compile_parameter_annotation(compiler, args->args.items[i]);
    for (uint32_t i = 0; i < args->posonlyargs.count; i++)
        count += compile_parameter_annotation(compiler, args->posonlyargs.items[i]);
    count += compile_parameter_annotation(compiler, args->vararg);
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++)
        count += compile_parameter_annotation(compiler, args->kwonlyargs.items[i]);
    count += compile_parameter_annotation(compiler, args->kwarg);
    if (returns) {
        emit_constant(compiler, constant_text(compiler, compiler->name_return->text));
        compile_annotation(compiler, returns);
        count += 2;
    }
    if (!count) return 0;
    emit_operand(compiler, OP_BUILD_TUPLE, count);
    return HAS_ANNOTATIONS;
}

static void set_argument_counts(Body *body, const Arguments *args) {
    body->argument_count = args->posonlyargs.count + args->args.count;
    body->positional_only_count = args->posonlyargs.count;
    body->keyword_only_count = args->kwonlyargs.count;
}

// Decorators wait below the function; each is a callee with its null.
static void compile_decorators(Compiler *compiler, ExprList decorators) {
    for (uint32_t i = 0; i < decorators.count; i++) {
        compile_expr(compiler, decorators.items[i]);
        Range outer = compiler->body->range;
        place_at(compiler, decorators.items[i]->range);
        emit(compiler, OP_PUSH_NULL);
        place_at(compiler, outer);
    }
}

static void apply_decorators(Compiler *compiler, ExprList decorators) {
    Range outer = compiler->body->range;
    for (uint32_t i = decorators.count; i-- > 0;) {
        place_at(compiler, decorators.items[i]->range);
        emit_operand(compiler, OP_CALL, 1);
    }
    place_at(compiler, outer);
}

static uint32_t first_line(const Stmt *stmt, ExprList decorators) {
    return decorators.count ? decorators.items[0]->range.line : stmt->range.line;
}

void compile_function(Compiler *compiler, const Stmt *stmt) {
    const Arguments *args = stmt->function_def.args;
    StmtList body = stmt->function_def.body;
    ExprList decorators = stmt->function_def.decorator_list;
    check_parameters(compiler, args);
    compile_decorators(compiler, decorators);
    uint32_t flags = compile_defaults(compiler, args);
    flags |= compile_annotations(compiler, args, stmt->function_def.returns);
    uint32_t line = first_line(stmt, decorators);
    compile_enter(compiler, stmt->function_def.name, stmt, line);
    compiler->body->is_async = stmt->kind == STMT_ASYNC_FUNCTION_DEF;
    place_at(compiler, (Range){line, 0, line, 0});
    Constant *docstring = docstring_of(body);
    constant_index(compiler->arena, &compiler->body->constants,
                   docstring ? docstring : compiler->none);
    set_argument_counts(compiler->body, args);
    for (uint32_t i = docstring ? 1 : 0; i < body.count; i++)
        compile_statement(compiler, body.items[i]);
    Code *code = compile_leave(compiler, true);
    compile_closure(compiler, code, flags);
    apply_decorators(compiler, decorators);
    compile_name(compiler, stmt->function_def.name, CONTEXT_STORE);
}

void compile_lambda(Compiler *compiler, const Expr *expr) {
    const Arguments *args = expr->lambda.args;
    check_parameters(compiler, args);
    uint32_t flags = compile_defaults(compiler, args);
    compile_enter(compiler, compiler->name_lambda, expr, expr->range.line);
    place_at(compiler, (Range){expr->range.line, 0, expr->range.line, 0});
    constant_index(compiler->arena, &compiler->body->constants, compiler->none);
    set_argument_counts(compiler->body, args);
    compile_expr(compiler, expr->lambda.body);
    const Scope *scope = compiler->body->scope;
    if (!scope->generator) emit(compiler, OP_RETURN_VALUE);
    Code *code = compile_leave(compiler, !scope->generator);
    compile_closure(compiler, code, flags);
}

void compile_class(Compiler *compiler, const Stmt *stmt) {
    ExprList decorators = stmt->class_def.decorator_list;
    compile_decorators(compiler, decorators);
    uint32_t line = first_line(stmt, decorators);
    compile_enter(compiler, stmt->class_def.name, stmt, line);
    Body *body = compiler->body;
    place_at(compiler, (Range){line, 0, line, 0});
    body->private_name = stmt->class_def.name;
    compile_name(compiler, compiler->name_name, CONTEXT_LOAD);
    compile_name(compiler, compiler->name_module_dunder, CONTEXT_STORE);
    emit_constant(compiler, constant_text(compiler, body->qualname));
    compile_name(compiler, compiler->name_qualname, CONTEXT_STORE);
    compile_body(compiler, stmt->class_def.body);
    place_at(compiler, (Range){0});
    if (body->scope->needs_class_closure) {
        emit_operand(compiler, OP_LOAD_CLOSURE,
                     name_index(compiler->scratch, &body->cells, compiler->class_cell));
        emit_operand(compiler, OP_COPY, 1);
        compile_name(compiler, compiler->name_classcell, CONTEXT_STORE);
    } else {
        emit_constant(compiler, compiler->none);
    }
    emit(compiler, OP_RETURN_VALUE);
    Code *code = compile_leave(compiler, true);

    emit(compiler, OP_LOAD_BUILD_CLASS);
    emit(compiler, OP_PUSH_NULL);
    compile_closure(compiler, code, 0);
    emit_constant(compiler, constant_text(compiler, stmt->class_def.name->text));
    compile_call_arguments(compiler, 2, stmt->class_def.bases, stmt->class_def.keywords);
    apply_decorators(compiler, decorators);
    compile_name(compiler, stmt->class_def.name, CONTEXT_STORE);
}

// --- annotated assignment ---------------------------------------------------------------------

static void compile_and_drop(Compiler *compiler, const Expr *expr) {
    compile_expr(compiler, expr);
    emit(compiler, OP_POP_TOP);
}

// Evaluates what a subscript without a value would evaluate.
static void compile_index_and_drop(Compiler *compiler, const Expr *index) {
    if (index->kind == EXPR_SLICE) {
        if (index->slice.lower) compile_and_drop(compiler, index->slice.lower);
        if (index->slice.upper) compile_and_drop(compiler, index->slice.upper);
        if (index->slice.step) compile_and_drop(compiler, index->slice.step);
    } else if (index->kind == EXPR_TUPLE) {
        for (uint32_t i = 0; i < index->tuple.elts.count; i++)
            compile_index_and_drop(compiler, index->tuple.elts.items[i]);
    } else {
        compile_and_drop(compiler, index);
    }
}

void compile_annotated(Compiler *compiler, const Stmt *stmt) {
    const Expr *target = stmt->ann_assign.target, *value = stmt->ann_assign.value;
    bool in_function = compiler->body->scope->kind == SCOPE_FUNCTION;
    bool future = compiler->symtable->future_annotations;
    if (value) {
        compile_expr(compiler, value);
        compile_expr(compiler, target);
    }
    switch (target->kind) {
    case EXPR_NAME:
        check_forbidden_name(compiler, target->name.id, stmt->range, CONTEXT_STORE);
        if (stmt->ann_assign.simple && !in_function) {
            compile_annotation(compiler, stmt->ann_assign.annotation);
            emit_name(compiler, OP_LOAD_NAME, compiler->name_annotations);
            emit_constant(compiler, mangled_text(compiler, target->name.id));
            emit(compiler, OP_STORE_SUBSCR);
        }
        break;
    case EXPR_ATTRIBUTE:
        check_forbidden_name(compiler, target->attribute.attr, stmt->range, CONTEXT_STORE);
        if (!value) compile_and_drop(compiler, target->attribute.value);
        break;
    default:
        if (!value) {
            compile_and_drop(compiler, target->subscript.value);
            compile_index_and_drop(compiler, target->subscript.slice);
        }
    }
    if (!stmt->ann_assign.simple && !in_function && !future)
        compile_and_drop(compiler, stmt->ann_assign.annotation);
}
