// format % arguments.
#include <limits.h>
#include <string.h>

#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "vm/error.h"
#include "vm/names.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/complex.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    Vm *vm;
    const Str *format;
    size_t at;
    StrBuilder out;
    Value *items; // of a tuple, or the one value
    size_t count, next;
    Value mapping; // NULL where the arguments are none
    bool bytes;    // format and result are bytes, seen as Latin-1
} State;

typedef struct {
    bool left, plus, blank, alternate, zero;
    int64_t width, precision; // -1: not given
} Flags;

static bool next_argument(State *state, Value *value) {
    if (state->next < state->count) {
        *value = state->items[state->next++];
        return true;
    }
    error_type(state->vm, "not enough arguments for format string");
    return false;
}

static bool next_point(State *state, uint32_t *point) {
    if (state->at < state->format->length) {
        *point = str_at(state->format, state->at++);
        return true;
    }
    error_value(state->vm, "incomplete format");
    return false;
}

// "(name)" of a mapping key, the ( read already: its value becomes the one argument.
static bool read_key(State *state, Value *owned) {
    Vm *vm = state->vm;
    if (!state->mapping) {
        error_type(vm, "format requires a mapping");
        return false;
    }
    size_t start = state->at, depth = 1;
    while (depth && state->at < state->format->length) {
        uint32_t point = str_at(state->format, state->at++);
        if (point == '(') depth++;
        if (point == ')') depth--;
    }
    if (depth) {
        error_value(vm, "incomplete format key");
        return false;
    }
    const char *text = state->format->data;
    Value key = state->bytes ? bytes_make(vm, text + start, state->at - 1 - start)
                             : str_slice(vm, (Str *)state->format, start, state->at - 1);
    if (is_error(key)) return false;
    *owned = object_get_item(vm, state->mapping, key);
    state->items = owned;
    state->count = 1;
    state->next = 0;
    return !is_error(*owned);
}

// A number or * behind the flags or the point; *point is the character after it.
static bool read_count(State *state, uint32_t *point, int64_t *number, const char *name) {
    int64_t most = *name == 'w' ? INT64_MAX : INT_MAX;
    if (*point == '*') {
        Value value;
        if (!next_argument(state, &value)) return false;
        if (!is_any_int(value)) {
            error_type(state->vm, "* wants int");
            return false;
        }
        if (!int_to_int64(value, number) || *number > most || *number < -most) {
            error_overflow(state->vm, "Python int too large to convert to C %s",
                           *name == 'w' ? "ssize_t" : "int");
            return false;
        }
        return next_point(state, point);
    }
    while (*point >= '0' && *point <= '9') {
        if (*number < 0) *number = 0;
        if (*number > (most - (int64_t)(*point - '0')) / 10) {
            error_value(state->vm, "%s too big", state->bytes && *name == 'p' ? "prec" : name);
            return false;
        }
        *number = *number * 10 + (*point - '0');
        if (!next_point(state, point)) return false;
    }
    return true;
}

static bool read_flags(State *state, uint32_t *point, Flags *flags) {
    for (;;) {
        switch (*point) {
        case '-': flags->left = true; break;
        case '+': flags->plus = true; break;
        case ' ': flags->blank = true; break;
        case '#': flags->alternate = true; break;
        case '0': flags->zero = true; break;
        default: return true;
        }
        if (!next_point(state, point)) return false;
    }
}

static bool parse_conversion(State *state, Flags *flags, Value *owned, uint32_t *point) {
    *flags = (Flags){.width = -1, .precision = -1};
    if (!next_point(state, point)) return false;
    if (*point == '(') {
        if (!read_key(state, owned) || !next_point(state, point)) return false;
    }
    if (!read_flags(state, point, flags)) return false;
    bool star = *point == '*';
    if (!read_count(state, point, &flags->width, "width")) return false;
    if (star && flags->width < 0) {
        flags->left = true;
        flags->width = -flags->width;
    }
    if (*point == '.') {
        if (!next_point(state, point)) return false;
        flags->precision = 0;
        if (!read_count(state, point, &flags->precision, "precision")) return false;
        if (flags->precision < 0) flags->precision = 0;
    }
    if (*point == 'h' || *point == 'l' || *point == 'L') return next_point(state, point);
    return true;
}

// Sign, prefix and body in their width; zeros go between prefix and body.
static void add_padded(StrBuilder *out, const Flags *flags, bool zero, const char *prefix,
                       const Str *body, size_t start, size_t stop) {
    if (flags->width <= 0) {
        if (*prefix) builder_add_ascii(out, prefix, strlen(prefix));
        builder_add_slice(out, body, start, stop);
        return;
    }
    int64_t size = strlen(prefix) + (stop - start);
    int64_t padding = flags->width > size ? flags->width - size : 0;
    zero = zero && !flags->left;
    if (padding && !flags->left && !zero) builder_add_repeated(out, ' ', padding);
    builder_add_ascii(out, prefix, strlen(prefix));
    if (padding && zero) builder_add_repeated(out, '0', padding);
    builder_add_slice(out, body, start, stop);
    if (padding && flags->left) builder_add_repeated(out, ' ', padding);
}

static const char *sign_of(const Flags *flags, bool negative) {
    return negative ? "-" : flags->plus ? "+" : flags->blank ? " " : "";
}

// --- the conversions --------------------------------------------------------------------------

// What %b, and %s, make of a value: the characters of a Str, one a byte.
static Value bytes_text(Vm *vm, Value value) {
    if (!object_has_buffer(value)) {
        Value made = object_call_special(vm, value, name_of(vm, bytes), NULL, 0);
        if (is_error(made)) return made;
        if (made == VALUE_END)
            return error_type(vm,
                              "%%b requires a bytes-like object, or an object that implements "
                              "__bytes__, not '%T'",
                              value);
        if (!is_bytes_like(made))
            return error_type(vm, "__bytes__ returned non-bytes (type %T)", made);
        value = made;
    }
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, value, &data, &size)) return VALUE_ERROR;
    return str_from_latin1(vm, (const char *)data, size);
}

static bool add_text(State *state, const Flags *flags, Value value, uint32_t letter) {
    Vm *vm = state->vm;
    Value text = letter == 'b'                    ? bytes_text(vm, value)
                 : letter == 's'                  ? object_str(vm, value)
                 : letter == 'r' && !state->bytes ? object_repr(vm, value)
                                                  : object_ascii(vm, value);
    if (is_error(text)) return false;
    size_t length = str_of(text)->length;
    if (flags->precision >= 0 && (size_t)flags->precision < length) length = flags->precision;
    add_padded(&state->out, flags, false, "", str_of(text), 0, length);
    return true;
}

static bool add_byte(State *state, const Flags *flags, Value value) {
    Vm *vm = state->vm;
    int64_t byte;
    if (is_bytes_like(value) || is_bytearray_like(value)) {
        if (bytes_of(value)->length != 1)
            return error_type(vm, "%%c requires an integer in range(256) or a single byte"), false;
        byte = bytes_of(value)->data[0];
    } else {
        bool known = type_of(value)->index && object_index(vm, value, true, &byte);
        if (!known && (!vm->raised || error_catch(vm, error_types.TypeError)))
            error_type(vm, "%%c requires an integer in range(256) or a single byte");
        if (!known) return false;
        if (byte < 0 || byte > 255) return error_overflow(vm, "%%c arg not in range(256)"), false;
    }
    Value text = str_from_code_point(vm, (uint32_t)byte);
    if (is_error(text)) return false;
    add_padded(&state->out, flags, false, "", str_of(text), 0, 1);
    return true;
}

static bool add_character(State *state, const Flags *flags, Value value) {
    Vm *vm = state->vm;
    if (state->bytes) return add_byte(state, flags, value);
    Value text = value;
    if (is_str_like(value)) {
        if (str_of(value)->length != 1) {
            error_type(vm, "%%c requires int or char");
            return false;
        }
    } else {
        int64_t point;
        bool known = type_of(value)->index && object_index(vm, value, true, &point);
        if (!known && (!vm->raised || error_catch(vm, error_types.TypeError)))
            error_type(vm, "%%c requires int or char");
        if (!known) return false;
        if (point < 0 || point > 0x10ffff) {
            error_overflow(vm, "%%c arg not in range(0x110000)");
            return false;
        }
        text = str_from_code_point(vm, (uint32_t)point);
        if (is_error(text)) return false;
    }
    add_padded(&state->out, flags, false, "", str_of(text), 0, 1);
    return true;
}

// What %d and its kin print: ints as they are, for d also what __int__ makes of other numbers.
static Value to_number(Vm *vm, Value value, uint32_t letter, bool bytes) {
    if (is_any_int(value)) return int_plain(vm, value);
    Type *type = type_of(value);
    bool hexadecimal = letter == 'x' || letter == 'X' || letter == 'o';
    if (type->index ||
        (!hexadecimal && (type->to_int || type->to_float || is_any_complex(value)))) {
        Value number = hexadecimal ? object_to_index(vm, value) : int_convert(vm, value);
        if (!is_error(number) || !error_catch(vm, error_types.TypeError)) return number;
    }
    if (bytes && letter == 'i') letter = 'd';
    return error_type(vm, "%%%c format: %s is required, not %T", (int)letter,
                      hexadecimal ? "an integer" : "a real number", value);
}

static bool add_int(State *state, const Flags *flags, Value value, uint32_t letter) {
    Vm *vm = state->vm;
    if (is_int(value) && (letter == 'd' || letter == 'i') && flags->precision < 0) {
        char text[24];
        size_t size = integer_format_word(int_of(value), text);
        Str body = {.object = {SHAPE_STR, 1 | STR_ASCII}, .length = size, .data = text};
        bool minus = text[0] == '-';
        add_padded(&state->out, flags, flags->zero, sign_of(flags, minus), &body, minus, size);
        return true;
    }
    Value number = to_number(vm, value, letter, state->bytes);
    if (is_error(number)) return false;
    int base = letter == 'o' ? 8 : letter == 'x' || letter == 'X' ? 16 : 10;
    Value text = int_to_str(vm, number, base, false);
    if (is_error(text)) return false;
    Str *digits = str_of(text);
    bool negative = str_at(digits, 0) == '-';
    size_t start = negative;
    if (letter == 'X' || (size_t)(flags->precision + 1) > digits->length - start + 1) {
        StrBuilder out;
        builder_init(&out, vm);
        int64_t missing = flags->precision - (int64_t)(digits->length - start);
        if (missing > 0) builder_add_repeated(&out, '0', missing);
        for (size_t i = start; i < digits->length; i++) {
            uint32_t point = str_at(digits, i);
            builder_add_code_point(&out, letter == 'X' && point >= 'a' ? point - 32 : point);
        }
        text = builder_finish(&out);
        if (is_error(text)) return false;
        digits = str_of(text);
        start = 0;
    }
    char prefix[4];
    strcpy(prefix, sign_of(flags, negative));
    if (flags->alternate && base != 10) {
        strcat(prefix, base == 8 ? "0o" : letter == 'X' ? "0X" : "0x");
    }
    add_padded(&state->out, flags, flags->zero, prefix, digits, start, digits->length);
    return true;
}

static bool add_float(State *state, const Flags *flags, Value value, uint32_t letter) {
    Vm *vm = state->vm;
    double number;
    int answer = number_to_double(vm, value, &number);
    if (answer < 0 && state->bytes) error_clear(vm); // whatever it was, it is said in other words
    if (answer <= 0 && (state->bytes || !answer))
        error_type(vm,
                   state->bytes ? "float argument required, not %T" : "must be real number, not %T",
                   value);
    if (answer <= 0) return false;
    int precision = flags->precision < 0 ? 6 : (int)flags->precision;
    char local[512], *text = local;
    size_t room = FLOAT_FORMAT_ROOM((size_t)precision);
    if (room > sizeof local && !(text = gc_alloc_raw(vm, room))) return false;
    size_t size = float_format(number, (char)letter, precision, flags->alternate, text);
    bool negative = text[0] == '-';
    Str body = {.object = {SHAPE_STR, 1 | STR_ASCII}, .length = size, .data = text};
    add_padded(&state->out, flags, flags->zero, sign_of(flags, negative), &body, negative, size);
    return true;
}

// %s, and %d of a machine int, without flags, as they stand most of the time: 1 done, 0 it is not
// one of these, -1 raised.
static int add_plain(State *state) {
    if (state->at >= state->format->length || state->next >= state->count) return 0;
    uint32_t letter = str_at(state->format, state->at);
    Value value = state->items[state->next];
    if (letter == 's' && !state->bytes) {
        state->at++;
        state->next++;
        Value text = is_str(value) ? value : object_str(state->vm, value);
        if (is_error(text)) return -1;
        builder_add_str(&state->out, str_of(text));
        return 1;
    }
    if (letter != 'd' || !is_int(value)) return 0;
    char digits[24];
    state->at++;
    state->next++;
    builder_add_ascii(&state->out, digits, integer_format_word(int_of(value), digits));
    return 1;
}

static size_t next_percent(const Str *format, size_t at) {
    if (str_kind(format) == 1) {
        const char *data = format->data, *found = memchr(data + at, '%', format->length - at);
        return found ? (size_t)(found - data) : format->length;
    }
    while (at < format->length && str_at(format, at) != '%') at++;
    return at;
}

static bool add_conversion(State *state) {
    Flags flags;
    uint32_t letter;
    Value value, owned = VALUE_NULL;
    if (state->at < state->format->length && str_at(state->format, state->at) == '%') {
        state->at++;
        builder_add_code_point(&state->out, '%');
        return true;
    }
    if (!parse_conversion(state, &flags, &owned, &letter)) return false;
    if (!next_argument(state, &value)) return false;
    if (state->bytes && letter == 's') letter = 'b';
    switch (letter) {
    case 'b':
        if (!state->bytes) break;
        return add_text(state, &flags, value, letter);
    case 's':
    case 'r':
    case 'a': return add_text(state, &flags, value, letter);
    case 'c': return add_character(state, &flags, value);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': return add_int(state, &flags, value, letter);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return add_float(state, &flags, value, letter);
    default: break;
    }
    error_value(state->vm, "unsupported format character '%c' (0x%x) at index %zu",
                letter > 31 && letter < 127 ? (int)letter : '?', letter, state->at - 1);
    return false;
}

static bool add_all(State *state, Value *arguments) {
    Vm *vm = state->vm;
    state->items = arguments;
    state->count = 1;
    Value value = *arguments;
    if (is_tuple_like(value)) {
        state->items = tuple_of(value)->items;
        state->count = tuple_of(value)->count;
    } else if (!is_str_like(value) && type_of(value)->get_item &&
               !(state->bytes && (is_bytes_like(value) || is_bytearray_like(value)))) {
        state->mapping = value;
    }
    const Str *format = state->format;
    builder_init(&state->out, vm);
    while (state->at < format->length && !state->out.failed) {
        size_t start = state->at;
        state->at = next_percent(format, start);
        builder_add_slice(&state->out, format, start, state->at);
        if (state->at >= format->length) break;
        state->at++;
        int plain = add_plain(state);
        if (plain < 0 || (plain == 0 && !add_conversion(state))) return false;
        // A key's value lived in add_conversion.
        if (state->mapping && state->items != arguments) state->items = arguments;
    }
    if (state->out.failed) return false;
    if (state->next >= state->count || state->mapping) return true;
    error_type(vm, "not all arguments converted during %s formatting",
               state->bytes ? "bytes" : "string");
    return false;
}

Value format_percent(Vm *vm, Str *format, Value arguments) {
    State state = {.vm = vm, .format = format};
    return add_all(&state, &arguments) ? builder_finish(&state.out) : VALUE_ERROR;
}

Value format_percent_bytes(Vm *vm, Value format, Value arguments) {
    Bytes *bytes = bytes_of(format);
    Str text = {.object = {SHAPE_STR, 1}, .length = bytes->length, .data = bytes->data};
    State state = {.vm = vm, .format = &text, .bytes = true};
    if (!add_all(&state, &arguments)) return VALUE_ERROR;
    return bytes_make_like(vm, format, state.out.data, state.out.length);
}
