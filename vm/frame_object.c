// Frame objects: see frame_object.h.
#include "vm/frame_object.h"

#include "vm/error.h"
#include "vm/generator.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static FrameObject *make(Vm *vm, CodeObject *code, Dict *globals) {
    FrameObject *made = gc_new(vm, SHAPE_FRAME, sizeof *made + code->slot_count * sizeof(Value));
    if (!made) return NULL;
    memset(&made->object + 1, 0, sizeof *made - sizeof(Object) + code->slot_count * sizeof(Value));
    made->code = code;
    made->globals = globals;
    made->trace = VALUE_NONE;
    return made;
}

FrameObject *frame_object(Vm *vm, Frame *frame) {
    if (!frame->code) return NULL;
    if (frame->flags & FRAME_OBJECT)
        for (FrameObject *at = vm->frame_objects; at; at = at->next)
            if (at->frame == frame) return at;
    FrameObject *made = make(vm, frame->code, frame->globals);
    if (!made) return NULL;
    made->frame = frame;
    made->names = frame->code->flags & CODE_OPTIMIZED ? NULL : frame->names;
    made->next = vm->frame_objects;
    vm->frame_objects = made;
    frame->flags |= FRAME_OBJECT;
    return made;
}

Value frame_object_of(Vm *vm, Generator *generator) {
    if (generator->state == GENERATOR_FINISHED) return VALUE_NONE;
    FrameObject *made = NULL;
    if (generator->state == GENERATOR_RUNNING) {
        Frame *frame = vm->frame;
        while (frame > vm->frames && frame_generator(frame) != generator) frame--;
        if (frame_generator(frame) != generator) return VALUE_NONE; // another thread runs it
        made = frame_object(vm, frame);
    } else if ((made = make(vm, generator->code, generator->globals))) {
        made->offset = run_offset(generator->code, generator->pc) - 1;
        values_copy(made->values, generator->values, generator->code->slot_count);
    }
    return made ? value_of(made) : VALUE_ERROR;
}

void frame_object_leave(Vm *vm, Frame *frame, const void *pc, bool back) {
    FrameObject **place = &vm->frame_objects;
    while (*place && (*place)->frame != frame) place = &(*place)->next;
    FrameObject *left = *place;
    frame->flags &= ~(uint32_t)FRAME_OBJECT;
    if (!left) return;
    *place = left->next;
    left->next = NULL;
    left->offset = run_offset(frame->code, pc) - 1;
    values_copy(left->values, frame->locals, frame->code->slot_count);
    left->frame = NULL;
    if (!back) return;
    Value raised = vm->raised;
    left->back = frame_object(vm, frame - 1);
    vm->raised = raised;
}

// --- the namespace ------------------------------------------------------------------------------

// Brings a dict up to date with the variables of a function; names that are no variables stay.
static bool locals_fill(Vm *vm, Dict *dict, const CodeObject *code, const Value *values) {
    for (uint32_t i = 0; i < code->slot_count; i++) {
        Value value = values[i];
        Str *name = str_of(code->slot_names[i]);
        if (code->code->slot_kinds[i] & (SLOT_CELL | SLOT_FREE) && value &&
            has_shape(value, SHAPE_CELL))
            value = cell_of(value)->value;
        if (value ? !dict_set_str(vm, dict, name, value) : dict_delete_str(vm, dict, name) < 0)
            return false;
    }
    return true;
}

static Dict *locals_from(Vm *vm, const CodeObject *code, const Value *values) {
    Value dict = dict_make(vm, code->slot_count);
    return !is_error(dict) && locals_fill(vm, dict_of(dict), code, values) ? dict_of(dict) : NULL;
}

// Of a running function it is one dict for as long as it runs; of other code the one that it runs
// in.
Dict *frame_locals(Vm *vm, Frame *frame) {
    CodeObject *code = frame->code;
    if (!code) return vm->builtins;
    if (!(code->flags & CODE_OPTIMIZED)) return frame->names;
    if (!(frame->flags & FRAME_LOCALS)) {
        Value dict = dict_make(vm, code->slot_count);
        if (is_error(dict)) return NULL;
        frame->names = dict_of(dict);
        frame->flags |= FRAME_LOCALS;
    }
    return locals_fill(vm, frame->names, code, frame->locals) ? frame->names : NULL;
}

// --- the type -----------------------------------------------------------------------------------

#define FRAME ((FrameObject *)object_of(self))

static void frame_trace(Heap *heap, Object *object) {
    FrameObject *frame = (FrameObject *)object;
    const void *parts[] = {frame->next, frame->back, frame->code, frame->globals, frame->names};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        gc_mark_value(heap, value_of(parts[i]));
    gc_mark_value(heap, frame->trace);
    if (!frame->frame) gc_mark_values(heap, frame->values, frame->code->slot_count);
}

static uint32_t offset_now(const FrameObject *frame) {
    return frame->frame ? run_offset(frame->code, frame->frame->saved_pc) - 1 : frame->offset;
}
static Value line_now(Vm *vm, const FrameObject *frame) {
    const Position *position = code_position(frame->code->code, offset_now(frame));
    return make_int(vm,
                    position && position->line ? position->line : frame->code->code->first_line);
}

static Value get_code(Vm *vm, Value self) {
    return (void)vm, value_of(FRAME->code);
}
static Value get_globals(Vm *vm, Value self) {
    return (void)vm, value_of(FRAME->globals);
}
static Value get_builtins(Vm *vm, Value self) {
    return (void)self, value_of(vm->builtins);
}
static Value get_locals(Vm *vm, Value self) {
    if (FRAME->names) return value_of(FRAME->names);
    Dict *dict =
        FRAME->frame ? frame_locals(vm, FRAME->frame) : locals_from(vm, FRAME->code, FRAME->values);
    return dict ? value_of(dict) : VALUE_ERROR;
}
static Value get_line(Vm *vm, Value self) {
    return line_now(vm, FRAME);
}
// As with tb_lasti a unit counts two.
static Value get_last(Vm *vm, Value self) {
    return make_int(vm, (int64_t)offset_now(FRAME) * 2);
}
static Value get_back(Vm *vm, Value self) {
    FrameObject *back = FRAME->frame ? frame_object(vm, FRAME->frame - 1) : FRAME->back;
    if (!back && vm->raised) return VALUE_ERROR;
    return back ? value_of(back) : VALUE_NONE;
}
static Value get_trace(Vm *vm, Value self) {
    return (void)vm, FRAME->trace;
}
static bool set_trace(Vm *vm, Value self, Value value) {
    return (void)vm, FRAME->trace = value ? value : VALUE_NONE, true;
}
static Value frame_repr(Vm *vm, Value self) {
    return str_format(vm, "<frame at 0x%s, file %R, line %S, code %U>", object_address(vm, self),
                      value_of(FRAME->code->filename), line_now(vm, FRAME), FRAME->code->name);
}
NATIVE(frame_clear) {
    FrameObject *frame = (FrameObject *)object_of(args[0]);
    if (frame->frame)
        return error_raise(vm, error_types.RuntimeError, "cannot clear an executing frame");
    memset(frame->values, 0, frame->code->slot_count * sizeof(Value));
    return VALUE_NONE;
}

static const MemberSpec members[] = {{"f_code", get_code, NULL},
                                     {"f_globals", get_globals, NULL},
                                     {"f_builtins", get_builtins, NULL},
                                     {"f_locals", get_locals, NULL},
                                     {"f_lineno", get_line, NULL},
                                     {"f_lasti", get_last, NULL},
                                     {"f_back", get_back, NULL},
                                     {"f_trace", get_trace, set_trace},
                                     {NULL, NULL, NULL}};
static const NativeSpec methods[] = {{"clear", frame_clear, 1, 1, 0}, {NULL, NULL, 0, 0, 0}};
Type frame_type = {
    .name = "frame",
    .shape_id = SHAPE_FRAME,
    .instance_size = sizeof(FrameObject),
    .trace = frame_trace,
    .repr = frame_repr,
    .methods = methods,
    .members = members,
};
