// Places every instruction of a build's dispatch unit: whose handler it is, by a walk from the
// handlers' entries, and in which row it lies. The machine code judges first (steps_slice.c); where
// it is silent the line table and the inlined functions are asked; a branch belongs to what it
// tests.
#include "bench/steps.h"
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_POINTER = 4, UNIT_SIZE = 4, OPCODE_BITS = 8 };

// --- owners -----------------------------------------------------------------------------------

static uint16_t handler_named(const Build *build, const char *name) {
    for (size_t i = 0; i < build->handler_count; i++)
        if (strcmp(build->handlers[i].name, name) == 0) return (uint16_t)i;
    return OWNER_NONE;
}

// Of op_NAME, slow_NAME and what compilers make of them: op_NAME.cold, slow_NAME.part.0.
static uint16_t owner_by_symbol(const Build *build, const char *symbol) {
    char name[128];
    size_t skip = text_starts(symbol, "op_") ? 3 : text_starts(symbol, "slow_") ? 5 : 0;
    if (!skip) return OWNER_NONE;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(symbol + skip, "."), symbol + skip);
    return handler_named(build, name);
}

static void own_functions(Anatomy *anatomy) {
    const Build *build = &anatomy->build;
    const Symbol *last = NULL;
    uint16_t owner = OWNER_NONE;
    for (size_t i = 0; i < build->code.count; i++) {
        const Symbol *symbol = binary_function_at(&build->binary, build->code.items[i].address);
        if (symbol != last) owner = symbol ? owner_by_symbol(build, symbol->name) : OWNER_NONE;
        last = symbol;
        anatomy->owners[i] = owner;
    }
}

// All that is reached from a handler's entry without entering another handler, the block of errors
// or the shared dispatch. What two handlers reach is nobody's alone.
static void own_reached(Anatomy *anatomy, size_t number, size_t *work, uint8_t *seen) {
    const Build *build = &anatomy->build;
    size_t entry = code_find(&build->code, build->handlers[number].entry), count = 0;
    uint64_t edges[MOST_EDGES];
    memset(seen, 0, build->code.count);
    if (entry == SIZE_MAX) return;
    seen[entry] = 1;
    for (work[count++] = entry; count;) {
        size_t at = work[--count];
        uint16_t *owner = &anatomy->owners[at];
        *owner = *owner == OWNER_NONE || *owner == number ? (uint16_t)number : OWNER_SHARED;
        size_t edge_count = audit_edges(build, at, edges);
        for (size_t i = 0; i < edge_count; i++) {
            size_t to = code_find(&build->code, edges[i]);
            if (to == SIZE_MAX || seen[to] || anatomy->in_shared_dispatch[to]) continue;
            Border border = (Border)build->borders[to];
            if (border == BORDER_HANDLER || border == BORDER_ERROR) continue;
            seen[to] = 1;
            work[count++] = to;
        }
    }
}

static void find_owners(Anatomy *anatomy) {
    const Build *build = &anatomy->build;
    if (build->strategy == TABLE || build->strategy == TAIL) {
        own_functions(anatomy);
        return;
    }
    size_t *work = memory((build->code.count + 1) * sizeof *work);
    uint8_t *seen = memory(build->code.count + 1);
    for (size_t i = 0; i < build->code.count; i++) anatomy->owners[i] = OWNER_NONE;
    for (size_t i = 0; i < build->handler_count; i++) own_reached(anatomy, i, work, seen);
    free(work);
    free(seen);
}

// --- witnesses --------------------------------------------------------------------------------

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// What a line of ops.def says: the way to C, or the opcode's own work.
static Row row_of_body(const Definitions *definitions, int line) {
    if (line < 1 || (size_t)line > definitions->count) return ROW_NONE;
    const char *name = definitions->names[line - 1], *text = definitions->lines[line - 1];
    if (!name) return ROW_NONE;
    Row row = rule_for_opcode(name);
    bool calls = strstr(text, "CALL_OUT(") || strstr(text, "GOTO(error)");
    return calls && row != ROW_EXCEPTIONS ? ROW_CALL_OUT : row;
}

static Row row_of_line(const Anatomy *anatomy, const char *file, int line) {
    const char *name = last_part(file);
    if (line == 0) return ROW_NONE;
    if (strcmp(name, "fetch") == 0) return ROW_FETCH;
    if (strcmp(name, "decode") == 0) return ROW_DECODE;
    if (strcmp(name, "dispatch") == 0) return ROW_DISPATCH;
    if (strcmp(name, "operands") == 0) return ROW_OPERANDS;
    if (strcmp(name, "check") == 0) return ROW_CHECK;
    if (strcmp(name, "unbox") == 0) return ROW_UNBOX;
    if (strcmp(name, "compute") == 0) return ROW_COMPUTE;
    if (strcmp(name, "box") == 0) return ROW_BOX;
    if (strcmp(name, last_part(anatomy->definitions.path)) == 0)
        return row_of_body(&anatomy->definitions, line);
    return ROW_NONE;
}

// A load that does nothing else, or the making of a double from an int.
static bool gets_number(const Instruction *item) {
    return item->is_conversion ||
           (item->is_load && item->base != NO_REGISTER && item->base != STACK_POINTER);
}

// The innermost inlined function that a rule names; else the line, or the line that the outermost
// one was inlined at.
static Row row_of_witness(const Anatomy *anatomy, size_t at) {
    const Build *build = &anatomy->build;
    const Line *line = binary_line_at(&build->binary, build->code.items[at].address);
    const Inline *outermost = NULL;
    size_t innermost = anatomy->inlines.innermost[at];
    // What vm/inject.h puts in has the name of its step for a file.
    if (line && innermost != SIZE_MAX &&
        strcmp(anatomy->inlines.items[innermost].name, "inject_now") == 0)
        return row_of_line(anatomy, line->file, line->line);
    for (size_t i = innermost; i != SIZE_MAX;) {
        outermost = &anatomy->inlines.items[i];
        bool unboxes = false;
        Row row = rule_for_inline(outermost->name, &unboxes);
        if (row != ROW_NONE)
            return unboxes && gets_number(&build->code.items[at]) ? ROW_UNBOX : row;
        i = outermost->parent;
    }
    Row row = ROW_NONE;
    if (outermost) row = row_of_line(anatomy, outermost->call_file, outermost->call_line);
    if (row == ROW_NONE && line) row = row_of_line(anatomy, line->file, line->line);
    if (row != ROW_NONE || anatomy->owners[at] != OWNER_NONE || (line && line->line == 0))
        return row;
    const Symbol *symbol = binary_function_at(&build->binary, build->code.items[at].address);
    return rule_for_function(build->unit, symbol ? symbol->name : "");
}

static bool is_poll(const Anatomy *anatomy, const Instruction *item) {
    return anatomy->pending && item->loads && !item->stores && item->base != NO_REGISTER &&
           item->index == NO_REGISTER && item->displacement == (int64_t)anatomy->pending;
}

// The instruction that sets the flags which a branch tests: of those before it, in its block, the
// last that is no mere move.
static size_t find_test(const Anatomy *anatomy, size_t branch) {
    const Instruction *items = anatomy->build.code.items;
    for (size_t at = branch; at-- > 0;) {
        const Instruction *item = &items[at];
        if (item->address + item->size != items[at + 1].address || item->flow != FLOW_NEXT) break;
        if (!item->is_move && !item->is_lea && !item->is_nop && !item->pushes && !item->pops &&
            !item->is_cmov)
            return at;
    }
    return SIZE_MAX;
}

// The last instruction before `at`, in its block, that writes a register.
static size_t find_writer(const Anatomy *anatomy, size_t at, uint32_t registers) {
    const Instruction *items = anatomy->build.code.items;
    while (at-- > 0) {
        const Instruction *item = &items[at];
        if (item->address + item->size != items[at + 1].address || item->flow != FLOW_NEXT) break;
        if (item->writes & registers) return at;
    }
    return SIZE_MAX;
}

// Whether a move is to or from the VM's stack, going by the witness: through sp, below it or at it.
static bool is_stack_move(const Anatomy *anatomy, size_t at) {
    const Instruction *item = &anatomy->build.code.items[at];
    return anatomy->rows[at] == ROW_OPERANDS && item->is_move && item->has_memory &&
           item->base < NO_REGISTER && item->base != STACK_POINTER && item->index == NO_REGISTER &&
           (item->displacement < 0 || (item->displacement == 0 && item->stores));
}

static uint32_t copies_of(const Build *build, size_t at, size_t end, uint32_t registers) {
    uint32_t copies = 0;
    for (; at < end; at++) {
        const Instruction *item = &build->code.items[at];
        if (item->is_move && !item->has_memory && item->source < NO_REGISTER &&
            registers >> item->source & 1)
            copies |= item->writes;
    }
    return copies;
}

// The registers that hold the VM's sp in the function at `at`, whose end it gives. In a loop of all
// handlers it is the one that most moves go through.
static uint32_t find_stack_registers(const Anatomy *anatomy, size_t at, size_t *end) {
    const Build *build = &anatomy->build;
    const Symbol *symbol = binary_function_at(&build->binary, build->code.items[at].address);
    unsigned votes[NO_REGISTER] = {0}, best = 0;
    uint32_t all = 0;
    for (*end = at; *end < build->code.count; ++*end) {
        const Instruction *item = &build->code.items[*end];
        if (symbol && item->address - symbol->address >= symbol->size) break;
        if (!is_stack_move(anatomy, *end)) continue;
        votes[item->base]++;
        all |= 1u << item->base;
    }
    for (unsigned i = 1; i < NO_REGISTER; i++)
        if (votes[i] > votes[best]) best = i;
    if (build->strategy == TABLE || build->strategy == TAIL)
        return all | copies_of(build, at, *end, all);
    return votes[best] ? 1u << best : 0;
}

// A copy, save or spill: between registers, or to the C stack and back.
static bool moves_registers(const Instruction *item) {
    bool copy = item->is_move && !item->has_memory && item->source != NO_REGISTER;
    bool spill = item->is_move && item->has_memory && item->base == STACK_POINTER;
    return copy || spill || item->pushes || item->pops;
}

static bool sets_c_stack(const Instruction *item) {
    return item->pushes || item->pops ||
           (item->writes == 1u << STACK_POINTER && item->flow == FLOW_NEXT);
}

// Where the handler is not given its operand, it reads the unit before pc again, shifts and extends
// it.
static bool reads_operand(const Anatomy *anatomy, size_t at) {
    const Instruction *item = &anatomy->build.code.items[at];
    if (anatomy->rows[at] != ROW_OPERANDS) return false;
    if (item->is_move && item->loads && item->base == anatomy->pc && item->index == NO_REGISTER)
        return item->displacement == -UNIT_SIZE;
    if (item->loads || item->stores || item->is_move || item->flow != FLOW_NEXT) return false;
    bool shifts = item->has_immediate && item->immediate == OPCODE_BITS;
    bool extends = !item->has_immediate && !item->is_sum && !item->is_lea;
    size_t writer = find_writer(anatomy, at, item->reads & item->writes);
    return (shifts || extends) && writer != SIZE_MAX && anatomy->rows[writer] == ROW_DECODE;
}

static Row correct_row(const Anatomy *anatomy, size_t at, uint32_t stack) {
    const Instruction *item = &anatomy->build.code.items[at];
    Row row = (Row)anatomy->rows[at];
    bool alone = item->flow == FLOW_NEXT && !item->loads && !item->stores;
    if (item->writes && !(item->writes & ~stack) && alone &&
        ((item->reads == item->writes && (item->is_sum || item->is_lea)) ||
         (item->is_move && item->source != NO_REGISTER)))
        return ROW_OPERANDS;
    if (row == ROW_NONE && item->is_lea && item->reads && !(item->reads & ~stack))
        return ROW_OPERANDS;
    if (row == ROW_NONE && item->is_move && item->has_memory && item->base < NO_REGISTER &&
        stack >> item->base & 1 && item->displacement < 0)
        return ROW_OPERANDS;
    if (reads_operand(anatomy, at)) return ROW_DECODE;
    if (item->is_test) {
        size_t writer = find_writer(anatomy, at, item->reads);
        Row written = writer == SIZE_MAX ? ROW_NONE : (Row)anatomy->rows[writer];
        if (written == ROW_CHECK || written == ROW_POLL) return written;
    }
    if (item->flow == FLOW_BRANCH) {
        size_t test = find_test(anatomy, at);
        if (test != SIZE_MAX && !anatomy->judged[test]) return (Row)anatomy->rows[test];
    }
    if (sets_c_stack(item) || (row == ROW_NONE && moves_registers(item))) return ROW_REGISTERS;
    return row;
}

// What nothing places belongs to the first in its block that reads its result.
static Row row_of_reader(const Anatomy *anatomy, size_t at) {
    const Code *code = &anatomy->build.code;
    uint32_t written = code->items[at].writes;
    for (size_t i = at + 1; i < code->count && written; i++) {
        const Instruction *item = &code->items[i], *before = item - 1;
        if (before->address + before->size != item->address || before->flow != FLOW_NEXT) break;
        if (item->reads & written) return (Row)anatomy->rows[i];
        written &= ~item->writes;
    }
    return ROW_NONE;
}

// Corrects the witnesses where the machine code knows better: a test of what a check worked out is
// the check's, a constant step of the VM's sp is stack traffic, a branch belongs to what it tests,
// and what only moves registers about is that where no line says why.
static void correct_witnesses(Anatomy *anatomy) {
    size_t end = 0;
    for (size_t at = 0; at < anatomy->build.code.count; at = end) {
        uint32_t stack = find_stack_registers(anatomy, at, &end);
        if (end == at) end++;
        for (size_t i = at; i < end; i++)
            if (!anatomy->judged[i]) anatomy->rows[i] = (uint8_t)correct_row(anatomy, i, stack);
    }
    for (size_t at = anatomy->build.code.count; at-- > 0;)
        if (anatomy->rows[at] == ROW_NONE) anatomy->rows[at] = (uint8_t)row_of_reader(anatomy, at);
}

// `table` keeps the registers in a struct, the handlers' first parameter: reading and writing them
// is moving registers. Its handlers return the next pc: that is dispatch.
static void correct_table(Anatomy *anatomy) {
    enum { FIRST_PARAMETER = 7, RESULT = 0 };
    const Build *build = &anatomy->build;
    const Symbol *last = NULL;
    uint32_t bases = 0;
    for (size_t at = 0; at < build->code.count; at++) {
        const Instruction *item = &build->code.items[at];
        const Symbol *symbol = binary_function_at(&build->binary, item->address);
        if (symbol != last) bases = 1u << FIRST_PARAMETER;
        last = symbol;
        if (anatomy->owners[at] == OWNER_NONE || anatomy->judged[at]) continue;
        Row row = (Row)anatomy->rows[at];
        if (item->is_move && item->has_memory && item->base != NO_REGISTER &&
            bases >> item->base & 1 &&
            (row == ROW_OPERANDS || row == ROW_DISPATCH || row == ROW_NONE))
            anatomy->rows[at] = ROW_REGISTERS;
        if (item->is_move && !item->has_memory && item->source == FIRST_PARAMETER)
            bases |= item->writes;
        if (item->flow != FLOW_RETURN) continue;
        size_t result = find_writer(anatomy, at, 1u << RESULT);
        anatomy->rows[at] = ROW_DISPATCH;
        if (result != SIZE_MAX && build->code.items[result].is_move &&
            !build->code.items[result].has_memory)
            anatomy->rows[result] = ROW_DISPATCH;
    }
}

static void ask_witnesses(Anatomy *anatomy) {
    const Build *build = &anatomy->build;
    for (size_t at = 0; at < build->code.count; at++) {
        if (anatomy->judged[at]) continue;
        const Instruction *item = &build->code.items[at];
        anatomy->rows[at] = is_poll(anatomy, item) ? ROW_POLL : row_of_witness(anatomy, at);
    }
    correct_witnesses(anatomy);
    if (build->strategy == TABLE) correct_table(anatomy);
}

// --- reading ----------------------------------------------------------------------------------

// The offset of `pending` in a Vm, from DWARF; 0 where it is not found.
static uint64_t find_pending(const Binary *binary) {
    Dwarf_CU *scan = NULL;
    Dwarf_Die unit, type, member;
    while (dwarf_get_units(binary->dwarf, scan, &scan, NULL, NULL, &unit, NULL) == 0) {
        if (dwarf_child(&unit, &type) != 0) continue;
        do {
            const char *name = dwarf_diename(&type);
            if (dwarf_tag(&type) != DW_TAG_structure_type || !name || strcmp(name, "Vm") != 0 ||
                dwarf_child(&type, &member) != 0)
                continue;
            do {
                Dwarf_Attribute attribute;
                Dwarf_Word offset;
                name = dwarf_diename(&member);
                if (name && strcmp(name, "pending") == 0 &&
                    dwarf_attr(&member, DW_AT_data_member_location, &attribute) &&
                    dwarf_formudata(&attribute, &offset) == 0)
                    return offset;
            } while (dwarf_siblingof(&member, &member) == 0);
        } while (dwarf_siblingof(&type, &type) == 0);
    }
    return 0;
}

void anatomy_read(Anatomy *anatomy, const char *config, const char *path, const char *definitions,
                  Machine *machine) {
    Build *build = &anatomy->build;
    *anatomy = (Anatomy){.build = {.path = path, .definitions = definitions}};
    if (!audit_name(build, config)) fail("%s is not of the form STRATEGY-VALUE-COMPILER", config);
    if (!audit_read(build, machine))
        fail("%s: %s", path, build->failure_count ? build->failures[0].claim : "it cannot be read");
    size_t count = build->code.count;
    definitions_read(&anatomy->definitions, definitions);
    inlines_read(&anatomy->inlines, &build->binary, build->unit, &build->code);
    anatomy->rows = memory(count + 1);
    memset(anatomy->rows, ROW_NONE, count);
    anatomy->judged = memory(count + 1);
    anatomy->owners = memory((count + 1) * sizeof *anatomy->owners);
    anatomy->in_shared_dispatch = memory((count + 1) * sizeof *anatomy->in_shared_dispatch);
    anatomy->pending = find_pending(&build->binary);
    anatomy_slice(anatomy);
    find_owners(anatomy);
    ask_witnesses(anatomy);
}

void anatomy_free(Anatomy *anatomy) {
    inlines_free(&anatomy->inlines);
    binary_close(&anatomy->build.binary);
    code_free(&anatomy->build.code);
    free(anatomy->build.borders);
    free(anatomy->build.handlers);
    free(anatomy->build.sites);
    free(anatomy->rows);
    free(anatomy->judged);
    free(anatomy->owners);
    free(anatomy->jumps);
    free(anatomy->fetches);
    free(anatomy->in_shared_dispatch);
    free(anatomy->definitions.lines[0]);
    free(anatomy->definitions.lines);
    free(anatomy->definitions.names);
}
