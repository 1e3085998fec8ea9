// The section of aa.json: what is claimed of builds that do not differ, and found of slowed ones.
#include "bench/report_sections.h"

#include <math.h>
#include <string.h>

static StatsRatio ratio_read(const cJSON *json) {
    const cJSON *low = json_get(json, "low");
    StatsRatio ratio = {json_number(json, "ratio"), NAN, NAN, 0};
    if (cJSON_IsNumber(low)) {
        ratio.low = low->valuedouble;
        ratio.high = json_number(json, "high");
    }
    return ratio;
}

static size_t cells_with(const cJSON *build, const char *name) {
    const cJSON *cell;
    size_t count = 0;
    cJSON_ArrayForEach(cell, json_get(build, "cells")) count += json_bool(cell, name);
    return count;
}

static void write_builds(Document *document, const cJSON *builds, const char *head,
                         const char *what, const char *name) {
    const cJSON *build;
    document_table(document, 4);
    text_cell(document, head);
    text_cell(document, "against");
    text_cell(document, "geometric mean");
    text_cell(document, what);
    cJSON_ArrayForEach(build, builds) {
        const cJSON *mean = json_get(build, "mean");
        text_cell(document, json_text(build, "build"));
        text_cell(document, json_text(build, "against"));
        if (mean) {
            StatsRatio ratio = ratio_read(mean);
            plain_cell(document, &ratio);
        } else {
            text_cell(document, "");
        }
        text_cell(document, text_format("%zu of %d", cells_with(build, name),
                                        cJSON_GetArraySize(json_get(build, "cells"))));
    }
}

void section_aa(Document *document, const SectionData *data) {
    const cJSON *summary = json_get(data->json, "summary");
    double claims = json_number(summary, "claims"), cells = json_number(summary, "cells");
    document_heading(document, 2, "A build against itself");
    document_paragraph(
        document,
        "%.0f of %.0f cells that compare a build with itself, or with its rebuilds in other "
        "layouts, "
        "have an interval without 1: %.1f %%. An interval that holds the truth 19 times in 20 "
        "makes up "
        "to %.0f of so many likely. Such a cell differs by up to %s, a geometric mean by up to %s "
        "(the floor); half the width of a mean's interval is %s.",
        claims, cells, 100 * claims / cells, json_number(summary, "most_claims_of_5_percent"),
        percent_text(json_number(summary, "cell_floor")),
        percent_text(json_number(summary, "mean_floor")),
        percent_text(json_number(summary, "mean_half_width")));
    write_builds(document, json_get(data->json, "repeats"), "build", "intervals without 1",
                 "claims");
    if (cJSON_GetArraySize(json_get(data->json, "slowed"))) {
        document_paragraph(
            document,
            "Builds slowed by no-ops in every handler, as many as a sweep before found to slow a "
            "program by 5 %%, or the mean by 2 %%: what a report finds of them.");
        write_builds(document, json_get(data->json, "slowed"), "slowed build", "found slower",
                     "found_slower");
    }
    document_source(document, "aa.json");
}
