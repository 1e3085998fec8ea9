// The wrapper that functools.lru_cache puts around a function: a dict from the arguments of calls
// to their results. Where its size is bounded the dict's values are links of a ring, in the order
// of their last use.
#include "vm/frame.h"
#include "vm/instance.h"
#include "vm/modules/functools.h"
#include "vm/types/dict.h"

typedef struct Link {
    Object object;
    struct Link *previous, *next;
    Value key, result;
    int64_t hash;
} Link;

typedef struct {
    Object object;
    Value function;
    Dict *results;   // key -> result, or key -> Link
    Link *ring;      // its next is the one used longest ago
    Value info_type; // what cache_info() answers an instance of
    Value mark;      // stands in a key between positional and keyword arguments
    Dict *dict;      // attributes of its own, or NULL
    bool typed;
    int64_t limit; // negative: none
    int64_t hits, misses;
} Cache;
#define CACHE_SELF ((Cache *)self)

static void link_take(Link *link) {
    link->previous->next = link->next;
    link->next->previous = link->previous;
}
static void link_put(Link *ring, Link *link) {
    link->previous = ring->previous;
    link->next = ring;
    ring->previous->next = link;
    ring->previous = link;
}
Type functools_link_type = {
    .name = "functools._lru_list_elem",
    .instance_size = sizeof(Link),
    .value_count = 4,
};

// A str or int that is the only argument is its own key; anything else is put in a tuple.
static Value call_key(Vm *vm, Cache *cache, Value *args, size_t count, Tuple *names) {
    size_t named = names ? names->count : 0;
    if (!cache->typed && !named && count == 1 &&
        (is_str(args[0]) || is_int(args[0]) || is_big_int(args[0])))
        return args[0];
    Value parts[2 * (count + named) + 2 * named + 1];
    size_t used = count;
    values_copy(parts, args, count);
    if (named) parts[used++] = cache->mark;
    for (size_t i = 0; i < named; i++) {
        parts[used++] = names->items[i];
        parts[used++] = args[count + i];
    }
    for (size_t i = 0; cache->typed && i < count + named; i++)
        parts[used++] = value_of(type_of(args[i]));
    return tuple_make(vm, parts, used);
}

static Value call_unbounded(Vm *vm, Cache *cache, Value key, int64_t hash, Value *args,
                            size_t count, Tuple *names) {
    Value result = dict_get_hashed(vm, cache->results, key, hash);
    if (is_error(result)) return result;
    if (result != VALUE_END) {
        cache->hits++;
        return result;
    }
    cache->misses++;
    result = object_call(vm, cache->function, args, count, names);
    if (is_error(result) || !dict_set_hashed(vm, cache->results, key, result, hash))
        return VALUE_ERROR;
    return result;
}

static Value call_bounded(Vm *vm, Cache *cache, Value key, int64_t hash, Value *args, size_t count,
                          Tuple *names) {
    Value found = dict_get_hashed(vm, cache->results, key, hash);
    if (is_error(found)) return found;
    Link *link = (Link *)found;
    if (found != VALUE_END) {
        cache->hits++;
        link_take(link);
        link_put(cache->ring, link);
        return link->result;
    }
    cache->misses++;
    Value result = object_call(vm, cache->function, args, count, names);
    if (is_error(result)) return result;
    // The call may have come here with the same key.
    found = dict_get_hashed(vm, cache->results, key, hash);
    if (is_error(found) || found != VALUE_END) return is_error(found) ? found : result;
    if ((int64_t)cache->results->count >= cache->limit && cache->ring->next != cache->ring) {
        link = cache->ring->next;
        link_take(link);
        Value taken = dict_take(vm, cache->results, link->key);
        if (is_error(taken)) return link_put(cache->ring, link), VALUE_ERROR;
        if (taken == VALUE_END) return result; // taken out meanwhile by another call
    } else if (!(link = object_new(vm, &functools_link_type))) {
        return VALUE_ERROR;
    }
    link->key = key;
    link->hash = hash;
    link->result = result;
    if (!dict_set_hashed(vm, cache->results, key, value_of(link), hash)) return VALUE_ERROR;
    link_put(cache->ring, link);
    return result;
}

static Value cache_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Cache *cache = CACHE_SELF;
    if (!c_stack_check(vm, " while calling a Python object")) return VALUE_ERROR;
    if (names && !names->count) names = NULL;
    if (!cache->limit) {
        cache->misses++;
        return object_call(vm, cache->function, args, count, names);
    }
    int64_t hash;
    Value key = call_key(vm, cache, args, count, names);
    if (is_error(key) || !object_hash(vm, key, &hash)) return VALUE_ERROR;
    return (cache->limit < 0 ? call_unbounded : call_bounded)(vm, cache, key, hash, args, count,
                                                              names);
}

static Link *ring_make(Vm *vm) {
    Link *ring = object_new(vm, &functools_link_type);
    if (ring) ring->previous = ring->next = ring;
    return ring;
}

// (user_function, maxsize, typed, cache_info_type)
static Value cache_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"user_function", "maxsize", "typed", "cache_info_type",
                                             NULL};
    Value values[4];
    int64_t limit = -1;
    if (!arguments_parse(vm, "lru_cache", parameters, 4, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!object_is_callable(values[0]))
        return error_type(vm, "the first argument must be callable");
    if (!is_none(values[1])) {
        if (!is_any_int(values[1]) && !type_of(values[1])->index)
            return error_type(vm, "maxsize should be integer or None");
        if (!argument_size(vm, values[1], &limit)) return VALUE_ERROR;
        if (limit < 0) limit = 0;
    }
    int typed = object_truth(vm, values[2]);
    Value results = typed < 0 ? VALUE_ERROR : dict_make(vm, 0);
    Value mark = is_error(results) ? results : object_call_0(vm, value_of(&object_type));
    Link *ring = is_error(mark) ? NULL : ring_make(vm);
    Cache *cache = ring ? object_new(vm, type) : NULL;
    if (!cache) return VALUE_ERROR;
    cache->function = values[0];
    cache->results = dict_of(results);
    cache->ring = ring;
    cache->info_type = values[3];
    cache->mark = mark;
    cache->typed = typed;
    cache->limit = limit;
    return value_of(cache);
}
static Value cache_bind(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    return instance && !is_none(instance) ? bound_method_make(vm, self, instance) : self;
}

NATIVE(cache_info) {
    Cache *self = (Cache *)args[0];
    Value parts[4] = {make_int(vm, self->hits), make_int(vm, self->misses),
                      self->limit < 0 ? VALUE_NONE : make_int(vm, self->limit),
                      make_int(vm, (int64_t)self->results->count)};
    for (int i = 0; i < 4; i++)
        if (is_error(parts[i])) return VALUE_ERROR;
    return object_call(vm, self->info_type, parts, 4, NULL);
}
NATIVE(cache_clear) {
    Cache *self = (Cache *)args[0];
    dict_clear(vm, self->results);
    self->ring->previous = self->ring->next = self->ring;
    self->hits = self->misses = 0;
    return VALUE_NONE;
}
NATIVE(cache_reduce) {
    Value name = str_intern_cstring(vm, "__qualname__");
    return is_error(name) ? name : object_get_attribute(vm, args[0], str_of(name));
}
NATIVE(cache_copy) {
    return args[0];
}
static const NativeSpec cache_methods[] = {
    {"cache_info", cache_info, 1, 1, 0},
    {"cache_clear", cache_clear, 1, 1, 0},
    {"__reduce__", cache_reduce, 1, 1, 0},
    {"__copy__", cache_copy, 1, 1, NATIVE_VARARGS},
    {"__deepcopy__", cache_copy, 2, 2, NATIVE_VARARGS},
    {0},
};
Type functools_cache_type = {
    .name = "functools._lru_cache_wrapper",
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Cache),
    .instance_offset = offsetof(Cache, dict),
    .value_count = 6,
    .methods = cache_methods,
    .make = cache_make,
    .call = cache_call,
    .descriptor_get = cache_bind,
};
