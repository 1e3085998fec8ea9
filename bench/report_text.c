// What a report says: the blocks of its document, and the table of the README.
#define _GNU_SOURCE
#include "bench/report_sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const brief_builds[] = {"switch-boxed", "goto-boxed", "direct-boxed",
                                           "goto-tagged"};
static const char *const readme_builds[] = {"switch-boxed", "goto-boxed", "direct-boxed",
                                            "goto-tagged",  "tail-boxed", "tail-tagged"};

// --- figures ----------------------------------------------------------------------------------

static StatsRatio inverse(StatsRatio ratio) {
    return (StatsRatio){1 / ratio.ratio, 1 / ratio.high, 1 / ratio.low, ratio.layouts};
}

static StatsRatio speed_of(const Report *report, size_t arm, const size_t *program) {
    size_t cpython = (size_t)report->cpython;
    return inverse(program ? report_ratio(report, arm, cpython, *program)
                           : report_mean(report, arm, cpython));
}

static void audit_cell(Document *document, const Report *report, size_t arm) {
    AuditFigure figure = report_audit(report, arm);
    if (figure.audited < figure.binaries)
        document_cell(document, CELL_PLAIN, "not audited", "");
    else if (figure.passed < figure.binaries)
        document_cell(document, CELL_BAD, "✗",
                      text_format("%zu of %zu layouts", figure.passed, figure.binaries));
    else
        document_cell(document, CELL_GOOD, "✓",
                      text_format(figure.sites == 1 ? "%zu site" : "%zu sites", figure.sites));
}

static const char *arm_name(const Report *report, size_t arm) {
    return report->manifest->arms[arm].name;
}

// A figure leads to the times it was made of: those of one program, or of all.
static void raw_link(Document *document, const Report *report, size_t arm, const size_t *program) {
    const char *name = program ? report->manifest->programs[*program].name : NULL;
    if (program && !report_has(report, arm, *program)) return;
    document_cell_link(document,
                       name ? text_format("#raw %s %s", name, arm_name(report, arm)) : "#Raw data");
}

static size_t programs_asked(const Manifest *manifest) {
    size_t count = 0;
    for (size_t program = 0; program < manifest->program_count; program++)
        count += !manifest->programs[program].start_up;
    return count;
}

// --- the opening ------------------------------------------------------------------------------

static void write_opening(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    const cJSON *machine = json_get(manifest->json, "machine");
    size_t stopped = 0, layouts = 0, builds = 0;
    for (size_t program = 0; program < manifest->program_count; program++)
        stopped += report->stopped[program] != NULL;
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (manifest->arms[arm].role != ARM_BUILD) continue;
        builds++;
        if (manifest->arms[arm].layout_count > layouts) layouts = manifest->arms[arm].layout_count;
    }
    document_paragraph(
        document,
        "%zu builds of one virtual machine, %zu programs, on %s (%g processors, %s, %s; "
        "hypervisor: %s). "
        "Commit `%.12s`%s. One process is one sample: %zu samples, interleaved, each pinned to "
        "processor %d; %zu code layouts of each build, in %zu rounds.",
        builds, programs_asked(manifest), json_text(machine, "processor"),
        json_number(machine, "processors"), json_text(machine, "kernel"),
        json_text(machine, "libc"), json_text(machine, "hypervisor"),
        json_text(manifest->json, "commit"),
        json_bool(manifest->json, "dirty") ? ", with uncommitted changes" : "",
        report->sample_count, manifest->cpu, layouts, manifest->rounds);
    if (stopped || cJSON_GetArraySize(json_get(manifest->json, "left_out")))
        document_warning(document,
                         "%zu program%s and %d build%s failed and %s left out of every figure: "
                         "see “What failed”.",
                         stopped, stopped == 1 ? "" : "s",
                         cJSON_GetArraySize(json_get(manifest->json, "left_out")),
                         cJSON_GetArraySize(json_get(manifest->json, "left_out")) == 1 ? "" : "s",
                         "are");
    if (report->sample_count < report->expected && !stopped)
        document_warning(document, "Unfinished: %zu of %zu samples. The same command goes on.",
                         report->sample_count, report->expected);
    double busy = json_number(machine, "busy_processors_at_start");
    if (busy > 0.2)
        document_warning(
            document,
            "The machine was busy when this began (others used %.1f processors): trust the "
            "intervals, not the digits.",
            busy);
}

static void write_reading(Document *document, const Report *report) {
    document_paragraph(
        document,
        "A figure is a ratio of times, taken round by round, the middle half averaged, with its "
        "95 %% interval by a bootstrap that resamples whole layouts. “Cannot tell” is a result: "
        "the interval holds 1, or "
        "the difference is no larger than what the same build shows against itself (the floor). "
        "With "
        "fewer than %d layouts an arm gets no verdict. Raw data: [samples](samples.jsonl), "
        "[manifest](manifest.json)%s.",
        STATS_LAYOUTS_NEEDED, report->audit ? ", [audit](audit.json)" : "");
    document_page_only(document, true);
    document_paragraph(document, "Every figure leads to the times that it was made of.");
    document_page_only(document, false);
    document_contents(document);
}

// The pictures come before the tables that they are made of.
static void write_pictures(Document *document, const Report *report) {
    document_row(document);
    for (size_t i = 0; i < report->group_count; i++) {
        const Group *group = &report->groups[i];
        char *svg = plot_means(report, group);
        if (svg)
            document_plot(
                document, svg,
                text_format(
                    "Geometric means over %zu programs, time relative to `%s`, with their 95 %% "
                    "intervals; the band is the floor. [Figures](#Programs by builds, %s)",
                    report->row_count, arm_name(report, group->baseline), group->compiler));
        free(svg);
    }
    char *svg = report->cpython >= 0 ? plot_speed(report) : NULL;
    if (svg)
        document_plot(document, svg,
                      text_format("Speed against CPython by program, with 95 %% intervals: the "
                                  "fastest build of each representation. [Figures](#Speed against "
                                  "%s)",
                                  arm_name(report, (size_t)report->cpython)));
    free(svg);
    document_row_end(document);
}

static void write_brief(Document *document, const Report *report) {
    for (size_t i = 0; i < report->group_count; i++) {
        const Group *group = &report->groups[i];
        size_t found[4], count = 0;
        for (size_t k = 0; k < 4; k++) {
            int arm = report_arm(report, text_format("%s-%s", brief_builds[k], group->compiler));
            if (arm >= 0) found[count++] = (size_t)arm;
        }
        if (count < 4) continue;
        document_heading(document, 2, "The four, %s", group->compiler);
        document_paragraph(
            document,
            "Geometric mean over %zu programs. Time is relative to `%s`: lower is faster. "
            "Speed is relative to CPython: higher is faster.",
            report->row_count, arm_name(report, group->baseline));
        bool cpython = report->cpython >= 0;
        document_table(document, cpython ? 4 : 3);
        document_cell(document, CELL_PLAIN, "build", "");
        document_cell(document, CELL_PLAIN, "audit", "");
        document_cell(document, CELL_PLAIN, "time",
                      text_format("of %s", report_short_name(report, group->baseline)));
        if (cpython)
            document_cell(document, CELL_PLAIN, "speed",
                          text_format("of %s", arm_name(report, (size_t)report->cpython)));
        for (size_t k = 0; k < 4; k++) {
            document_cell(document, CELL_PLAIN, report_short_name(report, found[k]), "");
            audit_cell(document, report, found[k]);
            if (found[k] == group->baseline)
                document_cell(document, CELL_PLAIN, "1", "baseline");
            else {
                StatsRatio ratio = report_mean(report, found[k], group->baseline);
                ratio_cell(document, &ratio, report->mean_floor);
                raw_link(document, report, found[k], NULL);
            }
            if (cpython) {
                StatsRatio speed = speed_of(report, found[k], NULL);
                plain_cell(document, &speed);
                raw_link(document, report, found[k], NULL);
            }
        }
    }
}

// --- the floor --------------------------------------------------------------------------------

// The spread of ln(time) between processes of one binary, and between layouts, pooled over
// programs, from the baseline and its second run: layout k of both is the same binary in the same
// round.
static void write_spread(Document *document, const Report *report, size_t again) {
    const Manifest *manifest = report->manifest;
    size_t of = (size_t)manifest->arms[again].of, pairs = 0, degrees = 0;
    double within = 0, total = 0;
    for (size_t i = 0; i < report->row_count; i++) {
        const StatsCell *one = report_cell(report, of, report->rows[i]);
        const StatsCell *two = report_cell(report, again, report->rows[i]);
        double sum = 0, squares = 0;
        size_t count = 0;
        for (size_t layout = 0; layout < one->layout_count; layout++)
            for (size_t k = 0; k < one->counts[layout] && k < two->counts[layout]; k++) {
                double first = log(one->values[layout][k]), second = log(two->values[layout][k]);
                within += (first - second) * (first - second) / 2;
                pairs++;
                sum += first;
                squares += first * first;
                count++;
            }
        if (count < 2) continue;
        total += squares - sum * sum / (double)count;
        degrees += count - 1;
    }
    if (pairs < 2 || degrees < 1) return;
    double process = sqrt(within / (double)pairs), all = sqrt(total / (double)degrees);
    double layout = all > process ? sqrt(all * all - process * process) : 0;
    document_paragraph(
        document,
        "Noise of one sample of `%s` (standard deviation, all programs pooled): %s from "
        "process to process of one binary in one round, %s from layout to layout "
        "(and environment) on top of that.",
        manifest->arms[of].name, percent_text(process), percent_text(layout));
}

static void write_floor(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    document_heading(document, 2, "The floor");
    if (report->floor_cells == 0) {
        document_paragraph(document, "No build was run against itself here, so there is no floor.");
        return;
    }
    document_paragraph(
        document,
        "The same build against itself: its binaries run a second time (again), and the "
        "same objects linked in other layouts (relaid). Whatever shows here is not a "
        "difference between builds. A cell below is called a difference only beyond "
        "%s (the 95th percentile of %zu such cells), a geometric mean only beyond %s.",
        percent_text(report->cell_floor), report->floor_cells, percent_text(report->mean_floor));
    document_table(document, 4);
    document_cell(document, CELL_PLAIN, "A/A", "");
    document_cell(document, CELL_PLAIN, "geometric mean", "");
    document_cell(document, CELL_PLAIN, "largest cell", "");
    document_cell(document, CELL_PLAIN, "intervals without 1", "");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (manifest->arms[arm].of < 0) continue;
        size_t of = (size_t)manifest->arms[arm].of, outside = 0, worst_program = 0;
        StatsRatio mean = report_mean(report, arm, of), worst = {.ratio = 1};
        for (size_t i = 0; i < report->row_count; i++) {
            StatsRatio ratio = report_ratio(report, arm, of, report->rows[i]);
            outside += ratio.low > 1 || ratio.high < 1;
            if (fabs(ratio.ratio - 1) >= fabs(worst.ratio - 1))
                worst = ratio, worst_program = report->rows[i];
        }
        document_cell(document, CELL_PLAIN, arm_name(report, arm), "");
        plain_cell(document, &mean);
        raw_link(document, report, arm, NULL);
        plain_cell(document, &worst);
        raw_link(document, report, arm, report->row_count ? &worst_program : NULL);
        document_cell(document, CELL_PLAIN, text_format("%zu of %zu", outside, report->row_count),
                      "");
    }
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        if (manifest->arms[arm].role == ARM_AGAIN) write_spread(document, report, arm);
}

// --- programs by builds -----------------------------------------------------------------------

static void outer_head(Document *document, const Report *report, int arm, const char *what) {
    if (arm >= 0) document_cell(document, CELL_PLAIN, arm_name(report, (size_t)arm), what);
}

static void outer_cell(Document *document, const Report *report, int arm, size_t baseline,
                       const size_t *program) {
    if (arm < 0) return;
    StatsRatio ratio = program ? report_ratio(report, (size_t)arm, baseline, *program)
                               : report_mean(report, (size_t)arm, baseline);
    // A mean over other programs than its neighbours' would be read as theirs.
    for (size_t row = 0; !program && row < report->row_count; row++)
        if (!report_has(report, (size_t)arm, report->rows[row])) ratio.ratio = ratio.low = NAN;
    plain_cell(document, &ratio);
    raw_link(document, report, (size_t)arm, program);
}

static void write_group(Document *document, const Report *report, const Group *group) {
    const Manifest *manifest = report->manifest;
    size_t columns = 1 + group->count + (report->cpython >= 0) + (report->native >= 0);
    document_heading(document, 2, "Programs by builds, %s", group->compiler);
    document_paragraph(
        document,
        "Time relative to `%s` of the same program: lower is faster. Bold is a claimed "
        "difference. The outer columns are one binary each, so they get no verdict.%s",
        arm_name(report, group->baseline),
        group->repeated ? ""
                        : " No build of this compiler was run against itself here; "
                          "the floor is the other compiler's.");
    document_table(document, columns);
    document_cell(document, CELL_PLAIN, "program", "");
    outer_head(document, report, report->cpython, "");
    for (size_t i = 0; i < group->count; i++)
        document_cell(document, CELL_PLAIN, report_short_name(report, group->arms[i]), "");
    outer_head(document, report, report->native, "");
    for (size_t row = 0; row <= report->row_count; row++) {
        bool mean = row == report->row_count;
        const size_t *program = mean ? NULL : &report->rows[row];
        if (mean)
            document_cell(document, CELL_PLAIN, "geometric mean", "");
        else
            document_cell(document, CELL_PLAIN, manifest->programs[*program].name,
                          text_format("(%.0f ms)", 1e3 * stats_cell_median(report_cell(
                                                             report, group->baseline, *program))));
        outer_cell(document, report, report->cpython, group->baseline, program);
        for (size_t i = 0; i < group->count; i++) {
            if (group->arms[i] == group->baseline) {
                document_cell(document, CELL_PLAIN, "1", "baseline");
                raw_link(document, report, group->arms[i], program);
                continue;
            }
            StatsRatio ratio =
                mean ? report_mean(report, group->arms[i], group->baseline)
                     : report_ratio(report, group->arms[i], group->baseline, *program);
            ratio_cell(document, &ratio, mean ? report->mean_floor : report->cell_floor);
            raw_link(document, report, group->arms[i], program);
        }
        outer_cell(document, report, report->native, group->baseline, program);
    }
}

static void native_speed_cell(Document *document, const Report *report, const size_t *program) {
    StatsRatio speed = speed_of(report, (size_t)report->native, program);
    for (size_t row = 0; !program && row < report->row_count; row++)
        if (!report_has(report, (size_t)report->native, report->rows[row]))
            speed.ratio = speed.low = NAN;
    plain_cell(document, &speed);
    raw_link(document, report, (size_t)report->native, program);
}

static void speed_table(Document *document, const Report *report, const Group *group) {
    const Manifest *manifest = report->manifest;
    document_heading(document, 3, "Speed, %s", group->compiler);
    document_table(document, group->count + 1 + (report->native >= 0));
    document_cell(document, CELL_PLAIN, "program", "CPython's time");
    for (size_t i = 0; i < group->count; i++)
        text_cell(document, report_short_name(report, group->arms[i]));
    outer_head(document, report, report->native, "");
    for (size_t row = 0; row <= report->row_count; row++) {
        const size_t *program = row == report->row_count ? NULL : &report->rows[row];
        if (program)
            document_cell(
                document, CELL_PLAIN, manifest->programs[*program].name,
                text_format("(%.0f ms)", 1e3 * stats_cell_median(report_cell(
                                                   report, (size_t)report->cpython, *program))));
        else
            text_cell(document, "geometric mean");
        for (size_t i = 0; i < group->count; i++) {
            StatsRatio speed = speed_of(report, group->arms[i], program);
            plain_cell(document, &speed);
            raw_link(document, report, group->arms[i], program);
        }
        if (report->native >= 0) native_speed_cell(document, report, program);
    }
}

static void slowest_item(Document *document, const Report *report, size_t arm) {
    StatsRatio slowest = {.ratio = INFINITY};
    size_t which = 0;
    for (size_t row = 0; row < report->row_count; row++) {
        StatsRatio speed = speed_of(report, arm, &report->rows[row]);
        if (speed.ratio < slowest.ratio) slowest = speed, which = report->rows[row];
    }
    if (report->row_count)
        document_item(document, "`%s`: %s on %s %s", arm_name(report, arm),
                      number_text(slowest.ratio), report->manifest->programs[which].name,
                      interval_text(slowest.low, slowest.high));
}

static void write_speed(Document *document, const Report *report) {
    if (report->cpython < 0) return;
    document_heading(document, 2, "Speed against %s", arm_name(report, (size_t)report->cpython));
    document_paragraph(
        document, "CPython's time over ours: higher is faster, 2 is twice CPython's speed. CPython "
                  "is Debian's one binary, which has no other layouts, so these figures carry an "
                  "interval and no verdict.");
    for (size_t i = 0; i < report->group_count; i++)
        speed_table(document, report, &report->groups[i]);
    document_paragraph(document, "The slowest program of each build:");
    for (size_t i = 0; i < report->group_count; i++)
        for (size_t k = 0; k < report->groups[i].count; k++)
            slowest_item(document, report, report->groups[i].arms[k]);
}

static void write_start_up(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    size_t program = 0;
    while (program < manifest->program_count && !manifest->programs[program].start_up) program++;
    if (program == manifest->program_count || report->stopped[program]) return;
    document_heading(document, 2, "Start-up");
    document_paragraph(document,
                       "Whole processes of `-c pass`, in milliseconds, from before fork to "
                       "after wait; no part of any mean above.");
    document_table(document, 3);
    document_cell(document, CELL_PLAIN, "build", "");
    document_cell(document, CELL_PLAIN, "milliseconds", "");
    document_cell(document, CELL_PLAIN, "of CPython's", "");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        ArmRole role = manifest->arms[arm].role;
        if ((role != ARM_BUILD && role != ARM_CPYTHON) || !report_has(report, arm, program))
            continue;
        const StatsCell *cell = report_cell(report, arm, program);
        StatsInterval seconds = stats_interval(
            &cell, 1, STATS_REPLICATES, random_for(manifest->seed, manifest->arms[arm].name));
        StatsRatio time = {1000 * seconds.value, 1000 * seconds.low, 1000 * seconds.high,
                           seconds.layouts};
        StatsRatio ratio = {NAN, NAN, NAN, 0};
        if (report->cpython >= 0 && role == ARM_BUILD)
            ratio = report_ratio(report, arm, (size_t)report->cpython, program);
        document_cell(document, CELL_PLAIN, arm_name(report, arm), "");
        plain_cell(document, &time);
        raw_link(document, report, arm, &program);
        plain_cell(document, &ratio);
        raw_link(document, report, arm, &program);
    }
}

// --- exact figures ------------------------------------------------------------------------------

static void count_cell(Document *document, const cJSON *run, const char *name) {
    text_cell(document, run ? count_text(json_number(run, name)) : "");
}

static void exact_heads(Document *document, const char *const *values, size_t value_count) {
    static const char *const heads[] = {"program", "bytecodes", "distinct",
                                        "entropy", "ns each",   "cache hits"};
    document_table(document, 6 + 2 * value_count);
    for (size_t i = 0; i < 6; i++) text_cell(document, heads[i]);
    for (size_t v = 0; v < value_count; v++)
        text_cell(document, text_format("boxes, %s", values[v]));
    for (size_t v = 0; v < value_count; v++) text_cell(document, text_format("MB, %s", values[v]));
}

static void write_exact(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    if (!report->exact || report->group_count == 0) return;
    const char **values;
    size_t value_count = report_values(report, &values);
    document_heading(document, 2, "What the programs execute");
    document_paragraph(
        document,
        "Exact counts, from the probe builds ([exact.json](exact.json)): bytecodes executed; "
        "distinct instructions among them (the footprint of dispatch); entropy of the "
        "opcodes in bits; time of `%s` for each bytecode (the weight of handlers); share of "
        "inline-cache lookups that hit (stability); numbers boxed and megabytes allocated. "
        "Every build counted executed the same sequence of instructions.",
        arm_name(report, report->groups[0].baseline));
    exact_heads(document, values, value_count);
    for (size_t row = 0; row < report->row_count; row++) {
        size_t program = report->rows[row];
        const cJSON *any = NULL;
        for (size_t v = 0; v < value_count && !any; v++)
            any = report_exact(report, program, values[v]);
        double hits = json_number(any, "cache_hits"),
               lookups = hits + json_number(any, "cache_misses");
        double time = stats_cell_median(report_cell(report, report->groups[0].baseline, program));
        text_cell(document, manifest->programs[program].name);
        count_cell(document, any, "bytecodes");
        count_cell(document, any, "distinct_instructions");
        text_cell(document, any ? text_format("%.2f", json_number(any, "entropy_bits")) : "");
        text_cell(document,
                  any ? text_format("%.2f", 1e9 * time / json_number(any, "bytecodes")) : "");
        text_cell(document, lookups > 0 ? text_format("%.1f %%", 100 * hits / lookups) : "");
        for (size_t v = 0; v < value_count; v++)
            count_cell(document, report_exact(report, program, values[v]), "boxes_made");
        for (size_t v = 0; v < value_count; v++) {
            const cJSON *run = report_exact(report, program, values[v]);
            text_cell(document,
                      run ? text_format("%.1f", json_number(run, "bytes_allocated") / 1e6) : "");
        }
    }
}

// --- memory -----------------------------------------------------------------------------------

static double memory_extreme(const StatsCell *cell, bool most) {
    double extreme = NAN;
    for (size_t layout = 0; layout < cell->layout_count; layout++)
        for (size_t i = 0; i < cell->counts[layout]; i++)
            if (isnan(extreme) || (cell->values[layout][i] > extreme) == most)
                extreme = cell->values[layout][i];
    return extreme;
}

static void memory_table(Document *document, const Report *report, const Group *group) {
    const Manifest *manifest = report->manifest;
    document_heading(document, 3, "Memory, %s", group->compiler);
    document_table(document, group->count + 2);
    text_cell(document, "program");
    document_cell(document, CELL_PLAIN, arm_name(report, (size_t)report->cpython), "MiB");
    for (size_t i = 0; i < group->count; i++)
        text_cell(document, report_short_name(report, group->arms[i]));
    for (size_t row = 0; row < report->row_count; row++) {
        size_t program = report->rows[row];
        const StatsCell *against =
            &report->memory[(size_t)report->cpython * manifest->program_count + program];
        double theirs = stats_cell_median(against);
        text_cell(document, manifest->programs[program].name);
        document_cell(document, CELL_PLAIN, text_format("%.1f", theirs / 1024),
                      text_format("[%.1f, %.1f]", memory_extreme(against, false) / 1024,
                                  memory_extreme(against, true) / 1024));
        for (size_t i = 0; i < group->count; i++) {
            const StatsCell *cell =
                &report->memory[group->arms[i] * manifest->program_count + program];
            double ours = stats_cell_median(cell) / theirs;
            document_cell(document, ours > 1 ? CELL_BAD : CELL_PLAIN, number_text(ours),
                          interval_text(memory_extreme(cell, false) / theirs,
                                        memory_extreme(cell, true) / theirs));
        }
    }
}

static void write_memory(Document *document, const Report *report) {
    if (report->cpython < 0) return;
    document_heading(document, 2, "Peak memory against %s",
                     arm_name(report, (size_t)report->cpython));
    document_paragraph(document,
                       "Largest resident size of the whole process, median over its samples, "
                       "relative to CPython's (beside it, the smallest and largest sample, each in "
                       "[samples.jsonl](samples.jsonl)). Bold: more than CPython needs.");
    for (size_t i = 0; i < report->group_count; i++)
        memory_table(document, report, &report->groups[i]);
}

// --- what failed, the audit, the noise
// ------------------------------------------------------------

static void write_failures(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    const cJSON *left_out = json_get(manifest->json, "left_out"), *item;
    size_t twins_missing = 0, whole = 0;
    document_heading(document, 2, "What failed, and what is missing");
    for (size_t program = 0; program < manifest->program_count; program++)
        if (report->stopped[program])
            document_item(document, "%s: stopped: %s", manifest->programs[program].name,
                          report->stopped[program]);
    cJSON_ArrayForEach(item, left_out) document_item(
        document, "`%s`: not measured: %s", json_text(item, "config"), json_text(item, "reason"));
    for (size_t program = 0; report->native >= 0 && program < manifest->program_count; program++)
        twins_missing +=
            manifest->arms[report->native].skips[program] && !manifest->programs[program].start_up;
    if (twins_missing)
        document_item(document, "Programs without a C twin, whose cells are empty: %zu.",
                      twins_missing);
    for (size_t program = 0; program < manifest->program_count; program++) {
        bool process = false;
        for (size_t i = 0; i < report->sample_count; i++)
            process |= report->samples[i].program == program && !report->samples[i].error &&
                       report->samples[i].whole_process;
        if (process && !manifest->programs[program].start_up)
            document_item(document,
                          "%s prints no `seconds: ` line: its times are those of whole "
                          "processes, start-up included.",
                          manifest->programs[program].name);
        whole += process && !manifest->programs[program].start_up;
    }
    if (report->cpython < 0)
        document_item(document,
                      "CPython: not run: no python3.11 was found (`make deps` installs it).");
    if (!report->exact) document_item(document, "There are no exact counts of these programs.");
    if (!report->audit) document_item(document, "There is no audit of these binaries.");
    char *svg = report->group_count ? plot_means(report, &report->groups[0]) : NULL;
    if (!svg)
        document_item(
            document,
            "Plots are left out: gnuplot is missing or failed (`make deps` installs it).");
    size_t missing = sections_missing(document, report);
    bool nothing = !missing && svg && report->cpython >= 0 && report->audit && report->exact &&
                   !twins_missing && !whole && !cJSON_GetArraySize(left_out) &&
                   report->row_count == programs_asked(manifest);
    if (nothing) document_paragraph(document, "Nothing.");
    free(svg);
}

static void write_audit(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    if (!report->audit) return;
    document_heading(document, 2, "Audit");
    document_paragraph(document,
                       "What each build's name claims, checked in its machine code, in every "
                       "layout that was measured ([audit.json](audit.json)): `switch` and `table` "
                       "dispatch at one site, the others at one or more for each handler.");
    document_table(document, 5);
    static const char *const heads[] = {"build", "audit", "handlers", "dispatch sites", "expected"};
    for (size_t i = 0; i < 5; i++) document_cell(document, CELL_PLAIN, heads[i], "");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        const Arm *of = &manifest->arms[arm];
        if (of->role != ARM_BUILD && of->role != ARM_RELAID) continue;
        AuditFigure figure = report_audit(report, arm);
        document_cell(document, CELL_PLAIN, of->name, text_format("%zu layouts", of->layout_count));
        audit_cell(document, report, arm);
        if (figure.audited == 0) {
            for (int i = 0; i < 3; i++) document_cell(document, CELL_PLAIN, "", "");
            continue;
        }
        document_cell(document, CELL_PLAIN, text_format("%zu", figure.handlers), "");
        document_cell(document, CELL_PLAIN, text_format("%zu", figure.sites), "");
        document_cell(document, CELL_PLAIN, text_format("%zu", figure.expected), "");
    }
}

static void write_noise(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    size_t outliers = 0, timed = 0, preempted = 0, worst_count = 0, worst_arm = 0,
           worst_program = 0;
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t program = 0; program < manifest->program_count; program++) {
            size_t count = stats_outliers(report_cell(report, arm, program));
            outliers += count;
            if (count > worst_count) worst_count = count, worst_arm = arm, worst_program = program;
        }
    for (size_t i = 0; i < report->sample_count; i++) {
        timed += !report->samples[i].error;
        preempted += !report->samples[i].error && report->samples[i].preempted > 20;
    }
    document_heading(document, 2, "Outliers");
    document_paragraph(
        document,
        "None is dropped. %zu of %zu samples lie more than 3 scaled median absolute "
        "deviations from the median of their cell%s; %zu processes were preempted more "
        "than 20 times.",
        outliers, timed,
        worst_count
            ? text_format(" (most in %s on %s: %zu)", manifest->programs[worst_program].name,
                          manifest->arms[worst_arm].name, worst_count)
            : "",
        preempted);
    char *svg = plot_drift(report);
    if (svg)
        document_plot(
            document, svg,
            "Each round's samples relative to the median of their cell: its median, and the "
            "range of the middle 80 %. A slope is a machine that warmed up or slowed down.");
    free(svg);
}

static void write_repeat(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    const cJSON *item;
    document_heading(document, 2, "To make it again");
    document_code(document,
                  text_format("git checkout %.12s\n%s SEED=%.0f",
                              json_text(manifest->json, "commit"),
                              json_text(manifest->json, "command"), (double)manifest->seed));
    document_paragraph(
        document,
        "The seed orders the samples and draws the environment padding (0 to %zu bytes, one "
        "draw a round, the same for every arm); layout K is linked with seed K. This text is "
        "made from the folder's raw data by `build/bench/report`, to the same bytes.",
        manifest->padding);
    document_heading(document, 3, "Machine");
    cJSON_ArrayForEach(item, json_get(manifest->json, "machine")) {
        if (strcmp(item->string, "features") == 0) continue;
        if (cJSON_IsNumber(item))
            document_item(document, "%s: %g", item->string, item->valuedouble);
        else
            document_item(document, "%s: %s", item->string, cJSON_GetStringValue(item));
    }
    document_heading(document, 3, "Tools");
    cJSON_ArrayForEach(item, json_get(manifest->json, "tools"))
        document_item(document, "%s: %s", item->string, cJSON_GetStringValue(item));
    document_heading(document, 3, "Flags");
    for (size_t i = 0; i < report->group_count; i++) {
        const cJSON *arm =
            cJSON_GetArrayItem(json_get(manifest->json, "arms"), (int)report->groups[i].baseline);
        cJSON_ArrayForEach(item, json_get(arm, "flags"))
            document_item(document, "%s: %s: `%s`", json_text(arm, "name"), item->string,
                          cJSON_GetStringValue(item));
    }
    document_paragraph(document, "Every build's flags, hashes and build ids are in the "
                                 "[manifest](manifest.json).");
}

Document *report_write(const Report *report) {
    const Manifest *manifest = report->manifest;
    Document *document =
        document_make(text_format("Sevenstep: %s report of %s", manifest->name, manifest->date));
    write_opening(document, report);
    if (report->row_count) {
        write_pictures(document, report);
        write_reading(document, report);
        write_brief(document, report);
        sections_write(document, report);
        write_floor(document, report);
        for (size_t i = 0; i < report->group_count; i++)
            write_group(document, report, &report->groups[i]);
        write_speed(document, report);
        write_start_up(document, report);
        write_exact(document, report);
        write_memory(document, report);
        counters_write(document, report);
    } else {
        document_warning(document,
                         "No program has a figure in every build: there is nothing to compare.");
    }
    write_failures(document, report);
    write_audit(document, report);
    write_noise(document, report);
    raw_write(document, report);
    write_repeat(document, report);
    return document;
}

// --- the README -------------------------------------------------------------------------------

char *report_readme(const Report *report) {
    const Manifest *manifest = report->manifest;
    const Group *group = &report->groups[0];
    Document *table = document_make("");
    document_table(table, 4);
    document_cell(table, CELL_PLAIN, text_format("build (%s)", group->compiler), "");
    document_cell(table, CELL_PLAIN, "audit", "");
    document_cell(table, CELL_PLAIN,
                  text_format("time, of %s", report_short_name(report, group->baseline)), "");
    document_cell(table, CELL_PLAIN,
                  report->cpython >= 0
                      ? text_format("speed, of %s", arm_name(report, (size_t)report->cpython))
                      : "",
                  "");
    for (size_t k = 0; k < sizeof readme_builds / sizeof *readme_builds; k++) {
        int arm = report_arm(report, text_format("%s-%s", readme_builds[k], group->compiler));
        if (arm < 0) continue;
        document_cell(table, CELL_PLAIN, text_format("`%s`", readme_builds[k]), "");
        audit_cell(table, report, (size_t)arm);
        StatsRatio ratio = report_mean(report, (size_t)arm, group->baseline);
        if ((size_t)arm == group->baseline)
            document_cell(table, CELL_PLAIN, "1", "");
        else
            ratio_cell(table, &ratio, report->mean_floor);
        StatsRatio speed = {NAN, NAN, NAN, 0};
        if (report->cpython >= 0) speed = speed_of(report, (size_t)arm, NULL);
        plain_cell(table, &speed);
    }
    char *markdown = document_markdown(table);
    const char *body = strstr(markdown, "| ");
    return text_format("%sGeometric means over %zu programs, 95 %% intervals in brackets, from "
                       "[%s](%s/report.md) of %s on %s. The same build against itself differs by "
                       "up to %s in such a "
                       "mean: that is the floor, and nothing within it is called a difference.\n",
                       body ? body : "", report->row_count, manifest->folder, manifest->folder,
                       manifest->date, json_text(json_get(manifest->json, "machine"), "processor"),
                       percent_text(report->mean_floor));
}
