// import: modules in C by their table, others as NAME.py or NAME/__init__.py along sys.path.
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/runtime.h"

typedef bool (*ModuleFill)(Vm *vm, Module *module);
#define MODULE(name) bool module_##name##_make(Vm *vm, Module *module);
#include "vm/modules/modules.def"
#undef MODULE
static const struct {
    const char *name;
    ModuleFill fill;
} native_modules[] = {
#define MODULE(name) {#name, module_##name##_make},
#include "vm/modules/modules.def"
#undef MODULE
};

static Value import_native(Vm *vm, Str *name) {
    for (size_t i = 0; i < sizeof native_modules / sizeof *native_modules; i++) {
        if (!str_equal_cstring(name, native_modules[i].name)) continue;
        Value module = module_make(vm, native_modules[i].name);
        if (is_error(module) || !dict_set_str(vm, vm->modules, name, module)) return VALUE_ERROR;
        if (native_modules[i].fill(vm, (Module *)object_of(module))) return module;
        dict_delete_str(vm, vm->modules, name);
        return VALUE_ERROR;
    }
    return VALUE_END;
}

static bool is_file(const char *path) {
    struct stat status;
    return !stat(path, &status) && S_ISREG(status.st_mode);
}

// Runs a source file as a module; the module stays in sys.modules unless it fails.
static Value import_file(Vm *vm, Str *name, const char *path, const char *package_path) {
    const char *text = str_utf8(vm, name, NULL);
    Value module = text ? module_make(vm, text) : VALUE_ERROR;
    if (is_error(module)) return module;
    Module *made = (Module *)object_of(module);
    if (!module_set(vm, made, "__file__", str_from_cstring(vm, path))) return VALUE_ERROR;
    if (package_path) {
        Value folder = str_from_cstring(vm, package_path);
        if (is_error(folder) || !module_set(vm, made, "__path__", list_make(vm, &folder, 1)) ||
            !module_set(vm, made, "__package__", value_of(name)))
            return VALUE_ERROR;
    } else {
        const char *dot = strrchr(text, '.');
        if (!module_set(vm, made, "__package__",
                        str_from_utf8(vm, text, dot ? (size_t)(dot - text) : 0)))
            return VALUE_ERROR;
    }
    if (!module_set(vm, made, "__builtins__", value_of(vm->builtins))) return VALUE_ERROR;
    size_t size;
    char *source = file_read_all(vm, path, &size);
    Value code = source ? code_compile(vm, source, size, path, MODE_EXEC) : VALUE_ERROR;
    if (is_error(code) || !dict_set_str(vm, vm->modules, name, module)) return VALUE_ERROR;
    if (is_error(code_run(vm, (CodeObject *)object_of(code), made->dict, made->dict))) {
        Value raised = error_take(vm);
        dict_delete_str(vm, vm->modules, name);
        vm->raised = raised;
        return VALUE_ERROR;
    }
    // The module may have put another in its place.
    Value now = dict_get_str(vm, vm->modules, name);
    return now == VALUE_END ? module : now;
}

static Value find_in(Vm *vm, Str *name, const char *leaf, Value folders) {
    Value list = list_from(vm, folders);
    for (size_t i = 0; !is_error(list) && i < list_of(list)->count; i++) {
        Value folder = list_of(list)->items[i];
        if (!is_str_like(folder)) continue;
        const char *start = str_utf8(vm, str_of(folder), NULL);
        if (!start) return VALUE_ERROR;
        char path[4096], package[4096];
        const char *slash = *start ? "/" : "";
        if (snprintf(package, sizeof package, "%s%s%s", start, slash, leaf) >= (int)sizeof package)
            continue;
        if (snprintf(path, sizeof path, "%s/__init__.py", package) < (int)sizeof path &&
            is_file(path))
            return import_file(vm, name, path, package);
        if (snprintf(path, sizeof path, "%s.py", package) < (int)sizeof path && is_file(path))
            return import_file(vm, name, path, NULL);
    }
    return is_error(list) ? list : VALUE_END;
}

static Value raise_missing(Vm *vm, Str *name, const char *why) {
    error_raise(vm, error_types.ModuleNotFoundError, "No module named '%U'%s", name, why);
    if (vm->raised && is_exception(vm->raised))
        ((Exception *)vm->raised)->extra[0] = value_of(name);
    return VALUE_ERROR;
}

Value import_module(Vm *vm, Str *name) {
    name = str_of(str_intern(vm, value_of(name)));
    if (!name) return VALUE_ERROR;
    Value module = dict_get_str(vm, vm->modules, name);
    if (module != VALUE_END && !is_none(module)) return module;
    if (is_none(module))
        return error_raise(vm, error_types.ModuleNotFoundError,
                           "import of %U halted; None in sys.modules", name);
    const char *text = str_utf8(vm, name, NULL);
    if (!text) return VALUE_ERROR;
    const char *dot = strrchr(text, '.');
    if (!dot) {
        module = import_native(vm, name);
        if (module == VALUE_END) module = find_in(vm, name, text, vm->path);
        return module == VALUE_END ? raise_missing(vm, name, "") : module;
    }
    Value parent_name = str_from_utf8(vm, text, (size_t)(dot - text));
    Value parent = is_error(parent_name) ? parent_name : import_module(vm, str_of(parent_name));
    if (is_error(parent)) return parent;
    Value folders = object_find_attribute(vm, parent, name_of(vm, path));
    if (is_error(folders)) return folders;
    if (folders == VALUE_END) {
        Value why = str_format(vm, "; %R is not a package", parent_name);
        return is_error(why) ? why : raise_missing(vm, name, str_utf8(vm, str_of(why), NULL));
    }
    module = find_in(vm, name, dot + 1, folders);
    if (module == VALUE_END) return raise_missing(vm, name, "");
    Value leaf = is_error(module) ? module : str_intern_cstring(vm, dot + 1);
    if (is_error(leaf) || !object_set_attribute(vm, parent, str_of(leaf), module))
        return VALUE_ERROR;
    return module;
}

// The absolute name of a relative import.
static Value resolve(Vm *vm, Dict *globals, Str *name, int64_t level) {
    Value package = dict_get_str(vm, globals, name_of(vm, package));
    if (package == VALUE_END || !is_str_like(package) || !str_of(package)->length)
        return error_raise(vm, error_types.ImportError,
                           "attempted relative import with no known parent package");
    const char *text = str_utf8(vm, str_of(package), NULL);
    if (!text) return VALUE_ERROR;
    size_t size = strlen(text);
    for (int64_t i = 1; i < level; i++) {
        while (size && text[size - 1] != '.') size--;
        if (!size)
            return error_raise(vm, error_types.ImportError,
                               "attempted relative import beyond top-level package");
        size--;
    }
    Value base = str_from_utf8(vm, text, size);
    if (is_error(base) || !name->length) return base;
    return str_format(vm, "%S.%U", base, name);
}

static Value import(Vm *vm, Dict *globals, Str *name, int64_t level, Value names) {
    if (level > 0) {
        Value full = resolve(vm, globals, name, level);
        if (is_error(full)) return full;
        name = str_of(full);
    }
    Value module = import_module(vm, name);
    if (is_error(module)) return module;
    if (names && !is_none(names)) {
        // from package import submodule
        Value path = has_shape(module, SHAPE_MODULE)
                         ? dict_get_str(vm, ((Module *)object_of(module))->dict, name_of(vm, path))
                         : VALUE_END;
        if (path == VALUE_END) return module;
        Value list = list_from(vm, names);
        for (size_t i = 0; !is_error(list) && i < list_of(list)->count; i++) {
            Value item = list_of(list)->items[i];
            if (!is_str_like(item) || str_equal_cstring(str_of(item), "*")) continue;
            Value found = object_find_attribute(vm, module, str_of(item));
            if (is_error(found)) return found;
            if (found != VALUE_END) continue;
            Value full = str_format(vm, "%U.%S", name, item);
            if (is_error(full)) return full;
            if (!is_error(import_module(vm, str_of(full)))) continue;
            if (!error_matches(vm, error_types.ModuleNotFoundError)) return VALUE_ERROR;
            error_clear(vm);
        }
        return is_error(list) ? list : module;
    }
    // import a.b.c binds a
    if (level == 0) {
        const char *text = str_utf8(vm, name, NULL), *dot = text ? strchr(text, '.') : NULL;
        if (!text) return VALUE_ERROR;
        if (!dot) return module;
        Value first = str_from_utf8(vm, text, (size_t)(dot - text));
        return is_error(first) ? first : import_module(vm, str_of(first));
    }
    return module;
}

Value import_name(Vm *vm, Frame *frame, Str *name, Value level, Value names) {
    return import(vm, frame->globals, name, is_int(level) ? int_of(level) : 0, names);
}

Value import_from(Vm *vm, Value module, Str *name) {
    Value value = object_find_attribute(vm, module, name);
    if (value != VALUE_END) return value;
    Value own = object_find_attribute(vm, module, name_of(vm, name));
    if (own != VALUE_END && !is_error(own) && is_str_like(own)) {
        Value full = str_format(vm, "%S.%U", own, name);
        if (is_error(full)) return full;
        value = dict_get_str(vm, vm->modules, str_of(full));
        if (value != VALUE_END) return value;
    }
    Value file = object_find_attribute(vm, module, name_of(vm, file));
    if (is_error(file)) return file;
    Value place = file == VALUE_END ? str_from_cstring(vm, "unknown location") : file;
    return error_raise(vm, error_types.ImportError, "cannot import name '%U' from '%S' (%S)", name,
                       own, place);
}

bool import_star(Vm *vm, Frame *frame, Value module) {
    if (!has_shape(module, SHAPE_MODULE))
        return error_raise(vm, error_types.ImportError, "from-import-* object has no __dict__"),
               false;
    Dict *dict = ((Module *)object_of(module))->dict;
    Value all = dict_get_str(vm, dict, name_of(vm, all));
    Value list = list_from(vm, all == VALUE_END ? value_of(dict) : all);
    if (is_error(list)) return false;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value name = list_of(list)->items[i];
        if (!is_str_like(name))
            return error_type(vm, "Item in %S.__all__ must be str, not %T",
                              ((Module *)object_of(module))->name, name),
                   false;
        if (all == VALUE_END && str_of(name)->length && str_at(str_of(name), 0) == '_') continue;
        Value value = object_get_attribute(vm, module, str_of(name));
        if (is_error(value) || !dict_set(vm, frame->names, name, value)) return false;
    }
    return true;
}

static Value builtin_import(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"name",     "globals", "locals",
                                             "fromlist", "level",   NULL};
    Value values[5];
    if (!arguments_parse(vm, "__import__", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "__import__() argument 1 must be str, not %T", values[0]);
    Dict *globals = values[1] && is_dict(values[1]) ? dict_of(values[1]) : vm->frame->globals;
    bool from = values[3] && object_truth(vm, values[3]) > 0;
    return import(vm, globals, str_of(values[0]),
                  values[4] && is_int(values[4]) ? int_of(values[4]) : 0,
                  from ? values[3] : VALUE_NULL);
}
const NativeSpec import_spec = {"__import__", builtin_import, 1, 5, NATIVE_KEYWORDS};

bool import_init(Vm *vm) {
    vm->path = list_make(vm, NULL, 0);
    if (is_error(vm->path)) return false;
    Value name = str_intern_cstring(vm, "sys");
    return !is_error(name) && !is_error(import_module(vm, str_of(name)));
}
