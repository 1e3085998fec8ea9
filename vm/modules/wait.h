// Waiting for descriptors and for time to pass: the one place where modules do it, so that signal
// handlers run meanwhile.
#ifndef VM_MODULES_WAIT_H
#define VM_MODULES_WAIT_H

#include "vm/thread.h"

// What thread_clock() will be in so many seconds. Negative seconds: WAIT_FOREVER.
int64_t wait_end(double seconds);
// Waits until one of the descriptors is ready or `end` has come. How many are ready; -1: raised.
int wait_poll(Vm *vm, struct pollfd *polls, size_t count, int64_t end);
// The same for one descriptor and events of poll(). 1, 0: time is up, -1: raised.
int wait_descriptor(Vm *vm, int descriptor, short events, int64_t end);
// Before a read() that may have to wait: others run until it need not. False: raised.
bool wait_readable(Vm *vm, int descriptor);

// A timeout as Python gives it: seconds, or None for ever (-1). False: raised.
bool wait_seconds(Vm *vm, Value timeout, const char *refusal, double *seconds);
// The descriptor of an int or of an object with fileno(); -1: raised.
int wait_fileno(Vm *vm, Value value);

#endif
