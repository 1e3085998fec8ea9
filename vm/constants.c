// Constants of the front end as values, and values as constants.
#include <string.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"
#include "vm/types/complex.h"
#include "vm/types/number.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

static bool is_name_like(Text text) {
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
              (c >= 'A' && c <= 'Z')))
            return false;
    }
    return true;
}

static Value load_text(Vm *vm, Text text) {
    Value str = str_from_utf8(vm, text.data, text.size);
    return is_error(str) || !is_name_like(text) ? str : str_intern(vm, str);
}

static Value load_items(Vm *vm, const Constant *constant) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    for (uint32_t i = 0; i < constant->items.count; i++) {
        Value item = constant_load(vm, constant->items.items[i]);
        if (is_error(item) || !list_append(vm, list_of(list), item)) return VALUE_ERROR;
    }
    if (constant->kind == CONSTANT_TUPLE) return tuple_from_list(vm, list_of(list));
    // CPython makes the set anew from its own order when it merges constants; the order shows.
    Value set = set_from(vm, list, SHAPE_FROZENSET);
    list = is_error(set) ? set : list_from(vm, set);
    return is_error(list) ? list : set_from(vm, list, SHAPE_FROZENSET);
}

Value constant_load(Vm *vm, const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: return VALUE_NONE;
    case CONSTANT_FALSE: return VALUE_FALSE;
    case CONSTANT_TRUE: return VALUE_TRUE;
    case CONSTANT_ELLIPSIS: return VALUE_ELLIPSIS;
    case CONSTANT_INT: return make_int(vm, constant->integer);
    case CONSTANT_BIG_INT:
        return int_from_limbs(vm, constant->big.limbs, constant->big.count, constant->big.negative);
    case CONSTANT_FLOAT: return make_float(vm, constant->real);
    case CONSTANT_COMPLEX:
        return complex_make(vm, constant->complex.real, constant->complex.imaginary);
    case CONSTANT_STR: return load_text(vm, constant->text);
    case CONSTANT_BYTES: return bytes_make(vm, constant->text.data, constant->text.size);
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET: return load_items(vm, constant);
    case CONSTANT_CODE: return code_load(vm, constant->code);
    }
    return VALUE_NONE;
}

// --- and back -----------------------------------------------------------------------------------

static Text text_from(Arena *arena, const char *data, size_t size) {
    char *copy = arena_alloc(arena, size + 1);
    memcpy(copy, data, size);
    return (Text){copy, (uint32_t)size};
}

static Constant *make_constant(Vm *vm, Arena *arena, Value value);

// Of a tuple, or of a frozenset turned into one.
static bool items_from(Vm *vm, Arena *arena, Value tuple, Constant *constant) {
    if (is_error(tuple)) return false;
    size_t count = tuple_of(tuple)->count;
    constant->items.items = arena_array(arena, Constant *, count);
    constant->items.count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        constant->items.items[i] = make_constant(vm, arena, tuple_of(tuple)->items[i]);
        if (!constant->items.items[i]) return false;
    }
    return true;
}

static void big_int_from(Arena *arena, Value value, Constant *constant) {
    IntView view;
    int_view(value, &view);
    uint64_t *limbs = arena_array(arena, uint64_t, view.count);
    memcpy(limbs, view.limbs, view.count * sizeof *limbs);
    constant->big.limbs = limbs;
    constant->big.count = (uint32_t)view.count;
    constant->big.negative = view.negative;
}

static Constant *make_constant(Vm *vm, Arena *arena, Value value) {
    Constant *constant = arena_new(arena, Constant);
    if (!c_stack_check(vm, " during compilation")) return NULL;
    if (is_none(value)) {
        constant->kind = CONSTANT_NONE;
    } else if (is_bool(value)) {
        constant->kind = value == VALUE_TRUE ? CONSTANT_TRUE : CONSTANT_FALSE;
    } else if (value == VALUE_ELLIPSIS) {
        constant->kind = CONSTANT_ELLIPSIS;
    } else if (is_int(value)) {
        constant->kind = CONSTANT_INT;
        constant->integer = int_of(value);
    } else if (is_big_int(value)) {
        constant->kind = CONSTANT_BIG_INT;
        big_int_from(arena, value, constant);
    } else if (is_float(value)) {
        constant->kind = CONSTANT_FLOAT;
        constant->real = float_of(value);
    } else if (has_shape(value, SHAPE_COMPLEX)) {
        const Complex *complex = (Complex *)object_of(value);
        constant->kind = CONSTANT_COMPLEX;
        constant->complex.real = complex->real;
        constant->complex.imaginary = complex->imaginary;
    } else if (is_str(value)) {
        size_t size;
        const char *data = str_utf8(vm, str_of(value), &size);
        if (!data) return NULL;
        constant->kind = CONSTANT_STR;
        constant->text = text_from(arena, data, size);
    } else if (has_shape(value, SHAPE_BYTES)) {
        const Bytes *bytes = (Bytes *)object_of(value);
        constant->kind = CONSTANT_BYTES;
        constant->text = text_from(arena, (const char *)bytes->data, bytes->length);
    } else if (is_tuple(value)) {
        constant->kind = CONSTANT_TUPLE;
        if (!items_from(vm, arena, value, constant)) return NULL;
    } else if (has_shape(value, SHAPE_FROZENSET)) {
        constant->kind = CONSTANT_FROZENSET;
        if (!items_from(vm, arena, tuple_from(vm, value), constant)) return NULL;
    } else {
        error_type(vm, "got an invalid type in Constant: %T", value);
        return NULL;
    }
    return constant;
}

Constant *constant_from(Vm *vm, Arena *arena, Value value) {
    jmp_buf no_memory, *outer = arena->out_of_memory;
    if (setjmp(no_memory)) {
        arena->out_of_memory = outer;
        error_memory(vm);
        return NULL;
    }
    arena->out_of_memory = &no_memory;
    Constant *constant = make_constant(vm, arena, value);
    arena->out_of_memory = outer;
    return constant;
}
