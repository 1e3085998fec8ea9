// The profiler's section: how much of the time the handlers themselves take, and what is costliest
// in each program, with a flame graph a click away.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report_sections.h"

static double item(const cJSON *array, int index) {
    const cJSON *number = cJSON_GetArrayItem(array, index);
    return number ? number->valuedouble : NAN;
}

// "23.4" of 0.234: columns and axes say that it is percent.
static char *points(double share) {
    return text_format("%.1f", 100 * share);
}

static char *points_interval(const cJSON *interval) {
    return text_format("[%.1f, %.1f]", 100 * item(interval, 0), 100 * item(interval, 1));
}

static const cJSON *profile_of(const cJSON *program, const char *config) {
    const cJSON *profile;
    cJSON_ArrayForEach(profile, json_get(program, "profiles")) {
        if (!strcmp(json_text(profile, "config"), config)) return profile;
    }
    return NULL;
}

// Handlers' share by program, a mark for each build, as in the first program's list.
static char *plot_handlers(const cJSON *programs, const cJSON *builds) {
    Plot plot;
    int rows = cJSON_GetArraySize(programs), count = cJSON_GetArraySize(builds), row = 0;
    FILE *out = plot_open(&plot, 120 + (14 + 8 * count) * rows);
    const cJSON *program, *build;
    int number = 0;
    cJSON_ArrayForEach(build, builds) {
        fprintf(out, "$shares%d << END\n", number);
        row = 0;
        cJSON_ArrayForEach(program, programs) {
            row++;
            const cJSON *profile = profile_of(program, json_text(build, "config"));
            double samples = profile ? json_number(profile, "samples") : 0;
            if (samples < 1) continue;
            const cJSON *interval = json_get(profile, "in_handlers_interval");
            fprintf(out, "%g %g %g %g\n", 100 * json_number(profile, "in_handlers") / samples,
                    rows - row + 1 + 0.6 * ((count - 1) / 2.0 - number) / count,
                    100 * item(interval, 0), 100 * item(interval, 1));
        }
        fprintf(out, "END\n");
        number++;
    }
    fprintf(out,
            "set xrange [0:100]\nset yrange [0.4:%g]\nset key outside top center horizontal\n"
            "set xlabel 'samples in the handlers themselves, %%'\nset ytics (",
            rows + 0.6);
    row = 0;
    cJSON_ArrayForEach(program, programs) {
        fprintf(out, "%s\"%s\" %d", row ? ", " : "", json_text(program, "program"), rows - row);
        row++;
    }
    fprintf(out, ")\nplot ");
    number = 0;
    cJSON_ArrayForEach(build, builds) {
        fprintf(out, "%s$shares%d using 1:2:3:4 with xerrorbars lt %d title '%s'",
                number ? ", " : "", number, number % 8 + 1, json_text(build, "config"));
        number++;
    }
    fprintf(out, "\n");
    return plot_draw(&plot);
}

// The largest row of a table by `key`: its name, and its share with the interval.
static void largest_cell(Document *document, const cJSON *profile, const char *table,
                         const char *key) {
    const cJSON *row, *best = NULL;
    cJSON_ArrayForEach(row, json_get(profile, table)) {
        if (!best || json_number(row, key) > json_number(best, key)) best = row;
    }
    double samples = json_number(profile, "samples");
    if (!best || samples < 1 || json_number(best, key) < 1) {
        document_cell(document, CELL_PLAIN, "none", "");
        return;
    }
    char *interval_key = text_format("%s_interval", strcmp(table, "lines") ? key : "total");
    char *interval = points_interval(json_get(best, interval_key));
    char *share = points(json_number(best, key) / samples);
    char *name = text_format("`%s`", json_text(best, "name"));
    char *detail = text_format("%s %% %s", share, interval);
    document_cell(document, CELL_PLAIN, name, detail);
    free(interval_key);
    free(interval);
    free(share);
    free(name);
    free(detail);
}

static void write_row(Document *document, const char *folder, const char *title,
                      const cJSON *profile) {
    const cJSON *unresolved = json_get(profile, "unresolved"), *lost = json_get(profile, "lost");
    double samples = json_number(profile, "samples");
    char *count = text_format("%.0f", samples);
    char *detail =
        text_format("lost %.0f", json_number(lost, "late") + json_number(lost, "no_room"));
    char *flaws = text_format("%.0f / %.0f / %.0f", json_number(profile, "truncated"),
                              json_number(unresolved, "line"), json_number(unresolved, "unwound"));
    char *share = points(samples ? json_number(profile, "in_handlers") / samples : 0);
    char *interval = points_interval(json_get(profile, "in_handlers_interval"));
    char *svg = text_format("profile/%s-%s.svg", title, json_text(profile, "config"));
    char *path = text_format("%s/%s", folder, svg);
    document_cell(document, CELL_PLAIN, title, "");
    if (file_exists(path)) document_cell_link(document, svg);
    document_cell(document, CELL_PLAIN, count, detail);
    document_cell(document, CELL_PLAIN, flaws, "");
    document_cell(document, CELL_PLAIN, share, interval);
    largest_cell(document, profile, "opcodes", "total");
    largest_cell(document, profile, "helpers", "self");
    largest_cell(document, profile, "lines", "self");
    free(count);
    free(detail);
    free(flaws);
    free(share);
    free(interval);
    free(svg);
    free(path);
}

static void write_build(Document *document, const SectionData *data, const cJSON *programs,
                        const char *config) {
    static const char *const heads[] = {"program",     "samples",        "cut / no line / C",
                                        "handlers, %", "largest opcode", "largest C function",
                                        "largest line"};
    const cJSON *program;
    document_table(document, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) text_cell(document, heads[i]);
    cJSON_ArrayForEach(program, programs) {
        const cJSON *profile = profile_of(program, config);
        if (profile) write_row(document, data->folder, json_text(program, "program"), profile);
    }
}

void section_profile(Document *document, const SectionData *data) {
    const cJSON *programs = json_get(data->json, "programs");
    const cJSON *first = cJSON_GetArrayItem(programs, 0);
    const cJSON *builds = json_get(first, "profiles"), *build;
    if (!cJSON_GetArraySize(builds)) return;
    document_heading(document, 2, "The profiler's view");
    char *svg = plot_handlers(programs, builds);
    if (svg)
        document_plot(document, svg,
                      "The share of samples that fell in the handlers of opcodes themselves, by "
                      "program and build; the rest fell in C functions that they called.");
    document_paragraph(
        document,
        "Each program ran once under each build, %.0f times a second interrupted and asked where "
        "it "
        "was. Intervals are those of counting samples (95 %%, Wilson); they say nothing of how a "
        "second run would differ. An opcode's share is that of its handler and of the C functions "
        "it "
        "called; a C function's is its own. Samples skid by an instruction or two, so none is "
        "attributed to a step inside a handler. Cut, no line, C: samples whose outer frames were "
        "left out, whose Python line is not known, and whose C functions could not be unwound. A "
        "program's name leads to its flame graph.",
        json_number(data->json, "rate"));
    document_source(document, "profile.json");
    bool is_first = true;
    cJSON_ArrayForEach(build, builds) {
        const char *config = json_text(build, "config");
        if (!is_first) document_details(document, "%s", config);
        if (is_first) document_heading(document, 3, "%s", config);
        write_build(document, data, programs, config);
        if (!is_first) document_details_end(document);
        is_first = false;
    }
}
