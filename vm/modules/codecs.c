// The module _codecs: the registry, the handlers of errors by name, and functions of our own codecs
// as encodings calls them.
#include <string.h>

#include "vm/module.h"
#include "vm/types/bytes.h"
#include "vm/types/codec.h"
#include "vm/types/dict.h"

// --- the registry -------------------------------------------------------------------------------

static bool is_text(Vm *vm, const char *function, int place, Value value) {
    if (is_str_like(value)) return true;
    if (place)
        error_type(vm, "%s() argument %d must be str, not %A", function, place, value);
    else
        error_type(vm, "%s() argument must be str, not %A", function, value);
    return false;
}

NATIVE(codecs_register) {
    return codec_register(vm, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(codecs_unregister) {
    return codec_unregister(vm, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(codecs_lookup) {
    return is_text(vm, "lookup", 0, args[0]) ? codec_lookup(vm, str_of(args[0])) : VALUE_ERROR;
}

static Value apply(Vm *vm, const char *function, bool decode, Value *args, size_t count,
                   Tuple *names) {
    static const char *const parameters[] = {"obj", "encoding", "errors", NULL};
    Value values[3];
    if (!arguments_parse(vm, function, parameters, 1, 0, args, count, names, values) ||
        (values[1] && !is_text(vm, function, 2, values[1])))
        return VALUE_ERROR;
    Value name = values[1] ? values[1] : str_from_cstring(vm, "utf-8");
    Value info = is_error(name) ? name : codec_lookup(vm, str_of(name));
    return is_error(info) ? info : codec_apply(vm, info, decode, values[0], values[2]);
}
NATIVE(codecs_encode) {
    return apply(vm, "encode", false, args, count, names);
}
NATIVE(codecs_decode) {
    return apply(vm, "decode", true, args, count, names);
}

// --- handlers of errors -------------------------------------------------------------------------

// A UnicodeError's fields: the object, and the range that is wrong.
typedef struct {
    Value object;
    size_t start, end;
} Problem;

static bool read_problem(Vm *vm, Value exception, Problem *problem) {
    Value *fields = is_exception(exception) ? ((Exception *)object_of(exception))->extra : NULL;
    int64_t start, end;
    bool known = is_instance(exception, error_types.UnicodeEncodeError) ||
                 is_instance(exception, error_types.UnicodeDecodeError) ||
                 is_instance(exception, error_types.UnicodeTranslateError);
    if (!known || !fields || !fields[1] || !fields[2] || !fields[3]) {
        error_type(vm, "don't know how to handle %T in error callback", exception);
        return false;
    }
    if (!object_index(vm, fields[2], true, &start) || !object_index(vm, fields[3], true, &end))
        return false;
    *problem = (Problem){fields[1], (size_t)start, (size_t)end};
    return true;
}

static Value answer(Vm *vm, Value text, const Problem *problem) {
    return TUPLE(vm, text, make_int(vm, (int64_t)problem->end));
}

NATIVE(handle_strict) {
    if (!is_exception(args[0])) return error_type(vm, "codec must pass exception instance");
    return error_set(vm, args[0]);
}
NATIVE(handle_ignore) {
    Problem problem;
    if (!read_problem(vm, args[0], &problem)) return VALUE_ERROR;
    return answer(vm, vm->empty_str, &problem);
}
// '?' for a character that has no bytes, U+FFFD for bytes that are no character.
NATIVE(handle_replace) {
    Problem problem;
    if (!read_problem(vm, args[0], &problem)) return VALUE_ERROR;
    bool encodes = is_instance(args[0], error_types.UnicodeEncodeError);
    bool decodes = is_instance(args[0], error_types.UnicodeDecodeError);
    StrBuilder out;
    builder_init(&out, vm);
    builder_add_repeated(&out, encodes ? '?' : 0xfffd, decodes ? 1 : problem.end - problem.start);
    return answer(vm, builder_finish(&out), &problem);
}

// What encoding (or decoding) the part alone with a built-in handler gives.
static Value handle_by(Vm *vm, Value exception, const char *handler, bool decodes) {
    Problem problem;
    if (!read_problem(vm, exception, &problem)) return VALUE_ERROR;
    bool is_decode = is_instance(exception, error_types.UnicodeDecodeError);
    if (is_decode && !decodes)
        return error_type(vm, "don't know how to handle %T in error callback", exception);
    Value errors = str_from_cstring(vm, handler);
    Codec ascii = {CODEC_ASCII, 0};
    if (is_error(errors)) return errors;
    Value part = VALUE_ERROR;
    if (is_decode) {
        const uint8_t *data;
        size_t size;
        if (!buffer_peek(vm, problem.object, &data, &size)) return VALUE_ERROR;
        size_t end = problem.end < size ? problem.end : size;
        size_t start = problem.start < end ? problem.start : end;
        part = bytes_make(vm, data + start, end - start);
        if (!is_error(part)) part = codec_decode(vm, ascii, bytes_of(part), str_of(errors));
    } else {
        Str *text = str_of(problem.object);
        size_t end = problem.end < text->length ? problem.end : text->length;
        size_t start = problem.start < end ? problem.start : end;
        part = str_slice(vm, text, start, end);
        if (!is_error(part)) part = codec_encode(vm, ascii, str_of(part), str_of(errors));
        bool as_text = !is_error(part) && strcmp(handler, "surrogateescape");
        if (as_text) part = codec_decode(vm, ascii, bytes_of(part), NULL);
    }
    if (is_error(part) && error_catch(vm, error_types.UnicodeError))
        return error_set(vm, exception);
    return answer(vm, part, &problem);
}
NATIVE(handle_backslash) {
    return handle_by(vm, args[0], "backslashreplace", true);
}
NATIVE(handle_xml) {
    return handle_by(vm, args[0], "xmlcharrefreplace", false);
}
// The tables of names lead from names to characters only.
NATIVE(handle_name) {
    return error_raise(vm, error_types.NotImplementedError,
                       "the names of characters are not known here");
}
NATIVE(handle_escape) {
    return handle_by(vm, args[0], "surrogateescape", true);
}

static const NativeSpec handlers[] = {
    {"strict_errors", handle_strict, 1, 1, 0},
    {"ignore_errors", handle_ignore, 1, 1, 0},
    {"replace_errors", handle_replace, 1, 1, 0},
    {"backslashreplace_errors", handle_backslash, 1, 1, 0},
    {"xmlcharrefreplace_errors", handle_xml, 1, 1, 0},
    {"namereplace_errors", handle_name, 1, 1, 0},
    {"surrogateescape", handle_escape, 1, 1, 0},
};
static const char *const handler_names[] = {
    "strict",      "ignore",         "replace", "backslashreplace", "xmlcharrefreplace",
    "namereplace", "surrogateescape"};

NATIVE(codecs_register_error) {
    if (!is_text(vm, "register_error", 1, args[0])) return VALUE_ERROR;
    if (!object_is_callable(args[1])) return error_type(vm, "handler must be callable");
    return codec_register_error(vm, str_of(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(codecs_lookup_error) {
    if (!is_text(vm, "lookup_error", 0, args[0])) return VALUE_ERROR;
    Str *name = str_of(args[0]);
    Value handler = codec_error_handler(vm, name);
    if (handler != VALUE_END) return handler;
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (str_equal_cstring(name, handler_names[i]))
            handler = native_make(vm, &handlers[i], VALUE_NULL);
    if (handler != VALUE_END)
        return !is_error(handler) && codec_register_error(vm, name, handler) ? handler
                                                                             : VALUE_ERROR;
    return error_raise(vm, error_types.LookupError, "unknown error handler name '%U'", name);
}

// --- our own codecs -----------------------------------------------------------------------------

// errors: a str or None, or left out.
static bool read_errors(Vm *vm, const char *function, Value *args, size_t count, Str **errors) {
    *errors = NULL;
    if (count < 2 || is_none(args[1])) return true;
    if (!is_text(vm, function, 2, args[1])) return false;
    *errors = str_of(args[1]);
    return true;
}

static Value encode_by(Vm *vm, const char *function, Codec codec, Value *args, size_t count) {
    Str *errors;
    if (!is_text(vm, function, 1, args[0]) || !read_errors(vm, function, args, count, &errors))
        return VALUE_ERROR;
    Value bytes = codec_encode(vm, codec, str_of(args[0]), errors);
    return TUPLE(vm, bytes, make_int(vm, (int64_t)str_of(args[0])->length));
}

static Value decode_by(Vm *vm, const char *function, Codec codec, Value *args, size_t count) {
    Str *errors;
    const uint8_t *data;
    size_t size;
    if (!read_errors(vm, function, args, count, &errors)) return VALUE_ERROR;
    // Stateless codecs take all; the others wait for the rest unless told that this is the end.
    bool stateful = codec.kind == CODEC_UTF8 || codec.kind >= CODEC_UTF16;
    int final = !stateful ? 1 : count > 2 ? object_truth(vm, args[2]) : 0;
    if (final < 0 || !buffer_peek(vm, args[0], &data, &size)) return VALUE_ERROR;
    size_t used = final ? size : size - codec_unfinished(codec, data, size);
    Value bytes = bytes_make(vm, data, used);
    Value text = is_error(bytes) ? bytes : codec_decode(vm, codec, bytes_of(bytes), errors);
    return TUPLE(vm, text, make_int(vm, (int64_t)used));
}

#define OWN_CODEC(name, kind, order)                                                               \
    NATIVE(codecs_##name##_encode) {                                                               \
        return encode_by(vm, #name "_encode", (Codec){kind, order}, args, count);                  \
    }                                                                                              \
    NATIVE(codecs_##name##_decode) {                                                               \
        return decode_by(vm, #name "_decode", (Codec){kind, order}, args, count);                  \
    }
OWN_CODEC(utf_8, CODEC_UTF8, 0)
OWN_CODEC(ascii, CODEC_ASCII, 0)
OWN_CODEC(latin_1, CODEC_LATIN1, 0)
OWN_CODEC(utf_16, CODEC_UTF16, 0)
OWN_CODEC(utf_16_le, CODEC_UTF16, 1)
OWN_CODEC(utf_16_be, CODEC_UTF16, -1)
OWN_CODEC(utf_32, CODEC_UTF32, 0)
OWN_CODEC(utf_32_le, CODEC_UTF32, 1)
OWN_CODEC(utf_32_be, CODEC_UTF32, -1)

// utf_16_ex_decode(data, errors, byteorder, final) -> (text, used, byteorder)
static Value decode_ex(Vm *vm, const char *function, CodecKind kind, Value *args, size_t count) {
    int order = 0;
    const uint8_t *data;
    size_t size, width = kind == CODEC_UTF16 ? 2 : 4;
    if (count > 2 && !argument_int(vm, args[2], &order)) return VALUE_ERROR;
    if (!buffer_peek(vm, args[0], &data, &size)) return VALUE_ERROR;
    Codec codec = {kind, (signed char)-order};
    if (!order && size >= width) {
        const uint8_t *end = data + width - 2;
        if (data[0] == 0xff && data[1] == 0xfe) order = -1;
        if (end[0] == 0xfe && end[1] == 0xff) order = 1;
    }
    Value call[] = {args[0], count > 1 ? args[1] : VALUE_NONE, count > 3 ? args[3] : VALUE_FALSE};
    Value pair = decode_by(vm, function, codec, call, 3);
    if (is_error(pair)) return pair;
    return TUPLE(vm, tuple_of(pair)->items[0], tuple_of(pair)->items[1], make_int(vm, order));
}
NATIVE(codecs_utf_16_ex_decode) {
    return decode_ex(vm, "utf_16_ex_decode", CODEC_UTF16, args, count);
}
NATIVE(codecs_utf_32_ex_decode) {
    return decode_ex(vm, "utf_32_ex_decode", CODEC_UTF32, args, count);
}
NATIVE(codecs_readbuffer_encode) {
    const uint8_t *data;
    size_t size;
    Value bytes = args[0];
    if (is_str_like(bytes)) bytes = codec_encode(vm, (Codec){CODEC_UTF8, 0}, str_of(bytes), NULL);
    if (is_error(bytes) || !buffer_peek(vm, bytes, &data, &size)) return VALUE_ERROR;
    return TUPLE(vm, bytes_make(vm, data, size), make_int(vm, (int64_t)size));
}

// --- by tables of 256 characters ----------------------------------------------------------------

// From a decoding table to the dict that charmap_encode() takes.
NATIVE(codecs_charmap_build) {
    if (!is_text(vm, "charmap_build", 0, args[0])) return VALUE_ERROR;
    Str *table = str_of(args[0]);
    Value map = dict_make(vm, table->length);
    for (size_t i = 0; i < table->length && !is_error(map); i++) {
        Value key = make_int(vm, str_at(table, i)), value = make_int(vm, (int64_t)i);
        if (is_error(key) || is_error(value) || !dict_set(vm, dict_of(map), key, value))
            return VALUE_ERROR;
    }
    return map;
}

// The character of a byte; VALUE_END: it has none.
static Value map_byte(Vm *vm, Value map, uint8_t byte) {
    if (is_str_like(map)) {
        Str *table = str_of(map);
        bool has = byte < table->length && str_at(table, byte) != 0xfffe;
        return has ? str_from_code_point(vm, str_at(table, byte)) : VALUE_END;
    }
    Value key = make_int(vm, byte), value = is_error(key) ? key : object_get_item(vm, map, key);
    if (is_error(value)) return error_catch(vm, error_types.LookupError) ? VALUE_END : value;
    if (is_none(value)) return VALUE_END;
    if (is_str_like(value)) return value;
    int64_t point;
    if (!object_index(vm, value, true, &point)) return VALUE_ERROR;
    if (point < 0 || point > 0x10ffff)
        return error_type(vm, "character mapping must be in range(0x110000)");
    return point == 0xfffe ? VALUE_END : str_from_code_point(vm, (uint32_t)point);
}

NATIVE(codecs_charmap_decode) {
    Str *errors;
    const uint8_t *data;
    size_t size;
    if (!read_errors(vm, "charmap_decode", args, count, &errors) ||
        !buffer_peek(vm, args[0], &data, &size))
        return VALUE_ERROR;
    if (count < 3 || is_none(args[2])) return codecs_latin_1_decode(vm, args, count, NULL);
    Value whole = bytes_make(vm, data, size);
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < size && !is_error(whole) && !out.failed; i++) {
        Value text = map_byte(vm, args[2], bytes_of(whole)->data[i]);
        if (text == VALUE_END) {
            size_t end = i + 1;
            text = codec_decode_error(vm, "charmap", bytes_of(whole), i, &end, errors,
                                      "character maps to <undefined>");
            i = end - 1;
        }
        if (is_error(text)) return text;
        builder_add_str(&out, str_of(text));
    }
    return TUPLE(vm, is_error(whole) ? whole : builder_finish(&out), make_int(vm, (int64_t)size));
}

// The bytes of a character; VALUE_END: it has none.
static Value map_character(Vm *vm, Value map, uint32_t point) {
    Value key = make_int(vm, point), value = is_error(key) ? key : object_get_item(vm, map, key);
    if (is_error(value)) return error_catch(vm, error_types.LookupError) ? VALUE_END : value;
    if (is_none(value)) return VALUE_END;
    if (is_bytes_like(value)) return value;
    int64_t byte;
    if (!object_index(vm, value, true, &byte)) return VALUE_ERROR;
    if (byte < 0 || byte > 255) return error_type(vm, "character mapping must be in range(256)");
    return bytes_make(vm, &(uint8_t){(uint8_t)byte}, 1);
}

static void add_bytes(StrBuilder *out, const Bytes *bytes) {
    for (size_t i = 0; i < bytes->length; i++) builder_add_code_point(out, bytes->data[i]);
}

NATIVE(codecs_charmap_encode) {
    Str *errors;
    if (!is_text(vm, "charmap_encode", 1, args[0]) ||
        !read_errors(vm, "charmap_encode", args, count, &errors))
        return VALUE_ERROR;
    if (count < 3 || is_none(args[2])) return codecs_latin_1_encode(vm, args, count, NULL);
    Str *text = str_of(args[0]);
    StrBuilder out; // of characters below 256: a buffer of bytes
    builder_init(&out, vm);
    for (size_t i = 0; i < text->length && !out.failed; i++) {
        Value bytes = map_character(vm, args[2], str_at(text, i));
        if (bytes == VALUE_END) {
            size_t start = i;
            size_t end = i + 1; // the whole run is one error
            Value next = VALUE_END;
            while (end < text->length && next == VALUE_END)
                if ((next = map_character(vm, args[2], str_at(text, end))) == VALUE_END) end++;
            if (is_error(next)) return next;
            Value replaced = codec_encode_error(vm, "charmap", text, i, &end, errors,
                                                "character maps to <undefined>");
            if (is_error(replaced)) return replaced;
            i = end - 1;
            if (!is_str_like(replaced)) {
                add_bytes(&out, bytes_of(replaced));
                continue;
            }
            for (size_t k = 0; k < str_of(replaced)->length; k++) {
                bytes = map_character(vm, args[2], str_at(str_of(replaced), k));
                if (bytes == VALUE_END)
                    return error_unicode_encode(vm, "charmap", args[0], start, end,
                                                "character maps to <undefined>");
                if (is_error(bytes)) return bytes;
                add_bytes(&out, bytes_of(bytes));
            }
            continue;
        }
        if (is_error(bytes)) return bytes;
        add_bytes(&out, bytes_of(bytes));
    }
    if (out.failed) return VALUE_ERROR;
    return TUPLE(vm, bytes_make(vm, out.data, out.length), make_int(vm, (int64_t)text->length));
}

#define OWN(name)                                                                                  \
    {#name "_encode", codecs_##name##_encode, 1, 2, 0}, {                                          \
#name "_decode", codecs_##name##_decode, 1, 3, 0                                           \
    }
static const NativeSpec functions[] = {
    {"register", codecs_register, 1, 1, 0},
    {"unregister", codecs_unregister, 1, 1, 0},
    {"lookup", codecs_lookup, 1, 1, 0},
    {"encode", codecs_encode, 0, -1, NATIVE_KEYWORDS},
    {"decode", codecs_decode, 0, -1, NATIVE_KEYWORDS},
    {"register_error", codecs_register_error, 2, 2, 0},
    {"lookup_error", codecs_lookup_error, 1, 1, 0},
    OWN(utf_8),
    OWN(ascii),
    OWN(latin_1),
    OWN(utf_16),
    OWN(utf_16_le),
    OWN(utf_16_be),
    OWN(utf_32),
    OWN(utf_32_le),
    OWN(utf_32_be),
    {"utf_16_ex_decode", codecs_utf_16_ex_decode, 1, 4, 0},
    {"utf_32_ex_decode", codecs_utf_32_ex_decode, 1, 4, 0},
    {"readbuffer_encode", codecs_readbuffer_encode, 1, 2, 0},
    {"charmap_build", codecs_charmap_build, 1, 1, 0},
    {"charmap_decode", codecs_charmap_decode, 1, 3, 0},
    {"charmap_encode", codecs_charmap_encode, 1, 3, 0},
    {0},
};

bool module__codecs_make(Vm *vm, Module *module);
bool module__codecs_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions);
}
