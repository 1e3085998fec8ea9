// What sampling costs: each round runs the timed build, the profiled build left alone, and the
// profiled build under the sampler, in an order drawn anew, on one processor. Compared are the
// medians over the rounds; an interval comes from resampling whole rounds, in which the three stood
// beside one another.
//
//   profile_overhead [--rate HZ] [--rounds N] [--seed N] TIMED PROFILED... -- PROGRAM [ARGUMENTS]
#define _GNU_SOURCE
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "bench/profile_run.h"
#include "bench/stats.h"

enum { BUFFER = 64 << 20, ARMS = 3 };
typedef enum { TIMED, ALONE, SAMPLED } ArmKind;

_Noreturn static void usage(void) {
    fputs("usage: profile_overhead [--rate HZ] [--rounds N] [--seed N] TIMED PROFILED...\n"
          "                        -- PROGRAM [ARGUMENTS]\n",
          stderr);
    exit(EXIT_BAD_INPUT);
}

// The last processor we may use.
static int last_processor(void) {
    cpu_set_t set;
    int last = -1;
    if (sched_getaffinity(0, sizeof set, &set)) return -1;
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &set)) last = i;
    return last;
}

static void print_ratio(const char *what, const StatsCell *arm, const StatsCell *baseline,
                        Random random) {
    const StatsCell *arms[] = {arm}, *baselines[] = {baseline};
    StatsRatio ratio = stats_ratio(arms, baselines, 1, STATS_REPLICATES, random);
    printf("  %-42s %+6.2f %% [%+.2f, %+.2f]\n", what, 100 * (ratio.ratio - 1),
           100 * (ratio.low - 1), 100 * (ratio.high - 1));
}

static void measure(const char *const binaries[2], char **program, size_t program_count,
                    uint64_t rate, uint64_t seed, size_t rounds) {
    StatsCell cells[ARMS], processor[ARMS];
    char **command = memory((program_count + 2) * sizeof *command);
    Random random = random_for(seed, binaries[0]);
    int cpu = last_processor();
    uint64_t samples = 0, lost = 0;
    memcpy(command + 1, program, program_count * sizeof *command);
    for (int i = 0; i < ARMS; i++) cells[i] = stats_cell_make(rounds);
    for (int i = 0; i < ARMS; i++) processor[i] = stats_cell_make(rounds);
    size_t round = 0;
    for (; round < rounds && !profile_interrupted(); round++) {
        int order[ARMS] = {TIMED, ALONE, SAMPLED};
        for (uint64_t i = ARMS; i-- > 1;) {
            uint64_t other = random_below(&random, i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        for (int i = 0; i < ARMS; i++) {
            ProfileRoom room;
            command[0] = (char *)binaries[order[i] != TIMED];
            if (order[i] == SAMPLED) room = profile_room_make(BUFFER, rate, seed + round);
            ProfileRun run =
                profile_run(command, order[i] == SAMPLED ? &room : NULL, "/dev/null", false, cpu);
            if (run.status && !profile_interrupted())
                fail("%s did not end well under %s", program[0], command[0]);
            stats_cell_add(&cells[order[i]], round, run.seconds);
            stats_cell_add(&processor[order[i]], round, run.processor);
            if (order[i] != SAMPLED) continue;
            samples += room.block->sample_count;
            lost += room.block->lost_late + room.block->lost_full;
            profile_room_free(&room);
        }
    }
    printf("%s: %zu rounds, %llu samples at %llu Hz, %llu lost; median %.4f s\n", binaries[1],
           round, (unsigned long long)samples, (unsigned long long)rate, (unsigned long long)lost,
           stats_cell_median(&cells[ALONE]));
    print_ratio("sampling, of the profiled build alone", &cells[SAMPLED], &cells[ALONE],
                random_for(seed, "sampled"));
    print_ratio("the same, in processor time of the process", &processor[SAMPLED],
                &processor[ALONE], random_for(seed, "processor"));
    print_ratio("the profiled build alone, of the timed one", &cells[ALONE], &cells[TIMED],
                random_for(seed, "alone"));
    for (int i = 0; i < ARMS; i++) stats_cell_free(&cells[i]);
    for (int i = 0; i < ARMS; i++) stats_cell_free(&processor[i]);
    free(command);
}

int main(int argc, char **argv) {
    uint64_t rate = 997, seed = 0, rounds = 15;
    int at = 1;
    for (; at + 1 < argc && text_starts(argv[at], "--") && argv[at][2]; at += 2) {
        char *end;
        uint64_t *number = !strcmp(argv[at], "--rate")     ? &rate
                           : !strcmp(argv[at], "--rounds") ? &rounds
                           : !strcmp(argv[at], "--seed")   ? &seed
                                                           : NULL;
        if (!number) usage();
        *number = strtoull(argv[at + 1], &end, 10);
        if (*end || end == argv[at + 1]) usage();
    }
    int first = at;
    while (at < argc && strcmp(argv[at], "--")) at++;
    if (at == first || (at - first) % 2 || at + 1 >= argc || !rate || rate > 20000 || !rounds)
        usage();
    argv[at + 1] = profile_program(argv[at + 1]);
    profile_take_interrupts();
    for (int i = first; i < at && !profile_interrupted(); i += 2)
        measure((const char *const[]){argv[i], argv[i + 1]}, argv + at + 1, (size_t)(argc - at - 1),
                rate, seed, rounds);
    return profile_interrupted() ? EXIT_STOPPED : 0;
}
