// Decoding happens before lexing, in one copy, so that the lexer sees clean UTF-8 and a sentinel.
#include "frontend/source.h"
#include "frontend/error.h"
#include "frontend/text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_ASCII } Encoding;

// The lexer may look this far behind the end.
enum { PADDING = 16, NAME_ROOM = 64 };

static bool name_is(const char *name, const char *list) {
    size_t size = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at++)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return false;
}

static Encoding encoding_of_name(Compilation *compilation, const char *name, bool has_mark) {
    char normal[NAME_ROOM];
    size_t size = 0;
    for (; name[size]; size++) {
        char byte = name[size];
        normal[size] = byte == '_' ? '-' : byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    }
    normal[size] = 0;
    compilation->encoding = text_format(compilation->arena, "%s", name).data;
    if (!strcmp(normal, "utf-8") || !strncmp(normal, "utf-8-", 6)) {
        compilation->encoding = "utf-8";
        return ENCODING_UTF8;
    }
    if (!has_mark && name_is(normal, "utf8 u8 utf cp65001 utf8-ucs2 utf8-ucs4"))
        return ENCODING_UTF8;
    if (!strcmp(normal, "latin-1") || !strcmp(normal, "iso-8859-1") ||
        !strcmp(normal, "iso-latin-1"))
        compilation->encoding = "iso-8859-1";
    bool latin1 = !strncmp(normal, "latin-1-", 8) || !strncmp(normal, "iso-8859-1-", 11) ||
                  !strncmp(normal, "iso-latin-1-", 12) ||
                  name_is(normal, "latin-1 iso-8859-1 iso-latin-1 latin1 latin l1 iso8859-1 "
                                  "iso8859 8859 cp819 ibm819 iso-ir-100 csisolatin1");
    if (!has_mark) {
        if (latin1) return ENCODING_LATIN1;
        if (name_is(normal, "ascii us-ascii us 646 ansi-x3.4-1968 ansi-x3.4-1986 cp367 csascii "
                            "ibm367 iso646-us iso-646.irv-1991 iso-ir-6"))
            return ENCODING_ASCII;
    }
    error_plain(compilation, FRONTEND_SYNTAX_ERROR,
                has_mark ? "encoding problem: %s with BOM" : "encoding problem: %s",
                latin1 ? "iso-8859-1" : name);
}

static bool is_name_byte(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           byte == '-' || byte == '_' || byte == '.';
}

// Reads `coding[:=] NAME` out of a comment line into `name`. Answers whether a cookie may still
// stand in the next line (this one has only white space or a comment).
static bool cookie_read(const char *line, const char *end, char *name) {
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f')) line++;
    if (line == end) return true;
    if (*line != '#') return false;
    for (; end - line > 6; line++) {
        if (memcmp(line, "coding", 6) || (line[6] != ':' && line[6] != '=')) continue;
        const char *at = line + 7;
        size_t size = 0;
        while (at < end && (*at == ' ' || *at == '\t')) at++;
        while (at < end && is_name_byte(*at) && size < NAME_ROOM - 1) name[size++] = *at++;
        name[size] = 0;
        if (size) return true;
    }
    return true;
}

static Encoding encoding_find(Compilation *compilation, const char *bytes, size_t size,
                              bool has_mark, bool *declared) {
    char name[NAME_ROOM] = "";
    const char *end = bytes + size;
    for (int line = 0; line < 2 && bytes < end; line++) {
        const char *stop = bytes;
        while (stop < end && *stop != '\n' && *stop != '\r') stop++;
        bool more = cookie_read(bytes, stop, name);
        if (*name) {
            *declared = true;
            return encoding_of_name(compilation, name, has_mark);
        }
        if (!more) break;
        bytes = stop + 1;
        if (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n') bytes++;
    }
    return ENCODING_UTF8;
}

// Makes \r\n and \r a newline, in place; answers the new size.
static size_t newlines_translate(Compilation *compilation, char *text, size_t size) {
    char *from = text, *to = text, *end = text + size;
    if (!size || !memchr(text, '\r', size)) return size;
    size_t line = 1, line_count = 2;
    for (char *at = text; at < end; at++) line_count += *at == '\n' || *at == '\r';
    bool *carriage_returns = arena_array(compilation->arena, bool, line_count);
    while (from < end) {
        if (*from == '\r') {
            bool pair = from + 1 < end && from[1] == '\n';
            carriage_returns[line++] = pair;
            *to++ = '\n';
            from += pair ? 2 : 1;
        } else {
            line += *from == '\n';
            *to++ = *from++;
        }
    }
    compilation->carriage_returns = carriage_returns;
    return (size_t)(to - text);
}

static void text_check(Compilation *compilation, bool declared) {
    const char *reason, *data = compilation->source.data;
    size_t size = compilation->source.size, good = utf8_valid(data, size, false, &reason, NULL);
    if (good == size) return;
    uint32_t line = 1;
    size_t line_start = 0;
    for (size_t at = 0; at < good; at++) {
        if (data[at] != '\n') continue;
        line++;
        line_start = at + 1;
    }
    unsigned bad = (unsigned char)data[good];
    if (!declared) {
        error_plain(compilation, FRONTEND_SYNTAX_ERROR,
                    "Non-UTF-8 code starting with '\\x%02x' in file %s on line %u, but no encoding "
                    "declared; see https://peps.python.org/pep-0263/ for details",
                    bad, compilation->filename.data, line);
    }
    Range range = {line, (uint32_t)(good - line_start), 0, 0};
    error_syntax(compilation, range,
                 "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s", bad,
                 good - line_start, reason);
}

void source_decode(Compilation *compilation, const char *bytes, size_t size) {
    bool has_mark = size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3), declared = has_mark;
    if (has_mark) {
        bytes += 3;
        size -= 3;
    }
    if (size > INT32_MAX / 2)
        error_plain(compilation, FRONTEND_MEMORY_ERROR, "source is larger than 1 GiB");
    compilation->encoding = "utf-8";
    Encoding encoding = encoding_find(compilation, bytes, size, has_mark, &declared);
    compilation->byte_columns = !declared && compilation->filename.data[0] != '<';
    char *text;
    size_t text_size = 0;
    if (encoding == ENCODING_LATIN1) {
        text = arena_alloc(compilation->arena, size * 2 + PADDING);
        for (size_t at = 0; at < size; at++)
            text_size += utf8_put(text + text_size, (unsigned char)bytes[at]);
    } else {
        text = arena_alloc(compilation->arena, size + PADDING);
        if (size) memcpy(text, bytes, size);
        text_size = size;
    }
    if (encoding == ENCODING_ASCII && utf8_length(bytes, size, NULL) != size)
        error_plain(compilation, FRONTEND_SYNTAX_ERROR, "encoding problem: ascii");
    text_size = newlines_translate(compilation, text, text_size);
    if (text_size && text[text_size - 1] != '\n') {
        text[text_size++] = '\n';
        compilation->newline_added = true;
    }
    memset(text + text_size, 0, PADDING - 1);
    compilation->source = (Text){text, (uint32_t)text_size};
    text_check(compilation, declared);
    if (memchr(text, 0, text_size))
        error_plain(compilation, FRONTEND_VALUE_ERROR,
                    "source code string cannot contain null bytes");
}

char *source_read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t used = 0, room = 0;
    if (!file) return NULL;
    for (;;) {
        if (room - used < 4096) {
            room = room ? room * 2 : 65536;
            char *larger = realloc(bytes, room);
            if (!larger) break;
            bytes = larger;
        }
        size_t count = fread(bytes + used, 1, room - used, file);
        used += count;
        if (!count) {
            if (ferror(file)) break;
            fclose(file);
            *size = used;
            return bytes;
        }
    }
    int error = errno;
    free(bytes);
    fclose(file);
    errno = error;
    return NULL;
}
