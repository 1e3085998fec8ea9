// range: four ints of any size, and two iterators: over machine ints, which is what nearly every
// loop uses, and over any.
#include "vm/types/range.h"
#include "vm/types/reduce.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/list.h"
#include "vm/types/number.h"

static Range *range_of(Value value) {
    return (Range *)value;
}

// How many ints from start to stop; step is not 0.
static uint64_t machine_length(int64_t start, int64_t stop, int64_t step) {
    if (step > 0)
        return start < stop ? ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1 : 0;
    if (start <= stop) return 0;
    return ((uint64_t)start - (uint64_t)stop - 1) / (0 - (uint64_t)step) + 1;
}

// start + (low - high) // step and the like: left OP right, where an earlier operation may have
// raised.
static Value calculate(Vm *vm, Value left, Value right, BinaryOperator operator) {
    if (is_error(left) || is_error(right)) return VALUE_ERROR;
    return number_binary(vm, left, right, operator);
}

static Value length_any(Vm *vm, Value start, Value stop, Value step) {
    int64_t machine[3];
    if (int_to_int64(start, &machine[0]) && int_to_int64(stop, &machine[1]) &&
        int_to_int64(step, &machine[2]))
        return int_from_uint64(vm, machine_length(machine[0], machine[1], machine[2]));
    Value low = start, high = stop;
    if (int_sign(step) < 0) {
        low = stop, high = start;
        step = calculate(vm, make_int(vm, 0), step, BINARY_SUBTRACT);
    }
    if (int_compare(low, high) >= 0) return make_int(vm, 0);
    Value one = make_int(vm, 1);
    Value last = calculate(vm, calculate(vm, high, low, BINARY_SUBTRACT), one, BINARY_SUBTRACT);
    return calculate(vm, calculate(vm, last, step, BINARY_FLOOR_DIVIDE), one, BINARY_ADD);
}

Value range_make(Vm *vm, Value start, Value stop, Value step) {
    Value length;
    int64_t count;
    if (likely(both_int(start, stop) && is_int(step) && int_of(step) == 1 &&
               !__builtin_sub_overflow(int_of(stop), int_of(start), &count))) {
        length = make_int(vm, count > 0 ? count : 0);
    } else {
        if (!int_sign(step)) return error_value(vm, "range() arg 3 must not be zero");
        length = length_any(vm, start, stop, step);
    }
    if (is_error(length)) return length;
    Range *range = gc_new(vm, SHAPE_RANGE, sizeof(Range));
    if (!range) return VALUE_ERROR;
    range->start = start;
    range->stop = stop;
    range->step = step;
    range->length = length;
    return value_of(range);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type;
    if (names && names->count) return error_type(vm, "range() takes no keyword arguments");
    if (!count) return error_type(vm, "range expected at least 1 argument, got 0");
    if (count > 3) return error_type(vm, "range expected at most 3 arguments, got %zu", count);
    Value parts[3];
    for (size_t i = 0; i < count; i++) {
        parts[i] = object_to_index(vm, args[i]);
        if (is_error(parts[i])) return VALUE_ERROR;
    }
    Value zero = make_int(vm, 0), one = make_int(vm, 1);
    if (is_error(zero) || is_error(one)) return VALUE_ERROR;
    if (count == 1) return range_make(vm, zero, parts[0], one);
    return range_make(vm, parts[0], parts[1], count > 2 ? parts[2] : one);
}

// --- items --------------------------------------------------------------------------------------

// start + index * step
static Value item_at(Vm *vm, Range *range, Value index) {
    return calculate(vm, range->start, calculate(vm, index, range->step, BINARY_MULTIPLY),
                     BINARY_ADD);
}

static Value slice_of(Vm *vm, Range *range, Slice *slice) {
    Value parts[3];
    if (!slice_indices_any(vm, slice, range->length, parts)) return VALUE_ERROR;
    Value start = item_at(vm, range, parts[0]);
    Value stop = is_error(start) ? start : item_at(vm, range, parts[1]);
    Value step = calculate(vm, range->step, parts[2], BINARY_MULTIPLY);
    return is_error(stop) || is_error(step) ? VALUE_ERROR : range_make(vm, start, stop, step);
}

static Value get_item(Vm *vm, Value self, Value key) {
    Range *range = range_of(self);
    if (has_shape(key, SHAPE_SLICE)) return slice_of(vm, range, (Slice *)key);
    if (!is_int(key) && !type_of(key)->index)
        return error_type(vm, "range indices must be integers or slices, not %T", key);
    Value index = object_to_index(vm, key);
    if (is_error(index)) return index;
    if (int_sign(index) < 0) index = calculate(vm, index, range->length, BINARY_ADD);
    if (is_error(index)) return index;
    if (int_sign(index) < 0 || int_compare(index, range->length) >= 0)
        return error_index(vm, "range object index out of range");
    return item_at(vm, range, index);
}

static int contains_int(Vm *vm, Range *range, Value item) {
    bool up = int_sign(range->step) > 0;
    Value low = up ? range->start : range->stop, high = up ? range->stop : range->start;
    int from_low = int_compare(low, item), to_high = int_compare(item, high);
    if (up ? from_low > 0 || to_high >= 0 : from_low >= 0 || to_high > 0) return 0;
    Value offset = calculate(vm, item, range->start, BINARY_SUBTRACT);
    Value rest = calculate(vm, offset, range->step, BINARY_REMAINDER);
    return is_error(rest) ? -1 : !int_sign(rest);
}

static bool is_plain_int(Value value) {
    return is_int(value) || is_big_int(value) || is_bool(value);
}

// Looks for a value that is no int by comparing: calls `found` for every equal item. -1: raised.
static int64_t search(Vm *vm, Value range, Value item, bool first) {
    Value iter = object_iter(vm, range);
    if (is_error(iter)) return -1;
    for (int64_t place = 0, equals = 0;; place++) {
        Value next = object_next(vm, iter);
        if (is_error(next)) return -1;
        if (next == VALUE_END) return equals;
        int equal = object_equal(vm, next, item);
        if (equal < 0) return -1;
        if (equal && first) return place + 1;
        equals += equal;
    }
}

static int contains(Vm *vm, Value self, Value item) {
    if (is_plain_int(item)) return contains_int(vm, range_of(self), int_plain(vm, item));
    int64_t place = search(vm, self, item, true);
    return place < 0 ? -1 : place > 0;
}

NATIVE(method_count) {
    if (is_plain_int(args[1])) {
        int has = contains_int(vm, range_of(args[0]), int_plain(vm, args[1]));
        return has < 0 ? VALUE_ERROR : make_int(vm, has);
    }
    int64_t equals = search(vm, args[0], args[1], false);
    return equals < 0 ? VALUE_ERROR : make_int(vm, equals);
}

NATIVE(method_index) {
    Range *range = range_of(args[0]);
    if (!is_plain_int(args[1])) {
        int64_t place = search(vm, args[0], args[1], true);
        if (!place) return error_value(vm, "sequence.index(x): x not in sequence");
        return place < 0 ? VALUE_ERROR : make_int(vm, place - 1);
    }
    Value item = int_plain(vm, args[1]);
    int has = is_error(item) ? -1 : contains_int(vm, range, item);
    if (has < 0) return VALUE_ERROR;
    if (!has) return error_value(vm, "%R is not in range", args[1]);
    Value offset = calculate(vm, item, range->start, BINARY_SUBTRACT);
    return calculate(vm, offset, range->step, BINARY_FLOOR_DIVIDE);
}

// --- the rest of the type -----------------------------------------------------------------------

static bool is_length_one(Range *range) {
    return is_int(range->length) && int_of(range->length) == 1;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    (void)vm;
    if ((operator!= COMPARE_EQ && operator!= COMPARE_NE) || !has_shape(left, SHAPE_RANGE) ||
        !has_shape(right, SHAPE_RANGE))
        return VALUE_NOT_IMPLEMENTED;
    Range *own = range_of(left), *other = range_of(right);
    bool equal = int_equal_any(own->length, other->length);
    if (equal && int_sign(own->length)) {
        equal = int_equal_any(own->start, other->start) &&
                (is_length_one(own) || int_equal_any(own->step, other->step));
    }
    return make_bool(equal == (operator== COMPARE_EQ));
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    Range *range = range_of(self);
    bool empty = !int_sign(range->length);
    Value parts[3] = {range->length, empty ? VALUE_NONE : range->start,
                      empty || is_length_one(range) ? VALUE_NONE : range->step};
    Value tuple = tuple_make(vm, parts, 3);
    return !is_error(tuple) && object_hash(vm, tuple, result);
}

static Value repr(Vm *vm, Value self) {
    Range *range = range_of(self);
    if (is_int(range->step) && int_of(range->step) == 1)
        return str_format(vm, "range(%R, %R)", range->start, range->stop);
    return str_format(vm, "range(%R, %R, %R)", range->start, range->stop, range->step);
}

static int truth(Vm *vm, Value self) {
    return (void)vm, int_sign(range_of(self)->length) != 0;
}

static int64_t length(Vm *vm, Value self) {
    int64_t count;
    if (int_to_int64(range_of(self)->length, &count)) return count;
    error_overflow(vm, "Python int too large to convert to C ssize_t");
    return -1;
}

static void trace(Heap *heap, Object *object) {
    Range *range = (Range *)object;
    gc_mark_value(heap, range->start);
    gc_mark_value(heap, range->stop);
    gc_mark_value(heap, range->step);
    gc_mark_value(heap, range->length);
}

static Value get_start(Vm *vm, Value self) {
    return (void)vm, range_of(self)->start;
}
static Value get_stop(Vm *vm, Value self) {
    return (void)vm, range_of(self)->stop;
}
static Value get_step(Vm *vm, Value self) {
    return (void)vm, range_of(self)->step;
}

// --- iterators ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value next, step, left, length;
} LongRangeIterator;

static inline bool to_int64(Value number, int64_t *result) {
    if (unlikely(!is_int(number))) return int_to_int64(number, result);
    *result = int_of(number);
    return true;
}

static Value iterator_make(Vm *vm, Value start, Value step, Value length) {
    int64_t first, by, left, way, last;
    if (likely(to_int64(start, &first) && to_int64(step, &by) && to_int64(length, &left) &&
               !__builtin_mul_overflow(by, left - 1, &way) &&
               !__builtin_add_overflow(first, way, &last))) {
        RangeIterator *iterator = gc_new(vm, SHAPE_RANGE_ITERATOR, sizeof(RangeIterator));
        if (!iterator) return VALUE_ERROR;
        iterator->next = first;
        iterator->step = by;
        iterator->left = iterator->length = left;
        return value_of(iterator);
    }
    LongRangeIterator *iterator = gc_new(vm, SHAPE_LONG_RANGE_ITERATOR, sizeof(LongRangeIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->next = start;
    iterator->step = step;
    iterator->left = iterator->length = length;
    return value_of(iterator);
}

static Value iter(Vm *vm, Value self) {
    Range *range = range_of(self);
    return iterator_make(vm, range->start, range->step, range->length);
}

NATIVE(method_reversed) {
    Range *range = range_of(args[0]);
    Value last = calculate(vm, range->length, make_int(vm, 1), BINARY_SUBTRACT);
    Value start = is_error(last) ? last : item_at(vm, range, last);
    Value step = calculate(vm, make_int(vm, 0), range->step, BINARY_SUBTRACT);
    return is_error(start) || is_error(step) ? VALUE_ERROR
                                             : iterator_make(vm, start, step, range->length);
}

static Value iterator_iter(Vm *vm, Value self) {
    return (void)vm, self;
}

static Value iterator_next(Vm *vm, Value self) {
    RangeIterator *iterator = (RangeIterator *)self;
    if (!iterator->left) return VALUE_END;
    Value number = make_int(vm, iterator->next);
    if (unlikely(is_error(number))) return number;
    // The step past the last int may leave the machine's range; nobody sees the result.
    iterator->next = (int64_t)((uint64_t)iterator->next + (uint64_t)iterator->step);
    iterator->left--;
    return number;
}

static Value long_iterator_next(Vm *vm, Value self) {
    LongRangeIterator *iterator = (LongRangeIterator *)self;
    if (!int_sign(iterator->left)) return VALUE_END;
    Value number = iterator->next;
    Value next = calculate(vm, number, iterator->step, BINARY_ADD);
    Value left = calculate(vm, iterator->left, make_int(vm, 1), BINARY_SUBTRACT);
    if (is_error(next) || is_error(left)) return VALUE_ERROR;
    iterator->next = next;
    iterator->left = left;
    return number;
}

NATIVE(iterator_length_hint) {
    return int_from_uint64(vm, ((RangeIterator *)args[0])->left);
}
NATIVE(long_iterator_length_hint) {
    return ((LongRangeIterator *)args[0])->left;
}

static void long_iterator_trace(Heap *heap, Object *object) {
    LongRangeIterator *iterator = (LongRangeIterator *)object;
    gc_mark_value(heap, iterator->next);
    gc_mark_value(heap, iterator->step);
    gc_mark_value(heap, iterator->left);
    gc_mark_value(heap, iterator->length);
}

NATIVE(method_reduce) {
    Range *range = range_of(args[0]);
    Value parts[] = {range->start, range->stop, range->step};
    return reduce_call(vm, "range", parts, 3, VALUE_NULL);
}

static Value step_on(Vm *vm, Value from, Value step, Value steps, BinaryOperator way) {
    return calculate(vm, from, calculate(vm, steps, step, BINARY_MULTIPLY), way);
}

// (iter, (the whole range,), place)
static Value reduce_whole(Vm *vm, Value start, Value step, Value length, Value place) {
    Value stop = step_on(vm, start, step, length, BINARY_ADD);
    if (is_error(stop) || is_error(place)) return VALUE_ERROR;
    Value whole = object_call(vm, value_of(&range_type), (Value[]){start, stop, step}, 3, NULL);
    return reduce_call(vm, "iter", &whole, 1, place);
}
NATIVE(iterator_reduce) {
    RangeIterator *iterator = (RangeIterator *)args[0];
    uint64_t place = iterator->length - iterator->left;
    uint64_t start = (uint64_t)iterator->next - place * (uint64_t)iterator->step;
    return reduce_whole(vm, make_int(vm, (int64_t)start), make_int(vm, iterator->step),
                        int_from_uint64(vm, iterator->length), int_from_uint64(vm, place));
}
NATIVE(iterator_setstate) {
    RangeIterator *iterator = (RangeIterator *)args[0];
    int64_t index;
    Value number = object_to_index(vm, args[1]);
    if (is_error(number)) return number;
    if (!int_to_int64(number, &index))
        return error_overflow(vm, "Python int too large to convert to C long");
    if (index < 0) index = 0;
    if ((uint64_t)index > iterator->length) index = (int64_t)iterator->length;
    uint64_t steps = (uint64_t)index - (iterator->length - iterator->left);
    iterator->next = (int64_t)((uint64_t)iterator->next + steps * (uint64_t)iterator->step);
    iterator->left -= steps;
    return VALUE_NONE;
}
NATIVE(long_iterator_reduce) {
    LongRangeIterator *iterator = (LongRangeIterator *)args[0];
    Value place = calculate(vm, iterator->length, iterator->left, BINARY_SUBTRACT);
    Value start = step_on(vm, iterator->next, iterator->step, place, BINARY_SUBTRACT);
    return reduce_whole(vm, start, iterator->step, iterator->length, place);
}
NATIVE(long_iterator_setstate) {
    LongRangeIterator *iterator = (LongRangeIterator *)args[0];
    if (!is_any_int(args[1]))
        return error_type(vm, "'<' not supported between instances of '%T' and 'int'", args[1]);
    Value index = int_plain(vm, args[1]);
    if (is_error(index)) return index;
    if (int_sign(index) < 0) index = make_int(vm, 0);
    if (int_compare(index, iterator->length) > 0) index = iterator->length;
    Value place = calculate(vm, iterator->length, iterator->left, BINARY_SUBTRACT);
    Value steps = calculate(vm, index, place, BINARY_SUBTRACT);
    Value next = step_on(vm, iterator->next, iterator->step, steps, BINARY_ADD);
    Value left = calculate(vm, iterator->left, steps, BINARY_SUBTRACT);
    if (is_error(next) || is_error(left)) return VALUE_ERROR;
    iterator->next = next;
    iterator->left = left;
    return VALUE_NONE;
}

static const NativeSpec methods[] = {
    {"__reduce__", method_reduce, 1, 1, 0},
    {"count", method_count, 2, 2, 0},
    {"index", method_index, 2, 2, 0},
    {"__reversed__", method_reversed, 1, 1, 0},
    {0},
};
static const MemberSpec members[] = {
    {"start", get_start, member_read_only},
    {"stop", get_stop, member_read_only},
    {"step", get_step, member_read_only},
    {0},
};
static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {"__setstate__", iterator_setstate, 2, 2, 0},
    {0},
};
static const NativeSpec long_iterator_methods[] = {
    {"__length_hint__", long_iterator_length_hint, 1, 1, 0},
    {"__reduce__", long_iterator_reduce, 1, 1, 0},
    {"__setstate__", long_iterator_setstate, 2, 2, 0},
    {0},
};

Type range_type = {
    .name = "range",
    .parent = &object_type,
    .shape_id = SHAPE_RANGE,
    .flags = TYPE_MATCH_SEQUENCE,
    .instance_size = sizeof(Range),
    .methods = methods,
    .members = members,
    .trace = trace,
    .repr = repr,
    .hash = hash,
    .truth = truth,
    .length = length,
    .compare = compare,
    .iter = iter,
    .get_item = get_item,
    .contains = contains,
    .make = make,
};

Type range_iterator_type = {
    .name = "range_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_RANGE_ITERATOR,
    .instance_size = sizeof(RangeIterator),
    .methods = iterator_methods,
    .iter = iterator_iter,
    .next = iterator_next,
};

Type long_range_iterator_type = {
    .name = "longrange_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_LONG_RANGE_ITERATOR,
    .instance_size = sizeof(LongRangeIterator),
    .methods = long_iterator_methods,
    .trace = long_iterator_trace,
    .iter = iterator_iter,
    .next = long_iterator_next,
};
