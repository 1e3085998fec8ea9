// TextIOWrapper: reading, and the cookies of tell() and seek(). A place in a text is a place in the
// bytes where the decoder's state is known, and what has to be read on from there.
#include <string.h>
#include <unistd.h>

#include "vm/error.h"
#include "vm/modules/io_text.h"
#include "vm/types/bytes.h"
#include "vm/types/number.h"

// --- decoding -----------------------------------------------------------------------------------

static Value decode(Vm *vm, TextIo *text, const uint8_t *data, size_t size, bool final) {
    Value decoded = decoder_feed(vm, &text->decoder, data, size, final);
    if (is_error(decoded) || !text->ends.universal) return decoded;
    return newlines_feed(vm, &text->newlines, decoded, final);
}

// With universal newlines the lowest bit says whether a \r is kept back.
static bool save(Vm *vm, TextIo *text, uint32_t *flags, const uint8_t **held, size_t *count) {
    if (!decoder_save(vm, &text->decoder, flags, held, count)) return false;
    if (text->ends.universal) *flags = *flags << 1 | text->newlines.pending;
    return true;
}

static bool restore(Vm *vm, TextIo *text, uint32_t flags) {
    if (text->ends.universal) {
        text->newlines.pending = flags & 1;
        flags >>= 1;
    }
    return decoder_restore(vm, &text->decoder, flags);
}

// --- chunks -------------------------------------------------------------------------------------

static Value read_below(Vm *vm, TextIo *text) {
    if (has_shape(text->buffer, SHAPE_BUFFERED_READER)) {
        Buffered *buffered = buffered_of(text->buffer);
        if (!buffered_usable(vm, buffered, "read of")) return VALUE_ERROR;
        return buffered_read_some(vm, buffered, text->chunk_size);
    }
    const char *method = text->has_read1 ? "read1" : "read";
    Value size = make_int(vm, (int64_t)text->chunk_size);
    Value data = is_error(size) ? size : io_call(vm, text->buffer, method, &size, 1);
    if (is_error(data) || is_bytes_like(data)) return data;
    return error_type(vm, "underlying %s() should have returned a bytes-like object, not '%T'",
                      method, data);
}

// Notes where the chunk began: the bytes the decoder holds stand before it.
static bool set_mark(Vm *vm, TextIo *text, uint32_t flags, const uint8_t *held, size_t count,
                     Bytes *input) {
    text->mark_flags = flags;
    text->mark = value_of(input);
    if (!count) return true;
    Value whole = bytes_make(vm, NULL, count + input->length);
    if (is_error(whole)) return false;
    memcpy(bytes_of(whole)->data, held, count);
    memcpy(bytes_of(whole)->data + count, input->data, input->length);
    text->mark = whole;
    return true;
}

// Decodes one chunk more: 1 there is new text, 0 the end, -1 raised. What was not used of the last
// one is the caller's.
static int read_chunk(Vm *vm, TextIo *text) {
    uint32_t flags = 0;
    const uint8_t *held = NULL;
    size_t count = 0;
    uint8_t kept[16];
    if (!text->readable) return io_unsupported(vm, "not readable"), -1;
    if (text->telling && !save(vm, text, &flags, &held, &count)) return -1;
    if (count > sizeof kept) count = sizeof kept;
    if (count) memcpy(kept, held, count);
    Value input = read_below(vm, text);
    if (is_error(input)) return -1;
    Bytes *bytes = bytes_of(input);
    Value decoded = decode(vm, text, bytes->data, bytes->length, !bytes->length);
    if (is_error(decoded)) return -1;
    text->decoded = decoded;
    text->used = 0;
    size_t characters = str_of(decoded)->length;
    text->ratio = characters ? (double)bytes->length / (double)characters : 0;
    if (text->telling && !set_mark(vm, text, flags, kept, count, bytes)) return -1;
    return bytes->length || str_of(decoded)->length;
}

static size_t unused(const TextIo *text) {
    return text->decoded ? str_of(text->decoded)->length - text->used : 0;
}

static Value take(Vm *vm, TextIo *text, size_t count) {
    if (!count) return vm->empty_str;
    size_t from = text->used;
    text->used += count;
    if (!from && count == str_of(text->decoded)->length) return text->decoded;
    return str_slice(vm, str_of(text->decoded), from, from + count);
}

// --- read, readline -----------------------------------------------------------------------------

static bool may_read(Vm *vm, TextIo *text) {
    if (!text_usable(vm, text, true)) return false;
    if (!text->readable) return io_unsupported(vm, "not readable"), false;
    return !text->writable || text_flush_pending(vm, value_of(text));
}

static Value read_all(Vm *vm, TextIo *text) {
    Value bytes = io_call(vm, text->buffer, "read", NULL, 0);
    if (is_error(bytes)) return bytes;
    if (!is_bytes_like(bytes))
        return error_type(vm, "underlying read() should have returned a bytes object, not '%T'",
                          bytes);
    Value rest = take(vm, text, unused(text));
    if (is_error(rest)) return rest;
    Value more = decode(vm, text, bytes_of(bytes)->data, bytes_of(bytes)->length, true);
    if (is_error(more)) return more;
    text_forget(text);
    return str_of(rest)->length ? str_concatenate(vm, rest, more) : more;
}

Value text_read(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    TextIo *text = text_io_of(args[0]);
    int64_t wanted;
    if (!text_usable(vm, text, false) || !io_size(vm, count > 1 ? args[1] : VALUE_NULL, &wanted) ||
        !may_read(vm, text))
        return VALUE_ERROR;
    if (wanted < 0) return read_all(vm, text);
    size_t missing = (size_t)wanted;
    StrBuilder out;
    builder_init(&out, vm);
    for (;;) {
        size_t have = unused(text), step = have < missing ? have : missing;
        if (step == missing && !out.length) return take(vm, text, step);
        if (step) builder_add_slice(&out, str_of(text->decoded), text->used, text->used + step);
        text->used += step;
        missing -= step;
        int more = missing && !out.failed ? read_chunk(vm, text) : 0;
        if (more < 0) return VALUE_ERROR;
        if (!more) return builder_finish(&out);
    }
}

// The end of the next line in what is decoded, if it is there; a first half of \r\n at the end
// waits for the second.
Value text_read_line(Vm *vm, TextIo *text, int64_t limit) {
    Value start = VALUE_NULL; // of the line, from earlier chunks
    size_t length = 0;
    for (;;) {
        Str *decoded = text->decoded ? str_of(text->decoded) : NULL;
        size_t end = decoded ? line_ends_find(&text->ends, decoded, text->used) : 0;
        size_t have = end ? end - text->used : unused(text);
        if (limit >= 0 && length + have >= (size_t)limit) {
            have = (size_t)limit - length;
            end = 1;
        }
        bool half = !end && have && text->ends.end_size == 2 &&
                    str_at(decoded, decoded->length - 1) == '\r';
        Value piece = take(vm, text, have - half);
        if (is_error(piece)) return piece;
        length += have - half;
        if (start && !str_of(piece)->length)
            piece = start;
        else if (start)
            piece = str_concatenate(vm, start, piece);
        if (end || is_error(piece)) return piece;
        start = str_of(piece)->length ? piece : VALUE_NULL;
        int more = read_chunk(vm, text);
        if (more < 0) return VALUE_ERROR;
        if (half) {
            text->decoded = str_concatenate(vm, str_from_code_point(vm, '\r'), text->decoded);
            text->mark = VALUE_NULL;
            if (is_error(text->decoded)) return text->decoded = VALUE_NULL, VALUE_ERROR;
        }
        if (!more) {
            Value rest = take(vm, text, unused(text));
            text_forget(text);
            if (!start || is_error(rest)) return rest;
            return str_of(rest)->length ? str_concatenate(vm, start, rest) : start;
        }
    }
}

Value text_readline(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    TextIo *text = text_io_of(args[0]);
    int64_t limit = -1;
    if (!text_usable(vm, text, false) || (count > 1 && !object_index(vm, args[1], false, &limit)) ||
        !may_read(vm, text))
        return VALUE_ERROR;
    return text_read_line(vm, text, limit);
}

Value text_next(Vm *vm, Value self) {
    TextIo *text = text_io_of(self);
    if (!text_usable(vm, text, true)) return VALUE_ERROR;
    text->telling = false;
    Value line;
    if (type_of(self) == &text_io_type) {
        if (!may_read(vm, text)) return VALUE_ERROR;
        line = text_read_line(vm, text, -1);
    } else {
        line = io_call(vm, self, "readline", NULL, 0);
        if (!is_error(line) && !is_str_like(line))
            return error_raise(vm, error_types.OSError,
                               "readline() should have returned a str object, not '%T'", line);
    }
    if (is_error(line) || str_of(line)->length) return line;
    text->mark = VALUE_NULL;
    text->telling = text->seekable;
    return VALUE_END;
}

// --- tell, seek ---------------------------------------------------------------------------------

typedef struct {
    uint64_t place; // in the bytes
    uint32_t flags; // the decoder's state there
    uint32_t feed;  // so many bytes are decoded from there,
    uint32_t skip;  // and so many characters of them left out
    bool end;       // the input ends behind these bytes
} Cookie;

// One int: 64 bits of place, 32 each of flags, feed and skip, one of end.
static Value cookie_value(Vm *vm, const Cookie *cookie) {
    uint64_t limbs[] = {cookie->place, (uint64_t)cookie->feed << 32 | cookie->flags,
                        (uint64_t)cookie->end << 32 | cookie->skip};
    return int_from_limbs(vm, limbs, 3, false);
}

static bool cookie_read(Vm *vm, Value value, Cookie *cookie) {
    Value number = object_to_index(vm, value);
    if (is_error(number)) return false;
    if (int_sign(number) < 0) return error_value(vm, "negative seek position %R", number), false;
    uint64_t limbs[3] = {0};
    int64_t small;
    number = int_plain(vm, number);
    if (int_to_int64(number, &small)) {
        limbs[0] = (uint64_t)small;
    } else {
        const BigInt *big = (const BigInt *)object_of(number);
        if (big->count > 3) return error_overflow(vm, "int too big to convert"), false;
        memcpy(limbs, big->limbs, big->count * sizeof *limbs);
    }
    *cookie = (Cookie){limbs[0], (uint32_t)limbs[1], (uint32_t)(limbs[1] >> 32), (uint32_t)limbs[2],
                       limbs[2] >> 32 & 1};
    return true;
}

// Decodes bytes of the mark from the state in flags on: how many characters, -1 raised.
static int64_t count_characters(Vm *vm, TextIo *text, const uint8_t *data, size_t size, bool end) {
    Value decoded = decode(vm, text, data, size, end);
    return is_error(decoded) ? -1 : (int64_t)str_of(decoded)->length;
}

// Moves the cookie on by as many whole bytes as hold no more than `skip` characters: a guess from
// the chunk's own proportion, lowered until the decoder holds nothing.
static bool skip_ahead(Vm *vm, TextIo *text, Cookie *cookie) {
    Bytes *mark = bytes_of(text->mark);
    size_t back = 1;
    int64_t guess = (int64_t)(text->ratio * cookie->skip);
    if (guess > (int64_t)mark->length) guess = (int64_t)mark->length;
    while (guess > 0) {
        const uint8_t *held;
        size_t count;
        uint32_t flags;
        if (!restore(vm, text, text->mark_flags)) return false;
        int64_t got = count_characters(vm, text, mark->data, (size_t)guess, false);
        if (got < 0 || !save(vm, text, &flags, &held, &count)) return false;
        if (got <= cookie->skip && !count) {
            cookie->place += (uint64_t)guess;
            cookie->flags = flags;
            cookie->skip -= (uint32_t)got;
            return true;
        }
        guess -= (int64_t)(got <= cookie->skip ? count : back);
        back = got <= cookie->skip ? 1 : back * 2;
    }
    return restore(vm, text, text->mark_flags);
}

// Byte by byte from there, until the characters are there too.
static bool step_ahead(Vm *vm, TextIo *text, Cookie *cookie, size_t from) {
    Bytes *mark = bytes_of(text->mark);
    int64_t got = 0;
    for (size_t at = from; at < mark->length; at++) {
        const uint8_t *held;
        size_t count;
        uint32_t flags;
        int64_t more = count_characters(vm, text, mark->data + at, 1, false);
        if (more < 0 || !save(vm, text, &flags, &held, &count)) return false;
        got += more;
        cookie->feed++;
        if (!count && got <= cookie->skip) {
            cookie->place += cookie->feed;
            cookie->skip -= (uint32_t)got;
            cookie->flags = flags;
            cookie->feed = 0;
            got = 0;
        }
        if (got >= cookie->skip) return true;
    }
    int64_t rest = count_characters(vm, text, NULL, 0, true);
    if (rest < 0) return false;
    cookie->end = true;
    if (got + rest >= cookie->skip) return true;
    error_raise(vm, error_types.OSError, "can't reconstruct logical file position");
    return false;
}

static bool find_cookie(Vm *vm, TextIo *text, Cookie *cookie) {
    TextCoder decoder = text->decoder;
    Newlines newlines = text->newlines;
    const uint8_t *held;
    size_t count;
    uint32_t flags;
    bool object = decoder.codec == TEXT_OBJECT;
    if (object && !save(vm, text, &flags, &held, &count)) return false;
    uint64_t start = cookie->place;
    bool found = skip_ahead(vm, text, cookie) &&
                 (!cookie->skip || step_ahead(vm, text, cookie, cookie->place - start));
    text->decoder = decoder;
    text->newlines = newlines;
    if (object && found) found = restore(vm, text, flags);
    return found;
}

static Value tell(Vm *vm, Value self) {
    TextIo *text = text_io_of(self);
    if (!text->seekable) return io_unsupported(vm, "underlying stream is not seekable");
    if (!text->telling)
        return error_raise(vm, error_types.OSError, "telling position disabled by next() call");
    if (!text_flush_pending(vm, self) || is_error(io_call(vm, self, "flush", NULL, 0)))
        return VALUE_ERROR;
    Value place = io_call(vm, text->buffer, "tell", NULL, 0);
    if (is_error(place) || !text->readable || !text->mark) return place;
    int64_t number;
    if (!object_index(vm, place, false, &number)) return VALUE_ERROR;
    Cookie cookie = {.place = (uint64_t)number - bytes_of(text->mark)->length,
                     .flags = text->mark_flags,
                     .skip = (uint32_t)text->used};
    if (cookie.skip && !find_cookie(vm, text, &cookie)) return VALUE_ERROR;
    return cookie_value(vm, &cookie);
}

Value text_tell(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return text_usable(vm, text_io_of(args[0]), true) ? tell(vm, args[0]) : VALUE_ERROR;
}

static Value seek_below(Vm *vm, TextIo *text, uint64_t place, int whence) {
    Value args[] = {int_from_uint64(vm, place), make_int(vm, whence)};
    if (is_error(args[0]) || is_error(args[1])) return VALUE_ERROR;
    Value answer = io_call(vm, text->buffer, "seek", args, 2);
    if (!is_error(answer)) text_forget(text);
    return answer;
}

static bool set_encoder(Vm *vm, TextIo *text, bool start) {
    return !text->writable || encoder_at_start(vm, &text->encoder, start);
}

static Value seek_end(Vm *vm, Value self) {
    TextIo *text = text_io_of(self);
    if (is_error(io_call(vm, self, "flush", NULL, 0))) return VALUE_ERROR;
    Value place = seek_below(vm, text, 0, SEEK_END);
    if (is_error(place) || (text->readable && !decoder_reset(vm, &text->decoder)))
        return VALUE_ERROR;
    text->newlines.pending = false;
    int moved = object_truth(vm, place);
    return moved >= 0 && set_encoder(vm, text, !moved) ? place : VALUE_ERROR;
}

// Reads on from the cookie's place as far as it says.
static bool read_on(Vm *vm, TextIo *text, const Cookie *cookie) {
    Value none = bytes_make(vm, NULL, 0), size = make_int(vm, cookie->feed);
    if (is_error(none) || is_error(size)) return false;
    text->mark = none;
    text->mark_flags = cookie->flags;
    if (!cookie->skip) return true;
    Value input = io_call(vm, text->buffer, "read", &size, 1);
    if (is_error(input)) return false;
    if (!is_bytes_like(input)) {
        error_type(vm, "underlying read() should have returned a bytes object, not '%T'", input);
        return false;
    }
    text->mark = input;
    Value decoded = decode(vm, text, bytes_of(input)->data, bytes_of(input)->length, cookie->end);
    if (is_error(decoded)) return false;
    text->decoded = decoded;
    text->used = cookie->skip;
    if (str_of(decoded)->length >= cookie->skip) return true;
    text->used = str_of(decoded)->length;
    error_raise(vm, error_types.OSError, "can't restore logical file position");
    return false;
}

Value text_seek(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    TextIo *text = text_io_of(args[0]);
    int64_t whence = 0;
    Value target = args[1];
    if (!text_usable(vm, text, true) || (count > 2 && !object_index(vm, args[2], true, &whence)))
        return VALUE_ERROR;
    if (!text->seekable) return io_unsupported(vm, "underlying stream is not seekable");
    if (whence < 0 || whence > 2)
        return error_value(vm, "invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    if (whence) {
        int moves = object_truth(vm, target);
        if (moves < 0) return VALUE_ERROR;
        if (moves)
            return io_unsupported(vm, whence == 1 ? "can't do nonzero cur-relative seeks"
                                                  : "can't do nonzero end-relative seeks");
        if (whence == SEEK_END) return seek_end(vm, args[0]);
        target = io_call(vm, args[0], "tell", NULL, 0);
        if (is_error(target)) return target;
    }
    Cookie cookie;
    if (!cookie_read(vm, target, &cookie) || is_error(io_call(vm, args[0], "flush", NULL, 0)) ||
        is_error(seek_below(vm, text, cookie.place, SEEK_SET)))
        return VALUE_ERROR;
    bool start = !cookie.place && !cookie.flags;
    if (text->readable) {
        text->newlines.pending = false;
        bool ready = start ? decoder_reset(vm, &text->decoder) : restore(vm, text, cookie.flags);
        if (!ready || !read_on(vm, text, &cookie)) return VALUE_ERROR;
    }
    return set_encoder(vm, text, start) ? target : VALUE_ERROR;
}
