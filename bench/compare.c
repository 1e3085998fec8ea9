// Two result folders: exact figures to the digit, times as ratios with their intervals. The folders
// were not measured in turns, so whatever the machine did in between is part of every ratio of
// times: they are printed beside what binaries show that both folders share, and nothing is claimed
// from them.
//   compare [--force] A B
#define _GNU_SOURCE
#include "bench/compare_folders.h"
#include "bench/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40 };

typedef struct {
    Report *a, *b;
} Pair;

static const cJSON *program_json(const Manifest *manifest, size_t program) {
    return cJSON_GetArrayItem(json_get(manifest->json, "programs"), (int)program);
}

// The program of B that does the same work as one of A, or -1.
static int program_match(const Pair *pair, size_t program) {
    const Manifest *a = pair->a->manifest, *b = pair->b->manifest;
    int other = manifest_program(b, a->programs[program].name);
    if (other < 0) return -1;
    bool same = strcmp(a->programs[program].size, b->programs[other].size) == 0 &&
                strcmp(json_text(program_json(a, program), "sha256"),
                       json_text(program_json(b, (size_t)other), "sha256")) == 0;
    return same ? other : -1;
}

static bool is_measured(const Arm *arm) {
    return arm->role == ARM_BUILD || arm->role == ARM_CPYTHON || arm->role == ARM_NATIVE;
}

static int arm_match(const Report *other, const Arm *arm) {
    int found = report_arm(other, arm->name);
    return found >= 0 && other->manifest->arms[found].role == arm->role ? found : -1;
}

static bool same_binaries(const Arm *a, const Arm *b) {
    if (a->layout_count != b->layout_count) return false;
    for (size_t i = 0; i < a->layout_count; i++)
        if (!*a->layouts[i].sha256 || strcmp(a->layouts[i].sha256, b->layouts[i].sha256) != 0)
            return false;
    return true;
}

// --- what is only in one
// --------------------------------------------------------------------------

static void only_print(const char *kind, const char *folder, const char *name) {
    printf("only in %s: %s %s\n", folder, kind, name);
}

static void only_in(const Report *here, const Report *there) {
    const Manifest *manifest = here->manifest;
    for (size_t i = 0; i < manifest->program_count; i++)
        if (manifest_program(there->manifest, manifest->programs[i].name) < 0)
            only_print("program", manifest->folder, manifest->programs[i].name);
    for (size_t i = 0; i < manifest->arm_count; i++)
        if (is_measured(&manifest->arms[i]) && arm_match(there, &manifest->arms[i]) < 0)
            only_print("build", manifest->folder, manifest->arms[i].name);
}

static void other_work(const Pair *pair) {
    const Manifest *a = pair->a->manifest, *b = pair->b->manifest;
    for (size_t i = 0; i < a->program_count; i++) {
        int other = manifest_program(b, a->programs[i].name);
        if (other < 0 || program_match(pair, i) >= 0) continue;
        printf("left out: %s is another program or has another size in the two (%s, %s)\n",
               a->programs[i].name, *a->programs[i].size ? a->programs[i].size : "default",
               *b->programs[other].size ? b->programs[other].size : "default");
    }
}

// --- exact
// ----------------------------------------------------------------------------------------

static void difference_print(const Difference *difference) {
    char *end_a, *end_b;
    double a = strtod(difference->a, &end_a), b = strtod(difference->b, &end_b);
    printf("  %s: %.40s -> %.40s", difference->what, difference->a, difference->b);
    if (*difference->a && !*end_a && *difference->b && !*end_b && a != 0)
        printf(" (x %.4f)", b / a);
    putchar('\n');
}

static void exact_print(const Pair *pair, bool unlike) {
    const char *a = pair->a->manifest->folder, *b = pair->b->manifest->folder;
    printf("\nexact figures, B against A:\n");
    FigureFile *files = figures_compare(a, b);
    if (!files->file) printf("  neither folder has any\n");
    for (FigureFile *file = files; file->file; file++) {
        if (file->absent_from) {
            printf("%s: not in %s\n", file->file, file->absent_from);
            continue;
        }
        printf("%s: %zu equal, %zu differ; only in A %zu, only in B %zu%s\n", file->file,
               file->equal, file->differences.count, file->only_a, file->only_b,
               unlike && !file->portable ? " (machine instructions of unlike machines or compilers)"
                                         : "");
        for (size_t i = 0; i < file->differences.count && i < SHOWN; i++)
            difference_print(&file->differences.items[i]);
        if (file->differences.count > SHOWN)
            printf("  ... and %zu more\n", file->differences.count - SHOWN);
    }
}

// --- times
// ----------------------------------------------------------------------------------------

static void ratio_print(const char *name, const StatsRatio *ratio) {
    printf("  %-22s %.3f", name, ratio->ratio);
    if (!isnan(ratio->low)) printf("  [%.3f, %.3f]", ratio->low, ratio->high);
    putchar('\n');
}

static void arm_print(const Pair *pair, size_t arm, size_t other) {
    const Manifest *a = pair->a->manifest, *b = pair->b->manifest;
    const StatsCell **upper = memory(a->program_count * sizeof *upper),
                    **lower = memory(a->program_count * sizeof *lower);
    size_t count = 0;
    bool same = same_binaries(&a->arms[arm], &b->arms[other]);
    printf("%s%s\n", a->arms[arm].name,
           same ? " (the same binaries: what differs is not theirs)" : "");
    for (size_t program = 0; program < a->program_count; program++) {
        int twin = program_match(pair, program);
        if (twin < 0 || pair->a->stopped[program] || pair->b->stopped[twin]) continue;
        if (!report_has(pair->a, arm, program) || !report_has(pair->b, other, (size_t)twin))
            continue;
        const StatsCell *before = report_cell(pair->a, arm, program),
                        *after = report_cell(pair->b, other, (size_t)twin);
        StatsRatio ratio = stats_ratio(&after, &before, 1, STATS_REPLICATES,
                                       random_for(a->seed, a->programs[program].name));
        ratio_print(a->programs[program].name, &ratio);
        if (a->programs[program].start_up) continue;
        upper[count] = after;
        lower[count++] = before;
    }
    StatsRatio mean =
        stats_ratio(upper, lower, count, STATS_REPLICATES, random_for(a->seed, "geometric mean"));
    if (count > 1) ratio_print("geometric mean", &mean);
    if (!count) printf("  no program that both have\n");
    free(upper);
    free(lower);
}

static void times_print(const Pair *pair) {
    const Manifest *a = pair->a->manifest;
    printf("\ntimes, B over A, NOT INTERLEAVED: what the machine did in between is part of each "
           "ratio, and no verdict is given. `make ab` gives one.\n");
    for (size_t arm = 0; arm < a->arm_count; arm++) {
        int other = is_measured(&a->arms[arm]) ? arm_match(pair->b, &a->arms[arm]) : -1;
        if (other >= 0) arm_print(pair, arm, (size_t)other);
    }
}

// --- likeness
// -------------------------------------------------------------------------------------

static size_t unlike_print(const Pair *pair) {
    Differences lists[2] = {machines_differ(pair->a->manifest, pair->b->manifest),
                            compilers_differ(pair->a->manifest, pair->b->manifest)};
    size_t count = 0;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k].count; i++, count++)
            fprintf(stderr, "compare: %s differs: \"%.60s\" in A, \"%.60s\" in B\n",
                    lists[k].items[i].what, lists[k].items[i].a, lists[k].items[i].b);
    return count;
}

static char *folder_name(const char *word) {
    char *folder = text_copy(word);
    while (strlen(folder) > 1 && folder[strlen(folder) - 1] == '/') folder[strlen(folder) - 1] = 0;
    return folder;
}

int main(int count, char **words) {
    bool force = count == 4 && strcmp(words[1], "--force") == 0;
    if (count != 3 + force || words[1 + force][0] == '-') {
        fprintf(stderr, "usage: compare [--force] FOLDER_A FOLDER_B\n");
        return EXIT_BAD_INPUT;
    }
    Pair pair = {report_load(folder_name(words[1 + force])),
                 report_load(folder_name(words[2 + force]))};
    const Manifest *a = pair.a->manifest, *b = pair.b->manifest;
    size_t unlike = unlike_print(&pair);
    if (unlike && !force)
        fail("results of unlike machines or compilers are not compared; FORCE=1 compares them "
             "nevertheless");
    printf("A = %s, commit %.12s%s\nB = %s, commit %.12s%s\n", a->folder,
           json_text(a->json, "commit"), json_bool(a->json, "dirty") ? " with changes" : "",
           b->folder, json_text(b->json, "commit"),
           json_bool(b->json, "dirty") ? " with changes" : "");
    if (unlike) printf("UNLIKE machines or compilers: see above\n");
    only_in(pair.a, pair.b);
    only_in(pair.b, pair.a);
    other_work(&pair);
    exact_print(&pair, unlike > 0);
    times_print(&pair);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_CANNOT_WRITE;
}
