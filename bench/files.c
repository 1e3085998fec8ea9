// Files, memory, SHA-256 and JSON as the tools of bench/ use them.
#define _GNU_SOURCE
#include "bench/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", program_invocation_short_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_BAD_INPUT);
}

void *memory(size_t size) {
    void *block = calloc(1, size + 1);
    if (!block) fail("out of memory (%zu bytes)", size);
    return block;
}

void *memory_resize(void *block, size_t size) {
    block = realloc(block, size + 1);
    if (!block) fail("out of memory (%zu bytes)", size);
    return block;
}

char *text_format(const char *format, ...) {
    va_list arguments;
    char *text;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) fail("out of memory");
    va_end(arguments);
    return text;
}

char *text_copy(const char *text) {
    return text_format("%s", text);
}

bool text_starts(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

char *file_read(const char *path, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    size_t used = 0, room = 1 << 16;
    char *text = memory(room);
    for (;;) {
        ssize_t got = read(fd, text + used, room - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int error = errno;
            free(text);
            close(fd);
            errno = error;
            return NULL;
        }
        if (got == 0) break;
        used += (size_t)got;
        if (used == room) text = memory_resize(text, room *= 2);
    }
    close(fd);
    text[used] = 0;
    if (size) *size = used;
    return text;
}

bool file_exists(const char *path) {
    return access(path, F_OK) == 0;
}

void file_write(const char *path, const char *text, size_t size) {
    char *beside = text_format("%s.part", path);
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool written = fd >= 0;
    for (size_t done = 0; written && done < size;) {
        ssize_t put = write(fd, text + done, size - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0)
            written = false;
        else
            done += (size_t)put;
    }
    written = written && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0) written = false;
    if (written && rename(beside, path) == 0) {
        free(beside);
        return;
    }
    int error = errno;
    unlink(beside);
    bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    fprintf(stderr, "%s: cannot write %s: %s%s\n", program_invocation_short_name, path,
            strerror(error), full ? "; make room and run the same command" : "");
    exit(EXIT_CANNOT_WRITE);
}

char *command_line(const char *command) {
    char line[4096] = "";
    FILE *pipe = popen(command, "re");
    if (!pipe) return text_copy("");
    if (!fgets(line, sizeof line, pipe)) line[0] = 0;
    while (fgetc(pipe) != EOF) continue; // so that the command is not killed by a closed pipe
    pclose(pipe);
    line[strcspn(line, "\n")] = 0;
    return text_copy(line);
}

// --- JSON -------------------------------------------------------------------------------------

cJSON *json_get(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *json_text(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(json_get(object, name));
    return text ? text : "";
}

double json_number(const cJSON *object, const char *name) {
    const cJSON *number = json_get(object, name);
    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

bool json_bool(const cJSON *object, const char *name) {
    return cJSON_IsTrue(json_get(object, name));
}

void json_write(const char *path, const cJSON *json) {
    char *text = cJSON_Print(json);
    if (!text) fail("out of memory");
    char *with_newline = text_format("%s\n", text);
    file_write(path, with_newline, strlen(with_newline));
    free(with_newline);
    free(text);
}
