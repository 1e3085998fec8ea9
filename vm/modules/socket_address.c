// Addresses of sockets, from what Python gives and back.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include "vm/module.h"
#include "vm/modules/path.h"
#include "vm/modules/socket.h"
#include "vm/types/bytes.h"

static bool read_port(Vm *vm, Value value, const char *function, uint16_t *port) {
    int64_t number;
    if (!is_any_int(value))
        return error_type(vm, "'%T' object cannot be interpreted as an integer", value), false;
    if (!object_index(vm, value, true, &number)) return false;
    if (number < 0 || number > 0xffff)
        return error_overflow(vm, "%s(): port must be 0-65535.", function), false;
    *port = htons((uint16_t)number);
    return true;
}

static bool read_number(Vm *vm, const Tuple *parts, size_t index, uint32_t *number) {
    int64_t wide = 0;
    if (index < parts->count && !object_index(vm, parts->items[index], true, &wide)) return false;
    *number = (uint32_t)wide;
    return true;
}

// (host, port), and for IPv6 what may follow.
static bool read_internet(Vm *vm, int family, Value value, const char *function, Address *address) {
    bool six = family == AF_INET6;
    if (!is_tuple_like(value)) {
        error_type(vm, "%s(): %s address must be tuple, not %T", function,
                   six ? "AF_INET6" : "AF_INET", value);
        return false;
    }
    const Tuple *parts = tuple_of(value);
    if (parts->count < 2 || parts->count > (six ? 4 : 2))
        return error_type(vm, six ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, "
                                    "scopeid]])"
                                  : "AF_INET address must be a pair (host, port)"),
               false;
    uint16_t port;
    uint32_t flow, scope;
    const char *host = host_text(vm, parts->items[0], "str, bytes or bytearray expected, not %T");
    if (!host || !read_port(vm, parts->items[1], function, &port) ||
        !read_number(vm, parts, 2, &flow) || !read_number(vm, parts, 3, &scope) ||
        !address_resolve(vm, family, host, address))
        return false;
    if (!six) {
        ((struct sockaddr_in *)&address->place)->sin_port = port;
        return true;
    }
    struct sockaddr_in6 *place = (struct sockaddr_in6 *)&address->place;
    place->sin6_port = port;
    place->sin6_flowinfo = htonl(flow);
    place->sin6_scope_id = scope;
    return true;
}

// A path, or after a NUL a name that stands in no file system.
static bool read_unix(Vm *vm, Value value, const char *function, Address *address) {
    struct sockaddr_un *place = (struct sockaddr_un *)&address->place;
    Value bytes = is_str_like(value) ? path_to_bytes(vm, str_of(value)) : value;
    const uint8_t *data;
    size_t size;
    if (is_error(bytes)) return false;
    if (!is_str_like(value) && !object_has_buffer(value)) {
        error_type(vm, "a bytes-like object is required, not '%T'", value);
        return false;
    }
    if (!buffer_peek(vm, bytes, &data, &size)) return false;
    bool abstract = size && !data[0];
    if (size + !abstract > sizeof place->sun_path) {
        error_raise(vm, error_types.OSError, "AF_UNIX path too long");
        return false;
    }
    (void)function;
    memset(place, 0, sizeof *place);
    place->sun_family = AF_UNIX;
    memcpy(place->sun_path, data, size);
    address->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + !abstract);
    return true;
}

bool address_read(Vm *vm, int family, Value value, const char *function, Address *address) {
    memset(address, 0, sizeof *address);
    switch (family) {
    case AF_INET:
    case AF_INET6: return read_internet(vm, family, value, function, address);
    case AF_UNIX: return read_unix(vm, value, function, address);
    default: error_raise(vm, error_types.OSError, "%s(): bad family", function); return false;
    }
}

static Value unix_value(Vm *vm, const Address *address) {
    const struct sockaddr_un *place = (const struct sockaddr_un *)&address->place;
    size_t start = offsetof(struct sockaddr_un, sun_path);
    size_t size = address->size > start ? address->size - start : 0;
    if (size && !place->sun_path[0]) return bytes_make(vm, place->sun_path, size);
    char path[sizeof place->sun_path + 1] = {0};
    memcpy(path, place->sun_path, size);
    return path_decode(vm, path, false);
}

Value address_value(Vm *vm, const Address *address) {
    char text[INET6_ADDRSTRLEN + IF_NAMESIZE + 1];
    if (!address->size) return VALUE_NONE;
    if (address->place.ss_family == AF_UNIX) return unix_value(vm, address);
    if (address->place.ss_family != AF_INET && address->place.ss_family != AF_INET6)
        return TUPLE(vm, make_int(vm, address->place.ss_family),
                     bytes_make(vm, ((const struct sockaddr *)&address->place)->sa_data,
                                sizeof((struct sockaddr *)NULL)->sa_data));
    if (getnameinfo((const struct sockaddr *)&address->place, address->size, text, sizeof text,
                    NULL, 0, NI_NUMERICHOST))
        return error_raise(vm, error_types.OSError, "no numeric form of an address");
    Value host = str_from_cstring(vm, text);
    if (address->place.ss_family == AF_INET)
        return TUPLE(vm, host,
                     make_int(vm, ntohs(((const struct sockaddr_in *)&address->place)->sin_port)));
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->place;
    return TUPLE(vm, host, make_int(vm, ntohs(six->sin6_port)),
                 make_int(vm, ntohl(six->sin6_flowinfo)), make_int(vm, six->sin6_scope_id));
}
