// libFuzzer target: any bytes give tokens, or an error that can be told.
#include "frontend/error.h"
#include "frontend/tools.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int exact = 0; exact < 2; exact++) {
        FrontendError error;
        Arena arena;
        arena_init(&arena);
        if (!print_tokens(&arena, (const char *)data, size, "fuzz.py", exact, fuzz_nowhere(),
                          &error))
            error_format(&arena, &error);
        arena_free(&arena);
    }
    return 0;
}
