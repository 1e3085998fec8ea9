// Code as text: one line an instruction, with its source line, a mark if jumped to, its unit
// offset, name and operand, and what the operand stands for.
#include "frontend/arena.h"
#include "frontend/constant.h"
#include "frontend/opcode.h"
#include "frontend/tools.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Arena arena;
    FILE *file;
} Printer;

static uint32_t jump_target(const Code *code, uint32_t offset) {
    unsigned opcode = unit_opcode(code->units[offset]);
    return (uint32_t)((int64_t)offset + 1 + opcode_infos[opcode].cache_units +
                      unit_jump(code->units[offset]));
}

static uint32_t unit_size(const Code *code, uint32_t offset) {
    return 1 + opcode_infos[unit_opcode(code->units[offset])].cache_units;
}

// Which units are jumped to or handle exceptions.
static bool *find_targets(Printer *printer, const Code *code) {
    bool *targets = arena_array(&printer->arena, bool, code->unit_count + 1);
    for (uint32_t at = 0; at < code->unit_count; at += unit_size(code, at)) {
        if (opcode_infos[unit_opcode(code->units[at])].kind == OPERAND_JUMP)
            targets[jump_target(code, at)] = true;
    }
    for (uint32_t i = 0; i < code->handler_count; i++) targets[code->handlers[i].target] = true;
    return targets;
}

static void print_text(Printer *printer, Text text) {
    fwrite(text.data, 1, text.size, printer->file);
}

static void print_flags(Printer *printer, unsigned opcode, uint32_t operand) {
    static const char *const parts[] = {"defaults", "kwdefaults", "annotations", "closure"};
    static const char *const conversions[] = {"", "str", "repr", "ascii"};
    bool first = true;
    if (opcode == OP_FORMAT_VALUE) {
        if (!operand) return;
        fprintf(printer->file, " (%s%s%s)", conversions[operand & 3],
                (operand & 3) && (operand & 4) ? ", " : "", operand & 4 ? "with format" : "");
        return;
    }
    if (opcode != OP_MAKE_FUNCTION || !operand) return;
    for (int i = 0; i < 4; i++) {
        if (!(operand >> i & 1)) continue;
        fprintf(printer->file, "%s%s", first ? " (" : ", ", parts[i]);
        first = false;
    }
    fputc(')', printer->file);
}

static void print_argument(Printer *printer, const Code *code, uint32_t offset) {
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    FILE *file = printer->file;
    OperandKind kind = (OperandKind)opcode_infos[opcode].kind;
    if (kind == OPERAND_NONE) return;
    if (kind == OPERAND_JUMP) {
        int32_t distance = unit_jump(code->units[offset]);
        fprintf(file, " %11d (to %u)", distance < 0 ? -distance : distance,
                jump_target(code, offset));
        return;
    }
    fprintf(file, " %11u", operand);
    switch (kind) {
    case OPERAND_CONST:
        fputs(" (", file);
        print_text(printer, constant_repr(&printer->arena, code->constants[operand]));
        fputc(')', file);
        break;
    case OPERAND_NAME:
    case OPERAND_LOCAL:
        fputs(" (", file);
        print_text(printer,
                   kind == OPERAND_NAME ? code->names[operand] : code->slot_names[operand]);
        fputc(')', file);
        break;
    case OPERAND_FLAGS: print_flags(printer, opcode, operand); break;
    default: break;
    }
}

static void print_handlers(Printer *printer, const Code *code) {
    if (!code->handler_count) return;
    fputs("ExceptionTable:\n", printer->file);
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        uint32_t last = handler->start;
        for (uint32_t at = last; at < handler->end; at += unit_size(code, at)) last = at;
        fprintf(printer->file, "  %u to %u -> %u [%u]%s\n", handler->start, last, handler->target,
                handler->depth, handler->push_offset ? " lasti" : "");
    }
}

static void print_units(Printer *printer, const Code *code) {
    bool *targets = find_targets(printer, code);
    uint32_t position = 0, shown_line = 0, most_line = 0;
    for (uint32_t i = 0; i < code->position_count; i++) {
        if (code->positions[i].line > most_line) most_line = code->positions[i].line;
    }
    int line_width = 3, offset_width = 4;
    for (uint32_t most = 1000; most <= most_line && line_width < 10; most *= 10) line_width++;
    for (uint32_t most = 10000; most <= code->unit_count && offset_width < 10; most *= 10)
        offset_width++;
    for (uint32_t at = 0; at < code->unit_count; at += unit_size(code, at)) {
        while (position + 1 < code->position_count && code->positions[position + 1].start <= at)
            position++;
        uint32_t line = code->position_count ? code->positions[position].line : 0;
        bool starts_line = line && line != shown_line;
        if (starts_line && at) fputc('\n', printer->file);
        if (starts_line)
            fprintf(printer->file, "%*u", line_width, line);
        else
            fprintf(printer->file, "%*s", line_width, "");
        if (line) shown_line = line;
        const char *name = opcode_infos[unit_opcode(code->units[at])].name;
        bool plain = opcode_infos[unit_opcode(code->units[at])].kind == OPERAND_NONE;
        fprintf(printer->file, "     %s %*u ", targets[at] ? ">>" : "  ", offset_width, at);
        if (plain)
            fputs(name, printer->file);
        else
            fprintf(printer->file, "%-28s", name);
        print_argument(printer, code, at);
        fputc('\n', printer->file);
    }
    print_handlers(printer, code);
}

static void print_code(Printer *printer, const Code *code) {
    print_units(printer, code);
    for (uint32_t i = 0; i < code->constant_count; i++) {
        const Constant *constant = code->constants[i];
        if (constant->kind != CONSTANT_CODE) continue;
        fputs("\nDisassembly of ", printer->file);
        print_text(printer, constant_repr(&printer->arena, constant));
        fputs(":\n", printer->file);
        print_code(printer, constant->code);
    }
}

int dis_print(Code *code, FILE *file) {
    Printer printer = {.file = file};
    jmp_buf no_memory;
    arena_init(&printer.arena);
    printer.arena.out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena_free(&printer.arena);
        return -1;
    }
    print_code(&printer, code);
    arena_free(&printer.arena);
    return ferror(file) ? -1 : 0;
}
