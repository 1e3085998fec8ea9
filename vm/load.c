// From the front end's Code to a live code object: constants become values, names are interned,
// inline caches are emptied, the strategy prepares its form of the code.
#include "vm/load.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/cache.h"
#include "frontend/trees.h"
#include "opcodes.h"
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/importer.h"
#include "vm/modules/_warnings.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

static Value intern_text(Vm *vm, Text text) {
    Value str = str_from_utf8(vm, text.data, text.size);
    return is_error(str) ? str : str_intern(vm, str);
}

// --- code ---------------------------------------------------------------------------------------

static const uint8_t cache_counts[256] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) [OP_##name] = caches,
    OPCODES(X)
#undef X
};

// The longest superinstruction that begins at a unit, else the unit's own opcode. The units that
// follow keep theirs (or begin another): they are skipped by who comes from before, and a jump to
// one of them finds it whole.
static unsigned opcode_at(const Code *code, uint32_t offset) {
    unsigned found = unit_opcode(code->units[offset]), longest = 1;
    for (const Superinstruction *super = run_superinstructions; super->count; super++) {
        if (super->count <= longest) continue;
        uint32_t at = offset;
        unsigned same = 0;
        while (same < super->count && at < code->unit_count &&
               unit_opcode(code->units[at]) == super->components[same])
            at += 1 + cache_counts[super->components[same++]];
        if (same < super->count) continue;
        found = super->opcode;
        longest = super->count;
    }
    return found;
}

static bool load_units(Vm *vm, CodeObject *live, const Code *code) {
    live->units = gc_alloc_raw(vm, (code->unit_count + 1) * sizeof(Unit));
    if (!live->units) return false;
    memcpy(live->units, code->units, code->unit_count * sizeof(Unit));
    for (uint32_t i = 0; i < code->unit_count; i++) {
        live->units[i] = unit_make(opcode_at(code, i), unit_operand(code->units[i]));
        for (unsigned caches = cache_counts[unit_opcode(code->units[i])]; caches; caches--)
            live->units[++i] = UINT32_MAX;
    }
    return true;
}

static Value *load_names(Vm *vm, const Text *names, uint32_t count) {
    Value *values = gc_alloc_values(vm, count + 1);
    for (uint32_t i = 0; values && i < count; i++) {
        values[i] = intern_text(vm, names[i]);
        if (is_error(values[i])) return NULL;
    }
    return values;
}

// The files whose classes and functions CPython takes from its modules in C.
static bool file_stands_for_c(Vm *vm, const Str *filename) {
    static const char *const written_in_c[] = {"<frozen _csv>", "<frozen _datetime>",
                                               "<frozen _decimal>"};
    static const char *const replaced[] = {"/datetime.py", "/_pydecimal.py", "/pickle.py"};
    for (size_t i = 0; i < sizeof written_in_c / sizeof *written_in_c; i++)
        if (str_equal_cstring(filename, written_in_c[i])) return true;
    const char *library = import_library();
    size_t folder = strlen(library);
    for (size_t i = 0; i < sizeof replaced / sizeof *replaced; i++) {
        if (filename->length != folder + strlen(replaced[i])) continue;
        size_t size;
        const char *text = str_utf8(vm, filename, &size);
        if (text && !memcmp(text, library, folder) && !strcmp(text + folder, replaced[i]))
            return true;
    }
    return false;
}

Value code_load(Vm *vm, const Code *code) {
    CodeObject *live = gc_alloc_slow(vm, CELL_OBJECT, sizeof *live);
    if (!live) return VALUE_ERROR;
    memset(live, 0, sizeof *live);
    live->object.shape_id = SHAPE_CODE;
    live->code = code;
    live->slot_count = code->slot_count;
    live->argument_count = code->argument_count;
    live->free_count = code->free_count;
    live->window_size = code->slot_count + 1 + code->stack_depth;
    live->flags = code->flags;
    live->parameter_count = code->argument_count + code->keyword_only_count +
                            !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    // Code that works on a namespace is given one by who calls it, or by the slow way.
    bool simple = live->parameter_count == code->argument_count && code->flags & CODE_OPTIMIZED &&
                  live->window_size < STACK_MARGIN / sizeof(Value);
    live->simple_count = simple ? code->argument_count : UINT32_MAX;
    live->unit_count = code->unit_count;
    live->constant_count = code->constant_count;
    live->name_count = code->name_count;
    if (!load_units(vm, live, code)) return VALUE_ERROR;
    live->consts = gc_alloc_values(vm, code->constant_count + 1);
    if (!live->consts) return VALUE_ERROR;
    for (uint32_t i = 0; i < code->constant_count; i++) {
        live->consts[i] = constant_load(vm, code->constants[i]);
        if (is_error(live->consts[i])) return VALUE_ERROR;
    }
    live->names = load_names(vm, code->names, code->name_count);
    live->slot_names = live->names ? load_names(vm, code->slot_names, code->slot_count) : NULL;
    if (!live->slot_names) return VALUE_ERROR;
    live->name = str_of(intern_text(vm, code->name));
    live->qualname = live->name ? str_of(intern_text(vm, code->qualname)) : NULL;
    live->filename = live->qualname ? str_of(intern_text(vm, code->filename)) : NULL;
    if (!live->filename || !run_prepare(vm, live)) return VALUE_ERROR;
    live->stands_for_c = file_stands_for_c(vm, live->filename);
    live->next = vm->codes;
    vm->codes = live;
    return value_of(live);
}

// --- compiling ----------------------------------------------------------------------------------

static Type *error_type_of(FrontendStatus status) {
    switch (status) {
    case FRONTEND_INDENTATION_ERROR: return error_types.IndentationError;
    case FRONTEND_TAB_ERROR: return error_types.TabError;
    case FRONTEND_TYPE_ERROR: return error_types.TypeError;
    case FRONTEND_VALUE_ERROR: return error_types.ValueError;
    case FRONTEND_RECURSION_ERROR: return error_types.RecursionError;
    case FRONTEND_MEMORY_ERROR: return error_types.MemoryError;
    default: return error_types.SyntaxError;
    }
}

// SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))
Value code_error(Vm *vm, const FrontendError *error) {
    Type *type = error_type_of(error->status);
    Value message = str_from_utf8(vm, error->message.data, error->message.size);
    if (is_error(message)) return message;
    bool placed = error->filename.data && type_is_subtype(type, error_types.SyntaxError);
    if (!placed) return error_raise(vm, type, "%S", message);
    Value line = error->source_line.data
                     ? str_from_utf8(vm, error->source_line.data, error->source_line.size)
                     : VALUE_NONE;
    if (is_error(line)) {
        error_clear(vm);
        line = VALUE_NONE;
    }
    bool whole = !error->source_line.data;
    Value details[] = {str_from_utf8(vm, error->filename.data, error->filename.size),
                       make_int(vm, error->line),
                       make_int(vm, whole ? -1 : (int64_t)error->column),
                       line,
                       make_int(vm, error->end_line),
                       make_int(vm, error->end_column)};
    Value tuple = tuple_make(vm, details, whole ? 4 : 6);
    if (is_error(tuple)) return tuple;
    Value exception = object_call_2(vm, value_of(type), message, tuple);
    return is_error(exception) ? exception : error_set(vm, exception);
}

// A warning that a filter made an exception of becomes an error of the source.
static bool warning_failed(Vm *vm, const FrontendWarning *warning, Type *category, Value message,
                           Value filename) {
    if (!error_catch(vm, category)) return false;
    const char *path = str_utf8(vm, str_of(filename), NULL);
    bool has_file = path && !access(path, R_OK);
    Text source = warning->source_line;
    Value line = has_file ? str_from_utf8(vm, source.data, source.size) : VALUE_NONE;
    if (is_error(line)) return false;
    Value details[] = {
        filename, make_int(vm, warning->line),     make_int(vm, warning->column),
        line,     make_int(vm, warning->end_line), make_int(vm, warning->end_column)};
    Value tuple = tuple_make(vm, details, 6);
    if (is_error(tuple)) return false;
    Value exception = object_call_2(vm, value_of(error_types.SyntaxError), message, tuple);
    if (!is_error(exception)) error_set(vm, exception);
    return false;
}

// As the filters have it; false: one of them made it an error.
static bool issue_warnings(Vm *vm, const FrontendWarning *warning, const char *filename) {
    if (!warning) return true;
    Value file = str_from_cstring(vm, filename);
    for (; warning && !is_error(file); warning = warning->next) {
        bool syntax = !strcmp(warning->category, "SyntaxWarning");
        Type *category = syntax ? error_types.SyntaxWarning : error_types.DeprecationWarning;
        Value message = str_from_utf8(vm, warning->message.data, warning->message.size);
        if (is_error(message)) return false;
        if (!warnings_warn_source(vm, category, message, file, warning->line))
            return warning_failed(vm, warning, category, message, file);
    }
    return !is_error(file);
}

// What a compilation left, made live. The tables of a live Code are read for as long as the process
// lives.
static Value load_result(Vm *vm, Arena *arena, const Code *code, const FrontendError *error,
                         const FrontendWarning *warnings, const char *filename) {
    bool fine = issue_warnings(vm, warnings, filename);
    if (fine && code) return code_load(vm, code);
    if (fine) code_error(vm, error);
    arena_free(arena);
    free(arena);
    return VALUE_ERROR;
}

Value code_compile(Vm *vm, const char *source, size_t size, const char *filename,
                   CompileMode mode) {
    Arena *arena = malloc(sizeof *arena);
    if (!arena) return error_memory(vm);
    arena_init(arena);
    FrontendError error = {0};
    FrontendWarning *warnings;
    const Code *code = frontend_compile(arena, source, size, filename, mode, &error, &warnings);
    return load_result(vm, arena, code, &error, warnings, filename);
}

Value code_compile_tree(Vm *vm, Compilation *compilation, Tree *tree) {
    Arena *arena = malloc(sizeof *arena);
    if (!arena) return error_memory(vm);
    arena_init(arena);
    FrontendWarning *warnings;
    const Code *code = frontend_compile_tree(arena, compilation, tree, &warnings);
    return load_result(vm, arena, code, compilation->error, warnings, compilation->filename.data);
}

Value code_run(Vm *vm, CodeObject *code, Dict *globals, Dict *names) {
    Function *function = function_new(vm, code, globals);
    if (!function) return VALUE_ERROR;
    return call_body(vm, function, names);
}

char *file_read_all(Vm *vm, const char *path, size_t *size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status = {0};
    if (file < 0 || fstat(file, &status) || (S_ISDIR(status.st_mode) && (errno = EISDIR))) {
        int number = errno;
        if (file >= 0) close(file);
        return (char *)error_errno(vm, number, str_from_cstring(vm, path));
    }
    size_t room = (size_t)status.st_size + 4096, fill = 0;
    char *text = gc_alloc_raw(vm, room);
    while (text) {
        ssize_t got = read(file, text + fill, room - fill - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int number = errno;
            close(file);
            return (char *)error_errno(vm, number, str_from_cstring(vm, path));
        }
        if (!got) break;
        fill += (size_t)got;
        if (room - fill < 2048) {
            char *more = gc_alloc_raw(vm, room *= 2);
            if (more) memcpy(more, text, fill);
            text = more;
        }
    }
    close(file);
    if (text) text[fill] = 0;
    *size = fill;
    return text;
}

// --- files and their caches ---------------------------------------------------------------------

Value code_cache_name(Vm *vm, const char *path) {
    char cache[PATH_MAX];
    return cache_path(path, cache, sizeof cache) ? str_from_cstring(vm, cache) : VALUE_NONE;
}

static bool writes_caches(Vm *vm) {
    Value name = str_intern_cstring(vm, "dont_write_bytecode");
    Value flag = is_error(name) ? name : dict_get_str(vm, vm->sys, str_of(name));
    int unwanted = is_error(flag) || flag == VALUE_END ? 0 : object_truth(vm, flag);
    error_clear(vm);
    return !unwanted;
}

// Of a source that has no cache file, or none that is fresh and sound.
static Code *compile_file(Vm *vm, Arena *arena, const char *path, const char *cache,
                          const CacheStamp *stamp) {
    size_t size;
    char *source = file_read_all(vm, path, &size);
    FrontendError error = {0};
    if (!source) return NULL;
    Code *code = frontend_compile(arena, source, size, path, MODE_EXEC, &error, NULL);
    if (!code) return code_error(vm, &error), NULL;
    if (vm->verbose) fprintf(stderr, "# code object from %s\n", path);
    // A file that changed meanwhile is not what the stamp says.
    if (cache && size == stamp->size && writes_caches(vm) &&
        cache_store(arena, cache, stamp, code) && vm->verbose)
        fprintf(stderr, "# wrote '%s'\n", cache);
    return code;
}

Value code_of_file(Vm *vm, const char *path) {
    char place[PATH_MAX];
    struct stat status;
    const char *cache = cache_path(path, place, sizeof place) ? place : NULL;
    if (stat(path, &status)) return error_errno(vm, errno, str_from_cstring(vm, path));
    CacheStamp stamp = {.seconds = status.st_mtim.tv_sec,
                        .nanoseconds = (uint32_t)status.st_mtim.tv_nsec,
                        .size = (uint64_t)status.st_size,
                        .mode = status.st_mode};
    Arena *arena = malloc(sizeof *arena);
    if (!arena) return error_memory(vm);
    arena_init(arena);
    Code *code = cache ? cache_load(arena, cache, &stamp, path) : NULL;
    if (code && vm->verbose)
        fprintf(stderr, "# %s matches %s\n# code object from '%s'\n", cache, path, cache);
    if (!code) {
        arena_free(arena);
        code = compile_file(vm, arena, path, cache, &stamp);
    }
    Value result = code ? code_load(vm, code) : VALUE_ERROR;
    // The tables of a live Code are read for as long as the process lives.
    if (!code) {
        arena_free(arena);
        free(arena);
    }
    return result;
}
