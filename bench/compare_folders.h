// What two result folders have in common, for `compare` and `verify`: are machine and compilers
// alike, and which exact figures are the same to the digit.
#ifndef BENCH_COMPARE_FOLDERS_H
#define BENCH_COMPARE_FOLDERS_H

#include "bench/records.h"

typedef struct {
    char *what, *a, *b;
} Difference;

typedef struct {
    Difference *items;
    size_t count;
} Differences;

// Of machines, and of compilers among the builds that both folders hold.
Differences machines_differ(const Manifest *a, const Manifest *b);
Differences compilers_differ(const Manifest *a, const Manifest *b);

// One exact figure: a number, or a hash, by its place in its file:
// exact.json: programs/fib/runs/goto-boxed-gcc/bytecodes
typedef struct {
    char *path, *value;
    bool is_number;
} Figure;

typedef struct {
    const char *file;
    bool portable; // counts of bytecodes: the same on every machine. Machine instructions are not.
    const char *absent_from; // the folder that has no such file, or NULL
    size_t equal, only_a, only_b;
    Differences differences; // figures that both have, with unequal values
} FigureFile;

// Compares the files of exact figures that at least one of the folders has. Arms and programs that
// only one folder has are not counted as differences. The array ends with a NULL file.
FigureFile *figures_compare(const char *a, const char *b);

// A figure with an interval from a part of a report (ladder, injection, micro, whole, aa), in both
// folders.
typedef struct {
    char *path;        // its file and place
    double a[3], b[3]; // value, low, high
} IntervalPair;

// The array ends with a NULL path. `missing` counts those of `a` that `b` has not; parts that `a`
// has not, or skipped, are passed over.
IntervalPair *intervals_compare(const char *a, const char *b, size_t *missing);

#endif
