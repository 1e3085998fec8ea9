// Whose machine code changed between two builds, and by how many bytes. A handler lies among others
// in one function, so that its bytes depend on its neighbours: jumps are shorter or longer, blocks
// stand elsewhere, padding differs. Hence it is compared by a walk along its edges, which follows
// plain jumps, passes padding, and takes each instruction without addresses but with the names of
// what it refers to. Addresses of things without a name (literals) compare equal.
#define _GNU_SOURCE
#include "bench/ab.h"
#include "bench/audit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// A handler's fast part, its slow part, or a block or function that handlers share.
typedef struct {
    char *name;
    unsigned bytes, instructions;
    char sha256[SHA256_TEXT];
} Piece;

typedef struct {
    Piece *items;
    size_t count;
} Pieces;

typedef struct {
    Build *build;
    uint64_t low, high;           // where addresses of the program, or sums with them, may lie
    unsigned *fast, *slow;        // per instruction: its place in that walk, from 1, or 0
    uint64_t *pending, *slow_way; // addresses still to visit; entries of slow parts
    size_t pending_count, slow_count, room;
    Sha256 sha;
    Piece *piece;
} Walk;

enum { ADDRESS_SLACK = 16 << 20, LONGEST_JUMP_CHAIN = 64 };

static void token(Walk *walk, const char *kind, const char *name) {
    sha256_add(&walk->sha, kind, strlen(kind) + 1);
    if (name) sha256_add(&walk->sha, name, strlen(name) + 1);
}

static void token_number(Walk *walk, const char *kind, uint64_t number) {
    token(walk, kind, NULL);
    sha256_add(&walk->sha, &number, sizeof number);
}

// The function or object that holds an address, or NULL.
static const Symbol *symbol_at(const Binary *binary, uint64_t address) {
    size_t low = 0, high = binary->symbol_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (binary->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i-- > 0 && low - i < 16;) {
        const Symbol *symbol = &binary->symbols[i];
        if ((symbol->is_object || symbol->is_function) &&
            address - symbol->address < (symbol->size ? symbol->size : 1))
            return symbol;
    }
    return NULL;
}

// What an address or a number in an instruction stands for: a place by its name, a number too far
// from the program to be an address by itself. (Small ones stand in the instruction's bytes.)
static void token_value(Walk *walk, uint64_t value) {
    const Symbol *symbol = symbol_at(&walk->build->binary, value);
    if (symbol) {
        token(walk, "at", symbol->name);
        token_number(walk, "+", value - symbol->address);
    } else if (value >= walk->high && value + walk->high >= walk->high) {
        token_number(walk, "=", value);
    }
}

static const char *handler_name(const Build *build, uint64_t entry) {
    for (size_t i = 0; i < build->handler_count; i++)
        if (build->handlers[i].entry == entry) return build->handlers[i].name;
    return "?";
}

// The name of a shared block: the label that stands there, or the function.
static const char *block_name(const Build *build, uint64_t address) {
    for (size_t i = 0; i < build->binary.label_count; i++)
        if (build->binary.labels[i].address == address) return build->binary.labels[i].name;
    const Symbol *function = binary_function_at(&build->binary, address);
    return function && function->address == address ? function->name : "?";
}

// Passes padding and plain jumps, up to a border: they only say where the next instruction stands.
static uint64_t settle(const Build *build, uint64_t address, unsigned *passed) {
    for (int steps = 0; steps < LONGEST_JUMP_CHAIN; steps++) {
        size_t at = code_find(&build->code, address);
        if (at == SIZE_MAX || build->borders[at] != BORDER_NONE) break;
        const Instruction *item = &build->code.items[at];
        if (item->is_nop)
            address += item->size;
        else if (item->flow == FLOW_JUMP)
            address = item->target, *passed += item->size;
        else
            break;
    }
    return address;
}

static void pending_add(Walk *walk, uint64_t address) {
    if (walk->pending_count == walk->room) {
        walk->room = walk->room ? 2 * walk->room : 256;
        walk->pending = memory_resize(walk->pending, walk->room * sizeof *walk->pending);
    }
    walk->pending[walk->pending_count++] = address;
}

// Whether the walk ends before this instruction, having said at what.
static bool ends_at(Walk *walk, size_t at, uint64_t address, const unsigned *places) {
    const Build *build = walk->build;
    if (at == SIZE_MAX) {
        const Symbol *function = binary_function_at(&build->binary, address);
        token(walk, "outside", function ? function->name : "?");
        return true;
    }
    if (places[at]) {
        token_number(walk, "back", places[at]);
        return true;
    }
    if (places == walk->slow && walk->fast[at]) {
        token_number(walk, "fast", walk->fast[at]);
        return true;
    }
    switch ((Border)build->borders[at]) {
    case BORDER_NONE: return false;
    case BORDER_HANDLER: token(walk, "handler", handler_name(build, address)); return true;
    case BORDER_DISPATCH: token(walk, "dispatch", NULL); return true;
    case BORDER_ERROR:
    case BORDER_LABEL: token(walk, "block", block_name(build, address)); return true;
    case BORDER_SLOW:
        if (places == walk->slow) return false;
        token(walk, "slow", NULL);
        walk->slow_way[walk->slow_count++] = address;
        return true;
    }
    return true;
}

static void token_instruction(Walk *walk, const Instruction *item) {
    const Build *build = walk->build;
    const Binary *binary = &build->binary;
    const Symbol *function = binary_function_at(binary, item->address);
    uint8_t bytes[16] = {0};
    const uint8_t *from = binary_bytes(binary, item->address, item->size);
    if (!from || item->size > sizeof bytes) fail("%s: code that cannot be read", build->path);
    memcpy(bytes, from, item->size);
    if (item->flow == FLOW_CALL) {
        const Symbol *callee = binary_function_at(binary, item->target);
        token(walk, "call", callee ? callee->name : "?");
        return;
    }
    if (function) audit_mask_moved(item, function, bytes);
    sha256_add(&walk->sha, bytes, item->size);
    if (item->has_immediate) token_value(walk, item->immediate);
    if (item->has_memory &&
        (item->is_relative || item->displacement >= 1 << 20 || item->displacement < -(1 << 20)))
        token_value(walk, (uint64_t)item->displacement);
}

// The condition of a conditional jump without its sense: the sense is that of the first edge.
static unsigned condition_of(const Binary *binary, const Instruction *item, bool *negated) {
    const uint8_t *bytes = binary_bytes(binary, item->address, item->size);
    unsigned code = bytes && bytes[0] == 0x0f && item->size > 1 ? bytes[1] : bytes ? bytes[0] : 0;
    bool known = bytes && ((code & 0xf0) == 0x70 || (code & 0xf0) == 0x80);
    *negated = known && code & 1;
    return known ? code & 0xe : 0x100u + item->id;
}

static void walk_from(Walk *walk, uint64_t start, unsigned *places, unsigned *place) {
    Build *build = walk->build;
    uint64_t edges[MOST_EDGES];
    pending_add(walk, start);
    for (bool first = true; walk->pending_count; first = false) {
        uint64_t address = walk->pending[--walk->pending_count];
        if (!first) address = settle(build, address, &walk->piece->bytes);
        size_t at = code_find(&build->code, address);
        if (first ? at == SIZE_MAX : ends_at(walk, at, address, places)) continue;
        const Instruction *item = &build->code.items[at];
        places[at] = ++*place;
        walk->piece->bytes += item->size;
        walk->piece->instructions++;
        size_t count = audit_edges(build, at, edges);
        if (item->flow == FLOW_BRANCH && count == 2) {
            bool negated;
            token_number(walk, "if", condition_of(&build->binary, item, &negated));
            pending_add(walk, edges[negated]);
            pending_add(walk, edges[!negated]);
            continue;
        }
        if (item->flow != FLOW_JUMP) token_instruction(walk, item);
        while (count) pending_add(walk, edges[--count]);
    }
}

static Piece *piece_add(Pieces *pieces, char *name) {
    pieces->items = memory_resize(pieces->items, (pieces->count + 1) * sizeof *pieces->items);
    Piece *piece = &pieces->items[pieces->count++];
    *piece = (Piece){.name = name};
    return piece;
}

static void piece_begin(Walk *walk, Pieces *pieces, char *name) {
    walk->piece = piece_add(pieces, name);
    sha256_start(&walk->sha);
}

// One handler or shared block: what its entry leads to, and apart from it the slow part.
static void walk_entry(Walk *walk, Pieces *pieces, uint64_t entry, const char *name) {
    unsigned place = 0;
    size_t size = (walk->build->code.count + 1) * sizeof *walk->fast;
    memset(walk->fast, 0, size);
    memset(walk->slow, 0, size);
    walk->slow_count = 0;
    piece_begin(walk, pieces, text_copy(name));
    walk_from(walk, entry, walk->fast, &place);
    sha256_end(&walk->sha, walk->piece->sha256);
    if (walk->slow_count == 0) return;
    piece_begin(walk, pieces, text_format("%s, slow", name));
    for (size_t i = 0; i < walk->slow_count; i++) {
        token_number(walk, "way", i);
        size_t at = code_find(&walk->build->code, walk->slow_way[i]);
        if (at != SIZE_MAX && !walk->slow[at])
            walk_from(walk, walk->slow_way[i], walk->slow, &place);
    }
    sha256_end(&walk->sha, walk->piece->sha256);
}

static int piece_order(const void *left, const void *right) {
    const Piece *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order ? order : strcmp(a->sha256, b->sha256);
}

static Pieces pieces_of(Build *build) {
    Pieces pieces = {0};
    Walk walk = {.build = build};
    size_t size = (build->code.count + 1) * sizeof *walk.fast;
    walk.fast = memory(size);
    walk.slow = memory(size);
    walk.slow_way = memory((build->code.count + 1) * sizeof *walk.slow_way);
    for (size_t i = 0; i < build->binary.section_count; i++) {
        const Section *section = &build->binary.sections[i];
        if (section->address + section->size + ADDRESS_SLACK > walk.high)
            walk.high = section->address + section->size + ADDRESS_SLACK;
    }
    for (size_t i = 0; i < build->handler_count; i++)
        walk_entry(&walk, &pieces, build->handlers[i].entry, build->handlers[i].name);
    for (size_t at = 0; at < build->code.count; at++) {
        Border border = (Border)build->borders[at];
        if (border != BORDER_ERROR && border != BORDER_LABEL && border != BORDER_DISPATCH) continue;
        uint64_t address = build->code.items[at].address;
        const char *name = border == BORDER_DISPATCH ? "dispatch" : block_name(build, address);
        char *full = text_format("(%s)", name);
        walk_entry(&walk, &pieces, address, full);
        free(full);
    }
    qsort(pieces.items, pieces.count, sizeof *pieces.items, piece_order);
    free(walk.fast);
    free(walk.slow);
    free(walk.slow_way);
    free(walk.pending);
    return pieces;
}

// Functions outside the dispatch unit, by the audit's comparison.
static Pieces functions_of(const Build *build, Machine *machine) {
    Pieces pieces = {0};
    size_t count;
    SharedFunction *functions = audit_shared_functions(build, machine, &count);
    for (size_t i = 0; i < count; i++) {
        Piece *piece =
            piece_add(&pieces, text_format("%s (%s)", functions[i].name, functions[i].unit));
        piece->bytes = (unsigned)functions[i].size;
        memcpy(piece->sha256, functions[i].sha256, sizeof piece->sha256);
    }
    free(functions);
    qsort(pieces.items, pieces.count, sizeof *pieces.items, piece_order);
    return pieces;
}

// --- comparing --------------------------------------------------------------------------------

static void item_add(cJSON *list, const Piece *before, const Piece *after) {
    const Piece *any = before ? before : after;
    cJSON *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "name", any->name);
    if (before) cJSON_AddNumberToObject(item, "bytes_a", before->bytes);
    if (after) cJSON_AddNumberToObject(item, "bytes_b", after->bytes);
    if (before && before->instructions)
        cJSON_AddNumberToObject(item, "instructions_a", before->instructions);
    if (after && after->instructions)
        cJSON_AddNumberToObject(item, "instructions_b", after->instructions);
    cJSON_AddItemToArray(list, item);
}

static cJSON *pieces_compare(const Pieces *a, const Pieces *b) {
    cJSON *json = cJSON_CreateObject();
    cJSON *changed = cJSON_CreateArray(), *only_a = cJSON_CreateArray(),
          *only_b = cJSON_CreateArray();
    size_t i = 0, j = 0, both = 0;
    while (i < a->count || j < b->count) {
        int order = i == a->count   ? 1
                    : j == b->count ? -1
                                    : strcmp(a->items[i].name, b->items[j].name);
        if (order < 0) {
            item_add(only_a, &a->items[i++], NULL);
        } else if (order > 0) {
            item_add(only_b, NULL, &b->items[j++]);
        } else {
            if (strcmp(a->items[i].sha256, b->items[j].sha256) != 0)
                item_add(changed, &a->items[i], &b->items[j]);
            both++;
            i++;
            j++;
        }
    }
    cJSON_AddNumberToObject(json, "compared", (double)both);
    cJSON_AddItemToObject(json, "changed", changed);
    cJSON_AddItemToObject(json, "only_a", only_a);
    cJSON_AddItemToObject(json, "only_b", only_b);
    return json;
}

static Build build_open(const char *path, const char *config, const char *definitions,
                        Machine *machine) {
    Build build = {.path = path, .definitions = definitions};
    if (!audit_name(&build, config)) fail("the name %s is not of the form of a config", config);
    if (!audit_read(&build, machine))
        fail("%s cannot be read: %s", path,
             build.failure_count ? build.failures[0].claim : "no reason given");
    return build;
}

cJSON *code_compare(const CodeSide *a, const CodeSide *b) {
    Machine machine;
    if (!machine_open(&machine)) fail("cannot start the disassembler");
    Build one = build_open(a->binary, a->config, a->definitions, &machine);
    Build two = build_open(b->binary, b->config, b->definitions, &machine);
    Pieces handlers[2] = {pieces_of(&one), pieces_of(&two)};
    Pieces functions[2] = {functions_of(&one, &machine), functions_of(&two, &machine)};
    cJSON *json = cJSON_CreateObject();
    cJSON_AddItemToObject(json, "handlers", pieces_compare(&handlers[0], &handlers[1]));
    cJSON_AddItemToObject(json, "functions", pieces_compare(&functions[0], &functions[1]));
    machine_close(&machine);
    return json;
}
