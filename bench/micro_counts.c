// The same suite in the probe: what one iteration of each executes and allocates. Times come from
// bench/micro.c, counts from here, and never the other way round.
#ifndef PROBE
#define PROBE 1 // it is never linked with anything else
#endif
#include "bench/micro.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/machine.h"
#include "vm/probe.h"

static Vm vm;

int main(int count, char **words) {
    Suite suite = {0};
    if (count < 2) {
        fputs("usage: micro-probe TEXT.py FILE.py...\n"
              "Prints a line for each micro-benchmark: its name and what an iteration counts.\n",
              stderr);
        return 2;
    }
    if (!vm_init(&vm)) return 2;
    probe_start(&(ProbeOptions){.stats = true});
    if (!suite_make(&vm, &suite, words + 2, (size_t)count - 2, words[1])) return 2;
    for (size_t i = 0; i < suite.count; i++) {
        Micro *micro = &suite.items[i];
        const char *problem = micro_begin(&vm, micro);
        if (problem) {
            fprintf(stderr, "micro-probe: %s: %s\n", micro->name, problem);
            return 1;
        }
        ProbeTotals before = probe_totals(&vm);
        if (is_error(micro->iterate(&vm, micro))) return error_print_uncaught(&vm);
        ProbeTotals after = probe_totals(&vm);
        printf("%s bytecodes=%" PRIu64 " boxes=%" PRIu64 " allocations=%" PRIu64 " bytes=%" PRIu64
               "\n",
               micro->name, after.bytecodes - before.bytecodes, after.boxes - before.boxes,
               after.allocations - before.allocations, after.bytes - before.bytes);
        micro_end(&vm, micro);
    }
    return fflush(stdout) ? 1 : 0;
}
