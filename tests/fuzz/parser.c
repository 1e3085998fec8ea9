// libFuzzer target: any bytes give a tree that can be shown, or an error that can be told, in every
// mode.
#include "frontend/error.h"
#include "frontend/tools.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int mode = MODE_EXEC; mode <= MODE_FUNCTION_TYPE; mode++) {
        AstOptions options = {(CompileMode)mode, .attributes = true, .type_comments = true,
                              .indent = 1};
        FrontendError error;
        Arena arena;
        arena_init(&arena);
        if (!print_ast(&arena, (const char *)data, size, "fuzz.py", &options, fuzz_nowhere(),
                       &error))
            error_format(&arena, &error);
        arena_free(&arena);
    }
    return 0;
}
