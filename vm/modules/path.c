// Paths between Python and the system.
#include "vm/modules/path.h"

#include <errno.h>
#include <string.h>

#include "vm/error.h"
#include "vm/types/bytes.h"
#include "vm/types/str.h"

Value path_plain(Vm *vm, Value path) {
    if (is_str_like(path) || is_bytes_like(path)) return path;
    Value name = str_intern_cstring(vm, "__fspath__");
    Value plain = is_error(name) ? name : object_call_special(vm, path, str_of(name), NULL, 0);
    if (plain == VALUE_END)
        return error_type(vm, "expected str, bytes or os.PathLike object, not %T", path);
    if (is_error(plain) || is_str_like(plain) || is_bytes_like(plain)) return plain;
    return error_type(vm, "expected %T.__fspath__() to return str or bytes, not %T", path, plain);
}

Value path_to_bytes(Vm *vm, Str *path) {
    Value errors = str_from_cstring(vm, "surrogateescape");
    return is_error(errors) ? errors : bytes_encode(vm, path, NULL, str_of(errors));
}

const char *path_encode(Vm *vm, Value path) {
    Value bytes = is_str_like(path) ? path_to_bytes(vm, str_of(path)) : path;
    if (is_error(bytes)) return NULL;
    size_t size = bytes_of(bytes)->length;
    char *name = gc_alloc_raw(vm, size + 1);
    if (!name) return NULL;
    memcpy(name, bytes_of(bytes)->data, size);
    name[size] = 0;
    if (strlen(name) == size) return name;
    error_value(vm, "embedded null byte");
    return NULL;
}

Value path_decode(Vm *vm, const char *name, bool as_bytes) {
    Value bytes = bytes_make(vm, name, strlen(name));
    if (is_error(bytes) || as_bytes) return bytes;
    Value errors = str_from_cstring(vm, "surrogateescape");
    return is_error(errors) ? errors : bytes_decode(vm, bytes_of(bytes), NULL, str_of(errors));
}

bool path_argument(Vm *vm, Value value, const char *function, unsigned allowed, Path *path) {
    *path = (Path){.descriptor = -1, .value = value};
    if (is_none(value) && allowed & PATH_NONE) return true;
    if (allowed & PATH_DESCRIPTOR && type_of(value)->index) {
        int64_t number;
        if (!object_index(vm, value, true, &number)) return false;
        path->descriptor = (int)number;
        return true;
    }
    Value plain = value;
    if (!is_str_like(value) && !is_bytes_like(value)) {
        Value name = str_intern_cstring(vm, "__fspath__");
        plain = is_error(name) ? name : object_call_special(vm, value, str_of(name), NULL, 0);
        if (is_error(plain)) return false;
        if (plain == VALUE_END || (!is_str_like(plain) && !is_bytes_like(plain))) {
            static const char *const kinds[] = {"string, bytes or os.PathLike",
                                                "string, bytes, os.PathLike or integer",
                                                "string, bytes, os.PathLike or None",
                                                "string, bytes, os.PathLike, integer or None"};
            error_type(vm, "%s: path should be %s, not %T", function, kinds[allowed], value);
            return false;
        }
    }
    path->value = plain;
    path->bytes = is_bytes_like(plain);
    path->name = path_encode(vm, plain);
    return path->name != NULL;
}

Value path_error(Vm *vm, const Path *path) {
    return error_errno(vm, errno, path->value && !is_none(path->value) ? path->value : VALUE_NULL);
}
