// Sums the exact counts of one run over rows and opcodes.
#include "bench/steps.h"

#include <stdlib.h>
#include <string.h>

enum { LEFT = sizeof((Tally *)0)->left / sizeof(ForeignCount) };

// What no row names, by function, while it is being summed.
typedef struct Left {
    ForeignCount *items;
    size_t count;
} Left;

static void add_left(Left *left, const char *object, const char *function, uint64_t count) {
    if (!count) return;
    for (size_t i = 0; i < left->count; i++)
        if (strcmp(left->items[i].function, function) == 0 &&
            strcmp(left->items[i].object, object) == 0) {
            left->items[i].count += count;
            return;
        }
    left->items = memory_resize(left->items, (left->count + 1) * sizeof *left->items);
    left->items[left->count++] = (ForeignCount){text_copy(object), text_copy(function), count};
}

static int by_count(const void *left, const void *right) {
    const ForeignCount *a = left, *b = right;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return strcmp(a->function, b->function);
}

static uint64_t sum(const Cells *cells) {
    uint64_t total = 0;
    for (int row = 0; row < ROW_COUNT; row++) total += cells->rows[row];
    return total;
}

static int by_cost(const void *left, const void *right) {
    const OpcodeTally *a = left, *b = right;
    uint64_t first = sum(&a->cells), second = sum(&b->cells);
    if (first != second) return first < second ? 1 : -1;
    return strcmp(a->name, b->name);
}

static void count_opcodes(Tally *tally, const Anatomy *anatomy, const Counts *counts) {
    const Build *build = &anatomy->build;
    tally->opcode_count = build->handler_count;
    tally->opcodes = memory(build->handler_count * sizeof *tally->opcodes);
    for (size_t i = 0; i < build->handler_count; i++) {
        const Handler *handler = &build->handlers[i];
        tally->opcodes[i].name = handler->name;
        if (handler->names > 1)
            tally->opcodes[i].name = text_format("%s, %s", handler->name, handler->other);
        tally->opcodes[i].executed = counts_at(counts, handler->entry);
    }
    for (size_t i = 0; i < anatomy->jump_count; i++)
        tally->jumps += counts_at(counts, build->code.items[anatomy->jumps[i]].address);
    for (size_t i = 0; i < anatomy->fetch_count; i++)
        tally->fetches += counts_at(counts, build->code.items[anatomy->fetches[i]].address);
}

// An instruction of the dispatch that all handlers share, run once for each that it reaches:
// charged to those.
static bool charge_reached(Tally *tally, Row row, uint64_t count) {
    if (count != tally->jumps) return false;
    for (size_t i = 0; i < tally->opcode_count; i++)
        tally->opcodes[i].cells.rows[row] += tally->opcodes[i].executed;
    return true;
}

static void count_unit(Tally *tally, const Anatomy *anatomy, Left *left, size_t at,
                       uint64_t count) {
    const Build *build = &anatomy->build;
    Row row = (Row)anatomy->rows[at];
    uint16_t owner = anatomy->owners[at];
    if (row == ROW_NONE) row = ROW_UNKNOWN;
    if (row >= FIRST_UNNAMED) {
        const Symbol *symbol = binary_function_at(&build->binary, build->code.items[at].address);
        char *name = text_format("%s%s, unplaced",
                                 owner < build->handler_count ? build->handlers[owner].name
                                 : symbol                     ? symbol->name
                                                              : "?",
                                 owner == OWNER_SHARED ? " (shared)" : "");
        add_left(left, "dispatch", name, count);
        free(name);
    }
    tally->cells.rows[row] += count;
    if (anatomy->in_shared_dispatch[at] && charge_reached(tally, row, count)) return;
    if (owner < build->handler_count)
        tally->opcodes[owner].cells.rows[row] += count;
    else
        tally->shared.rows[row] += count;
}

static void count_helper(Tally *tally, const Anatomy *anatomy, Left *left,
                         const AddressCount *item) {
    const Binary *binary = &anatomy->build.binary;
    const char *unit = binary_unit_at(binary, item->address);
    const Symbol *symbol = binary_function_at(binary, item->address);
    const char *name = symbol ? symbol->name : "?";
    Row row = rule_for_function(unit ? unit : "?", name);
    tally->cells.rows[row] += item->count;
    if (row >= FIRST_UNNAMED) add_left(left, unit ? unit : "?", name, item->count);
}

void tally_count(Tally *tally, const Anatomy *anatomy, const Counts *counts) {
    const Build *build = &anatomy->build;
    Left left = {0};
    tally->total = counts->total;
    tally->start_up = counts->start_up;
    tally->timed = counts->timed;
    tally->entries = counts_at(counts, build->loop->address);
    count_opcodes(tally, anatomy, counts);
    for (size_t i = 0; i < counts->count; i++) {
        size_t at = code_find(&build->code, counts->items[i].address);
        if (at != SIZE_MAX)
            count_unit(tally, anatomy, &left, at, counts->items[i].count);
        else
            count_helper(tally, anatomy, &left, &counts->items[i]);
    }
    for (size_t i = 0; i < counts->foreign_count; i++) {
        const ForeignCount *item = &counts->foreign[i];
        const char *slash = strrchr(item->object, '/');
        Row row = rule_for_object(item->object);
        tally->cells.rows[row] += item->count;
        if (row >= FIRST_UNNAMED)
            add_left(&left, slash ? slash + 1 : item->object, item->function, item->count);
    }
    if (left.count) qsort(left.items, left.count, sizeof *left.items, by_count);
    for (size_t i = 0; i < LEFT && i < left.count; i++) tally->left[i] = left.items[i];
    free(left.items);
    qsort(tally->opcodes, tally->opcode_count, sizeof *tally->opcodes, by_cost);
}

void tally_read_stats(Tally *tally, const char *path) {
    char *text = file_read(path, NULL), *rest = text;
    while (rest) {
        char *line = strsep(&rest, "\n");
        double number;
        if (sscanf(line, "executed: %lf", &number) == 1)
            tally->executed = tally->dispatched = (uint64_t)number;
        if (sscanf(line, "dispatched: %lf", &number) == 1) tally->dispatched = (uint64_t)number;
        if (sscanf(line, "bytes allocated: %lf", &number) == 1) tally->bytes = (uint64_t)number;
        if (sscanf(line, "boxes made: %lf", &number) == 1) tally->boxes = (uint64_t)number;
        if (sscanf(line, "injected places passed: %lf", &number) == 1)
            tally->injected = (uint64_t)number;
    }
    free(text);
}

void tally_split_collection(Tally *tally) {
    double share = tally->bytes ? (double)(tally->boxes * BOX_SIZE) / (double)tally->bytes : 0;
    uint64_t all = tally->cells.rows[ROW_COLLECTION];
    uint64_t boxed = (uint64_t)((double)all * (share > 1 ? 1 : share));
    tally->cells.rows[ROW_BOX_COLLECTION] += boxed;
    tally->cells.rows[ROW_COLLECTION] -= boxed;
}

uint64_t tally_named(const Tally *tally) {
    uint64_t named = 0;
    for (int row = 0; row < FIRST_UNNAMED; row++) named += tally->cells.rows[row];
    return named;
}
