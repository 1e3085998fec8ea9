// What the front end knows of an opcode, taken from the one list that vm/ops.def makes.
#ifndef FRONTEND_OPCODE_H
#define FRONTEND_OPCODE_H

#include "opcodes.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    OPERAND_NONE,
    OPERAND_LOCAL,   // slot of the frame
    OPERAND_NAME,    // index into names
    OPERAND_CONST,   // index into constants
    OPERAND_JUMP,    // signed distance
    OPERAND_COUNT,   // number of things
    OPERAND_FLAGS,   // bits
    OPERAND_INPLACE, // 1: augmented assignment
    OPERAND_INVERT,  // 1: is not, not in
} OperandKind;

// The items of an effect, by their names in vm/ops.def.
typedef enum {
#define NAMED(name) ITEM_##name,
    ITEM_NAMES(NAMED)
#undef NAMED
        ITEM_COUNT
} ItemName;

extern const char *const item_names[ITEM_COUNT];

typedef struct {
    ItemName name;
    bool array;
    int64_t count; // 1, or of an array; may be absurd for an operand that makes no sense
} OpcodeItem;

enum { OPCODE_ITEMS_MOST = 12 };
typedef enum { ITEMS_TAKEN, ITEMS_LEFT, ITEMS_JUMPING } ItemSide;

// Fills in what an instruction takes, leaves, or leaves on its jump edge, the top last; answers
// how many items these are.
uint32_t opcode_items(unsigned opcode, uint32_t operand, ItemSide side, OpcodeItem *items);

typedef struct {
    const char *name;
    uint8_t kind; // OperandKind
    uint8_t cache_units;
    bool ends_flow;             // control never goes on to the next instruction
    bool counted;               // how many values it takes or leaves depends on its operand
    int8_t growth, jump_growth; // of the stack: values left, or on its jump edge, less those taken;
                                // of a counted one only opcode_effect knows
} OpcodeInfo;

extern const OpcodeInfo opcode_infos[OPCODE_COUNT];

// How many values an instruction takes and leaves; `jump` asks for the jump's edge. Counts may be
// negative or absurd for an operand that makes no sense.
typedef struct {
    int64_t pops, pushes;
} OpcodeEffect;

OpcodeEffect opcode_effect(unsigned opcode, uint32_t operand, bool jump);

// False for what is no opcode.
static inline bool opcode_ends_flow(unsigned opcode) {
    return opcode < OPCODE_COUNT && opcode_infos[opcode].ends_flow;
}

#endif
