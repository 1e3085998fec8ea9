// The methods of bytes and bytearray that look for a part, cut and join.
#define _GNU_SOURCE
#include <string.h>

#include "vm/error.h"
#include "vm/module.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes_methods.h"
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
    if (!number || object_has_buffer(value)) {
        part->single = 0;
        return buffer_peek(vm, value, &part->data, &part->length);
    }
    if (!type_of(value)->index) {
        error_type(vm, "argument should be integer or bytes-like object, not '%T'", value);
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

// The range in args[2] and args[3], clipped to self as it is after they were turned to ints.
static bool read_range(Vm *vm, Value *args, size_t count, size_t *start, size_t *stop) {
    int64_t first = 0, last = INT64_MAX;
    if (count > 2 && !read_index(vm, args[2], &first)) return false;
    if (count > 3 && !read_index(vm, args[3], &last)) return false;
    int64_t length = bytes_of(args[0])->length;
    if (last > length) last = length;
    if (last < 0 && (last += length) < 0) last = 0;
    if (first < 0 && (first += length) < 0) first = 0;
    *start = first;
    *stop = last;
    return true;
}

static bool check_count(Vm *vm, const char *name, size_t count) {
    if (count < 2) error_type(vm, "%s() takes at least 1 argument (0 given)", name);
    if (count > 4) error_type(vm, "%s() takes at most 3 arguments (%zu given)", name, count - 1);
    return count >= 2 && count <= 4;
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

static Value search(Vm *vm, const char *name, Value *args, size_t count, bool last, bool must) {
    Part part;
    size_t start, stop;
    if (!check_count(vm, name, count) || !read_range(vm, args, count, &start, &stop) ||
        !read_part(vm, args[1], true, &part))
        return VALUE_ERROR;
    int64_t at = (last ? find_last_in : find_in)(bytes_of(args[0]), &part, start, stop);
    if (at < 0 && must) return error_value(vm, "subsection not found");
    return make_int(vm, at);
}

BYTES_METHOD(find) {
    (void)names;
    return search(vm, "find", args, count, false, false);
}
BYTES_METHOD(rfind) {
    (void)names;
    return search(vm, "rfind", args, count, true, false);
}
BYTES_METHOD(index) {
    (void)names;
    return search(vm, "index", args, count, false, true);
}
BYTES_METHOD(rindex) {
    (void)names;
    return search(vm, "rindex", args, count, true, true);
}

BYTES_METHOD(count) {
    (void)names;
    Part part;
    size_t start, stop, found = 0;
    if (!check_count(vm, "count", count) || !read_range(vm, args, count, &start, &stop) ||
        !read_part(vm, args[1], true, &part))
        return VALUE_ERROR;
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
    if (!check_count(vm, name, count)) return VALUE_ERROR;
    if (!read_range(vm, args, count, &start, &stop)) return VALUE_ERROR;
    Value *items = args + 1;
    size_t item_count = 1;
    if (is_tuple_like(args[1])) {
        items = tuple_of(args[1])->items;
        item_count = tuple_of(args[1])->count;
    } else if (!object_has_buffer(args[1])) {
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

BYTES_METHOD(startswith) {
    (void)names;
    return test_end(vm, args, count, true);
}
BYTES_METHOD(endswith) {
    (void)names;
    return test_end(vm, args, count, false);
}

static Value part_of(Vm *vm, Value self, size_t start, size_t stop) {
    if (start == 0 && stop == bytes_of(self)->length && is_bytes(self)) return self;
    return bytes_make_like(vm, self, bytes_of(self)->data + start, stop - start);
}

static Value strip_ends(Vm *vm, Value *args, size_t count, bool left, bool right) {
    Part set = {NULL, 0, 0};
    bool spaces = count < 2 || is_none(args[1]);
    if (!spaces && !read_part(vm, args[1], false, &set)) return VALUE_ERROR;
    Bytes *bytes = bytes_of(args[0]);
    size_t start = 0, stop = bytes->length;
#define STRIPPED(byte)                                                                             \
    (spaces ? byte_is_space(byte) : set.length && memchr(set.data, (byte), set.length))
    while (left && start < stop && STRIPPED(bytes->data[start])) start++;
    while (right && stop > start && STRIPPED(bytes->data[stop - 1])) stop--;
#undef STRIPPED
    return part_of(vm, args[0], start, stop);
}

BYTES_METHOD(strip) {
    (void)names;
    return strip_ends(vm, args, count, true, true);
}
BYTES_METHOD(lstrip) {
    (void)names;
    return strip_ends(vm, args, count, true, false);
}
BYTES_METHOD(rstrip) {
    (void)names;
    return strip_ends(vm, args, count, false, true);
}

// A builder of characters below 256 serves as a buffer of bytes.
static Value finish(StrBuilder *out, Value self) {
    return out->failed ? VALUE_ERROR : bytes_make_like(out->vm, self, out->data, out->length);
}

BYTES_METHOD(replace) {
    (void)names;
    Part old, new;
    int64_t limit = -1;
    if (!read_part(vm, args[1], false, &old) || !read_part(vm, args[2], false, &new)) {
        return VALUE_ERROR;
    }
    if (count > 3 && !argument_size(vm, args[3], &limit)) return VALUE_ERROR;
    if (count > 3 && (!read_part(vm, args[1], false, &old) || !read_part(vm, args[2], false, &new)))
        return VALUE_ERROR; // again: they may have changed meanwhile
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
    return finish(&out, args[0]);
}

static bool add_part(Vm *vm, Value list, Value self, size_t start, size_t stop) {
    Value part = part_of(vm, self, start, stop);
    return !is_error(part) && list_append(vm, list_of(list), part);
}

static Value split_spaces(Vm *vm, Value self, Value list, size_t most) {
    Bytes *bytes = bytes_of(self);
    for (size_t i = 0, length = bytes->length;;) {
        while (i < length && byte_is_space(bytes->data[i])) i++;
        if (i >= length) return list;
        size_t start = i;
        if (most-- == 0) {
            return add_part(vm, list, self, start, bytes->length) ? list : VALUE_ERROR;
        }
        while (i < length && !byte_is_space(bytes->data[i])) i++;
        if (!add_part(vm, list, self, start, i)) return VALUE_ERROR;
    }
}

// From the right; the parts come out last first.
static Value split_spaces_last(Vm *vm, Value self, Value list, size_t most) {
    Bytes *bytes = bytes_of(self);
    for (size_t i = bytes->length;;) {
        while (i && byte_is_space(bytes->data[i - 1])) i--;
        if (!i) return list;
        size_t stop = i;
        if (most-- == 0) return add_part(vm, list, self, 0, stop) ? list : VALUE_ERROR;
        while (i && !byte_is_space(bytes->data[i - 1])) i--;
        if (!add_part(vm, list, self, i, stop)) return VALUE_ERROR;
    }
}

static Value split_at(Vm *vm, Value self, Value list, size_t most, const Part *part) {
    Bytes *bytes = bytes_of(self);
    size_t from = 0;
    for (int64_t at; most-- && (at = find_in(bytes, part, from, bytes->length)) >= 0;) {
        if (!add_part(vm, list, self, from, at)) return VALUE_ERROR;
        from = at + part->length;
    }
    return add_part(vm, list, self, from, bytes->length) ? list : VALUE_ERROR;
}

static Value split_at_last(Vm *vm, Value self, Value list, size_t most, const Part *part) {
    Bytes *bytes = bytes_of(self);
    size_t to = bytes->length;
    for (int64_t at; most-- && (at = find_last_in(bytes, part, 0, to)) >= 0;) {
        if (!add_part(vm, list, self, at + part->length, to)) return VALUE_ERROR;
        to = at;
    }
    return add_part(vm, list, self, 0, to) ? list : VALUE_ERROR;
}

static Value split_any(Vm *vm, const char *name, Value *args, size_t count, Tuple *names,
                       bool last) {
    static const char *const parameters[] = {"sep", "maxsplit", NULL};
    Value values[2];
    if (!arguments_parse(vm, name, parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    int64_t limit = -1;
    if (values[1] && !argument_size(vm, values[1], &limit)) return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    if (!values[0] || is_none(values[0])) {
        list = (last ? split_spaces_last : split_spaces)(vm, args[0], list, most);
    } else {
        Part part;
        if (!read_part(vm, values[0], false, &part)) return VALUE_ERROR;
        if (part.length == 0) return error_value(vm, "empty separator");
        list = (last ? split_at_last : split_at)(vm, args[0], list, most, &part);
    }
    if (last && !is_error(list)) list_reverse(list_of(list));
    return list;
}

BYTES_METHOD(split) {
    return split_any(vm, "split", args, count, names, false);
}
BYTES_METHOD(rsplit) {
    return split_any(vm, "rsplit", args, count, names, true);
}

// (before, separator, after). The separator is bytes' own argument, of bytearray a copy.
static Value partition_at(Vm *vm, Value *args, bool last) {
    Part part;
    Value self = args[0];
    if (!read_part(vm, args[1], false, &part)) return VALUE_ERROR;
    if (part.length == 0) return error_value(vm, "empty separator");
    size_t length = bytes_of(self)->length;
    int64_t at = (last ? find_last_in : find_in)(bytes_of(self), &part, 0, length);
    Value parts[3];
    if (at < 0) {
        parts[last ? 2 : 0] = part_of(vm, self, 0, length);
        parts[1] = bytes_make_like(vm, self, "", 0);
        parts[last ? 0 : 2] = bytes_make_like(vm, self, "", 0);
    } else {
        bool own = !is_bytearray_like(self);
        parts[0] = part_of(vm, self, 0, at);
        parts[1] = own ? args[1] : bytes_make_like(vm, self, part.data, part.length);
        parts[2] = part_of(vm, self, at + part.length, length);
    }
    for (int i = 0; i < 3; i++)
        if (is_error(parts[i])) return VALUE_ERROR;
    return tuple_make(vm, parts, 3);
}

BYTES_METHOD(partition) {
    (void)count, (void)names;
    return partition_at(vm, args, false);
}
BYTES_METHOD(rpartition) {
    (void)count, (void)names;
    return partition_at(vm, args, true);
}

BYTES_METHOD(removeprefix) {
    (void)count, (void)names;
    Part part;
    if (!read_part(vm, args[1], false, &part)) return VALUE_ERROR;
    size_t length = bytes_of(args[0])->length;
    bool found = part.length && has_end(bytes_of(args[0]), &part, 0, length, true);
    return part_of(vm, args[0], found ? part.length : 0, length);
}
BYTES_METHOD(removesuffix) {
    (void)count, (void)names;
    Part part;
    if (!read_part(vm, args[1], false, &part)) return VALUE_ERROR;
    size_t length = bytes_of(args[0])->length;
    bool found = part.length && has_end(bytes_of(args[0]), &part, 0, length, false);
    return part_of(vm, args[0], 0, found ? length - part.length : length);
}

BYTES_METHOD(splitlines) {
    static const char *const parameters[] = {"keepends", NULL};
    Value value;
    if (!arguments_parse(vm, "splitlines", parameters, 0, 0, args + 1, count - 1, names, &value)) {
        return VALUE_ERROR;
    }
    int keep = 0;
    if (value && !argument_int(vm, value, &keep)) return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
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

BYTES_METHOD(join) {
    (void)count, (void)names;
    // Of the iterator, so that nobody asks the iterable for its length.
    bool ready = is_tuple(args[1]) || is_list(args[1]);
    Value iter = ready ? args[1] : object_iter(vm, args[1]);
    if (is_error(iter) && error_catch(vm, error_types.TypeError))
        error_type(vm, "can only join an iterable");
    Value tuple = is_error(iter) ? iter : tuple_from(vm, iter);
    if (is_error(tuple)) return VALUE_ERROR;
    StrBuilder out;
    builder_init(&out, vm);
    for (size_t i = 0; i < tuple_of(tuple)->count; i++) {
        Value item = tuple_of(tuple)->items[i];
        Part part;
        if (!read_part(vm, item, false, &part)) {
            error_clear(vm);
            return error_type(vm, "sequence item %zu: expected a bytes-like object, %T found", i,
                              item);
        }
        if (i) builder_add_ascii(&out, (char *)bytes_of(args[0])->data, bytes_of(args[0])->length);
        builder_add_ascii(&out, (const char *)part.data, part.length);
    }
    return finish(&out, args[0]);
}

// The plain bytes of a subclass's instance.
static Value exact(Vm *vm, Value self) {
    return is_bytes(self) ? self : bytes_make(vm, bytes_of(self)->data, bytes_of(self)->length);
}

NATIVE(method_bytes) {
    return exact(vm, args[0]);
}

NATIVE(method_getnewargs) {
    Value plain = exact(vm, args[0]);
    return is_error(plain) ? plain : tuple_make(vm, &plain, 1);
}

const NativeSpec bytes_methods[] = {
#define METHOD(name, least, most, flags) {#name, bytes_method_##name, least, most, flags},
    BYTES_METHODS(METHOD)
#undef METHOD
        {"__bytes__", method_bytes, 1, 1, 0},
    {"__getnewargs__", method_getnewargs, 1, 1, 0},
    {0},
};
