// Runs an interpreter under the sampler (profile_run.h).
#define _GNU_SOURCE
#include "bench/profile_run.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CODES_SHARE = 8 }; // of the block, one part in so many is for code objects

ProfileRoom profile_room_make(size_t size, uint64_t rate, uint64_t seed) {
    ProfileRoom room = {.descriptor = memfd_create("profile", 0)};
    if (room.descriptor < 0 || posix_fallocate(room.descriptor, 0, (off_t)size))
        fail("no memory for %zu MB of samples: give a smaller --buffer", size >> 20);
    room.block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, room.descriptor, 0);
    if (room.block == MAP_FAILED) fail("no memory for %zu MB of samples", size >> 20);
    *room.block = (ProfileBuffer){.magic = PROFILE_MAGIC,
                                  .size = size,
                                  .rate = rate,
                                  .seed = seed,
                                  .codes = profile_padded(sizeof(ProfileBuffer)),
                                  .samples = size / CODES_SHARE / 8 * 8};
    return room;
}

void profile_room_free(ProfileRoom *room) {
    munmap(room->block, room->block->size);
    close(room->descriptor);
}

static volatile sig_atomic_t interrupted;
static volatile pid_t running; // 0: none

// Ctrl-C is typed at both; what is sent to this program alone is passed on.
static void on_interrupt(int number) {
    interrupted = 1;
    if (number == SIGTERM && running) kill(running, SIGTERM);
}

void profile_take_interrupts(void) {
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool profile_interrupted(void) {
    return interrupted;
}

char *profile_program(const char *name) {
    if (strchr(name, '/') || file_exists(name)) return text_copy(name);
    char *path = text_format("bench/programs/%s.py", name);
    if (file_exists(path)) return path;
    free(path);
    return text_copy(name);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

_Noreturn static void become(char *const *command, const ProfileRoom *room, const char *output,
                             int errors, int cpu) {
    int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || dup2(file, 1) < 0 || dup2(errors, 2) < 0) _exit(126);
    close(file);
    close(errors);
    setenv("PYTHONHASHSEED", "0", 0);
    if (room) {
        char text[16];
        snprintf(text, sizeof text, "%d", room->descriptor);
        setenv(PROFILE_VARIABLE, text, 1);
    }
    if (cpu >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(cpu, &set);
        sched_setaffinity(0, sizeof set, &set);
    }
    execv(command[0], command);
    _exit(127);
}

// Passes on what the interpreter says; the last `seconds: ` line counts.
static double read_errors(int descriptor, bool shows_errors) {
    double seconds = -1;
    char *line = NULL;
    size_t room = 0;
    FILE *file = fdopen(descriptor, "r");
    if (!file) fail("out of memory");
    for (;;) {
        ssize_t size = getline(&line, &room, file);
        if (size < 0 && errno == EINTR && !feof(file)) {
            clearerr(file);
            continue;
        }
        if (size < 0) break;
        if (text_starts(line, "seconds: ")) seconds = strtod(line + 9, NULL);
        if (shows_errors) fputs(line, stderr);
    }
    free(line);
    fclose(file);
    return seconds;
}

ProfileRun profile_run(char *const *command, const ProfileRoom *room, const char *output,
                       bool shows_errors, int cpu) {
    int ends[2];
    if (access(command[0], X_OK)) fail("cannot run %s: %s", command[0], strerror(errno));
    if (pipe(ends)) fail("no pipe: %s", strerror(errno));
    fflush(NULL);
    ProfileRun run = {0};
    double start = now();
    pid_t process = fork();
    if (process < 0) fail("cannot start %s: %s", command[0], strerror(errno));
    if (!process) {
        close(ends[0]);
        become(command, room, output, ends[1], cpu);
    }
    running = process;
    close(ends[1]);
    run.seconds = read_errors(ends[0], shows_errors);
    struct rusage usage = {0};
    while (wait4(process, &run.status, 0, &usage) < 0 && errno == EINTR) continue;
    running = 0;
    run.wall = now() - start;
    run.processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                    (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    if (run.seconds < 0) run.seconds = run.wall;
    if (WIFEXITED(run.status) && WEXITSTATUS(run.status) == 126) fail("cannot write %s", output);
    return run;
}
