// Did a published result hold? The published folder and one made again by the same command, figure
// by figure: binaries by their hashes, exact figures to the digit, times by their intervals.
//   verify plan FOLDER           what must be run again, as lines `key value`
//   verify judge [-v] FOLDER NEW writes NEW/verify.json; -v prints also what held
// Exits 0 where it held: every figure was run again, exact figures are equal, every geometric
// mean's interval meets the published one, and so do at least 95 % of the programs' intervals.
#define _GNU_SOURCE
#include "bench/compare_folders.h"
#include "bench/report.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20 };

// --- plan
// -----------------------------------------------------------------------------------------

// A result folder is somebody's input, and what it says here becomes words of a command.
static const char *word_checked(const char *word, const char *allowed, const char *what) {
    for (const char *at = word; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr(allowed, *at))
            fail("the manifest's %s \"%s\" holds characters that no %s has", what, word, what);
    if (!*word || *word == '-') fail("the manifest has no usable %s", what);
    return word;
}

static int plan(const char *folder) {
    Manifest *manifest = manifest_read(folder);
    const cJSON *json = manifest->json;
    size_t layouts = 0;
    printf("commit %s\n", word_checked(json_text(json, "commit"), "", "commit"));
    printf("dirty %s\n", json_bool(json, "dirty") ? "1" : "");
    printf("full %s\n", strstr(json_text(json, "command"), " FULL=1") ? "1" : "");
    printf("name %s\n", word_checked(manifest->name, "._-", "name"));
    printf("seed %.0f\nrounds %zu\ntimeout %.0f\n", (double)manifest->seed, manifest->rounds,
           manifest->timeout);
    for (size_t i = 0; i < manifest->arm_count; i++) {
        const Arm *arm = &manifest->arms[i];
        if (arm->role != ARM_BUILD) continue;
        printf("config %s\n", word_checked(arm->name, "-_", "config"));
        if (arm->layout_count > layouts) layouts = arm->layout_count;
    }
    printf("layouts %zu\n", layouts);
    for (size_t i = 0; i < manifest->program_count; i++) {
        const cJSON *program = cJSON_GetArrayItem(json_get(json, "programs"), (int)i);
        if (manifest->programs[i].start_up) continue;
        printf("program %s %s\n", word_checked(manifest->programs[i].path, "/._-", "program"),
               word_checked(json_text(program, "sha256"), "", "hash"));
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_CANNOT_WRITE;
}

// --- judge
// ----------------------------------------------------------------------------------------

typedef struct {
    Report *was, *is;
    bool verbose, unlike;
    cJSON *times; // one for each figure
    size_t cells, cells_held, points_held, means, means_held, incomparable, missing, shown;
} Judge;

typedef struct {
    size_t binaries, binaries_equal, exact, exact_equal, exact_incomparable;
} Counts;

static cJSON *ratio_json(const StatsRatio *ratio) {
    double values[3] = {ratio->ratio, ratio->low, ratio->high};
    cJSON *json = cJSON_CreateArray();
    for (int i = 0; i < 3; i++)
        cJSON_AddItemToArray(json, isnan(values[i])
                                       ? cJSON_CreateNull()
                                       : cJSON_CreateNumber(round(values[i] * 1e9) / 1e9));
    return json;
}

static void time_judge(Judge *judge, const char *name, const StatsRatio *was, const StatsRatio *is,
                       bool is_mean) {
    bool comparable = !isnan(was->low) && !isnan(is->low);
    bool held = comparable && was->low <= is->high && is->low <= was->high;
    bool point = comparable && was->low <= is->ratio && is->ratio <= was->high;
    cJSON *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "figure", name);
    cJSON_AddItemToObject(item, "published", ratio_json(was));
    cJSON_AddItemToObject(item, "again", ratio_json(is));
    if (comparable) cJSON_AddBoolToObject(item, "held", held);
    cJSON_AddItemToArray(judge->times, item);
    if (!comparable) {
        judge->incomparable++;
        return;
    }
    judge->points_held += point;
    *(is_mean ? &judge->means : &judge->cells) += 1;
    *(is_mean ? &judge->means_held : &judge->cells_held) += held;
    if (held && !judge->verbose) return;
    if (!held && ++judge->shown > SHOWN && !judge->verbose) return;
    printf("  %-9s %-52s %.3f [%.3f, %.3f], again %.3f [%.3f, %.3f]\n", held ? "held" : "NOT HELD",
           name, was->ratio, was->low, was->high, is->ratio, is->low, is->high);
}

static int program_again(const Judge *judge, size_t program) {
    const Manifest *was = judge->was->manifest, *is = judge->is->manifest;
    for (size_t i = 0; i < is->program_count; i++)
        if (strcmp(is->programs[i].name, was->programs[program].name) == 0 &&
            strcmp(is->programs[i].size, was->programs[program].size) == 0)
            return (int)i;
    return -1;
}

// All that the report says of one arm's time relative to another's.
static void pair_judge(Judge *judge, size_t arm, size_t against) {
    const Manifest *was = judge->was->manifest;
    int new_arm = report_arm(judge->is, was->arms[arm].name),
        new_against = report_arm(judge->is, was->arms[against].name);
    if (new_arm < 0 || new_against < 0) {
        printf("  NOT RUN   %s / %s\n", was->arms[arm].name, was->arms[against].name);
        judge->missing++;
        return;
    }
    for (size_t i = 0; i < judge->was->row_count; i++) {
        size_t program = judge->was->rows[i];
        int again = program_again(judge, program);
        if (!report_has(judge->was, arm, program) || !report_has(judge->was, against, program))
            continue;
        if (again < 0 || judge->is->stopped[again] ||
            !report_has(judge->is, (size_t)new_arm, (size_t)again) ||
            !report_has(judge->is, (size_t)new_against, (size_t)again)) {
            printf("  NOT RUN   %s: %s\n", was->arms[arm].name, was->programs[program].name);
            judge->missing++;
            continue;
        }
        StatsRatio before = report_ratio(judge->was, arm, against, program);
        StatsRatio after =
            report_ratio(judge->is, (size_t)new_arm, (size_t)new_against, (size_t)again);
        time_judge(judge,
                   text_format("%s / %s: %s", was->arms[arm].name, was->arms[against].name,
                               was->programs[program].name),
                   &before, &after, false);
    }
    StatsRatio before = report_mean(judge->was, arm, against);
    StatsRatio after = report_mean(judge->is, (size_t)new_arm, (size_t)new_against);
    time_judge(judge,
               text_format("%s / %s: geometric mean", was->arms[arm].name, was->arms[against].name),
               &before, &after, true);
}

// What the parts of a report claim of times, by the intervals in their files.
static void parts_judge(Judge *judge) {
    size_t missing;
    IntervalPair *pairs =
        intervals_compare(judge->was->manifest->folder, judge->is->manifest->folder, &missing);
    for (IntervalPair *pair = pairs; pair->path; pair++) {
        StatsRatio was = {.ratio = pair->a[0], .low = pair->a[1], .high = pair->a[2]};
        StatsRatio is = {.ratio = pair->b[0], .low = pair->b[1], .high = pair->b[2]};
        time_judge(judge, pair->path, &was, &is, false);
    }
    if (missing) printf("  NOT RUN   %zu figures of the report's parts\n", missing);
    judge->missing += missing;
    free(pairs);
}

static void times_judge(Judge *judge) {
    const Report *was = judge->was;
    printf("times (ratios of medians, 95 %% intervals):\n");
    for (size_t i = 0; i < was->group_count; i++)
        for (size_t k = 0; k < was->groups[i].count; k++) {
            size_t arm = was->groups[i].arms[k];
            if (arm != was->groups[i].baseline) pair_judge(judge, arm, was->groups[i].baseline);
            if (was->cpython >= 0) pair_judge(judge, arm, (size_t)was->cpython);
        }
    parts_judge(judge);
    if (judge->shown > SHOWN && !judge->verbose)
        printf("  ... and %zu more, in verify.json\n", judge->shown - SHOWN);
}

static void binaries_judge(const Judge *judge, Counts *counts) {
    const Manifest *was = judge->was->manifest, *is = judge->is->manifest;
    printf("binaries:\n");
    for (size_t i = 0; i < was->arm_count; i++) {
        int again = report_arm(judge->is, was->arms[i].name);
        size_t layouts = was->arms[i].layout_count, equal = 0;
        if (again < 0 || was->arms[i].role == ARM_AGAIN || was->arms[i].role == ARM_NATIVE)
            continue;
        if (is->arms[again].layout_count < layouts) layouts = is->arms[again].layout_count;
        for (size_t k = 0; k < layouts; k++)
            equal += strcmp(was->arms[i].layouts[k].sha256, is->arms[again].layouts[k].sha256) == 0;
        counts->binaries += layouts;
        counts->binaries_equal += equal;
        if (equal < layouts || judge->verbose)
            printf("  %-9s %s: %zu of %zu are the published ones\n",
                   equal < layouts ? "OTHERS" : "the same", was->arms[i].name, equal, layouts);
    }
}

static void exact_judge(const Judge *judge, Counts *counts) {
    printf("exact figures:\n");
    FigureFile *files = figures_compare(judge->was->manifest->folder, judge->is->manifest->folder);
    for (FigureFile *file = files; file->file; file++) {
        if (file->absent_from) {
            printf("  %s: not in %s\n", file->file, file->absent_from);
            if (file->absent_from == judge->is->manifest->folder) counts->exact_incomparable++;
            continue;
        }
        if (!file->portable && judge->unlike) {
            printf("  %s: not comparable, machine instructions of another machine or compiler\n",
                   file->file);
            counts->exact_incomparable += file->equal + file->differences.count;
            continue;
        }
        counts->exact += file->equal + file->differences.count;
        counts->exact_equal += file->equal;
        counts->exact_incomparable += file->only_a;
        for (size_t i = 0; i < file->differences.count && i < SHOWN; i++)
            printf("  DIFFERS   %s: %s: %s, again %s\n", file->file,
                   file->differences.items[i].what, file->differences.items[i].a,
                   file->differences.items[i].b);
        if (file->differences.count > SHOWN)
            printf("  ... and %zu more\n", file->differences.count - SHOWN);
    }
}

static void likeness_print(Judge *judge) {
    Differences lists[2] = {machines_differ(judge->was->manifest, judge->is->manifest),
                            compilers_differ(judge->was->manifest, judge->is->manifest)};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k].count; i++) {
            judge->unlike = true;
            printf("unlike: %s: \"%.60s\", now \"%.60s\"\n", lists[k].items[i].what,
                   lists[k].items[i].a, lists[k].items[i].b);
        }
}

static void verdict_write(const Judge *judge, const Counts *counts, bool held) {
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "published", judge->was->manifest->folder);
    cJSON_AddBoolToObject(json, "held", held);
    cJSON_AddBoolToObject(json, "unlike", judge->unlike);
    const struct {
        const char *name;
        size_t number;
    } numbers[] = {{"binaries", counts->binaries},
                   {"binaries_equal", counts->binaries_equal},
                   {"exact", counts->exact},
                   {"exact_equal", counts->exact_equal},
                   {"exact_not_comparable", counts->exact_incomparable},
                   {"cells", judge->cells},
                   {"cells_held", judge->cells_held},
                   {"means", judge->means},
                   {"means_held", judge->means_held},
                   {"points_inside", judge->points_held},
                   {"times_not_run", judge->missing},
                   {"times_not_comparable", judge->incomparable}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        cJSON_AddNumberToObject(json, numbers[i].name, (double)numbers[i].number);
    cJSON_AddItemToObject(json, "times", judge->times);
    char *text = cJSON_Print(json),
         *path = text_format("%s/verify.json", judge->is->manifest->folder);
    if (!text) fail("out of memory");
    file_write(path, text, strlen(text));
}

static int judge_folders(const char *was, const char *is, bool verbose) {
    Judge judge = {.was = report_load(was), .is = report_load(is), .verbose = verbose};
    Counts counts = {0};
    judge.times = cJSON_CreateArray();
    likeness_print(&judge);
    binaries_judge(&judge, &counts);
    exact_judge(&judge, &counts);
    times_judge(&judge);
    for (size_t i = 0; i < judge.is->manifest->program_count; i++)
        if (judge.is->stopped[i]) printf("stopped: %s\n", judge.is->stopped[i]);
    if (counts.exact + judge.means + judge.cells == 0)
        fail("%s and %s have no figure in common: nothing was verified", was, is);
    bool held = judge.missing == 0 && counts.exact_equal == counts.exact &&
                judge.means_held == judge.means && judge.cells_held >= 0.95 * (double)judge.cells;
    verdict_write(&judge, &counts, held);
    printf("%s: %zu of %zu exact figures the same%s; %zu of %zu means and %zu of %zu cells meet "
           "the published interval, %zu of these %zu new points lie inside it",
           held ? "held" : "DID NOT HOLD", counts.exact_equal, counts.exact,
           counts.exact_incomparable
               ? text_format(" (%zu not comparable)", counts.exact_incomparable)
               : "",
           judge.means_held, judge.means, judge.cells_held, judge.cells, judge.points_held,
           judge.means + judge.cells);
    if (judge.missing) printf(", %zu were not run", judge.missing);
    if (judge.incomparable) printf(", %zu have no interval to compare", judge.incomparable);
    printf("; %zu of %zu binaries are the published ones\n", counts.binaries_equal,
           counts.binaries);
    if (fflush(stdout) != 0) return EXIT_CANNOT_WRITE;
    return held ? EXIT_SUCCESS : EXIT_ROW_FAILED;
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "plan") == 0) return plan(words[2]);
    bool verbose = count == 5 && strcmp(words[2], "-v") == 0;
    if (count == 4 + verbose && strcmp(words[1], "judge") == 0)
        return judge_folders(words[2 + verbose], words[3 + verbose], verbose);
    fprintf(stderr, "usage: verify plan FOLDER | verify judge [-v] FOLDER NEW_FOLDER\n");
    return EXIT_BAD_INPUT;
}
