// The module _weakref, on which CPython's own weakref.py stands.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/weakref.h"

static void count_one(WeakRef *ref, void *context) {
    (void)ref;
    ++*(int64_t *)context;
}
NATIVE(weakref_getweakrefcount) {
    int64_t found = 0;
    weakref_each(vm, args[0], count_one, &found);
    return make_int(vm, found);
}

typedef struct {
    Vm *vm;
    Value list; // VALUE_ERROR: raised
} Collected;
static void collect_one(WeakRef *ref, void *context) {
    Collected *collected = context;
    if (is_error(collected->list)) return;
    if (!list_append(collected->vm, list_of(collected->list), value_of(ref)))
        collected->list = VALUE_ERROR;
}
NATIVE(weakref_getweakrefs) {
    Collected collected = {vm, list_make(vm, NULL, 0)};
    weakref_each(vm, args[0], collect_one, &collected);
    return collected.list;
}

NATIVE(weakref_proxy) {
    Type *type = object_is_callable(args[0]) ? &weak_callable_proxy_type : &weak_proxy_type;
    return weakref_make(vm, type, args[0], count > 1 && !is_none(args[1]) ? args[1] : VALUE_NULL);
}

// Deletes dict[key] if it is a reference to an object that has died.
NATIVE(weakref_remove_dead) {
    if (!is_dict_like(args[0]))
        return error_type(vm, "_remove_dead_weakref() argument 1 must be dict, not %A", args[0]);
    Value found = dict_get(vm, dict_of(args[0]), args[1]);
    if (is_error(found)) return found;
    if (found == VALUE_END) return VALUE_NONE;
    if (!is_instance(found, &weakref_type)) return error_type(vm, "not a weakref");
    bool dead = !((WeakRef *)object_of(found))->referent;
    if (dead && dict_delete(vm, dict_of(args[0]), args[1]) < 0) return VALUE_ERROR;
    return VALUE_NONE;
}

static const NativeSpec functions[] = {
    {"getweakrefcount", weakref_getweakrefcount, 1, 1, 0},
    {"getweakrefs", weakref_getweakrefs, 1, 1, 0},
    {"proxy", weakref_proxy, 1, 2, 0},
    {"_remove_dead_weakref", weakref_remove_dead, 2, 2, 0},
    {0},
};

bool module__weakref_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "ref", value_of(&weakref_type)) &&
           module_set(vm, module, "ReferenceType", value_of(&weakref_type)) &&
           module_set(vm, module, "ProxyType", value_of(&weak_proxy_type)) &&
           module_set(vm, module, "CallableProxyType", value_of(&weak_callable_proxy_type));
}
