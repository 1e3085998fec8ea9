// Threads taking turns on one thread of the system; see thread.h.
#define _GNU_SOURCE
#include "vm/thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/machine.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/sanitize.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

enum {
    NANOSECONDS = 1000000000,
    TURN = 5000000, // nanoseconds of the processor's time
    GUARD = 64 << 10,
    C_STACK_USUAL = 8 << 20,
    C_STACK_LEAST = 1 << 20,
    C_MARGIN = 256 << 10,
    VALUE_STACK = 64 << 20
};

// What of a Vm belongs to the thread that runs.
typedef struct {
    Frame *frame, *frames;
    Value *stack;
    size_t stack_size;
    Value raised, handled, async_first, async_finalizer, context;
    bool reraised;
    char *c_base, *c_limit;
    Guards guards;
} State;

typedef struct Thread {
    struct Thread *next; // a ring
    State state;         // while it does not run
    ucontext_t registers;
    char *low; // of its C stack, while it does not run
    SanitizerStack c_stack;
    char *memory; // guard, C stack, frames, values; NULL: of the first thread
    size_t size;
    int64_t number;
    uint64_t serial;
    Wait *wait; // what it waits for, or NULL
    int importing;
    Value callee;
    Tuple *args;
    Dict *keywords, *dicts; // dicts: by serials of objects, or NULL
    uint64_t *sentinel;     // or NULL
    Value sentinel_owner;
} Thread;

static Thread first = {.next = &first, .serial = 1}, *running = &first, *main_thread = &first;
static Thread *previous; // who ran before
static Thread *ended;    // its memory is given back when another runs
static size_t others;
static uint64_t serials = 1; // that have been given
static bool finished, has_timer;
static timer_t timer;
static size_t c_stack_size;
static Vm *the_vm;
// Where all wait: what they wait for, together.
static struct pollfd *all_polls;
static size_t all_room;

int64_t thread_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

// --- the timer ----------------------------------------------------------------------------------

static void end_turn(int number) {
    (void)number;
    the_vm->pending |= PENDING_SWITCH;
}

// It counts the processor's time, so that it does not disturb what waits.
static void set_timer(bool on) {
    if (!has_timer) {
        struct sigaction action = {.sa_handler = end_turn, .sa_flags = SA_RESTART};
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMAX};
        sigfillset(&action.sa_mask);
        if (!on || sigaction(SIGRTMAX, &action, NULL) ||
            timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer))
            return;
        has_timer = true;
    }
    struct itimerspec times = {{0}, {0}};
    if (on) times.it_interval.tv_nsec = times.it_value.tv_nsec = TURN;
    timer_settime(timer, 0, &times, NULL);
}

// --- switching ----------------------------------------------------------------------------------

static void state_save(const Vm *vm, State *state) {
    *state = (State){vm->frame,   vm->frames,   vm->stack,       vm->stack_size,
                     vm->raised,  vm->handled,  vm->async_first, vm->async_finalizer,
                     vm->context, vm->reraised, vm->c_base,      vm->c_limit,
                     guards};
}
static void state_load(Vm *vm, const State *state) {
    vm->frame = state->frame;
    vm->frames = state->frames;
    vm->frame_limit = vm->frames + (vm->recursion_limit < FRAMES_MAX - 16 ? vm->recursion_limit
                                                                          : FRAMES_MAX - 16);
    vm->stack = state->stack;
    vm->stack_size = state->stack_size;
    vm->raised = state->raised;
    vm->handled = state->handled;
    vm->async_first = state->async_first;
    vm->async_finalizer = state->async_finalizer;
    vm->context = state->context;
    vm->reraised = state->reraised;
    vm->c_base = state->c_base;
    vm->c_limit = state->c_limit;
    guards = state->guards;
}

static void give_back(void) {
    if (!ended || ended == running) return;
    sanitizer_forget(ended->memory, ended->size);
    munmap(ended->memory, ended->size);
    free(ended->state.guards.shown);
    free(ended);
    ended = NULL;
}

__attribute__((noinline)) static void leave(Thread *from, Thread *to) {
    from->low = __builtin_frame_address(0);
    previous = from;
    sanitizer_leave(&from->c_stack, &to->c_stack);
    swapcontext(&from->registers, &to->registers);
    sanitizer_arrive(&previous->c_stack, &from->c_stack);
}
// Registers that callers still use are stored in this frame, above `low`.
__attribute__((noinline)) static void switch_to(Vm *vm, Thread *to) {
    Thread *from = running;
    if (to == from) return;
    __builtin_unwind_init();
    state_save(vm, &from->state);
    state_load(vm, &to->state);
    running = to;
    leave(from, to);
    __asm__ volatile("" ::: "memory");
    give_back();
}

// --- whose turn it is ---------------------------------------------------------------------------

static bool has_come(const Wait *wait) {
    if (wait->held && !*wait->held) return true;
    if (wait->count && poll(wait->polls, wait->count, 0)) return true;
    return wait->end != WAIT_FOREVER && thread_clock() >= wait->end;
}
static bool is_ready(const Vm *vm, const Thread *thread) {
    if (finished && thread != running) return false;
    return !thread->wait || (thread == main_thread && vm->pending & PENDING_SIGNAL) ||
           has_come(thread->wait);
}

// Everything that all threads wait for; *end is the first of their times. False: no memory.
static bool gather(int64_t *end, size_t *count) {
    Thread *thread = running;
    *end = WAIT_FOREVER;
    *count = 0;
    do {
        const Wait *wait = thread->wait;
        if (wait && !(finished && thread != running)) {
            if (wait->end < *end) *end = wait->end;
            if (*count + wait->count > all_room) {
                size_t room = (*count + wait->count) * 2;
                struct pollfd *larger = realloc(all_polls, room * sizeof *larger);
                if (!larger) return false;
                all_polls = larger;
                all_room = room;
            }
            for (size_t i = 0; i < wait->count; i++) all_polls[(*count)++] = wait->polls[i];
        }
        thread = thread->next;
    } while (thread != running);
    return true;
}

// Waits until something may have come. Signals are let in only while poll() waits, so that none
// comes between looking and waiting.
static void sleep_all(const Vm *vm) {
    int64_t end;
    size_t count;
    sigset_t every, old;
    if (!gather(&end, &count)) end = thread_clock() + NANOSECONDS / 100, count = 0;
    sigfillset(&every);
    sigprocmask(SIG_SETMASK, &every, &old);
    if (!(vm->pending & PENDING_SIGNAL)) {
        int64_t rest = end == WAIT_FOREVER ? 0 : end - thread_clock();
        if (rest < 0) rest = 0;
        struct timespec left = {rest / NANOSECONDS, rest % NANOSECONDS};
        ppoll(all_polls, count, end == WAIT_FOREVER ? NULL : &left, &old);
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
}

static Thread *next_ready(const Vm *vm) {
    for (;;) {
        Thread *thread = running;
        do {
            thread = thread->next;
            if (is_ready(vm, thread)) return thread;
        } while (thread != running);
        sleep_all(vm);
    }
}

bool thread_wait(Vm *vm, Wait *wait) {
    while (!has_come(wait)) {
        running->wait = wait;
        switch_to(vm, next_ready(vm));
        running->wait = NULL;
        if (vm->pending && !pending_run(vm)) return false;
    }
    return true;
}

void thread_yield(Vm *vm) {
    bool for_signal = vm->pending & PENDING_SIGNAL && running != main_thread;
    if (!for_signal && (!(vm->pending & PENDING_SWITCH) || running->importing)) return;
    vm->pending &= ~(uint32_t)PENDING_SWITCH;
    if (finished || !others) return;
    switch_to(vm, for_signal ? main_thread : next_ready(vm));
}

void thread_import(int change) {
    running->importing += change;
}

// --- beginning and ending -----------------------------------------------------------------------

static void unlink_thread(Thread *thread) {
    Thread *before = thread;
    while (before->next != thread) before = before->next;
    before->next = thread->next;
}

static void run_thread(Vm *vm) {
    Thread *self = running;
    size_t count = self->args->count, named = self->keywords ? self->keywords->count : 0, place = 0;
    Value all[count + named + 1], keys[named + 1], names = vm->empty_tuple;
    memcpy(all, self->args->items, count * sizeof *all);
    for (size_t i = 0; i < named; i++) {
        DictEntry *entry = dict_next(self->keywords, &place);
        keys[i] = entry->key;
        all[count + i] = entry->value;
    }
    if (named) names = tuple_make(vm, keys, named);
    Value result = is_error(names)
                       ? names
                       : object_call(vm, self->callee, all, count, named ? tuple_of(names) : NULL);
    if (is_error(result) && !error_catch(vm, error_types.SystemExit))
        error_report_ignored(vm, "thread started by", self->callee);
}

// Nothing may be allocated once the thread has left the ring, where the collector finds it.
static void begin(void) {
    Vm *vm = the_vm;
    sanitizer_arrive(&previous->c_stack, &running->c_stack);
    give_back();
    run_thread(vm);
    if (running == main_thread) _exit(vm_end(vm, 0)); // the child of a fork, with no other thread
    if (running->sentinel) *running->sentinel = 0;
    if (!--others) set_timer(false);
    Thread *self = running, *next;
    self->wait = &(Wait){.end = WAIT_FOREVER};
    next = next_ready(vm);
    unlink_thread(self);
    ended = self;
    switch_to(vm, next);
    abort(); // nobody gives it a turn any more
}

static void prepare(ucontext_t *registers, char *stack, size_t size) {
    getcontext(registers);
    registers->uc_stack.ss_sp = stack;
    registers->uc_stack.ss_size = size;
    makecontext(registers, begin, 0);
}

static Thread *make_thread(void) {
    size_t c_size = c_stack_size ? c_stack_size : C_STACK_USUAL;
    if (c_size < C_STACK_LEAST) c_size = C_STACK_LEAST;
    size_t frames_size = (FRAMES_MAX * sizeof(Frame) + 4095) & ~(size_t)4095;
    size_t size = GUARD + c_size + frames_size + VALUE_STACK;
    Thread *made = calloc(1, sizeof *made);
    char *memory = !made ? MAP_FAILED
                         : mmap(NULL, size, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, GUARD, PROT_NONE)) {
        free(made);
        return NULL;
    }
    made->memory = memory;
    made->size = size;
    made->number = (int64_t)memory;
    made->serial = ++serials;
    char *c_low = memory + GUARD, *c_base = c_low + c_size;
    Frame *frames = (Frame *)c_base;
    Value *stack = (Value *)(c_base + frames_size);
    *frames = (Frame){.locals = stack, .saved_sp = stack, .top = stack};
    made->state = (State){.frame = frames,
                          .frames = frames,
                          .stack = stack,
                          .stack_size = VALUE_STACK,
                          .c_base = c_base,
                          .c_limit = c_low + C_MARGIN};
    made->low = c_base;
    made->c_stack = (SanitizerStack){.low = c_low, .size = c_size};
    prepare(&made->registers, c_low, c_size);
    return made;
}

int64_t thread_start(Vm *vm, Value callee, Tuple *args, Dict *keywords) {
    the_vm = vm;
    Thread *made = finished ? NULL : make_thread();
    if (!made) {
        error_raise(vm, error_types.RuntimeError, "can't start new thread");
        return 0;
    }
    made->callee = callee;
    made->args = args;
    made->keywords = keywords;
    // The last of the ring, as seen from who runs.
    Thread *last = running;
    while (last->next != running) last = last->next;
    made->next = running;
    last->next = made;
    if (!others++) set_timer(true);
    return made->number;
}

void thread_forked(void) {
    for (Thread *thread = running->next; thread != running; thread = thread->next)
        if (thread->sentinel) *thread->sentinel = 0;
    running->next = running;
    others = 0;
    has_timer = false; // a child inherits no timers
    main_thread = running;
}

void thread_finish(Vm *vm) {
    finished = true;
    if (others) set_timer(false);
    vm->pending &= ~(uint32_t)PENDING_SWITCH;
}

void thread_shutdown(Vm *vm) {
    Value name = str_intern_cstring(vm, "threading");
    Value module = is_error(name) ? VALUE_END : dict_get_str(vm, vm->modules, str_of(name));
    if (module != VALUE_END && !is_error(module)) {
        Value end = str_intern_cstring(vm, "_shutdown");
        Value function = is_error(end) ? end : object_get_attribute(vm, module, str_of(end));
        if (is_error(function) || is_error(object_call_0(vm, function)))
            error_report_ignored(vm, NULL, module);
    }
    if (vm->raised) error_clear(vm);
}

// --- what is known of threads -------------------------------------------------------------------

int64_t thread_number(void) {
    return running == &first ? (int64_t)pthread_self() : running->number;
}
uint64_t thread_serial(void) {
    return running->serial;
}
bool thread_is_main(void) {
    return running == main_thread;
}
size_t thread_count(void) {
    return others;
}
size_t thread_stack_bytes(size_t size) {
    size_t old = c_stack_size;
    c_stack_size = (size + 4095) & ~(size_t)4095;
    return old;
}
void thread_set_sentinel(uint64_t *held, Value owner) {
    running->sentinel = held;
    running->sentinel_owner = owner;
}

Dict *thread_dict(Vm *vm, uint64_t serial, bool *made) {
    *made = false;
    if (!running->dicts) {
        Value dicts = dict_make(vm, 0);
        if (is_error(dicts)) return NULL;
        running->dicts = dict_of(dicts);
    }
    Value key = make_int(vm, (int64_t)serial);
    Value found = is_error(key) ? key : dict_get(vm, running->dicts, key);
    if (found != VALUE_END) return is_error(found) ? NULL : dict_of(found);
    found = dict_make(vm, 0);
    if (is_error(found) || !dict_set(vm, running->dicts, key, found)) return NULL;
    *made = true;
    return dict_of(found);
}

void thread_mark(Vm *vm, Heap *heap) {
    (void)vm;
    Thread *thread = running;
    do {
        Value fields[] = {thread->callee, value_of(thread->args), value_of(thread->keywords),
                          value_of(thread->dicts), thread->sentinel_owner};
        gc_mark_values(heap, fields, sizeof fields / sizeof *fields);
        if (thread != running) {
            const State *state = &thread->state;
            Value kept[] = {state->raised, state->handled, state->async_first,
                            state->async_finalizer, state->context};
            gc_mark_values(heap, kept, sizeof kept / sizeof *kept);
            gc_mark_frames(heap, state->frames, state->frame);
            gc_mark_words(heap, thread->low, state->c_base);
        }
        thread = thread->next;
    } while (thread != running);
}
