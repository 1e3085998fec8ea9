// A chain of chunks, newest first, each larger than the one before. Chunks come from malloc as they
// are, and only what is handed out is zeroed: what a generous array leaves unused is never touched.
#define _GNU_SOURCE
#include "frontend/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

struct ArenaChunk {
    ArenaChunk *previous;
    size_t size;
};

enum {
    CHUNK_FIRST = 1 << 10,
    CHUNK_OF_PARENT = 1 << 14,
    CHUNK_MOST = 4 << 20,
    KEPT_MOST = 128 << 20,
    HUGE_PAGE = 2 << 20
};

void arena_init(Arena *arena) {
    *arena = (Arena){0};
}

static void chunks_free(ArenaChunk *chunk) {
    while (chunk) {
        ArenaChunk *previous = chunk->previous;
        free(chunk);
        chunk = previous;
    }
}

void arena_free(Arena *arena) {
    chunks_free(arena->chunk);
    chunks_free(arena->cleared);
    arena->chunk = arena->cleared = NULL;
    arena->next = arena->limit = NULL;
}

void arena_clear(Arena *arena) {
    ArenaChunk *oldest = arena->chunk;
    if (!oldest) return;
    size_t kept = oldest->size;
    for (; oldest->previous && kept + oldest->previous->size <= KEPT_MOST; kept += oldest->size)
        oldest = oldest->previous;
    chunks_free(oldest->previous);
    chunks_free(arena->cleared);
    oldest->previous = NULL;
    for (ArenaChunk *chunk = arena->chunk; chunk; chunk = chunk->previous)
        ASAN_POISON_MEMORY_REGION(chunk + 1, chunk->size - sizeof *chunk);
    arena->cleared = arena->chunk;
    arena->chunk = NULL;
    arena->next = arena->limit = NULL;
}

ArenaMark arena_mark(const Arena *arena) {
    ArenaChunk *previous = arena->chunk ? arena->chunk->previous : NULL;
    return (ArenaMark){arena->chunk, previous, arena->next, arena->limit};
}

// The chunks from *place on, as far as `end`, become cleared ones.
static void chunks_clear(Arena *arena, ArenaChunk **place, const ArenaChunk *end) {
    while (*place != end) {
        ArenaChunk *chunk = *place;
        *place = chunk->previous;
        chunk->previous = arena->cleared;
        arena->cleared = chunk;
        ASAN_POISON_MEMORY_REGION(chunk + 1, chunk->size - sizeof *chunk);
    }
}

void arena_release(Arena *arena, ArenaMark mark) {
    chunks_clear(arena, &arena->chunk, mark.chunk);
    // Large blocks had chunks of their own put behind it.
    if (mark.chunk) chunks_clear(arena, &mark.chunk->previous, mark.previous);
    arena->next = mark.next;
    arena->limit = mark.limit;
    if (mark.next) ASAN_POISON_MEMORY_REGION(mark.next, (size_t)(mark.limit - mark.next));
}

void arena_lend(Arena *arena, void *block, size_t size) {
    if (size <= sizeof(ArenaChunk)) return;
    ArenaChunk *chunk = block;
    *chunk = (ArenaChunk){.previous = arena->cleared, .size = size};
    arena->cleared = chunk;
    ASAN_POISON_MEMORY_REGION(chunk + 1, chunk->size - sizeof *chunk);
}

static void *out_of_memory(Arena *arena) {
    if (arena->out_of_memory) longjmp(*arena->out_of_memory, 1);
    fputs("sevenstep: out of memory while compiling\n", stderr);
    exit(1);
}

// The smallest cleared chunk in which `size` bytes fit, or NULL.
static ArenaChunk *chunk_again(Arena *arena, size_t size) {
    ArenaChunk **best = NULL;
    for (ArenaChunk **place = &arena->cleared; *place; place = &(*place)->previous)
        if ((*place)->size >= size && (!best || (*place)->size < (*best)->size)) best = place;
    if (!best) return NULL;
    ArenaChunk *chunk = *best;
    *best = chunk->previous;
    ASAN_UNPOISON_MEMORY_REGION(chunk + 1, chunk->size - sizeof *chunk);
    return chunk;
}

// Large chunks ask for large pages: a long source then costs no fault for every few lines of it.
static ArenaChunk *chunk_add(Arena *arena, size_t size) {
    ArenaChunk *chunk = chunk_again(arena, size);
    if (chunk) return chunk;
    if (arena->parent) {
        chunk = arena_raw(arena->parent, size);
        chunk->size = size;
        return chunk;
    }
    bool large = size >= HUGE_PAGE;
    if (large) size = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    chunk = large ? aligned_alloc(HUGE_PAGE, size) : malloc(size);
    if (!chunk) return out_of_memory(arena);
    if (large) madvise(chunk, size, MADV_HUGEPAGE); // a wish: without it pages are small
    chunk->size = size;
    return chunk;
}

void *arena_extend(Arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) return out_of_memory(arena);
    size_t room = ((size + 7) & ~(size_t)7) + ARENA_GAP;
    size_t chunk_size = arena->chunk ? arena->chunk->size * 2 : CHUNK_FIRST;
    if (arena->parent && chunk_size < CHUNK_OF_PARENT) chunk_size = CHUNK_OF_PARENT;
    if (chunk_size > CHUNK_MOST) chunk_size = CHUNK_MOST;
    // So that it fills the one that it is given by the parent.
    if (arena->parent) chunk_size -= sizeof(ArenaChunk) + ARENA_GAP;
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
    arena->limit = (char *)chunk + chunk->size;
    ASAN_POISON_MEMORY_REGION((char *)(chunk + 1) + size, chunk->size - sizeof(ArenaChunk) - size);
    return chunk + 1;
}

void *arena_alloc(Arena *arena, size_t size) {
    void *result = arena_raw(arena, size);
    return size ? memset(result, 0, size) : result;
}
