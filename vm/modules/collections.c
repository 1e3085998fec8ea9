// The module _collections: defaultdict, and what Counter and namedtuple need; deque and OrderedDict
// have files of their own.
#include "vm/instance.h"
#include "vm/modules/collections.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"

// --- defaultdict --------------------------------------------------------------------------------

typedef struct {
    Dict dict;
    Value factory; // or None
} DefaultDict;
#define FACTORY(value) (((DefaultDict *)(value))->factory)
static Type defaultdict_type;

static void defaultdict_trace(Heap *heap, Object *object) {
    dict_type.trace(heap, object);
    gc_mark_value(heap, ((DefaultDict *)object)->factory);
}
static bool defaultdict_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Value factory = count ? args[0] : VALUE_NONE;
    if (!is_none(factory) && !object_is_callable(factory))
        return error_type(vm, "first argument must be callable or None"), false;
    FACTORY(self) = factory;
    return dict_type.init(vm, self, args + (count > 0), count - (count > 0), names);
}
static Value missing(Vm *vm, Value self, Value key) {
    Value factory = FACTORY(self);
    if (!factory || is_none(factory)) return error_key(vm, key);
    Value value = object_call_0(vm, factory);
    return !is_error(value) && object_set_item(vm, self, key, value) ? value : VALUE_ERROR;
}
static Value defaultdict_get_item(Vm *vm, Value self, Value key) {
    if (type_of(self) != &defaultdict_type) return dict_type.get_item(vm, self, key);
    Value value = dict_get(vm, dict_of(self), key);
    return value == VALUE_END ? missing(vm, self, key) : value;
}
static Value defaultdict_repr(Vm *vm, Value self) {
    Value inner = dict_type.repr(vm, self), factory = FACTORY(self);
    if (is_error(inner)) return inner;
    Value shown;
    if (factory && !repr_enter(vm, factory)) {
        shown = vm->raised ? VALUE_ERROR : str_from_cstring(vm, "...");
    } else {
        shown = object_repr(vm, factory ? factory : VALUE_NONE);
        if (factory) repr_leave(vm, factory);
    }
    if (is_error(shown)) return shown;
    return str_format(vm, "%s(%S, %S)", type_leaf_name(type_of(self)), shown, inner);
}
// Another one of self's class, with the same factory and the items of `items`.
static Value defaultdict_like(Vm *vm, Value self, Value items) {
    Value factory = FACTORY(self) ? FACTORY(self) : VALUE_NONE;
    return object_call_2(vm, value_of(type_of(self)), factory, items);
}
static Value defaultdict_or(Vm *vm, Value left, Value right) {
    Value self = is_instance(left, &defaultdict_type) ? left : right;
    if (!is_dict_like(left) || !is_dict_like(right)) return VALUE_NOT_IMPLEMENTED;
    Value made = defaultdict_like(vm, self, left);
    return !is_error(made) && dict_update(vm, dict_of(made), right) ? made : VALUE_ERROR;
}
NATIVE(defaultdict_missing) {
    return missing(vm, args[0], args[1]);
}
NATIVE(defaultdict_copy) {
    return defaultdict_like(vm, args[0], args[0]);
}
NATIVE(defaultdict_reduce) {
    Value factory = FACTORY(args[0]);
    bool has_factory = factory && !is_none(factory);
    Value items = object_find_attribute(vm, args[0], name_of(vm, items));
    if (!is_error(items) && items != VALUE_END) items = object_call_0(vm, items);
    if (!is_error(items)) items = object_iter(vm, items);
    Value parts = has_factory ? TUPLE(vm, factory) : vm->empty_tuple;
    return TUPLE(vm, value_of(type_of(args[0])), parts, VALUE_NONE, VALUE_NONE, items);
}
static Value get_factory(Vm *vm, Value self) {
    return (void)vm, FACTORY(self) ? FACTORY(self) : VALUE_NONE;
}
static bool set_factory(Vm *vm, Value self, Value value) {
    return (void)vm, FACTORY(self) = value ? value : VALUE_NONE, true;
}
static const NativeSpec defaultdict_methods[] = {
    {"__missing__", defaultdict_missing, 2, 2, 0},
    {"copy", defaultdict_copy, 1, 1, 0},
    {"__copy__", defaultdict_copy, 1, 1, 0},
    {"__reduce__", defaultdict_reduce, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec defaultdict_members[] = {
    {"default_factory", get_factory, set_factory},
    {0},
};
static Type defaultdict_type = {
    .name = "collections.defaultdict",
    .parent = &dict_type,
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_MAPPING,
    .instance_size = sizeof(DefaultDict),
    .methods = defaultdict_methods,
    .members = defaultdict_members,
    .trace = defaultdict_trace,
    .init = defaultdict_init,
    .repr = defaultdict_repr,
    .get_item = defaultdict_get_item,
    .binary[BINARY_OR] = defaultdict_or,
};

// --- the fields of a namedtuple -----------------------------------------------------------------

typedef struct {
    Object object;
    Value doc;
    int64_t index;
} TupleGetter;
#define TUPLE_GETTER ((TupleGetter *)self)

static Value tuplegetter_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    int64_t index;
    if (names && names->count) return error_type(vm, "_tuplegetter() takes no keyword arguments");
    if (!arguments_count(vm, "_tuplegetter", count, 2, 2) || !argument_size(vm, args[0], &index))
        return VALUE_ERROR;
    TupleGetter *getter = object_new(vm, type);
    if (!getter) return VALUE_ERROR;
    getter->doc = args[1];
    getter->index = index;
    return value_of(getter);
}
static Value tuplegetter_get(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance || is_none(instance)) return self;
    if (!is_tuple_like(instance))
        return error_type(vm,
                          "descriptor for index '%lld' for tuple subclasses doesn't apply to "
                          "'%T' object",
                          (long long)TUPLE_GETTER->index, instance);
    Tuple *tuple = tuple_of(instance);
    if ((uint64_t)TUPLE_GETTER->index < tuple->count) return tuple->items[TUPLE_GETTER->index];
    return error_index(vm, "tuple index out of range");
}
static bool tuplegetter_set(Vm *vm, Value self, Value instance, Value value) {
    (void)self, (void)instance;
    error_raise(vm, error_types.AttributeError, "can't %s attribute", value ? "set" : "delete");
    return false;
}
static Value tuplegetter_repr(Vm *vm, Value self) {
    return str_format(vm, "%s(%lld, %R)", type_leaf_name(type_of(self)),
                      (long long)TUPLE_GETTER->index, TUPLE_GETTER->doc);
}
NATIVE(tuplegetter_reduce) {
    TupleGetter *self = (TupleGetter *)args[0];
    return reduce_to(vm, args[0], TUPLE(vm, make_int(vm, self->index), self->doc));
}
static Value get_doc(Vm *vm, Value self) {
    return (void)vm, TUPLE_GETTER->doc;
}
static bool set_doc(Vm *vm, Value self, Value value) {
    return (void)vm, TUPLE_GETTER->doc = value ? value : VALUE_NONE, true;
}
static const NativeSpec tuplegetter_methods[] = {{"__reduce__", tuplegetter_reduce, 1, 1, 0}, {0}};
static const MemberSpec tuplegetter_members[] = {{"__doc__", get_doc, set_doc}, {0}};
static Type tuplegetter_type = {
    .name = "_collections._tuplegetter",
    .instance_size = sizeof(TupleGetter),
    .value_count = 1,
    .methods = tuplegetter_methods,
    .members = tuplegetter_members,
    .make = tuplegetter_make,
    .descriptor_get = tuplegetter_get,
    .descriptor_set = tuplegetter_set,
    .repr = tuplegetter_repr,
};

// --- counting -----------------------------------------------------------------------------------

typedef struct {
    Value mapping, get; // get VALUE_NULL: a dict with the methods of dict
    Value one;
} Tally;

static bool tally_item(Vm *vm, Value item, void *context) {
    Tally *tally = context;
    Dict *dict = dict_of(tally->mapping);
    Value before, after;
    int64_t hash = 0;
    if (tally->get) {
        before = object_call_2(vm, tally->get, item, make_int(vm, 0));
    } else {
        if (!object_hash(vm, item, &hash)) return false;
        before = dict_get_hashed(vm, dict, item, hash);
        if (before == VALUE_END) before = make_int(vm, 0);
    }
    if (is_error(before)) return false;
    if (!int_add(vm, before, tally->one, &after))
        after = object_binary(vm, before, tally->one, BINARY_ADD);
    if (is_error(after)) return false;
    return tally->get ? object_set_item(vm, tally->mapping, item, after)
                      : dict_set_hashed(vm, dict, item, after, hash);
}
static bool has_method_of_dict(Vm *vm, Value mapping, Str *name) {
    return type_lookup(vm, type_of(mapping), name) == type_lookup(vm, &dict_type, name);
}
NATIVE(collections_count_elements) {
    Tally tally = {args[0], VALUE_NULL, make_int(vm, 1)};
    if (!is_dict_like(args[0]) || !has_method_of_dict(vm, args[0], name_of(vm, get_name)) ||
        !has_method_of_dict(vm, args[0], name_of(vm, setitem))) {
        tally.get = object_get_attribute(vm, args[0], name_of(vm, get_name));
        if (is_error(tally.get)) return VALUE_ERROR;
    }
    return object_each(vm, args[1], tally_item, &tally) ? VALUE_NONE : VALUE_ERROR;
}

// --- the module ---------------------------------------------------------------------------------

static const NativeSpec functions[] = {
    {"_count_elements", collections_count_elements, 2, 2, 0},
    {0},
};
static Type *const types[] = {
    &collections_deque_type,
    &defaultdict_type,
    &collections_ordered_type,
    &collections_deque_iterator_type,
    &collections_deque_reverse_type,
    &tuplegetter_type,
    NULL,
};

bool module__collections_make(Vm *vm, Module *module);
bool module__collections_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types) &&
           module_add_types(vm, NULL, collections_ordered_helpers) &&
           module_add_functions(vm, module, functions);
}
