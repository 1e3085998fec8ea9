// Raising, collecting and printing what is wrong with a program.
#include "frontend/error.h"
#include "frontend/text/utf8.h"

#include <stdio.h>
#include <string.h>

ERROR_PRINTF(2, 0)
static Text text_format_list(Arena *arena, const char *format, va_list arguments) {
    va_list again;
    char probe[1];
    va_copy(again, arguments);
    int size = vsnprintf(probe, sizeof probe, format, again);
    va_end(again);
    if (size < 0) size = 0;
    char *data = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(data, (size_t)size + 1, format, arguments);
    return (Text){data, (uint32_t)size};
}

Text text_format(Arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Text text = text_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

Text source_line(const Compilation *compilation, uint32_t line) {
    const char *at = compilation->source.data;
    if (!at || !line) return (Text){"", 0};
    const char *end = at + compilation->source.size;
    while (--line && at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return (Text){at, (uint32_t)((newline ? newline + 1 : end) - at)};
}

uint32_t error_column(Text line, uint32_t column) {
    if (column == UINT32_MAX) return 0;
    uint32_t inside = column < line.size ? column : line.size;
    return (uint32_t)utf8_length(line.data, inside, NULL) + (column - inside) + 1;
}

static _Noreturn void raise_now(Compilation *compilation) {
    longjmp(compilation->failed, 1);
}

void error_raise_at(Compilation *compilation, FrontendStatus status, const ErrorPlace *place,
                    const char *format, va_list arguments) {
    FrontendError *error = compilation->error;
    Text line = place->line_text, source = compilation->source;
    // The newline that source_decode added was not the program's; compile() adds one itself.
    bool bare = compilation->mode != MODE_EXEC;
    if (compilation->newline_added && bare && line.size &&
        line.data + line.size == source.data + source.size)
        line.size--;
    char *copy = arena_alloc(compilation->arena, (size_t)line.size + 1);
    if (line.size) memcpy(copy, line.data, line.size);
    error->status = status;
    error->filename = compilation->filename;
    error->message = text_format_list(compilation->arena, format, arguments);
    error->line = place->line;
    error->column = place->column;
    error->end_line = place->end_line;
    error->end_column = place->end_column;
    error->source_line = (Text){copy, line.size};
    raise_now(compilation);
}

void error_raise_list(Compilation *compilation, FrontendStatus status, Range range,
                      const char *format, va_list arguments) {
    Text line = source_line(compilation, range.line), end = line;
    ErrorPlace place = {line, range.line, range.column + 1, range.end_line, range.end_column + 1};
    if (!compilation->byte_columns) {
        if (range.end_line > range.line) end = source_line(compilation, range.end_line);
        place.column = error_column(line, range.column);
        place.end_column = error_column(end, range.end_column);
    }
    if (!range.end_line) {
        place.end_line = range.line;
        place.end_column = 0;
    }
    error_raise_at(compilation, status, &place, format, arguments);
}

void error_raise_status(Compilation *compilation, FrontendStatus status, Range range,
                        const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_raise_list(compilation, status, range, format, arguments);
}

void error_syntax(Compilation *compilation, Range range, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_raise_list(compilation, FRONTEND_SYNTAX_ERROR, range, format, arguments);
}

void error_plain(Compilation *compilation, FrontendStatus status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    memset(compilation->error, 0, sizeof *compilation->error);
    compilation->error->status = status;
    compilation->error->message = text_format_list(compilation->arena, format, arguments);
    raise_now(compilation);
}

void error_undecodable(Compilation *compilation, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    memset(compilation->error, 0, sizeof *compilation->error);
    compilation->error->status = FRONTEND_SYNTAX_ERROR;
    compilation->error->message = text_format_list(compilation->arena, format, arguments);
    if (!compilation->from_file) compilation->error->filename = compilation->filename;
    raise_now(compilation);
}

void error_warn(Compilation *compilation, const char *category, Range range, const char *format,
                ...) {
    va_list arguments;
    va_start(arguments, format);
    FrontendWarning *warning = arena_new(compilation->arena, FrontendWarning);
    warning->category = category;
    warning->message = text_format_list(compilation->arena, format, arguments);
    warning->line = range.line;
    warning->column = range.column + 1;
    warning->end_line = range.end_line;
    warning->end_column = range.end_column + 1;
    *compilation->warnings_end = warning;
    compilation->warnings_end = &warning->next;
    va_end(arguments);
}

const char *error_status_name(FrontendStatus status) {
    switch (status) {
    case FRONTEND_OK: break;
    case FRONTEND_SYNTAX_ERROR: return "SyntaxError";
    case FRONTEND_INDENTATION_ERROR: return "IndentationError";
    case FRONTEND_TAB_ERROR: return "TabError";
    case FRONTEND_TYPE_ERROR: return "TypeError";
    case FRONTEND_VALUE_ERROR: return "ValueError";
    case FRONTEND_RECURSION_ERROR: return "RecursionError";
    case FRONTEND_MEMORY_ERROR: return "MemoryError";
    }
    return "";
}

// The source line without its indentation, and carets under the part that is wrong.
static Text line_format(Arena *arena, const FrontendError *error) {
    Text line = error->source_line;
    int64_t column = (int64_t)error->column - 1, end = error->end_column;
    if (error->end_line > error->line) end = line.size;
    if (error->status != FRONTEND_SYNTAX_ERROR) end = 0; // its subclasses show one caret
    int64_t width = end > 0 && end > error->column ? end - error->column : 1;
    while (line.size && strchr(" \t\f", *line.data)) {
        line.data++;
        line.size--;
        column--;
    }
    if (line.size && line.data[line.size - 1] == '\n') line.size--;
    if (column > line.size) column = line.size;
    if (column < 0) return text_format(arena, "    %.*s\n", (int)line.size, line.data);
    char *carets = arena_alloc(arena, (size_t)width + 1);
    memset(carets, '^', (size_t)width);
    return text_format(arena, "    %.*s\n    %*s%s\n", (int)line.size, line.data, (int)column, "",
                       carets);
}

Text error_format(Arena *arena, const FrontendError *error) {
    Text place = {"", 0}, line = {"", 0};
    if (error->filename.size) {
        place = text_format(arena, "  File \"%s\", line %u\n", error->filename.data, error->line);
        if (error->source_line.size) line = line_format(arena, error);
    }
    return text_format(arena, "%s%s%s%s%s\n", place.data, line.data,
                       error_status_name(error->status), error->message.size ? ": " : "",
                       error->message.data);
}
