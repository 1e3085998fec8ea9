// Classes. A built-in type is a static row made ready at start-up; a class statement makes a heap
// type with the layout of its best base. Types live for ever, as their shapes do.
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
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

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
    if (!name) return type->name;
    char *text = buffers[turn++ % 8], *end = text;
    for (size_t i = 0; i < name->length && end < text + 250; i++)
        end += utf8_put(end, str_at(name, i));
    *end = 0;
    return text;
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
        Value name = str_intern_cstring(vm, spec->name);
        Member *member = gc_new(vm, SHAPE_MEMBER, sizeof *member);
        if (!member || is_error(name)) return false;
        member->spec = spec;
        member->owner = type;
        if (!dict_set_str(vm, type->dict, str_of(name), value_of(member))) return false;
    }
    return true;
}

static Value iter_self(Vm *vm, Value self) {
    return (void)vm, self;
}

static void trace_values(Heap *heap, Object *object) {
    gc_mark_values(heap, (Value *)(object + 1), shape_types[object->shape_id]->value_count);
}

bool type_ready(Vm *vm, Type *type) {
    if (type->flags & TYPE_READY) return true;
    if (!type->parent && type != &object_type) type->parent = &object_type;
    if (type->parent && !type_ready(vm, type->parent)) return false;
    type->object.shape_id = SHAPE_TYPE;
    if (!type->shape_id && !shape_give(vm, type, false)) return false;
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
    type->module = VALUE_NULL;
    if (type->next && !type->iter) type->iter = iter_self;
    if (type->value_count && !type->trace) type->trace = trace_values;
    if (!slots_expose(vm, type) || !add_methods(vm, type)) return false;
    if (type->flags & TYPE_UNHASHABLE &&
        !dict_set_str(vm, type->dict, name_of(vm, hash), VALUE_NONE))
        return false;
    if (type->parent) {
        inherit_slots(type, type->parent);
        if (!type->trace) type->trace = type->parent->trace;
        type->flags |=
            type->parent->flags & (TYPE_EXCEPTION | TYPE_INT | TYPE_STR | TYPE_LIST | TYPE_TUPLE |
                                   TYPE_DICT | TYPE_FLOAT | TYPE_SET | TYPE_BYTES | TYPE_TYPE);
        if (!type->instance_size) type->instance_size = type->parent->instance_size;
        if (!type->instance_offset) type->instance_offset = type->parent->instance_offset;
    }
    type->flags |= TYPE_READY;
    vm->class_version++;
    return true;
}

bool types_init(Vm *vm) {
    static Type *const types[] = {
#define TYPE(row) &row,
#include "vm/types.def"
#undef TYPE
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
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
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!type_ready(vm, types[i])) return false;
    for (size_t i = 0; i < EXCEPTION_COUNT; i++)
        if (!type_ready(vm, exceptions[i])) return false;
    return groups_ready(vm);
}

// --- C3 -----------------------------------------------------------------------------------------

static Value inconsistent(Vm *vm, Tuple *bases) {
    StrBuilder names;
    builder_init(&names, vm);
    for (size_t i = 0; i < bases->count; i++) {
        if (i) builder_add_cstring(&names, ", ");
        builder_add_cstring(&names, type_name((Type *)bases->items[i]));
    }
    Value text = builder_finish(&names);
    if (is_error(text)) return text;
    return error_type(vm, "Cannot create a consistent method resolution\norder (MRO) for bases %U",
                      str_of(text));
}

// Merges the MROs of the bases and the list of bases itself.
static Value merge_mro(Vm *vm, Type *type, Tuple *bases) {
    size_t lists = bases->count + 1;
    size_t *heads = gc_alloc_raw(vm, lists * sizeof *heads);
    Value list = list_make(vm, (Value[]){value_of(type)}, 1);
    if (!heads || is_error(list)) return VALUE_ERROR;
    memset(heads, 0, lists * sizeof *heads);
    for (;;) {
        bool all_done = true, found = false;
        for (size_t i = 0; i < lists && !found; i++) {
            Tuple *from = i < bases->count ? ((Type *)bases->items[i])->mro : bases;
            if (heads[i] >= from->count) continue;
            all_done = false;
            Value candidate = from->items[heads[i]];
            bool in_tail = false;
            for (size_t k = 0; k < lists && !in_tail; k++) {
                Tuple *other = k < bases->count ? ((Type *)bases->items[k])->mro : bases;
                for (size_t j = heads[k] + 1; j < other->count; j++)
                    if (other->items[j] == candidate) in_tail = true;
            }
            if (in_tail) continue;
            if (!list_append(vm, list_of(list), candidate)) return VALUE_ERROR;
            for (size_t k = 0; k < lists; k++) {
                Tuple *other = k < bases->count ? ((Type *)bases->items[k])->mro : bases;
                if (heads[k] < other->count && other->items[heads[k]] == candidate) heads[k]++;
            }
            found = true;
        }
        if (all_done) return tuple_from_list(vm, list_of(list));
        if (!found) return inconsistent(vm, bases);
    }
}

// --- new classes --------------------------------------------------------------------------------

// The built-in type whose layout instances of `type` have.
static Type *layout_of(Type *type) {
    while (type->flags & TYPE_HEAP) type = type->parent;
    return type;
}

static Type *best_base(Vm *vm, Tuple *bases) {
    Type *best = NULL;
    for (size_t i = 0; i < bases->count; i++) {
        if (!is_instance(bases->items[i], &type_type)) {
            error_type(vm, "bases must be types");
            return NULL;
        }
        Type *base = (Type *)bases->items[i];
        for (size_t k = 0; k < i; k++)
            if (bases->items[k] == bases->items[i])
                return error_type(vm, "duplicate base class %N", base), NULL;
        if (!(base->flags & (TYPE_SUBCLASSABLE | TYPE_HEAP))) {
            error_type(vm, "type '%s' is not an acceptable base type", type_name(base));
            return NULL;
        }
        Type *layout = layout_of(base);
        if (!best || (type_is_subtype(layout, layout_of(best)) && layout != layout_of(best))) {
            best = base;
        } else if (!type_is_subtype(layout_of(best), layout) &&
                   !(best->flags & base->flags & TYPE_EXCEPTION)) { // all exceptions are alike
            error_type(vm, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best ? best : &object_type;
}

static bool add_slot_descriptors(Vm *vm, Type *type, Value names) {
    if (is_str_like(names)) {
        names = tuple_make(vm, &names, 1);
        if (is_error(names)) return false;
    }
    Value list = list_from(vm, names);
    if (is_error(list)) return false;
    bool has_dict = false;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value name = list_of(list)->items[i];
        if (!is_str_like(name)) {
            error_type(vm, "__slots__ items must be strings, not '%T'", name);
            return false;
        }
        if (str_equal(str_of(name), name_of(vm, dict))) {
            has_dict = true;
            continue;
        }
        if (str_equal(str_of(name), name_of(vm, weakref))) continue;
        name = str_intern(vm, name);
        if (is_error(name)) return false;
        if (dict_get_str(vm, type->dict, str_of(name)) != VALUE_END) {
            error_value(vm, "%R in __slots__ conflicts with class variable", name);
            return false;
        }
        Value descriptor = slot_descriptor_make(vm, type, str_of(name));
        if (is_error(descriptor) || !dict_set_str(vm, type->dict, str_of(name), descriptor))
            return false;
    }
    bool parent_dict = !(type->parent == &object_type || type->parent->flags & TYPE_NO_DICT);
    if (!has_dict && !parent_dict) type->flags |= TYPE_NO_DICT;
    return true;
}

// Calls __set_name__ of the attributes that have one.
static bool set_names(Vm *vm, Type *type) {
    Value copy = dict_copy(vm, type->dict);
    if (is_error(copy)) return false;
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(dict_of(copy), &place));) {
        if (has_shape(entry->value, SHAPE_FUNCTION)) continue;
        Value args[] = {value_of(type), entry->key};
        if (is_error(object_call_special(vm, entry->value, name_of(vm, set_name), args, 2)))
            return false;
    }
    return true;
}

static bool call_init_subclass(Vm *vm, Type *type, Value *values, Tuple *keywords) {
    Value super = super_make(vm, type, value_of(type));
    if (is_error(super)) return false;
    Value method = object_get_attribute(vm, super, name_of(vm, init_subclass));
    return !is_error(method) && !is_error(object_call(vm, method, values, 0, keywords));
}

// The trace of a built-in layout and the dict of attributes behind it.
static void trace_extended(Heap *heap, Object *object) {
    Type *layout = layout_of(shape_types[object->shape_id]);
    if (layout->trace) layout->trace(heap, object);
    Dict **place = instance_dict_place(value_of(object));
    if (place) gc_mark_value(heap, value_of(*place));
}

static void fill_class(Type *type, Type *parent, Type *metatype) {
    Type *layout = layout_of(parent);
    type->object.shape_id = metatype->shape_id;
    type->parent = parent;
    type->flags = TYPE_HEAP | TYPE_READY | TYPE_SUBCLASSABLE |
                  (parent->flags & (TYPE_EXCEPTION | TYPE_INT | TYPE_STR | TYPE_LIST | TYPE_TUPLE |
                                    TYPE_DICT | TYPE_FLOAT | TYPE_SET | TYPE_BYTES | TYPE_TYPE |
                                    TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING | TYPE_MATCH_SELF));
    type->trace = parent->trace;
    type->instance_size = parent->instance_size;
    type->instance_offset = parent->instance_offset;
    type->value_count = parent->value_count;
    if (layout == &object_type) {
        type->trace = instance_trace;
        type->instance_offset = 0;
        type->slot_capacity = parent->flags & TYPE_HEAP ? parent->slot_capacity : 4;
    } else if (!type->instance_offset && !(layout->flags & TYPE_TYPE)) {
        type->instance_offset = layout->instance_size;
        type->instance_size = layout->instance_size + sizeof(Dict *);
        type->trace = trace_extended;
    }
}

// A static or class method __new__, __init_subclass__, __class_getitem__ by name alone, as CPython
// does.
static bool wrap_implicit(Vm *vm, Type *type) {
    struct {
        Str *name;
        uint32_t shape;
    } implicit[] = {{name_of(vm, new), SHAPE_STATIC_METHOD},
                    {name_of(vm, init_subclass), SHAPE_CLASS_METHOD},
                    {name_of(vm, class_getitem), SHAPE_CLASS_METHOD}};
    for (size_t i = 0; i < 3; i++) {
        Value method = dict_get_str(vm, type->dict, implicit[i].name);
        if (method == VALUE_END || !has_shape(method, SHAPE_FUNCTION)) continue;
        method = wrap_in(vm, implicit[i].shape, method);
        if (is_error(method) || !dict_set_str(vm, type->dict, implicit[i].name, method))
            return false;
    }
    return true;
}

static Type *best_metatype(Vm *vm, Type *metatype, Tuple *bases) {
    for (size_t i = 0; i < bases->count; i++) {
        Type *other = type_of(bases->items[i]);
        if (type_is_subtype(metatype, other)) continue;
        if (!type_is_subtype(other, metatype)) {
            error_type(vm, "metaclass conflict: the metaclass of a derived class must be a "
                           "(non-strict) subclass "
                           "of the metaclasses of all its bases");
            return NULL;
        }
        metatype = other;
    }
    return metatype;
}

Value type_new(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace, Value *values,
               Tuple *keywords) {
    Value object_base = value_of(&object_type);
    if (!bases->count) bases = tuple_of(tuple_make(vm, &object_base, 1));
    if (!bases) return VALUE_ERROR;
    Type *parent = best_base(vm, bases);
    if (!parent) return VALUE_ERROR;
    Type *type = gc_alloc_slow(vm, CELL_OBJECT, sizeof *type + sizeof(Dict *));
    if (!type) return VALUE_ERROR;
    memset(type, 0, sizeof *type + sizeof(Dict *));
    fill_class(type, parent, metatype);
    Value dict = dict_copy(vm, namespace);
    if (is_error(dict)) return VALUE_ERROR;
    type->dict = dict_of(dict);
    type->bases = bases;
    type->heap_name = name;
    Value mro = merge_mro(vm, type, bases);
    if (is_error(mro)) return VALUE_ERROR;
    type->mro = tuple_of(mro);
    if (!shape_give(vm, type, layout_of(parent) == &object_type)) return VALUE_ERROR;
    Value qualname = dict_get_str(vm, type->dict, name_of(vm, qualname));
    type->qualname = qualname == VALUE_END ? name : str_of(qualname);
    if (qualname != VALUE_END) dict_delete_str(vm, type->dict, name_of(vm, qualname));
    if (dict_get_str(vm, type->dict, name_of(vm, module)) == VALUE_END) {
        Value module = dict_get_str(vm, vm->frame->globals, name_of(vm, name));
        if (module != VALUE_END && !dict_set_str(vm, type->dict, name_of(vm, module), module))
            return VALUE_ERROR;
    }
    if (dict_get_str(vm, type->dict, name_of(vm, doc)) == VALUE_END &&
        !dict_set_str(vm, type->dict, name_of(vm, doc), VALUE_NONE))
        return VALUE_ERROR;
    // A class that defines __eq__ alone cannot be hashed.
    if (dict_get_str(vm, type->dict, name_of(vm, eq)) != VALUE_END &&
        dict_get_str(vm, type->dict, name_of(vm, hash)) == VALUE_END &&
        !dict_set_str(vm, type->dict, name_of(vm, hash), VALUE_NONE))
        return VALUE_ERROR;
    Value slots = dict_get_str(vm, type->dict, name_of(vm, slots));
    if (slots != VALUE_END && !add_slot_descriptors(vm, type, slots)) return VALUE_ERROR;
    if (slots == VALUE_END && type->parent->flags & TYPE_NO_DICT) type->flags &= ~TYPE_NO_DICT;
    if (!wrap_implicit(vm, type)) return VALUE_ERROR;
    Value cell = dict_get_str(vm, type->dict, name_of(vm, classcell));
    if (cell != VALUE_END) {
        ((Cell *)cell)->value = value_of(type);
        dict_delete_str(vm, type->dict, name_of(vm, classcell));
    }
    type->next_type = vm->types;
    vm->types = type;
    vm->class_version++;
    slots_update(vm, type);
    if (!set_names(vm, type) || !call_init_subclass(vm, type, values, keywords)) return VALUE_ERROR;
    return value_of(type);
}

// type(x), or type(name, bases, namespace, **keywords).
static Value make_type(Vm *vm, Type *metatype, Value *args, size_t count, Tuple *names) {
    if (metatype == &type_type && count == 1 && !names) return value_of(type_of(args[0]));
    if (count != 3) return error_type(vm, "type() takes 1 or 3 arguments");
    if (!is_str_like(args[0]))
        return error_type(vm, "type.__new__() argument 1 must be str, not %A", args[0]);
    if (!is_tuple_like(args[1]))
        return error_type(vm, "type.__new__() argument 2 must be tuple, not %A", args[1]);
    if (!is_dict_like(args[2]))
        return error_type(vm, "type.__new__() argument 3 must be dict, not %A", args[2]);
    metatype = best_metatype(vm, metatype, tuple_of(args[1]));
    if (!metatype) return VALUE_ERROR;
    return type_new(vm, metatype, str_of(args[0]), tuple_of(args[1]), dict_of(args[2]), args + 3,
                    names);
}

static bool init_type(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    (void)vm, (void)self, (void)args, (void)count, (void)names;
    return true;
}

static Value drop_keyword(Vm *vm, Tuple *names, size_t drop, Value *values) {
    Value kept[names->count];
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (i == drop) continue;
        kept[count] = names->items[i];
        values[count++] = values[i];
    }
    return tuple_make(vm, kept, count);
}

// The bases, with what stands in for a class (list[int]) replaced by what its __mro_entries__
// gives.
static Value resolve_bases(Vm *vm, Value bases) {
    Value list = list_make(vm, NULL, 0), hook = str_intern_cstring(vm, "__mro_entries__");
    if (is_error(list) || is_error(hook)) return VALUE_ERROR;
    for (size_t i = 0; i < tuple_of(bases)->count; i++) {
        Value base = tuple_of(bases)->items[i], entries = VALUE_END;
        if (!is_instance(base, &type_type))
            entries = object_call_special(vm, base, str_of(hook), &bases, 1);
        if (entries == VALUE_END) entries = tuple_make(vm, &base, 1);
        if (is_error(entries)) return entries;
        if (!is_tuple_like(entries)) return error_type(vm, "__mro_entries__ must return a tuple");
        if (!list_extend(vm, list_of(list), entries)) return VALUE_ERROR;
    }
    return tuple_from_list(vm, list_of(list));
}

// __build_class__(body, name, *bases, metaclass=type, **keywords)
static Value build_class(Vm *vm, Value *args, size_t count, Tuple *names) {
    if (count < 2) return error_type(vm, "__build_class__: not enough arguments");
    if (!has_shape(args[0], SHAPE_FUNCTION))
        return error_type(vm, "__build_class__: func must be a function");
    if (!is_str(args[1])) return error_type(vm, "__build_class__: name is not a string");
    Value given = tuple_make(vm, args + 2, count - 2);
    Value bases = is_error(given) ? given : resolve_bases(vm, given);
    if (is_error(bases)) return VALUE_ERROR;
    Value metaclass = value_of(&type_type);
    size_t keyword_count = names ? names->count : 0;
    Value *values = args + count, kept[keyword_count + 1];
    values_copy(kept, values, keyword_count);
    for (size_t i = 0; i < keyword_count; i++) {
        if (!str_equal(str_of(names->items[i]), name_of(vm, metaclass))) continue;
        metaclass = kept[i];
        Value rest = drop_keyword(vm, names, i, kept);
        if (is_error(rest)) return VALUE_ERROR;
        names = tuple_of(rest);
        break;
    }
    if (names && !names->count) names = NULL;
    if (is_instance(metaclass, &type_type)) {
        for (size_t i = 0; i < tuple_of(bases)->count; i++)
            if (!is_instance(tuple_of(bases)->items[i], &type_type))
                return error_type(vm, "bases must be types");
        Type *best = best_metatype(vm, (Type *)metaclass, tuple_of(bases));
        if (!best) return VALUE_ERROR;
        metaclass = value_of(best);
    }
    keyword_count = names ? names->count : 0;
    Value call[3 + keyword_count];
    call[0] = args[1];
    call[1] = bases;
    values_copy(call + 2, kept, keyword_count);
    Value namespace = VALUE_END;
    if (metaclass != value_of(&type_type)) {
        Value prepare = object_find_attribute(vm, metaclass, name_of(vm, prepare));
        if (is_error(prepare)) return VALUE_ERROR;
        if (prepare != VALUE_END) namespace = object_call(vm, prepare, call, 2, names);
    }
    if (namespace == VALUE_END) namespace = dict_make(vm, 0);
    if (is_error(namespace)) return VALUE_ERROR;
    if (!is_dict_like(namespace))
        return error_type(vm, "%T.__prepare__() must return a mapping, not %T", metaclass,
                          namespace);
    int same = object_equal(vm, bases, given);
    if (same < 0) return VALUE_ERROR;
    if (!same) {
        Value name = str_intern_cstring(vm, "__orig_bases__");
        if (is_error(name) || !dict_set_str(vm, dict_of(namespace), str_of(name), given))
            return VALUE_ERROR;
    }
    Value cell = call_body(vm, (Function *)args[0], dict_of(namespace));
    if (is_error(cell)) return VALUE_ERROR;
    call[2] = namespace;
    values_copy(call + 3, kept, keyword_count);
    return object_call(vm, metaclass, call, 3, names);
}
const NativeSpec build_class_spec = {"__build_class__", build_class, 0, -1, NATIVE_KEYWORDS};

// --- attributes of classes ----------------------------------------------------------------------

static Value find_type_attribute(Vm *vm, Value self, Str *name) {
    Type *type = (Type *)self, *metatype = type_of(self);
    Value meta = type_lookup(vm, metatype, name);
    if (meta != VALUE_END && is_data_descriptor(meta))
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
    Value meta = type_lookup(vm, type_of(self), name);
    if (meta != VALUE_END && is_data_descriptor(meta))
        return type_of(meta)->descriptor_set(vm, meta, self, value);
    if (!(type->flags & TYPE_HEAP)) {
        error_type(vm, "cannot set '%U' attribute of immutable type '%N'", name, type);
        return false;
    }
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
    Value instance = type->make(vm, type, args, count, names);
    if (is_error(instance) || (type == &type_type && count == 1)) return instance;
    Type *made = type_of(instance);
    if (made != type && !type_is_subtype(made, type)) return instance;
    if (made->init && !made->init(vm, instance, args, count, names)) return VALUE_ERROR;
    return instance;
}

static void type_trace(Heap *heap, Object *object) {
    Type *type = (Type *)object;
    gc_mark_value(heap, value_of(type->dict));
    gc_mark_value(heap, value_of(type->mro));
    gc_mark_value(heap, value_of(type->bases));
    gc_mark_value(heap, value_of(type->heap_name));
    gc_mark_value(heap, value_of(type->qualname));
    gc_mark_value(heap, value_of(type->parent));
    gc_mark_value(heap, type->module);
    gc_mark_value(heap, type->init_function);
    if (type->flags & TYPE_HEAP) gc_mark_value(heap, value_of(*(Dict **)(type + 1)));
}

static Value get_name(Vm *vm, Value self) {
    Type *type = (Type *)self;
    if (type->heap_name) return value_of(type->heap_name);
    const char *dot = strrchr(type->name, '.');
    return str_from_cstring(vm, dot ? dot + 1 : type->name);
}
static bool set_name(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!(type->flags & TYPE_HEAP) || !value || !is_str_like(value)) {
        error_type(vm, "can only assign string to %N.__name__, not '%T'", type,
                   value ? value : VALUE_NONE);
        return false;
    }
    type->heap_name = str_of(value);
    return true;
}
static Value get_qualname(Vm *vm, Value self) {
    Type *type = (Type *)self;
    return type->qualname ? value_of(type->qualname) : get_name(vm, self);
}
static bool set_qualname(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    if (!(type->flags & TYPE_HEAP) || !value || !is_str_like(value)) {
        error_type(vm, "can only assign string to %N.__qualname__, not '%T'", type,
                   value ? value : VALUE_NONE);
        return false;
    }
    type->qualname = str_of(value);
    return true;
}
static Value get_module(Vm *vm, Value self) {
    Type *type = (Type *)self;
    Value module = dict_get_str(vm, type->dict, name_of(vm, module));
    return module == VALUE_END || has_shape(module, SHAPE_MEMBER) ? str_from_cstring(vm, "builtins")
                                                                  : module;
}
static bool set_module(Vm *vm, Value self, Value value) {
    return dict_set_str(vm, ((Type *)self)->dict, name_of(vm, module), value);
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
    Value doc = dict_get_str(vm, ((Type *)self)->dict, name_of(vm, doc));
    return doc == VALUE_END || has_shape(doc, SHAPE_MEMBER) ? VALUE_NONE : doc;
}
static bool set_doc(Vm *vm, Value self, Value value) {
    return dict_set_str(vm, ((Type *)self)->dict, name_of(vm, doc), value);
}
static Value get_annotations(Vm *vm, Value self) {
    Type *type = (Type *)self;
    Value found = dict_get_str(vm, type->dict, name_of(vm, annotations));
    if (found != VALUE_END && !has_shape(found, SHAPE_MEMBER)) return found;
    Value dict = dict_make(vm, 0);
    if (is_error(dict) || !dict_set_str(vm, type->dict, name_of(vm, annotations), dict))
        return VALUE_ERROR;
    return dict;
}

// What abc.ABCMeta computes: the names of methods that a subclass has yet to define.
static Value get_abstract(Vm *vm, Value self) {
    Value name = str_intern_cstring(vm, "__abstractmethods__");
    if (is_error(name)) return name;
    Value found = self == value_of(&type_type)
                      ? VALUE_END
                      : dict_get_str(vm, ((Type *)self)->dict, str_of(name));
    return found == VALUE_END ? error_raise(vm, error_types.AttributeError, "%U", str_of(name))
                              : found;
}
static bool set_abstract(Vm *vm, Value self, Value value) {
    Type *type = (Type *)self;
    Value name = str_intern_cstring(vm, "__abstractmethods__");
    int abstract = value ? object_truth(vm, value) : 0;
    if (is_error(name) || abstract < 0) return false;
    if (value && !dict_set_str(vm, type->dict, str_of(name), value)) return false;
    if (!value && !dict_delete_str(vm, type->dict, str_of(name))) {
        error_raise(vm, error_types.AttributeError, "%U", str_of(name));
        return false;
    }
    type->flags = (type->flags & ~TYPE_ABSTRACT) | (abstract ? TYPE_ABSTRACT : 0);
    vm->class_version++;
    slots_update(vm, type);
    return true;
}
Value type_refuse_abstract(Vm *vm, Type *type) {
    Value names = get_abstract(vm, value_of(type));
    Value list = is_error(names) ? names : list_from(vm, names);
    if (is_error(list) || !list_sort(vm, list_of(list), VALUE_NONE, false)) return VALUE_ERROR;
    Value comma = str_from_cstring(vm, ", ");
    Value joined = is_error(comma) ? comma : str_join(vm, str_of(comma), list);
    if (is_error(joined)) return joined;
    return error_type(vm, "Can't instantiate abstract class %N with abstract method%s %S", type,
                      list_of(list)->count == 1 ? "" : "s", joined);
}
static const MemberSpec type_members[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualname, set_qualname},
    {"__module__", get_module, set_module},
    {"__bases__", get_bases, NULL},
    {"__base__", get_base, NULL},
    {"__mro__", get_mro, NULL},
    {"__dict__", get_dict, NULL},
    {"__doc__", get_doc, set_doc},
    {"__annotations__", get_annotations, set_doc},
    {"__abstractmethods__", get_abstract, set_abstract},
    {NULL, NULL, NULL},
};

static Value type_mro_method(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Tuple *mro = ((Type *)args[0])->mro;
    return list_make(vm, mro->items, mro->count);
}
static Value type_subclasses(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value list = list_make(vm, NULL, 0);
    for (Type *type = vm->types; type && !is_error(list); type = type->next_type)
        for (size_t i = 0; i < type->bases->count; i++)
            if (type->bases->items[i] == args[0] && !list_append(vm, list_of(list), value_of(type)))
                return VALUE_ERROR;
    if (is_error(list)) return list;
    List *all = list_of(list);
    for (size_t i = 0; i < all->count / 2; i++) {
        Value kept = all->items[i];
        all->items[i] = all->items[all->count - 1 - i];
        all->items[all->count - 1 - i] = kept;
    }
    return list;
}
static const NativeSpec type_methods[] = {
    {"mro", type_mro_method, 1, 1, 0},
    {"__subclasses__", type_subclasses, 1, 1, 0},
    {NULL, NULL, 0, 0, 0},
};

Type type_type = {
    .name = "type",
    .shape_id = SHAPE_TYPE,
    .flags = TYPE_SUBCLASSABLE | TYPE_TYPE,
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
