// Compiled modules on disk: __pycache__/NAME.sevenstep-1.svc beside the source. A file serves every
// build whose opcode table is the same. Whatever is stale, cut short, altered or unsound is as if
// it were not there.
#ifndef FRONTEND_CACHE_H
#define FRONTEND_CACHE_H

#include "frontend/arena.h"
#include "frontend/code.h"

// What a source file was when it was compiled.
typedef struct {
    int64_t seconds; // of its last change
    uint32_t nanoseconds;
    uint64_t size;
    uint32_t mode; // permissions, which the cache file gets; not part of what is compared
} CacheStamp;

// The cache file's path for a source's ("a/b.py" -> "a/__pycache__/b.sevenstep-1.svc"). Answers
// false if the source does not end in ".py" or the path does not fit.
bool cache_path(const char *source_path, char *path, size_t room);

// The code for a source with this stamp (NULL: whatever source it was made of), or NULL. `filename`
// becomes that of all code objects. Everything lives in the arena; it has been verified.
Code *cache_load(Arena *arena, const char *path, const CacheStamp *stamp, const char *filename);

// Writes the file whole or not at all, making __pycache__ if need be. Answers false if it cannot.
bool cache_store(Arena *arena, const char *path, const CacheStamp *stamp, const Code *code);

// The same to and from memory; cache_write answers NULL without memory. The bytes of cache_read
// must be aligned to 8 and outlive the code.
void *cache_write(Arena *arena, const CacheStamp *stamp, const Code *code, size_t *size);
Code *cache_read(Arena *arena, void *bytes, size_t size, const CacheStamp *stamp,
                 const char *filename);
uint64_t cache_checksum(const void *payload, size_t size);

#endif
