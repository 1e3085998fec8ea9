// Classes made by programs: what a class statement runs, C3, layouts, __slots__, and giving a class
// other bases.
#include <string.h>

#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

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

// --- layouts ------------------------------------------------------------------------------------

Type *type_layout(Type *type) {
    while (type->flags & TYPE_HEAP) type = type->parent;
    return type;
}

// The slots that instances have by __slots__, before their other attributes.
static uint32_t fixed_count(const Type *type) {
    return shape_is_plain(type->shape_id) ? shape_table[type->shape_id]->count : 0;
}

// Whose layout a class's instances have: a built-in type, or the class that added __slots__ to it.
static Type *solid_base(Type *type) {
    while (type->flags & TYPE_HEAP && fixed_count(type) == fixed_count(type->parent))
        type = type->parent;
    return type;
}

static Type *best_base(Vm *vm, Tuple *bases) {
    Type *best = NULL;
    for (size_t i = 0; i < bases->count; i++) {
        Value base_value = bases->items[i];
        if (!is_instance(base_value, &type_type))
            return error_type(vm, "bases must be types"), NULL;
        Type *base = (Type *)base_value;
        for (size_t k = 0; k < i; k++)
            if (bases->items[k] == base_value)
                return error_type(vm, "duplicate base class %N", base), NULL;
        if (!(base->flags & (TYPE_SUBCLASSABLE | TYPE_HEAP)))
            return error_type(vm, "type '%N' is not an acceptable base type", base), NULL;
        Type *solid = solid_base(base), *other = best ? solid_base(best) : NULL;
        if (!best || (solid != other && type_is_subtype(solid, other))) {
            best = base;
        } else if (!type_is_subtype(other, solid) &&
                   !(best->flags & base->flags & TYPE_EXCEPTION)) { // all exceptions are alike
            return error_type(vm, "multiple bases have instance lay-out conflict"), NULL;
        }
    }
    return best ? best : &object_type;
}

// CPython's ints, tuples and bytes end in items: nothing can be put behind those.
static bool has_items(const Type *type) {
    return type->flags & (TYPE_INT | TYPE_TUPLE | TYPE_BYTES) || type->flags & TYPE_TYPE;
}

static bool may_have_dict(const Type *type) {
    if (!(type->flags & TYPE_HEAP)) return type->instance_offset || type->flags & TYPE_TYPE;
    return !(type->flags & TYPE_NO_DICT);
}

// The trace of a built-in layout and the dict of attributes behind it.
static void trace_extended(Heap *heap, Object *object) {
    Type *layout = type_layout(shape_types[object->shape_id]);
    if (layout->trace) layout->trace(heap, object);
    Dict **place = instance_dict_place(value_of(object));
    if (place) gc_mark_value(heap, value_of(*place));
}

static void fill_class(Type *type, Type *parent, Type *metatype) {
    Type *layout = type_layout(parent);
    type->object.shape_id = metatype->shape_id;
    type->parent = parent;
    type->flags = TYPE_HEAP | TYPE_READY | TYPE_SUBCLASSABLE |
                  (parent->flags & (TYPE_LAYOUT | TYPE_MATCH_SELF | TYPE_WEAKLY));
    type->trace = parent->trace;
    type->instance_size = parent->instance_size;
    type->instance_offset = parent->instance_offset;
    type->value_count = parent->value_count;
    type->get_buffer = layout->get_buffer;
    type->release_buffer = layout->release_buffer;
    if (layout == &object_type) {
        type->trace = instance_trace;
        type->instance_offset = 0;
        type->slot_capacity = parent->flags & TYPE_HEAP ? parent->slot_capacity : 4;
    } else if (!type->instance_offset && !(layout->flags & TYPE_TYPE)) {
        type->instance_offset = (layout->instance_size + 7) & ~7u;
        type->instance_size = type->instance_offset + sizeof(Dict *);
        type->trace = trace_extended;
    }
}

// --- __slots__ ----------------------------------------------------------------------------------

// __name in the class _C is _C__name.
static Value mangle(Vm *vm, Str *class_name, Str *name) {
    size_t start = 0, length = name->length;
    bool private = length > 2 && str_at(name, 0) == '_' && str_at(name, 1) == '_' &&
                   !(str_at(name, length - 1) == '_' && str_at(name, length - 2) == '_');
    while (start < class_name->length && str_at(class_name, start) == '_') start++;
    if (!private || start == class_name->length) return value_of(name);
    Value stem = str_slice(vm, class_name, start, class_name->length);
    return is_error(stem) ? stem : str_format(vm, "_%U%U", str_of(stem), name);
}

static bool is_identifier(const Str *name) {
    for (size_t i = 0; i < name->length; i++) {
        uint32_t point = str_at(name, i);
        bool fine = i ? unicode_is_identifier_part(point)
                      : point == '_' || unicode_is_identifier_start(point);
        if (!fine) return false;
    }
    return name->length;
}

// What __slots__ asks for.
typedef struct {
    bool given, dict, weak;
    List *names; // mangled, in order; the two special ones left out
} Slots;

static bool read_slot(Vm *vm, Type *type, Value name, Slots *slots) {
    if (!is_str_like(name))
        return error_type(vm, "__slots__ items must be strings, not '%T'", name), false;
    if (!is_identifier(str_of(name))) return error_type(vm, "__slots__ must be identifiers"), false;
    if (str_equal(str_of(name), name_of(vm, dict))) {
        if (slots->dict || may_have_dict(type->parent))
            return error_type(vm, "__dict__ slot disallowed: we already got one"), false;
        slots->dict = true;
        return true;
    }
    if (str_equal(str_of(name), name_of(vm, weakref))) {
        if (slots->weak || type->parent->flags & TYPE_WEAKLY || has_items(type->parent))
            return error_type(vm, "__weakref__ slot disallowed: either we already got one, or "
                                  "__itemsize__ != 0"),
                   false;
        slots->weak = true;
        return true;
    }
    Value own = mangle(vm, type->heap_name, str_of(name));
    if (!is_error(own)) own = str_intern(vm, own);
    if (is_error(own)) return false;
    bool special = str_of(own) == name_of(vm, qualname) || str_of(own) == name_of(vm, classcell);
    if (!special && dict_get_str(vm, type->dict, str_of(own)) != VALUE_END)
        return error_value(vm, "%R in __slots__ conflicts with class variable", name), false;
    return list_append(vm, slots->names, own);
}

static bool read_slots(Vm *vm, Type *type, Slots *slots) {
    Value given = dict_get_str(vm, type->dict, name_of(vm, slots)), list = list_make(vm, NULL, 0);
    if (is_error(list)) return false;
    *slots = (Slots){.given = given != VALUE_END, .names = list_of(list)};
    if (!slots->given) return true;
    Value names = is_str_like(given) ? list_make(vm, &given, 1) : list_from(vm, given);
    if (is_error(names)) return false;
    if (list_of(names)->count && has_items(type->parent))
        return error_type(vm, "nonempty __slots__ not supported for subtype of '%N'", type->parent),
               false;
    for (size_t i = 0; i < list_of(names)->count; i++)
        if (!read_slot(vm, type, list_of(names)->items[i], slots)) return false;
    return list_sort(vm, slots->names, VALUE_NONE, false);
}

// Other bases than the first may bring a dict or weak references.
static void inherit_room(Type *type, const Slots *slots) {
    bool dict = slots->dict || !slots->given, weak = slots->weak || !slots->given;
    for (size_t i = 0; i < type->bases->count; i++) {
        Type *base = (Type *)type->bases->items[i];
        dict |= may_have_dict(base);
        weak |= base->flags & TYPE_WEAKLY;
    }
    if (!dict) type->flags |= TYPE_NO_DICT;
    if (weak && (!has_items(type) || type->flags & TYPE_TYPE)) type->flags |= TYPE_WEAKLY;
}

static bool add_descriptors(Vm *vm, Type *type, const Slots *slots) {
    uint32_t first = fixed_count(type->parent);
    for (size_t i = 0; i < slots->names->count; i++) {
        Str *name = str_of(slots->names->items[i]);
        Value descriptor = slot_descriptor_make(vm, type, name, first + (uint32_t)i);
        if (is_error(descriptor) || !dict_set_str(vm, type->dict, name, descriptor)) return false;
    }
    bool dict = may_have_dict(type) && !may_have_dict(type->parent);
    bool weak = type->flags & TYPE_WEAKLY && !(type->parent->flags & TYPE_WEAKLY);
    return (!dict || add_dict_member(vm, type)) && (!weak || add_weakref_member(vm, type));
}

// --- hooks of other classes ---------------------------------------------------------------------

// What __set_name__ raised becomes the cause of a RuntimeError.
static bool set_name_failed(Vm *vm, Type *type, Value attribute, Value name) {
    Value cause = error_take(vm);
    error_raise(vm, error_types.RuntimeError,
                "Error calling __set_name__ on '%T' instance %R in "
                "'%N'",
                attribute, name, type);
    if (vm->raised && is_exception(vm->raised)) {
        Exception *exception = (Exception *)vm->raised;
        exception->cause = exception->context = cause;
        exception->suppress_context = true;
    }
    return false;
}

static bool set_names(Vm *vm, Type *type) {
    Value copy = dict_copy(vm, type->dict);
    if (is_error(copy)) return false;
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(dict_of(copy), &place));) {
        if (has_shape(entry->value, SHAPE_FUNCTION)) continue;
        Value attribute = entry->value, name = entry->key, args[] = {value_of(type), name};
        if (is_error(object_call_special(vm, attribute, name_of(vm, set_name), args, 2)))
            return set_name_failed(vm, type, attribute, name);
    }
    return true;
}

static bool call_init_subclass(Vm *vm, Type *type, Value *values, Tuple *keywords) {
    Value super = super_make(vm, type, value_of(type));
    if (is_error(super)) return false;
    Value method = object_get_attribute(vm, super, name_of(vm, init_subclass));
    return !is_error(method) && !is_error(object_call(vm, method, values, 0, keywords));
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

// Patterns take it for a sequence or a mapping as they do the first base that is either.
static void inherit_match(Type *type) {
    const uint32_t either = TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING;
    for (size_t i = 0; i < type->mro->count && !(type->flags & either); i++)
        type->flags |= ((Type *)type->mro->items[i])->flags & either;
}

Value class_linearize(Vm *vm, Type *type) {
    return merge_mro(vm, type, type->bases);
}

// The MRO by C3, or as the metaclass's mro() has it.
static Value find_mro(Vm *vm, Type *type, Tuple *bases) {
    Value name = str_intern_cstring(vm, "mro");
    if (is_error(name)) return name;
    Type *metatype = type_of(value_of(type));
    Value own = type_lookup(vm, metatype, str_of(name));
    if (metatype == &type_type || own == type_lookup(vm, &type_type, str_of(name)))
        return merge_mro(vm, type, bases);
    Value answer = object_call_special(vm, value_of(type), str_of(name), NULL, 0);
    Value mro = is_error(answer) ? answer : tuple_from(vm, answer);
    for (size_t i = 0; !is_error(mro) && i < tuple_of(mro)->count; i++) {
        Value class = tuple_of(mro)->items[i];
        if (!is_instance(class, &type_type))
            return error_type(vm, "mro() returned a non-class ('%T')", class);
        if (!type_is_subtype(solid_base(type->parent), solid_base((Type *)class)) &&
            class != value_of(type))
            return error_type(vm, "mro() returned base with unsuitable layout ('%N')",
                              (Type *)class);
    }
    return mro;
}

// --- type(name, bases, namespace) ---------------------------------------------------------------

Type *class_metatype(Vm *vm, Type *metatype, Tuple *bases) {
    Value hook = str_intern_cstring(vm, "__mro_entries__");
    if (is_error(hook)) return NULL;
    for (size_t i = 0; i < bases->count; i++) {
        if (is_instance(bases->items[i], &type_type)) continue;
        Value found = object_find_attribute(vm, bases->items[i], str_of(hook));
        if (found == VALUE_END) continue;
        if (!is_error(found))
            error_type(vm, "type() doesn't support MRO entry resolution; use types.new_class()");
        return NULL;
    }
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

// Types that are C have their module in their names. The name lives for ever, as the class does.
static bool name_as_in_c(Vm *vm, Type *type, Value module) {
    if (module == VALUE_END || !is_str(module)) return true;
    Value full = str_format(vm, "%S.%U", module, type->qualname);
    if (is_error(full)) return false;
    type->name = strdup(str_utf8(vm, str_of(full), NULL));
    return type->name || (error_memory(vm), false);
}

static bool name_class(Vm *vm, Type *type) {
    Value qualname = dict_get_str(vm, type->dict, name_of(vm, qualname));
    if (qualname != VALUE_END && !is_str_like(qualname))
        return error_type(vm, "type __qualname__ must be a str, not %T", qualname), false;
    type->qualname = qualname == VALUE_END ? type->heap_name : str_of(qualname);
    if (qualname != VALUE_END) dict_delete_str(vm, type->dict, name_of(vm, qualname));
    Value module = dict_get_str(vm, type->dict, name_of(vm, module));
    const CodeObject *maker = vm->frame->code; // NULL: no program runs yet
    if (maker && maker->stands_for_c && !name_as_in_c(vm, type, module)) return false;
    if (module != VALUE_END) return true;
    module =
        vm->frame->globals ? dict_get_str(vm, vm->frame->globals, name_of(vm, name)) : VALUE_END;
    return module == VALUE_END || dict_set_str(vm, type->dict, name_of(vm, module), module);
}

static bool set_absent(Vm *vm, Type *type, Str *name) {
    return dict_get_str(vm, type->dict, name) != VALUE_END ||
           dict_set_str(vm, type->dict, name, VALUE_NONE);
}

static bool fill_cell(Vm *vm, Type *type) {
    Value cell = dict_get_str(vm, type->dict, name_of(vm, classcell));
    if (cell == VALUE_END) return true;
    if (!has_shape(cell, SHAPE_CELL))
        return error_type(vm, "__classcell__ must be a nonlocal cell, not %R",
                          value_of(type_of(cell))),
               false;
    ((Cell *)cell)->value = value_of(type);
    return dict_delete_str(vm, type->dict, name_of(vm, classcell)) > 0;
}

Value type_new(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace, Value *values,
               Tuple *keywords) {
    Value object_base = value_of(&object_type);
    if (!bases->count) bases = tuple_of(tuple_make(vm, &object_base, 1));
    if (!bases) return VALUE_ERROR;
    for (size_t i = 0; i < name->length; i++)
        if (!str_at(name, i)) return error_value(vm, "type name must not contain null characters");
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
    Slots slots;
    if (!read_slots(vm, type, &slots) || !name_class(vm, type) || !wrap_implicit(vm, type) ||
        !fill_cell(vm, type))
        return VALUE_ERROR;
    inherit_room(type, &slots);
    uint32_t fixed = fixed_count(parent);
    if (!shape_give(vm, type, type_layout(parent) == &object_type,
                    fixed + (uint32_t)slots.names->count))
        return VALUE_ERROR;
    if (!add_descriptors(vm, type, &slots) || !set_absent(vm, type, name_of(vm, doc)))
        return VALUE_ERROR;
    // A class that defines __eq__ alone cannot be hashed.
    if (dict_get_str(vm, type->dict, name_of(vm, eq)) != VALUE_END &&
        !set_absent(vm, type, name_of(vm, hash)))
        return VALUE_ERROR;
    // What a mro() of the metaclass looks up in the class meanwhile, it finds there alone.
    Value alone = value_of(type), mro = tuple_make(vm, &alone, 1);
    if (is_error(mro)) return VALUE_ERROR;
    type->mro = tuple_of(mro);
    mro = find_mro(vm, type, bases);
    if (is_error(mro)) return VALUE_ERROR;
    type->mro = tuple_of(mro);
    inherit_match(type);
    type->next_type = vm->types;
    vm->types = type;
    vm->class_version++;
    slots_update(vm, type);
    if (!set_names(vm, type) || !call_init_subclass(vm, type, values, keywords)) return VALUE_ERROR;
    return value_of(type);
}

// --- __bases__ ----------------------------------------------------------------------------------

// Do two classes of one base add the same __slots__?
static bool same_slots(Vm *vm, Type *left, Type *right) {
    bool both = left->flags & right->flags & TYPE_HEAP && left->parent == right->parent;
    if (!both || fixed_count(left) != fixed_count(right)) return false;
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(left->dict, &place));) {
        int32_t slot = slot_descriptor_place(entry->value, left);
        if (slot < (int32_t)fixed_count(left->parent)) continue;
        Value other = dict_get_str(vm, right->dict, str_of(entry->key));
        if (other == VALUE_END || slot_descriptor_place(other, right) != slot) return false;
    }
    return true;
}

// What instances are made of must stay the same.
static bool same_room(Vm *vm, Type *left, Type *right) {
    Type *old = solid_base(left), *new = solid_base(right);
    return (old == new || same_slots(vm, old, new)) &&
           may_have_dict(left) == may_have_dict(right) &&
           !((left->flags ^ right->flags) & TYPE_WEAKLY);
}

// Does CPython's collector know of instances? It decides what error comes first.
static bool is_collected(const Type *type) {
    if (type->flags & TYPE_HEAP)
        return is_collected(type->parent) || !(type->flags & TYPE_NO_DICT) ||
               type->flags & TYPE_WEAKLY || fixed_count(type);
    return type->trace && !(type->flags & (TYPE_STR | TYPE_BYTES | TYPE_INT | TYPE_FLOAT));
}

bool class_is_compatible(Vm *vm, Type *old, Type *new, const char *what) {
    if (is_collected(old) != is_collected(new)) {
        error_type(vm, "%s assignment: '%N' deallocator differs from '%N'", what, new, old);
        return false;
    }
    if (same_room(vm, old, new)) return true;
    error_type(vm, "%s assignment: '%N' object layout differs from '%N'", what, new, old);
    return false;
}

// The class and all that come from it, with the class's new MRO. `changes` takes class, new MRO and
// old one of each. A mro() of the program's may itself have set bases: what that did stands.
static bool update_mro(Vm *vm, Type *type, List *changes) {
    if (!c_stack_check(vm, "")) return false;
    Tuple *old = type->mro;
    Value mro = find_mro(vm, type, type->bases);
    if (is_error(mro)) return false;
    if (type->mro != old) return true;
    type->mro = tuple_of(mro);
    Value change[] = {value_of(type), mro, value_of(old)};
    for (size_t i = 0; i < 3; i++)
        if (!list_append(vm, changes, change[i])) return false;
    vm->class_version++;
    slots_update(vm, type);
    for (Type *other = vm->types; other; other = other->next_type)
        for (size_t i = 0; other->bases && i < other->bases->count; i++)
            if (other->bases->items[i] == value_of(type) && !update_mro(vm, other, changes))
                return false;
    return true;
}

// Gives the classes their old MROs back, except where there is a newer one meanwhile.
static void undo_mro(Vm *vm, const List *changes) {
    for (size_t i = 0; i + 2 < changes->count; i += 3) {
        Type *type = (Type *)changes->items[i];
        if (value_of(type->mro) == changes->items[i + 1])
            type->mro = tuple_of(changes->items[i + 2]);
    }
    vm->class_version++;
    for (size_t i = 0; i + 2 < changes->count; i += 3) slots_update(vm, (Type *)changes->items[i]);
}

// By its MRO, or by what the layouts come from: the MRO may not be made yet.
static bool comes_from(const Type *type, const Type *base) {
    if (type_is_subtype(type, base)) return true;
    while (type && type != base) type = type->parent;
    return type;
}

bool class_set_bases(Vm *vm, Type *type, Value value) {
    if (!(type->flags & TYPE_HEAP))
        return error_type(vm, "cannot set '__bases__' attribute of immutable type '%N'", type),
               false;
    if (!value)
        return error_type(vm, "cannot delete '__bases__' attribute of immutable type '%N'", type),
               false;
    if (!is_tuple_like(value))
        return error_type(vm, "can only assign tuple to %N.__bases__, not %T", type, value), false;
    Tuple *bases = tuple_of(value), *old = type->bases;
    if (!bases->count)
        return error_type(vm, "can only assign non-empty tuple to %N.__bases__, not ()", type),
               false;
    for (size_t i = 0; i < bases->count; i++) {
        Value base = bases->items[i];
        if (!is_instance(base, &type_type))
            return error_type(vm, "%N.__bases__ must be tuple of classes, not '%T'", type, base),
                   false;
        if (comes_from((Type *)base, type))
            return error_type(vm, "a __bases__ item causes an inheritance cycle"), false;
    }
    Type *parent = best_base(vm, bases), *old_parent = type->parent;
    if (!parent || !class_is_compatible(vm, old_parent, parent, "__bases__")) return false;
    Value changes = list_make(vm, NULL, 0);
    if (is_error(changes)) return false;
    type->bases = bases;
    type->parent = parent;
    bool done = update_mro(vm, type, list_of(changes));
    if (!done) {
        undo_mro(vm, list_of(changes));
        if (type->bases == bases) {
            type->bases = old;
            type->parent = old_parent;
        }
    }
    caches_flush(vm);
    return done;
}

// --- the class statement ------------------------------------------------------------------------

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
        // An attribute of the base itself: typing.NamedTuple is a function that has one.
        if (!is_instance(base, &type_type)) entries = object_find_attribute(vm, base, str_of(hook));
        if (entries != VALUE_END && !is_error(entries)) entries = object_call_1(vm, entries, bases);
        if (entries == VALUE_END) entries = tuple_make(vm, &base, 1);
        if (is_error(entries)) return entries;
        if (!is_tuple_like(entries)) return error_type(vm, "__mro_entries__ must return a tuple");
        if (!list_extend(vm, list_of(list), entries)) return VALUE_ERROR;
    }
    return tuple_from_list(vm, list_of(list));
}

// The namespace that the class body fills: what the metaclass's __prepare__ gives, or a dict.
static Value prepare(Vm *vm, Value metaclass, Value *call, Tuple *names) {
    Value method = metaclass == value_of(&type_type)
                       ? VALUE_END
                       : object_find_attribute(vm, metaclass, name_of(vm, prepare));
    if (is_error(method)) return method;
    Value namespace =
        method == VALUE_END ? dict_make(vm, 0) : object_call(vm, method, call, 2, names);
    if (is_error(namespace) || type_of(namespace)->get_item) return namespace;
    if (is_instance(metaclass, &type_type))
        return error_type(vm, "%N.__prepare__() must return a mapping, not %T", (Type *)metaclass,
                          namespace);
    return error_type(vm, "<metaclass>.__prepare__() must return a mapping, not %T", namespace);
}

// Did the metaclass give the cell of __class__ to type.__new__, and take the class it made?
static bool check_cell(Vm *vm, Value cell, Value class, Value name) {
    if (!has_shape(cell, SHAPE_CELL) || !is_instance(class, &type_type)) return true;
    Value found = ((Cell *)cell)->value;
    if (found == class) return true;
    if (found)
        error_type(vm, "__class__ set to %R defining %R as %R", found, name, class);
    else
        error_raise(vm, error_types.RuntimeError,
                    "__class__ not set defining %R as %R. Was __classcell__ propagated to "
                    "type.__new__?",
                    name, class);
    return false;
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
    Value metaclass = VALUE_NULL;
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
    if (!metaclass && tuple_of(bases)->count)
        metaclass = value_of(type_of(tuple_of(bases)->items[0]));
    if (!metaclass) metaclass = value_of(&type_type);
    if (is_instance(metaclass, &type_type)) {
        Type *best = class_metatype(vm, (Type *)metaclass, tuple_of(bases));
        if (!best) return VALUE_ERROR;
        metaclass = value_of(best);
    }
    keyword_count = names ? names->count : 0;
    Value call[3 + keyword_count];
    call[0] = args[1];
    call[1] = bases;
    values_copy(call + 2, kept, keyword_count);
    Value namespace = prepare(vm, metaclass, call, names);
    if (is_error(namespace)) return VALUE_ERROR;
    // Whatever it is, the frame of the body looks names up in it as a mapping.
    Value cell = call_body(vm, (Function *)args[0], dict_of(namespace));
    if (is_error(cell)) return VALUE_ERROR;
    int same = object_equal(vm, bases, given);
    if (same < 0) return VALUE_ERROR;
    if (!same) {
        Value name = str_intern_cstring(vm, "__orig_bases__");
        if (is_error(name) || !object_set_item(vm, namespace, name, given)) return VALUE_ERROR;
    }
    call[2] = namespace;
    values_copy(call + 3, kept, keyword_count);
    Value class = object_call(vm, metaclass, call, 3, names);
    if (is_error(class) || !check_cell(vm, cell, class, args[1])) return VALUE_ERROR;
    return class;
}
const NativeSpec build_class_spec = {"__build_class__", build_class, 0, -1, NATIVE_KEYWORDS};
