// Starting and ending a machine.
#include "vm/machine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "vm/async.h"
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/load.h"
#include "vm/modules/atexit.h"
#include "vm/modules/io.h"
#include "vm/modules/signal.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/thread.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/finalize.h"
#include "vm/types/weakref.h"
#include "vm/types/str.h"

enum { C_STACK_MARGIN = 64 << 10, DEFAULT_RECURSION_LIMIT = 1000 };

bool pending_run(Vm *vm) {
    if (vm->pending & PENDING_FINALIZERS) {
        finalize_run(vm);
        io_finalize(vm);
    }
    if (vm->pending & (PENDING_SWITCH | PENDING_SIGNAL)) thread_yield(vm);
    return signals_run(vm);
}

// An eighth of what the process may have, or 1 GiB.
static size_t stack_size(void) {
    struct rlimit limit;
    size_t size = (size_t)1 << 30;
    if (!getrlimit(RLIMIT_AS, &limit) && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur / 8 < size)
        size = limit.rlim_cur / 8 & ~(size_t)4095;
    if (size < 4 * STACK_MARGIN) size = 4 * STACK_MARGIN;
    return size;
}

static void *reserve(size_t size) {
    void *place = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return place == MAP_FAILED ? NULL : place;
}

static void find_c_limit(Vm *vm) {
    struct rlimit limit;
    size_t size = (size_t)8 << 20;
    if (!getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur < (size_t)1 << 30)
        size = limit.rlim_cur;
    vm->c_limit = vm->c_base - size + C_STACK_MARGIN;
    // Sanitized frames are far larger; a margin in proportion.
    if (size > 16 * C_STACK_MARGIN) vm->c_limit += 3 * C_STACK_MARGIN;
}

// The bottom frame, which no code runs in: C code called before any Python function stands on it.
static bool init_stack(Vm *vm) {
    size_t size = stack_size();
    vm->stack_size = size;
    vm->stack = reserve(size);
    vm->frames = reserve(FRAMES_MAX * sizeof(Frame));
    if (!vm->stack || !vm->frames) return false;
    vm->recursion_limit = DEFAULT_RECURSION_LIMIT;
    vm->frame_limit = vm->frames + vm->recursion_limit;
    vm->frame = vm->frames;
    *vm->frame = (Frame){.locals = vm->stack, .saved_sp = vm->stack, .top = vm->stack};
    return true;
}

static bool init_names(Vm *vm) {
    static const char *const texts[] = {
#define NAME(id, text) text,
#include "vm/names.def"
#undef NAME
    };
    for (size_t i = 0; i < NAME_COUNT; i++) {
        vm->names[i] = str_intern_cstring(vm, texts[i]);
        if (is_error(vm->names[i])) return false;
    }
    return true;
}

static bool new_dict(Vm *vm, Dict **dict) {
    Value value = dict_make(vm, 0);
    *dict = is_error(value) ? NULL : dict_of(value);
    return *dict;
}

static bool init_builtins(Vm *vm) {
    Value module = module_make(vm, "builtins");
    if (is_error(module)) return false;
    vm->builtins = ((Module *)object_of(module))->dict;
    if (!dict_set_str(vm, vm->modules, str_of(((Module *)object_of(module))->name), module))
        return false;
    if (!builtins_init(vm)) return false;
    static const NativeSpec none = {NULL, NULL, 0, 0, 0};
    NativeSpec const *specs[] = {&build_class_spec, &import_spec, &none};
    for (size_t i = 0; specs[i]->name; i++)
        if (!module_set(vm, (Module *)object_of(module), specs[i]->name,
                        native_make(vm, specs[i], VALUE_NULL)))
            return false;
    return module_add_functions(vm, (Module *)object_of(module), execute_builtins) &&
           module_add_functions(vm, (Module *)object_of(module), async_builtins);
}

bool vm_init(Vm *vm) {
    vm->int_digits_limit = 4300;
    vm->next_keys_id = 1;
    if (!init_stack(vm) || !gc_init(vm)) goto no_memory;
    find_c_limit(vm);
    if (!finalize_init(vm) || !weakref_init(vm) || !exceptions_init(vm) || !str_init(vm) ||
        !new_dict(vm, &vm->modules) || !new_dict(vm, &vm->cached_names) ||
        !new_dict(vm, &vm->volatile_names) || !init_names(vm) || !types_init(vm))
        goto no_memory;
    if (!error_init(vm) || !io_init(vm) || !init_builtins(vm) || !import_init(vm)) {
        error_print_uncaught(vm);
        return false;
    }
    return signals_init(vm);
no_memory:
    fprintf(stderr, "sevenstep: not enough memory to start: %s\n", strerror(errno));
    return false;
}

int vm_end(Vm *vm, int status) {
    thread_shutdown(vm);
    atexit_run(vm);
    thread_finish(vm);
    finalize_shutdown(vm);
    status = io_shutdown(vm, status);
    return status;
}
