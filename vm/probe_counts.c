// Counting by site. Each instruction that executes makes its record the current one; whatever is
// checked, unboxed, boxed, allocated or called from then on, by the handler or by C functions it
// calls, is counted there. Records of code compiled twice from the same text are one, so that
// output depends on the program alone.
#include "vm/probe_counts.h"

#if PROBE
#include <stdlib.h>
#include <string.h>

#include "vm/run.h"

enum { CACHED_CODES = 4096, PLACE_BUCKETS = 1024, NO_OPCODE = OPCODE_COUNT };

Counts probe_counts;
SiteCounts *probe_site = &probe_counts.outside, *probe_running = &probe_counts.outside, probe_again;
uint32_t probe_step_count = 1;
bool probe_in_c = true, probe_unboxed_in_c;

const char *const probe_opcode_names[OPCODE_COUNT] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) #name,
    OPCODES(X)
#undef X
};
const uint8_t probe_cache_units[OPCODE_COUNT] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) caches,
    OPCODES(X)
#undef X
};
static const char *const operand_kinds[OPCODE_COUNT] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) #kind,
    OPCODES(X)
#undef X
};
// A straight run goes past none of these: what may jump, and what never goes on.
static bool ends_run[OPCODE_COUNT] = {
#define X(name) [OP_##name] = true,
    OPCODES_EXIT(X)
#undef X
};

static SiteCounts *recent[BOXES_BACK] = {[1] = &probe_counts.outside};
static SiteCounts *follows; // the record of the next instruction of a straight run
static unsigned previous = NO_OPCODE, run;
static SiteCounts nowhere;
static CodeCounts **end_of_codes = &probe_counts.codes, *by_place[PLACE_BUCKETS];
static struct {
    const CodeObject *code;
    CodeCounts *counts;
} cached[CACHED_CODES];

void probe_count_start(void) {
    for (unsigned opcode = 0; opcode < OPCODE_COUNT; opcode++)
        ends_run[opcode] |= !strcmp(operand_kinds[opcode], "JUMP");
}

// --- records ------------------------------------------------------------------------------------

static uint64_t place_of(const Code *code) {
    uint64_t hash = 14695981039346656037u;
    for (uint32_t i = 0; i < code->qualname.size; i++)
        hash = (hash ^ (uint8_t)code->qualname.data[i]) * 1099511628211u;
    return hash + code->first_line * 31u;
}

static bool same_text(Text left, Text right) {
    return left.size == right.size && !memcmp(left.data, right.data, left.size);
}

static bool same_code(const Code *left, const Code *right) {
    return left == right ||
           (same_text(left->qualname, right->qualname) &&
            same_text(left->filename, right->filename) && left->first_line == right->first_line &&
            left->unit_count == right->unit_count &&
            left->position_count == right->position_count &&
            !memcmp(left->units, right->units, left->unit_count * sizeof(Unit)) &&
            !memcmp(left->positions, right->positions, left->position_count * sizeof(Position)));
}

static void *get_memory(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory) return memory;
    fprintf(stderr, "sevenstep: no memory to count in\n");
    exit(1);
}

static CodeCounts *find_counts(const CodeObject *object) {
    const Code *code = object->code;
    uint64_t place = place_of(code);
    CodeCounts **bucket = &by_place[place % PLACE_BUCKETS], *counts = *bucket;
    while (counts && !(counts->place == place && same_code(counts->code, code)))
        counts = counts->neighbor;
    if (!counts) {
        counts = get_memory(1, sizeof *counts);
        *counts = (CodeCounts){.code = code, .place = place, .neighbor = *bucket};
        counts->sites = get_memory(code->unit_count, sizeof *counts->sites);
        *bucket = *end_of_codes = counts;
        end_of_codes = &counts->next;
    }
    return counts;
}

static inline CodeCounts *counts_of(const CodeObject *code) {
    size_t at = ((uintptr_t)code >> 4) % CACHED_CODES;
    if (unlikely(cached[at].code != code)) {
        cached[at].counts = find_counts(code);
        cached[at].code = code;
    }
    return cached[at].counts;
}

// --- counting -----------------------------------------------------------------------------------

static inline void stand_at(SiteCounts *site) {
    probe_site = probe_running = site;
    probe_step_count += 1 + (probe_step_count == UINT32_MAX);
    recent[probe_step_count % BOXES_BACK] = site;
}

void probe_count_step(const CodeObject *code, uint32_t offset, unsigned opcode) {
    CodeCounts *counts = counts_of(code);
    SiteCounts *site = &counts->sites[offset];
    probe_counts.executed++;
    probe_counts.hash = (probe_counts.hash ^ (counts->place + offset)) * 1099511628211u;
    probe_counts.opcodes[opcode]++;
    probe_counts.pairs[previous][opcode]++;
    previous = opcode;
    run = site != follows ? 0 : run + (run < RUN_MOST - 1);
    site->runs[run]++;
    site->opcode = opcode;
    follows = ends_run[opcode] ? NULL : site + 1 + probe_cache_units[opcode];
    probe_in_c = false;
    stand_at(site);
}

Value probe_run(Vm *vm) {
    SiteCounts *site = probe_real_site(), *next = follows;
    unsigned opcode = previous, length = run;
    bool in_c = probe_in_c, unboxed_in_c = probe_unboxed_in_c;
    uint32_t offset = vm->site;
    COUNT_CALL(ENTRY);
    previous = NO_OPCODE;
    follows = NULL;
    Value value = run_loop(vm);
    previous = opcode;
    follows = next;
    run = length;
    probe_in_c = in_c;
    probe_unboxed_in_c = unboxed_in_c;
    vm->site = offset;
    stand_at(site);
    return value;
}

void probe_first_unboxing(NumberKind kind, Object *box) {
    uint32_t distance = probe_step_count - box->bits;
    SiteCounts *maker = recent[box->bits % BOXES_BACK];
    box->bits = 0;
    unsigned class = distance ? 32 - (unsigned)__builtin_clz(distance) : 0;
    probe_counts.distances[kind][class < DISTANCE_CLASSES ? class : DISTANCE_CLASSES - 1]++;
    if (distance <= SOON) maker->opened_soon[kind]++;
}

void probe_allocation(int kind, size_t size) {
    size_t class = size > 512  ? 33 + 55 - (size_t)__builtin_clzll(size - 1)
                   : size > 16 ? (size + 15) / 16
                               : 1;
    probe_counts.sizes[kind][class]++;
    probe_real_site()->allocations++;
    probe_real_site()->bytes += size;
}

size_t probe_size_of_class(size_t size_class) {
    return size_class < 33 ? 16 * size_class : (size_t)1024 << (size_class - 33);
}

static SiteCounts *interrupted;

void probe_collection(void) {
    probe_real_site()->collections++;
    interrupted = probe_site;
    probe_site = &probe_counts.collector;
}

void probe_collected(void) {
    probe_site = interrupted;
}

void probe_component(void) {
    probe_counts.undispatched++;
}

SiteCounts *probe_pause(void) {
    SiteCounts *site = probe_site;
    probe_site = &nowhere;
    return site;
}

void probe_go_on(SiteCounts *site) {
    probe_site = site;
}

// --- sums ---------------------------------------------------------------------------------------

static void add(SiteCounts *total, const SiteCounts *site) {
    uint64_t *sums = (uint64_t *)total;
    const uint64_t *counts = (const uint64_t *)site;
    for (size_t i = 0; i < offsetof(SiteCounts, opcode) / sizeof *sums; i++) sums[i] += counts[i];
}

SiteCounts probe_total(void) {
    SiteCounts total = probe_counts.outside;
    add(&total, &probe_counts.collector);
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        for (uint32_t i = 0; i < counts->code->unit_count; i++) add(&total, &counts->sites[i]);
    return total;
}

uint64_t probe_executions(const SiteCounts *site) {
    uint64_t executed = 0;
    for (int i = 0; i < RUN_MOST; i++) executed += site->runs[i];
    return executed;
}

static int by_value(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

// Two functions of one name on one line are one place, as in the execution hash.
uint64_t probe_distinct(void) {
    size_t count = 0, most = 0;
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        most += counts->code->unit_count;
    uint64_t *places = get_memory(most + 1, sizeof *places), distinct = 0;
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        for (uint32_t i = 0; i < counts->code->unit_count; i++)
            if (probe_executions(&counts->sites[i])) places[count++] = counts->place + i;
    qsort(places, count, sizeof *places, by_value);
    for (size_t i = 0; i < count; i++) distinct += i == 0 || places[i] != places[i - 1];
    free(places);
    return distinct;
}
#endif
