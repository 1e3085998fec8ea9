// The exact figures of a result: what each program executes, from the probe builds, run once each
// in a fixed environment: bytecodes, their entropy, footprint, cache hits, bytes, boxes. Counts
// never come from timed loops, so this is a run of its own. Builds of the same bytecode options
// must execute the same sequence of instructions; where they do not, the row stops, as for output
// that differs. Programs are run from a copy in a folder of constant length, because where a
// program lies is a part of what it allocates; what they may import lies beside the copy.
#define _GNU_SOURCE
#include "bench/records.h"
#include "bench/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    double executed, bytes, boxes, distinct, hits, misses, entropy;
    char hash[32], printed[SHA256_TEXT]; // of the execution, of standard output
} Exact;

static Stage *stage;
static volatile sig_atomic_t stopped;

static void on_stop(int signal_number) {
    (void)signal_number;
    stopped = 1;
}

static void stage_end(void) {
    stage_close(stage);
}

static void stage_begin(void) {
    signal(SIGINT, on_stop); // the programs end by it, and their copies go
    signal(SIGTERM, on_stop);
    stage = stage_open();
    stage_environment(stage);
    atexit(stage_end);
}

// --- one run ----------------------------------------------------------------------------------

// A run of a probe, whose output goes to files.
typedef struct {
    pid_t process;
    int out, err;
    char out_name[32], err_name[32];
} Run;

static int temporary_open(char *name) {
    strcpy(name, "/tmp/sevenstep-exact-XXXXXX");
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) fail("cannot make a temporary file: %s", strerror(errno));
    return fd;
}

static void run_start(Run *run, const char *binary, const char *path, const char *size) {
    run->out = temporary_open(run->out_name);
    run->err = temporary_open(run->err_name);
    run->process = fork();
    if (run->process < 0) fail("cannot start a process: %s", strerror(errno));
    if (run->process > 0) return;
    char *words[] = {(char *)binary, (char *)"-X", (char *)"stats",
                     (char *)path,   (char *)size, NULL};
    if (!*size) words[4] = NULL;
    if (freopen("/dev/null", "r", stdin) && dup2(run->out, 1) == 1 && dup2(run->err, 2) == 2)
        execve(binary, words, stage_environment(stage));
    _exit(127);
}

// The stderr of a run, whole, and the hash of what it printed; NULL if it did not end with status
// 0.
static char *run_finish(Run *run, char *printed) {
    int status;
    while (waitpid(run->process, &status, 0) < 0 && errno == EINTR)
        if (stopped) kill(run->process, SIGKILL);
    close(run->out);
    close(run->err);
    char *text = status == 0 && sha256_file(run->out_name, printed) == 0
                     ? file_read(run->err_name, NULL)
                     : NULL;
    unlink(run->out_name);
    unlink(run->err_name);
    if (stopped) exit(EXIT_STOPPED);
    return text;
}

static bool exact_read(char *text, Exact *exact) {
    double squares = 0; // sum of count * log2(count)
    bool in_table = false;
    for (char *line = strsep(&text, "\n"); line; line = strsep(&text, "\n")) {
        char opcode[64];
        double count, hits = 0, misses = 0;
        if (sscanf(line, "executed: %lf", &exact->executed) == 1 ||
            sscanf(line, "execution hash: %31s", exact->hash) == 1 ||
            sscanf(line, "bytes allocated: %lf", &exact->bytes) == 1 ||
            sscanf(line, "boxes made: %lf", &exact->boxes) == 1 ||
            sscanf(line, "distinct instructions: %lf", &exact->distinct) == 1)
            continue;
        if (text_starts(line, "opcode "))
            in_table = true;
        else if (in_table &&
                 sscanf(line, "%63s %lf %lf %lf", opcode, &count, &hits, &misses) >= 2) {
            squares += count * log2(count);
            exact->hits += hits;
            exact->misses += misses;
        }
    }
    // H = log2(n) - (1/n) sum c log2 c
    if (exact->executed > 0) exact->entropy = log2(exact->executed) - squares / exact->executed;
    return exact->executed > 0 && *exact->hash;
}

static cJSON *exact_describe(const char *config, const Exact *exact) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "config", config);
    cJSON_AddNumberToObject(json, "bytecodes", exact->executed);
    cJSON_AddStringToObject(json, "execution_hash", exact->hash);
    cJSON_AddStringToObject(json, "stdout_sha256", exact->printed);
    cJSON_AddNumberToObject(json, "entropy_bits", round(exact->entropy * 1e4) / 1e4);
    cJSON_AddNumberToObject(json, "distinct_instructions", exact->distinct);
    cJSON_AddNumberToObject(json, "cache_hits", exact->hits);
    cJSON_AddNumberToObject(json, "cache_misses", exact->misses);
    cJSON_AddNumberToObject(json, "bytes_allocated", exact->bytes);
    cJSON_AddNumberToObject(json, "boxes_made", exact->boxes);
    return json;
}

// What one program executes in each of the builds, which are CONFIG=BINARY. As many run at a time
// as there are processors: a load changes times, not counts.
static cJSON *program_count(const Program *program, const char *path, char *const *builds,
                            size_t count) {
    cJSON *row = cJSON_CreateObject(), *counts;
    size_t started = 0, processors = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    Run *runs = memory(count * sizeof *runs);
    char first_hash[32] = "";
    cJSON_AddStringToObject(row, "name", program->name);
    counts = cJSON_AddArrayToObject(row, "runs");
    for (size_t i = 0; i < count; i++) {
        for (; started < count && started < i + processors; started++)
            run_start(&runs[started], strchr(builds[started], '=') + 1, path, program->size);
        char *config = text_format("%.*s", (int)strcspn(builds[i], "="), builds[i]);
        Exact exact = {0};
        char *text = run_finish(&runs[i], exact.printed);
        if (!text || !exact_read(text, &exact)) {
            fprintf(stderr, "exact: no counts of %s by %s\n", program->name, config);
            continue;
        }
        free(text);
        if (!*first_hash) memcpy(first_hash, exact.hash, sizeof first_hash);
        if (strcmp(first_hash, exact.hash) != 0 && !json_get(row, "differs")) {
            cJSON_AddStringToObject(row, "differs", config);
            fprintf(stderr, "exact: %s executes %s otherwise than the first build\n", config,
                    program->name);
        }
        cJSON_AddItemToArray(counts, exact_describe(config, &exact));
    }
    free(runs);
    return row;
}

int main(int count, char **words) {
    const char *out = NULL;
    if (count > 2 && strcmp(words[1], "--out") == 0) {
        out = words[2];
        words += 2;
        count -= 2;
    }
    if (count < 3 || !strchr(words[2], '=')) {
        fprintf(stderr, "usage: exact [--out FILE] RESULT_FOLDER CONFIG=BINARY... "
                        "[-- NAME=PATH of a program...]\n");
        return EXIT_BAD_INPUT;
    }
    Manifest *manifest = manifest_read(words[1]);
    int last = 2;
    while (last < count && strcmp(words[last], "--") != 0) last++;
    for (int i = last + 1; i < count; i++)
        for (size_t k = 0; k < manifest->program_count; k++) {
            size_t size = strlen(manifest->programs[k].name);
            if (text_starts(words[i], manifest->programs[k].name) && words[i][size] == '=')
                manifest->programs[k].path = words[i] + size + 1;
        }
    cJSON *json = cJSON_CreateObject(), *programs = cJSON_AddArrayToObject(json, "programs");
    stage_begin();
    for (size_t k = 0; k < manifest->program_count; k++) {
        const Program *program = &manifest->programs[k];
        if (program->start_up) continue;
        const char *path = stage_program(stage, program->path);
        cJSON_AddItemToArray(programs, program_count(program, path, words + 2, (size_t)last - 2));
    }
    char *text = cJSON_Print(json);
    char *path = out ? text_copy(out) : text_format("%s/exact.json", manifest->folder);
    if (!text) fail("out of memory");
    text = text_format("%s\n", text);
    file_write(path, text, strlen(text));
    return EXIT_SUCCESS;
}
