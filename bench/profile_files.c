// Profiles in the forms that other people's viewers read: folded stacks (one stack a line, with the
// number of its samples) and speedscope's JSON (every build one profile of one file).
#include <stdlib.h>
#include <string.h>

#include "bench/profile.h"

static const Profile *compared_profile;

static int compare_stacks(const void *left, const void *right) {
    const Sample *a = &compared_profile->samples[*(const size_t *)left];
    const Sample *b = &compared_profile->samples[*(const size_t *)right];
    for (size_t i = 0; i < a->depth && i < b->depth; i++)
        if (a->stack[i] != b->stack[i]) return a->stack[i] < b->stack[i] ? -1 : 1;
    return (a->depth > b->depth) - (a->depth < b->depth);
}

// A name as one part of a line: `;` parts names, and a line ends with a number.
static void write_part(FILE *file, const Name *name) {
    for (const char *at = name->text; *at; at++)
        fputc(*at == ';' || *at == '\n' || *at == '\r' ? '_' : *at, file);
    if (name->kind != NAME_PYTHON) return;
    fputs(" (", file);
    for (const char *at = name->file; *at; at++)
        fputc(*at == ';' || *at == '\n' || *at == '\r' ? '_' : *at, file);
    fputc(')', file);
}

char *profile_folded(const Profile *profile, const NameList *names) {
    size_t *order = memory(profile->sample_count * sizeof *order), size;
    char *text;
    FILE *file = open_memstream(&text, &size);
    if (!file) fail("out of memory");
    for (size_t i = 0; i < profile->sample_count; i++) order[i] = i;
    compared_profile = profile;
    if (profile->sample_count) qsort(order, profile->sample_count, sizeof *order, compare_stacks);
    for (size_t i = 0, next; i < profile->sample_count; i = next) {
        const Sample *sample = &profile->samples[order[i]];
        for (next = i + 1; next < profile->sample_count; next++)
            if (compare_stacks(&order[i], &order[next])) break;
        for (size_t k = 0; k < sample->depth; k++) {
            if (k) fputc(';', file);
            write_part(file, &names->items[sample->stack[k]]);
        }
        fprintf(file, "%s %zu\n", sample->depth ? "" : "(nothing)", next - i);
    }
    fclose(file);
    free(order);
    return text;
}

static cJSON *frames_json(const NameList *names) {
    cJSON *frames = cJSON_CreateArray();
    for (size_t i = 0; i < names->count; i++) {
        const Name *name = &names->items[i];
        cJSON *frame = cJSON_CreateObject();
        cJSON_AddStringToObject(frame, "name", name->text);
        if (name->file) cJSON_AddStringToObject(frame, "file", name->file);
        if (name->line) cJSON_AddNumberToObject(frame, "line", name->line);
        cJSON_AddItemToArray(frames, frame);
    }
    return frames;
}

static cJSON *samples_json(const Profile *profile) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "type", "sampled");
    cJSON_AddStringToObject(object, "name", profile->config);
    cJSON_AddStringToObject(object, "unit", "none");
    cJSON_AddNumberToObject(object, "startValue", 0);
    cJSON_AddNumberToObject(object, "endValue", (double)profile->sample_count);
    cJSON *samples = cJSON_AddArrayToObject(object, "samples");
    cJSON *weights = cJSON_AddArrayToObject(object, "weights");
    for (size_t i = 0; i < profile->sample_count; i++) {
        const Sample *sample = &profile->samples[i];
        cJSON *stack = cJSON_CreateArray();
        for (size_t k = 0; k < sample->depth; k++)
            cJSON_AddItemToArray(stack, cJSON_CreateNumber(sample->stack[k]));
        cJSON_AddItemToArray(samples, stack);
        cJSON_AddItemToArray(weights, cJSON_CreateNumber(1));
    }
    return object;
}

char *profile_speedscope(const Profile *profiles, size_t count, const NameList *names,
                         const char *title) {
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "$schema", "https://www.speedscope.app/file-format-schema.json");
    cJSON_AddStringToObject(root, "name", title);
    cJSON_AddStringToObject(root, "exporter", "sevenstep");
    cJSON_AddNumberToObject(root, "activeProfileIndex", 0);
    cJSON *shared = cJSON_AddObjectToObject(root, "shared");
    cJSON_AddItemToObject(shared, "frames", frames_json(names));
    cJSON *list = cJSON_AddArrayToObject(root, "profiles");
    for (size_t i = 0; i < count; i++) cJSON_AddItemToArray(list, samples_json(&profiles[i]));
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    if (!text) fail("out of memory");
    return text;
}
