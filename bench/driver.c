// The interleaved runner: one process is one sample. In every round each arm runs each program
// once, in an order drawn from the recorded seed, all with the same environment padding, each
// pinned to the recorded processor. A sample is one line, appended by one write; what has been
// appended is never run again, so that the same command goes on wherever a kill, a full disk or
// Ctrl-C stopped it.
#define _GNU_SOURCE
#include "bench/records.h"
#include "bench/random.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STDERR_KEPT = 8192, SAMPLES_PER_SYNC = 16, STDOUT_LIMIT_MIB = 256 };

typedef struct {
    Manifest *manifest;
    Sample *done;                   // by slot
    bool *is_done;                  // by slot
    size_t slot_count;              // rounds * arms * programs
    const char **stopped;           // by program: why its row goes no further
    char (*reference)[SHA256_TEXT]; // by program: what it printed first
    const char **reference_arm;     // by program
    int fd;
    off_t good_size;
    size_t unsynced;
    double began, last_sync, last_progress;
    bool terminal;
} Driver;

static volatile sig_atomic_t stop_signal, child_changed;

static void on_stop(int signal_number) {
    stop_signal = signal_number;
}

static void on_child(int signal_number) {
    (void)signal_number;
    child_changed = 1;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static size_t slot_of(const Manifest *manifest, size_t round, size_t arm, size_t program) {
    return (round * manifest->arm_count + arm) * manifest->program_count + program;
}

// --- the file ---------------------------------------------------------------------------------

static _Noreturn void cannot_write(Driver *driver, int error) {
    if (ftruncate(driver->fd, driver->good_size) != 0) error = errno;
    fsync(driver->fd);
    size_t kept = 0;
    for (size_t slot = 0; slot < driver->slot_count; slot++) kept += driver->is_done[slot];
    fprintf(
        stderr,
        "\ndriver: cannot write %s/samples.jsonl: %s. Its %zu finished samples are kept; make room "
        "and run the same command: it goes on from there.\n",
        driver->manifest->folder, strerror(error), kept);
    exit(EXIT_CANNOT_WRITE);
}

static void samples_sync(Driver *driver) {
    if (driver->unsynced && fsync(driver->fd) != 0 && errno != EINVAL) cannot_write(driver, errno);
    driver->unsynced = 0;
    driver->last_sync = now();
}

static void sample_append(Driver *driver, const Sample *sample) {
    char *line = sample_line(driver->manifest, sample);
    size_t size = strlen(line);
    ssize_t put;
    do put = write(driver->fd, line, size);
    while (put < 0 && errno == EINTR);
    if (put != (ssize_t)size) cannot_write(driver, put < 0 ? errno : ENOSPC);
    free(line);
    driver->good_size += (off_t)size;
    driver->unsynced++;
    if (driver->unsynced >= SAMPLES_PER_SYNC || now() - driver->last_sync > 5) samples_sync(driver);
}

// --- one process ------------------------------------------------------------------------------

typedef struct {
    Sha256 sha;
    size_t size;
    char tail[STDERR_KEPT + 1]; // the end of stderr
    size_t tail_size;
} Output;

// {program}, {size} and {name} stand for the program's path, its size argument (left out where it
// has none) and its name.
static char *word_expand(const char *word, const Program *program) {
    static const char *const names[] = {"{program}", "{size}", "{name}"};
    const char *values[] = {program->path, program->size, program->name};
    for (int i = 0; i < 3; i++) {
        const char *at = strstr(word, names[i]);
        if (at)
            return text_format("%.*s%s%s", (int)(at - word), word, values[i],
                               at + strlen(names[i]));
    }
    return text_copy(word);
}

static char **command_expand(const Layout *layout, const Program *program) {
    char **words = memory((layout->command_count + 1) * sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < layout->command_count; i++) {
        if (strcmp(layout->command[i], "{size}") == 0 && !*program->size) continue;
        words[count++] = word_expand(layout->command[i], program);
    }
    return words;
}

static _Noreturn void child_run(char **command, char **environment, int out, int err, int cpu,
                                pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0); // Ctrl-C in the terminal reaches the driver alone
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int null = open("/dev/null", O_RDONLY);
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET((size_t)cpu, &cpus);
    if (getppid() == parent && null >= 0 && dup2(null, 0) == 0 && dup2(out, 1) == 1 &&
        dup2(err, 2) == 2 && sched_setaffinity(0, sizeof cpus, &cpus) == 0) {
        signal(SIGXFSZ, SIG_DFL);
        signal(SIGPIPE, SIG_DFL);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execve(command[0], command, environment);
    }
    dprintf(2, "cannot run %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static void stdout_take(Output *output, const char *bytes, size_t size) {
    sha256_add(&output->sha, bytes, size);
    output->size += size;
}

static void stderr_take(Output *output, const char *bytes, size_t size) {
    if (size > STDERR_KEPT) {
        bytes += size - STDERR_KEPT;
        size = STDERR_KEPT;
    }
    size_t keep = output->tail_size + size > STDERR_KEPT ? STDERR_KEPT - size : output->tail_size;
    memmove(output->tail, output->tail + output->tail_size - keep, keep);
    memcpy(output->tail + keep, bytes, size);
    output->tail_size = keep + size;
    output->tail[output->tail_size] = 0;
}

// Reads what is there; false at the end of the stream.
static bool pipe_drain(int fd, Output *output, void (*take)(Output *, const char *, size_t)) {
    char bytes[65536];
    for (;;) {
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got > 0)
            take(output, bytes, (size_t)got);
        else if (got < 0 && errno == EINTR)
            continue;
        else
            return got < 0 && errno == EAGAIN;
    }
}

static void pipe_open(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) fail("cannot make a pipe: %s", strerror(errno));
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

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

static char *last_line(const char *text) {
    size_t end = strlen(text);
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == ' ')) end--;
    size_t start = end;
    while (start > 0 && text[start - 1] != '\n') start--;
    return text_format("%.*s", (int)(end - start < 200 ? end - start : 200), text + start);
}

static const char *failure_of(int status, const Output *output, const char *killed) {
    if (killed) return killed;
    char *last = last_line(output->tail);
    if (WIFSIGNALED(status))
        return text_format("killed by signal %d (%s)", WTERMSIG(status),
                           strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        return text_format("exit status %d%s%s", WEXITSTATUS(status), *last ? ": " : "", last);
    return NULL;
}

// Runs one process into `sample`; false if the driver was told to stop meanwhile.
static bool process_run(const Driver *driver, Sample *sample) {
    const Manifest *manifest = driver->manifest;
    const Program *program = &manifest->programs[sample->program];
    char **command = command_expand(&manifest->arms[sample->arm].layouts[sample->layout], program);
    char *padding = memory(sample->padding);
    memset(padding, 'x', sample->padding);
    char *padding_variable = text_format("PADDING=%s", padding);
    char *environment[] = {(char *)"PYTHONHASHSEED=0", padding_variable, NULL};
    Output *output = memory(sizeof *output);
    sha256_start(&output->sha);
    int out[2], err[2];
    pipe_open(out);
    pipe_open(err);

    sigset_t waiting;
    sigemptyset(&waiting);
    child_changed = 0;
    pid_t parent = getpid();
    double start = now();
    pid_t child = fork();
    if (child < 0) fail("cannot start a process: %s", strerror(errno));
    if (child == 0) child_run(command, environment, out[1], err[1], manifest->cpu, parent);
    close(out[1]);
    close(err[1]);

    const char *killed = NULL;
    struct pollfd pipes[2] = {{.fd = out[0], .events = POLLIN}, {.fd = err[0], .events = POLLIN}};
    struct rusage usage = {0};
    int status = 0;
    bool ended = false;
    while (!ended) {
        double left = start + manifest->timeout - now();
        if (!killed &&
            (stop_signal || left <= 0 || output->size > (size_t)STDOUT_LIMIT_MIB << 20)) {
            killed = stop_signal ? "stopped"
                     : left <= 0 ? text_format("no end after %g s", manifest->timeout)
                                 : text_format("more than %d MiB printed", STDOUT_LIMIT_MIB);
            kill(-child, SIGKILL);
            kill(child, SIGKILL);
        }
        if (killed || left > 1) left = 1;
        struct timespec timeout = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
        ppoll(pipes, 2, &timeout, &waiting);
        if (pipes[0].fd >= 0 && !pipe_drain(out[0], output, stdout_take)) pipes[0].fd = -1;
        if (pipes[1].fd >= 0 && !pipe_drain(err[0], output, stderr_take)) pipes[1].fd = -1;
        if (child_changed || killed) {
            child_changed = 0;
            ended = wait4(child, &status, WNOHANG, &usage) == child;
        }
    }
    sample->wall = now() - start;
    pipe_drain(out[0], output, stdout_take);
    pipe_drain(err[0], output, stderr_take);
    kill(-child, SIGKILL); // what it may have left behind would disturb the next sample
    close(out[0]);
    close(err[0]);
    sha256_end(&output->sha, sample->stdout_sha256);
    sample->started = start - driver->began;
    sample->user = seconds_of(usage.ru_utime);
    sample->system = seconds_of(usage.ru_stime);
    sample->max_rss = usage.ru_maxrss;
    sample->preempted = usage.ru_nivcsw;
    sample->error = failure_of(status, output, killed);
    sample->whole_process = !seconds_find(output->tail, &sample->seconds);
    if (sample->whole_process) sample->seconds = sample->wall;
    for (char **word = command; *word; word++) free(*word);
    free(command);
    free(padding);
    free(padding_variable);
    free(output);
    return !stop_signal;
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
    double time = now();
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

static void signals_set(void) {
    sigset_t blocked;
    sigemptyset(&blocked);
    static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
    for (int i = 0; i < 3; i++) {
        sigaction(stops[i], &(struct sigaction){.sa_handler = on_stop}, NULL);
        sigaddset(&blocked, stops[i]);
    }
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = on_child}, NULL);
    sigaddset(&blocked, SIGCHLD);
    signal(SIGXFSZ, SIG_IGN); // a limit on file size is an error of write, as a full disk is
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &blocked, NULL); // delivered in ppoll only
}

// The samples' processor is theirs alone; the driver takes any other there is.
static void processor_leave(int cpu) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        fail("cannot read the set of processors: %s", strerror(errno));
    if (cpu < 0 || cpu >= CPU_SETSIZE || !CPU_ISSET((size_t)cpu, &allowed))
        fail("processor %d of the manifest is not one this machine lets us use; remove the folder "
             "to "
             "choose again",
             cpu);
    CPU_CLR((size_t)cpu, &allowed);
    if (CPU_COUNT(&allowed) > 0) sched_setaffinity(0, sizeof allowed, &allowed);
    int flags = personality(0xffffffff);
    if (flags >= 0 && flags & ADDR_NO_RANDOMIZE)
        personality((unsigned long)(flags & ~ADDR_NO_RANDOMIZE));
}

static void binaries_check(const Manifest *manifest) {
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t i = 0; i < manifest->arms[arm].layout_count; i++) {
            const Layout *layout = &manifest->arms[arm].layouts[i];
            char sha[SHA256_TEXT];
            if (!*layout->sha256) continue;
            if (sha256_file(layout->path, sha) != 0) fail("%s: %s", layout->path, strerror(errno));
            if (strcmp(sha, layout->sha256) != 0)
                fail("%s is not the binary that %s was begun with. Either rebuild that one, or "
                     "begin a "
                     "new folder (NAME=...), or remove this one.",
                     layout->path, manifest->folder);
        }
}

static Driver driver_open(const char *folder, int override_count, char **overrides) {
    Driver driver = {.manifest = manifest_read(folder), .terminal = isatty(2)};
    Manifest *manifest = driver.manifest;
    for (int i = 0; i < override_count; i++) {
        const char *equals = strchr(overrides[i], '=');
        if (!equals) fail("%s: expected NAME=PATH of a program", overrides[i]);
        for (size_t k = 0; k < manifest->program_count; k++)
            if (strlen(manifest->programs[k].name) == (size_t)(equals - overrides[i]) &&
                text_starts(overrides[i], manifest->programs[k].name))
                manifest->programs[k].path = equals + 1;
    }
    for (size_t i = 0; i < manifest->program_count; i++)
        if (!manifest->programs[i].start_up && access(manifest->programs[i].path, R_OK) != 0)
            fail("cannot read the program %s: %s", manifest->programs[i].path, strerror(errno));
    char *path = text_format("%s/samples.jsonl", folder);
    driver.fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (driver.fd < 0) fail("cannot open %s: %s", path, strerror(errno));
    if (flock(driver.fd, LOCK_EX | LOCK_NB) != 0)
        fail("another driver is writing %s; let it end, or stop it", path);
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
    struct stat status;
    if (fstat(driver.fd, &status) == 0 && S_ISREG(status.st_mode) &&
        (size_t)status.st_size > good_size) {
        fprintf(stderr, "driver: the last line of %s was torn; it is run again\n", path);
        if (ftruncate(driver.fd, (off_t)good_size) != 0) cannot_write(&driver, errno);
    }
    driver.good_size = (off_t)good_size;
    driver.began = now() - latest; // `started` counts the time of running, not of pauses
    driver.last_sync = now();
    if (count) fprintf(stderr, "driver: %zu samples are there already; going on\n", count);
    return driver;
}

// --- the rounds -------------------------------------------------------------------------------

static void order_shuffle(size_t *order, size_t count, Random random) {
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = random_below(&random, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static bool round_run(Driver *driver, size_t round, size_t *finished, size_t total) {
    Manifest *manifest = driver->manifest;
    size_t count = manifest->arm_count * manifest->program_count;
    size_t *order = memory(count * sizeof *order);
    char *label = text_format("round %zu", round);
    Random random = random_for(manifest->seed, label);
    size_t padding = random_below(&random, manifest->padding + 1);
    order_shuffle(order, count, random);
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
        going = process_run(driver, &sample);
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
    if (count < 2 || words[1][0] == '-') {
        fprintf(stderr,
                "usage: driver RESULT_FOLDER [PROGRAM_NAME=PATH ...]\n"
                "Runs what RESULT_FOLDER/manifest.json asks for into samples.jsonl beside it.\n");
        return EXIT_BAD_INPUT;
    }
    signals_set();
    Driver driver = driver_open(words[1], count - 2, words + 2);
    Manifest *manifest = driver.manifest;
    binaries_check(manifest);
    processor_leave(manifest->cpu);
    size_t total = 0, finished = 0;
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t program = 0; program < manifest->program_count; program++)
            if (!manifest->arms[arm].skips[program]) total += manifest->rounds;
    for (size_t slot = 0; slot < driver.slot_count; slot++) finished += driver.is_done[slot];
    bool going = true;
    for (size_t round = 0; going && round < manifest->rounds; round++)
        going = round_run(&driver, round, &finished, total);
    samples_sync(&driver);
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
