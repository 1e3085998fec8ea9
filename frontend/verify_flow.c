// Runs the code on kinds instead of values. What an opcode takes and leaves is known by the names
// of the items in its header in vm/ops.def: `list` must be and is a list, `self_or_null` may be
// null, `exception` comes from a handler's entry and from nowhere else; an output that bears the
// name of an input is that input, moved. Everything else is any value but null.
#include "frontend/verify_flow.h"

#include "frontend/opcode.h"

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
    [ITEM_above] = KIND_ANY,
};
static const uint8_t kinds_left[ITEM_COUNT] = {
    [ITEM_null] = KIND_NULL + 1,  [ITEM_self_or_null] = KIND_MAYBE + 1,
    [ITEM_list] = KIND_LIST + 1,  [ITEM_set] = KIND_SET + 1,
    [ITEM_dict] = KIND_DICT + 1,  [ITEM_tuple] = KIND_TUPLE + 1,
    [ITEM_string] = KIND_STR + 1, [ITEM_previous] = KIND_PREVIOUS + 1,
    [ITEM_cell] = KIND_CELL + 1,
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

typedef struct {
    Verifier *verifier;
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

static bool make_state(Flow *flow, uint32_t offset, uint32_t depth) {
    flow->stored += flow->word_count + depth + 4;
    if (flow->stored > STATES_MOST)
        return verify_reject(flow->verifier, offset, "too large to be verified");
    State *state =
        arena_raw(flow->verifier->arena,
                  sizeof *state + flow->word_count * sizeof(uint64_t) + (depth + 1) * sizeof(Kind));
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

// --- plain instructions -----------------------------------------------------------------------

// What nearly all instructions are: they take some items, perhaps as many values on top of them as
// the operand says, and leave items of kinds that do not hang on what is taken, the same on both
// edges of a jump.
enum { PLAIN_MOST = 4 };
typedef struct {
    bool plain;
    uint8_t taken_count, left_count;
    uint8_t per_operand; // values taken on top, times the operand
    uint8_t asked[PLAIN_MOST];
    Kind left[PLAIN_MOST];
} Plain;

static Plain plains[OPCODE_COUNT]; // made by the first verification
static bool plains_made;

// The items of an opcode for one operand, as a Plain; `plain` is false if they are none.
static Plain plain_of(unsigned opcode, uint32_t operand) {
    OpcodeItem taken[OPCODE_ITEMS_MOST], left[OPCODE_ITEMS_MOST], jumping[OPCODE_ITEMS_MOST];
    uint32_t taken_count = opcode_items(opcode, operand, ITEMS_TAKEN, taken);
    uint32_t left_count = opcode_items(opcode, operand, ITEMS_LEFT, left);
    uint32_t jumping_count = opcode_items(opcode, operand, ITEMS_JUMPING, jumping);
    bool jumps = opcode_infos[opcode].kind == OPERAND_JUMP;
    Plain plain = {0}, none = {0};
    if (left_count > PLAIN_MOST || (jumps && jumping_count != left_count)) return none;
    plain.left_count = (uint8_t)left_count;
    for (uint32_t i = 0; i < left_count; i++) {
        if (left[i].count != 1 || left[i].name == ITEM_copy) return none;
        if (jumps && (jumping[i].count != 1 || jumping[i].name != left[i].name)) return none;
        for (uint32_t k = 0; k < taken_count; k++)
            if (taken[k].name == left[i].name) return none;
        plain.left[i] = left_as(left[i].name);
    }
    if (taken_count && taken[taken_count - 1].count != 1) {
        const OpcodeItem *top = &taken[--taken_count];
        int64_t factor = operand ? top->count / operand : 0;
        if (!operand || asked_of(top->name) != KIND_VALUE || factor < 1 || factor > 2 ||
            top->count != factor * operand)
            return none;
        plain.per_operand = (uint8_t)factor;
    }
    if (taken_count > PLAIN_MOST) return none;
    plain.taken_count = (uint8_t)taken_count;
    for (uint32_t i = 0; i < taken_count; i++) {
        if (taken[i].count != 1) return none;
        plain.asked[i] = (uint8_t)asked_of(taken[i].name);
    }
    plain.plain = true;
    return plain;
}

// Of an opcode whose operand is a number of things, plain is what is the same for any of them.
static void make_plains(void) {
    static const uint32_t tried[] = {2, 3, 1000, 70000, OPERAND_MAX};
    for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++) {
        if (opcode_infos[opcode].kind == OPERAND_FLAGS || opcode == OP_DELETE_FAST ||
            opcode == OP_BUILD_TUPLE)
            continue;
        Plain plain = plain_of(opcode, tried[0]);
        for (size_t i = 1; i < sizeof tried / sizeof *tried; i++) {
            Plain other = plain_of(opcode, tried[i]);
            if (memcmp(&plain, &other, sizeof plain)) plain.plain = false;
        }
        plains[opcode] = plain;
    }
    plains_made = true;
}

// Does the instruction if it is plain and nothing is wrong with it. False, with nothing changed, if
// it must be looked at closely.
static bool step_plain(Flow *flow, const Plain *plain, unsigned opcode, uint32_t operand,
                       int64_t pops) {
    const Code *code = flow->code;
    int64_t below = flow->depth - pops;
    if (below < 0 || below + plain->left_count > code->stack_depth) return false;
    Kind *at = flow->stack + below;
    for (uint32_t i = 0; i < plain->taken_count; i++)
        if (!fits(code, at[i], plain->asked[i])) return false;
    for (int64_t i = plain->taken_count; i < pops; i++)
        if (kind_of(at[i]) < KIND_VALUE) return false;
    switch (opcode) {
    case OP_LOAD_FAST:
        if (flow->unbound[operand >> 6] >> (operand & 63) & 1) return false;
        break;
    case OP_LOAD_FAST_CHECK:
    case OP_STORE_FAST: flow->unbound[operand >> 6] &= ~(1ull << (operand & 63)); break;
    }
    for (uint32_t i = 0; i < plain->left_count; i++) at[i] = plain->left[i];
    if (opcode == OP_LOAD_CONST) at[0] = kind_with(KIND_CONSTANT, operand);
    flow->depth = below + plain->left_count;
    return true;
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

static bool is_unbound(const Flow *flow, uint32_t slot) {
    return flow->unbound[slot >> 6] >> (slot & 63) & 1;
}

// What the names of the items do not say.
static bool check_special(Flow *flow, uint32_t offset, unsigned opcode, uint32_t operand,
                          int64_t pops) {
    const Code *code = flow->code;
    Kind top = pops ? flow->inputs[pops - 1] : KIND_VALUE;
    const Constant *last = kind_of(top) == KIND_CONSTANT ? code->constants[number_of(top)] : NULL;
    uint64_t bit = 1ull << (operand & 63);
    switch (opcode) {
    case OP_LOAD_FAST:
        if (is_unbound(flow, operand))
            return verify_reject(flow->verifier, offset, "local %u may be unbound", operand);
        return true;
    case OP_LOAD_FAST_CHECK:
    case OP_STORE_FAST: return flow->unbound[operand >> 6] &= ~bit, true;
    case OP_DELETE_FAST: return flow->unbound[operand >> 6] |= bit, true;
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

// Leaves what one edge of an instruction leaves in place of its inputs.
static bool apply(Flow *flow, uint32_t offset, const OpcodeItem *taken, uint32_t taken_count,
                  ItemSide side, int64_t pops) {
    const Code *code = flow->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = opcode_items(opcode, operand, side, items);
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
        if (opcode == OP_LOAD_CONST) kind = kind_with(KIND_CONSTANT, operand);
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

// One instruction. The walk goes on at the next one if the answer is 1; 0: control does not go
// there; -1: refused.
static int step(Flow *flow, uint32_t offset, uint32_t next, const Handler **told) {
    const Code *code = flow->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    if (!flow->budget--) {
        verify_reject(flow->verifier, offset, "too tangled to be verified");
        return -1;
    }
    const Handler *handler = flow->handlers ? flow->handlers[offset] : NULL;
    const Plain *plain = &plains[opcode];
    int64_t plainly = plain->taken_count + plain->per_operand * (int64_t)operand;
    bool told_all = !handler || (handler == *told && flow->depth - plainly >= handler->depth);
    if (plain->plain && told_all && step_plain(flow, plain, opcode, operand, plainly)) {
        *told = handler;
        if (opcode_infos[opcode].kind == OPERAND_JUMP &&
            !reach(flow, offset, (int64_t)next + unit_jump(code->units[offset]), flow->depth))
            return -1;
        return !opcode_ends_flow(opcode);
    }
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = opcode_items(opcode, operand, ITEMS_TAKEN, items);
    int64_t pops = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].count < 0 || items[i].count > flow->depth - pops) {
            verify_reject(flow->verifier, offset, "%s takes more than %lld values",
                          opcode_infos[opcode].name, (long long)flow->depth);
            return -1;
        }
        pops += items[i].count;
    }
    memcpy(flow->inputs, flow->stack + flow->depth - pops, (size_t)pops * sizeof(Kind));
    // Calls write to their inputs before they raise.
    bool calls = opcode == OP_CALL || opcode == OP_CALL_KW || opcode == OP_CALL_FUNCTION_EX;
    if (handler && calls && flow->depth - pops < handler->depth) {
        verify_reject(flow->verifier, offset, "handler keeps what a call takes");
        return -1;
    }
    // The handler need not be told again while only what it does not see has changed.
    if (handler && handler != *told && !reach_handler(flow, offset, handler)) return -1;
    *told = handler;
    if (handler && (opcode == OP_DELETE_FAST || flow->depth - pops < handler->depth)) *told = NULL;
    if (!check_inputs(flow, offset, items, count) ||
        !check_special(flow, offset, opcode, operand, pops))
        return -1;
    int64_t depth = flow->depth;
    if (opcode_infos[opcode].kind == OPERAND_JUMP) {
        int64_t target = (int64_t)next + unit_jump(code->units[offset]);
        if (!apply(flow, offset, items, count, ITEMS_JUMPING, pops) ||
            !reach(flow, offset, target, flow->depth))
            return -1;
        memcpy(flow->stack + depth - pops, flow->inputs, (size_t)pops * sizeof(Kind));
        flow->depth = depth;
    }
    if (opcode_ends_flow(opcode)) return 0;
    return apply(flow, offset, items, count, ITEMS_LEFT, pops) ? 1 : -1;
}

static bool walk(Flow *flow, uint32_t offset) {
    const Code *code = flow->code;
    const State *state = flow->states[offset];
    const Handler *told = NULL;
    memcpy(flow->unbound, state->unbound, flow->word_count * sizeof(uint64_t));
    memcpy(flow->stack, state->stack, state->depth * sizeof(Kind));
    flow->depth = state->depth;
    for (;;) {
        uint32_t next = offset + 1 + opcode_infos[unit_opcode(code->units[offset])].cache_units;
        int goes_on = step(flow, offset, next, &told);
        if (goes_on <= 0) return !goes_on;
        if (next >= code->unit_count || flow->meets[next])
            return reach(flow, offset, next, flow->depth);
        offset = next;
    }
}

// --- the whole --------------------------------------------------------------------------------

static void find_meetings(Flow *flow) {
    const Code *code = flow->code;
    for (uint32_t at = 0; at < code->unit_count;) {
        const OpcodeInfo *info = &opcode_infos[unit_opcode(code->units[at])];
        uint32_t next = at + 1 + info->cache_units;
        if (info->kind == OPERAND_JUMP)
            flow->meets[(int64_t)next + unit_jump(code->units[at])] = true;
        at = next;
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
    // Nothing else yields, as has been found before.
    if (!(code->flags & CODE_RESUMABLE)) return true;
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
    if (!reach(flow, 0, 0, 0)) return false;
    while (flow->waiting_count) {
        uint32_t offset = flow->waiting[--flow->waiting_count];
        flow->states[offset]->waiting = false;
        if (!walk(flow, offset)) return false;
    }
    return true;
}

bool verify_flow(Verifier *verifier) {
    const Code *code = verifier->code;
    Arena *arena = verifier->arena;
    size_t count = (size_t)code->unit_count + 1, room = (size_t)code->stack_depth + 2;
    Flow flow = {.verifier = verifier, .code = code, .word_count = (code->slot_count + 63) / 64};
    flow.budget = 64 * (uint64_t)code->unit_count + (1 << 16);
    if (code->handler_count) flow.handlers = arena_array(arena, const Handler *, count);
    flow.states = arena_array(arena, State *, count);
    flow.meets = arena_array(arena, bool, count);
    flow.waiting = arena_room(arena, uint32_t, count);
    flow.unbound = arena_array(arena, uint64_t, (size_t)flow.word_count + 1);
    flow.stack = arena_array(arena, Kind, room);
    flow.inputs = arena_array(arena, Kind, room);
    if (!plains_made) make_plains();
    return run(&flow);
}
