// types.SimpleNamespace.
#include "vm/types/namespace.h"

#include "vm/error.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

typedef struct {
    Object object;
    Dict *dict;
} SimpleNamespace;
#define NAMESPACE(value) ((SimpleNamespace *)object_of(value))

static Dict *attributes_of(Vm *vm, Value self) {
    if (NAMESPACE(self)->dict) return NAMESPACE(self)->dict;
    Value dict = dict_make(vm, 0);
    return is_error(dict) ? NULL : (NAMESPACE(self)->dict = dict_of(dict));
}

Value simple_namespace_make(Vm *vm, Dict *attributes) {
    SimpleNamespace *namespace = object_new(vm, &simple_namespace_type);
    if (!namespace) return VALUE_ERROR;
    namespace->dict = attributes;
    return value_of(namespace);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    SimpleNamespace *namespace = object_new(vm, type);
    return namespace && attributes_of(vm, value_of(namespace)) ? value_of(namespace) : VALUE_ERROR;
}
static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (count) {
        error_type(vm, "no positional arguments expected");
        return false;
    }
    Dict *dict = attributes_of(vm, self);
    for (size_t i = 0; dict && names && i < names->count; i++)
        if (!dict_set_str(vm, dict, str_of(names->items[i]), args[i])) return false;
    return dict != NULL;
}

static Value repr(Vm *vm, Value self) {
    const char *name =
        type_of(self) == &simple_namespace_type ? "namespace" : type_name(type_of(self));
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_format(vm, "%s(...)", name);
    StrBuilder out;
    builder_init(&out, vm);
    builder_add_cstring(&out, name);
    builder_add_cstring(&out, "(");
    Dict *dict = attributes_of(vm, self);
    Value list = dict ? list_from(vm, value_of(dict)) : VALUE_ERROR;
    bool good = !is_error(list), first = true;
    for (size_t i = 0; good && i < list_of(list)->count; i++) {
        Value key = list_of(list)->items[i];
        if (!is_str_like(key) || !str_of(key)->length) continue;
        Value value = dict_get(vm, dict, key);
        if (value == VALUE_END) continue;
        Value text = str_format(vm, "%s%S=%R", first ? "" : ", ", key, value);
        if ((good = !is_error(text))) builder_add_str(&out, str_of(text));
        first = false;
    }
    repr_leave(vm, self);
    builder_add_cstring(&out, ")");
    return good ? builder_finish(&out) : VALUE_ERROR;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_instance(left, &simple_namespace_type) || !is_instance(right, &simple_namespace_type))
        return VALUE_NOT_IMPLEMENTED;
    Dict *first = attributes_of(vm, left), *second = attributes_of(vm, right);
    if (!first || !second) return VALUE_ERROR;
    return object_compare(vm, value_of(first), value_of(second), operator);
}

static void trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((SimpleNamespace *)object)->dict));
}

NATIVE(reduce) {
    Dict *dict = attributes_of(vm, args[0]);
    if (!dict) return VALUE_ERROR;
    Value parts[] = {value_of(type_of(args[0])), vm->empty_tuple, value_of(dict)};
    return tuple_make(vm, parts, 3);
}
static const NativeSpec methods[] = {{"__reduce__", reduce, 1, 1, 0}, {0}};

Type simple_namespace_type = {
    .name = "types.SimpleNamespace",
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE,
    .instance_size = sizeof(SimpleNamespace),
    .instance_offset = offsetof(SimpleNamespace, dict),
    .trace = trace,
    .repr = repr,
    .compare = compare,
    .make = make,
    .init = init,
    .methods = methods,
};
