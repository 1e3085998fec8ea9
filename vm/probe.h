// The probe build's eyes: what executes, and what it costs. No symbol of it is in the timed binary.
#ifndef VM_PROBE_H
#define VM_PROBE_H

#include "vm/vm.h"

#if PROBE
// trace: NULL off, "" everything, else the qualified name of a function.
void probe_start(Vm *vm, const char *trace, bool stats);
// What was counted so far.
typedef struct {
    uint64_t bytecodes, boxes, bytes;
} ProbeTotals;
ProbeTotals probe_totals(const Vm *vm);
void probe_end(Vm *vm); // prints what was counted, to stderr
// Before every instruction: the frame's saved sp is current.
void probe_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, intptr_t oparg);
void probe_cache(Vm *vm, unsigned opcode, bool hit);
#endif

#endif
