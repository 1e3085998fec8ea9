// From the front end's Code to a live code object, and from source text to either.
#ifndef VM_LOAD_H
#define VM_LOAD_H

#include "frontend/frontend.h"
#include "vm/function.h"

struct Compilation;
struct Tree;

// Makes a Code live. Its tables stay in use: the arena must never be freed.
Value code_load(Vm *vm, const Code *code);
// Compiles and loads; raises SyntaxError and its kin.
Value code_compile(Vm *vm, const char *source, size_t size, const char *filename, CompileMode mode);
// The same for a tree that a program built, in a compilation whose source is not known.
Value code_compile_tree(Vm *vm, struct Compilation *compilation, struct Tree *tree);
Value code_error(Vm *vm, const FrontendError *error); // raises it
Value constant_load(Vm *vm, const Constant *constant);
// A value as a constant of the front end's, in the arena; NULL: raised, TypeError for what no
// constant can be.
Constant *constant_from(Vm *vm, Arena *arena, Value value);
// Runs module-level code in a namespace; the value of the code (None, or an expression's).
Value code_run(Vm *vm, CodeObject *code, Dict *globals, Dict *names);
// The whole file as a raw block; NULL with OSError raised.
char *file_read_all(Vm *vm, const char *path, size_t *size);
Value import_module(Vm *vm, Str *name); // absolute, dotted; the last module
bool import_init(Vm *vm);
const char *import_library(void); // the folder of Python's own library
// The path of the cache file of a source, a Str; None if the source has none.
Value code_cache_name(Vm *vm, const char *path);
extern const NativeSpec import_spec; // __import__

#endif
