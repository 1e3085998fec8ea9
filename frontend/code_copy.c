// Tokens, tree and blocks take many times the room of the code they become; copying the code out
// lets all of them go.
#include "frontend/code_copy.h"

#include <string.h>

static void *copy(Arena *arena, const void *items, size_t count, size_t size) {
    void *result = arena_raw(arena, count * size);
    if (count) memcpy(result, items, count * size);
    return result;
}

Text text_copy(Arena *arena, Text text) {
    if (!text.data) return text;
    char *data = arena_raw(arena, (size_t)text.size + 1);
    memcpy(data, text.data, text.size);
    data[text.size] = 0;
    return (Text){data, text.size};
}

static Text *copy_texts(Arena *arena, const Text *texts, uint32_t count) {
    Text *result = arena_room(arena, Text, count);
    for (uint32_t i = 0; i < count; i++) result[i] = text_copy(arena, texts[i]);
    return result;
}

static Code *copy_code(Arena *arena, const Code *code, Text filename);

static Constant *copy_constant(Arena *arena, const Constant *constant, Text filename) {
    Constant *result = copy(arena, constant, 1, sizeof *constant);
    switch (constant->kind) {
    case CONSTANT_BIG_INT:
        result->big.limbs = copy(arena, constant->big.limbs, constant->big.count, sizeof(uint64_t));
        break;
    case CONSTANT_STR:
    case CONSTANT_BYTES: result->text = text_copy(arena, constant->text); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
        result->items.items = arena_room(arena, Constant *, constant->items.count);
        for (uint32_t i = 0; i < constant->items.count; i++)
            result->items.items[i] = copy_constant(arena, constant->items.items[i], filename);
        break;
    case CONSTANT_CODE: result->code = copy_code(arena, constant->code, filename); break;
    default: break;
    }
    return result;
}

static Code *copy_code(Arena *arena, const Code *code, Text filename) {
    Code *result = copy(arena, code, 1, sizeof *code);
    result->name = text_copy(arena, code->name);
    result->qualname = text_copy(arena, code->qualname);
    result->filename = filename;
    result->slot_names = copy_texts(arena, code->slot_names, code->slot_count);
    result->slot_kinds = copy(arena, code->slot_kinds, code->slot_count, sizeof(uint8_t));
    result->units = copy(arena, code->units, code->unit_count, sizeof(Unit));
    result->names = copy_texts(arena, code->names, code->name_count);
    result->positions = copy(arena, code->positions, code->position_count, sizeof(Position));
    result->handlers = copy(arena, code->handlers, code->handler_count, sizeof(Handler));
    result->constants = arena_room(arena, Constant *, code->constant_count);
    for (uint32_t i = 0; i < code->constant_count; i++)
        result->constants[i] = copy_constant(arena, code->constants[i], filename);
    return result;
}

Code *code_copy(Arena *arena, const Code *code) {
    return copy_code(arena, code, text_copy(arena, code->filename));
}
