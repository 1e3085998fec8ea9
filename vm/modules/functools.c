// The module _functools: reduce, partial and cmp_to_key; the wrapper of lru_cache has a file of its
// own.
#include "vm/modules/functools.h"

#include "vm/frame.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"

// --- reduce -------------------------------------------------------------------------------------

typedef struct {
    Value function, total; // total VALUE_NULL before the first item
} Reduction;

static bool reduce_item(Vm *vm, Value item, void *context) {
    Reduction *reduction = context;
    if (reduction->total) item = object_call_2(vm, reduction->function, reduction->total, item);
    reduction->total = item;
    return !is_error(item);
}
NATIVE(functools_reduce) {
    Reduction reduction = {args[0], count > 2 ? args[2] : VALUE_NULL};
    Value iter = object_iter(vm, args[1]);
    if (is_error(iter) && error_catch(vm, error_types.TypeError))
        return error_type(vm, "reduce() arg 2 must support iteration");
    if (is_error(iter) || !object_each(vm, iter, reduce_item, &reduction)) return VALUE_ERROR;
    if (reduction.total) return reduction.total;
    return error_type(vm, "reduce() of empty iterable with no initial value");
}

// --- partial ------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value function;
    Tuple *args;
    Dict *keywords;
    Dict *dict; // attributes of its own, or NULL
} Partial;
#define PARTIAL ((Partial *)self)

static Value partial_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!c_stack_check(vm, " while calling a Python object")) return VALUE_ERROR;
    Partial *partial = PARTIAL;
    size_t own = partial->args->count, given = names ? names->count : 0;
    size_t kept = partial->keywords->count;
    Value all[own + count + kept + given + 1], keys[kept + given + 1];
    values_copy(all, partial->args->items, own);
    values_copy(all + own, args, count);
    Value *values = all + own + count;
    values_copy(values, args + count, given);
    if (kept) {
        // Its own keywords first; those of the call replace them.
        size_t total = 0;
        for (size_t place = 0; total < kept;) {
            DictEntry *entry = dict_next(partial->keywords, &place);
            if (!entry) break;
            keys[total] = entry->key;
            values[total++] = entry->value;
        }
        kept = total;
        for (size_t i = 0; i < given; i++) {
            size_t at = 0;
            while (at < kept && !str_equal(str_of(keys[at]), str_of(names->items[i]))) at++;
            if (at == kept) at = total++;
            keys[at] = names->items[i];
            values[at] = args[count + i];
        }
        names = tuple_of(tuple_make(vm, keys, total));
        if (!names) return VALUE_ERROR;
    }
    return object_call(vm, partial->function, all, own + count, names);
}
static Value partial_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!count) return error_type(vm, "type 'partial' takes at least one argument");
    Value function = args[0], own = vm->empty_tuple, keywords = VALUE_NULL;
    // A partial of a partial is one with the arguments of both.
    Partial *inner = type_of(function)->call == partial_call ? (Partial *)function : NULL;
    if (inner && !inner->dict) {
        function = inner->function;
        own = value_of(inner->args);
        keywords = value_of(inner->keywords);
    }
    if (!object_is_callable(function)) return error_type(vm, "the first argument must be callable");
    Value list = list_from(vm, own);
    for (size_t i = 1; i < count && !is_error(list); i++)
        if (!list_append(vm, list_of(list), args[i])) return VALUE_ERROR;
    own = is_error(list) ? list : tuple_from_list(vm, list_of(list));
    keywords = keywords ? dict_copy(vm, dict_of(keywords)) : dict_make(vm, 0);
    if (is_error(own) || is_error(keywords)) return VALUE_ERROR;
    for (size_t i = 0; names && i < names->count; i++)
        if (!dict_set(vm, dict_of(keywords), names->items[i], args[count + i])) return VALUE_ERROR;
    Partial *partial = object_new(vm, type);
    if (!partial) return VALUE_ERROR;
    partial->function = function;
    partial->args = tuple_of(own);
    partial->keywords = dict_of(keywords);
    return value_of(partial);
}
static Value partial_repr(Vm *vm, Value self) {
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "...");
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_cstring(&builder, type_name(type_of(self)));
    builder_add_cstring(&builder, "(");
    bool done = builder_add_repr(&builder, PARTIAL->function);
    Tuple *args = PARTIAL->args;
    for (size_t i = 0; i < args->count && done; i++) {
        builder_add_cstring(&builder, ", ");
        done = builder_add_repr(&builder, args->items[i]);
    }
    Dict *keywords = PARTIAL->keywords;
    for (size_t place = 0; done;) {
        DictEntry *entry = dict_next(keywords, &place);
        if (!entry) break;
        Value key = entry->key, value = entry->value;
        builder_add_cstring(&builder, ", ");
        // Of a state that __setstate__ brought, keys may be anything.
        Value text = object_str(vm, key);
        if (is_error(text)) done = false;
        if (done) builder_add_str(&builder, str_of(text));
        builder_add_cstring(&builder, "=");
        done = done && builder_add_repr(&builder, value);
    }
    builder_add_cstring(&builder, ")");
    repr_leave(vm, self);
    return done ? builder_finish(&builder) : VALUE_ERROR;
}
static Value get_function(Vm *vm, Value self) {
    return (void)vm, PARTIAL->function;
}
static Value get_args(Vm *vm, Value self) {
    return (void)vm, value_of(PARTIAL->args);
}
static Value get_keywords(Vm *vm, Value self) {
    return (void)vm, value_of(PARTIAL->keywords);
}
NATIVE(partial_reduce) {
    Partial *self = (Partial *)args[0];
    Value dict = self->dict ? value_of(self->dict) : VALUE_NONE;
    return reduce_with(
        vm, args[0], TUPLE(vm, self->function),
        TUPLE(vm, self->function, value_of(self->args), value_of(self->keywords), dict));
}
NATIVE(partial_setstate) {
    Partial *self = (Partial *)args[0];
    Value *parts =
        is_tuple_like(args[1]) && tuple_of(args[1])->count == 4 ? tuple_of(args[1])->items : NULL;
    if (!parts || !object_is_callable(parts[0]) || !is_tuple_like(parts[1]) ||
        (!is_none(parts[2]) && !is_dict_like(parts[2])) ||
        (!is_none(parts[3]) && !is_dict_like(parts[3])))
        return error_type(vm, "invalid partial state");
    Value own = tuple_make(vm, tuple_of(parts[1])->items, tuple_of(parts[1])->count);
    Value keywords = is_none(parts[2])   ? dict_make(vm, 0)
                     : is_dict(parts[2]) ? parts[2]
                                         : dict_copy(vm, dict_of(parts[2]));
    if (is_error(own) || is_error(keywords)) return VALUE_ERROR;
    self->function = parts[0];
    self->args = tuple_of(own);
    self->keywords = dict_of(keywords);
    self->dict = is_none(parts[3]) ? NULL : dict_of(parts[3]);
    return VALUE_NONE;
}
static const NativeSpec partial_methods[] = {
    {"__reduce__", partial_reduce, 1, 1, 0},
    {"__setstate__", partial_setstate, 2, 2, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec partial_members[] = {
    {"func", get_function, member_read_only},
    {"args", get_args, member_read_only},
    {"keywords", get_keywords, member_read_only},
    {0},
};
Type functools_partial_type = {
    .name = "functools.partial",
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Partial),
    .instance_offset = offsetof(Partial, dict),
    .value_count = 4,
    .methods = partial_methods,
    .members = partial_members,
    .make = partial_make,
    .call = partial_call,
    .repr = partial_repr,
};

// --- cmp_to_key ---------------------------------------------------------------------------------

static Type key_type;

typedef struct {
    Object object;
    Value function;
    Value item; // VALUE_NULL: this is what cmp_to_key answered, that makes keys
} Key;

static Value key_make(Vm *vm, Value function, Value item) {
    Key *key = object_new(vm, &key_type);
    if (!key) return VALUE_ERROR;
    key->function = function;
    key->item = item;
    return value_of(key);
}
NATIVE(functools_cmp_to_key) {
    static const char *const parameters[] = {"mycmp", NULL};
    Value function;
    if (!arguments_parse(vm, "cmp_to_key", parameters, 1, 0, args, count, names, &function))
        return VALUE_ERROR;
    return key_make(vm, function, VALUE_NULL);
}
static Value key_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"obj", NULL};
    Value item;
    if (!arguments_parse(vm, "K", parameters, 1, 0, args, count, names, &item)) return VALUE_ERROR;
    return key_make(vm, ((Key *)self)->function, item);
}
static Value key_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (type_of(left) != &key_type || type_of(right) != &key_type)
        return error_type(vm, "other argument must be K instance");
    Value first = ((Key *)left)->item, second = ((Key *)right)->item;
    if (!first || !second) return error_raise(vm, error_types.AttributeError, "object");
    Value order = object_call_2(vm, ((Key *)left)->function, first, second);
    return is_error(order) ? order : object_compare(vm, order, make_int(vm, 0), operator);
}
static Value get_item(Vm *vm, Value self) {
    return (void)vm, ((Key *)self)->item ? ((Key *)self)->item : VALUE_NONE;
}
static bool set_item(Vm *vm, Value self, Value value) {
    return (void)vm, ((Key *)self)->item = value, true;
}
static const MemberSpec key_members[] = {{"obj", get_item, set_item}, {0}};
static Type key_type = {
    .name = "functools.KeyWrapper",
    .flags = TYPE_UNHASHABLE,
    .instance_size = sizeof(Key),
    .value_count = 2,
    .members = key_members,
    .call = key_call,
    .compare = key_compare,
};

// --- the module ---------------------------------------------------------------------------------

static const NativeSpec functions[] = {
    {"reduce", functools_reduce, 2, 3, NATIVE_VARARGS},
    {"cmp_to_key", functools_cmp_to_key, 0, -1, NATIVE_KEYWORDS},
    {0},
};
static Type *const types[] = {&functools_partial_type, &functools_cache_type, NULL};
static Type *const hidden_types[] = {&key_type, &functools_link_type, NULL};

bool module__functools_make(Vm *vm, Module *module);
bool module__functools_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types) && module_add_types(vm, NULL, hidden_types) &&
           module_add_functions(vm, module, functions);
}
