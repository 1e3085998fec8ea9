// What _socket knows of names: hosts, services, numbers in the network's order, and constants.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/path.h"
#include "vm/modules/socket.h"
#include "vm/types/bytes.h"

static Value gaierror; // a class, which lives for ever

static Value raise_gai(Vm *vm, int error) {
    if (error == EAI_SYSTEM) return error_errno(vm, errno, VALUE_NULL);
    Value number = make_int(vm, error), text = str_from_cstring(vm, gai_strerror(error));
    if (is_error(number) || is_error(text)) return VALUE_ERROR;
    Value exception = object_call_2(vm, gaierror, number, text);
    return is_error(exception) ? exception : error_set(vm, exception);
}

const char *host_text(Vm *vm, Value host, const char *refusal) {
    const uint8_t *data;
    size_t size;
    if (is_str_like(host)) return path_encode(vm, str_plain(vm, host));
    if (!object_has_buffer(host)) return error_type(vm, refusal, host), NULL;
    if (!buffer_peek(vm, host, &data, &size)) return NULL;
    return path_encode(vm, bytes_make(vm, data, size));
}

bool address_resolve(Vm *vm, int family, const char *host, Address *address) {
    struct addrinfo hints = {.ai_family = family}, *found;
    bool any = !*host, broadcast = !strcmp(host, "<broadcast>");
    if (any) hints.ai_flags = AI_PASSIVE, hints.ai_socktype = SOCK_DGRAM;
    if (broadcast && family != AF_INET)
        return error_raise(vm, error_types.OSError, "address family mismatched"), false;
    int error = getaddrinfo(any         ? NULL
                            : broadcast ? "255.255.255.255"
                                        : host,
                            any ? "0" : NULL, &hints, &found);
    if (error) return raise_gai(vm, error), false;
    memcpy(&address->place, found->ai_addr, found->ai_addrlen);
    address->size = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

// --- looking up ---------------------------------------------------------------------------------

static Value info_value(Vm *vm, const struct addrinfo *info) {
    Address address = {.size = info->ai_addrlen};
    memcpy(&address.place, info->ai_addr, info->ai_addrlen);
    return TUPLE(vm, make_int(vm, info->ai_family), make_int(vm, info->ai_socktype),
                 make_int(vm, info->ai_protocol),
                 str_from_cstring(vm, info->ai_canonname ? info->ai_canonname : ""),
                 address_value(vm, &address));
}
static Value infos_value(Vm *vm, const struct addrinfo *info) {
    Value list = list_make(vm, NULL, 0);
    for (; info && !is_error(list); info = info->ai_next) {
        Value item = info_value(vm, info);
        if (is_error(item) || !list_append(vm, list_of(list), item)) return VALUE_ERROR;
    }
    return list;
}
// A service by name or number; *text is NULL for None. False: raised.
static bool read_service(Vm *vm, Value value, const char **text) {
    *text = NULL;
    if (is_none(value)) return true;
    if (is_any_int(value)) value = object_str(vm, int_plain(vm, value));
    if (is_error(value)) return false;
    if (!is_str_like(value) && !is_bytes_like(value))
        return error_raise(vm, error_types.OSError, "Int or String expected"), false;
    *text = host_text(vm, value, "Int or String expected");
    return *text;
}
NATIVE(socket_getaddrinfo) {
    static const char *const parameters[] = {"host",  "port",  "family", "type",
                                             "proto", "flags", NULL};
    Value values[6];
    struct addrinfo hints = {0}, *found;
    int *numbers[] = {&hints.ai_family, &hints.ai_socktype, &hints.ai_protocol, &hints.ai_flags};
    const char *host = NULL, *service;
    if (!arguments_parse(vm, "getaddrinfo", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    for (int i = 0; i < 4; i++)
        if (values[2 + i] && !argument_int(vm, values[2 + i], numbers[i])) return VALUE_ERROR;
    if (!is_none(values[0]) &&
        !(host = host_text(vm, values[0], "getaddrinfo() argument 1 must be string or None")))
        return VALUE_ERROR;
    if (!read_service(vm, values[1], &service)) return VALUE_ERROR;
    int error = getaddrinfo(host, service, &hints, &found);
    if (error) return raise_gai(vm, error);
    Value infos = infos_value(vm, found);
    freeaddrinfo(found);
    return infos;
}
NATIVE(socket_getnameinfo) {
    int flags;
    Address address;
    char host[NI_MAXHOST], service[NI_MAXSERV];
    if (!argument_int(vm, args[1], &flags)) return VALUE_ERROR;
    if (!is_tuple_like(args[0])) return error_type(vm, "getnameinfo() argument 1 must be a tuple");
    int family = tuple_of(args[0])->count > 2 ? AF_INET6 : AF_INET;
    const char *text = tuple_of(args[0])->count && is_str_like(tuple_of(args[0])->items[0])
                           ? str_utf8(vm, str_of(tuple_of(args[0])->items[0]), NULL)
                           : "";
    if (!text) return VALUE_ERROR;
    if (strchr(text, ':')) family = AF_INET6;
    if (!address_read(vm, family, args[0], "getnameinfo", &address)) return VALUE_ERROR;
    int error = getnameinfo((struct sockaddr *)&address.place, address.size, host, sizeof host,
                            service, sizeof service, flags);
    if (error) return raise_gai(vm, error);
    return TUPLE(vm, str_from_cstring(vm, host), str_from_cstring(vm, service));
}
NATIVE(socket_gethostbyname) {
    Address address;
    const char *host = host_text(vm, args[0], "str, bytes or bytearray expected, not %T");
    if (!host || !address_resolve(vm, AF_INET, host, &address)) return VALUE_ERROR;
    Value pair = address_value(vm, &address);
    return is_error(pair) ? pair : tuple_of(pair)->items[0];
}
NATIVE(socket_gethostname) {
    char name[256] = {0};
    if (gethostname(name, sizeof name - 1)) return error_errno(vm, errno, VALUE_NULL);
    return path_decode(vm, name, false);
}
NATIVE(socket_getservbyname) {
    const char *name = host_text(vm, args[0], "a name is expected, not %T");
    const char *protocol = !name || count < 2 ? NULL
                                              : host_text(vm, args[1],
                                                          "a name is expected, "
                                                          "not %T");
    if (!name || (count > 1 && !protocol)) return VALUE_ERROR;
    const struct servent *found = getservbyname(name, protocol);
    return found ? make_int(vm, ntohs((uint16_t)found->s_port))
                 : error_raise(vm, error_types.OSError, "service/proto not found");
}
NATIVE(socket_getprotobyname) {
    const char *name = host_text(vm, args[0], "a name is expected, not %T");
    if (!name) return VALUE_ERROR;
    const struct protoent *found = getprotobyname(name);
    return found ? make_int(vm, found->p_proto)
                 : error_raise(vm, error_types.OSError, "protocol not found");
}

// --- numbers and texts --------------------------------------------------------------------------

static bool read_unsigned(Vm *vm, Value value, const char *function, int64_t most, const char *size,
                          uint32_t *number) {
    int64_t wide;
    if (!object_index(vm, value, true, &wide)) return false;
    if (wide < 0) {
        error_overflow(vm, "%s: can't convert negative Python int to C %s unsigned integer",
                       function, size);
        return false;
    }
    if (wide > most) {
        error_overflow(vm, "%s: Python int too large to convert to C %s unsigned integer", function,
                       size);
        return false;
    }
    *number = (uint32_t)wide;
    return true;
}
#define ORDER_FUNCTION(name, type, most, size)                                                     \
    NATIVE(socket_##name) {                                                                        \
        uint32_t number;                                                                           \
        if (!read_unsigned(vm, args[0], #name, most, size, &number)) return VALUE_ERROR;           \
        return make_int(vm, name((type)number));                                                   \
    }
ORDER_FUNCTION(htons, uint16_t, UINT16_MAX, "16-bit")
ORDER_FUNCTION(ntohs, uint16_t, UINT16_MAX, "16-bit")
ORDER_FUNCTION(htonl, uint32_t, UINT32_MAX, "32-bit")
ORDER_FUNCTION(ntohl, uint32_t, UINT32_MAX, "32-bit")

NATIVE(socket_inet_aton) {
    struct in_addr place;
    const char *text = host_text(vm, args[0], "inet_aton() argument 1 must be str, not %T");
    if (!text) return VALUE_ERROR;
    if (inet_aton(text, &place)) return bytes_make(vm, &place, sizeof place);
    return error_raise(vm, error_types.OSError, "illegal IP address string passed to inet_aton");
}
static Value numeric_text(Vm *vm, int family, const uint8_t *data) {
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(family, data, text, sizeof text) ? str_from_cstring(vm, text)
                                                      : error_errno(vm, errno, VALUE_NULL);
}
NATIVE(socket_inet_ntoa) {
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, args[0], &data, &size)) return VALUE_ERROR;
    if (size == 4) return numeric_text(vm, AF_INET, data);
    return error_raise(vm, error_types.OSError, "packed IP wrong length");
}
NATIVE(socket_inet_pton) {
    int family;
    struct in6_addr place;
    if (!argument_int(vm, args[0], &family)) return VALUE_ERROR;
    const char *text = host_text(vm, args[1], "inet_pton() argument 2 must be str, not %T");
    if (!text) return VALUE_ERROR;
    int done = inet_pton(family, text, &place);
    if (done < 0) return error_errno(vm, errno, VALUE_NULL);
    if (done) return bytes_make(vm, &place, family == AF_INET ? 4 : 16);
    return error_raise(vm, error_types.OSError, "illegal IP address string passed to inet_pton");
}
NATIVE(socket_inet_ntop) {
    int family;
    const uint8_t *data;
    size_t size;
    if (!argument_int(vm, args[0], &family) || !buffer_peek(vm, args[1], &data, &size))
        return VALUE_ERROR;
    if (family != AF_INET && family != AF_INET6)
        return error_value(vm, "unknown address family %d", family);
    if (size != (family == AF_INET ? 4 : 16))
        return error_value(vm, "invalid length of packed IP address string");
    return numeric_text(vm, family, data);
}

const NativeSpec socket_name_functions[] = {
    {"getaddrinfo", socket_getaddrinfo, 0, -1, NATIVE_KEYWORDS},
    {"getnameinfo", socket_getnameinfo, 2, 2, 0},
    {"gethostbyname", socket_gethostbyname, 1, 1, 0},
    {"gethostname", socket_gethostname, 0, 0, 0},
    {"getservbyname", socket_getservbyname, 1, 2, NATIVE_PARSED},
    {"getprotobyname", socket_getprotobyname, 1, 1, NATIVE_PARSED},
    {"htons", socket_htons, 1, 1, NATIVE_PARSED},
    {"ntohs", socket_ntohs, 1, 1, NATIVE_PARSED},
    {"htonl", socket_htonl, 1, 1, 0},
    {"ntohl", socket_ntohl, 1, 1, 0},
    {"inet_aton", socket_inet_aton, 1, 1, NATIVE_PARSED},
    {"inet_ntoa", socket_inet_ntoa, 1, 1, NATIVE_PARSED},
    {"inet_pton", socket_inet_pton, 2, 2, NATIVE_PARSED},
    {"inet_ntop", socket_inet_ntop, 2, 2, NATIVE_PARSED},
    {0},
};

#define NUMBER(name)                                                                               \
    { #name, name }
static const struct {
    const char *name;
    int64_t number;
} numbers[] = {
    NUMBER(AF_UNSPEC),
    NUMBER(AF_UNIX),
    NUMBER(AF_INET),
    NUMBER(AF_INET6),
    NUMBER(SOCK_STREAM),
    NUMBER(SOCK_DGRAM),
    NUMBER(SOCK_RAW),
    NUMBER(SOCK_RDM),
    NUMBER(SOCK_SEQPACKET),
    NUMBER(SOCK_CLOEXEC),
    NUMBER(SOCK_NONBLOCK),
    NUMBER(SOL_SOCKET),
    NUMBER(SOL_IP),
    NUMBER(SOL_TCP),
    {"SOL_UDP", IPPROTO_UDP},
    NUMBER(SOMAXCONN),
    NUMBER(SO_ACCEPTCONN),
    NUMBER(SO_BROADCAST),
    NUMBER(SO_DEBUG),
    NUMBER(SO_DOMAIN),
    NUMBER(SO_DONTROUTE),
    NUMBER(SO_ERROR),
    NUMBER(SO_KEEPALIVE),
    NUMBER(SO_LINGER),
    NUMBER(SO_OOBINLINE),
    NUMBER(SO_PASSCRED),
    NUMBER(SO_PEERCRED),
    NUMBER(SO_PRIORITY),
    NUMBER(SO_PROTOCOL),
    NUMBER(SO_RCVBUF),
    NUMBER(SO_RCVLOWAT),
    NUMBER(SO_RCVTIMEO),
    NUMBER(SO_REUSEADDR),
    NUMBER(SO_REUSEPORT),
    NUMBER(SO_SNDBUF),
    NUMBER(SO_SNDLOWAT),
    NUMBER(SO_SNDTIMEO),
    NUMBER(SO_TYPE),
    NUMBER(SHUT_RD),
    NUMBER(SHUT_WR),
    NUMBER(SHUT_RDWR),
    NUMBER(MSG_OOB),
    NUMBER(MSG_PEEK),
    NUMBER(MSG_DONTROUTE),
    NUMBER(MSG_DONTWAIT),
    NUMBER(MSG_EOR),
    NUMBER(MSG_TRUNC),
    NUMBER(MSG_CTRUNC),
    NUMBER(MSG_WAITALL),
    NUMBER(MSG_NOSIGNAL),
    NUMBER(MSG_MORE),
    NUMBER(IPPROTO_IP),
    NUMBER(IPPROTO_ICMP),
    NUMBER(IPPROTO_TCP),
    NUMBER(IPPROTO_UDP),
    NUMBER(IPPROTO_IPV6),
    NUMBER(IPPROTO_ICMPV6),
    NUMBER(IPPROTO_RAW),
    NUMBER(IPPORT_RESERVED),
    NUMBER(IPPORT_USERRESERVED),
    NUMBER(INADDR_ANY),
    NUMBER(INADDR_BROADCAST),
    NUMBER(INADDR_LOOPBACK),
    NUMBER(INADDR_NONE),
    NUMBER(IP_TOS),
    NUMBER(IP_TTL),
    NUMBER(IP_ADD_MEMBERSHIP),
    NUMBER(IP_DROP_MEMBERSHIP),
    NUMBER(IP_MULTICAST_IF),
    NUMBER(IP_MULTICAST_LOOP),
    NUMBER(IP_MULTICAST_TTL),
    NUMBER(IPV6_V6ONLY),
    NUMBER(IPV6_UNICAST_HOPS),
    NUMBER(IPV6_MULTICAST_HOPS),
    NUMBER(IPV6_MULTICAST_IF),
    NUMBER(IPV6_MULTICAST_LOOP),
    NUMBER(IPV6_JOIN_GROUP),
    NUMBER(IPV6_LEAVE_GROUP),
    NUMBER(TCP_NODELAY),
    NUMBER(TCP_MAXSEG),
    NUMBER(TCP_CORK),
    NUMBER(TCP_KEEPIDLE),
    NUMBER(TCP_KEEPINTVL),
    NUMBER(TCP_KEEPCNT),
    NUMBER(TCP_USER_TIMEOUT),
    NUMBER(TCP_DEFER_ACCEPT),
    NUMBER(TCP_QUICKACK),
    NUMBER(TCP_FASTOPEN),
    NUMBER(AI_PASSIVE),
    NUMBER(AI_CANONNAME),
    NUMBER(AI_NUMERICHOST),
    NUMBER(AI_NUMERICSERV),
    NUMBER(AI_ADDRCONFIG),
    NUMBER(AI_ALL),
    NUMBER(AI_V4MAPPED),
    NUMBER(EAI_ADDRFAMILY),
    NUMBER(EAI_AGAIN),
    NUMBER(EAI_BADFLAGS),
    NUMBER(EAI_FAIL),
    NUMBER(EAI_FAMILY),
    NUMBER(EAI_MEMORY),
    NUMBER(EAI_NODATA),
    NUMBER(EAI_NONAME),
    NUMBER(EAI_OVERFLOW),
    NUMBER(EAI_SERVICE),
    NUMBER(EAI_SOCKTYPE),
    NUMBER(EAI_SYSTEM),
    NUMBER(NI_DGRAM),
    NUMBER(NI_MAXHOST),
    NUMBER(NI_MAXSERV),
    NUMBER(NI_NAMEREQD),
    NUMBER(NI_NOFQDN),
    NUMBER(NI_NUMERICHOST),
    NUMBER(NI_NUMERICSERV),
    NUMBER(SCM_RIGHTS),
};

bool socket_names_init(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    gaierror = exception_type_make(vm, "socket.gaierror", error_types.OSError);
    return module_set(vm, module, "gaierror", gaierror) &&
           module_set(vm, module, "herror",
                      exception_type_make(vm, "socket.herror", error_types.OSError));
}
