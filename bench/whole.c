// `make whole`: whole processes by hyperfine, start-up included: our builds, CPython and the peers.
// hyperfine runs all of A and then all of B; so each of its calls here is one round of one program,
// one process of each arm in an order drawn from the seed, and what it says is kept at once as a
// line of hyperfine.jsonl. What the processes print comes through it, and must be the same. Out of
// the lines come samples as the driver writes them, hence the statistics of a report.
#define _GNU_SOURCE
#include "bench/cells.h"
#include "bench/lines.h"
#include "bench/process.h"
#include "bench/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STDOUT_KEPT = 1 << 24 };

typedef struct {
    const char *folder, *out, *hyperfine;
    Manifest *manifest;
    Lines *lines;
    cJSON **runs; // by round * program_count + program: the line
    bool terminal;
    double began, spent; // `started` counts the time of running, not of pauses
} Whole;

// --- what was run already ---------------------------------------------------------------------

static void run_keep(void *context, cJSON *run) {
    Whole *whole = context;
    int program = manifest_program(whole->manifest, json_text(run, "program"));
    double round = json_number(run, "round");
    if (program < 0 || !(round >= 0 && round < (double)whole->manifest->rounds))
        fail("%s/hyperfine.jsonl does not belong to %s/manifest.json; remove the folder",
             whole->folder, whole->folder);
    whole->runs[(size_t)round * whole->manifest->program_count + (size_t)program] = run;
    double end = json_number(run, "started") + json_number(run, "wall");
    if (end > whole->spent) whole->spent = end;
}

// --- one call ---------------------------------------------------------------------------------

// One word of a command as hyperfine reads it, which splits commands as a shell does.
static void word_print(FILE *stream, const char *word) {
    fputc('\'', stream);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", stream);
        else
            fputc(*word, stream);
    fputc('\'', stream);
}

static char *command_text(const Layout *layout, const Program *program) {
    char **words = manifest_command(layout, program), *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) fail("out of memory");
    for (char **word = words; *word; word++) {
        if (word > words) fputc(' ', stream);
        word_print(stream, *word);
        free(*word);
    }
    free(words);
    if (fclose(stream) != 0) fail("out of memory");
    return text;
}

// The arm whose output differs from the first one's: all print through one pipe, one after the
// other, so equal outputs are equal parts. NULL if they are; "" if it cannot be told.
static const char *differing(const Whole *whole, const char *text, const size_t *arms,
                             size_t count) {
    size_t size = strlen(text), part = size / count;
    if (size % count) return "";
    for (size_t i = 1; i < count; i++)
        if (memcmp(text, text + i * part, part) != 0) return whole->manifest->arms[arms[i]].name;
    return NULL;
}

static _Noreturn void refuse(const Whole *whole, const char *program, const char *problem,
                             const char *detail) {
    fprintf(stderr, "%swhole: %s: %s%s%s; nothing is written to %s\n",
            whole->terminal ? "\r\x1b[K" : "", program, problem, *detail ? " " : "", detail,
            whole->out);
    exit(EXIT_ROW_FAILED);
}

static cJSON *call_describe(const Whole *whole, const char *path, const size_t *arms, size_t count,
                            size_t round, const char *program) {
    char *text = file_read(path, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL, *result,
          *results = cJSON_DetachItemFromObjectCaseSensitive(json, "results");
    if ((size_t)cJSON_GetArraySize(results) != count)
        refuse(whole, program, "hyperfine wrote no result for each command", "");
    size_t i = 0;
    cJSON_ArrayForEach(result, results) {
        const Arm *arm = &whole->manifest->arms[arms[i++]];
        // The manifest has it; where a program of one's own lies is the machine's business.
        cJSON_DeleteItemFromObjectCaseSensitive(result, "command");
        cJSON_AddStringToObject(result, "arm", arm->name);
        cJSON_AddNumberToObject(result, "layout", (double)LAYOUT_OF_ROUND(arm, round) + 1);
    }
    cJSON_Delete(json);
    free(text);
    unlink(path);
    return results;
}

// The arms that have this program, in an order drawn for the round.
static size_t arms_choose(const Manifest *manifest, size_t program, Random random, size_t *arms) {
    size_t *order = memory(manifest->arm_count * sizeof *order), count = 0;
    random_order(random, order, manifest->arm_count);
    for (size_t i = 0; i < manifest->arm_count; i++)
        if (!manifest->arms[order[i]].skips[program]) arms[count++] = order[i];
    free(order);
    return count;
}

static bool program_run(Whole *whole, size_t round, size_t program, size_t padding, Random random) {
    const Manifest *manifest = whole->manifest;
    const Program *of = &manifest->programs[program];
    size_t *arms = memory(manifest->arm_count * sizeof *arms);
    size_t count = arms_choose(manifest, program, random, arms), word = 0;
    char **words = memory((manifest->arm_count + 12) * sizeof *words);
    char *path = text_format("%s/hyperfine.json", whole->folder);
    const char *const options[] = {whole->hyperfine, "-N",   "--runs",   "1",
                                   "--style",        "none", "--output", "inherit",
                                   "--export-json",  path};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        words[word++] = text_copy(options[i]);
    for (size_t i = 0; i < count; i++) {
        const Arm *arm = &manifest->arms[arms[i]];
        words[word++] = command_text(&arm->layouts[LAYOUT_OF_ROUND(arm, round)], of);
    }
    char *filler = memory(padding), *variable;
    memset(filler, 'x', padding);
    variable = text_format("PADDING=%s", filler);
    char *environment[] = {(char *)"PYTHONHASHSEED=0", variable, NULL};
    Process *process = memory(sizeof *process);
    double started = process_now() - whole->began;
    if (!process_run(process, words, environment, manifest->cpu, manifest->timeout * (double)count,
                     STDOUT_KEPT))
        return false;
    if (process->error) refuse(whole, of->name, "hyperfine:", process->stderr_tail);
    if (!*process->stdout_text && !of->start_up) refuse(whole, of->name, "nothing is printed", "");
    const char *differs = differing(whole, process->stdout_text, arms, count);
    if (differs) refuse(whole, of->name, "not all print the same", differs);
    cJSON *run = cJSON_CreateObject();
    cJSON_AddNumberToObject(run, "round", (double)round);
    cJSON_AddStringToObject(run, "program", of->name);
    cJSON_AddNumberToObject(run, "padding", (double)padding);
    cJSON_AddNumberToObject(run, "started", started);
    cJSON_AddNumberToObject(run, "wall", process->wall);
    cJSON_AddItemToObject(run, "hyperfine",
                          call_describe(whole, path, arms, count, round, of->name));
    lines_append_json(whole->lines, run);
    whole->runs[round * manifest->program_count + program] = run;
    for (size_t i = 0; i < word; i++) free(words[i]);
    free(words);
    free(arms);
    free(process->stdout_text);
    free(process);
    free(variable);
    free(filler);
    free(path);
    return true;
}

// False if told to stop.
static bool round_run(Whole *whole, size_t round) {
    const Manifest *manifest = whole->manifest;
    size_t count = manifest->program_count, *order = memory(count * sizeof *order);
    char *label = text_format("round %zu", round);
    Random random = random_for(manifest->seed, label);
    size_t padding = random_below(&random, manifest->padding + 1);
    random_order(random, order, count);
    bool going = true;
    for (size_t place = 0; going && place < count; place++) {
        const Program *program = &manifest->programs[order[place]];
        if (whole->runs[round * count + order[place]]) continue;
        if (whole->terminal || place == 0)
            fprintf(stderr, "%swhole: round %zu of %zu, %zu of %zu: %s%s",
                    whole->terminal ? "\r" : "", round + 1, manifest->rounds, place + 1, count,
                    program->name, whole->terminal ? "\x1b[K" : "\n");
        char *own = text_format("%s %s", label, program->name);
        going = program_run(whole, round, order[place], padding, random_for(manifest->seed, own));
        free(own);
    }
    free(label);
    free(order);
    return going;
}

// --- joined -----------------------------------------------------------------------------------

static Sample sample_of(const Whole *whole, const cJSON *run, const cJSON *result, size_t order) {
    const Manifest *manifest = whole->manifest;
    Sample sample = {.round = (size_t)json_number(run, "round"),
                     .arm = (size_t)manifest_arm(manifest, json_text(result, "arm")),
                     .layout = (size_t)json_number(result, "layout") - 1,
                     .program = (size_t)manifest_program(manifest, json_text(run, "program")),
                     .padding = (size_t)json_number(run, "padding"),
                     .order = order,
                     .started = json_number(run, "started"),
                     .user = json_number(result, "user"),
                     .system = json_number(result, "system"),
                     .whole_process = true};
    sample.wall = sample.seconds =
        cJSON_GetNumberValue(cJSON_GetArrayItem(json_get(result, "times"), 0));
    return sample;
}

static void samples_join(const Whole *whole) {
    const Manifest *manifest = whole->manifest;
    size_t runs = manifest->rounds * manifest->program_count, count = 0;
    Sample *samples = memory(runs * manifest->arm_count * sizeof *samples);
    for (size_t i = 0; i < runs; i++) {
        const cJSON *result;
        size_t order = 0;
        cJSON_ArrayForEach(result, json_get(whole->runs[i], "hyperfine")) {
            samples[count++] = sample_of(whole, whole->runs[i], result, order++);
        }
    }
    samples_write(manifest, samples, count);
    free(samples);
}

// What the others are compared with: CPython, or the first arm where there is none.
static size_t baseline_of(const Report *report) {
    return report->cpython >= 0 ? (size_t)report->cpython : 0;
}

static cJSON *program_describe(const Report *report, size_t program) {
    const Manifest *manifest = report->manifest;
    cJSON *json = cJSON_CreateObject(), *cells;
    cJSON_AddStringToObject(json, "name", manifest->programs[program].name);
    cJSON_AddStringToObject(json, "size", manifest->programs[program].size);
    cells = cJSON_AddArrayToObject(json, "cells");
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        cJSON_AddItemToArray(cells, cell_describe(report, arm, baseline_of(report), program));
    return json;
}

// Geometric means against the baseline, over the programs that both have; start-up is not in them.
static cJSON *means_describe(const Report *report) {
    cJSON *means = cJSON_CreateArray();
    size_t baseline = baseline_of(report);
    for (size_t arm = 0; arm < report->manifest->arm_count; arm++) {
        size_t programs = 0;
        for (size_t i = 0; i < report->row_count; i++)
            programs += report_has(report, arm, report->rows[i]) &&
                        report_has(report, baseline, report->rows[i]);
        if (arm == baseline || !programs) continue;
        StatsRatio ratio = report_mean(report, arm, baseline);
        cJSON *mean = cJSON_CreateObject();
        cJSON_AddStringToObject(mean, "arm", report->manifest->arms[arm].name);
        cJSON_AddNumberToObject(mean, "programs", (double)programs);
        cJSON_AddNumberToObject(mean, "ratio", ratio.ratio);
        if (!isnan(ratio.low)) {
            cJSON_AddNumberToObject(mean, "low", ratio.low);
            cJSON_AddNumberToObject(mean, "high", ratio.high);
        }
        cJSON_AddItemToArray(means, mean);
    }
    return means;
}

// The peers with what they call themselves.
static cJSON *peers_describe(const Manifest *manifest) {
    cJSON *peers = cJSON_CreateArray();
    const cJSON *arm;
    cJSON_ArrayForEach(arm, json_get(manifest->json, "arms")) {
        if (strcmp(json_text(arm, "role"), "peer") != 0) continue;
        cJSON *peer = cJSON_CreateObject();
        cJSON_AddStringToObject(peer, "arm", json_text(arm, "name"));
        cJSON_AddStringToObject(peer, "version", json_text(arm, "version"));
        cJSON_AddItemToArray(peers, peer);
    }
    return peers;
}

static void result_write(const Whole *whole, const Report *report, char **missing, int count) {
    const Manifest *manifest = whole->manifest;
    cJSON *json = result_begin(manifest), *programs, *absent;
    cJSON_AddStringToObject(json, "manifest", "whole/manifest.json");
    cJSON_AddStringToObject(json, "raw", "whole/hyperfine.jsonl");
    char *version = command_line(text_format("%s --version", whole->hyperfine));
    cJSON_AddStringToObject(json, "hyperfine", version);
    cJSON_AddStringToObject(json, "baseline", manifest->arms[baseline_of(report)].name);
    cJSON_AddItemToObject(json, "peers", peers_describe(manifest));
    absent = cJSON_AddArrayToObject(json, "not_installed");
    for (int i = 0; i < count; i++) cJSON_AddItemToArray(absent, cJSON_CreateString(missing[i]));
    programs = cJSON_AddArrayToObject(json, "programs");
    for (size_t program = 0; program < manifest->program_count; program++)
        cJSON_AddItemToArray(programs, program_describe(report, program));
    cJSON_AddItemToObject(json, "means", means_describe(report));
    json_write(whole->out, json);
    cJSON_Delete(json);
}

static void tables_print(const Report *report, char **missing, int count) {
    const Manifest *manifest = report->manifest;
    double *unit = memory(manifest->program_count * sizeof *unit);
    size_t *arms = memory(manifest->arm_count * sizeof *arms), arm_count = 0;
    for (size_t i = 0; i < manifest->program_count; i++) unit[i] = 1e-3;
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        if (arm != baseline_of(report)) arms[arm_count++] = arm;
    cells_print(report, arms, arm_count, baseline_of(report), unit, "ms");
    putchar('\n');
    for (size_t i = 0; i < arm_count; i++) {
        StatsRatio ratio = report_mean(report, arms[i], baseline_of(report));
        if (!isnan(ratio.ratio))
            printf("%-24s geometric mean %.3f [%.3f, %.3f]\n", manifest->arms[arms[i]].name,
                   ratio.ratio, ratio.low, ratio.high);
    }
    for (int i = 0; i < count; i++) printf("%s is not installed and was left out\n", missing[i]);
    free(arms);
    free(unit);
}

int main(int count, char **words) {
    if (count < 4 || words[1][0] == '-') {
        fputs("usage: whole FOLDER RESULT.json HYPERFINE [NAME=PATH of a program...] [-- "
              "MISSING...]\n"
              "Runs what FOLDER/manifest.json asks for into FOLDER/hyperfine.jsonl, and joins it;\n"
              "MISSING are the names of peers that are not installed.\n",
              stderr);
        return EXIT_BAD_INPUT;
    }
    process_set_up();
    Whole whole = {.folder = words[1],
                   .out = words[2],
                   .hyperfine = words[3],
                   .manifest = manifest_read(words[1]),
                   .terminal = isatty(2)};
    const Manifest *manifest = whole.manifest;
    int last = 4;
    for (; last < count && strcmp(words[last], "--") != 0; last++)
        manifest_place_program(whole.manifest, words[last]);
    char **missing = words + last + 1;
    int missing_count = last < count ? count - last - 1 : 0;
    whole.runs = memory(manifest->rounds * manifest->program_count * sizeof *whole.runs);
    whole.lines = lines_open(text_format("%s/hyperfine.jsonl", whole.folder));
    size_t kept = lines_take(whole.lines, run_keep, &whole);
    if (kept) fprintf(stderr, "whole: %zu calls are there already; going on\n", kept);
    manifest_check_binaries(manifest);
    processor_leave(manifest->cpu);
    whole.began = process_now() - whole.spent;
    for (size_t round = 0; round < manifest->rounds; round++)
        if (!round_run(&whole, round)) {
            lines_sync(whole.lines);
            fputs("whole: stopped; what has run is kept, and the same command goes on\n", stderr);
            return EXIT_STOPPED;
        }
    lines_sync(whole.lines);
    if (whole.terminal) fputs("\r\x1b[K", stderr);
    samples_join(&whole);
    Report *report = report_load(whole.folder);
    result_write(&whole, report, missing, missing_count);
    tables_print(report, missing, missing_count);
    return fflush(stdout) ? EXIT_CANNOT_WRITE : EXIT_SUCCESS;
}
