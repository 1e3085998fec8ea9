// Runs one process as a measurement needs it: pinned to one processor, in a group of its own, with
// the environment it is given and no other, killed with all it left behind when its time is over.
// For drivers: they sleep meanwhile, on any other processor.
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include "bench/counters.h"
#include "bench/files.h"

enum { STDERR_KEPT = 8192 };

typedef struct {
    double wall, user, system; // seconds
    long max_rss;              // KiB
    long preempted;
    CounterValues counters; // of what process_count asked for
    char stdout_sha256[SHA256_TEXT];
    char *
        stdout_text; // what it printed, up to the size asked for, zero-ended; belongs to the caller
    char stderr_tail[STDERR_KEPT + 1]; // the end of what it said there
    const char *error;                 // NULL, or why it counts for nothing
} Process;

// Once, before anything else: Ctrl-C and its kin are taken between processes and by process_run.
void process_set_up(void);
// By what later processes are counted, as far as counters.h can; the names stay the caller's.
void process_count(const char *const *names, size_t count);
// True once the driver was told to stop.
bool process_stopped(void);
// Leaves the processor to the measured processes; ends the program if it is not ours to use.
void processor_leave(int cpu);

// Runs `command` (a path and its arguments, NULL at the end). `keep` bytes of stdout are kept, the
// rest only hashed. False if the driver was told to stop meanwhile. Ends the program when no
// process can be made.
bool process_run(Process *process, char *const *command, char *const *environment, int cpu,
                 double timeout, size_t keep);

double process_now(void); // seconds of the monotonic clock

#endif
