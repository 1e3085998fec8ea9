// Writes what the probe counted: as JSON, everything by site; as lines `key : value`, the sums,
// under the names that scripts for CPython's --enable-pystats read. Zeros are left out of both.
#include "vm/probe_counts.h"

#if PROBE
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/run.h"

// --- files, whole or not at all -----------------------------------------------------------------

static bool complain(const char *path) {
    fprintf(stderr, "sevenstep: cannot write the counts to '%s': %s\n", path, strerror(errno));
    return false;
}

// What is no file, /dev/stdout say, is written as it is.
static bool is_special(const char *path) {
    struct stat status;
    return !lstat(path, &status) && !S_ISREG(status.st_mode);
}

static FILE *open_beside(const char *path, char name[PATH_MAX]) {
    int size = is_special(path) ? snprintf(name, PATH_MAX, "%s", path)
                                : snprintf(name, PATH_MAX, "%s.%ld.new", path, (long)getpid());
    if (size >= PATH_MAX) return errno = ENAMETOOLONG, NULL;
    return fopen(name, "w");
}

bool probe_file_possible(const char *path) {
    char name[PATH_MAX];
    FILE *file = open_beside(path, name);
    if (!file) return complain(path);
    fclose(file);
    if (!is_special(path)) unlink(name);
    return true;
}

static bool close_file(FILE *file, const char *name, const char *path) {
    bool failed = fflush(file) || ferror(file);
    int reason = errno;
    if (fclose(file) && !failed) failed = true, reason = errno;
    bool special = is_special(path);
    if (!failed && (special || !rename(name, path))) return true;
    if (!failed) reason = errno;
    if (!special) unlink(name);
    errno = reason;
    return complain(path);
}

// --- JSON ---------------------------------------------------------------------------------------

static FILE *out;
static bool first; // of a list or an object

static void separate(void) {
    if (!first) putc(',', out);
    first = false;
}

static void open_list(const char *brackets) {
    putc(*brackets, out);
    first = true;
}

static void close_list(char bracket) {
    putc(bracket, out);
    first = false;
}

static void write_text(const char *text, size_t size) {
    putc('"', out);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\')
            fprintf(out, "\\%c", byte);
        else if (byte < 0x20)
            fprintf(out, "\\u%04x", byte);
        else
            putc(byte, out);
    }
    putc('"', out);
}

static void write_key(const char *key) {
    separate();
    write_text(key, strlen(key));
    putc(':', out);
}

static void write_count(const char *key, uint64_t count) {
    if (!count) return;
    write_key(key);
    fprintf(out, "%" PRIu64, count);
}

static void write_counts(const char *key, const uint64_t *counts, const char *const *names,
                         size_t length) {
    uint64_t any = 0;
    for (size_t i = 0; i < length; i++) any |= counts[i];
    if (!any) return;
    write_key(key);
    open_list("{");
    for (size_t i = 0; i < length; i++) write_count(names[i], counts[i]);
    close_list('}');
}

static const char *const number_names[] = {
#define X(name, text) text,
    COUNTED_NUMBERS(X)
#undef X
};
static const char *const check_names[] = {
#define X(name, text) text,
    COUNTED_CHECKS(X)
#undef X
};
static const char *const call_names[] = {
#define X(name, text) text,
    COUNTED_CALLS(X)
#undef X
};

static void write_checks(const uint64_t checks[CHECK_KINDS][2]) {
    uint64_t any = 0;
    for (int i = 0; i < CHECK_KINDS; i++) any |= checks[i][0] | checks[i][1];
    if (!any) return;
    write_key("checks");
    open_list("{");
    for (int i = 0; i < CHECK_KINDS; i++) {
        if (!checks[i][0] && !checks[i][1]) continue;
        write_key(check_names[i]);
        open_list("{");
        write_count("yes", checks[i][1]);
        write_count("no", checks[i][0]);
        close_list('}');
    }
    close_list('}');
}

// What an instruction did, or all of them.
static void write_site(const SiteCounts *site) {
    write_count("hits", site->hits);
    write_count("misses", site->misses);
    write_counts("made", site->made, number_names, NUMBER_KINDS);
    write_counts("avoided", site->avoided, number_names, NUMBER_KINDS);
    write_counts("made_in_c", site->made_in_c, number_names, NUMBER_KINDS);
    write_counts("reboxed", site->reboxed, number_names, NUMBER_KINDS);
    write_counts("opened_soon", site->opened_soon, number_names, NUMBER_KINDS);
    write_counts("unboxed", site->unboxed, number_names, NUMBER_KINDS);
    write_checks(site->checks);
    write_count("allocations", site->allocations);
    write_count("bytes", site->bytes);
    write_count("collections", site->collections);
    write_counts("calls", site->calls, call_names, CALL_KINDS);
}

// A file below the working directory is named from there, so that no line depends on where that is.
static void write_file_name(Text name) {
    char folder[PATH_MAX];
    size_t size = getcwd(folder, sizeof folder - 1) ? strlen(strcat(folder, "/")) : 0;
    bool below = size && name.size > size && !memcmp(name.data, folder, size);
    write_text(name.data + (below ? size : 0), name.size - (below ? size : 0));
}

static bool any_count(const SiteCounts *site) {
    const uint64_t *counts = (const uint64_t *)site;
    for (size_t i = 0; i < offsetof(SiteCounts, opcode) / sizeof *counts; i++)
        if (counts[i]) return true;
    return false;
}

static void write_codes(void) {
    write_key("code");
    open_list("[");
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next) {
        const Code *code = counts->code;
        separate();
        fputs("\n{\"name\":", out);
        write_text(code->qualname.data, code->qualname.size);
        fputs(",\"file\":", out);
        write_file_name(code->filename);
        fprintf(out, ",\"line\":%u,\"sites\":[", code->first_line);
        first = true;
        for (uint32_t i = 0; i < code->unit_count; i++) {
            const SiteCounts *site = &counts->sites[i];
            if (!any_count(site)) continue;
            const Position *position = code_position(code, i);
            separate();
            fprintf(out, "\n {\"offset\":%u,\"line\":%u,\"opcode\":\"%s\"", i,
                    position ? position->line : 0, probe_opcode_names[site->opcode]);
            write_count("executed", probe_executions(site));
            write_site(site);
            putc('}', out);
        }
        fputs("]}", out);
        first = false;
    }
    close_list(']');
}

// --- sequences of opcodes -----------------------------------------------------------------------

typedef struct {
    uint64_t opcodes; // a byte each, the last lowest
    uint64_t count;
    int length;
} Sequence;

static int by_opcodes(const void *left, const void *right) {
    const Sequence *a = left, *b = right;
    if (a->length != b->length) return a->length - b->length;
    return a->opcodes < b->opcodes ? -1 : a->opcodes > b->opcodes;
}

static int by_length_and_count(const void *left, const void *right) {
    const Sequence *a = left, *b = right;
    if (a->length != b->length) return a->length - b->length;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return by_opcodes(left, right);
}

// A run that ends at a site has the units before it in the text, and the site knows how often it
// was the r-th of one.
static size_t collect_code(const CodeCounts *counts, Sequence *sequences) {
    size_t count = 0;
    uint32_t before[RUN_MOST - 1], known = 0; // offsets of the last units, the latest first
    for (uint32_t at = 0; at < counts->code->unit_count;) {
        const SiteCounts *site = &counts->sites[at];
        unsigned opcode = unit_opcode(counts->code->units[at]);
        uint64_t opcodes = opcode, times = probe_executions(site);
        for (uint32_t length = 2; length <= RUN_MOST && length - 2 < known; length++) {
            times -= site->runs[length - 2];
            if (!times) break;
            uint64_t earlier = unit_opcode(counts->code->units[before[length - 2]]);
            opcodes |= earlier << 8 * (length - 1);
            sequences[count++] = (Sequence){opcodes, times, (int)length};
        }
        memmove(before + 1, before, sizeof before - sizeof *before);
        before[0] = at;
        known += known < RUN_MOST - 1;
        at += 1 + probe_cache_units[opcode];
    }
    return count;
}

static void write_sequences(void) {
    size_t room = 1, count = 0, kept = 0;
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        room += (size_t)counts->code->unit_count * (RUN_MOST - 1);
    Sequence *sequences = malloc(room * sizeof *sequences);
    if (!sequences) {
        fprintf(stderr, "sevenstep: no memory to sum up sequences of opcodes in\n");
        exit(1);
    }
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        count += collect_code(counts, sequences + count);
    qsort(sequences, count, sizeof *sequences, by_opcodes);
    for (size_t i = 0; i < count; i++) {
        if (kept && !by_opcodes(&sequences[kept - 1], &sequences[i]))
            sequences[kept - 1].count += sequences[i].count;
        else
            sequences[kept++] = sequences[i];
    }
    qsort(sequences, kept, sizeof *sequences, by_length_and_count);
    write_key("sequences");
    open_list("[");
    for (size_t i = 0; i < kept; i++) {
        separate();
        fprintf(out, "\n[%" PRIu64, sequences[i].count);
        for (int k = sequences[i].length - 1; k >= 0; k--)
            fprintf(out, ",\"%s\"", probe_opcode_names[sequences[i].opcodes >> 8 * k & 0xff]);
        putc(']', out);
    }
    close_list(']');
    free(sequences);
}

// --- sums ---------------------------------------------------------------------------------------

static void write_opcodes(void) {
    write_key("opcodes");
    open_list("{");
    for (unsigned i = 0; i < OPCODE_COUNT; i++)
        write_count(probe_opcode_names[i], probe_counts.opcodes[i]);
    close_list('}');
    write_key("pairs");
    open_list("[");
    for (unsigned i = 0; i < OPCODE_COUNT; i++)
        for (unsigned k = 0; k < OPCODE_COUNT; k++) {
            if (!probe_counts.pairs[i][k]) continue;
            separate();
            fprintf(out, "\n[%" PRIu64 ",\"%s\",\"%s\"]", probe_counts.pairs[i][k],
                    probe_opcode_names[i], probe_opcode_names[k]);
        }
    close_list(']');
}

static void write_sizes(void) {
    static const char *const kinds[CELL_KINDS] = {"objects", "values", "bytes"};
    write_key("sizes");
    open_list("{");
    for (int kind = 0; kind < CELL_KINDS; kind++) {
        write_key(kinds[kind]);
        open_list("[");
        for (size_t i = 0; i < SIZE_CLASSES; i++) {
            if (!probe_counts.sizes[kind][i]) continue;
            separate();
            fprintf(out, "[%zu,%" PRIu64 "]", probe_size_of_class(i), probe_counts.sizes[kind][i]);
        }
        close_list(']');
    }
    close_list('}');
}

// [steps at most, boxes]; the last class is of all that waited longer.
static void write_distances(void) {
    write_key("opened_within");
    open_list("{");
    for (int kind = 0; kind < NUMBER_BIG_INT; kind++) {
        write_key(number_names[kind]);
        open_list("[");
        for (unsigned i = 0; i < DISTANCE_CLASSES; i++) {
            if (!probe_counts.distances[kind][i]) continue;
            separate();
            if (i == DISTANCE_CLASSES - 1)
                fputs("[null", out);
            else
                fprintf(out, "[%u", i ? (1u << i) - 1 : 0);
            fprintf(out, ",%" PRIu64 "]", probe_counts.distances[kind][i]);
        }
        close_list(']');
    }
    close_list('}');
}

static void write_outside(const char *key, const SiteCounts *site) {
    write_key(key);
    open_list("{");
    write_site(site);
    close_list('}');
}

bool probe_write_json(Vm *vm, const char *path) {
    char name[PATH_MAX];
    out = open_beside(path, name);
    if (!out) return complain(path);
    SiteCounts total = probe_total();
    open_list("{");
    write_key("config");
    write_text(run_config, strlen(run_config));
    write_count("executed", probe_counts.executed);
    write_key("execution_hash");
    fprintf(out, "\"%016" PRIx64 "\"", probe_counts.hash);
    write_count("distinct_instructions", probe_distinct());
    write_count("bytes_allocated", gc_bytes_allocated(vm));
    write_key("soon");
    fprintf(out, "%d", SOON);
    write_outside("total", &total);
    write_outside("outside", &probe_counts.outside);
    write_outside("collector", &probe_counts.collector);
    write_outside("again", &probe_again);
    write_opcodes();
    write_sizes();
    write_distances();
    write_sequences();
    write_codes();
    close_list('}');
    putc('\n', out);
    return close_file(out, name, path);
}

// --- lines --------------------------------------------------------------------------------------

static void line(const char *key, uint64_t count) {
    fprintf(out, "%s : %" PRIu64 "\n", key, count);
}

static void text_opcodes(void) {
    SiteCounts sums[OPCODE_COUNT] = {0};
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        for (uint32_t i = 0; i < counts->code->unit_count; i++) {
            const SiteCounts *site = &counts->sites[i];
            sums[site->opcode].hits += site->hits;
            sums[site->opcode].misses += site->misses;
        }
    for (unsigned i = 0; i < OPCODE_COUNT; i++) {
        const char *name = probe_opcode_names[i];
        if (!probe_counts.opcodes[i]) continue;
        if (sums[i].hits || sums[i].misses)
            fprintf(out,
                    "opcode[%s].specializable : 1\nopcode[%s].specialization.hit : %" PRIu64
                    "\nopcode[%s].specialization.miss : %" PRIu64 "\n",
                    name, name, sums[i].hits, name, sums[i].misses);
        fprintf(out, "opcode[%s].execution_count : %" PRIu64 "\n", name, probe_counts.opcodes[i]);
        for (unsigned k = 0; k < OPCODE_COUNT; k++)
            if (probe_counts.pairs[i][k])
                fprintf(out, "opcode[%s].pair_count[%s] : %" PRIu64 "\n", name,
                        probe_opcode_names[k], probe_counts.pairs[i][k]);
    }
}

static uint64_t count_sizes(size_t above, size_t up_to) {
    uint64_t count = 0;
    for (int kind = 0; kind < CELL_KINDS; kind++)
        for (size_t i = 0; i < SIZE_CLASSES; i++)
            if (probe_size_of_class(i) > above && probe_size_of_class(i) <= up_to)
                count += probe_counts.sizes[kind][i];
    return count;
}

static void text_numbers(const char *what, const uint64_t counts[NUMBER_KINDS]) {
    for (int kind = 0; kind < NUMBER_KINDS; kind++)
        fprintf(out, "sevenstep %s %s : %" PRIu64 "\n", what, number_names[kind], counts[kind]);
}

// Calls entered from C are those that CPython makes through PyEval_EvalFrame.
bool probe_write_text(const char *path) {
    char name[PATH_MAX];
    out = open_beside(path, name);
    if (!out) return complain(path);
    SiteCounts total = probe_total();
    const uint64_t *calls = total.calls;
    text_opcodes();
    line("Calls to PyEval_EvalDefault", calls[CALL_ENTRY]);
    line("Calls to Python functions inlined",
         calls[CALL_PYTHON] + calls[CALL_GENERATOR] - calls[CALL_ENTRY]);
    line("Frames pushed", calls[CALL_PYTHON]);
    line("Object allocations from freelist", 0);
    line("Object allocations", total.allocations);
    line("Object allocations to 512 bytes", count_sizes(0, 512));
    line("Object allocations to 4 kbytes", count_sizes(512, 4096));
    line("Object allocations over 4 kbytes", count_sizes(4096, SIZE_MAX));
    line("sevenstep collections", total.collections);
    text_numbers("boxes made", total.made);
    text_numbers("boxes avoided", total.avoided);
    text_numbers("boxes opened soon", total.opened_soon);
    text_numbers("boxes made again at the border to C", total.reboxed);
    text_numbers("unboxings", total.unboxed);
    line("sevenstep calls of C functions", calls[CALL_C]);
    line("sevenstep calls of classes", calls[CALL_CLASS]);
    line("sevenstep generators resumed", calls[CALL_GENERATOR]);
    for (int kind = 0; kind < CHECK_KINDS; kind++)
        fprintf(out,
                "sevenstep checks %s yes : %" PRIu64 "\nsevenstep checks %s no : %" PRIu64 "\n",
                check_names[kind], total.checks[kind][1], check_names[kind], total.checks[kind][0]);
    return close_file(out, name, path);
}
#endif
