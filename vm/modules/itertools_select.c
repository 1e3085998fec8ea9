// The iterators of itertools that choose from a pool of items: product, permutations, combinations,
// combinations_with_replacement. Each keeps the places of the items it gave last, and steps from
// one choice to the next.
#include <string.h>

#include "vm/modules/itertools.h"

typedef struct {
    Object object;
    Tuple *pool;     // of a product: a tuple of pools, one for every place
    size_t *indices; // `count` places in the pool; a raw block
    size_t *cycles;  // of permutations: how many swaps each place has left; a raw block
    size_t count;
    bool started, over;
} Selection;

static void trace(Heap *heap, Object *object) {
    Selection *selection = (Selection *)object;
    gc_mark_value(heap, value_of(selection->pool));
    gc_mark_block(heap, selection->indices);
    gc_mark_block(heap, selection->cycles);
}

// All places are the first item's.
static Selection *selection_make(Vm *vm, Type *type, Tuple *pool, size_t count) {
    if (count > INT64_MAX / 2 / sizeof(size_t)) return error_memory(vm), NULL;
    size_t *indices = gc_alloc_raw(vm, (count + 1) * sizeof *indices);
    Selection *selection = indices ? object_new(vm, type) : NULL;
    if (!selection) return NULL;
    memset(indices, 0, count * sizeof *indices);
    selection->pool = pool;
    selection->indices = indices;
    selection->count = count;
    return selection;
}

// Takes (iterable, r); values[1] is VALUE_NULL where r is not given.
static bool parse(Vm *vm, const char *function, size_t required, Value *args, size_t count,
                  Tuple *names, Value *values) {
    static const char *const parameters[] = {"iterable", "r", NULL};
    return arguments_parse(vm, function, parameters, required, 0, args, count, names, values);
}
static bool choice_size(Vm *vm, Value number, size_t *size) {
    int64_t given;
    if (!argument_size(vm, number, &given)) return false;
    *size = (size_t)given;
    if (given < 0) error_value(vm, "r must be non-negative");
    return given >= 0;
}

// The choice that stands in the indices.
static Value chosen(Vm *vm, Selection *selection, bool pool_each) {
    size_t count = selection->count;
    if (!count) return vm->empty_tuple;
    Tuple *tuple = gc_new(vm, SHAPE_TUPLE, sizeof(Tuple) + count * sizeof(Value));
    if (!tuple) return VALUE_ERROR;
    tuple->count = count;
    for (size_t i = 0; i < count; i++) {
        Tuple *pool = pool_each ? tuple_of(selection->pool->items[i]) : selection->pool;
        tuple->items[i] = pool->items[selection->indices[i]];
    }
    return value_of(tuple);
}

// The first choice, or the one that `step` makes of the last; `step` answers false at the end.
static inline bool advance(Selection *selection, bool (*step)(Selection *)) {
    if (selection->started && !selection->over) selection->over = !step(selection);
    selection->started = true;
    return !selection->over;
}

// --- copying ------------------------------------------------------------------------------------

static Value places(Vm *vm, const size_t *from, size_t count) {
    Value list = list_make(vm, NULL, count);
    for (size_t i = 0; i < count && !is_error(list); i++) {
        list_of(list)->items[i] = make_int(vm, (int64_t)from[i]);
        if (is_error(list_of(list)->items[i])) return VALUE_ERROR;
    }
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}
NATIVE(selection_reduce) {
    Selection *self = (Selection *)args[0];
    bool is_product = type_of(args[0])->next == itertools_product_type.next;
    Value pool = self->over ? vm->empty_tuple : value_of(self->pool);
    if (is_product && self->over) return reduce_to(vm, args[0], TUPLE(vm, pool));
    Value parts = is_product ? pool : TUPLE(vm, pool, make_int(vm, (int64_t)self->count));
    if (self->over || !self->started) return reduce_to(vm, args[0], parts);
    Value state = places(vm, self->indices, self->cycles ? self->pool->count : self->count);
    if (self->cycles) state = TUPLE(vm, state, places(vm, self->cycles, self->count));
    return reduce_with(vm, args[0], parts, state);
}

// Reads `count` places; each is cut to 0..limit(i).
static bool set_places(Vm *vm, Value value, size_t count, size_t *to, const Selection *selection,
                       size_t (*limit)(const Selection *, size_t)) {
    if (!is_tuple(value) || tuple_of(value)->count != count)
        return error_value(vm, "invalid arguments"), false;
    for (size_t i = 0; i < count; i++) {
        int64_t place;
        if (!argument_size(vm, tuple_of(value)->items[i], &place)) return false;
        size_t most = limit(selection, i);
        to[i] = place < 0 ? 0 : (size_t)place > most ? most : (size_t)place;
    }
    return true;
}
static size_t limit_in_product(const Selection *selection, size_t place) {
    return tuple_of(selection->pool->items[place])->count - 1;
}
static size_t limit_in_combination(const Selection *selection, size_t place) {
    return place + selection->pool->count - selection->count;
}
static size_t limit_in_pool(const Selection *selection, size_t place) {
    return (void)place, selection->pool->count - 1;
}
static size_t limit_in_cycle(const Selection *selection, size_t place) {
    return selection->pool->count - place;
}
static Value set_state(Vm *vm, Value *args, size_t (*limit)(const Selection *, size_t)) {
    Selection *self = (Selection *)args[0];
    if (self->over) return VALUE_NONE;
    if (!set_places(vm, args[1], self->count, self->indices, self, limit)) return VALUE_ERROR;
    self->started = true;
    return VALUE_NONE;
}

// --- product ------------------------------------------------------------------------------------

static Value product_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"repeat", NULL};
    Value value;
    int64_t repeat = 1;
    if (!arguments_parse(vm, "product", parameters, 0, 0, args + count, 0, names, &value) ||
        (value && !argument_size(vm, value, &repeat)))
        return VALUE_ERROR;
    if (repeat < 0) return error_value(vm, "repeat argument cannot be negative");
    if (repeat && count > (size_t)(INT64_MAX / (int64_t)sizeof(size_t) / repeat))
        return error_overflow(vm, "repeat argument too large");
    size_t total = count * (size_t)repeat;
    Value pools = list_make(vm, NULL, total);
    Selection *product = NULL;
    for (size_t i = 0; i < total && !is_error(pools); i++) {
        Value *items = list_of(pools)->items;
        items[i] = i < count ? tuple_from(vm, args[i]) : items[i - count];
        if (is_error(items[i])) return VALUE_ERROR;
    }
    Value pool = is_error(pools) ? pools : tuple_from_list(vm, list_of(pools));
    if (!is_error(pool)) product = selection_make(vm, type, tuple_of(pool), total);
    if (!product) return VALUE_ERROR;
    for (size_t i = 0; i < total; i++)
        if (!tuple_of(tuple_of(pool)->items[i])->count) product->over = true;
    return value_of(product);
}
// As an odometer: the last place turns fastest.
static bool product_step(Selection *product) {
    for (size_t i = product->count; i-- > 0;) {
        if (++product->indices[i] < tuple_of(product->pool->items[i])->count) return true;
        product->indices[i] = 0;
    }
    return false;
}
static Value product_next(Vm *vm, Value self) {
    Selection *product = (Selection *)self;
    return advance(product, product_step) ? chosen(vm, product, true) : VALUE_END;
}
NATIVE(product_setstate) {
    return set_state(vm, args, limit_in_product);
}

// --- combinations -------------------------------------------------------------------------------

static Value combinations_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value values[2];
    size_t size;
    if (!parse(vm, "combinations", 2, args, count, names, values) ||
        !choice_size(vm, values[1], &size))
        return VALUE_ERROR;
    Value pool = tuple_from(vm, values[0]);
    if (is_error(pool)) return pool;
    Selection *made = selection_make(vm, type, tuple_of(pool), size);
    if (!made) return VALUE_ERROR;
    for (size_t i = 0; i < size; i++) made->indices[i] = i;
    made->over = size > tuple_of(pool)->count;
    return value_of(made);
}
// The last place that can move does, and those behind it follow it closely.
static bool combinations_step(Selection *selection) {
    size_t *indices = selection->indices, i = selection->count;
    while (i && indices[i - 1] == limit_in_combination(selection, i - 1)) i--;
    if (!i) return false;
    for (indices[i - 1]++; i < selection->count; i++) indices[i] = indices[i - 1] + 1;
    return true;
}
static Value combinations_next(Vm *vm, Value self) {
    Selection *combinations = (Selection *)self;
    return advance(combinations, combinations_step) ? chosen(vm, combinations, false) : VALUE_END;
}
NATIVE(combinations_setstate) {
    return set_state(vm, args, limit_in_combination);
}

static Value replacement_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value values[2];
    size_t size;
    if (!parse(vm, "combinations_with_replacement", 2, args, count, names, values) ||
        !choice_size(vm, values[1], &size))
        return VALUE_ERROR;
    Value pool = tuple_from(vm, values[0]);
    if (is_error(pool)) return pool;
    Selection *made = selection_make(vm, type, tuple_of(pool), size);
    if (made) made->over = size && !tuple_of(pool)->count;
    return value_of(made);
}
static bool replacement_step(Selection *selection) {
    size_t *indices = selection->indices, i = selection->count;
    while (i && indices[i - 1] + 1 >= selection->pool->count) i--;
    if (!i) return false;
    for (indices[i - 1]++; i < selection->count; i++) indices[i] = indices[i - 1];
    return true;
}
static Value replacement_next(Vm *vm, Value self) {
    Selection *selection = (Selection *)self;
    return advance(selection, replacement_step) ? chosen(vm, selection, false) : VALUE_END;
}
NATIVE(replacement_setstate) {
    return set_state(vm, args, limit_in_pool);
}

// --- permutations -------------------------------------------------------------------------------

// The indices are an order of the whole pool, of which the first `count` are given.
static Value permutations_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value values[2];
    if (!parse(vm, "permutations", 1, args, count, names, values)) return VALUE_ERROR;
    Tuple *pool = tuple_of(tuple_from(vm, values[0]));
    if (!pool) return VALUE_ERROR;
    Value number = values[1];
    size_t size = pool->count;
    if (number && !is_none(number)) {
        if (!is_any_int(number)) return error_type(vm, "Expected int as r");
        if (!choice_size(vm, number, &size)) return VALUE_ERROR;
    }
    bool over = size > pool->count;
    Selection *made = selection_make(vm, type, pool, pool->count);
    size_t *cycles = made ? gc_alloc_raw(vm, (pool->count + 1) * sizeof *cycles) : NULL;
    if (!cycles) return VALUE_ERROR;
    for (size_t i = 0; i < pool->count; i++) {
        made->indices[i] = i;
        cycles[i] = pool->count - i;
    }
    made->cycles = cycles;
    made->count = size;
    made->over = over;
    return value_of(made);
}
// From the last given place on: it swaps with one behind it, once for each; then its turn is over,
// its item goes to the end, and the place before it is next.
static bool permutations_step(Selection *selection) {
    size_t *indices = selection->indices, *cycles = selection->cycles;
    size_t total = selection->pool->count;
    for (size_t i = selection->count; i-- > 0;) {
        size_t index = indices[i];
        if (--cycles[i]) {
            size_t other = total - cycles[i];
            indices[i] = indices[other];
            indices[other] = index;
            return true;
        }
        memmove(indices + i, indices + i + 1, (total - i - 1) * sizeof *indices);
        indices[total - 1] = index;
        cycles[i] = total - i;
    }
    return false;
}
static Value permutations_next(Vm *vm, Value self) {
    Selection *permutations = (Selection *)self;
    return advance(permutations, permutations_step) ? chosen(vm, permutations, false) : VALUE_END;
}
NATIVE(permutations_setstate) {
    Selection *self = (Selection *)args[0];
    if (!is_tuple_like(args[1])) return error_type(vm, "state is not a tuple");
    size_t given = tuple_of(args[1])->count;
    if (given != 2) return error_type(vm, "function takes exactly 2 arguments (%zu given)", given);
    Value *parts = tuple_of(args[1])->items;
    for (size_t i = 0; i < 2; i++)
        if (!is_tuple_like(parts[i]))
            return error_type(vm, "argument %zu must be tuple, not %A", i + 1, parts[i]);
    if (self->over) return VALUE_NONE;
    if (!set_places(vm, parts[0], self->pool->count, self->indices, self, limit_in_pool) ||
        !set_places(vm, parts[1], self->count, self->cycles, self, limit_in_cycle))
        return VALUE_ERROR;
    for (size_t i = 0; i < self->count; i++)
        if (!self->cycles[i]) self->cycles[i] = 1;
    self->started = true;
    return VALUE_NONE;
}

// --- the types ----------------------------------------------------------------------------------

#define SELECTION(id, variable, text)                                                              \
    static const NativeSpec id##_methods[] = {                                                     \
        {"__reduce__", selection_reduce, 1, 1, 0},                                                 \
        {"__setstate__", id##_setstate, 2, 2, 0},                                                  \
        {0},                                                                                       \
    };                                                                                             \
    Type variable = {                                                                              \
        .name = "itertools." text,                                                                 \
        .flags = TYPE_SUBCLASSABLE,                                                                \
        .instance_size = sizeof(Selection),                                                        \
        .trace = trace,                                                                            \
        .methods = id##_methods,                                                                   \
        .make = id##_make,                                                                         \
        .next = id##_next,                                                                         \
    }
SELECTION(product, itertools_product_type, "product");
SELECTION(combinations, itertools_combinations_type, "combinations");
SELECTION(replacement, itertools_replacement_type, "combinations_with_replacement");
SELECTION(permutations, itertools_permutations_type, "permutations");
