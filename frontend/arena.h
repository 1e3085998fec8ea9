// Memory of one compilation: handed out by moving a pointer, freed all at once.
#ifndef FRONTEND_ARENA_H
#define FRONTEND_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct ArenaChunk ArenaChunk;

typedef struct {
    ArenaChunk *chunk;
    char *next, *limit;
    jmp_buf *out_of_memory; // taken when memory runs out
} Arena;

void arena_init(Arena *arena);
void arena_free(Arena *arena);

// Zeroed memory aligned to 8 bytes. Never answers NULL: without memory it jumps to out_of_memory,
// or ends the process with a message where nobody set it.
void *arena_alloc(Arena *arena, size_t size);

#define arena_new(arena, Type)          ((Type *)arena_alloc((arena), sizeof(Type)))
#define arena_array(arena, Type, count) ((Type *)arena_alloc((arena), sizeof(Type) * (count)))

#endif
