// The statistics of a report: medians, ratios, verdicts, the floor; the false claims of simulated
// A/A comparisons (2 % between builds, 1 % between processes), which must be as rare as 95 %
// promises from five layouts up, and are not below; and how often a slowed build is found.
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
    StatsRatio ratio = stats_ratio(arm, baseline, 1, 100, (Random){1});
    assert_true(fabs(ratio.ratio - 1.5) < 1e-12 && fabs(ratio.low - 1.5) < 1e-12 &&
                fabs(ratio.high - 1.5) < 1e-12);
    assert_int_equal(ratio.layouts, 5);
    // 3/2 and 2/3 cancel in a geometric mean.
    ratio = stats_ratio(arm, baseline, 2, 100, (Random){1});
    assert_true(fabs(ratio.ratio - 1) < 1e-12);
    // One sample on each side has a ratio and no interval.
    StatsCell single = stats_cell_make(1);
    stats_cell_add(&single, 0, 4);
    const StatsCell *one[] = {&single};
    ratio = stats_ratio(one, one, 1, 100, (Random){1});
    assert_true(ratio.ratio == 1 && isnan(ratio.low) && isnan(ratio.high));
    stats_cell_free(&single);
    ratio = stats_ratio(arm, baseline, 0, 100, (Random){1});
    assert_true(isnan(ratio.ratio));
    stats_cell_free(&slow);
    stats_cell_free(&fast);
}

static void test_ratio_repeats(void **state) {
    (void)state;
    StatsCell left = stats_cell_make(10), right = stats_cell_make(10);
    Random random = {3};
    for (size_t layout = 0; layout < 10; layout++)
        for (int i = 0; i < 2; i++) {
            stats_cell_add(&left, layout, 1 + random_unit(&random));
            stats_cell_add(&right, layout, 1 + random_unit(&random));
        }
    const StatsCell *arm[] = {&left}, *baseline[] = {&right};
    StatsRatio one = stats_ratio(arm, baseline, 1, 500, random_for(7, "a"));
    StatsRatio two = stats_ratio(arm, baseline, 1, 500, random_for(7, "a"));
    StatsRatio other = stats_ratio(arm, baseline, 1, 500, random_for(7, "b"));
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

// What a machine does to the samples. The layouts' 2 % is half common to all programs, half each
// program's own; a drift is common to both arms of a round, as a machine's other tenants are; a
// disturbed process is slower by some 10 %.
typedef struct {
    double layout, process, drift, disturbed;
} Noise;
static const Noise still = {0.02, 0.01, 0, 0}, drifting = {0.02, 0.035, 0.05, 0},
                   disturbed = {0.02, 0.01, 0, 0.08};

typedef struct {
    size_t layouts, processes, programs;
} Schedule;
static const Schedule quick = {5, 1, 1}, full = {20, 1, 1}, quick_mean = {5, 1, 13},
                      full_mean = {20, 1, 13};

typedef struct {
    double claimed, found, half_width; // intervals without 1; all of them above it; relative
} Outcome;

static void arm_simulate(StatsCell *cells, Schedule schedule, Noise noise, double slower,
                         const double *drift, Random *random) {
    for (size_t layout = 0; layout < schedule.layouts; layout++) {
        double common = noise.layout * M_SQRT1_2 * normal(random);
        for (size_t program = 0; program < schedule.programs; program++) {
            double own = noise.layout * M_SQRT1_2 * normal(random);
            for (size_t i = 0; i < schedule.processes; i++) {
                double time = log(1 + slower) + common + own + noise.process * normal(random) +
                              drift[layout + i * schedule.layouts];
                if (random_unit(random) < noise.disturbed)
                    time -= 0.1 * log(1 - random_unit(random));
                stats_cell_add(&cells[program], layout, exp(time));
            }
        }
    }
}

// Builds that differ by `slower` and nothing else, compared many times.
static Outcome simulate(Schedule schedule, Noise noise, double slower, size_t simulations) {
    Random random = {20};
    Outcome outcome = {0};
    StatsCell cells[2][16];
    const StatsCell *sides[2][16];
    for (size_t simulation = 0; simulation < simulations; simulation++) {
        double drift[64];
        for (size_t i = 0; i < schedule.layouts * schedule.processes; i++)
            drift[i] = noise.drift * normal(&random);
        for (size_t side = 0; side < 2; side++) {
            for (size_t program = 0; program < schedule.programs; program++) {
                cells[side][program] = stats_cell_make(schedule.layouts);
                sides[side][program] = &cells[side][program];
            }
            arm_simulate(cells[side], schedule, noise, side ? 0 : slower, drift, &random);
        }
        StatsRatio ratio =
            stats_ratio(sides[0], sides[1], schedule.programs, 400, (Random){random_next(&random)});
        outcome.claimed += ratio.low > 1 || ratio.high < 1;
        outcome.found += ratio.low > 1;
        outcome.half_width += (ratio.high - ratio.low) / 2 / ratio.ratio;
        for (size_t side = 0; side < 2; side++)
            for (size_t program = 0; program < schedule.programs; program++)
                stats_cell_free(&cells[side][program]);
    }
    outcome.claimed /= (double)simulations;
    outcome.found /= (double)simulations;
    outcome.half_width /= (double)simulations;
    return outcome;
}

static void test_false_claims(void **state) {
    (void)state;
    // Few layouts claim far too much, whatever the number of processes.
    assert_true(simulate((Schedule){1, 10, 1}, still, 0, 400).claimed > 0.5);
    assert_true(simulate((Schedule){2, 10, 1}, still, 0, 400).claimed > 0.2);
    // The schedules of the quick and the full report: 5 in 100, give or take what 1,000 draws can.
    static const Noise *const noises[] = {&still, &drifting, &disturbed};
    static const char *const names[] = {"still", "drifting", "disturbed"};
    for (int i = 0; i < 3; i++) {
        double five = simulate(quick, *noises[i], 0, 1000).claimed,
               ten = simulate(full, *noises[i], 0, 1000).claimed;
        print_message("false claims, %s: quick %.1f %%, full %.1f %%\n", names[i], 100 * five,
                      100 * ten);
        assert_true(five > 0.02 && five < 0.09);
        assert_true(ten > 0.015 && ten < 0.075);
    }
    assert_true(simulate(quick_mean, still, 0, 300).claimed < 0.09); // of a geometric mean
    assert_true(simulate(full_mean, still, 0, 300).claimed < 0.08);
}

// Wide intervals buy nothing: a build 5 % slower is found in at least 80 % of the cells of a full
// report, also where rounds differ by more than builds do.
static void test_power(void **state) {
    (void)state;
    static const Noise *const noises[] = {&still, &drifting, &disturbed};
    static const char *const names[] = {"still", "drifting", "disturbed"};
    for (int i = 0; i < 3; i++) {
        Outcome cell = simulate(full, *noises[i], 0.05, 500),
                mean = simulate(full_mean, *noises[i], 0.02, 100);
        print_message("full, %s: 5 %% slower found in %.0f %% of cells, 2 %% in %.0f %% of means, "
                      "of half-width %.2f %%\n",
                      names[i], 100 * cell.found, 100 * mean.found, 100 * mean.half_width);
        assert_true(cell.found >= 0.8);
        assert_true(mean.found >= 0.75);
    }
    // The noise of goto and of tail calls on the machine of the first results.
    Noise measured = {0.014, 0.03, 0.04, 0};
    Outcome mean = simulate(full_mean, measured, 0.02, 100);
    print_message("full, as measured: 2 %% in %.0f %% of means, of half-width %.2f %%\n",
                  100 * mean.found, 100 * mean.half_width);
    assert_true(mean.found >= 0.9 && mean.half_width < 0.01);
}

// What a round did to both arms is in no ratio.
static void test_rounds_are_paired(void **state) {
    (void)state;
    StatsCell slow = stats_cell_make(5), fast = stats_cell_make(5), one = stats_cell_make(1);
    for (size_t round = 0; round < 10; round++) {
        double drift = 1 + 0.1 * (double)((round * 7) % 10);
        stats_cell_add(&slow, round % 5, 1.02 * drift);
        stats_cell_add(&fast, round % 5, drift);
        stats_cell_add(&one, 0, 0.5 * drift);
    }
    const StatsCell *arm[] = {&slow}, *baseline[] = {&fast}, *other[] = {&one};
    StatsRatio ratio = stats_ratio(arm, baseline, 1, 200, (Random){1});
    assert_true(fabs(ratio.low - 1.02) < 1e-12 && fabs(ratio.high - 1.02) < 1e-12);
    // One binary against a build of five layouts: its rounds go with theirs.
    ratio = stats_ratio(arm, other, 1, 200, (Random){1});
    assert_true(fabs(ratio.low - 2.04) < 1e-12 && fabs(ratio.high - 2.04) < 1e-12);
    assert_int_equal(ratio.layouts, 1);
    stats_cell_free(&slow);
    stats_cell_free(&fast);
    stats_cell_free(&one);
}

static void test_interval(void **state) {
    (void)state;
    StatsCell cell = stats_cell_make(5);
    static const double values[] = {-100, 1, 2, 3, 100}; // the middle half: 0.75, 1, 0.75 of three
    for (size_t i = 0; i < 5; i++) stats_cell_add(&cell, i, values[i]);
    const StatsCell *cells[] = {&cell};
    StatsInterval interval = stats_interval(cells, 1, 4000, (Random){1});
    assert_true(fabs(interval.value - 2) < 1e-12);
    assert_int_equal(stats_sign(&interval), VERDICT_CANNOT_TELL);
    assert_true(interval.low < -50 && interval.high > 50);
    assert_int_equal(stats_sign(&(StatsInterval){1, 0.5, 2, 5}), VERDICT_HIGHER);
    assert_int_equal(stats_sign(&(StatsInterval){-1, -2, -0.5, 5}), VERDICT_LOWER);
    assert_int_equal(stats_sign(&(StatsInterval){1, 0.5, 2, 4}), VERDICT_NONE);
    assert_true(isnan(stats_interval(cells, 0, 10, (Random){1}).value));
    stats_cell_free(&cell);
}

static void test_most_claims(void **state) {
    (void)state;
    assert_int_equal(stats_most_claims(0), 0);
    assert_int_equal(stats_most_claims(1), 1);
    assert_int_equal(stats_most_claims(200), 18);
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
        cmocka_unit_test(test_rounds_are_paired),
        cmocka_unit_test(test_interval),
        cmocka_unit_test(test_most_claims),
        cmocka_unit_test(test_false_claims),
        cmocka_unit_test(test_power),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
