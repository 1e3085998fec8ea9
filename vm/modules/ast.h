// The module _ast: trees as objects, from the front end's and back to them.
#ifndef VM_MODULES_AST_H
#define VM_MODULES_AST_H

#include "frontend/frontend.h"
#include "vm/object.h"

// The class of a kind of nodes ("Name"), or of all kinds that may stand in one place ("expr").
// `_ast` has been imported.
Type *ast_class(const char *name);
// An entry of a dict under a name; false: raised, or the value is VALUE_ERROR.
bool ast_put(Vm *vm, Dict *dict, const char *name, Value value);
// Imports `_ast`; false: raised.
bool ast_import(Vm *vm);
bool ast_is_tree(Value value); // a node of any kind

// Source as objects, as compile() answers to PyCF_ONLY_AST; raises SyntaxError and its kin.
Value ast_parse(Vm *vm, const char *source, size_t size, const char *filename, CompileMode mode,
                bool type_comments);
// The code object of a tree that may have been altered or built by hand.
Value ast_compile(Vm *vm, Value tree, const char *filename, CompileMode mode);

#endif
