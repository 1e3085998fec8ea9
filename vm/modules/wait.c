// Waiting for descriptors and for time to pass, with signal handlers running in between.
#define _GNU_SOURCE
#include "vm/modules/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>

#include "vm/module.h"

enum { NANOSECONDS = 1000000000 };

int64_t wait_end(double seconds) {
    if (seconds < 0 || seconds > 9e9) return WAIT_FOREVER;
    int64_t now = thread_clock();
    double length = ceil(seconds * NANOSECONDS);
    return length >= (double)(INT64_MAX - now) ? WAIT_FOREVER : now + (int64_t)length;
}

int wait_poll(Vm *vm, struct pollfd *polls, size_t count, int64_t end) {
    Wait wait = {.end = end, .polls = polls, .count = count};
    if (!thread_wait(vm, &wait)) return -1;
    int ready = poll(polls, count, 0);
    if (ready < 0) error_errno(vm, errno, VALUE_NULL);
    return ready;
}

int wait_descriptor(Vm *vm, int descriptor, short events, int64_t end) {
    struct pollfd poll = {.fd = descriptor, .events = events};
    return wait_poll(vm, &poll, 1, end);
}

bool wait_readable(Vm *vm, int descriptor) {
    if (!thread_count() || fcntl(descriptor, F_GETFL) & O_NONBLOCK) return true;
    return wait_descriptor(vm, descriptor, POLLIN, WAIT_FOREVER) >= 0;
}

bool wait_seconds(Vm *vm, Value timeout, const char *refusal, double *seconds) {
    *seconds = -1;
    if (!timeout || is_none(timeout)) return true;
    if (!is_any_int(timeout) && !is_any_float(timeout)) return error_type(vm, refusal), false;
    if (is_any_float(timeout))
        *seconds = float_plain(timeout);
    else if (!int_to_double(vm, timeout, seconds))
        return false;
    if (isnan(*seconds)) return error_value(vm, "Invalid value NaN (not a number)"), false;
    if (fabs(*seconds) < 9.2e9) return true;
    return error_overflow(vm, "timestamp too large to convert to C _PyTime_t"), false;
}

int wait_fileno(Vm *vm, Value value) {
    int descriptor;
    if (!is_any_int(value)) {
        Value name = str_intern_cstring(vm, "fileno");
        Value method = is_error(name) ? name : object_find_attribute(vm, value, str_of(name));
        if (is_error(method)) return -1;
        if (method == VALUE_END)
            return error_type(vm, "argument must be an int, or have a fileno() method."), -1;
        value = object_call_0(vm, method);
        if (is_error(value)) return -1;
        if (!is_any_int(value)) return error_type(vm, "fileno() returned a non-integer"), -1;
    }
    if (!argument_int(vm, value, &descriptor)) return -1;
    if (descriptor >= 0) return descriptor;
    error_value(vm, "file descriptor cannot be a negative integer (%d)", descriptor);
    return -1;
}
