// Tables on the terminal and steps.json.
#include "bench/steps_show.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, SHARE_OF_A_ROW = 1000 }; // rows below a thousandth everywhere are left out

static double per_bytecode(const Tally *tally, uint64_t count) {
    uint64_t executed = tally->executed ? tally->executed : tally->jumps;
    return executed ? (double)count / (double)executed : 0;
}

static bool is_worth_showing(const Tally *tallies, size_t builds, int row) {
    if (row < SEVEN || row >= FIRST_UNNAMED) return true;
    for (size_t i = 0; i < builds; i++)
        if (tallies[i].cells.rows[row] * SHARE_OF_A_ROW > tallies[i].total) return true;
    return false;
}

static void show_cell(const Tally *tally, uint64_t count) {
    if (!tally->ran)
        printf(" %19s", "-");
    else
        printf("  %9.2f %6.1f %%", per_bytecode(tally, count),
               100.0 * (double)count / (double)(tally->total ? tally->total : 1));
}

static void show_rows(const Tally *tallies, size_t builds) {
    printf("  %-20s", "step");
    for (size_t i = 0; i < builds; i++) printf(" %19s", tallies[i].config);
    printf("\n");
    for (int row = 0; row < ROW_COUNT; row++) {
        if (!is_worth_showing(tallies, builds, row)) continue;
        printf("  %-20s", row_texts[row].title);
        for (size_t i = 0; i < builds; i++) show_cell(&tallies[i], tallies[i].cells.rows[row]);
        printf("\n");
    }
    printf("  %-20s", "all");
    for (size_t i = 0; i < builds; i++) show_cell(&tallies[i], tallies[i].total);
    printf("\n  %-20s", "in a named row");
    for (size_t i = 0; i < builds; i++) show_cell(&tallies[i], tally_named(&tallies[i]));
    printf("\n\n");
}

static void show_opcodes(const Tally *tally, size_t top) {
    if (!tally->ran) return;
    printf("  %s: instructions of handlers, by step, for each time the opcode ran\n",
           tally->config);
    printf("    %-30s %11s", "opcode", "executed");
    for (int row = 0; row < SEVEN; row++) printf(" %8s", row_texts[row].key);
    printf(" %8s %8s\n", "operands", "all");
    for (size_t i = 0; i < top && i < tally->opcode_count; i++) {
        const OpcodeTally *opcode = &tally->opcodes[i];
        uint64_t all = 0, executed = opcode->executed ? opcode->executed : 1;
        for (int row = 0; row < ROW_COUNT; row++) all += opcode->cells.rows[row];
        if (!all) break;
        printf("    %-30.30s %11llu", opcode->name, (unsigned long long)opcode->executed);
        for (int row = 0; row < SEVEN; row++)
            printf(" %8.2f", (double)opcode->cells.rows[row] / (double)executed);
        printf(" %8.2f %8.2f\n", (double)opcode->cells.rows[ROW_OPERANDS] / (double)executed,
               (double)all / (double)executed);
    }
    printf("\n");
}

static double each_time(const OpcodeTally *opcode) {
    uint64_t all = 0;
    for (int row = 0; row < ROW_COUNT; row++) all += opcode->cells.rows[row];
    return (double)all / (double)(opcode->executed ? opcode->executed : 1);
}

// The opcodes that cost the first build most, in all builds beside each other.
static void compare_opcodes(const Tally *tallies, size_t builds, size_t top) {
    printf("  %-32s %11s", "instructions of a handler", "executed");
    for (size_t i = 0; i < builds; i++) printf(" %19s", tallies[i].config);
    printf("\n");
    for (size_t i = 0; i < top && i < tallies[0].opcode_count; i++) {
        const OpcodeTally *opcode = &tallies[0].opcodes[i];
        if (!opcode->executed) break;
        printf("  %-32.32s %11llu", opcode->name, (unsigned long long)opcode->executed);
        for (size_t k = 0; k < builds; k++) {
            size_t at = 0;
            while (at < tallies[k].opcode_count &&
                   strcmp(tallies[k].opcodes[at].name, opcode->name) != 0)
                at++;
            if (at < tallies[k].opcode_count && tallies[k].opcodes[at].executed)
                printf(" %19.2f", each_time(&tallies[k].opcodes[at]));
            else
                printf(" %19s", "-");
        }
        printf("\n");
    }
    printf("\n");
}

static void show_left(const Tally *tally) {
    if (!tally->ran) return;
    double named = 100.0 * (double)tally_named(tally) / (double)tally->total;
    printf("  %s: %.2f %% in a named row%s; %llu instructions of start-up apart%s\n", tally->config,
           named, named < 95 ? ", LESS THAN 95 %" : "", (unsigned long long)tally->start_up,
           tally->executed ? "" : "; no probe, so bytecodes are the dispatches");
    for (size_t i = 0; i < sizeof tally->left / sizeof *tally->left; i++)
        if (tally->left[i].count)
            printf("    %6.2f %%  %s (%s)\n",
                   100.0 * (double)tally->left[i].count / (double)tally->total,
                   tally->left[i].function, tally->left[i].object);
}

void show_program(const Tally *tallies, size_t builds, size_t top) {
    printf("%s%s%s: machine instructions per bytecode, and share of all\n", tallies->program,
           *tallies->size ? " " : "", tallies->size);
    for (size_t i = 0; i < builds; i += COLUMNS)
        show_rows(tallies + i, builds - i < COLUMNS ? builds - i : COLUMNS);
    for (size_t i = 0; i < builds && top && builds > 1; i += COLUMNS)
        compare_opcodes(tallies + i, builds - i < COLUMNS ? builds - i : COLUMNS, top);
    for (size_t i = 0; i < builds && top; i++) show_opcodes(&tallies[i], top);
    for (size_t i = 0; i < builds; i++) show_left(&tallies[i]);
    printf("\n");
}

// --- JSON -------------------------------------------------------------------------------------

static cJSON *describe_cells(const Cells *cells) {
    cJSON *json = cJSON_CreateObject();
    for (int row = 0; row < ROW_COUNT; row++)
        if (cells->rows[row])
            cJSON_AddNumberToObject(json, row_texts[row].key, (double)cells->rows[row]);
    return json;
}

static void describe_left(cJSON *json, const Tally *tally) {
    cJSON *left = cJSON_AddArrayToObject(json, "left");
    for (size_t i = 0; i < sizeof tally->left / sizeof *tally->left; i++) {
        if (!tally->left[i].count) continue;
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "function", tally->left[i].function);
        cJSON_AddStringToObject(item, "object", tally->left[i].object);
        cJSON_AddNumberToObject(item, "instructions", (double)tally->left[i].count);
        cJSON_AddItemToArray(left, item);
    }
}

static cJSON *describe_tally(const Tally *tally) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "config", tally->config);
    if (!tally->ran) {
        cJSON_AddStringToObject(json, "failed", "the run did not end well");
        return json;
    }
    cJSON_AddNumberToObject(json, "bytecodes", (double)tally->executed);
    cJSON_AddNumberToObject(json, "dispatches", (double)tally->jumps);
    cJSON_AddNumberToObject(json, "instructions", (double)tally->total);
    cJSON_AddNumberToObject(json, "start_up", (double)tally->start_up);
    if (tally->timed) cJSON_AddNumberToObject(json, "timed", (double)tally->timed);
    cJSON_AddNumberToObject(json, "named", (double)tally_named(tally));
    cJSON_AddNumberToObject(json, "boxes", (double)tally->boxes);
    if (tally->injected) cJSON_AddNumberToObject(json, "injected", (double)tally->injected);
    cJSON_AddNumberToObject(json, "bytes_allocated", (double)tally->bytes);
    cJSON_AddItemToObject(json, "rows", describe_cells(&tally->cells));
    describe_left(json, tally);
    cJSON *opcodes = cJSON_AddArrayToObject(json, "opcodes");
    for (size_t i = 0; i < tally->opcode_count; i++) {
        const OpcodeTally *opcode = &tally->opcodes[i];
        if (!opcode->executed) continue;
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "name", opcode->name);
        cJSON_AddNumberToObject(item, "executed", (double)opcode->executed);
        cJSON_AddItemToObject(item, "rows", describe_cells(&opcode->cells));
        cJSON_AddItemToArray(opcodes, item);
    }
    return json;
}

cJSON *describe_program(const Tally *tallies, uint64_t twin, size_t builds) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", tallies->program);
    cJSON_AddStringToObject(json, "size", tallies->size);
    cJSON *runs = cJSON_AddArrayToObject(json, "builds");
    for (size_t i = 0; i < builds; i++) cJSON_AddItemToArray(runs, describe_tally(&tallies[i]));
    if (twin) cJSON_AddNumberToObject(cJSON_AddObjectToObject(json, "twin"), "timed", (double)twin);
    return json;
}

cJSON *describe(const Tally *tallies, const uint64_t *twins, size_t builds, size_t programs) {
    cJSON *json = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(json, "rows");
    for (int row = 0; row < ROW_COUNT; row++) {
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "key", row_texts[row].key);
        cJSON_AddStringToObject(item, "title", row_texts[row].title);
        cJSON_AddBoolToObject(item, "named", row < FIRST_UNNAMED);
        cJSON_AddItemToArray(rows, item);
    }
    cJSON *list = cJSON_AddArrayToObject(json, "programs");
    for (size_t p = 0; p < programs; p++)
        cJSON_AddItemToArray(list, describe_program(&tallies[p * builds], twins[p], builds));
    return json;
}

// --- self-tests -------------------------------------------------------------------------------

static size_t expect(bool holds, const Tally *tally, const char *what, uint64_t found,
                     uint64_t expected) {
    if (holds) return 0;
    fprintf(stderr, "steps: %s, %s: %s: %llu, not %llu\n", tally->config, tally->program, what,
            (unsigned long long)found, (unsigned long long)expected);
    return 1;
}

size_t check_tally(const Tally *tally, const Anatomy *anatomy) {
    uint64_t cells = 0, unit = 0, entries = 0;
    size_t failed = 0, lost_jumps = 0, lost_fetches = 0;
    for (int row = 0; row < ROW_COUNT; row++) {
        cells += tally->cells.rows[row];
        unit += tally->shared.rows[row];
    }
    for (size_t i = 0; i < tally->opcode_count; i++) {
        entries += tally->opcodes[i].executed;
        for (int row = 0; row < ROW_COUNT; row++) unit += tally->opcodes[i].cells.rows[row];
    }
    // The audit finds the sites by another way than the slices do.
    for (size_t i = 0; i < anatomy->build.site_count; i++) {
        const Site *site = &anatomy->build.sites[i];
        lost_jumps += anatomy->rows[site->at] != ROW_DISPATCH;
        lost_fetches += site->fetch != SIZE_MAX && anatomy->rows[site->fetch] != ROW_FETCH;
    }
    failed += expect(cells == tally->total, tally, "the rows sum to", cells, tally->total);
    failed += expect(unit <= cells, tally, "the handlers sum to", unit, cells);
    failed += expect(lost_jumps == 0, tally, "jumps outside the dispatch row", lost_jumps, 0);
    failed += expect(lost_fetches == 0, tally, "loads outside the fetch row", lost_fetches, 0);
    failed += expect(tally->executed > 0, tally, "bytecodes counted by the probe", 0, 1);
    // Where a superinstruction is left for a slow path depends on when cells run out, which the
    // probe does not repeat to the last: there, the jumps are the measure, and the probe only a
    // witness.
    uint64_t dispatched = tally->dispatched, off;
    if (dispatched != tally->executed) {
        off = dispatched > tally->jumps ? dispatched - tally->jumps : tally->jumps - dispatched;
        failed += expect(off * 1000 <= dispatched, tally, "dispatch jumps executed", tally->jumps,
                         dispatched);
        dispatched = tally->jumps;
    }
    failed += expect(tally->jumps == dispatched, tally, "dispatch jumps executed", tally->jumps,
                     dispatched);
    failed +=
        expect(tally->fetches == dispatched, tally, "units loaded", tally->fetches, dispatched);
    failed += expect(entries == dispatched, tally, "handlers entered", entries, dispatched);
    return failed;
}
