// How tallies and handlers are shown: on the terminal, as JSON, as pictures.
#pragma once
#include "bench/steps.h"

// Builds side by side, one program; then the opcodes that cost most, and what no row names.
void show_program(const Tally *tallies, size_t builds, size_t top);
// steps.json: tallies[program * builds + build]; of each program's twin in C, the instructions
// between its looks at the clock, 0 where there is no twin.
cJSON *describe_program(const Tally *tallies, uint64_t twin, size_t builds);
cJSON *describe(const Tally *tallies, const uint64_t *twins, size_t builds, size_t programs);
// The self-tests that hold for every run; prints what fails and answers how much.
size_t check_tally(const Tally *tally, const Anatomy *anatomy);

// One handler's machine code, a line an instruction.
typedef struct Listing {
    char *title;
    char **lines;
    size_t count;
} Listing;
// No lines where the build has no such handler.
Listing code_list(const Anatomy *anatomy, const Counts *counts, const Tally *tally,
                  const char *opcode, Machine *machine);
// What C makes of the addition: the function `add` of a compiled file.
Listing code_list_native(const char *path, Machine *machine);
// The same in figures: instructions by row.
cJSON *describe_native(const char *path, Machine *machine);
void listings_show(const Listing *listings, size_t count);
