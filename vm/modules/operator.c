// The module _operator: the operators as functions, and itemgetter, attrgetter and methodcaller.
#include "vm/frame.h"
#include "vm/modules/functools.h"
#include "vm/modules/hashes.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

// --- operators ----------------------------------------------------------------------------------

#define BINARY(id, OPERATOR)                                                                       \
    NATIVE(operator_##id) {                                                                        \
        return object_binary(vm, args[0], args[1], BINARY_##OPERATOR);                             \
    }                                                                                              \
    NATIVE(operator_i##id) {                                                                       \
        return object_inplace(vm, args[0], args[1], BINARY_##OPERATOR);                            \
    }
BINARY(add, ADD)
BINARY(sub, SUBTRACT)
BINARY(mul, MULTIPLY)
BINARY(matmul, MATRIX_MULTIPLY)
BINARY(floordiv, FLOOR_DIVIDE)
BINARY(truediv, TRUE_DIVIDE)
BINARY(mod, REMAINDER)
BINARY(lshift, LSHIFT)
BINARY(rshift, RSHIFT)
BINARY(and, AND)
BINARY(xor, XOR)
BINARY(or, OR)
BINARY(pow, POWER)

#define COMPARE(id, OPERATOR)                                                                      \
    NATIVE(operator_##id) {                                                                        \
        return object_compare(vm, args[0], args[1], COMPARE_##OPERATOR);                           \
    }
COMPARE(lt, LT)
COMPARE(le, LE)
COMPARE(eq, EQ)
COMPARE(ne, NE)
COMPARE(gt, GT)
COMPARE(ge, GE)

#define UNARY(id, function)                                                                        \
    NATIVE(operator_##id) {                                                                        \
        return function(vm, args[0]);                                                              \
    }
UNARY(neg, object_negative)
UNARY(pos, object_positive)
UNARY(abs, object_absolute)
UNARY(invert, object_invert)
UNARY(index, object_to_index)

static Value truth(int answer) {
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}
NATIVE(operator_truth) {
    return truth(object_truth(vm, args[0]));
}
NATIVE(operator_not) {
    int answer = object_truth(vm, args[0]);
    return truth(answer < 0 ? answer : !answer);
}
NATIVE(operator_is) {
    return make_bool(value_is(args[0], args[1]));
}
NATIVE(operator_is_not) {
    return make_bool(!value_is(args[0], args[1]));
}

// --- sequences and mappings ---------------------------------------------------------------------

NATIVE(operator_contains) {
    return truth(object_contains(vm, args[0], args[1]));
}

typedef struct {
    Value item;
    int64_t place, count;
    bool first_only, found;
} Search;

// False ends the walk: with an error raised, or because the item was found.
static bool search_item(Vm *vm, Value item, void *context) {
    Search *search = context;
    int equal = object_equal(vm, item, search->item);
    if (equal < 0) return false;
    search->count += equal;
    search->found = equal;
    if (equal && search->first_only) return false;
    search->place++;
    return true;
}
static bool search_in(Vm *vm, Value *args, Search *search) {
    Value iter = object_iter(vm, args[0]);
    if (is_error(iter)) {
        if (error_catch(vm, error_types.TypeError))
            error_type(vm, "argument of type '%T' is not iterable", args[0]);
        return false;
    }
    bool whole = object_each(vm, iter, search_item, search);
    return whole || (search->found && search->first_only);
}
NATIVE(operator_index_of) {
    Search search = {.item = args[1], .first_only = true};
    if (!search_in(vm, args, &search)) return VALUE_ERROR;
    if (search.found) return make_int(vm, search.place);
    return error_value(vm, "sequence.index(x): x not in sequence");
}
NATIVE(operator_count_of) {
    Search search = {.item = args[1]};
    return search_in(vm, args, &search) ? make_int(vm, search.count) : VALUE_ERROR;
}
static bool is_sequence(Value value) {
    return type_of(value)->get_item && !is_dict_like(value);
}
// Built-in sequences say themselves what they cannot take; a class is one by its __getitem__.
static bool may_concatenate(Vm *vm, Value *args) {
    bool built_in = !(type_of(args[0])->flags & TYPE_HEAP) && type_of(args[0])->binary[BINARY_ADD];
    if (is_sequence(args[0]) && (built_in || is_sequence(args[1]))) return true;
    error_type(vm, "'%T' object can't be concatenated", args[0]);
    return false;
}
NATIVE(operator_concat) {
    return may_concatenate(vm, args) ? object_binary(vm, args[0], args[1], BINARY_ADD)
                                     : VALUE_ERROR;
}
NATIVE(operator_iconcat) {
    return may_concatenate(vm, args) ? object_inplace(vm, args[0], args[1], BINARY_ADD)
                                     : VALUE_ERROR;
}
NATIVE(operator_getitem) {
    return object_get_item(vm, args[0], args[1]);
}
NATIVE(operator_setitem) {
    return object_set_item(vm, args[0], args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(operator_delitem) {
    return object_delete_item(vm, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(operator_length_hint) {
    int64_t fallback = 0;
    if (count > 1 && !argument_size(vm, args[1], &fallback)) return VALUE_ERROR;
    int64_t hint = object_length_hint(vm, args[0], fallback);
    return hint == -1 && vm->raised ? VALUE_ERROR : make_int(vm, hint);
}
NATIVE(operator_call) {
    return object_call(vm, args[0], args + 1, count - 1, names);
}

// --- comparing secrets --------------------------------------------------------------------------

// The time it takes depends on the right operand's length alone.
static Value digests_equal(const uint8_t *left, size_t left_size, const uint8_t *right,
                           size_t right_size) {
    const volatile uint8_t *first = left_size == right_size ? left : right;
    volatile unsigned different = left_size != right_size;
    for (size_t i = 0; i < right_size; i++) different |= first[i] ^ right[i];
    return make_bool(!different);
}
NATIVE_FUNCTION(operator_compare_digest) {
    if (is_str_like(args[0]) && is_str_like(args[1])) {
        Str *left = str_of(args[0]), *right = str_of(args[1]);
        if (!str_is_ascii(left) || !str_is_ascii(right))
            return error_type(vm, "comparing strings with non-ASCII characters is not supported");
        return digests_equal(left->data, left->length, right->data, right->length);
    }
    const uint8_t *data[2];
    size_t sizes[2];
    bool first = buffer_peek(vm, args[0], &data[0], &sizes[0]);
    if (!first && !error_matches(vm, error_types.TypeError)) return VALUE_ERROR;
    bool second = buffer_peek(vm, args[1], &data[1], &sizes[1]);
    if (!first && !second)
        return error_type(vm, "unsupported operand types(s) or combination of types: '%T' and '%T'",
                          args[0], args[1]);
    if (!first) buffer_peek(vm, args[0], &data[0], &sizes[0]);
    if (!first || !second) return VALUE_ERROR;
    return digests_equal(data[0], sizes[0], data[1], sizes[1]);
}

// --- itemgetter ---------------------------------------------------------------------------------

static Type itemgetter_type, attrgetter_type, methodcaller_type;

// An itemgetter has keys, an attrgetter dotted names, a methodcaller its method's arguments.
typedef struct {
    Object object;
    Tuple *parts;
    Value method;   // of a methodcaller: the name; else VALUE_NULL
    Dict *keywords; // of a methodcaller, or NULL
} Getter;
#define GETTER ((Getter *)self)

static Value getter_make(Vm *vm, Type *type, Value *args, size_t count) {
    Value parts = tuple_make(vm, args, count);
    Getter *getter = is_error(parts) ? NULL : object_new(vm, type);
    if (getter) getter->parts = tuple_of(parts);
    return value_of(getter);
}
// Every one of them is called with the object alone.
static bool one_object(Vm *vm, const char *name, size_t count, Tuple *names) {
    if (names && names->count)
        return error_type(vm, "%s() takes no keyword arguments", name), false;
    return arguments_count(vm, name, count, 1, 1);
}
// At least one argument and no keywords.
static bool some_arguments(Vm *vm, const char *name, size_t count, Tuple *names) {
    return one_object(vm, name, count ? 1 : 0, names);
}
// What `get` finds for the only part, or a tuple of what it finds for each.
static Value get_all(Vm *vm, Value self, Value owner, Value (*get)(Vm *, Value, Value)) {
    Tuple *parts = GETTER->parts;
    if (parts->count == 1) return get(vm, owner, parts->items[0]);
    Value list = list_make(vm, NULL, parts->count);
    for (size_t i = 0; i < parts->count && !is_error(list); i++) {
        Value value = get(vm, owner, parts->items[i]);
        if (is_error(value)) return value;
        list_of(list)->items[i] = value;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}
static Value getter_repr(Vm *vm, Value self) {
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_format(vm, "%T(...)", self);
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_cstring(&builder, type_name(type_of(self)));
    const char *before = "(";
    bool done = true;
    if (GETTER->method) {
        builder_add_cstring(&builder, before);
        before = ", ";
        done = builder_add_repr(&builder, GETTER->method);
    }
    for (size_t i = 0; i < GETTER->parts->count && done; i++) {
        builder_add_cstring(&builder, before);
        before = ", ";
        done = builder_add_repr(&builder, GETTER->parts->items[i]);
    }
    for (size_t place = 0; GETTER->keywords && done;) {
        DictEntry *entry = dict_next(GETTER->keywords, &place);
        if (!entry) break;
        builder_add_cstring(&builder, before);
        builder_add_str(&builder, str_of(entry->key));
        builder_add_cstring(&builder, "=");
        done = builder_add_repr(&builder, entry->value);
    }
    builder_add_cstring(&builder, ")");
    repr_leave(vm, self);
    return done ? builder_finish(&builder) : VALUE_ERROR;
}
NATIVE(getter_reduce) {
    return reduce_to(vm, args[0], value_of(((Getter *)args[0])->parts));
}
static const NativeSpec getter_methods[] = {{"__reduce__", getter_reduce, 1, 1, 0}, {0}};

static Value itemgetter_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!some_arguments(vm, "itemgetter", count, names)) return VALUE_ERROR;
    return getter_make(vm, type, args, count);
}
static Value itemgetter_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!one_object(vm, "itemgetter", count, names)) return VALUE_ERROR;
    return get_all(vm, self, args[0], object_get_item);
}
static Type itemgetter_type = {
    .name = "operator.itemgetter",
    .instance_size = sizeof(Getter),
    .value_count = 3,
    .methods = getter_methods,
    .make = itemgetter_make,
    .call = itemgetter_call,
    .repr = getter_repr,
};

// --- attrgetter ---------------------------------------------------------------------------------

// "a.b" is the attribute b of the attribute a.
static Value get_dotted(Vm *vm, Value owner, Value part) {
    Str *path = str_of(part);
    size_t start = 0;
    for (size_t i = 0; i <= path->length && !is_error(owner); i++) {
        if (i < path->length && str_at(path, i) != '.') continue;
        Value name = !start && i == path->length ? part : str_slice(vm, path, start, i);
        if (!is_error(name)) name = str_intern(vm, name);
        owner = is_error(name) ? name : object_get_attribute(vm, owner, str_of(name));
        start = i + 1;
    }
    return owner;
}
static Value attrgetter_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!some_arguments(vm, "attrgetter", count, names)) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++)
        if (!is_str_like(args[i])) return error_type(vm, "attribute name must be a string");
    return getter_make(vm, type, args, count);
}
static Value attrgetter_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!one_object(vm, "attrgetter", count, names)) return VALUE_ERROR;
    return get_all(vm, self, args[0], get_dotted);
}
static Type attrgetter_type = {
    .name = "operator.attrgetter",
    .instance_size = sizeof(Getter),
    .value_count = 3,
    .methods = getter_methods,
    .make = attrgetter_make,
    .call = attrgetter_call,
    .repr = getter_repr,
};

// --- methodcaller -------------------------------------------------------------------------------

static Value methodcaller_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!count) return error_type(vm, "methodcaller needs at least one argument, the method name");
    if (!is_str_like(args[0])) return error_type(vm, "method name must be a string");
    Value method = str_intern(vm, args[0]);
    Value made = is_error(method) ? method : getter_make(vm, type, args + 1, count - 1);
    if (is_error(made)) return made;
    ((Getter *)made)->method = method;
    if (!names || !names->count) return made;
    Value keywords = dict_make(vm, names->count);
    for (size_t i = 0; i < names->count && !is_error(keywords); i++)
        if (!dict_set(vm, dict_of(keywords), names->items[i], args[count + i])) return VALUE_ERROR;
    ((Getter *)made)->keywords = dict_of(keywords);
    return is_error(keywords) ? keywords : made;
}
static Value methodcaller_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!one_object(vm, "methodcaller", count, names)) return VALUE_ERROR;
    Value method = object_get_attribute(vm, args[0], str_of(GETTER->method));
    if (is_error(method)) return method;
    size_t given = GETTER->parts->count, named = GETTER->keywords ? GETTER->keywords->count : 0;
    Value all[given + named + 1], keys[named + 1];
    values_copy(all, GETTER->parts->items, given);
    size_t place = 0;
    for (size_t i = 0; i < named; i++) {
        DictEntry *entry = dict_next(GETTER->keywords, &place);
        keys[i] = entry->key;
        all[given + i] = entry->value;
    }
    Value tuple = tuple_make(vm, keys, named);
    if (is_error(tuple)) return tuple;
    return object_call(vm, method, all, given, named ? tuple_of(tuple) : NULL);
}
NATIVE(methodcaller_reduce) {
    Getter *self = (Getter *)args[0];
    Value name = TUPLE(vm, self->method);
    if (!self->keywords)
        return reduce_to(vm, args[0], object_binary(vm, name, value_of(self->parts), BINARY_ADD));
    // Keywords come back by way of functools.partial.
    static Type *const needed[] = {&functools_partial_type, NULL};
    if (is_error(name) || !module_add_types(vm, NULL, needed)) return VALUE_ERROR;
    size_t named = self->keywords->count, place = 0;
    Value all[named + 2], keys[named + 1];
    all[0] = value_of(type_of(args[0]));
    all[1] = self->method;
    for (size_t i = 0; i < named; i++) {
        DictEntry *entry = dict_next(self->keywords, &place);
        keys[i] = entry->key;
        all[2 + i] = entry->value;
    }
    Value tuple = tuple_make(vm, keys, named);
    if (is_error(tuple)) return tuple;
    Value partial = object_call(vm, value_of(&functools_partial_type), all, 2, tuple_of(tuple));
    return TUPLE(vm, partial, value_of(self->parts));
}
static const NativeSpec methodcaller_methods[] = {
    {"__reduce__", methodcaller_reduce, 1, 1, 0},
    {0},
};
static Type methodcaller_type = {
    .name = "operator.methodcaller",
    .instance_size = sizeof(Getter),
    .value_count = 3,
    .methods = methodcaller_methods,
    .make = methodcaller_make,
    .call = methodcaller_call,
    .repr = getter_repr,
};

// --- the module ---------------------------------------------------------------------------------

#define TWO(id)                                                                                    \
    {#id, operator_##id, 2, 2, 0}, {                                                               \
        "i" #id, operator_i##id, 2, 2, 0                                                           \
    }
static const NativeSpec functions[] = {
    TWO(add),
    TWO(sub),
    TWO(mul),
    TWO(matmul),
    TWO(floordiv),
    TWO(truediv),
    TWO(mod),
    TWO(lshift),
    TWO(rshift),
    {"and_", operator_and, 2, 2, 0},
    {"iand", operator_iand, 2, 2, 0},
    TWO(xor),
    {"or_", operator_or, 2, 2, 0},
    {"ior", operator_ior, 2, 2, 0},
    TWO(pow),
    TWO(concat),
    {"lt", operator_lt, 2, 2, 0},
    {"le", operator_le, 2, 2, 0},
    {"eq", operator_eq, 2, 2, 0},
    {"ne", operator_ne, 2, 2, 0},
    {"gt", operator_gt, 2, 2, 0},
    {"ge", operator_ge, 2, 2, 0},
    {"neg", operator_neg, 1, 1, 0},
    {"pos", operator_pos, 1, 1, 0},
    {"abs", operator_abs, 1, 1, 0},
    {"inv", operator_invert, 1, 1, 0},
    {"invert", operator_invert, 1, 1, 0},
    {"index", operator_index, 1, 1, 0},
    {"truth", operator_truth, 1, 1, 0},
    {"not_", operator_not, 1, 1, 0},
    {"is_", operator_is, 2, 2, 0},
    {"is_not", operator_is_not, 2, 2, 0},
    {"contains", operator_contains, 2, 2, 0},
    {"indexOf", operator_index_of, 2, 2, 0},
    {"countOf", operator_count_of, 2, 2, 0},
    {"getitem", operator_getitem, 2, 2, 0},
    {"setitem", operator_setitem, 3, 3, 0},
    {"delitem", operator_delitem, 2, 2, 0},
    {"length_hint", operator_length_hint, 1, 2, 0},
    {"call", operator_call, 1, -1, NATIVE_KEYWORDS},
    {"_compare_digest", operator_compare_digest, 2, 2, 0},
    {0},
};
static Type *const types[] = {&itemgetter_type, &attrgetter_type, &methodcaller_type, NULL};

bool module__operator_make(Vm *vm, Module *module);
bool module__operator_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types) && module_add_functions(vm, module, functions);
}
