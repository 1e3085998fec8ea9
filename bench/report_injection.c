// The section of injection.json: what one instruction more costs in each step.
#include "bench/report_sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number_or_nan(const cJSON *object, const char *name) {
    const cJSON *number = json_get(object, name);
    return cJSON_IsNumber(number) ? number->valuedouble : NAN;
}

static char *place_name(const cJSON *place) {
    const char *opcode = json_text(place, "opcode");
    return text_format("%s%s%s", json_text(place, "step"), *opcode ? " of " : "", opcode);
}

// The cost of a pass by step, in cycles where the clock is known; one kind of instruction a colour.
static char *plot_costs(const cJSON *build, const char *unit, const char *words) {
    static const char *const kinds[] = {"nop", "load"};
    const cJSON *places = json_get(build, "places"), *place;
    const char *names[64];
    size_t name_count = 0, drawn[2] = {0};
    Plot plot;
    FILE *out = plot_open(&plot, 110 + 15 * cJSON_GetArraySize(places));
    for (int kind = 0; kind < 2; kind++) {
        fprintf(out, "$%s << END\n", kinds[kind]);
        cJSON_ArrayForEach(place, places) {
            const cJSON *cost = json_get(place, unit);
            double value = number_or_nan(cost, "value"), low = number_or_nan(cost, "low");
            if (strcmp(json_text(place, "kind"), kinds[kind]) != 0 || isnan(value)) continue;
            char *name = place_name(place);
            size_t row = 0;
            while (row < name_count && strcmp(names[row], name) != 0) row++;
            if (row == 64) continue;
            if (row == name_count) names[name_count++] = name;
            fprintf(out, "%g %g %g %g\n", value, -(double)row - 0.15 + 0.3 * (1 - kind),
                    isnan(low) ? value : low, isnan(low) ? value : number_or_nan(cost, "high"));
            drawn[kind]++;
        }
        fprintf(out, "END\n");
    }
    fprintf(out, "set yrange [%g:0.7]\nset ytics (", 0.3 - (double)name_count);
    for (size_t row = 0; row < name_count; row++)
        fprintf(out, "%s'%s' %g", row ? ", " : "", names[row], -(double)row);
    fprintf(out,
            ")\nset key top right\nset xlabel '%s'\n"
            "set arrow from 0, graph 0 to 0, graph 1 nohead lc rgb '#777777'\nplot ",
            words);
    for (int kind = 0; kind < 2; kind++)
        if (drawn[kind])
            fprintf(out, "%s$%s using 1:2:3:4 with xerrorbars lt %d title '%s'",
                    kind && drawn[0] ? ", " : "", kinds[kind], kind + 1,
                    kind ? "a load more" : "a no-op more");
    fprintf(out, "\n");
    if (drawn[0] + drawn[1]) return plot_draw(&plot);
    free(plot_draw(&plot));
    return NULL;
}

static void cost_cell(Document *document, const cJSON *cost) {
    double value = number_or_nan(cost, "value"), low = number_or_nan(cost, "low");
    const char *verdict = json_text(cost, "verdict");
    char *interval =
        isnan(low) ? text_copy("") : text_format("[%.3f, %.3f]", low, number_or_nan(cost, "high"));
    if (isnan(value))
        document_cell(document, CELL_PLAIN, "never passed", "");
    else if (strcmp(verdict, "cannot tell") == 0)
        document_cell(document, CELL_UNSURE, "cannot tell", interval);
    else if (strcmp(verdict, "none") == 0)
        document_cell(document, CELL_PLAIN, text_format("%.3f", value),
                      text_format("%s%sno verdict", interval, *interval ? " " : ""));
    else
        document_cell(document, value < 0 ? CELL_LOWER : CELL_HIGHER, text_format("%.3f", value),
                      interval);
}

static void write_build(Document *document, const cJSON *build, double clock) {
    const cJSON *place;
    const char *unit = isnan(clock) ? "ns_per_pass" : "cycles_per_pass";
    char *svg = plot_costs(build, unit,
                           isnan(clock) ? "nanoseconds for each pass" : "cycles for each pass");
    if (svg)
        document_plot(document, svg,
                      text_format("What one instruction more costs each time a step of %s is "
                                  "passed, with 95 %% intervals; at 0 it costs nothing.",
                                  json_text(build, "config")));
    free(svg);
    document_table(document, isnan(clock) ? 6 : 7);
    text_cell(document, json_text(build, "config"));
    text_cell(document, "one more");
    document_cell(document, CELL_PLAIN, "passed", "for each bytecode");
    document_cell(document, CELL_PLAIN, "nanoseconds", "for each bytecode");
    document_cell(document, CELL_PLAIN, "nanoseconds", "for each pass");
    if (!isnan(clock)) document_cell(document, CELL_PLAIN, "cycles", "for each pass");
    document_cell(document, CELL_PLAIN, "the empty place", "of the untouched build");
    cJSON_ArrayForEach(place, json_get(build, "places")) {
        const cJSON *empty = json_get(place, "empty_place");
        StatsRatio ratio = {number_or_nan(empty, "ratio"), number_or_nan(empty, "low"),
                            number_or_nan(empty, "high"), 0};
        double share = number_or_nan(place, "passes_per_bytecode");
        text_cell(document, place_name(place));
        text_cell(document, json_text(place, "kind"));
        text_cell(document, isnan(share) ? "never" : text_format("%.3f", share));
        cost_cell(document, json_get(place, "ns_per_bytecode"));
        cost_cell(document, json_get(place, "ns_per_pass"));
        if (!isnan(clock)) cost_cell(document, json_get(place, "cycles_per_pass"));
        plain_cell(document, &ratio);
    }
}

void section_injection(Document *document, const SectionData *data) {
    double clock = number_or_nan(data->json, "clock_ghz");
    const cJSON *build;
    document_heading(document, 2, "Time by step");
    document_paragraph(
        document,
        "What one instruction more costs in each step, by builds that have 0, 1, 2 ... of them "
        "there, "
        "run in turns with the untouched build: no-ops, which need a place in the pipeline and "
        "nothing "
        "else, and loads that nothing waits for. A step whose instructions cost nothing has slack: "
        "the "
        "processor waits for something else there. “Cannot tell” is an interval that holds 0. The "
        "empty place is the build with 0 of them: what it differs by is the compiler's doing.%s",
        isnan(clock) ? ""
                     : text_format(" Cycles are those of %.2f GHz, measured by a chain of "
                                   "multiplications of three cycles each.",
                                   clock));
    cJSON_ArrayForEach(build, json_get(data->json, "builds")) write_build(document, build, clock);
    document_source(document, "injection.json");
}
