// Writes report.md and report.html from the raw data of a result folder; or, with --readme, the
// table of the README's first screen to standard output. The same folder gives the same bytes.
#include "bench/report.h"

#include <stdlib.h>
#include <string.h>

int main(int count, char **words) {
    bool readme = count == 3 && strcmp(words[1], "--readme") == 0;
    if (!readme && (count != 2 || words[1][0] == '-')) {
        fprintf(stderr, "usage: report [--readme] RESULT_FOLDER\n");
        return EXIT_BAD_INPUT;
    }
    char *folder = text_copy(words[count - 1]);
    while (strlen(folder) > 1 && folder[strlen(folder) - 1] == '/') folder[strlen(folder) - 1] = 0;
    Report *report = report_load(folder);
    if (readme) {
        char *table = report->group_count ? report_readme(report) : NULL;
        if (!table) fail("%s holds no build to show", folder);
        fputs(table, stdout);
        return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_CANNOT_WRITE;
    }
    Document *document = report_write(report);
    char *html = document_html(document), *markdown = document_markdown(document);
    file_write(text_format("%s/report.html", folder), html, strlen(html));
    file_write(text_format("%s/report.md", folder), markdown, strlen(markdown));
    for (size_t program = 0; program < report->manifest->program_count; program++)
        if (report->stopped[program]) return EXIT_ROW_FAILED;
    bool left_out = cJSON_GetArraySize(json_get(report->manifest->json, "left_out")) > 0;
    return left_out ? EXIT_ROW_FAILED : EXIT_SUCCESS;
}
