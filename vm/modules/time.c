// The module time: clocks, sleep, and calendar time.
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "vm/load.h"
#include "vm/module.h"
#include "vm/modules/math.h"
#include "vm/runtime.h"
#include "vm/thread.h"
#include "vm/types/dict.h"
#include "vm/types/namespace.h"
#include "vm/types/struct_sequence.h"

#define FUNCTION(name) static Value name(Vm *vm, Value *args, size_t count, Tuple *names)
#define UNUSED         (void)args, (void)count, (void)names

#define SECOND 1000000000

static int64_t clock_now(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

#define CLOCK(name, clock)                                                                         \
    FUNCTION(name) {                                                                               \
        UNUSED;                                                                                    \
        return make_float(vm, (double)clock_now(clock) * 1e-9);                                    \
    }                                                                                              \
    FUNCTION(name##_ns) {                                                                          \
        UNUSED;                                                                                    \
        return make_int(vm, clock_now(clock));                                                     \
    }
CLOCK(time_time, CLOCK_REALTIME)
CLOCK(time_perf_counter, CLOCK_MONOTONIC)
CLOCK(time_monotonic, CLOCK_MONOTONIC)
CLOCK(time_process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(time_thread_time, CLOCK_THREAD_CPUTIME_ID)

FUNCTION(time_sleep) {
    UNUSED;
    double seconds;
    if (!is_any_int(args[0]) && !is_any_float(args[0]))
        return error_type(vm, "'%T' object cannot be interpreted as an integer", args[0]);
    if (!math_double(vm, args[0], &seconds)) return VALUE_ERROR;
    if (isnan(seconds)) return error_value(vm, "Invalid value NaN (not a number)");
    if (seconds < 0) return error_value(vm, "sleep length must be non-negative");
    if (seconds > 9e9) return error_overflow(vm, "timestamp too large to convert to C _PyTime_t");
    // Nobody sleeps for no time, but others may have a turn.
    if (!seconds) vm->pending |= PENDING_SWITCH;
    if (!seconds && !pending_run(vm)) return VALUE_ERROR;
    Wait wait = {.end = thread_clock() + (int64_t)(seconds * SECOND)};
    if (!thread_wait(vm, &wait)) return VALUE_ERROR;
    return VALUE_NONE;
}

// --- the clocks that the system numbers ---------------------------------------------------------

static Value raise_errno(Vm *vm) {
    return error_errno(vm, errno, VALUE_NULL);
}
static double seconds_of(const struct timespec *time) {
    return (double)time->tv_sec + (double)time->tv_nsec * 1e-9;
}

FUNCTION(time_clock_gettime) {
    UNUSED;
    int clock;
    struct timespec now;
    if (!argument_int(vm, args[0], &clock)) return VALUE_ERROR;
    return clock_gettime(clock, &now) ? raise_errno(vm) : make_float(vm, seconds_of(&now));
}
FUNCTION(time_clock_gettime_ns) {
    UNUSED;
    int clock;
    struct timespec now;
    if (!argument_int(vm, args[0], &clock)) return VALUE_ERROR;
    if (clock_gettime(clock, &now)) return raise_errno(vm);
    return make_int(vm, (int64_t)now.tv_sec * SECOND + now.tv_nsec);
}
FUNCTION(time_clock_getres) {
    UNUSED;
    int clock;
    struct timespec step;
    if (!argument_int(vm, args[0], &clock)) return VALUE_ERROR;
    return clock_getres(clock, &step) ? raise_errno(vm) : make_float(vm, seconds_of(&step));
}

static const struct {
    const char *name, *implementation;
    clockid_t clock;
    bool monotonic, adjustable;
} clocks[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true,
     false},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false},
};

FUNCTION(time_get_clock_info) {
    UNUSED;
    static const char *const keys[] = {"implementation", "monotonic", "adjustable", "resolution"};
    if (!is_str_like(args[0]))
        return error_type(vm, "get_clock_info() argument 1 must be str, not %A", args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        struct timespec step;
        if (!str_equal_cstring(str_of(args[0]), clocks[i].name)) continue;
        clock_getres(clocks[i].clock, &step);
        Value values[] = {str_from_cstring(vm, clocks[i].implementation),
                          make_bool(clocks[i].monotonic), make_bool(clocks[i].adjustable),
                          make_float(vm, seconds_of(&step))};
        Value dict = dict_make(vm, 4);
        for (int k = 0; k < 4 && !is_error(dict); k++) {
            Value key = str_intern_cstring(vm, keys[k]);
            if (is_error(key) || is_error(values[k]) ||
                !dict_set_str(vm, dict_of(dict), str_of(key), values[k]))
                return VALUE_ERROR;
        }
        return is_error(dict) ? dict : simple_namespace_make(vm, dict_of(dict));
    }
    return error_value(vm, "unknown clock");
}

// --- calendar -----------------------------------------------------------------------------------

static const char *const struct_time_fields[] = {"tm_year",  "tm_mon",  "tm_mday",   "tm_hour",
                                                 "tm_min",   "tm_sec",  "tm_wday",   "tm_yday",
                                                 "tm_isdst", "tm_zone", "tm_gmtoff", NULL};
static StructSequence struct_time = {
    .type = {.name = "time.struct_time"}, .names = struct_time_fields, .visible = 9};

static Value calendar(Vm *vm, const struct tm *parts) {
    int numbers[] = {parts->tm_year + 1900,    parts->tm_mon + 1,  parts->tm_mday,
                     parts->tm_hour,           parts->tm_min,      parts->tm_sec,
                     (parts->tm_wday + 6) % 7, parts->tm_yday + 1, parts->tm_isdst};
    Value items[11];
    for (int index = 0; index < 9; index++)
        if (is_error(items[index] = make_int(vm, numbers[index]))) return VALUE_ERROR;
    items[9] = str_from_cstring(vm, parts->tm_zone);
    items[10] = make_int(vm, parts->tm_gmtoff);
    return struct_sequence_make(vm, &struct_time, items);
}

// None: now.
static bool read_seconds(Vm *vm, Value value, double *seconds) {
    *seconds = (double)time(NULL);
    if (is_none(value)) return true;
    if (is_any_float(value)) return *seconds = float_plain(value), true;
    Value whole = object_to_index(vm, value);
    return !is_error(whole) && int_to_double(vm, whole, seconds);
}

static Value broken_down(Vm *vm, Value *args, size_t count,
                         struct tm *(*split)(const time_t *, struct tm *)) {
    double seconds;
    if (!read_seconds(vm, count ? args[0] : VALUE_NONE, &seconds)) return VALUE_ERROR;
    seconds = floor(seconds);
    struct tm parts;
    if (!(fabs(seconds) < 1e17))
        return error_overflow(vm, "timestamp out of range for platform time_t");
    time_t moment = (time_t)seconds;
    if (!split(&moment, &parts)) return error_errno(vm, errno, VALUE_NULL);
    return calendar(vm, &parts);
}

FUNCTION(time_localtime) {
    (void)names;
    return broken_down(vm, args, count, localtime_r);
}
FUNCTION(time_gmtime) {
    (void)names;
    return broken_down(vm, args, count, gmtime_r);
}

static bool read_calendar(Vm *vm, const char *function, Value value, struct tm *parts) {
    if (!is_tuple_like(value)) {
        error_type(vm, "Tuple or struct_time argument required");
        return false;
    }
    if (tuple_of(value)->count != 9) {
        error_type(vm, "%s(): illegal time tuple argument", function);
        return false;
    }
    int numbers[9];
    for (int index = 0; index < 9; index++) {
        int64_t number;
        if (!object_index(vm, tuple_of(value)->items[index], true, &number)) return false;
        if (number < -2000000000 || number > 2000000000) {
            error_overflow(vm, "signed integer is greater than maximum");
            return false;
        }
        numbers[index] = (int)number;
    }
    *parts = (struct tm){.tm_year = numbers[0] - 1900,
                         .tm_mon = numbers[1] - 1,
                         .tm_mday = numbers[2],
                         .tm_hour = numbers[3],
                         .tm_min = numbers[4],
                         .tm_sec = numbers[5],
                         .tm_wday = (numbers[6] + 1) % 7,
                         .tm_yday = numbers[7] - 1,
                         .tm_isdst = numbers[8]};
    static const struct {
        int place, least, most;
        const char *name;
    } limits[] = {{1, 0, 12, "month"},  {2, 0, 31, "day of month"}, {3, 0, 23, "hour"},
                  {4, 0, 59, "minute"}, {5, 0, 61, "seconds"},      {7, 0, 366, "day of year"}};
    for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
        int number = numbers[limits[index].place];
        if (number < limits[index].least || number > limits[index].most) {
            error_value(vm, "%s out of range", limits[index].name);
            return false;
        }
    }
    if (parts->tm_mon < 0) parts->tm_mon = 0;
    if (parts->tm_mday < 1) parts->tm_mday = 1;
    if (parts->tm_yday < 0) parts->tm_yday = 0;
    if (parts->tm_wday < 0) parts->tm_wday += 7;
    return true;
}

FUNCTION(time_mktime) {
    UNUSED;
    struct tm parts;
    if (!read_calendar(vm, "mktime", args[0], &parts)) return VALUE_ERROR;
    return make_float(vm, (double)mktime(&parts));
}

FUNCTION(time_strftime) {
    UNUSED;
    struct tm parts;
    if (!is_str_like(args[0]))
        return error_type(vm, "strftime() argument 1 must be str, not %A", args[0]);
    if (count > 1) {
        if (!read_calendar(vm, "strftime", args[1], &parts)) return VALUE_ERROR;
    } else {
        time_t now = time(NULL);
        localtime_r(&now, &parts);
    }
    size_t size;
    const char *format = str_utf8(vm, str_of(args[0]), &size);
    if (!format) return VALUE_ERROR;
    if (!size) return vm->empty_str;
    for (size_t room = 256 + size; room <= 256 * (size + 1); room *= 2) {
        char *text = gc_alloc_raw(vm, room);
        if (!text) return VALUE_ERROR;
        size_t written = strftime(text, room, format, &parts);
        if (written) return str_from_utf8(vm, text, written);
    }
    return vm->empty_str;
}

static Value as_text(Vm *vm, const struct tm *parts) {
    char text[64];
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int size = snprintf(text, sizeof text, "%.3s %.3s %2d %02d:%02d:%02d %d",
                        days + parts->tm_wday * 3, months + parts->tm_mon * 3, parts->tm_mday,
                        parts->tm_hour, parts->tm_min, parts->tm_sec, parts->tm_year + 1900);
    return str_from_latin1(vm, text, (size_t)size);
}

FUNCTION(time_asctime) {
    UNUSED;
    struct tm parts;
    time_t now = time(NULL);
    if (!count)
        localtime_r(&now, &parts);
    else if (!read_calendar(vm, "asctime", args[0], &parts))
        return VALUE_ERROR;
    return as_text(vm, &parts);
}

FUNCTION(time_ctime) {
    UNUSED;
    struct tm parts;
    double seconds;
    if (!read_seconds(vm, count ? args[0] : VALUE_NONE, &seconds)) return VALUE_ERROR;
    if (!(fabs(seconds) < 1e17))
        return error_overflow(vm, "timestamp out of range for platform time_t");
    time_t moment = (time_t)floor(seconds);
    if (!localtime_r(&moment, &parts)) return error_errno(vm, errno, VALUE_NULL);
    return as_text(vm, &parts);
}

FUNCTION(time_strptime) {
    (void)names;
    Value name = str_intern_cstring(vm, "_strptime");
    Value module = is_error(name) ? name : import_module(vm, str_of(name));
    if (is_error(module)) return module;
    name = str_intern_cstring(vm, "_strptime_time");
    Value function = is_error(name) ? name : object_get_attribute(vm, module, str_of(name));
    return is_error(function) ? function : object_call(vm, function, args, count, NULL);
}

// --- the zone -----------------------------------------------------------------------------------

// The offsets of winter and summer in the year that runs.
static bool set_zone(Vm *vm, Module *module) {
    time_t now = time(NULL);
    struct tm parts, winter = {.tm_isdst = -1, .tm_mday = 1}, summer;
    localtime_r(&now, &parts);
    winter.tm_year = parts.tm_year;
    summer = winter;
    summer.tm_mon = 6;
    mktime(&winter);
    mktime(&summer);
    bool north = winter.tm_gmtoff <= summer.tm_gmtoff;
    const struct tm *standard = north ? &winter : &summer, *saving = north ? &summer : &winter;
    Value both =
        TUPLE(vm, str_from_cstring(vm, standard->tm_zone), str_from_cstring(vm, saving->tm_zone));
    return module_set_int(vm, module, "timezone", -standard->tm_gmtoff) &&
           module_set_int(vm, module, "altzone", -saving->tm_gmtoff) &&
           module_set_int(vm, module, "daylight", winter.tm_gmtoff != summer.tm_gmtoff) &&
           module_set(vm, module, "tzname", both);
}

// Reads TZ again, for localtime() and for what the module says.
FUNCTION(time_tzset) {
    UNUSED;
    Value name = str_intern_cstring(vm, "time");
    Value module = is_error(name) ? name : import_module(vm, str_of(name));
    if (is_error(module)) return module;
    tzset();
    return set_zone(vm, (Module *)object_of(module)) ? VALUE_NONE : VALUE_ERROR;
}

static const NativeSpec functions[] = {
    {"time", time_time, 0, 0, 0},
    {"time_ns", time_time_ns, 0, 0, 0},
    {"perf_counter", time_perf_counter, 0, 0, 0},
    {"perf_counter_ns", time_perf_counter_ns, 0, 0, 0},
    {"monotonic", time_monotonic, 0, 0, 0},
    {"monotonic_ns", time_monotonic_ns, 0, 0, 0},
    {"process_time", time_process_time, 0, 0, 0},
    {"process_time_ns", time_process_time_ns, 0, 0, 0},
    {"thread_time", time_thread_time, 0, 0, 0},
    {"thread_time_ns", time_thread_time_ns, 0, 0, 0},
    {"sleep", time_sleep, 1, 1, 0},
    {"localtime", time_localtime, 0, 1, 0},
    {"gmtime", time_gmtime, 0, 1, 0},
    {"mktime", time_mktime, 1, 1, 0},
    {"strftime", time_strftime, 1, 2, 0},
    {"asctime", time_asctime, 0, 1, 0},
    {"ctime", time_ctime, 0, 1, 0},
    {"strptime", time_strptime, 1, 2, 0},
    {"tzset", time_tzset, 0, 0, 0},
    {"clock_gettime", time_clock_gettime, 1, 1, 0},
    {"clock_gettime_ns", time_clock_gettime_ns, 1, 1, 0},
    {"clock_getres", time_clock_getres, 1, 1, NATIVE_PARSED},
    {"get_clock_info", time_get_clock_info, 1, 1, NATIVE_PARSED},
    {0},
};

bool module_time_make(Vm *vm, Module *module);
bool module_time_make(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        int number;
    } numbers[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME},
        {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
        {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
        {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
        {"CLOCK_TAI", CLOCK_TAI},
        {"_STRUCT_TM_ITEMS", sizeof struct_time_fields / sizeof *struct_time_fields - 1}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    tzset();
    return struct_sequence_ready(vm, module, &struct_time) &&
           module_add_functions(vm, module, functions) && set_zone(vm, module);
}
