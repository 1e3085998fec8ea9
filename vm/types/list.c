// list: a growing block of values; a short list's first block is part of the object itself.
// Whatever calls Python code on the way (equality, iteration) looks at count and items afresh after
// each call, because that code may have changed the list.
#include "vm/types/list.h"

#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/str.h"

enum {
    IN_LINE_EMPTY = 4, // room in an empty list: for the first items, appended one by one
    IN_LINE_MOST = 12, // a list made longer than this has a block of its own
};

// Room for at least `count` items; what lies beyond the old ones is VALUE_NULL.
static bool reserve(Vm *vm, List *list, size_t count) {
    if (count > (size_t)INT64_MAX / sizeof(Value)) {
        error_memory(vm);
        return false;
    }
    // A large block may grow where it lies, which saves a copy and the peak of having both.
    if (list->items != list->in_line && gc_extend(vm, list->items, count * sizeof(Value))) {
        list->capacity = count;
        return true;
    }
    Value *items = gc_alloc_values(vm, count);
    if (!items) return false;
    if (list->count) memcpy(items, list->items, list->count * sizeof(Value));
    list->items = items;
    list->capacity = count;
    return true;
}

// Large lists grow by less, so that their spare room stays small beside them.
static bool grow(Vm *vm, List *list, size_t count) {
    size_t spare = count < 4096 ? count / 2 + 3 : count / 4;
    if (!reserve(vm, list, count + spare)) return false;
    list->capacity = gc_block_size(list->items) / sizeof(Value);
    return true;
}

static Value list_with_room(Vm *vm, size_t count) {
    size_t in_line = count == 0 ? IN_LINE_EMPTY : count <= IN_LINE_MOST ? count : 0;
    List *list = gc_new(vm, SHAPE_LIST, sizeof(List) + in_line * sizeof(Value));
    if (!list) return VALUE_ERROR;
    list->count = 0;
    list->capacity = in_line;
    list->items = in_line ? list->in_line : NULL;
    for (size_t i = 0; i < in_line; i++) list->in_line[i] = VALUE_NULL;
    if (!in_line && !reserve(vm, list, count)) return VALUE_ERROR;
    return value_of(list);
}

Value list_make(Vm *vm, const Value *items, size_t count) {
    List *list = list_of(list_with_room(vm, count));
    if (!list) return VALUE_ERROR;
    if (items) memcpy(list->items, items, count * sizeof(Value));
    list->count = count;
    return value_of(list);
}

static void cut(List *list, size_t count) {
    memset(list->items + count, 0, (list->count - count) * sizeof(Value));
    list->count = count;
}

static void clear(List *list) {
    list->count = list->capacity = 0;
    list->items = NULL;
}

bool list_append(Vm *vm, List *list, Value item) {
    if (unlikely(list->count == list->capacity) && !grow(vm, list, list->count + 1)) return false;
    list->items[list->count++] = item;
    return true;
}

static bool append_item(Vm *vm, Value item, void *context) {
    return list_append(vm, context, item);
}

static bool extend_values(Vm *vm, List *list, Value *items, size_t count) {
    if (!count) return true;
    if (list->capacity - list->count < count) {
        bool done = list->count ? grow(vm, list, list->count + count) : reserve(vm, list, count);
        if (!done) return false;
    }
    memmove(list->items + list->count, items, count * sizeof(Value));
    list->count += count;
    return true;
}

// A list or tuple whose iteration no subclass has replaced: its items can be copied at once.
static bool plain_items(Value iterable, Value **items, size_t *count) {
    if (is_list_like(iterable) && type_of(iterable)->iter == list_type.iter) {
        *items = list_of(iterable)->items;
        *count = list_of(iterable)->count;
        return true;
    }
    if (is_tuple_like(iterable) && type_of(iterable)->iter == tuple_type.iter) {
        *items = tuple_of(iterable)->items;
        *count = tuple_of(iterable)->count;
        return true;
    }
    return false;
}

bool list_extend(Vm *vm, List *list, Value iterable) {
    Value *items;
    size_t count;
    if (plain_items(iterable, &items, &count)) return extend_values(vm, list, items, count);
    Value iter = object_iter(vm, iterable);
    if (is_error(iter)) return false;
    int64_t hint = object_length_hint(vm, iterable, 8);
    if (hint < 0) return false;
    if (!list->count && (size_t)hint > list->capacity && !reserve(vm, list, hint)) return false;
    return object_each(vm, iter, append_item, list);
}

Value list_from(Vm *vm, Value iterable) {
    List *list = list_of(list_with_room(vm, 0));
    return list && list_extend(vm, list, iterable) ? value_of(list) : VALUE_ERROR;
}

// --- items and slices ---------------------------------------------------------------------------

static Value slice_of(Vm *vm, List *list, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return VALUE_ERROR;
    int64_t count = slice_clip(list->count, &start, &stop, step);
    if (step == 1) return list_make(vm, count ? list->items + start : NULL, count);
    List *part = list_of(list_make(vm, NULL, count));
    if (!part) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++) part->items[i] = list->items[start + i * step];
    return value_of(part);
}

// The place of an item, negative ones counted from the end; false with IndexError or TypeError.
static bool place_of(Vm *vm, List *list, Value key, const char *out_of_range, size_t *place) {
    int64_t index;
    if (!is_int(key) && !type_of(key)->index) {
        error_type(vm, "list indices must be integers or slices, not %T", key);
        return false;
    }
    if (!object_index(vm, key, false, &index)) return false;
    if (index < 0) index += list->count;
    if (index < 0 || (size_t)index >= list->count) {
        error_index(vm, "%s", out_of_range);
        return false;
    }
    *place = index;
    return true;
}

static Value get_item(Vm *vm, Value self, Value key) {
    List *list = list_of(self);
    Value item = list_item_fast(list, key);
    if (likely(item)) return item;
    if (has_shape(key, SHAPE_SLICE)) return slice_of(vm, list, (Slice *)key);
    size_t place;
    return place_of(vm, list, key, "list index out of range", &place) ? list->items[place]
                                                                      : VALUE_ERROR;
}

// Puts `count` items where items[start, stop) were.
static bool replace(Vm *vm, List *list, size_t start, size_t stop, const Value *items,
                    size_t count) {
    size_t old_count = list->count, new_count = old_count - (stop - start) + count;
    if (new_count > list->capacity && !grow(vm, list, new_count)) return false;
    if (!list->items) return true;
    memmove(list->items + start + count, list->items + stop, (old_count - stop) * sizeof(Value));
    if (count) memcpy(list->items + start, items, count * sizeof(Value));
    if (new_count < old_count)
        memset(list->items + new_count, 0, (old_count - new_count) * sizeof(Value));
    list->count = new_count;
    return true;
}

static void delete_steps(List *list, int64_t start, int64_t step, int64_t count) {
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    size_t to = start;
    for (size_t from = start; from < list->count; from++) {
        size_t passed = from - start;
        if (passed % step == 0 && passed / step < (size_t)count) continue;
        list->items[to++] = list->items[from];
    }
    cut(list, to);
}

static bool set_slice(Vm *vm, List *list, Slice *slice, Value value) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return false;
    if (!value) {
        int64_t count = slice_clip(list->count, &start, &stop, step);
        if (!count) return true;
        if (step == 1) return replace(vm, list, start, start + count, NULL, 0);
        delete_steps(list, start, step, count);
        return true;
    }
    // A copy where the values come from the list itself, and what an iterable gives.
    Value source = value;
    if (!is_tuple(value) && (!is_list(value) || value == value_of(list))) {
        Value iter = object_iter(vm, value);
        if (is_error(iter) && error_catch(vm, error_types.TypeError))
            error_type(vm, step == 1 ? "can only assign an iterable"
                                     : "must assign iterable to extended slice");
        source = is_error(iter) ? iter : list_from(vm, iter);
        if (is_error(source)) return false;
    }
    // Not before: turning the value to items may have changed the list.
    int64_t count = slice_clip(list->count, &start, &stop, step);
    bool tuple = is_tuple(source);
    Value *items = tuple ? tuple_of(source)->items : list_of(source)->items;
    size_t given = tuple ? tuple_of(source)->count : list_of(source)->count;
    if (step == 1) return replace(vm, list, start, start + count, items, given);
    if (given != (size_t)count) {
        error_value(vm, "attempt to assign sequence of size %zu to extended slice of size %zu",
                    given, (size_t)count);
        return false;
    }
    for (int64_t i = 0; i < count; i++) list->items[start + i * step] = items[i];
    return true;
}

static bool set_item(Vm *vm, Value self, Value key, Value value) {
    List *list = list_of(self);
    if (has_shape(key, SHAPE_SLICE)) return set_slice(vm, list, (Slice *)key, value);
    size_t place;
    if (!place_of(vm, list, key, "list assignment index out of range", &place)) return false;
    if (!value) return replace(vm, list, place, place + 1, NULL, 0);
    list->items[place] = value;
    return true;
}

// --- operators ----------------------------------------------------------------------------------

static Value concatenate(Vm *vm, Value left, Value right) {
    if (!is_list_like(left) || !is_list_like(right)) return VALUE_NOT_IMPLEMENTED;
    List *first = list_of(left), *second = list_of(right);
    List *list = list_of(list_with_room(vm, first->count + second->count));
    if (!list || !extend_values(vm, list, first->items, first->count) ||
        !extend_values(vm, list, second->items, second->count))
        return VALUE_ERROR;
    return value_of(list);
}

// How often to repeat, for list * count or count * list; false: not applicable, or *raised.
static bool repeat_count(Vm *vm, Value count, int64_t *times, bool *raised) {
    *raised = false;
    if (!is_int(count) && !type_of(count)->index) return false;
    *raised = !object_index(vm, count, false, times);
    if (*raised && error_catch(vm, error_types.IndexError)) {
        error_overflow(vm, "cannot fit '%T' into an index-sized integer", count);
    }
    if (*times < 0) *times = 0;
    return !*raised;
}

static void fill_repeated(Value *items, const Value *part, size_t count, size_t total) {
    if (count == 1) {
        for (size_t i = 0; i < total; i++) items[i] = part[0];
        return;
    }
    memmove(items, part, count * sizeof(Value));
    for (size_t done = count; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(items + done, items, more * sizeof(Value));
        done += more;
    }
}

static Value repeat(Vm *vm, Value left, Value right) {
    if (!is_list_like(left)) {
        Value swapped = left;
        left = right, right = swapped;
    }
    int64_t times = 0;
    bool raised;
    if (!repeat_count(vm, right, &times, &raised))
        return raised ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    List *part = list_of(left);
    size_t total;
    if (__builtin_mul_overflow(part->count, (size_t)times, &total)) return error_memory(vm);
    List *list = list_of(list_with_room(vm, total));
    if (!list) return VALUE_ERROR;
    if (total) fill_repeated(list->items, part->items, part->count, total);
    list->count = total;
    return value_of(list);
}

static Value inplace_add(Vm *vm, Value left, Value right) {
    return list_extend(vm, list_of(left), right) ? left : VALUE_ERROR;
}

static Value inplace_multiply(Vm *vm, Value left, Value right) {
    List *list = list_of(left);
    int64_t times = 0;
    bool raised;
    if (!repeat_count(vm, right, &times, &raised))
        return raised ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    size_t count = list->count, total;
    if (__builtin_mul_overflow(count, (size_t)times, &total)) return error_memory(vm);
    if (!total) {
        clear(list);
        return left;
    }
    if (total > list->capacity && !reserve(vm, list, total)) return VALUE_ERROR;
    fill_repeated(list->items, list->items, count, total);
    list->count = total;
    return left;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_list_like(left) || !is_list_like(right)) return VALUE_NOT_IMPLEMENTED;
    List *first = list_of(left), *second = list_of(right);
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    if (first->count != second->count && (operator== COMPARE_EQ || operator== COMPARE_NE))
        return make_bool(operator== COMPARE_NE);
    for (size_t i = 0; i < first->count && i < second->count; i++) {
        Value own = first->items[i], other = second->items[i];
        if (own == other) continue;
        int equal = object_equal(vm, own, other);
        if (equal < 0) return VALUE_ERROR;
        if (equal) continue;
        // The comparison may have shortened the lists, and left only their lengths to compare.
        if (i >= first->count || i >= second->count) break;
        if (operator== COMPARE_EQ) return VALUE_FALSE;
        if (operator== COMPARE_NE) return VALUE_TRUE;
        return object_compare(vm, first->items[i], second->items[i], operator);
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

// Place of the first item in [start, stop) that equals; -1 none, -2 raised.
static int64_t find(Vm *vm, List *list, Value item, size_t start, size_t stop) {
    for (size_t i = start; i < stop && i < list->count; i++) {
        int equal = list->items[i] == item ? 1 : object_equal(vm, list->items[i], item);
        if (equal) return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}

static int contains(Vm *vm, Value self, Value item) {
    int64_t place = find(vm, list_of(self), item, 0, SIZE_MAX);
    return place == -2 ? -1 : place >= 0;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return list_of(self)->count != 0;
}

static int64_t length(Vm *vm, Value self) {
    (void)vm;
    return list_of(self)->count;
}

static Value repr(Vm *vm, Value self) {
    List *list = list_of(self);
    if (!list->count) return str_from_cstring(vm, "[]");
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "[...]");
    StrBuilder builder;
    builder_init(&builder, vm);
    bool done = true;
    for (size_t i = 0; done && i < list->count; i++) {
        builder_add_cstring(&builder, i ? ", " : "[");
        Value text = object_repr(vm, list->items[i]);
        done = !is_error(text);
        if (done) builder_add_str(&builder, str_of(text));
    }
    builder_add_cstring(&builder, "]");
    repr_leave(vm, self);
    return done ? builder_finish(&builder) : VALUE_ERROR;
}

// --- methods ------------------------------------------------------------------------------------

NATIVE(method_append) {
    return list_append(vm, list_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_clear) {
    clear(list_of(args[0]));
    return VALUE_NONE;
}

NATIVE(method_copy) {
    return list_make(vm, list_of(args[0])->items, list_of(args[0])->count);
}

NATIVE(method_count) {
    List *list = list_of(args[0]);
    int64_t equals = 0;
    for (size_t i = 0; i < list->count; i++) {
        int equal = object_equal(vm, list->items[i], args[1]);
        if (equal < 0) return VALUE_ERROR;
        equals += equal;
    }
    return make_int(vm, equals);
}

NATIVE(method_extend) {
    return list_extend(vm, list_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_index) {
    List *list = list_of(args[0]);
    size_t start = 0, stop = SIZE_MAX;
    if (count > 2 && !slice_bound(vm, args[2], list->count, &start)) return VALUE_ERROR;
    if (count > 3 && !slice_bound(vm, args[3], list->count, &stop)) return VALUE_ERROR;
    int64_t place = find(vm, list, args[1], start, stop);
    if (place == -2) return VALUE_ERROR;
    return place < 0 ? error_value(vm, "%R is not in list", args[1]) : make_int(vm, place);
}

NATIVE(method_insert) {
    List *list = list_of(args[0]);
    int64_t index;
    if (!argument_size(vm, args[1], &index)) return VALUE_ERROR;
    if (index < 0) index = index + (int64_t)list->count < 0 ? 0 : index + (int64_t)list->count;
    if ((size_t)index > list->count) index = list->count;
    return replace(vm, list, index, index, &args[2], 1) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_pop) {
    List *list = list_of(args[0]);
    int64_t index = -1;
    if (count > 1 && !argument_size(vm, args[1], &index)) return VALUE_ERROR;
    if (!list->count) return error_index(vm, "pop from empty list");
    if (index < 0) index += list->count;
    if (index < 0 || (size_t)index >= list->count) return error_index(vm, "pop index out of range");
    Value item = list->items[index];
    size_t after = list->count - index - 1;
    if (after) memmove(list->items + index, list->items + index + 1, after * sizeof(Value));
    list->items[--list->count] = VALUE_NULL;
    return item;
}

NATIVE(method_remove) {
    List *list = list_of(args[0]);
    int64_t place = find(vm, list, args[1], 0, SIZE_MAX);
    if (place == -2) return VALUE_ERROR;
    if (place < 0) return error_value(vm, "list.remove(x): x not in list");
    // The comparison may have shortened the list.
    if ((size_t)place < list->count) replace(vm, list, place, place + 1, NULL, 0);
    return VALUE_NONE;
}

void list_reverse(List *list) {
    for (size_t i = 0; i < list->count / 2; i++) {
        Value kept = list->items[i];
        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = kept;
    }
}

NATIVE(method_reverse) {
    list_reverse(list_of(args[0]));
    return VALUE_NONE;
}

NATIVE(method_sort) {
    static const char *const parameters[] = {"*", "key", "reverse", NULL};
    Value values[2];
    if (!arguments_parse(vm, "sort", parameters, 0, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    int reverse = 0;
    if (values[1] && !argument_int(vm, values[1], &reverse)) return VALUE_ERROR;
    Value key = values[0] ? values[0] : VALUE_NONE;
    return list_sort(vm, list_of(args[0]), key, reverse != 0) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_reversed) {
    return list_reverse_iterator_make(vm, list_of(args[0]));
}

static const NativeSpec methods[] = {
    {"append", method_append, 2, 2, 0},
    {"clear", method_clear, 1, 1, 0},
    {"copy", method_copy, 1, 1, 0},
    {"count", method_count, 2, 2, 0},
    {"extend", method_extend, 2, 2, 0},
    {"index", method_index, 2, 4, 0},
    {"insert", method_insert, 3, 3, 0},
    {"pop", method_pop, 1, 2, 0},
    {"remove", method_remove, 2, 2, 0},
    {"reverse", method_reverse, 1, 1, 0},
    {"sort", method_sort, 1, -1, NATIVE_KEYWORDS},
    {"__reversed__", method_reversed, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

// --- the type -----------------------------------------------------------------------------------

static void trace(Heap *heap, Object *object) {
    List *list = (List *)object;
    if (list->items == list->in_line)
        gc_mark_values(heap, list->items, list->count);
    else
        gc_mark_block(heap, list->items);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return type == &list_type ? list_with_room(vm, 0) : value_of(object_new(vm, type));
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    // A subclass may have keywords of its own, if its __new__ takes them.
    if (names && names->count && type_of(self)->make == make) {
        error_type(vm, "list() takes no keyword arguments");
        return false;
    }
    if (count > 1) {
        error_type(vm, "list expected at most 1 argument, got %zu", count);
        return false;
    }
    clear(list_of(self));
    return !count || list_extend(vm, list_of(self), args[0]);
}

Type list_type = {
    .name = "list",
    .parent = &object_type,
    .shape_id = SHAPE_LIST,
    .flags =
        TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_SEQUENCE | TYPE_MATCH_SELF | TYPE_LIST,
    .instance_size = sizeof(List),
    .methods = methods,
    .trace = trace,
    .repr = repr,
    .truth = truth,
    .length = length,
    .compare = compare,
    .iter = list_iter,
    .get_item = get_item,
    .set_item = set_item,
    .contains = contains,
    .binary = {[BINARY_ADD] = concatenate, [BINARY_MULTIPLY] = repeat},
    .inplace = {[BINARY_ADD] = inplace_add, [BINARY_MULTIPLY] = inplace_multiply},
    .make = make,
    .init = init,
};
