// weakref.proxy: an object that does what another does, as long as that one lives. Every operation
// is done with the referents in the place of the proxies.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/str.h"
#include "vm/types/weakref.h"

static bool is_proxy(Value value) {
    return has_shape(value, SHAPE_WEAK_PROXY) || has_shape(value, SHAPE_WEAK_CALLABLE_PROXY);
}

// Puts the referent in the place of a proxy; false: ReferenceError raised.
static bool unwrap(Vm *vm, Value *value) {
    if (!is_proxy(*value)) return true;
    Value referent = ((WeakRef *)object_of(*value))->referent;
    if (!referent) {
        error_raise(vm, error_types.ReferenceError, "weakly-referenced object no longer exists");
        return false;
    }
    *value = referent;
    return true;
}

static void trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((WeakRef *)object)->callback);
}

static Value repr(Vm *vm, Value self) {
    Value referent = ((WeakRef *)object_of(self))->referent;
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    if (!referent) referent = VALUE_NONE;
    return str_format(vm, "<weakproxy at 0x%S to %T at 0x%s>", address, referent,
                      object_address(vm, referent));
}

#define UNARY(name, operation)                                                                     \
    static Value name(Vm *vm, Value self) {                                                        \
        return unwrap(vm, &self) ? operation(vm, self) : VALUE_ERROR;                              \
    }
UNARY(str, object_str)
UNARY(iter, object_iter)
UNARY(negative, object_negative)
UNARY(positive, object_positive)
UNARY(invert, object_invert)
UNARY(absolute, object_absolute)
UNARY(to_index, object_to_index)

static Value to_int(Vm *vm, Value self) {
    return unwrap(vm, &self) ? object_call_1(vm, value_of(shape_types[SHAPE_INT]), self)
                             : VALUE_ERROR;
}
static Value to_float(Vm *vm, Value self) {
    return unwrap(vm, &self) ? object_call_1(vm, value_of(shape_types[SHAPE_FLOAT]), self)
                             : VALUE_ERROR;
}

static Value next(Vm *vm, Value self) {
    if (!unwrap(vm, &self)) return VALUE_ERROR;
    if (!type_of(self)->next)
        return error_type(vm, "Weakref proxy referenced a non-iterator '%T' object", self);
    return object_next(vm, self);
}

static int truth(Vm *vm, Value self) {
    return unwrap(vm, &self) ? object_truth(vm, self) : -1;
}
static int64_t length(Vm *vm, Value self) {
    return unwrap(vm, &self) ? object_length(vm, self) : -1;
}
static int contains(Vm *vm, Value self, Value item) {
    return unwrap(vm, &self) ? object_contains(vm, self, item) : -1;
}
static Value get_item(Vm *vm, Value self, Value key) {
    return unwrap(vm, &self) ? object_get_item(vm, self, key) : VALUE_ERROR;
}
static bool set_item(Vm *vm, Value self, Value key, Value value) {
    if (!unwrap(vm, &self)) return false;
    return value ? object_set_item(vm, self, key, value) : object_delete_item(vm, self, key);
}
static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    bool alive = unwrap(vm, &left) && unwrap(vm, &right);
    return alive ? object_compare(vm, left, right, operator) : VALUE_ERROR;
}
static Value get_attribute(Vm *vm, Value self, Str *name) {
    return unwrap(vm, &self) ? object_get_attribute(vm, self, name) : VALUE_ERROR;
}
static bool set_attribute(Vm *vm, Value self, Str *name, Value value) {
    return unwrap(vm, &self) && object_set_attribute(vm, self, name, value);
}
static Value call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    return unwrap(vm, &self) ? object_call(vm, self, args, count, names) : VALUE_ERROR;
}

#define BINARIES(X)                                                                                \
    X(add, BINARY_ADD)                                                                             \
    X(subtract, BINARY_SUBTRACT)                                                                   \
    X(multiply, BINARY_MULTIPLY)                                                                   \
    X(true_divide, BINARY_TRUE_DIVIDE)                                                             \
    X(floor_divide, BINARY_FLOOR_DIVIDE)                                                           \
    X(remainder, BINARY_REMAINDER)                                                                 \
    X(power, BINARY_POWER)                                                                         \
    X(matrix_multiply, BINARY_MATRIX_MULTIPLY)                                                     \
    X(lshift, BINARY_LSHIFT)                                                                       \
    X(rshift, BINARY_RSHIFT)                                                                       \
    X(and, BINARY_AND)                                                                             \
    X(or, BINARY_OR)                                                                               \
    X(xor, BINARY_XOR)                                                                             \
    X(divmod, BINARY_DIVMOD)
#define BINARY(name, operator)                                                                     \
    static Value binary_##name(Vm *vm, Value left, Value right) {                                  \
        bool alive = unwrap(vm, &left) && unwrap(vm, &right);                                      \
        return alive ? object_binary(vm, left, right, operator) : VALUE_ERROR;                     \
    }                                                                                              \
    static Value inplace_##name(Vm *vm, Value left, Value right) {                                 \
        bool alive = unwrap(vm, &left) && unwrap(vm, &right);                                      \
        return alive ? object_inplace(vm, left, right, operator) : VALUE_ERROR;                    \
    }
BINARIES(BINARY)

static Value method_bytes(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value self = args[0];
    return unwrap(vm, &self) ? object_call_1(vm, value_of(shape_types[SHAPE_BYTES]), self)
                             : VALUE_ERROR;
}
static Value method_reversed(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value self = args[0];
    return unwrap(vm, &self) ? object_call_1(vm, value_of(shape_types[SHAPE_REVERSED]), self)
                             : VALUE_ERROR;
}
static const NativeSpec methods[] = {
    {"__bytes__", method_bytes, 1, 1, 0},
    {"__reversed__", method_reversed, 1, 1, 0},
    {0},
};

#define BINARY_SLOT(name, operator) [operator] = binary_##name,
#define INPLACE_SLOT(name, operator) [operator] = inplace_##name,
#define PROXY_TYPE(variable, text, shape, ...)                                                     \
    Type variable = {.name = text,                                                                 \
                     .parent = &object_type,                                                       \
                     .shape_id = shape,                                                            \
                     .flags = TYPE_UNHASHABLE,                                                     \
                     .instance_size = sizeof(WeakRef),                                             \
                     .methods = methods,                                                           \
                     .trace = trace,                                                               \
                     .repr = repr,                                                                 \
                     .str = str,                                                                   \
                     .truth = truth,                                                               \
                     .length = length,                                                             \
                     .compare = compare,                                                           \
                     .iter = iter,                                                                 \
                     .next = next,                                                                 \
                     .get_item = get_item,                                                         \
                     .set_item = set_item,                                                         \
                     .contains = contains,                                                         \
                     .negative = negative,                                                         \
                     .positive = positive,                                                         \
                     .invert = invert,                                                             \
                     .absolute = absolute,                                                         \
                     .to_int = to_int,                                                             \
                     .to_float = to_float,                                                         \
                     .index = to_index,                                                            \
                     .binary = {BINARIES(BINARY_SLOT)},                                            \
                     .inplace = {BINARIES(INPLACE_SLOT)},                                          \
                     .get_attribute = get_attribute,                                               \
                     .set_attribute = set_attribute,                                               \
                     __VA_ARGS__}
PROXY_TYPE(weak_proxy_type, "weakref.ProxyType", SHAPE_WEAK_PROXY, .call = NULL);
PROXY_TYPE(weak_callable_proxy_type, "weakref.CallableProxyType", SHAPE_WEAK_CALLABLE_PROXY,
           .call = call);
