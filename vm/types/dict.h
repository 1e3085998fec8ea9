// Dicts: insertion-ordered entries plus an open-addressed index of them. Key tables can be guarded
// by caches: while `keys_id` is the same non-zero number, the keys and their places are the same.
#ifndef VM_TYPES_DICT_H
#define VM_TYPES_DICT_H

#include "vm/object.h"

typedef struct {
    int64_t hash;
    Value key; // VALUE_NULL: deleted
    Value value;
} DictEntry;

struct Dict {
    Object object;
    uint32_t
        keys_id; // 0: none given; set to 0 again by every change of the set of keys or their places
    uint32_t index_size_log; // the index has 1 << index_size_log places; its cells are 1, 2 or 4
                             // bytes wide
    size_t count;            // live entries
    size_t used;             // entries in use, deleted ones included
    size_t capacity;         // entries there is room for
    DictEntry *entries;      // a CELL_VALUES-like block the dict traces itself
    void *index;
};

extern Type dict_type, dict_keys_type, dict_values_type, dict_items_type;
extern Type dict_key_iterator_type, dict_value_iterator_type, dict_item_iterator_type,
    dict_key_reverse_iterator_type, dict_value_reverse_iterator_type,
    dict_item_reverse_iterator_type;
extern Type namespace_proxy_type;

static inline Dict *dict_of(Value value) {
    return (Dict *)value;
}
static inline bool is_dict_like(Value value) {
    return is_dict(value) || (is_object(value) && (type_of(value)->flags & TYPE_DICT));
}

Value dict_make(Vm *vm, size_t room); // room: entries expected
// The value, VALUE_END when absent, VALUE_ERROR when hashing or comparing raised.
Value dict_get(Vm *vm, Dict *dict, Value key);
Value dict_get_hashed(Vm *vm, Dict *dict, Value key, int64_t hash);
// For Str keys: cannot raise; VALUE_END when absent.
Value dict_get_str(Vm *vm, Dict *dict, Str *key);
bool dict_set(Vm *vm, Dict *dict, Value key, Value value);
bool dict_set_str(Vm *vm, Dict *dict, Str *key, Value value);
int dict_delete(Vm *vm, Dict *dict, Value key); // 1 done, 0 absent, -1 raised
int dict_delete_str(Vm *vm, Dict *dict, Str *key);
bool dict_set_hashed(Vm *vm, Dict *dict, Value key, Value value, int64_t hash);
Value dict_set_default(Vm *vm, Dict *dict, Value key, Value value); // as dict.setdefault
Value dict_take(Vm *vm, Dict *dict,
                Value key); // takes the key out: its value, VALUE_END when absent
bool dict_pop_last(Dict *dict, Value *key, Value *value); // false when empty
bool dict_merge(Vm *vm, Dict *dict, Dict *other,
                bool override); // override: equal keys take other's value
bool dict_update(Vm *vm, Dict *dict, Value mapping_or_pairs); // as dict.update
Value dict_copy(Vm *vm, Dict *dict);
void dict_clear(Vm *vm, Dict *dict);
// Walks the live entries: start with *place = 0; NULL at the end. The entry is valid until the dict
// changes.
DictEntry *dict_next(Dict *dict, size_t *place);

// For caches: gives the key table an id (0 when ids have run out) / the place of a str key in
// entries, or -1.
uint32_t dict_keys_id(Vm *vm, Dict *dict);
int64_t dict_place_str(Vm *vm, Dict *dict, Str *key);

// A read-only view of a mapping (types.MappingProxyType), as Class.__dict__ is.
Value namespace_proxy_make(Vm *vm, Value mapping);

#endif
