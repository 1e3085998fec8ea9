// Generators, coroutines and asynchronous generators: a frame's values kept in an object, resumed
// by pushing a frame record that points at them. What only asynchronous code does is in async.c.
#ifndef VM_GENERATOR_H
#define VM_GENERATOR_H

#include "vm/function.h"

typedef enum {
    GENERATOR_CREATED,
    GENERATOR_SUSPENDED,
    GENERATOR_RUNNING,
    GENERATOR_DELEGATING, // what it delegates to runs, thrown into or closed; it has no frame
    GENERATOR_FINISHED
} GeneratorState;

struct Generator {
    Object object;
    GeneratorState state;
    // Of an asynchronous generator: the hooks know it, one of its steps is under way, it is over.
    bool hooked, stepping, closed;
    CodeObject *code;
    Dict *globals;
    Str *name, *qualname;
    void *pc;        // where it goes on
    Value *sp;       // into values; while it runs, the frame knows
    Value handled;   // what its own except blocks are handling while it sleeps, or VALUE_NULL
    Value outer;     // while it runs: what its resumer was handling
    Value finalizer; // of an asynchronous generator: what the hooks want called, or VALUE_NULL
    Value values[];  // window_size of code
};

// What SEND resumes by a frame.
static inline bool is_sendable(Value value) {
    return has_shape(value, SHAPE_GENERATOR) || has_shape(value, SHAPE_COROUTINE);
}

// Takes the running frame's values into a new generator, of the kind that the code's flags say; the
// frame record can go then.
Value generator_make(Vm *vm, Frame *frame, void *pc, Value *sp);
// Pushes a frame that resumes it with `sent`; the resumer's stack is resumer_sp high then. False:
// nothing pushed; vm->raised is set (running already, sent too early) or it had finished.
bool generator_push(Vm *vm, Generator *generator, Value sent, Value *resumer_sp, uint32_t flags);
void generator_suspend(Vm *vm, Frame *frame, void *pc, Value *sp);
void generator_finish(Vm *vm, Frame *frame, Value value);
// What `except` is handling as the running code sees it: its own generator's, or that of who
// resumed it.
Value handled_now(Vm *vm);
// From C: the next yielded value; VALUE_END when it returned (its value in *returned, may be NULL);
// VALUE_ERROR.
Value generator_resume(Vm *vm, Generator *generator, Value sent, Value *returned);
// The same, with an exception instead of a value: `thrown` holds the one to three arguments of
// throw(). A GeneratorExit closes what it delegates to, if `closes`, and is thrown there otherwise.
Value generator_throw_in(Vm *vm, Generator *generator, Value *thrown, size_t count, bool closes,
                         Value *returned);
// The frame of a generator is left by an exception: marks it finished, and turns StopIteration into
// RuntimeError.
void generator_abandon(Vm *vm, Frame *frame);
// close(): false when something was raised.
bool generator_close_value(Vm *vm, Generator *generator);
// When nothing refers to it any more: has it anything to do then, and the doing: a `finally` to
// run, a hook to be told, or that nobody awaited it to be said. False: raised.
bool generator_has_end(const Generator *generator);
bool generator_end(Vm *vm, Generator *generator);
// The iterator that a suspended `yield from` or `await` waits for, or VALUE_NULL.
Value generator_delegate(Generator *generator);
// Turns the end of a step into what Python sees: StopIteration with the returned value.
Value generator_answer(Vm *vm, Value value, Value returned);

#endif
