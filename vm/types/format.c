// The format mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type], for
// ints, floats and strings.
#include <limits.h>
#include <math.h>
#include <string.h>

#include "frontend/text/float.h"
#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    uint32_t fill, align, sign; // sign: 0 where not given
    bool fill_given, no_negative_zero, alternate;
    bool plain;               // 1, not 1.0, where there is no letter
    int64_t width, precision; // -1: not given
    char grouping;            // , or _ or 0
    uint32_t letter;
} Spec;

static bool is_alignment(uint32_t point) {
    return point == '<' || point == '>' || point == '=' || point == '^';
}

// Reads digits at *at; -1 if there are none, -2 raised.
static int64_t read_number(Vm *vm, const Str *text, size_t *at) {
    int64_t number = -1;
    for (; *at < text->length; ++*at) {
        int digit = unicode_decimal_value(str_at(text, *at));
        if (digit < 0) break;
        if (number < 0) number = 0;
        if (number > (INT64_MAX - digit) / 10) {
            error_value(vm, "Too many decimal digits in format string");
            return -2;
        }
        number = number * 10 + digit;
    }
    return number;
}

static bool check_grouping(Vm *vm, const Spec *spec) {
    if (!spec->grouping || spec->letter == 0) return true;
    if (spec->letter < 0x80 && strchr("defgEGF%", (int)spec->letter)) return true;
    if (spec->grouping == '_' && spec->letter < 0x80 && strchr("boxX", (int)spec->letter)) {
        return true;
    }
    if (spec->letter > 32 && spec->letter < 128) {
        error_value(vm, "Cannot specify '%c' with '%c'.", spec->grouping, (int)spec->letter);
    } else {
        error_value(vm, "Cannot specify '%c' with '\\x%x'.", spec->grouping, spec->letter);
    }
    return false;
}

static bool parse_spec(Vm *vm, const Str *text, const char *type, uint32_t letter, uint32_t align,
                       Spec *spec) {
    size_t at = 0, length = text->length;
    *spec = (Spec){.fill = ' ', .align = align, .width = -1, .precision = -1, .letter = letter};
    bool align_given = false;
#define AT(offset) (at + (offset) < length ? str_at(text, at + (offset)) : 0)
    if (length >= 2 && is_alignment(str_at(text, 1))) {
        spec->fill = str_at(text, 0);
        spec->align = str_at(text, 1);
        spec->fill_given = align_given = true;
        at = 2;
    } else if (is_alignment(AT(0))) {
        spec->align = AT(0);
        align_given = true;
        at = 1;
    }
    if (AT(0) == '+' || AT(0) == '-' || AT(0) == ' ') spec->sign = str_at(text, at++);
    if (AT(0) == 'z') spec->no_negative_zero = true, at++;
    if (AT(0) == '#') spec->alternate = true, at++;
    if (!spec->fill_given && AT(0) == '0') {
        spec->fill = '0';
        if (!align_given && align == '>') spec->align = '=';
        at++;
    }
    if ((spec->width = read_number(vm, text, &at)) == -2) return false;
    if (AT(0) == ',') spec->grouping = ',', at++;
    if (AT(0) == '_') {
        if (spec->grouping) {
            error_value(vm, "Cannot specify both ',' and '_'.");
            return false;
        }
        spec->grouping = '_';
        at++;
        if (AT(0) == ',') {
            error_value(vm, "Cannot specify both ',' and '_'.");
            return false;
        }
    }
    if (AT(0) == '.') {
        at++;
        if ((spec->precision = read_number(vm, text, &at)) == -2) return false;
        if (spec->precision < 0) {
            error_value(vm, "Format specifier missing precision");
            return false;
        }
    }
#undef AT
    if (length - at > 1) {
        error_value(vm, "Invalid format specifier '%U' for object of type '%s'", text, type);
        return false;
    }
    if (length - at == 1) spec->letter = str_at(text, at);
    return check_grouping(vm, spec);
}

static Value error_letter(Vm *vm, uint32_t letter, const char *type) {
    if (letter > 32 && letter < 128) {
        return error_value(vm, "Unknown format code '%c' for object of type '%s'", (int)letter,
                           type);
    }
    return error_value(vm, "Unknown format code '\\x%x' for object of type '%s'", letter, type);
}

// --- numbers laid out -------------------------------------------------------------------------

// A number taken apart: sign, prefix, the digits that are grouped, and all behind them.
typedef struct {
    char sign; // 0: none
    const char *prefix;
    const char *digits;
    size_t digit_count;
    const char *rest;
    size_t rest_size;
} Parts;

// Digits in groups from the right, with zeros in front until they are `least` characters wide.
static void add_grouped(StrBuilder *out, const char *digits, size_t count, char separator,
                        size_t group, int64_t least) {
    if (!separator) {
        if (least > (int64_t)count) builder_add_repeated(out, '0', least - count);
        builder_add_ascii(out, digits, count);
        return;
    }
    // Counts the groups first, as CPython does it: a separator may bring one more zero behind it.
    int64_t left = count, width = least;
    size_t places = 0;
    for (;;) {
        int64_t wanted = left > width ? left : width;
        int64_t size = wanted < 1 ? 1 : wanted < (int64_t)group ? wanted : (int64_t)group;
        places += size;
        left -= left < size ? left : size;
        width -= size;
        if (left <= 0 && width <= 0) break;
        width--;
    }
    for (size_t i = places; i-- > 0;) {
        builder_add_code_point(out, i < count ? (unsigned char)digits[count - 1 - i] : '0');
        if (i && i % group == 0) builder_add_code_point(out, separator);
    }
}

static size_t grouped_size(Vm *vm, const Parts *parts, const Spec *spec, size_t group,
                           int64_t least) {
    if (parts->digit_count == 0) return 0;
    if (!spec->grouping) {
        return least > (int64_t)parts->digit_count ? (size_t)least : parts->digit_count;
    }
    StrBuilder out;
    builder_init(&out, vm);
    add_grouped(&out, parts->digits, parts->digit_count, spec->grouping, group, least);
    return out.length;
}

static Value lay_out(Vm *vm, const Parts *parts, const Spec *spec) {
    size_t group = spec->letter < 0x80 && spec->letter && strchr("boxX", (int)spec->letter) ? 4 : 3;
    size_t prefix_size = strlen(parts->prefix);
    char sign = parts->sign == '-' ? '-' : spec->sign == '+' ? '+' : spec->sign == ' ' ? ' ' : 0;
    int64_t fixed = (sign != 0) + prefix_size + parts->rest_size;
    int64_t least = spec->fill == '0' && spec->align == '=' ? spec->width - fixed : 0;
    if (spec->width > (int64_t)(SIZE_MAX >> 5)) return error_memory(vm);
    int64_t size = fixed + grouped_size(vm, parts, spec, group, least);
    int64_t padding = spec->width > size ? spec->width - size : 0;
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    int64_t inner = spec->align == '=' ? padding : 0;
    StrBuilder out;
    builder_init(&out, vm);
    builder_add_repeated(&out, spec->fill, left);
    if (sign) builder_add_code_point(&out, sign);
    builder_add_ascii(&out, parts->prefix, prefix_size);
    builder_add_repeated(&out, spec->fill, inner);
    if (parts->digit_count) {
        add_grouped(&out, parts->digits, parts->digit_count, spec->grouping, group, least);
    }
    builder_add_ascii(&out, parts->rest, parts->rest_size);
    builder_add_repeated(&out, spec->fill, padding - left - inner);
    return builder_finish(&out);
}

// --- int --------------------------------------------------------------------------------------

static Value add_padding(Vm *vm, const Str *text, const Spec *spec, size_t length) {
    int64_t padding = spec->width > (int64_t)length ? spec->width - (int64_t)length : 0;
    if (padding > (int64_t)(SIZE_MAX >> 5)) return error_memory(vm);
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    StrBuilder out;
    builder_init(&out, vm);
    builder_add_repeated(&out, spec->fill, left);
    builder_add_slice(&out, text, 0, length);
    builder_add_repeated(&out, spec->fill, padding - left);
    return builder_finish(&out);
}

static Value format_character(Vm *vm, Value number, Spec *spec) {
    if (spec->sign) {
        return error_value(vm, "Sign not allowed with integer format specifier 'c'");
    }
    if (spec->alternate) {
        return error_value(vm, "Alternate form (#) not allowed with integer format specifier 'c'");
    }
    int64_t point;
    if (!int_to_int64(number, &point)) {
        return error_overflow(vm, "Python int too large to convert to C long");
    }
    if (point < 0 || point > 0x10ffff) {
        return error_overflow(vm, "%%c arg not in range(0x110000)");
    }
    Value text = str_from_code_point(vm, (uint32_t)point);
    if (is_error(text)) return VALUE_ERROR;
    if (spec->align == '=') spec->align = '>';
    return add_padding(vm, str_of(text), spec, 1);
}

static Value format_digits(Vm *vm, Value number, Spec *spec) {
    int base = spec->letter == 'b'                          ? 2
               : spec->letter == 'o'                        ? 8
               : spec->letter == 'x' || spec->letter == 'X' ? 16
                                                            : 10;
    Value text = int_to_str(vm, number, base, false);
    if (is_error(text)) return VALUE_ERROR;
    Str *str = str_of(text);
    char *digits = str->data;
    if (spec->letter == 'X') {
        char *copy = gc_alloc_raw(vm, str->length);
        if (!copy) return VALUE_ERROR;
        for (size_t i = 0; i < str->length; i++) {
            copy[i] = digits[i] >= 'a' ? (char)(digits[i] - 32) : digits[i];
        }
        digits = copy;
    }
    bool negative = digits[0] == '-';
    Parts parts = {.sign = negative ? '-' : 0,
                   .prefix = "",
                   .digits = digits + negative,
                   .digit_count = str->length - negative,
                   .rest = ""};
    if (spec->alternate) {
        parts.prefix = base == 2    ? "0b"
                       : base == 8  ? "0o"
                       : base == 10 ? ""
                                    : (spec->letter == 'X' ? "0X" : "0x");
    }
    return lay_out(vm, &parts, spec);
}

static Value format_double(Vm *vm, double number, Spec *spec, const char *type);

Value format_int(Vm *vm, Value number, Str *text) {
    if (text->length == 0) return object_str(vm, number);
    const char *type = type_name(type_of(number));
    Spec spec;
    if (!parse_spec(vm, text, type, 'd', '>', &spec)) return VALUE_ERROR;
    if (spec.letter && spec.letter < 0x80 && strchr("eEfFgG%", (int)spec.letter)) {
        double real;
        if (!int_to_double(vm, number, &real)) return VALUE_ERROR;
        return format_double(vm, real, &spec, type);
    }
    if (!spec.letter || spec.letter >= 0x80 || !strchr("bcdoxXn", (int)spec.letter)) {
        return error_letter(vm, spec.letter, type);
    }
    if (spec.precision >= 0) {
        return error_value(vm, "Precision not allowed in integer format specifier");
    }
    if (spec.no_negative_zero) {
        return error_value(vm,
                           "Negative zero coercion (z) not allowed in integer format specifier");
    }
    return spec.letter == 'c' ? format_character(vm, number, &spec)
                              : format_digits(vm, number, &spec);
}

// --- float ------------------------------------------------------------------------------------

// Without a letter but with a precision: as g, but a number is never written like an int, and one
// digit less makes the exponent.
static size_t format_general(double number, int precision, bool alternate, char *out) {
    if (!isfinite(number)) return float_format(number, 'g', precision, alternate, out);
    size_t size = float_format(number, 'g', precision, true, out);
    char *point = strchr(out, '.');
    bool exponent = strchr(out, 'e') != NULL, small = out[out[0] == '-'] == '0' && number != 0;
    int digits = precision ? precision : 1;
    if (!exponent && !small && point && point - out - (out[0] == '-') == digits) {
        size = float_format(number, 'e', digits - 1, alternate, out);
        char *e = strchr(out, 'e'), *end = e;
        if (!alternate && memchr(out, '.', e - out)) {
            while (end[-1] == '0') end--;
            if (end[-1] == '.') end--;
            memmove(end, e, strlen(e) + 1);
            size = strlen(out);
        }
        return size;
    }
    size = float_format(number, 'g', precision, alternate, out);
    if (!exponent && !strchr(out, '.')) {
        strcpy(out + size, ".0");
        size += 2;
    }
    return size;
}

// Gives the point to a repr that has none; what its size is then.
static size_t add_point(char *text, size_t size) {
    if (strchr(text, '.')) return size;
    char *end = strchr(text, 'e');
    if (!end) end = text + size;
    memmove(end + 1, end, strlen(end) + 1);
    *end = '.';
    return size + 1;
}

static bool is_zero_text(const char *text) {
    for (; *text && *text != 'e' && *text != 'E'; text++) {
        if (*text >= '1' && *text <= '9') return false;
        if (*text == 'i' || *text == 'n' || *text == 'I' || *text == 'N') return false;
    }
    return true;
}

static Value format_double(Vm *vm, double number, Spec *spec, const char *type) {
    uint32_t letter = spec->letter;
    if (letter && (letter >= 0x80 || !strchr("eEfFgGn%", (int)letter))) {
        return error_letter(vm, letter, type);
    }
    if (spec->precision > INT_MAX - 400) return error_value(vm, "precision too big");
    int precision = spec->precision < 0 ? 6 : (int)spec->precision;
    char local[512], *text = local;
    size_t room = FLOAT_FORMAT_ROOM((size_t)precision) + 8;
    if (room > sizeof local && !(text = gc_alloc_raw(vm, room))) return VALUE_ERROR;
    size_t size;
    if (letter == 0 && spec->precision < 0) {
        size = (spec->plain ? float_repr_plain : float_repr)(number, text);
        if (spec->alternate && isfinite(number)) size = add_point(text, size);
    } else if (letter == 0) {
        size = format_general(number, precision, spec->alternate, text);
    } else {
        char style = letter == 'n' ? 'g' : letter == '%' ? 'f' : (char)letter;
        if (letter == '%') number *= 100;
        size = float_format(number, style, precision, spec->alternate, text);
    }
    if (letter == '%') {
        text[size++] = '%';
        text[size] = 0;
    }
    bool negative = text[0] == '-';
    size_t digit_count = 0;
    const char *digits = text + negative;
    while (digits[digit_count] >= '0' && digits[digit_count] <= '9') digit_count++;
    Parts parts = {.sign = negative ? '-' : 0,
                   .prefix = "",
                   .digits = digits,
                   .digit_count = digit_count,
                   .rest = digits + digit_count,
                   .rest_size = size - negative - digit_count};
    if (spec->no_negative_zero && is_zero_text(digits)) parts.sign = 0;
    return lay_out(vm, &parts, spec);
}

Value format_float(Vm *vm, double number, Str *text) {
    Spec spec;
    if (!parse_spec(vm, text, "float", 0, '>', &spec)) return VALUE_ERROR;
    return format_double(vm, number, &spec, "float");
}

// --- complex ----------------------------------------------------------------------------------

// Both parts by the letter and the precision, in brackets where there is no letter; the width is
// for the whole.
Value format_complex(Vm *vm, double real, double imaginary, Str *text) {
    Spec spec;
    if (!parse_spec(vm, text, "complex", 0, '>', &spec)) return VALUE_ERROR;
    if (spec.letter && (spec.letter >= 0x80 || !strchr("eEfFgGn", (int)spec.letter)))
        return error_letter(vm, spec.letter, "complex");
    if (spec.fill == '0')
        return error_value(vm, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return error_value(vm, "'=' alignment flag is not allowed in complex format specifier");
    Spec part = spec;
    part.width = -1;
    part.plain = true;
    bool bare = spec.letter == 0 && real == 0.0 && !signbit(real), brackets = !spec.letter && !bare;
    if (!part.letter && part.precision >= 0) part.letter = 'g';
    Value first = bare ? vm->empty_str : format_double(vm, real, &part, "complex");
    if (!bare) part.sign = '+';
    Value second = is_error(first) ? first : format_double(vm, imaginary, &part, "complex");
    if (is_error(second)) return VALUE_ERROR;
    Value whole = str_format(vm, brackets ? "(%S%Sj)" : "%S%Sj", first, second);
    return is_error(whole) ? whole : add_padding(vm, str_of(whole), &spec, str_of(whole)->length);
}

// --- str --------------------------------------------------------------------------------------

Value format_str(Vm *vm, Str *str, Str *text) {
    if (text->length == 0) return str_plain(vm, value_of(str));
    Spec spec;
    if (!parse_spec(vm, text, "str", 's', '<', &spec)) return VALUE_ERROR;
    if (spec.letter != 's') return error_letter(vm, spec.letter, "str");
    if (spec.sign) {
        return error_value(vm, "%s not allowed in string format specifier",
                           spec.sign == ' ' ? "Space" : "Sign");
    }
    if (spec.no_negative_zero) {
        return error_value(vm, "Negative zero coercion (z) not allowed in string format specifier");
    }
    if (spec.alternate) {
        return error_value(vm, "Alternate form (#) not allowed in string format specifier");
    }
    if (spec.align == '=') {
        return error_value(vm, "'=' alignment not allowed in string format specifier");
    }
    size_t length = str->length;
    if (spec.precision >= 0 && (size_t)spec.precision < length) length = spec.precision;
    if (length == str->length && spec.width <= (int64_t)length) return value_of(str);
    return add_padding(vm, str, &spec, length);
}
