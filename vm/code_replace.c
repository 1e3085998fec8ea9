// code.replace(): the same units under another name, with other flags or constants. The copy is
// loaded like any other code, so that its caches are its own.
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/load.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    Vm *vm;
    Code *code;   // the copy
    Value consts; // a tuple in place of the constants, or VALUE_NULL
} Replacement;

// Texts of a Code live as long as the process.
static bool set_text(Replacement *replacement, const char *field, Text *text, Value value) {
    Vm *vm = replacement->vm;
    if (!is_str_like(value))
        return error_type(vm, "replace() argument '%s' must be str, not %A", field, value), false;
    size_t size;
    const char *data = str_utf8(vm, str_of(value), &size);
    if (!data) return false;
    char *copy = malloc(size + 1);
    if (!copy) return error_memory(vm), false;
    memcpy(copy, data, size + 1);
    *text = (Text){copy, (uint32_t)size};
    return true;
}

static bool read_number(Replacement *replacement, Value value, uint32_t *number) {
    int64_t given;
    if (!object_index(replacement->vm, value, false, &given)) return false;
    if (given < 0 || given > INT32_MAX)
        return error_overflow(replacement->vm, "Python int too large to convert to C int"), false;
    *number = (uint32_t)given;
    return true;
}

// What the units rely on has to stay: where names live, how arguments are taken, and whether a call
// makes a generator.
static bool set_flags(Replacement *replacement, Value value) {
    uint32_t flags, old = replacement->code->flags;
    uint32_t fixed = CODE_OPTIMIZED | CODE_NEWLOCALS | CODE_VARARGS | CODE_VARKEYWORDS;
    if (!read_number(replacement, value, &flags)) return false;
    if ((flags ^ old) & fixed || !(flags & CODE_RESUMABLE) != !(old & CODE_RESUMABLE))
        return error_value(replacement->vm, "code: co_flags do not fit the code"), false;
    replacement->code->flags = flags;
    return true;
}

static bool set_consts(Replacement *replacement, Value value) {
    Vm *vm = replacement->vm;
    if (!is_tuple_like(value)) {
        error_type(vm, "replace() argument 'co_consts' must be tuple, not %A", value);
        return false;
    }
    if (tuple_of(value)->count < replacement->code->constant_count)
        return error_value(vm, "code: co_consts is too small"), false;
    replacement->consts = value;
    return true;
}

static bool replace_field(Replacement *replacement, Str *name, Value value) {
    Code *code = replacement->code;
    if (str_equal_cstring(name, "co_name"))
        return set_text(replacement, "co_name", &code->name, value);
    if (str_equal_cstring(name, "co_qualname"))
        return set_text(replacement, "co_qualname", &code->qualname, value);
    if (str_equal_cstring(name, "co_filename"))
        return set_text(replacement, "co_filename", &code->filename, value);
    if (str_equal_cstring(name, "co_firstlineno"))
        return read_number(replacement, value, &code->first_line);
    if (str_equal_cstring(name, "co_flags")) return set_flags(replacement, value);
    if (str_equal_cstring(name, "co_consts")) return set_consts(replacement, value);
    error_type(replacement->vm, "'%U' is an invalid keyword argument for replace()", name);
    return false;
}

Value code_replace(Vm *vm, Value *args, size_t count, Tuple *names) {
    CodeObject *old = (CodeObject *)object_of(args[0]);
    Replacement replacement = {vm, malloc(sizeof(Code)), VALUE_NULL};
    if (!replacement.code) return error_memory(vm);
    *replacement.code = *old->code;
    for (size_t i = 0; names && i < names->count; i++) {
        if (replace_field(&replacement, str_of(names->items[i]), args[count + i])) continue;
        free(replacement.code);
        return VALUE_ERROR;
    }
    Value made = code_load(vm, replacement.code);
    if (is_error(made)) return made;
    CodeObject *code = (CodeObject *)object_of(made);
    Value *consts = replacement.consts ? tuple_of(replacement.consts)->items : old->consts;
    memcpy(code->consts, consts, code->constant_count * sizeof(Value));
    return made;
}
