// The types set and frozenset: their methods, operators and how they print.
#include "vm/types/reduce.h"
#include "vm/types/set_methods.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- methods ------------------------------------------------------------------------------------

NATIVE(method_add) {
    return set_add(vm, set_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_clear) {
    set_clear(set_of(args[0]));
    return VALUE_NONE;
}

NATIVE(method_copy) {
    return has_shape(args[0], SHAPE_FROZENSET) ? args[0] : set_copy(vm, set_of(args[0]));
}

NATIVE(method_discard) {
    return set_discard(vm, set_of(args[0]), args[1]) < 0 ? VALUE_ERROR : VALUE_NONE;
}

NATIVE(method_remove) {
    int discarded = set_discard(vm, set_of(args[0]), args[1]);
    if (!discarded) return error_key(vm, args[1]);
    return discarded < 0 ? VALUE_ERROR : VALUE_NONE;
}

NATIVE(method_pop) {
    return set_pop(vm, set_of(args[0]));
}

NATIVE(method_update) {
    for (size_t i = 1; i < count; i++)
        if (!set_update(vm, set_of(args[0]), args[i])) return VALUE_ERROR;
    return VALUE_NONE;
}

NATIVE(method_union) {
    Value result = set_copy(vm, set_of(args[0]));
    for (size_t i = 1; !is_error(result) && i < count; i++)
        if (args[i] != args[0] && !set_update(vm, set_of(result), args[i])) return VALUE_ERROR;
    return result;
}

NATIVE(method_intersection) {
    Value result = args[0];
    if (count == 1) return set_copy(vm, set_of(result));
    for (size_t i = 1; !is_error(result) && i < count; i++)
        result = set_intersection(vm, set_of(result), args[i]);
    return result;
}

NATIVE(method_intersection_update) {
    Value result = method_intersection(vm, args, count, NULL);
    if (is_error(result)) return VALUE_ERROR;
    set_take_over(set_of(args[0]), set_of(result));
    return VALUE_NONE;
}

NATIVE(method_difference) {
    if (count == 1) return set_copy(vm, set_of(args[0]));
    Value result = set_difference(vm, set_of(args[0]), args[1]);
    for (size_t i = 2; !is_error(result) && i < count; i++)
        if (!set_difference_update(vm, set_of(result), args[i])) return VALUE_ERROR;
    return result;
}

NATIVE(method_difference_update) {
    for (size_t i = 1; i < count; i++)
        if (!set_difference_update(vm, set_of(args[0]), args[i])) return VALUE_ERROR;
    return VALUE_NONE;
}

NATIVE(method_symmetric_difference) {
    return set_symmetric_difference(vm, set_of(args[0]), args[1]);
}

NATIVE(method_symmetric_difference_update) {
    bool done = set_symmetric_difference_update(vm, set_of(args[0]), args[1]);
    return done ? VALUE_NONE : VALUE_ERROR;
}

static Value answer(int truth) {
    return truth < 0 ? VALUE_ERROR : make_bool(truth);
}

NATIVE(method_isdisjoint) {
    Set *set = set_of(args[0]);
    Value other = args[1];
    if (other == args[0]) return make_bool(!set->count);
    // A subclass may iterate in its own way.
    if (is_set_like(other) && type_of(other)->iter != set_iter) {
        other = object_iter(vm, other);
        if (is_error(other)) return other;
    }
    if (is_set_like(other) && set_of(other)->count > set->count)
        return answer(set_all_members(vm, set_of(other), args[0], 0));
    return answer(set_all_members(vm, set, other, 0));
}

NATIVE(method_issubset) {
    Set *set = set_of(args[0]);
    Value other = args[1];
    if (!is_set_like(other)) {
        other = set_intersection(vm, set, other);
        if (is_error(other)) return VALUE_ERROR;
        return make_bool(set_of(other)->count == set->count);
    }
    if (set->count > set_of(other)->count) return VALUE_FALSE;
    return answer(set_all_members(vm, set_of(other), args[0], 1));
}

NATIVE(method_issuperset) {
    Set *set = set_of(args[0]);
    if (is_set_like(args[1]) && set_of(args[1])->count > set->count) return VALUE_FALSE;
    return answer(set_all_members(vm, set, args[1], 1));
}

// (class, ([items],), attributes)
NATIVE(method_reduce) {
    Value list = list_from(vm, args[0]);
    Value tuple = is_error(list) ? list : tuple_make(vm, &list, 1);
    Value state = is_error(tuple) ? tuple : object_getstate(vm, args, 1, NULL);
    if (is_error(state)) return state;
    return tuple_make(vm, (Value[]){value_of(type_of(args[0])), tuple, state}, 3);
}

#define COMMON_METHODS                                                                             \
    {"__reduce__", method_reduce, 1, 1, 0}, {"copy", method_copy, 1, 1, 0},                        \
        {"difference", method_difference, 1, -1, NATIVE_VARARGS},                                  \
        {"intersection", method_intersection, 1, -1, NATIVE_VARARGS},                              \
        {"isdisjoint", method_isdisjoint, 2, 2, 0}, {"issubset", method_issubset, 2, 2, 0},        \
        {"issuperset", method_issuperset, 2, 2, 0},                                                \
        {"symmetric_difference", method_symmetric_difference, 2, 2, 0},                            \
        {"union", method_union, 1, -1, NATIVE_VARARGS}, {                                          \
        "__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS                              \
    }

static const NativeSpec frozenset_methods[] = {
    COMMON_METHODS,
    {0},
};

static const NativeSpec set_methods[] = {
    COMMON_METHODS,
    {"add", method_add, 2, 2, 0},
    {"clear", method_clear, 1, 1, 0},
    {"difference_update", method_difference_update, 1, -1, NATIVE_VARARGS},
    {"discard", method_discard, 2, 2, 0},
    {"intersection_update", method_intersection_update, 1, -1, NATIVE_VARARGS},
    {"pop", method_pop, 1, 1, 0},
    {"remove", method_remove, 2, 2, 0},
    {"symmetric_difference_update", method_symmetric_difference_update, 2, 2, 0},
    {"update", method_update, 1, -1, NATIVE_VARARGS},
    {0},
};

// --- operators ----------------------------------------------------------------------------------

static Value binary_subtract(Vm *vm, Value left, Value right) {
    if (!is_set_like(left) || !is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_difference(vm, set_of(left), right);
}

static Value binary_and(Vm *vm, Value left, Value right) {
    if (!is_set_like(left) || !is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_intersection(vm, set_of(left), right);
}

static Value binary_or(Vm *vm, Value left, Value right) {
    if (!is_set_like(left) || !is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return method_union(vm, (Value[]){left, right}, 2, NULL);
}

static Value binary_xor(Vm *vm, Value left, Value right) {
    if (!is_set_like(left) || !is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_symmetric_difference(vm, set_of(left), right);
}

static Value inplace_subtract(Vm *vm, Value left, Value right) {
    if (!is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_difference_update(vm, set_of(left), right) ? left : VALUE_ERROR;
}

static Value inplace_and(Vm *vm, Value left, Value right) {
    if (!is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    Value result = method_intersection_update(vm, (Value[]){left, right}, 2, NULL);
    return is_error(result) ? result : left;
}

static Value inplace_or(Vm *vm, Value left, Value right) {
    if (!is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_update(vm, set_of(left), right) ? left : VALUE_ERROR;
}

static Value inplace_xor(Vm *vm, Value left, Value right) {
    if (!is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    return set_symmetric_difference_update(vm, set_of(left), right) ? left : VALUE_ERROR;
}

static int truth(Vm *vm, Value self) {
    return (void)vm, set_of(self)->count != 0;
}
static int64_t length(Vm *vm, Value self) {
    return (void)vm, set_of(self)->count;
}
static int contains(Vm *vm, Value self, Value item) {
    return set_has(vm, set_of(self), item);
}

static Value repr(Vm *vm, Value self) {
    const char *name = type_name(type_of(self));
    if (!set_of(self)->count) return str_format(vm, "%s()", name);
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_format(vm, "%s(...)", name);
    Value list = list_from(vm, self);
    Value text = is_error(list) ? list : object_repr(vm, list);
    repr_leave(vm, self);
    if (is_error(text)) return text;
    // The list's text without its brackets.
    text = str_slice(vm, str_of(text), 1, str_of(text)->length - 1);
    if (is_error(text)) return text;
    bool plain = has_shape(self, SHAPE_SET);
    return plain ? str_format(vm, "{%U}", text) : str_format(vm, "%s({%U})", name, text);
}

// --- the types ----------------------------------------------------------------------------------

static Value set_make_instance(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    if (type == &set_type) return set_make(vm, SHAPE_SET);
    Set *set = object_new(vm, type);
    if (set) set_clear(set);
    return value_of(set);
}

static bool set_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (names && names->count) {
        error_type(vm, "set() takes no keyword arguments");
        return false;
    }
    if (count > 1) {
        error_type(vm, "%T expected at most 1 argument, got %zu", self, count);
        return false;
    }
    set_clear(set_of(self));
    return !count || set_update(vm, set_of(self), args[0]);
}

static Value frozenset_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &frozenset_type, "frozenset", names)) return VALUE_ERROR;
    if (count > 1) return error_type(vm, "%N expected at most 1 argument, got %zu", type, count);
    if (type == &frozenset_type) {
        if (count && has_shape(args[0], SHAPE_FROZENSET)) return args[0];
        return count ? set_from(vm, args[0], SHAPE_FROZENSET) : set_make(vm, SHAPE_FROZENSET);
    }
    Set *set = object_new(vm, type);
    if (!set) return VALUE_ERROR;
    set_clear(set);
    return !count || set_update(vm, set, args[0]) ? value_of(set) : VALUE_ERROR;
}

#define BINARY_SLOTS                                                                               \
    {                                                                                              \
        [BINARY_SUBTRACT] = binary_subtract, [BINARY_AND] = binary_and, [BINARY_OR] = binary_or,   \
        [BINARY_XOR] = binary_xor                                                                  \
    }

Type set_type = {
    .name = "set",
    .parent = &object_type,
    .shape_id = SHAPE_SET,
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_SELF | TYPE_SET | TYPE_WEAKLY,
    .instance_size = sizeof(Set),
    .methods = set_methods,
    .trace = set_trace,
    .repr = repr,
    .truth = truth,
    .length = length,
    .compare = set_compare,
    .iter = set_iter,
    .contains = contains,
    .binary = BINARY_SLOTS,
    .inplace = {[BINARY_SUBTRACT] = inplace_subtract,
                [BINARY_AND] = inplace_and,
                [BINARY_OR] = inplace_or,
                [BINARY_XOR] = inplace_xor},
    .make = set_make_instance,
    .init = set_init,
};

Type frozenset_type = {
    .name = "frozenset",
    .parent = &object_type,
    .shape_id = SHAPE_FROZENSET,
    .flags = TYPE_SUBCLASSABLE | TYPE_MATCH_SELF | TYPE_SET | TYPE_WEAKLY,
    .instance_size = sizeof(Set),
    .methods = frozenset_methods,
    .trace = set_trace,
    .repr = repr,
    .hash = set_hash_frozen,
    .truth = truth,
    .length = length,
    .compare = set_compare,
    .iter = set_iter,
    .contains = contains,
    .binary = BINARY_SLOTS,
    .make = frozenset_make,
};
