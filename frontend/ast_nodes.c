// The tables of ast_nodes.h: of every kind of node, what fields it has and where they lie.
#include "frontend/ast_nodes.h"

#define AT(Type, member) offsetof(Type, member)
#define E(member)        offsetof(Expr, member)
#define S(member)        offsetof(Stmt, member)
#define P(member)        offsetof(Pattern, member)

// clang-format off
static const AstNodeType expr_types[] = {
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

static const AstNodeType stmt_types[] = {
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

static const AstNodeType pattern_types[] = {
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

static const AstNodeType comprehension_type = {
    "comprehension", {{"target", FIELD_EXPR, AT(Comprehension, target), 0},
                      {"iter", FIELD_EXPR, AT(Comprehension, iter), 0},
                      {"ifs", FIELD_EXPRS, AT(Comprehension, ifs), 0},
                      {"is_async", FIELD_BOOL, AT(Comprehension, is_async), 0}}};
static const AstNodeType handler_type = {
    "ExceptHandler", {{"type", FIELD_EXPR, AT(ExceptHandler, type), 1},
                      {"name", FIELD_IDENTIFIER, AT(ExceptHandler, name), 1},
                      {"body", FIELD_STMTS, AT(ExceptHandler, body), 0}}};
static const AstNodeType arguments_type = {
    "arguments", {{"posonlyargs", FIELD_ARGS, AT(Arguments, posonlyargs), 0},
                  {"args", FIELD_ARGS, AT(Arguments, args), 0},
                  {"vararg", FIELD_ARG, AT(Arguments, vararg), 1},
                  {"kwonlyargs", FIELD_ARGS, AT(Arguments, kwonlyargs), 0},
                  {"kw_defaults", FIELD_EXPRS, AT(Arguments, kw_defaults), 0},
                  {"kwarg", FIELD_ARG, AT(Arguments, kwarg), 1},
                  {"defaults", FIELD_EXPRS, AT(Arguments, defaults), 0}}};
static const AstNodeType arg_type = {
    "arg", {{"arg", FIELD_IDENTIFIER, AT(Arg, arg), 0},
            {"annotation", FIELD_EXPR, AT(Arg, annotation), 1},
            {"type_comment", FIELD_IDENTIFIER, AT(Arg, type_comment), 1}}};
static const AstNodeType keyword_type = {
    "keyword", {{"arg", FIELD_IDENTIFIER, AT(Keyword, arg), 1},
                {"value", FIELD_EXPR, AT(Keyword, value), 0}}};
static const AstNodeType alias_type = {
    "alias", {{"name", FIELD_IDENTIFIER, AT(Alias, name), 0},
              {"asname", FIELD_IDENTIFIER, AT(Alias, asname), 1}}};
static const AstNodeType with_item_type = {
    "withitem", {{"context_expr", FIELD_EXPR, AT(WithItem, context_expr), 0},
                 {"optional_vars", FIELD_EXPR, AT(WithItem, optional_vars), 1}}};
static const AstNodeType match_case_type = {
    "match_case", {{"pattern", FIELD_PATTERN, AT(MatchCase, pattern), 0},
                   {"guard", FIELD_EXPR, AT(MatchCase, guard), 1},
                   {"body", FIELD_STMTS, AT(MatchCase, body), 0}}};
static const AstNodeType type_ignore_type = {
    "TypeIgnore", {{"lineno", FIELD_INT, AT(TypeIgnore, line), 0},
                   {"tag", FIELD_IDENTIFIER, AT(TypeIgnore, tag), 0}}};
const AstNodeType ast_module_types[] = {
    [TREE_FILE] = {"Module", {{"body", FIELD_STMTS, AT(Tree, body), 0},
                                {"type_ignores", FIELD_TYPE_IGNORES, AT(Tree, type_ignores), 0}}},
    [TREE_INTERACTIVE] = {"Interactive", {{"body", FIELD_STMTS, AT(Tree, body), 0}}},
    [TREE_EXPRESSION] = {"Expression", {{"body", FIELD_EXPR, AT(Tree, expression), 0}}},
    [TREE_FUNCTION_TYPE] = {"FunctionType",
                              {{"argtypes", FIELD_EXPRS, AT(Tree, argtypes), 0},
                               {"returns", FIELD_EXPR, AT(Tree, expression), 0}}},
};

const char *const ast_operator_names[] = {"Add",    "Sub",    "Mult",  "MatMult", "Div",
                                             "Mod",    "Pow",    "LShift", "RShift", "BitOr",
                                             "BitXor", "BitAnd", "FloorDiv"};
const char *const ast_compare_names[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                            "GtE", "Is",    "IsNot", "In",  "NotIn"};
const char *const ast_unary_names[] = {"Invert", "Not", "UAdd", "USub"};
const char *const ast_bool_names[] = {"And", "Or"};
const char *const ast_context_names[] = {"Load", "Store", "Del"};
// clang-format on

// --- groups -----------------------------------------------------------------------------------

#define KINDS(name, types, Type)                                                                   \
    { name, types, sizeof types / sizeof *types, sizeof(Type), AT(Type, kind), AT(Type, range) }
#define PLACED(name, type, Type)                                                                   \
    { name, &type, 1, sizeof(Type), AST_NOWHERE, AT(Type, range) }
#define PLAIN(name, type, Type)                                                                    \
    { name, &type, 1, sizeof(Type), AST_NOWHERE, AST_NOWHERE }

static const AstGroup expr_group = KINDS("expr", expr_types, Expr);
static const AstGroup stmt_group = KINDS("stmt", stmt_types, Stmt);
static const AstGroup pattern_group = KINDS("pattern", pattern_types, Pattern);
static const AstGroup arg_group = PLACED("arg", arg_type, Arg);
static const AstGroup keyword_group = PLACED("keyword", keyword_type, Keyword);
static const AstGroup alias_group = PLACED("alias", alias_type, Alias);
static const AstGroup handler_group = PLACED("excepthandler", handler_type, ExceptHandler);
static const AstGroup arguments_group = PLAIN("arguments", arguments_type, Arguments);
static const AstGroup with_item_group = PLAIN("withitem", with_item_type, WithItem);
static const AstGroup comprehension_group =
    PLAIN("comprehension", comprehension_type, Comprehension);
static const AstGroup match_case_group = PLAIN("match_case", match_case_type, MatchCase);
static const AstGroup type_ignore_group = PLAIN("type_ignore", type_ignore_type, TypeIgnore);

const AstGroup *ast_field_group(FieldKind kind) {
    switch (kind) {
    case FIELD_EXPR:
    case FIELD_EXPRS: return &expr_group;
    case FIELD_STMTS: return &stmt_group;
    case FIELD_PATTERN:
    case FIELD_PATTERNS: return &pattern_group;
    case FIELD_ARG:
    case FIELD_ARGS: return &arg_group;
    case FIELD_KEYWORDS: return &keyword_group;
    case FIELD_ALIASES: return &alias_group;
    case FIELD_HANDLERS: return &handler_group;
    case FIELD_ARGUMENTS: return &arguments_group;
    case FIELD_WITH_ITEMS: return &with_item_group;
    case FIELD_COMPREHENSIONS: return &comprehension_group;
    case FIELD_CASES: return &match_case_group;
    case FIELD_TYPE_IGNORES: return &type_ignore_group;
    default: return NULL;
    }
}

const AstNodeType *ast_node_type(const AstGroup *group, const void *node) {
    if (group->kind == AST_NOWHERE) return group->types;
    return &group->types[*((const uint8_t *)node + group->kind)];
}

const Range *ast_node_range(const AstGroup *group, const void *node) {
    if (group->range == AST_NOWHERE) return NULL;
    return (const Range *)((const char *)node + group->range);
}

bool ast_field_is_list(FieldKind kind) {
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
