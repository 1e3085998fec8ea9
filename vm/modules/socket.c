// The module _socket: the object that a socket is. Where a call would have to wait, wait_descriptor
// does, so that the socket's timeout and signals are heeded in one place.
#define _GNU_SOURCE
#include "vm/modules/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "vm/finalize.h"
#include "vm/module.h"
#include "vm/modules/wait.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"

typedef struct {
    Object object;
    int descriptor; // -1: closed
    int family, kind, protocol;
    double seconds; // the timeout; 0: never waits; negative: for ever
} Socket;
#define SOCKET         ((Socket *)object_of(args[0]))
#define SOCKET_ADDRESS (struct sockaddr *)&address.place, address.size

static Type socket_type;
static double standard_seconds = -1; // setdefaulttimeout()

static Value raise_errno(Vm *vm) {
    return error_errno(vm, errno, VALUE_NULL);
}
static Value done(Vm *vm, bool failed) {
    return failed ? raise_errno(vm) : VALUE_NONE;
}

// --- waiting ------------------------------------------------------------------------------------

static int64_t end_of(const Socket *socket) {
    return socket->seconds ? wait_end(socket->seconds) : 0;
}
// Waits for what poll() calls `events`; a socket that never waits is ready at once.
static bool await(Vm *vm, const Socket *socket, short events, int64_t end) {
    if (!socket->seconds || socket->descriptor < 0) return true;
    int ready = wait_descriptor(vm, socket->descriptor, events, end);
    if (!ready) error_raise(vm, error_types.TimeoutError, "timed out");
    return ready > 0;
}
// After a call that failed: is it to be tried again? False: raised.
static bool retry(Vm *vm, const Socket *socket) {
    if (errno == EINTR) return pending_run(vm);
    if (socket->seconds && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
    raise_errno(vm);
    return false;
}

static bool set_blocking(int descriptor, bool blocks) {
    int flags = fcntl(descriptor, F_GETFL);
    int wanted = blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return flags >= 0 && (flags == wanted || !fcntl(descriptor, F_SETFL, wanted));
}
static bool set_seconds(Vm *vm, Socket *socket, double seconds) {
    socket->seconds = seconds;
    if (set_blocking(socket->descriptor, seconds < 0)) return true;
    raise_errno(vm);
    return false;
}
// A timeout that Python gives: None or seconds from 0 on.
static bool read_seconds(Vm *vm, Value value, double *seconds) {
    if (!wait_seconds(vm, value, "timeout must be a number or None", seconds)) return false;
    if (is_none(value) || *seconds >= 0) return true;
    return error_value(vm, "Timeout value out of range"), false;
}
static Value seconds_value(Vm *vm, double seconds) {
    return seconds < 0 ? VALUE_NONE : make_float(vm, seconds);
}

// --- making and closing -------------------------------------------------------------------------

static int option_of(int descriptor, int option, int fallback) {
    int number = 0;
    socklen_t size = sizeof number;
    return getsockopt(descriptor, SOL_SOCKET, option, &number, &size) ? fallback : number;
}
static bool socket_fill(Vm *vm, Socket *socket, int descriptor, int family, int kind,
                        int protocol) {
    socket->descriptor = descriptor;
    socket->family = family;
    socket->kind = kind & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    socket->protocol = protocol;
    if (kind & SOCK_NONBLOCK) return socket->seconds = 0, true;
    socket->seconds = standard_seconds;
    return standard_seconds < 0 || set_seconds(vm, socket, standard_seconds);
}

static Value socket_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Socket *socket = object_new(vm, type);
    if (!socket) return VALUE_ERROR;
    socket->descriptor = -1;
    socket->seconds = -1;
    // Where a class of the program inherits __del__, the class sees to it.
    bool watched = type->flags & TYPE_FINALIZED || finalize_watch(vm, value_of(socket));
    return watched ? value_of(socket) : VALUE_ERROR;
}

// Of a descriptor that exists already: what was not said is asked of the system.
static bool adopt(Vm *vm, Socket *socket, Value number, int family, int kind, int protocol) {
    int descriptor;
    struct sockaddr_storage place;
    socklen_t size = sizeof place;
    if (is_any_float(number)) return error_type(vm, "integer argument expected, got float"), false;
    if (!argument_int(vm, number, &descriptor)) return false;
    if (descriptor < 0) return error_value(vm, "negative file descriptor"), false;
    if (getsockname(descriptor, (struct sockaddr *)&place, &size)) return raise_errno(vm), false;
    if (family == -1) family = place.ss_family;
    if (kind == -1) kind = option_of(descriptor, SO_TYPE, SOCK_STREAM);
    if (protocol == -1) protocol = option_of(descriptor, SO_PROTOCOL, 0);
    return socket_fill(vm, socket, descriptor, family, kind, protocol);
}

static bool socket_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"family", "type", "proto", "fileno", NULL};
    Value values[4];
    int numbers[3] = {-1, -1, -1};
    if (!arguments_parse(vm, "socket", parameters, 0, 0, args, count, names, values)) return false;
    for (int i = 0; i < 3; i++)
        if (values[i] && !argument_int(vm, values[i], &numbers[i])) return false;
    Socket *made = (Socket *)self;
    if (values[3] && !is_none(values[3]))
        return adopt(vm, made, values[3], numbers[0], numbers[1], numbers[2]);
    int family = numbers[0] == -1 ? AF_INET : numbers[0];
    int kind = numbers[1] == -1 ? SOCK_STREAM : numbers[1];
    int protocol = numbers[2] == -1 ? 0 : numbers[2];
    int descriptor = socket(family, kind | SOCK_CLOEXEC, protocol);
    if (descriptor < 0) return raise_errno(vm), false;
    return socket_fill(vm, made, descriptor, family, kind, protocol);
}

static Value pair_end(Vm *vm, int descriptor, int family, int kind, int protocol) {
    Value made = socket_make(vm, &socket_type, NULL, 0, NULL);
    if (is_error(made)) {
        close(descriptor);
        return made;
    }
    return socket_fill(vm, (Socket *)made, descriptor, family, kind, protocol) ? made : VALUE_ERROR;
}
NATIVE(socket_socketpair) {
    static const char *const parameters[] = {"family", "type", "proto", NULL};
    Value values[3];
    int numbers[3] = {AF_UNIX, SOCK_STREAM, 0}, ends[2];
    if (!arguments_parse(vm, "socketpair", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    for (int i = 0; i < 3; i++)
        if (values[i] && !argument_int(vm, values[i], &numbers[i])) return VALUE_ERROR;
    if (socketpair(numbers[0], numbers[1] | SOCK_CLOEXEC, numbers[2], ends)) return raise_errno(vm);
    return TUPLE(vm, pair_end(vm, ends[0], numbers[0], numbers[1], numbers[2]),
                 pair_end(vm, ends[1], numbers[0], numbers[1], numbers[2]));
}

NATIVE(method_close) {
    int descriptor = SOCKET->descriptor;
    SOCKET->descriptor = -1;
    // A peer that has gone already is no reason to complain.
    return done(vm, descriptor >= 0 && close(descriptor) && errno != ECONNRESET);
}
NATIVE(method_detach) {
    int descriptor = SOCKET->descriptor;
    SOCKET->descriptor = -1;
    return make_int(vm, descriptor);
}
NATIVE(method_fileno) {
    return make_int(vm, SOCKET->descriptor);
}
static Value socket_repr(Vm *vm, Value self) {
    const Socket *socket = (Socket *)self;
    return str_format(vm, "<socket object, fd=%d, family=%d, type=%d, proto=%d>",
                      socket->descriptor, socket->family, socket->kind, socket->protocol);
}

// --- connections --------------------------------------------------------------------------------

NATIVE(method_bind) {
    Address address;
    if (!address_read(vm, SOCKET->family, args[1], "bind", &address)) return VALUE_ERROR;
    return done(vm, bind(SOCKET->descriptor, SOCKET_ADDRESS));
}
NATIVE(method_listen) {
    int backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;
    if (count > 1 && !argument_int(vm, args[1], &backlog)) return VALUE_ERROR;
    return done(vm, listen(SOCKET->descriptor, backlog < 0 ? 0 : backlog));
}
NATIVE(method_accept) {
    int64_t end = end_of(SOCKET);
    for (;;) {
        Address address = {.size = sizeof address.place};
        if (!await(vm, SOCKET, POLLIN, end)) return VALUE_ERROR;
        int made = accept4(SOCKET->descriptor, (struct sockaddr *)&address.place, &address.size,
                           SOCK_CLOEXEC);
        if (made >= 0) return TUPLE(vm, make_int(vm, made), address_value(vm, &address));
        if (!retry(vm, SOCKET)) return VALUE_ERROR;
    }
}
// *error is what errno became, 0 where it is connected. False: raised.
static bool connect_to(Vm *vm, const Socket *socket, const Address *address, int *error) {
    int64_t end = end_of(socket);
    *error = connect(socket->descriptor, (const struct sockaddr *)&address->place, address->size)
                 ? errno
                 : 0;
    bool waits = *error == EINTR || (*error == EINPROGRESS && socket->seconds > 0);
    if (!waits || !socket->seconds) return true;
    if (*error == EINTR && !pending_run(vm)) return false;
    if (!await(vm, socket, POLLOUT, end)) return false;
    *error = option_of(socket->descriptor, SO_ERROR, errno);
    return true;
}
NATIVE(method_connect) {
    Address address;
    int error;
    if (!address_read(vm, SOCKET->family, args[1], "connect", &address) ||
        !connect_to(vm, SOCKET, &address, &error))
        return VALUE_ERROR;
    return error ? error_errno(vm, error, VALUE_NULL) : VALUE_NONE;
}
NATIVE(method_connect_ex) {
    Address address;
    int error;
    if (!address_read(vm, SOCKET->family, args[1], "connect_ex", &address)) return VALUE_ERROR;
    if (!connect_to(vm, SOCKET, &address, &error)) {
        if (!error_catch(vm, error_types.TimeoutError)) return VALUE_ERROR;
        error = EWOULDBLOCK;
    }
    return make_int(vm, error);
}
NATIVE(method_shutdown) {
    int how;
    return argument_int(vm, args[1], &how) ? done(vm, shutdown(SOCKET->descriptor, how))
                                           : VALUE_ERROR;
}
NATIVE(method_getsockname) {
    Address address = {.size = sizeof address.place};
    if (getsockname(SOCKET->descriptor, (struct sockaddr *)&address.place, &address.size))
        return raise_errno(vm);
    return address_value(vm, &address);
}
NATIVE(method_getpeername) {
    Address address = {.size = sizeof address.place};
    if (getpeername(SOCKET->descriptor, (struct sockaddr *)&address.place, &address.size))
        return raise_errno(vm);
    return address_value(vm, &address);
}

// --- receiving ----------------------------------------------------------------------------------

// How many bytes came; -1: raised. `address` may be NULL.
static int64_t receive(Vm *vm, const Socket *socket, void *data, size_t size, int flags,
                       Address *address) {
    int64_t end = end_of(socket);
    for (;;) {
        if (!await(vm, socket, POLLIN, end)) return -1;
        if (address) address->size = sizeof address->place;
        ssize_t got = recvfrom(socket->descriptor, data, size, flags,
                               address ? (struct sockaddr *)&address->place : NULL,
                               address ? &address->size : NULL);
        if (got >= 0) return got;
        if (!retry(vm, socket)) return -1;
    }
}
static Value receive_bytes(Vm *vm, Value *args, size_t count, const char *function,
                           Address *address) {
    int size, flags = 0;
    if (!argument_int(vm, args[1], &size) || (count > 2 && !argument_int(vm, args[2], &flags)))
        return VALUE_ERROR;
    if (size < 0) return error_value(vm, "negative buffersize in %s", function);
    void *data = gc_alloc_raw(vm, (size_t)size + 1);
    int64_t got = data ? receive(vm, SOCKET, data, (size_t)size, flags, address) : -1;
    return got < 0 ? VALUE_ERROR : bytes_make(vm, data, (size_t)got);
}
NATIVE(method_recv) {
    return receive_bytes(vm, args, count, "recv", NULL);
}
NATIVE(method_recvfrom) {
    Address address;
    Value bytes = receive_bytes(vm, args, count, "recvfrom", &address);
    return is_error(bytes) ? bytes : TUPLE(vm, bytes, address_value(vm, &address));
}
static int64_t receive_into(Vm *vm, Value *args, size_t count, Tuple *names, const char *function,
                            Address *address) {
    static const char *const parameters[] = {"buffer", "nbytes", "flags", NULL};
    Value values[3];
    Buffer view;
    int64_t size = 0, got = -1;
    int flags = 0;
    if (!arguments_parse(vm, function, parameters, 1, 0, args + 1, count - 1, names, values) ||
        (values[1] && !argument_size(vm, values[1], &size)) ||
        (values[2] && !argument_int(vm, values[2], &flags)) ||
        !buffer_get(vm, values[0], true, &view))
        return -1;
    if (size < 0)
        error_value(vm, "negative buffersize in %s", function);
    else if ((size_t)size > view.size)
        error_value(vm, "%s",
                    address ? "nbytes is greater than the length of the buffer"
                            : "buffer too small for requested bytes");
    else
        got = receive(vm, SOCKET, view.data, size ? (size_t)size : view.size, flags, address);
    buffer_release(&view);
    return got;
}
NATIVE(method_recv_into) {
    int64_t got = receive_into(vm, args, count, names, "recv_into", NULL);
    return got < 0 ? VALUE_ERROR : make_int(vm, got);
}
NATIVE(method_recvfrom_into) {
    Address address;
    int64_t got = receive_into(vm, args, count, names, "recvfrom_into", &address);
    return got < 0 ? VALUE_ERROR : TUPLE(vm, make_int(vm, got), address_value(vm, &address));
}

// --- sending ------------------------------------------------------------------------------------

// Sends once, as much as goes; *sent grows. False: raised.
static bool send_some(Vm *vm, const Socket *socket, const Buffer *view, int flags,
                      const Address *address, int64_t end, size_t *sent) {
    for (;;) {
        if (!await(vm, socket, POLLOUT, end)) return false;
        ssize_t step = sendto(socket->descriptor, view->data + *sent, view->size - *sent,
                              flags | (socket->seconds ? MSG_DONTWAIT : 0),
                              address ? (const struct sockaddr *)&address->place : NULL,
                              address ? address->size : 0);
        if (step >= 0) return *sent += (size_t)step, true;
        if (!retry(vm, socket)) return false;
    }
}
// Sends `value`: all of it where `all` says so or where the socket waits for ever, as the system
// itself would. How many bytes; -1: raised.
static int64_t send_all_or_some(Vm *vm, const Socket *socket, Value value, int flags,
                                const Address *address, bool all) {
    Buffer view;
    size_t sent = 0;
    int64_t end = end_of(socket);
    if (!buffer_get(vm, value, false, &view)) return -1;
    all |= socket->seconds < 0 && socket->kind == SOCK_STREAM;
    bool good = true, first = true;
    for (; good && (first || (all && sent < view.size)); first = false)
        good = send_some(vm, socket, &view, flags, address, end, &sent);
    buffer_release(&view);
    return good ? (int64_t)sent : -1;
}
NATIVE(method_send) {
    int flags = 0;
    if (count > 2 && !argument_int(vm, args[2], &flags)) return VALUE_ERROR;
    int64_t sent = send_all_or_some(vm, SOCKET, args[1], flags, NULL, false);
    return sent < 0 ? VALUE_ERROR : make_int(vm, sent);
}
NATIVE(method_sendall) {
    int flags = 0;
    if (count > 2 && !argument_int(vm, args[2], &flags)) return VALUE_ERROR;
    return send_all_or_some(vm, SOCKET, args[1], flags, NULL, true) < 0 ? VALUE_ERROR : VALUE_NONE;
}
NATIVE(method_sendto) {
    Address address;
    int flags = 0;
    if (count < 3 || count > 4)
        return error_type(vm, "sendto() takes 2 or 3 arguments (%zu given)", count - 1);
    if ((count > 3 && !argument_int(vm, args[2], &flags)) ||
        !address_read(vm, SOCKET->family, args[count - 1], "sendto", &address))
        return VALUE_ERROR;
    int64_t sent = send_all_or_some(vm, SOCKET, args[1], flags, &address, false);
    return sent < 0 ? VALUE_ERROR : make_int(vm, sent);
}

// --- options ------------------------------------------------------------------------------------

NATIVE(method_setblocking) {
    int blocks = object_truth(vm, args[1]);
    if (blocks < 0) return VALUE_ERROR;
    return set_seconds(vm, SOCKET, blocks ? -1 : 0) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(method_getblocking) {
    return make_bool(SOCKET->seconds != 0);
}
NATIVE(method_settimeout) {
    double seconds;
    if (!read_seconds(vm, args[1], &seconds)) return VALUE_ERROR;
    return set_seconds(vm, SOCKET, seconds) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(method_gettimeout) {
    return seconds_value(vm, SOCKET->seconds);
}
NATIVE(method_setsockopt) {
    int level, option, number;
    if (!argument_int(vm, args[1], &level) || !argument_int(vm, args[2], &option))
        return VALUE_ERROR;
    if (count > 4) { // of None, and the length it stands for
        if (!argument_int(vm, args[4], &number)) return VALUE_ERROR;
        return done(vm, setsockopt(SOCKET->descriptor, level, option, NULL, (socklen_t)number));
    }
    if (is_any_int(args[3])) {
        if (!argument_int(vm, args[3], &number)) return VALUE_ERROR;
        return done(
            vm, setsockopt(SOCKET->descriptor, level, option, &number, (socklen_t)sizeof number));
    }
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, args[3], &data, &size)) return VALUE_ERROR;
    return done(vm, setsockopt(SOCKET->descriptor, level, option, data, (socklen_t)size));
}
NATIVE(method_getsockopt) {
    int level, option, number = 0, room = 0;
    if (!argument_int(vm, args[1], &level) || !argument_int(vm, args[2], &option) ||
        (count > 3 && !argument_int(vm, args[3], &room)))
        return VALUE_ERROR;
    socklen_t size = sizeof number;
    if (!room) {
        if (getsockopt(SOCKET->descriptor, level, option, &number, &size)) return raise_errno(vm);
        return make_int(vm, number);
    }
    uint8_t data[1024];
    if (room < 0 || room > (int)sizeof data)
        return error_raise(vm, error_types.OSError, "getsockopt buflen out of range");
    size = (socklen_t)room;
    if (getsockopt(SOCKET->descriptor, level, option, data, &size)) return raise_errno(vm);
    return bytes_make(vm, data, size);
}

static Value get_family(Vm *vm, Value self) {
    return make_int(vm, ((Socket *)self)->family);
}
static Value get_kind(Vm *vm, Value self) {
    return make_int(vm, ((Socket *)self)->kind);
}
static Value get_protocol(Vm *vm, Value self) {
    return make_int(vm, ((Socket *)self)->protocol);
}
static Value get_timeout(Vm *vm, Value self) {
    return seconds_value(vm, ((Socket *)self)->seconds);
}

static const NativeSpec methods[] = {
    {"_accept", method_accept, 1, 1, 0},
    {"bind", method_bind, 2, 2, 0},
    {"close", method_close, 1, 1, 0},
    {"connect", method_connect, 2, 2, 0},
    {"connect_ex", method_connect_ex, 2, 2, 0},
    {"detach", method_detach, 1, 1, 0},
    {"fileno", method_fileno, 1, 1, 0},
    {"getblocking", method_getblocking, 1, 1, 0},
    {"getpeername", method_getpeername, 1, 1, 0},
    {"getsockname", method_getsockname, 1, 1, 0},
    {"getsockopt", method_getsockopt, 3, 4, 0},
    {"gettimeout", method_gettimeout, 1, 1, 0},
    {"listen", method_listen, 1, 2, 0},
    {"recv", method_recv, 2, 3, 0},
    {"recv_into", method_recv_into, 1, -1, NATIVE_KEYWORDS},
    {"recvfrom", method_recvfrom, 2, 3, 0},
    {"recvfrom_into", method_recvfrom_into, 1, -1, NATIVE_KEYWORDS},
    {"send", method_send, 2, 3, 0},
    {"sendall", method_sendall, 2, 3, 0},
    {"sendto", method_sendto, 1, -1, 0},
    {"setblocking", method_setblocking, 2, 2, 0},
    {"setsockopt", method_setsockopt, 4, 5, 0},
    {"settimeout", method_settimeout, 2, 2, 0},
    {"shutdown", method_shutdown, 2, 2, 0},
    {"__del__", method_close, 1, 1, 0},
    {0},
};
static const MemberSpec members[] = {
    {"family", get_family, member_read_only},
    {"type", get_kind, member_read_only},
    {"proto", get_protocol, member_read_only},
    {"timeout", get_timeout, NULL},
    {0},
};
static Type socket_type = {
    .name = "_socket.socket",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Socket),
    .make = socket_make,
    .init = socket_init,
    .repr = socket_repr,
    .methods = methods,
    .members = members,
};

// --- the module ---------------------------------------------------------------------------------

NATIVE(socket_getdefaulttimeout) {
    return seconds_value(vm, standard_seconds);
}
NATIVE(socket_setdefaulttimeout) {
    return read_seconds(vm, args[0], &standard_seconds) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(socket_close) {
    int descriptor;
    if (!argument_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    return done(vm, close(descriptor) && errno != ECONNRESET);
}
NATIVE(socket_dup) {
    int descriptor;
    if (!argument_int(vm, args[0], &descriptor)) return VALUE_ERROR;
    int made = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return made < 0 ? raise_errno(vm) : make_int(vm, made);
}

static const NativeSpec functions[] = {
    {"close", socket_close, 1, 1, 0},
    {"dup", socket_dup, 1, 1, 0},
    {"socketpair", socket_socketpair, 0, -1, NATIVE_KEYWORDS},
    {"getdefaulttimeout", socket_getdefaulttimeout, 0, 0, 0},
    {"setdefaulttimeout", socket_setdefaulttimeout, 1, 1, 0},
    {0},
};

bool module__socket_make(Vm *vm, Module *module);
bool module__socket_make(Vm *vm, Module *module) {
    static Type *const types[] = {&socket_type, NULL};
    return module_add_types(vm, module, types) && module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, socket_name_functions) &&
           socket_names_init(vm, module) && module_set(vm, module, "has_ipv6", VALUE_TRUE) &&
           module_set(vm, module, "SocketType", value_of(&socket_type)) &&
           module_set(vm, module, "error", value_of(error_types.OSError)) &&
           module_set(vm, module, "timeout", value_of(error_types.TimeoutError));
}
