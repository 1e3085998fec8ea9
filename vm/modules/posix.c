// The module posix: its parts and its constants.
#define _GNU_SOURCE
#include "vm/modules/posix.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/types/str.h"

typedef struct {
    const char *name;
    int value;
} Number;
#define CONSTANT(name)                                                                             \
    { #name, name }

static const Number constants[] = {
    CONSTANT(F_OK),         CONSTANT(R_OK),        CONSTANT(W_OK),           CONSTANT(X_OK),
    CONSTANT(O_RDONLY),     CONSTANT(O_WRONLY),    CONSTANT(O_RDWR),         CONSTANT(O_CREAT),
    CONSTANT(O_EXCL),       CONSTANT(O_TRUNC),     CONSTANT(O_APPEND),       CONSTANT(O_NONBLOCK),
    CONSTANT(O_NDELAY),     CONSTANT(O_NOCTTY),    CONSTANT(O_SYNC),         CONSTANT(O_DSYNC),
    CONSTANT(O_RSYNC),      CONSTANT(O_DIRECTORY), CONSTANT(O_NOFOLLOW),     CONSTANT(O_CLOEXEC),
    CONSTANT(O_ACCMODE),    CONSTANT(O_PATH),      CONSTANT(O_TMPFILE),      CONSTANT(O_NOATIME),
    CONSTANT(SEEK_DATA),    CONSTANT(SEEK_HOLE),   CONSTANT(WNOHANG),        CONSTANT(WUNTRACED),
    CONSTANT(WCONTINUED),   CONSTANT(WEXITED),     CONSTANT(WSTOPPED),       CONSTANT(WNOWAIT),
    CONSTANT(P_PID),        CONSTANT(P_PGID),      CONSTANT(P_ALL),          CONSTANT(EX_OK),
    CONSTANT(EX_USAGE),     CONSTANT(EX_DATAERR),  CONSTANT(EX_NOINPUT),     CONSTANT(EX_NOUSER),
    CONSTANT(EX_NOHOST),    CONSTANT(EX_SOFTWARE), CONSTANT(EX_OSERR),       CONSTANT(EX_OSFILE),
    CONSTANT(EX_CANTCREAT), CONSTANT(EX_IOERR),    CONSTANT(EX_TEMPFAIL),    CONSTANT(EX_PROTOCOL),
    CONSTANT(EX_NOPERM),    CONSTANT(EX_CONFIG),   CONSTANT(EX_UNAVAILABLE),
};

// What os.py asks for before it says which functions take descriptors and follow links.
static Value have_functions(Vm *vm) {
    static const char *const names[] = {"HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHOWN",
                                        "HAVE_FDOPENDIR", "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
                                        "HAVE_LSTAT",     "HAVE_LCHOWN",    NULL};
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; names[i] && !is_error(list); i++) {
        Value name = str_from_cstring(vm, names[i]);
        if (is_error(name) || !list_append(vm, list_of(list), name)) return VALUE_ERROR;
    }
    return list;
}

bool module_posix_make(Vm *vm, Module *module);
bool module_posix_make(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(vm, module, constants[i].name, make_int(vm, constants[i].value)))
            return false;
    return module_add_functions(vm, module, posix_file_functions) &&
           module_add_functions(vm, module, posix_stat_functions) &&
           module_add_functions(vm, module, posix_process_functions) &&
           posix_stat_init(vm, module) && posix_process_init(vm, module) &&
           module_set(vm, module, "error", value_of(error_types.OSError)) &&
           module_set(vm, module, "_have_functions", have_functions(vm));
}
