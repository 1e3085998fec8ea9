// The module _imp: what importlib, which is written in Python, needs of the machine.
#include "vm/error.h"
#include "vm/importer.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Str *text_argument(Vm *vm, Value value) {
    if (is_str_like(value)) return str_of(value);
    error_type(vm, "argument must be str, not %A", value);
    return NULL;
}

static Value or_none(Value value) {
    return value == VALUE_END ? VALUE_NONE : value;
}

// No other thread imports.
NATIVE(imp_nothing) {
    return VALUE_NONE;
}
NATIVE(imp_lock_held) {
    return VALUE_FALSE;
}
NATIVE(imp_no_suffixes) {
    return list_make(vm, NULL, 0);
}
// What is frozen here is nowhere else: there is nothing to choose.
NATIVE(imp_override_frozen) {
    int choice;
    return argument_int(vm, args[0], &choice) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(imp_is_builtin) {
    Str *name = text_argument(vm, args[0]);
    Value spec = name ? spec_find_native(vm, name) : VALUE_ERROR;
    return is_error(spec) ? spec : make_int(vm, spec != VALUE_END);
}
NATIVE(imp_is_frozen) {
    Str *name = text_argument(vm, args[0]);
    Value spec = name ? spec_find_frozen(vm, name) : VALUE_ERROR;
    return is_error(spec) ? spec : make_bool(spec != VALUE_END);
}
NATIVE(imp_get_frozen) {
    Str *name = text_argument(vm, args[0]);
    Value code = name ? code_of_frozen(vm, name) : VALUE_ERROR;
    if (code != VALUE_END) return code;
    return error_raise(vm, error_types.ImportError, "No such frozen object named %U", name);
}
// create_module(spec): a fresh module, described, not run.
NATIVE(imp_create_module) {
    if (!is_spec(args[0])) return error_type(vm, "a ModuleSpec is wanted, not %T", args[0]);
    return module_create(vm, args[0]);
}
NATIVE(imp_exec_module) {
    if (!is_spec(args[0])) return error_type(vm, "a ModuleSpec is wanted, not %T", args[0]);
    return module_execute(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(imp_describe) {
    if (!is_spec(args[0])) return error_type(vm, "a ModuleSpec is wanted, not %T", args[0]);
    if (!has_shape(args[1], SHAPE_MODULE)) return error_type(vm, "a module is wanted");
    return module_describe(vm, (Module *)object_of(args[1]), args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(imp_load) {
    return module_from_spec(vm, args[0]);
}
NATIVE(imp_find_spec) {
    Str *name = text_argument(vm, args[0]);
    return name ? or_none(spec_find(vm, name, args[1])) : VALUE_ERROR;
}
NATIVE(imp_find_in_path) {
    Str *name = text_argument(vm, args[0]);
    return name ? or_none(spec_find_path(vm, name, args[1])) : VALUE_ERROR;
}
NATIVE(imp_import_module) {
    Str *name = text_argument(vm, args[0]);
    if (name && !name->length) return error_value(vm, "Empty module name");
    return name ? import_module(vm, name) : VALUE_ERROR;
}
NATIVE(imp_cache_name) {
    Str *path = text_argument(vm, args[0]);
    const char *text = path ? str_utf8(vm, path, NULL) : NULL;
    return text ? code_cache_name(vm, text) : VALUE_ERROR;
}

static const NativeSpec functions[] = {
    {"acquire_lock", imp_nothing, 0, 0, 0},
    {"release_lock", imp_nothing, 0, 0, 0},
    {"lock_held", imp_lock_held, 0, 0, 0},
    {"extension_suffixes", imp_no_suffixes, 0, 0, 0},
    {"_override_frozen_modules_for_tests", imp_override_frozen, 1, 1, 0},
    {"is_builtin", imp_is_builtin, 1, 1, 0},
    {"is_frozen", imp_is_frozen, 1, 1, 0},
    {"get_frozen_object", imp_get_frozen, 1, 2, 0},
    {"create_builtin", imp_create_module, 1, 1, 0},
    {"create_module", imp_create_module, 1, 1, 0},
    {"exec_module", imp_exec_module, 2, 2, 0},
    {"describe_module", imp_describe, 2, 2, 0},
    {"load", imp_load, 1, 1, 0},
    {"find_spec", imp_find_spec, 2, 2, 0},
    {"find_in_path", imp_find_in_path, 2, 2, 0},
    {"import_module", imp_import_module, 1, 1, 0},
    {"cache_name", imp_cache_name, 1, 1, 0},
    {NULL, NULL, 0, 0, 0},
};

bool module__imp_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "ModuleSpec", value_of(&module_spec_type)) &&
           module_set(vm, module, "SourceFileLoader", value_of(&source_loader_type)) &&
           module_set(vm, module, "NamespaceLoader", value_of(&namespace_loader_type)) &&
           module_set(vm, module, "BuiltinImporter", value_of(&builtin_importer_type)) &&
           module_set(vm, module, "FrozenImporter", value_of(&frozen_importer_type)) &&
           module_set(vm, module, "PathFinder", value_of(&path_finder_type));
}
