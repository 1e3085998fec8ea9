// Tagged ints: the low two bits of an int are 01 and the rest is its value, 62 bits, in two's
// complement; everything else is a pointer (low bits 00). Floats are heap objects.
#ifndef VM_VALUES_TAGGED_H
#define VM_VALUES_TAGGED_H

#include "vm/value.h"

typedef struct {
    Object object;
    double number;
} Float;

#define INT_MIN_MACHINE (-((int64_t)1 << 61))
#define INT_MAX_MACHINE (((int64_t)1 << 61) - 1)

static inline bool is_int(Value value) { return (uintptr_t)value & 1; }
static inline bool is_object(Value value) { return ((uintptr_t)value & 3) == 0; }
static inline Object *object_of(Value value) { return (Object *)value; }

#endif
