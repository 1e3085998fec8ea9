// The methods of str, by the file that holds them. For str_search.c, str_case.c and str_methods.c.
#ifndef VM_TYPES_STR_METHODS_H
#define VM_TYPES_STR_METHODS_H

#include "vm/types/str.h"

// METHOD(name, least, most, flags); counts include self. Those that look for a part count their
// arguments themselves, because CPython has other words for it.
#define STR_SEARCH_METHODS(METHOD)                                                                 \
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
    METHOD(removesuffix, 2, 2, 0)

#define STR_CASE_METHODS(METHOD)                                                                   \
    METHOD(capitalize, 1, 1, 0)                                                                    \
    METHOD(casefold, 1, 1, 0)                                                                      \
    METHOD(lower, 1, 1, 0)                                                                         \
    METHOD(swapcase, 1, 1, 0)                                                                      \
    METHOD(title, 1, 1, 0)                                                                         \
    METHOD(upper, 1, 1, 0)                                                                         \
    METHOD(isalnum, 1, 1, 0)                                                                       \
    METHOD(isalpha, 1, 1, 0)                                                                       \
    METHOD(isascii, 1, 1, 0)                                                                       \
    METHOD(isdecimal, 1, 1, 0)                                                                     \
    METHOD(isdigit, 1, 1, 0)                                                                       \
    METHOD(isidentifier, 1, 1, 0)                                                                  \
    METHOD(islower, 1, 1, 0)                                                                       \
    METHOD(isnumeric, 1, 1, 0)                                                                     \
    METHOD(isprintable, 1, 1, 0)                                                                   \
    METHOD(isspace, 1, 1, 0)                                                                       \
    METHOD(istitle, 1, 1, 0)                                                                       \
    METHOD(isupper, 1, 1, 0)

#define STR_METHOD_PROTOTYPE(name, least, most, flags)                                             \
    Value str_method_##name(Vm *vm, Value *args, size_t count, Tuple *names);
STR_SEARCH_METHODS(STR_METHOD_PROTOTYPE)
STR_CASE_METHODS(STR_METHOD_PROTOTYPE)

#define STR_METHOD(name) Value str_method_##name(Vm *vm, Value *args, size_t count, Tuple *names)

#endif
