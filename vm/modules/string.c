// The module _string: what string.Formatter takes apart as str.format does (types/format_fields.c).
#include "vm/module.h"

bool module__string_make(Vm *vm, Module *module);
bool module__string_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, format_module_functions);
}
