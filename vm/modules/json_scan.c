// The reading half of _json: values from text by recursive descent. A place is an index into the
// text; every function leaves it behind what it has read. What raises names the place that
// JSONDecodeError counts lines and columns to.
#include <string.h>

#include "vm/load.h"
#include "vm/modules/json.h"
#include "vm/frame.h"
#include "vm/types/dict.h"

typedef struct {
    Object object;
    Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool strict;
} Scanner;

// One text that is being read.
typedef struct {
    Vm *vm;
    Scanner *scanner;
    Str *text;
    size_t place;
    Dict *keys; // equal keys of objects are one object
} Scan;

static Value scan_value(Scan *scan);

Value json_refuse(Vm *vm, const char *message, Str *text, size_t place) {
    Value name = str_intern_cstring(vm, "json.decoder");
    Value module = is_error(name) ? name : import_module(vm, str_of(name));
    name = is_error(module) ? module : str_intern_cstring(vm, "JSONDecodeError");
    Value class = is_error(name) ? name : object_get_attribute(vm, module, str_of(name));
    Value parts[] = {str_from_cstring(vm, message), value_of(text), make_int(vm, (int64_t)place)};
    if (is_error(class) || is_error(parts[0]) || is_error(parts[2])) return VALUE_ERROR;
    Value error = object_call(vm, class, parts, 3, NULL);
    return is_error(error) ? error : error_set(vm, error);
}
static Value refuse(Scan *scan, const char *message, size_t place) {
    return json_refuse(scan->vm, message, scan->text, place);
}
// No value begins here: the decoder makes an error of the StopIteration.
static Value stop(Scan *scan, size_t place) {
    Value number = make_int(scan->vm, (int64_t)place);
    if (is_error(number)) return number;
    return error_value_raised(scan->vm, error_types.StopIteration, number);
}

// --- strings ------------------------------------------------------------------------------------

// Four hexadecimal digits; -1: they are not.
static int64_t hex_at(const Str *text, size_t place) {
    int64_t number = 0;
    for (size_t i = place; i < place + 4; i++) {
        uint32_t c = str_at(text, i), letter = c | 0x20;
        if (c >= '0' && c <= '9')
            number = number * 16 + (c - '0');
        else if (letter >= 'a' && letter <= 'f')
            number = number * 16 + (letter - 'a' + 10);
        else
            return -1;
    }
    return number;
}
// The code point of \uXXXX whose digits begin at *place, or of a pair of them; -1 raised.
static int64_t scan_unicode(Vm *vm, Str *text, size_t *place) {
    size_t digits = *place, end = digits + 4;
    bool room = end < text->length;
    int64_t high = room ? hex_at(text, digits) : -1;
    if (high < 0) return json_refuse(vm, "Invalid \\uXXXX escape", text, digits - 1), -1;
    *place = end;
    if (high < 0xd800 || high > 0xdbff || end + 6 >= text->length || str_at(text, end) != '\\' ||
        str_at(text, end + 1) != 'u')
        return high;
    int64_t low = hex_at(text, end + 2);
    if (low < 0) return json_refuse(vm, "Invalid \\uXXXX escape", text, end + 1), -1;
    if (low < 0xdc00 || low > 0xdfff) return high;
    *place = end + 6;
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}
// What stands behind a backslash; -1 raised.
static int64_t scan_escape(Vm *vm, Str *text, size_t *place) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    uint32_t c = str_at(text, (*place)++);
    if (c == 'u') return scan_unicode(vm, text, place);
    const char *letter = c && c < 0x80 ? strchr(letters, (int)c) : NULL;
    if (letter) return meanings[letter - letters];
    json_refuse(vm, "Invalid \\escape", text, *place - 2);
    return -1;
}
// The string whose first character is at *place, behind the quotation mark.
static Value scan_string(Vm *vm, Str *text, size_t *place, bool strict) {
    static const char unterminated[] = "Unterminated string starting at";
    size_t begin = *place - 1;
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t at = *place;;) {
        size_t start = at;
        uint32_t c = 0;
        for (; at < text->length; at++) {
            c = str_at(text, at);
            if (c == '"' || c == '\\') break;
            if (c < 0x20 && strict)
                return json_refuse(vm, "Invalid control character at", text, at);
        }
        if (at == text->length) return json_refuse(vm, unterminated, text, begin);
        if (c == '"' && start == *place) {
            *place = at + 1;
            return str_slice(vm, text, start, at);
        }
        builder_add_slice(&builder, text, start, at++);
        if (c == '"') {
            *place = at;
            return builder_finish(&builder);
        }
        if (at == text->length) return json_refuse(vm, unterminated, text, begin);
        int64_t meaning = scan_escape(vm, text, &at);
        if (meaning < 0) return VALUE_ERROR;
        builder_add_code_point(&builder, (uint32_t)meaning);
    }
}

NATIVE_FUNCTION(json_scan_string) {
    static const char *const parameters[] = {"string", "end", "strict", NULL};
    Value values[3];
    int64_t end;
    if (!arguments_parse(vm, "scanstring", parameters, 2, 3, args, count, names, values) ||
        !argument_size(vm, values[1], &end))
        return VALUE_ERROR;
    int strict = values[2] ? object_truth(vm, values[2]) : 1;
    if (strict < 0) return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "first argument must be a string, not %T", values[0]);
    Str *text = str_of(values[0]);
    if (end < 1 || (size_t)end > text->length) return error_value(vm, "end is out of bounds");
    size_t place = (size_t)end;
    Value string = scan_string(vm, text, &place, strict);
    return is_error(string) ? string : TUPLE(vm, string, make_int(vm, (int64_t)place));
}

// --- numbers ------------------------------------------------------------------------------------

static size_t skip_digits(const Str *text, size_t place) {
    while (place < text->length && str_at(text, place) >= '0' && str_at(text, place) <= '9')
        place++;
    return place;
}
static uint32_t peek(const Scan *scan, size_t place) {
    return place < scan->text->length ? str_at(scan->text, place) : 0;
}
// Behind a fraction and an exponent, or where they would begin.
static size_t skip_fraction(const Scan *scan, size_t place) {
    if (peek(scan, place) == '.') {
        size_t end = skip_digits(scan->text, place + 1);
        if (end > place + 1) place = end;
    }
    if ((peek(scan, place) | 0x20) == 'e') {
        size_t digits = place + 1;
        if (peek(scan, digits) == '+' || peek(scan, digits) == '-') digits++;
        size_t end = skip_digits(scan->text, digits);
        if (end > digits) place = end;
    }
    return place;
}
static Value scan_number(Scan *scan) {
    Vm *vm = scan->vm;
    size_t start = scan->place, digits = start + (peek(scan, start) == '-');
    size_t whole = peek(scan, digits) == '0' ? digits + 1 : skip_digits(scan->text, digits);
    if (whole == digits) return stop(scan, start);
    size_t end = scan->place = skip_fraction(scan, whole);
    if (end == whole && whole - digits <= 17 && scan->scanner->parse_int == value_of(&int_type)) {
        int64_t number = 0;
        for (size_t i = digits; i < end; i++)
            number = number * 10 + (int64_t)(str_at(scan->text, i) - '0');
        return make_int(vm, digits > start ? -number : number);
    }
    Value text = str_slice(vm, scan->text, start, end);
    if (is_error(text)) return text;
    Value parse = end > whole ? scan->scanner->parse_float : scan->scanner->parse_int;
    if (parse == value_of(&float_type)) return float_parse_str(vm, str_of(text));
    return object_call_1(vm, parse, text);
}

// --- objects and arrays -------------------------------------------------------------------------

static void skip_space(Scan *scan) {
    const Str *text = scan->text;
    for (; scan->place < text->length; scan->place++) {
        uint32_t c = str_at(text, scan->place);
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
    }
}
// Is this character next? If so it is behind us, and white space with it.
static bool take(Scan *scan, uint32_t character) {
    if (scan->place >= scan->text->length || str_at(scan->text, scan->place) != character)
        return false;
    scan->place++;
    skip_space(scan);
    return true;
}
// Behind an item: goes on after a comma, 0 at the end, -1 raised. The end stays unread.
static int scan_more(Scan *scan, uint32_t end) {
    skip_space(scan);
    if (peek(scan, scan->place) == end) return 0;
    if (take(scan, ',')) return 1;
    refuse(scan, "Expecting ',' delimiter", scan->place);
    return -1;
}
static Value scan_key(Scan *scan) {
    if (peek(scan, scan->place) != '"')
        return refuse(scan, "Expecting property name enclosed in double quotes", scan->place);
    scan->place++;
    Value key = scan_string(scan->vm, scan->text, &scan->place, scan->scanner->strict);
    if (!is_error(key)) key = dict_set_default(scan->vm, scan->keys, key, key);
    if (is_error(key)) return key;
    skip_space(scan);
    return take(scan, ':') ? key : refuse(scan, "Expecting ':' delimiter", scan->place);
}
static Value scan_object(Scan *scan) {
    Vm *vm = scan->vm;
    bool pairs = !is_none(scan->scanner->object_pairs_hook);
    Value object = pairs ? list_make(vm, NULL, 0) : dict_make(vm, 0);
    if (is_error(object)) return object;
    take(scan, '{');
    for (int more = peek(scan, scan->place) != '}'; more;) {
        Value key = scan_key(scan);
        Value value = is_error(key) ? key : scan_value(scan);
        if (is_error(value)) return value;
        Value pair = pairs ? TUPLE(vm, key, value) : VALUE_NONE;
        bool added = !is_error(pair) && (pairs ? list_append(vm, list_of(object), pair)
                                               : dict_set(vm, dict_of(object), key, value));
        more = added ? scan_more(scan, '}') : -1;
        if (more < 0) return VALUE_ERROR;
    }
    scan->place++;
    if (pairs) return object_call_1(vm, scan->scanner->object_pairs_hook, object);
    if (is_none(scan->scanner->object_hook)) return object;
    return object_call_1(vm, scan->scanner->object_hook, object);
}
static Value scan_array(Scan *scan) {
    Vm *vm = scan->vm;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    take(scan, '[');
    for (int more = peek(scan, scan->place) != ']'; more;) {
        Value item = scan_value(scan);
        if (is_error(item) || !list_append(vm, list_of(list), item)) return VALUE_ERROR;
        more = scan_more(scan, ']');
        if (more < 0) return VALUE_ERROR;
    }
    scan->place++;
    return list;
}
static Value scan_nested(Scan *scan, bool object) {
    const char *doing = object ? " while decoding a JSON object from a unicode string"
                               : " while decoding a JSON array from a unicode string";
    if (!nesting_enter(scan->vm, doing)) return VALUE_ERROR;
    Value value = object ? scan_object(scan) : scan_array(scan);
    nesting_leave();
    return value;
}

// --- values -------------------------------------------------------------------------------------

static bool take_word(Scan *scan, const char *word) {
    size_t size = strlen(word);
    if (scan->text->length - scan->place < size) return false;
    for (size_t i = 0; i < size; i++)
        if (str_at(scan->text, scan->place + i) != (uint32_t)word[i]) return false;
    scan->place += size;
    return true;
}
static Value scan_value(Scan *scan) {
    static const char *const constants[] = {"NaN", "Infinity", "-Infinity"};
    Vm *vm = scan->vm;
    if (scan->place >= scan->text->length) return stop(scan, scan->place);
    uint32_t c = str_at(scan->text, scan->place);
    if (c == '"') {
        scan->place++;
        return scan_string(vm, scan->text, &scan->place, scan->scanner->strict);
    }
    if (c == '{' || c == '[') return scan_nested(scan, c == '{');
    if (c >= '0' && c <= '9') return scan_number(scan);
    if (take_word(scan, "null")) return VALUE_NONE;
    if (take_word(scan, "true")) return VALUE_TRUE;
    if (take_word(scan, "false")) return VALUE_FALSE;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (!take_word(scan, constants[i])) continue;
        Value name = str_intern_cstring(vm, constants[i]);
        return is_error(name) ? name : object_call_1(vm, scan->scanner->parse_constant, name);
    }
    return scan_number(scan);
}

// --- make_scanner -------------------------------------------------------------------------------

static Value scanner_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"string", "idx", NULL};
    Value values[2];
    int64_t place;
    if (!arguments_parse(vm, "scan_once", parameters, 2, 0, args, count, names, values) ||
        !argument_size(vm, values[1], &place))
        return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "first argument must be a string, not %T", values[0]);
    if (place < 0) return error_value(vm, "idx cannot be negative");
    Value keys = dict_make(vm, 0);
    if (is_error(keys)) return keys;
    Scan scan = {vm, (Scanner *)self, str_of(values[0]), (size_t)place, dict_of(keys)};
    Value value = scan_value(&scan);
    return is_error(value) ? value : TUPLE(vm, value, make_int(vm, (int64_t)scan.place));
}
static Value scanner_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"context", NULL};
    static const char *const attributes[] = {"object_hook", "object_pairs_hook", "parse_float",
                                             "parse_int",   "parse_constant",    "strict"};
    Value context, values[6];
    if (!arguments_parse(vm, "make_scanner", parameters, 1, 0, args, count, names, &context))
        return VALUE_ERROR;
    for (size_t i = 0; i < 6; i++) {
        Value name = str_intern_cstring(vm, attributes[i]);
        values[i] = is_error(name) ? name : object_get_attribute(vm, context, str_of(name));
        if (is_error(values[i])) return VALUE_ERROR;
    }
    int strict = object_truth(vm, values[5]);
    Scanner *scanner = strict < 0 ? NULL : object_new(vm, type);
    if (!scanner) return VALUE_ERROR;
    values_copy(&scanner->object_hook, values, 5);
    scanner->strict = strict;
    return value_of(scanner);
}
static Value get_object_hook(Vm *vm, Value self) {
    return (void)vm, ((Scanner *)self)->object_hook;
}
static Value get_pairs_hook(Vm *vm, Value self) {
    return (void)vm, ((Scanner *)self)->object_pairs_hook;
}
static Value get_parse_float(Vm *vm, Value self) {
    return (void)vm, ((Scanner *)self)->parse_float;
}
static Value get_parse_int(Vm *vm, Value self) {
    return (void)vm, ((Scanner *)self)->parse_int;
}
static Value get_parse_constant(Vm *vm, Value self) {
    return (void)vm, ((Scanner *)self)->parse_constant;
}
static Value get_strict(Vm *vm, Value self) {
    return (void)vm, make_bool(((Scanner *)self)->strict);
}
static const MemberSpec scanner_members[] = {
    {"object_hook", get_object_hook, member_read_only},
    {"object_pairs_hook", get_pairs_hook, member_read_only},
    {"parse_float", get_parse_float, member_read_only},
    {"parse_int", get_parse_int, member_read_only},
    {"parse_constant", get_parse_constant, member_read_only},
    {"strict", get_strict, member_read_only},
    {0},
};
Type json_scanner_type = {
    .name = "_json.make_scanner",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Scanner),
    .value_count = 5,
    .members = scanner_members,
    .make = scanner_make,
    .call = scanner_call,
};
