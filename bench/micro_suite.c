// The suite: modules in Python that define `run`, and what they promise of it.
#define _GNU_SOURCE
#include "bench/micro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/object.h"
#include "vm/types/dict.h"
#include "vm/types/str.h"

// --- one --------------------------------------------------------------------------------------

Value micro_get(Vm *vm, Micro *micro, const char *name) {
    Value key = str_intern_cstring(vm, name);
    return is_error(key) ? key : dict_get_str(vm, micro->names, str_of(key));
}

bool micro_set(Vm *vm, Micro *micro, const char *name, Value value) {
    Value key = str_intern_cstring(vm, name);
    return !is_error(key) && !is_error(value) && dict_set_str(vm, micro->names, str_of(key), value);
}

Value micro_call(Vm *vm, Micro *micro) {
    return object_call_1(vm, micro->function, micro->argument);
}

bool micro_run_source(Vm *vm, Micro *micro, const char *source, size_t size, const char *path) {
    Value code = code_compile(vm, source, size, path, MODE_EXEC);
    return !is_error(code) &&
           !is_error(code_run(vm, (CodeObject *)object_of(code), micro->names, micro->names));
}

static const char *raised(Vm *vm) {
    error_print_uncaught(vm);
    return "an exception was raised (see stderr)";
}

static const char *answer_is_wrong(Vm *vm, Micro *micro, Value answer) {
    static char reason[200];
    Value got = object_repr(vm, answer);
    if (is_error(got)) return raised(vm);
    int size = snprintf(reason, sizeof reason, "it answers %.60s", str_utf8(vm, str_of(got), NULL));
    Value expected = object_repr(vm, micro->answer);
    if (is_error(expected)) return raised(vm);
    snprintf(reason + size, sizeof reason - (size_t)size, ", not %.60s",
             str_utf8(vm, str_of(expected), NULL));
    return reason;
}

const char *micro_begin(Vm *vm, Micro *micro) {
    if (micro->prepare && !micro->prepare(vm, micro)) return raised(vm);
    Value answer = micro->iterate(vm, micro);
    int same = is_error(answer) ? -1 : object_equal(vm, answer, micro->answer);
    if (same < 0) return raised(vm);
    if (!same) return answer_is_wrong(vm, micro, answer);
    gc_collect(vm);
    return NULL;
}

void micro_end(Vm *vm, Micro *micro) {
    if (micro->finish) micro->finish(vm, micro);
}

// --- all of them ------------------------------------------------------------------------------

Micro *suite_add(Vm *vm, Suite *suite, const char *name) {
    Value module = module_make(vm, name);
    Value key = is_error(module) ? module : str_from_cstring(vm, name);
    if (is_error(key) || !dict_set_str(vm, vm->modules, str_of(key), module)) return NULL;
    Micro *items = realloc(suite->items, (suite->count + 1) * sizeof *items);
    if (!items) {
        error_memory(vm);
        return NULL;
    }
    suite->items = items;
    Micro *micro = &items[suite->count++];
    *micro = (Micro){.name = strdup(name), .names = ((Module *)object_of(module))->dict};
    return micro;
}

// A count that a module names: a machine int of at least 1.
static bool read_count(Vm *vm, Micro *micro, const char *name, uint64_t *count) {
    Value value = micro_get(vm, micro, name);
    if (is_error(value)) return false;
    bool good = value != VALUE_END && is_int(value) && int_of(value) > 0;
    if (!good) error_value(vm, "%s: %s must be an int of at least 1", micro->name, name);
    if (good) *count = (uint64_t)int_of(value);
    return good;
}

static bool read_value(Vm *vm, Micro *micro, const char *name, Value *value) {
    *value = micro_get(vm, micro, name);
    if (*value == VALUE_END) error_value(vm, "%s: there is no %s", micro->name, name);
    return *value != VALUE_END && !is_error(*value);
}

// The docstring's first line says what is measured.
static bool read_what(Vm *vm, Micro *micro) {
    Value doc;
    if (!read_value(vm, micro, "__doc__", &doc)) return false;
    if (!is_str(doc)) {
        error_value(vm, "%s: it needs a docstring that says what it measures", micro->name);
        return false;
    }
    char *text = strdup(str_utf8(vm, str_of(doc), NULL));
    text[strcspn(text, "\n")] = 0;
    micro->what = text;
    return true;
}

// int_add of bench/micro/int_add.py
static char *name_of_path(const char *path) {
    const char *slash = strrchr(path, '/');
    char *name = strdup(slash ? slash + 1 : path);
    name[strcspn(name, ".")] = 0;
    return name;
}

static bool add_file(Vm *vm, Suite *suite, const char *path) {
    size_t size;
    char *name = name_of_path(path), *source = file_read_all(vm, path, &size);
    Micro *micro = source ? suite_add(vm, suite, name) : NULL;
    free(name);
    if (!micro || !micro_run_source(vm, micro, source, size, path)) return false;
    micro->iterate = micro_call;
    return read_what(vm, micro) && read_count(vm, micro, "ITERATIONS", &micro->iterations) &&
           read_count(vm, micro, "OPERATIONS", &micro->operations) &&
           read_value(vm, micro, "run", &micro->function) &&
           read_value(vm, micro, "COUNT", &micro->argument) &&
           read_value(vm, micro, "ANSWER", &micro->answer);
}

bool suite_make(Vm *vm, Suite *suite, char **paths, size_t path_count, const char *text) {
    bool good = suite_add_dispatch(vm, suite);
    for (size_t i = 0; good && i < path_count; i++) good = add_file(vm, suite, paths[i]);
    good = good && suite_add_machine(vm, suite, text);
    if (!good) error_print_uncaught(vm);
    return good;
}
