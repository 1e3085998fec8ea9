// Errors and warnings of all passes. The first error wins: raising fills compilation->error and
// jumps to compilation->failed, so no pass tests for errors and none needs to clean up: all its
// memory is the arena's. Whoever owns the Compilation does
//     if (setjmp(compilation.failed)) return NULL; // error is filled
#ifndef FRONTEND_ERROR_H
#define FRONTEND_ERROR_H

#include "frontend/compilation.h"

#include <stdarg.h>

#define ERROR_PRINTF(text, first) __attribute__((format(printf, text, first)))

// SyntaxError at a range of the source. A range with end_line 0 has no known end.
_Noreturn void error_syntax(Compilation *compilation, Range range, const char *format, ...)
    ERROR_PRINTF(3, 4);

// The same with another status (FRONTEND_INDENTATION_ERROR ...).
_Noreturn void error_raise_status(Compilation *compilation, FrontendStatus status, Range range,
                                  const char *format, ...) ERROR_PRINTF(4, 5);
_Noreturn void error_raise_list(Compilation *compilation, FrontendStatus status, Range range,
                                const char *format, va_list arguments);

// The same with the line's text given; columns as SyntaxError's, in characters from 1.
typedef struct {
    Text line_text;
    uint32_t line, column, end_line, end_column;
} ErrorPlace;
_Noreturn void error_raise_at(Compilation *compilation, FrontendStatus status,
                              const ErrorPlace *place, const char *format, va_list arguments);

// An error without a place: ValueError, RecursionError, MemoryError; SyntaxErrors of decoding.
_Noreturn void error_plain(Compilation *compilation, FrontendStatus status, const char *format, ...)
    ERROR_PRINTF(3, 4);

// A SyntaxError of the text as a whole: its encoding.
_Noreturn void error_undecodable(Compilation *compilation, const char *format, ...)
    ERROR_PRINTF(2, 3);

// Adds a warning; `category` is a literal, "SyntaxWarning" or "DeprecationWarning".
void error_warn(Compilation *compilation, const char *category, Range range, const char *format,
                ...) ERROR_PRINTF(4, 5);

// "SyntaxError", "IndentationError", ... of a status.
const char *error_status_name(FrontendStatus status);

// What CPython prints for an uncaught one: `  File "x.py", line 1`, the line, carets, type and
// message, each line ended by a newline.
Text error_format(Arena *arena, const FrontendError *error);

// A byte column from 0 as the character column from 1 that errors carry; UINT32_MAX gives 0.
uint32_t error_column(Text line, uint32_t column);

// Texts in the arena, made as by printf.
Text text_format(Arena *arena, const char *format, ...) ERROR_PRINTF(2, 3);

// Line `line` of the decoded source (from 1), its newline included; size 0 if there is none.
Text source_line(const Compilation *compilation, uint32_t line);

#endif
