// Measures each handler by a static walk of its machine code. The walk begins at the entry, follows
// every edge and ends at the borders: other handlers, slow blocks, the error block, shared blocks.
// What it visits is the handler's own. Its fast path is the part from which a dispatch can still be
// reached that way; where the handler never dispatches (it leaves by a shared block, or returns),
// the part from which it can leave other than by an error, or, if it only raises, all of it.
#include "bench/audit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Walk {
    Build *build;
    Handler *handler;
    size_t entry;
    size_t *visited, count;
    uint8_t *marks;    // per instruction, of the marks below
    bool through_slow; // slow blocks are no border
} Walk;

enum { VISITED = 1, DISPATCHES = 2, LEAVES = 4, ERRS = 8, FAST = 16 };

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static bool call_returns(const Build *build, const Instruction *call) {
    const Symbol *callee = binary_function_at(&build->binary, call->target);
    return !callee || callee->address != call->target ||
           !binary_never_returns(&build->binary, callee->name);
}

size_t audit_edges(const Build *build, size_t at, uint64_t edges[MOST_EDGES]) {
    const Instruction *item = &build->code.items[at];
    uint64_t next = item->address + item->size, table;
    size_t count = 0;
    switch ((Flow)item->flow) {
    case FLOW_JUMP: edges[count++] = item->target; break;
    case FLOW_BRANCH:
        edges[count++] = next;
        edges[count++] = item->target;
        break;
    case FLOW_INDIRECT_JUMP: {
        if (audit_site_at(build, at) != SIZE_MAX) break;
        size_t length = audit_own_table(build, at, &table);
        for (size_t i = 0; i < length && count < MOST_EDGES; i++)
            if (binary_read_word(&build->binary, table + 8 * i, &edges[count])) count++;
        break;
    }
    case FLOW_CALL:
        if (call_returns(build, item)) edges[count++] = next;
        break;
    case FLOW_NEXT:
    case FLOW_INDIRECT_CALL: edges[count++] = next; break;
    case FLOW_RETURN:
    case FLOW_STOP: break;
    }
    return count;
}

static void visit(Walk *walk, size_t from, uint64_t address) {
    Build *build = walk->build;
    size_t at = code_find(&build->code, address);
    if (at == SIZE_MAX) { // a jump to a function of another unit
        walk->marks[from] |= LEAVES;
        return;
    }
    if (from != SIZE_MAX) {
        switch ((Border)build->borders[at]) {
        case BORDER_NONE: break;
        case BORDER_SLOW:
            if (walk->through_slow) break;
            walk->marks[from] |= ERRS;
            return;
        case BORDER_ERROR: walk->marks[from] |= ERRS; return;
        case BORDER_DISPATCH: walk->marks[from] |= DISPATCHES; return;
        case BORDER_HANDLER:
            if (at == walk->entry) return; // a loop back to its own entry
            walk->marks[from] |= LEAVES;
            return;
        case BORDER_LABEL: walk->marks[from] |= LEAVES; return;
        }
    }
    if (walk->marks[at] & VISITED) return;
    walk->marks[at] |= VISITED;
    walk->visited[walk->count++] = at;
}

static void visit_all(Walk *walk) {
    Build *build = walk->build;
    uint64_t edges[MOST_EDGES];
    visit(walk, SIZE_MAX, walk->handler->entry);
    for (size_t next = 0; next < walk->count; next++) {
        size_t at = walk->visited[next];
        const Instruction *item = &build->code.items[at];
        if (audit_site_at(build, at) != SIZE_MAX && build->strategy != TABLE)
            walk->marks[at] |= DISPATCHES;
        if (item->flow == FLOW_RETURN) {
            walk->handler->returns++;
            walk->marks[at] |= build->strategy == TABLE ? DISPATCHES : LEAVES;
        }
        size_t count = audit_edges(build, at, edges);
        for (size_t i = 0; i < count; i++) visit(walk, at, edges[i]);
    }
}

static void mark_fast(Walk *walk) {
    uint8_t end = 0;
    for (size_t i = 0; i < walk->count; i++) end |= walk->marks[walk->visited[i]];
    walk->handler->dispatches = (end & DISPATCHES) != 0;
    walk->handler->leaves = (end & LEAVES) != 0;
    walk->handler->errs = (end & ERRS) != 0;
    end = end & DISPATCHES ? DISPATCHES : end & LEAVES ? LEAVES : ERRS;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = walk->count; i-- > 0;) {
            size_t at = walk->visited[i];
            if (walk->marks[at] & FAST) continue;
            bool fast = (walk->marks[at] & end) != 0;
            uint64_t edges[MOST_EDGES];
            size_t count = audit_edges(walk->build, at, edges);
            for (size_t j = 0; j < count && !fast; j++) {
                size_t to = code_find(&walk->build->code, edges[j]);
                fast = to != SIZE_MAX && walk->marks[to] & FAST;
            }
            if (!fast) continue;
            walk->marks[at] |= FAST;
            changed = true;
        }
    }
}

static void count_all(Walk *walk, size_t number) {
    Build *build = walk->build;
    Handler *handler = walk->handler;
    for (size_t i = 0; i < walk->count; i++) {
        size_t at = walk->visited[i];
        const Instruction *item = &build->code.items[at];
        handler->own_bytes += item->size;
        size_t site = audit_site_at(build, at);
        if (site != SIZE_MAX && build->strategy == TABLE) handler->jumps = true;
        if (!(walk->marks[at] & FAST)) continue;
        handler->bytes += item->size;
        handler->instructions++;
        handler->loads += item->loads;
        handler->stores += item->stores;
        handler->pushes += item->pushes || item->pops;
        handler->calls += item->flow == FLOW_CALL || item->flow == FLOW_INDIRECT_CALL;
        if (walk->marks[at] & DISPATCHES) handler->dispatch_sites++;
        if (site == SIZE_MAX) continue;
        if (build->sites[site].owners++ == 0) build->sites[site].owner = number;
    }
}

unsigned audit_pc_register(const Build *build) {
    unsigned counts[NO_REGISTER + 1] = {0}, best = 0;
    for (size_t i = 0; i < build->site_count; i++) {
        size_t fetch = build->sites[i].fetch;
        if (fetch == SIZE_MAX) continue;
        const Instruction *item = &build->code.items[fetch];
        if (build->strategy != DIRECT || item->index == NO_REGISTER) counts[item->base]++;
    }
    for (unsigned i = 1; i < NO_REGISTER; i++)
        if (counts[i] > counts[best]) best = i;
    return best;
}

// Whether the loop ever brings the address of the handler table into a register.
static bool table_in_register(const Build *build) {
    const Symbol *loop = build->loop;
    for (size_t i = 0; i < build->code.count; i++) {
        const Instruction *item = &build->code.items[i];
        uint64_t value =
            item->is_move && item->has_immediate && !item->has_memory
                ? item->immediate
                : (item->is_lea && item->base == NO_REGISTER ? (uint64_t)item->displacement : 0);
        if (item->address - loop->address < loop->size && value >= build->table &&
            value < build->table + build->table_size)
            return true;
    }
    return false;
}

static bool is_fetch_from(const Build *build, size_t at, uint32_t registers) {
    for (size_t i = 0; i < build->site_count; i++) {
        if (build->sites[i].fetch != at) continue;
        unsigned base = build->code.items[at].base;
        return base != NO_REGISTER && registers >> base & 1;
    }
    return false;
}

enum { LONGEST_FLOW = 64 };

// Whether a value in `registers` before instruction `at` may become the pc that the next unit is
// fetched through. Values are followed through registers, not through memory.
static bool flows_to_pc(const Build *build, size_t at, uint32_t registers, int depth,
                        uint8_t *seen) {
    for (; depth < LONGEST_FLOW && registers && at != SIZE_MAX; depth++) {
        const Instruction *item = &build->code.items[at];
        if (is_fetch_from(build, at, registers)) return true;
        if (item->flow == FLOW_RETURN && build->strategy == TABLE) return registers & 1; // rax
        if (seen[at]) return false;
        seen[at] = 1;
        bool from_memory = item->is_move && item->loads;
        if (item->writes) {
            bool carried = (item->reads & registers) != 0 && !from_memory;
            registers = carried ? registers | item->writes : registers & ~item->writes;
        }
        if (item->flow == FLOW_CALL || item->flow == FLOW_INDIRECT_CALL)
            registers &= ~0xfc7u; // those that a C call does not keep: rax rcx rdx rsi rdi r8-r11
        uint64_t edges[MOST_EDGES];
        size_t count = audit_edges(build, at, edges);
        for (size_t i = 1; i < count; i++)
            if (flows_to_pc(build, code_find(&build->code, edges[i]), registers, depth + 1, seen))
                return true;
        at = count ? code_find(&build->code, edges[0]) : SIZE_MAX;
    }
    return false;
}

static void count_cmov(Build *build) {
    uint8_t *seen = allocate(build->code.count, 1);
    for (size_t i = 0; i + 1 < build->code.count; i++) {
        const Instruction *item = &build->code.items[i];
        if (!item->is_cmov || item->destination == NO_REGISTER) continue;
        memset(seen, 0, build->code.count);
        build->cmov_into_pc += flows_to_pc(build, i + 1, 1u << item->destination, 0, seen);
    }
    free(seen);
}

// Calls of handlers and slow blocks, in whatever function but the one that enters the first.
static void count_handler_calls(Build *build) {
    for (size_t i = 0; i < build->code.count; i++) {
        const Instruction *item = &build->code.items[i];
        const Symbol *function = binary_function_at(&build->binary, item->address);
        bool to_handler = item->flow == FLOW_INDIRECT_CALL && item->scale == 8;
        if (item->flow == FLOW_CALL) {
            size_t at = code_find(&build->code, item->target);
            Border border = at == SIZE_MAX ? BORDER_NONE : (Border)build->borders[at];
            to_handler = border == BORDER_HANDLER || border == BORDER_SLOW;
        }
        if (!to_handler || !function || function == build->loop) continue;
        build->handler_calls++;
        size_t used = strlen(build->handler_callers);
        if (strstr(build->handler_callers, function->name)) continue;
        snprintf(build->handler_callers + used, sizeof build->handler_callers - used, "%s%s",
                 used ? ", " : "", function->name);
    }
}

static void count_loop_calls(Build *build) {
    const Symbol *loop = build->loop;
    for (size_t i = 0; i < build->code.count; i++) {
        const Instruction *item = &build->code.items[i];
        // A call through a fixed address is one of a function of another library.
        bool fixed = item->has_memory && item->base == NO_REGISTER && item->index == NO_REGISTER;
        if (item->flow == FLOW_INDIRECT_CALL && !fixed &&
            item->address - loop->address < loop->size)
            build->loop_indirect_calls++;
    }
}

void audit_walk(Build *build) {
    if (build->strategy == DIRECT) {
        unsigned pc = audit_pc_register(build);
        bool holds_table = table_in_register(build);
        for (size_t i = 0; i < build->site_count; i++) {
            Site *site = &build->sites[i];
            const Instruction *load =
                site->fetch == SIZE_MAX ? NULL : &build->code.items[site->fetch];
            if (load && load->index != NO_REGISTER && load->scale == 8 && load->base != pc &&
                holds_table)
                site->through_table = true;
        }
    }
    Walk walk = {.build = build};
    walk.visited = allocate(build->code.count, sizeof *walk.visited);
    walk.marks = allocate(build->code.count, 1);
    for (size_t i = 0; i < build->handler_count; i++) {
        walk.handler = &build->handlers[i];
        walk.entry = code_find(&build->code, walk.handler->entry);
        walk.count = 0;
        memset(walk.marks, 0, build->code.count);
        visit_all(&walk);
        mark_fast(&walk);
        count_all(&walk, i);
    }
    free(walk.visited);
    free(walk.marks);
    for (size_t i = 0; i < build->site_count; i++) {
        const Site *site = &build->sites[i];
        build->shared_sites += site->owners > 1;
        if (site->owners == 1) build->handlers[site->owner].own_sites++;
    }
    count_cmov(build);
    count_loop_calls(build);
    if (build->strategy == TAIL) count_handler_calls(build);
    for (size_t i = 0; i < build->binary.symbol_count; i++) {
        const char *name = build->binary.symbols[i].name;
        build->probe_symbols += strncmp(name, "probe_", 6) == 0;
        build->sampler_symbols +=
            strncmp(name, "sampler_", 8) == 0 || strncmp(name, "__wrap_", 7) == 0;
    }
}

uint16_t *audit_owners(Build *build) {
    uint16_t *owners = allocate(build->code.count, sizeof *owners);
    for (size_t i = 0; i < build->code.count; i++) owners[i] = AUDIT_NOBODY;
    Walk walk = {.build = build, .through_slow = true};
    walk.visited = allocate(build->code.count, sizeof *walk.visited);
    walk.marks = allocate(build->code.count, 1);
    for (size_t i = 0; i < build->handler_count; i++) {
        Handler unused = build->handlers[i];
        walk.handler = &unused;
        walk.entry = code_find(&build->code, unused.entry);
        walk.count = 0;
        memset(walk.marks, 0, build->code.count);
        visit_all(&walk);
        for (size_t k = 0; k < walk.count; k++) {
            uint16_t *owner = &owners[walk.visited[k]];
            *owner = *owner == AUDIT_NOBODY ? (uint16_t)i : AUDIT_SEVERAL;
        }
    }
    free(walk.visited);
    free(walk.marks);
    return owners;
}
