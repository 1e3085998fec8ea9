// The module binascii: bytes as text, in hexadecimal digits, base64, uuencoded and quoted-printable
// form, and two checksums.
#include <string.h>

#include "vm/module.h"
#include "vm/types/bytes.h"

static Value binascii_error, binascii_incomplete;

static Value raise(Vm *vm, const char *message) {
    return error_raise(vm, (Type *)binascii_error, "%s", message);
}

// Bytes or ASCII text.
static bool ascii_argument(Vm *vm, Value value, const uint8_t **data, size_t *size) {
    if (is_str_like(value)) {
        if (!str_is_ascii(str_of(value)))
            return error_value(vm, "string argument should contain only ASCII characters"), false;
        *data = str_of(value)->data;
        *size = str_of(value)->length;
        return true;
    }
    if (buffer_peek(vm, value, data, size)) return true;
    if (error_catch(vm, error_types.TypeError))
        error_type(vm, "argument should be bytes, buffer or ASCII string, not '%T'", value);
    return false;
}
static bool flag(Vm *vm, Value value, bool absent, bool *flag) {
    int number = absent;
    if (value && !argument_int(vm, value, &number)) return false;
    *flag = number != 0;
    return true;
}

// --- hexadecimal --------------------------------------------------------------------------------

static char digit(unsigned value, bool upper) {
    return (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value & 15];
}
static int digit_value(uint8_t character) {
    if (character >= '0' && character <= '9') return character - '0';
    character |= 32;
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}
static bool separator_of(Vm *vm, Value value, uint8_t *separator) {
    if (!value) return true;
    if (!is_str_like(value) && !is_bytes_like(value))
        return error_type(vm, "sep must be str or bytes."), false;
    size_t length = is_str_like(value) ? str_of(value)->length : bytes_of(value)->length;
    if (length != 1) return error_value(vm, "sep must be length 1."), false;
    uint32_t point = is_str_like(value) ? str_at(str_of(value), 0) : bytes_of(value)->data[0];
    if (point > 127) return error_value(vm, "sep must be ASCII."), false;
    *separator = (uint8_t)point;
    return true;
}
NATIVE(binascii_hexlify) {
    static const char *const parameters[] = {"data", "sep", "bytes_per_sep", NULL};
    Value values[3];
    const uint8_t *data;
    size_t size;
    int group = 1;
    uint8_t separator = 0;
    if (!arguments_parse(vm, "hexlify", parameters, 1, 0, args, count, names, values) ||
        (values[2] && !argument_int(vm, values[2], &group)) ||
        !buffer_peek(vm, values[0], &data, &size) || !separator_of(vm, values[1], &separator))
        return VALUE_ERROR;
    // Groups are counted from the right; negative ones from the left.
    size_t width = (size_t)(group < 0 ? -(int64_t)group : group);
    bool grouped = values[1] && width && width < size;
    size_t breaks = grouped ? (size - 1) / width : 0;
    Value result = bytes_make(vm, NULL, 2 * size + breaks);
    if (is_error(result)) return result;
    uint8_t *to = bytes_of(result)->data;
    for (size_t i = 0; i < size; i++) {
        size_t passed = group < 0 ? i : size - i;
        if (grouped && i && passed % width == 0) *to++ = separator;
        *to++ = (uint8_t)digit(data[i] >> 4, false);
        *to++ = (uint8_t)digit(data[i], false);
    }
    return result;
}
NATIVE(binascii_unhexlify) {
    const uint8_t *data;
    size_t size;
    if (!ascii_argument(vm, args[0], &data, &size)) return VALUE_ERROR;
    if (size % 2) return raise(vm, "Odd-length string");
    Value result = bytes_make(vm, NULL, size / 2);
    for (size_t i = 0; i < size / 2 && !is_error(result); i++) {
        int high = digit_value(data[2 * i]), low = digit_value(data[2 * i + 1]);
        if (high < 0 || low < 0) return raise(vm, "Non-hexadecimal digit found");
        bytes_of(result)->data[i] = (uint8_t)(high << 4 | low);
    }
    return result;
}

// --- base64 -------------------------------------------------------------------------------------

static const char base64_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

NATIVE(binascii_b2a_base64) {
    static const char *const parameters[] = {"", "*", "newline", NULL};
    Value values[2];
    const uint8_t *data;
    size_t size;
    bool newline;
    if (!arguments_parse(vm, "b2a_base64", parameters, 1, 1, args, count, names, values) ||
        !buffer_peek(vm, values[0], &data, &size) || !flag(vm, values[1], true, &newline))
        return VALUE_ERROR;
    Value result = bytes_make(vm, NULL, (size + 2) / 3 * 4 + newline);
    if (is_error(result)) return result;
    uint8_t *to = bytes_of(result)->data;
    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = (uint32_t)data[i] << 16;
        if (i + 1 < size) group |= (uint32_t)data[i + 1] << 8;
        if (i + 2 < size) group |= data[i + 2];
        for (size_t k = 0; k < 4; k++)
            *to++ = k > size - i ? '=' : (uint8_t)base64_letters[group >> (18 - 6 * k) & 63];
    }
    if (newline) *to = '\n';
    return result;
}
static int base64_value(uint8_t character) {
    const char *found = character ? strchr(base64_letters, character) : NULL;
    return found ? (int)(found - base64_letters) : -1;
}
NATIVE(binascii_a2b_base64) {
    static const char *const parameters[] = {"", "*", "strict_mode", NULL};
    Value values[2];
    const uint8_t *data;
    size_t size;
    bool strict;
    if (!arguments_parse(vm, "a2b_base64", parameters, 1, 1, args, count, names, values) ||
        !ascii_argument(vm, values[0], &data, &size) || !flag(vm, values[1], false, &strict))
        return VALUE_ERROR;
    if (strict && size && data[0] == '=') return raise(vm, "Leading padding not allowed");
    uint8_t *bytes = gc_alloc_raw(vm, size / 4 * 3 + 4);
    if (!bytes) return VALUE_ERROR;
    size_t length = 0, digits = 0, pads = 0; // digits: of the group of four at hand
    uint32_t group = 0;
    bool padded = false;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '=') {
            padded = true;
            if (digits < 2 || digits + ++pads < 4) continue;
            // The padding ends the data.
            if (strict && i + 1 < size) return raise(vm, "Excess data after padding");
            return bytes_make(vm, bytes, length);
        }
        int value = base64_value(data[i]);
        if (value < 0 && strict) return raise(vm, "Only base64 data is allowed");
        if (value < 0) continue;
        if (strict && padded) return raise(vm, "Discontinuous padding not allowed");
        pads = 0;
        group = group << 6 | (uint32_t)value;
        digits = (digits + 1) % 4;
        if (digits != 1) bytes[length++] = (uint8_t)(group >> (digits ? 8 - 2 * digits : 0));
    }
    if (digits == 1)
        return error_raise(vm, (Type *)binascii_error,
                           "Invalid base64-encoded string: number of data characters (%zu) cannot "
                           "be 1 more than a multiple of 4",
                           length / 3 * 4 + 1);
    return digits ? raise(vm, "Incorrect padding") : bytes_make(vm, bytes, length);
}

// --- uuencoding ---------------------------------------------------------------------------------

NATIVE(binascii_b2a_uu) {
    static const char *const parameters[] = {"", "*", "backtick", NULL};
    Value values[2];
    const uint8_t *data;
    size_t size;
    bool backtick;
    if (!arguments_parse(vm, "b2a_uu", parameters, 1, 1, args, count, names, values) ||
        !buffer_peek(vm, values[0], &data, &size) || !flag(vm, values[1], false, &backtick))
        return VALUE_ERROR;
    if (size > 45) return raise(vm, "At most 45 bytes at once");
    char text[64];
    size_t length = 0;
    char zero = backtick ? '`' : ' ';
    text[length++] = size ? (char)(' ' + size) : zero;
    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = (uint32_t)data[i] << 16;
        if (i + 1 < size) group |= (uint32_t)data[i + 1] << 8;
        if (i + 2 < size) group |= data[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) {
            unsigned value = group >> shift & 63;
            text[length++] = value ? (char)(' ' + value) : zero;
        }
    }
    text[length++] = '\n';
    return bytes_make(vm, text, length);
}
NATIVE(binascii_a2b_uu) {
    const uint8_t *data;
    size_t size, place = 1;
    if (!ascii_argument(vm, args[0], &data, &size)) return VALUE_ERROR;
    uint8_t bytes[64];
    size_t wanted = ((size ? data[0] : 0u) - ' ') & 63, length = 0;
    uint32_t group = 0;
    unsigned bits = 0;
    // What the line lacks is zero.
    for (; length < wanted; place++) {
        unsigned value = 0;
        if (place < size && data[place] != '\n' && data[place] != '\r') {
            if (data[place] < ' ' || data[place] > ' ' + 64) return raise(vm, "Illegal char");
            value = (data[place] - ' ') & 63u;
        }
        group = group << 6 | value;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes[length++] = (uint8_t)(group >> bits);
    }
    for (; place < size; place++)
        if (!memchr(" `\n\r", data[place], 4)) return raise(vm, "Trailing garbage");
    return bytes_make(vm, bytes, length);
}

// --- quoted-printable ---------------------------------------------------------------------------

enum { LINE_MAX = 76 };

typedef struct {
    uint8_t *bytes;
    size_t length, column;
    bool crlf; // lines end in two characters, as the first one of the data does
} Quoted;

static void put_quoted(Quoted *out, uint8_t byte) {
    out->bytes[out->length++] = '=';
    out->bytes[out->length++] = (uint8_t)digit(byte >> 4, true);
    out->bytes[out->length++] = (uint8_t)digit(byte, true);
}
static void put_newline(Quoted *out) {
    if (out->crlf) out->bytes[out->length++] = '\r';
    out->bytes[out->length++] = '\n';
    out->column = 0;
}
static void soft_break(Quoted *out) {
    out->bytes[out->length++] = '=';
    put_newline(out);
}
NATIVE(binascii_b2a_qp) {
    static const char *const parameters[] = {"data", "quotetabs", "istext", "header", NULL};
    Value values[4];
    const uint8_t *data;
    size_t size;
    bool tabs, text, header;
    if (!arguments_parse(vm, "b2a_qp", parameters, 1, 0, args, count, names, values) ||
        !flag(vm, values[1], false, &tabs) || !flag(vm, values[2], true, &text) ||
        !flag(vm, values[3], false, &header) || !buffer_peek(vm, values[0], &data, &size))
        return VALUE_ERROR;
    // At most three for a byte, and a soft break of three before it.
    Quoted out = {.bytes = gc_alloc_raw(vm, 6 * size + 8)};
    if (!out.bytes) return VALUE_ERROR;
    const uint8_t *first = size ? memchr(data, '\n', size) : NULL;
    out.crlf = first && first > data && first[-1] == '\r';
    for (size_t i = 0; i < size;) {
        uint8_t byte = data[i], next = i + 1 < size ? data[i + 1] : 0;
        bool last = i + 1 == size, blank = byte == ' ' || byte == '\t';
        bool lone_dot =
            byte == '.' && !out.column && (last || next == '\n' || next == '\r' || !next);
        bool breaks = byte == '\r' || byte == '\n';
        if (byte > 126 || byte == '=' || (header && byte == '_') || lone_dot || (!text && breaks) ||
            (blank && last) || (byte < 33 && !breaks && (tabs || !blank))) {
            if (out.column + 3 >= LINE_MAX) soft_break(&out);
            put_quoted(&out, byte);
            out.column += 3;
            i++;
        } else if (text && (byte == '\n' || (byte == '\r' && next == '\n'))) {
            // White space at the end of a line would be lost.
            uint8_t before = out.length ? out.bytes[out.length - 1] : 0;
            if (before == ' ' || before == '\t') {
                out.length--;
                put_quoted(&out, before);
            }
            put_newline(&out);
            i += byte == '\r' ? 2 : 1;
        } else {
            if (!last && next != '\n' && out.column + 1 >= LINE_MAX) soft_break(&out);
            out.column++;
            out.bytes[out.length++] = header && byte == ' ' ? '_' : byte;
            i++;
        }
    }
    return bytes_make(vm, out.bytes, out.length);
}
NATIVE(binascii_a2b_qp) {
    static const char *const parameters[] = {"data", "header", NULL};
    Value values[2];
    const uint8_t *data;
    size_t size, length = 0;
    bool header;
    if (!arguments_parse(vm, "a2b_qp", parameters, 1, 0, args, count, names, values) ||
        !ascii_argument(vm, values[0], &data, &size) || !flag(vm, values[1], false, &header))
        return VALUE_ERROR;
    uint8_t *bytes = gc_alloc_raw(vm, size + 1);
    if (!bytes) return VALUE_ERROR;
    for (size_t i = 0; i < size;) {
        uint8_t byte = data[i++];
        if (byte != '=') {
            bytes[length++] = header && byte == '_' ? ' ' : byte;
            continue;
        }
        if (i == size) break;
        int high = digit_value(data[i]), low = i + 1 < size ? digit_value(data[i + 1]) : -1;
        if (data[i] == '\n' || data[i] == '\r') {
            while (i < size && data[i] != '\n') i++;
            if (i < size) i++;
        } else if (data[i] == '=') {
            bytes[length++] = data[i++];
        } else if (high >= 0 && low >= 0) {
            bytes[length++] = (uint8_t)(high << 4 | low);
            i += 2;
        } else {
            bytes[length++] = '=';
        }
    }
    return bytes_make(vm, bytes, length);
}

// --- checksums ----------------------------------------------------------------------------------

static uint32_t crc32_table[256];

NATIVE(binascii_crc32) {
    const uint8_t *data;
    size_t size;
    uint32_t crc = 0;
    if (!buffer_peek(vm, args[0], &data, &size) ||
        (count > 1 && !argument_low_bits(vm, args[1], &crc)))
        return VALUE_ERROR;
    for (uint32_t i = 0; !crc32_table[255] && i < 256; i++) {
        uint32_t rest = i;
        for (int bit = 0; bit < 8; bit++) rest = rest >> 1 ^ (rest & 1 ? 0xedb88320u : 0);
        crc32_table[i] = rest;
    }
    crc = ~crc;
    for (size_t i = 0; i < size; i++) crc = crc >> 8 ^ crc32_table[(crc ^ data[i]) & 255];
    return make_int(vm, ~crc);
}
NATIVE(binascii_crc_hqx) {
    const uint8_t *data;
    size_t size;
    uint32_t crc;
    if (!buffer_peek(vm, args[0], &data, &size) || !argument_low_bits(vm, args[1], &crc))
        return VALUE_ERROR;
    crc &= 0xffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= (uint32_t)data[i] << 8;
        for (int bit = 0; bit < 8; bit++) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return make_int(vm, crc);
}

static const NativeSpec functions[] = {
    {"hexlify", binascii_hexlify, 0, -1, NATIVE_KEYWORDS},
    {"b2a_hex", binascii_hexlify, 0, -1, NATIVE_KEYWORDS},
    {"unhexlify", binascii_unhexlify, 1, 1, 0},
    {"a2b_hex", binascii_unhexlify, 1, 1, 0},
    {"b2a_base64", binascii_b2a_base64, 0, -1, NATIVE_KEYWORDS},
    {"a2b_base64", binascii_a2b_base64, 0, -1, NATIVE_KEYWORDS},
    {"b2a_uu", binascii_b2a_uu, 0, -1, NATIVE_KEYWORDS},
    {"a2b_uu", binascii_a2b_uu, 1, 1, 0},
    {"b2a_qp", binascii_b2a_qp, 0, -1, NATIVE_KEYWORDS},
    {"a2b_qp", binascii_a2b_qp, 0, -1, NATIVE_KEYWORDS},
    {"crc32", binascii_crc32, 1, 2, 0},
    {"crc_hqx", binascii_crc_hqx, 2, 2, 0},
    {0},
};

bool module_binascii_make(Vm *vm, Module *module);
bool module_binascii_make(Vm *vm, Module *module) {
    if (!binascii_error)
        binascii_error = exception_type_make(vm, "binascii.Error", error_types.ValueError);
    if (!binascii_incomplete)
        binascii_incomplete = exception_type_make(vm, "binascii.Incomplete", error_types.Exception);
    return module_set(vm, module, "Error", binascii_error) &&
           module_set(vm, module, "Incomplete", binascii_incomplete) &&
           module_add_functions(vm, module, functions);
}
