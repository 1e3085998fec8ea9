// Shapes and instances. An instance's header names its shape: the class, and which attribute lies
// in which slot. Instances that got their attributes in the same order share shapes.
#ifndef VM_INSTANCE_H
#define VM_INSTANCE_H

#include "vm/object.h"

// The plain layout, of classes that extend no other built-in than object. object.bits is the number
// of slots. Other layouts keep the attributes of a program's subclass in a dict
// (instance_dict_place).
typedef struct {
    Object object;
    Value
        *slots; // in line behind the fixed part, or a CELL_VALUES block; unset ones are VALUE_NULL
    Value in_line[];
} Instance;

struct Shape {
    Type *type;
    uint32_t id;
    uint32_t count; // attributes; the last one is `name`, in slot count - 1
    Shape *parent;  // without the last attribute; NULL for a class's root, whose attributes are
                    // those of __slots__, which have places and no names here
    Str *name;
    Shape *first_child, *next_sibling;
    bool dictionary; // attributes are in a dict, in slots[count]; __slots__ stay before it
};

enum { SHAPE_ATTRIBUTES_MAX = 64 }; // with more, an instance turns to a dict

extern Shape *shape_table[SHAPE_MAX]; // of plain layouts, else NULL

static inline bool shape_is_plain(uint32_t id) {
    return shape_table[id] != NULL;
}
static inline Instance *instance_of(Value value) {
    return (Instance *)value;
}

// A shape for a type: the root of its instances' shapes (plain), which begin with `fixed` slots, or
// just an id. Raises MemoryError.
bool shape_give(Vm *vm, Type *type, bool plain, uint32_t fixed);
// The slot of an attribute, or -1. Names are interned.
int32_t shape_find(const Shape *shape, const Str *name);
// The shape with one more attribute; the type's dictionary shape when there would be too many.
// NULL: raised.
Shape *shape_add(Vm *vm, Shape *shape, Str *name);

// A new instance of a class with the plain layout.
Value instance_make(Vm *vm, Type *type);
// Attributes proper (no class, no descriptors) of any value. VALUE_END when absent.
Value instance_get(Vm *vm, Value self, Str *name);
bool instance_set(Vm *vm, Value self, Str *name, Value value); // the value has room for attributes
int instance_delete(Vm *vm, Value self, Str *name);            // 1 done, 0 absent, -1 raised
bool instance_has_room(Value self);                            // may it have attributes of its own?
// The attributes as a real dict, which they live in from now on. NULL: raised.
Dict *instance_dict(Vm *vm, Value self);
bool instance_set_dict(Vm *vm, Value self, Dict *dict);
// Where layouts other than plain keep their attributes; NULL: nowhere.
Dict **instance_dict_place(Value self);
void instance_trace(Heap *heap, Object *object); // Type.trace of plain instances

#endif
