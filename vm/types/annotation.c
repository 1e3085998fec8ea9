// Parameterized classes and unions of classes. They are kept, compared and printed; what is in them
// is looked at by isinstance() alone, and where type variables are replaced.
#include "vm/types/annotation.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

// Or an instance of a subclass, of which collections.abc has one.
static bool is_alias(Value value) {
    return has_shape(value, SHAPE_GENERIC_ALIAS) || is_instance(value, &generic_alias_type);
}
static bool is_union(Value value) {
    return has_shape(value, SHAPE_UNION);
}
static GenericAlias *alias_of(Value value) {
    return (GenericAlias *)value;
}
static Union *union_of(Value value) {
    return (Union *)value;
}
static bool is_class(Value value) {
    return is_object(value) && type_of(value)->flags & TYPE_TYPE;
}

// A class by its name, with its module unless that is builtins; anything else by its repr.
static bool add_argument(StrBuilder *builder, Value argument) {
    Vm *vm = builder->vm;
    Value text;
    if (argument == VALUE_ELLIPSIS) {
        text = str_from_cstring(vm, "...");
    } else if (argument == value_of(&none_type)) {
        text = str_from_cstring(vm, "None");
    } else if (is_class(argument)) {
        Value name = object_get_attribute(vm, argument, name_of(vm, qualname));
        Value module = object_find_attribute(vm, argument, name_of(vm, module));
        if (is_error(name) || is_error(module)) return false;
        bool plain = module == VALUE_END || !is_str_like(module) ||
                     str_equal_cstring(str_of(module), "builtins");
        text = plain ? object_str(vm, name) : str_format(vm, "%S.%S", module, name);
    } else {
        text = object_repr(vm, argument);
    }
    if (is_error(text)) return false;
    builder_add_str(builder, str_of(text));
    return !builder->failed;
}

static bool add_arguments(StrBuilder *builder, Tuple *args, const char *between) {
    for (size_t i = 0; i < args->count; i++) {
        if (i) builder_add_cstring(builder, between);
        if (!add_argument(builder, args->items[i])) return false;
    }
    return true;
}

// --- list[int] ----------------------------------------------------------------------------------

static Value alias_of_type(Vm *vm, Type *type, Value origin, Value args) {
    if (!is_tuple_like(args)) args = tuple_make(vm, &args, 1);
    GenericAlias *alias = is_error(args) ? NULL : object_new(vm, type);
    if (!alias) return VALUE_ERROR;
    alias->origin = origin;
    alias->args = tuple_of(args);
    return value_of(alias);
}

Value generic_alias_make(Vm *vm, Value origin, Value args) {
    return alias_of_type(vm, &generic_alias_type, origin, args);
}

Value class_getitem_method(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return generic_alias_make(vm, args[0], args[1]);
}

static void alias_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((GenericAlias *)object)->origin);
    gc_mark_value(heap, value_of(((GenericAlias *)object)->args));
}

static Value alias_repr(Vm *vm, Value self) {
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "...");
    StrBuilder builder;
    builder_init(&builder, vm);
    bool done = add_argument(&builder, alias_of(self)->origin);
    builder_add_cstring(&builder, "[");
    if (!alias_of(self)->args->count) builder_add_cstring(&builder, "()");
    done = done && add_arguments(&builder, alias_of(self)->args, ", ");
    builder_add_cstring(&builder, "]");
    repr_leave(vm, self);
    return done ? builder_finish(&builder) : VALUE_ERROR;
}

static bool alias_hash(Vm *vm, Value self, int64_t *hash) {
    int64_t args;
    if (!object_hash(vm, alias_of(self)->origin, hash)) return false;
    if (!object_hash(vm, value_of(alias_of(self)->args), &args)) return false;
    *hash ^= args;
    if (*hash == -1) *hash = -2;
    return true;
}

static Value alias_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if ((operator!= COMPARE_EQ && operator!= COMPARE_NE) || !is_alias(left) || !is_alias(right))
        return VALUE_NOT_IMPLEMENTED;
    int equal = object_equal(vm, alias_of(left)->origin, alias_of(right)->origin);
    if (equal > 0)
        equal = object_equal(vm, value_of(alias_of(left)->args), value_of(alias_of(right)->args));
    return equal < 0 ? VALUE_ERROR : make_bool(equal == (operator== COMPARE_EQ));
}

static Value alias_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    return object_call(vm, alias_of(self)->origin, args, count, names);
}

static Value get_origin(Vm *vm, Value self) {
    return (void)vm, alias_of(self)->origin;
}
static Value get_args(Vm *vm, Value self) {
    return (void)vm, value_of(is_union(self) ? union_of(self)->args : alias_of(self)->args);
}
// What an argument has to be asked for: VALUE_END where it is a class, or has no such attribute.
static Value ask_argument(Vm *vm, Value argument, const char *attribute) {
    if (is_class(argument)) return VALUE_END;
    Value name = str_intern_cstring(vm, attribute);
    return is_error(name) ? name : object_find_attribute(vm, argument, str_of(name));
}
static bool add_parameter(Vm *vm, List *list, Value parameter) {
    int has = object_contains(vm, value_of(list), parameter);
    return has > 0 || (!has && list_append(vm, list, parameter));
}
// The type variables in the arguments, those of nested ones too, each once.
static Value parameters_of(Vm *vm, Tuple *args) {
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i < args->count && !is_error(list); i++) {
        Value hook = ask_argument(vm, args->items[i], "__typing_subst__");
        if (is_error(hook)) return hook;
        if (hook != VALUE_END) {
            if (!add_parameter(vm, list_of(list), args->items[i])) return VALUE_ERROR;
            continue;
        }
        Value inner = ask_argument(vm, args->items[i], "__parameters__");
        if (is_error(inner)) return inner;
        for (size_t k = 0; is_tuple(inner) && k < tuple_of(inner)->count; k++)
            if (!add_parameter(vm, list_of(list), tuple_of(inner)->items[k])) return VALUE_ERROR;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}
static Value get_parameters(Vm *vm, Value self) {
    return parameters_of(vm, is_union(self) ? union_of(self)->args : alias_of(self)->args);
}

// The item given for a parameter.
static Value item_for(Vm *vm, Tuple *parameters, Tuple *items, Value parameter) {
    for (size_t i = 0; i < parameters->count; i++) {
        int equal = object_equal(vm, parameters->items[i], parameter);
        if (equal) return equal < 0 ? VALUE_ERROR : items->items[i];
    }
    return parameter;
}
// The argument with its parameters replaced by what was given for them.
static Value substitute(Vm *vm, Value argument, Tuple *parameters, Tuple *items) {
    Value hook = ask_argument(vm, argument, "__typing_subst__");
    if (is_error(hook)) return hook;
    if (hook != VALUE_END) {
        Value item = item_for(vm, parameters, items, argument);
        return is_error(item) ? item : object_call_1(vm, hook, item);
    }
    Value inner = ask_argument(vm, argument, "__parameters__");
    if (is_error(inner)) return inner;
    if (!is_tuple(inner) || !tuple_of(inner)->count) return argument;
    Value given = list_make(vm, NULL, 0);
    for (size_t i = 0; i < tuple_of(inner)->count && !is_error(given); i++) {
        Value item = item_for(vm, parameters, items, tuple_of(inner)->items[i]);
        if (is_error(item) || !list_append(vm, list_of(given), item)) return VALUE_ERROR;
    }
    Value key = is_error(given) ? given : tuple_from_list(vm, list_of(given));
    return is_error(key) ? key : object_get_item(vm, argument, key);
}
// dict[str, T][int]
static Value alias_get_item(Vm *vm, Value self, Value key) {
    Value parameters = parameters_of(vm, alias_of(self)->args);
    Value items = is_tuple(key) ? key : tuple_make(vm, &key, 1);
    if (is_error(parameters) || is_error(items)) return VALUE_ERROR;
    size_t wanted = tuple_of(parameters)->count, given = tuple_of(items)->count;
    if (!wanted) return error_type(vm, "%R is not a generic class", self);
    if (wanted != given)
        return error_type(vm, "Too %s arguments for %R; actual %zu, expected %zu",
                          given > wanted ? "many" : "few", self, given, wanted);
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i < alias_of(self)->args->count && !is_error(list); i++) {
        Value argument = substitute(vm, alias_of(self)->args->items[i], tuple_of(parameters),
                                    tuple_of(items));
        if (is_error(argument) || !list_append(vm, list_of(list), argument)) return VALUE_ERROR;
    }
    Value args = is_error(list) ? list : tuple_from_list(vm, list_of(list));
    return is_error(args) ? args : generic_alias_make(vm, alias_of(self)->origin, args);
}

NATIVE(alias_mro_entries) {
    return tuple_make(vm, &alias_of(args[0])->origin, 1);
}

// Its own attributes are few; all others are the class's.
static Value alias_get_attribute(Vm *vm, Value self, Str *name) {
    static const char *const own[] = {"__origin__", "__args__",        "__parameters__",
                                      "__class__",  "__mro_entries__", "__reduce_ex__",
                                      "__reduce__"};
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (str_equal_cstring(name, own[i])) return generic_get_attribute(vm, self, name);
    return object_get_attribute(vm, alias_of(self)->origin, name);
}

// (types.GenericAlias, (origin, args))
NATIVE(alias_reduce) {
    Value parts[] = {alias_of(args[0])->origin, value_of(alias_of(args[0])->args)};
    Value tuple = tuple_make(vm, parts, 2);
    if (is_error(tuple)) return tuple;
    return tuple_make(vm, (Value[]){value_of(type_of(args[0])), tuple}, 2);
}

static Value alias_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names) return error_type(vm, "GenericAlias() takes no keyword arguments");
    if (count != 2) return error_type(vm, "GenericAlias expected 2 arguments, got %zu", count);
    return alias_of_type(vm, type, args[0], args[1]);
}

static const NativeSpec alias_methods[] = {
    {"__reduce__", alias_reduce, 1, 1, 0},
    {"__mro_entries__", alias_mro_entries, 2, 2, 0},
    {0},
};
static const MemberSpec alias_members[] = {
    {"__origin__", get_origin, member_read_only},
    {"__args__", get_args, member_read_only},
    {"__parameters__", get_parameters, NULL},
    {0},
};

Type generic_alias_type = {
    .name = "types.GenericAlias",
    .parent = &object_type,
    .shape_id = SHAPE_GENERIC_ALIAS,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(GenericAlias),
    .methods = alias_methods,
    .members = alias_members,
    .trace = alias_trace,
    .repr = alias_repr,
    .hash = alias_hash,
    .compare = alias_compare,
    .call = alias_call,
    .get_item = alias_get_item,
    .make = alias_make,
    .get_attribute = alias_get_attribute,
    .binary[BINARY_OR] = union_or,
};

// --- int | None ---------------------------------------------------------------------------------

static bool add_member(Vm *vm, List *members, Value member) {
    if (is_none(member)) member = value_of(&none_type);
    if (is_union(member)) {
        Tuple *args = union_of(member)->args;
        for (size_t i = 0; i < args->count; i++)
            if (!add_member(vm, members, args->items[i])) return false;
        return true;
    }
    int has = object_contains(vm, value_of(members), member);
    return has > 0 || (has == 0 && list_append(vm, members, member));
}

static bool may_be_member(Value value) {
    return is_none(value) || is_class(value) || is_alias(value) || is_union(value);
}

Value union_or(Vm *vm, Value left, Value right) {
    if (!may_be_member(left) || !may_be_member(right)) return VALUE_NOT_IMPLEMENTED;
    Value members = list_make(vm, NULL, 0);
    if (is_error(members) || !add_member(vm, list_of(members), left) ||
        !add_member(vm, list_of(members), right))
        return VALUE_ERROR;
    if (list_of(members)->count == 1) return list_of(members)->items[0];
    Value args = tuple_from_list(vm, list_of(members));
    Union *made = is_error(args) ? NULL : gc_new(vm, SHAPE_UNION, sizeof(Union));
    if (!made) return VALUE_ERROR;
    made->args = tuple_of(args);
    return value_of(made);
}

static void union_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Union *)object)->args));
}

static Value union_repr(Vm *vm, Value self) {
    StrBuilder builder;
    builder_init(&builder, vm);
    bool done = add_arguments(&builder, union_of(self)->args, " | ");
    return done ? builder_finish(&builder) : VALUE_ERROR;
}

// The order of the members does not matter.
static bool union_hash(Vm *vm, Value self, int64_t *hash) {
    Tuple *args = union_of(self)->args;
    *hash = 0;
    for (size_t i = 0; i < args->count; i++) {
        int64_t one;
        if (!object_hash(vm, args->items[i], &one)) return false;
        *hash ^= one;
    }
    if (*hash == -1) *hash = -2;
    return true;
}

static Value union_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if ((operator!= COMPARE_EQ && operator!= COMPARE_NE) || !is_union(left) || !is_union(right))
        return VALUE_NOT_IMPLEMENTED;
    Tuple *own = union_of(left)->args, *other = union_of(right)->args;
    int equal = own->count == other->count;
    for (size_t i = 0; equal > 0 && i < own->count; i++)
        equal = object_contains(vm, value_of(other), own->items[i]);
    return equal < 0 ? VALUE_ERROR : make_bool(equal == (operator== COMPARE_EQ));
}

static const MemberSpec union_members[] = {
    {"__args__", get_args, member_read_only},
    {"__parameters__", get_parameters, NULL},
    {0},
};

Type union_type = {
    .name = "types.UnionType",
    .parent = &object_type,
    .shape_id = SHAPE_UNION,
    .instance_size = sizeof(Union),
    .members = union_members,
    .trace = union_trace,
    .repr = union_repr,
    .hash = union_hash,
    .compare = union_compare,
    .binary[BINARY_OR] = union_or,
};
