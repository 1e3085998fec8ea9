// What the machine may ask of the front end about trees, for the module `_ast`: source in, a tree
// out (parser_parse_bytes), its nodes as tables (ast_nodes.h), and a tree that a program built in,
// a Code out.
#ifndef FRONTEND_TREES_H
#define FRONTEND_TREES_H

#include "frontend/ast_nodes.h"
#include "frontend/parser.h"

// Compiles a tree that a program built, after looking whether it can be one. `compilation` was
// prepared by compilation_init and holds tree and error; the Code and the warnings live in `arena`.
Code *frontend_compile_tree(Arena *arena, Compilation *compilation, Tree *module,
                            FrontendWarning **warnings);

#endif
