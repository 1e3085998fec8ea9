// From samples to figures: cells, rows, groups of one compiler, the floor, ratios.
#include "bench/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

StatsCell *report_cell(const Report *report, size_t arm, size_t program) {
    return &report->times[arm * report->manifest->program_count + program];
}

bool report_has(const Report *report, size_t arm, size_t program) {
    return stats_cell_processes(report_cell(report, arm, program)) > 0;
}

int report_arm(const Report *report, const char *name) {
    for (size_t arm = 0; arm < report->manifest->arm_count; arm++)
        if (strcmp(report->manifest->arms[arm].name, name) == 0) return (int)arm;
    return -1;
}

char *report_short_name(const Report *report, size_t arm) {
    const Arm *of = &report->manifest->arms[arm];
    char *part = text_format("-%s", of->compiler), *name = text_copy(of->name);
    char *at = *of->compiler ? strstr(name, part) : NULL;
    if (at) memmove(at, at + strlen(part), strlen(at + strlen(part)) + 1);
    free(part);
    return name;
}

static void cells_fill(Report *report) {
    const Manifest *manifest = report->manifest;
    size_t cell_count = manifest->arm_count * manifest->program_count;
    report->times = memory(cell_count * sizeof *report->times);
    report->memory = memory(cell_count * sizeof *report->memory);
    report->stopped = memory(manifest->program_count * sizeof *report->stopped);
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t program = 0; program < manifest->program_count; program++) {
            size_t cell = arm * manifest->program_count + program;
            report->times[cell] = stats_cell_make(manifest->arms[arm].layout_count);
            report->memory[cell] = stats_cell_make(manifest->arms[arm].layout_count);
            if (!manifest->arms[arm].skips[program]) report->expected += manifest->rounds;
        }
    for (size_t i = 0; i < report->sample_count; i++) {
        const Sample *sample = &report->samples[i];
        size_t cell = sample->arm * manifest->program_count + sample->program;
        if (sample->error) {
            if (!report->stopped[sample->program])
                report->stopped[sample->program] =
                    text_format("%s layout %zu: %s", manifest->arms[sample->arm].name,
                                sample->layout + 1, sample->error);
            continue;
        }
        stats_cell_add(&report->times[cell], sample->layout, sample->seconds);
        stats_cell_add(&report->memory[cell], sample->layout, (double)sample->max_rss);
    }
    for (size_t program = 0; program < manifest->program_count; program++) {
        const cJSON *row;
        cJSON_ArrayForEach(
            row, json_get(report->exact,
                          "programs")) if (strcmp(json_text(row, "name"),
                                                  manifest->programs[program].name) == 0 &&
                                           json_get(row, "differs") && !report->stopped[program])
            report->stopped[program] =
            text_format("%s executes other instructions than the first build (exact.json)",
                        json_text(row, "differs"));
    }
    report->rows = memory(manifest->program_count * sizeof *report->rows);
    for (size_t program = 0; program < manifest->program_count; program++) {
        bool whole = !report->stopped[program] && !manifest->programs[program].start_up;
        for (size_t arm = 0; whole && arm < manifest->arm_count; arm++)
            whole = manifest->arms[arm].skips[program] || report_has(report, arm, program);
        if (whole) report->rows[report->row_count++] = program;
    }
}

static void groups_make(Report *report) {
    const Manifest *manifest = report->manifest;
    report->groups = memory(manifest->arm_count * sizeof *report->groups);
    report->cpython = report->native = -1;
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        const Arm *of = &manifest->arms[arm];
        if (of->role == ARM_CPYTHON) report->cpython = (int)arm;
        if (of->role == ARM_NATIVE) report->native = (int)arm;
        if (of->role != ARM_BUILD) continue;
        Group *group = report->groups;
        while (group < report->groups + report->group_count &&
               strcmp(group->compiler, of->compiler) != 0)
            group++;
        if (group == report->groups + report->group_count) {
            report->group_count++;
            group->compiler = of->compiler;
            group->arms = memory(manifest->arm_count * sizeof *group->arms);
            group->baseline = arm;
        }
        group->arms[group->count++] = arm;
        if (text_starts(of->name, "switch-boxed-") && strcmp(of->name + 13, of->compiler) == 0)
            group->baseline = arm;
    }
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t i = 0; manifest->arms[arm].of >= 0 && i < report->group_count; i++)
            if (report->groups[i].baseline == (size_t)manifest->arms[arm].of)
                report->groups[i].repeated = true;
}

static bool is_repeat(const Arm *arm) {
    return arm->role == ARM_AGAIN || arm->role == ARM_RELAID;
}

static StatsRatio ratio_over(const Report *report, const StatsCell *cells, size_t arm,
                             size_t against, const size_t *programs, size_t count,
                             const char *what) {
    const Manifest *manifest = report->manifest;
    const StatsCell **upper = memory(count * sizeof *upper),
                    **lower = memory(count * sizeof *lower);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        upper[used] = &cells[arm * manifest->program_count + programs[i]];
        lower[used] = &cells[against * manifest->program_count + programs[i]];
        used += stats_cell_processes(upper[used]) > 0 && stats_cell_processes(lower[used]) > 0;
    }
    char *label =
        text_format("%s / %s: %s", manifest->arms[arm].name, manifest->arms[against].name, what);
    StatsRatio ratio =
        stats_ratio(upper, lower, used, STATS_REPLICATES, random_for(manifest->seed, label));
    free(label);
    free(upper);
    free(lower);
    return ratio;
}

StatsRatio report_ratio(const Report *report, size_t arm, size_t against, size_t program) {
    return ratio_over(report, report->times, arm, against, &program, 1,
                      report->manifest->programs[program].name);
}

StatsRatio report_mean_of(const Report *report, const StatsCell *cells, size_t arm, size_t against,
                          const char *what) {
    return ratio_over(report, cells, arm, against, report->rows, report->row_count, what);
}

StatsRatio report_mean(const Report *report, size_t arm, size_t against) {
    return report_mean_of(report, report->times, arm, against, "geometric mean");
}

Floor report_floor(const Report *report, int of) {
    const Manifest *manifest = report->manifest;
    double *ratios = memory((manifest->arm_count * manifest->program_count + 1) * sizeof *ratios);
    Floor floor = {.mean = NAN};
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (!is_repeat(&manifest->arms[arm]) || report->row_count == 0) continue;
        int own = manifest->arms[arm].of;
        if (of >= 0 && own != of) continue;
        for (size_t i = 0; i < report->row_count; i++)
            ratios[floor.cells++] = report_ratio(report, arm, (size_t)own, report->rows[i]).ratio;
        double difference = fabs(report_mean(report, arm, (size_t)own).ratio - 1);
        if (isnan(floor.mean) || difference > floor.mean) floor.mean = difference;
    }
    floor.cell = stats_floor(ratios, floor.cells);
    free(ratios);
    return floor;
}

AuditFigure report_audit(const Report *report, size_t arm) {
    AuditFigure figure = {.text_least = INFINITY};
    const Arm *of = &report->manifest->arms[arm];
    const cJSON *build;
    figure.binaries = of->layout_count;
    for (size_t layout = 0; layout < of->layout_count; layout++)
        cJSON_ArrayForEach(build, json_get(report->audit, "builds")) {
            if (strcmp(json_text(build, "sha256"), of->layouts[layout].sha256) != 0) continue;
            double text = json_number(build, "text_bytes");
            figure.audited++;
            figure.passed += json_bool(build, "pass");
            figure.handlers = (size_t)json_number(build, "handlers");
            figure.sites = (size_t)json_number(build, "dispatch_sites");
            figure.expected = (size_t)json_number(build, "expected");
            figure.text_least = fmin(figure.text_least, text);
            figure.text_most = fmax(figure.text_most, text);
            break;
        }
    return figure;
}

const cJSON *report_exact(const Report *report, size_t program, const char *value) {
    const cJSON *row, *run;
    char *part = text_format("-%s-", value);
    cJSON_ArrayForEach(row, json_get(report->exact, "programs")) {
        if (strcmp(json_text(row, "name"), report->manifest->programs[program].name) != 0) continue;
        cJSON_ArrayForEach(run, json_get(row, "runs")) if (strstr(json_text(run, "config"), part)) {
            free(part);
            return run;
        }
    }
    free(part);
    return NULL;
}

size_t report_values(const Report *report, const char ***values) {
    const Manifest *manifest = report->manifest;
    size_t count = 0;
    *values = memory(manifest->arm_count * sizeof **values);
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        const char *at = strchr(manifest->arms[arm].name, '-');
        if (manifest->arms[arm].role != ARM_BUILD || !at) continue;
        const char *value = text_format("%.*s", (int)strcspn(at + 1, "-"), at + 1);
        size_t known = 0;
        while (known < count && strcmp((*values)[known], value) != 0) known++;
        if (known == count) (*values)[count++] = value;
    }
    return count;
}

static cJSON *json_of(const char *folder, const char *name) {
    char *path = text_format("%s/%s", folder, name), *text = file_read(path, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (text && !json)
        fail("%s is not JSON: it was damaged; remove it and run the same command", path);
    free(text);
    free(path);
    return json;
}

Report *report_load(const char *folder) {
    Report *report = memory(sizeof *report);
    size_t good_size;
    report->manifest = manifest_read(folder);
    report->samples = samples_read(report->manifest, &report->sample_count, &good_size);
    if (report->sample_count == 0)
        fail("%s/samples.jsonl holds no sample; run build/bench/driver %s first", folder, folder);
    report->audit = json_of(folder, "audit.json");
    report->exact = json_of(folder, "exact.json");
    cells_fill(report);
    groups_make(report);
    Floor floor = report_floor(report, -1);
    report->cell_floor = floor.cell;
    report->mean_floor = floor.mean;
    report->floor_cells = floor.cells;
    return report;
}
