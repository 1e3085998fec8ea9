// The module errno: the system's error numbers by name, and their names by number.
#include <errno.h>

#include "vm/module.h"
#include "vm/types/dict.h"

// Where two names have one number, the last one is errorcode's.
#define NUMBERS(N)                                                                                 \
    N(EPERM)                                                                                       \
    N(ENOENT)                                                                                      \
    N(ESRCH)                                                                                       \
    N(EINTR)                                                                                       \
    N(EIO)                                                                                         \
    N(ENXIO)                                                                                       \
    N(E2BIG)                                                                                       \
    N(ENOEXEC) N(EBADF) N(ECHILD) N(EWOULDBLOCK) N(EAGAIN) N(ENOMEM) N(EACCES) N(EFAULT) N(        \
        ENOTBLK) N(EBUSY) N(EEXIST) N(EXDEV) N(ENODEV) N(ENOTDIR) N(EISDIR) N(EINVAL) N(ENFILE)    \
        N(EMFILE) N(ENOTTY) N(ETXTBSY) N(EFBIG) N(ENOSPC) N(ESPIPE) N(EROFS) N(EMLINK) N(EPIPE) N( \
            EDOM) N(ERANGE) N(EDEADLK) N(ENAMETOOLONG) N(ENOLCK) N(ENOSYS) N(ENOTEMPTY) N(ELOOP)   \
            N(ENOMSG) N(EIDRM) N(ECHRNG) N(EL2NSYNC) N(EL3HLT) N(EL3RST) N(ELNRNG) N(EUNATCH) N(   \
                ENOCSI) N(EL2HLT) N(EBADE) N(EBADR) N(EXFULL) N(ENOANO) N(EBADRQC) N(EBADSLT)      \
                N(EDEADLOCK) N(EBFONT) N(ENOSTR) N(ENODATA) N(ETIME) N(ENOSR) N(ENONET) N(ENOPKG)  \
                    N(EREMOTE) N(ENOLINK) N(EADV) N(ESRMNT) N(ECOMM) N(EPROTO) N(EMULTIHOP)        \
                        N(EDOTDOT) N(EBADMSG) N(EOVERFLOW) N(ENOTUNIQ) N(EBADFD) N(EREMCHG) N(     \
                            ELIBACC) N(ELIBBAD) N(ELIBSCN) N(ELIBMAX) N(ELIBEXEC)                  \
                            N(EILSEQ) N(ERESTART) N(ESTRPIPE) N(                                   \
                                EUSERS) N(ENOTSOCK) N(EDESTADDRREQ) N(EMSGSIZE) N(EPROTOTYPE)      \
                                N(ENOPROTOOPT) N(EPROTONOSUPPORT) N(ESOCKTNOSUPPORT) N(EOPNOTSUPP) \
                                    N(ENOTSUP) N(EPFNOSUPPORT) N(EAFNOSUPPORT) N(EADDRINUSE) N(    \
                                        EADDRNOTAVAIL) N(ENETDOWN) N(ENETUNREACH)                  \
                                        N(ENETRESET) N(ECONNABORTED) N(ECONNRESET) N(ENOBUFS) N(   \
                                            EISCONN) N(ENOTCONN) N(ESHUTDOWN) N(ETOOMANYREFS)      \
                                            N(ETIMEDOUT) N(ECONNREFUSED)                           \
                                                N(EHOSTDOWN) N(EHOSTUNREACH) N(EALREADY) N(        \
                                                    EINPROGRESS) N(ESTALE) N(EUCLEAN) N(ENOTNAM)   \
                                                    N(ENAVAIL) N(EISNAM) N(EREMOTEIO) N(EDQUOT)    \
                                                        N(ENOMEDIUM) N(EMEDIUMTYPE) N(ECANCELED)   \
                                                            N(ENOKEY) N(EKEYEXPIRED)               \
                                                                N(EKEYREVOKED) N(EKEYREJECTED)     \
                                                                    N(EOWNERDEAD)                  \
                                                                        N(ENOTRECOVERABLE)         \
                                                                            N(ERFKILL)

bool module_errno_make(Vm *vm, Module *module);
bool module_errno_make(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        int number;
    } numbers[] = {
#define ROW(id) {#id, id},
        NUMBERS(ROW)
#undef ROW
    };
    Value names = dict_make(vm, 0);
    if (!module_set(vm, module, "errorcode", names)) return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        Value name = str_intern_cstring(vm, numbers[i].name),
              number = make_int(vm, numbers[i].number);
        if (is_error(name) || is_error(number) || !dict_set(vm, dict_of(names), number, name) ||
            !module_set(vm, module, numbers[i].name, number))
            return false;
    }
    return true;
}
