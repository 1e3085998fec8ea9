// The module unicodedata: what frontend/text knows of characters. Every function is there twice, in
// the module and as a method of ucd_3_2_0, which answers as Unicode 3.2 did.
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "frontend/text/unicode.h"
#include "vm/module.h"

// One character as the argument `number` of a function, 0: as its only one.
static bool character_argument(Vm *vm, Value value, const char *function, int number,
                               uint32_t *point) {
    if (is_str_like(value) && str_of(value)->length == 1) {
        *point = str_at(str_of(value), 0);
        return true;
    }
    char place[8] = " ";
    if (number) place[1] = (char)('0' + number), place[2] = ' ';
    error_type(vm, "%s() argument%smust be a unicode character, not %A", function, place, value);
    return false;
}

// A function of one character, by its name, and the same as a method of ucd_3_2_0.
#define OF_CHARACTER(name, expression)                                                             \
    static Value name##_of(Vm *vm, Value argument, bool old) {                                     \
        uint32_t point;                                                                            \
        if (!character_argument(vm, argument, #name, 0, &point)) return VALUE_ERROR;               \
        UnicodeProperties properties = unicode_properties(point, old);                             \
        return expression;                                                                         \
    }                                                                                              \
    NATIVE(name) {                                                                                 \
        return name##_of(vm, args[0], false);                                                      \
    }                                                                                              \
    NATIVE(old_##name) {                                                                           \
        return name##_of(vm, args[1], true);                                                       \
    }
OF_CHARACTER(category, str_from_cstring(vm, properties.category))
OF_CHARACTER(bidirectional, str_from_cstring(vm, properties.direction))
OF_CHARACTER(east_asian_width, str_from_cstring(vm, properties.width))
OF_CHARACTER(combining, make_int(vm, properties.combining_class))
OF_CHARACTER(mirrored, make_int(vm, properties.mirrored))

static Value decomposition_text(Vm *vm, uint32_t point) {
    const char *tag;
    const uint32_t *parts;
    size_t count = unicode_decomposition(point, &tag, &parts);
    StrBuilder builder;
    builder_init(&builder, vm);
    if (count) builder_add_cstring(&builder, tag);
    for (size_t i = 0; i < count; i++) {
        char digits[16];
        int size = snprintf(digits, sizeof digits, "%s%04X", i || *tag ? " " : "", parts[i]);
        builder_add_ascii(&builder, digits, (size_t)size);
    }
    return builder_finish(&builder);
}
OF_CHARACTER(decomposition, decomposition_text(vm, properties.assigned ? point : 0))

// --- numbers ------------------------------------------------------------------------------------

// Digits that Unicode 3.2 still called decimal.
static bool was_decimal(uint32_t point) {
    static const uint32_t runs[][2] = {{0xb2, 0xb3},     {0xb9, 0xb9},     {0x1369, 0x1371},
                                       {0x2070, 0x2070}, {0x2074, 0x2079}, {0x2080, 0x2089}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (point >= runs[i][0] && point <= runs[i][1]) return true;
    return false;
}
// VALUE_NULL where the character has no such value. (What is a digit is not asked of Unicode 3.2.)
static Value decimal_value(Vm *vm, uint32_t point, bool old) {
    if (old && !unicode_properties(point, true).assigned) return VALUE_NULL;
    int value =
        old && was_decimal(point) ? unicode_digit_value(point) : unicode_decimal_value(point);
    return value < 0 ? VALUE_NULL : make_int(vm, value);
}
static Value digit_value(Vm *vm, uint32_t point, bool old) {
    (void)old;
    int value = unicode_digit_value(point);
    return value < 0 ? VALUE_NULL : make_int(vm, value);
}
static Value numeric_value(Vm *vm, uint32_t point, bool old) {
    double value;
    if (old && !unicode_properties(point, true).assigned) return VALUE_NULL;
    return unicode_numeric_value(point, &value) ? make_float(vm, value) : VALUE_NULL;
}
static Value name_value(Vm *vm, uint32_t point, bool old) {
    char name[UNICODE_NAME_ROOM];
    if (old && !unicode_properties(point, true).assigned) return VALUE_NULL;
    size_t size = unicode_name(point, name);
    return size ? str_from_latin1(vm, name, size) : VALUE_NULL;
}

// A function of one character and a default.
#define WITH_DEFAULT(name, value_of_point, complaint)                                              \
    static Value name##_of(Vm *vm, Value *args, size_t count, bool old) {                          \
        uint32_t point;                                                                            \
        if (!arguments_count(vm, #name, count, 1, 2) ||                                            \
            !character_argument(vm, args[0], #name, 1, &point))                                    \
            return VALUE_ERROR;                                                                    \
        Value value = value_of_point(vm, point, old);                                              \
        if (value) return value;                                                                   \
        return count > 1 ? args[1] : error_value(vm, complaint);                                   \
    }                                                                                              \
    NATIVE(name) {                                                                                 \
        return name##_of(vm, args, count, false);                                                  \
    }                                                                                              \
    NATIVE(old_##name) {                                                                           \
        return name##_of(vm, args + 1, count - 1, true);                                           \
    }
WITH_DEFAULT(decimal, decimal_value, "not a decimal")
WITH_DEFAULT(digit, digit_value, "not a digit")
WITH_DEFAULT(numeric, numeric_value, "not a numeric character")
WITH_DEFAULT(name, name_value, "no such name")

// --- names --------------------------------------------------------------------------------------

enum { LOOKUP_MAX = 256 };

// Unicode 3.2 had neither aliases nor sequences: a name has to be what its character is called. But
// CPython finds ideographs of any age.
static bool is_old_name(const uint32_t *points, size_t count, const char *name, size_t size) {
    static const char ideograph[] = "CJK UNIFIED IDEOGRAPH-";
    char called[UNICODE_NAME_ROOM];
    if (count != 1) return false;
    if (size > strlen(ideograph) && !memcmp(name, ideograph, strlen(ideograph))) return true;
    if (!unicode_properties(points[0], true).assigned) return false;
    size_t length = unicode_name(points[0], called);
    return length == size && !strncasecmp(called, name, size);
}
static Value lookup_of(Vm *vm, Value argument, bool old) {
    const uint8_t *data;
    size_t size;
    uint32_t points[UNICODE_SEQUENCE_ROOM];
    if (is_str_like(argument)) {
        data = (const uint8_t *)str_utf8(vm, str_of(argument), &size);
        if (!data) return VALUE_ERROR;
    } else if (!buffer_peek(vm, argument, &data, &size)) {
        return VALUE_ERROR;
    }
    const char *text = (const char *)data;
    if (size > LOOKUP_MAX) return error_raise(vm, error_types.KeyError, "name too long");
    size_t count = unicode_find_sequence(text, size, points);
    if (count && (!old || is_old_name(points, count, text, size)))
        return str_from_code_points(vm, points, count);
    Value name = str_from_utf8(vm, text, size);
    if (is_error(name)) return name;
    return error_raise(vm, error_types.KeyError, "undefined character name '%S'", name);
}
NATIVE(lookup) {
    return lookup_of(vm, args[0], false);
}
NATIVE(old_lookup) {
    return lookup_of(vm, args[1], true);
}

// --- normal forms -------------------------------------------------------------------------------

static bool form_arguments(Vm *vm, const char *function, Value *args, size_t count,
                           unsigned *form) {
    static const char *const names[] = {"NFD", "NFKD", "NFC", "NFKC"};
    if (!arguments_count(vm, function, count, 2, 2)) return false;
    for (int i = 0; i < 2; i++)
        if (!is_str_like(args[i]))
            return error_type(vm, "%s() argument %d must be str, not %A", function, i + 1, args[i]),
                   false;
    *form = 4;
    for (unsigned i = 0; i < 4; i++)
        if (str_equal_cstring(str_of(args[0]), names[i])) *form = i;
    if (*form < 4 || !str_of(args[1])->length) return true;
    error_value(vm, "invalid normalization form");
    return false;
}
// The text in this form; the very same where that changes nothing.
static Value normalized(Vm *vm, Str *text, unsigned form) {
    size_t length = text->length;
    if (str_is_ascii(text)) return value_of(text);
    uint32_t *points = gc_alloc_raw(vm, length * sizeof *points);
    uint32_t *out = gc_alloc_raw(vm, length * UNICODE_NORMAL_ROOM * sizeof *out);
    if (!points || !out) return VALUE_ERROR;
    for (size_t i = 0; i < length; i++) points[i] = str_at(text, i);
    size_t count = unicode_normalize(points, length, form, out);
    if (count == length && !memcmp(points, out, length * sizeof *points)) return value_of(text);
    return str_from_code_points(vm, out, count);
}
static Value normalize_of(Vm *vm, Value *args, size_t count, unsigned old) {
    unsigned form;
    if (!form_arguments(vm, "normalize", args, count, &form)) return VALUE_ERROR;
    return normalized(vm, str_of(args[1]), form | old);
}
static Value is_normalized_of(Vm *vm, Value *args, size_t count, unsigned old) {
    unsigned form;
    if (!form_arguments(vm, "is_normalized", args, count, &form)) return VALUE_ERROR;
    Value result = normalized(vm, str_of(args[1]), form | old);
    return is_error(result) ? result : make_bool(result == args[1]);
}
NATIVE(normalize) {
    return normalize_of(vm, args, count, 0);
}
NATIVE(old_normalize) {
    return normalize_of(vm, args + 1, count - 1, UNICODE_OLD);
}
NATIVE(is_normalized) {
    return is_normalized_of(vm, args, count, 0);
}
NATIVE(old_is_normalized) {
    return is_normalized_of(vm, args + 1, count - 1, UNICODE_OLD);
}

// --- the module ---------------------------------------------------------------------------------

// The rows of the module's functions and of the methods that share their definitions.
#define ROWS(prefix, self)                                                                         \
    {"category", prefix##category, 1 + (self), 1 + (self), 0},                                     \
        {"bidirectional", prefix##bidirectional, 1 + (self), 1 + (self), 0},                       \
        {"east_asian_width", prefix##east_asian_width, 1 + (self), 1 + (self), 0},                 \
        {"combining", prefix##combining, 1 + (self), 1 + (self), 0},                               \
        {"mirrored", prefix##mirrored, 1 + (self), 1 + (self), 0},                                 \
        {"decomposition", prefix##decomposition, 1 + (self), 1 + (self), 0},                       \
        {"decimal", prefix##decimal, (self), -1, 0}, {"digit", prefix##digit, (self), -1, 0},      \
        {"numeric", prefix##numeric, (self), -1, 0}, {"name", prefix##name, (self), -1, 0},        \
        {"lookup", prefix##lookup, 1 + (self), 1 + (self), 0},                                     \
        {"normalize", prefix##normalize, (self), -1, 0},                                           \
        {"is_normalized", prefix##is_normalized, (self), -1, 0}, {                                 \
        0                                                                                          \
    }
static const NativeSpec functions[] = {ROWS(, 0)};
static const NativeSpec methods[] = {ROWS(old_, 1)};

static Value get_version(Vm *vm, Value self) {
    (void)self;
    return str_from_cstring(vm, "3.2.0");
}
static const MemberSpec members[] = {{"unidata_version", get_version, member_read_only}, {0}};
static Type ucd_type = {
    .name = "unicodedata.UCD",
    .instance_size = sizeof(Object),
    .methods = methods,
    .members = members,
    .make = instance_refuse,
};
static Type *const types[] = {&ucd_type, NULL};

bool module_unicodedata_make(Vm *vm, Module *module);
bool module_unicodedata_make(Vm *vm, Module *module) {
    if (!module_add_types(vm, module, types)) return false;
    Value version = str_from_cstring(vm, "14.0.0");
    Object *old = object_new(vm, &ucd_type);
    return old && !is_error(version) && module_set(vm, module, "unidata_version", version) &&
           module_set(vm, module, "ucd_3_2_0", value_of(old)) &&
           module_add_functions(vm, module, functions);
}
