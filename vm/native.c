// Built-in functions and methods, computed attributes, cells, modules, __slots__ and super: the
// small objects that calls and attributes are made of.
#include <stdio.h>
#include <string.h>

#include "vm/error.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/importer.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static Value none(Vm *vm, Value self) {
    return (void)vm, (void)self, VALUE_NONE;
}

// --- built-in functions -------------------------------------------------------------------------

Value native_make(Vm *vm, const NativeSpec *spec, Value self) {
    Native *native = gc_new(vm, SHAPE_NATIVE, sizeof *native);
    if (!native) return VALUE_ERROR;
    native->spec = spec;
    native->self = self;
    native->owner = NULL;
    native->module = VALUE_NULL;
    return value_of(native);
}

// Raises for a wrong number of arguments, in the words of CPython's several argument parsers.
static Value wrong_count(Vm *vm, const Native *native, size_t count) {
    const NativeSpec *spec = native->spec;
    Type *owner = native->owner;
    size_t hidden = owner || spec->flags & NATIVE_CLASS;
    Value name = owner            ? str_format(vm, "%N.%s", owner, spec->name)
                 : native->module ? str_format(vm, "%S.%s", native->module, spec->name)
                                  : str_from_cstring(vm, spec->name);
    if (is_error(name)) return name;
    if (hidden && !count)
        return error_type(vm, "unbound method %U() needs an argument", str_of(name));
    size_t given = count - hidden;
    int least = spec->least - (int)hidden, most = spec->most - (int)hidden;
    if (spec->most >= 0 && least == most && most == 0)
        return error_type(vm, "%U() takes no arguments (%zu given)", str_of(name), given);
    if (spec->most >= 0 && least == most && most == 1)
        return error_type(vm, "%U() takes exactly one argument (%zu given)", str_of(name), given);
    if (spec->most >= 0 && least == most)
        return error_type(vm, "%s expected %d arguments, got %zu", spec->name, most, given);
    bool few = (int)given < least;
    int limit = few ? least : most;
    return error_type(vm, "%s expected at %s %d argument%s, got %zu", spec->name,
                      few ? "least" : "most", limit, limit == 1 ? "" : "s", given);
}

Value native_call(Vm *vm, const Native *native, Value *args, size_t count, Tuple *names) {
    const NativeSpec *spec = native->spec;
    Type *owner = native->owner;
    if (unlikely((int)count < spec->least || (spec->most >= 0 && (int)count > spec->most)))
        return wrong_count(vm, native, count);
    if (names && !names->count) names = NULL;
    if (unlikely(names && !(spec->flags & NATIVE_KEYWORDS))) {
        if (owner) return error_type(vm, "%N.%s() takes no keyword arguments", owner, spec->name);
        return error_type(vm, "%s() takes no keyword arguments", spec->name);
    }
    if (unlikely(owner && !is_instance(args[0], owner)))
        return error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                          spec->name, owner, args[0]);
    COUNT_CALL(C);
    return spec->function(vm, args, count, names);
}

#define NATIVE_SELF ((Native *)object_of(self))
static void native_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Native *)object)->self);
    gc_mark_value(heap, ((Native *)object)->module);
}
static Value native_type_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Native *native = NATIVE_SELF;
    if (!native->self) return native_call(vm, native, args, count, names);
    size_t total = count + (names ? names->count : 0);
    Value all[total + 1];
    all[0] = native->self;
    values_copy(all + 1, args, total);
    return native_call(vm, native, all, count + 1, names);
}
static Value native_repr(Vm *vm, Value self) {
    if (NATIVE_SELF->self)
        return str_format(vm, "<built-in method %s of %T object at 0x%s>", NATIVE_SELF->spec->name,
                          NATIVE_SELF->self, object_address(vm, NATIVE_SELF->self));
    return str_format(vm, "<built-in function %s>", NATIVE_SELF->spec->name);
}
static Value native_method_repr(Vm *vm, Value self) {
    return str_format(vm, "<method '%s' of '%N' objects>", NATIVE_SELF->spec->name,
                      NATIVE_SELF->owner);
}
static Value native_method_bind(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance) return self;
    if (!is_instance(instance, NATIVE_SELF->owner))
        return error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                          NATIVE_SELF->spec->name, NATIVE_SELF->owner, instance);
    Value bound = native_make(vm, NATIVE_SELF->spec, instance);
    if (!is_error(bound)) ((Native *)object_of(bound))->owner = NATIVE_SELF->owner;
    return bound;
}
static Value native_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    (void)vm;
    if (!is_object(right) || object_of(left)->shape_id != object_of(right)->shape_id ||
        (operator!= COMPARE_EQ && operator!= COMPARE_NE))
        return VALUE_NOT_IMPLEMENTED;
    Native *a = (Native *)object_of(left), *b = (Native *)object_of(right);
    return make_bool((a->spec == b->spec && a->self == b->self) == (operator== COMPARE_EQ));
}
static bool native_hash(Vm *vm, Value self, int64_t *hash) {
    *hash = (int64_t)((uintptr_t)NATIVE_SELF->spec >>
                      4); // the table's place: the program is linked at a fixed address
    if (NATIVE_SELF->self && is_object(NATIVE_SELF->self))
        *hash += (int64_t)gc_serial(vm, object_of(NATIVE_SELF->self));
    return true;
}
static Value native_name(Vm *vm, Value self) {
    return str_from_cstring(vm, NATIVE_SELF->spec->name);
}
static Value native_qualname(Vm *vm, Value self) {
    if (NATIVE_SELF->owner)
        return str_format(vm, "%N.%s", NATIVE_SELF->owner, NATIVE_SELF->spec->name);
    return str_from_cstring(vm, NATIVE_SELF->spec->name);
}
static Value native_self(Vm *vm, Value self) {
    return (void)vm, NATIVE_SELF->self ? NATIVE_SELF->self : VALUE_NONE;
}
static Value native_module(Vm *vm, Value self) {
    if (NATIVE_SELF->self || NATIVE_SELF->owner) return VALUE_NONE;
    return NATIVE_SELF->module ? NATIVE_SELF->module : str_from_cstring(vm, "builtins");
}
static Value native_owner(Vm *vm, Value self) {
    return (void)vm, value_of(NATIVE_SELF->owner);
}
static const MemberSpec native_members[] = {
    {"__name__", native_name, NULL}, {"__qualname__", native_qualname, NULL},
    {"__self__", native_self, NULL}, {"__module__", native_module, NULL},
    {"__doc__", none, NULL},         {NULL, NULL, NULL}};
static const MemberSpec native_method_members[] = {{"__name__", native_name, NULL},
                                                   {"__qualname__", native_qualname, NULL},
                                                   {"__objclass__", native_owner, NULL},
                                                   {"__doc__", none, NULL},
                                                   {NULL, NULL, NULL}};
Type native_type = {
    .name = "builtin_function_or_method",
    .shape_id = SHAPE_NATIVE,
    .instance_size = sizeof(Native),
    .trace = native_trace,
    .repr = native_repr,
    .call = native_type_call,
    .compare = native_compare,
    .hash = native_hash,
    .members = native_members,
};
Type native_method_type = {
    .name = "method_descriptor",
    .shape_id = SHAPE_NATIVE_METHOD,
    .instance_size = sizeof(Native),
    .trace = native_trace,
    .repr = native_method_repr,
    .call = native_type_call,
    .descriptor_get = native_method_bind,
    .members = native_method_members,
};

// --- keyword arguments of built-in functions ----------------------------------------------------

bool arguments_parse(Vm *vm, const char *function, const char *const *parameters, size_t required,
                     size_t positional_only, Value *args, size_t count, Tuple *names,
                     Value *values) {
    size_t most = 0;
    while (parameters[most]) most++;
    size_t given = count + (names ? names->count : 0);
    if (given > most) {
        error_type(vm, "%s() takes at most %zu argument%s (%zu given)", function, most,
                   most == 1 ? "" : "s", given);
        return false;
    }
    memset(values, 0, most * sizeof *values);
    values_copy(values, args, count);
    for (size_t i = 0; names && i < names->count; i++) {
        Str *name = str_of(names->items[i]);
        size_t place = positional_only;
        while (place < most && !str_equal_cstring(name, parameters[place])) place++;
        if (place == most) {
            error_type(vm, "'%U' is an invalid keyword argument for %s()", name, function);
            return false;
        }
        if (values[place]) {
            error_type(vm, "argument for %s() given by name ('%U') and position (%zu)", function,
                       name, place + 1);
            return false;
        }
        values[place] = args[count + i];
    }
    for (size_t i = 0; i < required; i++) {
        if (values[i]) continue;
        error_type(vm, "%s() missing required argument '%s' (pos %zu)", function, parameters[i],
                   i + 1);
        return false;
    }
    return true;
}

// --- computed attributes ------------------------------------------------------------------------

#define MEMBER ((Member *)object_of(self))
static Value member_get(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance) return self;
    if (!is_instance(instance, MEMBER->owner))
        return error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                          MEMBER->spec->name, MEMBER->owner, instance);
    return MEMBER->spec->get(vm, instance);
}
static bool member_set(Vm *vm, Value self, Value instance, Value value) {
    if (!MEMBER->spec->set) {
        error_raise(vm, error_types.AttributeError,
                    "attribute '%s' of '%N' objects is not writable", MEMBER->spec->name,
                    MEMBER->owner);
        return false;
    }
    return MEMBER->spec->set(vm, instance, value);
}
static Value member_repr(Vm *vm, Value self) {
    return str_format(vm, "<attribute '%s' of '%N' objects>", MEMBER->spec->name, MEMBER->owner);
}
static Value member_name(Vm *vm, Value self) {
    return str_from_cstring(vm, MEMBER->spec->name);
}
static const MemberSpec member_members[] = {
    {"__name__", member_name, NULL}, {"__doc__", none, NULL}, {NULL, NULL, NULL}};
Type member_type = {
    .name = "getset_descriptor",
    .shape_id = SHAPE_MEMBER,
    .instance_size = sizeof(Member),
    .repr = member_repr,
    .descriptor_get = member_get,
    .descriptor_set = member_set,
    .members = member_members,
};

// --- __slots__ ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Type *owner;
    Str *name;
} SlotDescriptor;
#define SLOT ((SlotDescriptor *)object_of(self))

Value slot_descriptor_make(Vm *vm, Type *owner, Str *name) {
    SlotDescriptor *slot = gc_new(vm, SHAPE_SLOT_DESCRIPTOR, sizeof *slot);
    if (!slot) return VALUE_ERROR;
    slot->owner = owner;
    slot->name = name;
    return value_of(slot);
}
static Value raise_unset(Vm *vm, Value self, Value instance) {
    return error_raise(vm, error_types.AttributeError, "'%T' object has no attribute '%U'",
                       instance, SLOT->name);
}
static bool slot_applies(Vm *vm, Value self, Value instance) {
    if (is_instance(instance, SLOT->owner)) return true;
    error_type(vm, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", SLOT->name,
               SLOT->owner, instance);
    return false;
}
static Value slot_descriptor_get(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance) return self;
    if (!slot_applies(vm, self, instance)) return VALUE_ERROR;
    Value value = instance_get(vm, instance, SLOT->name);
    return value == VALUE_END ? raise_unset(vm, self, instance) : value;
}
static bool slot_descriptor_set(Vm *vm, Value self, Value instance, Value value) {
    if (!slot_applies(vm, self, instance)) return false;
    if (value) return instance_set(vm, instance, SLOT->name, value);
    int deleted = instance_delete(vm, instance, SLOT->name);
    if (!deleted) raise_unset(vm, self, instance);
    return deleted > 0;
}
static Value slot_descriptor_repr(Vm *vm, Value self) {
    return str_format(vm, "<member '%U' of '%N' objects>", SLOT->name, SLOT->owner);
}
static Value slot_name(Vm *vm, Value self) {
    return (void)vm, value_of(SLOT->name);
}
static const MemberSpec slot_members[] = {
    {"__name__", slot_name, NULL}, {"__doc__", none, NULL}, {NULL, NULL, NULL}};
Type slot_descriptor_type = {
    .name = "member_descriptor",
    .shape_id = SHAPE_SLOT_DESCRIPTOR,
    .instance_size = sizeof(SlotDescriptor),
    .repr = slot_descriptor_repr,
    .descriptor_get = slot_descriptor_get,
    .descriptor_set = slot_descriptor_set,
    .members = slot_members,
};

// --- cells --------------------------------------------------------------------------------------

static void cell_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Cell *)object)->value);
}
static Value cell_get(Vm *vm, Value self) {
    Value value = ((Cell *)object_of(self))->value;
    return value ? value : error_value(vm, "Cell is empty");
}
static const MemberSpec cell_members[] = {{"cell_contents", cell_get, NULL}, {NULL, NULL, NULL}};
static Value cell_repr(Vm *vm, Value self) {
    Value value = ((Cell *)object_of(self))->value;
    if (!value) return str_format(vm, "<cell at 0x%s: empty>", object_address(vm, self));
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    return str_format(vm, "<cell at 0x%S: %T object at 0x%s>", address, value,
                      object_address(vm, value));
}
Type cell_type = {
    .name = "cell",
    .shape_id = SHAPE_CELL,
    .instance_size = sizeof(Cell),
    .trace = cell_trace,
    .repr = cell_repr,
    .members = cell_members,
};

// --- modules ------------------------------------------------------------------------------------

Value module_make(Vm *vm, const char *name) {
    Module *module = gc_new(vm, SHAPE_MODULE, sizeof *module);
    if (!module) return VALUE_ERROR;
    module->dict = NULL;
    module->name = VALUE_NONE;
    module->name = str_intern_cstring(vm, name);
    Value dict = is_error(module->name) ? VALUE_ERROR : dict_make(vm, 0);
    if (is_error(dict)) return dict;
    module->dict = dict_of(dict);
    static const unsigned empty[] = {NAME_doc, NAME_package, NAME_loader, NAME_spec};
    if (!dict_set_str(vm, module->dict, name_of(vm, name), module->name)) return VALUE_ERROR;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (!dict_set_str(vm, module->dict, (Str *)vm->names[empty[i]], VALUE_NONE))
            return VALUE_ERROR;
    return value_of(module);
}
bool module_set(Vm *vm, Module *module, const char *name, Value value) {
    if (is_error(value)) return false;
    Value key = str_intern_cstring(vm, name);
    return !is_error(key) && dict_set_str(vm, module->dict, str_of(key), value);
}
bool module_add_functions(Vm *vm, Module *module, const NativeSpec *specs) {
    for (; specs->name; specs++) {
        Value function = native_make(vm, specs, VALUE_NULL);
        if (is_error(function) || !module_set(vm, module, specs->name, function)) return false;
        if (module->dict != vm->builtins) ((Native *)object_of(function))->module = module->name;
    }
    return true;
}
#define MODULE ((Module *)object_of(self))
static void module_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Module *)object)->dict));
    gc_mark_value(heap, ((Module *)object)->name);
}
static Value module_repr(Vm *vm, Value self) {
    return module_show(vm, MODULE);
}
static Value module_get(Vm *vm, Value self, Str *name) {
    Value value = dict_get_str(vm, MODULE->dict, name);
    if (value != VALUE_END) return value;
    value = generic_find_attribute(vm, self, name);
    if (value != VALUE_END) return value;
    Value hook = dict_get_str(vm, MODULE->dict, name_of(vm, getattr));
    if (hook != VALUE_END) {
        value = object_call_1(vm, hook, value_of(name));
        bool unnamed = is_error(value) && error_matches(vm, error_types.AttributeError) &&
                       !((Exception *)object_of(vm->raised))->extra[0];
        return unnamed ? error_set_name(vm, name, self) : value;
    }
    Value own = dict_get_str(vm, MODULE->dict, name_of(vm, name));
    if (own == VALUE_END || !is_str_like(own))
        error_raise(vm, error_types.AttributeError, "module has no attribute '%U'", name);
    else if (module_is_initializing(vm, self, NULL))
        error_raise(vm, error_types.AttributeError,
                    "partially initialized module %R has no attribute '%U' (most likely due to a "
                    "circular import)",
                    own, name);
    else if (module_is_initializing(vm, self, name))
        error_raise(vm, error_types.AttributeError,
                    "cannot access submodule '%U' of module %R (most likely due to a circular "
                    "import)",
                    name, own);
    else
        error_raise(vm, error_types.AttributeError, "module %R has no attribute '%U'", own, name);
    return error_set_name(vm, name, self);
}
// Its own __dir__ if it has one, else its names.
NATIVE(module_dir) {
    Dict *dict = ((Module *)object_of(args[0]))->dict;
    Value hook = dict_get_str(vm, dict, name_of(vm, dir));
    return hook == VALUE_END ? list_from(vm, value_of(dict)) : object_call_0(vm, hook);
}
static const NativeSpec module_methods[] = {{"__dir__", module_dir, 1, 1, 0},
                                            {NULL, NULL, 0, 0, 0}};
static Value module_dict(Vm *vm, Value self) {
    return (void)vm, value_of(MODULE->dict);
}
static Value module_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"name", "doc", NULL};
    Value values[2];
    (void)type;
    if (!arguments_parse(vm, "module", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "module() argument 'name' must be str, not %T", values[0]);
    const char *name = str_utf8(vm, str_of(values[0]), NULL);
    Value module = name ? module_make(vm, name) : VALUE_ERROR;
    if (is_error(module) || !values[1]) return module;
    Dict *dict = ((Module *)object_of(module))->dict;
    return dict_set_str(vm, dict, name_of(vm, doc), values[1]) ? module : VALUE_ERROR;
}
static const MemberSpec module_members[] = {{"__dict__", module_dict, NULL}, {NULL, NULL, NULL}};
Type module_type = {
    .name = "module",
    .shape_id = SHAPE_MODULE,
    .instance_size = sizeof(Module),
    .instance_offset = offsetof(Module, dict),
    .trace = module_trace,
    .repr = module_repr,
    .make = module_new,
    .get_attribute = module_get,
    .methods = module_methods,
    .members = module_members,
};

// --- super --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Type *type;
    Value self;
    Type *self_type; // whose MRO is searched, after `type`
} Super;
#define SUPER ((Super *)object_of(self))

Value super_make(Vm *vm, Type *type, Value object) {
    Super *super = gc_new(vm, SHAPE_SUPER, sizeof *super);
    if (!super) return VALUE_ERROR;
    super->type = type;
    super->self = object;
    super->self_type = NULL;
    if (!object) return value_of(super);
    if (is_instance(object, &type_type) && type_is_subtype((Type *)object, type))
        super->self_type = (Type *)object;
    else if (is_instance(object, type))
        super->self_type = type_of(object);
    else
        return error_type(vm, "super(type, obj): obj must be an instance or subtype of type");
    return value_of(super);
}

// super(): the class from the __class__ cell, the object from the first argument of the calling
// function.
static Value super_here(Vm *vm) {
    Frame *frame = vm->frame;
    CodeObject *code = frame->code;
    if (!code || !code->argument_count)
        return error_raise(vm, error_types.RuntimeError, "super(): no arguments");
    Value self = frame->locals[0];
    if (self && code->code->slot_kinds[0] & SLOT_CELL && has_shape(self, SHAPE_CELL))
        self = ((Cell *)object_of(self))->value;
    if (!self) return error_raise(vm, error_types.RuntimeError, "super(): arg[0] deleted");
    for (uint32_t i = code->slot_count - code->free_count; i < code->slot_count; i++) {
        if (str_of(code->slot_names[i]) != name_of(vm, class)) continue;
        Value type = ((Cell *)object_of(frame->locals[i]))->value;
        if (!type)
            return error_raise(vm, error_types.RuntimeError, "super(): empty __class__ cell");
        return super_make(vm, (Type *)type, self);
    }
    return error_raise(vm, error_types.RuntimeError, "super(): __class__ cell not found");
}
static Value super_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type;
    if (names) return error_type(vm, "super() takes no keyword arguments");
    if (count > 2) return error_type(vm, "super() expected at most 2 arguments, got %zu", count);
    if (!count) return super_here(vm);
    if (!is_instance(args[0], &type_type))
        return error_type(vm, "super() argument 1 must be a type, not %T", args[0]);
    return super_make(vm, (Type *)args[0], count == 2 && !is_none(args[1]) ? args[1] : VALUE_NULL);
}
static Value super_get(Vm *vm, Value self, Str *name) {
    Super *super = SUPER;
    if (super->self_type && name != name_of(vm, class)) {
        Tuple *mro = super->self_type->mro;
        size_t i = 0;
        while (i < mro->count && mro->items[i] != value_of(super->type)) i++;
        for (i++; i < mro->count; i++) {
            Value value = dict_get_str(vm, ((Type *)mro->items[i])->dict, name);
            if (value == VALUE_END) continue;
            Type *kind = type_of(value);
            if (!kind->descriptor_get) return value;
            bool bound_class = super->self == value_of(super->self_type);
            return kind->descriptor_get(vm, value, bound_class ? VALUE_NULL : super->self,
                                        super->self_type);
        }
    }
    Value value = generic_find_attribute(vm, self, name);
    if (value != VALUE_END) return value;
    return error_raise(vm, error_types.AttributeError, "'super' object has no attribute '%U'",
                       name);
}
static void super_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Super *)object)->type));
    gc_mark_value(heap, ((Super *)object)->self);
}
static Value super_repr(Vm *vm, Value self) {
    if (!SUPER->self_type) return str_format(vm, "<super: <class '%N'>, NULL>", SUPER->type);
    return str_format(vm, "<super: <class '%N'>, <%N object>>", SUPER->type, SUPER->self_type);
}
static Value super_self(Vm *vm, Value self) {
    return (void)vm, SUPER->self ? SUPER->self : VALUE_NONE;
}
static Value super_class(Vm *vm, Value self) {
    return (void)vm, value_of(SUPER->type);
}
static const MemberSpec super_members[] = {
    {"__self__", super_self, NULL}, {"__thisclass__", super_class, NULL}, {NULL, NULL, NULL}};
Type super_type = {
    .name = "super",
    .shape_id = SHAPE_SUPER,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Super),
    .trace = super_trace,
    .repr = super_repr,
    .make = super_new,
    .get_attribute = super_get,
    .members = super_members,
};

// --- object -------------------------------------------------------------------------------------

static Value object_type_repr(Vm *vm, Value self) {
    Type *type = type_of(self);
    Value module = type->flags & TYPE_HEAP
                       ? object_get_attribute(vm, value_of(type), name_of(vm, module))
                       : VALUE_NONE;
    if (is_error(module)) return module;
    Value name = type->qualname ? value_of(type->qualname) : str_from_cstring(vm, type->name);
    if (is_error(name)) return name;
    if (is_str_like(module) && !str_equal_cstring(str_of(module), "builtins"))
        return str_format(vm, "<%S.%S object at 0x%s>", module, name, object_address(vm, self));
    return str_format(vm, "<%S object at 0x%s>", name, object_address(vm, self));
}
static Value object_type_str(Vm *vm, Value self) {
    return type_of(self)->repr(vm, self);
}
static bool object_type_hash(Vm *vm, Value self, int64_t *hash) {
    *hash = (int64_t)gc_serial(vm, object_of(self));
    return true;
}
static Value object_type_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (operator== COMPARE_EQ) return value_is(left, right) ? VALUE_TRUE : VALUE_NOT_IMPLEMENTED;
    if (operator!= COMPARE_NE) return VALUE_NOT_IMPLEMENTED;
    Value equal = type_of(left)->compare(vm, left, right, COMPARE_EQ);
    if (is_error(equal) || equal == VALUE_NOT_IMPLEMENTED) return equal;
    int truth = object_truth(vm, equal);
    return truth < 0 ? VALUE_ERROR : make_bool(!truth);
}
static Value object_type_format(Vm *vm, Value self, Str *spec) {
    if (spec->length)
        return error_type(vm, "unsupported format string passed to %T.__format__", self);
    return object_str(vm, self);
}
// Excess arguments are an error unless the class overrides the other of __new__ and __init__.
static Value object_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args;
    if (count || names) {
        if (type->make != object_make)
            return error_type(
                vm, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->init == object_type.init) return error_type(vm, "%N() takes no arguments", type);
    }
    if (type == &object_type) {
        Object *object = gc_new(vm, SHAPE_OBJECT, sizeof(Object) + sizeof(Value));
        return object ? value_of(object) : VALUE_ERROR;
    }
    if (!shape_is_plain(type->shape_id))
        return error_type(vm, "object.__new__(%N) is not safe, use %N.__new__()", type,
                          type->parent);
    return instance_make(vm, type);
}
static bool object_type_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    (void)args;
    if (!count && !names) return true;
    Type *type = type_of(self);
    if (type->init != object_type_init)
        return error_type(
                   vm, "object.__init__() takes exactly one argument (the instance to initialize)"),
               false;
    if (type->make == object_make) return error_type(vm, "%N() takes no arguments", type), false;
    return true;
}
static Value get_class(Vm *vm, Value self) {
    return (void)vm, value_of(type_of(self));
}
static bool set_class(Vm *vm, Value self, Value value) {
    Type *type = value && is_instance(value, &type_type) ? (Type *)value : NULL;
    if (!type)
        return error_type(vm, "__class__ must be set to a class, not '%T' object",
                          value ? value : VALUE_NONE),
               false;
    if (!is_object(self) || !shape_is_plain(type->shape_id) ||
        !shape_is_plain(object_of(self)->shape_id))
        return error_type(
                   vm,
                   "__class__ assignment only supported for heap types or ModuleType subclasses"),
               false;
    Dict *dict = instance_dict(vm, self);
    if (!dict) return false;
    object_of(self)->shape_id = type->shape_id;
    return instance_set_dict(vm, self, dict);
}
static Value get_object_dict(Vm *vm, Value self) {
    if (!instance_has_room(self))
        return error_raise(vm, error_types.AttributeError,
                           "'%T' object has no attribute '__dict__'", self);
    Dict *dict = instance_dict(vm, self);
    return dict ? value_of(dict) : VALUE_ERROR;
}
static bool set_object_dict(Vm *vm, Value self, Value value) {
    if (!value || !is_dict_like(value))
        return error_type(vm, "__dict__ must be set to a dictionary, not a '%T'",
                          value ? value : VALUE_NONE),
               false;
    return instance_set_dict(vm, self, dict_of(value));
}
static Value object_init_subclass(Vm *vm, Value *args, size_t count, Tuple *names) {
    if (count > 1 || names)
        return error_type(vm, "%N.__init_subclass__() takes no keyword arguments", (Type *)args[0]);
    return VALUE_NONE;
}
static Value object_dir(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value all = dict_make(vm, 0);
    if (is_error(all)) return all;
    Tuple *mro = is_instance(args[0], &type_type) ? ((Type *)args[0])->mro : type_of(args[0])->mro;
    for (size_t i = mro->count; i-- > 0;)
        if (!dict_merge(vm, dict_of(all), ((Type *)mro->items[i])->dict, true)) return VALUE_ERROR;
    if (has_shape(args[0], SHAPE_MODULE)) {
        dict_clear(vm, dict_of(all));
        if (!dict_merge(vm, dict_of(all), ((Module *)object_of(args[0]))->dict, true))
            return VALUE_ERROR;
    } else if (instance_has_room(args[0])) {
        Dict *own = instance_dict(vm, args[0]);
        if (!own || !dict_merge(vm, dict_of(all), own, true)) return VALUE_ERROR;
    }
    return list_from(vm, all);
}
static const NativeSpec object_methods[] = {
    {"__init_subclass__", object_init_subclass, 0, -1, NATIVE_KEYWORDS | NATIVE_CLASS},
    {"__dir__", object_dir, 1, 1, 0},
    {NULL, NULL, 0, 0, 0}};
static const MemberSpec object_members[] = {{"__class__", get_class, set_class},
                                            {"__dict__", get_object_dict, set_object_dict},
                                            {"__doc__", none, NULL},
                                            {NULL, NULL, NULL}};
Type object_type = {
    .name = "object",
    .shape_id = SHAPE_OBJECT,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Object),
    .repr = object_type_repr,
    .str = object_type_str,
    .hash = object_type_hash,
    .compare = object_type_compare,
    .format = object_type_format,
    .get_attribute = generic_get_attribute,
    .set_attribute = generic_set_attribute,
    .make = object_make,
    .init = object_type_init,
    .methods = object_methods,
    .members = object_members,
};
