// slice, and the arithmetic of cutting a sequence.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/reduce.h"

Value slice_make(Vm *vm, Value start, Value stop, Value step) {
    Slice *slice = gc_new(vm, SHAPE_SLICE, sizeof(Slice));
    if (!slice) return VALUE_ERROR;
    slice->start = start;
    slice->stop = stop;
    slice->step = step;
    return value_of(slice);
}

// One part of a slice as a machine int, cut to its limits.
static bool part_index_any(Vm *vm, Value part, int64_t *index) {
    if (type_of(part)->index) return object_index(vm, part, true, index);
    error_type(vm, "slice indices must be integers or None or have an __index__ method");
    return false;
}

static inline bool part_index(Vm *vm, Value part, int64_t absent, int64_t *index) {
    if (is_int(part)) {
        *index = int_of(part);
        return true;
    }
    if (is_none(part)) {
        *index = absent;
        return true;
    }
    return part_index_any(vm, part, index);
}

bool slice_bound(Vm *vm, Value bound, size_t length, size_t *place) {
    int64_t index;
    if (!is_int(bound) && !type_of(bound)->index) {
        error_type(vm, "slice indices must be integers or have an __index__ method");
        return false;
    }
    if (!object_index(vm, bound, true, &index)) return false;
    if (index < 0) index = index + (int64_t)length < 0 ? 0 : index + (int64_t)length;
    *place = index;
    return true;
}

bool slice_unpack(Vm *vm, Slice *slice, int64_t *start, int64_t *stop, int64_t *step) {
    if (!part_index(vm, slice->step, 1, step)) return false;
    if (!*step) {
        error_value(vm, "slice step cannot be zero");
        return false;
    }
    if (*step < -INT64_MAX) *step = -INT64_MAX;
    bool backwards = *step < 0;
    return part_index(vm, slice->start, backwards ? INT64_MAX : 0, start) &&
           part_index(vm, slice->stop, backwards ? INT64_MIN : INT64_MAX, stop);
}

// An end of the slice brought into [lower, upper], negative ones counted from the end.
static inline int64_t clip(int64_t place, int64_t length, int64_t lower, int64_t upper) {
    if (place < 0) place += length;
    return place < lower ? lower : place > upper ? upper : place;
}

int64_t slice_clip(int64_t length, int64_t *start, int64_t *stop, int64_t step) {
    if (likely(step > 0)) {
        *start = clip(*start, length, 0, length);
        *stop = clip(*stop, length, 0, length);
        if (*start >= *stop) return 0;
        // Spares a division.
        return step == 1 ? *stop - *start : (*stop - *start - 1) / step + 1;
    }
    *start = clip(*start, length, -1, length - 1);
    *stop = clip(*stop, length, -1, length - 1);
    if (*stop >= *start) return 0;
    return step == -1 ? *start - *stop : (*start - *stop - 1) / -step + 1;
}

int64_t slice_indices(Vm *vm, Slice *slice, int64_t length, int64_t *start, int64_t *stop,
                      int64_t *step) {
    if (!slice_unpack(vm, slice, start, stop, step)) return -1;
    return slice_clip(length, start, stop, *step);
}

static Value repr(Vm *vm, Value self) {
    Slice *slice = (Slice *)self;
    return str_format(vm, "slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

static Value as_tuple(Vm *vm, Value self) {
    return tuple_make(vm, &((Slice *)self)->start, 3);
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!has_shape(left, SHAPE_SLICE) || !has_shape(right, SHAPE_SLICE))
        return VALUE_NOT_IMPLEMENTED;
    if (left == right) {
        bool equal = operator== COMPARE_EQ || operator== COMPARE_LE || operator== COMPARE_GE;
        return make_bool(equal);
    }
    left = as_tuple(vm, left);
    right = is_error(left) ? left : as_tuple(vm, right);
    return is_error(right) ? right : object_compare(vm, left, right, operator);
}

// --- slice.indices: at any size
// ----------------------------------------------------------------------

static Value part_int(Vm *vm, Value part) {
    if (is_int(part)) return part;
    if (type_of(part)->index) return object_to_index(vm, part);
    return error_type(vm, "slice indices must be integers or None or have an __index__ method");
}

// start or stop brought into [lower, upper]; VALUE_ERROR when raised.
static Value part_clipped(Vm *vm, Value part, Value length, Value lower, Value upper) {
    part = part_int(vm, part);
    if (is_error(part)) return part;
    if (int_sign(part) < 0) {
        part = number_binary(vm, part, length, BINARY_ADD);
        if (is_error(part)) return part;
        return int_compare(part, lower) < 0 ? lower : part;
    }
    return int_compare(part, upper) > 0 ? upper : part;
}

bool slice_indices_any(Vm *vm, Slice *slice, Value length, Value parts[3]) {
    Value zero = make_int(vm, 0), minus_one = make_int(vm, -1);
    Value step = is_none(slice->step) ? make_int(vm, 1) : part_int(vm, slice->step);
    if (is_error(zero) || is_error(minus_one) || is_error(step)) return false;
    int sign = int_sign(step);
    if (!sign) return error_value(vm, "slice step cannot be zero"), false;
    Value lower = sign < 0 ? minus_one : zero;
    Value upper = sign < 0 ? number_binary(vm, length, minus_one, BINARY_ADD) : length;
    if (is_error(upper)) return false;
    Value start = sign < 0 ? upper : lower, stop = sign < 0 ? lower : upper;
    if (!is_none(slice->start)) start = part_clipped(vm, slice->start, length, lower, upper);
    if (is_error(start)) return false;
    if (!is_none(slice->stop)) stop = part_clipped(vm, slice->stop, length, lower, upper);
    if (is_error(stop)) return false;
    parts[0] = start, parts[1] = stop, parts[2] = step;
    return true;
}

NATIVE(method_indices) {
    Value length = object_to_index(vm, args[1]), parts[3];
    if (is_error(length)) return length;
    if (int_sign(length) < 0) return error_value(vm, "length should not be negative");
    if (!slice_indices_any(vm, (Slice *)args[0], length, parts)) return VALUE_ERROR;
    return tuple_make(vm, parts, 3);
}

NATIVE(method_reduce) {
    Slice *slice = (Slice *)args[0];
    Value parts[] = {slice->start, slice->stop, slice->step};
    return reduce_call(vm, "slice", parts, 3, VALUE_NULL);
}

static const NativeSpec methods[] = {
    {"indices", method_indices, 2, 2, 0},
    {"__reduce__", method_reduce, 1, 1, 0},
    {0},
};

static Value get_start(Vm *vm, Value self) {
    return (void)vm, ((Slice *)self)->start;
}
static Value get_stop(Vm *vm, Value self) {
    return (void)vm, ((Slice *)self)->stop;
}
static Value get_step(Vm *vm, Value self) {
    return (void)vm, ((Slice *)self)->step;
}
static const MemberSpec members[] = {
    {"start", get_start, member_read_only},
    {"stop", get_stop, member_read_only},
    {"step", get_step, member_read_only},
    {0},
};

static void trace(Heap *heap, Object *object) {
    Slice *slice = (Slice *)object;
    gc_mark_value(heap, slice->start);
    gc_mark_value(heap, slice->stop);
    gc_mark_value(heap, slice->step);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type;
    if (names && names->count) return error_type(vm, "slice() takes no keyword arguments");
    if (!count) return error_type(vm, "slice expected at least 1 argument, got 0");
    if (count > 3) return error_type(vm, "slice expected at most 3 arguments, got %zu", count);
    if (count == 1) return slice_make(vm, VALUE_NONE, args[0], VALUE_NONE);
    return slice_make(vm, args[0], args[1], count > 2 ? args[2] : VALUE_NONE);
}

Type slice_type = {
    .name = "slice",
    .parent = &object_type,
    .shape_id = SHAPE_SLICE,
    .flags = TYPE_UNHASHABLE,
    .instance_size = sizeof(Slice),
    .methods = methods,
    .members = members,
    .trace = trace,
    .repr = repr,
    .compare = compare,
    .make = make,
};
