// The methods and attributes of memoryview.
#include <string.h>

#include "vm/error.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- casts --------------------------------------------------------------------------------------

// The format as a string that lives for ever, if it is a native letter with or without '@'.
static const char *format_find(const Str *format) {
    static const char *const formats[] = {"@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l", "@L",
                                          "@q", "@Q", "@n", "@N", "@f", "@d", "@?", "@P"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        for (size_t skip = 0; skip < 2; skip++)
            if (str_equal_cstring(format, formats[i] + skip)) return formats[i] + skip;
    return NULL;
}

static bool is_byte_format(const char *format) {
    format += *format == '@';
    return strchr("bBc", *format) && !format[1];
}

// The format and the size of items in the cast; NULL raised.
static const char *cast_format(Vm *vm, const Buffer *buffer, Value given) {
    const char *format = format_find(str_of(given));
    if (!format) {
        error_value(vm, "memoryview: destination format must be a native single character format "
                        "prefixed with an optional '@'");
        return NULL;
    }
    if (!item_size_of(buffer->format)) {
        error_value(vm, "memoryview: source format must be a native single character format "
                        "prefixed with an optional '@'");
        return NULL;
    }
    if (!is_byte_format(format) && !is_byte_format(buffer->format)) {
        error_type(vm, "memoryview: cannot cast between two non-byte formats");
        return NULL;
    }
    if (buffer->size % item_size_of(format)) {
        error_type(vm, "memoryview: length is not a multiple of itemsize");
        return NULL;
    }
    return format;
}

// Reads the shape asked for; false: raised.
static bool cast_shape(Vm *vm, const Value *items, uint32_t count, size_t size, size_t item_size,
                       int64_t *shape) {
    uint64_t product = item_size;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_any_int(items[i]))
            return error_type(vm, "memoryview.cast(): elements of shape must be integers"), false;
        if (!object_index(vm, items[i], true, &shape[i])) return false;
        if (shape[i] <= 0)
            return error_value(vm, "memoryview.cast(): elements of shape must be integers > 0"),
                   false;
        if (__builtin_mul_overflow(product, (uint64_t)shape[i], &product))
            return error_value(vm, "memoryview.cast(): product(shape) > SSIZE_MAX"), false;
    }
    if (product == size) return true;
    error_type(vm, "memoryview: product(shape) * itemsize != buffer size");
    return false;
}

NATIVE(method_cast) {
    static const char *const parameters[] = {"format", "shape", NULL};
    Value values[2];
    MemoryView *view = memoryview_of(args[0]);
    const Buffer *buffer = &view->buffer;
    if (!arguments_parse(vm, "cast", parameters, 1, 0, args + 1, count - 1, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "cast() argument 'format' must be str, not %A", values[0]);
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    if (!buffer_is_contiguous(buffer))
        return error_type(vm, "memoryview: casts are restricted to C-contiguous views");
    if ((values[1] || buffer->dimensions != 1) && !buffer->size)
        return error_type(vm, "memoryview: cannot cast view with zeros in shape or strides");
    Tuple *given = NULL;
    if (values[1]) {
        if (!is_list_like(values[1]) && !is_tuple_like(values[1]))
            return error_type(vm, "shape must be a list or a tuple");
        given = tuple_of(tuple_from(vm, values[1]));
        if (!given) return VALUE_ERROR;
        if (given->count > BUFFER_DIMENSIONS_MAX)
            return error_value(vm, "memoryview: number of dimensions must not exceed %d",
                               BUFFER_DIMENSIONS_MAX);
        if (buffer->dimensions != 1 && given->count != 1)
            return error_type(vm, "memoryview: cast must be 1D -> ND or ND -> 1D");
    }
    const char *format = cast_format(vm, buffer, values[0]);
    if (!format) return VALUE_ERROR;
    int64_t shape[BUFFER_DIMENSIONS_MAX], stride = (int64_t)item_size_of(format);
    uint32_t dimensions = given ? (uint32_t)given->count : 1;
    if (!given) shape[0] = (int64_t)buffer->size / stride;
    if (given && !cast_shape(vm, given->items, dimensions, buffer->size, stride, shape))
        return VALUE_ERROR;
    MemoryView *made = memoryview_again(vm, view, dimensions);
    if (!made) return VALUE_ERROR;
    made->buffer.format = format;
    made->buffer.item_size = stride;
    for (uint32_t i = dimensions; i-- > 0; stride *= shape[i]) {
        made->dimensions[i] = shape[i];
        made->dimensions[dimensions + i] = stride;
    }
    return value_of(made);
}

NATIVE(method_toreadonly) {
    MemoryView *view = memoryview_of(args[0]);
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    MemoryView *made = memoryview_again(vm, view, view->buffer.dimensions);
    if (made) made->buffer.read_only = true;
    return value_of(made);
}

// --- copies -------------------------------------------------------------------------------------

static bool is_fortran(const Buffer *buffer) {
    int64_t expected = buffer->item_size;
    for (uint32_t i = 0; i < buffer->dimensions && buffer->size; expected *= buffer->shape[i++])
        if (buffer->shape[i] > 1 && buffer->strides[i] != expected) return false;
    return true;
}

NATIVE(method_tobytes) {
    static const char *const parameters[] = {"order", NULL};
    Value order;
    MemoryView *view = memoryview_of(args[0]);
    if (!arguments_parse(vm, "tobytes", parameters, 0, 0, args + 1, count - 1, names, &order))
        return VALUE_ERROR;
    bool fortran = false;
    if (order && !is_none(order)) {
        if (!is_str_like(order))
            return error_type(vm, "tobytes() argument 'order' must be str or None, not %A", order);
        bool any = str_equal_cstring(str_of(order), "A");
        fortran = str_equal_cstring(str_of(order), "F");
        if (!any && !fortran && !str_equal_cstring(str_of(order), "C"))
            return error_value(vm, "order must be 'C', 'F' or 'A'");
        if (any && view->buffer.owner)
            fortran = is_fortran(&view->buffer) && !buffer_is_contiguous(&view->buffer);
    }
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    return buffer_copy(vm, &view->buffer, fortran);
}

NATIVE(method_hex) {
    static const char *const parameters[] = {"sep", "bytes_per_sep", NULL};
    Value values[2];
    if (!arguments_parse(vm, "hex", parameters, 0, 0, args + 1, count - 1, names, values) ||
        !memoryview_check(vm, memoryview_of(args[0])))
        return VALUE_ERROR;
    Value bytes = buffer_copy(vm, &memoryview_of(args[0])->buffer, false);
    if (is_error(bytes)) return VALUE_ERROR;
    return bytes_hex(vm, bytes_of(bytes)->data, bytes_of(bytes)->length, values[0], values[1]);
}

// A list of lists, a level for each dimension from this one on.
static Value to_list(Vm *vm, const Buffer *buffer, uint32_t dimension, const uint8_t *data) {
    if (dimension == buffer->dimensions) return item_get(vm, buffer->format, data);
    size_t count = buffer->shape[dimension];
    Value list = list_make(vm, NULL, count);
    if (is_error(list)) return list;
    for (size_t i = 0; i < count; i++, data += buffer->strides[dimension]) {
        Value item = to_list(vm, buffer, dimension + 1, data);
        if (is_error(item)) return item;
        list_of(list)->items[i] = item;
    }
    return list;
}

NATIVE(method_tolist) {
    MemoryView *view = memoryview_of(args[0]);
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    return to_list(vm, &view->buffer, 0, view->buffer.data);
}

// --- releasing ----------------------------------------------------------------------------------

NATIVE(method_release) {
    return memoryview_release(vm, memoryview_of(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(method_enter) {
    return memoryview_check(vm, memoryview_of(args[0])) ? args[0] : VALUE_ERROR;
}

const NativeSpec memoryview_methods[] = {
    {"cast", method_cast, 1, -1, NATIVE_KEYWORDS},
    {"toreadonly", method_toreadonly, 1, 1, 0},
    {"tobytes", method_tobytes, 1, -1, NATIVE_KEYWORDS},
    {"hex", method_hex, 1, -1, NATIVE_KEYWORDS},
    {"tolist", method_tolist, 1, 1, 0},
    {"release", method_release, 1, 1, 0},
    {"__enter__", method_enter, 1, 1, 0},
    {"__exit__", method_release, 1, -1, NATIVE_VARARGS},
    {0},
};

// --- attributes ---------------------------------------------------------------------------------

static const Buffer *buffer_of(Vm *vm, Value self) {
    MemoryView *view = memoryview_of(self);
    return memoryview_check(vm, view) ? &view->buffer : NULL;
}

static Value numbers(Vm *vm, const int64_t *items, size_t count) {
    Value values[BUFFER_DIMENSIONS_MAX];
    for (size_t i = 0; i < count; i++)
        if (is_error(values[i] = make_int(vm, items[i]))) return VALUE_ERROR;
    return tuple_make(vm, values, count);
}

#define ATTRIBUTE(name, value)                                                                     \
    static Value get_##name(Vm *vm, Value self) {                                                  \
        const Buffer *buffer = buffer_of(vm, self);                                                \
        return buffer ? (value) : VALUE_ERROR;                                                     \
    }
ATTRIBUTE(obj, buffer->owner)
ATTRIBUTE(nbytes, make_int(vm, buffer->size))
ATTRIBUTE(readonly, make_bool(buffer->read_only))
ATTRIBUTE(itemsize, make_int(vm, buffer->item_size))
ATTRIBUTE(format, str_from_cstring(vm, buffer->format))
ATTRIBUTE(ndim, make_int(vm, buffer->dimensions))
ATTRIBUTE(shape, numbers(vm, buffer->shape, buffer->dimensions))
ATTRIBUTE(strides, numbers(vm, buffer->strides, buffer->dimensions))
ATTRIBUTE(suboffsets, numbers(vm, NULL, 0))
ATTRIBUTE(c_contiguous, make_bool(buffer_is_contiguous(buffer)))
ATTRIBUTE(f_contiguous, make_bool(is_fortran(buffer)))
ATTRIBUTE(contiguous, make_bool(buffer_is_contiguous(buffer) || is_fortran(buffer)))

const MemberSpec memoryview_members[] = {
    {"obj", get_obj, NULL},
    {"nbytes", get_nbytes, NULL},
    {"readonly", get_readonly, NULL},
    {"itemsize", get_itemsize, NULL},
    {"format", get_format, NULL},
    {"ndim", get_ndim, NULL},
    {"shape", get_shape, NULL},
    {"strides", get_strides, NULL},
    {"suboffsets", get_suboffsets, NULL},
    {"c_contiguous", get_c_contiguous, NULL},
    {"f_contiguous", get_f_contiguous, NULL},
    {"contiguous", get_contiguous, NULL},
    {0},
};
