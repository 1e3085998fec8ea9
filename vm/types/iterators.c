// Iterators over sequences (list, tuple, anything with __getitem__), over a callable, and those
// made of other iterators: enumerate, zip, map, filter, reversed.
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"

static Value iterator_iter(Vm *vm, Value self) {
    return (void)vm, self;
}

// --- list and tuple -----------------------------------------------------------------------------

static Value sequence_iterator_make(Vm *vm, uint32_t shape_id, void *sequence, size_t index) {
    SequenceIterator *iterator = gc_new(vm, shape_id, sizeof(SequenceIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->index = index;
    iterator->sequence = sequence;
    return value_of(iterator);
}

Value list_iter(Vm *vm, Value self) {
    return sequence_iterator_make(vm, SHAPE_LIST_ITERATOR, list_of(self), 0);
}
Value tuple_iter(Vm *vm, Value self) {
    return sequence_iterator_make(vm, SHAPE_TUPLE_ITERATOR, tuple_of(self), 0);
}
Value list_reverse_iterator_make(Vm *vm, List *list) {
    return sequence_iterator_make(vm, SHAPE_LIST_REVERSE_ITERATOR, list, list->count);
}

static Value list_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    List *list = iterator->sequence;
    (void)vm;
    if (!list) return VALUE_END;
    if (iterator->index < list->count) return list->items[iterator->index++];
    iterator->sequence = NULL;
    return VALUE_END;
}

// index is one past the next item.
static Value list_reverse_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    List *list = iterator->sequence;
    (void)vm;
    if (!list) return VALUE_END;
    if (iterator->index && iterator->index <= list->count) return list->items[--iterator->index];
    iterator->sequence = NULL;
    return VALUE_END;
}

static Value tuple_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    Tuple *tuple = iterator->sequence;
    (void)vm;
    if (!tuple) return VALUE_END;
    if (iterator->index < tuple->count) return tuple->items[iterator->index++];
    iterator->sequence = NULL;
    return VALUE_END;
}

NATIVE(list_length_hint) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    List *list = iterator->sequence;
    return make_int(vm, list && iterator->index < list->count ? list->count - iterator->index : 0);
}
NATIVE(list_reverse_length_hint) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    List *list = iterator->sequence;
    return make_int(vm, list && iterator->index <= list->count ? iterator->index : 0);
}
NATIVE(tuple_length_hint) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    Tuple *tuple = iterator->sequence;
    return make_int(vm, tuple ? tuple->count - iterator->index : 0);
}

static void sequence_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((SequenceIterator *)object)->sequence));
}

static Value empty_list(Vm *vm) {
    return list_make(vm, NULL, 0);
}
static Value empty_tuple(Vm *vm) {
    return tuple_make(vm, NULL, 0);
}

#define REDUCE(name, function, empty, offset)                                                      \
    NATIVE(name) {                                                                                 \
        SequenceIterator *iterator = (SequenceIterator *)args[0];                                  \
        if (!iterator->sequence) return reduce_finished(vm, empty(vm));                            \
        return reduce_iterator(vm, function, value_of(iterator->sequence),                         \
                               (int64_t)iterator->index + (offset));                               \
    }
REDUCE(list_reduce, "iter", empty_list, 0)
REDUCE(list_reverse_reduce, "reversed", empty_list, -1)
REDUCE(tuple_reduce, "iter", empty_tuple, 0)

NATIVE(list_setstate) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    int64_t index, most = iterator->sequence ? (int64_t)((List *)iterator->sequence)->count : 0;
    if (!reduce_index(vm, args[1], 0, most, &index)) return VALUE_ERROR;
    if (iterator->sequence) iterator->index = index;
    return VALUE_NONE;
}
NATIVE(list_reverse_setstate) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    int64_t index, most = iterator->sequence ? (int64_t)((List *)iterator->sequence)->count : 0;
    if (!reduce_index(vm, args[1], -1, most - 1, &index)) return VALUE_ERROR;
    if (iterator->sequence) iterator->index = index + 1;
    return VALUE_NONE;
}
NATIVE(tuple_setstate) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    int64_t index, most = iterator->sequence ? (int64_t)((Tuple *)iterator->sequence)->count : 0;
    if (!reduce_index(vm, args[1], 0, most, &index)) return VALUE_ERROR;
    if (iterator->sequence) iterator->index = index;
    return VALUE_NONE;
}

#define ITERATOR_METHODS(variable, hint, reduce, setstate)                                         \
    static const NativeSpec variable[] = {                                                         \
        {"__length_hint__", hint, 1, 1, 0},                                                        \
        {"__reduce__", reduce, 1, 1, 0},                                                           \
        {"__setstate__", setstate, 2, 2, 0},                                                       \
        {0},                                                                                       \
    }
ITERATOR_METHODS(list_methods, list_length_hint, list_reduce, list_setstate);
ITERATOR_METHODS(list_reverse_methods, list_reverse_length_hint, list_reverse_reduce,
                 list_reverse_setstate);
ITERATOR_METHODS(tuple_methods, tuple_length_hint, tuple_reduce, tuple_setstate);

#define SEQUENCE_ITERATOR_TYPE(variable, text, shape, method_table, function)                      \
    Type variable = {                                                                              \
        .name = text,                                                                              \
        .parent = &object_type,                                                                    \
        .shape_id = shape,                                                                         \
        .instance_size = sizeof(SequenceIterator),                                                 \
        .methods = method_table,                                                                   \
        .trace = sequence_trace,                                                                   \
        .iter = iterator_iter,                                                                     \
        .next = function,                                                                          \
    }
SEQUENCE_ITERATOR_TYPE(list_iterator_type, "list_iterator", SHAPE_LIST_ITERATOR, list_methods,
                       list_next);
SEQUENCE_ITERATOR_TYPE(list_reverse_iterator_type, "list_reverseiterator",
                       SHAPE_LIST_REVERSE_ITERATOR, list_reverse_methods, list_reverse_next);
SEQUENCE_ITERATOR_TYPE(tuple_iterator_type, "tuple_iterator", SHAPE_TUPLE_ITERATOR, tuple_methods,
                       tuple_next);

// --- by __getitem__ -----------------------------------------------------------------------------

static Value item_at(Vm *vm, Value sequence, size_t index) {
    Value place = make_int(vm, index);
    if (is_error(place)) return place;
    Value item = object_get_item(vm, sequence, place);
    if (!is_error(item)) return item;
    bool over =
        error_catch(vm, error_types.IndexError) || error_catch(vm, error_types.StopIteration);
    return over ? VALUE_END : VALUE_ERROR;
}

Value iterator_by_item(Vm *vm, Value sequence) {
    return sequence_iterator_make(vm, SHAPE_SEQUENCE_ITERATOR, sequence, 0);
}

static Value item_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    if (!iterator->sequence) return VALUE_END;
    Value item = item_at(vm, iterator->sequence, iterator->index);
    if (item == VALUE_END)
        iterator->sequence = NULL;
    else if (!is_error(item))
        iterator->index++;
    return item;
}

NATIVE(item_length_hint) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    if (!iterator->sequence) return make_int(vm, 0);
    if (!type_of(iterator->sequence)->length) return VALUE_NOT_IMPLEMENTED;
    int64_t length = object_length(vm, iterator->sequence);
    if (length < 0) return VALUE_ERROR;
    return make_int(vm, length > (int64_t)iterator->index ? length - (int64_t)iterator->index : 0);
}
REDUCE(item_reduce, "iter", empty_tuple, 0)
NATIVE(item_setstate) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    int64_t index;
    if (!reduce_index(vm, args[1], 0, INT64_MAX, &index)) return VALUE_ERROR;
    if (iterator->sequence) iterator->index = index;
    return VALUE_NONE;
}
ITERATOR_METHODS(item_methods, item_length_hint, item_reduce, item_setstate);
SEQUENCE_ITERATOR_TYPE(sequence_iterator_type, "iterator", SHAPE_SEQUENCE_ITERATOR, item_methods,
                       item_next);

// --- reversed -----------------------------------------------------------------------------------

static Value reversed_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &reversed_type, "reversed", names)) return VALUE_ERROR;
    if (count != 1) return error_type(vm, "reversed expected 1 argument, got %zu", count);
    Value sequence = args[0];
    if (is_list(sequence)) return list_reverse_iterator_make(vm, list_of(sequence));
    Value special = object_special(vm, sequence, name_of(vm, reversed));
    if (is_error(special)) return special;
    if (is_none(special)) return error_type(vm, "'%T' object is not reversible", sequence);
    if (special != VALUE_END) return object_call_0(vm, special);
    Type *own = type_of(sequence);
    bool counted = own->length || own->flags & TYPE_HEAP;
    if (!own->get_item || !counted || own->flags & TYPE_DICT)
        return error_type(vm, "'%T' object is not reversible", sequence);
    int64_t length = object_length(vm, sequence);
    if (length < 0) return VALUE_ERROR;
    SequenceIterator *iterator = type == &reversed_type
                                     ? (void *)sequence_iterator_make(vm, SHAPE_REVERSED, NULL, 0)
                                     : object_new(vm, type);
    if (!iterator) return VALUE_ERROR;
    iterator->index = length;
    iterator->sequence = sequence;
    return value_of(iterator);
}

static Value reversed_next(Vm *vm, Value self) {
    SequenceIterator *iterator = (SequenceIterator *)self;
    Value item = VALUE_END;
    if (iterator->sequence && iterator->index)
        item = item_at(vm, iterator->sequence, iterator->index - 1);
    if (item == VALUE_END)
        iterator->sequence = NULL;
    else if (!is_error(item))
        iterator->index--;
    return item;
}

NATIVE(reversed_length_hint) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    if (!iterator->sequence) return make_int(vm, 0);
    int64_t length = object_length(vm, value_of(iterator->sequence));
    if (length < 0) return VALUE_ERROR;
    return make_int(vm, length < (int64_t)iterator->index ? 0 : iterator->index);
}
NATIVE(reversed_reduce) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    Value sequence = iterator->sequence ? value_of(iterator->sequence) : empty_tuple(vm);
    if (!iterator->sequence) return reduce_call(vm, "reversed", &sequence, 1, VALUE_NULL);
    return reduce_iterator(vm, "reversed", sequence, (int64_t)iterator->index - 1);
}
NATIVE(reversed_setstate) {
    SequenceIterator *iterator = (SequenceIterator *)args[0];
    int64_t index, length = iterator->sequence ? object_length(vm, iterator->sequence) : 0;
    if (length < 0 || !reduce_index(vm, args[1], -1, length - 1, &index)) return VALUE_ERROR;
    if (iterator->sequence) iterator->index = index + 1;
    return VALUE_NONE;
}
ITERATOR_METHODS(reversed_methods, reversed_length_hint, reversed_reduce, reversed_setstate);

Type reversed_type = {
    .name = "reversed",
    .parent = &object_type,
    .shape_id = SHAPE_REVERSED,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(SequenceIterator),
    .methods = reversed_methods,
    .trace = sequence_trace,
    .iter = iterator_iter,
    .next = reversed_next,
    .make = reversed_make,
};

// --- pairs of values: callable iterator, map's one-iterable form, filter
// ----------------------------

typedef struct {
    Object object;
    Value function; // VALUE_NULL when over
    Value second;   // the sentinel, or the iterator
} PairIterator;

static void pair_trace(Heap *heap, Object *object) {
    PairIterator *iterator = (PairIterator *)object;
    gc_mark_value(heap, iterator->function);
    gc_mark_value(heap, iterator->second);
}

Value iterator_of_callable(Vm *vm, Value callable, Value sentinel) {
    PairIterator *iterator = gc_new(vm, SHAPE_CALLABLE_ITERATOR, sizeof(PairIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->function = callable;
    iterator->second = sentinel;
    return value_of(iterator);
}

static Value callable_next(Vm *vm, Value self) {
    PairIterator *iterator = (PairIterator *)self;
    if (!iterator->function) return VALUE_END;
    Value value = object_call_0(vm, iterator->function);
    if (is_error(value)) {
        if (!error_catch(vm, error_types.StopIteration)) return VALUE_ERROR;
        iterator->function = VALUE_NULL;
        return VALUE_END;
    }
    int equal = object_equal(vm, iterator->second, value);
    if (equal < 0) return VALUE_ERROR;
    if (!equal) return value;
    iterator->function = VALUE_NULL;
    return VALUE_END;
}

NATIVE(callable_reduce) {
    PairIterator *iterator = (PairIterator *)args[0];
    if (!iterator->function) return reduce_finished(vm, empty_tuple(vm));
    return reduce_call(vm, "iter", (Value[]){iterator->function, iterator->second}, 2, VALUE_NULL);
}
#define REDUCE_METHODS(variable, reduce)                                                           \
    static const NativeSpec variable[] = {                                                         \
        {"__reduce__", reduce, 1, 1, 0},                                                           \
        {0},                                                                                       \
    }
REDUCE_METHODS(callable_methods, callable_reduce);

Type callable_iterator_type = {
    .name = "callable_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_CALLABLE_ITERATOR,
    .instance_size = sizeof(PairIterator),
    .methods = callable_methods,
    .trace = pair_trace,
    .iter = iterator_iter,
    .next = callable_next,
};

static Value filter_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &filter_type, "filter", names)) return VALUE_ERROR;
    if (count != 2) return error_type(vm, "filter expected 2 arguments, got %zu", count);
    Value iter = object_iter(vm, args[1]);
    PairIterator *iterator = is_error(iter) ? NULL : object_new(vm, type);
    if (!iterator) return VALUE_ERROR;
    iterator->function = args[0];
    iterator->second = iter;
    return value_of(iterator);
}

static Value filter_next(Vm *vm, Value self) {
    PairIterator *iterator = (PairIterator *)self;
    bool by_truth = is_none(iterator->function) || iterator->function == value_of(&bool_type);
    for (;;) {
        Value item = object_next(vm, iterator->second);
        if (is_error(item) || item == VALUE_END) return item;
        Value kept = by_truth ? item : object_call_1(vm, iterator->function, item);
        int truth = is_error(kept) ? -1 : object_truth(vm, kept);
        if (truth) return truth < 0 ? VALUE_ERROR : item;
    }
}

// (class, (arguments...)), and the state where there is one.
static Value reduce_class(Vm *vm, Value self, const Value *args, size_t count, Value state) {
    Value tuple = tuple_make(vm, args, count);
    if (is_error(tuple)) return tuple;
    return tuple_make(vm, (Value[]){value_of(type_of(self)), tuple, state}, state ? 3 : 2);
}
NATIVE(filter_reduce) {
    PairIterator *iterator = (PairIterator *)args[0];
    Value parts[] = {iterator->function, iterator->second};
    return reduce_class(vm, args[0], parts, 2, VALUE_NULL);
}
REDUCE_METHODS(filter_methods, filter_reduce);

Type filter_type = {
    .name = "filter",
    .parent = &object_type,
    .shape_id = SHAPE_FILTER,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(PairIterator),
    .methods = filter_methods,
    .trace = pair_trace,
    .iter = iterator_iter,
    .next = filter_next,
    .make = filter_make,
};

// --- enumerate ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value iter;
    Value number; // an int of any size, the next one's
} Enumerate;

static Value pair_make(Vm *vm, Value first, Value second) {
    Tuple *tuple = gc_new(vm, SHAPE_TUPLE, sizeof(Tuple) + 2 * sizeof(Value));
    if (unlikely(!tuple)) return VALUE_ERROR;
    tuple->count = 2;
    tuple->items[0] = first;
    tuple->items[1] = second;
    return value_of(tuple);
}

static Value enumerate_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"iterable", "start", NULL};
    Value values[2];
    size_t given = count + (names ? names->count : 0);
    if (!given) return error_type(vm, "enumerate() missing required argument 'iterable'");
    if (given > 2)
        return error_type(vm, "enumerate() takes at most 2 arguments (%zu given)", given);
    // One name by itself, or beside the iterable, can only be one.
    const char *only = count ? "start" : "iterable";
    bool single = names && names->count == 1 && count < 2;
    if (single && !str_equal_cstring(str_of(names->items[0]), only))
        return error_type(vm, "'%S' is an invalid keyword argument for enumerate()",
                          names->items[0]);
    if (!arguments_parse(vm, "enumerate", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value number = values[1] ? object_to_index(vm, values[1]) : make_int(vm, 0);
    Value iter = is_error(number) ? number : object_iter(vm, values[0]);
    Enumerate *enumerate = is_error(iter) ? NULL : object_new(vm, type);
    if (!enumerate) return VALUE_ERROR;
    enumerate->iter = iter;
    enumerate->number = number;
    return value_of(enumerate);
}

static Value enumerate_next(Vm *vm, Value self) {
    Enumerate *enumerate = (Enumerate *)self;
    Value item = object_next(vm, enumerate->iter);
    if (is_error(item) || item == VALUE_END) return item;
    Value number = enumerate->number, next;
    if (likely(is_int(number) && int_of(number) < INT_MAX_MACHINE)) {
        next = make_int(vm, int_of(number) + 1);
    } else {
        next = make_int(vm, 1);
        if (!is_error(next)) next = number_binary(vm, number, next, BINARY_ADD);
    }
    if (is_error(next)) return VALUE_ERROR;
    enumerate->number = next;
    return pair_make(vm, number, item);
}

static void enumerate_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Enumerate *)object)->iter);
    gc_mark_value(heap, ((Enumerate *)object)->number);
}

NATIVE(enumerate_reduce) {
    Enumerate *enumerate = (Enumerate *)args[0];
    return reduce_class(vm, args[0], (Value[]){enumerate->iter, enumerate->number}, 2, VALUE_NULL);
}
static const NativeSpec enumerate_methods[] = {
    {"__reduce__", enumerate_reduce, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

Type enumerate_type = {
    .name = "enumerate",
    .parent = &object_type,
    .shape_id = SHAPE_ENUMERATE,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Enumerate),
    .methods = enumerate_methods,
    .trace = enumerate_trace,
    .iter = iterator_iter,
    .next = enumerate_next,
    .make = enumerate_make,
};

// --- zip and map --------------------------------------------------------------------------------

typedef struct {
    Object object;
    Tuple *iters;
    Value function; // of a map
    bool strict;    // of a zip
} Parallel;

static void parallel_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Parallel *)object)->iters));
    gc_mark_value(heap, ((Parallel *)object)->function);
}

static Parallel *parallel_make(Vm *vm, Type *type, Value *iterables, size_t count) {
    Tuple *iters = tuple_of(tuple_make(vm, iterables, count));
    if (!iters) return NULL;
    for (size_t i = 0; i < count; i++) {
        iters->items[i] = object_iter(vm, iterables[i]);
        if (is_error(iters->items[i])) return NULL;
    }
    Parallel *parallel = object_new(vm, type);
    if (parallel) parallel->iters = iters;
    return parallel;
}

static Value zip_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    int strict = 0;
    if (names && names->count > 1)
        return error_type(vm, "zip() takes at most 1 keyword argument (%zu given)", names->count);
    for (size_t i = 0; names && i < names->count; i++) {
        if (!str_equal_cstring(str_of(names->items[i]), "strict"))
            return error_type(vm, "'%S' is an invalid keyword argument for zip()", names->items[i]);
        strict = object_truth(vm, args[count + i]);
        if (strict < 0) return VALUE_ERROR;
    }
    Parallel *zip = parallel_make(vm, type, args, count);
    if (!zip) return VALUE_ERROR;
    zip->strict = strict;
    return value_of(zip);
}

static Value zip_uneven(Vm *vm, size_t argument, const char *what) {
    if (argument == 1) return error_value(vm, "zip() argument 2 is %s than argument 1", what);
    return error_value(vm, "zip() argument %zu is %s than arguments 1-%zu", argument + 1, what,
                       argument);
}

static Value zip_next(Vm *vm, Value self) {
    Parallel *zip = (Parallel *)self;
    Tuple *iters = zip->iters;
    size_t count = iters->count;
    if (!count) return VALUE_END;
    // Filled as the items come; the place behind the last one is not looked at before.
    Tuple *tuple = gc_new(vm, SHAPE_TUPLE, sizeof(Tuple) + count * sizeof(Value));
    if (!tuple) return VALUE_ERROR;
    tuple->count = count;
    memset(tuple->items, 0, count * sizeof(Value));
    for (size_t i = 0; i < count; i++) {
        Value item = object_next(vm, iters->items[i]);
        if (likely(!is_error(item) && item != VALUE_END)) {
            tuple->items[i] = item;
            continue;
        }
        if (is_error(item) || !zip->strict) return item;
        if (i) return zip_uneven(vm, i, "shorter");
        for (i = 1; i < count; i++) {
            item = object_next(vm, iters->items[i]);
            if (is_error(item)) return item;
            if (item != VALUE_END) return zip_uneven(vm, i, "longer");
        }
        return VALUE_END;
    }
    return value_of(tuple);
}

NATIVE(zip_reduce) {
    Parallel *zip = (Parallel *)args[0];
    Value state = zip->strict ? VALUE_TRUE : VALUE_NULL;
    return reduce_class(vm, args[0], zip->iters->items, zip->iters->count, state);
}
NATIVE(zip_setstate) {
    int strict = object_truth(vm, args[1]);
    if (strict < 0) return VALUE_ERROR;
    ((Parallel *)args[0])->strict = strict;
    return VALUE_NONE;
}
static const NativeSpec zip_methods[] = {
    {"__reduce__", zip_reduce, 1, 1, 0},
    {"__setstate__", zip_setstate, 2, 2, 0},
    {0},
};

Type zip_type = {
    .name = "zip",
    .parent = &object_type,
    .shape_id = SHAPE_ZIP,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Parallel),
    .methods = zip_methods,
    .trace = parallel_trace,
    .iter = iterator_iter,
    .next = zip_next,
    .make = zip_make,
};

static Value map_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &map_type, "map", names)) return VALUE_ERROR;
    if (count < 2) return error_type(vm, "map() must have at least two arguments.");
    Parallel *map = parallel_make(vm, type, args + 1, count - 1);
    if (!map) return VALUE_ERROR;
    map->function = args[0];
    return value_of(map);
}

static Value map_next(Vm *vm, Value self) {
    Parallel *map = (Parallel *)self;
    size_t count = map->iters->count;
    if (likely(count == 1)) {
        Value item = object_next(vm, map->iters->items[0]);
        if (is_error(item) || item == VALUE_END) return item;
        return object_call_1(vm, map->function, item);
    }
    Value list = list_make(vm, NULL, count);
    if (is_error(list)) return list;
    for (size_t i = 0; i < count; i++) {
        Value item = object_next(vm, map->iters->items[i]);
        if (is_error(item) || item == VALUE_END) return item;
        list_of(list)->items[i] = item;
    }
    return object_call(vm, map->function, list_of(list)->items, count, NULL);
}

NATIVE(map_reduce) {
    Parallel *map = (Parallel *)args[0];
    Value list = list_make(vm, NULL, map->iters->count + 1);
    if (is_error(list)) return list;
    list_of(list)->items[0] = map->function;
    for (size_t i = 0; i < map->iters->count; i++)
        list_of(list)->items[i + 1] = map->iters->items[i];
    return reduce_class(vm, args[0], list_of(list)->items, list_of(list)->count, VALUE_NULL);
}
REDUCE_METHODS(map_methods, map_reduce);

Type map_type = {
    .name = "map",
    .parent = &object_type,
    .shape_id = SHAPE_MAP,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Parallel),
    .methods = map_methods,
    .trace = parallel_trace,
    .iter = iterator_iter,
    .next = map_next,
    .make = map_make,
};
