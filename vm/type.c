// Classes: looking names up, making built-in types ready at start-up, attributes of classes, and
// the type `type`. Making new classes is class.c. Types live for ever, as their shapes do.
#include "vm/type.h"

#include <string.h>

#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/exception_group.h"
#include "vm/frame.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/function.h"
#include "vm/types/annotation.h"
#include "vm/types/bytearray.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/set.h"
#include "vm/types/str.h"
#include "vm/types/weakref.h"

// --- look-up ------------------------------------------------------------------------------------

bool type_is_subtype(const Type *type, const Type *base) {
    if (!type->mro) {
        for (; type; type = type->parent)
            if (type == base) return true;
        return base == &object_type;
    }
    for (size_t i = 0; i < type->mro->count; i++)
        if (type->mro->items[i] == value_of(base)) return true;
    return false;
}

// A class's name has no NUL behind it: it is copied to one of a few buffers in turn, and cut if
// long.
const char *type_name(const Type *type) {
    static char buffers[8][256];
    static unsigned turn;
    const Str *name = type->heap_name;
    if (type->name) return type->name;
    char *text = buffers[turn++ % 8], *end = text;
    for (size_t i = 0; i < name->length && end < text + 250; i++)
        end += utf8_put(end, str_at(name, i));
    *end = 0;
    return text;
}

const char *type_leaf_name(const Type *type) {
    const char *name = type_name(type), *dot = type->name ? strrchr(name, '.') : NULL;
    return dot ? dot + 1 : name;
}

typedef struct {
    Type *type, *owner;
    Str *name;
    Value value;
    uint32_t version;
} LookupEntry;
static LookupEntry lookups[1024];

Value type_lookup_owner(Vm *vm, Type *type, Str *name, Type **owner) {
    LookupEntry *entry = &lookups[((uintptr_t)type >> 5 ^ (uintptr_t)name >> 4) % 1024];
    if (entry->type == type && entry->name == name && entry->version == vm->class_version) {
        *owner = entry->owner;
        return entry->value;
    }
    Value value = VALUE_END;
    *owner = NULL;
    for (size_t i = 0; i < type->mro->count && value == VALUE_END; i++) {
        *owner = (Type *)type->mro->items[i];
        value = dict_get_str(vm, (*owner)->dict, name);
    }
    if (name->object.bits & STR_INTERNED)
        *entry = (LookupEntry){type, *owner, name, value, vm->class_version};
    return value;
}

Value type_lookup(Vm *vm, Type *type, Str *name) {
    Type *owner;
    return type_lookup_owner(vm, type, name, &owner);
}

// --- making ready -------------------------------------------------------------------------------

static void inherit_slots(Type *type, const Type *parent) {
    // All function pointers from repr to init are alike in size; NULL ones are the parent's.
    size_t from = offsetof(Type, repr), to = offsetof(Type, dict);
    void (**own)(void) = (void (**)(void))((char *)type + from);
    void (**theirs)(void) = (void (**)(void))((char *)parent + from);
    for (size_t i = 0; i < (to - from) / sizeof *own; i++)
        if (!own[i]) own[i] = theirs[i];
}

static bool add_methods(Vm *vm, Type *type) {
    for (const NativeSpec *spec = type->methods; spec && spec->name; spec++) {
        Value name = str_intern_cstring(vm, spec->name);
        Native *native = gc_new(vm, SHAPE_NATIVE_METHOD, sizeof *native);
        if (!native || is_error(name)) return false;
        native->spec = spec;
        native->self = native->module = VALUE_NULL;
        native->owner = type;
        Value value = value_of(native);
        if (spec->flags & NATIVE_STATIC) {
            native->object.shape_id = SHAPE_NATIVE;
            native->owner = NULL;
        }
        if (spec->flags & NATIVE_CLASS) {
            native->object.shape_id = SHAPE_NATIVE;
            value = wrap_in(vm, SHAPE_CLASS_METHOD, value);
            if (is_error(value)) return false;
        }
        if (!dict_set_str(vm, type->dict, str_of(name), value)) return false;
    }
    for (const MemberSpec *spec = type->members; spec && spec->name; spec++) {
        if (!add_member(vm, type, spec)) return false;
    }
    return true;
}

static Value iter_self(Vm *vm, Value self) {
    return (void)vm, self;
}

static void trace_values(Heap *heap, Object *object) {
    gc_mark_values(heap, (Value *)(object + 1), shape_types[object->shape_id]->value_count);
}

// None, which instances may cover by one of their own.
static bool add_doc(Vm *vm, Type *type) {
    return dict_get_str(vm, type->dict, name_of(vm, doc)) != VALUE_END ||
           dict_set_str(vm, type->dict, name_of(vm, doc), VALUE_NONE);
}

bool type_ready(Vm *vm, Type *type) {
    if (type->flags & TYPE_READY) return true;
    if (!type->parent && type != &object_type) type->parent = &object_type;
    if (type->parent && !type_ready(vm, type->parent)) return false;
    type->object.shape_id = SHAPE_TYPE;
    if (!type->shape_id && !shape_give(vm, type, false, 0)) return false;
    shape_types[type->shape_id] = type;
    Value dict = dict_make(vm, 0);
    if (is_error(dict)) return false;
    type->dict = dict_of(dict);
    Value chain[32];
    size_t depth = 0;
    for (Type *base = type; base; base = base->parent) chain[depth++] = value_of(base);
    Value mro = tuple_make(vm, chain, depth);
    Value bases = tuple_make(vm, chain + 1, depth > 1);
    if (is_error(mro) || is_error(bases)) return false;
    type->mro = tuple_of(mro);
    type->bases = tuple_of(bases);
    if (type->next && !type->iter) type->iter = iter_self;
    if (type->value_count && !type->trace) type->trace = trace_values;
    if (!slots_expose(vm, type) || !add_methods(vm, type) || !add_doc(vm, type)) return false;
    bool first_dict = type->instance_offset && !type->parent->instance_offset;
    if (first_dict && dict_get_str(vm, type->dict, name_of(vm, dict)) == VALUE_END &&
        !add_dict_member(vm, type))
        return false;
    if (type->flags & TYPE_UNHASHABLE &&
        !dict_set_str(vm, type->dict, name_of(vm, hash), VALUE_NONE))
        return false;
    if (type->parent) {
        bool makes = type->make || type->parent != &object_type;
        inherit_slots(type, type->parent);
        if (!makes && !shape_is_plain(type->shape_id)) type->make = NULL;
        if (!type->trace) type->trace = type->parent->trace;
        type->flags |= type->parent->flags & TYPE_LAYOUT;
        if (!type->instance_size) type->instance_size = type->parent->instance_size;
        if (!type->instance_offset) type->instance_offset = type->parent->instance_offset;
    }
    type->flags |= TYPE_READY;
    vm->class_version++;
    return true;
}

static Type *const builtin_types[] = {
#define TYPE(row) &row,
#include "vm/types.def"
#undef TYPE
};

bool types_init(Vm *vm) {
    Type *const *types = builtin_types;
    size_t type_count = sizeof builtin_types / sizeof *builtin_types;
    for (size_t i = 0; i < type_count; i++) {
        shape_types[types[i]->shape_id] = types[i];
        types[i]->object.shape_id = SHAPE_TYPE;
    }
    shape_types[SHAPE_BIG_INT] = &int_type;
    Type *const exceptions[] = {
#define EXCEPTION(name, parent) error_types.name,
#include "vm/exceptions.def"
#undef EXCEPTION
    };
    for (size_t i = 0; i < EXCEPTION_COUNT; i++)
        shape_types[exceptions[i]->shape_id] = exceptions[i];
    for (size_t i = 0; i < type_count; i++)
        if (!type_ready(vm, types[i])) return false;
    for (size_t i = 0; i < EXCEPTION_COUNT; i++)
        if (!type_ready(vm, exceptions[i])) return false;
    return groups_ready(vm);
}

// --- attributes of classes ----------------------------------------------------------------------

static Value find_type_attribute(Vm *vm, Value self, Str *name) {
    Type *type = (Type *)self, *metatype = type_of(self);
    Value meta = type_lookup(vm, metatype, name);
    if (meta != VALUE_END && is_data_descriptor(meta) && type_of(meta)->descriptor_get)
        return descriptor_bind(vm, meta, self, metatype);
    Value value = type_lookup(vm, type, name);
    if (value != VALUE_END) {
        Type *kind = type_of(value);
        return kind->descriptor_get ? kind->descriptor_get(vm, value, VALUE_NULL, type) : value;
    }
    return meta == VALUE_END ? VALUE_END : descriptor_bind(vm, meta, self, metatype);
}

Value type_get_attribute(Vm *vm, Value self, Str *name) {
    Value value = find_type_attribute(vm, self, name);
    if (value != VALUE_END) return value;
    return error_raise(vm, error_types.AttributeError, "type object '%N' has no attribute '%U'",
                       (Type *)self, name);
}

bool type_set_attribute(Vm *vm, Value self, Str *name, Value value) {
    Type *type = (Type *)self;
    if (!(type->flags & TYPE_HEAP)) {
        error_type(vm, "cannot set '%U' attribute of immutable type '%N'", name, type);
        return false;
    }
    Value meta = type_lookup(vm, type_of(self), name);
    if (meta != VALUE_END && is_data_descriptor(meta))
        return type_of(meta)->descriptor_set(vm, meta, self, value);
    name = str_of(str_intern(vm, value_of(name)));
    if (!name) return false;
    if (value) {
        if (!dict_set_str(vm, type->dict, name, value)) return false;
    } else {
        int deleted = dict_delete_str(vm, type->dict, name);
        if (!deleted)
            error_raise(vm, error_types.AttributeError, "type object '%N' has no attribute '%U'",
                        type, name);
        if (deleted <= 0) return false;
    }
    return type_changed(vm, type, name, value);
}

bool type_changed(Vm *vm, Type *type, Str *name, Value value) {
    vm->class_version++;
    bool cached = dict_get_str(vm, vm->cached_names, name) != VALUE_END;
    if (cached && !dict_set_str(vm, vm->volatile_names, name, VALUE_NONE)) return false;
    if (cached || (value && is_data_descriptor(value))) caches_flush(vm);
    if (name_is_slot(vm, name)) {
        for (Type *other = vm->types; other; other = other->next_type)
            if (type_is_subtype(other, type)) slots_update(vm, other);
    }
    return true;
}

// --- the types object and type ------------------------------------------------------------------

static Value type_repr(Vm *vm, Value self) {
    Type *type = (Type *)self;
    if (!(type->flags & TYPE_HEAP)) return str_format(vm, "<class '%N'>", type);
    Value module = dict_get_str(vm, type->dict, name_of(vm, module));
    if (module == VALUE_END || !is_str(module) || str_equal_cstring(str_of(module), "builtins"))
        return str_format(vm, "<class '%U'>", type->qualname);
    return str_format(vm, "<class '%S.%U'>", module, type->qualname);
}

// The instance of a class call, __new__ then __init__.
static Value type_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Type *type = (Type *)self;
    if (!type->make) return error_type(vm, "cannot create '%N' instances", type);
    COUNT_CALL(CLASS);
    Value instance = type_make_instance(vm, type, type, args, count, names);
    if (is_error(instance) || (type == &type_type && count == 1)) return instance;
    Type *made = type_of(instance);
    if (made != type && !type_is_subtype(made, type)) return instance;
    if (made->init && !made->init(vm, instance, args, count, names)) return VALUE_ERROR;
    return instance;
}

// type(x), or type(name, bases, namespace, **keywords).
static Value make_type(Vm *vm, Type *metatype, Value *args, size_t count, Tuple *names) {
    if (metatype == &type_type && count == 1 && !names) return value_of(type_of(args[0]));
    if (count == 1 && metatype == &type_type)
        return error_type(vm, "type() takes no keyword arguments");
    if (count != 3 && metatype == &type_type)
        return error_type(vm, "type() takes 1 or 3 arguments");
    if (count != 3)
        return error_type(vm, "type.__new__() takes exactly 3 arguments (%zu given)", count);
    if (!is_str_like(args[0]))
        return error_type(vm, "type.__new__() argument 1 must be str, not %A", args[0]);
    if (!is_tuple_like(args[1]))
        return error_type(vm, "type.__new__() argument 2 must be tuple, not %A", args[1]);
    if (!is_dict_like(args[2]))
        return error_type(vm, "type.__new__() argument 3 must be dict, not %A", args[2]);
    Type *best = class_metatype(vm, metatype, tuple_of(args[1]));
    if (!best) return VALUE_ERROR;
    // A metaclass of a base with a __new__ of its own makes the class.
    if (best != metatype && best->make != make_type)
        return best->make(vm, best, args, count, names);
    return type_new(vm, best, str_of(args[0]), tuple_of(args[1]), dict_of(args[2]), args + 3,
                    names);
}

static bool init_type(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    (void)self, (void)args;
    if (count == 1 && names)
        return error_type(vm, "type.__init__() takes no keyword arguments"), false;
    if (count == 1 || count == 3) return true;
    return error_type(vm, "type.__init__() takes 1 or 3 arguments"), false;
}

static void type_trace(Heap *heap, Object *object) {
    Type *type = (Type *)object;
    gc_mark_value(heap, value_of(type->dict));
    gc_mark_value(heap, value_of(type->mro));
    gc_mark_value(heap, value_of(type->bases));
    gc_mark_value(heap, value_of(type->heap_name));
    gc_mark_value(heap, value_of(type->qualname));
    gc_mark_value(heap, value_of(type->parent));
    gc_mark_value(heap, type->init_function);
    if (type->flags & TYPE_HEAP) gc_mark_value(heap, value_of(*(Dict **)(type + 1)));
}

// A built-in type outside of builtins has its module's name before its own.
static Value get_name(Vm *vm, Value self) {
    Type *type = (Type *)self;
    return type->heap_name ? value_of(type->heap_name) : str_from_cstring(vm, type_leaf_name(type));
}
// May a special attribute of the class be set to this, VALUE_NULL for deleting it?
static bool may_set(Vm *vm, Type *type, Value value, const char *name) {
    if (!(type->flags & TYPE_HEAP))
        return error_type(vm, "cannot set '%s' attribute of immutable type '%N'", name, type),
               false;
    if (value) return true;
    return error_type(vm, "cannot delete '%s' attribute of immutable type '%N'", name, type), false;
}
static bool set_name(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!may_set(vm, type, value, "__name__")) return false;
    if (!is_str_like(value))
        return error_type(vm, "can only assign string to %N.__name__, not '%T'", type, value),
               false;
    for (size_t i = 0; i < str_of(value)->length; i++)
        if (!str_at(str_of(value), i))
            return error_value(vm, "type name must not contain null characters"), false;
    type->heap_name = str_of(value);
    return true;
}
Value type_qualname(Vm *vm, Type *type) {
    return type->qualname ? value_of(type->qualname) : get_name(vm, value_of(type));
}
static Value get_qualname(Vm *vm, Value self) {
    return type_qualname(vm, (Type *)self);
}
static bool set_qualname(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!may_set(vm, type, value, "__qualname__")) return false;
    if (!is_str_like(value))
        return error_type(vm, "can only assign string to %N.__qualname__, not '%T'", type, value),
               false;
    type->qualname = str_of(value);
    return true;
}
Value type_module(Vm *vm, Type *type) {
    if (type->flags & TYPE_HEAP) {
        Value module = dict_get_str(vm, type->dict, name_of(vm, module));
        return module == VALUE_END ? str_from_cstring(vm, "builtins") : module;
    }
    const char *dot = strrchr(type->name, '.');
    return dot ? str_from_utf8(vm, type->name, (size_t)(dot - type->name))
               : str_from_cstring(vm, "builtins");
}
static Value get_module(Vm *vm, Value self) {
    return type_module(vm, (Type *)self);
}
static bool set_module(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!may_set(vm, type, value, "__module__")) return false;
    return dict_set_str(vm, type->dict, name_of(vm, module), value) &&
           type_changed(vm, type, name_of(vm, module), value);
}
static Value get_bases(Vm *vm, Value self) {
    (void)vm;
    return value_of(((Type *)self)->bases);
}
static Value get_base(Vm *vm, Value self) {
    (void)vm;
    Type *parent = ((Type *)self)->parent;
    return parent ? value_of(parent) : VALUE_NONE;
}
static Value get_mro(Vm *vm, Value self) {
    (void)vm;
    return value_of(((Type *)self)->mro);
}
static Value get_dict(Vm *vm, Value self) {
    return namespace_proxy_make(vm, value_of(((Type *)self)->dict));
}
static Value get_doc(Vm *vm, Value self) {
    Type *type = (Type *)self;
    Value doc = dict_get_str(vm, type->dict, name_of(vm, doc));
    if (doc == VALUE_END || has_shape(doc, SHAPE_MEMBER)) return VALUE_NONE;
    Type *kind = type_of(doc);
    return kind->descriptor_get ? kind->descriptor_get(vm, doc, VALUE_NULL, type) : doc;
}
static bool set_doc(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!may_set(vm, type, value, "__doc__")) return false;
    return dict_set_str(vm, type->dict, name_of(vm, doc), value) &&
           type_changed(vm, type, name_of(vm, doc), value);
}
static Value get_annotations(Vm *vm, Value self) {
    Type *type = (Type *)self;
    if (!(type->flags & TYPE_HEAP))
        return error_raise(vm, error_types.AttributeError,
                           "type object '%N' has no attribute '__annotations__'", type);
    Value found = dict_get_str(vm, type->dict, name_of(vm, annotations));
    if (found != VALUE_END && !has_shape(found, SHAPE_MEMBER)) return found;
    Value dict = dict_make(vm, 0);
    if (is_error(dict) || !dict_set_str(vm, type->dict, name_of(vm, annotations), dict))
        return VALUE_ERROR;
    return dict;
}
static bool set_annotations(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    Str *name = name_of(vm, annotations);
    if (!(type->flags & TYPE_HEAP))
        return error_type(vm, "cannot set '__annotations__' attribute of immutable type '%N'",
                          type),
               false;
    if (value) return dict_set_str(vm, type->dict, name, value);
    int deleted = dict_delete_str(vm, type->dict, name);
    if (!deleted) error_raise(vm, error_types.AttributeError, "__annotations__");
    return deleted > 0;
}

// What abc has found to be missing: where there is something, instances cannot be made.
static Value abstract_name(Vm *vm) {
    return str_intern_cstring(vm, "__abstractmethods__");
}
static Value get_abstract(Vm *vm, Value self) {
    Value name = abstract_name(vm);
    if (is_error(name)) return name;
    Value found = self == value_of(&type_type)
                      ? VALUE_END
                      : dict_get_str(vm, ((Type *)self)->dict, str_of(name));
    return found == VALUE_END ? error_raise(vm, error_types.AttributeError, "__abstractmethods__")
                              : found;
}
static bool set_abstract(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    Value name = abstract_name(vm);
    int truth = value ? object_truth(vm, value) : 0;
    if (is_error(name) || truth < 0) return false;
    if (!(type->flags & TYPE_HEAP))
        return error_type(vm, "cannot set '__abstractmethods__' attribute of immutable type '%N'",
                          type),
               false;
    if (value) {
        if (!dict_set_str(vm, type->dict, str_of(name), value)) return false;
    } else {
        int deleted = dict_delete_str(vm, type->dict, str_of(name));
        if (!deleted) error_raise(vm, error_types.AttributeError, "__abstractmethods__");
        if (deleted <= 0) return false;
    }
    type->flags = truth ? type->flags | TYPE_ABSTRACT : type->flags & ~TYPE_ABSTRACT;
    slots_update(vm, type);
    return type_changed(vm, type, str_of(name), value);
}

// The bits of CPython's type flags that programs ask for.
static Value get_flags(Vm *vm, Value self) {
    static const struct {
        uint32_t own;
        int bit;
    } rows[] = {{TYPE_HEAP, 9},           {TYPE_SUBCLASSABLE, 10}, {TYPE_READY, 12},
                {TYPE_ABSTRACT, 20},      {TYPE_INT, 24},          {TYPE_LIST, 25},
                {TYPE_TUPLE, 26},         {TYPE_BYTES, 27},        {TYPE_STR, 28},
                {TYPE_DICT, 29},          {TYPE_EXCEPTION, 30},    {TYPE_TYPE, 31},
                {TYPE_MATCH_SEQUENCE, 5}, {TYPE_MATCH_MAPPING, 6}};
    const Type *type = (const Type *)self;
    uint64_t flags = type->flags & TYPE_HEAP ? 1 << 10 | 1 << 14 : 1 << 8;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (type->flags & rows[i].own) flags |= (uint64_t)1 << rows[i].bit;
    return int_from_uint64(vm, flags);
}
// As CPython would have it: a dict's place behind the fixed part, and so on.
static Value get_basic_size(Vm *vm, Value self) {
    return make_int(vm, ((Type *)self)->instance_size);
}
static Value get_item_size(Vm *vm, Value self) {
    const Type *type = (const Type *)self;
    return make_int(vm, type->flags & TYPE_INT     ? 4
                        : type->flags & TYPE_TUPLE ? 8
                        : type->flags & TYPE_BYTES ? 1
                        : type->flags & TYPE_TYPE  ? 40
                                                   : 0);
}
static Value get_dict_offset(Vm *vm, Value self) {
    const Type *type = (const Type *)self;
    bool room = type->flags & TYPE_HEAP ? !(type->flags & TYPE_NO_DICT) : type->instance_offset > 0;
    return make_int(vm, !room ? 0 : type_layout((Type *)self) == &object_type ? -8 : 16);
}
static Value get_weak_offset(Vm *vm, Value self) {
    return make_int(vm, ((Type *)self)->flags & TYPE_WEAKLY ? 16 : 0);
}
// Only of object, which says how a class without __init__ is called.
static Value get_text_signature(Vm *vm, Value self) {
    return self == value_of(&object_type) ? str_from_cstring(vm, "()") : VALUE_NONE;
}

static bool set_bases(Vm *vm, Value self, Value value) {
    return class_set_bases(vm, (Type *)self, value);
}
static const MemberSpec type_members[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualname, set_qualname},
    {"__module__", get_module, set_module},
    {"__bases__", get_bases, set_bases},
    {"__base__", get_base, member_read_only},
    {"__mro__", get_mro, member_read_only},
    {"__dict__", get_dict, NULL},
    {"__doc__", get_doc, set_doc},
    {"__annotations__", get_annotations, set_annotations},
    {"__abstractmethods__", get_abstract, set_abstract},
    {"__flags__", get_flags, member_read_only},
    {"__basicsize__", get_basic_size, member_read_only},
    {"__itemsize__", get_item_size, member_read_only},
    {"__dictoffset__", get_dict_offset, member_read_only},
    {"__weakrefoffset__", get_weak_offset, member_read_only},
    {"__text_signature__", get_text_signature, NULL},
    {NULL, NULL, NULL},
};

static Value type_mro_method(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value mro = class_linearize(vm, (Type *)args[0]);
    return is_error(mro) ? mro : list_from(vm, mro);
}
static Value type_subclasses(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    // Of the program, newest first.
    Value made = list_make(vm, NULL, 0), list = list_make(vm, NULL, 0);
    for (Type *type = vm->types; type && !is_error(made); type = type->next_type)
        for (size_t i = 0; type->bases && i < type->bases->count; i++)
            if (type->bases->items[i] == args[0] && !list_append(vm, list_of(made), value_of(type)))
                return VALUE_ERROR;
    if (is_error(made) || is_error(list)) return VALUE_ERROR;
    list_reverse(list_of(made));
    Type *const exceptions[] = {
#define EXCEPTION(name, parent) error_types.name,
#include "vm/exceptions.def"
#undef EXCEPTION
    };
    size_t type_count = sizeof builtin_types / sizeof *builtin_types;
    for (size_t i = 0; i < type_count + EXCEPTION_COUNT; i++) {
        Type *type = i < type_count ? builtin_types[i] : exceptions[i - type_count];
        if (value_of(type->parent) == args[0] && !list_append(vm, list_of(list), value_of(type)))
            return VALUE_ERROR;
    }
    return list_extend(vm, list_of(list), made) ? list : VALUE_ERROR;
}
static Value type_prepare(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return dict_make(vm, 0);
}
static Value type_instance_check(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    int found = class_has_instance(vm, args[0], args[1]);
    return found < 0 ? VALUE_ERROR : make_bool(found);
}
static Value type_subclass_check(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    int found = class_has_subclass(vm, args[0], args[1]);
    return found < 0 ? VALUE_ERROR : make_bool(found);
}
// The names of the class and of its bases; those of the metaclass are left out.
static Value type_dir(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Tuple *mro = ((Type *)args[0])->mro;
    Value all = dict_make(vm, 0);
    for (size_t i = mro->count; i-- > 0 && !is_error(all);)
        if (!dict_merge(vm, dict_of(all), ((Type *)mro->items[i])->dict, true)) return VALUE_ERROR;
    return is_error(all) ? all : list_from(vm, all);
}
static Value type_sizeof(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return make_int(vm, sizeof(Type));
}
static const NativeSpec type_methods[] = {
    {"mro", type_mro_method, 1, 1, 0},
    {"__subclasses__", type_subclasses, 1, 1, 0},
    {"__prepare__", type_prepare, 0, -1, NATIVE_KEYWORDS | NATIVE_CLASS},
    {"__instancecheck__", type_instance_check, 2, 2, 0},
    {"__subclasscheck__", type_subclass_check, 2, 2, 0},
    {"__dir__", type_dir, 1, 1, 0},
    {"__sizeof__", type_sizeof, 1, 1, 0},
    {NULL, NULL, 0, 0, 0},
};

Type type_type = {
    .name = "type",
    .shape_id = SHAPE_TYPE,
    .flags = TYPE_SUBCLASSABLE | TYPE_TYPE | TYPE_WEAKLY,
    .instance_size = sizeof(Type),
    .trace = type_trace,
    .repr = type_repr,
    .call = type_call,
    .make = make_type,
    .init = init_type,
    .binary[BINARY_OR] = union_or,
    .get_attribute = type_get_attribute,
    .set_attribute = type_set_attribute,
    .methods = type_methods,
    .members = type_members,
};
