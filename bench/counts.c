// make counts: runs programs under the probes of some builds, side by side because counts do not
// depend on the machine's load, and writes what they counted by site: counts.json, counts.md.
#define _GNU_SOURCE
#include "bench/counts.h"
#include "bench/stage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// Of sites executed less than once in so many instructions the result keeps the number alone; of
// sequences of opcodes, nothing.
enum { RARE = 10000 };
enum { TIMEOUT = 300 }; // seconds that one program may take

// --- running ------------------------------------------------------------------------------------

typedef struct {
    pid_t process;
    CountsRun *run;
    char *path;
} Job;

static void job_start(Job *job, const CountsProgram *program, CountsRun *run, char **environment) {
    *job = (Job){.run = run};
    static int number;
    job->path = text_format("/tmp/sevenstep-counts-%ld-%d", (long)getpid(), number++);
    job->process = fork();
    if (job->process < 0) fail("cannot start a process: %s", strerror(errno));
    if (job->process > 0) return;
    char *option = text_format("stats=%s", job->path);
    char *words[] = {(char *)run->binary,   (char *)"-X",          option,
                     (char *)program->path, (char *)program->size, NULL};
    if (!*program->size) words[4] = NULL;
    alarm(TIMEOUT);
    if (freopen("/dev/null", "r", stdin) && freopen("/dev/null", "w", stdout) &&
        freopen("/dev/null", "w", stderr))
        execve(run->binary, words, environment);
    _exit(127);
}

static void job_end(const Job *job, int status) {
    char *text = file_read(job->path, NULL);
    unlink(job->path);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        job->run->error = text_format("it took more than %d seconds", TIMEOUT);
    else if (WIFSIGNALED(status))
        job->run->error = text_format("signal %d", WTERMSIG(status));
    else if (WEXITSTATUS(status) == 127)
        job->run->error = text_format("%s cannot be run", job->run->binary);
    else if (WEXITSTATUS(status))
        job->run->error = text_format("it ended with status %d", WEXITSTATUS(status));
    job->run->json = text ? cJSON_Parse(text) : NULL;
    if (!job->run->json && !job->run->error) job->run->error = "the probe wrote no counts";
    free(text);
}

static void run_all(Counts *counts, char **environment) {
    size_t running = 0, most = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    size_t next = 0, total = counts->program_count * counts->run_count;
    Job *jobs = memory(most * sizeof *jobs);
    while (next < total || running) {
        while (next < total && running < most) {
            CountsProgram *program = &counts->programs[next / counts->run_count];
            job_start(&jobs[running++], program, &program->runs[next++ % counts->run_count],
                      environment);
        }
        int status;
        pid_t process = wait(&status);
        if (process < 0 && errno == EINTR) continue;
        for (size_t i = 0; i < running; i++) {
            if (jobs[i].process != process) continue;
            job_end(&jobs[i], status);
            jobs[i] = jobs[--running];
            break;
        }
    }
}

// --- the balance --------------------------------------------------------------------------------

// Ints that one representation holds in a machine word and another does not: C functions that add
// up leave the machine form earlier there, and make a number at that point.
static bool has_big_int(const cJSON *site) {
    return site && (json_number(json_get(site, "made"), "big int") != 0);
}

// Both list code objects by first execution and sites by offset; a site may be absent in one where
// nothing was counted there.
size_t counts_compare(const CountsRun *first, const CountsRun *second, CountsDifference *report,
                      void *context) {
    size_t differences = 0;
    const cJSON *left = json_get(first->json, "code")->child;
    const cJSON *right = json_get(second->json, "code")->child;
    for (; left && right; left = left->next, right = right->next) {
        const cJSON *a = json_get(left, "sites")->child, *b = json_get(right, "sites")->child;
        while (a || b) {
            double here = a ? json_number(a, "offset") : 1e9;
            double there = b ? json_number(b, "offset") : 1e9;
            const cJSON *one = here <= there ? a : NULL, *other = there <= here ? b : NULL;
            if ((one ? counts_created(one) : 0) != (other ? counts_created(other) : 0) &&
                !has_big_int(one) && !has_big_int(other)) {
                differences++;
                if (report) report(context, left, one, other);
            }
            if (one) a = a->next;
            if (other) b = b->next;
        }
    }
    return differences;
}

// --- sequences ----------------------------------------------------------------------------------

static int by_opcodes(const void *left, const void *right) {
    const cJSON *a = ((const CountsSequence *)left)->row->child->next;
    const cJSON *b = ((const CountsSequence *)right)->row->child->next;
    for (; a && b; a = a->next, b = b->next) {
        int order = strcmp(a->valuestring, b->valuestring);
        if (order) return order;
    }
    return a ? 1 : b ? -1 : 0;
}

static int by_length_and_share(const void *left, const void *right) {
    const CountsSequence *a = left, *b = right;
    int order = cJSON_GetArraySize(a->row) - cJSON_GetArraySize(b->row);
    if (order) return order;
    if (a->share != b->share) return a->share < b->share ? 1 : -1;
    return by_opcodes(left, right);
}

// Every program counts alike, however long it runs.
static void sum_sequences(Counts *counts) {
    size_t room = 1, programs = 0, kept = 0;
    for (size_t i = 0; i < counts->program_count; i++) {
        const cJSON *json = counts->programs[i].runs[0].json;
        programs += json != NULL;
        room += json ? (size_t)cJSON_GetArraySize(json_get(json, "sequences")) : 0;
    }
    CountsSequence *all = memory(room * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < counts->program_count; i++) {
        const cJSON *json = counts->programs[i].runs[0].json, *row;
        double executed = json_number(json, "executed") * (double)programs;
        cJSON_ArrayForEach(row, json_get(json, "sequences")) {
            double times = row->child->valuedouble;
            all[count++] = (CountsSequence){row, times, times / executed};
        }
    }
    qsort(all, count, sizeof *all, by_opcodes);
    for (size_t i = 0; i < count; i++) {
        if (kept && !by_opcodes(&all[kept - 1], &all[i])) {
            all[kept - 1].count += all[i].count;
            all[kept - 1].share += all[i].share;
        } else {
            all[kept++] = all[i];
        }
    }
    qsort(all, kept, sizeof *all, by_length_and_share);
    counts->sequences = all;
    counts->sequence_count = kept;
}

// --- the result ---------------------------------------------------------------------------------

static void print_json(FILE *out, const char *start, const cJSON *json) {
    char *text = json ? cJSON_PrintUnformatted(json) : text_copy("null");
    if (!text) fail("out of memory");
    fprintf(out, "%s%s", start, text);
    free(text);
}

static void print_text(FILE *out, const char *start, const char *text) {
    cJSON *json = cJSON_CreateString(text);
    print_json(out, start, json);
    cJSON_Delete(json);
}

static void print_code(FILE *out, const cJSON *json) {
    double executed = json_number(json, "executed");
    const cJSON *code, *site;
    const char *comma = "";
    size_t rare = 0;
    fputs(",\n  \"code\":[", out);
    cJSON_ArrayForEach(code, json_get(json, "code")) {
        bool open = false;
        cJSON_ArrayForEach(site, json_get(code, "sites")) {
            if (json_number(site, "executed") * RARE < executed) {
                rare++;
                continue;
            }
            if (!open) {
                fprintf(out, "%s\n", comma);
                print_json(out, "   {\"name\":", json_get(code, "name"));
                print_json(out, ",\"file\":", json_get(code, "file"));
                print_json(out, ",\"line\":", json_get(code, "line"));
                fputs(",\"sites\":[", out);
            }
            print_json(out, open ? ",\n    " : "\n    ", site);
            open = true;
            comma = "]},";
        }
    }
    fprintf(out, "%s],\n  \"rare_sites\":%zu}", *comma ? "]}" : "", rare);
}

static void print_run(FILE *out, const CountsRun *run) {
    static const char *const parts[] = {
        "executed",        "execution_hash", "distinct_instructions",
        "bytes_allocated", "soon",           "total",
        "outside",         "collector",      "again",
        "sizes",           "opened_within"};
    print_text(out, "\n {\"config\":", run->config);
    if (run->error) print_text(out, ",\"error\":", run->error);
    if (!run->json) {
        fputc('}', out);
        return;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *start = text_format(",\n  \"%s\":", parts[i]);
        print_json(out, start, json_get(run->json, parts[i]));
        free(start);
    }
    print_code(out, run->json);
}

static void print_program(FILE *out, const Counts *counts, const CountsProgram *program) {
    print_text(out, "{\"name\":", program->name);
    print_text(out, ",\"size\":", program->size);
    if (program->runs[0].json) {
        print_json(out, ",\n \"opcodes\":", json_get(program->runs[0].json, "opcodes"));
        print_json(out, ",\n \"pairs\":", json_get(program->runs[0].json, "pairs"));
    }
    fputs(",\n \"runs\":[", out);
    for (size_t i = 0; i < counts->run_count; i++) {
        if (i) fputc(',', out);
        print_run(out, &program->runs[i]);
    }
    fputs("]}", out);
}

static void write_json(const Counts *counts, const char *folder) {
    char *text, *path = text_format("%s/counts.json", folder);
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) fail("out of memory");
    fputs("{\"programs\":[\n", out);
    for (size_t i = 0; i < counts->program_count; i++) {
        if (i) fputs(",\n", out);
        print_program(out, counts, &counts->programs[i]);
    }
    fputs("],\n\"sequences\":[", out);
    const char *comma = "";
    for (size_t i = 0; i < counts->sequence_count; i++) {
        const CountsSequence *sequence = &counts->sequences[i];
        if (sequence->share * RARE < 1) continue;
        fprintf(out, "%s\n {\"share\":%.6f,\"count\":%.0f,\"opcodes\":[", comma, sequence->share,
                sequence->count);
        for (const cJSON *at = sequence->row->child->next; at; at = at->next)
            fprintf(out, "%s\"%s\"", at->prev == sequence->row->child ? "" : ",", at->valuestring);
        fputs("]}", out);
        comma = ",";
    }
    fputs("]}\n", out);
    if (fclose(out)) fail("out of memory");
    file_write(path, text, size);
}

// --- the command line ---------------------------------------------------------------------------

static const char *next_field(char **text) {
    const char *field = strsep(text, ":");
    return field ? field : "";
}

static void read_words(Counts *counts, int count, char **words) {
    int last = 0;
    while (last < count && strcmp(words[last], "--") != 0) last++;
    counts->run_count = (size_t)last;
    counts->program_count = last < count ? (size_t)(count - last - 1) : 0;
    if (!counts->run_count || !counts->program_count) {
        fprintf(stderr,
                "usage: counts [--sequences] FOLDER CONFIG=PROBE... -- NAME:PATH:SIZE...\n");
        exit(EXIT_BAD_INPUT);
    }
    counts->programs = memory(counts->program_count * sizeof *counts->programs);
    for (size_t i = 0; i < counts->program_count; i++) {
        CountsProgram *program = &counts->programs[i];
        char *text = text_copy(words[last + 1 + (int)i]);
        program->name = next_field(&text);
        program->path = next_field(&text);
        program->size = next_field(&text);
        program->runs = memory(counts->run_count * sizeof *program->runs);
        for (size_t k = 0; k < counts->run_count; k++) {
            char *pair = text_copy(words[k]), *binary = strchr(pair, '=');
            if (!binary) fail("%s is not CONFIG=PROBE", pair);
            *binary = 0;
            program->runs[k] = (CountsRun){.config = pair, .binary = binary + 1};
        }
    }
}

// Builds of one program must execute the same.
static int complain(const Counts *counts) {
    int status = EXIT_SUCCESS;
    for (size_t i = 0; i < counts->program_count; i++) {
        const CountsProgram *program = &counts->programs[i];
        const char *first = NULL;
        for (size_t k = 0; k < counts->run_count; k++) {
            const CountsRun *run = &program->runs[k];
            const char *hash = run->json ? json_text(run->json, "execution_hash") : "";
            if (run->error)
                fprintf(stderr, "counts: %s by %s: %s\n", program->name, run->config, run->error);
            else if (first && strcmp(first, hash) != 0)
                fprintf(stderr, "counts: %s executes %s otherwise than %s\n", run->config,
                        program->name, program->runs[0].config);
            else
                first = hash;
            if (run->error || strcmp(first, hash) != 0) status = EXIT_ROW_FAILED;
        }
    }
    return status;
}

int main(int count, char **words) {
    bool sequences_only = count > 1 && !strcmp(words[1], "--sequences");
    words += sequences_only;
    count -= sequences_only;
    Counts counts = {0};
    read_words(&counts, count - 2, words + 2);
    Stage *stage = stage_open();
    for (size_t i = 0; i < counts.program_count; i++)
        counts.programs[i].path = stage_program(stage, counts.programs[i].path);
    run_all(&counts, stage_environment(stage));
    stage_close(stage);
    sum_sequences(&counts);
    int status = complain(&counts);
    Document *document = document_make("Counts by site");
    counts_tables(document, &counts, sequences_only);
    char *text = document_markdown(document), *path = text_format("%s/counts.md", words[1]);
    write_json(&counts, words[1]);
    file_write(path, text, strlen(text));
    fputs(text, stdout);
    if (fflush(stdout)) fail("cannot write to standard output: %s", strerror(errno));
    return status;
}
