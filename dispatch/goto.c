// Token threading: every handler ends with its own jump through a table of labels.
#include "dispatch/contract.h"

#define FETCH()     READ_UNIT(unit)
#define DECODE()    oparg = unit >> 8
#define DISPATCH()  JUMP_TO(handler_table[unit_opcode(unit)])
#define OP(name)    BLOCK(op_##name)
#define LABEL(name) BLOCK(name)
#define END(name)
#define TAIL(label) goto label
#define EXIT(value) return value

Value run_loop(Vm *vm) {
    static const void *const handler_table[256] = {
#define X(name, ...) [OP_##name] = &&op_##name,
        HANDLERS(X)
#undef X
    };
    if (!c_stack_check(vm, "")) return vm->frame--, VALUE_ERROR;
    Frame *frame;
    Value *locals, *sp, tos UNUSED = VALUE_NULL;
    CodeCell *pc;
    intptr_t unit, oparg;
    LOAD_FRAME();
    RELOAD();
    NEXT();
#include HANDLERS_H
}
