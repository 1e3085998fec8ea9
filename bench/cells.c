// Cells as JSON and on a terminal.
#include "bench/cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 118, CELL_WIDTH = 23 };

// The floor of comparisons with an arm that was never run against itself is unknown; their
// intervals then have to speak for themselves.
static double floor_of(const Report *report) {
    return isnan(report->cell_floor) ? 0 : report->cell_floor;
}

cJSON *result_begin(const Manifest *manifest) {
    static const char *const copied[] = {"date", "command", "commit", "dirty", "left_out"};
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        cJSON_AddItemToObject(json, copied[i],
                              cJSON_Duplicate(json_get(manifest->json, copied[i]), 1));
    return json;
}

static void add_number(cJSON *json, const char *name, double number) {
    if (!isnan(number)) cJSON_AddNumberToObject(json, name, number);
}

static StatsInterval seconds_of(const Report *report, size_t arm, size_t program) {
    const Manifest *manifest = report->manifest;
    const StatsCell *cell = report_cell(report, arm, program);
    char *label = text_format("%s: %s", manifest->arms[arm].name, manifest->programs[program].name);
    StatsInterval interval =
        stats_interval(&cell, 1, STATS_REPLICATES, random_for(manifest->seed, label));
    free(label);
    return interval;
}

cJSON *cell_describe(const Report *report, size_t arm, size_t against, size_t program) {
    const StatsCell *cell = report_cell(report, arm, program);
    if (!stats_cell_processes(cell)) return NULL;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "arm", report->manifest->arms[arm].name);
    StatsInterval seconds = seconds_of(report, arm, program);
    add_number(json, "seconds", seconds.value);
    add_number(json, "seconds_low", seconds.low);
    add_number(json, "seconds_high", seconds.high);
    cJSON_AddNumberToObject(json, "layouts", (double)stats_cell_layouts(cell));
    cJSON_AddNumberToObject(json, "processes", (double)stats_cell_processes(cell));
    if (arm == against || !report_has(report, against, program)) return json;
    StatsRatio ratio = report_ratio(report, arm, against, program);
    cJSON_AddStringToObject(json, "against", report->manifest->arms[against].name);
    add_number(json, "ratio", ratio.ratio);
    add_number(json, "low", ratio.low);
    add_number(json, "high", ratio.high);
    cJSON_AddStringToObject(json, "verdict", verdict_name(stats_verdict(&ratio, floor_of(report))));
    return json;
}

static double number_or_nan(const cJSON *json, const char *name) {
    return json_get(json, name) ? json_number(json, name) : NAN;
}

StatsInterval cell_seconds(const cJSON *cell) {
    return (StatsInterval){number_or_nan(cell, "seconds"), number_or_nan(cell, "seconds_low"),
                           number_or_nan(cell, "seconds_high"),
                           (size_t)json_number(cell, "layouts")};
}

StatsRatio cell_ratio(const cJSON *cell) {
    return (StatsRatio){number_or_nan(cell, "ratio"), number_or_nan(cell, "low"),
                        number_or_nan(cell, "high"), (size_t)json_number(cell, "layouts")};
}

const cJSON *cell_find(const cJSON *cells, const char *arm) {
    const cJSON *cell;
    cJSON_ArrayForEach(cell, cells) if (strcmp(json_text(cell, "arm"), arm) == 0) return cell;
    return NULL;
}

static char *ratio_text(const Report *report, size_t arm, size_t against, size_t program) {
    if (!report_has(report, arm, program) || !report_has(report, against, program))
        return text_copy("-");
    StatsRatio ratio = report_ratio(report, arm, against, program);
    if (isnan(ratio.low)) return text_format("%.3f", ratio.ratio);
    bool unsure = stats_verdict(&ratio, floor_of(report)) == VERDICT_CANNOT_TELL;
    return text_format(unsure ? "(%.3f [%.3f, %.3f])" : "%.3f [%.3f, %.3f]", ratio.ratio, ratio.low,
                       ratio.high);
}

static char *seconds_text(const Report *report, size_t arm, size_t program, double unit) {
    if (!report_has(report, arm, program)) return text_copy("-");
    StatsInterval seconds = seconds_of(report, arm, program);
    double value = seconds.value / unit, low = seconds.low / unit, high = seconds.high / unit;
    if (isnan(low)) return text_format("%.2f", value);
    return text_format(value < 1000 ? "%.2f [%.2f, %.2f]" : "%.0f [%.0f, %.0f]", value, low, high);
}

static void print_row(const Report *report, const size_t *arms, size_t count, size_t against,
                      size_t program, double unit, int name_width) {
    printf("%-*s", name_width, report->manifest->programs[program].name);
    char *base = seconds_text(report, against, program, unit);
    printf(" %*s", CELL_WIDTH, base);
    free(base);
    for (size_t i = 0; i < count; i++) {
        char *text = ratio_text(report, arms[i], against, program);
        printf(" %*s", CELL_WIDTH, text);
        free(text);
    }
    putchar('\n');
}

void cells_print(const Report *report, const size_t *arms, size_t count, size_t against,
                 const double *unit, const char *unit_name) {
    const Manifest *manifest = report->manifest;
    int name_width = 8;
    for (size_t i = 0; i < manifest->program_count; i++) {
        int size = (int)strlen(manifest->programs[i].name);
        if (size > name_width) name_width = size;
    }
    size_t columns = (size_t)(LINE_WIDTH - name_width - CELL_WIDTH - 1) / (CELL_WIDTH + 1);
    for (size_t first = 0; first < count || first == 0; first += columns) {
        size_t shown = count - first < columns ? count - first : columns;
        printf("\n%s in %s; the others as parts of that\n", manifest->arms[against].name,
               unit_name);
        printf("%-*s %*s", name_width, "", CELL_WIDTH, unit_name);
        for (size_t i = 0; i < shown; i++)
            printf(" %*.*s", CELL_WIDTH, CELL_WIDTH, manifest->arms[arms[first + i]].name);
        putchar('\n');
        for (size_t program = 0; program < manifest->program_count; program++)
            print_row(report, arms + first, shown, against, program, unit[program], name_width);
    }
}
