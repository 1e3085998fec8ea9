// The statistics of a report: a figure is the interquartile mean of what each round showed, with an
// interval by a bootstrap. Processes of one build share its code layout and are not independent
// samples of the arm, so whole layouts are resampled; and no difference is claimed from fewer than
// STATS_LAYOUTS_NEEDED layouts, nor inside the floor that the same build shows against itself.
#ifndef BENCH_STATS_H
#define BENCH_STATS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/random.h"

enum { STATS_LAYOUTS_NEEDED = 5, STATS_REPLICATES = 4000 };

// The times of one program in one arm, or what was computed of them.
typedef struct {
    size_t layout_count;
    size_t *counts;  // processes by layout
    double **values; // [layout][process]
} StatsCell;

typedef struct {
    double ratio, low, high; // NAN where there is nothing to compare, or no spread to see
    size_t layouts;          // the smaller of the two arms' layout counts
} StatsRatio;

typedef struct {
    double value, low, high; // NAN where there is nothing, or no spread to see
    size_t layouts;
} StatsInterval;

typedef enum {
    VERDICT_NONE,        // too few layouts to say anything, or no data
    VERDICT_CANNOT_TELL, // the interval holds 1, or the difference lies inside the floor
    VERDICT_LOWER,
    VERDICT_HIGHER,
} Verdict;

// The cell owns copies; layouts without a value may be present and are left out of every figure.
StatsCell stats_cell_make(size_t layout_count);
void stats_cell_add(StatsCell *cell, size_t layout, double value);
void stats_cell_free(StatsCell *cell);
size_t stats_cell_processes(const StatsCell *cell);
size_t stats_cell_layouts(const StatsCell *cell); // those that hold a value
double stats_cell_median(const StatsCell *cell);

double stats_median(const double *values, size_t count);

// The mean over `count` cells of each one's center, an interquartile mean, with the 95 % interval
// of `replicates` draws. One draw of layouts serves all cells, because they ran on the same
// binaries; a layout comes with all its values.
StatsInterval stats_interval(const StatsCell *const *cells, size_t count, size_t replicates,
                             Random random);

// The geometric mean over `count` programs of arm over baseline: stats_interval of the logarithms
// of the ratios of each round, so that what a round did to both arms is in neither. The k-th value
// of layout l of n is that of round l + k n.
StatsRatio stats_ratio(const StatsCell *const *arm, const StatsCell *const *baseline, size_t count,
                       size_t replicates, Random random);

// Of a difference: lower and higher than nothing.
Verdict stats_sign(const StatsInterval *interval);
const char *verdict_name(Verdict verdict);

// `floor` is a relative difference, such as 0.012.
Verdict stats_verdict(const StatsRatio *ratio, double floor);

// The floor of a report: the 95th percentile (nearest rank) of |ratio - 1| among A/A cells.
double stats_floor(const double *ratios, size_t count);

// The most cells of so many that claim a difference where there is none, if each does so once in 20
// times: more come up once in 100.
size_t stats_most_claims(size_t cells);

// Values further than 3 scaled median absolute deviations from the median of their cell.
size_t stats_outliers(const StatsCell *cell);

#endif
