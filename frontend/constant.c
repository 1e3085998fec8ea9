// Constants: when two are one, whether one is true, how one is written.
#include "frontend/constant.h"

#include "frontend/compilation.h"
#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "frontend/text/quote.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool same_bits(double left, double right) {
    return !memcmp(&left, &right, sizeof left);
}

static bool same_text(Text left, Text right) {
    return left.size == right.size && !memcmp(left.data, right.data, left.size);
}

static bool same_texts(const Text *left, const Text *right, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (!same_text(left[i], right[i])) return false;
    }
    return true;
}

// Codes of the same source in the same place: a `finally` is compiled more than once.
static bool same_code(const Code *left, const Code *right) {
    if (left->flags != right->flags || left->first_line != right->first_line ||
        left->argument_count != right->argument_count ||
        left->positional_only_count != right->positional_only_count ||
        left->keyword_only_count != right->keyword_only_count ||
        left->slot_count != right->slot_count || left->free_count != right->free_count ||
        left->unit_count != right->unit_count || left->constant_count != right->constant_count ||
        left->name_count != right->name_count || left->position_count != right->position_count ||
        left->handler_count != right->handler_count || !same_text(left->name, right->name))
        return false;
    if (memcmp(left->units, right->units, left->unit_count * sizeof(Unit)) ||
        !same_texts(left->names, right->names, left->name_count) ||
        !same_texts(left->slot_names, right->slot_names, left->slot_count))
        return false;
    for (uint32_t i = 0; i < left->position_count; i++) {
        const Position *a = &left->positions[i], *b = &right->positions[i];
        if (a->start != b->start || a->line != b->line || a->end_line != b->end_line ||
            a->column != b->column || a->end_column != b->end_column)
            return false;
    }
    for (uint32_t i = 0; i < left->constant_count; i++) {
        if (!constant_equal(left->constants[i], right->constants[i])) return false;
    }
    for (uint32_t i = 0; i < left->handler_count; i++) {
        const Handler *a = &left->handlers[i], *b = &right->handlers[i];
        if (a->start != b->start || a->end != b->end || a->target != b->target ||
            a->depth != b->depth || a->push_offset != b->push_offset)
            return false;
    }
    for (uint32_t i = 0; i < left->slot_count; i++) {
        if (left->slot_kinds[i] != right->slot_kinds[i]) return false;
    }
    return true;
}

bool constant_equal(const Constant *left, const Constant *right) {
    if (left == right) return true;
    if (left->kind != right->kind) return false;
    switch (left->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE:
    case CONSTANT_TRUE:
    case CONSTANT_ELLIPSIS: return true;
    case CONSTANT_INT: return left->integer == right->integer;
    case CONSTANT_BIG_INT:
        return left->big.negative == right->big.negative && left->big.count == right->big.count &&
               !memcmp(left->big.limbs, right->big.limbs, left->big.count * sizeof(uint64_t));
    case CONSTANT_FLOAT: return same_bits(left->real, right->real);
    case CONSTANT_COMPLEX:
        return same_bits(left->complex.real, right->complex.real) &&
               same_bits(left->complex.imaginary, right->complex.imaginary);
    case CONSTANT_STR:
    case CONSTANT_BYTES:
        return left->text.size == right->text.size &&
               !memcmp(left->text.data, right->text.data, left->text.size);
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
        if (left->items.count != right->items.count) return false;
        for (uint32_t i = 0; i < left->items.count; i++) {
            if (!constant_equal(left->items.items[i], right->items.items[i])) return false;
        }
        return true;
    case CONSTANT_CODE: return same_code(left->code, right->code);
    }
    return false;
}

bool constant_true(const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE: return false;
    case CONSTANT_INT: return constant->integer != 0;
    case CONSTANT_FLOAT: return constant->real != 0;
    case CONSTANT_COMPLEX: return constant->complex.real != 0 || constant->complex.imaginary != 0;
    case CONSTANT_STR:
    case CONSTANT_BYTES: return constant->text.size != 0;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET: return constant->items.count != 0;
    default: return true;
    }
}

enum { HASH_FACTOR = 16777619 };

uint32_t constant_hash(const Constant *constant) {
    uint32_t hash = 0;
    switch (constant->kind) {
    case CONSTANT_INT: hash = text_hash(&constant->integer, sizeof(int64_t)); break;
    case CONSTANT_BIG_INT:
        hash = text_hash(constant->big.limbs, constant->big.count * sizeof(uint64_t));
        break;
    case CONSTANT_FLOAT: hash = text_hash(&constant->real, sizeof(double)); break;
    case CONSTANT_COMPLEX: hash = text_hash(&constant->complex, sizeof constant->complex); break;
    case CONSTANT_STR:
    case CONSTANT_BYTES: hash = text_hash(constant->text.data, constant->text.size); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
        for (uint32_t i = 0; i < constant->items.count; i++)
            hash = (hash ^ constant_hash(constant->items.items[i])) * HASH_FACTOR;
        break;
    case CONSTANT_CODE:
        // Many functions are of the same units, but none ends at the same place.
        if (constant->code->position_count)
            hash = text_hash(constant->code->positions + constant->code->position_count - 1,
                             sizeof(Position));
        break;
    default: break;
    }
    hash = (hash ^ constant->kind) * HASH_FACTOR;
    return hash ^ hash >> 15;
}

static bool is_number(const Constant *constant, double *value) {
    switch (constant->kind) {
    case CONSTANT_FALSE:
    case CONSTANT_TRUE: *value = constant->kind == CONSTANT_TRUE; return true;
    case CONSTANT_INT:
        *value = (double)constant->integer;
        return (int64_t)*value == constant->integer && *value < 0x1p62 && *value > -0x1p62;
    case CONSTANT_FLOAT: *value = constant->real; return true;
    case CONSTANT_COMPLEX: *value = constant->complex.real; return constant->complex.imaginary == 0;
    default: return false;
    }
}

bool constant_same(const Constant *left, const Constant *right) {
    double left_value, right_value;
    if (is_number(left, &left_value) && is_number(right, &right_value))
        return left_value == right_value;
    if (left->kind == CONSTANT_TUPLE && right->kind == CONSTANT_TUPLE &&
        left->items.count == right->items.count) {
        for (uint32_t i = 0; i < left->items.count; i++) {
            if (!constant_same(left->items.items[i], right->items.items[i])) return false;
        }
        return true;
    }
    return constant_equal(left, right);
}

// Agrees with constant_same.
static uint32_t same_hash(const Constant *constant) {
    double value;
    if (is_number(constant, &value)) {
        value += 0.0; // -0.0 is 0.0
        return text_hash(&value, sizeof value);
    }
    if (constant->kind != CONSTANT_TUPLE) return constant_hash(constant);
    uint32_t hash = constant->items.count;
    for (uint32_t i = 0; i < constant->items.count; i++)
        hash = (hash ^ same_hash(constant->items.items[i])) * HASH_FACTOR;
    return hash;
}

Constant *constant_frozenset(Arena *arena, const Constant *tuple) {
    uint32_t count = tuple->items.count, kept = 0, slot_count = 8;
    while (slot_count < count * 2ull) slot_count *= 2;
    Constant **items = arena_array(arena, Constant *, count + 1);
    Constant **slots = arena_array(arena, Constant *, slot_count);
    for (uint32_t i = 0; i < count; i++) {
        Constant *item = tuple->items.items[i];
        uint32_t slot = same_hash(item);
        slot = (slot ^ slot >> 15) & (slot_count - 1);
        while (slots[slot] && !constant_same(slots[slot], item))
            slot = (slot + 1) & (slot_count - 1);
        if (slots[slot]) continue;
        slots[slot] = items[kept++] = item;
    }
    Constant *set = arena_new(arena, Constant);
    set->kind = CONSTANT_FROZENSET;
    set->items.items = items;
    set->items.count = kept;
    return set;
}

// --- repr -------------------------------------------------------------------------------------

typedef struct {
    Arena *arena;
    char *data;
    size_t size, room;
} Writer;

static char *writer_room(Writer *writer, size_t size) {
    if (writer->room - writer->size < size + 1) {
        size_t room = writer->room * 2 + size + 64;
        char *grown = arena_alloc(writer->arena, room);
        if (writer->size) memcpy(grown, writer->data, writer->size);
        writer->data = grown;
        writer->room = room;
    }
    return writer->data + writer->size;
}

static void put(Writer *writer, const char *text, size_t size) {
    memcpy(writer_room(writer, size), text, size);
    writer->size += size;
}

static void put_string(Writer *writer, const char *text) {
    put(writer, text, strlen(text));
}

static void put_big_int(Writer *writer, const Constant *constant) {
    uint32_t count = constant->big.count;
    uint64_t *limbs = arena_array(writer->arena, uint64_t, count + 1);
    memcpy(limbs, constant->big.limbs, count * sizeof *limbs);
    if (constant->big.negative) put_string(writer, "-");
    char *out = writer_room(writer, integer_digit_room(count, 10));
    writer->size += integer_format(limbs, count, 10, out);
}

static void put_complex(Writer *writer, const Constant *constant) {
    double real = constant->complex.real, imaginary = constant->complex.imaginary;
    bool alone = real == 0 && !signbit(real);
    if (!alone) {
        put_string(writer, "(");
        char *out = writer_room(writer, FLOAT_REPR_ROOM);
        writer->size += float_repr_plain(real, out);
        if (!signbit(imaginary) || imaginary != imaginary) put_string(writer, "+");
    }
    char *out = writer_room(writer, FLOAT_REPR_ROOM);
    writer->size += float_repr_plain(imaginary, out);
    put_string(writer, alone ? "j" : "j)");
}

static void put_constant(Writer *writer, const Constant *constant);

static void put_items(Writer *writer, const Constant *constant) {
    for (uint32_t i = 0; i < constant->items.count; i++) {
        if (i) put_string(writer, ", ");
        put_constant(writer, constant->items.items[i]);
    }
}

static void put_constant(Writer *writer, const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: put_string(writer, "None"); break;
    case CONSTANT_FALSE: put_string(writer, "False"); break;
    case CONSTANT_TRUE: put_string(writer, "True"); break;
    case CONSTANT_ELLIPSIS: put_string(writer, "Ellipsis"); break;
    case CONSTANT_INT: {
        char *out = writer_room(writer, 20);
        writer->size += integer_format_word(constant->integer, out);
        break;
    }
    case CONSTANT_BIG_INT: put_big_int(writer, constant); break;
    case CONSTANT_FLOAT: {
        char *out = writer_room(writer, FLOAT_REPR_ROOM);
        writer->size += float_repr(constant->real, out);
        break;
    }
    case CONSTANT_COMPLEX: put_complex(writer, constant); break;
    case CONSTANT_STR: {
        char *out = writer_room(writer, QUOTE_ROOM(constant->text.size));
        writer->size += quote_text(constant->text.data, constant->text.size, false, out);
        break;
    }
    case CONSTANT_BYTES: {
        char *out = writer_room(writer, QUOTE_ROOM(constant->text.size));
        writer->size += quote_bytes(constant->text.data, constant->text.size, out);
        break;
    }
    case CONSTANT_TUPLE:
        put_string(writer, "(");
        put_items(writer, constant);
        put_string(writer, constant->items.count == 1 ? ",)" : ")");
        break;
    case CONSTANT_FROZENSET:
        put_string(writer, constant->items.count ? "frozenset({" : "frozenset(");
        put_items(writer, constant);
        put_string(writer, constant->items.count ? "})" : ")");
        break;
    case CONSTANT_CODE: {
        char line[32];
        put_string(writer, "<code object ");
        put(writer, constant->code->name.data, constant->code->name.size);
        put_string(writer, ", file \"");
        put(writer, constant->code->filename.data, constant->code->filename.size);
        snprintf(line, sizeof line, "\", line %u>", constant->code->first_line);
        put_string(writer, line);
        break;
    }
    }
}

Text constant_repr(Arena *arena, const Constant *constant) {
    Writer writer = {.arena = arena};
    put_constant(&writer, constant);
    *writer_room(&writer, 1) = 0;
    return (Text){writer.data, (uint32_t)writer.size};
}
