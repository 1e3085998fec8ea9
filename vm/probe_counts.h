// What the probe has counted: sums, and a record for each bytecode site.
#ifndef VM_PROBE_COUNTS_H
#define VM_PROBE_COUNTS_H

#include <stdio.h>

#include "opcodes.h"
#include "vm/function.h"

#if PROBE
// Allocations by size: a class for every 16 bytes up to 512, then one for every power of two.
enum { SIZE_CLASSES = 33 + 48 };
// Steps from a box's making to its first unboxing, by powers of two: 0, 1, 2, 4 ... or more.
enum { DISTANCE_CLASSES = 12 };

// The sites of a code object, and of all that are compiled from the same text.
typedef struct CodeCounts {
    const Code *code;
    uint64_t place; // a site's place in the execution hash is this and its offset
    SiteCounts *sites;
    struct CodeCounts *next;     // in the order of their first execution
    struct CodeCounts *neighbor; // in the table by place
} CodeCounts;

typedef struct {
    uint64_t executed, undispatched, hash;
    uint64_t opcodes[OPCODE_COUNT];
    uint64_t pairs[OPCODE_COUNT + 1][OPCODE_COUNT]; // [first][second]; no first: entered from C
    uint64_t sizes[CELL_KINDS][SIZE_CLASSES];
    uint64_t distances[NUMBER_KINDS][DISTANCE_CLASSES];
    CodeCounts *codes;
    SiteCounts outside, collector; // what belongs to no instruction
} Counts;

extern Counts probe_counts;
extern const char *const probe_opcode_names[OPCODE_COUNT];
extern const uint8_t probe_cache_units[OPCODE_COUNT];

void probe_count_start(void);
void probe_count_step(const CodeObject *code, uint32_t offset, unsigned opcode);
// Nothing is counted at a site while the probe itself looks at values.
SiteCounts *probe_pause(void);
void probe_go_on(SiteCounts *site);
SiteCounts probe_total(void);
uint64_t probe_executions(const SiteCounts *site);
uint64_t probe_distinct(void);                 // instructions executed at least once
size_t probe_size_of_class(size_t size_class); // the largest in it

// Writes a file whole or not at all; false after a message.
bool probe_file_possible(const char *path);
bool probe_write_json(Vm *vm, const char *path);
bool probe_write_text(const char *path);
#endif

#endif
