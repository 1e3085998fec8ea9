// Call threading: one function per opcode, called through a table from a loop. It answers the next
// pc; the other registers live in a struct.
#include "frontend/code.h"

#define FRAME_MOVED() (registers->frame = frame, registers->locals = locals)
#include "dispatch/contract.h"

typedef struct {
    Vm *vm;
    Frame *frame;
    Value *locals, *sp, tos, result;
} Registers;
typedef CodeCell *HandlerFunction(Registers *registers, CodeCell *pc, intptr_t oparg);

#define FUNCTION(name)                                                                             \
    static CodeCell *name(Registers *registers, CodeCell *pc, intptr_t oparg UNUSED) {             \
        Vm *vm UNUSED = registers->vm;                                                             \
        Frame *frame UNUSED = registers->frame;                                                    \
        Value *locals UNUSED = registers->locals, *sp = registers->sp;                             \
        Value tos UNUSED = registers->tos;
#define SAVE_STACK() (registers->sp = sp, TOS ? (void)(registers->tos = tos) : (void)0)
#define FETCH()      ((void)0)
#define DECODE()     ((void)0)
#define DISPATCH()                                                                                 \
    KEEP_APART();                                                                                  \
    return SAVE_STACK(), pc
#define OP(name) FUNCTION(op_##name)
// Not inlined, or the calls of a slow block would cost the fast one a frame.
#define LABEL(name) __attribute__((noinline)) FUNCTION(name)
#define END(name)   }
// A superinstruction may have moved the stack before it goes slow.
#define TAIL(label) return SUPER ? SAVE_STACK() : (void)0, label(registers, pc, oparg)
#define EXIT(value) return registers->result = (value), NULL

HANDLER_PROTOTYPES
#include HANDLERS_H

Value run_loop(Vm *vm) {
    static HandlerFunction *const handler_table[256] = {
#define X(name, ...) [OP_##name] = op_##name,
        HANDLERS(X)
#undef X
    };
    if (!c_stack_check(vm, "")) return vm->frame--, VALUE_ERROR;
    Frame *frame = vm->frame;
    Registers registers = {vm,        frame, frame->locals, frame->saved_sp, frame->saved_sp[-1],
                           VALUE_NULL};
    CodeCell *pc = (CodeCell *)frame->saved_pc;
    while (pc) {
        intptr_t unit;
        READ_UNIT(unit);
        pc = handler_table[unit_opcode(unit)](&registers, pc, unit >> 8);
    }
    return registers.result;
}
