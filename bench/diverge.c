// The first instruction where two builds part: both probes run the program under -X trace, and
// their traces are read side by side. Both go by the clock of counted runs (clock.c): two looks at
// the time of day would be a difference in any program that prints or asks the time.
//
//     diverge BINARY-A BINARY-B PROGRAM [ARGUMENTS...]
#define _GNU_SOURCE
#include "bench/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONTEXT = 6 };

static Stage *stage;

static void stage_end(void) {
    stage_close(stage);
}

typedef struct {
    FILE *trace;
    pid_t process;
    char *line;
    size_t room;
} Side;

// Starts `binary -X trace PROGRAM...`; its trace is what it prints to stderr.
static void start(Side *side, const char *binary, size_t count, char **program) {
    int ends[2];
    if (access(binary, X_OK) != 0) fail("cannot run %s: %s", binary, strerror(errno));
    if (pipe2(ends, O_CLOEXEC) != 0) fail("cannot make a pipe: %s", strerror(errno));
    char **words = memory((count + 4) * sizeof *words), **environment = stage_environment(stage);
    words[0] = (char *)binary;
    words[1] = (char *)"-X";
    words[2] = (char *)"trace";
    memcpy(words + 3, program, count * sizeof *words);
    side->process = fork();
    if (side->process < 0) fail("cannot start %s: %s", binary, strerror(errno));
    if (side->process == 0) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (null >= 0 && dup2(null, 0) == 0 && dup2(null, 1) == 1 && dup2(ends[1], 2) == 2)
            execve(binary, words, environment);
        _exit(127);
    }
    close(ends[1]);
    free(words);
    side->trace = fdopen(ends[0], "r");
    if (!side->trace) fail("cannot read the trace of %s: %s", binary, strerror(errno));
}

static bool next(Side *side) {
    if (getline(&side->line, &side->room, side->trace) >= 0) return true;
    free(side->line);
    side->line = text_copy("(the end)\n");
    side->room = 0;
    return false;
}

int main(int count, char **words) {
    if (count < 4) {
        fputs("usage: diverge BINARY-A BINARY-B PROGRAM [ARGUMENTS...]\n", stderr);
        return EXIT_BAD_INPUT;
    }
    Side a = {0}, b = {0};
    stage = stage_open();
    stage_environment(stage);
    atexit(stage_end);
    start(&a, words[1], (size_t)count - 3, words + 3);
    start(&b, words[2], (size_t)count - 3, words + 3);
    char *kept[CONTEXT] = {0};
    for (unsigned long line = 0;; line++) {
        bool more_a = next(&a), more_b = next(&b);
        if (!more_a && !more_b) {
            printf("no difference in %lu lines of trace\n", line);
            return EXIT_SUCCESS;
        }
        if (strcmp(a.line, b.line) != 0) {
            printf("they part at line %lu of the trace:\n", line + 1);
            for (unsigned long i = line < CONTEXT ? 0 : line - CONTEXT; i < line; i++)
                printf("    %s", kept[i % CONTEXT]);
            printf("A   %sB   %s", a.line, b.line);
            kill(a.process, SIGKILL);
            kill(b.process, SIGKILL);
            return EXIT_ROW_FAILED;
        }
        free(kept[line % CONTEXT]);
        kept[line % CONTEXT] = text_copy(a.line);
    }
}
