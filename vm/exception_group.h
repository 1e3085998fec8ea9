// Groups of exceptions, as except* takes them apart and reports show them.
#ifndef VM_EXCEPTION_GROUP_H
#define VM_EXCEPTION_GROUP_H

#include "vm/object.h"
#include "vm/types/list.h"

bool is_group(Value value);
Tuple *group_exceptions(Vm *vm, Value group);
// What of a caught exception (or None) a clause takes, always as a group, and in *rest what is
// left; None where there is nothing.
Value group_match(Vm *vm, Value caught, Value class, Value *rest);
// From the exceptions that the clauses raised, left or (None) had none of, what is raised after
// them all; None: nothing.
Value group_reraised(Vm *vm, Value original, List *exceptions);

void groups_init(void);    // fills in the rows of the types, before they are made ready
bool groups_ready(Vm *vm); // and after: ExceptionGroup has two bases

#endif
