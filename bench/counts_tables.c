// The tables of make counts: the boxing ledger, the sites that box most, what runs after what, and
// the sequences of opcodes that a superinstruction could replace.
#include "bench/counts.h"

#include <stdlib.h>
#include <string.h>

#include "bench/figures.h"

enum {
    SITES_SHOWN = 8,
    OPCODES_SHOWN = 12,
    SIZES_SHOWN = 6,
    SEQUENCES_SHOWN = 12,
    DIFFERENCES_SHOWN = 5
};

static void cell(Document *document, double count) {
    char *text = count_text(count);
    document_cell(document, CELL_PLAIN, count ? text : "", NULL);
    free(text);
}

static void heads(Document *document, const char *const *texts, size_t count) {
    document_table(document, count);
    for (size_t i = 0; i < count; i++) text_cell(document, texts[i]);
}

// --- the ledger ---------------------------------------------------------------------------------

static void figure(Document *document, double count) {
    char *text = count_text(count);
    document_cell(document, CELL_PLAIN, text, NULL);
    free(text);
}

static void ledger_row(Document *document, const CountsProgram *program, const CountsRun *run) {
    const cJSON *total = json_get(run->json, "total");
    text_cell(document, program->name);
    text_cell(document, run->config);
    figure(document, json_number(run->json, "executed"));
    figure(document, counts_created(total));
    figure(document, counts_sum(total, "made"));
    figure(document, counts_sum(total, "avoided"));
    figure(document, counts_sum(total, "opened_soon"));
    figure(document, counts_sum(total, "reboxed"));
    figure(document, counts_sum(total, "unboxed"));
    figure(document, counts_checks(total));
    figure(document, json_number(total, "allocations"));
}

typedef struct {
    Document *document;
    const CountsProgram *program;
    const CountsRun *first, *second;
    size_t shown;
} Differences;

static void difference_item(void *context, const cJSON *code, const cJSON *first,
                            const cJSON *second) {
    Differences *here = context;
    const cJSON *site = first ? first : second;
    if (here->shown++ >= DIFFERENCES_SHOWN) return;
    document_item(here->document, "%s, `%s`, line %.0f, `%s`: %.0f numbers in %s, %.0f in %s",
                  here->program->name, json_text(code, "name"), json_number(site, "line"),
                  json_text(site, "opcode"), first ? counts_created(first) : 0, here->first->config,
                  second ? counts_created(second) : 0, here->second->config);
}

// avoided(b) - avoided(a) = made(a) - made(b), site by site: what one saves the other makes.
static void balance(Document *document, const Counts *counts) {
    size_t compared = 0, different = 0;
    for (size_t i = 0; i < counts->program_count; i++) {
        const CountsProgram *program = &counts->programs[i];
        const CountsRun *first = &program->runs[0];
        for (size_t k = 1; k < counts->run_count; k++) {
            const CountsRun *second = &program->runs[k];
            if (!first->json || !second->json ||
                strcmp(json_text(first->json, "execution_hash"),
                       json_text(second->json, "execution_hash")) != 0)
                continue;
            Differences here = {document, program, first, second, 0};
            compared++;
            different += counts_compare(first, second, difference_item, &here);
        }
    }
    if (!compared) return;
    if (different)
        document_paragraph(document, "At these %zu sites the builds do not create as many numbers.",
                           different);
    else
        document_paragraph(document,
                           "The balance holds at every site of every program: what one build "
                           "boxes and another does not, the other avoids. (Not compared: sites "
                           "that make ints of more than a word.)");
}

static void ledger(Document *document, const Counts *counts) {
    static const char *const titles[] = {"program",    "build",       "bytecodes",   "numbers",
                                         "boxes made", "avoided",     "opened soon", "re-boxed",
                                         "unboxings",  "type checks", "allocations"};
    document_heading(document, 2, "The boxing ledger");
    document_paragraph(
        document,
        "Every number that is created is boxed, that is an object is made for it, or its box is "
        "avoided: it stands in the word itself or in the table of small ints. Opened soon: unboxed "
        "for the first time within 8 instructions of its making. Re-boxed: made by a C function "
        "called from the instruction, after it had unboxed a number.");
    heads(document, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < counts->program_count; i++)
        for (size_t k = 0; k < counts->run_count; k++)
            if (counts->programs[i].runs[k].json)
                ledger_row(document, &counts->programs[i], &counts->programs[i].runs[k]);
    balance(document, counts);
}

// --- sites --------------------------------------------------------------------------------------

typedef struct {
    const cJSON *code, *site;
    double numbers;
} Site;

static int by_numbers(const void *left, const void *right) {
    const Site *a = left, *b = right;
    if (a->numbers != b->numbers) return a->numbers < b->numbers ? 1 : -1;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return json_number(a->site, "offset") < json_number(b->site, "offset") ? -1 : 1;
}

static const cJSON *site_of(const CountsRun *run, const cJSON *code, const cJSON *site) {
    const cJSON *other_code, *other;
    cJSON_ArrayForEach(other_code, json_get(run->json, "code")) {
        if (strcmp(json_text(code, "name"), json_text(other_code, "name")) != 0 ||
            json_number(code, "line") != json_number(other_code, "line"))
            continue;
        cJSON_ArrayForEach(other, json_get(other_code, "sites")) {
            if (json_number(other, "offset") == json_number(site, "offset") &&
                !strcmp(json_text(other, "opcode"), json_text(site, "opcode")))
                return other;
        }
    }
    return NULL;
}

// Sites with a count of that name; NULL: those that create numbers.
static Site *collect_sites(const CountsRun *run, const char *name, size_t *count) {
    const cJSON *code, *site;
    size_t room = 1;
    cJSON_ArrayForEach(code, json_get(run->json, "code")) room +=
        (size_t)cJSON_GetArraySize(json_get(code, "sites"));
    Site *all = memory(room * sizeof *all);
    *count = 0;
    cJSON_ArrayForEach(code, json_get(run->json, "code")) {
        cJSON_ArrayForEach(site, json_get(code, "sites")) {
            double numbers = counts_created(site);
            if (name ? json_number(site, name) : numbers)
                all[(*count)++] = (Site){code, site, numbers};
        }
    }
    return all;
}

static void site_cells(Document *document, const Site *site) {
    text_cell(document, text_format("`%s` %.0f", json_text(site->code, "name"),
                                    json_number(site->site, "line")));
    text_cell(document, text_format("%.0f `%s`", json_number(site->site, "offset"),
                                    json_text(site->site, "opcode")));
}

static void sites(Document *document, const Counts *counts, const CountsProgram *program) {
    size_t count;
    Site *all = collect_sites(&program->runs[0], NULL, &count);
    qsort(all, count, sizeof *all, by_numbers);
    document_table(document, 3 + 4 * counts->run_count);
    text_cell(document, "line");
    text_cell(document, "instruction");
    text_cell(document, "numbers");
    for (size_t k = 0; k < counts->run_count; k++) {
        text_cell(document, text_format("%s: made", program->runs[k].config));
        text_cell(document, "opened soon");
        text_cell(document, "re-boxed");
        text_cell(document, "unboxed here");
    }
    for (size_t i = 0; i < count && i < SITES_SHOWN; i++) {
        site_cells(document, &all[i]);
        cell(document, all[i].numbers);
        for (size_t k = 0; k < counts->run_count; k++) {
            const cJSON *here = site_of(&program->runs[k], all[i].code, all[i].site);
            cell(document, counts_sum(here, "made"));
            cell(document, counts_sum(here, "opened_soon"));
            cell(document, counts_sum(here, "reboxed"));
            cell(document, counts_sum(here, "unboxed"));
        }
    }
    free(all);
}

// --- caches -------------------------------------------------------------------------------------

static int by_misses(const void *left, const void *right) {
    const Site *a = left, *b = right;
    double more = json_number(a->site, "misses"), less = json_number(b->site, "misses");
    return more != less ? (more < less ? 1 : -1) : by_numbers(left, right);
}

// Where inline caches miss most.
static void caches(Document *document, const CountsRun *run) {
    static const char *const titles[] = {"line", "instruction", "cache hits", "misses"};
    size_t count;
    Site *all = collect_sites(run, "misses", &count);
    qsort(all, count, sizeof *all, by_misses);
    if (count) heads(document, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < count && i < SITES_SHOWN / 2; i++) {
        site_cells(document, &all[i]);
        cell(document, json_number(all[i].site, "hits"));
        cell(document, json_number(all[i].site, "misses"));
    }
    free(all);
}

// --- opcodes ------------------------------------------------------------------------------------

static int by_value(const void *left, const void *right) {
    const cJSON *a = *(const cJSON *const *)left, *b = *(const cJSON *const *)right;
    if (a->valuedouble != b->valuedouble) return a->valuedouble < b->valuedouble ? 1 : -1;
    return strcmp(a->string, b->string);
}

// The most frequent neighbor of an opcode: `side` 1, what runs before it; 2, after it.
static void neighbor_cell(Document *document, const cJSON *pairs, const char *opcode, int side,
                          double executed) {
    const cJSON *pair, *best = NULL;
    cJSON_ArrayForEach(pair, pairs) {
        const cJSON *first = pair->child->next, *second = first->next;
        if (strcmp((side == 1 ? second : first)->valuestring, opcode) != 0) continue;
        if (!best || pair->child->valuedouble > best->valuedouble) best = pair->child;
    }
    if (!best) {
        text_cell(document, "");
        return;
    }
    const char *name = side == 1 ? best->next->valuestring : best->next->next->valuestring;
    text_cell(document, text_format("`%s` %s", name, percent_text(best->valuedouble / executed)));
}

static void opcodes(Document *document, const CountsRun *run) {
    static const char *const titles[] = {"opcode", "executed", "share", "mostly after",
                                         "mostly before"};
    const cJSON *item, *pairs = json_get(run->json, "pairs");
    const cJSON *opcode = json_get(run->json, "opcodes");
    size_t count = 0;
    const cJSON **order = memory((size_t)(cJSON_GetArraySize(opcode) + 1) * sizeof *order);
    cJSON_ArrayForEach(item, opcode) order[count++] = item;
    qsort(order, count, sizeof *order, by_value);
    heads(document, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < count && i < OPCODES_SHOWN; i++) {
        double executed = order[i]->valuedouble;
        text_cell(document, text_format("`%s`", order[i]->string));
        cell(document, executed);
        text_cell(document, percent_text(executed / json_number(run->json, "executed")));
        neighbor_cell(document, pairs, order[i]->string, 1, executed);
        neighbor_cell(document, pairs, order[i]->string, 2, executed);
    }
    free(order);
}

// --- checks, calls, sizes -----------------------------------------------------------------------

static void checks(Document *document, const Counts *counts, const CountsProgram *program) {
    const cJSON *kind;
    document_table(document, 4);
    text_cell(document, "build");
    text_cell(document, "type asked for");
    text_cell(document, "yes");
    text_cell(document, "no");
    for (size_t k = 0; k < counts->run_count; k++) {
        const CountsRun *run = &program->runs[k];
        cJSON_ArrayForEach(kind, json_get(json_get(run->json, "total"), "checks")) {
            text_cell(document, run->config);
            text_cell(document, kind->string);
            cell(document, json_number(kind, "yes"));
            cell(document, json_number(kind, "no"));
        }
    }
}

static void calls(Document *document, const CountsRun *run) {
    const cJSON *total = json_get(run->json, "total"), *item;
    char *text = text_copy("");
    cJSON_ArrayForEach(item, json_get(total, "calls")) {
        char *count = count_text(item->valuedouble);
        text = text_format("%s%s%s %s", text, *text ? ", " : "", item->string, count);
    }
    document_paragraph(document, "Calls: %s. Cache hits %.0f, misses %.0f. Collections: %.0f.",
                       text, json_number(total, "hits"), json_number(total, "misses"),
                       json_number(total, "collections"));
}

static bool holds(const cJSON *list, const cJSON *row) {
    const cJSON *item;
    cJSON_ArrayForEach(item, list) if (item == row) return true;
    return false;
}

// Allocations by size: the sizes that are asked for most.
static void sizes(Document *document, const CountsRun *run) {
    static const char *const titles[] = {"bytes, at most", "of", "allocations", "share"};
    const cJSON *kind, *size, *rows[SIZES_SHOWN] = {0};
    double all = json_number(json_get(run->json, "total"), "allocations");
    cJSON_ArrayForEach(kind, json_get(run->json, "sizes")) {
        cJSON_ArrayForEach(size, kind) {
            const cJSON *row = size;
            for (size_t i = 0; i < SIZES_SHOWN && row; i++) {
                if (rows[i] && rows[i]->child->next->valuedouble >= row->child->next->valuedouble)
                    continue;
                const cJSON *pushed = rows[i];
                rows[i] = row;
                row = pushed;
            }
        }
    }
    heads(document, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < SIZES_SHOWN && rows[i]; i++) {
        const cJSON *list = json_get(run->json, "sizes")->child;
        while (list && !holds(list, rows[i])) list = list->next;
        text_cell(document, text_format("%.0f", rows[i]->child->valuedouble));
        text_cell(document, list ? list->string : "");
        cell(document, rows[i]->child->next->valuedouble);
        text_cell(document, percent_text(rows[i]->child->next->valuedouble / all));
    }
}

static void program_tables(Document *document, const Counts *counts, const CountsProgram *program) {
    document_heading(document, 2, "%s%s%s", program->name, *program->size ? " " : "",
                     program->size);
    sites(document, counts, program);
    opcodes(document, &program->runs[0]);
    checks(document, counts, program);
    caches(document, &program->runs[0]);
    sizes(document, &program->runs[0]);
    calls(document, &program->runs[0]);
}

// --- sequences ----------------------------------------------------------------------------------

static void sequences(Document *document, const Counts *counts) {
    static const char *const titles[] = {"opcodes", "times", "instructions in it"};
    document_heading(document, 2, "Sequences");
    document_paragraph(
        document,
        "Of opcodes that follow one another in the text and in the execution, with no jump in "
        "between, in all programs together. The share of instructions that lie in the sequence is "
        "the mean of the programs, each counting alike; sequences that overlap share them.");
    heads(document, titles, sizeof titles / sizeof *titles);
    int length = 0;
    size_t shown = 0;
    for (size_t i = 0; i < counts->sequence_count; i++) {
        const CountsSequence *sequence = &counts->sequences[i];
        int here = cJSON_GetArraySize(sequence->row) - 1;
        shown = here == length ? shown + 1 : 0;
        length = here;
        if (shown >= SEQUENCES_SHOWN) continue;
        char *names = text_copy("");
        for (const cJSON *at = sequence->row->child->next; at; at = at->next)
            names = text_format("%s%s`%s`", names, *names ? " " : "", at->valuestring);
        text_cell(document, names);
        cell(document, sequence->count);
        text_cell(document, percent_text(sequence->share * here));
    }
}

void counts_tables(Document *document, const Counts *counts, bool sequences_only) {
    if (!sequences_only) ledger(document, counts);
    for (size_t i = 0; i < counts->program_count && !sequences_only; i++)
        if (counts->programs[i].runs[0].json)
            program_tables(document, counts, &counts->programs[i]);
    sequences(document, counts);
}
