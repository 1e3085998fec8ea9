// What all streams share: the base classes of _io, which a program may extend, and the list of the
// streams that own something.
#define _GNU_SOURCE
#include "vm/modules/io.h"

#include <string.h>
#include <sys/stat.h>

#include "vm/error.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/bytearray.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- asking a stream ----------------------------------------------------------------------------

Value io_get(Vm *vm, Value stream, const char *name) {
    Value text = str_intern_cstring(vm, name);
    return is_error(text) ? text : object_get_attribute(vm, stream, str_of(text));
}

Value io_call(Vm *vm, Value stream, const char *method, Value *args, size_t count) {
    Value callee = io_get(vm, stream, method);
    return is_error(callee) ? callee : object_call(vm, callee, args, count, NULL);
}

int io_closed(Vm *vm, Value stream) {
    Value closed = io_get(vm, stream, "closed");
    return is_error(closed) ? -1 : object_truth(vm, closed);
}

bool io_check_open(Vm *vm, Value stream) {
    int closed = io_closed(vm, stream);
    if (closed > 0) error_value(vm, "I/O operation on closed file.");
    return closed == 0;
}

bool io_size(Vm *vm, Value argument, int64_t *size) {
    *size = -1;
    if (!argument || is_none(argument)) return true;
    if (!type_of(argument)->index) {
        error_type(vm, "argument should be integer or None, not '%T'", argument);
        return false;
    }
    return object_count(vm, argument, size);
}

static Value unsupported_type; // io.UnsupportedOperation

Value io_unsupported(Vm *vm, const char *message) {
    Value text = str_from_cstring(vm, message);
    if (is_error(text)) return text;
    return error_value_raised(vm, (Type *)unsupported_type, text);
}

bool io_check_able(Vm *vm, Value stream, const char *ability) {
    Value answer = io_call(vm, stream, ability, NULL, 0);
    if (is_error(answer)) return false;
    if (answer == VALUE_TRUE) return true;
    Value text = str_format(vm, "File or stream is not %s.", ability);
    if (!is_error(text)) error_value_raised(vm, (Type *)unsupported_type, text);
    return false;
}

// --- bytes --------------------------------------------------------------------------------------

bool io_room(Vm *vm, const char *function, Value value, uint8_t **data, size_t *size) {
    Buffer buffer;
    if (!buffer_get(vm, value, true, &buffer)) {
        if (error_catch(vm, error_types.TypeError) || error_catch(vm, error_types.BufferError))
            error_type(vm, "%s() argument must be read-write bytes-like object, not %A", function,
                       value);
        return false;
    }
    *data = buffer.data;
    *size = buffer.size;
    buffer_release(&buffer);
    return true;
}

bool byte_buffer_reserve(Vm *vm, ByteBuffer *buffer, size_t capacity) {
    if (capacity <= buffer->capacity) return true;
    if (capacity > SIZE_MAX >> 4) return error_memory(vm), false;
    if (capacity < buffer->capacity + buffer->capacity / 2 + 64)
        capacity = buffer->capacity + buffer->capacity / 2 + 64;
    uint8_t *data = gc_alloc_raw(vm, capacity);
    if (!data) return false;
    if (buffer->size) memcpy(data, buffer->data, buffer->size);
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

bool byte_buffer_add(Vm *vm, ByteBuffer *buffer, const void *data, size_t size) {
    if (!size) return true;
    if (!byte_buffer_reserve(vm, buffer, buffer->size + size)) return false;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return true;
}

size_t io_line_end(const uint8_t *data, size_t size) {
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    return end ? (size_t)(end - data) + 1 : 0;
}

// --- streams that own something -----------------------------------------------------------------

static Stream *open_streams;   // newest first: a TextIo stands before its Buffered and FileIo
static Stream *doomed_streams; // nobody holds them: to be closed; first to last

void io_link(Stream *stream) {
    if (stream->linked) return;
    stream->linked = true;
    stream->previous = NULL;
    stream->next = open_streams;
    if (open_streams) open_streams->previous = stream;
    open_streams = stream;
}

void io_unlink(Stream *stream) {
    if (!stream->linked) return;
    if (stream->previous) stream->previous->next = stream->next;
    if (stream->next) stream->next->previous = stream->previous;
    if (open_streams == stream) open_streams = stream->next;
    stream->linked = false;
    stream->next = stream->previous = NULL;
}

static void find_doomed(Vm *vm, Heap *heap) {
    Stream **end = &doomed_streams;
    while (*end) end = &(*end)->next;
    for (Stream *stream = open_streams, *next; stream; stream = next) {
        next = stream->next;
        if (gc_is_marked(heap, stream)) continue;
        io_unlink(stream);
        *end = stream;
        end = &stream->next;
    }
    for (Stream *stream = doomed_streams; stream; stream = stream->next)
        gc_mark_now(heap, value_of(stream));
    if (doomed_streams) vm->pending |= PENDING_FINALIZERS;
}

// As when CPython lets go of a file: close() is called, and what it raises is dropped.
void io_finalize(Vm *vm) {
    Value raised = error_take(vm);
    while (doomed_streams) {
        Stream *stream = doomed_streams;
        doomed_streams = stream->next;
        stream->next = NULL;
        if (is_error(io_call(vm, value_of(stream), "close", NULL, 0))) error_clear(vm);
    }
    vm->raised = raised;
}

// The descriptor that a built-in stream stands before, or -1.
static int descriptor_below(Stream *stream) {
    Value value = value_of(stream);
    if (is_instance(value, &text_io_type)) value = text_buffer(value);
    if (value &&
        (is_instance(value, &buffered_writer_type) || is_instance(value, &buffered_random_type)))
        value = buffered_of(value)->raw;
    return value && is_instance(value, &file_io_type) ? file_io_of(value)->descriptor : -1;
}

static bool flush_stream(Vm *vm, Stream *stream) {
    Value value = value_of(stream);
    if (is_instance(value, &text_io_type)) return text_flush_pending(vm, value);
    if (!is_instance(value, &buffered_writer_type) && !is_instance(value, &buffered_random_type))
        return true;
    Buffered *buffered = buffered_of(value);
    return !buffered->writing || !buffered->fill || buffered_flush(vm, buffered);
}

static bool holds_bytes(Stream *stream) {
    Value value = value_of(stream);
    if (is_instance(value, &text_io_type)) return text_holds(value);
    bool writer =
        is_instance(value, &buffered_writer_type) || is_instance(value, &buffered_random_type);
    return writer && buffered_of(value)->writing && buffered_of(value)->fill;
}

static bool is_before(Stream *stream, const struct stat *file) {
    struct stat status;
    int descriptor = descriptor_below(stream);
    return descriptor >= 0 && !fstat(descriptor, &status) && status.st_ino == file->st_ino &&
           status.st_dev == file->st_dev;
}

bool io_holds(const struct stat *file) {
    for (Stream *stream = open_streams; stream; stream = stream->next)
        if (holds_bytes(stream) && is_before(stream, file)) return true;
    return false;
}

bool io_flush_same(Vm *vm, const struct stat *file) {
    for (Stream *stream = open_streams; stream; stream = stream->next)
        if (holds_bytes(stream) && is_before(stream, file) && !flush_stream(vm, stream))
            return false;
    return true;
}

void io_flush_all(Vm *vm) {
    io_finalize(vm);
    for (Stream *stream = open_streams; stream; stream = stream->next)
        if (!flush_stream(vm, stream)) error_clear(vm);
}

bool io_streams_init(Vm *vm) {
    gc_add_root(vm, &unsupported_type);
    gc_add_hook(vm, find_doomed);
    Value name = str_intern_cstring(vm, "UnsupportedOperation");
    Value bases = tuple_make(
        vm, (Value[]){value_of(error_types.OSError), value_of(error_types.ValueError)}, 2);
    Value names = dict_make(vm, 1), module = str_intern_cstring(vm, "io");
    if (is_error(name) || is_error(bases) || is_error(names) || is_error(module) ||
        !dict_set_str(vm, dict_of(names), name_of(vm, module), module))
        return false;
    unsupported_type =
        type_new(vm, &type_type, str_of(name), tuple_of(bases), dict_of(names), NULL, NULL);
    return !is_error(unsupported_type);
}

Value io_unsupported_type(void) {
    return unsupported_type;
}

// --- _IOBase ------------------------------------------------------------------------------------

#define STREAM ((Stream *)object_of(self))

void io_stream_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Stream *)object)->dict));
}

static Value base_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args;
    if ((count || names) && type->init == object_type.init)
        return error_type(vm, "%N() takes no arguments", type);
    Stream *stream = object_new(vm, type);
    return stream ? value_of(stream) : VALUE_ERROR;
}

NATIVE(base_unsupported_seek) {
    return io_unsupported(vm, "seek");
}
NATIVE(base_tell) {
    Value at[] = {make_int(vm, 0), make_int(vm, 1)};
    return is_error(at[0]) || is_error(at[1]) ? VALUE_ERROR : io_call(vm, args[0], "seek", at, 2);
}
NATIVE(base_truncate) {
    return io_unsupported(vm, "truncate");
}
NATIVE(base_fileno) {
    return io_unsupported(vm, "fileno");
}
NATIVE(base_flush) {
    if (!((Stream *)args[0])->closed) return VALUE_NONE;
    return error_value(vm, "I/O operation on closed file.");
}
NATIVE(base_close) {
    Stream *stream = (Stream *)args[0];
    if (stream->closed) return VALUE_NONE;
    Value flushed = io_call(vm, args[0], "flush", NULL, 0);
    stream->closed = true;
    return is_error(flushed) ? flushed : VALUE_NONE;
}
NATIVE(base_false) {
    return VALUE_FALSE;
}
NATIVE(base_isatty) {
    return io_check_open(vm, args[0]) ? VALUE_FALSE : VALUE_ERROR;
}
NATIVE(base_enter) {
    return io_check_open(vm, args[0]) ? args[0] : VALUE_ERROR;
}
NATIVE(base_exit) {
    return io_call(vm, args[0], "close", NULL, 0);
}
NATIVE(base_check_closed) {
    return io_check_open(vm, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(base_check_readable) {
    return io_check_able(vm, args[0], "readable") ? VALUE_TRUE : VALUE_ERROR;
}
NATIVE(base_check_writable) {
    return io_check_able(vm, args[0], "writable") ? VALUE_TRUE : VALUE_ERROR;
}
NATIVE(base_check_seekable) {
    return io_check_able(vm, args[0], "seekable") ? VALUE_TRUE : VALUE_ERROR;
}

// How many bytes up to the end of the line peek() shows; 1 where it shows none, -1 raised.
static int64_t peek_line(Vm *vm, Value peek) {
    Value one = make_int(vm, 1);
    Value ahead = is_error(one) ? one : object_call_1(vm, peek, one);
    if (is_error(ahead)) return -1;
    if (!is_bytes_like(ahead)) {
        error_raise(vm, error_types.OSError, "peek() should have returned a bytes object, not '%T'",
                    ahead);
        return -1;
    }
    size_t length = bytes_of(ahead)->length, end = io_line_end(bytes_of(ahead)->data, length);
    return end ? (int64_t)end : length ? (int64_t)length : 1;
}

NATIVE(base_readline) {
    int64_t limit, wanted = 1;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &limit)) return VALUE_ERROR;
    Value name = str_intern_cstring(vm, "peek");
    Value peek = is_error(name) ? name : object_find_attribute(vm, args[0], str_of(name));
    if (is_error(peek)) return peek;
    ByteBuffer line = {0};
    while (limit < 0 || line.size < (size_t)limit) {
        if (peek != VALUE_END && (wanted = peek_line(vm, peek)) < 0) return VALUE_ERROR;
        if (limit >= 0 && wanted > limit - (int64_t)line.size) wanted = limit - (int64_t)line.size;
        Value size = make_int(vm, wanted);
        Value piece = is_error(size) ? size : io_call(vm, args[0], "read", &size, 1);
        if (is_error(piece)) return piece;
        if (!is_bytes_like(piece))
            return error_raise(vm, error_types.OSError,
                               "read() should have returned a bytes object, not '%T'", piece);
        Bytes *bytes = bytes_of(piece);
        if (!bytes->length) break;
        if (!byte_buffer_add(vm, &line, bytes->data, bytes->length)) return VALUE_ERROR;
        if (bytes->data[bytes->length - 1] == '\n') break;
    }
    return bytes_make(vm, line.data, line.size);
}

Value io_iter(Vm *vm, Value self) {
    return io_check_open(vm, self) ? self : VALUE_ERROR;
}
static Value base_next(Vm *vm, Value self) {
    Value line = io_call(vm, self, "readline", NULL, 0);
    if (is_error(line)) return line;
    int64_t length = object_length(vm, line);
    return length < 0 ? VALUE_ERROR : length ? line : VALUE_END;
}

NATIVE(base_readlines) {
    int64_t hint, total = 0;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &hint)) return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0), iterator = object_iter(vm, args[0]);
    if (is_error(list) || is_error(iterator)) return VALUE_ERROR;
    while (hint <= 0 || total < hint) {
        Value line = object_next(vm, iterator);
        if (line == VALUE_END) break;
        if (is_error(line) || !list_append(vm, list_of(list), line)) return VALUE_ERROR;
        int64_t length = hint > 0 ? object_length(vm, line) : 0;
        if (length < 0) return VALUE_ERROR;
        total += length;
    }
    return list;
}

static bool write_line(Vm *vm, Value line, void *stream) {
    return !is_error(io_call(vm, value_of(stream), "write", &line, 1));
}
NATIVE(base_writelines) {
    if (!io_check_open(vm, args[0])) return VALUE_ERROR;
    return object_each(vm, args[1], write_line, (void *)args[0]) ? VALUE_NONE : VALUE_ERROR;
}

static Value base_closed(Vm *vm, Value self) {
    return (void)vm, make_bool(STREAM->closed);
}

static const NativeSpec base_methods[] = {
    {"seek", base_unsupported_seek, 2, 3, 0},
    {"tell", base_tell, 1, 1, 0},
    {"truncate", base_truncate, 1, 2, 0},
    {"flush", base_flush, 1, 1, 0},
    {"close", base_close, 1, 1, 0},
    {"seekable", base_false, 1, 1, 0},
    {"readable", base_false, 1, 1, 0},
    {"writable", base_false, 1, 1, 0},
    {"_checkClosed", base_check_closed, 1, 1, 0},
    {"_checkSeekable", base_check_seekable, 1, 1, 0},
    {"_checkReadable", base_check_readable, 1, 1, 0},
    {"_checkWritable", base_check_writable, 1, 1, 0},
    {"fileno", base_fileno, 1, 1, 0},
    {"isatty", base_isatty, 1, 1, 0},
    {"__enter__", base_enter, 1, 1, 0},
    {"__exit__", base_exit, 1, -1, NATIVE_VARARGS},
    {"readline", base_readline, 1, 2, 0},
    {"readlines", base_readlines, 1, 2, 0},
    {"writelines", base_writelines, 2, 2, 0},
    {0},
};
static const MemberSpec base_members[] = {{"closed", base_closed, NULL}, {0}};

Type io_base_type = {
    .name = "_io._IOBase",
    .parent = &object_type,
    .shape_id = SHAPE_IO_BASE,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Stream),
    .instance_offset = offsetof(Stream, dict),
    .trace = io_stream_trace,
    .make = base_make,
    .iter = io_iter,
    .next = base_next,
    .methods = base_methods,
    .members = base_members,
};

// --- _RawIOBase ---------------------------------------------------------------------------------

Value io_read_into_new(Vm *vm, Value stream, int64_t size, bool view, int64_t *got) {
    Value room = bytearray_make(vm, NULL, (size_t)size);
    if (is_error(room)) return room;
    memset(bytearray_of(room)->bytes.data, 0, (size_t)size);
    Value given = view ? memoryview_make(vm, room) : room;
    Value answer = is_error(given) ? given : io_call(vm, stream, "readinto", &given, 1);
    if (is_error(answer)) return answer;
    *got = IO_BLOCKED;
    if (is_none(answer)) return room;
    if (object_index(vm, answer, false, got)) return room;
    if (!view) return VALUE_ERROR;
    Value cause = error_take(vm);
    error_raise(vm, error_types.OSError, "raw readinto() failed");
    if (is_exception(vm->raised)) ((Exception *)object_of(vm->raised))->cause = cause;
    return VALUE_ERROR;
}

NATIVE(raw_read) {
    int64_t size = -1, got;
    if (count > 1 && !io_size(vm, args[1], &size)) return VALUE_ERROR;
    if (size < 0) return io_call(vm, args[0], "readall", NULL, 0);
    Value room = io_read_into_new(vm, args[0], size, false, &got);
    if (is_error(room)) return room;
    if (got == IO_BLOCKED) return VALUE_NONE;
    const uint8_t *data;
    size_t length;
    if (!buffer_peek(vm, room, &data, &length)) return VALUE_ERROR;
    return bytes_make(vm, data, got < 0 ? 0 : (size_t)got < length ? (size_t)got : length);
}

NATIVE(raw_readall) {
    ByteBuffer all = {0};
    for (bool first = true;; first = false) {
        Value size = make_int(vm, IO_BUFFER_SIZE);
        Value piece = is_error(size) ? size : io_call(vm, args[0], "read", &size, 1);
        if (is_error(piece)) return piece;
        if (is_none(piece)) {
            if (first) return piece;
            break;
        }
        if (!is_bytes_like(piece)) return error_type(vm, "read() should return bytes");
        if (!bytes_of(piece)->length) break;
        if (!byte_buffer_add(vm, &all, bytes_of(piece)->data, bytes_of(piece)->length))
            return VALUE_ERROR;
    }
    return bytes_make(vm, all.data, all.size);
}

static const NativeSpec raw_methods[] = {
    {"read", raw_read, 1, 2, NATIVE_VARARGS}, {"readall", raw_readall, 1, 1, 0}, {0}};

Type io_raw_base_type = {
    .name = "_io._RawIOBase",
    .parent = &io_base_type,
    .shape_id = SHAPE_IO_RAW_BASE,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Stream),
    .methods = raw_methods,
};

// --- _BufferedIOBase, _TextIOBase ---------------------------------------------------------------

#define UNSUPPORTED(function, name)                                                                \
    NATIVE(function) {                                                                             \
        return io_unsupported(vm, name);                                                           \
    }
UNSUPPORTED(no_detach, "detach")
UNSUPPORTED(no_read, "read")
UNSUPPORTED(no_read1, "read1")
UNSUPPORTED(no_write, "write")
UNSUPPORTED(no_readline, "readline")

static Value read_by(Vm *vm, Value *args, const char *function, const char *method) {
    uint8_t *room;
    size_t size;
    if (!io_room(vm, function, args[1], &room, &size)) return VALUE_ERROR;
    Value wanted = make_int(vm, (int64_t)size);
    Value data = is_error(wanted) ? wanted : io_call(vm, args[0], method, &wanted, 1);
    if (is_error(data)) return data;
    if (!is_bytes_like(data)) return error_type(vm, "read() should return bytes");
    size_t length = bytes_of(data)->length;
    if (length > size)
        return error_value(vm, "read() returned too much data: %zu bytes requested, %zu returned",
                           size, length);
    if (!io_room(vm, function, args[1], &room, &size)) return VALUE_ERROR;
    memcpy(room, bytes_of(data)->data, length < size ? length : size);
    return make_int(vm, (int64_t)length);
}
NATIVE(buffered_base_readinto) {
    return read_by(vm, args, "readinto", "read");
}
NATIVE(buffered_base_readinto1) {
    return read_by(vm, args, "readinto1", "read1");
}

static const NativeSpec buffered_base_methods[] = {
    {"detach", no_detach, 1, 1, 0},
    {"read", no_read, 1, -1, NATIVE_VARARGS},
    {"read1", no_read1, 1, -1, NATIVE_VARARGS},
    {"readinto", buffered_base_readinto, 2, 2, 0},
    {"readinto1", buffered_base_readinto1, 2, 2, 0},
    {"write", no_write, 1, -1, NATIVE_VARARGS},
    {0},
};
Type io_buffered_base_type = {
    .name = "_io._BufferedIOBase",
    .parent = &io_base_type,
    .shape_id = SHAPE_IO_BUFFERED_BASE,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Stream),
    .methods = buffered_base_methods,
};

static Value text_base_none(Vm *vm, Value self) {
    return (void)vm, (void)self, VALUE_NONE;
}
static const NativeSpec text_base_methods[] = {
    {"detach", no_detach, 1, 1, 0},
    {"read", no_read, 1, -1, NATIVE_VARARGS},
    {"readline", no_readline, 1, -1, 0},
    {"write", no_write, 1, -1, NATIVE_VARARGS},
    {0},
};
static const MemberSpec text_base_members[] = {{"encoding", text_base_none, NULL},
                                               {"newlines", text_base_none, NULL},
                                               {"errors", text_base_none, NULL},
                                               {0}};
Type io_text_base_type = {
    .name = "_io._TextIOBase",
    .parent = &io_base_type,
    .shape_id = SHAPE_IO_TEXT_BASE,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Stream),
    .methods = text_base_methods,
    .members = text_base_members,
};
