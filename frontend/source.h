// From the bytes of a file to the text the lexer reads: byte order mark, coding cookie (UTF-8,
// ASCII and what has one byte a character), newlines made \n, a newline at the end.
#ifndef FRONTEND_SOURCE_H
#define FRONTEND_SOURCE_H

#include "frontend/compilation.h"

// Fills compilation->source. Raises errors by jumping to compilation->failed.
void source_decode(Compilation *compilation, const char *bytes, size_t size);

// A whole file in memory of malloc, or NULL with errno set.
char *source_read_file(const char *path, size_t *size);

#endif
