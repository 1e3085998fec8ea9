// Before and after: two builds, A and B. ab_code.c compares their machine code, ab.c the rest.
#ifndef BENCH_AB_H
#define BENCH_AB_H

#include "bench/files.h"

typedef struct {
    const char *binary, *config;
    const char *definitions; // the vm/ops.def it was made from
} CodeSide;

// {"handlers": {"compared", "changed", "only_a", "only_b"}, "functions": the same}. Ends the
// program with a message where a binary cannot be read.
cJSON *code_compare(const CodeSide *a, const CodeSide *b);

#endif
