// The module _io: open() and the standard streams.
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "vm/instance.h"
#include "vm/module.h"
#include "vm/modules/io_text.h"
#include "vm/modules/path.h"
#include "vm/modules/sys_info.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"

// --- open ---------------------------------------------------------------------------------------

typedef struct {
    char raw[8]; // what FileIO is told
    bool binary, text, reads, writes, updates;
} Mode;

static bool read_mode(Vm *vm, Str *text, Mode *mode) {
    bool seen[128] = {false};
    *mode = (Mode){0};
    int kinds = 0;
    size_t raw = 0;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = str_at(text, i);
        if (point >= 128 || !point || !strchr("rwxabt+", (int)point) || seen[point]) {
            error_value(vm, "invalid mode: %R", value_of(text));
            return false;
        }
        seen[point] = true;
        if (strchr("rwxa+", (int)point)) mode->raw[raw++] = (char)point;
        kinds += point != 'b' && point != 't' && point != '+';
    }
    mode->binary = seen['b'];
    mode->reads = seen['r'];
    mode->writes = seen['w'] || seen['x'] || seen['a'];
    mode->updates = seen['+'];
    if (seen['b'] && seen['t'])
        return error_value(vm, "can't have text and binary mode at once"), false;
    if (kinds > 1)
        return error_value(vm, "must have exactly one of create/read/write/append mode"), false;
    return true;
}

enum { FILE_, MODE, BUFFERING, ENCODING, ERRORS, NEWLINE, CLOSEFD, OPENER, ARGUMENTS };

static bool check_arguments(Vm *vm, Value *values, Mode *mode) {
    static const char *const names[] = {"encoding", "errors", "newline"};
    for (int i = ENCODING; i <= NEWLINE; i++) {
        if (!values[i]) values[i] = VALUE_NONE;
        if (is_none(values[i]) || is_str_like(values[i])) continue;
        error_type(vm, "open() argument '%s' must be str or None, not %T", names[i - ENCODING],
                   values[i]);
        return false;
    }
    if (!read_mode(vm, str_of(values[MODE]), mode)) return false;
    for (int i = ENCODING; mode->binary && i <= NEWLINE; i++) {
        if (is_none(values[i])) continue;
        error_value(vm, "binary mode doesn't take a%s %s argument", i == NEWLINE ? "" : "n",
                    names[i - ENCODING]);
        return false;
    }
    return true;
}

static Value wrap(Vm *vm, Value raw, Value *values, const Mode *mode) {
    int64_t buffering = -1;
    if (values[BUFFERING] && !object_index(vm, values[BUFFERING], false, &buffering))
        return VALUE_ERROR;
    bool lines = buffering == 1 || (buffering < 0 && isatty(file_io_of(raw)->descriptor));
    if (buffering == 1) buffering = -1;
    if (!buffering) return mode->binary ? raw : error_value(vm, "can't have unbuffered text I/O");
    if (buffering < 0) {
        Value size = io_get(vm, raw, "_blksize");
        if (is_error(size) || !object_index(vm, size, false, &buffering)) return VALUE_ERROR;
    }
    Type *type = mode->updates  ? &buffered_random_type
                 : mode->writes ? &buffered_writer_type
                                : &buffered_reader_type;
    Value buffer = buffered_make(vm, type, raw, buffering);
    if (is_error(buffer) || mode->binary) return buffer;
    Value text =
        text_make(vm, buffer, values[ENCODING], values[ERRORS], values[NEWLINE], lines, false);
    Value name = is_error(text) ? text : str_intern_cstring(vm, "mode");
    return !is_error(name) && instance_set(vm, text, str_of(name), values[MODE]) ? text
                                                                                 : VALUE_ERROR;
}

Value io_open(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {
        "file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener", NULL};
    Value values[ARGUMENTS];
    Mode mode;
    if (!arguments_parse(vm, "open", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!values[MODE] && is_error(values[MODE] = str_from_code_point(vm, 'r'))) return VALUE_ERROR;
    if (!is_str_like(values[MODE]))
        return error_type(vm, "open() argument 'mode' must be str, not %A", values[MODE]);
    Value file = is_any_int(values[FILE_]) ? values[FILE_] : path_plain(vm, values[FILE_]);
    if (is_error(file) || !check_arguments(vm, values, &mode)) return VALUE_ERROR;
    int closes = values[CLOSEFD] ? object_truth(vm, values[CLOSEFD]) : 1;
    if (closes < 0) return VALUE_ERROR;
    Value raw = file_make(vm, file, mode.raw, closes, values[OPENER] ? values[OPENER] : VALUE_NONE);
    if (is_error(raw)) return raw;
    Value result = wrap(vm, raw, values, &mode);
    if (!is_error(result)) return result;
    Value raised = error_take(vm);
    if (is_error(io_call(vm, raw, "close", NULL, 0))) error_clear(vm);
    vm->raised = raised;
    return VALUE_ERROR;
}

NATIVE(io_open_code) {
    static const char *const parameters[] = {"path", NULL};
    Value call[2];
    if (!arguments_parse(vm, "open_code", parameters, 1, 0, args, count, names, call))
        return VALUE_ERROR;
    if (!is_str_like(call[0]))
        return error_type(vm, "open_code() argument 'path' must be str, not %A", call[0]);
    call[1] = str_from_cstring(vm, "rb");
    return is_error(call[1]) ? VALUE_ERROR : io_open(vm, call, 2, NULL);
}

NATIVE(io_text_encoding) {
    if (!is_none(args[0])) return args[0];
    return str_from_cstring(vm, IO_ENCODING);
}

// --- standard streams ---------------------------------------------------------------------------

// None where the descriptor is not open.
static Value standard_stream(Vm *vm, int descriptor, const char *name, const char *errors) {
    bool writes = descriptor > 0;
    if (fcntl(descriptor, F_GETFD) < 0) return VALUE_NONE;
    Value number = make_int(vm, descriptor), title = str_from_cstring(vm, name);
    Value key = str_intern_cstring(vm, "name"), mode_key = str_intern_cstring(vm, "mode");
    Value encoding = str_from_cstring(vm, IO_ENCODING), handling = str_from_cstring(vm, errors);
    Value newline = str_from_code_point(vm, '\n'), mode = str_from_cstring(vm, writes ? "w" : "r");
    if (is_error(number) || is_error(title) || is_error(key) || is_error(mode_key) ||
        is_error(encoding) || is_error(handling) || is_error(newline) || is_error(mode))
        return VALUE_ERROR;
    Value raw = file_make(vm, number, writes ? "wb" : "rb", false, VALUE_NONE);
    if (is_error(raw) || !instance_set(vm, raw, str_of(key), title)) return VALUE_ERROR;
    Type *type = writes ? &buffered_writer_type : &buffered_reader_type;
    bool direct = writes && vm->unbuffered;
    Value buffer = direct ? raw : buffered_make(vm, type, raw, IO_BUFFER_SIZE);
    if (is_error(buffer)) return buffer;
    bool lines = descriptor == 2 || isatty(descriptor);
    Value text =
        text_make(vm, buffer, encoding, handling, newline, lines, writes && vm->unbuffered);
    return !is_error(text) && instance_set(vm, text, str_of(mode_key), mode) ? text : VALUE_ERROR;
}

static Type *const types[] = {
    &io_base_type,          &io_raw_base_type,
    &io_buffered_base_type, &io_text_base_type,
    &file_io_type,          &buffered_reader_type,
    &buffered_writer_type,  &buffered_random_type,
    &buffered_pair_type,    &bytes_io_type,
    &string_io_type,        &text_io_type,
    &newline_decoder_type,  NULL,
};

bool io_init(Vm *vm) {
    static Type *const hidden[] = {&bytes_export_type, NULL};
    if (!module_add_types(vm, NULL, hidden)) return false;
    if (!module_add_types(vm, NULL, types) || !io_streams_init(vm)) return false;
    // As CPython in the locale C, in any: bytes that are no text go through from input to output.
    static const char errors[] = "surrogateescape";
    vm->stdin_file = standard_stream(vm, 0, "<stdin>", errors);
    vm->stdout_file = standard_stream(vm, 1, "<stdout>", errors);
    vm->stderr_file = standard_stream(vm, 2, "<stderr>", "backslashreplace");
    return !is_error(vm->stdin_file) && !is_error(vm->stdout_file) && !is_error(vm->stderr_file);
}

int io_shutdown(Vm *vm, int status) {
    Value out = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    if (stream_is_usable(out)) {
        int closed = io_closed(vm, out);
        if (closed < 0) error_clear(vm);
        if (!closed && !stream_flush(vm, out)) {
            error_report_ignored(vm, NULL, out);
            status = 120;
        }
    }
    io_flush_all(vm);
    return status;
}

// --- the module ---------------------------------------------------------------------------------

static const NativeSpec functions[] = {
    {"open_code", io_open_code, 0, -1, NATIVE_KEYWORDS},
    {"text_encoding", io_text_encoding, 1, 2, 0},
    {0},
};

bool module__io_make(Vm *vm, Module *module);
bool module__io_make(Vm *vm, Module *module) {
    Value open_function = dict_get_str(vm, vm->builtins, str_of(str_intern_cstring(vm, "open")));
    return module_add_types(vm, module, types) && module_add_functions(vm, module, functions) &&
           module_set(vm, module, "open", open_function) &&
           module_set(vm, module, "DEFAULT_BUFFER_SIZE", make_int(vm, IO_BUFFER_SIZE)) &&
           module_set(vm, module, "BlockingIOError", value_of(error_types.BlockingIOError)) &&
           module_set(vm, module, "UnsupportedOperation", io_unsupported_type());
}
