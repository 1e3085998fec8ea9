// The module _socket in parts: the object, addresses, and what the system knows of names.
#ifndef VM_MODULES_SOCKET_H
#define VM_MODULES_SOCKET_H

#include <sys/socket.h>

#include "vm/function.h"

typedef struct {
    struct sockaddr_storage place;
    socklen_t size;
} Address;

// The address that Python gives: (host, port), with flow and scope where family is AF_INET6, or a
// path. `function` is for messages. False: raised.
bool address_read(Vm *vm, int family, Value value, const char *function, Address *address);
// The same the other way; None for one that has no name.
Value address_value(Vm *vm, const Address *address);

// The first address of a host's name: numeric, "" for any, "<broadcast>". False: gaierror.
bool address_resolve(Vm *vm, int family, const char *host, Address *address);
// A host's name as getaddrinfo() takes it, from str or bytes; NULL: raised.
const char *host_text(Vm *vm, Value host, const char *refusal);

extern const NativeSpec socket_name_functions[]; // getaddrinfo, inet_aton, htons...
bool socket_names_init(Vm *vm, Module *module);  // gaierror, herror, and the numbers

#endif
