// Two result folders side by side (see compare_folders.h). Files of exact figures are compared
// whatever they hold: every number and hash by its path, with the elements of lists known by their
// names, so that a new tool's file needs one line in the table below.
#define _GNU_SOURCE
#include "bench/compare_folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    bool portable;
} exact_files[] = {
    {"exact.json", true},
    {"counts.json", true},
    {"steps.json", false},
};

static const char *const interval_files[] = {"ladder.json", "injection.json", "micro.json",
                                             "whole.json", "aa.json"};

// --- machines -----------------------------------------------------------------------------------

static void difference_add(Differences *list, char *what, const char *a, const char *b) {
    list->items = memory_resize(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = (Difference){what, text_copy(a), text_copy(b)};
}

static char *value_text(const cJSON *value) {
    if (cJSON_IsString(value)) return text_copy(value->valuestring);
    if (cJSON_IsNumber(value)) return text_format("%.17g", value->valuedouble);
    return text_copy(cJSON_IsTrue(value) ? "true" : cJSON_IsFalse(value) ? "false" : "");
}

Differences machines_differ(const Manifest *a, const Manifest *b) {
    static const char *const names[] = {"processor",  "microcode", "processors", "governor",
                                        "turbo",      "aslr",      "kernel",     "libc",
                                        "hypervisor", "features"};
    Differences list = {0};
    const cJSON *one = json_get(a->json, "machine"), *two = json_get(b->json, "machine");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *before = value_text(json_get(one, names[i])),
             *after = value_text(json_get(two, names[i]));
        if (strcmp(before, after) != 0)
            difference_add(&list, text_format("machine: %s", names[i]), before, after);
        free(before);
        free(after);
    }
    return list;
}

static const char *compiler_of(const Manifest *manifest, size_t arm) {
    const cJSON *json = cJSON_GetArrayItem(json_get(manifest->json, "arms"), (int)arm);
    return json_text(json_get(json, "flags"), "compiler");
}

Differences compilers_differ(const Manifest *a, const Manifest *b) {
    Differences list = {0};
    for (size_t i = 0; i < a->arm_count; i++)
        for (size_t j = 0; j < b->arm_count; j++) {
            if (a->arms[i].role != ARM_BUILD || b->arms[j].role != ARM_BUILD) continue;
            if (strcmp(a->arms[i].compiler, b->arms[j].compiler) != 0) continue;
            const char *before = compiler_of(a, i), *after = compiler_of(b, j);
            bool known = strcmp(before, after) == 0;
            for (size_t k = 0; k < list.count && !known; k++)
                known = strcmp(list.items[k].a, before) == 0 && strcmp(list.items[k].b, after) == 0;
            if (!known)
                difference_add(&list, text_format("compiler: %s", a->arms[i].compiler), before,
                               after);
        }
    return list;
}

// --- exact figures ------------------------------------------------------------------------------

typedef struct {
    Figure *items;
    size_t count, room;
} Figures;

// What an element of a list is known by.
static char *label_of(const cJSON *item, size_t number) {
    static const char *const names[] = {"name", "program", "config", "build", "opcode", "step",
                                        "row",  "site",    "key",    "arm",   "against"};
    char *label = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *part = json_get(item, names[i]);
        if (!cJSON_IsString(part)) continue;
        char *longer =
            label ? text_format("%s,%s", label, part->valuestring) : text_copy(part->valuestring);
        free(label);
        label = longer;
    }
    return label ? label : text_format("%zu", number);
}

static void figure_add(Figures *figures, const char *path, const cJSON *value) {
    if (figures->count == figures->room) {
        figures->room = figures->room ? 2 * figures->room : 1024;
        figures->items = memory_resize(figures->items, figures->room * sizeof *figures->items);
    }
    figures->items[figures->count++] =
        (Figure){text_copy(path), value_text(value), cJSON_IsNumber(value)};
}

static void figures_collect(Figures *figures, const cJSON *json, const char *path) {
    const cJSON *item;
    size_t number = 0;
    const char *name = json->string ? json->string : "";
    bool is_hash = cJSON_IsString(json) && (strstr(name, "hash") || strstr(name, "sha256"));
    if (cJSON_IsNumber(json) || is_hash) figure_add(figures, path, json);
    cJSON_ArrayForEach(item, json) {
        char *label = item->string ? text_copy(item->string) : label_of(item, number);
        char *below = *path ? text_format("%s/%s", path, label) : text_copy(label);
        figures_collect(figures, item, below);
        free(below);
        free(label);
        number++;
    }
}

static int figure_order(const void *left, const void *right) {
    const Figure *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order ? order : strcmp(a->value, b->value);
}

// False where there is no such file.
static bool figures_read(const char *folder, const char *name, Figures *figures) {
    char *path = text_format("%s/%s", folder, name), *text = file_read(path, NULL);
    if (!text && errno != ENOENT) fail("cannot read %s: %s", path, strerror(errno));
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (text && !json) fail("%s is not JSON: it was damaged", path);
    bool skipped = json && json_get(json, "skipped");
    if (json && !skipped) figures_collect(figures, json, "");
    if (figures->count) qsort(figures->items, figures->count, sizeof(Figure), figure_order);
    cJSON_Delete(json);
    free(text);
    free(path);
    return json && !skipped;
}

static void figures_match(FigureFile *file, const Figures *a, const Figures *b) {
    size_t i = 0, j = 0;
    while (i < a->count || j < b->count) {
        const Figure *one = &a->items[i], *two = &b->items[j];
        int order = i == a->count ? 1 : j == b->count ? -1 : strcmp(one->path, two->path);
        if (order < 0) {
            file->only_a++;
            i++;
        } else if (order > 0) {
            file->only_b++;
            j++;
        } else {
            if (strcmp(one->value, two->value) == 0)
                file->equal++;
            else
                difference_add(&file->differences, text_copy(one->path), one->value, two->value);
            i++;
            j++;
        }
    }
}

FigureFile *figures_compare(const char *a, const char *b) {
    size_t count = sizeof exact_files / sizeof *exact_files, used = 0;
    FigureFile *files = memory((count + 1) * sizeof *files);
    for (size_t i = 0; i < count; i++) {
        Figures one = {0}, two = {0};
        bool in_a = figures_read(a, exact_files[i].name, &one);
        bool in_b = figures_read(b, exact_files[i].name, &two);
        if (!in_a && !in_b) continue;
        FigureFile *file = &files[used++];
        *file = (FigureFile){.file = exact_files[i].name, .portable = exact_files[i].portable};
        if (in_a && in_b)
            figures_match(file, &one, &two);
        else
            file->absent_from = in_a ? b : a;
    }
    return files;
}

// --- intervals ----------------------------------------------------------------------------------

typedef struct {
    char *path;
    double values[3];
} Interval;

typedef struct {
    Interval *items;
    size_t count;
} Intervals;

static void interval_add(Intervals *list, const char *path, const cJSON *json) {
    const cJSON *value =
        json_get(json, "ratio") ? json_get(json, "ratio") : json_get(json, "value");
    list->items = memory_resize(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = (Interval){text_copy(path),
                                            {cJSON_IsNumber(value) ? value->valuedouble : 0,
                                             json_number(json, "low"), json_number(json, "high")}};
}

static void intervals_collect(Intervals *list, const cJSON *json, const char *path) {
    const cJSON *item;
    size_t number = 0;
    if (cJSON_IsNumber(json_get(json, "low")) && cJSON_IsNumber(json_get(json, "high")))
        interval_add(list, path, json);
    cJSON_ArrayForEach(item, json) {
        char *label = item->string ? text_copy(item->string) : label_of(item, number);
        char *below = text_format("%s/%s", path, label);
        intervals_collect(list, item, below);
        free(below);
        free(label);
        number++;
    }
}

static bool intervals_read(const char *folder, const char *name, Intervals *list) {
    char *path = text_format("%s/%s", folder, name), *text = file_read(path, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (text && !json) fail("%s is not JSON: it was damaged", path);
    if (json) intervals_collect(list, json, name);
    cJSON_Delete(json);
    free(text);
    free(path);
    return list->count > 0;
}

IntervalPair *intervals_compare(const char *a, const char *b, size_t *missing) {
    IntervalPair *pairs = memory(sizeof *pairs);
    size_t count = 0;
    *missing = 0;
    for (size_t k = 0; k < sizeof interval_files / sizeof *interval_files; k++) {
        Intervals one = {0}, two = {0};
        if (!intervals_read(a, interval_files[k], &one)) continue;
        intervals_read(b, interval_files[k], &two);
        for (size_t i = 0; i < one.count; i++) {
            size_t j = 0; // the first of that path that is not taken yet
            while (j < two.count &&
                   (!two.items[j].path || strcmp(two.items[j].path, one.items[i].path) != 0))
                j++;
            if (j == two.count) {
                ++*missing;
                continue;
            }
            pairs = memory_resize(pairs, (count + 2) * sizeof *pairs);
            pairs[count] = (IntervalPair){.path = one.items[i].path};
            memcpy(pairs[count].a, one.items[i].values, sizeof pairs[count].a);
            memcpy(pairs[count].b, two.items[j].values, sizeof pairs[count].b);
            count++;
            two.items[j].path = NULL;
        }
    }
    pairs[count].path = NULL;
    return pairs;
}
