// Runs an interpreter under the sampler, or without it.
#ifndef BENCH_PROFILE_RUN_H
#define BENCH_PROFILE_RUN_H

#include "bench/files.h"
#include "bench/profile_buffer.h"

typedef struct {
    int descriptor;
    ProfileBuffer *block;
} ProfileRoom;

// Memory for the samples of one run; ends the program when there is none.
ProfileRoom profile_room_make(size_t size, uint64_t rate, uint64_t seed);
void profile_room_free(ProfileRoom *room);

typedef struct {
    int status;       // of waitpid
    double wall;      // seconds
    double processor; // seconds of it that it ran, the kernel's work for it included
    double seconds;   // what its `seconds: ` line on stderr says, or the wall time
} ProfileRun;

// Ctrl-C reaches the interpreter too, which ends as Python does; this program goes on and knows.
void profile_take_interrupts(void);
bool profile_interrupted(void);

// `room` may be NULL: nothing is sampled. stdout goes to the file `output`; stderr is passed on if
// `shows_errors`. `cpu`: -1 for any. Ends the program when it cannot be started.
ProfileRun profile_run(char *const *command, const ProfileRoom *room, const char *output,
                       bool shows_errors, int cpu);

// Where a program named on a command line is: a path, or a name in bench/programs.
char *profile_program(const char *name);

#endif
