// What every strategy shares: the registers and the words that bodies in ops.def use. A strategy
// then defines OP LABEL END (where a handler begins and ends), FETCH DECODE DISPATCH (on to the
// next one), TAIL (to a block) and EXIT, and includes HANDLERS_H inside its loop or as its
// functions.
#ifndef DISPATCH_CONTRACT_H
#define DISPATCH_CONTRACT_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "opcodes.h"
#include "vm/probe.h"
#include "vm/run.h"
#include "vm/runtime.h"

#define UNUSED  __attribute__((unused))
#define HANDLER OPCODE_COUNT // in a handler, its opcode
enum { CACHES = CACHE };     // the axis; below, CACHE(n) is a site of its own

// Every handler in the table: opcodes and, with SUPER=1, superinstructions.
#if SUPER
#define HANDLERS(X) OPCODES(X) SUPERINSTRUCTIONS(X)
#else
#define HANDLERS(X) OPCODES(X)
#endif

// --- code cells: a strategy that translates the units (direct) defines its own ------------------
#ifndef CODE_CELLS
typedef Unit CodeCell;
#define CACHE_CELL(cell) (cell)
#define LAST_OPERAND()   ((intptr_t)(int32_t)pc[-1] >> 8)
#define FETCH_COMPONENT()                                                                          \
    intptr_t component;                                                                            \
    READ_UNIT(component)
#define DECODE_COMPONENT() oparg = component >> 8
static inline CodeCell *code_cells(const CodeObject *code) {
    return code->units;
}
#endif
#undef CACHE
#define CACHE(n) CACHE_CELL(pc[n])

// --- top of stack -------------------------------------------------------------------------------
// SPILL() writes to memory what is held in registers: in a superinstruction opgen says what that
// is.
#define SPILL() SPILL_TOP()
#if TOS
#define SPILL_TOP()   ((void)(sp[-1] = tos))
#define PUSHED(value) (tos = (value))
#define RELOAD()      (tos = sp[-1])
// From memory in truth: a compiler that keeps the value it stored keeps a register from the body,
// and then CALL of clang's tail build saves one on its fast path.
#define READ_AGAIN()                                                                               \
    do {                                                                                           \
        __asm__ volatile("" ::: "memory");                                                         \
        RELOAD();                                                                                  \
    } while (0)
#else
#define SPILL_TOP()   ((void)0)
#define PUSHED(value) (sp[-1] = (value))
#define RELOAD()      ((void)0)
#endif

// --- what bodies say ----------------------------------------------------------------------------
#define NAME_OPERAND ((Str *)frame->code->names[oparg])
#define JUMP_OPERAND oparg
#define CALL_OUT(call)                                                                             \
    (SPILL(), frame->saved_pc = pc, frame->saved_sp = sp, COUNT_CALL_OUT(), (call))
#define GOTO(label) TAIL(label)
// Reads the unit at pc, sign-extended, and steps over it. The empty instruction hides from
// compilers what they would undo: clang would cut the operand to 32 bits and extend it in every
// handler, gcc would compute the next pc into another register and move it back.
#define READ_UNIT(unit)                                                                            \
    do {                                                                                           \
        unit = (int32_t)*pc;                                                                       \
        __asm__("" : "+r"(unit));                                                                  \
        pc++;                                                                                      \
    } while (0)
// Within a superinstruction, before a body that works in the stack's memory: sp as it is now takes
// the place of what it was, or compilers would keep both.
#define SETTLE() __asm__("" : "+r"(sp), "+r"(pc))
// Stands before every jump to the next handler: an instruction of no bytes, unlike all others. So
// no compiler can merge two ends of handlers, nor turn the two ends of a jump into one with a cmov
// of pc.
#define KEEP_APART() __asm__ volatile("" ::"i"(__COUNTER__))
// Where handlers are functions of one type, HandlerFunction: all of them, before the first.
#define OP_PROTOTYPE(name, ...) static HandlerFunction op_##name;
#define SLOW_PROTOTYPE(name)    static HandlerFunction slow_##name;
#define LABEL_PROTOTYPE(name)   static HandlerFunction name;
#define HANDLER_PROTOTYPES                                                                         \
    HANDLERS(OP_PROTOTYPE) SLOW_BLOCKS(SLOW_PROTOTYPE) LABEL_BLOCKS(LABEL_PROTOTYPE)
// Where handlers are blocks of one function: where one begins, and the jump to an address.
#define BLOCK(name)                                                                                \
    name:                                                                                          \
    UNUSED;
#define JUMP_TO(address)                                                                           \
    do {                                                                                           \
        KEEP_APART();                                                                              \
        goto *(address);                                                                           \
    } while (0)
#define NEXT()                                                                                     \
    do {                                                                                           \
        INJECT_HERE(FETCH);                                                                        \
        FETCH();                                                                                   \
        INJECT_HERE(DECODE);                                                                       \
        DECODE();                                                                                  \
        INJECT_HERE(DISPATCH);                                                                     \
        DISPATCH();                                                                                \
    } while (0)

// A strategy that keeps frame and locals in memory saves them here.
#ifndef FRAME_MOVED
#define FRAME_MOVED() ((void)0)
#endif
#define LOAD_FRAME()                                                                               \
    (frame = vm->frame, locals = frame->locals, pc = (CodeCell *)frame->saved_pc,                  \
     sp = frame->saved_sp, FRAME_MOVED())
#define RESUME_FRAME()                                                                             \
    do {                                                                                           \
        LOAD_FRAME();                                                                              \
        RELOAD();                                                                                  \
        NEXT();                                                                                    \
    } while (0)
// Takes the jump of the instruction before the saved pc.
#define RESUME_JUMP()                                                                              \
    do {                                                                                           \
        LOAD_FRAME();                                                                              \
        RELOAD();                                                                                  \
        pc += LAST_OPERAND();                                                                      \
        NEXT();                                                                                    \
    } while (0)
#define RETURN(result_value)                                                                       \
    do {                                                                                           \
        Value returned_value = (result_value);                                                     \
        LOAD_FRAME();                                                                              \
        PUSHED(returned_value);                                                                    \
        NEXT();                                                                                    \
    } while (0)
#define PUSH_FRAME(function, base, count)                                                          \
    do {                                                                                           \
        frame = frame_push(vm, frame, function, base, count, 0);                                   \
        locals = frame->locals;                                                                    \
        pc = frame->code->entry;                                                                   \
        sp = locals + frame->code->slot_count + 1;                                                 \
        RELOAD();                                                                                  \
        FRAME_MOVED();                                                                             \
        NEXT();                                                                                    \
    } while (0)

#if CHECKED
// The declared effect keeps sp within the frame's stack, and what it takes is there to be taken.
static void check_effect(const Frame *frame, const Value *sp, intptr_t pops, intptr_t pushes) {
    const Value *bottom = frame->locals + frame->code->slot_count + 1;
    const Value *limit = frame->locals + frame->code->window_size;
    if (pops >= 0 && pushes >= 0 && sp - pops >= bottom && sp - pops + pushes <= limit) return;
    fprintf(stderr, "%s: an effect of -%jd +%jd leaves the stack of %s\n", CONFIG, (intmax_t)pops,
            (intmax_t)pushes, (const char *)frame->code->qualname->data);
    abort();
}
#define CHECK_EFFECT(pops, pushes) check_effect(frame, sp, (pops), (pushes))
#else
#define CHECK_EFFECT(pops, pushes) ((void)0)
#endif

#if PROBE
#define SITE(opcode, slow)                                                                         \
    if (!(slow))                                                                                   \
    (SPILL(), frame->saved_sp = sp,                                                                \
     probe_step(vm, frame, run_offset(frame->code, pc - 1), opcode, oparg))
#define CACHE_HIT(opcode)  ((void)probe_site->hits++)
#define CACHE_MISS(opcode) ((void)probe_site->misses++)
#define COUNT_CALL_OUT()   (probe_in_c = true, probe_unboxed_in_c = false)
#define COMPONENT_SITE()   probe_component()
#else
#define SITE(opcode, slow) ((void)0)
#define COMPONENT_SITE()   ((void)0)
#define CACHE_HIT(opcode)  ((void)0)
#define CACHE_MISS(opcode) ((void)0)
#define COUNT_CALL_OUT()   ((void)0)
#endif

// --- what vm/run.h promises, the same for every strategy ----------------------------------------
const char *const run_config = CONFIG;
#ifndef CODE_CELLS
bool run_prepare(Vm *vm UNUSED, CodeObject *code) {
    code->entry = code->units;
    return true;
}
#endif

void *run_at(const CodeObject *code, uint32_t offset) {
    return code_cells(code) + offset;
}
uint32_t run_offset(const CodeObject *code, const void *pc) {
    return (uint32_t)((const CodeCell *)pc - code_cells(code));
}
static const uint8_t cache_units[256] UNUSED = {
#define X(name, kind, caches, pops, pushes, jump_pushes) [OP_##name] = caches,
    OPCODES(X)
#undef X
#if SUPER
#define X(name, caches, ...) [OP_##name] = caches,
        SUPERINSTRUCTIONS(X)
#undef X
#endif
};
const Superinstruction run_superinstructions[] = {
#if SUPER
#define X(name, caches, count, ...) {OP_##name, count, {__VA_ARGS__}},
    SUPERINSTRUCTIONS(X)
#undef X
#endif
        {0},
};
void run_flush(CodeObject *code) {
    CodeCell *cells = code_cells(code);
    for (uint32_t i = 0; i < code->unit_count; i++)
        for (uint32_t caches = cache_units[unit_opcode(code->units[i])]; caches; caches--)
            CACHE_CELL(cells[++i]) = UINT32_MAX;
}

#endif
