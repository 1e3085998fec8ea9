// What the verifier's two halves share: how a Code is refused, and the walk along its edges.
#ifndef FRONTEND_VERIFY_FLOW_H
#define FRONTEND_VERIFY_FLOW_H

#include "frontend/code.h"

typedef struct {
    const Code *code;
    char *reason;
    size_t reason_size;
    bool *starts; // at each unit: an instruction begins here, not a cache
} Verifier;

// Writes why the unit at `offset` is refused; answers false.
__attribute__((format(printf, 3, 4))) bool verify_reject(Verifier *verifier, uint32_t offset,
                                                         const char *format, ...);

// Follows every edge of control, those to handlers included: one depth of the stack at every
// place, every local bound that is read unchecked, and on the stack the kinds of value that
// handlers trust. Every unit by itself has been found good before.
bool verify_flow(Verifier *verifier);

#endif
