// What every tool of bench/ needs: a failure that says what, on which file and what to do; whole
// files in memory; writing a file so that a reader sees the old one or the new one; JSON by name.
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "bench/sha256.h"

enum { SHA256_TEXT = 65 };

enum { EXIT_ROW_FAILED = 1, EXIT_BAD_INPUT = 2, EXIT_CANNOT_WRITE = 3, EXIT_STOPPED = 130 };

// Prints "tool: message" and exits with EXIT_BAD_INPUT.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// All of these end the program when memory runs out. Results belong to the caller.
void *memory(size_t size); // zeroed
void *memory_resize(void *block, size_t size);
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_copy(const char *text);
bool text_starts(const char *text, const char *start);

// The whole file with a zero byte behind it, or NULL with errno set. `size` may be NULL.
char *file_read(const char *path, size_t *size);
bool file_exists(const char *path);
// Writes beside and renames; ends the program with EXIT_CANNOT_WRITE when it cannot.
void file_write(const char *path, const char *text, size_t size);
// The first line a command prints, or "" when it cannot be run. `command` goes through sh.
char *command_line(const char *command);

// Missing members give "", 0, false or NULL.
const char *json_text(const cJSON *object, const char *name);
double json_number(const cJSON *object, const char *name);
bool json_bool(const cJSON *object, const char *name);
cJSON *json_get(const cJSON *object, const char *name);
// By file_write, on several lines.
void json_write(const char *path, const cJSON *json);

#endif
