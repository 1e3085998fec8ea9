// posix: the process, its surroundings, and other processes.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/modules/wait.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- ids ----------------------------------------------------------------------------------------

#define ID_FUNCTION(name)                                                                          \
    NATIVE(posix_##name) {                                                                         \
        return make_int(vm, name());                                                               \
    }
ID_FUNCTION(getpid)
ID_FUNCTION(getppid)
ID_FUNCTION(getuid)
ID_FUNCTION(geteuid)
ID_FUNCTION(getgid)
ID_FUNCTION(getegid)
ID_FUNCTION(getpgrp)

NATIVE(posix_umask) {
    int mask;
    return posix_int(vm, args[0], &mask) ? make_int(vm, umask((mode_t)mask)) : VALUE_ERROR;
}
NATIVE(posix_getlogin) {
    const char *name = getlogin();
    return name ? path_decode(vm, name, false) : error_errno(vm, errno, VALUE_NULL);
}

// --- surroundings -------------------------------------------------------------------------------

// A name or value of the environment; NULL raised.
static const char *environment_text(Vm *vm, Value value) {
    Value plain = path_plain(vm, value);
    return is_error(plain) ? NULL : path_encode(vm, plain);
}
NATIVE(posix_putenv) {
    const char *name = environment_text(vm, args[0]);
    const char *value = name ? environment_text(vm, args[1]) : NULL;
    if (!value) return VALUE_ERROR;
    if (strchr(name, '=')) return error_value(vm, "illegal environment variable name");
    return posix_done(vm, setenv(name, value, 1) != 0, NULL);
}
NATIVE(posix_unsetenv) {
    const char *name = environment_text(vm, args[0]);
    return name ? posix_done(vm, unsetenv(name) != 0, NULL) : VALUE_ERROR;
}

extern char **environ;
static Value environment(Vm *vm) {
    Value dict = dict_make(vm, 0);
    for (char **at = environ; at && *at && !is_error(dict); at++) {
        const char *middle = strchr(*at, '=');
        if (!middle) continue;
        Value name = bytes_make(vm, *at, (size_t)(middle - *at));
        Value value = is_error(name) ? name : bytes_make(vm, middle + 1, strlen(middle + 1));
        if (is_error(value) || is_error(dict_set_default(vm, dict_of(dict), name, value)))
            return VALUE_ERROR;
    }
    return dict;
}

NATIVE(posix_urandom) {
    int64_t size;
    if (!object_index(vm, args[0], false, &size)) return VALUE_ERROR;
    if (size < 0) return error_value(vm, "negative argument not allowed");
    Value bytes = bytes_make(vm, NULL, (size_t)size);
    for (size_t done = 0; !is_error(bytes) && done < (size_t)size;) {
        ssize_t step = getrandom(bytes_of(bytes)->data + done, (size_t)size - done, 0);
        if (step < 0 && !posix_retry(vm, NULL)) return VALUE_ERROR;
        if (step > 0) done += (size_t)step;
    }
    return bytes;
}
NATIVE(posix_cpu_count) {
    long count_now = sysconf(_SC_NPROCESSORS_ONLN);
    return count_now < 1 ? VALUE_NONE : make_int(vm, count_now);
}
NATIVE(posix_getloadavg) {
    double loads[3];
    if (getloadavg(loads, 3) != 3)
        return error_raise(vm, error_types.OSError, "Load averages are unobtainable");
    Value parts[3];
    for (int i = 0; i < 3; i++)
        if (is_error(parts[i] = make_float(vm, loads[i]))) return VALUE_ERROR;
    return tuple_make(vm, parts, 3);
}
NATIVE(posix_sched_getaffinity) {
    int process;
    cpu_set_t set;
    if (!posix_int(vm, args[0], &process)) return VALUE_ERROR;
    if (sched_getaffinity(process, sizeof set, &set)) return error_errno(vm, errno, VALUE_NULL);
    Value list = list_make(vm, NULL, 0);
    for (int i = 0; i < CPU_SETSIZE && !is_error(list); i++)
        if (CPU_ISSET(i, &set) && !list_append(vm, list_of(list), make_int(vm, i)))
            return VALUE_ERROR;
    Value maker = dict_get_str(vm, vm->builtins, str_of(str_intern_cstring(vm, "set")));
    return is_error(list) ? list : object_call_1(vm, maker, list);
}
NATIVE(posix_strerror) {
    int number;
    return posix_int(vm, args[0], &number) ? str_from_cstring(vm, strerror(number)) : VALUE_ERROR;
}

static const char *const uname_fields[] = {"sysname", "nodename", "release",
                                           "version", "machine",  NULL};
static StructSequence uname_result = {
    .type = {.name = "posix.uname_result"}, .names = uname_fields, .visible = 5};
NATIVE(posix_uname) {
    struct utsname names_now;
    if (uname(&names_now)) return error_errno(vm, errno, VALUE_NULL);
    Value fields[] = {
        path_decode(vm, names_now.sysname, false), path_decode(vm, names_now.nodename, false),
        path_decode(vm, names_now.release, false), path_decode(vm, names_now.version, false),
        path_decode(vm, names_now.machine, false)};
    return struct_sequence_make(vm, &uname_result, fields);
}

static const char *const size_fields[] = {"columns", "lines", NULL};
static StructSequence terminal_size = {
    .type = {.name = "os.terminal_size"}, .names = size_fields, .visible = 2};
NATIVE(posix_get_terminal_size) {
    int descriptor = STDOUT_FILENO;
    struct winsize size;
    if (count && !posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    if (ioctl(descriptor, TIOCGWINSZ, &size)) return error_errno(vm, errno, VALUE_NULL);
    Value fields[] = {make_int(vm, size.ws_col), make_int(vm, size.ws_row)};
    return struct_sequence_make(vm, &terminal_size, fields);
}

static const char *const times_fields[] = {"user",    "system", "children_user", "children_system",
                                           "elapsed", NULL};
static StructSequence times_result = {
    .type = {.name = "posix.times_result"}, .names = times_fields, .visible = 5};
NATIVE(posix_times) {
    struct tms used;
    double ticks = (double)sysconf(_SC_CLK_TCK), elapsed = (double)times(&used);
    Value fields[] = {make_float(vm, (double)used.tms_utime / ticks),
                      make_float(vm, (double)used.tms_stime / ticks),
                      make_float(vm, (double)used.tms_cutime / ticks),
                      make_float(vm, (double)used.tms_cstime / ticks),
                      make_float(vm, elapsed / ticks)};
    return struct_sequence_make(vm, &times_result, fields);
}

// --- other processes ----------------------------------------------------------------------------

NATIVE(posix_system) {
    static const char *const parameters[] = {"command", NULL};
    Value command;
    if (!arguments_parse(vm, "system", parameters, 1, 0, args, count, names, &command))
        return VALUE_ERROR;
    Value plain = path_plain(vm, command);
    const char *text = is_error(plain) ? NULL : path_encode(vm, plain);
    return text ? make_int(vm, system(text)) : VALUE_ERROR;
}
NATIVE(posix_kill) {
    int process, number;
    if (!posix_int(vm, args[0], &process) || !posix_int(vm, args[1], &number)) return VALUE_ERROR;
    if (kill(process, number)) return error_errno(vm, errno, VALUE_NULL);
    return pending_run(vm) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(posix_fork) {
    pid_t process = fork();
    if (!process) thread_forked();
    return process < 0 ? error_errno(vm, errno, VALUE_NULL) : make_int(vm, process);
}
NATIVE(posix_exit) {
    static const char *const parameters[] = {"status", NULL};
    Value value;
    int status;
    if (!arguments_parse(vm, "_exit", parameters, 1, 0, args, count, names, &value) ||
        !posix_int(vm, value, &status))
        return VALUE_ERROR;
    _exit(status);
}
NATIVE(posix_abort) {
    abort();
}

static bool strings_add(Vm *vm, Strings *strings, const char *first, const char *second) {
    char **larger = realloc(strings->items, (strings->count + 2) * sizeof *larger);
    if (!larger) return error_memory(vm), false;
    strings->items = larger;
    strings->items[strings->count + 1] = NULL;
    size_t size = strlen(first) + (second ? strlen(second) + 2 : 1);
    char *text = strings->items[strings->count] = malloc(size);
    if (!text) return error_memory(vm), false;
    strcpy(text, first);
    if (second) strcat(strcat(text, "="), second);
    strings->count++;
    return true;
}
void strings_free(Strings *strings) {
    for (size_t i = 0; i < strings->count; i++) free(strings->items[i]);
    free(strings->items);
}

bool strings_add_path(Vm *vm, Value item, void *context) {
    Value plain = path_plain(vm, item);
    const char *text = is_error(plain) ? NULL : path_encode(vm, plain);
    return text && strings_add(vm, context, text, NULL);
}
static bool add_variable(Vm *vm, Value item, void *context) {
    Value pair = tuple_from(vm, item);
    if (is_error(pair)) return false;
    if (tuple_of(pair)->count != 2) return error_type(vm, "env.items() must be pairs"), false;
    const char *name = environment_text(vm, tuple_of(pair)->items[0]);
    const char *value = name ? environment_text(vm, tuple_of(pair)->items[1]) : NULL;
    return value && strings_add(vm, context, name, value);
}

static Value execute(Vm *vm, Value *args, size_t count, const char *name) {
    Path path;
    Strings arguments = {0}, variables = {0};
    if (!path_argument(vm, args[0], name, 0, &path)) return VALUE_ERROR;
    bool ready = object_each(vm, args[1], strings_add_path, &arguments);
    if (ready && !arguments.count)
        ready = (error_value(vm, "%s() arg 2 must not be empty", name), false);
    if (ready && count > 2) {
        Value items = io_call(vm, args[2], "items", NULL, 0);
        ready = !is_error(items) && object_each(vm, items, add_variable, &variables);
    }
    static char *none[] = {NULL};
    if (ready) {
        execve(path.name, arguments.items,
               count < 3         ? environ
               : variables.items ? variables.items
                                 : none);
        error_errno(vm, errno, VALUE_NULL);
    }
    strings_free(&arguments);
    strings_free(&variables);
    return VALUE_ERROR;
}
NATIVE(posix_execv) {
    return execute(vm, args, 2, "execv");
}
NATIVE(posix_execve) {
    return execute(vm, args, 3, "execve");
}

// Lets other threads run until the process has ended.
static bool await_process(Vm *vm, int process) {
    int descriptor = thread_count() && process > 0 ? (int)syscall(SYS_pidfd_open, process, 0) : -1;
    if (descriptor < 0) return true;
    int ready = wait_descriptor(vm, descriptor, POLLIN, WAIT_FOREVER);
    close(descriptor);
    return ready >= 0;
}
NATIVE(posix_waitpid) {
    int process, options, status = 0;
    if (!posix_int(vm, args[0], &process) || !posix_int(vm, args[1], &options)) return VALUE_ERROR;
    pid_t ended;
    if (!(options & WNOHANG) && !await_process(vm, process)) return VALUE_ERROR;
    while ((ended = waitpid(process, &status, options)) < 0)
        if (!posix_retry(vm, NULL)) return VALUE_ERROR;
    Value parts[] = {make_int(vm, ended), make_int(vm, status)};
    return is_error(parts[0]) || is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}
NATIVE(posix_wait) {
    Value call[] = {make_int(vm, -1), make_int(vm, 0)};
    return is_error(call[0]) ? call[0] : posix_waitpid(vm, call, 2, NULL);
}
NATIVE(posix_waitstatus_to_exitcode) {
    static const char *const parameters[] = {"status", NULL};
    Value value;
    int status;
    if (!arguments_parse(vm, "waitstatus_to_exitcode", parameters, 1, 0, args, count, names,
                         &value) ||
        !posix_int(vm, value, &status))
        return VALUE_ERROR;
    if (WIFEXITED(status)) return make_int(vm, WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return make_int(vm, -WTERMSIG(status));
    if (WIFSTOPPED(status))
        return error_value(vm, "process stopped by delivery of signal %d", WSTOPSIG(status));
    return error_value(vm, "invalid wait status: %d", status);
}
#define STATUS_FUNCTION(name, wrap)                                                                \
    NATIVE(posix_##name) {                                                                         \
        int status;                                                                                \
        return posix_int(vm, args[0], &status) ? wrap(name(status)) : VALUE_ERROR;                 \
    }
#define AS_INT(number) make_int(vm, number)
STATUS_FUNCTION(WIFEXITED, make_bool)
STATUS_FUNCTION(WIFSIGNALED, make_bool)
STATUS_FUNCTION(WIFSTOPPED, make_bool)
STATUS_FUNCTION(WEXITSTATUS, AS_INT)
STATUS_FUNCTION(WTERMSIG, AS_INT)
STATUS_FUNCTION(WSTOPSIG, AS_INT)

NATIVE(posix_nothing) { // register_at_fork: nothing here needs to be told
    return VALUE_NONE;
}

const NativeSpec posix_process_functions[] = {
    {"getpid", posix_getpid, 0, 0, 0},
    {"getppid", posix_getppid, 0, 0, 0},
    {"getuid", posix_getuid, 0, 0, 0},
    {"geteuid", posix_geteuid, 0, 0, 0},
    {"getgid", posix_getgid, 0, 0, 0},
    {"getegid", posix_getegid, 0, 0, 0},
    {"getpgrp", posix_getpgrp, 0, 0, 0},
    {"getlogin", posix_getlogin, 0, 0, 0},
    {"umask", posix_umask, 1, 1, 0},
    {"putenv", posix_putenv, 2, 2, 0},
    {"unsetenv", posix_unsetenv, 1, 1, 0},
    {"urandom", posix_urandom, 1, 1, 0},
    {"cpu_count", posix_cpu_count, 0, 0, 0},
    {"getloadavg", posix_getloadavg, 0, 0, 0},
    {"sched_getaffinity", posix_sched_getaffinity, 1, 1, 0},
    {"strerror", posix_strerror, 1, 1, 0},
    {"uname", posix_uname, 0, 0, 0},
    {"get_terminal_size", posix_get_terminal_size, 0, 1, 0},
    {"times", posix_times, 0, 0, 0},
    {"system", posix_system, 0, -1, NATIVE_KEYWORDS},
    {"kill", posix_kill, 2, 2, 0},
    {"fork", posix_fork, 0, 0, 0},
    {"_exit", posix_exit, 0, -1, NATIVE_KEYWORDS},
    {"abort", posix_abort, 0, 0, 0},
    {"execv", posix_execv, 2, 2, 0},
    {"execve", posix_execve, 3, 3, 0},
    {"wait", posix_wait, 0, 0, 0},
    {"waitpid", posix_waitpid, 2, 2, 0},
    {"waitstatus_to_exitcode", posix_waitstatus_to_exitcode, 0, -1, NATIVE_KEYWORDS},
    {"WIFEXITED", posix_WIFEXITED, 1, 1, 0},
    {"WIFSIGNALED", posix_WIFSIGNALED, 1, 1, 0},
    {"WIFSTOPPED", posix_WIFSTOPPED, 1, 1, 0},
    {"WEXITSTATUS", posix_WEXITSTATUS, 1, 1, 0},
    {"WTERMSIG", posix_WTERMSIG, 1, 1, 0},
    {"WSTOPSIG", posix_WSTOPSIG, 1, 1, 0},
    {"register_at_fork", posix_nothing, 0, -1, NATIVE_KEYWORDS},
    {0},
};

bool posix_process_init(Vm *vm, Module *module) {
    return struct_sequence_ready(vm, module, &uname_result) &&
           struct_sequence_ready(vm, module, &terminal_size) &&
           struct_sequence_ready(vm, module, &times_result) &&
           module_set(vm, module, "environ", environment(vm));
}
