// File objects: a descriptor with one buffer. sys.stdout and its kin, open(), print(), input().
#ifndef VM_TYPES_FILE_H
#define VM_TYPES_FILE_H

#include "vm/object.h"

typedef struct File {
    Object object;
    int descriptor; // -1: closed
    uint32_t flags; // FILE_*
    Value name;
    Str *mode, *encoding, *errors; // as written; encoding and errors may be NULL
    char *buffer;                  // a raw block or NULL
    size_t start, fill, capacity;  // read: bytes [start, fill) are still to come; write: [0, fill)
    struct File *owner;            // of sys.stdout.buffer: the text file whose buffer is used
    Value binary;                  // the `buffer` attribute, once made
    struct File *next;             // of the open files
    struct File *previous;
} File;

enum {
    FILE_READ = 1,
    FILE_WRITE = 2,
    FILE_BINARY = 4,
    FILE_LINES = 8,          // flushed at every newline
    FILE_KEEP = 16,          // closing leaves the descriptor open
    FILE_TRANSLATE = 32,     // reading makes \r\n and \r to \n
    FILE_AFTER_RETURN = 64,  // the last byte read was \r: a \n now belongs to it
    FILE_ANY_NEWLINE = 128,  // newline='': lines end at \r, \n and \r\n, nothing is translated
    FILE_WRITE_RETURN = 256, // newline='\r\n': writing puts a \r before \n
    FILE_ESCAPE = 512,       // what cannot be encoded is written as \udc80
    FILE_AT_END = 1024,      // the last read answered nothing
};

extern Type file_type;
extern const NativeSpec file_builtins[]; // print input open

bool file_init(Vm *vm); // makes vm->stdin_file, stdout_file, stderr_file
bool file_write(Vm *vm, File *file, const Str *text);
bool file_flush(Vm *vm, File *file);
// Flushes all at the end of the process; answers `status`, or 120 when stdout cannot be written.
int file_shutdown(Vm *vm, int status);
// sys.stdout and so on as the program sees it now: VALUE_END when it is gone.
Value file_stream(Vm *vm, Str *name, Value original);

#endif
