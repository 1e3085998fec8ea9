// Three looks: at what the Code says of itself, at every unit by itself, and (verify_flow.c) along
// the edges of control. Of the units there is one pass, for loading code is to be many times faster
// than compiling it.
#include "frontend/verify.h"

#include "frontend/opcode.h"
#include "frontend/verify_flow.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NESTING_MOST = 200, SLOTS_MOST = 1 << 24, DEPTH_MOST = 1 << 24 };
enum { ROOM_MOSTLY = 96 << 10 }; // bytes that the tables of most code objects fit into

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

// --- the Code itself --------------------------------------------------------------------------

static bool is_generator(const Code *code) {
    return code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR);
}

static bool check_shape(Verifier *verifier) {
    const Code *code = verifier->code;
    uint64_t parameters = (uint64_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    if (!code->unit_count) return verify_reject(verifier, 0, "no code");
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

static uint32_t count_cells(const Code *code) {
    uint32_t cells = 0;
    for (uint32_t i = 0; i < code->slot_count; i++) cells += (code->slot_kinds[i] & SLOT_CELL) != 0;
    return cells;
}

// Code begins by making its cells, all of them, and a generator then hands itself out.
static bool check_beginning(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t start = 0;
    // In the order of the slots, so that none is made twice and another not.
    for (int64_t last = -1; start < code->unit_count; start++) {
        if (unit_opcode(code->units[start]) != OP_MAKE_CELL) break;
        if (unit_operand(code->units[start]) <= last) break;
        last = unit_operand(code->units[start]);
    }
    if (start != count_cells(code)) return verify_reject(verifier, start, "not every cell is made");
    verifier->first = start;
    if (!is_generator(code)) return true;
    if (!(code->flags & CODE_OPTIMIZED))
        return verify_reject(verifier, 0, "a generator that is no function");
    if (start >= code->unit_count || unit_opcode(code->units[start]) != OP_RETURN_GENERATOR)
        return verify_reject(verifier, start, "generator and flags disagree");
    verifier->first++;
    return true;
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

// Where a jump leads is asked when it is known where instructions begin.
static bool check_operand(Verifier *verifier, uint32_t offset, unsigned opcode, uint32_t operand) {
    const Code *code = verifier->code;
    switch ((OperandKind)opcode_infos[opcode].kind) {
    case OPERAND_NONE:
        if (operand) return verify_reject(verifier, offset, "operand without use");
        return true;
    case OPERAND_LOCAL: return check_slot(verifier, offset, opcode, operand);
    case OPERAND_NAME:
        if (operand >= code->name_count)
            return verify_reject(verifier, offset, "no name %u", operand);
        return true;
    case OPERAND_CONST:
        if (operand >= code->constant_count)
            return verify_reject(verifier, offset, "no constant %u", operand);
        return true;
    case OPERAND_JUMP: return true;
    case OPERAND_COUNT: return check_count(verifier, offset, opcode, operand);
    case OPERAND_FLAGS:
        if (operand > (opcode == OP_FORMAT_VALUE ? 7u : 15u))
            return verify_reject(verifier, offset, "unknown flags");
        return true;
    case OPERAND_INPLACE:
    case OPERAND_INVERT:
        if (operand > 1) return verify_reject(verifier, offset, "unknown flags");
        return true;
    }
    return true;
}

// Whether such code may contain the opcode at all, and there.
static bool check_opcode(Verifier *verifier, uint32_t offset, unsigned opcode) {
    const Code *code = verifier->code;
    switch (opcode) {
    // These work on the namespace of a module or class body, which a function has none of.
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_LOAD_CLASSDEREF:
    case OP_IMPORT_STAR:
    case OP_SETUP_ANNOTATIONS:
        if (code->flags & CODE_OPTIMIZED)
            return verify_reject(verifier, offset, "%s in a function", opcode_infos[opcode].name);
        return true;
    case OP_RETURN_GENERATOR:
    case OP_YIELD_VALUE:
        if (!is_generator(code) || (opcode == OP_RETURN_GENERATOR && offset + 1 != verifier->first))
            return verify_reject(verifier, offset, "generator and flags disagree");
        return true;
    default: return true;
    }
}

static bool check_unit(Verifier *verifier, uint32_t offset, unsigned opcode, uint32_t operand) {
    return check_operand(verifier, offset, opcode, operand) &&
           check_opcode(verifier, offset, opcode);
}

// Of the commonest opcodes nothing is asked but that the operand is below a limit, which depends on
// the code. Others have the limit 0: they are looked at.
typedef enum {
    LIMIT_NOTHING,
    LIMIT_NO_OPERAND,
    LIMIT_YES_OR_NO,
    LIMIT_FLAGS,
    LIMIT_LOCALS,
    LIMIT_CONSTANTS,
    LIMIT_NAMES,
    LIMIT_NAMESPACE, // names, but not in a function
    LIMIT_OPERANDS,
    LIMIT_JUMPS, // none here: where one leads is asked when it is known where instructions begin
    LIMIT_COUNT
} Limit;

// Of those that check_opcode or check_count look at more is asked.
static Limit limit_of(unsigned opcode) {
    switch (opcode) {
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME: return LIMIT_NAMESPACE;
    case OP_LOAD_FAST:
    case OP_LOAD_FAST_CHECK:
    case OP_STORE_FAST:
    case OP_DELETE_FAST: return LIMIT_LOCALS;
    case OP_CALL:
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_MAP: return LIMIT_OPERANDS;
    case OP_MAKE_FUNCTION: return LIMIT_FLAGS;
    case OP_IMPORT_STAR:
    case OP_SETUP_ANNOTATIONS:
    case OP_RETURN_GENERATOR:
    case OP_YIELD_VALUE: return LIMIT_NOTHING;
    }
    switch ((OperandKind)opcode_infos[opcode].kind) {
    case OPERAND_NONE: return LIMIT_NO_OPERAND;
    case OPERAND_NAME: return LIMIT_NAMES;
    case OPERAND_CONST: return LIMIT_CONSTANTS;
    case OPERAND_JUMP: return LIMIT_JUMPS;
    case OPERAND_INPLACE:
    case OPERAND_INVERT: return LIMIT_YES_OR_NO;
    default: return LIMIT_NOTHING;
    }
}

// What check_units reads of an opcode, at every instruction.
typedef struct {
    uint8_t limit, size; // Limit; in units, the caches included
    bool jumps;
} Measure;

static Measure measures[OPCODE_COUNT];

static void learn(void) {
    if (measures[0].size) return;
    for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++)
        measures[opcode] = (Measure){.limit = (uint8_t)limit_of(opcode),
                                     .size = 1 + opcode_infos[opcode].cache_units,
                                     .jumps = opcode_infos[opcode].kind == OPERAND_JUMP};
}

static void find_limits(const Code *code, uint32_t limits[LIMIT_COUNT]) {
    uint32_t locals = 0; // before the first that is a cell, too
    while (locals < code->slot_count && code->slot_kinds[locals] == SLOT_LOCAL) locals++;
    limits[LIMIT_NOTHING] = 0;
    limits[LIMIT_NO_OPERAND] = 1;
    limits[LIMIT_YES_OR_NO] = 2;
    limits[LIMIT_FLAGS] = 16;
    limits[LIMIT_LOCALS] = locals;
    limits[LIMIT_CONSTANTS] = code->constant_count;
    limits[LIMIT_NAMES] = code->name_count;
    limits[LIMIT_NAMESPACE] = code->flags & CODE_OPTIMIZED ? 0 : code->name_count;
    limits[LIMIT_OPERANDS] = OPERAND_MAX + 1;
    limits[LIMIT_JUMPS] = UINT32_MAX;
}

// All opcodes with caches have so many, so that a look at them needs no loop.
enum { CACHES = 3 };
#define HAS_CACHES(NAME, KIND, CACHE_UNITS, POPS, PUSHES, JUMP_PUSHES)                             \
    _Static_assert((CACHE_UNITS) == 0 || (CACHE_UNITS) == CACHES, #NAME);
OPCODES(HAS_CACHES)
#undef HAS_CACHES

static bool check_units(Verifier *verifier) {
    const Unit *units = verifier->code->units;
    uint8_t *marks = verifier->marks;
    uint32_t *jumps = verifier->jumps;
    uint32_t limits[LIMIT_COUNT], count = verifier->code->unit_count, jump_count = 0, offset = 0;
    Unit filled = 0;
    learn();
    find_limits(verifier->code, limits);
    memset(marks, 0, count);
    while (offset < count) {
        unsigned opcode = unit_opcode(units[offset]);
        uint32_t operand = unit_operand(units[offset]);
        if (opcode >= OPCODE_COUNT) return verify_reject(verifier, offset, "no opcode %u", opcode);
        const Measure *measure = &measures[opcode];
        if (operand >= limits[measure->limit] && !check_unit(verifier, offset, opcode, operand))
            return false;
        marks[offset] = UNIT_STARTS;
        jumps[jump_count] = offset;
        jump_count += measure->jumps;
        bool cached = measure->size > 1;
        if (count - offset > CACHES)
            filled |= (units[offset + 1] | units[offset + 2] | units[offset + 3]) & -(Unit)cached;
        else if (cached)
            return verify_reject(verifier, offset, "caches behind the end");
        offset += measure->size;
    }
    if (filled) return verify_reject(verifier, 0, "a cache is not empty");
    marks[count] = UNIT_MEETS; // where no edge may lead
    verifier->jump_count = jump_count;
    return true;
}

// --- edges and positions ----------------------------------------------------------------------

static bool check_jumps(Verifier *verifier) {
    const Code *code = verifier->code;
    for (uint32_t i = 0; i < verifier->jump_count; i++) {
        uint32_t offset = verifier->jumps[i];
        int64_t target = unit_target(code->units, offset);
        if (target < verifier->first || target >= code->unit_count || !verifier->marks[target])
            return verify_reject(verifier, offset, "jump to nowhere");
        verifier->marks[target] |= UNIT_MEETS;
    }
    return true;
}

static bool check_handlers(Verifier *verifier) {
    const Code *code = verifier->code;
    uint32_t end = verifier->first;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        if (handler->start < end || handler->end <= handler->start ||
            handler->end > code->unit_count || handler->target < verifier->first ||
            handler->target >= code->unit_count || !verifier->marks[handler->target] ||
            !verifier->marks[handler->start])
            return verify_reject(verifier, handler->start, "bad handler");
        verifier->marks[handler->target] |= UNIT_MEETS;
        end = handler->end;
    }
    return true;
}

static bool check_positions(Verifier *verifier) {
    const Code *code = verifier->code;
    if (!code->position_count) return verify_reject(verifier, 0, "no positions");
    uint32_t last = code->positions[0].start;
    bool bad = last != 0;
    for (uint32_t i = 1; i < code->position_count; i++) {
        bad |= code->positions[i].start <= last;
        last = code->positions[i].start;
    }
    if (bad || last >= code->unit_count) return verify_reject(verifier, last, "bad position");
    return true;
}

// --- the whole --------------------------------------------------------------------------------

// Code objects lie within each other; each is checked by itself, in the room of the one before.
typedef struct {
    Arena arena;
    char *reason;
    size_t reason_size;
} Whole;

static bool verify_one(Whole *whole, const Code *code) {
    Verifier verifier = {.code = code,
                         .reason = whole->reason,
                         .reason_size = whole->reason_size,
                         .arena = &whole->arena};
    arena_clear(&whole->arena);
    verifier.marks = arena_room(&whole->arena, uint8_t, (size_t)code->unit_count + 1);
    verifier.jumps = arena_room(&whole->arena, uint32_t, (size_t)code->unit_count + 1);
    return check_shape(&verifier) && check_beginning(&verifier) && check_units(&verifier) &&
           check_jumps(&verifier) && check_handlers(&verifier) && check_positions(&verifier) &&
           verify_flow(&verifier);
}

static bool verify_nested(Whole *whole, const Code *code, uint32_t nesting);
static bool verify_constants(Whole *whole, Constant *const *constants, uint32_t count,
                             uint32_t nesting);

static bool verify_constant(Whole *whole, const Constant *constant, uint32_t nesting) {
    if (nesting > NESTING_MOST) {
        snprintf(whole->reason, whole->reason_size, "code nested too deep");
        return false;
    }
    if (constant->kind == CONSTANT_CODE) return verify_nested(whole, constant->code, nesting + 1);
    return verify_constants(whole, constant->items.items, constant->items.count, nesting + 1);
}

static bool verify_constants(Whole *whole, Constant *const *constants, uint32_t count,
                             uint32_t nesting) {
    for (uint32_t i = 0; i < count; i++) {
        ConstantKind kind = constants[i]->kind;
        if ((kind == CONSTANT_CODE || kind == CONSTANT_TUPLE || kind == CONSTANT_FROZENSET) &&
            !verify_constant(whole, constants[i], nesting))
            return false;
    }
    return true;
}

static bool verify_nested(Whole *whole, const Code *code, uint32_t nesting) {
    return verify_one(whole, code) &&
           verify_constants(whole, code->constants, code->constant_count, nesting);
}

bool verify_code(const Code *code, char *reason, size_t size) {
    Whole whole = {.reason = reason, .reason_size = size};
    jmp_buf no_memory;
    arena_init(&whole.arena);
    whole.arena.out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena_free(&whole.arena);
        snprintf(reason, size, "out of memory");
        return false;
    }
    arena_raw(&whole.arena, ROOM_MOSTLY);
    bool sound = verify_nested(&whole, code, 0);
    arena_free(&whole.arena);
    return sound;
}
