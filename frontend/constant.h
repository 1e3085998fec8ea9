// What constants are to each other, and how they look.
#ifndef FRONTEND_CONSTANT_H
#define FRONTEND_CONSTANT_H

#include "frontend/arena.h"
#include "frontend/code.h"

// The same constant: equal in type and value, down to the sign of zero.
bool constant_equal(const Constant *left, const Constant *right);
uint32_t constant_hash(const Constant *constant); // agrees with constant_equal

// Equal as Python compares: 1, 1.0 and True are.
bool constant_same(const Constant *left, const Constant *right);

bool constant_true(const Constant *constant); // its truth

// The members of a tuple, each once, as a frozenset.
Constant *constant_frozenset(Arena *arena, const Constant *tuple);

// repr(constant), in the arena. Code objects show without an address.
Text constant_repr(Arena *arena, const Constant *constant);

#endif
