// groupby and tee of itertools: iterators that share what they take from another.
#include "vm/modules/itertools.h"

#include "vm/types/dict.h"

// --- groupby ------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value iter, function; // function None: items are their own keys
    Value target;         // the key of the group given last, or VALUE_NULL
    Value key, item;      // of what was taken last; item VALUE_NULL: it was given
    Value group;          // the one given last: older ones are over
} GroupBy;

typedef struct {
    Object object;
    GroupBy *parent;
    Value target;
} Grouper;

static Value groupby_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"iterable", "key", NULL};
    Value values[2];
    if (!arguments_parse(vm, "groupby", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value iter = object_iter(vm, values[0]);
    GroupBy *groupby = is_error(iter) ? NULL : object_new(vm, type);
    if (!groupby) return VALUE_ERROR;
    groupby->iter = iter;
    groupby->function = values[1] ? values[1] : VALUE_NONE;
    return value_of(groupby);
}

// Takes the next item and its key. VALUE_END, VALUE_ERROR, or anything else.
static Value groupby_take(Vm *vm, GroupBy *groupby) {
    Value item = object_next(vm, groupby->iter);
    if (is_error(item) || item == VALUE_END) return item;
    Value key = is_none(groupby->function) ? item : object_call_1(vm, groupby->function, item);
    if (is_error(key)) return key;
    groupby->item = item;
    groupby->key = key;
    return item;
}
static Value groupby_next(Vm *vm, Value self) {
    GroupBy *groupby = (GroupBy *)self;
    groupby->group = VALUE_NULL;
    for (;;) {
        if (groupby->key) {
            if (!groupby->target) break;
            int equal = object_equal(vm, groupby->target, groupby->key);
            if (equal < 0) return VALUE_ERROR;
            if (!equal) break;
        }
        Value taken = groupby_take(vm, groupby);
        if (is_error(taken) || taken == VALUE_END) return taken;
    }
    Value key = groupby->target = groupby->key;
    Grouper *group = object_new(vm, &itertools_grouper_type);
    if (!group) return VALUE_ERROR;
    group->parent = groupby;
    group->target = key;
    groupby->group = value_of(group);
    return TUPLE(vm, key, value_of(group));
}
static Value grouper_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names && names->count) return error_type(vm, "_grouper() takes no keyword arguments");
    if (!arguments_count(vm, "_grouper", count, 2, 2)) return VALUE_ERROR;
    if (!is_instance(args[0], &itertools_groupby_type))
        return error_type(vm, "_grouper() argument 1 must be itertools.groupby, not %A", args[0]);
    Grouper *group = object_new(vm, type);
    if (!group) return VALUE_ERROR;
    group->parent = (GroupBy *)args[0];
    group->target = args[1];
    group->parent->group = value_of(group);
    return value_of(group);
}
static Value grouper_next(Vm *vm, Value self) {
    Grouper *group = (Grouper *)self;
    GroupBy *groupby = group->parent;
    if (groupby->group != self) return VALUE_END;
    if (!groupby->item) {
        Value taken = groupby_take(vm, groupby);
        if (is_error(taken) || taken == VALUE_END) return taken;
    }
    int equal = object_equal(vm, group->target, groupby->key);
    if (equal <= 0) return equal < 0 ? VALUE_ERROR : VALUE_END;
    Value item = groupby->item;
    groupby->item = VALUE_NULL;
    return item ? item : VALUE_END;
}
NATIVE(groupby_reduce) {
    GroupBy *self = (GroupBy *)args[0];
    Value parts = tuple_make(vm, &self->iter, 2);
    if (!self->target || !self->key || !self->item) return reduce_to(vm, args[0], parts);
    return reduce_with(vm, args[0], parts, TUPLE(vm, self->key, self->item, self->target));
}
NATIVE(groupby_setstate) {
    GroupBy *self = (GroupBy *)args[0];
    if (!is_tuple(args[1])) return error_type(vm, "state is not a tuple");
    Tuple *state = tuple_of(args[1]);
    if (state->count != 3)
        return error_type(vm, "function takes exactly 3 arguments (%zu given)", state->count);
    self->key = state->items[0];
    self->item = state->items[1];
    self->target = state->items[2];
    return VALUE_NONE;
}
NATIVE(grouper_reduce) {
    Grouper *self = (Grouper *)args[0];
    if (self->parent->group == args[0])
        return reduce_to(vm, args[0], TUPLE(vm, value_of(self->parent), self->target));
    Value iter = dict_get_str(vm, vm->builtins, str_of(str_intern_cstring(vm, "iter")));
    return TUPLE(vm, iter, TUPLE(vm, vm->empty_tuple));
}
static const NativeSpec groupby_methods[] = {
    {"__reduce__", groupby_reduce, 1, 1, 0},
    {"__setstate__", groupby_setstate, 2, 2, 0},
    {0},
};
static const NativeSpec grouper_methods[] = {{"__reduce__", grouper_reduce, 1, 1, 0}, {0}};
Type itertools_groupby_type = {
    .name = "itertools.groupby",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(GroupBy),
    .value_count = 6,
    .methods = groupby_methods,
    .make = groupby_make,
    .next = groupby_next,
};
Type itertools_grouper_type = {
    .name = "itertools._grouper",
    .instance_size = sizeof(Grouper),
    .value_count = 2,
    .methods = grouper_methods,
    .make = grouper_make,
    .next = grouper_next,
};

// --- tee ----------------------------------------------------------------------------------------

// What was taken and may be asked for again: a list of blocks, of which each tee holds the one it
// stands in. What is before all of them is garbage.
enum { TEE_BLOCK = 57 };
typedef struct TeeData {
    Object object;
    Value iter;
    struct TeeData *next;
    Value items[TEE_BLOCK];
    size_t count; // items taken so far
    bool running;
} TeeData;

typedef struct {
    Object object;
    TeeData *data;
    size_t place; // in data
} Tee;

static TeeData *data_make(Vm *vm, Value iter) {
    TeeData *data = object_new(vm, &itertools_data_type);
    if (data) data->iter = iter;
    return data;
}
static Value tee_of(Vm *vm, TeeData *data, size_t place) {
    Tee *tee = data ? object_new(vm, &itertools_tee_type) : NULL;
    if (!tee) return VALUE_ERROR;
    tee->data = data;
    tee->place = place;
    return value_of(tee);
}
static Value tee_from(Vm *vm, Value iterable) {
    Value iter = object_iter(vm, iterable);
    if (is_error(iter)) return iter;
    if (!is_instance(iter, &itertools_tee_type)) return tee_of(vm, data_make(vm, iter), 0);
    Tee *other = (Tee *)iter;
    return tee_of(vm, other->data, other->place);
}
static Value tee_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type;
    if (names && names->count) return error_type(vm, "_tee() takes no keyword arguments");
    return arguments_count(vm, "_tee", count, 1, 1) ? tee_from(vm, args[0]) : VALUE_ERROR;
}
static Value tee_next(Vm *vm, Value self) {
    Tee *tee = (Tee *)self;
    if (tee->place == TEE_BLOCK) {
        if (!tee->data->next) tee->data->next = data_make(vm, tee->data->iter);
        if (!tee->data->next) return VALUE_ERROR;
        tee->data = tee->data->next;
        tee->place = 0;
    }
    TeeData *data = tee->data;
    if (tee->place < data->count) return data->items[tee->place++];
    if (data->running)
        return error_raise(vm, error_types.RuntimeError, "cannot re-enter the tee iterator");
    data->running = true;
    Value item = object_next(vm, data->iter);
    data->running = false;
    if (is_error(item) || item == VALUE_END) return item;
    data->items[data->count++] = item;
    tee->place++;
    return item;
}
NATIVE(tee_copy) {
    Tee *self = (Tee *)args[0];
    return tee_of(vm, self->data, self->place);
}
NATIVE(tee_reduce) {
    Tee *self = (Tee *)args[0];
    Value state = TUPLE(vm, value_of(self->data), make_int(vm, (int64_t)self->place));
    return reduce_with(vm, args[0], TUPLE(vm, vm->empty_tuple), state);
}
NATIVE(tee_setstate) {
    Tee *self = (Tee *)args[0];
    if (!is_tuple(args[1])) return error_type(vm, "state is not a tuple");
    Tuple *state = tuple_of(args[1]);
    int64_t place;
    if (state->count != 2 || !is_instance(state->items[0], &itertools_data_type))
        return error_type(vm, "function takes exactly 2 arguments (%zu given)", state->count);
    if (!argument_size(vm, state->items[1], &place)) return VALUE_ERROR;
    if (place < 0 || place > TEE_BLOCK) return error_value(vm, "Index out of range");
    self->data = (TeeData *)state->items[0];
    self->place = (size_t)place;
    return VALUE_NONE;
}
static const NativeSpec tee_methods[] = {
    {"__copy__", tee_copy, 1, 1, 0},
    {"__reduce__", tee_reduce, 1, 1, 0},
    {"__setstate__", tee_setstate, 2, 2, 0},
    {0},
};
Type itertools_tee_type = {
    .name = "itertools._tee",
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(Tee),
    .value_count = 1,
    .methods = tee_methods,
    .make = tee_make,
    .next = tee_next,
};

// _tee_dataobject(iter, items, next block or None)
static Value data_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type, (void)names;
    if (!arguments_count(vm, "teedataobject", count, 3, 3)) return VALUE_ERROR;
    if (!is_list(args[1]))
        return error_type(vm, "teedataobject() argument 2 must be list, not %A", args[1]);
    List *items = list_of(args[1]);
    bool last = is_none(args[2]);
    if (items->count > TEE_BLOCK ||
        (!last && (items->count != TEE_BLOCK || !is_instance(args[2], &itertools_data_type))))
        return error_value(vm, "Invalid arguments");
    TeeData *data = data_make(vm, args[0]);
    if (!data) return VALUE_ERROR;
    for (size_t i = 0; i < items->count; i++) data->items[i] = items->items[i];
    data->count = items->count;
    if (!last) data->next = (TeeData *)args[2];
    return value_of(data);
}
NATIVE(data_reduce) {
    TeeData *self = (TeeData *)args[0];
    Value items = list_make(vm, self->items, self->count);
    Value next = self->next ? value_of(self->next) : VALUE_NONE;
    return reduce_to(vm, args[0], TUPLE(vm, self->iter, items, next));
}
static const NativeSpec data_methods[] = {{"__reduce__", data_reduce, 1, 1, 0}, {0}};
Type itertools_data_type = {
    .name = "itertools._tee_dataobject",
    .instance_size = sizeof(TeeData),
    .value_count = 2 + TEE_BLOCK,
    .methods = data_methods,
    .make = data_new,
};

NATIVE(tee) {
    int64_t wanted = 2;
    if (count > 1 && !argument_size(vm, args[1], &wanted)) return VALUE_ERROR;
    if (wanted < 0) return error_value(vm, "n must be >= 0");
    Value list = list_make(vm, NULL, 0);
    Value iter = wanted && !is_error(list) ? object_iter(vm, args[0]) : VALUE_NULL;
    if (!wanted || is_error(list)) return is_error(list) ? list : vm->empty_tuple;
    Value name = str_intern_cstring(vm, "__copy__");
    if (is_error(iter) || is_error(name)) return VALUE_ERROR;
    Value copy = object_find_attribute(vm, iter, str_of(name));
    if (copy == VALUE_END) {
        iter = tee_from(vm, iter);
        copy = is_error(iter) ? iter : object_get_attribute(vm, iter, str_of(name));
    }
    for (int64_t i = 0; i < wanted; i++) {
        Value one = is_error(copy) ? copy : i ? object_call_0(vm, copy) : iter;
        if (is_error(one) || !list_append(vm, list_of(list), one)) return VALUE_ERROR;
    }
    return tuple_from_list(vm, list_of(list));
}
const NativeSpec itertools_tee_functions[] = {{"tee", tee, 1, 2, 0}, {0}};
