// What the rest of the house may ask of the front end: source text in, a Code or one error out.
#ifndef FRONTEND_FRONTEND_H
#define FRONTEND_FRONTEND_H

#include "frontend/arena.h"
#include "frontend/code.h"

// What is compiled. MODE_FUNCTION_TYPE, `(int) -> str`, has a tree but no code: only print_ast
// takes it. Two remarks may be added to a mode: MODE_TEXT, the source was a str, in which a coding
// cookie means nothing; MODE_FILE, it is the file that CPython would have been started with, which
// it reads line by line and therefore tells some errors of in other words.
typedef enum {
    MODE_EXEC,
    MODE_EVAL,
    MODE_SINGLE,
    MODE_FUNCTION_TYPE,
    MODE_TEXT = 8,
    MODE_FILE = 16,
} CompileMode;

typedef enum {
    FRONTEND_OK,
    FRONTEND_SYNTAX_ERROR,
    FRONTEND_INDENTATION_ERROR,
    FRONTEND_TAB_ERROR,
    FRONTEND_VALUE_ERROR, // source code string cannot contain null bytes; of trees
    FRONTEND_TYPE_ERROR,  // of trees
    FRONTEND_RECURSION_ERROR,
    FRONTEND_MEMORY_ERROR,
} FrontendStatus;

// The first error of a compilation, in CPython 3.11's words. Texts live in the arena.
typedef struct {
    FrontendStatus status;
    Text message;
    Text filename; // data NULL: the error has no place
    // As SyntaxError's: from 1, in characters; 0 unknown. Line 0 is that of an empty text.
    uint32_t line, column, end_line, end_column;
    Text source_line; // the line itself, newline included, or size 0; NULL: of the text as a whole
    enum {
        FRONTEND_CUT_NOT,
        FRONTEND_CUT_BLOCK,  // the text ends where a statement should go on
        FRONTEND_CUT_INSIDE, // the text ends within brackets, a string or behind a backslash
    } cut;                   // could more text make it right? For the prompt
} FrontendError;

typedef struct FrontendWarning {
    const char *category; // "SyntaxWarning", "DeprecationWarning"
    Text message;
    Text source_line;                            // without the white space around it
    uint32_t line, column, end_line, end_column; // columns from 1
    struct FrontendWarning *next;
} FrontendWarning;

// Compiles `size` bytes of source. The Code and the error's texts live in `arena`, which the caller
// frees when done. Answers NULL and fills `error` when the source is wrong. `warnings` (may be
// NULL) receives a list in source order.
Code *frontend_compile(Arena *arena, const char *source, size_t size, const char *filename,
                       CompileMode mode, FrontendError *error, FrontendWarning **warnings);

// For tracebacks: if the one line `source` is a binary operation or a subscript, the byte offsets
// of its operator, or of its brackets and what is in them. False for anything else.
bool frontend_anchors(const char *source, size_t size, uint32_t *start, uint32_t *end);

#endif
