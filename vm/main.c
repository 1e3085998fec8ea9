// The command line, after CPython's habits.
#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/machine.h"
#include "vm/names.h"
#include "vm/probe.h"
#include "vm/prompt.h"
#include "vm/run.h"
#include "vm/tools.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static const char usage[] =
    "usage: sevenstep [options] FILE [arguments]   run a program ('-': from standard input)\n"
    "       sevenstep                              a prompt, where standard input is a terminal\n"
    "       sevenstep [options] -c CODE [arguments]\n"
    "       sevenstep -m tokenize|ast|dis [options] FILE   show what the front end makes of it\n"
    "\n"
    "  -i                    a prompt when the program has ended\n"
    "  -u                    what is written to stdout and stderr goes out at once\n"
    "  -V                    version, config, compiler\n"
    "  -X trace[=FUNCTION]   after every instruction: offset, opcode, operand, stack\n"
    "  -X stats              counts of bytecodes, boxes, cache hits; the execution hash\n"
    "  -X stats=FILE         all counts, by bytecode site, as JSON\n"
    "  -X pystats=FILE       the same sums under the names of CPython's --enable-pystats\n"
    "  -X allocated          bytes allocated, at the end, in the timed binary too\n"
    "  -X fail-alloc=K       the K-th allocation from the start of the program fails\n"
    "  -X stress=K           collect at every K-th allocation\n"
    "  -h                    this text\n";

typedef struct {
    const char *code, *module;
    uint64_t fail_alloc, stress;
    bool probe; // -X trace, -X stats: the probe build runs instead
    const char *trace, *stats_json, *stats_text;
    bool stats, allocated;
    bool interactive, unbuffered;
} Options;

static int wrong_usage(const char *problem, const char *what) {
    fprintf(stderr, "sevenstep: %s%s\n%s", problem, what, usage);
    return 2;
}

static bool read_extension(Options *options, const char *text) {
    char *end;
    if (!strcmp(text, "trace") || !strncmp(text, "trace=", 6)) {
        options->probe = true;
        options->trace = text[5] ? text + 6 : "";
    } else if (!strcmp(text, "stats")) {
        options->probe = options->stats = true;
    } else if (!strncmp(text, "stats=", 6) && text[6]) {
        options->probe = true;
        options->stats_json = text + 6;
    } else if (!strncmp(text, "pystats=", 8) && text[8]) {
        options->probe = true;
        options->stats_text = text + 8;
    } else if (!strcmp(text, "allocated")) {
        options->allocated = true;
    } else if (!strncmp(text, "fail-alloc=", 11)) {
        options->fail_alloc = strtoull(text + 11, &end, 10);
        return *end == 0 && text[11];
    } else if (!strncmp(text, "stress=", 7)) {
        options->stress = strtoull(text + 7, &end, 10);
        return *end == 0 && text[7];
    } else {
        return false;
    }
    return true;
}

// Reads the options; answers the index of the first argument that is the program's, or -1 after a
// message.
static int read_options(Options *options, int count, char **arguments, int *status) {
    int at = 1;
    for (; at < count && arguments[at][0] == '-' && arguments[at][1]; at++) {
        const char *option = arguments[at];
        if (!strcmp(option, "--")) return at + 1;
        if (!strcmp(option, "-h") || !strcmp(option, "--help")) {
            fputs(usage, stdout);
            return -1;
        }
        if (!strcmp(option, "-V") || !strcmp(option, "--version")) {
            printf("Sevenstep 0.1 (Python 3.11), %s, %s\n", run_config, __VERSION__);
            return -1;
        }
        if (option[1] == 'c' || option[1] == 'm') {
            const char *value = option[2] ? option + 2 : at + 1 < count ? arguments[++at] : NULL;
            if (!value) {
                *status = wrong_usage("an argument is expected for ", option);
                return -1;
            }
            *(option[1] == 'c' ? &options->code : &options->module) = value;
            return at + 1;
        }
        if (option[1] == 'X') {
            const char *value = option[2] ? option + 2 : at + 1 < count ? arguments[++at] : "";
            if (read_extension(options, value)) continue;
            *status = wrong_usage("unknown option -X ", value);
            return -1;
        }
        if (!strcmp(option, "-i") || !strcmp(option, "-u")) {
            *(option[1] == 'i' ? &options->interactive : &options->unbuffered) = true;
            continue;
        }
        // CPython's switches that change nothing here.
        if (!strcmp(option, "-S") || !strcmp(option, "-B") || !strcmp(option, "-E") ||
            !strcmp(option, "-s") || !strcmp(option, "-I"))
            continue;
        if (!strcmp(option, "-W") && at + 1 < count) {
            at++;
            continue;
        }
        *status = wrong_usage("unknown option ", option);
        return -1;
    }
    return at;
}

// --- running ------------------------------------------------------------------------------------

// The whole of standard input.
static char *read_input(Vm *vm, size_t *size) {
    size_t room = 1 << 16, fill = 0;
    char *text = gc_alloc_raw(vm, room);
    while (text) {
        ssize_t got = read(0, text + fill, room - fill - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        fill += (size_t)got;
        if (room - fill > 4096) continue;
        char *more = gc_alloc_raw(vm, room *= 2);
        if (more) memcpy(more, text, fill);
        text = more;
    }
    *size = fill;
    return text;
}

static bool add_path(Vm *vm, const char *folder, size_t size) {
    Value text = str_from_utf8(vm, folder, size);
    return !is_error(text) && list_append(vm, list_of(vm->path), text);
}

// sys.path: the program's folder, then PYTHONPATH.
static bool init_path(Vm *vm, const char *program) {
    char folder[PATH_MAX];
    if (program) {
        if (!realpath(program, folder)) snprintf(folder, sizeof folder, "%s", program);
        char *name = dirname(folder);
        if (!add_path(vm, name, strlen(name))) return false;
    } else if (!add_path(vm, "", 0)) {
        return false;
    }
    const char *rest = getenv("PYTHONPATH");
    while (rest && *rest) {
        size_t size = strcspn(rest, ":");
        if (size && !add_path(vm, rest, size)) return false;
        rest += size + (rest[size] == ':');
    }
    return true;
}

// The program as tracebacks name it: from the root, but not otherwise tidied.
static const char *full_name(Vm *vm, const char *program) {
    char folder[PATH_MAX];
    if (program[0] == '/' || !getcwd(folder, sizeof folder)) return program;
    size_t size = strlen(folder) + strlen(program) + 2;
    char *name = gc_alloc_raw(vm, size);
    if (name) snprintf(name, size, "%s/%s", folder, program);
    return name;
}

// The namespace of the program or of the prompt. NULL: raised.
static Module *make_main(Vm *vm) {
    Value module = module_make(vm, "__main__");
    if (is_error(module)) return NULL;
    Module *main_module = (Module *)object_of(module);
    if (!dict_set_str(vm, vm->modules, name_of(vm, main), module) ||
        !module_set(vm, main_module, "__builtins__",
                    dict_get_str(vm, vm->modules, str_of(str_intern_cstring(vm, "builtins")))))
        return NULL;
    return main_module;
}

static bool run_main(Vm *vm, const Options *options, const char *program, Module *main_module) {
    size_t size = 0;
    const char *source, *name;
    if (options->code) {
        source = options->code;
        size = strlen(source);
        name = "<string>";
    } else if (!program || !strcmp(program, "-")) {
        source = read_input(vm, &size);
        name = "<stdin>";
    } else {
        source = file_read_all(vm, program, &size);
        name = full_name(vm, program);
        if (!name) return false;
        if (source && !module_set(vm, main_module, "__file__", str_from_cstring(vm, name)))
            return false;
    }
    if (!source) return false;
    Value code = code_compile(vm, source, size, name, MODE_EXEC);
    if (is_error(code)) return false;
    vm->fail_alloc = options->fail_alloc;
    vm->stress = options->stress;
    return !is_error(
        code_run(vm, (CodeObject *)object_of(code), main_module->dict, main_module->dict));
}

static void say_welcome(void) {
    fprintf(stderr,
            "Sevenstep 0.1 (Python 3.11), %s, on linux\n"
            "Ctrl-D or exit() leaves.\n",
            run_config);
}

// Runs the program, and the prompt after it or in its place; the exit status.
static int run(Vm *vm, const Options *options, const char *program) {
    bool named = !options->code && program && strcmp(program, "-");
    bool prompt = !options->code && !program && (options->interactive || isatty(0));
    int status = 0;
    Module *module = init_path(vm, named ? program : NULL) ? make_main(vm) : NULL;
    if (!module) return error_print_uncaught(vm);
    if (!prompt && !run_main(vm, options, program, module)) status = error_print_uncaught(vm);
    if (!prompt && !options->interactive) return status;
    if (prompt && isatty(0)) say_welcome();
    return prompt_run(vm, module);
}

// Replaces this process by the probe build that stands beside the binary.
static int become_probe(char **arguments) {
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - sizeof "-probe");
    if (size > 0) {
        strcpy(path + size, "-probe");
        execv(path, arguments);
    }
    fprintf(stderr, "sevenstep: cannot run the probe, which -X trace and -X stats need: %s\n",
            strerror(errno));
    return 1;
}

// PYTHONHASHSEED=N: CPython's key for that seed. Without it 0, so that runs repeat.
static bool read_hash_seed(Vm *vm) {
    const char *text = getenv("PYTHONHASHSEED");
    if (!text || !*text || !strcmp(text, "random")) return true;
    char *end;
    errno = 0;
    unsigned long seed = strtoul(text, &end, 10);
    if (*end || errno || seed > 4294967295u) return false;
    if (!seed) return true;
    uint32_t state = (uint32_t)seed;
    for (int i = 0; i < 16; i++) {
        state = state * 214013 + 2531011;
        ((uint8_t *)vm->hash_seed)[i] = state >> 16 & 0xff;
    }
    return true;
}

// Ends as a process does that a signal killed, so that a shell stops, too.
static int die_by(int number) {
    fflush(NULL);
    signal(number, SIG_DFL);
    kill(getpid(), number);
    return 128 + number;
}

static Vm vm;

int main(int count, char **arguments) {
    Options options = {0};
    int status = 0, first = read_options(&options, count, arguments, &status);
    if (first < 0) return fflush(stdout) ? 1 : status;
    if (options.module) return tools_main(options.module, count - first, arguments + first);
    if (options.probe && !PROBE) return become_probe(arguments);
    const char *program = options.code ? NULL : first < count ? arguments[first] : NULL;
    struct stat file;
    if (program && strcmp(program, "-") && (stat(program, &file) || S_ISDIR(file.st_mode))) {
        if (S_ISDIR(file.st_mode)) errno = EISDIR;
        fprintf(stderr, "sevenstep: can't open file '%s': [Errno %d] %s\n", program, errno,
                strerror(errno));
        return 2;
    }
    if (!read_hash_seed(&vm)) {
        fputs(
            "sevenstep: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\n",
            stderr);
        return 1;
    }
    // sys.argv: the program's name ('-c', '-', '') and its arguments.
    static char dash_c[] = "-c", empty[] = "";
    vm.argument_count = count - first + (options.code != NULL);
    vm.arguments = arguments + first - (options.code != NULL);
    if (options.code) vm.arguments[0] = dash_c;
    if (!vm.argument_count) {
        static char *none[] = {empty, NULL};
        vm.argument_count = 1;
        vm.arguments = none;
    }
#if PROBE
    ProbeOptions probe = {options.trace, options.stats, options.stats_json, options.stats_text};
    if (!probe_start(&probe)) return 1;
#endif
    vm.interactive = options.interactive;
    vm.unbuffered = options.unbuffered;
    if (!vm_init(&vm)) return 1;
    status = run(&vm, &options, program);
    vm.fail_alloc = vm.stress = 0;
    status = vm_end(&vm, status);
#if PROBE
    if (!probe_end(&vm)) status = 1;
#endif
    if (options.allocated && !options.stats)
        fprintf(stderr, "bytes allocated: %" PRIu64 "\n", gc_bytes_allocated(&vm));
    return status < STATUS_SIGNALLED ? status : die_by(status - STATUS_SIGNALLED);
}
