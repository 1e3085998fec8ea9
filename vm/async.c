// Asynchronous code: what awaiting iterates, and the steps of asynchronous generators. Such a
// generator is resumed by the awaitables that __anext__, asend, athrow and aclose return: what it
// awaits goes on to whoever awaits them; what it yields is wrapped, and ends the step.
#include "vm/async.h"

#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/type.h"
#include "vm/types/annotation.h"

typedef struct {
    Object object;
    Value value;
} AsyncWrapped;

typedef enum { STEP_NEW, STEP_RUNNING, STEP_CLOSED } StepState;

// What asend() or __anext__(), or athrow() or aclose(), return.
typedef struct {
    Object object;
    Generator *generator;
    StepState state;
    Value sent;    // asend
    Tuple *thrown; // athrow; NULL: aclose
} AsyncStep;

typedef struct {
    Object object;
    Generator *coroutine;
} CoroutineWrapper;

// anext(iterator, default)
typedef struct {
    Object object;
    Value awaitable, fallback;
} AnextAwaitable;

// --- awaiting -----------------------------------------------------------------------------------

static bool is_coroutine(Value value) {
    return has_shape(value, SHAPE_COROUTINE) ||
           (has_shape(value, SHAPE_GENERATOR) &&
            ((Generator *)object_of(value))->code->flags & CODE_ITERABLE_COROUTINE);
}

static Value awaited_iter(Vm *vm, Value object) {
    if (is_coroutine(object)) return object;
    Value iter = object_call_special(vm, object, name_of(vm, await), NULL, 0);
    if (iter == VALUE_END)
        return error_type(vm, "object %T can't be used in 'await' expression", object);
    if (is_error(iter)) return iter;
    if (is_coroutine(iter)) return error_type(vm, "__await__() returned a coroutine");
    if (!type_of(iter)->next)
        return error_type(vm, "__await__() returned non-iterator of type '%T'", iter);
    return iter;
}

static bool has_special(Vm *vm, Value value, Str *name) {
    return type_lookup(vm, type_of(value), name) != VALUE_END;
}

Value async_awaitable(Vm *vm, Value object, intptr_t from) {
    if (from && !is_coroutine(object) && !has_special(vm, object, name_of(vm, await)))
        return error_type(vm,
                          "'async with' received an object from %s that does not implement "
                          "__await__: %T",
                          from == 1 ? "__aenter__" : "__aexit__", object);
    Value iter = awaited_iter(vm, object);
    if (!is_error(iter) && has_shape(iter, SHAPE_COROUTINE) &&
        generator_delegate((Generator *)object_of(iter)))
        return error_raise(vm, error_types.RuntimeError, "coroutine is being awaited already");
    return iter;
}

Value async_yield_from(Vm *vm, Value iterable, uint32_t flags) {
    if (!has_shape(iterable, SHAPE_COROUTINE)) return object_iter(vm, iterable);
    if (flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)) return iterable;
    return error_type(vm, "cannot 'yield from' a coroutine object in a non-coroutine generator");
}

Value async_enter(Vm *vm, Value manager, Value *exit) {
    Value enter = object_special(vm, manager, name_of(vm, aenter));
    if (enter == VALUE_END)
        return error_type(
            vm, "'%T' object does not support the asynchronous context manager protocol", manager);
    if (is_error(enter)) return enter;
    *exit = object_special(vm, manager, name_of(vm, aexit));
    if (*exit == VALUE_END)
        return error_type(vm,
                          "'%T' object does not support the asynchronous context manager protocol "
                          "(missed __aexit__ method)",
                          manager);
    return is_error(*exit) ? VALUE_ERROR : object_call_0(vm, enter);
}

// --- asynchronous iteration ---------------------------------------------------------------------

static Value begin_step(Vm *vm, Value generator, uint32_t shape_id, Value sent, Tuple *thrown);

Value async_iter(Vm *vm, Value iterable) {
    Value iter = object_call_special(vm, iterable, name_of(vm, aiter), NULL, 0);
    if (iter == VALUE_END)
        return error_type(vm, "'async for' requires an object with __aiter__ method, got %T",
                          iterable);
    if (is_error(iter) || has_special(vm, iter, name_of(vm, anext))) return iter;
    return error_type(vm,
                      "'async for' received an object from __aiter__ that does not implement "
                      "__anext__: %T",
                      iter);
}

Value async_next(Vm *vm, Value iter) {
    if (has_shape(iter, SHAPE_ASYNC_GENERATOR))
        return begin_step(vm, iter, SHAPE_ASYNC_SEND, VALUE_NONE, NULL);
    Value next = object_call_special(vm, iter, name_of(vm, anext), NULL, 0);
    if (next == VALUE_END)
        return error_type(vm, "'async for' requires an iterator with __anext__ method, got %T",
                          iter);
    if (is_error(next)) return next;
    Value awaitable = awaited_iter(vm, next);
    if (!is_error(awaitable)) return awaitable;
    return error_from_cause(vm, error_types.TypeError,
                            "'async for' received an invalid object from __anext__: %T", next);
}

Value async_wrap(Vm *vm, Value value) {
    AsyncWrapped *wrapped = gc_new(vm, SHAPE_ASYNC_WRAPPED, sizeof *wrapped);
    if (!wrapped) return VALUE_ERROR;
    wrapped->value = value;
    return value_of(wrapped);
}

// --- steps of an asynchronous generator ---------------------------------------------------------

// Tells the hooks of a generator that is iterated for the first time.
static bool call_hooks(Vm *vm, Generator *generator) {
    if (generator->hooked) return true;
    generator->hooked = true;
    generator->finalizer = vm->async_finalizer;
    return !vm->async_first || !is_error(object_call_1(vm, vm->async_first, value_of(generator)));
}

static Value begin_step(Vm *vm, Value generator, uint32_t shape_id, Value sent, Tuple *thrown) {
    if (!call_hooks(vm, (Generator *)object_of(generator))) return VALUE_ERROR;
    AsyncStep *step = gc_new(vm, shape_id, sizeof *step);
    if (!step) return VALUE_ERROR;
    step->generator = (Generator *)object_of(generator);
    step->state = STEP_NEW;
    step->sent = sent;
    step->thrown = thrown;
    return value_of(step);
}

static bool ends_iteration(Vm *vm) {
    return error_matches(vm, error_types.StopAsyncIteration) ||
           error_matches(vm, error_types.GeneratorExit);
}

// What a resumed generator answered, as its step passes it on: what it awaits as it is; VALUE_END
// with the value it yielded; its own end as StopAsyncIteration.
static Value unwrap(Vm *vm, Generator *generator, Value value, Value *yielded) {
    if (value == VALUE_END)
        value = error_value_raised(vm, error_types.StopAsyncIteration, VALUE_NULL);
    if (is_error(value)) {
        if (ends_iteration(vm)) generator->closed = true;
        generator->stepping = false;
        return VALUE_ERROR;
    }
    if (!has_shape(value, SHAPE_ASYNC_WRAPPED)) return value;
    generator->stepping = false;
    *yielded = ((AsyncWrapped *)object_of(value))->value;
    return VALUE_END;
}

static Value refuse_again(Vm *vm, const AsyncStep *step) {
    return error_raise(vm, error_types.RuntimeError, "cannot reuse already awaited %s",
                       step->object.shape_id == SHAPE_ASYNC_SEND ? "__anext__()/asend()"
                                                                 : "aclose()/athrow()");
}

static Value refuse_second(Vm *vm, const char *method) {
    return error_raise(vm, error_types.RuntimeError,
                       "%s(): asynchronous generator is already running", method);
}

static Value send_step(Vm *vm, AsyncStep *step, Value sent, Value *yielded) {
    Generator *generator = step->generator;
    if (step->state == STEP_CLOSED) return refuse_again(vm, step);
    if (step->state == STEP_NEW) {
        if (generator->stepping) return refuse_second(vm, "anext");
        if (is_none(sent)) sent = step->sent;
        step->state = STEP_RUNNING;
    }
    generator->stepping = true;
    Value returned, value = generator_resume(vm, generator, sent, &returned);
    value = unwrap(vm, generator, value, yielded);
    if (is_error(value) || value == VALUE_END) step->state = STEP_CLOSED;
    return value;
}

// aclose(): the generator must not yield again; that it is over is what was wanted.
static Value finish_close(Vm *vm, AsyncStep *step, Value value, Value *returned) {
    Generator *generator = step->generator;
    *returned = VALUE_NONE;
    if (value == VALUE_END)
        value = error_value_raised(vm, error_types.StopAsyncIteration, VALUE_NULL);
    bool yielded = !is_error(value) && has_shape(value, SHAPE_ASYNC_WRAPPED);
    if (!is_error(value) && !yielded) return value;
    generator->stepping = false;
    step->state = STEP_CLOSED;
    if (yielded)
        return error_raise(vm, error_types.RuntimeError, "async generator ignored GeneratorExit");
    if (!ends_iteration(vm)) return VALUE_ERROR;
    error_clear(vm);
    return VALUE_END;
}

// What athrow() and aclose() do when they are first awaited.
static Value begin_throw(Vm *vm, AsyncStep *step, Value sent, Value *returned) {
    Generator *generator = step->generator;
    if (generator->stepping) {
        step->state = STEP_CLOSED;
        return refuse_second(vm, step->thrown ? "athrow" : "aclose");
    }
    if (generator->closed) {
        step->state = STEP_CLOSED;
        return error_value_raised(vm, error_types.StopAsyncIteration, VALUE_NULL);
    }
    if (!is_none(sent))
        return error_raise(vm, error_types.RuntimeError,
                           "can't send non-None value to a just-started coroutine");
    step->state = STEP_RUNNING;
    generator->stepping = true;
    Value value, inner;
    if (!step->thrown) {
        Value exit = value_of(error_types.GeneratorExit);
        generator->closed = true;
        value = generator_throw_in(vm, generator, &exit, 1, false, &inner);
        return finish_close(vm, step, value, returned);
    }
    value =
        generator_throw_in(vm, generator, step->thrown->items, step->thrown->count, false, &inner);
    value = unwrap(vm, generator, value, returned);
    if (is_error(value)) {
        generator->stepping = false;
        step->state = STEP_CLOSED;
    }
    return value;
}

static Value throw_step(Vm *vm, AsyncStep *step, Value sent, Value *returned) {
    Generator *generator = step->generator;
    *returned = VALUE_NONE;
    if (step->state == STEP_CLOSED) return refuse_again(vm, step);
    if (generator->state == GENERATOR_FINISHED) {
        step->state = STEP_CLOSED;
        return VALUE_END;
    }
    if (step->state == STEP_NEW) return begin_throw(vm, step, sent, returned);
    Value inner, value = generator_resume(vm, generator, sent, &inner);
    return step->thrown ? unwrap(vm, generator, value, returned)
                        : finish_close(vm, step, value, returned);
}

static Value run_step(Vm *vm, AsyncStep *step, Value sent, Value *returned) {
    *returned = VALUE_NONE;
    return step->object.shape_id == SHAPE_ASYNC_SEND ? send_step(vm, step, sent, returned)
                                                     : throw_step(vm, step, sent, returned);
}

// throw() of a step: into the generator, which is not closed in silence.
static Value throw_into_step(Vm *vm, AsyncStep *step, Value *thrown, size_t count,
                             Value *returned) {
    Generator *generator = step->generator;
    *returned = VALUE_NONE;
    if (step->state == STEP_CLOSED) return refuse_again(vm, step);
    Value inner, value = generator_throw_in(vm, generator, thrown, count, true, &inner);
    bool sends = step->object.shape_id == SHAPE_ASYNC_SEND;
    if (!sends && !step->thrown) return finish_close(vm, step, value, returned);
    value = unwrap(vm, generator, value, returned);
    if (sends && (is_error(value) || value == VALUE_END)) step->state = STEP_CLOSED;
    return value;
}

// As the iterator's protocol says it: no exception for an end without a value.
static Value answer_next(Vm *vm, Value value, Value returned) {
    return value == VALUE_END && is_none(returned) ? value : generator_answer(vm, value, returned);
}

#define STEP ((AsyncStep *)object_of(self))

static void step_trace(Heap *heap, Object *object) {
    AsyncStep *step = (AsyncStep *)object;
    gc_mark_value(heap, value_of(step->generator));
    gc_mark_value(heap, step->sent);
    gc_mark_value(heap, value_of(step->thrown));
}
static Value return_self(Vm *vm, Value self) {
    return (void)vm, self;
}
static Value step_next(Vm *vm, Value self) {
    Value returned, value = run_step(vm, STEP, VALUE_NONE, &returned);
    return answer_next(vm, value, returned);
}
NATIVE(step_send) {
    Value returned, value = run_step(vm, (AsyncStep *)object_of(args[0]), args[1], &returned);
    return generator_answer(vm, value, returned);
}
NATIVE(step_throw) {
    Value returned;
    Value value =
        throw_into_step(vm, (AsyncStep *)object_of(args[0]), args + 1, count - 1, &returned);
    return generator_answer(vm, value, returned);
}
NATIVE(step_close) {
    ((AsyncStep *)object_of(args[0]))->state = STEP_CLOSED;
    return VALUE_NONE;
}
NATIVE(method_self) {
    return args[0];
}
static const NativeSpec step_methods[] = {{"send", step_send, 2, 2, 0},
                                          {"throw", step_throw, 2, 4, 0},
                                          {"close", step_close, 1, 1, 0},
                                          {"__await__", method_self, 1, 1, 0},
                                          {NULL, NULL, 0, 0, 0}};
Type async_send_type = {
    .name = "async_generator_asend",
    .shape_id = SHAPE_ASYNC_SEND,
    .instance_size = sizeof(AsyncStep),
    .trace = step_trace,
    .iter = return_self,
    .next = step_next,
    .methods = step_methods,
};
Type async_throw_type = {
    .name = "async_generator_athrow",
    .shape_id = SHAPE_ASYNC_THROW,
    .instance_size = sizeof(AsyncStep),
    .trace = step_trace,
    .iter = return_self,
    .next = step_next,
    .methods = step_methods,
};

static void wrapped_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((AsyncWrapped *)object)->value);
}
Type async_wrapped_type = {
    .name = "async_generator_wrapped_value",
    .shape_id = SHAPE_ASYNC_WRAPPED,
    .instance_size = sizeof(AsyncWrapped),
    .trace = wrapped_trace,
};

NATIVE(generator_anext) {
    return begin_step(vm, args[0], SHAPE_ASYNC_SEND, VALUE_NONE, NULL);
}
NATIVE(generator_asend) {
    return begin_step(vm, args[0], SHAPE_ASYNC_SEND, args[1], NULL);
}
NATIVE(generator_athrow) {
    Value thrown = tuple_make(vm, args + 1, count - 1);
    if (is_error(thrown)) return thrown;
    return begin_step(vm, args[0], SHAPE_ASYNC_THROW, VALUE_NONE, tuple_of(thrown));
}
NATIVE(generator_aclose) {
    return begin_step(vm, args[0], SHAPE_ASYNC_THROW, VALUE_NONE, NULL);
}
const NativeSpec async_generator_methods[] = {
    {"__aiter__", method_self, 1, 1, 0},
    {"__anext__", generator_anext, 1, 1, 0},
    {"asend", generator_asend, 2, 2, 0},
    {"athrow", generator_athrow, 2, 4, NATIVE_VARARGS},
    {"aclose", generator_aclose, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {NULL, NULL, 0, 0, 0},
};

// --- coroutine.__await__ ------------------------------------------------------------------------

#define WRAPPED(self) (((CoroutineWrapper *)object_of(self))->coroutine)

Value async_await(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    CoroutineWrapper *wrapper = gc_new(vm, SHAPE_COROUTINE_WRAPPER, sizeof *wrapper);
    if (!wrapper) return VALUE_ERROR;
    wrapper->coroutine = (Generator *)object_of(args[0]);
    return value_of(wrapper);
}
static void wrapper_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((CoroutineWrapper *)object)->coroutine));
}
static Value wrapper_next(Vm *vm, Value self) {
    Value returned, value = generator_resume(vm, WRAPPED(self), VALUE_NONE, &returned);
    return answer_next(vm, value, returned);
}
NATIVE(wrapper_send) {
    Value returned, value = generator_resume(vm, WRAPPED(args[0]), args[1], &returned);
    return generator_answer(vm, value, returned);
}
NATIVE(wrapper_throw) {
    Value returned;
    Value value = generator_throw_in(vm, WRAPPED(args[0]), args + 1, count - 1, true, &returned);
    return generator_answer(vm, value, returned);
}
NATIVE(wrapper_close) {
    return generator_close_value(vm, WRAPPED(args[0])) ? VALUE_NONE : VALUE_ERROR;
}
static const NativeSpec wrapper_methods[] = {{"send", wrapper_send, 2, 2, 0},
                                             {"throw", wrapper_throw, 2, 4, 0},
                                             {"close", wrapper_close, 1, 1, 0},
                                             {NULL, NULL, 0, 0, 0}};
Type coroutine_wrapper_type = {
    .name = "coroutine_wrapper",
    .shape_id = SHAPE_COROUTINE_WRAPPER,
    .instance_size = sizeof(CoroutineWrapper),
    .trace = wrapper_trace,
    .iter = return_self,
    .next = wrapper_next,
    .methods = wrapper_methods,
};

// --- aiter and anext ----------------------------------------------------------------------------

NATIVE(builtin_aiter) {
    Value iter = object_call_special(vm, args[0], name_of(vm, aiter), NULL, 0);
    if (iter == VALUE_END) return error_type(vm, "'%T' object is not an async iterable", args[0]);
    if (is_error(iter) || has_special(vm, iter, name_of(vm, anext))) return iter;
    return error_type(vm, "aiter() returned not an async iterator of type '%T'", iter);
}

NATIVE(builtin_anext) {
    Value awaitable = object_call_special(vm, args[0], name_of(vm, anext), NULL, 0);
    if (awaitable == VALUE_END)
        return error_type(vm, "'%T' object is not an async iterator", args[0]);
    if (is_error(awaitable) || count == 1) return awaitable;
    AnextAwaitable *anext = gc_new(vm, SHAPE_ANEXT_AWAITABLE, sizeof *anext);
    if (!anext) return VALUE_ERROR;
    anext->awaitable = awaitable;
    anext->fallback = args[1];
    return value_of(anext);
}
const NativeSpec async_builtins[] = {
    {"aiter", builtin_aiter, 1, 1, 0},
    {"anext", builtin_anext, 1, 2, 0},
    {NULL, NULL, 0, 0, 0},
};

// The iterator behind anext(iterator, default), one with send and throw if it is a coroutine.
static Value anext_iter(Vm *vm, Value self) {
    Value iter = awaited_iter(vm, ((AnextAwaitable *)object_of(self))->awaitable);
    if (is_error(iter) || !has_shape(iter, SHAPE_COROUTINE)) return iter;
    return async_await(vm, &iter, 1, NULL);
}

// The end of the asynchronous iteration is the default.
static Value anext_answer(Vm *vm, Value self, Value value) {
    if (!is_error(value) || !error_catch(vm, error_types.StopAsyncIteration)) return value;
    return generator_answer(vm, VALUE_END, ((AnextAwaitable *)object_of(self))->fallback);
}
static Value anext_call(Vm *vm, Value *args, size_t count, Str *name) {
    Value iter = anext_iter(vm, args[0]);
    Value method = is_error(iter) ? iter : object_get_attribute(vm, iter, name);
    if (is_error(method)) return method;
    return anext_answer(vm, args[0], object_call(vm, method, args + 1, count - 1, NULL));
}
static Value anext_next(Vm *vm, Value self) {
    Value iter = anext_iter(vm, self);
    return is_error(iter) ? iter : anext_answer(vm, self, object_next(vm, iter));
}
NATIVE(anext_send) {
    return anext_call(vm, args, count, name_of(vm, send));
}
NATIVE(anext_throw) {
    return anext_call(vm, args, count, name_of(vm, throw));
}
NATIVE(anext_close) {
    return anext_call(vm, args, count, name_of(vm, close));
}
static void anext_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((AnextAwaitable *)object)->awaitable);
    gc_mark_value(heap, ((AnextAwaitable *)object)->fallback);
}
static const NativeSpec anext_methods[] = {{"send", anext_send, 2, 2, 0},
                                           {"throw", anext_throw, 2, 4, 0},
                                           {"close", anext_close, 1, 1, 0},
                                           {"__await__", method_self, 1, 1, 0},
                                           {NULL, NULL, 0, 0, 0}};
Type anext_awaitable_type = {
    .name = "anext_awaitable",
    .shape_id = SHAPE_ANEXT_AWAITABLE,
    .instance_size = sizeof(AnextAwaitable),
    .trace = anext_trace,
    .iter = return_self,
    .next = anext_next,
    .methods = anext_methods,
};

// --- hooks --------------------------------------------------------------------------------------

static bool set_hook(Vm *vm, Value *hook, Value value, const char *name) {
    if (!value) return true;
    if (!is_none(value) && !object_is_callable(value)) {
        error_type(vm, "callable %s expected, got %T", name, value);
        return false;
    }
    *hook = is_none(value) ? VALUE_NULL : value;
    return true;
}

Value async_set_hooks(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"firstiter", "finalizer", NULL};
    Value values[2];
    if (!arguments_parse(vm, "set_asyncgen_hooks", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    bool set = set_hook(vm, &vm->async_finalizer, values[1], "finalizer") &&
               set_hook(vm, &vm->async_first, values[0], "firstiter");
    return set ? VALUE_NONE : VALUE_ERROR;
}

Value async_get_hooks(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Value hooks[] = {vm->async_first ? vm->async_first : VALUE_NONE,
                     vm->async_finalizer ? vm->async_finalizer : VALUE_NONE};
    return tuple_make(vm, hooks, 2);
}
