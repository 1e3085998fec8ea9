// The statistics of a report: medians, verdicts, the floor; and the false claims of simulated A/A
// comparisons (2 % between builds, 1 % between processes), which must be as rare as 95 % promises
// from five layouts up, and are not below.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bench/stats.h"

static void test_median(void **state) {
    (void)state;
    double values[40] = {0};
    assert_true(isnan(stats_median(values, 0)));
    values[0] = 3;
    assert_true(stats_median(values, 1) == 3);
    values[1] = 1;
    assert_true(stats_median(values, 2) == 2);
    values[2] = 9;
    assert_true(stats_median(values, 3) == 3);
    for (int i = 0; i < 40; i++) values[i] = (i * 7) % 40; // each of 0..39 once
    assert_true(stats_median(values, 40) == 19.5);
    assert_true(values[1] == 7); // the caller's order is kept
}

static void test_cell(void **state) {
    (void)state;
    StatsCell cell = stats_cell_make(4);
    assert_true(isnan(stats_cell_median(&cell)));
    stats_cell_add(&cell, 0, 5);
    stats_cell_add(&cell, 3, 1);
    stats_cell_add(&cell, 3, 2);
    stats_cell_add(&cell, 4, 99); // no such layout
    assert_int_equal(stats_cell_processes(&cell), 3);
    assert_int_equal(stats_cell_layouts(&cell), 2);
    assert_true(stats_cell_median(&cell) == 2);
    stats_cell_free(&cell);
}

static void test_ratio_is_exact_without_noise(void **state) {
    (void)state;
    StatsCell slow = stats_cell_make(5), fast = stats_cell_make(5);
    for (size_t layout = 0; layout < 5; layout++) {
        stats_cell_add(&slow, layout, 3);
        stats_cell_add(&fast, layout, 2);
    }
    const StatsCell *arm[] = {&slow, &fast}, *baseline[] = {&fast, &slow};
    StatsRatio ratio = stats_ratio(arm, baseline, 1, false, 100, (Random){1});
    assert_true(fabs(ratio.ratio - 1.5) < 1e-12 && fabs(ratio.low - 1.5) < 1e-12 &&
                fabs(ratio.high - 1.5) < 1e-12);
    assert_int_equal(ratio.layouts, 5);
    // 3/2 and 2/3 cancel in a geometric mean.
    ratio = stats_ratio(arm, baseline, 2, false, 100, (Random){1});
    assert_true(fabs(ratio.ratio - 1) < 1e-12);
    // One sample on each side has a ratio and no interval.
    StatsCell single = stats_cell_make(1);
    stats_cell_add(&single, 0, 4);
    const StatsCell *one[] = {&single};
    ratio = stats_ratio(one, one, 1, false, 100, (Random){1});
    assert_true(ratio.ratio == 1 && isnan(ratio.low) && isnan(ratio.high));
    stats_cell_free(&single);
    ratio = stats_ratio(arm, baseline, 0, false, 100, (Random){1});
    assert_true(isnan(ratio.ratio));
    stats_cell_free(&slow);
    stats_cell_free(&fast);
}

static void test_ratio_repeats(void **state) {
    (void)state;
    StatsCell left = stats_cell_make(5), right = stats_cell_make(5);
    Random random = {3};
    for (size_t layout = 0; layout < 5; layout++)
        for (int i = 0; i < 2; i++) {
            stats_cell_add(&left, layout, 1 + random_unit(&random));
            stats_cell_add(&right, layout, 1 + random_unit(&random));
        }
    const StatsCell *arm[] = {&left}, *baseline[] = {&right};
    StatsRatio one = stats_ratio(arm, baseline, 1, false, 500, random_for(7, "a"));
    StatsRatio two = stats_ratio(arm, baseline, 1, false, 500, random_for(7, "a"));
    StatsRatio other = stats_ratio(arm, baseline, 1, false, 500, random_for(7, "b"));
    assert_true(one.low == two.low && one.high == two.high);
    assert_true(one.ratio == other.ratio && (one.low != other.low || one.high != other.high));
    assert_true(one.low <= one.ratio && one.ratio <= one.high);
    stats_cell_free(&left);
    stats_cell_free(&right);
}

static void test_verdict(void **state) {
    (void)state;
    assert_int_equal(stats_verdict(&(StatsRatio){0.9, 0.88, 0.93, 5}, 0.02), VERDICT_LOWER);
    assert_int_equal(stats_verdict(&(StatsRatio){1.1, 1.05, 1.2, 5}, 0.02), VERDICT_HIGHER);
    assert_int_equal(stats_verdict(&(StatsRatio){1.1, 0.99, 1.2, 5}, 0.02), VERDICT_CANNOT_TELL);
    // An interval without 1, but no larger than the build's difference from itself.
    assert_int_equal(stats_verdict(&(StatsRatio){0.985, 0.98, 0.99, 5}, 0.02), VERDICT_CANNOT_TELL);
    assert_int_equal(stats_verdict(&(StatsRatio){0.5, 0.4, 0.6, 4}, 0.02), VERDICT_NONE);
    assert_int_equal(stats_verdict(&(StatsRatio){NAN, NAN, NAN, 5}, 0.02), VERDICT_NONE);
}

static void test_floor(void **state) {
    (void)state;
    double ratios[20];
    for (int i = 0; i < 20; i++) ratios[i] = i % 2 ? 1 + 0.001 * i : 1 - 0.001 * i;
    assert_true(fabs(stats_floor(ratios, 20) - 0.018) < 1e-12); // the 19th of 20
    assert_true(fabs(stats_floor(ratios + 4, 1) - 0.004) < 1e-12);
    assert_true(isnan(stats_floor(ratios, 0)));
}

static void test_outliers(void **state) {
    (void)state;
    StatsCell cell = stats_cell_make(1);
    for (int i = 0; i < 10; i++) stats_cell_add(&cell, 0, 1 + 0.01 * i);
    assert_int_equal(stats_outliers(&cell), 0);
    stats_cell_add(&cell, 0, 2);
    assert_int_equal(stats_outliers(&cell), 1);
    stats_cell_free(&cell);
}

static double normal(Random *random) {
    return sqrt(-2 * log(1 - random_unit(random))) * cos(2 * M_PI * random_unit(random));
}

// The share of A/A comparisons whose interval excludes 1. The layouts' 2 % is half common to all
// programs, half each program's own.
static double false_claims(size_t layouts, size_t processes, size_t programs, size_t simulations) {
    Random random = {20};
    size_t claims = 0;
    StatsCell cells[2][16];
    const StatsCell *sides[2][16];
    for (size_t simulation = 0; simulation < simulations; simulation++) {
        for (size_t side = 0; side < 2; side++)
            for (size_t program = 0; program < programs; program++) {
                cells[side][program] = stats_cell_make(layouts);
                sides[side][program] = &cells[side][program];
            }
        for (size_t side = 0; side < 2; side++)
            for (size_t layout = 0; layout < layouts; layout++) {
                double common = 0.02 * M_SQRT1_2 * normal(&random);
                for (size_t program = 0; program < programs; program++) {
                    double own = 0.02 * M_SQRT1_2 * normal(&random);
                    for (size_t i = 0; i < processes; i++)
                        stats_cell_add(&cells[side][program], layout,
                                       exp(common + own + 0.01 * normal(&random)));
                }
            }
        StatsRatio ratio =
            stats_ratio(sides[0], sides[1], programs, false, 400, (Random){random_next(&random)});
        claims += ratio.low > 1 || ratio.high < 1;
        for (size_t side = 0; side < 2; side++)
            for (size_t program = 0; program < programs; program++)
                stats_cell_free(&cells[side][program]);
    }
    return (double)claims / (double)simulations;
}

static void test_false_claims(void **state) {
    (void)state;
    // Few layouts claim far too much, whatever the number of processes.
    assert_true(false_claims(1, 10, 1, 400) > 0.5);
    assert_true(false_claims(2, 10, 1, 400) > 0.2);
    // The schedules of the quick and the full report: 4 in 100, give or take what 1,000 draws can.
    double quick = false_claims(5, 1, 1, 1000), full = false_claims(10, 2, 1, 1000);
    print_message("false claims: quick %.1f %%, full %.1f %%\n", 100 * quick, 100 * full);
    assert_true(quick > 0.005 && quick < 0.06);
    assert_true(full > 0.015 && full < 0.065);
    assert_true(false_claims(5, 1, 13, 300) < 0.07); // of a geometric mean
    assert_true(false_claims(10, 2, 13, 300) < 0.08);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_median),
        cmocka_unit_test(test_cell),
        cmocka_unit_test(test_ratio_is_exact_without_noise),
        cmocka_unit_test(test_ratio_repeats),
        cmocka_unit_test(test_verdict),
        cmocka_unit_test(test_floor),
        cmocka_unit_test(test_outliers),
        cmocka_unit_test(test_false_claims),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
