// A chain of chunks, newest first, each larger than the one before. Chunks come from malloc as they
// are, and only what is handed out is zeroed: what a generous array leaves unused is never touched.
#include "frontend/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct ArenaChunk {
    ArenaChunk *previous;
    size_t size;
};

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

void arena_clear(Arena *arena) {
    ArenaChunk *kept = arena->chunk;
    if (!kept) return;
    arena->chunk = kept->previous;
    arena_free(arena);
    kept->previous = NULL;
    arena->chunk = kept;
    arena->next = (char *)(kept + 1);
    arena->limit = (char *)kept + kept->size;
    ASAN_POISON_MEMORY_REGION(arena->next, kept->size - sizeof *kept);
}

static void *out_of_memory(Arena *arena) {
    if (arena->out_of_memory) longjmp(*arena->out_of_memory, 1);
    fputs("sevenstep: out of memory while compiling\n", stderr);
    exit(1);
}

static ArenaChunk *chunk_add(Arena *arena, size_t size) {
    ArenaChunk *chunk = malloc(size);
    if (!chunk) return out_of_memory(arena);
    chunk->size = size;
    return chunk;
}

void *arena_extend(Arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) return out_of_memory(arena);
    size_t room = ((size + 7) & ~(size_t)7) + ARENA_GAP;
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

void *arena_alloc(Arena *arena, size_t size) {
    void *result = arena_raw(arena, size);
    return size ? memset(result, 0, size) : result;
}
