// Objects as a tree of the front end, for compile(tree). Nothing is believed: attributes may be
// missing, of any type, or answered by a program's own code. What fails has been raised and leaves
// by one jump, since all that was made is the arena's.
#include <string.h>

#include "frontend/trees.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/modules/ast.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    Vm *vm;
    Compilation *compilation;
    jmp_buf failed;
} Reader;

static _Noreturn void give_up(Reader *reader) {
    longjmp(reader->failed, 1);
}
#define REJECT(reader, error, ...) (error((reader)->vm, __VA_ARGS__), give_up(reader))

// VALUE_END when there is none.
static Value attribute_of(Reader *reader, Value node, const char *name) {
    Value key = str_intern_cstring(reader->vm, name);
    Value value = is_error(key) ? key : object_find_attribute(reader->vm, node, str_of(key));
    if (is_error(value)) give_up(reader);
    return value;
}

// --- values -------------------------------------------------------------------------------------

static const Identifier *read_text(Reader *reader, Value value, const char *what) {
    size_t size;
    if (is_none(value)) return NULL;
    if (!is_str_like(value)) REJECT(reader, error_type, "AST %s must be of type str", what);
    const char *text = str_utf8(reader->vm, str_of(value), &size);
    if (!text) give_up(reader);
    return identifier_intern(reader->compilation, text, size);
}

static int read_int(Reader *reader, Value value) {
    int number;
    if (!is_int(value) && !is_bool(value) && !is_big_int(value))
        REJECT(reader, error_value, "invalid integer value: %R", value);
    if (!argument_int(reader->vm, value, &number)) give_up(reader);
    return number;
}

// Which of `count` classes that extend `group` the value is of.
static unsigned read_choice(Reader *reader, Value value, const char *group,
                            const char *const *names, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        if (is_instance(value, ast_class(names[i]))) return i;
    REJECT(reader, error_type, "expected some sort of %s, but got %R", group, value);
}

// --- positions ----------------------------------------------------------------------------------

static int read_place(Reader *reader, const AstGroup *group, Value node, const char *name,
                      bool optional, int otherwise) {
    Value value = attribute_of(reader, node, name);
    if (optional && is_none(value)) return otherwise;
    if (value == VALUE_END)
        REJECT(reader, error_type, "required field \"%s\" missing from %s", name, group->name);
    return read_int(reader, value);
}

static void read_range(Reader *reader, const AstGroup *group, Value node, Range *range) {
    int line = read_place(reader, group, node, "lineno", false, 0);
    int column = read_place(reader, group, node, "col_offset", false, 0);
    int end_line = read_place(reader, group, node, "end_lineno", true, line);
    int end_column = read_place(reader, group, node, "end_col_offset", true, column);
    if (line > end_line)
        REJECT(reader, error_value, "AST node line range (%d, %d) is not valid", line, end_line);
    if ((line < 0 && end_line != line) || (column < 0 && column != end_column))
        REJECT(reader, error_value,
               "AST node column range (%d, %d) for line range (%d, %d) is not valid", column,
               end_column, line, end_line);
    if (line == end_line && column > end_column)
        REJECT(reader, error_value, "line %d, column %d-%d is not a valid range", line, column,
               end_column);
    range->line = line < 0 ? 0 : (uint32_t)line;
    range->end_line = end_line < 0 ? 0 : (uint32_t)end_line;
    range->column = (uint32_t)column; // -1 is UINT32_MAX: unknown
    range->end_column = (uint32_t)end_column;
}

// --- nodes --------------------------------------------------------------------------------------

static void *read_node(Reader *reader, const AstGroup *group, Value value);

// The items of a list, which code of the program may change meanwhile: a copy.
static Tuple *read_items(Reader *reader, const AstNodeType *type, const AstField *field,
                         Value list) {
    if (!is_list_like(list))
        REJECT(reader, error_type, "%s field \"%s\" must be a list, not a %T", type->name,
               field->name, list);
    Value items = tuple_from_list(reader->vm, list_of(list));
    if (is_error(items)) give_up(reader);
    return tuple_of(items);
}

static void read_list(Reader *reader, FieldKind kind, const Tuple *items, AnyList *list) {
    const AstGroup *group = ast_field_group(kind);
    list->count = (uint32_t)items->count;
    list->items = arena_array(reader->compilation->arena, void *, items->count);
    for (uint32_t i = 0; i < list->count; i++) {
        if (group)
            list->items[i] = read_node(reader, group, items->items[i]);
        else if (!(list->items[i] = (void *)read_text(reader, items->items[i], "identifier")))
            REJECT(reader, error_type, "AST identifier must be of type str");
    }
}

// The operators of a comparison, once its operands are known.
static void read_comparisons(Reader *reader, Value value, Expr *expr) {
    const AstNodeType *type = ast_node_type(ast_field_group(FIELD_EXPR), expr);
    const AstField *field = &type->fields[1];
    Value list = attribute_of(reader, value, field->name);
    if (list == VALUE_END)
        REJECT(reader, error_type, "required field \"ops\" missing from Compare");
    const Tuple *ops = read_items(reader, type, field, list);
    if (!expr->compare.comparators.count)
        REJECT(reader, error_value, "Compare with no comparators");
    if (ops->count != expr->compare.comparators.count)
        REJECT(reader, error_value, "Compare has a different number of comparators and operands");
    expr->compare.ops = arena_array(reader->compilation->arena, uint8_t, ops->count);
    for (size_t i = 0; i < ops->count; i++)
        expr->compare.ops[i] = (uint8_t)read_choice(reader, ops->items[i], "cmpop",
                                                    ast_compare_names, AST_COMPARE_COUNT);
}

static void require(Reader *reader, const AstNodeType *type, const AstField *field,
                    const void *made) {
    if (!made && !field->optional)
        REJECT(reader, error_value, "field '%s' is required for %s", field->name, type->name);
}

static void read_field(Reader *reader, const AstNodeType *type, const AstField *field, Value value,
                       char *node) {
    char *at = node + field->offset;
    switch (field->kind) {
    case FIELD_IDENTIFIER: {
        const Identifier *name = read_text(reader, value, "identifier");
        require(reader, type, field, name);
        *(const Identifier **)at = name;
        break;
    }
    case FIELD_CONSTANT:
        *(Constant **)at = constant_from(reader->vm, reader->compilation->arena, value);
        if (!*(Constant **)at) give_up(reader);
        break;
    case FIELD_UNICODE_PREFIX: *(bool *)at = read_text(reader, value, "string"); break;
    case FIELD_OPERATOR:
        *(Operator *)at = (Operator)read_choice(reader, value, "operator", ast_operator_names,
                                                AST_OPERATOR_COUNT);
        break;
    case FIELD_BOOL_OPERATOR:
        *(BoolOperator *)at =
            (BoolOperator)read_choice(reader, value, "boolop", ast_bool_names, AST_BOOL_COUNT);
        break;
    case FIELD_UNARY_OPERATOR:
        *(UnaryOperator *)at =
            (UnaryOperator)read_choice(reader, value, "unaryop", ast_unary_names, AST_UNARY_COUNT);
        break;
    case FIELD_CONTEXT:
        *(uint8_t *)at = (uint8_t)read_choice(reader, value, "expr_context", ast_context_names,
                                              AST_CONTEXT_COUNT);
        break;
    case FIELD_COMPARE_OPERATORS: break; // see read_comparisons
    case FIELD_BOOL: *(bool *)at = read_int(reader, value); break;
    case FIELD_INT: *(int *)at = is_none(value) ? 0 : read_int(reader, value); break;
    default:
        if (ast_field_is_list(field->kind)) {
            read_list(reader, field->kind, read_items(reader, type, field, value), (AnyList *)at);
        } else {
            void *made = read_node(reader, ast_field_group(field->kind), value);
            require(reader, type, field, made);
            *(void **)at = made;
        }
    }
}

static void read_fields(Reader *reader, const AstNodeType *type, Value value, char *node) {
    for (const AstField *field = type->fields; field->kind; field++) {
        Value part = attribute_of(reader, value, field->name);
        if (field->optional && (part == VALUE_END || is_none(part))) continue;
        if (part == VALUE_END)
            REJECT(reader, error_type, "required field \"%s\" missing from %s", field->name,
                   type->name);
        read_field(reader, type, field, part, node);
    }
}

// A group whose kinds extend a class is told by it; of others the fields alone count.
static void *read_node(Reader *reader, const AstGroup *group, Value value) {
    bool classed = strcmp(group->name, group->types->name) != 0;
    if (classed && is_none(value)) return NULL;
    if (!c_stack_check(reader->vm, " while traversing a tree")) give_up(reader);
    char *node = arena_alloc(reader->compilation->arena, group->size);
    unsigned kind = 0;
    if (classed) {
        if (group->range != AST_NOWHERE)
            read_range(reader, group, value, (Range *)(node + group->range));
        while (kind < group->count && !is_instance(value, ast_class(group->types[kind].name)))
            kind++;
        if (kind == group->count)
            REJECT(reader, error_type, "expected some sort of %s, but got %R", group->name, value);
        if (group->kind != AST_NOWHERE) *(uint8_t *)(node + group->kind) = (uint8_t)kind;
    }
    read_fields(reader, &group->types[kind], value, node);
    if (group == ast_field_group(FIELD_EXPR) && kind == EXPR_COMPARE)
        read_comparisons(reader, value, (Expr *)node);
    if (!classed && group->range != AST_NOWHERE)
        read_range(reader, group, value, (Range *)(node + group->range));
    return node;
}

static Tree *read_module(Reader *reader, Value tree, TreeKind kind) {
    Tree *module = arena_new(reader->compilation->arena, Tree);
    module->kind = kind;
    read_fields(reader, &ast_module_types[kind], tree, (char *)module);
    return module;
}

Value ast_compile(Vm *vm, Value tree, const char *filename, CompileMode mode) {
    static const TreeKind kinds[] = {
        [MODE_EXEC] = TREE_FILE, [MODE_EVAL] = TREE_EXPRESSION, [MODE_SINGLE] = TREE_INTERACTIVE};
    if (!ast_import(vm)) return VALUE_ERROR;
    const char *wanted = ast_module_types[kinds[mode]].name;
    if (!is_instance(tree, ast_class(wanted)))
        return error_type(vm, "expected %s node, got %T", wanted, tree);
    Arena arena;
    Compilation compilation;
    FrontendError error = {0};
    Reader reader = {.vm = vm, .compilation = &compilation};
    jmp_buf no_memory;
    arena_init(&arena);
    arena.out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena_free(&arena);
        return error_memory(vm);
    }
    if (setjmp(reader.failed)) {
        arena_free(&arena);
        return VALUE_ERROR;
    }
    compilation_init(&compilation, &arena, filename, mode, &error);
    Tree *module = read_module(&reader, tree, kinds[mode]);
    Value code = code_compile_tree(vm, &compilation, module);
    arena_free(&arena);
    return code;
}
