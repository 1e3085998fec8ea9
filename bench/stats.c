// Medians, the hierarchical bootstrap, the floor and the verdict.
#include "bench/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must_have(void *block) {
    if (!block) {
        fprintf(stderr, "out of memory for the samples of this report\n");
        exit(1);
    }
    return block;
}

StatsCell stats_cell_make(size_t layout_count) {
    StatsCell cell = {.layout_count = layout_count};
    cell.counts = must_have(calloc(layout_count + 1, sizeof *cell.counts));
    cell.values = must_have(calloc(layout_count + 1, sizeof *cell.values));
    return cell;
}

void stats_cell_add(StatsCell *cell, size_t layout, double value) {
    if (layout >= cell->layout_count) return;
    size_t count = cell->counts[layout]++;
    cell->values[layout] =
        must_have(realloc(cell->values[layout], (count + 1) * sizeof *cell->values[layout]));
    cell->values[layout][count] = value;
}

void stats_cell_free(StatsCell *cell) {
    for (size_t layout = 0; layout < cell->layout_count; layout++) free(cell->values[layout]);
    free(cell->values);
    free(cell->counts);
    *cell = (StatsCell){0};
}

size_t stats_cell_processes(const StatsCell *cell) {
    size_t total = 0;
    for (size_t layout = 0; layout < cell->layout_count; layout++) total += cell->counts[layout];
    return total;
}

size_t stats_cell_layouts(const StatsCell *cell) {
    size_t filled = 0;
    for (size_t layout = 0; layout < cell->layout_count; layout++)
        filled += cell->counts[layout] > 0;
    return filled;
}

static int double_order(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// Sorts in place.
static double sorted_median(double *values, size_t count) {
    if (count == 0) return NAN;
    if (count <= 32) { // resamples are this small and there are millions of them
        for (size_t i = 1; i < count; i++) {
            double value = values[i];
            size_t place = i;
            for (; place > 0 && values[place - 1] > value; place--)
                values[place] = values[place - 1];
            values[place] = value;
        }
    } else {
        qsort(values, count, sizeof *values, double_order);
    }
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

double stats_median(const double *values, size_t count) {
    double *copy = must_have(malloc((count + 1) * sizeof *copy));
    memcpy(copy, values, count * sizeof *copy);
    double median = sorted_median(copy, count);
    free(copy);
    return median;
}

static size_t cell_flatten(const StatsCell *cell, double *out) {
    size_t count = 0;
    for (size_t layout = 0; layout < cell->layout_count; layout++)
        for (size_t i = 0; i < cell->counts[layout]; i++) out[count++] = cell->values[layout][i];
    return count;
}

double stats_cell_median(const StatsCell *cell) {
    double *values = must_have(malloc((stats_cell_processes(cell) + 1) * sizeof *values));
    size_t count = cell_flatten(cell, values);
    double median = sorted_median(values, count);
    free(values);
    return median;
}

// The cell's filled layouts, addressed 0..count-1, so that a draw in [0, 1) picks one of them.
typedef struct {
    size_t count;
    size_t *filled;
} LayoutIndex;

static LayoutIndex index_make(const StatsCell *cell) {
    LayoutIndex index = {.filled = must_have(malloc((cell->layout_count + 1) * sizeof(size_t)))};
    for (size_t layout = 0; layout < cell->layout_count; layout++)
        if (cell->counts[layout]) index.filled[index.count++] = layout;
    return index;
}

// One bootstrap draw of a cell's median: draws[i] in [0, 1) chooses the i-th layout, and then as
// many processes are drawn from that layout as it has.
static double resampled_median(const StatsCell *cell, const LayoutIndex *index, const double *draws,
                               Random *random, double *scratch) {
    size_t total = 0;
    for (size_t i = 0; i < index->count; i++) {
        size_t layout = index->filled[(size_t)(draws[i] * (double)index->count)];
        size_t processes = cell->counts[layout];
        for (size_t k = 0; k < processes; k++)
            scratch[total++] = cell->values[layout][random_below(random, processes)];
    }
    return sorted_median(scratch, total);
}

StatsRatio stats_ratio(const StatsCell *const *arm, const StatsCell *const *baseline, size_t count,
                       bool same_layouts, size_t replicates, Random random) {
    StatsRatio result = {.ratio = NAN, .low = NAN, .high = NAN};
    if (count == 0) return result;
    LayoutIndex *arm_index = must_have(malloc(count * sizeof *arm_index));
    LayoutIndex *baseline_index = must_have(malloc(count * sizeof *baseline_index));
    size_t layouts_seen = 1, largest = 1;
    double sum = 0;
    result.layouts = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        arm_index[i] = index_make(arm[i]);
        baseline_index[i] = index_make(baseline[i]);
        const StatsCell *both[2] = {arm[i], baseline[i]};
        for (int side = 0; side < 2; side++) {
            size_t filled = stats_cell_layouts(both[side]);
            size_t most = 0;
            for (size_t k = 0; k < both[side]->layout_count; k++)
                if (both[side]->counts[k] > most) most = both[side]->counts[k];
            if (filled < result.layouts) result.layouts = filled;
            if (filled > layouts_seen) layouts_seen = filled;
            if (filled * most > largest) largest = filled * most;
        }
        sum += log(stats_cell_median(arm[i]) / stats_cell_median(baseline[i]));
    }
    result.ratio = exp(sum / (double)count);
    double *draws = must_have(malloc(2 * layouts_seen * sizeof *draws));
    double *scratch = must_have(malloc(largest * sizeof *scratch));
    double *means = must_have(malloc((replicates + 1) * sizeof *means));
    for (size_t replicate = 0; replicate < replicates && result.layouts > 0; replicate++) {
        for (size_t i = 0; i < 2 * layouts_seen; i++) draws[i] = random_unit(&random);
        const double *other = same_layouts ? draws : draws + layouts_seen;
        sum = 0;
        for (size_t i = 0; i < count; i++) {
            double upper = resampled_median(arm[i], &arm_index[i], draws, &random, scratch);
            double lower =
                resampled_median(baseline[i], &baseline_index[i], other, &random, scratch);
            sum += log(upper / lower);
        }
        means[replicate] = sum / (double)count;
    }
    if (replicates > 0 && result.layouts > 0 && largest > 1) { // single samples show no spread
        qsort(means, replicates, sizeof *means, double_order);
        result.low = exp(means[(size_t)(0.025 * (double)(replicates - 1))]);
        result.high = exp(means[(size_t)ceil(0.975 * (double)(replicates - 1))]);
    }
    for (size_t i = 0; i < count; i++) {
        free(arm_index[i].filled);
        free(baseline_index[i].filled);
    }
    free(arm_index);
    free(baseline_index);
    free(draws);
    free(scratch);
    free(means);
    return result;
}

Verdict stats_verdict(const StatsRatio *ratio, double floor) {
    if (ratio->layouts < STATS_LAYOUTS_NEEDED || isnan(ratio->low)) return VERDICT_NONE;
    if (fabs(ratio->ratio - 1) <= floor) return VERDICT_CANNOT_TELL;
    if (ratio->high < 1) return VERDICT_LOWER;
    if (ratio->low > 1) return VERDICT_HIGHER;
    return VERDICT_CANNOT_TELL;
}

double stats_floor(const double *ratios, size_t count) {
    if (count == 0) return NAN;
    double *sizes = must_have(malloc(count * sizeof *sizes));
    for (size_t i = 0; i < count; i++) sizes[i] = fabs(ratios[i] - 1);
    qsort(sizes, count, sizeof *sizes, double_order);
    double floor = sizes[(size_t)ceil(0.95 * (double)count) - 1];
    free(sizes);
    return floor;
}

size_t stats_outliers(const StatsCell *cell) {
    size_t total = stats_cell_processes(cell);
    double *values = must_have(malloc((total + 1) * sizeof *values));
    double *distances = must_have(malloc((total + 1) * sizeof *distances));
    size_t count = cell_flatten(cell, values), outliers = 0;
    double median = stats_median(values, count);
    for (size_t i = 0; i < count; i++) distances[i] = fabs(values[i] - median);
    double scale = 1.4826 * stats_median(distances, count); // a normal's standard deviation
    for (size_t i = 0; i < count; i++)
        outliers += scale > 0 && fabs(values[i] - median) > 3 * scale;
    free(values);
    free(distances);
    return outliers;
}
