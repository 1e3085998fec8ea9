// The walk through a dict's index, and what dict.c and dict_views.c share.
#ifndef VM_TYPES_DICT_LOOKUP_H
#define VM_TYPES_DICT_LOOKUP_H

#include "vm/types/dict.h"

#define INT_HASH_MODULUS (((int64_t)1 << 61) - 1)

// What an index cell says beside the place of an entry. The cells' own widths cut these to 0xff,
// 0xfe.
#define PLACE_EMPTY   ((size_t)-1)
#define PLACE_DELETED ((size_t)-2)
#define PLACE_ERROR   ((size_t)-3) // never in a cell: comparing raised, or must be done the slow way

typedef struct {
    const void *index;
    unsigned log;
    size_t mask, cell, perturb;
} Probe;

static inline Probe probe_start(const Dict *dict, int64_t hash) {
    size_t mask = ((size_t)1 << dict->index_size_log) - 1;
    return (Probe){dict->index, dict->index_size_log, mask, (size_t)hash & mask, (size_t)hash};
}
static inline void probe_step(Probe *probe) {
    probe->perturb >>= 5;
    probe->cell = (probe->cell * 5 + probe->perturb + 1) & probe->mask;
}
static inline size_t probe_place(const Probe *probe) {
    // Sign extension gives the two special values, and places stay below them in each width.
    size_t place, limit;
    if (probe->log <= 8)
        place = ((const uint8_t *)probe->index)[probe->cell], limit = 0xfe;
    else if (probe->log <= 16)
        place = ((const uint16_t *)probe->index)[probe->cell], limit = 0xfffe;
    else
        place = ((const uint32_t *)probe->index)[probe->cell], limit = 0xfffffffe;
    return likely(place < limit) ? place : place - limit + PLACE_DELETED;
}

// The place of a key in the entries; -1: it is not there, -2: raised.
int64_t dict_place(Vm *vm, Dict *dict, Value key, int64_t hash);
Value dict_iter(Vm *vm, Value self);
Value dict_view_make(Vm *vm, Dict *dict, uint32_t shape_id); // SHAPE_DICT_KEYS, _VALUES or _ITEMS
// Backwards over what the forward iterator of `shape_id` gives.
Value dict_reverse_iterator_make(Vm *vm, Dict *dict, uint32_t shape_id);

#endif
