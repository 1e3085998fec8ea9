// The sections that other tools give to a report. A tool writes FOLDER/NAME.json; its section is
// one function, section_NAME in bench/report_NAME.c, and one line in report_sections.def. It is
// called with what the file holds and adds blocks: heading (level 2), plot, a paragraph that says
// how to read it, table; what is long goes between document_details and document_details_end. An
// absent file gives nothing, {"skipped": "reason"} or {"failed": "reason"} a line among what is
// missing: no section sees them.
#ifndef BENCH_REPORT_SECTIONS_H
#define BENCH_REPORT_SECTIONS_H

#include "bench/document.h"
#include "bench/figures.h"
#include "bench/plot.h"
#include "bench/report.h"

typedef struct {
    const char *name;     // "steps": the file is steps.json
    const char *folder;   // of the result, for files beside it
    const cJSON *json;    // what the file holds
    const Report *report; // programs, builds and times, for a section that compares with them
} SectionData;

typedef void SectionFunction(Document *document, const SectionData *data);

#define SECTION(name) SectionFunction section_##name;
#include "bench/report_sections.def"
#undef SECTION

// Every section whose file is there, in the order of report_sections.def.
void sections_write(Document *document, const Report *report);
// An item for each part that did not run; how many there were.
size_t sections_missing(Document *document, const Report *report);

#endif
