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
    int indent;         // -i: 3 unless told
} AstOptions;

// Both print to `out` and answer true; on errors they fill `error` and answer false, having printed
// nothing unless it is the tree's depth that is too much.
bool print_ast(Arena *arena, const char *source, size_t size, const char *filename,
               const AstOptions *options, FILE *out, FrontendError *error);

// `exact`: -e, operators by their own names.
bool print_tokens(Arena *arena, const char *source, size_t size, const char *filename, bool exact,
                  FILE *out, FrontendError *error);

// An instruction taken apart, as `-m dis` and the module dis show it; offsets count units.
typedef enum { DIS_NONE, DIS_NUMBER, DIS_NAME, DIS_CONSTANT, DIS_JUMP } DisOperand;
typedef struct {
    uint32_t offset, operand, target; // a jump's operand is its distance, target where it goes
    unsigned opcode;
    const char *name;
    DisOperand kind;
    bool is_target;       // jumped to, or a handler of exceptions
    uint32_t starts_line; // the line that begins here, or 0
    Text shown;           // what the operand stands for, or empty
} DisLine;

// All instructions of a code object, in the arena; NULL without memory.
DisLine *dis_list(Arena *arena, const Code *code, uint32_t *count);

// Writes the instructions of a code object and of those inside it, `depth` levels of them
// (UINT32_MAX: all), an arrow at the unit `current` (-1: none). Answers 0, or -1 when memory runs
// out or the file cannot be written.
int dis_print(const Code *code, uint32_t depth, int64_t current, FILE *file);

#endif
