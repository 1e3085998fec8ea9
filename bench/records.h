// The two files of a result folder that everything else follows from: manifest.json (what was to be
// run, on what) and samples.jsonl (what each process said, one line each, only ever appended to).
#ifndef BENCH_RECORDS_H
#define BENCH_RECORDS_H

#include "bench/counters.h"
#include "bench/files.h"

typedef enum { ARM_BUILD, ARM_AGAIN, ARM_RELAID, ARM_CPYTHON, ARM_NATIVE, ARM_PEER } ArmRole;

typedef struct {
    const char *name, *path, *size;
    bool start_up; // `-c pass`: timed as a whole, and never part of a mean
} Program;

typedef struct {
    const char *path, *sha256, *build_id;
    const char **command; // NULL at the end; may hold {program}, {size}, {name}
    size_t command_count;
} Layout;

typedef struct {
    const char *name, *compiler;
    ArmRole role;
    int of; // the arm that an ARM_AGAIN or ARM_RELAID repeats, else -1
    Layout *layouts;
    size_t layout_count;
    bool *skips; // by program: this arm has none (a native twin that does not exist)
} Arm;

typedef struct {
    cJSON *json;
    const char *folder, *name, *date;
    Program *programs;
    size_t program_count;
    Arm *arms;
    size_t arm_count;
    size_t rounds;
    uint64_t seed;
    size_t padding; // largest environment padding, bytes
    int cpu;
    double timeout;                     // seconds
    const char *counters[COUNTERS_MAX]; // what each process is counted by
    size_t counter_count;
} Manifest;

typedef struct {
    size_t round, arm, layout, program, padding, order;
    double seconds, wall, user, system, started;
    long max_rss; // KiB
    long preempted;
    CounterValues counters;
    bool whole_process; // no `seconds: ` line: `seconds` is the wall time of the process
    char stdout_sha256[SHA256_TEXT];
    const char *error; // NULL, or why the row stops
} Sample;

// The layout an arm runs in a round: layouts take turns, one a round, the same turn for every arm.
#define LAYOUT_OF_ROUND(arm, round) ((round) % (arm)->layout_count)

// Ends the program with a message when the folder or the manifest is not usable.
Manifest *manifest_read(const char *folder);

// Their numbers, or -1.
int manifest_arm(const Manifest *manifest, const char *name);
int manifest_program(const Manifest *manifest, const char *name);
// The words that run a program, NULL at the end: {program}, {size} and {name} stand for its path,
// its size argument (left out where it has none) and its name. They belong to the caller.
char **manifest_command(const Layout *layout, const Program *program);
// NAME=PATH: where a program lies that the manifest knows by its file's name alone.
void manifest_place_program(Manifest *manifest, const char *place);
// Ends the program unless every binary is the one that the manifest was made with.
void manifest_check_binaries(const Manifest *manifest);

// The folder's samples in the order they were written. A torn last line (a kill in mid-write) is
// left out and its offset stored in `good_size`; any other line that cannot be read ends the
// program.
Sample *samples_read(const Manifest *manifest, size_t *count, size_t *good_size);

// The whole file, for samples that another runner than the driver took.
void samples_write(const Manifest *manifest, const Sample *samples, size_t count);

// One line with its newline; belongs to the caller.
char *sample_line(const Manifest *manifest, const Sample *sample);

const char *arm_role_name(ArmRole role);

#endif
