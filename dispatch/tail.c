// Tail calls: one function per opcode, the VM's registers are its parameters, the next one is
// jumped to. Where the convention has only six registers (PRESERVE_NONE=0, gcc) oparg is read again
// from its unit.
#include "dispatch/contract.h"

#if defined(__clang__) && PRESERVE_NONE
#define CONVENTION __attribute__((preserve_none))
#define OPARG      , intptr_t oparg UNUSED
#define PASS_OPARG , oparg
#define READ_OPARG
#else
#define CONVENTION
#define OPARG
#define PASS_OPARG
#define READ_OPARG intptr_t oparg UNUSED = LAST_OPERAND();
#endif
#if defined(__clang__)
#define MUSTTAIL __attribute__((musttail))
#else
#define MUSTTAIL
#endif
#if TOS
#define TOP      , Value tos UNUSED
#define PASS_TOP , tos
#else
#define TOP
#define PASS_TOP
#endif

#define PARAMETERS                                                                                 \
    Vm *vm UNUSED, Frame *frame UNUSED, Value *locals UNUSED, CodeCell *pc, Value *sp TOP OPARG
#define ARGUMENTS         vm, frame, locals, pc, sp PASS_TOP PASS_OPARG
#define CALL_NEXT(target) MUSTTAIL return target(ARGUMENTS)
#define FUNCTION(name)                                                                             \
    static CONVENTION Value name(PARAMETERS) {                                                     \
        READ_OPARG

typedef CONVENTION Value HandlerFunction(PARAMETERS);
static HandlerFunction *const handler_table[256];

#define FETCH()                                                                                    \
    intptr_t unit;                                                                                 \
    READ_UNIT(unit)
#define DECODE() oparg = unit >> 8
#define DISPATCH()                                                                                 \
    KEEP_APART();                                                                                  \
    CALL_NEXT(handler_table[unit_opcode(unit)])
#define OP(name) FUNCTION(op_##name)
// Not inlined, or the calls of a slow block would cost the fast one a frame.
#define LABEL(name) __attribute__((noinline)) FUNCTION(name)
#define END(name)   }
#define TAIL(label) CALL_NEXT(label)
#define EXIT(value) return value

HANDLER_PROTOTYPES
#include HANDLERS_H

static HandlerFunction *const handler_table[256] = {
#define X(name, ...) [OP_##name] = op_##name,
    HANDLERS(X)
#undef X
};

static CONVENTION Value begin(PARAMETERS) {
    READ_OPARG
    NEXT();
}

Value run_loop(Vm *vm) {
    if (!c_stack_check(vm, "")) return vm->frame--, VALUE_ERROR;
    Frame *frame = vm->frame;
    Value *locals = frame->locals, *sp = frame->saved_sp, tos UNUSED = sp[-1];
    CodeCell *pc = (CodeCell *)frame->saved_pc;
    intptr_t oparg UNUSED = 0;
    return begin(ARGUMENTS);
}
