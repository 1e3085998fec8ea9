// Raising: from a format and values to an exception in vm->raised.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"

#include "vm/generator.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

ErrorTypes error_types = {
#define EXCEPTION(name, parent) .name = &exception_types[EXCEPTION_##name],
#include "vm/exceptions.def"
#undef EXCEPTION
};

// --- formats ----------------------------------------------------------------------------------

static void add_text(StrBuilder *builder, Value text) {
    if (is_error(text)) {
        builder->failed = true;
    } else {
        builder_add_str(builder, str_of(text));
    }
}

// A number by printf, with the flags and width that were written.
static void add_number(StrBuilder *builder, const char *flags, size_t flags_size, char letter,
                       long long number) {
    char format[16] = "%", out[64];
    if (flags_size > 8) flags_size = 8;
    memcpy(format + 1, flags, flags_size);
    format[flags_size + 1] = 'l';
    format[flags_size + 2] = 'l';
    format[flags_size + 3] = letter;
    int size = snprintf(out, sizeof out, format, number);
    builder_add_ascii(builder, out, size);
}

static void add_cstring(StrBuilder *builder, const char *text, int precision) {
    if (precision >= 0 && memchr(text, 0, precision) == NULL) {
        char cut[256];
        if (precision > 255) precision = 255;
        memcpy(cut, text, precision);
        cut[precision] = 0;
        builder_add_cstring(builder, cut);
    } else {
        builder_add_cstring(builder, text);
    }
}

static void add_type_name(StrBuilder *builder, const Type *type) {
    if (!type->name) {
        builder_add_str(builder, type->heap_name);
    } else {
        builder_add_cstring(builder, type->name);
    }
}

// A value that could not be made has raised already.
static void add_value(StrBuilder *builder, char letter, Value value) {
    Vm *vm = builder->vm;
    if (is_error(value)) {
        builder->failed = true;
    } else if (letter == 'A' && is_none(value)) {
        builder_add_cstring(builder, "None");
    } else if (letter == 'T' || letter == 'A') {
        add_type_name(builder, type_of(value));
    } else {
        add_text(builder, letter == 'R'   ? object_repr(vm, value)
                          : letter == 'S' ? object_str(vm, value)
                                          : value);
    }
}

// Reads one conversion behind its % and adds what it stands for; answers where it ends.
static const char *add_conversion(StrBuilder *builder, const char *at, va_list *list) {
    const char *flags = at;
    while ((*at >= '0' && *at <= '9') || *at == '.' || *at == '-') at++;
    size_t flags_size = at - flags;
    int longs = 0;
    for (; *at == 'l' || *at == 'z'; at++) longs++;
    char letter = *at++;
    switch (letter) {
    case '%': builder_add_code_point(builder, '%'); break;
    case 'c': builder_add_code_point(builder, va_arg(*list, int)); break;
    case 's': {
        int precision = -1;
        if (flags_size > 1 && *flags == '.') sscanf(flags + 1, "%d", &precision);
        add_cstring(builder, va_arg(*list, const char *), precision);
        break;
    }
    case 'd':
    case 'i':
        add_number(builder, flags, flags_size, 'd',
                   longs ? va_arg(*list, long long) : va_arg(*list, int));
        break;
    case 'u':
    case 'x':
        add_number(builder, flags, flags_size, letter,
                   longs ? va_arg(*list, long long) : (long long)va_arg(*list, unsigned));
        break;
    case 'R':
    case 'S':
    case 'T':
    case 'A':
    case 'U': add_value(builder, letter, va_arg(*list, Value)); break;
    case 'N': add_type_name(builder, va_arg(*list, Type *)); break;
    default: __builtin_unreachable();
    }
    return at;
}

// The list is copied, so that its address can be handed down whatever va_list is.
Value str_format_list(Vm *vm, const char *format, va_list list) {
    StrBuilder builder;
    builder_init(&builder, vm);
    va_list copy;
    va_copy(copy, list);
    for (const char *at = format; *at && !builder.failed;) {
        const char *stop = strchrnul(at, '%');
        builder_add_ascii(&builder, at, stop - at);
        at = *stop ? add_conversion(&builder, stop + 1, &copy) : stop;
    }
    va_end(copy);
    return builder_finish(&builder);
}

Value str_format(Vm *vm, const char *format, ...) {
    va_list list;
    va_start(list, format);
    Value text = str_format_list(vm, format, list);
    va_end(list);
    return text;
}

// --- raising ----------------------------------------------------------------------------------

static Value memory_error; // kept at hand: raising it must not allocate

bool error_init(Vm *vm) {
    gc_add_root(vm, &memory_error);
    memory_error = exception_make(vm, error_types.MemoryError, tuple_of(vm->empty_tuple));
    return !is_error(memory_error);
}

// Takes `value` out of a chain of contexts. One that a program has closed to a circle is walked
// once: `slow` goes half as fast, and is met there.
static void unchain(Value chain, Value value) {
    Exception *slow = (Exception *)chain;
    bool step = false;
    for (Exception *at = (Exception *)chain; at->context; step = !step) {
        if (at->context == value) {
            at->context = VALUE_NULL;
            return;
        }
        at = (Exception *)at->context;
        if (at == slow) return;
        if (step) slow = (Exception *)slow->context;
    }
}

// The exception's context is what was being handled; the chain is kept free of cycles.
Value error_set(Vm *vm, Value value) {
    Exception *exception = (Exception *)value;
    Value handled = handled_now(vm);
    if (handled && !is_none(handled) && handled != value) {
        unchain(handled, value);
        exception->context = handled;
    }
    vm->raised = value;
    return VALUE_ERROR;
}

Value error_value_raised(Vm *vm, Type *type, Value argument) {
    Value args = tuple_make(vm, &argument, argument != VALUE_NULL);
    if (is_error(args)) return VALUE_ERROR;
    Value exception = exception_make(vm, type, tuple_of(args));
    if (is_error(exception)) return VALUE_ERROR;
    if (type_is_subtype(type, error_types.StopIteration) ||
        type_is_subtype(type, error_types.SystemExit)) {
        ((Exception *)exception)->value = argument;
    }
    if (type_is_subtype(type, error_types.ImportError)) {
        ((Exception *)exception)->extra[2] = argument;
    }
    if (type_is_subtype(type, error_types.SyntaxError)) {
        ((Exception *)exception)->extra[0] = argument;
    }
    return error_set(vm, exception);
}

static Value raise_list(Vm *vm, Type *type, const char *format, va_list list) {
    Value text = str_format_list(vm, format, list);
    if (is_error(text)) return VALUE_ERROR;
    return error_value_raised(vm, type, text);
}

Value error_raise(Vm *vm, Type *type, const char *format, ...) {
    va_list list;
    va_start(list, format);
    raise_list(vm, type, format, list);
    va_end(list);
    return VALUE_ERROR;
}

Value error_from_cause(Vm *vm, Type *type, const char *format, ...) {
    Value cause = error_take(vm);
    va_list list;
    va_start(list, format);
    raise_list(vm, type, format, list);
    va_end(list);
    Exception *exception = (Exception *)vm->raised;
    if (vm->raised != cause) exception->cause = exception->context = cause;
    exception->suppress_context = true;
    return VALUE_ERROR;
}

Value error_instance(Vm *vm, Value class, Value value) {
    if (is_exception(value) && is_instance(value, (Type *)object_of(class))) return value;
    Value exception = is_none(value)         ? object_call_0(vm, class)
                      : is_tuple_like(value) ? object_call(vm, class, tuple_of(value)->items,
                                                           tuple_of(value)->count, NULL)
                                             : object_call_1(vm, class, value);
    if (is_error(exception) || is_exception(exception)) return exception;
    return error_type(vm, "calling %R should have returned an instance of BaseException, not %T",
                      class, exception);
}

#define RAISER(name, Exception)                                                                    \
    Value error_##name(Vm *vm, const char *format, ...) {                                          \
        va_list list;                                                                              \
        va_start(list, format);                                                                    \
        raise_list(vm, error_types.Exception, format, list);                                       \
        va_end(list);                                                                              \
        return VALUE_ERROR;                                                                        \
    }
RAISER(type, TypeError)
RAISER(value, ValueError)
RAISER(index, IndexError)
RAISER(overflow, OverflowError)

Value error_zero_division(Vm *vm, const char *message) {
    return error_raise(vm, error_types.ZeroDivisionError, "%s", message);
}

Value error_key(Vm *vm, Value key) {
    return error_value_raised(vm, error_types.KeyError, key);
}

Value error_memory(Vm *vm) {
    Exception *exception = (Exception *)memory_error;
    if (!exception) {
        fputs("MemoryError: out of memory before the machine was ready\n", stderr);
        _Exit(1);
    }
    exception->traceback = VALUE_NULL;
    exception->cause = exception->context = VALUE_NULL;
    exception->dict = NULL;
    exception->suppress_context = false;
    return error_set(vm, memory_error);
}

Value error_recursion(Vm *vm, const char *doing) {
    return error_raise(vm, error_types.RecursionError, "maximum recursion depth exceeded%s", doing);
}

static Value raise_unicode(Vm *vm, Type *type, const char *encoding, Value object, size_t start,
                           size_t end, const char *reason) {
    Value parts[5] = {str_from_cstring(vm, encoding), object, VALUE_NULL, VALUE_NULL, VALUE_NULL};
    if (is_error(parts[0])) return VALUE_ERROR;
    if (is_error(parts[2] = make_int(vm, start))) return VALUE_ERROR;
    if (is_error(parts[3] = make_int(vm, end))) return VALUE_ERROR;
    if (is_error(parts[4] = str_from_cstring(vm, reason))) return VALUE_ERROR;
    Value args = tuple_make(vm, parts, 5);
    if (is_error(args)) return VALUE_ERROR;
    Value exception = exception_make(vm, type, tuple_of(args));
    if (is_error(exception)) return VALUE_ERROR;
    memcpy(((Exception *)exception)->extra, parts, sizeof parts);
    return error_set(vm, exception);
}

Value error_unicode_decode(Vm *vm, const char *encoding, Value bytes, size_t start, size_t end,
                           const char *reason) {
    return raise_unicode(vm, error_types.UnicodeDecodeError, encoding, bytes, start, end, reason);
}

Value error_unicode_encode(Vm *vm, const char *encoding, Value str, size_t start, size_t end,
                           const char *reason) {
    return raise_unicode(vm, error_types.UnicodeEncodeError, encoding, str, start, end, reason);
}

Value error_errno(Vm *vm, int number, Value filename) {
    Value parts[4] = {make_int(vm, number), VALUE_NULL, filename, VALUE_NULL};
    if (is_error(parts[0])) return VALUE_ERROR;
    if (is_error(parts[1] = str_from_cstring(vm, strerror(number)))) return VALUE_ERROR;
    Value args = tuple_make(vm, parts, 2);
    if (is_error(args)) return VALUE_ERROR;
    Value exception = exception_make(vm, exception_of_errno(number), tuple_of(args));
    if (is_error(exception)) return VALUE_ERROR;
    memcpy(((Exception *)exception)->extra, parts, sizeof parts);
    return error_set(vm, exception);
}

Value error_set_name(Vm *vm, Str *name, Value owner) {
    Exception *exception = (Exception *)vm->raised;
    if (is_instance(vm->raised, error_types.AttributeError) ||
        is_instance(vm->raised, error_types.NameError)) {
        exception->extra[0] = value_of(name);
        exception->extra[1] = owner;
    }
    return VALUE_ERROR;
}

// --- what is on its way -----------------------------------------------------------------------

bool error_matches(Vm *vm, Type *type) {
    return vm->raised && is_instance(vm->raised, type);
}

void error_clear(Vm *vm) {
    vm->raised = VALUE_NULL;
}

Value error_take(Vm *vm) {
    Value exception = vm->raised;
    vm->raised = VALUE_NULL;
    return exception;
}
