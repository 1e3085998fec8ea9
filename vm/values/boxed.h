// Boxed numbers: every int and float is a heap object, as in CPython; a Value is always a pointer.
// The ints from -5 to 256 are made once (SMALL_INTS=0 switches that off, to measure it).
#ifndef VM_VALUES_BOXED_H
#define VM_VALUES_BOXED_H

#include "vm/arithmetic.h"
#include "vm/value.h"

typedef struct {
    Object object;
    int64_t number;
} Int;

typedef struct {
    Object object;
    double number;
} Float;

#define INT_MIN_MACHINE INT64_MIN
#define INT_MAX_MACHINE INT64_MAX

#ifndef SMALL_INTS
#define SMALL_INTS 1
#endif
#define SMALL_INT_MIN   (-5)
#define SMALL_INT_COUNT 262
extern Int small_ints[SMALL_INT_COUNT];

Value int_box(Vm *vm, int64_t number); // when no cell is at hand
Value float_box(Vm *vm, double number);

// --- what a word is ---------------------------------------------------------------------------
static inline bool is_object(Value value) {
    (void)value;
    return true;
}
static inline Object *object_of(Value value) {
    return (Object *)value;
}
static inline uint32_t shape_of(Value value) {
    return object_of(value)->shape_id;
}
static inline bool is_int(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(INT, shape_of(value) == SHAPE_INT);
}
static inline bool is_float(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(FLOAT, shape_of(value) == SHAPE_FLOAT);
}
static inline bool value_may_be_pointer(uintptr_t word) {
    return word > 2;
}

// --- in and out -------------------------------------------------------------------------------
static inline int64_t int_of(Value value) {
    INJECT(UNBOX);
    COUNT_UNBOX_OBJECT(INT, value);
    return ((Int *)value)->number;
}
static inline double float_of(Value value) {
    INJECT(UNBOX);
    COUNT_UNBOX_OBJECT(FLOAT, value);
    return ((Float *)value)->number;
}

static inline bool try_make_int(Vm *vm, int64_t number, Value *result) {
    INJECT(BOX);
    if (SMALL_INTS && (uint64_t)number - (uint64_t)SMALL_INT_MIN < SMALL_INT_COUNT) {
        *result = (Value)&small_ints[number - SMALL_INT_MIN];
        return COUNT_AVOIDED(INT, true);
    }
    Int *cell = gc_try_alloc(vm, sizeof(Int));
    if (unlikely(!cell)) return false;
    object_init(cell, SHAPE_INT);
    COUNT_BOX(INT, cell);
    cell->number = number;
    *result = (Value)cell;
    return true;
}
static inline Value make_int(Vm *vm, int64_t number) {
    Value result;
    return likely(try_make_int(vm, number, &result)) ? result : int_box(vm, number);
}
static inline bool try_make_float(Vm *vm, double number, Value *result) {
    INJECT(BOX);
    Float *cell = gc_try_alloc(vm, sizeof(Float));
    if (unlikely(!cell)) return false;
    object_init(cell, SHAPE_FLOAT);
    COUNT_BOX(FLOAT, cell);
    cell->number = number;
    *result = (Value)cell;
    return true;
}
static inline Value make_float(Vm *vm, double number) {
    Value result;
    return likely(try_make_float(vm, number, &result)) ? result : float_box(vm, number);
}

// --- fast forms: false when an operand is no machine int, the result does not fit, or no cell is
// at hand
// -------------------------------------------------------------------------------------------
static inline bool both_int(Value left, Value right) {
    return is_int(left) && is_int(right);
}
static inline bool int_add(Vm *vm, Value left, Value right, Value *result) {
    int64_t sum;
    return likely(both_int(left, right)) &&
           (INJECT(COMPUTE), likely(!__builtin_add_overflow(int_of(left), int_of(right), &sum))) &&
           try_make_int(vm, sum, result);
}
static inline bool int_subtract(Vm *vm, Value left, Value right, Value *result) {
    int64_t difference;
    return likely(both_int(left, right)) &&
           (INJECT(COMPUTE),
            likely(!__builtin_sub_overflow(int_of(left), int_of(right), &difference))) &&
           try_make_int(vm, difference, result);
}
static inline bool int_multiply(Vm *vm, Value left, Value right, Value *result) {
    int64_t product;
    return likely(both_int(left, right)) &&
           (INJECT(COMPUTE),
            likely(!__builtin_mul_overflow(int_of(left), int_of(right), &product))) &&
           try_make_int(vm, product, result);
}
static inline bool int_and(Vm *vm, Value left, Value right, Value *result) {
    return likely(both_int(left, right)) &&
           try_make_int(vm, (INJECT(COMPUTE), int_of(left) & int_of(right)), result);
}
static inline bool int_or(Vm *vm, Value left, Value right, Value *result) {
    return likely(both_int(left, right)) &&
           try_make_int(vm, (INJECT(COMPUTE), int_of(left) | int_of(right)), result);
}
static inline bool int_xor(Vm *vm, Value left, Value right, Value *result) {
    return likely(both_int(left, right)) &&
           try_make_int(vm, (INJECT(COMPUTE), int_of(left) ^ int_of(right)), result);
}
static inline bool int_lshift(Vm *vm, Value left, Value right, Value *result) {
    int64_t shifted;
    return likely(both_int(left, right)) && machine_lshift(int_of(left), int_of(right), &shifted) &&
           try_make_int(vm, shifted, result);
}
static inline bool int_rshift(Vm *vm, Value left, Value right, Value *result) {
    int64_t shifted;
    return likely(both_int(left, right)) && machine_rshift(int_of(left), int_of(right), &shifted) &&
           try_make_int(vm, shifted, result);
}
static inline bool int_floor_divide(Vm *vm, Value left, Value right, Value *result) {
    int64_t quotient;
    return likely(both_int(left, right)) &&
           likely(machine_floor_divide(int_of(left), int_of(right), &quotient)) &&
           try_make_int(vm, quotient, result);
}
static inline bool int_remainder(Vm *vm, Value left, Value right, Value *result) {
    int64_t remainder;
    return likely(both_int(left, right)) &&
           likely(machine_remainder(int_of(left), int_of(right), &remainder)) &&
           try_make_int(vm, remainder, result);
}
static inline bool int_negative(Vm *vm, Value value, Value *result) {
    int64_t negated;
    return likely(is_int(value)) &&
           (INJECT(COMPUTE),
            likely(!__builtin_sub_overflow((int64_t)0, int_of(value), &negated))) &&
           try_make_int(vm, negated, result);
}

static inline bool int_less(Value left, Value right) {
    INJECT(COMPUTE);
    return int_of(left) < int_of(right);
}
static inline bool int_less_equal(Value left, Value right) {
    INJECT(COMPUTE);
    return int_of(left) <= int_of(right);
}
static inline bool int_equal(Value left, Value right) {
    INJECT(COMPUTE);
    return int_of(left) == int_of(right);
}

#endif
