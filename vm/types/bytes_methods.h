// The methods that bytes and bytearray share, by the file that holds them. Results are of the kind
// of self. For bytes_methods.c, bytes_text.c and bytearray.c.
#ifndef VM_TYPES_BYTES_METHODS_H
#define VM_TYPES_BYTES_METHODS_H

#include "vm/types/bytes.h"

// METHOD(name, least, most, flags); counts include self. The first count their arguments
// themselves, because CPython has other words for it.
#define BYTES_SEARCH_METHODS(METHOD)                                                               \
    METHOD(find, 1, -1, NATIVE_VARARGS)                                                            \
    METHOD(rfind, 1, -1, NATIVE_VARARGS)                                                           \
    METHOD(index, 1, -1, NATIVE_VARARGS)                                                           \
    METHOD(rindex, 1, -1, NATIVE_VARARGS)                                                          \
    METHOD(count, 1, -1, NATIVE_VARARGS)                                                           \
    METHOD(startswith, 1, -1, NATIVE_VARARGS)                                                      \
    METHOD(endswith, 1, -1, NATIVE_VARARGS)                                                        \
    METHOD(replace, 3, 4, 0)                                                                       \
    METHOD(split, 1, -1, NATIVE_KEYWORDS)                                                          \
    METHOD(rsplit, 1, -1, NATIVE_KEYWORDS)                                                         \
    METHOD(splitlines, 1, -1, NATIVE_KEYWORDS)                                                     \
    METHOD(partition, 2, 2, 0)                                                                     \
    METHOD(rpartition, 2, 2, 0)                                                                    \
    METHOD(strip, 1, 2, 0)                                                                         \
    METHOD(lstrip, 1, 2, 0)                                                                        \
    METHOD(rstrip, 1, 2, 0)                                                                        \
    METHOD(removeprefix, 2, 2, 0)                                                                  \
    METHOD(removesuffix, 2, 2, 0)                                                                  \
    METHOD(join, 2, 2, 0)

#define BYTES_TEXT_METHODS(METHOD)                                                                 \
    METHOD(capitalize, 1, 1, 0)                                                                    \
    METHOD(lower, 1, 1, 0)                                                                         \
    METHOD(swapcase, 1, 1, 0)                                                                      \
    METHOD(title, 1, 1, 0)                                                                         \
    METHOD(upper, 1, 1, 0)                                                                         \
    METHOD(isalnum, 1, 1, 0)                                                                       \
    METHOD(isalpha, 1, 1, 0)                                                                       \
    METHOD(isascii, 1, 1, 0)                                                                       \
    METHOD(isdigit, 1, 1, 0)                                                                       \
    METHOD(islower, 1, 1, 0)                                                                       \
    METHOD(isspace, 1, 1, 0)                                                                       \
    METHOD(istitle, 1, 1, 0)                                                                       \
    METHOD(isupper, 1, 1, 0)                                                                       \
    METHOD(center, 2, 3, 0)                                                                        \
    METHOD(ljust, 2, 3, 0)                                                                         \
    METHOD(rjust, 2, 3, 0)                                                                         \
    METHOD(zfill, 2, 2, 0)                                                                         \
    METHOD(expandtabs, 1, -1, NATIVE_KEYWORDS)                                                     \
    METHOD(translate, 1, -1, NATIVE_KEYWORDS)                                                      \
    METHOD(maketrans, 2, 2, NATIVE_STATIC)                                                         \
    METHOD(decode, 1, -1, NATIVE_KEYWORDS)                                                         \
    METHOD(hex, 1, -1, NATIVE_KEYWORDS)                                                            \
    METHOD(fromhex, 2, 2, NATIVE_CLASS)

#define BYTES_METHODS(METHOD) BYTES_SEARCH_METHODS(METHOD) BYTES_TEXT_METHODS(METHOD)

#define BYTES_METHOD(name)                                                                         \
    Value bytes_method_##name(Vm *vm, Value *args, size_t count, Tuple *names)
#define BYTES_METHOD_PROTOTYPE(name, least, most, flags) BYTES_METHOD(name);
BYTES_METHODS(BYTES_METHOD_PROTOTYPE)
#undef BYTES_METHOD_PROTOTYPE

static inline bool byte_is_space(uint8_t byte) {
    return byte == ' ' || (byte >= 9 && byte <= 13);
}
// The hexadecimal digits of some bytes; `separator` (a Str or Bytes of length 1, or VALUE_NULL)
// between groups of `group` bytes, counted from the right or, when negative, from the left.
Value bytes_hex(Vm *vm, const uint8_t *data, size_t size, Value separator, Value group);

#endif
