// What every dispatch depends on, from the machine code alone. Backward from the jump: what yields
// its target is dispatch, as far as the load from the table; what yields the table's index is
// decode, as far as the load of the unit; that load is fetch. Around it: what adds a constant to
// the register it loads through is fetch, what takes the operand out of the unit is decode. The
// line table is not asked, because compilers that copy a shared end into every handler give the
// copies no line.
#include "bench/steps.h"
#include <stdlib.h>
#include <string.h>

enum { STACK_POINTER = 4, LONGEST_REGION = 96, LONGEST_PRELUDE = 24 };

typedef enum Role {
    ROLE_TARGET, // the handler's address
    ROLE_TABLE,  // the table's address
    ROLE_OPCODE, // the unit, or the opcode in it
    ROLE_COUNT,
} Role;

typedef struct Step {
    size_t at;
    uint8_t reg, role;
} Step;

typedef struct Slice {
    Anatomy *anatomy;
    Predecessors before;
    uint32_t *seen[ROLE_COUNT]; // per instruction, registers asked for before it
    Step *work;
    size_t count;
    size_t fetch; // the load of the unit, of the jump being sliced
} Slice;

static const Instruction *item_at(const Slice *slice, size_t at) {
    return &slice->anatomy->build.code.items[at];
}

static void judge(Anatomy *anatomy, size_t at, Row row) {
    if (anatomy->judged[at]) return;
    anatomy->rows[at] = (uint8_t)row;
    anatomy->judged[at] = 1;
}

// Overrules what another jump's slice may have said: a load of the unit is fetch and nothing else.
static void judge_fetch(Slice *slice, size_t at) {
    Anatomy *anatomy = slice->anatomy;
    anatomy->rows[at] = ROW_FETCH;
    anatomy->judged[at] = 1;
    slice->fetch = at;
    for (size_t i = 0; i < anatomy->fetch_count; i++)
        if (anatomy->fetches[i] == at) return;
    anatomy->fetches[anatomy->fetch_count++] = at;
}

Predecessors predecessors_find(const Build *build) {
    size_t count = build->code.count;
    Predecessors found = {memory((count + 2) * sizeof(size_t)), NULL};
    uint64_t edges[MOST_EDGES];
    for (int pass = 0; pass < 2; pass++) {
        for (size_t at = 0; at < count; at++) {
            size_t number = audit_edges(build, at, edges);
            for (size_t i = 0; i < number; i++) {
                size_t to = code_find(&build->code, edges[i]);
                if (to == SIZE_MAX) continue;
                if (pass == 0)
                    found.first[to + 2]++;
                else
                    found.list[found.first[to + 1]++] = at;
            }
        }
        if (pass == 1) break;
        for (size_t at = 2; at < count + 2; at++) found.first[at] += found.first[at - 1];
        found.list = memory((found.first[count + 1] + 1) * sizeof *found.list);
    }
    return found;
}

static void ask(Slice *slice, size_t at, unsigned reg, Role role) {
    if (reg == NO_REGISTER || slice->seen[role][at] >> reg & 1) return;
    slice->seen[role][at] |= 1u << reg;
    if ((slice->count & (slice->count - 1)) == 0)
        slice->work =
            memory_resize(slice->work, (slice->count ? slice->count * 2 : 1) * sizeof *slice->work);
    slice->work[slice->count++] = (Step){at, (uint8_t)reg, (uint8_t)role};
}

static void ask_all(Slice *slice, size_t at, uint32_t registers, Role role) {
    for (unsigned reg = 0; reg < NO_REGISTER; reg++)
        if (registers >> reg & 1 && reg != STACK_POINTER) ask(slice, at, reg, role);
}

static bool from_stack(const Instruction *item) {
    return item->pops || item->base == STACK_POINTER;
}

// An operand in memory that gives the handler's address: an entry of the table or, in `direct`, the
// cell that pc points at.
static void define_target_in_memory(Slice *slice, size_t at) {
    const Instruction *item = item_at(slice, at);
    if (from_stack(item)) {
        judge(slice->anatomy, at, ROW_DISPATCH);
    } else if (slice->anatomy->build.strategy == DIRECT) {
        judge_fetch(slice, at);
    } else {
        judge(slice->anatomy, at, ROW_DISPATCH);
        ask(slice, at, item->index, ROLE_OPCODE);
        ask(slice, at, item->base, ROLE_TABLE);
    }
}

// The instruction at `at` gives a register the value that plays a role.
static void define(Slice *slice, size_t at, Role role) {
    Anatomy *anatomy = slice->anatomy;
    const Instruction *item = item_at(slice, at);
    switch (role) {
    case ROLE_TARGET:
        if (item->loads || item->pops) {
            define_target_in_memory(slice, at);
        } else {
            judge(anatomy, at, ROW_DISPATCH);
            ask_all(slice, at, item->reads, ROLE_TARGET);
        }
        break;
    case ROLE_TABLE:
        if (!item->is_move && !item->is_lea && !item->pops) break;
        judge(anatomy, at, ROW_DISPATCH);
        if (!item->loads) ask_all(slice, at, item->reads, ROLE_TABLE);
        break;
    case ROLE_OPCODE:
        if (item->loads && !from_stack(item)) {
            judge_fetch(slice, at);
        } else {
            judge(anatomy, at, ROW_DECODE);
            if (!item->loads && !item->pops) ask_all(slice, at, item->reads, ROLE_OPCODE);
        }
        break;
    case ROLE_COUNT: break;
    }
}

static void run(Slice *slice) {
    const uint32_t lost_in_calls = 0xfc7; // rax rcx rdx rsi rdi r8-r11
    while (slice->count) {
        Step step = slice->work[--slice->count];
        size_t last = slice->before.first[step.at + 1];
        for (size_t i = slice->before.first[step.at]; i < last; i++) {
            size_t at = slice->before.list[i];
            const Instruction *item = item_at(slice, at);
            bool call = item->flow == FLOW_CALL || item->flow == FLOW_INDIRECT_CALL;
            if (call && lost_in_calls >> step.reg & 1) continue;
            if (!call && item->writes >> step.reg & 1)
                define(slice, at, (Role)step.role);
            else
                ask(slice, at, step.reg, (Role)step.role);
        }
    }
}

// --- around the load of the unit --------------------------------------------------------------

// A constant step of a register among `registers`: add, sub, lea or mov of nothing else.
static bool is_step(const Instruction *item, uint32_t registers) {
    return item->flow == FLOW_NEXT && item->writes && item->reads & registers &&
           !(item->reads & ~registers) && !item->loads && !item->stores && !item->pushes &&
           (item->has_immediate || item->is_lea || item->is_move);
}

// In `direct` a unit is two words, the handler's and the operand, both loaded through pc.
static bool is_second_load(const Slice *slice, const Instruction *item, uint32_t registers,
                           const Instruction *fetch) {
    int64_t distance = item->displacement - fetch->displacement;
    return slice->anatomy->build.strategy == DIRECT && item->is_move && item->loads &&
           item->base != NO_REGISTER && registers >> item->base & 1 &&
           item->index == fetch->index && distance >= -8 && distance <= 8;
}

// Before the load, in straight line: pc's step over caches, the operand's load.
static void judge_before(Slice *slice, size_t fetch) {
    const Instruction *load = item_at(slice, fetch);
    size_t at = fetch;
    if (load->base == NO_REGISTER) return;
    for (int i = 0; i < LONGEST_PRELUDE; i++) {
        size_t first = slice->before.first[at];
        if (slice->before.first[at + 1] - first != 1) return;
        at = slice->before.list[first];
        const Instruction *item = item_at(slice, at);
        if (item->flow != FLOW_NEXT && item->flow != FLOW_JUMP) return;
        if (is_second_load(slice, item, 1u << load->base, load))
            judge(slice->anatomy, at, ROW_FETCH);
        else if (item->writes >> load->base & 1 && !is_step(item, 1u << load->base))
            return;
        else if (item->writes >> load->base & 1)
            judge(slice->anatomy, at, ROW_FETCH);
    }
}

typedef struct Place {
    size_t at;
    uint32_t unit, pc; // registers that hold the unit or part of it; pc or its next value
} Place;

// Judges one instruction after the load and follows unit and pc through it.
static void judge_after(Slice *slice, Place *place, const Instruction *fetch) {
    const Instruction *item = item_at(slice, place->at);
    uint32_t dead = item->writes;
    bool plain = item->flow == FLOW_NEXT && !item->loads && !item->pushes;
    bool of_unit = plain && item->reads & place->unit &&
                   !(item->reads & ~(place->unit | (item->stores ? 1u << STACK_POINTER : 0)));
    if (of_unit && (item->writes || item->base == STACK_POINTER)) {
        judge(slice->anatomy, place->at, ROW_DECODE);
        place->unit |= item->writes;
        dead = 0;
    } else if (item->is_lea && item->base == fetch->base && item->index == fetch->index &&
               item->displacement == fetch->displacement && item->writes) {
        place->pc |= item->writes; // pc itself, where the load went through a sum
        place->unit &= ~item->writes;
        return;
    } else if (is_step(item, place->pc)) {
        judge(slice->anatomy, place->at, ROW_FETCH);
        place->pc |= item->writes;
        place->unit &= ~item->writes;
        slice->anatomy->next_pc |= item->writes;
        return;
    } else if (is_second_load(slice, item, place->pc, fetch)) {
        judge(slice->anatomy, place->at, ROW_FETCH);
        place->unit |= item->writes;
        place->pc &= ~item->writes;
        return;
    }
    place->unit &= ~dead;
    place->pc &= ~item->writes;
}

// After the load, along every way to a dispatch.
static void follow(Slice *slice, size_t fetch) {
    const Build *build = &slice->anatomy->build;
    const Instruction *load = item_at(slice, fetch);
    Place work[LONGEST_REGION];
    size_t count = 0, visited[LONGEST_REGION], visited_count = 0;
    uint64_t edges[MOST_EDGES];
    uint32_t pc = load->base == NO_REGISTER ? 0 : 1u << load->base;
    work[count++] = (Place){fetch, load->writes, pc & ~load->writes};
    while (count) {
        Place place = work[--count];
        size_t number = audit_edges(build, place.at, edges);
        if (number > 2) continue;
        for (size_t i = 0; i < number; i++) {
            Place next = {code_find(&build->code, edges[i]), place.unit, place.pc};
            if (next.at == SIZE_MAX || build->borders[next.at] == BORDER_HANDLER) continue;
            bool seen = visited_count == LONGEST_REGION || count == LONGEST_REGION;
            for (size_t k = 0; k < visited_count; k++) seen = seen || visited[k] == next.at;
            if (seen) continue;
            visited[visited_count++] = next.at;
            Flow flow = item_at(slice, next.at)->flow;
            if (flow == FLOW_CALL || flow == FLOW_INDIRECT_CALL || flow == FLOW_INDIRECT_JUMP ||
                flow == FLOW_RETURN)
                continue;
            judge_after(slice, &next, load);
            work[count++] = next;
        }
    }
}

// --- the jumps --------------------------------------------------------------------------------

static void slice_jump(Slice *slice, size_t at) {
    Anatomy *anatomy = slice->anatomy;
    const Instruction *item = item_at(slice, at);
    for (int role = 0; role < ROLE_COUNT; role++)
        memset(slice->seen[role], 0, anatomy->build.code.count * sizeof *slice->seen[role]);
    slice->fetch = SIZE_MAX;
    if (item->has_memory)
        define_target_in_memory(slice, at);
    else
        ask(slice, at, item->destination, ROLE_TARGET);
    run(slice);
    anatomy->rows[at] = ROW_DISPATCH;
    anatomy->judged[at] = 1;
    anatomy->jumps[anatomy->jump_count++] = at;
}

// `table`: everything from the handler's return to the call of the next one.
static void judge_loop(Anatomy *anatomy, const Predecessors *before, size_t call) {
    Build *build = &anatomy->build;
    size_t count = build->code.count, *work = memory((count + 1) * sizeof *work), used = 0;
    uint8_t *marks = memory(count + 1); // 1: reached from the call; 2: reaches it
    uint64_t edges[MOST_EDGES];
    for (work[used++] = call; used;) {
        size_t number = audit_edges(build, work[--used], edges);
        for (size_t i = 0; i < number; i++) {
            size_t to = code_find(&build->code, edges[i]);
            if (to == SIZE_MAX || marks[to] & 1) continue;
            marks[to] |= 1;
            work[used++] = to;
        }
    }
    for (work[used++] = call; used;) {
        size_t at = work[--used];
        for (size_t i = before->first[at]; i < before->first[at + 1]; i++) {
            size_t from = before->list[i];
            if (marks[from] & 2) continue;
            marks[from] |= 2;
            work[used++] = from;
        }
    }
    for (size_t at = 0; at < count; at++) {
        if (marks[at] != 3 && at != call) continue;
        judge(anatomy, at, ROW_DISPATCH);
        anatomy->in_shared_dispatch[at] = true;
    }
    free(marks);
    free(work);
}

static bool is_loop_call(const Build *build, const Instruction *item) {
    bool fixed = item->has_memory && item->base == NO_REGISTER && item->index == NO_REGISTER;
    return item->flow == FLOW_INDIRECT_CALL && !fixed &&
           item->address - build->loop->address < build->loop->size;
}

// The one block that all handlers of `switch` end in, and the jumps to it.
static void judge_shared_block(Anatomy *anatomy) {
    const Build *build = &anatomy->build;
    const Site *site = &build->sites[0];
    for (size_t at = site->leader; at <= site->at; at++) {
        anatomy->in_shared_dispatch[at] = true;
        judge(anatomy, at, ROW_DISPATCH);
    }
    // What puts the next pc, worked out there, where the next load goes through.
    unsigned pc = build->code.items[anatomy->fetches[0]].base;
    for (size_t at = 0; at < build->code.count; at++) {
        const Instruction *item = &build->code.items[at];
        if (item->is_move && !item->has_memory && item->destination == pc &&
            item->source != NO_REGISTER && anatomy->next_pc >> item->source & 1)
            judge(anatomy, at, ROW_FETCH);
    }
    uint64_t low = build->code.items[site->leader].address;
    uint64_t high = build->code.items[site->at].address;
    for (size_t at = 0; at < build->code.count; at++) {
        const Instruction *item = &build->code.items[at];
        if (item->flow == FLOW_JUMP && item->target >= low && item->target <= high)
            judge(anatomy, at, ROW_DISPATCH);
    }
}

static unsigned usual_base(const Anatomy *anatomy) {
    unsigned votes[NO_REGISTER + 1] = {0}, best = 0;
    for (size_t i = 0; i < anatomy->fetch_count; i++)
        votes[anatomy->build.code.items[anatomy->fetches[i]].base]++;
    for (unsigned i = 1; i < NO_REGISTER; i++)
        if (votes[i] > votes[best]) best = i;
    return best;
}

void anatomy_slice(Anatomy *anatomy) {
    Build *build = &anatomy->build;
    Slice slice = {.anatomy = anatomy, .before = predecessors_find(build)};
    for (int role = 0; role < ROLE_COUNT; role++)
        slice.seen[role] = memory(build->code.count * sizeof *slice.seen[role]);
    anatomy->jumps = memory(build->code.count * sizeof *anatomy->jumps);
    anatomy->fetches = memory(build->code.count * sizeof *anatomy->fetches);
    // `tail` enters its first handler by such a call, where the compiler inlined what jumps to it.
    if (build->strategy == TABLE || build->strategy == TAIL)
        for (size_t at = 0; at < build->code.count; at++)
            if (is_loop_call(build, &build->code.items[at])) slice_jump(&slice, at);
    for (size_t i = 0; build->strategy != TABLE && i < build->site_count; i++)
        slice_jump(&slice, build->sites[i].at);
    anatomy->pc = usual_base(anatomy);
    for (size_t i = 0; i < anatomy->fetch_count; i++) {
        judge_before(&slice, anatomy->fetches[i]);
        follow(&slice, anatomy->fetches[i]);
    }
    if (build->strategy == TABLE && anatomy->jump_count)
        judge_loop(anatomy, &slice.before, anatomy->jumps[0]);
    if (build->strategy == SWITCH && build->site_count == 1 && anatomy->fetch_count == 1)
        judge_shared_block(anatomy);
    for (int role = 0; role < ROLE_COUNT; role++) free(slice.seen[role]);
    free(slice.work);
    free(slice.before.first);
    free(slice.before.list);
}
