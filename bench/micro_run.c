// `make micro`: runs the harnesses of all builds, interleaved, and joins what they say. Google
// Benchmark interleaves only inside one binary, and writes its results only after all repetitions;
// so a repetition is a process here, in every round one of each build in an order drawn from the
// seed, and what each printed is kept at once as a line of google.jsonl. Out of these come samples
// as the driver writes them, hence the same statistics, floor and verdicts as in a report.
#define _GNU_SOURCE
#include "bench/cells.h"
#include "bench/lines.h"
#include "bench/process.h"
#include "bench/random.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STDOUT_KEPT = 1 << 20 };

typedef struct {
    const char *folder, *out;
    const char *filter, *iterations; // for the harness, or ""
    Manifest *manifest;
    Lines *lines;
    cJSON **runs; // by round * arm_count + arm: the line
    bool terminal;
    double began, spent; // `started` counts the time of running, not of pauses
} Micro;

// --- what was run already ---------------------------------------------------------------------

static void run_keep(void *context, cJSON *run) {
    Micro *micro = context;
    int arm = manifest_arm(micro->manifest, json_text(run, "arm"));
    double round = json_number(run, "round");
    if (arm < 0 || !(round >= 0 && round < (double)micro->manifest->rounds))
        fail("%s/google.jsonl does not belong to %s/manifest.json; remove the folder",
             micro->folder, micro->folder);
    micro->runs[(size_t)round * micro->manifest->arm_count + (size_t)arm] = run;
    double end = json_number(run, "started") + json_number(run, "wall");
    if (end > micro->spent) micro->spent = end;
}

static void runs_open(Micro *micro) {
    micro->lines = lines_open(text_format("%s/google.jsonl", micro->folder));
    size_t count = lines_take(micro->lines, run_keep, micro);
    if (count) fprintf(stderr, "micro: %zu processes are there already; going on\n", count);
}

// --- one process ------------------------------------------------------------------------------

static const cJSON *arm_json(const Micro *micro, size_t arm) {
    return cJSON_GetArrayItem(json_get(micro->manifest->json, "arms"), (int)arm);
}

// What the harness is to say about itself in the context of its JSON.
static void context_add(const Micro *micro, const Layout *layout, size_t arm, char **words,
                        size_t *count) {
    const cJSON *json = micro->manifest->json, *build = arm_json(micro, arm);
    if (micro->manifest->arms[arm].of >= 0)
        build = arm_json(micro, (size_t)micro->manifest->arms[arm].of);
    const cJSON *flags = json_get(build, "flags");
    const char *const lines[][2] = {
        {"commit", json_text(json, "commit")},
        {"dirty", json_bool(json, "dirty") ? "yes" : "no"},
        {"arm", micro->manifest->arms[arm].name},
        {"compiler", json_text(flags, "compiler")},
        {"cflags", json_text(flags, "cflags")},
        {"dispatch", json_text(flags, "dispatch")},
        {"sha256", layout->sha256},
        {"machine", json_text(json_get(json, "machine"), "processor")},
        {"kernel", json_text(json_get(json, "machine"), "kernel")},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        words[(*count)++] = text_format("context=%s=%s", lines[i][0], lines[i][1]);
}

static char **command_make(const Micro *micro, size_t arm, size_t layout, size_t round) {
    const Manifest *manifest = micro->manifest;
    const Layout *of = &manifest->arms[arm].layouts[layout];
    char **words = memory((manifest->program_count + 24) * sizeof *words);
    size_t count = 0;
    words[count++] = text_copy(of->path);
    words[count++] = text_copy("--benchmark_format=json");
    words[count++] = text_format("counts=%s/counts-%s.txt", micro->folder,
                                 json_text(arm_json(micro, arm), "config"));
    words[count++] = text_format("order=%zu", (size_t)manifest->seed + round);
    if (*micro->filter)
        words[count++] = text_format("--benchmark_filter=^(%s)/iterations", micro->filter);
    if (*micro->iterations) words[count++] = text_format("iterations=%s", micro->iterations);
    context_add(micro, of, arm, words, &count);
    for (size_t i = 0; i < manifest->program_count; i++) {
        const char *path = manifest->programs[i].path, *end = strrchr(path, '.');
        if (end && strcmp(end, ".py") == 0) words[count++] = text_copy(path);
    }
    return words;
}

static const char *benchmark_problem(const cJSON *result) {
    const cJSON *benchmark;
    cJSON_ArrayForEach(benchmark, json_get(result, "benchmarks")) {
        if (json_bool(benchmark, "error_occurred"))
            return text_format("%s: %s", json_text(benchmark, "name"),
                               json_text(benchmark, "error_message"));
    }
    return json_get(result, "benchmarks") ? NULL : "it printed no JSON";
}

// What the harness printed, without the names that are the machine's own business.
static cJSON *result_of(const Process *process) {
    cJSON *result = cJSON_Parse(process->stdout_text), *context = json_get(result, "context");
    cJSON_DeleteItemFromObjectCaseSensitive(context, "host_name");
    cJSON_DeleteItemFromObjectCaseSensitive(context, "executable");
    return result;
}

static bool arm_run(Micro *micro, size_t round, size_t arm, size_t padding, size_t order) {
    const Manifest *manifest = micro->manifest;
    size_t layout = LAYOUT_OF_ROUND(&manifest->arms[arm], round);
    char **command = command_make(micro, arm, layout, round);
    char *spaces = memory(padding), *variable;
    memset(spaces, 'x', padding);
    variable = text_format("PADDING=%s", spaces);
    char *environment[] = {(char *)"PYTHONHASHSEED=0", variable, NULL};
    Process *process = memory(sizeof *process);
    double started = process_now() - micro->began;
    if (!process_run(process, command, environment, manifest->cpu, manifest->timeout, STDOUT_KEPT))
        return false;
    cJSON *result = process->error ? NULL : result_of(process);
    const char *problem = process->error ? process->error : benchmark_problem(result);
    if (problem) {
        fprintf(stderr, "micro: %s layout %zu: %s\n%s", manifest->arms[arm].name, layout + 1,
                problem, process->stderr_tail);
        exit(EXIT_ROW_FAILED);
    }
    cJSON *run = cJSON_CreateObject();
    cJSON_AddNumberToObject(run, "round", (double)round);
    cJSON_AddStringToObject(run, "arm", manifest->arms[arm].name);
    cJSON_AddNumberToObject(run, "layout", (double)layout + 1);
    cJSON_AddNumberToObject(run, "padding", (double)padding);
    cJSON_AddNumberToObject(run, "order", (double)order);
    cJSON_AddNumberToObject(run, "started", started);
    cJSON_AddNumberToObject(run, "wall", process->wall);
    cJSON_AddNumberToObject(run, "user", process->user);
    cJSON_AddNumberToObject(run, "system", process->system);
    cJSON_AddNumberToObject(run, "max_rss_kib", (double)process->max_rss);
    cJSON_AddNumberToObject(run, "preempted", (double)process->preempted);
    cJSON_AddItemToObject(run, "google", result);
    lines_append_json(micro->lines, run);
    micro->runs[round * manifest->arm_count + arm] = run;
    free(process->stdout_text);
    free(process);
    free(variable);
    free(spaces);
    for (char **word = command; *word; word++) free(*word);
    free(command);
    return true;
}

// One process of each arm that has not run in this round. False if told to stop.
static bool round_run(Micro *micro, size_t round) {
    const Manifest *manifest = micro->manifest;
    size_t *order = memory(manifest->arm_count * sizeof *order);
    char *label = text_format("round %zu", round);
    Random random = random_for(manifest->seed, label);
    size_t padding = random_below(&random, manifest->padding + 1);
    random_order(random, order, manifest->arm_count);
    bool going = true;
    for (size_t place = 0; going && place < manifest->arm_count; place++) {
        if (micro->runs[round * manifest->arm_count + order[place]]) continue;
        if (micro->terminal || place == 0)
            fprintf(stderr, "%smicro: round %zu of %zu, %zu of %zu: %s%s",
                    micro->terminal ? "\r" : "", round + 1, manifest->rounds, place + 1,
                    manifest->arm_count, manifest->arms[order[place]].name,
                    micro->terminal ? "\x1b[K" : "\n");
        going = arm_run(micro, round, order[place], padding, place);
    }
    free(label);
    free(order);
    return going;
}

// --- joined -----------------------------------------------------------------------------------

// The benchmark among a process's results: Google appends "/iterations:N/real_time" to its name.
static const cJSON *benchmark_find(const cJSON *run, const char *name) {
    const cJSON *benchmark;
    size_t size = strlen(name);
    cJSON_ArrayForEach(benchmark, json_get(json_get(run, "google"), "benchmarks")) {
        const char *full = json_text(benchmark, "name");
        if (text_starts(full, name) && text_starts(full + size, "/iterations:")) return benchmark;
    }
    return NULL;
}

static Sample sample_of(const Micro *micro, const cJSON *run, size_t program) {
    const Manifest *manifest = micro->manifest;
    const cJSON *benchmark = benchmark_find(run, manifest->programs[program].name);
    Sample sample = {.round = (size_t)json_number(run, "round"),
                     .arm = (size_t)manifest_arm(manifest, json_text(run, "arm")),
                     .layout = (size_t)json_number(run, "layout") - 1,
                     .program = program,
                     .padding = (size_t)json_number(run, "padding"),
                     .order = (size_t)json_number(run, "order"),
                     .wall = json_number(run, "wall"),
                     .user = json_number(run, "user"),
                     .system = json_number(run, "system"),
                     .started = json_number(run, "started"),
                     .max_rss = (long)json_number(run, "max_rss_kib"),
                     .preempted = (long)json_number(run, "preempted"),
                     .seconds = json_number(benchmark, "real_time") *
                                json_number(benchmark, "iterations") * 1e-9};
    if (!benchmark) sample.error = "the harness did not run it";
    return sample;
}

// samples.jsonl, as the driver would have written it: `seconds` are those of all iterations.
static void samples_join(const Micro *micro) {
    const Manifest *manifest = micro->manifest;
    size_t runs = manifest->rounds * manifest->arm_count, count = 0;
    Sample *samples = memory(runs * manifest->program_count * sizeof *samples);
    for (size_t i = 0; i < runs; i++)
        for (size_t program = 0; program < manifest->program_count; program++)
            samples[count++] = sample_of(micro, micro->runs[i], program);
    samples_write(manifest, samples, count);
    free(samples);
}

// The counters of a benchmark in each build: what the probe counted in one iteration.
static cJSON *counts_describe(const Micro *micro, size_t program) {
    static const char *const names[] = {"bytecodes", "boxes", "allocations", "bytes"};
    const Manifest *manifest = micro->manifest;
    cJSON *json = cJSON_CreateObject();
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (manifest->arms[arm].role != ARM_BUILD) continue;
        const cJSON *benchmark = benchmark_find(micro->runs[arm], manifest->programs[program].name);
        cJSON *counts = cJSON_AddObjectToObject(json, manifest->arms[arm].name);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (json_get(benchmark, names[i]))
                cJSON_AddNumberToObject(counts, names[i], json_number(benchmark, names[i]));
    }
    return json;
}

static double first_number(const Micro *micro, size_t program, const char *name) {
    return json_number(benchmark_find(micro->runs[0], micro->manifest->programs[program].name),
                       name);
}

// The arm that an arm is compared with: its compiler's baseline; a repetition with what it repeats.
static size_t against_of(const Report *report, size_t arm) {
    const Arm *of = &report->manifest->arms[arm];
    if (of->of >= 0) return (size_t)of->of;
    for (size_t i = 0; i < report->group_count; i++)
        if (strcmp(report->groups[i].compiler, of->compiler) == 0)
            return report->groups[i].baseline;
    return arm;
}

static cJSON *program_describe(const Micro *micro, const Report *report, size_t program) {
    cJSON *json = cJSON_CreateObject(), *cells;
    cJSON_AddStringToObject(json, "name", micro->manifest->programs[program].name);
    const char *what =
        json_text(benchmark_find(micro->runs[0], micro->manifest->programs[program].name), "label");
    cJSON_AddStringToObject(json, "what", what);
    cJSON_AddNumberToObject(json, "iterations", first_number(micro, program, "iterations"));
    cJSON_AddNumberToObject(json, "operations", first_number(micro, program, "operations"));
    cJSON_AddItemToObject(json, "counts", counts_describe(micro, program));
    cells = cJSON_AddArrayToObject(json, "cells");
    for (size_t arm = 0; arm < micro->manifest->arm_count; arm++)
        cJSON_AddItemToArray(cells, cell_describe(report, arm, against_of(report, arm), program));
    return json;
}

// Which lines of Google's context are the same in all processes: about library and machine.
static cJSON *context_describe(const Micro *micro) {
    static const char *const names[] = {
        "library_build_type", "library_build_type_means", "num_cpus",
        "mhz_per_cpu",        "cpu_scaling_enabled",      "caches"};
    const cJSON *context = json_get(json_get(micro->runs[0], "google"), "context");
    cJSON *json = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_get(context, names[i]))
            cJSON_AddItemToObject(json, names[i], cJSON_Duplicate(json_get(context, names[i]), 1));
    return json;
}

static void result_write(const Micro *micro, const Report *report) {
    cJSON *json = result_begin(micro->manifest), *programs;
    cJSON_AddStringToObject(json, "manifest", "micro/manifest.json");
    cJSON_AddStringToObject(json, "raw", "micro/google.jsonl");
    cJSON_AddItemToObject(json, "google", context_describe(micro));
    if (!isnan(report->cell_floor)) cJSON_AddNumberToObject(json, "floor", report->cell_floor);
    programs = cJSON_AddArrayToObject(json, "benchmarks");
    for (size_t program = 0; program < micro->manifest->program_count; program++)
        cJSON_AddItemToArray(programs, program_describe(micro, report, program));
    json_write(micro->out, json);
    cJSON_Delete(json);
}

static void tables_print(const Micro *micro, const Report *report) {
    const Manifest *manifest = micro->manifest;
    double *unit = memory(manifest->program_count * sizeof *unit);
    for (size_t i = 0; i < manifest->program_count; i++)
        unit[i] =
            first_number(micro, i, "operations") * first_number(micro, i, "iterations") * 1e-9;
    for (size_t i = 0; i < report->group_count; i++) {
        const Group *group = &report->groups[i];
        size_t *arms = memory(group->count * sizeof *arms), count = 0;
        for (size_t k = 0; k < group->count; k++)
            if (group->arms[k] != group->baseline) arms[count++] = group->arms[k];
        cells_print(report, arms, count, group->baseline, unit, "ns");
        free(arms);
    }
    free(unit);
    if (isnan(report->cell_floor))
        printf("\nNo build was run against itself: the floor is not known.\n");
    else
        printf("\nThe floor, the same build against itself: %.1f %%; what cannot be told from it "
               "stands in parentheses.\n",
               100 * report->cell_floor);
    printf(
        "Google Benchmark calls its library a %s build: the package's is -O2 with assertions, "
        "and none of them stands inside the timed loop. `empty` is what that loop takes.\n",
        json_text(json_get(json_get(micro->runs[0], "google"), "context"), "library_build_type"));
}

int main(int count, char **words) {
    if (count < 5 || words[1][0] == '-') {
        fputs("usage: micro-run FOLDER RESULT.json NAMES ITERATIONS [NAME=PATH of a benchmark...]\n"
              "NAMES are separated by |; either may be empty.\n"
              "Runs what FOLDER/manifest.json asks for into FOLDER/google.jsonl, and joins it.\n",
              stderr);
        return EXIT_BAD_INPUT;
    }
    process_set_up();
    Micro micro = {.folder = words[1],
                   .out = words[2],
                   .filter = words[3],
                   .iterations = words[4],
                   .terminal = isatty(2)};
    micro.manifest = manifest_read(micro.folder);
    for (int i = 5; i < count; i++) manifest_place_program(micro.manifest, words[i]);
    const Manifest *manifest = micro.manifest;
    micro.runs = memory(manifest->rounds * manifest->arm_count * sizeof *micro.runs);
    runs_open(&micro);
    manifest_check_binaries(manifest);
    processor_leave(manifest->cpu);
    micro.began = process_now() - micro.spent;
    for (size_t round = 0; round < manifest->rounds; round++)
        if (!round_run(&micro, round)) {
            lines_sync(micro.lines);
            fputs("micro: stopped; what has run is kept, and the same command goes on\n", stderr);
            return EXIT_STOPPED;
        }
    lines_sync(micro.lines);
    if (micro.terminal) fputs("\r\x1b[K", stderr);
    samples_join(&micro);
    Report *report = report_load(micro.folder);
    result_write(&micro, report);
    tables_print(&micro, report);
    return fflush(stdout) ? EXIT_CANNOT_WRITE : EXIT_SUCCESS;
}
