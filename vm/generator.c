// Generators: see generator.h.
#include "vm/generator.h"

#include <string.h>

#include "opcodes.h"
#include "vm/frame_object.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/runtime.h"

Value generator_make(Vm *vm, Frame *frame, void *pc, Value *sp) {
    CodeObject *code = frame->code;
    size_t used = (size_t)(sp - frame->locals);
    size_t size = sizeof(Generator) + code->window_size * sizeof(Value);
    Generator *generator = gc_new(vm, SHAPE_GENERATOR, size);
    if (!generator) return VALUE_ERROR;
    generator->state = GENERATOR_CREATED;
    generator->code = code;
    generator->globals = frame->globals;
    generator->name = code->name;
    generator->qualname = code->qualname;
    generator->pc = pc;
    generator->sp = generator->values + used;
    generator->handled = generator->outer = VALUE_NULL;
    memcpy(generator->values, frame->locals, used * sizeof(Value));
    return value_of(generator);
}

bool generator_push(Vm *vm, Generator *generator, Value sent, Value *resumer_sp, uint32_t flags) {
    if (generator->state == GENERATOR_FINISHED) return false;
    if (generator->state == GENERATOR_RUNNING)
        return error_value(vm, "generator already executing"), false;
    if (generator->state == GENERATOR_CREATED && !is_none(sent))
        return error_type(vm, "can't send non-None value to a just-started generator"), false;
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
    if (error_matches(vm, error_types.StopIteration)) {
        Value cause = error_take(vm);
        error_raise(vm, error_types.RuntimeError, "generator raised StopIteration");
        if (vm->raised && is_exception(vm->raised)) {
            Exception *exception = (Exception *)vm->raised;
            exception->cause = exception->context = cause;
            exception->suppress_context = true;
        }
    }
    finish(vm, frame->generator);
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

// --- the type -----------------------------------------------------------------------------------

#define GENERATOR ((Generator *)object_of(self))

static void generator_trace(Heap *heap, Object *object) {
    Generator *generator = (Generator *)object;
    const void *parts[] = {generator->code, generator->globals, generator->name,
                           generator->qualname};
    for (size_t i = 0; i < 4; i++) gc_mark_value(heap, value_of(parts[i]));
    gc_mark_value(heap, generator->handled);
    gc_mark_value(heap, generator->outer);
    // Running, its frame's saved_sp says how much is alive; the machine's roots scan that.
    if (generator->state == GENERATOR_RUNNING || generator->state == GENERATOR_FINISHED) return;
    for (Value *value = generator->values; value < generator->sp; value++)
        gc_mark_value(heap, *value);
}

static Value generator_self(Vm *vm, Value self) {
    return (void)vm, self;
}
static Value generator_next(Vm *vm, Value self) {
    return generator_resume(vm, GENERATOR, VALUE_NONE, NULL);
}
static Value generator_repr(Vm *vm, Value self) {
    return str_format(vm, "<generator object %U at 0x%s>", GENERATOR->qualname,
                      object_address(vm, self));
}

static Value raise_stop(Vm *vm, Value returned) {
    return error_value_raised(vm, error_types.StopIteration,
                              is_none(returned) ? VALUE_NULL : returned);
}

static Value generator_send(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value returned,
        value = generator_resume(vm, (Generator *)object_of(args[0]), args[1], &returned);
    return value == VALUE_END ? raise_stop(vm, returned) : value;
}

// The iterator that a suspended `yield from` waits for, or VALUE_NULL.
static Value delegate_of(Generator *generator) {
    CodeObject *code = generator->code;
    if (generator->state != GENERATOR_SUSPENDED) return VALUE_NULL;
    uint32_t offset = run_offset(code, generator->pc);
    if (offset < 2 || unit_opcode(code->code->units[offset - 2]) != OP_SEND) return VALUE_NULL;
    return generator->sp[-1];
}

// Throws `exception` into a generator and runs it on.
static Value throw_in(Vm *vm, Generator *generator, Value exception, Value *returned) {
    *returned = VALUE_NONE;
    if (generator->state == GENERATOR_RUNNING)
        return error_value(vm, "generator already executing");
    if (generator->state == GENERATOR_FINISHED) return vm->raised = exception, VALUE_ERROR;
    Value delegate = delegate_of(generator);
    if (delegate && has_shape(delegate, SHAPE_GENERATOR)) {
        bool closing = type_is_subtype(type_of(exception), error_types.GeneratorExit);
        generator->state = GENERATOR_RUNNING;
        Value inner, value;
        if (closing) {
            value = generator_close_value(vm, (Generator *)object_of(delegate)) ? VALUE_END
                                                                                : VALUE_ERROR;
        } else {
            value = throw_in(vm, (Generator *)object_of(delegate), exception, &inner);
        }
        generator->state = GENERATOR_SUSPENDED;
        if (!is_error(value) && value != VALUE_END) return value; // yielded on
        if (value == VALUE_END && !closing) {
            // The delegate returned: its value is that of the yield from, after the SEND's jump.
            CodeObject *code = generator->code;
            uint32_t send = run_offset(code, generator->pc) - 2;
            generator->sp--;
            generator->pc = run_at(code, send + 1 + (uint32_t)unit_jump(code->units[send]));
            return generator_resume(vm, generator, inner, returned);
        }
        if (is_error(value)) exception = error_take(vm);
    }
    if (!generator_push(vm, generator, VALUE_NONE, NULL, FRAME_ENTRY)) return VALUE_ERROR;
    vm->raised = exception;
    vm->reraised = false;
    Value value = VALUE_ERROR;
    if (unwind(vm)) value = RUN_LOOP(vm);
    if (is_error(value) || generator->state != GENERATOR_FINISHED) return value;
    *returned = value;
    return VALUE_END;
}

// throw(exception) or throw(type[, value[, traceback]])
static Value generator_throw(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value exception = args[1];
    if (!is_exception(exception)) {
        if (!is_object(exception) || type_of(exception) != &type_type ||
            !type_is_subtype((Type *)object_of(exception), error_types.BaseException))
            return error_type(
                vm, "exceptions must be classes or instances deriving from BaseException, not %T",
                exception);
        bool given = count > 2 && !is_none(args[2]);
        if (given && is_exception(args[2]))
            exception = args[2];
        else
            exception = object_call(vm, exception, args + 2, given, NULL);
        if (is_error(exception)) return exception;
    }
    Value returned, value = throw_in(vm, (Generator *)object_of(args[0]), exception, &returned);
    return value == VALUE_END ? raise_stop(vm, returned) : value;
}

bool generator_close_value(Vm *vm, Generator *generator) {
    if (generator->state == GENERATOR_FINISHED) return true;
    if (generator->state == GENERATOR_CREATED) {
        generator->state = GENERATOR_FINISHED;
        return true;
    }
    Value exception = object_call_0(vm, value_of(error_types.GeneratorExit)), returned;
    if (is_error(exception)) return false;
    Value value = throw_in(vm, generator, exception, &returned);
    if (value == VALUE_END) return true;
    if (!is_error(value))
        return error_raise(vm, error_types.RuntimeError, "generator ignored GeneratorExit"), false;
    if (!error_matches(vm, error_types.GeneratorExit) &&
        !error_matches(vm, error_types.StopIteration))
        return false;
    error_clear(vm);
    return true;
}
static Value generator_close(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return generator_close_value(vm, (Generator *)object_of(args[0])) ? VALUE_NONE : VALUE_ERROR;
}
static const NativeSpec generator_methods[] = {{"send", generator_send, 2, 2, 0},
                                               {"throw", generator_throw, 2, 4, 0},
                                               {"close", generator_close, 1, 1, 0},
                                               {NULL, NULL, 0, 0, 0}};

static Value get_name(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->name);
}
static Value get_qualname(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->qualname);
}
static Value get_code(Vm *vm, Value self) {
    return (void)vm, value_of(GENERATOR->code);
}
static Value get_running(Vm *vm, Value self) {
    return (void)vm, make_bool(GENERATOR->state == GENERATOR_RUNNING);
}
static Value get_delegate(Vm *vm, Value self) {
    (void)vm;
    Value delegate = delegate_of(GENERATOR);
    return delegate ? delegate : VALUE_NONE;
}
static Value get_frame(Vm *vm, Value self) {
    return frame_object_of_generator(vm, GENERATOR);
}
static Value get_suspended(Vm *vm, Value self) {
    return (void)vm, make_bool(GENERATOR->state == GENERATOR_SUSPENDED);
}
static const MemberSpec generator_members[] = {
    {"gi_frame", get_frame, NULL},        {"gi_suspended", get_suspended, NULL},
    {"__name__", get_name, NULL},         {"__qualname__", get_qualname, NULL},
    {"gi_code", get_code, NULL},          {"gi_running", get_running, NULL},
    {"gi_yieldfrom", get_delegate, NULL}, {NULL, NULL, NULL}};

Type generator_type = {
    .name = "generator",
    .shape_id = SHAPE_GENERATOR,
    .instance_size = sizeof(Generator),
    .trace = generator_trace,
    .repr = generator_repr,
    .iter = generator_self,
    .next = generator_next,
    .methods = generator_methods,
    .members = generator_members,
};
