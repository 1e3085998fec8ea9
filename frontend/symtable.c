// Pass one walks the tree and notes in each scope how its names are used; pass two asks, for every
// name that a scope does not bind, which function around it does. A name found that way is free
// here, free in all scopes between, and a cell where it is bound.
#include "frontend/symtable.h"

#include "frontend/error.h"

#include <string.h>

#define FOR_EACH(index, list) for (uint32_t index = 0; index < (list).count; index++)

static void visit_expr(Symtable *table, const Expr *expr);
static void visit_statements(Symtable *table, StmtList list);

// --- scopes and their symbols -----------------------------------------------------------------

Symbol *scope_find(const Scope *scope, const Identifier *name) {
    if (!scope->slot_count) return NULL;
    for (uint32_t slot = name->hash;; slot++) {
        uint32_t found = scope->slots[slot & (scope->slot_count - 1)];
        if (!found) return NULL;
        if (scope->symbols[found - 1].name == name) return &scope->symbols[found - 1];
    }
}

static void scope_rehash(Arena *arena, Scope *scope) {
    scope->slot_count = scope->slot_count ? scope->slot_count * 2 : 16;
    scope->slots = arena_array(arena, uint32_t, scope->slot_count);
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        uint32_t slot = scope->symbols[i].name->hash;
        while (scope->slots[slot & (scope->slot_count - 1)]) slot++;
        scope->slots[slot & (scope->slot_count - 1)] = i + 1;
    }
}

static Symbol *scope_add(Arena *arena, Scope *scope, const Identifier *name) {
    Symbol *known = scope_find(scope, name);
    if (known) return known;
    if (scope->symbol_count == scope->symbol_room) {
        scope->symbol_room = scope->symbol_room ? scope->symbol_room * 2 : 8;
        Symbol *symbols = arena_array(arena, Symbol, scope->symbol_room);
        if (scope->symbol_count)
            memcpy(symbols, scope->symbols, scope->symbol_count * sizeof(Symbol));
        scope->symbols = symbols;
    }
    Symbol *symbol = &scope->symbols[scope->symbol_count++];
    *symbol = (Symbol){.name = name};
    if (scope->symbol_count * 2 > scope->slot_count) {
        scope_rehash(arena, scope);
    } else {
        uint32_t slot = name->hash;
        while (scope->slots[slot & (scope->slot_count - 1)]) slot++;
        scope->slots[slot & (scope->slot_count - 1)] = scope->symbol_count;
    }
    return symbol;
}

static uint32_t hash_address(const void *node) {
    return (uint32_t)(((uintptr_t)node >> 3) * 0x9e3779b97f4a7c15u >> 32);
}

static void remember_node(Symtable *table, Scope *scope) {
    if (table->by_node_used * 2 >= table->by_node_count) {
        uint32_t old_count = table->by_node_count;
        Scope **old = table->by_node;
        table->by_node_count = old_count ? old_count * 2 : 64;
        table->by_node = arena_array(table->compilation->arena, Scope *, table->by_node_count);
        table->by_node_used = 0;
        for (uint32_t i = 0; i < old_count; i++) {
            if (old[i]) remember_node(table, old[i]);
        }
    }
    uint32_t slot = hash_address(scope->node);
    while (table->by_node[slot & (table->by_node_count - 1)]) slot++;
    table->by_node[slot & (table->by_node_count - 1)] = scope;
    table->by_node_used++;
}

Scope *symtable_scope(const Symtable *table, const void *node) {
    for (uint32_t slot = hash_address(node);; slot++) {
        Scope *scope = table->by_node[slot & (table->by_node_count - 1)];
        if (!scope || scope->node == node) return scope;
    }
}

const Identifier *name_mangle_private(Compilation *compilation, const Identifier *private_name,
                                      const Identifier *name) {
    const char *data = name->text.data;
    uint32_t size = name->text.size;
    if (data[size - 1] == '_' && data[size - 2] == '_') return name;
    if (memchr(data, '.', size)) return name;
    const char *class_data = private_name->text.data;
    uint32_t class_size = private_name->text.size;
    while (class_size && *class_data == '_') class_data++, class_size--;
    if (!class_size) return name;
    char *mangled = arena_alloc(compilation->arena, 1 + class_size + size + 1);
    mangled[0] = '_';
    memcpy(mangled + 1, class_data, class_size);
    memcpy(mangled + 1 + class_size, data, size);
    return identifier_intern(compilation, mangled, 1 + class_size + size);
}

static Scope *scope_new(Symtable *table, ScopeKind kind, const void *node, const Identifier *name,
                        Range range) {
    Scope *scope = arena_new(table->compilation->arena, Scope);
    Scope *parent = table->current;
    scope->kind = kind;
    scope->node = node;
    scope->name = name;
    scope->range = range;
    scope->parent = parent;
    if (parent) {
        scope->nested = parent->nested || parent->kind == SCOPE_FUNCTION;
        scope->iteration_expression = parent->iteration_expression;
    }
    return scope;
}

static void scope_enter(Symtable *table, ScopeKind kind, const void *node, const Identifier *name,
                        Range range) {
    Scope *scope = scope_new(table, kind, node, name, range);
    Scope *parent = table->current;
    if (parent) {
        if (parent->last_child)
            parent->last_child->next = scope;
        else
            parent->first_child = scope;
        parent->last_child = scope;
    }
    remember_node(table, scope);
    table->current = scope;
}

static void scope_leave(Symtable *table) {
    table->current = table->current->parent;
}

static const char *name_of(const Identifier *name) {
    return name->text.data;
}

static void add_to(Symtable *table, Scope *scope, const Identifier *written, unsigned flag,
                   Range range) {
    Compilation *compilation = table->compilation;
    const Identifier *name = name_mangle(compilation, table->private_name, written);
    Symbol *symbol = scope_add(compilation->arena, scope, name);
    if (flag & symbol->flags & SYMBOL_PARAMETER)
        error_syntax(compilation, range, "duplicate argument '%s' in function definition",
                     name_of(written));
    symbol->flags |= flag;
    if (scope->iteration_target) {
        if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            error_syntax(compilation, range,
                         "comprehension inner loop cannot rebind assignment expression target '%s'",
                         name_of(written));
        symbol->flags |= SYMBOL_ITERATION;
    }
    if (flag & SYMBOL_PARAMETER) {
        if (scope->parameter_count == scope->parameter_room) {
            scope->parameter_room = scope->parameter_room ? scope->parameter_room * 2 : 4;
            const Identifier **parameters =
                arena_array(compilation->arena, const Identifier *, scope->parameter_room);
            if (scope->parameter_count)
                memcpy(parameters, scope->parameters, scope->parameter_count * sizeof(*parameters));
            scope->parameters = parameters;
        }
        scope->parameters[scope->parameter_count++] = name;
    } else if (flag & SYMBOL_GLOBAL) {
        scope_add(compilation->arena, table->module, name)->flags |= flag;
    }
}

static void add(Symtable *table, const Identifier *name, unsigned flag, Range range) {
    add_to(table, table->current, name, flag, range);
}

static unsigned flags_of(Symtable *table, const Scope *scope, const Identifier *name) {
    Symbol *symbol = scope_find(scope, name_mangle(table->compilation, table->private_name, name));
    return symbol ? symbol->flags : 0;
}

static void record_directive(Symtable *table, const Identifier *name, Range range) {
    Directive *directive = arena_new(table->compilation->arena, Directive);
    directive->name = name_mangle(table->compilation, table->private_name, name);
    directive->range = range;
    Scope *scope = table->current;
    if (scope->last_directive)
        scope->last_directive->next = directive;
    else
        scope->directives = directive;
    scope->last_directive = directive;
}

// --- pass one: expressions --------------------------------------------------------------------

static void visit_exprs(Symtable *table, ExprList list) {
    FOR_EACH(i, list) {
        if (list.items[i]) visit_expr(table, list.items[i]);
    }
}

static void visit_optional(Symtable *table, const Expr *expr) {
    if (expr) visit_expr(table, expr);
}

static void visit_keywords(Symtable *table, KeywordList list) {
    FOR_EACH(i, list) visit_expr(table, list.items[i]->value);
}

static void add_parameters(Symtable *table, ArgList list) {
    FOR_EACH(i, list) add(table, list.items[i]->arg, SYMBOL_PARAMETER, list.items[i]->range);
}

static void visit_parameters(Symtable *table, const Arguments *args) {
    add_parameters(table, args->posonlyargs);
    add_parameters(table, args->args);
    add_parameters(table, args->kwonlyargs);
    if (args->vararg) {
        add(table, args->vararg->arg, SYMBOL_PARAMETER, args->vararg->range);
        table->current->varargs = true;
    }
    if (args->kwarg) {
        add(table, args->kwarg->arg, SYMBOL_PARAMETER, args->kwarg->range);
        table->current->varkeywords = true;
    }
}

// Annotations that stay text see nothing of their surroundings: they get a scope that is dropped.
static void visit_annotation(Symtable *table, const Expr *annotation) {
    if (!annotation) return;
    if (!table->future_annotations) {
        visit_expr(table, annotation);
        return;
    }
    Scope *outer = table->current;
    table->current =
        scope_new(table, SCOPE_FUNCTION, annotation, table->name_top, annotation->range);
    table->current->annotation = true;
    visit_expr(table, annotation);
    table->current = outer;
}

static void visit_arg_annotations(Symtable *table, ArgList list) {
    FOR_EACH(i, list) visit_annotation(table, list.items[i]->annotation);
}

static void visit_annotations(Symtable *table, const Arguments *args, const Expr *returns) {
    visit_arg_annotations(table, args->posonlyargs);
    visit_arg_annotations(table, args->args);
    if (args->vararg) visit_annotation(table, args->vararg->annotation);
    if (args->kwarg) visit_annotation(table, args->kwarg->annotation);
    visit_arg_annotations(table, args->kwonlyargs);
    visit_annotation(table, returns);
}

static void refuse_in_annotation(Symtable *table, const char *what, const Expr *expr) {
    if (table->current->annotation)
        error_syntax(table->compilation, expr->range, "'%s' can not be used within an annotation",
                     what);
}

static void refuse_in_comprehension(Symtable *table, const Expr *expr) {
    static const char *const where[] = {
        [COMPREHENSION_GENERATOR] = "generator expression",
        [COMPREHENSION_LIST] = "list comprehension",
        [COMPREHENSION_SET] = "set comprehension",
        [COMPREHENSION_DICT] = "dict comprehension",
    };
    if (table->current->comprehension)
        error_syntax(table->compilation, expr->range, "'yield' inside %s",
                     where[table->current->comprehension]);
}

static void visit_generator_rest(Symtable *table, const Comprehension *part) {
    table->current->iteration_target = true;
    visit_expr(table, part->target);
    table->current->iteration_target = false;
    table->current->iteration_expression++;
    visit_expr(table, part->iter);
    table->current->iteration_expression--;
    visit_exprs(table, part->ifs);
    if (part->is_async) table->current->coroutine = true;
}

static void visit_comprehension(Symtable *table, const Expr *expr, const Identifier *name,
                                ComprehensionKind kind, ComprehensionList parts,
                                const Expr *element, const Expr *value) {
    const Comprehension *outermost = parts.items[0];
    table->current->iteration_expression++;
    visit_expr(table, outermost->iter);
    table->current->iteration_expression--;

    scope_enter(table, SCOPE_FUNCTION, expr, name, expr->range);
    Scope *scope = table->current;
    scope->comprehension = kind;
    if (outermost->is_async) scope->coroutine = true;
    add(table, table->name_dot_zero, SYMBOL_PARAMETER, expr->range);
    scope->iteration_target = true;
    visit_expr(table, outermost->target);
    scope->iteration_target = false;
    visit_exprs(table, outermost->ifs);
    for (uint32_t i = 1; i < parts.count; i++) visit_generator_rest(table, parts.items[i]);
    visit_optional(table, value);
    visit_expr(table, element);
    scope->generator = kind == COMPREHENSION_GENERATOR;
    bool is_async = scope->coroutine && !scope->generator;
    scope_leave(table);
    if (is_async) table->current->coroutine = true;
}

// `:=` inside a comprehension binds in the nearest scope that is none.
static void extend_named_expr(Symtable *table, const Expr *target) {
    const Identifier *name = target->name.id;
    for (Scope *scope = table->current; scope; scope = scope->parent) {
        unsigned flags = flags_of(table, scope, name);
        if (scope->comprehension) {
            if (flags & SYMBOL_ITERATION)
                error_syntax(table->compilation, target->range,
                             "assignment expression cannot rebind comprehension iteration "
                             "variable '%s'",
                             name_of(name));
            continue;
        }
        if (scope->kind == SCOPE_CLASS)
            error_syntax(table->compilation, target->range,
                         "assignment expression within a comprehension cannot be used in a class "
                         "body");
        bool global = scope->kind == SCOPE_MODULE || flags & SYMBOL_GLOBAL;
        add(table, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->range);
        record_directive(table, name, target->range);
        add_to(table, scope, name, scope->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_LOCAL,
               target->range);
        return;
    }
}

static void visit_lambda(Symtable *table, const Expr *expr) {
    const Arguments *args = expr->lambda.args;
    visit_exprs(table, args->defaults);
    visit_exprs(table, args->kw_defaults);
    scope_enter(table, SCOPE_FUNCTION, expr, table->name_lambda, expr->range);
    visit_parameters(table, args);
    visit_expr(table, expr->lambda.body);
    scope_leave(table);
}

static void visit_name(Symtable *table, const Expr *expr) {
    bool load = expr->context == CONTEXT_LOAD;
    add(table, expr->name.id, load ? SYMBOL_USED : SYMBOL_LOCAL, expr->range);
    if (load && table->current->kind == SCOPE_FUNCTION && expr->name.id == table->name_super)
        add(table, table->name_class, SYMBOL_USED, expr->range);
}

static void visit_expr(Symtable *table, const Expr *expr) {
    compilation_check_stack(table->compilation);
    switch ((ExprKind)expr->kind) {
    case EXPR_BOOL_OP: visit_exprs(table, expr->bool_op.values); break;
    case EXPR_NAMED_EXPR:
        refuse_in_annotation(table, "named expression", expr);
        if (table->current->iteration_expression)
            error_syntax(table->compilation, expr->range,
                         "assignment expression cannot be used in a comprehension iterable "
                         "expression");
        if (table->current->comprehension) extend_named_expr(table, expr->named_expr.target);
        visit_expr(table, expr->named_expr.value);
        visit_expr(table, expr->named_expr.target);
        break;
    case EXPR_BIN_OP:
        visit_expr(table, expr->bin_op.left);
        visit_expr(table, expr->bin_op.right);
        break;
    case EXPR_UNARY_OP: visit_expr(table, expr->unary_op.operand); break;
    case EXPR_LAMBDA: visit_lambda(table, expr); break;
    case EXPR_IF_EXP:
        visit_expr(table, expr->if_exp.test);
        visit_expr(table, expr->if_exp.body);
        visit_expr(table, expr->if_exp.orelse);
        break;
    case EXPR_DICT:
        visit_exprs(table, expr->dict.keys);
        visit_exprs(table, expr->dict.values);
        break;
    case EXPR_SET: visit_exprs(table, expr->set.elts); break;
    case EXPR_LIST_COMP:
        visit_comprehension(table, expr, table->name_listcomp, COMPREHENSION_LIST,
                            expr->comp.generators, expr->comp.elt, NULL);
        break;
    case EXPR_SET_COMP:
        visit_comprehension(table, expr, table->name_setcomp, COMPREHENSION_SET,
                            expr->comp.generators, expr->comp.elt, NULL);
        break;
    case EXPR_DICT_COMP:
        visit_comprehension(table, expr, table->name_dictcomp, COMPREHENSION_DICT,
                            expr->dict_comp.generators, expr->dict_comp.key, expr->dict_comp.value);
        break;
    case EXPR_GENERATOR_EXP:
        visit_comprehension(table, expr, table->name_genexpr, COMPREHENSION_GENERATOR,
                            expr->comp.generators, expr->comp.elt, NULL);
        break;
    case EXPR_AWAIT:
        refuse_in_annotation(table, "await expression", expr);
        visit_expr(table, expr->await.value);
        table->current->coroutine = true;
        break;
    case EXPR_YIELD:
    case EXPR_YIELD_FROM:
        refuse_in_annotation(table, "yield expression", expr);
        visit_optional(table, expr->yield.value);
        table->current->generator = true;
        refuse_in_comprehension(table, expr);
        break;
    case EXPR_COMPARE:
        visit_expr(table, expr->compare.left);
        visit_exprs(table, expr->compare.comparators);
        break;
    case EXPR_CALL:
        visit_expr(table, expr->call.func);
        visit_exprs(table, expr->call.args);
        visit_keywords(table, expr->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE:
        visit_expr(table, expr->formatted_value.value);
        visit_optional(table, expr->formatted_value.format_spec);
        break;
    case EXPR_JOINED_STR: visit_exprs(table, expr->joined_str.values); break;
    case EXPR_CONSTANT: break;
    case EXPR_ATTRIBUTE: visit_expr(table, expr->attribute.value); break;
    case EXPR_SUBSCRIPT:
        visit_expr(table, expr->subscript.value);
        visit_expr(table, expr->subscript.slice);
        break;
    case EXPR_STARRED: visit_expr(table, expr->starred.value); break;
    case EXPR_NAME: visit_name(table, expr); break;
    case EXPR_LIST:
    case EXPR_TUPLE: visit_exprs(table, expr->list.elts); break;
    case EXPR_SLICE:
        visit_optional(table, expr->slice.lower);
        visit_optional(table, expr->slice.upper);
        visit_optional(table, expr->slice.step);
        break;
    }
}

// --- pass one: statements ---------------------------------------------------------------------

static void visit_pattern(Symtable *table, const Pattern *pattern) {
    compilation_check_stack(table->compilation);
    const Identifier *bound = NULL;
    PatternList parts = {0};
    switch ((PatternKind)pattern->kind) {
    case PATTERN_VALUE: visit_expr(table, pattern->match_value.value); break;
    case PATTERN_SINGLETON: break;
    case PATTERN_SEQUENCE: parts = pattern->match_sequence.patterns; break;
    case PATTERN_OR: parts = pattern->match_or.patterns; break;
    case PATTERN_STAR: bound = pattern->match_star.name; break;
    case PATTERN_MAPPING:
        visit_exprs(table, pattern->match_mapping.keys);
        parts = pattern->match_mapping.patterns;
        bound = pattern->match_mapping.rest;
        break;
    case PATTERN_CLASS:
        visit_expr(table, pattern->match_class.cls);
        FOR_EACH(i, pattern->match_class.patterns)
        visit_pattern(table, pattern->match_class.patterns.items[i]);
        parts = pattern->match_class.kwd_patterns;
        break;
    case PATTERN_AS:
        if (pattern->match_as.pattern) visit_pattern(table, pattern->match_as.pattern);
        bound = pattern->match_as.name;
        break;
    }
    FOR_EACH(i, parts) visit_pattern(table, parts.items[i]);
    if (bound) add(table, bound, SYMBOL_LOCAL, pattern->range);
}

static void visit_alias(Symtable *table, const Alias *alias) {
    Compilation *compilation = table->compilation;
    const Identifier *name = alias->asname ? alias->asname : alias->name;
    const char *dot = memchr(name->text.data, '.', name->text.size);
    if (dot)
        name = identifier_intern(compilation, name->text.data, (size_t)(dot - name->text.data));
    if (name->text.size == 1 && name->text.data[0] == '*') {
        if (table->current->kind != SCOPE_MODULE)
            error_syntax(compilation, alias->range, "import * only allowed at module level");
        return;
    }
    add(table, name, SYMBOL_IMPORTED, alias->range);
}

static void visit_directive(Symtable *table, const Stmt *stmt, bool global) {
    IdentifierList names = global ? stmt->global.names : stmt->nonlocal.names;
    const char *word = global ? "global" : "nonlocal";
    FOR_EACH(i, names) {
        const Identifier *name = names.items[i];
        unsigned flags = flags_of(table, table->current, name);
        if (flags & SYMBOL_PARAMETER)
            error_syntax(table->compilation, stmt->range, "name '%s' is parameter and %s",
                         name_of(name), word);
        if (flags & SYMBOL_USED)
            error_syntax(table->compilation, stmt->range,
                         "name '%s' is used prior to %s declaration", name_of(name), word);
        if (flags & SYMBOL_ANNOTATED)
            error_syntax(table->compilation, stmt->range, "annotated name '%s' can't be %s",
                         name_of(name), word);
        if (flags & SYMBOL_LOCAL)
            error_syntax(table->compilation, stmt->range,
                         "name '%s' is assigned to before %s declaration", name_of(name), word);
        add(table, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, stmt->range);
        record_directive(table, name, stmt->range);
    }
}

static void visit_annotated_assignment(Symtable *table, const Stmt *stmt) {
    const Expr *target = stmt->ann_assign.target;
    if (target->kind == EXPR_NAME) {
        const Identifier *name = target->name.id;
        unsigned flags = flags_of(table, table->current, name);
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL) && table->current != table->module &&
            stmt->ann_assign.simple)
            error_syntax(table->compilation, stmt->range, "annotated name '%s' can't be %s",
                         name_of(name), flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        if (stmt->ann_assign.simple)
            add(table, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->range);
        else if (stmt->ann_assign.value)
            add(table, name, SYMBOL_LOCAL, target->range);
    } else {
        visit_expr(table, target);
    }
    visit_annotation(table, stmt->ann_assign.annotation);
    visit_optional(table, stmt->ann_assign.value);
}

static void visit_function(Symtable *table, const Stmt *stmt) {
    const Arguments *args = stmt->function_def.args;
    add(table, stmt->function_def.name, SYMBOL_LOCAL, stmt->range);
    visit_exprs(table, args->defaults);
    visit_exprs(table, args->kw_defaults);
    visit_annotations(table, args, stmt->function_def.returns);
    visit_exprs(table, stmt->function_def.decorator_list);
    scope_enter(table, SCOPE_FUNCTION, stmt, stmt->function_def.name, stmt->range);
    if (stmt->kind == STMT_ASYNC_FUNCTION_DEF) table->current->coroutine = true;
    visit_parameters(table, args);
    visit_statements(table, stmt->function_def.body);
    scope_leave(table);
}

static void visit_class(Symtable *table, const Stmt *stmt) {
    add(table, stmt->class_def.name, SYMBOL_LOCAL, stmt->range);
    visit_exprs(table, stmt->class_def.bases);
    visit_keywords(table, stmt->class_def.keywords);
    visit_exprs(table, stmt->class_def.decorator_list);
    scope_enter(table, SCOPE_CLASS, stmt, stmt->class_def.name, stmt->range);
    const Identifier *outer = table->private_name;
    table->private_name = stmt->class_def.name;
    visit_statements(table, stmt->class_def.body);
    table->private_name = outer;
    scope_leave(table);
}

static void visit_handler(Symtable *table, const ExceptHandler *handler) {
    visit_optional(table, handler->type);
    if (handler->name) add(table, handler->name, SYMBOL_LOCAL, handler->range);
    visit_statements(table, handler->body);
}

static void visit_statement(Symtable *table, const Stmt *stmt) {
    compilation_check_stack(table->compilation);
    switch ((StmtKind)stmt->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: visit_function(table, stmt); break;
    case STMT_CLASS_DEF: visit_class(table, stmt); break;
    case STMT_RETURN:
        if (stmt->return_.value) {
            visit_expr(table, stmt->return_.value);
            table->current->returns_value = true;
        }
        break;
    case STMT_DELETE: visit_exprs(table, stmt->delete_.targets); break;
    case STMT_ASSIGN:
        visit_exprs(table, stmt->assign.targets);
        visit_expr(table, stmt->assign.value);
        break;
    case STMT_AUG_ASSIGN:
        visit_expr(table, stmt->aug_assign.target);
        visit_expr(table, stmt->aug_assign.value);
        break;
    case STMT_ANN_ASSIGN: visit_annotated_assignment(table, stmt); break;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        visit_expr(table, stmt->for_.target);
        visit_expr(table, stmt->for_.iter);
        visit_statements(table, stmt->for_.body);
        visit_statements(table, stmt->for_.orelse);
        break;
    case STMT_WHILE:
    case STMT_IF:
        visit_expr(table, stmt->if_.test);
        visit_statements(table, stmt->if_.body);
        visit_statements(table, stmt->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH:
        FOR_EACH(i, stmt->with.items) {
            visit_expr(table, stmt->with.items.items[i]->context_expr);
            visit_optional(table, stmt->with.items.items[i]->optional_vars);
        }
        visit_statements(table, stmt->with.body);
        break;
    case STMT_MATCH:
        visit_expr(table, stmt->match.subject);
        FOR_EACH(i, stmt->match.cases) {
            const MatchCase *match_case = stmt->match.cases.items[i];
            visit_pattern(table, match_case->pattern);
            visit_optional(table, match_case->guard);
            visit_statements(table, match_case->body);
        }
        break;
    case STMT_RAISE:
        visit_optional(table, stmt->raise.exc);
        visit_optional(table, stmt->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR:
        visit_statements(table, stmt->try_.body);
        visit_statements(table, stmt->try_.orelse);
        FOR_EACH(i, stmt->try_.handlers) visit_handler(table, stmt->try_.handlers.items[i]);
        visit_statements(table, stmt->try_.finalbody);
        break;
    case STMT_ASSERT:
        visit_expr(table, stmt->assert_.test);
        visit_optional(table, stmt->assert_.msg);
        break;
    case STMT_IMPORT:
        FOR_EACH(i, stmt->import.names) visit_alias(table, stmt->import.names.items[i]);
        break;
    case STMT_IMPORT_FROM:
        FOR_EACH(i, stmt->import_from.names) visit_alias(table, stmt->import_from.names.items[i]);
        break;
    case STMT_GLOBAL: visit_directive(table, stmt, true); break;
    case STMT_NONLOCAL: visit_directive(table, stmt, false); break;
    case STMT_EXPR: visit_expr(table, stmt->expr.value); break;
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void visit_statements(Symtable *table, StmtList list) {
    FOR_EACH(i, list) visit_statement(table, list.items[i]);
}

// --- pass two ---------------------------------------------------------------------------------

static _Noreturn void refuse_directive(Symtable *table, const Scope *scope, const Identifier *name,
                                       const char *format) {
    Range range = scope->range;
    for (const Directive *at = scope->directives; at; at = at->next) {
        if (at->name == name) {
            range = at->range;
            break;
        }
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    error_syntax(table->compilation, range, format, name_of(name));
#pragma GCC diagnostic pop
}

// Which function (or, for __class__, class) around `scope` binds the name; NULL: it is global.
static Scope *find_owner(const Symtable *table, const Scope *scope, const Identifier *name) {
    for (Scope *outer = scope->parent; outer; outer = outer->parent) {
        if (outer->kind == SCOPE_MODULE) return NULL;
        if (outer->kind == SCOPE_CLASS) {
            if (name == table->name_class) return outer;
            continue;
        }
        const Symbol *symbol = scope_find(outer, name);
        if (!symbol) continue;
        if (symbol->flags & SYMBOL_GLOBAL) return NULL;
        if (symbol->flags & SYMBOL_BOUND && !(symbol->flags & SYMBOL_NONLOCAL)) return outer;
    }
    return NULL;
}

// The name is free in `scope` and bound by `owner`: hand it down through the scopes between.
static void pass_down(Symtable *table, const Scope *scope, Scope *owner, const Identifier *name) {
    for (Scope *outer = scope->parent; outer != owner; outer = outer->parent) {
        Symbol *symbol = scope_find(outer, name);
        if (!symbol) {
            symbol = scope_add(table->compilation->arena, outer, name);
            symbol->meaning = MEANING_FREE;
        } else if (outer->kind == SCOPE_CLASS && symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)) {
            symbol->flags |= SYMBOL_FREE_CLASS;
        }
    }
    if (owner->kind == SCOPE_CLASS)
        owner->needs_class_closure = true;
    else
        scope_find(owner, name)->meaning = MEANING_CELL;
}

static void resolve(Symtable *table, Scope *scope) {
    compilation_check_stack(table->compilation);
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        Symbol *symbol = &scope->symbols[i];
        const Identifier *name = symbol->name;
        if (symbol->meaning != MEANING_UNKNOWN) continue;
        if (symbol->flags & SYMBOL_GLOBAL) {
            if (symbol->flags & SYMBOL_NONLOCAL)
                refuse_directive(table, scope, name, "name '%s' is nonlocal and global");
            symbol->meaning = MEANING_GLOBAL_EXPLICIT;
            continue;
        }
        if (symbol->flags & SYMBOL_NONLOCAL) {
            if (scope->kind == SCOPE_MODULE)
                refuse_directive(table, scope, name,
                                 "nonlocal declaration not allowed at module level");
            Scope *owner = find_owner(table, scope, name);
            if (!owner) refuse_directive(table, scope, name, "no binding for nonlocal '%s' found");
            symbol->meaning = MEANING_FREE;
            pass_down(table, scope, owner, name);
            continue;
        }
        if (symbol->flags & SYMBOL_BOUND) {
            symbol->meaning = MEANING_LOCAL;
            continue;
        }
        Scope *owner = find_owner(table, scope, name);
        symbol->meaning = owner ? MEANING_FREE : MEANING_GLOBAL_IMPLICIT;
        if (owner) pass_down(table, scope, owner, name);
    }
    for (Scope *child = scope->first_child; child; child = child->next) resolve(table, child);
}

static const Identifier *intern(Compilation *compilation, const char *name) {
    return identifier_intern(compilation, name, strlen(name));
}

bool module_future_annotations(const Tree *module) {
    uint32_t start = 0;
    if (module->kind != TREE_FILE && module->kind != TREE_INTERACTIVE) return false;
    if (module->body.count && module->body.items[0]->kind == STMT_EXPR &&
        module->body.items[0]->expr.value->kind == EXPR_CONSTANT)
        start = 1;
    for (uint32_t i = start; i < module->body.count; i++) {
        const Stmt *stmt = module->body.items[i];
        if (stmt->kind != STMT_IMPORT_FROM || stmt->import_from.level) return false;
        const Identifier *from = stmt->import_from.module;
        if (!from || strcmp(name_of(from), "__future__") != 0) return false;
        FOR_EACH(j, stmt->import_from.names) {
            if (!strcmp(name_of(stmt->import_from.names.items[j]->name), "annotations"))
                return true;
        }
    }
    return false;
}

Symtable *symtable_build(Compilation *compilation, Tree *module) {
    Symtable *table = arena_new(compilation->arena, Symtable);
    table->compilation = compilation;
    table->future_annotations = module_future_annotations(module);
    table->name_class = intern(compilation, "__class__");
    table->name_super = intern(compilation, "super");
    table->name_top = intern(compilation, "top");
    table->name_lambda = intern(compilation, "lambda");
    table->name_genexpr = intern(compilation, "genexpr");
    table->name_listcomp = intern(compilation, "listcomp");
    table->name_setcomp = intern(compilation, "setcomp");
    table->name_dictcomp = intern(compilation, "dictcomp");
    table->name_dot_zero = intern(compilation, ".0");

    scope_enter(table, SCOPE_MODULE, module, table->name_top, (Range){0});
    table->module = table->current;
    if (module->kind == TREE_EXPRESSION)
        visit_expr(table, module->expression);
    else
        visit_statements(table, module->body);
    resolve(table, table->module);
    return table;
}
