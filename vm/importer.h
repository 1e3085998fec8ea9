// What import is made of as programs see it: specs, loaders, and the finders of sys.meta_path.
#ifndef VM_IMPORTER_H
#define VM_IMPORTER_H

#include "vm/function.h"

typedef struct {
    Object object;
    Value name, loader, origin, locations, loader_state, cached; // None where absent
    bool has_location, initializing;
    Dict *dict;
} ModuleSpec;

// SourceFileLoader: `path` is its file. NamespaceLoader: the list of its folders.
typedef struct {
    Object object;
    Value name, path;
    Dict *dict;
} FileLoader;

// A module written in Python that the machine brings with it.
typedef struct {
    const char *name, *source;
    size_t size;
} FrozenModule;

extern Type module_spec_type, source_loader_type, namespace_loader_type, builtin_importer_type,
    frozen_importer_type, path_finder_type;

bool importer_init(Vm *vm);                     // makes the types ready
bool importer_fill(Vm *vm, Module *sys_module); // sys.meta_path and its kin

static inline bool is_spec(Value value) {
    return is_object(value) && is_instance(value, &module_spec_type);
}
static inline ModuleSpec *spec_of(Value value) {
    return (ModuleSpec *)value;
}
// Absent parts are None. The spec's parent is computed.
Value spec_make(Vm *vm, Str *name, Value loader, Value origin, Value locations, bool has_location);
Value spec_parent(Vm *vm, ModuleSpec *spec);
// The spec of a module of that name in C, frozen, or along a list of folders (by leaf name);
// VALUE_END if there is none.
Value spec_find_native(Vm *vm, Str *name);
Value spec_find_frozen(Vm *vm, Str *name);
Value spec_find_path(Vm *vm, Str *name, Value folders);
// By the finders of sys.meta_path; `folders` is the parent's __path__ or None.
Value spec_find(Vm *vm, Str *name, Value folders);
// The spec of a source file.
Value spec_of_file(Vm *vm, Str *name, const char *path, const char *package_path);

// A module made and run by its spec's loader, in sys.modules unless that fails.
Value module_create(Vm *vm, Value spec); // made and described, neither run nor in sys.modules
Value module_from_spec(Vm *vm, Value spec);
bool module_execute(Vm *vm, Value spec, Value module);
// Sets __name__, __loader__, __package__, __spec__ and, where there is one, __path__, __file__,
// __cached__.
bool module_describe(Vm *vm, Module *module, Value spec);
Value module_show(Vm *vm, Module *module); // its repr
// Is it being run; or is, with a name, its submodule of that name?
bool module_is_initializing(Vm *vm, Value module, Str *name);
// Fills a fresh module by its table; false: raised.
bool module_fill_native(Vm *vm, Module *module);

// The code of a source file, from its cache file if that is fresh, else compiled and cached.
Value code_of_file(Vm *vm, const char *path);
Value code_of_frozen(Vm *vm, Str *name); // VALUE_END: there is none of that name
const FrozenModule *frozen_modules(size_t *count);

#endif
