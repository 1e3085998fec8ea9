// What modules written in C share: their types, and what their functions ask of arguments.
#include "vm/module.h"

#include <limits.h>
#include <string.h>

#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"

// Its instances are asked for __module__, too, and may have their own.
static bool type_add(Vm *vm, Type *type) {
    if (type->flags & TYPE_READY) return true;
    // Alive from now on, with what it is being given.
    type->next_type = vm->types;
    vm->types = type;
    if (!type_ready(vm, type)) {
        vm->types = type->next_type;
        return false;
    }
    const char *dot = strrchr(type->name, '.');
    Value module = dot ? str_from_utf8(vm, type->name, (size_t)(dot - type->name))
                       : str_from_cstring(vm, "builtins");
    return !is_error(module) && dict_set_str(vm, type->dict, name_of(vm, module), module);
}

bool module_add_types(Vm *vm, Module *module, Type *const *types) {
    for (; *types; types++) {
        if (!type_add(vm, *types)) return false;
        if (module && !module_set(vm, module, type_leaf_name(*types), value_of(*types)))
            return false;
    }
    return true;
}

bool module_set_int(Vm *vm, Module *module, const char *name, int64_t number) {
    return module_set(vm, module, name, make_int(vm, number));
}

Value instance_refuse(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return error_type(vm, "cannot create '%N' instances", type);
}

bool arguments_count(Vm *vm, const char *name, size_t given, size_t least, size_t most) {
    if (given >= least && given <= most) return true;
    size_t limit = given < least ? least : most;
    const char *how = least == most ? "" : given < least ? "at least " : "at most ";
    error_type(vm, "%s expected %s%zu argument%s, got %zu", name, how, limit, limit == 1 ? "" : "s",
               given);
    return false;
}

bool arguments_unnamed(Vm *vm, Type *type, const Type *own, const char *name, Tuple *names) {
    if (!names || !names->count || type->init != own->init) return true;
    error_type(vm, "%s() takes no keyword arguments", name);
    return false;
}

bool argument_size(Vm *vm, Value value, int64_t *size) {
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    if (int_to_int64(index, size)) return true;
    error_overflow(vm, "Python int too large to convert to C ssize_t");
    return false;
}

bool argument_int(Vm *vm, Value value, int *number) {
    Value index = object_to_index(vm, value);
    if (is_error(index)) return false;
    int64_t wide;
    bool fits = int_to_int64(index, &wide) && wide >= INT_MIN && wide <= INT_MAX;
    if (!fits) return error_overflow(vm, "Python int too large to convert to C int"), false;
    *number = (int)wide;
    return true;
}

bool argument_low_bits(Vm *vm, Value value, uint32_t *bits) {
    Value index = object_to_index(vm, value), mask = make_int(vm, 0xffffffff);
    Value low = is_error(index) || is_error(mask) ? VALUE_ERROR
                                                  : object_binary(vm, index, mask, BINARY_AND);
    int64_t number;
    if (is_error(low) || !int_to_int64(low, &number)) return false;
    *bits = (uint32_t)number;
    return true;
}

Value tuple_of_made(Vm *vm, const Value *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_error(items[i])) return VALUE_ERROR;
    return tuple_make(vm, items, count);
}

Value reduce_to(Vm *vm, Value self, Value args) {
    return TUPLE(vm, value_of(type_of(self)), args);
}

Value reduce_with(Vm *vm, Value self, Value args, Value state) {
    return TUPLE(vm, value_of(type_of(self)), args, state);
}

bool builder_add_repr(StrBuilder *builder, Value value) {
    Value text = builder->failed ? VALUE_ERROR : object_repr(builder->vm, value);
    if (!is_error(text)) builder_add_str(builder, str_of(text));
    return !is_error(text) && !builder->failed;
}

Value exception_type_make(Vm *vm, const char *name, Type *base) {
    const char *dot = strrchr(name, '.');
    Value namespace = dict_make(vm, 0), bases = TUPLE(vm, value_of(base));
    Value module = str_from_utf8(vm, name, (size_t)(dot - name));
    Value leaf = str_intern_cstring(vm, dot + 1);
    if (is_error(namespace) || is_error(bases) || is_error(module) || is_error(leaf) ||
        !dict_set_str(vm, dict_of(namespace), name_of(vm, module), module))
        return VALUE_ERROR;
    return type_new(vm, &type_type, str_of(leaf), tuple_of(bases), dict_of(namespace), NULL, NULL);
}
