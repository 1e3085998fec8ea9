// set and frozenset. Programs can see the order of a set, so table sizes, probing and the moment of
// growth are CPython's: a place is tried, then (in larger tables) its nine neighbours, then the
// next of the perturbed sequence. As in dict.c, a comparison in Python makes a look-up start again
// when the table has changed.
#include "vm/types/reduce.h"
#include "vm/types/set.h"

#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/set_methods.h"
#include "vm/types/str.h"

#define LEAST_SIZE     8
#define LINEAR_PROBES  9
#define PERTURB_SHIFT  5
#define SET_DUMMY      VALUE_END
#define DUMMY_HASH     (-1) // no key hashes to it
#define INT_HASH_LIMIT (((int64_t)1 << 61) - 1)

// The table of every set that has not been added to.
static SetEntry no_table[LEAST_SIZE];

static bool is_live(const SetEntry *entry) {
    return entry->key && entry->key != SET_DUMMY;
}

void set_clear(Set *set) {
    set->count = set->fill = 0;
    set->mask = LEAST_SIZE - 1;
    set->table = no_table;
    set->hash = -1;
    set->finger = 0;
}

Value set_make(Vm *vm, uint32_t shape_id) {
    Set *set = gc_new(vm, shape_id, sizeof(Set));
    if (!set) return VALUE_ERROR;
    set_clear(set);
    return value_of(set);
}

// Into a table without dummies and without the key.
static void insert_clean(SetEntry *table, size_t mask, Value key, int64_t hash) {
    size_t perturb = hash, place = (size_t)hash & mask;
    for (;;) {
        SetEntry *entry = &table[place];
        size_t probes = place + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (size_t i = 0; i <= probes; i++, entry++) {
            if (entry->key) continue;
            *entry = (SetEntry){hash, key};
            return;
        }
        perturb >>= PERTURB_SHIFT;
        place = (place * 5 + 1 + perturb) & mask;
    }
}

// The smallest table larger than `least`; dummies go.
static bool resize(Vm *vm, Set *set, size_t least) {
    size_t size = LEAST_SIZE;
    while (size <= least) size <<= 1;
    if (size > (size_t)INT64_MAX / sizeof(SetEntry)) {
        error_memory(vm);
        return false;
    }
    SetEntry *table = gc_alloc_raw(vm, size * sizeof(SetEntry));
    if (!table) return false;
    memset(table, 0, size * sizeof(SetEntry));
    for (size_t i = 0; i <= set->mask; i++)
        if (is_live(&set->table[i]))
            insert_clean(table, size - 1, set->table[i].key, set->table[i].hash);
    set->table = table;
    set->mask = size - 1;
    set->fill = set->count;
    return true;
}

static size_t grown(const Set *set) {
    return set->count > 50000 ? set->count * 2 : set->count * 4;
}

// 1: the entry holds the key; 0: it is where the search ended, or (`adding`) the first dummy on the
// way; -1: comparing raised.
static inline int find(Vm *vm, Set *set, Value key, int64_t hash, bool adding, SetEntry **result) {
again:;
    SetEntry *table = set->table, *dummy = NULL;
    size_t mask = set->mask, perturb = hash, place = (size_t)hash & mask;
    for (;;) {
        SetEntry *entry = &table[place];
        size_t probes = place + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (size_t i = 0; i <= probes; i++, entry++) {
            if (!entry->key) {
                // A comparison may have filled the dummy.
                *result = dummy && dummy->key == SET_DUMMY ? dummy : entry;
                return 0;
            }
            if (entry->hash == hash) {
                Value found = entry->key;
                *result = entry;
                if (found == key) return 1;
                if (is_str(found) && is_str(key)) {
                    if (str_equal(str_of(found), str_of(key))) return 1;
                    continue;
                }
                int equal = object_equal(vm, found, key);
                if (equal < 0) return -1;
                if (equal && adding) return 1; // as CPython has it, who looks no further
                if (set->table != table || entry->key != found) goto again;
                if (equal) return 1;
            } else if (adding && entry->hash == DUMMY_HASH) {
                dummy = entry;
            }
        }
        perturb >>= PERTURB_SHIFT;
        place = (place * 5 + 1 + perturb) & mask;
    }
}

static inline bool hash_key(Vm *vm, Value key, int64_t *hash) {
    if (is_int(key) && int_of(key) >= 0 && int_of(key) < INT_HASH_LIMIT) {
        *hash = int_of(key);
        return true;
    }
    if (is_str(key) && str_of(key)->hash != -1) {
        *hash = str_of(key)->hash;
        return true;
    }
    return object_hash(vm, key, hash);
}

static bool add_hashed(Vm *vm, Set *set, Value key, int64_t hash) {
    SetEntry *entry;
    // A comparison may have cleared the set, and nothing is put into the table that all share.
    do {
        if (unlikely(set->table == no_table) && !resize(vm, set, 0)) return false;
        int found = find(vm, set, key, hash, true, &entry);
        if (found) return found > 0;
    } while (unlikely(set->table == no_table));
    bool reused = entry->key == SET_DUMMY;
    *entry = (SetEntry){hash, key};
    set->count++;
    if (reused) return true;
    set->fill++;
    if (set->fill * 5 < set->mask * 3) return true;
    return resize(vm, set, grown(set));
}

bool set_add(Vm *vm, Set *set, Value key) {
    int64_t hash;
    return hash_key(vm, key, &hash) && add_hashed(vm, set, key, hash);
}

static int has_hashed(Vm *vm, Set *set, Value key, int64_t hash) {
    SetEntry *entry;
    return find(vm, set, key, hash, false, &entry);
}

// The hash of a key that is looked for. A set, which has none, is looked for as the frozenset it
// equals.
static bool hash_sought(Vm *vm, Value *key, int64_t *hash) {
    if (hash_key(vm, *key, hash)) return true;
    if (!is_instance(*key, &set_type) || !error_catch(vm, error_types.TypeError)) return false;
    *key = set_from(vm, *key, SHAPE_FROZENSET);
    return !is_error(*key) && object_hash(vm, *key, hash);
}

int set_has(Vm *vm, Set *set, Value key) {
    int64_t hash;
    return hash_sought(vm, &key, &hash) ? has_hashed(vm, set, key, hash) : -1;
}

static int discard_hashed(Vm *vm, Set *set, Value key, int64_t hash) {
    SetEntry *entry;
    int found = find(vm, set, key, hash, false, &entry);
    if (found <= 0) return found;
    *entry = (SetEntry){DUMMY_HASH, SET_DUMMY};
    set->count--;
    return 1;
}

int set_discard(Vm *vm, Set *set, Value key) {
    int64_t hash;
    return hash_sought(vm, &key, &hash) ? discard_hashed(vm, set, key, hash) : -1;
}

SetEntry *set_next(Set *set, size_t *place) {
    while (*place <= set->mask) {
        SetEntry *entry = &set->table[(*place)++];
        if (is_live(entry)) return entry;
    }
    return NULL;
}

Value set_pop(Vm *vm, Set *set) {
    if (!set->count) return error_raise(vm, error_types.KeyError, "pop from an empty set");
    size_t place = set->finger & set->mask;
    while (!is_live(&set->table[place])) place = (place + 1) & set->mask;
    Value key = set->table[place].key;
    set->table[place] = (SetEntry){DUMMY_HASH, SET_DUMMY};
    set->count--;
    set->finger = place + 1;
    return key;
}

// --- whole sets ---------------------------------------------------------------------------------

static bool merge(Vm *vm, Set *set, Set *other) {
    if (other == set || !other->count) return true;
    if ((set->fill + other->count) * 5 >= set->mask * 3 &&
        !resize(vm, set, (set->count + other->count) * 2))
        return false;
    if (set->table == no_table && !resize(vm, set, 0)) return false;
    if (!set->fill) {
        if (set->mask == other->mask && other->fill == other->count) {
            memcpy(set->table, other->table, (set->mask + 1) * sizeof(SetEntry));
        } else {
            for (size_t i = 0; i <= other->mask; i++)
                if (is_live(&other->table[i]))
                    insert_clean(set->table, set->mask, other->table[i].key, other->table[i].hash);
        }
        set->fill = set->count = other->count;
        return true;
    }
    for (size_t place = 0;;) {
        SetEntry *entry = set_next(other, &place);
        if (!entry) return true;
        if (!add_hashed(vm, set, entry->key, entry->hash)) return false;
    }
}

static bool merge_dict(Vm *vm, Set *set, Dict *dict) {
    if ((set->fill + dict->count) * 5 >= set->mask * 3 &&
        !resize(vm, set, (set->count + dict->count) * 2))
        return false;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(dict, &place);
        if (!entry) return true;
        if (!add_hashed(vm, set, entry->key, entry->hash)) return false;
    }
}

static bool add_item(Vm *vm, Value item, void *context) {
    return set_add(vm, context, item);
}

bool set_update(Vm *vm, Set *set, Value iterable) {
    if (is_set_like(iterable)) return merge(vm, set, set_of(iterable));
    if (is_dict(iterable)) return merge_dict(vm, set, dict_of(iterable));
    return object_each(vm, iterable, add_item, set);
}

Value set_from(Vm *vm, Value iterable, uint32_t shape_id) {
    Value set = set_make(vm, shape_id);
    return is_error(set) || !set_update(vm, set_of(set), iterable) ? VALUE_ERROR : set;
}

// What operations on a set or frozenset, or on an instance of a subclass, give.
static uint32_t result_shape(const Set *set) {
    bool frozen = type_is_subtype(shape_types[set->object.shape_id], &frozenset_type);
    return frozen ? SHAPE_FROZENSET : SHAPE_SET;
}

Value set_copy(Vm *vm, Set *set) {
    return set_from(vm, value_of(set), result_shape(set));
}

typedef struct {
    Set *set, *result;
    int wanted; // keep what is (1) or is not (0) in set; without a result: stop at what differs
    bool stopped;
} Selection;

static bool select_hashed(Vm *vm, Selection *selection, Value key, int64_t hash) {
    int has = has_hashed(vm, selection->set, key, hash);
    if (has < 0) return false;
    if (selection->result)
        return has != selection->wanted || add_hashed(vm, selection->result, key, hash);
    selection->stopped = has != selection->wanted;
    return !selection->stopped;
}

static bool select_item(Vm *vm, Value item, void *context) {
    int64_t hash;
    return hash_key(vm, item, &hash) && select_hashed(vm, context, item, hash);
}

static bool select_set(Vm *vm, Set *from, Selection *selection) {
    for (size_t place = 0;;) {
        SetEntry *entry = set_next(from, &place);
        if (!entry) return true;
        if (!select_hashed(vm, selection, entry->key, entry->hash)) return false;
    }
}

// Are (wanted 1) or are not (wanted 0) all of an iterable's items in the set? 1, 0, -1.
int set_all_members(Vm *vm, Set *set, Value iterable, int wanted) {
    Selection selection = {set, NULL, wanted, false};
    bool all = is_set_like(iterable) ? select_set(vm, set_of(iterable), &selection)
                                     : object_each(vm, iterable, select_item, &selection);
    return all ? 1 : selection.stopped ? 0 : -1;
}

Value set_intersection(Vm *vm, Set *set, Value iterable) {
    if (value_of(set) == iterable) return set_copy(vm, set);
    Value result = set_make(vm, result_shape(set));
    if (is_error(result)) return VALUE_ERROR;
    bool done;
    if (is_set_like(iterable)) {
        Set *shorter = set_of(iterable), *longer = set;
        if (shorter->count > longer->count) {
            longer = shorter;
            shorter = set;
        }
        Selection selection = {longer, set_of(result), 1, false};
        done = select_set(vm, shorter, &selection);
    } else {
        Selection selection = {set, set_of(result), 1, false};
        done = object_each(vm, iterable, select_item, &selection);
    }
    return done ? result : VALUE_ERROR;
}

static bool discard_item(Vm *vm, Value item, void *context) {
    int64_t hash;
    return hash_key(vm, item, &hash) && discard_hashed(vm, context, item, hash) >= 0;
}

bool set_difference_update(Vm *vm, Set *set, Value iterable) {
    if (value_of(set) == iterable) {
        set_clear(set);
        return true;
    }
    if (is_set_like(iterable)) {
        Set *other = set_of(iterable);
        if (other->count >> 3 > set->count) {
            Value common = set_intersection(vm, set, iterable);
            if (is_error(common)) return false;
            other = set_of(common);
        }
        for (size_t place = 0;;) {
            SetEntry *entry = set_next(other, &place);
            if (!entry) break;
            if (discard_hashed(vm, set, entry->key, entry->hash) < 0) return false;
        }
    } else if (!object_each(vm, iterable, discard_item, set)) {
        return false;
    }
    return set->fill - set->count <= set->mask / 4 || resize(vm, set, grown(set));
}

static Value copy_and_subtract(Vm *vm, Set *set, Value iterable) {
    Value result = set_copy(vm, set);
    bool done = !is_error(result) && set_difference_update(vm, set_of(result), iterable);
    return done ? result : VALUE_ERROR;
}

Value set_difference(Vm *vm, Set *set, Value iterable) {
    size_t count;
    if (is_set_like(iterable))
        count = set_of(iterable)->count;
    else if (is_dict(iterable))
        count = dict_of(iterable)->count;
    else
        return copy_and_subtract(vm, set, iterable);
    // Much to keep and little to take away.
    if (set->count >> 2 > count) return copy_and_subtract(vm, set, iterable);
    Value result = set_make(vm, result_shape(set));
    if (is_error(result)) return VALUE_ERROR;
    if (is_set_like(iterable)) {
        Selection selection = {set_of(iterable), set_of(result), 0, false};
        return select_set(vm, set, &selection) ? result : VALUE_ERROR;
    }
    for (size_t place = 0;;) {
        SetEntry *entry = set_next(set, &place);
        if (!entry) return result;
        Value key = entry->key;
        int64_t hash = entry->hash;
        Value found = dict_get_hashed(vm, dict_of(iterable), key, hash);
        if (is_error(found)) return VALUE_ERROR;
        if (found == VALUE_END && !add_hashed(vm, set_of(result), key, hash)) return VALUE_ERROR;
    }
}

static bool toggle(Vm *vm, Set *set, Value key, int64_t hash) {
    int discarded = discard_hashed(vm, set, key, hash);
    return discarded ? discarded > 0 : add_hashed(vm, set, key, hash);
}

bool set_symmetric_difference_update(Vm *vm, Set *set, Value iterable) {
    if (value_of(set) == iterable) {
        set_clear(set);
        return true;
    }
    if (is_dict(iterable)) {
        for (size_t place = 0;;) {
            DictEntry *entry = dict_next(dict_of(iterable), &place);
            if (!entry) return true;
            if (!toggle(vm, set, entry->key, entry->hash)) return false;
        }
    }
    Value other = is_set_like(iterable) ? iterable : set_from(vm, iterable, result_shape(set));
    if (is_error(other)) return false;
    for (size_t place = 0;;) {
        SetEntry *entry = set_next(set_of(other), &place);
        if (!entry) return true;
        if (!toggle(vm, set, entry->key, entry->hash)) return false;
    }
}

Value set_symmetric_difference(Vm *vm, Set *set, Value iterable) {
    Value result = set_from(vm, iterable, result_shape(set));
    bool done =
        !is_error(result) && set_symmetric_difference_update(vm, set_of(result), value_of(set));
    return done ? result : VALUE_ERROR;
}

// set takes over what `other`, which nobody else needs, holds.
void set_take_over(Set *set, Set *other) {
    set->count = other->count;
    set->fill = other->fill;
    set->mask = other->mask;
    set->table = other->table;
    set->hash = -1;
}

// --- slots of both types ------------------------------------------------------------------------

static uint64_t shuffled(uint64_t hash) {
    return ((hash ^ 89869747u) ^ (hash << 16)) * 3644798167u;
}

bool set_hash_frozen(Vm *vm, Value self, int64_t *result) {
    Set *set = set_of(self);
    (void)vm;
    if (set->hash == -1) {
        uint64_t hash = 0;
        for (size_t place = 0;;) {
            SetEntry *entry = set_next(set, &place);
            if (!entry) break;
            hash ^= shuffled(entry->hash);
        }
        hash ^= (set->count + 1) * 1927868237u;
        hash ^= hash >> 11 ^ hash >> 25;
        hash = hash * 69069u + 907133923u;
        set->hash = hash == UINT64_MAX ? 590923713 : (int64_t)hash;
    }
    *result = set->hash;
    return true;
}

Value set_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!is_set_like(left) || !is_set_like(right)) return VALUE_NOT_IMPLEMENTED;
    Set *own = set_of(left), *other = set_of(right);
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    int answer = 0;
    switch (operator) {
    case COMPARE_EQ:
    case COMPARE_NE:
        if (own->count == other->count &&
            (own->hash == -1 || other->hash == -1 || own->hash == other->hash))
            answer = set_all_members(vm, other, left, 1);
        if (operator== COMPARE_NE && answer >= 0) answer = !answer;
        break;
    case COMPARE_LT:
        answer = own->count < other->count ? set_all_members(vm, other, left, 1) : 0;
        break;
    case COMPARE_LE:
        answer = own->count <= other->count ? set_all_members(vm, other, left, 1) : 0;
        break;
    case COMPARE_GT:
        answer = own->count > other->count ? set_all_members(vm, own, right, 1) : 0;
        break;
    case COMPARE_GE:
        answer = own->count >= other->count ? set_all_members(vm, own, right, 1) : 0;
        break;
    }
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}

void set_trace(Heap *heap, Object *object) {
    Set *set = (Set *)object;
    if (!set->table || set->table == no_table) return;
    gc_mark_block(heap, set->table);
    for (size_t i = 0; i <= set->mask; i++)
        if (is_live(&set->table[i])) gc_mark_value(heap, set->table[i].key);
}

// --- iterator -----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Set *set; // NULL when over
    size_t expected, place, left;
} SetIterator;

Value set_iter(Vm *vm, Value self) {
    SetIterator *iterator = gc_new(vm, SHAPE_SET_ITERATOR, sizeof(SetIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->set = set_of(self);
    iterator->expected = iterator->left = set_of(self)->count;
    iterator->place = 0;
    return value_of(iterator);
}

static Value iterator_next(Vm *vm, Value self) {
    SetIterator *iterator = (SetIterator *)self;
    if (!iterator->set) return VALUE_END;
    if (iterator->expected != iterator->set->count) {
        iterator->expected = SIZE_MAX; // the same answer from now on
        return error_raise(vm, error_types.RuntimeError, "Set changed size during iteration");
    }
    SetEntry *entry = set_next(iterator->set, &iterator->place);
    if (!entry) {
        iterator->set = NULL;
        return VALUE_END;
    }
    iterator->left--;
    return entry->key;
}

static Value iterator_iter(Vm *vm, Value self) {
    return (void)vm, self;
}

NATIVE(iterator_length_hint) {
    SetIterator *iterator = (SetIterator *)args[0];
    bool live = iterator->set && iterator->expected == iterator->set->count;
    return make_int(vm, live ? (int64_t)iterator->left : 0);
}

static void iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((SetIterator *)object)->set));
}

// (iter, ([what is still to come],)), which leaves the iterator where it is.
NATIVE(iterator_reduce) {
    SetIterator *copy = gc_new(vm, SHAPE_SET_ITERATOR, sizeof *copy);
    if (!copy) return VALUE_ERROR;
    *copy = *(SetIterator *)args[0];
    return reduce_finished(vm, list_from(vm, value_of(copy)));
}

static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {0},
};

Type set_iterator_type = {
    .name = "set_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_SET_ITERATOR,
    .instance_size = sizeof(SetIterator),
    .methods = iterator_methods,
    .trace = iterator_trace,
    .iter = iterator_iter,
    .next = iterator_next,
};
