// Whether a profile is true and its files are whole.
//   check_profile split DIR CONFIG   of profile/split.py: shares against the clock of the program
//   check_profile files DIR TITLE    folded stacks and speedscope: well-formed, and the same
//   samples
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/files.h"

static int failures;

static void expect(bool held, const char *what, double found, double wanted) {
    if (held) return;
    failures++;
    printf("FAIL check_profile: %s: %g, not %g\n", what, found, wanted);
}

static cJSON *read_json(const char *folder, const char *name) {
    char *path = text_format("%s/%s", folder, name), *text = file_read(path, NULL);
    if (!text) fail("there is no %s", path);
    cJSON *json = cJSON_Parse(text);
    if (!json) fail("%s is not JSON", path);
    free(text);
    free(path);
    return json;
}

// The profiles of one program.
static cJSON *profiles_of(const cJSON *root, const char *title) {
    const cJSON *program;
    cJSON_ArrayForEach(program,
                       json_get(root, "programs")) if (!strcmp(json_text(program, "program"),
                                                               title)) return json_get(program,
                                                                                       "profiles");
    fail("profile.json has no program %s", title);
}

static double row(const cJSON *profile, const char *table, const char *name, const char *key) {
    const cJSON *item;
    double sum = 0;
    cJSON_ArrayForEach(item, json_get(profile, table)) if (!strcmp(json_text(item, "name"), name))
        sum += json_number(item, key);
    return sum;
}

// The share that `part` has of `part + rest`, in samples, against the one it should have: within
// 4 standard errors of counting, and one hundredth for what the clock itself takes.
static void expect_share(const char *what, double part, double rest, double wanted) {
    double whole = part + rest, share = part / whole;
    double error = 4 * sqrt(wanted * (1 - wanted) / whole) + 0.01;
    if (whole < 50) expect(false, "too few samples to tell", whole, 50);
    expect(fabs(share - wanted) <= error, what, share, wanted);
}

static void check_split(const char *folder, const char *config) {
    cJSON *root = read_json(folder, "profile.json"), *profile, *found = NULL;
    cJSON_ArrayForEach(
        profile, profiles_of(root, "split")) if (!strcmp(json_text(profile, "config"), config))
        found = profile;
    if (!found) fail("%s has no profile of %s", folder, config);
    char *path = text_format("%s/split-%s.out", folder, config), *out = file_read(path, NULL);
    double spent[4];
    if (!out || sscanf(out, "spent %lf %lf %lf %lf", spent, spent + 1, spent + 2, spent + 3) != 4)
        fail("%s does not say what was spent", path);
    double first = row(found, "functions", "first", "self");
    double second = row(found, "functions", "second", "self");
    double contains = row(found, "functions", "contains", "self");
    double equal = row(found, "functions", "equal", "self");
    double samples = json_number(found, "samples");
    expect_share("first of first and second, by function", first, second,
                 spent[0] / (spent[0] + spent[1]));
    expect_share("first and second of all, by function", first + second, contains + equal,
                 (spent[0] + spent[1]) / (spent[0] + spent[1] + spent[2] + spent[3]));
    expect_share("CONTAINS_OP of it and COMPARE_OP_EQ, by opcode",
                 row(found, "opcodes", "CONTAINS_OP", "total"),
                 row(found, "opcodes", "COMPARE_OP_EQ", "total"), spent[2] / (spent[2] + spent[3]));
    // The C function that this opcode runs is on its stacks.
    double helped = row(found, "helpers", "contains", "total");
    expect(helped > 0.95 * contains, "samples of CONTAINS_OP in C's contains", helped, contains);
    // Three statements on one line, one on the other: the loop itself belongs to a third.
    double one = row(found, "lines", "split.py:11", "self");
    double three = row(found, "lines", "split.py:12", "self");
    expect(fabs(one / (one + three) - 0.25) < 0.1, "the share of line 11", one / (one + three),
           0.25);
    const cJSON *unresolved = json_get(found, "unresolved");
    expect(json_number(unresolved, "line") <= 0.03 * samples + 2, "samples without a line",
           json_number(unresolved, "line"), 0);
    expect(json_number(unresolved, "opcode") <= 0.01 * samples + 2, "samples without an opcode",
           json_number(unresolved, "opcode"), 0);
    expect(json_number(unresolved, "unwound") <= 0.01 * samples + 2, "samples not unwound",
           json_number(unresolved, "unwound"), 0);
    free(out);
    free(path);
    cJSON_Delete(root);
}

// The sum of a folded file's counts; every line is a stack, a space and a number.
static double sum_folded(const char *folder, const char *title, const char *config) {
    char *path = text_format("%s/%s-%s.folded", folder, title, config),
         *text = file_read(path, NULL);
    double sum = 0;
    if (!text) fail("there is no %s", path);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *space = strrchr(line, ' '), *end = NULL;
        double count = space ? strtod(space + 1, &end) : 0;
        expect(space && space > line && *end == 0 && count >= 1 && count == floor(count), line,
               count, 1);
        expect(!strstr(line, ";;") && *line != ';', "empty names in a folded stack", 1, 0);
        sum += count;
    }
    free(text);
    free(path);
    return sum;
}

static void check_speedscope(const cJSON *profile, int frames, double samples) {
    const cJSON *stacks = json_get(profile, "samples"), *weights = json_get(profile, "weights");
    const cJSON *stack, *frame, *weight;
    double sum = 0;
    expect(!strcmp(json_text(profile, "type"), "sampled"), "speedscope's type", 0, 1);
    expect(cJSON_GetArraySize(stacks) == samples, "speedscope's samples",
           cJSON_GetArraySize(stacks), samples);
    expect(cJSON_GetArraySize(weights) == samples, "speedscope's weights",
           cJSON_GetArraySize(weights), samples);
    cJSON_ArrayForEach(weight, weights) sum += weight->valuedouble;
    double span = json_number(profile, "endValue") - json_number(profile, "startValue");
    expect(sum == span, "the sum of weights", sum, span);
    cJSON_ArrayForEach(stack, stacks) cJSON_ArrayForEach(frame, stack)
        expect(cJSON_IsNumber(frame) && frame->valueint >= 0 && frame->valueint < frames,
               "a frame's number", frame->valuedouble, frames);
}

static void check_files(const char *folder, const char *title) {
    cJSON *root = read_json(folder, "profile.json"), *profile;
    char *name = text_format("%s.speedscope.json", title);
    cJSON *scope = read_json(folder, name), *frame;
    cJSON *frames = json_get(json_get(scope, "shared"), "frames");
    cJSON *scopes = json_get(scope, "profiles");
    int place = 0;
    cJSON_ArrayForEach(frame, frames) expect(*json_text(frame, "name"), "a frame's name", 0, 1);
    expect(cJSON_GetArraySize(scopes) == cJSON_GetArraySize(profiles_of(root, title)),
           "profiles in one file", cJSON_GetArraySize(scopes), 1);
    cJSON_ArrayForEach(profile, profiles_of(root, title)) {
        double samples = json_number(profile, "samples");
        double folded = sum_folded(folder, title, json_text(profile, "config"));
        expect(folded == samples, "samples in the folded stacks", folded, samples);
        check_speedscope(cJSON_GetArrayItem(scopes, place++), cJSON_GetArraySize(frames), samples);
    }
    cJSON_Delete(scope);
    cJSON_Delete(root);
    free(name);
}

int main(int argc, char **argv) {
    if (argc == 4 && !strcmp(argv[1], "split"))
        check_split(argv[2], argv[3]);
    else if (argc == 4 && !strcmp(argv[1], "files"))
        check_files(argv[2], argv[3]);
    else
        fail("usage: check_profile split DIR CONFIG | files DIR TITLE");
    return failures ? 1 : 0;
}
