// isinstance() and issubclass(): the hooks of metaclasses, the claim of __class__, and objects that
// are classes by having __bases__.
#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/annotation.h"
#include "vm/types/list.h"

static bool is_class(Value value) {
    return is_object(value) && is_instance(value, &type_type);
}

// -1 raised, 0, 1; for each of a tuple, the nested ones too.
static int any_of(Vm *vm, Value value, Tuple *classes, int (*check)(Vm *, Value, Value)) {
    bool instances = check == object_is_instance;
    if (!nesting_enter(vm, instances ? " in __instancecheck__" : " in __subclasscheck__"))
        return -1;
    int found = 0;
    for (size_t i = 0; !found && i < classes->count; i++)
        found = check(vm, value, classes->items[i]);
    nesting_leave();
    return found;
}

// The __bases__ of an object that is a class by having them; VALUE_END: it has none.
static Value bases_of(Vm *vm, Value class) {
    Value bases = object_find_attribute(vm, class, name_of(vm, bases));
    return is_error(bases) || bases == VALUE_END || is_tuple_like(bases) ? bases : VALUE_END;
}

static bool check_class(Vm *vm, Value class, const char *refusal) {
    Value bases = bases_of(vm, class);
    if (bases == VALUE_END) error_type(vm, refusal);
    return bases != VALUE_END && !is_error(bases);
}

// Along the __bases__ of either.
static int comes_from(Vm *vm, Value class, Value base) {
    if (class == base) return 1;
    if (!nesting_enter(vm, " in __issubclass__")) return -1;
    Value bases = bases_of(vm, class);
    int found = is_error(bases) ? -1 : 0;
    for (size_t i = 0; !found && bases != VALUE_END && i < tuple_of(bases)->count; i++)
        found = comes_from(vm, tuple_of(bases)->items[i], base);
    nesting_leave();
    return found;
}

int class_has_instance(Vm *vm, Value class, Value value) {
    if (is_class(class) && is_instance(value, (Type *)object_of(class))) return 1;
    if (!is_class(class) &&
        !check_class(vm, class, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    Value claim = object_find_attribute(vm, value, name_of(vm, class));
    if (is_error(claim)) return -1;
    if (claim == VALUE_END) return 0;
    if (!is_class(class)) return comes_from(vm, claim, class);
    return is_class(claim) && type_is_subtype((Type *)object_of(claim), (Type *)object_of(class));
}

int class_has_subclass(Vm *vm, Value base, Value class) {
    if (is_class(base) && is_class(class))
        return type_is_subtype((Type *)object_of(class), (Type *)object_of(base));
    if (!check_class(vm, class, "issubclass() arg 1 must be a class") ||
        !check_class(vm, base,
                     "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return comes_from(vm, class, base);
}

// Asks the hook of what is not plainly a class; VALUE_END when it has none.
static Value ask_hook(Vm *vm, Value class, Str *name, Value argument) {
    return object_call_special(vm, class, name, &argument, 1);
}

static int refuse_generic(Vm *vm, const char *function) {
    error_type(vm, "%s() argument 2 cannot be a parameterized generic", function);
    return -1;
}

int object_is_instance(Vm *vm, Value value, Value class) {
    if (value_of(type_of(value)) == class) return 1;
    if (type_of(class) == &type_type) return class_has_instance(vm, class, value);
    if (is_tuple_like(class)) return any_of(vm, value, tuple_of(class), object_is_instance);
    if (has_shape(class, SHAPE_UNION))
        return any_of(vm, value, ((Union *)object_of(class))->args, object_is_instance);
    if (has_shape(class, SHAPE_GENERIC_ALIAS)) return refuse_generic(vm, "isinstance");
    if (!c_stack_check(vm, " in __instancecheck__")) return -1;
    Value answer = ask_hook(vm, class, name_of(vm, instancecheck), value);
    if (is_error(answer)) return -1;
    return answer == VALUE_END ? class_has_instance(vm, class, value) : object_truth(vm, answer);
}

int object_is_subclass(Vm *vm, Value class, Value base) {
    if (type_of(base) == &type_type) return class == base ? 1 : class_has_subclass(vm, base, class);
    if (is_tuple_like(base)) return any_of(vm, class, tuple_of(base), object_is_subclass);
    if (has_shape(base, SHAPE_UNION))
        return any_of(vm, class, ((Union *)object_of(base))->args, object_is_subclass);
    if (has_shape(base, SHAPE_GENERIC_ALIAS)) return refuse_generic(vm, "issubclass");
    if (!c_stack_check(vm, " in __subclasscheck__")) return -1;
    Value answer = ask_hook(vm, base, name_of(vm, subclasscheck), class);
    if (is_error(answer)) return -1;
    return answer == VALUE_END ? class_has_subclass(vm, base, class) : object_truth(vm, answer);
}
