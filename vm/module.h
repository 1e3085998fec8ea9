// What modules written in C are made with. A module is a file of modules/ with a line in
// modules/modules.def: tables of functions and types, and module_NAME_make, which fills them in.
#ifndef VM_MODULE_H
#define VM_MODULE_H

#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// Makes the types of a list that NULL ends ready, if that was not done before, and puts each into
// the module under the last part of its name. module NULL: only the first.
bool module_add_types(Vm *vm, Module *module, Type *const *types);
bool module_set_int(Vm *vm, Module *module, const char *name, int64_t number);
// A new exception class: "struct.error". It lives for ever, as all classes do.
Value exception_type_make(Vm *vm, const char *name, Type *base);

// The `make` of a type whose instances only its module makes: TypeError "cannot create ...".
Value instance_refuse(Vm *vm, Type *type, Value *args, size_t count, Tuple *names);

// The number of arguments: TypeError "NAME expected at least 2 arguments, got 1".
bool arguments_count(Vm *vm, const char *name, size_t given, size_t least, size_t most);
// For a constructor of `own` that takes no keywords, though its subclasses' may.
bool arguments_unnamed(Vm *vm, Type *type, const Type *own, const char *name, Tuple *names);
// An argument that C takes as a size: OverflowError where it does not fit.
bool argument_size(Vm *vm, Value value, int64_t *size);
// The same for a C int.
bool argument_int(Vm *vm, Value value, int *number);
// Of an int of any size the bits that fit an unsigned int.
bool argument_low_bits(Vm *vm, Value value, uint32_t *bits);

// A tuple of Values that were just made: VALUE_ERROR if one of them could not be.
Value tuple_of_made(Vm *vm, const Value *items, size_t count);
#define TUPLE(vm, ...)                                                                             \
    tuple_of_made(vm, (Value[]){__VA_ARGS__}, sizeof((Value[]){__VA_ARGS__}) / sizeof(Value))
// What __reduce__ answers: the type of self, arguments and perhaps a state. They may be
// VALUE_ERROR.
Value reduce_to(Vm *vm, Value self, Value args);
Value reduce_with(Vm *vm, Value self, Value args, Value state);

// Adds the repr of a value; false when raised.
bool builder_add_repr(StrBuilder *builder, Value value);

#endif
