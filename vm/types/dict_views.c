// What looks into a dict from outside: iterators, the three views with their set operations, and
// the read-only proxy of a namespace.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict_lookup.h"
#include "vm/types/list.h"
#include "vm/types/reduce.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

// --- iterators ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Dict *dict;      // NULL when over
    size_t expected; // the dict's count when iteration began
    size_t place;    // forward: next entry to look at; backward: one past it
    size_t left;     // how many are still to come
} DictIterator;

static Value iterator_make(Vm *vm, Dict *dict, uint32_t shape_id, size_t place) {
    DictIterator *iterator = gc_new(vm, shape_id, sizeof(DictIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->dict = dict;
    iterator->expected = iterator->left = dict->count;
    iterator->place = place;
    return value_of(iterator);
}

Value dict_iter(Vm *vm, Value self) {
    return iterator_make(vm, dict_of(self), SHAPE_DICT_KEY_ITERATOR, 0);
}

Value dict_reverse_iterator_make(Vm *vm, Dict *dict, uint32_t shape_id) {
    return iterator_make(vm, dict, shape_id, dict->used);
}

static Value iteration_failed(Vm *vm, DictIterator *iterator, const char *what) {
    iterator->expected = (size_t)-1; // the same answer from now on
    return error_raise(vm, error_types.RuntimeError, "dictionary %s during iteration", what);
}

// False at the end or when the dict has changed; then *answer says which.
static inline bool iterator_step(Vm *vm, DictIterator *iterator, DictEntry **entry, Value *answer) {
    Dict *dict = iterator->dict;
    *answer = VALUE_END;
    if (!dict) return false;
    if (unlikely(iterator->expected != dict->count)) {
        *answer = iteration_failed(vm, iterator, "changed size");
        return false;
    }
    *entry = dict_next(dict, &iterator->place);
    if (unlikely(!*entry)) {
        iterator->dict = NULL;
        return false;
    }
    if (unlikely(!iterator->left)) {
        iterator->dict = NULL;
        *answer =
            error_raise(vm, error_types.RuntimeError, "dictionary keys changed during iteration");
        return false;
    }
    iterator->left--;
    return true;
}

static Value pair_make(Vm *vm, Value key, Value value) {
    Tuple *tuple = gc_new(vm, SHAPE_TUPLE, sizeof(Tuple) + 2 * sizeof(Value));
    if (unlikely(!tuple)) return VALUE_ERROR;
    tuple->count = 2;
    tuple->items[0] = key;
    tuple->items[1] = value;
    return value_of(tuple);
}

static Value key_next(Vm *vm, Value self) {
    DictEntry *entry;
    Value answer;
    return iterator_step(vm, (DictIterator *)self, &entry, &answer) ? entry->key : answer;
}

static Value value_next(Vm *vm, Value self) {
    DictEntry *entry;
    Value answer;
    return iterator_step(vm, (DictIterator *)self, &entry, &answer) ? entry->value : answer;
}

static Value item_next(Vm *vm, Value self) {
    DictEntry *entry;
    Value answer;
    if (!iterator_step(vm, (DictIterator *)self, &entry, &answer)) return answer;
    return pair_make(vm, entry->key, entry->value);
}

static Value reverse_next(Vm *vm, Value self) {
    DictIterator *iterator = (DictIterator *)self;
    Dict *dict = iterator->dict;
    if (!dict) return VALUE_END;
    if (iterator->expected != dict->count) return iteration_failed(vm, iterator, "changed size");
    size_t place = iterator->place < dict->used ? iterator->place : dict->used;
    while (place && !dict->entries[place - 1].key) place--;
    if (!place) {
        iterator->dict = NULL;
        return VALUE_END;
    }
    if (!iterator->left) {
        iterator->dict = NULL;
        return error_raise(vm, error_types.RuntimeError,
                           "dictionary keys changed during iteration");
    }
    iterator->place = place - 1;
    iterator->left--;
    DictEntry *entry = &dict->entries[place - 1];
    if (has_shape(self, SHAPE_DICT_KEY_REVERSE_ITERATOR)) return entry->key;
    if (has_shape(self, SHAPE_DICT_VALUE_REVERSE_ITERATOR)) return entry->value;
    return pair_make(vm, entry->key, entry->value);
}

static Value iterator_iter(Vm *vm, Value self) {
    (void)vm;
    return self;
}

static Value iterator_length_hint(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    DictIterator *iterator = (DictIterator *)args[0];
    bool live = iterator->dict && iterator->expected == iterator->dict->count;
    return make_int(vm, live ? (int64_t)iterator->left : 0);
}

static void iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((DictIterator *)object)->dict));
}

// (iter, ([what is still to come],)), which leaves the iterator where it is.
static Value iterator_reduce(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    DictIterator *copy = gc_new(vm, object_of(args[0])->shape_id, sizeof *copy);
    if (!copy) return VALUE_ERROR;
    *copy = *(DictIterator *)args[0];
    return reduce_finished(vm, list_from(vm, value_of(copy)));
}

static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {0},
};

#define ITERATOR_TYPE(variable, text, shape, function)                                             \
    Type variable = {                                                                              \
        .name = text,                                                                              \
        .parent = &object_type,                                                                    \
        .shape_id = shape,                                                                         \
        .instance_size = sizeof(DictIterator),                                                     \
        .methods = iterator_methods,                                                               \
        .trace = iterator_trace,                                                                   \
        .iter = iterator_iter,                                                                     \
        .next = function,                                                                          \
    }
ITERATOR_TYPE(dict_key_iterator_type, "dict_keyiterator", SHAPE_DICT_KEY_ITERATOR, key_next);
ITERATOR_TYPE(dict_value_iterator_type, "dict_valueiterator", SHAPE_DICT_VALUE_ITERATOR,
              value_next);
ITERATOR_TYPE(dict_item_iterator_type, "dict_itemiterator", SHAPE_DICT_ITEM_ITERATOR, item_next);
ITERATOR_TYPE(dict_key_reverse_iterator_type, "dict_reversekeyiterator",
              SHAPE_DICT_KEY_REVERSE_ITERATOR, reverse_next);
ITERATOR_TYPE(dict_value_reverse_iterator_type, "dict_reversevalueiterator",
              SHAPE_DICT_VALUE_REVERSE_ITERATOR, reverse_next);
ITERATOR_TYPE(dict_item_reverse_iterator_type, "dict_reverseitemiterator",
              SHAPE_DICT_ITEM_REVERSE_ITERATOR, reverse_next);

// --- views --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Dict *dict;
} View;

static Dict *dict_of_view(Value view) {
    return ((View *)view)->dict;
}
// An OrderedDict's views are of subtypes.
static bool is_keys(Value value) {
    return has_shape(value, SHAPE_DICT_KEYS) || is_instance(value, &dict_keys_type);
}
static bool is_items(Value value) {
    return has_shape(value, SHAPE_DICT_ITEMS) || is_instance(value, &dict_items_type);
}
static bool is_set_view(Value value) {
    return is_keys(value) || is_items(value);
}

Value dict_view_make(Vm *vm, Dict *dict, uint32_t shape_id) {
    View *view = gc_new(vm, shape_id, sizeof(View));
    if (!view) return VALUE_ERROR;
    view->dict = dict;
    return value_of(view);
}

static void view_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((View *)object)->dict));
}

static int64_t view_length(Vm *vm, Value self) {
    (void)vm;
    return dict_of_view(self)->count;
}

static Value view_repr(Vm *vm, Value self) {
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "...");
    Value list = list_from(vm, self);
    Value text = is_error(list) ? list : str_format(vm, "%s(%R)", type_name(type_of(self)), list);
    repr_leave(vm, self);
    return text;
}

static Value keys_iter(Vm *vm, Value self) {
    return dict_iter(vm, value_of(dict_of_view(self)));
}
static Value values_iter(Vm *vm, Value self) {
    return iterator_make(vm, dict_of_view(self), SHAPE_DICT_VALUE_ITERATOR, 0);
}
static Value items_iter(Vm *vm, Value self) {
    return iterator_make(vm, dict_of_view(self), SHAPE_DICT_ITEM_ITERATOR, 0);
}

static int keys_contains(Vm *vm, Value self, Value key) {
    Value value = dict_get(vm, dict_of_view(self), key);
    return value == VALUE_END ? 0 : is_error(value) ? -1 : 1;
}

static int items_contains(Vm *vm, Value self, Value item) {
    if (!is_tuple_like(item) || tuple_of(item)->count != 2) return 0;
    Value value = dict_get(vm, dict_of_view(self), tuple_of(item)->items[0]);
    if (value == VALUE_END) return 0;
    return is_error(value) ? -1 : object_equal(vm, value, tuple_of(item)->items[1]);
}

static int view_contains(Vm *vm, Value view, Value item) {
    return is_keys(view) ? keys_contains(vm, view, item) : items_contains(vm, view, item);
}

typedef struct {
    Value container;
    Set *result; // where members common to both go, or NULL
    int wanted;  // stop when membership is not this; -1: never
    bool stopped;
} Membership;

static bool membership_step(Vm *vm, Value item, void *context) {
    Membership *membership = context;
    Value container = membership->container;
    int has = is_set_view(container) ? view_contains(vm, container, item)
                                     : object_contains(vm, container, item);
    if (has < 0) return false;
    if (membership->result && has) return set_add(vm, membership->result, item);
    if (membership->wanted >= 0 && has != membership->wanted) {
        membership->stopped = true;
        return false;
    }
    return true;
}

// Is membership in `container` the same (`wanted`) for every item? 1, 0, -1.
static int all_members(Vm *vm, Value iterable, Value container, int wanted) {
    Membership membership = {container, NULL, wanted, false};
    if (object_each(vm, iterable, membership_step, &membership)) return 1;
    return membership.stopped ? 0 : -1;
}

static Value view_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_set_view(left) || !(is_set_view(right) || is_set_like(right)))
        return VALUE_NOT_IMPLEMENTED;
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    int64_t left_count = view_length(vm, left), right_count = object_length(vm, right);
    if (right_count < 0) return VALUE_ERROR;
    int answer = 0;
    switch (operator) {
    case COMPARE_EQ:
    case COMPARE_NE:
        answer = left_count == right_count ? all_members(vm, left, right, 1) : 0;
        if (operator== COMPARE_NE && answer >= 0) answer = !answer;
        break;
    case COMPARE_LT: answer = left_count < right_count ? all_members(vm, left, right, 1) : 0; break;
    case COMPARE_LE:
        answer = left_count <= right_count ? all_members(vm, left, right, 1) : 0;
        break;
    case COMPARE_GT: answer = left_count > right_count ? all_members(vm, right, left, 1) : 0; break;
    case COMPARE_GE:
        answer = left_count >= right_count ? all_members(vm, right, left, 1) : 0;
        break;
    }
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}

// A set of keys is made from the dict itself, which sizes its table at once; that shows in its
// order.
static Value to_set(Vm *vm, Value operand) {
    return set_from(vm, is_keys(operand) ? value_of(dict_of_view(operand)) : operand, SHAPE_SET);
}

static Value view_subtract(Vm *vm, Value left, Value right) {
    Value result = to_set(vm, left);
    return is_error(result) || !set_difference_update(vm, set_of(result), right) ? VALUE_ERROR
                                                                                 : result;
}

static Value view_or(Vm *vm, Value left, Value right) {
    Value result = to_set(vm, left);
    return is_error(result) || !set_update(vm, set_of(result), right) ? VALUE_ERROR : result;
}

static Value view_and(Vm *vm, Value left, Value right) {
    Value view = left, other = right;
    if (!is_set_view(left)) view = right, other = left;
    size_t count = dict_of_view(view)->count;
    if (has_shape(other, SHAPE_SET) && count <= set_of(other)->count)
        return set_intersection(vm, set_of(other), view);
    if (is_set_view(other) && dict_of_view(other)->count > count) {
        Value swapped = view;
        view = other, other = swapped;
    }
    Value result = set_make(vm, SHAPE_SET);
    if (is_error(result)) return VALUE_ERROR;
    Membership membership = {view, set_of(result), -1, false};
    return object_each(vm, other, membership_step, &membership) ? result : VALUE_ERROR;
}

// The items of two dicts: only what differs needs a pair made.
static Value items_xor(Vm *vm, Dict *left, Dict *right) {
    if (right->count > left->count) {
        Dict *swapped = left;
        left = right, right = swapped;
    }
    Value rest = dict_copy(vm, left), result = set_make(vm, SHAPE_SET);
    if (is_error(rest) || is_error(result)) return VALUE_ERROR;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(right, &place);
        if (!entry) break;
        Value key = entry->key, value = entry->value;
        Value own = dict_get_hashed(vm, dict_of(rest), key, entry->hash);
        if (is_error(own)) return VALUE_ERROR;
        int equal = own == VALUE_END ? 0 : object_equal(vm, own, value);
        if (equal < 0) return VALUE_ERROR;
        if (equal) {
            if (dict_delete(vm, dict_of(rest), key) < 0) return VALUE_ERROR;
        } else {
            Value pair = pair_make(vm, key, value);
            if (is_error(pair) || !set_add(vm, set_of(result), pair)) return VALUE_ERROR;
        }
    }
    Value items = dict_view_make(vm, dict_of(rest), SHAPE_DICT_ITEMS);
    return is_error(items) || !set_update(vm, set_of(result), items) ? VALUE_ERROR : result;
}

static Value view_xor(Vm *vm, Value left, Value right) {
    if (is_items(left) && is_items(right))
        return items_xor(vm, dict_of_view(left), dict_of_view(right));
    Value result = to_set(vm, left);
    return is_error(result) || !set_symmetric_difference_update(vm, set_of(result), right)
               ? VALUE_ERROR
               : result;
}

static Value view_isdisjoint(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value view = args[0], other = args[1];
    if (view == other) return make_bool(dict_of_view(view)->count == 0);
    if ((is_set_like(other) || is_set_view(other)) &&
        object_length(vm, other) > (int64_t)dict_of_view(view)->count) {
        Value swapped = view;
        view = other, other = swapped;
    }
    int answer = all_members(vm, other, view, 0);
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}

static Value view_mapping(Vm *vm, Value self) {
    return namespace_proxy_make(vm, value_of(dict_of_view(self)));
}

static Value view_reversed(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    uint32_t shape_id = is_keys(args[0])    ? SHAPE_DICT_KEY_REVERSE_ITERATOR
                        : is_items(args[0]) ? SHAPE_DICT_ITEM_REVERSE_ITERATOR
                                            : SHAPE_DICT_VALUE_REVERSE_ITERATOR;
    return dict_reverse_iterator_make(vm, dict_of_view(args[0]), shape_id);
}

static const NativeSpec set_view_methods[] = {
    {"isdisjoint", view_isdisjoint, 2, 2, 0},
    {"__reversed__", view_reversed, 1, 1, 0},
    {0},
};
static const NativeSpec values_methods[] = {
    {"__reversed__", view_reversed, 1, 1, 0},
    {0},
};
static const MemberSpec view_members[] = {
    {"mapping", view_mapping, NULL},
    {0},
};

#define SET_VIEW_TYPE(variable, text, shape, iterate, has)                                         \
    Type variable = {                                                                              \
        .name = text,                                                                              \
        .parent = &object_type,                                                                    \
        .shape_id = shape,                                                                         \
        .flags = TYPE_UNHASHABLE,                                                                  \
        .instance_size = sizeof(View),                                                             \
        .methods = set_view_methods,                                                               \
        .members = view_members,                                                                   \
        .trace = view_trace,                                                                       \
        .repr = view_repr,                                                                         \
        .length = view_length,                                                                     \
        .compare = view_compare,                                                                   \
        .iter = iterate,                                                                           \
        .contains = has,                                                                           \
        .binary = {[BINARY_SUBTRACT] = view_subtract,                                              \
                   [BINARY_AND] = view_and,                                                        \
                   [BINARY_OR] = view_or,                                                          \
                   [BINARY_XOR] = view_xor},                                                       \
    }
SET_VIEW_TYPE(dict_keys_type, "dict_keys", SHAPE_DICT_KEYS, keys_iter, keys_contains);
SET_VIEW_TYPE(dict_items_type, "dict_items", SHAPE_DICT_ITEMS, items_iter, items_contains);

Type dict_values_type = {
    .name = "dict_values",
    .parent = &object_type,
    .shape_id = SHAPE_DICT_VALUES,
    .instance_size = sizeof(View),
    .methods = values_methods,
    .members = view_members,
    .trace = view_trace,
    .repr = view_repr,
    .length = view_length,
    .iter = values_iter,
};

// --- mappingproxy -------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value mapping;
} Proxy;

static Value mapping_of(Value proxy) {
    return ((Proxy *)proxy)->mapping;
}

Value namespace_proxy_make(Vm *vm, Value mapping) {
    Proxy *proxy = gc_new(vm, SHAPE_NAMESPACE_PROXY, sizeof(Proxy));
    if (!proxy) return VALUE_ERROR;
    proxy->mapping = mapping;
    return value_of(proxy);
}

static void proxy_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Proxy *)object)->mapping);
}

static Value proxy_repr(Vm *vm, Value self) {
    return str_format(vm, "mappingproxy(%R)", mapping_of(self));
}
static Value proxy_str(Vm *vm, Value self) {
    return object_str(vm, mapping_of(self));
}
static int64_t proxy_length(Vm *vm, Value self) {
    return object_length(vm, mapping_of(self));
}
static Value proxy_iter(Vm *vm, Value self) {
    return object_iter(vm, mapping_of(self));
}
static Value proxy_get_item(Vm *vm, Value self, Value key) {
    return object_get_item(vm, mapping_of(self), key);
}
static int proxy_contains(Vm *vm, Value self, Value key) {
    return object_contains(vm, mapping_of(self), key);
}
static Value proxy_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    return object_compare(vm, mapping_of(left), right, operator);
}
static Value proxy_or(Vm *vm, Value left, Value right) {
    if (has_shape(left, SHAPE_NAMESPACE_PROXY)) left = mapping_of(left);
    if (has_shape(right, SHAPE_NAMESPACE_PROXY)) right = mapping_of(right);
    return object_binary(vm, left, right, BINARY_OR);
}

static Value proxy_or_inplace(Vm *vm, Value self, Value other) {
    (void)other;
    return error_type(vm, "'|=' is not supported by %T; use '|' instead", self);
}

static Value proxy_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"mapping", NULL};
    Value mapping;
    (void)type;
    if (!arguments_parse(vm, "mappingproxy", parameters, 1, 0, args, count, names, &mapping))
        return VALUE_ERROR;
    if (!type_of(mapping)->get_item || is_list_like(mapping) || is_tuple_like(mapping))
        return error_type(vm, "mappingproxy() argument must be a mapping, not %T", mapping);
    return namespace_proxy_make(vm, mapping);
}

static Value proxy_forward(Vm *vm, Value *args, size_t count, const char *name) {
    Value text = str_intern_cstring(vm, name);
    Value method =
        is_error(text) ? text : object_get_attribute(vm, mapping_of(args[0]), str_of(text));
    return is_error(method) ? method : object_call(vm, method, args + 1, count - 1, NULL);
}

#define FORWARD(name)                                                                              \
    static Value proxy_##name(Vm *vm, Value *args, size_t count, Tuple *names) {                   \
        (void)names;                                                                               \
        return proxy_forward(vm, args, count, #name);                                              \
    }
FORWARD(get)
FORWARD(keys)
FORWARD(values)
FORWARD(items)
FORWARD(copy)
FORWARD(__reversed__)

static const NativeSpec proxy_methods[] = {
    {"get", proxy_get, 2, 3, 0},
    {"keys", proxy_keys, 1, 1, 0},
    {"values", proxy_values, 1, 1, 0},
    {"items", proxy_items, 1, 1, 0},
    {"copy", proxy_copy, 1, 1, 0},
    {"__reversed__", proxy___reversed__, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

Type namespace_proxy_type = {
    .name = "mappingproxy",
    .parent = &object_type,
    .shape_id = SHAPE_NAMESPACE_PROXY,
    .flags = TYPE_MATCH_MAPPING | TYPE_UNHASHABLE,
    .instance_size = sizeof(Proxy),
    .methods = proxy_methods,
    .trace = proxy_trace,
    .repr = proxy_repr,
    .str = proxy_str,
    .length = proxy_length,
    .compare = proxy_compare,
    .iter = proxy_iter,
    .get_item = proxy_get_item,
    .contains = proxy_contains,
    .binary[BINARY_OR] = proxy_or,
    .inplace[BINARY_OR] = proxy_or_inplace,
    .make = proxy_make,
};
