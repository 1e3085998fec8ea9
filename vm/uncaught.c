// Exceptions that nobody caught: sys.excepthook and sys.unraisablehook, what they print, and how
// the process ends.
#include <signal.h>
#include <stdio.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- the standard streams -----------------------------------------------------------------------

void error_write(Vm *vm, Value text) {
    Value stream = stream_named(vm, name_of(vm, stderr), vm->stderr_file);
    if (stream == VALUE_END || is_none(stream)) return;
    if (!stream_write(vm, stream, text) || !stream_flush(vm, stream)) error_clear(vm);
}

// Writes what str_format or a report gave; an error in making it is forgotten.
static void write_text(Vm *vm, Value text) {
    if (is_error(text))
        error_clear(vm);
    else
        error_write(vm, text);
}

static void flush_output(Vm *vm) {
    Value stream = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    if (stream_is_usable(stream) && !stream_flush(vm, stream)) error_clear(vm);
}

// --- sys.excepthook -----------------------------------------------------------------------------

static void print_exception(Vm *vm, Value exception) {
    Value text = traceback_text(vm, exception);
    if (!is_error(text)) {
        error_write(vm, text);
        return;
    }
    error_clear(vm);
    fprintf(stderr, "%s\n", type_name(type_of(exception)));
}

Value uncaught_hook(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Value exception = args[1], traceback = args[2];
    flush_output(vm);
    if (!is_exception(exception)) {
        write_text(vm, str_format(vm,
                                  "TypeError: print_exception(): Exception expected for value, %T "
                                  "found\n",
                                  exception));
        return VALUE_NONE;
    }
    Value *own = &((Exception *)object_of(exception))->traceback;
    if (!*own && has_shape(traceback, SHAPE_TRACEBACK)) *own = traceback;
    print_exception(vm, exception);
    return VALUE_NONE;
}

static int exit_status(Vm *vm, Exception *exception) {
    Value code = exception->value;
    int64_t number = -1;
    flush_output(vm);
    if (!code || is_none(code)) return 0;
    if (is_any_int(code)) {
        if (!int_to_int64(code, &number)) number = -1;
        return (int)(number & 0xff);
    }
    write_text(vm, str_format(vm, "%S\n", code));
    return 1;
}

static bool is_exit(Value exception) {
    return is_instance(exception, error_types.SystemExit);
}

// Calls what the program has put into sys.excepthook; true: the process ends with *status.
static bool call_hook(Vm *vm, Value exception, int *status) {
    Value hook = stream_named(vm, name_of(vm, excepthook), VALUE_END);
    if (hook == VALUE_END) {
        write_text(vm, str_from_cstring(vm, "sys.excepthook is missing\n"));
        print_exception(vm, exception);
        return false;
    }
    Value traceback = ((Exception *)object_of(exception))->traceback;
    Value args[3] = {value_of(type_of(exception)), exception, traceback ? traceback : VALUE_NONE};
    if (!is_error(object_call(vm, hook, args, 3, NULL))) return false;
    Value second = error_take(vm);
    if (is_exit(second)) {
        *status = exit_status(vm, (Exception *)object_of(second));
        return true;
    }
    write_text(vm, str_from_cstring(vm, "Error in sys.excepthook:\n"));
    print_exception(vm, second);
    write_text(vm, str_from_cstring(vm, "\nOriginal exception was:\n"));
    print_exception(vm, exception);
    return false;
}

int error_print_uncaught(Vm *vm) {
    Value exception = error_take(vm);
    int status;
    if (!exception) return 0;
    if (is_exit(exception)) return exit_status(vm, (Exception *)object_of(exception));
    flush_output(vm);
    if (call_hook(vm, exception, &status)) return status;
    return is_instance(exception, error_types.KeyboardInterrupt) ? STATUS_SIGNALLED + SIGINT : 1;
}

// --- sys.unraisablehook -------------------------------------------------------------------------

// What the hook is given.
typedef struct {
    Object object;
    Value type, value, traceback, message, where;
} Unraisable;

static Unraisable *unraisable_of(Value value) {
    return (Unraisable *)object_of(value);
}
static Value get_type(Vm *vm, Value self) {
    return (void)vm, unraisable_of(self)->type;
}
static Value get_value(Vm *vm, Value self) {
    return (void)vm, unraisable_of(self)->value;
}
static Value get_traceback(Vm *vm, Value self) {
    return (void)vm, unraisable_of(self)->traceback;
}
static Value get_message(Vm *vm, Value self) {
    return (void)vm, unraisable_of(self)->message;
}
static Value get_where(Vm *vm, Value self) {
    return (void)vm, unraisable_of(self)->where;
}
static void unraisable_trace(Heap *heap, Object *object) {
    Unraisable *unraisable = (Unraisable *)object;
    gc_mark_values(heap, &unraisable->type, 5);
}
static const MemberSpec unraisable_members[] = {{"exc_type", get_type, NULL},
                                                {"exc_value", get_value, NULL},
                                                {"exc_traceback", get_traceback, NULL},
                                                {"err_msg", get_message, NULL},
                                                {"object", get_where, NULL},
                                                {NULL, NULL, NULL}};
Type unraisable_type = {
    .name = "UnraisableHookArgs",
    .shape_id = SHAPE_UNRAISABLE,
    .instance_size = sizeof(Unraisable),
    .trace = unraisable_trace,
    .members = unraisable_members,
};

static Value shown(Vm *vm, Value object) {
    Value text = object_repr(vm, object);
    if (!is_error(text)) return text;
    error_clear(vm);
    return str_from_cstring(vm, "<object repr() failed>");
}

static void print_unraisable(Vm *vm, const Unraisable *unraisable) {
    bool said = !is_none(unraisable->message);
    if (!is_none(unraisable->where))
        write_text(vm, str_format(vm, "%S: %S\n",
                                  said ? unraisable->message
                                       : str_from_cstring(vm, "Exception ignored in"),
                                  shown(vm, unraisable->where)));
    else if (said)
        write_text(vm, str_format(vm, "%S:\n", unraisable->message));
    write_text(vm, traceback_brief(vm, unraisable->type, unraisable->value, unraisable->traceback));
}

Value unraisable_hook(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!has_shape(args[0], SHAPE_UNRAISABLE))
        return error_type(vm, "sys.unraisablehook argument type must be UnraisableHookArgs");
    print_unraisable(vm, unraisable_of(args[0]));
    return VALUE_NONE;
}

void error_report_ignored(Vm *vm, const char *where, Value object) {
    Value exception = error_take(vm);
    if (!exception) return;
    Unraisable *unraisable = gc_new(vm, SHAPE_UNRAISABLE, sizeof *unraisable);
    if (!unraisable) {
        error_clear(vm);
        return;
    }
    Value traceback = ((Exception *)object_of(exception))->traceback;
    unraisable->type = value_of(type_of(exception));
    unraisable->value = exception;
    unraisable->traceback = traceback ? traceback : VALUE_NONE;
    Value message = where ? str_format(vm, "Exception ignored in %s", where) : VALUE_NONE;
    if (is_error(message)) error_clear(vm);
    unraisable->message = is_error(message) ? VALUE_NONE : message;
    unraisable->where = object ? object : VALUE_NONE;
    Value hook = stream_named(vm, name_of(vm, unraisablehook), VALUE_END);
    if (hook == VALUE_END || is_none(hook)) {
        print_unraisable(vm, unraisable);
    } else if (is_error(object_call_1(vm, hook, value_of(unraisable)))) {
        Value second = error_take(vm);
        write_text(vm, str_from_cstring(vm, "Exception ignored in sys.unraisablehook: "));
        write_text(vm, str_format(vm, "%S\n", shown(vm, hook)));
        print_exception(vm, second);
    }
}
