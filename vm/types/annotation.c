// Parameterized classes and unions of classes: kept, compared and printed; their type variables,
// which are typing's, can be given values.
#include "vm/types/annotation.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

// Or an instance of a subclass, of which collections.abc has one.
static bool is_alias(Value value) {
    return has_shape(value, SHAPE_GENERIC_ALIAS) ||
           (is_object(value) && is_instance(value, &generic_alias_type));
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

// Whether it has such an attribute; -1: raised.
static int has_attribute(Vm *vm, Value object, const char *name) {
    Value key = str_intern_cstring(vm, name);
    Value value = is_error(key) ? key : object_find_attribute(vm, object, str_of(key));
    return is_error(value) ? -1 : value != VALUE_END;
}

// What has a name and a module (a class, a function) by these, without the module where that is
// builtins; another alias, and anything else, by its repr.
static Value argument_text(Vm *vm, Value argument) {
    int alias = has_attribute(vm, argument, "__origin__");
    if (alias > 0) alias = has_attribute(vm, argument, "__args__");
    if (alias < 0) return VALUE_ERROR;
    if (alias) return object_repr(vm, argument);
    Value name = object_find_attribute(vm, argument, name_of(vm, qualname));
    if (is_error(name) || name == VALUE_END)
        return is_error(name) ? name : object_repr(vm, argument);
    Value module = object_find_attribute(vm, argument, name_of(vm, module));
    if (is_error(module)) return module;
    if (module == VALUE_END || is_none(module)) return object_repr(vm, argument);
    bool plain = is_str_like(module) && str_equal_cstring(str_of(module), "builtins");
    return plain ? object_str(vm, name) : str_format(vm, "%S.%S", module, name);
}

static bool add_argument(StrBuilder *builder, Value argument) {
    Vm *vm = builder->vm;
    Value text;
    if (argument == VALUE_ELLIPSIS) {
        text = str_from_cstring(vm, "...");
    } else if (argument == value_of(&none_type)) {
        text = str_from_cstring(vm, "None");
    } else {
        text = argument_text(vm, argument);
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
    alias->starred = false;
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
    if (alias_of(self)->starred) builder_add_cstring(&builder, "*");
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
    int equal = alias_of(left)->starred == alias_of(right)->starred;
    if (equal) equal = object_equal(vm, alias_of(left)->origin, alias_of(right)->origin);
    if (equal > 0)
        equal = object_equal(vm, value_of(alias_of(left)->args), value_of(alias_of(right)->args));
    return equal < 0 ? VALUE_ERROR : make_bool(equal == (operator== COMPARE_EQ));
}

// What is made may know by what it was made.
static Value alias_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Value made = object_call(vm, alias_of(self)->origin, args, count, names);
    Value name = is_error(made) ? made : str_intern_cstring(vm, "__orig_class__");
    if (is_error(name)) return name;
    if (!object_set_attribute(vm, made, str_of(name), self) &&
        !error_catch(vm, error_types.AttributeError) && !error_catch(vm, error_types.TypeError))
        return VALUE_ERROR;
    return made;
}

static Value get_origin(Vm *vm, Value self) {
    return (void)vm, alias_of(self)->origin;
}
static Value get_args(Vm *vm, Value self) {
    return (void)vm, value_of(is_union(self) ? union_of(self)->args : alias_of(self)->args);
}
// --- type variables: what has a __typing_subst__ ------------------------------------------------

static Value find_named(Vm *vm, Value owner, const char *name) {
    Value text = str_intern_cstring(vm, name);
    return is_error(text) ? text : object_find_attribute(vm, owner, str_of(text));
}

static bool add_once(Vm *vm, List *list, Value item) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == item) return true;
    return list_append(vm, list, item);
}

// The parameters that an argument has itself; NULL: none, or raised.
static Tuple *inner_parameters(Vm *vm, Value argument) {
    Value inner = find_named(vm, argument, "__parameters__");
    bool some = !is_error(inner) && inner != VALUE_END && is_tuple_like(inner);
    return some && tuple_of(inner)->count ? tuple_of(inner) : NULL;
}

// The type variables among some arguments and in their own parameters, each once.
static Value find_parameters(Vm *vm, Tuple *args) {
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i < args->count && !is_error(list); i++) {
        Value argument = args->items[i];
        if (is_class(argument)) continue;
        Value hook = find_named(vm, argument, "__typing_subst__");
        if (is_error(hook)) return hook;
        if (hook != VALUE_END) {
            if (!add_once(vm, list_of(list), argument)) return VALUE_ERROR;
            continue;
        }
        Tuple *inner = inner_parameters(vm, argument);
        if (vm->raised) return VALUE_ERROR;
        for (size_t k = 0; inner && k < inner->count; k++)
            if (!add_once(vm, list_of(list), inner->items[k])) return VALUE_ERROR;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}

static Value get_parameters(Vm *vm, Value self) {
    return find_parameters(vm, is_union(self) ? union_of(self)->args : alias_of(self)->args);
}

// What stands for a type variable; the variable itself if nothing does.
static Value value_for(Tuple *parameters, Tuple *items, Value parameter) {
    for (size_t i = 0; i < parameters->count; i++)
        if (parameters->items[i] == parameter) return items->items[i];
    return parameter;
}

// An argument with values in the place of its type variables.
static Value substitute(Vm *vm, Value argument, Tuple *parameters, Tuple *items) {
    if (is_class(argument)) return argument;
    Value hook = find_named(vm, argument, "__typing_subst__");
    if (is_error(hook)) return hook;
    if (hook != VALUE_END) return object_call_1(vm, hook, value_for(parameters, items, argument));
    Tuple *inner = inner_parameters(vm, argument);
    if (!inner) return vm->raised ? VALUE_ERROR : argument;
    Value values = list_make(vm, NULL, 0);
    for (size_t i = 0; i < inner->count && !is_error(values); i++) {
        Value parameter = inner->items[i], value = value_for(parameters, items, parameter);
        // What stands for *Ts is a tuple of arguments.
        bool many = value != parameter && type_of(parameter)->iter && is_tuple_like(value);
        if (many ? !list_extend(vm, list_of(values), value)
                 : !list_append(vm, list_of(values), value))
            return VALUE_ERROR;
    }
    Value tuple = is_error(values) ? values : tuple_from_list(vm, list_of(values));
    return is_error(tuple) ? tuple : object_get_item(vm, argument, tuple);
}

// The items with the arguments of *tuple[int, str] in its place, but not those of *tuple[int, ...].
static Value unpack_items(Vm *vm, Value item) {
    if (!is_tuple_like(item)) item = tuple_make(vm, &item, 1);
    Value list = is_error(item) ? item : list_make(vm, NULL, 0);
    for (size_t i = 0; !is_error(list) && i < tuple_of(item)->count; i++) {
        Value one = tuple_of(item)->items[i], inner = VALUE_END;
        if (!is_class(one)) inner = find_named(vm, one, "__typing_unpacked_tuple_args__");
        if (is_error(inner)) return inner;
        bool known = inner != VALUE_END && is_tuple_like(inner);
        size_t count = known ? tuple_of(inner)->count : 0;
        if (count && tuple_of(inner)->items[count - 1] == VALUE_ELLIPSIS) known = false;
        if (known ? !list_extend(vm, list_of(list), inner) : !list_append(vm, list_of(list), one))
            return VALUE_ERROR;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}

// What self[item] gives its variables, as a tuple as long as theirs.
static Value prepare_items(Vm *vm, Value self, Tuple *variables, Value item) {
    for (size_t i = 0; i < variables->count && !is_error(item); i++) {
        Value hook = find_named(vm, variables->items[i], "__typing_prepare_subst__");
        if (is_error(hook)) return hook;
        if (hook == VALUE_END) continue;
        if (!is_tuple_like(item)) item = tuple_make(vm, &item, 1);
        if (!is_error(item)) item = object_call_2(vm, hook, self, item);
    }
    if (!is_error(item) && !is_tuple_like(item)) item = tuple_make(vm, &item, 1);
    if (is_error(item) || tuple_of(item)->count == variables->count) return item;
    return error_type(vm, "Too %s arguments for %R; actual %zu, expected %zu",
                      tuple_of(item)->count > variables->count ? "many" : "few", self,
                      tuple_of(item)->count, variables->count);
}

// Is it *Ts? -1: raised.
static int is_starred_variable(Vm *vm, Value argument) {
    if (is_class(argument)) return 0;
    Value found = find_named(vm, argument, "__typing_is_unpacked_typevartuple__");
    return is_error(found) ? -1 : found == VALUE_END ? 0 : object_truth(vm, found);
}

// The arguments of self[item].
static Value substitute_all(Vm *vm, Value self, Tuple *args, Value item) {
    Value parameters = find_parameters(vm, args);
    if (is_error(parameters)) return parameters;
    Tuple *variables = tuple_of(parameters);
    if (!variables->count) return error_type(vm, "%R is not a generic class", self);
    item = unpack_items(vm, item);
    if (!is_error(item)) item = prepare_items(vm, self, variables, item);
    Value list = is_error(item) ? item : list_make(vm, NULL, 0);
    for (size_t i = 0; i < args->count && !is_error(list); i++) {
        Value argument = substitute(vm, args->items[i], variables, tuple_of(item));
        int starred = is_error(argument) ? -1 : is_starred_variable(vm, args->items[i]);
        if (starred < 0 || !(starred ? list_extend(vm, list_of(list), argument)
                                     : list_append(vm, list_of(list), argument)))
            return VALUE_ERROR;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}

static Value alias_get_item(Vm *vm, Value self, Value item) {
    Value args = substitute_all(vm, self, alias_of(self)->args, item);
    Value made = is_error(args) ? args : generic_alias_make(vm, alias_of(self)->origin, args);
    if (!is_error(made)) alias_of(made)->starred = alias_of(self)->starred;
    return made;
}

// for x in tuple[int]: one starred alias, for *tuple[int]
static Value alias_iter(Vm *vm, Value self) {
    Value starred = generic_alias_make(vm, alias_of(self)->origin, value_of(alias_of(self)->args));
    if (is_error(starred)) return starred;
    alias_of(starred)->starred = true;
    Value one = tuple_make(vm, &starred, 1);
    return is_error(one) ? one : object_iter(vm, one);
}

static Value get_unpacked(Vm *vm, Value self) {
    return (void)vm, make_bool(alias_of(self)->starred);
}
static Value get_unpacked_args(Vm *vm, Value self) {
    (void)vm;
    bool tuple = alias_of(self)->starred && alias_of(self)->origin == value_of(&tuple_type);
    return tuple ? value_of(alias_of(self)->args) : VALUE_NONE;
}

NATIVE(alias_instance_check) {
    return error_type(vm, "isinstance() argument 2 cannot be a parameterized generic");
}
NATIVE(alias_subclass_check) {
    return error_type(vm, "issubclass() argument 2 cannot be a parameterized generic");
}

// Its own attributes are few; all others are the class's.
static const char *const own_names[] = {"__origin__",
                                        "__args__",
                                        "__parameters__",
                                        "__class__",
                                        "__copy__",
                                        "__mro_entries__",
                                        "__reduce__",
                                        "__reduce_ex__",
                                        "__deepcopy__",
                                        "__unpacked__",
                                        "__typing_unpacked_tuple_args__"};
enum { OWN_COUNT = sizeof own_names / sizeof *own_names };

NATIVE(alias_dir) {
    Value origin = alias_of(args[0])->origin, list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    Value theirs = object_call_special(vm, origin, name_of(vm, dir), NULL, 0);
    if (is_error(theirs) || !list_extend(vm, list_of(list), theirs)) return VALUE_ERROR;
    for (size_t i = 0; i < OWN_COUNT; i++) {
        Value name = str_intern_cstring(vm, own_names[i]);
        int has = is_error(name) ? -1 : object_contains(vm, list, name);
        if (has < 0 || (!has && !list_append(vm, list_of(list), name))) return VALUE_ERROR;
    }
    return list;
}

NATIVE(alias_mro_entries) {
    return tuple_make(vm, &alias_of(args[0])->origin, 1);
}

static Value alias_get_attribute(Vm *vm, Value self, Str *name) {
    for (size_t i = 0; i < OWN_COUNT; i++)
        if (str_equal_cstring(name, own_names[i])) return generic_get_attribute(vm, self, name);
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
    {"__instancecheck__", alias_instance_check, 2, 2, 0},
    {"__subclasscheck__", alias_subclass_check, 2, 2, 0},
    {"__dir__", alias_dir, 1, 1, 0},
    {"__mro_entries__", alias_mro_entries, 2, 2, 0},
    {0},
};
static const MemberSpec alias_members[] = {
    {"__origin__", get_origin, member_read_only},
    {"__args__", get_args, member_read_only},
    {"__parameters__", get_parameters, NULL},
    {"__unpacked__", get_unpacked, NULL},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL},
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
    .iter = alias_iter,
    .get_item = alias_get_item,
    .make = alias_make,
    .get_attribute = alias_get_attribute,
    .binary[BINARY_OR] = union_or,
};

// --- int | None ---------------------------------------------------------------------------------

static bool union_add(Vm *vm, List *members, Value member) {
    if (is_none(member)) member = value_of(&none_type);
    if (is_union(member)) {
        Tuple *args = union_of(member)->args;
        for (size_t i = 0; i < args->count; i++)
            if (!union_add(vm, members, args->items[i])) return false;
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
    if (is_error(members) || !union_add(vm, list_of(members), left) ||
        !union_add(vm, list_of(members), right))
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

static Value union_get_item(Vm *vm, Value self, Value item) {
    Value args = substitute_all(vm, self, union_of(self)->args, item);
    if (is_error(args)) return args;
    Value made = tuple_of(args)->items[0];
    for (size_t i = 1; i < tuple_of(args)->count && !is_error(made); i++)
        made = object_binary(vm, made, tuple_of(args)->items[i], BINARY_OR);
    return made;
}

static Value get_union_module(Vm *vm, Value self) {
    return (void)self, str_from_cstring(vm, "types");
}
static const MemberSpec union_members[] = {
    {"__module__", get_union_module, NULL},
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
    .get_item = union_get_item,
    .binary[BINARY_OR] = union_or,
};
