// isinstance() and issubclass(), with the hooks of metaclasses and the claim of __class__.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/annotation.h"
#include "vm/types/list.h"

// Asks the metaclass's hook; VALUE_END when it is the plain one of type.
static Value ask_hook(Vm *vm, Value class, Str *name, Value argument) {
    if (type_of(class) == &type_type) return VALUE_END;
    return object_call_special(vm, class, name, &argument, 1);
}

// -1 raised, 0, 1; for each of a tuple, the nested ones too.
static int any_of(Vm *vm, Value value, Tuple *classes, int (*check)(Vm *, Value, Value)) {
    if (!c_stack_check(vm, " in __instancecheck__")) return -1;
    for (size_t i = 0; i < classes->count; i++) {
        int found = check(vm, value, classes->items[i]);
        if (found) return found;
    }
    return 0;
}

int object_is_instance(Vm *vm, Value value, Value class) {
    if (value_of(type_of(value)) == class) return 1;
    if (is_tuple_like(class)) return any_of(vm, value, tuple_of(class), object_is_instance);
    if (has_shape(class, SHAPE_UNION))
        return any_of(vm, value, ((Union *)object_of(class))->args, object_is_instance);
    if (has_shape(class, SHAPE_GENERIC_ALIAS)) {
        error_type(vm, "isinstance() argument 2 cannot be a parameterized generic");
        return -1;
    }
    if (!is_object(class) || !is_instance(class, &type_type)) {
        error_type(vm, "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return -1;
    }
    Value answer = ask_hook(vm, class, name_of(vm, instancecheck), value);
    if (is_error(answer)) return -1;
    if (answer != VALUE_END) return object_truth(vm, answer);
    return is_instance(value, (Type *)object_of(class));
}

int object_is_subclass(Vm *vm, Value class, Value base) {
    if (is_tuple_like(base)) return any_of(vm, class, tuple_of(base), object_is_subclass);
    if (!is_object(class) || !is_instance(class, &type_type)) {
        error_type(vm, "issubclass() arg 1 must be a class");
        return -1;
    }
    if (has_shape(base, SHAPE_UNION))
        return any_of(vm, class, ((Union *)object_of(base))->args, object_is_subclass);
    if (has_shape(base, SHAPE_GENERIC_ALIAS)) {
        error_type(vm, "issubclass() argument 2 cannot be a parameterized generic");
        return -1;
    }
    if (!is_object(base) || !is_instance(base, &type_type)) {
        error_type(vm, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return -1;
    }
    Value answer = ask_hook(vm, base, name_of(vm, subclasscheck), class);
    if (is_error(answer)) return -1;
    if (answer != VALUE_END) return object_truth(vm, answer);
    return type_is_subtype((Type *)object_of(class), (Type *)object_of(base));
}
