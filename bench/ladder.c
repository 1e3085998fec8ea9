// From everything an interpreter does down to native C, one change a rung: each rung's time against
// the rung above and against the first, beside the share of machine instructions that attribution
// counted for the same change. The changes are read off the names of the builds, so any list of
// builds is a ladder.
//
//     ladder FOLDER OUT.json CONFIG...     rungs from top to bottom; native C, where measured, is
//     last
//
// FOLDER holds manifest.json, samples.jsonl and, where instructions were counted, steps.json.
#define _GNU_SOURCE
#include "bench/cells.h"
#include "bench/report_sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 16, RUNGS_MAX = 64 };

typedef struct {
    const char *arm_name;
    size_t arm;
    bool native;
    char *change; // against the rung above
    int change_count;
} Rung;

// --- what a rung changes ------------------------------------------------------------------------

typedef struct {
    char *parts[PARTS_MAX]; // dispatch, value, compiler, options...
    int count;
} Name;

static Name name_split(const char *text) {
    Name name = {0};
    char *copy = text_copy(text), *rest = copy;
    for (char *part; (part = strsep(&rest, "-")) && name.count < PARTS_MAX;)
        name.parts[name.count++] = part;
    return name;
}

static bool name_has(const Name *name, const char *option) {
    for (int i = 3; i < name->count; i++)
        if (strcmp(name->parts[i], option) == 0) return true;
    return false;
}

// What an option in a config's name switches on, or off.
static const char *option_words(const char *option) {
    static const char *const words[][2] = {
        {"tos", "top of the stack in a register"},
        {"super", "superinstructions"},
        {"nocache", "no inline caches"},
        {"plaincall", "the platform's calling convention"},
        {"nosmall", "no table of small ints"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], option) == 0) return words[i][1];
    return option;
}

static void change_add(Rung *rung, char *text) {
    rung->change = rung->change ? text_format("%s; %s", rung->change, text) : text;
    rung->change_count++;
}

static void rung_compare(Rung *rung, const char *above) {
    static const char *const axes[] = {"dispatch", "values", "compiler"};
    Name from = name_split(above), to = name_split(rung->arm_name);
    for (int i = 0; i < 3; i++)
        if (strcmp(from.parts[i], to.parts[i]) != 0)
            change_add(rung, text_format("%s: %s → %s", axes[i], from.parts[i], to.parts[i]));
    for (int i = 3; i < to.count; i++)
        if (!name_has(&from, to.parts[i])) change_add(rung, text_copy(option_words(to.parts[i])));
    for (int i = 3; i < from.count; i++)
        if (!name_has(&to, from.parts[i]))
            change_add(rung, text_format("without: %s", option_words(from.parts[i])));
    if (!rung->change) rung->change = text_copy("nothing");
}

// Rungs that the audit left out are skipped: the next one then makes two changes, and says so.
static size_t rungs_make(const Report *report, int count, char **names, Rung *rungs) {
    size_t made = 0;
    if (count > RUNGS_MAX) fail("a ladder has at most %d rungs", RUNGS_MAX);
    for (int i = 0; i < count; i++) {
        if (name_split(names[i]).count < 3)
            fail("%s is no config: expected DISPATCH-VALUE-COMPILER", names[i]);
        int arm = report_arm(report, names[i]);
        if (arm < 0) {
            fprintf(stderr, "ladder: %s was not measured: left out\n", names[i]);
            continue;
        }
        Rung *rung = &rungs[made];
        *rung = (Rung){.arm_name = names[i], .arm = (size_t)arm};
        if (made)
            rung_compare(rung, rungs[made - 1].arm_name);
        else
            rung->change = text_copy("everything on");
        made++;
    }
    if (report->native >= 0)
        rungs[made++] = (Rung){.arm_name = report->manifest->arms[report->native].name,
                               .arm = (size_t)report->native,
                               .native = true,
                               .change = text_copy("no interpreter: C"),
                               .change_count = 1};
    if (made < 2) fail("a ladder needs two rungs: see %s/manifest.json", report->manifest->folder);
    return made;
}

// --- what attribution says ----------------------------------------------------------------------

// The part of `list` whose `key` is `value`, or NULL.
static const cJSON *item_of(const cJSON *list, const char *key, const char *value) {
    const cJSON *item;
    cJSON_ArrayForEach(item, list) if (strcmp(json_text(item, key), value) == 0) return item;
    return NULL;
}

// What steps.json holds of a rung on a program, or NULL.
static const cJSON *counts_of(const cJSON *steps, const Rung *rung, const char *program) {
    const cJSON *of = item_of(json_get(steps, "programs"), "name", program);
    return rung->native ? json_get(of, "twin")
                        : item_of(json_get(of, "builds"), "config", rung->arm_name);
}

// The row of steps.json that lost most of the rung above's instructions.
static void most_add(cJSON *json, const cJSON *steps, const cJSON *above, const cJSON *here) {
    double best = 0;
    const cJSON *row, *lost = NULL;
    cJSON_ArrayForEach(row, json_get(steps, "rows")) {
        const char *key = json_text(row, "key");
        double less =
            json_number(json_get(above, "rows"), key) - json_number(json_get(here, "rows"), key);
        if (less > best) best = less, lost = row;
    }
    if (!lost) return;
    cJSON_AddStringToObject(json, "most", json_text(lost, "title"));
    cJSON_AddNumberToObject(json, "most_share", best / json_number(above, "instructions"));
}

// {"ratio": instructions of the rung over those of the rung above} and, for one program, which row
// went most; nothing where they were not counted. Beside C it is the timed part of both: a twin
// does not check its answer.
static void attribution_add(cJSON *json, const cJSON *steps, const Report *report,
                            const Rung *above, const Rung *rung, const size_t *program) {
    double sum = 0;
    size_t count = 0;
    const char *key = rung->native ? "timed" : "instructions";
    const cJSON *upper = NULL, *lower = NULL;
    for (size_t i = 0; i < (program ? 1 : report->row_count); i++) {
        size_t of = program ? *program : report->rows[i];
        const char *name = report->manifest->programs[of].name;
        upper = counts_of(steps, above, name);
        lower = counts_of(steps, rung, name);
        if (!(json_number(upper, key) > 0 && json_number(lower, key) > 0)) continue;
        sum += log(json_number(lower, key) / json_number(upper, key));
        count++;
    }
    if (!count) return;
    cJSON *made = cJSON_AddObjectToObject(json, "instructions_of_above");
    cJSON_AddNumberToObject(made, "ratio", exp(sum / (double)count));
    cJSON_AddNumberToObject(made, "programs", (double)count);
    cJSON_AddStringToObject(made, "counted", key);
    if (program && !rung->native) most_add(made, steps, upper, lower);
}

// --- the file -----------------------------------------------------------------------------------

static void number_add(cJSON *json, const char *name, double number) {
    if (!isnan(number)) cJSON_AddNumberToObject(json, name, number);
}

static void ratio_add(cJSON *json, const char *name, StatsRatio ratio) {
    if (isnan(ratio.ratio)) return;
    cJSON *made = cJSON_AddObjectToObject(json, name);
    number_add(made, "ratio", ratio.ratio);
    number_add(made, "low", ratio.low);
    number_add(made, "high", ratio.high);
    cJSON_AddNumberToObject(made, "layouts", (double)ratio.layouts);
}

// `program` is NULL for the geometric mean over all rows.
static StatsRatio rung_ratio(const Report *report, const Rung *rung, const Rung *against,
                             const size_t *program) {
    return program ? report_ratio(report, rung->arm, against->arm, *program)
                   : report_mean(report, rung->arm, against->arm);
}

static void rungs_add(const Report *report, const cJSON *steps, const Rung *rungs, size_t count,
                      const size_t *program, cJSON *json) {
    cJSON *list = cJSON_AddArrayToObject(json, "rungs");
    for (size_t i = 0; i < count; i++) {
        cJSON *made = cJSON_CreateObject();
        cJSON_AddItemToArray(list, made);
        if (program && report_has(report, rungs[i].arm, *program))
            cJSON_AddNumberToObject(made, "seconds",
                                    stats_cell_median(report_cell(report, rungs[i].arm, *program)));
        if (i == 0) continue;
        ratio_add(made, "of_above", rung_ratio(report, &rungs[i], &rungs[i - 1], program));
        ratio_add(made, "of_first", rung_ratio(report, &rungs[i], &rungs[0], program));
        attribution_add(made, steps, report, &rungs[i - 1], &rungs[i], program);
    }
}

static cJSON *ladder_json(const Report *report, const cJSON *steps, const Rung *rungs,
                          size_t count) {
    cJSON *json = result_begin(report->manifest), *list = cJSON_AddArrayToObject(json, "rungs");
    for (size_t i = 0; i < count; i++) {
        cJSON *made = cJSON_CreateObject();
        cJSON_AddItemToArray(list, made);
        cJSON_AddStringToObject(made, "name", rungs[i].arm_name);
        cJSON_AddStringToObject(made, "change", rungs[i].change);
        cJSON_AddNumberToObject(made, "changes", rungs[i].change_count);
    }
    number_add(json, "cell_floor", report->cell_floor);
    number_add(json, "mean_floor", report->mean_floor);
    rungs_add(report, steps, rungs, count, NULL, cJSON_AddObjectToObject(json, "mean"));
    cJSON *programs = cJSON_AddArrayToObject(json, "programs");
    for (size_t i = 0; i < report->row_count; i++) {
        cJSON *made = cJSON_CreateObject();
        cJSON_AddItemToArray(programs, made);
        cJSON_AddStringToObject(made, "name", report->manifest->programs[report->rows[i]].name);
        rungs_add(report, steps, rungs, count, &report->rows[i], made);
    }
    cJSON *stopped = cJSON_AddArrayToObject(json, "stopped");
    for (size_t program = 0; program < report->manifest->program_count; program++) {
        if (!report->stopped[program]) continue;
        cJSON *made = cJSON_CreateObject();
        cJSON_AddItemToArray(stopped, made);
        cJSON_AddStringToObject(made, "name", report->manifest->programs[program].name);
        cJSON_AddStringToObject(made, "reason", report->stopped[program]);
    }
    return json;
}

int main(int count, char **words) {
    if (count < 5 || words[1][0] == '-') {
        fprintf(stderr, "usage: ladder FOLDER OUT.json CONFIG CONFIG...\n");
        return EXIT_BAD_INPUT;
    }
    Report *report = report_load(words[1]);
    Rung rungs[RUNGS_MAX + 1] = {0};
    size_t rung_count = rungs_make(report, count - 3, words + 3, rungs);
    if (!report->row_count) fail("%s holds no program that every build has run", words[1]);
    char *steps_text = file_read(text_format("%s/steps.json", words[1]), NULL);
    cJSON *steps = steps_text ? cJSON_Parse(steps_text) : NULL;
    cJSON *json = ladder_json(report, steps, rungs, rung_count);
    char *text = cJSON_Print(json);
    if (!text) fail("out of memory");
    file_write(words[2], text, strlen(text));
    Document *document = document_make("The ladder");
    SectionData data = {"ladder", words[1], json, report};
    section_ladder(document, &data);
    fputs(document_markdown(document), stdout);
    if (fflush(stdout) != 0) return EXIT_CANNOT_WRITE;
    return cJSON_GetArraySize(json_get(json, "stopped")) ? EXIT_ROW_FAILED : EXIT_SUCCESS;
}
