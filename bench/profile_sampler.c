// The profiler inside the interpreter. A PROFILE=1 build is the objects of the timed build and this
// one: the linker (--wrap) leads vm_init, vm_end and run_prepare through here, so what is
// profiled is, instruction for instruction, what is timed.
//
// Two timers on the wall clock interrupt the thread: periodic ones, because to set a timer anew at
// every tick costs a virtual machine as much again as the tick itself. Their periods are in the
// golden ratio and their phases are drawn anew now and then, so that they keep step with nothing.
// (Signals of another process are cheaper and untrue: here they arrived tens of microseconds late,
// at the next system call, and a program that makes many was seen in those.)
// The handler copies registers, return addresses and VM frames as they lie, and follows no pointer
// that could be half-written: frames lie in one array, and what their words mean is found out
// afterwards, by bench/profile.
#define _GNU_SOURCE
#define UNW_LOCAL_ONLY
#include <errno.h>
#include <fcntl.h>
#include <libunwind.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "bench/profile_buffer.h"
#include "bench/random.h"
#include "vm/machine.h"
#include "vm/run.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

bool __real_vm_init(Vm *vm);
int __real_vm_end(Vm *vm, int status);
bool __real_run_prepare(Vm *vm, CodeObject *code);
bool __wrap_vm_init(Vm *vm);
int __wrap_vm_end(Vm *vm, int status);
bool __wrap_run_prepare(Vm *vm, CodeObject *code);

static ProfileBuffer *sampler_buffer; // NULL: this run is not profiled
static Vm *sampler_vm;
enum { TIMERS = 2, TICKS_A_PHASE = 64, POPULATED = 8 << 20 };
typedef struct {
    timer_t timer;
    uint64_t period, due; // nanoseconds; when the latest tick came due
    unsigned ticks;       // left of this phase
} Ticker;

static Ticker sampler_tickers[TIMERS];
static uint64_t sampler_last; // the last sample was taken then, in nanoseconds
static Random sampler_jitter;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// --- in the handler: nothing here may lock, allocate or follow a pointer out of the frames
// --------

// The next tick comes half a period to one and a half from now, and then one every period.
static void draw_phase(Ticker *ticker) {
    uint64_t period = ticker->period;
    uint64_t first = now() + period / 2 + random_below(&sampler_jitter, period);
    struct itimerspec next = {.it_value = {.tv_sec = (time_t)(first / 1000000000u),
                                           .tv_nsec = (long)(first % 1000000000u)},
                              .it_interval = {.tv_sec = (time_t)(period / 1000000000u),
                                              .tv_nsec = (long)(period % 1000000000u)}};
    ticker->due = first - period;
    ticker->ticks = TICKS_A_PHASE;
    timer_settime(ticker->timer, TIMER_ABSTIME, &next, NULL);
}

static void copy_registers(ProfileSample *sample, const ucontext_t *context) {
    static const uint8_t order[PROFILE_REGISTERS] = {
        REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
        REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
    for (int i = 0; i < PROFILE_REGISTERS; i++)
        sample->registers[i] = (uint64_t)context->uc_mcontext.gregs[order[i]];
    // Not past the end of the stack, which the machine knows.
    uint64_t top = (uint64_t)sampler_vm->c_base, from = sample->registers[7];
    size_t size = sizeof sample->stack;
    if (from > top || top - from < size) size = from > top ? 0 : top - from;
    memcpy(sample->stack, (const void *)from, size);
    memset((char *)sample->stack + size, 0, sizeof sample->stack - size);
}

// Return addresses from the interrupted instruction on: those of this handler are left out.
static void copy_native(ProfileSample *sample, uint64_t *words) {
    void *found[PROFILE_NATIVE + 8];
    int count = unw_backtrace(found, PROFILE_NATIVE + 8), first = 0;
    while (first < count && (uint64_t)found[first] != sample->registers[PROFILE_REGISTERS - 1])
        first++;
    if (first >= count) {
        words[sample->native_count++] = sample->registers[PROFILE_REGISTERS - 1];
        sample->flags |= PROFILE_CUT_ROOT;
        return;
    }
    if (count == PROFILE_NATIVE + 8) sample->flags |= PROFILE_CUT_NATIVE;
    for (int i = first; i < count && sample->native_count < PROFILE_NATIVE; i++)
        words[sample->native_count++] = (uint64_t)found[i];
}

// Every word may be that of a frame not yet or no longer in use: the reader knows all code objects.
static void copy_frames(ProfileSample *sample, ProfileFrame *frames) {
    const Frame *bottom = sampler_vm->frames, *frame = *(Frame *volatile *)&sampler_vm->frame;
    if (frame < bottom || frame > bottom + FRAMES_MAX) return;
    for (; frame > bottom; frame--) {
        if (sample->frame_count == PROFILE_FRAMES) {
            sample->flags |= PROFILE_CUT_FRAMES;
            return;
        }
        frames[sample->frame_count++] = (ProfileFrame){
            (uint64_t)frame->code, (uint64_t)frame->saved_pc, frame->flags & FRAME_ENTRY};
    }
}

static void take_sample(ProfileBuffer *buffer, const ucontext_t *context) {
    const size_t most = sizeof(ProfileSample) + PROFILE_NATIVE * sizeof(uint64_t) +
                        PROFILE_FRAMES * sizeof(ProfileFrame);
    if (buffer->size - buffer->samples - buffer->samples_fill < most) {
        buffer->lost_full++;
        return;
    }
    ProfileSample *sample =
        (ProfileSample *)((char *)buffer + buffer->samples + buffer->samples_fill);
    uint64_t *words = (uint64_t *)(sample + 1);
    sample->time = sampler_last - buffer->started;
    sample->native_count = sample->frame_count = sample->flags = 0;
    copy_registers(sample, context);
    copy_native(sample, words);
    copy_frames(sample, (ProfileFrame *)(words + sample->native_count));
    sample->size = sizeof *sample + sample->native_count * sizeof *words +
                   sample->frame_count * sizeof(ProfileFrame);
    __atomic_signal_fence(__ATOMIC_RELEASE);
    buffer->samples_fill += sample->size;
    buffer->sample_count++;
}

// Ticks are lost that came due while an earlier one waited to be served (the processor was not
// ours), and where both timers' came due before the first was served, the second, which says
// nothing new.
static void on_tick(int number, siginfo_t *info, void *context) {
    (void)number;
    int kept_errno = errno;
    Ticker *ticker = &sampler_tickers[info->si_value.sival_int & 1];
    ProfileBuffer *buffer = sampler_buffer;
    unsigned missed = info->si_overrun > 0 ? (unsigned)info->si_overrun : 0;
    ticker->due += ticker->period * (1 + missed);
    buffer->lost_late += missed;
    if (ticker->due <= sampler_last) {
        buffer->lost_late++;
    } else {
        sampler_last = now();
        take_sample(buffer, context);
    }
    if (ticker->ticks-- == 0) draw_phase(ticker);
    errno = kept_errno;
}

// --- outside it
// -----------------------------------------------------------------------------------

static void fail_to_sample(const char *what) {
    snprintf(sampler_buffer->failure, sizeof sampler_buffer->failure, "%s: %s", what,
             strerror(errno));
}

// Maps the tool's block; without one, or with one that is not what it should be, nothing is
// sampled.
static void open_buffer(void) {
    const char *text = getenv(PROFILE_VARIABLE);
    struct stat file;
    if (!text) return;
    int descriptor = atoi(text);
    if (fstat(descriptor, &file) || (size_t)file.st_size < sizeof(ProfileBuffer)) goto not_one;
    ProfileBuffer *buffer =
        mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (buffer == MAP_FAILED) goto not_one;
    close(descriptor);
    if (buffer->magic != PROFILE_MAGIC || buffer->size != (uint64_t)file.st_size) goto not_one;
    sampler_buffer = buffer;
    return;
not_one:
    fprintf(stderr, "sevenstep: %s=%s is no buffer of this profiler: nothing is profiled\n",
            PROFILE_VARIABLE, text);
}

// Room for one record among the codes, or NULL.
static void *add_record(size_t size) {
    ProfileBuffer *buffer = sampler_buffer;
    if (buffer->samples - buffer->codes - buffer->codes_fill < size) return NULL;
    return (char *)buffer + buffer->codes + buffer->codes_fill;
}

static void add_code(const CodeObject *code) {
    const Code *made = code->code;
    ProfileBuffer *buffer = sampler_buffer;
    size_t texts = profile_padded(made->qualname.size + made->filename.size);
    size_t units = profile_padded(code->unit_count * sizeof(Unit));
    size_t size = sizeof(ProfileCode) + texts + units + made->position_count * 2 * sizeof(uint32_t);
    ProfileCode *record = add_record(size);
    if (!record) {
        buffer->codes_lost++;
        return;
    }
    *record = (ProfileCode){.size = size,
                            .code = (uint64_t)code,
                            .entry = (uint64_t)code->entry,
                            .unit_count = code->unit_count,
                            .position_count = made->position_count,
                            .first_line = made->first_line,
                            .name_size = made->qualname.size,
                            .file_size = made->filename.size};
    char *to = (char *)(record + 1);
    memcpy(to, made->qualname.data, made->qualname.size);
    memcpy(to + made->qualname.size, made->filename.data, made->filename.size);
    memcpy(to + texts, code->units, code->unit_count * sizeof(Unit));
    uint32_t *positions = (uint32_t *)(to + texts + units);
    for (uint32_t i = 0; i < made->position_count; i++) {
        positions[2 * i] = made->positions[i].start;
        positions[2 * i + 1] = made->positions[i].line;
    }
    buffer->cell_size = (uint64_t)((char *)run_at(code, 1) - (char *)run_at(code, 0));
    buffer->codes_fill += size;
}

bool __wrap_run_prepare(Vm *vm, CodeObject *code) {
    bool ready = __real_run_prepare(vm, code);
    if (ready && sampler_buffer) add_code(code);
    return ready;
}

// Where every library lies, before the first code object.
static void add_maps(void) {
    ProfileBuffer *buffer = sampler_buffer;
    size_t room = 1 << 16, used = 0;
    char *text = add_record(room);
    int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (text && file >= 0)
        for (ssize_t got; (got = read(file, text + used, room - used)) > 0;) used += (size_t)got;
    if (file >= 0) close(file);
    buffer->maps = buffer->codes;
    buffer->maps_size = used;
    buffer->codes += profile_padded(used);
}

static void start_timers(void) {
    ProfileBuffer *buffer = sampler_buffer;
    struct sigaction action = {.sa_sigaction = on_tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigfillset(&action.sa_mask);
    if (sigaction(SIGPROF, &action, NULL)) return fail_to_sample("sigaction");
    for (int i = 0; i < TIMERS; i++) {
        struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF};
        event.sigev_notify_thread_id = (int)syscall(SYS_gettid);
        event.sigev_value.sival_int = i;
        if (timer_create(CLOCK_MONOTONIC, &event, &sampler_tickers[i].timer))
            return fail_to_sample("timer_create");
    }
    // 1 / 1.618 and 1 / 2.618 of the ticks: together all of them.
    double period = 1e9 / (double)buffer->rate, golden = 1.6180339887498949;
    sampler_tickers[0].period = (uint64_t)(period * golden);
    sampler_tickers[1].period = (uint64_t)(period * golden * golden);
    sampler_jitter = random_for(buffer->seed, "jitter");
    buffer->started = sampler_last = now();
    for (int i = 0; i < TIMERS; i++) draw_phase(&sampler_tickers[i]);
}

bool __wrap_vm_init(Vm *vm) {
    open_buffer();
    if (sampler_buffer) add_maps();
    if (!__real_vm_init(vm)) return false;
    if (!sampler_buffer) return true;
    sampler_vm = vm;
    // The first thousands of samples meet no page for the first time; where this fails, they do.
    uint64_t from = sampler_buffer->samples & ~(uint64_t)4095, rest = sampler_buffer->size - from;
    madvise((char *)sampler_buffer + from, rest < POPULATED ? rest : POPULATED,
            MADV_POPULATE_WRITE);
    // The first use of the unwinder looks for tables, locks and allocates: not in the handler.
    void *unused[16];
    for (int i = 0; i < 3; i++) unw_backtrace(unused, 16);
    start_timers();
    return true;
}

int __wrap_vm_end(Vm *vm, int status) {
    status = __real_vm_end(vm, status);
    if (sampler_buffer && sampler_buffer->started) {
        sigset_t ticks;
        sigemptyset(&ticks);
        sigaddset(&ticks, SIGPROF);
        sigprocmask(SIG_BLOCK, &ticks, NULL);
        for (int i = 0; i < TIMERS; i++) timer_delete(sampler_tickers[i].timer);
        sampler_buffer->ended = now();
    }
    return status;
}
