// Micro-benchmarks of one mechanism each, in the interpreter's own process. The suite knows what
// one iteration is and what it must answer; bench/micro.c times iterations by Google Benchmark,
// bench/micro_counts.c, linked with the probe, counts what one of them executes.
#ifndef BENCH_MICRO_H
#define BENCH_MICRO_H

#include "vm/vm.h"

typedef struct Micro Micro;
struct Micro {
    const char *name, *what;
    uint64_t iterations;                   // the same for every build
    uint64_t operations;                   // of the mechanism, in one iteration
    bool (*prepare)(Vm *vm, Micro *micro); // before its turn, untimed; or NULL
    Value (*iterate)(Vm *vm, Micro *micro);
    void (*finish)(Vm *vm, Micro *micro); // gives back what it prepared; or NULL
    // The suite's own: what an iteration works on. Python values are held by `names`, which
    // sys.modules holds.
    Dict *names;
    Value function, argument, answer;
    const void *input;
    size_t input_size;
    uint32_t number;
};

typedef struct {
    Micro *items;
    size_t count;
} Suite;

// All of them: those in Python, one from each path, and those that need C. `text` is the path of
// the Python source that compile and its kin work on. False, with the reason on stderr, if one is
// not as it should be.
bool suite_make(Vm *vm, Suite *suite, char **paths, size_t path_count, const char *text);

// Brings a benchmark to where it can be iterated: one iteration has run and its answer was right,
// and no garbage is left. Else the reason, for the reader.
const char *micro_begin(Vm *vm, Micro *micro);
void micro_end(Vm *vm, Micro *micro);

// For the files that make up the suite. The new one is zeroed but for its name and its names.
Micro *suite_add(Vm *vm, Suite *suite, const char *name);
bool micro_set(Vm *vm, Micro *micro, const char *name, Value value);
Value micro_get(Vm *vm, Micro *micro, const char *name); // VALUE_END: there is none
Value micro_call(Vm *vm, Micro *micro);                  // an iteration: function(argument)
bool micro_run_source(Vm *vm, Micro *micro, const char *source, size_t size, const char *path);

bool suite_add_dispatch(Vm *vm, Suite *suite);                  // micro_dispatch.c
bool suite_add_machine(Vm *vm, Suite *suite, const char *text); // micro_machine.c

#endif
