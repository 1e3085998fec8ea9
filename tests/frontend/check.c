// Shows the front end alone, without a machine: what the tests compare with CPython.
//     check ast [-a] FILE | check tokens [-e] FILE | check where FILE
#include "frontend/error.h"
#include "frontend/source.h"
#include "frontend/tools.h"

#include <stdlib.h>
#include <string.h>

int main(int count, char **words) {
    if (count < 3) {
        fputs("usage: check ast [-a] FILE | tokens [-e] FILE | where FILE\n", stderr);
        return 2;
    }
    const char *path = words[count - 1];
    bool option = count > 3 && words[2][0] == '-';
    size_t size;
    char *source = source_read_file(path, &size);
    if (!source) {
        perror(path);
        return 2;
    }
    Arena arena;
    arena_init(&arena);
    FrontendError error;
    FILE *out = strcmp(words[1], "where") ? stdout : fopen("/dev/null", "w");
    // As a text without a file, like what ast.parse is given.
    if (!strcmp(words[1], "where")) path = "<unknown>";
    bool good;
    if (!strcmp(words[1], "tokens")) {
        good = print_tokens(&arena, source, size, path, option, out, &error);
    } else {
        AstOptions options = {MODE_EXEC, option, 3};
        good = print_ast(&arena, source, size, path, &options, out, &error);
    }
    if (!strcmp(words[1], "where")) {
        if (good)
            puts("OK");
        else if (!error.line)
            printf("%s: %s\n", error_status_name(error.status), error.message.data);
        else
            printf("%s: %s @%u:%u-%u:%u\n", error_status_name(error.status), error.message.data,
                   error.line, error.column, error.end_column ? error.end_line : 0,
                   error.end_column);
    } else if (!good) {
        Text text = error_format(&arena, &error);
        fwrite(text.data, 1, text.size, stderr);
    }
    arena_free(&arena);
    free(source);
    return !good;
}
