// Functions written in Python and what wraps them: bound methods, staticmethod, classmethod,
// property, super, cells, and the binding of arguments to parameters.
#include "vm/function.h"

#include <string.h>

#include "vm/error.h"
#include "vm/frame.h"
#include "vm/instance.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"

// --- binding arguments --------------------------------------------------------------------------

// "'a', 'b' and 'c'"
static Value list_names(Vm *vm, Value *names, size_t count) {
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < count; i++) {
        if (i) builder_add_cstring(&builder, i + 1 < count ? ", " : count > 2 ? ", and " : " and ");
        builder_add_cstring(&builder, "'");
        builder_add_str(&builder, str_of(names[i]));
        builder_add_cstring(&builder, "'");
    }
    return builder_finish(&builder);
}

static bool raise_missing(Vm *vm, Function *function, Value *bound, size_t from, size_t to,
                          const char *kind) {
    CodeObject *code = function->code;
    Value missing[to - from + 1];
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        if (!bound[i]) missing[count++] = code->slot_names[i];
    Value names = list_names(vm, missing, count);
    if (!is_error(names))
        error_type(vm, "%U() missing %zu required %s argument%s: %U", function->qualname, count,
                   kind, count == 1 ? "" : "s", str_of(names));
    return false;
}

static bool raise_too_many(Vm *vm, Function *function, size_t given, Value *bound) {
    const Code *code = function->code->code;
    size_t defaults = function->defaults ? function->defaults->count : 0, keyword_given = 0;
    if (defaults > code->argument_count) defaults = code->argument_count;
    for (size_t i = 0; i < code->keyword_only_count; i++)
        if (bound[code->argument_count + i]) keyword_given++;
    size_t most = code->argument_count;
    bool plural = defaults || most != 1;
    Value takes = defaults ? str_format(vm, "from %zu to %zu", most - defaults, most)
                           : str_format(vm, "%zu", most);
    Value also =
        keyword_given
            ? str_format(vm, " positional argument%s (and %zu keyword-only argument%s)",
                         given == 1 ? "" : "s", keyword_given, keyword_given == 1 ? "" : "s")
            : str_from_cstring(vm, "");
    if (is_error(takes) || is_error(also)) return false;
    error_type(vm, "%U() takes %U positional argument%s but %zu%U %s given", function->qualname,
               str_of(takes), plural ? "s" : "", given, str_of(also),
               given == 1 && !keyword_given ? "was" : "were");
    return false;
}

static bool raise_positional_only(Vm *vm, Function *function, Tuple *names) {
    CodeObject *code = function->code;
    Value found[code->code->positional_only_count + 1];
    size_t count = 0;
    for (size_t i = 0; i < code->code->positional_only_count; i++)
        for (size_t k = 0; k < names->count; k++)
            if (str_equal(str_of(code->slot_names[i]), str_of(names->items[k])))
                found[count++] = code->slot_names[i];
    if (!count) return true;
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < count; i++) {
        if (i) builder_add_cstring(&builder, ", ");
        builder_add_str(&builder, str_of(found[i]));
    }
    Value text = builder_finish(&builder);
    if (!is_error(text))
        error_type(vm, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                   function->qualname, str_of(text));
    return false;
}

static bool bind_keyword(Vm *vm, Function *function, Tuple *names, size_t index, Value value,
                         Value *bound) {
    CodeObject *code = function->code;
    Value name = names->items[index];
    if (!is_str_like(name))
        return error_type(vm, "%U() keywords must be strings", function->qualname), false;
    size_t named = code->argument_count + code->code->keyword_only_count;
    for (size_t i = code->code->positional_only_count; i < named; i++) {
        if (code->slot_names[i] != name && !str_equal(str_of(code->slot_names[i]), str_of(name)))
            continue;
        if (bound[i]) {
            error_type(vm, "%U() got multiple values for argument '%S'", function->qualname, name);
            return false;
        }
        bound[i] = value;
        return true;
    }
    if (code->flags & CODE_VARKEYWORDS) {
        Dict *rest = dict_of(bound[code->parameter_count - 1]);
        return dict_set(vm, rest, name, value);
    }
    if (!raise_positional_only(vm, function, names)) return false;
    error_type(vm, "%U() got an unexpected keyword argument '%S'", function->qualname, name);
    return false;
}

bool arguments_bind(Vm *vm, Function *function, const Value *args, size_t count, Tuple *names,
                    Value *bound) {
    CodeObject *code = function->code;
    size_t positional = code->argument_count, keyword_only = code->code->keyword_only_count;
    size_t named = positional + keyword_only;
    size_t direct = count < positional ? count : positional;
    values_copy(bound, args, direct);
    memset(bound + direct, 0, (code->parameter_count - direct) * sizeof *bound);
    if (code->flags & CODE_VARARGS) {
        bound[named] = tuple_make(vm, args + direct, count - direct);
        if (is_error(bound[named])) return false;
    }
    if (code->flags & CODE_VARKEYWORDS) {
        bound[code->parameter_count - 1] = dict_make(vm, 0);
        if (is_error(bound[code->parameter_count - 1])) return false;
    }
    for (size_t i = 0; names && i < names->count; i++)
        if (!bind_keyword(vm, function, names, i, args[count + i], bound)) return false;
    if (count > positional && !(code->flags & CODE_VARARGS))
        return raise_too_many(vm, function, count, bound);
    size_t defaults = function->defaults ? function->defaults->count : 0;
    size_t without = positional > defaults ? positional - defaults : 0;
    size_t unused = defaults > positional ? defaults - positional : 0; // more than parameters
    for (size_t i = direct; i < without; i++)
        if (!bound[i]) return raise_missing(vm, function, bound, i, without, "positional");
    for (size_t i = without > direct ? without : direct; i < positional; i++)
        if (!bound[i]) bound[i] = function->defaults->items[i - without + unused];
    for (size_t i = positional; i < named; i++) {
        if (bound[i]) continue;
        Value value = function->keyword_defaults ? dict_get_str(vm, function->keyword_defaults,
                                                                str_of(code->slot_names[i]))
                                                 : VALUE_END;
        if (value != VALUE_END) bound[i] = value;
    }
    for (size_t i = positional; i < named; i++)
        if (!bound[i]) return raise_missing(vm, function, bound, i, named, "keyword-only");
    return true;
}

// --- function -----------------------------------------------------------------------------------

Function *function_new(Vm *vm, CodeObject *code, Dict *globals) {
    Function *function = gc_new(vm, SHAPE_FUNCTION, sizeof *function);
    if (!function) return NULL;
    memset(&function->object + 1, 0, sizeof *function - sizeof(Object));
    function->code = code;
    function->simple_count = code->simple_count;
    function->globals = globals;
    function->name = code->name;
    function->qualname = code->qualname;
    Value module = dict_get_str(vm, globals, name_of(vm, name));
    function->module = module == VALUE_END ? VALUE_NONE : module;
    bool documented =
        code->constant_count && is_str(code->consts[0]) && code->flags & CODE_OPTIMIZED;
    function->doc = documented ? code->consts[0] : VALUE_NONE;
    return function;
}

// To be called when its code or a name changed.
static void update_simple_count(Function *function) {
    function->simple_count =
        function_is_renamed(function) ? UINT32_MAX : function->code->simple_count;
}

static void function_trace(Heap *heap, Object *object) {
    Function *function = (Function *)object;
    const void *parts[] = {function->code,     function->globals,          function->closure,
                           function->defaults, function->keyword_defaults, function->name,
                           function->qualname, function->annotations,      function->dict};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        gc_mark_value(heap, value_of(parts[i]));
    gc_mark_value(heap, function->module);
    gc_mark_value(heap, function->doc);
}
static Value function_repr(Vm *vm, Value self) {
    return str_format(vm, "<function %U at 0x%s>", ((Function *)object_of(self))->qualname,
                      object_address(vm, self));
}
static Value function_type_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    return function_call(vm, (Function *)object_of(self), args, count, names);
}
static Value function_bind(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    return instance ? bound_method_make(vm, self, instance) : self;
}

#define FUNCTION ((Function *)object_of(self))
static Value or_none(const void *object) {
    return object ? value_of(object) : VALUE_NONE;
}
static Value get_function_name(Vm *vm, Value self) {
    return (void)vm, value_of(FUNCTION->name);
}
static Value get_function_qualname(Vm *vm, Value self) {
    return (void)vm, value_of(FUNCTION->qualname);
}
static bool set_function_name(Vm *vm, Value self, Value value) {
    if (!value || !is_str_like(value))
        return error_type(vm, "__name__ must be set to a string object"), false;
    FUNCTION->name = str_of(value);
    update_simple_count(FUNCTION);
    return true;
}
static bool set_function_qualname(Vm *vm, Value self, Value value) {
    if (!value || !is_str_like(value))
        return error_type(vm, "__qualname__ must be set to a string object"), false;
    FUNCTION->qualname = str_of(value);
    update_simple_count(FUNCTION);
    return true;
}
static Value get_function_doc(Vm *vm, Value self) {
    return (void)vm, FUNCTION->doc;
}
static bool set_function_doc(Vm *vm, Value self, Value value) {
    return (void)vm, FUNCTION->doc = value ? value : VALUE_NONE, true;
}
static Value get_function_module(Vm *vm, Value self) {
    return (void)vm, FUNCTION->module;
}
static bool set_function_module(Vm *vm, Value self, Value value) {
    return (void)vm, FUNCTION->module = value ? value : VALUE_NONE, true;
}
static Value get_function_defaults(Vm *vm, Value self) {
    return (void)vm, or_none(FUNCTION->defaults);
}
static bool set_function_defaults(Vm *vm, Value self, Value value) {
    if (value && !is_none(value) && !is_tuple(value))
        return error_type(vm, "__defaults__ must be set to a tuple object"), false;
    FUNCTION->defaults = value && is_tuple(value) ? tuple_of(value) : NULL;
    return true;
}
static Value get_function_keyword_defaults(Vm *vm, Value self) {
    return (void)vm, or_none(FUNCTION->keyword_defaults);
}
static bool set_function_keyword_defaults(Vm *vm, Value self, Value value) {
    if (value && !is_none(value) && !is_dict_like(value))
        return error_type(vm, "__kwdefaults__ must be set to a dict object"), false;
    FUNCTION->keyword_defaults = value && !is_none(value) ? dict_of(value) : NULL;
    return true;
}
static Value get_function_code(Vm *vm, Value self) {
    return (void)vm, value_of(FUNCTION->code);
}
static bool set_function_code(Vm *vm, Value self, Value value) {
    if (!value || !has_shape(value, SHAPE_CODE))
        return error_type(vm, "__code__ must be set to a code object"), false;
    CodeObject *code = (CodeObject *)object_of(value);
    size_t cells = FUNCTION->closure ? FUNCTION->closure->count : 0;
    if (code->free_count != cells) {
        error_value(vm, "%U() requires a code object with %zu free vars, not %zu", FUNCTION->name,
                    cells, (size_t)code->free_count);
        return false;
    }
    FUNCTION->code = code;
    update_simple_count(FUNCTION);
    return true;
}
static Value get_function_globals(Vm *vm, Value self) {
    return (void)vm, value_of(FUNCTION->globals);
}
static Value get_function_closure(Vm *vm, Value self) {
    return (void)vm, or_none(FUNCTION->closure);
}
static Value get_function_annotations(Vm *vm, Value self) {
    if (!FUNCTION->annotations) {
        Value dict = dict_make(vm, 0);
        if (is_error(dict)) return dict;
        FUNCTION->annotations = dict_of(dict);
    }
    return value_of(FUNCTION->annotations);
}
static bool set_function_annotations(Vm *vm, Value self, Value value) {
    if (value && !is_none(value) && !is_dict_like(value))
        return error_type(vm, "__annotations__ must be set to a dict object"), false;
    FUNCTION->annotations = value && !is_none(value) ? dict_of(value) : NULL;
    return true;
}
static Value get_function_dict(Vm *vm, Value self) {
    Dict *dict = instance_dict(vm, self);
    return dict ? value_of(dict) : VALUE_ERROR;
}
static bool set_function_dict(Vm *vm, Value self, Value value) {
    if (!value) return error_type(vm, "cannot delete __dict__"), false;
    if (!is_dict_like(value)) {
        error_type(vm, "__dict__ must be set to a dictionary, not a '%T'", value);
        return false;
    }
    return instance_set_dict(vm, self, dict_of(value));
}
static Value get_function_builtins(Vm *vm, Value self) {
    Value own = dict_get_str(vm, FUNCTION->globals, name_of(vm, builtins));
    if (has_shape(own, SHAPE_MODULE)) return value_of(((Module *)object_of(own))->dict);
    return own != VALUE_END && is_dict_like(own) ? own : value_of(vm->builtins);
}
static const MemberSpec function_members[] = {
    {"__name__", get_function_name, set_function_name},
    {"__qualname__", get_function_qualname, set_function_qualname},
    {"__doc__", get_function_doc, set_function_doc},
    {"__module__", get_function_module, set_function_module},
    {"__defaults__", get_function_defaults, set_function_defaults},
    {"__kwdefaults__", get_function_keyword_defaults, set_function_keyword_defaults},
    {"__code__", get_function_code, set_function_code},
    {"__globals__", get_function_globals, member_read_only},
    {"__builtins__", get_function_builtins, member_read_only},
    {"__closure__", get_function_closure, member_read_only},
    {"__annotations__", get_function_annotations, set_function_annotations},
    {"__dict__", get_function_dict, set_function_dict},
    {NULL, NULL, NULL},
};

// The closure that types.FunctionType was given; false: it does not fit the code.
static bool check_closure(Vm *vm, CodeObject *code, Value closure) {
    size_t count = is_tuple(closure) ? tuple_of(closure)->count : 0;
    if (!is_tuple(closure) && (!is_none(closure) || code->free_count)) {
        error_type(vm, "arg 5 (closure) must be %stuple", is_none(closure) ? "" : "None or ");
        return false;
    }
    if (count != code->free_count) {
        error_value(vm, "%U requires closure of length %zu, not %zu", code->name,
                    (size_t)code->free_count, count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (has_shape(tuple_of(closure)->items[i], SHAPE_CELL)) continue;
        error_type(vm, "arg 5 (closure) expected cell, found %T", tuple_of(closure)->items[i]);
        return false;
    }
    return true;
}

// FunctionType(code, globals, name=None, argdefs=None, closure=None)
static Value function_type_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"code", "globals", "name", "argdefs", "closure", NULL};
    Value values[5];
    (void)type;
    if (!arguments_parse(vm, "function", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    for (size_t i = 2; i < 5; i++)
        if (!values[i]) values[i] = VALUE_NONE;
    if (!has_shape(values[0], SHAPE_CODE))
        return error_type(vm, "function() argument 'code' must be code, not %A", values[0]);
    if (!is_dict_like(values[1]))
        return error_type(vm, "function() argument 'globals' must be dict, not %A", values[1]);
    if (!is_none(values[2]) && !is_str_like(values[2]))
        return error_type(vm, "arg 3 (name) must be None or string");
    if (!is_none(values[3]) && !is_tuple(values[3]))
        return error_type(vm, "arg 4 (defaults) must be None or tuple");
    CodeObject *code = (CodeObject *)object_of(values[0]);
    if (!check_closure(vm, code, values[4])) return VALUE_ERROR;
    Function *function = function_new(vm, code, dict_of(values[1]));
    if (!function) return VALUE_ERROR;
    if (!is_none(values[2])) function->name = str_of(values[2]);
    if (!is_none(values[3])) function->defaults = tuple_of(values[3]);
    if (code->free_count) function->closure = tuple_of(values[4]);
    update_simple_count(function);
    return value_of(function);
}
Type function_type = {
    .name = "function",
    .shape_id = SHAPE_FUNCTION,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(Function),
    .instance_offset = offsetof(Function, dict),
    .trace = function_trace,
    .make = function_type_make,
    .repr = function_repr,
    .call = function_type_call,
    .descriptor_get = function_bind,
    .members = function_members,
};

// --- bound method -------------------------------------------------------------------------------

Value bound_method_make(Vm *vm, Value function, Value self) {
    BoundMethod *method = gc_new(vm, SHAPE_BOUND_METHOD, sizeof *method);
    if (!method) return VALUE_ERROR;
    method->function = function;
    method->self = self;
    return value_of(method);
}
#define METHOD ((BoundMethod *)object_of(self))
static void bound_method_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((BoundMethod *)object)->function);
    gc_mark_value(heap, ((BoundMethod *)object)->self);
}
static Value bound_method_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    size_t total = count + (names ? names->count : 0);
    Value all[total + 1];
    all[0] = METHOD->self;
    values_copy(all + 1, args, total);
    return object_call(vm, METHOD->function, all, count + 1, names);
}
static Value bound_method_repr(Vm *vm, Value self) {
    Value name = object_find_attribute(vm, METHOD->function, name_of(vm, qualname));
    if (name == VALUE_END) name = object_find_attribute(vm, METHOD->function, name_of(vm, name));
    if (!is_error(name) && (name == VALUE_END || !is_str_like(name)))
        name = str_from_cstring(vm, "?");
    if (is_error(name)) return name;
    return str_format(vm, "<bound method %S of %R>", name, METHOD->self);
}
static Value bound_method_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    (void)vm;
    if (!has_shape(right, SHAPE_BOUND_METHOD) || (operator!= COMPARE_EQ && operator!= COMPARE_NE))
        return VALUE_NOT_IMPLEMENTED;
    BoundMethod *a = (BoundMethod *)object_of(left), *b = (BoundMethod *)object_of(right);
    bool equal = a->self == b->self && a->function == b->function;
    return make_bool(equal == (operator== COMPARE_EQ));
}
static bool bound_method_hash(Vm *vm, Value self, int64_t *hash) {
    *hash = (int64_t)(gc_serial(vm, object_of(METHOD->function)) * 31);
    if (is_object(METHOD->self)) *hash += (int64_t)gc_serial(vm, object_of(METHOD->self));
    return true;
}
static Value bound_method_get(Vm *vm, Value self, Str *name) {
    Value value = generic_find_attribute(vm, self, name);
    return value == VALUE_END ? object_get_attribute(vm, METHOD->function, name) : value;
}
// MethodType(function, instance)
static Value bound_method_type_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    if (names && names->count) return error_type(vm, "%N() takes no keyword arguments", type);
    if (count != 2) return error_type(vm, "method expected 2 arguments, got %zu", count);
    if (!object_is_callable(args[0])) return error_type(vm, "first argument must be callable");
    if (is_none(args[1])) return error_type(vm, "instance must not be None");
    return bound_method_make(vm, args[0], args[1]);
}
static Value get_method_self(Vm *vm, Value self) {
    return (void)vm, METHOD->self;
}
static Value get_method_function(Vm *vm, Value self) {
    return (void)vm, METHOD->function;
}
static Value get_method_doc(Vm *vm, Value self) {
    return object_get_attribute(vm, METHOD->function, name_of(vm, doc));
}
NATIVE(bound_method_reduce) {
    Value self = args[0];
    Value name = object_get_attribute(vm, METHOD->function, name_of(vm, name));
    return is_error(name) ? name : reduce_attribute(vm, METHOD->self, name);
}
static const NativeSpec bound_method_methods[] = {{"__reduce__", bound_method_reduce, 1, 1, 0},
                                                  {NULL, NULL, 0, 0, 0}};
static const MemberSpec bound_method_members[] = {
    {"__self__", get_method_self, member_read_only},
    {"__func__", get_method_function, member_read_only},
    {"__doc__", get_method_doc, NULL},
    {NULL, NULL, NULL}};
Type bound_method_type = {
    .name = "method",
    .shape_id = SHAPE_BOUND_METHOD,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(BoundMethod),
    .trace = bound_method_trace,
    .make = bound_method_type_make,
    .repr = bound_method_repr,
    .call = bound_method_call,
    .compare = bound_method_compare,
    .hash = bound_method_hash,
    .get_attribute = bound_method_get,
    .methods = bound_method_methods,
    .members = bound_method_members,
};

// --- staticmethod, classmethod ------------------------------------------------------------------

Value wrap_in(Vm *vm, uint32_t shape_id, Value function) {
    MethodWrap *wrap = gc_new(vm, shape_id, sizeof *wrap);
    if (!wrap) return VALUE_ERROR;
    wrap->function = function;
    wrap->dict = NULL;
    return value_of(wrap);
}
#define WRAP ((MethodWrap *)object_of(self))
static void wrap_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, ((MethodWrap *)object)->function);
    gc_mark_value(heap, value_of(((MethodWrap *)object)->dict));
}
static Value wrap_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    MethodWrap *wrap = object_new(vm, type);
    if (wrap) wrap->function = VALUE_NONE;
    return wrap ? value_of(wrap) : VALUE_ERROR;
}
static bool wrap_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    const Type *type =
        is_instance(self, &static_method_type) ? &static_method_type : &class_method_type;
    if (names && names->count)
        return error_type(vm, "%N() takes no keyword arguments", type), false;
    if (count != 1) return error_type(vm, "%N expected 1 argument, got %zu", type, count), false;
    WRAP->function = args[0];
    return true;
}
static Value static_method_get(Vm *vm, Value self, Value instance, Type *owner) {
    return (void)vm, (void)instance, (void)owner, WRAP->function;
}
static Value static_method_call(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    return object_call(vm, WRAP->function, args, count, names);
}
static Value class_method_get(Vm *vm, Value self, Value instance, Type *owner) {
    if (!owner) owner = type_of(instance);
    if (has_shape(WRAP->function, SHAPE_NATIVE))
        return native_make(vm, ((Native *)object_of(WRAP->function))->spec, value_of(owner));
    if (has_shape(WRAP->function, SHAPE_FUNCTION))
        return bound_method_make(vm, WRAP->function, value_of(owner));
    Type *type = type_of(WRAP->function);
    return type->descriptor_get ? type->descriptor_get(vm, WRAP->function, value_of(owner), owner)
                                : bound_method_make(vm, WRAP->function, value_of(owner));
}
static Value get_wrapped(Vm *vm, Value self) {
    return (void)vm, WRAP->function;
}
static Value wrap_get_attribute(Vm *vm, Value self, Str *name) {
    // What the wrapped function is called and says of itself is said of the wrapper, too.
    static const unsigned shared[] = {NAME_name, NAME_qualname, NAME_module, NAME_doc,
                                      NAME_annotations};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        if (name != (Str *)vm->names[shared[i]]) continue;
        Value own = instance_get(vm, self, name);
        return own == VALUE_END ? object_get_attribute(vm, WRAP->function, name) : own;
    }
    return generic_get_attribute(vm, self, name);
}
static Value is_abstract(Vm *vm, Value function) {
    Value name = str_intern_cstring(vm, "__isabstractmethod__");
    Value found = is_error(name) ? name : object_find_attribute(vm, function, str_of(name));
    if (is_error(found) || found == VALUE_END) return is_error(found) ? found : VALUE_FALSE;
    int truth = object_truth(vm, found);
    return truth < 0 ? VALUE_ERROR : make_bool(truth);
}
static Value get_wrap_abstract(Vm *vm, Value self) {
    return is_abstract(vm, WRAP->function);
}
static const MemberSpec wrap_members[] = {{"__func__", get_wrapped, member_read_only},
                                          {"__wrapped__", get_wrapped, member_read_only},
                                          {"__isabstractmethod__", get_wrap_abstract, NULL},
                                          {NULL, NULL, NULL}};
static Value wrap_repr(Vm *vm, Value self) {
    return str_format(vm, "<%T(%R)>", self, WRAP->function);
}
Type static_method_type = {
    .name = "staticmethod",
    .shape_id = SHAPE_STATIC_METHOD,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(MethodWrap),
    .instance_offset = offsetof(MethodWrap, dict),
    .trace = wrap_trace,
    .make = wrap_make,
    .init = wrap_init,
    .repr = wrap_repr,
    .call = static_method_call,
    .descriptor_get = static_method_get,
    .get_attribute = wrap_get_attribute,
    .members = wrap_members,
};
Type class_method_type = {
    .name = "classmethod",
    .shape_id = SHAPE_CLASS_METHOD,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(MethodWrap),
    .instance_offset = offsetof(MethodWrap, dict),
    .trace = wrap_trace,
    .make = wrap_make,
    .init = wrap_init,
    .repr = wrap_repr,
    .descriptor_get = class_method_get,
    .get_attribute = wrap_get_attribute,
    .members = wrap_members,
};

// --- property -----------------------------------------------------------------------------------

typedef struct {
    Object object;
    Value get, set, delete, doc; // None where absent
    Value name;                  // VALUE_NULL until __set_name__
    Value doc_of_getter;         // True where nobody gave a doc but the getter
} Property;
#define PROPERTY ((Property *)object_of(self))

static Value property_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    Property *property = object_new(vm, type);
    if (!property) return VALUE_ERROR;
    property->get = property->set = property->delete = property->doc = VALUE_NONE;
    property->doc_of_getter = VALUE_FALSE;
    return value_of(property);
}
// A subclass has a __doc__ of its own, which would hide that of the property: there the getter's
// becomes an attribute of the instance.
static bool take_doc(Vm *vm, Value self) {
    Value doc = object_find_attribute(vm, PROPERTY->get, name_of(vm, doc));
    if (is_error(doc) || doc == VALUE_END) return !is_error(doc);
    if (type_of(self) == &property_type)
        PROPERTY->doc = doc;
    else if (!object_set_attribute(vm, self, name_of(vm, doc), doc))
        return false;
    PROPERTY->doc_of_getter = VALUE_TRUE;
    return true;
}
static bool property_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"fget", "fset", "fdel", "doc", NULL};
    Value values[4];
    if (!arguments_parse(vm, "property", parameters, 0, 0, args, count, names, values))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!values[i]) values[i] = VALUE_NONE;
    PROPERTY->get = values[0];
    PROPERTY->set = values[1];
    PROPERTY->delete = values[2];
    PROPERTY->doc = values[3];
    PROPERTY->name = VALUE_NULL;
    PROPERTY->doc_of_getter = VALUE_FALSE;
    return !is_none(values[3]) || is_none(values[0]) || take_doc(vm, self);
}
// "property 'p' of 'A' object has no setter"
static bool raise_no_accessor(Vm *vm, Value self, Value instance, const char *accessor) {
    Value owner = type_qualname(vm, type_of(instance));
    if (PROPERTY->name)
        error_raise(vm, error_types.AttributeError, "property %R of %R object has no %s",
                    PROPERTY->name, owner, accessor);
    else
        error_raise(vm, error_types.AttributeError, "property of %R object has no %s", owner,
                    accessor);
    return false;
}
static Value property_get(Vm *vm, Value self, Value instance, Type *owner) {
    (void)owner;
    if (!instance) return self;
    if (is_none(PROPERTY->get)) return raise_no_accessor(vm, self, instance, "getter"), VALUE_ERROR;
    return object_call_1(vm, PROPERTY->get, instance);
}
static bool property_set(Vm *vm, Value self, Value instance, Value value) {
    Value accessor = value ? PROPERTY->set : PROPERTY->delete;
    if (is_none(accessor))
        return raise_no_accessor(vm, self, instance, value ? "setter" : "deleter");
    Value result = value ? object_call_2(vm, accessor, instance, value)
                         : object_call_1(vm, accessor, instance);
    return !is_error(result);
}
// Another property of the same class, with one part replaced; its doc is the new getter's if the
// old one's was.
static Value property_with(Vm *vm, Value *args, unsigned which) {
    Property *old = (Property *)object_of(args[0]);
    Value parts[] = {old->get, old->set, old->delete, old->doc};
    if (!is_none(args[1])) parts[which] = args[1];
    if (old->doc_of_getter == VALUE_TRUE && !is_none(parts[0])) parts[3] = VALUE_NONE;
    Value made = object_call(vm, value_of(type_of(args[0])), parts, 4, NULL);
    if (!is_error(made) && is_instance(made, &property_type))
        ((Property *)object_of(made))->name = old->name;
    return made;
}
NATIVE(property_getter) {
    return property_with(vm, args, 0);
}
NATIVE(property_setter) {
    return property_with(vm, args, 1);
}
NATIVE(property_deleter) {
    return property_with(vm, args, 2);
}
NATIVE(property_set_name) {
    if (count != 3)
        return error_type(vm, "__set_name__() takes 2 positional arguments but %zu were given",
                          count - 1);
    ((Property *)object_of(args[0]))->name = args[2];
    return VALUE_NONE;
}
static Value get_property_get(Vm *vm, Value self) {
    return (void)vm, PROPERTY->get;
}
static Value get_property_set(Vm *vm, Value self) {
    return (void)vm, PROPERTY->set;
}
static Value get_property_delete(Vm *vm, Value self) {
    return (void)vm, PROPERTY->delete;
}
static Value get_property_doc(Vm *vm, Value self) {
    return (void)vm, PROPERTY->doc;
}
static Value get_property_abstract(Vm *vm, Value self) {
    Value parts[] = {PROPERTY->get, PROPERTY->set, PROPERTY->delete};
    for (size_t i = 0; i < 3; i++) {
        Value abstract = is_abstract(vm, parts[i]);
        if (abstract != VALUE_FALSE) return abstract;
    }
    return VALUE_FALSE;
}
static bool set_property_doc(Vm *vm, Value self, Value value) {
    return (void)vm, PROPERTY->doc = value ? value : VALUE_NONE, true;
}
static const NativeSpec property_methods[] = {
    {"getter", property_getter, 2, 2, 0},
    {"setter", property_setter, 2, 2, 0},
    {"deleter", property_deleter, 2, 2, 0},
    {"__set_name__", property_set_name, 1, -1, NATIVE_VARARGS},
    {NULL, NULL, 0, 0, 0}};
static const MemberSpec property_members[] = {{"fget", get_property_get, member_read_only},
                                              {"fset", get_property_set, member_read_only},
                                              {"fdel", get_property_delete, member_read_only},
                                              {"__doc__", get_property_doc, set_property_doc},
                                              {"__isabstractmethod__", get_property_abstract, NULL},
                                              {NULL, NULL, NULL}};
Type property_type = {
    .name = "property",
    .shape_id = SHAPE_PROPERTY,
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Property),
    .value_count = 6,
    .make = property_make,
    .init = property_init,
    .descriptor_get = property_get,
    .descriptor_set = property_set,
    .methods = property_methods,
    .members = property_members,
};
