// libFuzzer target: any payload under a right header must be refused, or be code that can be shown.
#include "frontend/cache.h"
#include "frontend/frontend.h"
#include "frontend/tools.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_SIZE = 56, SIZE_AT = 40, CHECKSUM_AT = 48 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The header of a sound file, made once.
static const char *sound_header(const CacheStamp *stamp) {
    static char header[HEADER_SIZE];
    if (header[0]) return header;
    Arena arena;
    FrontendError error;
    size_t size;
    arena_init(&arena);
    const Code *code = frontend_compile(&arena, "", 0, "fuzz.py", MODE_EXEC, &error, NULL);
    memcpy(header, cache_write(&arena, stamp, code, &size), sizeof header);
    arena_free(&arena);
    return header;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const CacheStamp stamp = {1, 2, 3, 0};
    static FILE *nowhere;
    if (!nowhere) nowhere = fopen("/dev/null", "w");
    uint64_t payload_size = size, sum = cache_checksum(data, size);
    char *bytes = malloc(HEADER_SIZE + size);
    if (!bytes) return 0;
    memcpy(bytes, sound_header(&stamp), HEADER_SIZE);
    memcpy(bytes + SIZE_AT, &payload_size, sizeof payload_size);
    memcpy(bytes + CHECKSUM_AT, &sum, sizeof sum);
    memcpy(bytes + HEADER_SIZE, data, size);
    Arena arena;
    arena_init(&arena);
    const Code *code = cache_read(&arena, bytes, HEADER_SIZE + size, &stamp, "fuzz.py");
    if (code) dis_print(code, UINT32_MAX, -1, nowhere);
    arena_free(&arena);
    free(bytes);
    return 0;
}
