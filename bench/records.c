// Reading manifest.json and samples.jsonl, writing one sample.
#define _GNU_SOURCE
#include "bench/records.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_names[] = {"build", "again", "relaid", "cpython", "native", "peer"};

const char *arm_role_name(ArmRole role) {
    return role_names[role];
}

static const cJSON *list_of(const Manifest *manifest, const cJSON *object, const char *name) {
    const cJSON *list = json_get(object, name);
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
        fail("%s/manifest.json: \"%s\" is missing or empty; remove the folder and start again",
             manifest->folder, name);
    return list;
}

int manifest_arm(const Manifest *manifest, const char *name) {
    for (size_t i = 0; i < manifest->arm_count; i++)
        if (strcmp(manifest->arms[i].name, name) == 0) return (int)i;
    return -1;
}

int manifest_program(const Manifest *manifest, const char *name) {
    for (size_t i = 0; i < manifest->program_count; i++)
        if (strcmp(manifest->programs[i].name, name) == 0) return (int)i;
    return -1;
}

static Layout layout_read(const Manifest *manifest, const cJSON *json) {
    Layout layout = {.path = json_text(json, "path"),
                     .sha256 = json_text(json, "sha256"),
                     .build_id = json_text(json, "build_id")};
    const cJSON *list = list_of(manifest, json, "command"), *word;
    layout.command = memory(((size_t)cJSON_GetArraySize(list) + 1) * sizeof *layout.command);
    cJSON_ArrayForEach(word, list) {
        const char *text = cJSON_GetStringValue(word);
        layout.command[layout.command_count++] = text ? text : "";
    }
    return layout;
}

static Arm arm_read(const Manifest *manifest, const cJSON *json) {
    Arm arm = {.name = json_text(json, "name"), .compiler = json_text(json, "compiler"), .of = -1};
    const char *role = json_text(json, "role");
    size_t role_count = sizeof role_names / sizeof *role_names, number = 0;
    while (number < role_count && strcmp(role, role_names[number]) != 0) number++;
    if (number == role_count)
        fail("%s/manifest.json: arm %s: unknown role \"%s\"", manifest->folder, arm.name, role);
    arm.role = (ArmRole)number;
    if (arm.role == ARM_AGAIN || arm.role == ARM_RELAID) {
        arm.of = manifest_arm(manifest, json_text(json, "of"));
        if (arm.of < 0)
            fail("%s/manifest.json: arm %s repeats an arm that is not listed before it",
                 manifest->folder, arm.name);
    }
    const cJSON *list = list_of(manifest, json, "layouts"), *item;
    arm.layouts = memory((size_t)cJSON_GetArraySize(list) * sizeof *arm.layouts);
    cJSON_ArrayForEach(item, list) arm.layouts[arm.layout_count++] = layout_read(manifest, item);
    arm.skips = memory(manifest->program_count * sizeof *arm.skips);
    cJSON_ArrayForEach(item, json_get(json, "skips")) {
        const char *name = cJSON_GetStringValue(item);
        int program = name ? manifest_program(manifest, name) : -1;
        if (program >= 0) arm.skips[program] = true;
    }
    return arm;
}

Manifest *manifest_read(const char *folder) {
    Manifest *manifest = memory(sizeof *manifest);
    manifest->folder = folder;
    char *path = text_format("%s/manifest.json", folder);
    char *text = file_read(path, NULL);
    if (!text) fail("cannot read %s: %s", path, strerror(errno));
    manifest->json = cJSON_Parse(text);
    if (!manifest->json) fail("%s is not JSON; remove the folder and start again", path);
    free(text);
    free(path);
    manifest->name = json_text(manifest->json, "name");
    manifest->date = json_text(manifest->json, "date");

    const cJSON *schedule = json_get(manifest->json, "schedule");
    double rounds = json_number(schedule, "rounds"), padding = json_number(schedule, "padding");
    if (!(rounds >= 1 && rounds <= 100000 && padding >= 0 && padding <= 100000))
        fail("%s/manifest.json: the schedule has no usable rounds or padding", folder);
    manifest->rounds = (size_t)rounds;
    manifest->seed = (uint64_t)json_number(schedule, "seed");
    manifest->padding = (size_t)padding;
    manifest->cpu = (int)json_number(schedule, "cpu");
    manifest->timeout = json_number(schedule, "timeout");

    const cJSON *item;
    cJSON_ArrayForEach(item, json_get(manifest->json, "counters")) {
        const char *counter = cJSON_GetStringValue(item);
        if (counter && manifest->counter_count < COUNTERS_MAX)
            manifest->counters[manifest->counter_count++] = counter;
    }

    const cJSON *list = list_of(manifest, manifest->json, "programs");
    manifest->programs = memory((size_t)cJSON_GetArraySize(list) * sizeof *manifest->programs);
    cJSON_ArrayForEach(item, list) manifest->programs[manifest->program_count++] =
        (Program){json_text(item, "name"), json_text(item, "path"), json_text(item, "size"),
                  strcmp(json_text(item, "path"), "-c") == 0};
    list = list_of(manifest, manifest->json, "arms");
    manifest->arms = memory((size_t)cJSON_GetArraySize(list) * sizeof *manifest->arms);
    cJSON_ArrayForEach(item, list) {
        manifest->arms[manifest->arm_count] = arm_read(manifest, item);
        manifest->arm_count++;
    }
    return manifest;
}

void manifest_place_program(Manifest *manifest, const char *place) {
    const char *equals = strchr(place, '=');
    if (!equals) fail("%s: expected NAME=PATH of a program", place);
    for (size_t i = 0; i < manifest->program_count; i++)
        if (strlen(manifest->programs[i].name) == (size_t)(equals - place) &&
            text_starts(place, manifest->programs[i].name))
            manifest->programs[i].path = equals + 1;
}

static char *word_expand(const char *word, const Program *program) {
    static const char *const names[] = {"{program}", "{size}", "{name}"};
    const char *values[] = {program->path, program->size, program->name};
    for (int i = 0; i < 3; i++) {
        const char *at = strstr(word, names[i]);
        if (at)
            return text_format("%.*s%s%s", (int)(at - word), word, values[i],
                               at + strlen(names[i]));
    }
    return text_copy(word);
}

char **manifest_command(const Layout *layout, const Program *program) {
    char **words = memory((layout->command_count + 1) * sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < layout->command_count; i++) {
        if (strcmp(layout->command[i], "{size}") == 0 && !*program->size) continue;
        words[count++] = word_expand(layout->command[i], program);
    }
    return words;
}

void manifest_check_binaries(const Manifest *manifest) {
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        for (size_t i = 0; i < manifest->arms[arm].layout_count; i++) {
            const Layout *layout = &manifest->arms[arm].layouts[i];
            char sha[SHA256_TEXT];
            if (!*layout->sha256) continue;
            if (sha256_file(layout->path, sha) != 0) fail("%s: %s", layout->path, strerror(errno));
            if (strcmp(sha, layout->sha256) != 0)
                fail("%s is not the binary that %s was begun with. Either rebuild that one, or "
                     "begin a new folder (NAME=...), or remove this one.",
                     layout->path, manifest->folder);
        }
}

// --- samples ----------------------------------------------------------------------------------

// Digits that no clock here can tell would only lengthen the line.
static double nanoseconds(double seconds) {
    return round(seconds * 1e9) / 1e9;
}

static double microseconds(double seconds) {
    return round(seconds * 1e6) / 1e6;
}

static void counters_add(cJSON *json, const Manifest *manifest, const CounterValues *values) {
    if (!values->count) return;
    cJSON *made = cJSON_AddObjectToObject(json, "counters");
    for (size_t i = 0; i < values->count; i++)
        cJSON_AddNumberToObject(made, manifest->counters[i], (double)values->values[i]);
    cJSON_AddNumberToObject(made, "enabled", (double)values->enabled);
    cJSON_AddNumberToObject(made, "running", (double)values->running);
}

static CounterValues counters_of(const Manifest *manifest, const cJSON *json) {
    CounterValues values = {.enabled = (uint64_t)json_number(json, "enabled"),
                            .running = (uint64_t)json_number(json, "running")};
    if (!values.running) return values;
    for (; values.count < manifest->counter_count; values.count++)
        values.values[values.count] = (uint64_t)json_number(json, manifest->counters[values.count]);
    return values;
}

char *sample_line(const Manifest *manifest, const Sample *sample) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "round", (double)sample->round);
    cJSON_AddStringToObject(json, "arm", manifest->arms[sample->arm].name);
    cJSON_AddNumberToObject(json, "layout", (double)sample->layout + 1);
    cJSON_AddStringToObject(json, "program", manifest->programs[sample->program].name);
    if (sample->error) cJSON_AddStringToObject(json, "error", sample->error);
    cJSON_AddNumberToObject(json, "seconds", nanoseconds(sample->seconds));
    cJSON_AddStringToObject(json, "timed", sample->whole_process ? "process" : "program");
    cJSON_AddNumberToObject(json, "wall", microseconds(sample->wall));
    cJSON_AddNumberToObject(json, "user", sample->user);
    cJSON_AddNumberToObject(json, "system", sample->system);
    cJSON_AddNumberToObject(json, "max_rss_kib", (double)sample->max_rss);
    cJSON_AddNumberToObject(json, "preempted", (double)sample->preempted);
    counters_add(json, manifest, &sample->counters);
    cJSON_AddNumberToObject(json, "padding", (double)sample->padding);
    cJSON_AddNumberToObject(json, "order", (double)sample->order);
    cJSON_AddNumberToObject(json, "started", microseconds(sample->started));
    cJSON_AddStringToObject(json, "stdout_sha256", sample->stdout_sha256);
    char *line = cJSON_PrintUnformatted(json);
    if (!line) fail("out of memory");
    char *with_newline = text_format("%s\n", line);
    free(line);
    cJSON_Delete(json);
    return with_newline;
}

void samples_write(const Manifest *manifest, const Sample *samples, size_t count) {
    char *text = NULL, *path = text_format("%s/samples.jsonl", manifest->folder);
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    for (size_t i = 0; stream && i < count; i++) {
        char *line = sample_line(manifest, &samples[i]);
        fputs(line, stream);
        free(line);
    }
    if (!stream || fclose(stream) != 0) fail("out of memory");
    file_write(path, text, size);
    free(text);
    free(path);
}

// False if the line is not a whole sample. One of another manifest ends the program.
static bool sample_read(const Manifest *manifest, const char *line, size_t number, Sample *sample) {
    cJSON *json = cJSON_ParseWithOpts(line, NULL, 1);
    if (!json) return false;
    int arm = manifest_arm(manifest, json_text(json, "arm"));
    int program = manifest_program(manifest, json_text(json, "program"));
    double round = json_number(json, "round"), layout = json_number(json, "layout") - 1;
    if (arm < 0 || program < 0 || !(round >= 0 && round < (double)manifest->rounds) ||
        !(layout >= 0 && layout < (double)manifest->arms[arm].layout_count))
        fail("%s/samples.jsonl line %zu is a sample that %s/manifest.json does not ask for: the "
             "two do"
             " not belong together",
             manifest->folder, number, manifest->folder);
    *sample = (Sample){.round = (size_t)round,
                       .arm = (size_t)arm,
                       .layout = (size_t)layout,
                       .program = (size_t)program,
                       .padding = (size_t)json_number(json, "padding"),
                       .order = (size_t)json_number(json, "order"),
                       .seconds = json_number(json, "seconds"),
                       .wall = json_number(json, "wall"),
                       .user = json_number(json, "user"),
                       .system = json_number(json, "system"),
                       .started = json_number(json, "started"),
                       .max_rss = (long)json_number(json, "max_rss_kib"),
                       .preempted = (long)json_number(json, "preempted"),
                       .counters = counters_of(manifest, json_get(json, "counters")),
                       .whole_process = strcmp(json_text(json, "timed"), "process") == 0};
    snprintf(sample->stdout_sha256, SHA256_TEXT, "%s", json_text(json, "stdout_sha256"));
    if (json_get(json, "error")) sample->error = text_copy(json_text(json, "error"));
    cJSON_Delete(json);
    return true;
}

Sample *samples_read(const Manifest *manifest, size_t *count, size_t *good_size) {
    char *path = text_format("%s/samples.jsonl", manifest->folder);
    size_t size = 0, room = 256, number = 0;
    char *text = file_read(path, &size);
    if (!text && errno != ENOENT) fail("cannot read %s: %s", path, strerror(errno));
    Sample *samples = memory(room * sizeof *samples);
    *count = 0;
    *good_size = 0;
    char *line = text, *bad_line = NULL;
    size_t bad_number = 0;
    while (line && line < text + size) {
        char *end = memchr(line, '\n', (size_t)(text + size - line));
        char *next = end ? end + 1 : text + size;
        if (end) *end = 0;
        number++;
        if (*count == room) samples = memory_resize(samples, (room *= 2) * sizeof *samples);
        if (end && strlen(line) == (size_t)(end - line) &&
            sample_read(manifest, line, number, &samples[*count])) {
            if (bad_line) break;
            ++*count;
            *good_size = (size_t)(next - text);
        } else if (!bad_line) {
            bad_line = line;
            bad_number = number;
        }
        line = next;
    }
    if (bad_line && line < text + size)
        fail("%s line %zu is not a sample, and samples follow it: the file was damaged; restore it "
             "or "
             "remove the folder",
             path, bad_number);
    free(text);
    free(path);
    return samples;
}
