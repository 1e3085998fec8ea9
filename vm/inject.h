// Timed injection, make INJECT=STEP:KIND:K[:OPCODE]: K no-ops, or K loads that nothing waits for,
// stand where the code of one step stands, so that what one more instruction costs there can be
// measured. Without the flag, and in every object but dispatch, nothing of this is compiled in.
//
// INJECT(STEP) stands in the accessors of a value representation and in vm/arithmetic.h, for all
// opcodes alike; INJECT_HERE(STEP) in a handler, whose opcode the generator names in HANDLER;
// INJECT_BODY() before a handler's body, for the steps that live in accessors, of one opcode.
//
// The line table names what was injected by its step ("fetch", "check", ...), wherever it stands.
#ifndef VM_INJECT_H
#define VM_INJECT_H

#include <stdint.h>

#if PROBE
extern uint64_t probe_injected; // how often the injected place was passed
#endif

#ifdef INJECT_STEP
typedef enum {
    INJECT_FETCH,
    INJECT_DECODE,
    INJECT_DISPATCH,
    INJECT_OPERANDS,
    INJECT_CHECK, // from here on, steps that live in accessors
    INJECT_UNBOX,
    INJECT_COMPUTE,
    INJECT_BOX,
} InjectStep;

// A count of zero leaves the place and nothing in it: to compilers, it is the same code.
// clang-format off
#line 1 INJECT_NAME
static inline __attribute__((always_inline)) void inject_now(void) {
#if PROBE
    probe_injected++;
#endif
#if INJECT_LOAD
    uint64_t loaded;
    __asm__ volatile inline(".rept " INJECT_COUNT "\n\tmov (%%rsp), %0\n\t.endr" : "=r"(loaded));
    (void)loaded;
#else
    __asm__ volatile inline(".rept " INJECT_COUNT "\n\tnop\n\t.endr");
#endif
}
#line 47 "vm/inject.h"
// clang-format on

#define INJECT(step) (INJECT_STEP == INJECT_##step && INJECT_OPCODE < 0 ? inject_now() : (void)0)
#define INJECT_HERE(step)                                                                          \
    (INJECT_STEP == INJECT_##step &&                                                               \
             (INJECT_OPCODE < 0 ? HANDLER < OPCODE_COUNT : INJECT_OPCODE == HANDLER)               \
         ? inject_now()                                                                            \
         : (void)0)
#define INJECT_BODY()                                                                              \
    (INJECT_STEP >= INJECT_CHECK && INJECT_OPCODE == HANDLER ? inject_now() : (void)0)
#else
#define INJECT(step)      ((void)0)
#define INJECT_HERE(step) ((void)0)
#define INJECT_BODY()     ((void)0)
#endif

#endif
