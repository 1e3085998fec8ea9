// Memory of one compilation: handed out by moving a pointer, freed all at once.
#ifndef FRONTEND_ARENA_H
#define FRONTEND_ARENA_H

#include <sanitizer/asan_interface.h> // two macros that do nothing in other builds
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// Under the address sanitizer blocks lie apart, and what lies between them must not be touched.
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { ARENA_GAP = 8 };
#else
enum { ARENA_GAP = 0 };
#endif

typedef struct ArenaChunk ArenaChunk;

typedef struct Arena {
    ArenaChunk *chunk;
    ArenaChunk *cleared;    // chunks that arena_clear or arena_release kept
    char *next, *limit;     // both aligned to 8
    jmp_buf *out_of_memory; // taken when memory runs out
    struct Arena *parent;   // whose memory its chunks are, or NULL: it is then never freed itself
} Arena;

void arena_init(Arena *arena);
void arena_free(Arena *arena);
// Frees what was handed out, but keeps the newest chunks for what comes: 128 MiB at most, unless a
// single block was larger.
void arena_clear(Arena *arena);

// What arena_raw does when the chunk has no room left.
void *arena_extend(Arena *arena, size_t size);

// Memory aligned to 8 bytes that holds anything, for callers that fill it at once. Never answers
// NULL: without memory it jumps to out_of_memory, or ends the process with a message where nobody
// set it.
static inline void *arena_raw(Arena *arena, size_t size) {
    size_t left = (size_t)(arena->limit - arena->next);
    if (size > left || size + ARENA_GAP > left) return arena_extend(arena, size);
    void *result = arena->next;
    arena->next += ((size + 7) & ~(size_t)7) + ARENA_GAP;
    ASAN_UNPOISON_MEMORY_REGION(result, size);
    return result;
}

// Makes a block larger or smaller where it lies, if it is the one handed out last and there is room
// behind it. Answers whether it did.
static inline bool arena_resize(Arena *arena, const void *block, size_t size, size_t wanted) {
    size_t taken = (size + 7) & ~(size_t)7, needed = (wanted + 7) & ~(size_t)7;
    if (ARENA_GAP > 0 || (const char *)block + taken != arena->next) return false;
    if (needed > taken && needed - taken > (size_t)(arena->limit - arena->next)) return false;
    arena->next += needed - taken;
    return true;
}

typedef struct {
    ArenaChunk *chunk, *previous;
    char *next, *limit;
} ArenaMark;

// Takes back what was handed out between arena_mark and arena_release, and keeps it for what comes.
ArenaMark arena_mark(const Arena *arena);
void arena_release(Arena *arena, ArenaMark mark);

// Lets the arena use memory of its parent's that nobody needs any more.
void arena_lend(Arena *arena, void *block, size_t size);

// arena_raw, zeroed.
void *arena_alloc(Arena *arena, size_t size);

#define arena_new(arena, Type)          ((Type *)memset(arena_raw((arena), sizeof(Type)), 0, sizeof(Type)))
#define arena_array(arena, Type, count) ((Type *)arena_alloc((arena), sizeof(Type) * (count)))
#define arena_room(arena, Type, count)  ((Type *)arena_raw((arena), sizeof(Type) * (count)))

#endif
