// Classes: making them ready, making new ones, looking names up along the MRO.
#ifndef VM_TYPE_H
#define VM_TYPE_H

#include "vm/object.h"

bool types_init(Vm *vm);             // every row of types.def
bool type_ready(Vm *vm, Type *type); // fills in dict, mro and inherited fields of a built-in type

// The attribute as it stands in the first class of the MRO that has it; VALUE_END when none has.
Value type_lookup(Vm *vm, Type *type, Str *name);
// The class it was found in.
Value type_lookup_owner(Vm *vm, Type *type, Str *name, Type **owner);
Value type_get_attribute(Vm *vm, Value self, Str *name);
bool type_set_attribute(Vm *vm, Value self, Str *name, Value value);
// To be called when the dict of a class has a new value for a name, VALUE_NULL none any more.
bool type_changed(Vm *vm, Type *type, Str *name, Value value);
Value type_new(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace,
               Value *keyword_values, Tuple *keywords);
// class.c: the most derived metaclass of the bases and the one asked for. NULL: TypeError raised.
Type *class_metatype(Vm *vm, Type *metatype, Tuple *bases);
// The built-in type whose layout instances of `type` have.
Type *type_layout(Type *type);
Value class_linearize(Vm *vm, Type *type); // the MRO by C3, a tuple
// Assigns __bases__ (VALUE_NULL: deletes, which is refused).
bool class_set_bases(Vm *vm, Type *type, Value value);
// Can an instance of one class be one of the other? Else TypeError "`what` assignment: ...".
bool class_is_compatible(Vm *vm, Type *old, Type *new, const char *what);
extern const NativeSpec build_class_spec;

// instance_check.c: what type.__instancecheck__ and __subclasscheck__ answer; -1 raised.
int class_has_instance(Vm *vm, Value class, Value value);
int class_has_subclass(Vm *vm, Value base, Value class);

// slots.c: what `owner`, a type or the built-in base whose __new__ was called, makes as an instance
// of `type`.
Value type_make_instance(Vm *vm, Type *owner, Type *type, Value *args, size_t count, Tuple *names);
// fills a class's C slots from its special methods; adds slot wrappers to a built-in
// type's dict.
void slots_update(Vm *vm, Type *type);
bool slots_expose(Vm *vm, Type *type);
Value slot_wrapper_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names);
bool name_is_slot(Vm *vm, Str *name);

// attribute.c
Value generic_get_attribute(Vm *vm, Value self, Str *name);
bool generic_set_attribute(Vm *vm, Value self, Str *name, Value value);
Value generic_find_attribute(Vm *vm, Value self, Str *name); // VALUE_END when absent
Value descriptor_bind(Vm *vm, Value attribute, Value instance, Type *owner);
bool is_data_descriptor(Value attribute);
void caches_flush(Vm *vm);
// May a cache keep what a class-level look-up of this name found?
bool name_may_be_cached(Vm *vm, Str *name);

#endif
