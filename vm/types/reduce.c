// __reduce_ex__ of any object, by way of CPython's own copyreg.py, and the forms that built-in
// types answer. See reduce.h.
#include "vm/types/reduce.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/instance.h"
#include "vm/load.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- forms --------------------------------------------------------------------------------------

Value reduce_call(Vm *vm, const char *function, const Value *args, size_t count, Value state) {
    for (size_t i = 0; i < count; i++)
        if (is_error(args[i])) return VALUE_ERROR;
    Value name = str_intern_cstring(vm, function);
    Value tuple = is_error(name) ? name : tuple_make(vm, args, count);
    if (is_error(tuple)) return VALUE_ERROR;
    Value callee = dict_get_str(vm, vm->builtins, str_of(name));
    if (callee == VALUE_END) return error_raise(vm, error_types.AttributeError, "%s", function);
    return tuple_make(vm, (Value[]){callee, tuple, state}, state ? 3 : 2);
}

Value reduce_iterator(Vm *vm, const char *function, Value sequence, int64_t index) {
    Value state = make_int(vm, index);
    return is_error(state) ? state : reduce_call(vm, function, &sequence, 1, state);
}

Value reduce_finished(Vm *vm, Value empty) {
    return reduce_call(vm, "iter", &empty, 1, VALUE_NULL);
}

Value reduce_attribute(Vm *vm, Value owner, Value name) {
    return reduce_call(vm, "getattr", (Value[]){owner, name}, 2, VALUE_NULL);
}

NATIVE_FUNCTION(reduce_name) {
    return object_get_attribute(vm, args[0], name_of(vm, name));
}

bool reduce_index(Vm *vm, Value state, int64_t least, int64_t most, int64_t *index) {
    if (!is_any_int(state)) return error_type(vm, "an integer is required"), false;
    if (!argument_size(vm, state, index)) return false;
    if (*index > most) *index = most;
    if (*index < least) *index = least;
    return true;
}

// --- any object ---------------------------------------------------------------------------------

static Value find_named(Vm *vm, Value owner, const char *name) {
    Value text = str_intern_cstring(vm, name);
    return is_error(text) ? text : object_find_attribute(vm, owner, str_of(text));
}

static Value find_special(Vm *vm, Value owner, const char *name) {
    Value text = str_intern_cstring(vm, name);
    return is_error(text) ? text : object_special(vm, owner, str_of(text));
}

static Value copyreg(Vm *vm, const char *name) {
    Value text = str_intern_cstring(vm, "copyreg");
    Value module = is_error(text) ? text : import_module(vm, str_of(text));
    return is_error(module) ? module : find_named(vm, module, name);
}

static Value cannot_pickle(Vm *vm, Value self) {
    return error_type(vm, "cannot pickle '%T' object", self);
}

// The attributes in the slots of self's class that are set, as a dict; VALUE_END where there are no
// slots, or none is set.
static Value slots_state(Vm *vm, Value self) {
    Value function = copyreg(vm, "_slotnames");
    if (is_error(function)) return function;
    Value names = object_call_1(vm, function, value_of(type_of(self)));
    if (is_error(names) || is_none(names)) return is_error(names) ? names : VALUE_END;
    if (!is_list_like(names))
        return error_type(vm, "copyreg._slotnames didn't return a list or None");
    Value slots = dict_make(vm, 0);
    for (size_t i = 0; i < list_of(names)->count && !is_error(slots); i++) {
        Value name = list_of(names)->items[i];
        Value value = object_find_attribute(vm, self, str_of(name));
        if (is_error(value)) return value;
        if (value != VALUE_END && !dict_set(vm, dict_of(slots), name, value)) return VALUE_ERROR;
    }
    return is_error(slots) || dict_of(slots)->count ? slots : VALUE_END;
}

// `required`: nothing but the state tells how to make another such object.
static Value default_state(Vm *vm, Value self, bool required) {
    if (required && (!is_object(self) || !shape_is_plain(object_of(self)->shape_id)) &&
        type_of(self) != &object_type)
        return cannot_pickle(vm, self);
    Value state = VALUE_NONE;
    if (instance_has_room(self)) {
        Value dict = find_named(vm, self, "__dict__");
        if (is_error(dict)) return dict;
        if (dict != VALUE_END && !(is_dict_like(dict) && !dict_of(dict)->count)) state = dict;
    }
    Value slots = slots_state(vm, self);
    if (is_error(slots) || slots == VALUE_END) return slots == VALUE_END ? state : slots;
    return tuple_make(vm, (Value[]){state, slots}, 2);
}

NATIVE_FUNCTION(object_getstate) {
    return default_state(vm, args[0], false);
}

static Value state_of(Vm *vm, Value self, bool required) {
    Value name = str_intern_cstring(vm, "__getstate__");
    if (is_error(name)) return name;
    Value method = object_get_attribute(vm, self, str_of(name));
    if (is_error(method)) return method;
    bool plain = has_shape(method, SHAPE_NATIVE) &&
                 ((Native *)object_of(method))->spec->function == object_getstate;
    return plain ? default_state(vm, self, required) : object_call_0(vm, method);
}

// What __new__ is to be given: args, and kwargs or VALUE_END. *given: the class says so itself.
static bool new_arguments(Vm *vm, Value self, Value *args, Value *kwargs, bool *given) {
    *kwargs = VALUE_END;
    *given = true;
    Value method = find_special(vm, self, "__getnewargs_ex__");
    if (is_error(method)) return false;
    if (method != VALUE_END) {
        Value both = object_call_0(vm, method);
        if (is_error(both)) return false;
        if (!is_tuple_like(both))
            return error_type(vm, "__getnewargs_ex__ should return a tuple, not '%T'", both), false;
        if (tuple_of(both)->count != 2)
            return error_value(vm, "__getnewargs_ex__ should return a tuple of length 2, not %zu",
                               tuple_of(both)->count),
                   false;
        *args = tuple_of(both)->items[0];
        *kwargs = tuple_of(both)->items[1];
        if (!is_tuple_like(*args))
            return error_type(vm,
                              "first item of the tuple returned by __getnewargs_ex__ must be a "
                              "tuple, not '%T'",
                              *args),
                   false;
        if (!is_dict_like(*kwargs))
            return error_type(vm,
                              "second item of the tuple returned by __getnewargs_ex__ must be a "
                              "dict, not '%T'",
                              *kwargs),
                   false;
        return true;
    }
    method = find_special(vm, self, "__getnewargs__");
    if (is_error(method)) return false;
    *given = method != VALUE_END;
    *args = *given ? object_call_0(vm, method) : tuple_make(vm, NULL, 0);
    if (is_error(*args)) return false;
    if (is_tuple_like(*args)) return true;
    return error_type(vm, "__getnewargs__ should return a tuple, not '%T'", *args), false;
}

// (class, *args)
static Value with_class(Vm *vm, Value self, Tuple *args) {
    Value all = tuple_make(vm, NULL, 0), list = list_make(vm, NULL, args->count + 1);
    if (is_error(all) || is_error(list)) return VALUE_ERROR;
    list_of(list)->items[0] = value_of(type_of(self));
    for (size_t i = 0; i < args->count; i++) list_of(list)->items[i + 1] = args->items[i];
    return tuple_from_list(vm, list_of(list));
}

// By copyreg.__newobj__: how to make it, what to call __new__ with, its state, the items of a list
// and of a dict.
static Value reduce_new(Vm *vm, Value self) {
    Value parts[5], args, kwargs;
    bool given;
    if (!type_of(self)->make) return cannot_pickle(vm, self);
    if (!new_arguments(vm, self, &args, &kwargs, &given)) return VALUE_ERROR;
    if (kwargs == VALUE_END || !dict_of(kwargs)->count) {
        parts[0] = copyreg(vm, "__newobj__");
        parts[1] = with_class(vm, self, tuple_of(args));
    } else {
        parts[0] = copyreg(vm, "__newobj_ex__");
        parts[1] = tuple_make(vm, (Value[]){value_of(type_of(self)), args, kwargs}, 3);
    }
    if (is_error(parts[0]) || is_error(parts[1])) return VALUE_ERROR;
    bool list = is_list_like(self), dict = is_dict_like(self);
    parts[2] = state_of(vm, self, !given && !list && !dict);
    if (is_error(parts[2])) return VALUE_ERROR;
    parts[3] = list ? object_iter(vm, self) : VALUE_NONE;
    parts[4] = VALUE_NONE;
    if (dict) {
        Value items = object_call_special(vm, self, name_of(vm, items), NULL, 0);
        parts[4] = is_error(items) ? items : object_iter(vm, items);
    }
    return is_error(parts[3]) || is_error(parts[4]) ? VALUE_ERROR : tuple_make(vm, parts, 5);
}

static Value reduce_common(Vm *vm, Value self, int64_t protocol) {
    if (protocol >= 2) return reduce_new(vm, self);
    Value function = copyreg(vm, "_reduce_ex"), number = make_int(vm, protocol);
    if (is_error(function) || is_error(number)) return VALUE_ERROR;
    return object_call_2(vm, function, self, number);
}

NATIVE_FUNCTION(object_reduce) {
    return reduce_common(vm, args[0], 0);
}

NATIVE_FUNCTION(object_reduce_ex) {
    int64_t protocol;
    Value name = str_intern_cstring(vm, "__reduce__");
    if (is_error(name) || !object_index(vm, args[1], true, &protocol)) return VALUE_ERROR;
    Value own = type_lookup(vm, type_of(args[0]), str_of(name));
    if (own != type_lookup(vm, &object_type, str_of(name))) {
        Value method = object_get_attribute(vm, args[0], str_of(name));
        return is_error(method) ? method : object_call_0(vm, method);
    }
    return reduce_common(vm, args[0], protocol);
}
