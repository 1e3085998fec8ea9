// A picture drawn by gnuplot as SVG, in the fonts and colours of the page. The data goes in with
// the script ($name << END ... END), so that a picture depends on nothing but its figures:
//     Plot plot;
//     FILE *script = plot_open(&plot, 300);
//     fprintf(script, "plot ...\n");
//     char *svg = plot_draw(&plot);
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <stddef.h>
#include <stdio.h>

typedef struct {
    FILE *script;
    char *text;
    size_t size;
} Plot;

// Line types 1 to 8 are colours that the colour-blind can tell apart, with a point shape each.
// The picture is 440 units wide and the page stretches it; `height` is in the same units.
FILE *plot_open(Plot *plot, int height);
// A round step for the ticks of an axis that leaves their labels room: six at most, three of long
// ones.
double plot_step(double range);
// The SVG, which belongs to the caller, or NULL where gnuplot is missing or refuses the script.
char *plot_draw(Plot *plot);

#endif
