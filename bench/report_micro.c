// The report's section of micro-benchmarks: dispatch by footprint as a picture, all of them as
// ratios, and what an iteration executes.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/cells.h"
#include "bench/report_sections.h"

enum { BUILDS_DRAWN = 6 };

typedef struct {
    const cJSON *json, *benchmarks;
    const char **builds; // names, in the order of the run
    size_t count;
    double floor;
} MicroData;

static MicroData micro_data(const cJSON *json) {
    MicroData micro = {.json = json, .benchmarks = json_get(json, "benchmarks"), .floor = NAN};
    const cJSON *counts = json_get(cJSON_GetArrayItem(micro.benchmarks, 0), "counts"), *build;
    micro.builds = memory((size_t)cJSON_GetArraySize(counts) * sizeof *micro.builds);
    cJSON_ArrayForEach(build, counts) micro.builds[micro.count++] = build->string;
    if (json_get(json, "floor")) micro.floor = json_number(json, "floor");
    return micro;
}

// Nanoseconds for one operation in a build; NAN where it was not run.
static StatsInterval time_of(const cJSON *benchmark, const char *build) {
    StatsInterval time = cell_seconds(cell_find(json_get(benchmark, "cells"), build));
    double unit =
        json_number(benchmark, "iterations") * json_number(benchmark, "operations") * 1e-9;
    return (StatsInterval){time.value / unit, time.low / unit, time.high / unit, time.layouts};
}

// The third part of a config's name with its dash, as "-clang", up to the end.
static const char *compiler_part(const char *build) {
    const char *dash = strchr(build, '-');
    dash = dash ? strchr(dash + 1, '-') : NULL;
    return dash ? dash : "";
}

// The name without its compiler, where all builds have the same.
static char *title_of(const MicroData *micro, const char *build) {
    const char *part = compiler_part(build);
    size_t size = *part ? 1 + strcspn(part + 1, "-") : 0;
    bool same = true;
    for (size_t i = 0; i < micro->count; i++) {
        const char *other = compiler_part(micro->builds[i]);
        same &= strncmp(other, part, size) == 0 && (!other[size] || other[size] == '-');
    }
    return same ? text_format("%.*s%s", (int)(part - build), build, part + size) : text_copy(build);
}

// --- dispatch ---------------------------------------------------------------------------------

// Time for one instruction against the footprint of the loop, a line for each build.
static char *plot_dispatch(const MicroData *micro, const char *prefix) {
    Plot plot;
    FILE *out = plot_open(&plot, 330);
    size_t drawn = micro->count < BUILDS_DRAWN ? micro->count : BUILDS_DRAWN, size = strlen(prefix);
    const cJSON *benchmark;
    bool any = false;
    for (size_t i = 0; i < drawn; i++) {
        fprintf(out, "$build%zu << END\n", i);
        cJSON_ArrayForEach(benchmark, micro->benchmarks) {
            const char *name = json_text(benchmark, "name");
            StatsInterval time = time_of(benchmark, micro->builds[i]);
            if (!text_starts(name, prefix) || isnan(time.value)) continue;
            if (isnan(time.low)) time.low = time.high = time.value;
            fprintf(out, "%s %g %g %g\n", name + size, time.value, time.low, time.high);
            any = true;
        }
        fprintf(out, "END\n");
    }
    if (!any) {
        fclose(out);
        free(plot.text);
        return NULL;
    }
    fprintf(out, "set logscale x 2\nset xrange [8:131072]\nset yrange [0:*]\n"
                 "set xtics (16, 256, 4096, 65536)\nset grid y lt 1 lc rgb '#999999' lw 0.4\n"
                 "set key outside top center horizontal maxcols 2 samplen 2\n"
                 "set xlabel 'instructions in the loop'\nset ylabel 'ns for each'\nplot ");
    for (size_t i = 0; i < drawn; i++)
        fprintf(out, "%s$build%zu using 1:2:3:4 with yerrorlines lt %zu title '%s'", i ? ", " : "",
                i, i + 1, title_of(micro, micro->builds[i]));
    fputc('\n', out);
    return plot_draw(&plot);
}

static void dispatch_write(Document *document, const MicroData *micro) {
    char *nop = plot_dispatch(micro, "dispatch_nop/"),
         *mixed = plot_dispatch(micro, "dispatch_mixed/");
    if (!nop && !mixed) return;
    document_row(document);
    if (nop)
        document_plot(document, nop,
                      "Loops of NOP alone: every jump goes where the last one went, so this is "
                      "fetch, decode and a jump that is always foreseen.");
    if (mixed)
        document_plot(document, mixed,
                      "Loops over a fixed random walk of eight cheap instructions: what is short "
                      "is learnt by the branch predictor, what is long is not.");
    document_row_end(document);
    free(nop);
    free(mixed);
}

// --- tables -----------------------------------------------------------------------------------

// The build that a build's cells are compared with: itself if it is such a baseline.
static const char *baseline_of(const MicroData *micro, const char *build) {
    const cJSON *cells = json_get(cJSON_GetArrayItem(micro->benchmarks, 0), "cells");
    const char *against = json_text(cell_find(cells, build), "against");
    return *against ? against : build;
}

// A table of those compared with one baseline.
static void ratios_write(Document *document, const MicroData *micro, const char *baseline) {
    const char **builds = memory(micro->count * sizeof *builds);
    size_t count = 0;
    for (size_t i = 0; i < micro->count; i++)
        if (strcmp(baseline_of(micro, micro->builds[i]), baseline) == 0 &&
            strcmp(micro->builds[i], baseline) != 0)
            builds[count++] = micro->builds[i];
    document_table(document, count + 2);
    text_cell(document, "mechanism");
    document_cell(document, CELL_PLAIN, text_format("`%s`", baseline), "ns each");
    for (size_t i = 0; i < count; i++)
        document_cell(document, CELL_PLAIN, text_format("`%s`", builds[i]), "time, of that");
    const cJSON *benchmark;
    cJSON_ArrayForEach(benchmark, micro->benchmarks) {
        document_cell(document, CELL_PLAIN, text_format("`%s`", json_text(benchmark, "name")), "");
        StatsInterval time = time_of(benchmark, baseline);
        document_cell(document, CELL_PLAIN, number_text(time.value),
                      interval_text(time.low, time.high));
        for (size_t i = 0; i < count; i++) {
            StatsRatio ratio = cell_ratio(cell_find(json_get(benchmark, "cells"), builds[i]));
            ratio_cell(document, &ratio, micro->floor);
        }
    }
    free(builds);
}

// What one operation executes and allocates: of the first build of each representation, since
// bytecodes are the same in all and the rest in all of one representation.
static void counts_write(Document *document, const MicroData *micro) {
    static const char *const names[] = {"bytecodes", "boxes", "allocations", "bytes"};
    enum { NAMES = sizeof names / sizeof *names };
    const char *shown[8], *values[8];
    size_t count = 0;
    for (size_t i = 0; i < micro->count && count < 8; i++) {
        const char *dash = strchr(micro->builds[i], '-');
        char *value =
            text_format("%.*s", dash ? (int)strcspn(dash + 1, "-") : 0, dash ? dash + 1 : "");
        size_t seen = 0;
        while (seen < count && strcmp(values[seen], value) != 0) seen++;
        if (seen < count) continue;
        values[count] = value;
        shown[count++] = micro->builds[i];
    }
    document_table(document, 2 + count * NAMES);
    text_cell(document, "mechanism");
    text_cell(document, "what it is");
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < NAMES; k++) document_cell(document, CELL_PLAIN, names[k], values[i]);
    const cJSON *benchmark;
    cJSON_ArrayForEach(benchmark, micro->benchmarks) {
        document_cell(document, CELL_PLAIN, text_format("`%s`", json_text(benchmark, "name")), "");
        text_cell(document, json_text(benchmark, "what"));
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < NAMES; k++) {
                const cJSON *number =
                    json_get(json_get(json_get(benchmark, "counts"), shown[i]), names[k]);
                text_cell(document, number ? count_text(number->valuedouble) : "");
            }
    }
}

void section_micro(Document *document, const SectionData *data) {
    MicroData micro = micro_data(data->json);
    document_heading(document, 2, "Micro-benchmarks");
    dispatch_write(document, &micro);
    document_paragraph(
        document,
        "One mechanism at a time, by Google Benchmark in a harness linked with each build's own "
        "objects; a process is one repetition, the builds take turns, and iteration counts are the "
        "same for all. Its floor, a build against itself: %s.",
        percent_text(micro.floor));
    document_details(document, "Every mechanism in every build");
    for (size_t i = 0; i < micro.count; i++)
        if (strcmp(baseline_of(&micro, micro.builds[i]), micro.builds[i]) == 0)
            ratios_write(document, &micro, micro.builds[i]);
    document_details_end(document);
    document_details(document, "What one iteration executes and allocates, by the probe");
    counts_write(document, &micro);
    document_details_end(document);
    document_paragraph(document,
                       "Google Benchmark calls its library a `%s` build: the package's is -O2 with "
                       "assertions, none of them inside the timed loop. `empty` is that loop.",
                       json_text(json_get(data->json, "google"), "library_build_type"));
    document_source(document, "micro.json");
    document_source(document, json_text(data->json, "raw"));
}
