// The cells of a result (an arm on a program, against another arm) as the tools beside `make
// report` show them: as JSON, and as a table on a terminal.
#ifndef BENCH_CELLS_H
#define BENCH_CELLS_H

#include "bench/report.h"

// What a result beside the report's begins with: format, date, command, commit.
cJSON *result_begin(const Manifest *manifest);

// {"arm", "seconds" with "seconds_low" and "seconds_high", "layouts", "processes"}, and where there
// is something to compare with, {"against", "ratio", "low", "high", "verdict"}. The verdict is
// "lower", "higher", "cannot tell", or "none" where there are too few layouts. NULL if the arm
// has no sample.
cJSON *cell_describe(const Report *report, size_t arm, size_t against, size_t program);

// Of a cell so described, back from JSON; NAN where it has none.
StatsInterval cell_seconds(const cJSON *cell);
StatsRatio cell_ratio(const cJSON *cell);
// The cell of an arm in an array of such cells, or NULL.
const cJSON *cell_find(const cJSON *cells, const char *arm);

// Times of `against` in units of `unit[program]` seconds, and ratios of the arms to it with their
// 95 % intervals, one row a program. A ratio in parentheses is not told from 1.
void cells_print(const Report *report, const size_t *arms, size_t count, size_t against,
                 const double *unit, const char *unit_name);

#endif
