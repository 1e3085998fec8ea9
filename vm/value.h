// The contract every value representation keeps. A Value is one machine word; what its bits mean is
// known to vm/values/NAME.h and to nobody else. The build chooses one (VALUES_H).
//
// Common to all representations:
//   VALUE_NULL   no value: an unbound local, an empty slot. All bits zero.
//   VALUE_ERROR  the same bits, as the answer of a function that has set vm->raised.
//   VALUE_END    answered by iteration and by look-ups: nothing there, and nothing raised.
//   A pointer to an Object is its own Value, so object_of is free and the collector's conservative
//   scan needs no knowledge of tags.
//
// Each representation defines (all inline; `vm` only to allocate):
//   bool     is_int(v)             an int that fits the machine form (not a bool, not a big int)
//   int64_t  int_of(v)             its value; is_int(v) must hold
//   Value    make_int(vm, i)       any int64_t, a big int where the machine form is too small;
//                                  may collect; VALUE_ERROR without memory
//   bool     try_make_int(vm,i,&r) the same without collecting: false when it cannot at once
//   bool     is_float(v), double float_of(v), Value make_float(vm, d), try_make_float(vm, d, &r)
//   bool     is_object(v)          has an Object header (so not an immediate); v is not NULL/END
//   Object  *object_of(v)
//   uint32_t shape_of(v)           the shape id of any value, immediates included
//   bool     int_add(vm,l,r,&res) int_subtract int_multiply: both machine ints, no overflow of the
//                                  machine form and memory at hand; else false and nothing done
//   bool     int_and int_or int_xor int_lshift int_rshift int_floor_divide int_remainder: the same
//   bool     int_negative(vm, v, &res)
//   bool     both_int(l, r)        is_int of both, in the cheapest way
//   bool     int_less(l, r) ...    on two machine ints: int_less int_less_equal int_equal
//   (float_pair, float_add and their kin, below, are made of these)
//   bool     value_may_be_pointer(word)  could these bits, found on the C stack, be a pointer?
//   INT_MIN_MACHINE, INT_MAX_MACHINE     range of the machine form
// Each says with the words of vm/count.h which checks, unboxings and boxes its functions consist
// of; the boxing ledger is made of these.
// INJECT(CHECK), INJECT(UNBOX), INJECT(COMPUTE) and INJECT(BOX) stand where that step's code does
// (vm/inject.h): nothing, but in builds made to measure what one more instruction costs there.
#ifndef VM_VALUE_H
#define VM_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ValueBits *Value;
typedef struct Vm Vm;

#define VALUE_NULL  ((Value)0)
#define VALUE_ERROR ((Value)0)
#define VALUE_END   ((Value)2)

#define likely(condition)   __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

static inline bool is_error(Value value) {
    return value == VALUE_ERROR;
}

// Every heap object begins with this. `shape_id` says type and, for instances, the layout of the
// attributes: one 32-bit compare checks both. Ids below SHAPE_STATIC_COUNT are constants.
typedef struct Object {
    uint32_t shape_id;
    uint32_t bits; // the type's own: kind of a str, flags
} Object;

// Built-in layouts. SHAPE_FREE is a cell on a free list.
typedef enum {
    SHAPE_FREE,
    SHAPE_NONE,
    SHAPE_BOOL,
    SHAPE_INT,     // machine int (boxed) and the shape of tagged immediates
    SHAPE_BIG_INT, // type() answers int for it
    SHAPE_FLOAT,
    SHAPE_COMPLEX,
    SHAPE_STR,
    SHAPE_BYTES,
    SHAPE_BYTEARRAY,
    SHAPE_LIST,
    SHAPE_TUPLE,
    SHAPE_DICT,
    SHAPE_DICT_KEYS,
    SHAPE_DICT_VALUES,
    SHAPE_DICT_ITEMS,
    SHAPE_SET,
    SHAPE_FROZENSET,
    SHAPE_RANGE,
    SHAPE_SLICE,
    SHAPE_ELLIPSIS,
    SHAPE_NOT_IMPLEMENTED,
    SHAPE_LIST_ITERATOR,
    SHAPE_LIST_REVERSE_ITERATOR,
    SHAPE_TUPLE_ITERATOR,
    SHAPE_STR_ITERATOR,
    SHAPE_BYTES_ITERATOR,
    SHAPE_RANGE_ITERATOR,
    SHAPE_LONG_RANGE_ITERATOR,
    SHAPE_DICT_KEY_ITERATOR,
    SHAPE_DICT_VALUE_ITERATOR,
    SHAPE_DICT_ITEM_ITERATOR,
    SHAPE_DICT_KEY_REVERSE_ITERATOR,
    SHAPE_DICT_VALUE_REVERSE_ITERATOR,
    SHAPE_DICT_ITEM_REVERSE_ITERATOR,
    SHAPE_SET_ITERATOR,
    SHAPE_SEQUENCE_ITERATOR, // by __getitem__
    SHAPE_CALLABLE_ITERATOR, // iter(f, sentinel)
    SHAPE_ENUMERATE,
    SHAPE_ZIP,
    SHAPE_MAP,
    SHAPE_FILTER,
    SHAPE_REVERSED,
    SHAPE_TYPE,
    SHAPE_OBJECT, // object() itself
    SHAPE_FUNCTION,
    SHAPE_NATIVE,         // built-in function or bound built-in method
    SHAPE_NATIVE_METHOD,  // method of a built-in type, unbound (method_descriptor)
    SHAPE_SLOT_WRAPPER,   // int.__add__ and its kin
    SHAPE_METHOD_WRAPPER, // (1).__add__
    SHAPE_MEMBER,         // attribute of a built-in type computed by C (getset_descriptor)
    SHAPE_BOUND_METHOD,
    SHAPE_STATIC_METHOD,
    SHAPE_CLASS_METHOD,
    SHAPE_PROPERTY,
    SHAPE_SUPER,
    SHAPE_CELL,
    SHAPE_CODE,
    SHAPE_GENERATOR,
    SHAPE_COROUTINE,
    SHAPE_ASYNC_GENERATOR,
    SHAPE_COROUTINE_WRAPPER, // coroutine.__await__()
    SHAPE_ASYNC_SEND,        // what asend() and __anext__() return
    SHAPE_ASYNC_THROW,       // what athrow() and aclose() return
    SHAPE_ASYNC_WRAPPED,     // what an asynchronous generator yields, on its way
    SHAPE_ANEXT_AWAITABLE,   // anext(iterator, default)
    SHAPE_MODULE,
    SHAPE_TRACEBACK,
    SHAPE_IO_BASE,
    SHAPE_IO_RAW_BASE,
    SHAPE_IO_BUFFERED_BASE,
    SHAPE_IO_TEXT_BASE,
    SHAPE_FILE_IO,
    SHAPE_BUFFERED_READER,
    SHAPE_BUFFERED_WRITER,
    SHAPE_BUFFERED_RANDOM,
    SHAPE_BUFFERED_PAIR,
    SHAPE_BYTES_IO,
    SHAPE_STRING_IO,
    SHAPE_TEXT_IO,
    SHAPE_NEWLINE_DECODER,
    SHAPE_NAMESPACE_PROXY, // mappingproxy
    SHAPE_SLOT_DESCRIPTOR, // one name of __slots__
    SHAPE_GENERIC_ALIAS,   // list[int]
    SHAPE_UNION,           // int | None
    SHAPE_FRAME,
    SHAPE_UNRAISABLE, // what sys.unraisablehook is given
    SHAPE_BYTEARRAY_ITERATOR,
    SHAPE_MEMORYVIEW,
    SHAPE_MEMORY_ITERATOR,
    SHAPE_WEAKREF,
    SHAPE_WEAK_PROXY,
    SHAPE_WEAK_CALLABLE_PROXY,
    SHAPE_STATIC_COUNT,
    SHAPE_FIRST_DYNAMIC = 128, // classes: exceptions and those of the program
    SHAPE_MAX = 1 << 21,
} ShapeId;

// Identity, as the `is` operator sees it: ints by value, floats by bits.
bool value_is_slow(Value left, Value right);

#include "vm/count.h"
#include "vm/alloc.h"
#include "vm/inject.h"
#include VALUES_H

static inline Value value_of(const void *object) {
    return (Value)object;
}
static inline bool has_shape(Value value, uint32_t shape) {
    INJECT(CHECK);
    return COUNT_SHAPE_CHECK(shape, is_object(value) && object_of(value)->shape_id == shape);
}

// Singletons are static objects; bools have an int's fields.
typedef struct {
    Object object;
    int64_t number;
} Bool;
extern Object none_object, ellipsis_object, not_implemented_object;
extern Bool true_object, false_object;
#define VALUE_NONE            ((Value)&none_object)
#define VALUE_TRUE            ((Value)&true_object)
#define VALUE_FALSE           ((Value)&false_object)
#define VALUE_ELLIPSIS        ((Value)&ellipsis_object)
#define VALUE_NOT_IMPLEMENTED ((Value)&not_implemented_object)

// Nothing is a constant but itself; of all else, numbers are looked for.
static inline bool value_is(Value left, Value right) {
    bool constant = right == VALUE_NONE || right == VALUE_TRUE || right == VALUE_FALSE;
    return left == right || (!constant && value_is_slow(left, right));
}

// --- floats: fast forms -------------------------------------------------------------------------
// A machine int that a double holds exactly, so that order and equality are exact too.
static inline bool int_is_exact(Value value, double *number) {
    if (!is_int(value) || (uint64_t)int_of(value) + ((uint64_t)1 << 53) > (uint64_t)1 << 54)
        return false;
    *number = (double)int_of(value);
    return true;
}
// At least one is a float, the other a float or such an int: their values. For arithmetic and for
// comparisons.
static inline bool float_pair(Value left, Value right, double *first, double *second) {
    if (likely(is_float(left))) {
        *first = float_of(left);
        if (likely(is_float(right))) {
            *second = float_of(right);
            return true;
        }
        return int_is_exact(right, second);
    }
    if (is_int(left) && is_float(right)) {
        *second = float_of(right);
        return int_is_exact(left, first);
    }
    return false;
}
static inline bool float_add(Vm *vm, Value left, Value right, Value *result) {
    double first, second;
    return float_pair(left, right, &first, &second) &&
           try_make_float(vm, (INJECT(COMPUTE), first + second), result);
}
static inline bool float_subtract(Vm *vm, Value left, Value right, Value *result) {
    double first, second;
    return float_pair(left, right, &first, &second) &&
           try_make_float(vm, (INJECT(COMPUTE), first - second), result);
}
static inline bool float_multiply(Vm *vm, Value left, Value right, Value *result) {
    double first, second;
    return float_pair(left, right, &first, &second) &&
           try_make_float(vm, (INJECT(COMPUTE), first * second), result);
}
// False for a divisor of zero: the slow path raises.
static inline bool float_divide(Vm *vm, Value left, Value right, Value *result) {
    double first, second;
    return float_pair(left, right, &first, &second) && (INJECT(COMPUTE), likely(second != 0.0)) &&
           try_make_float(vm, first / second, result);
}
// int / int where both are exact as doubles: one rounding, as Python's.
static inline bool int_true_divide(Vm *vm, Value left, Value right, Value *result) {
    double first, second;
    return both_int(left, right) && int_is_exact(left, &first) && int_is_exact(right, &second) &&
           likely(second != 0.0) && try_make_float(vm, first / second, result);
}
static inline bool float_negative(Vm *vm, Value value, Value *result) {
    return is_float(value) && try_make_float(vm, (INJECT(COMPUTE), -float_of(value)), result);
}

static inline Value make_bool(bool truth) {
    return truth ? VALUE_TRUE : VALUE_FALSE;
}
static inline bool is_bool(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(BOOL, value == VALUE_TRUE || value == VALUE_FALSE);
}
static inline bool is_none(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(NONE, value == VALUE_NONE);
}
static inline bool is_str(Value value) {
    return has_shape(value, SHAPE_STR);
}
static inline bool is_list(Value value) {
    return has_shape(value, SHAPE_LIST);
}
static inline bool is_tuple(Value value) {
    return has_shape(value, SHAPE_TUPLE);
}
static inline bool is_dict(Value value) {
    return has_shape(value, SHAPE_DICT);
}
static inline bool is_big_int(Value value) {
    return has_shape(value, SHAPE_BIG_INT);
}

#endif
