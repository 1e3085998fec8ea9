// What the machine knows of dispatch: how to run, and what a saved pc means.
#ifndef VM_RUN_H
#define VM_RUN_H

#include "vm/function.h"

// Runs vm->frame, which has FRAME_ENTRY, until it returns or raises (VALUE_ERROR). The frame is
// gone then.
Value run_loop(Vm *vm);

// The same, called from C code that an instruction called, which goes on being counted there.
#if PROBE
Value probe_run(Vm *vm);
#define RUN_LOOP(vm) probe_run(vm)
#else
#define RUN_LOOP(vm) run_loop(vm)
#endif

// Makes code->units ready for this strategy: sets code->entry. False: MemoryError raised.
bool run_prepare(Vm *vm, CodeObject *code);
// The unit after `offset` units, as a pc; and back: the offset of the unit a saved pc stands at.
void *run_at(const CodeObject *code, uint32_t offset);
uint32_t run_offset(const CodeObject *code, const void *pc);
// Empties every inline cache of the code.
void run_flush(CodeObject *code);

// What vm/load.c may put in the place of an opcode: the first unit's opcode becomes `opcode` where
// `count` components follow one another. The list ends with a count of 0; without SUPER=1 it is
// empty.
typedef struct {
    uint8_t opcode, count, components[8];
} Superinstruction;
extern const Superinstruction run_superinstructions[];

extern const char *const run_config; // "goto-tagged-gcc"

#endif
