// Runs valgrind's callgrind and reads its file: `ob=` names the object that the costs below belong
// to, `fn=` the function, a cost line is an address and a count. A line `calls=` is followed by one
// that holds what the callee spent, which stands with the callee already. The file has parts:
// callgrind begins a new one whenever code_run, which runs a program's or a module's code, begins
// or ends, and, where that is asked for, whenever a look at the clock ends.
#define _GNU_SOURCE
#include "bench/callgrind.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

bool callgrind_available(void) {
    return system("valgrind --version >/dev/null 2>&1") == 0;
}

static char *whole_path(const char *path) {
    char *whole = realpath(path, NULL);
    if (!whole) fail("cannot find %s: %s", path, strerror(errno));
    return whole;
}

// The environment holds next to nothing (stage.h), the directory is the program's own, and the
// program is named by its last part: what the run counts depends on no more than the two files.
pid_t run_start(const Run *run, const char *option, const char *file, const char *log) {
    char *words[20];
    size_t count = 0;
    char *binary = whole_path(run->binary),
         *program = whole_path(run->program ? run->program : "/");
    char *folder = text_copy(program), *name = text_copy(program);
    char *valgrind = file ? whole_path(command_line("command -v valgrind")) : NULL;
    if (file) {
        words[count++] = valgrind;
        words[count++] = (char *)"--quiet";
        words[count++] = (char *)"--tool=callgrind";
        words[count++] = (char *)"--dump-instr=yes";
        words[count++] = (char *)"--dump-line=no";
        words[count++] = (char *)"--compress-strings=no";
        words[count++] = (char *)"--compress-pos=no";
        words[count++] = (char *)"--combine-dumps=yes";
        words[count++] = (char *)"--dump-before=code_run";
        words[count++] = (char *)"--dump-after=code_run";
        if (run->timed) words[count++] = (char *)"--dump-after=clock_gettime";
        words[count++] = text_format("--callgrind-out-file=%s", file);
    }
    words[count++] = binary;
    if (option) {
        words[count++] = (char *)"-X";
        words[count++] = (char *)option;
    }
    if (run->program) words[count++] = basename(name);
    if (*run->size) words[count++] = (char *)run->size;
    words[count] = NULL;
    folder = dirname(folder);
    pid_t child = fork();
    if (child < 0) fail("cannot start a process: %s", strerror(errno));
    if (child) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL); // stopped with us
    int output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (output >= 0 && dup2(output, 2) == 2 && freopen("/dev/null", "r", stdin) &&
        freopen("/dev/null", "w", stdout) && chdir(folder) == 0)
        execve(words[0], words, run->environment);
    _exit(127);
}

bool run_wait(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// --- reading ----------------------------------------------------------------------------------

typedef struct Reader {
    Counts *counts;
    const char *binary;
    bool own;  // the object is the interpreter itself
    bool skip; // the next cost line is a callee's
    char *object, *function;
    size_t foreign; // index of object and function, or SIZE_MAX where not looked up yet
    // Of the part being read; they count when it is known to be the program's.
    AddressCount *items;
    size_t count;
    uint64_t *foreign_counts;
    size_t foreign_room;
    uint64_t total, sum;
    const char *ends_before, *ends_after; // the function that ended it by its begin or end, or ""
    int depth;                            // runs of code_run that have begun and not ended
    bool looked;                          // at the clock, once at least
    uint64_t passed;                      // since the first look
} Reader;

static int by_address(const void *left, const void *right) {
    const AddressCount *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

static size_t find_foreign(Reader *reader) {
    Counts *counts = reader->counts;
    for (size_t i = 0; i < counts->foreign_count; i++)
        if (strcmp(counts->foreign[i].object, reader->object) == 0 &&
            strcmp(counts->foreign[i].function, reader->function) == 0)
            return i;
    counts->foreign =
        memory_resize(counts->foreign, (counts->foreign_count + 1) * sizeof *counts->foreign);
    counts->foreign[counts->foreign_count] =
        (ForeignCount){text_copy(reader->object), text_copy(reader->function), 0};
    return counts->foreign_count++;
}

static void add_cost(Reader *reader, uint64_t address, uint64_t cost) {
    reader->sum += cost;
    if (reader->own) {
        if ((reader->count & (reader->count - 1)) == 0)
            reader->items = memory_resize(reader->items, (reader->count ? reader->count * 2 : 1) *
                                                             sizeof *reader->items);
        reader->items[reader->count++] = (AddressCount){address, cost};
        return;
    }
    if (reader->foreign == SIZE_MAX) reader->foreign = find_foreign(reader);
    while (reader->foreign >= reader->foreign_room) {
        reader->foreign_counts = memory_resize(
            reader->foreign_counts, (reader->foreign_room + 64) * sizeof *reader->foreign_counts);
        memset(reader->foreign_counts + reader->foreign_room, 0,
               64 * sizeof *reader->foreign_counts);
        reader->foreign_room += 64;
    }
    reader->foreign_counts[reader->foreign] += cost;
}

// What is known of time when the part ends.
static void end_time(Reader *reader) {
    static const char look[] = "clock_gettime";
    if (reader->looked) reader->passed += reader->total;
    if (strcmp(reader->ends_after, look) != 0) return;
    reader->counts->timed = reader->passed;
    reader->looked = true;
}

// Puts the part that ends here where it belongs.
static void end_part(Reader *reader) {
    Counts *counts = reader->counts;
    if (reader->depth > 0) {
        counts->items = memory_resize(counts->items,
                                      (counts->count + reader->count + 1) * sizeof *counts->items);
        if (reader->count)
            memcpy(counts->items + counts->count, reader->items,
                   reader->count * sizeof *reader->items);
        counts->count += reader->count;
        for (size_t i = 0; i < counts->foreign_count && i < reader->foreign_room; i++)
            counts->foreign[i].count += reader->foreign_counts[i];
        counts->total += reader->total;
    } else {
        counts->start_up += reader->total;
    }
    end_time(reader);
    reader->depth += strcmp(reader->ends_before, "code_run") == 0;
    reader->depth -= strcmp(reader->ends_after, "code_run") == 0;
    reader->count = 0;
    if (reader->foreign_room)
        memset(reader->foreign_counts, 0, reader->foreign_room * sizeof *reader->foreign_counts);
    reader->total = reader->sum = 0;
}

// Adds up what several parts say of one address.
static void merge(Counts *counts) {
    size_t kept = 0;
    if (counts->count) qsort(counts->items, counts->count, sizeof *counts->items, by_address);
    for (size_t i = 0; i < counts->count; i++) {
        if (kept && counts->items[kept - 1].address == counts->items[i].address)
            counts->items[kept - 1].count += counts->items[i].count;
        else
            counts->items[kept++] = counts->items[i];
    }
    counts->count = kept;
}

// Reads one line; false at a part whose costs are not its total.
static bool read_line(Reader *reader, char *line) {
    static const char before[] = "desc: Trigger: --dump-before=";
    static const char after[] = "desc: Trigger: --dump-after=";
    if (text_starts(line, "part:")) {
        reader->ends_before = reader->ends_after = "";
    } else if (text_starts(line, before)) {
        reader->ends_before = line + sizeof before - 1;
    } else if (text_starts(line, after)) {
        reader->ends_after = line + sizeof after - 1;
    } else if (text_starts(line, "ob=")) {
        reader->object = line + 3;
        reader->own = strcmp(line + 3, reader->binary) == 0;
        reader->foreign = SIZE_MAX;
    } else if (text_starts(line, "fn=")) {
        reader->function = line + 3;
        reader->foreign = SIZE_MAX;
    } else if (text_starts(line, "calls=")) {
        reader->skip = true;
    } else if (text_starts(line, "0x")) {
        char *rest;
        uint64_t address = strtoull(line, &rest, 16);
        if (!reader->skip) add_cost(reader, address, strtoull(rest, NULL, 10));
        reader->skip = false;
    } else if (text_starts(line, "totals:")) {
        reader->total = strtoull(line + strlen("totals:"), NULL, 10);
        if (reader->total != reader->sum) return false;
        end_part(reader);
    }
    return true;
}

bool counts_read(Counts *counts, const char *file, const char *binary) {
    char *whole = whole_path(binary), *text = file_read(file, NULL), *rest = text;
    Reader reader = {.counts = counts,
                     .binary = whole,
                     .object = (char *)"?",
                     .function = (char *)"?",
                     .ends_before = "",
                     .ends_after = "",
                     .foreign = SIZE_MAX};
    bool right = text != NULL;
    *counts = (Counts){0};
    // Names stay valid while the text does: strsep ends each line in place.
    while (right && rest) right = read_line(&reader, strsep(&rest, "\n"));
    merge(counts);
    free(reader.items);
    free(reader.foreign_counts);
    free(text);
    free(whole);
    return right && reader.depth == 0 && counts->total + counts->timed > 0;
}

void counts_free(Counts *counts) {
    for (size_t i = 0; i < counts->foreign_count; i++) {
        free(counts->foreign[i].object);
        free(counts->foreign[i].function);
    }
    free(counts->foreign);
    free(counts->items);
    *counts = (Counts){0};
}

uint64_t counts_at(const Counts *counts, uint64_t address) {
    size_t low = 0, high = counts->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (counts->items[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low < counts->count && counts->items[low].address == address ? counts->items[low].count
                                                                        : 0;
}
