// Appending lines so that none is lost and none is half there.
#define _GNU_SOURCE
#include "bench/lines.h"
#include "bench/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_PER_SYNC = 16, SECONDS_PER_SYNC = 5 };

struct Lines {
    int fd;
    char *path;
    off_t good_size;
    size_t count, unsynced;
    double last_sync;
};

static _Noreturn void cannot_write(Lines *lines, int error) {
    if (ftruncate(lines->fd, lines->good_size) != 0) error = errno;
    fsync(lines->fd);
    fprintf(stderr,
            "\n%s: cannot write %s: %s. Its %zu finished samples are kept; make room and run the "
            "same command: it goes on from there.\n",
            program_invocation_short_name, lines->path, strerror(error), lines->count);
    exit(EXIT_CANNOT_WRITE);
}

Lines *lines_open(const char *path) {
    Lines *lines = memory(sizeof *lines);
    lines->path = text_copy(path);
    lines->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (lines->fd < 0) fail("cannot open %s: %s", path, strerror(errno));
    if (flock(lines->fd, LOCK_EX | LOCK_NB) != 0)
        fail("another %s is writing %s; let it end, or stop it", program_invocation_short_name,
             path);
    lines->last_sync = process_now();
    return lines;
}

void lines_start(Lines *lines, size_t good_size, size_t count) {
    struct stat status;
    lines->good_size = (off_t)good_size;
    lines->count = count;
    if (fstat(lines->fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        (size_t)status.st_size <= good_size)
        return;
    fprintf(stderr, "%s: the last line of %s was torn; it is run again\n",
            program_invocation_short_name, lines->path);
    if (ftruncate(lines->fd, lines->good_size) != 0) cannot_write(lines, errno);
}

size_t lines_take(Lines *lines, void (*take)(void *context, cJSON *line), void *context) {
    char *text = file_read(lines->path, NULL), *end;
    size_t good_size = 0, count = 0;
    if (!text) fail("cannot read %s: %s", lines->path, strerror(errno));
    for (char *at = text; (end = strchr(at, '\n')); at = end + 1) {
        *end = 0;
        cJSON *json = cJSON_ParseWithOpts(at, NULL, 1);
        if (!json) break;
        take(context, json);
        good_size = (size_t)(end + 1 - text);
        count++;
    }
    lines_start(lines, good_size, count);
    free(text);
    return count;
}

void lines_append_json(Lines *lines, const cJSON *json) {
    char *line = cJSON_PrintUnformatted(json);
    if (!line) fail("out of memory");
    char *with_newline = text_format("%s\n", line);
    lines_append(lines, with_newline);
    free(with_newline);
    free(line);
}

void lines_sync(Lines *lines) {
    if (lines->unsynced && fsync(lines->fd) != 0 && errno != EINVAL) cannot_write(lines, errno);
    lines->unsynced = 0;
    lines->last_sync = process_now();
}

void lines_append(Lines *lines, const char *line) {
    size_t size = strlen(line);
    ssize_t put;
    do put = write(lines->fd, line, size);
    while (put < 0 && errno == EINTR);
    if (put != (ssize_t)size) cannot_write(lines, put < 0 ? errno : ENOSPC);
    lines->good_size += (off_t)size;
    lines->count++;
    lines->unsynced++;
    if (lines->unsynced >= LINES_PER_SYNC || process_now() - lines->last_sync > SECONDS_PER_SYNC)
        lines_sync(lines);
}
