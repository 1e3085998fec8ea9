// Decoding happens before lexing, in one copy, so that the lexer sees clean UTF-8 and a sentinel.
#include "frontend/source.h"
#include "frontend/error.h"
#include "frontend/lexer.h"
#include "frontend/text/charset.h"
#include "frontend/text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_ASCII, ENCODING_CHARSET } EncodingKind;

typedef struct {
    EncodingKind kind;
    const uint16_t *points; // of a charset: what bytes from 0x80 on mean
} Encoding;

// The lexer may look this far behind the end.
enum { PADDING = 1 + LEXER_PADDING, NAME_ROOM = CHARSET_NAME_ROOM };

static Encoding encoding_of_name(Compilation *compilation, const char *name, bool has_mark) {
    char normal[CHARSET_NAME_ROOM], word[CHARSET_NAME_ROOM + 2];
    charset_normalize(name, normal);
    snprintf(word, sizeof word, " %s ", normal);
    compilation->encoding = text_format(compilation->arena, "%s", name).data;
    // Of these two, CPython knows the names before it looks for codecs, whatever follows them.
    if (!strcmp(normal, "utf_8") || !strncmp(normal, "utf_8_", 6)) {
        compilation->encoding = "utf-8";
        return (Encoding){ENCODING_UTF8, NULL};
    }
    bool latin1 = false;
    for (int index = 0; index < 3 && !latin1; index++) {
        static const char *const names[] = {"latin_1", "iso_8859_1", "iso_latin_1"};
        size_t size = strlen(names[index]);
        latin1 = !strncmp(normal, names[index], size) && (!normal[size] || normal[size] == '_');
    }
    if (latin1) compilation->encoding = "iso-8859-1";
    if (!has_mark) {
        if (latin1 || strstr(" latin1 latin l1 iso8859_1 iso8859 8859 cp819 ibm819 iso_ir_100 "
                             "csisolatin1 iso_8859_1_1987 ",
                             word))
            return (Encoding){ENCODING_LATIN1, NULL};
        if (strstr(" utf8 u8 utf cp65001 utf8_ucs2 utf8_ucs4 ", word))
            return (Encoding){ENCODING_UTF8, NULL};
        if (strstr(" ascii us_ascii us 646 ansi_x3_4_1968 ansi_x3_4_1986 cp367 csascii ibm367 "
                   "iso646_us iso_646_irv_1991 iso_ir_6 ",
                   word))
            return (Encoding){ENCODING_ASCII, NULL};
        const uint16_t *points = charset_find(normal);
        if (points) return (Encoding){ENCODING_CHARSET, points};
    }
    error_undecodable(compilation,
                      has_mark                 ? "encoding problem: %s with BOM"
                      : compilation->from_file ? "encoding problem: %s"
                                               : "unknown encoding: %s",
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
    return (Encoding){ENCODING_UTF8, NULL};
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

// A byte that means nothing in its encoding.
static _Noreturn void fail_character(Compilation *compilation, const Encoding *encoding,
                                     const char *bytes, size_t index) {
    if (compilation->from_file)
        error_undecodable(compilation, "encoding problem: %s", compilation->encoding);
    error_undecodable(compilation, "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                      encoding->points ? "charmap" : "ascii", (unsigned char)bytes[index], index,
                      encoding->points ? "character maps to <undefined>"
                                       : "ordinal not in range(128)");
}

// The bytes as UTF-8 (unchecked if they are said to be), with room behind them.
static char *text_decode(Compilation *compilation, const Encoding *encoding, const char *bytes,
                         size_t size, size_t *text_size) {
    if (encoding->kind == ENCODING_UTF8) {
        char *text = arena_raw(compilation->arena, size + PADDING);
        if (size) memcpy(text, bytes, size);
        *text_size = size;
        return text;
    }
    // A character of the first 65,536 takes three bytes at most.
    char *text = arena_raw(compilation->arena, size * 3 + PADDING), *at = text;
    for (size_t index = 0; index < size; index++) {
        uint32_t point = (unsigned char)bytes[index];
        if (point >= 0x80 && encoding->kind != ENCODING_LATIN1) {
            point = encoding->points ? encoding->points[point - 0x80] : 0;
            if (!point) fail_character(compilation, encoding, bytes, index);
        }
        at += utf8_put(at, point);
    }
    *text_size = (size_t)(at - text);
    return text;
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
    Encoding encoding = {ENCODING_UTF8, NULL};
    if (!compilation->from_text)
        encoding = encoding_find(compilation, bytes, size, has_mark, &declared);
    compilation->byte_columns = !declared && compilation->from_file;
    size_t text_size;
    char *text = text_decode(compilation, &encoding, bytes, size, &text_size);
    text_size = newlines_translate(compilation, text, text_size);
    if (text_size && text[text_size - 1] != '\n') {
        text[text_size++] = '\n';
        compilation->newline_added = true;
    }
    memset(text + text_size, 0, PADDING - 1);
    compilation->source = (Text){text, (uint32_t)text_size};
    text_check(compilation, declared || !compilation->from_file);
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
