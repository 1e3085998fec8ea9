// The first instruction where two builds part: both probes run the program under -X trace, and
// their traces are read side by side.
//
//     diverge BINARY-A BINARY-B PROGRAM [ARGUMENTS...]
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTEXT = 6 };

typedef struct {
    const char *binary;
    FILE *trace;
    pid_t process;
    char *line;
    size_t room;
} Side;

static void fail(const char *what, const char *name) {
    fprintf(stderr, "diverge: %s '%s': %s\n", what, name, strerror(errno));
    exit(2);
}

// Starts `binary -X trace PROGRAM...`; its trace is what it prints to stderr.
static void start(Side *side, const char *binary, char **program) {
    side->binary = binary;
    int ends[2];
    if (access(binary, X_OK)) fail("cannot run", binary);
    if (pipe(ends)) fail("cannot make a pipe for", binary);
    side->process = fork();
    if (side->process < 0) fail("cannot start", binary);
    if (!side->process) {
        char *arguments[64] = {(char *)binary, "-X", "trace"};
        for (int i = 0; program[i] && i < 60; i++) arguments[i + 3] = program[i];
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(nothing, 1);
        dup2(ends[1], 2);
        close(ends[0]);
        execve(binary, arguments, (char *[]){"PYTHONHASHSEED=0", NULL});
        _exit(127);
    }
    close(ends[1]);
    side->trace = fdopen(ends[0], "r");
    if (!side->trace) fail("cannot read the trace of", binary);
}

static bool next(Side *side) {
    if (getline(&side->line, &side->room, side->trace) >= 0) return true;
    free(side->line);
    side->line = strdup("(the end)\n");
    side->room = 0;
    return false;
}

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: diverge BINARY-A BINARY-B PROGRAM [ARGUMENTS...]\n");
        return 2;
    }
    Side a = {0}, b = {0};
    start(&a, arguments[1], arguments + 3);
    start(&b, arguments[2], arguments + 3);
    char *kept[CONTEXT] = {0};
    for (unsigned long line = 0;; line++) {
        bool more_a = next(&a), more_b = next(&b);
        if (!more_a && !more_b) {
            printf("no difference in %lu lines of trace\n", line);
            return 0;
        }
        if (strcmp(a.line, b.line)) {
            printf("they part at line %lu of the trace:\n", line + 1);
            for (unsigned long i = line < CONTEXT ? 0 : line - CONTEXT; i < line; i++)
                printf("    %s", kept[i % CONTEXT]);
            printf("A   %sB   %s", a.line, b.line);
            kill(a.process, 9);
            kill(b.process, 9);
            return 1;
        }
        free(kept[line % CONTEXT]);
        kept[line % CONTEXT] = strdup(a.line);
    }
}
