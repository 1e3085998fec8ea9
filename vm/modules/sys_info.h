// What sys tells of the machine: sys.version_info, flags, float_info and their kin.
#ifndef VM_MODULES_SYS_INFO_H
#define VM_MODULES_SYS_INFO_H

#include "vm/function.h"

bool sys_info_fill(Vm *vm, Module *module);
Value sys_library_names(Vm *vm); // sys.stdlib_module_names
// sys.executable; the probe answers for the binary beside which it stands. Made when it is asked
// for, so that what start-up allocates does not hang on where the binary lies.
Value sys_executable(Vm *vm);

// Does CPython take UTF-8 for everything, because the environment asks for it or names no locale?
// Here the encoding is UTF-8 in any case; but the mode shows in sys.flags and in what the encoding
// of a file is called.
bool sys_utf8_mode(void);

#endif
