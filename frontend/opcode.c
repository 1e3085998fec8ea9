// Tables over all opcodes, made from the list in opcodes.h.
#include "frontend/opcode.h"

#define ENDS_FLOW(opcode)                                                                          \
    ((opcode) == OP_JUMP_FORWARD || (opcode) == OP_JUMP_BACKWARD ||                                \
     (opcode) == OP_JUMP_BACKWARD_NO_INTERRUPT || (opcode) == OP_RETURN_VALUE ||                   \
     (opcode) == OP_RAISE_VARARGS || (opcode) == OP_RERAISE)
#define COUNTED(kind) ((kind) == OPERAND_COUNT || (kind) == OPERAND_FLAGS)
#define INFO(NAME, KIND, CACHE_UNITS, POPS, PUSHES, JUMP_PUSHES)                                   \
    [OP_##NAME] = {#NAME,                                                                          \
                   OPERAND_##KIND,                                                                 \
                   CACHE_UNITS,                                                                    \
                   ENDS_FLOW(OP_##NAME),                                                           \
                   COUNTED(OPERAND_##KIND),                                                        \
                   (PUSHES) - (POPS),                                                              \
                   (JUMP_PUSHES) - (POPS)},
#define oparg 0
const OpcodeInfo opcode_infos[OPCODE_COUNT] = {OPCODES(INFO)};
#undef oparg
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

const char *const item_names[ITEM_COUNT] = {
#define NAMED(name) [ITEM_##name] = #name,
    ITEM_NAMES(NAMED)
#undef NAMED
};

uint32_t opcode_items(unsigned opcode, uint32_t operand, ItemSide side, OpcodeItem *items) {
    int64_t oparg = operand;
    uint32_t count = 0;
    (void)oparg;
#define ITEM(name, size, array) items[count++] = (OpcodeItem){ITEM_##name, array, size};
#define SIDES(NAME, TAKEN, LEFT, JUMPING)                                                          \
    case OP_##NAME:                                                                                \
        if (side == ITEMS_TAKEN) {                                                                 \
            TAKEN                                                                                  \
        } else if (side == ITEMS_LEFT) {                                                           \
            LEFT                                                                                   \
        } else {                                                                                   \
            JUMPING                                                                                \
        }                                                                                          \
        break;
    switch (opcode) { OPCODE_ITEMS(SIDES) }
#undef SIDES
#undef ITEM
    return count;
}
