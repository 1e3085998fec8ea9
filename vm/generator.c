// Generators: see generator.h.
#include "vm/generator.h"

#include <string.h>

#include "opcodes.h"
#include "vm/frame_object.h"
#include "vm/async.h"
#include "vm/finalize.h"
#include "vm/modules/_warnings.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/runtime.h"
#include "vm/types/annotation.h"

// What complaints call it.
static const char *kind_of(const Generator *generator) {
    switch (generator->object.shape_id) {
    case SHAPE_COROUTINE: return "coroutine";
    case SHAPE_ASYNC_GENERATOR: return "async generator";
    default: return "generator";
    }
}

static bool is_running(const Generator *generator) {
    return generator->state == GENERATOR_RUNNING || generator->state == GENERATOR_DELEGATING;
}

Value generator_make(Vm *vm, Frame *frame, void *pc, Value *sp) {
    CodeObject *code = frame->code;
    size_t used = (size_t)(sp - frame->locals);
    size_t size = sizeof(Generator) + code->window_size * sizeof(Value);
    uint32_t shape_id = code->flags & CODE_COROUTINE         ? SHAPE_COROUTINE
                        : code->flags & CODE_ASYNC_GENERATOR ? SHAPE_ASYNC_GENERATOR
                                                             : SHAPE_GENERATOR;
    Generator *generator = gc_new(vm, shape_id, size);
    if (!generator) return VALUE_ERROR;
    generator->state = GENERATOR_CREATED;
    generator->hooked = generator->stepping = generator->closed = false;
    generator->code = code;
    generator->globals = frame->globals;
    bool renamed = frame->flags & FRAME_RENAMED;
    generator->name = renamed ? frame->function->name : code->name;
    generator->qualname = renamed ? frame->function->qualname : code->qualname;
    generator->pc = pc;
    generator->sp = generator->values + used;
    generator->handled = generator->outer = generator->finalizer = VALUE_NULL;
    memcpy(generator->values, frame->locals, used * sizeof(Value));
    // It may have a `finally` to run when it is abandoned; a coroutine has to be awaited.
    bool watched = code->code->handler_count || shape_id != SHAPE_GENERATOR;
    if (watched && !finalize_watch(vm, value_of(generator))) return VALUE_ERROR;
    return value_of(generator);
}

bool generator_push(Vm *vm, Generator *generator, Value sent, Value *resumer_sp, uint32_t flags) {
    if (generator->state == GENERATOR_CREATED && !is_none(sent)) {
        error_type(vm, "can't send non-None value to a just-started %s", kind_of(generator));
        return false;
    }
    if (is_running(generator))
        return error_value(vm, "%s already executing", kind_of(generator)), false;
    if (generator->state == GENERATOR_FINISHED) {
        if (generator->object.shape_id == SHAPE_COROUTINE)
            error_raise(vm, error_types.RuntimeError, "cannot reuse already awaited coroutine");
        return false;
    }
    Frame *resumer = vm->frame;
    if (resumer >= vm->frame_limit) return error_recursion(vm, ""), false;
    if (vm->pending && !pending_run(vm)) return false;
    // The slot of the item to come is part of the resumer's stack from now on.
    if (flags & FRAME_FOR_ITER) resumer_sp[-1] = VALUE_NULL;
    if (!(flags & FRAME_ENTRY)) resumer->saved_sp = resumer_sp;
    Frame *frame = resumer + 1;
    frame->code = generator->code;
    frame->locals = generator->values;
    frame->consts = generator->code->consts;
    frame->globals = generator->globals;
    frame->top = frame_top(resumer);
    frame->generator = generator;
    frame->flags = flags | FRAME_GENERATOR;
    *generator->sp++ = sent;
    frame->saved_pc = generator->pc;
    frame->saved_sp = generator->sp;
    generator->state = GENERATOR_RUNNING;
    generator->outer = vm->handled;
    vm->handled = generator->handled;
    vm->frame = frame;
    COUNT_CALL(GENERATOR);
    return true;
}

// While it sleeps, what its resumer handles is the resumer's affair again.
static void restore_handled(Vm *vm, Generator *generator) {
    generator->handled = vm->handled;
    vm->handled = generator->outer;
    generator->outer = VALUE_NULL;
}

Value handled_now(Vm *vm) {
    Value handled = vm->handled;
    for (Frame *frame = vm->frame; !handled && frame > vm->frames; frame--)
        if (frame_generator(frame)) handled = frame->generator->outer;
    return handled;
}

void generator_suspend(Vm *vm, Frame *frame, void *pc, Value *sp) {
    if (frame->flags & FRAME_OBJECT) frame_object_leave(vm, frame, pc, false);
    Generator *generator = frame->generator;
    generator->pc = pc;
    generator->sp = sp;
    generator->state = GENERATOR_SUSPENDED;
    restore_handled(vm, generator);
}

static void finish(Vm *vm, Generator *generator) {
    restore_handled(vm, generator);
    generator->handled = VALUE_NULL;
    generator->state = GENERATOR_FINISHED;
    generator->sp = generator->values;
}

void generator_finish(Vm *vm, Frame *frame, Value value) {
    (void)value;
    finish(vm, frame->generator);
}

void generator_abandon(Vm *vm, Frame *frame) {
    Generator *generator = frame->generator;
    bool stopped = error_matches(vm, error_types.StopIteration);
    if (stopped || (generator->object.shape_id == SHAPE_ASYNC_GENERATOR &&
                    error_matches(vm, error_types.StopAsyncIteration)))
        error_from_cause(vm, error_types.RuntimeError, "%s raised %s", kind_of(generator),
                         stopped ? "StopIteration" : "StopAsyncIteration");
    finish(vm, generator);
}

Value generator_resume(Vm *vm, Generator *generator, Value sent, Value *returned) {
    if (returned) *returned = VALUE_NONE;
    if (!generator_push(vm, generator, sent, NULL, FRAME_ENTRY))
        return vm->raised ? VALUE_ERROR : VALUE_END;
    Value value = RUN_LOOP(vm);
    if (is_error(value) || generator->state != GENERATOR_FINISHED) return value;
    if (returned) *returned = value;
    return VALUE_END;
}

// --- throwing -----------------------------------------------------------------------------------

Value generator_delegate(Generator *generator) {
    CodeObject *code = generator->code;
    if (generator->state != GENERATOR_SUSPENDED) return VALUE_NULL;
    uint32_t offset = run_offset(code, generator->pc);
    if (offset < 2 || unit_opcode(code->code->units[offset - 2]) != OP_SEND) return VALUE_NULL;
    return generator->sp[-1];
}

// The exception that throw(thrown...) means. What goes wrong in making it is thrown in its place.
static Value thrown_exception(Vm *vm, Value *thrown, size_t count) {
    Value exception = thrown[0];
    Value value = count > 1 ? thrown[1] : VALUE_NONE,
          traceback = count > 2 ? thrown[2] : VALUE_NONE;
    if (!is_none(traceback) && !has_shape(traceback, SHAPE_TRACEBACK))
        return error_type(vm, "throw() third argument must be a traceback object");
    if (is_exception(exception)) {
        if (!is_none(value))
            return error_type(vm, "instance exception may not have a separate value");
    } else if (is_exception_class(exception)) {
        exception = error_instance(vm, exception, value);
        if (is_error(exception)) exception = error_take(vm);
    } else {
        return error_type(
            vm, "exceptions must be classes or instances deriving from BaseException, not %T",
            exception);
    }
    if (!is_none(traceback)) ((Exception *)object_of(exception))->traceback = traceback;
    return exception;
}

// Runs the generator on with an exception raised where it stands.
static Value raise_in(Vm *vm, Generator *generator, Value exception, Value *returned) {
    if (!generator_push(vm, generator, VALUE_NONE, NULL, FRAME_ENTRY)) {
        if (!vm->raised) vm->raised = exception;
        return VALUE_ERROR;
    }
    vm->raised = exception;
    if (vm->handled) error_set(vm, exception);
    vm->reraised = false;
    Value value = unwind(vm) ? RUN_LOOP(vm) : VALUE_ERROR;
    if (is_error(value) || generator->state != GENERATOR_FINISHED) return value;
    *returned = value;
    return VALUE_END;
}

// What a generator delegates to is closed; false: it raised.
static bool delegate_close(Vm *vm, Generator *generator, Value delegate) {
    bool closed = true;
    generator->state = GENERATOR_DELEGATING;
    if (is_sendable(delegate)) {
        closed = generator_close_value(vm, (Generator *)object_of(delegate));
    } else {
        Value method = object_find_attribute(vm, delegate, name_of(vm, close));
        if (is_error(method))
            error_report_ignored(vm, NULL, delegate);
        else if (method != VALUE_END)
            closed = !is_error(object_call_0(vm, method));
    }
    generator->state = GENERATOR_SUSPENDED;
    return closed;
}

// Throws into what a generator delegates to: what that yields, VALUE_END with the value it
// returned, or VALUE_ERROR. *taken: whether it can be thrown into at all.
static Value delegate_throw(Vm *vm, Generator *generator, Value delegate, Value *thrown,
                            size_t count, bool closes, Value *returned, bool *taken) {
    Value value;
    *taken = is_sendable(delegate);
    if (*taken) {
        generator->state = GENERATOR_DELEGATING;
        value = generator_throw_in(vm, (Generator *)object_of(delegate), thrown, count, closes,
                                   returned);
    } else {
        value = object_find_attribute(vm, delegate, name_of(vm, throw));
        if (is_error(value) || value == VALUE_END) return value;
        *taken = true;
        generator->state = GENERATOR_DELEGATING;
        value = object_call(vm, value, thrown, count, NULL);
        if (is_error(value) && error_matches(vm, error_types.StopIteration)) {
            Value stop = ((Exception *)object_of(error_take(vm)))->value;
            *returned = stop ? stop : VALUE_NONE;
            value = VALUE_END;
        }
    }
    generator->state = GENERATOR_SUSPENDED;
    return value;
}

// The delegate is over: its value is that of the `yield from`, after the jump of SEND.
static Value go_on_behind(Vm *vm, Generator *generator, Value value, Value *returned) {
    CodeObject *code = generator->code;
    uint32_t send = run_offset(code, generator->pc) - 2;
    generator->sp--;
    generator->pc = run_at(code, send + 1 + (uint32_t)unit_jump(code->code->units[send]));
    return generator_resume(vm, generator, value, returned);
}

static bool means_exit(Value thrown) {
    if (is_exception(thrown)) return is_instance(thrown, error_types.GeneratorExit);
    return is_exception_class(thrown) &&
           type_is_subtype((Type *)object_of(thrown), error_types.GeneratorExit);
}

Value generator_throw_in(Vm *vm, Generator *generator, Value *thrown, size_t count, bool closes,
                         Value *returned) {
    *returned = VALUE_NONE;
    if (!c_stack_check(vm, "")) return VALUE_ERROR;
    Value delegate = generator_delegate(generator), exception = VALUE_NULL;
    if (delegate && closes && means_exit(thrown[0])) {
        if (!delegate_close(vm, generator, delegate)) exception = error_take(vm);
    } else if (delegate) {
        Value inner = VALUE_NONE;
        bool taken;
        Value value =
            delegate_throw(vm, generator, delegate, thrown, count, closes, &inner, &taken);
        if (taken && value == VALUE_END) return go_on_behind(vm, generator, inner, returned);
        if (is_error(value) ? !taken : taken) return value;
        if (is_error(value)) exception = error_take(vm);
    }
    if (!exception) exception = thrown_exception(vm, thrown, count);
    return is_error(exception) ? exception : raise_in(vm, generator, exception, returned);
}

bool generator_close_value(Vm *vm, Generator *generator) {
    if (generator->state == GENERATOR_FINISHED) return true;
    if (generator->state == GENERATOR_CREATED) {
        generator->state = GENERATOR_FINISHED;
        return true;
    }
    if (!c_stack_check(vm, "")) return false;
    Value delegate = generator_delegate(generator), exception = VALUE_NULL, returned;
    if (delegate && !delegate_close(vm, generator, delegate)) exception = error_take(vm);
    if (!exception) exception = object_call_0(vm, value_of(error_types.GeneratorExit));
    if (is_error(exception)) return false;
    Value value = raise_in(vm, generator, exception, &returned);
    if (value == VALUE_END) return true;
    if (!is_error(value)) {
        error_raise(vm, error_types.RuntimeError, "%s ignored GeneratorExit", kind_of(generator));
        return false;
    }
    return error_catch(vm, error_types.GeneratorExit) || error_catch(vm, error_types.StopIteration);
}

bool generator_has_end(const Generator *generator) {
    if (generator->state == GENERATOR_SUSPENDED) return true;
    return generator->state == GENERATOR_CREATED &&
           (generator->object.shape_id == SHAPE_COROUTINE || generator->finalizer);
}

bool generator_end(Vm *vm, Generator *generator) {
    if (generator->finalizer && !generator->closed)
        return !is_error(object_call_1(vm, generator->finalizer, value_of(generator)));
    bool awaited =
        generator->state != GENERATOR_CREATED || generator->object.shape_id != SHAPE_COROUTINE;
    if (awaited) return generator_close_value(vm, generator);
    generator->state = GENERATOR_FINISHED;
    Value text = str_format(vm, "coroutine '%U' was never awaited", generator->qualname);
    return !is_error(text) && warnings_warn(vm, error_types.RuntimeWarning, text, 1);
}

// --- what the three types share -----------------------------------------------------------------

#define GENERATOR ((Generator *)object_of(self))

static void generator_trace(Heap *heap, Object *object) {
    Generator *generator = (Generator *)object;
    const void *parts[] = {generator->code, generator->globals, generator->name,
                           generator->qualname};
    for (size_t i = 0; i < 4; i++) gc_mark_value(heap, value_of(parts[i]));
    gc_mark_value(heap, generator->handled);
    gc_mark_value(heap, generator->outer);
    gc_mark_value(heap, generator->finalizer);
    // Running, its frame's saved_sp says how much is alive; the machine's roots scan that.
    if (generator->state == GENERATOR_RUNNING || generator->state == GENERATOR_FINISHED) return;
    for (Value *value = generator->values; value < generator->sp; value++)
        gc_mark_value(heap, *value);
}

static Value generator_repr(Vm *vm, Value self) {
    return str_format(vm, "<%T object %U at 0x%s>", self, GENERATOR->qualname,
                      object_address(vm, self));
}

Value generator_answer(Vm *vm, Value value, Value returned) {
    if (value != VALUE_END) return value;
    return error_value_raised(vm, error_types.StopIteration,
                              is_none(returned) ? VALUE_NULL : returned);
}

static Value generator_send(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value returned = VALUE_NONE;
    Value value = generator_resume(vm, (Generator *)object_of(args[0]), args[1], &returned);
    return generator_answer(vm, value, returned);
}
// throw(exception) or throw(type[, value[, traceback]])
static Value generator_throw(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value returned = VALUE_NONE;
    Value value = generator_throw_in(vm, (Generator *)object_of(args[0]), args + 1, count - 1, true,
                                     &returned);
    return generator_answer(vm, value, returned);
}
static Value generator_close(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return generator_close_value(vm, (Generator *)object_of(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

static Value get_name(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->name);
}
static Value get_qualname(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->qualname);
}
static bool set_name(Vm *vm, Value self, Value value) {
    if (!value || !is_str_like(value))
        return error_type(vm, "__name__ must be set to a string object"), false;
    GENERATOR->name = str_of(value);
    return true;
}
static bool set_qualname(Vm *vm, Value self, Value value) {
    if (!value || !is_str_like(value))
        return error_type(vm, "__qualname__ must be set to a string object"), false;
    GENERATOR->qualname = str_of(value);
    return true;
}
static Value get_code(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->code);
}
static Value get_frame(Vm *vm, Value self) {
    return frame_object_of(vm, GENERATOR);
}
static Value get_running(Vm *vm, Value self) {
    (void)vm;
    return make_bool(is_running(GENERATOR));
}
static Value get_suspended(Vm *vm, Value self) {
    return (void)vm, make_bool(GENERATOR->state == GENERATOR_SUSPENDED);
}
static Value get_delegate(Vm *vm, Value self) {
    (void)vm;
    Value delegate = generator_delegate(GENERATOR);
    return delegate ? delegate : VALUE_NONE;
}
static Value get_stepping(Vm *vm, Value self) {
    return (void)vm, make_bool(GENERATOR->stepping);
}
static Value get_none(Vm *vm, Value self) {
    return (void)vm, (void)self, VALUE_NONE;
}

// --- the types ----------------------------------------------------------------------------------

static Value generator_self(Vm *vm, Value self) {
    return (void)vm, self;
}
static Value generator_next(Vm *vm, Value self) {
    return generator_resume(vm, GENERATOR, VALUE_NONE, NULL);
}
static const NativeSpec generator_methods[] = {
    {"send", generator_send, 2, 2, 0},
    {"throw", generator_throw, 2, 4, 0},
    {"close", generator_close, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {NULL, NULL, 0, 0, 0},
};
static const MemberSpec generator_members[] = {
    {"__name__", get_name, set_name},        {"__qualname__", get_qualname, set_qualname},
    {"gi_code", get_code, member_read_only}, {"gi_frame", get_frame, NULL},
    {"gi_running", get_running, NULL},       {"gi_suspended", get_suspended, NULL},
    {"gi_yieldfrom", get_delegate, NULL},    {NULL, NULL, NULL}};
Type generator_type = {
    .name = "generator",
    .shape_id = SHAPE_GENERATOR,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(Generator),
    .trace = generator_trace,
    .repr = generator_repr,
    .iter = generator_self,
    .next = generator_next,
    .methods = generator_methods,
    .members = generator_members,
};

static const NativeSpec coroutine_methods[] = {
    {"send", generator_send, 2, 2, 0},
    {"throw", generator_throw, 2, 4, 0},
    {"close", generator_close, 1, 1, 0},
    {"__await__", async_await, 1, 1, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {NULL, NULL, 0, 0, 0},
};
static const MemberSpec coroutine_members[] = {{"__name__", get_name, set_name},
                                               {"__qualname__", get_qualname, set_qualname},
                                               {"cr_code", get_code, member_read_only},
                                               {"cr_frame", get_frame, NULL},
                                               {"cr_running", get_running, NULL},
                                               {"cr_suspended", get_suspended, NULL},
                                               {"cr_await", get_delegate, NULL},
                                               {"cr_origin", get_none, member_read_only},
                                               {NULL, NULL, NULL}};
Type coroutine_type = {
    .name = "coroutine",
    .shape_id = SHAPE_COROUTINE,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(Generator),
    .trace = generator_trace,
    .repr = generator_repr,
    .methods = coroutine_methods,
    .members = coroutine_members,
};

static const MemberSpec async_generator_members[] = {{"__name__", get_name, set_name},
                                                     {"__qualname__", get_qualname, set_qualname},
                                                     {"ag_code", get_code, member_read_only},
                                                     {"ag_frame", get_frame, NULL},
                                                     {"ag_running", get_stepping, member_read_only},
                                                     {"ag_await", get_delegate, NULL},
                                                     {NULL, NULL, NULL}};
Type async_generator_type = {
    .name = "async_generator",
    .shape_id = SHAPE_ASYNC_GENERATOR,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(Generator),
    .trace = generator_trace,
    .repr = generator_repr,
    .methods = async_generator_methods,
    .members = async_generator_members,
};
