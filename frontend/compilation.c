// The state of one compilation: its table of names and the end of the C stack.
#include "frontend/compilation.h"
#include "frontend/error.h"

#include <string.h>
#include <sys/resource.h>

// glibc's: the highest address of the main thread's stack.
extern void *__libc_stack_end;

enum { STACK_RESERVE = 128 << 10, STACK_USUAL = 8 << 20 };

static char *stack_limit(void) {
    struct rlimit limit;
    size_t size = STACK_USUAL;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < size) size = limit.rlim_cur;
    if (size < 2 * STACK_RESERVE) size = 2 * STACK_RESERVE;
    return (char *)__libc_stack_end - size + STACK_RESERVE;
}

void compilation_init(Compilation *compilation, Arena *arena, const char *filename,
                      CompileMode mode, FrontendError *error) {
    memset(compilation, 0, sizeof *compilation);
    if (!filename) filename = "<string>";
    size_t size = strlen(filename);
    char *copy = arena_alloc(arena, size + 1);
    memcpy(copy, filename, size);
    compilation->arena = arena;
    compilation->mode = (CompileMode)(mode & ~(MODE_TEXT | MODE_FILE));
    compilation->from_text = mode & MODE_TEXT;
    compilation->from_file = mode & MODE_FILE;
    compilation->filename = (Text){copy, (uint32_t)size};
    compilation->error = error;
    compilation->warnings_end = &compilation->warnings;
    compilation->c_limit = stack_limit();
    memset(error, 0, sizeof *error);
}

void compilation_exhausted(Compilation *compilation) {
    error_plain(compilation, FRONTEND_RECURSION_ERROR,
                "maximum recursion depth exceeded during compilation");
}

// Up to seven bytes as a word: two halves that overlap, or the first, middle and last byte.
static uint64_t short_word(const char *data, size_t size) {
    uint32_t low, high;
    if (size >= 4) {
        memcpy(&low, data, 4);
        memcpy(&high, data + size - 4, 4);
        return low | (uint64_t)high << 32;
    }
    const unsigned char *bytes = (const unsigned char *)data;
    return size ? bytes[0] | bytes[size / 2] << 8 | (uint32_t)bytes[size - 1] << 16 : 0;
}

#define FIRST_KEY  0x9e3779b97f4a7c15u
#define SECOND_KEY 0xff51afd7ed558ccdu

// The two halves of the product, so that every bit of both counts.
static uint64_t hash_fold(uint64_t left, uint64_t right) {
    unsigned __int128 product = (unsigned __int128)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t text_hash(const void *bytes, size_t size) {
    const char *data = bytes;
    uint64_t hash = size ^ SECOND_KEY, first, second = 0;
    for (; size > 16; data += 16, size -= 16) {
        memcpy(&first, data, 8);
        memcpy(&second, data + 8, 8);
        hash = hash_fold(first ^ FIRST_KEY, second ^ hash);
    }
    if (size >= 8) {
        memcpy(&first, data, 8);
        memcpy(&second, data + size - 8, 8);
    } else {
        first = short_word(data, size);
        second = 0;
    }
    // Twice: else names that differ in a number at their end would share the bits that tables use.
    hash = hash_fold(first ^ FIRST_KEY, second ^ hash);
    return (uint32_t)hash_fold(hash, SECOND_KEY);
}

static void slots_grow(Compilation *compilation) {
    IdentifierTable *table = &compilation->identifiers;
    uint32_t slot_count = table->slot_count ? table->slot_count * 2 : 512;
    uint32_t *slots = arena_array(compilation->arena, uint32_t, slot_count);
    for (uint32_t index = 0; index < table->count; index++) {
        uint32_t slot = table->items[index]->hash & (slot_count - 1);
        while (slots[slot]) slot = (slot + 1) & (slot_count - 1);
        slots[slot] = index + 1;
    }
    table->slots = slots;
    table->slot_count = slot_count;
}

static const Identifier *identifier_add(Compilation *compilation, const char *data, size_t size,
                                        uint32_t hash, uint32_t slot) {
    IdentifierTable *table = &compilation->identifiers;
    if (table->count == table->room) {
        uint32_t room = table->room ? table->room * 2 : 256;
        Identifier **items = arena_room(compilation->arena, Identifier *, room);
        if (table->count) memcpy(items, table->items, table->count * sizeof *items);
        table->items = items;
        table->room = room;
    }
    // At least as long as a key, and zero behind the end.
    size_t room = size < sizeof(NameKey) ? sizeof(NameKey) : size + 1;
    Identifier *identifier = arena_raw(compilation->arena, sizeof *identifier + room);
    char *text = (char *)(identifier + 1);
    memset(text + size, 0, room - size);
    memcpy(text, data, size);
    *identifier = (Identifier){{text, (uint32_t)size}, hash, table->count};
    table->items[table->count++] = identifier;
    table->slots[slot] = table->count;
    return identifier;
}

static uint32_t hash_key(NameKey key, size_t size) {
    uint64_t hash = hash_fold(key.first ^ FIRST_KEY, key.second ^ size ^ SECOND_KEY);
    return (uint32_t)hash_fold(hash, SECOND_KEY);
}

const Identifier *identifier_of_key(Compilation *compilation, NameKey key, size_t size) {
    IdentifierTable *table = &compilation->identifiers;
    if (table->count * 2 >= table->slot_count) slots_grow(compilation);
    uint32_t hash = hash_key(key, size), mask = table->slot_count - 1, slot = hash & mask, found;
    for (; (found = table->slots[slot]); slot = (slot + 1) & mask) {
        const Identifier *known = table->items[found - 1];
        if (known->hash == hash && known->text.size == size &&
            !memcmp(known->text.data, &key, sizeof key))
            return known;
    }
    return identifier_add(compilation, (const char *)&key, size, hash, slot);
}

const Identifier *identifier_intern(Compilation *compilation, const char *data, size_t size) {
    if (size <= sizeof(NameKey)) {
        NameKey key = {0, 0};
        memcpy(&key, data, size);
        return identifier_of_key(compilation, key, size);
    }
    IdentifierTable *table = &compilation->identifiers;
    if (table->count * 2 >= table->slot_count) slots_grow(compilation);
    uint32_t hash = text_hash(data, size), mask = table->slot_count - 1, slot = hash & mask, found;
    for (; (found = table->slots[slot]); slot = (slot + 1) & mask) {
        const Identifier *known = table->items[found - 1];
        if (known->hash == hash && known->text.size == size &&
            !memcmp(known->text.data, data, size))
            return known;
    }
    return identifier_add(compilation, data, size, hash, slot);
}
