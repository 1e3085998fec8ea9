// Counters of one process and of what it starts, in user space: the processor's, where the machine
// has them, and a few of the kernel's. They are read as one group, so that all of them stand for
// the same time, and counting interrupts nothing. Where they cannot be had there is a reason, and
// never a zero.
#ifndef BENCH_COUNTERS_H
#define BENCH_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COUNTERS_MAX = 8 };

// A group that waits for a process. All zero: none.
typedef struct {
    int files[COUNTERS_MAX];
    size_t count;
} Counters;

// What a group counted, in the order of its names.
typedef struct {
    size_t count; // 0 where nothing was counted
    uint64_t values[COUNTERS_MAX];
    // Nanoseconds that the group was wanted and that it had the counters: where others want them
    // too it has them by turns.
    uint64_t enabled, running;
} CounterValues;

// Opens `names` as one group: it counts the child that the caller forks next, from its execve on.
// NULL; or why it cannot be done, which belongs to the caller: nothing is open then.
char *counters_open(Counters *counters, const char *const *names, size_t count);
// What was counted up to now; no values where the group never had the counters.
CounterValues counters_read(const Counters *counters);
void counters_close(Counters *counters);

// The values in what the kernel answers for a group of `count`: `words` of 64 bits.
CounterValues counters_take(const uint64_t *words, size_t word_count, size_t count);
// One of them, made up for the time that the group waited.
double counter_value(const CounterValues *values, size_t place);

#endif
