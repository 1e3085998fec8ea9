// None, Ellipsis and NotImplemented.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static Value none_repr(Vm *vm, Value self) {
    return (void)self, str_from_cstring(vm, "None");
}
static int none_truth(Vm *vm, Value self) {
    return (void)vm, (void)self, 0;
}

static Value ellipsis_repr(Vm *vm, Value self) {
    return (void)self, str_from_cstring(vm, "Ellipsis");
}
static Value not_implemented_repr(Vm *vm, Value self) {
    return (void)self, str_from_cstring(vm, "NotImplemented");
}

static Value make_one(Vm *vm, const char *name, Value one, size_t count, Tuple *names) {
    if (count || (names && names->count)) return error_type(vm, "%s takes no arguments", name);
    return one;
}
#define MAKE(function, name, value)                                                                \
    static Value function(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {           \
        (void)type, (void)args;                                                                    \
        return make_one(vm, name, value, count, names);                                            \
    }
MAKE(none_make, "NoneType", VALUE_NONE)
MAKE(ellipsis_make, "EllipsisType", VALUE_ELLIPSIS)
MAKE(not_implemented_make, "NotImplementedType", VALUE_NOT_IMPLEMENTED)

// Hashes that do not depend on when id() was first asked for.
static bool none_hash(Vm *vm, Value self, int64_t *hash) {
    (void)vm, (void)self;
    *hash = 0xfca86420;
    return true;
}

Type none_type = {
    .name = "NoneType",
    .parent = &object_type,
    .shape_id = SHAPE_NONE,
    .instance_size = sizeof(Object),
    .repr = none_repr,
    .hash = none_hash,
    .truth = none_truth,
    .make = none_make,
};

// Pickled by name.
NATIVE(method_reduce) {
    return object_repr(vm, args[0]);
}
static const NativeSpec singleton_methods[] = {
    {"__reduce__", method_reduce, 1, 1, 0},
    {0},
};

Type ellipsis_type = {
    .name = "ellipsis",
    .parent = &object_type,
    .shape_id = SHAPE_ELLIPSIS,
    .instance_size = sizeof(Object),
    .methods = singleton_methods,
    .repr = ellipsis_repr,
    .make = ellipsis_make,
};

Type not_implemented_type = {
    .name = "NotImplementedType",
    .parent = &object_type,
    .shape_id = SHAPE_NOT_IMPLEMENTED,
    .instance_size = sizeof(Object),
    .methods = singleton_methods,
    .repr = not_implemented_repr,
    .make = not_implemented_make,
};
