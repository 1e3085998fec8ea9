// `-m tokenize`, `-m ast`, `-m dis`: a file shown in the forms that the front end gives it.
#include "vm/tools.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/cache.h"
#include "frontend/error.h"
#include "frontend/tools.h"

static char *read_file(const char *path, size_t *size) {
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    if (!file) return NULL;
    size_t room = 1 << 16, fill = 0;
    char *text = malloc(room);
    while (text) {
        size_t got = fread(text + fill, 1, room - fill - 1, file);
        fill += got;
        if (!got) break;
        if (room - fill > 4096) continue;
        char *more = realloc(text, room *= 2);
        if (!more) free(text);
        text = more;
    }
    bool failed = ferror(file);
    if (file != stdin) fclose(file);
    if (text) text[fill] = 0;
    *size = fill;
    return failed ? free(text), NULL : text;
}

static int finish(Arena *arena, char *source, bool fine, const FrontendError *error) {
    if (!fine) {
        Text text = error_format(arena, error);
        fwrite(text.data, 1, text.size, stderr);
    }
    bool flushed = !fflush(stdout) && !ferror(stdout);
    if (!flushed)
        fprintf(stderr, "sevenstep: cannot write to standard output: %s\n", strerror(errno));
    arena_free(arena);
    free(source);
    return fine && flushed ? 0 : 1;
}

static bool is_option(const char *word, const char *letter, const char *name) {
    return !strcmp(word, letter) || !strcmp(word, name);
}

static bool mode_named(const char *name, CompileMode *mode) {
    static const char *const names[] = {
        [MODE_EXEC] = "exec",
        [MODE_EVAL] = "eval",
        [MODE_SINGLE] = "single",
        [MODE_FUNCTION_TYPE] = "func_type",
    };
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (strcmp(name, names[index])) continue;
        *mode = (CompileMode)index;
        return true;
    }
    return false;
}

bool tools_know(const char *module) {
    return !strcmp(module, "tokenize") || !strcmp(module, "ast") || !strcmp(module, "dis");
}

// A cache file instead of a source: its code under the name of the source it lies beside.
static bool is_cache_file(const char *path) {
    size_t size = strlen(path);
    return size > 4 && !strcmp(path + size - 4, ".svc");
}

static int show_cache_file(const char *path) {
    const char *slash = strrchr(path, '/'), *leaf = slash ? slash + 1 : path;
    char name[300];
    snprintf(name, sizeof name, "%.*s.py", (int)strcspn(leaf, "."), leaf);
    Arena arena;
    arena_init(&arena);
    Code *code = cache_load(&arena, path, NULL, name);
    if (!code) fprintf(stderr, "sevenstep: '%s' is no sound cache file of this version\n", path);
    bool shown = code && !dis_print(code, UINT32_MAX, -1, stdout) && !fflush(stdout);
    arena_free(&arena);
    return shown ? 0 : 1;
}

int tools_main(const char *module, int count, char **arguments) {
    bool tokenize = !strcmp(module, "tokenize"), ast = !strcmp(module, "ast");
    bool exact = false;
    AstOptions options = {MODE_EXEC, .type_comments = true, .indent = 3};
    int at = 0;
    for (; at < count && arguments[at][0] == '-' && arguments[at][1]; at++) {
        const char *option = arguments[at], *value = at + 1 < count ? arguments[at + 1] : "";
        if (tokenize && is_option(option, "-e", "--exact"))
            exact = true;
        else if (ast && is_option(option, "-a", "--include-attributes"))
            options.attributes = true;
        else if (ast && !strcmp(option, "--no-type-comments"))
            options.type_comments = false;
        else if (ast && is_option(option, "-i", "--indent"))
            options.indent = atoi(value), at++;
        else if (ast && is_option(option, "-m", "--mode") && mode_named(value, &options.mode))
            at++;
        else {
            fprintf(stderr, "sevenstep: -m %s does not know the option %s\n", module, option);
            return 2;
        }
    }
    if (at + 1 < count) {
        fprintf(stderr, "sevenstep: -m %s takes one file\n", module);
        return 2;
    }
    const char *path = at < count ? arguments[at] : "-",
               *name = strcmp(path, "-") ? path : "<stdin>";
    if (!tokenize && !ast && is_cache_file(path)) return show_cache_file(path);
    size_t size;
    char *source = read_file(path, &size);
    if (!source) {
        fprintf(stderr, "sevenstep: cannot read '%s': %s\n", path, strerror(errno));
        return 1;
    }
    Arena arena;
    arena_init(&arena);
    FrontendError error = {0};
    if (tokenize)
        return finish(&arena, source,
                      print_tokens(&arena, source, size, name, exact, stdout, &error), &error);
    if (ast)
        return finish(&arena, source,
                      print_ast(&arena, source, size, name, &options, stdout, &error), &error);
    Code *code = frontend_compile(&arena, source, size, name, MODE_EXEC, &error, NULL);
    if (code && dis_print(code, UINT32_MAX, -1, stdout))
        fprintf(stderr, "sevenstep: cannot print the code of '%s'\n", path);
    return finish(&arena, source, code != NULL, &error);
}
