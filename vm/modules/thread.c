// The module _thread, for one thread: locks are what they are, only nobody else can hold one.
#define _GNU_SOURCE
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/signal.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"

// A lock or, counting its owner's calls, an RLock.
typedef struct {
    Object object;
    uint64_t count; // how often it is held
} Lock;
#define LOCK(value) ((Lock *)object_of(value))

static Type lock_type, rlock_type;

static int64_t identity(void) {
    return (int64_t)pthread_self();
}

// --- acquire, release ---------------------------------------------------------------------------

// The seconds to wait: negative for ever, 0 not at all.
static bool read_wait(Vm *vm, Value *args, size_t count, Tuple *names, double *seconds) {
    static const char *const parameters[] = {"blocking", "timeout", NULL};
    Value values[2];
    if (!arguments_parse(vm, "acquire", parameters, 0, 0, args + 1, count - 1, names, values))
        return false;
    int blocks = values[0] ? object_truth(vm, values[0]) : 1;
    if (blocks < 0) return false;
    double limit = -1;
    if (values[1]) {
        Value number = object_call_1(vm, value_of(&float_type), values[1]);
        if (is_error(number)) return false;
        limit = float_plain(number);
    }
    if (!blocks && limit != -1)
        return error_value(vm, "can't specify a timeout for a non-blocking call"), false;
    if (limit < 0 && limit != -1) return error_value(vm, "timeout value must be positive"), false;
    *seconds = blocks ? limit : 0;
    return true;
}

// Nobody will release the lock but a signal handler.
static bool wait_for(Vm *vm, Lock *lock, double seconds) {
    struct timespec now, end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double whole = seconds < 1e9 ? seconds : 1e9;
    end.tv_sec += (time_t)whole;
    end.tv_nsec += (long)((whole - (double)(time_t)whole) * 1e9);
    if (end.tv_nsec >= 1000000000) end.tv_sec++, end.tv_nsec -= 1000000000;
    while (lock->count) {
        if (seconds < 0)
            pause();
        else if (!clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL))
            return true;
        if (!pending_run(vm)) return false;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (seconds >= 0 &&
            (now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec)))
            return true;
    }
    return true;
}

NATIVE(lock_acquire) {
    double seconds;
    Lock *lock = LOCK(args[0]);
    if (!read_wait(vm, args, count, names, &seconds)) return VALUE_ERROR;
    if (lock->count && seconds && !wait_for(vm, lock, seconds)) return VALUE_ERROR;
    if (lock->count) return VALUE_FALSE;
    lock->count = 1;
    return VALUE_TRUE;
}
NATIVE(lock_release) {
    if (!LOCK(args[0])->count)
        return error_raise(vm, error_types.RuntimeError, "release unlocked lock");
    LOCK(args[0])->count = 0;
    return VALUE_NONE;
}
NATIVE(lock_locked) {
    return make_bool(LOCK(args[0])->count);
}
NATIVE(lock_enter) {
    return lock_acquire(vm, args, 1, NULL);
}
NATIVE(lock_exit) {
    return lock_release(vm, args, 1, NULL);
}
NATIVE(lock_after_fork) {
    LOCK(args[0])->count = 0;
    return VALUE_NONE;
}
static Value lock_repr(Vm *vm, Value self) {
    return str_format(vm, "<%s %N object at 0x%s>", LOCK(self)->count ? "locked" : "unlocked",
                      type_of(self), object_address(vm, self));
}

NATIVE(rlock_acquire) {
    double seconds;
    if (!read_wait(vm, args, count, names, &seconds)) return VALUE_ERROR;
    LOCK(args[0])->count++;
    return VALUE_TRUE;
}
NATIVE(rlock_release) {
    if (!LOCK(args[0])->count)
        return error_raise(vm, error_types.RuntimeError, "cannot release un-acquired lock");
    LOCK(args[0])->count--;
    return VALUE_NONE;
}
NATIVE(rlock_enter) {
    return rlock_acquire(vm, args, 1, NULL);
}
NATIVE(rlock_exit) {
    return rlock_release(vm, args, 1, NULL);
}
// What Condition does around a wait: gives the lock up entirely, and takes it back as it was.
NATIVE(rlock_release_save) {
    uint64_t held = LOCK(args[0])->count;
    if (!held) return error_raise(vm, error_types.RuntimeError, "cannot release un-acquired lock");
    LOCK(args[0])->count = 0;
    return TUPLE(vm, make_int(vm, (int64_t)held), make_int(vm, identity()));
}
NATIVE(rlock_acquire_restore) {
    int64_t held;
    if (!is_tuple(args[1]) || tuple_of(args[1])->count != 2 ||
        !object_index(vm, tuple_of(args[1])->items[0], false, &held))
        return vm->raised ? VALUE_ERROR : error_type(vm, "a state of _release_save() is required");
    LOCK(args[0])->count = (uint64_t)held;
    return VALUE_NONE;
}
static Value rlock_repr(Vm *vm, Value self) {
    uint64_t count = LOCK(self)->count;
    return str_format(vm, "<%s %N object owner=%lld count=%lld at 0x%s>",
                      count ? "locked" : "unlocked", type_of(self),
                      (long long)(count ? identity() : 0), (long long)count,
                      object_address(vm, self));
}

static Value lock_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Lock *lock = object_new(vm, type);
    return lock ? value_of(lock) : VALUE_ERROR;
}

static const NativeSpec lock_methods[] = {
    {"acquire", lock_acquire, 1, -1, NATIVE_KEYWORDS},
    {"acquire_lock", lock_acquire, 1, -1, NATIVE_KEYWORDS},
    {"release", lock_release, 1, 1, 0},
    {"release_lock", lock_release, 1, 1, 0},
    {"locked", lock_locked, 1, 1, 0},
    {"locked_lock", lock_locked, 1, 1, 0},
    {"__enter__", lock_enter, 1, 1, 0},
    {"__exit__", lock_exit, 1, 4, 0},
    {"_at_fork_reinit", lock_after_fork, 1, 1, 0},
    {0},
};
static Type lock_type = {
    .name = "_thread.lock",
    .instance_size = sizeof(Lock),
    .repr = lock_repr,
    .make = instance_refuse,
    .methods = lock_methods,
};
static const NativeSpec rlock_methods[] = {
    {"acquire", rlock_acquire, 1, -1, NATIVE_KEYWORDS},
    {"release", rlock_release, 1, 1, 0},
    {"__enter__", rlock_enter, 1, 1, 0},
    {"__exit__", rlock_exit, 1, 4, 0},
    {"_is_owned", lock_locked, 1, 1, 0},
    {"_release_save", rlock_release_save, 1, 1, 0},
    {"_acquire_restore", rlock_acquire_restore, 2, 2, 0},
    {"_at_fork_reinit", lock_after_fork, 1, 1, 0},
    {0},
};
static Type rlock_type = {
    .name = "_thread.RLock",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Lock),
    .repr = rlock_repr,
    .make = lock_make,
    .methods = rlock_methods,
};

// --- _local: with one thread, an object with attributes -----------------------------------------

typedef struct {
    Object object;
    Dict *dict;
} Local;
static void local_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Local *)object)->dict));
}
static Value local_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args;
    if ((count || names) && type->init == object_type.init)
        return error_type(vm, "Initialization arguments are not supported");
    Local *local = object_new(vm, type);
    return local ? value_of(local) : VALUE_ERROR;
}
static Type local_type = {
    .name = "_thread._local",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Local),
    .instance_offset = offsetof(Local, dict),
    .trace = local_trace,
    .make = local_make,
};

// --- functions ----------------------------------------------------------------------------------

NATIVE(thread_allocate_lock) {
    return lock_make(vm, &lock_type, NULL, 0, NULL);
}
NATIVE(thread_start) {
    if (!object_is_callable(args[0])) return error_type(vm, "first arg must be callable");
    if (!is_tuple_like(args[1])) return error_type(vm, "2nd arg must be a tuple");
    return error_raise(vm, error_types.RuntimeError, "can't start new thread");
}
NATIVE(thread_get_ident) {
    return make_int(vm, identity());
}
NATIVE(thread_get_native_id) {
    return make_int(vm, gettid());
}
NATIVE(thread_count) {
    return make_int(vm, 0);
}
NATIVE(thread_exit) {
    return error_value_raised(vm, error_types.SystemExit, VALUE_NULL);
}
NATIVE(thread_stack_size) {
    int64_t size = 0;
    if (count && !object_index(vm, args[0], false, &size)) return VALUE_ERROR;
    if (size < 0) return error_value(vm, "size must be 0 or a positive value");
    if (size && size < 32768) return error_value(vm, "size not valid: %lld bytes", (long long)size);
    return make_int(vm, 0);
}

static const NativeSpec functions[] = {
    {"allocate_lock", thread_allocate_lock, 0, 0, 0},
    {"allocate", thread_allocate_lock, 0, 0, 0},
    {"_set_sentinel", thread_allocate_lock, 0, 0, 0},
    {"start_new_thread", thread_start, 2, 3, 0},
    {"start_new", thread_start, 2, 3, 0},
    {"get_ident", thread_get_ident, 0, 0, 0},
    {"get_native_id", thread_get_native_id, 0, 0, 0},
    {"_count", thread_count, 0, 0, 0},
    {"exit", thread_exit, 0, 0, 0},
    {"exit_thread", thread_exit, 0, 0, 0},
    {"interrupt_main", signal_interrupt_main, 0, 1, 0},
    {"stack_size", thread_stack_size, 0, 1, 0},
    {0},
};

bool module__thread_make(Vm *vm, Module *module);
bool module__thread_make(Vm *vm, Module *module) {
    static Type *const types[] = {&lock_type, &rlock_type, &local_type, NULL};
    return module_add_types(vm, module, types) && module_add_functions(vm, module, functions) &&
           module_set(vm, module, "LockType", value_of(&lock_type)) &&
           module_set(vm, module, "error", value_of(error_types.RuntimeError)) &&
           module_set(vm, module, "TIMEOUT_MAX", make_float(vm, 9223372036.0));
}
