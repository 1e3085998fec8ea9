// A/A: what a report claims of builds that do not differ, and what it finds of builds that do.
// Reads a result folder in which builds were run against themselves (again: the same binaries;
// relaid: the same objects in other layouts) and, where there are some, against builds slowed by
// injection.
//
//     aa RESULT_FOLDER OUT.json        the share of cells that claim a difference, the floor, the
//                                      width of means, the share of slowed cells that are found
//     aa --counts RESULT_FOLDER CONFIG PART   from a sweep of injected builds of CONFIG: how many
//                                      instructions slow each program, and the mean ("-"), by PART,
//                                      in lines NAME COUNT
//
// A claim here is an interval without 1: what a report adds, that a difference must also lie beyond
// the floor, can only make false claims fewer. What is found of slowed builds must pass both; the
// floor is that of the build that they are compared with, as a report's is its baseline's.
#define _GNU_SOURCE
#include "bench/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Report *report;
    size_t cells, claims;      // A/A
    size_t slowed, found;      // cells of slowed builds
    size_t means, means_found; // geometric means of builds slowed as a whole
    double *half_widths;       // of the geometric means, relative
    size_t width_count;
} Claims;

static cJSON *ratio_json(const StatsRatio *ratio) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "ratio", ratio->ratio);
    cJSON_AddNumberToObject(json, "low", ratio->low);
    cJSON_AddNumberToObject(json, "high", ratio->high);
    return json;
}

static bool excludes_1(const StatsRatio *ratio) {
    return ratio->low > 1 || ratio->high < 1;
}

// --- A/A ----------------------------------------------------------------------------------------

static cJSON *repeat_judge(Claims *claims, size_t arm) {
    const Report *report = claims->report;
    const Manifest *manifest = report->manifest;
    size_t of = (size_t)manifest->arms[arm].of, claimed = 0;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "build", manifest->arms[of].name);
    cJSON_AddStringToObject(json, "against", arm_role_name(manifest->arms[arm].role));
    StatsRatio mean = report_mean(report, arm, of);
    cJSON_AddItemToObject(json, "mean", ratio_json(&mean));
    cJSON *cells = cJSON_AddArrayToObject(json, "cells");
    for (size_t i = 0; i < report->row_count; i++) {
        StatsRatio ratio = report_ratio(report, arm, of, report->rows[i]);
        cJSON *cell = ratio_json(&ratio);
        cJSON_AddStringToObject(cell, "program", manifest->programs[report->rows[i]].name);
        cJSON_AddBoolToObject(cell, "claims", excludes_1(&ratio));
        cJSON_AddItemToArray(cells, cell);
        claimed += excludes_1(&ratio);
    }
    claims->cells += report->row_count;
    claims->claims += claimed;
    if (!isnan(mean.low))
        claims->half_widths[claims->width_count++] = (mean.high - mean.low) / 2 / mean.ratio;
    printf("%-28s %-7s %2zu of %2zu cells claim a difference; geometric mean %.4f [%.4f, %.4f]\n",
           manifest->arms[of].name, arm_role_name(manifest->arms[arm].role), claimed,
           report->row_count, mean.ratio, mean.low, mean.high);
    return json;
}

// --- slowed builds ------------------------------------------------------------------------------

// The arm that an injected build was made from, or -1 for any other arm.
static int untouched_of(const Report *report, size_t arm) {
    const char *name = report->manifest->arms[arm].name, *part = strstr(name, "-inject.");
    if (!part || report->manifest->arms[arm].role != ARM_BUILD) return -1;
    char *base = text_format("%.*s%s", (int)(part - name), name, part + 1 + strcspn(part + 1, "-"));
    int found = report_arm(report, base);
    free(base);
    return found;
}

// Whether the manifest names programs for the arm: it was slowed for those.
static bool is_for_some(const Report *report, size_t arm) {
    const cJSON *arms = json_get(report->manifest->json, "arms");
    return json_get(cJSON_GetArrayItem(arms, (int)arm), "skips") != NULL;
}

// A build slowed as a whole is judged by its geometric mean; one that runs those programs alone
// that it slows as asked for, by its cells.
static cJSON *slowed_judge(Claims *claims, size_t arm, size_t of) {
    const Report *report = claims->report;
    const Manifest *manifest = report->manifest;
    bool whole = !is_for_some(report, arm);
    Floor floor = report_floor(report, (int)of);
    size_t found = 0, run = 0;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "build", manifest->arms[arm].name);
    cJSON_AddStringToObject(json, "against", manifest->arms[of].name);
    cJSON_AddBoolToObject(json, "whole", whole);
    cJSON_AddNumberToObject(json, "cell_floor", floor.cell);
    cJSON_AddNumberToObject(json, "mean_floor", floor.mean);
    cJSON *cells = cJSON_AddArrayToObject(json, "cells");
    for (size_t i = 0; i < report->row_count; i++) {
        if (manifest->arms[arm].skips[report->rows[i]]) continue;
        StatsRatio ratio = report_ratio(report, arm, of, report->rows[i]);
        bool slower = stats_verdict(&ratio, floor.cell) == VERDICT_HIGHER;
        cJSON *cell = ratio_json(&ratio);
        cJSON_AddStringToObject(cell, "program", manifest->programs[report->rows[i]].name);
        cJSON_AddBoolToObject(cell, "found_slower", slower);
        cJSON_AddItemToArray(cells, cell);
        found += slower;
        run++;
    }
    printf("%-44s %2zu of %2zu cells found slower", manifest->arms[arm].name, found, run);
    if (whole) {
        StatsRatio mean = report_mean(report, arm, of);
        bool slower = stats_verdict(&mean, floor.mean) == VERDICT_HIGHER;
        cJSON_AddItemToObject(json, "mean", ratio_json(&mean));
        cJSON_AddBoolToObject(json, "mean_found_slower", slower);
        claims->means++;
        claims->means_found += slower;
        printf("; geometric mean %.4f [%.4f, %.4f] %s", mean.ratio, mean.low, mean.high,
               slower ? "found slower" : "not found slower");
    } else {
        claims->slowed += run;
        claims->found += found;
    }
    printf("\n");
    return json;
}

// --- the whole ----------------------------------------------------------------------------------

static void claims_write(Claims *claims, const char *path) {
    const Report *report = claims->report;
    const Manifest *manifest = report->manifest;
    size_t layouts = SIZE_MAX;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "command", json_text(manifest->json, "command"));
    cJSON *summary = cJSON_AddObjectToObject(json, "summary");
    cJSON *repeats = cJSON_AddArrayToObject(json, "repeats");
    cJSON *slowed = cJSON_AddArrayToObject(json, "slowed");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        if (manifest->arms[arm].of < 0) continue;
        cJSON_AddItemToArray(repeats, repeat_judge(claims, arm));
        if (manifest->arms[arm].layout_count < layouts) layouts = manifest->arms[arm].layout_count;
    }
    if (!claims->cells)
        fail("%s holds no build that was run against itself and no program with a figure",
             manifest->folder);
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        int of = untouched_of(report, arm);
        if (of >= 0) cJSON_AddItemToArray(slowed, slowed_judge(claims, arm, (size_t)of));
    }
    size_t most = stats_most_claims(claims->cells);
    bool enough = layouts >= STATS_LAYOUTS_NEEDED;
    double width = stats_median(claims->half_widths, claims->width_count);
    cJSON_AddNumberToObject(summary, "layouts", (double)layouts);
    cJSON_AddNumberToObject(summary, "rounds", (double)manifest->rounds);
    cJSON_AddNumberToObject(summary, "cells", (double)claims->cells);
    cJSON_AddNumberToObject(summary, "claims", (double)claims->claims);
    cJSON_AddNumberToObject(summary, "most_claims_of_5_percent", (double)most);
    cJSON_AddBoolToObject(summary, "consistent_with_5_percent", enough && claims->claims <= most);
    cJSON_AddNumberToObject(summary, "cell_floor", report->cell_floor);
    cJSON_AddNumberToObject(summary, "mean_floor", report->mean_floor);
    cJSON_AddNumberToObject(summary, "mean_half_width", width);
    printf("A/A: %zu of %zu cells claim a difference; at 5 %% up to %zu would%s\n", claims->claims,
           claims->cells, most,
           enough ? "" : text_format(" (with %zu layouts no report claims any)", layouts));
    printf("the floor: %.2f %% of a cell, %.2f %% of a geometric mean; half-width of a geometric "
           "mean's interval: %.2f %%\n",
           100 * report->cell_floor, 100 * report->mean_floor, 100 * width);
    if (claims->slowed) {
        cJSON_AddNumberToObject(summary, "slowed_cells", (double)claims->slowed);
        cJSON_AddNumberToObject(summary, "slowed_cells_found", (double)claims->found);
        printf("slowed: %zu of %zu cells found slower (%.0f %%)\n", claims->found, claims->slowed,
               100.0 * (double)claims->found / (double)claims->slowed);
    }
    if (claims->means) {
        cJSON_AddNumberToObject(summary, "slowed_means", (double)claims->means);
        cJSON_AddNumberToObject(summary, "slowed_means_found", (double)claims->means_found);
        printf("slowed: %zu of %zu geometric means found slower\n", claims->means_found,
               claims->means);
    }
    json_write(path, json);
}

// --- the sweep ----------------------------------------------------------------------------------

// The number of instructions of an injected build, from its name.
static double instructions_of(const char *name) {
    const char *part = strstr(name, "-inject.");
    double count = 0;
    for (int dots = 0; part && dots < 3; dots++) part = strchr(part, '.') + 1;
    return part && sscanf(part, "%lf", &count) == 1 ? count : 0;
}

// The smallest number of instructions at which the ratios, joined by straight lines from 1 at none,
// reach 1 + part; beyond the largest, on the line from 1 to it.
static int count_for(const double *counts, const double *ratios, size_t count, double part) {
    double last_count = 0, last_ratio = 1;
    for (size_t i = 0; i < count; i++) {
        if (ratios[i] >= 1 + part) {
            double at = last_count + (counts[i] - last_count) * (1 + part - last_ratio) /
                                         (ratios[i] - last_ratio);
            return (int)fmax(1, round(at));
        }
        if (ratios[i] >= last_ratio) {
            last_count = counts[i];
            last_ratio = ratios[i];
        }
    }
    if (last_ratio <= 1) return 0;
    return (int)round(last_count * part / (last_ratio - 1));
}

static void counts_print(const Report *report, const char *config, double part) {
    const Manifest *manifest = report->manifest;
    size_t *arms = memory(manifest->arm_count * sizeof *arms), arm_count = 0;
    double *counts = memory(manifest->arm_count * sizeof *counts),
           *ratios = memory(manifest->arm_count * sizeof *ratios);
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        int of = untouched_of(report, arm);
        if (of < 0 || strcmp(manifest->arms[of].name, config) != 0) continue;
        size_t place = arm_count++;
        double instructions = instructions_of(manifest->arms[arm].name);
        for (; place > 0 && counts[place - 1] > instructions; place--) {
            counts[place] = counts[place - 1];
            arms[place] = arms[place - 1];
        }
        counts[place] = instructions;
        arms[place] = arm;
    }
    if (!arm_count) fail("%s holds no injected build of %s", manifest->folder, config);
    for (size_t row = 0; row <= report->row_count; row++) {
        bool mean = row == report->row_count;
        for (size_t i = 0; i < arm_count; i++) {
            size_t of = (size_t)untouched_of(report, arms[i]);
            ratios[i] = mean ? report_mean(report, arms[i], of).ratio
                             : report_ratio(report, arms[i], of, report->rows[row]).ratio;
        }
        int found = count_for(counts, ratios, arm_count, part);
        if (found < 1 || found > 64)
            fprintf(stderr, "aa: no count from 1 to 64 slows %s by %g %%\n",
                    mean ? "the mean" : manifest->programs[report->rows[row]].name, 100 * part);
        else
            printf("%s %d\n", mean ? "-" : manifest->programs[report->rows[row]].name, found);
    }
    free(arms);
    free(counts);
    free(ratios);
}

int main(int count, char **words) {
    if (count == 5 && strcmp(words[1], "--counts") == 0) {
        double part = strtod(words[4], NULL);
        if (!(part > 0 && part < 1)) fail("%s: expected a part such as 0.05", words[4]);
        counts_print(report_load(words[2]), words[3], part);
        return EXIT_SUCCESS;
    }
    if (count != 3 || words[1][0] == '-') {
        fprintf(stderr,
                "usage: aa RESULT_FOLDER OUT.json\n       aa --counts RESULT_FOLDER CONFIG PART\n");
        return EXIT_BAD_INPUT;
    }
    Claims claims = {.report = report_load(words[1])};
    const Manifest *manifest = claims.report->manifest;
    claims.half_widths = memory((manifest->arm_count + 1) * sizeof *claims.half_widths);
    claims_write(&claims, words[2]);
    for (size_t program = 0; program < manifest->program_count; program++)
        if (claims.report->stopped[program]) {
            fprintf(stderr, "aa: FAILED %s: %s\n", manifest->programs[program].name,
                    claims.report->stopped[program]);
            return EXIT_ROW_FAILED;
        }
    return EXIT_SUCCESS;
}
