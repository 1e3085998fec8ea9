// An item of a memoryview between its bytes and its value, by a native letter of struct's.
#include <string.h>

#include "vm/error.h"
#include "vm/types/bytes.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"

static char letter_of(const char *format) {
    if (*format == '@') format++;
    return *format && !format[1] ? *format : 0;
}

size_t item_size_of(const char *format) {
    switch (letter_of(format)) {
    case 'c':
    case 'b':
    case 'B':
    case '?': return 1;
    case 'h':
    case 'H': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'l':
    case 'L':
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
    case 'P': return 8;
    default: return 0;
    }
}

static bool is_signed(char letter) {
    return strchr("bhilqn", letter) != NULL;
}

static Value raise_unsupported(Vm *vm, const char *format) {
    return error_raise(vm, error_types.NotImplementedError, "memoryview: format %s not supported",
                       format);
}

Value item_get(Vm *vm, const char *format, const uint8_t *data) {
    char letter = letter_of(format);
    size_t size = item_size_of(format);
    uint64_t bits = 0;
    float single;
    double real;
    if (!size) return raise_unsupported(vm, format);
    memcpy(&bits, data, size); // little-endian, as the machine is
    switch (letter) {
    case 'c': return bytes_make(vm, data, 1);
    case '?': return make_bool(bits);
    case 'f': memcpy(&single, data, size); return make_float(vm, single);
    case 'd': memcpy(&real, data, size); return make_float(vm, real);
    default: break;
    }
    if (!is_signed(letter)) return int_from_uint64(vm, bits);
    unsigned unused = 64 - 8 * (unsigned)size;
    return make_int(vm, (int64_t)(bits << unused) >> unused);
}

static bool invalid(Vm *vm, Type *error, const char *what, const char *format) {
    error_raise(vm, error, "memoryview: invalid %s for format '%s'", what, format);
    return false;
}

// An int that fits into so many bytes.
static bool int_bits(Vm *vm, const char *format, size_t size, Value value, uint64_t *bits) {
    if (!type_of(value)->index) return invalid(vm, error_types.TypeError, "type", format);
    Value number = object_to_index(vm, value);
    if (is_error(number)) {
        if (error_catch(vm, error_types.TypeError))
            return invalid(vm, error_types.TypeError, "type", format);
        return false;
    }
    int64_t word;
    unsigned width = 8 * (unsigned)size;
    bool fits = int_to_int64(number, &word);
    if (is_signed(letter_of(format))) {
        fits = fits && (int64_t)((uint64_t)word << (64 - width)) >> (64 - width) == word;
    } else if (fits) {
        fits = word >= 0 && (width == 64 || (uint64_t)word >> width == 0);
    } else if (width == 64 && int_sign(number) > 0 && int_bit_length(number) == 64) {
        word = (int64_t)((BigInt *)object_of(number))->limbs[0];
        fits = true;
    }
    *bits = (uint64_t)word;
    return fits || invalid(vm, error_types.ValueError, "value", format);
}

static bool real_of(Vm *vm, const char *format, Value value, double *real) {
    int answer = number_to_double(vm, value, real);
    if (!answer || (answer < 0 && error_catch(vm, error_types.TypeError)))
        return invalid(vm, error_types.TypeError, "type", format);
    if (answer < 0 && error_catch(vm, error_types.OverflowError))
        return invalid(vm, error_types.ValueError, "value", format);
    return answer > 0;
}

bool item_set(Vm *vm, const char *format, uint8_t *data, Value value) {
    size_t size = item_size_of(format);
    uint64_t bits = 0;
    double real;
    float single;
    int truth;
    if (!size) return raise_unsupported(vm, format), false;
    switch (letter_of(format)) {
    case 'c':
        if (!is_bytes_like(value)) return invalid(vm, error_types.TypeError, "type", format);
        if (bytes_of(value)->length != 1)
            return invalid(vm, error_types.ValueError, "value", format);
        bits = bytes_of(value)->data[0];
        break;
    case '?':
        if ((truth = object_truth(vm, value)) < 0) return false;
        bits = (uint64_t)truth;
        break;
    case 'f':
        if (!real_of(vm, format, value, &real)) return false;
        single = (float)real;
        memcpy(&bits, &single, size);
        break;
    case 'd':
        if (!real_of(vm, format, value, &real)) return false;
        memcpy(&bits, &real, size);
        break;
    default:
        if (!int_bits(vm, format, size, value, &bits)) return false;
    }
    memcpy(data, &bits, size);
    return true;
}
