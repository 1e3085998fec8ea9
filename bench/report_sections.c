// Calls the sections of report_sections.def that have something to show.
#include "bench/report_sections.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    SectionFunction *function;
} Section;

static const Section sections[] = {
#define SECTION(name) {#name, section_##name},
#include "bench/report_sections.def"
#undef SECTION
};
enum { SECTION_COUNT = sizeof sections / sizeof *sections };

// What FOLDER/NAME.json holds, or NULL where there is no such file.
static cJSON *section_json(const Report *report, const char *name) {
    char *path = text_format("%s/%s.json", report->manifest->folder, name);
    char *text = file_read(path, NULL);
    if (!text && errno != ENOENT) fail("cannot read %s: %s", path, strerror(errno));
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (text && !json)
        fail("%s is not JSON: it was damaged; remove it and run the same command", path);
    free(text);
    free(path);
    return json;
}

static bool is_missing(const cJSON *json) {
    return json_get(json, "skipped") || json_get(json, "failed");
}

void sections_write(Document *document, const Report *report) {
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        const Section *section = &sections[i];
        cJSON *json = section_json(report, section->name);
        if (!json || is_missing(json)) continue;
        SectionData data = {section->name, report->manifest->folder, json, report};
        section->function(document, &data);
    }
}

size_t sections_missing(Document *document, const Report *report) {
    size_t count = 0;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        cJSON *json = section_json(report, sections[i].name);
        if (json && json_get(json, "skipped"))
            document_item(document, "%s: not run: %s", sections[i].name,
                          json_text(json, "skipped"));
        if (json && json_get(json, "failed"))
            document_item(document, "%s: failed: %s", sections[i].name, json_text(json, "failed"));
        count += json && is_missing(json);
        cJSON_Delete(json);
    }
    return count;
}
