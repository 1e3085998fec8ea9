// A file of lines that only grows: what has been appended stays, wherever a kill, a full disk or
// Ctrl-C ends its writer. One line is one write; a line cut short at the end is no line.
#ifndef BENCH_LINES_H
#define BENCH_LINES_H

#include "bench/files.h"

typedef struct Lines Lines;

// Opens the file, made if need be, for this process alone; ends the program when it cannot.
Lines *lines_open(const char *path);
// After reading: `count` lines in the first `good_size` bytes are good; what follows is cut off.
void lines_start(Lines *lines, size_t good_size, size_t count);
// The same for a file of JSON: hands each good line to `take`, which keeps what it is given.
size_t lines_take(Lines *lines, void (*take)(void *context, cJSON *line), void *context);
void lines_append_json(Lines *lines, const cJSON *json);
// `line` ends with a newline. Ends the program with EXIT_CANNOT_WRITE when it cannot be written
// whole, and the file is then as it was before.
void lines_append(Lines *lines, const char *line);
void lines_sync(Lines *lines);

#endif
