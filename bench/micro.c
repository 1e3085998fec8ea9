// The timed harness: every micro-benchmark of the suite in one process, once, by Google Benchmark.
// A process is one repetition: heap and layout are its own, and bench/micro_run.c interleaves the
// processes of different builds. What an iteration executes is not counted here but read from the
// list that the probe wrote, and published as counters.
#include "bench/micro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/micro_shim.h"
#include "bench/random.h"
#include "vm/machine.h"
#include "vm/run.h"

static const char usage[] = "usage: micro [--benchmark_...] [OPTION=VALUE...] FILE.py...\n"
                            "  text=FILE        what compile, read and load work on\n"
                            "  counts=FILE      what micro-probe printed: becomes counters\n"
                            "  order=SEED       the benchmarks in another order\n"
                            "  iterations=N     N for each, not what the suite says\n"
                            "  context=KEY=TEXT a line of the context in the JSON output\n";

static Vm vm;
static const char *counts_path;

// --- counters ---------------------------------------------------------------------------------

// The line of the counts file that begins with this name, or NULL.
static FILE *counts_find(const char *name) {
    char line[400];
    FILE *file = counts_path ? fopen(counts_path, "r") : NULL;
    while (file && fgets(line, sizeof line, file)) {
        size_t size = strcspn(line, " ");
        if (strlen(name) == size && !memcmp(line, name, size)) {
            fseek(file, -(long)(strlen(line) - size), SEEK_CUR);
            return file;
        }
    }
    if (file) fclose(file);
    return NULL;
}

// KEY=NUMBER, up to the end of the line.
static void counters_publish(ShimState *state, const Micro *micro) {
    shim_label(state, micro->what);
    shim_counter(state, "operations", (double)micro->operations);
    FILE *file = counts_find(micro->name);
    char key[40];
    double value;
    while (file && fscanf(file, "%*[ ]%39[^=\n]=%lf", key, &value) == 2)
        shim_counter(state, key, value);
    if (file) fclose(file);
}

// --- timing -----------------------------------------------------------------------------------

static bool iterate(void *data) {
    Micro *micro = data;
    return !is_error(micro->iterate(&vm, micro));
}

static void measure(ShimState *state, void *data) {
    Micro *micro = data;
    const char *problem = micro_begin(&vm, micro);
    if (problem)
        shim_fail(state, problem);
    else if (shim_time(state, iterate, micro))
        counters_publish(state, micro);
    micro_end(&vm, micro);
}

static void register_all(Suite *suite, const char *order, uint64_t iterations) {
    size_t *places = calloc(suite->count, sizeof *places);
    if (!places) abort();
    if (order)
        random_order((Random){strtoull(order, NULL, 10)}, places, suite->count);
    else
        for (size_t i = 0; i < suite->count; i++) places[i] = i;
    for (size_t i = 0; i < suite->count; i++) {
        Micro *micro = &suite->items[places[i]];
        shim_register(micro->name, iterations ? iterations : micro->iterations, measure, micro);
    }
    free(places);
}

static const char *option(const char *word, const char *name) {
    size_t size = strlen(name);
    return !strncmp(word, name, size) && word[size] == '=' ? word + size + 1 : NULL;
}

int main(int count, char **words) {
    const char *text = "bench/micro/text/orders.py", *order = NULL, *value;
    uint64_t iterations = 0;
    char **paths = calloc((size_t)count, sizeof *paths);
    size_t path_count = 0;
    shim_start(&count, words);
    shim_context("config", run_config);
    shim_context("library_build_type_means",
                 "of the packaged library, which keeps its assertions at -O2; they are outside the "
                 "timed loop, which is compiled here with NDEBUG; `empty` is what that loop takes");
    for (int i = 1; i < count; i++) {
        if ((value = option(words[i], "text")))
            text = value;
        else if ((value = option(words[i], "counts")))
            counts_path = value;
        else if ((value = option(words[i], "order")))
            order = value;
        else if ((value = option(words[i], "iterations")))
            iterations = strtoull(value, NULL, 10);
        else if ((value = option(words[i], "context"))) {
            char *key = strdup(value);
            key[strcspn(key, "=")] = 0;
            shim_context(key, value + strlen(key) + (value[strlen(key)] == '='));
        } else if (words[i][0] == '-' || strchr(words[i], '=')) {
            fputs(usage, stderr);
            return 2;
        } else
            paths[path_count++] = words[i];
    }
    Suite suite = {0};
    if (!vm_init(&vm) || !suite_make(&vm, &suite, paths, path_count, text)) return 2;
    register_all(&suite, order, iterations);
    shim_run();
    return vm_end(&vm, 0);
}
