// The module _codecs: the registries of codecs and of error handlers, the handlers that everybody
// has, and the codecs that the machine itself knows, as functions.
#include "vm/modules/codecs.h"

#include <string.h>

#include "frontend/text/charset.h"
#include "frontend/text/quote.h"
#include "frontend/text/unicode.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

static Value searches;        // a list of functions from a name to a CodecInfo or None
static Value found;           // a dict from normalized names to what they answered
static Value handlers;        // a dict from names to functions of a UnicodeError
static bool searched_library; // the package `encodings` was imported, and registered its function

// --- codecs by name -----------------------------------------------------------------------------

static bool init(Vm *vm);

// The library's own search function comes with the package `encodings`.
static bool import_encodings(Vm *vm) {
    if (searched_library) return true;
    searched_library = true;
    Value name = str_intern_cstring(vm, "encodings");
    return !is_error(name) && !is_error(import_module(vm, str_of(name)));
}

// The CodecInfo of an encoding: a tuple of encoder, decoder, reader and writer.
static Value lookup(Vm *vm, Str *encoding) {
    char normal[CHARSET_NAME_ROOM];
    const char *text = str_utf8(vm, encoding, NULL);
    if (!text || !init(vm) || !import_encodings(vm)) return VALUE_ERROR;
    charset_normalize(text, normal);
    Value key = str_intern_cstring(vm, normal);
    Value info = is_error(key) ? key : dict_get_str(vm, dict_of(found), str_of(key));
    if (info != VALUE_END) return info;
    for (size_t i = 0; i < list_of(searches)->count; i++) {
        info = object_call_1(vm, list_of(searches)->items[i], key);
        if (is_error(info)) return info;
        if (is_none(info)) continue;
        if (!is_tuple_like(info) || tuple_of(info)->count != 4)
            return error_type(vm, "codec search functions must return 4-tuples");
        return dict_set_str(vm, dict_of(found), str_of(key), info) ? info : VALUE_ERROR;
    }
    return error_raise(vm, error_types.LookupError, "unknown encoding: %U", encoding);
}

// Calls a codec's encoder (0) or decoder (1): what it makes of the object.
static Value apply(Vm *vm, Value info, int which, Value object, Str *errors) {
    Value function = tuple_of(info)->items[which];
    Value result = errors ? object_call_2(vm, function, object, value_of(errors))
                          : object_call_1(vm, function, object);
    if (is_error(result)) return result;
    if (is_tuple(result) && tuple_of(result)->count == 2) return tuple_of(result)->items[0];
    return error_type(vm, "%s must return a tuple (object, integer)",
                      which ? "decoder" : "encoder");
}

// A codec between str and bytes; others are for codecs.encode() and codecs.decode() alone.
static Value lookup_text(Vm *vm, Str *encoding, const char *function) {
    Value info = lookup(vm, encoding), name = str_intern_cstring(vm, "_is_text_encoding");
    Value mark = is_error(info) || is_error(name) ? VALUE_ERROR
                                                  : object_find_attribute(vm, info, str_of(name));
    if (is_error(mark)) return mark;
    int is_text = mark == VALUE_END ? 1 : object_truth(vm, mark);
    if (is_text) return is_text < 0 ? VALUE_ERROR : info;
    return error_raise(vm, error_types.LookupError,
                       "'%U' is not a text encoding; use %s to handle arbitrary codecs", encoding,
                       function);
}
Value codecs_encode_text(Vm *vm, Value text, Str *encoding, Str *errors) {
    Value info = lookup_text(vm, encoding, "codecs.encode()");
    Value result = is_error(info) ? info : apply(vm, info, 0, text, errors);
    if (is_error(result) || is_bytes_like(result)) return result;
    return error_type(vm,
                      "'%U' encoder returned '%T' instead of 'bytes'; use codecs.encode() to "
                      "encode to arbitrary types",
                      encoding, result);
}
Value codecs_decode_text(Vm *vm, Value bytes, Str *encoding, Str *errors) {
    Value info = lookup_text(vm, encoding, "codecs.decode()");
    Value result = is_error(info) ? info : apply(vm, info, 1, bytes, errors);
    if (is_error(result) || is_str_like(result)) return result;
    return error_type(vm,
                      "'%U' decoder returned '%T' instead of 'str'; use codecs.decode() to decode "
                      "to arbitrary types",
                      encoding, result);
}

static bool text_argument(Vm *vm, const char *function, const char *which, Value value) {
    if (!value || is_str_like(value)) return true;
    error_type(vm, "%s() argument %smust be str, not %A", function, which, value);
    return false;
}
NATIVE(codecs_register) {
    if (!object_is_callable(args[0])) return error_type(vm, "argument must be callable");
    return init(vm) && list_append(vm, list_of(searches), args[0]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(codecs_unregister) {
    List *list = list_of(searches);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] != args[0]) continue;
        memmove(list->items + i, list->items + i + 1, (list->count - i - 1) * sizeof(Value));
        list->items[--list->count] = VALUE_NULL;
        dict_clear(vm, dict_of(found));
        break;
    }
    return VALUE_NONE;
}
NATIVE(codecs_lookup) {
    return text_argument(vm, "lookup", "", args[0]) ? lookup(vm, str_of(args[0])) : VALUE_ERROR;
}
// encode(object, encoding, errors) and decode(...): any codec.
static Value convert(Vm *vm, const char *function, int which, Value *args, size_t count,
                     Tuple *names) {
    static const char *const parameters[] = {"obj", "encoding", "errors", NULL};
    Value values[3];
    if (!arguments_parse(vm, function, parameters, 1, 0, args, count, names, values) ||
        !text_argument(vm, function, "'encoding' ", values[1]) ||
        !text_argument(vm, function, "'errors' ", values[2]))
        return VALUE_ERROR;
    Value encoding = values[1] ? values[1] : str_intern_cstring(vm, "utf-8");
    Value info = is_error(encoding) ? encoding : lookup(vm, str_of(encoding));
    return is_error(info) ? info : apply(vm, info, which, values[0], (Str *)values[2]);
}
NATIVE(codecs_encode) {
    return convert(vm, "encode", 0, args, count, names);
}
NATIVE(codecs_decode) {
    return convert(vm, "decode", 1, args, count, names);
}

// --- error handlers -----------------------------------------------------------------------------

typedef struct {
    Exception *exception;
    Value object; // a str, or bytes when decoding
    size_t start, end;
    bool decoding, translating;
} Problem;

static bool problem_of(Vm *vm, Value value, Problem *problem) {
    bool is_unicode = is_exception(value) && is_instance(value, error_types.UnicodeError);
    Exception *exception = (Exception *)value;
    int64_t start, end;
    if (!is_unicode || !exception->extra[1])
        return error_type(vm, "don't know how to handle %T in error callback", value), false;
    if (!argument_size(vm, exception->extra[2], &start) ||
        !argument_size(vm, exception->extra[3], &end))
        return false;
    *problem = (Problem){.exception = exception, .object = exception->extra[1]};
    problem->decoding = is_instance(value, error_types.UnicodeDecodeError);
    problem->translating = is_instance(value, error_types.UnicodeTranslateError);
    int64_t length = object_length(vm, problem->object);
    if (length < 0) return false;
    problem->start = (size_t)(start < 0 ? 0 : start > length ? length : start);
    problem->end = (size_t)(end < 0 ? 0 : end > length ? length : end);
    return true;
}
static Value answer(Vm *vm, StrBuilder *builder, size_t next) {
    Value text = builder_finish(builder);
    return is_error(text) ? text : TUPLE(vm, text, make_int(vm, (int64_t)next));
}
static Value refuse(Vm *vm, Value exception) {
    return error_type(vm, "don't know how to handle %T in error callback", exception);
}
NATIVE(handle_strict) {
    if (is_exception(args[0])) return error_set(vm, args[0]);
    return error_type(vm, "codec must pass exception instance");
}
NATIVE(handle_ignore) {
    Problem problem;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    return TUPLE(vm, vm->empty_str, make_int(vm, (int64_t)problem.end));
}
NATIVE(handle_replace) {
    Problem problem;
    StrBuilder builder;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    builder_init(&builder, vm);
    size_t times = problem.decoding ? 1 : problem.end - problem.start;
    bool encoding = !problem.decoding && !problem.translating;
    builder_add_repeated(&builder, encoding ? '?' : 0xfffd, times);
    return answer(vm, &builder, problem.end);
}
NATIVE(handle_xml) {
    Problem problem;
    StrBuilder builder;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    if (problem.decoding || problem.translating) return refuse(vm, args[0]);
    builder_init(&builder, vm);
    for (size_t i = problem.start; i < problem.end; i++) {
        Value text = str_format(vm, "&#%d;", (int)str_at(str_of(problem.object), i));
        if (is_error(text)) return text;
        builder_add_str(&builder, str_of(text));
    }
    return answer(vm, &builder, problem.end);
}
NATIVE(handle_backslash) {
    Problem problem;
    StrBuilder builder;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    builder_init(&builder, vm);
    for (size_t i = problem.start; i < problem.end; i++) {
        char text[16];
        if (problem.decoding) {
            static const char digits[] = "0123456789abcdef";
            uint8_t byte = bytes_of(problem.object)->data[i];
            builder_add_ascii(&builder, (char[]){'\\', 'x', digits[byte >> 4], digits[byte & 15]},
                              4);
        } else {
            uint32_t point = str_at(str_of(problem.object), i);
            builder_add_ascii(&builder, text, quote_point(point, 0, true, text));
        }
    }
    return answer(vm, &builder, problem.end);
}
// \N{NAME}; what has no name is written by its number.
NATIVE(handle_name) {
    Problem problem;
    StrBuilder builder;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    if (problem.decoding || problem.translating) return refuse(vm, args[0]);
    builder_init(&builder, vm);
    for (size_t i = problem.start; i < problem.end; i++) {
        uint32_t point = str_at(str_of(problem.object), i);
        char name[UNICODE_NAME_ROOM], text[16];
        size_t size = unicode_name(point, name);
        if (size) {
            builder_add_ascii(&builder, "\\N{", 3);
            builder_add_ascii(&builder, name, size);
            builder_add_ascii(&builder, "}", 1);
        } else {
            builder_add_ascii(&builder, text, quote_point(point, 0, true, text));
        }
    }
    return answer(vm, &builder, problem.end);
}
static bool is_surrogate(const Str *str, size_t at) {
    uint32_t point = str_at(str, at);
    return point >= 0xd800 && point < 0xe000;
}
// Lone surrogates in UTF-8, -16 and -32, whose codecs know how to write and read them.
NATIVE(handle_pass) {
    Problem problem;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    if (problem.translating) return refuse(vm, args[0]);
    Str *encoding = str_of(problem.exception->extra[0]);
    Value errors = str_from_cstring(vm, "surrogatepass");
    if (is_error(errors)) return errors;
    size_t end = problem.end;
    Value piece, result;
    if (problem.decoding) {
        const Bytes *bytes = bytes_of(problem.object);
        bool wide = encoding->length > 3 && str_at(encoding, 4) != '8'; // utf-16-le, utf-32-be
        size_t unit = !wide ? 3 : str_at(encoding, 4) == '1' ? 2 : 4;
        end = problem.start + unit;
        if (end > bytes->length) return error_set(vm, args[0]);
        piece = bytes_make(vm, bytes->data + problem.start, unit);
        result =
            is_error(piece) ? piece : bytes_decode(vm, bytes_of(piece), encoding, str_of(errors));
    } else {
        for (size_t i = problem.start; i < end; i++)
            if (!is_surrogate(str_of(problem.object), i)) return error_set(vm, args[0]);
        piece = str_slice(vm, str_of(problem.object), problem.start, end);
        result =
            is_error(piece) ? piece : bytes_encode(vm, str_of(piece), encoding, str_of(errors));
    }
    if (is_error(result))
        return error_catch(vm, error_types.UnicodeError) ? error_set(vm, args[0]) : VALUE_ERROR;
    if (problem.decoding && (str_of(result)->length != 1 || !is_surrogate(str_of(result), 0)))
        return error_set(vm, args[0]);
    return TUPLE(vm, result, make_int(vm, (int64_t)end));
}
// Bytes that mean nothing become lone surrogates, and these bytes again.
NATIVE(handle_escape) {
    Problem problem;
    if (!problem_of(vm, args[0], &problem)) return VALUE_ERROR;
    if (problem.translating) return refuse(vm, args[0]);
    size_t count_here = 0, most = problem.end - problem.start;
    if (problem.decoding) {
        StrBuilder builder;
        builder_init(&builder, vm);
        const uint8_t *data = bytes_of(problem.object)->data + problem.start;
        for (; count_here < most && count_here < 4 && data[count_here] >= 128; count_here++)
            builder_add_code_point(&builder, 0xdc00 + data[count_here]);
        if (!count_here) return error_set(vm, args[0]);
        return answer(vm, &builder, problem.start + count_here);
    }
    Value bytes = bytes_make(vm, NULL, most);
    for (size_t i = 0; i < most && !is_error(bytes); i++) {
        uint32_t point = str_at(str_of(problem.object), problem.start + i);
        if (point < 0xdc80 || point > 0xdcff) return error_set(vm, args[0]);
        bytes_of(bytes)->data[i] = (uint8_t)(point - 0xdc00);
    }
    return TUPLE(vm, bytes, make_int(vm, (int64_t)problem.end));
}

static const NativeSpec builtin_handlers[] = {
    {"strict_errors", handle_strict, 1, 1, 0},
    {"ignore_errors", handle_ignore, 1, 1, 0},
    {"replace_errors", handle_replace, 1, 1, 0},
    {"xmlcharrefreplace_errors", handle_xml, 1, 1, 0},
    {"backslashreplace_errors", handle_backslash, 1, 1, 0},
    {"namereplace_errors", handle_name, 1, 1, 0},
    {"surrogateescape", handle_escape, 1, 1, 0},
    {"surrogatepass", handle_pass, 1, 1, 0},
    {0},
};

static Value handler_of(Vm *vm, const Str *name) {
    if (!init(vm)) return VALUE_ERROR;
    Value handler = dict_get_str(vm, dict_of(handlers), (Str *)name);
    if (handler != VALUE_END) return handler;
    return error_raise(vm, error_types.LookupError, "unknown error handler name '%U'", name);
}
NATIVE(codecs_register_error) {
    if (!text_argument(vm, "register_error", "1 ", args[0])) return VALUE_ERROR;
    if (!object_is_callable(args[1])) return error_type(vm, "handler must be callable");
    return init(vm) && dict_set(vm, dict_of(handlers), args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(codecs_lookup_error) {
    return text_argument(vm, "lookup_error", "", args[0]) ? handler_of(vm, str_of(args[0]))
                                                          : VALUE_ERROR;
}

Value codecs_handle(Vm *vm, const Str *name, Value *object, size_t *next) {
    Value exception = error_take(vm), handler = handler_of(vm, name);
    bool decoding = is_instance(exception, error_types.UnicodeDecodeError);
    Value result = is_error(handler) ? handler : object_call_1(vm, handler, exception);
    if (is_error(result)) return result;
    Value *parts =
        is_tuple(result) && tuple_of(result)->count == 2 ? tuple_of(result)->items : NULL;
    bool fits = parts && is_any_int(parts[1]) &&
                (is_str_like(parts[0]) || (!decoding && is_bytes_like(parts[0])));
    if (!fits)
        return error_type(vm, decoding
                                  ? "decoding error handler must return (str, int) tuple"
                                  : "encoding error handler must return (str/bytes, int) tuple");
    int64_t place;
    if (!argument_size(vm, parts[1], &place)) return VALUE_ERROR;
    if (decoding) *object = ((Exception *)exception)->extra[1];
    if (decoding && (!*object || !is_bytes_like(*object)))
        return error_type(vm,
                          *object ? "object attribute must be bytes" : "object attribute not set");
    int64_t length =
        decoding ? (int64_t)bytes_of(*object)->length : (int64_t)str_of(*object)->length;
    int64_t from_start = place < 0 ? place + length : place;
    if (from_start < 0 || from_start > length)
        return error_index(vm, "position %lld from error handler out of bounds", (long long)place);
    *next = (size_t)from_start;
    return parts[0];
}

// --- the machine's own codecs -------------------------------------------------------------------

// The name of an error handler, the second argument; VALUE_NULL where it is None or not given.
static bool errors_argument(Vm *vm, const char *function, Value *args, size_t count,
                            Value *errors) {
    *errors = count > 1 && !is_none(args[1]) ? args[1] : VALUE_NULL;
    if (!*errors || is_str_like(*errors)) return true;
    return error_type(vm, "%s() argument 2 must be str or None, not %A", function, *errors), false;
}

// (bytes, how many characters were taken)
static Value encode(Vm *vm, const char *function, const char *encoding, Value *args, size_t count) {
    if (!text_argument(vm, function, "1 ", args[0])) return VALUE_ERROR;
    Value errors;
    if (!errors_argument(vm, function, args, count, &errors)) return VALUE_ERROR;
    Value name = str_intern_cstring(vm, encoding);
    if (is_error(name)) return name;
    Value bytes = bytes_encode(vm, str_of(args[0]), str_of(name), (Str *)errors);
    return TUPLE(vm, bytes, make_int(vm, (int64_t)str_of(args[0])->length));
}
static Value decode(Vm *vm, const char *function, const char *encoding, Value *args, size_t count) {
    const uint8_t *data;
    size_t size;
    Value errors;
    int final = 0;
    if (!buffer_peek(vm, args[0], &data, &size) ||
        !errors_argument(vm, function, args, count, &errors) ||
        (count > 2 && !argument_int(vm, args[2], &final)))
        return VALUE_ERROR;
    Value bytes = bytes_make(vm, data, size), name = str_intern_cstring(vm, encoding);
    if (is_error(bytes) || is_error(name)) return VALUE_ERROR;
    size_t rest = final ? 0 : bytes_unfinished(bytes_of(bytes), str_of(name));
    bytes_of(bytes)->length -= rest;
    Value text = bytes_decode(vm, bytes_of(bytes), str_of(name), (Str *)errors);
    return TUPLE(vm, text, make_int(vm, (int64_t)(size - rest)));
}
#define CODEC(id, encoding)                                                                        \
    NATIVE(id##_encode) {                                                                          \
        return encode(vm, #id "_encode", encoding, args, count);                                   \
    }                                                                                              \
    NATIVE(id##_decode) {                                                                          \
        return decode(vm, #id "_decode", encoding, args, count);                                   \
    }
CODEC(utf_8, "utf-8")
CODEC(ascii, "ascii")
CODEC(latin_1, "latin-1")
CODEC(utf_16, "utf-16")
CODEC(utf_16_le, "utf-16-le")
CODEC(utf_16_be, "utf-16-be")
CODEC(utf_32, "utf-32")
CODEC(utf_32_le, "utf-32-le")
CODEC(utf_32_be, "utf-32-be")
CODEC(unicode_escape, "unicode_escape")
CODEC(raw_unicode_escape, "raw_unicode_escape")

// utf_16_ex_decode(data, errors, byteorder, final): the order, -1 for little, that is given or that
// the mark at the start tells, is answered, too.
static Value decode_ordered(Vm *vm, const char *function, size_t width, Value *args, size_t count) {
    int order = 0;
    const uint8_t *data;
    size_t size;
    Value errors;
    if (!buffer_peek(vm, args[0], &data, &size) ||
        !errors_argument(vm, function, args, count, &errors) ||
        (count > 2 && !argument_int(vm, args[2], &order)))
        return VALUE_ERROR;
    const char *const encodings[] = {"utf-16-le", "utf-16", "utf-16-be",
                                     "utf-32-le", "utf-32", "utf-32-be"};
    const char *encoding = encodings[(width == 4) * 3 + 1 + (order > 0) - (order < 0)];
    if (!order && size >= width) {
        if (data[0] == 0xff && data[1] == 0xfe) order = -1;
        if (data[width - 2] == 0xfe && data[width - 1] == 0xff) order = 1;
    }
    Value call[] = {args[0], count > 1 ? args[1] : VALUE_NONE, count > 3 ? args[3] : VALUE_FALSE};
    Value pair = decode(vm, function, encoding, call, 3);
    if (is_error(pair)) return pair;
    return TUPLE(vm, tuple_of(pair)->items[0], tuple_of(pair)->items[1], make_int(vm, order));
}
NATIVE(utf_16_ex_decode) {
    return decode_ordered(vm, "utf_16_ex_decode", 2, args, count);
}
NATIVE(utf_32_ex_decode) {
    return decode_ordered(vm, "utf_32_ex_decode", 4, args, count);
}

// The bytes of a buffer, or a str's UTF-8, as they are.
NATIVE(readbuffer_encode) {
    const uint8_t *data;
    size_t size;
    if (is_str_like(args[0])) {
        data = (const uint8_t *)str_utf8(vm, str_of(args[0]), &size);
        if (!data) return VALUE_ERROR;
    } else if (!buffer_peek(vm, args[0], &data, &size)) {
        return VALUE_ERROR;
    }
    return TUPLE(vm, bytes_make(vm, data, size), make_int(vm, (int64_t)size));
}

// --- character maps -----------------------------------------------------------------------------

// What a map says of a character or byte: VALUE_NONE where it says nothing.
static Value look_in_map(Vm *vm, Value map, uint32_t key) {
    if (is_str(map)) {
        uint32_t point = key < str_of(map)->length ? str_at(str_of(map), key) : 0xfffe;
        return point == 0xfffe ? VALUE_NONE : str_from_code_point(vm, point);
    }
    Value number = make_int(vm, key);
    Value value = is_error(number) ? number : object_get_item(vm, map, number);
    if (is_error(value) && error_catch(vm, error_types.LookupError)) return VALUE_NONE;
    return value;
}

// Puts what the handler answers in the place of characters or bytes [at, end); false: raised.
static bool handle(Vm *vm, StrBuilder *builder, Value *source, size_t at, size_t end, Str *errors,
                   size_t *next) {
    Value object = *source;
    Value strict = errors ? value_of(errors) : str_intern_cstring(vm, "strict");
    if (is_error(strict)) return false;
    if (is_str_like(object))
        error_unicode_encode(vm, "charmap", object, at, end, "character maps to <undefined>");
    else
        error_unicode_decode(vm, "charmap", object, at, end, "character maps to <undefined>");
    Value put = codecs_handle(vm, str_of(strict), source, next);
    if (is_error(put)) return false;
    if (is_str_like(put)) {
        builder_add_str(builder, str_of(put));
        return true;
    }
    for (size_t i = 0; i < bytes_of(put)->length; i++)
        builder_add_code_point(builder, bytes_of(put)->data[i]);
    return true;
}

// charmap_decode(bytes, errors, map)
NATIVE(charmap_decode) {
    const uint8_t *data;
    size_t size;
    Value handler, map = count > 2 ? args[2] : VALUE_NONE;
    if (!buffer_peek(vm, args[0], &data, &size) ||
        !errors_argument(vm, "charmap_decode", args, count, &handler))
        return VALUE_ERROR;
    Str *errors = (Str *)handler;
    Value bytes = bytes_make(vm, data, size);
    if (is_error(bytes)) return bytes;
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < bytes_of(bytes)->length && !builder.failed;) {
        uint8_t byte = bytes_of(bytes)->data[i];
        Value value = is_none(map) ? str_from_code_point(vm, byte) : look_in_map(vm, map, byte);
        if (is_error(value)) return value;
        int64_t point;
        if (is_str_like(value)) {
            builder_add_str(&builder, str_of(value));
        } else if (is_any_int(value)) {
            if (!int_to_int64(value, &point) || point < 0 || point > 0x10ffff)
                return error_type(vm, "character mapping must be in range(0x110000)");
            builder_add_code_point(&builder, (uint32_t)point);
        } else if (is_none(value)) {
            if (!handle(vm, &builder, &bytes, i, i + 1, errors, &i)) return VALUE_ERROR;
            continue;
        } else {
            return error_type(vm, "character mapping must return integer, None or str");
        }
        i++;
    }
    return TUPLE(vm, builder_finish(&builder), make_int(vm, (int64_t)size));
}
// charmap_encode(text, errors, map): bytes are collected as characters below 256.
// What a character maps to; without a map to itself, below 256.
static Value charmap_look(Vm *vm, Value map, uint32_t point) {
    if (!is_none(map)) return look_in_map(vm, map, point);
    return point < 256 ? make_int(vm, point) : VALUE_NONE;
}
NATIVE(charmap_encode) {
    if (!text_argument(vm, "charmap_encode", "1 ", args[0])) return VALUE_ERROR;
    Str *text = str_of(args[0]),
        *errors = count > 1 && is_str_like(args[1]) ? str_of(args[1]) : NULL;
    Value map = count > 2 ? args[2] : VALUE_NONE;
    StrBuilder builder, put;
    builder_init(&builder, vm);
    for (size_t i = 0; i < text->length && !builder.failed;) {
        uint32_t point = str_at(text, i);
        Value value = charmap_look(vm, map, point);
        if (is_error(value)) return value;
        int64_t byte;
        if (is_bytes_like(value)) {
            for (size_t k = 0; k < bytes_of(value)->length; k++)
                builder_add_code_point(&builder, bytes_of(value)->data[k]);
        } else if (is_any_int(value)) {
            if (!int_to_int64(value, &byte) || byte < 0 || byte > 255)
                return error_type(vm, "character mapping must be in range(256)");
            builder_add_code_point(&builder, (uint32_t)byte);
        } else if (is_none(value)) {
            // What stands for it is encoded by the map in its turn.
            size_t next, end = i + 1; // the whole run is one error
            Value after = VALUE_NONE;
            while (end < text->length && is_none(after))
                if (is_none(after = charmap_look(vm, map, str_at(text, end)))) end++;
            if (is_error(after)) return after;
            builder_init(&put, vm);
            if (!handle(vm, &put, &args[0], i, end, errors, &next)) return VALUE_ERROR;
            Value instead = builder_finish(&put);
            if (is_error(instead)) return instead;
            for (size_t k = 0; k < str_of(instead)->length; k++) {
                uint32_t own = str_at(str_of(instead), k);
                Value mapped = is_none(map) ? make_int(vm, own) : look_in_map(vm, map, own);
                if (is_error(mapped)) return mapped;
                if (!is_any_int(mapped) || !int_to_int64(mapped, &byte))
                    return error_unicode_encode(vm, "charmap", args[0], i, end,
                                                "character maps to <undefined>");
                builder_add_code_point(&builder, (uint32_t)byte);
            }
            i = next;
            continue;
        } else {
            return error_type(vm, "character mapping must return integer, bytes or None, not %T",
                              value);
        }
        i++;
    }
    if (builder.failed) return VALUE_ERROR;
    Value bytes = bytes_make(vm, builder.data, builder.length);
    return TUPLE(vm, bytes, make_int(vm, (int64_t)text->length));
}
// The map for encoding that a map for decoding (a str) turns into.
NATIVE(charmap_build) {
    if (!text_argument(vm, "charmap_build", "", args[0])) return VALUE_ERROR;
    Value map = dict_make(vm, str_of(args[0])->length);
    for (size_t i = 0; i < str_of(args[0])->length && !is_error(map); i++) {
        Value key = make_int(vm, str_at(str_of(args[0]), i)), byte = make_int(vm, (int64_t)i);
        if (is_error(key) || is_error(byte) || !dict_set(vm, dict_of(map), key, byte))
            return VALUE_ERROR;
    }
    return map;
}

// --- the module ---------------------------------------------------------------------------------

static bool init(Vm *vm) {
    static const char *const names[] = {
        "strict",           "ignore",      "replace",         "xmlcharrefreplace",
        "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"};
    if (handlers) return true;
    if (!gc_add_root(vm, &searches) || !gc_add_root(vm, &found) || !gc_add_root(vm, &handlers))
        return false;
    searches = list_make(vm, NULL, 0);
    found = dict_make(vm, 0);
    Value all = dict_make(vm, 0);
    if (is_error(searches) || is_error(found) || is_error(all)) return false;
    for (size_t i = 0; builtin_handlers[i].name; i++) {
        Value function = native_make(vm, &builtin_handlers[i], VALUE_NULL);
        Value name = str_intern_cstring(vm, names[i]);
        if (is_error(function) || is_error(name) ||
            !dict_set_str(vm, dict_of(all), str_of(name), function))
            return false;
    }
    handlers = all;
    return true;
}

#define OWN(id)                                                                                    \
    {#id "_encode", id##_encode, 1, 2, 0}, {                                                       \
#id "_decode", id##_decode, 1, 3, 0                                                        \
    }
static const NativeSpec functions[] = {
    {"register", codecs_register, 1, 1, 0},
    {"unregister", codecs_unregister, 1, 1, 0},
    {"lookup", codecs_lookup, 1, 1, 0},
    {"encode", codecs_encode, 0, -1, NATIVE_KEYWORDS},
    {"decode", codecs_decode, 0, -1, NATIVE_KEYWORDS},
    {"register_error", codecs_register_error, 2, 2, 0},
    {"lookup_error", codecs_lookup_error, 1, 1, 0},
    {"utf_8_encode", utf_8_encode, 1, 2, 0},
    {"utf_8_decode", utf_8_decode, 1, 3, 0},
    {"ascii_encode", ascii_encode, 1, 2, 0},
    {"ascii_decode", ascii_decode, 1, 2, 0},
    {"latin_1_encode", latin_1_encode, 1, 2, 0},
    {"latin_1_decode", latin_1_decode, 1, 2, 0},
    OWN(utf_16),
    OWN(utf_16_le),
    OWN(utf_16_be),
    OWN(utf_32),
    OWN(utf_32_le),
    OWN(utf_32_be),
    OWN(unicode_escape),
    OWN(raw_unicode_escape),
    {"utf_16_ex_decode", utf_16_ex_decode, 1, 4, 0},
    {"utf_32_ex_decode", utf_32_ex_decode, 1, 4, 0},
    {"readbuffer_encode", readbuffer_encode, 1, 2, 0},
    {"charmap_encode", charmap_encode, 1, 3, 0},
    {"charmap_decode", charmap_decode, 1, 3, 0},
    {"charmap_build", charmap_build, 1, 1, 0},
    {0},
};

bool module__codecs_make(Vm *vm, Module *module);
bool module__codecs_make(Vm *vm, Module *module) {
    return init(vm) && module_add_functions(vm, module, functions);
}
