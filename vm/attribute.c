// Attributes: the generic algorithm (data descriptors, the instance, other descriptors), and what
// inline caches may remember of it.
#include "vm/error.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/runtime.h"
#include "vm/type.h"

bool is_data_descriptor(Value attribute) {
    return type_of(attribute)->descriptor_set != NULL;
}

Value descriptor_bind(Vm *vm, Value attribute, Value instance, Type *owner) {
    Type *type = type_of(attribute);
    return type->descriptor_get ? type->descriptor_get(vm, attribute, instance, owner) : attribute;
}

Value generic_find_attribute(Vm *vm, Value self, Str *name) {
    Type *type = type_of(self);
    Value attribute = type_lookup(vm, type, name);
    if (attribute != VALUE_END && is_data_descriptor(attribute) &&
        type_of(attribute)->descriptor_get)
        return descriptor_bind(vm, attribute, self, type);
    Value value = instance_get(vm, self, name);
    if (value != VALUE_END) return value;
    return attribute == VALUE_END ? VALUE_END : descriptor_bind(vm, attribute, self, type);
}

// AttributeError with its name and obj, for "Did you mean".
static Value no_attribute(Vm *vm, Value self, Str *name) {
    error_raise(vm, error_types.AttributeError, "'%T' object has no attribute '%U'", self, name);
    if (vm->raised && is_exception(vm->raised)) {
        Exception *exception = (Exception *)vm->raised;
        exception->extra[0] = value_of(name);
        exception->extra[1] = self;
    }
    return VALUE_ERROR;
}

Value generic_get_attribute(Vm *vm, Value self, Str *name) {
    Value value = generic_find_attribute(vm, self, name);
    return value == VALUE_END ? no_attribute(vm, self, name) : value;
}

bool generic_set_attribute(Vm *vm, Value self, Str *name, Value value) {
    Value attribute = type_lookup(vm, type_of(self), name);
    if (attribute != VALUE_END && is_data_descriptor(attribute))
        return type_of(attribute)->descriptor_set(vm, attribute, self, value);
    if (!instance_has_room(self)) {
        if (attribute == VALUE_END)
            error_raise(vm, error_types.AttributeError, "'%T' object has no attribute '%U'", self,
                        name);
        else
            error_raise(vm, error_types.AttributeError, "'%T' object attribute '%U' is read-only",
                        self, name);
        return false;
    }
    name = str_of(str_intern(vm, value_of(name)));
    if (!name) return false;
    if (value) return instance_set(vm, self, name, value);
    int deleted = instance_delete(vm, self, name);
    if (!deleted) no_attribute(vm, self, name);
    return deleted > 0;
}

// What a getter of the program's raised without saying of what, is of this.
Value object_get_attribute(Vm *vm, Value owner, Str *name) {
    Value value = type_of(owner)->get_attribute(vm, owner, name);
    if (likely(!is_error(value)) || !error_matches(vm, error_types.AttributeError)) return value;
    const Exception *exception = (const Exception *)object_of(vm->raised);
    return exception->extra[0] || exception->extra[1] ? value : error_set_name(vm, name, owner);
}

Value object_find_attribute(Vm *vm, Value owner, Str *name) {
    Type *type = type_of(owner);
    bool generic = type->get_attribute == generic_get_attribute;
    Value value =
        generic ? generic_find_attribute(vm, owner, name) : type->get_attribute(vm, owner, name);
    if (!is_error(value) || !error_matches(vm, error_types.AttributeError)) return value;
    error_clear(vm);
    return VALUE_END;
}

bool object_set_attribute(Vm *vm, Value owner, Str *name, Value value) {
    return type_of(owner)->set_attribute(vm, owner, name, value);
}

Value object_special(Vm *vm, Value owner, Str *name) {
    Value method = type_lookup(vm, type_of(owner), name);
    return method == VALUE_END ? VALUE_END : descriptor_bind(vm, method, owner, type_of(owner));
}

Value object_call_special(Vm *vm, Value owner, Str *name, Value *args, size_t count) {
    Value method = type_lookup(vm, type_of(owner), name);
    if (method == VALUE_END) return VALUE_END;
    if (has_shape(method, SHAPE_FUNCTION)) {
        Value all[count + 1];
        all[0] = owner;
        for (size_t i = 0; i < count; i++) all[i + 1] = args[i];
        return object_call(vm, method, all, count + 1, NULL);
    }
    method = descriptor_bind(vm, method, owner, type_of(owner));
    return is_error(method) ? method : object_call(vm, method, args, count, NULL);
}

// --- what caches keep ---------------------------------------------------------------------------

void caches_flush(Vm *vm) {
    for (CodeObject *code = vm->codes; code; code = code->next) run_flush(code);
}

bool name_may_be_cached(Vm *vm, Str *name) {
    if (dict_get_str(vm, vm->volatile_names, name) != VALUE_END) return false;
    return dict_set_str(vm, vm->cached_names, name, VALUE_NONE);
}

// The slot of an instance with this shape that the attribute lies in, by __slots__ or because the
// class has no data descriptor of that name; -1: none.
static int32_t find_slot(Vm *vm, const Shape *shape, Str *name) {
    Value attribute = type_lookup(vm, shape->type, name);
    if (attribute != VALUE_END && is_data_descriptor(attribute))
        return slot_descriptor_place(attribute, shape->type);
    return shape->dictionary ? -1 : shape_find(shape, name);
}

Value load_attribute(Vm *vm, Value owner, Str *name, CacheFill *fill) {
    Type *type = type_of(owner);
    Shape *shape = is_object(owner) ? shape_table[object_of(owner)->shape_id] : NULL;
    if (shape && type->get_attribute == generic_get_attribute) {
        int32_t slot = find_slot(vm, shape, name);
        Value value = slot < 0 ? VALUE_NULL : instance_of(owner)->slots[slot];
        if (value) {
            fill->usable = true;
            fill->guard = shape->id;
            fill->place = slot;
            return value;
        }
    }
    return object_get_attribute(vm, owner, name);
}

bool store_attribute(Vm *vm, Value owner, Str *name, Value value, CacheFill *fill) {
    Type *type = type_of(owner);
    Shape *shape = is_object(owner) ? shape_table[object_of(owner)->shape_id] : NULL;
    bool plain = shape && type->set_attribute == generic_set_attribute;
    if (!type->set_attribute(vm, owner, name, value)) return false;
    Shape *after = plain ? shape_table[object_of(owner)->shape_id] : NULL;
    if (!after || after->type != shape->type || shape->dictionary != after->dictionary) return true;
    int32_t slot = find_slot(vm, after, name);
    fill->usable = slot >= 0;
    fill->guard = shape->id;
    fill->second = after->id;
    fill->place = slot;
    return true;
}

// A method is called with its owner as first argument if looking it up would only bind it.
static bool is_method(Value attribute) {
    return has_shape(attribute, SHAPE_FUNCTION) || has_shape(attribute, SHAPE_NATIVE_METHOD);
}

static bool keep_object(Vm *vm, CodeObject *code, Value object, uint32_t *place) {
    if (*place < code->cached_count) {
        code->cached[*place] = object;
        return true;
    }
    size_t room = code->cached ? gc_block_size(code->cached) / sizeof(Value) : 0;
    if (code->cached_count >= room) {
        Value *cached = gc_alloc_values(vm, code->cached_count * 2 + 4);
        if (!cached) return error_clear(vm), false;
        for (uint32_t i = 0; i < code->cached_count; i++) cached[i] = code->cached[i];
        code->cached = cached;
    }
    code->cached[code->cached_count] = object;
    *place = code->cached_count++;
    return true;
}

Value load_method(Vm *vm, Value owner, Str *name, Value *self_or_null, CodeObject *code,
                  uint32_t place, CacheFill *fill) {
    Type *type = type_of(owner);
    *self_or_null = VALUE_NULL;
    if (has_shape(owner, SHAPE_MODULE)) {
        Value value = dict_get_str(vm, ((Module *)object_of(owner))->dict, name);
        if (value != VALUE_END) return value;
    }
    if (type->get_attribute != generic_get_attribute) return object_get_attribute(vm, owner, name);
    Value attribute = type_lookup(vm, type, name);
    if (attribute == VALUE_END || !is_method(attribute))
        return object_get_attribute(vm, owner, name);
    Value own = instance_get(vm, owner, name);
    if (own != VALUE_END) return own;
    *self_or_null = owner;
    Shape *shape = is_object(owner) ? shape_table[object_of(owner)->shape_id] : NULL;
    bool guarded = shape ? !shape->dictionary : is_object(owner) && !type->instance_offset;
    if (guarded && name_may_be_cached(vm, name) && keep_object(vm, code, attribute, &place)) {
        fill->usable = true;
        fill->guard = object_of(owner)->shape_id;
        fill->place = place;
    }
    return attribute;
}
