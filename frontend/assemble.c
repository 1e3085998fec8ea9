// Lays the finished graph out as units: slots of the frame, jump distances, and the tables of
// positions and handlers.
#include "frontend/compile.h"

#include <string.h>

// Where the variable of a cell operand lives in the frame.
static uint32_t *cell_slots(Compiler *compiler, uint32_t *slot_count) {
    Body *body = compiler->body;
    uint32_t *slots = arena_array(compiler->scratch, uint32_t, body->cells.count + 1);
    uint32_t next = body->locals.count;
    for (uint32_t i = 0; i < body->cells.count; i++) {
        uint32_t local = UINT32_MAX;
        if (i < body->cell_count) {
            const Symbol *symbol = scope_find(body->scope, body->cells.items[i]);
            if (symbol && symbol->flags & SYMBOL_PARAMETER)
                local = name_index(compiler->scratch, &body->locals, body->cells.items[i]);
        }
        slots[i] = local != UINT32_MAX ? local : next++;
    }
    *slot_count = next;
    return slots;
}

static void set_slots(Body *body, const uint32_t *slots) {
    if (!body->cells.count) return;
    for (Block *block = body->entry; block; block = block->next) {
        for (Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
            switch (at->opcode) {
            case OP_LOAD_CLOSURE:
            case OP_LOAD_DEREF:
            case OP_STORE_DEREF:
            case OP_DELETE_DEREF:
            case OP_LOAD_CLASSDEREF: at->operand = slots[at->operand];
            }
        }
    }
}

// Cells are made first, in the order of their slots; then a generator hands itself to its caller.
static void insert_prefix(Compiler *compiler, const uint32_t *slots, uint32_t slot_count,
                          uint32_t flags) {
    Body *body = compiler->body;
    bool generator = flags & CODE_RESUMABLE;
    uint32_t count = body->cell_count + (generator ? 2 : 0);
    if (!count) return;
    Block *prefix = arena_new(compiler->blocks, Block);
    bool *is_cell = arena_array(compiler->scratch, bool, slot_count + 1);
    for (uint32_t i = 0; i < body->cell_count; i++) is_cell[slots[i]] = true;
    for (uint32_t i = 0; i < slot_count; i++) {
        if (!is_cell[i]) continue;
        Instruction *at = block_add(compiler->scratch, prefix);
        at->opcode = OP_MAKE_CELL;
        at->operand = i;
    }
    if (generator) {
        Range range = {body->first_line, UINT32_MAX, body->first_line, UINT32_MAX};
        Instruction *at = block_add(compiler->scratch, prefix);
        at->opcode = OP_RETURN_GENERATOR;
        at->range = range;
        at = block_add(compiler->scratch, prefix);
        at->opcode = OP_POP_TOP;
        at->range = range;
    }
    Block *entry = body->entry;
    entry->lacks_lines = true;
    for (uint32_t i = 0; i < entry->count; i++)
        *block_add(compiler->scratch, prefix) = entry->instructions[i];
    entry->instructions = prefix->instructions;
    entry->count = prefix->count;
    entry->room = prefix->room;
}

// Gives every block its place, and makes room for the units and for a position of each instruction.
static void lay_out(Compiler *compiler, Code *code) {
    uint64_t offset = 0, instruction_count = 0;
    for (Block *block = compiler->body->entry; block; block = block->next) {
        block->start = (uint32_t)offset;
        for (const Instruction *at = block->instructions, *end = block_end(block); at < end; at++)
            offset += 1 + opcode_infos[at->opcode].cache_units;
        instruction_count += block->count;
        if (offset > JUMP_MAX)
            error_plain(compiler->compilation, FRONTEND_MEMORY_ERROR, "code is too large");
    }
    code->unit_count = (uint32_t)offset;
    code->units = arena_array(compiler->arena, Unit, code->unit_count);
    code->positions = arena_room(compiler->arena, Position, instruction_count);
}

static bool same_range(Range left, Range right) {
    return !memcmp(&left, &right, sizeof left);
}

// Writes units and positions. Answers how many constants are still used, at least the first, which
// may be a docstring.
static uint32_t write_instructions(Compiler *compiler, Code *code) {
    uint32_t offset = 0, used = 1;
    Position *position = code->positions;
    Range last = {.line = UINT32_MAX};
    for (Block *block = compiler->body->entry; block; block = block->next) {
        for (const Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
            uint32_t size = 1 + opcode_infos[at->opcode].cache_units;
            uint32_t operand = at->operand;
            if (at->target)
                operand = (at->target->start - (offset + size)) & 0xffffff;
            else if (operand > OPERAND_MAX)
                error_plain(compiler->compilation, FRONTEND_MEMORY_ERROR, "code is too large");
            if (at->opcode == OP_LOAD_CONST && operand >= used) used = operand + 1;
            code->units[offset] = unit_make(at->opcode, operand);
            // Written in any case and kept if it is new: no processor foresees which are.
            *position = (Position){
                .start = offset,
                .line = at->range.line,
                .end_line = at->range.end_line,
                .column = at->range.line ? at->range.column : UINT32_MAX,
                .end_column = at->range.line ? at->range.end_column : UINT32_MAX,
            };
            position += !same_range(at->range, last);
            last = at->range;
            offset += size;
        }
    }
    code->position_count = (uint32_t)(position - code->positions);
    return used;
}

static Handler *handler_add(Arena *arena, Code *code, uint32_t *room) {
    if (code->handler_count == *room) {
        Handler *grown = arena_room(arena, Handler, *room ? *room * 2 : 8);
        if (*room) memcpy(grown, code->handlers, *room * sizeof(Handler));
        code->handlers = grown;
        *room = *room ? *room * 2 : 8;
    }
    return &code->handlers[code->handler_count++];
}

static void write_handlers(Compiler *compiler, Code *code) {
    if (!compiler->body->has_handlers) return;
    uint32_t offset = 0, room = 0;
    const Block *last = NULL;
    for (Block *block = compiler->body->entry; block; block = block->next) {
        for (const Instruction *at = block->instructions, *end = block_end(block); at < end; at++) {
            const Block *handler = at->handler;
            if (handler != last) {
                if (last) code->handlers[code->handler_count - 1].end = offset;
                if (handler)
                    *handler_add(compiler->arena, code, &room) = (Handler){
                        .start = offset,
                        .target = handler->start,
                        .depth = (uint32_t)handler->start_depth - 1 - handler->keeps_offset,
                        .push_offset = handler->keeps_offset,
                    };
                last = handler;
            }
            offset += 1 + opcode_infos[at->opcode].cache_units;
        }
    }
    if (last) code->handlers[code->handler_count - 1].end = offset;
}

static void write_slots(Compiler *compiler, Code *code, const uint32_t *slots,
                        uint32_t slot_count) {
    Body *body = compiler->body;
    code->slot_count = slot_count;
    code->slot_names = arena_array(compiler->arena, Text, slot_count);
    code->slot_kinds = arena_array(compiler->arena, uint8_t, slot_count);
    for (uint32_t i = 0; i < body->locals.count; i++) {
        code->slot_names[i] = body->locals.items[i]->text;
        code->slot_kinds[i] = SLOT_LOCAL;
    }
    for (uint32_t i = 0; i < body->cells.count; i++) {
        code->slot_names[slots[i]] = body->cells.items[i]->text;
        code->slot_kinds[slots[i]] |= i < body->cell_count ? SLOT_CELL : SLOT_FREE;
    }
    code->free_count = body->cells.count - body->cell_count;
}

Code *assemble(Compiler *compiler, uint32_t flags) {
    Arena *arena = compiler->arena;
    Body *body = compiler->body;
    uint32_t slot_count;
    flow_prepare(compiler);
    uint32_t *slots = cell_slots(compiler, &slot_count);
    insert_prefix(compiler, slots, slot_count, flags);
    set_slots(body, slots);
    flow_optimize(compiler);
    uint32_t depth = flow_stack_depth(compiler);
    flow_arrange(compiler);
    flow_check_locals(compiler, body->locals.count, body->scope->parameter_count);

    Code *code = arena_new(arena, Code);
    code->name = body->name->text;
    code->qualname = body->qualname;
    code->filename = compiler->compilation->filename;
    code->flags = flags;
    code->argument_count = body->argument_count;
    code->positional_only_count = body->positional_only_count;
    code->keyword_only_count = body->keyword_only_count;
    code->first_line = body->first_line;
    code->stack_depth = depth;
    write_slots(compiler, code, slots, slot_count);

    lay_out(compiler, code);
    uint32_t used = write_instructions(compiler, code);
    write_handlers(compiler, code);

    code->constant_count = used < body->constants.count ? used : body->constants.count;
    code->constants = body->constants.items;
    code->name_count = body->names.count;
    code->names = arena_array(arena, Text, body->names.count);
    for (uint32_t i = 0; i < body->names.count; i++) code->names[i] = body->names.items[i]->text;
    return code;
}
