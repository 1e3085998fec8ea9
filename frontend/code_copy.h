// A Code by itself, without the compilation it came from.
#ifndef FRONTEND_CODE_COPY_H
#define FRONTEND_CODE_COPY_H

#include "frontend/arena.h"
#include "frontend/code.h"

Text text_copy(Arena *arena, Text text);

// The code and all it refers to, made again in the arena.
Code *code_copy(Arena *arena, const Code *code);

#endif
