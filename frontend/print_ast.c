// Prints a tree as `python -m ast` does. A table says which fields each kind of node has and where;
// one function prints them all. A node whose fields are at most three simple ones stays on one
// line.
#include "frontend/error.h"
#include "frontend/parser.h"
#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "frontend/text/quote.h"
#include "frontend/tools.h"

#include <string.h>

typedef enum {
    FIELD_NONE, // ends a list of fields
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

// CPython's recursion limit does not let it go deeper; and the output grows as the square of it.
enum { LEVELS_MOST = 1000 };

typedef struct {
    const char *name;
    FieldKind kind;
    size_t offset;
    bool optional; // left out when absent
} Field;

typedef struct {
    const char *name;
    Field fields[9];
} NodeType;

#define AT(Type, member) offsetof(Type, member)
#define E(member)        offsetof(Expr, member)
#define S(member)        offsetof(Stmt, member)
#define P(member)        offsetof(Pattern, member)

// clang-format off
static const NodeType expr_types[] = {
    [EXPR_BOOL_OP] = {"BoolOp", {{"op", FIELD_BOOL_OPERATOR, E(bool_op.op), 0},
                                 {"values", FIELD_EXPRS, E(bool_op.values), 0}}},
    [EXPR_NAMED_EXPR] = {"NamedExpr", {{"target", FIELD_EXPR, E(named_expr.target), 0},
                                       {"value", FIELD_EXPR, E(named_expr.value), 0}}},
    [EXPR_BIN_OP] = {"BinOp", {{"left", FIELD_EXPR, E(bin_op.left), 0},
                               {"op", FIELD_OPERATOR, E(bin_op.op), 0},
                               {"right", FIELD_EXPR, E(bin_op.right), 0}}},
    [EXPR_UNARY_OP] = {"UnaryOp", {{"op", FIELD_UNARY_OPERATOR, E(unary_op.op), 0},
                                   {"operand", FIELD_EXPR, E(unary_op.operand), 0}}},
    [EXPR_LAMBDA] = {"Lambda", {{"args", FIELD_ARGUMENTS, E(lambda.args), 0},
                                {"body", FIELD_EXPR, E(lambda.body), 0}}},
    [EXPR_IF_EXP] = {"IfExp", {{"test", FIELD_EXPR, E(if_exp.test), 0},
                               {"body", FIELD_EXPR, E(if_exp.body), 0},
                               {"orelse", FIELD_EXPR, E(if_exp.orelse), 0}}},
    [EXPR_DICT] = {"Dict", {{"keys", FIELD_EXPRS, E(dict.keys), 0},
                            {"values", FIELD_EXPRS, E(dict.values), 0}}},
    [EXPR_SET] = {"Set", {{"elts", FIELD_EXPRS, E(set.elts), 0}}},
    [EXPR_LIST_COMP] = {"ListComp", {{"elt", FIELD_EXPR, E(comp.elt), 0},
                                     {"generators", FIELD_COMPREHENSIONS, E(comp.generators), 0}}},
    [EXPR_SET_COMP] = {"SetComp", {{"elt", FIELD_EXPR, E(comp.elt), 0},
                                   {"generators", FIELD_COMPREHENSIONS, E(comp.generators), 0}}},
    [EXPR_DICT_COMP] = {"DictComp", {{"key", FIELD_EXPR, E(dict_comp.key), 0},
                                     {"value", FIELD_EXPR, E(dict_comp.value), 0},
                                     {"generators", FIELD_COMPREHENSIONS,
                                      E(dict_comp.generators), 0}}},
    [EXPR_GENERATOR_EXP] = {"GeneratorExp", {{"elt", FIELD_EXPR, E(comp.elt), 0},
                                             {"generators", FIELD_COMPREHENSIONS,
                                              E(comp.generators), 0}}},
    [EXPR_AWAIT] = {"Await", {{"value", FIELD_EXPR, E(await.value), 0}}},
    [EXPR_YIELD] = {"Yield", {{"value", FIELD_EXPR, E(yield.value), 1}}},
    [EXPR_YIELD_FROM] = {"YieldFrom", {{"value", FIELD_EXPR, E(yield_from.value), 0}}},
    [EXPR_COMPARE] = {"Compare", {{"left", FIELD_EXPR, E(compare.left), 0},
                                  {"ops", FIELD_COMPARE_OPERATORS, E(compare), 0},
                                  {"comparators", FIELD_EXPRS, E(compare.comparators), 0}}},
    [EXPR_CALL] = {"Call", {{"func", FIELD_EXPR, E(call.func), 0},
                            {"args", FIELD_EXPRS, E(call.args), 0},
                            {"keywords", FIELD_KEYWORDS, E(call.keywords), 0}}},
    [EXPR_FORMATTED_VALUE] = {"FormattedValue",
                              {{"value", FIELD_EXPR, E(formatted_value.value), 0},
                               {"conversion", FIELD_INT, E(formatted_value.conversion), 0},
                               {"format_spec", FIELD_EXPR, E(formatted_value.format_spec), 1}}},
    [EXPR_JOINED_STR] = {"JoinedStr", {{"values", FIELD_EXPRS, E(joined_str.values), 0}}},
    [EXPR_CONSTANT] = {"Constant", {{"value", FIELD_CONSTANT, E(constant.value), 0},
                                    {"kind", FIELD_UNICODE_PREFIX,
                                     E(constant.unicode_prefix), 1}}},
    [EXPR_ATTRIBUTE] = {"Attribute", {{"value", FIELD_EXPR, E(attribute.value), 0},
                                      {"attr", FIELD_IDENTIFIER, E(attribute.attr), 0},
                                      {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_SUBSCRIPT] = {"Subscript", {{"value", FIELD_EXPR, E(subscript.value), 0},
                                      {"slice", FIELD_EXPR, E(subscript.slice), 0},
                                      {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_STARRED] = {"Starred", {{"value", FIELD_EXPR, E(starred.value), 0},
                                  {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_NAME] = {"Name", {{"id", FIELD_IDENTIFIER, E(name.id), 0},
                            {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_LIST] = {"List", {{"elts", FIELD_EXPRS, E(list.elts), 0},
                            {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_TUPLE] = {"Tuple", {{"elts", FIELD_EXPRS, E(tuple.elts), 0},
                              {"ctx", FIELD_CONTEXT, E(context), 0}}},
    [EXPR_SLICE] = {"Slice", {{"lower", FIELD_EXPR, E(slice.lower), 1},
                              {"upper", FIELD_EXPR, E(slice.upper), 1},
                              {"step", FIELD_EXPR, E(slice.step), 1}}},
};

#define FUNCTION_FIELDS                                                                            \
    {{"name", FIELD_IDENTIFIER, S(function_def.name), 0},                                          \
     {"args", FIELD_ARGUMENTS, S(function_def.args), 0},                                           \
     {"body", FIELD_STMTS, S(function_def.body), 0},                                               \
     {"decorator_list", FIELD_EXPRS, S(function_def.decorator_list), 0},                           \
     {"returns", FIELD_EXPR, S(function_def.returns), 1},                                         \
     {"type_comment", FIELD_IDENTIFIER, S(function_def.type_comment), 1}}
#define FOR_FIELDS                                                                                 \
    {{"target", FIELD_EXPR, S(for_.target), 0}, {"iter", FIELD_EXPR, S(for_.iter), 0},             \
     {"body", FIELD_STMTS, S(for_.body), 0}, {"orelse", FIELD_STMTS, S(for_.orelse), 0},     \
     {"type_comment", FIELD_IDENTIFIER, S(for_.type_comment), 1}}
#define WITH_FIELDS                                                                                \
    {{"items", FIELD_WITH_ITEMS, S(with.items), 0}, {"body", FIELD_STMTS, S(with.body), 0},                  \
     {"type_comment", FIELD_IDENTIFIER, S(with.type_comment), 1}}
#define TEST_FIELDS                                                                                \
    {{"test", FIELD_EXPR, S(if_.test), 0}, {"body", FIELD_STMTS, S(if_.body), 0},                  \
     {"orelse", FIELD_STMTS, S(if_.orelse), 0}}
#define TRY_FIELDS                                                                                 \
    {{"body", FIELD_STMTS, S(try_.body), 0}, {"handlers", FIELD_HANDLERS, S(try_.handlers), 0},    \
     {"orelse", FIELD_STMTS, S(try_.orelse), 0},                                                   \
     {"finalbody", FIELD_STMTS, S(try_.finalbody), 0}}

static const NodeType stmt_types[] = {
    [STMT_FUNCTION_DEF] = {"FunctionDef", FUNCTION_FIELDS},
    [STMT_ASYNC_FUNCTION_DEF] = {"AsyncFunctionDef", FUNCTION_FIELDS},
    [STMT_CLASS_DEF] = {"ClassDef", {{"name", FIELD_IDENTIFIER, S(class_def.name), 0},
                                     {"bases", FIELD_EXPRS, S(class_def.bases), 0},
                                     {"keywords", FIELD_KEYWORDS, S(class_def.keywords), 0},
                                     {"body", FIELD_STMTS, S(class_def.body), 0},
                                     {"decorator_list", FIELD_EXPRS,
                                      S(class_def.decorator_list), 0}}},
    [STMT_RETURN] = {"Return", {{"value", FIELD_EXPR, S(return_.value), 1}}},
    [STMT_DELETE] = {"Delete", {{"targets", FIELD_EXPRS, S(delete_.targets), 0}}},
    [STMT_ASSIGN] = {"Assign", {{"targets", FIELD_EXPRS, S(assign.targets), 0},
                                {"value", FIELD_EXPR, S(assign.value), 0},
                                {"type_comment", FIELD_IDENTIFIER, S(assign.type_comment), 1}}},
    [STMT_AUG_ASSIGN] = {"AugAssign", {{"target", FIELD_EXPR, S(aug_assign.target), 0},
                                       {"op", FIELD_OPERATOR, S(aug_assign.op), 0},
                                       {"value", FIELD_EXPR, S(aug_assign.value), 0}}},
    [STMT_ANN_ASSIGN] = {"AnnAssign", {{"target", FIELD_EXPR, S(ann_assign.target), 0},
                                       {"annotation", FIELD_EXPR, S(ann_assign.annotation), 0},
                                       {"value", FIELD_EXPR, S(ann_assign.value), 1},
                                       {"simple", FIELD_BOOL, S(ann_assign.simple), 0}}},
    [STMT_FOR] = {"For", FOR_FIELDS},
    [STMT_ASYNC_FOR] = {"AsyncFor", FOR_FIELDS},
    [STMT_WHILE] = {"While", TEST_FIELDS},
    [STMT_IF] = {"If", TEST_FIELDS},
    [STMT_WITH] = {"With", WITH_FIELDS},
    [STMT_ASYNC_WITH] = {"AsyncWith", WITH_FIELDS},
    [STMT_MATCH] = {"Match", {{"subject", FIELD_EXPR, S(match.subject), 0},
                              {"cases", FIELD_CASES, S(match.cases), 0}}},
    [STMT_RAISE] = {"Raise", {{"exc", FIELD_EXPR, S(raise.exc), 1},
                              {"cause", FIELD_EXPR, S(raise.cause), 1}}},
    [STMT_TRY] = {"Try", TRY_FIELDS},
    [STMT_TRY_STAR] = {"TryStar", TRY_FIELDS},
    [STMT_ASSERT] = {"Assert", {{"test", FIELD_EXPR, S(assert_.test), 0},
                                {"msg", FIELD_EXPR, S(assert_.msg), 1}}},
    [STMT_IMPORT] = {"Import", {{"names", FIELD_ALIASES, S(import.names), 0}}},
    [STMT_IMPORT_FROM] = {"ImportFrom", {{"module", FIELD_IDENTIFIER, S(import_from.module), 1},
                                         {"names", FIELD_ALIASES, S(import_from.names), 0},
                                         {"level", FIELD_INT, S(import_from.level), 0}}},
    [STMT_GLOBAL] = {"Global", {{"names", FIELD_IDENTIFIERS, S(global.names), 0}}},
    [STMT_NONLOCAL] = {"Nonlocal", {{"names", FIELD_IDENTIFIERS, S(nonlocal.names), 0}}},
    [STMT_EXPR] = {"Expr", {{"value", FIELD_EXPR, S(expr.value), 0}}},
    [STMT_PASS] = {"Pass", {{0}}},
    [STMT_BREAK] = {"Break", {{0}}},
    [STMT_CONTINUE] = {"Continue", {{0}}},
};

static const NodeType pattern_types[] = {
    [PATTERN_VALUE] = {"MatchValue", {{"value", FIELD_EXPR, P(match_value.value), 0}}},
    [PATTERN_SINGLETON] = {"MatchSingleton",
                           {{"value", FIELD_CONSTANT, P(match_singleton.value), 0}}},
    [PATTERN_SEQUENCE] = {"MatchSequence",
                          {{"patterns", FIELD_PATTERNS, P(match_sequence.patterns), 0}}},
    [PATTERN_MAPPING] = {"MatchMapping",
                         {{"keys", FIELD_EXPRS, P(match_mapping.keys), 0},
                          {"patterns", FIELD_PATTERNS, P(match_mapping.patterns), 0},
                          {"rest", FIELD_IDENTIFIER, P(match_mapping.rest), 1}}},
    [PATTERN_CLASS] = {"MatchClass",
                       {{"cls", FIELD_EXPR, P(match_class.cls), 0},
                        {"patterns", FIELD_PATTERNS, P(match_class.patterns), 0},
                        {"kwd_attrs", FIELD_IDENTIFIERS, P(match_class.kwd_attrs), 0},
                        {"kwd_patterns", FIELD_PATTERNS, P(match_class.kwd_patterns), 0}}},
    [PATTERN_STAR] = {"MatchStar", {{"name", FIELD_IDENTIFIER, P(match_star.name), 1}}},
    [PATTERN_AS] = {"MatchAs", {{"pattern", FIELD_PATTERN, P(match_as.pattern), 1},
                                {"name", FIELD_IDENTIFIER, P(match_as.name), 1}}},
    [PATTERN_OR] = {"MatchOr", {{"patterns", FIELD_PATTERNS, P(match_or.patterns), 0}}},
};

static const NodeType comprehension_type = {
    "comprehension", {{"target", FIELD_EXPR, AT(Comprehension, target), 0},
                      {"iter", FIELD_EXPR, AT(Comprehension, iter), 0},
                      {"ifs", FIELD_EXPRS, AT(Comprehension, ifs), 0},
                      {"is_async", FIELD_BOOL, AT(Comprehension, is_async), 0}}};
static const NodeType handler_type = {
    "ExceptHandler", {{"type", FIELD_EXPR, AT(ExceptHandler, type), 1},
                      {"name", FIELD_IDENTIFIER, AT(ExceptHandler, name), 1},
                      {"body", FIELD_STMTS, AT(ExceptHandler, body), 0}}};
static const NodeType arguments_type = {
    "arguments", {{"posonlyargs", FIELD_ARGS, AT(Arguments, posonlyargs), 0},
                  {"args", FIELD_ARGS, AT(Arguments, args), 0},
                  {"vararg", FIELD_ARG, AT(Arguments, vararg), 1},
                  {"kwonlyargs", FIELD_ARGS, AT(Arguments, kwonlyargs), 0},
                  {"kw_defaults", FIELD_EXPRS, AT(Arguments, kw_defaults), 0},
                  {"kwarg", FIELD_ARG, AT(Arguments, kwarg), 1},
                  {"defaults", FIELD_EXPRS, AT(Arguments, defaults), 0}}};
static const NodeType arg_type = {
    "arg", {{"arg", FIELD_IDENTIFIER, AT(Arg, arg), 0},
            {"annotation", FIELD_EXPR, AT(Arg, annotation), 1},
            {"type_comment", FIELD_IDENTIFIER, AT(Arg, type_comment), 1}}};
static const NodeType keyword_type = {
    "keyword", {{"arg", FIELD_IDENTIFIER, AT(Keyword, arg), 1},
                {"value", FIELD_EXPR, AT(Keyword, value), 0}}};
static const NodeType alias_type = {
    "alias", {{"name", FIELD_IDENTIFIER, AT(Alias, name), 0},
              {"asname", FIELD_IDENTIFIER, AT(Alias, asname), 1}}};
static const NodeType with_item_type = {
    "withitem", {{"context_expr", FIELD_EXPR, AT(WithItem, context_expr), 0},
                 {"optional_vars", FIELD_EXPR, AT(WithItem, optional_vars), 1}}};
static const NodeType match_case_type = {
    "match_case", {{"pattern", FIELD_PATTERN, AT(MatchCase, pattern), 0},
                   {"guard", FIELD_EXPR, AT(MatchCase, guard), 1},
                   {"body", FIELD_STMTS, AT(MatchCase, body), 0}}};
static const NodeType type_ignore_type = {
    "TypeIgnore", {{"lineno", FIELD_INT, AT(TypeIgnore, line), 0},
                   {"tag", FIELD_IDENTIFIER, AT(TypeIgnore, tag), 0}}};
static const NodeType module_types[] = {
    [MODULE_FILE] = {"Module", {{"body", FIELD_STMTS, AT(Module, body), 0},
                                {"type_ignores", FIELD_TYPE_IGNORES, AT(Module, type_ignores), 0}}},
    [MODULE_INTERACTIVE] = {"Interactive", {{"body", FIELD_STMTS, AT(Module, body), 0}}},
    [MODULE_EXPRESSION] = {"Expression", {{"body", FIELD_EXPR, AT(Module, expression), 0}}},
    [MODULE_FUNCTION_TYPE] = {"FunctionType",
                              {{"argtypes", FIELD_EXPRS, AT(Module, argtypes), 0},
                               {"returns", FIELD_EXPR, AT(Module, expression), 0}}},
};

static const char *const operator_names[] = {"Add",    "Sub",    "Mult",  "MatMult", "Div",
                                             "Mod",    "Pow",    "LShift", "RShift", "BitOr",
                                             "BitXor", "BitAnd", "FloorDiv"};
static const char *const compare_names[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                            "GtE", "Is",    "IsNot", "In",  "NotIn"};
static const char *const unary_names[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const bool_names[] = {"And", "Or"};
static const char *const context_names[] = {"Load", "Store", "Del"};
// clang-format on

typedef struct {
    Compilation *compilation;
    const AstOptions *options;
    FILE *out;
} Printer;

// Any of the sequences of ast.h.
typedef struct {
    void **items;
    uint32_t count;
} AnyList;

static void newline(const Printer *printer, int level) {
    int indent = printer->options->indent;
    fprintf(printer->out, "\n%*s", indent > 0 ? indent * level : 0, "");
}

// --- values -----------------------------------------------------------------------------------

static void print_text(const Printer *printer, Text text, bool bytes) {
    char *quoted = arena_alloc(printer->compilation->arena, QUOTE_ROOM(text.size) + 1);
    size_t size = bytes ? quote_bytes(text.data, text.size, quoted)
                        : quote_text(text.data, text.size, false, quoted);
    fwrite(quoted, 1, size, printer->out);
}

static void print_constant(const Printer *printer, const Constant *constant) {
    char number[FLOAT_REPR_ROOM];
    FILE *out = printer->out;
    switch (constant->kind) {
    case CONSTANT_NONE: fputs("None", out); break;
    case CONSTANT_FALSE: fputs("False", out); break;
    case CONSTANT_TRUE: fputs("True", out); break;
    case CONSTANT_ELLIPSIS: fputs("Ellipsis", out); break;
    case CONSTANT_INT: fprintf(out, "%lld", (long long)constant->integer); break;
    case CONSTANT_BIG_INT: {
        Arena *arena = printer->compilation->arena;
        uint32_t count = constant->big.count;
        uint64_t *limbs = arena_array(arena, uint64_t, count);
        char *digits = arena_alloc(arena, integer_digit_room(count, 10));
        memcpy(limbs, constant->big.limbs, count * sizeof *limbs);
        fwrite(digits, 1, integer_format(limbs, count, 10, digits), out);
        break;
    }
    case CONSTANT_FLOAT:
        float_repr(constant->real, number);
        fputs(number, out);
        break;
    case CONSTANT_COMPLEX:
        float_repr_plain(constant->complex.imaginary, number);
        fprintf(out, "%sj", number);
        break;
    case CONSTANT_STR: print_text(printer, constant->text, false); break;
    case CONSTANT_BYTES: print_text(printer, constant->text, true); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
    case CONSTANT_CODE: break; // made by the compiler only
    }
}

// --- nodes ------------------------------------------------------------------------------------

static void print_node(const Printer *printer, const NodeType *type, const void *node,
                       const Range *range, int level);

static void print_item(const Printer *printer, FieldKind kind, void *item, int level) {
    const NodeType *type = NULL;
    const Range *range = NULL;
    if (!item) {
        fputs("None", printer->out);
        return;
    }
    switch (kind) {
    case FIELD_IDENTIFIER:
    case FIELD_IDENTIFIERS: print_text(printer, ((Identifier *)item)->text, false); return;
    case FIELD_EXPR:
    case FIELD_EXPRS:
        type = &expr_types[((Expr *)item)->kind];
        range = &((Expr *)item)->range;
        break;
    case FIELD_STMTS:
        type = &stmt_types[((Stmt *)item)->kind];
        range = &((Stmt *)item)->range;
        break;
    case FIELD_PATTERN:
    case FIELD_PATTERNS:
        type = &pattern_types[((Pattern *)item)->kind];
        range = &((Pattern *)item)->range;
        break;
    case FIELD_ARG:
    case FIELD_ARGS:
        type = &arg_type;
        range = &((Arg *)item)->range;
        break;
    case FIELD_KEYWORDS:
        type = &keyword_type;
        range = &((Keyword *)item)->range;
        break;
    case FIELD_ALIASES:
        type = &alias_type;
        range = &((Alias *)item)->range;
        break;
    case FIELD_HANDLERS:
        type = &handler_type;
        range = &((ExceptHandler *)item)->range;
        break;
    case FIELD_ARGUMENTS: type = &arguments_type; break;
    case FIELD_WITH_ITEMS: type = &with_item_type; break;
    case FIELD_COMPREHENSIONS: type = &comprehension_type; break;
    case FIELD_CASES: type = &match_case_type; break;
    case FIELD_TYPE_IGNORES: type = &type_ignore_type; break;
    default: return;
    }
    print_node(printer, type, item, range, level);
}

static bool is_list(FieldKind kind) {
    switch (kind) {
    case FIELD_IDENTIFIERS:
    case FIELD_EXPRS:
    case FIELD_STMTS:
    case FIELD_PATTERNS:
    case FIELD_ARGS:
    case FIELD_KEYWORDS:
    case FIELD_ALIASES:
    case FIELD_WITH_ITEMS:
    case FIELD_COMPREHENSIONS:
    case FIELD_HANDLERS:
    case FIELD_CASES:
    case FIELD_TYPE_IGNORES: return true;
    default: return false;
    }
}

static void print_list(const Printer *printer, FieldKind kind, const AnyList *list, int level) {
    if (!list->count) {
        fputs("[]", printer->out);
        return;
    }
    fputc('[', printer->out);
    for (uint32_t index = 0; index < list->count; index++) {
        if (index) fputc(',', printer->out);
        newline(printer, level + 1);
        print_item(printer, kind, list->items[index], level + 1);
    }
    fputc(']', printer->out);
}

static void print_compare_operators(const Printer *printer, const Expr *expr, int level) {
    fputc('[', printer->out);
    for (uint32_t index = 0; index < expr->compare.comparators.count; index++) {
        if (index) fputc(',', printer->out);
        newline(printer, level + 1);
        fprintf(printer->out, "%s()", compare_names[expr->compare.ops[index]]);
    }
    fputc(']', printer->out);
}

static bool is_absent(const Field *field, const char *at) {
    if (!field->optional) return false;
    if (field->kind == FIELD_UNICODE_PREFIX) return !*(const bool *)at;
    return *(void *const *)at == NULL;
}

// Whether a field fits on the line of its node.
static bool is_simple(const Printer *printer, const Field *field, const char *at) {
    if (is_list(field->kind)) return ((const AnyList *)at)->count == 0;
    switch (field->kind) {
    case FIELD_COMPARE_OPERATORS: return false;
    case FIELD_EXPR: {
        // Slice() and Yield() may have no fields at all.
        const Expr *expr = *(Expr *const *)at;
        if (printer->options->attributes) return false;
        if (expr->kind == EXPR_SLICE)
            return !expr->slice.lower && !expr->slice.upper && !expr->slice.step;
        return expr->kind == EXPR_YIELD && !expr->yield.value;
    }
    case FIELD_PATTERN: {
        const Pattern *pattern = *(Pattern *const *)at;
        if (printer->options->attributes) return false;
        if (pattern->kind == PATTERN_AS)
            return !pattern->match_as.pattern && !pattern->match_as.name;
        return pattern->kind == PATTERN_STAR && !pattern->match_star.name;
    }
    case FIELD_ARG:
    case FIELD_ARGUMENTS: return false;
    default: return true;
    }
}

static void print_field(const Printer *printer, const Field *field, const char *at, int level) {
    FILE *out = printer->out;
    fprintf(out, "%s=", field->name);
    if (is_list(field->kind)) {
        print_list(printer, field->kind, (const AnyList *)at, level);
        return;
    }
    switch (field->kind) {
    case FIELD_CONSTANT: print_constant(printer, *(Constant *const *)at); break;
    case FIELD_UNICODE_PREFIX: fputs("'u'", out); break;
    case FIELD_OPERATOR: fprintf(out, "%s()", operator_names[*(const Operator *)at]); break;
    case FIELD_BOOL_OPERATOR: fprintf(out, "%s()", bool_names[*(const BoolOperator *)at]); break;
    case FIELD_UNARY_OPERATOR: fprintf(out, "%s()", unary_names[*(const UnaryOperator *)at]); break;
    case FIELD_COMPARE_OPERATORS:
        print_compare_operators(printer, (const Expr *)(at - offsetof(Expr, compare)), level);
        break;
    case FIELD_CONTEXT: fprintf(out, "%s()", context_names[*(const uint8_t *)at]); break;
    case FIELD_BOOL: fprintf(out, "%d", *(const bool *)at); break;
    case FIELD_INT: fprintf(out, "%d", *(const int *)at); break;
    default: print_item(printer, field->kind, *(void *const *)at, level);
    }
}

static void print_node(const Printer *printer, const NodeType *type, const void *node,
                       const Range *range, int level) {
    const char *base = node;
    if (level > LEVELS_MOST) compilation_exhausted(printer->compilation);
    compilation_check_stack(printer->compilation);
    int count = 0;
    bool simple = true;
    for (const Field *field = type->fields; field->kind; field++) {
        if (is_absent(field, base + field->offset)) continue;
        count++;
        simple = simple && is_simple(printer, field, base + field->offset);
    }
    if (!printer->options->attributes) range = NULL;
    if (range) count += 4;
    bool flat = simple && count <= 3;
    fprintf(printer->out, "%s(", type->name);
    int printed = 0;
    for (const Field *field = type->fields; field->kind; field++) {
        if (is_absent(field, base + field->offset)) continue;
        if (printed++) fputs(flat ? ", " : ",", printer->out);
        if (!flat) newline(printer, level + 1);
        print_field(printer, field, base + field->offset, level + 1);
    }
    if (range) {
        static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
        const uint32_t numbers[] = {range->line, range->column, range->end_line, range->end_column};
        for (int index = 0; index < 4; index++) {
            if (printed++) fputc(',', printer->out);
            newline(printer, level + 1);
            fprintf(printer->out, "%s=%u", names[index], numbers[index]);
        }
    }
    fputc(')', printer->out);
}

bool print_ast(Arena *arena, const char *source, size_t size, const char *filename,
               const AstOptions *options, FILE *out, FrontendError *error) {
    Compilation compilation;
    Module *module = parser_parse_bytes(&compilation, arena, source, size, filename, options->mode,
                                        options->type_comments, error);
    if (!module) return false;
    Printer printer = {&compilation, options, out};
    if (setjmp(compilation.failed)) return false;
    print_node(&printer, &module_types[module->kind], module, NULL, 0);
    fputc('\n', out);
    return true;
}
