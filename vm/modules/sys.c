// The module sys: the interpreter as its programs see it.
#include <stdlib.h>
#include <string.h>

#include "vm/module.h"
#include "vm/async.h"
#include "vm/error.h"
#include "vm/frame_object.h"
#include "vm/generator.h"
#include "vm/load.h"
#include "vm/machine.h"
#include "vm/modules/sys_info.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/run.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Value sys_exit(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value exit = error_instance(vm, value_of(error_types.SystemExit), count ? args[0] : VALUE_NONE);
    return is_error(exit) ? exit : error_set(vm, exit);
}

static Value sys_exc_info(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Value parts[] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
    Value handled = handled_now(vm);
    if (handled) {
        Value traceback = ((Exception *)object_of(handled))->traceback;
        parts[0] = value_of(type_of(handled));
        parts[1] = handled;
        if (traceback) parts[2] = traceback;
    }
    return tuple_make(vm, parts, 3);
}
static Value sys_exception(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Value handled = handled_now(vm);
    return handled ? handled : VALUE_NONE;
}

static Value sys_getrecursionlimit(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return make_int(vm, vm->recursion_limit);
}
static Value sys_setrecursionlimit(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    int limit;
    if (!argument_int(vm, args[0], &limit)) return VALUE_ERROR;
    if (limit < 1) return error_value(vm, "recursion limit must be greater or equal than 1");
    size_t depth = (size_t)(vm->frame - vm->frames);
    if ((size_t)limit <= depth)
        return error_raise(vm, error_types.RecursionError,
                           "cannot set the recursion limit to %lld at the recursion depth %zu: the "
                           "limit is too low",
                           (long long)limit, depth);
    int64_t most = FRAMES_MAX - 16;
    vm->recursion_limit = (uint32_t)(limit < INT32_MAX ? limit : INT32_MAX);
    vm->frame_limit = vm->frames + (limit < most ? limit : most);
    return VALUE_NONE;
}

static Value sys_intern(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!is_str(args[0])) return error_type(vm, "intern() argument must be str, not %A", args[0]);
    return str_intern(vm, args[0]);
}

static Value sys_getsizeof(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return make_int(vm, is_object(args[0]) ? (int64_t)gc_block_size(object_of(args[0])) : 8);
}

static Value sys_get_digits(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return make_int(vm, (int64_t)vm->int_digits_limit);
}
static Value sys_set_digits(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"maxdigits", NULL};
    Value value;
    int limit;
    if (!arguments_parse(vm, "set_int_max_str_digits", parameters, 1, 0, args, count, names,
                         &value))
        return VALUE_ERROR;
    if (!argument_int(vm, value, &limit)) return VALUE_ERROR;
    if (limit && limit < 640) return error_value(vm, "maxdigits must be 0 or larger than 640");
    vm->int_digits_limit = (uint64_t)limit;
    return VALUE_NONE;
}

static Value sys_getframe(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    int64_t depth = 0;
    if (count && !object_index(vm, args[0], true, &depth)) return VALUE_ERROR;
    Frame *frame = vm->frame;
    for (; depth > 0 && frame > vm->frames; depth--) frame--;
    FrameObject *shown = frame_object(vm, frame);
    if (shown) return value_of(shown);
    return vm->raised ? VALUE_ERROR : error_value(vm, "call stack is not deep enough");
}

// --- what others ask for ------------------------------------------------------------------------

NATIVE(sys_utf8) {
    return str_from_cstring(vm, "utf-8");
}
NATIVE(sys_surrogateescape) {
    return str_from_cstring(vm, "surrogateescape");
}
NATIVE(sys_none) {
    return VALUE_NONE;
}
NATIVE(sys_false) {
    return VALUE_FALSE;
}
NATIVE(sys_zero) {
    return make_int(vm, 0);
}
NATIVE(sys_getswitchinterval) {
    return make_float(vm, 0.005);
}
// Nothing here can be called at every line; only switching it off is granted.
NATIVE(sys_settrace) {
    if (is_none(args[0])) return VALUE_NONE;
    return error_raise(vm, error_types.NotImplementedError,
                       "this machine has no trace or profile functions");
}

// What breakpoint() calls: PYTHONBREAKPOINT, a function by its dotted name, or pdb.set_trace.
NATIVE(sys_breakpointhook) {
    const char *name = getenv("PYTHONBREAKPOINT");
    if (!name || !*name) name = "pdb.set_trace";
    if (!strcmp(name, "0")) return VALUE_NONE;
    const char *dot = strrchr(name, '.'), *leaf = dot ? dot + 1 : name;
    Value text =
        dot ? str_from_utf8(vm, name, (size_t)(dot - name)) : str_from_cstring(vm, "builtins");
    Value module = is_error(text) ? text : import_module(vm, str_of(text));
    Value key = is_error(module) ? module : str_intern_cstring(vm, leaf);
    Value hook = is_error(key) ? key : object_get_attribute(vm, module, str_of(key));
    return is_error(hook) ? hook : object_call(vm, hook, args, count, names);
}

// What few ask for is made when it is asked for.
NATIVE(sys_getattr) {
    if (!is_str_like(args[0])) return error_type(vm, "attribute name must be string");
    bool library = str_equal_cstring(str_of(args[0]), "stdlib_module_names");
    if (!library && !str_equal_cstring(str_of(args[0]), "executable"))
        return error_raise(vm, error_types.AttributeError, "module 'sys' has no attribute '%U'",
                           str_of(args[0]));
    Value made = library ? sys_library_names(vm) : sys_executable(vm);
    if (!is_error(made) && !dict_set_str(vm, vm->sys, str_of(args[0]), made)) return VALUE_ERROR;
    return made;
}

static const NativeSpec functions[] = {
    {"__getattr__", sys_getattr, 1, 1, 0},
    {"exit", sys_exit, 0, 1, 0},
    {"exc_info", sys_exc_info, 0, 0, 0},
    {"exception", sys_exception, 0, 0, 0},
    {"getrecursionlimit", sys_getrecursionlimit, 0, 0, 0},
    {"setrecursionlimit", sys_setrecursionlimit, 1, 1, 0},
    {"excepthook", uncaught_hook, 3, 3, 0},
    {"__excepthook__", uncaught_hook, 3, 3, 0},
    {"unraisablehook", unraisable_hook, 1, 1, 0},
    {"__unraisablehook__", unraisable_hook, 1, 1, 0},
    {"set_asyncgen_hooks", async_set_hooks, 0, 2, NATIVE_KEYWORDS},
    {"get_asyncgen_hooks", async_get_hooks, 0, 0, 0},
    {"displayhook", print_display_hook, 1, 1, 0},
    {"__displayhook__", print_display_hook, 1, 1, 0},
    {"breakpointhook", sys_breakpointhook, 0, -1, NATIVE_KEYWORDS},
    {"__breakpointhook__", sys_breakpointhook, 0, -1, NATIVE_KEYWORDS},
    {"getdefaultencoding", sys_utf8, 0, 0, 0},
    {"getfilesystemencoding", sys_utf8, 0, 0, 0},
    {"getfilesystemencodeerrors", sys_surrogateescape, 0, 0, 0},
    {"getswitchinterval", sys_getswitchinterval, 0, 0, 0},
    {"setswitchinterval", sys_none, 1, 1, 0},
    {"settrace", sys_settrace, 1, 1, 0},
    {"setprofile", sys_settrace, 1, 1, 0},
    {"gettrace", sys_none, 0, 0, 0},
    {"getprofile", sys_none, 0, 0, 0},
    {"is_finalizing", sys_false, 0, 0, 0},
    {"audit", sys_none, 1, -1, 0},
    {"get_coroutine_origin_tracking_depth", sys_zero, 0, 0, 0},
    {"_getframe", sys_getframe, 0, 1, 0},
    {"intern", sys_intern, 1, 1, 0},
    {"getsizeof", sys_getsizeof, 1, 2, 0},
    {"get_int_max_str_digits", sys_get_digits, 0, 0, 0},
    {"set_int_max_str_digits", sys_set_digits, 0, -1, NATIVE_KEYWORDS},
    {NULL, NULL, 0, 0, 0},
};

static Value string_list(Vm *vm, char **texts, int count) {
    Value list = list_make(vm, NULL, 0);
    for (int i = 0; i < count && !is_error(list); i++) {
        Value text = str_from_utf8(vm, texts[i], strlen(texts[i]));
        if (is_error(text) || !list_append(vm, list_of(list), text)) return VALUE_ERROR;
    }
    return list;
}

bool module_sys_make(Vm *vm, Module *module) {
    vm->sys = module->dict;
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "argv", string_list(vm, vm->arguments, vm->argument_count)) &&
           module_set(vm, module, "path", vm->path) &&
           module_set(vm, module, "modules", value_of(vm->modules)) &&
           module_set(vm, module, "stdin", vm->stdin_file) &&
           module_set(vm, module, "stdout", vm->stdout_file) &&
           module_set(vm, module, "stderr", vm->stderr_file) &&
           module_set(vm, module, "__stdin__", vm->stdin_file) &&
           module_set(vm, module, "__stdout__", vm->stdout_file) &&
           module_set(vm, module, "__stderr__", vm->stderr_file) &&
           module_set(vm, module, "config", str_from_cstring(vm, run_config)) &&
           sys_info_fill(vm, module);
}
