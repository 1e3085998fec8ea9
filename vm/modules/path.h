// Paths: what Python gives (str, bytes, os.PathLike) and what the system takes and answers. File
// names are UTF-8; bytes that are not stand in a str as surrogates (PEP 383).
#ifndef VM_MODULES_PATH_H
#define VM_MODULES_PATH_H

#include "vm/object.h"

Value path_plain(Vm *vm, Value path); // os.fspath: a str or bytes; TypeError
// A str or bytes as a NUL-terminated raw block; NULL with ValueError for a NUL within.
const char *path_encode(Vm *vm, Value path);
Value path_decode(Vm *vm, const char *name, bool as_bytes);
Value path_to_bytes(Vm *vm, Str *path);

// A path that a function of posix was given.
typedef struct {
    const char *name; // NULL: a descriptor, or None
    int descriptor;   // -1: none
    bool bytes;       // the path is bytes: so are the names answered
    Value value;      // for messages: as given, or what __fspath__ made of it
} Path;
enum { PATH_DESCRIPTOR = 1, PATH_NONE = 2 }; // what may stand for a path
bool path_argument(Vm *vm, Value value, const char *function, unsigned allowed, Path *path);
Value path_error(Vm *vm, const Path *path); // raises OSError from errno, with the file name

#endif
