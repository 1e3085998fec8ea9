// The front end at work: source to Code, and Code out of the cache, in process, as compile() is in
// CPython. A process is one sample: all of its work is done once untimed, then timed. It links the
// objects of the front end and nothing of the machine.
#define _GNU_SOURCE
#include "frontend/cache.h"
#include "frontend/frontend.h"
#include "frontend/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char usage[] =
    "usage: frontend-work check FACTOR FILE...        names the files that do not compile\n"
    "       frontend-work compile FACTOR FILE...      times source to Code, each file so many "
    "times\n"
    "                                                 in a row as one source\n"
    "       frontend-work load FOLDER FILE...         times the loading of the same from FOLDER\n"
    "       frontend-work shape NAME FACTOR         times a source of FACTOR times the size\n"
    "       frontend-work source NAME FACTOR          prints it\n"
    "       frontend-work shapes                      names them\n";

enum { FACTOR_MOST = 1000 };

typedef struct {
    const char *path;
    char *bytes;
    size_t size;
    CacheStamp stamp;
    char *cached; // the cache file's path
} Source;

typedef struct {
    const char *name;
    unsigned count;
    const char *head, *first, *middle, *second, *tail;
} Shape;

static const Shape shapes[] = {
#define SHAPE(name, count, head, first, middle, second, tail)                                      \
    {#name, count, head, first, middle, second, tail},
#include "bench/frontend_shapes.def"
#undef SHAPE
};

enum { SHAPE_COUNT = sizeof shapes / sizeof *shapes };

// Processor time, in which nothing here ever waits: what else the machine does would count
// for more in a long compilation than in a short one.
static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static _Noreturn void give_up(const char *what, const char *why) {
    fprintf(stderr, "frontend-work: %s: %s\n", what, why);
    exit(2);
}

// --- sources ------------------------------------------------------------------------------------

static Source *sources_read(char **paths, size_t count) {
    Source *sources = calloc(count + 1, sizeof *sources);
    if (!sources) give_up("sources", "out of memory");
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        Source *source = &sources[i];
        source->path = paths[i];
        source->bytes = source_read_file(paths[i], &source->size);
        if (!source->bytes || stat(paths[i], &status)) give_up(paths[i], "cannot be read");
        source->stamp = (CacheStamp){status.st_mtim.tv_sec, (uint32_t)status.st_mtim.tv_nsec,
                                     (uint64_t)status.st_size, status.st_mode & 0777};
    }
    return sources;
}

static size_t line_count(const Source *source) {
    size_t lines = 0;
    for (size_t at = 0; at < source->size; at++) lines += source->bytes[at] == '\n';
    return lines;
}

static void text_repeat(FILE *out, const char *text, unsigned count) {
    for (unsigned turn = 0; turn < count; turn++) {
        for (const char *at = text; *at; at++) {
            // A decorator's @ is followed by a name.
            if (*at == '@' && !(at[1] >= 'a' && at[1] <= 'z'))
                fprintf(out, "%06u", turn);
            else
                fputc(*at, out);
        }
    }
}

static unsigned factor_of(const char *text) {
    unsigned long factor = strtoul(text, NULL, 10);
    if (!factor || factor > FACTOR_MOST) give_up(text, "is no factor from 1 to 1000");
    return (unsigned)factor;
}

static Source *sources_repeated(const char *factor_text, char **paths, size_t count) {
    size_t factor = factor_of(factor_text);
    Source *sources = sources_read(paths, count);
    for (size_t i = 0; factor > 1 && i < count; i++) {
        Source *source = &sources[i];
        char *bytes = malloc((source->size + 1) * factor), *at = bytes;
        if (!bytes) give_up(source->path, "out of memory");
        for (size_t k = 0; k < factor; k++, *at++ = '\n') {
            memcpy(at, source->bytes, source->size);
            at += source->size;
        }
        free(source->bytes);
        source->bytes = bytes;
        source->size = (size_t)(at - bytes);
    }
    return sources;
}

static Source shape_source(const char *name, const char *factor_text) {
    unsigned factor = factor_of(factor_text);
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        const Shape *shape = &shapes[i];
        if (strcmp(shape->name, name)) continue;
        Source source = {.path = shape->name};
        unsigned count = shape->count * factor;
        FILE *out = open_memstream(&source.bytes, &source.size);
        if (!out) give_up(name, "out of memory");
        fputs(shape->head, out);
        text_repeat(out, shape->first, count);
        fputs(shape->middle, out);
        text_repeat(out, shape->second, count);
        fputs(shape->tail, out);
        if (fclose(out)) give_up(name, "out of memory");
        return source;
    }
    give_up(name, "is no shape");
}

// --- work ---------------------------------------------------------------------------------------

// The code in the arena, or NULL: the message is printed with the path in front.
static Code *source_compile(Arena *arena, const Source *source) {
    FrontendError error;
    Code *code =
        frontend_compile(arena, source->bytes, source->size, source->path, MODE_EXEC, &error, NULL);
    if (!code)
        printf("%s: line %u: %.*s\n", source->path, error.line, (int)error.message.size,
               error.message.data);
    return code;
}

// The memory of one result serves the next, as CPython's allocator has it: what the system takes
// for fresh pages is not the front end's.
static void compile_all(Arena *arena, const Source *sources, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!source_compile(arena, &sources[i])) exit(1);
        arena_clear(arena);
    }
}

static bool load_one(Arena *arena, const Source *source) {
    bool loaded = cache_load(arena, source->cached, &source->stamp, source->path);
    arena_clear(arena);
    return loaded;
}

// Files that are missing or stale are written.
static void caches_prepare(Arena *arena, Source *sources, size_t count, const char *folder) {
    for (size_t i = 0; i < count; i++) {
        Source *source = &sources[i];
        const char *slash = strrchr(source->path, '/');
        if (asprintf(&source->cached, "%s/%zu-%s.svc", folder, i,
                     slash ? slash + 1 : source->path) < 0)
            give_up(source->path, "out of memory");
        if (load_one(arena, source)) continue;
        Code *code = source_compile(arena, source);
        if (!code) exit(1);
        if (!cache_store(arena, source->cached, &source->stamp, code))
            give_up(source->cached, "cannot be written");
        arena_clear(arena);
        if (!load_one(arena, source)) give_up(source->cached, "was written and cannot be loaded");
    }
}

static void load_all(Arena *arena, const Source *sources, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!load_one(arena, &sources[i])) give_up(sources[i].cached, "cannot be loaded");
    }
}

static void result_print(double seconds, const Source *sources, size_t count) {
    size_t lines = 0, bytes = 0;
    for (size_t i = 0; i < count; i++) {
        lines += line_count(&sources[i]);
        bytes += sources[i].size;
    }
    printf("%.9f seconds, %zu lines, %zu bytes\n", seconds, lines, bytes);
}

static int check(const Source *sources, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Arena arena;
        arena_init(&arena);
        source_compile(&arena, &sources[i]);
        arena_free(&arena);
    }
    return 0;
}

static int time_compiling(const Source *sources, size_t count) {
    Arena arena;
    arena_init(&arena);
    compile_all(&arena, sources, count);
    double start = now();
    compile_all(&arena, sources, count);
    result_print(now() - start, sources, count);
    arena_free(&arena);
    return 0;
}

static int time_loading(Source *sources, size_t count, const char *folder) {
    Arena arena;
    arena_init(&arena);
    caches_prepare(&arena, sources, count, folder);
    load_all(&arena, sources, count);
    double start = now();
    load_all(&arena, sources, count);
    result_print(now() - start, sources, count);
    arena_free(&arena);
    return 0;
}

int main(int count, char **words) {
    const char *what = count > 1 ? words[1] : "";
    if (!strcmp(what, "shapes") && count == 2) {
        for (size_t i = 0; i < SHAPE_COUNT; i++) puts(shapes[i].name);
        return 0;
    }
    if (!strcmp(what, "shape") && count == 4) {
        Source source = shape_source(words[2], words[3]);
        return time_compiling(&source, 1);
    }
    if (!strcmp(what, "source") && count == 4) {
        Source source = shape_source(words[2], words[3]);
        return fwrite(source.bytes, 1, source.size, stdout) != source.size;
    }
    size_t files = count > 2 ? (size_t)count - 3 : 0;
    if (!strcmp(what, "check") && count > 2)
        return check(sources_repeated(words[2], words + 3, files), files);
    if (!strcmp(what, "compile") && count > 2)
        return time_compiling(sources_repeated(words[2], words + 3, files), files);
    if (!strcmp(what, "load") && count > 2)
        return time_loading(sources_read(words + 3, files), files, words[2]);
    fputs(usage, stderr);
    return 2;
}
