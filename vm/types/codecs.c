// Between bytes and strings: UTF-8, UTF-16, UTF-32, ASCII, Latin-1 and the two escapes, with what
// to do about errors. Other encodings and handlers are those that _codecs knows of.
#include <string.h>

#include "frontend/text/quote.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/modules/codecs.h"
#include "vm/types/bytes.h"
#include "vm/types/str.h"

typedef enum {
    CODEC_UTF8,
    CODEC_UTF8_SIGNED, // with a byte order mark in front
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF16, // with a byte order mark; without one, the machine's order
    CODEC_UTF16_LITTLE,
    CODEC_UTF16_BIG,
    CODEC_UTF32,
    CODEC_UTF32_LITTLE,
    CODEC_UTF32_BIG,
    CODEC_ESCAPE,
    CODEC_RAW_ESCAPE,
    CODEC_NONE
} Codec;

// As errors name them.
static const char *const codec_names[] = {
    "utf-8",     "utf-8",  "ascii",     "latin-1",   "utf-16",        "utf-16-le",
    "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "unicodeescape", "rawunicodeescape"};

// Names are compared without case, and without - _ and space.
static Codec codec_of(const Str *name) {
    static const struct {
        const char *text;
        Codec codec;
    } rows[] = {{"utf8", CODEC_UTF8},
                {"u8", CODEC_UTF8},
                {"cp65001", CODEC_UTF8},
                {"utf8sig", CODEC_UTF8_SIGNED},
                {"ascii", CODEC_ASCII},
                {"usascii", CODEC_ASCII},
                {"646", CODEC_ASCII},
                {"latin1", CODEC_LATIN1},
                {"latin", CODEC_LATIN1},
                {"iso88591", CODEC_LATIN1},
                {"8859", CODEC_LATIN1},
                {"l1", CODEC_LATIN1},
                {"utf16", CODEC_UTF16},
                {"u16", CODEC_UTF16},
                {"utf16le", CODEC_UTF16_LITTLE},
                {"utf16be", CODEC_UTF16_BIG},
                {"utf32", CODEC_UTF32},
                {"u32", CODEC_UTF32},
                {"utf32le", CODEC_UTF32_LITTLE},
                {"utf32be", CODEC_UTF32_BIG},
                {"unicodeescape", CODEC_ESCAPE},
                {"rawunicodeescape", CODEC_RAW_ESCAPE}};
    if (!name) return CODEC_UTF8;
    char text[24];
    size_t length = 0;
    for (size_t i = 0; i < name->length; i++) {
        uint32_t point = str_at(name, i);
        if (point == '-' || point == '_' || point == ' ') continue;
        if (point >= 0x80 || length + 1 >= sizeof text) return CODEC_NONE;
        text[length++] = (char)(point >= 'A' && point <= 'Z' ? point + 32 : point);
    }
    text[length] = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(text, rows[i].text)) return rows[i].codec;
    return CODEC_NONE;
}

// Bytes to a code unit.
static size_t unit_size(Codec codec) {
    return codec >= CODEC_UTF16 && codec <= CODEC_UTF16_BIG   ? 2
           : codec >= CODEC_UTF32 && codec <= CODEC_UTF32_BIG ? 4
                                                              : 1;
}

typedef enum {
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_BACKSLASH,
    ERRORS_ESCAPE,
    ERRORS_PASS,
    ERRORS_XML,
    ERRORS_UNKNOWN
} Errors;

static Errors errors_of(const Str *name) {
    if (!name || str_equal_cstring(name, "strict")) return ERRORS_STRICT;
    if (str_equal_cstring(name, "ignore")) return ERRORS_IGNORE;
    if (str_equal_cstring(name, "replace")) return ERRORS_REPLACE;
    if (str_equal_cstring(name, "backslashreplace")) return ERRORS_BACKSLASH;
    if (str_equal_cstring(name, "surrogateescape")) return ERRORS_ESCAPE;
    if (str_equal_cstring(name, "surrogatepass")) return ERRORS_PASS;
    if (str_equal_cstring(name, "xmlcharrefreplace")) return ERRORS_XML;
    return ERRORS_UNKNOWN;
}

static bool is_surrogate(uint32_t point) {
    return point >= 0xd800 && point < 0xe000;
}

// --- decoding -----------------------------------------------------------------------------------

// The text so far, and where it comes from.
typedef struct {
    Vm *vm;
    Bytes *bytes;
    Codec codec;
    const Str *errors;
    StrBuilder out;
} Decoding;

// What stands for bytes [at, end) that mean nothing in this encoding; false when it raised. *next
// is where to go on: in other bytes, if the handler gave its exception some.
static bool decode_error(Decoding *decoding, size_t at, size_t end, const char *reason,
                         size_t *next) {
    Vm *vm = decoding->vm;
    const uint8_t *data = decoding->bytes->data;
    StrBuilder *out = &decoding->out;
    *next = end;
    switch (errors_of(decoding->errors)) {
    case ERRORS_IGNORE: return true;
    case ERRORS_REPLACE: builder_add_code_point(out, 0xfffd); return true;
    case ERRORS_BACKSLASH:
        for (; at < end; at++) {
            static const char digits[] = "0123456789abcdef";
            char text[4] = {'\\', 'x', digits[data[at] >> 4], digits[data[at] & 15]};
            builder_add_ascii(out, text, 4);
        }
        return true;
    case ERRORS_ESCAPE: {
        bool beyond_ascii = true;
        for (size_t i = at; i < end; i++) beyond_ascii &= data[i] >= 0x80;
        if (!beyond_ascii) break;
        for (; at < end; at++) builder_add_code_point(out, 0xdc00 + data[at]);
        return true;
    }
    case ERRORS_UNKNOWN: {
        error_unicode_decode(vm, codec_names[decoding->codec], value_of(decoding->bytes), at, end,
                             reason);
        Value source = value_of(decoding->bytes);
        Value put = codecs_handle(vm, decoding->errors, &source, next);
        if (!is_error(put)) builder_add_str(out, str_of(put));
        if (!is_error(put)) decoding->bytes = bytes_of(source);
        return !is_error(put);
    }
    default: break;
    }
    error_unicode_decode(vm, codec_names[decoding->codec], value_of(decoding->bytes), at, end,
                         reason);
    return false;
}

static bool decode_utf8(Decoding *decoding) {
    bool surrogates = errors_of(decoding->errors) == ERRORS_PASS, marked;
    size_t at = 0;
    marked = decoding->codec == CODEC_UTF8_SIGNED && decoding->bytes->length >= 3;
    if (marked && !memcmp(decoding->bytes->data, "\xef\xbb\xbf", 3)) at = 3;
    while (!decoding->out.failed) {
        const char *data = (const char *)decoding->bytes->data;
        size_t size = decoding->bytes->length;
        const char *reason = NULL;
        size_t bad = 1, valid = utf8_valid(data + at, size - at, surrogates, &reason, &bad);
        for (const char *text = data + at, *end = text + valid; text < end;)
            builder_add_code_point(&decoding->out, utf8_next(&text));
        at += valid;
        if (at >= size) break;
        if (bad == 0) bad = 1;
        if (!decode_error(decoding, at, at + bad, reason, &at)) return false;
    }
    return true;
}

static bool decode_ascii(Decoding *decoding) {
    for (size_t i = 0; i < decoding->bytes->length;) {
        const Bytes *bytes = decoding->bytes;
        if (bytes->data[i] < 0x80)
            builder_add_code_point(&decoding->out, bytes->data[i++]);
        else if (!decode_error(decoding, i, i + 1, "ordinal not in range(128)", &i))
            return false;
    }
    return true;
}

static uint32_t read_unit(const uint8_t *data, size_t size, bool big) {
    uint32_t unit = 0;
    for (size_t i = 0; i < size; i++) unit |= (uint32_t)data[big ? size - 1 - i : i] << 8 * i;
    return unit;
}

// The code point at `at` and how far it reaches; *reason where there is none.
static uint32_t read_wide(const Bytes *bytes, size_t at, size_t size, bool big, size_t *end,
                          const char **reason) {
    size_t left = bytes->length - at;
    *reason = NULL;
    *end = at + size;
    if (left < size) {
        *end = bytes->length;
        *reason = "truncated data";
        return 0;
    }
    uint32_t point = read_unit(bytes->data + at, size, big);
    if (size == 4) {
        if (is_surrogate(point))
            *reason = "code point in surrogate code point range(0xd800, 0xe000)";
        if (point > 0x10ffff) *reason = "code point not in range(0x110000)";
        return point;
    }
    if (!is_surrogate(point)) return point;
    if (point >= 0xdc00) {
        *reason = "illegal encoding";
        return point;
    }
    if (left < 4) {
        *end = bytes->length;
        *reason = "unexpected end of data";
        return point;
    }
    uint32_t low = read_unit(bytes->data + at + 2, 2, big);
    if (low < 0xdc00 || low > 0xdfff) {
        *reason = "illegal UTF-16 surrogate";
        return point;
    }
    *end = at + 4;
    return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
}

static bool decode_wide(Decoding *decoding) {
    const Bytes *bytes = decoding->bytes;
    size_t size = unit_size(decoding->codec), at = 0;
    bool pass = errors_of(decoding->errors) == ERRORS_PASS;
    bool big = decoding->codec == CODEC_UTF16_BIG || decoding->codec == CODEC_UTF32_BIG;
    if (decoding->codec == CODEC_UTF16 || decoding->codec == CODEC_UTF32) {
        if (bytes->length >= size) {
            big = read_unit(bytes->data, size, true) == 0xfeff;
            if (big || read_unit(bytes->data, size, false) == 0xfeff) at = size;
        }
        decoding->codec += big ? 2 : 1; // as errors name it
    }
    while (at < decoding->bytes->length && !decoding->out.failed) {
        const char *reason;
        size_t end;
        uint32_t point = read_wide(decoding->bytes, at, size, big, &end, &reason);
        if (reason && pass && is_surrogate(point) && end - at == size) reason = NULL;
        if (reason) {
            if (!decode_error(decoding, at, end, reason, &at)) return false;
            continue;
        }
        builder_add_code_point(&decoding->out, point);
        at = end;
    }
    return true;
}

static int digit_value(uint8_t byte) {
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                        : -1;
}

// \xhh, \uhhhh or \Uhhhhhhhh at `at`; *at is put behind it.
static bool decode_digits(Decoding *decoding, size_t *at, size_t count) {
    const Bytes *bytes = decoding->bytes;
    size_t start = *at, end = start + 2;
    uint32_t point = 0;
    while (end < bytes->length && end < start + 2 + count && digit_value(bytes->data[end]) >= 0)
        point = point << 4 | (uint32_t)digit_value(bytes->data[end++]);
    *at = end;
    const char *reason = count == 2   ? "truncated \\xXX escape"
                         : count == 4 ? "truncated \\uXXXX escape"
                                      : "truncated \\UXXXXXXXX escape";
    if (end < start + 2 + count) return decode_error(decoding, start, end, reason, at);
    if (point > 0x10ffff) {
        bool raw = decoding->codec == CODEC_RAW_ESCAPE;
        return decode_error(decoding, start, end,
                            raw ? "\\Uxxxxxxxx out of range" : "illegal Unicode character", at);
    }
    builder_add_code_point(&decoding->out, point);
    return true;
}

// \N{NAME} at `at`.
static bool decode_name(Decoding *decoding, size_t *at) {
    const Bytes *bytes = decoding->bytes;
    size_t start = *at, name = start + 3, end = start + 2;
    if (end < bytes->length && bytes->data[end] == '{')
        for (end = name; end < bytes->length && bytes->data[end] != '}';) end++;
    if (end == bytes->length || end <= name)
        return decode_error(decoding, start, end, "malformed \\N character escape", at);
    *at = end + 1;
    uint32_t point = unicode_find((const char *)bytes->data + name, end - name);
    if (point == UNICODE_NO_CHARACTER)
        return decode_error(decoding, start, end + 1, "unknown Unicode character name", at);
    builder_add_code_point(&decoding->out, point);
    return true;
}

static bool decode_escape(Decoding *decoding, size_t *at) {
    static const char letters[] = "\\'\"abfnrtv", meant[] = "\\'\"\a\b\f\n\r\t\v";
    const Bytes *bytes = decoding->bytes;
    if (*at + 1 >= bytes->length) {
        return decode_error(decoding, *at, bytes->length, "\\ at end of string", at);
    }
    uint8_t letter = bytes->data[*at + 1];
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (letter == 'x' || letter == 'u' || letter == 'U')
        return decode_digits(decoding, at, letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
    if (letter == 'N') return decode_name(decoding, at);
    size_t end = *at + 2;
    if (found) {
        builder_add_code_point(&decoding->out, (uint8_t)meant[found - letters]);
    } else if (letter >= '0' && letter <= '7') {
        uint32_t point = letter - '0';
        for (; end < bytes->length && end < *at + 4 && (bytes->data[end] & ~7) == '0'; end++)
            point = point << 3 | (bytes->data[end] & 7);
        builder_add_code_point(&decoding->out, point);
    } else if (letter != '\n') {
        builder_add_code_point(&decoding->out, '\\');
        builder_add_code_point(&decoding->out, letter);
    }
    *at = end;
    return true;
}

static bool decode_escapes(Decoding *decoding) {
    bool raw = decoding->codec == CODEC_RAW_ESCAPE;
    for (size_t at = 0; at < decoding->bytes->length && !decoding->out.failed;) {
        const Bytes *bytes = decoding->bytes;
        uint8_t letter = at + 1 < bytes->length ? bytes->data[at + 1] : 0;
        if (bytes->data[at] != '\\') {
            builder_add_code_point(&decoding->out, bytes->data[at++]);
        } else if (!raw) {
            if (!decode_escape(decoding, &at)) return false;
        } else if (letter == 'u' || letter == 'U') {
            if (!decode_digits(decoding, &at, letter == 'u' ? 4 : 8)) return false;
        } else {
            builder_add_code_point(&decoding->out, '\\');
            if (letter) builder_add_code_point(&decoding->out, letter);
            at += letter ? 2 : 1;
        }
    }
    return true;
}

Value bytes_decode(Vm *vm, Bytes *bytes, Str *encoding, Str *errors) {
    const char *data = (const char *)bytes->data;
    Decoding decoding = {.vm = vm, .bytes = bytes, .errors = errors};
    decoding.codec = codec_of(encoding);
    if (decoding.codec == CODEC_NONE)
        return codecs_decode_text(vm, value_of(bytes), encoding, errors);
    if (decoding.codec == CODEC_LATIN1) return str_from_latin1(vm, data, bytes->length);
    if (decoding.codec == CODEC_UTF8) {
        const char *reason;
        size_t bad;
        if (utf8_valid(data, bytes->length, false, &reason, &bad) == bytes->length)
            return str_from_utf8(vm, data, bytes->length);
    }
    builder_init(&decoding.out, vm);
    bool done = false;
    switch (decoding.codec) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIGNED: done = decode_utf8(&decoding); break;
    case CODEC_ASCII: done = decode_ascii(&decoding); break;
    case CODEC_ESCAPE:
    case CODEC_RAW_ESCAPE: done = decode_escapes(&decoding); break;
    default: done = decode_wide(&decoding);
    }
    return done ? builder_finish(&decoding.out) : VALUE_ERROR;
}

// --- what is cut off ----------------------------------------------------------------------------

static size_t utf8_unfinished(const uint8_t *data, size_t size) {
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        uint8_t lead = data[size - back];
        if (lead < 0x80) return 0;
        if (lead < 0xc0) continue;
        size_t width = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
        if (back >= width) return 0;
        if (back > 1) {
            uint8_t second = data[size - back + 1];
            uint8_t least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            uint8_t most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            if (second < least || second > most) return 0;
        }
        return back;
    }
    return 0;
}

size_t bytes_unfinished(const Bytes *bytes, const Str *encoding) {
    Codec codec = codec_of(encoding);
    size_t size = bytes->length, width = unit_size(codec), cut = size % width;
    if (codec == CODEC_UTF8) return utf8_unfinished(bytes->data, size);
    if (width != 2 || size - cut < 2) return cut;
    bool big = codec == CODEC_UTF16_BIG ||
               (codec == CODEC_UTF16 && read_unit(bytes->data, 2, true) == 0xfeff);
    uint32_t last = read_unit(bytes->data + size - cut - 2, 2, big);
    return last >= 0xd800 && last < 0xdc00 ? cut + 2 : cut;
}

// --- encoding -----------------------------------------------------------------------------------

// Code points are collected as characters below 256: the builder is a buffer of bytes here.
static void put_unit(StrBuilder *out, uint32_t unit, size_t size, bool big) {
    for (size_t i = 0; i < size; i++)
        builder_add_code_point(out, unit >> 8 * (big ? size - 1 - i : i) & 0xff);
}

// A code point that the encoding has, or a surrogate as if it had it.
static void put_point(StrBuilder *out, Codec codec, uint32_t point) {
    bool big = codec == CODEC_UTF16_BIG || codec == CODEC_UTF32_BIG;
    char text[12];
    size_t size = 0;
    switch (codec) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIGNED: size = utf8_put(text, point); break;
    case CODEC_ESCAPE: size = quote_point(point, 0, true, text); break;
    case CODEC_RAW_ESCAPE:
        if (point >= 0x100) {
            size = quote_point(point, 0, true, text);
            break;
        }
        // fall through
    case CODEC_ASCII:
    case CODEC_LATIN1: builder_add_code_point(out, point); return;
    default:
        if (unit_size(codec) == 2 && point >= 0x10000) {
            put_unit(out, 0xd800 + ((point - 0x10000) >> 10), 2, big);
            put_unit(out, 0xdc00 + ((point - 0x10000) & 0x3ff), 2, big);
        } else {
            put_unit(out, point, unit_size(codec), big);
        }
        return;
    }
    for (size_t i = 0; i < size; i++) builder_add_code_point(out, (unsigned char)text[i]);
}

// What a registered handler puts in place: whole units of bytes as they are, or text that the codec
// can encode, which is ASCII where it is not a codec of single bytes.
static bool encode_instead(Vm *vm, StrBuilder *out, Str *str, size_t at, size_t end, Codec codec,
                           const Str *errors_name, const char *reason, size_t *next) {
    error_unicode_encode(vm, codec_names[codec], value_of(str), at, end, reason);
    Value source = value_of(str);
    Value put = codecs_handle(vm, errors_name, &source, next);
    if (is_error(put)) return false;
    bool is_text = is_str_like(put), fits = true;
    size_t length = is_text ? str_of(put)->length : bytes_of(put)->length;
    uint32_t limit = codec == CODEC_LATIN1 ? 0x100 : 0x80;
    if (!is_text) fits = length % unit_size(codec) == 0;
    for (size_t i = 0; i < length && fits; i++) {
        uint32_t point = is_text ? str_at(str_of(put), i) : bytes_of(put)->data[i];
        fits = !is_text || point < limit;
        if (!is_text)
            builder_add_code_point(out, point);
        else if (fits)
            put_point(out, codec, point);
    }
    if (!fits) error_unicode_encode(vm, codec_names[codec], value_of(str), at, end, reason);
    return fits;
}

static bool encode_error(Vm *vm, StrBuilder *out, Str *str, size_t at, size_t end, Codec codec,
                         const Str *errors_name, const char *reason, size_t *next) {
    Errors errors = errors_of(errors_name);
    *next = end;
    if (errors == ERRORS_UNKNOWN)
        return encode_instead(vm, out, str, at, end, codec, errors_name, reason, next);
    for (size_t i = at; i < end; i++) {
        uint32_t point = str_at(str, i);
        char text[12];
        if (errors == ERRORS_ESCAPE && unit_size(codec) == 1 && point >= 0xdc80 &&
            point <= 0xdcff) {
            builder_add_code_point(out, point - 0xdc00);
        } else if (errors == ERRORS_PASS && is_surrogate(point) && codec != CODEC_ASCII &&
                   codec != CODEC_LATIN1) {
            put_point(out, codec, point);
        } else if (errors == ERRORS_REPLACE) {
            put_point(out, codec, '?');
        } else if (errors == ERRORS_BACKSLASH) {
            size_t size = quote_point(point, 0, true, text);
            for (size_t k = 0; k < size; k++) put_point(out, codec, (unsigned char)text[k]);
        } else if (errors == ERRORS_XML) {
            Value number = str_format(vm, "&#%lld;", (long long)point);
            if (is_error(number)) return false;
            for (size_t k = 0; k < str_of(number)->length; k++)
                put_point(out, codec, str_at(str_of(number), k));
        } else if (errors != ERRORS_IGNORE) {
            error_unicode_encode(vm, codec_names[codec], value_of(str), at, end, reason);
            return false;
        }
    }
    return true;
}

// Can the encoding not say this?
static bool is_foreign(Codec codec, uint32_t point) {
    switch (codec) {
    case CODEC_ASCII: return point >= 0x80;
    case CODEC_LATIN1: return point >= 0x100;
    case CODEC_ESCAPE:
    case CODEC_RAW_ESCAPE: return false;
    default: return is_surrogate(point);
    }
}

Value bytes_encode(Vm *vm, Str *str, Str *encoding, Str *errors) {
    Codec codec = codec_of(encoding);
    if (codec == CODEC_NONE) return codecs_encode_text(vm, value_of(str), encoding, errors);
    bool plain = str_is_ascii(str) && (codec == CODEC_UTF8 || codec == CODEC_ASCII);
    if (plain || (codec == CODEC_LATIN1 && str_kind(str) == 1))
        return bytes_make(vm, str->data, str->length);
    StrBuilder out;
    builder_init(&out, vm);
    if (codec == CODEC_UTF8_SIGNED || codec == CODEC_UTF16 || codec == CODEC_UTF32)
        put_point(&out, codec, 0xfeff);
    for (size_t i = 0; i < str->length && !out.failed;) {
        uint32_t point = str_at(str, i);
        if (!is_foreign(codec, point)) {
            put_point(&out, codec, point);
            i++;
            continue;
        }
        size_t end = i + 1; // the whole run is one error, where units are bytes
        while (end < str->length && unit_size(codec) == 1 && is_foreign(codec, str_at(str, end)))
            end++;
        const char *reason = codec == CODEC_ASCII    ? "ordinal not in range(128)"
                             : codec == CODEC_LATIN1 ? "ordinal not in range(256)"
                                                     : "surrogates not allowed";
        if (!encode_error(vm, &out, str, i, end, codec, errors, reason, &i)) return VALUE_ERROR;
    }
    if (out.failed) return VALUE_ERROR;
    return bytes_make(vm, out.data, out.length);
}
