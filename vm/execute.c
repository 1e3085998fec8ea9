// exec, eval, compile, globals, locals: code at run time.
#include "vm/error.h"
#include "vm/frame_object.h"
#include "vm/load.h"
#include "vm/machine.h"
#include "vm/modules/ast.h"
#include "vm/names.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/str.h"

static Value builtin_globals(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return value_of(vm->frame->globals);
}
static Value builtin_locals(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Dict *dict = frame_locals(vm, vm->frame);
    return dict ? value_of(dict) : VALUE_ERROR;
}

// The flags of compile(): features of __future__, how a prompt reads its source, and two of trees.
enum {
    COMPILE_ONLY_AST = 0x400,
    COMPILE_TYPE_COMMENTS = 0x1000,
    COMPILE_FLAGS = 0x1fe0000 | 0x4200 | COMPILE_ONLY_AST | COMPILE_TYPE_COMMENTS,
};

typedef struct {
    const char *filename;
    CompileMode mode;
    int64_t flags;        // COMPILE_*
    const char *function; // that compiles
} Compile;

static Value compile_text(Vm *vm, const Compile *how, const char *text, size_t size,
                          CompileMode remark) {
    CompileMode mode = (CompileMode)(how->mode | remark);
    if (how->flags & COMPILE_ONLY_AST)
        return ast_parse(vm, text, size, how->filename, mode, how->flags & COMPILE_TYPE_COMMENTS);
    return code_compile(vm, text, size, how->filename, mode);
}

static Value compile_value(Vm *vm, Value source, const Compile *how) {
    size_t size;
    if (is_str_like(source)) {
        const char *text = str_utf8(vm, str_of(source), &size);
        return text ? compile_text(vm, how, text, size, MODE_TEXT) : VALUE_ERROR;
    }
    if (has_shape(source, SHAPE_BYTES)) {
        Bytes *bytes = (Bytes *)object_of(source);
        return compile_text(vm, how, (const char *)bytes->data, bytes->length, (CompileMode)0);
    }
    return error_type(vm, "%s() arg 1 must be a string, bytes or %s object", how->function,
                      strcmp(how->function, "compile") ? "code" : "AST");
}

// Where code given to exec or eval runs: in the namespaces given, or in the caller's.
typedef struct {
    Dict *globals;
    Dict *names; // any mapping, as Frame.names
} Namespaces;

static bool check_globals(Vm *vm, Value globals, bool eval) {
    if (is_none(globals) || is_dict_like(globals)) return true;
    if (!eval)
        error_type(vm, "exec() globals must be a dict, not %T", globals);
    else if (type_of(globals)->get_item)
        error_type(vm, "globals must be a real dict; try eval(expr, {}, mapping)");
    else
        error_type(vm, "globals must be a dict");
    return false;
}

static bool check_locals(Vm *vm, Value locals, bool eval) {
    if (is_none(locals) || type_of(locals)->get_item) return true;
    if (eval)
        error_type(vm, "locals must be a mapping");
    else
        error_type(vm, "locals must be a mapping or None, not %T", locals);
    return false;
}

static bool find_namespaces(Vm *vm, Value globals, Value locals, bool eval, Namespaces *found) {
    if (eval ? !check_locals(vm, locals, eval) || !check_globals(vm, globals, eval)
             : !check_globals(vm, globals, eval) || !check_locals(vm, locals, eval))
        return false;
    found->globals = is_none(globals) ? vm->frame->globals : dict_of(globals);
    found->names = !is_none(locals)    ? (Dict *)object_of(locals)
                   : !is_none(globals) ? found->globals
                                       : frame_locals(vm, vm->frame);
    if (!found->names) return false;
    Value builtins = dict_get_str(vm, found->globals, name_of(vm, builtins));
    if (is_error(builtins)) return false;
    return builtins != VALUE_END ||
           dict_set_str(vm, found->globals, name_of(vm, builtins), value_of(vm->builtins));
}

// The cells for the free variables of a code given to exec; false: raised.
static bool check_closure(Vm *vm, CodeObject *code, Value closure) {
    size_t count = code->free_count;
    if (!count && !closure) return true;
    if (!count) return error_type(vm, "cannot use a closure with this code object"), false;
    bool fits = closure && is_tuple(closure) && tuple_of(closure)->count == count;
    for (size_t i = 0; fits && i < count; i++)
        fits = has_shape(tuple_of(closure)->items[i], SHAPE_CELL);
    if (!fits) error_type(vm, "code object requires a closure of exactly length %zu", count);
    return fits;
}

// Leading blanks of an expression do not count.
static Value eval_source(Vm *vm, Value source) {
    const Compile how = {"<string>", MODE_EVAL, 0, "eval"};
    if (!is_str_like(source)) return compile_value(vm, source, &how);
    Str *text = str_of(source);
    size_t start = 0;
    while (start < text->length && (str_at(text, start) == ' ' || str_at(text, start) == '\t'))
        start++;
    Value rest = start ? str_slice(vm, text, start, text->length) : source;
    return is_error(rest) ? rest : compile_value(vm, rest, &how);
}

static Value builtin_exec(Vm *vm, Value *args, size_t count, Tuple *names) {
    Namespaces namespaces;
    Value closure = VALUE_NULL;
    if (count < 1 || count > 3)
        return error_type(vm, "exec() takes at %s positional argument%s (%zu given)",
                          count ? "most 3" : "least 1", count ? "s" : "", count);
    Value source = args[0];
    for (size_t i = 0; names && i < names->count; i++) {
        if (!str_equal_cstring(str_of(names->items[i]), "closure"))
            return error_type(vm, "'%S' is an invalid keyword argument for exec()",
                              names->items[i]);
        if (!is_none(args[count + i])) closure = args[count + i];
    }
    if (!find_namespaces(vm, count > 1 ? args[1] : VALUE_NONE, count > 2 ? args[2] : VALUE_NONE,
                         false, &namespaces))
        return VALUE_ERROR;
    if (!has_shape(source, SHAPE_CODE)) {
        if (closure) return error_type(vm, "closure can only be used when source is a code object");
        source = compile_value(vm, source, &(Compile){"<string>", MODE_EXEC, 0, "exec"});
        if (is_error(source)) return source;
    }
    CodeObject *code = (CodeObject *)object_of(source);
    if (!check_closure(vm, code, closure)) return VALUE_ERROR;
    Function *function = function_new(vm, code, namespaces.globals);
    if (!function) return VALUE_ERROR;
    function->closure = closure ? tuple_of(closure) : NULL;
    return is_error(call_body(vm, function, namespaces.names)) ? VALUE_ERROR : VALUE_NONE;
}

static Value builtin_eval(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Namespaces namespaces;
    if (!find_namespaces(vm, count > 1 ? args[1] : VALUE_NONE, count > 2 ? args[2] : VALUE_NONE,
                         true, &namespaces))
        return VALUE_ERROR;
    Value source = has_shape(args[0], SHAPE_CODE) ? args[0] : eval_source(vm, args[0]);
    if (is_error(source)) return source;
    CodeObject *code = (CodeObject *)object_of(source);
    if (code->free_count)
        return error_type(vm, "code object passed to eval() may not contain free variables");
    return code_run(vm, code, namespaces.globals, namespaces.names);
}

static bool choose_mode(Vm *vm, Str *mode, int64_t flags, CompileMode *chosen) {
    static const char *const names[] = {
        [MODE_EXEC] = "exec",
        [MODE_EVAL] = "eval",
        [MODE_SINGLE] = "single",
        [MODE_FUNCTION_TYPE] = "func_type",
    };
    bool tree = flags & COMPILE_ONLY_AST;
    for (int i = MODE_EXEC; i <= MODE_FUNCTION_TYPE; i++) {
        if (!str_equal_cstring(mode, names[i])) continue;
        *chosen = (CompileMode)i;
        if (i != MODE_FUNCTION_TYPE || tree) return true;
        error_value(vm, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
        return false;
    }
    error_value(vm, "compile() mode must be %s",
                tree ? "'exec', 'eval', 'single' or 'func_type'" : "'exec', 'eval' or 'single'");
    return false;
}

static Value builtin_compile(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {
        "source",   "filename",         "mode", "flags", "dont_inherit",
        "optimize", "_feature_version", NULL};
    Value values[7];
    if (!arguments_parse(vm, "compile", parameters, 3, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[1]) && !has_shape(values[1], SHAPE_BYTES))
        return error_type(vm, "expected str, bytes or os.PathLike object, not %T", values[1]);
    if (!is_str_like(values[2]))
        return error_type(vm, "compile() argument 'mode' must be str, not %A", values[2]);
    int64_t flags = 0, optimize = -1, version = -1;
    if ((values[3] && !object_index(vm, values[3], false, &flags)) ||
        (values[5] && !object_index(vm, values[5], false, &optimize)) ||
        (values[6] && !object_index(vm, values[6], false, &version)))
        return VALUE_ERROR;
    if (flags & ~(int64_t)COMPILE_FLAGS) return error_value(vm, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return error_value(vm, "compile(): invalid optimize value");
    Compile how = {.flags = flags, .function = "compile"};
    if (!choose_mode(vm, str_of(values[2]), flags, &how.mode)) return VALUE_ERROR;
    how.filename = is_str_like(values[1]) ? str_utf8(vm, str_of(values[1]), NULL)
                                          : (const char *)((Bytes *)object_of(values[1]))->data;
    if (!how.filename) return VALUE_ERROR;
    if (has_shape(values[0], SHAPE_CODE)) return values[0];
    if (!ast_is_tree(values[0])) return compile_value(vm, values[0], &how);
    return flags & COMPILE_ONLY_AST ? values[0]
                                    : ast_compile(vm, values[0], how.filename, how.mode);
}

const NativeSpec execute_builtins[] = {
    {"exec", builtin_exec, 0, -1, NATIVE_KEYWORDS},
    {"eval", builtin_eval, 1, 3, 0},
    {"compile", builtin_compile, 0, -1, NATIVE_KEYWORDS},
    {"globals", builtin_globals, 0, 0, 0},
    {"locals", builtin_locals, 0, 0, 0},
    {NULL, NULL, 0, 0, 0},
};
