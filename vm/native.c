// Built-in functions and methods, computed attributes, cells, modules, __slots__ and super: the
// small objects that calls and attributes are made of.
#include <stdio.h>
#include <string.h>

#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/importer.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"
#include "vm/types/weakref.h"

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

// The name of a function as messages have it: a bound method's with the type of what it is bound
// to, which may be a subclass; that of a type's own methods with that type.
static Value full_name(Vm *vm, const Native *native) {
    const char *name = native->spec->name;
    bool class_method = native->spec->flags & NATIVE_CLASS;
    if (native->self && (native->owner || class_method)) {
        bool class = is_instance(native->self, &type_type);
        Type *type = class ? (Type *)native->self : type_of(native->self);
        if (type->flags & TYPE_HEAP) return str_format(vm, "%U.%s", type->qualname, name);
        return str_format(vm, "%s.%s", type_leaf_name(type), name);
    }
    if (native->owner) return str_format(vm, "%s.%s", type_leaf_name(native->owner), name);
    if (native->module) return str_format(vm, "%S.%s", native->module, name);
    return str_from_cstring(vm, name);
}

// The method of a type that was called by its descriptor names that type, too.
static Value called_name(Vm *vm, const Native *native, const Value *args, size_t count) {
    if (native->owner != &type_type || native->self || !count) return full_name(vm, native);
    Native bound = *native;
    bound.self = args[0];
    return full_name(vm, &bound);
}

static bool is_in(uint32_t flags, uint32_t wanted) {
    return (flags & wanted) == wanted;
}

// Raises what a parser of keywords says of parameters without names. args does not hold self.
static Value wrong_typed(Vm *vm, const NativeSpec *spec, size_t least, size_t most, Value *args,
                         size_t count, Tuple *names) {
    if (!most) return error_type(vm, "%s() takes no arguments", spec->name);
    const char *parameters[most + 1];
    Value values[most];
    for (size_t i = 0; i < most; i++) parameters[i] = "";
    parameters[most] = NULL;
    arguments_parse(vm, spec->name, parameters, least, most, args, count, names, values);
    return VALUE_ERROR;
}

// Raises for a wrong number of arguments, in the words of CPython's several argument parsers.
static Value wrong_count(Vm *vm, const Native *native, Value *args, size_t count) {
    const NativeSpec *spec = native->spec;
    size_t hidden = native->owner || spec->flags & NATIVE_CLASS;
    Value name = called_name(vm, native, args, count);
    if (is_error(name)) return name;
    size_t given = count - hidden;
    int least = spec->least - (int)hidden, most = spec->most - (int)hidden;
    if (spec->flags & NATIVE_TYPED)
        return wrong_typed(vm, spec, (size_t)least, (size_t)most, args + hidden, given, NULL);
    bool few = (int)given < least;
    int limit = few ? least : most;
    if (is_in(spec->flags, NATIVE_PARSED))
        return error_type(vm, "%s() takes %s %d argument%s (%zu given)", spec->name,
                          least == most ? "exactly"
                          : few         ? "at least"
                                        : "at most",
                          limit, limit == 1 ? "" : "s", given);
    if (spec->most >= 0 && least == most && most == 0)
        return error_type(vm, "%U() takes no arguments (%zu given)", str_of(name), given);
    if (spec->most >= 0 && least == most && most == 1)
        return error_type(vm, "%U() takes exactly one argument (%zu given)", str_of(name), given);
    if (spec->most >= 0 && least == most)
        return error_type(vm, "%s expected %d arguments, got %zu", spec->name, most, given);
    return error_type(vm, "%s expected at %s %d argument%s, got %zu", spec->name,
                      few ? "least" : "most", limit, limit == 1 ? "" : "s", given);
}

static Value wrong_keywords(Vm *vm, const Native *native, Value *args, size_t count, Tuple *names) {
    const NativeSpec *spec = native->spec;
    bool by_descriptor = native->owner && !native->self;
    if (spec->flags & NATIVE_TYPED)
        return wrong_typed(vm, spec, (size_t)(spec->least - 1), (size_t)(spec->most - 1), args + 1,
                           count - 1, names);
    if (spec->flags & NATIVE_VARARGS && !by_descriptor)
        return error_type(vm, "%s() takes no keyword arguments", spec->name);
    Value name = called_name(vm, native, args, count);
    if (is_error(name)) return name;
    return error_type(vm, "%U() takes no keyword arguments", str_of(name));
}

// A method was called by its type, and without an instance of it.
static Value wrong_self(Vm *vm, const Native *native, const Value *args, size_t count) {
    Type *owner = native->owner;
    const char *name = native->spec->name;
    if (!count)
        return error_type(vm, "unbound method %s.%s() needs an argument", type_leaf_name(owner),
                          name);
    return error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", name,
                      owner, args[0]);
}

Value native_call(Vm *vm, const Native *native, Value *args, size_t count, Tuple *names) {
    const NativeSpec *spec = native->spec;
    if (unlikely(native->owner && !(count && is_instance(args[0], native->owner))))
        return wrong_self(vm, native, args, count);
    if (names && !names->count) names = NULL;
    if (unlikely(names && !(spec->flags & NATIVE_KEYWORDS)))
        return wrong_keywords(vm, native, args, count, names);
    if (unlikely((int)count < spec->least || (spec->most >= 0 && (int)count > spec->most)))
        return wrong_count(vm, native, args, count);
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
    if (NATIVE_SELF->module) return native_name(vm, self);
    return full_name(vm, NATIVE_SELF);
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
// What pickle finds it by: its name, or the attribute it is of another object or class.
NATIVE(native_reduce) {
    const Native *native = (const Native *)object_of(args[0]);
    Value name = str_from_cstring(vm, native->spec->name);
    if (is_error(name)) return name;
    if (native->self) return reduce_attribute(vm, native->self, name);
    return native->owner ? reduce_attribute(vm, value_of(native->owner), name) : name;
}
static const NativeSpec native_methods[] = {{"__reduce__", native_reduce, 1, 1, 0},
                                            {NULL, NULL, 0, 0, 0}};
static const MemberSpec native_members[] = {{"__name__", native_name, NULL},
                                            {"__qualname__", native_qualname, NULL},
                                            {"__self__", native_self, NULL},
                                            {"__module__", native_module, NULL},
                                            {"__doc__", none, NULL},
                                            {"__text_signature__", none, NULL},
                                            {NULL, NULL, NULL}};
static const MemberSpec native_method_members[] = {{"__name__", native_name, NULL},
                                                   {"__qualname__", native_qualname, NULL},
                                                   {"__objclass__", native_owner, member_read_only},
                                                   {"__doc__", none, NULL},
                                                   {"__text_signature__", none, NULL},
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
    .flags = TYPE_WEAKLY,
    .methods = native_methods,
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
    .methods = native_methods,
    .members = native_method_members,
};

// --- keyword arguments of built-in functions ----------------------------------------------------

// The place of the value of the parameter that may be given by this name; SIZE_MAX: none may.
static size_t parameter_of(const char *const *parameters, size_t positional_only, const Str *name) {
    size_t place = 0;
    for (; *parameters; parameters++) {
        if (**parameters == '*') continue;
        if (place >= positional_only && str_equal_cstring(name, *parameters)) return place;
        place++;
    }
    return SIZE_MAX;
}

bool arguments_parse(Vm *vm, const char *function, const char *const *parameters, size_t required,
                     size_t positional_only, Value *args, size_t count, Tuple *names,
                     Value *values) {
    size_t total = 0, most = SIZE_MAX; // parameters, and those that may be given by place
    for (const char *const *name = parameters; *name; name++) {
        if (**name == '*')
            most = total;
        else
            total++;
    }
    if (most == SIZE_MAX) most = total;
    size_t given = count + (names ? names->count : 0);
    if (given > total) {
        error_type(vm, "%s() takes at most %zu %sargument%s (%zu given)", function, total,
                   count ? "" : "keyword ", total == 1 ? "" : "s", given);
        return false;
    }
    if (count > most) {
        if (most)
            error_type(vm, "%s() takes %s %zu positional argument%s (%zu given)", function,
                       required < most ? "at most" : "exactly", most, most == 1 ? "" : "s", count);
        else
            error_type(vm, "%s() takes no positional arguments", function);
        return false;
    }
    size_t least = required < positional_only ? required : positional_only;
    if (count < least) {
        error_type(vm, "%s() takes %s %zu positional argument%s (%zu given)", function,
                   least < most ? "at least" : "exactly", least, least == 1 ? "" : "s", count);
        return false;
    }
    memset(values, 0, total * sizeof *values);
    values_copy(values, args, count);
    for (size_t i = 0; names && i < names->count; i++) {
        size_t place = parameter_of(parameters, positional_only, str_of(names->items[i]));
        if (place != SIZE_MAX && place >= count) values[place] = args[count + i];
    }
    for (size_t i = 0; i < required; i++) {
        if (values[i]) continue;
        error_type(vm, "%s() missing required argument '%s' (pos %zu)", function, parameters[i],
                   i + 1);
        return false;
    }
    for (size_t i = 0; names && i < names->count; i++) {
        Str *name = str_of(names->items[i]);
        size_t place = parameter_of(parameters, positional_only, name);
        if (place != SIZE_MAX && place >= count) continue;
        if (place != SIZE_MAX)
            error_type(vm, "argument for %s() given by name ('%U') and position (%zu)", function,
                       name, place + 1);
        else
            error_type(vm, "'%U' is an invalid keyword argument for %s()", name, function);
        return false;
    }
    return true;
}

// --- computed attributes ------------------------------------------------------------------------

#define MEMBER ((Member *)object_of(self))
static bool member_applies(Vm *vm, Value self, Value instance) {
    if (is_instance(instance, MEMBER->owner)) return true;
    error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
               MEMBER->spec->name, MEMBER->owner, instance);
    return false;
}
static Value member_get(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance) return self;
    if (!member_applies(vm, self, instance)) return VALUE_ERROR;
    return MEMBER->spec->get(vm, instance);
}
static bool member_set(Vm *vm, Value self, Value instance, Value value) {
    if (!member_applies(vm, self, instance)) return false;
    if (!MEMBER->spec->set) {
        error_raise(vm, error_types.AttributeError,
                    "attribute '%s' of '%N' objects is not writable", MEMBER->spec->name,
                    MEMBER->owner);
        return false;
    }
    return MEMBER->spec->set(vm, instance, value);
}
bool member_read_only(Vm *vm, Value self, Value value) {
    (void)self, (void)value;
    error_raise(vm, error_types.AttributeError, "readonly attribute");
    return false;
}
static Value member_repr(Vm *vm, Value self) {
    return str_format(vm, "<attribute '%s' of '%N' objects>", MEMBER->spec->name, MEMBER->owner);
}
static Value member_name(Vm *vm, Value self) {
    return str_from_cstring(vm, MEMBER->spec->name);
}
static Value member_qualname(Vm *vm, Value self) {
    return str_format(vm, "%N.%s", MEMBER->owner, MEMBER->spec->name);
}
static Value member_owner(Vm *vm, Value self) {
    return (void)vm, value_of(MEMBER->owner);
}
static const MemberSpec member_members[] = {{"__name__", member_name, NULL},
                                            {"__qualname__", member_qualname, NULL},
                                            {"__objclass__", member_owner, member_read_only},
                                            {"__doc__", none, NULL},
                                            {NULL, NULL, NULL}};
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
    uint32_t place; // in the slots of plain instances; others keep it by name
    Type *owner;
    Str *name;
    const MemberSpec *spec; // of a field of a built-in type; NULL: a slot
} SlotDescriptor;
#define SLOT ((SlotDescriptor *)object_of(self))

Value slot_descriptor_make(Vm *vm, Type *owner, Str *name, uint32_t place) {
    SlotDescriptor *slot = gc_new(vm, SHAPE_SLOT_DESCRIPTOR, sizeof *slot);
    if (!slot) return VALUE_ERROR;
    slot->place = place;
    slot->owner = owner;
    slot->name = name;
    slot->spec = NULL;
    return value_of(slot);
}
int32_t slot_descriptor_place(Value attribute, const Type *type) {
    if (!has_shape(attribute, SHAPE_SLOT_DESCRIPTOR) || !shape_is_plain(type->shape_id)) return -1;
    const SlotDescriptor *slot = (const SlotDescriptor *)object_of(attribute);
    return !slot->spec && type_is_subtype(type, slot->owner) ? (int32_t)slot->place : -1;
}
static Value raise_unset(Vm *vm, Value self, Value instance) {
    return error_raise(vm, error_types.AttributeError, "'%T' object has no attribute '%U'",
                       instance, SLOT->name);
}
static Value raise_not_set(Vm *vm, Value self) {
    return error_raise(vm, error_types.AttributeError, "%U", SLOT->name);
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
    if (SLOT->spec) return SLOT->spec->get(vm, instance);
    int32_t place = slot_descriptor_place(self, type_of(instance));
    Value value =
        place < 0 ? instance_get(vm, instance, SLOT->name) : instance_of(instance)->slots[place];
    return value == VALUE_END || !value ? raise_unset(vm, self, instance) : value;
}
static bool slot_descriptor_set(Vm *vm, Value self, Value instance, Value value) {
    if (!slot_applies(vm, self, instance)) return false;
    if (SLOT->spec) return SLOT->spec->set(vm, instance, value);
    int32_t place = slot_descriptor_place(self, type_of(instance));
    if (place >= 0) {
        Value *slot = &instance_of(instance)->slots[place];
        if (!value && !*slot) return raise_not_set(vm, self), false;
        *slot = value;
        return true;
    }
    if (value) return instance_set(vm, instance, SLOT->name, value);
    int deleted = instance_delete(vm, instance, SLOT->name);
    if (!deleted) raise_not_set(vm, self);
    return deleted > 0;
}
static Value slot_descriptor_repr(Vm *vm, Value self) {
    return str_format(vm, "<member '%U' of '%N' objects>", SLOT->name, SLOT->owner);
}
static Value slot_name(Vm *vm, Value self) {
    return (void)vm, value_of(SLOT->name);
}
static Value slot_qualname(Vm *vm, Value self) {
    return str_format(vm, "%S.%U", type_qualname(vm, SLOT->owner), SLOT->name);
}
static Value slot_owner(Vm *vm, Value self) {
    return (void)vm, value_of(SLOT->owner);
}
NATIVE(slot_reduce) {
    Value self = args[0];
    return reduce_attribute(vm, value_of(SLOT->owner), value_of(SLOT->name));
}
static const NativeSpec slot_methods[] = {{"__reduce__", slot_reduce, 1, 1, 0},
                                          {NULL, NULL, 0, 0, 0}};
static const MemberSpec slot_members[] = {{"__name__", slot_name, NULL},
                                          {"__qualname__", slot_qualname, NULL},
                                          {"__objclass__", slot_owner, member_read_only},
                                          {"__doc__", none, NULL},
                                          {NULL, NULL, NULL}};
Type slot_descriptor_type = {
    .name = "member_descriptor",
    .shape_id = SHAPE_SLOT_DESCRIPTOR,
    .instance_size = sizeof(SlotDescriptor),
    .repr = slot_descriptor_repr,
    .descriptor_get = slot_descriptor_get,
    .descriptor_set = slot_descriptor_set,
    .methods = slot_methods,
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
static bool cell_set(Vm *vm, Value self, Value value) {
    return (void)vm, ((Cell *)object_of(self))->value = value, true;
}
static const MemberSpec cell_members[] = {{"cell_contents", cell_get, cell_set},
                                          {NULL, NULL, NULL}};
static Value cell_repr(Vm *vm, Value self) {
    Value value = ((Cell *)object_of(self))->value;
    if (!value) return str_format(vm, "<cell at 0x%s: empty>", object_address(vm, self));
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    return str_format(vm, "<cell at 0x%S: %T object at 0x%s>", address, value,
                      object_address(vm, value));
}
static Value cell_make_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names && names->count) return error_type(vm, "%N() takes no keyword arguments", type);
    if (count > 1) return error_type(vm, "cell expected at most 1 argument, got %zu", count);
    Cell *cell = object_new(vm, type);
    if (!cell) return VALUE_ERROR;
    cell->value = count ? args[0] : VALUE_NULL;
    return value_of(cell);
}
// By their contents; an empty one comes first.
static Value cell_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (!has_shape(left, SHAPE_CELL) || !has_shape(right, SHAPE_CELL)) return VALUE_NOT_IMPLEMENTED;
    Value a = ((Cell *)object_of(left))->value, b = ((Cell *)object_of(right))->value;
    if (a && b) return object_compare(vm, a, b, operator);
    Value full_left = make_int(vm, a != VALUE_NULL), full_right = make_int(vm, b != VALUE_NULL);
    return object_compare(vm, full_left, full_right, operator);
}
Type cell_type = {
    .name = "cell",
    .shape_id = SHAPE_CELL,
    .instance_size = sizeof(Cell),
    .trace = cell_trace,
    .flags = TYPE_UNHASHABLE,
    .repr = cell_repr,
    .compare = cell_compare,
    .make = cell_make_new,
    .members = cell_members,
};

// --- modules ------------------------------------------------------------------------------------

static Value module_fill(Vm *vm, Module *module, Value name) {
    if (!module) return VALUE_ERROR;
    module->dict = NULL;
    module->name = VALUE_NONE;
    module->name = str_intern(vm, name);
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
Value module_make(Vm *vm, const char *name) {
    Value text = str_intern_cstring(vm, name);
    return is_error(text) ? text : module_fill(vm, gc_new(vm, SHAPE_MODULE, sizeof(Module)), text);
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
    (void)args, (void)count, (void)names;
    Module *module = object_new(vm, type);
    Value dict = module ? dict_make(vm, 0) : VALUE_ERROR;
    if (is_error(dict)) return dict;
    module->dict = dict_of(dict);
    module->name = VALUE_NONE;
    return value_of(module);
}
static bool module_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"name", "doc", NULL};
    Value values[2];
    if (!arguments_parse(vm, "module", parameters, 1, 0, args, count, names, values)) return false;
    if (!is_str_like(values[0]))
        return error_type(vm, "module() argument 'name' must be str, not %A", values[0]), false;
    if (is_error(module_fill(vm, MODULE, values[0]))) return false;
    return !values[1] || dict_set_str(vm, MODULE->dict, name_of(vm, doc), values[1]);
}
static Value module_annotations(Vm *vm, Value self) {
    Value found = dict_get_str(vm, MODULE->dict, name_of(vm, annotations));
    if (found != VALUE_END) return found;
    found = dict_make(vm, 0);
    bool fine = !is_error(found) && dict_set_str(vm, MODULE->dict, name_of(vm, annotations), found);
    return fine ? found : VALUE_ERROR;
}
static bool set_module_annotations(Vm *vm, Value self, Value value) {
    if (value) return dict_set_str(vm, MODULE->dict, name_of(vm, annotations), value);
    int deleted = dict_delete_str(vm, MODULE->dict, name_of(vm, annotations));
    if (!deleted) error_raise(vm, error_types.AttributeError, "__annotations__");
    return deleted > 0;
}
static const MemberSpec module_members[] = {
    {"__dict__", module_dict, member_read_only},
    {"__annotations__", module_annotations, set_module_annotations},
    {NULL, NULL, NULL}};
Type module_type = {
    .name = "module",
    .shape_id = SHAPE_MODULE,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Module),
    .instance_offset = offsetof(Module, dict),
    .trace = module_trace,
    .repr = module_repr,
    .make = module_new,
    .init = module_init,
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

// The class that an object (a proxy) says is its own, if it comes from `type`; NULL.
static Type *claimed_type(Vm *vm, Value object, Type *type) {
    Value claim = object_find_attribute(vm, object, name_of(vm, class));
    bool class = claim && claim != VALUE_END && is_instance(claim, &type_type);
    return class && type_is_subtype((Type *)claim, type) ? (Type *)claim : NULL;
}

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
        super->self_type = claimed_type(vm, object, type);
    if (super->self_type) return value_of(super);
    if (vm->raised) return VALUE_ERROR;
    return error_type(vm, "super(type, obj): obj must be an instance or subtype of type");
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
    (void)args, (void)count, (void)names;
    return value_of(object_new(vm, type));
}
static bool super_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (names && names->count) return error_type(vm, "super() takes no keyword arguments"), false;
    if (count > 2)
        return error_type(vm, "super() expected at most 2 arguments, got %zu", count), false;
    if (count && !is_instance(args[0], &type_type))
        return error_type(vm, "super() argument 1 must be a type, not %T", args[0]), false;
    Value made = count ? super_make(vm, (Type *)args[0],
                                    count == 2 && !is_none(args[1]) ? args[1] : VALUE_NULL)
                       : super_here(vm);
    if (is_error(made)) return false;
    const Super *other = (const Super *)object_of(made);
    SUPER->type = other->type;
    SUPER->self = other->self;
    SUPER->self_type = other->self_type;
    return true;
}
// An unbound one becomes bound when it is looked up through an instance.
static Value super_bind(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance || is_none(instance) || SUPER->self || !SUPER->type) return self;
    if (type_of(self) == &super_type) return super_make(vm, SUPER->type, instance);
    return object_call_2(vm, value_of(type_of(self)), value_of(SUPER->type), instance);
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
    if (!SUPER->type) return str_from_cstring(vm, "<super: <class 'NULL'>, NULL>");
    if (!SUPER->self_type) return str_format(vm, "<super: <class '%N'>, NULL>", SUPER->type);
    return str_format(vm, "<super: <class '%N'>, <%N object>>", SUPER->type, SUPER->self_type);
}
static Value super_self(Vm *vm, Value self) {
    return (void)vm, SUPER->self ? SUPER->self : VALUE_NONE;
}
static Value super_class(Vm *vm, Value self) {
    return (void)vm, SUPER->type ? value_of(SUPER->type) : VALUE_NONE;
}
static Value super_self_class(Vm *vm, Value self) {
    return (void)vm, SUPER->self_type ? value_of(SUPER->self_type) : VALUE_NONE;
}
static const MemberSpec super_members[] = {{"__self__", super_self, NULL},
                                           {"__thisclass__", super_class, member_read_only},
                                           {"__self_class__", super_self_class, member_read_only},
                                           {NULL, NULL, NULL}};
Type super_type = {
    .name = "super",
    .shape_id = SHAPE_SUPER,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Super),
    .trace = super_trace,
    .repr = super_repr,
    .make = super_new,
    .init = super_init,
    .descriptor_get = super_bind,
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
static Value raise_abstract(Vm *vm, Type *type) {
    Value name = str_intern_cstring(vm, "__abstractmethods__");
    Value names = is_error(name) ? name : object_get_attribute(vm, value_of(type), str_of(name));
    Value list = is_error(names) ? names : list_from(vm, names);
    Value comma = str_from_cstring(vm, ", ");
    if (is_error(list) || is_error(comma) || !list_sort(vm, list_of(list), VALUE_NONE, false))
        return VALUE_ERROR;
    Value text = str_join(vm, str_of(comma), list);
    if (is_error(text)) return text;
    return error_type(vm, "Can't instantiate abstract class %N with abstract method%s %S", type,
                      list_of(list)->count > 1 ? "s" : "", text);
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
    if (type->flags & TYPE_ABSTRACT) return raise_abstract(vm, type);
    if (type == &object_type) {
        Object *object = gc_new(vm, SHAPE_OBJECT, sizeof(Object) + sizeof(Value));
        return object ? value_of(object) : VALUE_ERROR;
    }
    if (!shape_is_plain(type->shape_id))
        return error_type(vm, "object.__new__(%N) is not safe, use %N.__new__()", type,
                          type_layout(type));
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
    if (type->make == object_make)
        return error_type(vm,
                          "%N.__init__() takes exactly one argument (the instance to "
                          "initialize)",
                          type),
               false;
    return true;
}
static Value get_class(Vm *vm, Value self) {
    return (void)vm, value_of(type_of(self));
}
static bool set_class(Vm *vm, Value self, Value value) {
    if (!value) return error_type(vm, "can't delete __class__ attribute"), false;
    if (!is_instance(value, &type_type))
        return error_type(vm, "__class__ must be set to a class, not '%T' object", value), false;
    Type *type = (Type *)value, *old = type_of(self);
    bool modules = is_instance(self, &module_type) && type_is_subtype(type, &module_type);
    if (!modules && !(type->flags & old->flags & TYPE_HEAP))
        return error_type(vm, "__class__ assignment only supported for mutable types or ModuleType "
                              "subclasses"),
               false;
    if (!modules && !class_is_compatible(vm, old, type, "__class__")) return false;
    bool watched = type->flags & ~old->flags & TYPE_FINALIZED;
    if (watched && !finalize_watch(vm, self)) return false;
    Dict *dict =
        shape_is_plain(type->shape_id) && instance_has_room(self) ? instance_dict(vm, self) : NULL;
    if (!dict && vm->raised) return false;
    object_of(self)->shape_id = type->shape_id;
    return !dict || instance_set_dict(vm, self, dict);
}
static Value get_object_dict(Vm *vm, Value self) {
    if (!instance_has_room(self))
        return error_raise(vm, error_types.AttributeError,
                           "'%T' object has no attribute '__dict__'", self);
    Dict *dict = instance_dict(vm, self);
    return dict ? value_of(dict) : VALUE_ERROR;
}
// A class that stands between an instance and a built-in type has this __dict__, too, even where
// the one of the built-in type cannot be changed.
static bool set_object_dict(Vm *vm, Value self, Value value) {
    if (type_of(self)->flags & TYPE_TYPE) {
        error_raise(vm, error_types.AttributeError,
                    "attribute '__dict__' of 'type' objects is not writable");
        return false;
    }
    if (is_instance(self, &module_type)) return member_read_only(vm, self, value);
    if (!value && type_of(self)->flags & TYPE_EXCEPTION)
        return error_type(vm, "cannot delete __dict__"), false;
    if (!value) value = dict_make(vm, 0);
    if (is_error(value)) return false;
    if (!is_dict_like(value))
        return error_type(vm, "__dict__ must be set to a dictionary, not a '%T'", value), false;
    return instance_set_dict(vm, self, dict_of(value));
}
static void first_reference(WeakRef *ref, void *context) {
    Value *found = context;
    if (is_none(*found)) *found = value_of(ref);
}
static Value get_weakref(Vm *vm, Value self) {
    Value found = VALUE_NONE;
    weakref_each(vm, self, first_reference, &found);
    return found;
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
    } else if (!is_instance(args[0], &type_type)) {
        Value own = object_find_attribute(vm, args[0], name_of(vm, dict));
        bool some = !is_error(own) && own != VALUE_END && is_dict_like(own);
        if (is_error(own) || (some && !dict_merge(vm, dict_of(all), dict_of(own), true)))
            return VALUE_ERROR;
    }
    return list_from(vm, all);
}
NATIVE(object_subclasshook) {
    return VALUE_NOT_IMPLEMENTED;
}
NATIVE(object_sizeof) {
    return make_int(vm, is_object(args[0]) ? (int64_t)gc_block_size(object_of(args[0])) : 8);
}
static const NativeSpec object_methods[] = {
    {"__init_subclass__", object_init_subclass, 0, -1, NATIVE_KEYWORDS | NATIVE_CLASS},
    {"__subclasshook__", object_subclasshook, 0, -1, NATIVE_CLASS},
    {"__dir__", object_dir, 1, 1, 0},
    {"__sizeof__", object_sizeof, 1, 1, 0},
    {"__reduce__", object_reduce, 1, 1, 0},
    {"__reduce_ex__", object_reduce_ex, 2, 2, 0},
    {"__getstate__", object_getstate, 1, 1, 0},
    {NULL, NULL, 0, 0, 0}};
static const MemberSpec object_members[] = {{"__class__", get_class, set_class},
                                            {NULL, NULL, NULL}};

// Of classes, and of built-in types whose instances have attributes of their own.
static const MemberSpec dict_member = {"__dict__", get_object_dict, set_object_dict};
static const MemberSpec weakref_member = {"__weakref__", get_weakref, NULL};

bool add_member(Vm *vm, Type *type, const MemberSpec *spec) {
    Value name = str_intern_cstring(vm, spec->name);
    if (!is_error(name) && spec->set == member_read_only) {
        Value field = slot_descriptor_make(vm, type, str_of(name), 0);
        if (is_error(field)) return false;
        ((SlotDescriptor *)object_of(field))->spec = spec;
        return dict_set_str(vm, type->dict, str_of(name), field);
    }
    Member *member = is_error(name) ? NULL : gc_new(vm, SHAPE_MEMBER, sizeof *member);
    if (!member) return false;
    member->spec = spec;
    member->owner = type;
    return dict_set_str(vm, type->dict, str_of(name), value_of(member));
}
bool add_dict_member(Vm *vm, Type *type) {
    return add_member(vm, type, &dict_member);
}
bool add_weakref_member(Vm *vm, Type *type) {
    return add_member(vm, type, &weakref_member);
}

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
