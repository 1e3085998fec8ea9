// A report's section of the steps: where the instructions of a bytecode go, in each build.
#include "bench/report_sections.h"
#include "bench/report_steps_plots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t build_count(const cJSON *json) {
    size_t count = 0;
    while (steps_build(json, (int)count)) count++;
    return count;
}

static void cost_cell(Document *document, double cost, double all) {
    if (isnan(cost)) {
        document_cell(document, CELL_UNSURE, "not run", "");
        return;
    }
    char *value = text_format("%.2f", cost);
    char *detail = all > 0 ? text_format("%.1f %%", 100 * cost / all) : text_copy("");
    document_cell(document, CELL_PLAIN, value, detail);
    free(value);
    free(detail);
}

// Rows that no build spends a thousandth in are left out.
static bool is_worth_showing(const cJSON *json, const char *program, const char *row) {
    for (int i = 0; steps_build(json, i); i++)
        if (steps_cost(json, program, i, row) * 1000 > steps_cost(json, program, i, ""))
            return true;
    return false;
}

static void cost_table(Document *document, const cJSON *json, const char *program) {
    const cJSON *row;
    document_table(document, build_count(json) + 1);
    text_cell(document, "step");
    for (int i = 0; steps_build(json, i); i++) text_cell(document, steps_build(json, i));
    cJSON_ArrayForEach(row, json_get(json, "rows")) {
        const char *title = json_text(row, "title"), *key = json_text(row, "key");
        if (!is_worth_showing(json, program, key)) continue;
        text_cell(document, title + strspn(title, " "));
        for (int i = 0; steps_build(json, i); i++)
            cost_cell(document, steps_cost(json, program, i, key),
                      steps_cost(json, program, i, ""));
    }
    text_cell(document, "all");
    for (int i = 0; steps_build(json, i); i++)
        cost_cell(document, steps_cost(json, program, i, ""), 0);
}

// A build that leaves more than a twentieth of a program unnamed is named, with what is left.
static void unnamed_items(Document *document, const cJSON *json) {
    const cJSON *program, *run, *item;
    cJSON_ArrayForEach(program, json_get(json, "programs")) {
        cJSON_ArrayForEach(run, json_get(program, "builds")) {
            double all = json_number(run, "instructions"), named = json_number(run, "named");
            if (all <= 0 || named >= 0.95 * all) continue;
            char *left = text_copy("");
            cJSON_ArrayForEach(item, json_get(run, "left")) {
                if (json_number(item, "instructions") < 0.001 * all) continue;
                char *longer = text_format("%s%s `%s` %.1f %%", left, *left ? "," : "",
                                           json_text(item, "function"),
                                           100 * json_number(item, "instructions") / all);
                free(left);
                left = longer;
            }
            document_item(document, "%s in %s: %.1f %% in a named row; the rest is led by%s",
                          json_text(program, "name"), json_text(run, "config"), 100 * named / all,
                          left);
            free(left);
        }
    }
}

// An opcode in all programs of a build: how often it ran, and what its handler took.
typedef struct {
    const char *name;
    double executed, instructions;
} Handler;

static size_t find_handler(Handler *handlers, size_t *count, const char *name) {
    for (size_t i = 0; i < *count; i++)
        if (strcmp(handlers[i].name, name) == 0) return i;
    handlers[*count] = (Handler){name, 0, 0};
    return (*count)++;
}

// The opcodes of build number `build`, at most `most`; their number.
static size_t sum_handlers(const cJSON *json, int build, Handler *handlers, size_t most) {
    const cJSON *program, *opcode, *row;
    size_t count = 0;
    cJSON_ArrayForEach(program, json_get(json, "programs")) {
        const cJSON *run = cJSON_GetArrayItem(json_get(program, "builds"), build);
        cJSON_ArrayForEach(opcode, json_get(run, "opcodes")) {
            if (count == most) return count;
            size_t at = find_handler(handlers, &count, json_text(opcode, "name"));
            handlers[at].executed += json_number(opcode, "executed");
            cJSON_ArrayForEach(row, json_get(opcode, "rows")) handlers[at].instructions +=
                row->valuedouble;
        }
    }
    return count;
}

static int by_cost(const void *left, const void *right) {
    const Handler *a = left, *b = right;
    if (a->instructions != b->instructions) return a->instructions < b->instructions ? 1 : -1;
    return strcmp(a->name, b->name);
}

// The handlers that cost the first build most, and what one run of each takes in every build.
static void handler_table(Document *document, const cJSON *json) {
    enum { MOST = 512, SHOWN = 12 };
    Handler *first = memory(MOST * sizeof *first), *other = memory(MOST * sizeof *other);
    size_t count = sum_handlers(json, 0, first, MOST);
    if (count) qsort(first, count, sizeof *first, by_cost);
    document_table(document, build_count(json) + 1);
    text_cell(document, "instructions of one run");
    for (int i = 0; steps_build(json, i); i++) text_cell(document, steps_build(json, i));
    for (size_t k = 0; k < count && k < SHOWN; k++) {
        text_cell(document, first[k].name);
        for (int i = 0; steps_build(json, i); i++) {
            size_t others = sum_handlers(json, i, other, MOST - 1);
            size_t at = find_handler(other, &others, first[k].name);
            cost_cell(document,
                      other[at].executed > 0 ? other[at].instructions / other[at].executed : NAN,
                      0);
        }
    }
    free(first);
    free(other);
}

void section_steps(Document *document, const SectionData *data) {
    const cJSON *json = data->json, *program;
    int programs = cJSON_GetArraySize(json_get(json, "programs"));
    char *plot = steps_plot(json, NULL), *picture = steps_picture(json, false);
    document_heading(document, 2, "Where the instructions go");
    if (plot)
        document_plot(document, plot,
                      "Machine instructions per bytecode, by step: the mean over all programs.");
    if (picture)
        document_plot(document, picture,
                      "One addition of two ints, step by step, in a boxed build, a tagged one, and "
                      "C.");
    document_paragraph(
        document,
        "What a step costs: machine instructions for each bytecode executed, and its share of all; "
        "the mean over %d programs. Counts are callgrind's, exact, and the same at every run; "
        "start-up and compiling are not in them. `bench/README.md` says what lies in a row and how "
        "an instruction is placed.",
        programs);
    cost_table(document, json, NULL);
    unnamed_items(document, json);
    document_details(document, "The handlers that cost most");
    document_paragraph(document, "Machine instructions of an opcode's own code, each time it runs, "
                                 "without the C functions that it calls.");
    handler_table(document, json);
    document_details_end(document);
    document_details(document, "Each program");
    cJSON_ArrayForEach(program, json_get(json, "programs")) {
        const char *name = json_text(program, "name"), *size = json_text(program, "size");
        document_heading(document, 3, "Steps of %s%s%s", name, *size ? ", size " : "", size);
        cost_table(document, json, name);
    }
    document_details_end(document);
    document_source(document, "steps.json");
    free(plot);
    free(picture);
}
