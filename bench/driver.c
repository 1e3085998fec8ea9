// The interleaved runner: one process is one sample. In every round each arm runs each program
// once, in an order drawn from the recorded seed, all with the same environment padding, each
// pinned to the recorded processor. A sample is one line, appended by one write; what has been
// appended is never run again, so that the same command goes on wherever a kill, a full disk or
// Ctrl-C stopped it.
#define _GNU_SOURCE
#include "bench/lines.h"
#include "bench/process.h"
#include "bench/random.h"
#include "bench/records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    Manifest *manifest;
    Sample *done;                   // by slot
    bool *is_done;                  // by slot
    size_t slot_count;              // rounds * arms * programs
    const char **stopped;           // by program: why its row goes no further
    char (*reference)[SHA256_TEXT]; // by program: what it printed first
    const char **reference_arm;     // by program
    Lines *lines;                   // samples.jsonl
    double began, last_progress;
    bool terminal;
} Driver;

static size_t slot_of(const Manifest *manifest, size_t round, size_t arm, size_t program) {
    return (round * manifest->arm_count + arm) * manifest->program_count + program;
}

// --- the file ---------------------------------------------------------------------------------

static void sample_append(Driver *driver, const Sample *sample) {
    char *line = sample_line(driver->manifest, sample);
    lines_append(driver->lines, line);
    free(line);
}

// --- one process ------------------------------------------------------------------------------

// The number behind the last line of stderr that starts `seconds: `.
static bool seconds_find(const char *text, double *seconds) {
    bool found = false;
    for (const char *line = text; line; line = strchr(line, '\n')) {
        if (*line == '\n') line++;
        char *end;
        if (!text_starts(line, "seconds: ")) continue;
        double value = strtod(line + strlen("seconds: "), &end);
        if (end > line + strlen("seconds: ") && value > 0 && value < 1e9) {
            *seconds = value;
            found = true;
        }
    }
    return found;
}

// Runs one process into `sample`; false if the driver was told to stop meanwhile.
static bool sample_run(const Driver *driver, Sample *sample) {
    const Manifest *manifest = driver->manifest;
    const Program *program = &manifest->programs[sample->program];
    char **command =
        manifest_command(&manifest->arms[sample->arm].layouts[sample->layout], program);
    char *padding = memory(sample->padding);
    memset(padding, 'x', sample->padding);
    char *padding_variable = text_format("PADDING=%s", padding);
    char *environment[] = {(char *)"PYTHONHASHSEED=0", padding_variable, NULL};
    Process *process = memory(sizeof *process);
    sample->started = process_now() - driver->began;
    bool going = process_run(process, command, environment, manifest->cpu, manifest->timeout, 0);
    sample->wall = process->wall;
    sample->user = process->user;
    sample->system = process->system;
    sample->max_rss = process->max_rss;
    sample->preempted = process->preempted;
    sample->counters = process->counters;
    sample->error = process->error;
    memcpy(sample->stdout_sha256, process->stdout_sha256, SHA256_TEXT);
    sample->whole_process = !seconds_find(process->stderr_tail, &sample->seconds);
    if (sample->whole_process) sample->seconds = sample->wall;
    for (char **word = command; *word; word++) free(*word);
    free(command);
    free(padding);
    free(padding_variable);
    free(process->stdout_text);
    free(process);
    return going;
}

// --- rows -------------------------------------------------------------------------------------

// Takes a finished sample into account: its slot, what its program prints, whether the row goes on.
static void sample_account(Driver *driver, const Sample *sample) {
    const Manifest *manifest = driver->manifest;
    size_t program = sample->program;
    size_t slot = slot_of(manifest, sample->round, sample->arm, program);
    driver->is_done[slot] = true;
    driver->done[slot] = *sample;
    if (sample->error) {
        if (!driver->stopped[program])
            driver->stopped[program] =
                text_format("%s layout %zu: %s", manifest->arms[sample->arm].name,
                            sample->layout + 1, sample->error);
    } else if (!driver->reference[program][0]) {
        memcpy(driver->reference[program], sample->stdout_sha256, SHA256_TEXT);
        driver->reference_arm[program] = manifest->arms[sample->arm].name;
    }
}

static const char *difference_of(const Driver *driver, const Sample *sample) {
    size_t program = sample->program;
    if (!driver->reference[program][0] ||
        strcmp(driver->reference[program], sample->stdout_sha256) == 0)
        return NULL;
    return text_format("prints differently from %s (stdout sha256 %.12s against %.12s)",
                       driver->reference_arm[program], sample->stdout_sha256,
                       driver->reference[program]);
}

// --- progress ---------------------------------------------------------------------------------

// What is left, by what the same arm and program, the same program, or anything, took so far.
static double seconds_left(const Driver *driver) {
    const Manifest *manifest = driver->manifest;
    double left = 0, all_sum = 0;
    size_t all_count = 0;
    for (size_t slot = 0; slot < driver->slot_count; slot++)
        if (driver->is_done[slot]) all_sum += driver->done[slot].wall, all_count++;
    for (size_t program = 0; program < manifest->program_count; program++) {
        if (driver->stopped[program]) continue;
        double row_sum = 0, row_left = 0;
        size_t row_count = 0, unknown = 0;
        for (size_t arm = 0; arm < manifest->arm_count; arm++) {
            double sum = 0;
            size_t count = 0;
            if (manifest->arms[arm].skips[program]) continue;
            for (size_t round = 0; round < manifest->rounds; round++) {
                size_t slot = slot_of(manifest, round, arm, program);
                if (driver->is_done[slot]) sum += driver->done[slot].wall, count++;
            }
            if (count)
                row_left += sum / (double)count * (double)(manifest->rounds - count);
            else
                unknown += manifest->rounds;
            row_sum += sum;
            row_count += count;
        }
        double mean = row_count   ? row_sum / (double)row_count
                      : all_count ? all_sum / (double)all_count
                                  : 0.3;
        left += row_left + mean * (double)unknown;
    }
    return left;
}

static void progress_show(Driver *driver, size_t finished, size_t total, const Sample *sample) {
    double time = process_now();
    if (time - driver->last_progress < (driver->terminal ? 0.5 : 15) && finished < total) return;
    driver->last_progress = time;
    double left = seconds_left(driver) + 0.5;
    const Manifest *manifest = driver->manifest;
    fprintf(stderr, "%s%zu of %zu samples, round %zu of %zu, about %d:%02d left: %s on %s%s",
            driver->terminal ? "\r" : "", finished, total, sample->round + 1, manifest->rounds,
            (int)(left / 60), (int)left % 60, manifest->programs[sample->program].name,
            manifest->arms[sample->arm].name, driver->terminal ? "\x1b[K" : "\n");
}

// --- set-up -----------------------------------------------------------------------------------

static Driver driver_open(const char *folder, int override_count, char **overrides) {
    Driver driver = {.manifest = manifest_read(folder), .terminal = isatty(2)};
    Manifest *manifest = driver.manifest;
    for (int i = 0; i < override_count; i++) manifest_place_program(manifest, overrides[i]);
    for (size_t i = 0; i < manifest->program_count; i++)
        if (!manifest->programs[i].start_up && access(manifest->programs[i].path, R_OK) != 0)
            fail("cannot read the program %s: %s", manifest->programs[i].path, strerror(errno));
    char *path = text_format("%s/samples.jsonl", folder);
    driver.lines = lines_open(path);
    driver.slot_count = manifest->rounds * manifest->arm_count * manifest->program_count;
    driver.done = memory(driver.slot_count * sizeof *driver.done);
    driver.is_done = memory(driver.slot_count * sizeof *driver.is_done);
    driver.stopped = memory(manifest->program_count * sizeof *driver.stopped);
    driver.reference = memory(manifest->program_count * sizeof *driver.reference);
    driver.reference_arm = memory(manifest->program_count * sizeof *driver.reference_arm);
    size_t count, good_size;
    Sample *samples = samples_read(manifest, &count, &good_size);
    double latest = 0;
    for (size_t i = 0; i < count; i++) {
        sample_account(&driver, &samples[i]);
        if (samples[i].started + samples[i].wall > latest)
            latest = samples[i].started + samples[i].wall;
    }
    free(samples);
    lines_start(driver.lines, good_size, count);
    driver.began = process_now() - latest; // `started` counts the time of running, not of pauses
    if (count) fprintf(stderr, "driver: %zu samples are there already; going on\n", count);
    return driver;
}

// --- the rounds -------------------------------------------------------------------------------

static bool round_run(Driver *driver, size_t round, size_t *finished, size_t total) {
    Manifest *manifest = driver->manifest;
    size_t count = manifest->arm_count * manifest->program_count;
    size_t *order = memory(count * sizeof *order);
    char *label = text_format("round %zu", round);
    Random random = random_for(manifest->seed, label);
    size_t padding = random_below(&random, manifest->padding + 1);
    random_order(random, order, count);
    bool going = true;
    for (size_t place = 0; going && place < count; place++) {
        size_t arm = order[place] / manifest->program_count;
        size_t program = order[place] % manifest->program_count;
        if (driver->is_done[slot_of(manifest, round, arm, program)] || driver->stopped[program] ||
            manifest->arms[arm].skips[program])
            continue;
        Sample sample = {.round = round,
                         .arm = arm,
                         .layout = LAYOUT_OF_ROUND(&manifest->arms[arm], round),
                         .program = program,
                         .padding = padding,
                         .order = place};
        progress_show(driver, *finished, total, &sample);
        going = sample_run(driver, &sample);
        if (!going) break;
        if (!sample.error) sample.error = difference_of(driver, &sample);
        sample_append(driver, &sample);
        sample_account(driver, &sample);
        ++*finished;
        if (sample.error)
            fprintf(stderr, "%sdriver: %s stops: %s\n", driver->terminal ? "\r\x1b[K" : "",
                    manifest->programs[program].name, driver->stopped[program]);
    }
    free(order);
    free(label);
    return going;
}

int main(int count, char **words) {
    size_t until = SIZE_MAX; // the rounds to run now
    if (count > 2 && strcmp(words[1], "--until") == 0) {
        until = strtoul(words[2], NULL, 10);
        words += 2;
        count -= 2;
    }
    if (count < 2 || words[1][0] == '-' || until == 0) {
        fprintf(stderr,
                "usage: driver [--until ROUND] RESULT_FOLDER [PROGRAM_NAME=PATH ...]\n"
                "Runs what RESULT_FOLDER/manifest.json asks for into samples.jsonl beside it;\n"
                "with --until no further than the end of that round, counted from 1.\n");
        return EXIT_BAD_INPUT;
    }
    process_set_up();
    Driver driver = driver_open(words[1], count - 2, words + 2);
    Manifest *manifest = driver.manifest;
    manifest_check_binaries(manifest);
    processor_leave(manifest->cpu);
    process_count(manifest->counters, manifest->counter_count);
    if (until < manifest->rounds) {
        manifest->rounds = until;
        driver.slot_count = until * manifest->arm_count * manifest->program_count;
    }
    size_t total = 0, finished = 0;
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t program = 0; program < manifest->program_count; program++)
            if (!manifest->arms[arm].skips[program]) total += manifest->rounds;
    for (size_t slot = 0; slot < driver.slot_count; slot++) finished += driver.is_done[slot];
    bool going = true;
    for (size_t round = 0; going && round < manifest->rounds; round++)
        going = round_run(&driver, round, &finished, total);
    lines_sync(driver.lines);
    if (driver.terminal) fputs("\r\x1b[K", stderr);
    if (!going) {
        fprintf(stderr,
                "driver: stopped with %zu of %zu samples, all kept; the same command goes on\n",
                finished, total);
        return EXIT_STOPPED;
    }
    fprintf(stderr, "driver: %zu samples in %s/samples.jsonl\n", finished, manifest->folder);
    int result = EXIT_SUCCESS;
    for (size_t program = 0; program < manifest->program_count; program++)
        if (driver.stopped[program]) {
            fprintf(stderr, "driver: FAILED %s: %s\n", manifest->programs[program].name,
                    driver.stopped[program]);
            result = EXIT_ROW_FAILED;
        }
    return result;
}
