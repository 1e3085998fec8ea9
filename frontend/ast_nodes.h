// The kinds of nodes by name, with their fields: who prints trees, hands them out as objects or
// takes them back reads these tables and knows no kind by itself.
#ifndef FRONTEND_AST_NODES_H
#define FRONTEND_AST_NODES_H

#include "frontend/ast.h"

typedef enum {
    FIELD_NONE, // ends the fields of a node
    FIELD_IDENTIFIER,
    FIELD_IDENTIFIERS,
    FIELD_EXPR,
    FIELD_EXPRS,
    FIELD_STMTS,
    FIELD_PATTERN,
    FIELD_PATTERNS,
    FIELD_ARG,
    FIELD_ARGS,
    FIELD_ARGUMENTS,
    FIELD_KEYWORDS,
    FIELD_ALIASES,
    FIELD_WITH_ITEMS,
    FIELD_COMPREHENSIONS,
    FIELD_HANDLERS,
    FIELD_CASES,
    FIELD_CONSTANT,
    FIELD_UNICODE_PREFIX,
    FIELD_OPERATOR,
    FIELD_BOOL_OPERATOR,
    FIELD_UNARY_OPERATOR,
    FIELD_COMPARE_OPERATORS,
    FIELD_CONTEXT,
    FIELD_BOOL,
    FIELD_INT,
    FIELD_TYPE_IGNORES,
} FieldKind;

typedef struct {
    const char *name;
    FieldKind kind;
    size_t offset; // in the node; of FIELD_COMPARE_OPERATORS, of all that belongs to the comparison
    bool optional; // may be absent: NULL, or false
} AstField;

typedef struct {
    const char *name;
    AstField fields[9];
} AstNodeType;

// Nodes that may stand in the same place.
typedef struct {
    const char *name; // of the class that all of them extend; else, of the one kind itself
    const AstNodeType *types;
    uint32_t count; // of types, which a node's kind is an index of
    size_t size;    // of a node
    size_t kind;    // where it lies in a node, one byte; AST_NOWHERE: there is one kind only
    size_t range;   // where it lies; AST_NOWHERE: these have no place in the source
} AstGroup;

#define AST_NOWHERE SIZE_MAX

// Any of the sequences of ast.h.
typedef struct {
    void **items;
    uint32_t count;
} AnyList;

enum {
    AST_OPERATOR_COUNT = OPERATOR_FLOOR_DIV + 1,
    AST_COMPARE_COUNT = COMPARISON_NOT_IN + 1,
    AST_UNARY_COUNT = UNARY_SUB + 1,
    AST_BOOL_COUNT = BOOL_OR + 1,
    AST_CONTEXT_COUNT = CONTEXT_DEL + 1,
};

extern const AstNodeType ast_module_types[TREE_FUNCTION_TYPE + 1]; // by TreeKind
// The classes of operators and contexts, by their enumerations.
extern const char *const ast_operator_names[AST_OPERATOR_COUNT];
extern const char *const ast_compare_names[AST_COMPARE_COUNT];
extern const char *const ast_unary_names[AST_UNARY_COUNT];
extern const char *const ast_bool_names[AST_BOOL_COUNT];
extern const char *const ast_context_names[AST_CONTEXT_COUNT];

bool ast_field_is_list(FieldKind kind); // an AnyList
// What nodes a field holds, one or a list; NULL: none.
const AstGroup *ast_field_group(FieldKind kind);
const AstNodeType *ast_node_type(const AstGroup *group, const void *node);
const Range *ast_node_range(const AstGroup *group, const void *node); // NULL: has none

#endif
