// The report's counts: the boxing ledger by program, what runs most, and what runs after what. All
// exact: taken by the probes, equal on every run.
#include <stdlib.h>
#include <string.h>

#include "bench/counts.h"
#include "bench/report_sections.h"

enum { OPCODES_SHOWN = 15, PAIRS_SHOWN = 15, SEQUENCES_SHOWN = 6 };

static double executed_of(const cJSON *program) {
    return json_number(json_get(program, "runs")->child, "executed");
}

static double boxes_of(const cJSON *run) {
    return counts_sum(json_get(run, "total"), "made");
}

// --- the ledger ---------------------------------------------------------------------------------

// Boxes of 100 instructions, a bar for each build.
static void boxes_plot(Document *document, const cJSON *programs) {
    Plot plot;
    const cJSON *program, *run, *first = json_get(programs->child, "runs");
    size_t builds = (size_t)cJSON_GetArraySize(first), count = (size_t)cJSON_GetArraySize(programs);
    FILE *out = plot_open(&plot, 100 + (int)(count * (8 + 9 * builds) + 20 * builds));
    double width = 0.8 / (double)builds;
    for (size_t k = 0; k < builds; k++) {
        size_t row = 0;
        fprintf(out, "$build%zu << END\n", k);
        cJSON_ArrayForEach(program, programs) {
            run = cJSON_GetArrayItem(json_get(program, "runs"), (int)k);
            double executed = json_number(run, "executed");
            double middle = (double)(count - row++) + 0.4 - width * ((double)k + 0.5);
            fprintf(out, "%g %g\n", executed ? 100 * boxes_of(run) / executed : 0, middle);
        }
        fprintf(out, "END\n");
    }
    fprintf(out,
            "set yrange [0.4:%g]\nset xrange [0:*]\nset key outside top center horizontal\n"
            "set xlabel 'boxes made in 100 bytecode instructions'\nset style fill solid 0.8 "
            "noborder\nset ytics (",
            (double)count + 0.6);
    size_t row = 0;
    cJSON_ArrayForEach(program, programs) {
        fprintf(out, "%s\"%s\" %zu", row ? ", " : "", json_text(program, "name"), count - row);
        row++;
    }
    fprintf(out, ")\nplot ");
    for (size_t k = 0; k < builds; k++)
        fprintf(out,
                "%s$build%zu using (0):2:(0):1:($2-%g):($2+%g) with boxxyerror lt %zu title '%s'",
                k ? ", " : "", k, 0.45 * width, 0.45 * width, k + 1,
                json_text(cJSON_GetArrayItem(first, (int)k), "config"));
    fputc('\n', out);
    char *svg = plot_draw(&plot);
    if (svg)
        document_plot(document, svg,
                      "Boxes made for numbers in 100 bytecode instructions, by program and build.");
}

static void figure(Document *document, double count) {
    char *text = count_text(count);
    document_cell(document, CELL_PLAIN, text, NULL);
    free(text);
}

static void ledger(Document *document, const cJSON *programs) {
    static const char *const titles[] = {"program",     "build",    "numbers",   "boxes made",
                                         "opened soon", "re-boxed", "unboxings", "type checks"};
    const cJSON *program, *run;
    document_table(document, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) text_cell(document, titles[i]);
    cJSON_ArrayForEach(program, programs) {
        cJSON_ArrayForEach(run, json_get(program, "runs")) {
            const cJSON *total = json_get(run, "total");
            if (!total) continue;
            text_cell(document, json_text(program, "name"));
            text_cell(document, json_text(run, "config"));
            figure(document, counts_created(total));
            figure(document, boxes_of(run));
            figure(document, counts_sum(total, "opened_soon"));
            figure(document, counts_sum(total, "reboxed"));
            figure(document, counts_sum(total, "unboxed"));
            figure(document, counts_checks(total));
        }
    }
}

// --- opcodes, pairs, sequences ------------------------------------------------------------------

typedef struct {
    const char *first, *second; // second: NULL, or what ran after it
    double share;               // the sum of the programs' shares
} Share;

typedef struct {
    Share *items;
    size_t count;
} Shares;

static void share_add(Shares *shares, const char *first, const char *second, double share) {
    for (size_t i = 0; i < shares->count; i++) {
        Share *item = &shares->items[i];
        if (strcmp(item->first, first) != 0 || (second && strcmp(item->second, second) != 0))
            continue;
        item->share += share;
        return;
    }
    shares->items = memory_resize(shares->items, (shares->count + 1) * sizeof *shares->items);
    shares->items[shares->count++] = (Share){first, second, share};
}

static int by_share(const void *left, const void *right) {
    const Share *a = left, *b = right;
    if (a->share != b->share) return a->share < b->share ? 1 : -1;
    int order = strcmp(a->first, b->first);
    return order || !a->second ? order : strcmp(a->second, b->second);
}

static void shares_table(Document *document, Shares *shares, size_t shown, double programs) {
    bool pairs = shares->count && shares->items[0].second;
    qsort(shares->items, shares->count, sizeof *shares->items, by_share);
    document_table(document, pairs ? 3 : 2);
    text_cell(document, pairs ? "first" : "opcode");
    if (pairs) text_cell(document, "then");
    text_cell(document, pairs ? "of all pairs" : "of all instructions");
    for (size_t i = 0; i < shares->count && i < shown; i++) {
        const Share *item = &shares->items[i];
        text_cell(document, text_format("`%s`", item->first));
        if (pairs) text_cell(document, text_format("`%s`", item->second));
        document_cell(document, CELL_PLAIN, percent_text(item->share / programs), NULL);
    }
    free(shares->items);
}

static void frequencies(Document *document, const cJSON *programs) {
    Shares opcodes = {0}, pairs = {0};
    const cJSON *program, *item;
    double counted = 0;
    cJSON_ArrayForEach(program, programs) {
        double executed = executed_of(program);
        if (!executed) continue;
        counted++;
        cJSON_ArrayForEach(item, json_get(program, "opcodes"))
            share_add(&opcodes, item->string, NULL, item->valuedouble / executed);
        cJSON_ArrayForEach(item, json_get(program, "pairs")) {
            const cJSON *first = item->child->next;
            share_add(&pairs, first->valuestring, first->next->valuestring,
                      item->child->valuedouble / executed);
        }
    }
    document_details(document, "What runs most, and what runs after what");
    document_paragraph(document, "The mean of the programs' shares, each program counting alike.");
    shares_table(document, &opcodes, OPCODES_SHOWN, counted);
    shares_table(document, &pairs, PAIRS_SHOWN, counted);
    document_details_end(document);
}

static void sequences(Document *document, const cJSON *list) {
    const cJSON *item, *opcode;
    int length = 0, shown = 0;
    document_details(document, "Sequences that a superinstruction could replace");
    document_paragraph(document, "The share of instructions that lie in the sequence, the mean of "
                                 "the programs; sequences that overlap share them.");
    document_table(document, 2);
    text_cell(document, "opcodes");
    text_cell(document, "instructions in it");
    cJSON_ArrayForEach(item, list) {
        const cJSON *opcodes = json_get(item, "opcodes");
        int here = cJSON_GetArraySize(opcodes);
        shown = here == length ? shown + 1 : 0;
        length = here;
        if (shown >= SEQUENCES_SHOWN) continue;
        char *names = text_copy("");
        cJSON_ArrayForEach(opcode, opcodes) names =
            text_format("%s%s`%s`", names, *names ? " " : "", opcode->valuestring);
        text_cell(document, names);
        document_cell(document, CELL_PLAIN, percent_text(json_number(item, "share") * here), NULL);
    }
    document_details_end(document);
}

void section_counts(Document *document, const SectionData *data) {
    const cJSON *programs = json_get(data->json, "programs");
    if (!programs || !programs->child) return;
    document_heading(document, 2, "Counts by site");
    boxes_plot(document, programs);
    document_paragraph(
        document,
        "Exact counts, by the probes. Every number created is boxed or its box is avoided, so "
        "what one build saves another makes. Opened soon: unboxed for the first time within 8 "
        "instructions of its making. Re-boxed: made by a C function that had unboxed a number in "
        "the same call. By line and instruction in [counts.md](counts.md).");
    document_details(document, "The boxing ledger");
    ledger(document, programs);
    document_details_end(document);
    frequencies(document, programs);
    sequences(document, json_get(data->json, "sequences"));
    document_source(document, "counts.json");
}
