// Pictures of steps.json: stacked bars by gnuplot, and the addition in seven bars, drawn here to
// the last coordinate, so that the same figures give the same file.
#define _GNU_SOURCE
#include "bench/report_steps_plots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot.h"

const char *steps_build(const cJSON *json, int build) {
    const cJSON *first = cJSON_GetArrayItem(json_get(json, "programs"), 0);
    const cJSON *found = cJSON_GetArrayItem(json_get(first, "builds"), build);
    return found ? json_text(found, "config") : NULL;
}

static double cost_in(const cJSON *program, int build, const char *row) {
    const cJSON *run = cJSON_GetArrayItem(json_get(program, "builds"), build);
    double executed = json_number(run, "bytecodes");
    if (!run || json_get(run, "failed")) return NAN;
    if (executed <= 0) executed = json_number(run, "dispatches");
    double count =
        *row ? json_number(json_get(run, "rows"), row) : json_number(run, "instructions");
    return executed > 0 ? count / executed : NAN;
}

double steps_cost(const cJSON *json, const char *program, int build, const char *row) {
    const cJSON *item;
    double sum = 0;
    int count = 0;
    cJSON_ArrayForEach(item, json_get(json, "programs")) {
        if (program && strcmp(json_text(item, "name"), program) != 0) continue;
        double cost = cost_in(item, build, row);
        if (isnan(cost)) continue;
        sum += cost;
        count++;
    }
    return count ? sum / count : NAN;
}

// --- stacked bars -----------------------------------------------------------------------------

// What one colour of a bar stands for: rows of steps.json, a space between them.
typedef struct {
    const char *title, *rows, *colour;
} Part;
static const Part parts[] = {
    {"fetch", "fetch", "#332288"},
    {"decode", "decode", "#6677cc"},
    {"dispatch", "dispatch", "#88ccee"},
    {"type check", "type_check", "#117733"},
    {"unbox", "unbox", "#44aa99"},
    {"compute", "compute", "#ddcc77"},
    {"box", "box box_collection", "#cc6677"},
    {"stack, registers", "operands registers", "#aaaaaa"},
    {"calls", "calls call_out poll", "#882255"},
    {"attributes, globals", "lookup", "#aa4499"},
    {"containers, strings", "containers strings", "#cc8844"},
};
enum { PART_COUNT = sizeof parts / sizeof *parts };
#define REST_COLOUR "#dddddd"

static double part_cost(const cJSON *json, const char *program, int build, const Part *part) {
    char *rows = text_copy(part->rows), *rest = rows;
    double sum = 0;
    while (rest) sum += steps_cost(json, program, build, strsep(&rest, " "));
    free(rows);
    return sum;
}

enum { LEGEND_COLUMNS = 3, LEGEND_LINE = 22, BAR = 40, AXIS = 80, WIDTH = 540 };

// Squares and words above the bars, in the order in which they lie.
static void draw_legend(FILE *out, int height) {
    for (int i = 0; i <= PART_COUNT; i++) {
        double x = (double)(i % LEGEND_COLUMNS) / LEGEND_COLUMNS + 0.01;
        double y = 1 - LEGEND_LINE * (i / LEGEND_COLUMNS + 0.7) / height;
        double half = 6.0 / height;
        fprintf(out,
                "set object %d rect from screen %g, screen %g to screen %g, screen %g fc rgb '%s' "
                "fs solid 1 noborder\nset label %d '%s' at screen %g, screen %g font ',13'\n",
                i + 1, x, y - half, x + 12.0 / WIDTH, y + half,
                i < PART_COUNT ? parts[i].colour : REST_COLOUR, 100 + i,
                i < PART_COUNT ? parts[i].title : "the rest", x + 20.0 / WIDTH, y);
    }
}

// Each part's rectangles, from left to right; gives where the bars end, and answers the longest.
static double write_parts(FILE *out, const cJSON *json, const char *program, int builds,
                          double *ends) {
    double high = 1;
    for (int part = 0; part <= PART_COUNT; part++) {
        fprintf(out, "$part%d << END\n", part);
        for (int i = 0; i < builds; i++) {
            double all = steps_cost(json, program, i, "");
            if (isnan(all)) continue;
            double cost =
                part < PART_COUNT ? part_cost(json, program, i, &parts[part]) : all - ends[i];
            fprintf(out, "%g %d %g %g %g %g\n", ends[i], builds - i, ends[i], ends[i] + cost,
                    builds - i - 0.36, builds - i + 0.36);
            ends[i] += cost;
            high = fmax(high, ends[i]);
        }
        fprintf(out, "END\n");
    }
    return high;
}

char *steps_plot(const cJSON *json, const char *program) {
    Plot plot;
    int builds = 0, legend = LEGEND_LINE * (PART_COUNT / LEGEND_COLUMNS + 1);
    while (steps_build(json, builds)) builds++;
    int height = legend + AXIS + BAR * builds;
    FILE *out = plot_open(&plot, height);
    double *ends = memory((size_t)builds * sizeof *ends);
    double high = write_parts(out, json, program, builds, ends);
    draw_legend(out, height);
    fprintf(out,
            "set tmargin at screen %g\nset xrange [0:%g]\nset yrange [0.4:%d.6]\n"
            "set style fill solid 1 noborder\nset xtics %g\n"
            "set xlabel 'instructions per bytecode'\nset ytics (",
            1 - (double)(legend + 8) / height, 1.25 * high, builds, plot_step(1.25 * high));
    for (int i = 0; i < builds; i++)
        fprintf(out, "%s\"%s\" %d", i ? ", " : "", steps_build(json, i), builds - i);
    fprintf(out, ")\n");
    for (int i = 0; i < builds; i++)
        fprintf(out, "set label %d '%.*f' at %g,%d offset 0.5,0\n", i + 1, ends[i] < 100, ends[i],
                ends[i], builds - i);
    fprintf(out, "plot ");
    for (int part = 0; part <= PART_COUNT; part++)
        fprintf(out, "%s$part%d using 1:2:3:4:5:6 with boxxyerror fc rgb '%s'", part ? ", " : "",
                part, part < PART_COUNT ? parts[part].colour : REST_COLOUR);
    fprintf(out, "\n");
    free(ends);
    return plot_draw(&plot);
}

// --- the addition -----------------------------------------------------------------------------

static const cJSON *addition_of(const cJSON *json, const char *config) {
    const cJSON *run, *opcode;
    cJSON_ArrayForEach(run, json_get(json_get(json, "addition"), "builds")) {
        if (strcmp(json_text(run, "config"), config) != 0) continue;
        cJSON_ArrayForEach(opcode, json_get(run, "opcodes")) if (strcmp(json_text(opcode, "name"),
                                                                        "BINARY_OP_ADD") ==
                                                                 0) return opcode;
    }
    return NULL;
}

// The first boxed and the first tagged build that differ in nothing else; goto's, if there is one.
static bool choose_builds(const cJSON *json, const cJSON *found[2], char *names[2]) {
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; steps_build(json, i); i++) {
            const char *boxed = steps_build(json, i), *part = strstr(boxed, "-boxed-");
            if (!part || (pass == 0 && !text_starts(boxed, "goto-"))) continue;
            char *tagged = text_format("%.*s-tagged-%s", (int)(part - boxed), boxed, part + 7);
            found[0] = addition_of(json, boxed);
            found[1] = addition_of(json, tagged);
            names[0] = text_copy(boxed);
            names[1] = tagged;
            if (found[0] && found[1]) return true;
            free(names[0]);
            free(names[1]);
        }
    return false;
}

static double cost_of(const cJSON *opcode, const char *row) {
    double executed = json_number(opcode, "executed");
    return executed > 0 ? json_number(json_get(opcode, "rows"), row) / executed : 0;
}

static double cost_of_all(const cJSON *opcode) {
    const cJSON *row;
    double sum = 0;
    cJSON_ArrayForEach(row, json_get(opcode, "rows")) sum += row->valuedouble;
    return sum / json_number(opcode, "executed");
}

static const char *short_number(double number, char text[16]) {
    bool whole = fabs(number - round(number)) < 0.05;
    snprintf(text, 16, whole ? "%.0f" : "%.1f", number);
    return text;
}

enum { LEFT = 110, TOP = 70, STEP_HEIGHT = 60, BAR_HEIGHT = 17, PICTURE_WIDTH = 540 };

static void draw_bar(FILE *out, double value, double scale, int y, const char *colour) {
    char text[16];
    fprintf(out, "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>\n", LEFT, y,
            value > 0 ? value * scale : 1, BAR_HEIGHT - 2, colour);
    fprintf(out, "<text x='%.1f' y='%d' font-size='15' fill='black'>%s</text>\n",
            LEFT + value * scale + 6, y + BAR_HEIGHT - 4, short_number(value, text));
}

char *steps_picture(const cJSON *json, bool alone) {
    static const char *const steps[] = {"fetch", "decode",  "dispatch", "type_check",
                                        "unbox", "compute", "box"};
    static const char *const titles[] = {"fetch", "decode",  "dispatch", "type check",
                                         "unbox", "compute", "box"};
    static const char *const colours[] = {"#cc6677", "#4477aa", "#228833"};
    const cJSON *found[2], *native = json_get(json_get(json, "native"), "rows");
    char *names[2], *text, numbers[3][16];
    size_t size;
    double most = 1;
    if (!choose_builds(json, found, names)) return NULL;
    FILE *out = open_memstream(&text, &size);
    if (!out) fail("out of memory");
    for (int i = 0; i < 7; i++)
        for (int b = 0; b < 2; b++) most = fmax(most, cost_of(found[b], steps[i]));
    double scale = (PICTURE_WIDTH - LEFT - 60) / most;
    int height = TOP + 7 * STEP_HEIGHT + 54;
    fprintf(out,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d' "
            "font-family='sans-serif' role='img' aria-label='Machine instructions of a + b, step "
            "by step'>\n",
            PICTURE_WIDTH, height, PICTURE_WIDTH, height);
    if (alone) fprintf(out, "<rect width='%d' height='%d' fill='white'/>\n", PICTURE_WIDTH, height);
    fprintf(out, "<text x='10' y='24' font-size='17' fill='black'>a + b, in machine "
                 "instructions</text>\n");
    const char *arms[] = {names[0], names[1], "C"};
    for (int b = 0, x = LEFT; b < 3; x += 40 + 9 * (int)strlen(arms[b]), b++)
        fprintf(out,
                "<rect x='%d' y='39' width='12' height='12' fill='%s'/>"
                "<text x='%d' y='50' font-size='15' fill='black'>%s</text>\n",
                x, colours[b], x + 17, arms[b]);
    for (int i = 0; i < 7; i++) {
        int y = TOP + i * STEP_HEIGHT;
        fprintf(out,
                "<text x='%d' y='%d' font-size='15' text-anchor='end' fill='black'>%s</text>\n",
                LEFT - 10, y + 30, titles[i]);
        for (int b = 0; b < 2; b++)
            draw_bar(out, cost_of(found[b], steps[i]), scale, y + b * BAR_HEIGHT, colours[b]);
        draw_bar(out, json_number(native, steps[i]), scale, y + 2 * BAR_HEIGHT, colours[2]);
    }
    fprintf(out,
            "<text x='10' y='%d' font-size='14' fill='black'>In all, with the stack's loads and "
            "stores: %s boxed, %s tagged, %s in C.</text>\n"
            "<text x='10' y='%d' font-size='14' fill='black'>Exact counts of BINARY_OP_ADD's "
            "handler, for ints too large to be cached.</text>\n</svg>\n",
            height - 28, short_number(cost_of_all(found[0]), numbers[0]),
            short_number(cost_of_all(found[1]), numbers[1]),
            short_number(json_number(native, "compute"), numbers[2]), height - 10);
    fclose(out);
    free(names[0]);
    free(names[1]);
    return text;
}
