// Threads: each has a stack of C and one of frames, and they take turns on one thread of the
// system. A turn ends where a thread has to wait, or at a safe point (pending_run) when it has
// lasted long enough: there the machine's state is in memory.
#ifndef VM_THREAD_H
#define VM_THREAD_H

#include <poll.h>

#include "vm/object.h"

#define WAIT_FOREVER INT64_MAX

// What a thread waits for: whichever comes first.
typedef struct {
    int64_t end;          // a time of CLOCK_MONOTONIC in nanoseconds, or WAIT_FOREVER
    const uint64_t *held; // that this number becomes 0; or NULL
    struct pollfd *polls; // that one of these is ready
    size_t count;
} Wait;

int64_t thread_clock(void); // the time of CLOCK_MONOTONIC, in nanoseconds
// Lets others run until what is waited for has come; handlers of signals run meanwhile. False:
// raised.
bool thread_wait(Vm *vm, Wait *wait);
// Starts callee(*args, **keywords); keywords may be NULL. Its number; 0: raised.
int64_t thread_start(Vm *vm, Value callee, Tuple *args, Dict *keywords);
// Gives the turn away, if it has lasted long enough or a signal waits for the main thread.
void thread_yield(Vm *vm);

int64_t thread_number(void);            // of the running one; no other that lives has the same
uint64_t thread_serial(void);           // the same, but never given again
bool thread_is_main(void);              // is it the first one?
size_t thread_count(void);              // besides the first one
size_t thread_stack_bytes(size_t size); // of the next ones, 0: as usual; answers what it was
// *held becomes 0 when the running thread ends; it lies in `owner`.
void thread_set_sentinel(uint64_t *held, Value owner);
// A dict of the running thread's own for an object: `serial` is the object's. NULL: raised.
Dict *thread_dict(Vm *vm, uint64_t serial, bool *made);
// While imports are under way a turn ends only where the thread waits.
void thread_import(int change);
void thread_forked(void);     // in the child: the others do not exist there
void thread_finish(Vm *vm);   // the end of the program: nobody else gets a turn any more
void thread_shutdown(Vm *vm); // waits for those that are no daemons
void thread_mark(Vm *vm, Heap *heap);

#endif
