// Writes manifest.json: everything that a result depends on and that another machine needs to make
// it again. It is written once, before the first sample; the driver and the report read nothing
// else.
#define _GNU_SOURCE
#include "bench/counters.h"
#include "bench/files.h"

#include <cpuid.h>
#include <elf.h>
#include <errno.h>
#include <gnu/libc-version.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "usage: manifest out=FILE [KEY=VALUE ...]\n"
    "  name=NAME command=TEXT rounds=N seed=N padding=BYTES cpu=N timeout=SECONDS\n"
    "  program=NAME:PATH:SIZE            one for each program; SIZE may be empty\n"
    "  build=CONFIG:BINARY,BINARY,...    an arm and its layouts, in the report's order\n"
    "  side=NAME:COMMIT:CONFIG:FLAGS:BINARY,...  an arm of a name of its own, from that commit;\n"
    "                                    FLAGS is the file that its make wrote\n"
    "  again=CONFIG                      the same binaries once more (A/A)\n"
    "  relaid=CONFIG:BINARY,BINARY,...   the same build in other layouts (A/A)\n"
    "  only=CONFIG:PROGRAM,PROGRAM,...   of a build named before: it runs these and no others\n"
    "  cpython=PATH native=FOLDER        the outer columns\n"
    "  peer=NAME:FOLDER:COMMAND          another language's interpreter, its words apart by "
    "spaces, and\n"
    "                                    where its twins PROGRAM.lua are\n"
    "  audit=FILE                        builds that fail in it are left out, with the reason\n"
    "manifest is=FILE command=TEXT        does FILE stand for that command? (exit status)\n"
    "  counters=NAME,NAME,...            what each process is counted by, see counters.c\n"
    "seed 0 draws one; without cpu the last processor that we may use is taken.\n";

// --- the machine ------------------------------------------------------------------------------

// The trimmed first line of a file, or "unavailable: reason".
static char *line_of(const char *path) {
    char *text = file_read(path, NULL);
    if (!text) return text_format("unavailable: %s: %s", path, strerror(errno));
    text[strcspn(text, "\n")] = 0;
    return text;
}

// The value of the first `name : value` line of /proc/cpuinfo.
static char *cpuinfo_value(const char *name) {
    char *text = file_read("/proc/cpuinfo", NULL), *result = NULL, *rest = text;
    for (char *line = strsep(&rest, "\n"); line && !result; line = strsep(&rest, "\n")) {
        char *colon = strchr(line, ':');
        if (text_starts(line, name) && colon && strcspn(line, "\t:") == strlen(name))
            result = text_copy(colon[1] ? colon + 2 : "");
    }
    free(text);
    return result ? result : text_copy("unavailable: not in /proc/cpuinfo");
}

static char *hypervisor_name(void) {
    unsigned eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx >> 31 & 1)) return text_copy("none");
    char vendor[13] = "";
    __cpuid(0x40000000, eax, ebx, ecx, edx);
    memcpy(vendor, &ebx, 4);
    memcpy(vendor + 4, &ecx, 4);
    memcpy(vendor + 8, &edx, 4);
    return text_format("present (%s)", *vendor ? vendor : "it does not name itself");
}

static char *turbo_state(void) {
    char *text = line_of("/sys/devices/system/cpu/intel_pstate/no_turbo");
    if (strcmp(text, "0") == 0) return text_copy("on");
    if (strcmp(text, "1") == 0) return text_copy("off");
    text = line_of("/sys/devices/system/cpu/cpufreq/boost");
    if (strcmp(text, "1") == 0) return text_copy("on");
    if (strcmp(text, "0") == 0) return text_copy("off");
    return text_copy("unavailable: the kernel shows no turbo switch");
}

static char *aslr_state(void) {
    char *text = line_of("/proc/sys/kernel/randomize_va_space");
    if (strcmp(text, "2") == 0) return text_copy("on");
    if (strcmp(text, "0") == 0) return text_copy("off");
    return text;
}

// Ticks that all processors together spent at work since boot, by /proc/stat; stolen time counts.
static double busy_ticks(void) {
    double ticks[8] = {0}, busy = 0;
    char *text = file_read("/proc/stat", NULL);
    if (text)
        sscanf(text, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", ticks, ticks + 1, ticks + 2, ticks + 3,
               ticks + 4, ticks + 5, ticks + 6, ticks + 7);
    free(text);
    for (int i = 0; i < 8; i++)
        if (i != 3 && i != 4) busy += ticks[i]; // idle, waiting for a disk
    return busy;
}

// How many processors others keep busy, over one second. (The load average still remembers our
// build.)
static double busy_processors(void) {
    double before = busy_ticks();
    sleep(1);
    return (busy_ticks() - before) / (double)sysconf(_SC_CLK_TCK);
}

// Whether these counters can be read here; virtual machines often hide the processor's, and
// kernel.perf_event_paranoid may forbid them. `list`, "NAME,NAME,...", is cut into `names`, which
// stays empty where they cannot.
static char *counters_state(char *list, cJSON *names) {
    const char *asked[COUNTERS_MAX + 1];
    size_t count = 0;
    char *rest = list, *name;
    while (count <= COUNTERS_MAX && (name = strsep(&rest, ",")))
        if (*name) asked[count++] = name;
    if (!count) return text_copy("unavailable: none was asked for");
    Counters counters;
    char *reason = counters_open(&counters, asked, count);
    if (reason) return text_format("unavailable: %s", reason);
    counters_close(&counters);
    for (size_t i = 0; i < count; i++) cJSON_AddItemToArray(names, cJSON_CreateString(asked[i]));
    return text_copy("available: each process is counted, in user space");
}

static cJSON *machine_describe(int cpu, char *counters) {
    cJSON *machine = cJSON_CreateObject();
    struct utsname names;
    cJSON_AddStringToObject(machine, "processor", cpuinfo_value("model name"));
    cJSON_AddStringToObject(machine, "microcode", cpuinfo_value("microcode"));
    cJSON_AddNumberToObject(machine, "processors", (double)sysconf(_SC_NPROCESSORS_ONLN));
    char *path = text_format("/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu);
    cJSON_AddStringToObject(machine, "governor", line_of(path));
    cJSON_AddStringToObject(machine, "turbo", turbo_state());
    cJSON_AddStringToObject(machine, "aslr", aslr_state());
    cJSON_AddStringToObject(
        machine, "kernel",
        uname(&names) == 0 ? text_format("%s %s %s", names.sysname, names.release, names.machine)
                           : "unavailable");
    cJSON_AddStringToObject(machine, "libc", text_format("glibc %s", gnu_get_libc_version()));
    cJSON_AddStringToObject(machine, "hypervisor", hypervisor_name());
    cJSON_AddNumberToObject(
        machine, "memory_mib",
        (double)(sysconf(_SC_PHYS_PAGES) / 1024 * (sysconf(_SC_PAGESIZE) / 1024)));
    cJSON_AddNumberToObject(machine, "busy_processors_at_start",
                            round(busy_processors() * 100) / 100);
    cJSON_AddStringToObject(machine, "hardware_counters", counters);
    cJSON_AddStringToObject(machine, "features", cpuinfo_value("flags"));
    return machine;
}

static cJSON *tools_describe(void) {
    static const char *const tools[][2] = {
        {"gcc", "gcc --version"},
        {"clang-19", "clang-19 --version"},
        {"lld", "ld.lld --version"},
        {"lld-19", "ld.lld-19 --version"},
        {"ld", "ld --version"},
        {"make", "make --version"},
        {"gnuplot", "gnuplot --version"},
        {"valgrind", "valgrind --version"},
        {"hyperfine", "hyperfine --version"},
        {"chromium", "chromium --version"},
        {"python3.11", "/usr/bin/python3.11 -V"},
        {"gmp", "dpkg-query -W -f '${Version}' libgmp10"},
        {"capstone", "dpkg-query -W -f '${Version}' libcapstone4"},
        {"elfutils", "dpkg-query -W -f '${Version}' libdw1"},
    };
    cJSON *json = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        char *command = text_format("%s 2>/dev/null", tools[i][1]),
             *version = command_line(command);
        cJSON_AddStringToObject(json, tools[i][0],
                                *version ? version : "unavailable: not installed");
        free(version);
        free(command);
    }
    cJSON_AddStringToObject(json, "cjson", cJSON_Version());
    return json;
}

static int processor_choose(void) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 0;
    for (int cpu = CPU_SETSIZE - 1; cpu > 0; cpu--)
        if (CPU_ISSET((size_t)cpu, &allowed)) return cpu;
    return 0;
}

// --- binaries ---------------------------------------------------------------------------------

// The build id among the notes of an ELF file, or "".
static char *build_id_of(const char *path) {
    size_t size;
    char *bytes = file_read(path, &size), *result = NULL;
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)bytes;
    if (!bytes || size < sizeof *header || memcmp(bytes, ELFMAG, SELFMAG) != 0 ||
        header->e_phoff > size || header->e_phentsize != sizeof(Elf64_Phdr) ||
        header->e_phnum > (size - header->e_phoff) / sizeof(Elf64_Phdr)) {
        free(bytes);
        return text_copy("");
    }
    const Elf64_Phdr *segments = (const Elf64_Phdr *)(bytes + header->e_phoff);
    for (int i = 0; i < header->e_phnum && !result; i++) {
        if (segments[i].p_type != PT_NOTE || segments[i].p_offset > size ||
            segments[i].p_filesz > size - segments[i].p_offset)
            continue;
        const char *at = bytes + segments[i].p_offset, *end = at + segments[i].p_filesz;
        while (!result && (size_t)(end - at) >= sizeof(Elf64_Nhdr)) {
            const Elf64_Nhdr *note = (const Elf64_Nhdr *)at;
            size_t name = (note->n_namesz + 3u) & ~3u, value = (note->n_descsz + 3u) & ~3u;
            if (name + value > (size_t)(end - at) - sizeof *note) break;
            const unsigned char *id = (const unsigned char *)at + sizeof *note + name;
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
                memcmp(at + sizeof *note, "GNU", 4) == 0) {
                result = memory(2 * note->n_descsz + 1);
                for (size_t k = 0; k < note->n_descsz; k++) sprintf(result + 2 * k, "%02x", id[k]);
            }
            at += sizeof *note + name + value;
        }
    }
    free(bytes);
    return result ? result : text_copy("");
}

static void string_add(cJSON *array, const char *text) {
    cJSON_AddItemToArray(array, cJSON_CreateString(text));
}

static cJSON *layout_describe(const char *path, int place) {
    char sha[SHA256_TEXT];
    if (access(path, X_OK) != 0 || sha256_file(path, sha) != 0)
        fail("%s cannot be run: %s", path, strerror(errno));
    cJSON *json = cJSON_CreateObject();
    const char *seed = strstr(path, "layout-");
    cJSON_AddNumberToObject(json, "seed", seed ? atoi(seed + strlen("layout-")) : place);
    cJSON_AddStringToObject(json, "path", path);
    cJSON_AddStringToObject(json, "sha256", sha);
    char *build_id = build_id_of(path);
    cJSON_AddStringToObject(json, "build_id", build_id);
    free(build_id);
    cJSON *command = cJSON_AddArrayToObject(json, "command");
    string_add(command, path);
    string_add(command, "{program}");
    string_add(command, "{size}");
    return json;
}

// build/CONFIG/flags holds `key: value` lines that the Makefile wrote when it linked.
static void flags_add(cJSON *arm, const char *path) {
    char *text = file_read(path, NULL), *rest = text;
    cJSON *flags = cJSON_AddObjectToObject(arm, "flags");
    for (char *line = rest ? strsep(&rest, "\n") : NULL; line; line = strsep(&rest, "\n")) {
        char *colon = strstr(line, ": ");
        if (!colon) continue;
        *colon = 0;
        cJSON_AddStringToObject(flags, line, colon + 2);
    }
    free(text);
}

static const char *compiler_of(const char *config) {
    const char *at = config;
    for (int dash = 0; dash < 2 && at; dash++) {
        at = strchr(at, '-');
        if (at) at++;
    }
    if (!at) return text_copy("");
    return text_format("%.*s", (int)strcspn(at, "-"), at);
}

static cJSON *arm_make(const char *name, const char *role, const char *of, const char *config) {
    cJSON *arm = cJSON_CreateObject();
    cJSON_AddStringToObject(arm, "name", name);
    cJSON_AddStringToObject(arm, "role", role);
    if (of) cJSON_AddStringToObject(arm, "of", of);
    if (config) {
        cJSON_AddStringToObject(arm, "config", config);
        cJSON_AddStringToObject(arm, "compiler", compiler_of(config));
    }
    return arm;
}

// Why the audit says that a binary is not what its name claims, or NULL.
static const char *audit_failure(const cJSON *audit, const char *sha256) {
    const cJSON *build;
    cJSON_ArrayForEach(build, json_get(audit, "builds")) {
        if (strcmp(json_text(build, "sha256"), sha256) != 0 || json_bool(build, "pass")) continue;
        const char *first =
            cJSON_GetStringValue(cJSON_GetArrayItem(json_get(build, "failures"), 0));
        return first ? first : "no reason given";
    }
    return NULL;
}

static bool audit_passes(const cJSON *audit, const cJSON *arm, cJSON *left_out) {
    const cJSON *layout;
    cJSON_ArrayForEach(layout, json_get(arm, "layouts")) {
        const char *reason = audit_failure(audit, json_text(layout, "sha256"));
        if (!reason) continue;
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "config", json_text(arm, "name"));
        cJSON_AddStringToObject(item, "reason",
                                text_format("audit, %s: %s", json_text(layout, "path"), reason));
        cJSON_AddItemToArray(left_out, item);
        fprintf(stderr, "manifest: %s is left out: %s\n", json_text(arm, "name"), reason);
        return false;
    }
    return true;
}

static void layouts_add(cJSON *arm, char *paths, const char *value) {
    cJSON *layouts = cJSON_AddArrayToObject(arm, "layouts");
    int place = 1;
    char *path;
    while ((path = strsep(&paths, ",")))
        if (*path) cJSON_AddItemToArray(layouts, layout_describe(path, place++));
    if (place == 1) fail("%s: no binary given", value);
}

// CONFIG:PATH,PATH,...
static cJSON *build_describe(const char *value, const char *role) {
    char *copy = text_copy(value), *paths = strchr(copy, ':');
    if (!paths) fail("%s=%s: expected CONFIG:BINARY,...", role, value);
    *paths++ = 0;
    bool relaid = strcmp(role, "relaid") == 0;
    char *name = relaid ? text_format("%s relaid", copy) : text_copy(copy);
    cJSON *arm = arm_make(name, role, relaid ? copy : NULL, copy);
    if (!relaid) flags_add(arm, text_format("build/%s/flags", copy));
    layouts_add(arm, paths, value);
    return arm;
}

// NAME:COMMIT:CONFIG:FLAGS:PATH,PATH,...
static cJSON *side_describe(const char *value) {
    char *rest = text_copy(value), *parts[4];
    for (int i = 0; i < 4; i++)
        if (!(parts[i] = strsep(&rest, ":")) || !rest)
            fail("side=%s: expected NAME:COMMIT:CONFIG:FLAGS:BINARY,...", value);
    cJSON *arm = arm_make(parts[0], "build", NULL, parts[2]);
    cJSON_AddStringToObject(arm, "commit", parts[1]);
    flags_add(arm, parts[3]);
    layouts_add(arm, rest, value);
    return arm;
}

static cJSON *again_describe(const cJSON *arms, const char *config) {
    const cJSON *arm;
    cJSON_ArrayForEach(arm, arms) {
        if (strcmp(json_text(arm, "name"), config) != 0) continue;
        cJSON *again = arm_make(text_format("%s again", config), "again", config, config);
        cJSON_AddItemToObject(again, "layouts", cJSON_Duplicate(json_get(arm, "layouts"), 1));
        return again;
    }
    return NULL; // left out by the audit
}

// CONFIG:PROGRAM,PROGRAM,...; a build that the audit left out is passed over.
static void only_add(const cJSON *arms, const cJSON *programs, const char *value) {
    const char *names = strchr(value, ':');
    if (!names) fail("only=%s: expected CONFIG:PROGRAM,...", value);
    cJSON *arm;
    cJSON_ArrayForEach(arm, arms) {
        const char *config = json_text(arm, "name");
        if (strlen(config) != (size_t)(names - value) || !text_starts(value, config)) continue;
        char *list = text_format(",%s,", names + 1);
        cJSON *skips = cJSON_AddArrayToObject(arm, "skips");
        const cJSON *program;
        cJSON_ArrayForEach(program, programs) {
            char *name = text_format(",%s,", json_text(program, "name"));
            if (!strstr(list, name)) string_add(skips, json_text(program, "name"));
            free(name);
        }
        free(list);
    }
}

static cJSON *cpython_describe(const char *path) {
    char *command = text_format("%s -V 2>/dev/null", path), *version = command_line(command);
    if (!*version) fail("%s cannot be run; `make deps` installs python3.11", path);
    cJSON *arm = arm_make(text_format("C%s", version), "cpython", NULL, NULL);
    cJSON *layouts = cJSON_AddArrayToObject(arm, "layouts"), *layout = layout_describe(path, 1);
    cJSON *words = cJSON_CreateArray();
    static const char *const command_words[] = {"-S", "-W", "ignore", "{program}", "{size}"};
    string_add(words, path);
    for (size_t i = 0; i < 5; i++) string_add(words, command_words[i]);
    cJSON_ReplaceItemInObjectCaseSensitive(layout, "command", words);
    cJSON_AddItemToArray(layouts, layout);
    return arm;
}

// The twins of the programs in a folder: `files` with their hashes, `skips` where there is none.
static void twins_add(cJSON *arm, const cJSON *programs, const char *folder, const char *suffix) {
    cJSON *skips = cJSON_AddArrayToObject(arm, "skips"),
          *files = cJSON_AddObjectToObject(arm, "files");
    const cJSON *program;
    cJSON_ArrayForEach(program, programs) {
        char sha[SHA256_TEXT];
        char *path = text_format("%s/%s%s", folder, json_text(program, "name"), suffix);
        if (access(path, R_OK) == 0 && sha256_file(path, sha) == 0)
            cJSON_AddStringToObject(files, path, sha);
        else
            string_add(skips, json_text(program, "name"));
        free(path);
    }
}

static cJSON *native_describe(const char *folder, const cJSON *programs) {
    cJSON *arm = arm_make("C twin", "native", NULL, NULL);
    twins_add(arm, programs, folder, "");
    flags_add(arm, "build/native/flags");
    cJSON *layouts = cJSON_AddArrayToObject(arm, "layouts"), *layout = cJSON_CreateObject();
    cJSON_AddNumberToObject(layout, "seed", 1);
    cJSON *command = cJSON_AddArrayToObject(layout, "command");
    string_add(command, text_format("%s/{name}", folder));
    string_add(command, "{size}");
    cJSON_AddItemToArray(layouts, layout);
    return arm;
}

// NAME:FOLDER:PATH WORD...
static cJSON *peer_describe(const char *value, const cJSON *programs) {
    char *rest = text_copy(value), *name = strsep(&rest, ":"), *folder = strsep(&rest, ":"), *word;
    if (!rest) fail("peer=%s: expected NAME:FOLDER:COMMAND", value);
    char *version = command_line(text_format("%s -v 2>&1", rest));
    cJSON *arm = arm_make(name, "peer", NULL, NULL), *command = cJSON_CreateArray();
    cJSON_AddStringToObject(arm, "version", version);
    twins_add(arm, programs, folder, ".lua");
    char *path = text_format("%.*s", (int)strcspn(rest, " "), rest);
    cJSON *layouts = cJSON_AddArrayToObject(arm, "layouts"), *layout = layout_describe(path, 1);
    while ((word = strsep(&rest, " "))) string_add(command, word);
    string_add(command, text_format("%s/{name}.lua", folder));
    string_add(command, "{size}");
    cJSON_ReplaceItemInObjectCaseSensitive(layout, "command", command);
    cJSON_AddItemToArray(layouts, layout);
    return arm;
}

// NAME:PATH:SIZE. A program from outside this folder is named by its file alone: where it lies is
// the business of the machine, and the driver is told on its command line.
static cJSON *program_describe(const char *value) {
    char *name = text_copy(value), *path = strchr(name, ':'), *size = strrchr(name, ':'), *slash;
    if (!path || size == path) fail("program=%s: expected NAME:PATH:SIZE", value);
    *path++ = *size++ = 0;
    char sha[SHA256_TEXT];
    bool is_file = strcmp(path, "-c") != 0; // `start-up:-c:pass` is a program without a file
    if (is_file && sha256_file(path, sha) != 0)
        fail("cannot read the program %s: %s", path, strerror(errno));
    bool outside = *path == '/' || text_starts(path, "../");
    if (outside && (slash = strrchr(path, '/'))) path = slash + 1;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", name);
    cJSON_AddStringToObject(json, "path", path);
    cJSON_AddStringToObject(json, "size", size);
    if (is_file) cJSON_AddStringToObject(json, "sha256", sha);
    return json;
}

// --- the whole --------------------------------------------------------------------------------

static double number_of(const char *key, const char *value, double low, double high) {
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end || !(number >= low && number <= high))
        fail("%s=%s: expected a number from %.0f to %.0f", key, value, low, high);
    return number;
}

static double seed_draw(void) {
    uint32_t drawn = 0;
    while (drawn == 0)
        if (getrandom(&drawn, sizeof drawn, 0) != sizeof drawn) drawn = (uint32_t)time(NULL);
    return drawn;
}

static void commit_describe(cJSON *json) {
    char *commit = command_line("git rev-parse HEAD 2>/dev/null");
    cJSON_AddStringToObject(json, "commit", *commit ? commit : "unavailable: not a git repository");
    char *change = command_line("git status --porcelain -- . ':!results' 2>/dev/null");
    cJSON_AddBoolToObject(json, "dirty", *change != 0);
    free(commit);
    free(change);
}

static cJSON *json_read(const char *path) {
    char *text = file_read(path, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (!json) fail("cannot read %s: %s", path, text ? "it is not JSON" : strerror(errno));
    free(text);
    return json;
}

// A repetition goes where its build goes.
static void arm_add(cJSON *arms, cJSON *left_out, const cJSON *audit, cJSON *arm) {
    bool goes = arm && audit_passes(audit, arm, left_out);
    if (goes && json_get(arm, "of")) {
        const cJSON *other;
        goes = false;
        cJSON_ArrayForEach(other, arms) goes |=
            strcmp(json_text(other, "name"), json_text(arm, "of")) == 0;
    }
    if (goes)
        cJSON_AddItemToArray(arms, arm);
    else
        cJSON_Delete(arm);
}

int main(int count, char **words) {
    const char *out = NULL, *name = "quick", *command = "make report";
    const char *counters = "instructions,cycles,branches,branch-misses";
    double rounds = 5, seed = 0, padding = 4096, timeout = 60, cpu = processor_choose();
    cJSON *programs = cJSON_CreateArray(), *arms = cJSON_CreateArray(), *audit = NULL, *is = NULL;
    cJSON *left_out = cJSON_CreateArray();
    for (int i = 1; i < count; i++) {
        char *value = strchr(words[i], '=');
        if (!value) {
            fputs(usage, stderr);
            return EXIT_BAD_INPUT;
        }
        char *key = text_format("%.*s", (int)(value - words[i]), words[i]);
        value++;
        if (strcmp(key, "out") == 0)
            out = value;
        else if (strcmp(key, "name") == 0)
            name = value;
        else if (strcmp(key, "command") == 0)
            command = value;
        else if (strcmp(key, "counters") == 0)
            counters = value;
        else if (strcmp(key, "rounds") == 0)
            rounds = number_of(key, value, 1, 100000);
        else if (strcmp(key, "seed") == 0)
            seed = number_of(key, value, 0, 0xffffffffu);
        else if (strcmp(key, "padding") == 0)
            padding = number_of(key, value, 0, 100000);
        else if (strcmp(key, "timeout") == 0)
            timeout = number_of(key, value, 0, 86400);
        else if (strcmp(key, "cpu") == 0)
            cpu = number_of(key, value, 0, 1023);
        else if (strcmp(key, "program") == 0)
            cJSON_AddItemToArray(programs, program_describe(value));
        else if (strcmp(key, "build") == 0 || strcmp(key, "relaid") == 0)
            arm_add(arms, left_out, audit, build_describe(value, key));
        else if (strcmp(key, "side") == 0)
            arm_add(arms, left_out, audit, side_describe(value));
        else if (strcmp(key, "again") == 0)
            arm_add(arms, left_out, audit, again_describe(arms, value));
        else if (strcmp(key, "only") == 0)
            only_add(arms, programs, value);
        else if (strcmp(key, "audit") == 0)
            audit = json_read(value);
        else if (strcmp(key, "is") == 0)
            is = json_read(value);
        else if (strcmp(key, "cpython") == 0)
            cJSON_AddItemToArray(arms, cpython_describe(value));
        else if (strcmp(key, "native") == 0)
            cJSON_AddItemToArray(arms, native_describe(value, programs));
        else if (strcmp(key, "peer") == 0)
            cJSON_AddItemToArray(arms, peer_describe(value, programs));
        else
            fail("%s: no such key\n%s", key, usage);
        free(key);
    }
    if (is) return strcmp(json_text(is, "command"), command) == 0 ? EXIT_SUCCESS : EXIT_ROW_FAILED;
    if (!out || !cJSON_GetArraySize(programs) || !cJSON_GetArraySize(arms)) {
        fputs(usage, stderr);
        return EXIT_BAD_INPUT;
    }
    char date[32];
    time_t today = time(NULL);
    strftime(date, sizeof date, "%Y-%m-%d", gmtime(&today));
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "format", 1);
    cJSON_AddStringToObject(json, "name", name);
    cJSON_AddStringToObject(json, "date", date);
    cJSON_AddStringToObject(json, "command", command);
    commit_describe(json);
    cJSON *schedule = cJSON_AddObjectToObject(json, "schedule");
    cJSON_AddNumberToObject(schedule, "rounds", rounds);
    cJSON_AddNumberToObject(schedule, "seed", seed > 0 ? seed : seed_draw());
    cJSON_AddNumberToObject(schedule, "padding", padding);
    cJSON_AddNumberToObject(schedule, "cpu", cpu);
    cJSON_AddNumberToObject(schedule, "timeout", timeout);
    cJSON_AddStringToObject(schedule, "environment", "PYTHONHASHSEED=0 PADDING=<padding bytes>");
    cJSON_AddNumberToObject(schedule, "environment_bytes",
                            sizeof "PYTHONHASHSEED=0" + sizeof "PADDING=");
    cJSON_AddStringToObject(
        schedule, "order",
        "every round runs each arm once on each program in an order drawn from the "
        "seed; an arm's layouts take turns, one a round; one padding a round");
    cJSON *counted = cJSON_CreateArray();
    char *state = counters_state(text_copy(counters), counted);
    cJSON_AddItemToObject(json, "machine", machine_describe((int)cpu, state));
    cJSON_AddItemToObject(json, "counters", counted);
    cJSON_AddItemToObject(json, "tools", tools_describe());
    cJSON_AddItemToObject(json, "programs", programs);
    cJSON_AddItemToObject(json, "arms", arms);
    cJSON_AddItemToObject(json, "left_out", left_out);
    char *text = cJSON_Print(json);
    if (!text) fail("out of memory");
    char *with_newline = text_format("%s\n", text);
    file_write(out, with_newline, strlen(with_newline));
    return EXIT_SUCCESS;
}
