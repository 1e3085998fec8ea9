// Trees that a program built: are they such as a parser could have made, as far as the later passes
// rely on it?
#ifndef FRONTEND_VALIDATE_H
#define FRONTEND_VALIDATE_H

#include "frontend/compilation.h"

// Raises ValueError or TypeError, in CPython 3.11's words where it has any.
void validate_module(Compilation *compilation, const Tree *module);

#endif
