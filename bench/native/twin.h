// What the C twins of bench/programs share: the size argument, the clock, the line that says the
// time, and Python's random numbers. A twin is written as one writes C, prints what the program
// prints at the same size, and leaves to exit what a C programmer would leave to it.
#ifndef TWIN_H
#define TWIN_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// The size given on the command line, or the usual one. Exits with status 1 unless it is positive.
static inline long twin_size(int argc, char **argv, long usual) {
    if (argc < 2) return usual;
    char *end;
    errno = 0;
    long size = strtol(argv[1], &end, 10);
    if (errno || *end || end == argv[1] || size < 1) {
        fprintf(stderr, "%s: the size must be an int of at least 1\n", argv[0]);
        exit(1);
    }
    return size;
}

// Nanoseconds. The compiler must take it that the clock changes *data, so that no work on it moves
// out from between two calls: give the size to the first and the answer to the second.
static __attribute__((noinline)) int64_t twin_clock(void *data) {
    __asm__ volatile("" : : "r"(data) : "memory");
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// The last line of standard error, which the driver reads. Nanoseconds in, seconds out.
static inline void twin_report(int64_t elapsed) {
    fprintf(stderr, "seconds: %.9f\n", (double)elapsed / 1e9);
}

static inline void *twin_allocate(void *old, size_t size) {
    void *block = realloc(old, size);
    if (!block) {
        fprintf(stderr, "out of memory: %zu bytes\n", size);
        exit(1);
    }
    return block;
}

// The linear congruential generator of the programs.
typedef struct {
    uint32_t state;
} Random;

static inline long random_below(Random *random, long limit) {
    random->state = random->state * 1664525u + 1013904223u;
    return (long)(random->state >> 10) % limit;
}

#endif
