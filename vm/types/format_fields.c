// str.format: the replacement fields of a template, their names with attributes and indices, their
// conversions, and format specs that hold fields themselves.
#include <string.h>

#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    Value *args; // NULL for format_map
    size_t count;
    Tuple *names;  // of the values behind args
    Value mapping; // of format_map, else NULL
    enum { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } numbering;
    int64_t next;
} Arguments;

// Part of a template.
typedef struct {
    const Str *text;
    size_t start, stop;
} Part;

typedef struct {
    Part literal, name, spec;
    bool present;     // there is a field behind the literal
    bool spec_nested; // the spec holds fields
    uint32_t conversion;
} Field;

static uint32_t next_of(Part *part) {
    return str_at(part->text, part->start++);
}

// From behind the { to behind the }.
static bool parse_field(Vm *vm, Part *rest, Field *field) {
    uint32_t point = 0;
    field->name = (Part){rest->text, rest->start, rest->start};
    field->spec = (Part){rest->text, 0, 0};
    field->conversion = 0;
    field->spec_nested = false;
    while (rest->start < rest->stop) {
        point = next_of(rest);
        if (point == '{') {
            error_value(vm, "unexpected '{' in field name");
            return false;
        }
        if (point == '[') {
            while (rest->start < rest->stop && str_at(rest->text, rest->start) != ']')
                rest->start++;
            continue;
        }
        if (point == '}' || point == ':' || point == '!') break;
    }
    field->name.stop = rest->start - 1;
    if (point != '!' && point != ':') {
        if (point == '}') return true;
        error_value(vm, "expected '}' before end of string");
        return false;
    }
    if (point == '!') {
        if (rest->start >= rest->stop) {
            error_value(vm, "end of string while looking for conversion specifier");
            return false;
        }
        field->conversion = next_of(rest);
        if (rest->start < rest->stop) {
            point = next_of(rest);
            if (point == '}') return true;
            if (point != ':') {
                error_value(vm, "expected ':' after conversion specifier");
                return false;
            }
        }
    }
    field->spec.start = rest->start;
    for (size_t depth = 1; rest->start < rest->stop;) {
        point = next_of(rest);
        if (point == '{') {
            field->spec_nested = true;
            depth++;
        } else if (point == '}' && --depth == 0) {
            field->spec.stop = rest->start - 1;
            return true;
        }
    }
    error_value(vm, "unmatched '{' in format spec");
    return false;
}

// The next literal and the field behind it.
static bool parse_next(Vm *vm, Part *rest, Field *field) {
    const Str *text = rest->text;
    uint32_t point = 0;
    bool brace = false;
    field->literal = *rest;
    field->present = false;
    while (rest->start < rest->stop && !brace) {
        point = next_of(rest);
        brace = point == '{' || point == '}';
    }
    field->literal.stop = rest->start;
    if (!brace) return true;
    bool end = rest->start >= rest->stop;
    bool twice = !end && str_at(text, rest->start) == point;
    if (point == '}' && !twice) {
        error_value(vm, "Single '}' encountered in format string");
        return false;
    }
    if (end) {
        error_value(vm, "Single '{' encountered in format string");
        return false;
    }
    if (twice) {
        rest->start++;
        return true;
    }
    field->literal.stop--;
    field->present = true;
    return parse_field(vm, rest, field);
}

// --- what a field names -----------------------------------------------------------------------

// The number a part is, -1 if it is none, -2 raised.
static int64_t number_of(Vm *vm, Part part) {
    if (part.start >= part.stop) return -1;
    int64_t number = 0;
    for (size_t i = part.start; i < part.stop; i++) {
        int digit = unicode_decimal_value(str_at(part.text, i));
        if (digit < 0) return -1;
        if (number > (INT64_MAX - 9) / 10) {
            error_value(vm, "Too many decimal digits in format string");
            return -2;
        }
        number = number * 10 + digit;
    }
    return number;
}

static Value part_str(Vm *vm, Part part) {
    return str_slice(vm, (Str *)part.text, part.start, part.stop);
}

static bool count_field(Vm *vm, Arguments *arguments, bool automatic, int64_t *index) {
    if (arguments->numbering == NUMBERING_OPEN) {
        arguments->numbering = automatic ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    }
    if (arguments->numbering == NUMBERING_MANUAL && automatic) {
        error_value(vm,
                    "cannot switch from manual field specification to automatic field numbering");
        return false;
    }
    if (arguments->numbering == NUMBERING_AUTOMATIC && !automatic) {
        error_value(vm,
                    "cannot switch from automatic field numbering to manual field specification");
        return false;
    }
    if (automatic) *index = arguments->next++;
    return true;
}

static Value first_object(Vm *vm, Part first, Arguments *arguments) {
    int64_t index = number_of(vm, first);
    if (index == -2) return VALUE_ERROR;
    bool empty = first.start >= first.stop;
    if ((empty || index != -1) && !count_field(vm, arguments, empty, &index)) return VALUE_ERROR;
    if (index != -1) {
        if (!arguments->args) return error_value(vm, "Format string contains positional fields");
        if ((uint64_t)index >= arguments->count) {
            return error_index(vm, "Replacement index %lld out of range for positional args tuple",
                               (long long)index);
        }
        return arguments->args[index];
    }
    Value key = part_str(vm, first);
    if (is_error(key)) return VALUE_ERROR;
    if (arguments->mapping) return object_get_item(vm, arguments->mapping, key);
    for (size_t i = 0; arguments->names && i < arguments->names->count; i++) {
        if (str_equal(str_of(arguments->names->items[i]), str_of(key))) {
            return arguments->args[arguments->count + i];
        }
    }
    return error_key(vm, key);
}

static bool is_break(uint32_t point) {
    return point == '.' || point == '[';
}

static size_t first_end(Part name) {
    size_t end = name.start;
    while (end < name.stop && !is_break(str_at(name.text, end))) end++;
    return end;
}

// The next ".attribute" or "[index]" of a name, from *at on: 1, or 0 at the end, -1 raised.
static int next_accessor(Vm *vm, Part name, size_t *at, Part *part, bool *is_attribute) {
    if (*at >= name.stop) return 0;
    uint32_t point = str_at(name.text, (*at)++);
    *is_attribute = point == '.';
    *part = (Part){name.text, *at, *at};
    if (point == '.') {
        while (part->stop < name.stop && !is_break(str_at(name.text, part->stop))) part->stop++;
        *at = part->stop;
    } else if (point == '[') {
        while (part->stop < name.stop && str_at(name.text, part->stop) != ']') part->stop++;
        if (part->stop >= name.stop) return error_value(vm, "Missing ']' in format string"), -1;
        *at = part->stop + 1;
    } else {
        error_value(vm, "Only '.' or '[' may follow ']' in format field specifier");
        return -1;
    }
    if (part->start < part->stop) return 1;
    error_value(vm, "Empty attribute in format string");
    return -1;
}

// What an accessor, or a name's first part, is: a number if it is one, else a str.
static Value accessor_key(Vm *vm, Part part, bool may_be_number) {
    int64_t index = may_be_number ? number_of(vm, part) : -1;
    if (index == -2) return VALUE_ERROR;
    return index >= 0 ? make_int(vm, index) : part_str(vm, part);
}

static Value field_object(Vm *vm, Part name, Arguments *arguments) {
    Part part = {name.text, name.start, first_end(name)};
    size_t at = part.stop;
    Value object = first_object(vm, part, arguments);
    while (!is_error(object)) {
        bool is_attribute;
        int more = next_accessor(vm, name, &at, &part, &is_attribute);
        if (more <= 0) return more < 0 ? VALUE_ERROR : object;
        Value key = accessor_key(vm, part, !is_attribute);
        if (!is_error(key) && is_attribute) key = str_intern(vm, key);
        if (is_error(key)) return VALUE_ERROR;
        object = is_attribute ? object_get_attribute(vm, object, str_of(key))
                              : object_get_item(vm, object, key);
    }
    return object;
}

static Value convert(Vm *vm, Value object, uint32_t conversion) {
    switch (conversion) {
    case 0: return object;
    case 'r': return object_repr(vm, object);
    case 's': return object_str(vm, object);
    case 'a': return object_ascii(vm, object);
    default:
        if (conversion > 32 && conversion < 127) {
            return error_value(vm, "Unknown conversion specifier %c", (int)conversion);
        }
        return error_value(vm, "Unknown conversion specifier \\x%x", conversion);
    }
}

static Value expand(Vm *vm, Part template, Arguments *arguments, int depth);

static bool add_field(StrBuilder *out, Field *field, Arguments *arguments, int depth) {
    Vm *vm = out->vm;
    Value object = field_object(vm, field->name, arguments);
    if (is_error(object)) return false;
    object = convert(vm, object, field->conversion);
    if (is_error(object)) return false;
    Value spec = field->spec_nested ? expand(vm, field->spec, arguments, depth - 1)
                                    : part_str(vm, field->spec);
    if (is_error(spec)) return false;
    bool plain = is_str(object) && str_of(spec)->length == 0;
    Value text = plain ? object : object_format(vm, object, str_of(spec));
    if (is_error(text)) return false;
    builder_add_str(out, str_of(text));
    return true;
}

static Value expand(Vm *vm, Part template, Arguments *arguments, int depth) {
    if (depth <= 0) return error_value(vm, "Max string recursion exceeded");
    StrBuilder out;
    builder_init(&out, vm);
    while (template.start < template.stop && !out.failed) {
        Field field;
        if (!parse_next(vm, &template, &field)) return VALUE_ERROR;
        builder_add_slice(&out, template.text, field.literal.start, field.literal.stop);
        if (field.present && !add_field(&out, &field, arguments, depth)) return VALUE_ERROR;
    }
    return builder_finish(&out);
}

Value format_method(Vm *vm, Str *format, Value *args, size_t count, Tuple *names) {
    Arguments arguments = {.args = args, .count = count, .names = names};
    return expand(vm, (Part){format, 0, format->length}, &arguments, 2);
}

Value format_mapping(Vm *vm, Str *format, Value mapping) {
    Arguments arguments = {.mapping = mapping};
    return expand(vm, (Part){format, 0, format->length}, &arguments, 2);
}

// --- the module _string: the same for string.Formatter ------------------------------------------

static bool is_template(Vm *vm, Value value) {
    if (is_str_like(value)) return true;
    error_type(vm, "expected str, got %T", value);
    return false;
}

static bool add_tuple(Vm *vm, Value list, Value *parts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_error(parts[i])) return false;
    Value tuple = tuple_make(vm, parts, count);
    return !is_error(tuple) && list_append(vm, list_of(list), tuple);
}

// (literal, name, spec, conversion) of every field; the last three None where only text is left.
NATIVE(formatter_parser) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list) || !is_template(vm, args[0])) return VALUE_ERROR;
    Str *text = str_of(args[0]);
    for (Part rest = {text, 0, text->length}; rest.start < rest.stop;) {
        Field field;
        if (!parse_next(vm, &rest, &field)) return VALUE_ERROR;
        Value parts[] = {part_str(vm, field.literal), VALUE_NONE, VALUE_NONE, VALUE_NONE};
        if (field.present) {
            parts[1] = part_str(vm, field.name);
            parts[2] = part_str(vm, field.spec);
            if (field.conversion) parts[3] = str_from_code_point(vm, field.conversion);
        }
        if (!add_tuple(vm, list, parts, 4)) return VALUE_ERROR;
    }
    return list_iter(vm, list);
}

// The first part of a field's name, and (is_attribute, key) of every accessor behind it.
NATIVE(formatter_field_name_split) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list) || !is_template(vm, args[0])) return VALUE_ERROR;
    Part name = {str_of(args[0]), 0, str_of(args[0])->length};
    Part part = {name.text, 0, first_end(name)};
    size_t at = part.stop;
    Value first = accessor_key(vm, part, true);
    if (is_error(first)) return first;
    bool is_attribute;
    for (int more; (more = next_accessor(vm, name, &at, &part, &is_attribute));) {
        if (more < 0) return VALUE_ERROR;
        Value parts[] = {make_bool(is_attribute), accessor_key(vm, part, !is_attribute)};
        if (!add_tuple(vm, list, parts, 2)) return VALUE_ERROR;
    }
    Value iter = list_iter(vm, list);
    return is_error(iter) ? iter : tuple_make(vm, (Value[]){first, iter}, 2);
}

const NativeSpec format_module_functions[] = {
    {"formatter_parser", formatter_parser, 1, 1, 0},
    {"formatter_field_name_split", formatter_field_name_split, 1, 1, 0},
    {0},
};
