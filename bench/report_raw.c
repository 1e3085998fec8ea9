// The raw data within the page: the times of every process, in milliseconds, a table for each
// program that opens where a figure leads to it. The Markdown leaves this to samples.jsonl.
#include "bench/report.h"

#include <stdlib.h>

static char *times_text(const StatsCell *cell, size_t layout) {
    char *text = text_copy("");
    for (size_t i = 0; layout < cell->layout_count && i < cell->counts[layout]; i++) {
        char *longer = text_format("%s%s%.2f", text, i ? " " : "", 1e3 * cell->values[layout][i]);
        free(text);
        text = longer;
    }
    return text;
}

static bool has_times(const Report *report, size_t program) {
    for (size_t arm = 0; arm < report->manifest->arm_count; arm++)
        if (report_has(report, arm, program)) return true;
    return false;
}

static void write_program(Document *document, const Report *report, size_t program,
                          size_t layouts) {
    const Manifest *manifest = report->manifest;
    document_details(document, "%s: the time of each process, milliseconds",
                     manifest->programs[program].name);
    document_table(document, layouts + 1);
    document_cell(document, CELL_PLAIN, "build", "");
    for (size_t layout = 0; layout < layouts; layout++)
        document_cell(document, CELL_PLAIN, text_format("layout %zu", layout + 1), "");
    for (size_t arm = 0; arm < manifest->arm_count; arm++) {
        const StatsCell *cell = report_cell(report, arm, program);
        if (!report_has(report, arm, program)) continue;
        document_cell(document, CELL_PLAIN, manifest->arms[arm].name, "");
        document_cell_anchor(document, text_format("raw %s %s", manifest->programs[program].name,
                                                   manifest->arms[arm].name));
        for (size_t layout = 0; layout < layouts; layout++)
            document_cell(document, CELL_PLAIN, times_text(cell, layout), "");
    }
    document_details_end(document);
}

void raw_write(Document *document, const Report *report) {
    const Manifest *manifest = report->manifest;
    size_t layouts = 1;
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        if (manifest->arms[arm].layout_count > layouts) layouts = manifest->arms[arm].layout_count;
    document_heading(document, 2, "Raw data");
    document_paragraph(document,
                       "Every sample with all that is known of it, one process a line, is in "
                       "[samples.jsonl](samples.jsonl); what was run, on what, in "
                       "[manifest.json](manifest.json).");
    document_page_only(document, true);
    document_paragraph(document,
                       "The times alone, by layout, in the order of the rounds. CPython and the C "
                       "twins are one binary, whose times stand under layout 1.");
    for (size_t program = 0; program < manifest->program_count; program++)
        if (has_times(report, program)) write_program(document, report, program, layouts);
    document_page_only(document, false);
}
