// Exact instruction counts of a program's run, from valgrind's callgrind: one count per instruction
// address, taken in a fixed environment, so that they are the same at every run.
#ifndef BENCH_CALLGRIND_H
#define BENCH_CALLGRIND_H

#include "bench/files.h"

#include <sys/types.h>

typedef struct AddressCount {
    uint64_t address, count;
} AddressCount;

// A function of another object: libc, GMP.
typedef struct ForeignCount {
    char *object, *function;
    uint64_t count;
} ForeignCount;

typedef struct Counts {
    AddressCount *items; // of the interpreter's own code, by address
    size_t count;
    ForeignCount *foreign;
    size_t foreign_count;
    uint64_t total; // as callgrind says: items and foreign together
    uint64_t timed; // from the first look at the clock to the last, where Run.timed asks for it
    uint64_t
        start_up; // before the program's first instruction and after its last; in no other field
} Counts;

// What is run: an interpreter, a program and its argument ("" for none). Without a program the
// binary is one itself, a twin in C.
typedef struct Run {
    const char *binary, *program, *size;
    char **environment;
    bool timed; // count apart what lies between looks at the clock (clock.c)
} Run;

// Whether valgrind can be started.
bool callgrind_available(void);
// Starts the run under callgrind, which writes to `file`; output and errors of the program go to
// `log`. `option` goes before the program, NULL for none; without `file` the run is a plain one.
pid_t run_start(const Run *run, const char *option, const char *file, const char *log);
// Waits for a run; false where it did not end with status 0.
bool run_wait(pid_t child);
// Reads what callgrind wrote of a run of `binary`; false where it is not what was expected. Of a
// twin everything is start-up, but for what `timed` holds of it.
bool counts_read(Counts *counts, const char *file, const char *binary);
void counts_free(Counts *counts);
uint64_t counts_at(const Counts *counts, uint64_t address);

#endif
