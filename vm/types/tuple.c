// tuple: a fixed number of values in the object itself. Instances of subclasses have the extra
// bytes of their class (the Instance part) behind the items.
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Tuple *tuple_with_room(Vm *vm, size_t count) {
    if (count > ((size_t)INT64_MAX - sizeof(Tuple)) / sizeof(Value)) {
        error_memory(vm);
        return NULL;
    }
    Tuple *tuple = gc_new(vm, SHAPE_TUPLE, sizeof(Tuple) + count * sizeof(Value));
    if (tuple) tuple->count = count;
    return tuple;
}

Value tuple_make(Vm *vm, const Value *items, size_t count) {
    if (!count && vm->empty_tuple) return vm->empty_tuple;
    Tuple *tuple = tuple_with_room(vm, count);
    if (!tuple) return VALUE_ERROR;
    if (count)
        memcpy(tuple->items, items, count * sizeof(Value));
    else
        vm->empty_tuple = value_of(tuple);
    return value_of(tuple);
}

Value tuple_from_list(Vm *vm, List *list) {
    return tuple_make(vm, list->items, list->count);
}

Value tuple_from(Vm *vm, Value iterable) {
    if (is_tuple(iterable)) return iterable;
    if (is_list(iterable)) return tuple_from_list(vm, list_of(iterable));
    Value list = list_from(vm, iterable);
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}

// --- items --------------------------------------------------------------------------------------

static Value slice_of(Vm *vm, Value self, Slice *slice) {
    Tuple *tuple = tuple_of(self);
    int64_t start, stop, step;
    int64_t count = slice_indices(vm, slice, tuple->count, &start, &stop, &step);
    if (count < 0) return VALUE_ERROR;
    if (step == 1) {
        bool whole = (size_t)count == tuple->count && is_tuple(self);
        return whole ? self : tuple_make(vm, tuple->items + start, count);
    }
    if (!count) return tuple_make(vm, NULL, 0);
    Tuple *part = tuple_with_room(vm, count);
    if (!part) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++) part->items[i] = tuple->items[start + i * step];
    return value_of(part);
}

static Value get_item(Vm *vm, Value self, Value key) {
    Tuple *tuple = tuple_of(self);
    Value item = tuple_item_fast(tuple, key);
    if (likely(item)) return item;
    if (has_shape(key, SHAPE_SLICE)) return slice_of(vm, self, (Slice *)key);
    int64_t index;
    if (!is_int(key) && !type_of(key)->index)
        return error_type(vm, "tuple indices must be integers or slices, not %T", key);
    if (!object_index(vm, key, false, &index)) return VALUE_ERROR;
    if (index < 0) index += tuple->count;
    if (index < 0 || (size_t)index >= tuple->count)
        return error_index(vm, "tuple index out of range");
    return tuple->items[index];
}

// --- operators ----------------------------------------------------------------------------------

static Value concatenate(Vm *vm, Value left, Value right) {
    if (!is_tuple_like(left) || !is_tuple_like(right)) return VALUE_NOT_IMPLEMENTED;
    Tuple *first = tuple_of(left), *second = tuple_of(right);
    if (!first->count && is_tuple(right)) return right;
    if (!second->count && is_tuple(left)) return left;
    size_t total = first->count + second->count;
    if (!total) return tuple_make(vm, NULL, 0);
    Tuple *tuple = tuple_with_room(vm, total);
    if (!tuple) return VALUE_ERROR;
    memcpy(tuple->items, first->items, first->count * sizeof(Value));
    memcpy(tuple->items + first->count, second->items, second->count * sizeof(Value));
    return value_of(tuple);
}

static Value repeat(Vm *vm, Value left, Value right) {
    if (!is_tuple_like(left)) {
        Value swapped = left;
        left = right, right = swapped;
    }
    int64_t times;
    if (!is_int(right) && !type_of(right)->index) return VALUE_NOT_IMPLEMENTED;
    if (!object_index(vm, right, false, &times)) {
        if (error_catch(vm, error_types.IndexError))
            error_overflow(vm, "cannot fit '%T' into an index-sized integer", right);
        return VALUE_ERROR;
    }
    Tuple *part = tuple_of(left);
    if (times == 1 && is_tuple(left)) return left;
    if (times <= 0 || !part->count) return tuple_make(vm, NULL, 0);
    size_t total;
    if (__builtin_mul_overflow(part->count, (size_t)times, &total)) return error_memory(vm);
    Tuple *tuple = tuple_with_room(vm, total);
    if (!tuple) return VALUE_ERROR;
    for (size_t i = 0; i < total; i += part->count)
        memcpy(tuple->items + i, part->items, part->count * sizeof(Value));
    return value_of(tuple);
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_tuple_like(left) || !is_tuple_like(right)) return VALUE_NOT_IMPLEMENTED;
    Tuple *first = tuple_of(left), *second = tuple_of(right);
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    for (size_t i = 0; i < first->count && i < second->count; i++) {
        Value own = first->items[i], other = second->items[i];
        if (own == other) continue;
        int equal = object_equal(vm, own, other);
        if (equal < 0) return VALUE_ERROR;
        if (equal) continue;
        if (operator== COMPARE_EQ) return VALUE_FALSE;
        if (operator== COMPARE_NE) return VALUE_TRUE;
        return object_compare(vm, own, other, operator);
    }
    size_t own = first->count, other = second->count;
    switch (operator) {
    case COMPARE_LT: return make_bool(own < other);
    case COMPARE_LE: return make_bool(own <= other);
    case COMPARE_EQ: return make_bool(own == other);
    case COMPARE_NE: return make_bool(own != other);
    case COMPARE_GT: return make_bool(own > other);
    case COMPARE_GE: return make_bool(own >= other);
    }
    return VALUE_NOT_IMPLEMENTED;
}

// CPython's mixing (that of xxHash), so that sets of tuples come in its order.
static bool hash(Vm *vm, Value self, int64_t *result) {
    const uint64_t prime_1 = 11400714785074694791u, prime_2 = 14029467366897019727u,
                   prime_5 = 2870177450012600261u;
    Tuple *tuple = tuple_of(self);
    uint64_t mixed = prime_5;
    if (!c_stack_check(vm, "")) return false;
    for (size_t i = 0; i < tuple->count; i++) {
        int64_t lane;
        if (!object_hash(vm, tuple->items[i], &lane)) return false;
        mixed += (uint64_t)lane * prime_2;
        mixed = mixed << 31 | mixed >> 33;
        mixed *= prime_1;
    }
    mixed += tuple->count ^ (prime_5 ^ 3527539u);
    *result = mixed == UINT64_MAX ? 1546275796 : (int64_t)mixed;
    return true;
}

static int contains(Vm *vm, Value self, Value item) {
    Tuple *tuple = tuple_of(self);
    for (size_t i = 0; i < tuple->count; i++) {
        int equal = tuple->items[i] == item ? 1 : object_equal(vm, tuple->items[i], item);
        if (equal) return equal;
    }
    return 0;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return tuple_of(self)->count != 0;
}

static int64_t length(Vm *vm, Value self) {
    (void)vm;
    return tuple_of(self)->count;
}

static Value repr(Vm *vm, Value self) {
    Tuple *tuple = tuple_of(self);
    if (!tuple->count) return str_from_cstring(vm, "()");
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "(...)");
    StrBuilder builder;
    builder_init(&builder, vm);
    bool done = true;
    for (size_t i = 0; done && i < tuple->count; i++) {
        builder_add_cstring(&builder, i ? ", " : "(");
        Value text = object_repr(vm, tuple->items[i]);
        done = !is_error(text);
        if (done) builder_add_str(&builder, str_of(text));
    }
    builder_add_cstring(&builder, tuple->count == 1 ? ",)" : ")");
    repr_leave(vm, self);
    return done ? builder_finish(&builder) : VALUE_ERROR;
}

// --- methods ------------------------------------------------------------------------------------

NATIVE(method_count) {
    Tuple *tuple = tuple_of(args[0]);
    int64_t equals = 0;
    for (size_t i = 0; i < tuple->count; i++) {
        int equal = object_equal(vm, tuple->items[i], args[1]);
        if (equal < 0) return VALUE_ERROR;
        equals += equal;
    }
    return make_int(vm, equals);
}

NATIVE(method_index) {
    Tuple *tuple = tuple_of(args[0]);
    size_t start = 0, stop = SIZE_MAX;
    if (count > 2 && !slice_bound(vm, args[2], tuple->count, &start)) return VALUE_ERROR;
    if (count > 3 && !slice_bound(vm, args[3], tuple->count, &stop)) return VALUE_ERROR;
    for (size_t i = start; i < stop && i < tuple->count; i++) {
        int equal = object_equal(vm, tuple->items[i], args[1]);
        if (equal < 0) return VALUE_ERROR;
        if (equal) return make_int(vm, i);
    }
    return error_value(vm, "tuple.index(x): x not in tuple");
}

NATIVE(method_getnewargs) {
    Value plain = tuple_make(vm, tuple_of(args[0])->items, tuple_of(args[0])->count);
    return is_error(plain) ? plain : tuple_make(vm, &plain, 1);
}

static const NativeSpec methods[] = {
    {"count", method_count, 2, 2, 0},
    {"index", method_index, 2, 4, 0},
    {"__getnewargs__", method_getnewargs, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

// --- the type -----------------------------------------------------------------------------------

static void trace(Heap *heap, Object *object) {
    Tuple *tuple = (Tuple *)object;
    for (size_t i = 0; i < tuple->count; i++) gc_mark_value(heap, tuple->items[i]);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &tuple_type, "tuple", names)) return VALUE_ERROR;
    if (count > 1) return error_type(vm, "tuple expected at most 1 argument, got %zu", count);
    Value plain = count ? tuple_from(vm, args[0]) : tuple_make(vm, NULL, 0);
    if (is_error(plain) || type == &tuple_type) return plain;
    size_t items = tuple_of(plain)->count;
    size_t extra = type->instance_size - sizeof(Tuple);
    Tuple *tuple = gc_new(vm, type->shape_id, sizeof(Tuple) + items * sizeof(Value) + extra);
    if (!tuple) return VALUE_ERROR;
    tuple->count = items;
    memcpy(tuple->items, tuple_of(plain)->items, items * sizeof(Value));
    memset(tuple->items + items, 0, extra);
    return value_of(tuple);
}

Type tuple_type = {
    .name = "tuple",
    .parent = &object_type,
    .shape_id = SHAPE_TUPLE,
    .flags = TYPE_SUBCLASSABLE | TYPE_MATCH_SEQUENCE | TYPE_MATCH_SELF | TYPE_TUPLE,
    .instance_size = sizeof(Tuple),
    .methods = methods,
    .trace = trace,
    .repr = repr,
    .hash = hash,
    .truth = truth,
    .length = length,
    .compare = compare,
    .iter = tuple_iter,
    .get_item = get_item,
    .contains = contains,
    .binary = {[BINARY_ADD] = concatenate, [BINARY_MULTIPLY] = repeat},
    .make = make,
};
