// Tracebacks and the report of an exception that nobody caught, as CPython 3.11 prints them: the
// line of source, the marks under the expression, the chain of causes and contexts, notes.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define MOST_ENTRIES 1000 // the innermost ones are shown
#define MOST_REPEATS 3

// --- traceback objects ------------------------------------------------------------------------

// Without memory the entry is left out: the exception itself matters more.
void traceback_add(Vm *vm, CodeObject *code, uint32_t offset, Dict *globals) {
    if (!vm->raised || !is_exception(vm->raised)) return;
    Exception *exception = (Exception *)vm->raised;
    Traceback *entry = gc_new(vm, SHAPE_TRACEBACK, sizeof(Traceback));
    if (!entry) {
        vm->raised = value_of(exception);
        return;
    }
    const Position *position = code_position(code->code, offset);
    entry->next = (Traceback *)exception->traceback;
    entry->code = code;
    entry->offset = offset;
    entry->line = position && position->line ? position->line : code->code->first_line;
    entry->globals = globals;
    exception->traceback = value_of(entry);
}

static void trace(Heap *heap, Object *object) {
    Traceback *entry = (Traceback *)object;
    gc_mark_value(heap, value_of(entry->next));
    gc_mark_value(heap, value_of(entry->code));
    gc_mark_value(heap, value_of(entry->globals));
}

static Value get_next(Vm *vm, Value self) {
    (void)vm;
    Traceback *next = ((Traceback *)self)->next;
    return next ? value_of(next) : VALUE_NONE;
}

static bool set_next(Vm *vm, Value self, Value value) {
    if (!value || (!is_none(value) && !has_shape(value, SHAPE_TRACEBACK))) {
        error_type(vm, "expected traceback object or None");
        return false;
    }
    for (Traceback *at = is_none(value) ? NULL : (Traceback *)value; at; at = at->next) {
        if (value_of(at) == self) {
            error_value(vm, "traceback loop detected");
            return false;
        }
    }
    ((Traceback *)self)->next = is_none(value) ? NULL : (Traceback *)value;
    return true;
}

static Value get_line(Vm *vm, Value self) {
    return make_int(vm, ((Traceback *)self)->line);
}

static Value get_last(Vm *vm, Value self) {
    return make_int(vm, ((Traceback *)self)->offset * 2);
}

static const MemberSpec members[] = {{"tb_next", get_next, set_next},
                                     {"tb_lineno", get_line, NULL},
                                     {"tb_lasti", get_last, NULL},
                                     {0}};

Type traceback_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "traceback",
    .parent = &object_type,
    .shape_id = SHAPE_TRACEBACK,
    .instance_size = sizeof(Traceback),
    .members = members,
    .trace = trace,
};

// --- the source line --------------------------------------------------------------------------

// Line `number` of a file without its newline, in a block of the collector; NULL if it cannot be
// had.
static char *source_line(Vm *vm, const char *filename, uint32_t number, size_t *size) {
    if (filename[0] == '<') return NULL;
    FILE *file = fopen(filename, "re");
    if (!file) return NULL;
    char *line = NULL, *copy = NULL;
    size_t room = 0;
    ssize_t length = 0;
    for (uint32_t i = 0; i < number && length >= 0; i++) length = getline(&line, &room, file);
    fclose(file);
    if (length >= 0) {
        while (length && (line[length - 1] == '\n' || line[length - 1] == '\r')) length--;
        char *text = line;
        if (number == 1 && length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
            text += 3;
            length -= 3;
        }
        if (utf8_valid(text, length, false, NULL, NULL) == (size_t)length &&
            (copy = gc_alloc_raw(vm, length + 1))) {
            memcpy(copy, text, length);
            copy[length] = 0;
            *size = length;
        }
    }
    free(line);
    return copy;
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

// How many characters the first `column` bytes hold.
static size_t characters(const char *line, size_t size, size_t column) {
    return utf8_length(line, column < size ? column : size, NULL);
}

// Marks under columns [start, end) of the line; none where they would underline all of it.
static void add_marks(StrBuilder *out, const char *line, size_t size, const Position *position) {
    if (position->column == UINT32_MAX || position->end_column == UINT32_MAX) return;
    size_t indent = 0, start = position->column, end = position->end_column;
    while (indent < size && is_space(line[indent])) indent++;
    if (start > size) return;
    uint32_t anchor_start = 0, anchor_end = 0;
    bool anchored = false;
    if (position->end_line != position->line) {
        end = size;
        while (end > 0 && is_space(line[end - 1])) end--;
    } else {
        if (end > size) end = size;
        if (end > start) {
            anchored = frontend_anchors(line + start, end - start, &anchor_start, &anchor_end);
        }
    }
    size_t last = characters(line, size, end), first = characters(line, size, start);
    size_t all = characters(line, size, size) - characters(line, size, indent);
    if (last <= first || (last - first == all && !anchored)) return;
    builder_add_repeated(out, ' ',
                         4 + first - characters(line, size, indent < start ? indent : start));
    if (!anchored) {
        builder_add_repeated(out, '^', last - first);
    } else {
        size_t left = characters(line, size, start + anchor_start);
        size_t right = characters(line, size, start + anchor_end);
        if (right > last) right = last;
        if (left > right) left = right;
        builder_add_repeated(out, '~', left - first);
        builder_add_repeated(out, '^', right - left);
        builder_add_repeated(out, '~', last - right);
    }
    builder_add_code_point(out, '\n');
}

static void add_entry(StrBuilder *out, const Traceback *entry) {
    Vm *vm = out->vm;
    Str *filename = entry->code->filename;
    Value head =
        str_format(vm, "  File \"%U\", line %u, in %U\n", filename, entry->line, entry->code->name);
    const char *path = str_utf8(vm, filename, NULL);
    if (is_error(head) || !path) {
        out->failed = true;
        return;
    }
    builder_add_str(out, str_of(head));
    size_t size;
    char *line = source_line(vm, path, entry->line, &size);
    if (!line) return;
    size_t indent = 0;
    while (indent < size && is_space(line[indent])) indent++;
    builder_add_ascii(out, "    ", 4);
    builder_add_cstring(out, line + indent);
    builder_add_code_point(out, '\n');
    const Position *position = code_position(entry->code->code, entry->offset);
    if (position && position->line == entry->line) add_marks(out, line, size, position);
}

static void add_repeated(StrBuilder *out, size_t count) {
    if (count <= MOST_REPEATS) return;
    count -= MOST_REPEATS;
    Value text = str_format(out->vm, "  [Previous line repeated %zu more time%s]\n", count,
                            count == 1 ? "" : "s");
    if (!is_error(text)) builder_add_str(out, str_of(text));
}

static void add_entries(StrBuilder *out, const Traceback *entry) {
    builder_add_cstring(out, "Traceback (most recent call last):\n");
    size_t depth = 0, repeats = 0;
    for (const Traceback *at = entry; at; at = at->next) depth++;
    for (; depth > MOST_ENTRIES; depth--) entry = entry->next;
    const Traceback *last = NULL;
    for (; entry && !out->failed; last = entry, entry = entry->next) {
        if (!last || last->line != entry->line ||
            !str_equal(last->code->filename, entry->code->filename) ||
            !str_equal(last->code->name, entry->code->name)) {
            add_repeated(out, repeats);
            repeats = 0;
        }
        if (++repeats <= MOST_REPEATS) add_entry(out, entry);
    }
    add_repeated(out, repeats);
}

// --- one exception ----------------------------------------------------------------------------

static int64_t number_or(Value value, int64_t otherwise) {
    int64_t number;
    return value && is_any_int(value) && int_to_int64(value, &number) ? number : otherwise;
}

// The wrong line of a SyntaxError and the carets under [offset, end), which count from 1.
static void add_wrong_line(StrBuilder *out, const Str *text, int64_t offset, int64_t end) {
    size_t carets = end > 0 && end > offset ? end - offset : 1;
    offset--;
    size_t start = 0, stop = text->length;
    while (start < stop && (str_at(text, start) == ' ' || str_at(text, start) == '\t' ||
                            str_at(text, start) == '\f')) {
        start++;
        offset--;
    }
    if (stop > start && str_at(text, stop - 1) == '\n') stop--;
    // CPython measures the line in bytes here.
    int64_t size = 0;
    for (size_t i = start; i < stop; i++) {
        uint32_t point = str_at(text, i);
        size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    if (offset > size) offset = size;
    for (size_t i = start; i < stop && (int64_t)(i - start) < offset; i++) {
        if (str_at(text, i) != '\n') continue;
        offset -= i + 1 - start;
        start = i + 1;
    }
    builder_add_cstring(out, "    ");
    builder_add_slice(out, text, start, stop);
    builder_add_code_point(out, '\n');
    if (offset < 0) return;
    builder_add_repeated(out, ' ', 4 + offset);
    builder_add_repeated(out, '^', carets);
    builder_add_code_point(out, '\n');
}

// "  File ..., line ..." of a SyntaxError; false where it has no place. Subclasses show one caret,
// not the `whole` range.
static bool add_syntax_place(StrBuilder *out, Exception *exception, bool whole) {
    Value *extra = exception->extra;
    int64_t line = number_or(extra[2], -1);
    if (line < 0) return false;
    Value name = extra[1] && !is_none(extra[1]) ? extra[1] : str_from_cstring(out->vm, "<string>");
    Value head = is_error(name)
                     ? VALUE_ERROR
                     : str_format(out->vm, "  File \"%S\", line %lld\n", name, (long long)line);
    if (is_error(head)) {
        out->failed = true;
        return false;
    }
    builder_add_str(out, str_of(head));
    if (extra[4] && is_str_like(extra[4])) {
        Str *text = str_of(extra[4]);
        int64_t offset = number_or(extra[3], -1), end = number_or(extra[6], -1);
        if (number_or(extra[5], -1) > line) end = text->length;
        if (end > (int64_t)text->length + 1) end = text->length + 1;
        if (!whole) end = -1;
        add_wrong_line(out, text, offset, end);
    }
    return true;
}

static void add_type_name(StrBuilder *out, Type *type) {
    if ((type->flags & TYPE_HEAP) && type->module && is_str_like(type->module)) {
        Str *module = str_of(type->module);
        if (!str_equal_cstring(module, "__main__") && !str_equal_cstring(module, "builtins")) {
            builder_add_str(out, module);
            builder_add_code_point(out, '.');
        }
    }
    if (type->qualname) {
        builder_add_str(out, type->qualname);
    } else {
        builder_add_cstring(out, type_name(type));
    }
}

static void add_notes(StrBuilder *out, Value notes) {
    Vm *vm = out->vm;
    if (!notes) return;
    if (!is_list_like(notes) && !is_tuple_like(notes)) {
        Value text = object_repr(vm, notes);
        if (is_error(text)) {
            error_clear(vm);
        } else {
            builder_add_str(out, str_of(text));
        }
        builder_add_code_point(out, '\n');
        return;
    }
    bool list = is_list_like(notes);
    size_t count = list ? list_of(notes)->count : tuple_of(notes)->count;
    for (size_t i = 0; i < count; i++) {
        Value note = list ? list_of(notes)->items[i] : tuple_of(notes)->items[i];
        Value text = object_str(vm, note);
        if (is_error(text)) {
            error_clear(vm);
            builder_add_cstring(out, "<note str() failed>");
        } else {
            builder_add_str(out, str_of(text));
        }
        builder_add_code_point(out, '\n');
    }
}

static void add_exception(StrBuilder *out, Exception *exception) {
    Vm *vm = out->vm;
    Value self = value_of(exception);
    if (exception->traceback && has_shape(exception->traceback, SHAPE_TRACEBACK)) {
        add_entries(out, (Traceback *)exception->traceback);
    }
    bool syntax = is_instance(self, error_types.SyntaxError);
    bool placed =
        syntax && add_syntax_place(out, exception, type_of(self) == error_types.SyntaxError);
    add_type_name(out, type_of(self));
    Value text = placed ? (exception->extra[0] ? object_str(vm, exception->extra[0])
                                               : str_from_cstring(vm, "None"))
                        : object_str(vm, self);
    if (is_error(text)) {
        error_clear(vm);
        builder_add_cstring(out, ": <exception str() failed>");
    } else if (str_of(text)->length) {
        builder_add_cstring(out, ": ");
        builder_add_str(out, str_of(text));
    }
    Value suggestion = error_suggestion(vm, exception);
    if (is_error(suggestion)) {
        error_clear(vm);
    } else if (suggestion != VALUE_END) {
        builder_add_cstring(out, ". Did you mean: '");
        builder_add_str(out, str_of(suggestion));
        builder_add_cstring(out, "'?");
    }
    builder_add_code_point(out, '\n');
    add_notes(out, exception->notes);
}

// --- the chain --------------------------------------------------------------------------------

static bool is_listed(const List *list, Value value) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == value) return true;
    }
    return false;
}

// What led to this exception, or NULL; a chain that comes back to itself ends there.
static Exception *previous_of(const Exception *exception, const List *seen) {
    Value before = exception->cause              ? exception->cause
                   : exception->suppress_context ? VALUE_NULL
                                                 : exception->context;
    return before && !is_listed(seen, before) ? (Exception *)before : NULL;
}

Value traceback_text(Vm *vm, Value value) {
    Value chain = list_make(vm, NULL, 0);
    if (is_error(chain)) return VALUE_ERROR;
    for (Exception *at = (Exception *)value; at; at = previous_of(at, list_of(chain))) {
        if (!list_append(vm, list_of(chain), value_of(at))) return VALUE_ERROR;
    }
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = list_of(chain)->count; i-- > 0;) {
        Exception *exception = (Exception *)list_of(chain)->items[i];
        if (i + 1 < list_of(chain)->count) {
            builder_add_cstring(&out, exception->cause
                                          ? "\nThe above exception was the direct cause of the "
                                            "following exception:\n\n"
                                          : "\nDuring handling of the above exception, another "
                                            "exception occurred:\n\n");
        }
        add_exception(&out, exception);
    }
    return builder_finish(&out);
}

// --- nobody caught it -------------------------------------------------------------------------

static void write_error(Vm *vm, Value text) {
    Value stream = stream_named(vm, name_of(vm, stderr), vm->stderr_file);
    if (stream == VALUE_END || is_none(stream)) return;
    if (!stream_write(vm, stream, text) || !stream_flush(vm, stream)) error_clear(vm);
}

static void flush_output(Vm *vm) {
    Value stream = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    if (stream_is_usable(stream) && !stream_flush(vm, stream)) error_clear(vm);
}

static int exit_status(Vm *vm, Exception *exception) {
    Value code = exception->value;
    flush_output(vm);
    if (!code || is_none(code)) return 0;
    if (is_any_int(code)) return (int)number_or(code, -1);
    Value text = str_format(vm, "%S\n", code);
    if (is_error(text)) {
        error_clear(vm);
    } else {
        write_error(vm, text);
    }
    return 1;
}

Value traceback_hook(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!is_exception(args[1])) {
        return error_type(vm, "print_exception(): Exception expected for value, %T found", args[1]);
    }
    Value text = traceback_text(vm, args[1]);
    if (is_error(text)) return VALUE_ERROR;
    write_error(vm, text);
    return VALUE_NONE;
}

// sys.excepthook, if the program has put a function of its own there.
static Value own_hook(Vm *vm) {
    Value hook = stream_named(vm, name_of(vm, excepthook), VALUE_END);
    if (hook == VALUE_END || is_error(hook) || has_shape(hook, SHAPE_NATIVE)) return VALUE_END;
    return hook;
}

int error_print_uncaught(Vm *vm) {
    Value exception = error_take(vm);
    if (!exception) return 0;
    if (is_instance(exception, error_types.SystemExit)) {
        return exit_status(vm, (Exception *)exception);
    }
    flush_output(vm);
    Value hook = own_hook(vm);
    if (hook != VALUE_END) {
        Value traceback = ((Exception *)exception)->traceback;
        Value args[3] = {value_of(type_of(exception)), exception,
                         traceback ? traceback : VALUE_NONE};
        if (!is_error(object_call(vm, hook, args, 3, NULL))) return 1;
        if (error_matches(vm, error_types.SystemExit)) {
            return exit_status(vm, (Exception *)error_take(vm));
        }
        error_clear(vm);
    }
    Value text = traceback_text(vm, exception);
    if (is_error(text)) {
        error_clear(vm);
        fprintf(stderr, "%s\n", type_name(type_of(exception)));
    } else {
        write_error(vm, text);
    }
    return is_instance(exception, error_types.KeyboardInterrupt) ? 130 : 1;
}

void error_print_ignored(Vm *vm, const char *where, Value object) {
    Value exception = error_take(vm);
    Value text = traceback_text(vm, exception);
    if (!is_error(text)) text = str_format(vm, "Exception ignored in %s: %R\n%S", where, object, text);
    if (is_error(text))
        error_clear(vm);
    else
        write_error(vm, text);
}

static Value text_value(Vm *vm, Text text) {
    return text.size ? str_from_utf8(vm, text.data, text.size) : VALUE_NONE;
}

Value error_frontend(Vm *vm, const FrontendError *error) {
    Value message = str_from_utf8(vm, error->message.data, error->message.size);
    if (is_error(message)) return VALUE_ERROR;
    switch (error->status) {
    case FRONTEND_VALUE_ERROR: return error_value_raised(vm, error_types.ValueError, message);
    case FRONTEND_RECURSION_ERROR:
        return error_value_raised(vm, error_types.RecursionError, message);
    case FRONTEND_MEMORY_ERROR: return error_memory(vm);
    default: break;
    }
    Type *type = error->status == FRONTEND_TAB_ERROR           ? error_types.TabError
                 : error->status == FRONTEND_INDENTATION_ERROR ? error_types.IndentationError
                                                               : error_types.SyntaxError;
    Value parts[6] = {text_value(vm, error->filename),    VALUE_NONE, VALUE_NONE,
                      text_value(vm, error->source_line), VALUE_NONE, VALUE_NONE};
    if (is_error(parts[0]) || is_error(parts[3])) return VALUE_ERROR;
    uint32_t numbers[6] = {0, error->line, error->column, 0, error->end_line, error->end_column};
    for (int i = 0; i < 6; i++) {
        bool known = numbers[i] || (error->line && (i == 2 || i == 5));
        if (known && is_error(parts[i] = make_int(vm, numbers[i]))) return VALUE_ERROR;
    }
    Value args[2] = {message, tuple_make(vm, parts, 6)};
    Value tuple = is_error(args[1]) ? VALUE_ERROR : tuple_make(vm, args, error->line ? 2 : 1);
    if (is_error(tuple)) return VALUE_ERROR;
    Value exception = exception_make(vm, type, tuple_of(tuple));
    if (is_error(exception)) return VALUE_ERROR;
    ((Exception *)exception)->extra[0] = message;
    memcpy(((Exception *)exception)->extra + 1, parts, sizeof parts);
    return error_set(vm, exception);
}
