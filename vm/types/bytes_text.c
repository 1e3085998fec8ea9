// The methods of bytes and bytearray that take bytes for ASCII text: case, classes, widths,
// translation, hexadecimal.
#include <string.h>

#include "vm/error.h"
#include "vm/module.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static bool is_upper(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z';
}
static bool is_lower(uint8_t byte) {
    return byte >= 'a' && byte <= 'z';
}
static bool is_alpha(uint8_t byte) {
    return is_upper(byte) || is_lower(byte);
}
static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}
static bool is_alnum(uint8_t byte) {
    return is_alpha(byte) || is_digit(byte);
}
static bool is_ascii(uint8_t byte) {
    return byte < 0x80;
}

// --- case ---------------------------------------------------------------------------------------

typedef enum { CASE_LOWER, CASE_UPPER, CASE_SWAP, CASE_TITLE, CASE_CAPITAL } Case;

static Value change_case(Vm *vm, Value self, Case to) {
    size_t length = bytes_of(self)->length;
    Value result = bytes_make_like(vm, self, bytes_of(self)->data, length);
    if (is_error(result)) return VALUE_ERROR;
    bool inside = false; // a word, or behind the first byte
    for (size_t i = 0; i < length; i++) {
        uint8_t *byte = &bytes_of(result)->data[i];
        bool alpha = is_alpha(*byte);
        bool upper = to == CASE_UPPER || (to == CASE_SWAP && is_lower(*byte)) ||
                     (to >= CASE_TITLE && !inside);
        if (alpha && is_upper(*byte) != upper) *byte ^= 0x20;
        inside = alpha || to == CASE_CAPITAL;
    }
    return result;
}

#define CASE_METHOD(name, to)                                                                      \
    BYTES_METHOD(name) {                                                                           \
        (void)count, (void)names;                                                                  \
        return change_case(vm, args[0], to);                                                       \
    }
CASE_METHOD(lower, CASE_LOWER)
CASE_METHOD(upper, CASE_UPPER)
CASE_METHOD(swapcase, CASE_SWAP)
CASE_METHOD(title, CASE_TITLE)
CASE_METHOD(capitalize, CASE_CAPITAL)

// --- classes ------------------------------------------------------------------------------------

static Value all_are(Value self, bool (*is_member)(uint8_t), bool empty) {
    Bytes *bytes = bytes_of(self);
    for (size_t i = 0; i < bytes->length; i++)
        if (!is_member(bytes->data[i])) return VALUE_FALSE;
    return make_bool(bytes->length || empty);
}

#define CLASS_METHOD(name, is_member, empty)                                                       \
    BYTES_METHOD(name) {                                                                           \
        (void)vm, (void)count, (void)names;                                                        \
        return all_are(args[0], is_member, empty);                                                 \
    }
CLASS_METHOD(isalnum, is_alnum, false)
CLASS_METHOD(isalpha, is_alpha, false)
CLASS_METHOD(isascii, is_ascii, true)
CLASS_METHOD(isdigit, is_digit, false)
CLASS_METHOD(isspace, byte_is_space, false)

// Some letter, and none of the other case.
static Value one_case(Value self, bool upper) {
    Bytes *bytes = bytes_of(self);
    bool found = false;
    for (size_t i = 0; i < bytes->length; i++) {
        if (!is_alpha(bytes->data[i])) continue;
        if (is_upper(bytes->data[i]) != upper) return VALUE_FALSE;
        found = true;
    }
    return make_bool(found);
}
BYTES_METHOD(islower) {
    (void)vm, (void)count, (void)names;
    return one_case(args[0], false);
}
BYTES_METHOD(isupper) {
    (void)vm, (void)count, (void)names;
    return one_case(args[0], true);
}

BYTES_METHOD(istitle) {
    (void)vm, (void)count, (void)names;
    Bytes *bytes = bytes_of(args[0]);
    bool found = false, inside = false;
    for (size_t i = 0; i < bytes->length; i++) {
        bool alpha = is_alpha(bytes->data[i]);
        if (alpha && is_upper(bytes->data[i]) == inside) return VALUE_FALSE;
        found |= alpha;
        inside = alpha;
    }
    return make_bool(found);
}

// --- width --------------------------------------------------------------------------------------

static Value pad(Vm *vm, Value self, size_t left, size_t right, uint8_t fill) {
    if (left + right == 0 && is_bytes(self)) return self;
    size_t length = bytes_of(self)->length;
    if (left + right > SIZE_MAX >> 4) return error_memory(vm);
    Value result = bytes_make_like(vm, self, NULL, left + length + right);
    if (is_error(result)) return VALUE_ERROR;
    uint8_t *data = bytes_of(result)->data;
    memset(data, fill, left);
    memcpy(data + left, bytes_of(self)->data, length);
    memset(data + left + length, fill, right);
    return result;
}

// How many bytes are missing to the width in args[1], and the fill byte of args[2].
static bool read_width(Vm *vm, const char *name, Value *args, size_t count, size_t *missing,
                       uint8_t *fill) {
    int64_t width;
    if (!argument_size(vm, args[1], &width)) return false;
    *fill = ' ';
    if (count > 2) {
        bool bytes = is_bytes_like(args[2]) || is_bytearray_like(args[2]);
        if (!bytes || bytes_of(args[2])->length != 1) {
            error_type(vm, "%s() argument 2 must be a byte string of length 1, not %A", name,
                       args[2]);
            return false;
        }
        *fill = bytes_of(args[2])->data[0];
    }
    int64_t length = bytes_of(args[0])->length;
    *missing = width > length ? width - length : 0;
    return true;
}

BYTES_METHOD(ljust) {
    (void)names;
    size_t missing;
    uint8_t fill;
    if (!read_width(vm, "ljust", args, count, &missing, &fill)) return VALUE_ERROR;
    return pad(vm, args[0], 0, missing, fill);
}
BYTES_METHOD(rjust) {
    (void)names;
    size_t missing;
    uint8_t fill;
    if (!read_width(vm, "rjust", args, count, &missing, &fill)) return VALUE_ERROR;
    return pad(vm, args[0], missing, 0, fill);
}
// The odd one goes to the left when the width is odd.
BYTES_METHOD(center) {
    (void)names;
    size_t missing;
    uint8_t fill;
    if (!read_width(vm, "center", args, count, &missing, &fill)) return VALUE_ERROR;
    size_t left = missing / 2 + (missing & (bytes_of(args[0])->length + missing) & 1);
    return pad(vm, args[0], left, missing - left, fill);
}

BYTES_METHOD(zfill) {
    (void)count, (void)names;
    size_t missing;
    uint8_t fill;
    if (!read_width(vm, "zfill", args, 2, &missing, &fill)) return VALUE_ERROR;
    Value result = pad(vm, args[0], missing, 0, '0');
    if (is_error(result) || !missing || bytes_of(result)->length == missing) return result;
    uint8_t *data = bytes_of(result)->data, sign = data[missing];
    if (sign == '+' || sign == '-') data[0] = sign, data[missing] = '0';
    return result;
}

static Value finish(StrBuilder *out, Value self) {
    return out->failed ? VALUE_ERROR : bytes_make_like(out->vm, self, out->data, out->length);
}

BYTES_METHOD(expandtabs) {
    static const char *const parameters[] = {"tabsize", NULL};
    Value value;
    if (!arguments_parse(vm, "expandtabs", parameters, 0, 0, args + 1, count - 1, names, &value)) {
        return VALUE_ERROR;
    }
    int64_t column = 0;
    int size = 8;
    if (value && !argument_int(vm, value, &size)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < bytes->length && !out.failed; i++) {
        uint8_t byte = bytes->data[i];
        if (byte == '\t') {
            if (size <= 0) continue;
            int64_t spaces = size - column % size;
            builder_add_repeated(&out, ' ', spaces);
            column += spaces;
        } else {
            builder_add_code_point(&out, byte);
            column = byte == '\n' || byte == '\r' ? 0 : column + 1;
        }
    }
    return finish(&out, args[0]);
}

// --- translation --------------------------------------------------------------------------------

BYTES_METHOD(translate) {
    static const char *const parameters[] = {"table", "delete", NULL};
    Value values[2];
    if (count == 1)
        return error_type(vm, "translate() takes at least 1 positional argument (0 given)");
    if (!arguments_parse(vm, "translate", parameters, 1, 1, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    const uint8_t *table = NULL, *removed = NULL;
    size_t size = 256, removed_count = 0;
    if (!is_none(values[0]) && !buffer_peek(vm, values[0], &table, &size)) return VALUE_ERROR;
    if (size != 256) return error_value(vm, "translation table must be 256 characters long");
    if (values[1] && !buffer_peek(vm, values[1], &removed, &removed_count)) return VALUE_ERROR;
    bool drop[256] = {false};
    for (size_t i = 0; i < removed_count; i++) drop[removed[i]] = true;
    size_t length = bytes_of(args[0])->length, kept = 0;
    uint8_t *out = gc_alloc_raw(vm, length + 1);
    if (!out) return VALUE_ERROR;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = bytes_of(args[0])->data[i];
        if (!drop[byte]) out[kept++] = table ? table[byte] : byte;
    }
    return bytes_make_like(vm, args[0], out, kept);
}

BYTES_METHOD(maketrans) {
    (void)count, (void)names;
    const uint8_t *from, *to;
    size_t size, to_size;
    if (!buffer_peek(vm, args[0], &from, &size) || !buffer_peek(vm, args[1], &to, &to_size))
        return VALUE_ERROR;
    if (size != to_size) return error_value(vm, "maketrans arguments must have same length");
    Value table = bytes_make(vm, NULL, 256);
    if (is_error(table)) return VALUE_ERROR;
    for (int i = 0; i < 256; i++) bytes_of(table)->data[i] = (uint8_t)i;
    for (size_t i = 0; i < size; i++) bytes_of(table)->data[from[i]] = to[i];
    return table;
}

// --- text of bytes ------------------------------------------------------------------------------

BYTES_METHOD(decode) {
    static const char *const parameters[] = {"encoding", "errors", NULL};
    Value values[2];
    if (!arguments_parse(vm, "decode", parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    for (int i = 0; i < 2; i++) {
        if (values[i] && !is_str_like(values[i])) {
            return error_type(vm, "decode() argument '%s' must be str, not %A", parameters[i],
                              values[i]);
        }
    }
    Value bytes = buffer_bytes(vm, args[0]);
    if (is_error(bytes)) return VALUE_ERROR;
    return bytes_decode(vm, bytes_of(bytes), (Str *)values[0], (Str *)values[1]);
}

Value bytes_hex(Vm *vm, const uint8_t *data, size_t size, Value separator, Value group_value) {
    int group = 1;
    uint32_t point = 0;
    if (group_value && !argument_int(vm, group_value, &group)) return VALUE_ERROR;
    if (!separator) group = 0;
    if (separator) {
        bool text = is_str_like(separator);
        int64_t length = object_length(vm, separator);
        if (length < 0) return VALUE_ERROR;
        if (length != 1) return error_value(vm, "sep must be length 1.");
        if (!text && !is_bytes_like(separator)) return error_type(vm, "sep must be str or bytes.");
        point = text ? str_at(str_of(separator), 0) : bytes_of(separator)->data[0];
        if (point >= 0x80) return error_value(vm, "sep must be ASCII.");
    }
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < size && !out.failed; i++) {
        size_t left = group > 0 ? size - i : i; // groups count from the right, or the left
        if (group && i && left % (group > 0 ? (size_t)group : -(size_t)group) == 0) {
            builder_add_code_point(&out, point);
        }
        builder_add_code_point(&out, "0123456789abcdef"[data[i] >> 4]);
        builder_add_code_point(&out, "0123456789abcdef"[data[i] & 15]);
    }
    return builder_finish(&out);
}

BYTES_METHOD(hex) {
    static const char *const parameters[] = {"sep", "bytes_per_sep", NULL};
    Value values[2];
    if (!arguments_parse(vm, "hex", parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    return bytes_hex(vm, bytes_of(args[0])->data, bytes_of(args[0])->length, values[0], values[1]);
}

static int digit_of(uint32_t point) {
    return point >= '0' && point <= '9'   ? (int)point - '0'
           : point >= 'a' && point <= 'f' ? (int)point - 'a' + 10
           : point >= 'A' && point <= 'F' ? (int)point - 'A' + 10
                                          : -1;
}

BYTES_METHOD(fromhex) {
    (void)count, (void)names;
    if (!is_str_like(args[1]))
        return error_type(vm, "fromhex() argument must be str, not %A", args[1]);
    Str *str = str_of(args[1]);
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (point < 0x80 && byte_is_space((uint8_t)point)) continue;
        int high = digit_of(point), low = i + 1 < str->length ? digit_of(str_at(str, i + 1)) : -1;
        if (high < 0 || low < 0) {
            return error_value(vm, "non-hexadecimal number found in fromhex() arg at position %zu",
                               high < 0 ? i : i + 1);
        }
        builder_add_code_point(&out, high << 4 | low);
        i++;
    }
    if (out.failed) return VALUE_ERROR;
    Value bytes = bytes_make(vm, out.data, out.length);
    if (is_error(bytes) || args[0] == value_of(&bytes_type)) return bytes;
    return object_call_1(vm, args[0], bytes);
}
