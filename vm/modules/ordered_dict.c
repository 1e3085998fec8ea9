// collections.OrderedDict. A dict keeps the order of insertion already; here are the methods that
// change it, comparison by order, and iterators that notice more. Where its first live entry lies
// is kept at hand, so that taking from the front takes no longer than from the back.
#include <string.h>

#include "vm/instance.h"
#include "vm/modules/collections.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"
#include "vm/types/dict_lookup.h"

typedef struct {
    Dict dict;
    Dict *attributes;
    DictEntry *entries; // those of which `first` is true
    size_t first;       // no live entry lies before it
} OrderedDict;

static Dict *dict_in(Value self) {
    return dict_of(self);
}
static bool is_ordered(Value value) {
    return is_instance(value, &collections_ordered_type);
}
static void ordered_trace(Heap *heap, Object *object) {
    dict_type.trace(heap, object);
    gc_mark_value(heap, value_of(((OrderedDict *)object)->attributes));
    gc_mark_block(heap, ((OrderedDict *)object)->entries); // or its address could be another's
}

// --- order --------------------------------------------------------------------------------------

// The first live entry; NULL when there is none. What was before it may have been filled again only
// where the entries are others, or fewer were in use.
static DictEntry *first_entry(Value self) {
    OrderedDict *ordered = (OrderedDict *)self;
    Dict *dict = &ordered->dict;
    if (ordered->entries != dict->entries || ordered->first > dict->used) ordered->first = 0;
    ordered->entries = dict->entries;
    DictEntry *entry = dict_next(dict, &ordered->first);
    if (entry) ordered->first--;
    return entry;
}
static DictEntry *last_entry(Dict *dict) {
    size_t place = dict->used;
    while (place && !dict->entries[place - 1].key) place--;
    return place ? &dict->entries[place - 1] : NULL;
}
// Puts an entry at the front: all others are put behind it.
static bool move_to_front(Vm *vm, Dict *dict, DictEntry moved) {
    Value copy = dict_make(vm, dict->count);
    if (is_error(copy) || !dict_set_hashed(vm, dict_of(copy), moved.key, moved.value, moved.hash))
        return false;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(dict, &place);
        if (!entry) break;
        if (entry->key != moved.key &&
            !dict_set_hashed(vm, dict_of(copy), entry->key, entry->value, entry->hash))
            return false;
    }
    Dict *from = dict_of(copy);
    dict->keys_id = 0;
    dict->index_size_log = from->index_size_log;
    dict->count = from->count;
    dict->used = from->used;
    dict->capacity = from->capacity;
    dict->entries = from->entries;
    dict->index = from->index;
    return true;
}
NATIVE(ordered_move_to_end) {
    static const char *const parameters[] = {"key", "last", NULL};
    Value values[2];
    if (!arguments_parse(vm, "move_to_end", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    int last = values[1] ? object_truth(vm, values[1]) : 1;
    if (last < 0) return VALUE_ERROR;
    Dict *dict = dict_in(args[0]);
    int64_t hash;
    if (!object_hash(vm, values[0], &hash)) return VALUE_ERROR;
    int64_t place = dict_place(vm, dict, values[0], hash);
    if (place < 0) return place == -1 ? error_key(vm, values[0]) : VALUE_ERROR;
    DictEntry *end = last ? last_entry(dict) : first_entry(args[0]);
    if (end == &dict->entries[place]) return VALUE_NONE;
    DictEntry moved = dict->entries[place]; // its key is the one that was put in first
    if (!last) return move_to_front(vm, dict, moved) ? VALUE_NONE : VALUE_ERROR;
    Value taken = dict_take(vm, dict, moved.key);
    if (is_error(taken) || !dict_set_hashed(vm, dict, moved.key, moved.value, hash))
        return VALUE_ERROR;
    return VALUE_NONE;
}
NATIVE(ordered_popitem) {
    static const char *const parameters[] = {"last", NULL};
    Value from_end;
    if (!arguments_parse(vm, "popitem", parameters, 0, 0, args + 1, count - 1, names, &from_end))
        return VALUE_ERROR;
    int last = from_end ? object_truth(vm, from_end) : 1;
    if (last < 0) return VALUE_ERROR;
    Dict *dict = dict_in(args[0]);
    DictEntry *entry = last ? last_entry(dict) : first_entry(args[0]);
    if (!entry) return error_raise(vm, error_types.KeyError, "dictionary is empty");
    Value key = entry->key, value = entry->value, item = TUPLE(vm, key, value);
    if (is_error(item)) return item;
    if (last) return dict_pop_last(dict, &key, &value) ? item : VALUE_ERROR;
    return is_error(dict_take(vm, dict, key)) ? VALUE_ERROR : item;
}

// --- filling ------------------------------------------------------------------------------------

// With keys(), a mapping; else pairs. Goes by the class's own __setitem__.
static bool set_key(Vm *vm, Value key, void *context) {
    Value *pair = context; // the dict, the mapping
    Value value = object_get_item(vm, pair[1], key);
    return !is_error(value) && object_set_item(vm, pair[0], key, value);
}
static bool set_pair(Vm *vm, Value item, void *context) {
    Value *pair = context;
    Value list = list_from(vm, item);
    if (is_error(list)) return false;
    size_t count = list_of(list)->count;
    if (count > 2) return error_value(vm, "too many values to unpack (expected 2)"), false;
    if (count < 2)
        return error_value(vm, "need more than %zu value%s to unpack", count,
                           count == 1 ? "" : "s"),
               false;
    return object_set_item(vm, pair[0], list_of(list)->items[0], list_of(list)->items[1]);
}
static bool update(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (count > 1)
        return error_type(vm, "update() takes at most 1 positional argument (%zu given)", count),
               false;
    if (count) {
        Value pair[] = {self, args[0]};
        Value keys =
            is_dict(args[0]) ? VALUE_NONE : object_find_attribute(vm, args[0], name_of(vm, keys));
        if (is_error(keys)) return false;
        Value from = args[0];
        if (keys == VALUE_END) {
            Value items = object_find_attribute(vm, args[0], name_of(vm, items));
            if (is_error(items)) return false;
            if (items != VALUE_END) from = object_call_0(vm, items);
            if (is_error(from) || !object_each(vm, from, set_pair, pair)) return false;
        } else {
            if (!is_none(keys)) from = object_call_0(vm, keys);
            if (is_error(from) || !object_each(vm, from, set_key, pair)) return false;
        }
    }
    for (size_t i = 0; names && i < names->count; i++)
        if (!object_set_item(vm, self, names->items[i], args[count + i])) return false;
    return true;
}
static bool ordered_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (count > 1) return error_type(vm, "expected at most 1 arguments, got %zu", count), false;
    return update(vm, self, args, count, names);
}
NATIVE(ordered_update) {
    return update(vm, args[0], args + 1, count - 1, names) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(ordered_setdefault) {
    static const char *const parameters[] = {"key", "default", NULL};
    Value values[2];
    if (!arguments_parse(vm, "setdefault", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    Value fallback = values[1] ? values[1] : VALUE_NONE;
    if (type_of(args[0]) == &collections_ordered_type)
        return dict_set_default(vm, dict_in(args[0]), values[0], fallback);
    int has = object_contains(vm, args[0], values[0]);
    if (has < 0) return VALUE_ERROR;
    if (has) return object_get_item(vm, args[0], values[0]);
    return object_set_item(vm, args[0], values[0], fallback) ? fallback : VALUE_ERROR;
}
NATIVE(ordered_pop) {
    static const char *const parameters[] = {"key", "default", NULL};
    Value values[2];
    if (!arguments_parse(vm, "pop", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    Value value = dict_take(vm, dict_in(args[0]), values[0]);
    if (value != VALUE_END) return value;
    return values[1] ? values[1] : error_key(vm, values[0]);
}
NATIVE(ordered_clear) {
    dict_clear(vm, dict_in(args[0]));
    return VALUE_NONE;
}
static Value copy(Vm *vm, Value self) {
    Value made = object_call_0(vm, value_of(type_of(self)));
    return !is_error(made) && update(vm, made, &self, 1, NULL) ? made : VALUE_ERROR;
}
NATIVE(ordered_copy) {
    return copy(vm, args[0]);
}
typedef struct {
    Value dict, value;
} FromKeys;
static bool set_from_key(Vm *vm, Value key, void *context) {
    FromKeys *from = context;
    return object_set_item(vm, from->dict, key, from->value);
}
NATIVE(ordered_fromkeys) {
    static const char *const parameters[] = {"iterable", "value", NULL};
    Value values[2];
    if (!arguments_parse(vm, "fromkeys", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    FromKeys from = {object_call_0(vm, args[0]), values[1] ? values[1] : VALUE_NONE};
    if (is_error(from.dict) || !object_each(vm, values[0], set_from_key, &from)) return VALUE_ERROR;
    return from.dict;
}

// --- iterators and views ------------------------------------------------------------------------

typedef enum { GIVE_KEYS, GIVE_VALUES, GIVE_ITEMS } Gives;

typedef struct {
    Object object;
    Dict *dict; // NULL when over
    // The dict as it was: another place or number of entries is another order.
    DictEntry *entries;
    size_t used, count;
    size_t place; // forward: the next entry to look at; backward: one past it
    Gives gives;
    bool backward;
} OrderedIterator;

static Type ordered_iterator_type, ordered_keys_type, ordered_values_type, ordered_items_type;

static Value iterator_make(Vm *vm, Dict *dict, Gives gives, bool backward) {
    OrderedIterator *iterator = object_new(vm, &ordered_iterator_type);
    if (!iterator) return VALUE_ERROR;
    iterator->dict = dict;
    iterator->entries = dict->entries;
    iterator->used = dict->used;
    iterator->count = dict->count;
    iterator->place = backward ? dict->used : 0;
    iterator->gives = gives;
    iterator->backward = backward;
    return value_of(iterator);
}
static Value iterator_next(Vm *vm, Value self) {
    OrderedIterator *iterator = (OrderedIterator *)self;
    Dict *dict = iterator->dict;
    if (!dict) return VALUE_END;
    if (dict->entries != iterator->entries || dict->used != iterator->used ||
        dict->count != iterator->count) {
        iterator->dict = NULL;
        bool cleared = !dict->entries;
        return error_raise(vm, error_types.RuntimeError, "OrderedDict %s during iteration",
                           cleared ? "changed size" : "mutated");
    }
    DictEntry *entry = NULL;
    if (!iterator->backward) entry = dict_next(dict, &iterator->place);
    while (iterator->backward && iterator->place && !entry)
        if (dict->entries[--iterator->place].key) entry = &dict->entries[iterator->place];
    if (!entry) {
        iterator->dict = NULL;
        return VALUE_END;
    }
    switch (iterator->gives) {
    case GIVE_KEYS: return entry->key;
    case GIVE_VALUES: return entry->value;
    default: return TUPLE(vm, entry->key, entry->value);
    }
}
NATIVE(iterator_reduce) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    OrderedIterator copied = *(OrderedIterator *)args[0];
    for (;;) {
        Value item = iterator_next(vm, value_of(&copied));
        if (is_error(item)) return item;
        if (item == VALUE_END) break;
        if (!list_append(vm, list_of(list), item)) return VALUE_ERROR;
    }
    Value iter = str_intern_cstring(vm, "iter");
    if (is_error(iter)) return iter;
    return TUPLE(vm, dict_get_str(vm, vm->builtins, str_of(iter)), TUPLE(vm, list));
}
static const NativeSpec iterator_methods[] = {{"__reduce__", iterator_reduce, 1, 1, 0}, {0}};
static Type ordered_iterator_type = {
    .name = "odict_iterator",
    .instance_size = sizeof(OrderedIterator),
    .value_count = 1,
    .methods = iterator_methods,
    .next = iterator_next,
};

static Value ordered_iter(Vm *vm, Value self) {
    return iterator_make(vm, dict_in(self), GIVE_KEYS, false);
}
NATIVE(ordered_reversed) {
    return iterator_make(vm, dict_in(args[0]), GIVE_KEYS, true);
}

// The views have the layout and most of the behaviour of a dict's.
static Dict *dict_of_view(Value view) {
    return *(Dict **)(object_of(view) + 1);
}
#define VIEW(id, GIVES, parent_type)                                                               \
    static Value id##_iter(Vm *vm, Value self) {                                                   \
        return iterator_make(vm, dict_of_view(self), GIVES, false);                                \
    }                                                                                              \
    NATIVE(id##_reversed) {                                                                        \
        return iterator_make(vm, dict_of_view(args[0]), GIVES, true);                              \
    }                                                                                              \
    NATIVE(ordered_##id) {                                                                         \
        return dict_view_make(vm, dict_in(args[0]), ordered_##id##_type.shape_id);                 \
    }                                                                                              \
    static const NativeSpec id##_methods[] = {{"__reversed__", id##_reversed, 1, 1, 0}, {0}};      \
    static Type ordered_##id##_type = {                                                            \
        .name = "odict_" #id,                                                                      \
        .parent = &parent_type,                                                                    \
        .methods = id##_methods,                                                                   \
        .iter = id##_iter,                                                                         \
    }
VIEW(keys, GIVE_KEYS, dict_keys_type);
VIEW(values, GIVE_VALUES, dict_values_type);
VIEW(items, GIVE_ITEMS, dict_items_type);
Type *const collections_ordered_helpers[] = {&ordered_iterator_type, &ordered_keys_type,
                                             &ordered_values_type, &ordered_items_type, NULL};

// --- operators ----------------------------------------------------------------------------------

static int same_order(Vm *vm, Value left, Value right) {
    Value first = ordered_iter(vm, left),
          second = is_error(first) ? first : ordered_iter(vm, right);
    if (is_error(second)) return -1;
    for (;;) {
        Value one = iterator_next(vm, first),
              other = is_error(one) ? one : iterator_next(vm, second);
        if (is_error(other)) return -1;
        if (one == VALUE_END || other == VALUE_END) return one == other;
        int equal = object_equal(vm, one, other);
        if (equal <= 0) return equal;
    }
}
static Value ordered_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    Value equal = dict_type.compare(vm, left, right, operator);
    if (equal == VALUE_NOT_IMPLEMENTED || is_error(equal) || !is_ordered(left) ||
        !is_ordered(right) || (equal == VALUE_TRUE) != (operator== COMPARE_EQ))
        return equal;
    int same = same_order(vm, left, right);
    return same < 0 ? VALUE_ERROR : make_bool(same == (operator== COMPARE_EQ));
}
static Value ordered_or(Vm *vm, Value left, Value right) {
    if (!is_dict_like(left) || !is_dict_like(right)) return VALUE_NOT_IMPLEMENTED;
    Value made = object_call_1(vm, value_of(type_of(is_ordered(left) ? left : right)), left);
    return !is_error(made) && update(vm, made, &right, 1, NULL) ? made : VALUE_ERROR;
}
static Value ordered_inplace_or(Vm *vm, Value left, Value right) {
    return update(vm, left, &right, 1, NULL) ? left : VALUE_ERROR;
}
static Value ordered_repr(Vm *vm, Value self) {
    const char *name = type_leaf_name(type_of(self));
    if (!dict_in(self)->count) return str_format(vm, "%s()", name);
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "...");
    Value items;
    if (type_of(self) == &collections_ordered_type) {
        items = iterator_make(vm, dict_in(self), GIVE_ITEMS, false);
    } else {
        items = object_find_attribute(vm, self, name_of(vm, items));
        if (!is_error(items) && items != VALUE_END) items = object_call_0(vm, items);
    }
    Value list = is_error(items) ? items : list_from(vm, items);
    Value text = is_error(list) ? list : str_format(vm, "%s(%R)", name, list);
    repr_leave(vm, self);
    return text;
}
NATIVE(ordered_reduce) {
    Dict *attributes = instance_dict(vm, args[0]);
    if (!attributes) return VALUE_ERROR;
    Value state = attributes->count ? value_of(attributes) : VALUE_NONE;
    Value items = object_find_attribute(vm, args[0], name_of(vm, items));
    if (!is_error(items) && items != VALUE_END) items = object_call_0(vm, items);
    if (!is_error(items)) items = object_iter(vm, items);
    return TUPLE(vm, value_of(type_of(args[0])), vm->empty_tuple, state, VALUE_NONE, items);
}
static const NativeSpec ordered_methods[] = {
    {"fromkeys", ordered_fromkeys, 1, -1, NATIVE_CLASS | NATIVE_KEYWORDS},
    {"setdefault", ordered_setdefault, 1, -1, NATIVE_KEYWORDS},
    {"pop", ordered_pop, 1, -1, NATIVE_KEYWORDS},
    {"popitem", ordered_popitem, 1, -1, NATIVE_KEYWORDS},
    {"move_to_end", ordered_move_to_end, 1, -1, NATIVE_KEYWORDS},
    {"update", ordered_update, 1, -1, NATIVE_KEYWORDS},
    {"clear", ordered_clear, 1, 1, 0},
    {"copy", ordered_copy, 1, 1, 0},
    {"keys", ordered_keys, 1, 1, 0},
    {"values", ordered_values, 1, 1, 0},
    {"items", ordered_items, 1, 1, 0},
    {"__reversed__", ordered_reversed, 1, 1, 0},
    {"__reduce__", ordered_reduce, 1, 1, 0},
    {0},
};
Type collections_ordered_type = {
    .name = "collections.OrderedDict",
    .parent = &dict_type,
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_MAPPING | TYPE_WEAKLY,
    .instance_size = sizeof(OrderedDict),
    .instance_offset = offsetof(OrderedDict, attributes),
    .methods = ordered_methods,
    .trace = ordered_trace,
    .init = ordered_init,
    .repr = ordered_repr,
    .compare = ordered_compare,
    .iter = ordered_iter,
    .binary[BINARY_OR] = ordered_or,
    .inplace[BINARY_OR] = ordered_inplace_or,
};
