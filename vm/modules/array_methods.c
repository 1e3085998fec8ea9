// The methods of array.array.
#include <string.h>

#include "vm/instance.h"
#include "vm/modules/array.h"
#include "vm/names.h"
#include "vm/types/annotation.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

#define SELF array_of(args[0])

static Value done(bool success) {
    return success ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(method_append) {
    return done(array_append(vm, SELF, args[1]));
}
NATIVE(method_extend) {
    return done(array_extend(vm, SELF, args[1]));
}
NATIVE(method_insert) {
    int64_t index, length = (int64_t)SELF->count;
    if (!argument_size(vm, args[1], &index)) return VALUE_ERROR;
    if (index < 0) index = index + length < 0 ? 0 : index + length;
    return done(array_insert(vm, SELF, (size_t)index, args[2]));
}
NATIVE(method_pop) {
    int64_t index = -1;
    if (count > 1 && !argument_size(vm, args[1], &index)) return VALUE_ERROR;
    Array *self = SELF;
    if (!self->count) return error_index(vm, "pop from empty array");
    if (index < 0) index += (int64_t)self->count;
    if (index < 0 || (size_t)index >= self->count) return error_index(vm, "pop index out of range");
    Value item = array_item(vm, self, (size_t)index);
    bool removed = !is_error(item) && array_remove(vm, self, (size_t)index, (size_t)index + 1);
    return removed ? item : VALUE_ERROR;
}
// The place of an item from `start` to `stop`: -1 if it is not there, -2 raised.
static int64_t find(Vm *vm, Array *array, Value item, size_t start, size_t stop) {
    for (size_t i = start; i < stop && i < array->count; i++) {
        Value own = array_item(vm, array, i);
        int equal = is_error(own) ? -1 : object_equal(vm, own, item);
        if (equal) return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}
NATIVE(method_index) {
    size_t start = 0, stop = SELF->count;
    if ((count > 2 && !slice_bound(vm, args[2], SELF->count, &start)) ||
        (count > 3 && !slice_bound(vm, args[3], SELF->count, &stop)))
        return VALUE_ERROR;
    int64_t place = find(vm, SELF, args[1], start, stop);
    if (place == -1) return error_value(vm, "array.index(x): x not in array");
    return place < 0 ? VALUE_ERROR : make_int(vm, place);
}
NATIVE(method_remove) {
    int64_t place = find(vm, SELF, args[1], 0, SELF->count);
    if (place == -1) return error_value(vm, "array.remove(x): x not in array");
    if (place < 0) return VALUE_ERROR;
    if ((size_t)place >= SELF->count) return VALUE_NONE;
    return done(array_remove(vm, SELF, (size_t)place, (size_t)place + 1));
}
NATIVE(method_count) {
    int64_t found = 0;
    for (int64_t place = 0;; place++, found++) {
        place = find(vm, SELF, args[1], (size_t)place, SELF->count);
        if (place < 0) return place == -2 ? VALUE_ERROR : make_int(vm, found);
    }
}
NATIVE(method_reverse) {
    size_t size = SELF->kind->size, length = SELF->count;
    uint8_t kept[8], *data = SELF->data;
    for (size_t i = 0; i < length / 2; i++) {
        uint8_t *one = data + i * size, *other = data + (length - 1 - i) * size;
        memcpy(kept, one, size);
        memcpy(one, other, size);
        memcpy(other, kept, size);
    }
    return VALUE_NONE;
}
NATIVE(method_byteswap) {
    size_t size = SELF->kind->size;
    for (size_t i = 0; i < SELF->count; i++) {
        uint8_t *item = SELF->data + i * size;
        for (size_t k = 0; k < size / 2; k++) {
            uint8_t kept = item[k];
            item[k] = item[size - 1 - k];
            item[size - 1 - k] = kept;
        }
    }
    return VALUE_NONE;
}
// No address is shown: the array's id stands for it.
NATIVE(method_buffer_info) {
    return TUPLE(vm, object_id(vm, args[0]), make_int(vm, (int64_t)SELF->count));
}

// --- to and from other forms --------------------------------------------------------------------

static Value bytes_from(Vm *vm, Array *array) {
    return bytes_make(vm, array->count ? (void *)array->data : "",
                      array->count * array->kind->size);
}
NATIVE(method_tobytes) {
    return bytes_from(vm, SELF);
}
NATIVE(method_tolist) {
    return list_from(vm, args[0]);
}
NATIVE(method_tounicode) {
    if (SELF->kind->letter != 'u')
        return error_value(vm, "tounicode() may only be called on unicode type arrays");
    return array_text(vm, SELF);
}
NATIVE(method_tofile) {
    Value data = bytes_from(vm, SELF);
    Value write = is_error(data) ? data : object_get_attribute(vm, args[1], name_of(vm, write));
    return done(!is_error(write) && !is_error(object_call_1(vm, write, data)));
}
NATIVE(method_frombytes) {
    const uint8_t *data;
    size_t size;
    return done(buffer_peek(vm, args[1], &data, &size) && array_add_bytes(vm, SELF, data, size));
}
NATIVE(method_fromlist) {
    Array *self = SELF;
    if (!is_list_like(args[1])) return error_type(vm, "arg must be list");
    size_t before = self->count;
    if (array_extend(vm, self, args[1])) return VALUE_NONE;
    if (self->count > before) self->count = before; // it was longer a moment ago
    return VALUE_ERROR;
}
NATIVE(method_fromunicode) {
    if (!is_str_like(args[1]))
        return error_type(vm, "fromunicode() argument must be str, not %A", args[1]);
    if (SELF->kind->letter != 'u')
        return error_value(vm, "fromunicode() may only be called on unicode type arrays");
    return done(array_add_text(vm, SELF, str_of(args[1])));
}
NATIVE(method_fromfile) {
    int64_t wanted, size = SELF->kind->size, bytes;
    if (!argument_size(vm, args[2], &wanted)) return VALUE_ERROR;
    if (wanted < 0) return error_value(vm, "negative count");
    if (__builtin_mul_overflow(wanted, size, &bytes)) return error_memory(vm);
    Value read = object_get_attribute(vm, args[1], name_of(vm, read));
    Value number = is_error(read) ? read : make_int(vm, bytes);
    Value data = is_error(number) ? number : object_call_1(vm, read, number);
    if (is_error(data)) return data;
    if (!is_bytes_like(data)) return error_type(vm, "read() didn't return bytes");
    if (!array_add_bytes(vm, SELF, bytes_of(data)->data, bytes_of(data)->length))
        return VALUE_ERROR;
    if ((int64_t)bytes_of(data)->length == bytes) return VALUE_NONE;
    return error_raise(vm, error_types.EOFError, "read() didn't return enough bytes");
}

// --- copying ------------------------------------------------------------------------------------

NATIVE(method_copy) {
    Value made = array_make(vm, &array_type, SELF->kind, 0);
    return !is_error(made) && array_extend(vm, array_of(made), args[0]) ? made : VALUE_ERROR;
}
// How the machine lays out each kind, as pickles number it: little-endian, two's complement.
static int64_t machine_format(char letter) {
    static const char letters[] = "BbHhIiQqfdu";
    static const int64_t formats[] = {0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 20};
    if (letter == 'L') letter = 'Q';
    if (letter == 'l') letter = 'q';
    return formats[strchr(letters, letter) - letters];
}
NATIVE(method_reduce_ex) {
    int64_t protocol;
    if (!is_any_int(args[1])) return error_type(vm, "__reduce_ex__ argument should be an integer");
    if (!argument_size(vm, args[1], &protocol)) return VALUE_ERROR;
    Value state = VALUE_NONE, letter = str_from_code_point(vm, (uint32_t)SELF->kind->letter);
    Value class = value_of(type_of(args[0]));
    if (instance_has_room(args[0])) {
        Dict *dict = instance_dict(vm, args[0]);
        if (!dict) return VALUE_ERROR;
        state = value_of(dict);
    }
    if (protocol < 3) {
        Value list = list_from(vm, args[0]);
        return TUPLE(vm, class, TUPLE(vm, letter, list), state);
    }
    Value name = str_intern_cstring(vm, "array");
    Value module = is_error(name) ? name : dict_get_str(vm, vm->modules, str_of(name));
    Value rebuild_name = str_intern_cstring(vm, "_array_reconstructor");
    if (is_error(module) || is_error(rebuild_name)) return VALUE_ERROR;
    Value rebuild = object_get_attribute(vm, module, str_of(rebuild_name));
    Value format = make_int(vm, machine_format(SELF->kind->letter));
    return TUPLE(vm, rebuild, TUPLE(vm, class, letter, format, bytes_from(vm, SELF)), state);
}
// What another machine's items are here: a list of numbers, or a str. *kind becomes that of the
// same size and sign, if there is one.
static Value foreign_items(Vm *vm, int format, Bytes *bytes, const ArrayKind **kind) {
    static const char integers[] = "BbHHhhIIiiQQqq";
    static const char *const encodings[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
    if (format >= 18) {
        Value encoding = str_intern_cstring(vm, encodings[format - 18]);
        return is_error(encoding) ? encoding : bytes_decode(vm, bytes, str_of(encoding), NULL);
    }
    const ArrayKind *own = array_kind((uint32_t)(format < 14   ? integers[format]
                                                 : format < 16 ? 'f'
                                                               : 'd'));
    if (format < 14) *kind = own;
    if (bytes->length % own->size)
        return error_value(vm, "bytes length not a multiple of item size");
    Value made = array_make(vm, &array_type, own, 0);
    if (is_error(made) || !array_add_bytes(vm, array_of(made), bytes->data, bytes->length))
        return VALUE_ERROR;
    if (format >= 2 && (format & 1)) method_byteswap(vm, &made, 1, NULL);
    return list_from(vm, made);
}

// _array_reconstructor(class, letter, machine format, bytes)
NATIVE(array_reconstructor) {
    if (!is_instance(args[0], &type_type))
        return error_type(vm, "first argument must be a type object, not %T", args[0]);
    Type *type = (Type *)args[0];
    if (!type_is_subtype(type, &array_type))
        return error_type(vm, "%N is not a subtype of array.array", type);
    bool is_letter = is_str_like(args[1]) && str_of(args[1])->length == 1;
    const ArrayKind *kind = is_letter ? array_kind(str_at(str_of(args[1]), 0)) : NULL;
    if (!kind) return error_value(vm, "second argument must be a valid type code");
    int format;
    if (!argument_int(vm, args[2], &format)) return VALUE_ERROR;
    if (format < 0 || format > 21)
        return error_value(vm, "third argument must be a valid machine format code.");
    if (!is_bytes_like(args[3]))
        return error_type(vm, "fourth argument should be bytes, not %T", args[3]);
    if (format != machine_format(kind->letter)) {
        Value items = foreign_items(vm, format, bytes_of(args[3]), &kind);
        Value letter = str_from_code_point(vm, (uint32_t)kind->letter);
        if (is_error(items) || is_error(letter)) return VALUE_ERROR;
        return object_call_2(vm, args[0], letter, items);
    }
    Value made = array_make(vm, type, kind, 0);
    if (is_error(made) ||
        !array_add_bytes(vm, array_of(made), bytes_of(args[3])->data, bytes_of(args[3])->length))
        return VALUE_ERROR;
    return made;
}

static Value get_typecode(Vm *vm, Value self) {
    return str_from_code_point(vm, (uint32_t)array_of(self)->kind->letter);
}
static Value get_itemsize(Vm *vm, Value self) {
    return make_int(vm, array_of(self)->kind->size);
}

const NativeSpec array_methods[] = {
    {"append", method_append, 2, 2, 0},
    {"buffer_info", method_buffer_info, 1, 1, 0},
    {"byteswap", method_byteswap, 1, 1, 0},
    {"count", method_count, 2, 2, 0},
    {"extend", method_extend, 2, 2, NATIVE_TYPED},
    {"frombytes", method_frombytes, 2, 2, 0},
    {"fromfile", method_fromfile, 3, 3, NATIVE_TYPED},
    {"fromlist", method_fromlist, 2, 2, 0},
    {"fromunicode", method_fromunicode, 2, 2, 0},
    {"index", method_index, 2, 4, 0},
    {"insert", method_insert, 3, 3, 0},
    {"pop", method_pop, 1, 2, 0},
    {"remove", method_remove, 2, 2, 0},
    {"reverse", method_reverse, 1, 1, 0},
    {"tobytes", method_tobytes, 1, 1, 0},
    {"tofile", method_tofile, 2, 2, NATIVE_TYPED},
    {"tolist", method_tolist, 1, 1, 0},
    {"tounicode", method_tounicode, 1, 1, 0},
    {"__copy__", method_copy, 1, 1, 0},
    {"__deepcopy__", method_copy, 2, 2, 0},
    {"__reduce_ex__", method_reduce_ex, 2, 2, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
const MemberSpec array_members[] = {
    {"typecode", get_typecode, NULL},
    {"itemsize", get_itemsize, NULL},
    {0},
};
const NativeSpec array_functions[] = {
    {"_array_reconstructor", array_reconstructor, 4, 4, 0},
    {0},
};
