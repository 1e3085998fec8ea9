// Damages a cache file in thousands of ways, each with a right checksum, so that all that stands
// between it and the machine is the reader and the verifier; imports each one and counts what
// happens. Any death by a signal but that of a limit is a failure; the file that did it is kept.
//     mutate_cache BINARY MODULE.py COUNT [SEED]
#include "frontend/cache.h"
#include "opcodes.h"

#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEADER_SIZE = 56, CHECKSUM_AT = 48 };

static uint64_t state;

static uint32_t draw(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static void fail(const char *what, const char *path) {
    fprintf(stderr, "mutate_cache: %s '%s'\n", what, path);
    exit(2);
}

static char *read_all(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (!file || fstat(fileno(file), &status)) fail("cannot read", path);
    *size = (size_t)status.st_size;
    char *bytes = malloc(*size + 8);
    if (!bytes || fread(bytes, 1, *size, file) != *size) fail("cannot read", path);
    fclose(file);
    return bytes;
}

static void write_all(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file)) fail("cannot write", path);
}

// A word of the payload, half of the time one that looks like an instruction.
static uint32_t draw_word(const uint32_t *words, uint32_t count) {
    uint32_t at = draw(count);
    if (draw(2)) return at;
    for (int tries = 0;
         tries < 30 && ((words[at] & 0xff) >= OPCODE_COUNT || words[at] >> 8 > 999 || !words[at]);
         tries++)
        at = draw(count);
    return at;
}

// One to three words changed: a bit, a byte, a small step, another word of the file, or two words
// changed about. Words that look like a neighbour's are the likeliest to be believed.
static void mutate(char *payload, size_t size) {
    uint32_t *words = (uint32_t *)payload, count = (uint32_t)(size / 4);
    for (uint32_t times = 1 + draw(3); times; times--) {
        uint32_t at = draw_word(words, count), near = (at + draw(9) + count - 4) % count;
        uint32_t kept = words[at];
        switch (draw(7)) {
        case 0: words[at] ^= 1u << draw(32); break;
        case 1: payload[draw((uint32_t)size)] = (char)draw(256); break;
        case 2: words[at] += draw(2) ? 0x100 : 0xffffff00; break;
        case 3: words[at] = (words[at] & ~0xffu) | draw(OPCODE_COUNT); break;
        case 4: words[at] = words[draw(count)]; break;
        case 5: words[at] = words[near]; break;
        default: words[at] = words[near]; words[near] = kept;
        }
    }
}

static int import_once(const char *binary, const char *folder, const char *code) {
    pid_t child = fork();
    if (child < 0) fail("cannot start", binary);
    if (!child) {
        struct rlimit seconds = {2, 3};
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 0);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        setrlimit(RLIMIT_CPU, &seconds);
        setenv("PYTHONPATH", folder, 1);
        setenv("ASAN_OPTIONS", "abort_on_error=1", 1); // a report is a crash, not an exit status
        setenv("UBSAN_OPTIONS", "abort_on_error=1", 1);
        execl(binary, binary, "-B", "-c", code, (char *)NULL);
        _exit(127);
    }
    int status;
    while (waitpid(child, &status, 0) < 0) continue;
    return status;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 4) {
        fprintf(stderr, "usage: mutate_cache BINARY MODULE.py COUNT [SEED]\n");
        return 2;
    }
    const char *binary = arguments[1];
    uint64_t seed = argument_count > 4 ? strtoull(arguments[4], NULL, 10) : 1;
    char folder[] = "/tmp/sevenstep-mutate-XXXXXX", source[100], cache[200], code[100], kept[100];
    size_t size;
    if (!mkdtemp(folder)) fail("cannot make", folder);
    char *text = read_all(arguments[2], &size);
    snprintf(source, sizeof source, "%s/mutated.py", folder);
    write_all(source, text, size);
    snprintf(code, sizeof code, "import mutated");
    unsetenv("PYTHONDONTWRITEBYTECODE");
    setenv("PYTHONPATH", folder, 1);
    char command[400];
    snprintf(command, sizeof command, "'%s' -c '%s'", binary, code);
    if (system(command)) fail("the sound module fails under", binary);
    if (!cache_path(source, cache, sizeof cache)) fail("no cache path for", source);
    char *sound = read_all(cache, &size), *damaged = malloc(size + 8);
    int count = atoi(arguments[3]), crashed = 0, limited = 0, fine = 0, raised = 0, refused = 0;
    for (int i = 0; i < count; i++) {
        state = (seed << 32) + (uint64_t)i;
        draw(2);
        memcpy(damaged, sound, size);
        mutate(damaged + HEADER_SIZE, size - HEADER_SIZE);
        uint64_t sum = cache_checksum(damaged + HEADER_SIZE, size - HEADER_SIZE);
        memcpy(damaged + CHECKSUM_AT, &sum, sizeof sum);
        Arena arena;
        arena_init(&arena);
        write_all(cache, damaged, size);
        bool believed = cache_load(&arena, cache, NULL, source);
        arena_free(&arena);
        refused += !believed;
        if (!believed) continue;
        int status = import_once(binary, folder, code);
        if (WIFEXITED(status) && WEXITSTATUS(status) < 2) {
            *(WEXITSTATUS(status) ? &raised : &fine) += 1;
        } else if (WIFSIGNALED(status) &&
                   (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
            limited++;
        } else {
            crashed++;
            snprintf(kept, sizeof kept, "%s/crash-%d.svc", folder, i);
            write_all(kept, damaged, size);
            printf("mutation %d of seed %llu: status %x, kept as %s\n", i, (unsigned long long)seed,
                   (unsigned)status, kept);
        }
    }
    printf("%d mutations: %d refused, %d ran, %d raised, %d met a limit, %d crashed\n", count,
           refused, fine, raised, limited, crashed);
    if (!crashed) {
        snprintf(command, sizeof command, "rm -rf '%s'", folder);
        if (system(command)) fail("cannot remove", folder);
    }
    return crashed != 0;
}
