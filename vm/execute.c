// exec, eval, compile, globals, locals: code at run time.
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/load.h"
#include "vm/machine.h"
#include "vm/names.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/str.h"

// The namespace of a running function, made anew each time; of other code the one it runs in.
Dict *frame_locals(Vm *vm, Frame *frame) {
    CodeObject *code = frame->code;
    if (!code) return vm->builtins;
    if (!(code->flags & CODE_OPTIMIZED)) return frame->names;
    Value dict = dict_make(vm, code->slot_count);
    if (is_error(dict)) return NULL;
    for (uint32_t i = 0; i < code->slot_count; i++) {
        Value value = frame->locals[i];
        if (code->code->slot_kinds[i] & (SLOT_CELL | SLOT_FREE) && value &&
            has_shape(value, SHAPE_CELL))
            value = cell_of(value)->value;
        if (value && !dict_set_str(vm, dict_of(dict), str_of(code->slot_names[i]), value))
            return NULL;
    }
    return dict_of(dict);
}

static Value builtin_globals(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return value_of(vm->frame->globals);
}
static Value builtin_locals(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Dict *dict = frame_locals(vm, vm->frame);
    return dict ? value_of(dict) : VALUE_ERROR;
}

static Value compile_value(Vm *vm, Value source, const char *filename, CompileMode mode,
                           const char *function) {
    size_t size;
    if (is_str_like(source)) {
        const char *text = str_utf8(vm, str_of(source), &size);
        return text ? code_compile(vm, text, size, filename, (CompileMode)(mode | MODE_TEXT))
                    : VALUE_ERROR;
    }
    if (has_shape(source, SHAPE_BYTES)) {
        Bytes *bytes = (Bytes *)object_of(source);
        return code_compile(vm, (const char *)bytes->data, bytes->length, filename, mode);
    }
    return error_type(vm, "%s must be a string, bytes or code object", function);
}

static Value run_in(Vm *vm, Value source, Value *args, size_t count, CompileMode mode,
                    const char *function) {
    Value globals = count > 1 ? args[1] : VALUE_NONE, locals = count > 2 ? args[2] : VALUE_NONE;
    Dict *names = NULL;
    if (is_none(globals)) {
        globals = value_of(vm->frame->globals);
        if (is_none(locals) && !(names = frame_locals(vm, vm->frame))) return VALUE_ERROR;
    }
    if (!is_dict_like(globals))
        return error_type(vm, "%s() globals must be a dict, not %T", function, globals);
    if (!is_none(locals) && !is_dict_like(locals))
        return error_type(vm, "locals must be a mapping");
    if (!names) names = dict_of(is_none(locals) ? globals : locals);
    if (dict_get_str(vm, dict_of(globals), name_of(vm, builtins)) == VALUE_END &&
        !dict_set_str(vm, dict_of(globals), name_of(vm, builtins), value_of(vm->builtins)))
        return VALUE_ERROR;
    if (!has_shape(source, SHAPE_CODE))
        source = compile_value(vm, source, "<string>", mode, function);
    if (is_error(source)) return source;
    return code_run(vm, (CodeObject *)object_of(source), dict_of(globals), names);
}

static Value builtin_exec(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value result = run_in(vm, args[0], args, count, MODE_EXEC, "exec");
    return is_error(result) ? result : VALUE_NONE;
}
static Value builtin_eval(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return run_in(vm, args[0], args, count, MODE_EVAL, "eval");
}
static Value builtin_compile(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"source",       "filename", "mode", "flags",
                                             "dont_inherit", "optimize", NULL};
    Value values[6];
    if (!arguments_parse(vm, "compile", parameters, 3, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[1]) || !is_str_like(values[2]))
        return error_type(vm, "compile() arguments 2 and 3 must be str");
    Str *mode = str_of(values[2]);
    CompileMode chosen;
    if (str_equal_cstring(mode, "exec"))
        chosen = MODE_EXEC;
    else if (str_equal_cstring(mode, "eval"))
        chosen = MODE_EVAL;
    else if (str_equal_cstring(mode, "single"))
        chosen = MODE_SINGLE;
    else
        return error_value(vm, "compile() mode must be 'exec', 'eval' or 'single'");
    const char *filename = str_utf8(vm, str_of(values[1]), NULL);
    return filename ? compile_value(vm, values[0], filename, chosen, "compile() arg 1")
                    : VALUE_ERROR;
}
const NativeSpec execute_builtins[] = {
    {"exec", builtin_exec, 1, 3, 0},
    {"eval", builtin_eval, 1, 3, 0},
    {"compile", builtin_compile, 3, 6, NATIVE_KEYWORDS},
    {"globals", builtin_globals, 0, 0, 0},
    {"locals", builtin_locals, 0, 0, 0},
    {NULL, NULL, 0, 0, 0},
};
