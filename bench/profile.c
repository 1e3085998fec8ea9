// The profiler: runs a program under builds made with PROFILE=1 and says where the time went, by
// Python function, line, opcode and C function; a stack of both worlds for every sample.
//
//   profile [--rate HZ] [--seed N] [--rows N] [--buffer MB] [--json FILE] --out DIR BINARY...
//           -- PROGRAM [ARGUMENTS]      or, with --each:  -- PROGRAM...
//
// Writes profile.json (by default into DIR) and into DIR, for each program, PROGRAM.speedscope.json
// and, for each build, PROGRAM-CONFIG with .folded (stacks), .svg (flame graph) and .out (what the
// program printed). Ctrl-C ends the program, not the profile.
#define _GNU_SOURCE
#include "bench/profile.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "bench/profile_run.h"

typedef struct {
    uint64_t rate, seed, buffer, rows;
    const char *folder, *json;
    bool each;                // every word is a program; otherwise they are one and its arguments
    char **binaries, **words; // the latter: what follows --
    size_t binary_count, word_count;
} Options;

// One program under all builds.
typedef struct {
    char **command; // its first word is left to the build; NULL at the end
    char *title;    // the program's name, without folder and .py
    NameList names;
    Profile *profiles;
    size_t count;
} Run;

_Noreturn static void usage(void) {
    fputs("usage: profile [--rate HZ] [--seed N] [--rows N] [--buffer MB] [--json FILE] --out DIR\n"
          "               BINARY... -- PROGRAM [ARGUMENTS]\n"
          "       profile --each [...] -- PROGRAM...\n"
          "Samples PROGRAM under each BINARY, which was built with PROFILE=1.\n",
          stderr);
    exit(EXIT_BAD_INPUT);
}

static uint64_t read_number(const char *option, const char *text, uint64_t least, uint64_t most) {
    char *end;
    errno = 0;
    uint64_t number = strtoull(text, &end, 10);
    if (*end || end == text || errno || *text == '-' || number < least || number > most)
        fail("%s takes a whole number from %llu to %llu, not '%s'", option,
             (unsigned long long)least, (unsigned long long)most, text);
    return number;
}

static Options read_options(int count, char **arguments) {
    Options options = {.rate = 997, .buffer = 64, .rows = 10};
    int at = 1;
    for (; at + 1 < count && text_starts(arguments[at], "--") && arguments[at][2]; at++) {
        const char *option = arguments[at];
        if (!strcmp(option, "--each")) {
            options.each = true;
            continue;
        }
        const char *value = arguments[++at];
        if (!strcmp(option, "--rate"))
            options.rate = read_number(option, value, 1, 20000);
        else if (!strcmp(option, "--seed"))
            options.seed = read_number(option, value, 0, UINT64_MAX);
        else if (!strcmp(option, "--rows"))
            options.rows = read_number(option, value, 1, 1000000);
        else if (!strcmp(option, "--buffer"))
            options.buffer = read_number(option, value, 1, 1 << 16);
        else if (!strcmp(option, "--out"))
            options.folder = value;
        else if (!strcmp(option, "--json"))
            options.json = value;
        else
            usage();
    }
    options.binaries = arguments + at;
    while (at < count && strcmp(arguments[at], "--")) at++, options.binary_count++;
    if (!options.folder || !options.binary_count || at + 1 >= count) usage();
    options.words = arguments + at + 1;
    options.word_count = (size_t)(count - at - 1);
    if (!options.json) options.json = text_format("%s/profile.json", options.folder);
    return options;
}

static Run run_make(const Options *options, size_t number) {
    size_t count = options->each ? 1 : options->word_count;
    Run run = {.command = memory((count + 2) * sizeof *run.command)};
    memcpy(run.command + 1, options->words + (options->each ? number : 0),
           count * sizeof *run.command);
    run.command[1] = profile_program(run.command[1]);
    const char *slash = strrchr(run.command[1], '/');
    run.title = text_copy(slash ? slash + 1 : run.command[1]);
    char *suffix = strstr(run.title, ".py");
    if (suffix && !suffix[3]) *suffix = 0;
    run.profiles = memory(options->binary_count * sizeof *run.profiles);
    return run;
}

// build/goto-tagged-gcc-profile/sevenstep is of goto-tagged-gcc.
static char *config_of(const char *path) {
    char *folder = text_copy(path), *slash = strrchr(folder, '/');
    if (!slash) fail("%s: a build is named by its folder", path);
    *slash = 0;
    slash = strrchr(folder, '/');
    char *config = text_copy(slash ? slash + 1 : folder);
    free(folder);
    size_t size = strlen(config), suffix = strlen("-profile");
    if (size > suffix && !strcmp(config + size - suffix, "-profile")) config[size - suffix] = 0;
    return config;
}

static char *describe_end(int status) {
    if (WIFSIGNALED(status)) return text_format("was killed: %s", strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status)) return text_format("ended with status %d", WEXITSTATUS(status));
    return NULL;
}

static Profile run_build(const Options *options, Run *run, const char *path) {
    Profile profile = {.config = config_of(path), .path = path};
    ProfileRoom room =
        profile_room_make((size_t)options->buffer << 20, options->rate, options->seed);
    char *output = text_format("%s/%s-%s.out", options->folder, run->title, profile.config);
    run->command[0] = (char *)path;
    ProfileRun ran = profile_run(run->command, &room, output, true, -1);
    profile.ended = describe_end(ran.status);
    if (!room.block->started && !room.block->failure[0]) {
        if (!profile_has_sampler(path)) fail("%s is no build made with PROFILE=1", path);
        fail("%s %s before it ran anything: there is nothing to profile", profile.config,
             profile.ended ? profile.ended : "ended");
    }
    profile_resolve(&profile, room.block, &run->names);
    profile_room_free(&room);
    free(output);
    return profile;
}

static void write_text(const char *path, char *text) {
    file_write(path, text, strlen(text));
    free(text);
}

// The files of one program; its figures are the answer.
static cJSON *write_run(const Options *options, const Run *run) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "program", run->title);
    cJSON *list = cJSON_AddArrayToObject(object, "profiles");
    for (size_t i = 0; i < run->count; i++) {
        const Profile *profile = &run->profiles[i];
        char *path = text_format("%s/%s-%s.folded", options->folder, run->title, profile->config);
        char *title = text_format("%s under %s", run->title, profile->config);
        cJSON_AddItemToArray(list, profile_json(profile, &run->names));
        write_text(path, profile_folded(profile, &run->names));
        strcpy(strrchr(path, '.'), ".svg");
        write_text(path, profile_flame(profile, &run->names, title));
        free(path);
        free(title);
    }
    char *path = text_format("%s/%s.speedscope.json", options->folder, run->title);
    write_text(path, profile_speedscope(run->profiles, run->count, &run->names, run->title));
    free(path);
    return object;
}

// Says what is wrong with a profile, if anything; false if there is none.
static bool complain(const Profile *profile) {
    if (profile->failure)
        fprintf(stderr, "profile: %s was not sampled: %s\n", profile->config, profile->failure);
    else if (!profile->sample_count)
        fprintf(stderr,
                "profile: %s ended before the first tick; a higher --rate or a longer run would "
                "say more\n",
                profile->config);
    return !profile->failure;
}

int main(int argc, char **argv) {
    Options options = read_options(argc, argv);
    bool failed = false;
    if (mkdir(options.folder, 0777) && errno != EEXIST)
        fail("cannot make the folder %s: %s", options.folder, strerror(errno));
    profile_take_interrupts();
    cJSON *root = cJSON_CreateObject();
    cJSON_AddNumberToObject(root, "rate", (double)options.rate);
    cJSON_AddNumberToObject(root, "seed", (double)options.seed);
    cJSON *programs = cJSON_AddArrayToObject(root, "programs");
    size_t run_count = options.each ? options.word_count : 1;
    for (size_t i = 0; i < run_count && !profile_interrupted(); i++) {
        Run run = run_make(&options, i);
        if (options.each) printf("--- %s\n", run.title);
        while (run.count < options.binary_count && !profile_interrupted()) {
            Profile *profile = &run.profiles[run.count];
            *profile = run_build(&options, &run, options.binaries[run.count]);
            run.count++;
            profile_print(profile, &run.names, options.rows);
            if (!complain(profile)) failed = true;
        }
        cJSON_AddItemToArray(programs, write_run(&options, &run));
    }
    cJSON_AddBoolToObject(root, "interrupted", profile_interrupted());
    char *text = cJSON_PrintUnformatted(root);
    if (!text) fail("out of memory");
    write_text(options.json, text);
    printf(
        "written: %s and, in %s, .speedscope.json of each program, .folded, .svg and .out of each "
        "build\n",
        options.json, options.folder);
    if (profile_interrupted()) return EXIT_STOPPED;
    return failed ? EXIT_ROW_FAILED : 0;
}
