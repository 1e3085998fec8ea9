// Runs the code on kinds instead of values. What an opcode takes and leaves is known by the names
// of the items in its header in vm/ops.def: `list` must be and is a list, `self_or_null` may be
// null, `exception` comes from a handler's entry and from nowhere else, `reraised` is one or None;
// an output that bears the name of an input is that input, moved. Everything else is any value but
// null.
#include "frontend/verify_flow.h"

#include "frontend/opcode.h"

#include <string.h>

// --- kinds ------------------------------------------------------------------------------------

// A kind in the low 8 bits, and of some the number that belongs to it above them.
typedef uint32_t Kind;
enum {
    KIND_NULL,
    KIND_MAYBE,          // null or a value
    KIND_VALUE = 1 << 6, // any value; all that follow are values, too, and have its bit
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
static inline bool is_value(Kind kind) {
    return kind_of(kind) >= KIND_VALUE;
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
    case KIND_VALUE: return is_value(kind);
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
    State **states; // of the units where edges meet, NULL until one reaches it
    uint32_t *waiting;
    uint32_t waiting_count, word_count;
    uint64_t budget; // of units
    size_t stored;
    // The walk's own state, the inputs of the instruction that it is at, and room for those that
    // move.
    uint64_t *unbound;
    Kind *stack, *moving;
    const Kind *inputs;
    int64_t depth;
    // The handler of the instruction, NULL if there is none, and the one that knows the walk's
    // state but for what it does not see.
    const Handler *handler, *told;
} Flow;

static bool make_state(Flow *flow, uint32_t offset, uint32_t depth) {
    flow->stored += flow->word_count + depth + 4;
    if (flow->stored > STATES_MOST)
        return verify_reject(flow->verifier, offset, "too large to be verified");
    size_t size = sizeof(State) + flow->word_count * sizeof(uint64_t) + depth * sizeof(Kind);
    State *state = arena_raw(flow->verifier->arena, size);
    state->waiting = false;
    state->depth = depth;
    state->unbound = (uint64_t *)(state + 1);
    state->stack = (Kind *)(state->unbound + flow->word_count);
    memcpy(state->unbound, flow->unbound, flow->word_count * sizeof(uint64_t));
    memcpy(state->stack, flow->stack, depth * sizeof(Kind));
    flow->states[offset] = state;
    return true;
}

// What is known where the walk arrives, and was known there: whether that is less now.
static bool join_states(Flow *flow, State *state) {
    bool changed = false;
    for (uint32_t i = 0; i < flow->word_count; i++) {
        changed |= (flow->unbound[i] & ~state->unbound[i]) != 0;
        state->unbound[i] |= flow->unbound[i];
    }
    for (uint32_t i = 0; i < state->depth; i++) {
        Kind joined = join(flow->code, state->stack[i], flow->stack[i]);
        changed |= joined != state->stack[i];
        state->stack[i] = joined;
    }
    return changed;
}

// The walk's state, of which the stack is `depth` high, reaches a unit at which edges meet.
static bool reach(Flow *flow, uint32_t from, int64_t offset, int64_t depth) {
    if (offset >= flow->code->unit_count)
        return verify_reject(flow->verifier, from, "runs off the end");
    State *state = flow->states[offset];
    bool changed = true;
    if (!state) {
        if (!make_state(flow, (uint32_t)offset, (uint32_t)depth)) return false;
        state = flow->states[offset];
    } else if (state->depth == depth) {
        changed = join_states(flow, state);
    } else {
        return verify_reject(flow->verifier, from, "stack depth %lld meets %u at unit %lld",
                             (long long)depth, state->depth, (long long)offset);
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

// Which have at most so many items. At one place a kind is left, or the input that moved there.
enum { PLAIN_MOST = 5, MOVED = 0x80 };

typedef struct {
    uint8_t count;
    uint8_t items[PLAIN_MOST]; // a kind, or MOVED and the input's number
} Outputs;

// The commonest effects, which a walk runs over quickly. Inputs may be any values.
typedef enum {
    QUICK_NOT,
    QUICK_FIXED,  // so many in, so many out, whatever the operand
    QUICK_GATHER, // so many as the operand says in
    QUICK_CALL,
    QUICK_ADD,      // to the container as deep as the operand says
    QUICK_FUNCTION, // of nothing but its code
    QUICK_COPY,     // of what lies so deep
    QUICK_SWAP,
    QUICK_UNPACK, // one in, so many out
    QUICK_RERAISE,
} QuickKind;

// What is done with the effect of such an opcode, in words that need no questions.
typedef struct {
    _Alignas(16) uint8_t kind; // QuickKind
    uint8_t size;              // in units, the caches included
    bool edges;                // jumps, or ends the flow
    uint8_t takes, leaves;
    uint8_t pardons[2]; // KIND_VALUE where the top, or what is below it, need not be a value
    uint8_t left[2];    // kinds; of QUICK_ADD, the container's
    bool constant;      // the kind has the operand's number
    bool loads, binds;  // the operand is a local, which must be bound, or is then
} Quick;
_Static_assert(sizeof(Quick) == 16, "what is packed here is read at every step");

static Quick quicks[OPCODE_COUNT];

// All about an opcode in half a cache line.
typedef struct {
    _Alignas(32) bool usable;
    bool ends_flow, jumps;
    bool leaves_kinds; // and nothing that it took; of opcodes with arrays, too
    uint8_t takes;
    Outputs left, jumping;
    uint8_t names[PLAIN_MOST], asked[PLAIN_MOST];
} Plain;
_Static_assert(sizeof(Plain) == 32, "what is packed here is read at every step");

static Plain plains[OPCODE_COUNT];

// The items of one side; the opcode is not usable if there are too many, or arrays.
static uint8_t plain_items(Plain *plain, unsigned opcode, ItemSide side, OpcodeItem *items) {
    uint32_t count = opcode_items(opcode, 1, side, items);
    plain->usable &= count <= PLAIN_MOST;
    for (uint32_t i = 0; i < count; i++) plain->usable &= !items[i].array;
    return (uint8_t)(count < PLAIN_MOST ? count : PLAIN_MOST);
}

static void learn_outputs(Plain *plain, unsigned opcode, ItemSide side, Outputs *outputs) {
    OpcodeItem items[OPCODE_ITEMS_MOST];
    outputs->count = plain_items(plain, opcode, side, items);
    for (uint8_t i = 0; i < outputs->count; i++) {
        outputs->items[i] = (uint8_t)left_as(items[i].name);
        for (uint8_t k = 0; k < plain->takes; k++)
            if (plain->names[k] == items[i].name) outputs->items[i] = MOVED | k;
    }
}

// Whether any values are what an opcode takes, and none of them what it leaves.
static bool has_fixed_effect(const Plain *plain, unsigned opcode) {
    bool same =
        opcode_infos[opcode].kind != OPERAND_JUMP || (!plain->left.count && !plain->jumping.count);
    if (!plain->usable || plain->takes > 2 || plain->left.count > 2 || !same) return false;
    for (uint8_t i = 0; i < plain->takes; i++)
        if (plain->asked[i] != KIND_VALUE) return false;
    for (uint8_t i = 0; i < plain->left.count; i++)
        if (plain->left.items[i] & MOVED) return false;
    return true;
}

static QuickKind learn_quick_kind(const Plain *plain, unsigned opcode) {
    switch (opcode) {
    case OP_LOAD_FAST_CHECK:
    case OP_DELETE_FAST: return QUICK_NOT;
    case OP_CALL: return QUICK_CALL;
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_SLICE:
    case OP_RAISE_VARARGS: return QUICK_GATHER;
    case OP_LIST_APPEND:
    case OP_SET_ADD:
    case OP_MAP_ADD: return QUICK_ADD;
    case OP_MAKE_FUNCTION: return QUICK_FUNCTION;
    case OP_COPY: return QUICK_COPY;
    case OP_SWAP: return QUICK_SWAP;
    case OP_UNPACK_SEQUENCE: return QUICK_UNPACK;
    case OP_RERAISE: return QUICK_RERAISE;
    default: return has_fixed_effect(plain, opcode) ? QUICK_FIXED : QUICK_NOT;
    }
}

static void learn_quick(Quick *quick, const Plain *plain, unsigned opcode) {
    *quick =
        (Quick){.kind = (uint8_t)learn_quick_kind(plain, opcode),
                .size = 1 + opcode_infos[opcode].cache_units,
                .edges = plain->ends_flow || plain->jumps,
                .takes = plain->takes,
                .leaves = plain->left.count,
                .pardons = {plain->takes < 1 ? KIND_VALUE : 0, plain->takes < 2 ? KIND_VALUE : 0},
                .left = {plain->left.items[0], plain->left.items[1]},
                .constant = opcode == OP_LOAD_CONST,
                .loads = opcode == OP_LOAD_FAST,
                .binds = opcode == OP_STORE_FAST};
    if (quick->constant) quick->left[0] = KIND_CONSTANT;
    if (quick->kind == QUICK_ADD) {
        quick->takes = opcode == OP_MAP_ADD ? 2 : 1;
        quick->left[0] = plain->asked[0];
    }
}

static bool learn_leaves_kinds(const Plain *plain, unsigned opcode) {
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = opcode_items(opcode, 1, ITEMS_LEFT, items);
    if (opcode == OP_BUILD_TUPLE) return false; // perhaps cells, and so many
    for (uint32_t i = 0; i < count; i++)
        if (i >= PLAIN_MOST || items[i].array || plain->left.items[i] & MOVED) return false;
    return true;
}

static void learn(void) {
    if (plains[OP_NOP].usable) return;
    for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++) {
        OpcodeItem items[OPCODE_ITEMS_MOST];
        Plain *plain = &plains[opcode];
        plain->usable = true;
        plain->ends_flow = opcode_ends_flow(opcode);
        plain->jumps = opcode_infos[opcode].kind == OPERAND_JUMP;
        plain->takes = plain_items(plain, opcode, ITEMS_TAKEN, items);
        for (uint8_t i = 0; i < plain->takes; i++) {
            plain->names[i] = (uint8_t)items[i].name;
            plain->asked[i] = (uint8_t)asked_of(items[i].name);
        }
        learn_outputs(plain, opcode, ITEMS_LEFT, &plain->left);
        learn_outputs(plain, opcode, ITEMS_JUMPING, &plain->jumping);
        plain->leaves_kinds = learn_leaves_kinds(plain, opcode);
        learn_quick(&quicks[opcode], plain, opcode);
    }
}

static bool leave(Flow *flow, uint32_t offset, Kind *base, const Kind *inputs,
                  const Outputs *outputs) {
    int64_t depth = base - flow->stack + outputs->count;
    if (depth > flow->code->stack_depth)
        return verify_reject(flow->verifier, offset, "stack depth above %u",
                             flow->code->stack_depth);
    for (uint8_t i = 0; i < outputs->count; i++)
        base[i] =
            outputs->items[i] & MOVED ? inputs[outputs->items[i] & ~MOVED] : outputs->items[i];
    flow->depth = depth;
    return true;
}

static bool step_plain(Flow *flow, uint32_t offset, uint32_t next, const Plain *plain) {
    const Code *code = flow->code;
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    Kind inputs[PLAIN_MOST], *base = flow->stack + flow->depth - plain->takes;
    for (uint8_t i = 0; i < plain->takes; i++) {
        inputs[i] = base[i];
        if (plain->asked[i] == KIND_VALUE ? is_value(base[i])
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

// --- a step ---

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
    Kind *base = flow->stack + flow->depth - pops;
    flow->inputs = base;
    if (!check_inputs(flow, offset, items, count) ||
        !check_special(flow, offset, opcode, operand, pops))
        return false;
    if (plains[opcode].leaves_kinds) return leave(flow, offset, base, NULL, &plains[opcode].left);
    flow->inputs = memcpy(flow->moving, base, (size_t)pops * sizeof(Kind));
    return apply(flow, offset, items, count, pops);
}

// The handler of an instruction that takes so many values. It need not be told again while only
// what it does not see has changed.
static bool tell_handler(Flow *flow, uint32_t offset, int64_t pops) {
    const Handler *handler = flow->handler;
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    // Calls write to their inputs before they raise.
    bool calls = opcode == OP_CALL || opcode == OP_CALL_KW || opcode == OP_CALL_FUNCTION_EX;
    bool seen = handler && flow->depth - pops < handler->depth;
    if (seen && calls)
        return verify_reject(flow->verifier, offset, "handler keeps what a call takes");
    if (handler && handler != flow->told && !reach_handler(flow, offset, handler)) return false;
    flow->told = seen || opcode == OP_DELETE_FAST ? NULL : handler;
    return true;
}

// Apart from the walk, whose variables then have registers.
static __attribute__((noinline)) bool step(Flow *flow, uint32_t offset, uint32_t next) {
    unsigned opcode = unit_opcode(flow->code->units[offset]);
    const Plain *plain = &plains[opcode];
    OpcodeItem items[OPCODE_ITEMS_MOST];
    uint32_t count = 0;
    int64_t pops = plain->usable ? plain->takes : count_inputs(flow, offset, items, &count);
    if (pops < 0 || pops > flow->depth)
        return verify_reject(flow->verifier, offset, "%s takes more than %lld values",
                             opcode_infos[opcode].name, (long long)flow->depth);
    if (!tell_handler(flow, offset, pops)) return false;
    return plain->usable ? step_plain(flow, offset, next, plain)
                         : step_arrays(flow, offset, items, count, pops);
}

static bool are_values(const Kind *from, const Kind *to) {
    while (from < to)
        if (!is_value(*from++)) return false;
    return true;
}

// Without a branch that depends on the opcode: which comes next nobody can foretell.
static inline Kind *step_fixed(const Flow *flow, const Quick *quick, uint32_t operand, Kind *top,
                               const Kind *floor, const Kind *ceiling) {
    uint32_t slot = operand & -(uint32_t)(quick->loads | quick->binds);
    uint64_t *word = &flow->unbound[slot >> 6];
    Kind values = (top[-1] | quick->pardons[0]) & (top[-2] | quick->pardons[1]);
    Kind *base = top - quick->takes;
    top = base + quick->leaves;
    if ((base < floor) | (top > ceiling) | !(values & KIND_VALUE) |
        (*word >> (slot & 63) & quick->loads))
        return NULL;
    *word &= ~((uint64_t)quick->binds << (slot & 63));
    base[0] = quick->left[0] | kind_with(0, operand & -(uint32_t)quick->constant);
    base[1] = quick->left[1];
    return top;
}

// The same of what depends on the operand.
static Kind *step_counted(const Flow *flow, const Quick *quick, uint32_t operand, Kind *top,
                          const Kind *floor, const Kind *ceiling) {
    int64_t height = top - floor, room = ceiling - top;
    const Constant *made;
    Kind *other = top - operand, kind;
    switch ((QuickKind)quick->kind) {
    case QUICK_GATHER: // of cells there is more to know
        if (height < operand || room + operand < quick->leaves || !are_values(other, top) ||
            kind_of(top[-1]) == KIND_CELL)
            return NULL;
        *other = quick->left[0];
        return other + quick->leaves;
    case QUICK_CALL: // callee, null or self, arguments
        if (height < operand + 2 || !are_values(other, top) || !is_value(other[-2])) return NULL;
        other[-2] = quick->left[0];
        return other - 1;
    case QUICK_ADD:
        if (height < operand + quick->takes || !are_values(top - quick->takes, top) ||
            other[-quick->takes] != quick->left[0])
            return NULL;
        return top - quick->takes;
    case QUICK_FUNCTION:
        if (operand || !height || kind_of(top[-1]) != KIND_CONSTANT) return NULL;
        made = flow->code->constants[number_of(top[-1])];
        if (made->kind != CONSTANT_CODE || made->code->free_count) return NULL;
        top[-1] = quick->left[0];
        return top;
    case QUICK_COPY:
        if (height < operand || !room) return NULL;
        *top = *other;
        return top + 1;
    case QUICK_SWAP:
        if (height < operand) return NULL;
        kind = *other;
        *other = top[-1];
        top[-1] = kind;
        return top;
    case QUICK_UNPACK:
        if (!height || room + 1 < operand || !is_value(top[-1])) return NULL;
        top--;
        for (uint32_t i = 0; i < operand; i++) *top++ = quick->left[0];
        return top;
    case QUICK_RERAISE: // kept values, and what was raised
        if (height < operand + 1 || !are_values(other - 1, top) || !may_be_handled(top[-1]))
            return NULL;
        return top - 1;
    default: return NULL;
    }
}

// The stack's top after one of the commonest instructions; NULL, and nothing has been done, if it
// is none or the stack would leave these bounds or something else is not in order.
static inline Kind *step_quickly(const Flow *flow, const Quick *quick, Unit unit, Kind *top,
                                 const Kind *floor, const Kind *ceiling) {
    uint32_t operand = unit_operand(unit);
    return quick->kind == QUICK_FIXED ? step_fixed(flow, quick, operand, top, floor, ceiling)
                                      : step_counted(flow, quick, operand, top, floor, ceiling);
}

// --- a walk ---

// Finds the handler of a unit; answers where it ends to be that.
static __attribute__((noinline)) uint32_t find_handler(Flow *flow, uint32_t offset) {
    const Code *code = flow->code;
    uint32_t low = 0, high = code->handler_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (code->handlers[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    const Handler *next = low < code->handler_count ? &code->handlers[low] : NULL;
    bool inside = next && next->start <= offset;
    flow->handler = inside ? next : NULL;
    return !next ? code->unit_count : inside ? next->end : next->start;
}

// Where control goes from an instruction, whose own jump has perhaps been followed, if not simply
// to the next; whether the walk goes on there.
static __attribute__((noinline)) bool follow_edges(Flow *flow, uint32_t offset, uint32_t next,
                                                   bool jump, bool *goes_on) {
    Unit unit = flow->code->units[offset];
    const Plain *plain = &plains[unit_opcode(unit)];
    if (jump && plain->jumps && !reach(flow, offset, (int64_t)next + unit_jump(unit), flow->depth))
        return false;
    bool meets = flow->verifier->marks[next] & UNIT_MEETS;
    bool first = meets && next < flow->code->unit_count && !flow->states[next];
    *goes_on = !plain->ends_flow && (first || !meets);
    if (plain->ends_flow || !meets) return true;
    return first ? make_state(flow, next, (uint32_t)flow->depth)
                 : reach(flow, offset, next, flow->depth);
}

// Goes on from a unit with the walk's state until control ends or edges meet.
static bool walk(Flow *flow, uint32_t offset) {
    const Unit *units = flow->code->units;
    const uint8_t *marks = flow->verifier->marks;
    const Kind *floor = NULL, *ceiling = flow->stack + flow->code->stack_depth;
    Kind *top = flow->stack + flow->depth;
    uint32_t turn = 0, counted = offset;
    bool told = false;
    flow->told = NULL;
    for (;;) {
        if (offset >= turn) {
            turn = find_handler(flow, offset);
            floor = flow->stack + (flow->handler ? flow->handler->depth : 0);
            told = flow->told == flow->handler;
        }
        Unit unit = units[offset];
        const Quick *quick = &quicks[unit_opcode(unit)];
        uint32_t from = offset;
        offset += quick->size;
        Kind *moved = told ? step_quickly(flow, quick, unit, top, floor, ceiling) : NULL;
        if (moved) {
            top = moved;
        } else {
            flow->depth = top - flow->stack;
            if (!step(flow, from, offset)) return false;
            top = flow->stack + flow->depth;
            told = flow->told == flow->handler;
        }
        if (!quick->edges && !(marks[offset] & UNIT_MEETS)) continue;
        bool goes_on;
        if (flow->budget < offset - counted)
            return verify_reject(flow->verifier, offset, "too tangled to be verified");
        flow->budget -= offset - counted;
        counted = offset;
        flow->depth = top - flow->stack;
        if (!follow_edges(flow, from, offset, moved, &goes_on)) return false;
        if (!goes_on) return true;
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

// What is thrown into a generator that waits for another goes there: the units before the place
// where it sleeps tell. So a yield behind a SEND must have come from there.
static bool check_delegation(const Flow *flow) {
    const Code *code = flow->code;
    const uint8_t *marks = flow->verifier->marks;
    if (!(code->flags & CODE_RESUMABLE)) return true; // nothing yields, as has been found before
    for (uint32_t at = 1; at < code->unit_count; at++) {
        if (marks[at] & UNIT_MEETS && unit_opcode(code->units[at]) == OP_YIELD_VALUE &&
            marks[at - 1] && unit_opcode(code->units[at - 1]) == OP_SEND)
            return verify_reject(flow->verifier, at, "jump between SEND and its yield");
    }
    return true;
}

// Nothing is known yet where edges meet, and all locals but the parameters are unbound.
static void begin(Flow *flow) {
    const Code *code = flow->code;
    uint32_t parameters = code->argument_count + code->keyword_only_count +
                          !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    for (uint32_t i = 0; i < flow->verifier->jump_count; i++)
        flow->states[unit_target(code->units, flow->verifier->jumps[i])] = NULL;
    for (uint32_t i = 0; i < code->handler_count; i++)
        flow->states[code->handlers[i].target] = NULL;
    for (uint32_t i = 0; i < flow->word_count; i++) flow->unbound[i] = UINT64_MAX;
    for (uint32_t i = 0; i < parameters; i++) flow->unbound[i >> 6] &= ~(1ull << (i & 63));
}

static bool run(Flow *flow) {
    if (!(flow->verifier->marks[0] & UNIT_MEETS ? reach(flow, 0, 0, 0) : walk(flow, 0)))
        return false;
    while (flow->waiting_count)
        if (!walk_from_state(flow, flow->waiting[--flow->waiting_count])) return false;
    return true;
}

bool verify_flow(Verifier *verifier) {
    const Code *code = verifier->code;
    Arena *arena = verifier->arena;
    size_t depth = (size_t)code->stack_depth + 2, meetings = verifier->jump_count;
    Flow flow = {.verifier = verifier, .code = code, .word_count = (code->slot_count + 63) / 64};
    flow.budget = 64 * (uint64_t)code->unit_count + (1 << 16);
    flow.states = arena_room(arena, State *, code->unit_count);
    flow.waiting = arena_room(arena, uint32_t, meetings + code->handler_count);
    // The walk may look at a word and at two kinds below the stack, and write two above it, that
    // mean nothing.
    flow.unbound = arena_array(arena, uint64_t, flow.word_count + 1);
    flow.stack = arena_array(arena, Kind, depth + 2) + 2;
    flow.moving = arena_room(arena, Kind, depth);
    learn();
    begin(&flow);
    return check_delegation(&flow) && run(&flow);
}
