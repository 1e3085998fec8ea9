// The ladder: what each step of an interpreter costs, one change a rung, from everything on down to
// native C; each rung's time beside what was counted in instructions for the same change.
#define _GNU_SOURCE
#include "bench/report_sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number_or_nan(const cJSON *json, const char *name) {
    return json_get(json, name) ? json_number(json, name) : NAN;
}

static StatsRatio ratio_of(const cJSON *rung, const char *name) {
    const cJSON *json = json_get(rung, name);
    return (StatsRatio){number_or_nan(json, "ratio"), number_or_nan(json, "low"),
                        number_or_nan(json, "high"), (size_t)json_number(json, "layouts")};
}

static const cJSON *rung_at(const cJSON *of, int place) {
    return cJSON_GetArrayItem(json_get(of, "rungs"), place);
}

static bool is_build(const char *name) {
    return strchr(name, '-') != NULL;
}

// Instructions of a rung over those of the rung above.
static void attribution_cell(Document *document, const cJSON *rung) {
    const cJSON *counted = json_get(rung, "instructions_of_above");
    if (!counted) {
        text_cell(document, "not counted");
        return;
    }
    const char *most = json_text(counted, "most"), *detail = "";
    if (*most)
        detail = text_format("%s −%s", most, percent_text(json_number(counted, "most_share")));
    else if (strcmp(json_text(counted, "counted"), "timed") == 0)
        detail = "timed part";
    document_cell(document, CELL_PLAIN, number_text(json_number(counted, "ratio")), detail);
}

static void write_mean(Document *document, const cJSON *json) {
    const cJSON *mean = json_get(json, "mean");
    double floor = number_or_nan(json, "mean_floor");
    document_table(document, 5);
    static const char *const heads[] = {"step", "down to", "what it costs: time, of the rung above",
                                        "instructions, of the rung above", "time, of the first"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) text_cell(document, heads[i]);
    int count = cJSON_GetArraySize(json_get(json, "rungs"));
    for (int i = 0; i < count; i++) {
        const cJSON *of = rung_at(json, i), *rung = rung_at(mean, i);
        StatsRatio above = ratio_of(rung, "of_above"), first = ratio_of(rung, "of_first");
        document_cell(document, CELL_PLAIN, json_text(of, "change"),
                      json_number(of, "changes") > 1 ? "more than one change" : "");
        text_cell(document, text_format("`%s`", json_text(of, "name")));
        if (i == 0) {
            for (int k = 0; k < 3; k++) text_cell(document, k == 2 ? "1" : "");
            continue;
        }
        ratio_cell(document, &above, floor);
        attribution_cell(document, rung);
        plain_cell(document, &first);
    }
}

static void write_programs(Document *document, const cJSON *json, bool instructions) {
    int count = cJSON_GetArraySize(json_get(json, "rungs"));
    const cJSON *program;
    document_table(document, (size_t)count);
    text_cell(document, "program");
    for (int i = 1; i < count; i++) text_cell(document, json_text(rung_at(json, i), "change"));
    cJSON_ArrayForEach(program, json_get(json, "programs")) {
        text_cell(document, json_text(program, "name"));
        for (int i = 1; i < count; i++) {
            StatsRatio above = ratio_of(rung_at(program, i), "of_above");
            if (instructions)
                attribution_cell(document, rung_at(program, i));
            else
                ratio_cell(document, &above, number_or_nan(json, "cell_floor"));
        }
    }
}

// What a build's name has that the one above has not: "tail" of tail-boxed-clang below direct-.
static char *new_parts(const char *above, const char *name) {
    char *text = text_copy(""), *parts = text_copy(name);
    for (char *rest = parts, *part; (part = strsep(&rest, "-"));) {
        char *old = text_copy(above), *old_rest = old, *same;
        while ((same = strsep(&old_rest, "-")) && strcmp(same, part) != 0) continue;
        if (!same) text = text_format("%s%s%s", text, *text ? " " : "", part);
        free(old);
    }
    free(parts);
    return text;
}

// The builds; native C, ten times further left, would press them together.
static char *draw(const cJSON *json) {
    int count = cJSON_GetArraySize(json_get(json, "rungs")), shown = 0;
    double low = 1, high = 1;
    Plot plot;
    FILE *out = plot_open(&plot, 110 + 24 * count);
    fprintf(out, "$rungs << END\n");
    for (int i = 0; i < count; i++) {
        const char *name = json_text(rung_at(json, i), "name");
        StatsRatio first = {1, 1, 1, 0};
        if (i) first = ratio_of(rung_at(json_get(json, "mean"), i), "of_first");
        if (isnan(first.ratio) || !is_build(name)) continue;
        if (isnan(first.low)) first.low = first.high = first.ratio;
        low = fmin(low, first.low);
        high = fmax(high, first.high);
        fprintf(out, "%g %d %g %g \"%s\"\n", first.ratio, -shown++, first.low, first.high,
                i ? new_parts(json_text(rung_at(json, i - 1), "name"), name) : "the first");
    }
    double margin = 0.05 * (high - low) + 0.01;
    fprintf(out,
            "END\nset xrange [%g:%g]\nset yrange [%g:0.6]\n"
            "set xlabel 'time; 1 is %s'\n"
            "plot $rungs using 1:2:3:4:ytic(5) with xerrorbars lt 1\n",
            low - margin, high + margin, 0.4 - shown, json_text(rung_at(json, 0), "name"));
    return plot_draw(&plot);
}

void section_ladder(Document *document, const SectionData *data) {
    const cJSON *json = data->json, *item;
    document_heading(document, 2, "The ladder from interpreter to C");
    char *svg = draw(json);
    if (svg)
        document_plot(document, svg,
                      "Time of each build of the ladder, of the first: geometric means over all "
                      "programs, with their 95 % intervals; a rung is called by what it has and "
                      "the one above has not.");
    document_paragraph(
        document,
        "One change a rung, from everything on down to native C. A ratio is the time of a rung "
        "over that of the rung above it: 0.8 says that the step was a fifth of the time. Beside "
        "it, what attribution counted for the same change: machine instructions of the rung over "
        "those of the rung above, in the whole program; of C, which does not check its answers, "
        "in the part that is timed, over the same part of the rung above. Where time and "
        "instructions differ, instructions are not what the step costs. Geometric means over %d "
        "programs.",
        cJSON_GetArraySize(json_get(json, "programs")));
    write_mean(document, json);
    cJSON_ArrayForEach(item, json_get(json, "stopped")) document_item(
        document, "%s stopped: %s", json_text(item, "name"), json_text(item, "reason"));
    document_details(document, "Each program: time, of the rung above");
    write_programs(document, json, false);
    document_details_end(document);
    document_details(document, "Each program: instructions, of the rung above");
    document_paragraph(document, "Below a ratio, the step that lost most, as a share of the rung "
                                 "above's instructions.");
    write_programs(document, json, true);
    document_details_end(document);
    document_source(document, "ladder.json");
}
