// Cases and kinds of characters: lower(), title(), isalpha() and their kin, by the Unicode tables.
#include <string.h>

#include "frontend/text/unicode.h"
#include "vm/types/str_methods.h"

// --- mapping ----------------------------------------------------------------------------------

typedef int Mapping(uint32_t point, uint32_t out[3]);

static void add_mapped(StrBuilder *builder, Mapping *mapping, uint32_t point) {
    uint32_t out[3];
    int count = mapping(point, out);
    for (int i = 0; i < count; i++) builder_add_code_point(builder, out[i]);
}

// A capital sigma at the end of a word becomes the final form of the small one.
static uint32_t lower_sigma(const Str *str, size_t at) {
    size_t i = at;
    while (i > 0 && unicode_is_case_ignorable(str_at(str, i - 1))) i--;
    if (i == 0 || !unicode_is_cased(str_at(str, i - 1))) return 0x3c3;
    i = at + 1;
    while (i < str->length && unicode_is_case_ignorable(str_at(str, i))) i++;
    return i < str->length && unicode_is_cased(str_at(str, i)) ? 0x3c3 : 0x3c2;
}

static void add_lower(StrBuilder *builder, const Str *str, size_t at) {
    uint32_t point = str_at(str, at);
    if (point == 0x3a3) {
        builder_add_code_point(builder, lower_sigma(str, at));
    } else {
        add_mapped(builder, unicode_to_lower, point);
    }
}

// ASCII letters of the other case become this one; the rest of the text is copied.
static Value map_ascii(Vm *vm, Value self, char first) {
    Str *str = str_of(self);
    const uint8_t *from = str->data;
    size_t i = 0;
    while (i < str->length && (uint8_t)(from[i] - first) >= 26) i++;
    if (i == str->length) return str_plain(vm, self);
    if (str->length == 1) return str_from_code_point(vm, from[0] ^ 0x20);
    Str *result = str_new(vm, str->length, 0x7f);
    if (!result) return VALUE_ERROR;
    uint8_t *to = result->data;
    for (i = 0; i < str->length; i++) {
        to[i] = (uint8_t)(from[i] - first) < 26 ? from[i] ^ 0x20 : from[i];
    }
    return value_of(result);
}

STR_METHOD(lower) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    if (str_is_ascii(str)) return map_ascii(vm, args[0], 'A');
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length; i++) add_lower(&builder, str, i);
    return builder_finish(&builder);
}

static Value map_all(Vm *vm, Str *str, Mapping *mapping) {
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length; i++) add_mapped(&builder, mapping, str_at(str, i));
    return builder_finish(&builder);
}

STR_METHOD(upper) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    return str_is_ascii(str) ? map_ascii(vm, args[0], 'a') : map_all(vm, str, unicode_to_upper);
}

STR_METHOD(casefold) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    return str_is_ascii(str) ? map_ascii(vm, args[0], 'A') : map_all(vm, str, unicode_to_casefold);
}

STR_METHOD(swapcase) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (unicode_is_upper(point)) {
            add_lower(&builder, str, i);
        } else if (unicode_is_lower(point)) {
            add_mapped(&builder, unicode_to_upper, point);
        } else {
            builder_add_code_point(&builder, point);
        }
    }
    return builder_finish(&builder);
}

STR_METHOD(capitalize) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    StrBuilder builder;
    builder_init(&builder, vm);
    if (str->length) add_mapped(&builder, unicode_to_title, str_at(str, 0));
    for (size_t i = 1; i < str->length; i++) add_lower(&builder, str, i);
    return builder_finish(&builder);
}

STR_METHOD(title) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    StrBuilder builder;
    builder_init(&builder, vm);
    bool inside = false;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (inside) {
            add_lower(&builder, str, i);
        } else {
            add_mapped(&builder, unicode_to_title, point);
        }
        inside = unicode_is_cased(point);
    }
    return builder_finish(&builder);
}

// --- tests ------------------------------------------------------------------------------------

static Value test_all(Value self, bool (*test)(uint32_t point), bool when_empty) {
    Str *str = str_of(self);
    if (str->length == 0) return make_bool(when_empty);
    for (size_t i = 0; i < str->length; i++) {
        if (!test(str_at(str, i))) return VALUE_FALSE;
    }
    return VALUE_TRUE;
}

static bool is_alnum(uint32_t point) {
    return unicode_is_alnum(point);
}

#define TEST(method, test, when_empty)                                                             \
    STR_METHOD(method) {                                                                           \
        (void)vm, (void)count, (void)names;                                                        \
        return test_all(args[0], test, when_empty);                                                \
    }
TEST(isalnum, is_alnum, false)
TEST(isalpha, unicode_is_alpha, false)
TEST(isdecimal, unicode_is_decimal, false)
TEST(isdigit, unicode_is_digit, false)
TEST(isnumeric, unicode_is_numeric, false)
TEST(isprintable, unicode_is_printable, true)
TEST(isspace, unicode_is_space, false)

STR_METHOD(isascii) {
    (void)vm, (void)count, (void)names;
    return make_bool(str_is_ascii(str_of(args[0])));
}

STR_METHOD(isidentifier) {
    (void)vm, (void)count, (void)names;
    Str *str = str_of(args[0]);
    if (str->length == 0) return VALUE_FALSE;
    uint32_t first = str_at(str, 0);
    if (first != '_' && !unicode_is_identifier_start(first)) return VALUE_FALSE;
    for (size_t i = 1; i < str->length; i++) {
        if (!unicode_is_identifier_part(str_at(str, i))) return VALUE_FALSE;
    }
    return VALUE_TRUE;
}

static bool has_case(const Str *str, bool (*wanted)(uint32_t), bool (*other)(uint32_t)) {
    bool found = false;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (other(point) || unicode_is_title(point)) return false;
        found |= wanted(point);
    }
    return found;
}

STR_METHOD(islower) {
    (void)vm, (void)count, (void)names;
    return make_bool(has_case(str_of(args[0]), unicode_is_lower, unicode_is_upper));
}

STR_METHOD(isupper) {
    (void)vm, (void)count, (void)names;
    return make_bool(has_case(str_of(args[0]), unicode_is_upper, unicode_is_lower));
}

STR_METHOD(istitle) {
    (void)vm, (void)count, (void)names;
    Str *str = str_of(args[0]);
    bool found = false, inside = false;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (unicode_is_upper(point) || unicode_is_title(point)) {
            if (inside) return VALUE_FALSE;
            inside = found = true;
        } else if (unicode_is_lower(point)) {
            if (!inside) return VALUE_FALSE;
            found = true;
        } else {
            inside = false;
        }
    }
    return make_bool(found);
}
