// x86-64 machine code as the audit reasons about it: instructions with their flow, their memory
// operand and the registers they read and write. Decoded by capstone, kept in arrays by address.
#pragma once
#include "bench/binary.h"

typedef enum Flow {
    FLOW_NEXT,          // goes on to the next instruction
    FLOW_JUMP,          // jmp to `target`
    FLOW_BRANCH,        // conditional jump to `target`, or goes on
    FLOW_INDIRECT_JUMP, // jmp through a register or memory
    FLOW_CALL,          // call of `target`, then goes on
    FLOW_INDIRECT_CALL, // call through a register or memory, then goes on
    FLOW_RETURN,
    FLOW_STOP, // ud2, hlt
} Flow;

enum { NO_REGISTER = 16 }; // registers are numbered 0-15, as the processor does

typedef struct Instruction {
    uint64_t address;
    uint64_t target;        // of a direct jump, branch or call
    int64_t displacement;   // of the memory operand; the address itself where it is rip-relative
    uint64_t immediate;     // of a mov into a register
    uint32_t reads, writes; // general registers, bit by number
    uint16_t id;            // capstone's
    uint8_t size;
    uint8_t flow;
    uint8_t base, index, scale; // of the memory operand (lea has one too)
    uint8_t destination;        // the register operand written by a mov, a load, a lea, a cmov
    uint8_t source;             // the register operand read by a mov between registers
    bool has_memory, is_relative, loads, stores, pushes, pops;
    bool is_cmov, is_move, is_lea, is_nop, is_test, is_conversion, is_sum, has_immediate;
    bool is_load; // from memory into a register, of any kind, and nothing else
} Instruction;

typedef struct Machine {
    size_t handle; // capstone's
    void *scratch;
} Machine;

typedef struct Code {
    Instruction *items; // sorted by address
    size_t count;
} Code;

bool machine_open(Machine *machine);
void machine_close(Machine *machine);

// Decodes [address, address + size) and adds it to `code`; false where a byte is no instruction.
bool machine_decode(Machine *machine, const Binary *binary, uint64_t address, uint64_t size,
                    Code *code);
void code_sort(Code *code);
void code_free(Code *code);
// The index of the first instruction at an address or after it; of the one at it, or SIZE_MAX.
size_t code_first_from(const Code *code, uint64_t address);
size_t code_find(const Code *code, uint64_t address);
// Mnemonic and operands of one instruction, for reports.
void machine_print(Machine *machine, const Binary *binary, uint64_t address, char *text,
                   size_t size);
