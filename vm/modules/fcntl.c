// The module fcntl: flags and locks of descriptors, and ioctl.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/posix.h"
#include "vm/modules/wait.h"
#include "vm/types/bytes.h"

enum { ARGUMENT_MAX = 1024 };

// What the third argument of fcntl() and ioctl() is: a number, or bytes of which the system gets a
// copy that it may change.
typedef struct {
    bool has_bytes;
    long number;
    size_t size;
    char bytes[ARGUMENT_MAX + 1];
} Argument;
static bool read_argument(Vm *vm, Value value, const char *function, Argument *argument) {
    const uint8_t *data;
    uint32_t bits;
    *argument = (Argument){0};
    if (!value) return true;
    if (!is_str_like(value) && !object_has_buffer(value)) {
        if (!argument_low_bits(vm, value, &bits)) return false;
        argument->number = (int)bits;
        return true;
    }
    if (is_str_like(value))
        data = (const uint8_t *)str_utf8(vm, str_of(value), &argument->size);
    else if (!buffer_peek(vm, value, &data, &argument->size))
        return false;
    if (!data) return false;
    if (argument->size > ARGUMENT_MAX)
        return error_value(vm, "%s string arg too long", function), false;
    memcpy(argument->bytes, data, argument->size);
    return argument->has_bytes = true;
}
static Value answer(Vm *vm, int result, const Argument *argument) {
    if (result < 0) return error_errno(vm, errno, VALUE_NULL);
    return argument->has_bytes ? bytes_make(vm, argument->bytes, argument->size)
                               : make_int(vm, result);
}

NATIVE(fcntl_fcntl) {
    Argument argument;
    int command, result;
    if (!arguments_count(vm, "fcntl", count, 2, 3)) return VALUE_ERROR;
    int descriptor = wait_fileno(vm, args[0]);
    if (descriptor < 0 || !argument_int(vm, args[1], &command) ||
        !read_argument(vm, count > 2 ? args[2] : VALUE_NULL, "fcntl", &argument))
        return VALUE_ERROR;
    do
        result = argument.has_bytes ? fcntl(descriptor, command, argument.bytes)
                                    : fcntl(descriptor, command, argument.number);
    while (result < 0 && posix_retry(vm, NULL));
    return result < 0 ? VALUE_ERROR : answer(vm, result, &argument);
}

// ioctl: bytes that can be written in place are, unless `mutate` is false.
NATIVE(fcntl_ioctl) {
    Argument argument;
    Buffer view;
    uint32_t request;
    if (!arguments_count(vm, "ioctl", count, 2, 4)) return VALUE_ERROR;
    int descriptor = wait_fileno(vm, args[0]);
    int mutates = count > 3 ? object_truth(vm, args[3]) : 1;
    if (descriptor < 0 || mutates < 0 || !argument_low_bits(vm, args[1], &request))
        return VALUE_ERROR;
    if (mutates && count > 2 && object_has_buffer(args[2])) {
        if (buffer_get(vm, args[2], true, &view)) {
            int result = ioctl(descriptor, request, view.data), number = errno;
            buffer_release(&view);
            return result < 0 ? error_errno(vm, number, VALUE_NULL) : make_int(vm, result);
        }
        error_clear(vm);
    }
    if (!read_argument(vm, count > 2 ? args[2] : VALUE_NULL, "ioctl", &argument))
        return VALUE_ERROR;
    int result = argument.has_bytes ? ioctl(descriptor, request, argument.bytes)
                                    : ioctl(descriptor, request, argument.number);
    return answer(vm, result, &argument);
}

NATIVE(fcntl_flock) {
    int operation, result;
    if (!arguments_count(vm, "flock", count, 2, 2)) return VALUE_ERROR;
    int descriptor = wait_fileno(vm, args[0]);
    if (descriptor < 0 || !argument_int(vm, args[1], &operation)) return VALUE_ERROR;
    do result = flock(descriptor, operation);
    while (result < 0 && posix_retry(vm, NULL));
    return result < 0 ? VALUE_ERROR : VALUE_NONE;
}
NATIVE(fcntl_lockf) {
    int operation, whence = 0, result;
    int64_t length = 0, start = 0;
    if (!arguments_count(vm, "lockf", count, 2, 5)) return VALUE_ERROR;
    int descriptor = wait_fileno(vm, args[0]);
    if (descriptor < 0 || !argument_int(vm, args[1], &operation) ||
        (count > 2 && !posix_offset(vm, args[2], &length)) ||
        (count > 3 && !posix_offset(vm, args[3], &start)) ||
        (count > 4 && !argument_int(vm, args[4], &whence)))
        return VALUE_ERROR;
    struct flock lock = {.l_len = length, .l_start = start, .l_whence = (short)whence};
    if (operation == LOCK_UN)
        lock.l_type = F_UNLCK;
    else if (operation & LOCK_SH)
        lock.l_type = F_RDLCK;
    else if (operation & LOCK_EX)
        lock.l_type = F_WRLCK;
    else
        return error_value(vm, "unrecognized lockf argument");
    do result = fcntl(descriptor, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock);
    while (result < 0 && posix_retry(vm, NULL));
    return result < 0 ? VALUE_ERROR : VALUE_NONE;
}

static const NativeSpec functions[] = {
    {"fcntl", fcntl_fcntl, 0, -1, 0},
    {"ioctl", fcntl_ioctl, 0, -1, 0},
    {"flock", fcntl_flock, 0, -1, 0},
    {"lockf", fcntl_lockf, 0, -1, 0},
    {0},
};

#define CONSTANT(name)                                                                             \
    { #name, name }
static const struct {
    const char *name;
    int64_t value;
} constants[] = {
    CONSTANT(LOCK_SH),  CONSTANT(LOCK_EX),    CONSTANT(LOCK_NB),         CONSTANT(LOCK_UN),
    CONSTANT(F_DUPFD),  CONSTANT(F_GETFD),    CONSTANT(F_SETFD),         CONSTANT(F_GETFL),
    CONSTANT(F_SETFL),  CONSTANT(F_GETLK),    CONSTANT(F_SETLK),         CONSTANT(F_SETLKW),
    CONSTANT(F_RDLCK),  CONSTANT(F_WRLCK),    CONSTANT(F_UNLCK),         CONSTANT(F_GETOWN),
    CONSTANT(F_SETOWN), CONSTANT(FD_CLOEXEC), CONSTANT(F_DUPFD_CLOEXEC),
};

bool module_fcntl_make(Vm *vm, Module *module);
bool module_fcntl_make(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set_int(vm, module, constants[i].name, constants[i].value)) return false;
    return module_add_functions(vm, module, functions);
}
