// Figures as text, and as cells.
#include "bench/figures.h"

#include <math.h>

#include "bench/files.h"

char *number_text(double number) {
    if (isnan(number)) return text_copy("");
    return text_format(number >= 10 ? "%.1f" : number >= 0.0995 ? "%.3f" : "%.4f", number);
}

char *interval_text(double low, double high) {
    if (isnan(low)) return text_copy("");
    return text_format("[%s, %s]", number_text(low), number_text(high));
}

char *percent_text(double part) {
    return isnan(part) ? text_copy("not measured") : text_format("%.1f\u00a0%%", 100 * part);
}

char *count_text(double count) {
    if (count >= 1e9) return text_format("%.2f G", count / 1e9);
    if (count >= 1e6) return text_format("%.2f M", count / 1e6);
    return count >= 1e4 ? text_format("%.1f k", count / 1e3) : text_format("%.0f", count);
}

void ratio_cell(Document *document, const StatsRatio *ratio, double floor) {
    char *interval = interval_text(ratio->low, ratio->high);
    if (isnan(ratio->ratio)) {
        document_cell(document, CELL_PLAIN, "", "");
        return;
    }
    switch (stats_verdict(ratio, isnan(floor) ? 0 : floor)) {
    case VERDICT_LOWER:
        document_cell(document, CELL_LOWER, number_text(ratio->ratio), interval);
        break;
    case VERDICT_HIGHER:
        document_cell(document, CELL_HIGHER, number_text(ratio->ratio), interval);
        break;
    case VERDICT_CANNOT_TELL: document_cell(document, CELL_UNSURE, "cannot tell", interval); break;
    case VERDICT_NONE:
        document_cell(document, CELL_PLAIN, number_text(ratio->ratio),
                      text_format("%s%sno verdict", interval, *interval ? " " : ""));
        break;
    }
}

void plain_cell(Document *document, const StatsRatio *ratio) {
    document_cell(document, CELL_PLAIN, number_text(ratio->ratio),
                  interval_text(ratio->low, ratio->high));
}

void text_cell(Document *document, const char *text) {
    document_cell(document, CELL_PLAIN, text, "");
}
