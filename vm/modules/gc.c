// The module gc: what a program may ask of the collector. There are no generations, and collecting
// cannot be switched off; the settings are remembered and change nothing.
#include "vm/gc.h"

#include <stdlib.h>

#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/function.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static bool enabled = true;
static int64_t thresholds[3] = {700, 10, 10};
static int64_t debug_flags;
static Value callbacks, garbage; // lists, roots of the collector
static uint64_t asked;           // collections that the program asked for
static uint64_t collected;       // what died in them and had a finalizer

static Value three(Vm *vm, int64_t first, int64_t second, int64_t third) {
    Value items[3] = {make_int(vm, first), make_int(vm, second), make_int(vm, third)};
    for (int i = 0; i < 3; i++)
        if (is_error(items[i])) return VALUE_ERROR;
    return tuple_make(vm, items, 3);
}

NATIVE(gc_enable) {
    return enabled = true, VALUE_NONE;
}
NATIVE(gc_disable) {
    return enabled = false, VALUE_NONE;
}
NATIVE(gc_isenabled) {
    return make_bool(enabled);
}

static bool set_number(Vm *vm, Dict *dict, const char *name, int64_t number) {
    Value key = str_intern_cstring(vm, name), value = make_int(vm, number);
    return !is_error(key) && !is_error(value) && dict_set_str(vm, dict, str_of(key), value);
}

// Tells gc.callbacks; what they raise is reported and forgotten.
static void tell(Vm *vm, const char *phase, int64_t generation, size_t done) {
    for (size_t i = 0; i < list_of(callbacks)->count; i++) {
        Value callback = list_of(callbacks)->items[i];
        Value info = dict_make(vm, 0), name = str_from_cstring(vm, phase);
        bool fine = !is_error(info) && !is_error(name) &&
                    set_number(vm, dict_of(info), "generation", generation) &&
                    set_number(vm, dict_of(info), "collected", (int64_t)done) &&
                    set_number(vm, dict_of(info), "uncollectable", 0) &&
                    !is_error(object_call_2(vm, callback, name, info));
        if (!fine) error_report_ignored(vm, NULL, callback);
    }
}

NATIVE(gc_collect_method) {
    static const char *const parameters[] = {"generation", NULL};
    Value value;
    int64_t generation = 2;
    if (!arguments_parse(vm, "collect", parameters, 0, 0, args, count, names, &value))
        return VALUE_ERROR;
    if (value && !object_index(vm, value, true, &generation)) return VALUE_ERROR;
    if (generation < 0 || generation > 2) return error_value(vm, "invalid generation");
    tell(vm, "start", generation, 0);
    size_t done = finalize_collect(vm);
    asked++;
    collected += done;
    tell(vm, "stop", generation, done);
    return make_int(vm, (int64_t)done);
}

NATIVE(gc_get_count) {
    return three(vm, 0, 0, 0);
}
NATIVE(gc_get_threshold) {
    return three(vm, thresholds[0], thresholds[1], thresholds[2]);
}
NATIVE(gc_set_threshold) {
    for (size_t i = 0; i < count; i++)
        if (!object_index(vm, args[i], true, &thresholds[i])) return VALUE_ERROR;
    return VALUE_NONE;
}
NATIVE(gc_get_debug) {
    return make_int(vm, debug_flags);
}
NATIVE(gc_set_debug) {
    return object_index(vm, args[0], true, &debug_flags) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(gc_get_stats) {
    Value list = list_make(vm, NULL, 0);
    for (int i = 0; i < 3 && !is_error(list); i++) {
        Value stats = dict_make(vm, 0);
        bool last = i == 2;
        if (is_error(stats) ||
            !set_number(vm, dict_of(stats), "collections", last ? (int64_t)asked : 0) ||
            !set_number(vm, dict_of(stats), "collected", last ? (int64_t)collected : 0) ||
            !set_number(vm, dict_of(stats), "uncollectable", 0) ||
            !list_append(vm, list_of(list), stats))
            return VALUE_ERROR;
    }
    return list;
}

NATIVE(gc_nothing) {
    return VALUE_NONE;
}
NATIVE(gc_get_freeze_count) {
    return make_int(vm, 0);
}

// --- objects ------------------------------------------------------------------------------------

// Does CPython's collector look into it? Not into what cannot refer to such an object.
static bool is_tracked(Value value) {
    if (!is_object(value)) return false;
    Type *type = type_of(value);
    if (is_tuple(value)) {
        for (size_t i = 0; i < tuple_of(value)->count; i++)
            if (is_tracked(tuple_of(value)->items[i])) return true;
        return false;
    }
    if (is_dict(value)) {
        size_t place = 0;
        for (DictEntry *entry; (entry = dict_next(dict_of(value), &place));)
            if (is_tracked(entry->key) || is_tracked(entry->value)) return true;
        return false;
    }
    if (type->flags & TYPE_HEAP) return true;
    enum { PLAIN = TYPE_STR | TYPE_BYTES | TYPE_BYTEARRAY | TYPE_INT | TYPE_FLOAT };
    return type->trace && !(type->flags & PLAIN) && !has_shape(value, SHAPE_COMPLEX);
}
NATIVE(gc_is_tracked) {
    return make_bool(is_tracked(args[0]));
}

NATIVE(gc_is_finalized) {
    return make_bool(finalize_is_done(vm, args[0]));
}

// Found while nothing may be allocated: a block of the C library's, then a list.
typedef struct {
    Object **items;
    size_t count, room;
    bool failed, containers; // containers: only those
} Found;

static void find(Object *object, void *context) {
    Found *found = context;
    if (found->containers && !is_tracked(value_of(object))) return;
    if (found->count == found->room) {
        size_t room = found->room * 2 + 64;
        Object **items = realloc(found->items, room * sizeof *items);
        if (!items) {
            found->failed = true;
            return;
        }
        found->items = items;
        found->room = room;
    }
    found->items[found->count++] = object;
}

static Value found_list(Vm *vm, Found *found) {
    Value list =
        found->failed ? error_memory(vm) : list_make(vm, (Value *)found->items, found->count);
    free(found->items);
    return list;
}

NATIVE(gc_get_objects) {
    Found found = {.containers = true};
    gc_collect(vm);
    gc_each(vm, find, &found);
    return found_list(vm, &found);
}

NATIVE(gc_get_referents) {
    Found found = {0};
    for (size_t i = 0; i < count; i++)
        if (is_object(args[i])) gc_each_referent(vm, object_of(args[i]), find, &found);
    return found_list(vm, &found);
}

NATIVE(gc_get_referrers) {
    Found found = {.containers = true};
    gc_collect(vm);
    for (size_t i = 0; i < count; i++)
        if (is_object(args[i])) gc_each_referrer(vm, object_of(args[i]), find, &found);
    return found_list(vm, &found);
}

static const NativeSpec functions[] = {
    {"enable", gc_enable, 0, 0, 0},
    {"disable", gc_disable, 0, 0, 0},
    {"isenabled", gc_isenabled, 0, 0, 0},
    {"collect", gc_collect_method, 0, -1, NATIVE_KEYWORDS},
    {"get_count", gc_get_count, 0, 0, 0},
    {"get_threshold", gc_get_threshold, 0, 0, 0},
    {"set_threshold", gc_set_threshold, 1, 3, 0},
    {"get_debug", gc_get_debug, 0, 0, 0},
    {"set_debug", gc_set_debug, 1, 1, 0},
    {"get_stats", gc_get_stats, 0, 0, 0},
    {"freeze", gc_nothing, 0, 0, 0},
    {"unfreeze", gc_nothing, 0, 0, 0},
    {"get_freeze_count", gc_get_freeze_count, 0, 0, 0},
    {"is_tracked", gc_is_tracked, 1, 1, 0},
    {"is_finalized", gc_is_finalized, 1, 1, 0},
    {"get_objects", gc_get_objects, 0, 1, NATIVE_KEYWORDS},
    {"get_referents", gc_get_referents, 0, -1, 0},
    {"get_referrers", gc_get_referrers, 0, -1, 0},
    {0},
};

bool module_gc_make(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        int64_t flag;
    } flags[] = {{"DEBUG_STATS", 1},
                 {"DEBUG_COLLECTABLE", 2},
                 {"DEBUG_UNCOLLECTABLE", 4},
                 {"DEBUG_SAVEALL", 32},
                 {"DEBUG_LEAK", 38}};
    if (!gc_add_root(vm, &callbacks) || !gc_add_root(vm, &garbage)) return false;
    callbacks = list_make(vm, NULL, 0);
    garbage = list_make(vm, NULL, 0);
    if (is_error(callbacks) || is_error(garbage)) return false;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (!module_set(vm, module, flags[i].name, make_int(vm, flags[i].flag))) return false;
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "callbacks", callbacks) &&
           module_set(vm, module, "garbage", garbage);
}
