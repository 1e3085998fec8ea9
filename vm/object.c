// The protocol: what every operation on any value does before and after it asks the value's type.
// The commonest types are asked in line; texts of errors are CPython's.
#include "vm/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/str.h"

// --- guards -------------------------------------------------------------------------------------

bool c_stack_check(Vm *vm, const char *doing) {
    if (likely((char *)__builtin_frame_address(0) > vm->c_limit)) return true;
    error_recursion(vm, doing);
    return false;
}

Guards guards;

// The operations count against the recursion limit as frames do.
bool nesting_enter(Vm *vm, const char *doing) {
    if (unlikely((size_t)(vm->frame - vm->frames) + guards.nesting >= vm->recursion_limit)) {
        error_recursion(vm, doing);
        return false;
    }
    if (!c_stack_check(vm, doing)) return false;
    guards.nesting++;
    return true;
}
void nesting_leave(void) {
    guards.nesting--;
}

bool repr_enter(Vm *vm, Value value) {
    for (size_t i = guards.shown_count; i-- > 0;)
        if (guards.shown[i] == value) return false;
    if (guards.shown_count == guards.shown_room) {
        size_t room = guards.shown_room * 2 + 16;
        Value *larger = realloc(guards.shown, room * sizeof(Value));
        if (!larger) {
            error_memory(vm);
            return false;
        }
        guards.shown = larger;
        guards.shown_room = room;
    }
    guards.shown[guards.shown_count++] = value;
    return true;
}

void repr_leave(Vm *vm, Value value) {
    (void)vm;
    while (guards.shown_count && guards.shown[--guards.shown_count] != value) {
    }
}

void *object_new(Vm *vm, Type *type) {
    Object *object = gc_new(vm, type->shape_id, type->instance_size);
    if (object) memset(object + 1, 0, type->instance_size - sizeof(Object));
    return object;
}

// --- identity -----------------------------------------------------------------------------------

// Numbers of a kind never meet those of another: odd for ints, 2 modulo 4 for floats, 0 modulo 16
// else.
Value object_id(Vm *vm, Value value) {
    if (is_int(value) || is_big_int(value)) {
        Value twice = number_binary(vm, value, value, BINARY_ADD), one = make_int(vm, 1);
        return is_error(twice) || is_error(one) ? VALUE_ERROR
                                                : number_binary(vm, twice, one, BINARY_ADD);
    }
    if (is_float(value)) {
        double number = float_of(value);
        uint64_t bits;
        memcpy(&bits, &number, sizeof(bits));
        Value id = int_from_uint64(vm, bits), four = make_int(vm, 4), two = make_int(vm, 2);
        if (is_error(id) || is_error(four) || is_error(two)) return VALUE_ERROR;
        id = number_binary(vm, id, four, BINARY_MULTIPLY);
        return is_error(id) ? id : number_binary(vm, id, two, BINARY_ADD);
    }
    return make_int(vm, (int64_t)(0x7f0000000000 + gc_serial(vm, object_of(value)) * 16));
}

const char *object_address(Vm *vm, Value value) {
    static char text[24];
    int64_t id = 0;
    Value number = object_id(vm, value);
    if (!is_error(number)) int_to_int64(number, &id);
    snprintf(text, sizeof(text), "%llx", (unsigned long long)id);
    return text;
}

// --- text ---------------------------------------------------------------------------------------

Value object_repr(Vm *vm, Value value) {
    if (!nesting_enter(vm, " while getting the repr of an object")) return VALUE_ERROR;
    Value text = type_of(value)->repr(vm, value);
    nesting_leave();
    if (is_error(text) || is_str_like(text)) return text;
    return error_type(vm, "__repr__ returned non-string (type %T)", text);
}

Value object_str(Vm *vm, Value value) {
    if (is_str(value)) return value;
    Type *type = type_of(value);
    if (!type->str) return object_repr(vm, value);
    if (!nesting_enter(vm, " while getting the str of an object")) return VALUE_ERROR;
    Value text = type->str(vm, value);
    nesting_leave();
    if (is_error(text) || is_str_like(text)) return text;
    return error_type(vm, "__str__ returned non-string (type %T)", text);
}

Value object_ascii(Vm *vm, Value value) {
    Value text = object_repr(vm, value);
    if (is_error(text) || str_is_ascii(str_of(text))) return text;
    StrBuilder builder;
    builder_init(&builder, vm);
    Str *str = str_of(text);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        char escape[12];
        if (point < 0x80) {
            builder_add_code_point(&builder, point);
            continue;
        }
        const char *format = point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x";
        snprintf(escape, sizeof(escape), format, point);
        builder_add_cstring(&builder, escape);
    }
    return builder_finish(&builder);
}

Value object_format(Vm *vm, Value value, Str *spec) {
    if ((!spec || !spec->length) && (is_str(value) || is_int(value))) return object_str(vm, value);
    if (!spec) spec = str_of(vm->empty_str);
    Type *type = type_of(value);
    if (type->format) {
        Value text = type->format(vm, value, spec);
        if (is_error(text) || is_str_like(text)) return text;
        return error_type(vm, "__format__ must return a str, not %T", text);
    }
    if (!spec->length) return object_str(vm, value);
    return error_type(vm, "unsupported format string passed to %T.__format__", value);
}

// --- hash, truth, length ------------------------------------------------------------------------

bool object_hash(Vm *vm, Value value, int64_t *hash) {
    if (is_int(value)) {
        *hash = int_hash(value);
        return true;
    }
    if (is_str(value)) {
        *hash = str_hash(vm, str_of(value));
        return true;
    }
    Type *type = type_of(value);
    if (type->flags & TYPE_UNHASHABLE || !type->hash) {
        error_type(vm, "unhashable type: '%T'", value);
        return false;
    }
    return type->hash(vm, value, hash);
}

int object_truth(Vm *vm, Value value) {
    if (is_bool(value)) return value == VALUE_TRUE;
    if (is_int(value)) return int_of(value) != 0;
    if (is_none(value)) return 0;
    Type *type = type_of(value);
    if (type->truth) return type->truth(vm, value);
    if (!type->length) return 1;
    int64_t length = type->length(vm, value);
    return length < 0 ? -1 : length > 0;
}

int64_t object_length(Vm *vm, Value value) {
    Type *type = type_of(value);
    if (likely(type->length)) return type->length(vm, value);
    error_type(vm, "object of type '%T' has no len()", value);
    return -1;
}

int64_t object_length_hint(Vm *vm, Value value, int64_t fallback) {
    Type *type = type_of(value);
    if (type->length) {
        int64_t length = type->length(vm, value);
        if (length >= 0) return length;
        if (!error_catch(vm, error_types.TypeError)) return -1;
    }
    Value hint = object_call_special(vm, value, name_of(vm, length_hint), NULL, 0);
    if (is_error(hint)) return error_catch(vm, error_types.TypeError) ? fallback : -1;
    if (hint == VALUE_END || hint == VALUE_NOT_IMPLEMENTED) return fallback;
    int64_t length;
    if (!is_any_int(hint)) {
        error_type(vm, "__length_hint__ must be an integer, not %T", hint);
        return -1;
    }
    if (!int_to_int64(hint, &length)) {
        error_overflow(vm, "Python int too large to convert to C ssize_t");
        return -1;
    }
    if (length >= 0) return length;
    error_value(vm, "__length_hint__() should return >= 0");
    return -1;
}

// --- comparison ---------------------------------------------------------------------------------

static const CompareOperator reflected[] = {
    [COMPARE_LT] = COMPARE_GT, [COMPARE_LE] = COMPARE_GE, [COMPARE_EQ] = COMPARE_EQ,
    [COMPARE_NE] = COMPARE_NE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE,
};
static const char *const compare_signs[] = {
    [COMPARE_LT] = "<",  [COMPARE_LE] = "<=", [COMPARE_EQ] = "==",
    [COMPARE_NE] = "!=", [COMPARE_GT] = ">",  [COMPARE_GE] = ">=",
};

static Value compare_slots(Vm *vm, Value left, Value right, CompareOperator operator) {
    Type *left_type = type_of(left), *right_type = type_of(right);
    bool tried = left_type == right_type || !right_type->compare;
    if (!tried && type_is_subtype(right_type, left_type)) {
        Value answer = right_type->compare(vm, right, left, reflected[operator]);
        if (answer != VALUE_NOT_IMPLEMENTED) return answer;
        tried = true;
    }
    if (left_type->compare) {
        Value answer = left_type->compare(vm, left, right, operator);
        if (answer != VALUE_NOT_IMPLEMENTED) return answer;
        // Of one type, but each may have its own way of declining: `a < b` becomes `b > a`.
        if (left_type == right_type)
            return left_type->compare(vm, right, left, reflected[operator]);
    }
    return tried ? VALUE_NOT_IMPLEMENTED
                 : right_type->compare(vm, right, left, reflected[operator]);
}

Value object_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (is_str(left) && is_str(right)) {
        if (operator== COMPARE_EQ) return make_bool(str_equal(str_of(left), str_of(right)));
        if (operator== COMPARE_NE) return make_bool(!str_equal(str_of(left), str_of(right)));
    } else {
        Value answer = number_compare(vm, left, right, operator);
        if (answer != VALUE_NOT_IMPLEMENTED) return answer;
    }
    if (!nesting_enter(vm, " in comparison")) return VALUE_ERROR;
    Value answer = compare_slots(vm, left, right, operator);
    nesting_leave();
    if (answer != VALUE_NOT_IMPLEMENTED) return answer;
    if (operator== COMPARE_EQ) return make_bool(left == right);
    if (operator== COMPARE_NE) return make_bool(left != right);
    return error_type(vm, "'%s' not supported between instances of '%T' and '%T'",
                      compare_signs[operator], left, right);
}

int object_equal(Vm *vm, Value left, Value right) {
    if (left == right) return 1;
    if (is_int(left) && is_int(right)) return int_equal(left, right);
    if (is_str(left) && is_str(right)) return str_equal(str_of(left), str_of(right));
    if (value_is_slow(left, right)) return 1;
    Value answer = object_compare(vm, left, right, COMPARE_EQ);
    if (is_bool(answer)) return answer == VALUE_TRUE;
    return is_error(answer) ? -1 : object_truth(vm, answer);
}

int object_less(Vm *vm, Value left, Value right) {
    if (is_int(left) && is_int(right)) return int_less(left, right);
    if (is_str(left) && is_str(right)) return str_compare(str_of(left), str_of(right)) < 0;
    Value answer = object_compare(vm, left, right, COMPARE_LT);
    if (is_bool(answer)) return answer == VALUE_TRUE;
    return is_error(answer) ? -1 : object_truth(vm, answer);
}

// --- containers ---------------------------------------------------------------------------------

int object_contains(Vm *vm, Value container, Value item) {
    Type *type = type_of(container);
    if (likely(type->contains)) return type->contains(vm, container, item);
    Value iter = object_iter(vm, container);
    if (is_error(iter)) {
        if (error_catch(vm, error_types.TypeError))
            error_type(vm, "argument of type '%T' is not iterable", container);
        return -1;
    }
    for (;;) {
        Value next = object_next(vm, iter);
        if (is_error(next)) return -1;
        if (next == VALUE_END) return 0;
        int equal = object_equal(vm, next, item);
        if (equal) return equal;
    }
}

// Class[item]
static Value class_get_item(Vm *vm, Value class, Value key) {
    if (class == value_of(&type_type)) return generic_alias_make(vm, class, key);
    Value method = object_find_attribute(vm, class, name_of(vm, class_getitem));
    if (is_error(method)) return method;
    if (method != VALUE_END && !is_none(method)) return object_call_1(vm, method, key);
    return error_type(vm, "type '%s' is not subscriptable", type_name((Type *)class));
}

Value object_get_item(Vm *vm, Value container, Value key) {
    Type *type = type_of(container);
    if (likely(type->get_item)) return type->get_item(vm, container, key);
    if (type->flags & TYPE_TYPE) return class_get_item(vm, container, key);
    return error_type(vm, "'%T' object is not subscriptable", container);
}

// What CPython gives a table of sequence functions, if only for `in`: an index is looked at before
// the type is found to have no item to set.
static bool has_item_slots(Value container) {
    Type *type = type_of(container);
    if (type->flags & (TYPE_HEAP | TYPE_STR | TYPE_LIST | TYPE_TUPLE | TYPE_DICT | TYPE_SET |
                       TYPE_BYTES | TYPE_BYTEARRAY))
        return true;
    return is_object(container) && type->contains;
}

static bool index_fits(Vm *vm, Value container, Value key) {
    int64_t index;
    if (!has_item_slots(container) || !(is_any_int(key) || type_of(key)->index)) return true;
    return object_index(vm, key, false, &index);
}

bool object_set_item(Vm *vm, Value container, Value key, Value value) {
    Type *type = type_of(container);
    if (likely(type->set_item)) return type->set_item(vm, container, key, value);
    if (!index_fits(vm, container, key)) return false;
    error_type(vm, "'%T' object does not support item assignment", container);
    return false;
}

bool object_delete_item(Vm *vm, Value container, Value key) {
    Type *type = type_of(container);
    if (likely(type->set_item)) return type->set_item(vm, container, key, VALUE_NULL);
    if (!index_fits(vm, container, key)) return false;
    bool indexed = has_item_slots(container) && (is_any_int(key) || type_of(key)->index);
    error_type(vm, "'%T' object %s support item deletion", container,
               indexed ? "doesn't" : "does not");
    return false;
}

// --- iteration ----------------------------------------------------------------------------------

Value object_iter(Vm *vm, Value iterable) {
    Type *type = type_of(iterable);
    if (likely(type->iter)) {
        Value iter = type->iter(vm, iterable);
        if (is_error(iter) || likely(type_of(iter)->next)) return iter;
        return error_type(vm, "iter() returned non-iterator of type '%T'", iter);
    }
    if (type->get_item && !(type->flags & TYPE_DICT)) return iterator_by_item(vm, iterable);
    return error_type(vm, "'%T' object is not iterable", iterable);
}

Value object_next(Vm *vm, Value iter) {
    Type *type = type_of(iter);
    if (unlikely(!c_stack_check(vm, ""))) return VALUE_ERROR; // iterators of iterators of ...
    if (likely(type->next)) return type->next(vm, iter);
    return error_type(vm, "'%T' object is not an iterator", iter);
}

bool object_each(Vm *vm, Value iterable, ItemFunction body, void *context) {
    if (is_list(iterable)) {
        List *list = list_of(iterable);
        for (size_t i = 0; i < list->count; i++)
            if (!body(vm, list->items[i], context)) return false;
        return true;
    }
    if (is_tuple(iterable)) {
        Tuple *tuple = tuple_of(iterable);
        for (size_t i = 0; i < tuple->count; i++)
            if (!body(vm, tuple->items[i], context)) return false;
        return true;
    }
    Value iter = object_iter(vm, iterable);
    if (is_error(iter)) return false;
    Value (*next)(Vm *, Value) = type_of(iter)->next;
    for (;;) {
        Value item = next(vm, iter);
        if (is_error(item)) return false;
        if (item == VALUE_END) return true;
        if (!body(vm, item, context)) return false;
    }
}

// --- operators ----------------------------------------------------------------------------------

static const char *const binary_signs[BINARY_COUNT] = {
    [BINARY_ADD] = "+",
    [BINARY_SUBTRACT] = "-",
    [BINARY_MULTIPLY] = "*",
    [BINARY_TRUE_DIVIDE] = "/",
    [BINARY_FLOOR_DIVIDE] = "//",
    [BINARY_REMAINDER] = "%",
    [BINARY_POWER] = "** or pow()",
    [BINARY_MATRIX_MULTIPLY] = "@",
    [BINARY_LSHIFT] = "<<",
    [BINARY_RSHIFT] = ">>",
    [BINARY_AND] = "&",
    [BINARY_OR] = "|",
    [BINARY_XOR] = "^",
    [BINARY_DIVMOD] = "divmod()",
};

static bool is_sequence(Value value) {
    return type_of(value)->flags &
           (TYPE_STR | TYPE_LIST | TYPE_TUPLE | TYPE_BYTES | TYPE_BYTEARRAY);
}

// The operator's slots of both operands: the left one's first, unless the right one is of a
// subclass.
static Value binary_slots(Vm *vm, Value left, Value right, BinaryOperator operator) {
    Type *left_type = type_of(left), *right_type = type_of(right);
    Value (*own)(Vm *, Value, Value) = left_type->binary[operator];
    Value (*other)(Vm *, Value, Value) = right_type->binary[operator];
    if (other == own) other = NULL;
    if (other) {
        // A sequence's repetition comes after what the count's class makes of it.
        bool first =
            !own || type_is_subtype(right_type, left_type) ||
            (operator== BINARY_MULTIPLY && right_type->flags & TYPE_HEAP && is_sequence(left));
        if (first) {
            Value result = other(vm, left, right);
            if (result != VALUE_NOT_IMPLEMENTED) return result;
            other = NULL;
        }
    }
    if (own) {
        Value result = own(vm, left, right);
        if (result != VALUE_NOT_IMPLEMENTED) return result;
    }
    return other ? other(vm, left, right) : VALUE_NOT_IMPLEMENTED;
}

static Value binary_unsupported(Vm *vm, Value left, Value right, BinaryOperator operator,
                                bool inplace) {
    if (operator== BINARY_ADD && is_sequence(left)) {
        uint32_t flags = type_of(left)->flags;
        const char *name = flags & TYPE_STR     ? "str"
                           : flags & TYPE_LIST  ? "list"
                           : flags & TYPE_TUPLE ? "tuple"
                                                : NULL;
        if (!name) return error_type(vm, "can't concat %T to %T", right, left);
        return error_type(vm, "can only concatenate %s (not \"%T\") to %s", name, right, name);
    }
    // Assigned in place, the right one's repetition is no help to what has items but cannot repeat.
    bool other = is_sequence(right) && !(inplace && has_item_slots(left));
    if (operator== BINARY_MULTIPLY &&(is_sequence(left) || other))
        return error_type(vm, "can't multiply sequence by non-int of type '%T'",
                          is_sequence(left) ? right : left);
    const char *sign = binary_signs[operator];
    if (inplace && operator== BINARY_POWER) sign = "**";
    return error_type(vm, "unsupported operand type(s) for %s%s: '%T' and '%T'", sign,
                      inplace ? "=" : "", left, right);
}

Value object_binary_refused(Vm *vm, Value left, Value right, BinaryOperator operator) {
    return binary_unsupported(vm, left, right, operator, false);
}

Value object_binary(Vm *vm, Value left, Value right, BinaryOperator operator) {
    Value result = number_binary(vm, left, right, operator);
    if (likely(result != VALUE_NOT_IMPLEMENTED)) return result;
    result = binary_slots(vm, left, right, operator);
    if (result != VALUE_NOT_IMPLEMENTED) return result;
    return binary_unsupported(vm, left, right, operator, false);
}

Value object_inplace(Vm *vm, Value left, Value right, BinaryOperator operator) {
    Value result = number_binary(vm, left, right, operator);
    if (likely(result != VALUE_NOT_IMPLEMENTED)) return result;
    Type *type = type_of(left);
    if (type->inplace[operator]) {
        result = type->inplace[operator](vm, left, right);
        if (result != VALUE_NOT_IMPLEMENTED) return result;
    }
    result = binary_slots(vm, left, right, operator);
    if (result != VALUE_NOT_IMPLEMENTED) return result;
    return binary_unsupported(vm, left, right, operator, true);
}

Value object_power(Vm *vm, Value base, Value exponent, Value modulus) {
    if (is_none(modulus)) return object_binary(vm, base, exponent, BINARY_POWER);
    Value result = VALUE_NOT_IMPLEMENTED;
    if (type_of(base)->flags & TYPE_HEAP) {
        result = object_call_special(vm, base, name_of(vm, pow), (Value[]){exponent, modulus}, 2);
        if (result == VALUE_END) result = VALUE_NOT_IMPLEMENTED;
    }
    if (result == VALUE_NOT_IMPLEMENTED) result = number_power_modulus(vm, base, exponent, modulus);
    if (result != VALUE_NOT_IMPLEMENTED) return result;
    return error_type(vm, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", base,
                      exponent, modulus);
}

Value object_negative(Vm *vm, Value value) {
    Value result;
    if (is_int(value) && int_negative(vm, value, &result)) return result;
    Type *type = type_of(value);
    if (type->negative) return type->negative(vm, value);
    return error_type(vm, "bad operand type for unary -: '%T'", value);
}

Value object_positive(Vm *vm, Value value) {
    Type *type = type_of(value);
    if (type->positive) return type->positive(vm, value);
    return error_type(vm, "bad operand type for unary +: '%T'", value);
}

Value object_invert(Vm *vm, Value value) {
    Type *type = type_of(value);
    if (type->invert) return type->invert(vm, value);
    return error_type(vm, "bad operand type for unary ~: '%T'", value);
}

Value object_absolute(Vm *vm, Value value) {
    Type *type = type_of(value);
    if (type->absolute) return type->absolute(vm, value);
    return error_type(vm, "bad operand type for abs(): '%T'", value);
}

// --- indices ------------------------------------------------------------------------------------

Value object_to_index(Vm *vm, Value value) {
    if (is_int(value)) return value;
    if (is_any_int(value)) return int_plain(vm, value);
    Type *type = type_of(value);
    if (!type->index)
        return error_type(vm, "'%T' object cannot be interpreted as an integer", value);
    Value index = type->index(vm, value);
    if (is_error(index)) return index;
    if (is_int(index) || is_big_int(index)) return index;
    Value said = str_format(vm, "__index__ returned non-int (type %T)", index);
    if (is_error(said)) return said;
    if (!is_any_int(index)) return error_type(vm, "%S", said);
    return number_warn_subclass(vm, said, "int") ? int_plain(vm, index) : VALUE_ERROR;
}

bool object_index(Vm *vm, Value value, bool clamp, int64_t *index) {
    if (likely(is_int(value))) {
        *index = int_of(value);
        return true;
    }
    Value number = object_to_index(vm, value);
    if (is_error(number)) return false;
    if (int_to_int64(number, index)) return true;
    if (clamp) {
        *index = int_sign(number) < 0 ? INT64_MIN : INT64_MAX;
        return true;
    }
    error_index(vm, "cannot fit '%T' into an index-sized integer", value);
    return false;
}

bool object_count(Vm *vm, Value value, int64_t *count) {
    if (object_index(vm, value, false, count)) return true;
    if (error_catch(vm, error_types.IndexError))
        error_overflow(vm, "cannot fit '%T' into an index-sized integer", value);
    return false;
}
