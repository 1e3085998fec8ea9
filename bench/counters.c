// perf_event_open: the group is the caller's own and stays off; its children inherit it, and execve
// turns it on there. So nobody waits for anybody, and the caller's own work is not counted.
#define _GNU_SOURCE
#include "bench/counters.h"

#include "bench/files.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *name;
    uint32_t type;
    uint64_t config;
} events[] = {
    {"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    {"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    {"branches", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS},
    {"branch-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    {"task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    {"page-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
};
enum { EVENT_COUNT = sizeof events / sizeof *events };

// What the kernel answers: how many events, the two times, a value of each.
enum { WORD_ENABLED = 1, WORD_RUNNING = 2, WORDS_BEFORE = 3 };

static int event_open(size_t event, int leader) {
    struct perf_event_attr asked = {.type = events[event].type,
                                    .size = sizeof asked,
                                    .config = events[event].config,
                                    .read_format = PERF_FORMAT_GROUP |
                                                   PERF_FORMAT_TOTAL_TIME_ENABLED |
                                                   PERF_FORMAT_TOTAL_TIME_RUNNING,
                                    .inherit = 1,
                                    .exclude_kernel = 1,
                                    .exclude_hv = 1};
    // The others of a group run when its leader does.
    asked.disabled = asked.enable_on_exec = leader < 0;
    return (int)syscall(SYS_perf_event_open, &asked, 0, -1, leader, PERF_FLAG_FD_CLOEXEC);
}

char *counters_open(Counters *counters, const char *const *names, size_t count) {
    *counters = (Counters){.count = 0};
    if (count > COUNTERS_MAX) return text_format("more than %d counters", COUNTERS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t event = 0;
        while (event < EVENT_COUNT && strcmp(events[event].name, names[i]) != 0) event++;
        int file = -1;
        errno = EINVAL;
        if (event < EVENT_COUNT) file = event_open(event, i ? counters->files[0] : -1);
        if (file < 0) {
            char *reason = text_format("perf_event_open of %s: %s", names[i], strerror(errno));
            counters_close(counters);
            return reason;
        }
        counters->files[counters->count++] = file;
    }
    return NULL;
}

CounterValues counters_take(const uint64_t *words, size_t word_count, size_t count) {
    CounterValues values = {.count = 0};
    if (count == 0 || count > COUNTERS_MAX || word_count != WORDS_BEFORE + count ||
        words[0] != count || words[WORD_RUNNING] == 0)
        return values;
    values.enabled = words[WORD_ENABLED];
    values.running = words[WORD_RUNNING];
    memcpy(values.values, words + WORDS_BEFORE, count * sizeof *words);
    values.count = count;
    return values;
}

CounterValues counters_read(const Counters *counters) {
    uint64_t words[WORDS_BEFORE + COUNTERS_MAX];
    if (!counters->count) return (CounterValues){.count = 0};
    ssize_t got = read(counters->files[0], words, sizeof words);
    return counters_take(words, got > 0 ? (size_t)got / sizeof *words : 0, counters->count);
}

void counters_close(Counters *counters) {
    while (counters->count) close(counters->files[--counters->count]);
}

double counter_value(const CounterValues *values, size_t place) {
    return (double)values->values[place] * ((double)values->enabled / (double)values->running);
}
