// What the files of the module _collections share.
#ifndef VM_MODULES_COLLECTIONS_H
#define VM_MODULES_COLLECTIONS_H

#include "vm/module.h"

// deque.c
extern Type collections_deque_type, collections_deque_iterator_type, collections_deque_reverse_type;
// ordered_dict.c
extern Type collections_ordered_type;
extern Type *const collections_ordered_helpers[]; // its views and iterator; NULL ends them

#endif
