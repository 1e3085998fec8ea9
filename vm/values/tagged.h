// Tagged ints: the low two bits of an int are 01 and the rest is its value, 62 bits, in two's
// complement; everything else is a pointer (low bits 00). Floats are heap objects. Sums are taken
// on the words as they are: (4a + 1) + (4b + 1) - 1 = 4(a + b) + 1, and the machine's overflow is
// ours.
#ifndef VM_VALUES_TAGGED_H
#define VM_VALUES_TAGGED_H

#include "vm/arithmetic.h"
#include "vm/value.h"

typedef struct {
    Object object;
    double number;
} Float;

#define INT_MIN_MACHINE (-((int64_t)1 << 61))
#define INT_MAX_MACHINE (((int64_t)1 << 61) - 1)

Value int_make_big(Vm *vm, int64_t number); // outside the machine form
Value float_box(Vm *vm, double number);     // when no cell is at hand

// --- what a word is ---------------------------------------------------------------------------
static inline bool is_int(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(INT, (uintptr_t)value & 1);
}
static inline bool is_object(Value value) {
    return ((uintptr_t)value & 3) == 0;
}
static inline Object *object_of(Value value) {
    return (Object *)value;
}
static inline bool is_float(Value value) {
    INJECT(CHECK);
    return COUNT_CHECK(FLOAT, is_object(value) && object_of(value)->shape_id == SHAPE_FLOAT);
}
static inline uint32_t shape_of(Value value) {
    return is_int(value) ? (uint32_t)SHAPE_INT : object_of(value)->shape_id;
}
// Any byte of a block may be pointed at, so any word may be a pointer.
static inline bool value_may_be_pointer(uintptr_t word) {
    return word > 2;
}

// --- in and out -------------------------------------------------------------------------------
static inline int64_t int_of(Value value) {
    INJECT(UNBOX);
    COUNT_UNBOX(INT);
    return (int64_t)value >> 2;
}
static inline double float_of(Value value) {
    INJECT(UNBOX);
    COUNT_UNBOX_OBJECT(FLOAT, value);
    return ((Float *)value)->number;
}

static inline Value int_tagged(int64_t number) {
    INJECT(BOX);
    return (Value)(((uint64_t)number << 2) + 1);
}
static inline bool try_make_int(Vm *vm, int64_t number, Value *result) {
    (void)vm;
    *result = int_tagged(number);
    return COUNT_AVOIDED(INT, likely((int64_t)((uint64_t)number << 2) >> 2 == number));
}
static inline Value make_int(Vm *vm, int64_t number) {
    Value result;
    return try_make_int(vm, number, &result) ? result : int_make_big(vm, number);
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

// --- fast forms: false when an operand is no machine int or the result does not fit -------------
static inline bool both_int(Value left, Value right) {
    INJECT(CHECK);
    return COUNT_CHECK(INT_PAIR, (uintptr_t)left & (uintptr_t)right & 1);
}
static inline bool int_add(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    return COUNT_AVOIDED(
        INT, likely(both_int(left, right)) &&
                 (INJECT(COMPUTE), likely(!__builtin_add_overflow((int64_t)left - 1, (int64_t)right,
                                                                  (int64_t *)result))));
}
static inline bool int_subtract(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    return COUNT_AVOIDED(
        INT, likely(both_int(left, right)) &&
                 (INJECT(COMPUTE), likely(!__builtin_sub_overflow((int64_t)left, (int64_t)right - 1,
                                                                  (int64_t *)result))));
}
static inline bool int_multiply(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    int64_t product;
    if (unlikely(!both_int(left, right)) ||
        (INJECT(COMPUTE),
         unlikely(__builtin_mul_overflow((int64_t)left - 1, (int64_t)right >> 2, &product))))
        return false;
    COUNT_UNBOX(INT);
    *result = (Value)(product + 1);
    return COUNT_AVOIDED(INT, true);
}
static inline bool int_and(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    INJECT(COMPUTE);
    *result = (Value)((uintptr_t)left & (uintptr_t)right);
    return COUNT_AVOIDED(INT, likely(both_int(left, right)));
}
static inline bool int_or(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    INJECT(COMPUTE);
    *result = (Value)((uintptr_t)left | (uintptr_t)right);
    return COUNT_AVOIDED(INT, likely(both_int(left, right)));
}
static inline bool int_xor(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    INJECT(COMPUTE);
    *result = (Value)(((uintptr_t)left ^ (uintptr_t)right) | 1);
    return COUNT_AVOIDED(INT, likely(both_int(left, right)));
}
static inline bool int_lshift(Vm *vm, Value left, Value right, Value *result) {
    int64_t shifted;
    return likely(both_int(left, right)) && machine_lshift(int_of(left), int_of(right), &shifted) &&
           try_make_int(vm, shifted, result);
}
static inline bool int_rshift(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    int64_t shifted;
    if (unlikely(!both_int(left, right)) ||
        unlikely(!machine_rshift(int_of(left), int_of(right), &shifted)))
        return false;
    *result = int_tagged(shifted);
    return COUNT_AVOIDED(INT, true);
}
static inline bool int_floor_divide(Vm *vm, Value left, Value right, Value *result) {
    int64_t quotient;
    return likely(both_int(left, right)) &&
           likely(machine_floor_divide(int_of(left), int_of(right), &quotient)) &&
           try_make_int(vm, quotient, result);
}
static inline bool int_remainder(Vm *vm, Value left, Value right, Value *result) {
    (void)vm;
    int64_t remainder;
    if (unlikely(!both_int(left, right)) ||
        unlikely(!machine_remainder(int_of(left), int_of(right), &remainder)))
        return false;
    *result = int_tagged(remainder);
    return COUNT_AVOIDED(INT, true);
}
static inline bool int_negative(Vm *vm, Value value, Value *result) {
    (void)vm;
    return COUNT_AVOIDED(
        INT, likely(is_int(value)) &&
                 (INJECT(COMPUTE),
                  likely(!__builtin_sub_overflow((int64_t)2, (int64_t)value, (int64_t *)result))));
}

// Order and equality of the words are those of the numbers.
static inline bool int_less(Value left, Value right) {
    INJECT(COMPUTE);
    return (int64_t)left < (int64_t)right;
}
static inline bool int_less_equal(Value left, Value right) {
    INJECT(COMPUTE);
    return (int64_t)left <= (int64_t)right;
}
static inline bool int_equal(Value left, Value right) {
    INJECT(COMPUTE);
    return left == right;
}

#endif
