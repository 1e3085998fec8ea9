// The module _ast: the classes of syntax trees' nodes, made of one line each.
#include <string.h>

#include "vm/instance.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/modules/ast.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"

// "name parent fields": a field that may be left out ends in "?". Kinds of nodes stand before what
// is of them; a "+" behind a kind's parent says that its nodes have a place in the source, a "*"
// that they must know its end, too.
static const char *const classes[] = {
    "mod AST",
    "Module mod body type_ignores",
    "Interactive mod body",
    "Expression mod body",
    "FunctionType mod argtypes returns",
    "stmt AST+",
    "FunctionDef stmt name args body decorator_list returns? type_comment?",
    "AsyncFunctionDef stmt name args body decorator_list returns? type_comment?",
    "ClassDef stmt name bases keywords body decorator_list",
    "Return stmt value?",
    "Delete stmt targets",
    "Assign stmt targets value type_comment?",
    "AugAssign stmt target op value",
    "AnnAssign stmt target annotation value? simple",
    "For stmt target iter body orelse type_comment?",
    "AsyncFor stmt target iter body orelse type_comment?",
    "While stmt test body orelse",
    "If stmt test body orelse",
    "With stmt items body type_comment?",
    "AsyncWith stmt items body type_comment?",
    "Match stmt subject cases",
    "Raise stmt exc? cause?",
    "Try stmt body handlers orelse finalbody",
    "TryStar stmt body handlers orelse finalbody",
    "Assert stmt test msg?",
    "Import stmt names",
    "ImportFrom stmt module? names level?",
    "Global stmt names",
    "Nonlocal stmt names",
    "Expr stmt value",
    "Pass stmt",
    "Break stmt",
    "Continue stmt",
    "expr AST+",
    "BoolOp expr op values",
    "NamedExpr expr target value",
    "BinOp expr left op right",
    "UnaryOp expr op operand",
    "Lambda expr args body",
    "IfExp expr test body orelse",
    "Dict expr keys values",
    "Set expr elts",
    "ListComp expr elt generators",
    "SetComp expr elt generators",
    "DictComp expr key value generators",
    "GeneratorExp expr elt generators",
    "Await expr value",
    "Yield expr value?",
    "YieldFrom expr value",
    "Compare expr left ops comparators",
    "Call expr func args keywords",
    "FormattedValue expr value conversion format_spec?",
    "JoinedStr expr values",
    "Constant expr value kind?",
    "Attribute expr value attr ctx",
    "Subscript expr value slice ctx",
    "Starred expr value ctx",
    "Name expr id ctx",
    "List expr elts ctx",
    "Tuple expr elts ctx",
    "Slice expr lower? upper? step?",
    "expr_context AST",
    "Load expr_context",
    "Store expr_context",
    "Del expr_context",
    "boolop AST",
    "And boolop",
    "Or boolop",
    "operator AST",
    "Add operator",
    "Sub operator",
    "Mult operator",
    "MatMult operator",
    "Div operator",
    "Mod operator",
    "Pow operator",
    "LShift operator",
    "RShift operator",
    "BitOr operator",
    "BitXor operator",
    "BitAnd operator",
    "FloorDiv operator",
    "unaryop AST",
    "Invert unaryop",
    "Not unaryop",
    "UAdd unaryop",
    "USub unaryop",
    "cmpop AST",
    "Eq cmpop",
    "NotEq cmpop",
    "Lt cmpop",
    "LtE cmpop",
    "Gt cmpop",
    "GtE cmpop",
    "Is cmpop",
    "IsNot cmpop",
    "In cmpop",
    "NotIn cmpop",
    "comprehension AST target iter ifs is_async",
    "excepthandler AST+",
    "ExceptHandler excepthandler type? name? body",
    "arguments AST posonlyargs args vararg? kwonlyargs kw_defaults kwarg? defaults",
    "arg AST+ arg annotation? type_comment?",
    "keyword AST+ arg? value",
    "alias AST+ name asname?",
    "withitem AST context_expr optional_vars?",
    "match_case AST pattern guard? body",
    "pattern AST*",
    "MatchValue pattern value",
    "MatchSingleton pattern value",
    "MatchSequence pattern patterns",
    "MatchMapping pattern keys patterns rest?",
    "MatchClass pattern cls patterns kwd_attrs kwd_patterns",
    "MatchStar pattern name?",
    "MatchAs pattern pattern? name?",
    "MatchOr pattern patterns",
    "type_ignore AST",
    "TypeIgnore type_ignore lineno tag",
};
enum { CLASS_COUNT = sizeof classes / sizeof *classes };

static Type *made[CLASS_COUNT]; // the same as types, which live for ever

// --- AST ----------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Dict *dict; // the fields, or NULL
} Node;

static Value node_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return value_of(object_new(vm, type));
}

// Positional arguments are the fields in their order; keywords may be anything.
static bool node_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Value name = str_intern_cstring(vm, "_fields");
    Value fields = is_error(name) ? name : object_get_attribute(vm, self, str_of(name));
    Value list = is_error(fields) ? fields : list_from(vm, fields);
    if (is_error(list)) return false;
    size_t most = list_of(list)->count;
    if (count > most) {
        error_type(vm, "%T constructor takes at most %zu positional argument%s", self, most,
                   most == 1 ? "" : "s");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        Value field = str_intern(vm, list_of(list)->items[i]);
        if (is_error(field) || !object_set_attribute(vm, self, str_of(field), args[i]))
            return false;
    }
    for (size_t i = 0; names && i < names->count; i++) {
        Str *keyword = str_of(names->items[i]);
        for (size_t k = 0; k < count; k++)
            if (str_equal(keyword, str_of(list_of(list)->items[k])))
                return error_type(vm, "%T got multiple values for argument '%U'", self, keyword),
                       false;
        if (!object_set_attribute(vm, self, keyword, args[count + i])) return false;
    }
    return true;
}
NATIVE(node_reduce) {
    Dict *dict = instance_dict(vm, args[0]);
    return dict ? reduce_with(vm, args[0], vm->empty_tuple, value_of(dict)) : VALUE_ERROR;
}
static const NativeSpec node_methods[] = {{"__reduce__", node_reduce, 1, 1, 0}, {0}};
static Type node_type = {
    .name = "ast.AST",
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Node),
    .instance_offset = offsetof(Node, dict),
    .value_count = 1,
    .methods = node_methods,
    .make = node_make,
    .init = node_init,
};

// --- the classes --------------------------------------------------------------------------------

bool ast_put(Vm *vm, Dict *dict, const char *name, Value value) {
    Value key = str_intern_cstring(vm, name);
    return !is_error(key) && !is_error(value) && dict_set_str(vm, dict, str_of(key), value);
}
// The next word of a line, interned; `*mark` is the '?', '+' or '*' behind it, or 0.
static Value next_word(Vm *vm, const char **line, char *mark) {
    const char *start = *line + strspn(*line, " ");
    size_t size = strcspn(start, " ?+*");
    *mark = start[size] == ' ' ? 0 : start[size];
    *line = start + size + (*mark != 0);
    Value word = str_from_utf8(vm, start, size);
    return is_error(word) ? word : str_intern(vm, word);
}

static bool add_class(Vm *vm, Module *module, const char *line, Type **type) {
    static const char *const places[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    char mark;
    Value name = next_word(vm, &line, &mark), parent_name = next_word(vm, &line, &mark);
    Value namespace = dict_make(vm, 0), fields = list_make(vm, NULL, 0);
    if (is_error(name) || is_error(parent_name) || is_error(namespace) || is_error(fields))
        return false;
    Dict *dict = dict_of(namespace);
    if (mark == '+' || mark == '*') {
        Value names[4];
        for (int i = 0; i < 4; i++)
            if (is_error(names[i] = str_intern_cstring(vm, places[i]))) return false;
        if (!ast_put(vm, dict, "_attributes", tuple_make(vm, names, 4))) return false;
        for (int i = 2; mark == '+' && i < 4; i++)
            if (!ast_put(vm, dict, places[i], VALUE_NONE)) return false;
    } else if (str_equal_cstring(str_of(parent_name), "AST") &&
               !ast_put(vm, dict, "_attributes", vm->empty_tuple)) {
        return false;
    }
    while (*line) {
        Value field = next_word(vm, &line, &mark);
        if (is_error(field) || !list_append(vm, list_of(fields), field) ||
            (mark == '?' && !dict_set_str(vm, dict, str_of(field), VALUE_NONE)))
            return false;
    }
    Value tuple = tuple_from_list(vm, list_of(fields));
    Value parent = dict_get_str(vm, module->dict, str_of(parent_name));
    Value bases = is_error(tuple) ? tuple : tuple_make(vm, &parent, 1);
    if (is_error(bases) || !ast_put(vm, dict, "_fields", tuple) ||
        !ast_put(vm, dict, "__match_args__", tuple) ||
        !ast_put(vm, dict, "__module__", str_from_cstring(vm, "ast")))
        return false;
    Value class = type_new(vm, &type_type, str_of(name), tuple_of(bases), dict, NULL, NULL);
    if (is_error(class)) return false;
    *type = (Type *)object_of(class);
    return dict_set_str(vm, module->dict, str_of(name), class);
}

Type *ast_class(const char *name) {
    size_t size = strlen(name);
    for (size_t i = 0; i < CLASS_COUNT; i++)
        if (*classes[i] == *name && !strncmp(classes[i], name, size) && classes[i][size] == ' ')
            return made[i];
    return NULL;
}

bool ast_is_tree(Value value) {
    return is_instance(value, &node_type);
}

bool ast_import(Vm *vm) {
    Value name = str_intern_cstring(vm, "_ast");
    return !is_error(name) && !is_error(import_module(vm, str_of(name))) && made[CLASS_COUNT - 1];
}

bool module__ast_make(Vm *vm, Module *module);
bool module__ast_make(Vm *vm, Module *module) {
    static Type *const types[] = {&node_type, NULL};
    if (!module_add_types(vm, module, types) ||
        !ast_put(vm, node_type.dict, "_fields", vm->empty_tuple) ||
        !ast_put(vm, node_type.dict, "_attributes", vm->empty_tuple) ||
        !ast_put(vm, node_type.dict, "__match_args__", vm->empty_tuple))
        return false;
    for (size_t i = 0; i < CLASS_COUNT; i++)
        if (!add_class(vm, module, classes[i], &made[i])) return false;
    return module_set_int(vm, module, "PyCF_ONLY_AST", 0x400) &&
           module_set_int(vm, module, "PyCF_TYPE_COMMENTS", 0x1000) &&
           module_set_int(vm, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000);
}
