// What the probes counted, read back: programs, each run by some builds.
#ifndef BENCH_COUNTS_H
#define BENCH_COUNTS_H

#include "bench/document.h"
#include "bench/files.h"

typedef struct {
    const char *config, *binary;
    cJSON *json;       // what `-X stats=FILE` wrote, or NULL
    const char *error; // NULL, or how it ended; its counts may be there all the same
} CountsRun;

typedef struct {
    const char *name, *path, *size;
    CountsRun *runs; // one for each build
} CountsProgram;

// A sequence of opcodes in straight-line code, of all programs together.
typedef struct {
    const cJSON *row; // [count, opcode, opcode...]
    double count;
    double share; // the mean, over programs, of count in executed instructions
} CountsSequence;

typedef struct {
    CountsProgram *programs;
    size_t program_count, run_count;
    CountsSequence *sequences; // by length, the most frequent first
    size_t sequence_count;
} Counts;

// The sum of an object's numbers: of "made": {"int": 3, "float": 2}, 5. 0 without it.
double counts_sum(const cJSON *object, const char *name);
// Numbers that a site, or all of them, created: boxes made and avoided.
double counts_created(const cJSON *site);
// The two outcomes of all type checks.
double counts_checks(const cJSON *site);
// Sites at which two runs do not create as many numbers, but for those that make ints of more than
// a word; for each `report`, with both sites.
typedef void CountsDifference(void *context, const cJSON *code, const cJSON *first,
                              const cJSON *second);
size_t counts_compare(const CountsRun *first, const CountsRun *second, CountsDifference *report,
                      void *context);

void counts_tables(Document *document, const Counts *counts, bool sequences_only);

#endif
