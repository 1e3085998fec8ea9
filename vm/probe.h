// The probe build's eyes: what executes, and what it costs. No symbol of it is in the timed binary.
#ifndef VM_PROBE_H
#define VM_PROBE_H

#include "vm/vm.h"

#if PROBE
// Before every instruction: the frame's saved sp is current.
void probe_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, int32_t oparg);
void probe_cache(Vm *vm, unsigned opcode, bool hit);
#endif

#endif
