// The module _posixsubprocess: fork and exec in one step. The child calls only what is safe after
// a fork, but for a preexec_fn; what goes wrong there it writes to a pipe, as subprocess reads it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/path.h"
#include "vm/modules/posix.h"
#include "vm/thread.h"
#include "vm/types/bytes.h"

extern char **environ;

// What the parent has made ready for its child. Descriptors are -1 where there is none.
typedef struct {
    Strings arguments, programs, variables;
    bool has_variables;
    const char *folder; // or NULL
    int *kept;          // the descriptors not to be closed, ascending
    size_t kept_count;
    bool closes, restores, new_session;
    int input_read, input_write, output_read, output_write, error_read, error_write;
    int report_read, report_write;
    int group, mask; // -1: as they are
    bool sets_group, sets_groups, sets_user;
    gid_t group_id;
    uid_t user_id;
    gid_t *groups;
    size_t group_count;
    Value before; // preexec_fn, or None
} Plan;

// --- in the child -------------------------------------------------------------------------------

static bool keep_open(int descriptor) {
    int flags = fcntl(descriptor, F_GETFD);
    return flags >= 0 && !fcntl(descriptor, F_SETFD, flags & ~FD_CLOEXEC);
}

// Makes `descriptor` the standard stream `number`.
static bool become(int descriptor, int number) {
    if (descriptor == number) return keep_open(descriptor);
    return descriptor < 0 || dup2(descriptor, number) >= 0;
}

// A low descriptor that another step would overwrite is moved up first.
static bool move_up(int *descriptor, int number) {
    if (*descriptor < 0 || *descriptor >= number) return true;
    *descriptor = fcntl(*descriptor, F_DUPFD_CLOEXEC, 3);
    return *descriptor >= 0;
}

static bool set_streams(Plan *plan) {
    if (plan->input_write >= 0) close(plan->input_write);
    if (plan->output_read >= 0) close(plan->output_read);
    if (plan->error_read >= 0) close(plan->error_read);
    close(plan->report_read);
    return move_up(&plan->output_write, 1) && move_up(&plan->error_write, 2) &&
           become(plan->input_read, 0) && become(plan->output_write, 1) &&
           become(plan->error_write, 2);
}

static void close_range_of(unsigned first, unsigned last) {
    if (first > last || !syscall(SYS_close_range, first, last, 0)) return;
    long most = sysconf(_SC_OPEN_MAX);
    if (most < 0) most = 256;
    for (unsigned descriptor = first; descriptor <= last && descriptor < (unsigned)most;
         descriptor++)
        close((int)descriptor);
}
static void close_others(const Plan *plan) {
    unsigned first = 3;
    for (size_t i = 0; i < plan->kept_count; i++) {
        if (plan->kept[i] < (int)first) continue;
        close_range_of(first, (unsigned)plan->kept[i] - 1);
        first = (unsigned)plan->kept[i] + 1;
    }
    close_range_of(first, ~0U);
}

static bool set_identity(const Plan *plan) {
    if (plan->mask >= 0) umask((mode_t)plan->mask);
    if (plan->restores) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (plan->new_session) setsid();
    if (plan->group >= 0 && setpgid(0, plan->group)) return false;
    if (plan->sets_groups && setgroups(plan->group_count, plan->groups)) return false;
    if (plan->sets_group && setregid(plan->group_id, plan->group_id)) return false;
    return !plan->sets_user || !setreuid(plan->user_id, plan->user_id);
}

// Tries the programs in turn. An error other than that there is none is the one to be told.
static void run_programs(const Plan *plan) {
    int told = 0;
    static char *none[] = {NULL};
    char **arguments = plan->arguments.items ? plan->arguments.items : none;
    char **variables = !plan->has_variables    ? environ
                       : plan->variables.items ? plan->variables.items
                                               : none;
    for (size_t i = 0; i < plan->programs.count; i++) {
        execve(plan->programs.items[i], arguments, variables);
        if (errno != ENOENT && errno != ENOTDIR && !told) told = errno;
    }
    if (told) errno = told;
}

static void report(const Plan *plan, const char *text) {
    ssize_t written = write(plan->report_write, text, strlen(text));
    (void)written;
}

static void child(Vm *vm, Plan *plan) {
    // Descriptors that Python passes on are inheritable.
    for (size_t i = 0; i < plan->kept_count; i++)
        if (plan->kept[i] != plan->report_write) keep_open(plan->kept[i]);
    bool good = set_streams(plan);
    good = good && (!plan->folder || !chdir(plan->folder)) && set_identity(plan);
    if (good && !is_none(plan->before) && is_error(object_call_0(vm, plan->before))) {
        report(plan, "SubprocessError:0:Exception occurred in preexec_fn.");
        return;
    }
    if (good && plan->closes) close_others(plan);
    if (good) run_programs(plan);
    char text[64];
    snprintf(text, sizeof text, "OSError:%X:%s", (unsigned)errno, good ? "" : "noexec");
    report(plan, text);
}

// --- reading the arguments ----------------------------------------------------------------------

static bool read_kept(Vm *vm, Value sequence, Plan *plan) {
    Value tuple = tuple_from(vm, sequence);
    if (is_error(tuple)) return false;
    plan->kept_count = tuple_of(tuple)->count;
    plan->kept = gc_alloc_raw(vm, (plan->kept_count + 1) * sizeof *plan->kept);
    if (!plan->kept) return false;
    for (size_t i = 0; i < plan->kept_count; i++) {
        if (!argument_int(vm, tuple_of(tuple)->items[i], &plan->kept[i])) return false;
        if (plan->kept[i] < 0 || (i && plan->kept[i] <= plan->kept[i - 1]))
            return error_value(vm, "bad value(s) in fds_to_keep"), false;
    }
    return true;
}

static bool read_identity(Vm *vm, Value *args, Plan *plan) {
    int number;
    if ((plan->sets_group = !is_none(args[0]))) {
        if (!argument_int(vm, args[0], &number)) return false;
        plan->group_id = (gid_t)number;
    }
    if ((plan->sets_groups = !is_none(args[1]))) {
        Value tuple = tuple_from(vm, args[1]);
        if (is_error(tuple)) return false;
        plan->group_count = tuple_of(tuple)->count;
        plan->groups = gc_alloc_raw(vm, (plan->group_count + 1) * sizeof *plan->groups);
        if (!plan->groups) return false;
        for (size_t i = 0; i < plan->group_count; i++) {
            if (!argument_int(vm, tuple_of(tuple)->items[i], &number)) return false;
            plan->groups[i] = (gid_t)number;
        }
    }
    if ((plan->sets_user = !is_none(args[2]))) {
        if (!argument_int(vm, args[2], &number)) return false;
        plan->user_id = (uid_t)number;
    }
    return true;
}

static bool read_plan(Vm *vm, Value *args, Plan *plan) {
    int *numbers[] = {&plan->input_read,   &plan->input_write, &plan->output_read,
                      &plan->output_write, &plan->error_read,  &plan->error_write,
                      &plan->report_read,  &plan->report_write};
    int flags[3] = {object_truth(vm, args[2]), object_truth(vm, args[14]),
                    object_truth(vm, args[15])};
    if (flags[0] < 0 || flags[1] < 0 || flags[2] < 0) return false;
    plan->closes = flags[0], plan->restores = flags[1], plan->new_session = flags[2];
    for (int i = 0; i < 8; i++)
        if (!argument_int(vm, args[6 + i], numbers[i])) return false;
    if (plan->closes && plan->report_write < 3)
        return error_value(vm, "errpipe_write must be >= 3"), false;
    plan->has_variables = !is_none(args[5]);
    if (!read_kept(vm, args[3], plan) ||
        !object_each(vm, args[0], strings_add_path, &plan->arguments) ||
        !object_each(vm, args[1], strings_add_path, &plan->programs) ||
        (plan->has_variables && !object_each(vm, args[5], strings_add_path, &plan->variables)))
        return false;
    if (!is_none(args[4])) {
        Value folder = path_plain(vm, args[4]);
        plan->folder = is_error(folder) ? NULL : path_encode(vm, folder);
        if (!plan->folder) return false;
    }
    plan->before = args[21];
    return argument_int(vm, args[16], &plan->group) && read_identity(vm, args + 17, plan) &&
           argument_int(vm, args[20], &plan->mask);
}

NATIVE(subprocess_fork_exec) {
    Plan plan = {0};
    bool ready = read_plan(vm, args, &plan);
    pid_t process = ready ? fork() : -1;
    if (!process) {
        thread_forked();
        child(vm, &plan);
        _exit(255);
    }
    if (ready && process < 0) error_errno(vm, errno, VALUE_NULL);
    strings_free(&plan.arguments);
    strings_free(&plan.programs);
    strings_free(&plan.variables);
    return process < 0 ? VALUE_ERROR : make_int(vm, process);
}

static const NativeSpec functions[] = {
    {"fork_exec", subprocess_fork_exec, 23, 23, 0},
    {0},
};

bool module__posixsubprocess_make(Vm *vm, Module *module);
bool module__posixsubprocess_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions);
}
