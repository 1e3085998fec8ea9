// Before and after: what bench/ab.sh has built and measured in a folder, judged. The folder holds
// the binaries of both sides under a/ and b/, manifest.json with the arms A, B and A again (the
// floor), exact-a.json and exact-b.json, and samples.jsonl.
//   ab same FOLDER       are the binaries the same, layout by layout? (exit status)
//   ab check FOLDER      both print the same and execute the same, or why not (exit status); with
//                        --any-bytecode they may execute other instructions
//   ab code FOLDER       writes code.json: whose machine code changed; prints a summary
//   ab steps FOLDER      prints what steps-a.json and steps-b.json count, side by side
//   ab verdict FOLDER    writes ab.json; prints a table; with --brief one line
#define _GNU_SOURCE
#include "bench/ab.h"
#include "bench/report.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20 };

static cJSON *json_file(const char *folder, const char *name) {
    char *path = text_format("%s/%s", folder, name), *text = file_read(path, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (text && !json) fail("%s is not JSON; remove %s and start again", path, folder);
    free(text);
    free(path);
    return json;
}

static size_t side_find(const Manifest *manifest, const char *name) {
    for (size_t arm = 0; arm < manifest->arm_count; arm++)
        if (strcmp(manifest->arms[arm].name, name) == 0) return arm;
    fail("%s/manifest.json has no arm %s; remove the folder and start again", manifest->folder,
         name);
}

static const cJSON *side_json(const Manifest *manifest, size_t side) {
    return cJSON_GetArrayItem(json_get(manifest->json, "arms"), (int)side);
}

// --- same -------------------------------------------------------------------------------------

static int same(const char *folder) {
    Manifest *manifest = manifest_read(folder);
    const Arm *a = &manifest->arms[side_find(manifest, "A")],
              *b = &manifest->arms[side_find(manifest, "B")];
    if (a->layout_count != b->layout_count) return EXIT_ROW_FAILED;
    for (size_t i = 0; i < a->layout_count; i++)
        if (strcmp(a->layouts[i].sha256, b->layouts[i].sha256) != 0) return EXIT_ROW_FAILED;
    printf("A and B are the same binaries, byte for byte, in all %zu layouts: there is nothing to "
           "measure.\n",
           a->layout_count);
    return EXIT_SUCCESS;
}

// --- what is printed and executed ---------------------------------------------------------------

static const cJSON *run_of(const cJSON *exact, const char *program, const char *side) {
    const cJSON *row, *run;
    cJSON_ArrayForEach(row, json_get(exact, "programs")) {
        if (strcmp(json_text(row, "name"), program) != 0) continue;
        cJSON_ArrayForEach(run, json_get(row, "runs")) {
            if (strcmp(json_text(run, "config"), side) == 0) return run;
        }
    }
    return NULL;
}

// The exact figures that differ, by program.
static cJSON *exact_differences(const char *folder, const Manifest *manifest) {
    static const char *const figures[] = {"bytecodes",    "distinct_instructions", "cache_hits",
                                          "cache_misses", "bytes_allocated",       "boxes_made"};
    cJSON *exact = json_file(folder, "work.json");
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < manifest->program_count; i++) {
        const cJSON *a = run_of(exact, manifest->programs[i].name, "A"),
                    *b = run_of(exact, manifest->programs[i].name, "B");
        for (size_t k = 0; a && b && k < sizeof figures / sizeof *figures; k++) {
            double before = json_number(a, figures[k]), after = json_number(b, figures[k]);
            if (before == after) continue;
            cJSON *item = cJSON_CreateObject();
            cJSON_AddStringToObject(item, "program", manifest->programs[i].name);
            cJSON_AddStringToObject(item, "figure", figures[k]);
            cJSON_AddNumberToObject(item, "a", before);
            cJSON_AddNumberToObject(item, "b", after);
            cJSON_AddItemToArray(list, item);
        }
    }
    return list;
}

static void exact_print(const char *folder, const Manifest *manifest) {
    cJSON *differences = exact_differences(folder, manifest), *item;
    int count = cJSON_GetArraySize(differences), number = 0;
    if (count == 0)
        printf(
            "exact counts: bytecodes, cache hits and misses, bytes and boxes are the same in every "
            "program\n");
    else
        printf("exact counts that differ: %d\n", count);
    cJSON_ArrayForEach(item, differences) {
        double a = json_number(item, "a"), b = json_number(item, "b");
        if (number++ == SHOWN) {
            printf("  ... and %d more, in ab.json\n", count - SHOWN);
            break;
        }
        printf("  %-16s %-22s %14.0f -> %.0f (%+.0f)\n", json_text(item, "program"),
               json_text(item, "figure"), a, b, b - a);
    }
    cJSON_Delete(differences);
}

static int check(const char *folder, bool any_bytecode) {
    Manifest *manifest = manifest_read(folder);
    cJSON *exact = json_file(folder, "work.json");
    size_t failed = 0, printed = 0, executed = 0;
    for (size_t i = 0; i < manifest->program_count; i++) {
        const char *name = manifest->programs[i].name;
        if (manifest->programs[i].start_up) continue;
        const cJSON *a = run_of(exact, name, "A"), *b = run_of(exact, name, "B");
        if (!a || !b) {
            fprintf(stderr, "ab: %s fails under %s\n", name, !a && !b ? "A and B" : a ? "B" : "A");
            failed++;
        } else if (strcmp(json_text(a, "stdout_sha256"), json_text(b, "stdout_sha256")) != 0) {
            fprintf(stderr, "ab: %s prints differently under A and B\n", name);
            printed++;
        } else if (strcmp(json_text(a, "execution_hash"), json_text(b, "execution_hash")) != 0) {
            fprintf(stderr, "ab: %s executes other bytecodes: %.0f under A, %.0f under B\n", name,
                    json_number(a, "bytecodes"), json_number(b, "bytecodes"));
            executed++;
        }
    }
    if (failed || printed) {
        fprintf(stderr, "ab: a comparison of times needs programs that end well and print the same "
                        "under both: nothing was measured\n");
        return EXIT_ROW_FAILED;
    }
    if (executed && !any_bytecode) {
        fprintf(stderr, "ab: A and B do not do the same work. If that is the change to be measured "
                        "(in the compiler to bytecode), say BYTECODE=differs\n");
        return EXIT_ROW_FAILED;
    }
    exact_print(folder, manifest);
    return EXIT_SUCCESS;
}

// --- code -------------------------------------------------------------------------------------

static void list_print(const cJSON *list, const char *what) {
    const cJSON *item;
    int number = 0, count = cJSON_GetArraySize(list);
    cJSON_ArrayForEach(item, list) {
        if (number++ == SHOWN) {
            printf("  ... and %d more, in code.json\n", count - SHOWN);
            return;
        }
        const cJSON *a = json_get(item, "bytes_a"), *b = json_get(item, "bytes_b");
        printf("  %-40s %-8s", json_text(item, "name"), what);
        if (a && b)
            printf(" %5.0f -> %.0f bytes (%+.0f)", a->valuedouble, b->valuedouble,
                   b->valuedouble - a->valuedouble);
        else
            printf(" %5.0f bytes", (a ? a : b)->valuedouble);
        if (json_get(item, "instructions_a") && json_get(item, "instructions_b"))
            printf(", %.0f -> %.0f instructions", json_number(item, "instructions_a"),
                   json_number(item, "instructions_b"));
        putchar('\n');
    }
}

static void pieces_print(const cJSON *json, const char *what) {
    const cJSON *changed = json_get(json, "changed"), *only_a = json_get(json, "only_a"),
                *only_b = json_get(json, "only_b");
    printf("%s whose machine code changed: %d of %.0f", what, cJSON_GetArraySize(changed),
           json_number(json, "compared"));
    if (cJSON_GetArraySize(only_a)) printf("; only in A: %d", cJSON_GetArraySize(only_a));
    if (cJSON_GetArraySize(only_b)) printf("; only in B: %d", cJSON_GetArraySize(only_b));
    putchar('\n');
    list_print(changed, "changed");
    list_print(only_a, "only A");
    list_print(only_b, "only B");
}

static int code(const char *folder) {
    Manifest *manifest = manifest_read(folder);
    CodeSide sides[2];
    for (int i = 0; i < 2; i++) {
        const cJSON *arm = side_json(manifest, side_find(manifest, i ? "B" : "A"));
        char letter = i ? 'b' : 'a';
        sides[i] = (CodeSide){.binary = text_format("%s/%c/sevenstep", folder, letter),
                              .config = json_text(arm, "config"),
                              .definitions = text_format("%s/%c/ops.def", folder, letter)};
    }
    cJSON *json = code_compare(&sides[0], &sides[1]);
    json_write(text_format("%s/code.json", folder), json);
    pieces_print(json_get(json, "handlers"), "handlers and blocks they share,");
    pieces_print(json_get(json, "functions"), "functions outside the dispatch unit");
    return EXIT_SUCCESS;
}

// --- steps --------------------------------------------------------------------------------------

// The only build in a steps.json for a program by its place there, or NULL where it failed.
static const cJSON *counted(const cJSON *steps, int program) {
    const cJSON *row = cJSON_GetArrayItem(json_get(steps, "programs"), program);
    const cJSON *build = cJSON_GetArrayItem(json_get(row, "builds"), 0);
    return json_get(build, "instructions") ? build : NULL;
}

static const cJSON *opcode_find(const cJSON *build, const char *name) {
    const cJSON *opcode;
    cJSON_ArrayForEach(opcode, json_get(build, "opcodes")) {
        if (strcmp(json_text(opcode, "name"), name) == 0) return opcode;
    }
    return NULL;
}

static double rows_sum(const cJSON *opcode) {
    const cJSON *row;
    double sum = 0;
    cJSON_ArrayForEach(row, json_get(opcode, "rows")) sum += row->valuedouble;
    return sum;
}

static void change_print(const char *name, double a, double b) {
    printf("  %-28s %14.0f %14.0f", name, a, b);
    if (a != b && a > 0)
        printf("  %+.0f (%+.2f %%)", b - a, 100 * (b - a) / a);
    else if (a != b)
        printf("  %+.0f", b - a);
    putchar('\n');
}

typedef struct {
    const char *name;
    double a, b;
} Change;

static int change_order(const void *left, const void *right) {
    const Change *a = left, *b = right;
    double one = fabs(a->b - a->a), two = fabs(b->b - b->a);
    return one > two ? -1 : one < two;
}

// The opcodes whose handlers execute other numbers of instructions, all programs together.
static void opcodes_print(const cJSON *a, const cJSON *b) {
    Change *changes = memory(1024 * sizeof *changes);
    size_t count = 0, shown = 0;
    int programs = cJSON_GetArraySize(json_get(a, "programs"));
    for (int program = 0; program < programs; program++) {
        const cJSON *one = counted(a, program), *two = counted(b, program), *opcode;
        if (!one || !two) continue;
        cJSON_ArrayForEach(opcode, json_get(one, "opcodes")) {
            const char *name = json_text(opcode, "name");
            size_t at = 0;
            while (at < count && strcmp(changes[at].name, name) != 0) at++;
            if (at == 1024) continue;
            if (at == count) changes[count++].name = name;
            changes[at].a += rows_sum(opcode);
            changes[at].b += rows_sum(opcode_find(two, name));
        }
    }
    qsort(changes, count, sizeof *changes, change_order);
    for (size_t i = 0; i < count && i < 10 && changes[i].a != changes[i].b; i++) {
        if (!shown++) printf("by opcode, those that changed most:\n");
        change_print(changes[i].name, changes[i].a, changes[i].b);
    }
    free(changes);
}

static int steps(const char *folder) {
    cJSON *a = json_file(folder, "steps-a.json"), *b = json_file(folder, "steps-b.json");
    if (!a || !b) fail("%s/steps-a.json and steps-b.json are not both there", folder);
    const char *skipped = json_text(json_get(a, "skipped") ? a : b, "skipped");
    if (*skipped) {
        printf("no exact counts by step: %s\n", skipped);
        return EXIT_SUCCESS;
    }
    int programs = cJSON_GetArraySize(json_get(a, "programs"));
    printf("exact machine instructions (callgrind, small sizes)%18s %14s\n", "A", "B");
    for (int program = 0; program < programs; program++) {
        const cJSON *one = counted(a, program), *two = counted(b, program);
        const char *name = json_text(cJSON_GetArrayItem(json_get(a, "programs"), program), "name");
        if (one && two)
            change_print(name, json_number(one, "instructions"), json_number(two, "instructions"));
        else
            printf("  %-28s could not be counted\n", name);
    }
    printf("by step, all programs together:\n");
    const cJSON *row;
    cJSON_ArrayForEach(row, json_get(a, "rows")) {
        double sums[2] = {0};
        for (int program = 0; program < programs; program++) {
            const cJSON *one = counted(a, program), *two = counted(b, program);
            if (!one || !two) continue;
            sums[0] += json_number(json_get(one, "rows"), json_text(row, "key"));
            sums[1] += json_number(json_get(two, "rows"), json_text(row, "key"));
        }
        if (sums[0] || sums[1]) change_print(json_text(row, "title"), sums[0], sums[1]);
    }
    opcodes_print(a, b);
    return EXIT_SUCCESS;
}

// --- verdict ----------------------------------------------------------------------------------

typedef struct {
    Report *report;
    size_t a, b;
} Pair;

static double floor_or_zero(double floor) {
    return isnan(floor) ? 0 : floor;
}

static const char *verdict_text(const StatsRatio *ratio, double floor) {
    switch (stats_verdict(ratio, floor_or_zero(floor))) {
    case VERDICT_LOWER: return "B is faster";
    case VERDICT_HIGHER: return "B is slower";
    case VERDICT_CANNOT_TELL: return "cannot tell";
    case VERDICT_NONE: return "no verdict (fewer than 5 layouts)";
    }
    return "";
}

static void number_add(cJSON *json, const char *name, double number) {
    if (isnan(number))
        cJSON_AddNullToObject(json, name);
    else
        cJSON_AddNumberToObject(json, name, round(number * 1e9) / 1e9);
}

static cJSON *ratio_json(const StatsRatio *ratio, double floor) {
    cJSON *json = cJSON_CreateObject();
    number_add(json, "ratio", ratio->ratio);
    number_add(json, "low", ratio->low);
    number_add(json, "high", ratio->high);
    cJSON_AddNumberToObject(json, "layouts", (double)ratio->layouts);
    cJSON_AddStringToObject(json, "verdict", verdict_text(ratio, floor));
    return json;
}

static size_t rounds_done(const Report *report) {
    size_t rounds = 0;
    for (size_t i = 0; i < report->sample_count; i++)
        if (report->samples[i].round >= rounds) rounds = report->samples[i].round + 1;
    return rounds;
}

static cJSON *side_describe(const Manifest *manifest, size_t side) {
    const cJSON *arm = side_json(manifest, side);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "commit", json_text(arm, "commit"));
    cJSON_AddStringToObject(json, "config", json_text(arm, "config"));
    cJSON_AddItemToObject(json, "flags", cJSON_Duplicate(json_get(arm, "flags"), 1));
    return json;
}

// A row of the table: NAN where there is no such figure.
static void row_print(const char *name, double a, double b, const StatsRatio *ratio, double floor) {
    printf("%-16s", name);
    if (isnan(a))
        printf(" %10s %10s", "", "");
    else
        printf(" %10.2f %10.2f", 1e3 * a, 1e3 * b);
    printf("  %.3f", ratio->ratio);
    if (isnan(ratio->low))
        printf("  %-16s", "");
    else
        printf("  [%.3f, %.3f]  ", ratio->low, ratio->high);
    printf("%s\n", verdict_text(ratio, floor));
}

static bool is_row(const Report *report, size_t program) {
    for (size_t i = 0; i < report->row_count; i++)
        if (report->rows[i] == program) return true;
    return false;
}

static cJSON *programs_judge(const Pair *pair, bool brief) {
    const Report *report = pair->report;
    const Manifest *manifest = report->manifest;
    cJSON *list = cJSON_CreateArray();
    for (size_t program = 0; program < manifest->program_count; program++) {
        const Program *of = &manifest->programs[program];
        bool sound =
            is_row(report, program) || (of->start_up && report_has(report, pair->a, program) &&
                                        report_has(report, pair->b, program));
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "name", of->name);
        cJSON_AddItemToArray(list, item);
        if (!sound || report->stopped[program]) {
            const char *reason =
                report->stopped[program] ? report->stopped[program] : "it has not run in every arm";
            cJSON_AddStringToObject(item, "stopped", reason);
            if (!brief) printf("%-16s stopped: %s\n", of->name, reason);
            continue;
        }
        StatsRatio ratio = report_ratio(report, pair->b, pair->a, program);
        double a = stats_cell_median(report_cell(report, pair->a, program)),
               b = stats_cell_median(report_cell(report, pair->b, program));
        number_add(item, "seconds_a", a);
        number_add(item, "seconds_b", b);
        cJSON_AddItemToObject(item, "time", ratio_json(&ratio, report->cell_floor));
        if (!brief) row_print(of->name, a, b, &ratio, report->cell_floor);
    }
    return list;
}

static void floor_print(const Report *report) {
    if (isnan(report->mean_floor)) return;
    printf("the floor (A against itself, the same binaries): %.1f %% in a program, %.1f %% in the "
           "mean\n",
           100 * report->cell_floor, 100 * report->mean_floor);
}

static int verdict(const char *folder, bool brief) {
    Report *report = report_load(folder);
    const Manifest *manifest = report->manifest;
    Pair pair = {report, side_find(manifest, "A"), side_find(manifest, "B")};
    size_t rounds = rounds_done(report);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "command", json_text(manifest->json, "command"));
    cJSON_AddItemToObject(json, "a", side_describe(manifest, pair.a));
    cJSON_AddItemToObject(json, "b", side_describe(manifest, pair.b));
    cJSON_AddNumberToObject(json, "rounds", (double)rounds);
    number_add(json, "cell_floor", report->cell_floor);
    number_add(json, "mean_floor", report->mean_floor);
    if (!brief)
        printf("after round %zu\n%-16s %10s %10s  %s\n", rounds, "program", "A, ms", "B, ms",
               "B / A, 95 % interval");
    cJSON_AddItemToObject(json, "programs", programs_judge(&pair, brief));
    StatsRatio mean = report_mean(report, pair.b, pair.a);
    if (report->row_count) {
        cJSON_AddItemToObject(json, "mean", ratio_json(&mean, report->mean_floor));
        row_print(brief ? text_format("round %zu, mean", rounds) : "geometric mean", NAN, NAN,
                  &mean, report->mean_floor);
    } else {
        printf("no program has run to its end under both A and B: there is no verdict\n");
    }
    if (!brief) floor_print(report);
    cJSON_AddItemToObject(json, "exact_differences", exact_differences(folder, manifest));
    cJSON *code_json = json_file(folder, "code.json");
    if (code_json) cJSON_AddItemToObject(json, "code", code_json);
    json_write(text_format("%s/ab.json", folder), json);
    for (size_t program = 0; program < manifest->program_count; program++)
        if (report->stopped[program]) return EXIT_ROW_FAILED;
    return report->row_count ? EXIT_SUCCESS : EXIT_ROW_FAILED;
}

int main(int count, char **words) {
    bool brief = count == 4 && strcmp(words[2], "--brief") == 0;
    bool any_bytecode = count == 4 && strcmp(words[2], "--any-bytecode") == 0;
    const char *what = count == 3 || brief || any_bytecode ? words[1] : "";
    const char *folder = words[count - 1];
    int result = EXIT_BAD_INPUT;
    if (strcmp(what, "same") == 0)
        result = same(folder);
    else if (strcmp(what, "check") == 0)
        result = check(folder, any_bytecode);
    else if (strcmp(what, "code") == 0)
        result = code(folder);
    else if (strcmp(what, "steps") == 0)
        result = steps(folder);
    else if (strcmp(what, "verdict") == 0)
        result = verdict(folder, brief);
    else
        fprintf(stderr,
                "usage: ab same|check [--any-bytecode]|code|steps|verdict [--brief] FOLDER\n");
    return fflush(stdout) == 0 ? result : EXIT_CANNOT_WRITE;
}
