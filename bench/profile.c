// The profiler: runs a program under builds made with PROFILE=1 and says where the time went, by
// Python function, line, opcode and C function; a stack of both worlds for every sample.
//
//   profile [--rate HZ] [--seed N] [--rows N] [--buffer MB] --out DIR BINARY... -- PROGRAM
//   [ARGUMENTS]
//
// Writes into DIR profile.json, PROGRAM.speedscope.json and, for each build, its folded stacks, its
// flame graph and what the program printed. Ctrl-C ends the program, not the profile.
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
    const char *folder;
    char **binaries, **program; // the program and its arguments, NULL at the end
    size_t binary_count, program_count;
    char *title; // the program's name, without folder and .py
} Options;

_Noreturn static void usage(void) {
    fputs("usage: profile [--rate HZ] [--seed N] [--rows N] [--buffer MB] --out DIR BINARY...\n"
          "               -- PROGRAM [ARGUMENTS]\n"
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
    for (; at + 1 < count && text_starts(arguments[at], "--") && arguments[at][2]; at += 2) {
        const char *option = arguments[at], *value = arguments[at + 1];
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
        else
            usage();
    }
    options.binaries = arguments + at;
    while (at < count && strcmp(arguments[at], "--")) at++, options.binary_count++;
    if (!options.folder || !options.binary_count || at + 1 >= count) usage();
    options.program = arguments + at + 1;
    options.program_count = (size_t)(count - at - 1);
    options.program[0] = profile_program(options.program[0]);
    const char *slash = strrchr(options.program[0], '/');
    options.title = text_copy(slash ? slash + 1 : options.program[0]);
    char *suffix = strstr(options.title, ".py");
    if (suffix && !suffix[3]) *suffix = 0;
    return options;
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

static Profile run_build(const Options *options, const char *path, NameList *names) {
    Profile profile = {.config = config_of(path), .path = path};
    ProfileRoom room =
        profile_room_make((size_t)options->buffer << 20, options->rate, options->seed);
    char **command = memory((options->program_count + 2) * sizeof *command);
    char *output = text_format("%s/%s.out", options->folder, profile.config);
    command[0] = (char *)path;
    memcpy(command + 1, options->program, options->program_count * sizeof *command);
    ProfileRun run = profile_run(command, &room, output, true, -1);
    profile.ended = describe_end(run.status);
    if (!room.block->started && !room.block->failure[0]) {
        if (!profile_has_sampler(path)) fail("%s is no build made with PROFILE=1", path);
        fail("%s %s before it ran anything: there is nothing to profile", profile.config,
             profile.ended ? profile.ended : "ended");
    }
    profile_resolve(&profile, room.block, names);
    profile_room_free(&room);
    free(command);
    free(output);
    return profile;
}

static void write_text(const Options *options, const char *name, const char *end, char *text) {
    char *path = text_format("%s/%s%s", options->folder, name, end);
    file_write(path, text, strlen(text));
    free(path);
    free(text);
}

static void write_profiles(const Options *options, const Profile *profiles, size_t count,
                           const NameList *names, bool interrupted) {
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "program", options->title);
    cJSON_AddNumberToObject(root, "rate", (double)options->rate);
    cJSON_AddNumberToObject(root, "seed", (double)options->seed);
    cJSON_AddBoolToObject(root, "interrupted", interrupted);
    cJSON *list = cJSON_AddArrayToObject(root, "profiles");
    for (size_t i = 0; i < count; i++) {
        cJSON_AddItemToArray(list, profile_json(&profiles[i], names));
        write_text(options, profiles[i].config, ".folded", profile_folded(&profiles[i], names));
        char *title = text_format("%s under %s", options->title, profiles[i].config);
        write_text(options, profiles[i].config, ".svg", profile_flame(&profiles[i], names, title));
        free(title);
    }
    write_text(options, options->title, ".speedscope.json",
               profile_speedscope(profiles, count, names, options->title));
    char *text = cJSON_Print(root);
    if (!text) fail("out of memory");
    write_text(options, "profile", ".json", text);
    cJSON_Delete(root);
}

int main(int argc, char **argv) {
    Options options = read_options(argc, argv);
    NameList names = {0};
    Profile *profiles = memory(options.binary_count * sizeof *profiles);
    size_t count = 0;
    bool failed = false;
    if (mkdir(options.folder, 0777) && errno != EEXIST)
        fail("cannot make the folder %s: %s", options.folder, strerror(errno));
    profile_take_interrupts();
    while (count < options.binary_count && !profile_interrupted()) {
        Profile *profile = &profiles[count];
        *profile = run_build(&options, options.binaries[count], &names);
        count++;
        profile_print(profile, &names, options.rows);
        if (profile->failure) {
            fprintf(stderr, "profile: %s was not sampled: %s\n", profile->config, profile->failure);
            failed = true;
        } else if (!profile->sample_count) {
            fprintf(stderr,
                    "profile: %s ended before the first tick; a higher --rate or a longer "
                    "run would say more\n",
                    profile->config);
        }
    }
    write_profiles(&options, profiles, count, &names, profile_interrupted());
    printf("written: %s/profile.json, %s.speedscope.json, and of each build .folded, .svg, .out\n",
           options.folder, options.title);
    if (profile_interrupted()) return EXIT_STOPPED;
    return failed ? EXIT_ROW_FAILED : 0;
}
