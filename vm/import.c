// The import statement: names resolved, parents first, submodules bound in their packages, and what
// is said when something is not there. Where modules come from is importer.c's affair.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frozen.h"
#include "vm/error.h"
#include "vm/importer.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/thread.h"

// --- modules that come with the machine ---------------------------------------------------------

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
enum { NATIVE_COUNT = sizeof native_modules / sizeof *native_modules };

static ModuleFill find_native(const Str *name) {
    for (size_t i = 0; i < NATIVE_COUNT; i++)
        if (str_equal_cstring(name, native_modules[i].name)) return native_modules[i].fill;
    return NULL;
}

Value spec_find_native(Vm *vm, Str *name) {
    if (!find_native(name) && !str_equal_cstring(name, "builtins")) return VALUE_END;
    return spec_make(vm, name, value_of(&builtin_importer_type), str_from_cstring(vm, "built-in"),
                     VALUE_NONE, false);
}

bool module_fill_native(Vm *vm, Module *module) {
    ModuleFill fill = find_native(str_of(module->name));
    return !fill || fill(vm, module);
}

const FrozenModule *frozen_modules(size_t *count) {
    static const FrozenModule modules[] = {FROZEN_MODULES};
    *count = sizeof modules / sizeof *modules;
    return modules;
}

// sys.builtin_module_names
static Value native_names(Vm *vm) {
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i <= NATIVE_COUNT && !is_error(list); i++) {
        Value name = str_intern_cstring(vm, i < NATIVE_COUNT ? native_modules[i].name : "builtins");
        if (is_error(name) || !list_append(vm, list_of(list), name)) return VALUE_ERROR;
    }
    if (is_error(list) || !list_sort(vm, list_of(list), VALUE_NONE, false)) return VALUE_ERROR;
    return tuple_from_list(vm, list_of(list));
}

// --- what is said -------------------------------------------------------------------------------

static Value raise_import(Vm *vm, Type *type, Value message, Value name, Value path) {
    if (is_error(message)) return message;
    error_raise(vm, type, "%S", message);
    if (!vm->raised || !is_exception(vm->raised)) return VALUE_ERROR;
    Exception *exception = (Exception *)vm->raised;
    exception->extra[0] = name;
    exception->extra[1] = path;
    return VALUE_ERROR;
}

// Without Python's own library most of what programs import is missing: the name of the package
// that has it helps more than the name of the module.
static Value raise_missing(Vm *vm, Str *name, Value parent) {
    const char *library = import_library();
    char file[4096];
    snprintf(file, sizeof file, "%s/os.py", library);
    Value message;
    if (!is_none(parent))
        message = str_format(vm, "No module named %R; %R is not a package", value_of(name), parent);
    else if (access(file, R_OK))
        message = str_format(vm,
                             "No module named %R (and there is no Python library in '%s': install "
                             "libpython3.11-stdlib or set SEVENSTEP_STDLIB)",
                             value_of(name), library);
    else
        message = str_format(vm, "No module named %R", value_of(name));
    return raise_import(vm, error_types.ModuleNotFoundError, message, value_of(name), VALUE_NULL);
}

// -v, in CPython's words.
static void tell_imported(Vm *vm, Str *name, Value module) {
    if (!vm->verbose) return;
    Value loader = object_find_attribute(vm, module, name_of(vm, loader));
    Value text = is_error(loader) || loader == VALUE_END
                     ? VALUE_ERROR
                     : str_format(vm, "import %R # %R\n", value_of(name), loader);
    const char *line = is_error(text) ? NULL : str_utf8(vm, str_of(text), NULL);
    if (line)
        fputs(line, stderr);
    else
        error_clear(vm);
}

// --- absolute names -----------------------------------------------------------------------------

static Value bind_in_parent(Vm *vm, Str *parent_name, const char *leaf, Value module) {
    Value parent = dict_get_str(vm, vm->modules, parent_name), key = str_intern_cstring(vm, leaf);
    if (is_error(key) || is_error(parent)) return VALUE_ERROR;
    if (parent == VALUE_END) return error_key(vm, value_of(parent_name));
    if (!object_set_attribute(vm, parent, str_of(key), module) &&
        !error_catch(vm, error_types.AttributeError))
        return VALUE_ERROR;
    return module;
}

// A dotted name is as deep as it has parents, whose names take room while they are looked for.
static bool check_depth(Vm *vm, const char *name) {
    uint32_t depth = 0;
    for (; *name; name++) depth += *name == '.';
    if (depth < vm->recursion_limit) return c_stack_check(vm, "");
    error_recursion(vm, "");
    return false;
}

static Value find_and_load(Vm *vm, Str *name) {
    const char *text = str_utf8(vm, name, NULL);
    if (!text || !check_depth(vm, text)) return VALUE_ERROR;
    const char *dot = strrchr(text, '.');
    Value folders = VALUE_NONE, parent_name = VALUE_NONE;
    if (dot) {
        parent_name = str_from_utf8(vm, text, (size_t)(dot - text));
        Value parent = is_error(parent_name) ? parent_name : import_module(vm, str_of(parent_name));
        if (is_error(parent)) return parent;
        Value made = dict_get_str(vm, vm->modules, name); // by the parent
        if (made != VALUE_END) return made;
        folders = object_find_attribute(vm, parent, name_of(vm, path));
        if (folders == VALUE_END) return raise_missing(vm, name, parent_name);
    }
    Value spec = is_error(folders) ? folders : spec_find(vm, name, folders);
    if (spec == VALUE_END) return raise_missing(vm, name, VALUE_NONE);
    Value module = is_error(spec) ? spec : module_from_spec(vm, spec);
    if (is_error(module)) return module;
    tell_imported(vm, name, module);
    return dot ? bind_in_parent(vm, str_of(parent_name), dot + 1, module) : module;
}

Value import_module(Vm *vm, Str *name) {
    name = str_of(str_intern(vm, value_of(name)));
    if (!name) return VALUE_ERROR;
    Value module = dict_get_str(vm, vm->modules, name);
    if (module == VALUE_END) {
        thread_import(1);
        module = find_and_load(vm, name);
        thread_import(-1);
        return module;
    }
    if (!is_error(module) && is_none(module))
        return raise_import(vm, error_types.ModuleNotFoundError,
                            str_format(vm, "import of %U halted; None in sys.modules", name),
                            value_of(name), VALUE_NULL);
    return module;
}

// --- relative names -----------------------------------------------------------------------------

static Value get_global(Vm *vm, Dict *globals, Str *name) {
    Value value = dict_get_str(vm, globals, name);
    return value == VALUE_END ? VALUE_NONE : value;
}

// The package that relative names start from, a str.
static Value package_of(Vm *vm, Dict *globals) {
    Value package = get_global(vm, globals, name_of(vm, package));
    Value spec = get_global(vm, globals, name_of(vm, spec));
    if (!is_none(package))
        return is_str_like(package) ? package : error_type(vm, "package must be a string");
    if (!is_none(spec)) {
        Value parent = is_spec(spec) ? spec_parent(vm, spec_of(spec)) : VALUE_NONE;
        if (is_error(parent) || is_str_like(parent)) return parent;
        return error_type(vm, "__spec__.parent must be a string");
    }
    Value name = get_global(vm, globals, name_of(vm, name));
    if (is_none(name)) return error_raise(vm, error_types.KeyError, "'__name__' not in globals");
    if (!is_str_like(name)) return error_type(vm, "__name__ must be a string");
    if (dict_get_str(vm, globals, name_of(vm, path)) != VALUE_END) return name;
    const char *text = str_utf8(vm, str_of(name), NULL), *dot = text ? strrchr(text, '.') : NULL;
    return text ? str_from_utf8(vm, text, dot ? (size_t)(dot - text) : 0) : VALUE_ERROR;
}

// The absolute name of a relative import.
static Value resolve(Vm *vm, Dict *globals, Str *name, int64_t level) {
    Value package = package_of(vm, globals);
    if (is_error(package)) return package;
    const char *text = str_utf8(vm, str_of(package), NULL);
    if (!text) return VALUE_ERROR;
    size_t size = strlen(text);
    if (!size)
        return error_raise(vm, error_types.ImportError,
                           "attempted relative import with no known parent package");
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

// --- the statement ------------------------------------------------------------------------------

// from package import names: those that are submodules are imported, too. `all`: the names are
// those of __all__.
static bool import_submodules(Vm *vm, Value module, Value names, bool all) {
    Value list = list_from(vm, names);
    for (size_t i = 0; !is_error(list) && i < list_of(list)->count; i++) {
        Value item = list_of(list)->items[i];
        if (!is_str_like(item)) {
            Value own = object_get_attribute(vm, module, name_of(vm, name));
            if (is_error(own)) return false;
            if (all)
                error_type(vm, "Item in %S.__all__ must be str, not %T", own, item);
            else
                error_type(vm, "Item in ``from list'' must be str, not %T", item);
            return false;
        }
        if (str_equal_cstring(str_of(item), "*")) {
            Value listed = all ? VALUE_END : object_find_attribute(vm, module, name_of(vm, all));
            if (is_error(listed)) return false;
            if (listed != VALUE_END && !import_submodules(vm, module, listed, true)) return false;
            continue;
        }
        Value found = object_find_attribute(vm, module, str_of(item));
        if (is_error(found)) return false;
        if (found != VALUE_END) continue;
        Value own = object_get_attribute(vm, module, name_of(vm, name));
        Value full = is_error(own) ? own : str_format(vm, "%S.%S", own, item);
        if (is_error(full)) return false;
        if (!is_error(import_module(vm, str_of(full)))) continue;
        // That very module does not exist: the statement will say so in its own words.
        Value missing = error_matches(vm, error_types.ModuleNotFoundError)
                            ? ((Exception *)object_of(vm->raised))->extra[0]
                            : VALUE_NULL;
        if (!missing || !is_str_like(missing) || !str_equal(str_of(missing), str_of(full)))
            return false;
        error_clear(vm);
    }
    return !is_error(list);
}

// import a.b.c binds a; __import__('b', level=1) within p answers p.b.
static Value first_module(Vm *vm, Str *name, Str *absolute, int64_t level, Value module) {
    const char *text = str_utf8(vm, name, NULL), *dot = text ? strchr(text, '.') : NULL;
    if (!text) return VALUE_ERROR;
    if (!dot) return module;
    if (!level) {
        Value first = str_from_utf8(vm, text, (size_t)(dot - text));
        return is_error(first) ? first : import_module(vm, str_of(first));
    }
    size_t cut;
    const char *whole = str_utf8(vm, absolute, &cut);
    Value first = whole ? str_from_utf8(vm, whole, cut - strlen(dot)) : VALUE_ERROR;
    Value found = is_error(first) ? first : dict_get_str(vm, vm->modules, str_of(first));
    if (found != VALUE_END) return found;
    return error_raise(vm, error_types.KeyError, "%R not in sys.modules as expected", first);
}

static Value import(Vm *vm, Dict *globals, Str *name, int64_t level, Value names) {
    if (level < 0) return error_value(vm, "level must be >= 0");
    Value absolute = level ? resolve(vm, globals, name, level) : value_of(name);
    if (is_error(absolute)) return absolute;
    if (!str_of(absolute)->length) return error_value(vm, "Empty module name");
    Value module = import_module(vm, str_of(absolute));
    if (is_error(module)) return module;
    int wanted = names ? object_truth(vm, names) : 0;
    if (wanted < 0) return VALUE_ERROR;
    if (!wanted) {
        if (level && !name->length) return module;
        return first_module(vm, name, str_of(absolute), level, module);
    }
    Value path = object_find_attribute(vm, module, name_of(vm, path));
    if (is_error(path)) return path;
    if (path != VALUE_END && !import_submodules(vm, module, names, false)) return VALUE_ERROR;
    return module;
}

static Value builtin_import(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"name",     "globals", "locals",
                                             "fromlist", "level",   NULL};
    Value values[5];
    if (!arguments_parse(vm, "__import__", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0])) return error_type(vm, "module name must be a string");
    Dict *globals = values[1] && is_dict_like(values[1]) ? dict_of(values[1]) : NULL;
    int64_t level = 0;
    if (values[4] && !object_index(vm, values[4], false, &level)) return VALUE_ERROR;
    if (level > 0 && !globals)
        return error_raise(vm, error_types.KeyError, "'__name__' not in globals");
    return import(vm, globals, str_of(values[0]), level, values[3] ? values[3] : VALUE_NULL);
}
const NativeSpec import_spec = {"__import__", builtin_import, 0, 5, NATIVE_KEYWORDS};

Value import_name(Vm *vm, Frame *frame, Str *name, Value level, Value names) {
    Value hook = dict_get_str(vm, vm->builtins, name_of(vm, import));
    if (hook == VALUE_END) return error_raise(vm, error_types.ImportError, "__import__ not found");
    if (has_shape(hook, SHAPE_NATIVE) && ((Native *)object_of(hook))->spec == &import_spec)
        return import(vm, frame->globals, name, is_int(level) ? int_of(level) : 0, names);
    Value locals = frame->code->flags & CODE_OPTIMIZED ? VALUE_NONE : value_of(frame->names);
    Value args[] = {value_of(name), value_of(frame->globals), locals, names, level};
    return object_call(vm, hook, args, 5, NULL);
}

Value import_from(Vm *vm, Value module, Str *name) {
    Value value = object_find_attribute(vm, module, name);
    if (value != VALUE_END) return value;
    Value own = object_find_attribute(vm, module, name_of(vm, name));
    if (is_error(own)) return own;
    bool named = own != VALUE_END && is_str_like(own);
    if (named) {
        Value full = str_format(vm, "%S.%U", own, name);
        if (is_error(full)) return full;
        value = dict_get_str(vm, vm->modules, str_of(full));
        if (value != VALUE_END) return value;
    } else {
        own = str_from_cstring(vm, "<unknown module name>");
    }
    Value file = object_find_attribute(vm, module, name_of(vm, file));
    if (is_error(file) || is_error(own)) return VALUE_ERROR;
    bool placed = file != VALUE_END && is_str_like(file);
    Value place = placed ? file : str_from_cstring(vm, "unknown location");
    Value message =
        placed && module_is_initializing(vm, module, NULL)
            ? str_format(vm,
                         "cannot import name %R from partially initialized module %R (most likely "
                         "due to a circular import) (%S)",
                         value_of(name), own, place)
            : str_format(vm, "cannot import name %R from %R (%S)", value_of(name), own, place);
    return raise_import(vm, error_types.ImportError, message, named ? own : VALUE_NULL,
                        placed ? file : VALUE_NULL);
}

bool import_star(Vm *vm, Frame *frame, Value module) {
    Value all = object_find_attribute(vm, module, name_of(vm, all));
    if (is_error(all)) return false;
    bool listed = all != VALUE_END;
    if (!listed) all = object_find_attribute(vm, module, name_of(vm, dict));
    if (is_error(all) && error_catch(vm, error_types.AttributeError)) all = VALUE_END;
    if (all == VALUE_END)
        error_raise(vm, error_types.ImportError,
                    "from-import-* object has no __dict__ and no __all__");
    Value list = all == VALUE_END || is_error(all) ? VALUE_ERROR : list_from(vm, all);
    if (is_error(list)) return false;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value name = list_of(list)->items[i];
        if (!is_str_like(name)) {
            Value own = object_get_attribute(vm, module, name_of(vm, name));
            if (!is_error(own))
                error_type(vm, "%s in %S.%s must be str, not %T", listed ? "Item" : "Key", own,
                           listed ? "__all__" : "__dict__", name);
            return false;
        }
        if (!listed && str_of(name)->length && str_at(str_of(name), 0) == '_') continue;
        Value value = object_get_attribute(vm, module, str_of(name));
        if (is_error(value) || !store_name(vm, frame, str_of(name), value)) return false;
    }
    return true;
}

// --- beginning ----------------------------------------------------------------------------------

const char *import_library(void) {
    const char *folder = getenv("SEVENSTEP_STDLIB");
    return folder && *folder ? folder : "/usr/lib/python3.11";
}

bool import_init(Vm *vm) {
    vm->path = list_make(vm, NULL, 0);
    if (is_error(vm->path) || !importer_init(vm)) return false;
    Value name = str_intern_cstring(vm, "sys"), spec = VALUE_END;
    if (!is_error(name)) spec = spec_find_native(vm, str_of(name));
    Value sys = is_error(name) || is_error(spec) ? VALUE_ERROR : module_from_spec(vm, spec);
    if (is_error(sys)) return false;
    Module *module = (Module *)object_of(sys);
    vm->sys = module->dict;
    if (!importer_fill(vm, module) ||
        !module_set(vm, module, "builtin_module_names", native_names(vm)))
        return false;
    Value builtins = dict_get_str(vm, vm->modules, str_of(str_intern_cstring(vm, "builtins")));
    spec = spec_find_native(vm, str_of(((Module *)object_of(builtins))->name));
    return !is_error(spec) && module_describe(vm, (Module *)object_of(builtins), spec);
}
