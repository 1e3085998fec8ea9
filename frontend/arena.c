// A chain of chunks, newest first, each larger than the one before; calloc gives the zeros, which
// for large chunks are fresh pages that cost nothing until touched. Under the address sanitizer
// blocks lie apart, and what lies between them must not be touched.
#include "frontend/arena.h"

#include <sanitizer/asan_interface.h> // two macros that do nothing in other builds
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct ArenaChunk {
    ArenaChunk *previous;
    size_t size;
};

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { GAP = 8 };
#else
enum { GAP = 0 };
#endif

enum { CHUNK_FIRST = 1 << 10, CHUNK_MOST = 4 << 20 };

void arena_init(Arena *arena) {
    *arena = (Arena){0};
}

void arena_free(Arena *arena) {
    for (ArenaChunk *chunk = arena->chunk; chunk;) {
        ArenaChunk *previous = chunk->previous;
        free(chunk);
        chunk = previous;
    }
    arena->chunk = NULL;
    arena->next = arena->limit = NULL;
}

static void *out_of_memory(Arena *arena) {
    if (arena->out_of_memory) longjmp(*arena->out_of_memory, 1);
    fputs("sevenstep: out of memory while compiling\n", stderr);
    exit(1);
}

static ArenaChunk *chunk_add(Arena *arena, size_t size) {
    ArenaChunk *chunk = calloc(1, size);
    if (!chunk) return out_of_memory(arena);
    chunk->size = size;
    return chunk;
}

void *arena_alloc(Arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) return out_of_memory(arena);
    size_t room = ((size + 7) & ~(size_t)7) + GAP;
    if (room <= (size_t)(arena->limit - arena->next)) {
        void *result = arena->next;
        arena->next += room;
        ASAN_UNPOISON_MEMORY_REGION(result, size);
        return result;
    }
    size_t chunk_size = arena->chunk ? arena->chunk->size * 2 : CHUNK_FIRST;
    if (chunk_size > CHUNK_MOST) chunk_size = CHUNK_MOST;
    if (room > chunk_size / 4 && arena->chunk) {
        // A large block gets a chunk of its own, behind the current one, which stays in use.
        ArenaChunk *chunk = chunk_add(arena, sizeof(ArenaChunk) + room);
        chunk->previous = arena->chunk->previous;
        arena->chunk->previous = chunk;
        return chunk + 1;
    }
    if (chunk_size < sizeof(ArenaChunk) + room) chunk_size = sizeof(ArenaChunk) + room;
    ArenaChunk *chunk = chunk_add(arena, chunk_size);
    chunk->previous = arena->chunk;
    arena->chunk = chunk;
    arena->next = (char *)(chunk + 1) + room;
    arena->limit = (char *)chunk + chunk_size;
    ASAN_POISON_MEMORY_REGION((char *)(chunk + 1) + size, chunk_size - sizeof(ArenaChunk) - size);
    return chunk + 1;
}
