// The module _stat: the bits of st_mode.
#include <sys/stat.h>

#include "vm/module.h"

static bool mode_of(Vm *vm, Value value, uint32_t *mode) {
    int64_t number = 0;
    if (!is_any_int(value)) return error_type(vm, "an integer is required"), false;
    if (int_sign(value) < 0)
        return error_overflow(vm, "can't convert negative value to unsigned int"), false;
    bool fits = int_to_int64(value, &number);
    if (!fits && int_bit_length(value) > 64)
        return error_overflow(vm, "Python int too large to convert to C unsigned long"), false;
    *mode = (uint32_t)number;
    if (fits && number == *mode) return true;
    return error_overflow(vm, "mode out of range"), false;
}

#define KIND(id, bits)                                                                             \
    NATIVE(stat_##id) {                                                                            \
        uint32_t mode;                                                                             \
        return mode_of(vm, args[0], &mode) ? make_bool((mode & S_IFMT) == (bits)) : VALUE_ERROR;   \
    }
KIND(directory, S_IFDIR)
KIND(character, S_IFCHR)
KIND(block, S_IFBLK)
KIND(regular, S_IFREG)
KIND(fifo, S_IFIFO)
KIND(link, S_IFLNK)
KIND(socket, S_IFSOCK)
NATIVE(stat_other) { // doors, event ports and whiteouts are other systems'
    uint32_t mode;
    return mode_of(vm, args[0], &mode) ? VALUE_FALSE : VALUE_ERROR;
}
NATIVE(stat_mode) {
    uint32_t mode;
    return mode_of(vm, args[0], &mode) ? make_int(vm, mode & 07777) : VALUE_ERROR;
}
NATIVE(stat_format) {
    uint32_t mode;
    return mode_of(vm, args[0], &mode) ? make_int(vm, mode & S_IFMT) : VALUE_ERROR;
}

// As ls -l shows it.
NATIVE(stat_filemode) {
    static const struct {
        uint32_t bits;
        char letter;
    } kinds[] = {{S_IFLNK, 'l'}, {S_IFREG, '-'}, {S_IFBLK, 'b'}, {S_IFDIR, 'd'},
                 {S_IFCHR, 'c'}, {S_IFIFO, 'p'}, {S_IFSOCK, 's'}};
    uint32_t mode;
    char text[] = "?rwxrwxrwx";
    if (!mode_of(vm, args[0], &mode)) return VALUE_ERROR;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((mode & S_IFMT) == kinds[i].bits) text[0] = kinds[i].letter;
    for (int i = 0; i < 9; i++)
        if (!(mode >> (8 - i) & 1)) text[i + 1] = '-';
    if (mode & S_ISUID) text[3] = mode & S_IXUSR ? 's' : 'S';
    if (mode & S_ISGID) text[6] = mode & S_IXGRP ? 's' : 'S';
    if (mode & S_ISVTX) text[9] = mode & S_IXOTH ? 't' : 'T';
    return str_from_cstring(vm, text);
}

static const NativeSpec functions[] = {
    {"S_ISDIR", stat_directory, 1, 1, 0}, {"S_ISCHR", stat_character, 1, 1, 0},
    {"S_ISBLK", stat_block, 1, 1, 0},     {"S_ISREG", stat_regular, 1, 1, 0},
    {"S_ISFIFO", stat_fifo, 1, 1, 0},     {"S_ISLNK", stat_link, 1, 1, 0},
    {"S_ISSOCK", stat_socket, 1, 1, 0},   {"S_ISDOOR", stat_other, 1, 1, 0},
    {"S_ISPORT", stat_other, 1, 1, 0},    {"S_ISWHT", stat_other, 1, 1, 0},
    {"S_IMODE", stat_mode, 1, 1, 0},      {"S_IFMT", stat_format, 1, 1, 0},
    {"filemode", stat_filemode, 1, 1, 0}, {0},
};
static const struct {
    const char *name;
    uint32_t number;
} numbers[] = {
    {"S_IFDIR", S_IFDIR},
    {"S_IFCHR", S_IFCHR},
    {"S_IFBLK", S_IFBLK},
    {"S_IFREG", S_IFREG},
    {"S_IFIFO", S_IFIFO},
    {"S_IFLNK", S_IFLNK},
    {"S_IFSOCK", S_IFSOCK},
    {"S_IFDOOR", 0},
    {"S_IFPORT", 0},
    {"S_IFWHT", 0},
    {"S_ISUID", S_ISUID},
    {"S_ISGID", S_ISGID},
    {"S_ISVTX", S_ISVTX},
    {"S_ENFMT", S_ISGID},
    {"S_IREAD", S_IRUSR},
    {"S_IWRITE", S_IWUSR},
    {"S_IEXEC", S_IXUSR},
    {"S_IRWXU", S_IRWXU},
    {"S_IRUSR", S_IRUSR},
    {"S_IWUSR", S_IWUSR},
    {"S_IXUSR", S_IXUSR},
    {"S_IRWXG", S_IRWXG},
    {"S_IRGRP", S_IRGRP},
    {"S_IWGRP", S_IWGRP},
    {"S_IXGRP", S_IXGRP},
    {"S_IRWXO", S_IRWXO},
    {"S_IROTH", S_IROTH},
    {"S_IWOTH", S_IWOTH},
    {"S_IXOTH", S_IXOTH},
    {"UF_NODUMP", 0x1},
    {"UF_IMMUTABLE", 0x2},
    {"UF_APPEND", 0x4},
    {"UF_OPAQUE", 0x8},
    {"UF_NOUNLINK", 0x10},
    {"UF_COMPRESSED", 0x20},
    {"UF_HIDDEN", 0x8000},
    {"SF_ARCHIVED", 0x10000},
    {"SF_IMMUTABLE", 0x20000},
    {"SF_APPEND", 0x40000},
    {"SF_NOUNLINK", 0x100000},
    {"SF_SNAPSHOT", 0x200000},
    {"ST_MODE", 0},
    {"ST_INO", 1},
    {"ST_DEV", 2},
    {"ST_NLINK", 3},
    {"ST_UID", 4},
    {"ST_GID", 5},
    {"ST_SIZE", 6},
    {"ST_ATIME", 7},
    {"ST_MTIME", 8},
    {"ST_CTIME", 9},
};

bool module__stat_make(Vm *vm, Module *module);
bool module__stat_make(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    return module_add_functions(vm, module, functions);
}
