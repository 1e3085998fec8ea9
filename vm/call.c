// Calls. From a handler, anything that ends in a Python function pushes a frame and lets the
// dispatch loop go on; from C, the loop is entered again.
#include <string.h>

#include "vm/names.h"
#include "vm/run.h"
#include "vm/runtime.h"
#include "vm/type.h"

Value raise_init_returned(Vm *vm, Value value) {
    return error_type(vm, "__init__() should return None, not '%T'", value);
}

// --- pushing a frame for a Python function ------------------------------------------------------

// Lays the arguments at base (they may lie there already) and pushes the frame.
static bool push(Vm *vm, Function *function, Value *base, const Value *args, size_t count,
                 Tuple *names, uint32_t flags) {
    CodeObject *code = function->code;
    if (vm->pending && !pending_run(vm)) return false;
    if (unlikely(!frame_fits(vm, vm->frame, base))) return error_recursion(vm, ""), false;
    size_t used = (size_t)((char *)base - (char *)vm->stack);
    if (unlikely(code->window_size > (vm->stack_size - used) / sizeof(Value)))
        return error_memory(vm), false;
    size_t laid = count;
    if (code->simple_count == count && !names) {
        if (base != args) values_copy(base, args, count);
    } else {
        Value bound[code->parameter_count + 1];
        if (!arguments_bind(vm, function, args, count, names, bound)) return false;
        laid = code->parameter_count;
        values_copy(base, bound, laid);
    }
    bool renamed = function_is_renamed(function);
    Frame *frame =
        frame_push(vm, vm->frame, function, base, laid, renamed ? flags | FRAME_RENAMED : flags);
    if (renamed) frame->function = function;
    frame->saved_pc = code->entry;
    frame->saved_sp = base + code->slot_count + 1;
    frame->names = function->globals; // where code that is no function's is called as one
    return true;
}

// `callee` points at callee, self or null, arguments on the caller's stack. The caller's frame goes
// on with the value in the callee's slot.
static Value push_from_stack(Vm *vm, Function *function, Value *callee, Value *args, size_t count,
                             Tuple *names, uint32_t flags) {
    Frame *caller = vm->frame;
    // A generator's values have no room behind them: the arguments are copied to the resumer's top.
    Value *base = frame_generator(caller) ? caller->top : args;
    if (!push(vm, function, base, args, count, names, flags)) return VALUE_ERROR;
    caller->saved_sp = callee + 1;
    return VALUE_END;
}

Value call_begin(Vm *vm, Value *callee, uint32_t count, Tuple *names) {
    Value function = callee[0];
    Value *args = callee + 2;
    size_t total = count;
    if (has_shape(function, SHAPE_BOUND_METHOD) && !callee[1]) {
        callee[1] = ((BoundMethod *)object_of(function))->self;
        callee[0] = function = ((BoundMethod *)object_of(function))->function;
    }
    if (callee[1]) {
        args--;
        total++;
    }
    if (!is_object(function)) return error_type(vm, "'%T' object is not callable", function);
    switch (object_of(function)->shape_id) {
    case SHAPE_FUNCTION:
        return push_from_stack(vm, (Function *)object_of(function), callee, args, total, names, 0);
    case SHAPE_NATIVE:
    case SHAPE_NATIVE_METHOD: {
        Native *native = (Native *)object_of(function);
        if (native->self) {
            if (callee[1]) break;
            callee[1] = native->self;
            args--;
            total++;
        }
        return native_call(vm, native, args, total, names);
    }
    default: break;
    }
    Type *type = (Type *)object_of(function);
    if (type_of(function) == &type_type && type->init_function && !callee[1]) {
        Value instance = instance_make(vm, type);
        if (is_error(instance)) return instance;
        COUNT_CALL(CLASS);
        callee[0] = callee[1] = instance;
        return push_from_stack(vm, (Function *)object_of(type->init_function), callee, callee + 1,
                               count + 1, names, FRAME_INIT);
    }
    return object_call(vm, function, args, total, names);
}

// callee, self or null, arguments tuple (or iterable), keywords dict or null
Value call_spread(Vm *vm, Value *callee) {
    Value arguments = callee[2], keywords = callee[3];
    if (!is_tuple(arguments)) {
        Type *type = type_of(arguments);
        if (!type->iter && !type->get_item) {
            Value name = call_name(vm, callee[0]);
            if (is_error(name)) return name;
            return error_type(vm, "%S argument after * must be an iterable, not %T", name,
                              arguments);
        }
        Value tuple = tuple_from(vm, arguments);
        if (is_error(tuple)) return tuple;
        arguments = tuple;
    }
    size_t keyword_count = 0;
    Tuple *names = NULL;
    if (keywords) {
        if (!is_dict(keywords))
            return error_type(vm, "argument after ** must be a mapping, not %T", keywords);
        keyword_count = dict_of(keywords)->count;
    }
    bool self = callee[1] != VALUE_NULL;
    size_t count = tuple_of(arguments)->count + self;
    Value *all = gc_alloc_values(vm, count + keyword_count + 1);
    if (!all) return VALUE_ERROR;
    if (self) all[0] = callee[1];
    values_copy(all + self, tuple_of(arguments)->items, tuple_of(arguments)->count);
    if (keyword_count) {
        Value list = list_from(vm, keywords);
        Value tuple = is_error(list) ? list : tuple_from_list(vm, list_of(list));
        if (is_error(tuple)) return tuple;
        names = tuple_of(tuple);
        size_t place = 0, i = 0;
        for (DictEntry *entry; (entry = dict_next(dict_of(keywords), &place));) {
            if (!is_str_like(entry->key)) return error_type(vm, "keywords must be strings");
            all[count + i++] = entry->value;
        }
    }
    return object_call(vm, callee[0], all, count, names);
}

// --- from C -------------------------------------------------------------------------------------

Value function_call(Vm *vm, Function *function, Value *args, size_t count, Tuple *names) {
    if (!push(vm, function, frame_top(vm->frame), args, count, names, FRAME_ENTRY))
        return VALUE_ERROR;
    return RUN_LOOP(vm);
}

Value call_body(Vm *vm, Function *function, Dict *namespace) {
    if (!push(vm, function, frame_top(vm->frame), NULL, 0, NULL, FRAME_ENTRY)) return VALUE_ERROR;
    vm->frame->names = namespace;
    return RUN_LOOP(vm);
}

bool object_is_callable(Value value) {
    return type_of(value)->call != NULL;
}

Value object_call(Vm *vm, Value callee, Value *args, size_t count, Tuple *names) {
    if (names && !names->count) names = NULL;
    if (has_shape(callee, SHAPE_FUNCTION))
        return function_call(vm, (Function *)object_of(callee), args, count, names);
    Type *type = type_of(callee);
    if (!type->call) return error_type(vm, "'%T' object is not callable", callee);
    return type->call(vm, callee, args, count, names);
}
Value object_call_0(Vm *vm, Value callee) {
    return object_call(vm, callee, NULL, 0, NULL);
}
Value object_call_1(Vm *vm, Value callee, Value argument) {
    return object_call(vm, callee, &argument, 1, NULL);
}
Value object_call_2(Vm *vm, Value callee, Value first, Value second) {
    return object_call(vm, callee, (Value[]){first, second}, 2, NULL);
}
