// The code objects of a profiled run, as the sampler wrote them down, and what a pc in them means.
// A handler's pc is the unit it was reached from or, near its end, already the next: which of the
// two is settled by asking which of them is this handler's instruction.
#include <stdlib.h>
#include <string.h>

#include "bench/profile.h"
#include "frontend/code.h"
#include "opcodes.h"

// Opcodes, and behind them superinstructions, which stand in the units of a live code object.
#define X(name, ...) #name,
static const char *const opcode_names[] = {OPCODES(X) SUPERINSTRUCTIONS(X)};
#undef X
#define X(name, kind, caches, ...) caches,
#define S(name, caches, ...)       caches,
static const uint8_t opcode_caches[] = {OPCODES(X) SUPERINSTRUCTIONS(S)};
#undef X
#undef S
enum { KNOWN_COUNT = sizeof opcode_names / sizeof *opcode_names };
#define X(name) [OP_##name] = true,
static const bool opcode_exits[OPCODE_COUNT] = {OPCODES_EXIT(X)};
#undef X
#define X(name, kind, ...) #kind,
static const char *const opcode_kinds[OPCODE_COUNT] = {OPCODES(X)};
#undef X

const char *opcode_name(int opcode) {
    return opcode >= 0 && opcode < KNOWN_COUNT ? opcode_names[opcode] : "?";
}

int opcode_number(const char *name) {
    for (int i = 0; i < KNOWN_COUNT; i++)
        if (!strcmp(opcode_names[i], name)) return i;
    return OPCODE_UNKNOWN;
}

static const char *file_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static char *text_of(const char *data, size_t size) {
    char *text = memory(size + 1);
    memcpy(text, data, size);
    return text;
}

static void find_starts(PythonCode *code) {
    code->starts = memory((code->unit_count + 1) * sizeof *code->starts);
    for (uint32_t i = 0; i < code->unit_count;) {
        unsigned opcode = unit_opcode(code->units[i]);
        code->starts[code->start_count++] = i;
        i += 1 + (opcode < KNOWN_COUNT ? opcode_caches[opcode] : 0);
    }
}

static const PythonCode *sorted_codes;

static int compare_entries(const void *left, const void *right) {
    uint64_t a = sorted_codes[*(const size_t *)left].entry;
    uint64_t b = sorted_codes[*(const size_t *)right].entry;
    return (a > b) - (a < b);
}

CodeList code_list_read(const ProfileBuffer *buffer) {
    CodeList list = {.cell_size = buffer->cell_size ? buffer->cell_size : 4};
    const char *at = (const char *)buffer + buffer->codes, *end = at + buffer->codes_fill;
    while (at < end) {
        const ProfileCode *record = (const ProfileCode *)at;
        const char *texts = (const char *)(record + 1);
        size_t text_size = profile_padded(record->name_size + record->file_size);
        if ((list.count & (list.count - 1)) == 0)
            list.items =
                memory_resize(list.items, (list.count ? list.count * 2 : 1) * sizeof *list.items);
        PythonCode *code = &list.items[list.count++];
        *code = (PythonCode){
            .code = record->code,
            .entry = record->entry,
            .end = record->entry + record->unit_count * list.cell_size,
            .unit_count = record->unit_count,
            .first_line = record->first_line,
            .name = text_of(texts, record->name_size),
            .units = (const uint32_t *)(texts + text_size),
            .position_count = record->position_count,
        };
        char *file = text_of(texts + record->name_size, record->file_size);
        code->file = text_copy(file_part(file));
        free(file);
        code->positions =
            (const uint32_t *)(texts + text_size + profile_padded(record->unit_count * 4));
        find_starts(code);
        at += record->size;
    }
    list.by_entry = memory(list.count * sizeof *list.by_entry);
    for (size_t i = 0; i < list.count; i++) list.by_entry[i] = i;
    sorted_codes = list.items;
    if (list.count) qsort(list.by_entry, list.count, sizeof *list.by_entry, compare_entries);
    return list;
}

void code_list_free(CodeList *list) {
    for (size_t i = 0; i < list->count; i++) {
        free((char *)list->items[i].name);
        free((char *)list->items[i].file);
        free(list->items[i].starts);
    }
    free(list->items);
    free(list->by_entry);
}

const PythonCode *code_list_find(const CodeList *list, uint64_t code) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].code == code) return &list->items[i];
    return NULL;
}

const PythonCode *code_list_at(const CodeList *list, uint64_t pc) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->items[list->by_entry[middle]].entry <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    // A pc behind the last unit of one code may be the first of another: the latter comes first.
    const PythonCode *code = low ? &list->items[list->by_entry[low - 1]] : NULL;
    return code && pc <= code->end && (pc - code->entry) % list->cell_size == 0 ? code : NULL;
}

// The instruction that holds a unit.
static size_t instruction_of(const PythonCode *code, uint32_t unit) {
    size_t low = 0, high = code->start_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code->starts[middle] <= unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1; // the first starts at 0
}

size_t code_instruction(const CodeList *list, const PythonCode *code, uint64_t pc) {
    if (pc <= code->entry || !code->start_count) return SIZE_MAX;
    return instruction_of(code, (uint32_t)((pc - code->entry) / list->cell_size) - 1);
}

int code_opcode(const PythonCode *code, size_t instruction) {
    if (instruction >= code->start_count) return OPCODE_UNKNOWN;
    return (int)unit_opcode(code->units[code->starts[instruction]]);
}

uint32_t code_line(const PythonCode *code, size_t instruction) {
    uint32_t line = 0;
    if (instruction >= code->start_count) return code->first_line;
    // What the compiler added (the jump back of a comprehension) has line 0: it counts for the one
    // before.
    for (uint32_t i = 0; i < code->position_count; i++)
        if (code->positions[2 * i] <= code->starts[instruction] && code->positions[2 * i + 1])
            line = code->positions[2 * i + 1];
    return line;
}

// A superinstruction (A__B__C) is at work on a unit as many instructions back as it has parts.
static size_t longest_way(int opcode) {
    size_t parts = 1;
    for (const char *at = opcode_name(opcode); (at = strstr(at, "__")); at += 2) parts++;
    return parts;
}

size_t code_match(const CodeList *list, const PythonCode *code, uint64_t pc, int opcode) {
    size_t at = code_instruction(list, code, pc);
    if (at != SIZE_MAX)
        for (size_t back = 0; back <= longest_way(opcode) && back <= at; back++)
            if (code_opcode(code, at - back) == opcode) return at - back;
    if (opcode < 0 || opcode >= OPCODE_COUNT || strcmp(opcode_kinds[opcode], "JUMP"))
        return SIZE_MAX;
    // A jump taken: pc is its target or one further.
    int64_t target = (int64_t)((pc - code->entry) / list->cell_size);
    for (size_t i = 0; i < code->start_count; i++) {
        Unit unit = code->units[code->starts[i]];
        int64_t to = (int64_t)code->starts[i] + 1 + opcode_caches[opcode] + unit_jump(unit);
        if ((int)unit_opcode(unit) == opcode && (to == target || to + 1 == target)) return i;
    }
    return SIZE_MAX;
}

bool code_just_entered(const CodeList *list, const PythonCode *code, uint64_t pc, int opcode) {
    if (opcode >= 0 && opcode < OPCODE_COUNT && opcode_exits[opcode]) return true;
    size_t at = code_instruction(list, code, pc);
    if (at == SIZE_MAX || at == 0) return true;
    // A generator goes on behind the instruction it left by.
    for (size_t back = 0; back < 2; back++) {
        int before = code_opcode(code, at - back);
        if (before >= 0 && before < OPCODE_COUNT && opcode_exits[before]) return true;
    }
    return false;
}
