// Tables over all opcodes, made from the list in opcodes.h.
#include "frontend/opcode.h"

#define INFO(NAME, KIND, CACHE_UNITS, POPS, PUSHES, JUMP_PUSHES)                                   \
    [OP_##NAME] = {#NAME, OPERAND_##KIND, CACHE_UNITS},
const OpcodeInfo opcode_infos[OPCODE_COUNT] = {OPCODES(INFO)};
#undef INFO

OpcodeEffect opcode_effect(unsigned opcode, uint32_t operand, bool jump) {
    int64_t oparg = operand;
    (void)oparg;
    switch (opcode) {
#define EFFECT(NAME, KIND, CACHE_UNITS, POPS, PUSHES, JUMP_PUSHES)                                 \
    case OP_##NAME: return (OpcodeEffect){(POPS), jump ? (JUMP_PUSHES) : (PUSHES)};
        OPCODES(EFFECT)
#undef EFFECT
    default: return (OpcodeEffect){0, 0};
    }
}

bool opcode_ends_flow(unsigned opcode) {
    switch (opcode) {
    case OP_JUMP_FORWARD:
    case OP_JUMP_BACKWARD:
    case OP_JUMP_BACKWARD_NO_INTERRUPT:
    case OP_RETURN_VALUE:
    case OP_RAISE_VARARGS:
    case OP_RERAISE: return true;
    default: return false;
    }
}
