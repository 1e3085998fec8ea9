// The module itertools: the iterators that pass on what others give. Those that choose from a pool
// are in itertools_select.c, groupby and tee in itertools_group.c.
#include "vm/modules/itertools.h"

#include "vm/types/annotation.h"
#include "vm/types/complex.h"
#include "vm/types/range.h"
#include "vm/types/reduce.h"

static Type count_type, repeat_type, cycle_type, chain_type, accumulate_type, compress_type,
    islice_type, pairwise_type, zip_longest_type, takewhile_type, dropwhile_type, filterfalse_type,
    starmap_type;

// --- count --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value number, step; // the next one
} Count;

static bool is_number(Value value) {
    Type *type = type_of(value);
    return is_any_int(value) || is_any_float(value) || is_any_complex(value) || type->index ||
           type->to_int || type->to_float;
}
static bool is_one(Value value) {
    int64_t number;
    return is_any_int(value) && int_to_int64(value, &number) && number == 1;
}
static Value count_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"start", "step", NULL};
    Value values[2];
    if (!arguments_parse(vm, "count", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    for (int i = 0; i < 2; i++) {
        if (!values[i]) values[i] = make_int(vm, i);
        if (is_error(values[i])) return VALUE_ERROR;
        if (!is_number(values[i])) return error_type(vm, "a number is required");
    }
    if (is_any_int(values[0]) && is_one(values[1]))
        for (int i = 0; i < 2; i++) values[i] = int_plain(vm, values[i]);
    Count *made = object_new(vm, type);
    if (!made) return VALUE_ERROR;
    made->number = values[0];
    made->step = values[1];
    return value_of(made);
}
static Value count_next(Vm *vm, Value self) {
    Count *count = (Count *)self;
    Value number = count->number, next;
    if (!int_add(vm, number, count->step, &next))
        next = object_binary(vm, number, count->step, BINARY_ADD);
    if (is_error(next)) return next;
    count->number = next;
    return number;
}
static Value count_repr(Vm *vm, Value self) {
    Count *count = (Count *)self;
    const char *name = type_leaf_name(type_of(self));
    if (is_one(count->step)) return str_format(vm, "%s(%R)", name, count->number);
    return str_format(vm, "%s(%R, %R)", name, count->number, count->step);
}
NATIVE(count_reduce) {
    Count *self = (Count *)args[0];
    bool short_form = is_int(self->number) && is_one(self->step);
    return reduce_to(vm, args[0], tuple_make(vm, &self->number, short_form ? 1 : 2));
}
static const NativeSpec count_methods[] = {{"__reduce__", count_reduce, 1, 1, 0}, {0}};
static Type count_type = {
    .name = "itertools.count",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Count),
    .value_count = 2,
    .methods = count_methods,
    .make = count_make,
    .next = count_next,
    .repr = count_repr,
};

// --- repeat -------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value item;
    int64_t left; // negative: without end
} Repeat;

static Value repeat_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"object", "times", NULL};
    Value values[2];
    int64_t left = -1;
    if (!arguments_parse(vm, "repeat", parameters, 1, 0, args, count, names, values) ||
        (values[1] && !argument_size(vm, values[1], &left)))
        return VALUE_ERROR;
    Repeat *repeat = object_new(vm, type);
    if (!repeat) return VALUE_ERROR;
    repeat->item = values[0];
    repeat->left = values[1] && left < 0 ? 0 : left;
    return value_of(repeat);
}
static Value repeat_next(Vm *vm, Value self) {
    Repeat *repeat = (Repeat *)self;
    (void)vm;
    if (!repeat->left) return VALUE_END;
    if (repeat->left > 0) repeat->left--;
    return repeat->item;
}
static Value repeat_repr(Vm *vm, Value self) {
    Repeat *repeat = (Repeat *)self;
    const char *name = type_leaf_name(type_of(self));
    if (repeat->left < 0) return str_format(vm, "%s(%R)", name, repeat->item);
    return str_format(vm, "%s(%R, %lld)", name, repeat->item, (long long)repeat->left);
}
NATIVE(repeat_length_hint) {
    Repeat *self = (Repeat *)args[0];
    if (self->left < 0) return error_type(vm, "len() of unsized object");
    return make_int(vm, self->left);
}
NATIVE(repeat_reduce) {
    Repeat *self = (Repeat *)args[0];
    Value parts =
        self->left < 0 ? TUPLE(vm, self->item) : TUPLE(vm, self->item, make_int(vm, self->left));
    return reduce_to(vm, args[0], parts);
}
static const NativeSpec repeat_methods[] = {
    {"__length_hint__", repeat_length_hint, 1, 1, 0},
    {"__reduce__", repeat_reduce, 1, 1, 0},
    {0},
};
static Type repeat_type = {
    .name = "itertools.repeat",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Repeat),
    .value_count = 1,
    .methods = repeat_methods,
    .make = repeat_make,
    .next = repeat_next,
    .repr = repeat_repr,
};

// --- cycle --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value iter; // VALUE_NULL when it is over
    List *saved;
    size_t place;
    bool complete; // what iter still gives is in saved already
} Cycle;

static Value cycle_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &cycle_type, "cycle", names) ||
        !arguments_count(vm, "cycle", count, 1, 1))
        return VALUE_ERROR;
    Value iter = object_iter(vm, args[0]);
    Value saved = is_error(iter) ? iter : list_make(vm, NULL, 0);
    Cycle *cycle = is_error(saved) ? NULL : object_new(vm, type);
    if (!cycle) return VALUE_ERROR;
    cycle->iter = iter;
    cycle->saved = list_of(saved);
    return value_of(cycle);
}
static Value cycle_next(Vm *vm, Value self) {
    Cycle *cycle = (Cycle *)self;
    if (cycle->iter) {
        Value item = object_next(vm, cycle->iter);
        if (is_error(item)) return item;
        if (item != VALUE_END) {
            if (!cycle->complete && !list_append(vm, cycle->saved, item)) return VALUE_ERROR;
            return item;
        }
        cycle->iter = VALUE_NULL;
    }
    if (!cycle->saved->count) return VALUE_END;
    if (cycle->place >= cycle->saved->count) cycle->place = 0;
    return cycle->saved->items[cycle->place++];
}
NATIVE(cycle_reduce) {
    Cycle *self = (Cycle *)args[0];
    Value iter = self->iter, saved = value_of(self->saved);
    if (!iter) {
        iter = list_iter(vm, saved);
        if (is_error(iter)) return iter;
        ((SequenceIterator *)iter)->index = self->place;
    }
    Value state = TUPLE(vm, saved, make_bool(!self->iter || self->complete));
    return reduce_with(vm, args[0], TUPLE(vm, iter), state);
}
NATIVE(cycle_setstate) {
    Cycle *self = (Cycle *)args[0];
    if (!is_tuple(args[1])) return error_type(vm, "state is not a tuple");
    Tuple *state = tuple_of(args[1]);
    if (state->count != 2)
        return error_type(vm, "function takes exactly 2 arguments (%zu given)", state->count);
    if (!is_list_like(state->items[0]))
        return error_type(vm, "argument 1 must be list, not %A", state->items[0]);
    int complete;
    if (!argument_int(vm, state->items[1], &complete)) return VALUE_ERROR;
    self->saved = list_of(state->items[0]);
    self->complete = complete;
    self->place = 0;
    return VALUE_NONE;
}
static const NativeSpec cycle_methods[] = {
    {"__reduce__", cycle_reduce, 1, 1, 0},
    {"__setstate__", cycle_setstate, 2, 2, 0},
    {0},
};
static Type cycle_type = {
    .name = "itertools.cycle",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Cycle),
    .value_count = 2,
    .methods = cycle_methods,
    .make = cycle_make,
    .next = cycle_next,
};

// --- chain --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value source; // an iterator of iterables; VALUE_NULL when it is over
    Value active; // the iterator of one of them, or VALUE_NULL
} Chain;

static Value chain_of(Vm *vm, Type *type, Value source) {
    Chain *chain = is_error(source) ? NULL : object_new(vm, type);
    if (chain) chain->source = source;
    return value_of(chain);
}
static Value chain_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &chain_type, "chain", names)) return VALUE_ERROR;
    Value all = tuple_make(vm, args, count);
    return is_error(all) ? all : chain_of(vm, type, tuple_iter(vm, all));
}
NATIVE(chain_from_iterable) {
    return chain_of(vm, (Type *)args[0], object_iter(vm, args[1]));
}
static Value chain_next(Vm *vm, Value self) {
    Chain *chain = (Chain *)self;
    while (chain->source) {
        if (!chain->active) {
            Value iterable = object_next(vm, chain->source);
            Value iter =
                is_error(iterable) || iterable == VALUE_END ? iterable : object_iter(vm, iterable);
            if (is_error(iter) || iter == VALUE_END) {
                chain->source = VALUE_NULL;
                return iter;
            }
            chain->active = iter;
        }
        Value item = object_next(vm, chain->active);
        if (item != VALUE_END) return item;
        chain->active = VALUE_NULL;
    }
    return VALUE_END;
}
NATIVE(chain_reduce) {
    Chain *self = (Chain *)args[0];
    if (!self->source) return reduce_to(vm, args[0], vm->empty_tuple);
    Value state = tuple_make(vm, &self->source, self->active ? 2 : 1);
    return reduce_with(vm, args[0], vm->empty_tuple, state);
}
NATIVE(chain_setstate) {
    Chain *self = (Chain *)args[0];
    if (!is_tuple(args[1])) return error_type(vm, "state is not a tuple");
    Tuple *state = tuple_of(args[1]);
    if (state->count < 1 || state->count > 2)
        return error_type(vm, "function takes at %s argument%s (%zu given)",
                          state->count ? "most 2" : "least 1", state->count ? "s" : "",
                          state->count);
    for (size_t i = 0; i < state->count; i++)
        if (!type_of(state->items[i])->next) return error_type(vm, "Arguments must be iterators.");
    self->source = state->items[0];
    self->active = state->count > 1 ? state->items[1] : VALUE_NULL;
    return VALUE_NONE;
}
static const NativeSpec chain_methods[] = {
    {"from_iterable", chain_from_iterable, 2, 2, NATIVE_CLASS},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {"__reduce__", chain_reduce, 1, 1, 0},
    {"__setstate__", chain_setstate, 2, 2, 0},
    {0},
};
static Type chain_type = {
    .name = "itertools.chain",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Chain),
    .value_count = 2,
    .methods = chain_methods,
    .make = chain_make,
    .next = chain_next,
};

// --- accumulate ---------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value iter, function; // None: addition
    Value total;          // VALUE_NULL before the first
    Value initial;        // to be given first, or VALUE_NULL
} Accumulate;

static Value accumulate_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"iterable", "func", "*", "initial", NULL};
    Value values[3];
    if (!arguments_parse(vm, "accumulate", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value iter = object_iter(vm, values[0]);
    Accumulate *made = is_error(iter) ? NULL : object_new(vm, type);
    if (!made) return VALUE_ERROR;
    made->iter = iter;
    made->function = values[1] ? values[1] : VALUE_NONE;
    made->initial = values[2] && !is_none(values[2]) ? values[2] : VALUE_NULL;
    return value_of(made);
}
static Value accumulate_next(Vm *vm, Value self) {
    Accumulate *accumulate = (Accumulate *)self;
    if (accumulate->initial) {
        accumulate->total = accumulate->initial;
        accumulate->initial = VALUE_NULL;
        return accumulate->total;
    }
    Value item = object_next(vm, accumulate->iter), total = accumulate->total;
    if (is_error(item) || item == VALUE_END) return item;
    if (total && is_none(accumulate->function))
        item = object_binary(vm, total, item, BINARY_ADD);
    else if (total)
        item = object_call_2(vm, accumulate->function, total, item);
    if (!is_error(item)) accumulate->total = item;
    return item;
}
NATIVE(accumulate_reduce) {
    Accumulate *self = (Accumulate *)args[0];
    Value iter = self->iter, first = self->initial;
    // A state of None would not be given back: it goes in front instead, and what it becomes is
    // skipped.
    bool skip = !first && self->total && is_none(self->total);
    if (skip) first = VALUE_NONE;
    if (first) {
        Value parts = TUPLE(vm, TUPLE(vm, first), iter);
        iter = is_error(parts) ? parts : chain_of(vm, &chain_type, tuple_iter(vm, parts));
    }
    Value own = TUPLE(vm, iter, self->function);
    if (is_error(own)) return own;
    if (skip) {
        Value again = accumulate_make(vm, type_of(args[0]), tuple_of(own)->items, 2, NULL);
        Value parts = TUPLE(vm, again, make_int(vm, 1), VALUE_NONE);
        return TUPLE(vm, value_of(&islice_type), parts);
    }
    return reduce_with(vm, args[0], own, self->total && !first ? self->total : VALUE_NONE);
}
NATIVE(accumulate_setstate) {
    ((Accumulate *)args[0])->total = args[1];
    return VALUE_NONE;
}
static const NativeSpec accumulate_methods[] = {
    {"__reduce__", accumulate_reduce, 1, 1, 0},
    {"__setstate__", accumulate_setstate, 2, 2, 0},
    {0},
};
static Type accumulate_type = {
    .name = "itertools.accumulate",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Accumulate),
    .value_count = 4,
    .methods = accumulate_methods,
    .make = accumulate_make,
    .next = accumulate_next,
};

// --- compress and pairwise ----------------------------------------------------------------------

typedef struct {
    Object object;
    Value first, second; // compress: data and selectors; pairwise: the iterator and the last item
} Pair;

static Value compress_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"data", "selectors", NULL};
    Value values[2];
    if (!arguments_parse(vm, "compress", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    Value data = object_iter(vm, values[0]);
    Value selectors = is_error(data) ? data : object_iter(vm, values[1]);
    Pair *compress = is_error(selectors) ? NULL : object_new(vm, type);
    if (!compress) return VALUE_ERROR;
    compress->first = data;
    compress->second = selectors;
    return value_of(compress);
}
static Value compress_next(Vm *vm, Value self) {
    Pair *compress = (Pair *)self;
    for (;;) {
        Value item = object_next(vm, compress->first);
        if (is_error(item) || item == VALUE_END) return item;
        Value selector = object_next(vm, compress->second);
        if (is_error(selector) || selector == VALUE_END) return selector;
        int chosen = object_truth(vm, selector);
        if (chosen) return chosen < 0 ? VALUE_ERROR : item;
    }
}
NATIVE(compress_reduce) {
    return reduce_to(vm, args[0], tuple_make(vm, &((Pair *)args[0])->first, 2));
}
static const NativeSpec compress_methods[] = {{"__reduce__", compress_reduce, 1, 1, 0}, {0}};
static Type compress_type = {
    .name = "itertools.compress",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Pair),
    .value_count = 2,
    .methods = compress_methods,
    .make = compress_make,
    .next = compress_next,
};

static Value pairwise_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &pairwise_type, "pairwise", names) ||
        !arguments_count(vm, "pairwise", count, 1, 1))
        return VALUE_ERROR;
    Value iter = object_iter(vm, args[0]);
    Pair *pairwise = is_error(iter) ? NULL : object_new(vm, type);
    if (!pairwise) return VALUE_ERROR;
    pairwise->first = iter;
    return value_of(pairwise);
}
static Value pairwise_next(Vm *vm, Value self) {
    Pair *pairwise = (Pair *)self;
    Value item = VALUE_END, before = pairwise->second;
    if (pairwise->first && !before) before = item = object_next(vm, pairwise->first);
    // The iterator may have taken from this very one.
    if (pairwise->first && before && before != VALUE_END) {
        pairwise->second = before;
        item = object_next(vm, pairwise->first);
    }
    if (is_error(item) || item == VALUE_END) {
        pairwise->first = pairwise->second = VALUE_NULL;
        return item;
    }
    pairwise->second = item;
    return TUPLE(vm, before, item);
}
static Type pairwise_type = {
    .name = "itertools.pairwise",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Pair),
    .value_count = 2,
    .make = pairwise_make,
    .next = pairwise_next,
};

// --- islice -------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value iter;                       // VALUE_NULL when it is over
    int64_t next, stop, step, passed; // stop -1: none; passed: how many iter has given
} Islice;

// None: `absent`. What is no index in range is -1, and nothing is raised.
static int64_t islice_bound(Vm *vm, Value value, int64_t absent) {
    int64_t bound;
    if (is_none(value)) return absent;
    if (argument_size(vm, value, &bound)) return bound;
    error_clear(vm);
    return -1;
}
static Value islice_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (!arguments_unnamed(vm, type, &islice_type, "islice", names) ||
        !arguments_count(vm, "islice", count, 2, 4))
        return VALUE_ERROR;
    Value stop_value = args[count == 2 ? 1 : 2];
    int64_t start = count == 2 ? 0 : islice_bound(vm, args[1], 0);
    int64_t stop = islice_bound(vm, stop_value, -1);
    if (stop == -1 && !is_none(stop_value))
        return error_value(vm, "Stop argument for islice() must be None or an integer: 0 <= x <= "
                               "sys.maxsize.");
    if (start < 0 || stop < -1)
        return error_value(vm, "Indices for islice() must be None or an integer: 0 <= x <= "
                               "sys.maxsize.");
    int64_t step = count == 4 ? islice_bound(vm, args[3], 1) : 1;
    if (step < 1) return error_value(vm, "Step for islice() must be a positive integer or None.");
    Value iter = object_iter(vm, args[0]);
    Islice *islice = is_error(iter) ? NULL : object_new(vm, type);
    if (!islice) return VALUE_ERROR;
    islice->iter = iter;
    islice->next = start;
    islice->stop = stop;
    islice->step = step;
    return value_of(islice);
}
static Value islice_next(Vm *vm, Value self) {
    Islice *islice = (Islice *)self;
    if (!islice->iter) return VALUE_END;
    int64_t stop = islice->stop;
    Value iter = islice->iter, item = VALUE_NONE;
    while (islice->passed < islice->next && !is_error(item) && item != VALUE_END) {
        item = object_next(vm, iter);
        if (!is_error(item) && item != VALUE_END) islice->passed++;
    }
    if (!is_error(item) && item != VALUE_END)
        item = stop != -1 && islice->passed >= stop ? VALUE_END : object_next(vm, iter);
    if (is_error(item) || item == VALUE_END) {
        islice->iter = VALUE_NULL;
        return item;
    }
    islice->passed++;
    bool over = __builtin_add_overflow(islice->next, islice->step, &islice->next);
    if (over || (stop != -1 && islice->next > stop)) islice->next = stop;
    return item;
}
NATIVE(islice_reduce) {
    Islice *self = (Islice *)args[0];
    if (!self->iter) {
        Value none = list_make(vm, NULL, 0);
        Value iter = is_error(none) ? none : list_iter(vm, none);
        return reduce_with(vm, args[0], TUPLE(vm, iter, make_int(vm, 0)), make_int(vm, 0));
    }
    Value stop = self->stop < 0 ? VALUE_NONE : make_int(vm, self->stop);
    Value next = make_int(vm, self->next), step = make_int(vm, self->step);
    return reduce_with(vm, args[0], TUPLE(vm, self->iter, next, stop, step),
                       make_int(vm, self->passed));
}
NATIVE(islice_setstate) {
    int64_t *passed = &((Islice *)args[0])->passed;
    return reduce_index(vm, args[1], INT64_MIN, INT64_MAX, passed) ? VALUE_NONE : VALUE_ERROR;
}
static const NativeSpec islice_methods[] = {
    {"__reduce__", islice_reduce, 1, 1, 0},
    {"__setstate__", islice_setstate, 2, 2, 0},
    {0},
};
static Type islice_type = {
    .name = "itertools.islice",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Islice),
    .value_count = 1,
    .methods = islice_methods,
    .make = islice_make,
    .next = islice_next,
};

// --- a function and an iterator: takewhile, dropwhile, filterfalse, starmap ----------------------

typedef struct {
    Object object;
    Value function, iter;
    bool turned; // takewhile: it is over; dropwhile: it drops no more
} Conditional;

static Value conditional_make(Vm *vm, Type *type, const Type *own, Value *args, size_t count,
                              Tuple *names) {
    const char *name = type_leaf_name(own);
    if (!arguments_unnamed(vm, type, own, name, names) || !arguments_count(vm, name, count, 2, 2))
        return VALUE_ERROR;
    Value iter = object_iter(vm, args[1]);
    Conditional *made = is_error(iter) ? NULL : object_new(vm, type);
    if (!made) return VALUE_ERROR;
    made->function = args[0];
    made->iter = iter;
    return value_of(made);
}
static int holds(Vm *vm, Conditional *self, Value item) {
    Value answer = object_call_1(vm, self->function, item);
    return is_error(answer) ? -1 : object_truth(vm, answer);
}
static Value takewhile_next(Vm *vm, Value self) {
    Conditional *takewhile = (Conditional *)self;
    if (takewhile->turned) return VALUE_END;
    Value item = object_next(vm, takewhile->iter);
    if (is_error(item) || item == VALUE_END) return item;
    int kept = holds(vm, takewhile, item);
    if (kept > 0) return item;
    if (kept < 0) return VALUE_ERROR;
    takewhile->turned = true;
    return VALUE_END;
}
static Value dropwhile_next(Vm *vm, Value self) {
    Conditional *dropwhile = (Conditional *)self;
    for (;;) {
        Value item = object_next(vm, dropwhile->iter);
        if (is_error(item) || item == VALUE_END || dropwhile->turned) return item;
        int dropped = holds(vm, dropwhile, item);
        if (dropped > 0) continue;
        if (dropped < 0) return VALUE_ERROR;
        dropwhile->turned = true;
        return item;
    }
}
static Value filterfalse_next(Vm *vm, Value self) {
    Conditional *filterfalse = (Conditional *)self;
    bool by_truth = is_none(filterfalse->function) || filterfalse->function == value_of(&bool_type);
    for (;;) {
        Value item = object_next(vm, filterfalse->iter);
        if (is_error(item) || item == VALUE_END) return item;
        int truth = by_truth ? object_truth(vm, item) : holds(vm, filterfalse, item);
        if (truth <= 0) return truth < 0 ? VALUE_ERROR : item;
    }
}
static Value starmap_next(Vm *vm, Value self) {
    Conditional *starmap = (Conditional *)self;
    Value item = object_next(vm, starmap->iter);
    if (is_error(item) || item == VALUE_END) return item;
    if (!is_tuple(item)) item = tuple_from(vm, item);
    if (is_error(item)) return item;
    return object_call(vm, starmap->function, tuple_of(item)->items, tuple_of(item)->count, NULL);
}
NATIVE(conditional_reduce) {
    Value *parts = &((Conditional *)args[0])->function;
    return reduce_to(vm, args[0], tuple_make(vm, parts, 2));
}
NATIVE(turned_reduce) {
    Conditional *self = (Conditional *)args[0];
    return reduce_with(vm, args[0], tuple_make(vm, &self->function, 2), make_int(vm, self->turned));
}
NATIVE(turned_setstate) {
    int turned = object_truth(vm, args[1]);
    if (turned < 0) return VALUE_ERROR;
    ((Conditional *)args[0])->turned = turned;
    return VALUE_NONE;
}
static const NativeSpec conditional_methods[] = {{"__reduce__", conditional_reduce, 1, 1, 0}, {0}};
static const NativeSpec turned_methods[] = {
    {"__reduce__", turned_reduce, 1, 1, 0},
    {"__setstate__", turned_setstate, 2, 2, 0},
    {0},
};
#define CONDITIONAL(id, method_table)                                                              \
    static Value id##_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {          \
        return conditional_make(vm, type, &id##_type, args, count, names);                         \
    }                                                                                              \
    static Type id##_type = {                                                                      \
        .name = "itertools." #id,                                                                  \
        .flags = TYPE_SUBCLASSABLE,                                                                \
        .instance_size = sizeof(Conditional),                                                      \
        .value_count = 2,                                                                          \
        .methods = method_table,                                                                   \
        .make = id##_make,                                                                         \
        .next = id##_next,                                                                         \
    }
CONDITIONAL(takewhile, turned_methods);
CONDITIONAL(dropwhile, turned_methods);
CONDITIONAL(filterfalse, conditional_methods);
CONDITIONAL(starmap, conditional_methods);

// --- zip_longest --------------------------------------------------------------------------------

typedef struct {
    Object object;
    Tuple *iters; // VALUE_NULL where one is over
    Value fill;
    size_t active; // how many are not over
} ZipLongest;

static Value zip_longest_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value fill = VALUE_NONE;
    for (size_t i = 0; names && i < names->count; i++) {
        if (names->count > 1 || !str_equal_cstring(str_of(names->items[i]), "fillvalue"))
            return error_type(vm, "zip_longest() got an unexpected keyword argument");
        fill = args[count + i];
    }
    Value iters = tuple_make(vm, args, count);
    for (size_t i = 0; i < count && !is_error(iters); i++) {
        tuple_of(iters)->items[i] = object_iter(vm, args[i]);
        if (is_error(tuple_of(iters)->items[i])) return VALUE_ERROR;
    }
    ZipLongest *zip = is_error(iters) ? NULL : object_new(vm, type);
    if (!zip) return VALUE_ERROR;
    zip->iters = tuple_of(iters);
    zip->fill = fill;
    zip->active = count;
    return value_of(zip);
}
static Value zip_longest_next(Vm *vm, Value self) {
    ZipLongest *zip = (ZipLongest *)self;
    size_t count = zip->iters->count;
    if (!zip->active) return VALUE_END;
    Value row = list_make(vm, NULL, count);
    if (is_error(row)) return row;
    for (size_t i = 0; i < count; i++) {
        Value item = VALUE_END;
        if (zip->iters->items[i]) {
            item = object_next(vm, zip->iters->items[i]);
            if (is_error(item) || (item == VALUE_END && zip->active <= 1)) {
                zip->active = 0;
                return item;
            }
            if (item == VALUE_END) {
                zip->iters->items[i] = VALUE_NULL;
                zip->active--;
            }
        }
        list_of(row)->items[i] = item == VALUE_END ? zip->fill : item;
    }
    return tuple_from_list(vm, list_of(row));
}
NATIVE(zip_longest_reduce) {
    ZipLongest *self = (ZipLongest *)args[0];
    Value iters = tuple_make(vm, self->iters->items, self->iters->count);
    if (is_error(iters)) return iters;
    for (size_t i = 0; i < self->iters->count; i++)
        if (!self->iters->items[i]) tuple_of(iters)->items[i] = vm->empty_tuple;
    return reduce_with(vm, args[0], iters, self->fill);
}
NATIVE(zip_longest_setstate) {
    ((ZipLongest *)args[0])->fill = args[1];
    return VALUE_NONE;
}
static const NativeSpec zip_longest_methods[] = {
    {"__reduce__", zip_longest_reduce, 1, 1, 0},
    {"__setstate__", zip_longest_setstate, 2, 2, 0},
    {0},
};
static Type zip_longest_type = {
    .name = "itertools.zip_longest",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(ZipLongest),
    .value_count = 2,
    .methods = zip_longest_methods,
    .make = zip_longest_make,
    .next = zip_longest_next,
};

// --- the module ---------------------------------------------------------------------------------

static Type *const types[] = {
    &accumulate_type,
    &itertools_combinations_type,
    &itertools_replacement_type,
    &cycle_type,
    &dropwhile_type,
    &takewhile_type,
    &islice_type,
    &starmap_type,
    &chain_type,
    &compress_type,
    &filterfalse_type,
    &count_type,
    &pairwise_type,
    &itertools_permutations_type,
    &itertools_product_type,
    &repeat_type,
    &zip_longest_type,
    &itertools_groupby_type,
    &itertools_grouper_type,
    &itertools_tee_type,
    &itertools_data_type,
    NULL,
};

bool module_itertools_make(Vm *vm, Module *module);
bool module_itertools_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types) &&
           module_add_functions(vm, module, itertools_tee_functions);
}
