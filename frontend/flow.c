// The graph of basic blocks between code generation and layout: constants decide jumps, jumps to
// jumps go straight, dead blocks vanish, exits are copied so that each has a line of its own.
// What it may do with line numbers is CPython's, as tracebacks show.
#include "frontend/compile.h"

#include <string.h>

enum { EXIT_COPY_MAX = 4 }; // instructions of an exit block that is copied instead of jumped to

static bool is_plain_jump(uint32_t opcode) {
    return instruction_traits[opcode] & TRAIT_PLAIN;
}

void block_grow(Arena *arena, Block *block) {
    uint32_t had = block->room;
    block->room = had ? had * 2 : 8;
    if (had && arena_resize(arena, block->instructions, had * sizeof(Instruction),
                            block->room * sizeof(Instruction)))
        return;
    Instruction *grown = arena_room(arena, Instruction, block->room);
    if (block->count) memcpy(grown, block->instructions, block->count * sizeof(Instruction));
    block->instructions = grown;
}

static void block_append(Arena *arena, Block *block, const Block *tail) {
    for (uint32_t i = 0; i < tail->count; i++) *block_add(arena, block) = tail->instructions[i];
    block->opens_region |= tail->opens_region;
    block->has_nops |= tail->has_nops;
    block->lacks_lines |= tail->lacks_lines;
    block->improvable |= tail->improvable;
}

// The first block from here on that holds an instruction. A long `elif` ends in as many empty
// blocks: each walk halves the way of the next one, so that all walks together stay linear.
static Block *skip_empty(Block *block) {
    while (block && !block->count) {
        if (block->next && !block->next->count) block->next = block->next->next;
        block = block->next;
    }
    return block;
}

// Where the instructions of a block begin that may have a target.
static uint32_t first_target(const Block *block) {
    return block->opens_region || !block->count ? 0 : block->count - 1;
}

// --- shape ------------------------------------------------------------------------------------

static bool is_exit_without_line(const Block *block) {
    if (!block->exits || !block->count || !block->lacks_lines) return false;
    for (uint32_t i = 0; i < block->count; i++) {
        if (block->instructions[i].range.line) return false;
    }
    return true;
}

static void extend_blocks(Arena *arena, const Body *body) {
    for (Block *block = body->newest; block; block = block->older) {
        if (!block->no_fallthrough || block->exits) continue;
        Instruction *last = block_last(block);
        if (!last || last->opcode != PSEUDO_JUMP) continue;
        const Block *target = last->target = skip_empty(last->target);
        if (!is_exit_without_line(target) || target->count > EXIT_COPY_MAX) continue;
        last->opcode = OP_NOP;
        last->target = NULL;
        block->has_nops = true;
        block_append(arena, block, target);
        block->exits = true;
    }
}

// Removes the NOPs that carry no line of their own. `line` is the line before the block, 0:
// unknown. Answers whether nothing is left.
static bool clean_block(Block *block, uint32_t line) {
    uint32_t kept = 0;
    if (!block->has_nops) return !block->count;
    block->has_nops = false;
    for (uint32_t i = 0; i < block->count; i++) {
        Instruction *at = &block->instructions[i];
        if (at->opcode == OP_NOP) {
            if (!at->range.line || at->range.line == line) continue;
            if (i + 1 < block->count) {
                Instruction *following = at + 1;
                if (following->range.line == at->range.line) continue;
                if (!following->range.line) {
                    following->range = at->range;
                    continue;
                }
            } else {
                const Block *next = skip_empty(block->next);
                if (next && next->instructions[0].range.line == at->range.line) continue;
            }
            block->has_nops = true;
        }
        line = at->range.line;
        if (kept != i) block->instructions[kept] = *at;
        kept++;
    }
    block->count = kept;
    return !kept;
}

static void remove_empty_blocks(Block *entry) {
    for (Block *block = entry; block; block = block->next) {
        block->next = skip_empty(block->next);
        for (uint32_t i = first_target(block); i < block->count; i++) {
            Instruction *at = &block->instructions[i];
            if (at->target) at->target = skip_empty(at->target);
        }
    }
}

// Answers whether blocks are empty now that were not.
static bool remove_redundant_jumps(Block *entry) {
    bool emptied = false;
    for (Block *block = entry; block; block = block->next) {
        if (!block->no_fallthrough || block->exits) continue;
        Instruction *last = block_last(block);
        if (!last || !is_plain_jump(last->opcode)) continue;
        if (skip_empty(last->target) == skip_empty(block->next) && block->next) {
            last->opcode = OP_NOP;
            last->target = NULL;
            block->no_fallthrough = false;
            block->has_nops = true;
            emptied |= clean_block(block, 0);
        }
    }
    return emptied;
}

// Blocks that wait; each waits at most once.
typedef struct {
    Block **items;
    uint32_t count;
} Worklist;

static Worklist worklist_make(Arena *arena, const Body *body) {
    return (Worklist){arena_room(arena, Block *, body->block_count), 0};
}

// A block is met for the first time when it gets its first predecessor.
static void add_predecessor(Worklist *list, Block *block) {
    if (!block->predecessors++) list->items[list->count++] = block;
}

static void mark_reachable(Arena *arena, Body *body) {
    Worklist list = worklist_make(arena, body);
    add_predecessor(&list, body->entry);
    while (list.count) {
        Block *block = list.items[--list.count];
        if (block->next && !block->no_fallthrough) add_predecessor(&list, block->next);
        for (uint32_t i = first_target(block); i < block->count; i++) {
            Instruction *at = &block->instructions[i];
            Block *target = at->target = skip_empty(at->target);
            if (target) add_predecessor(&list, target);
        }
    }
}

// --- within a block ---------------------------------------------------------------------------

static void make_nop(Block *block, Instruction *at) {
    block->has_nops = true;
    at->opcode = OP_NOP;
    at->operand = 0;
    at->target = NULL;
}

// Takes the jump at the target instead of jumping there, if no line is lost.
static bool thread_jump(Instruction *at, const Instruction *target, uint32_t opcode) {
    if (at->range.line != target->range.line || at->target == target->target) return false;
    at->target = target->target;
    at->opcode = opcode;
    return true;
}

static bool is_swappable(uint32_t opcode) {
    return opcode == OP_STORE_FAST || opcode == OP_POP_TOP;
}

static int64_t next_swappable(const Block *block, int64_t index, uint32_t line) {
    while (++index < block->count) {
        const Instruction *at = &block->instructions[index];
        if (line && at->range.line != line) return -1;
        if (at->opcode == OP_NOP) continue;
        return is_swappable(at->opcode) ? index : -1;
    }
    return -1;
}

// The two stores may change places: nothing between stores to the same local.
static bool stores_commute(const Block *block, int64_t first, int64_t last) {
    const Instruction *left = &block->instructions[first], *right = &block->instructions[last];
    for (int64_t i = first; i <= last; i++) {
        const Instruction *at = &block->instructions[i];
        if (at->opcode != OP_STORE_FAST) continue;
        if (i != first && left->opcode == OP_STORE_FAST && at->operand == left->operand)
            return false;
        if (i != last && right->opcode == OP_STORE_FAST && at->operand == right->operand)
            return false;
    }
    return true;
}

// SWAP before stores to locals: exchange the stores and drop the SWAP.
static void apply_static_swaps(Block *block, int64_t index) {
    for (; index >= 0; index--) {
        Instruction *swap = &block->instructions[index];
        if (swap->opcode != OP_SWAP) {
            if (swap->opcode == OP_NOP || is_swappable(swap->opcode)) continue;
            return;
        }
        int64_t first = next_swappable(block, index, 0);
        if (first < 0) return;
        int64_t last = first;
        uint32_t line = block->instructions[first].range.line;
        for (uint32_t count = swap->operand - 1; count; count--) {
            last = next_swappable(block, last, line);
            if (last < 0) return;
        }
        if (!stores_commute(block, first, last)) return;
        make_nop(block, swap);
        Instruction moved = block->instructions[first];
        block->instructions[first] = block->instructions[last];
        block->instructions[last] = moved;
    }
}

// A run of SWAPs is a permutation: writes it with as few as possible. Answers its last index.
static uint32_t merge_swaps(Arena *arena, Block *block, uint32_t start) {
    uint32_t end = start, depth = 0, swaps = 0;
    for (; end < block->count; end++) {
        const Instruction *at = &block->instructions[end];
        if (at->opcode == OP_NOP) continue;
        if (at->opcode != OP_SWAP) break;
        if (at->operand > depth) depth = at->operand;
        swaps++;
    }
    if (swaps < 2) return start;
    uint32_t *places = arena_array(arena, uint32_t, depth);
    for (uint32_t i = 0; i < depth; i++) places[i] = i;
    for (uint32_t i = start; i < end; i++) {
        if (block->instructions[i].opcode != OP_SWAP) continue;
        uint32_t other = block->instructions[i].operand - 1, moved = places[0];
        places[0] = places[other];
        places[other] = moved;
    }
    int64_t current = (int64_t)end - 1;
    for (uint32_t i = 0; i < depth; i++) {
        if (places[i] == UINT32_MAX || places[i] == i) continue;
        for (uint32_t j = i;;) {
            if (j) {
                block->instructions[current].opcode = OP_SWAP;
                block->instructions[current--].operand = j + 1;
            }
            if (places[j] == UINT32_MAX) break;
            uint32_t following = places[j];
            places[j] = UINT32_MAX;
            j = following;
        }
    }
    while (current >= (int64_t)start) make_nop(block, &block->instructions[current--]);
    return end - 1;
}

// LOAD_CONST n times, BUILD_TUPLE n: one constant.
static void fold_tuple(Compiler *compiler, Block *block, uint32_t index) {
    Instruction *build = &block->instructions[index];
    uint32_t count = build->operand;
    if (count > index) return;
    ConstantPool *pool = &compiler->body->constants;
    Instruction *first = build - count;
    for (uint32_t i = 0; i < count; i++) {
        if (first[i].opcode != OP_LOAD_CONST) return;
    }
    Constant **items = arena_array(compiler->arena, Constant *, count ? count : 1);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = pool->items[first[i].operand];
        make_nop(block, &first[i]);
    }
    build->opcode = OP_LOAD_CONST;
    build->operand = constant_index(compiler->arena, pool, constant_tuple(compiler, items, count));
}

// A constant before a test or a jump. Answers true if the instruction changed.
static void apply_constant(Compiler *compiler, Block *block, uint32_t index) {
    Instruction *at = &block->instructions[index], *next = at + 1;
    if (index + 1 >= block->count) return;
    const Constant *constant = compiler->body->constants.items[at->operand];
    switch (next->opcode) {
    case PSEUDO_POP_JUMP_IF_FALSE:
    case PSEUDO_POP_JUMP_IF_TRUE:
        make_nop(block, at);
        if (constant_true(constant) == (next->opcode == PSEUDO_POP_JUMP_IF_TRUE)) {
            next->opcode = PSEUDO_JUMP;
            block->no_fallthrough = true;
        } else {
            make_nop(block, next);
        }
        break;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        if (constant_true(constant) == (next->opcode == OP_JUMP_IF_TRUE_OR_POP)) {
            next->opcode = PSEUDO_JUMP;
            block->no_fallthrough = true;
        } else {
            make_nop(block, at);
            make_nop(block, next);
        }
        break;
    case OP_IS_OP: {
        if (constant->kind != CONSTANT_NONE || index + 2 >= block->count) break;
        Instruction *jump = next + 1;
        if (jump->opcode != PSEUDO_POP_JUMP_IF_FALSE && jump->opcode != PSEUDO_POP_JUMP_IF_TRUE)
            break;
        bool when_none = (next->operand == 0) == (jump->opcode == PSEUDO_POP_JUMP_IF_TRUE);
        make_nop(block, at);
        make_nop(block, next);
        jump->opcode = when_none ? PSEUDO_POP_JUMP_IF_NONE : PSEUDO_POP_JUMP_IF_NOT_NONE;
        break;
    }
    default: break;
    }
}

// A jump whose target jumps again. Answers true if it should be looked at once more.
static bool shorten_jump(Instruction *at) {
    at->target = skip_empty(at->target);
    if (!at->target) return false;
    const Instruction *target = &at->target->instructions[0];
    switch (at->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: {
        bool when = at->opcode == OP_JUMP_IF_TRUE_OR_POP;
        uint32_t same_pop = when ? PSEUDO_POP_JUMP_IF_TRUE : PSEUDO_POP_JUMP_IF_FALSE;
        uint32_t other_pop = when ? PSEUDO_POP_JUMP_IF_FALSE : PSEUDO_POP_JUMP_IF_TRUE;
        uint32_t other = when ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
        if (target->opcode == same_pop) return thread_jump(at, target, same_pop);
        if (target->opcode == PSEUDO_JUMP || target->opcode == at->opcode)
            return thread_jump(at, target, at->opcode);
        if ((target->opcode == other_pop || target->opcode == other) &&
            at->range.line == target->range.line && at->target->next) {
            // The test at the target fails for sure: on to what follows it.
            at->opcode = same_pop;
            at->target = at->target->next;
            return true;
        }
        return false;
    }
    case PSEUDO_POP_JUMP_IF_FALSE:
    case PSEUDO_POP_JUMP_IF_TRUE:
    case PSEUDO_POP_JUMP_IF_NONE:
    case PSEUDO_POP_JUMP_IF_NOT_NONE:
        return target->opcode == PSEUDO_JUMP && thread_jump(at, target, at->opcode);
    case PSEUDO_JUMP: return target->opcode == PSEUDO_JUMP && thread_jump(at, target, PSEUDO_JUMP);
    default: return false;
    }
}

static void improve_block(Compiler *compiler, Block *block) {
    for (uint32_t i = 0, count = block->count; i < count; i++) {
        Instruction *at = &block->instructions[i];
        switch (at->opcode) {
        case OP_LOAD_CONST: apply_constant(compiler, block, i); break;
        case OP_BUILD_TUPLE:
            if (i + 1 < count && at[1].opcode == OP_UNPACK_SEQUENCE &&
                at[1].operand == at->operand && at->operand >= 1 && at->operand <= 3) {
                at[1].opcode = OP_SWAP; // of one value: nothing
                make_nop(block, at);
                break;
            }
            fold_tuple(compiler, block, i);
            break;
        case OP_SWAP: {
            if (at->operand == 1) {
                make_nop(block, at);
                break;
            }
            uint32_t end = merge_swaps(compiler->scratch, block, i);
            apply_static_swaps(block, end);
            i = end;
            break;
        }
        }
    }
}

static void optimize_block(Compiler *compiler, Block *block) {
    if (block->improvable) improve_block(compiler, block);
    // A chain of jumps is followed, but not around a circle for ever.
    Instruction *last = block_last(block);
    for (uint32_t turns = 0; last && is_jump(last->opcode) && turns <= 1000; turns++) {
        if (!shorten_jump(last)) break;
    }
}

// --- lines of exits ---------------------------------------------------------------------------

// An exit that several jumps share and that has no line gets a copy for each. The last jump comes
// first, so that the first keeps the original.
static void copy_exits(Compiler *compiler) {
    Block *entry = compiler->body->entry;
    for (Block *block = compiler->body->newest; block; block = block->older) {
        Instruction *last = block_last(block);
        if (!last || !is_jump(last->opcode)) continue;
        Block *target = last->target;
        if (!is_exit_without_line(target) || target->predecessors <= 1) continue;
        Block *copy = compile_block(compiler);
        block_append(compiler->scratch, copy, target);
        copy->exits = copy->no_fallthrough = true;
        copy->instructions[0].range = last->range;
        copy->predecessors = 1;
        copy->next = target->next;
        last->target = copy;
        target->predecessors--;
        target->next = copy;
    }
    for (Block *block = entry; block; block = block->next) {
        if (block->count && !block->no_fallthrough && block->next &&
            is_exit_without_line(block->next))
            block->next->instructions[0].range = block_last(block)->range;
    }
}

// Answers the line at the block's end.
static Range propagate_in_block(const Body *body, Block *block) {
    Range range = {0};
    // A function starts on the line that defines it.
    if (block == body->entry && body->outer)
        range = (Range){body->first_line, 0, body->first_line, 0};
    for (Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
        if (at->opcode == OP_MAKE_CELL) continue;
        if (at->opcode == OP_RETURN_GENERATOR) {
            at++; // and the POP_TOP behind it
            continue;
        }
        if (at->range.line)
            range = at->range;
        else
            at->range = range;
    }
    return range;
}

static void propagate_lines(const Body *body) {
    for (Block *block = body->entry; block; block = block->next) {
        if (!block->count) continue;
        Range range = block_last(block)->range;
        if (block->lacks_lines) range = propagate_in_block(body, block);
        if (!block->no_fallthrough && block->next && block->next->count &&
            block->next->predecessors == 1 && !block->next->instructions[0].range.line)
            block->next->instructions[0].range = range;
        Instruction *last = block_last(block);
        if (is_jump(last->opcode) && last->target->predecessors == 1 && last->target->count &&
            !last->target->instructions[0].range.line)
            last->target->instructions[0].range = range;
    }
}

// An exit still without a line takes that of the block above it.
static void give_lines_to_exits(Block *entry, uint32_t line) {
    for (Block *block = entry; block; block = block->next) {
        const Instruction *last = block_last(block);
        if (!last) continue;
        if (last->range.line) {
            line = last->range.line;
        } else if (last->opcode == OP_RETURN_VALUE) {
            for (uint32_t i = 0; i < block->count; i++)
                block->instructions[i].range = (Range){line, UINT32_MAX, line, UINT32_MAX};
        }
    }
}

// --- stack depth and handlers -----------------------------------------------------------------

static void set_depth(Worklist *list, Block *block, int64_t depth) {
    if (block->start_depth >= 0) return;
    block->start_depth = (int32_t)depth;
    list->items[list->count++] = block;
}

// What the instruction adds to the stack if it does not jump.
static inline int64_t growth_of(const Instruction *at) {
    if (at->opcode >= PSEUDO_JUMP) return is_conditional_pop_jump(at->opcode) ? -1 : 0;
    const OpcodeInfo *info = &opcode_infos[at->opcode];
    if (!info->counted) return info->growth;
    OpcodeEffect effect = opcode_effect(at->opcode, at->operand, false);
    return effect.pushes - effect.pops;
}

// And where it jumps, or raises.
static inline int64_t growth_at_target(const Instruction *at) {
    if (is_setup(at->opcode)) return at->opcode == PSEUDO_SETUP_CLEANUP ? 2 : 1;
    return at->opcode < PSEUDO_JUMP ? opcode_infos[at->opcode].jump_growth : growth_of(at);
}

uint32_t flow_stack_depth(Compiler *compiler) {
    Block *entry = compiler->body->entry;
    Worklist list = worklist_make(compiler->scratch, compiler->body);
    int64_t most = 0;
    set_depth(&list, entry, 0);
    while (list.count) {
        Block *block = list.items[--list.count];
        int64_t depth = block->start_depth;
        for (const Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
            if (at->target) {
                int64_t target_depth = depth + growth_at_target(at);
                if (target_depth > most) most = target_depth;
                set_depth(&list, at->target, target_depth);
            }
            depth += growth_of(at);
            if (depth > most) most = depth;
        }
        if (block->next && !block->no_fallthrough) set_depth(&list, block->next, depth);
    }
    return (uint32_t)most;
}

// The protected regions around a place, innermost first.
typedef struct Guard {
    Block *handler;
    const struct Guard *outer;
} Guard;

static void guard_block(Worklist *list, Block *block, const Guard *guard) {
    if (block->guarded) return;
    block->guarded = true;
    block->guard = guard;
    list->items[list->count++] = block;
}

// Tells every instruction its handler; the marks become NOPs.
static void label_handlers(Compiler *compiler) {
    if (!compiler->body->has_handlers) return;
    Worklist list = worklist_make(compiler->scratch, compiler->body);
    guard_block(&list, compiler->body->entry, NULL);
    while (list.count) {
        Block *block = list.items[--list.count];
        const Guard *guard = block->guard;
        for (Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
            if (is_setup(at->opcode)) {
                guard_block(&list, at->target, guard);
                if (at->opcode != PSEUDO_SETUP_FINALLY) at->target->keeps_offset = true;
                Guard *inner = arena_new(compiler->scratch, Guard);
                *inner = (Guard){at->target, guard};
                guard = inner;
                make_nop(block, at);
            } else if (at->opcode == PSEUDO_POP_BLOCK) {
                if (guard) guard = guard->outer;
                make_nop(block, at);
            } else {
                at->handler = guard ? guard->handler : NULL;
                if (at->target) guard_block(&list, at->target, guard);
            }
        }
        if (block->next && !block->no_fallthrough) guard_block(&list, block->next, guard);
    }
}

// --- order ------------------------------------------------------------------------------------

// In the order of the code, once it stands: the jump at the block's end learns its direction.
static void direct_jump(Block *block) {
    static const uint16_t forward[] = {OP_POP_JUMP_FORWARD_IF_FALSE, OP_POP_JUMP_FORWARD_IF_TRUE,
                                       OP_POP_JUMP_FORWARD_IF_NONE,
                                       OP_POP_JUMP_FORWARD_IF_NOT_NONE};
    static const uint16_t backward[] = {OP_POP_JUMP_BACKWARD_IF_FALSE, OP_POP_JUMP_BACKWARD_IF_TRUE,
                                        OP_POP_JUMP_BACKWARD_IF_NONE,
                                        OP_POP_JUMP_BACKWARD_IF_NOT_NONE};
    block->placed = true;
    Instruction *last = block_last(block);
    if (!last || last->opcode < PSEUDO_JUMP) return;
    bool back = last->target->placed;
    if (is_conditional_pop_jump(last->opcode)) {
        uint32_t which = last->opcode - PSEUDO_POP_JUMP_IF_FALSE;
        last->opcode = back ? backward[which] : forward[which];
    } else if (!back) {
        last->opcode = OP_JUMP_FORWARD;
    } else {
        last->opcode =
            last->opcode == PSEUDO_JUMP ? OP_JUMP_BACKWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
    }
}

void flow_prepare(Compiler *compiler) {
    extend_blocks(compiler->scratch, compiler->body);
}

// A function begins on the line that defines it, before its first instruction.
static uint32_t line_before(const Body *body, const Block *block) {
    return block == body->entry && body->outer ? body->first_line : 0;
}

void flow_optimize(Compiler *compiler) {
    Body *body = compiler->body;
    Block *entry = body->entry;
    for (Block *block = entry; block; block = block->next) {
        optimize_block(compiler, block);
        clean_block(block, line_before(body, block));
    }
    extend_blocks(compiler->scratch, body);
    mark_reachable(compiler->scratch, body);
    bool emptied = false, lacks_lines = false;
    for (Block *block = entry; block; block = block->next) {
        if (!block->predecessors) {
            block->count = 0;
            block->no_fallthrough = block->exits = block->lacks_lines = false;
        }
        lacks_lines |= block->lacks_lines;
        emptied |= clean_block(block, line_before(body, block));
    }
    if (emptied) remove_empty_blocks(entry);
    if (remove_redundant_jumps(entry)) remove_empty_blocks(entry);
    if (!lacks_lines) return;
    copy_exits(compiler);
    propagate_lines(body);
    give_lines_to_exits(entry, body->first_line);
}

void flow_arrange(Compiler *compiler) {
    Block *entry = compiler->body->entry;
    label_handlers(compiler);
    // Only the marks that are gone now can have been between a jump and its target.
    bool emptied = compiler->body->has_handlers && remove_redundant_jumps(entry);
    for (Block *block = entry; block; block = block->next) {
        emptied |= clean_block(block, 0);
        direct_jump(block);
    }
    if (emptied) remove_empty_blocks(entry);
}

// --- which locals are bound -------------------------------------------------------------------

// All blocks' bits together are at most so many words, lest time grow with locals times blocks. Of
// the locals for which there are none it is known only within a block.
enum { UNBOUND_WORDS_MOST = 1 << 18 };

typedef struct {
    uint32_t word_count;
    uint32_t queued_count;
    Arena *arena;
    uint64_t *state;       // one bit a local that is followed: it may be unbound
    uint32_t *bound_since; // of the others: the scan in which it was found bound
    uint32_t scan_number;  // from 1
} BoundScan;

static bool may_be_unbound(const BoundScan *scan, uint32_t local) {
    uint32_t word = local >> 6;
    if (word < scan->word_count) return scan->state[word] >> (local & 63) & 1;
    return scan->bound_since[local] != scan->scan_number;
}

static inline void set_unbound(BoundScan *scan, uint32_t local, bool unbound) {
    uint32_t word = local >> 6;
    uint64_t bit = 1ull << (local & 63);
    if (word >= scan->word_count)
        scan->bound_since[local] = unbound ? 0 : scan->scan_number;
    else if (unbound)
        scan->state[word] |= bit;
    else
        scan->state[word] &= ~bit;
}

// At `block`, whatever may be unbound now may be unbound too.
static void merge_unbound(BoundScan *scan, Block *block) {
    bool changed = false;
    if (!block->unbound) {
        block->unbound = arena_array(scan->arena, uint64_t, scan->word_count);
        changed = true;
    }
    for (uint32_t i = 0; i < scan->word_count; i++) {
        changed |= (scan->state[i] & ~block->unbound[i]) != 0;
        block->unbound[i] |= scan->state[i];
    }
    if (changed && !block->queued) {
        block->queued = true;
        scan->queued_count++;
    }
}

static bool all_bound(const BoundScan *scan) {
    uint64_t any = scan->bound_since != NULL; // not all are followed
    for (uint32_t i = 0; i < scan->word_count; i++) any |= scan->state[i];
    return !any;
}

// Follows the state through the block and on to where it goes. The loads are written anew each
// time: the last time the state is the final one.
static void scan_block(const Body *body, BoundScan *scan, Block *block) {
    memcpy(scan->state, block->unbound, scan->word_count * sizeof(uint64_t));
    scan->scan_number++;
    Block *told = NULL; // the handler that knows the state already
    // Where everything is bound and nothing deleted, every load is plain, as it was emitted.
    bool settled = all_bound(scan) && !body->deletes_locals && !body->has_handlers;
    Instruction *end = settled ? block->instructions : block_end(block);
    for (Instruction *at = block->instructions; at < end; at++) {
        if (at->handler && told != at->handler) {
            merge_unbound(scan, at->handler);
            told = at->handler;
        }
        switch (at->opcode) {
        case OP_LOAD_FAST:
        case OP_LOAD_FAST_CHECK:
            at->opcode = may_be_unbound(scan, at->operand) ? OP_LOAD_FAST_CHECK : OP_LOAD_FAST;
            set_unbound(scan, at->operand, false);
            break;
        case OP_STORE_FAST: set_unbound(scan, at->operand, false); break;
        case OP_DELETE_FAST:
            set_unbound(scan, at->operand, true);
            told = NULL;
            break;
        }
    }
    Instruction *last = block_last(block);
    if (last && last->target) merge_unbound(scan, last->target);
    if (block->next && !block->no_fallthrough) merge_unbound(scan, block->next);
}

// The state at the start: all but parameters are unbound.
static BoundScan scan_make(Compiler *compiler, uint32_t local_count, uint32_t parameter_count) {
    BoundScan scan = {.arena = compiler->scratch};
    uint32_t words = (local_count + 63) / 64;
    uint32_t most = UNBOUND_WORDS_MOST / compiler->body->block_count;
    scan.word_count = words < most ? words : most;
    scan.state = arena_array(scan.arena, uint64_t, scan.word_count);
    if (scan.word_count < words) scan.bound_since = arena_array(scan.arena, uint32_t, local_count);
    for (uint32_t i = 0; i < scan.word_count; i++) scan.state[i] = UINT64_MAX;
    uint32_t followed = scan.word_count * 64;
    if (followed > local_count) scan.state[scan.word_count - 1] >>= followed - local_count;
    for (uint32_t i = 0; i < parameter_count; i++) set_unbound(&scan, i, false);
    return scan;
}

void flow_check_locals(Compiler *compiler, uint32_t local_count, uint32_t parameter_count) {
    Block *entry = compiler->body->entry;
    if (!local_count) return;
    BoundScan scan = scan_make(compiler, local_count, parameter_count);
    merge_unbound(&scan, entry);
    // In the order of the code nearly every block comes after those that lead to it. What a jump
    // backward brings is new only where a local was deleted, and takes another turn.
    while (scan.queued_count) {
        for (Block *block = entry; block; block = block->next) {
            if (!block->queued) continue;
            block->queued = false;
            scan.queued_count--;
            scan_block(compiler->body, &scan, block);
        }
    }
}
