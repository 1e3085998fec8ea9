// Arithmetic on constants, for fold.c.
#ifndef FRONTEND_FOLD_NUMBER_H
#define FRONTEND_FOLD_NUMBER_H

#include "frontend/arena.h"
#include "frontend/ast.h"

// The value of `left op right` or NULL where it is left to run time: because it raises, would be
// too large, or is not arithmetic at all.
Constant *fold_arithmetic(Arena *arena, Operator op, const Constant *left, const Constant *right);

// -x, +x or ~x, or NULL.
Constant *fold_sign(Arena *arena, UnaryOperator op, const Constant *operand);

#endif
