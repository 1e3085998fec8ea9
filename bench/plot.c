// Runs gnuplot.
#define _GNU_SOURCE
#include "bench/plot.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/files.h"

enum { WIDTH = 440 }; // drawn at a phone's scale; the page stretches it

static const char *const colours[] = {"#4477aa", "#cc6677", "#228833", "#aa7733",
                                      "#8855aa", "#2299aa", "#999933", "#777777"};
static const int points[] = {7, 5, 9, 13, 11, 15, 3, 1};

double plot_step(double range) {
    double step = 0.001, most = range < 1000 ? 6 : 3;
    while (range / step > most) {
        step *= 2;
        if (range / step > most) step *= 2.5;
        if (range / step > most) step *= 2;
    }
    return step;
}

FILE *plot_open(Plot *plot, int height) {
    plot->script = open_memstream(&plot->text, &plot->size);
    if (!plot->script) fail("out of memory");
    fprintf(plot->script,
            "set terminal svg size %d,%d dynamic font 'sans-serif,15' linewidth 1.5\n"
            "set encoding utf8\nunset key\nset border 3\nset tics nomirror out\n"
            "set grid x lt 1 lc rgb '#999999' lw 0.4\n",
            WIDTH, height);
    for (int i = 0; i < 8; i++)
        fprintf(plot->script, "set linetype %d lc rgb '%s' pt %d ps 0.8\n", i + 1, colours[i],
                points[i]);
    return plot->script;
}

static char *gnuplot(const char *script) {
    char script_path[] = "/tmp/sevenstep-plot-XXXXXX";
    int fd = mkstemp(script_path);
    if (fd < 0) return NULL;
    size_t size = strlen(script);
    bool written = write(fd, script, size) == (ssize_t)size;
    close(fd);
    char *command = text_format("gnuplot %s 2>/dev/null", script_path), *svg = NULL;
    FILE *pipe = written ? popen(command, "re") : NULL;
    if (pipe) {
        size_t used = 0, got;
        svg = memory(1 << 16);
        while ((got = fread(svg + used, 1, 1 << 15, pipe)) > 0) {
            used += got;
            svg = memory_resize(svg, used + (1 << 16));
        }
        svg[used] = 0;
        if (pclose(pipe) != 0 || !strstr(svg, "</svg>")) {
            free(svg);
            svg = NULL;
        }
    }
    unlink(script_path);
    free(command);
    return svg;
}

char *plot_draw(Plot *plot) {
    fclose(plot->script);
    char *svg = gnuplot(plot->text);
    free(plot->text);
    return svg;
}
