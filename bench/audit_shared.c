// Proves that builds which differ in dispatch only have the rest in common: every function outside
// the dispatch unit is hashed, and the hashes of such builds are compared. Linking moves functions
// and data, so distances between them and numbers large enough to be addresses are left out.
#include "bench/audit.h"
#include "bench/sha256.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Summary {
    SharedFunction *functions;
    size_t count;
} Summary;

static int compare_functions(const void *left, const void *right) {
    const SharedFunction *a = left, *b = right;
    int order = strcmp(a->unit, b->unit);
    if (!order) order = strcmp(a->name, b->name);
    // Functions of one name in one unit (clones) stand in the order of what they are.
    return order ? order : strcmp(a->sha256, b->sha256);
}

// Whether a field may depend on an address: compilers fold offsets into addresses, so that the sum
// may lie outside the program or be negative, but it is never small.
static bool may_be_address(uint64_t value) {
    int64_t number = (int32_t)(uint32_t)value;
    return number >= 1 << 20 || number < -(1 << 20);
}

// Zeroes the last four bytes of an instruction that hold `field`. (The decoder says where fields
// stand too, but is wrong where an opcode has a prefix and two bytes.)
static void mask_field(uint8_t *bytes, size_t size, uint32_t field) {
    for (size_t at = size - 4; size >= 5 && at > 0; at--) {
        if (memcmp(bytes + at, &field, 4) != 0) continue;
        memset(bytes + at, 0, 4);
        return;
    }
}

void audit_mask_moved(const Instruction *item, const Symbol *function, uint8_t *bytes) {
    uint64_t next = item->address + item->size;
    if (item->flow == FLOW_JUMP || item->flow == FLOW_BRANCH || item->flow == FLOW_CALL) {
        if (item->target - function->address >= function->size)
            mask_field(bytes, item->size, (uint32_t)(item->target - next));
        return;
    }
    if (item->has_immediate && may_be_address(item->immediate))
        mask_field(bytes, item->size, (uint32_t)item->immediate);
    if (!item->has_memory) return;
    if (item->is_relative)
        mask_field(bytes, item->size, (uint32_t)((uint64_t)item->displacement - next));
    else if (may_be_address((uint64_t)item->displacement))
        mask_field(bytes, item->size, (uint32_t)item->displacement);
}

static void hash_function(const Binary *binary, Machine *machine, const Symbol *function,
                          SharedFunction *hashed) {
    Code code = {0};
    Sha256 sha;
    sha256_start(&sha);
    machine_decode(machine, binary, function->address, function->size, &code);
    for (size_t i = 0; i < code.count; i++) {
        const Instruction *item = &code.items[i];
        uint8_t bytes[16] = {0};
        const uint8_t *from = binary_bytes(binary, item->address, item->size);
        if (!from || item->size > sizeof bytes) continue;
        memcpy(bytes, from, item->size);
        audit_mask_moved(item, function, bytes);
        sha256_add(&sha, bytes, item->size);
        const Symbol *callee =
            item->flow == FLOW_CALL ? binary_function_at(binary, item->target) : NULL;
        if (callee) sha256_add(&sha, callee->name, strlen(callee->name) + 1);
    }
    sha256_end(&sha, hashed->sha256);
    code_free(&code);
}

SharedFunction *audit_shared_functions(const Build *build, Machine *machine, size_t *count) {
    const Binary *binary = &build->binary;
    SharedFunction *functions = calloc(binary->symbol_count + 1, sizeof *functions);
    if (!functions) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    *count = 0;
    for (size_t i = 0; i < binary->symbol_count; i++) {
        const Symbol *symbol = &binary->symbols[i];
        const char *unit = binary_unit_at(binary, symbol->address);
        if (!symbol->is_function || !symbol->size || !unit || strcmp(unit, build->unit) == 0)
            continue;
        SharedFunction *hashed = &functions[(*count)++];
        *hashed = (SharedFunction){.unit = unit, .name = symbol->name, .size = symbol->size};
        hash_function(binary, machine, symbol, hashed);
    }
    qsort(functions, *count, sizeof *functions, compare_functions);
    return functions;
}

static Summary summarize(Build *build, Machine *machine) {
    Summary summary = {0};
    Sha256 sha;
    summary.functions = audit_shared_functions(build, machine, &summary.count);
    sha256_start(&sha);
    for (size_t i = 0; i < summary.count; i++) {
        const SharedFunction *hashed = &summary.functions[i];
        sha256_add(&sha, hashed->unit, strlen(hashed->unit) + 1);
        sha256_add(&sha, hashed->name, strlen(hashed->name) + 1);
        sha256_add(&sha, hashed->sha256, sizeof hashed->sha256);
    }
    sha256_end(&sha, build->shared_sha256);
    return summary;
}

// Copies the config without its dispatch axes: builds of one such name share all other objects.
static void name_shared(const char *config, char *name, size_t size) {
    static const char *const parts[] = {"-tos", "-super", "-nocache", "-plaincall", "-inject."};
    const char *rest = strchr(config, '-');
    snprintf(name, size, "%s", rest ? rest + 1 : config);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *part = strstr(name, parts[i]);
        if (!part) continue;
        size_t length = 1 + strcspn(part + 1, "-"); // as it stands; "-inject." goes on to the next
        if (length == strlen(parts[i]) || parts[i][strlen(parts[i]) - 1] == '.')
            memmove(part, part + length, strlen(part + length) + 1);
    }
}

static void report_difference(Build *build, const Build *first, const Summary *mine,
                              const Summary *theirs) {
    size_t i = 0, j = 0;
    while (i < mine->count && j < theirs->count &&
           compare_functions(&mine->functions[i], &theirs->functions[j]) == 0) {
        i++;
        j++;
    }
    const SharedFunction *here = i < mine->count ? &mine->functions[i] : NULL;
    const SharedFunction *there = j < theirs->count ? &theirs->functions[j] : NULL;
    const SharedFunction *named = here ? here : there;
    audit_fail(build, "build both from one tree, with flags that differ in DISPATCH only",
               "%s and %s differ outside dispatch: %s in %s, for one", build->config, first->config,
               named ? named->name : "?", named ? named->unit : "?");
}

void audit_compare_shared(Build *builds, size_t count, Machine *machine) {
    Summary *summaries = calloc(count ? count : 1, sizeof *summaries);
    if (!summaries) return;
    for (size_t i = 0; i < count; i++)
        if (builds[i].open && builds[i].unit) summaries[i] = summarize(&builds[i], machine);
    for (size_t i = 0; i < count; i++) {
        char mine[256], theirs[256];
        if (!summaries[i].functions) continue;
        name_shared(builds[i].config, mine, sizeof mine);
        for (size_t j = 0; j < i; j++) {
            name_shared(builds[j].config, theirs, sizeof theirs);
            if (!summaries[j].functions || strcmp(mine, theirs) != 0) continue;
            if (builds[i].binary.by_lld != builds[j].binary.by_lld) continue;
            if (strcmp(builds[i].shared_sha256, builds[j].shared_sha256) != 0)
                report_difference(&builds[i], &builds[j], &summaries[i], &summaries[j]);
            break;
        }
    }
    for (size_t i = 0; i < count; i++) free(summaries[i].functions);
    free(summaries);
}
