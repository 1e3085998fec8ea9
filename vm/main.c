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
#include "vm/importer.h"
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
    "       sevenstep [options] -m MODULE [arguments]\n"
    "       sevenstep -m tokenize|ast|dis [options] FILE   show what the front end makes of it\n"
    "\n"
    "  -i                    a prompt when the program has ended\n"
    "  -u                    what is written to stdout and stderr goes out at once\n"
    "  -v                    say of every import where its code came from\n"
    "  -B                    write no cache files (PYTHONDONTWRITEBYTECODE)\n"
    "  -E, -I                take no notice of PYTHON... in the environment\n"
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
    bool verbose, no_cache_files, no_environment, interactive, unbuffered;
    bool is_folder; // the program is a folder with a __main__.py
} Options;

static int wrong_usage(const char *problem, const char *what) {
    fprintf(stderr, "sevenstep: %s%s\n%s", problem, what, usage);
    return 2;
}

static bool read_extension(Options *options, const char *text) {
    // CPython's, which change nothing here.
    static const char *const known[] = {"dev",
                                        "faulthandler",
                                        "frozen_modules",
                                        "importtime",
                                        "int_max_str_digits",
                                        "no_debug_ranges",
                                        "showrefcount",
                                        "tracemalloc",
                                        "utf8",
                                        "warn_default_encoding"};
    size_t size = strcspn(text, "=");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == size && !memcmp(known[i], text, size)) return true;
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
        // A cluster of CPython's switches; s, S, O and P change nothing here.
        if (option[strspn(option + 1, "vBEIsSuOPi") + 1] == 0) {
            options->verbose |= strchr(option, 'v') != NULL;
            options->interactive |= strchr(option, 'i') != NULL;
            options->unbuffered |= strchr(option, 'u') != NULL;
            options->no_cache_files |= strchr(option, 'B') != NULL;
            options->no_environment |= strpbrk(option, "EI") != NULL;
            continue;
        }
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

// The program as tracebacks name it: from the root, but not otherwise tidied.
static const char *full_name(Vm *vm, const char *program) {
    char folder[PATH_MAX];
    if (program[0] == '/' || !getcwd(folder, sizeof folder)) return program;
    size_t size = strlen(folder) + strlen(program) + 2;
    char *name = gc_alloc_raw(vm, size);
    if (name) snprintf(name, size, "%s/%s", folder, program);
    return name;
}

// sys.path: where the program is, then PYTHONPATH, then Python's own library.
static bool init_path(Vm *vm, const Options *options, const char *program) {
    char folder[PATH_MAX];
    const char *first = "";
    if (options->module) {
        first = getcwd(folder, sizeof folder) ? folder : "";
    } else if (program && options->is_folder) {
        first = full_name(vm, program);
        if (!first) return false;
    } else if (program) {
        if (!realpath(program, folder)) snprintf(folder, sizeof folder, "%s", program);
        first = dirname(folder);
    }
    if (!add_path(vm, first, strlen(first))) return false;
    const char *rest = options->no_environment ? NULL : getenv("PYTHONPATH");
    while (rest && *rest) {
        size_t size = strcspn(rest, ":");
        if (size && !add_path(vm, rest, size)) return false;
        rest += size + (rest[size] == ':');
    }
    const char *library = import_library();
    return add_path(vm, library, strlen(library));
}

// What to run as __main__, and whether it could be had. Without a code nothing was raised, but
// `problem` says what is wrong.
typedef struct {
    Value code, spec;
    const char *file, *problem;
} Program;

static bool read_source(Vm *vm, const Options *options, const char *program, Program *found) {
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
        name = found->file = full_name(vm, program);
    }
    CompileMode mode = (CompileMode)(MODE_EXEC | (options->code ? MODE_TEXT : MODE_FILE));
    found->code = source && name ? code_compile(vm, source, size, name, mode) : VALUE_ERROR;
    return !is_error(found->code);
}

static const char *keep_text(Vm *vm, Value text) {
    return is_error(text) ? NULL : str_utf8(vm, str_of(text), NULL);
}

// The code of a module that was found: by its loader where that is not ours.
static Value code_of_spec(Vm *vm, ModuleSpec *spec) {
    Value key = str_intern_cstring(vm, "get_code");
    Value method = is_error(key) ? key : object_find_attribute(vm, spec->loader, str_of(key));
    if (is_error(method) || method == VALUE_END) return method;
    return object_call_1(vm, method, spec->name);
}

static bool has_problem(Vm *vm, Program *found, Value text) {
    found->problem = keep_text(vm, text);
    return false;
}

// The parent of a dotted name is not there (and not something that it imports in its turn).
static bool is_missing(Vm *vm, Str *parent) {
    if (!error_matches(vm, error_types.ImportError)) return false;
    Value name = ((Exception *)object_of(vm->raised))->extra[0];
    if (!name || !is_str_like(name) || str_of(name)->length > parent->length) return false;
    if (str_equal(str_of(name), parent)) return true;
    Str *missing = str_of(name);
    for (size_t i = 0; i < missing->length; i++)
        if (str_at(missing, i) != str_at(parent, i)) return false;
    return str_at(parent, missing->length) == '.';
}

// Where the modules of a dotted name's parent are; false: a problem, or raised.
static bool find_parent(Vm *vm, const char *text, const char *dot, Value *folders, Program *found) {
    Value parent = str_from_utf8(vm, text, (size_t)(dot - text));
    Value package = is_error(parent) ? parent : import_module(vm, str_of(parent));
    if (is_error(package) && parent && is_missing(vm, str_of(parent))) {
        Value raised = error_take(vm);
        return has_problem(vm, found,
                           str_format(vm,
                                      "Error while finding module specification for '%s' (%T: %S)",
                                      text, raised, raised));
    }
    *folders = is_error(package) ? package : object_find_attribute(vm, package, name_of(vm, path));
    if (*folders != VALUE_END) return !is_error(*folders);
    Value hint = str_from_cstring(vm, "");
    if (!strcmp(dot, ".py"))
        hint = str_format(vm, ". Try using '%S' instead of '%s' as the module name.", parent, text);
    if (is_error(hint)) return false;
    return has_problem(
        vm, found,
        str_format(vm,
                   "Error while finding module specification for '%s' (ModuleNotFoundError: "
                   "__path__ attribute not found on '%S' while trying to find '%s')%S",
                   text, parent, text, hint));
}

static bool find_module(Vm *vm, const char *text, Program *found);

// A package is run by its __main__.
static bool find_package_main(Vm *vm, const char *text, Program *found) {
    size_t size = strlen(text);
    if (size >= 9 && !strcmp(text + size - 9, ".__main__"))
        return has_problem(vm, found,
                           str_from_cstring(vm, "Cannot use package as __main__ module"));
    const char *inner = keep_text(vm, str_format(vm, "%s.__main__", text));
    if (!inner) return false;
    if (find_module(vm, inner, found)) return true;
    if (vm->raised || !found->problem) return false;
    return has_problem(vm, found,
                       str_format(vm, "%s; '%s' is a package and cannot be directly executed",
                                  found->problem, text));
}

static bool find_module(Vm *vm, const char *text, Program *found) {
    Value name = str_intern_cstring(vm, text), folders = VALUE_NONE;
    const char *dot = strrchr(text, '.');
    if (is_error(name) || (dot && !find_parent(vm, text, dot, &folders, found))) return false;
    Value spec = spec_find(vm, str_of(name), folders);
    if (is_error(spec)) return false;
    if (spec == VALUE_END || !is_spec(spec))
        return has_problem(vm, found, str_format(vm, "No module named %s", text));
    if (!is_none(spec_of(spec)->locations)) return find_package_main(vm, text, found);
    found->spec = spec;
    found->code = code_of_spec(vm, spec_of(spec));
    if (is_error(found->code)) return false;
    if (found->code == VALUE_END || is_none(found->code))
        return has_problem(vm, found, str_format(vm, "No code object available for %s", text));
    if (spec_of(spec)->has_location) found->file = keep_text(vm, spec_of(spec)->origin);
    return !vm->raised;
}

// __main__.py of a folder.
static bool find_in_folder(Vm *vm, const char *folder, Program *found) {
    folder = full_name(vm, folder);
    Value path = folder ? str_from_cstring(vm, folder) : VALUE_ERROR;
    Value folders = is_error(path) ? path : list_make(vm, &path, 1);
    Value spec = is_error(folders) ? folders : spec_find_path(vm, name_of(vm, main), folders);
    if (is_error(spec)) return false;
    if (spec == VALUE_END || !is_none(spec_of(spec)->locations))
        return has_problem(vm, found,
                           str_format(vm, "can't find '__main__' module in '%s'", folder));
    found->spec = spec;
    found->code = code_of_spec(vm, spec_of(spec));
    found->file = is_error(found->code) ? NULL : keep_text(vm, spec_of(spec)->origin);
    return found->file;
}

static bool find_program(Vm *vm, const Options *options, const char *program, Program *found) {
    if (options->module) return find_module(vm, options->module, found);
    if (program && options->is_folder) return find_in_folder(vm, program, found);
    return read_source(vm, options, program, found);
}

static bool describe_main(Vm *vm, Module *module, const Program *found) {
    Value name = value_of(name_of(vm, main));
    if (found->spec &&
        (!module_describe(vm, module, found->spec) || !module_set(vm, module, "__name__", name)))
        return false;
    if (!found->spec && found->file) {
        Value spec = spec_of_file(vm, name_of(vm, main), found->file, NULL);
        if (is_error(spec) || !module_set(vm, module, "__loader__", spec_of(spec)->loader) ||
            !module_set(vm, module, "__file__", spec_of(spec)->origin) ||
            !module_set(vm, module, "__cached__", VALUE_NONE))
            return false;
    }
    return module_set(vm, module, "__builtins__",
                      dict_get_str(vm, vm->modules, str_of(str_intern_cstring(vm, "builtins"))));
}

// Answers false when something was raised; where there is nothing to run it says so, and *status
// is 1. For a prompt it only makes the module.
static bool run_main(Vm *vm, const Options *options, const char *program, bool prompt,
                     int *status) {
    bool file = program && strcmp(program, "-") && !options->code;
    if (!init_path(vm, options, file ? program : NULL)) return false;
    Value module = module_make(vm, "__main__");
    if (is_error(module) || !dict_set_str(vm, vm->modules, name_of(vm, main), module) ||
        !module_set(vm, (Module *)object_of(module), "__loader__",
                    value_of(&builtin_importer_type)))
        return false;
    Program found = {VALUE_NULL, VALUE_NULL, NULL, NULL};
    if (prompt) return describe_main(vm, (Module *)object_of(module), &found);
    if (!find_program(vm, options, program, &found)) {
        if (vm->raised) return false;
        fprintf(stderr, "sevenstep: %s\n", found.problem ? found.problem : "out of memory");
        *status = 1;
        return true;
    }
    Module *main_module = (Module *)object_of(module);
    if (!describe_main(vm, main_module, &found)) return false;
    if (options->module && found.file) {
        Value key = str_intern_cstring(vm, "argv");
        Value argv = is_error(key) ? key : dict_get_str(vm, vm->sys, str_of(key));
        Value name = is_error(argv) ? argv : str_from_cstring(vm, found.file);
        if (is_error(name)) return false;
        if (argv != VALUE_END && !object_set_item(vm, argv, make_int(vm, 0), name)) return false;
    }
    vm->fail_alloc = options->fail_alloc;
    vm->stress = options->stress;
    return !is_error(
        code_run(vm, (CodeObject *)object_of(found.code), main_module->dict, main_module->dict));
}

static void say_welcome(void) {
    fprintf(stderr,
            "Sevenstep 0.1 (Python 3.11), %s, on linux\n"
            "Ctrl-D or exit() leaves.\n",
            run_config);
}

// Runs the program, and the prompt after it or in its place; the exit status.
static int run(Vm *vm, const Options *options, const char *program) {
    bool named = options->code || options->module || program;
    bool prompt = !named && (options->interactive || isatty(STDIN_FILENO));
    int status = 0;
    if (!run_main(vm, options, program, prompt, &status)) status = error_print_uncaught(vm);
    if (!prompt && !options->interactive) return status;
    Value module = dict_get_str(vm, vm->modules, name_of(vm, main));
    if (module == VALUE_END || !has_shape(module, SHAPE_MODULE)) return status;
    if (prompt && isatty(STDIN_FILENO)) say_welcome();
    return prompt_run(vm, (Module *)object_of(module));
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
    if (options.module && tools_know(options.module))
        return tools_main(options.module, count - first, arguments + first);
    if (options.probe && !PROBE) return become_probe(arguments);
    bool named = options.code || options.module;
    const char *program = !named && first < count ? arguments[first] : NULL;
    struct stat file = {0};
    if (program && strcmp(program, "-") && stat(program, &file)) {
        int number = errno;
        char folder[PATH_MAX];
        bool relative = program[0] != '/' && getcwd(folder, sizeof folder);
        fprintf(stderr, "sevenstep: can't open file '%s%s%s': [Errno %d] %s\n",
                relative ? folder : "", relative ? "/" : "", program, number, strerror(number));
        return 2;
    }
    options.is_folder = program && strcmp(program, "-") && S_ISDIR(file.st_mode);
    const char *no_files = options.no_environment ? NULL : getenv("PYTHONDONTWRITEBYTECODE");
    vm.no_cache_files = options.no_cache_files || (no_files && *no_files);
    vm.verbose = options.verbose;
    if (!read_hash_seed(&vm)) {
        fputs(
            "sevenstep: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\n",
            stderr);
        return 1;
    }
    // sys.argv: the program's name ('-c', '-', '') and its arguments.
    static char dash_c[] = "-c", dash_m[] = "-m", empty[] = "";
    vm.argument_count = count - first + named;
    vm.arguments = arguments + first - named;
    if (named) vm.arguments[0] = options.code ? dash_c : dash_m;
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
