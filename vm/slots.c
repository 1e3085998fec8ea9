// Between special methods and C slots, both ways: a class with __len__ gets a C function in
// `length` that calls it; a built-in type with a C `length` gets a __len__ in its dict (a slot
// wrapper).
#include <string.h>

#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/complex.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"

// --- from C to Python: what a class's slots do --------------------------------------------------

// Calls the special method of self's type; VALUE_END when it has none.
static Value call_method(Vm *vm, Value self, unsigned name, Value *args, size_t count) {
    return object_call_special(vm, self, (Str *)vm->names[name], args, count);
}

// That they are strs is checked by object_repr and object_str.
static Value slot_repr(Vm *vm, Value self) {
    return call_method(vm, self, NAME_repr, NULL, 0);
}
static Value slot_str(Vm *vm, Value self) {
    return call_method(vm, self, NAME_str, NULL, 0);
}
static Value slot_format(Vm *vm, Value self, Str *spec) {
    Value argument = value_of(spec);
    Value result = call_method(vm, self, NAME_format, &argument, 1);
    if (is_error(result) || is_str_like(result)) return result;
    return error_type(vm, "__format__ must return a str, not %T", result);
}

static bool slot_hash(Vm *vm, Value self, int64_t *hash) {
    Value method = type_lookup(vm, type_of(self), name_of(vm, hash));
    if (method == VALUE_END || is_none(method)) {
        error_type(vm, "unhashable type: '%T'", self);
        return false;
    }
    Value result = call_method(vm, self, NAME_hash, NULL, 0);
    if (is_error(result)) return false;
    if (!is_any_int(result)) {
        error_type(vm, "__hash__ method should return an integer");
        return false;
    }
    if (!int_to_int64(result, hash)) *hash = int_hash(result);
    if (*hash == -1) *hash = -2;
    return true;
}

static int slot_truth(Vm *vm, Value self) {
    Value result = call_method(vm, self, NAME_bool, NULL, 0);
    if (result == VALUE_END) {
        int64_t length = type_of(self)->length(vm, self);
        return length < 0 ? -1 : length > 0;
    }
    if (is_error(result)) return -1;
    if (!is_bool(result)) {
        error_type(vm, "__bool__ should return bool, returned %T", result);
        return -1;
    }
    return result == VALUE_TRUE;
}

static int64_t slot_length(Vm *vm, Value self) {
    Value result = call_method(vm, self, NAME_len, NULL, 0);
    int64_t length;
    if (is_error(result)) return -1;
    result = object_to_index(vm, result);
    if (is_error(result)) return -1;
    if (int_sign(result) < 0) {
        error_value(vm, "__len__() should return >= 0");
        return -1;
    }
    if (!int_to_int64(result, &length)) {
        error_overflow(vm, "cannot fit 'int' into an index-sized integer");
        return -1;
    }
    return length;
}

static const unsigned compare_names[] = {NAME_lt, NAME_le, NAME_eq, NAME_ne, NAME_gt, NAME_ge};

static Value slot_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    Type *owner;
    Value method = type_lookup_owner(vm, type_of(left), (Str *)vm->names[compare_names[operator]], &owner);
    if (method == VALUE_END) return VALUE_NOT_IMPLEMENTED;
    if (!(owner->flags & TYPE_HEAP)) return owner->compare(vm, left, right, operator);
    if (has_shape(method, SHAPE_FUNCTION)) return object_call_2(vm, method, left, right);
    method = descriptor_bind(vm, method, left, type_of(left));
    // A descriptor that fails counts as none.
    if (is_error(method)) return error_clear(vm), VALUE_NOT_IMPLEMENTED;
    return object_call_1(vm, method, right);
}

static Value slot_iter(Vm *vm, Value self) {
    Value method = type_lookup(vm, type_of(self), name_of(vm, iter));
    if (is_none(method)) return error_type(vm, "'%T' object is not iterable", self);
    Value iter = call_method(vm, self, NAME_iter, NULL, 0);
    if (is_error(iter)) return iter;
    if (!type_of(iter)->next)
        return error_type(vm, "iter() returned non-iterator of type '%T'", iter);
    return iter;
}
static Value slot_next(Vm *vm, Value self) {
    Value item = call_method(vm, self, NAME_next, NULL, 0);
    if (!is_error(item) || !error_matches(vm, error_types.StopIteration)) return item;
    error_clear(vm);
    return VALUE_END;
}
static Value slot_get_item(Vm *vm, Value self, Value key) {
    return call_method(vm, self, NAME_getitem, &key, 1);
}
static bool slot_set_item(Vm *vm, Value self, Value key, Value value) {
    Value args[] = {key, value};
    Value result = call_method(vm, self, value ? NAME_setitem : NAME_delitem, args, value ? 2 : 1);
    if (result == VALUE_END)
        error_type(vm, "'%T' object does not support item %s", self,
                   value ? "assignment" : "deletion");
    return !is_error(result) && result != VALUE_END;
}
static int slot_contains(Vm *vm, Value self, Value item) {
    Value method = type_lookup(vm, type_of(self), name_of(vm, contains));
    if (is_none(method)) {
        error_type(vm, "'%T' object is not a container", self);
        return -1;
    }
    Value result = call_method(vm, self, NAME_contains, &item, 1);
    return is_error(result) ? -1 : object_truth(vm, result);
}

#define UNARY(slot, id)                                                                            \
    static Value slot_##slot(Vm *vm, Value self) {                                                 \
        return call_method(vm, self, NAME_##id, NULL, 0);                                          \
    }
UNARY(negative, neg)
UNARY(positive, pos)
UNARY(invert, invert)
UNARY(absolute, abs)
UNARY(index, index)
static Value slot_to_int(Vm *vm, Value self) {
    Value result = call_method(vm, self, NAME_int, NULL, 0);
    if (is_error(result) || is_any_int(result)) return result;
    return error_type(vm, "__int__ returned non-int (type %T)", result);
}
static Value slot_to_float(Vm *vm, Value self) {
    Value result = call_method(vm, self, NAME_float, NULL, 0);
    if (is_error(result) || is_any_float(result)) return result;
    return error_type(vm, "%T.__float__ returned non-float (type %T)", self, result);
}

// Does the right operand's class answer the reflected method differently from the left one's?
static bool overrides(Vm *vm, Value left, Value right, unsigned reflected) {
    Value mine = type_lookup(vm, type_of(left), (Str *)vm->names[reflected]);
    Value theirs = type_lookup(vm, type_of(right), (Str *)vm->names[reflected]);
    return theirs != VALUE_END && theirs != mine;
}

static Value try_method(Vm *vm, Value self, unsigned name, Value argument) {
    Value result = call_method(vm, self, name, &argument, 1);
    return result == VALUE_END ? VALUE_NOT_IMPLEMENTED : result;
}

static Value binary_slot(Vm *vm, Value left, Value right, BinaryOperator operator, unsigned name,
                         unsigned reflected, Value (*slot)(Vm *, Value, Value)) {
    Type *left_type = type_of(left), *right_type = type_of(right);
    bool try_right = left_type != right_type && right_type->binary[operator] == slot;
    if (left_type->binary[operator] == slot) {
        if (try_right && type_is_subtype(right_type, left_type) &&
            overrides(vm, left, right, reflected)) {
            Value result = try_method(vm, right, reflected, left);
            if (result != VALUE_NOT_IMPLEMENTED) return result;
            try_right = false;
        }
        Value result = try_method(vm, left, name, right);
        if (result != VALUE_NOT_IMPLEMENTED || left_type == right_type) return result;
    }
    return try_right ? try_method(vm, right, reflected, left) : VALUE_NOT_IMPLEMENTED;
}

#define BINARIES(X)                                                                                \
    X(ADD, add)                                                                                    \
    X(SUBTRACT, sub)                                                                               \
    X(MULTIPLY, mul)                                                                               \
    X(TRUE_DIVIDE, truediv)                                                                        \
    X(FLOOR_DIVIDE, floordiv)                                                                      \
    X(REMAINDER, mod)                                                                              \
    X(POWER, pow)                                                                                  \
    X(MATRIX_MULTIPLY, matmul) X(LSHIFT, lshift) X(RSHIFT, rshift) X(AND, and) X(OR, or) X(XOR, xor)
#define BINARY(OPERATOR, id)                                                                       \
    static Value slot_##id(Vm *vm, Value left, Value right) {                                      \
        return binary_slot(vm, left, right, BINARY_##OPERATOR, NAME_##id, NAME_r##id, slot_##id);  \
    }
#define INPLACE(OPERATOR, id)                                                                      \
    static Value slot_i##id(Vm *vm, Value left, Value right) {                                     \
        return try_method(vm, left, NAME_i##id, right);                                            \
    }
BINARIES(BINARY)
BINARY(DIVMOD, divmod)
BINARIES(INPLACE)

static Value slot_get_attribute(Vm *vm, Value self, Str *name) {
    Type *owner;
    Value argument = value_of(name);
    type_lookup_owner(vm, type_of(self), name_of(vm, getattribute), &owner);
    Value value = owner && owner->flags & TYPE_HEAP
                      ? call_method(vm, self, NAME_getattribute, &argument, 1)
                      : owner->get_attribute(vm, self, name);
    if (!is_error(value) || !error_matches(vm, error_types.AttributeError)) return value;
    if (type_lookup(vm, type_of(self), name_of(vm, getattr)) == VALUE_END) return value;
    error_clear(vm);
    return call_method(vm, self, NAME_getattr, &argument, 1);
}
static bool slot_set_attribute(Vm *vm, Value self, Str *name, Value value) {
    Value args[] = {value_of(name), value};
    unsigned method = value ? NAME_setattr : NAME_delattr;
    Type *owner;
    type_lookup_owner(vm, type_of(self), (Str *)vm->names[method], &owner);
    if (owner && !(owner->flags & TYPE_HEAP)) return owner->set_attribute(vm, self, name, value);
    return !is_error(call_method(vm, self, method, args, value ? 2 : 1));
}
static Value slot_descriptor_get(Vm *vm, Value self, Value instance, Type *owner) {
    Value args[] = {instance ? instance : VALUE_NONE, owner ? value_of(owner) : VALUE_NONE};
    return call_method(vm, self, NAME_get, args, 2);
}
static bool slot_descriptor_set(Vm *vm, Value self, Value instance, Value value) {
    Value args[] = {instance, value};
    Value result = call_method(vm, self, value ? NAME_set : NAME_delete, args, value ? 2 : 1);
    if (result == VALUE_END)
        error_raise(vm, error_types.AttributeError, value ? "__set__" : "__delete__");
    return !is_error(result) && result != VALUE_END;
}

// Calls the special method with positional and keyword arguments.
static Value call_full(Vm *vm, Value self, Str *name, Value *args, size_t count, Tuple *names) {
    Value method = object_special(vm, self, name);
    if (is_error(method) || method == VALUE_END) return method;
    return object_call(vm, method, args, count, names);
}
static Value slot_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!nesting_enter(vm, " while calling a Python object")) return VALUE_ERROR;
    Value result = call_full(vm, self, name_of(vm, call), args, count, names);
    nesting_leave();
    return result;
}
static bool slot_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    Value result = call_full(vm, self, name_of(vm, init), args, count, names);
    if (is_error(result)) return false;
    if (is_none(result)) return true;
    error_type(vm, "__init__() should return None, not '%T'", result);
    return false;
}
static Value slot_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value method = type_lookup(vm, type, name_of(vm, new));
    method = has_shape(method, SHAPE_STATIC_METHOD)
                 ? static_method_of(method)
                 : object_get_attribute(vm, value_of(type), name_of(vm, new));
    if (is_error(method)) return method;
    size_t total = count + (names ? names->count : 0);
    Value all[total + 1];
    all[0] = value_of(type);
    values_copy(all + 1, args, total);
    return object_call(vm, method, all, count + 1, names);
}

Value type_make_instance(Vm *vm, Type *owner, Type *type, Value *args, size_t count, Tuple *names) {
    Value instance = owner->make(vm, type, args, count, names);
    if (likely(!(type->flags & TYPE_FINALIZED)) || is_error(instance)) return instance;
    // A __new__ in Python has called another that came here, and instance_make sees to plain ones.
    if (owner->make == slot_make || shape_is_plain(type->shape_id)) return instance;
    return finalize_watch(vm, instance) ? instance : VALUE_ERROR;
}

// --- the table ----------------------------------------------------------------------------------

// How a wrapper's arguments reach the C function.
typedef enum {
    AS_UNARY,
    AS_HASH,
    AS_TRUTH,
    AS_LENGTH,
    AS_COMPARE,
    AS_NEXT,
    AS_KEY,
    AS_SET_ITEM,
    AS_DELETE_ITEM,
    AS_CONTAINS,
    AS_FORMAT,
    AS_BINARY,
    AS_REFLECTED,
    AS_INPLACE,
    AS_GET_ATTRIBUTE,
    AS_SET_ATTRIBUTE,
    AS_DELETE_ATTRIBUTE,
    AS_GET,
    AS_SET,
    AS_DELETE,
    AS_CALL,
    AS_INIT,
    AS_NEW,
    AS_NONE,
} Signature;

typedef void (*AnyFunction)(void);
typedef struct SlotEntry {
    unsigned name;
    size_t offset;
    AnyFunction generic;
    Signature signature;
    CompareOperator operator;
} SlotEntry;

#define ROW(id, field, generic, signature)                                                         \
    {NAME_##id, offsetof(Type, field), (AnyFunction)(generic), signature, 0},
#define ROW_COMPARE(id, operator)                                                                  \
    {NAME_##id, offsetof(Type, compare), (AnyFunction)slot_compare, AS_COMPARE, operator},
#define ROW_BINARY(OPERATOR, id)                                                                   \
    ROW(id, binary[BINARY_##OPERATOR], slot_##id, AS_BINARY)                                       \
    ROW(r##id, binary[BINARY_##OPERATOR], slot_##id, AS_REFLECTED)
#define ROW_INPLACE(OPERATOR, id) ROW(i##id, inplace[BINARY_##OPERATOR], slot_i##id, AS_INPLACE)
static const SlotEntry entries[] = {
    ROW(new, make, slot_make, AS_NEW) ROW(repr, repr, slot_repr, AS_UNARY) ROW(
        str, str, slot_str, AS_UNARY) ROW(hash, hash, slot_hash, AS_HASH)
        ROW(bool, truth, slot_truth, AS_TRUTH) ROW(len, length, slot_length, AS_LENGTH) ROW_COMPARE(
            lt, COMPARE_LT) ROW_COMPARE(le, COMPARE_LE) ROW_COMPARE(eq, COMPARE_EQ)
            ROW_COMPARE(ne, COMPARE_NE) ROW_COMPARE(gt, COMPARE_GT) ROW_COMPARE(ge, COMPARE_GE)
                ROW(iter, iter, slot_iter, AS_UNARY) ROW(next, next, slot_next, AS_NEXT) ROW(
                    getitem, get_item, slot_get_item, AS_KEY) ROW(setitem, set_item,
                                                                  slot_set_item, AS_SET_ITEM)
                    ROW(delitem, set_item, slot_set_item,
                        AS_DELETE_ITEM) ROW(contains, contains, slot_contains, AS_CONTAINS)
                        ROW(neg, negative, slot_negative,
                            AS_UNARY) ROW(pos, positive, slot_positive,
                                          AS_UNARY) ROW(invert, invert, slot_invert, AS_UNARY)
                            ROW(abs, absolute, slot_absolute,
                                AS_UNARY) ROW(int, to_int, slot_to_int, AS_UNARY)
                                ROW(float, to_float, slot_to_float,
                                    AS_UNARY) ROW(index, index, slot_index, AS_UNARY)
                                    ROW(format, format, slot_format, AS_FORMAT) BINARIES(ROW_BINARY)
                                        ROW_BINARY(DIVMOD, divmod) BINARIES(ROW_INPLACE)
                                            ROW(getattribute, get_attribute, slot_get_attribute,
                                                AS_GET_ATTRIBUTE) ROW(getattr, get_attribute,
                                                                      slot_get_attribute, AS_NONE)
                                                ROW(setattr, set_attribute, slot_set_attribute,
                                                    AS_SET_ATTRIBUTE) ROW(delattr, set_attribute,
                                                                          slot_set_attribute,
                                                                          AS_DELETE_ATTRIBUTE)
                                                    ROW(get, descriptor_get, slot_descriptor_get,
                                                        AS_GET) ROW(set, descriptor_set,
                                                                    slot_descriptor_set, AS_SET)
                                                        ROW(delete, descriptor_set,
                                                            slot_descriptor_set, AS_DELETE)
                                                            ROW(call, call, slot_call, AS_CALL) ROW(
                                                                init, init, slot_init, AS_INIT)};
enum { ENTRY_COUNT = sizeof entries / sizeof *entries };

static AnyFunction *slot_at(Type *type, const SlotEntry *entry) {
    return (AnyFunction *)((char *)type + entry->offset);
}
// The characters of a Str end without a NUL, so the text of the list is taken.
static const char *entry_name(const SlotEntry *entry) {
    static const char *const texts[] = {
#define NAME(id, text) text,
#include "vm/names.def"
#undef NAME
    };
    return texts[entry->name];
}

bool name_is_slot(Vm *vm, Str *name) {
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        if (name == (Str *)vm->names[entries[i].name]) return true;
    return name == name_of(vm, del);
}

// A class uses the generic function for a slot if a class written in Python comes before the
// built-in one that fills it (what that one inherits counts at its parent's place); __len__ also
// decides truth.
void slots_update(Vm *vm, Type *type) {
    for (size_t i = 0; i < ENTRY_COUNT; i++) *slot_at(type, &entries[i]) = NULL;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const SlotEntry *entry = &entries[i];
        AnyFunction *slot = slot_at(type, entry);
        if (*slot == entry->generic) continue;
        for (size_t k = 0; k < type->mro->count; k++) {
            Type *owner = (Type *)type->mro->items[k];
            if (!(owner->flags & TYPE_HEAP)) {
                bool inherited =
                    owner->parent && *slot_at(owner, entry) == *slot_at(owner->parent, entry);
                if (*slot_at(owner, entry) && !inherited) {
                    *slot = *slot_at(owner, entry);
                    break;
                }
            } else if (dict_get_str(vm, owner->dict, (Str *)vm->names[entry->name]) != VALUE_END) {
                *slot = entry->generic;
                break;
            }
        }
    }
    // A length decides truth where there is no __bool__; a built-in base's truth knows its own
    // alone.
    if (type->length == slot_length && type_lookup(vm, type, name_of(vm, bool)) == VALUE_END)
        type->truth = slot_truth;
    if (is_none(type_lookup(vm, type, name_of(vm, hash)))) type->hash = slot_hash;
    type->flags &= ~TYPE_FINALIZED;
    if (type_lookup(vm, type, name_of(vm, del)) != VALUE_END) type->flags |= TYPE_FINALIZED;
    // A call of the class is a plain instance and a Python __init__, when nothing else was asked
    // for.
    Value init = type_lookup(vm, type, name_of(vm, init));
    bool plain = type->shape_id && shape_is_plain(type->shape_id) &&
                 type->make == object_type.make && !(type->flags & TYPE_ABSTRACT);
    type->init_function =
        plain && init != VALUE_END && has_shape(init, SHAPE_FUNCTION) ? init : VALUE_NULL;
}

// --- from Python to C: slot wrappers ------------------------------------------------------------

typedef struct {
    Object object;
    const SlotEntry *entry;
    Type *owner;
    Value self; // of a METHOD_WRAPPER, else VALUE_NULL
} SlotWrapper;

bool slots_expose(Vm *vm, Type *type) {
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const SlotEntry *entry = &entries[i];
        if (!*slot_at(type, entry) || entry->signature == AS_NONE) continue;
        // Sequences have no __radd__, and __mul__ in both directions.
        if (entry->name == NAME_radd && type->length) continue;
        // Nor do they have a __bool__.
        if (entry->name == NAME_bool && type->length && type != &range_type) continue;
        SlotWrapper *wrapper = gc_new(vm, SHAPE_SLOT_WRAPPER, sizeof *wrapper);
        if (!wrapper) return false;
        wrapper->entry = entry;
        wrapper->owner = type;
        wrapper->self = VALUE_NULL;
        if (entry->signature == AS_NEW) {
            wrapper->object.shape_id = SHAPE_METHOD_WRAPPER;
            wrapper->self = value_of(type);
        }
        if (!dict_set_str(vm, type->dict, (Str *)vm->names[entry->name], value_of(wrapper)))
            return false;
    }
    return true;
}

static Value done(bool fine) {
    return fine ? VALUE_NONE : VALUE_ERROR;
}

static Value call_new(Vm *vm, Type *owner, Value *args, size_t count, Tuple *names) {
    if (!count) return error_type(vm, "%N.__new__(): not enough arguments", owner);
    if (!is_instance(args[0], &type_type))
        return error_type(vm, "%N.__new__(X): X is not a type object (%T)", owner, args[0]);
    Type *type = (Type *)args[0];
    if (!type_is_subtype(type, owner))
        return error_type(vm, "%N.__new__(%N): %N is not a subtype of %N", owner, type, type,
                          owner);
    Type *layout = type_layout(type);
    if (layout->make != owner->make)
        return error_type(vm, "%N.__new__(%N) is not safe, use %N.__new__()", owner, type, layout);
    return type_make_instance(vm, owner, type, args + 1, count - 1, names);
}

static Value bool_or_error(int truth) {
    return truth < 0 ? VALUE_ERROR : make_bool(truth);
}

enum { SEQUENCES = TYPE_STR | TYPE_LIST | TYPE_TUPLE | TYPE_BYTES | TYPE_BYTEARRAY };

// __mul__ and __rmul__ of sequences take an index and nothing else.
static bool is_repeat(const SlotWrapper *wrapper) {
    unsigned name = wrapper->entry->name;
    return (name == NAME_mul || name == NAME_rmul || name == NAME_imul) &&
           wrapper->owner->flags & (SEQUENCES | TYPE_MATCH_SEQUENCE);
}

// Some of these are methods in CPython, which shows in their messages.
static bool is_method(const SlotWrapper *wrapper) {
    const Type *owner = wrapper->owner;
    switch (wrapper->entry->signature) {
    case AS_FORMAT: return true;
    case AS_KEY: return owner->flags & (TYPE_LIST | TYPE_DICT);
    case AS_CONTAINS: return owner->flags & (TYPE_DICT | TYPE_SET);
    default: return false;
    }
}

static Value wrong_method_call(Vm *vm, const SlotWrapper *wrapper, size_t given, Tuple *names) {
    Type *type = wrapper->self ? type_of(wrapper->self) : wrapper->owner;
    const char *name = entry_name(wrapper->entry);
    Value full = type->flags & TYPE_HEAP ? str_format(vm, "%U.%s", type->qualname, name)
                                         : str_format(vm, "%s.%s", type_leaf_name(type), name);
    if (is_error(full)) return full;
    if (names) return error_type(vm, "%S() takes no keyword arguments", full);
    return error_type(vm, "%S() takes exactly one argument (%zu given)", full, given);
}

// In the words of CPython: wrappers check by functions that say no name, or leave it out before a
// space.
static bool check_count(Vm *vm, const SlotWrapper *wrapper, size_t expected, size_t given,
                        Tuple *names, bool repeats) {
    const SlotEntry *entry = wrapper->entry;
    if (!names && given == expected) return true;
    bool spaced = repeats || entry->signature == AS_SET_ITEM ||
                  entry->signature == AS_SET_ATTRIBUTE || entry->signature == AS_SET;
    if (is_method(wrapper))
        wrong_method_call(vm, wrapper, given, names);
    else if (names)
        error_type(vm, "wrapper %s() takes no keyword arguments", entry_name(entry));
    else
        error_type(vm, "%sexpected %zu argument%s, got %zu", spaced ? " " : "", expected,
                   expected == 1 ? "" : "s", given);
    return false;
}

// A wrapper was called without an instance of its owner.
static Value wrong_wrapper_self(Vm *vm, const SlotWrapper *wrapper, const Value *args,
                                size_t count) {
    const char *name = entry_name(wrapper->entry);
    Type *owner = wrapper->owner;
    bool method = is_method(wrapper);
    if (!count && method)
        return error_type(vm, "unbound method %s.%s() needs an argument", type_leaf_name(owner),
                          name);
    if (!count)
        return error_type(vm, "descriptor '%s' of '%N' object needs an argument", name, owner);
    if (method)
        return error_type(vm, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                          name, owner, args[0]);
    return error_type(vm, "descriptor '%s' requires a '%N' object but received a '%T'", name, owner,
                      args[0]);
}

// __pow__ and __rpow__ may be given a modulus. args[0] is self.
static Value call_power(Vm *vm, const SlotWrapper *wrapper, Value *args, size_t count) {
    if (count < 2) return error_type(vm, " expected at least 1 argument, got 0");
    if (count > 3) return error_type(vm, " expected at most 2 arguments, got %zu", count - 1);
    bool reflected = wrapper->entry->name == NAME_rpow;
    Value base = reflected ? args[1] : args[0], exponent = reflected ? args[0] : args[1];
    if (count == 3 && !is_none(args[2])) {
        bool ints = wrapper->owner->flags & TYPE_INT;
        if (ints && !(is_any_int(args[1]) && is_any_int(args[2]))) return VALUE_NOT_IMPLEMENTED;
        if (wrapper->owner->flags & TYPE_FLOAT)
            return error_type(vm,
                              "pow() 3rd argument not allowed unless all arguments are integers");
        if (wrapper->owner == &complex_type) {
            bool number =
                is_any_complex(args[1]) || type_of(args[1])->flags & (TYPE_INT | TYPE_FLOAT);
            return number ? error_value(vm, "complex modulo") : VALUE_NOT_IMPLEMENTED;
        }
        return number_power_modulus(vm, base, exponent, args[2]);
    }
    return wrapper->owner->binary[BINARY_POWER](vm, base, exponent);
}

// args[0] is self.
static Value wrapper_run(Vm *vm, SlotWrapper *wrapper, Value *args, size_t count, Tuple *names) {
    const SlotEntry *entry = wrapper->entry;
    Type *owner = wrapper->owner;
    static const signed char expected[] = {[AS_UNARY] = 0,
                                           [AS_HASH] = 0,
                                           [AS_TRUTH] = 0,
                                           [AS_LENGTH] = 0,
                                           [AS_COMPARE] = 1,
                                           [AS_NEXT] = 0,
                                           [AS_KEY] = 1,
                                           [AS_SET_ITEM] = 2,
                                           [AS_DELETE_ITEM] = 1,
                                           [AS_CONTAINS] = 1,
                                           [AS_FORMAT] = 1,
                                           [AS_BINARY] = 1,
                                           [AS_REFLECTED] = 1,
                                           [AS_INPLACE] = 1,
                                           [AS_GET_ATTRIBUTE] = 1,
                                           [AS_SET_ATTRIBUTE] = 2,
                                           [AS_DELETE_ATTRIBUTE] = 1,
                                           [AS_GET] = -1,
                                           [AS_SET] = 2,
                                           [AS_DELETE] = 1,
                                           [AS_CALL] = -1,
                                           [AS_INIT] = -1,
                                           [AS_NEW] = -1,
                                           [AS_NONE] = -1};
    if (entry->signature == AS_NEW) return call_new(vm, owner, args, count, names);
    if (!count || !is_instance(args[0], owner)) return wrong_wrapper_self(vm, wrapper, args, count);
    Value self = args[0];
    bool repeats = is_repeat(wrapper);
    if (entry->name == NAME_pow || entry->name == NAME_rpow) {
        if (names)
            return error_type(vm, "wrapper %s() takes no keyword arguments", entry_name(entry));
        return call_power(vm, wrapper, args, count);
    }
    if (expected[entry->signature] >= 0 &&
        !check_count(vm, wrapper, (size_t)expected[entry->signature], count - 1, names, repeats))
        return VALUE_ERROR;
    int64_t number;
    switch (entry->signature) {
    case AS_UNARY: return (*(Value(**)(Vm *, Value))slot_at(owner, entry))(vm, self);
    case AS_HASH: return owner->hash(vm, self, &number) ? make_int(vm, number) : VALUE_ERROR;
    case AS_TRUTH: return bool_or_error(owner->truth(vm, self));
    case AS_LENGTH:
        number = owner->length(vm, self);
        return number < 0 ? VALUE_ERROR : make_int(vm, number);
    case AS_COMPARE: return owner->compare(vm, self, args[1], entry->operator);
    case AS_NEXT: {
        Value item = owner->next(vm, self);
        return item == VALUE_END ? error_value_raised(vm, error_types.StopIteration, VALUE_NULL)
                                 : item;
    }
    case AS_KEY: return owner->get_item(vm, self, args[1]);
    case AS_SET_ITEM: return done(owner->set_item(vm, self, args[1], args[2]));
    case AS_DELETE_ITEM: return done(owner->set_item(vm, self, args[1], VALUE_NULL));
    case AS_CONTAINS: return bool_or_error(owner->contains(vm, self, args[1]));
    case AS_FORMAT:
        if (!is_str_like(args[1]))
            return error_type(vm, "__format__() argument must be str, not %A", args[1]);
        return owner->format(vm, self, str_of(args[1]));
    case AS_BINARY:
        if (entry->name == NAME_add && owner->flags & SEQUENCES) {
            Value sum = owner->binary[BINARY_ADD](vm, self, args[1]);
            return sum == VALUE_NOT_IMPLEMENTED
                       ? object_binary_refused(vm, self, args[1], BINARY_ADD)
                       : sum;
        }
        // fall through
    case AS_INPLACE:
        if (repeats && !object_index(vm, args[1], true, &number)) return VALUE_ERROR;
        return (*(Value(**)(Vm *, Value, Value))slot_at(owner, entry))(vm, self, args[1]);
    case AS_REFLECTED:
        if (repeats && !object_index(vm, args[1], true, &number)) return VALUE_ERROR;
        return (*(Value(**)(Vm *, Value, Value))slot_at(owner, entry))(vm, args[1], self);
    case AS_GET_ATTRIBUTE:
    case AS_SET_ATTRIBUTE:
    case AS_DELETE_ATTRIBUTE:
        if (entry->signature != AS_GET_ATTRIBUTE &&
            type_layout(type_of(self))->set_attribute != owner->set_attribute)
            return error_type(vm, "can't apply this %s to %T object", entry_name(entry), self);
        if (!is_str_like(args[1]))
            return error_type(vm, "attribute name must be string, not '%T'", args[1]);
        if (entry->signature == AS_GET_ATTRIBUTE)
            return owner->get_attribute(vm, self, str_of(args[1]));
        return done(
            owner->set_attribute(vm, self, str_of(args[1]),
                                 entry->signature == AS_SET_ATTRIBUTE ? args[2] : VALUE_NULL));
    case AS_GET: {
        if (names)
            return error_type(vm, "wrapper %s() takes no keyword arguments", entry_name(entry));
        if (count < 2) return error_type(vm, " expected at least 1 argument, got 0");
        if (count > 3) return error_type(vm, " expected at most 2 arguments, got %zu", count - 1);
        Value instance = is_none(args[1]) ? VALUE_NULL : args[1];
        bool given = count > 2 && !is_none(args[2]);
        if (!instance && !given) return error_type(vm, "__get__(None, None) is invalid");
        Type *type = given && is_instance(args[2], &type_type)
                         ? (Type *)args[2]
                         : type_of(instance ? instance : args[2]);
        return owner->descriptor_get(vm, self, instance, type);
    }
    case AS_SET: return done(owner->descriptor_set(vm, self, args[1], args[2]));
    case AS_DELETE: return done(owner->descriptor_set(vm, self, args[1], VALUE_NULL));
    case AS_CALL: return owner->call(vm, self, args + 1, count - 1, names);
    case AS_INIT: return done(owner->init(vm, self, args + 1, count - 1, names));
    default: return VALUE_ERROR;
    }
}

static Value wrapper_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    SlotWrapper *wrapper = (SlotWrapper *)object_of(self);
    if (!nesting_enter(vm, " while calling a Python object")) return VALUE_ERROR;
    bool bound = wrapper->self && wrapper->entry->signature != AS_NEW;
    size_t total = count + (names ? names->count : 0);
    Value all[total + 1], answer;
    if (bound) {
        all[0] = wrapper->self;
        values_copy(all + 1, args, total);
    }
    answer = wrapper_run(vm, wrapper, bound ? all : args, count + bound, names);
    nesting_leave();
    return answer;
}

static Value wrapper_bind(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    SlotWrapper *wrapper = (SlotWrapper *)object_of(self);
    if (!instance || wrapper->self) return self;
    SlotWrapper *bound = gc_new(vm, SHAPE_METHOD_WRAPPER, sizeof *bound);
    if (!bound) return VALUE_ERROR;
    bound->entry = wrapper->entry;
    bound->owner = wrapper->owner;
    bound->self = instance;
    return value_of(bound);
}

static Value wrapper_repr(Vm *vm, Value self) {
    SlotWrapper *wrapper = (SlotWrapper *)object_of(self);
    const char *name = entry_name(wrapper->entry);
    if (wrapper->entry->signature == AS_NEW)
        return str_format(vm, "<built-in method __new__ of type object at 0x%s>", "7f0000000000");
    if (wrapper->self)
        return str_format(vm, "<method-wrapper '%s' of %T object at 0x%s>", name, wrapper->self,
                          object_address(vm, wrapper->self));
    return str_format(vm, "<slot wrapper '%s' of '%N' objects>", name, wrapper->owner);
}

static Value wrapper_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    (void)vm;
    SlotWrapper *a = (SlotWrapper *)object_of(left), *b = (SlotWrapper *)right;
    if (operator!= COMPARE_EQ && operator!= COMPARE_NE) return VALUE_NOT_IMPLEMENTED;
    if (!has_shape(right, a->object.shape_id)) return VALUE_NOT_IMPLEMENTED;
    bool equal = a->entry == b->entry && a->owner == b->owner && a->self == b->self;
    return make_bool(equal == (operator== COMPARE_EQ));
}

static void wrapper_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((SlotWrapper *)object)->self);
}

static Value wrapper_name(Vm *vm, Value self) {
    return vm->names[((SlotWrapper *)object_of(self))->entry->name];
}
static Value wrapper_doc(Vm *vm, Value self) {
    (void)vm, (void)self;
    return VALUE_NONE;
}
static Value wrapper_owner(Vm *vm, Value self) {
    (void)vm;
    return value_of(((SlotWrapper *)object_of(self))->owner);
}
static Value wrapper_qualname(Vm *vm, Value self) {
    const SlotWrapper *wrapper = (const SlotWrapper *)object_of(self);
    return str_format(vm, "%N.%s", wrapper->owner, entry_name(wrapper->entry));
}
static Value wrapper_self(Vm *vm, Value self) {
    (void)vm;
    return ((SlotWrapper *)object_of(self))->self;
}
static Value wrapper_reduce(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    const SlotWrapper *wrapper = (const SlotWrapper *)object_of(args[0]);
    Value owner = wrapper->self ? wrapper->self : value_of(wrapper->owner);
    return reduce_attribute(vm, owner, wrapper_name(vm, args[0]));
}
static const NativeSpec wrapper_methods[] = {{"__reduce__", wrapper_reduce, 1, 1, 0},
                                             {NULL, NULL, 0, 0, 0}};
static const MemberSpec wrapper_members[] = {
    {"__name__", wrapper_name, NULL},          {"__doc__", wrapper_doc, NULL},
    {"__qualname__", wrapper_qualname, NULL},  {"__objclass__", wrapper_owner, NULL},
    {"__text_signature__", wrapper_doc, NULL}, {NULL, NULL, NULL}};
static const MemberSpec method_wrapper_members[] = {{"__name__", wrapper_name, NULL},
                                                    {"__doc__", wrapper_doc, NULL},
                                                    {"__qualname__", wrapper_qualname, NULL},
                                                    {"__objclass__", wrapper_owner, NULL},
                                                    {"__self__", wrapper_self, NULL},
                                                    {"__text_signature__", wrapper_doc, NULL},
                                                    {NULL, NULL, NULL}};

static bool wrapper_hash(Vm *vm, Value self, int64_t *hash) {
    const SlotWrapper *wrapper = (const SlotWrapper *)object_of(self);
    *hash = (int64_t)((uintptr_t)wrapper->entry >> 4);
    if (wrapper->self && is_object(wrapper->self))
        *hash += (int64_t)gc_serial(vm, object_of(wrapper->self));
    return true;
}

Type slot_wrapper_type = {
    .name = "wrapper_descriptor",
    .shape_id = SHAPE_SLOT_WRAPPER,
    .instance_size = sizeof(SlotWrapper),
    .trace = wrapper_trace,
    .repr = wrapper_repr,
    .call = wrapper_call,
    .descriptor_get = wrapper_bind,
    .methods = wrapper_methods,
    .members = wrapper_members,
};
Type method_wrapper_type = {
    .name = "method-wrapper",
    .shape_id = SHAPE_METHOD_WRAPPER,
    .instance_size = sizeof(SlotWrapper),
    .trace = wrapper_trace,
    .repr = wrapper_repr,
    .call = wrapper_call,
    .compare = wrapper_compare,
    .hash = wrapper_hash,
    .methods = wrapper_methods,
    .members = method_wrapper_members,
};
