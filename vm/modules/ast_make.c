// Trees of the front end as objects: the tables of frontend/ast_nodes.h say what a node has.
#include "frontend/trees.h"
#include "vm/error.h"
#include "vm/instance.h"
#include "vm/load.h"
#include "vm/modules/ast.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// Operators and contexts are one object each in a tree, as their classes have nothing to tell.
enum {
    PLACE_CONTEXT = 0,
    PLACE_BOOL = PLACE_CONTEXT + AST_CONTEXT_COUNT,
    PLACE_UNARY = PLACE_BOOL + AST_BOOL_COUNT,
    PLACE_COMPARE = PLACE_UNARY + AST_UNARY_COUNT,
    PLACE_OPERATOR = PLACE_COMPARE + AST_COMPARE_COUNT,
    PLACE_COUNT = PLACE_OPERATOR + AST_OPERATOR_COUNT,
};

typedef struct {
    Vm *vm;
    Value singles[PLACE_COUNT]; // VALUE_NULL: not made yet
} Maker;

static Value make_node(Maker *maker, const AstNodeType *type, const void *node, const Range *range);

static Value make_single(Maker *maker, unsigned place, const char *name) {
    Value *single = &maker->singles[place];
    if (!*single) *single = value_of(object_new(maker->vm, ast_class(name)));
    return *single;
}

static Value make_text(Maker *maker, const Identifier *name) {
    if (!name) return VALUE_NONE;
    Value text = str_from_utf8(maker->vm, name->text.data, name->text.size);
    return is_error(text) ? text : str_intern(maker->vm, text);
}

static Value make_item(Maker *maker, FieldKind kind, const void *item) {
    const AstGroup *group = ast_field_group(kind);
    if (!item) return VALUE_NONE;
    if (!group) return make_text(maker, item);
    return make_node(maker, ast_node_type(group, item), item, ast_node_range(group, item));
}

static Value make_list(Maker *maker, FieldKind kind, const AnyList *list) {
    Value made = list_make(maker->vm, NULL, 0);
    for (uint32_t i = 0; !is_error(made) && i < list->count; i++) {
        Value item = make_item(maker, kind, list->items[i]);
        if (is_error(item) || !list_append(maker->vm, list_of(made), item)) return VALUE_ERROR;
    }
    return made;
}

static Value make_comparisons(Maker *maker, const Expr *expr) {
    Value made = list_make(maker->vm, NULL, 0);
    for (uint32_t i = 0; !is_error(made) && i < expr->compare.comparators.count; i++) {
        unsigned op = expr->compare.ops[i];
        Value item = make_single(maker, PLACE_COMPARE + op, ast_compare_names[op]);
        if (is_error(item) || !list_append(maker->vm, list_of(made), item)) return VALUE_ERROR;
    }
    return made;
}

static Value make_field(Maker *maker, const AstField *field, const void *node) {
    const char *at = (const char *)node + field->offset;
    Vm *vm = maker->vm;
    if (ast_field_is_list(field->kind)) return make_list(maker, field->kind, (const AnyList *)at);
    switch (field->kind) {
    case FIELD_CONSTANT: return constant_load(vm, *(Constant *const *)at);
    case FIELD_UNICODE_PREFIX: return *(const bool *)at ? str_intern_cstring(vm, "u") : VALUE_NONE;
    case FIELD_OPERATOR: {
        Operator op = *(const Operator *)at;
        return make_single(maker, PLACE_OPERATOR + op, ast_operator_names[op]);
    }
    case FIELD_BOOL_OPERATOR: {
        BoolOperator op = *(const BoolOperator *)at;
        return make_single(maker, PLACE_BOOL + op, ast_bool_names[op]);
    }
    case FIELD_UNARY_OPERATOR: {
        UnaryOperator op = *(const UnaryOperator *)at;
        return make_single(maker, PLACE_UNARY + op, ast_unary_names[op]);
    }
    case FIELD_CONTEXT: {
        unsigned context = *(const uint8_t *)at;
        return make_single(maker, PLACE_CONTEXT + context, ast_context_names[context]);
    }
    case FIELD_COMPARE_OPERATORS: return make_comparisons(maker, node);
    case FIELD_BOOL: return make_int(vm, *(const bool *)at);
    case FIELD_INT: return make_int(vm, *(const int *)at);
    default: return make_item(maker, field->kind, *(void *const *)at);
    }
}

static bool put_range(Vm *vm, Dict *dict, const Range *range) {
    return ast_put(vm, dict, "lineno", make_int(vm, range->line)) &&
           ast_put(vm, dict, "col_offset", make_int(vm, range->column)) &&
           ast_put(vm, dict, "end_lineno", make_int(vm, range->end_line)) &&
           ast_put(vm, dict, "end_col_offset", make_int(vm, range->end_column));
}

static Value make_node(Maker *maker, const AstNodeType *type, const void *node,
                       const Range *range) {
    Vm *vm = maker->vm;
    if (!c_stack_check(vm, " during ast construction")) return VALUE_ERROR;
    Value made = value_of(object_new(vm, ast_class(type->name)));
    Dict *dict = is_error(made) ? NULL : instance_dict(vm, made);
    if (!dict) return VALUE_ERROR;
    for (const AstField *field = type->fields; field->kind; field++)
        if (!ast_put(vm, dict, field->name, make_field(maker, field, node))) return VALUE_ERROR;
    return range && !put_range(vm, dict, range) ? VALUE_ERROR : made;
}

Value ast_parse(Vm *vm, const char *source, size_t size, const char *filename, CompileMode mode,
                bool type_comments) {
    Arena arena;
    Compilation compilation;
    FrontendError error = {0};
    jmp_buf no_memory;
    if (!ast_import(vm)) return VALUE_ERROR;
    arena_init(&arena);
    arena.out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena_free(&arena);
        return error_memory(vm);
    }
    const Tree *module = parser_parse_bytes(&compilation, &arena, source, size, filename, mode,
                                            type_comments, &error);
    Maker maker = {.vm = vm};
    Value tree = module ? make_node(&maker, &ast_module_types[module->kind], module, NULL)
                        : code_error(vm, &error);
    arena_free(&arena);
    return tree;
}
