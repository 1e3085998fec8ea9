// What the two files of the module _functools share, and who else makes partial functions.
#ifndef VM_MODULES_FUNCTOOLS_H
#define VM_MODULES_FUNCTOOLS_H

#include "vm/module.h"

extern Type functools_partial_type;
// lru_cache.c
extern Type functools_cache_type, functools_link_type;

#endif
