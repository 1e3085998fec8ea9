// Well-known names by enum: name_of(vm, init) is the interned Str "__init__".
#ifndef VM_NAMES_H
#define VM_NAMES_H

#include "vm/vm.h"

enum {
#define NAME(id, text) NAME_##id,
#include "vm/names.def"
#undef NAME
    NAME_COUNT,
};
_Static_assert(NAME_COUNT <= 256, "Vm.names has 256 places");

#define name_of(vm, id) ((Str *)(vm)->names[NAME_##id])

#endif
