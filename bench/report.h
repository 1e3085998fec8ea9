// What a report is made from: the manifest, the samples sorted into cells (one for each arm and
// program), the audit, and the floor; and the figures computed from them.
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "bench/document.h"
#include "bench/records.h"
#include "bench/stats.h"

typedef struct {
    const char *compiler;
    size_t baseline; // arm
    size_t *arms;    // builds of this compiler in the manifest's order
    size_t count;
    bool repeated; // the baseline was run against itself
} Group;

typedef struct {
    Manifest *manifest;
    Sample *samples;
    size_t sample_count, expected;
    StatsCell *times, *memory; // [arm * program_count + program]
    const char **stopped;      // by program: why its row stops, or NULL
    size_t *rows, row_count;   // programs that have a figure in every build
    Group *groups;
    size_t group_count;
    int cpython, native;           // arms, or -1
    double cell_floor, mean_floor; // relative; NAN where there was no A/A
    size_t floor_cells;
    cJSON *audit, *exact; // NULL where there is none
} Report;

typedef struct {
    size_t handlers, sites, expected;
    double text_least, text_most; // bytes
    size_t audited, passed, binaries;
} AuditFigure;

// What a build that was run against itself and its rebuilds differs by, relative: the 95th
// percentile of so many cells, and the largest of means. NAN where there was no A/A.
typedef struct {
    double cell, mean;
    size_t cells;
} Floor;

Report *report_load(const char *folder);
// Of the build `of`, for comparisons with it; of all builds together with -1, as reports print it.
Floor report_floor(const Report *report, int of);

StatsCell *report_cell(const Report *report, size_t arm, size_t program);
bool report_has(const Report *report, size_t arm, size_t program);
// Time of `arm` over time of `against`: for one program, or the geometric mean over all rows.
StatsRatio report_ratio(const Report *report, size_t arm, size_t against, size_t program);
StatsRatio report_mean(const Report *report, size_t arm, size_t against);
// The mean of other values than times, in cells of their own: [arm * program_count + program].
StatsRatio report_mean_of(const Report *report, const StatsCell *cells, size_t arm, size_t against,
                          const char *what);
AuditFigure report_audit(const Report *report, size_t arm);
// What a program executed under the first build of a representation, or NULL.
const cJSON *report_exact(const Report *report, size_t program, const char *value);
// The representations of the builds, in their order: "boxed", "tagged", ...; how many.
size_t report_values(const Report *report, const char ***values);
int report_arm(const Report *report, const char *name); // or -1
// The name without its compiler: `goto-tagged` of `goto-tagged-clang`.
char *report_short_name(const Report *report, size_t arm);

// report_text.c
Document *report_write(const Report *report);
char *report_readme(const Report *report); // the table of the README's first screen

// report_counters.c: what the processor counted of each process, or why it did not.
void counters_write(Document *document, const Report *report);

// report_raw.c: every sample's time, for figures to lead to.
void raw_write(Document *document, const Report *report);

// report_plots.c: SVG text, or NULL where gnuplot is missing.
char *plot_means(const Report *report, const Group *group);
char *plot_speed(const Report *report);
char *plot_drift(const Report *report);

#endif
