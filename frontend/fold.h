// Constant folding on the tree, as far as CPython's compiler goes.
#ifndef FRONTEND_FOLD_H
#define FRONTEND_FOLD_H

#include "frontend/compilation.h"

void fold_module(Compilation *compilation, Tree *module);

#endif
