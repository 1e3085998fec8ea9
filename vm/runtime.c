// What handlers call: displays, unpacking, functions, raising, with, pattern matching.
#include "vm/runtime.h"

#include <string.h>

#include "vm/names.h"
#include "vm/run.h"
#include "vm/type.h"

// --- operators ----------------------------------------------------------------------------------

Value binary_operate(Vm *vm, Value left, Value right, BinaryOperator operator, intptr_t inplace) {
    return inplace ? object_inplace(vm, left, right, operator)
                   : object_binary(vm, left, right, operator);
}

Value binary_add(Vm *vm, Value left, Value right, intptr_t inplace) {
    if (is_str(left) && is_str(right)) return str_concatenate(vm, left, right);
    return binary_operate(vm, left, right, BINARY_ADD, inplace);
}

Value compare_values(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (is_str(left) && is_str(right)) {
        if (operator== COMPARE_EQ)
            return make_bool(left == right || str_equal(str_of(left), str_of(right)));
        if (operator== COMPARE_NE)
            return make_bool(left != right && !str_equal(str_of(left), str_of(right)));
    }
    return object_compare(vm, left, right, operator);
}

// --- displays -----------------------------------------------------------------------------------

Value build_set(Vm *vm, Value *items, size_t count) {
    Value set = set_make(vm, SHAPE_SET);
    for (size_t i = 0; i < count && !is_error(set); i++)
        if (!set_add(vm, set_of(set), items[i])) return VALUE_ERROR;
    return set;
}

Value build_dict(Vm *vm, Value *pairs, size_t count) {
    Value dict = dict_make(vm, count);
    for (size_t i = 0; i < count && !is_error(dict); i++)
        if (!dict_set(vm, dict_of(dict), pairs[2 * i], pairs[2 * i + 1])) return VALUE_ERROR;
    return dict;
}

Value build_const_key_dict(Vm *vm, Value *values, Tuple *keys) {
    Value dict = dict_make(vm, keys->count);
    for (size_t i = 0; i < keys->count && !is_error(dict); i++)
        if (!dict_set(vm, dict_of(dict), keys->items[i], values[i])) return VALUE_ERROR;
    return dict;
}

Value build_string(Vm *vm, Value *pieces, size_t count) {
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < count; i++) builder_add_str(&builder, str_of(pieces[i]));
    return builder_finish(&builder);
}

Value format_value(Vm *vm, Value value, unsigned conversion, Value spec) {
    if (conversion == 1) value = object_str(vm, value);
    if (conversion == 2) value = object_repr(vm, value);
    if (conversion == 3) value = object_ascii(vm, value);
    if (is_error(value)) return value;
    if (!spec && is_str(value)) return value;
    return object_format(vm, value, str_of(spec ? spec : vm->empty_str));
}

bool extend_display(Vm *vm, List *list, Value iterable) {
    if (list_extend(vm, list, iterable)) return true;
    // In a display the complaint names the star.
    if (!type_of(iterable)->iter && !type_of(iterable)->get_item &&
        error_matches(vm, error_types.TypeError)) {
        error_clear(vm);
        error_type(vm, "Value after * must be an iterable, not %T", iterable);
    }
    return false;
}

static bool is_mapping(Vm *vm, Value value) {
    return is_dict_like(value) || type_lookup(vm, type_of(value), name_of(vm, keys)) != VALUE_END;
}

bool update_display(Vm *vm, Dict *dict, Value mapping) {
    if (!is_mapping(vm, mapping))
        return error_type(vm, "'%T' object is not a mapping", mapping), false;
    return dict_update(vm, dict, mapping);
}

// How complaints about a call name what is called: f(), or module.f() outside of builtins.
Value call_name(Vm *vm, Value callee) {
    Value name = object_find_attribute(vm, callee, name_of(vm, qualname));
    if (name == VALUE_END) return object_str(vm, callee);
    if (is_error(name)) return name;
    Value module = object_find_attribute(vm, callee, name_of(vm, module));
    if (is_error(module)) return module;
    if (module == VALUE_END || !is_str_like(module) ||
        str_equal_cstring(str_of(module), "builtins"))
        return str_format(vm, "%S()", name);
    return str_format(vm, "%S.%S()", module, name);
}

bool merge_keywords(Vm *vm, Value callee, Dict *dict, Value mapping) {
    Value name = call_name(vm, callee);
    if (is_error(name)) return false;
    if (!is_mapping(vm, mapping)) {
        error_type(vm, "%S argument after ** must be a mapping, not %T", name, mapping);
        return false;
    }
    Value more = dict_make(vm, 0);
    if (is_error(more) || !dict_update(vm, dict_of(more), mapping)) return false;
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(dict_of(more), &place));) {
        // The call refuses keys that are no strings.
        Value known = dict_get(vm, dict, entry->key);
        if (is_error(known)) return false;
        if (known != VALUE_END) {
            error_type(vm, "%S got multiple values for keyword argument '%S'", name, entry->key);
            return false;
        }
        if (!dict_set(vm, dict, entry->key, entry->value)) return false;
    }
    return true;
}

// --- unpacking ----------------------------------------------------------------------------------

static bool raise_too_few(Vm *vm, size_t needed, size_t got, bool starred) {
    error_value(vm, "not enough values to unpack (expected %s%zu, got %zu)",
                starred ? "at least " : "", needed, got);
    return false;
}

static Value unpack_iter(Vm *vm, Value sequence) {
    Value iter = object_iter(vm, sequence);
    if (!is_error(iter) || !error_matches(vm, error_types.TypeError)) return iter;
    if (type_of(sequence)->iter || type_of(sequence)->get_item) return iter;
    error_clear(vm);
    return error_type(vm, "cannot unpack non-iterable %T object", sequence);
}

// The first item goes on top, into items[count - 1].
bool unpack_sequence(Vm *vm, Value sequence, size_t count, Value *items) {
    if (is_tuple(sequence) || is_list(sequence)) {
        bool tuple = is_tuple(sequence);
        size_t got = tuple ? tuple_of(sequence)->count : list_of(sequence)->count;
        const Value *from = tuple ? tuple_of(sequence)->items : list_of(sequence)->items;
        if (got > count)
            return error_value(vm, "too many values to unpack (expected %zu)", count), false;
        if (got < count) return raise_too_few(vm, count, got, false);
        for (size_t i = 0; i < count; i++) items[count - 1 - i] = from[i];
        return true;
    }
    Value iter = unpack_iter(vm, sequence);
    Value *taken = is_error(iter) ? NULL : gc_alloc_values(vm, count + 1);
    if (!taken) return false;
    for (size_t i = 0; i <= count; i++) {
        Value item = object_next(vm, iter);
        if (is_error(item)) return false;
        if (item == VALUE_END && i < count) return raise_too_few(vm, count, i, false);
        if (item == VALUE_END) break;
        if (i == count)
            return error_value(vm, "too many values to unpack (expected %zu)", count), false;
        taken[count - 1 - i] = item;
    }
    memcpy(items, taken, count * sizeof *items);
    return true;
}

bool unpack_starred(Vm *vm, Value sequence, size_t before, size_t after, Value *items) {
    Value iter = unpack_iter(vm, sequence);
    Value all = is_error(iter) ? iter : list_from(vm, iter);
    if (is_error(all)) return false;
    List *list = list_of(all);
    if (list->count < before + after) return raise_too_few(vm, before + after, list->count, true);
    Value rest = list_make(vm, list->items + before, list->count - before - after);
    if (is_error(rest)) return false;
    Value *top = items + before + after;
    for (size_t i = 0; i < before; i++) *top-- = list->items[i];
    *top-- = rest;
    for (size_t i = list->count - after; i < list->count; i++) *top-- = list->items[i];
    return true;
}

// --- functions ----------------------------------------------------------------------------------

static Dict *annotations_from(Vm *vm, Tuple *pairs) {
    Value dict = build_dict(vm, pairs->items, pairs->count / 2);
    return is_error(dict) ? NULL : dict_of(dict);
}

Value function_make(Vm *vm, Frame *frame, Value code_value, Value *parts, intptr_t flags) {
    CodeObject *code = (CodeObject *)object_of(code_value);
    Function *function = function_new(vm, code, frame->globals);
    if (!function) return VALUE_ERROR;
    if (flags & 1) function->defaults = tuple_of(*parts++);
    if (flags & 2) function->keyword_defaults = dict_of(*parts++);
    if (flags & 4 && !(function->annotations = annotations_from(vm, tuple_of(*parts++))))
        return VALUE_ERROR;
    if (flags & 8) function->closure = tuple_of(*parts);
    return value_of(function);
}

// --- exceptions ---------------------------------------------------------------------------------

Value raise_statement(Vm *vm, Value exception, Value cause) {
    if (!exception) {
        vm->raised = handled_now(vm);
        if (!vm->raised)
            return error_raise(vm, error_types.RuntimeError, "No active exception to reraise");
        vm->reraised = true; // its traceback does not grow here
        return VALUE_ERROR;
    }
    if (is_exception_class(exception)) {
        Value class = exception;
        exception = object_call_0(vm, class);
        if (is_error(exception)) return exception;
        if (!is_exception(exception))
            return error_type(
                vm, "calling %R should have returned an instance of BaseException, not %R", class,
                value_of(type_of(exception)));
    }
    if (!is_exception(exception))
        return error_type(vm, "exceptions must derive from BaseException");
    if (cause) {
        if (is_exception_class(cause)) cause = object_call_0(vm, cause);
        if (is_error(cause)) return cause;
        if (!is_none(cause) && !is_exception(cause))
            return error_type(vm, "exception causes must derive from BaseException");
        ((Exception *)exception)->cause = is_none(cause) ? VALUE_NULL : cause;
        ((Exception *)exception)->suppress_context = true;
    }
    error_set(vm, exception);
    return VALUE_ERROR;
}

Value reraise(Vm *vm, Value exception) {
    if (is_none(exception)) // in no code that was compiled here
        return error_raise(vm, error_types.SystemError, "nothing to raise again");
    vm->raised = exception;
    vm->reraised = true;
    return VALUE_ERROR;
}

int exception_matches(Vm *vm, Value exception, Value class) {
    Tuple *classes = is_tuple(class) ? tuple_of(class) : NULL;
    size_t count = classes ? classes->count : 1;
    for (size_t i = 0; i < count; i++) {
        if (is_exception_class(classes ? classes->items[i] : class)) continue;
        error_type(vm, "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (is_instance(exception, (Type *)object_of(classes ? classes->items[i] : class)))
            return 1;
    return 0;
}

// --- with ---------------------------------------------------------------------------------------

Value with_enter(Vm *vm, Value manager, Value *exit) {
    Value enter = object_special(vm, manager, name_of(vm, enter));
    if (enter == VALUE_END)
        return error_type(vm, "'%T' object does not support the context manager protocol", manager);
    if (is_error(enter)) return enter;
    *exit = object_special(vm, manager, name_of(vm, exit));
    if (*exit == VALUE_END)
        return error_type(
            vm,
            "'%T' object does not support the context manager protocol (missed __exit__ method)",
            manager);
    return is_error(*exit) ? VALUE_ERROR : object_call_0(vm, enter);
}

Value with_exit(Vm *vm, Value exit, Value exception) {
    Value traceback = ((Exception *)object_of(exception))->traceback;
    Value args[] = {value_of(type_of(exception)), exception, traceback ? traceback : VALUE_NONE};
    return object_call(vm, exit, args, 3, NULL);
}

// --- generators ---------------------------------------------------------------------------------

Value send_value(Vm *vm, Value iter, Value sent, Value *returned) {
    *returned = VALUE_NONE;
    Value value;
    if (is_none(sent)) {
        // A class's own __next__ may give a value to StopIteration.
        bool own = type_of(iter)->flags & TYPE_HEAP;
        value = own ? object_call_special(vm, iter, name_of(vm, next), NULL, 0) : VALUE_END;
        if (value == VALUE_END) value = object_next(vm, iter);
        if (value == VALUE_END) return value;
    } else {
        Value method = object_get_attribute(vm, iter, name_of(vm, send));
        value = is_error(method) ? method : object_call_1(vm, method, sent);
    }
    if (!is_error(value) || !error_matches(vm, error_types.StopIteration)) return value;
    Value stop = ((Exception *)object_of(error_take(vm)))->value;
    *returned = stop ? stop : VALUE_NONE;
    return VALUE_END;
}

// --- pattern matching ---------------------------------------------------------------------------

Value get_length(Vm *vm, Value subject) {
    int64_t length = object_length(vm, subject);
    return length < 0 ? VALUE_ERROR : make_int(vm, length);
}

Value match_keys(Vm *vm, Value subject, Tuple *keys) {
    Value values = list_make(vm, NULL, 0), seen = set_make(vm, SHAPE_SET);
    if (is_error(values) || is_error(seen)) return VALUE_ERROR;
    Value get =
        is_dict(subject) ? VALUE_NULL : object_get_attribute(vm, subject, name_of(vm, get_name));
    if (!is_dict(subject) && is_error(get)) return get;
    Object *marker = gc_new(vm, SHAPE_OBJECT, sizeof(Object) + sizeof(Value));
    if (!marker) return VALUE_ERROR;
    for (size_t i = 0; i < keys->count; i++) {
        int again = set_has(vm, set_of(seen), keys->items[i]);
        if (again < 0 || !set_add(vm, set_of(seen), keys->items[i])) return VALUE_ERROR;
        if (again)
            return error_value(vm, "mapping pattern checks duplicate key (%R)", keys->items[i]);
        Value value = get ? object_call_2(vm, get, keys->items[i], value_of(marker))
                          : dict_get(vm, dict_of(subject), keys->items[i]);
        if (is_error(value)) return value;
        if (value == VALUE_END || value == value_of(marker)) return VALUE_NONE;
        if (!list_append(vm, list_of(values), value)) return VALUE_ERROR;
    }
    return tuple_from_list(vm, list_of(values));
}

// Adds one attribute of the subject; 0: it has none.
static int match_attribute(Vm *vm, Value subject, Type *type, Value name, List *values, Set *seen) {
    if (!is_str_like(name)) {
        error_type(vm, "__match_args__ elements must be strings (got %T)", name);
        return -1;
    }
    int again = set_has(vm, seen, name);
    if (again < 0 || !set_add(vm, seen, name)) return -1;
    if (again)
        return error_type(vm, "%N() got multiple sub-patterns for attribute %R", type, name), -1;
    Value value = object_find_attribute(vm, subject, str_of(name));
    if (is_error(value)) return error_catch(vm, error_types.AttributeError) ? 0 : -1;
    if (value == VALUE_END) return 0;
    return list_append(vm, values, value) ? 1 : -1;
}

Value match_class(Vm *vm, Value subject, Value class, intptr_t positional, Tuple *names) {
    if (!is_object(class) || !is_instance(class, &type_type))
        return error_type(vm, "called match pattern must be a type");
    Type *type = (Type *)object_of(class);
    int instance = object_is_instance(vm, subject, class);
    if (instance <= 0) return instance < 0 ? VALUE_ERROR : VALUE_NONE;
    Value values = list_make(vm, NULL, 0), seen = set_make(vm, SHAPE_SET);
    if (is_error(values) || is_error(seen)) return VALUE_ERROR;
    intptr_t first = 0;
    if (positional) {
        Value args = object_find_attribute(vm, class, name_of(vm, match_args));
        if (is_error(args)) return args;
        bool self = args == VALUE_END && type->flags & TYPE_MATCH_SELF;
        intptr_t allowed = self ? 1 : 0;
        if (args != VALUE_END) {
            if (!is_tuple_like(args))
                return error_type(vm, "%N.__match_args__ must be a tuple (got %T)", type, args);
            allowed = (intptr_t)tuple_of(args)->count;
        }
        if (positional > allowed)
            return error_type(vm, "%N() accepts %d positional sub-pattern%s (%d given)", type,
                              (int)allowed, allowed == 1 ? "" : "s", (int)positional);
        if (self) {
            if (!list_append(vm, list_of(values), subject)) return VALUE_ERROR;
            first = positional;
        }
        for (; first < positional; first++) {
            int found = match_attribute(vm, subject, type, tuple_of(args)->items[first],
                                        list_of(values), set_of(seen));
            if (found <= 0) return found < 0 ? VALUE_ERROR : VALUE_NONE;
        }
    }
    for (size_t i = 0; i < names->count; i++) {
        int found =
            match_attribute(vm, subject, type, names->items[i], list_of(values), set_of(seen));
        if (found <= 0) return found < 0 ? VALUE_ERROR : VALUE_NONE;
    }
    return tuple_from_list(vm, list_of(values));
}
