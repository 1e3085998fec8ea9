// Weak references: the table of those that are alive, what the collector does to them, and the type
// `ref`. Proxies are in weak_proxy.c.
#include "vm/types/weakref.h"

#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

// --- the table ----------------------------------------------------------------------------------

typedef struct {
    WeakRef *ref;
    uint32_t next; // in its bucket, counted from 1; 0: the last
} WeakEntry;

// Every reference to a living object, in the order they were made in, and buckets by the referent's
// address: each begins with the newest.
typedef struct WeakTable {
    WeakEntry *entries;
    uint32_t *buckets; // as many as there is room for entries, a power of two
    uint32_t count, room;
} WeakTable;

bool weakref_init(Vm *vm) {
    vm->weak = calloc(1, sizeof *vm->weak);
    return vm->weak;
}

static uint32_t *bucket_of(const WeakTable *table, Value referent) {
    return &table->buckets[((uintptr_t)referent >> 4) * 0x9e3779b1u & (table->room - 1)];
}

static void hang_in(WeakTable *table, uint32_t index) {
    WeakEntry *entry = &table->entries[index];
    uint32_t *bucket = bucket_of(table, entry->ref->referent);
    entry->next = *bucket;
    *bucket = index + 1;
}

static void rebuild(WeakTable *table) {
    memset(table->buckets, 0, table->room * sizeof *table->buckets);
    for (uint32_t i = 0; i < table->count; i++) hang_in(table, i);
}

static bool reserve(Vm *vm, WeakTable *table) {
    if (table->count < table->room) return true;
    uint32_t room = table->room ? table->room * 2 : 64;
    WeakEntry *entries = realloc(table->entries, room * sizeof *entries);
    if (entries) table->entries = entries;
    uint32_t *buckets = entries ? malloc(room * sizeof *buckets) : NULL;
    if (!buckets) return error_memory(vm), false;
    free(table->buckets);
    table->buckets = buckets;
    table->room = room;
    rebuild(table);
    return true;
}

static uint32_t first_in(const WeakTable *table, Value referent) {
    return table->room ? *bucket_of(table, referent) : 0;
}

void weakref_each(Vm *vm, Value referent, void (*body)(WeakRef *ref, void *context),
                  void *context) {
    const WeakTable *table = vm->weak;
    for (int plain = 1; plain >= 0; plain--)
        for (uint32_t i = first_in(table, referent); i; i = table->entries[i - 1].next) {
            WeakRef *ref = table->entries[i - 1].ref;
            if (ref->referent == referent && (ref->callback == VALUE_NULL) == plain)
                body(ref, context);
        }
}

// The references to a dead object forget it; their callbacks are noted, the newest first.
static void forget(Vm *vm, Heap *heap, Value referent) {
    const WeakTable *table = vm->weak;
    for (uint32_t i = first_in(table, referent); i; i = table->entries[i - 1].next) {
        WeakRef *ref = table->entries[i - 1].ref;
        if (ref->referent != referent) continue;
        ref->referent = VALUE_NULL;
        if (!ref->callback) continue;
        finalize_unpromise(vm);
        if (gc_is_marked(heap, ref)) finalize_note(vm, ref->callback, value_of(ref));
    }
}

void weakref_sweep(Vm *vm, Heap *heap) {
    WeakTable *table = vm->weak;
    for (uint32_t i = 0; i < table->count; i++) {
        Value referent = table->entries[i].ref->referent;
        if (referent && !gc_is_marked(heap, object_of(referent))) forget(vm, heap, referent);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        WeakRef *ref = table->entries[i].ref;
        bool alive = gc_is_marked(heap, ref);
        if (ref->referent && !alive && ref->callback) finalize_unpromise(vm);
        if (ref->referent && alive) table->entries[kept++].ref = ref;
    }
    if (kept == table->count) return;
    table->count = kept;
    rebuild(table);
}

// --- making -------------------------------------------------------------------------------------

bool weakref_is_possible(Value referent) {
    return is_object(referent) && type_of(referent)->flags & TYPE_WEAKLY;
}

static WeakRef *find_shared(const WeakTable *table, Type *type, Value referent) {
    for (uint32_t i = first_in(table, referent); i; i = table->entries[i - 1].next) {
        WeakRef *ref = table->entries[i - 1].ref;
        if (ref->referent == referent && !ref->callback && type_of(value_of(ref)) == type)
            return ref;
    }
    return NULL;
}

Value weakref_make(Vm *vm, Type *type, Value referent, Value callback) {
    WeakTable *table = vm->weak;
    if (!weakref_is_possible(referent))
        return error_type(vm, "cannot create weak reference to '%T' object", referent);
    WeakRef *ref = callback || type->flags & TYPE_HEAP ? NULL : find_shared(table, type, referent);
    if (ref) return value_of(ref);
    ref = object_new(vm, type);
    if (!ref || !reserve(vm, table) || (callback && !finalize_promise(vm))) return VALUE_ERROR;
    ref->referent = referent;
    ref->callback = callback;
    ref->hash = -1;
    table->entries[table->count].ref = ref;
    hang_in(table, table->count++);
    return value_of(ref);
}

static bool read_arguments(Vm *vm, const char *name, Value *args, size_t count, Value *callback) {
    if (count < 1 || count > 2)
        return error_type(vm, "%s expected at %s %d argument%s, got %zu", name,
                          count ? "most" : "least", count ? 2 : 1, count ? "s" : "", count),
               false;
    *callback = count > 1 && !is_none(args[1]) ? args[1] : VALUE_NULL;
    return true;
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value callback;
    if (names && type == &weakref_type) return error_type(vm, "ref() takes no keyword arguments");
    if (!read_arguments(vm, "__new__", args, count, &callback)) return VALUE_ERROR;
    return weakref_make(vm, type, args[0], callback);
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Value callback;
    (void)self, (void)names;
    return read_arguments(vm, "__init__", args, count, &callback);
}

// --- the type -----------------------------------------------------------------------------------

static WeakRef *ref_of(Value self) {
    return (WeakRef *)object_of(self);
}

static void trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((WeakRef *)object)->callback);
}

static Value repr(Vm *vm, Value self) {
    Value referent = ref_of(self)->referent;
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    if (!referent) return str_format(vm, "<weakref at 0x%S; dead>", address);
    Value name = object_find_attribute(vm, referent, name_of(vm, name));
    if (is_error(name)) return name;
    if (name == VALUE_END || !is_str_like(name))
        return str_format(vm, "<weakref at 0x%S; to '%T' at 0x%s>", address, referent,
                          object_address(vm, referent));
    return str_format(vm, "<weakref at 0x%S; to '%T' at 0x%s (%S)>", address, referent,
                      object_address(vm, referent), name);
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    WeakRef *ref = ref_of(self);
    if (ref->hash == -1) {
        if (!ref->referent) return error_type(vm, "weak object has gone away"), false;
        if (!object_hash(vm, ref->referent, &ref->hash)) return false;
    }
    *result = ref->hash;
    return true;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    bool refs = is_instance(left, &weakref_type) && is_instance(right, &weakref_type);
    if (!refs || (operator!= COMPARE_EQ && operator!= COMPARE_NE)) return VALUE_NOT_IMPLEMENTED;
    if (ref_of(left)->referent && ref_of(right)->referent)
        return object_compare(vm, ref_of(left)->referent, ref_of(right)->referent, operator);
    return make_bool((left == right) == (operator== COMPARE_EQ));
}

static Value call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    (void)args;
    if (names) return error_type(vm, "weakref.ReferenceType() got an unexpected keyword argument");
    if (count) return error_type(vm, "__call__() takes at most 0 arguments (%zu given)", count);
    Value referent = ref_of(self)->referent;
    return referent ? referent : VALUE_NONE;
}

static Value get_callback(Vm *vm, Value self) {
    (void)vm;
    WeakRef *ref = ref_of(self);
    return ref->referent && ref->callback ? ref->callback : VALUE_NONE;
}

static const MemberSpec members[] = {
    {"__callback__", get_callback, NULL},
    {0},
};
static const NativeSpec methods[] = {
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

Type weakref_type = {
    .name = "weakref.ReferenceType",
    .parent = &object_type,
    .shape_id = SHAPE_WEAKREF,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(WeakRef),
    .methods = methods,
    .members = members,
    .trace = trace,
    .repr = repr,
    .hash = hash,
    .compare = compare,
    .call = call,
    .make = make,
    .init = init,
};
