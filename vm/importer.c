// Specs say where a module comes from, loaders make it; both are objects that programs may look at,
// replace, or bring themselves. Modules of ours take the short way through C.
#include "vm/importer.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/frontend.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

// --- specs --------------------------------------------------------------------------------------

#define SPEC ((ModuleSpec *)object_of(self))

Value spec_make(Vm *vm, Str *name, Value loader, Value origin, Value locations, bool has_location) {
    ModuleSpec *spec = object_new(vm, &module_spec_type);
    if (!spec || is_error(loader) || is_error(origin) || is_error(locations)) return VALUE_ERROR;
    spec->name = value_of(name);
    spec->loader = loader;
    spec->origin = origin;
    spec->locations = locations;
    spec->loader_state = spec->cached = VALUE_NONE;
    spec->has_location = has_location;
    return value_of(spec);
}

// A package's own name, else its package's.
Value spec_parent(Vm *vm, ModuleSpec *spec) {
    if (!is_none(spec->locations) || !is_str_like(spec->name)) return spec->name;
    const char *text = str_utf8(vm, str_of(spec->name), NULL);
    if (!text) return VALUE_ERROR;
    const char *dot = strrchr(text, '.');
    return str_from_utf8(vm, text, dot ? (size_t)(dot - text) : 0);
}

static Value spec_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"name",         "loader",     "origin",
                                             "loader_state", "is_package", NULL};
    Value values[5];
    if (!arguments_parse(vm, "ModuleSpec", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    int package = values[4] ? object_truth(vm, values[4]) : 0;
    if (package < 0) return VALUE_ERROR;
    ModuleSpec *spec = object_new(vm, type);
    if (!spec) return VALUE_ERROR;
    spec->name = values[0];
    spec->loader = values[1];
    spec->origin = values[2] ? values[2] : VALUE_NONE;
    spec->loader_state = values[3] ? values[3] : VALUE_NONE;
    spec->cached = spec->locations = VALUE_NONE;
    if (package) spec->locations = list_make(vm, NULL, 0);
    return is_error(spec->locations) ? VALUE_ERROR : value_of(spec);
}

static void spec_trace(Heap *heap, Object *object) {
    ModuleSpec *spec = (ModuleSpec *)object;
    gc_mark_values(heap, &spec->name, 6);
    gc_mark_value(heap, value_of(spec->dict));
}

static Value spec_repr(Vm *vm, Value self) {
    StrBuilder builder;
    Value head = str_format(vm, "%T(name=%R, loader=%R", self, SPEC->name, SPEC->loader);
    if (is_error(head)) return head;
    builder_init(&builder, vm);
    const char *type = str_utf8(vm, str_of(head), NULL), *dot = type ? strchr(type, '.') : NULL;
    const char *end = type ? strchr(type, '(') : NULL;
    builder_add_slice(&builder, str_of(head), dot && dot < end ? (size_t)(dot + 1 - type) : 0,
                      str_of(head)->length);
    if (!is_none(SPEC->origin)) {
        Value text = str_format(vm, ", origin=%R", SPEC->origin);
        if (is_error(text)) return text;
        builder_add_str(&builder, str_of(text));
    }
    if (!is_none(SPEC->locations)) {
        Value text = str_format(vm, ", submodule_search_locations=%R", SPEC->locations);
        if (is_error(text)) return text;
        builder_add_str(&builder, str_of(text));
    }
    builder_add_cstring(&builder, ")");
    return builder_finish(&builder);
}

#define FIELD(field)                                                                               \
    static Value get_##field(Vm *vm, Value self) {                                                 \
        return (void)vm, SPEC->field;                                                              \
    }                                                                                              \
    static bool set_##field(Vm *vm, Value self, Value value) {                                     \
        return (void)vm, SPEC->field = value ? value : VALUE_NONE, true;                           \
    }
FIELD(name)
FIELD(loader)
FIELD(origin)
FIELD(locations)
FIELD(loader_state)
#undef FIELD

static Value get_cached(Vm *vm, Value self) {
    if (is_none(SPEC->cached) && SPEC->has_location && is_str_like(SPEC->origin)) {
        const char *path = str_utf8(vm, str_of(SPEC->origin), NULL);
        SPEC->cached = path ? code_cache_name(vm, path) : VALUE_ERROR;
        if (is_error(SPEC->cached)) return SPEC->cached = VALUE_NONE, VALUE_ERROR;
    }
    return SPEC->cached;
}
static bool set_cached(Vm *vm, Value self, Value value) {
    return (void)vm, SPEC->cached = value ? value : VALUE_NONE, true;
}
static Value get_parent(Vm *vm, Value self) {
    return spec_parent(vm, SPEC);
}
static Value get_has_location(Vm *vm, Value self) {
    return (void)vm, make_bool(SPEC->has_location);
}
static bool set_has_location(Vm *vm, Value self, Value value) {
    int truth = value ? object_truth(vm, value) : 0;
    SPEC->has_location = truth > 0;
    return truth >= 0;
}
static Value get_initializing(Vm *vm, Value self) {
    return (void)vm, make_bool(SPEC->initializing);
}
static bool set_initializing(Vm *vm, Value self, Value value) {
    int truth = value ? object_truth(vm, value) : 0;
    SPEC->initializing = truth > 0;
    return truth >= 0;
}

static const MemberSpec spec_members[] = {
    {"name", get_name, set_name},
    {"loader", get_loader, set_loader},
    {"origin", get_origin, set_origin},
    {"submodule_search_locations", get_locations, set_locations},
    {"loader_state", get_loader_state, set_loader_state},
    {"cached", get_cached, set_cached},
    {"parent", get_parent, NULL},
    {"has_location", get_has_location, set_has_location},
    {"_set_fileattr", get_has_location, set_has_location},
    {"_initializing", get_initializing, set_initializing},
    {NULL, NULL, NULL},
};
Type module_spec_type = {
    .name = "_frozen_importlib.ModuleSpec",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(ModuleSpec),
    .instance_offset = offsetof(ModuleSpec, dict),
    .trace = spec_trace,
    .repr = spec_repr,
    .make = spec_new,
    .members = spec_members,
};

// --- modules by their specs ---------------------------------------------------------------------

bool module_describe(Vm *vm, Module *module, Value spec_value) {
    ModuleSpec *spec = spec_of(spec_value);
    if (!module_set(vm, module, "__name__", spec->name) ||
        !module_set(vm, module, "__loader__", spec->loader) ||
        !module_set(vm, module, "__package__", spec_parent(vm, spec)) ||
        !module_set(vm, module, "__spec__", spec_value))
        return false;
    if (!is_none(spec->locations) && !module_set(vm, module, "__path__", spec->locations))
        return false;
    if (has_shape(spec->loader, namespace_loader_type.shape_id))
        return module_set(vm, module, "__file__", VALUE_NONE);
    if (!spec->has_location) return true;
    if (!module_set(vm, module, "__file__", spec->origin)) return false;
    Value cached = get_cached(vm, spec_value);
    return is_none(cached) || module_set(vm, module, "__cached__", cached);
}

static Value module_spec(Vm *vm, Value module) {
    if (!has_shape(module, SHAPE_MODULE))
        return object_find_attribute(vm, module, name_of(vm, spec));
    return dict_get_str(vm, ((Module *)object_of(module))->dict, name_of(vm, spec));
}

static Value submodule(Vm *vm, Value module, Str *name) {
    Value own = dict_get_str(vm, ((Module *)object_of(module))->dict, name_of(vm, name));
    Value full = own == VALUE_END ? VALUE_ERROR : str_format(vm, "%S.%U", own, name);
    return is_error(full) ? full : dict_get_str(vm, vm->modules, str_of(full));
}

bool module_is_initializing(Vm *vm, Value module, Str *name) {
    if (name) module = submodule(vm, module, name);
    if (is_error(module)) error_clear(vm);
    if (is_error(module) || module == VALUE_END) return false;
    Value spec = module_spec(vm, module);
    if (is_error(spec)) error_clear(vm);
    return spec != VALUE_END && !is_error(spec) && is_spec(spec) && spec_of(spec)->initializing;
}

Value module_show(Vm *vm, Module *module) {
    Value name = dict_get_str(vm, module->dict, name_of(vm, name));
    Value spec = dict_get_str(vm, module->dict, name_of(vm, spec));
    Value file = dict_get_str(vm, module->dict, name_of(vm, file));
    Value loader = dict_get_str(vm, module->dict, name_of(vm, loader));
    if (name == VALUE_END) name = str_from_cstring(vm, "?");
    if (is_error(name)) return name;
    if (spec != VALUE_END && is_spec(spec)) {
        ModuleSpec *from = spec_of(spec);
        name = from->name;
        if (!is_none(from->origin))
            return from->has_location ? str_format(vm, "<module %R from %R>", name, from->origin)
                                      : str_format(vm, "<module %R (%S)>", name, from->origin);
        loader = from->loader;
        file = VALUE_END;
    }
    if (file != VALUE_END) return str_format(vm, "<module %R from %R>", name, file);
    if (loader == value_of(&builtin_importer_type))
        return str_format(vm, "<module %R (built-in)>", name);
    if (loader == VALUE_END || is_none(loader)) return str_format(vm, "<module %R>", name);
    return str_format(vm, "<module %R (%R)>", name, loader);
}

// --- loaders of files ---------------------------------------------------------------------------

#define LOADER ((FileLoader *)object_of(self))

static void loader_trace(Heap *heap, Object *object) {
    FileLoader *loader = (FileLoader *)object;
    gc_mark_values(heap, &loader->name, 2);
    gc_mark_value(heap, value_of(loader->dict));
}

static Value loader_make(Vm *vm, Type *type, Value name, Value path) {
    FileLoader *loader = object_new(vm, type);
    if (!loader) return VALUE_ERROR;
    loader->name = name;
    loader->path = path;
    return value_of(loader);
}

static Value loader_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"fullname", "path", NULL};
    Value values[2];
    if (!arguments_parse(vm, "SourceFileLoader", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    return loader_make(vm, type, values[0], values[1]);
}

static Value get_loader_name(Vm *vm, Value self) {
    return (void)vm, LOADER->name;
}
static bool set_loader_name(Vm *vm, Value self, Value value) {
    return (void)vm, LOADER->name = value ? value : VALUE_NONE, true;
}
static Value get_loader_path(Vm *vm, Value self) {
    return (void)vm, LOADER->path;
}
static bool set_loader_path(Vm *vm, Value self, Value value) {
    return (void)vm, LOADER->path = value ? value : VALUE_NONE, true;
}

NATIVE(create_nothing) {
    return VALUE_NONE;
}

static const char *loader_file(Vm *vm, Value self) {
    if (!is_str_like(LOADER->path)) return error_type(vm, "a loader's path must be str"), NULL;
    return str_utf8(vm, str_of(LOADER->path), NULL);
}

NATIVE(loader_get_code) {
    const char *path = loader_file(vm, args[0]);
    return path ? code_of_file(vm, path) : VALUE_ERROR;
}

static Value run_in_module(Vm *vm, Value code, Value module) {
    if (is_error(code)) return code;
    if (!has_shape(code, SHAPE_CODE)) return error_type(vm, "a module is run from a code object");
    if (!has_shape(module, SHAPE_MODULE))
        return error_type(vm, "a module is wanted, not %T", module);
    Module *into = (Module *)object_of(module);
    if (!module_set(vm, into, "__builtins__", value_of(vm->builtins))) return VALUE_ERROR;
    Value done = code_run(vm, (CodeObject *)object_of(code), into->dict, into->dict);
    return is_error(done) ? done : VALUE_NONE;
}

NATIVE(loader_exec_module) {
    return run_in_module(vm, loader_get_code(vm, args, 1, NULL), args[1]);
}

static Value read_bytes(Vm *vm, const char *path) {
    size_t size;
    char *text = path ? file_read_all(vm, path, &size) : NULL;
    return text ? bytes_make(vm, text, size) : VALUE_ERROR;
}

NATIVE(loader_get_source) {
    const char *path = loader_file(vm, args[0]);
    size_t size;
    char *text = path ? file_read_all(vm, path, &size) : NULL;
    return text ? str_from_utf8(vm, text, size) : VALUE_ERROR;
}
NATIVE(loader_get_data) {
    if (!is_str_like(args[1])) return error_type(vm, "a path must be str, not %T", args[1]);
    return read_bytes(vm, str_utf8(vm, str_of(args[1]), NULL));
}
NATIVE(loader_get_filename) {
    return ((FileLoader *)object_of(args[0]))->path;
}
NATIVE(loader_is_package) {
    const char *path = loader_file(vm, args[0]);
    if (!path) return VALUE_ERROR;
    const char *slash = strrchr(path, '/'), *leaf = slash ? slash + 1 : path;
    return make_bool(!strcmp(leaf, "__init__.py"));
}
NATIVE(loader_load_module) {
    FileLoader *loader = (FileLoader *)object_of(args[0]);
    return is_str_like(loader->name) ? import_module(vm, str_of(loader->name))
                                     : error_type(vm, "a module's name must be str");
}

static const MemberSpec loader_members[] = {{"name", get_loader_name, set_loader_name},
                                            {"path", get_loader_path, set_loader_path},
                                            {NULL, NULL, NULL}};
static const NativeSpec loader_methods[] = {{"create_module", create_nothing, 2, 2, 0},
                                            {"exec_module", loader_exec_module, 2, 2, 0},
                                            {"get_code", loader_get_code, 1, 2, 0},
                                            {"get_source", loader_get_source, 1, 2, 0},
                                            {"get_data", loader_get_data, 2, 2, 0},
                                            {"get_filename", loader_get_filename, 1, 2, 0},
                                            {"is_package", loader_is_package, 1, 2, 0},
                                            {"load_module", loader_load_module, 1, 2, 0},
                                            {NULL, NULL, 0, 0, 0}};
Type source_loader_type = {
    .name = "_frozen_importlib_external.SourceFileLoader",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(FileLoader),
    .instance_offset = offsetof(FileLoader, dict),
    .trace = loader_trace,
    .make = loader_new,
    .methods = loader_methods,
    .members = loader_members,
};

NATIVE(namespace_is_package) {
    return VALUE_TRUE;
}
NATIVE(namespace_get_source) {
    return str_from_cstring(vm, "");
}
NATIVE(namespace_get_code) {
    return code_compile(vm, "", 0, "<string>", MODE_EXEC);
}
static const NativeSpec namespace_methods[] = {{"create_module", create_nothing, 2, 2, 0},
                                               {"exec_module", create_nothing, 2, 2, 0},
                                               {"is_package", namespace_is_package, 1, 2, 0},
                                               {"get_source", namespace_get_source, 1, 2, 0},
                                               {"get_code", namespace_get_code, 1, 2, 0},
                                               {"load_module", loader_load_module, 1, 2, 0},
                                               {NULL, NULL, 0, 0, 0}};
Type namespace_loader_type = {
    .name = "_frozen_importlib_external.NamespaceLoader",
    .instance_size = sizeof(FileLoader),
    .instance_offset = offsetof(FileLoader, dict),
    .trace = loader_trace,
    .methods = namespace_methods,
};

// --- finding ------------------------------------------------------------------------------------

static const FrozenModule *find_frozen(const Str *name) {
    size_t count;
    const FrozenModule *modules = frozen_modules(&count);
    for (size_t i = 0; i < count; i++)
        if (str_equal_cstring(name, modules[i].name)) return &modules[i];
    return NULL;
}

Value spec_find_frozen(Vm *vm, Str *name) {
    if (!find_frozen(name)) return VALUE_END;
    return spec_make(vm, name, value_of(&frozen_importer_type), str_from_cstring(vm, "frozen"),
                     VALUE_NONE, false);
}

Value code_of_frozen(Vm *vm, Str *name) {
    const FrozenModule *module = find_frozen(name);
    if (!module) return VALUE_END;
    char filename[100];
    snprintf(filename, sizeof filename, "<frozen %s>", module->name);
    return code_compile(vm, module->source, module->size, filename, MODE_EXEC);
}

Value spec_of_file(Vm *vm, Str *name, const char *path, const char *package_path) {
    Value origin = str_from_cstring(vm, path);
    if (is_error(origin)) return origin;
    Value locations = VALUE_NONE;
    if (package_path) {
        Value folder = str_from_cstring(vm, package_path);
        locations = is_error(folder) ? folder : list_make(vm, &folder, 1);
    }
    Value loader = loader_make(vm, &source_loader_type, value_of(name), origin);
    return spec_make(vm, name, loader, origin, locations, true);
}

// A folder of a path, from the root: '' is where the process is.
static bool absolute_folder(const char *folder, char *result, size_t size) {
    if (folder[0] == '/') return snprintf(result, size, "%s", folder) < (int)size;
    if (!getcwd(result, size)) return false;
    if (!folder[0]) return true;
    size_t fill = strlen(result);
    return snprintf(result + fill, size - fill, "%s%s", fill > 1 ? "/" : "", folder) <
           (int)(size - fill);
}

enum { PATH_ROOM = 4096 };

// NAME/__init__.py, then NAME.py in one folder. Answers VALUE_END if it has neither, and says
// whether NAME is a folder.
static Value find_in_folder(Vm *vm, Str *name, const char *leaf, const char *folder, char *base,
                            bool *is_folder) {
    char start[PATH_ROOM], path[PATH_ROOM];
    struct stat status;
    *is_folder = false;
    if (!absolute_folder(folder, start, sizeof start)) return VALUE_END;
    size_t size = strlen(start);
    const char *slash = size && start[size - 1] == '/' ? "" : "/";
    if (snprintf(base, PATH_ROOM, "%s%s%s", start, slash, leaf) >= PATH_ROOM) return VALUE_END;
    *is_folder = !stat(base, &status) && S_ISDIR(status.st_mode);
    if (*is_folder && snprintf(path, sizeof path, "%s/__init__.py", base) < PATH_ROOM &&
        !stat(path, &status) && S_ISREG(status.st_mode))
        return spec_of_file(vm, name, path, base);
    if (snprintf(path, sizeof path, "%s.py", base) < PATH_ROOM && !stat(path, &status) &&
        S_ISREG(status.st_mode))
        return spec_of_file(vm, name, path, NULL);
    return VALUE_END;
}

Value spec_find_path(Vm *vm, Str *name, Value folders) {
    const char *text = str_utf8(vm, name, NULL), *dot = text ? strrchr(text, '.') : NULL;
    Value list = text ? list_from(vm, folders) : VALUE_ERROR;
    Value portions = is_error(list) ? list : list_make(vm, NULL, 0);
    if (is_error(portions)) return VALUE_ERROR;
    // A NUL or a slash in a name is no file's.
    if (strlen(text) != name->length && str_is_ascii(name)) return VALUE_END;
    if (strchr(text, '/')) return VALUE_END;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value folder = list_of(list)->items[i];
        const char *start = is_str_like(folder) ? str_utf8(vm, str_of(folder), NULL) : "";
        if (!start) return VALUE_ERROR;
        if (!is_str_like(folder)) continue;
        char base[PATH_ROOM];
        bool is_folder;
        Value spec = find_in_folder(vm, name, dot ? dot + 1 : text, start, base, &is_folder);
        if (spec != VALUE_END) return spec;
        Value portion = is_folder ? str_from_cstring(vm, base) : VALUE_END;
        if (portion != VALUE_END &&
            (is_error(portion) || !list_append(vm, list_of(portions), portion)))
            return VALUE_ERROR;
    }
    if (!list_of(portions)->count) return VALUE_END;
    Value loader = loader_make(vm, &namespace_loader_type, value_of(name), portions);
    return spec_make(vm, name, loader, VALUE_NONE, portions, false);
}

static Value sys_attribute(Vm *vm, const char *name) {
    Value key = str_intern_cstring(vm, name);
    return is_error(key) ? key : dict_get_str(vm, vm->sys, str_of(key));
}

static Value ask_finder(Vm *vm, Value finder, Str *name, Value folders) {
    if (finder == value_of(&builtin_importer_type))
        return is_none(folders) ? spec_find_native(vm, name) : VALUE_END;
    if (finder == value_of(&frozen_importer_type)) return spec_find_frozen(vm, name);
    if (finder == value_of(&path_finder_type))
        return spec_find_path(vm, name, is_none(folders) ? vm->path : folders);
    Value key = str_intern_cstring(vm, "find_spec");
    Value method = is_error(key) ? key : object_find_attribute(vm, finder, str_of(key));
    if (is_error(method) || method == VALUE_END) return method;
    Value spec = object_call(vm, method, (Value[]){value_of(name), folders, VALUE_NONE}, 3, NULL);
    return !is_error(spec) && is_none(spec) ? VALUE_END : spec;
}

Value spec_find(Vm *vm, Str *name, Value folders) {
    Value path = sys_attribute(vm, "path"), finders = sys_attribute(vm, "meta_path");
    if (is_error(path) || is_error(finders)) return VALUE_ERROR;
    if (path != VALUE_END) vm->path = path;
    if (finders == VALUE_END || is_none(finders))
        return error_raise(vm, error_types.ImportError,
                           "sys.meta_path is None, Python is likely shutting down");
    Value list = list_from(vm, finders), spec = VALUE_END;
    if (is_error(list)) return list;
    for (size_t i = 0; spec == VALUE_END && i < list_of(list)->count; i++)
        spec = ask_finder(vm, list_of(list)->items[i], name, folders);
    return spec;
}

// --- loading ------------------------------------------------------------------------------------

bool module_execute(Vm *vm, Value spec_value, Value module) {
    ModuleSpec *spec = spec_of(spec_value);
    Value loader = spec->loader;
    if (is_none(loader) || has_shape(loader, namespace_loader_type.shape_id)) return true;
    if (loader == value_of(&builtin_importer_type)) return true;
    if (loader == value_of(&frozen_importer_type)) {
        Value code = code_of_frozen(vm, str_of(spec->name));
        return code != VALUE_END && !is_error(run_in_module(vm, code, module));
    }
    if (has_shape(loader, source_loader_type.shape_id))
        return !is_error(loader_exec_module(vm, (Value[]){loader, module}, 2, NULL));
    Value key = str_intern_cstring(vm, "exec_module");
    Value method = is_error(key) ? key : object_get_attribute(vm, loader, str_of(key));
    return !is_error(method) && !is_error(object_call_1(vm, method, module));
}

Value module_create(Vm *vm, Value spec_value) {
    ModuleSpec *spec = spec_of(spec_value);
    const char *name = is_str_like(spec->name) ? str_utf8(vm, str_of(spec->name), NULL) : NULL;
    if (!name) return vm->raised ? VALUE_ERROR : error_type(vm, "a module's name must be str");
    Value loader = spec->loader, module = VALUE_NONE;
    bool ours = is_none(loader) || loader == value_of(&builtin_importer_type) ||
                loader == value_of(&frozen_importer_type) ||
                has_shape(loader, source_loader_type.shape_id) ||
                has_shape(loader, namespace_loader_type.shape_id);
    if (!ours) {
        Value key = str_intern_cstring(vm, "create_module");
        Value method = is_error(key) ? key : object_find_attribute(vm, loader, str_of(key));
        if (is_error(method)) return method;
        if (method != VALUE_END) module = object_call_1(vm, method, spec_value);
        if (is_error(module)) return module;
    }
    if (is_none(module)) module = module_make(vm, name);
    if (is_error(module)) return module;
    if (has_shape(module, SHAPE_MODULE) &&
        !module_describe(vm, (Module *)object_of(module), spec_value))
        return VALUE_ERROR;
    if (loader == value_of(&builtin_importer_type) &&
        !module_fill_native(vm, (Module *)object_of(module)))
        return VALUE_ERROR;
    return module;
}

Value module_from_spec(Vm *vm, Value spec_value) {
    if (!is_spec(spec_value))
        return error_type(vm, "a finder must answer a ModuleSpec, not %T", spec_value);
    ModuleSpec *spec = spec_of(spec_value);
    Value module = module_create(vm, spec_value);
    if (is_error(module) || !dict_set(vm, vm->modules, spec->name, module)) return VALUE_ERROR;
    spec->initializing = true;
    bool done = module_execute(vm, spec_value, module);
    spec->initializing = false;
    if (!done) {
        Value raised = error_take(vm);
        if (dict_delete(vm, vm->modules, spec->name) < 0) error_clear(vm);
        vm->raised = raised;
        return VALUE_ERROR;
    }
    // The module may have put another in its place.
    Value now = dict_get(vm, vm->modules, spec->name);
    return now == VALUE_END ? error_key(vm, spec->name) : now;
}

// --- the finders as programs see them -----------------------------------------------------------

static Value answer_spec(Value spec) {
    return spec == VALUE_END ? VALUE_NONE : spec;
}
static Str *name_argument(Vm *vm, Value name) {
    if (is_str_like(name)) return str_of(name);
    error_type(vm, "a module's name must be str, not %T", name);
    return NULL;
}

// Finders are classes whose methods need no instance: name, path, target.
#define FINDER_ARGUMENTS(values)                                                                   \
    static const char *const parameters[] = {"fullname", "path", "target", NULL};                  \
    Value values[3];                                                                               \
    if (!arguments_parse(vm, "find_spec", parameters, 1, 0, args, count, names, values) ||         \
        !name_argument(vm, values[0]))                                                             \
    return VALUE_ERROR

NATIVE(builtin_find_spec) {
    FINDER_ARGUMENTS(values);
    if (values[1] && !is_none(values[1])) return VALUE_NONE;
    return answer_spec(spec_find_native(vm, str_of(values[0])));
}
NATIVE(frozen_find_spec) {
    FINDER_ARGUMENTS(values);
    return answer_spec(spec_find_frozen(vm, str_of(values[0])));
}
NATIVE(path_find_spec) {
    FINDER_ARGUMENTS(values);
    Value path = values[1] && !is_none(values[1]) ? values[1] : vm->path;
    return answer_spec(spec_find_path(vm, str_of(values[0]), path));
}
NATIVE(importer_create_module) {
    return is_spec(args[0]) ? module_create(vm, args[0])
                            : error_type(vm, "a ModuleSpec is wanted, not %T", args[0]);
}
NATIVE(importer_exec_module) {
    Value spec = module_spec(vm, args[0]);
    if (is_error(spec)) return spec;
    if (spec == VALUE_END || !is_spec(spec))
        return error_type(vm, "a module with a __spec__ is wanted");
    return module_execute(vm, spec, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(frozen_get_code) {
    Str *name = name_argument(vm, args[0]);
    Value code = name ? code_of_frozen(vm, name) : VALUE_ERROR;
    if (code != VALUE_END) return code;
    return error_raise(vm, error_types.ImportError, "No such frozen object named %U", name);
}
NATIVE(not_a_package) {
    return VALUE_FALSE;
}
NATIVE(forget_nothing) {
    return VALUE_NONE;
}

static const NativeSpec builtin_methods[] = {
    {"find_spec", builtin_find_spec, 1, 3, NATIVE_STATIC | NATIVE_KEYWORDS},
    {"create_module", importer_create_module, 1, 1, NATIVE_STATIC},
    {"exec_module", create_nothing, 1, 1, NATIVE_STATIC},
    {"get_code", create_nothing, 1, 1, NATIVE_STATIC},
    {"get_source", create_nothing, 1, 1, NATIVE_STATIC},
    {"is_package", not_a_package, 1, 1, NATIVE_STATIC},
    {NULL, NULL, 0, 0, 0},
};
static const NativeSpec frozen_methods[] = {
    {"find_spec", frozen_find_spec, 1, 3, NATIVE_STATIC | NATIVE_KEYWORDS},
    {"create_module", importer_create_module, 1, 1, NATIVE_STATIC},
    {"exec_module", importer_exec_module, 1, 1, NATIVE_STATIC},
    {"get_code", frozen_get_code, 1, 1, NATIVE_STATIC},
    {"get_source", create_nothing, 1, 1, NATIVE_STATIC},
    {"is_package", not_a_package, 1, 1, NATIVE_STATIC},
    {NULL, NULL, 0, 0, 0},
};
static const NativeSpec path_methods[] = {
    {"find_spec", path_find_spec, 1, 3, NATIVE_STATIC | NATIVE_KEYWORDS},
    {"invalidate_caches", forget_nothing, 0, 0, NATIVE_STATIC},
    {NULL, NULL, 0, 0, 0},
};
Type builtin_importer_type = {.name = "_frozen_importlib.BuiltinImporter",
                              .methods = builtin_methods};
Type frozen_importer_type = {.name = "_frozen_importlib.FrozenImporter", .methods = frozen_methods};
Type path_finder_type = {.name = "_frozen_importlib_external.PathFinder", .methods = path_methods};

static Type *const importer_types[] = {&module_spec_type,      &source_loader_type,
                                       &namespace_loader_type, &builtin_importer_type,
                                       &frozen_importer_type,  &path_finder_type};

// The types are ready before the first import, which makes specs.
bool importer_init(Vm *vm) {
    for (size_t i = 0; i < sizeof importer_types / sizeof *importer_types; i++) {
        Type *type = importer_types[i];
        const char *dot = strchr(type->name, '.');
        type->next_type = vm->types; // listed first: the list keeps its dict
        vm->types = type;
        if (!type_ready(vm, type)) return false;
        Value module = str_from_utf8(vm, type->name, (size_t)(dot - type->name));
        if (is_error(module) || !dict_set_str(vm, type->dict, name_of(vm, module), module))
            return false;
    }
    return true;
}

bool importer_fill(Vm *vm, Module *sys_module) {
    Value finders[] = {value_of(&builtin_importer_type), value_of(&frozen_importer_type),
                       value_of(&path_finder_type)};
    return module_set(vm, sys_module, "meta_path", list_make(vm, finders, 3)) &&
           module_set(vm, sys_module, "path_hooks", list_make(vm, NULL, 0)) &&
           module_set(vm, sys_module, "path_importer_cache", dict_make(vm, 0)) &&
           module_set(vm, sys_module, "pycache_prefix", VALUE_NONE) &&
           module_set(vm, sys_module, "dont_write_bytecode", make_bool(vm->no_cache_files));
}
