// The pictures of a report.
#include "bench/plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report.h"

char *plot_means(const Report *report, const Group *group) {
    Plot plot;
    FILE *out = plot_open(&plot, 110 + 24 * (int)group->count);
    double low = 1, high = 1;
    fprintf(out, "$means << END\n");
    for (size_t i = 0; i < group->count; i++) {
        StatsRatio ratio = {1, 1, 1, 0};
        if (group->arms[i] != group->baseline)
            ratio = report_mean(report, group->arms[i], group->baseline);
        if (isnan(ratio.ratio)) ratio.ratio = 1;
        if (isnan(ratio.low)) ratio.low = ratio.high = ratio.ratio;
        low = fmin(low, ratio.low);
        high = fmax(high, ratio.high);
        fprintf(out, "%g %zu %g %g \"%s\"\n", ratio.ratio, group->count - i, ratio.low, ratio.high,
                report_short_name(report, group->arms[i]));
    }
    double margin = 0.05 * (high - low) + 0.01,
           floor = isnan(report->mean_floor) ? 0 : report->mean_floor;
    fprintf(out,
            "END\nset xrange [%g:%g]\nset yrange [0.4:%g]\n"
            "set object 1 rectangle from first %g, graph 0 to first %g, graph 1 fillcolor rgb "
            "'#999999' "
            "fillstyle solid 0.3 noborder behind\n"
            "set xlabel 'time; 1 is %s; left is faster'\nset xtics %g\n"
            "plot $means using 1:2:3:4:ytic(5) with xerrorbars lt 1\n",
            low - margin, high + margin, (double)group->count + 0.6, 1 - floor, 1 + floor,
            report_short_name(report, group->baseline), plot_step(high - low + 2 * margin));
    return plot_draw(&plot);
}

// The fastest build of each representation, by its mean.
static int fastest(const Report *report, const char *value) {
    const Group *group = &report->groups[0];
    int best = -1;
    double best_ratio = INFINITY;
    char *part = text_format("-%s-", value);
    for (size_t i = 0; i < group->count; i++) {
        if (!strstr(report->manifest->arms[group->arms[i]].name, part)) continue;
        double ratio = group->arms[i] == group->baseline
                           ? 1
                           : report_mean(report, group->arms[i], group->baseline).ratio;
        if (ratio < best_ratio) best_ratio = ratio, best = (int)group->arms[i];
    }
    free(part);
    return best;
}

char *plot_speed(const Report *report) {
    const char **values;
    size_t value_count = report_values(report, &values), shown = 0;
    const char **names = memory((value_count + 1) * sizeof *names);
    Plot plot;
    FILE *out = plot_open(&plot, 110 + 26 * (int)report->row_count + 20 * (int)value_count);
    double high = 1;
    for (size_t v = 0; v < value_count; v++) {
        int arm = fastest(report, values[v]);
        if (arm < 0) continue;
        names[shown] = report->manifest->arms[arm].name;
        fprintf(out, "$speed%zu << END\n", shown++);
        for (size_t row = 0; row < report->row_count; row++) {
            StatsRatio ratio =
                report_ratio(report, (size_t)arm, (size_t)report->cpython, report->rows[row]);
            if (isnan(ratio.low)) ratio.low = ratio.high = ratio.ratio;
            high = fmax(high, 1 / ratio.low);
            double above = 0.12 * (double)(value_count - 1) - 0.24 * (double)v;
            fprintf(out, "%g %g %g %g\n", 1 / ratio.ratio,
                    (double)(report->row_count - row) + above, 1 / ratio.high, 1 / ratio.low);
        }
        fprintf(out, "END\n");
    }
    fprintf(
        out,
        "set xrange [0:%g]\nset yrange [0.4:%g]\nset key outside top center horizontal\n"
        "set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead lc rgb '#999999' lw 2 back\n"
        "set xlabel 'speed; 1 is CPython; right is faster'\nset xtics %g\nset ytics (",
        1.05 * high, (double)report->row_count + 0.6, plot_step(1.05 * high));
    for (size_t row = 0; row < report->row_count; row++)
        fprintf(out, "%s\"%s\" %zu", row ? ", " : "",
                report->manifest->programs[report->rows[row]].name, report->row_count - row);
    fprintf(out, ")\nplot ");
    for (size_t i = 0; i < shown; i++)
        fprintf(out, "%s$speed%zu using 1:2:3:4 with xerrorbars lt %zu title '%s'", i ? ", " : "",
                i, i + 1, names[i]);
    fprintf(out, "\n");
    if (shown == 0) {
        fclose(out);
        free(plot.text);
        return NULL;
    }
    return plot_draw(&plot);
}

static int double_order(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

char *plot_drift(const Report *report) {
    const Manifest *manifest = report->manifest;
    Plot plot;
    if (manifest->rounds < 2) return NULL;
    double *medians = memory(manifest->arm_count * manifest->program_count * sizeof *medians);
    double *values = memory((report->sample_count + 1) * sizeof *values);
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t program = 0; program < manifest->program_count; program++)
            medians[arm * manifest->program_count + program] =
                stats_cell_median(report_cell(report, arm, program));
    FILE *out = plot_open(&plot, 260);
    fprintf(out, "$rounds << END\n");
    for (size_t round = 0; round < manifest->rounds; round++) {
        size_t count = 0;
        for (size_t i = 0; i < report->sample_count; i++) {
            const Sample *sample = &report->samples[i];
            double median = medians[sample->arm * manifest->program_count + sample->program];
            if (sample->round == round && !sample->error && median > 0)
                values[count++] = 100 * (sample->seconds / median - 1);
        }
        if (count < 3) continue;
        qsort(values, count, sizeof *values, double_order);
        fprintf(out, "%zu %g %g %g\n", round + 1, values[count / 2], values[count / 10],
                values[count - 1 - count / 10]);
    }
    fprintf(out,
            "END\nset xrange [0.5:%zu.5]\nset xtics 1\nset grid y lt 1 lc rgb '#999999' lw 0.4\n"
            "set xlabel 'round'\nset ylabel 'percent'\n"
            "%splot $rounds using 1:2:3:4 with yerrorbars lt 1\n",
            manifest->rounds, manifest->rounds > 10 ? "set xtics 2\n" : "");
    free(medians);
    free(values);
    return plot_draw(&plot);
}
