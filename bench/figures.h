// Figures as a report writes them: numbers, intervals, counts; and cells that hold a comparison.
// Texts belong to the caller.
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include "bench/document.h"
#include "bench/stats.h"

char *number_text(double number);             // 0.781, 12.3; "" for NAN
char *interval_text(double low, double high); // [0.690, 0.848]; "" for NAN
char *percent_text(double part);              // 0.031 is 3.1 %; "not measured" for NAN
char *count_text(double count);               // 950, 12.3 k, 4.56 M

// A comparison of two builds: the ratio where it may be claimed, the words where it may not.
void ratio_cell(Document *document, const StatsRatio *ratio, double floor);
// A figure with its interval beside the point of a comparison: no verdict is asked for.
void plain_cell(Document *document, const StatsRatio *ratio);
// A cell of words alone: heads of columns and rows.
void text_cell(Document *document, const char *text);

#endif
