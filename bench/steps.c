// Where the instructions of a program go, step by step, in several builds: `make steps`.
//
//   steps [--json FILE] [--svg FILE] [--ops FILE] [--top N] [--jobs N] [--quiet]
//         [--addition PROGRAM] [--snippet BINARY] [--twins FOLDER] CONFIG=BINARY... --
//         PROGRAM[:SIZE]...
//   steps --op OPCODE [--ops FILE] [--snippet BINARY] CONFIG=BINARY... -- PROGRAM[:SIZE]
//
// The snippet is a binary with C's own `add`; the addition is a program apart, whose BINARY_OP_ADD
// steps.json sets beside it. Where FOLDER has a program's twin in C, what both execute between
// their looks at the clock is counted apart: twins leave out the check of the answer.
// The second form is `make code`. Exits 0; 1 when a run failed or a self-test did; 2 when nothing
// could be measured.
#define _GNU_SOURCE
#include "bench/stage.h"
#include "bench/steps.h"
#include "bench/report_steps_plots.h"
#include "bench/steps_show.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Options {
    const char *json, *svg, *definitions, *opcode, *snippet, *addition, *twins;
    size_t top, jobs;
    bool quiet;
} Options;

// CONFIG=BINARY of each build, PROGRAM[:SIZE] of each program.
typedef struct Plan {
    char **configs, **programs;
    size_t config_count, program_count;
} Plan;

typedef struct Job {
    Run run;
    const char *probe; // the probe build beside the interpreter
    char *counts, *log, *stats;
    pid_t child;
    bool ended, ran, probed;
} Job;

static void usage(void) {
    fputs(
        "usage: steps [--json FILE] [--svg FILE] [--ops FILE] [--top N] [--jobs N] [--quiet]\n"
        "             [--addition PROGRAM] [--snippet BINARY] [--twins FOLDER] [--op OPCODE]\n"
        "             CONFIG=BINARY... -- PROGRAM[:SIZE]...\n"
        "Counts the machine instructions of programs by step. Needs valgrind; x86-64 Linux only.\n",
        stderr);
    exit(EXIT_BAD_INPUT);
}

static int read_options(Options *options, int count, char **words) {
    int at = 1;
    *options = (Options){.definitions = "vm/ops.def", .top = 8, .jobs = 2};
    for (; at < count && text_starts(words[at], "--") && words[at][2]; at++) {
        const char *value = at + 1 < count ? words[at + 1] : NULL;
        if (strcmp(words[at], "--quiet") == 0) {
            options->quiet = true;
            continue;
        }
        if (!value) usage();
        if (strcmp(words[at], "--json") == 0)
            options->json = value;
        else if (strcmp(words[at], "--svg") == 0)
            options->svg = value;
        else if (strcmp(words[at], "--addition") == 0)
            options->addition = value;
        else if (strcmp(words[at], "--ops") == 0)
            options->definitions = value;
        else if (strcmp(words[at], "--op") == 0)
            options->opcode = value;
        else if (strcmp(words[at], "--snippet") == 0)
            options->snippet = value;
        else if (strcmp(words[at], "--twins") == 0)
            options->twins = value;
        else if (strcmp(words[at], "--top") == 0)
            options->top = strtoul(value, NULL, 10);
        else if (strcmp(words[at], "--jobs") == 0)
            options->jobs = strtoul(value, NULL, 10);
        else
            usage();
        at++;
    }
    return at;
}

// --- running ----------------------------------------------------------------------------------

static void end_job(Job *job) {
    job->ended = true;
    job->ran = job->child && run_wait(job->child);
    if (!job->ran) return;
    if (!job->probe || !file_exists(job->probe)) return;
    Run probed = job->run;
    probed.binary = job->probe;
    job->probed = run_wait(run_start(&probed, "stats", NULL, job->stats));
}

// Several at once: exact counts do not mind.
static void run_jobs(Job *jobs, size_t count, size_t at_once) {
    size_t started = 0, ended = 0;
    while (ended < count) {
        for (; started < count && started - ended < at_once; started++) {
            Job *job = &jobs[started];
            if (job->run.binary) job->child = run_start(&job->run, NULL, job->counts, job->log);
        }
        end_job(&jobs[ended++]);
    }
}

static void report_failure(const Job *job, const char *by) {
    char *text = file_read(job->log, NULL);
    size_t size = text ? strlen(text) : 0;
    while (size && text[size - 1] == '\n') text[--size] = 0;
    char *last = text ? strrchr(text, '\n') : NULL;
    fprintf(stderr, "steps: %s %s by %s did not end well: %s\n",
            job->run.program ? job->run.program : "a twin in C", job->run.size, by,
            last            ? last + 1
            : text && *text ? text
                            : "it could not be started");
    free(text);
}

// --- words ------------------------------------------------------------------------------------

static char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    char *name = text_copy(slash ? slash + 1 : path);
    size_t size = strlen(name);
    if (size > 3 && strcmp(name + size - 3, ".py") == 0) name[size - 3] = 0;
    return name;
}

// PROGRAM[:SIZE]
static void split_program(char *word, Run *run) {
    char *colon = strrchr(word, ':');
    run->program = word;
    run->size = "";
    if (!colon || strspn(colon + 1, "0123456789") != strlen(colon + 1)) return;
    *colon = 0;
    run->size = colon + 1;
}

// Where the copies and the counts of this run lie. It goes with the process, however that ends.
static char folder[] = "/tmp/sevenstep-steps-XXXXXX";
static bool folder_made;

static void remove_folder(void) {
    if (!folder_made) return;
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/rm", "rm", "-rf", folder, NULL);
        _exit(127);
    }
    if (child > 0) waitpid(child, NULL, 0);
    folder_made = false;
}

static void on_signal(int number) {
    (void)number;
    remove_folder();
    _exit(EXIT_STOPPED);
}

static void make_folder(void) {
    if (!mkdtemp(folder)) fail("cannot make a folder in /tmp: %s", strerror(errno));
    folder_made = true;
    atexit(remove_folder);
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

// A copy without DWARF, of which old versions of valgrind cannot read all; its code is the same, at
// the same addresses.
static char *bare_copy(const char *binary, const char *name, size_t number) {
    char *copy = text_format("%s/%s-%zu", folder, name, number);
    char *command = text_format("strip --strip-debug -o '%s' '%s'", copy, binary);
    if (system(command) != 0) fail("cannot copy %s to %s by strip, of binutils", binary, copy);
    free(command);
    return copy;
}

// The twins of the programs, a job each; without a binary where there is none.
static Job *make_twins(const Plan *plan, const char *twins, Stage *stage) {
    Job *jobs = memory(plan->program_count * sizeof *jobs);
    for (size_t p = 0; twins && p < plan->program_count; p++) {
        Job *job = &jobs[p];
        char *word = text_copy(plan->programs[p]);
        split_program(word, &job->run);
        char *twin = text_format("%s/%s", twins, name_of(job->run.program));
        job->run.program = NULL;
        job->run.environment = stage_environment(stage);
        job->run.timed = true;
        if (file_exists(twin)) job->run.binary = bare_copy(twin, "twin", p);
        job->counts = text_format("%s/twin-%zu.counts", folder, p);
        job->log = text_format("%s/twin-%zu.log", folder, p);
        free(twin);
    }
    return jobs;
}

static Job *make_jobs(const Plan *plan, const Job *twins, Stage *stage) {
    Job *jobs = memory(plan->config_count * plan->program_count * sizeof *jobs);
    char **copies = memory(plan->config_count * sizeof *copies);
    for (size_t c = 0; c < plan->config_count; c++) {
        const char *equals = strchr(plan->configs[c], '=');
        copies[c] = bare_copy(equals + 1, "sevenstep", c);
    }
    for (size_t p = 0; p < plan->program_count; p++) {
        Run run = {0};
        split_program(plan->programs[p], &run);
        if (!file_exists(run.program)) fail("there is no program %s", run.program);
        run.program = stage_program(stage, run.program);
        run.environment = stage_environment(stage);
        run.timed = twins[p].run.binary != NULL;
        for (size_t c = 0; c < plan->config_count; c++) {
            size_t number = p * plan->config_count + c;
            Job *job = &jobs[number];
            job->run = run;
            job->run.binary = copies[c];
            job->probe = text_format("%s-probe", strchr(plan->configs[c], '=') + 1);
            job->counts = text_format("%s/%zu.counts", folder, number);
            job->log = text_format("%s/%zu.log", folder, number);
            job->stats = text_format("%s/%zu.stats", folder, number);
        }
    }
    free(copies);
    return jobs;
}

static bool count_job(Tally *tally, const Job *job, const Anatomy *anatomy, Counts *counts) {
    if (!job->ran) {
        report_failure(job, tally->config);
        return false;
    }
    if (!counts_read(counts, job->counts, job->run.binary)) {
        fprintf(stderr, "steps: %s by %s: callgrind's costs do not sum to its totals\n",
                job->run.program, tally->config);
        return false;
    }
    tally_count(tally, anatomy, counts);
    if (job->probed) tally_read_stats(tally, job->stats);
    tally_split_collection(tally);
    return tally->ran = true;
}

// What a twin executes between its looks at the clock; false where it has none, or failed.
static bool count_twin(const Job *job, const char *name, uint64_t *timed) {
    Counts counts = {0};
    if (!job->ran) {
        report_failure(job, name);
        return false;
    }
    bool counted = counts_read(&counts, job->counts, job->run.binary) && counts.timed;
    if (!counted) fprintf(stderr, "steps: %s, the twin in C: nothing counted\n", name);
    *timed = counts.timed;
    counts_free(&counts);
    return counted;
}

// All programs of one build, whose machine code is read once.
static size_t count_build(Tally *tallies, const Job *jobs, const Plan *plan, size_t build,
                          const Options *options, Listing *listing, Machine *machine) {
    const char *word = plan->configs[build], *binary = strchr(word, '=') + 1;
    char *config = text_format("%.*s", (int)(binary - 1 - word), word);
    Anatomy *anatomy = memory(sizeof *anatomy); // kept: the tallies hold its names
    size_t failed = 0;
    anatomy_read(anatomy, config, binary, options->definitions, machine);
    for (size_t p = 0; p < plan->program_count; p++) {
        const Job *job = &jobs[p * plan->config_count + build];
        Tally *tally = &tallies[p * plan->config_count + build];
        Counts counts = {0};
        *tally =
            (Tally){.config = config, .program = name_of(job->run.program), .size = job->run.size};
        failed += !count_job(tally, job, anatomy, &counts);
        if (tally->ran) failed += check_tally(tally, anatomy);
        if (tally->ran && options->opcode && p == 0)
            *listing = code_list(anatomy, &counts, tally, options->opcode, machine);
        counts_free(&counts);
    }
    return failed;
}

static size_t show_listings(Listing *listings, size_t count, const Options *options,
                            Machine *machine) {
    size_t missing = 0;
    for (size_t i = 0; i < count; i++) {
        if (listings[i].count) continue;
        fprintf(stderr, "code: %s: no handler %s was run\n",
                listings[i].title ? listings[i].title : "a build", options->opcode);
        missing++;
    }
    if (missing) return missing;
    if (options->snippet) listings[count++] = code_list_native(options->snippet, machine);
    listings_show(listings, count);
    return 0;
}

static void write_plot(const char *path, const cJSON *json) {
    char *svg = steps_plot(json, NULL);
    if (svg)
        file_write(path, svg, strlen(svg));
    else
        fputs("steps: no plot: gnuplot is not installed (make deps)\n", stderr);
    free(svg);
}

// Everything there is to be run exists; said before anything is made.
static void check_plan(const Plan *plan) {
    for (size_t c = 0; c < plan->config_count; c++) {
        const char *binary = strchr(plan->configs[c], '=') + 1;
        if (!file_exists(binary)) fail("there is no %s: build it", binary);
    }
    for (size_t p = 0; p < plan->program_count; p++) {
        Run run = {0};
        char *word = text_copy(plan->programs[p]);
        split_program(word, &run);
        if (!file_exists(run.program)) fail("there is no program %s", run.program);
        free(word);
    }
}

// The addition, where it is asked for, is the last program.
static Plan make_plan(int first, int count, char **words, const Options *options) {
    int last = first;
    while (last < count && strcmp(words[last], "--") != 0 && strchr(words[last], '=')) last++;
    if (last == first || last + 1 >= count || strcmp(words[last], "--") != 0) usage();
    Plan plan = {words + first, memory((size_t)count * sizeof *words), (size_t)(last - first), 0};
    for (int i = last + 1; i < count; i++) plan.programs[plan.program_count++] = words[i];
    if (options->addition) plan.programs[plan.program_count++] = text_copy(options->addition);
    check_plan(&plan);
    return plan;
}

// Fills in a tally for every program in every build, and in `twins` what each program's twin
// executes.
static size_t count_all(Tally *tallies, uint64_t *twins, Listing *listings, const Plan *plan,
                        const Options *options, Machine *machine) {
    size_t count = plan->config_count * plan->program_count, failed = 0;
    size_t at_once = options->jobs ? options->jobs : 1;
    make_folder();
    Stage *stage = stage_open();
    Job *twin_jobs = make_twins(plan, options->twins, stage);
    Job *jobs = make_jobs(plan, twin_jobs, stage);
    run_jobs(twin_jobs, plan->program_count, at_once);
    run_jobs(jobs, count, at_once);
    for (size_t i = 0; i < plan->config_count; i++)
        failed += count_build(tallies, jobs, plan, i, options, &listings[i], machine);
    for (size_t p = 0; p < plan->program_count; p++)
        if (twin_jobs[p].run.binary)
            failed +=
                !count_twin(&twin_jobs[p], tallies[p * plan->config_count].program, &twins[p]);
    remove_folder();
    stage_close(stage);
    return failed;
}

static void show_all(const Tally *tallies, const uint64_t *twins, const Plan *plan,
                     const Options *options, Machine *machine) {
    size_t builds = plan->config_count, programs = plan->program_count;
    if (options->addition) programs--;
    for (size_t p = 0; p < programs && !options->quiet; p++)
        show_program(&tallies[p * builds], builds, options->top);
    cJSON *json = describe(tallies, twins, builds, programs);
    if (options->addition)
        cJSON_AddItemToObject(json, "addition",
                              describe_program(&tallies[programs * builds], 0, builds));
    if (options->snippet)
        cJSON_AddItemToObject(json, "native", describe_native(options->snippet, machine));
    if (options->json) json_write(options->json, json);
    if (options->svg) write_plot(options->svg, json);
    cJSON_Delete(json);
}

int main(int count, char **words) {
    Options options;
    Machine machine;
    Plan plan = make_plan(read_options(&options, count, words), count, words, &options);
    if (!callgrind_available()) {
        static const char skipped[] = "{\"skipped\": \"valgrind is not installed\"}\n";
        fputs("steps: skipped: valgrind is not installed (make deps)\n", stderr);
        if (options.json) file_write(options.json, skipped, strlen(skipped));
        return options.json ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    if (!machine_open(&machine)) fail("capstone cannot be opened");
    Tally *tallies = memory(plan.config_count * plan.program_count * sizeof *tallies);
    Listing *listings = memory((plan.config_count + 1) * sizeof *listings);
    uint64_t *twins = memory(plan.program_count * sizeof *twins);
    size_t failed = count_all(tallies, twins, listings, &plan, &options, &machine);
    if (options.opcode)
        failed += show_listings(listings, plan.config_count, &options, &machine);
    else
        show_all(tallies, twins, &plan, &options, &machine);
    machine_close(&machine);
    return failed ? EXIT_ROW_FAILED : EXIT_SUCCESS;
}
