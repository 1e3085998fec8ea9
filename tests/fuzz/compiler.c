// libFuzzer target: what compiles also verifies, can be shown, and comes back from the cache as it
// was.
#include "frontend/cache.h"
#include "frontend/error.h"
#include "frontend/tools.h"
#include "frontend/verify.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_code(Arena *arena, Code *code) {
    static const CacheStamp stamp = {1, 2, 3, 0};
    char reason[200];
    if (!verify_code(code, reason, sizeof reason)) {
        fprintf(stderr, "does not verify: %s\n", reason);
        abort();
    }
    dis_print(code, UINT32_MAX, -1, fuzz_nowhere());
    size_t size, again_size;
    void *bytes = cache_write(arena, &stamp, code, &size);
    const Code *copy = cache_read(arena, bytes, size, &stamp, "fuzz.py");
    if (!copy) {
        fputs("does not come back from the cache\n", stderr);
        abort();
    }
    const void *again = cache_write(arena, &stamp, copy, &again_size);
    if (size != again_size || memcmp(bytes, again, size)) {
        fputs("comes back from the cache as another\n", stderr);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int mode = MODE_EXEC; mode <= MODE_SINGLE; mode++) {
        FrontendError error;
        FrontendWarning *warnings;
        Arena arena;
        arena_init(&arena);
        Code *code = frontend_compile(&arena, (const char *)data, size, "fuzz.py",
                                      (CompileMode)mode, &error, &warnings);
        if (code)
            check_code(&arena, code);
        else
            error_format(&arena, &error);
        arena_free(&arena);
    }
    return 0;
}
