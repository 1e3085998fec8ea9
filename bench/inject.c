// Time by step, causally: from the samples of builds with 0, 2, 4 ... instructions put into one
// step (INJECT=STEP:KIND:K) the time that one more costs, with its interval. A step whose price is
// nothing has slack on this processor: it waits for something else. In every round, which is one
// layout of each build, a straight line is put through the times of one step's builds; its slope is
// one value, and layouts are resampled as everywhere else.
//
//     inject RESULT_FOLDER OUT.json    reads also RESULT_FOLDER/passes.tsv, lines of
//                                      CONFIG PROGRAM BYTECODES PASSES, counted by probe builds
#define _GNU_SOURCE
#include "bench/report.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PLACES_MAX = 256, COUNTS_MAX = 65 };

// One step of one build, injected with one kind of instruction, in several counts.
typedef struct {
    size_t untouched; // arm
    const char *step, *kind, *opcode;
    struct {
        double instructions;
        size_t arm;
    } builds[COUNTS_MAX];
    size_t build_count;
} Place;

typedef struct {
    double bytecodes, passes; // executed by the program; times that the place was passed
} Passes;

typedef struct {
    Report *report;
    Place places[PLACES_MAX];
    size_t place_count;
    char *passes; // the file's text
    double clock; // GHz; NAN where it cannot be known
} Injection;

// --- the processor's clock ----------------------------------------------------------------------

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// By a chain of multiplications, each of which waits for the one before: three cycles on every
// x86-64 of the last fifteen years. The fastest of several attempts, on the processor of the
// samples.
static double clock_measure(int cpu) {
#ifdef __x86_64__
    enum { ATTEMPTS = 20, ROUNDS = 20000, CHAIN = 100, LATENCY = 3 };
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET((size_t)cpu, &cpus);
    if (sched_setaffinity(0, sizeof cpus, &cpus) != 0) return NAN;
    double best = INFINITY;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        uint64_t value = 3;
        double start = now();
        for (int i = 0; i < ROUNDS; i++)
            __asm__ volatile(".rept 100\n\timul %0, %0\n\t.endr" : "+r"(value));
        best = fmin(best, now() - start);
    }
    return (double)ROUNDS * CHAIN * LATENCY / best * 1e-9;
#else
    (void)cpu;
    return NAN;
#endif
}

// --- the folder ---------------------------------------------------------------------------------

// Takes `CONFIG-inject.STEP.KIND.K[.OPCODE]...` apart; false for any other name. `base` becomes the
// name of the untouched build.
static bool name_read(const char *name, char **base, Place *place, int *instructions) {
    const char *part = strstr(name, "-inject.");
    char step[32], kind[8], opcode[64] = "";
    if (!part ||
        sscanf(part, "-inject.%31[^.].%7[^.].%d.%63[^-]", step, kind, instructions, opcode) < 3)
        return false;
    size_t size = 1 + strcspn(part + 1, "-");
    *base = text_format("%.*s%s", (int)(part - name), name, part + size);
    *place = (Place){.step = text_copy(step), .kind = text_copy(kind), .opcode = text_copy(opcode)};
    return true;
}

static Place *place_of(Injection *injection, const Place *wanted) {
    Place *place = injection->places;
    for (; place < injection->places + injection->place_count; place++)
        if (place->untouched == wanted->untouched && strcmp(place->step, wanted->step) == 0 &&
            strcmp(place->kind, wanted->kind) == 0 && strcmp(place->opcode, wanted->opcode) == 0)
            return place;
    if (injection->place_count == PLACES_MAX) fail("more than %d places", PLACES_MAX);
    injection->place_count++;
    *place = *wanted;
    return place;
}

static void places_find(Injection *injection) {
    const Manifest *manifest = injection->report->manifest;
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        Place wanted;
        char *base;
        int instructions;
        if (manifest->arms[arm].role != ARM_BUILD ||
            !name_read(manifest->arms[arm].name, &base, &wanted, &instructions))
            continue;
        int untouched = report_arm(injection->report, base);
        if (untouched < 0) fail("%s stands without %s", manifest->arms[arm].name, base);
        wanted.untouched = (size_t)untouched;
        Place *place = place_of(injection, &wanted);
        if (place->build_count == COUNTS_MAX) fail("more than %d counts of one place", COUNTS_MAX);
        place->builds[place->build_count].arm = arm;
        place->builds[place->build_count++].instructions = instructions;
        free(base);
    }
    if (!injection->place_count) fail("%s holds no injected build", manifest->folder);
    // Where no build has the empty place, the untouched one stands for it.
    for (size_t i = 0; i < injection->place_count; i++) {
        Place *place = &injection->places[i];
        bool empty = false;
        for (size_t k = 0; k < place->build_count; k++) empty |= place->builds[k].instructions == 0;
        if (empty || place->build_count == COUNTS_MAX) continue;
        place->builds[place->build_count].arm = place->untouched;
        place->builds[place->build_count++].instructions = 0;
    }
}

// What the probe counted for a place in a program: in any of the place's builds, because the number
// of instructions changes no count.
static Passes passes_of(const Injection *injection, const Place *place, size_t program) {
    const Manifest *manifest = injection->report->manifest;
    for (const char *line = injection->passes; line && *line; line = strchr(line, '\n')) {
        char config[256], name[256];
        Passes passes;
        if (*line == '\n') line++;
        if (sscanf(line, "%255s %255s %lf %lf", config, name, &passes.bytecodes, &passes.passes) !=
                4 ||
            strcmp(name, manifest->programs[program].name) != 0)
            continue;
        for (size_t k = 0; k < place->build_count; k++) {
            Place other;
            char *base = NULL;
            int instructions;
            const char *arm = manifest->arms[place->builds[k].arm].name;
            // Another kind of instruction in the same place is passed as often.
            if (name_read(config, &base, &other, &instructions) &&
                strcmp(base, manifest->arms[place->untouched].name) == 0 &&
                strcmp(other.step, place->step) == 0 && strcmp(other.opcode, place->opcode) == 0)
                return passes;
            if (strcmp(config, arm) == 0) return passes;
        }
    }
    fail(
        "%s/passes.tsv does not say how often %s of %s is passed in %s; remove it and run the same "
        "command",
        manifest->folder, place->step, manifest->arms[place->untouched].name,
        manifest->programs[program].name);
}

// --- slopes -------------------------------------------------------------------------------------

// Seconds of one instruction more, by layout and round: the least-squares slope over the place's
// builds of that layout and round.
static StatsCell slopes_of(const Injection *injection, const Place *place, size_t program) {
    const Report *report = injection->report;
    size_t layouts = report->manifest->arms[place->untouched].layout_count;
    StatsCell slopes = stats_cell_make(layouts);
    double middle = 0, squares = 0;
    for (size_t k = 0; k < place->build_count; k++)
        middle += place->builds[k].instructions / (double)place->build_count;
    for (size_t k = 0; k < place->build_count; k++)
        squares += pow(place->builds[k].instructions - middle, 2);
    for (size_t layout = 0; squares > 0 && layout < layouts; layout++)
        for (size_t round = 0;; round++) {
            double sum = 0;
            bool whole = true;
            for (size_t k = 0; whole && k < place->build_count; k++) {
                const StatsCell *cell = report_cell(report, place->builds[k].arm, program);
                whole = layout < cell->layout_count && round < cell->counts[layout];
                if (whole)
                    sum += (place->builds[k].instructions - middle) * cell->values[layout][round];
            }
            if (!whole) break;
            stats_cell_add(&slopes, layout, sum / squares);
        }
    return slopes;
}

static void cell_scale(StatsCell *cell, double factor) {
    for (size_t layout = 0; layout < cell->layout_count; layout++)
        for (size_t i = 0; i < cell->counts[layout]; i++) cell->values[layout][i] *= factor;
}

// --- figures ------------------------------------------------------------------------------------

static cJSON *interval_json(const StatsInterval *interval) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "value", interval->value);
    cJSON_AddNumberToObject(json, "low", interval->low);
    cJSON_AddNumberToObject(json, "high", interval->high);
    cJSON_AddStringToObject(json, "verdict", verdict_name(stats_sign(interval)));
    return json;
}

static StatsInterval scaled(StatsInterval interval, double factor) {
    interval.value *= factor;
    interval.low *= factor;
    interval.high *= factor;
    return interval;
}

typedef struct {
    StatsInterval bytecode, pass; // nanoseconds of one instruction more
    StatsRatio empty;             // the empty place against the untouched build
    double share;                 // passes a bytecode, mean over the programs
    size_t programs;
    cJSON *by_program;
} Figure;

// One instruction more in a place: by program, and as a mean over the programs that pass it. What a
// pass costs is that mean over the mean number of passes: a program with few of them says little.
static Figure figure_of(const Injection *injection, const Place *place) {
    const Report *report = injection->report;
    const Manifest *manifest = report->manifest;
    StatsCell *cells = memory((report->row_count + 1) * sizeof *cells);
    const StatsCell **slopes = memory((report->row_count + 1) * sizeof *slopes);
    Figure figure = {.by_program = cJSON_CreateArray(), .empty = {.ratio = NAN}};
    Random random = random_for(manifest->seed, "injection");
    for (size_t i = 0; i < report->row_count; i++) {
        size_t program = report->rows[i];
        Passes passes = passes_of(injection, place, program);
        cJSON *row = cJSON_CreateObject();
        cJSON_AddStringToObject(row, "program", manifest->programs[program].name);
        cJSON_AddNumberToObject(row, "bytecodes", passes.bytecodes);
        cJSON_AddNumberToObject(row, "passes", passes.passes);
        cJSON_AddItemToArray(figure.by_program, row);
        if (!(passes.passes > 0)) continue;
        StatsCell *mine = &cells[figure.programs];
        slopes[figure.programs++] = mine;
        *mine = slopes_of(injection, place, program);
        cell_scale(mine, 1e9 / passes.bytecodes);
        const StatsCell *one = mine;
        StatsInterval bytecode = stats_interval(&one, 1, STATS_REPLICATES, random),
                      pass = scaled(bytecode, passes.bytecodes / passes.passes);
        cJSON_AddItemToObject(row, "ns_per_bytecode", interval_json(&bytecode));
        cJSON_AddItemToObject(row, "ns_per_pass", interval_json(&pass));
        figure.share += passes.passes / passes.bytecodes;
    }
    figure.share /= (double)figure.programs;
    figure.bytecode = stats_interval(slopes, figure.programs, STATS_REPLICATES, random);
    figure.pass = scaled(figure.bytecode, 1 / figure.share);
    for (size_t k = 0; k < place->build_count; k++)
        if (place->builds[k].instructions == 0 && place->builds[k].arm != place->untouched)
            figure.empty = report_mean(report, place->builds[k].arm, place->untouched);
    for (size_t i = 0; i < figure.programs; i++) stats_cell_free(&cells[i]);
    free(cells);
    free(slopes);
    return figure;
}

static cJSON *place_json(const Injection *injection, const Place *place, const Figure *figure) {
    cJSON *json = cJSON_CreateObject(), *counts;
    cJSON_AddStringToObject(json, "step", place->step);
    cJSON_AddStringToObject(json, "kind", place->kind);
    if (*place->opcode) cJSON_AddStringToObject(json, "opcode", place->opcode);
    counts = cJSON_AddArrayToObject(json, "counts");
    for (size_t k = 0; k < place->build_count; k++)
        cJSON_AddItemToArray(counts, cJSON_CreateNumber(place->builds[k].instructions));
    cJSON_AddNumberToObject(json, "programs_that_pass", (double)figure->programs);
    cJSON_AddNumberToObject(json, "passes_per_bytecode", figure->share);
    cJSON_AddItemToObject(json, "ns_per_bytecode", interval_json(&figure->bytecode));
    cJSON_AddItemToObject(json, "ns_per_pass", interval_json(&figure->pass));
    if (!isnan(injection->clock)) {
        StatsInterval cycles = scaled(figure->bytecode, injection->clock);
        cJSON_AddItemToObject(json, "cycles_per_bytecode", interval_json(&cycles));
        cycles = scaled(figure->pass, injection->clock);
        cJSON_AddItemToObject(json, "cycles_per_pass", interval_json(&cycles));
    }
    if (!isnan(figure->empty.ratio)) {
        cJSON *empty = cJSON_AddObjectToObject(json, "empty_place");
        cJSON_AddNumberToObject(empty, "ratio", figure->empty.ratio);
        cJSON_AddNumberToObject(empty, "low", figure->empty.low);
        cJSON_AddNumberToObject(empty, "high", figure->empty.high);
    }
    cJSON_AddItemToObject(json, "programs", figure->by_program);
    return json;
}

// "0.081 [0.072, 0.090]", or that it cannot be told from nothing and how much it could be.
static char *interval_words(const StatsInterval *interval) {
    if (isnan(interval->value)) return text_copy("never passed");
    char *bounds = isnan(interval->low)
                       ? text_copy("")
                       : text_format(" [%.3f, %.3f]", interval->low, interval->high);
    switch (stats_sign(interval)) {
    case VERDICT_CANNOT_TELL: return text_format("cannot tell%s", bounds);
    case VERDICT_NONE: return text_format("%.3f%s no verdict", interval->value, bounds);
    default: return text_format("%.3f%s", interval->value, bounds);
    }
}

static void place_print(const Injection *injection, const Place *place, const Figure *figure) {
    StatsInterval cycles = scaled(figure->pass, injection->clock);
    printf("%-9s %-5s %-20s %6.3f  %-30s %-30s %s\n", place->step, place->kind, place->opcode,
           figure->programs ? figure->share : 0.0, interval_words(&figure->bytecode),
           interval_words(&figure->pass), isnan(injection->clock) ? "" : interval_words(&cycles));
}

int main(int count, char **words) {
    if (count != 3 || words[1][0] == '-') {
        fprintf(stderr, "usage: inject RESULT_FOLDER OUT.json\n");
        return EXIT_BAD_INPUT;
    }
    Injection injection = {.report = report_load(words[1])};
    const Manifest *manifest = injection.report->manifest;
    char *path = text_format("%s/passes.tsv", words[1]);
    injection.passes = file_read(path, NULL);
    if (!injection.passes) fail("cannot read %s: %s", path, strerror(errno));
    places_find(&injection);
    injection.clock = clock_measure(manifest->cpu);

    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "command", json_text(manifest->json, "command"));
    if (isnan(injection.clock))
        cJSON_AddStringToObject(json, "clock_ghz", "unavailable: measured on x86-64 alone");
    else
        cJSON_AddNumberToObject(json, "clock_ghz", round(injection.clock * 1000) / 1000);
    cJSON_AddStringToObject(json, "clock_by", "a chain of multiplications, three cycles each");
    cJSON_AddNumberToObject(json, "rounds", (double)manifest->rounds);
    cJSON *builds = cJSON_AddArrayToObject(json, "builds");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        cJSON *places = NULL;
        for (size_t i = 0; i < injection.place_count; i++) {
            const Place *place = &injection.places[i];
            if (place->untouched != arm) continue;
            if (!places) {
                cJSON *build = cJSON_CreateObject();
                cJSON_AddItemToArray(builds, build);
                cJSON_AddStringToObject(build, "config", manifest->arms[arm].name);
                cJSON_AddNumberToObject(build, "layouts", (double)manifest->arms[arm].layout_count);
                places = cJSON_AddArrayToObject(build, "places");
                printf(
                    "%s: one instruction more in a step, mean over %zu programs, %zu layouts%s\n"
                    "%-9s %-5s %-20s %6s  %-30s %-30s %s\n",
                    manifest->arms[arm].name, injection.report->row_count,
                    manifest->arms[arm].layout_count,
                    isnan(injection.clock)
                        ? ""
                        : text_format("; %.2f GHz by a chain of multiplications", injection.clock),
                    "step", "kind", "opcode", "passes", "ns a bytecode", "ns a pass",
                    isnan(injection.clock) ? "" : "cycles a pass");
            }
            Figure figure = figure_of(&injection, place);
            place_print(&injection, place, &figure);
            cJSON_AddItemToArray(places, place_json(&injection, place, &figure));
        }
    }
    json_write(words[2], json);
    for (size_t program = 0; program < manifest->program_count; program++)
        if (injection.report->stopped[program]) {
            fprintf(stderr, "inject: FAILED %s: %s\n", manifest->programs[program].name,
                    injection.report->stopped[program]);
            return EXIT_ROW_FAILED;
        }
    return EXIT_SUCCESS;
}
