// The module select: select(), and the objects poll and epoll.
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/wait.h"
#include "vm/types/dict.h"

static Value raise_errno(Vm *vm) {
    return error_errno(vm, errno, VALUE_NULL);
}

// --- select() -----------------------------------------------------------------------------------

// Adds the descriptors of a sequence to polls[*count...]; `objects` are its items.
static bool add_descriptors(Vm *vm, List *objects, short events, struct pollfd *polls,
                            size_t *count) {
    for (size_t i = 0; i < objects->count; i++) {
        int descriptor = wait_fileno(vm, objects->items[i]);
        if (descriptor < 0) return false;
        if (descriptor >= FD_SETSIZE)
            return error_value(vm, "filedescriptor out of range in select()"), false;
        polls[(*count)++] = (struct pollfd){.fd = descriptor, .events = events};
    }
    return true;
}

static Value ready_of(Vm *vm, List *objects, const struct pollfd *polls, short events) {
    Value ready = list_make(vm, NULL, 0);
    for (size_t i = 0; i < objects->count && !is_error(ready); i++)
        if (polls[i].revents & events && !list_append(vm, list_of(ready), objects->items[i]))
            return VALUE_ERROR;
    return ready;
}

NATIVE(select_select) {
    static const short events[] = {POLLIN, POLLOUT, POLLPRI};
    static const short answers[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    Value lists[3], ready[3];
    double seconds;
    if (!wait_seconds(vm, count > 3 ? args[3] : VALUE_NULL, "timeout must be a float or None",
                      &seconds))
        return VALUE_ERROR;
    if (count > 3 && !is_none(args[3]) && seconds < 0)
        return error_value(vm, "timeout must be non-negative");
    size_t total = 0, used = 0, start = 0;
    for (int i = 0; i < 3; i++) {
        lists[i] = list_from(vm, args[i]);
        if (is_error(lists[i])) {
            if (error_catch(vm, error_types.TypeError))
                error_type(vm, "arguments 1-3 must be sequences");
            return VALUE_ERROR;
        }
        total += list_of(lists[i])->count;
    }
    struct pollfd *polls = gc_alloc_raw(vm, (total + 1) * sizeof *polls);
    if (!polls) return VALUE_ERROR;
    for (int i = 0; i < 3; i++)
        if (!add_descriptors(vm, list_of(lists[i]), events[i], polls, &used)) return VALUE_ERROR;
    if (wait_poll(vm, polls, total, wait_end(seconds)) < 0) return VALUE_ERROR;
    for (size_t i = 0; i < total; i++)
        if (polls[i].revents & POLLNVAL) return errno = EBADF, raise_errno(vm);
    for (int i = 0; i < 3; i++) {
        ready[i] = ready_of(vm, list_of(lists[i]), polls + start, answers[i]);
        start += list_of(lists[i])->count;
    }
    return TUPLE(vm, ready[0], ready[1], ready[2]);
}

// --- poll ---------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Dict *events; // of descriptors
    bool polling;
} Poll;
#define POLL ((Poll *)object_of(args[0]))

static bool read_events(Vm *vm, Value value, unsigned *events, int64_t most, const char *type) {
    int64_t number;
    if (!object_index(vm, value, true, &number)) return false;
    if (number < 0) return error_value(vm, "value must be positive"), false;
    if (number > most)
        return error_overflow(vm, "Python int too large to convert to C %s", type), false;
    *events = (unsigned)number;
    return true;
}
NATIVE(poll_register) {
    unsigned events = POLLIN | POLLPRI | POLLOUT;
    int descriptor = wait_fileno(vm, args[1]);
    if (descriptor < 0 ||
        (count > 2 && !read_events(vm, args[2], &events, UINT16_MAX, "unsigned short")))
        return VALUE_ERROR;
    bool done = dict_set(vm, POLL->events, make_int(vm, descriptor), make_int(vm, events));
    return done ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(poll_modify) {
    int descriptor = wait_fileno(vm, args[1]);
    if (descriptor < 0) return VALUE_ERROR;
    Value old = dict_get(vm, POLL->events, make_int(vm, descriptor));
    if (is_error(old)) return old;
    if (old == VALUE_END) return errno = ENOENT, raise_errno(vm);
    return poll_register(vm, args, count, names);
}
NATIVE(poll_unregister) {
    int descriptor = wait_fileno(vm, args[1]);
    if (descriptor < 0) return VALUE_ERROR;
    Value number = make_int(vm, descriptor);
    int done = dict_delete(vm, POLL->events, number);
    if (!done) return error_key(vm, number);
    return done < 0 ? VALUE_ERROR : VALUE_NONE;
}

static Value pairs_of(Vm *vm, const struct pollfd *polls, size_t count) {
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; i < count && !is_error(list); i++) {
        if (!polls[i].revents) continue;
        Value pair = TUPLE(vm, make_int(vm, polls[i].fd), make_int(vm, polls[i].revents));
        if (is_error(pair) || !list_append(vm, list_of(list), pair)) return VALUE_ERROR;
    }
    return list;
}
NATIVE(poll_poll) {
    double milliseconds;
    Poll *self = POLL;
    if (!wait_seconds(vm, count > 1 ? args[1] : VALUE_NULL, "timeout must be an integer or None",
                      &milliseconds))
        return VALUE_ERROR;
    if (self->polling)
        return error_raise(vm, error_types.RuntimeError, "concurrent poll() invocation");
    struct pollfd *polls = gc_alloc_raw(vm, (self->events->count + 1) * sizeof *polls);
    if (!polls) return VALUE_ERROR;
    size_t used = 0, place = 0;
    for (DictEntry *entry; (entry = dict_next(self->events, &place));)
        polls[used++] = (struct pollfd){(int)int_of(entry->key), (short)int_of(entry->value), 0};
    self->polling = true;
    int ready = wait_poll(vm, polls, used, wait_end(milliseconds / 1000));
    self->polling = false;
    return ready < 0 ? VALUE_ERROR : pairs_of(vm, polls, used);
}

static const NativeSpec poll_methods[] = {
    {"register", poll_register, 2, 3, 0},
    {"modify", poll_modify, 3, 3, 0},
    {"unregister", poll_unregister, 2, 2, 0},
    {"poll", poll_poll, 1, 2, 0},
    {0},
};
static Type poll_type = {
    .name = "select.poll",
    .instance_size = sizeof(Poll),
    .value_count = 1,
    .methods = poll_methods,
};
NATIVE(select_poll) {
    Value events = dict_make(vm, 0);
    Poll *poll = is_error(events) ? NULL : object_new(vm, &poll_type);
    if (poll) poll->events = dict_of(events);
    return poll ? value_of(poll) : VALUE_ERROR;
}

// --- epoll --------------------------------------------------------------------------------------

typedef struct {
    Object object;
    int descriptor; // -1: closed
} Epoll;
#define EPOLL ((Epoll *)object_of(args[0]))

static Value epoll_of(Vm *vm, Type *type, int descriptor) {
    Epoll *epoll = object_new(vm, type);
    if (epoll) epoll->descriptor = descriptor;
    return epoll ? value_of(epoll) : VALUE_ERROR;
}
static Type epoll_type;
static Value epoll_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"sizehint", "flags", NULL};
    Value values[2];
    int size = -1, flags = 0;
    if (!arguments_parse(vm, "epoll", parameters, 0, 0, args, count, names, values) ||
        (values[0] && !argument_int(vm, values[0], &size)) ||
        (values[1] && !argument_int(vm, values[1], &flags)))
        return VALUE_ERROR;
    if (size != -1 && size <= 0) return error_value(vm, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return error_raise(vm, error_types.OSError, "invalid flags");
    int descriptor = epoll_create1(EPOLL_CLOEXEC);
    return descriptor < 0 ? raise_errno(vm) : epoll_of(vm, type, descriptor);
}
NATIVE(epoll_fromfd) {
    int descriptor;
    return argument_int(vm, args[1], &descriptor)
               ? epoll_of(vm, (Type *)object_of(args[0]), descriptor)
               : VALUE_ERROR;
}
NATIVE(epoll_close) {
    int descriptor = EPOLL->descriptor;
    EPOLL->descriptor = -1;
    return descriptor >= 0 && close(descriptor) ? raise_errno(vm) : VALUE_NONE;
}
static bool epoll_check(Vm *vm, const Epoll *epoll) {
    if (epoll->descriptor >= 0) return true;
    return error_value(vm, "I/O operation on closed epoll object"), false;
}
NATIVE(epoll_fileno) {
    return epoll_check(vm, EPOLL) ? make_int(vm, EPOLL->descriptor) : VALUE_ERROR;
}
static Value epoll_closed(Vm *vm, Value self) {
    (void)vm;
    return make_bool(((Epoll *)self)->descriptor < 0);
}

static Value epoll_control(Vm *vm, Value *args, Value mask, int operation) {
    int descriptor = wait_fileno(vm, args[1]);
    struct epoll_event event = {.events = EPOLLIN | EPOLLPRI | EPOLLOUT};
    unsigned events;
    if (descriptor < 0 || !epoll_check(vm, EPOLL)) return VALUE_ERROR;
    if (mask) {
        if (!read_events(vm, mask, &events, UINT32_MAX, "unsigned int")) return VALUE_ERROR;
        event.events = events;
    }
    event.data.fd = descriptor;
    if (!epoll_ctl(EPOLL->descriptor, operation, descriptor, &event)) return VALUE_NONE;
    return raise_errno(vm);
}
NATIVE(epoll_register) {
    static const char *const parameters[] = {"fd", "eventmask", NULL};
    Value values[2];
    if (!arguments_parse(vm, "register", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    Value call[] = {args[0], values[0]};
    return epoll_control(vm, call, values[1], EPOLL_CTL_ADD);
}
NATIVE(epoll_modify) {
    static const char *const parameters[] = {"fd", "eventmask", NULL};
    Value values[2];
    if (!arguments_parse(vm, "modify", parameters, 2, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    Value call[] = {args[0], values[0]};
    return epoll_control(vm, call, values[1], EPOLL_CTL_MOD);
}
NATIVE(epoll_unregister) {
    static const char *const parameters[] = {"fd", NULL};
    Value values[1];
    if (!arguments_parse(vm, "unregister", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    Value call[] = {args[0], values[0]};
    return epoll_control(vm, call, VALUE_NULL, EPOLL_CTL_DEL);
}

NATIVE(epoll_poll) {
    static const char *const parameters[] = {"timeout", "maxevents", NULL};
    Value values[2];
    double seconds;
    int most = FD_SETSIZE - 1;
    if (!arguments_parse(vm, "poll", parameters, 0, 0, args + 1, count - 1, names, values) ||
        !epoll_check(vm, EPOLL) ||
        !wait_seconds(vm, values[0], "timeout must be an integer or None", &seconds) ||
        (values[1] && !argument_int(vm, values[1], &most)))
        return VALUE_ERROR;
    if (most == -1) most = FD_SETSIZE - 1;
    if (most < 1) return error_value(vm, "maxevents must be greater than 0, got %d", most);
    struct epoll_event *events = gc_alloc_raw(vm, (size_t)most * sizeof *events);
    // An epoll object is itself a descriptor that is ready when one of its own is.
    if (!events || wait_descriptor(vm, EPOLL->descriptor, POLLIN, wait_end(seconds)) < 0)
        return VALUE_ERROR;
    int ready = epoll_wait(EPOLL->descriptor, events, most, 0);
    if (ready < 0) return raise_errno(vm);
    Value list = list_make(vm, NULL, 0);
    for (int i = 0; i < ready && !is_error(list); i++) {
        Value pair = TUPLE(vm, make_int(vm, events[i].data.fd), make_int(vm, events[i].events));
        if (is_error(pair) || !list_append(vm, list_of(list), pair)) return VALUE_ERROR;
    }
    return list;
}
NATIVE(epoll_enter) {
    return epoll_check(vm, EPOLL) ? args[0] : VALUE_ERROR;
}

static const NativeSpec epoll_methods[] = {
    {"fromfd", epoll_fromfd, 2, 2, NATIVE_CLASS},
    {"close", epoll_close, 1, 1, 0},
    {"fileno", epoll_fileno, 1, 1, 0},
    {"register", epoll_register, 1, -1, NATIVE_KEYWORDS},
    {"modify", epoll_modify, 1, -1, NATIVE_KEYWORDS},
    {"unregister", epoll_unregister, 1, -1, NATIVE_KEYWORDS},
    {"poll", epoll_poll, 1, -1, NATIVE_KEYWORDS},
    {"__enter__", epoll_enter, 1, 1, 0},
    {"__exit__", epoll_close, 1, 4, 0},
    {0},
};
static const MemberSpec epoll_members[] = {{"closed", epoll_closed, NULL}, {0}};
static Type epoll_type = {
    .name = "select.epoll",
    .instance_size = sizeof(Epoll),
    .make = epoll_make,
    .methods = epoll_methods,
    .members = epoll_members,
};

// --- the module ---------------------------------------------------------------------------------

static const NativeSpec functions[] = {
    {"select", select_select, 3, 4, 0},
    {"poll", select_poll, 0, 0, 0},
    {0},
};

#define NUMBER(name)                                                                               \
    { #name, name }
static const struct {
    const char *name;
    int64_t number;
} numbers[] = {
    NUMBER(POLLIN),       NUMBER(POLLPRI),        NUMBER(POLLOUT),       NUMBER(POLLERR),
    NUMBER(POLLHUP),      NUMBER(POLLNVAL),       NUMBER(POLLRDNORM),    NUMBER(POLLRDBAND),
    NUMBER(POLLWRNORM),   NUMBER(POLLWRBAND),     NUMBER(POLLMSG),       NUMBER(POLLRDHUP),
    NUMBER(EPOLLIN),      NUMBER(EPOLLOUT),       NUMBER(EPOLLPRI),      NUMBER(EPOLLERR),
    NUMBER(EPOLLHUP),     NUMBER(EPOLLRDHUP),     NUMBER(EPOLLRDNORM),   NUMBER(EPOLLRDBAND),
    NUMBER(EPOLLWRNORM),  NUMBER(EPOLLWRBAND),    NUMBER(EPOLLMSG),      {"EPOLLET", 1u << 31},
    NUMBER(EPOLLONESHOT), NUMBER(EPOLLEXCLUSIVE), NUMBER(EPOLL_CLOEXEC), {"PIPE_BUF", 4096},
};

bool module_select_make(Vm *vm, Module *module);
bool module_select_make(Vm *vm, Module *module) {
    static Type *const types[] = {&epoll_type, NULL};
    static Type *const hidden_types[] = {&poll_type, NULL};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    return module_add_types(vm, module, types) && module_add_types(vm, NULL, hidden_types) &&
           module_add_functions(vm, module, functions) &&
           module_set(vm, module, "error", value_of(error_types.OSError));
}
