// What no program can time from inside: an empty iteration, a collection of a heap of known size,
// and the ways from source to code. Compiled text, read text and loaded text are one text, and it
// is run before any of them is timed: it says itself what it must answer.
#include "bench/micro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/cache.h"
#include "frontend/frontend.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/object.h"

// --- nothing ----------------------------------------------------------------------------------

static Value empty_iterate(Vm *vm, Micro *micro) {
    (void)vm, (void)micro;
    return VALUE_NONE;
}

// --- collection -------------------------------------------------------------------------------

enum { LIVE_OBJECTS = 20000 };

static bool collect_prepare(Vm *vm, Micro *micro) {
    char source[100];
    int size =
        snprintf(source, sizeof source, "live = [(n, [n]) for n in range(%d)]\n", LIVE_OBJECTS / 2);
    micro->answer = make_int(vm, 1);
    return micro_run_source(vm, micro, source, (size_t)size, micro->name);
}

static Value collect_iterate(Vm *vm, Micro *micro) {
    uint64_t before = gc_collections(vm);
    (void)micro;
    gc_collect(vm);
    return make_int(vm, (int64_t)(gc_collections(vm) - before));
}

static void collect_finish(Vm *vm, Micro *micro) { // the others' heap is small
    micro_set(vm, micro, "live", VALUE_NONE);
}

// --- from source to code ----------------------------------------------------------------------

static struct {
    const char *path, *source;
    size_t size;
    Arena arena; // of what is read as long as the process lives
} text;
static const CacheStamp stamp = {0};

static const Code *text_compile(Arena *arena) {
    FrontendError error = {0};
    return frontend_compile(arena, text.source, text.size, text.path, MODE_EXEC, &error, NULL);
}

static Value units_of(Vm *vm, const Code *code) {
    if (code) return make_int(vm, code->unit_count);
    return error_value(vm, "%s cannot be compiled, or its code not read back", text.path);
}

static Value compile_iterate(Vm *vm, Micro *micro) {
    Arena arena;
    (void)micro;
    arena_init(&arena);
    Value units = units_of(vm, text_compile(&arena));
    arena_free(&arena);
    return units;
}

static Value read_iterate(Vm *vm, Micro *micro) {
    Arena arena;
    arena_init(&arena);
    Value units = units_of(
        vm, cache_read(&arena, (void *)micro->input, micro->input_size, &stamp, text.path));
    arena_free(&arena);
    return units;
}

// Live code stands in a list that nothing leaves; taken off it, it is garbage like the rest.
static Value load_iterate(Vm *vm, Micro *micro) {
    CodeObject *before = vm->codes;
    Value code = code_load(vm, micro->input);
    vm->codes = before;
    return is_error(code) ? code : make_int(vm, ((CodeObject *)object_of(code))->unit_count);
}

// Runs the text, which leaves RESULT and what it must be, ANSWER.
static bool text_check(Vm *vm, Micro *micro, const Code *code) {
    Value live = code_load(vm, code);
    if (is_error(live) ||
        is_error(code_run(vm, (CodeObject *)object_of(live), micro->names, micro->names)))
        return false;
    Value result = micro_get(vm, micro, "RESULT"), answer = micro_get(vm, micro, "ANSWER");
    if (is_error(result) || is_error(answer)) return false;
    bool same = result != VALUE_END && answer != VALUE_END && object_equal(vm, result, answer) == 1;
    if (!same) error_value(vm, "%s: its RESULT is not its ANSWER", text.path);
    return same;
}

// Compiles the text, writes and reads its cached form, and runs the code in both forms. The input
// of `read` is the cached form, that of `load` the code.
static bool text_prepare(Vm *vm, Micro *micro) {
    size_t size;
    const Code *code = text_compile(&text.arena), *again = NULL;
    void *bytes = code ? cache_write(&text.arena, &stamp, code, &size) : NULL;
    if (bytes) again = cache_read(&text.arena, bytes, size, &stamp, text.path);
    micro->answer = units_of(vm, again);
    if (is_error(micro->answer) || !micro_set(vm, micro, "answer", micro->answer) ||
        !text_check(vm, micro, code) || !text_check(vm, micro, again))
        return false;
    micro->input = micro->iterate == load_iterate ? (const void *)code : bytes;
    micro->input_size = size;
    return true;
}

// --- the benchmarks ---------------------------------------------------------------------------

static bool text_read(Vm *vm, const char *path) {
    char *source = file_read_all(vm, path, &text.size);
    if (!source) return false;
    char *copy = malloc(text.size + 1);
    if (!copy) return !is_error(error_memory(vm));
    memcpy(copy, source, text.size);
    copy[text.size] = 0;
    text.source = copy;
    text.path = path;
    arena_init(&text.arena);
    return true;
}

bool suite_add_machine(Vm *vm, Suite *suite, const char *path) {
    static const Micro all[] = {
        {.name = "empty",
         .what = "an iteration that does nothing: what the harness itself takes",
         .iterations = 1000000,
         .operations = 1,
         .iterate = empty_iterate,
         .answer = VALUE_NONE},
        {.name = "collect",
         .what = "a collection of a heap where some 30,000 objects live",
         .iterations = 40,
         .operations = 1,
         .prepare = collect_prepare,
         .iterate = collect_iterate,
         .finish = collect_finish},
        {.name = "compile",
         .what = "source to code: bench/micro/text/orders.py, by the front end",
         .iterations = 40,
         .operations = 1,
         .prepare = text_prepare,
         .iterate = compile_iterate},
        {.name = "read",
         .what = "the same code read from its cached form and verified",
         .iterations = 250,
         .operations = 1,
         .prepare = text_prepare,
         .iterate = read_iterate},
        {.name = "load",
         .what = "the same code made live: constants to values, names interned, units prepared",
         .iterations = 350,
         .operations = 1,
         .prepare = text_prepare,
         .iterate = load_iterate},
    };
    if (!text_read(vm, path)) return false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        Micro *micro = suite_add(vm, suite, all[i].name);
        if (!micro) return false;
        Dict *names = micro->names;
        *micro = all[i];
        micro->names = names;
    }
    return true;
}
