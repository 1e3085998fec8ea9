// Copies of programs at paths of their own (see stage.h). Processes that run the same program share
// a copy: each holds a shared lock on its folder, and the last to let go removes it.
#define _GNU_SOURCE
#include "bench/stage.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char root[] = "/tmp/sevenstep-stage";
enum { KEY_DIGITS = 16 };

typedef struct {
    char *folder, *path;
    int lock;
} Copy;

struct Stage {
    Copy *copies;
    size_t count;
    char *environment[3];
};

// --- the folder of all copies -----------------------------------------------------------------

// Held while a copy is made or removed.
static int root_lock(void) {
    if (mkdir(root, 0777) == 0) chmod(root, 01777);
    char *path = text_format("%s/.lock", root);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0) fchmod(fd, 0666); // other users' programs are counted too
    if (fd < 0 || flock(fd, LOCK_EX) != 0) fail("cannot lock %s: %s", path, strerror(errno));
    free(path);
    return fd;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status, (void)kind, (void)place;
    return remove(path);
}

// Under the root's lock: whether nobody else used it, and it is gone.
static bool copy_remove(const char *folder, int lock) {
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) return false;
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return true;
}

// --- what lies beside a program ---------------------------------------------------------------

static bool is_module(const struct dirent *entry) {
    size_t size = strlen(entry->d_name);
    if (entry->d_name[0] == '.' || strcmp(entry->d_name, "__pycache__") == 0) return false;
    return entry->d_type == DT_DIR || (size > 3 && strcmp(entry->d_name + size - 3, ".py") == 0);
}

static bool is_word_at(const char *start, const char *at, size_t size) {
    bool begins = at == start || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
    return begins && !(isalnum((unsigned char)at[size]) || at[size] == '_');
}

// Whether a line with the word `import` names the module.
static bool is_imported(const char *text, const char *module, size_t size) {
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        char *copy = text_format("%.*s", (int)strcspn(line, "\n"), line);
        char *name = text_format("%.*s", (int)size, module);
        bool found = false;
        for (char *at = strstr(copy, "import") ? strstr(copy, name) : NULL; at && !found;
             at = strstr(at + 1, name))
            found = is_word_at(copy, at, size);
        free(name);
        free(copy);
        if (found) return true;
    }
    return false;
}

// Calls for every module beside a program but itself, until the answer is true.
static bool any_module(const char *folder, const char *program,
                       bool (*found)(const char *, const char *, void *), void *data) {
    DIR *beside = opendir(folder);
    bool result = false;
    for (struct dirent *entry; beside && !result && (entry = readdir(beside));)
        if (is_module(entry) && strcmp(entry->d_name, program) != 0)
            result = found(folder, entry->d_name, data);
    if (beside) closedir(beside);
    return result;
}

static bool module_imported(const char *folder, const char *name, void *text) {
    (void)folder;
    return is_imported(text, name, strcspn(name, "."));
}

static bool module_link(const char *folder, const char *name, void *to) {
    char *target = text_format("%s/%s", folder, name),
         *link = text_format("%s/%s", (char *)to, name);
    if (symlink(target, link) != 0) fail("cannot make %s: %s", link, strerror(errno));
    free(target);
    free(link);
    return false;
}

// --- a copy -----------------------------------------------------------------------------------

static bool same_text(const char *path, const char *text, size_t size) {
    size_t other;
    char *found = file_read(path, &other);
    bool same = found && other == size && memcmp(found, text, size) == 0;
    free(found);
    return same;
}

static void copy_make(const Copy *copy, const char *text, size_t size, const char *modules,
                      const char *name) {
    if (mkdir(copy->folder, 0755) != 0) fail("cannot make %s: %s", copy->folder, strerror(errno));
    file_write(copy->path, text, size);
    // In the place of the folder for compiled code: every run compiles.
    char *cache = text_format("%s/__pycache__", copy->folder);
    file_write(cache, "", 0);
    free(cache);
    if (modules) any_module(modules, name, module_link, copy->folder);
}

static void copy_open(Copy *copy, const char *text, size_t size, const char *modules,
                      const char *name) {
    int held = root_lock();
    copy->lock = open(copy->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy->lock >= 0 && !same_text(copy->path, text, size)) { // of a process that was killed
        if (!copy_remove(copy->folder, copy->lock)) fail("%s is in use and altered", copy->folder);
        close(copy->lock);
        copy->lock = -1;
    }
    if (copy->lock < 0) {
        copy_make(copy, text, size, modules, name);
        copy->lock = open(copy->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (copy->lock < 0 || flock(copy->lock, LOCK_SH) != 0)
        fail("cannot lock %s: %s", copy->folder, strerror(errno));
    close(held);
}

const char *stage_program(Stage *stage, const char *program) {
    char whole[PATH_MAX], key[SHA256_TEXT];
    size_t size;
    char *text = realpath(program, whole) ? file_read(whole, &size) : NULL;
    if (!text) fail("cannot read the program %s: %s", program, strerror(errno));
    char *name = strrchr(whole, '/') + 1;
    name[-1] = 0;
    const char *folder = *whole ? whole : "/";
    const char *modules = any_module(folder, name, module_imported, text) ? folder : NULL;
    Sha256 sha;
    sha256_start(&sha);
    sha256_add(&sha, name, strlen(name) + 1);
    if (modules) sha256_add(&sha, modules, strlen(modules) + 1);
    sha256_add(&sha, text, size);
    sha256_end(&sha, key);
    stage->copies = memory_resize(stage->copies, (stage->count + 1) * sizeof *stage->copies);
    Copy *copy = &stage->copies[stage->count++];
    copy->folder = text_format("%s/%.*s", root, KEY_DIGITS, key);
    copy->path = text_format("%s/%s", copy->folder, name);
    copy_open(copy, text, size, modules, name);
    free(text);
    return copy->path;
}

Stage *stage_open(void) {
    return memory(sizeof(Stage));
}

char **stage_environment(Stage *stage) {
    char own[PATH_MAX] = "";
    if (stage->environment[0]) return stage->environment;
    if (readlink("/proc/self/exe", own, sizeof own - 1) < 0 || !strrchr(own, '/'))
        fail("cannot tell where this program lies: %s", strerror(errno));
    char *clock = text_format("%.*s/clock.so", (int)(strrchr(own, '/') - own), own);
    if (!file_exists(clock)) fail("there is no %s: make build/bench/clock.so", clock);
    stage->environment[0] = text_copy("PYTHONHASHSEED=0");
    stage->environment[1] = text_format("LD_PRELOAD=%s", stage_program(stage, clock));
    free(clock);
    return stage->environment;
}

void stage_close(Stage *stage) {
    int held = root_lock();
    for (size_t i = 0; i < stage->count; i++) {
        copy_remove(stage->copies[i].folder, stage->copies[i].lock);
        close(stage->copies[i].lock);
        free(stage->copies[i].folder);
        free(stage->copies[i].path);
    }
    close(held);
    free(stage->copies);
    free(stage);
}
