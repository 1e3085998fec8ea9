// collections.deque: a ring of Values in a block of a power of two places, which grows at either
// end without moving what is in it.
#include <string.h>

#include "vm/instance.h"
#include "vm/modules/collections.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"

typedef struct {
    Object object;
    Value *items;    // a block of `capacity` places; the unused ones are VALUE_NULL
    size_t capacity; // a power of two, or 0
    size_t first, count;
    int64_t most;   // maxlen; negative: none
    uint64_t state; // grows with every change of size or place
} Deque;

static Deque *deque_of(Value value) {
    return (Deque *)value;
}
static bool is_deque(Value value) {
    return is_instance(value, &collections_deque_type);
}
static void deque_trace(Heap *heap, Object *object) {
    gc_mark_block(heap, ((Deque *)object)->items);
}
static Value *place_of(const Deque *deque, size_t index) {
    return &deque->items[(deque->first + index) & (deque->capacity - 1)];
}

// --- growing and shrinking ----------------------------------------------------------------------

static bool reserve(Vm *vm, Deque *deque, size_t count) {
    if (count <= deque->capacity) return true;
    size_t capacity = deque->capacity ? deque->capacity : 8;
    while (capacity < count) capacity *= 2;
    Value *items = gc_alloc_values(vm, capacity);
    if (!items) return false;
    for (size_t i = 0; i < deque->count; i++) items[i] = *place_of(deque, i);
    deque->items = items;
    deque->capacity = capacity;
    deque->first = 0;
    return true;
}
static Value take_first(Deque *deque) {
    Value *place = place_of(deque, 0), item = *place;
    *place = VALUE_NULL;
    deque->first++;
    deque->count--;
    deque->state++;
    return item;
}
static Value take_last(Deque *deque) {
    Value *place = place_of(deque, deque->count - 1), item = *place;
    *place = VALUE_NULL;
    deque->count--;
    deque->state++;
    return item;
}
static bool put_last(Vm *vm, Deque *deque, Value item) {
    if (!reserve(vm, deque, deque->count + 1)) return false;
    *place_of(deque, deque->count++) = item;
    deque->state++;
    if (deque->most >= 0 && (int64_t)deque->count > deque->most) take_first(deque);
    return true;
}
static bool put_first(Vm *vm, Deque *deque, Value item) {
    if (!reserve(vm, deque, deque->count + 1)) return false;
    deque->first--;
    deque->count++;
    *place_of(deque, 0) = item;
    deque->state++;
    if (deque->most >= 0 && (int64_t)deque->count > deque->most) take_last(deque);
    return true;
}
static void clear(Deque *deque) {
    deque->items = NULL;
    deque->capacity = deque->first = deque->count = 0;
    deque->state++;
}
static bool put_last_item(Vm *vm, Value item, void *context) {
    return put_last(vm, context, item);
}
static bool put_first_item(Vm *vm, Value item, void *context) {
    return put_first(vm, context, item);
}
static bool extend(Vm *vm, Value self, Value iterable, ItemFunction put) {
    if (iterable == self) iterable = list_from(vm, self);
    return !is_error(iterable) && object_each(vm, iterable, put, deque_of(self));
}
// Turns the ring until what stood `steps` from the end stands first.
static void rotate(Deque *deque, int64_t steps) {
    if (deque->count < 2) return;
    int64_t count = (int64_t)deque->count;
    steps %= count;
    if (steps > count / 2) steps -= count;
    if (steps < -count / 2) steps += count;
    deque->state++;
    for (; steps > 0; steps--) {
        Value *last = place_of(deque, deque->count - 1), item = *last;
        *last = VALUE_NULL;
        deque->first--;
        *place_of(deque, 0) = item;
    }
    for (; steps < 0; steps++) {
        Value *first = place_of(deque, 0), item = *first;
        *first = VALUE_NULL;
        deque->first++;
        *place_of(deque, deque->count - 1) = item;
    }
}
static void delete_at(Deque *deque, size_t index) {
    rotate(deque, -(int64_t)index);
    take_first(deque);
    rotate(deque, (int64_t)index);
}

// --- iterators ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Deque *deque;
    size_t place, left; // place: how many were given
    uint64_t state;     // the deque's when it began
} DequeIterator;

static Value raise_mutated(Vm *vm) {
    return error_raise(vm, error_types.RuntimeError, "deque mutated during iteration");
}
static Value iterator_of(Vm *vm, Type *type, Deque *deque) {
    DequeIterator *iterator = object_new(vm, type);
    if (!iterator) return VALUE_ERROR;
    iterator->deque = deque;
    iterator->left = deque->count;
    iterator->state = deque->state;
    return value_of(iterator);
}
static Value deque_iter(Vm *vm, Value self) {
    return iterator_of(vm, &collections_deque_iterator_type, deque_of(self));
}
NATIVE(deque_reversed) {
    return iterator_of(vm, &collections_deque_reverse_type, deque_of(args[0]));
}
// True when there is an item to give; else *answer says why not.
static bool iterator_step(Vm *vm, DequeIterator *iterator, Value *answer) {
    *answer = VALUE_END;
    if (iterator->state != iterator->deque->state) {
        iterator->left = 0;
        *answer = raise_mutated(vm);
        return false;
    }
    if (!iterator->left) return false;
    iterator->left--;
    iterator->place++;
    return true;
}
static Value iterator_next(Vm *vm, Value self) {
    DequeIterator *iterator = (DequeIterator *)self;
    Value answer;
    return iterator_step(vm, iterator, &answer) ? *place_of(iterator->deque, iterator->place - 1)
                                                : answer;
}
static Value reverse_next(Vm *vm, Value self) {
    DequeIterator *iterator = (DequeIterator *)self;
    Value answer;
    return iterator_step(vm, iterator, &answer) ? *place_of(iterator->deque, iterator->left)
                                                : answer;
}
NATIVE(iterator_length_hint) {
    return make_int(vm, (int64_t)((DequeIterator *)args[0])->left);
}
NATIVE(iterator_reduce) {
    DequeIterator *self = (DequeIterator *)args[0];
    int64_t place = (int64_t)self->deque->count - (int64_t)self->left;
    return reduce_to(vm, args[0], TUPLE(vm, value_of(self->deque), make_int(vm, place)));
}
// In the words of CPython's older parser. Self does not count.
static bool parsed_count(Vm *vm, const char *name, size_t count, size_t least, size_t most) {
    size_t given = count - 1, limit = given < least ? least : most;
    if (given >= least && given <= most) return true;
    const char *bound = least == most ? "exactly" : given < least ? "at least" : "at most";
    error_type(vm, "%s takes %s %zu argument%s (%zu given)", name, bound, limit,
               limit == 1 ? "" : "s", given);
    return false;
}

static Value iterator_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)names;
    int64_t skipped = 0;
    if (!parsed_count(vm, "function", count + 1, 1, 2)) return VALUE_ERROR;
    if (!is_deque(args[0]))
        return error_type(vm, "argument 1 must be collections.deque, not %A", args[0]);
    if (count > 1 && !argument_size(vm, args[1], &skipped)) return VALUE_ERROR;
    Value made = iterator_of(vm, type, deque_of(args[0]));
    DequeIterator *iterator = (DequeIterator *)made;
    for (; iterator && skipped > 0 && iterator->left; skipped--) {
        iterator->left--;
        iterator->place++;
    }
    return made;
}
static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {0},
};
Type collections_deque_iterator_type = {
    .name = "_collections._deque_iterator",
    .instance_size = sizeof(DequeIterator),
    .value_count = 1,
    .methods = iterator_methods,
    .make = iterator_make,
    .next = iterator_next,
};
Type collections_deque_reverse_type = {
    .name = "_collections._deque_reverse_iterator",
    .instance_size = sizeof(DequeIterator),
    .value_count = 1,
    .methods = iterator_methods,
    .make = iterator_make,
    .next = reverse_next,
};

// --- making -------------------------------------------------------------------------------------

static Value deque_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Deque *deque = object_new(vm, type);
    if (deque) deque->most = -1;
    return value_of(deque);
}
static Value deque_empty(Vm *vm, int64_t most) {
    Value made = deque_make(vm, &collections_deque_type, NULL, 0, NULL);
    if (!is_error(made)) deque_of(made)->most = most;
    return made;
}
static bool deque_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"iterable", "maxlen", NULL};
    Value values[2];
    int64_t most = -1;
    if (!arguments_parse(vm, "deque", parameters, 0, 0, args, count, names, values)) return false;
    if (values[1] && !is_none(values[1])) {
        if (!is_any_int(values[1])) return error_type(vm, "an integer is required"), false;
        if (!argument_size(vm, values[1], &most)) return false;
        if (most < 0) return error_value(vm, "maxlen must be non-negative"), false;
    }
    deque_of(self)->most = most;
    if (deque_of(self)->count) clear(deque_of(self));
    return !values[0] || extend(vm, self, values[0], put_last_item);
}
// The same items in a new deque of the same class.
static Value copy(Vm *vm, Value self) {
    Deque *deque = deque_of(self);
    if (type_of(self) == &collections_deque_type) {
        Value made = deque_empty(vm, deque->most);
        return !is_error(made) && extend(vm, made, self, put_last_item) ? made : VALUE_ERROR;
    }
    Value args[] = {self, deque->most < 0 ? VALUE_NONE : make_int(vm, deque->most)};
    if (is_error(args[1])) return VALUE_ERROR;
    Value made = object_call(vm, value_of(type_of(self)), args, deque->most < 0 ? 1 : 2, NULL);
    if (is_error(made) || is_deque(made)) return made;
    return error_type(vm, "%T() must return a deque, not %T", self, made);
}

// --- operators ----------------------------------------------------------------------------------

static int64_t deque_length(Vm *vm, Value self) {
    return (void)vm, (int64_t)deque_of(self)->count;
}
// The place of an index, which counts from the end where it is negative.
static bool index_in(Vm *vm, Deque *deque, Value key, size_t *index) {
    int64_t place;
    if (!is_any_int(key) && !type_of(key)->index)
        return error_type(vm, "sequence index must be integer, not '%T'", key), false;
    if (!object_index(vm, key, false, &place)) return false;
    if (place < 0) place += (int64_t)deque->count;
    *index = (size_t)place;
    if (*index < deque->count) return true;
    error_index(vm, "deque index out of range");
    return false;
}
static Value deque_get_item(Vm *vm, Value self, Value key) {
    size_t index;
    return index_in(vm, deque_of(self), key, &index) ? *place_of(deque_of(self), index)
                                                     : VALUE_ERROR;
}
static bool deque_set_item(Vm *vm, Value self, Value key, Value value) {
    size_t index;
    if (!index_in(vm, deque_of(self), key, &index)) return false;
    if (value)
        *place_of(deque_of(self), index) = value;
    else
        delete_at(deque_of(self), index);
    return true;
}
// Looks for an item in [start, stop): its place, `stop` if it is not there, SIZE_MAX when raised.
// What equality runs may change the deque, which raises `error`.
static size_t find(Vm *vm, Deque *deque, Value item, size_t start, size_t stop, Type *error) {
    uint64_t state = deque->state;
    for (size_t i = start; i < stop; i++) {
        int equal = object_equal(vm, *place_of(deque, i), item);
        if (equal < 0) return SIZE_MAX;
        if (state != deque->state)
            return error_raise(vm, error, "deque mutated during iteration"), SIZE_MAX;
        if (equal) return i;
    }
    return stop;
}
static size_t find_any(Vm *vm, Deque *deque, Value item, size_t start, size_t stop) {
    return find(vm, deque, item, start, stop, error_types.RuntimeError);
}
static int deque_contains(Vm *vm, Value self, Value item) {
    size_t count = deque_of(self)->count, place = find_any(vm, deque_of(self), item, 0, count);
    return place == SIZE_MAX ? -1 : place < count;
}
static Value deque_add(Vm *vm, Value left, Value right) {
    if (!is_deque(left)) return VALUE_NOT_IMPLEMENTED;
    if (!is_deque(right))
        return error_type(vm, "can only concatenate deque (not \"%T\") to deque", right);
    Value made = copy(vm, left);
    return !is_error(made) && extend(vm, made, right, put_last_item) ? made : VALUE_ERROR;
}
static Value deque_inplace_add(Vm *vm, Value left, Value right) {
    return extend(vm, left, right, put_last_item) ? left : VALUE_ERROR;
}
// Repeats the items in place, of which `maxlen` keeps the last.
static bool repeat(Vm *vm, Deque *deque, Value times_value) {
    int64_t times;
    if (!object_index(vm, times_value, false, &times)) {
        if (error_catch(vm, error_types.IndexError))
            error_overflow(vm, "cannot fit '%T' into an index-sized integer", times_value);
        return false;
    }
    size_t count = deque->count;
    if (times <= 0) clear(deque);
    if (times <= 1 || !count) return true;
    size_t total;
    if (__builtin_mul_overflow(count, (size_t)times, &total) || total > INT64_MAX / 16)
        return error_memory(vm), false;
    if (deque->most >= 0 && total > (size_t)deque->most + count)
        total = count + ((size_t)deque->most + count - 1) / count * count;
    Value list = list_from(vm, value_of(deque));
    if (is_error(list)) return false;
    for (size_t i = count; i < total; i++)
        if (!put_last(vm, deque, list_of(list)->items[i % count])) return false;
    return true;
}
static bool is_index(Value value) {
    return is_any_int(value) || type_of(value)->index;
}
static Value deque_multiply(Vm *vm, Value left, Value right) {
    Value self = is_deque(left) ? left : right, times = self == left ? right : left;
    if (!is_deque(self) || is_deque(times)) return VALUE_NOT_IMPLEMENTED;
    if (!is_index(times))
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", times);
    Value made = copy(vm, self);
    return !is_error(made) && repeat(vm, deque_of(made), times) ? made : VALUE_ERROR;
}
static Value deque_inplace_multiply(Vm *vm, Value left, Value right) {
    if (!is_index(right))
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", right);
    return repeat(vm, deque_of(left), right) ? left : VALUE_ERROR;
}
static Value deque_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_deque(left) || !is_deque(right)) return VALUE_NOT_IMPLEMENTED;
    bool for_equality = operator== COMPARE_EQ || operator== COMPARE_NE;
    if (for_equality && deque_of(left)->count != deque_of(right)->count)
        return make_bool(operator== COMPARE_NE);
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    Value first = deque_iter(vm, left), second = is_error(first) ? first : deque_iter(vm, right);
    if (is_error(second)) return second;
    for (;;) {
        Value one = iterator_next(vm, first);
        if (is_error(one)) return one;
        Value other = iterator_next(vm, second);
        if (is_error(other)) return other;
        if (one == VALUE_END || other == VALUE_END) {
            // The shorter one is less.
            int order = (one != VALUE_END) - (other != VALUE_END);
            return object_compare(vm, make_int(vm, order), make_int(vm, 0), operator);
        }
        int equal = object_equal(vm, one, other);
        if (equal < 0) return VALUE_ERROR;
        if (equal) continue;
        return for_equality ? make_bool(operator== COMPARE_NE)
                            : object_compare(vm, one, other, operator);
    }
}
static Value deque_repr(Vm *vm, Value self) {
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "[...]");
    Value list = list_from(vm, self), text = VALUE_ERROR;
    const char *name = type_leaf_name(type_of(self));
    int64_t most = deque_of(self)->most;
    if (!is_error(list))
        text = most < 0 ? str_format(vm, "%s(%R)", name, list)
                        : str_format(vm, "%s(%R, maxlen=%lld)", name, list, (long long)most);
    repr_leave(vm, self);
    return text;
}

// --- methods ------------------------------------------------------------------------------------

NATIVE(deque_append) {
    return put_last(vm, deque_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(deque_appendleft) {
    return put_first(vm, deque_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(deque_extend) {
    return extend(vm, args[0], args[1], put_last_item) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(deque_extendleft) {
    return extend(vm, args[0], args[1], put_first_item) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(deque_pop) {
    if (!deque_of(args[0])->count) return error_index(vm, "pop from an empty deque");
    return take_last(deque_of(args[0]));
}
NATIVE(deque_popleft) {
    if (!deque_of(args[0])->count) return error_index(vm, "pop from an empty deque");
    return take_first(deque_of(args[0]));
}
NATIVE(deque_clear) {
    clear(deque_of(args[0]));
    return VALUE_NONE;
}
NATIVE(deque_copy) {
    return copy(vm, args[0]);
}
NATIVE(deque_count) {
    Deque *self = deque_of(args[0]);
    int64_t found = 0;
    for (size_t i = 0, end = self->count;; i++, found++) {
        i = find_any(vm, self, args[1], i, end);
        if (i == SIZE_MAX) return VALUE_ERROR;
        if (i >= end) return make_int(vm, found);
    }
}
NATIVE(deque_index) {
    Deque *self = deque_of(args[0]);
    size_t start = 0, stop = self->count;
    if (!parsed_count(vm, "index()", count, 1, 3)) return VALUE_ERROR;
    if ((count > 2 && !slice_bound(vm, args[2], self->count, &start)) ||
        (count > 3 && !slice_bound(vm, args[3], self->count, &stop)))
        return VALUE_ERROR;
    if (stop > self->count) stop = self->count;
    if (start > stop) start = stop;
    size_t place = find_any(vm, self, args[1], start, stop);
    if (place == SIZE_MAX) return VALUE_ERROR;
    if (place < stop) return make_int(vm, (int64_t)place);
    return error_value(vm, "%R is not in deque", args[1]);
}
NATIVE(deque_insert) {
    Deque *self = deque_of(args[0]);
    int64_t place, length = (int64_t)self->count;
    if (!parsed_count(vm, "insert()", count, 2, 2) || !argument_size(vm, args[1], &place))
        return VALUE_ERROR;
    if (self->most >= 0 && length >= self->most)
        return error_index(vm, "deque already at its maximum size");
    if (place < 0) place = place + length < 0 ? 0 : place + length;
    if (place > length) place = length;
    rotate(self, -place);
    bool done = place == length ? put_last(vm, self, args[2]) : put_first(vm, self, args[2]);
    if (place < length) rotate(self, place);
    return done ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(deque_remove) {
    Deque *self = deque_of(args[0]);
    size_t end = self->count;
    size_t place = find(vm, self, args[1], 0, end, error_types.IndexError);
    if (place == SIZE_MAX) return VALUE_ERROR;
    if (place == end) return error_value(vm, "%R is not in deque", args[1]);
    delete_at(self, place);
    return VALUE_NONE;
}
NATIVE(deque_reverse) {
    Deque *self = deque_of(args[0]);
    for (size_t i = 0; i < self->count / 2; i++) {
        Value *one = place_of(self, i), *other = place_of(self, self->count - 1 - i), kept = *one;
        *one = *other;
        *other = kept;
    }
    return VALUE_NONE;
}
NATIVE(deque_rotate) {
    int64_t steps = 1;
    if (!arguments_count(vm, "deque.rotate", count - 1, 0, 1)) return VALUE_ERROR;
    if (count > 1 && !argument_size(vm, args[1], &steps)) return VALUE_ERROR;
    rotate(deque_of(args[0]), steps);
    return VALUE_NONE;
}
NATIVE(deque_reduce) {
    Value self = args[0], state = VALUE_NONE;
    if (instance_has_room(self)) {
        Dict *dict = instance_dict(vm, self);
        if (!dict) return VALUE_ERROR;
        if (dict->count) state = value_of(dict);
    }
    Value iter = object_iter(vm, self);
    int64_t most = deque_of(self)->most;
    Value parts = most < 0 ? vm->empty_tuple : TUPLE(vm, vm->empty_tuple, make_int(vm, most));
    return TUPLE(vm, value_of(type_of(self)), parts, state, iter);
}
static Value get_maxlen(Vm *vm, Value self) {
    return deque_of(self)->most < 0 ? VALUE_NONE : make_int(vm, deque_of(self)->most);
}
static const NativeSpec deque_methods[] = {
    {"append", deque_append, 2, 2, 0},
    {"appendleft", deque_appendleft, 2, 2, 0},
    {"clear", deque_clear, 1, 1, 0},
    {"copy", deque_copy, 1, 1, 0},
    {"count", deque_count, 2, 2, 0},
    {"extend", deque_extend, 2, 2, 0},
    {"extendleft", deque_extendleft, 2, 2, 0},
    {"index", deque_index, 1, -1, 0},
    {"insert", deque_insert, 1, -1, 0},
    {"pop", deque_pop, 1, 1, 0},
    {"popleft", deque_popleft, 1, 1, 0},
    {"remove", deque_remove, 2, 2, 0},
    {"reverse", deque_reverse, 1, 1, 0},
    {"rotate", deque_rotate, 1, -1, 0},
    {"__copy__", deque_copy, 1, 1, 0},
    {"__reduce__", deque_reduce, 1, 1, 0},
    {"__reversed__", deque_reversed, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec deque_members[] = {{"maxlen", get_maxlen, NULL}, {0}};
Type collections_deque_type = {
    .name = "collections.deque",
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_SEQUENCE | TYPE_WEAKLY,
    .instance_size = sizeof(Deque),
    .methods = deque_methods,
    .members = deque_members,
    .trace = deque_trace,
    .make = deque_make,
    .init = deque_init,
    .repr = deque_repr,
    .length = deque_length,
    .compare = deque_compare,
    .iter = deque_iter,
    .get_item = deque_get_item,
    .set_item = deque_set_item,
    .contains = deque_contains,
    .binary[BINARY_ADD] = deque_add,
    .binary[BINARY_MULTIPLY] = deque_multiply,
    .inplace[BINARY_ADD] = deque_inplace_add,
    .inplace[BINARY_MULTIPLY] = deque_inplace_multiply,
};
