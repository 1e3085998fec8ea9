// Shapes and instances: see instance.h. Shapes form a tree under each class and live for ever, as
// their ids do, which inline caches hold.
#include "vm/instance.h"

#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

Type *shape_types[SHAPE_MAX];
Shape *shape_table[SHAPE_MAX];

// Exceptions are built-in types with ids after the enum's: those of their rows.
#define EXCEPTION(name, parent) +1
static uint32_t shape_count = SHAPE_FIRST_DYNAMIC
#include "vm/exceptions.def"
    ;
#undef EXCEPTION

static Shape *new_shape(Vm *vm, Type *type) {
    Shape *shape = shape_count < SHAPE_MAX ? calloc(1, sizeof *shape) : NULL;
    if (!shape) {
        error_memory(vm);
        return NULL;
    }
    shape->type = type;
    shape->id = shape_count++;
    shape_types[shape->id] = type;
    shape_table[shape->id] = shape;
    return shape;
}

bool shape_give(Vm *vm, Type *type, bool plain, uint32_t fixed) {
    if (plain) {
        Shape *root = new_shape(vm, type);
        if (!root) return false;
        root->count = fixed;
        if (type->slot_capacity < fixed || type->flags & TYPE_NO_DICT) type->slot_capacity = fixed;
        type->shape_id = root->id;
        return true;
    }
    if (shape_count == SHAPE_MAX) return error_memory(vm), false;
    shape_types[shape_count] = type;
    type->shape_id = shape_count++;
    return true;
}

int32_t shape_find(const Shape *shape, const Str *name) {
    for (; shape->parent; shape = shape->parent)
        if (shape->name == name) return shape->count - 1;
    return -1;
}

static Shape *dictionary_shape(Vm *vm, Shape *shape) {
    Shape *root = shape_table[shape->type->shape_id];
    Shape *child = root->first_child;
    while (child && !child->dictionary) child = child->next_sibling;
    if (child) return child;
    child = new_shape(vm, shape->type);
    if (!child) return NULL;
    child->dictionary = true;
    child->count = root->count;
    child->next_sibling = root->first_child;
    root->first_child = child;
    return child;
}

Shape *shape_add(Vm *vm, Shape *shape, Str *name) {
    for (Shape *child = shape->first_child; child; child = child->next_sibling)
        if (child->name == name && !child->dictionary) return child;
    if (shape->count >= SHAPE_ATTRIBUTES_MAX || shape_count > SHAPE_MAX / 2)
        return dictionary_shape(vm, shape);
    Shape *child = new_shape(vm, shape->type);
    if (!child) return NULL;
    child->count = shape->count + 1;
    child->parent = shape;
    child->name = name;
    child->next_sibling = shape->first_child;
    shape->first_child = child;
    if (child->count > shape->type->slot_capacity && child->count <= 16)
        shape->type->slot_capacity = child->count;
    return child;
}

// --- plain instances ----------------------------------------------------------------------------

Value instance_make(Vm *vm, Type *type) {
    uint32_t capacity = type->slot_capacity;
    Instance *instance = gc_new(vm, type->shape_id, sizeof(Instance) + capacity * sizeof(Value));
    if (!instance) return VALUE_ERROR;
    instance->object.bits = capacity;
    instance->slots = instance->in_line;
    for (uint32_t i = 0; i < capacity; i++) instance->in_line[i] = VALUE_NULL;
    if (unlikely(type->flags & TYPE_FINALIZED) && !finalize_watch(vm, value_of(instance)))
        return VALUE_ERROR;
    return value_of(instance);
}

void instance_trace(Heap *heap, Object *object) {
    Instance *instance = (Instance *)object;
    if (instance->slots != instance->in_line) {
        gc_mark_block(heap, instance->slots);
    } else {
        for (uint32_t i = 0; i < object->bits; i++) gc_mark_value(heap, instance->slots[i]);
    }
}

static bool grow_slots(Vm *vm, Instance *instance, uint32_t needed) {
    if (needed <= instance->object.bits) return true;
    uint32_t capacity = needed + needed / 2 + 1;
    Value *slots = gc_alloc_values(vm, capacity);
    if (!slots) return false;
    memcpy(slots, instance->slots, instance->object.bits * sizeof(Value));
    instance->slots = slots;
    instance->object.bits = capacity;
    return true;
}

static bool to_dictionary(Vm *vm, Instance *instance, Dict *dict) {
    Shape *shape = dictionary_shape(vm, shape_table[instance->object.shape_id]);
    if (!shape || !grow_slots(vm, instance, shape->count + 1)) return false;
    uint32_t fixed = shape->count;
    memset(instance->slots + fixed, 0, (instance->object.bits - fixed) * sizeof(Value));
    instance->slots[fixed] = value_of(dict);
    instance->object.shape_id = shape->id;
    return true;
}

// --- any value ----------------------------------------------------------------------------------

static Shape *plain_shape(Value self) {
    return is_object(self) ? shape_table[object_of(self)->shape_id] : NULL;
}
static Dict *shape_dict(Value self, const Shape *shape) {
    return dict_of(instance_of(self)->slots[shape->count]);
}

Dict **instance_dict_place(Value self) {
    if (!is_object(self)) return NULL;
    Type *type = type_of(self);
    if (!type->instance_offset) return NULL;
    if (type->flags & TYPE_TUPLE) return (Dict **)&tuple_of(self)->items[tuple_of(self)->count];
    return (Dict **)((char *)object_of(self) + type->instance_offset);
}

bool instance_has_room(Value self) {
    if (!is_object(self) || (type_of(self)->flags & TYPE_NO_DICT)) return false;
    return plain_shape(self) || type_of(self)->instance_offset;
}

Value instance_get(Vm *vm, Value self, Str *name) {
    Shape *shape = plain_shape(self);
    if (shape && !shape->dictionary) {
        int32_t slot = shape_find(shape, name);
        Value value = slot < 0 ? VALUE_NULL : instance_of(self)->slots[slot];
        return value ? value : VALUE_END;
    }
    if (shape) return dict_get_str(vm, shape_dict(self, shape), name);
    Dict **place = instance_dict_place(self);
    return place && *place ? dict_get_str(vm, *place, name) : VALUE_END;
}

bool instance_set(Vm *vm, Value self, Str *name, Value value) {
    Shape *shape = plain_shape(self);
    if (shape && !shape->dictionary) {
        Instance *instance = instance_of(self);
        int32_t slot = shape_find(shape, name);
        if (slot >= 0) {
            instance->slots[slot] = value;
            return true;
        }
        Shape *next = shape_add(vm, shape, name);
        if (!next) return false;
        if (!next->dictionary) {
            if (!grow_slots(vm, instance, next->count)) return false;
            instance->slots[next->count - 1] = value;
            instance->object.shape_id = next->id;
            return true;
        }
    }
    Dict *dict = instance_dict(vm, self);
    return dict && dict_set_str(vm, dict, name, value);
}

int instance_delete(Vm *vm, Value self, Str *name) {
    Shape *shape = plain_shape(self);
    if (shape && !shape->dictionary && shape_find(shape, name) < 0) return 0;
    Dict **place = instance_dict_place(self);
    if (!shape && (!place || !*place)) return 0;
    Dict *dict = instance_dict(vm, self);
    return dict ? dict_delete_str(vm, dict, name) : -1;
}

// Attributes that were deleted are left out.
static bool copy_slots(Vm *vm, Instance *instance, const Shape *shape, Dict *dict) {
    if (!shape->parent) return true;
    if (!copy_slots(vm, instance, shape->parent, dict)) return false;
    Value value = instance->slots[shape->count - 1];
    return !value || dict_set_str(vm, dict, shape->name, value);
}

Dict *instance_dict(Vm *vm, Value self) {
    Shape *shape = plain_shape(self);
    if (shape && shape->dictionary) return shape_dict(self, shape);
    Dict **place = shape ? NULL : instance_dict_place(self);
    if (place && *place) return *place;
    Value dict = dict_make(vm, 0);
    if (is_error(dict)) return NULL;
    if (place) return *place = dict_of(dict);
    Instance *instance = instance_of(self);
    if (!copy_slots(vm, instance, shape, dict_of(dict))) return NULL;
    return to_dictionary(vm, instance, dict_of(dict)) ? dict_of(dict) : NULL;
}

bool instance_set_dict(Vm *vm, Value self, Dict *dict) {
    Shape *shape = plain_shape(self);
    if (shape) return to_dictionary(vm, instance_of(self), dict);
    *instance_dict_place(self) = dict;
    return true;
}
