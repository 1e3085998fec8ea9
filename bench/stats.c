// Medians, ratios by round, the bootstrap of layouts, the floor and the verdict.
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

// --- intervals ----------------------------------------------------------------------------------

// The interquartile mean: the mean of the middle half, a value at its edge taken in part. Sorts in
// place. It throws out what a disturbed process did, as the median does, and is as good as twice as
// many samples where nothing was disturbed.
static double middle_mean(double *values, size_t count) {
    if (count == 0) return NAN;
    sorted_median(values, count); // for the order
    double cut = 0.25 * (double)count, sum = 0;
    size_t first = (size_t)cut, last = count - 1 - first;
    double part = 1 - (cut - (double)first); // of the first and of the last
    for (size_t i = first; i <= last; i++) sum += (i == first || i == last ? part : 1) * values[i];
    return sum / ((double)count - 2 * cut);
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

// One bootstrap draw of a cell's center: draws[i] in [0, 1) chooses the i-th layout, which comes
// with all its values. A cell of one layout has only values to draw.
static double resampled_center(const StatsCell *cell, const LayoutIndex *index, const double *draws,
                               double *scratch) {
    size_t total = 0;
    if (index->count == 1) {
        const double *values = cell->values[index->filled[0]];
        size_t count = cell->counts[index->filled[0]];
        for (; total < count; total++)
            scratch[total] = values[(size_t)(draws[total] * (double)count)];
    }
    for (size_t i = 0; index->count > 1 && i < index->count; i++) {
        size_t layout = index->filled[(size_t)(draws[i] * (double)index->count)];
        for (size_t k = 0; k < cell->counts[layout]; k++)
            scratch[total++] = cell->values[layout][k];
    }
    return middle_mean(scratch, total);
}

// The share of draws to cut off at each end, so that a percentile interval of so few independent
// values is as wide as Student's would be (Hesterberg's expanded percentiles): the bootstrap's own
// spread is too small by sqrt((n - 1) / n), and the normal's quantile instead of t's.
static double tail_of(size_t independent) {
    if (independent < 2) return 0.025;
    double n = (double)independent, z = 1.959964, f = n - 1;
    double t = z + (pow(z, 3) + z) / (4 * f) +
               (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / (96 * f * f) +
               (3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) / (384 * f * f * f);
    return erfc(t * sqrt(n / (n - 1)) * M_SQRT1_2) / 2;
}

StatsInterval stats_interval(const StatsCell *const *cells, size_t count, size_t replicates,
                             Random random) {
    StatsInterval result = {.value = NAN, .low = NAN, .high = NAN};
    if (count == 0) return result;
    LayoutIndex *indices = must_have(malloc(count * sizeof *indices));
    size_t largest = 1;
    result.layouts = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        indices[i] = index_make(cells[i]);
        if (indices[i].count < result.layouts) result.layouts = indices[i].count;
        // A draw may take the fullest layout every time.
        for (size_t layout = 0; layout < cells[i]->layout_count; layout++)
            if (cells[i]->counts[layout] * (indices[i].count + 1) > largest)
                largest = cells[i]->counts[layout] * (indices[i].count + 1);
    }
    double *draws = must_have(malloc(largest * sizeof *draws));
    double *scratch = must_have(malloc(largest * sizeof *scratch));
    double *means = must_have(malloc((replicates + 1) * sizeof *means));
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t total = stats_cell_processes(cells[i]);
        double *values = must_have(malloc((total + 1) * sizeof *values));
        cell_flatten(cells[i], values);
        sum += middle_mean(values, total);
        free(values);
    }
    result.value = sum / (double)count;
    for (size_t replicate = 0; replicate < replicates && result.layouts > 0; replicate++) {
        for (size_t i = 0; i < largest; i++) draws[i] = random_unit(&random);
        sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += resampled_center(cells[i], &indices[i], draws, scratch);
        means[replicate] = sum / (double)count;
    }
    // One value shows no spread.
    if (replicates > 0 && result.layouts > 0 && stats_cell_processes(cells[0]) > 1) {
        double tail = tail_of(result.layouts) * (double)(replicates - 1);
        qsort(means, replicates, sizeof *means, double_order);
        result.low = means[(size_t)tail];
        result.high = means[replicates - 1 - (size_t)tail];
    }
    for (size_t i = 0; i < count; i++) free(indices[i].filled);
    free(indices);
    free(draws);
    free(scratch);
    free(means);
    return result;
}

// The value of a round: layouts take turns.
static const double *value_of_round(const StatsCell *cell, size_t round) {
    if (!cell->layout_count) return NULL;
    size_t layout = round % cell->layout_count, turn = round / cell->layout_count;
    return turn < cell->counts[layout] ? &cell->values[layout][turn] : NULL;
}

// The logarithms of the ratios, round by round, in the layouts of the side that has fewer; of the
// other side where one binary stands against a build.
static StatsCell paired(const StatsCell *arm, const StatsCell *baseline) {
    size_t less = arm->layout_count, more = baseline->layout_count, rounds = 0;
    if (less > more) less = more, more = arm->layout_count;
    StatsCell pairs = stats_cell_make(less > 1 ? less : more);
    const StatsCell *both[2] = {arm, baseline};
    for (int side = 0; side < 2; side++)
        for (size_t layout = 0; layout < both[side]->layout_count; layout++)
            if (both[side]->counts[layout] * both[side]->layout_count > rounds)
                rounds = both[side]->counts[layout] * both[side]->layout_count;
    for (size_t round = 0; round < rounds; round++) {
        const double *upper = value_of_round(arm, round), *lower = value_of_round(baseline, round);
        if (upper && lower)
            stats_cell_add(&pairs, round % pairs.layout_count, log(*upper / *lower));
    }
    return pairs;
}

StatsRatio stats_ratio(const StatsCell *const *arm, const StatsCell *const *baseline, size_t count,
                       size_t replicates, Random random) {
    StatsCell *pairs = must_have(calloc(count + 1, sizeof *pairs));
    const StatsCell **cells = must_have(calloc(count + 1, sizeof *cells));
    StatsRatio result = {.layouts = count ? SIZE_MAX : 0};
    for (size_t i = 0; i < count; i++) {
        pairs[i] = paired(arm[i], baseline[i]);
        cells[i] = &pairs[i];
        size_t upper = stats_cell_layouts(arm[i]), lower = stats_cell_layouts(baseline[i]);
        if (upper < result.layouts) result.layouts = upper;
        if (lower < result.layouts) result.layouts = lower;
    }
    StatsInterval interval = stats_interval(cells, count, replicates, random);
    result.ratio = exp(interval.value);
    result.low = exp(interval.low);
    result.high = exp(interval.high);
    for (size_t i = 0; i < count; i++) stats_cell_free(&pairs[i]);
    free(pairs);
    free(cells);
    return result;
}

Verdict stats_sign(const StatsInterval *interval) {
    if (interval->layouts < STATS_LAYOUTS_NEEDED || isnan(interval->low)) return VERDICT_NONE;
    return interval->high < 0  ? VERDICT_LOWER
           : interval->low > 0 ? VERDICT_HIGHER
                               : VERDICT_CANNOT_TELL;
}

const char *verdict_name(Verdict verdict) {
    static const char *const names[] = {"none", "cannot tell", "lower", "higher"};
    return names[verdict];
}

size_t stats_most_claims(size_t cells) {
    double chance = pow(0.95, (double)cells), sum = chance;
    size_t claims = 0;
    while (sum < 0.99 && claims < cells) {
        claims++;
        chance *= (double)(cells - claims + 1) / (double)claims * (0.05 / 0.95);
        sum += chance;
    }
    return claims;
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
