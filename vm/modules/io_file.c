// FileIO: a descriptor and nothing else.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/error.h"
#include "vm/instance.h"
#include "vm/modules/io.h"
#include "vm/modules/path.h"
#include "vm/modules/wait.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define FILE_IO file_io_of(self)

static Value raise_errno(Vm *vm) {
    return error_errno(vm, errno, VALUE_NULL);
}

// --- the system's calls -------------------------------------------------------------------------

// After a call that failed: may it be tried again? False: raised.
static bool try_again(Vm *vm) {
    if (errno == EINTR) return pending_run(vm);
    raise_errno(vm);
    return false;
}

int64_t file_read(Vm *vm, FileIo *file, void *data, size_t size) {
    if (size > SSIZE_MAX) size = SSIZE_MAX;
    for (;;) {
        if (!wait_readable(vm, file->descriptor)) return -1;
        ssize_t count = read(file->descriptor, data, size);
        if (count >= 0) return count;
        if (errno == EAGAIN) return IO_BLOCKED;
        if (!try_again(vm)) return -1;
    }
}

int64_t file_write(Vm *vm, FileIo *file, const void *data, size_t size) {
    if (size > SSIZE_MAX) size = SSIZE_MAX;
    for (;;) {
        ssize_t count = write(file->descriptor, data, size);
        if (count >= 0) return count;
        if (errno == EAGAIN) return IO_BLOCKED;
        if (!try_again(vm)) return -1;
    }
}

int64_t file_seek(Vm *vm, FileIo *file, int64_t offset, int whence) {
    if (file->descriptor < 0) return error_value(vm, "I/O operation on closed file"), -1;
    off_t place = lseek(file->descriptor, offset, whence);
    if (file->seeks < 0) file->seeks = place >= 0;
    if (place < 0) raise_errno(vm);
    return place;
}

// --- opening ------------------------------------------------------------------------------------

static bool read_mode(Vm *vm, FileIo *file, Value mode, int *flags) {
    unsigned kinds = 0, pluses = 0;
    const char *text = str_utf8(vm, str_of(mode), NULL);
    if (!text) return false;
    *flags = O_CLOEXEC;
    file->created = file->readable = file->writable = file->appending = false;
    for (const char *at = text; *at; at++) {
        kinds += *at != 'b' && *at != '+';
        pluses += *at == '+';
        switch (*at) {
        case 'b':
        case '+': break;
        case 'r': file->readable = true; break;
        case 'x': file->created = true, *flags |= O_EXCL | O_CREAT; break;
        case 'w': *flags |= O_CREAT | O_TRUNC; break;
        case 'a': file->appending = true, *flags |= O_APPEND | O_CREAT; break;
        default: return error_value(vm, "invalid mode: %s", text), false;
        }
    }
    if (kinds != 1 || pluses > 1) {
        error_value(vm, "Must have exactly one of create/read/write/append mode and at most one "
                        "plus");
        return false;
    }
    file->writable = !file->readable || pluses;
    file->readable |= pluses;
    *flags |= !file->writable ? O_RDONLY : file->readable ? O_RDWR : O_WRONLY;
    return true;
}

static int call_opener(Vm *vm, Value opener, Value name, int flags) {
    Value number = make_int(vm, flags);
    Value answer = is_error(number) ? number : object_call_2(vm, opener, name, number);
    if (is_error(answer)) return -1;
    int64_t descriptor;
    if (!is_any_int(answer)) {
        error_type(vm, "expected integer from opener");
        return -1;
    }
    if (!object_index(vm, answer, true, &descriptor)) return -1;
    if (descriptor < 0) error_value(vm, "opener returned %lld", (long long)descriptor);
    return descriptor < 0 ? -1 : (int)descriptor;
}

// Out of descriptors: those of files that nobody holds are given back first.
static int open_system(Vm *vm, const char *path, int flags) {
    int descriptor = open(path, flags, 0666);
    if (descriptor >= 0 || (errno != EMFILE && errno != ENFILE)) return descriptor;
    gc_collect(vm);
    io_finalize(vm);
    return open(path, flags, 0666);
}

static int open_path(Vm *vm, Value name, int flags) {
    Value plain = path_plain(vm, name);
    const char *path = is_error(plain) ? NULL : path_encode(vm, plain);
    if (!path) return -1;
    struct stat status;
    if (!stat(path, &status) && !io_flush_same(vm, &status)) return -1;
    for (;;) {
        int descriptor = open_system(vm, path, flags);
        if (descriptor >= 0) return descriptor;
        if (errno != EINTR) return error_errno(vm, errno, name), -1;
        if (!pending_run(vm)) return -1;
    }
}

static bool close_descriptor(Vm *vm, FileIo *file) {
    int descriptor = file->descriptor;
    file->descriptor = -1;
    io_unlink(&file->stream);
    if (descriptor < 0 || file->keep || !close(descriptor) || errno == EINTR) return true;
    raise_errno(vm);
    return false;
}

// A name that is no path: the descriptor itself. -1: a path; -2: raised.
static int descriptor_named(Vm *vm, Value name) {
    if (!is_any_int(name)) return -1;
    int64_t number;
    if (!object_index(vm, name, true, &number)) return -2;
    if (number >= 0 && number <= INT32_MAX) return (int)number;
    if (number < 0)
        error_value(vm, "negative file descriptor");
    else
        error_overflow(vm, "Python int too large to convert to C int");
    return -2;
}

static bool open_file(Vm *vm, FileIo *file, Value name, Value mode, bool closes, Value opener) {
    if (file->descriptor >= 0 && !close_descriptor(vm, file)) return false;
    int flags, descriptor = descriptor_named(vm, name);
    if (descriptor == -2 || !read_mode(vm, file, mode, &flags)) return false;
    file->keep = !closes;
    file->seeks = -1;
    bool given = descriptor >= 0;
    if (!given) {
        if (!closes) return error_value(vm, "Cannot use closefd=False with file name"), false;
        descriptor =
            is_none(opener) ? open_path(vm, name, flags) : call_opener(vm, opener, name, flags);
        if (descriptor < 0) return false;
    }
    struct stat status = {0};
    if (fstat(descriptor, &status) && errno == EBADF) return raise_errno(vm), false;
    file->descriptor = descriptor;
    bool folder = S_ISDIR(status.st_mode);
    if (folder) error_errno(vm, EISDIR, name);
    Value key = str_intern_cstring(vm, "name");
    if (folder || is_error(key) || !instance_set(vm, value_of(file), str_of(key), name)) {
        Value raised = error_take(vm);
        if (given)
            file->descriptor = -1;
        else
            close_descriptor(vm, file);
        vm->raised = raised;
        return false;
    }
    if (closes) io_link(&file->stream);
    return !file->appending || lseek(descriptor, 0, SEEK_END) >= 0 || errno == ESPIPE ||
           (raise_errno(vm), false);
}

static Value new_file(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    FileIo *file = object_new(vm, type);
    if (!file) return VALUE_ERROR;
    file->descriptor = -1;
    file->seeks = -1;
    return value_of(file);
}

Value file_make(Vm *vm, Value name, const char *mode, bool closes, Value opener) {
    Value file = new_file(vm, &file_io_type, NULL, 0, NULL);
    Value text = is_error(file) ? file : str_from_cstring(vm, mode);
    if (is_error(text) || !open_file(vm, file_io_of(file), name, text, closes, opener))
        return VALUE_ERROR;
    return file;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"file", "mode", "closefd", "opener", NULL};
    Value values[4];
    if (!arguments_parse(vm, "FileIO", parameters, 1, 0, args, count, names, values)) return false;
    Value mode = values[1] ? values[1] : str_from_code_point(vm, 'r');
    if (is_error(mode)) return false;
    if (!is_str_like(mode))
        return error_type(vm, "FileIO() argument 'mode' must be str, not %A", mode), false;
    int closes = values[2] ? object_truth(vm, values[2]) : 1;
    return closes >= 0 &&
           open_file(vm, FILE_IO, values[0], mode, closes, values[3] ? values[3] : VALUE_NONE);
}

// --- methods ------------------------------------------------------------------------------------

static bool is_open(Vm *vm, Value self) {
    if (FILE_IO->descriptor >= 0) return true;
    error_value(vm, "I/O operation on closed file");
    return false;
}
static bool may_read(Vm *vm, Value self) {
    if (!is_open(vm, self)) return false;
    if (!FILE_IO->readable) io_unsupported(vm, "File not open for reading");
    return FILE_IO->readable;
}
static bool may_write(Vm *vm, Value self) {
    if (!is_open(vm, self)) return false;
    if (!FILE_IO->writable) io_unsupported(vm, "File not open for writing");
    return FILE_IO->writable;
}

// The rest of the file, in as few calls as its size allows.
static Value read_rest(Vm *vm, FileIo *file) {
    ByteBuffer all = {0};
    struct stat status;
    off_t place = lseek(file->descriptor, 0, SEEK_CUR);
    size_t room = IO_BUFFER_SIZE;
    if (place >= 0 && !fstat(file->descriptor, &status) && S_ISREG(status.st_mode) &&
        status.st_size > place)
        room = (size_t)(status.st_size - place) + 1;
    for (;;) {
        if (!byte_buffer_reserve(vm, &all, all.size + room)) return VALUE_ERROR;
        int64_t got = file_read(vm, file, all.data + all.size, all.capacity - all.size);
        if (got == -1) return VALUE_ERROR;
        if (got == IO_BLOCKED && !all.size) return VALUE_NONE;
        if (got <= 0) break;
        all.size += (size_t)got;
        room = IO_BUFFER_SIZE;
    }
    return bytes_make(vm, all.data, all.size);
}

NATIVE(method_readall) {
    return may_read(vm, args[0]) ? read_rest(vm, file_io_of(args[0])) : VALUE_ERROR;
}
NATIVE(method_read) {
    int64_t size;
    if (!may_read(vm, args[0]) || !io_size(vm, count > 1 ? args[1] : VALUE_NULL, &size))
        return VALUE_ERROR;
    if (size < 0) return io_call(vm, args[0], "readall", NULL, 0);
    uint8_t *data = gc_alloc_raw(vm, (size_t)size);
    int64_t got = data ? file_read(vm, file_io_of(args[0]), data, (size_t)size) : -1;
    if (got == IO_BLOCKED) return VALUE_NONE;
    return got < 0 ? VALUE_ERROR : bytes_make(vm, data, (size_t)got);
}
NATIVE(method_readinto) {
    uint8_t *data;
    size_t size;
    if (!may_read(vm, args[0]) || !io_room(vm, "readinto", args[1], &data, &size))
        return VALUE_ERROR;
    int64_t got = file_read(vm, file_io_of(args[0]), data, size);
    if (got == IO_BLOCKED) return VALUE_NONE;
    return got < 0 ? VALUE_ERROR : make_int(vm, got);
}
NATIVE(method_write) {
    const uint8_t *data;
    size_t size;
    if (!may_write(vm, args[0]) || !buffer_peek(vm, args[1], &data, &size)) return VALUE_ERROR;
    int64_t done = file_write(vm, file_io_of(args[0]), data, size);
    if (done == IO_BLOCKED) return VALUE_NONE;
    return done < 0 ? VALUE_ERROR : make_int(vm, done);
}
NATIVE(method_seek) {
    int64_t offset;
    int whence = 0;
    if (!is_open(vm, args[0]) || !object_index(vm, args[1], false, &offset) ||
        (count > 2 && !argument_int(vm, args[2], &whence)))
        return VALUE_ERROR;
    int64_t place = file_seek(vm, file_io_of(args[0]), offset, whence);
    return place < 0 ? VALUE_ERROR : make_int(vm, place);
}
NATIVE(method_tell) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    int64_t place = file_seek(vm, file_io_of(args[0]), 0, SEEK_CUR);
    return place < 0 ? VALUE_ERROR : make_int(vm, place);
}
NATIVE(method_truncate) {
    if (!may_write(vm, args[0])) return VALUE_ERROR;
    int64_t size;
    if (count > 1 && !is_none(args[1])) {
        if (!object_index(vm, args[1], false, &size)) return VALUE_ERROR;
    } else if ((size = file_seek(vm, file_io_of(args[0]), 0, SEEK_CUR)) < 0) {
        return VALUE_ERROR;
    }
    while (ftruncate(file_io_of(args[0])->descriptor, size))
        if (!try_again(vm)) return VALUE_ERROR;
    return make_int(vm, size);
}
// As CPython does: the flush() of a subclass is called first, and what it raises is raised after
// the descriptor is closed.
NATIVE(method_close) {
    FileIo *file = file_io_of(args[0]);
    Value base[] = {args[0]};
    if (type_of(args[0]) != &file_io_type && !file->stream.closed) {
        Value flushed = io_call(vm, args[0], "flush", base, 0);
        file->stream.closed = true;
        Value raised = is_error(flushed) ? error_take(vm) : VALUE_NULL;
        if (!close_descriptor(vm, file) && raised) error_clear(vm);
        if (raised) vm->raised = raised;
        return vm->raised ? VALUE_ERROR : VALUE_NONE;
    }
    file->stream.closed = true;
    return close_descriptor(vm, file) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(method_fileno) {
    return is_open(vm, args[0]) ? make_int(vm, file_io_of(args[0])->descriptor) : VALUE_ERROR;
}
NATIVE(method_isatty) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    return make_bool(isatty(file_io_of(args[0])->descriptor));
}
NATIVE(method_readable) {
    return is_open(vm, args[0]) ? make_bool(file_io_of(args[0])->readable) : VALUE_ERROR;
}
NATIVE(method_writable) {
    return is_open(vm, args[0]) ? make_bool(file_io_of(args[0])->writable) : VALUE_ERROR;
}
NATIVE(method_seekable) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    FileIo *file = file_io_of(args[0]);
    if (file->seeks < 0) file->seeks = lseek(file->descriptor, 0, SEEK_CUR) >= 0;
    return make_bool(file->seeks);
}
NATIVE(method_dealloc_warn) {
    return VALUE_NONE;
}

static const NativeSpec methods[] = {
    {"read", method_read, 1, 2, 0},
    {"readall", method_readall, 1, 1, 0},
    {"readinto", method_readinto, 2, 2, 0},
    {"write", method_write, 2, 2, 0},
    {"seek", method_seek, 2, 3, 0},
    {"tell", method_tell, 1, 1, 0},
    {"truncate", method_truncate, 1, 2, 0},
    {"close", method_close, 1, 1, 0},
    {"seekable", method_seekable, 1, 1, 0},
    {"readable", method_readable, 1, 1, 0},
    {"writable", method_writable, 1, 1, 0},
    {"fileno", method_fileno, 1, 1, 0},
    {"isatty", method_isatty, 1, 1, 0},
    {"_dealloc_warn", method_dealloc_warn, 2, 2, 0},
    {0},
};

// --- attributes ---------------------------------------------------------------------------------

static const char *mode_text(const FileIo *file) {
    if (file->created) return file->readable ? "xb+" : "xb";
    if (file->appending) return file->readable ? "ab+" : "ab";
    if (file->readable) return file->writable ? "rb+" : "rb";
    return "wb";
}
static Value get_mode(Vm *vm, Value self) {
    return str_from_cstring(vm, mode_text(FILE_IO));
}
static Value get_closed(Vm *vm, Value self) {
    return (void)vm, make_bool(FILE_IO->descriptor < 0);
}
static Value get_closes(Vm *vm, Value self) {
    return (void)vm, make_bool(!FILE_IO->keep);
}
static Value get_block_size(Vm *vm, Value self) {
    struct stat status;
    bool known = FILE_IO->descriptor >= 0 && !fstat(FILE_IO->descriptor, &status);
    return make_int(vm, known && status.st_blksize > 1 ? status.st_blksize : IO_BUFFER_SIZE);
}
static Value get_finalizing(Vm *vm, Value self) {
    return (void)vm, (void)self, VALUE_FALSE;
}
static const MemberSpec members[] = {{"mode", get_mode, NULL},
                                     {"closed", get_closed, NULL},
                                     {"closefd", get_closes, NULL},
                                     {"_blksize", get_block_size, NULL},
                                     {"_finalizing", get_finalizing, NULL},
                                     {0}};

static Value repr(Vm *vm, Value self) {
    FileIo *file = FILE_IO;
    const char *closes = file->keep ? "False" : "True", *mode = mode_text(file);
    if (file->descriptor < 0) return str_from_cstring(vm, "<_io.FileIO [closed]>");
    Value key = str_intern_cstring(vm, "name");
    Value name = is_error(key) ? key : object_find_attribute(vm, self, str_of(key));
    if (is_error(name)) return name;
    if (name == VALUE_END)
        return str_format(vm, "<_io.FileIO fd=%d mode='%s' closefd=%s>", file->descriptor, mode,
                          closes);
    if (!repr_enter(vm, self))
        return error_raise(vm, error_types.RuntimeError, "reentrant call inside %N.__repr__",
                           type_of(self));
    Value text = str_format(vm, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode, closes);
    repr_leave(vm, self);
    return text;
}

Type file_io_type = {
    .name = "_io.FileIO",
    .parent = &io_raw_base_type,
    .shape_id = SHAPE_FILE_IO,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(FileIo),
    .trace = io_stream_trace,
    .repr = repr,
    .make = new_file,
    .init = init,
    .methods = methods,
    .members = members,
};
