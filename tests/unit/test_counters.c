// The counters of a process: what the kernel answers is read as it is meant; a group that cannot be
// had says why; and, by the kernel's own events, which need no hardware, a child and what it starts
// are counted and nobody else.
#define _GNU_SOURCE
#include "bench/counters.h"
#include "bench/process.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVENTS = 2 };
static const char *const names[EVENTS] = {"task-clock", "page-faults"};

static void test_answers(void **state) {
    (void)state;
    uint64_t words[] = {2, 1000, 250, 30, 7};
    CounterValues values = counters_take(words, 5, 2);
    assert_int_equal(values.count, 2);
    assert_int_equal(values.values[1], 7);
    assert_true(counter_value(&values, 0) == 120); // a quarter of the time: four times as much
    words[2] = 1000;
    values = counters_take(words, 5, 2);
    assert_true(counter_value(&values, 0) == 30);
    words[2] = 0; // it never had the counters
    assert_int_equal(counters_take(words, 5, 2).count, 0);
    words[2] = 1000;
    assert_int_equal(counters_take(words, 4, 2).count, 0); // cut short
    assert_int_equal(counters_take(words, 5, 3).count, 0); // another group's
    assert_int_equal(counters_take(words, 0, 2).count, 0);
}

static void test_reasons(void **state) {
    (void)state;
    Counters counters;
    const char *unknown[] = {"task-clock", "no-such-event"};
    char *reason = counters_open(&counters, unknown, 2);
    assert_non_null(reason);
    assert_non_null(strstr(reason, "perf_event_open of "));
    assert_int_equal(counters.count, 0);
    assert_int_equal(counters_read(&counters).count, 0);
    free(reason);
    const char *many[COUNTERS_MAX + 1] = {0};
    assert_non_null(reason = counters_open(&counters, many, COUNTERS_MAX + 1));
    free(reason);
}

// What process_run counts of a command of sh.
static CounterValues counted(const char *text) {
    char *command[] = {(char *)"/bin/sh", (char *)"-c", (char *)text, NULL},
         *environment[] = {NULL};
    Process *process = calloc(1, sizeof *process);
    process_count(names, EVENTS);
    assert_true(process_run(process, command, environment, sched_getcpu(), 60, 0));
    assert_null(process->error);
    CounterValues values = process->counters;
    assert_true(!values.count || values.values[0] < 1.01e9 * process->wall);
    free(process->stdout_text);
    free(process);
    return values;
}

static void test_processes(void **state) {
    (void)state;
    Counters counters;
    char *reason = counters_open(&counters, names, EVENTS);
    if (reason) {
        print_message("test_counters: not tried on processes: %s\n", reason);
        free(reason);
        skip();
    }
    counters_close(&counters);
    static const char work[] = "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done";
    CounterValues nothing = counted(":"), some = counted(work);
    assert_int_equal(nothing.count, EVENTS);
    assert_int_equal(some.count, EVENTS);
    assert_true(nothing.values[0] > 0 && nothing.values[1] > 0);
    assert_true(some.values[0] > 2 * nothing.values[0]);
    assert_true(some.running > 0 && some.enabled >= some.running);
    char *twice = text_format("(%s); /bin/sh -c '%s'", work, work);
    CounterValues both = counted(twice); // in processes that it starts
    assert_true(both.values[0] > some.values[0] + some.values[0] / 2);
    free(twice);
    process_count(NULL, 0);
}

int main(void) {
    process_set_up();
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_answers),
                                       cmocka_unit_test(test_reasons),
                                       cmocka_unit_test(test_processes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
