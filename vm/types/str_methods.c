// The table of str's methods, and those about width, translation, joining and formatting.
#include <string.h>

#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/module.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str_methods.h"

// --- width ------------------------------------------------------------------------------------

static Value pad(Vm *vm, Value self, size_t left, size_t right, uint32_t fill) {
    if (left + right == 0) return str_plain(vm, self);
    size_t length = str_of(self)->length + left + right;
    if (str_is_ascii(str_of(self)) && fill < 0x80 && length > 1) {
        Str *result = str_new(vm, length, 0x7f);
        if (!result) return VALUE_ERROR;
        char *data = memset(result->data, (int)fill, left);
        memcpy(data + left, str_of(self)->data, str_of(self)->length);
        memset(data + length - right, (int)fill, right);
        return value_of(result);
    }
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_repeated(&builder, fill, left);
    builder_add_str(&builder, str_of(self));
    builder_add_repeated(&builder, fill, right);
    return builder_finish(&builder);
}

// How many characters are missing to the width in args[1], and the fill character of args[2].
static bool read_width(Vm *vm, Value *args, size_t count, size_t *missing, uint32_t *fill) {
    int64_t width, length = str_of(args[0])->length;
    if (!argument_size(vm, args[1], &width)) return false;
    *fill = ' ';
    if (count > 2) {
        if (!is_str_like(args[2])) {
            error_type(vm, "The fill character must be a unicode character, not %T", args[2]);
            return false;
        }
        if (str_of(args[2])->length != 1) {
            error_type(vm, "The fill character must be exactly one character long");
            return false;
        }
        *fill = str_at(str_of(args[2]), 0);
    }
    *missing = width > length ? width - length : 0;
    return true;
}

static Value ljust(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    size_t missing;
    uint32_t fill;
    if (!read_width(vm, args, count, &missing, &fill)) return VALUE_ERROR;
    return pad(vm, args[0], 0, missing, fill);
}

static Value rjust(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    size_t missing;
    uint32_t fill;
    if (!read_width(vm, args, count, &missing, &fill)) return VALUE_ERROR;
    return pad(vm, args[0], missing, 0, fill);
}

// The odd one goes to the left when the width is odd.
static Value center(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    size_t missing;
    uint32_t fill;
    if (!read_width(vm, args, count, &missing, &fill)) return VALUE_ERROR;
    size_t width = str_of(args[0])->length + missing;
    size_t left = missing / 2 + (missing & width & 1);
    return pad(vm, args[0], left, missing - left, fill);
}

static Value zfill(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    size_t missing;
    uint32_t fill;
    if (!read_width(vm, args, 2, &missing, &fill)) return VALUE_ERROR;
    Str *str = str_of(args[0]);
    if (missing == 0) return str_plain(vm, args[0]);
    size_t sign = str->length && (str_at(str, 0) == '+' || str_at(str, 0) == '-');
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_slice(&builder, str, 0, sign);
    builder_add_repeated(&builder, '0', missing);
    builder_add_slice(&builder, str, sign, str->length);
    return builder_finish(&builder);
}

static Value expandtabs(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"tabsize", NULL};
    Value value;
    if (!arguments_parse(vm, "expandtabs", parameters, 0, 0, args + 1, count - 1, names, &value)) {
        return VALUE_ERROR;
    }
    int64_t column = 0;
    int size = 8;
    if (value && !argument_int(vm, value, &size)) return VALUE_ERROR;
    Str *str = str_of(args[0]);
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length && !builder.failed; i++) {
        uint32_t point = str_at(str, i);
        if (point == '\t') {
            if (size <= 0) continue;
            int64_t spaces = size - column % size;
            builder_add_repeated(&builder, ' ', spaces);
            column += spaces;
        } else {
            builder_add_code_point(&builder, point);
            column = point == '\n' || point == '\r' ? 0 : column + 1;
        }
    }
    return builder_finish(&builder);
}

// --- translation ------------------------------------------------------------------------------

static bool set_pair(Vm *vm, Dict *dict, uint32_t point, Value value) {
    Value key = make_int(vm, point);
    return !is_error(key) && !is_error(value) && dict_set(vm, dict, key, value);
}

static Value maketrans_dict(Vm *vm, Value from) {
    if (!is_dict(from)) {
        return error_type(vm, "if you give only one argument to maketrans it must be a dict");
    }
    Value table = dict_make(vm, dict_of(from)->count);
    if (is_error(table)) return VALUE_ERROR;
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(dict_of(from), &place));) {
        bool done;
        if (is_str_like(entry->key)) {
            if (str_of(entry->key)->length != 1) {
                return error_value(vm, "string keys in translate table must be of length 1");
            }
            done = set_pair(vm, dict_of(table), str_at(str_of(entry->key), 0), entry->value);
        } else if (is_any_int(entry->key)) {
            done = dict_set(vm, dict_of(table), entry->key, entry->value);
        } else {
            return error_type(vm, "keys in translate table must be strings or integers");
        }
        if (!done) return VALUE_ERROR;
    }
    return table;
}

static Value maketrans(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    if (count == 1) return maketrans_dict(vm, args[0]);
    for (size_t i = 1; i < count; i++)
        if (!is_str_like(args[i]))
            return error_type(vm, "maketrans() argument %zu must be str, not %A", i + 1, args[i]);
    if (!is_str_like(args[0]))
        return error_type(vm, "first maketrans argument must be a string if there is a second "
                              "argument");
    Str *from = str_of(args[0]), *to = str_of(args[1]);
    if (from->length != to->length) {
        return error_value(vm, "the first two maketrans arguments must have equal length");
    }
    Value table = dict_make(vm, from->length);
    if (is_error(table)) return VALUE_ERROR;
    for (size_t i = 0; i < from->length; i++) {
        if (!set_pair(vm, dict_of(table), str_at(from, i), make_int(vm, str_at(to, i)))) {
            return VALUE_ERROR;
        }
    }
    for (size_t i = 0; count > 2 && i < str_of(args[2])->length; i++) {
        if (!set_pair(vm, dict_of(table), str_at(str_of(args[2]), i), VALUE_NONE)) {
            return VALUE_ERROR;
        }
    }
    return table;
}

static Value translate(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    Str *str = str_of(args[0]);
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length && !builder.failed; i++) {
        uint32_t point = str_at(str, i);
        Value key = make_int(vm, point);
        if (is_error(key)) return VALUE_ERROR;
        Value to = object_get_item(vm, args[1], key);
        if (is_error(to)) {
            if (!error_matches(vm, error_types.LookupError)) return VALUE_ERROR;
            error_clear(vm);
            builder_add_code_point(&builder, point);
        } else if (is_str_like(to)) {
            builder_add_str(&builder, str_of(to));
        } else if (is_any_int(to)) {
            int64_t number;
            if (!int_to_int64(to, &number) || number < 0 || number > 0x10ffff) {
                return error_value(vm, "character mapping must be in range(0x110000)");
            }
            builder_add_code_point(&builder, (uint32_t)number);
        } else if (!is_none(to)) {
            return error_type(vm, "character mapping must return integer, None or str");
        }
    }
    return builder_finish(&builder);
}

// --- the others -------------------------------------------------------------------------------

static Value join(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return str_join(vm, str_of(args[0]), args[1]);
}

static Value encode(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"encoding", "errors", NULL};
    Value values[2];
    if (!arguments_parse(vm, "encode", parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    for (int i = 0; i < 2; i++) {
        if (values[i] && !is_str_like(values[i])) {
            return error_type(vm, "encode() argument '%s' must be str, not %A", parameters[i],
                              values[i]);
        }
    }
    return bytes_encode(vm, str_of(args[0]), (Str *)values[0], (Str *)values[1]);
}

static Value format(Vm *vm, Value *args, size_t count, Tuple *names) {
    return format_method(vm, str_of(args[0]), args + 1, count - 1, names);
}

static Value format_map(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return format_mapping(vm, str_of(args[0]), args[1]);
}

NATIVE(getnewargs) {
    Value plain = str_plain(vm, args[0]);
    return is_error(plain) ? plain : tuple_make(vm, &plain, 1);
}

const NativeSpec str_methods[] = {
#define METHOD(name, least, most, flags) {#name, str_method_##name, least, most, flags},
    STR_SEARCH_METHODS(METHOD) STR_CASE_METHODS(METHOD)
#undef METHOD
        {"ljust", ljust, 2, 3, 0},
    {"rjust", rjust, 2, 3, 0},
    {"center", center, 2, 3, 0},
    {"zfill", zfill, 2, 2, 0},
    {"expandtabs", expandtabs, 1, -1, NATIVE_KEYWORDS},
    {"maketrans", maketrans, 1, 3, NATIVE_STATIC},
    {"translate", translate, 2, 2, 0},
    {"join", join, 2, 2, 0},
    {"encode", encode, 1, -1, NATIVE_KEYWORDS},
    {"format", format, 1, -1, NATIVE_KEYWORDS},
    {"format_map", format_map, 2, 2, 0},
    {"__getnewargs__", getnewargs, 1, 1, 0},
    {0},
};
