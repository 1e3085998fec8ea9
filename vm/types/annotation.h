// What annotations are made of: list[int] and int | None.
#ifndef VM_TYPES_ANNOTATION_H
#define VM_TYPES_ANNOTATION_H

#include "vm/object.h"

// list[int]
typedef struct {
    Object object;
    Value origin;
    Tuple *args;
    bool starred; // *tuple[int]
} GenericAlias;

// int | None
typedef struct {
    Object object;
    Tuple *args; // NoneType for None
} Union;

extern Type generic_alias_type, union_type;

Value generic_alias_make(Vm *vm, Value origin, Value args); // args: a tuple, or the only one
// left | right where at least one is a class; NotImplemented if they make no union.
Value union_or(Vm *vm, Value left, Value right);
// __class_getitem__ of a built-in class: its alias.
Value class_getitem_method(Vm *vm, Value *args, size_t count, Tuple *names);

#endif
