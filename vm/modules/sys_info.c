// What sys tells of the machine and of how it was started.
#define _GNU_SOURCE
#include "vm/modules/sys_info.h"

#include <float.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/machine.h"
#include "vm/module.h"
#include "vm/modules/path.h"
#include "vm/types/dict.h"
#include "vm/types/namespace.h"
#include "vm/types/set.h"
#include "vm/types/struct_sequence.h"

#define SEQUENCE(variable, text, count, ...)                                                       \
    static const char *const variable##_fields[] = {__VA_ARGS__, NULL};                            \
    static StructSequence variable = {.type = {.name = "sys." text},                               \
                                      .names = variable##_fields,                                  \
                                      .visible = count,                                            \
                                      .fixed = true}
SEQUENCE(version_info, "version_info", 5, "major", "minor", "micro", "releaselevel", "serial");
SEQUENCE(flags, "flags", 18, "debug", "inspect", "interactive", "optimize", "dont_write_bytecode",
         "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet",
         "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding",
         "safe_path", "int_max_str_digits");
SEQUENCE(float_info, "float_info", 11, "max", "max_exp", "max_10_exp", "min", "min_exp",
         "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds");
SEQUENCE(int_info, "int_info", 4, "bits_per_digit", "sizeof_digit", "default_max_str_digits",
         "str_digits_check_threshold");
SEQUENCE(hash_info, "hash_info", 9, "width", "modulus", "inf", "nan", "imag", "algorithm",
         "hash_bits", "seed_bits", "cutoff");
SEQUENCE(thread_info, "thread_info", 3, "name", "lock", "version");

// The attribute of the module holds an instance, not the type that readying put there.
static bool set_sequence(Vm *vm, Module *module, StructSequence *sequence, const char *name,
                         const Value *fields) {
    return struct_sequence_ready(vm, NULL, sequence) &&
           module_set(vm, module, name, struct_sequence_make(vm, sequence, fields));
}

static Value text(Vm *vm, const char *string) {
    return str_from_cstring(vm, string);
}

static bool set_version(Vm *vm, Module *module) {
    Value fields[] = {make_int(vm, 3), make_int(vm, 11), make_int(vm, 2), text(vm, "final"),
                      make_int(vm, 0)};
    if (!set_sequence(vm, module, &version_info, "version_info", fields)) return false;
    static Type *const types[] = {&simple_namespace_type, NULL};
    Value attributes = dict_make(vm, 4);
    if (is_error(attributes) || !module_add_types(vm, NULL, types)) return false;
    const char *const names[] = {"name", "cache_tag", "version", "hexversion", "_multiarch"};
    Value values[] = {text(vm, "sevenstep"), text(vm, "sevenstep-1"),
                      struct_sequence_make(vm, &version_info, fields), make_int(vm, 0x030b02f0),
                      text(vm, "x86_64-linux-gnu")};
    for (int i = 0; i < 5; i++) {
        Value name = str_intern_cstring(vm, names[i]);
        if (is_error(name) || is_error(values[i]) ||
            !dict_set_str(vm, dict_of(attributes), str_of(name), values[i]))
            return false;
    }
    return module_set(vm, module, "implementation", simple_namespace_make(vm, dict_of(attributes)));
}

bool sys_utf8_mode(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *forced = getenv("PYTHONUTF8"), *name = NULL;
    if (forced && (!strcmp(forced, "0") || !strcmp(forced, "1"))) return *forced == '1';
    for (int i = 0; i < 3 && !(name && *name); i++) name = getenv(variables[i]);
    if (!name || !*name || !strcmp(name, "C") || !strcmp(name, "POSIX")) return true;
    locale_t known = newlocale(LC_CTYPE_MASK, name, 0);
    if (known) freelocale(known);
    return !known;
}

static bool set_flags(Vm *vm, Module *module) {
    Value fields[18];
    for (int i = 0; i < 18; i++)
        if (is_error(fields[i] = make_int(vm, 0))) return false;
    const char *seed = getenv("PYTHONHASHSEED");
    fields[1] = fields[2] = make_int(vm, vm->interactive);
    fields[4] = make_int(vm, 1);
    fields[11] = make_int(vm, !(seed && !strcmp(seed, "0")));
    fields[13] = VALUE_FALSE;
    fields[14] = make_int(vm, sys_utf8_mode());
    fields[16] = VALUE_FALSE;
    fields[17] = make_int(vm, -1); // not set on the command line
    return set_sequence(vm, module, &flags, "flags", fields);
}

static bool set_numbers(Vm *vm, Module *module) {
    Value floats[] = {
        make_float(vm, DBL_MAX), make_int(vm, DBL_MAX_EXP),  make_int(vm, DBL_MAX_10_EXP),
        make_float(vm, DBL_MIN), make_int(vm, DBL_MIN_EXP),  make_int(vm, DBL_MIN_10_EXP),
        make_int(vm, DBL_DIG),   make_int(vm, DBL_MANT_DIG), make_float(vm, DBL_EPSILON),
        make_int(vm, FLT_RADIX), make_int(vm, FLT_ROUNDS)};
    Value ints[] = {make_int(vm, 30), make_int(vm, 4), make_int(vm, 4300), make_int(vm, 640)};
    Value hashes[] = {make_int(vm, 64),      make_int(vm, ((int64_t)1 << 61) - 1),
                      make_int(vm, 314159),  make_int(vm, 0),
                      make_int(vm, 1000003), text(vm, "siphash13"),
                      make_int(vm, 64),      make_int(vm, 128),
                      make_int(vm, 0)};
    char library[64] = "";
    confstr(_CS_GNU_LIBPTHREAD_VERSION, library, sizeof library);
    Value threads[] = {text(vm, "pthread"), text(vm, "semaphore"), text(vm, library)};
    return set_sequence(vm, module, &float_info, "float_info", floats) &&
           set_sequence(vm, module, &int_info, "int_info", ints) &&
           set_sequence(vm, module, &hash_info, "hash_info", hashes) &&
           set_sequence(vm, module, &thread_info, "thread_info", threads);
}

static Value module_names(Vm *vm) {
    static const char *const known[] = {"builtins",
#define MODULE(name) #name,
#include "vm/modules/modules.def"
#undef MODULE
                                        NULL};
    Value list = list_make(vm, NULL, 0);
    for (size_t i = 0; known[i] && !is_error(list); i++) {
        Value name = text(vm, known[i]);
        if (is_error(name) || !list_append(vm, list_of(list), name)) return VALUE_ERROR;
    }
    if (is_error(list) || !list_sort(vm, list_of(list), VALUE_NONE, false)) return VALUE_ERROR;
    return tuple_from_list(vm, list_of(list));
}

Value sys_library_names(Vm *vm) {
    static const char *const known[] = {
#define LIBRARY(name) #name,
#include "vm/modules/library.def"
#undef LIBRARY
    };
    Value names = set_make(vm, SHAPE_FROZENSET);
    for (size_t i = 0; i < sizeof known / sizeof *known && !is_error(names); i++) {
        Value name = text(vm, known[i]);
        if (is_error(name) || !set_add(vm, set_of(names), name)) return VALUE_ERROR;
    }
    return names;
}

Value sys_executable(Vm *vm) {
    static const char suffix[] = "-probe";
    char path[PATH_MAX + 1];
    ssize_t found = readlink("/proc/self/exe", path, PATH_MAX);
    size_t size = found > 0 ? (size_t)found : 0, tail = sizeof suffix - 1;
    if (PROBE && size > tail && !memcmp(path + size - tail, suffix, tail)) size -= tail;
    path[size] = 0;
    return path_decode(vm, path, false);
}

bool sys_info_fill(Vm *vm, Module *module) {
    static const struct {
        const char *name, *value;
    } texts[] = {{"prefix", "/usr"},
                 {"exec_prefix", "/usr"},
                 {"base_prefix", "/usr"},
                 {"base_exec_prefix", "/usr"},
                 {"platlibdir", "lib"},
                 {"abiflags", ""},
                 {"_framework", ""},
                 {"float_repr_style", "short"},
                 {"byteorder", "little"},
                 {"platform", "linux"},
                 {"version", "3.11.2 (Sevenstep) [C]"}, // in the form that `platform` takes apart
                 {"copyright", "Copyright (c) the authors of Sevenstep."}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!module_set(vm, module, texts[i].name, text(vm, texts[i].value))) return false;
    Value origin = TUPLE(vm, text(vm, "Sevenstep"), vm->empty_str, vm->empty_str);
    if (!module_set(vm, module, "_git", origin)) return false;
    return set_version(vm, module) && set_flags(vm, module) && set_numbers(vm, module) &&
           module_set_int(vm, module, "maxsize", INT64_MAX) &&
           module_set_int(vm, module, "maxunicode", 0x10ffff) &&
           module_set_int(vm, module, "hexversion", 0x030b02f0) &&
           module_set_int(vm, module, "api_version", 1013) &&
           module_set(vm, module, "pycache_prefix", VALUE_NONE) &&
           module_set(vm, module, "warnoptions", list_make(vm, NULL, 0)) &&
           module_set(vm, module, "builtin_module_names", module_names(vm));
}
