// The audit: reads the machine code of builds and checks that each is what its name says.
//
//   audit [-v] [--json FILE] [--ops FILE] [NAME=]BINARY...
//
// A build's name is that of its folder (build/goto-tagged-gcc/sevenstep) unless given. A strategy
// of a name unknown here is held to the claims of the one whose shape it has. Exits 0 when
// all claims hold, 1 when one does not, 2 when the audit could not be made. x86-64 Linux only.
#define _GNU_SOURCE
#include "bench/audit.h"
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void usage(void) {
    fputs("usage: audit [-v] [--json FILE] [--ops FILE] [NAME=]BINARY...\n"
          "Checks in the machine code what each build's name claims (x86-64 Linux only).\n"
          "  -v           also print every handler\n"
          "  --json FILE  write everything found as JSON\n"
          "  --ops FILE   the definitions of the opcodes, by default vm/ops.def: their lines tell\n"
          "               slow blocks from fast ones where compilers jump past the label\n"
          "NAME is STRATEGY-VALUE-COMPILER..., by default the name of the binary's folder.\n",
          stderr);
    exit(2);
}

static char *copy(const char *text, size_t size) {
    char *made = strndup(text, size);
    if (!made) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    return made;
}

// Takes NAME=BINARY apart; false where no name can be made of it.
static bool name_build(Build *build, const char *argument) {
    const char *equals = strchr(argument, '=');
    *build = (Build){0};
    if (equals) {
        build->path = equals + 1;
        return audit_name(build, copy(argument, (size_t)(equals - argument)));
    }
    const char *end = strrchr(argument, '/');
    const char *start = end;
    while (start && start > argument && start[-1] != '/') start--;
    build->path = argument;
    return audit_name(build,
                      end ? copy(start, (size_t)(end - start)) : copy(argument, strlen(argument)));
}

static size_t expected_sites(const Build *build) {
    return build->strategy == SWITCH || build->strategy == TABLE ? 1 : build->handler_count;
}

static size_t found_sites(const Build *build) {
    return build->strategy == TABLE ? build->loop_indirect_calls : build->site_count;
}

static void print_handlers(const Build *build) {
    printf("%s\n  %-32s %6s %6s %6s %6s %6s %6s %6s %6s\n", build->config, "handler, fast path",
           "bytes", "instr", "loads", "stores", "pushes", "calls", "sites", "own B");
    for (size_t i = 0; i < build->handler_count; i++) {
        const Handler *handler = &build->handlers[i];
        printf("  %-32s %6u %6u %6u %6u %6u %6u %6u %6u\n", handler->name, handler->bytes,
               handler->instructions, handler->loads, handler->stores, handler->pushes,
               handler->calls, handler->dispatch_sites, handler->own_bytes);
    }
}

static void print_builds(const Build *builds, size_t count) {
    printf("%-26s %-5s %8s %9s %8s %6s %7s %6s %6s %6s\n", "build", "audit", "handlers", "dispatch",
           "expected", "shared", "text", "calls", "pushes", "cmovpc");
    for (size_t i = 0; i < count; i++) {
        const Build *build = &builds[i];
        unsigned calls = 0, pushes = 0;
        for (size_t j = 0; j < build->handler_count; j++) {
            calls += build->handlers[j].calls;
            pushes += build->handlers[j].pushes;
        }
        bool exact = build->strategy == SWITCH || build->strategy == TABLE;
        printf("%-26s %-5s %8zu %9zu %4s %3zu %6u %7llu %6u %6u %6u\n", build->config,
               build->failure_count ? "FAILS" : "ok", build->handler_count, found_sites(build),
               exact ? "=" : ">=", expected_sites(build), build->shared_sites,
               (unsigned long long)build->text_bytes, calls, pushes, build->cmov_into_pc);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < builds[i].failure_count; j++) {
            const Failure *failure = &builds[i].failures[j];
            printf("%s: %s\n", builds[i].config, failure->claim);
            if (failure->repair) printf("    usually repaired by: %s\n", failure->repair);
        }
}

static cJSON *describe_handler(const Handler *handler) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", handler->name);
    cJSON_AddNumberToObject(object, "bytes", handler->bytes);
    cJSON_AddNumberToObject(object, "instructions", handler->instructions);
    cJSON_AddNumberToObject(object, "loads", handler->loads);
    cJSON_AddNumberToObject(object, "stores", handler->stores);
    cJSON_AddNumberToObject(object, "pushes", handler->pushes);
    cJSON_AddNumberToObject(object, "calls", handler->calls);
    cJSON_AddNumberToObject(object, "dispatch_sites", handler->dispatch_sites);
    cJSON_AddNumberToObject(object, "own_bytes", handler->own_bytes);
    return object;
}

static cJSON *describe_build(const Build *build, bool with_handlers) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "config", build->config);
    cJSON_AddStringToObject(object, "sha256", build->binary.sha256);
    cJSON_AddBoolToObject(object, "pass", build->failure_count == 0);
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(build->config, "-"), build->config);
    cJSON_AddStringToObject(object, "strategy", name);
    cJSON_AddStringToObject(object, "claims", strategy_names[build->strategy]);
    cJSON_AddNumberToObject(object, "handlers", (double)build->handler_count);
    cJSON_AddNumberToObject(object, "indirect_jumps", build->indirect_jumps);
    cJSON_AddNumberToObject(object, "expected", (double)expected_sites(build));
    cJSON_AddNumberToObject(object, "dispatch_sites", (double)found_sites(build));
    cJSON_AddNumberToObject(object, "shared_sites", build->shared_sites);
    cJSON_AddNumberToObject(object, "text_bytes", (double)build->text_bytes);
    cJSON_AddNumberToObject(object, "cmov_into_pc", build->cmov_into_pc);
    cJSON_AddNumberToObject(object, "probe_symbols", build->probe_symbols);
    cJSON_AddStringToObject(object, "shared_code_sha256", build->shared_sha256);
    cJSON *failures = cJSON_AddArrayToObject(object, "failures");
    for (size_t i = 0; i < build->failure_count; i++)
        cJSON_AddItemToArray(failures, cJSON_CreateString(build->failures[i].claim));
    if (!with_handlers) return object;
    cJSON *handlers = cJSON_AddArrayToObject(object, "per_handler");
    for (size_t i = 0; i < build->handler_count; i++)
        cJSON_AddItemToArray(handlers, describe_handler(&build->handlers[i]));
    return object;
}

// Written under another name and renamed, so that no reader sees a part of it.
static bool write_json(const Build *builds, size_t count, const char *path) {
    cJSON *root = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(root, "builds");
    for (size_t i = 0; i < count; i++) {
        // Layouts of one build have its name and its handlers: they are listed once.
        bool first = true;
        for (size_t k = 0; k < i; k++) first &= strcmp(builds[k].config, builds[i].config) != 0;
        cJSON_AddItemToArray(list, describe_build(&builds[i], first));
    }
    char *text = cJSON_Print(root);
    char *temporary = NULL;
    cJSON_Delete(root);
    if (!text || asprintf(&temporary, "%s.tmp%ld", path, (long)getpid()) < 0) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
    FILE *file = fopen(temporary, "w");
    bool written = file && fputs(text, file) >= 0 && fputc('\n', file) >= 0;
    if (file && fclose(file) != 0) written = false;
    if (written && rename(temporary, path) != 0) written = false;
    if (!written) {
        fprintf(stderr, "audit: cannot write %s: %s\n", path, strerror(errno));
        unlink(temporary);
    }
    cJSON_free(text);
    free(temporary);
    return written;
}

int main(int argc, char **argv) {
    const char *json = NULL, *ops = "vm/ops.def";
    bool verbose = false, unread = false, failed = false;
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "-v") == 0)
            verbose = true;
        else if (strcmp(argv[first], "--json") == 0 && first + 1 < argc)
            json = argv[++first];
        else if (strcmp(argv[first], "--ops") == 0 && first + 1 < argc)
            ops = argv[++first];
        else
            usage();
    }
    if (first == argc) usage();
    size_t count = (size_t)(argc - first);
    Build *builds = calloc(count, sizeof *builds);
    Machine machine;
    if (!builds || !machine_open(&machine)) {
        fputs("audit: cannot start the disassembler\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        Build *build = &builds[i];
        if (!name_build(build, argv[first + (int)i])) {
            audit_fail(build, NULL, "the name %s is not of the form STRATEGY-VALUE-COMPILER",
                       build->config);
            unread = true;
        } else {
            build->definitions = ops;
            if (audit_read(build, &machine)) {
                audit_walk(build);
                audit_judge(build);
            }
        }
        unread = unread || !build->open;
    }
    audit_compare_shared(builds, count, &machine);
    if (verbose)
        for (size_t i = 0; i < count; i++) print_handlers(&builds[i]);
    print_builds(builds, count);
    for (size_t i = 0; i < count; i++) failed = failed || builds[i].failure_count;
    if (json && !write_json(builds, count, json)) unread = true;
    for (size_t i = 0; i < count; i++) {
        audit_close(&builds[i]);
        free((char *)builds[i].config);
    }
    free(builds);
    machine_close(&machine);
    return unread ? 2 : failed ? 1 : 0;
}
