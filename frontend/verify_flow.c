// Runs the code on kinds instead of values. What an opcode takes and leaves is known by the names
// of the items in its header in vm/ops.def: `list` must be and is a list, `self_or_null` may be
// null, `exception` comes from a handler's entry and from nowhere else, `reraised` is one or None;
// an output that bears the name of an input is that input, moved. Everything else is any value but
// null.
#include "frontend/verify_flow.h"

#include "frontend/opcode.h"

#include <stdlib.h>
#include <string.h>

// --- kinds ------------------------------------------------------------------------------------

// A kind in the low 8 bits, and of some the number that belongs to it above them.
typedef uint32_t Kind;
enum {
    KIND_NULL,
    KIND_MAYBE, // null or a value
    KIND_VALUE, // any value; all that follow are values, too
    KIND_LIST,
    KIND_SET,
    KIND_DICT,
    KIND_TUPLE,
    KIND_STR,
    KIND_EXCEPTION,
    KIND_PREVIOUS, // what was handled before: an exception (these are of this kind, too) or None
    KIND_CELL,
    KIND_CELLS,    // tuple of so many cells
    KIND_CONSTANT, // of that number
    KIND_ANY,      // asked of an input: nothing
    KIND_CODE,     // asked of an input: constant code
    KIND_NAMES,    // asked of an input: constant tuple of strings
};

static inline unsigned kind_of(Kind kind) {
    return kind & 0xff;
}
static inline uint32_t number_of(Kind kind) {
    return kind >> 8;
}
static inline Kind kind_with(unsigned kind, uint32_t number) {
    return number << 8 | kind;
}

// By the name of an item: what is asked of it as an input and known of it as an output.
static const uint8_t kinds_asked[ITEM_COUNT] = {
    [ITEM_self_or_null] = KIND_MAYBE, [ITEM_keywords_or_null] = KIND_MAYBE,
    [ITEM_list] = KIND_LIST,          [ITEM_set] = KIND_SET,
    [ITEM_dict] = KIND_DICT,          [ITEM_tuple] = KIND_TUPLE,
    [ITEM_keys] = KIND_TUPLE,         [ITEM_pieces] = KIND_STR,
    [ITEM_spec] = KIND_STR,           [ITEM_exception] = KIND_EXCEPTION,
    [ITEM_previous] = KIND_PREVIOUS,  [ITEM_code] = KIND_CODE,
    [ITEM_names] = KIND_NAMES,        [ITEM_lower] = KIND_ANY,
    [ITEM_between] = KIND_ANY,        [ITEM_upper] = KIND_ANY,
    [ITEM_above] = KIND_ANY,          [ITEM_raised] = KIND_PREVIOUS,
};
static const uint8_t kinds_left[ITEM_COUNT] = {
    [ITEM_null] = KIND_NULL + 1,  [ITEM_self_or_null] = KIND_MAYBE + 1,
    [ITEM_list] = KIND_LIST + 1,  [ITEM_set] = KIND_SET + 1,
    [ITEM_dict] = KIND_DICT + 1,  [ITEM_tuple] = KIND_TUPLE + 1,
    [ITEM_string] = KIND_STR + 1, [ITEM_previous] = KIND_PREVIOUS + 1,
    [ITEM_cell] = KIND_CELL + 1,  [ITEM_reraised] = KIND_PREVIOUS + 1,
};

static unsigned asked_of(unsigned name) {
    return kinds_asked[name] ? kinds_asked[name] : KIND_VALUE;
}
static Kind left_as(unsigned name) {
    return kinds_left[name] ? (Kind)kinds_left[name] - 1 : KIND_VALUE;
}

// The kind without its number.
static Kind widen(const Code *code, Kind kind) {
    if (kind_of(kind) == KIND_CELLS) return KIND_TUPLE;
    if (kind_of(kind) != KIND_CONSTANT) return kind;
    switch (code->constants[number_of(kind)]->kind) {
    case CONSTANT_TUPLE: return KIND_TUPLE;
    case CONSTANT_STR: return KIND_STR;
    default: return KIND_VALUE;
    }
}

static bool may_be_handled(Kind kind) {
    return kind == KIND_EXCEPTION || kind == KIND_PREVIOUS;
}

static Kind join(const Code *code, Kind one, Kind other) {
    if (one == other) return one;
    one = widen(code, one);
    other = widen(code, other);
    if (one == other) return one;
    if (may_be_handled(one) && may_be_handled(other)) return KIND_PREVIOUS;
    return kind_of(one) < KIND_VALUE || kind_of(other) < KIND_VALUE ? KIND_MAYBE : KIND_VALUE;
}

static bool is_names(const Constant *constant) {
    if (constant->kind != CONSTANT_TUPLE) return false;
    for (uint32_t i = 0; i < constant->items.count; i++)
        if (constant->items.items[i]->kind != CONSTANT_STR) return false;
    return true;
}

static bool fits(const Code *code, Kind kind, unsigned asked) {
    const Constant *constant =
        kind_of(kind) == KIND_CONSTANT ? code->constants[number_of(kind)] : NULL;
    switch (asked) {
    case KIND_ANY:
    case KIND_MAYBE: return true;
    case KIND_VALUE: return kind_of(kind) >= KIND_VALUE;
    case KIND_CODE: return constant && constant->kind == CONSTANT_CODE;
    case KIND_NAMES: return constant && is_names(constant);
    case KIND_PREVIOUS: return may_be_handled(kind);
    default: return kind_of(widen(code, kind)) == asked;
    }
}

// --- states -----------------------------------------------------------------------------------

// What is known where edges of control meet.
typedef struct {
    bool waiting;
    uint32_t depth;
    uint64_t *unbound; // one bit a local: it may be unbound
    Kind *stack;
} State;

enum { STATES_MOST = 1 << 24 }; // kinds and words of all states together

// States lie in chunks, which go together.
typedef struct Chunk {
    struct Chunk *previous;
    size_t left;
    char data[];
} Chunk;
enum { CHUNK_SIZE = 4000 };

typedef struct {
    Verifier *verifier;
    Chunk *chunk;
    const Code *code;
    const Handler **handlers; // of each unit
    State **states;           // of each unit, NULL until an edge reaches it
    bool *meets;              // edges meet at this unit
    uint32_t *waiting;
    uint32_t waiting_count, word_count;
    uint64_t budget; // of steps
    size_t stored;
    // The walk's own state, and the inputs of the instruction that it is at.
    uint64_t *unbound;
    Kind *stack, *inputs;
    int64_t depth;
} Flow;

static void *take_room(Flow *flow, size_t size) {
    Chunk *chunk = flow->chunk;
    size = (size + 7) & ~(size_t)7;
    if (!chunk || chunk->left < size) {
        size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        if (!(chunk = malloc(sizeof *chunk + room))) return NULL;
        *chunk = (Chunk){flow->chunk, room};
        flow->chunk = chunk;
    }
    chunk->left -= size;
    return chunk->data + chunk->left;
}

static bool make_state(Flow *flow, uint32_t offset, uint32_t depth) {
    flow->stored += flow->word_count + depth + 4;
    size_t size = sizeof(State) + flow->word_count * sizeof(uint64_t) + depth * sizeof(Kind);
    State *state = flow->stored > STATES_MOST ? NULL : take_room(flow, size);
    if (!state) return verify_reject(flow->verifier, offset, "too large to be verified");
    state->waiting = false;
    state->depth = depth;
    state->unbound = (uint64_t *)(state + 1);
    state->stack = (Kind *)(state->unbound + flow->word_count);
    memcpy(state->unbound, flow->unbound, flow->word_count * sizeof(uint64_t));
    memcpy(state->stack, flow->stack, depth * sizeof(Kind));
    flow->states[offset] = state;
    return true;
}

// The walk's state, of which the stack is `depth` high, reaches a unit at which edges meet.
static bool reach(Flow *flow, uint32_t from, int64_t offset, int64_t depth) {
    const Code *code = flow->code;
    if (offset >= code->unit_count) return verify_reject(flow->verifier, from, "runs off the end");
    State *state = flow->states[offset];
    bool changed = !state;
    if (!state) {
        if (!make_state(flow, (uint32_t)offset, (uint32_t)depth)) return false;
        state = flow->states[offset];
    } else if (state->depth != depth) {
        return verify_reject(flow->verifier, from, "stack depth %lld meets %u at unit %lld",
                             (long long)depth, state->depth, (long long)offset);
    }
    for (uint32_t i = 0; i < flow->word_count; i++) {
        changed |= (flow->unbound[i] & ~state->unbound[i]) != 0;
        state->unbound[i] |= flow->unbound[i];
    }
    for (uint32_t i = 0; i < depth; i++) {
        Kind joined = join(code, state->stack[i], flow->stack[i]);
        changed |= joined != state->stack[i];
        state->stack[i] = joined;
    }
    if (changed && !state->waiting) {
        state->waiting = true;
        flow->waiting[flow->waiting_count++] = (uint32_t)offset;
    }
    return true;
}

// The edge that an exception takes: the stack cut, perhaps the offset, the exception.
static bool reach_handler(Flow *flow, uint32_t offset, const Handler *handler) {
    int64_t depth = handler->depth, top = depth + 1 + handler->push_offset;
    if (flow->depth < depth)
        return verify_reject(flow->verifier, offset, "handler cuts too little");
    if (top > flow->code->stack_depth)
        return verify_reject(flow->verifier, offset, "no room for the exception");
    Kind kept[2] = {flow->stack[depth], flow->stack[top - 1]};
    flow->stack[depth] = KIND_VALUE;
    flow->stack[top - 1] = KIND_EXCEPTION;
    bool fine = reach(flow, offset, handler->target, top);
    flow->stack[top - 1] = kept[1];
    flow->stack[depth] = kept[0];
    return fine;
}

// --- instructions -----------------------------------------------------------------------------

static bool check_inputs(Flow *flow, uint32_t offset, const OpcodeItem *items, uint32_t count) {
    const Kind *at = flow->inputs;
    for (uint32_t i = 0; i < count; i++) {
        unsigned asked = asked_of(items[i].name);
        for (int64_t k = 0; k < items[i].count; k++, at++) {
            if (fits(flow->code, *at, asked)) continue;
            return verify_reject(flow->verifier, offset, "%s cannot take such a %s",
                                 opcode_infos[unit_opcode(flow->code->units[offset])].name,
                                 item_names[items[i].name]);
        }
    }
    return true;
}

// defaults, keyword defaults, annotations, closure, code
static bool check_function(Flow *flow, uint32_t offset, uint32_t flags, const Code *made) {
    static const uint8_t asked[] = {KIND_TUPLE, KIND_DICT, KIND_TUPLE};
    const Kind *at = flow->inputs;
    for (unsigned i = 0; i < 3; i++)
        if (flags >> i & 1 && !fits(flow->code, *at++, asked[i]))
            return verify_reject(flow->verifier, offset, "function made of something else");
    uint32_t cells = flags & 8 && kind_of(*at) == KIND_CELLS ? number_of(*at) : 0;
    if (made->free_count != cells || !!(flags & 8) != !!cells)
        return verify_reject(flow->verifier, offset, "closure of something else");
    return true;
}

// Which locals are bound.
static bool check_local(Flow *flow, uint32_t offset, unsigned opcode, uint32_t slot) {
    uint64_t *word = &flow->unbound[slot >> 6], bit = 1ull << (slot & 63);
    switch (opcode) {
    case OP_LOAD_FAST:
        if (*word & bit)
            return verify_reject(flow->verifier, offset, "local %u may be unbound", slot);
        return true;
    case OP_LOAD_FAST_CHECK:
    case OP_STORE_FAST: return *word &= ~bit, true;
    case OP_DELETE_FAST: return *word |= bit, true;
    default: return true;
    }
}

// What the names of the items do not say, of opcodes with arrays.
static bool check_special(Flow *flow, uint32_t offset, unsigned opcode, uint32_t operand,
                          int64_t pops) {
    const Code *code = flow->code;
    Kind top = pops ? flow->inputs[pops - 1] : KIND_VALUE;
    const Constant *last = kind_of(top) == KIND_CONSTANT ? code->constants[number_of(top)] : NULL;
    switch (opcode) {
    case OP_MAKE_FUNCTION: return check_function(flow, offset, operand, last->code);
    case OP_CALL_KW:
        if (last->items.count > operand)
            return verify_reject(flow->verifier, offset, "more names than arguments");
        return true;
    case OP_BUILD_CONST_KEY_MAP:
        if (!last || last->items.count != operand)
            return verify_reject(flow->verifier, offset, "not as many keys as values");
        return true;
    default: return true;
    }
}

// Leaves what an instruction leaves in place of its inputs.
static bool apply(Flow *flow, uint32_t offset, const OpcodeItem *taken, uint32_t taken_count,
                  int64_t pops) {
    const Code *code = flow->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = opcode_items(opcode, operand, ITEMS_LEFT, items);
    int64_t at = flow->depth - pops;
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].count < 0 || items[i].count > code->stack_depth - at)
            return verify_reject(flow->verifier, offset, "stack depth above %u", code->stack_depth);
        const Kind *moved = NULL, *from = flow->inputs;
        for (uint32_t k = 0; k < taken_count; from += taken[k++].count) {
            bool same = taken[k].name == items[i].name && taken[k].count == items[i].count;
            if (same || (items[i].name == ITEM_copy && taken[k].name == ITEM_lower)) moved = from;
        }
        Kind kind = left_as(items[i].name);
        if (opcode == OP_BUILD_TUPLE && pops) {
            int64_t cells = 0;
            while (cells < pops && kind_of(flow->inputs[cells]) == KIND_CELL) cells++;
            if (cells == pops) kind = kind_with(KIND_CELLS, (uint32_t)cells);
        }
        for (int64_t k = 0; k < items[i].count; k++) flow->stack[at++] = moved ? moved[k] : kind;
    }
    flow->depth = at;
    return true;
}

// --- opcodes without arrays: most, and known beforehand ---

enum { NOT_MOVED = -1 };

// What one side of an effect leaves at each place: a kind, or the input that moved there.
typedef struct {
    uint8_t count;
    int8_t moved[OPCODE_ITEMS_MOST];
    uint8_t kinds[OPCODE_ITEMS_MOST];
} Outputs;

typedef struct {
    bool usable;
    uint8_t takes;
    uint8_t names[OPCODE_ITEMS_MOST], asked[OPCODE_ITEMS_MOST];
    Outputs left, jumping;
} Plain;

static Plain plains[OPCODE_COUNT];

static void learn_outputs(Plain *plain, unsigned opcode, ItemSide side, Outputs *outputs) {
    OpcodeItem items[OPCODE_ITEMS_MOST];
    outputs->count = (uint8_t)opcode_items(opcode, 1, side, items);
    for (uint8_t i = 0; i < outputs->count; i++) {
        plain->usable &= !items[i].array;
        outputs->kinds[i] = (uint8_t)left_as(items[i].name);
        outputs->moved[i] = NOT_MOVED;
        for (uint8_t k = 0; k < plain->takes; k++)
            if (plain->names[k] == items[i].name) outputs->moved[i] = (int8_t)k;
    }
}

static void learn(void) {
    if (plains[OP_NOP].usable) return;
    for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++) {
        OpcodeItem items[OPCODE_ITEMS_MOST];
        Plain *plain = &plains[opcode];
        plain->usable = true;
        plain->takes = (uint8_t)opcode_items(opcode, 1, ITEMS_TAKEN, items);
        for (uint8_t i = 0; i < plain->takes; i++) {
            plain->usable &= !items[i].array;
            plain->names[i] = (uint8_t)items[i].name;
            plain->asked[i] = (uint8_t)asked_of(items[i].name);
        }
        learn_outputs(plain, opcode, ITEMS_LEFT, &plain->left);
        learn_outputs(plain, opcode, ITEMS_JUMPING, &plain->jumping);
    }
}

static bool leave(Flow *flow, uint32_t offset, Kind *base, const Kind *inputs,
                  const Outputs *outputs) {
    int64_t depth = base - flow->stack + outputs->count;
    if (depth > flow->code->stack_depth)
        return verify_reject(flow->verifier, offset, "stack depth above %u",
                             flow->code->stack_depth);
    for (uint8_t i = 0; i < outputs->count; i++)
        base[i] = outputs->moved[i] < 0 ? outputs->kinds[i] : inputs[outputs->moved[i]];
    flow->depth = depth;
    return true;
}

static bool step_plain(Flow *flow, uint32_t offset, uint32_t next, const Plain *plain) {
    const Code *code = flow->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    Kind inputs[OPCODE_ITEMS_MOST], *base = flow->stack + flow->depth - plain->takes;
    for (uint8_t i = 0; i < plain->takes; i++) {
        inputs[i] = base[i];
        if (plain->asked[i] == KIND_VALUE ? kind_of(base[i]) >= KIND_VALUE
                                          : fits(code, base[i], plain->asked[i]))
            continue;
        return verify_reject(flow->verifier, offset, "%s cannot take such a %s",
                             opcode_infos[opcode].name, item_names[plain->names[i]]);
    }
    if (opcode_infos[opcode].kind == OPERAND_LOCAL && !check_local(flow, offset, opcode, operand))
        return false;
    if (opcode_infos[opcode].kind == OPERAND_JUMP) {
        if (!leave(flow, offset, base, inputs, &plain->jumping) ||
            !reach(flow, offset, (int64_t)next + unit_jump(code->units[offset]), flow->depth))
            return false;
    }
    if (!leave(flow, offset, base, inputs, &plain->left)) return false;
    if (opcode == OP_LOAD_CONST) *base = kind_with(KIND_CONSTANT, operand);
    return true;
}

// --- a walk ---

// How many values an instruction takes, and which items; -1: more than there are.
static int64_t count_inputs(Flow *flow, uint32_t offset, OpcodeItem *items, uint32_t *count) {
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    int64_t pops = 0;
    *count = opcode_items(opcode, unit_operand(flow->code->units[offset]), ITEMS_TAKEN, items);
    for (uint32_t i = 0; i < *count; i++) {
        if (items[i].count < 0 || items[i].count > flow->depth - pops) return -1;
        pops += items[i].count;
    }
    return pops;
}

static bool step_arrays(Flow *flow, uint32_t offset, const OpcodeItem *items, uint32_t count,
                        int64_t pops) {
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    uint32_t operand = unit_operand(flow->code->units[offset]);
    memcpy(flow->inputs, flow->stack + flow->depth - pops, (size_t)pops * sizeof(Kind));
    return check_inputs(flow, offset, items, count) &&
           check_special(flow, offset, opcode, operand, pops) &&
           apply(flow, offset, items, count, pops);
}

// The handler of an instruction that takes so many values. It need not be told again while only
// what it does not see has changed.
static bool tell_handler(Flow *flow, uint32_t offset, int64_t pops, const Handler **told) {
    const Handler *handler = flow->handlers[offset];
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    // Calls write to their inputs before they raise.
    bool calls = opcode == OP_CALL || opcode == OP_CALL_KW || opcode == OP_CALL_FUNCTION_EX;
    bool seen = handler && flow->depth - pops < handler->depth;
    if (seen && calls)
        return verify_reject(flow->verifier, offset, "handler keeps what a call takes");
    if (handler && handler != *told && !reach_handler(flow, offset, handler)) return false;
    *told = seen || opcode == OP_DELETE_FAST ? NULL : handler;
    return true;
}

static bool step(Flow *flow, uint32_t offset, uint32_t next, const Handler **told) {
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    const Plain *plain = &plains[opcode];
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = 0;
    int64_t pops = plain->usable ? plain->takes : count_inputs(flow, offset, items, &count);
    if (!flow->budget--) return verify_reject(flow->verifier, offset, "too tangled to be verified");
    if (pops < 0 || pops > flow->depth)
        return verify_reject(flow->verifier, offset, "%s takes more than %lld values",
                             opcode_infos[opcode].name, (long long)flow->depth);
    if (!tell_handler(flow, offset, pops, told)) return false;
    return plain->usable ? step_plain(flow, offset, next, plain)
                         : step_arrays(flow, offset, items, count, pops);
}

// Goes on from a unit with the walk's state until control ends or edges meet.
static bool walk(Flow *flow, uint32_t offset) {
    const Code *code = flow->code;
    const Handler *told = NULL;
    for (;;) {
        unsigned opcode = unit_opcode(code->units[offset]);
        uint32_t next = offset + 1 + opcode_infos[opcode].cache_units;
        if (!step(flow, offset, next, &told)) return false;
        if (opcode_ends_flow(opcode)) return true;
        if (next >= code->unit_count || flow->meets[next])
            return reach(flow, offset, next, flow->depth);
        offset = next;
    }
}

static bool walk_from_state(Flow *flow, uint32_t offset) {
    State *state = flow->states[offset];
    state->waiting = false;
    memcpy(flow->unbound, state->unbound, flow->word_count * sizeof(uint64_t));
    memcpy(flow->stack, state->stack, state->depth * sizeof(Kind));
    flow->depth = state->depth;
    return walk(flow, offset);
}

// --- the whole --------------------------------------------------------------------------------

static void find_meetings(Flow *flow) {
    const Code *code = flow->code;
    for (uint32_t at = 0; at < code->unit_count; at++) {
        const OpcodeInfo *info = &opcode_infos[unit_opcode(code->units[at])];
        if (flow->verifier->starts[at] && info->kind == OPERAND_JUMP)
            flow->meets[(int64_t)at + 1 + info->cache_units + unit_jump(code->units[at])] = true;
    }
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        flow->meets[handler->target] = true;
        for (uint32_t at = handler->start; at < handler->end; at++) flow->handlers[at] = handler;
    }
}

// What is thrown into a generator that waits for another goes there: the units before the place
// where it sleeps tell. So a yield behind a SEND must have come from there.
static bool check_delegation(Flow *flow) {
    const Code *code = flow->code;
    if (!(code->flags & CODE_RESUMABLE)) return true; // nothing yields, as has been found before
    for (uint32_t at = 1; at < code->unit_count; at++) {
        if (flow->verifier->starts[at] && unit_opcode(code->units[at]) == OP_YIELD_VALUE &&
            flow->verifier->starts[at - 1] && unit_opcode(code->units[at - 1]) == OP_SEND &&
            flow->meets[at])
            return verify_reject(flow->verifier, at, "jump between SEND and its yield");
    }
    return true;
}

static bool run(Flow *flow) {
    const Code *code = flow->code;
    uint32_t parameters = code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    find_meetings(flow);
    if (!check_delegation(flow)) return false;
    for (uint32_t i = parameters; i < code->slot_count; i++)
        flow->unbound[i >> 6] |= 1ull << (i & 63);
    if (!(flow->meets[0] ? reach(flow, 0, 0, 0) : walk(flow, 0))) return false;
    while (flow->waiting_count)
        if (!walk_from_state(flow, flow->waiting[--flow->waiting_count])) return false;
    return true;
}

bool verify_flow(Verifier *verifier) {
    const Code *code = verifier->code;
    size_t count = (size_t)code->unit_count + 1, room = (size_t)code->stack_depth + 2;
    Flow flow = {.verifier = verifier, .code = code, .word_count = (code->slot_count + 63) / 64};
    flow.budget = 64 * (uint64_t)code->unit_count + (1 << 16);
    learn();
    // All tables in one block, those of the larger items first.
    size_t size = count * (sizeof *flow.handlers + sizeof *flow.states) +
                  flow.word_count * sizeof *flow.unbound + count * sizeof *flow.waiting +
                  room * (sizeof *flow.stack + sizeof *flow.inputs) + count * sizeof *flow.meets;
    char *block = calloc(1, size);
    if (!block) return verify_reject(verifier, 0, "out of memory");
    flow.handlers = (const Handler **)block;
    flow.states = (State **)(flow.handlers + count);
    flow.unbound = (uint64_t *)(flow.states + count);
    flow.waiting = (uint32_t *)(flow.unbound + flow.word_count);
    flow.stack = (Kind *)(flow.waiting + count);
    flow.inputs = flow.stack + room;
    flow.meets = (bool *)(flow.inputs + room);
    bool sound = run(&flow);
    for (Chunk *chunk = flow.chunk; chunk;) {
        Chunk *previous = chunk->previous;
        free(chunk);
        chunk = previous;
    }
    free(block);
    return sound;
}
