// Three looks: at what the Code says of itself, at every unit by itself, and (verify_flow.c) along
// the edges of control.
#include "frontend/verify.h"

#include "frontend/opcode.h"
#include "frontend/verify_flow.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NESTING_MOST = 200, SLOTS_MOST = 1 << 24, DEPTH_MOST = 1 << 24 };

bool verify_reject(Verifier *verifier, uint32_t offset, const char *format, ...) {
    const Code *code = verifier->code;
    int used = snprintf(verifier->reason, verifier->reason_size,
                        "%.100s, unit %u: ", code->name.data ? code->name.data : "?", offset);
    va_list arguments;
    va_start(arguments, format);
    if (used >= 0 && (size_t)used < verifier->reason_size)
        vsnprintf(verifier->reason + used, verifier->reason_size - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

// --- every unit by itself ---------------------------------------------------------------------

static bool check_slot(Verifier *verifier, uint32_t offset, unsigned opcode, uint32_t slot) {
    const Code *code = verifier->code;
    if (slot >= code->slot_count) return verify_reject(verifier, offset, "no slot %u", slot);
    uint8_t kind = code->slot_kinds[slot];
    bool cell = kind & (SLOT_CELL | SLOT_FREE);
    switch (opcode) {
    case OP_MAKE_CELL:
        if (!(kind & SLOT_CELL)) return verify_reject(verifier, offset, "slot %u is no cell", slot);
        return true;
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
    case OP_LOAD_CLASSDEREF:
        if (!cell) return verify_reject(verifier, offset, "slot %u holds no cell", slot);
        return true;
    default:
        if (cell) return verify_reject(verifier, offset, "slot %u holds a cell", slot);
        return true;
    }
}

static bool check_count(Verifier *verifier, uint32_t offset, unsigned opcode, uint32_t operand) {
    uint32_t least = 0, most = OPERAND_MAX;
    switch (opcode) {
    case OP_COPY:
    case OP_LIST_APPEND:
    case OP_LIST_EXTEND:
    case OP_SET_ADD:
    case OP_SET_UPDATE:
    case OP_MAP_ADD:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE: least = 1; break;
    case OP_SWAP: least = 2; break;
    case OP_BUILD_SLICE:
        least = 2;
        most = 3;
        break;
    case OP_RAISE_VARARGS:
    case OP_RERAISE: most = 2; break;
    }
    if (operand < least || operand > most)
        return verify_reject(verifier, offset, "%s of %u", opcode_infos[opcode].name, operand);
    return true;
}

static uint32_t cache_units(const Code *code, uint32_t offset) {
    return opcode_infos[unit_opcode(code->units[offset])].cache_units;
}

static bool check_unit(Verifier *verifier, uint32_t offset) {
    const Code *code = verifier->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    switch ((OperandKind)opcode_infos[opcode].kind) {
    case OPERAND_NONE:
        if (operand) return verify_reject(verifier, offset, "operand without use");
        break;
    case OPERAND_LOCAL:
        if (!check_slot(verifier, offset, opcode, operand)) return false;
        break;
    case OPERAND_NAME:
        if (operand >= code->name_count)
            return verify_reject(verifier, offset, "no name %u", operand);
        break;
    case OPERAND_CONST:
        if (operand >= code->constant_count)
            return verify_reject(verifier, offset, "no constant %u", operand);
        break;
    case OPERAND_JUMP: {
        int64_t target =
            (int64_t)offset + 1 + opcode_infos[opcode].cache_units + unit_jump(code->units[offset]);
        if (target < 0 || target >= code->unit_count || !verifier->starts[target])
            return verify_reject(verifier, offset, "jump to nowhere");
        break;
    }
    case OPERAND_COUNT:
        if (!check_count(verifier, offset, opcode, operand)) return false;
        break;
    case OPERAND_FLAGS:
        if (operand > (opcode == OP_FORMAT_VALUE ? 7u : 15u))
            return verify_reject(verifier, offset, "unknown flags");
        break;
    case OPERAND_INPLACE:
    case OPERAND_INVERT:
        if (operand > 1) return verify_reject(verifier, offset, "unknown flags");
        break;
    }
    // What works on the namespace of a module or class body, which a function has none of.
    switch (opcode) {
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_LOAD_CLASSDEREF:
    case OP_IMPORT_STAR:
    case OP_SETUP_ANNOTATIONS:
        if (code->flags & CODE_OPTIMIZED)
            return verify_reject(verifier, offset, "%s in a function", opcode_infos[opcode].name);
    }
    return true;
}

static bool check_units(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t offset = 0;
    if (!code->unit_count) return verify_reject(verifier, 0, "no code");
    while (offset < code->unit_count) {
        unsigned opcode = unit_opcode(code->units[offset]);
        if (opcode >= OPCODE_COUNT) return verify_reject(verifier, offset, "no opcode %u", opcode);
        verifier->starts[offset] = true;
        uint32_t caches = opcode_infos[opcode].cache_units;
        if (caches >= code->unit_count - offset)
            return verify_reject(verifier, offset, "caches behind the end");
        for (uint32_t i = 1; i <= caches; i++)
            if (code->units[offset + i])
                return verify_reject(verifier, offset, "cache is not empty");
        offset += 1 + caches;
    }
    for (offset = 0; offset < code->unit_count; offset += 1 + cache_units(code, offset))
        if (!check_unit(verifier, offset)) return false;
    return true;
}

// --- tables -----------------------------------------------------------------------------------

static bool check_handlers(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t end = 0;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (handler->start < end || handler->end <= handler->start ||
            handler->end > code->unit_count || handler->target >= code->unit_count ||
            !verifier->starts[handler->target] || !verifier->starts[handler->start])
            return verify_reject(verifier, handler->start, "bad handler");
        end = handler->end;
    }
    return true;
}

static bool check_positions(Verifier *verifier) {
    const Code *code = verifier->code;
    if (!code->position_count) return verify_reject(verifier, 0, "no positions");
    for (uint32_t i = 0; i < code->position_count; i++) {
        uint32_t start = code->positions[i].start;
        if (start >= code->unit_count || (i ? start <= code->positions[i - 1].start : start != 0))
            return verify_reject(verifier, start, "bad position");
    }
    return true;
}

static bool is_generator(const Code *code) {
    return code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR);
}

// Code begins by making its cells, all of them, and a generator then hands itself out; no edge
// leads back there.
static bool check_beginning(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t start = 0, cells = 0;
    for (uint32_t i = 0; i < code->slot_count; i++) cells += (code->slot_kinds[i] & SLOT_CELL) != 0;
    // In the order of the slots, so that none is made twice and another not.
    for (int64_t last = -1; start < code->unit_count; start++) {
        if (unit_opcode(code->units[start]) != OP_MAKE_CELL) break;
        if (unit_operand(code->units[start]) <= last) break;
        last = unit_operand(code->units[start]);
    }
    if (start != cells) return verify_reject(verifier, start, "not every cell is made");
    if (is_generator(code) && !(code->flags & CODE_OPTIMIZED))
        return verify_reject(verifier, 0, "a generator that is no function");
    for (uint32_t at = 0; at < code->unit_count; at += 1 + cache_units(code, at)) {
        unsigned opcode = unit_opcode(code->units[at]);
        if (is_generator(code) ? (opcode == OP_RETURN_GENERATOR) != (at == start)
                               : opcode == OP_RETURN_GENERATOR || opcode == OP_YIELD_VALUE)
            return verify_reject(verifier, at, "generator and flags disagree");
    }
    start += is_generator(code);
    for (uint32_t at = 0; start && at < code->unit_count; at += 1 + cache_units(code, at)) {
        const OpcodeInfo *info = &opcode_infos[unit_opcode(code->units[at])];
        if (info->kind == OPERAND_JUMP &&
            (int64_t)at + 1 + info->cache_units + unit_jump(code->units[at]) < start)
            return verify_reject(verifier, at, "jump to the beginning");
    }
    for (uint32_t i = 0; i < code->handler_count; i++)
        if (code->handlers[i].start < start || code->handlers[i].target < start)
            return verify_reject(verifier, 0, "handler of the beginning");
    return true;
}

static bool check_shape(Verifier *verifier) {
    const Code *code = verifier->code;
    uint64_t parameters = (uint64_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    if (code->slot_count > SLOTS_MOST || code->stack_depth > DEPTH_MOST)
        return verify_reject(verifier, 0, "a frame too large");
    if (parameters > code->slot_count || code->positional_only_count > code->argument_count)
        return verify_reject(verifier, 0, "more parameters than slots");
    if (code->free_count > code->slot_count)
        return verify_reject(verifier, 0, "too many free variables");
    for (uint32_t i = 0; i < code->slot_count; i++) {
        uint8_t kind = code->slot_kinds[i];
        bool free = i >= code->slot_count - code->free_count;
        if (free != (kind == SLOT_FREE) || kind & ~(SLOT_LOCAL | SLOT_CELL | SLOT_FREE) ||
            (i < parameters && !(kind & SLOT_LOCAL)) || !kind)
            return verify_reject(verifier, 0, "slot %u of an unknown kind", i);
    }
    return true;
}

// --- the whole --------------------------------------------------------------------------------

static bool verify_one(const Code *code, char *reason, size_t size) {
    Verifier verifier = {.code = code, .reason = reason, .reason_size = size};
    verifier.starts = calloc((size_t)code->unit_count + 1, sizeof *verifier.starts);
    bool sound = verifier.starts;
    if (!sound) snprintf(reason, size, "out of memory");
    sound = sound && check_shape(&verifier) && check_units(&verifier) &&
            check_handlers(&verifier) && check_positions(&verifier) && check_beginning(&verifier) &&
            verify_flow(&verifier);
    free(verifier.starts);
    return sound;
}

static bool verify_nested(const Code *code, uint32_t nesting, char *reason, size_t size);

static bool verify_constant(const Constant *constant, uint32_t nesting, char *reason, size_t size) {
    if (nesting > NESTING_MOST) {
        snprintf(reason, size, "code nested too deep");
        return false;
    }
    if (constant->kind == CONSTANT_CODE)
        return verify_nested(constant->code, nesting + 1, reason, size);
    if (constant->kind != CONSTANT_TUPLE && constant->kind != CONSTANT_FROZENSET) return true;
    for (uint32_t i = 0; i < constant->items.count; i++) {
        if (!verify_constant(constant->items.items[i], nesting + 1, reason, size)) return false;
    }
    return true;
}

static bool verify_nested(const Code *code, uint32_t nesting, char *reason, size_t size) {
    if (!verify_one(code, reason, size)) return false;
    for (uint32_t i = 0; i < code->constant_count; i++) {
        if (!verify_constant(code->constants[i], nesting, reason, size)) return false;
    }
    return true;
}

bool verify_code(const Code *code, char *reason, size_t size) {
    return verify_nested(code, 0, reason, size);
}
