// The module _dis: instructions of a code object for the module dis, which is written in Python.
#include <stdio.h>
#include <stdlib.h>

#include "frontend/tools.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#include "opcodes.h"

static const Code *code_argument(Vm *vm, Value value) {
    if (has_shape(value, SHAPE_CODE)) return ((CodeObject *)object_of(value))->code;
    error_type(vm, "a code object is wanted, not %T", value);
    return NULL;
}

// text(code, depth, current): what `-m dis` prints of it; a negative depth shows all that is
// inside.
NATIVE(dis_text) {
    const Code *code = code_argument(vm, args[0]);
    int64_t depth, current;
    if (!code || !object_index(vm, args[1], true, &depth) ||
        !object_index(vm, args[2], true, &current))
        return VALUE_ERROR;
    char *data = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&data, &size);
    if (!file) return error_memory(vm);
    uint32_t levels = depth < 0 || depth > UINT32_MAX ? UINT32_MAX : (uint32_t)depth;
    bool shown = !dis_print(code, levels, current, file);
    shown = !fclose(file) && shown;
    Value text = shown ? str_from_utf8(vm, data, size) : error_memory(vm);
    free(data);
    return text;
}

static Value text_value(Vm *vm, Text text) {
    return str_from_utf8(vm, text.data, text.size);
}

// What the operand stands for, as a value.
static Value operand_value(Vm *vm, const CodeObject *code, const DisLine *line) {
    switch (line->kind) {
    case DIS_NONE: return VALUE_NONE;
    case DIS_CONSTANT: return code->consts[line->operand];
    case DIS_NAME: return text_value(vm, line->shown);
    case DIS_JUMP: return make_int(vm, line->target);
    default: return make_int(vm, line->operand);
    }
}

// opname, opcode, arg, argval, argrepr, offset, starts_line, is_jump_target
static Value line_value(Vm *vm, const CodeObject *code, const DisLine *line) {
    Value parts[] = {str_from_cstring(vm, line->name),
                     make_int(vm, line->opcode),
                     line->kind == DIS_NONE ? VALUE_NONE : make_int(vm, line->operand),
                     operand_value(vm, code, line),
                     text_value(vm, line->shown),
                     make_int(vm, line->offset),
                     line->starts_line ? make_int(vm, line->starts_line) : VALUE_NONE,
                     make_bool(line->is_target)};
    enum { COUNT = sizeof parts / sizeof *parts };
    for (size_t i = 0; i < COUNT; i++)
        if (is_error(parts[i])) return VALUE_ERROR;
    return tuple_make(vm, parts, COUNT);
}

// instructions(code): a list of tuples.
NATIVE(dis_instructions) {
    const Code *code = code_argument(vm, args[0]);
    if (!code) return VALUE_ERROR;
    Arena arena;
    uint32_t line_count;
    arena_init(&arena);
    DisLine *lines = dis_list(&arena, code, &line_count);
    Value list = lines ? list_make(vm, NULL, 0) : error_memory(vm);
    for (uint32_t i = 0; i < line_count && !is_error(list); i++) {
        Value line = line_value(vm, (CodeObject *)object_of(args[0]), &lines[i]);
        if (is_error(line) || !list_append(vm, list_of(list), line)) list = VALUE_ERROR;
    }
    arena_free(&arena);
    return list;
}

// handlers(code): a list of (start, end, target, depth, lasti), in units.
NATIVE(dis_handlers) {
    const Code *code = code_argument(vm, args[0]);
    Value list = code ? list_make(vm, NULL, 0) : VALUE_ERROR;
    for (uint32_t i = 0; !is_error(list) && i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        Value parts[] = {make_int(vm, handler->start), make_int(vm, handler->end),
                         make_int(vm, handler->target), make_int(vm, handler->depth),
                         make_bool(handler->push_offset)};
        Value tuple = tuple_make(vm, parts, 5);
        if (is_error(tuple) || !list_append(vm, list_of(list), tuple)) return VALUE_ERROR;
    }
    return list;
}

static Value text_list(Vm *vm, const char *const *texts) {
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i < OPCODE_COUNT && !is_error(list); i++) {
        Value text = str_intern_cstring(vm, texts[i]);
        if (is_error(text) || !list_append(vm, list_of(list), text)) return VALUE_ERROR;
    }
    return list;
}

// By opcode, as in vm/ops.def.
static const char *const opcode_names[] = {
#define NAMED(name, ...) #name,
    OPCODES(NAMED)
#undef NAMED
};
static const char *const operand_kinds[] = {
#define KIND(name, kind, ...) #kind,
    OPCODES(KIND)
#undef KIND
};

static const NativeSpec functions[] = {
    {"text", dis_text, 3, 3, 0},
    {"instructions", dis_instructions, 1, 1, 0},
    {"handlers", dis_handlers, 1, 1, 0},
    {NULL, NULL, 0, 0, 0},
};

bool module__dis_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "opname", text_list(vm, opcode_names)) &&
           module_set(vm, module, "kinds", text_list(vm, operand_kinds));
}
