// File objects. Reading fills the buffer with bytes whose newlines are translated already; writing
// encodes straight into it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/file.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define BUFFER_SIZE 32768

static File *open_files; // the first of a list: what must be flushed at the end

static File *file_of(Value value) {
    return (File *)value;
}

// The file whose descriptor and buffer are used.
static File *core_of(File *file) {
    return file->owner ? file->owner : file;
}

static bool check_open(Vm *vm, File *file) {
    if (core_of(file)->descriptor >= 0) return true;
    error_value(vm, "I/O operation on closed file.");
    return false;
}

static bool check_mode(Vm *vm, File *file, uint32_t flag) {
    if (!check_open(vm, file)) return false;
    if (file->flags & flag) return true;
    error_raise(vm, error_types.OSError, flag == FILE_READ ? "not readable" : "not writable");
    return false;
}

static bool has_buffer(Vm *vm, File *file, size_t capacity) {
    if (file->buffer) return true;
    file->buffer = gc_alloc_raw(vm, capacity);
    file->capacity = file->buffer ? capacity : 0;
    return file->buffer != NULL;
}

// --- writing ----------------------------------------------------------------------------------

static bool write_bytes(Vm *vm, File *file, const char *data, size_t size, size_t *done) {
    *done = 0;
    while (*done < size) {
        ssize_t count = write(file->descriptor, data + *done, size - *done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            error_errno(vm, errno, VALUE_NULL);
            return false;
        }
        *done += count;
    }
    return true;
}

bool file_flush(Vm *vm, File *file) {
    file = core_of(file);
    if (!(file->flags & FILE_WRITE) || file->fill == 0 || file->descriptor < 0) return true;
    size_t done;
    bool flushed = write_bytes(vm, file, file->buffer, file->fill, &done);
    file->fill -= done;
    memmove(file->buffer, file->buffer + done, file->fill);
    return flushed;
}

// `size` more bytes of buffer; NULL when flushing raised. size is at most a quarter of the buffer.
static inline char *room_for(Vm *vm, File *file, size_t size) {
    if (unlikely(file->capacity - file->fill < size)) {
        if (!has_buffer(vm, file, BUFFER_SIZE)) return NULL;
        if (file->capacity - file->fill < size && !file_flush(vm, file)) {
            file->fill = 0; // as in CPython, what could not be written on the way is lost
            return NULL;
        }
    }
    return file->buffer + file->fill;
}

static bool put_bytes(Vm *vm, File *file, const char *data, size_t size) {
    if (size == 0) return true;
    if (likely(size <= BUFFER_SIZE / 4)) {
        char *to = room_for(vm, file, size);
        if (!to) return false;
        memcpy(to, data, size);
        file->fill += size;
        return true;
    }
    size_t done;
    if (file_flush(vm, file) && write_bytes(vm, file, data, size, &done)) return true;
    file->fill = 0;
    return false;
}

static bool put_encoded(Vm *vm, File *file, Value text) {
    Value bytes = bytes_encode(vm, str_of(text), file->encoding, file->errors);
    return !is_error(bytes) &&
           put_bytes(vm, file, (char *)bytes_of(bytes)->data, bytes_of(bytes)->length);
}

static bool is_surrogate(uint32_t point) {
    return point >= 0xd800 && point < 0xe000;
}

// Nothing of a text that cannot be encoded is written.
static bool check_points(Vm *vm, const File *file, const Str *text) {
    if (str_kind(text) == 1 || file->flags & FILE_ESCAPE) return true;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = str_at(text, i);
        if (!is_surrogate(point) || (file->errors && point >= 0xdc80 && point < 0xdd00)) continue;
        size_t end = i + 1;
        while (end < text->length && is_surrogate(str_at(text, end))) end++;
        error_unicode_encode(vm, "utf-8", value_of(text), i, end, "surrogates not allowed");
        return false;
    }
    return true;
}

static bool put_points(Vm *vm, File *file, const Str *text) {
    if (!check_points(vm, file, text)) return false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = str_at(text, i);
        char *to = room_for(vm, file, 16);
        if (!to) return false;
        if (point == '\n' && (file->flags & FILE_WRITE_RETURN)) {
            *to++ = '\r';
            file->fill++;
        }
        if (point >= 0xdc80 && point < 0xdd00 && file->errors) {
            *to = (char)(point - 0xdc00);
            file->fill++;
        } else if (is_surrogate(point)) {
            file->fill += sprintf(to, "\\u%04x", point);
        } else {
            file->fill += utf8_put(to, point);
        }
    }
    return true;
}

static bool has_newline(const Str *text) {
    for (size_t i = 0; i < text->length; i++) {
        if (str_at(text, i) == '\n') return true;
    }
    return false;
}

bool file_write(Vm *vm, File *file, const Str *text) {
    if (file->encoding && !(file->flags & FILE_WRITE_RETURN) && !str_is_ascii(text)) {
        if (!put_encoded(vm, file, value_of(text))) return false;
    } else if (likely(str_is_ascii(text) && !(file->flags & FILE_WRITE_RETURN))) {
        if (!put_bytes(vm, file, text->data, text->length)) return false;
    } else if (!put_points(vm, file, text)) {
        return false;
    }
    return !(file->flags & FILE_LINES) || !has_newline(text) || file_flush(vm, file);
}

static Value method_write(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    File *file = file_of(args[0]);
    if (!check_mode(vm, file, FILE_WRITE)) return VALUE_ERROR;
    if (file->flags & FILE_BINARY) {
        const uint8_t *data;
        size_t size;
        if (!buffer_peek(vm, args[1], &data, &size)) return VALUE_ERROR;
        if (!put_bytes(vm, core_of(file), (const char *)data, size)) return VALUE_ERROR;
        return make_int(vm, size);
    }
    if (!is_str_like(args[1])) {
        return error_type(vm, "write() argument must be str, not %A", args[1]);
    }
    if (!file_write(vm, file, str_of(args[1]))) return VALUE_ERROR;
    return make_int(vm, str_of(args[1])->length);
}

static bool write_line(Vm *vm, Value item, void *context) {
    Value args[2] = {value_of(context), item};
    return !is_error(method_write(vm, args, 2, NULL));
}

static Value method_writelines(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return object_each(vm, args[1], write_line, args[0]) ? VALUE_NONE : VALUE_ERROR;
}

static Value method_flush(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return file_flush(vm, file_of(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

// --- reading ----------------------------------------------------------------------------------

// Newlines of buffer[from, fill) made \n in place.
static void translate_newlines(File *file, size_t from) {
    size_t to = from;
    for (size_t i = from; i < file->fill; i++) {
        char byte = file->buffer[i];
        bool second = byte == '\n' && (file->flags & FILE_AFTER_RETURN);
        file->flags &= ~FILE_AFTER_RETURN;
        if (byte == '\r') {
            file->flags |= FILE_AFTER_RETURN;
            byte = '\n';
        }
        if (!second) file->buffer[to++] = byte;
    }
    file->fill = to;
}

// Reads on, keeping what is there: 1 something came, 0 the end, -1 raised.
static int read_more(Vm *vm, File *file, size_t wanted) {
    if (!has_buffer(vm, file, BUFFER_SIZE)) return -1;
    if (file->start) {
        file->fill -= file->start;
        memmove(file->buffer, file->buffer + file->start, file->fill);
        file->start = 0;
    }
    if (file->capacity - file->fill < wanted || file->capacity - file->fill < BUFFER_SIZE / 2) {
        size_t capacity = file->capacity * 2;
        if (capacity < file->fill + wanted) capacity = file->fill + wanted;
        char *larger = gc_alloc_raw(vm, capacity);
        if (!larger) return -1;
        memcpy(larger, file->buffer, file->fill);
        file->buffer = larger;
        file->capacity = capacity;
    }
    for (;;) {
        size_t room = file->capacity - file->fill;
        ssize_t count = read(file->descriptor, file->buffer + file->fill, room);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            error_errno(vm, errno, VALUE_NULL);
            return -1;
        }
        if (count == 0) return 0;
        size_t from = file->fill;
        file->fill += count;
        if (!(file->flags & FILE_TRANSLATE)) return 1;
        bool plain =
            !(file->flags & FILE_AFTER_RETURN) && !memchr(file->buffer + from, '\r', count);
        if (!plain) translate_newlines(file, from);
        if (file->fill > from) return 1;
    }
}

static bool is_ascii(const char *data, size_t size) {
    uint64_t all = 0, word = 0;
    for (; size >= 8; size -= 8, data += 8) {
        memcpy(&word, data, 8);
        all |= word;
    }
    word = 0;
    memcpy(&word, data, size);
    return !((all | word) & 0x8080808080808080u);
}

// The next `size` bytes of the buffer as the file's user gets them.
static Value take(Vm *vm, File *file, size_t size) {
    File *core = core_of(file);
    const char *data = core->buffer + core->start;
    Value result;
    if (file->flags & FILE_BINARY) {
        result = bytes_make(vm, data, size);
    } else if (!file->encoding && is_ascii(data, size)) {
        result = str_from_latin1(vm, data, size);
    } else if (!file->encoding && utf8_valid(data, size, false, NULL, NULL) == size) {
        result = str_from_utf8(vm, data, size);
    } else {
        Value bytes = bytes_make(vm, data, size);
        if (is_error(bytes)) return VALUE_ERROR;
        result = bytes_decode(vm, bytes_of(bytes), file->encoding, file->errors);
    }
    if (!is_error(result)) core->start += size;
    return result;
}

static Value empty_of(Vm *vm, File *file) {
    return file->flags & FILE_BINARY ? bytes_make(vm, "", 0) : vm->empty_str;
}

static Value read_all(Vm *vm, File *file) {
    File *core = core_of(file);
    struct stat status;
    size_t wanted = 0;
    if (fstat(core->descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        off_t at = lseek(core->descriptor, 0, SEEK_CUR);
        if (at >= 0 && at < status.st_size) wanted = status.st_size - at + 1;
    }
    for (int more; (more = read_more(vm, core, wanted)) != 0; wanted = 0) {
        if (more < 0) return VALUE_ERROR;
    }
    return core->fill == core->start ? empty_of(vm, file)
                                     : take(vm, file, core->fill - core->start);
}

// How many bytes of [data, data + size) are the first `*count` characters; *count is lowered by
// what was found. A character that is cut at the end is not counted.
static size_t prefix_size(const File *file, const char *data, size_t size, size_t *count) {
    if ((file->flags & FILE_BINARY) || file->encoding) {
        size_t taken = size < *count ? size : *count;
        *count -= taken;
        return taken;
    }
    size_t at = 0;
    while (*count && at < size) {
        unsigned char lead = data[at];
        size_t width = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (at + width > size) break;
        at += width;
        --*count;
    }
    return at;
}

static Value read_count(Vm *vm, File *file, size_t wanted) {
    File *core = core_of(file);
    for (;;) {
        size_t missing = wanted;
        size_t size =
            prefix_size(file, core->buffer + core->start, core->fill - core->start, &missing);
        int more = missing ? read_more(vm, core, 0) : 0;
        if (more < 0) return VALUE_ERROR;
        if (more > 0) continue;
        if (missing) size = core->fill - core->start;
        return size ? take(vm, file, size) : empty_of(vm, file);
    }
}

static bool read_size(Vm *vm, Value *args, size_t count, int64_t *size) {
    *size = -1;
    if (count < 2 || is_none(args[1])) return true;
    if (!type_of(args[1])->index) {
        error_type(vm, "argument should be integer or None, not '%T'", args[1]);
        return false;
    }
    return object_index(vm, args[1], false, size);
}

static Value method_read(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    File *file = file_of(args[0]);
    int64_t size;
    if (!check_mode(vm, file, FILE_READ) || !read_size(vm, args, count, &size)) return VALUE_ERROR;
    if (size < 0) return read_all(vm, file);
    return size == 0 ? empty_of(vm, file) : read_count(vm, file, size);
}

// The size of the line that begins the buffer, or 0 where its end is not in it yet.
static size_t line_size(const File *file, size_t from) {
    const char *data = file->buffer + file->start;
    size_t size = file->fill - file->start;
    if (!(file->flags & FILE_ANY_NEWLINE)) {
        const char *end = from < size ? memchr(data + from, '\n', size - from) : NULL;
        return end ? end - data + 1 : 0;
    }
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\n') return i + 1;
        if (data[i] == '\r' && i + 1 < size) return i + (data[i + 1] == '\n' ? 2 : 1);
    }
    return 0;
}

static Value read_line(Vm *vm, File *file, int64_t limit) {
    File *core = core_of(file);
    for (size_t seen = 0;;) {
        size_t size = line_size(core, seen), have = core->fill - core->start;
        if (size == 0 && (limit < 0 || have < (size_t)limit * 4)) {
            seen = have;
            int more = read_more(vm, core, 0);
            if (more < 0) return VALUE_ERROR;
            if (more > 0) continue;
        }
        if (size == 0) size = core->fill - core->start;
        if (size == 0) return empty_of(vm, file);
        size_t missing = limit < 0 ? 0 : limit;
        if (limit >= 0) size = prefix_size(file, core->buffer + core->start, size, &missing);
        return size ? take(vm, file, size) : empty_of(vm, file);
    }
}

static Value method_readline(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    File *file = file_of(args[0]);
    int64_t limit;
    if (!check_mode(vm, file, FILE_READ) || !read_size(vm, args, count, &limit)) return VALUE_ERROR;
    return read_line(vm, file, limit);
}

static Value next(Vm *vm, Value self) {
    File *file = file_of(self), *core = core_of(file);
    if (!check_mode(vm, file, FILE_READ)) return VALUE_ERROR;
    Value line = read_line(vm, file, -1);
    if (is_error(line)) return VALUE_ERROR;
    bool end = file->flags & FILE_BINARY ? bytes_of(line)->length == 0 : line == vm->empty_str;
    return end && core->start == core->fill ? VALUE_END : line;
}

static Value method_readlines(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    int64_t hint, total = 0;
    if (!check_mode(vm, file_of(args[0]), FILE_READ) || !read_size(vm, args, count, &hint)) {
        return VALUE_ERROR;
    }
    Value list = list_make(vm, NULL, 0);
    while (!is_error(list)) {
        Value line = next(vm, args[0]);
        if (line == VALUE_END) break;
        if (is_error(line) || !list_append(vm, list_of(list), line)) return VALUE_ERROR;
        total += is_str(line) ? str_of(line)->length : bytes_of(line)->length;
        if (hint > 0 && total >= hint) break;
    }
    return list;
}

static Value iter(Vm *vm, Value self) {
    return check_open(vm, file_of(self)) ? self : VALUE_ERROR;
}

// --- place, closing ---------------------------------------------------------------------------

static Value method_seek(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    File *file = file_of(args[0]), *core = core_of(file);
    int64_t offset, whence = SEEK_SET;
    if (!check_open(vm, file) || !object_index(vm, args[1], false, &offset)) return VALUE_ERROR;
    if (count > 2 && !object_index(vm, args[2], false, &whence)) return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return error_value(vm, "invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    if (whence == SEEK_SET && offset < 0) {
        return error_value(vm, "negative seek position %lld", (long long)offset);
    }
    if (!file_flush(vm, core)) return VALUE_ERROR;
    if (whence == SEEK_CUR) offset -= core->fill - core->start;
    off_t at = lseek(core->descriptor, offset, (int)whence);
    if (at < 0) return error_errno(vm, errno, VALUE_NULL);
    core->start = core->fill = 0;
    core->flags &= ~FILE_AFTER_RETURN;
    return make_int(vm, at);
}

static Value method_tell(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    File *core = core_of(file_of(args[0]));
    if (!check_open(vm, core) || !file_flush(vm, core)) return VALUE_ERROR;
    off_t at = lseek(core->descriptor, 0, SEEK_CUR);
    if (at < 0) return error_errno(vm, errno, VALUE_NULL);
    return make_int(vm, at - (off_t)(core->fill - core->start));
}

static bool close_file(Vm *vm, File *file) {
    if (file->descriptor < 0) return true;
    bool flushed = file_flush(vm, file);
    if (!(file->flags & FILE_KEEP)) close(file->descriptor);
    file->descriptor = -1;
    file->buffer = NULL;
    file->capacity = file->fill = file->start = 0;
    if (file->previous) file->previous->next = file->next;
    if (file->next) file->next->previous = file->previous;
    if (open_files == file) open_files = file->next;
    file->next = file->previous = NULL;
    return flushed;
}

static Value method_close(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return close_file(vm, core_of(file_of(args[0]))) ? VALUE_NONE : VALUE_ERROR;
}

static Value method_enter(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return check_open(vm, file_of(args[0])) ? args[0] : VALUE_ERROR;
}

static Value method_exit(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count;
    return method_close(vm, args, 1, names);
}

static Value method_fileno(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return make_int(vm, core_of(file_of(args[0]))->descriptor);
}

static Value method_isatty(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return make_bool(isatty(core_of(file_of(args[0]))->descriptor));
}

static Value method_readable(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return make_bool(file_of(args[0])->flags & FILE_READ);
}

static Value method_writable(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return make_bool(file_of(args[0])->flags & FILE_WRITE);
}

static Value method_seekable(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!check_open(vm, file_of(args[0]))) return VALUE_ERROR;
    return make_bool(lseek(core_of(file_of(args[0]))->descriptor, 0, SEEK_CUR) >= 0);
}

static const NativeSpec methods[] = {
    {"write", method_write, 2, 2, 0},
    {"writelines", method_writelines, 2, 2, 0},
    {"flush", method_flush, 1, 1, 0},
    {"read", method_read, 1, 2, 0},
    {"readline", method_readline, 1, 2, 0},
    {"readlines", method_readlines, 1, 2, 0},
    {"seek", method_seek, 2, 3, 0},
    {"tell", method_tell, 1, 1, 0},
    {"close", method_close, 1, 1, 0},
    {"__enter__", method_enter, 1, 1, 0},
    {"__exit__", method_exit, 1, 4, 0},
    {"fileno", method_fileno, 1, 1, 0},
    {"isatty", method_isatty, 1, 1, 0},
    {"readable", method_readable, 1, 1, 0},
    {"writable", method_writable, 1, 1, 0},
    {"seekable", method_seekable, 1, 1, 0},
    {0},
};

// --- attributes -------------------------------------------------------------------------------

static Value get_name(Vm *vm, Value self) {
    (void)vm;
    return file_of(self)->name;
}

static Value get_mode(Vm *vm, Value self) {
    (void)vm;
    return value_of(file_of(self)->mode);
}

static Value get_closed(Vm *vm, Value self) {
    (void)vm;
    return make_bool(core_of(file_of(self))->descriptor < 0);
}

static Value get_encoding(Vm *vm, Value self) {
    File *file = file_of(self);
    if (file->encoding) return value_of(file->encoding);
    return str_from_cstring(vm, "utf-8");
}

static Value get_errors(Vm *vm, Value self) {
    File *file = file_of(self);
    if (file->errors) return value_of(file->errors);
    return str_from_cstring(vm, file->flags & FILE_ESCAPE ? "backslashreplace" : "strict");
}

static Value make_file(Vm *vm, int descriptor, uint32_t flags, Value name, const char *mode);

static Value get_buffer(Vm *vm, Value self) {
    File *file = file_of(self);
    if (file->binary) return file->binary;
    Value binary = make_file(vm, -1, (file->flags & (FILE_READ | FILE_WRITE)) | FILE_BINARY,
                             file->name, file->flags & FILE_READ ? "rb" : "wb");
    if (is_error(binary)) return VALUE_ERROR;
    file_of(binary)->owner = file;
    return file->binary = binary;
}

static const MemberSpec members[] = {
    {"name", get_name, NULL},
    {"mode", get_mode, NULL},
    {"closed", get_closed, NULL},
    {"encoding", get_encoding, NULL},
    {"errors", get_errors, NULL},
    {"buffer", get_buffer, NULL},
    {0},
};

static Value repr(Vm *vm, Value self) {
    File *file = file_of(self);
    if (file->flags & FILE_BINARY) {
        return str_format(vm, "<_io.Buffered%s name=%R>",
                          file->flags & FILE_WRITE ? "Writer" : "Reader", file->name);
    }
    return str_format(vm, "<_io.TextIOWrapper name=%R mode=%R encoding=%R>", file->name,
                      value_of(file->mode), get_encoding(vm, self));
}

static void trace(Heap *heap, Object *object) {
    File *file = (File *)object;
    gc_mark_value(heap, file->name);
    gc_mark_value(heap, value_of(file->mode));
    gc_mark_value(heap, value_of(file->encoding));
    gc_mark_value(heap, value_of(file->errors));
    gc_mark_value(heap, value_of(file->owner));
    gc_mark_value(heap, file->binary);
    gc_mark_value(heap, value_of(file->next));
    gc_mark_block(heap, file->buffer);
}

Type file_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "_io.TextIOWrapper",
    .parent = &object_type,
    .shape_id = SHAPE_FILE,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(File),
    .methods = methods,
    .members = members,
    .trace = trace,
    .repr = repr,
    .iter = iter,
    .next = next,
};

// --- making -----------------------------------------------------------------------------------

static Value make_file(Vm *vm, int descriptor, uint32_t flags, Value name, const char *mode) {
    Value mode_str = str_from_cstring(vm, mode);
    if (is_error(mode_str)) return VALUE_ERROR;
    File *file = gc_new(vm, SHAPE_FILE, sizeof(File));
    if (!file) return VALUE_ERROR;
    *file = (File){.object = file->object,
                   .descriptor = descriptor,
                   .flags = flags,
                   .name = name,
                   .mode = str_of(mode_str)};
    if (descriptor >= 0) {
        file->next = open_files;
        if (open_files) open_files->previous = file;
        open_files = file;
    }
    return value_of(file);
}

bool file_init(Vm *vm) {
    gc_add_root(vm, &open_files);
    const struct {
        const char *name;
        uint32_t flags;
        Value *place;
    } rows[] = {
        {"<stdin>", FILE_READ, &vm->stdin_file},
        {"<stdout>", FILE_WRITE, &vm->stdout_file},
        {"<stderr>", FILE_WRITE | FILE_LINES | FILE_ESCAPE, &vm->stderr_file},
    };
    for (int i = 0; i < 3; i++) {
        Value name = str_from_cstring(vm, rows[i].name);
        if (is_error(name)) return false;
        *rows[i].place = make_file(vm, i, rows[i].flags | FILE_KEEP, name, i ? "w" : "r");
        if (is_error(*rows[i].place)) return false;
        // As CPython does in the C locale: any bytes go through from input to output.
        Value errors = i < 2 ? str_from_cstring(vm, "surrogateescape") : VALUE_NULL;
        if (i < 2 && is_error(errors)) return false;
        file_of(*rows[i].place)->errors = (Str *)errors;
    }
    if (isatty(1)) file_of(vm->stdout_file)->flags |= FILE_LINES;
    return true;
}

int file_shutdown(Vm *vm, int status) {
    for (File *file = open_files; file; file = file->next) {
        if (file_flush(vm, file)) continue;
        Value exception = error_take(vm);
        if (value_of(file) != vm->stdout_file) continue;
        file->fill = 0;
        Value text = str_format(vm, "Exception ignored in: %R\n%T: %S\n", value_of(file), exception,
                                exception);
        if (!is_error(text)) file_write(vm, file_of(vm->stderr_file), str_of(text));
        vm->raised = VALUE_NULL;
        status = 120;
    }
    return status;
}

// --- open -------------------------------------------------------------------------------------

typedef struct {
    uint32_t flags;
    int open_flags;
} Mode;

static bool parse_mode(Vm *vm, Str *text, Mode *mode) {
    bool seen[128] = {false};
    int kinds = 0;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t point = str_at(text, i);
        if (point >= 128 || !point || !strchr("rwxabt+", (int)point) || seen[point]) {
            error_value(vm, "invalid mode: %R", value_of(text));
            return false;
        }
        seen[point] = true;
        kinds += point == 'r' || point == 'w' || point == 'x' || point == 'a';
    }
    if (seen['b'] && seen['t']) {
        error_value(vm, "can't have text and binary mode at once");
        return false;
    }
    if (kinds != 1) {
        error_value(vm, "must have exactly one of create/read/write/append mode");
        return false;
    }
    mode->flags = seen['b'] ? FILE_BINARY : 0;
    mode->flags |= seen['+'] ? FILE_READ | FILE_WRITE : seen['r'] ? FILE_READ : FILE_WRITE;
    mode->open_flags = seen['+'] ? O_RDWR : seen['r'] ? O_RDONLY : O_WRONLY;
    if (seen['w']) mode->open_flags |= O_CREAT | O_TRUNC;
    if (seen['x']) mode->open_flags |= O_CREAT | O_EXCL;
    if (seen['a']) mode->open_flags |= O_CREAT | O_APPEND;
    return true;
}

// What we still hold for the same file must be in it before it is opened again.
static bool flush_same(Vm *vm, const struct stat *wanted) {
    for (File *file = open_files; file; file = file->next) {
        struct stat status;
        if (!(file->flags & FILE_WRITE) || !file->fill) continue;
        if (fstat(file->descriptor, &status) || status.st_ino != wanted->st_ino) continue;
        if (status.st_dev == wanted->st_dev && !file_flush(vm, file)) return false;
    }
    return true;
}

static int open_path(Vm *vm, Value path, int flags) {
    const char *name;
    size_t size;
    if (is_str_like(path)) {
        name = str_utf8(vm, str_of(path), &size);
        if (!name) return -1;
    } else {
        size = bytes_of(path)->length;
        char *copy = gc_alloc_raw(vm, size + 1);
        if (!copy) return -1;
        memcpy(copy, bytes_of(path)->data, size);
        copy[size] = 0;
        name = copy;
    }
    if (strlen(name) != size) {
        error_value(vm, "embedded null byte");
        return -1;
    }
    struct stat status;
    if (open_files && stat(name, &status) == 0 && !flush_same(vm, &status)) return -1;
    int descriptor;
    do {
        descriptor = open(name, flags | O_CLOEXEC, 0666);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) {
        error_errno(vm, errno, path);
    } else if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(descriptor);
        error_errno(vm, EISDIR, path);
        return -1;
    }
    return descriptor;
}

static bool set_newline(Vm *vm, Value newline, uint32_t *flags) {
    if (!newline || is_none(newline)) {
        *flags |= FILE_TRANSLATE;
        return true;
    }
    if (!is_str_like(newline)) {
        error_type(vm, "open() argument 'newline' must be str or None, not %T", newline);
        return false;
    }
    Str *text = str_of(newline);
    if (text->length == 0) {
        *flags |= FILE_ANY_NEWLINE;
    } else if (str_equal_cstring(text, "\r\n")) {
        *flags |= FILE_WRITE_RETURN;
    } else if (!str_equal_cstring(text, "\n")) {
        error_value(vm, "illegal newline value: %R", newline);
        return false;
    }
    return true;
}

static bool is_utf8_name(const Str *name) {
    return str_equal_cstring(name, "utf-8") || str_equal_cstring(name, "UTF-8") ||
           str_equal_cstring(name, "utf8");
}

static Value builtin_open(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {
        "file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener", NULL};
    Value values[8];
    if (!arguments_parse(vm, "open", parameters, 1, 0, args, count, names, values)) {
        return VALUE_ERROR;
    }
    Value path = values[0], mode_value = values[1];
    for (int i = 1; i <= 4; i++) {
        if (i == 2 || !values[i] || (i > 1 && is_none(values[i]))) continue;
        if (!is_str_like(values[i])) {
            return error_type(vm, "open() argument '%s' must be str%s, not %T", parameters[i],
                              i > 1 ? " or None" : "", values[i]);
        }
    }
    Value text = mode_value ? mode_value : value_of(vm->small_strs['r']);
    if (!text && is_error(text = str_from_code_point(vm, 'r'))) return VALUE_ERROR;
    Mode mode;
    if (!parse_mode(vm, str_of(text), &mode)) return VALUE_ERROR;
    Value encoding = values[3] && !is_none(values[3]) ? values[3] : VALUE_NULL;
    Value errors = values[4] && !is_none(values[4]) ? values[4] : VALUE_NULL;
    if (mode.flags & FILE_BINARY) {
        const char *name = encoding ? "encoding" : errors ? "errors" : NULL;
        if (name) return error_value(vm, "binary mode doesn't take an %s argument", name);
    } else if (!set_newline(vm, values[5], &mode.flags)) {
        return VALUE_ERROR;
    }
    int descriptor;
    if (is_int(path)) {
        descriptor = (int)int_of(path);
        if (descriptor < 0) return error_value(vm, "negative file descriptor");
        if (fcntl(descriptor, F_GETFD) < 0) return error_errno(vm, errno, path);
        if (values[6] && object_truth(vm, values[6]) == 0) mode.flags |= FILE_KEEP;
    } else if (is_str_like(path) || is_bytes_like(path)) {
        descriptor = open_path(vm, path, mode.open_flags);
        if (descriptor < 0) return VALUE_ERROR;
    } else {
        return error_type(vm, "expected str, bytes or os.PathLike object, not %T", path);
    }
    bool lines = values[2] && is_int(values[2]) && int_of(values[2]) == 1;
    if (isatty(descriptor) || lines) mode.flags |= FILE_LINES;
    const char *mode_text = str_utf8(vm, str_of(text), NULL);
    Value file = mode_text ? make_file(vm, descriptor, mode.flags, path, mode_text) : VALUE_ERROR;
    if (is_error(file)) {
        close(descriptor);
        return VALUE_ERROR;
    }
    // Plain UTF-8 is what files are read as anyway, without a codec between.
    if (encoding && !(is_utf8_name(str_of(encoding)) && !errors)) {
        file_of(file)->encoding = str_of(encoding);
    } else if (errors && !str_equal_cstring(str_of(errors), "strict")) {
        file_of(file)->encoding = str_of(str_from_cstring(vm, "utf-8"));
    }
    file_of(file)->errors = (Str *)errors;
    return file;
}

// --- print and input --------------------------------------------------------------------------

Value file_stream(Vm *vm, Str *name, Value original) {
    if (!vm->modules) return original;
    Value module = dict_get_str(vm, vm->modules, name_of(vm, sys));
    if (module == VALUE_END || !has_shape(module, SHAPE_MODULE)) return original;
    return dict_get_str(vm, ((Module *)module)->dict, name);
}

// Machine ints and floats go into the buffer without becoming strings first.
static bool print_value(Vm *vm, File *file, Value value) {
    if (is_int(value)) {
        char *to = room_for(vm, file, 32);
        if (!to) return false;
        file->fill += integer_format_word(int_of(value), to);
        return true;
    }
    if (is_float(value)) {
        char *to = room_for(vm, file, FLOAT_REPR_ROOM);
        if (!to) return false;
        file->fill += float_repr(float_of(value), to);
        return true;
    }
    Value text = is_str(value) ? value : object_str(vm, value);
    return !is_error(text) && check_mode(vm, file, FILE_WRITE) &&
           file_write(vm, file, str_of(text));
}

typedef struct {
    Value file, separator, end; // separator and end: a Str
    bool flush;
} PrintOptions;

static Value print_to_file(Vm *vm, File *file, Value *args, size_t count, PrintOptions *options) {
    if (!check_mode(vm, file, FILE_WRITE)) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        if (i && !file_write(vm, file, str_of(options->separator))) return VALUE_ERROR;
        if (!print_value(vm, file, args[i])) return VALUE_ERROR;
    }
    if (!file_write(vm, file, str_of(options->end))) return VALUE_ERROR;
    if (options->flush && !file_flush(vm, file)) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value print_to_object(Vm *vm, Value file, Value *args, size_t count, PrintOptions *options) {
    Value write = object_get_attribute(vm, file, name_of(vm, write));
    if (is_error(write)) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        if (i && is_error(object_call_1(vm, write, options->separator))) return VALUE_ERROR;
        Value text = object_str(vm, args[i]);
        if (is_error(text) || is_error(object_call_1(vm, write, text))) return VALUE_ERROR;
    }
    if (is_error(object_call_1(vm, write, options->end))) return VALUE_ERROR;
    if (!options->flush) return VALUE_NONE;
    Value flush = object_get_attribute(vm, file, name_of(vm, flush));
    return is_error(flush) || is_error(object_call_0(vm, flush)) ? VALUE_ERROR : VALUE_NONE;
}

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

static Value builtin_print(Vm *vm, Value *args, size_t count, Tuple *names) {
    PrintOptions options = {VALUE_NULL, str_from_code_point(vm, ' '), str_from_code_point(vm, '\n'),
                            false};
    if (is_error(options.separator) || is_error(options.end)) return VALUE_ERROR;
    if (names && !print_options(vm, args + count, names, &options)) return VALUE_ERROR;
    if (!options.file) {
        options.file = file_stream(vm, name_of(vm, stdout), vm->stdout_file);
        if (options.file == VALUE_END) {
            return error_raise(vm, error_types.RuntimeError, "lost sys.stdout");
        }
        if (is_none(options.file)) return VALUE_NONE;
    }
    if (has_shape(options.file, SHAPE_FILE) && !(file_of(options.file)->flags & FILE_BINARY)) {
        return print_to_file(vm, file_of(options.file), args, count, &options);
    }
    return print_to_object(vm, options.file, args, count, &options);
}

static Value builtin_input(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value in = file_stream(vm, name_of(vm, stdin), vm->stdin_file);
    Value out = file_stream(vm, name_of(vm, stdout), vm->stdout_file);
    if (in == VALUE_END || is_none(in)) {
        return error_raise(vm, error_types.RuntimeError, "input(): lost sys.stdin");
    }
    if (out == VALUE_END || is_none(out)) {
        return error_raise(vm, error_types.RuntimeError, "input(): lost sys.stdout");
    }
    PrintOptions options = {out, vm->empty_str, vm->empty_str, true};
    Value printed = has_shape(out, SHAPE_FILE)
                        ? print_to_file(vm, file_of(out), args, count, &options)
                        : print_to_object(vm, out, args, count, &options);
    if (is_error(printed)) return VALUE_ERROR;
    Value line;
    if (has_shape(in, SHAPE_FILE)) {
        if (!check_mode(vm, file_of(in), FILE_READ)) return VALUE_ERROR;
        line = read_line(vm, file_of(in), -1);
    } else {
        Value readline = object_get_attribute(vm, in, name_of(vm, readline));
        if (is_error(readline)) return VALUE_ERROR;
        line = object_call_0(vm, readline);
        if (!is_error(line) && !is_str_like(line)) {
            return error_type(vm, "object.readline() returned non-string");
        }
    }
    if (is_error(line)) return VALUE_ERROR;
    Str *text = str_of(line);
    if (text->length == 0) {
        return error_raise(vm, error_types.EOFError, "EOF when reading a line");
    }
    bool newline = str_at(text, text->length - 1) == '\n';
    return str_slice(vm, text, 0, text->length - newline);
}

const NativeSpec file_builtins[] = {
    {"print", builtin_print, 0, -1, NATIVE_KEYWORDS},
    {"input", builtin_input, 0, 1, 0},
    {"open", builtin_open, 1, -1, NATIVE_KEYWORDS},
    {0},
};
