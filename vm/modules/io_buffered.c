// A buffer before a raw stream: the part of BufferedReader, BufferedWriter and BufferedRandom that
// moves bytes. The raw stream's place is the buffer's end while reading, its start while writing.
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static bool raw_is_file(const Buffered *buffered) {
    return has_shape(buffered->raw, SHAPE_FILE_IO);
}

bool buffered_usable(Vm *vm, Buffered *buffered, const char *doing) {
    if (!buffered->raw) {
        error_value(vm, buffered->detached ? "raw stream has been detached"
                                           : "I/O operation on uninitialized object");
        return false;
    }
    if (buffered->busy) {
        error_raise(vm, error_types.RuntimeError, "reentrant call inside %R", value_of(buffered));
        return false;
    }
    if (!doing) return true;
    int closed = raw_is_file(buffered) ? file_io_of(buffered->raw)->descriptor < 0
                                       : io_closed(vm, buffered->raw);
    if (closed > 0) error_value(vm, "%s closed file", doing);
    return closed == 0;
}

static bool has_buffer(Vm *vm, Buffered *buffered) {
    if (!buffered->buffer) buffered->buffer = gc_alloc_raw(vm, buffered->capacity);
    return buffered->buffer != NULL;
}

// --- the raw stream -----------------------------------------------------------------------------

static int64_t wrong_length(Vm *vm, const char *method, int64_t length, size_t size) {
    error_raise(vm, error_types.OSError,
                "raw %s() returned invalid length %lld (should have been between 0 and %zu)",
                method, (long long)length, size);
    return -1;
}

static int64_t read_object(Vm *vm, Value raw, uint8_t *data, size_t size) {
    int64_t got;
    const uint8_t *room;
    size_t length;
    Value made = io_read_into_new(vm, raw, (int64_t)size, true, &got);
    if (is_error(made)) return -1;
    if (got == IO_BLOCKED) return got;
    if (!buffer_peek(vm, made, &room, &length)) return -1;
    if ((size_t)got > length) return wrong_length(vm, "readinto", got, size);
    memcpy(data, room, (size_t)got);
    return got;
}

static int64_t raw_read(Vm *vm, Buffered *buffered, uint8_t *data, size_t size) {
    buffered->busy = true;
    int64_t got = raw_is_file(buffered) ? file_read(vm, file_io_of(buffered->raw), data, size)
                                        : read_object(vm, buffered->raw, data, size);
    buffered->busy = false;
    return got;
}

static int64_t write_object(Vm *vm, Value raw, const uint8_t *data, size_t size) {
    Value bytes = bytes_make(vm, data, size);
    Value view = is_error(bytes) ? bytes : memoryview_make(vm, bytes);
    Value answer = is_error(view) ? view : io_call(vm, raw, "write", &view, 1);
    int64_t done;
    if (is_error(answer)) return -1;
    if (is_none(answer)) return IO_BLOCKED;
    if (!object_index(vm, answer, false, &done)) return -1;
    return done < 0 || (size_t)done > size ? wrong_length(vm, "write", done, size) : done;
}

static int64_t raw_write(Vm *vm, Buffered *buffered, const uint8_t *data, size_t size) {
    buffered->busy = true;
    int64_t done = raw_is_file(buffered) ? file_write(vm, file_io_of(buffered->raw), data, size)
                                         : write_object(vm, buffered->raw, data, size);
    buffered->busy = false;
    return done;
}

static int64_t read_place(Vm *vm, Value answer) {
    int64_t place;
    if (is_error(answer) || !object_index(vm, answer, false, &place)) return -1;
    if (place < 0)
        error_raise(vm, error_types.OSError, "Raw stream returned invalid position %lld",
                    (long long)place);
    return place < 0 ? -1 : place;
}

static int64_t raw_place(Vm *vm, Buffered *buffered) {
    if (raw_is_file(buffered)) return file_seek(vm, file_io_of(buffered->raw), 0, SEEK_CUR);
    return read_place(vm, io_call(vm, buffered->raw, "tell", NULL, 0));
}

static int64_t raw_seek(Vm *vm, Buffered *buffered, int64_t offset, int whence) {
    if (raw_is_file(buffered)) return file_seek(vm, file_io_of(buffered->raw), offset, whence);
    Value args[] = {make_int(vm, offset), make_int(vm, whence)};
    if (is_error(args[0]) || is_error(args[1])) return -1;
    return read_place(vm, io_call(vm, buffered->raw, "seek", args, 2));
}

// --- writing ------------------------------------------------------------------------------------

// BlockingIOError(EAGAIN, message, written)
static void raise_blocked(Vm *vm, size_t written) {
    Value args[] = {make_int(vm, EAGAIN),
                    str_from_cstring(vm, "write could not complete without blocking"),
                    make_int(vm, (int64_t)written)};
    if (is_error(args[0]) || is_error(args[1]) || is_error(args[2])) return;
    Value exception = object_call(vm, value_of(error_types.BlockingIOError), args, 3, NULL);
    if (!is_error(exception)) error_set(vm, exception);
}

static bool write_out(Vm *vm, Buffered *buffered) {
    size_t done = 0;
    int64_t step = 0;
    while (done < buffered->fill) {
        step = raw_write(vm, buffered, buffered->buffer + done, buffered->fill - done);
        if (step < 0) break;
        done += (size_t)step;
    }
    buffered->fill -= done;
    if (done) memmove(buffered->buffer, buffered->buffer + done, buffered->fill);
    if (!buffered->fill) buffered->writing = false;
    if (step == IO_BLOCKED) raise_blocked(vm, 0);
    return step >= 0;
}

static bool give_up_ahead(Vm *vm, Buffered *buffered) {
    int64_t ahead = (int64_t)(buffered->fill - buffered->start);
    if (ahead && raw_seek(vm, buffered, -ahead, SEEK_CUR) < 0) return false;
    buffered->start = buffered->fill = 0;
    return true;
}

bool buffered_flush(Vm *vm, Buffered *buffered) {
    if (buffered->writing) return write_out(vm, buffered);
    return !buffered->writable || give_up_ahead(vm, buffered);
}

static bool to_writing(Vm *vm, Buffered *buffered) {
    if (buffered->writing) return true;
    if (!has_buffer(vm, buffered) || !give_up_ahead(vm, buffered)) return false;
    return buffered->writing = true;
}

static bool to_reading(Vm *vm, Buffered *buffered) {
    return !buffered->writing || write_out(vm, buffered);
}

bool buffered_write(Vm *vm, Buffered *buffered, const void *data, size_t size) {
    const uint8_t *from = data;
    if (!to_writing(vm, buffered)) return false;
    if (size > buffered->capacity - buffered->fill) {
        if (!write_out(vm, buffered)) return false;
        buffered->writing = true;
        for (int64_t step; size > buffered->capacity; from += step, size -= (size_t)step) {
            step = raw_write(vm, buffered, from, size);
            if (step == IO_BLOCKED) raise_blocked(vm, (size_t)(from - (const uint8_t *)data));
            if (step < 0) return false;
        }
    }
    memcpy(buffered->buffer + buffered->fill, from, size);
    buffered->fill += size;
    return true;
}

// --- reading ------------------------------------------------------------------------------------

int64_t buffered_fill(Vm *vm, Buffered *buffered) {
    if (!to_reading(vm, buffered) || !has_buffer(vm, buffered)) return -1;
    buffered->start = buffered->fill = 0;
    int64_t got = raw_read(vm, buffered, buffered->buffer, buffered->capacity);
    if (got > 0) buffered->fill = (size_t)got;
    return got;
}

// What was read ahead; NULL before there is a buffer.
static const uint8_t *unread_of(const Buffered *buffered) {
    return buffered->buffer ? buffered->buffer + buffered->start : NULL;
}
// The next `size` bytes of those read ahead.
static Value take(Vm *vm, Buffered *buffered, size_t size) {
    Value bytes = bytes_make(vm, unread_of(buffered), size);
    if (!is_error(bytes)) buffered->start += size;
    return bytes;
}

static size_t ahead_of(const Buffered *buffered) {
    return buffered->writing ? 0 : buffered->fill - buffered->start;
}

Value buffered_read_some(Vm *vm, Buffered *buffered, size_t size) {
    size_t ahead = ahead_of(buffered);
    if (!size) return bytes_make(vm, NULL, 0);
    if (ahead) return take(vm, buffered, ahead < size ? ahead : size);
    if (!to_reading(vm, buffered)) return VALUE_ERROR;
    buffered->start = buffered->fill = 0;
    uint8_t local[IO_BUFFER_SIZE], *data = size <= sizeof local ? local : gc_alloc_raw(vm, size);
    int64_t got = data ? raw_read(vm, buffered, data, size) : -1;
    if (got == -1) return VALUE_ERROR;
    return bytes_make(vm, data, got < 0 ? 0 : (size_t)got);
}

Value buffered_read(Vm *vm, Buffered *buffered, size_t size) {
    size_t ahead = ahead_of(buffered);
    if (size <= ahead) return take(vm, buffered, size);
    if (!to_reading(vm, buffered)) return VALUE_ERROR;
    ByteBuffer all = {0};
    if (!byte_buffer_add(vm, &all, unread_of(buffered), ahead)) return VALUE_ERROR;
    buffered->start = buffered->fill = 0;
    while (all.size < size) {
        size_t missing = size - all.size;
        if (missing < buffered->capacity) {
            int64_t got = buffered_fill(vm, buffered);
            if (got == -1) return VALUE_ERROR;
            if (got == IO_BLOCKED && !all.size) return VALUE_NONE;
            if (got <= 0) break;
            size_t step = (size_t)got < missing ? (size_t)got : missing;
            if (!byte_buffer_add(vm, &all, buffered->buffer, step)) return VALUE_ERROR;
            buffered->start = step;
            continue;
        }
        size_t most = all.size > (1 << 20) ? all.size : 1 << 20;
        size_t step = missing < most ? missing : most;
        if (!byte_buffer_reserve(vm, &all, all.size + step)) return VALUE_ERROR;
        int64_t got = raw_read(vm, buffered, all.data + all.size, step);
        if (got == -1) return VALUE_ERROR;
        if (got == IO_BLOCKED && !all.size) return VALUE_NONE;
        if (got <= 0) break;
        all.size += (size_t)got;
    }
    return bytes_make(vm, all.data, all.size);
}

Value buffered_read_all(Vm *vm, Buffered *buffered) {
    size_t ahead = ahead_of(buffered);
    if (!to_reading(vm, buffered)) return VALUE_ERROR;
    ByteBuffer all = {0};
    if (!byte_buffer_add(vm, &all, unread_of(buffered), ahead)) return VALUE_ERROR;
    buffered->start = buffered->fill = 0;
    Value name = str_intern_cstring(vm, "readall");
    Value readall = is_error(name) ? name : object_find_attribute(vm, buffered->raw, str_of(name));
    if (is_error(readall)) return readall;
    for (;;) {
        Value piece = readall == VALUE_END ? io_call(vm, buffered->raw, "read", NULL, 0)
                                           : object_call_0(vm, readall);
        if (is_error(piece)) return piece;
        if (is_none(piece)) return all.size ? bytes_make(vm, all.data, all.size) : VALUE_NONE;
        if (!is_bytes_like(piece))
            return error_type(vm, readall == VALUE_END ? "read() should return bytes"
                                                       : "readall() should return bytes");
        if (!all.size && readall != VALUE_END) return piece;
        if (!byte_buffer_add(vm, &all, bytes_of(piece)->data, bytes_of(piece)->length))
            return VALUE_ERROR;
        if (readall != VALUE_END || !bytes_of(piece)->length)
            return bytes_make(vm, all.data, all.size);
    }
}

Value buffered_read_line(Vm *vm, Buffered *buffered, int64_t limit) {
    ByteBuffer line = {0};
    for (;;) {
        size_t ahead = ahead_of(buffered);
        size_t most =
            limit >= 0 && (size_t)limit - line.size < ahead ? (size_t)limit - line.size : ahead;
        size_t end = io_line_end(unread_of(buffered), most);
        bool over = end || (limit >= 0 && line.size + most == (size_t)limit);
        if (over && !line.size) return take(vm, buffered, end ? end : most);
        if (!end) end = most;
        if (!byte_buffer_add(vm, &line, unread_of(buffered), end)) return VALUE_ERROR;
        if (ahead) buffered->start += end;
        if (over) break;
        int64_t got = buffered_fill(vm, buffered);
        if (got == -1) return VALUE_ERROR;
        if (got <= 0) break;
    }
    return bytes_make(vm, line.data, line.size);
}

// --- place --------------------------------------------------------------------------------------

int64_t buffered_place(Vm *vm, Buffered *buffered) {
    int64_t place = raw_place(vm, buffered);
    if (place < 0) return place;
    if (buffered->writing) return place + (int64_t)buffered->fill;
    place -= (int64_t)ahead_of(buffered);
    return place < 0 ? 0 : place;
}

int64_t buffered_seek(Vm *vm, Buffered *buffered, int64_t offset, int whence) {
    int64_t ahead = (int64_t)ahead_of(buffered);
    if (ahead && whence != SEEK_END) {
        int64_t place = buffered_place(vm, buffered);
        if (place < 0) return -1;
        int64_t step = whence == SEEK_SET ? offset - place : offset;
        if (step >= -(int64_t)buffered->start && step <= ahead) {
            buffered->start = (size_t)((int64_t)buffered->start + step);
            return place + step;
        }
    }
    if (!to_reading(vm, buffered)) return -1;
    if (whence == SEEK_CUR) offset -= ahead;
    int64_t place = raw_seek(vm, buffered, offset, whence);
    if (place >= 0) buffered->start = buffered->fill = 0;
    return place;
}

// --- making -------------------------------------------------------------------------------------

bool buffered_init(Vm *vm, Buffered *buffered, Value raw, int64_t size) {
    Type *type = type_of(value_of(buffered));
    bool both = type_is_subtype(type, &buffered_random_type);
    bool reads = both || type_is_subtype(type, &buffered_reader_type);
    bool writes = both || type_is_subtype(type, &buffered_writer_type);
    buffered->raw = VALUE_NULL;
    buffered->detached = false;
    if (both && !io_check_able(vm, raw, "seekable")) return false;
    if (reads && !io_check_able(vm, raw, "readable")) return false;
    if (writes && !io_check_able(vm, raw, "writable")) return false;
    if (size <= 0) return error_value(vm, "buffer size must be strictly positive"), false;
    buffered->raw = raw;
    buffered->readable = reads;
    buffered->writable = writes;
    buffered->writing = buffered->busy = false;
    buffered->buffer = NULL;
    buffered->capacity = (size_t)size;
    buffered->start = buffered->fill = 0;
    if (writes) io_link(&buffered->stream);
    return true;
}

Value buffered_make(Vm *vm, Type *type, Value raw, int64_t size) {
    Buffered *buffered = object_new(vm, type);
    return buffered && buffered_init(vm, buffered, raw, size) ? value_of(buffered) : VALUE_ERROR;
}
