// The module _contextvars. A context is a dict from variables to values; the one that the program
// runs in is changed in place, and copy_context() copies it.
#include "vm/module.h"
#include "vm/types/annotation.h"
#include "vm/types/dict.h"

static Type context_type, variable_type, token_type;

typedef struct {
    Object object;
    Dict *values;
    Value outer; // while it is entered: the context that was left for it, or None
    bool entered;
} Context;

typedef struct {
    Object object;
    Value name;
    Value fallback; // VALUE_NULL: none
} Variable;

typedef struct {
    Object object;
    Context *context;
    Variable *variable;
    Value before; // VALUE_NULL: it had no value
    bool used;
} Token;

static Value missing; // Token.MISSING

static Context *context_new(Vm *vm, Dict *values) {
    Value copy = values ? dict_copy(vm, values) : dict_make(vm, 0);
    Context *context = is_error(copy) ? NULL : object_new(vm, &context_type);
    if (!context) return NULL;
    context->values = dict_of(copy);
    context->outer = VALUE_NONE;
    return context;
}
static Context *context_now(Vm *vm) {
    if (vm->context) return (Context *)vm->context;
    Context *context = context_new(vm, NULL);
    if (context) {
        context->entered = true;
        vm->context = value_of(context);
    }
    return context;
}

// --- Context ------------------------------------------------------------------------------------

#define CONTEXT ((Context *)self)

static Value context_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type, (void)args;
    if (count || (names && names->count))
        return error_type(vm, "Context() does not accept any arguments");
    return value_of(context_new(vm, NULL));
}
NATIVE(context_run) {
    Context *self = (Context *)args[0];
    if (count < 2) return error_type(vm, "run() missing 1 required positional argument");
    if (self->entered)
        return error_raise(vm, error_types.RuntimeError,
                           "cannot enter context: %R is already entered", args[0]);
    Context *before = context_now(vm);
    if (!before) return VALUE_ERROR;
    self->entered = true;
    self->outer = value_of(before);
    vm->context = args[0];
    Value result = object_call(vm, args[1], args + 2, count - 2, names);
    vm->context = self->outer;
    self->entered = false;
    self->outer = VALUE_NONE;
    return result;
}
NATIVE(context_copy) {
    return value_of(context_new(vm, ((Context *)args[0])->values));
}
static bool is_variable(Vm *vm, Value key) {
    if (type_of(key) == &variable_type) return true;
    return error_type(vm, "a ContextVar key was expected, got %R", key), false;
}
static Value context_get_item(Vm *vm, Value self, Value key) {
    if (!is_variable(vm, key)) return VALUE_ERROR;
    Value value = dict_get(vm, CONTEXT->values, key);
    return value == VALUE_END ? error_key(vm, key) : value;
}
static int context_contains(Vm *vm, Value self, Value key) {
    if (!is_variable(vm, key)) return -1;
    Value value = dict_get(vm, CONTEXT->values, key);
    return is_error(value) ? -1 : value != VALUE_END;
}
static int64_t context_length(Vm *vm, Value self) {
    return (void)vm, (int64_t)CONTEXT->values->count;
}
static Value context_iter(Vm *vm, Value self) {
    return object_iter(vm, value_of(CONTEXT->values));
}
static Value context_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (type_of(right) != &context_type || (operator!= COMPARE_EQ && operator!= COMPARE_NE))
        return VALUE_NOT_IMPLEMENTED;
    return object_compare(vm, value_of(((Context *)left)->values),
                          value_of(((Context *)right)->values), operator);
}
NATIVE(context_get) {
    if (!is_variable(vm, args[1])) return VALUE_ERROR;
    Value value = dict_get(vm, ((Context *)args[0])->values, args[1]);
    return value != VALUE_END ? value : count > 2 ? args[2] : VALUE_NONE;
}
// A view of a dict of its own, by the method of that name.
static Value view(Vm *vm, Value self, const char *method) {
    Value name = str_intern_cstring(vm, method);
    Value bound =
        is_error(name) ? name : object_get_attribute(vm, value_of(CONTEXT->values), str_of(name));
    return is_error(bound) ? bound : object_call_0(vm, bound);
}
NATIVE(context_keys) {
    return view(vm, args[0], "keys");
}
NATIVE(context_values) {
    return view(vm, args[0], "values");
}
NATIVE(context_items) {
    return view(vm, args[0], "items");
}
static const NativeSpec context_methods[] = {
    {"run", context_run, 1, -1, NATIVE_KEYWORDS},
    {"copy", context_copy, 1, 1, 0},
    {"get", context_get, 2, 3, 0},
    {"keys", context_keys, 1, 1, 0},
    {"values", context_values, 1, 1, 0},
    {"items", context_items, 1, 1, 0},
    {0},
};
static Type context_type = {
    .name = "_contextvars.Context",
    .flags = TYPE_UNHASHABLE | TYPE_WEAKLY,
    .instance_size = sizeof(Context),
    .value_count = 2,
    .methods = context_methods,
    .make = context_make,
    .length = context_length,
    .iter = context_iter,
    .get_item = context_get_item,
    .contains = context_contains,
    .compare = context_compare,
};

// --- ContextVar ---------------------------------------------------------------------------------

#define VARIABLE ((Variable *)self)

static Value variable_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"", "*", "default", NULL};
    Value values[2];
    if (!arguments_parse(vm, "ContextVar", parameters, 1, 1, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0])) return error_type(vm, "context variable name must be a str");
    Variable *variable = object_new(vm, type);
    if (!variable) return VALUE_ERROR;
    variable->name = values[0];
    variable->fallback = values[1];
    return value_of(variable);
}
NATIVE(variable_get) {
    Variable *self = (Variable *)args[0];
    if (vm->context) {
        Value value = dict_get(vm, ((Context *)vm->context)->values, args[0]);
        if (value != VALUE_END) return value;
    }
    if (count > 1) return args[1];
    return self->fallback ? self->fallback
                          : error_value_raised(vm, error_types.LookupError, args[0]);
}
NATIVE(variable_set) {
    Context *context = context_now(vm);
    Value before = context ? dict_get(vm, context->values, args[0]) : VALUE_ERROR;
    Token *token = is_error(before) ? NULL : object_new(vm, &token_type);
    if (!token || !dict_set(vm, context->values, args[0], args[1])) return VALUE_ERROR;
    token->context = context;
    token->variable = (Variable *)args[0];
    token->before = before == VALUE_END ? VALUE_NULL : before;
    return value_of(token);
}
NATIVE(variable_reset) {
    if (type_of(args[1]) != &token_type)
        return error_type(vm, "expected an instance of Token, got %R", args[1]);
    Token *token = (Token *)args[1];
    if (token->used)
        return error_raise(vm, error_types.RuntimeError, "%R has already been used once", args[1]);
    if (value_of(token->variable) != args[0])
        return error_value(vm, "%R was created by a different ContextVar", args[1]);
    Context *context = context_now(vm);
    if (!context) return VALUE_ERROR;
    if (token->context != context)
        return error_value(vm, "%R was created in a different Context", args[1]);
    token->used = true;
    bool done = token->before ? dict_set(vm, context->values, args[0], token->before)
                              : dict_delete(vm, context->values, args[0]) >= 0;
    return done ? VALUE_NONE : VALUE_ERROR;
}
static Value variable_repr(Vm *vm, Value self) {
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    if (!VARIABLE->fallback)
        return str_format(vm, "<ContextVar name=%R at 0x%S>", VARIABLE->name, address);
    return str_format(vm, "<ContextVar name=%R default=%R at 0x%S>", VARIABLE->name,
                      VARIABLE->fallback, address);
}
static Value get_name(Vm *vm, Value self) {
    return (void)vm, VARIABLE->name;
}
static const NativeSpec variable_methods[] = {
    {"get", variable_get, 1, 2, 0},
    {"set", variable_set, 2, 2, 0},
    {"reset", variable_reset, 2, 2, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec variable_members[] = {{"name", get_name, member_read_only}, {0}};
static Type variable_type = {
    .name = "_contextvars.ContextVar",
    .instance_size = sizeof(Variable),
    .value_count = 2,
    .methods = variable_methods,
    .members = variable_members,
    .make = variable_make,
    .repr = variable_repr,
};

// --- Token --------------------------------------------------------------------------------------

#define TOKEN ((Token *)self)

static Value token_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)type, (void)args, (void)count, (void)names;
    return error_raise(vm, error_types.RuntimeError, "Tokens can only be created by ContextVars");
}
static Value token_repr(Vm *vm, Value self) {
    Value address = str_from_cstring(vm, object_address(vm, self));
    if (is_error(address)) return address;
    return str_format(vm, "<Token%s var=%R at 0x%S>", TOKEN->used ? " used" : "",
                      value_of(TOKEN->variable), address);
}
static Value get_variable(Vm *vm, Value self) {
    return (void)vm, value_of(TOKEN->variable);
}
static Value get_before(Vm *vm, Value self) {
    return (void)vm, TOKEN->before ? TOKEN->before : missing;
}
static const NativeSpec token_methods[] = {
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec token_members[] = {
    {"var", get_variable, NULL},
    {"old_value", get_before, NULL},
    {0},
};
static Type token_type = {
    .name = "_contextvars.Token",
    .flags = TYPE_UNHASHABLE,
    .instance_size = sizeof(Token),
    .value_count = 3,
    .methods = token_methods,
    .members = token_members,
    .make = token_make,
    .repr = token_repr,
};

static Value missing_repr(Vm *vm, Value self) {
    return (void)self, str_from_cstring(vm, "<Token.MISSING>");
}
static Type missing_type = {
    .name = "Token.MISSING",
    .instance_size = sizeof(Object) + sizeof(Value),
    .repr = missing_repr,
};

// --- the module ---------------------------------------------------------------------------------

NATIVE(contextvars_copy_context) {
    Context *now = context_now(vm);
    return now ? value_of(context_new(vm, now->values)) : VALUE_ERROR;
}
static const NativeSpec functions[] = {{"copy_context", contextvars_copy_context, 0, 0, 0}, {0}};
static Type *const types[] = {&context_type, &variable_type, &token_type, NULL};
static Type *const hidden_types[] = {&missing_type, NULL};

bool module__contextvars_make(Vm *vm, Module *module);
bool module__contextvars_make(Vm *vm, Module *module) {
    if (!module_add_types(vm, module, types) || !module_add_types(vm, NULL, hidden_types))
        return false;
    if (!missing) {
        if (!gc_add_root(vm, &missing)) return false;
        missing = value_of(object_new(vm, &missing_type));
    }
    Value name = str_intern_cstring(vm, "MISSING");
    return !is_error(missing) && !is_error(name) &&
           dict_set_str(vm, token_type.dict, str_of(name), missing) &&
           module_add_functions(vm, module, functions);
}
