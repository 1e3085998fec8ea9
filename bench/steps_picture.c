// Draws a + b as seven bars from a steps.json: steps-picture FILE > SVG.
#include "bench/report_steps_plots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **words) {
    if (count != 2) {
        fputs("usage: steps-picture STEPS_JSON > SVG\n", stderr);
        return EXIT_BAD_INPUT;
    }
    char *text = file_read(words[1], NULL);
    if (!text) fail("cannot read %s: %s", words[1], strerror(errno));
    cJSON *json = cJSON_Parse(text);
    char *svg = json ? steps_picture(json, true) : NULL;
    if (!svg)
        fail("%s has no additions of a boxed build and of a tagged one that differ in nothing else",
             words[1]);
    fputs(svg, stdout);
    if (fflush(stdout) != 0) fail("cannot write: %s", strerror(errno));
    return EXIT_SUCCESS;
}
