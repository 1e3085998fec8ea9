// The profiled binary: which handler or function an address is in (the audit's handlers, the symbol
// tables), and the VM's pc at an interrupted instruction: DWARF says in which register, or where on
// the stack, the variable `pc` lives there.
#define _GNU_SOURCE
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

#include "bench/audit.h"
#include "bench/profile.h"
#include "opcodes.h"

// A function of the dispatch unit, and its variable or parameter `pc`.
typedef struct {
    uint64_t address;
    Dwarf_Die pc;
    Dwarf_Attribute frame_base;
    bool has_pc, has_base;
} Function;

struct ProfileMachine {
    Build build;
    Machine decoder;
    uint16_t *owners;     // by instruction (audit_owners)
    int *opcodes;         // by handler
    char *maps;           // text of /proc/self/maps
    Dwfl *libraries;      // all that the process had loaded
    Dwarf_CFI *frames;    // .eh_frame of the binary
    unsigned pc_register; // that handlers fetch through, in DWARF's order; 16: none
    Function *functions;  // those asked for so far
    size_t function_count;
    char **clipped; // names without the suffix of a compiler's clone
    size_t clipped_count;
};

// --- opening
// --------------------------------------------------------------------------------------

static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_linux_proc_find_elf,
                                         .find_debuginfo = dwfl_standard_find_debuginfo};

static void open_libraries(ProfileMachine *machine, const ProfileBuffer *buffer) {
    machine->maps = memory(buffer->maps_size);
    memcpy(machine->maps, (const char *)buffer + buffer->maps, buffer->maps_size);
    if (!buffer->maps_size) return;
    unsetenv("DEBUGINFOD_URLS"); // or elfutils would ask the network
    FILE *maps = fmemopen((char *)buffer + buffer->maps, buffer->maps_size, "r");
    machine->libraries = maps ? dwfl_begin(&callbacks) : NULL;
    if (!machine->libraries) fail("cannot read the libraries of the run: %s", dwfl_errmsg(-1));
    dwfl_report_begin(machine->libraries);
    dwfl_linux_proc_maps_report(machine->libraries, maps);
    dwfl_report_end(machine->libraries, NULL, NULL);
    fclose(maps);
}

ProfileMachine *profile_machine_open(const char *path, const char *config,
                                     const ProfileBuffer *buffer) {
    ProfileMachine *machine = memory(sizeof *machine);
    Build *build = &machine->build;
    if (!machine_open(&machine->decoder)) fail("cannot start the disassembler");
    if (!audit_name(build, config)) fail("%s is not the name of a build", config);
    build->path = path;
    build->definitions = "vm/ops.def";
    if (!audit_read(build, &machine->decoder))
        fail("%s: %s", path, build->failure_count ? build->failures[0].claim : "cannot be read");
    machine->owners = audit_owners(build);
    machine->opcodes = memory(build->handler_count * sizeof *machine->opcodes);
    for (size_t i = 0; i < build->handler_count; i++)
        machine->opcodes[i] = opcode_number(build->handlers[i].name);
    // The processor counts rax rcx rdx rbx rsp rbp rsi rdi, DWARF rax rdx rcx rbx rsi rdi rbp rsp.
    static const uint8_t dwarf_numbers[] = {0, 2, 1, 3, 7, 6, 4, 5};
    machine->pc_register = audit_pc_register(build);
    if (machine->pc_register < 8) machine->pc_register = dwarf_numbers[machine->pc_register];
    machine->frames = dwarf_getcfi_elf(build->binary.elf);
    open_libraries(machine, buffer);
    return machine;
}

void profile_machine_close(ProfileMachine *machine) {
    if (machine->frames) dwarf_cfi_end(machine->frames);
    audit_close(&machine->build);
    if (machine->libraries) dwfl_end(machine->libraries);
    machine_close(&machine->decoder);
    for (size_t i = 0; i < machine->clipped_count; i++) free(machine->clipped[i]);
    free(machine->clipped);
    free(machine->functions);
    free(machine->maps);
    free(machine->owners);
    free(machine->opcodes);
    free(machine);
}

bool profile_has_sampler(const char *path) {
    Binary binary;
    bool found = false;
    if (!binary_open(&binary, path)) return false;
    for (size_t i = 0; i < binary.symbol_count; i++)
        found |= !strcmp(binary.symbols[i].name, "__wrap_vm_init");
    binary_close(&binary);
    return found;
}

const char *profile_machine_sha256(const ProfileMachine *machine) {
    return machine->build.binary.sha256;
}

// --- from an address to its place
// -----------------------------------------------------------------

// Whether a function of the dispatch unit is `name` or a clone or part of it.
static bool is_part_of(const char *symbol, const char *name) {
    size_t size = strlen(name);
    return !strncmp(symbol, name, size) && (symbol[size] == 0 || symbol[size] == '.');
}

static const char *block_name(const char *symbol) {
#define X(name)                                                                                    \
    if (is_part_of(symbol, #name)) return "(" #name ")";
    LABEL_BLOCKS(X)
#undef X
    return NULL;
}

// The opcode of a function named op_NAME or slow_NAME.
static int function_opcode(const char *symbol) {
    const char *rest = text_starts(symbol, "op_")     ? symbol + 3
                       : text_starts(symbol, "slow_") ? symbol + 5
                                                      : NULL;
    if (!rest) return OPCODE_UNKNOWN;
    char *name = text_copy(rest);
    name[strcspn(name, ".")] = 0;
    int opcode = opcode_number(name);
    free(name);
    return opcode;
}

// The declared block, or the shared dispatch, whose label stands before an instruction of the loop.
static const char *block_at(const Build *build, size_t at) {
    while (at > 0 && build->borders[at] == BORDER_NONE) at--;
    if (build->borders[at] == BORDER_DISPATCH) return "(dispatch)";
    for (size_t i = 0; i < build->binary.label_count; i++) {
        const Label *label = &build->binary.labels[i];
        if (label->address == build->code.items[at].address) return block_name(label->name);
    }
    return NULL;
}

Place profile_place(const ProfileMachine *machine, uint64_t address) {
    const Build *build = &machine->build;
    Place place = {PLACE_OUTSIDE, OPCODE_UNKNOWN, NULL, false};
    const Symbol *function = binary_function_at(&build->binary, address);
    const char *unit = function ? binary_unit_at(&build->binary, function->address) : NULL;
    if (!unit || strcmp(unit, build->unit)) return place;
    place.name = function->name;
    place.opcode = function_opcode(function->name);
    if (place.opcode != OPCODE_UNKNOWN) {
        place.kind = PLACE_HANDLER;
        return place;
    }
    if (block_name(function->name)) {
        place.kind = PLACE_BLOCK;
        place.name = block_name(function->name);
        return place;
    }
    bool functions = build->strategy == TABLE || build->strategy == TAIL;
    place.is_loop =
        is_part_of(function->name, "run_loop") || is_part_of(function->name, build->loop->name);
    if (!place.is_loop && !(functions && is_part_of(function->name, "begin"))) return place;
    place.kind = PLACE_DISPATCH;
    place.name = build->strategy == TABLE ? "(dispatch)" : "(run_loop)";
    if (functions) return place;
    // The instruction that holds the address, which may be one before a return address.
    size_t low = 0, high = build->code.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (build->code.items[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low) return place;
    uint16_t owner = machine->owners[low - 1];
    if (owner == AUDIT_SEVERAL) {
        place.kind = PLACE_SEVERAL;
    } else if (owner != AUDIT_NOBODY) {
        place.kind = PLACE_HANDLER;
        place.opcode = machine->opcodes[owner];
    } else {
        const char *block = block_at(build, low - 1);
        place.kind = block ? PLACE_BLOCK : PLACE_DISPATCH;
        if (block) place.name = block;
    }
    return place;
}

// --- names
// ----------------------------------------------------------------------------------------

// Without ".part.0" and its like; the caller keeps nothing.
static const char *clip(ProfileMachine *machine, const char *name) {
    const char *dot = strchr(name, '.');
    if (!dot || dot == name) return name;
    size_t size = (size_t)(dot - name);
    for (size_t i = 0; i < machine->clipped_count; i++)
        if (strlen(machine->clipped[i]) == size && !strncmp(machine->clipped[i], name, size))
            return machine->clipped[i];
    machine->clipped =
        memory_resize(machine->clipped, (machine->clipped_count + 1) * sizeof *machine->clipped);
    char *text = machine->clipped[machine->clipped_count++] = text_copy(name);
    text[size] = 0;
    return text;
}

// Whether an address is in what the kernel lends every process for reading clocks.
static bool is_kernels(const ProfileMachine *machine, uint64_t address) {
    const char *line = strstr(machine->maps, "[vdso]");
    while (line && line > machine->maps && line[-1] != '\n') line--;
    unsigned long from, to;
    return line && sscanf(line, "%lx-%lx", &from, &to) == 2 && address >= from && address < to;
}

const char *profile_symbol(ProfileMachine *machine, uint64_t address, bool *known) {
    const Symbol *function = binary_function_at(&machine->build.binary, address);
    *known = true;
    if (function) return clip(machine, function->name);
    if (is_kernels(machine, address)) return "[vdso]";
    Dwfl_Module *module = machine->libraries ? dwfl_addrmodule(machine->libraries, address) : NULL;
    GElf_Off offset = 0;
    GElf_Sym symbol;
    const char *name =
        module ? dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL) : NULL;
    if (name && offset < symbol.st_size) return name;
    *known = false;
    const char *file =
        module ? dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL) : NULL;
    const char *slash = file ? strrchr(file, '/') : NULL;
    return slash ? slash + 1 : file ? file : "?";
}

// --- the VM's pc
// ------------------------------------------------------------------------------------

// Looks in a function and its blocks, not in what was inlined into it.
static bool find_pc(Dwarf_Die *parent, Dwarf_Die *result, int depth) {
    Dwarf_Die child;
    if (depth > 8 || dwarf_child(parent, &child) != 0) return false;
    Dwarf_Die first = child;
    do {
        int tag = dwarf_tag(&child);
        const char *name = dwarf_diename(&child);
        Dwarf_Attribute attribute;
        if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) && name &&
            !strcmp(name, "pc") && dwarf_attr(&child, DW_AT_location, &attribute)) {
            *result = child;
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    child = first;
    do {
        if (dwarf_tag(&child) == DW_TAG_lexical_block && find_pc(&child, result, depth + 1))
            return true;
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

static Function *find_function(ProfileMachine *machine, uint64_t address) {
    const Symbol *symbol = binary_function_at(&machine->build.binary, address);
    if (!symbol) return NULL;
    for (size_t i = 0; i < machine->function_count; i++)
        if (machine->functions[i].address == symbol->address) return &machine->functions[i];
    machine->functions = memory_resize(machine->functions,
                                       (machine->function_count + 1) * sizeof *machine->functions);
    Function *function = &machine->functions[machine->function_count++];
    *function = (Function){.address = symbol->address};
    Dwarf_CU *scan = NULL;
    Dwarf_Die unit, *scopes = NULL;
    int count = 0;
    // By its name: clang writes no table of the units' addresses.
    while (dwarf_get_units(machine->build.binary.dwarf, scan, &scan, NULL, NULL, &unit, NULL) == 0)
        if (!strcmp(dwarf_diename(&unit), machine->build.unit)) {
            count = dwarf_getscopes(&unit, address, &scopes);
            break;
        }
    for (int i = 0; i < count; i++) {
        if (dwarf_tag(&scopes[i]) != DW_TAG_subprogram) continue;
        function->has_pc = find_pc(&scopes[i], &function->pc, 0);
        function->has_base =
            dwarf_attr_integrate(&scopes[i], DW_AT_frame_base, &function->frame_base) != NULL;
        break;
    }
    free(scopes);
    return function;
}

typedef struct {
    ProfileMachine *machine;
    const ProfileSample *sample;
    const Function *function;
    uint64_t address; // where the program was interrupted
} Scene;

// Of memory a sample holds the top of the stack.
static bool read_memory(const Scene *scene, uint64_t address, uint64_t *value) {
    uint64_t from = address - scene->sample->registers[7];
    if (from > sizeof scene->sample->stack - sizeof *value) return false;
    memcpy(value, (const char *)scene->sample->stack + from, sizeof *value);
    return true;
}

static bool evaluate(const Scene *scene, const Dwarf_Op *ops, size_t count, int depth,
                     uint64_t *value, bool *is_address);

// The canonical frame address, from the binary's unwind table.
static bool frame_address(const Scene *scene, int depth, uint64_t *value) {
    Dwarf_Frame *frame = NULL;
    Dwarf_Op *ops;
    size_t count;
    bool is_address;
    bool found = scene->machine->frames &&
                 dwarf_cfi_addrframe(scene->machine->frames, scene->address, &frame) == 0 &&
                 dwarf_frame_cfa(frame, &ops, &count) == 0 && count &&
                 evaluate(scene, ops, count, depth + 1, value, &is_address);
    free(frame);
    return found;
}

static bool frame_base(const Scene *scene, int depth, uint64_t *value) {
    Dwarf_Op *ops;
    size_t count;
    bool is_address;
    Dwarf_Attribute base = scene->function->frame_base;
    return scene->function->has_base &&
           dwarf_getlocation_addr(&base, scene->address, &ops, &count, 1) == 1 &&
           evaluate(scene, ops, count, depth + 1, value, &is_address);
}

// A location expression, as far as compilers use them for a pointer. `is_address`: the value is
// where in memory it lies, not the value itself.
static bool evaluate(const Scene *scene, const Dwarf_Op *ops, size_t count, int depth,
                     uint64_t *value, bool *is_address) {
    const uint64_t *registers = scene->sample->registers;
    uint64_t stack[16];
    int used = 0;
    *is_address = true;
    for (size_t i = 0; i < count; i++) {
        const Dwarf_Op *op = &ops[i];
        uint64_t base = 0;
        if (used >= 15 || depth > 4) return false;
        if (op->atom >= DW_OP_reg0 && op->atom <= DW_OP_reg15 && count == 1) {
            stack[used++] = registers[op->atom - DW_OP_reg0];
            *is_address = false;
        } else if (op->atom >= DW_OP_breg0 && op->atom <= DW_OP_breg15) {
            stack[used++] = registers[op->atom - DW_OP_breg0] + op->number;
        } else if (op->atom >= DW_OP_lit0 && op->atom <= DW_OP_lit31) {
            stack[used++] = (uint64_t)(op->atom - DW_OP_lit0);
        } else if (op->atom == DW_OP_fbreg) {
            if (!frame_base(scene, depth, &base)) return false;
            stack[used++] = base + op->number;
        } else if (op->atom == DW_OP_call_frame_cfa) {
            if (!frame_address(scene, depth, &base)) return false;
            stack[used++] = base;
        } else if (op->atom == DW_OP_const1u || op->atom == DW_OP_const2u ||
                   op->atom == DW_OP_const4u || op->atom == DW_OP_const8u ||
                   op->atom == DW_OP_constu || op->atom == DW_OP_consts ||
                   op->atom == DW_OP_const1s || op->atom == DW_OP_const2s ||
                   op->atom == DW_OP_const4s) {
            stack[used++] = op->number;
        } else if (op->atom == DW_OP_plus_uconst && used) {
            stack[used - 1] += op->number;
        } else if (op->atom == DW_OP_plus && used > 1) {
            used--;
            stack[used - 1] += stack[used];
        } else if (op->atom == DW_OP_minus && used > 1) {
            used--;
            stack[used - 1] -= stack[used];
        } else if (op->atom == DW_OP_shl && used > 1) {
            used--;
            stack[used - 1] <<= stack[used] & 63;
        } else if (op->atom == DW_OP_deref && used) {
            if (!read_memory(scene, stack[used - 1], &stack[used - 1])) return false;
        } else if (op->atom == DW_OP_stack_value) {
            *is_address = false;
        } else {
            return false;
        }
    }
    if (!used) return false;
    *value = stack[used - 1];
    return true;
}

bool profile_pc(ProfileMachine *machine, const ProfileSample *sample, uint64_t *pc) {
    uint64_t address = sample->registers[PROFILE_REGISTERS - 1];
    const Function *function = find_function(machine, address);
    if (!function || !function->has_pc) return false;
    Scene scene = {machine, sample, function, address};
    Dwarf_Die die = function->pc;
    Dwarf_Attribute location;
    Dwarf_Op *ops;
    size_t count;
    bool is_address;
    if (!dwarf_attr_integrate(&die, DW_AT_location, &location) ||
        dwarf_getlocation_addr(&location, address, &ops, &count, 1) != 1 ||
        !evaluate(&scene, ops, count, 0, pc, &is_address))
        return false;
    return !is_address || read_memory(&scene, *pc, pc);
}

bool profile_pc_register(const ProfileMachine *machine, const ProfileSample *sample, uint64_t *pc) {
    if (machine->pc_register >= PROFILE_REGISTERS - 1) return false;
    *pc = sample->registers[machine->pc_register];
    return true;
}
