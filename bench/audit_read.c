// Finds the handlers of a build and the places that dispatch: names from symbols and DWARF labels,
// entries from the table of addresses that the strategy, or the compiler for `switch`, laid down.
#include "bench/audit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static bool *grow(bool *items, size_t count) {
    items = realloc(items, count * sizeof *items);
    if (!items) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    return items;
}

static bool has_prefix(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

// A static object or a clone of a function may have a suffix or, in clang, its function's name.
static bool is_named(const char *symbol, const char *name) {
    size_t size = strlen(name);
    const char *dot = strchr(symbol, '.');
    if (strncmp(symbol, name, size) == 0 && (symbol[size] == 0 || symbol[size] == '.')) return true;
    return dot && strcmp(dot + 1, name) == 0;
}

static bool in_unit(const Build *build, uint64_t address) {
    const char *unit = binary_unit_at(&build->binary, address);
    return unit && strcmp(unit, build->unit) == 0;
}

static bool is_functions(const Build *build) {
    return build->strategy == TABLE || build->strategy == TAIL;
}

static const Symbol *find_function(const Build *build, const char *name) {
    for (size_t i = 0; i < build->binary.symbol_count; i++) {
        const Symbol *symbol = &build->binary.symbols[i];
        if (symbol->is_function && symbol->size && is_named(symbol->name, name) &&
            !strstr(symbol->name, ".cold"))
            return symbol;
    }
    return NULL;
}

static bool decode_unit(Build *build, Machine *machine) {
    const Binary *binary = &build->binary;
    uint64_t done = 0;
    for (size_t i = 0; i < binary->symbol_count; i++) {
        const Symbol *symbol = &binary->symbols[i];
        uint64_t end = symbol->address + symbol->size;
        if (!symbol->is_function || !symbol->size || symbol->address < done) continue;
        if (!in_unit(build, symbol->address)) continue;
        if (!machine_decode(machine, binary, symbol->address, symbol->size, &build->code)) {
            audit_fail(build, NULL, "%s holds bytes that are no known instruction", symbol->name);
            return false;
        }
        build->text_bytes += symbol->size;
        done = end;
    }
    code_sort(&build->code);
    return true;
}

// Words from `address` on that are addresses of decoded instructions.
static size_t table_length(const Build *build, uint64_t address, size_t most) {
    size_t length = 0;
    uint64_t word;
    while (length < most && binary_read_word(&build->binary, address + 8 * length, &word) &&
           code_find(&build->code, word) != SIZE_MAX)
        length++;
    return length;
}

// Steps from an instruction to one that runs before it: the one above, or else one that jumps here.
static size_t step_back(const Build *build, size_t at) {
    const Instruction *items = build->code.items;
    if (at > 0 && items[at - 1].address + items[at - 1].size == items[at].address) {
        Flow flow = items[at - 1].flow;
        if (flow != FLOW_JUMP && flow != FLOW_INDIRECT_JUMP && flow != FLOW_RETURN &&
            flow != FLOW_STOP)
            return at - 1;
    }
    for (size_t i = 0; i < build->code.count; i++)
        if ((items[i].flow == FLOW_JUMP || items[i].flow == FLOW_BRANCH) &&
            items[i].target == items[at].address)
            return i;
    return SIZE_MAX;
}

enum { LONGEST_SLICE = 40 };

// The instruction before `at` that gives a register its value, through moves; SIZE_MAX if unknown.
static size_t find_definition(const Build *build, size_t at, unsigned reg) {
    for (int steps = 0; steps < LONGEST_SLICE && reg != NO_REGISTER; steps++) {
        at = step_back(build, at);
        if (at == SIZE_MAX) return SIZE_MAX;
        const Instruction *item = &build->code.items[at];
        if (!(item->writes >> reg & 1)) continue;
        if (item->is_move && !item->loads && item->source != NO_REGISTER &&
            item->destination == reg)
            reg = item->source;
        else
            return at;
    }
    return SIZE_MAX;
}

// The load whose value, shifted or masked perhaps, is in a register before `at`.
static size_t find_load(const Build *build, size_t at, unsigned reg) {
    for (int steps = 0; steps < 8; steps++) {
        at = find_definition(build, at, reg);
        if (at == SIZE_MAX) return SIZE_MAX;
        const Instruction *item = &build->code.items[at];
        if (item->loads) return at;
        reg = item->destination;
        if (item->is_lea || item->has_memory || !(item->reads >> reg & 1)) return SIZE_MAX;
    }
    return SIZE_MAX;
}

// Where an indirect jump or call finds its target: the instruction with the memory operand.
static size_t find_target_load(const Build *build, size_t at) {
    const Instruction *item = &build->code.items[at];
    if (item->has_memory) return at;
    size_t load = find_definition(build, at, item->destination);
    return load != SIZE_MAX && build->code.items[load].loads ? load : SIZE_MAX;
}

// The address of the table that a memory operand reads, or 0 where it reads none or it is unknown.
static uint64_t find_table(const Build *build, size_t load) {
    const Instruction *item = &build->code.items[load];
    if (item->scale != 8 || item->index == NO_REGISTER) return 0;
    if (item->base == NO_REGISTER) return (uint64_t)item->displacement;
    size_t definition = find_definition(build, load, item->base);
    if (definition == SIZE_MAX) return 0;
    const Instruction *base = &build->code.items[definition];
    if (base->is_move && base->has_immediate && !base->loads)
        return base->immediate + (uint64_t)item->displacement;
    if (base->is_lea && base->index == NO_REGISTER && base->base == NO_REGISTER)
        return (uint64_t)(base->displacement + item->displacement);
    return 0;
}

size_t audit_own_table(const Build *build, size_t at, uint64_t *table) {
    size_t load = find_target_load(build, at);
    uint64_t address = load == SIZE_MAX ? 0 : find_table(build, load);
    if (!address || (address >= build->table && address < build->table + build->table_size))
        return 0;
    size_t most = 256;
    if (build->table > address && (build->table - address) / 8 < most)
        most = (build->table - address) / 8;
    *table = address;
    return table_length(build, address, most);
}

static bool in_loop(const Build *build, size_t at) {
    const Symbol *function = binary_function_at(&build->binary, build->code.items[at].address);
    if (is_functions(build)) return true;
    return function && build->loop && is_named(function->name, build->loop->name);
}

// For `switch`: the largest jump table in the loop is the dispatch's, if it has room for all.
static void find_jump_table(Build *build) {
    size_t best = 0;
    for (size_t i = 0; i < build->code.count; i++) {
        if (build->code.items[i].flow != FLOW_INDIRECT_JUMP || !in_loop(build, i)) continue;
        size_t load = find_target_load(build, i);
        uint64_t table = load == SIZE_MAX ? 0 : find_table(build, load);
        size_t length = table ? table_length(build, table, 256) : 0;
        if (length <= best) continue;
        best = length;
        build->table = table;
        build->table_size = length * 8;
    }
}

static void find_handler_table(Build *build) {
    for (size_t i = 0; i < build->binary.symbol_count; i++) {
        const Symbol *symbol = &build->binary.symbols[i];
        if (!symbol->is_object || !is_named(symbol->name, "handler_table")) continue;
        build->table = symbol->address;
        build->table_size = symbol->size;
        return;
    }
}

// The name of opcode `number`: the unit's enumeration of opcodes (OP_NAME) knows, also where the
// compiler dropped or misplaced a label.
static const char *find_opcode_name(const Build *build, uint64_t number) {
    for (size_t i = 0; i < build->binary.enumerator_count; i++) {
        const Enumerator *item = &build->binary.enumerators[i];
        if (item->value == number && has_prefix(item->name, "OP_")) return item->name + 3;
    }
    return NULL;
}

// The function or label op_NAME at an address, or NULL.
static const char *find_handler_name(const Build *build, uint64_t address) {
    const Binary *binary = &build->binary;
    for (size_t i = 0; i < binary->symbol_count && is_functions(build); i++) {
        const Symbol *symbol = &binary->symbols[i];
        if (symbol->address == address && symbol->is_function && has_prefix(symbol->name, "op_"))
            return symbol->name + 3;
    }
    for (size_t i = 0; i < binary->label_count && !is_functions(build); i++) {
        const Label *label = &binary->labels[i];
        if (label->address == address && has_prefix(label->name, "op_")) return label->name + 3;
    }
    return NULL;
}

// Clang puts a label before the padding that aligns its block: moves it to where the block begins.
static void align_labels(Build *build) {
    for (size_t i = 0; i < build->binary.label_count; i++) {
        Label *label = &build->binary.labels[i];
        size_t at = code_find(&build->code, label->address);
        while (at < build->code.count && build->code.items[at].is_nop) at++;
        if (at < build->code.count) label->address = build->code.items[at].address;
    }
}

static int compare_handlers(const void *left, const void *right) {
    const Handler *a = left, *b = right;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static Handler *find_handler(Build *build, uint64_t entry) {
    for (size_t i = 0; i < build->handler_count; i++)
        if (build->handlers[i].entry == entry) return &build->handlers[i];
    return NULL;
}

static bool read_handlers(Build *build) {
    size_t length = build->table_size / 8;
    build->handlers = allocate(length, sizeof(Handler));
    bool has_names = find_opcode_name(build, 0) != NULL;
    for (size_t i = 0; i < length; i++) {
        uint64_t entry;
        if (!binary_read_word(&build->binary, build->table + 8 * i, &entry)) break;
        const char *name = has_names ? find_opcode_name(build, i) : find_handler_name(build, entry);
        if (!name) continue; // what unused opcodes lead to
        Handler *handler = find_handler(build, entry);
        if (handler && !has_names) continue;
        if (handler) {
            handler->names++;
            handler->other = name;
            continue;
        }
        build->handlers[build->handler_count++] =
            (Handler){.name = name, .entry = entry, .names = 1};
        if (code_find(&build->code, entry) == SIZE_MAX) {
            audit_fail(build, NULL, "handler %s begins at %#llx, outside the dispatch unit %s",
                       name, (unsigned long long)entry, build->unit);
            return false;
        }
    }
    qsort(build->handlers, build->handler_count, sizeof(Handler), compare_handlers);
    return true;
}

static void set_border(Build *build, uint64_t address, Border border) {
    size_t at = code_find(&build->code, address);
    if (at == SIZE_MAX) return;
    // An entry of a handler outranks the label of an empty block before it.
    if (build->borders[at] == BORDER_NONE || border < (Border)build->borders[at])
        build->borders[at] = (uint8_t)border;
}

static Border border_of(const char *name) {
    if (has_prefix(name, "op_")) return BORDER_HANDLER;
    if (has_prefix(name, "slow_")) return BORDER_SLOW;
    if (has_prefix(name, "error")) return BORDER_ERROR;
    return BORDER_LABEL;
}

// Marks what the line table attributes to a slow block: compilers that know the outcome of a test
// in the slow block jump into its middle, past the label.
static void set_slow_lines(Build *build) {
    FILE *file = build->definitions ? fopen(build->definitions, "r") : NULL;
    if (!file) return;
    const char *base = strrchr(build->definitions, '/');
    base = base ? base + 1 : build->definitions;
    char *text = NULL;
    size_t room = 0, count = 0;
    bool *slow = NULL, inside = false;
    while (getline(&text, &room, file) >= 0) {
        if (count % 4096 == 0) slow = grow(slow, count + 4096);
        if (has_prefix(text, "slow(")) inside = true;
        slow[count++] = inside;
        if (text[0] == '}') inside = false;
    }
    free(text);
    fclose(file);
    for (size_t i = 0; i < build->code.count; i++) {
        const Line *line = binary_line_at(&build->binary, build->code.items[i].address);
        const char *name = line ? strrchr(line->file, '/') : NULL;
        name = name ? name + 1 : line ? line->file : "";
        if (strcmp(name, base) != 0 || line->line < 1 || (size_t)line->line > count) continue;
        if (slow[line->line - 1] && build->borders[i] == BORDER_NONE)
            build->borders[i] = BORDER_SLOW;
    }
    free(slow);
}

static void set_borders(Build *build) {
    const Binary *binary = &build->binary;
    build->borders = allocate(build->code.count, 1);
    for (size_t i = 0; i < build->handler_count; i++)
        set_border(build, build->handlers[i].entry, BORDER_HANDLER);
    for (size_t i = 0; i < binary->symbol_count; i++) {
        const Symbol *symbol = &binary->symbols[i];
        if (symbol->is_function && in_unit(build, symbol->address) &&
            !strstr(symbol->name, ".cold"))
            set_border(build, symbol->address, border_of(symbol->name));
    }
    // A handler begins where its table says; a label may stand a little off.
    for (size_t i = 0; i < binary->label_count; i++)
        if (!has_prefix(binary->labels[i].name, "op_"))
            set_border(build, binary->labels[i].address, border_of(binary->labels[i].name));
    set_slow_lines(build);
}

static size_t find_leader(const Build *build, size_t at) {
    const Instruction *items = build->code.items;
    while (at > 0 && build->borders[at] == BORDER_NONE) {
        Flow before = items[at - 1].flow;
        if (before != FLOW_NEXT && before != FLOW_CALL && before != FLOW_INDIRECT_CALL) break;
        if (items[at - 1].address + items[at - 1].size != items[at].address) break;
        bool is_target = false;
        for (size_t i = 0; i < build->code.count && !is_target; i++)
            is_target = (items[i].flow == FLOW_JUMP || items[i].flow == FLOW_BRANCH) &&
                        items[i].target == items[at].address;
        if (is_target) break;
        at--;
    }
    return at;
}

static void read_sites(Build *build) {
    const Instruction *items = build->code.items;
    build->sites = allocate(build->code.count, sizeof(Site));
    for (size_t i = 0; i < build->code.count; i++) {
        if (items[i].flow != FLOW_INDIRECT_JUMP || !in_loop(build, i)) continue;
        build->indirect_jumps++;
        uint64_t own;
        size_t load = find_target_load(build, i);
        if (audit_own_table(build, i, &own)) continue;
        // A jump through a fixed address is a call of another library's function.
        if (load != SIZE_MAX && items[load].index == NO_REGISTER && items[load].base == NO_REGISTER)
            continue;
        Site *site = &build->sites[build->site_count++];
        *site = (Site){.at = i, .leader = find_leader(build, i), .fetch = SIZE_MAX};
        if (load == SIZE_MAX) continue;
        uint64_t table = find_table(build, load);
        site->through_table = table >= build->table && table < build->table + build->table_size;
        if (site->through_table)
            site->fetch = find_load(build, load, items[load].index);
        else if (build->strategy == DIRECT)
            site->fetch = load;
        else
            site->through_table = items[load].scale == 8 && items[load].index != NO_REGISTER;
        if (build->strategy != DIRECT && site->fetch == SIZE_MAX)
            site->fetch = find_load(build, load, items[load].index);
    }
}

size_t audit_site_at(const Build *build, size_t at) {
    for (size_t i = 0; i < build->site_count; i++)
        if (build->sites[i].at == at) return i;
    return SIZE_MAX;
}

// The known strategy whose shape a build has.
static Strategy infer_strategy(Build *build) {
    bool jumping = false, functions = false;
    for (size_t i = 0; i < build->code.count; i++) {
        uint64_t address = build->code.items[i].address;
        const Symbol *function = binary_function_at(&build->binary, address);
        if (!function || !has_prefix(function->name, "op_")) continue;
        functions = true;
        jumping = jumping || build->code.items[i].flow == FLOW_INDIRECT_JUMP;
    }
    if (functions) return jumping ? TAIL : TABLE;
    find_handler_table(build);
    if (!build->table_size) return SWITCH;
    for (size_t i = 0; i < build->code.count; i++) {
        if (build->code.items[i].flow != FLOW_INDIRECT_JUMP) continue;
        size_t load = find_target_load(build, i);
        uint64_t table = load == SIZE_MAX ? 0 : find_table(build, load);
        if (table >= build->table && table < build->table + build->table_size) return GOTO;
    }
    return DIRECT;
}

bool audit_name(Build *build, const char *config) {
    build->config = config;
    build->clang = strstr(config, "clang") != NULL;
    for (int i = 0; i < STRATEGY_COUNT; i++) {
        size_t size = strlen(strategy_names[i]);
        if (strncmp(config, strategy_names[i], size) == 0 && config[size] == '-') {
            build->strategy = (Strategy)i;
            return true;
        }
    }
    build->inferred = true;
    return strchr(config, '-') > config;
}

bool audit_read(Build *build, Machine *machine) {
    build->open = binary_open(&build->binary, build->path);
    if (!build->open) {
        audit_fail(build, NULL, "%s: %s", build->path, build->binary.error);
        return false;
    }
    build->loop = find_function(build, "run_loop");
    if (!build->loop) build->loop = find_function(build, "vm_run");
    build->unit = build->loop ? binary_unit_at(&build->binary, build->loop->address) : NULL;
    if (!build->unit) {
        audit_fail(build, NULL, "no function run_loop or vm_run with DWARF was found");
        return false;
    }
    if (!binary_read_unit(&build->binary, build->unit) || !decode_unit(build, machine))
        return false;
    if (build->inferred) build->strategy = infer_strategy(build);
    align_labels(build);
    if (build->strategy == SWITCH)
        find_jump_table(build);
    else
        find_handler_table(build);
    if (build->strategy != SWITCH && !is_functions(build) && build->table) {
        uint64_t entry = 0;
        binary_read_word(&build->binary, build->table, &entry);
        const Symbol *function = binary_function_at(&build->binary, entry);
        if (function) build->loop = function;
    }
    if (!build->table_size) {
        if (build->strategy == SWITCH)
            audit_fail(build, "-fjump-tables", "the switch has no jump table with handlers");
        else
            audit_fail(build, NULL, "there is no handler_table in the symbol table");
        return false;
    }
    if (!read_handlers(build)) return false;
    if (!build->handler_count) {
        audit_fail(build, "-g",
                   "no handler has a name: no enumeration of OP_NAME, no label or "
                   "function op_NAME was found");
        return false;
    }
    set_borders(build);
    read_sites(build);
    if (build->strategy == SWITCH)
        for (size_t i = 0; i < build->site_count; i++)
            if (build->borders[build->sites[i].leader] != BORDER_HANDLER)
                build->borders[build->sites[i].leader] = BORDER_DISPATCH;
    return true;
}

void audit_close(Build *build) {
    for (size_t i = 0; i < build->failure_count; i++) {
        free(build->failures[i].claim);
        free(build->failures[i].repair);
    }
    free(build->failures);
    free(build->handlers);
    free(build->sites);
    free(build->borders);
    code_free(&build->code);
    if (build->open) binary_close(&build->binary);
}
