// The section of frontend.json: how fast sources become code, and whether the time grows as they
// do.
#include <string.h>

#include "bench/cells.h"
#include "bench/report_sections.h"

static void verdict_cell(Document *document, const cJSON *json) {
    const char *verdict = json_text(json, "verdict");
    CellKind kind = !strcmp(verdict, "met")      ? CELL_GOOD
                    : !strcmp(verdict, "missed") ? CELL_BAD
                                                 : CELL_UNSURE;
    document_cell(document, kind, verdict, "");
}

static void arms_write(Document *document, const cJSON *arms) {
    const cJSON *arm;
    document_table(document, 3);
    text_cell(document, "");
    text_cell(document, "ms");
    text_cell(document, "lines a second");
    cJSON_ArrayForEach(arm, arms) {
        text_cell(document, json_text(arm, "name"));
        text_cell(document, number_text(1e3 * json_number(arm, "seconds")));
        text_cell(document, count_text(json_number(arm, "lines_per_second")));
    }
}

static void bounds_write(Document *document, const cJSON *bounds) {
    const cJSON *bound;
    document_table(document, 4);
    text_cell(document, "ratio");
    text_cell(document, "measured");
    text_cell(document, "bound");
    text_cell(document, "");
    cJSON_ArrayForEach(bound, bounds) {
        StatsRatio ratio = cell_ratio(bound);
        text_cell(document, json_text(bound, "what"));
        plain_cell(document, &ratio);
        bool least = cJSON_HasObjectItem(bound, "at_least");
        text_cell(document, text_format("at %s %g", least ? "least" : "most",
                                        json_number(bound, least ? "at_least" : "at_most")));
        verdict_cell(document, bound);
    }
}

// Results of 2026-11 judged each of them.
static void shapes_write(Document *document, const cJSON *shapes) {
    const cJSON *shape;
    bool judged = cJSON_HasObjectItem(cJSON_GetArrayItem(shapes, 0), "verdict");
    document_table(document, judged ? 5 : 4);
    text_cell(document, "source");
    text_cell(document, "lines");
    text_cell(document, "time of 10 times it");
    text_cell(document, "of 100 times it");
    if (judged) text_cell(document, "at most 120");
    cJSON_ArrayForEach(shape, shapes) {
        StatsRatio ten = cell_ratio(json_get(shape, "ten"));
        StatsRatio hundred = cell_ratio(json_get(shape, "hundred"));
        document_cell(document, CELL_PLAIN, text_format("`%s`", json_text(shape, "name")), "");
        text_cell(document, count_text(json_number(shape, "lines")));
        plain_cell(document, &ten);
        plain_cell(document, &hundred);
        if (judged) verdict_cell(document, shape);
    }
}

void section_frontend(Document *document, const SectionData *data) {
    const cJSON *json = data->json;
    document_heading(document, 2, "The front end");
    document_paragraph(
        document,
        "Bytes of source to code in process, once untimed and once timed: %.0f lines of the "
        "library "
        "of %s; beside them the same code out of the cache, read and verified. %d files that the "
        "front end does not compile are in no arm. Every process of a round is compared with the "
        "others of it.",
        json_number(json, "lines"), json_text(json, "cpython"),
        cJSON_GetArraySize(json_get(json, "refused")));
    arms_write(document, json_get(json, "arms"));
    bounds_write(document, json_get(json, "bounds"));
    document_details(document, "Whether time grows as the source does");
    shapes_write(document, json_get(json, "shapes"));
    document_details_end(document);
    document_source(document, "frontend.json");
}
