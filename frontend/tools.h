// The front end shown: what `-m tokenize` and `-m ast` print, byte for byte as CPython 3.11 does,
// and `-m dis`, in its manner.
#ifndef FRONTEND_TOOLS_H
#define FRONTEND_TOOLS_H

#include "frontend/frontend.h"

#include <stdio.h>

typedef struct {
    CompileMode mode;
    bool attributes;    // -a: with positions
    bool type_comments; // unless --no-type-comments
    int indent;      // -i: 3 unless told
} AstOptions;

// Both print to `out` and answer true; on errors they print nothing, fill `error`, answer false.
bool print_ast(Arena *arena, const char *source, size_t size, const char *filename,
               const AstOptions *options, FILE *out, FrontendError *error);

// `exact`: -e, operators by their own names.
bool print_tokens(Arena *arena, const char *source, size_t size, const char *filename, bool exact,
                  FILE *out, FrontendError *error);

// Writes the instructions of a code object and of all those inside it; offsets count units. Answers
// 0, or -1 when memory runs out or the file cannot be written.
int dis_print(Code *code, FILE *file);

#endif
