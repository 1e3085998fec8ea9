// Pictures of steps.json. SVG text that belongs to the caller.
#ifndef BENCH_REPORT_STEPS_PLOTS_H
#define BENCH_REPORT_STEPS_PLOTS_H

#include "bench/files.h"

// Instructions per bytecode, a bar of steps for each build: of one program, or the mean of all
// where `program` is NULL. NULL where gnuplot is missing.
char *steps_plot(const cJSON *json, const char *program);
// a + b as seven bars: a boxed build, a tagged one, and C. `alone`: for a page of another
// background. NULL where the file has no such builds.
char *steps_picture(const cJSON *json, bool alone);

// Instructions of a row per bytecode in build number `build`: of one program, or the mean of all
// that ran. Rows are named as in steps.json; "" is all of them. NAN where it did not run.
double steps_cost(const cJSON *json, const char *program, int build, const char *row);
// The build's name, or NULL past the last.
const char *steps_build(const cJSON *json, int build);

#endif
