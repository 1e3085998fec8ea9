// The module _thread: locks, what belongs to one thread alone, and starting another.
#define _GNU_SOURCE
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/signal.h"
#include "vm/modules/wait.h"
#include "vm/type.h"
#include "vm/types/dict.h"

// A lock or, counting its owner's calls, an RLock.
typedef struct {
    Object object;
    uint64_t count; // how often it is held
    int64_t owner;  // of an RLock that is held: the thread's number
} Lock;
#define LOCK(value) ((Lock *)object_of(value))

static Type lock_type, rlock_type;

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

// Takes a free lock, or waits for it: 1, 0: time is up, -1: raised.
static int take(Vm *vm, Lock *lock, double seconds) {
    Wait wait = {.end = wait_end(seconds), .held = &lock->count};
    if (lock->count && seconds && !thread_wait(vm, &wait)) return -1;
    if (lock->count) return 0;
    lock->count = 1;
    return 1;
}

NATIVE(lock_acquire) {
    double seconds;
    if (!read_wait(vm, args, count, names, &seconds)) return VALUE_ERROR;
    int taken = take(vm, LOCK(args[0]), seconds);
    return taken < 0 ? VALUE_ERROR : make_bool(taken);
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

static bool is_owned(const Lock *lock) {
    return lock->count && lock->owner == thread_number();
}
NATIVE(rlock_acquire) {
    double seconds;
    Lock *lock = LOCK(args[0]);
    if (!read_wait(vm, args, count, names, &seconds)) return VALUE_ERROR;
    if (is_owned(lock)) return lock->count++, VALUE_TRUE;
    int taken = take(vm, lock, seconds);
    if (taken > 0) lock->owner = thread_number();
    return taken < 0 ? VALUE_ERROR : make_bool(taken);
}
static Value raise_not_owned(Vm *vm) {
    return error_raise(vm, error_types.RuntimeError, "cannot release un-acquired lock");
}
NATIVE(rlock_release) {
    if (!is_owned(LOCK(args[0]))) return raise_not_owned(vm);
    LOCK(args[0])->count--;
    return VALUE_NONE;
}
NATIVE(rlock_is_owned) {
    return make_bool(is_owned(LOCK(args[0])));
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
    if (!held) return raise_not_owned(vm);
    LOCK(args[0])->count = 0;
    return TUPLE(vm, make_int(vm, (int64_t)held), make_int(vm, LOCK(args[0])->owner));
}
NATIVE(rlock_acquire_restore) {
    int64_t held, owner;
    if (!is_tuple(args[1]) || tuple_of(args[1])->count != 2 ||
        !object_index(vm, tuple_of(args[1])->items[0], false, &held) ||
        !object_index(vm, tuple_of(args[1])->items[1], false, &owner))
        return vm->raised ? VALUE_ERROR : error_type(vm, "a state of _release_save() is required");
    if (take(vm, LOCK(args[0]), -1) < 0) return VALUE_ERROR;
    LOCK(args[0])->count = (uint64_t)held;
    LOCK(args[0])->owner = owner;
    return VALUE_NONE;
}
static Value rlock_repr(Vm *vm, Value self) {
    uint64_t count = LOCK(self)->count;
    return str_format(vm, "<%s %N object owner=%lld count=%lld at 0x%s>",
                      count ? "locked" : "unlocked", type_of(self),
                      (long long)(count ? LOCK(self)->owner : 0), (long long)count,
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
    {"__exit__", lock_exit, 1, 4, NATIVE_VARARGS},
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
    {"__exit__", rlock_exit, 1, 4, NATIVE_VARARGS},
    {"_is_owned", rlock_is_owned, 1, 1, 0},
    {"_release_save", rlock_release_save, 1, 1, 0},
    {"_acquire_restore", rlock_acquire_restore, 2, 2, NATIVE_PARSED},
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

// --- _local: attributes of each thread's own ----------------------------------------------------

typedef struct {
    Object object;
    Dict *dict;          // of the thread that asked last: `owner`
    uint64_t owner;      // thread_serial(); 0: none yet
    Tuple *args, *names; // what __init__ is given in every thread; args: the named ones last
} Local;
static void local_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Local *)object)->dict));
    gc_mark_value(heap, value_of(((Local *)object)->args));
    gc_mark_value(heap, value_of(((Local *)object)->names));
}
// Puts the attributes of the running thread in their place. False: raised.
static bool local_enter(Vm *vm, Value self) {
    Local *local = (Local *)self;
    uint64_t own = thread_serial();
    if (local->owner == own) return true;
    uint64_t serial = gc_serial(vm, object_of(self));
    bool made, begun = local->owner;
    Dict *dict = serial ? thread_dict(vm, serial, &made) : NULL;
    if (!dict) return false;
    local->dict = dict;
    local->owner = own;
    Type *type = type_of(self);
    if (!made || !begun || type->init == object_type.init) return true;
    size_t named = local->names ? local->names->count : 0;
    return type->init(vm, self, local->args->items, local->args->count - named, local->names);
}
static Value local_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if ((count || names) && type->init == object_type.init)
        return error_type(vm, "Initialization arguments are not supported");
    Value given = tuple_make(vm, args, count + (names ? names->count : 0));
    Local *local = is_error(given) ? NULL : object_new(vm, type);
    if (!local) return VALUE_ERROR;
    local->args = tuple_of(given);
    local->names = names;
    return local_enter(vm, value_of(local)) ? value_of(local) : VALUE_ERROR;
}
static Value local_get_attribute(Vm *vm, Value self, Str *name) {
    return local_enter(vm, self) ? generic_get_attribute(vm, self, name) : VALUE_ERROR;
}
static bool local_set_attribute(Vm *vm, Value self, Str *name, Value value) {
    return local_enter(vm, self) && generic_set_attribute(vm, self, name, value);
}
static Type local_type = {
    .name = "_thread._local",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Local),
    .instance_offset = offsetof(Local, dict),
    .trace = local_trace,
    .make = local_make,
    .get_attribute = local_get_attribute,
    .set_attribute = local_set_attribute,
};

// --- functions ----------------------------------------------------------------------------------

NATIVE(thread_allocate_lock) {
    return lock_make(vm, &lock_type, NULL, 0, NULL);
}
NATIVE(thread_start_new) {
    if (!object_is_callable(args[0])) return error_type(vm, "first arg must be callable");
    if (!is_tuple_like(args[1])) return error_type(vm, "2nd arg must be a tuple");
    if (count > 2 && !is_dict_like(args[2]))
        return error_type(vm, "optional 3rd arg must be a dictionary");
    Dict *keywords = NULL;
    if (count > 2) {
        Value copy = dict_copy(vm, dict_of(args[2]));
        if (is_error(copy)) return copy;
        keywords = dict_of(copy);
    }
    int64_t number = thread_start(vm, args[0], tuple_of(args[1]), keywords);
    return number ? make_int(vm, number) : VALUE_ERROR;
}
// A lock that is released when the running thread ends.
NATIVE(thread_sentinel) {
    Value lock = lock_make(vm, &lock_type, NULL, 0, NULL);
    if (!is_error(lock)) thread_set_sentinel(&LOCK(lock)->count, lock);
    return lock;
}
NATIVE(thread_get_ident) {
    return make_int(vm, thread_number());
}
NATIVE(thread_get_native_id) {
    return make_int(vm, thread_is_main() ? gettid() : thread_number());
}
NATIVE(thread_count_all) {
    return make_int(vm, (int64_t)thread_count());
}
NATIVE(thread_exit) {
    return error_value_raised(vm, error_types.SystemExit, VALUE_NULL);
}
NATIVE(thread_stack_size) {
    int64_t size = 0;
    if (count && !object_index(vm, args[0], false, &size)) return VALUE_ERROR;
    if (size < 0) return error_value(vm, "size must be 0 or a positive value");
    if (size && size < 32768) return error_value(vm, "size not valid: %lld bytes", (long long)size);
    return make_int(vm, (int64_t)thread_stack_bytes((size_t)size));
}

static const NativeSpec functions[] = {
    {"allocate_lock", thread_allocate_lock, 0, 0, 0},
    {"allocate", thread_allocate_lock, 0, 0, 0},
    {"_set_sentinel", thread_sentinel, 0, 0, 0},
    {"start_new_thread", thread_start_new, 2, 3, 0},
    {"start_new", thread_start_new, 2, 3, 0},
    {"get_ident", thread_get_ident, 0, 0, 0},
    {"get_native_id", thread_get_native_id, 0, 0, 0},
    {"_count", thread_count_all, 0, 0, 0},
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
