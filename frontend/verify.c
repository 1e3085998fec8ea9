// Two walks over the units: one over all of them in order, for what each is by itself; one along
// the edges of control, handlers included, for the depth of the stack.
#include "frontend/verify.h"

#include "frontend/opcode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NESTING_MOST = 200, UNKNOWN = -1, CACHE_UNIT = -2 };

typedef struct {
    const Code *code;
    char *reason;
    size_t reason_size;
    int32_t
        *depths; // at each unit; UNKNOWN: not reached yet, CACHE_UNIT: no instruction starts here
    uint32_t *waiting;
    uint32_t waiting_count;
    const Handler **handlers; // of each unit
} Verifier;

__attribute__((format(printf, 3, 4))) static bool reject(Verifier *verifier, uint32_t offset,
                                                         const char *format, ...) {
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
    if (slot >= code->slot_count) return reject(verifier, offset, "no slot %u", slot);
    uint8_t kind = code->slot_kinds[slot];
    bool cell = kind & (SLOT_CELL | SLOT_FREE);
    switch (opcode) {
    case OP_MAKE_CELL:
        if (!(kind & SLOT_CELL)) return reject(verifier, offset, "slot %u is no cell", slot);
        return true;
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
    case OP_LOAD_CLASSDEREF:
        if (!cell) return reject(verifier, offset, "slot %u holds no cell", slot);
        return true;
    default:
        if (cell) return reject(verifier, offset, "slot %u holds a cell", slot);
        return true;
    }
}

static bool is_text_tuple(const Constant *constant) {
    if (constant->kind != CONSTANT_TUPLE) return false;
    for (uint32_t i = 0; i < constant->items.count; i++) {
        if (constant->items.items[i]->kind != CONSTANT_STR) return false;
    }
    return true;
}

// Opcodes that trust a constant below them are preceded by its load.
static bool check_constant_before(Verifier *verifier, uint32_t offset, unsigned opcode,
                                  uint32_t operand) {
    const Code *code = verifier->code;
    const Constant *constant = NULL;
    if (offset && verifier->depths[offset - 1] != CACHE_UNIT &&
        unit_opcode(code->units[offset - 1]) == OP_LOAD_CONST)
        constant = code->constants[unit_operand(code->units[offset - 1])];
    if (!constant) return reject(verifier, offset, "no constant before it");
    switch (opcode) {
    case OP_MAKE_FUNCTION: {
        if (constant->kind != CONSTANT_CODE) return reject(verifier, offset, "no code before it");
        bool closure = operand & 8;
        if (closure != (constant->code->free_count != 0))
            return reject(verifier, offset, "closure and free variables disagree");
        if (!closure) return true;
        uint32_t build = offset - 2;
        if (offset < 2 || unit_opcode(code->units[build]) != OP_BUILD_TUPLE ||
            unit_operand(code->units[build]) != constant->code->free_count)
            return reject(verifier, offset, "closure of another size");
        for (uint32_t i = 1; i <= constant->code->free_count; i++) {
            if (i > build || unit_opcode(code->units[build - i]) != OP_LOAD_CLOSURE)
                return reject(verifier, offset, "closure of something else than cells");
        }
        return true;
    }
    case OP_CALL_KW:
        if (!is_text_tuple(constant) || constant->items.count > operand)
            return reject(verifier, offset, "bad keyword names");
        return true;
    case OP_BUILD_CONST_KEY_MAP:
        if (constant->kind != CONSTANT_TUPLE || constant->items.count != operand)
            return reject(verifier, offset, "bad keys");
        return true;
    case OP_MATCH_CLASS:
        if (!is_text_tuple(constant)) return reject(verifier, offset, "bad attribute names");
        return true;
    default: return true;
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
        return reject(verifier, offset, "%s of %u", opcode_infos[opcode].name, operand);
    return true;
}

static bool check_unit(Verifier *verifier, uint32_t offset) {
    const Code *code = verifier->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    switch (opcode_infos[opcode].kind) {
    case OPERAND_NONE:
        if (operand) return reject(verifier, offset, "operand without use");
        break;
    case OPERAND_LOCAL:
        if (!check_slot(verifier, offset, opcode, operand)) return false;
        break;
    case OPERAND_NAME:
        if (operand >= code->name_count) return reject(verifier, offset, "no name %u", operand);
        break;
    case OPERAND_CONST:
        if (operand >= code->constant_count)
            return reject(verifier, offset, "no constant %u", operand);
        break;
    case OPERAND_JUMP: {
        int64_t target =
            (int64_t)offset + 1 + opcode_infos[opcode].cache_units + unit_jump(code->units[offset]);
        if (target < 0 || target >= code->unit_count || verifier->depths[target] == CACHE_UNIT)
            return reject(verifier, offset, "jump to nowhere");
        break;
    }
    case OPERAND_COUNT:
        if (!check_count(verifier, offset, opcode, operand)) return false;
        break;
    case OPERAND_FLAGS:
        if (operand > (opcode == OP_FORMAT_VALUE ? 7u : 15u))
            return reject(verifier, offset, "unknown flags");
        break;
    case OPERAND_INPLACE:
    case OPERAND_INVERT:
        if (operand > 1) return reject(verifier, offset, "unknown flags");
        break;
    }
    switch (opcode) {
    case OP_MAKE_FUNCTION:
    case OP_CALL_KW:
    case OP_BUILD_CONST_KEY_MAP:
    case OP_MATCH_CLASS: return check_constant_before(verifier, offset, opcode, operand);
    }
    return true;
}

static bool check_units(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t offset = 0;
    if (!code->unit_count) return reject(verifier, 0, "no code");
    while (offset < code->unit_count) {
        unsigned opcode = unit_opcode(code->units[offset]);
        if (opcode >= OPCODE_COUNT) return reject(verifier, offset, "no opcode %u", opcode);
        verifier->depths[offset] = UNKNOWN;
        uint32_t caches = opcode_infos[opcode].cache_units;
        if (caches >= code->unit_count - offset)
            return reject(verifier, offset, "caches behind the end");
        for (uint32_t i = 1; i <= caches; i++) {
            verifier->depths[offset + i] = CACHE_UNIT;
            if (code->units[offset + i]) return reject(verifier, offset, "cache is not empty");
        }
        offset += 1 + caches;
    }
    for (offset = 0; offset < code->unit_count; offset++) {
        if (verifier->depths[offset] != CACHE_UNIT && !check_unit(verifier, offset)) return false;
    }
    return true;
}

static bool check_handlers(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t end = 0;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (handler->start < end || handler->end <= handler->start ||
            handler->end > code->unit_count || handler->target >= code->unit_count ||
            verifier->depths[handler->target] == CACHE_UNIT ||
            verifier->depths[handler->start] == CACHE_UNIT)
            return reject(verifier, handler->start, "bad handler");
        end = handler->end;
        for (uint32_t at = handler->start; at < end; at++) verifier->handlers[at] = handler;
    }
    return true;
}

static bool check_positions(Verifier *verifier) {
    const Code *code = verifier->code;
    if (!code->position_count) return reject(verifier, 0, "no positions");
    for (uint32_t i = 0; i < code->position_count; i++) {
        uint32_t start = code->positions[i].start;
        if (start >= code->unit_count || (i ? start <= code->positions[i - 1].start : start != 0))
            return reject(verifier, start, "bad position");
    }
    return true;
}

// --- depths -----------------------------------------------------------------------------------

static bool go_to(Verifier *verifier, uint32_t from, int64_t offset, int64_t depth) {
    const Code *code = verifier->code;
    if (offset >= code->unit_count) return reject(verifier, from, "runs off the end");
    if (depth < 0 || depth > code->stack_depth)
        return reject(verifier, from, "stack depth %lld", (long long)depth);
    int32_t *known = &verifier->depths[offset];
    if (*known == UNKNOWN) {
        *known = (int32_t)depth;
        verifier->waiting[verifier->waiting_count++] = (uint32_t)offset;
    } else if (*known != depth) {
        return reject(verifier, from, "stack depth %lld meets %d at unit %lld", (long long)depth,
                      *known, (long long)offset);
    }
    return true;
}

static bool follow(Verifier *verifier, uint32_t offset) {
    const Code *code = verifier->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    int64_t depth = verifier->depths[offset];
    uint32_t next = offset + 1 + opcode_infos[opcode].cache_units;
    const Handler *handler = verifier->handlers[offset];
    if (handler) {
        if (depth < handler->depth) return reject(verifier, offset, "handler cuts too little");
        if (!go_to(verifier, offset, handler->target,
                   (int64_t)handler->depth + 1 + handler->push_offset))
            return false;
    }
    OpcodeEffect effect = opcode_effect(opcode, operand, false);
    if (effect.pops < 0 || effect.pushes < 0 || effect.pops > depth)
        return reject(verifier, offset, "%s takes %lld of %lld values", opcode_infos[opcode].name,
                      (long long)effect.pops, (long long)depth);
    if (opcode_infos[opcode].kind == OPERAND_JUMP) {
        OpcodeEffect jump = opcode_effect(opcode, operand, true);
        int64_t target = (int64_t)next + unit_jump(code->units[offset]);
        if (!go_to(verifier, offset, target, depth - jump.pops + jump.pushes)) return false;
    }
    if (opcode_ends_flow(opcode)) return true;
    return go_to(verifier, offset, next, depth - effect.pops + effect.pushes);
}

static bool check_depths(Verifier *verifier) {
    if (!go_to(verifier, 0, 0, 0)) return false;
    while (verifier->waiting_count) {
        if (!follow(verifier, verifier->waiting[--verifier->waiting_count])) return false;
    }
    return true;
}

// --- the whole --------------------------------------------------------------------------------

// A generator hands itself out right after its cells are made, and nowhere else.
static bool check_generator(Verifier *verifier) {
    const Code *code = verifier->code;
    bool generator = code->flags & CODE_RESUMABLE;
    uint32_t start = 0;
    while (start < code->unit_count && unit_opcode(code->units[start]) == OP_MAKE_CELL) start++;
    for (uint32_t at = 0; at < code->unit_count; at++) {
        if (verifier->depths[at] == CACHE_UNIT) continue;
        unsigned opcode = unit_opcode(code->units[at]);
        if (generator ? (opcode == OP_RETURN_GENERATOR) != (at == start)
                      : opcode == OP_RETURN_GENERATOR || opcode == OP_YIELD_VALUE)
            return reject(verifier, at, "generator and flags disagree");
    }
    return true;
}

static bool check_shape(Verifier *verifier) {
    const Code *code = verifier->code;
    uint64_t parameters = (uint64_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    if (parameters > code->slot_count || code->positional_only_count > code->argument_count)
        return reject(verifier, 0, "more parameters than slots");
    if (code->free_count > code->slot_count) return reject(verifier, 0, "too many free variables");
    for (uint32_t i = 0; i < code->slot_count; i++) {
        uint8_t kind = code->slot_kinds[i];
        bool free = i >= code->slot_count - code->free_count;
        if (free != (kind == SLOT_FREE) || kind & ~(SLOT_LOCAL | SLOT_CELL | SLOT_FREE) ||
            (i < parameters && !(kind & SLOT_LOCAL)) || !kind)
            return reject(verifier, 0, "slot %u of an unknown kind", i);
    }
    return check_generator(verifier);
}

static bool verify_one(const Code *code, char *reason, size_t size) {
    Verifier verifier = {.code = code, .reason = reason, .reason_size = size};
    size_t count = (size_t)code->unit_count + 1;
    verifier.depths = calloc(count, sizeof *verifier.depths);
    verifier.waiting = calloc(count, sizeof *verifier.waiting);
    verifier.handlers = calloc(count, sizeof *verifier.handlers);
    bool sound = verifier.depths && verifier.waiting && verifier.handlers;
    if (!sound) snprintf(reason, size, "out of memory");
    sound = sound && check_units(&verifier) && check_shape(&verifier) &&
            check_handlers(&verifier) && check_positions(&verifier) && check_depths(&verifier);
    free(verifier.depths);
    free(verifier.waiting);
    free(verifier.handlers);
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
