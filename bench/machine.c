// Decodes x86-64 machine code with capstone into the audit's own records (see machine.h).
#include "bench/machine.h"
#include <capstone/capstone.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool machine_open(Machine *machine) {
    csh handle;
    if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK) return false;
    cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
    machine->handle = handle;
    machine->scratch = cs_malloc(handle);
    return machine->scratch != NULL;
}

void machine_close(Machine *machine) {
    if (machine->scratch) cs_free(machine->scratch, 1);
    cs_close(&machine->handle);
}

// The number of the general register that holds this one, or NO_REGISTER.
static uint8_t register_number(unsigned reg) {
    switch (reg) {
#define FAMILY(number, wide, half, word, byte)                                                     \
    case X86_REG_##wide:                                                                           \
    case X86_REG_##half:                                                                           \
    case X86_REG_##word:                                                                           \
    case X86_REG_##byte: return number;
        FAMILY(0, RAX, EAX, AX, AL)
        FAMILY(1, RCX, ECX, CX, CL)
        FAMILY(2, RDX, EDX, DX, DL)
        FAMILY(3, RBX, EBX, BX, BL)
        FAMILY(4, RSP, ESP, SP, SPL)
        FAMILY(5, RBP, EBP, BP, BPL)
        FAMILY(6, RSI, ESI, SI, SIL)
        FAMILY(7, RDI, EDI, DI, DIL)
        FAMILY(8, R8, R8D, R8W, R8B)
        FAMILY(9, R9, R9D, R9W, R9B)
        FAMILY(10, R10, R10D, R10W, R10B)
        FAMILY(11, R11, R11D, R11W, R11B)
        FAMILY(12, R12, R12D, R12W, R12B)
        FAMILY(13, R13, R13D, R13W, R13B)
        FAMILY(14, R14, R14D, R14W, R14B)
        FAMILY(15, R15, R15D, R15W, R15B)
#undef FAMILY
    case X86_REG_AH: return 0;
    case X86_REG_CH: return 1;
    case X86_REG_DH: return 2;
    case X86_REG_BH: return 3;
    default: return NO_REGISTER;
    }
}

static void set_register(uint32_t *set, unsigned reg) {
    uint8_t number = register_number(reg);
    if (number != NO_REGISTER) *set |= 1u << number;
}

static bool is_cmov(unsigned id) {
    switch (id) {
    case X86_INS_CMOVA:
    case X86_INS_CMOVAE:
    case X86_INS_CMOVB:
    case X86_INS_CMOVBE:
    case X86_INS_CMOVE:
    case X86_INS_CMOVG:
    case X86_INS_CMOVGE:
    case X86_INS_CMOVL:
    case X86_INS_CMOVLE:
    case X86_INS_CMOVNE:
    case X86_INS_CMOVNO:
    case X86_INS_CMOVNP:
    case X86_INS_CMOVNS:
    case X86_INS_CMOVO:
    case X86_INS_CMOVP:
    case X86_INS_CMOVS: return true;
    default: return false;
    }
}

static bool is_move(unsigned id) {
    return id == X86_INS_MOV || id == X86_INS_MOVABS || id == X86_INS_MOVZX ||
           id == X86_INS_MOVSX || id == X86_INS_MOVSXD;
}

static Flow flow_of(const cs_insn *decoded) {
    const cs_x86 *x86 = &decoded->detail->x86;
    bool direct = x86->op_count == 1 && x86->operands[0].type == X86_OP_IMM;
    switch (decoded->id) {
    case X86_INS_JMP: return direct ? FLOW_JUMP : FLOW_INDIRECT_JUMP;
    case X86_INS_CALL: return direct ? FLOW_CALL : FLOW_INDIRECT_CALL;
    case X86_INS_RET:
    case X86_INS_RETF:
    case X86_INS_IRETQ: return FLOW_RETURN;
    case X86_INS_UD2:
    case X86_INS_HLT: return FLOW_STOP;
    default: break;
    }
    for (int i = 0; i < decoded->detail->groups_count; i++)
        if (decoded->detail->groups[i] == X86_GRP_JUMP && direct) return FLOW_BRANCH;
    return FLOW_NEXT;
}

static void read_operands(Instruction *item, const cs_insn *decoded) {
    const cs_x86 *x86 = &decoded->detail->x86;
    for (int i = 0; i < x86->op_count; i++) {
        const cs_x86_op *operand = &x86->operands[i];
        if (operand->type == X86_OP_REG && i == 0) {
            item->destination = register_number(operand->reg);
        } else if (operand->type == X86_OP_REG && i == 1) {
            item->source = register_number(operand->reg);
        } else if (operand->type == X86_OP_IMM) {
            item->immediate = (uint64_t)operand->imm;
            item->has_immediate = true;
        } else if (operand->type == X86_OP_MEM && !item->is_nop) {
            item->has_memory = true;
            item->base = register_number(operand->mem.base);
            item->index = register_number(operand->mem.index);
            item->scale = (uint8_t)operand->mem.scale;
            item->displacement = operand->mem.disp;
            item->is_relative = operand->mem.base == X86_REG_RIP;
            if (item->is_relative)
                item->displacement += (int64_t)(decoded->address + decoded->size);
            if (item->is_lea) continue;
            // Comparisons and tests only read, whatever the decoder's tables say of them.
            bool only_reads = decoded->id == X86_INS_CMP || decoded->id == X86_INS_TEST ||
                              item->flow == FLOW_INDIRECT_JUMP || item->flow == FLOW_INDIRECT_CALL;
            bool only_writes = i == 0 && is_move(decoded->id);
            item->stores = !only_reads && (operand->access & CS_AC_WRITE || only_writes);
            item->loads = !only_writes && (operand->access & CS_AC_READ || only_reads || i > 0);
        }
    }
}

static void translate(Instruction *item, const Machine *machine, const cs_insn *decoded) {
    cs_regs reads, writes;
    uint8_t read_count = 0, write_count = 0;
    *item = (Instruction){.address = decoded->address,
                          .id = (uint16_t)decoded->id,
                          .size = (uint8_t)decoded->size,
                          .base = NO_REGISTER,
                          .index = NO_REGISTER,
                          .destination = NO_REGISTER,
                          .source = NO_REGISTER};
    item->flow = flow_of(decoded);
    item->is_cmov = is_cmov(decoded->id);
    item->is_move = is_move(decoded->id);
    item->is_lea = decoded->id == X86_INS_LEA;
    item->is_nop = decoded->id == X86_INS_NOP;
    item->is_test = decoded->id == X86_INS_CMP || decoded->id == X86_INS_TEST;
    item->is_sum = decoded->id == X86_INS_ADD || decoded->id == X86_INS_SUB ||
                   decoded->id == X86_INS_INC || decoded->id == X86_INS_DEC;
    item->is_conversion = decoded->id == X86_INS_CVTSI2SD;
    item->pushes = decoded->id == X86_INS_PUSH;
    item->pops = decoded->id == X86_INS_POP;
    read_operands(item, decoded);
    if (item->flow == FLOW_JUMP || item->flow == FLOW_BRANCH || item->flow == FLOW_CALL)
        item->target = item->immediate;
    item->is_load = item->loads &&
                    (item->is_move || decoded->id == X86_INS_MOVSD || decoded->id == X86_INS_MOVQ);
    if (cs_regs_access(machine->handle, decoded, reads, &read_count, writes, &write_count) ==
        CS_ERR_OK) {
        for (int i = 0; i < read_count; i++) set_register(&item->reads, reads[i]);
        for (int i = 0; i < write_count; i++) set_register(&item->writes, writes[i]);
    }
}

static Instruction *append(Code *code) {
    if ((code->count & (code->count - 1)) == 0) {
        size_t room = code->count ? code->count * 2 : 1;
        code->items = realloc(code->items, room * sizeof *code->items);
        if (!code->items) {
            fputs("audit: out of memory\n", stderr);
            exit(2);
        }
    }
    return &code->items[code->count++];
}

bool machine_decode(Machine *machine, const Binary *binary, uint64_t address, uint64_t size,
                    Code *code) {
    const uint8_t *bytes = binary_bytes(binary, address, size);
    size_t left = size;
    if (!bytes) return false;
    while (left) {
        if (!cs_disasm_iter(machine->handle, &bytes, &left, &address, machine->scratch))
            return false;
        translate(append(code), machine, machine->scratch);
    }
    return true;
}

static int compare_instructions(const void *left, const void *right) {
    const Instruction *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

void code_sort(Code *code) {
    if (code->count) qsort(code->items, code->count, sizeof *code->items, compare_instructions);
}

void code_free(Code *code) {
    free(code->items);
    *code = (Code){NULL, 0};
}

size_t code_first_from(const Code *code, uint64_t address) {
    size_t low = 0, high = code->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code->items[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t code_find(const Code *code, uint64_t address) {
    size_t at = code_first_from(code, address);
    return at < code->count && code->items[at].address == address ? at : SIZE_MAX;
}

void machine_print(Machine *machine, const Binary *binary, uint64_t address, char *text,
                   size_t size) {
    size_t left = 15;
    const uint8_t *bytes = NULL;
    while (left && !(bytes = binary_bytes(binary, address, left))) left--;
    cs_insn *decoded = machine->scratch;
    if (bytes && cs_disasm_iter(machine->handle, &bytes, &left, &address, decoded))
        snprintf(text, size, "%s %s", decoded->mnemonic, decoded->op_str);
    else
        snprintf(text, size, "?");
}
