// One switch, one jump that all handlers share.
#include "dispatch/contract.h"

#define FETCH()  ((void)0)
#define DECODE() ((void)0)
#define DISPATCH()                                                                                 \
    KEEP_APART();                                                                                  \
    goto dispatch
#define OP(name)                                                                                   \
    case OP_##name:                                                                                \
        BLOCK(op_##name)
#define LABEL(name) BLOCK(name)
#define END(name)
#define TAIL(label) goto label
#define EXIT(value) return value

Value run_loop(Vm *vm) {
    if (!c_stack_check(vm, "")) return vm->frame--, VALUE_ERROR;
    Frame *frame;
    Value *locals, *sp, tos UNUSED = VALUE_NULL;
    CodeCell *pc;
    intptr_t unit, oparg;
    LOAD_FRAME();
    RELOAD();
dispatch:
    READ_UNIT(unit);
    oparg = unit >> 8;
    switch (unit_opcode(unit)) {
#include HANDLERS_H
    default: __builtin_unreachable();
    }
}
