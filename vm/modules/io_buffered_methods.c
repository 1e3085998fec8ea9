// BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair as Python sees them.
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/types/bytes.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define BUFFERED buffered_of(self)

// --- reading ------------------------------------------------------------------------------------

NATIVE(method_read) {
    Buffered *buffered = buffered_of(args[0]);
    int64_t size;
    if (!buffered_usable(vm, buffered, NULL) ||
        !io_size(vm, count > 1 ? args[1] : VALUE_NULL, &size))
        return VALUE_ERROR;
    if (size < -1) return error_value(vm, "read length must be non-negative or -1");
    if (!buffered_usable(vm, buffered, "read of")) return VALUE_ERROR;
    return size < 0 ? buffered_read_all(vm, buffered) : buffered_read(vm, buffered, (size_t)size);
}

NATIVE(method_read1) {
    Buffered *buffered = buffered_of(args[0]);
    int64_t size = -1;
    if (count > 1 && !argument_size(vm, args[1], &size)) return VALUE_ERROR;
    if (!buffered_usable(vm, buffered, "read of")) return VALUE_ERROR;
    return buffered_read_some(vm, buffered, size < 0 ? buffered->capacity : (size_t)size);
}

// Fills `room` with what comes; with `once`, by one read of the raw stream at most.
static Value read_into(Vm *vm, Value *args, const char *function, bool once) {
    Buffered *buffered = buffered_of(args[0]);
    uint8_t *room;
    size_t size;
    if (!buffered_usable(vm, buffered, "readinto of") ||
        !io_room(vm, function, args[1], &room, &size))
        return VALUE_ERROR;
    Value data = once ? buffered_read_some(vm, buffered, size) : buffered_read(vm, buffered, size);
    if (is_error(data) || is_none(data)) return data;
    size_t length = bytes_of(data)->length;
    if (!io_room(vm, function, args[1], &room, &size)) return VALUE_ERROR;
    memcpy(room, bytes_of(data)->data, length < size ? length : size);
    return make_int(vm, (int64_t)length);
}
NATIVE(method_readinto) {
    return read_into(vm, args, "readinto", false);
}
NATIVE(method_readinto1) {
    return read_into(vm, args, "readinto1", true);
}

NATIVE(method_peek) {
    Buffered *buffered = buffered_of(args[0]);
    int64_t size;
    if (count > 1 && !argument_size(vm, args[1], &size)) return VALUE_ERROR;
    if (!buffered_usable(vm, buffered, "peek of")) return VALUE_ERROR;
    if ((buffered->writing || buffered->start == buffered->fill) &&
        buffered_fill(vm, buffered) == -1)
        return VALUE_ERROR;
    return bytes_make(vm, buffered->buffer + buffered->start, buffered->fill - buffered->start);
}

NATIVE(method_readline) {
    Buffered *buffered = buffered_of(args[0]);
    int64_t limit;
    if (!buffered_usable(vm, buffered, NULL) ||
        !io_size(vm, count > 1 ? args[1] : VALUE_NULL, &limit) ||
        !buffered_usable(vm, buffered, "readline of"))
        return VALUE_ERROR;
    return buffered_read_line(vm, buffered, limit);
}

static Value next(Vm *vm, Value self) {
    if (type_of(self) != &buffered_reader_type && type_of(self) != &buffered_random_type)
        return io_base_type.next(vm, self);
    if (!buffered_usable(vm, BUFFERED, "readline of")) return VALUE_ERROR;
    Value line = buffered_read_line(vm, BUFFERED, -1);
    return is_error(line) || bytes_of(line)->length ? line : VALUE_END;
}

// --- writing ------------------------------------------------------------------------------------

NATIVE(method_write) {
    Buffered *buffered = buffered_of(args[0]);
    const uint8_t *data;
    size_t size;
    if (!buffered_usable(vm, buffered, NULL) || !buffer_peek(vm, args[1], &data, &size) ||
        !buffered_usable(vm, buffered, "write to") || !buffered_write(vm, buffered, data, size))
        return VALUE_ERROR;
    return make_int(vm, (int64_t)size);
}

NATIVE(method_flush) {
    Buffered *buffered = buffered_of(args[0]);
    if (!buffered_usable(vm, buffered, "flush of")) return VALUE_ERROR;
    return buffered_flush(vm, buffered) ? VALUE_NONE : VALUE_ERROR;
}

// --- place --------------------------------------------------------------------------------------

NATIVE(method_tell) {
    if (!buffered_usable(vm, buffered_of(args[0]), NULL)) return VALUE_ERROR;
    int64_t place = buffered_place(vm, buffered_of(args[0]));
    return place < 0 ? VALUE_ERROR : make_int(vm, place);
}

NATIVE(method_seek) {
    Buffered *buffered = buffered_of(args[0]);
    int64_t offset;
    int whence = 0;
    if (!buffered_usable(vm, buffered, NULL) || (count > 2 && !argument_int(vm, args[2], &whence)))
        return VALUE_ERROR;
    if (whence < 0 || whence > SEEK_HOLE)
        return error_value(vm, "whence value %d unsupported", whence);
    if (!buffered_usable(vm, buffered, "seek of") ||
        !io_check_able(vm, buffered->raw, "seekable") || !object_index(vm, args[1], false, &offset))
        return VALUE_ERROR;
    int64_t place = buffered_seek(vm, buffered, offset, whence);
    return place < 0 ? VALUE_ERROR : make_int(vm, place);
}

NATIVE(method_truncate) {
    Buffered *buffered = buffered_of(args[0]);
    if (!buffered_usable(vm, buffered, "truncate of")) return VALUE_ERROR;
    if (!buffered->writable) return io_unsupported(vm, "truncate");
    if (!buffered_flush(vm, buffered)) return VALUE_ERROR;
    Value size = count > 1 ? args[1] : VALUE_NONE;
    return io_call(vm, buffered->raw, "truncate", &size, 1);
}

// --- the raw stream -----------------------------------------------------------------------------

#define FORWARD(function, method)                                                                  \
    NATIVE(function) {                                                                             \
        if (!buffered_usable(vm, buffered_of(args[0]), NULL)) return VALUE_ERROR;                  \
        return io_call(vm, buffered_of(args[0])->raw, method, NULL, 0);                            \
    }
FORWARD(method_reader_flush, "flush")
FORWARD(method_readable, "readable")
FORWARD(method_writable, "writable")
FORWARD(method_seekable, "seekable")
FORWARD(method_fileno, "fileno")
FORWARD(method_isatty, "isatty")

// Raises what was raised first, as the context of what came after.
Value io_close_both(Vm *vm, Value first, Value second, Value result) {
    if (!first) return second ? (vm->raised = second, VALUE_ERROR) : result;
    if (second && second != first) ((Exception *)second)->context = first;
    vm->raised = second ? second : first;
    return VALUE_ERROR;
}

NATIVE(method_close) {
    Buffered *buffered = buffered_of(args[0]);
    if (!buffered_usable(vm, buffered, NULL)) return VALUE_ERROR;
    int closed = io_closed(vm, buffered->raw);
    if (closed) return closed < 0 ? VALUE_ERROR : VALUE_NONE;
    bool flushed = !is_error(io_call(vm, args[0], "flush", NULL, 0));
    Value first = flushed ? VALUE_NULL : error_take(vm);
    Value result = io_call(vm, buffered->raw, "close", NULL, 0);
    Value second = is_error(result) ? error_take(vm) : VALUE_NULL;
    io_unlink(&buffered->stream);
    buffered->buffer = NULL;
    buffered->start = buffered->fill = 0;
    buffered->writing = false;
    return io_close_both(vm, first, second, result);
}

NATIVE(method_detach) {
    Buffered *buffered = buffered_of(args[0]);
    if (!buffered_usable(vm, buffered, NULL) || is_error(io_call(vm, args[0], "flush", NULL, 0)))
        return VALUE_ERROR;
    Value raw = buffered->raw;
    buffered->raw = VALUE_NULL;
    buffered->detached = true;
    io_unlink(&buffered->stream);
    return raw;
}
NATIVE(method_dealloc_warn) {
    return VALUE_NONE;
}

// --- attributes ---------------------------------------------------------------------------------

static Value get_closed(Vm *vm, Value self) {
    if (!buffered_usable(vm, BUFFERED, NULL)) return VALUE_ERROR;
    return io_get(vm, BUFFERED->raw, "closed");
}
static Value get_name(Vm *vm, Value self) {
    return buffered_usable(vm, BUFFERED, NULL) ? io_get(vm, BUFFERED->raw, "name") : VALUE_ERROR;
}
static Value get_mode(Vm *vm, Value self) {
    return buffered_usable(vm, BUFFERED, NULL) ? io_get(vm, BUFFERED->raw, "mode") : VALUE_ERROR;
}
static Value get_raw(Vm *vm, Value self) {
    return (void)vm, BUFFERED->raw ? BUFFERED->raw : VALUE_NONE;
}
static const MemberSpec members[] = {{"closed", get_closed, NULL},
                                     {"name", get_name, NULL},
                                     {"mode", get_mode, NULL},
                                     {"raw", get_raw, NULL},
                                     {0}};

static Value repr(Vm *vm, Value self) {
    Value name = io_get(vm, self, "name");
    if (is_error(name)) {
        if (!error_catch(vm, error_types.AttributeError) &&
            !error_catch(vm, error_types.ValueError))
            return name;
        return str_format(vm, "<%N>", type_of(self));
    }
    if (!repr_enter(vm, self))
        return error_raise(vm, error_types.RuntimeError, "reentrant call inside %N.__repr__",
                           type_of(self));
    Value text = str_format(vm, "<%N name=%R>", type_of(self), name);
    repr_leave(vm, self);
    return text;
}

static void trace(Heap *heap, Object *object) {
    Buffered *buffered = (Buffered *)object;
    io_stream_trace(heap, object);
    gc_mark_value(heap, buffered->raw);
    gc_mark_block(heap, buffered->buffer);
}

// --- the types ----------------------------------------------------------------------------------

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    void *buffered = object_new(vm, type);
    return buffered ? value_of(buffered) : VALUE_ERROR;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"raw", "buffer_size", NULL};
    const char *name = is_instance(self, &buffered_random_type)   ? "BufferedRandom"
                       : is_instance(self, &buffered_writer_type) ? "BufferedWriter"
                                                                  : "BufferedReader";
    Value values[2];
    int64_t size = IO_BUFFER_SIZE;
    return arguments_parse(vm, name, parameters, 1, 0, args, count, names, values) &&
           (!values[1] || argument_size(vm, values[1], &size)) &&
           buffered_init(vm, BUFFERED, values[0], size);
}

#define COMMON                                                                                     \
    {"detach", method_detach, 1, 1, 0}, {"close", method_close, 1, 1, 0},                          \
        {"seekable", method_seekable, 1, 1, 0}, {"fileno", method_fileno, 1, 1, 0},                \
        {"isatty", method_isatty, 1, 1, 0}, {"tell", method_tell, 1, 1, 0},                        \
        {"seek", method_seek, 2, 3, 0}, {"truncate", method_truncate, 1, 2, 0}, {                  \
        "_dealloc_warn", method_dealloc_warn, 2, 2, 0                                              \
    }
#define READING                                                                                    \
    {"read", method_read, 1, 2, 0}, {"read1", method_read1, 1, 2, 0},                              \
        {"readinto", method_readinto, 2, 2, 0}, {"readinto1", method_readinto1, 2, 2, 0},          \
        {"peek", method_peek, 1, 2, 0}, {"readline", method_readline, 1, 2, 0}, {                  \
        "readable", method_readable, 1, 1, 0                                                       \
    }
#define WRITING                                                                                    \
    {"write", method_write, 2, 2, 0}, {"flush", method_flush, 1, 1, 0}, {                          \
        "writable", method_writable, 1, 1, 0                                                       \
    }

static const NativeSpec reader_methods[] = {
    COMMON, READING, {"flush", method_reader_flush, 1, 1, 0}, {0}};
static const NativeSpec writer_methods[] = {COMMON, WRITING, {0}};
static const NativeSpec random_methods[] = {COMMON, READING, WRITING, {0}};

#define BUFFERED_TYPE(row, text, shape, functions, ...)                                            \
    Type row = {.name = "_io." text,                                                               \
                .parent = &io_buffered_base_type,                                                  \
                .shape_id = shape,                                                                 \
                .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,                                          \
                .instance_size = sizeof(Buffered),                                                 \
                .trace = trace,                                                                    \
                .repr = repr,                                                                      \
                .make = make,                                                                      \
                .init = init,                                                                      \
                .methods = functions,                                                              \
                .members = members,                                                                \
                __VA_ARGS__}
BUFFERED_TYPE(buffered_reader_type, "BufferedReader", SHAPE_BUFFERED_READER, reader_methods,
              .iter = io_iter, .next = next);
BUFFERED_TYPE(buffered_writer_type, "BufferedWriter", SHAPE_BUFFERED_WRITER, writer_methods);
BUFFERED_TYPE(buffered_random_type, "BufferedRandom", SHAPE_BUFFERED_RANDOM, random_methods,
              .iter = io_iter, .next = next);

// --- BufferedRWPair -----------------------------------------------------------------------------

typedef struct {
    Stream stream;
    Value reader, writer; // VALUE_NULL: not initialised
} Pair;
#define PAIR(value) ((Pair *)object_of(value))

static bool pair_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"reader", "writer", "buffer_size", NULL};
    Value values[3];
    int64_t size = IO_BUFFER_SIZE;
    if (!arguments_parse(vm, "BufferedRWPair", parameters, 2, 3, args, count, names, values) ||
        (values[2] && !argument_size(vm, values[2], &size)) ||
        !io_check_able(vm, values[0], "readable") || !io_check_able(vm, values[1], "writable"))
        return false;
    Value reader = buffered_make(vm, &buffered_reader_type, values[0], size);
    Value writer =
        is_error(reader) ? reader : buffered_make(vm, &buffered_writer_type, values[1], size);
    if (is_error(writer)) return false;
    PAIR(self)->reader = reader;
    PAIR(self)->writer = writer;
    return true;
}

static Value pair_call(Vm *vm, Value *args, size_t count, bool writer, const char *method) {
    Value part = writer ? PAIR(args[0])->writer : PAIR(args[0])->reader;
    if (!part) return error_value(vm, "I/O operation on uninitialized object");
    return io_call(vm, part, method, args + 1, count - 1);
}
#define PART(function, writer, method)                                                             \
    NATIVE(function) {                                                                             \
        return pair_call(vm, args, count, writer, method);                                         \
    }
PART(pair_read, false, "read")
PART(pair_peek, false, "peek")
PART(pair_read1, false, "read1")
PART(pair_readinto, false, "readinto")
PART(pair_readinto1, false, "readinto1")
PART(pair_readable, false, "readable")
PART(pair_write, true, "write")
PART(pair_flush, true, "flush")
PART(pair_writable, true, "writable")

NATIVE(pair_close) {
    Value written = pair_call(vm, args, 1, true, "close");
    Value first = is_error(written) ? error_take(vm) : VALUE_NULL;
    Value result = pair_call(vm, args, 1, false, "close");
    Value second = is_error(result) ? error_take(vm) : VALUE_NULL;
    return io_close_both(vm, first, second, result);
}
NATIVE(pair_isatty) {
    Value answer = pair_call(vm, args, 1, true, "isatty");
    return answer == VALUE_FALSE ? pair_call(vm, args, 1, false, "isatty") : answer;
}
static Value pair_closed(Vm *vm, Value self) {
    if (!PAIR(self)->writer)
        return error_raise(vm, error_types.RuntimeError,
                           "the BufferedRWPair object is being garbage-collected");
    return io_get(vm, PAIR(self)->writer, "closed");
}
static void pair_trace(Heap *heap, Object *object) {
    io_stream_trace(heap, object);
    gc_mark_value(heap, ((Pair *)object)->reader);
    gc_mark_value(heap, ((Pair *)object)->writer);
}
static const NativeSpec pair_methods[] = {
    {"read", pair_read, 1, 2, 0},           {"peek", pair_peek, 1, 2, 0},
    {"read1", pair_read1, 1, 2, 0},         {"readinto", pair_readinto, 2, 2, 0},
    {"readinto1", pair_readinto1, 2, 2, 0}, {"write", pair_write, 2, 2, 0},
    {"flush", pair_flush, 1, 1, 0},         {"readable", pair_readable, 1, 1, 0},
    {"writable", pair_writable, 1, 1, 0},   {"close", pair_close, 1, 1, 0},
    {"isatty", pair_isatty, 1, 1, 0},       {0}};
static const MemberSpec pair_members[] = {{"closed", pair_closed, NULL}, {0}};
Type buffered_pair_type = {
    .name = "_io.BufferedRWPair",
    .parent = &io_buffered_base_type,
    .shape_id = SHAPE_BUFFERED_PAIR,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Pair),
    .trace = pair_trace,
    .make = make,
    .init = pair_init,
    .methods = pair_methods,
    .members = pair_members,
};
