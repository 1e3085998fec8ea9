// BytesIO: a stream of bytes in memory.
#include <string.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"

typedef struct {
    Stream stream;
    ByteBuffer bytes;
    size_t place;   // may lie behind the end
    size_t exports; // views of the bytes, which must not move while there are some
} BytesIo;
#define BYTES_IO ((BytesIo *)object_of(args[0]))

static bool is_open(Vm *vm, Value self) {
    if (!((Stream *)object_of(self))->closed) return true;
    error_value(vm, "I/O operation on closed file.");
    return false;
}

// Nothing may be written while somebody has a view.
static bool may_change(Vm *vm, BytesIo *memory) {
    return !memory->exports || buffer_may_move(vm, &memory->exports);
}

// --- reading ------------------------------------------------------------------------------------

static size_t rest_of(const BytesIo *memory) {
    return memory->place < memory->bytes.size ? memory->bytes.size - memory->place : 0;
}

static Value take(Vm *vm, BytesIo *memory, size_t size) {
    Value bytes = bytes_make(vm, size ? memory->bytes.data + memory->place : NULL, size);
    if (!is_error(bytes)) memory->place += size;
    return bytes;
}

NATIVE(method_read) {
    int64_t size;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &size) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    size_t rest = rest_of(BYTES_IO);
    return take(vm, BYTES_IO, size < 0 || (size_t)size > rest ? rest : (size_t)size);
}

static Value read_line(Vm *vm, BytesIo *memory, int64_t limit) {
    size_t rest = rest_of(memory);
    if (limit >= 0 && (size_t)limit < rest) rest = (size_t)limit;
    size_t end = rest ? io_line_end(memory->bytes.data + memory->place, rest) : 0;
    return take(vm, memory, end ? end : rest);
}
NATIVE(method_readline) {
    int64_t limit;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &limit) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    return read_line(vm, BYTES_IO, limit);
}
static Value next(Vm *vm, Value self) {
    if (!is_open(vm, self)) return VALUE_ERROR;
    BytesIo *memory = (BytesIo *)object_of(self);
    return rest_of(memory) ? read_line(vm, memory, -1) : VALUE_END;
}
NATIVE(method_readlines) {
    int64_t hint, total = 0;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &hint) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
    while (!is_error(list) && rest_of(BYTES_IO)) {
        Value line = read_line(vm, BYTES_IO, -1);
        if (is_error(line) || !list_append(vm, list_of(list), line)) return VALUE_ERROR;
        total += (int64_t)bytes_of(line)->length;
        if (hint > 0 && total >= hint) break;
    }
    return list;
}
NATIVE(method_readinto) {
    uint8_t *room;
    size_t size;
    if (!is_open(vm, args[0]) || !io_room(vm, "readinto", args[1], &room, &size))
        return VALUE_ERROR;
    size_t rest = rest_of(BYTES_IO);
    if (size > rest) size = rest;
    if (size) memmove(room, BYTES_IO->bytes.data + BYTES_IO->place, size);
    BYTES_IO->place += size;
    return make_int(vm, (int64_t)size);
}
NATIVE(method_getvalue) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    return bytes_make(vm, BYTES_IO->bytes.data, BYTES_IO->bytes.size);
}

// --- writing ------------------------------------------------------------------------------------

static bool put(Vm *vm, BytesIo *memory, const void *data, size_t size) {
    if (!may_change(vm, memory)) return false;
    if (!size) return true;
    size_t end = memory->place + size;
    if (end < size || !byte_buffer_reserve(vm, &memory->bytes, end)) return false;
    if (memory->place > memory->bytes.size)
        memset(memory->bytes.data + memory->bytes.size, 0, memory->place - memory->bytes.size);
    memmove(memory->bytes.data + memory->place, data, size);
    if (end > memory->bytes.size) memory->bytes.size = end;
    memory->place = end;
    return true;
}
NATIVE(method_write) {
    const uint8_t *data;
    size_t size;
    if (!is_open(vm, args[0]) || !buffer_peek(vm, args[1], &data, &size) ||
        !put(vm, BYTES_IO, data, size))
        return VALUE_ERROR;
    return make_int(vm, (int64_t)size);
}
NATIVE(method_truncate) {
    if (!is_open(vm, args[0]) || !may_change(vm, BYTES_IO)) return VALUE_ERROR;
    int64_t size = (int64_t)BYTES_IO->place;
    bool given = count > 1 && !is_none(args[1]);
    if (given && !io_size(vm, args[1], &size)) return VALUE_ERROR;
    if (size < 0) return error_value(vm, "negative size value %lld", (long long)size);
    if ((size_t)size < BYTES_IO->bytes.size) BYTES_IO->bytes.size = (size_t)size;
    return make_int(vm, size);
}

// --- place, closing -----------------------------------------------------------------------------

NATIVE(method_tell) {
    return is_open(vm, args[0]) ? make_int(vm, (int64_t)BYTES_IO->place) : VALUE_ERROR;
}
NATIVE(method_seek) {
    int64_t offset;
    int whence = 0;
    if (!argument_size(vm, args[1], &offset) ||
        (count > 2 && !argument_int(vm, args[2], &whence)) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return error_value(vm, "invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == SEEK_SET && offset < 0)
        return error_value(vm, "negative seek value %lld", (long long)offset);
    int64_t base = whence == SEEK_CUR   ? (int64_t)BYTES_IO->place
                   : whence == SEEK_END ? (int64_t)BYTES_IO->bytes.size
                                        : 0;
    if (__builtin_add_overflow(base, offset, &offset))
        return error_overflow(vm, "new position too large");
    BYTES_IO->place = offset < 0 ? 0 : (size_t)offset;
    return make_int(vm, (int64_t)BYTES_IO->place);
}
NATIVE(method_close) {
    if (!may_change(vm, BYTES_IO)) return VALUE_ERROR;
    BYTES_IO->stream.closed = true;
    BYTES_IO->bytes = (ByteBuffer){0};
    return VALUE_NONE;
}
NATIVE(method_true) {
    return is_open(vm, args[0]) ? VALUE_TRUE : VALUE_ERROR;
}
NATIVE(method_isatty) {
    return is_open(vm, args[0]) ? VALUE_FALSE : VALUE_ERROR;
}
NATIVE(method_flush) {
    return is_open(vm, args[0]) ? VALUE_NONE : VALUE_ERROR;
}

// --- getbuffer(): what exports the bytes to a memoryview ----------------------------------------

typedef struct {
    Object object;
    BytesIo *source;
} BytesExport;

static bool get_buffer(Vm *vm, Value self, Buffer *buffer) {
    (void)vm;
    BytesIo *source = ((BytesExport *)object_of(self))->source;
    source->exports++;
    buffer->data = source->bytes.data;
    buffer->size = source->bytes.size;
    buffer->read_only = false;
    return true;
}
static void release_buffer(Buffer *buffer) {
    ((BytesExport *)object_of(buffer->owner))->source->exports--;
}
static void export_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((BytesExport *)object)->source));
}
Type bytes_export_type = {
    .name = "_io._BytesIOBuffer",
    .parent = &object_type,
    .instance_size = sizeof(BytesExport),
    .trace = export_trace,
    .get_buffer = get_buffer,
    .release_buffer = release_buffer,
};
NATIVE(method_getbuffer) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    BytesExport *exporter = object_new(vm, &bytes_export_type);
    if (!exporter) return VALUE_ERROR;
    exporter->source = BYTES_IO;
    return memoryview_make(vm, value_of(exporter));
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    BytesIo *memory = object_new(vm, type);
    return memory ? value_of(memory) : VALUE_ERROR;
}
static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"initial_bytes", NULL};
    Value initial;
    const uint8_t *data;
    size_t size;
    if (!arguments_parse(vm, "BytesIO", parameters, 0, 0, args, count, names, &initial))
        return false;
    if (!may_change(vm, (BytesIo *)object_of(self))) return false;
    BytesIo *memory = (BytesIo *)object_of(self);
    memory->bytes = (ByteBuffer){0};
    memory->place = 0;
    memory->stream.closed = false;
    return !initial || is_none(initial) ||
           (buffer_peek(vm, initial, &data, &size) &&
            byte_buffer_add(vm, &memory->bytes, data, size));
}

static void trace(Heap *heap, Object *object) {
    io_stream_trace(heap, object);
    gc_mark_block(heap, ((BytesIo *)object)->bytes.data);
}

static const NativeSpec methods[] = {
    {"read", method_read, 1, 2, 0},           {"read1", method_read, 1, 2, 0},
    {"readline", method_readline, 1, 2, 0},   {"readlines", method_readlines, 1, 2, 0},
    {"readinto", method_readinto, 2, 2, 0},   {"getvalue", method_getvalue, 1, 1, 0},
    {"getbuffer", method_getbuffer, 1, 1, 0}, {"write", method_write, 2, 2, 0},
    {"truncate", method_truncate, 1, 2, 0},   {"tell", method_tell, 1, 1, 0},
    {"seek", method_seek, 2, 3, 0},           {"close", method_close, 1, 1, 0},
    {"flush", method_flush, 1, 1, 0},         {"isatty", method_isatty, 1, 1, 0},
    {"readable", method_true, 1, 1, 0},       {"writable", method_true, 1, 1, 0},
    {"seekable", method_true, 1, 1, 0},       {0},
};

Type bytes_io_type = {
    .name = "_io.BytesIO",
    .parent = &io_buffered_base_type,
    .shape_id = SHAPE_BYTES_IO,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(BytesIo),
    .trace = trace,
    .make = make,
    .init = init,
    .iter = io_iter,
    .next = next,
    .methods = methods,
};
