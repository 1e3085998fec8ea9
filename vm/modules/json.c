// The module _json, and its writing half: an encoder adds the text of nested values to one builder.
// What it cannot write it asks `default` for something else; a container met inside of itself is
// found by walking the chain of those that are being written.
#include "vm/modules/json.h"

#include <math.h>
#include <string.h>

#include "vm/frame.h"
#include "vm/types/dict.h"

// --- strings ------------------------------------------------------------------------------------

static void add_hex(StrBuilder *builder, uint32_t unit) {
    builder_add_ascii(builder, "\\u", 2);
    for (int shift = 12; shift >= 0; shift -= 4)
        builder_add_code_point(builder, (uint32_t) "0123456789abcdef"[unit >> shift & 15]);
}
static void add_escaped(StrBuilder *builder, uint32_t c) {
    static const char characters[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = c && c < 0x80 ? strchr(characters, (int)c) : NULL;
    if (found) {
        builder_add_code_point(builder, '\\');
        builder_add_code_point(builder, (uint32_t)letters[found - characters]);
    } else if (c >= 0x10000) {
        add_hex(builder, 0xd800 + ((c - 0x10000) >> 10));
        add_hex(builder, 0xdc00 + ((c - 0x10000) & 0x3ff));
    } else {
        add_hex(builder, c);
    }
}
// The string between quotation marks: runs of characters that stand for themselves in one piece.
static void add_string(StrBuilder *builder, const Str *str, bool ascii) {
    builder_add_code_point(builder, '"');
    size_t start = 0;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t c = str_at(str, i);
        if (c >= 0x20 && c != '"' && c != '\\' && (!ascii || c < 0x7f)) continue;
        builder_add_slice(builder, str, start, i);
        add_escaped(builder, c);
        start = i + 1;
    }
    builder_add_slice(builder, str, start, str->length);
    builder_add_code_point(builder, '"');
}
static Value encode_string(Vm *vm, Value value, bool ascii) {
    if (!is_str_like(value))
        return error_type(vm, "first argument must be a string, not %T", value);
    StrBuilder builder;
    builder_init(&builder, vm);
    add_string(&builder, str_of(value), ascii);
    return builder_finish(&builder);
}
NATIVE_FUNCTION(json_encode_string) {
    return encode_string(vm, args[0], false);
}
NATIVE_FUNCTION(json_encode_string_ascii) {
    return encode_string(vm, args[0], true);
}

// --- the encoder --------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value markers, fallback, encoder, indent, key_separator, item_separator;
    bool sort_keys, skip_keys, allow_nan;
    int fast; // the encoder is one of ours: 1 with escapes for all beyond ASCII, 2 without, 0 not
} Encoder;

// What is being written, innermost first.
typedef struct Chain {
    Value value;
    const struct Chain *outer;
} Chain;

typedef struct {
    Vm *vm;
    Encoder *encoder;
    StrBuilder builder;
} Encoding;

static bool encode_value(Encoding *encoding, Value value, const Chain *outer);

static bool add_made(Encoding *encoding, Value str) {
    if (is_error(str)) return false;
    builder_add_str(&encoding->builder, str_of(str));
    return true;
}
static bool encode_text(Encoding *encoding, Value value) {
    Encoder *encoder = encoding->encoder;
    if (encoder->fast) {
        add_string(&encoding->builder, str_of(value), encoder->fast == 1);
        return true;
    }
    Value text = object_call_1(encoding->vm, encoder->encoder, value);
    if (is_error(text) || is_str_like(text)) return add_made(encoding, text);
    error_type(encoding->vm, "encoder() must return a string, not %T", text);
    return false;
}
// A Str: how a number is written.
static Value number_as_text(Encoding *encoding, Value value) {
    Vm *vm = encoding->vm;
    if (is_any_int(value)) return int_to_str(vm, int_plain(vm, value), 10, false);
    double number = float_plain(value);
    if (isfinite(number)) return float_to_str(vm, number);
    if (!encoding->encoder->allow_nan)
        return error_value(vm, "Out of range float values are not JSON compliant");
    return str_from_cstring(vm, isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
}
static const char *constant_name(Value value) {
    return is_none(value)         ? "null"
           : value == VALUE_TRUE  ? "true"
           : value == VALUE_FALSE ? "false"
                                  : NULL;
}

// Keys are strings; numbers and constants become some. VALUE_END: skipped.
static Value key_as_text(Encoding *encoding, Value key) {
    if (is_str_like(key)) return key;
    const char *constant = constant_name(key);
    if (constant) return str_from_cstring(encoding->vm, constant);
    if (is_any_float(key) || is_any_int(key)) return number_as_text(encoding, key);
    if (encoding->encoder->skip_keys) return VALUE_END;
    return error_type(encoding->vm, "keys must be str, int, float, bool or None, not %T", key);
}
static bool encode_pair(Encoding *encoding, Value key, Value value, bool *first,
                        const Chain *chain) {
    key = key_as_text(encoding, key);
    if (is_error(key)) return false;
    if (key == VALUE_END) return true;
    if (!*first) builder_add_str(&encoding->builder, str_of(encoding->encoder->item_separator));
    *first = false;
    if (!encode_text(encoding, key)) return false;
    builder_add_str(&encoding->builder, str_of(encoding->encoder->key_separator));
    return encode_value(encoding, value, chain);
}
// The pairs of a mapping as a list: what is in order, or not a plain dict.
static bool encode_items(Encoding *encoding, Value mapping, const Chain *chain) {
    Vm *vm = encoding->vm;
    Value name = str_intern_cstring(vm, "items");
    Value method = is_error(name) ? name : object_get_attribute(vm, mapping, str_of(name));
    Value items = is_error(method) ? method : object_call_0(vm, method);
    Value list = is_error(items) ? items : list_from(vm, items);
    if (is_error(list) ||
        (encoding->encoder->sort_keys && !list_sort(vm, list_of(list), VALUE_NONE, false)))
        return false;
    bool first = true;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value item = list_of(list)->items[i];
        if (!is_tuple_like(item) || tuple_of(item)->count != 2)
            return error_value(vm, "items must return 2-tuples"), false;
        if (!encode_pair(encoding, tuple_of(item)->items[0], tuple_of(item)->items[1], &first,
                         chain))
            return false;
    }
    return true;
}
static bool encode_dict(Encoding *encoding, Value value, const Chain *chain) {
    builder_add_code_point(&encoding->builder, '{');
    if (!is_dict(value) || encoding->encoder->sort_keys) {
        if (!encode_items(encoding, value, chain)) return false;
    } else {
        bool first = true;
        DictEntry *entry;
        for (size_t place = 0; (entry = dict_next(dict_of(value), &place));)
            if (!encode_pair(encoding, entry->key, entry->value, &first, chain)) return false;
    }
    builder_add_code_point(&encoding->builder, '}');
    return true;
}
static bool encode_sequence(Encoding *encoding, Value value, const Chain *chain) {
    Vm *vm = encoding->vm;
    bool plain = is_list(value) || is_tuple(value);
    Value list = plain ? value : list_from(vm, value);
    if (is_error(list)) return false;
    builder_add_code_point(&encoding->builder, '[');
    for (size_t i = 0; i < (is_tuple(list) ? tuple_of(list)->count : list_of(list)->count); i++) {
        if (i) builder_add_str(&encoding->builder, str_of(encoding->encoder->item_separator));
        Value item = is_tuple(list) ? tuple_of(list)->items[i] : list_of(list)->items[i];
        if (!encode_value(encoding, item, chain)) return false;
    }
    builder_add_code_point(&encoding->builder, ']');
    return true;
}
static bool is_sequence(Value value) {
    return is_list_like(value) || is_tuple_like(value);
}
// Containers, and what `default` has to say about anything else.
static bool encode_nested(Encoding *encoding, Value value, const Chain *outer) {
    Vm *vm = encoding->vm;
    Chain chain = {value, outer};
    if (!is_none(encoding->encoder->markers)) {
        for (const Chain *link = outer; link; link = link->outer)
            if (link->value == value) return error_value(vm, "Circular reference detected"), false;
    }
    if (is_dict_like(value)) return encode_dict(encoding, value, &chain);
    if (is_sequence(value)) return encode_sequence(encoding, value, &chain);
    Value other = object_call_1(vm, encoding->encoder->fallback, value);
    return !is_error(other) && encode_value(encoding, other, &chain);
}
static bool encode_value(Encoding *encoding, Value value, const Chain *outer) {
    const char *constant = constant_name(value);
    if (constant) {
        builder_add_cstring(&encoding->builder, constant);
        return true;
    }
    if (is_str_like(value)) return encode_text(encoding, value);
    if (is_any_int(value) || is_any_float(value))
        return add_made(encoding, number_as_text(encoding, value));
    if (!nesting_enter(encoding->vm, " while encoding a JSON object")) return false;
    bool done = encode_nested(encoding, value, outer);
    nesting_leave();
    return done;
}

// encoder(value, level): the pieces of its text, of which there is one.
static Value encoder_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"obj", "_current_indent_level", NULL};
    Value values[2];
    if (!arguments_parse(vm, "_iterencode", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    Encoding encoding = {.vm = vm, .encoder = (Encoder *)self};
    builder_init(&encoding.builder, vm);
    if (!encode_value(&encoding, values[0], NULL)) return VALUE_ERROR;
    Value text = builder_finish(&encoding.builder);
    return is_error(text) ? text : TUPLE(vm, text);
}
static int is_own_encoder(Value encoder) {
    if (!has_shape(encoder, SHAPE_NATIVE)) return 0;
    NativeFunction function = ((Native *)encoder)->spec->function;
    return function == json_encode_string_ascii ? 1 : function == json_encode_string ? 2 : 0;
}
static Value encoder_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {
        "markers",        "default",   "encoder",  "indent",    "key_separator",
        "item_separator", "sort_keys", "skipkeys", "allow_nan", NULL};
    Value values[9];
    if (!arguments_parse(vm, "make_encoder", parameters, 9, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_none(values[0]) && !is_dict_like(values[0]))
        return error_type(vm, "make_encoder() argument 1 must be dict or None, not %T", values[0]);
    for (size_t i = 4; i < 6; i++)
        if (!is_str_like(values[i]))
            return error_type(vm, "make_encoder() argument %d must be str, not %A", (int)i + 1,
                              values[i]);
    int truths[3];
    for (size_t i = 0; i < 3; i++)
        if ((truths[i] = object_truth(vm, values[6 + i])) < 0) return VALUE_ERROR;
    Encoder *encoder = object_new(vm, type);
    if (!encoder) return VALUE_ERROR;
    values_copy(&encoder->markers, values, 6);
    encoder->sort_keys = truths[0];
    encoder->skip_keys = truths[1];
    encoder->allow_nan = truths[2];
    encoder->fast = is_own_encoder(values[2]);
    return value_of(encoder);
}
static Value get_markers(Vm *vm, Value self) {
    return (void)vm, ((Encoder *)self)->markers;
}
static Value get_default(Vm *vm, Value self) {
    return (void)vm, ((Encoder *)self)->fallback;
}
static Value get_encoder(Vm *vm, Value self) {
    return (void)vm, ((Encoder *)self)->encoder;
}
static const MemberSpec encoder_members[] = {
    {"markers", get_markers, member_read_only},
    {"default", get_default, member_read_only},
    {"encoder", get_encoder, member_read_only},
    {0},
};
Type json_encoder_type = {
    .name = "_json.make_encoder",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Encoder),
    .value_count = 6,
    .members = encoder_members,
    .make = encoder_make,
    .call = encoder_call,
};

static const NativeSpec functions[] = {
    {"encode_basestring", json_encode_string, 1, 1, 0},
    {"encode_basestring_ascii", json_encode_string_ascii, 1, 1, 0},
    {"scanstring", json_scan_string, 2, 3, NATIVE_PARSED},
    {0},
};
static Type *const types[] = {&json_scanner_type, &json_encoder_type, NULL};

bool module__json_make(Vm *vm, Module *module);
bool module__json_make(Vm *vm, Module *module) {
    if (!module_add_types(vm, module, types) || !module_add_functions(vm, module, functions))
        return false;
    return module_set(vm, module, "make_scanner", value_of(&json_scanner_type)) &&
           module_set(vm, module, "make_encoder", value_of(&json_encoder_type));
}
