// dict: entries in order of insertion, and beside them an open-addressed index whose cells hold the
// places of entries in 1, 2 or 4 bytes. Both lie in one raw block that the dict traces itself.
// Comparing keys may run Python code that changes the dict, so every look-up that compared in
// Python checks that the table it walked is still the dict's, and starts again where it is not.
#include "vm/types/dict.h"

#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict_lookup.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

#define LOG_LEAST 3  // the smallest table has 8 index cells
#define LOG_MOST  32 // the largest ones that four bytes can number

static const uint8_t no_index[1] = {0xff};

static size_t room_of(unsigned log) {
    return ((size_t)2 << log) / 3;
}

static unsigned log_for(size_t count) {
    unsigned log = LOG_LEAST;
    while (log <= LOG_MOST && room_of(log) < count) log++;
    return log;
}

static void make_empty(Dict *dict) {
    dict->keys_id = 0;
    dict->index_size_log = 0;
    dict->count = dict->used = dict->capacity = 0;
    dict->entries = NULL;
    dict->index = (void *)no_index;
}

static size_t cell_size(unsigned log) {
    return log <= 8 ? 1 : log <= 16 ? 2 : 4;
}

static void index_set(void *index, unsigned log, size_t cell, size_t place) {
    if (log <= 8)
        ((uint8_t *)index)[cell] = (uint8_t)place;
    else if (log <= 16)
        ((uint16_t *)index)[cell] = (uint16_t)place;
    else
        ((uint32_t *)index)[cell] = (uint32_t)place;
}

// The first cell of the key's sequence that holds no entry.
static size_t cell_free(const Dict *dict, int64_t hash) {
    Probe probe = probe_start(dict, hash);
    while (probe_place(&probe) < PLACE_DELETED) probe_step(&probe);
    return probe.cell;
}

// The cell that leads to an entry.
static size_t cell_of_place(const Dict *dict, int64_t hash, size_t place) {
    Probe probe = probe_start(dict, hash);
    while (probe_place(&probe) != place) probe_step(&probe);
    return probe.cell;
}

// Room for `room` entries in a new table, the deleted ones squeezed out.
static bool resize(Vm *vm, Dict *dict, size_t room) {
    unsigned log = log_for(room);
    if (log > LOG_MOST) {
        error_memory(vm);
        return false;
    }
    size_t capacity = room_of(log);
    size_t index_size = cell_size(log) << log;
    DictEntry *entries = gc_alloc_raw(vm, capacity * sizeof(DictEntry) + index_size);
    if (!entries) return false;
    void *index = entries + capacity;
    memset(index, 0xff, index_size);
    if (dict->count == dict->used) {
        if (dict->count) memcpy(entries, dict->entries, dict->count * sizeof(DictEntry));
    } else {
        size_t count = 0;
        for (size_t i = 0; i < dict->used; i++)
            if (dict->entries[i].key) entries[count++] = dict->entries[i];
    }
    dict->entries = entries;
    dict->index = index;
    dict->index_size_log = log;
    dict->used = dict->count;
    dict->capacity = capacity;
    for (size_t i = 0; i < dict->count; i++)
        index_set(index, log, cell_free(dict, entries[i].hash), i);
    return true;
}

Value dict_make(Vm *vm, size_t room) {
    Dict *dict = gc_new(vm, SHAPE_DICT, sizeof(Dict));
    if (!dict) return VALUE_ERROR;
    make_empty(dict);
    if (room && !resize(vm, dict, room)) return VALUE_ERROR;
    return value_of(dict);
}

void dict_clear(Vm *vm, Dict *dict) {
    (void)vm;
    make_empty(dict);
}

// --- finding ------------------------------------------------------------------------------------

// Place of a key, PLACE_EMPTY or, when comparing raised, PLACE_ERROR; `cell` is where the sequence
// ended.
static size_t find_slow(Vm *vm, Dict *dict, Value key, int64_t hash, size_t *cell) {
again:;
    DictEntry *entries = dict->entries;
    Probe probe = probe_start(dict, hash);
    for (;; probe_step(&probe)) {
        size_t place = probe_place(&probe);
        *cell = probe.cell;
        if (place == PLACE_EMPTY) return PLACE_EMPTY;
        if (place == PLACE_DELETED) continue;
        DictEntry *entry = &entries[place];
        if (entry->key == key) return place;
        if (entry->hash != hash) continue;
        Value found = entry->key;
        int equal = object_equal(vm, found, key);
        if (equal < 0) return PLACE_ERROR;
        if (dict->entries != entries || place >= dict->used || entries[place].key != found)
            goto again;
        if (equal) return place;
    }
}

static inline size_t find_str(Dict *dict, Str *key, int64_t hash, size_t *cell) {
    DictEntry *entries = dict->entries;
    Probe probe = probe_start(dict, hash);
    for (;; probe_step(&probe)) {
        size_t place = probe_place(&probe);
        *cell = probe.cell;
        if (place == PLACE_EMPTY) return PLACE_EMPTY;
        if (place == PLACE_DELETED) continue;
        DictEntry *entry = &entries[place];
        if (entry->key == value_of(key)) return place;
        if (entry->hash != hash) continue;
        if (!is_str(entry->key)) return PLACE_ERROR;
        Str *found = str_of(entry->key);
        if (found->object.bits & key->object.bits & STR_INTERNED) continue;
        if (str_equal(found, key)) return place;
    }
}

static inline size_t find_int(Dict *dict, Value key, int64_t hash, size_t *cell) {
    DictEntry *entries = dict->entries;
    Probe probe = probe_start(dict, hash);
    for (;; probe_step(&probe)) {
        size_t place = probe_place(&probe);
        *cell = probe.cell;
        if (place == PLACE_EMPTY) return PLACE_EMPTY;
        if (place == PLACE_DELETED) continue;
        DictEntry *entry = &entries[place];
        if (entry->key == key) return place;
        if (entry->hash != hash) continue;
        if (!is_int(entry->key)) return PLACE_ERROR;
        if (int_equal(entry->key, key)) return place;
    }
}

static inline size_t find(Vm *vm, Dict *dict, Value key, int64_t hash, size_t *cell) {
    size_t place = PLACE_ERROR;
    if (is_int(key))
        place = find_int(dict, key, hash, cell);
    else if (is_str(key))
        place = find_str(dict, str_of(key), hash, cell);
    // PLACE_ERROR of the quick ones: a key of another type has the same hash.
    return likely(place != PLACE_ERROR) ? place : find_slow(vm, dict, key, hash, cell);
}

static inline int64_t hash_of_str(Vm *vm, Str *key) {
    return likely(key->hash != -1) ? key->hash : str_hash(vm, key);
}

static inline bool hash_key(Vm *vm, Value key, int64_t *hash) {
    if (is_int(key)) {
        int64_t number = int_of(key);
        if (likely(number >= 0 && number < INT_HASH_MODULUS))
            *hash = number;
        else
            *hash = int_hash(key);
        return true;
    }
    if (is_str(key)) {
        *hash = hash_of_str(vm, str_of(key));
        return true;
    }
    return object_hash(vm, key, hash);
}

Value dict_get_hashed(Vm *vm, Dict *dict, Value key, int64_t hash) {
    size_t cell, place = find(vm, dict, key, hash, &cell);
    if (place == PLACE_EMPTY) return VALUE_END;
    return place == PLACE_ERROR ? VALUE_ERROR : dict->entries[place].value;
}

int64_t dict_place(Vm *vm, Dict *dict, Value key, int64_t hash) {
    size_t cell, place = find(vm, dict, key, hash, &cell);
    return place == PLACE_EMPTY ? -1 : place == PLACE_ERROR ? -2 : (int64_t)place;
}

Value dict_get(Vm *vm, Dict *dict, Value key) {
    int64_t hash;
    if (!hash_key(vm, key, &hash)) return VALUE_ERROR;
    return dict_get_hashed(vm, dict, key, hash);
}

// A key that is no Str but has the same hash is passed over: an instance whose __eq__ claims to be
// a name is no name.
static size_t find_name(Vm *vm, Dict *dict, Str *key) {
    size_t cell, place = find_str(dict, key, hash_of_str(vm, key), &cell);
    if (likely(place != PLACE_ERROR)) return place;
    for (place = 0; place < dict->used; place++) {
        Value found = dict->entries[place].key;
        if (found && is_str(found) && str_equal(str_of(found), key)) return place;
    }
    return PLACE_EMPTY;
}

Value dict_get_str(Vm *vm, Dict *dict, Str *key) {
    size_t place = find_name(vm, dict, key);
    return place == PLACE_EMPTY ? VALUE_END : dict->entries[place].value;
}

int64_t dict_place_str(Vm *vm, Dict *dict, Str *key) {
    size_t place = find_name(vm, dict, key);
    return place == PLACE_EMPTY ? -1 : (int64_t)place;
}

uint32_t dict_keys_id(Vm *vm, Dict *dict) {
    if (!dict->keys_id && vm->next_keys_id) dict->keys_id = vm->next_keys_id++;
    return dict->keys_id;
}

DictEntry *dict_next(Dict *dict, size_t *place) {
    while (*place < dict->used) {
        DictEntry *entry = &dict->entries[(*place)++];
        if (entry->key) return entry;
    }
    return NULL;
}

// --- changing -----------------------------------------------------------------------------------

// A key known to be absent; `cell` is where the search for it ended.
static inline bool insert(Vm *vm, Dict *dict, Value key, Value value, int64_t hash, size_t cell) {
    if (unlikely(dict->used >= dict->capacity)) {
        if (!resize(vm, dict, dict->count + dict->count / 2 + 1)) return false;
        cell = cell_free(dict, hash);
    }
    index_set(dict->index, dict->index_size_log, cell, dict->used);
    dict->entries[dict->used++] = (DictEntry){hash, key, value};
    dict->count++;
    dict->keys_id = 0;
    return true;
}

bool dict_set_hashed(Vm *vm, Dict *dict, Value key, Value value, int64_t hash) {
    size_t cell, place = find(vm, dict, key, hash, &cell);
    if (place == PLACE_EMPTY) return insert(vm, dict, key, value, hash, cell);
    if (place == PLACE_ERROR) return false;
    dict->entries[place].value = value;
    return true;
}

bool dict_set(Vm *vm, Dict *dict, Value key, Value value) {
    int64_t hash;
    return hash_key(vm, key, &hash) && dict_set_hashed(vm, dict, key, value, hash);
}

bool dict_set_str(Vm *vm, Dict *dict, Str *key, Value value) {
    return dict_set_hashed(vm, dict, value_of(key), value, hash_of_str(vm, key));
}

Value dict_set_default(Vm *vm, Dict *dict, Value key, Value value) {
    int64_t hash;
    if (!hash_key(vm, key, &hash)) return VALUE_ERROR;
    size_t cell, place = find(vm, dict, key, hash, &cell);
    if (place == PLACE_EMPTY) return insert(vm, dict, key, value, hash, cell) ? value : VALUE_ERROR;
    return place == PLACE_ERROR ? VALUE_ERROR : dict->entries[place].value;
}

static void delete_place(Dict *dict, size_t place) {
    DictEntry *entry = &dict->entries[place];
    size_t cell = cell_of_place(dict, entry->hash, place);
    index_set(dict->index, dict->index_size_log, cell, PLACE_DELETED);
    *entry = (DictEntry){0, VALUE_NULL, VALUE_NULL};
    dict->count--;
    dict->keys_id = 0;
}

static int delete_hashed(Vm *vm, Dict *dict, Value key, int64_t hash, Value *value) {
    size_t cell, place = find(vm, dict, key, hash, &cell);
    if (place == PLACE_EMPTY) return 0;
    if (place == PLACE_ERROR) return -1;
    *value = dict->entries[place].value;
    delete_place(dict, place);
    return 1;
}

// Takes a key out and answers its value; VALUE_END when absent.
Value dict_take(Vm *vm, Dict *dict, Value key) {
    int64_t hash;
    Value value = VALUE_END;
    if (!hash_key(vm, key, &hash)) return VALUE_ERROR;
    return delete_hashed(vm, dict, key, hash, &value) < 0 ? VALUE_ERROR : value;
}

int dict_delete(Vm *vm, Dict *dict, Value key) {
    Value value = dict_take(vm, dict, key);
    return value == VALUE_END ? 0 : is_error(value) ? -1 : 1;
}

int dict_delete_str(Vm *vm, Dict *dict, Str *key) {
    Value value;
    return delete_hashed(vm, dict, value_of(key), hash_of_str(vm, key), &value);
}

// The index cells of entries trimmed off the end stay marked as deleted, so the room they had is
// given up until the next resize: the index never fills up.
bool dict_pop_last(Dict *dict, Value *key, Value *value) {
    if (!dict->count) return false;
    size_t place = dict->used - 1;
    while (!dict->entries[place].key) place--;
    *key = dict->entries[place].key;
    *value = dict->entries[place].value;
    delete_place(dict, place);
    dict->capacity -= dict->used - place;
    dict->used = place;
    return true;
}

static bool copy_into(Vm *vm, Dict *copy, Dict *dict) {
    make_empty(copy);
    if (!dict->count) return true;
    if (dict->count != dict->used || dict->count < room_of(dict->index_size_log) / 4) {
        if (!resize(vm, copy, dict->count)) return false;
        for (size_t i = 0; i < dict->used; i++) {
            DictEntry *entry = &dict->entries[i];
            if (!entry->key) continue;
            size_t cell = cell_free(copy, entry->hash);
            index_set(copy->index, copy->index_size_log, cell, copy->used);
            copy->entries[copy->used++] = *entry;
            copy->count++;
        }
        return true;
    }
    size_t capacity = room_of(dict->index_size_log);
    size_t index_size = cell_size(dict->index_size_log) << dict->index_size_log;
    DictEntry *entries = gc_alloc_raw(vm, capacity * sizeof(DictEntry) + index_size);
    if (!entries) return false;
    memcpy(entries, dict->entries, dict->used * sizeof(DictEntry));
    memcpy(entries + capacity, dict->index, index_size);
    copy->entries = entries;
    copy->index = entries + capacity;
    copy->index_size_log = dict->index_size_log;
    copy->count = copy->used = dict->used;
    copy->capacity = dict->capacity;
    return true;
}

Value dict_copy(Vm *vm, Dict *dict) {
    Dict *copy = dict_of(dict_make(vm, 0));
    return copy && copy_into(vm, copy, dict) ? value_of(copy) : VALUE_ERROR;
}

// --- update -------------------------------------------------------------------------------------

bool dict_merge(Vm *vm, Dict *dict, Dict *other, bool override) {
    if (dict == other || !other->count) return true;
    if (!dict->used && dict->capacity < other->count) {
        if (!copy_into(vm, dict, other)) return false;
        return true;
    }
    size_t expected = other->count;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(other, &place);
        if (!entry) return true;
        Value key = entry->key, value = entry->value;
        int64_t hash = entry->hash;
        size_t cell, found = find(vm, dict, key, hash, &cell);
        if (found == PLACE_ERROR) return false;
        if (found == PLACE_EMPTY) {
            if (!dict_set_hashed(vm, dict, key, value, hash)) return false;
        } else if (override) {
            dict->entries[found].value = value;
        }
        if (other->count != expected) {
            error_raise(vm, error_types.RuntimeError, "dict mutated during update");
            return false;
        }
    }
}

typedef struct {
    Dict *dict;
    Value mapping;
    size_t index;
} Update;

static bool update_key(Vm *vm, Value key, void *context) {
    Update *update = context;
    Value value = object_get_item(vm, update->mapping, key);
    return !is_error(value) && dict_set(vm, update->dict, key, value);
}

static bool update_pair(Vm *vm, Value item, void *context) {
    Update *update = context;
    Value pair = is_tuple(item) || is_list(item) ? item : list_from(vm, item);
    if (is_error(pair)) {
        if (error_catch(vm, error_types.TypeError))
            error_type(vm, "cannot convert dictionary update sequence element #%zu to a sequence",
                       update->index);
        return false;
    }
    size_t count = is_tuple(pair) ? tuple_of(pair)->count : list_of(pair)->count;
    if (count != 2) {
        error_value(vm, "dictionary update sequence element #%zu has length %zu; 2 is required",
                    update->index, count);
        return false;
    }
    Value *items = is_tuple(pair) ? tuple_of(pair)->items : list_of(pair)->items;
    update->index++;
    return dict_set(vm, update->dict, items[0], items[1]);
}

bool dict_update(Vm *vm, Dict *dict, Value mapping) {
    if (is_dict_like(mapping) && type_of(mapping)->iter == dict_type.iter)
        return dict_merge(vm, dict, dict_of(mapping), true);
    Update update = {dict, mapping, 0};
    Value keys = object_find_attribute(vm, mapping, name_of(vm, keys));
    if (is_error(keys)) return false;
    if (keys == VALUE_END) return object_each(vm, mapping, update_pair, &update);
    keys = object_call_0(vm, keys);
    return !is_error(keys) && object_each(vm, keys, update_key, &update);
}

// --- comparing and printing
// -------------------------------------------------------------------------

static int equal_dicts(Vm *vm, Dict *left, Dict *right) {
    if (left->count != right->count) return 0;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(left, &place);
        if (!entry) return 1;
        Value value = entry->value;
        Value other = dict_get_hashed(vm, right, entry->key, entry->hash);
        if (is_error(other)) return -1;
        if (other == VALUE_END) return 0;
        int equal = object_equal(vm, other, value);
        if (equal <= 0) return equal;
    }
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if ((operator!= COMPARE_EQ && operator!= COMPARE_NE) || !is_dict_like(left) ||
        !is_dict_like(right))
        return VALUE_NOT_IMPLEMENTED;
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    int equal = equal_dicts(vm, dict_of(left), dict_of(right));
    return equal < 0 ? VALUE_ERROR : make_bool(equal == (operator== COMPARE_EQ));
}

static bool add_repr(StrBuilder *builder, Value value) {
    Value text = object_repr(builder->vm, value);
    if (is_error(text)) return false;
    builder_add_str(builder, str_of(text));
    return !builder->failed;
}

static Value repr(Vm *vm, Value self) {
    Dict *dict = dict_of(self);
    if (!dict->count) return str_from_cstring(vm, "{}");
    if (!repr_enter(vm, self)) return vm->raised ? VALUE_ERROR : str_from_cstring(vm, "{...}");
    StrBuilder builder;
    builder_init(&builder, vm);
    const char *before = "{";
    bool done = true;
    for (size_t place = 0; done;) {
        DictEntry *entry = dict_next(dict, &place);
        if (!entry) break;
        Value key = entry->key, value = entry->value;
        builder_add_cstring(&builder, before);
        before = ", ";
        done = add_repr(&builder, key);
        builder_add_cstring(&builder, ": ");
        done = done && add_repr(&builder, value);
    }
    builder_add_cstring(&builder, "}");
    repr_leave(vm, self);
    Value text = done || builder.failed ? builder_finish(&builder) : VALUE_ERROR;
    return done ? text : VALUE_ERROR;
}

// --- the type -----------------------------------------------------------------------------------

static void trace(Heap *heap, Object *object) {
    Dict *dict = (Dict *)object;
    if (!dict->entries) return;
    gc_mark_block(heap, dict->entries);
    for (size_t i = 0; i < dict->used; i++) {
        gc_mark_value(heap, dict->entries[i].key);
        gc_mark_value(heap, dict->entries[i].value);
    }
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return dict_of(self)->count != 0;
}

static int64_t length(Vm *vm, Value self) {
    (void)vm;
    return dict_of(self)->count;
}

static Value get_item(Vm *vm, Value self, Value key) {
    Value value = dict_get(vm, dict_of(self), key);
    if (value != VALUE_END) return value;
    if (!is_dict(self)) {
        value = object_call_special(vm, self, name_of(vm, missing), &key, 1);
        if (value != VALUE_END) return value;
    }
    return error_key(vm, key);
}

static bool set_item(Vm *vm, Value self, Value key, Value value) {
    if (value) return dict_set(vm, dict_of(self), key, value);
    int deleted = dict_delete(vm, dict_of(self), key);
    if (!deleted) error_key(vm, key);
    return deleted > 0;
}

static int contains(Vm *vm, Value self, Value key) {
    Value value = dict_get(vm, dict_of(self), key);
    return value == VALUE_END ? 0 : is_error(value) ? -1 : 1;
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Dict *dict = type == &dict_type ? dict_of(dict_make(vm, 0)) : object_new(vm, type);
    if (dict) make_empty(dict);
    return value_of(dict);
}

static bool update_from(Vm *vm, const char *function, Value self, Value *args, size_t count,
                        Tuple *names) {
    if (count > 1) {
        error_type(vm, "%s expected at most 1 argument, got %zu", function, count);
        return false;
    }
    if (count && !dict_update(vm, dict_of(self), args[0])) return false;
    for (size_t i = 0; names && i < names->count; i++)
        if (!dict_set(vm, dict_of(self), names->items[i], args[count + i])) return false;
    return true;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    return update_from(vm, "dict", self, args, count, names);
}

// As the program sees it: a subclass may iterate in its own way.
static Value copy_of(Vm *vm, Value self) {
    if (type_of(self)->iter == dict_type.iter) return dict_copy(vm, dict_of(self));
    Value copy = dict_make(vm, 0);
    return !is_error(copy) && dict_update(vm, dict_of(copy), self) ? copy : VALUE_ERROR;
}

static Value binary_or(Vm *vm, Value left, Value right) {
    if (!is_dict_like(left) || !is_dict_like(right)) return VALUE_NOT_IMPLEMENTED;
    Value copy = copy_of(vm, left);
    if (is_error(copy) || !dict_update(vm, dict_of(copy), right)) return VALUE_ERROR;
    return copy;
}

static Value inplace_or(Vm *vm, Value left, Value right) {
    return dict_update(vm, dict_of(left), right) ? left : VALUE_ERROR;
}

static Value method_clear(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    dict_clear(vm, dict_of(args[0]));
    return VALUE_NONE;
}

static Value method_copy(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return copy_of(vm, args[0]);
}

static Value method_get(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value value = dict_get(vm, dict_of(args[0]), args[1]);
    if (value != VALUE_END) return value;
    return count > 2 ? args[2] : VALUE_NONE;
}

static Value method_setdefault(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return dict_set_default(vm, dict_of(args[0]), args[1], count > 2 ? args[2] : VALUE_NONE);
}

static Value method_pop(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Dict *dict = dict_of(args[0]);
    Value value = VALUE_END;
    // An empty dict does not even hash the key.
    if (dict->count) value = dict_take(vm, dict, args[1]);
    if (value != VALUE_END) return value;
    return count > 2 ? args[2] : error_key(vm, args[1]);
}

static Value method_popitem(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value pair[2];
    if (!dict_of(args[0])->count)
        return error_raise(vm, error_types.KeyError, "popitem(): dictionary is empty");
    Value tuple = tuple_make(vm, (Value[]){VALUE_NONE, VALUE_NONE}, 2);
    if (is_error(tuple)) return VALUE_ERROR;
    dict_pop_last(dict_of(args[0]), &pair[0], &pair[1]);
    memcpy(tuple_of(tuple)->items, pair, sizeof(pair));
    return tuple;
}

static Value method_update(Vm *vm, Value *args, size_t count, Tuple *names) {
    bool done = update_from(vm, "update", args[0], args + 1, count - 1, names);
    return done ? VALUE_NONE : VALUE_ERROR;
}

typedef struct {
    Value dict, value;
} FromKeys;

static bool fromkeys_add(Vm *vm, Value key, void *context) {
    FromKeys *from = context;
    if (is_dict(from->dict)) return dict_set(vm, dict_of(from->dict), key, from->value);
    return object_set_item(vm, from->dict, key, from->value);
}

// The members of a set or dict, whose hashes are known.
static bool fromkeys_hashed(Vm *vm, Dict *dict, Value keys, Value value) {
    for (size_t place = 0;;) {
        DictEntry *entry = is_dict(keys) ? dict_next(dict_of(keys), &place) : NULL;
        SetEntry *member = is_dict(keys) ? NULL : set_next(set_of(keys), &place);
        if (!entry && !member) return true;
        Value key = entry ? entry->key : member->key;
        if (!dict_set_hashed(vm, dict, key, value, entry ? entry->hash : member->hash))
            return false;
    }
}

static Value method_fromkeys(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value dict = args[0] == value_of(&dict_type) ? dict_make(vm, 0) : object_call_0(vm, args[0]);
    FromKeys from = {dict, count > 2 ? args[2] : VALUE_NONE};
    if (is_error(dict)) return dict;
    bool hashed =
        is_dict(args[1]) || has_shape(args[1], SHAPE_SET) || has_shape(args[1], SHAPE_FROZENSET);
    bool done = hashed && is_dict(dict) && !dict_of(dict)->count
                    ? fromkeys_hashed(vm, dict_of(dict), args[1], from.value)
                    : object_each(vm, args[1], fromkeys_add, &from);
    return done ? dict : VALUE_ERROR;
}

static Value method_keys(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return dict_view_make(vm, dict_of(args[0]), SHAPE_DICT_KEYS);
}

static Value method_values(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return dict_view_make(vm, dict_of(args[0]), SHAPE_DICT_VALUES);
}

static Value method_items(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return dict_view_make(vm, dict_of(args[0]), SHAPE_DICT_ITEMS);
}

static Value method_reversed(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return dict_reverse_iterator_make(vm, dict_of(args[0]), SHAPE_DICT_KEY_REVERSE_ITERATOR);
}

static const NativeSpec methods[] = {
    {"clear", method_clear, 1, 1, 0},
    {"copy", method_copy, 1, 1, 0},
    {"fromkeys", method_fromkeys, 2, 3, NATIVE_CLASS},
    {"get", method_get, 2, 3, 0},
    {"items", method_items, 1, 1, 0},
    {"keys", method_keys, 1, 1, 0},
    {"pop", method_pop, 2, 3, 0},
    {"popitem", method_popitem, 1, 1, 0},
    {"setdefault", method_setdefault, 2, 3, 0},
    {"update", method_update, 1, -1, NATIVE_KEYWORDS},
    {"values", method_values, 1, 1, 0},
    {"__reversed__", method_reversed, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};

Type dict_type = {
    .name = "dict",
    .parent = &object_type,
    .shape_id = SHAPE_DICT,
    .flags = TYPE_SUBCLASSABLE | TYPE_UNHASHABLE | TYPE_MATCH_MAPPING | TYPE_MATCH_SELF | TYPE_DICT,
    .instance_size = sizeof(Dict),
    .methods = methods,
    .trace = trace,
    .repr = repr,
    .truth = truth,
    .length = length,
    .compare = compare,
    .iter = dict_iter,
    .get_item = get_item,
    .set_item = set_item,
    .contains = contains,
    .binary[BINARY_OR] = binary_or,
    .inplace[BINARY_OR] = inplace_or,
    .make = make,
    .init = init,
};
