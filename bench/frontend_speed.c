// `make frontend-speed`: how fast the front end is, against CPython's compile() and against its own
// cache, and whether its time grows as its source does. In every round each arm runs once, in an
// order drawn from the seed, on one processor; the ratios of a round are what is told.
#define _GNU_SOURCE
#include "bench/figures.h"
#include "bench/process.h"
#include "bench/random.h"
#include "bench/stats.h"

#include <math.h>
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] = "usage: frontend-speed OUT.json ROUNDS SEED CPYTHON WORK FILE.py...\n";

// The bounds that the front end is held to.
enum { TIMES_CPYTHON = 5, TIMES_COMPILING = 5, GROWTH_MOST = 120 };

enum { PADDING_MOST = 4096, STDOUT_KEPT = 1 << 20, FACTOR_COUNT = 3, TIMEOUT = 120 };
static const char *const factors[FACTOR_COUNT] = {"1", "10", "100"};

// Every fourth file of at most so many bytes is also compiled ten and a hundred times in a row: 2
// MB are as much as one source has.
enum { FILES_A_REPEATED = 4, REPEATED_MOST = 20 << 10 };

typedef struct {
    const char *name;
    char **command;
    StatsCell seconds; // a round is a layout here: the binary is one
    double lines, bytes;
} Arm;

typedef struct {
    size_t rounds;
    uint64_t seed;
    int cpu;
    char **files, **repeated; // NULL at the end
    cJSON *refused;
    char **shapes;
    size_t shape_count;
    Arm *arms; // CPython, compile, load, then FACTOR_COUNT of the repeated files and of each shape
    size_t arm_count;
    Arm *cpython, *compile, *load;
    bool terminal;
} Speed;

// --- arms ---------------------------------------------------------------------------------------

static char **command_make(char *const *files, const char *word, ...) {
    size_t count = 0;
    while (files && files[count]) count++;
    char **command = memory((count + 8) * sizeof *command);
    size_t at = 0;
    va_list words;
    va_start(words, word);
    for (; word; word = va_arg(words, const char *)) command[at++] = text_copy(word);
    va_end(words);
    for (size_t i = 0; i < count; i++) command[at++] = files[i];
    return command;
}

static Arm *arm_add(Speed *speed, const char *name, char **command) {
    Arm *arm = &speed->arms[speed->arm_count++];
    *arm = (Arm){.name = name, .command = command, .seconds = stats_cell_make(speed->rounds)};
    return arm;
}

static char *run(const Speed *speed, char *const *command, size_t padding) {
    char *filler = memory(padding + 1);
    memset(filler, 'x', padding);
    char *environment[] = {(char *)"PYTHONHASHSEED=0", text_format("PADDING=%s", filler), NULL};
    Process *process = memory(sizeof *process);
    if (!process_run(process, command, environment, speed->cpu, TIMEOUT, STDOUT_KEPT))
        exit(EXIT_STOPPED);
    if (process->error) fail("%s %s: %s", command[0], command[1], process->error);
    char *text = process->stdout_text;
    free(environment[1]);
    free(filler);
    free(process);
    return text;
}

// Calls `take` with each line of a text, which it owns.
static void lines_each(Speed *speed, char *text, void (*take)(Speed *speed, char *line)) {
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) take(speed, line);
}

static void shape_take(Speed *speed, char *line) {
    speed->shapes = memory_resize(speed->shapes, (speed->shape_count + 1) * sizeof *speed->shapes);
    speed->shapes[speed->shape_count++] = line;
}

static void file_remove(char **files, const char *path, size_t size) {
    char **kept = files;
    for (char **file = files; *file; file++)
        if (strlen(*file) != size || memcmp(*file, path, size)) *kept++ = *file;
    *kept = NULL;
}

// "PATH: reason": the file is left out of all arms, and told.
static void refusal_take(Speed *speed, char *line) {
    const char *colon = strstr(line, ": ");
    if (!colon) return;
    cJSON_AddItemToArray(speed->refused, cJSON_CreateString(line));
    file_remove(speed->files, line, (size_t)(colon - line));
}

// A file that begins with an import from __future__ is no source any more where it is repeated.
static void unrepeatable_take(Speed *speed, char *line) {
    const char *colon = strstr(line, ": ");
    if (colon) file_remove(speed->repeated, line, (size_t)(colon - line));
}

static void repeated_choose(Speed *speed, const char *work) {
    size_t count = 0, small = 0, kept = 0;
    while (speed->files[count]) count++;
    speed->repeated = memory((count + 1) * sizeof *speed->repeated);
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        if (!stat(speed->files[i], &status) && status.st_size <= REPEATED_MOST &&
            small++ % FILES_A_REPEATED == 0)
            speed->repeated[kept++] = speed->files[i];
    }
    if (!kept) speed->repeated[kept++] = speed->files[0];
    speed->repeated[kept] = NULL;
    lines_each(speed, run(speed, command_make(speed->repeated, work, "check", "2", NULL), 0),
               unrepeatable_take);
    if (!speed->repeated[0]) fail("no file can be repeated");
}

static void arms_make(Speed *speed, const char *cpython, const char *work, const char *folder) {
    speed->refused = cJSON_CreateArray();
    lines_each(speed, run(speed, command_make(speed->files, work, "check", "1", NULL), 0),
               refusal_take);
    repeated_choose(speed, work);
    lines_each(speed, run(speed, command_make(NULL, work, "shapes", NULL), 0), shape_take);
    speed->arms = memory((3 + (1 + speed->shape_count) * FACTOR_COUNT) * sizeof *speed->arms);
    speed->cpython =
        arm_add(speed, "CPython's compile()",
                command_make(speed->files, cpython, "bench/frontend_compile.py", NULL));
    speed->compile =
        arm_add(speed, "compiling", command_make(speed->files, work, "compile", "1", NULL));
    speed->load = arm_add(speed, "loading", command_make(speed->files, work, "load", folder, NULL));
    for (size_t k = 0; k < FACTOR_COUNT; k++)
        arm_add(speed, "modules", command_make(speed->repeated, work, "compile", factors[k], NULL));
    for (size_t i = 0; i < speed->shape_count; i++)
        for (size_t k = 0; k < FACTOR_COUNT; k++)
            arm_add(speed, speed->shapes[i],
                    command_make(NULL, work, "shape", speed->shapes[i], factors[k], NULL));
}

// --- running ------------------------------------------------------------------------------------

static void arm_run(const Speed *speed, Arm *arm, size_t round, size_t padding) {
    double seconds;
    char *text = run(speed, arm->command, padding);
    if (sscanf(text, "%lf seconds, %lf lines, %lf bytes", &seconds, &arm->lines, &arm->bytes) != 3)
        fail("%s printed no time but: %s", arm->name, text);
    stats_cell_add(&arm->seconds, round, seconds);
    free(text);
}

static void rounds_run(Speed *speed) {
    size_t *order = memory(speed->arm_count * sizeof *order);
    for (size_t round = 0; round < speed->rounds; round++) {
        char *label = text_format("round %zu", round);
        Random random = random_for(speed->seed, label);
        size_t padding = random_below(&random, PADDING_MOST + 1);
        random_order(random, order, speed->arm_count);
        fprintf(stderr, "%sfrontend-speed: round %zu of %zu%s", speed->terminal ? "\r" : "",
                round + 1, speed->rounds, speed->terminal ? "\x1b[K" : "\n");
        for (size_t i = 0; i < speed->arm_count; i++)
            arm_run(speed, &speed->arms[order[i]], round, padding);
        free(label);
    }
    if (speed->terminal) fputs("\r\x1b[K", stderr);
    free(order);
}

// --- figures ------------------------------------------------------------------------------------

static StatsRatio ratio_of(const Speed *speed, const Arm *arm, const Arm *baseline) {
    const StatsCell *over = &arm->seconds, *under = &baseline->seconds;
    return stats_ratio(&over, &under, 1, STATS_REPLICATES, random_for(speed->seed, arm->name));
}

// "met" and "missed" where the interval lies on one side of the bound, else "cannot tell".
static const char *judge(const StatsRatio *ratio, double bound, bool at_least) {
    if (isnan(ratio->low)) return "none";
    if (at_least ? ratio->low >= bound : ratio->high <= bound) return "met";
    return (at_least ? ratio->high < bound : ratio->low > bound) ? "missed" : "cannot tell";
}

static cJSON *ratio_describe(const StatsRatio *ratio) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "ratio", ratio->ratio);
    if (!isnan(ratio->low)) {
        cJSON_AddNumberToObject(json, "low", ratio->low);
        cJSON_AddNumberToObject(json, "high", ratio->high);
    }
    return json;
}

static cJSON *arm_describe(const Arm *arm) {
    cJSON *json = cJSON_CreateObject();
    double median = stats_cell_median(&arm->seconds);
    cJSON_AddStringToObject(json, "name", arm->name);
    cJSON_AddNumberToObject(json, "seconds", median);
    cJSON_AddNumberToObject(json, "lines_per_second", arm->lines / median);
    cJSON *rounds = cJSON_AddArrayToObject(json, "rounds");
    for (size_t round = 0; round < arm->seconds.layout_count; round++)
        cJSON_AddItemToArray(rounds, cJSON_CreateNumber(arm->seconds.values[round][0]));
    return json;
}

// One bound: prints its line, and adds it to the list. Answers whether it is missed.
static bool bound_tell(cJSON *bounds, const char *what, const StatsRatio *ratio, double bound,
                       bool at_least) {
    const char *verdict = judge(ratio, bound, at_least);
    cJSON *json = ratio_describe(ratio);
    cJSON_AddStringToObject(json, "what", what);
    cJSON_AddNumberToObject(json, at_least ? "at_least" : "at_most", bound);
    cJSON_AddStringToObject(json, "verdict", verdict);
    cJSON_AddItemToArray(bounds, json);
    printf("%-44s %7s %-16s %s %g: %s\n", what, number_text(ratio->ratio),
           interval_text(ratio->low, ratio->high), at_least ? "at least" : "at most", bound,
           verdict);
    return !strcmp(verdict, "missed");
}

// The modules, then the shapes.
static void growth_tell(const Speed *speed, cJSON *shapes) {
    printf("\n%-22s %8s %10s %21s %21s\n", "source", "lines", "ms", "time of 10 times it",
           "of 100 times it");
    for (size_t i = 0; i < 1 + speed->shape_count; i++) {
        const Arm *arms = &speed->arms[3 + i * FACTOR_COUNT];
        StatsRatio ten = ratio_of(speed, &arms[1], &arms[0]);
        StatsRatio hundred = ratio_of(speed, &arms[2], &arms[0]);
        printf("%-22s %8.0f %10.3f %6s %-14s %6s %s\n", arms->name, arms->lines,
               1e3 * stats_cell_median(&arms->seconds), number_text(ten.ratio),
               interval_text(ten.low, ten.high), number_text(hundred.ratio),
               interval_text(hundred.low, hundred.high));
        cJSON *json = cJSON_CreateObject();
        cJSON_AddStringToObject(json, "name", arms->name);
        cJSON_AddNumberToObject(json, "lines", arms->lines);
        cJSON_AddNumberToObject(json, "bytes", arms->bytes);
        cJSON_AddItemToObject(json, "ten", ratio_describe(&ten));
        cJSON_AddItemToObject(json, "hundred", ratio_describe(&hundred));
        cJSON *sizes = cJSON_AddArrayToObject(json, "sizes");
        for (size_t k = 0; k < FACTOR_COUNT; k++)
            cJSON_AddItemToArray(sizes, arm_describe(&arms[k]));
        cJSON_AddItemToArray(shapes, json);
    }
}

static cJSON *result_describe(const Speed *speed, const char *cpython) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "date", command_line("date -u +%Y-%m-%dT%H:%M:%SZ"));
    cJSON_AddStringToObject(json, "command",
                            text_format("make frontend-speed SPEED_ROUNDS=%zu SEED=%llu",
                                        speed->rounds, (unsigned long long)speed->seed));
    cJSON_AddStringToObject(json, "commit", command_line("git rev-parse HEAD"));
    cJSON_AddBoolToObject(json, "dirty", *command_line("git status --porcelain -uno") != 0);
    cJSON_AddStringToObject(json, "machine",
                            command_line("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo"));
    cJSON_AddStringToObject(json, "cpython",
                            command_line(text_format("%s --version 2>&1", cpython)));
    cJSON_AddNumberToObject(json, "cpu", speed->cpu);
    cJSON_AddNumberToObject(json, "seed", (double)speed->seed);
    cJSON_AddNumberToObject(json, "lines", speed->compile->lines);
    cJSON_AddNumberToObject(json, "bytes", speed->compile->bytes);
    cJSON_AddItemToObject(json, "refused", speed->refused);
    cJSON *repeated = cJSON_AddArrayToObject(json, "repeated");
    for (char **file = speed->repeated; *file; file++)
        cJSON_AddItemToArray(repeated, cJSON_CreateString(*file));
    return json;
}

static void result_tell(const Speed *speed, const char *cpython, const char *out) {
    cJSON *json = result_describe(speed, cpython), *arms = cJSON_AddArrayToObject(json, "arms"),
          *bounds = cJSON_AddArrayToObject(json, "bounds"),
          *shapes = cJSON_AddArrayToObject(json, "shapes");
    size_t files = 0;
    while (speed->files[files]) files++;
    printf("%zu files, %.0f lines; %d left out; %zu rounds\n", files, speed->compile->lines,
           cJSON_GetArraySize(speed->refused), speed->rounds);
    for (int i = 0; i < cJSON_GetArraySize(speed->refused); i++)
        printf("  left out: %s\n", cJSON_GetStringValue(cJSON_GetArrayItem(speed->refused, i)));
    for (const Arm *arm = speed->cpython; arm <= speed->load; arm++) {
        double median = stats_cell_median(&arm->seconds);
        printf("%-20s %8.2f ms %10.0f lines a second\n", arm->name, 1e3 * median,
               arm->lines / median);
        cJSON_AddItemToArray(arms, arm_describe(arm));
    }
    StatsRatio faster = ratio_of(speed, speed->cpython, speed->compile);
    StatsRatio cached = ratio_of(speed, speed->compile, speed->load);
    putchar('\n');
    bool missed =
        bound_tell(bounds, "CPython's time over that of compiling", &faster, TIMES_CPYTHON, true);
    missed |= bound_tell(bounds, "time of compiling over that of loading", &cached, TIMES_COMPILING,
                         true);
    StatsRatio growth = ratio_of(speed, &speed->arms[3 + FACTOR_COUNT - 1], &speed->arms[3]);
    missed |= bound_tell(bounds, "time of 100 times a module over that of it", &growth, GROWTH_MOST,
                         false);
    growth_tell(speed, shapes);
    json_write(out, json);
    cJSON_Delete(json);
    printf("\n%s; everything is in %s\n", missed ? "a bound is missed" : "no bound is missed", out);
}

// The last one that we may use.
static int processor_choose(void) {
    cpu_set_t allowed;
    int cpu = CPU_SETSIZE - 1;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed)) fail("cannot read the set of processors");
    while (cpu > 0 && !CPU_ISSET((size_t)cpu, &allowed)) cpu--;
    return cpu;
}

int main(int count, char **words) {
    if (count < 7) {
        fputs(usage, stderr);
        return EXIT_BAD_INPUT;
    }
    Speed speed = {.rounds = strtoul(words[2], NULL, 10),
                   .seed = strtoull(words[3], NULL, 10),
                   .cpu = processor_choose(),
                   .files = words + 6,
                   .terminal = isatty(2)};
    if (!speed.rounds) fail("%s is no number of rounds", words[2]);
    process_set_up();
    processor_leave(speed.cpu);
    arms_make(&speed, words[4], words[5], "build/frontend-speed");
    rounds_run(&speed);
    result_tell(&speed, words[4], words[1]);
    return fflush(stdout) ? EXIT_CANNOT_WRITE : EXIT_SUCCESS;
}
