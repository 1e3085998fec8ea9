// TextIOWrapper: making it, writing, and its attributes. Encoded text is kept back until there is a
// chunk of it, then given to the buffered stream below.
#include <string.h>

#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/modules/io_text.h"
#include "vm/modules/sys_info.h"
#include "vm/types/bytes.h"
#include "vm/types/number.h"

#define TEXT text_io_of(self)

bool text_usable(Vm *vm, TextIo *text, bool open) {
    if (!text->buffer) {
        error_value(vm, text->detached ? "underlying buffer has been detached"
                                       : "I/O operation on uninitialized object");
        return false;
    }
    if (!open) return true;
    if (has_shape(text->buffer, SHAPE_BUFFERED_WRITER) ||
        has_shape(text->buffer, SHAPE_BUFFERED_READER)) {
        Value raw = buffered_of(text->buffer)->raw;
        if (raw && has_shape(raw, SHAPE_FILE_IO) && file_io_of(raw)->descriptor >= 0) return true;
    }
    return io_check_open(vm, value_of(text));
}

Value text_buffer(Value value) {
    return text_io_of(value)->buffer;
}

// --- writing ------------------------------------------------------------------------------------

bool text_may_write(Vm *vm, TextIo *text) {
    if (!text_usable(vm, text, true)) return false;
    if (!text->writable) io_unsupported(vm, "not writable");
    return text->writable;
}

// Gives bytes to the stream below.
static bool give(Vm *vm, TextIo *text, const void *data, size_t size) {
    if (has_shape(text->buffer, SHAPE_BUFFERED_WRITER) ||
        has_shape(text->buffer, SHAPE_BUFFERED_RANDOM)) {
        Buffered *buffered = buffered_of(text->buffer);
        return buffered_usable(vm, buffered, "write to") &&
               buffered_write(vm, buffered, data, size);
    }
    Value bytes = bytes_make(vm, data, size);
    return !is_error(bytes) && !is_error(io_call(vm, text->buffer, "write", &bytes, 1));
}

// What the stream below does not take of the bytes kept back is lost, as in CPython.
static bool flush_pending(Vm *vm, TextIo *text) {
    size_t size = text->pending.size;
    text->pending.size = 0;
    return !size || give(vm, text, text->pending.data, size);
}

bool text_holds(Value value) {
    return text_io_of(value)->pending.size;
}

bool text_flush_pending(Vm *vm, Value value) {
    return !text_io_of(value)->buffer || flush_pending(vm, text_io_of(value));
}

bool text_flush(Vm *vm, TextIo *text) {
    if (!flush_pending(vm, text)) return false;
    if (!has_shape(text->buffer, SHAPE_BUFFERED_WRITER))
        return !is_error(io_call(vm, text->buffer, "flush", NULL, 0));
    return buffered_usable(vm, buffered_of(text->buffer), "flush of") &&
           buffered_flush(vm, buffered_of(text->buffer));
}

static bool put_slowly(Vm *vm, TextIo *text, const void *data, size_t size) {
    if (text->pending.size + size > text->chunk_size && !flush_pending(vm, text)) return false;
    if (size >= text->chunk_size) return give(vm, text, data, size);
    return byte_buffer_reserve(vm, &text->pending, text->chunk_size) &&
           byte_buffer_add(vm, &text->pending, data, size);
}
// A stream that has no room yet has no data either: it takes the slow way, even for nothing.
static inline bool put(Vm *vm, TextIo *text, const void *data, size_t size) {
    size_t end = text->pending.size + size;
    if (unlikely(end > text->chunk_size || end >= text->pending.capacity))
        return put_slowly(vm, text, data, size);
    memcpy(text->pending.data + text->pending.size, data, size);
    text->pending.size = end;
    return true;
}

static bool is_narrow(const TextIo *text) {
    return text->encoder.codec <= TEXT_LATIN1;
}

// UTF-8 of what has no surrogates; false, nothing raised, where there are some.
static bool put_utf8(Vm *vm, TextIo *text, const Str *str) {
    char *data = gc_alloc_raw(vm, str->length * 4), *end = data;
    if (!data) return false;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (point >= 0xd800 && point < 0xe000) return false;
        end += utf8_put(end, point);
    }
    return put(vm, text, data, (size_t)(end - data));
}

static bool put_text(Vm *vm, TextIo *text, Str *str) {
    bool latin = text->encoder.codec == TEXT_LATIN1 && str_kind(str) == 1;
    if (latin || (str_is_ascii(str) && is_narrow(text)))
        return put(vm, text, str->data, str->length);
    if (text->encoder.codec == TEXT_UTF8) {
        if (put_utf8(vm, text, str)) return true;
        if (vm->raised) return false;
    }
    Value bytes = encoder_feed(vm, &text->encoder, value_of(str));
    return !is_error(bytes) && put(vm, text, bytes_of(bytes)->data, bytes_of(bytes)->length);
}

bool text_put_ascii(Vm *vm, TextIo *text, const char *data, size_t size) {
    if (likely(is_narrow(text) && !text->readable && !text->write_through))
        return put(vm, text, data, size);
    Value str = str_from_latin1(vm, data, size);
    return !is_error(str) && text_write(vm, text, str_of(str));
}

void text_forget(TextIo *text) {
    text->decoded = text->mark = VALUE_NULL;
    text->used = 0;
}

bool text_write(Vm *vm, TextIo *text, Str *str) {
    bool flush = false;
    if (text->line_buffering)
        flush = text_find(str, '\n', 0) < str->length || text_find(str, '\r', 0) < str->length;
    if (text->ends.written[0]) {
        Value written = line_ends_write(vm, &text->ends, value_of(str));
        if (is_error(written)) return false;
        str = str_of(written);
    }
    if (!put_text(vm, text, str)) return false;
    if (text->write_through && !flush_pending(vm, text)) return false;
    if (flush && !text_flush(vm, text)) return false;
    if (!text->readable) return true;
    text_forget(text);
    return decoder_reset(vm, &text->decoder);
}

NATIVE(method_write) {
    TextIo *text = text_io_of(args[0]);
    if (!is_str_like(args[1]))
        return error_type(vm, "write() argument must be str, not %A", args[1]);
    if (!text_may_write(vm, text) || !text_write(vm, text, str_of(args[1]))) return VALUE_ERROR;
    return make_int(vm, (int64_t)str_of(args[1])->length);
}

NATIVE(method_flush) {
    TextIo *text = text_io_of(args[0]);
    if (!text_usable(vm, text, true)) return VALUE_ERROR;
    text->telling = text->seekable;
    return text_flush(vm, text) ? VALUE_NONE : VALUE_ERROR;
}

// --- making -------------------------------------------------------------------------------------

static int ask(Vm *vm, Value buffer, const char *ability) {
    Value answer = io_call(vm, buffer, ability, NULL, 0);
    return is_error(answer) ? -1 : object_truth(vm, answer);
}

// Encoders begin with a byte order mark only where the stream does.
static bool find_start(Vm *vm, TextIo *text) {
    if (!text->seekable || !text->writable) return true;
    Value place = io_call(vm, text->buffer, "tell", NULL, 0);
    if (is_error(place)) return false;
    int moved = object_truth(vm, place);
    return moved == 0 || (moved > 0 && encoder_at_start(vm, &text->encoder, false));
}

static bool set_coders(Vm *vm, TextIo *text) {
    if (text->readable) {
        if (!decoder_init(vm, &text->decoder, text->encoding, text->errors)) return false;
        text->newlines = (Newlines){.translate = text->ends.translate};
    }
    return !text->writable ||
           (encoder_init(vm, &text->encoder, text->encoding, text->errors) && find_start(vm, text));
}

static bool init_text(Vm *vm, TextIo *text, Value buffer, Value encoding, Value errors,
                      Value newline, bool line_buffering, bool write_through) {
    Value chosen = is_none(encoding) || str_equal_cstring(str_of(encoding), "locale")
                       ? str_from_cstring(vm, sys_utf8_mode() ? "utf-8" : "UTF-8")
                       : encoding;
    Value strict = is_none(errors) ? str_from_cstring(vm, "strict") : errors;
    if (is_error(chosen) || is_error(strict)) return false;
    text->buffer = VALUE_NULL;
    text->detached = false;
    text->encoding = str_of(chosen);
    text->errors = str_of(strict);
    if (!line_ends_read(newline, &text->ends))
        return error_value(vm, "illegal newline value: %S", newline), false;
    text->line_buffering = line_buffering;
    text->write_through = write_through;
    text->chunk_size = IO_BUFFER_SIZE;
    text->pending = (ByteBuffer){0};
    text_forget(text);
    int reads = ask(vm, buffer, "readable"), writes = reads < 0 ? -1 : ask(vm, buffer, "writable");
    int seeks = writes < 0 ? -1 : ask(vm, buffer, "seekable");
    Value name = seeks < 0 ? VALUE_ERROR : str_intern_cstring(vm, "read1");
    Value read1 = is_error(name) ? name : object_find_attribute(vm, buffer, str_of(name));
    if (is_error(read1)) return false;
    text->seekable = text->telling = seeks;
    text->readable = reads;
    text->writable = writes;
    text->has_read1 = read1 != VALUE_END;
    text->buffer = buffer;
    if (!set_coders(vm, text)) return text->buffer = VALUE_NULL, false;
    if (writes) io_link(&text->stream);
    return true;
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    TextIo *text = object_new(vm, type);
    return text ? value_of(text) : VALUE_ERROR;
}

Value text_make(Vm *vm, Value buffer, Value encoding, Value errors, Value newline,
                bool line_buffering, bool write_through) {
    Value text = make(vm, &text_io_type, NULL, 0, NULL);
    if (is_error(text) || !init_text(vm, text_io_of(text), buffer, encoding, errors, newline,
                                     line_buffering, write_through))
        return VALUE_ERROR;
    return text;
}

// Each of the values a str or None.
static bool are_strs(Vm *vm, const char *function, const char *const *parameters, Value *values,
                     size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!values[i]) values[i] = VALUE_NONE;
        if (is_none(values[i]) || is_str_like(values[i])) continue;
        error_type(vm, "%s() argument '%s' must be str or None, not %T", function, parameters[i],
                   values[i]);
        return false;
    }
    return true;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"buffer",         "encoding",      "errors", "newline",
                                             "line_buffering", "write_through", NULL};
    Value values[6];
    if (!arguments_parse(vm, "TextIOWrapper", parameters, 1, 0, args, count, names, values) ||
        !are_strs(vm, "TextIOWrapper", parameters + 1, values + 1, 3))
        return false;
    int lines = values[4] ? object_truth(vm, values[4]) : 0;
    int through = lines < 0 ? -1 : values[5] ? object_truth(vm, values[5]) : 0;
    return through >= 0 &&
           init_text(vm, TEXT, values[0], values[1], values[2], values[3], lines, through);
}

NATIVE(method_reconfigure) {
    static const char *const parameters[] = {
        "*", "encoding", "errors", "newline", "line_buffering", "write_through", NULL};
    Value values[5], self = args[0];
    TextIo *text = text_io_of(self);
    if (!text_usable(vm, text, false) ||
        !arguments_parse(vm, "reconfigure", parameters, 0, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    bool newline = values[2] != VALUE_NULL;
    bool coding = false;
    for (int i = 0; i < 2; i++) coding |= values[i] && !is_none(values[i]);
    if (text->decoded && (coding || newline))
        return io_unsupported(vm, "It is not possible to set the encoding or newline of stream "
                                  "after the first read");
    if (!are_strs(vm, "reconfigure", parameters + 1, values, 3)) return VALUE_ERROR;
    int lines = text->line_buffering, through = text->write_through;
    if (values[3] && !is_none(values[3]) && (lines = object_truth(vm, values[3])) < 0)
        return VALUE_ERROR;
    if (values[4] && !is_none(values[4]) && (through = object_truth(vm, values[4])) < 0)
        return VALUE_ERROR;
    LineEnds ends = text->ends;
    if (newline && !line_ends_read(values[2], &ends))
        return error_value(vm, "illegal newline value: %S", values[2]);
    if (is_error(io_call(vm, self, "flush", NULL, 0))) return VALUE_ERROR;
    text->line_buffering = lines;
    text->write_through = through;
    text->ends = ends;
    if (!coding && !newline) return VALUE_NONE;
    // A new encoding brings back the strict handling of errors, unless another is given.
    if (!is_none(values[1])) {
        text->errors = str_of(values[1]);
    } else if (!is_none(values[0])) {
        Value strict = str_from_cstring(vm, "strict");
        if (is_error(strict)) return strict;
        text->errors = str_of(strict);
    }
    if (!is_none(values[0])) text->encoding = str_of(values[0]);
    return set_coders(vm, text) ? VALUE_NONE : VALUE_ERROR;
}

// --- the stream below ---------------------------------------------------------------------------

#define FORWARD(function, method)                                                                  \
    NATIVE(function) {                                                                             \
        if (!text_usable(vm, text_io_of(args[0]), false)) return VALUE_ERROR;                      \
        return io_call(vm, text_io_of(args[0])->buffer, method, NULL, 0);                          \
    }
FORWARD(method_readable, "readable")
FORWARD(method_writable, "writable")
FORWARD(method_seekable, "seekable")
FORWARD(method_fileno, "fileno")
FORWARD(method_isatty, "isatty")

NATIVE(method_truncate) {
    TextIo *text = text_io_of(args[0]);
    if (!text_usable(vm, text, false) || is_error(io_call(vm, args[0], "flush", NULL, 0)))
        return VALUE_ERROR;
    Value size = count > 1 ? args[1] : VALUE_NONE;
    return io_call(vm, text->buffer, "truncate", &size, 1);
}

NATIVE(method_close) {
    TextIo *text = text_io_of(args[0]);
    if (!text_usable(vm, text, false)) return VALUE_ERROR;
    int closed = io_closed(vm, text->buffer);
    if (closed) return closed < 0 ? VALUE_ERROR : VALUE_NONE;
    bool flushed = !is_error(io_call(vm, args[0], "flush", NULL, 0));
    Value first = flushed ? VALUE_NULL : error_take(vm);
    Value result = io_call(vm, text->buffer, "close", NULL, 0);
    Value second = is_error(result) ? error_take(vm) : VALUE_NULL;
    io_unlink(&text->stream);
    return io_close_both(vm, first, second, result);
}

NATIVE(method_detach) {
    TextIo *text = text_io_of(args[0]);
    if (!text_usable(vm, text, false) || is_error(io_call(vm, args[0], "flush", NULL, 0)))
        return VALUE_ERROR;
    Value buffer = text->buffer;
    text->buffer = VALUE_NULL;
    text->detached = true;
    io_unlink(&text->stream);
    return buffer;
}

// --- attributes ---------------------------------------------------------------------------------

static Value get_below(Vm *vm, Value self, const char *name) {
    return text_usable(vm, TEXT, false) ? io_get(vm, TEXT->buffer, name) : VALUE_ERROR;
}
static Value get_name(Vm *vm, Value self) {
    return get_below(vm, self, "name");
}
static Value get_closed(Vm *vm, Value self) {
    return get_below(vm, self, "closed");
}
static Value get_buffer(Vm *vm, Value self) {
    return (void)vm, TEXT->buffer ? TEXT->buffer : VALUE_NONE;
}
static Value get_encoding(Vm *vm, Value self) {
    return (void)vm, TEXT->encoding ? value_of(TEXT->encoding) : VALUE_NONE;
}
static Value get_errors(Vm *vm, Value self) {
    return text_usable(vm, TEXT, false) ? value_of(TEXT->errors) : VALUE_ERROR;
}
static Value get_newlines(Vm *vm, Value self) {
    return text_usable(vm, TEXT, false) ? newlines_value(vm, TEXT->newlines.seen) : VALUE_ERROR;
}
static Value get_line_buffering(Vm *vm, Value self) {
    return (void)vm, make_bool(TEXT->line_buffering);
}
static Value get_write_through(Vm *vm, Value self) {
    return (void)vm, make_bool(TEXT->write_through);
}
static Value get_chunk_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)TEXT->chunk_size);
}
static bool set_chunk_size(Vm *vm, Value self, Value value) {
    int64_t size;
    if (!value)
        return error_raise(vm, error_types.AttributeError, "cannot delete attribute"), false;
    if (!object_index(vm, value, false, &size)) return false;
    if (size <= 0) return error_value(vm, "a strictly positive integer is required"), false;
    TEXT->chunk_size = (size_t)size;
    return true;
}
static const MemberSpec members[] = {
    {"name", get_name, NULL},
    {"closed", get_closed, NULL},
    {"buffer", get_buffer, NULL},
    {"encoding", get_encoding, NULL},
    {"errors", get_errors, NULL},
    {"newlines", get_newlines, NULL},
    {"line_buffering", get_line_buffering, NULL},
    {"write_through", get_write_through, NULL},
    {"_CHUNK_SIZE", get_chunk_size, set_chunk_size},
    {0},
};

// " name='x'", or nothing where there is no such attribute.
static bool add_attribute(StrBuilder *out, Value self, const char *name) {
    Vm *vm = out->vm;
    Value value = io_get(vm, self, name);
    if (is_error(value))
        return error_catch(vm, error_types.AttributeError) ||
               error_catch(vm, error_types.ValueError);
    Value text = str_format(vm, " %s=%R", name, value);
    if (!is_error(text)) builder_add_str(out, str_of(text));
    return !is_error(text);
}

static Value repr(Vm *vm, Value self) {
    if (!TEXT->encoding) return error_value(vm, "I/O operation on uninitialized object");
    StrBuilder out;
    builder_init(&out, vm);
    if (!repr_enter(vm, self))
        return error_raise(vm, error_types.RuntimeError, "reentrant call inside %N.__repr__",
                           type_of(self));
    bool added = add_attribute(&out, self, "name") && add_attribute(&out, self, "mode");
    repr_leave(vm, self);
    Value attributes = added ? builder_finish(&out) : VALUE_ERROR;
    return str_format(vm, "<_io.TextIOWrapper%S encoding=%R>", attributes,
                      value_of(TEXT->encoding));
}

static void trace(Heap *heap, Object *object) {
    TextIo *text = (TextIo *)object;
    io_stream_trace(heap, object);
    gc_mark_value(heap, text->buffer);
    gc_mark_value(heap, value_of(text->encoding));
    gc_mark_value(heap, value_of(text->errors));
    coder_trace(heap, &text->encoder);
    coder_trace(heap, &text->decoder);
    gc_mark_block(heap, text->pending.data);
    gc_mark_value(heap, text->decoded);
    gc_mark_value(heap, text->mark);
}

static const NativeSpec methods[] = {
    {"write", method_write, 2, 2, 0},
    {"flush", method_flush, 1, 1, 0},
    {"read", text_read, 1, 2, 0},
    {"readline", text_readline, 1, 2, 0},
    {"seek", text_seek, 2, 3, 0},
    {"tell", text_tell, 1, 1, 0},
    {"truncate", method_truncate, 1, 2, 0},
    {"reconfigure", method_reconfigure, 1, -1, NATIVE_KEYWORDS},
    {"close", method_close, 1, 1, 0},
    {"detach", method_detach, 1, 1, 0},
    {"readable", method_readable, 1, 1, 0},
    {"writable", method_writable, 1, 1, 0},
    {"seekable", method_seekable, 1, 1, 0},
    {"fileno", method_fileno, 1, 1, 0},
    {"isatty", method_isatty, 1, 1, 0},
    {0},
};

Type text_io_type = {
    .name = "_io.TextIOWrapper",
    .parent = &io_text_base_type,
    .shape_id = SHAPE_TEXT_IO,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(TextIo),
    .trace = trace,
    .repr = repr,
    .make = make,
    .init = init,
    .iter = io_iter,
    .next = text_next,
    .methods = methods,
    .members = members,
};
