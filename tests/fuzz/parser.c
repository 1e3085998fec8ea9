// libFuzzer target: any bytes must give a tree or an error, and printing the tree must work.
#include "frontend/error.h"
#include "frontend/tools.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    if (!nowhere) nowhere = fopen("/dev/null", "w");
    AstOptions options = {MODE_EXEC, true, 1};
    FrontendError error;
    Arena arena;
    arena_init(&arena);
    if (!print_ast(&arena, (const char *)data, size, "fuzz.py", &options, nowhere, &error))
        error_format(&arena, &error);
    print_tokens(&arena, (const char *)data, size, "fuzz.py", true, nowhere, &error);
    arena_free(&arena);
    return 0;
}
