// Codecs between text and bytes, and the registry of others.
#include "vm/types/codec.h"

#include <stdio.h>
#include <string.h>

#include "frontend/text/charset.h"
#include "frontend/text/quote.h"
#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"

// --- names --------------------------------------------------------------------------------------

bool codec_find(const Str *name, Codec *codec) {
    static const struct {
        const char *name;
        Codec codec;
    } known[] = {
        {"utf8", {CODEC_UTF8, 0}},      {"u8", {CODEC_UTF8, 0}},
        {"cp65001", {CODEC_UTF8, 0}},   {"ascii", {CODEC_ASCII, 0}},
        {"usascii", {CODEC_ASCII, 0}},  {"646", {CODEC_ASCII, 0}},
        {"latin1", {CODEC_LATIN1, 0}},  {"iso88591", {CODEC_LATIN1, 0}},
        {"l1", {CODEC_LATIN1, 0}},      {"utf16", {CODEC_UTF16, 0}},
        {"u16", {CODEC_UTF16, 0}},      {"utf16le", {CODEC_UTF16, 1}},
        {"utf16be", {CODEC_UTF16, -1}}, {"utf32", {CODEC_UTF32, 0}},
        {"u32", {CODEC_UTF32, 0}},      {"utf32le", {CODEC_UTF32, 1}},
        {"utf32be", {CODEC_UTF32, -1}},
    };
    *codec = (Codec){CODEC_UTF8, 0};
    if (!name) return true;
    char text[16];
    size_t length = 0;
    for (size_t i = 0; i < name->length; i++) {
        uint32_t point = str_at(name, i);
        if (point == '-' || point == '_' || point == ' ') continue;
        if (point >= 0x80 || length + 1 >= sizeof text) return false;
        text[length++] = (char)(point >= 'A' && point <= 'Z' ? point + 32 : point);
    }
    text[length] = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(text, known[i].name)) continue;
        *codec = known[i].codec;
        return true;
    }
    return false;
}

static const char *codec_name(Codec codec) {
    static const char *const names[] = {"utf-8", "ascii", "latin-1", "utf-16", "utf-32"};
    static const char *const ordered[][2] = {{"utf-16-be", "utf-16-le"},
                                             {"utf-32-be", "utf-32-le"}};
    if (codec.kind < CODEC_UTF16 || !codec.order) return names[codec.kind];
    return ordered[codec.kind - CODEC_UTF16][codec.order > 0];
}

// --- errors -------------------------------------------------------------------------------------

typedef enum {
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_BACKSLASH,
    ERRORS_ESCAPE,
    ERRORS_PASS,
    ERRORS_XML,
    ERRORS_OTHER
} Errors;

static Errors errors_of(const Str *name) {
    static const char *const names[] = {"strict",           "ignore",          "replace",
                                        "backslashreplace", "surrogateescape", "surrogatepass",
                                        "xmlcharrefreplace"};
    if (!name) return ERRORS_STRICT;
    size_t place = 0;
    while (place < ERRORS_OTHER && !str_equal_cstring(name, names[place])) place++;
    return (Errors)place;
}

// Asks a program's handler about what was just raised: its replacement, and where to go on.
static Value ask_handler(Vm *vm, const Str *errors, const char *verb, size_t length,
                         size_t *place) {
    Value exception = error_take(vm), handler = codec_error_handler(vm, errors);
    if (handler == VALUE_END)
        return error_raise(vm, error_types.LookupError, "unknown error handler name '%U'", errors);
    Value answer = is_error(handler) ? handler : object_call_1(vm, handler, exception);
    if (is_error(answer)) return answer;
    int64_t position;
    bool encodes = *verb == 'e';
    if (!is_tuple(answer) || tuple_of(answer)->count != 2 ||
        !(is_str_like(tuple_of(answer)->items[0]) ||
          (encodes && is_bytes_like(tuple_of(answer)->items[0]))))
        return error_type(vm, "%s error handler must return (%s, int) tuple", verb,
                          encodes ? "str/bytes" : "str");
    if (!object_index(vm, tuple_of(answer)->items[1], true, &position)) return VALUE_ERROR;
    int64_t from_end = position < 0 ? position + (int64_t)length : position;
    if (from_end < 0 || from_end > (int64_t)length)
        return error_index(vm, "position %lld from error handler out of bounds",
                           (long long)position);
    *place = (size_t)from_end;
    return tuple_of(answer)->items[0];
}

// --- decoding -----------------------------------------------------------------------------------

// What stands for bytes [at, *end) that mean nothing in this encoding; *end is where to go on.
// False when it raised.
static bool decode_error(Vm *vm, StrBuilder *out, Bytes *bytes, size_t at, size_t *end,
                         const char *name, const Str *errors, const char *reason) {
    Errors kind = errors_of(errors);
    static const char digits[] = "0123456789abcdef";
    switch (kind) {
    case ERRORS_IGNORE: return true;
    case ERRORS_REPLACE: builder_add_code_point(out, 0xfffd); return true;
    case ERRORS_BACKSLASH:
        for (; at < *end; at++) {
            char text[4] = {'\\', 'x', digits[bytes->data[at] >> 4], digits[bytes->data[at] & 15]};
            builder_add_ascii(out, text, 4);
        }
        return true;
    case ERRORS_ESCAPE:
        for (size_t i = at; i < *end; i++)
            if (bytes->data[i] < 0x80) goto strict;
        for (; at < *end; at++) builder_add_code_point(out, 0xdc00 + bytes->data[at]);
        return true;
    case ERRORS_XML:
        error_type(vm, "don't know how to handle UnicodeDecodeError in error callback");
        return false;
    default: break;
    }
strict:
    error_unicode_decode(vm, name, value_of(bytes), at, *end, reason);
    if (kind != ERRORS_OTHER) return false;
    Value text = ask_handler(vm, errors, "decoding", bytes->length, end);
    if (is_error(text)) return false;
    builder_add_str(out, str_of(text));
    return true;
}

Value codec_decode_error(Vm *vm, const char *name, Bytes *bytes, size_t at, size_t *end,
                         const Str *errors, const char *reason) {
    StrBuilder out;
    builder_init(&out, vm);
    return decode_error(vm, &out, bytes, at, end, name, errors, reason) ? builder_finish(&out)
                                                                        : VALUE_ERROR;
}

static Value decode_utf8(Vm *vm, Bytes *bytes, const Str *errors) {
    const char *data = (const char *)bytes->data;
    bool surrogates = errors_of(errors) == ERRORS_PASS;
    size_t at = 0, size = bytes->length;
    StrBuilder out;
    builder_init(&out, vm);
    while (!out.failed) {
        const char *reason = NULL;
        size_t bad = 1, valid = utf8_valid(data + at, size - at, surrogates, &reason, &bad);
        if (at == 0 && valid == size) return str_from_utf8(vm, data, size);
        for (const char *text = data + at, *end = text + valid; text < end;)
            builder_add_code_point(&out, utf8_next(&text));
        at += valid;
        if (at >= size) break;
        size_t end = at + (bad ? bad : 1);
        if (!decode_error(vm, &out, bytes, at, &end, "utf-8", errors, reason)) return VALUE_ERROR;
        at = end;
    }
    return builder_finish(&out);
}

static Value decode_ascii(Vm *vm, Bytes *bytes, const Str *errors) {
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t at = 0; at < bytes->length && !out.failed;) {
        size_t end = at + 1;
        if (bytes->data[at] < 0x80)
            builder_add_code_point(&out, bytes->data[at]);
        else if (!decode_error(vm, &out, bytes, at, &end, "ascii", errors,
                               "ordinal not in range(128)"))
            return VALUE_ERROR;
        at = end;
    }
    return builder_finish(&out);
}

static uint32_t read_unit(const uint8_t *data, size_t width, bool little) {
    uint32_t unit = 0;
    for (size_t i = 0; i < width; i++)
        unit |= (uint32_t)data[i] << 8 * (little ? i : width - 1 - i);
    return unit;
}

// The byte order mark at the start decides; it is no character.
static size_t read_order(Codec *codec, const Bytes *bytes) {
    size_t width = codec->kind == CODEC_UTF16 ? 2 : 4;
    if (codec->order) return 0;
    codec->order = 1;
    if (bytes->length < width) return 0;
    uint32_t little = read_unit(bytes->data, width, true);
    uint32_t big = read_unit(bytes->data, width, false);
    if (little != 0xfeff && big == 0xfeff) codec->order = -1;
    return little == 0xfeff || big == 0xfeff ? width : 0;
}

static bool is_surrogate(uint32_t point) {
    return point >= 0xd800 && point < 0xe000;
}

// The character of UTF-16 at `at`; else why there is none, *end behind what is wrong.
static const char *next_utf16(const Bytes *bytes, bool little, size_t at, size_t *end,
                              uint32_t *point) {
    size_t rest = bytes->length - at;
    *end = bytes->length;
    if (rest < 2) return "truncated data";
    *point = read_unit(bytes->data + at, 2, little);
    *end = at + 2;
    if (!is_surrogate(*point)) return NULL;
    if (*point >= 0xdc00) return "illegal encoding";
    if (rest < 4) {
        *end = bytes->length;
        return "unexpected end of data";
    }
    uint32_t second = read_unit(bytes->data + at + 2, 2, little);
    if (second < 0xdc00 || second >= 0xe000) return "illegal UTF-16 surrogate";
    *point = 0x10000 + ((*point & 0x3ff) << 10) + (second & 0x3ff);
    *end = at + 4;
    return NULL;
}

static const char *next_utf32(const Bytes *bytes, bool little, size_t at, size_t *end,
                              uint32_t *point) {
    *end = bytes->length;
    if (bytes->length - at < 4) return "truncated data";
    *end = at + 4;
    *point = read_unit(bytes->data + at, 4, little);
    if (*point > 0x10ffff) return "code point not in range(0x110000)";
    return is_surrogate(*point) ? "code point in surrogate code point range(0xd800, 0xe000)" : NULL;
}

static Value decode_wide(Vm *vm, Codec codec, Bytes *bytes, const Str *errors) {
    size_t at = read_order(&codec, bytes), end;
    bool pass = errors_of(errors) == ERRORS_PASS;
    StrBuilder out;
    builder_init(&out, vm);
    for (; at < bytes->length && !out.failed; at = end) {
        uint32_t point = 0;
        const char *reason = (codec.kind == CODEC_UTF16 ? next_utf16 : next_utf32)(
            bytes, codec.order > 0, at, &end, &point);
        if (!reason || (pass && is_surrogate(point))) {
            if (reason) end = at + (codec.kind == CODEC_UTF16 ? 2 : 4);
            builder_add_code_point(&out, point);
        } else if (!decode_error(vm, &out, bytes, at, &end, codec_name(codec), errors, reason)) {
            return VALUE_ERROR;
        }
    }
    return builder_finish(&out);
}

Value codec_decode(Vm *vm, Codec codec, Bytes *bytes, const Str *errors) {
    switch (codec.kind) {
    case CODEC_UTF8: return decode_utf8(vm, bytes, errors);
    case CODEC_ASCII: return decode_ascii(vm, bytes, errors);
    case CODEC_LATIN1: return str_from_latin1(vm, (const char *)bytes->data, bytes->length);
    default: return decode_wide(vm, codec, bytes, errors);
    }
}

// --- what is cut off ----------------------------------------------------------------------------

// How many bytes at the end begin a UTF-8 character that may still become whole.
static size_t utf8_tail(const uint8_t *data, size_t size) {
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

size_t codec_unfinished(Codec codec, const uint8_t *data, size_t size) {
    if (codec.kind == CODEC_UTF8) return utf8_tail(data, size);
    if (codec.kind == CODEC_UTF32) return size % 4;
    if (codec.kind != CODEC_UTF16) return 0;
    Bytes start = {.length = size, .data = (uint8_t *)data};
    size_t odd = size % 2, mark = read_order(&codec, &start);
    if (size - odd < mark + 2) return odd;
    uint8_t high = data[size - odd - (codec.order > 0 ? 1 : 2)];
    return high >= 0xd8 && high < 0xdc ? odd + 2 : odd;
}

// --- encoding: the builder is a buffer of bytes, which are characters below 256 -----------------

static bool can_encode(Codec codec, uint32_t point) {
    if (codec.kind == CODEC_ASCII) return point < 0x80;
    if (codec.kind == CODEC_LATIN1) return point < 0x100;
    return !is_surrogate(point);
}

static void add_unit(StrBuilder *out, uint32_t unit, size_t width, bool little) {
    for (size_t i = 0; i < width; i++)
        builder_add_code_point(out, unit >> 8 * (little ? i : width - 1 - i) & 0xff);
}

static void add_encoded(StrBuilder *out, Codec codec, uint32_t point) {
    bool little = codec.order >= 0;
    if (codec.kind == CODEC_UTF8) {
        char text[4];
        size_t size = utf8_put(text, point);
        for (size_t i = 0; i < size; i++) builder_add_code_point(out, (unsigned char)text[i]);
    } else if (codec.kind == CODEC_UTF32) {
        add_unit(out, point, 4, little);
    } else if (codec.kind == CODEC_UTF16 && point >= 0x10000) {
        add_unit(out, 0xd800 + ((point - 0x10000) >> 10), 2, little);
        add_unit(out, 0xdc00 + (point & 0x3ff), 2, little);
    } else {
        add_unit(out, point, codec.kind == CODEC_UTF16 ? 2 : 1, little);
    }
}

static void add_text(StrBuilder *out, Codec codec, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) add_encoded(out, codec, (unsigned char)text[i]);
}

// A replacement that the handler of the program gave; false: it cannot be encoded either.
static bool add_replacement(StrBuilder *out, Codec codec, Value replacement) {
    if (!is_str_like(replacement)) {
        for (size_t i = 0; i < bytes_of(replacement)->length; i++)
            builder_add_code_point(out, bytes_of(replacement)->data[i]);
        return true;
    }
    Str *text = str_of(replacement);
    for (size_t i = 0; i < text->length; i++) {
        if (!can_encode(codec, str_at(text, i))) return false;
        add_encoded(out, codec, str_at(text, i));
    }
    return true;
}

// By a built-in handler; false: it does not know what to do.
static bool add_handled(StrBuilder *out, Codec codec, Errors errors, uint32_t point) {
    char text[32];
    bool narrow = codec.kind < CODEC_UTF16,
         unicode = codec.kind != CODEC_ASCII && codec.kind != CODEC_LATIN1;
    if (errors == ERRORS_IGNORE) return true;
    if (errors == ERRORS_REPLACE) {
        add_encoded(out, codec, '?');
    } else if (errors == ERRORS_BACKSLASH) {
        add_text(out, codec, text, quote_point(point, 0, true, text));
    } else if (errors == ERRORS_XML) {
        size_t size = (size_t)snprintf(text, sizeof text, "&#%u;", point);
        add_text(out, codec, text, size);
    } else if (errors == ERRORS_ESCAPE && narrow && point >= 0xdc80 && point <= 0xdcff) {
        builder_add_code_point(out, point - 0xdc00);
    } else if (errors == ERRORS_PASS && unicode) {
        add_encoded(out, codec, point);
    } else {
        return false;
    }
    return true;
}

Value codec_encode_error(Vm *vm, const char *name, Str *str, size_t at, size_t *end,
                         const Str *errors, const char *reason) {
    Errors kind = errors_of(errors);
    StrBuilder out;
    builder_init(&out, vm);
    size_t i = at;
    while (kind != ERRORS_OTHER && i < *end &&
           add_handled(&out, (Codec){CODEC_ASCII, 0}, kind, str_at(str, i)))
        i++;
    if (i == *end) return builder_finish(&out);
    error_unicode_encode(vm, name, value_of(str), i, *end, reason);
    return kind == ERRORS_OTHER ? ask_handler(vm, errors, "encoding", str->length, end)
                                : VALUE_ERROR;
}

// Characters [at, *end) have no bytes in this encoding; *end is where to go on. False: raised.
static bool encode_error(Vm *vm, StrBuilder *out, Str *str, size_t at, size_t *end, Codec codec,
                         const Str *errors) {
    Errors kind = errors_of(errors);
    const char *reason = codec.kind == CODEC_ASCII    ? "ordinal not in range(128)"
                         : codec.kind == CODEC_LATIN1 ? "ordinal not in range(256)"
                                                      : "surrogates not allowed";
    size_t i = at;
    while (kind != ERRORS_OTHER && i < *end && add_handled(out, codec, kind, str_at(str, i))) i++;
    if (i == *end) return true;
    error_unicode_encode(vm, codec_name(codec), value_of(str), i, *end, reason);
    if (kind != ERRORS_OTHER) return false;
    Value exception = vm->raised;
    Value replacement = ask_handler(vm, errors, "encoding", str->length, end);
    if (is_error(replacement)) return false;
    if (add_replacement(out, codec, replacement)) return true;
    error_set(vm, exception);
    return false;
}

Value codec_encode(Vm *vm, Codec codec, Str *str, const Str *errors) {
    bool narrow = codec.kind < CODEC_UTF16;
    if (narrow && (str_is_ascii(str) || (codec.kind == CODEC_LATIN1 && str_kind(str) == 1)))
        return bytes_make(vm, str->data, str->length);
    StrBuilder out;
    builder_init(&out, vm);
    if (!narrow && !codec.order) add_encoded(&out, codec, 0xfeff);
    for (size_t at = 0; at < str->length && !out.failed;) {
        if (can_encode(codec, str_at(str, at))) {
            add_encoded(&out, codec, str_at(str, at++));
            continue;
        }
        size_t end = at + 1; // the whole run is one error
        while (end < str->length && !can_encode(codec, str_at(str, end))) end++;
        if (!encode_error(vm, &out, str, at, &end, codec, errors)) return VALUE_ERROR;
        at = end;
    }
    return out.failed ? VALUE_ERROR : bytes_make(vm, out.data, out.length);
}

// --- the registry -------------------------------------------------------------------------------

static Value searches, found, handlers; // a list, and dicts by name

bool codec_init(Vm *vm) {
    gc_add_root(vm, &searches);
    gc_add_root(vm, &found);
    gc_add_root(vm, &handlers);
    searches = list_make(vm, NULL, 0);
    found = is_error(searches) ? VALUE_ERROR : dict_make(vm, 0);
    handlers = is_error(found) ? VALUE_ERROR : dict_make(vm, 0);
    return !is_error(handlers);
}

bool codec_register(Vm *vm, Value search) {
    if (object_is_callable(search)) return list_append(vm, list_of(searches), search);
    error_type(vm, "argument must be callable");
    return false;
}
bool codec_unregister(Vm *vm, Value search) {
    Value kept = list_make(vm, NULL, 0);
    for (size_t i = 0; !is_error(kept) && i < list_of(searches)->count; i++)
        if (list_of(searches)->items[i] != search &&
            !list_append(vm, list_of(kept), list_of(searches)->items[i]))
            return false;
    if (is_error(kept)) return false;
    searches = kept;
    dict_clear(vm, dict_of(found));
    return true;
}

Value codec_error_handler(Vm *vm, const Str *name) {
    return dict_get_str(vm, dict_of(handlers), (Str *)name);
}
bool codec_register_error(Vm *vm, Str *name, Value handler) {
    return dict_set_str(vm, dict_of(handlers), name, handler);
}

static Value unknown(Vm *vm, const Str *name) {
    return error_raise(vm, error_types.LookupError, "unknown encoding: %U", name);
}

// The package encodings registers its search function when it is imported.
static bool load_encodings(Vm *vm) {
    Value name = str_intern_cstring(vm, "encodings");
    Value module = is_error(name) ? name : import_module(vm, str_of(name));
    return !is_error(module) || error_catch(vm, error_types.ImportError);
}

Value codec_lookup(Vm *vm, Str *name) {
    char text[CHARSET_NAME_ROOM];
    const char *utf8 = str_utf8(vm, name, NULL);
    if (!utf8) return VALUE_ERROR;
    charset_normalize(utf8, text);
    Value normal = str_intern_cstring(vm, text);
    Value known = is_error(normal) ? normal : dict_get_str(vm, dict_of(found), str_of(normal));
    if (known != VALUE_END) return known;
    if (!list_of(searches)->count && !load_encodings(vm)) return VALUE_ERROR;
    for (size_t i = 0; i < list_of(searches)->count; i++) {
        Value info = object_call_1(vm, list_of(searches)->items[i], normal);
        if (is_error(info)) return info;
        if (is_none(info)) continue;
        if (!is_tuple_like(info) || tuple_of(info)->count != 4)
            return error_type(vm, "codec search functions must return 4-tuples");
        return dict_set_str(vm, dict_of(found), str_of(normal), info) ? info : VALUE_ERROR;
    }
    return unknown(vm, name);
}

Value codec_apply(Vm *vm, Value info, bool decode, Value object, Value errors) {
    Value args[] = {object, errors};
    Value answer = object_call(vm, tuple_of(info)->items[decode], args, errors ? 2 : 1, NULL);
    if (is_error(answer)) return answer;
    if (is_tuple_like(answer) && tuple_of(answer)->count == 2) return tuple_of(answer)->items[0];
    return error_type(vm, decode ? "decoder must return a tuple (object,integer)"
                                 : "encoder must return a tuple (object, integer)");
}

// The codec of a name that is none of ours, if it is one of text.
static Value text_codec(Vm *vm, Str *name, bool decode) {
    Value info = codec_lookup(vm, name), key = str_intern_cstring(vm, "_is_text_encoding");
    if (is_error(info) || is_error(key)) return VALUE_ERROR;
    Value is_text = object_find_attribute(vm, info, str_of(key));
    if (is_text != VALUE_FALSE) return is_error(is_text) ? is_text : info;
    return error_raise(vm, error_types.LookupError,
                       "'%U' is not a text encoding; use codecs.%s() to handle arbitrary codecs",
                       name, decode ? "decode" : "encode");
}

Value bytes_decode(Vm *vm, Bytes *bytes, Str *encoding, Str *errors) {
    Codec codec;
    if (codec_find(encoding, &codec)) return codec_decode(vm, codec, bytes, errors);
    Value info = text_codec(vm, encoding, true);
    Value text =
        is_error(info) ? info : codec_apply(vm, info, true, value_of(bytes), (Value)errors);
    if (is_error(text) || is_str_like(text)) return text;
    return error_type(vm,
                      "'%U' decoder returned '%T' instead of 'str'; use codecs.decode() to decode "
                      "to arbitrary types",
                      encoding, text);
}

Value bytes_encode(Vm *vm, Str *str, Str *encoding, Str *errors) {
    Codec codec;
    if (codec_find(encoding, &codec)) return codec_encode(vm, codec, str, errors);
    Value info = text_codec(vm, encoding, false);
    Value bytes =
        is_error(info) ? info : codec_apply(vm, info, false, value_of(str), (Value)errors);
    if (is_error(bytes) || is_bytes_like(bytes)) return bytes;
    return error_type(vm,
                      "'%U' encoder returned '%T' instead of 'bytes'; use codecs.encode() to "
                      "encode to arbitrary types",
                      encoding, bytes);
}
