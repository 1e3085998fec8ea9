// One measured process: fork, pin, exec; its output hashed as it comes; its end, or its killing.
#define _GNU_SOURCE
#include "bench/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STDOUT_LIMIT_MIB = 256 };

static volatile sig_atomic_t stop_signal, child_changed;
static const char *const *counted;
static size_t counted_count;

static void on_stop(int signal_number) {
    stop_signal = signal_number;
}

static void on_child(int signal_number) {
    (void)signal_number;
    child_changed = 1;
}

bool process_stopped(void) {
    return stop_signal != 0;
}

void process_count(const char *const *names, size_t count) {
    counted = names;
    counted_count = count;
}

double process_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void process_set_up(void) {
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
void processor_leave(int cpu) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        fail("cannot read the set of processors: %s", strerror(errno));
    if (cpu < 0 || cpu >= CPU_SETSIZE || !CPU_ISSET((size_t)cpu, &allowed))
        fail("processor %d of the manifest is not one this machine lets us use; remove the folder "
             "to choose again",
             cpu);
    CPU_CLR((size_t)cpu, &allowed);
    if (CPU_COUNT(&allowed) > 0) sched_setaffinity(0, sizeof allowed, &allowed);
    int flags = personality(0xffffffff);
    if (flags >= 0 && flags & ADDR_NO_RANDOMIZE)
        personality((unsigned long)(flags & ~ADDR_NO_RANDOMIZE));
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

typedef struct {
    Sha256 sha;
    size_t size;                // of stdout
    char tail[STDERR_KEPT + 1]; // the end of stderr
    size_t tail_size;
    char *kept; // the beginning of stdout
    size_t keep;
} Output;

static _Noreturn void child_run(char *const *command, char *const *environment, int out, int err,
                                int cpu, pid_t parent) {
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
    if (output->size < output->keep) {
        size_t room = output->keep - output->size, taken = size < room ? size : room;
        output->kept = memory_resize(output->kept, output->size + taken);
        memcpy(output->kept + output->size, bytes, taken);
        output->kept[output->size + taken] = 0;
    }
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

bool process_run(Process *process, char *const *command, char *const *environment, int cpu,
                 double timeout, size_t keep) {
    Output *output = memory(sizeof *output);
    output->keep = keep;
    output->kept = memory(0);
    sha256_start(&output->sha);
    int out[2], err[2];
    pipe_open(out);
    pipe_open(err);

    Counters counters;
    free(counters_open(&counters, counted, counted_count)); // why not stands in the manifest

    sigset_t waiting;
    sigemptyset(&waiting);
    child_changed = 0;
    pid_t parent = getpid();
    double start = process_now();
    pid_t child = fork();
    if (child < 0) fail("cannot start a process: %s", strerror(errno));
    if (child == 0) child_run(command, environment, out[1], err[1], cpu, parent);
    close(out[1]);
    close(err[1]);

    const char *killed = NULL;
    struct pollfd pipes[2] = {{.fd = out[0], .events = POLLIN}, {.fd = err[0], .events = POLLIN}};
    struct rusage usage = {0};
    int status = 0;
    bool ended = false;
    while (!ended) {
        double left = start + timeout - process_now();
        if (!killed &&
            (stop_signal || left <= 0 || output->size > (size_t)STDOUT_LIMIT_MIB << 20)) {
            killed = stop_signal ? "stopped"
                     : left <= 0 ? text_format("no end after %g s", timeout)
                                 : text_format("more than %d MiB printed", STDOUT_LIMIT_MIB);
            kill(-child, SIGKILL);
            kill(child, SIGKILL);
        }
        if (killed || left > 1) left = 1;
        struct timespec patience = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
        ppoll(pipes, 2, &patience, &waiting);
        if (pipes[0].fd >= 0 && !pipe_drain(out[0], output, stdout_take)) pipes[0].fd = -1;
        if (pipes[1].fd >= 0 && !pipe_drain(err[0], output, stderr_take)) pipes[1].fd = -1;
        if (child_changed || killed) {
            child_changed = 0;
            ended = wait4(child, &status, WNOHANG, &usage) == child;
        }
    }
    *process = (Process){.wall = process_now() - start, .counters = counters_read(&counters)};
    counters_close(&counters);
    pipe_drain(out[0], output, stdout_take);
    pipe_drain(err[0], output, stderr_take);
    kill(-child, SIGKILL); // what it may have left behind would disturb the next sample
    close(out[0]);
    close(err[0]);
    sha256_end(&output->sha, process->stdout_sha256);
    process->stdout_text = output->kept;
    memcpy(process->stderr_tail, output->tail, sizeof output->tail);
    process->user = seconds_of(usage.ru_utime);
    process->system = seconds_of(usage.ru_stime);
    process->max_rss = usage.ru_maxrss;
    process->preempted = usage.ru_nivcsw;
    process->error = failure_of(status, output, killed);
    free(output);
    return !stop_signal;
}
