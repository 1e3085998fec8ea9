// What the three files of the module itertools share.
#ifndef VM_MODULES_ITERTOOLS_H
#define VM_MODULES_ITERTOOLS_H

#include "vm/module.h"

// itertools_select.c
extern Type itertools_product_type, itertools_permutations_type, itertools_combinations_type,
    itertools_replacement_type;
// itertools_group.c
extern Type itertools_groupby_type, itertools_grouper_type, itertools_tee_type, itertools_data_type;
extern const NativeSpec itertools_tee_functions[];

#endif
