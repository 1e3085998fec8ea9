// The module _bisect: where an item belongs in a sorted sequence.
#include <string.h>

#include "vm/module.h"
#include "vm/types/dict.h"

typedef struct {
    Value sequence, item, key; // key None: items are compared themselves
    int64_t low, high;
    bool right; // behind equal items, not before them
} Place;

static bool place_parse(Vm *vm, const char *function, Value *args, size_t count, Tuple *names,
                        bool right, Place *place) {
    static const char *const parameters[] = {"a", "x", "lo", "hi", "*", "key", NULL};
    Value values[5];
    if (!arguments_parse(vm, function, parameters, 2, 0, args, count, names, values)) return false;
    *place = (Place){.sequence = values[0], .item = values[1], .high = -1, .right = right};
    place->key = values[4] ? values[4] : VALUE_NONE;
    if (values[2] && !argument_size(vm, values[2], &place->low)) return false;
    if (values[3] && !is_none(values[3])) {
        if (!is_any_int(values[3]) && !type_of(values[3])->index)
            return error_type(vm, "argument should be integer or None, not '%T'", values[3]), false;
        if (!argument_size(vm, values[3], &place->high)) return false;
    }
    return true;
}

static Value item_at(Vm *vm, Value sequence, int64_t index) {
    if (is_list(sequence) && (size_t)index < list_of(sequence)->count)
        return list_of(sequence)->items[index];
    Type *type = type_of(sequence);
    if (!type->get_item) return error_type(vm, "'%N' object does not support indexing", type);
    bool mapping = type->get_item == dict_type.get_item && !(type->flags & TYPE_HEAP);
    if (mapping) return error_type(vm, "%N is not a sequence", type);
    Value place = make_int(vm, index);
    return is_error(place) ? place : object_get_item(vm, sequence, place);
}

// The place of `item`, which is what the keys of the sequence's items are compared with; -1 raised.
static int64_t place_find(Vm *vm, const Place *place, Value item) {
    int64_t low = place->low, high = place->high;
    if (low < 0) return error_value(vm, "lo must be non-negative"), -1;
    if (high == -1) high = object_length(vm, place->sequence);
    if (high == -1 && vm->raised) return -1;
    while (low < high) {
        int64_t middle = (int64_t)(((uint64_t)low + (uint64_t)high) / 2);
        Value other = item_at(vm, place->sequence, middle);
        if (!is_error(other) && !is_none(place->key)) other = object_call_1(vm, place->key, other);
        if (is_error(other)) return -1;
        int less = place->right ? object_less(vm, item, other) : object_less(vm, other, item);
        if (less < 0) return -1;
        if (less == place->right)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static Value bisect(Vm *vm, const char *function, Value *args, size_t count, Tuple *names,
                    bool right) {
    Place place;
    if (!place_parse(vm, function, args, count, names, right, &place)) return VALUE_ERROR;
    int64_t found = place_find(vm, &place, place.item);
    return found < 0 ? VALUE_ERROR : make_int(vm, found);
}

static Value insort(Vm *vm, const char *function, Value *args, size_t count, Tuple *names,
                    bool right) {
    Place place;
    if (!place_parse(vm, function, args, count, names, right, &place)) return VALUE_ERROR;
    Value item = is_none(place.key) ? place.item : object_call_1(vm, place.key, place.item);
    int64_t found = is_error(item) ? -1 : place_find(vm, &place, item);
    if (found < 0) return VALUE_ERROR;
    if (is_list(place.sequence)) {
        List *list = list_of(place.sequence);
        if (!list_append(vm, list, place.item)) return VALUE_ERROR;
        size_t last = list->count - 1, at = (size_t)found < last ? (size_t)found : last;
        memmove(list->items + at + 1, list->items + at, (last - at) * sizeof(Value));
        list->items[at] = place.item;
        return VALUE_NONE;
    }
    Value name = str_intern_cstring(vm, "insert"), index = make_int(vm, found);
    if (is_error(name) || is_error(index)) return VALUE_ERROR;
    Value method = object_get_attribute(vm, place.sequence, str_of(name));
    if (is_error(method) || is_error(object_call_2(vm, method, index, place.item)))
        return VALUE_ERROR;
    return VALUE_NONE;
}

NATIVE(bisect_left) {
    return bisect(vm, "bisect_left", args, count, names, false);
}
NATIVE(bisect_right) {
    return bisect(vm, "bisect_right", args, count, names, true);
}
NATIVE(insort_left) {
    return insort(vm, "insort_left", args, count, names, false);
}
NATIVE(insort_right) {
    return insort(vm, "insort_right", args, count, names, true);
}

static const NativeSpec functions[] = {
    {"bisect_left", bisect_left, 0, -1, NATIVE_KEYWORDS},
    {"bisect_right", bisect_right, 0, -1, NATIVE_KEYWORDS},
    {"insort_left", insort_left, 0, -1, NATIVE_KEYWORDS},
    {"insort_right", insort_right, 0, -1, NATIVE_KEYWORDS},
    {0},
};

bool module__bisect_make(Vm *vm, Module *module);
bool module__bisect_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions);
}
