// Newlines: \r and \r\n made \n on the way in, and \n made what the stream asks for on the way out.
#include <string.h>

#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- text ---------------------------------------------------------------------------------------

size_t text_find(const Str *text, uint32_t point, size_t start) {
    if (str_kind(text) == 1) {
        const char *data = text->data;
        const char *found = start < text->length && point < 256
                                ? memchr(data + start, (int)point, text->length - start)
                                : NULL;
        return found ? (size_t)(found - data) : text->length;
    }
    while (start < text->length && str_at(text, start) != point) start++;
    return start;
}

static Value translate(Vm *vm, Str *text) {
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t at = 0; at < text->length && !out.failed;) {
        size_t end = text_find(text, '\r', at);
        builder_add_slice(&out, text, at, end);
        if (end == text->length) break;
        builder_add_code_point(&out, '\n');
        at = end + 1;
        if (at < text->length && str_at(text, at) == '\n') at++;
    }
    return builder_finish(&out);
}

static unsigned newlines_in(const Str *text) {
    unsigned seen = 0;
    size_t after = 0; // the last \n that a \r stood before
    for (size_t at = text_find(text, '\r', 0); at < text->length;
         at = text_find(text, '\r', at + 1)) {
        bool both = at + 1 < text->length && str_at(text, at + 1) == '\n';
        seen |= both ? NEWLINE_BOTH : NEWLINE_RETURN;
        if (both && text_find(text, '\n', after) < at) seen |= NEWLINE_LINE;
        after = both ? at + 2 : at + 1;
    }
    if (text_find(text, '\n', after) < text->length) seen |= NEWLINE_LINE;
    return seen;
}

Value newlines_feed(Vm *vm, Newlines *newlines, Value value, bool final) {
    Str *text = str_of(value);
    if (newlines->pending && (final || text->length)) {
        value = str_concatenate(vm, str_from_code_point(vm, '\r'), value);
        if (is_error(value)) return value;
        text = str_of(value);
        newlines->pending = false;
    }
    if (!final && text->length && str_at(text, text->length - 1) == '\r') {
        value = str_slice(vm, text, 0, text->length - 1);
        if (is_error(value)) return value;
        text = str_of(value);
        newlines->pending = true;
    }
    if (!text->length) return value;
    if (text_find(text, '\r', 0) == text->length) {
        if (!(newlines->seen & NEWLINE_LINE) && text_find(text, '\n', 0) < text->length)
            newlines->seen |= NEWLINE_LINE;
        return value;
    }
    newlines->seen |= newlines_in(text);
    return newlines->translate ? translate(vm, text) : value;
}

Value newlines_value(Vm *vm, unsigned seen) {
    static const char *const texts[] = {"\r", "\n", "\r\n"};
    Value parts[3];
    size_t count = 0;
    for (int i = 0; i < 3; i++)
        if (seen & 1u << i && is_error(parts[count++] = str_from_cstring(vm, texts[i])))
            return VALUE_ERROR;
    return count == 0 ? VALUE_NONE : count == 1 ? parts[0] : tuple_make(vm, parts, count);
}

// --- a stream's own newlines --------------------------------------------------------------------

bool line_ends_read(Value newline, LineEnds *ends) {
    *ends = (LineEnds){.universal = true, .translate = true};
    if (is_none(newline)) return true;
    Str *text = str_of(newline);
    ends->translate = false;
    if (!text->length) return true;
    ends->universal = false;
    if (str_equal_cstring(text, "\n") || str_equal_cstring(text, "\r") ||
        str_equal_cstring(text, "\r\n")) {
        ends->end_size = (uint8_t)text->length;
        memcpy(ends->end, text->data, text->length);
        if (ends->end[0] != '\n') memcpy(ends->written, text->data, text->length);
        return true;
    }
    return false;
}

size_t line_ends_find(const LineEnds *ends, const Str *text, size_t start) {
    if (!ends->universal || ends->translate) {
        char first = ends->universal ? '\n' : ends->end[0];
        for (size_t at = start;; at++) {
            at = text_find(text, (uint32_t)first, at);
            if (at == text->length) return 0;
            if (ends->end_size < 2) return at + 1;
            if (at + 1 < text->length && str_at(text, at + 1) == '\n') return at + 2;
        }
    }
    for (size_t at = start; at < text->length; at++) {
        uint32_t point = str_at(text, at);
        if (point == '\n') return at + 1;
        if (point == '\r')
            return at + 1 < text->length && str_at(text, at + 1) == '\n' ? at + 2 : at + 1;
    }
    return 0;
}

Value line_ends_write(Vm *vm, const LineEnds *ends, Value value) {
    Str *text = str_of(value);
    if (!ends->written[0] || text_find(text, '\n', 0) == text->length) return value;
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t at = 0; at < text->length && !out.failed;) {
        size_t end = text_find(text, '\n', at);
        builder_add_slice(&out, text, at, end);
        if (end < text->length) builder_add_cstring(&out, ends->written);
        at = end + 1;
    }
    return builder_finish(&out);
}

// --- IncrementalNewlineDecoder ------------------------------------------------------------------

typedef struct {
    Object object;
    Value decoder; // None: text is fed; VALUE_NULL: not initialised
    Newlines newlines;
} NewlineDecoder;
#define DECODER(value) ((NewlineDecoder *)object_of(value))

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    NewlineDecoder *decoder = object_new(vm, type);
    return decoder ? value_of(decoder) : VALUE_ERROR;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"decoder", "translate", "errors", NULL};
    Value values[3];
    if (!arguments_parse(vm, "IncrementalNewlineDecoder", parameters, 2, 0, args, count, names,
                         values))
        return false;
    int translates = object_truth(vm, values[1]);
    if (translates < 0) return false;
    DECODER(self)->newlines = (Newlines){.translate = translates};
    DECODER(self)->decoder = values[0];
    return true;
}

static bool is_ready(Vm *vm, Value self) {
    if (DECODER(self)->decoder) return true;
    error_value(vm, "IncrementalNewlineDecoder.__init__() not called");
    return false;
}

NATIVE(method_decode) {
    static const char *const parameters[] = {"input", "final", NULL};
    Value values[2];
    if (!is_ready(vm, args[0]) ||
        !arguments_parse(vm, "decode", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    int final = values[1] ? object_truth(vm, values[1]) : 0;
    if (final < 0) return VALUE_ERROR;
    Value text = values[0];
    if (!is_none(DECODER(args[0])->decoder)) {
        Value call[] = {values[0], make_bool(final)};
        text = io_call(vm, DECODER(args[0])->decoder, "decode", call, 2);
        if (is_error(text)) return text;
    }
    if (!is_str_like(text))
        return error_type(vm, "decoder should return a string result, not '%T'", text);
    return newlines_feed(vm, &DECODER(args[0])->newlines, text, final);
}

// (bytes kept back, flags of the inner decoder and ours)
NATIVE(method_getstate) {
    if (!is_ready(vm, args[0])) return VALUE_ERROR;
    NewlineDecoder *decoder = DECODER(args[0]);
    Value parts[2];
    int64_t flags = 0;
    if (is_none(decoder->decoder)) {
        parts[0] = bytes_make(vm, NULL, 0);
    } else {
        Value state = io_call(vm, decoder->decoder, "getstate", NULL, 0);
        if (is_error(state)) return state;
        if (!is_tuple_like(state) || tuple_of(state)->count != 2)
            return error_type(vm, "illegal decoder state");
        parts[0] = tuple_of(state)->items[0];
        if (!object_index(vm, tuple_of(state)->items[1], false, &flags)) return VALUE_ERROR;
    }
    parts[1] = make_int(vm, flags << 1 | decoder->newlines.pending);
    return is_error(parts[0]) || is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
}

NATIVE(method_setstate) {
    if (!is_ready(vm, args[0])) return VALUE_ERROR;
    if (!is_tuple_like(args[1]) || tuple_of(args[1])->count != 2)
        return error_type(vm, "state argument must be a tuple");
    int64_t flags;
    if (!object_index(vm, tuple_of(args[1])->items[1], false, &flags)) return VALUE_ERROR;
    DECODER(args[0])->newlines.pending = flags & 1;
    if (is_none(DECODER(args[0])->decoder)) return VALUE_NONE;
    Value parts[] = {tuple_of(args[1])->items[0], make_int(vm, flags >> 1)};
    Value state = is_error(parts[1]) ? VALUE_ERROR : tuple_make(vm, parts, 2);
    return is_error(state) ? state : io_call(vm, DECODER(args[0])->decoder, "setstate", &state, 1);
}

NATIVE(method_reset) {
    if (!is_ready(vm, args[0])) return VALUE_ERROR;
    DECODER(args[0])->newlines.pending = false;
    DECODER(args[0])->newlines.seen = 0;
    if (is_none(DECODER(args[0])->decoder)) return VALUE_NONE;
    return io_call(vm, DECODER(args[0])->decoder, "reset", NULL, 0);
}

static Value get_newlines(Vm *vm, Value self) {
    return is_ready(vm, self) ? newlines_value(vm, DECODER(self)->newlines.seen) : VALUE_ERROR;
}

static void trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((NewlineDecoder *)object)->decoder);
}

static const NativeSpec methods[] = {
    {"decode", method_decode, 2, -1, NATIVE_KEYWORDS},
    {"getstate", method_getstate, 1, 1, 0},
    {"setstate", method_setstate, 2, 2, 0},
    {"reset", method_reset, 1, 1, 0},
    {0},
};
static const MemberSpec members[] = {{"newlines", get_newlines, NULL}, {0}};

Type newline_decoder_type = {
    .name = "_io.IncrementalNewlineDecoder",
    .parent = &object_type,
    .shape_id = SHAPE_NEWLINE_DECODER,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(NewlineDecoder),
    .trace = trace,
    .make = make,
    .init = init,
    .methods = methods,
    .members = members,
};
