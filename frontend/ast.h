// The syntax tree: the nodes of CPython 3.11's `ast`, with its names, fields in its order,
// allocated in the arena. A node is a kind, a source range and a union with one member per kind, so
// a pass may rewrite a node in place. Absent optional children are NULL. Type comments are there
// if they were asked for.
#ifndef FRONTEND_AST_H
#define FRONTEND_AST_H

#include "frontend/code.h"

// Lines count from 1; columns are byte offsets from 0 in the line as UTF-8; the end is exclusive.
typedef struct {
    uint32_t line, column;
    uint32_t end_line, end_column;
} Range;

// A name, NFKC-normalized. Interned: within a compilation equal names are the same pointer, and
// `index` numbers them from 0. NULL stands for None.
typedef struct {
    Text text;
    uint32_t hash;
    uint32_t index;
} Identifier;

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Pattern Pattern;
typedef struct Arg Arg;
typedef struct Arguments Arguments;
typedef struct Keyword Keyword;
typedef struct Alias Alias;
typedef struct WithItem WithItem;
typedef struct Comprehension Comprehension;
typedef struct ExceptHandler ExceptHandler;
typedef struct MatchCase MatchCase;
typedef struct TypeIgnore TypeIgnore;

// clang-format off
typedef struct { Expr **items; uint32_t count; } ExprList; // Dict.keys, kw_defaults: items may be NULL
typedef struct { Stmt **items; uint32_t count; } StmtList;
typedef struct { Pattern **items; uint32_t count; } PatternList;
typedef struct { const Identifier **items; uint32_t count; } IdentifierList;
typedef struct { Arg **items; uint32_t count; } ArgList;
typedef struct { Keyword **items; uint32_t count; } KeywordList;
typedef struct { Alias **items; uint32_t count; } AliasList;
typedef struct { WithItem **items; uint32_t count; } WithItemList;
typedef struct { Comprehension **items; uint32_t count; } ComprehensionList;
typedef struct { ExceptHandler **items; uint32_t count; } ExceptHandlerList;
typedef struct { MatchCase **items; uint32_t count; } MatchCaseList;
typedef struct { TypeIgnore **items; uint32_t count; } TypeIgnoreList;
// clang-format on

typedef enum { BOOL_AND, BOOL_OR } BoolOperator;

typedef enum {
    OPERATOR_ADD,
    OPERATOR_SUB,
    OPERATOR_MULT,
    OPERATOR_MAT_MULT,
    OPERATOR_DIV,
    OPERATOR_MOD,
    OPERATOR_POW,
    OPERATOR_L_SHIFT,
    OPERATOR_R_SHIFT,
    OPERATOR_BIT_OR,
    OPERATOR_BIT_XOR,
    OPERATOR_BIT_AND,
    OPERATOR_FLOOR_DIV,
} Operator;

typedef enum { UNARY_INVERT, UNARY_NOT, UNARY_ADD, UNARY_SUB } UnaryOperator;

typedef enum {
    COMPARISON_EQ,
    COMPARISON_NOT_EQ,
    COMPARISON_LT,
    COMPARISON_LT_E,
    COMPARISON_GT,
    COMPARISON_GT_E,
    COMPARISON_IS,
    COMPARISON_IS_NOT,
    COMPARISON_IN,
    COMPARISON_NOT_IN,
} Comparison;

typedef enum { CONTEXT_LOAD, CONTEXT_STORE, CONTEXT_DEL } ExprContext;

typedef enum {
    EXPR_BOOL_OP,
    EXPR_NAMED_EXPR,
    EXPR_BIN_OP,
    EXPR_UNARY_OP,
    EXPR_LAMBDA,
    EXPR_IF_EXP,
    EXPR_DICT,
    EXPR_SET,
    EXPR_LIST_COMP,
    EXPR_SET_COMP,
    EXPR_DICT_COMP,
    EXPR_GENERATOR_EXP,
    EXPR_AWAIT,
    EXPR_YIELD,
    EXPR_YIELD_FROM,
    EXPR_COMPARE,
    EXPR_CALL,
    EXPR_FORMATTED_VALUE,
    EXPR_JOINED_STR,
    EXPR_CONSTANT,
    EXPR_ATTRIBUTE,
    EXPR_SUBSCRIPT,
    EXPR_STARRED,
    EXPR_NAME,
    EXPR_LIST,
    EXPR_TUPLE,
    EXPR_SLICE,
} ExprKind;

struct Expr {
    uint8_t kind;       // ExprKind
    uint8_t context;    // ExprContext, of Attribute Subscript Starred Name List Tuple
    bool parenthesized; // written inside parentheses of its own; the range excludes them, but
                        // for tuples and generator expressions, whose range includes them
    Range range;
    union {
        struct {
            BoolOperator op;
            ExprList values;
        } bool_op;
        struct {
            Expr *target, *value;
        } named_expr;
        struct {
            Expr *left;
            Operator op;
            Expr *right;
        } bin_op;
        struct {
            UnaryOperator op;
            Expr *operand;
        } unary_op;
        struct {
            Arguments *args;
            Expr *body;
        } lambda;
        struct {
            Expr *test, *body, *orelse;
        } if_exp;
        struct {
            ExprList keys, values; // a NULL key: **value
        } dict;
        struct {
            ExprList elts;
        } set;
        struct {
            Expr *elt;
            ComprehensionList generators;
        } comp; // list, set and generator
        struct {
            Expr *key, *value;
            ComprehensionList generators;
        } dict_comp;
        struct {
            Expr *value; // may be NULL in Yield
        } await, yield, yield_from;
        struct {
            Expr *left;
            uint8_t *ops; // Comparison, as many as comparators
            ExprList comparators;
        } compare;
        struct {
            Expr *func;
            ExprList args;
            KeywordList keywords;
        } call;
        struct {
            Expr *value;
            int conversion;    // -1, 's', 'r' or 'a'
            Expr *format_spec; // JoinedStr or NULL
        } formatted_value;
        struct {
            ExprList values; // Constant and FormattedValue
        } joined_str;
        struct {
            Constant *value;
            bool unicode_prefix; // CPython's kind='u'
        } constant;
        struct {
            Expr *value;
            const Identifier *attr;
        } attribute;
        struct {
            Expr *value, *slice;
        } subscript;
        struct {
            Expr *value;
        } starred;
        struct {
            const Identifier *id;
        } name;
        struct {
            ExprList elts;
        } list, tuple;
        struct {
            Expr *lower, *upper, *step;
        } slice;
    };
};

struct Comprehension {
    Expr *target, *iter;
    ExprList ifs;
    bool is_async;
};

struct Arg {
    Range range;
    const Identifier *arg;
    Expr *annotation;
    const Identifier *type_comment; // its text, or NULL
};

struct Arguments {
    ArgList posonlyargs, args;
    Arg *vararg;
    ArgList kwonlyargs;
    ExprList kw_defaults; // as many as kwonlyargs, NULL where there is none
    Arg *kwarg;
    ExprList defaults; // of the last ones of posonlyargs + args
};

struct Keyword {
    Range range;
    const Identifier *arg; // NULL: **value
    Expr *value;
};

struct Alias {
    Range range;
    const Identifier *name; // dotted name, or "*"
    const Identifier *asname;
};

struct WithItem {
    Expr *context_expr, *optional_vars;
};

struct ExceptHandler {
    Range range;
    Expr *type;
    const Identifier *name;
    StmtList body;
};

typedef enum {
    PATTERN_VALUE,
    PATTERN_SINGLETON,
    PATTERN_SEQUENCE,
    PATTERN_MAPPING,
    PATTERN_CLASS,
    PATTERN_STAR,
    PATTERN_AS,
    PATTERN_OR,
} PatternKind;

struct Pattern {
    uint8_t kind; // PatternKind
    Range range;
    union {
        struct {
            Expr *value;
        } match_value;
        struct {
            Constant *value; // None, True or False
        } match_singleton;
        struct {
            PatternList patterns;
        } match_sequence;
        struct {
            ExprList keys;
            PatternList patterns;
            const Identifier *rest;
        } match_mapping;
        struct {
            Expr *cls;
            PatternList patterns;
            IdentifierList kwd_attrs;
            PatternList kwd_patterns;
        } match_class;
        struct {
            const Identifier *name; // NULL: *_
        } match_star;
        struct {
            Pattern *pattern;
            const Identifier *name; // both NULL: _
        } match_as;
        struct {
            PatternList patterns;
        } match_or;
    };
};

struct MatchCase {
    Pattern *pattern;
    Expr *guard;
    StmtList body;
};

// `# type: ignore`, with what stands behind it.
struct TypeIgnore {
    uint32_t line;
    const Identifier *tag;
};

typedef enum {
    STMT_FUNCTION_DEF,
    STMT_ASYNC_FUNCTION_DEF,
    STMT_CLASS_DEF,
    STMT_RETURN,
    STMT_DELETE,
    STMT_ASSIGN,
    STMT_AUG_ASSIGN,
    STMT_ANN_ASSIGN,
    STMT_FOR,
    STMT_ASYNC_FOR,
    STMT_WHILE,
    STMT_IF,
    STMT_WITH,
    STMT_ASYNC_WITH,
    STMT_MATCH,
    STMT_RAISE,
    STMT_TRY,
    STMT_TRY_STAR,
    STMT_ASSERT,
    STMT_IMPORT,
    STMT_IMPORT_FROM,
    STMT_GLOBAL,
    STMT_NONLOCAL,
    STMT_EXPR,
    STMT_PASS,
    STMT_BREAK,
    STMT_CONTINUE,
} StmtKind;

struct Stmt {
    uint8_t kind;    // StmtKind
    bool unfoldable; // the parser saw nothing in it that fold.c might change
    Range range;     // of functions and classes: from `def` or `class` on, decorators excluded
    union {
        struct {
            const Identifier *name;
            Arguments *args;
            StmtList body;
            ExprList decorator_list;
            Expr *returns;
            const Identifier *type_comment;
        } function_def; // also async
        struct {
            const Identifier *name;
            ExprList bases;
            KeywordList keywords;
            StmtList body;
            ExprList decorator_list;
        } class_def;
        struct {
            Expr *value; // may be NULL
        } return_;
        struct {
            ExprList targets;
        } delete_;
        struct {
            ExprList targets;
            Expr *value;
            const Identifier *type_comment;
        } assign;
        struct {
            Expr *target;
            Operator op;
            Expr *value;
        } aug_assign;
        struct {
            Expr *target, *annotation, *value; // value may be NULL
            bool simple;                       // a bare name without parentheses
        } ann_assign;
        struct {
            Expr *target, *iter;
            StmtList body, orelse;
            const Identifier *type_comment;
        } for_; // also async
        struct {
            Expr *test;
            StmtList body, orelse;
        } while_, if_;
        struct {
            WithItemList items;
            StmtList body;
            const Identifier *type_comment;
        } with; // also async
        struct {
            Expr *subject;
            MatchCaseList cases;
        } match;
        struct {
            Expr *exc, *cause; // may be NULL
        } raise;
        struct {
            StmtList body;
            ExceptHandlerList handlers;
            StmtList orelse, finalbody;
        } try_; // also star
        struct {
            Expr *test, *msg;
        } assert_;
        struct {
            AliasList names;
        } import;
        struct {
            const Identifier *module; // may be NULL
            AliasList names;
            uint32_t level;
        } import_from;
        struct {
            IdentifierList names;
        } global, nonlocal;
        struct {
            Expr *value;
        } expr;
    };
};

typedef enum { TREE_FILE, TREE_INTERACTIVE, TREE_EXPRESSION, TREE_FUNCTION_TYPE } TreeKind;

typedef struct Tree {
    TreeKind kind;
    StmtList body;               // file, interactive
    Expr *expression;            // expression; return type of function_type
    ExprList argtypes;           // function_type
    TypeIgnoreList type_ignores; // file
} Tree;

#endif
