// One opcode's machine code in several builds, each instruction with its step and how often it ran:
// `make code`. C's own addition stands last. `?` is what nothing places.
#include "bench/steps_show.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 70, MOST_LINES = 400 };

static void add_line(Listing *listing, char *line) {
    if (listing->count == MOST_LINES) return;
    listing->lines[listing->count++] = line;
}

static const char *step_name(Row row) {
    static const char *const special[ROW_COUNT] = {
        [ROW_OPERANDS] = "stack", [ROW_CALL_OUT] = "to C", [ROW_CALLS] = "calls"};
    if (row == ROW_NONE || row == ROW_UNKNOWN) return "?";
    return special[row] ? special[row] : row_texts[row].title;
}

static char *describe_instruction(const Binary *binary, Machine *machine, uint64_t address, Row row,
                                  uint64_t count) {
    char text[96];
    machine_print(machine, binary, address, text, sizeof text);
    const char *step = step_name(row);
    return text_format("%11llu  %-14s %s", (unsigned long long)count, step, text);
}

// Whether an instruction is part of an opcode's code: its own, or the dispatch that all share.
static bool belongs(const Anatomy *anatomy, size_t at, uint16_t number) {
    return anatomy->owners[at] == number || anatomy->in_shared_dispatch[at];
}

Listing code_list(const Anatomy *anatomy, const Counts *counts, const Tally *tally,
                  const char *opcode, Machine *machine) {
    const Build *build = &anatomy->build;
    Listing listing = {text_format("%s", anatomy->build.config),
                       memory(MOST_LINES * sizeof(char *)), 0};
    uint16_t number = OWNER_NONE;
    for (size_t i = 0; i < build->handler_count; i++)
        if (strcmp(build->handlers[i].name, opcode) == 0) number = (uint16_t)i;
    if (number == OWNER_NONE) return listing;
    uint64_t executed = counts_at(counts, build->handlers[number].entry), all = 0, left_out = 0;
    bool gap = false;
    for (size_t at = 0; at < build->code.count; at++) {
        uint64_t address = build->code.items[at].address, count = counts_at(counts, address);
        if (!belongs(anatomy, at, number)) continue;
        if (!count) { // of the handler, but not on the way that this program takes
            left_out++;
            gap = true;
            continue;
        }
        if (gap && listing.count) add_line(&listing, text_copy("          -"));
        gap = false;
        if (anatomy->in_shared_dispatch[at] && count == tally->jumps) count = executed;
        all += count;
        add_line(&listing, describe_instruction(&build->binary, machine, address,
                                                (Row)anatomy->rows[at], count));
    }
    add_line(&listing, text_copy(""));
    add_line(&listing,
             text_format("%11llu  executed, %.2f instructions each", (unsigned long long)executed,
                         executed ? (double)all / (double)executed : 0));
    add_line(&listing,
             text_format("%11llu  instructions more, never run", (unsigned long long)left_out));
    return listing;
}

// The code of the function `add`.
static void read_native(Binary *binary, Code *code, const char *path, Machine *machine) {
    if (!binary_open(binary, path)) fail("%s: %s", path, binary->error);
    for (size_t i = 0; i < binary->symbol_count; i++) {
        const Symbol *symbol = &binary->symbols[i];
        if (strcmp(symbol->name, "add") == 0 && symbol->is_function)
            machine_decode(machine, binary, symbol->address, symbol->size, code);
    }
    if (!code->count) fail("%s has no function add", path);
}

static Row native_row(const Instruction *item) {
    return item->flow == FLOW_RETURN ? ROW_CALLS : ROW_COMPUTE;
}

Listing code_list_native(const char *path, Machine *machine) {
    Listing listing = {text_copy("C: long add(long a, long b)"),
                       memory(MOST_LINES * sizeof(char *)), 0};
    Binary binary;
    Code code = {0};
    read_native(&binary, &code, path, machine);
    for (size_t i = 0; i < code.count; i++)
        if (!code.items[i].is_nop)
            add_line(&listing, describe_instruction(&binary, machine, code.items[i].address,
                                                    native_row(&code.items[i]), 1));
    code_free(&code);
    binary_close(&binary);
    return listing;
}

cJSON *describe_native(const char *path, Machine *machine) {
    Binary binary;
    Code code = {0};
    Cells cells = {0};
    cJSON *json = cJSON_CreateObject(), *rows = cJSON_AddObjectToObject(json, "rows");
    read_native(&binary, &code, path, machine);
    for (size_t i = 0; i < code.count; i++)
        cells.rows[native_row(&code.items[i])] += !code.items[i].is_nop;
    for (int row = 0; row < ROW_COUNT; row++)
        if (cells.rows[row])
            cJSON_AddNumberToObject(rows, row_texts[row].key, (double)cells.rows[row]);
    code_free(&code);
    binary_close(&binary);
    return json;
}

void listings_show(const Listing *listings, size_t count) {
    // Two beside each other fit a wide terminal.
    for (size_t first = 0; first < count; first += 2) {
        size_t last = first + 2 < count ? first + 2 : count, lines = 0;
        for (size_t i = first; i < last; i++) {
            printf("%-*s", i + 1 < last ? LINE_WIDTH : 0, listings[i].title);
            if (listings[i].count > lines) lines = listings[i].count;
        }
        printf("\n");
        for (size_t line = 0; line < lines; line++) {
            for (size_t i = first; i < last; i++) {
                const char *text = line < listings[i].count ? listings[i].lines[line] : "";
                if (i + 1 < last)
                    printf("%-*.*s ", LINE_WIDTH - 1, LINE_WIDTH - 1, text);
                else
                    printf("%s\n", text);
            }
        }
        printf("\n");
    }
}
