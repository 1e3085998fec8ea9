// Shapes and instances. An instance's header names its shape: the class, and which attribute lies in
// which slot. Instances that got their attributes in the same order share shapes.
#ifndef VM_INSTANCE_H
#define VM_INSTANCE_H

#include "vm/object.h"

// object.bits: how many slots there are. Types with `instance_offset` 8 begin like this.
typedef struct {
    Object object;
    Value *slots; // in line behind the fixed part, or a CELL_VALUES block; unset ones are VALUE_NULL
    Value in_line[];
} Instance;

struct Shape {
    Type *type;
    uint32_t id;
    uint32_t count;      // attributes
    Shape *parent;       // without the last attribute
    Str *name;           // the last attribute
    Dict *places;        // name -> slot as int; made when first asked for, or NULL
    Shape *first_child, *next_sibling;
    bool dictionary;     // attributes are in a dict, in slots[0]
};

extern Shape *shape_table[SHAPE_MAX];

static inline Instance *instance_of(Value value) { return (Instance *)value; }

// The slot of an attribute, or -1.
int32_t shape_find(Vm *vm, const Shape *shape, Str *name);
// The shape with one more attribute; NULL when memory or ids are out (nothing raised for ids).
Shape *shape_add(Vm *vm, Shape *shape, Str *name);
Shape *shape_new(Vm *vm, Type *type);

// A new instance of a class with the plain layout.
Value instance_make(Vm *vm, Type *type);
// Attributes proper (no class, no descriptors). VALUE_END when absent.
Value instance_get(Vm *vm, Value self, Str *name);
bool instance_set(Vm *vm, Value self, Str *name, Value value);
int instance_delete(Vm *vm, Value self, Str *name); // 1 done, 0 absent, -1 raised
// The attributes as a real dict, which they live in from now on.
Dict *instance_dict(Vm *vm, Value self);
bool instance_set_dict(Vm *vm, Value self, Dict *dict);
bool has_instance_part(Value value);
void instance_trace(Heap *heap, Object *object); // Type.trace of plain instances

#endif
