// The module _abc: what abc.ABCMeta keeps of each abstract class. Classes live for ever here, so
// the sets hold them as they are and not by weak references.
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/dict.h"
#include "vm/types/set.h"

typedef struct {
    Object object;
    Set *registry;        // classes that were registered
    Set *cache, *refused; // known subclasses, and classes known to be none
    uint64_t version;     // of `refused`: it holds while no class is registered anywhere
} AbstractData;

static Type data_type = {
    .name = "_abc._abc_data",
    .instance_size = sizeof(AbstractData),
    .value_count = 3,
};

static uint64_t registrations; // of all classes

static bool set_has_class(Vm *vm, Set *set, Value class, bool *found) {
    int has = set->count ? set_has(vm, set, class) : 0;
    *found = has > 0;
    return has >= 0;
}

static AbstractData *data_of(Vm *vm, Value class) {
    Value name = str_intern_cstring(vm, "_abc_impl");
    Value data = is_error(name) ? name : object_get_attribute(vm, class, str_of(name));
    if (is_error(data)) return NULL;
    if (type_of(data) == &data_type) return (AbstractData *)data;
    error_type(vm, "_abc_impl is set to a wrong type");
    return NULL;
}

// --- making an abstract class -------------------------------------------------------------------

static int is_abstract(Vm *vm, Value value) {
    Value name = str_intern_cstring(vm, "__isabstractmethod__");
    Value mark = is_error(name) ? name : object_find_attribute(vm, value, str_of(name));
    return is_error(mark) ? -1 : mark == VALUE_END ? 0 : object_truth(vm, mark);
}

typedef struct {
    Value class;
    Set *abstract;
} Inherited;

static bool add_inherited(Vm *vm, Value name, void *context) {
    Inherited *inherited = context;
    if (!is_str_like(name))
        return error_type(vm, "attribute name must be string, not '%T'", name), false;
    Value value = object_find_attribute(vm, inherited->class, str_of(name));
    int abstract = is_error(value) ? -1 : value == VALUE_END ? 0 : is_abstract(vm, value);
    return abstract > 0 ? set_add(vm, inherited->abstract, name) : !abstract;
}

// The names of methods that are abstract here, or were in a base and still are.
static bool find_abstract(Vm *vm, Type *class) {
    Value set = set_make(vm, SHAPE_FROZENSET), copy = dict_copy(vm, class->dict);
    Value name = str_intern_cstring(vm, "__abstractmethods__");
    if (is_error(set) || is_error(copy) || is_error(name)) return false;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(dict_of(copy), &place);
        if (!entry) break;
        int abstract = is_abstract(vm, entry->value);
        if (abstract < 0 || (abstract && !set_add(vm, set_of(set), entry->key))) return false;
    }
    Inherited inherited = {value_of(class), set_of(set)};
    for (size_t i = 0; i < class->bases->count; i++) {
        Value names = object_find_attribute(vm, class->bases->items[i], str_of(name));
        if (is_error(names)) return false;
        if (names != VALUE_END && !object_each(vm, names, add_inherited, &inherited)) return false;
    }
    return object_set_attribute(vm, value_of(class), str_of(name), set);
}

// Sequence and Mapping say so of themselves to the match statement, by CPython's bits.
static bool take_pattern_flags(Vm *vm, Type *class) {
    Value name = str_intern_cstring(vm, "__abc_tpflags__");
    if (is_error(name)) return false;
    Value flags = dict_get_str(vm, class->dict, str_of(name));
    if (flags == VALUE_END || !is_int(flags)) return true;
    if (int_of(flags) & 1 << 5) class->flags |= TYPE_MATCH_SEQUENCE;
    if (int_of(flags) & 1 << 6) class->flags |= TYPE_MATCH_MAPPING;
    return object_set_attribute(vm, value_of(class), str_of(name), VALUE_NULL);
}

static bool is_class(Vm *vm, Value value, const char *function) {
    if (is_instance(value, &type_type)) return true;
    error_type(vm, "%s() argument 1 must be a class, not %T", function, value);
    return false;
}

NATIVE(abc_init) {
    if (!is_class(vm, args[0], "_abc_init") || !find_abstract(vm, (Type *)args[0]))
        return VALUE_ERROR;
    AbstractData *data = object_new(vm, &data_type);
    Value name = str_intern_cstring(vm, "_abc_impl");
    if (!data || is_error(name)) return VALUE_ERROR;
    Set **sets[] = {&data->registry, &data->cache, &data->refused};
    for (size_t i = 0; i < 3; i++)
        if (!(*sets[i] = set_of(set_make(vm, SHAPE_SET)))) return VALUE_ERROR;
    data->version = registrations;
    if (!object_set_attribute(vm, args[0], str_of(name), value_of(data)) ||
        !take_pattern_flags(vm, (Type *)args[0]))
        return VALUE_ERROR;
    return VALUE_NONE;
}

// --- registering --------------------------------------------------------------------------------

// What a class is to the match statement, its subclasses are.
static void give_pattern_flags(Vm *vm, Type *class, uint32_t flags) {
    if (!flags || !(class->flags & TYPE_HEAP)) return;
    for (Type *other = vm->types; other; other = other->next_type)
        if (other->flags & TYPE_HEAP && type_is_subtype(other, class))
            other->flags = (other->flags & ~(TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING)) | flags;
}

NATIVE(abc_register) {
    Value class = args[0], subclass = args[1];
    if (!is_instance(subclass, &type_type)) return error_type(vm, "Can only register classes");
    int related = object_is_subclass(vm, subclass, class);
    if (related) return related < 0 ? VALUE_ERROR : subclass;
    related = object_is_subclass(vm, class, subclass);
    if (related > 0)
        return error_raise(vm, error_types.RuntimeError, "Refusing to create an inheritance cycle");
    AbstractData *data = related < 0 ? NULL : data_of(vm, class);
    if (!data || !set_add(vm, data->registry, subclass)) return VALUE_ERROR;
    registrations++;
    if (is_instance(class, &type_type))
        give_pattern_flags(vm, (Type *)subclass,
                           ((Type *)class)->flags & (TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING));
    return subclass;
}

// --- the two questions --------------------------------------------------------------------------

static Value ask(Vm *vm, Value class, Value subclass) {
    return object_call_special(vm, class, name_of(vm, subclasscheck), &subclass, 1);
}

NATIVE(abc_instancecheck) {
    AbstractData *data = data_of(vm, args[0]);
    if (!data) return VALUE_ERROR;
    Value subclass = object_get_attribute(vm, args[1], name_of(vm, class));
    bool found;
    if (is_error(subclass) || !set_has_class(vm, data->cache, subclass, &found)) return VALUE_ERROR;
    if (found) return VALUE_TRUE;
    Value own = value_of(type_of(args[1]));
    if (own == subclass) {
        if (data->version == registrations) {
            if (!set_has_class(vm, data->refused, subclass, &found)) return VALUE_ERROR;
            if (found) return VALUE_FALSE;
        }
        return ask(vm, args[0], subclass);
    }
    Value answer = ask(vm, args[0], subclass);
    int truth = is_error(answer) ? -1 : object_truth(vm, answer);
    return truth < 0 ? VALUE_ERROR : truth ? answer : ask(vm, args[0], own);
}

// Is it a subclass of something in the list? 1, 0, -1.
static int is_below_any(Vm *vm, Value subclass, Value list) {
    for (size_t i = 0; i < list_of(list)->count; i++) {
        int below = object_is_subclass(vm, subclass, list_of(list)->items[i]);
        if (below) return below;
    }
    return 0;
}

// The answer by hook, by inheritance, by registration, by subclasses: 1, 0, -1. `cached`: it is in
// the registry itself, and needs no place in the cache.
static int find_out(Vm *vm, Value class, AbstractData *data, Value subclass, bool *cached) {
    Value name = str_intern_cstring(vm, "__subclasshook__");
    Value hook = is_error(name) ? name : object_find_attribute(vm, class, str_of(name));
    Value said = hook == VALUE_END ? VALUE_NOT_IMPLEMENTED
                 : is_error(hook)  ? hook
                                   : object_call_1(vm, hook, subclass);
    if (is_error(said)) return -1;
    if (said == VALUE_TRUE || said == VALUE_FALSE) return said == VALUE_TRUE;
    if (said != VALUE_NOT_IMPLEMENTED) {
        error_raise(vm, error_types.AssertionError,
                    "__subclasshook__ must return either False, True, or NotImplemented");
        return -1;
    }
    if (type_is_subtype((Type *)subclass, (Type *)class)) return 1;
    if (!set_has_class(vm, data->registry, subclass, cached)) return -1;
    if (*cached) return 1;
    Value registered = list_from(vm, value_of(data->registry));
    int below = is_error(registered) ? -1 : is_below_any(vm, subclass, registered);
    if (below) return below;
    name = str_intern_cstring(vm, "__subclasses__");
    Value method = is_error(name) ? name : object_get_attribute(vm, class, str_of(name));
    Value children = is_error(method) ? method : object_call_0(vm, method);
    if (is_error(children)) return -1;
    if (!is_list_like(children)) return error_type(vm, "__subclasses__() must return a list"), -1;
    return is_below_any(vm, subclass, children);
}

NATIVE(abc_subclasscheck) {
    Value class = args[0], subclass = args[1];
    if (!is_instance(subclass, &type_type))
        return error_type(vm, "issubclass() arg 1 must be a class");
    if (!c_stack_check(vm, " in __subclasscheck__")) return VALUE_ERROR;
    AbstractData *data = data_of(vm, class);
    bool found;
    if (!data || !set_has_class(vm, data->cache, subclass, &found)) return VALUE_ERROR;
    if (found) return VALUE_TRUE;
    if (data->version == registrations) {
        if (!set_has_class(vm, data->refused, subclass, &found)) return VALUE_ERROR;
        if (found) return VALUE_FALSE;
    } else {
        Value none = set_make(vm, SHAPE_SET);
        if (is_error(none)) return none;
        data->refused = set_of(none);
        data->version = registrations;
    }
    int below = find_out(vm, class, data, subclass, &found);
    if (below < 0) return VALUE_ERROR;
    if (!found && !set_add(vm, below ? data->cache : data->refused, subclass)) return VALUE_ERROR;
    return make_bool(below);
}

// --- looking inside -----------------------------------------------------------------------------

NATIVE(abc_get_dump) {
    AbstractData *data = data_of(vm, args[0]);
    if (!data) return VALUE_ERROR;
    return TUPLE(vm, set_from(vm, value_of(data->registry), SHAPE_SET),
                 set_from(vm, value_of(data->cache), SHAPE_SET),
                 set_from(vm, value_of(data->refused), SHAPE_SET),
                 make_int(vm, (int64_t)data->version));
}
static bool forget(Vm *vm, Set **set) {
    Value none = set_make(vm, SHAPE_SET);
    if (!is_error(none)) *set = set_of(none);
    return !is_error(none);
}
NATIVE(abc_reset_registry) {
    AbstractData *data = data_of(vm, args[0]);
    return data && forget(vm, &data->registry) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(abc_reset_caches) {
    AbstractData *data = data_of(vm, args[0]);
    return data && forget(vm, &data->cache) && forget(vm, &data->refused) ? VALUE_NONE
                                                                          : VALUE_ERROR;
}
NATIVE(abc_get_cache_token) {
    return make_int(vm, (int64_t)registrations);
}

static const NativeSpec functions[] = {
    {"_abc_init", abc_init, 1, 1, 0},
    {"_abc_register", abc_register, 2, 2, 0},
    {"_abc_instancecheck", abc_instancecheck, 2, 2, 0},
    {"_abc_subclasscheck", abc_subclasscheck, 2, 2, 0},
    {"_get_dump", abc_get_dump, 1, 1, 0},
    {"_reset_registry", abc_reset_registry, 1, 1, 0},
    {"_reset_caches", abc_reset_caches, 1, 1, 0},
    {"get_cache_token", abc_get_cache_token, 0, 0, 0},
    {0},
};
static Type *const hidden_types[] = {&data_type, NULL};

bool module__abc_make(Vm *vm, Module *module);
bool module__abc_make(Vm *vm, Module *module) {
    return module_add_types(vm, NULL, hidden_types) && module_add_functions(vm, module, functions);
}
