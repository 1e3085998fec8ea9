// print and input. What is printed to a TextIOWrapper goes straight into its buffer; to any other
// object, through its write().
#include "vm/print.h"

#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "vm/module.h"
#include "vm/modules/io_text.h"
#include "vm/names.h"
#include "vm/prompt.h"
#include "vm/types/dict.h"

Value stream_named(Vm *vm, Str *name, Value original) {
    return vm->sys ? dict_get_str(vm, vm->sys, name) : original;
}

bool stream_write(Vm *vm, Value stream, Value text) {
    if (has_shape(stream, SHAPE_TEXT_IO))
        return text_may_write(vm, text_io_of(stream)) &&
               text_write(vm, text_io_of(stream), str_of(text));
    Value write = object_get_attribute(vm, stream, name_of(vm, write));
    return !is_error(write) && !is_error(object_call_1(vm, write, text));
}

bool stream_flush(Vm *vm, Value stream) {
    if (has_shape(stream, SHAPE_TEXT_IO))
        return text_usable(vm, text_io_of(stream), true) && text_flush(vm, text_io_of(stream));
    Value flush = object_get_attribute(vm, stream, name_of(vm, flush));
    return !is_error(flush) && !is_error(object_call_0(vm, flush));
}

// --- print --------------------------------------------------------------------------------------

typedef struct {
    Value file, separator, end; // separator and end: a Str
    bool flush;
} PrintOptions;

static bool print_options(Vm *vm, Value *values, Tuple *names, PrintOptions *options) {
    for (size_t i = 0; i < names->count; i++) {
        Str *name = str_of(names->items[i]);
        Value value = values[i];
        bool separator = str_equal_cstring(name, "sep"), end = str_equal_cstring(name, "end");
        if (separator || end) {
            if (is_none(value)) continue;
            if (!is_str_like(value)) {
                error_type(vm, "%U must be None or a string, not %T", name, value);
                return false;
            }
            *(separator ? &options->separator : &options->end) = value;
        } else if (str_equal_cstring(name, "file")) {
            if (!is_none(value)) options->file = value;
        } else if (str_equal_cstring(name, "flush")) {
            int truth = object_truth(vm, value);
            if (truth < 0) return false;
            options->flush = truth;
        } else {
            error_type(vm, "'%U' is an invalid keyword argument for print()", name);
            return false;
        }
    }
    return true;
}

// Machine ints and floats are written without becoming strings first.
static bool print_to_text(Vm *vm, Value *args, size_t count, const PrintOptions *options) {
    TextIo *text = text_io_of(options->file);
    char digits[FLOAT_REPR_ROOM > 32 ? FLOAT_REPR_ROOM : 32];
    if (!text_may_write(vm, text)) return false;
    for (size_t i = 0; i < count; i++) {
        Value value = args[i];
        bool done;
        if (i && !text_write(vm, text, str_of(options->separator))) return false;
        if (is_int(value)) {
            done = text_put_ascii(vm, text, digits, integer_format_word(int_of(value), digits));
        } else if (is_float(value)) {
            done = text_put_ascii(vm, text, digits, float_repr(float_of(value), digits));
        } else if (is_str(value)) {
            done = text_write(vm, text, str_of(value));
        } else {
            value = object_str(vm, value); // may close the stream
            done =
                !is_error(value) && text_may_write(vm, text) && text_write(vm, text, str_of(value));
        }
        if (!done) return false;
    }
    return text_write(vm, text, str_of(options->end));
}

static bool print_to_object(Vm *vm, Value *args, size_t count, const PrintOptions *options) {
    for (size_t i = 0; i < count; i++) {
        if (i && !stream_write(vm, options->file, options->separator)) return false;
        Value text = object_str(vm, args[i]);
        if (is_error(text) || !stream_write(vm, options->file, text)) return false;
    }
    return stream_write(vm, options->file, options->end);
}

NATIVE(builtin_print) {
    PrintOptions options = {VALUE_NULL, str_from_code_point(vm, ' '), str_from_code_point(vm, '\n'),
                            false};
    if (is_error(options.separator) || is_error(options.end)) return VALUE_ERROR;
    if (names && !print_options(vm, args + count, names, &options)) return VALUE_ERROR;
    if (!options.file) {
        options.file = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
        if (options.file == VALUE_END)
            return error_raise(vm, error_types.RuntimeError, "lost sys.stdout");
        if (is_none(options.file)) return VALUE_NONE;
    }
    bool text = has_shape(options.file, SHAPE_TEXT_IO);
    if (!(text ? print_to_text : print_to_object)(vm, args, count, &options)) return VALUE_ERROR;
    return !options.flush || stream_flush(vm, options.file) ? VALUE_NONE : VALUE_ERROR;
}

// --- input -----------------------------------------------------------------------------------

static Value lost(Vm *vm, const char *name) {
    return error_raise(vm, error_types.RuntimeError, "input(): lost sys.%s", name);
}

// The next line of a stream, without its end; EOFError when there is none.
static Value next_line(Vm *vm, Value in) {
    Value line;
    if (has_shape(in, SHAPE_TEXT_IO)) {
        line = io_call(vm, in, "readline", NULL, 0);
    } else {
        Value readline = object_get_attribute(vm, in, name_of(vm, readline));
        line = is_error(readline) ? readline : object_call_0(vm, readline);
        if (!is_error(line) && !is_str_like(line))
            return error_type(vm, "object.readline() returned non-string");
    }
    if (is_error(line)) return line;
    Str *text = str_of(line);
    if (!text->length) return error_raise(vm, error_types.EOFError, "EOF when reading a line");
    bool newline = str_at(text, text->length - 1) == '\n';
    return str_slice(vm, text, 0, text->length - newline);
}

// Do both stand before the terminal that the prompt edits lines of?
static int at_terminal(Vm *vm, Value in, Value out) {
    if (in != vm->stdin_file || out != vm->stdout_file) return false;
    return prompt_is_terminal();
}

NATIVE(builtin_input) {
    Value in = stream_named(vm, name_of(vm, stdin), vm->stdin_file);
    Value out = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    Value errors = stream_named(vm, name_of(vm, stderr), vm->stderr_file);
    if (!stream_is_usable(in)) return lost(vm, "stdin");
    if (!stream_is_usable(out)) return lost(vm, "stdout");
    if (!stream_is_usable(errors)) return lost(vm, "stderr");
    if (!stream_flush(vm, errors)) error_clear(vm);
    Value prompt = count ? object_str(vm, args[0]) : vm->empty_str;
    if (is_error(prompt)) return prompt;
    if (at_terminal(vm, in, out)) {
        if (!stream_flush(vm, out)) return VALUE_ERROR;
        return prompt_line(vm, str_of(prompt));
    }
    if (count && !stream_write(vm, out, prompt)) return VALUE_ERROR;
    if (!stream_flush(vm, out)) return VALUE_ERROR;
    return next_line(vm, in);
}

// --- the prompt's values, and what a program ends with ------------------------------------------

Value print_display_hook(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (is_none(args[0])) return VALUE_NONE;
    if (!dict_set_str(vm, vm->builtins, name_of(vm, underscore), VALUE_NONE)) return VALUE_ERROR;
    Value out = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    if (!stream_is_usable(out)) return error_raise(vm, error_types.RuntimeError, "lost sys.stdout");
    Value text = object_repr(vm, args[0]), newline = str_from_code_point(vm, '\n');
    if (is_error(text) || is_error(newline) || !stream_write(vm, out, text) ||
        !stream_write(vm, out, newline) ||
        !dict_set_str(vm, vm->builtins, name_of(vm, underscore), args[0]))
        return VALUE_ERROR;
    return VALUE_NONE;
}

// An attribute of sys that must be there.
static Value hook_named(Vm *vm, const char *name) {
    Value key = str_intern_cstring(vm, name);
    Value hook = is_error(key) ? key : stream_named(vm, str_of(key), VALUE_END);
    if (hook != VALUE_END) return hook;
    return error_raise(vm, error_types.RuntimeError, "lost sys.%s", name);
}

bool print_expression(Vm *vm, Value value) {
    Value hook = hook_named(vm, "displayhook");
    return !is_error(hook) && !is_error(object_call_1(vm, hook, value));
}

NATIVE(builtin_breakpoint) {
    Value hook = hook_named(vm, "breakpointhook");
    return is_error(hook) ? hook : object_call(vm, hook, args, count, names);
}

// exit and quit: how to leave the prompt, as an object that does so when called.
typedef struct {
    Object object;
    Value name;
} Quitter;

static Value quitter_repr(Vm *vm, Value self) {
    return str_format(vm, "Use %S() or Ctrl-D (i.e. EOF) to exit",
                      ((Quitter *)object_of(self))->name);
}
static Value quitter_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    (void)self;
    static const char *const parameters[] = {"code", NULL};
    Value code;
    if (!arguments_parse(vm, "__call__", parameters, 0, 0, args, count, names, &code))
        return VALUE_ERROR;
    Value in = stream_named(vm, name_of(vm, stdin), vm->stdin_file);
    if (stream_is_usable(in) && is_error(io_call(vm, in, "close", NULL, 0))) error_clear(vm);
    return error_value_raised(vm, error_types.SystemExit, code ? code : VALUE_NONE);
}
static void quitter_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((Quitter *)object)->name);
}
static Type quitter_type = {
    .name = "_sitebuiltins.Quitter",
    .instance_size = sizeof(Quitter),
    .trace = quitter_trace,
    .repr = quitter_repr,
    .call = quitter_call,
};

bool print_init(Vm *vm) {
    static Type *const types[] = {&quitter_type, NULL};
    static const char *const names[] = {"exit", "quit"};
    if (!module_add_types(vm, NULL, types)) return false;
    for (int i = 0; i < 2; i++) {
        Value name = str_intern_cstring(vm, names[i]);
        Quitter *quitter = is_error(name) ? NULL : object_new(vm, &quitter_type);
        if (!quitter) return false;
        quitter->name = name;
        if (!dict_set_str(vm, vm->builtins, str_of(name), value_of(quitter))) return false;
    }
    return true;
}

const NativeSpec print_builtins[] = {
    {"print", builtin_print, 0, -1, NATIVE_KEYWORDS},
    {"input", builtin_input, 0, 1, 0},
    {"open", io_open, 0, -1, NATIVE_KEYWORDS},
    {"breakpoint", builtin_breakpoint, 0, -1, NATIVE_KEYWORDS},
    {0},
};
