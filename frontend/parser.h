// Source text to syntax tree. See frontend/ast.h for the nodes.
#ifndef FRONTEND_PARSER_H
#define FRONTEND_PARSER_H

#include "frontend/compilation.h"

// Parses compilation->source (put there by source_decode) as compilation->mode says. The tree lives
// in the arena. Raises errors by jumping to compilation->failed.
Tree *parser_parse(Compilation *compilation);

// All of it in one call: prepares `compilation`, decodes `size` bytes of source, parses.
// `type_comments` as in Compilation. Answers NULL and fills `error` when the source is wrong. Later
// passes set compilation->failed anew.
Tree *parser_parse_bytes(Compilation *compilation, Arena *arena, const char *source, size_t size,
                         const char *filename, CompileMode mode, bool type_comments,
                         FrontendError *error);

#endif
