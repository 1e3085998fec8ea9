// Decoding and encoding text that comes in pieces. A decoder of ours keeps the bytes of a character
// that is cut off at the end of a piece, and gives the rest to the codecs of bytes; other encodings
// are those of the module codecs.
#include <string.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/modules/io_text.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"

// --- names --------------------------------------------------------------------------------------

// Names are compared without case, and with - _ and space left out.
static void fold_name(const Str *name, char *folded, size_t room) {
    size_t length = 0;
    for (size_t i = 0; i < name->length && length + 1 < room; i++) {
        uint32_t point = str_at(name, i);
        if (point == '-' || point == '_' || point == ' ') continue;
        folded[length++] = (char)(point >= 'A' && point <= 'Z' ? point + 32 : point & 127);
    }
    folded[length] = 0;
}

static bool find_codec(const Str *name, TextCoder *coder) {
    static const struct {
        const char *name;
        TextCodec codec;
        signed char order;
    } known[] = {
        {"utf8", TEXT_UTF8, 0},      {"u8", TEXT_UTF8, 0},         {"cp65001", TEXT_UTF8, 0},
        {"ascii", TEXT_ASCII, 0},    {"usascii", TEXT_ASCII, 0},   {"646", TEXT_ASCII, 0},
        {"latin1", TEXT_LATIN1, 0},  {"iso88591", TEXT_LATIN1, 0}, {"l1", TEXT_LATIN1, 0},
        {"utf16", TEXT_UTF16, 0},    {"u16", TEXT_UTF16, 0},       {"utf16le", TEXT_UTF16, 1},
        {"utf16be", TEXT_UTF16, -1}, {"utf32", TEXT_UTF32, 0},     {"u32", TEXT_UTF32, 0},
        {"utf32le", TEXT_UTF32, 1},  {"utf32be", TEXT_UTF32, -1},
    };
    char folded[16];
    fold_name(name, folded, sizeof folded);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(folded, known[i].name)) continue;
        coder->codec = known[i].codec;
        coder->order = coder->state.order = known[i].order;
        return true;
    }
    return false;
}

// codecs.getincremental...(encoding)(errors)
static bool make_object(Vm *vm, TextCoder *coder, const char *getter) {
    coder->codec = TEXT_OBJECT;
    Value name = str_intern_cstring(vm, "codecs");
    Value codecs = is_error(name) ? name : import_module(vm, str_of(name));
    if (is_error(codecs) && error_catch(vm, error_types.ImportError)) {
        error_raise(vm, error_types.LookupError, "unknown encoding: %U", coder->encoding);
        return false;
    }
    Value encoding = value_of(coder->encoding), errors = value_of(coder->errors);
    Value maker = is_error(codecs) ? codecs : io_call(vm, codecs, getter, &encoding, 1);
    coder->object = is_error(maker) ? maker : object_call_1(vm, maker, errors);
    return !is_error(coder->object);
}

static bool init(Vm *vm, TextCoder *coder, Str *encoding, Str *errors, const char *getter) {
    *coder = (TextCoder){.encoding = encoding, .errors = errors};
    return find_codec(encoding, coder) || make_object(vm, coder, getter);
}
bool decoder_init(Vm *vm, TextCoder *decoder, Str *encoding, Str *errors) {
    return init(vm, decoder, encoding, errors, "getincrementaldecoder");
}
bool encoder_init(Vm *vm, TextCoder *encoder, Str *encoding, Str *errors) {
    return init(vm, encoder, encoding, errors, "getincrementalencoder");
}

void coder_trace(Heap *heap, TextCoder *coder) {
    gc_mark_value(heap, value_of(coder->encoding));
    gc_mark_value(heap, value_of(coder->errors));
    gc_mark_value(heap, coder->object);
    gc_mark_value(heap, coder->state.flags);
}

// --- decoding -----------------------------------------------------------------------------------

// The byte order mark at the start: its size, 0 for none.
static size_t read_mark(TextCoder *decoder, const uint8_t *data) {
    bool wide = decoder->codec == TEXT_UTF32;
    size_t width = wide ? 4 : 2;
    bool little = data[0] == 0xff && data[1] == 0xfe && (!wide || (!data[2] && !data[3]));
    const uint8_t *end = data + width - 2;
    bool big = end[0] == 0xfe && end[1] == 0xff && (!wide || (!data[0] && !data[1]));
    decoder->state.order = big ? -1 : 1;
    return little || big ? width : 0;
}

// The name of the codec, with the byte order where that is known.
static Value codec_name(Vm *vm, TextCoder *decoder) {
    bool wide = decoder->codec == TEXT_UTF32;
    if (decoder->codec != TEXT_UTF16 && !wide) return value_of(decoder->encoding);
    return str_format(vm, "utf-%d-%s", wide ? 32 : 16, decoder->state.order < 0 ? "be" : "le");
}

static Value decode_object(Vm *vm, TextCoder *decoder, const uint8_t *data, size_t size,
                           bool final) {
    Value args[] = {bytes_make(vm, data, size), make_bool(final)};
    Value text = is_error(args[0]) ? args[0] : io_call(vm, decoder->object, "decode", args, 2);
    if (is_error(text) || is_str_like(text)) return text;
    return error_type(vm, "decoder should return a string result, not '%T'", text);
}

static bool is_ascii(const uint8_t *data, size_t size) {
    uint64_t all = 0, word = 0;
    for (; size >= 8; size -= 8, data += 8) {
        memcpy(&word, data, 8);
        all |= word;
    }
    word = 0;
    memcpy(&word, data, size);
    return !((all | word) & 0x8080808080808080u);
}

Value decoder_feed(Vm *vm, TextCoder *decoder, const uint8_t *data, size_t size, bool final) {
    DecoderState *state = &decoder->state;
    if (decoder->codec == TEXT_OBJECT) return decode_object(vm, decoder, data, size, final);
    bool plain = decoder->codec == TEXT_LATIN1 ||
                 (decoder->codec <= TEXT_ASCII && !state->held_count && is_ascii(data, size));
    if (plain) return str_from_latin1(vm, (const char *)data, size);
    size_t held = state->held_count, width = decoder->codec == TEXT_UTF32 ? 4 : 2;
    Value whole = bytes_make(vm, NULL, held + size);
    if (is_error(whole)) return whole;
    Bytes *bytes = bytes_of(whole);
    memcpy(bytes->data, state->held, held);
    if (size) memcpy(bytes->data + held, data, size);
    bool ordered = decoder->codec == TEXT_UTF16 || decoder->codec == TEXT_UTF32;
    size_t skip = 0, tail = 0;
    if (ordered && !state->order && bytes->length >= width) skip = read_mark(decoder, bytes->data);
    bool unknown = ordered && !state->order;
    Value name = codec_name(vm, decoder);
    if (is_error(name)) return name;
    bytes->data += skip;
    bytes->length -= skip;
    if (!final) tail = unknown ? bytes->length : bytes_unfinished(bytes, str_of(name));
    bytes->length -= tail;
    uint8_t kept[4];
    memcpy(kept, bytes->data + bytes->length, tail);
    Value text =
        bytes->length ? bytes_decode(vm, bytes, str_of(name), decoder->errors) : vm->empty_str;
    if (is_error(text)) return text;
    state->held_count = (uint8_t)tail;
    memcpy(state->held, kept, tail);
    return text;
}

bool decoder_reset(Vm *vm, TextCoder *decoder) {
    if (decoder->codec == TEXT_OBJECT)
        return !is_error(io_call(vm, decoder->object, "reset", NULL, 0));
    decoder->state = (DecoderState){.order = decoder->order};
    return true;
}

// CPython's numbers: of an encoding with a byte order mark 2 before it, 0 for little, 1 for big.
bool decoder_save(Vm *vm, TextCoder *decoder, uint32_t *flags, const uint8_t **held,
                  size_t *count) {
    *held = decoder->state.held;
    *count = decoder->state.held_count;
    *flags = 0;
    if (decoder->codec == TEXT_OBJECT) {
        Value state = io_call(vm, decoder->object, "getstate", NULL, 0);
        int64_t number;
        if (is_error(state)) return false;
        if (!is_tuple_like(state) || tuple_of(state)->count != 2 ||
            !is_bytes_like(tuple_of(state)->items[0]))
            return error_type(vm, "illegal decoder state"), false;
        *held = bytes_of(tuple_of(state)->items[0])->data;
        *count = bytes_of(tuple_of(state)->items[0])->length;
        decoder->state.flags = tuple_of(state)->items[0]; // keeps the bytes
        if (!object_index(vm, tuple_of(state)->items[1], true, &number)) return false;
        *flags = (uint32_t)number;
    } else if (!decoder->order && (decoder->codec == TEXT_UTF16 || decoder->codec == TEXT_UTF32)) {
        *flags = decoder->state.order == 0 ? 2 : decoder->state.order < 0;
    }
    return true;
}

bool decoder_restore(Vm *vm, TextCoder *decoder, uint32_t flags) {
    if (decoder->codec == TEXT_OBJECT) {
        Value parts[] = {bytes_make(vm, NULL, 0), make_int(vm, flags)};
        Value state = is_error(parts[0]) ? parts[0] : tuple_make(vm, parts, 2);
        return !is_error(state) && !is_error(io_call(vm, decoder->object, "setstate", &state, 1));
    }
    decoder->state = (DecoderState){.order = decoder->order};
    if (!decoder->order) decoder->state.order = flags == 2 ? 0 : flags == 1 ? -1 : 1;
    return true;
}

// --- encoding -----------------------------------------------------------------------------------

// With a byte order mark before the first text: what follows is written in the machine's order.
static Value encode_marked(Vm *vm, TextCoder *encoder, Value text) {
    bool wide = encoder->codec == TEXT_UTF32, first = !encoder->marked && !encoder->order;
    Value name = str_format(vm, "utf-%d-%s", wide ? 32 : 16, encoder->order < 0 ? "be" : "le");
    Value bytes =
        is_error(name) ? name : bytes_encode(vm, str_of(text), str_of(name), encoder->errors);
    if (is_error(bytes) || !first) return bytes;
    encoder->marked = true;
    size_t width = wide ? 4 : 2;
    Value whole = bytes_make(vm, NULL, width + bytes_of(bytes)->length);
    if (is_error(whole)) return whole;
    memcpy(bytes_of(whole)->data, "\xff\xfe\0\0", width);
    memcpy(bytes_of(whole)->data + width, bytes_of(bytes)->data, bytes_of(bytes)->length);
    return whole;
}

Value encoder_feed(Vm *vm, TextCoder *encoder, Value text) {
    if (encoder->codec == TEXT_UTF16 || encoder->codec == TEXT_UTF32)
        return encode_marked(vm, encoder, text);
    if (encoder->codec != TEXT_OBJECT)
        return bytes_encode(vm, str_of(text), encoder->encoding, encoder->errors);
    Value bytes = io_call(vm, encoder->object, "encode", &text, 1);
    if (is_error(bytes) || is_bytes_like(bytes)) return bytes;
    return error_type(vm, "encoder should return a bytes object, not '%T'", bytes);
}

bool encoder_at_start(Vm *vm, TextCoder *encoder, bool start) {
    encoder->marked = !start;
    if (encoder->codec != TEXT_OBJECT) return true;
    if (start) return !is_error(io_call(vm, encoder->object, "reset", NULL, 0));
    Value zero = make_int(vm, 0);
    return !is_error(io_call(vm, encoder->object, "setstate", &zero, 1));
}
