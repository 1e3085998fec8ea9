// types.SimpleNamespace: an object that is its attributes.
#ifndef VM_TYPES_NAMESPACE_H
#define VM_TYPES_NAMESPACE_H

#include "vm/object.h"

extern Type simple_namespace_type;

Value simple_namespace_make(Vm *vm, Dict *attributes); // the dict becomes its own

#endif
