// Ints to text and back, on top of frontend/text/integer.h: signs, prefixes, Unicode digits, the
// limit on decimal digits, and CPython's words for what is no number.
#include <string.h>

#include "frontend/text/integer.h"
#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/gc.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"
#include "vm/types/str.h"

#define LIMIT_FREE 640 // digits up to this are never refused

Value int_to_str(Vm *vm, Value value, int base, bool prefix) {
    char local[80];
    if (base == 10 && is_int(value)) {
        size_t size = integer_format_word(int_of(value), local);
        return str_from_latin1(vm, local, size);
    }
    IntView view;
    int_view(value, &view);
    // 10^digits has more than 3.32 bits a digit: what is surely too long is not converted.
    uint64_t limit = vm->int_digits_limit;
    if (base == 10 && limit && view.count * 64 > LIMIT_FREE * 3 &&
        (double)(big_bit_length(&view) - 1) > 3.3219280948873626 * (double)limit)
        return error_value(vm,
                           "Exceeds the limit (%lld digits) for integer string conversion; use "
                           "sys.set_int_max_str_digits() to increase the limit",
                           (long long)limit);
    size_t room = integer_digit_room(view.count, base) + 4;
    char *text = room <= sizeof local ? local : gc_alloc_raw(vm, room);
    uint64_t *limbs = text ? gc_alloc_raw(vm, (view.count + 1) * sizeof(uint64_t)) : NULL;
    if (!limbs) return VALUE_ERROR;
    memcpy(limbs, view.limbs, view.count * sizeof(uint64_t));
    char *end = text;
    if (view.negative) *end++ = '-';
    if (prefix) {
        *end++ = '0';
        *end++ = base == 2 ? 'b' : base == 8 ? 'o' : 'x';
    }
    size_t digits = integer_format(limbs, view.count, base, end);
    if (!digits) return error_memory(vm);
    if (base == 10 && limit && digits > limit && digits > LIMIT_FREE)
        return error_value(vm,
                           "Exceeds the limit (%lld digits) for integer string conversion; use "
                           "sys.set_int_max_str_digits() to increase the limit",
                           (long long)limit);
    return str_from_latin1(vm, text, (size_t)(end - text) + digits);
}

static Value invalid(Vm *vm, Value source, int base) {
    Value repr = object_repr(vm, source);
    if (is_error(repr)) return VALUE_ERROR;
    if (str_of(repr)->length > 200) repr = str_slice(vm, str_of(repr), 0, 200);
    if (is_error(repr)) return VALUE_ERROR;
    return error_value(vm, "invalid literal for int() with base %d: %S", base, repr);
}

// `text` is ASCII; `source` is shown when it is no number.
static Value parse(Vm *vm, const char *text, size_t size, int base, Value source) {
    int asked = base;
    bool negative = false;
    if (size && (*text == '-' || *text == '+')) {
        negative = *text == '-';
        text++, size--;
    }
    int marked = 0; // the base that a prefix names
    if (size > 1 && *text == '0')
        marked = (text[1] | 32) == 'x'   ? 16
                 : (text[1] | 32) == 'o' ? 8
                 : (text[1] | 32) == 'b' ? 2
                                         : 0;
    if (marked && (base == 0 || base == marked)) {
        text += 2, size -= 2;
        base = marked;
        if (size && *text == '_') text++, size--;
    } else if (base == 0) {
        base = 10;
        for (size_t index = 0; *text == '0' && index < size; index++) // 00 is zero, 01 is refused
            if (text[index] != '0' && text[index] != '_') return invalid(vm, source, asked);
    }
    if (!size) return invalid(vm, source, asked);
    if (vm->int_digits_limit && size > LIMIT_FREE && (base & (base - 1))) {
        size_t digits = size;
        for (size_t index = 0; index < size; index++) digits -= text[index] == '_';
        if (digits > vm->int_digits_limit)
            return error_value(vm,
                               "Exceeds the limit (%lld digits) for integer string conversion: "
                               "value has %zu digits; use sys.set_int_max_str_digits() to "
                               "increase the limit",
                               (long long)vm->int_digits_limit, digits);
    }
    uint64_t local[8];
    char small[64];
    size_t room = integer_limb_room(size, base);
    uint64_t *limbs = room <= 8 ? local : gc_alloc_raw(vm, room * sizeof(uint64_t));
    char *scratch = !limbs ? NULL : size <= sizeof small ? small : gc_alloc_raw(vm, size);
    if (!scratch) return VALUE_ERROR;
    ptrdiff_t count = integer_parse(text, size, base, limbs, scratch);
    if (count == -2) return error_memory(vm);
    if (count < 0) return invalid(vm, source, asked);
    return int_from_limbs(vm, limbs, (size_t)count, negative);
}

static bool is_ascii_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

Value int_parse(Vm *vm, Str *str, int base) {
    size_t size;
    const char *text = number_text(vm, str, &size);
    return text ? parse(vm, text, size, base, value_of(str)) : VALUE_ERROR;
}

Value int_parse_bytes(Vm *vm, Value bytes, int base) {
    bytes = buffer_bytes(vm, bytes);
    if (is_error(bytes)) return bytes;
    const char *text = (const char *)bytes_of(bytes)->data;
    size_t size = bytes_of(bytes)->length;
    while (size && is_ascii_space(*text)) text++, size--;
    while (size && is_ascii_space(text[size - 1])) size--;
    return parse(vm, text, size, base, bytes);
}

// Digits and spaces of any script become ASCII, anything else beyond ASCII a byte no number has.
const char *number_text(Vm *vm, const Str *str, size_t *size) {
    size_t start = 0, stop = str->length;
    while (start < stop && unicode_is_space(str_at(str, start))) start++;
    while (stop > start && unicode_is_space(str_at(str, stop - 1))) stop--;
    *size = stop - start;
    if (str_is_ascii(str)) return (const char *)str->data + start;
    char *text = gc_alloc_raw(vm, *size + 1);
    if (!text) return NULL;
    for (size_t index = 0; index < *size; index++) {
        uint32_t point = str_at(str, start + index);
        int digit = point < 128 ? -1 : unicode_decimal_value(point);
        text[index] = point < 128               ? (char)point
                      : digit >= 0              ? (char)('0' + digit)
                      : unicode_is_space(point) ? ' '
                                                : '?';
    }
    return text;
}
