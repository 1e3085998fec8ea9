// Tracebacks and the report of an exception, as CPython 3.11 prints them: the line of source, the
// marks under the expression, the chain of causes and contexts, notes, groups in their boxes.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/frame_object.h"
#include "vm/exception_group.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

#define MOST_ENTRIES     1000 // the innermost ones are shown
#define MOST_REPEATS     3
#define MOST_GROUP_WIDTH 15
#define MOST_GROUP_DEPTH 10

// --- traceback objects ------------------------------------------------------------------------

// Without memory the entry is left out: the exception itself matters more.
void traceback_add(Vm *vm, Frame *frame, uint32_t offset) {
    if (!vm->raised || !is_exception(vm->raised)) return;
    Exception *exception = (Exception *)vm->raised;
    CodeObject *code = frame->code;
    if (code->stands_for_c) return;
    FrameObject *shown = frame_object(vm, frame);
    Traceback *entry = shown ? gc_new(vm, SHAPE_TRACEBACK, sizeof(Traceback)) : NULL;
    if (!entry) {
        vm->raised = value_of(exception);
        return;
    }
    const Position *position = code_position(code->code, offset);
    entry->next = (Traceback *)exception->traceback;
    entry->code = code;
    entry->offset = offset;
    entry->line = position && position->line ? position->line : code->code->first_line;
    entry->globals = frame->globals;
    entry->frame = shown;
    exception->traceback = value_of(entry);
}

static void trace(Heap *heap, Object *object) {
    Traceback *entry = (Traceback *)object;
    gc_mark_value(heap, value_of(entry->next));
    gc_mark_value(heap, value_of(entry->code));
    gc_mark_value(heap, value_of(entry->globals));
    gc_mark_value(heap, value_of(entry->frame));
}

static Value get_next(Vm *vm, Value self) {
    (void)vm;
    Traceback *next = ((Traceback *)self)->next;
    return next ? value_of(next) : VALUE_NONE;
}

static bool set_next(Vm *vm, Value self, Value value) {
    if (!value) return error_type(vm, "can't delete tb_next attribute"), false;
    if (!is_none(value) && !has_shape(value, SHAPE_TRACEBACK)) {
        error_type(vm, "expected traceback object, got '%T'", value);
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

static Value get_frame(Vm *vm, Value self) {
    (void)vm;
    FrameObject *frame = ((Traceback *)self)->frame;
    return frame ? value_of(frame) : VALUE_NONE;
}

// TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)
static Value traceback_new(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", NULL};
    Value values[4];
    int64_t last, line;
    if (!arguments_parse(vm, "TracebackType", parameters, 4, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!has_shape(values[1], SHAPE_FRAME))
        return error_type(vm, "TracebackType() argument 'tb_frame' must be frame, not %A",
                          values[1]);
    if (!object_index(vm, values[2], false, &last) || !object_index(vm, values[3], false, &line))
        return VALUE_ERROR;
    if (!is_none(values[0]) && !has_shape(values[0], SHAPE_TRACEBACK))
        return error_type(vm, "expected traceback object or None, got '%T'", values[0]);
    Traceback *entry = object_new(vm, type);
    if (!entry) return VALUE_ERROR;
    FrameObject *frame = (FrameObject *)object_of(values[1]);
    entry->next = is_none(values[0]) ? NULL : (Traceback *)object_of(values[0]);
    entry->code = frame->code;
    entry->offset = (uint32_t)(last / 2);
    entry->line = (uint32_t)line;
    entry->globals = frame->globals;
    entry->frame = frame;
    return value_of(entry);
}

static const MemberSpec members[] = {{"tb_next", get_next, set_next},
                                     {"tb_frame", get_frame, member_read_only},
                                     {"tb_lineno", get_line, member_read_only},
                                     {"tb_lasti", get_last, member_read_only},
                                     {0}};

Type traceback_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "traceback",
    .parent = &object_type,
    .shape_id = SHAPE_TRACEBACK,
    .instance_size = sizeof(Traceback),
    .make = traceback_new,
    .members = members,
    .trace = trace,
};

// --- lines of a report ------------------------------------------------------------------------

// A report in the making. Inside of groups, every line of ours begins with a margin.
typedef struct {
    StrBuilder out;
    List *seen;      // whose causes and contexts are reported already
    uint32_t depth;  // of groups
    bool need_close; // the line that closes the innermost group is still to come
} Report;

static bool report_init(Report *report, Vm *vm) {
    builder_init(&report->out, vm);
    Value seen = list_make(vm, NULL, 0);
    report->seen = is_error(seen) ? NULL : list_of(seen);
    report->depth = 0;
    report->need_close = false;
    return report->seen;
}

static void begin_line_with(Report *report, const char *margin) {
    builder_add_repeated(&report->out, ' ', 2 * report->depth);
    if (report->depth) builder_add_cstring(&report->out, margin);
}

static void begin_line(Report *report) {
    begin_line_with(report, "| ");
}

static void add(Report *report, const char *text) {
    builder_add_cstring(&report->out, text);
}

// A line of a text that str_format made.
static void add_line(Report *report, Value text) {
    if (is_error(text)) {
        report->out.failed = true;
        return;
    }
    begin_line(report);
    builder_add_str(&report->out, str_of(text));
}

// What str() or repr() of a value gave, or something else where that raised.
static void add_text(Report *report, Value text, const char *instead) {
    if (is_error(text)) {
        error_clear(report->out.vm);
        add(report, instead);
    } else {
        builder_add_str(&report->out, str_of(text));
    }
}

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

Value traceback_source_line(Vm *vm, Str *filename, uint32_t number) {
    size_t size = 0;
    const char *name = str_utf8(vm, filename, NULL), *line = NULL;
    if (name) line = source_line(vm, name, number, &size);
    if (vm->raised) return VALUE_ERROR;
    while (size && is_space(*line)) line++, size--;
    while (size && is_space(line[size - 1])) size--;
    if (!size) return str_from_cstring(vm, "");
    Value text = str_from_utf8(vm, line, size);
    return is_error(text) ? text : str_format(vm, "  %S\n", text);
}

// How many characters the first `column` bytes hold.
static size_t characters(const char *line, size_t size, size_t column) {
    return utf8_length(line, column < size ? column : size, NULL);
}

// Marks under columns [start, end) of the line; none where they would underline all of it.
static void add_marks(Report *report, const char *line, size_t size, const Position *position) {
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
    StrBuilder *out = &report->out;
    begin_line(report);
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

static void add_entry(Report *report, const Traceback *entry) {
    Vm *vm = report->out.vm;
    Str *filename = entry->code->filename;
    add_line(report, str_format(vm, "  File \"%U\", line %u, in %U\n", filename, entry->line,
                                entry->code->name));
    const char *path = str_utf8(vm, filename, NULL);
    if (!path) report->out.failed = true;
    size_t size;
    char *line = path ? source_line(vm, path, entry->line, &size) : NULL;
    if (!line) return;
    size_t indent = 0;
    while (indent < size && is_space(line[indent])) indent++;
    begin_line(report);
    add(report, "    ");
    add(report, line + indent);
    add(report, "\n");
    const Position *position = code_position(entry->code->code, entry->offset);
    if (position && position->line == entry->line) add_marks(report, line, size, position);
}

// As in CPython, without a margin.
static void add_repeated(Report *report, size_t count) {
    if (count <= MOST_REPEATS) return;
    count -= MOST_REPEATS;
    add_text(report,
             str_format(report->out.vm, "  [Previous line repeated %zu more time%s]\n", count,
                        count == 1 ? "" : "s"),
             "");
}

static void add_entries(Report *report, const Traceback *entry) {
    size_t depth = 0, repeats = 0;
    for (const Traceback *at = entry; at; at = at->next) depth++;
    for (; depth > MOST_ENTRIES; depth--) entry = entry->next;
    const Traceback *last = NULL;
    for (; entry && !report->out.failed; last = entry, entry = entry->next) {
        if (!last || last->line != entry->line ||
            !str_equal(last->code->filename, entry->code->filename) ||
            !str_equal(last->code->name, entry->code->name)) {
            add_repeated(report, repeats);
            repeats = 0;
        }
        if (++repeats <= MOST_REPEATS) add_entry(report, entry);
    }
    add_repeated(report, repeats);
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
static bool add_syntax_place(Report *report, Exception *exception, bool whole) {
    Value *extra = exception->extra;
    Vm *vm = report->out.vm;
    int64_t line = number_or(extra[2], -1);
    if (line < 0) return false;
    Value name = extra[1] && !is_none(extra[1]) ? extra[1] : str_from_cstring(vm, "<string>");
    add_line(report, str_format(vm, "  File \"%S\", line %lld\n", name, (long long)line));
    if (extra[4] && is_str_like(extra[4])) {
        Str *text = str_of(extra[4]);
        int64_t offset = number_or(extra[3], -1), end = number_or(extra[6], -1);
        if (number_or(extra[5], -1) > line) end = text->length;
        if (end > (int64_t)text->length + 1) end = text->length + 1;
        if (!whole) end = -1;
        add_wrong_line(&report->out, text, offset, end);
    }
    return true;
}

static void add_type_name(StrBuilder *out, Type *type) {
    Value module = type_module(out->vm, type);
    if (is_error(module)) error_clear(out->vm);
    if (is_error(module) || !is_str_like(module)) {
        builder_add_cstring(out, "<unknown>.");
    } else if (!str_equal_cstring(str_of(module), "__main__") &&
               !str_equal_cstring(str_of(module), "builtins")) {
        builder_add_str(out, str_of(module));
        builder_add_code_point(out, '.');
    }
    if (type->qualname) {
        builder_add_str(out, type->qualname);
    } else {
        builder_add_cstring(out, type_leaf_name(type));
    }
}

// Every line of a note has the margin.
static void add_note(Report *report, Value note) {
    Vm *vm = report->out.vm;
    Value text = object_str(vm, note);
    if (is_error(text)) {
        begin_line(report);
        add_text(report, text, "<note str() failed>");
    } else {
        const Str *str = str_of(text);
        size_t start = 0;
        for (size_t i = 0; i < str->length; i++) {
            if (str_at(str, i) != '\n' && i + 1 < str->length) continue;
            begin_line(report);
            builder_add_slice(&report->out, str, start, i + 1);
            start = i + 1;
        }
    }
    add(report, "\n");
}

static void add_notes(Report *report, Value exception) {
    Vm *vm = report->out.vm;
    Value notes = object_find_attribute(vm, exception, name_of(vm, notes));
    if (is_error(notes)) error_clear(vm);
    if (is_error(notes) || notes == VALUE_END) return;
    if (!is_list_like(notes) && !is_tuple_like(notes)) {
        begin_line(report);
        add_text(report, object_repr(vm, notes), "<__notes__ repr() failed>");
        add(report, "\n");
        return;
    }
    bool list = is_list_like(notes);
    for (size_t i = 0; i < (list ? list_of(notes)->count : tuple_of(notes)->count); i++)
        add_note(report, list ? list_of(notes)->items[i] : tuple_of(notes)->items[i]);
}

static void add_exception(Report *report, Exception *exception) {
    Vm *vm = report->out.vm;
    StrBuilder *out = &report->out;
    Value self = value_of(exception);
    if (exception->traceback && has_shape(exception->traceback, SHAPE_TRACEBACK)) {
        bool group = is_group(self);
        begin_line_with(report, group && report->depth == 1 ? "+ " : "| ");
        add(report, group ? "Exception Group Traceback (most recent call last):\n"
                          : "Traceback (most recent call last):\n");
        add_entries(report, (Traceback *)exception->traceback);
    }
    bool syntax = is_instance(self, error_types.SyntaxError);
    bool placed =
        syntax && add_syntax_place(report, exception, type_of(self) == error_types.SyntaxError);
    begin_line(report);
    add_type_name(out, type_of(self));
    Value text = placed ? (exception->extra[0] ? object_str(vm, exception->extra[0])
                                               : str_from_cstring(vm, "None"))
                        : object_str(vm, self);
    if (is_error(text) || str_of(text)->length) add(report, ": ");
    add_text(report, text, "<exception str() failed>");
    Value suggestion = error_suggestion(vm, exception);
    if (is_error(suggestion)) {
        error_clear(vm);
    } else if (suggestion != VALUE_END) {
        add(report, ". Did you mean: '");
        builder_add_str(out, str_of(suggestion));
        add(report, "'?");
    }
    add(report, "\n");
    add_notes(report, self);
}

// --- groups and chains ------------------------------------------------------------------------

static void add_chain(Report *report, Value exception);

// "  +---------------- 2 ----------------"
static void add_separator(Report *report, size_t index) {
    char number[24] = "...";
    if (index < MOST_GROUP_WIDTH) snprintf(number, sizeof number, "%zu", index + 1);
    builder_add_repeated(&report->out, ' ', 2 * report->depth);
    add(report, index ? "  +---------------- " : "+-+---------------- ");
    add(report, number);
    add(report, " ----------------\n");
}

static void add_group(Report *report, Value group) {
    Tuple *exceptions = group_exceptions(report->out.vm, group);
    bool outermost = !report->depth;
    if (report->depth > MOST_GROUP_DEPTH) {
        add_line(report,
                 str_format(report->out.vm, "... (max_group_depth is %d)\n", MOST_GROUP_DEPTH));
        return;
    }
    if (outermost) report->depth = 1;
    add_exception(report, (Exception *)object_of(group));
    size_t left = exceptions->count > MOST_GROUP_WIDTH ? exceptions->count - MOST_GROUP_WIDTH : 0;
    size_t shown = exceptions->count - left + (left != 0);
    report->need_close = false;
    for (size_t i = 0; i < shown; i++) {
        add_separator(report, i);
        // The last one may be a group that draws the closing line itself.
        if (i + 1 == shown) report->need_close = true;
        report->depth++;
        if (i < MOST_GROUP_WIDTH)
            add_chain(report, exceptions->items[i]);
        else
            add_line(report, str_format(report->out.vm, "and %zu more exception%s\n", left,
                                        left > 1 ? "s" : ""));
        if (i + 1 == shown && report->need_close) {
            builder_add_repeated(&report->out, ' ', 2 * report->depth);
            add(report, "+------------------------------------\n");
            report->need_close = false;
        }
        report->depth--;
    }
    if (outermost) report->depth = 0;
}

static bool is_listed(const List *list, Value value) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == value) return true;
    }
    return false;
}

// What led to this exception, or VALUE_NULL; a chain that comes back to itself ends there.
static Value previous_of(const Exception *exception, const List *seen) {
    Value before = exception->cause              ? exception->cause
                   : exception->suppress_context ? VALUE_NULL
                                                 : exception->context;
    return before && !is_listed(seen, before) ? before : VALUE_NULL;
}

// An exception after all that led to it.
static void add_chain(Report *report, Value exception) {
    size_t start = report->seen->count;
    bool need_close = report->need_close;
    for (Value at = exception; at; at = previous_of((Exception *)at, report->seen)) {
        if (list_append(report->out.vm, report->seen, at)) continue;
        report->out.failed = true;
        return;
    }
    Value chain =
        list_make(report->out.vm, report->seen->items + start, report->seen->count - start);
    if (is_error(chain)) {
        report->out.failed = true;
        return;
    }
    for (size_t i = list_of(chain)->count; i-- > 0;) {
        Value at = list_of(chain)->items[i];
        report->need_close = need_close;
        if (is_group(at))
            add_group(report, at);
        else
            add_exception(report, (Exception *)at);
        if (!i) break;
        bool cause = ((Exception *)list_of(chain)->items[i - 1])->cause;
        begin_line(report);
        add(report, "\n");
        begin_line(report);
        add(report, cause ? "The above exception was the direct cause of the following exception:\n"
                          : "During handling of the above exception, another exception "
                            "occurred:\n");
        begin_line(report);
        add(report, "\n");
    }
}

Value traceback_text(Vm *vm, Value exception) {
    Report report;
    if (!report_init(&report, vm)) return VALUE_ERROR;
    add_chain(&report, exception);
    return builder_finish(&report.out);
}

Value traceback_brief(Vm *vm, Value type, Value exception, Value traceback) {
    Report report;
    if (!report_init(&report, vm)) return VALUE_ERROR;
    if (has_shape(traceback, SHAPE_TRACEBACK)) {
        add(&report, "Traceback (most recent call last):\n");
        add_entries(&report, (Traceback *)object_of(traceback));
    }
    if (!is_exception_class(type)) return builder_finish(&report.out);
    add_type_name(&report.out, (Type *)object_of(type));
    if (!is_none(exception)) {
        add(&report, ": ");
        add_text(&report, object_str(vm, exception), "<exception str() failed>");
    }
    add(&report, "\n");
    return builder_finish(&report.out);
}

// --- errors of the front end ------------------------------------------------------------------

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
