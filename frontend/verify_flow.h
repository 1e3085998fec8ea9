// What the verifier's two halves share: how a Code is refused, and the walk along its edges.
#ifndef FRONTEND_VERIFY_FLOW_H
#define FRONTEND_VERIFY_FLOW_H

#include "frontend/arena.h"
#include "frontend/code.h"
#include "frontend/opcode.h"

// What is marked at a unit. Caches bear no mark.
enum {
    UNIT_STARTS = 1, // an instruction begins here
    UNIT_MEETS = 2,  // edges of control meet here: a jump or a handler leads here
};

typedef struct {
    const Code *code;
    char *reason;
    size_t reason_size;
    Arena *arena;    // room for the tables of this code object, which goes with it
    uint8_t *marks;  // one more than there are units
    uint32_t *jumps; // the units that jump
    uint32_t jump_count;
    uint32_t first; // unit after the code's beginning, to which no edge leads back
} Verifier;

// Where a jump leads, which may be outside of the code.
static inline int64_t unit_target(const Unit *units, uint32_t offset) {
    const OpcodeInfo *info = &opcode_infos[unit_opcode(units[offset])];
    return (int64_t)offset + 1 + info->cache_units + unit_jump(units[offset]);
}

// Writes why the unit at `offset` is refused; answers false.
__attribute__((format(printf, 3, 4))) bool verify_reject(Verifier *verifier, uint32_t offset,
                                                         const char *format, ...);

// Follows every edge of control, those to handlers included: one depth of the stack at every
// place, every local bound that is read unchecked, and on the stack the kinds of value that
// handlers trust. Every unit by itself has been found good before.
bool verify_flow(Verifier *verifier);

#endif
