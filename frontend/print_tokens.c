#include "frontend/tools.h"
bool print_tokens(Arena *arena, const char *source, size_t size, const char *filename, bool exact,
                  FILE *out, FrontendError *error) {
    (void)arena;(void)source;(void)size;(void)filename;(void)exact;(void)out;(void)error;return true;
}
