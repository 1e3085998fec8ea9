// The module posix, in parts.
#ifndef VM_MODULES_POSIX_H
#define VM_MODULES_POSIX_H

#include <sys/stat.h>

#include "vm/modules/path.h"
#include "vm/types/struct_sequence.h"

extern const NativeSpec posix_file_functions[], posix_stat_functions[], posix_process_functions[];
bool posix_stat_init(Vm *vm, Module *module);    // stat_result, DirEntry
bool posix_process_init(Vm *vm, Module *module); // uname_result, terminal_size, times_result

// An argument that is a C int: TypeError, OverflowError.
bool posix_int(Vm *vm, Value value, int *number);
// After a call that failed: may it be tried again? False: raised, with the path's name if given.
bool posix_retry(Vm *vm, const Path *path);
// None, or OSError where `failed`.
Value posix_done(Vm *vm, bool failed, const Path *path);
// The offset or size of a file, an int.
bool posix_offset(Vm *vm, Value value, int64_t *offset);

// The strings of an execve(): copies outside the heap, whose words the collector does not read.
typedef struct {
    char **items; // ends with NULL; or NULL, where there are none
    size_t count;
} Strings;
bool strings_add_path(Vm *vm, Value path, void *strings); // an ItemFunction
void strings_free(Strings *strings);

#endif
