// The report's section of whole processes: builds, CPython and the peers, by hyperfine.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/cells.h"
#include "bench/report_sections.h"

// The arms but the baseline, in the order of the run.
static size_t arms_of(const cJSON *json, const char **arms) {
    const cJSON *cell;
    const char *baseline = json_text(json, "baseline");
    size_t count = 0;
    cJSON_ArrayForEach(cell, json_get(cJSON_GetArrayItem(json_get(json, "programs"), 0), "cells")) {
        if (strcmp(json_text(cell, "arm"), baseline) != 0) arms[count++] = json_text(cell, "arm");
    }
    return count;
}

static char *plot_whole(const cJSON *json) {
    const cJSON *means = json_get(json, "means"), *mean;
    int count = cJSON_GetArraySize(means), place = count;
    if (count == 0) return NULL;
    const char *baseline = json_text(json, "baseline");
    Plot plot;
    FILE *out = plot_open(&plot, 110 + 26 * count);
    double high = 1;
    fprintf(out, "$means << END\n");
    cJSON_ArrayForEach(mean, means) {
        StatsRatio ratio = cell_ratio(mean);
        if (isnan(ratio.low)) ratio.low = ratio.high = ratio.ratio;
        high = fmax(high, 1 / ratio.low);
        fprintf(out, "%g %d %g %g \"%s\"\n", 1 / ratio.ratio, place--, 1 / ratio.high,
                1 / ratio.low, json_text(mean, "arm"));
    }
    fprintf(
        out,
        "END\nset xrange [0:%g]\nset yrange [0.4:%g]\n"
        "set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead lc rgb '#999999' lw 2 back\n"
        "set xlabel 'speed; 1 is %.*s'\n"
        "plot $means using 1:2:3:4:ytic(5) with xerrorbars lt 1\n",
        1.05 * high, count + 0.6, (int)strcspn(baseline, " "), baseline);
    return plot_draw(&plot);
}

static void table_write(Document *document, const cJSON *json, const char **arms, size_t count) {
    const char *baseline = json_text(json, "baseline");
    const cJSON *program;
    document_table(document, count + 2);
    text_cell(document, "process");
    document_cell(document, CELL_PLAIN, baseline, "ms");
    for (size_t i = 0; i < count; i++)
        document_cell(document, CELL_PLAIN, text_format("`%s`", arms[i]), "time, of that");
    cJSON_ArrayForEach(program, json_get(json, "programs")) {
        const cJSON *cells = json_get(program, "cells"), *base = cell_find(cells, baseline);
        document_cell(document, CELL_PLAIN, text_format("`%s`", json_text(program, "name")),
                      json_text(program, "size"));
        StatsInterval time = cell_seconds(base);
        document_cell(document, CELL_PLAIN, number_text(1e3 * time.value),
                      interval_text(1e3 * time.low, 1e3 * time.high));
        for (size_t i = 0; i < count; i++) {
            StatsRatio ratio = cell_ratio(cell_find(cells, arms[i]));
            plain_cell(document, &ratio);
        }
    }
    text_cell(document, "geometric mean, without start-up");
    text_cell(document, "");
    for (size_t i = 0; i < count; i++) {
        StatsRatio ratio = cell_ratio(cell_find(json_get(json, "means"), arms[i]));
        plain_cell(document, &ratio);
    }
}

void section_whole(Document *document, const SectionData *data) {
    const cJSON *json = data->json, *item,
                *first = cJSON_GetArrayItem(json_get(json, "programs"), 0);
    const char **arms = memory((size_t)cJSON_GetArraySize(json_get(first, "cells")) * sizeof *arms);
    size_t count = arms_of(json, arms);
    document_heading(document, 2, "Whole processes");
    char *svg = plot_whole(json);
    if (svg)
        document_plot(document, svg,
                      "Geometric means over the programs, with 95 % intervals. Right is faster.");
    document_paragraph(
        document,
        "From start to end, by %s: start-up, the small run before, the run, and the check of the "
        "answer. The twins in Lua do all of that too and print the same. No verdicts: what stands "
        "outside has one layout.",
        json_text(json, "hyperfine"));
    cJSON_ArrayForEach(item, json_get(json, "peers"))
        document_item(document, "`%s`: %s", json_text(item, "arm"), json_text(item, "version"));
    cJSON_ArrayForEach(item, json_get(json, "not_installed"))
        document_item(document, "%s is not installed and was left out", cJSON_GetStringValue(item));
    document_details(document, "Every program");
    table_write(document, json, arms, count);
    document_details_end(document);
    document_source(document, "whole.json");
    document_source(document, json_text(json, "raw"));
    free(svg);
    free(arms);
}
