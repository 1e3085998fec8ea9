// The probe build's eyes: what executes, and what it costs. No symbol of it is in the timed binary.
#ifndef VM_PROBE_H
#define VM_PROBE_H

#include "vm/vm.h"

#if PROBE
typedef struct {
    const char *trace; // NULL off, "" everything, else the qualified name of a function
    bool stats;        // sums, to stderr
    const char *json;  // NULL or a file: everything, by site
    const char *text;  // NULL or a file: sums under CPython's names
} ProbeOptions;

// Before the machine starts. False after a message: a file cannot be written.
bool probe_start(const ProbeOptions *options);
// What was counted so far.
typedef struct {
    uint64_t bytecodes, boxes, allocations, bytes;
} ProbeTotals;
ProbeTotals probe_totals(const Vm *vm);
// Writes what was counted. False after a message.
bool probe_end(Vm *vm);
// Before every instruction: the frame's saved sp is current.
void probe_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, intptr_t oparg);
void probe_component(void); // the instruction that follows is reached without a dispatch
#endif

#endif
