// Finding and what is made of it: counting, replacing, splitting, stripping.
#define _GNU_SOURCE
#include <string.h>

#include "frontend/text/unicode.h"
#include "vm/error.h"
#include "vm/module.h"
#include "vm/types/list.h"
#include "vm/types/str_methods.h"

// --- finding ----------------------------------------------------------------------------------

static bool equal_at(const Str *str, size_t at, const Str *part) {
    unsigned kind = str_kind(str);
    if (kind == str_kind(part)) {
        return memcmp((const char *)str->data + at * kind, part->data, part->length * kind) == 0;
    }
    for (size_t i = 0; i < part->length; i++) {
        if (str_at(str, at + i) != str_at(part, i)) return false;
    }
    return true;
}

// In short texts the first byte mostly decides; memmem is faster once it does not.
static const char *find_bytes(const char *data, size_t size, const char *part, size_t part_size) {
    const char *end = data + size - part_size + 1;
    for (int tries = 0; tries < 12; tries++, data++) {
        data = data < end ? memchr(data, *part, end - data) : NULL;
        if (!data || memcmp(data + 1, part + 1, part_size - 1) == 0) return data;
    }
    return memmem(data, end - data + part_size - 1, part, part_size);
}

int64_t str_find(const Str *str, const Str *part, size_t start, size_t stop) {
    if (start > stop || part->length > stop - start) return -1;
    if (part->length == 0) return start;
    if (str_kind(part) > str_kind(str)) return -1;
    if (str_kind(str) == 1) {
        const char *data = str->data, *found;
        if (part->length == 1) {
            found = memchr(data + start, *(unsigned char *)part->data, stop - start);
        } else {
            found = find_bytes(data + start, stop - start, part->data, part->length);
        }
        return found ? found - data : -1;
    }
    uint32_t first = str_at(part, 0);
    for (size_t i = start; i + part->length <= stop; i++) {
        if (str_at(str, i) == first && equal_at(str, i, part)) return i;
    }
    return -1;
}

static int64_t find_last(const Str *str, const Str *part, size_t start, size_t stop) {
    if (start > stop || part->length > stop - start) return -1;
    if (part->length == 0) return stop;
    if (str_kind(part) > str_kind(str)) return -1;
    uint32_t first = str_at(part, 0);
    for (size_t i = stop - part->length + 1; i-- > start;) {
        if (str_at(str, i) == first && equal_at(str, i, part)) return i;
    }
    return -1;
}

// --- arguments --------------------------------------------------------------------------------

static bool read_index(Vm *vm, Value value, int64_t *index) {
    if (is_none(value)) return true;
    if (!type_of(value)->index) {
        error_type(vm, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return object_index(vm, value, true, index);
}

// The range given by args[2] and args[3], clipped; *start > *stop where it is empty beyond the end.
static bool read_range(Vm *vm, Value *args, size_t count, size_t *start, size_t *stop) {
    int64_t length = str_of(args[0])->length, first = 0, last = length;
    if (count > 2 && !read_index(vm, args[2], &first)) return false;
    if (count > 3 && !read_index(vm, args[3], &last)) return false;
    if (last > length) last = length;
    if (last < 0) last += length;
    if (last < 0) last = 0;
    if (first < 0) first += length;
    if (first < 0) first = 0;
    *start = first;
    *stop = last;
    return true;
}

static bool check_count(Vm *vm, const char *name, size_t count) {
    if (count >= 2 && count <= 4) return true;
    bool few = count < 2;
    error_type(vm, "%s() takes at %s %d argument%s (%zu given)", name, few ? "least" : "most",
               few ? 1 : 3, few ? "" : "s", count - 1);
    return false;
}

static bool read_part(Vm *vm, const char *name, Value *args, size_t count, size_t *start,
                      size_t *stop) {
    if (!check_count(vm, name, count)) return false;
    if (!read_range(vm, args, count, start, stop)) return false;
    if (is_str_like(args[1])) return true;
    error_type(vm, "must be str, not %T", args[1]);
    return false;
}

STR_METHOD(find) {
    (void)names;
    size_t start, stop;
    if (!read_part(vm, "find", args, count, &start, &stop)) return VALUE_ERROR;
    return make_int(vm, str_find(str_of(args[0]), str_of(args[1]), start, stop));
}

STR_METHOD(rfind) {
    (void)names;
    size_t start, stop;
    if (!read_part(vm, "rfind", args, count, &start, &stop)) return VALUE_ERROR;
    return make_int(vm, find_last(str_of(args[0]), str_of(args[1]), start, stop));
}

STR_METHOD(index) {
    (void)names;
    size_t start, stop;
    if (!read_part(vm, "index", args, count, &start, &stop)) return VALUE_ERROR;
    int64_t at = str_find(str_of(args[0]), str_of(args[1]), start, stop);
    return at < 0 ? error_value(vm, "substring not found") : make_int(vm, at);
}

STR_METHOD(rindex) {
    (void)names;
    size_t start, stop;
    if (!read_part(vm, "rindex", args, count, &start, &stop)) return VALUE_ERROR;
    int64_t at = find_last(str_of(args[0]), str_of(args[1]), start, stop);
    return at < 0 ? error_value(vm, "substring not found") : make_int(vm, at);
}

static size_t count_parts(const Str *str, const Str *part, size_t start, size_t stop) {
    if (start > stop) return 0;
    if (part->length == 0) return stop - start + 1;
    size_t found = 0;
    for (int64_t at; (at = str_find(str, part, start, stop)) >= 0; start = at + part->length) {
        found++;
    }
    return found;
}

STR_METHOD(count) {
    (void)names;
    size_t start, stop;
    if (!read_part(vm, "count", args, count, &start, &stop)) return VALUE_ERROR;
    return make_int(vm, count_parts(str_of(args[0]), str_of(args[1]), start, stop));
}

// --- both ends --------------------------------------------------------------------------------

static bool has_end(const Str *str, const Str *part, size_t start, size_t stop, bool at_start) {
    if (start > stop || part->length > stop - start) return false;
    return equal_at(str, at_start ? start : stop - part->length, part);
}

static Value test_end(Vm *vm, Value *args, size_t count, bool at_start) {
    const char *name = at_start ? "startswith" : "endswith";
    if (!check_count(vm, name, count)) return VALUE_ERROR;
    size_t start, stop;
    if (!read_range(vm, args, count, &start, &stop)) return VALUE_ERROR;
    Str *str = str_of(args[0]);
    if (is_str_like(args[1]))
        return make_bool(has_end(str, str_of(args[1]), start, stop, at_start));
    if (!is_tuple_like(args[1])) {
        return error_type(vm, "%s first arg must be str or a tuple of str, not %T", name, args[1]);
    }
    Tuple *parts = tuple_of(args[1]);
    for (size_t i = 0; i < parts->count; i++) {
        if (!is_str_like(parts->items[i])) {
            return error_type(vm, "tuple for %s must only contain str, not %T", name,
                              parts->items[i]);
        }
        if (has_end(str, str_of(parts->items[i]), start, stop, at_start)) return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

STR_METHOD(startswith) {
    (void)names;
    return test_end(vm, args, count, true);
}

STR_METHOD(endswith) {
    (void)names;
    return test_end(vm, args, count, false);
}

STR_METHOD(removeprefix) {
    (void)count, (void)names;
    if (!is_str_like(args[1])) {
        return error_type(vm, "removeprefix() argument must be str, not %A", args[1]);
    }
    Str *str = str_of(args[0]), *part = str_of(args[1]);
    bool has = has_end(str, part, 0, str->length, true);
    return str_slice(vm, str, has ? part->length : 0, str->length);
}

STR_METHOD(removesuffix) {
    (void)count, (void)names;
    if (!is_str_like(args[1])) {
        return error_type(vm, "removesuffix() argument must be str, not %A", args[1]);
    }
    Str *str = str_of(args[0]), *part = str_of(args[1]);
    bool has = has_end(str, part, 0, str->length, false);
    return str_slice(vm, str, 0, str->length - (has ? part->length : 0));
}

static const bool ascii_space[128] = {[9 ... 13] = true, [28 ... 32] = true};

static inline bool is_space(uint32_t point) {
    return point < 0x80 ? ascii_space[point] : unicode_is_space(point);
}

static bool is_in(uint32_t point, const Str *set) {
    for (size_t i = 0; i < set->length; i++) {
        if (str_at(set, i) == point) return true;
    }
    return false;
}

static Value strip_ends(Vm *vm, Value *args, size_t count, const char *name, bool left,
                        bool right) {
    Str *str = str_of(args[0]);
    size_t start = 0, stop = str->length;
    if (count > 1 && !is_none(args[1])) {
        if (!is_str_like(args[1])) return error_type(vm, "%s arg must be None or str", name);
        Str *set = str_of(args[1]);
        while (left && start < stop && is_in(str_at(str, start), set)) start++;
        while (right && stop > start && is_in(str_at(str, stop - 1), set)) stop--;
    } else {
        while (left && start < stop && is_space(str_at(str, start))) start++;
        while (right && stop > start && is_space(str_at(str, stop - 1))) stop--;
    }
    return str_slice(vm, str, start, stop);
}

STR_METHOD(strip) {
    (void)names;
    return strip_ends(vm, args, count, "strip", true, true);
}

STR_METHOD(lstrip) {
    (void)names;
    return strip_ends(vm, args, count, "lstrip", true, false);
}

STR_METHOD(rstrip) {
    (void)names;
    return strip_ends(vm, args, count, "rstrip", false, true);
}

// --- replacing --------------------------------------------------------------------------------

static Value replace_byte(Vm *vm, const Str *str, char old, char new, size_t most) {
    Str *result = str_new(vm, str->length, 0x7f);
    if (!result) return VALUE_ERROR;
    char *at = result->data, *end = at + str->length;
    memcpy(at, str->data, str->length);
    while (most-- && (at = memchr(at, old, end - at))) *at++ = new;
    return value_of(result);
}

// An empty `old` stands before every character and at the end.
static Value replace_gaps(Vm *vm, const Str *str, const Str *new, size_t most) {
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i <= str->length && !builder.failed; i++) {
        if (i < most) builder_add_str(&builder, new);
        if (i < str->length) builder_add_code_point(&builder, str_at(str, i));
    }
    return builder_finish(&builder);
}

STR_METHOD(replace) {
    (void)names;
    for (int i = 1; i <= 2; i++) {
        if (!is_str_like(args[i])) {
            return error_type(vm, "replace() argument %d must be str, not %A", i, args[i]);
        }
    }
    Str *str = str_of(args[0]), *old = str_of(args[1]), *new = str_of(args[2]);
    int64_t limit = -1;
    if (count > 3 && !argument_size(vm, args[3], &limit)) return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    if (most == 0 || str_equal(old, new)) return str_plain(vm, args[0]);
    if (old->length == 0) return replace_gaps(vm, str, new, most);
    int64_t at = str_find(str, old, 0, str->length);
    if (at < 0) return str_plain(vm, args[0]);
    if (old->length == 1 && new->length == 1 && str->length > 1 && str_is_ascii(str) &&
        str_is_ascii(new)) {
        return replace_byte(vm, str, *(char *)old->data, *(char *)new->data, most);
    }
    StrBuilder builder;
    builder_init(&builder, vm);
    size_t from = 0;
    for (; at >= 0 && most-- && !builder.failed; at = str_find(str, old, from, str->length)) {
        builder_add_slice(&builder, str, from, at);
        builder_add_str(&builder, new);
        from = at + old->length;
    }
    builder_add_slice(&builder, str, from, str->length);
    return builder_finish(&builder);
}

// --- splitting --------------------------------------------------------------------------------

static bool add_part(Vm *vm, Value list, Str *str, size_t start, size_t stop) {
    Value part = str_slice(vm, str, start, stop);
    return !is_error(part) && list_append(vm, list_of(list), part);
}

static Value split_ascii(Vm *vm, Value list, Str *str) {
    const uint8_t *data = str->data;
    for (size_t i = 0, length = str->length;;) {
        while (i < length && ascii_space[data[i]]) i++;
        if (i >= length) return list;
        size_t start = i;
        while (i < length && !ascii_space[data[i]]) i++;
        if (!add_part(vm, list, str, start, i)) return VALUE_ERROR;
    }
}

static Value split_spaces(Vm *vm, Value list, Str *str, size_t most) {
    if (str_is_ascii(str) && most > str->length) return split_ascii(vm, list, str);
    size_t i = 0, length = str->length;
    for (;;) {
        while (i < length && is_space(str_at(str, i))) i++;
        if (i >= length) return list;
        size_t start = i;
        if (most-- == 0) {
            return add_part(vm, list, str, start, length) ? list : VALUE_ERROR;
        }
        while (i < length && !is_space(str_at(str, i))) i++;
        if (!add_part(vm, list, str, start, i)) return VALUE_ERROR;
    }
}

static Value split_at(Vm *vm, Value list, Str *str, Str *separator, size_t most) {
    size_t from = 0;
    for (int64_t at; most-- && (at = str_find(str, separator, from, str->length)) >= 0;) {
        if (!add_part(vm, list, str, from, at)) return VALUE_ERROR;
        from = at + separator->length;
    }
    return add_part(vm, list, str, from, str->length) ? list : VALUE_ERROR;
}

// From the right the parts come last first, and are turned round at the end.
static Value split_spaces_right(Vm *vm, Value list, Str *str, size_t most) {
    size_t i = str->length;
    for (;;) {
        while (i > 0 && is_space(str_at(str, i - 1))) i--;
        if (i == 0) return list;
        size_t stop = i;
        if (most-- == 0) {
            return add_part(vm, list, str, 0, stop) ? list : VALUE_ERROR;
        }
        while (i > 0 && !is_space(str_at(str, i - 1))) i--;
        if (!add_part(vm, list, str, i, stop)) return VALUE_ERROR;
    }
}

static Value split_at_right(Vm *vm, Value list, Str *str, Str *separator, size_t most) {
    size_t stop = str->length;
    for (int64_t at; most-- && (at = find_last(str, separator, 0, stop)) >= 0; stop = at) {
        if (!add_part(vm, list, str, at + separator->length, stop)) return VALUE_ERROR;
    }
    return add_part(vm, list, str, 0, stop) ? list : VALUE_ERROR;
}

static void reverse(List *list) {
    for (size_t i = 0, j = list->count; i + 1 < j; i++) {
        Value item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
}

static Value split(Vm *vm, Value *args, size_t count, Tuple *names, bool right) {
    static const char *const parameters[] = {"sep", "maxsplit", NULL};
    Value values[2] = {VALUE_NULL, VALUE_NULL};
    const char *name = right ? "rsplit" : "split";
    if (count == 2 && !names) {
        values[0] = args[1];
    } else if ((count > 1 || names) &&
               !arguments_parse(vm, name, parameters, 0, 0, args + 1, count - 1, names, values)) {
        return VALUE_ERROR;
    }
    Value separator = values[0] ? values[0] : VALUE_NONE;
    int64_t limit = -1;
    if (values[1] && !argument_size(vm, values[1], &limit)) return VALUE_ERROR;
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    if (!is_none(separator) && !is_str_like(separator)) {
        return error_type(vm, "must be str or None, not %T", separator);
    }
    if (!is_none(separator) && str_of(separator)->length == 0) {
        return error_value(vm, "empty separator");
    }
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    Str *str = str_of(args[0]);
    if (!right) {
        return is_none(separator) ? split_spaces(vm, list, str, most)
                                  : split_at(vm, list, str, str_of(separator), most);
    }
    list = is_none(separator) ? split_spaces_right(vm, list, str, most)
                              : split_at_right(vm, list, str, str_of(separator), most);
    if (!is_error(list)) reverse(list_of(list));
    return list;
}

STR_METHOD(split) {
    return split(vm, args, count, names, false);
}
STR_METHOD(rsplit) {
    return split(vm, args, count, names, true);
}

STR_METHOD(splitlines) {
    static const char *const parameters[] = {"keepends", NULL};
    Value value = VALUE_NULL;
    if (!arguments_parse(vm, "splitlines", parameters, 0, 0, args + 1, count - 1, names, &value)) {
        return VALUE_ERROR;
    }
    int keep = 0;
    if (value && !argument_int(vm, value, &keep)) return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    Str *str = str_of(args[0]);
    for (size_t i = 0, start = 0; i < str->length; start = i) {
        while (i < str->length && !unicode_is_line_break(str_at(str, i))) i++;
        size_t stop = i;
        if (i < str->length) {
            bool pair = str_at(str, i) == '\r' && i + 1 < str->length && str_at(str, i + 1) == '\n';
            i += pair ? 2 : 1;
        }
        if (!add_part(vm, list, str, start, keep ? i : stop)) return VALUE_ERROR;
    }
    return list;
}

static Value partition(Vm *vm, Value *args, bool right) {
    if (!is_str_like(args[1])) return error_type(vm, "must be str, not %T", args[1]);
    Str *str = str_of(args[0]), *separator = str_of(args[1]);
    if (separator->length == 0) return error_value(vm, "empty separator");
    int64_t at = right ? find_last(str, separator, 0, str->length)
                       : str_find(str, separator, 0, str->length);
    Value parts[3] = {vm->empty_str, vm->empty_str, vm->empty_str};
    if (at < 0) {
        parts[right ? 2 : 0] = str_plain(vm, args[0]);
    } else {
        parts[0] = str_slice(vm, str, 0, at);
        parts[1] = str_plain(vm, args[1]);
        parts[2] = str_slice(vm, str, at + separator->length, str->length);
    }
    for (int i = 0; i < 3; i++) {
        if (is_error(parts[i])) return VALUE_ERROR;
    }
    return tuple_make(vm, parts, 3);
}

STR_METHOD(partition) {
    (void)count, (void)names;
    return partition(vm, args, false);
}

STR_METHOD(rpartition) {
    (void)count, (void)names;
    return partition(vm, args, true);
}
