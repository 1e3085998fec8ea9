// Blocks of a report, and their two renderings.
#define _GNU_SOURCE
#include "bench/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/files.h"

typedef enum {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_WARNING,
    BLOCK_ITEM,
    BLOCK_CODE,
    BLOCK_TABLE,
    BLOCK_PLOT,
    BLOCK_DETAILS,
    BLOCK_DETAILS_END,
    BLOCK_ROW,
    BLOCK_ROW_END,
    BLOCK_CONTENTS
} BlockKind;

typedef struct {
    CellKind kind;
    char *value, *detail;
    char *link, *anchor; // or NULL
} Cell;

typedef struct {
    BlockKind kind;
    bool page_only;
    int level;
    char *text, *svg;
    size_t columns, cell_count;
    Cell *cells;
} Block;

struct Document {
    const char *title;
    Block *blocks;
    size_t count;
    bool page_only;
};

Document *document_make(const char *title) {
    Document *document = memory(sizeof *document);
    document->title = text_copy(title);
    return document;
}

static Block *block_add(Document *document, BlockKind kind) {
    document->blocks =
        memory_resize(document->blocks, (document->count + 1) * sizeof *document->blocks);
    Block *block = &document->blocks[document->count++];
    *block = (Block){.kind = kind, .page_only = document->page_only};
    return block;
}

static void text_add(Document *document, BlockKind kind, int level, const char *format,
                     va_list list) {
    Block *block = block_add(document, kind);
    block->level = level;
    if (vasprintf(&block->text, format, list) < 0) fail("out of memory");
}

void document_heading(Document *document, int level, const char *format, ...) {
    va_list list;
    va_start(list, format);
    text_add(document, BLOCK_HEADING, level, format, list);
    va_end(list);
}

void document_paragraph(Document *document, const char *format, ...) {
    va_list list;
    va_start(list, format);
    text_add(document, BLOCK_PARAGRAPH, 0, format, list);
    va_end(list);
}

void document_warning(Document *document, const char *format, ...) {
    va_list list;
    va_start(list, format);
    text_add(document, BLOCK_WARNING, 0, format, list);
    va_end(list);
}

void document_item(Document *document, const char *format, ...) {
    va_list list;
    va_start(list, format);
    text_add(document, BLOCK_ITEM, 0, format, list);
    va_end(list);
}

void document_code(Document *document, const char *text) {
    block_add(document, BLOCK_CODE)->text = text_copy(text);
}

void document_table(Document *document, size_t columns) {
    block_add(document, BLOCK_TABLE)->columns = columns;
}

void document_cell(Document *document, CellKind kind, const char *value, const char *detail) {
    Block *block = &document->blocks[document->count - 1];
    block->cells = memory_resize(block->cells, (block->cell_count + 1) * sizeof *block->cells);
    block->cells[block->cell_count++] =
        (Cell){.kind = kind, .value = text_copy(value), .detail = text_copy(detail ? detail : "")};
}

static Cell *cell_last(Document *document) {
    Block *block = &document->blocks[document->count - 1];
    return &block->cells[block->cell_count - 1];
}

void document_cell_link(Document *document, const char *target) {
    cell_last(document)->link = text_copy(target);
}

void document_cell_anchor(Document *document, const char *anchor) {
    cell_last(document)->anchor = text_copy(anchor);
}

void document_plot(Document *document, const char *svg, const char *description) {
    Block *block = block_add(document, BLOCK_PLOT);
    block->svg = text_copy(svg);
    block->text = text_copy(description);
}

void document_details(Document *document, const char *format, ...) {
    va_list list;
    va_start(list, format);
    text_add(document, BLOCK_DETAILS, 0, format, list);
    va_end(list);
}

void document_details_end(Document *document) {
    block_add(document, BLOCK_DETAILS_END);
}

void document_row(Document *document) {
    block_add(document, BLOCK_ROW);
}

void document_row_end(Document *document) {
    block_add(document, BLOCK_ROW_END);
}

void document_contents(Document *document) {
    block_add(document, BLOCK_CONTENTS);
}

void document_page_only(Document *document, bool page_only) {
    document->page_only = page_only;
}

void document_source(Document *document, const char *file) {
    document_paragraph(document, "Raw data: [%s](%s)", file, file);
}

// --- Markdown ---------------------------------------------------------------------------------

static void markdown_table(FILE *out, const Block *block) {
    for (size_t i = 0; i < block->cell_count; i++) {
        const Cell *cell = &block->cells[i];
        bool strong = *cell->value && (cell->kind == CELL_LOWER || cell->kind == CELL_HIGHER ||
                                       cell->kind == CELL_BAD);
        fprintf(out, "| %s%s%s%s%s ", strong ? "**" : "", cell->value, strong ? "**" : "",
                *cell->detail ? " " : "", cell->detail);
        if ((i + 1) % block->columns == 0) fputs("|\n", out);
        if (i + 1 == block->columns) {
            for (size_t k = 0; k < block->columns; k++) fputs(k ? "| --: " : "| :-- ", out);
            fputs("|\n", out);
        }
    }
    fputc('\n', out);
}

char *document_markdown(const Document *document) {
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) fail("out of memory");
    fprintf(out, "# %s\n\n", document->title);
    for (size_t i = 0; i < document->count; i++) {
        const Block *block = &document->blocks[i];
        if (block->page_only) continue;
        bool more_items = i + 1 < document->count && document->blocks[i + 1].kind == BLOCK_ITEM;
        switch (block->kind) {
        case BLOCK_HEADING: fprintf(out, "%.*s %s\n\n", block->level, "######", block->text); break;
        case BLOCK_PARAGRAPH: fprintf(out, "%s\n\n", block->text); break;
        case BLOCK_WARNING: fprintf(out, "> **%s**\n\n", block->text); break;
        case BLOCK_ITEM: fprintf(out, "- %s\n%s", block->text, more_items ? "" : "\n"); break;
        case BLOCK_CODE: fprintf(out, "```\n%s\n```\n\n", block->text); break;
        case BLOCK_TABLE: markdown_table(out, block); break;
        case BLOCK_DETAILS: fprintf(out, "<details><summary>%s</summary>\n\n", block->text); break;
        case BLOCK_DETAILS_END: fputs("</details>\n\n", out); break;
        case BLOCK_ROW:
        case BLOCK_ROW_END:
        case BLOCK_CONTENTS:
        case BLOCK_PLOT: break; // the picture stands in report.html; its figures are in the tables
        }
    }
    fclose(out);
    return text;
}

// --- HTML -------------------------------------------------------------------------------------

// Light and dark follow the reader's system; print is always light. Wide tables scroll inside their
// own box, with the first column in sight.
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b2130;--soft:#5b6475;--paper:#fff;--line:#d9dee7;"
    "--shade:#f4f6fa;--lower:#0a6638;--higher:#a3311f;--link:#1a56b0}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e8f0;--soft:#a3acbd;"
    "--paper:#14171d;--line:#323946;--shade:#1c212a;--lower:#6fd39b;--higher:#ff9b87;"
    "--link:#8ab8ff}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1.2rem 1.5rem 4rem;max-width:100rem;background:var(--paper);"
    "color:var(--ink);font:16px/1.55 system-ui,sans-serif;overflow-wrap:break-word}\n"
    "h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0 .8rem;letter-spacing:-.01em}\n"
    "h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .6rem;padding-top:1.1rem;"
    "border-top:1px solid var(--line)}\n"
    "h3{font-size:1.05rem;margin:1.4rem 0 .4rem}\n"
    "h2,h3,tr,details{scroll-margin-top:1rem}\n"
    "p,ul,pre{max-width:48rem;margin:.7rem 0}ul{padding-left:1.3rem}li{margin:.15rem 0}\n"
    "a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}\n"
    "code,pre{font:.88em ui-monospace,monospace;background:var(--shade);border-radius:4px}\n"
    "code{padding:.05em .25em}pre{padding:.7rem .9rem;overflow-x:auto}\n"
    "nav{display:flex;flex-wrap:wrap;gap:.35rem .5rem;margin:1rem 0;font-size:.85rem}\n"
    "nav a{padding:.15rem .6rem;border:1px solid var(--line);border-radius:1rem;"
    "text-decoration:none}nav a:hover{background:var(--shade)}\n"
    ".scroll{overflow-x:auto;margin:.8rem 0;max-width:max-content;border-radius:4px}\n"
    "table{border-collapse:collapse;font-size:.86rem;line-height:1.35;"
    "font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.32rem .6rem;text-align:right;border-bottom:1px solid var(--line);"
    "vertical-align:top;white-space:nowrap;font-weight:400}\n"
    "thead th{vertical-align:bottom;border-bottom:2px solid var(--soft);font-weight:600}\n"
    "th:first-child{text-align:left;position:sticky;left:0;background:var(--paper);"
    "font-weight:600}\n"
    "tr:target th,tr:target td{background:var(--shade)}\n"
    "td span,th span{display:block;color:var(--soft);font-size:.82em;font-weight:400}\n"
    "td b{font-weight:400}td a{color:inherit;text-decoration:none}\n"
    "td a:hover,td a:focus{text-decoration:underline}\n"
    ".lower b,.higher b,.bad b{font-weight:700}\n"
    ".lower b,.good b{color:var(--lower)}.higher b,.bad b{color:var(--higher)}\n"
    "td.lower{background:color-mix(in srgb,var(--lower) 9%,transparent)}\n"
    "td.higher,td.bad{background:color-mix(in srgb,var(--higher) 9%,transparent)}\n"
    ".unsure b{color:var(--soft);font-style:italic}\n"
    ".warning{border-left:4px solid var(--higher);padding:.4rem .9rem;background:var(--shade)}\n"
    "figure{margin:1rem 0;max-width:31rem}figure svg{width:100%;height:auto;display:block}\n"
    "figcaption{color:var(--soft);font-size:.86rem;line-height:1.45;margin-top:.3rem}\n"
    ".row{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));"
    "gap:0 2.5rem;align-items:start}\n"
    "details{margin:.6rem 0;border:1px solid var(--line);border-radius:6px;padding:0 .8rem}\n"
    "summary{cursor:pointer;padding:.45rem 0;font-size:.92rem}\n"
    "@media(max-width:32rem){body{padding:.7rem .8rem 3rem}h1{font-size:1.4rem}"
    "h2{margin-top:2rem}th,td{padding:.28rem .4rem}table{font-size:.8rem}"
    "th:first-child{white-space:normal;min-width:6rem;max-width:9rem}"
    "details{padding:0 .5rem}}\n"
    "@media print{@page{size:A4 landscape;margin:11mm}"
    ":root{font-size:12px}body{max-width:none;padding:0;font-size:10px}nav{display:none}"
    ".scroll{overflow:visible}table{font-size:7.6px}th,td{padding:.18rem .34rem}"
    "th:first-child{position:static}details:not([open]){display:none}"
    "h2{margin-top:1.4rem;break-after:avoid}h3{break-after:avoid}"
    "tr,figure,.warning,li{break-inside:avoid}thead{display:table-header-group}"
    ".row{grid-template-columns:repeat(3,1fr)}figure{max-width:11cm}.row "
    "figure{max-width:8cm}figcaption{font-size:9px}a{"
    "color:inherit;text-decoration:none}"
    "td.lower,td.higher,td.bad{print-color-adjust:exact}}\n";

static void html_escape(FILE *out, const char *text, size_t size) {
    for (size_t i = 0; i < size && text[i]; i++) {
        switch (text[i]) {
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '&': fputs("&amp;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc(text[i], out);
        }
    }
}

// An id, or the #id that leads to it: what is no letter or digit becomes -.
static void html_anchor(FILE *out, const char *text) {
    for (; *text; text++) {
        bool plain = (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'z') ||
                     (*text >= 'A' && *text <= 'Z');
        fputc(plain ? *text : '-', out);
    }
}

static void html_link(FILE *out, const char *target) {
    fputs("<a href=\"", out);
    if (*target == '#') {
        fputc('#', out);
        html_anchor(out, target + 1);
    } else {
        html_escape(out, target, strlen(target));
    }
    fputs("\">", out);
}

// Escapes, and turns `code` and [text](target) into their elements.
static void html_text(FILE *out, const char *text) {
    while (*text) {
        const char *end, *close;
        if (*text == '`' && (end = strchr(text + 1, '`'))) {
            fputs("<code>", out);
            html_escape(out, text + 1, (size_t)(end - text - 1));
            fputs("</code>", out);
            text = end + 1;
        } else if (*text == '[' && (end = strstr(text, "](")) &&
                   !memchr(text + 1, '[', (size_t)(end - text - 1)) && (close = strchr(end, ')'))) {
            char *target = text_format("%.*s", (int)(close - end - 2), end + 2);
            html_link(out, target);
            free(target);
            html_escape(out, text + 1, (size_t)(end - text - 1));
            fputs("</a>", out);
            text = close + 1;
        } else {
            html_escape(out, text++, 1);
        }
    }
}

static void html_table(FILE *out, const Block *block) {
    static const char *const classes[] = {"plain", "lower", "higher", "unsure", "bad", "good"};
    // A scrolling region must be reachable by keyboard.
    fputs("<div class=scroll tabindex=0><table>\n<thead>", out);
    for (size_t i = 0; i < block->cell_count; i++) {
        const Cell *cell = &block->cells[i];
        bool head = i < block->columns, row_head = i % block->columns == 0;
        const char *tag = head || row_head ? "th" : "td";
        if (row_head) fputs("<tr>", out);
        fprintf(out, "<%s", tag);
        if (head)
            fputs(" scope=col", out);
        else if (row_head)
            fputs(" scope=row", out);
        else if (cell->kind != CELL_PLAIN)
            fprintf(out, " class=%s", classes[cell->kind]);
        if (cell->anchor) {
            fputs(" id=\"", out);
            html_anchor(out, cell->anchor);
            fputc('"', out);
        }
        fputs(head || row_head ? ">" : "><b>", out);
        if (cell->link) html_link(out, cell->link);
        html_text(out, cell->value);
        if (cell->link) fputs("</a>", out);
        if (!head && !row_head) fputs("</b>", out);
        if (*cell->detail) {
            fputs(" <span>", out);
            html_text(out, cell->detail);
            fputs("</span>", out);
        }
        fprintf(out, "</%s>", tag);
        if ((i + 1) % block->columns == 0) fputs("</tr>\n", out);
        if (i + 1 == block->columns) fputs("</thead><tbody>\n", out);
    }
    fputs("</tbody></table></div>\n", out);
}

// The picture inherits the page's colour of ink, so that it follows light and dark; and every id in
// it gets a prefix of its own, since several pictures share a page.
static void html_svg(FILE *out, const char *svg, size_t number) {
    static const struct {
        const char *from, *to;
    } swaps[] = {{"'black'", "'currentColor'"}, {"\"black\"", "\"currentColor\""}};
    const char *start = strstr(svg, "<svg");
    for (const char *at = start ? start : svg; *at;) {
        size_t i = 0, count = sizeof swaps / sizeof *swaps;
        while (i < count && !text_starts(at, swaps[i].from)) i++;
        if (i < count) {
            fputs(swaps[i].to, out);
            at += strlen(swaps[i].from);
        } else if (text_starts(at, "id=\"") || text_starts(at, "id='")) {
            fprintf(out, "%.4sp%zu-", at, number);
            at += 4;
        } else if (text_starts(at, "href='#") || text_starts(at, "href=\"#")) {
            fprintf(out, "%.7sp%zu-", at, number);
            at += 7;
        } else if (text_starts(at, "url(#")) {
            fprintf(out, "%.5sp%zu-", at, number);
            at += 5;
        } else {
            fputc(*at++, out);
        }
    }
}

static void html_contents(FILE *out, const Document *document) {
    fputs("<nav aria-label=Contents>", out);
    for (size_t i = 0; i < document->count; i++) {
        const Block *block = &document->blocks[i];
        if (block->kind != BLOCK_HEADING || block->level != 2) continue;
        fputs("<a href=\"#", out);
        html_anchor(out, block->text);
        fputs("\">", out);
        html_text(out, block->text);
        fputs("</a>", out);
    }
    fputs("</nav>\n", out);
}

static void html_block(FILE *out, const Document *document, size_t i) {
    const Block *block = &document->blocks[i];
    bool first_item = i == 0 || document->blocks[i - 1].kind != BLOCK_ITEM;
    bool last_item = i + 1 == document->count || document->blocks[i + 1].kind != BLOCK_ITEM;
    switch (block->kind) {
    case BLOCK_HEADING:
        fprintf(out, "<h%d id=\"", block->level);
        html_anchor(out, block->text);
        fputs("\">", out);
        html_text(out, block->text);
        fprintf(out, "</h%d>\n", block->level);
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_WARNING:
        fputs(block->kind == BLOCK_WARNING ? "<p class=warning>" : "<p>", out);
        html_text(out, block->text);
        fputs("</p>\n", out);
        break;
    case BLOCK_ITEM:
        fputs(first_item ? "<ul>\n<li>" : "<li>", out);
        html_text(out, block->text);
        fputs(last_item ? "</li>\n</ul>\n" : "</li>\n", out);
        break;
    case BLOCK_CODE:
        fputs("<pre>", out);
        html_escape(out, block->text, strlen(block->text));
        fputs("</pre>\n", out);
        break;
    case BLOCK_TABLE: html_table(out, block); break;
    case BLOCK_DETAILS:
        fputs("<details><summary>", out);
        html_text(out, block->text);
        fputs("</summary>\n", out);
        break;
    case BLOCK_DETAILS_END: fputs("</details>\n", out); break;
    case BLOCK_ROW: fputs("<div class=row>\n", out); break;
    case BLOCK_ROW_END: fputs("</div>\n", out); break;
    case BLOCK_CONTENTS: html_contents(out, document); break;
    case BLOCK_PLOT:
        fputs("<figure>", out);
        html_svg(out, block->svg, i);
        fputs("<figcaption>", out);
        html_text(out, block->text);
        fputs("</figcaption></figure>\n", out);
        break;
    }
}

char *document_html(const Document *document) {
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) fail("out of memory");
    fputs("<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<title>", out);
    html_text(out, document->title);
    fprintf(out,
            "</title>\n<meta name=viewport content=\"width=device-width,initial-scale=1\">\n"
            "<link rel=icon href=\"data:,\">\n<style>%s</style>\n<h1>",
            style);
    html_text(out, document->title);
    fputs("</h1>\n", out);
    for (size_t i = 0; i < document->count; i++) html_block(out, document, i);
    fputs("</html>\n", out);
    fclose(out);
    return text;
}
