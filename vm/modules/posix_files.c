// posix: descriptors, and files by their names.
#define _GNU_SOURCE
#include "vm/modules/posix.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/modules/wait.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- arguments and answers ----------------------------------------------------------------------

bool posix_int(Vm *vm, Value value, int *number) {
    int64_t wide;
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    if (int_to_int64(index, &wide) && wide >= INT_MIN && wide <= INT_MAX) {
        *number = (int)wide;
        return true;
    }
    bool low = int_sign(index) < 0;
    error_overflow(vm, "signed integer is %s than %s", low ? "less" : "greater",
                   low ? "minimum" : "maximum");
    return false;
}

bool posix_offset(Vm *vm, Value value, int64_t *offset) {
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    if (int_to_int64(index, offset)) return true;
    error_overflow(vm, "Python int too large to convert to C long");
    return false;
}

bool posix_retry(Vm *vm, const Path *path) {
    if (errno == EINTR) return pending_run(vm);
    if (path)
        path_error(vm, path);
    else
        error_errno(vm, errno, VALUE_NULL);
    return false;
}

Value posix_done(Vm *vm, bool failed, const Path *path) {
    if (!failed) return VALUE_NONE;
    return path ? path_error(vm, path) : error_errno(vm, errno, VALUE_NULL);
}

static Value number_or_error(Vm *vm, int64_t number) {
    return number < 0 ? error_errno(vm, errno, VALUE_NULL) : make_int(vm, number);
}

// --- descriptors --------------------------------------------------------------------------------

NATIVE(posix_open) {
    static const char *const parameters[] = {"path", "flags", "mode", "dir_fd", NULL};
    Value values[4];
    Path path;
    int flags, mode = 0777;
    if (!arguments_parse(vm, "open", parameters, 2, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "open", 0, &path) || !posix_int(vm, values[1], &flags) ||
        (values[2] && !posix_int(vm, values[2], &mode)))
        return VALUE_ERROR;
    struct stat status;
    if (!stat(path.name, &status) && !io_flush_same(vm, &status)) return VALUE_ERROR;
    for (;;) {
        int descriptor = open(path.name, flags | O_CLOEXEC, mode);
        if (descriptor >= 0) return make_int(vm, descriptor);
        if (!posix_retry(vm, &path)) return VALUE_ERROR;
    }
}
NATIVE(posix_close) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    return posix_done(vm, close(descriptor) && errno != EINTR, NULL);
}
NATIVE(posix_closerange) {
    int low, high;
    if (!posix_int(vm, args[0], &low) || !posix_int(vm, args[1], &high)) return VALUE_ERROR;
    for (int descriptor = low; descriptor < high; descriptor++) close(descriptor);
    return VALUE_NONE;
}
NATIVE(posix_read) {
    int descriptor;
    int64_t size;
    if (!posix_int(vm, args[0], &descriptor) || !object_index(vm, args[1], false, &size))
        return VALUE_ERROR;
    if (size < 0) {
        errno = EINVAL;
        return error_errno(vm, errno, VALUE_NULL);
    }
    void *data = gc_alloc_raw(vm, (size_t)size);
    if (!data) return VALUE_ERROR;
    for (;;) {
        if (!wait_readable(vm, descriptor)) return VALUE_ERROR;
        ssize_t got = read(descriptor, data, (size_t)size);
        if (got >= 0) return bytes_make(vm, data, (size_t)got);
        if (!posix_retry(vm, NULL)) return VALUE_ERROR;
    }
}
NATIVE(posix_write) {
    int descriptor;
    const uint8_t *data;
    size_t size;
    if (!posix_int(vm, args[0], &descriptor) || !buffer_peek(vm, args[1], &data, &size))
        return VALUE_ERROR;
    for (;;) {
        ssize_t done = write(descriptor, data, size);
        if (done >= 0) return make_int(vm, done);
        if (!posix_retry(vm, NULL)) return VALUE_ERROR;
    }
}
NATIVE(posix_lseek) {
    int descriptor, whence;
    int64_t offset;
    if (!posix_int(vm, args[0], &descriptor) || !posix_offset(vm, args[1], &offset) ||
        !posix_int(vm, args[2], &whence))
        return VALUE_ERROR;
    return number_or_error(vm, lseek(descriptor, offset, whence));
}
NATIVE(posix_dup) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    return number_or_error(vm, fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
}
NATIVE(posix_dup2) {
    static const char *const parameters[] = {"fd", "fd2", "inheritable", NULL};
    Value values[3];
    int from, to;
    if (!arguments_parse(vm, "dup2", parameters, 2, 0, args, count, names, values) ||
        !posix_int(vm, values[0], &from) || !posix_int(vm, values[1], &to))
        return VALUE_ERROR;
    int inherits = values[2] ? object_truth(vm, values[2]) : 1;
    if (inherits < 0) return VALUE_ERROR;
    return number_or_error(vm, inherits || from == to ? dup2(from, to) : dup3(from, to, O_CLOEXEC));
}
NATIVE(posix_pipe) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) return error_errno(vm, errno, VALUE_NULL);
    Value parts[] = {make_int(vm, ends[0]), make_int(vm, ends[1])};
    return is_error(parts[0]) || is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}
NATIVE(posix_isatty) {
    int descriptor;
    return posix_int(vm, args[0], &descriptor) ? make_bool(isatty(descriptor)) : VALUE_ERROR;
}
NATIVE(posix_fsync) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    return posix_done(vm, fsync(descriptor) != 0, NULL);
}
NATIVE(posix_ftruncate) {
    int descriptor;
    int64_t size;
    if (!posix_int(vm, args[0], &descriptor) || !posix_offset(vm, args[1], &size))
        return VALUE_ERROR;
    return posix_done(vm, ftruncate(descriptor, size) != 0, NULL);
}
NATIVE(posix_get_inheritable) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    int flags = fcntl(descriptor, F_GETFD);
    return flags < 0 ? error_errno(vm, errno, VALUE_NULL) : make_bool(!(flags & FD_CLOEXEC));
}
NATIVE(posix_set_inheritable) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    int inherits = object_truth(vm, args[1]), flags = fcntl(descriptor, F_GETFD);
    if (inherits < 0) return VALUE_ERROR;
    flags = inherits ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
    return posix_done(vm, fcntl(descriptor, F_SETFD, flags) < 0, NULL);
}
NATIVE(posix_get_blocking) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? error_errno(vm, errno, VALUE_NULL) : make_bool(!(flags & O_NONBLOCK));
}
NATIVE(posix_set_blocking) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    int blocks = object_truth(vm, args[1]), flags = fcntl(descriptor, F_GETFL);
    if (blocks < 0) return VALUE_ERROR;
    flags = blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return posix_done(vm, fcntl(descriptor, F_SETFL, flags) < 0, NULL);
}
NATIVE(posix_ttyname) {
    int descriptor;
    if (!posix_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    const char *name = ttyname(descriptor);
    return name ? path_decode(vm, name, false) : error_errno(vm, errno, VALUE_NULL);
}

// --- names --------------------------------------------------------------------------------------

// Functions of one path and perhaps a mode.
#define PATH_FUNCTION(function, name, call)                                                        \
    NATIVE(function) {                                                                             \
        static const char *const parameters[] = {"path", "mode", "dir_fd", NULL};                  \
        Value values[3];                                                                           \
        Path path;                                                                                 \
        int mode = 0777;                                                                           \
        if (!arguments_parse(vm, name, parameters, 1, 0, args, count, names, values) ||            \
            !path_argument(vm, values[0], name, 0, &path) ||                                       \
            (values[1] && !posix_int(vm, values[1], &mode)))                                       \
            return VALUE_ERROR;                                                                    \
        (void)mode;                                                                                \
        return posix_done(vm, (call) != 0, &path);                                                 \
    }
PATH_FUNCTION(posix_mkdir, "mkdir", mkdir(path.name, (mode_t)mode))
PATH_FUNCTION(posix_rmdir, "rmdir", rmdir(path.name))
PATH_FUNCTION(posix_unlink, "unlink", unlink(path.name))
PATH_FUNCTION(posix_remove, "remove", unlink(path.name))
PATH_FUNCTION(posix_mkfifo, "mkfifo", mkfifo(path.name, (mode_t)mode))

NATIVE(posix_chdir) {
    Path path;
    if (!path_argument(vm, args[0], "chdir", PATH_DESCRIPTOR, &path)) return VALUE_ERROR;
    return posix_done(vm, path.name ? chdir(path.name) : fchdir(path.descriptor), &path);
}
static Value working_folder(Vm *vm, bool as_bytes) {
    char *folder = getcwd(NULL, 0);
    if (!folder) return error_errno(vm, errno, VALUE_NULL);
    Value value = path_decode(vm, folder, as_bytes);
    free(folder);
    return value;
}
NATIVE(posix_getcwd) {
    return working_folder(vm, false);
}
NATIVE(posix_getcwdb) {
    return working_folder(vm, true);
}

// OSError with both names.
static Value two_paths_error(Vm *vm, const Path *from, const Path *to) {
    error_errno(vm, errno, from->value);
    if (is_exception(vm->raised)) ((Exception *)vm->raised)->extra[3] = to->value;
    return VALUE_ERROR;
}
static Value two_paths(Vm *vm, const char *name, Value *args, size_t count, Tuple *names,
                       int (*call)(const char *, const char *)) {
    static const char *const parameters[] = {
        "src",        "dst",    "target_is_directory", "src_dir_fd",
        "dst_dir_fd", "dir_fd", "follow_symlinks",     NULL};
    Value values[7];
    Path from, to;
    if (!arguments_parse(vm, name, parameters, 2, 0, args, count, names, values) ||
        !path_argument(vm, values[0], name, 0, &from) ||
        !path_argument(vm, values[1], name, 0, &to))
        return VALUE_ERROR;
    return call(from.name, to.name) ? two_paths_error(vm, &from, &to) : VALUE_NONE;
}
NATIVE(posix_rename) {
    return two_paths(vm, "rename", args, count, names, rename);
}
NATIVE(posix_replace) {
    return two_paths(vm, "replace", args, count, names, rename);
}
NATIVE(posix_symlink) {
    return two_paths(vm, "symlink", args, count, names, symlink);
}
NATIVE(posix_link) {
    return two_paths(vm, "link", args, count, names, link);
}
NATIVE(posix_readlink) {
    static const char *const parameters[] = {"path", "dir_fd", NULL};
    Value values[2];
    Path path;
    char target[PATH_MAX + 1];
    if (!arguments_parse(vm, "readlink", parameters, 1, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "readlink", 0, &path))
        return VALUE_ERROR;
    ssize_t size = readlink(path.name, target, PATH_MAX);
    if (size < 0) return path_error(vm, &path);
    target[size] = 0;
    return path_decode(vm, target, path.bytes);
}

NATIVE(posix_access) {
    static const char *const parameters[] = {
        "path", "mode", "dir_fd", "effective_ids", "follow_symlinks", NULL};
    Value values[5];
    Path path;
    int mode;
    if (!arguments_parse(vm, "access", parameters, 2, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "access", 0, &path) || !posix_int(vm, values[1], &mode))
        return VALUE_ERROR;
    int effective = values[3] ? object_truth(vm, values[3]) : 0;
    if (effective < 0) return VALUE_ERROR;
    return make_bool(!faccessat(AT_FDCWD, path.name, mode, effective ? AT_EACCESS : 0));
}
NATIVE(posix_chmod) {
    static const char *const parameters[] = {"path", "mode", "dir_fd", "follow_symlinks", NULL};
    Value values[4];
    Path path;
    int mode;
    if (!arguments_parse(vm, "chmod", parameters, 2, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "chmod", PATH_DESCRIPTOR, &path) ||
        !posix_int(vm, values[1], &mode))
        return VALUE_ERROR;
    return posix_done(
        vm,
        (path.name ? chmod(path.name, (mode_t)mode) : fchmod(path.descriptor, (mode_t)mode)) != 0,
        &path);
}
NATIVE(posix_fchmod) {
    int descriptor, mode;
    if (!posix_int(vm, args[0], &descriptor) || !posix_int(vm, args[1], &mode)) return VALUE_ERROR;
    return posix_done(vm, fchmod(descriptor, (mode_t)mode) != 0, NULL);
}
NATIVE(posix_chown) {
    static const char *const parameters[] = {"path", "uid", "gid", "dir_fd", "follow_symlinks",
                                             NULL};
    Value values[5];
    Path path;
    int user, group;
    if (!arguments_parse(vm, "chown", parameters, 3, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "chown", PATH_DESCRIPTOR, &path) ||
        !posix_int(vm, values[1], &user) || !posix_int(vm, values[2], &group))
        return VALUE_ERROR;
    int follows = values[4] ? object_truth(vm, values[4]) : 1;
    if (follows < 0) return VALUE_ERROR;
    int failed = !path.name ? fchown(path.descriptor, (uid_t)user, (gid_t)group)
                 : follows  ? chown(path.name, (uid_t)user, (gid_t)group)
                            : lchown(path.name, (uid_t)user, (gid_t)group);
    return posix_done(vm, failed != 0, &path);
}
NATIVE(posix_truncate) {
    static const char *const parameters[] = {"path", "length", NULL};
    Value values[2];
    Path path;
    int64_t size;
    if (!arguments_parse(vm, "truncate", parameters, 2, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "truncate", PATH_DESCRIPTOR, &path) ||
        !posix_offset(vm, values[1], &size))
        return VALUE_ERROR;
    return posix_done(
        vm, (path.name ? truncate(path.name, size) : ftruncate(path.descriptor, size)) != 0, &path);
}

// --- times --------------------------------------------------------------------------------------

static bool seconds_value(Vm *vm, Value value, struct timespec *time) {
    int64_t whole;
    if (is_any_float(value)) {
        double seconds = float_plain(value), floored = floor(seconds);
        if (!(fabs(seconds) < 9e18))
            return error_overflow(vm, "timestamp out of range for platform time_t"), false;
        time->tv_sec = (time_t)floored;
        time->tv_nsec = (long)((seconds - floored) * 1e9);
        return true;
    }
    if (!object_index(vm, value, true, &whole)) return false;
    *time = (struct timespec){.tv_sec = whole};
    return true;
}
static bool nanoseconds_value(Vm *vm, Value value, struct timespec *time) {
    int64_t whole;
    if (!object_index(vm, value, true, &whole)) return false;
    int64_t rest = whole % 1000000000;
    if (rest < 0) rest += 1000000000;
    *time = (struct timespec){.tv_sec = (whole - rest) / 1000000000, .tv_nsec = rest};
    return true;
}
NATIVE(posix_utime) {
    static const char *const parameters[] = {"path",   "times",           "ns",
                                             "dir_fd", "follow_symlinks", NULL};
    Value values[5];
    Path path;
    struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    if (!arguments_parse(vm, "utime", parameters, 1, 0, args, count, names, values) ||
        !path_argument(vm, values[0], "utime", PATH_DESCRIPTOR, &path))
        return VALUE_ERROR;
    bool given = values[1] && !is_none(values[1]);
    if (given && values[2])
        return error_value(vm, "utime: you may specify either 'times' or 'ns' but not both");
    Value pair = given ? values[1] : values[2];
    if (pair) {
        if (!is_tuple_like(pair) || tuple_of(pair)->count != 2)
            return error_type(vm, given
                                      ? "utime: 'times' must be either a tuple of two ints or None"
                                      : "utime: 'ns' must be a tuple of two ints");
        for (int i = 0; i < 2; i++)
            if (!(given ? seconds_value : nanoseconds_value)(vm, tuple_of(pair)->items[i],
                                                             &times[i]))
                return VALUE_ERROR;
    }
    int follows = values[4] ? object_truth(vm, values[4]) : 1;
    if (follows < 0) return VALUE_ERROR;
    int failed = path.name
                     ? utimensat(AT_FDCWD, path.name, times, follows ? 0 : AT_SYMLINK_NOFOLLOW)
                     : futimens(path.descriptor, times);
    return posix_done(vm, failed != 0, &path);
}

NATIVE(posix_fspath) {
    static const char *const parameters[] = {"path", NULL};
    Value path;
    if (!arguments_parse(vm, "fspath", parameters, 1, 0, args, count, names, &path))
        return VALUE_ERROR;
    return path_plain(vm, path);
}

const NativeSpec posix_file_functions[] = {
    {"open", posix_open, 0, -1, NATIVE_KEYWORDS},
    {"close", posix_close, 1, 1, 0},
    {"closerange", posix_closerange, 2, 2, 0},
    {"read", posix_read, 2, 2, 0},
    {"write", posix_write, 2, 2, 0},
    {"lseek", posix_lseek, 3, 3, 0},
    {"dup", posix_dup, 1, 1, 0},
    {"dup2", posix_dup2, 0, -1, NATIVE_KEYWORDS},
    {"pipe", posix_pipe, 0, 0, 0},
    {"isatty", posix_isatty, 1, 1, 0},
    {"fsync", posix_fsync, 1, 1, 0},
    {"ftruncate", posix_ftruncate, 2, 2, 0},
    {"get_inheritable", posix_get_inheritable, 1, 1, 0},
    {"set_inheritable", posix_set_inheritable, 2, 2, 0},
    {"get_blocking", posix_get_blocking, 1, 1, 0},
    {"set_blocking", posix_set_blocking, 2, 2, 0},
    {"ttyname", posix_ttyname, 1, 1, 0},
    {"mkdir", posix_mkdir, 0, -1, NATIVE_KEYWORDS},
    {"rmdir", posix_rmdir, 0, -1, NATIVE_KEYWORDS},
    {"unlink", posix_unlink, 0, -1, NATIVE_KEYWORDS},
    {"remove", posix_remove, 0, -1, NATIVE_KEYWORDS},
    {"mkfifo", posix_mkfifo, 0, -1, NATIVE_KEYWORDS},
    {"chdir", posix_chdir, 1, 1, 0},
    {"getcwd", posix_getcwd, 0, 0, 0},
    {"getcwdb", posix_getcwdb, 0, 0, 0},
    {"rename", posix_rename, 0, -1, NATIVE_KEYWORDS},
    {"replace", posix_replace, 0, -1, NATIVE_KEYWORDS},
    {"symlink", posix_symlink, 0, -1, NATIVE_KEYWORDS},
    {"link", posix_link, 0, -1, NATIVE_KEYWORDS},
    {"readlink", posix_readlink, 0, -1, NATIVE_KEYWORDS},
    {"access", posix_access, 0, -1, NATIVE_KEYWORDS},
    {"chmod", posix_chmod, 0, -1, NATIVE_KEYWORDS},
    {"fchmod", posix_fchmod, 2, 2, 0},
    {"chown", posix_chown, 0, -1, NATIVE_KEYWORDS},
    {"truncate", posix_truncate, 0, -1, NATIVE_KEYWORDS},
    {"utime", posix_utime, 0, -1, NATIVE_KEYWORDS},
    {"fspath", posix_fspath, 0, -1, NATIVE_KEYWORDS},
    {0},
};
