// The prompt. Lines are gathered until they make a statement: the front end says whether a text is
// wrong or only ends too early.
#include "vm/prompt.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "frontend/frontend.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/modules/io_text.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/prompt_edit.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"

static Vm *reading_vm;

bool prompt_is_terminal(void) {
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

// --- lines --------------------------------------------------------------------------------------

static bool signal_waits(void) {
    return reading_vm->pending & PENDING_SIGNAL;
}

// A line with its newline; empty at the end of the input; VALUE_ERROR: raised.
static Value edited_line(Vm *vm, const char *prompt) {
    reading_vm = vm;
    for (;;) {
        size_t size = 0;
        bool stopped;
        const char *line = edit_line(prompt, signal_waits, &size, &stopped);
        if (stopped) {
            if (!pending_run(vm)) return VALUE_ERROR;
            continue;
        }
        if (!line) return vm->empty_str;
        if (size > 1) edit_remember(line);
        return str_from_utf8(vm, line, size);
    }
}

// As CPython does without a terminal: the prompt goes to stderr.
static Value plain_line(Vm *vm, const char *prompt) {
    fputs(prompt, stderr);
    fflush(stderr);
    Value in = stream_named(vm, name_of(vm, stdin), vm->stdin_file);
    if (!stream_is_usable(in)) return vm->empty_str;
    Value line = io_call(vm, in, "readline", NULL, 0);
    if (is_error(line) || is_str_like(line)) return line;
    return error_type(vm, "object.readline() returned non-string");
}

static Value read_line(Vm *vm, const char *prompt) {
    bool edits = prompt_is_terminal() && edit_start();
    return edits ? edited_line(vm, prompt) : plain_line(vm, prompt);
}

Value prompt_line(Vm *vm, Str *prompt) {
    const char *text = str_utf8(vm, prompt, NULL);
    Value line = text ? read_line(vm, text) : VALUE_ERROR;
    if (is_error(line)) return line;
    size_t length = str_of(line)->length;
    if (!length) return error_value_raised(vm, error_types.EOFError, VALUE_NULL);
    bool newline = str_at(str_of(line), length - 1) == '\n';
    return str_slice(vm, str_of(line), 0, length - newline);
}

// --- statements ---------------------------------------------------------------------------------

// Does the text begin a statement with a block, which an empty line ends?
static bool begins_block(const char *text) {
    static const char *const words[] = {"if",  "while", "for",   "try",   "with",
                                        "def", "class", "async", "match", NULL};
    if (*text == '@') return true;
    size_t size = 0;
    while (isalnum((unsigned char)text[size]) || text[size] == '_') size++;
    int at = 0;
    while (words[at] && (strlen(words[at]) != size || memcmp(words[at], text, size))) at++;
    if (!words[at] || strcmp(words[at], "match")) return words[at] != NULL;
    const char *end = strchr(text, '\n'); // `match` is a name, too
    while (end > text && isspace((unsigned char)end[-1])) end--;
    return end > text && end[-1] == ':';
}

static bool wants_more(const char *text, size_t size, bool blank) {
    Arena arena;
    FrontendError error = {0};
    arena_init(&arena);
    bool good = frontend_compile(&arena, text, size, "<stdin>", MODE_SINGLE, &error, NULL);
    arena_free(&arena);
    if (good) return !blank && begins_block(text);
    return error.cut == FRONTEND_CUT_INSIDE || (error.cut == FRONTEND_CUT_BLOCK && !blank);
}

static bool is_blank(const char *text) {
    while (isspace((unsigned char)*text)) text++;
    return !*text;
}

// sys.ps1 or ps2 as text.
static const char *prompt_text(Vm *vm, const char *name) {
    Value key = str_intern_cstring(vm, name);
    Value value = is_error(key) ? key : stream_named(vm, str_of(key), vm->empty_str);
    Value text = value == VALUE_END ? vm->empty_str
                 : is_error(value)  ? value
                                    : object_str(vm, value);
    const char *utf8 = is_error(text) ? NULL : str_utf8(vm, str_of(text), NULL);
    if (!utf8) error_clear(vm);
    return utf8 ? utf8 : "";
}

// Gathers a statement, NUL-terminated; false at the end of the input, or raised.
static bool read_statement(Vm *vm, ByteBuffer *source) {
    source->size = 0;
    for (;;) {
        bool first = !source->size;
        Value line = read_line(vm, prompt_text(vm, first ? "ps1" : "ps2"));
        size_t size;
        const char *text = is_error(line) ? NULL : str_utf8(vm, str_of(line), &size);
        if (!text) return false;
        if (!size) return !first;
        bool blank = is_blank(text);
        if (first && (blank || text[strspn(text, " \t\f")] == '#')) continue;
        if (!byte_buffer_add(vm, source, text, size) || !byte_buffer_add(vm, source, "\n", 2))
            return false;
        source->size -= text[size - 1] == '\n' ? 2 : 1;
        source->data[source->size] = 0;
        if (!wants_more((char *)source->data, source->size, blank)) return true;
    }
}

// --- running ------------------------------------------------------------------------------------

static void flush_streams(Vm *vm) {
    Value streams[] = {stream_named(vm, name_of(vm, stdout), vm->stdout_file),
                       stream_named(vm, name_of(vm, stderr), vm->stderr_file)};
    for (int i = 0; i < 2; i++)
        if (stream_is_usable(streams[i]) && !stream_flush(vm, streams[i])) error_clear(vm);
}

static bool run_statement(Vm *vm, Module *module, const ByteBuffer *source) {
    Value code = code_compile(vm, (char *)source->data, source->size, "<stdin>", MODE_SINGLE);
    return !is_error(code) &&
           !is_error(code_run(vm, (CodeObject *)object_of(code), module->dict, module->dict));
}

static void say(Vm *vm, const char *text) {
    Value stream = stream_named(vm, name_of(vm, stderr), vm->stderr_file);
    Value value = str_from_cstring(vm, text);
    if (is_error(value) || !stream_is_usable(stream) || !stream_write(vm, stream, value))
        error_clear(vm);
    flush_streams(vm);
}

static bool set_prompts(Vm *vm) {
    Value first = str_intern_cstring(vm, "ps1"), second = str_intern_cstring(vm, "ps2");
    Value texts[] = {str_from_cstring(vm, ">>> "), str_from_cstring(vm, "... ")};
    return !is_error(first) && !is_error(second) && !is_error(texts[0]) && !is_error(texts[1]) &&
           dict_set_str(vm, vm->sys, str_of(first), texts[0]) &&
           dict_set_str(vm, vm->sys, str_of(second), texts[1]);
}

int prompt_run(Vm *vm, Module *module) {
    ByteBuffer source = {0};
    int status = 0;
    bool running = set_prompts(vm);
    while (running) {
        flush_streams(vm);
        bool read = read_statement(vm, &source);
        if (!read && !vm->raised) break;
        if (!read && error_catch(vm, error_types.KeyboardInterrupt)) {
            say(vm, "\nKeyboardInterrupt\n");
            continue;
        }
        if (read && run_statement(vm, module, &source)) continue;
        running = !error_matches(vm, error_types.SystemExit);
        status = error_print_uncaught(vm);
        if (running) status = 0;
    }
    if (running) say(vm, "\n");
    edit_end();
    return status;
}
