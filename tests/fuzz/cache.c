// libFuzzer target: the payload of a cache file, under a header that is right. What the loader lets
// through is sound, can be shown and be written again.
#include "frontend/cache.h"
#include "frontend/frontend.h"
#include "frontend/tools.h"
#include "frontend/verify.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

// Of the header: where the payload's size and checksum stand, and where the payload begins.
enum { SIZE_AT = 40, CHECKSUM_AT = 48, PAYLOAD_AT = 56 };

static const CacheStamp stamp = {1, 2, 3, 0};

static void header_write(Arena *arena, char *bytes, size_t payload_size) {
    FrontendError error;
    size_t size;
    const Code *code = frontend_compile(arena, "", 0, "fuzz.py", MODE_EXEC, &error, NULL);
    memcpy(bytes, cache_write(arena, &stamp, code, &size), PAYLOAD_AT);
    uint64_t written = payload_size, sum = cache_checksum(bytes + PAYLOAD_AT, payload_size);
    memcpy(bytes + SIZE_AT, &written, sizeof written);
    memcpy(bytes + CHECKSUM_AT, &sum, sizeof sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena;
    char reason[200];
    arena_init(&arena);
    // A block of exactly this size, so that the sanitizer sees reads beyond it.
    char *bytes = malloc(PAYLOAD_AT + size);
    if (!bytes) return 0;
    memcpy(bytes + PAYLOAD_AT, data, size);
    header_write(&arena, bytes, size);
    Code *code = cache_read(&arena, bytes, PAYLOAD_AT + size, &stamp, "fuzz.py");
    if (code) {
        size_t written;
        if (!verify_code(code, reason, sizeof reason)) abort();
        dis_print(code, UINT32_MAX, -1, fuzz_nowhere());
        cache_write(&arena, &stamp, code, &written);
    }
    arena_free(&arena);
    free(bytes);
    return 0;
}
