// Code as text: one line an instruction, with its source line, a mark if jumped to, its unit
// offset, name and operand, and what the operand stands for.
#include "frontend/arena.h"
#include "frontend/constant.h"
#include "frontend/opcode.h"
#include "frontend/tools.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

// --- instructions -----------------------------------------------------------------------------

static uint32_t unit_size(const Code *code, uint32_t offset) {
    return 1 + opcode_infos[unit_opcode(code->units[offset])].cache_units;
}

static uint32_t jump_target(const Code *code, uint32_t offset) {
    return (uint32_t)((int64_t)offset + unit_size(code, offset) + unit_jump(code->units[offset]));
}

// Which units are jumped to or handle exceptions.
static bool *find_targets(Arena *arena, const Code *code) {
    bool *targets = arena_array(arena, bool, code->unit_count + 1);
    for (uint32_t at = 0; at < code->unit_count; at += unit_size(code, at)) {
        if (opcode_infos[unit_opcode(code->units[at])].kind == OPERAND_JUMP)
            targets[jump_target(code, at)] = true;
    }
    for (uint32_t i = 0; i < code->handler_count; i++) targets[code->handlers[i].target] = true;
    return targets;
}

__attribute__((format(printf, 2, 3))) static Text format(Arena *arena, const char *pattern, ...) {
    char buffer[200];
    va_list arguments;
    va_start(arguments, pattern);
    int size = vsnprintf(buffer, sizeof buffer, pattern, arguments);
    va_end(arguments);
    char *text = arena_alloc(arena, (size_t)size + 1);
    memcpy(text, buffer, (size_t)size);
    return (Text){text, (uint32_t)size};
}

static Text show_flags(Arena *arena, unsigned opcode, uint32_t operand) {
    static const char *const parts[] = {"defaults", "kwdefaults", "annotations", "closure"};
    static const char *const conversions[] = {"", "str", "repr", "ascii"};
    if (opcode == OP_FORMAT_VALUE)
        return format(arena, "%s%s%s", conversions[operand & 3],
                      (operand & 3) && (operand & 4) ? ", " : "", operand & 4 ? "with format" : "");
    Text shown = {"", 0};
    if (opcode != OP_MAKE_FUNCTION) return shown;
    for (int i = 0; i < 4; i++)
        if (operand >> i & 1)
            shown = format(arena, "%s%s%s", shown.data, shown.size ? ", " : "", parts[i]);
    return shown;
}

static Text show_operand(Arena *arena, const Code *code, uint32_t offset) {
    unsigned opcode = unit_opcode(code->units[offset]);
    uint32_t operand = unit_operand(code->units[offset]);
    switch ((OperandKind)opcode_infos[opcode].kind) {
    case OPERAND_JUMP: return format(arena, "to %u", jump_target(code, offset));
    case OPERAND_CONST: return constant_repr(arena, code->constants[operand]);
    case OPERAND_NAME: return code->names[operand];
    case OPERAND_LOCAL: return code->slot_names[operand];
    case OPERAND_FLAGS: return show_flags(arena, opcode, operand);
    default: return (Text){"", 0};
    }
}

static DisLine *list(Arena *arena, const Code *code, uint32_t *count) {
    bool *targets = find_targets(arena, code);
    DisLine *lines = arena_array(arena, DisLine, code->unit_count + 1), *line = lines;
    uint32_t position = 0, shown_line = 0;
    for (uint32_t at = 0; at < code->unit_count; at += unit_size(code, at), line++) {
        while (position + 1 < code->position_count && code->positions[position + 1].start <= at)
            position++;
        uint32_t source = code->position_count ? code->positions[position].line : 0;
        const OpcodeInfo *info = &opcode_infos[unit_opcode(code->units[at])];
        line->offset = at;
        line->opcode = unit_opcode(code->units[at]);
        line->name = info->name;
        line->kind =
            (DisOperand)(info->kind == OPERAND_NONE                                  ? DIS_NONE
                         : info->kind == OPERAND_JUMP                                ? DIS_JUMP
                         : info->kind == OPERAND_CONST                               ? DIS_CONSTANT
                         : info->kind == OPERAND_NAME || info->kind == OPERAND_LOCAL ? DIS_NAME
                                                                                     : DIS_NUMBER);
        int32_t distance = unit_jump(code->units[at]);
        line->operand =
            line->kind == DIS_JUMP ? (uint32_t)abs(distance) : unit_operand(code->units[at]);
        line->target = line->kind == DIS_JUMP ? jump_target(code, at) : 0;
        line->is_target = targets[at];
        line->starts_line = source != shown_line ? source : 0;
        if (source) shown_line = source;
        line->shown = show_operand(arena, code, at);
    }
    *count = (uint32_t)(line - lines);
    return lines;
}

DisLine *dis_list(Arena *arena, const Code *code, uint32_t *count) {
    jmp_buf no_memory, *outer = arena->out_of_memory;
    DisLine *lines = NULL;
    if (!setjmp(no_memory)) {
        arena->out_of_memory = &no_memory;
        lines = list(arena, code, count);
    }
    arena->out_of_memory = outer;
    return lines;
}

// --- printing ---------------------------------------------------------------------------------

typedef struct {
    Arena arena;
    FILE *file;
} Printer;

static void print_text(Printer *printer, Text text) {
    fwrite(text.data, 1, text.size, printer->file);
}

static void print_line(Printer *printer, const DisLine *line) {
    FILE *file = printer->file;
    if (line->kind == DIS_NONE) {
        fputs(line->name, file);
    } else {
        fprintf(file, "%-28s %11u", line->name, line->operand);
        if (line->shown.size || line->kind == DIS_CONSTANT || line->kind == DIS_NAME) {
            fputs(" (", file);
            print_text(printer, line->shown);
            fputc(')', file);
        }
    }
    fputc('\n', file);
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

static void print_units(Printer *printer, const Code *code, int64_t current) {
    uint32_t count, most_line = 0;
    DisLine *lines = list(&printer->arena, code, &count);
    for (uint32_t i = 0; i < code->position_count; i++) {
        if (code->positions[i].line > most_line) most_line = code->positions[i].line;
    }
    int line_width = 3, offset_width = 4;
    for (uint32_t most = 1000; most <= most_line && line_width < 10; most *= 10) line_width++;
    for (uint32_t most = 10000; most <= code->unit_count && offset_width < 10; most *= 10)
        offset_width++;
    for (const DisLine *line = lines; line < lines + count; line++) {
        if (line->starts_line && line > lines) fputc('\n', printer->file);
        if (line->starts_line)
            fprintf(printer->file, "%*u", line_width, line->starts_line);
        else
            fprintf(printer->file, "%*s", line_width, "");
        fprintf(printer->file, " %s %s %*u ", line->offset == current ? "-->" : "   ",
                line->is_target ? ">>" : "  ", offset_width, line->offset);
        print_line(printer, line);
    }
    print_handlers(printer, code);
}

static void print_code(Printer *printer, const Code *code, uint32_t depth, int64_t current) {
    print_units(printer, code, current);
    for (uint32_t i = 0; i < code->constant_count && depth; i++) {
        const Constant *constant = code->constants[i];
        if (constant->kind != CONSTANT_CODE) continue;
        fputs("\nDisassembly of ", printer->file);
        print_text(printer, constant_repr(&printer->arena, constant));
        fputs(":\n", printer->file);
        print_code(printer, constant->code, depth - 1, -1);
    }
}

int dis_print(const Code *code, uint32_t depth, int64_t current, FILE *file) {
    Printer printer = {.file = file};
    jmp_buf no_memory;
    arena_init(&printer.arena);
    printer.arena.out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena_free(&printer.arena);
        return -1;
    }
    print_code(&printer, code, depth, current);
    arena_free(&printer.arena);
    return ferror(file) ? -1 : 0;
}
