// The module _typing: one function, which answers its argument.
#include "vm/module.h"

NATIVE(typing_idfunc) {
    return args[0];
}
static const NativeSpec functions[] = {{"_idfunc", typing_idfunc, 1, 1, 0}, {0}};

bool module__typing_make(Vm *vm, Module *module);
bool module__typing_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions);
}
