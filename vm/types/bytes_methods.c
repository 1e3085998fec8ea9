// The methods of bytes.
#define _GNU_SOURCE
#include <string.h>

#include "vm/error.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    const uint8_t *data;
    size_t length;
    uint8_t single;
} Part;

// A bytes argument, or where `number` an int that stands for one byte.
static bool read_part(Vm *vm, Value value, bool number, Part *part) {
    if (is_bytes_like(value)) {
        *part = (Part){bytes_of(value)->data, bytes_of(value)->length, 0};
        return true;
    }
    if (!number || !type_of(value)->index) {
        if (number) {
            error_type(vm, "argument should be integer or bytes-like object, not '%T'", value);
        } else {
            error_type(vm, "a bytes-like object is required, not '%T'", value);
        }
        return false;
    }
    int64_t byte;
    if (!object_index(vm, value, true, &byte)) return false;
    if (byte < 0 || byte > 255) {
        error_value(vm, "byte must be in range(0, 256)");
        return false;
    }
    part->single = (uint8_t)byte;
    part->data = &part->single;
    part->length = 1;
    return true;
}

static bool read_index(Vm *vm, Value value, int64_t *index) {
    if (is_none(value)) return true;
    if (!type_of(value)->index) {
        error_type(vm, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return object_index(vm, value, true, index);
}

static bool read_range(Vm *vm, Value *args, size_t count, size_t *start, size_t *stop) {
    int64_t length = bytes_of(args[0])->length, first = 0, last = length;
    if (count > 2 && !read_index(vm, args[2], &first)) return false;
    if (count > 3 && !read_index(vm, args[3], &last)) return false;
    if (last > length) last = length;
    if (last < 0 && (last += length) < 0) last = 0;
    if (first < 0 && (first += length) < 0) first = 0;
    *start = first;
    *stop = last;
    return true;
}

static int64_t find_in(const Bytes *bytes, const Part *part, size_t start, size_t stop) {
    if (start > stop || part->length > stop - start) return -1;
    const uint8_t *found = memmem(bytes->data + start, stop - start, part->data, part->length);
    return found ? found - bytes->data : -1;
}

static int64_t find_last_in(const Bytes *bytes, const Part *part, size_t start, size_t stop) {
    if (start > stop || part->length > stop - start) return -1;
    for (size_t i = stop - part->length + 1; i-- > start;) {
        if (memcmp(bytes->data + i, part->data, part->length) == 0) return i;
    }
    return -1;
}

static Value search(Vm *vm, Value *args, size_t count, bool last, bool must) {
    Part part;
    size_t start, stop;
    if (!read_part(vm, args[1], true, &part)) return VALUE_ERROR;
    if (!read_range(vm, args, count, &start, &stop)) return VALUE_ERROR;
    int64_t at = (last ? find_last_in : find_in)(bytes_of(args[0]), &part, start, stop);
    if (at < 0 && must) return error_value(vm, "subsection not found");
    return make_int(vm, at);
}

static Value find(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return search(vm, args, count, false, false);
}
static Value rfind(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return search(vm, args, count, true, false);
}
static Value index_(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return search(vm, args, count, false, true);
}
static Value rindex_(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return search(vm, args, count, true, true);
}

static Value count_(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Part part;
    size_t start, stop, found = 0;
    if (!read_part(vm, args[1], true, &part)) return VALUE_ERROR;
    if (!read_range(vm, args, count, &start, &stop)) return VALUE_ERROR;
    if (start > stop) return make_int(vm, 0);
    if (part.length == 0) return make_int(vm, stop - start + 1);
    for (int64_t at; (at = find_in(bytes_of(args[0]), &part, start, stop)) >= 0; found++) {
        start = at + part.length;
    }
    return make_int(vm, found);
}

static bool has_end(const Bytes *bytes, const Part *part, size_t start, size_t stop, bool first) {
    if (start > stop || part->length > stop - start) return false;
    return memcmp(bytes->data + (first ? start : stop - part->length), part->data, part->length) ==
           0;
}

static Value test_end(Vm *vm, Value *args, size_t count, bool first) {
    const char *name = first ? "startswith" : "endswith";
    size_t start, stop;
    if (!read_range(vm, args, count, &start, &stop)) return VALUE_ERROR;
    Value *items = args + 1;
    size_t item_count = 1;
    if (is_tuple_like(args[1])) {
        items = tuple_of(args[1])->items;
        item_count = tuple_of(args[1])->count;
    } else if (!is_bytes_like(args[1])) {
        return error_type(vm, "%s first arg must be bytes or a tuple of bytes, not %T", name,
                          args[1]);
    }
    for (size_t i = 0; i < item_count; i++) {
        Part part;
        if (!read_part(vm, items[i], false, &part)) return VALUE_ERROR;
        if (has_end(bytes_of(args[0]), &part, start, stop, first)) return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static Value startswith(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return test_end(vm, args, count, true);
}
static Value endswith(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return test_end(vm, args, count, false);
}

static bool is_space(uint8_t byte) {
    return byte == ' ' || (byte >= 9 && byte <= 13);
}

static Value part_of(Vm *vm, Value self, size_t start, size_t stop) {
    if (start == 0 && stop == bytes_of(self)->length && is_bytes(self)) return self;
    return bytes_make(vm, bytes_of(self)->data + start, stop - start);
}

static Value strip_ends(Vm *vm, Value *args, size_t count, bool left, bool right) {
    Bytes *bytes = bytes_of(args[0]);
    size_t start = 0, stop = bytes->length;
    Part set = {NULL, 0, 0};
    bool spaces = count < 2 || is_none(args[1]);
    if (!spaces && !read_part(vm, args[1], false, &set)) return VALUE_ERROR;
#define STRIPPED(byte)                                                                             \
    (spaces ? is_space(byte) : set.length && memchr(set.data, (byte), set.length))
    while (left && start < stop && STRIPPED(bytes->data[start])) start++;
    while (right && stop > start && STRIPPED(bytes->data[stop - 1])) stop--;
#undef STRIPPED
    return part_of(vm, args[0], start, stop);
}

static Value strip(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return strip_ends(vm, args, count, true, true);
}
static Value lstrip(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return strip_ends(vm, args, count, true, false);
}
static Value rstrip(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    return strip_ends(vm, args, count, false, true);
}

// A builder of characters below 256 serves as a buffer of bytes.
static Value finish(StrBuilder *out) {
    return out->failed ? VALUE_ERROR : bytes_make(out->vm, out->data, out->length);
}

static Value replace(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Part old, new;
    int64_t limit = -1;
    if (!read_part(vm, args[1], false, &old) || !read_part(vm, args[2], false, &new)) {
        return VALUE_ERROR;
    }
    if (count > 3 && !object_index(vm, args[3], false, &limit)) return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit, from = 0;
    Bytes *bytes = bytes_of(args[0]);
    StrBuilder out;
    builder_init(&out, vm);
    while (most-- && !out.failed) {
        int64_t at = old.length ? find_in(bytes, &old, from, bytes->length) : (int64_t)from;
        if (at < 0 || from > bytes->length) break;
        builder_add_ascii(&out, (const char *)bytes->data + from, at - from);
        builder_add_ascii(&out, (const char *)new.data, new.length);
        from = at + old.length;
        if (old.length == 0) {
            if (from < bytes->length) builder_add_code_point(&out, bytes->data[from]);
            from++;
        }
    }
    if (from < bytes->length) {
        builder_add_ascii(&out, (const char *)bytes->data + from, bytes->length - from);
    }
    return finish(&out);
}

static bool add_part(Vm *vm, Value list, Value self, size_t start, size_t stop) {
    Value part = part_of(vm, self, start, stop);
    return !is_error(part) && list_append(vm, list_of(list), part);
}

static Value split_spaces(Vm *vm, Value self, Value list, size_t most) {
    Bytes *bytes = bytes_of(self);
    for (size_t i = 0, length = bytes->length;;) {
        while (i < length && is_space(bytes->data[i])) i++;
        if (i >= length) return list;
        size_t start = i;
        if (most-- == 0) {
            return add_part(vm, list, self, start, length) ? list : VALUE_ERROR;
        }
        while (i < length && !is_space(bytes->data[i])) i++;
        if (!add_part(vm, list, self, start, i)) return VALUE_ERROR;
    }
}

static Value split(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"sep", "maxsplit", NULL};
    Value values[2];
    if (!arguments_parse(vm, "split", parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    int64_t limit = -1;
    if (values[1] && !object_index(vm, values[1], false, &limit)) return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit, from = 0;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    if (!values[0] || is_none(values[0])) return split_spaces(vm, args[0], list, most);
    Part part;
    if (!read_part(vm, values[0], false, &part)) return VALUE_ERROR;
    if (part.length == 0) return error_value(vm, "empty separator");
    Bytes *bytes = bytes_of(args[0]);
    for (int64_t at; most-- && (at = find_in(bytes, &part, from, bytes->length)) >= 0;) {
        if (!add_part(vm, list, args[0], from, at)) return VALUE_ERROR;
        from = at + part.length;
    }
    return add_part(vm, list, args[0], from, bytes->length) ? list : VALUE_ERROR;
}

static Value splitlines(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"keepends", NULL};
    Value value;
    if (!arguments_parse(vm, "splitlines", parameters, 0, 0, args + 1, count - 1, names, &value)) {
        return VALUE_ERROR;
    }
    int keep = value ? object_truth(vm, value) : 0;
    Value list = keep < 0 ? VALUE_ERROR : list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    for (size_t i = 0, start = 0; i < bytes->length; start = i) {
        while (i < bytes->length && bytes->data[i] != '\n' && bytes->data[i] != '\r') i++;
        size_t stop = i;
        if (i < bytes->length) {
            bool pair =
                bytes->data[i] == '\r' && i + 1 < bytes->length && bytes->data[i + 1] == '\n';
            i += pair ? 2 : 1;
        }
        if (!add_part(vm, list, args[0], start, keep ? i : stop)) return VALUE_ERROR;
    }
    return list;
}

static Value join(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!type_of(args[1])->iter && !type_of(args[1])->get_item) {
        return error_type(vm, "can only join an iterable");
    }
    Value tuple = tuple_from(vm, args[1]);
    if (is_error(tuple)) return VALUE_ERROR;
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < tuple_of(tuple)->count; i++) {
        Value item = tuple_of(tuple)->items[i];
        if (!is_bytes_like(item)) {
            return error_type(vm, "sequence item %zu: expected a bytes-like object, %T found", i,
                              item);
        }
        if (i) builder_add_ascii(&out, (char *)bytes_of(args[0])->data, bytes_of(args[0])->length);
        builder_add_ascii(&out, (char *)bytes_of(item)->data, bytes_of(item)->length);
    }
    return finish(&out);
}

static Value decode(Vm *vm, Value *args, size_t count, Tuple *names) {
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
    return bytes_decode(vm, bytes_of(args[0]), (Str *)values[0], (Str *)values[1]);
}

static Value hex(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"sep", "bytes_per_sep", NULL};
    Value values[2];
    if (!arguments_parse(vm, "hex", parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    int64_t group = 1;
    uint32_t separator = 0;
    if (values[0]) {
        if (is_str_like(values[0]) && str_of(values[0])->length == 1) {
            separator = str_at(str_of(values[0]), 0);
        } else if (is_bytes_like(values[0]) && bytes_of(values[0])->length == 1) {
            separator = bytes_of(values[0])->data[0];
        } else if (is_str_like(values[0]) || is_bytes_like(values[0])) {
            return error_value(vm, "sep must be length 1.");
        } else {
            return error_type(vm, "sep must be str or bytes.");
        }
        if (separator >= 0x80) return error_value(vm, "sep must be ASCII.");
    }
    if (values[1] && !object_index(vm, values[1], true, &group)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < bytes->length && !out.failed; i++) {
        size_t left = group > 0 ? bytes->length - i : i; // groups count from the right, or the left
        if (separator && group && i && left % (group > 0 ? group : -group) == 0) {
            builder_add_code_point(&out, separator);
        }
        builder_add_code_point(&out, "0123456789abcdef"[bytes->data[i] >> 4]);
        builder_add_code_point(&out, "0123456789abcdef"[bytes->data[i] & 15]);
    }
    return builder_finish(&out);
}

static int digit_of(uint32_t point) {
    return point >= '0' && point <= '9'   ? (int)point - '0'
           : point >= 'a' && point <= 'f' ? (int)point - 'a' + 10
           : point >= 'A' && point <= 'F' ? (int)point - 'A' + 10
                                          : -1;
}

static Value fromhex(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)names;
    Value text = args[count - 1];
    if (!is_str_like(text)) return error_type(vm, "fromhex() argument must be str, not %A", text);
    Str *str = str_of(text);
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (point < 0x80 && is_space((uint8_t)point)) continue;
        int high = digit_of(point), low = i + 1 < str->length ? digit_of(str_at(str, i + 1)) : -1;
        if (high < 0 || low < 0) {
            return error_value(vm, "non-hexadecimal number found in fromhex() arg at position %zu",
                               high < 0 ? i : i + 1);
        }
        builder_add_code_point(&out, high << 4 | low);
        i++;
    }
    return finish(&out);
}

static Value map(Vm *vm, Value self, uint8_t first) {
    Value result = bytes_make(vm, bytes_of(self)->data, bytes_of(self)->length);
    if (is_error(result)) return VALUE_ERROR;
    for (size_t i = 0; i < bytes_of(result)->length; i++) {
        uint8_t *byte = &bytes_of(result)->data[i];
        if ((uint8_t)(*byte - first) < 26) *byte ^= 0x20;
    }
    return result;
}

static Value upper(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return map(vm, args[0], 'a');
}
static Value lower(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return map(vm, args[0], 'A');
}

const NativeSpec bytes_methods[] = {
    {"find", find, 2, 4, 0},
    {"rfind", rfind, 2, 4, 0},
    {"index", index_, 2, 4, 0},
    {"rindex", rindex_, 2, 4, 0},
    {"count", count_, 2, 4, 0},
    {"startswith", startswith, 2, 4, 0},
    {"endswith", endswith, 2, 4, 0},
    {"strip", strip, 1, 2, 0},
    {"lstrip", lstrip, 1, 2, 0},
    {"rstrip", rstrip, 1, 2, 0},
    {"replace", replace, 3, 4, 0},
    {"split", split, 1, -1, NATIVE_KEYWORDS},
    {"splitlines", splitlines, 1, -1, NATIVE_KEYWORDS},
    {"join", join, 2, 2, 0},
    {"decode", decode, 1, -1, NATIVE_KEYWORDS},
    {"hex", hex, 1, -1, NATIVE_KEYWORDS},
    {"fromhex", fromhex, 1, 2, NATIVE_CLASS},
    {"upper", upper, 1, 1, 0},
    {"lower", lower, 1, 1, 0},
    {0},
};
