// Google Benchmark as C sees it. The only C++ of the house stands behind it, in micro_shim.cc.
#ifndef BENCH_MICRO_SHIM_H
#define BENCH_MICRO_SHIM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ShimState ShimState;

// Takes out the words that begin with --benchmark_.
void shim_start(int *count, char **words);
// One line of the "context" of the JSON output.
void shim_context(const char *key, const char *value);
// `benchmark` is called once, when its turn comes; texts and data must live until shim_end.
void shim_register(const char *name, uint64_t iterations,
                   void (*benchmark)(ShimState *state, void *data), void *data);
// The timed loop: calls `iteration` as often as was registered, and stops when it answers false.
bool shim_time(ShimState *state, bool (*iteration)(void *data), void *data);
// What one iteration amounts to; printed beside its time, and not divided by anything.
void shim_counter(ShimState *state, const char *name, double value);
// A line of text beside the name.
void shim_label(ShimState *state, const char *text);
// The benchmark is reported as failed, with this reason.
void shim_fail(ShimState *state, const char *reason);
// Runs what was registered and prints the results.
void shim_run(void);

#ifdef __cplusplus
}
#endif

#endif
