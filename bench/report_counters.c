// Counters of the processor, of whole processes: each build's over its baseline's, and what two of
// them say together; or why there are none.
#define _GNU_SOURCE
#include "bench/report.h"

#include "bench/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// What two counters say together: `times` this many of the one for each of the other.
static const struct {
    const char *title, *upper, *lower;
    double times;
} rates[] = {
    {"instructions per cycle", "instructions", "cycles", 1},
    {"branch-misses per 1000 instructions", "branch-misses", "instructions", 1000},
};
enum { RATE_COUNT = sizeof rates / sizeof *rates };

typedef struct {
    const Report *report;
    StatsCell *cells[COUNTERS_MAX]; // by counter: [arm * program_count + program]
    size_t samples, without, shared;
} Counted;

static Counted counted_make(const Report *report) {
    const Manifest *manifest = report->manifest;
    Counted counted = {.report = report};
    size_t cell_count = manifest->arm_count * manifest->program_count;
    for (size_t i = 0; i < manifest->counter_count; i++) {
        counted.cells[i] = memory(cell_count * sizeof *counted.cells[i]);
        for (size_t cell = 0; cell < cell_count; cell++)
            counted.cells[i][cell] =
                stats_cell_make(manifest->arms[cell / manifest->program_count].layout_count);
    }
    for (size_t k = 0; k < report->sample_count; k++) {
        const Sample *sample = &report->samples[k];
        const CounterValues *values = &sample->counters;
        if (sample->error) continue;
        counted.samples++;
        counted.without += !values->count;
        counted.shared += values->count && values->running < values->enabled;
        for (size_t i = 0; i < values->count; i++)
            if (values->values[i])
                stats_cell_add(
                    &counted.cells[i][sample->arm * manifest->program_count + sample->program],
                    sample->layout, counter_value(values, i));
    }
    return counted;
}

static void counted_free(Counted *counted) {
    const Manifest *manifest = counted->report->manifest;
    for (size_t i = 0; i < manifest->counter_count; i++) {
        for (size_t cell = 0; cell < manifest->arm_count * manifest->program_count; cell++)
            stats_cell_free(&counted->cells[i][cell]);
        free(counted->cells[i]);
    }
}

// The counter's place among the manifest's, or -1.
static int counter_place(const Manifest *manifest, const char *name) {
    for (size_t i = 0; i < manifest->counter_count; i++)
        if (strcmp(manifest->counters[i], name) == 0) return (int)i;
    return -1;
}

// The median over a program's processes; NAN where none was counted.
static double value_of(const Counted *counted, int counter, size_t arm, size_t program) {
    const StatsCell *cell =
        &counted->cells[counter][arm * counted->report->manifest->program_count + program];
    return stats_cell_processes(cell) ? stats_cell_median(cell) : NAN;
}

// --- tables -----------------------------------------------------------------------------------

static void rate_cell(Document *document, const Counted *counted, size_t rate, size_t arm) {
    const Report *report = counted->report;
    int upper = counter_place(report->manifest, rates[rate].upper);
    int lower = counter_place(report->manifest, rates[rate].lower);
    double sum = 0, least = INFINITY, most = 0;
    size_t count = 0;
    for (size_t row = 0; row < report->row_count; row++) {
        double value = rates[rate].times * value_of(counted, upper, arm, report->rows[row]) /
                       value_of(counted, lower, arm, report->rows[row]);
        if (isnan(value)) continue;
        sum += log(value);
        least = fmin(least, value);
        most = fmax(most, value);
        count++;
    }
    if (count)
        document_cell(document, CELL_PLAIN, number_text(exp(sum / (double)count)),
                      interval_text(least, most));
    else
        text_cell(document, "");
}

static bool rate_known(const Manifest *manifest, size_t rate) {
    return counter_place(manifest, rates[rate].upper) >= 0 &&
           counter_place(manifest, rates[rate].lower) >= 0;
}

static void arm_row(Document *document, const Counted *counted, const Group *group, size_t arm) {
    const Report *report = counted->report;
    const Manifest *manifest = report->manifest;
    text_cell(document, manifest->arms[arm].name);
    for (size_t i = 0; i < manifest->counter_count; i++) {
        StatsRatio ratio = {1, NAN, NAN, 0};
        if (arm != group->baseline)
            ratio = report_mean_of(report, counted->cells[i], arm, group->baseline,
                                   manifest->counters[i]);
        plain_cell(document, &ratio);
    }
    for (size_t rate = 0; rate < RATE_COUNT; rate++)
        if (rate_known(manifest, rate)) rate_cell(document, counted, rate, arm);
}

static void group_table(Document *document, const Counted *counted, const Group *group) {
    const Report *report = counted->report;
    const Manifest *manifest = report->manifest;
    size_t columns = 1 + manifest->counter_count;
    for (size_t rate = 0; rate < RATE_COUNT; rate++) columns += rate_known(manifest, rate);
    document_heading(document, 3, "Counters, %s", group->compiler);
    document_table(document, columns);
    text_cell(document, "build");
    for (size_t i = 0; i < manifest->counter_count; i++)
        document_cell(document, CELL_PLAIN, manifest->counters[i],
                      text_format("of %s", report_short_name(report, group->baseline)));
    for (size_t rate = 0; rate < RATE_COUNT; rate++)
        if (rate_known(manifest, rate)) text_cell(document, rates[rate].title);
    if (report->cpython >= 0) arm_row(document, counted, group, (size_t)report->cpython);
    for (size_t i = 0; i < group->count; i++) arm_row(document, counted, group, group->arms[i]);
    if (report->native >= 0) arm_row(document, counted, group, (size_t)report->native);
}

// One counter, all programs and builds.
static void counter_table(Document *document, const Counted *counted, int counter) {
    const Report *report = counted->report;
    const Manifest *manifest = report->manifest;
    document_heading(document, 3, "%s of a process", manifest->counters[counter]);
    document_table(document, report->row_count + 1);
    text_cell(document, "build");
    for (size_t row = 0; row < report->row_count; row++)
        text_cell(document, manifest->programs[report->rows[row]].name);
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (manifest->arms[arm].of >= 0) continue;
        text_cell(document, manifest->arms[arm].name);
        for (size_t row = 0; row < report->row_count; row++) {
            double value = value_of(counted, counter, arm, report->rows[row]);
            text_cell(document, isnan(value) ? "" : count_text(value));
        }
    }
}

void counters_write(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    document_heading(document, 2, "Hardware counters");
    if (!manifest->counter_count) {
        document_paragraph(document, "%s",
                           json_text(json_get(manifest->json, "machine"), "hardware_counters"));
        return;
    }
    Counted counted = counted_make(report);
    document_paragraph(
        document,
        "What the processor counted of whole processes in user space, start-up, the untimed run "
        "and the check of the answer included. Ratios are geometric means over %zu programs, round "
        "by round, with the 95 %% intervals of times; beside a rate stand its least and its "
        "greatest program. %zu of %zu samples have no counts%s; of %zu the group had the "
        "counters for a part of the time only, and is made up for it.",
        report->row_count, counted.without, counted.samples,
        counted.without ? " and are in no figure here" : "", counted.shared);
    for (size_t i = 0; i < report->group_count; i++)
        group_table(document, &counted, &report->groups[i]);
    document_details(document, "Each program: medians over processes");
    for (size_t i = 0; i < manifest->counter_count; i++) counter_table(document, &counted, (int)i);
    document_details_end(document);
    document_source(document, "samples.jsonl");
    counted_free(&counted);
}
