// The module _signal, and what happens when a signal comes: the handler in C notes it, and the
// handler of the program runs at the next backward jump or call.
#define _GNU_SOURCE
#include "vm/modules/signal.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "vm/frame_object.h"
#include "vm/module.h"
#include "vm/thread.h"
#include "vm/types/dict.h"
#include "vm/types/set.h"

static volatile sig_atomic_t came[NSIG], any_came;
static volatile sig_atomic_t wakeup = -1; // where the number of what comes is written
static Vm *the_vm;
static Value handlers; // a list by number: SIG_DFL or SIG_IGN as ints, None where it is not ours

static void note(int number) {
    int kept = errno;
    came[number] = any_came = 1;
    the_vm->pending |= PENDING_SIGNAL;
    uint8_t byte = (uint8_t)number;
    if (wakeup >= 0 && write(wakeup, &byte, 1) < 0) byte = 0; // nobody can be told
    errno = kept;
}

NATIVE(default_int_handler) {
    error_value_raised(vm, error_types.KeyboardInterrupt, VALUE_NULL);
    return VALUE_ERROR;
}
static const NativeSpec default_spec = {"default_int_handler", default_int_handler, 2, 2, 0};

static Value *handler_of(int number) {
    return &list_of(handlers)->items[number];
}

bool signals_run(Vm *vm) {
    if (!thread_is_main()) return true;
    vm->pending &= ~PENDING_SIGNAL;
    if (!any_came) return true;
    any_came = 0;
    for (int number = 1; number < NSIG; number++) {
        if (!came[number]) continue;
        came[number] = 0;
        Value handler = *handler_of(number), args[] = {make_int(vm, number), VALUE_NONE};
        if (is_none(handler) || is_int(handler)) continue;
        if (vm->frame->code) args[1] = value_of(frame_object(vm, vm->frame));
        if (args[1] && !is_error(args[0]) && !is_error(object_call(vm, handler, args, 2, NULL)))
            continue;
        any_came = 1; // others may still wait
        vm->pending |= PENDING_SIGNAL;
        return false;
    }
    return true;
}

static bool install(int number, void (*function)(int)) {
    struct sigaction action = {.sa_handler = function};
    sigemptyset(&action.sa_mask);
    return !sigaction(number, &action, NULL);
}

bool signals_init(Vm *vm) {
    the_vm = vm;
    gc_add_root(vm, &handlers);
    handlers = list_make(vm, NULL, NSIG);
    Value standard = is_error(handlers) ? VALUE_ERROR : native_make(vm, &default_spec, VALUE_NULL);
    if (is_error(standard)) return false;
    for (int number = 0; number < NSIG; number++) {
        struct sigaction old = {.sa_handler = SIG_DFL};
        if (number) sigaction(number, NULL, &old);
        *handler_of(number) = old.sa_handler == SIG_DFL   ? make_int(vm, 0)
                              : old.sa_handler == SIG_IGN ? make_int(vm, 1)
                                                          : VALUE_NONE;
    }
    install(SIGPIPE, SIG_IGN);
    *handler_of(SIGPIPE) = make_int(vm, 1);
    Value found = *handler_of(SIGINT);
    if (is_int(found) && int_of(found) == 0 && install(SIGINT, note))
        *handler_of(SIGINT) = standard;
    return true;
}

// --- functions ----------------------------------------------------------------------------------

static bool read_number(Vm *vm, Value value, int *number) {
    if (!argument_int(vm, value, number)) return false;
    if (*number > 0 && *number < NSIG) return true;
    error_value(vm, "signal number out of range");
    return false;
}

NATIVE(signal_signal) {
    int number;
    if (!thread_is_main())
        return error_value(vm, "signal only works in main thread of the main interpreter");
    if (!read_number(vm, args[0], &number)) return VALUE_ERROR;
    Value handler = args[1];
    int64_t standard = -1;
    if (is_any_int(handler) && !object_index(vm, handler, true, &standard)) return VALUE_ERROR;
    if (standard != 0 && standard != 1 && !object_is_callable(handler))
        return error_type(vm, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a "
                              "callable object");
    if (!signals_run(vm)) return VALUE_ERROR;
    if (!install(number, standard == 0 ? SIG_DFL : standard == 1 ? SIG_IGN : note))
        return error_errno(vm, errno, VALUE_NULL);
    Value old = *handler_of(number);
    *handler_of(number) = standard == 0 || standard == 1 ? make_int(vm, standard) : handler;
    return old;
}
NATIVE(signal_getsignal) {
    int number;
    return read_number(vm, args[0], &number) ? *handler_of(number) : VALUE_ERROR;
}
NATIVE(signal_raise_signal) {
    int number;
    if (!argument_int(vm, args[0], &number)) return VALUE_ERROR;
    if (raise(number)) return error_errno(vm, errno, VALUE_NULL);
    return signals_run(vm) ? VALUE_NONE : VALUE_ERROR;
}
Value signal_interrupt_main(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    int number = SIGINT;
    if (count && !read_number(vm, args[0], &number)) return VALUE_ERROR;
    if (!is_int(*handler_of(number)) && !is_none(*handler_of(number))) note(number);
    return VALUE_NONE;
}
NATIVE(signal_alarm) {
    int seconds;
    if (!argument_int(vm, args[0], &seconds)) return VALUE_ERROR;
    return make_int(vm, alarm((unsigned)seconds));
}
NATIVE(signal_pause) {
    pause();
    return signals_run(vm) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(signal_strsignal) {
    int number;
    if (!read_number(vm, args[0], &number)) return VALUE_ERROR;
    const char *text = sigabbrev_np(number) ? sigdescr_np(number) : NULL;
    return text ? str_from_cstring(vm, text) : VALUE_NONE;
}
NATIVE(signal_valid_signals) {
    Value all = set_make(vm, SHAPE_SET);
    sigset_t mask;
    sigfillset(&mask);
    for (int number = 1; number < NSIG && !is_error(all); number++)
        if (sigismember(&mask, number) == 1 && !set_add(vm, set_of(all), make_int(vm, number)))
            return VALUE_ERROR;
    return all;
}
NATIVE(signal_set_wakeup) {
    static const char *const parameters[] = {"", "*", "warn_on_full_buffer", NULL};
    Value values[2];
    int descriptor;
    struct stat status;
    if (!arguments_parse(vm, "set_wakeup_fd", parameters, 1, 1, args, count, names, values) ||
        !argument_int(vm, values[0], &descriptor))
        return VALUE_ERROR;
    if (!thread_is_main())
        return error_value(vm, "set_wakeup_fd only works in main thread of the main interpreter");
    if (descriptor >= 0) {
        if (fstat(descriptor, &status)) return error_errno(vm, errno, VALUE_NULL);
        if (!(fcntl(descriptor, F_GETFL) & O_NONBLOCK))
            return error_value(vm, "the fd %d must be in non-blocking mode", descriptor);
    }
    int old = wakeup;
    wakeup = descriptor < 0 ? -1 : descriptor;
    return make_int(vm, old);
}
NATIVE(signal_siginterrupt) {
    int number, interrupts;
    if (!read_number(vm, args[0], &number) || !argument_int(vm, args[1], &interrupts))
        return VALUE_ERROR;
    struct sigaction action;
    if (sigaction(number, NULL, &action)) return error_errno(vm, errno, VALUE_NULL);
    action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    if (sigaction(number, &action, NULL)) return error_errno(vm, errno, VALUE_NULL);
    return VALUE_NONE;
}

// --- timers -------------------------------------------------------------------------------------

static double seconds_of(const struct timeval *time) {
    return (double)time->tv_sec + (double)time->tv_usec * 1e-6;
}
static Value timer_value(Vm *vm, const struct itimerval *timer) {
    return TUPLE(vm, make_float(vm, seconds_of(&timer->it_value)),
                 make_float(vm, seconds_of(&timer->it_interval)));
}
static bool read_seconds(Vm *vm, Value value, struct timeval *time) {
    Value number = object_call_1(vm, value_of(&float_type), value);
    if (is_error(number)) return false;
    double seconds = float_plain(number);
    if (!(fabs(seconds) < 1e15))
        return error_overflow(vm, "timestamp out of range for platform time_t"), false;
    time->tv_sec = (time_t)floor(seconds);
    time->tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
    return true;
}
NATIVE(signal_setitimer) {
    int which;
    struct itimerval timer = {0}, old;
    if (!argument_int(vm, args[0], &which) || !read_seconds(vm, args[1], &timer.it_value) ||
        (count > 2 && !read_seconds(vm, args[2], &timer.it_interval)))
        return VALUE_ERROR;
    if (setitimer(which, &timer, &old)) return error_errno(vm, errno, VALUE_NULL);
    return timer_value(vm, &old);
}
NATIVE(signal_getitimer) {
    int which;
    struct itimerval timer;
    if (!argument_int(vm, args[0], &which)) return VALUE_ERROR;
    if (getitimer(which, &timer)) return error_errno(vm, errno, VALUE_NULL);
    return timer_value(vm, &timer);
}

static const NativeSpec functions[] = {
    {"signal", signal_signal, 2, 2, 0},
    {"getsignal", signal_getsignal, 1, 1, 0},
    {"raise_signal", signal_raise_signal, 1, 1, 0},
    {"alarm", signal_alarm, 1, 1, 0},
    {"pause", signal_pause, 0, 0, 0},
    {"strsignal", signal_strsignal, 1, 1, 0},
    {"valid_signals", signal_valid_signals, 0, 0, 0},
    {"set_wakeup_fd", signal_set_wakeup, 1, 2, NATIVE_KEYWORDS},
    {"siginterrupt", signal_siginterrupt, 2, 2, 0},
    {"setitimer", signal_setitimer, 2, 3, 0},
    {"getitimer", signal_getitimer, 1, 1, 0},
    {0},
};
#define NUMBER(name)                                                                               \
    { #name, name }
static const struct {
    const char *name;
    int number;
} numbers[] = {
    NUMBER(SIGHUP),         NUMBER(SIGINT),      NUMBER(SIGQUIT), NUMBER(SIGILL),
    NUMBER(SIGTRAP),        NUMBER(SIGABRT),     NUMBER(SIGIOT),  NUMBER(SIGBUS),
    NUMBER(SIGFPE),         NUMBER(SIGKILL),     NUMBER(SIGUSR1), NUMBER(SIGSEGV),
    NUMBER(SIGUSR2),        NUMBER(SIGPIPE),     NUMBER(SIGALRM), NUMBER(SIGTERM),
    NUMBER(SIGSTKFLT),      NUMBER(SIGCHLD),     NUMBER(SIGCLD),  NUMBER(SIGCONT),
    NUMBER(SIGSTOP),        NUMBER(SIGTSTP),     NUMBER(SIGTTIN), NUMBER(SIGTTOU),
    NUMBER(SIGURG),         NUMBER(SIGXCPU),     NUMBER(SIGXFSZ), NUMBER(SIGVTALRM),
    NUMBER(SIGPROF),        NUMBER(SIGWINCH),    NUMBER(SIGIO),   NUMBER(SIGPOLL),
    NUMBER(SIGPWR),         NUMBER(SIGSYS),      NUMBER(NSIG),    NUMBER(ITIMER_REAL),
    NUMBER(ITIMER_VIRTUAL), NUMBER(ITIMER_PROF), {"SIG_DFL", 0},  {"SIG_IGN", 1},
};

bool module__signal_make(Vm *vm, Module *module);
bool module__signal_make(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    Value usual = *handler_of(SIGINT);
    if (!has_shape(usual, SHAPE_NATIVE)) usual = native_make(vm, &default_spec, VALUE_NULL);
    return module_set_int(vm, module, "SIGRTMIN", SIGRTMIN) &&
           module_set_int(vm, module, "SIGRTMAX", SIGRTMAX) &&
           module_set(vm, module, "default_int_handler", usual) &&
           module_set(vm, module, "ItimerError", value_of(error_types.OSError)) &&
           module_add_functions(vm, module, functions);
}
