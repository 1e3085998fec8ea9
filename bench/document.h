// A report as a list of blocks, written once and rendered twice: as Markdown and as one HTML file
// that needs nothing else. Text may hold `code` and [links](target); everything else is literal.
#ifndef BENCH_DOCUMENT_H
#define BENCH_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Document Document;

// What a cell's colour says. Words and weight say it too, for print and for the colour-blind.
typedef enum { CELL_PLAIN, CELL_LOWER, CELL_HIGHER, CELL_UNSURE, CELL_BAD, CELL_GOOD } CellKind;

Document *document_make(const char *title);
void document_heading(Document *document, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void document_paragraph(Document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void document_warning(Document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void document_item(Document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void document_code(Document *document, const char *text);
// The first row is the header. Cells follow one another; a row ends where its columns are full.
void document_table(Document *document, size_t columns);
void document_cell(Document *document, CellKind kind, const char *value, const char *detail);
// The value of the last cell leads to `target`: a file beside the report, or #anchor of this page.
void document_cell_link(Document *document, const char *target);
// The row of the last cell may be led to as #anchor. In both, what is no letter or digit counts as
// -.
void document_cell_anchor(Document *document, const char *anchor);
// Takes the SVG as gnuplot writes it; `description` is read aloud and stands under the picture.
void document_plot(Document *document, const char *svg, const char *description);
// What follows, up to the end, is shown when the reader asks for it by opening `summary`.
void document_details(Document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void document_details_end(Document *document);
// Plots between these stand side by side where there is room.
void document_row(Document *document);
void document_row_end(Document *document);
// Links to all headings of level 2, in the page alone.
void document_contents(Document *document);
// Blocks added while this is set stand in the page alone, not in the Markdown.
void document_page_only(Document *document, bool page_only);
// "Raw data: FILE", a link to a file of the result folder.
void document_source(Document *document, const char *file);

char *document_markdown(const Document *document);
char *document_html(const Document *document);

#endif
