// bool: an int type with two instances, which are static objects.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Value repr(Vm *vm, Value self) {
    return str_intern_cstring(vm, self == VALUE_TRUE ? "True" : "False");
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return self == VALUE_TRUE;
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type;
    if (names && names->count) return error_type(vm, "bool() takes no keyword arguments");
    if (count > 1) return error_type(vm, "bool expected at most 1 argument, got %zu", count);
    int answer = count ? object_truth(vm, args[0]) : 0;
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}

// Of two bools a bool, else ints'.
#define OPERATOR(name, operation)                                                                  \
    static Value name(Vm *vm, Value left, Value right) {                                           \
        return number_binary_int(vm, left, right, operation);                                      \
    }
OPERATOR(and, BINARY_AND)
OPERATOR(or, BINARY_OR)
OPERATOR(xor, BINARY_XOR)

Type bool_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "bool",
    .parent = &int_type,
    .shape_id = SHAPE_BOOL,
    .flags = TYPE_INT | TYPE_MATCH_SELF,
    .instance_size = sizeof(Bool),
    .repr = repr,
    .truth = truth,
    .binary = {[BINARY_AND] = and, [BINARY_OR] = or, [BINARY_XOR] = xor},
    .make = make,
};
