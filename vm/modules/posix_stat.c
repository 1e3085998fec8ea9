// posix: what is known of a file, and what stands in a folder.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/modules/io.h"
#include "vm/modules/posix.h"
#include "vm/runtime.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- stat_result --------------------------------------------------------------------------------

static const char *const stat_fields[] = {"st_mode",
                                          "st_ino",
                                          "st_dev",
                                          "st_nlink",
                                          "st_uid",
                                          "st_gid",
                                          "st_size",
                                          "",
                                          "",
                                          "",
                                          "st_atime",
                                          "st_mtime",
                                          "st_ctime",
                                          "st_atime_ns",
                                          "st_mtime_ns",
                                          "st_ctime_ns",
                                          "st_blksize",
                                          "st_blocks",
                                          "st_rdev",
                                          NULL};
static StructSequence stat_result = {
    .type = {.name = "os.stat_result"}, .names = stat_fields, .visible = 10};

static double seconds(const struct timespec *time) {
    return (double)time->tv_sec + 1e-9 * (double)time->tv_nsec;
}

static Value nanoseconds(Vm *vm, const struct timespec *time) {
    return make_int(vm, time->tv_sec * 1000000000 + time->tv_nsec);
}

static Value stat_value(Vm *vm, const struct stat *status) {
    const struct timespec *times[] = {&status->st_atim, &status->st_mtim, &status->st_ctim};
    Value fields[] = {
        make_int(vm, status->st_mode),
        int_from_uint64(vm, status->st_ino),
        int_from_uint64(vm, status->st_dev),
        make_int(vm, (int64_t)status->st_nlink),
        make_int(vm, status->st_uid),
        make_int(vm, status->st_gid),
        make_int(vm, status->st_size),
        make_int(vm, times[0]->tv_sec),
        make_int(vm, times[1]->tv_sec),
        make_int(vm, times[2]->tv_sec),
        make_float(vm, seconds(times[0])),
        make_float(vm, seconds(times[1])),
        make_float(vm, seconds(times[2])),
        nanoseconds(vm, times[0]),
        nanoseconds(vm, times[1]),
        nanoseconds(vm, times[2]),
        make_int(vm, status->st_blksize),
        make_int(vm, status->st_blocks),
        int_from_uint64(vm, status->st_rdev),
    };
    return struct_sequence_make(vm, &stat_result, fields);
}

static int stat_path(const Path *path, bool follows, struct stat *status) {
    if (!path->name) return fstat(path->descriptor, status);
    return follows ? stat(path->name, status) : lstat(path->name, status);
}

// Bytes that a dropped file still holds are written first, as CPython does when it drops it.
static Value stat_of(Vm *vm, const Path *path, bool follows) {
    struct stat status;
    if (!stat_path(path, follows, &status) && io_holds(&status)) {
        gc_collect(vm);
        io_finalize(vm);
    }
    return stat_path(path, follows, &status) ? path_error(vm, path) : stat_value(vm, &status);
}

static Value stat_named(Vm *vm, const char *name, Value *args, size_t count, Tuple *names,
                        bool link) {
    static const char *const parameters[] = {"path", "dir_fd", "follow_symlinks", NULL};
    Value values[3];
    Path path;
    if (!arguments_parse(vm, name, parameters, 1, 0, args, count, names, values) ||
        !path_argument(vm, values[0], name, link ? 0 : PATH_DESCRIPTOR, &path))
        return VALUE_ERROR;
    int follows = !link && values[2] ? object_truth(vm, values[2]) : !link;
    return follows < 0 ? VALUE_ERROR : stat_of(vm, &path, follows);
}
NATIVE(posix_stat) {
    return stat_named(vm, "stat", args, count, names, false);
}
NATIVE(posix_lstat) {
    return stat_named(vm, "lstat", args, count, names, true);
}
NATIVE(posix_fstat) {
    Path path = {0};
    return posix_int(vm, args[0], &path.descriptor) ? stat_of(vm, &path, true) : VALUE_ERROR;
}

// --- folders ------------------------------------------------------------------------------------

typedef bool (*EntryFunction)(Vm *vm, const struct dirent *entry, const Path *path, List *list);

static bool is_self_or_parent(const char *name) {
    return !strcmp(name, ".") || !strcmp(name, "..");
}

// A list of what `add` makes of every entry.
static Value each_entry(Vm *vm, const Path *path, EntryFunction add) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    int descriptor = path->name || path->descriptor < 0 ? -1 : dup(path->descriptor);
    DIR *folder = descriptor >= 0 ? fdopendir(descriptor) : opendir(path->name ? path->name : ".");
    if (!folder) return path_error(vm, path);
    if (descriptor >= 0) rewinddir(folder);
    bool good = true;
    errno = 0;
    for (struct dirent *entry; good && (entry = readdir(folder)); errno = 0)
        if (!is_self_or_parent(entry->d_name)) good = add(vm, entry, path, list_of(list));
    int number = errno;
    closedir(folder);
    errno = number;
    if (good && number) return path_error(vm, path);
    return good ? list : VALUE_ERROR;
}

static bool add_name(Vm *vm, const struct dirent *entry, const Path *path, List *list) {
    Value name = path_decode(vm, entry->d_name, path->bytes);
    return !is_error(name) && list_append(vm, list, name);
}

static bool folder_argument(Vm *vm, const char *name, Value *args, size_t count, Tuple *names,
                            Path *path) {
    static const char *const parameters[] = {"path", NULL};
    Value value;
    return arguments_parse(vm, name, parameters, 0, 0, args, count, names, &value) &&
           path_argument(vm, value ? value : VALUE_NONE, name, PATH_DESCRIPTOR | PATH_NONE, path);
}
NATIVE(posix_listdir) {
    Path path;
    if (!folder_argument(vm, "listdir", args, count, names, &path)) return VALUE_ERROR;
    return each_entry(vm, &path, add_name);
}

// --- DirEntry -----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value name, path;
    int folder;         // a descriptor, where the folder was given as one; else -1
    unsigned char kind; // DT_*
    uint64_t inode;
    Value status, link_status; // once asked for
} DirEntry;
#define ENTRY(value) ((DirEntry *)object_of(value))

static Type dir_entry_type, scandir_type;

static bool add_entry(Vm *vm, const struct dirent *found, const Path *path, List *list) {
    DirEntry *entry = object_new(vm, &dir_entry_type);
    if (!entry) return false;
    const char *folder = path->name ? path->name : path->descriptor < 0 ? "." : "";
    size_t size = strlen(folder), most = size + strlen(found->d_name) + 2;
    char *joined = gc_alloc_raw(vm, most);
    if (!joined) return false;
    strcpy(joined, folder);
    if (size && folder[size - 1] != '/') strcat(joined, "/");
    strcat(joined, found->d_name);
    entry->folder = path->name ? -1 : path->descriptor;
    entry->kind = found->d_type;
    entry->inode = found->d_ino;
    entry->name = path_decode(vm, found->d_name, path->bytes);
    entry->path = is_error(entry->name) ? VALUE_ERROR : path_decode(vm, joined, path->bytes);
    if (is_error(entry->path)) return entry->name = entry->path = VALUE_NULL, false;
    return list_append(vm, list, value_of(entry));
}

static int entry_stat(Vm *vm, DirEntry *entry, bool follows, struct stat *status) {
    const char *path = path_encode(vm, entry->path);
    if (!path) return -2;
    int at = entry->folder < 0 ? AT_FDCWD : entry->folder;
    return fstatat(at, path, status, follows ? 0 : AT_SYMLINK_NOFOLLOW);
}

// follow_symlinks, the one argument of most methods; -1 raised.
static int follows_argument(Vm *vm, const char *name, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"follow_symlinks", NULL};
    Value value;
    if (count > 1) return error_type(vm, "%s() takes no positional arguments", name), -1;
    if (!arguments_parse(vm, name, parameters, 0, 0, args + 1, 0, names, &value)) return -1;
    return value ? object_truth(vm, value) : 1;
}

NATIVE(entry_stat_method) {
    int follows = follows_argument(vm, "stat", args, count, names);
    if (follows < 0) return VALUE_ERROR;
    DirEntry *entry = ENTRY(args[0]);
    Value *known = follows ? &entry->status : &entry->link_status, value;
    struct stat status;
    if (*known) return *known;
    int failed = entry_stat(vm, entry, follows, &status);
    if (failed == -2) return VALUE_ERROR;
    if (failed) return error_errno(vm, errno, entry->path);
    if (!is_error(value = stat_value(vm, &status))) *known = value;
    return value;
}

// Is it of this kind? What readdir() did not tell, stat() does.
static Value entry_is(Vm *vm, DirEntry *entry, bool follows, unsigned char kind, mode_t mode) {
    bool known = entry->kind != DT_UNKNOWN && !(follows && entry->kind == DT_LNK);
    struct stat status;
    if (known) return make_bool(entry->kind == kind);
    int failed = entry_stat(vm, entry, follows, &status);
    if (failed == -2) return VALUE_ERROR;
    if (failed && errno == ENOENT) return VALUE_FALSE;
    if (failed) return error_errno(vm, errno, entry->path);
    return make_bool((status.st_mode & S_IFMT) == mode);
}
NATIVE(entry_is_dir) {
    int follows = follows_argument(vm, "is_dir", args, count, names);
    return follows < 0 ? VALUE_ERROR : entry_is(vm, ENTRY(args[0]), follows, DT_DIR, S_IFDIR);
}
NATIVE(entry_is_file) {
    int follows = follows_argument(vm, "is_file", args, count, names);
    return follows < 0 ? VALUE_ERROR : entry_is(vm, ENTRY(args[0]), follows, DT_REG, S_IFREG);
}
NATIVE(entry_is_symlink) {
    return entry_is(vm, ENTRY(args[0]), false, DT_LNK, S_IFLNK);
}
NATIVE(entry_inode) {
    return int_from_uint64(vm, ENTRY(args[0])->inode);
}
NATIVE(entry_fspath) {
    return ENTRY(args[0])->path;
}
static Value entry_name(Vm *vm, Value self) {
    return (void)vm, ENTRY(self)->name;
}
static Value entry_path(Vm *vm, Value self) {
    return (void)vm, ENTRY(self)->path;
}
static Value entry_repr(Vm *vm, Value self) {
    return str_format(vm, "<DirEntry %R>", ENTRY(self)->name);
}
static void entry_trace(Heap *heap, Object *object) {
    DirEntry *entry = (DirEntry *)object;
    Value values[] = {entry->name, entry->path, entry->status, entry->link_status};
    gc_mark_values(heap, values, 4);
}
static const NativeSpec entry_methods[] = {
    {"is_dir", entry_is_dir, 1, 2, NATIVE_KEYWORDS},
    {"is_file", entry_is_file, 1, 2, NATIVE_KEYWORDS},
    {"is_symlink", entry_is_symlink, 1, 1, 0},
    {"stat", entry_stat_method, 1, 2, NATIVE_KEYWORDS},
    {"inode", entry_inode, 1, 1, 0},
    {"__fspath__", entry_fspath, 1, 1, 0},
    {0},
};
static const MemberSpec entry_members[] = {
    {"name", entry_name, NULL}, {"path", entry_path, NULL}, {0}};
static Type dir_entry_type = {
    .name = "posix.DirEntry",
    .instance_size = sizeof(DirEntry),
    .trace = entry_trace,
    .repr = entry_repr,
    .methods = entry_methods,
    .members = entry_members,
};

// --- scandir ------------------------------------------------------------------------------------

// The folder has been read when the iterator is made: nothing stays open.
typedef struct {
    Object object;
    List *entries; // NULL: closed
    size_t index;
} Scandir;
#define SCANDIR(value) ((Scandir *)object_of(value))

NATIVE(posix_scandir) {
    Path path;
    if (!folder_argument(vm, "scandir", args, count, names, &path)) return VALUE_ERROR;
    Value entries = each_entry(vm, &path, add_entry);
    Scandir *scandir = is_error(entries) ? NULL : object_new(vm, &scandir_type);
    if (!scandir) return VALUE_ERROR;
    scandir->entries = list_of(entries);
    return value_of(scandir);
}
static Value scandir_next(Vm *vm, Value self) {
    (void)vm;
    Scandir *scandir = SCANDIR(self);
    if (!scandir->entries || scandir->index == scandir->entries->count) return VALUE_END;
    return scandir->entries->items[scandir->index++];
}
NATIVE(scandir_close) {
    SCANDIR(args[0])->entries = NULL;
    return VALUE_NONE;
}
NATIVE(scandir_enter) {
    return args[0];
}
static void scandir_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((Scandir *)object)->entries));
}
static const NativeSpec scandir_methods[] = {
    {"close", scandir_close, 1, 1, 0},
    {"__enter__", scandir_enter, 1, 1, 0},
    {"__exit__", scandir_close, 1, 4, 0},
    {0},
};
static Type scandir_type = {
    .name = "posix.ScandirIterator",
    .instance_size = sizeof(Scandir),
    .trace = scandir_trace,
    .next = scandir_next,
    .methods = scandir_methods,
};

const NativeSpec posix_stat_functions[] = {
    {"stat", posix_stat, 0, -1, NATIVE_KEYWORDS},
    {"lstat", posix_lstat, 0, -1, NATIVE_KEYWORDS},
    {"fstat", posix_fstat, 1, 1, 0},
    {"listdir", posix_listdir, 0, -1, NATIVE_KEYWORDS},
    {"scandir", posix_scandir, 0, -1, NATIVE_KEYWORDS},
    {0},
};

bool posix_stat_init(Vm *vm, Module *module) {
    static Type *const types[] = {&dir_entry_type, NULL}, *const hidden[] = {&scandir_type, NULL};
    return struct_sequence_ready(vm, module, &stat_result) && module_add_types(vm, module, types) &&
           module_add_types(vm, NULL, hidden);
}
