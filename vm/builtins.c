// The builtins module: its functions, and the names of types, exceptions and constants.
#include "vm/builtins.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/generator.h"
#include "vm/names.h"
#include "vm/types/bytearray.h"
#include "vm/types/dict.h"
#include "vm/print.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

// --- numbers ------------------------------------------------------------------------------------

NATIVE(builtin_abs) {
    return object_absolute(vm, args[0]);
}
NATIVE(builtin_divmod) {
    return object_binary(vm, args[0], args[1], BINARY_DIVMOD);
}

static Value in_base(Vm *vm, Value value, int base) {
    Value number = object_to_index(vm, value);
    return is_error(number) ? number : int_to_str(vm, number, base, true);
}
NATIVE(builtin_bin) {
    return in_base(vm, args[0], 2);
}
NATIVE(builtin_oct) {
    return in_base(vm, args[0], 8);
}
NATIVE(builtin_hex) {
    return in_base(vm, args[0], 16);
}

NATIVE(builtin_chr) {
    int64_t point;
    if (!object_index(vm, args[0], true, &point)) return VALUE_ERROR;
    if (point < INT32_MIN || point > INT32_MAX)
        return error_overflow(vm, "Python int too large to convert to C int");
    if (point < 0 || point > 0x10ffff) return error_value(vm, "chr() arg not in range(0x110000)");
    return str_from_code_point(vm, point);
}

NATIVE(builtin_ord) {
    if (is_str_like(args[0])) {
        Str *text = str_of(args[0]);
        if (text->length == 1) return make_int(vm, str_at(text, 0));
        return error_type(vm, "ord() expected a character, but string of length %zu found",
                          text->length);
    }
    if (type_of(args[0])->flags & (TYPE_BYTES | TYPE_BYTEARRAY)) {
        int64_t length = object_length(vm, args[0]);
        Value zero = make_int(vm, 0);
        if (length < 0 || is_error(zero)) return VALUE_ERROR;
        if (length == 1) return object_get_item(vm, args[0], zero);
        return error_type(vm, "ord() expected a character, but string of length %zu found",
                          (size_t)length);
    }
    return error_type(vm, "ord() expected string of length 1, but %T found", args[0]);
}

NATIVE(builtin_pow) {
    static const char *const parameters[] = {"base", "exp", "mod", NULL};
    Value values[3];
    if (!arguments_parse(vm, "pow", parameters, 2, 0, args, count, names, values))
        return VALUE_ERROR;
    return object_power(vm, values[0], values[1], values[2] ? values[2] : VALUE_NONE);
}

NATIVE(builtin_round) {
    static const char *const parameters[] = {"number", "ndigits", NULL};
    Value values[2];
    if (!arguments_parse(vm, "round", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value number = values[0], digits = values[1] ? values[1] : VALUE_NONE;
    if (is_float(number)) return float_round(vm, float_of(number), digits);
    if (is_int(number) || is_big_int(number)) return int_round(vm, number, digits);
    bool given = !is_none(digits);
    Value rounded = object_call_special(vm, number, name_of(vm, round), &digits, given);
    if (rounded != VALUE_END) return rounded;
    return error_type(vm, "type %T doesn't define __round__ method", number);
}

typedef struct {
    Value total; // so far, when neither of the two below is in use
    bool ints;   // so far all machine ints
    bool floats; // so far a float
    int64_t integer;
    double real;
} Sum;

static bool sum_settle(Vm *vm, Sum *sum) {
    if (sum->ints) sum->total = make_int(vm, sum->integer);
    if (sum->floats) sum->total = make_float(vm, sum->real);
    sum->ints = sum->floats = false;
    return !is_error(sum->total);
}

static bool sum_add(Vm *vm, Value item, void *context) {
    Sum *sum = context;
    if (sum->ints && is_int(item)) {
        int64_t total;
        if (!__builtin_add_overflow(sum->integer, int_of(item), &total)) {
            sum->integer = total;
            return true;
        }
    } else if (sum->floats && is_float(item)) {
        sum->real += float_of(item);
        return true;
    } else if (sum->floats && is_int(item)) {
        sum->real += (double)int_of(item);
        return true;
    }
    if (!sum_settle(vm, sum)) return false;
    sum->total = object_binary(vm, sum->total, item, BINARY_ADD);
    if (is_error(sum->total)) return false;
    if (is_float(sum->total)) {
        sum->floats = true;
        sum->real = float_of(sum->total);
    } else if (is_int(sum->total)) {
        sum->ints = true;
        sum->integer = int_of(sum->total);
    }
    return true;
}

NATIVE(builtin_sum) {
    size_t named = names ? names->count : 0;
    if (!count) return error_type(vm, "sum() takes at least 1 positional argument (0 given)");
    if (count + named > 2)
        return error_type(vm, "sum() takes at most 2 arguments (%zu given)", count + named);
    if (named && !str_equal_cstring(str_of(names->items[0]), "start"))
        return error_type(vm, "'%S' is an invalid keyword argument for sum()", names->items[0]);
    Value start = count + named > 1 ? args[1] : make_int(vm, 0);
    if (is_error(start)) return start;
    uint32_t bytes = type_of(start)->flags & (TYPE_BYTES | TYPE_BYTEARRAY);
    bool text = is_str_like(start) || bytes;
    if (text && is_error(object_iter(vm, args[0]))) return VALUE_ERROR;
    if (is_str_like(start))
        return error_type(vm, "sum() can't sum strings [use ''.join(seq) instead]");
    if (bytes)
        return error_type(vm, "sum() can't sum %s [use b''.join(seq) instead]",
                          bytes & TYPE_BYTES ? "bytes" : "bytearray");
    Sum sum = {.total = start};
    if (is_int(start)) sum.ints = true, sum.integer = int_of(start);
    if (is_float(start)) sum.floats = true, sum.real = float_of(start);
    bool done = object_each(vm, args[0], sum_add, &sum) && sum_settle(vm, &sum);
    return done ? sum.total : VALUE_ERROR;
}

// --- text ---------------------------------------------------------------------------------------

NATIVE(builtin_ascii) {
    return object_ascii(vm, args[0]);
}
NATIVE(builtin_repr) {
    return object_repr(vm, args[0]);
}

NATIVE(builtin_format) {
    if (count > 1 && !is_str_like(args[1]))
        return error_type(vm, "format() argument 2 must be str, not %A", args[1]);
    return object_format(vm, args[0], count > 1 ? str_of(args[1]) : NULL);
}

// --- containers and iteration -------------------------------------------------------------------

NATIVE(builtin_len) {
    int64_t length = object_length(vm, args[0]);
    return length < 0 ? VALUE_ERROR : make_int(vm, length);
}

typedef struct {
    bool stop_at; // the truth of an item that ends the search
    bool stopped;
} Search;

static bool search_step(Vm *vm, Value item, void *context) {
    Search *search = context;
    int truth = object_truth(vm, item);
    search->stopped = truth == search->stop_at;
    return truth >= 0 && !search->stopped;
}

static Value search_truth(Vm *vm, Value iterable, bool stop_at) {
    Search search = {stop_at, false};
    if (object_each(vm, iterable, search_step, &search)) return make_bool(!stop_at);
    return search.stopped ? make_bool(stop_at) : VALUE_ERROR;
}

NATIVE(builtin_all) {
    return search_truth(vm, args[0], false);
}
NATIVE(builtin_any) {
    return search_truth(vm, args[0], true);
}

NATIVE(builtin_iter) {
    if (count == 1) return object_iter(vm, args[0]);
    if (!object_is_callable(args[0])) return error_type(vm, "iter(v, w): v must be callable");
    return iterator_of_callable(vm, args[0], args[1]);
}

static Value raise_stop(Vm *vm, Value value) {
    if (value && !is_none(value)) return error_value_raised(vm, error_types.StopIteration, value);
    Tuple *none = tuple_of(tuple_make(vm, NULL, 0));
    Value stop = none ? exception_make(vm, error_types.StopIteration, none) : VALUE_ERROR;
    return is_error(stop) ? stop : error_set(vm, stop);
}

NATIVE(builtin_next) {
    Value value = VALUE_NULL;
    Value item = has_shape(args[0], SHAPE_GENERATOR)
                     ? generator_resume(vm, (Generator *)args[0], VALUE_NONE, &value)
                     : object_next(vm, args[0]);
    if (is_error(item)) {
        if (count > 1 && error_catch(vm, error_types.StopIteration)) return args[1];
        return item;
    }
    if (item != VALUE_END) return item;
    return count > 1 ? args[1] : raise_stop(vm, value);
}

typedef struct {
    CompareOperator operator;
    Value key;  // a function, or VALUE_NULL
    Value best; // VALUE_NULL: none yet
    Value best_key;
} Extreme;

static bool extreme_step(Vm *vm, Value item, void *context) {
    Extreme *extreme = context;
    Value key = extreme->key ? object_call_1(vm, extreme->key, item) : item;
    if (is_error(key)) return false;
    if (extreme->best) {
        int better;
        if (is_int(key) && is_int(extreme->best_key)) {
            better = extreme->operator== COMPARE_LT ? int_less(key, extreme->best_key)
                                                    : int_less(extreme->best_key, key);
        } else {
            Value answer = object_compare(vm, key, extreme->best_key, extreme->operator);
            better = is_error(answer) ? -1 : object_truth(vm, answer);
        }
        if (better <= 0) return better == 0;
    }
    extreme->best = item;
    extreme->best_key = key;
    return true;
}

static Value extreme_of(Vm *vm, const char *name, CompareOperator operator, Value * args,
                        size_t count, Tuple *names) {
    if (!count) return error_type(vm, "%s expected at least 1 argument, got 0", name);
    Extreme extreme = {operator, VALUE_NULL, VALUE_NULL, VALUE_NULL};
    Value fallback = VALUE_NULL;
    for (size_t i = 0; names && i < names->count; i++) {
        Str *keyword = str_of(names->items[i]);
        if (str_equal_cstring(keyword, "key"))
            extreme.key = args[count + i];
        else if (str_equal_cstring(keyword, "default"))
            fallback = args[count + i];
        else
            return error_type(vm, "'%U' is an invalid keyword argument for %s()", keyword, name);
    }
    if (extreme.key && is_none(extreme.key)) extreme.key = VALUE_NULL;
    if (count > 1) {
        if (fallback)
            return error_type(vm,
                              "Cannot specify a default for %s() with multiple positional "
                              "arguments",
                              name);
        for (size_t i = 0; i < count; i++)
            if (!extreme_step(vm, args[i], &extreme)) return VALUE_ERROR;
    } else if (!object_each(vm, args[0], extreme_step, &extreme)) {
        return VALUE_ERROR;
    }
    if (extreme.best) return extreme.best;
    return fallback ? fallback : error_value(vm, "%s() arg is an empty sequence", name);
}

NATIVE(builtin_min) {
    return extreme_of(vm, "min", COMPARE_LT, args, count, names);
}
NATIVE(builtin_max) {
    return extreme_of(vm, "max", COMPARE_GT, args, count, names);
}

NATIVE(builtin_sorted) {
    static const char *const parameters[] = {"key", "reverse", NULL};
    Value values[2];
    if (count != 1) return error_type(vm, "sorted expected 1 argument, got %zu", count);
    Value list = list_from(vm, args[0]);
    // The options are those of list.sort, and so is what is said about wrong ones.
    if (is_error(list) ||
        !arguments_parse(vm, "sort", parameters, 0, 0, args + 1, 0, names, values))
        return VALUE_ERROR;
    int64_t reverse = 0;
    if (values[1] && !object_index(vm, values[1], true, &reverse)) return VALUE_ERROR;
    Value key = values[0] ? values[0] : VALUE_NONE;
    return list_sort(vm, list_of(list), key, reverse != 0) ? list : VALUE_ERROR;
}

// --- objects and their attributes ---------------------------------------------------------------

NATIVE(builtin_callable) {
    return make_bool(object_is_callable(args[0]));
}
NATIVE(builtin_id) {
    return object_id(vm, args[0]);
}

NATIVE(builtin_hash) {
    int64_t hash;
    return object_hash(vm, args[0], &hash) ? make_int(vm, hash) : VALUE_ERROR;
}

static Value truth_of(int answer) {
    return answer < 0 ? VALUE_ERROR : make_bool(answer);
}
NATIVE(builtin_isinstance) {
    return truth_of(object_is_instance(vm, args[0], args[1]));
}
NATIVE(builtin_issubclass) {
    return truth_of(object_is_subclass(vm, args[0], args[1]));
}

// Attribute look-ups compare interned names by address. NULL: raised.
static Str *attribute_name(Vm *vm, Value name) {
    if (!is_str_like(name)) {
        error_type(vm, "attribute name must be string, not '%T'", name);
        return NULL;
    }
    if (!is_str(name)) name = str_plain(vm, name);
    return is_error(name) ? NULL : str_of(str_intern(vm, name));
}

NATIVE(builtin_getattr) {
    Str *name = attribute_name(vm, args[1]);
    if (!name) return VALUE_ERROR;
    if (count == 2) return object_get_attribute(vm, args[0], name);
    Value value = object_find_attribute(vm, args[0], name);
    if (is_error(value) && error_catch(vm, error_types.AttributeError)) return args[2];
    return value == VALUE_END ? args[2] : value;
}

NATIVE(builtin_hasattr) {
    Str *name = attribute_name(vm, args[1]);
    if (!name) return VALUE_ERROR;
    Value value = object_find_attribute(vm, args[0], name);
    if (is_error(value)) return error_catch(vm, error_types.AttributeError) ? VALUE_FALSE : value;
    return make_bool(value != VALUE_END);
}

NATIVE(builtin_setattr) {
    Str *name = attribute_name(vm, args[1]);
    return name && object_set_attribute(vm, args[0], name, args[2]) ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(builtin_delattr) {
    Str *name = attribute_name(vm, args[1]);
    return name && object_set_attribute(vm, args[0], name, VALUE_NULL) ? VALUE_NONE : VALUE_ERROR;
}

static Value names_here(Vm *vm) {
    Value locals = dict_get_str(vm, vm->builtins, str_of(str_intern_cstring(vm, "locals")));
    if (locals != VALUE_END) return object_call_0(vm, locals);
    return error_raise(vm, error_types.SystemError, "frame does not exist");
}

NATIVE(builtin_vars) {
    if (!count) return names_here(vm);
    Value dict = object_find_attribute(vm, args[0], name_of(vm, dict));
    if (is_error(dict) && error_catch(vm, error_types.AttributeError)) dict = VALUE_END;
    if (dict != VALUE_END) return dict;
    return error_type(vm, "vars() argument must have __dict__ attribute");
}

NATIVE(builtin_dir) {
    Value found =
        count ? object_call_special(vm, args[0], name_of(vm, dir), NULL, 0) : names_here(vm);
    if (is_error(found)) return found;
    if (found == VALUE_END) return error_type(vm, "object does not provide __dir__");
    if (!count && !is_dict_like(found)) {
        Value keys = str_intern_cstring(vm, "keys");
        found = is_error(keys) ? keys : object_call_special(vm, found, str_of(keys), NULL, 0);
        if (is_error(found)) return found;
        if (found == VALUE_END) return error_type(vm, "locals() has no keys");
    }
    Value list = list_from(vm, found);
    return !is_error(list) && list_sort(vm, list_of(list), VALUE_NONE, false) ? list : VALUE_ERROR;
}

static const NativeSpec functions[] = {
    {"abs", builtin_abs, 1, 1, 0},
    {"all", builtin_all, 1, 1, 0},
    {"any", builtin_any, 1, 1, 0},
    {"ascii", builtin_ascii, 1, 1, 0},
    {"bin", builtin_bin, 1, 1, 0},
    {"callable", builtin_callable, 1, 1, 0},
    {"chr", builtin_chr, 1, 1, 0},
    {"delattr", builtin_delattr, 2, 2, 0},
    {"dir", builtin_dir, 0, 1, 0},
    {"divmod", builtin_divmod, 2, 2, 0},
    {"format", builtin_format, 1, 2, 0},
    {"getattr", builtin_getattr, 2, 3, 0},
    {"hasattr", builtin_hasattr, 2, 2, 0},
    {"hash", builtin_hash, 1, 1, 0},
    {"hex", builtin_hex, 1, 1, 0},
    {"id", builtin_id, 1, 1, 0},
    {"isinstance", builtin_isinstance, 2, 2, 0},
    {"issubclass", builtin_issubclass, 2, 2, 0},
    {"iter", builtin_iter, 1, 2, 0},
    {"len", builtin_len, 1, 1, 0},
    {"max", builtin_max, 0, -1, NATIVE_KEYWORDS},
    {"min", builtin_min, 0, -1, NATIVE_KEYWORDS},
    {"next", builtin_next, 1, 2, 0},
    {"oct", builtin_oct, 1, 1, 0},
    {"ord", builtin_ord, 1, 1, 0},
    {"pow", builtin_pow, 0, -1, NATIVE_KEYWORDS},
    {"repr", builtin_repr, 1, 1, 0},
    {"round", builtin_round, 0, -1, NATIVE_KEYWORDS},
    {"setattr", builtin_setattr, 3, 3, 0},
    {"sorted", builtin_sorted, 0, -1, NATIVE_KEYWORDS},
    {"sum", builtin_sum, 0, -1, NATIVE_KEYWORDS},
    {"vars", builtin_vars, 0, 1, 0},
    {0},
};

// --- the namespace ------------------------------------------------------------------------------

bool builtins_add(Vm *vm, const NativeSpec *specs) {
    for (; specs->name; specs++) {
        Value name = str_intern_cstring(vm, specs->name);
        Value native = is_error(name) ? name : native_make(vm, specs, VALUE_NULL);
        if (is_error(native) || !dict_set_str(vm, vm->builtins, str_of(name), native)) return false;
    }
    return true;
}

static bool add_value(Vm *vm, const char *text, Value value) {
    Value name = str_intern_cstring(vm, text);
    return !is_error(name) && dict_set_str(vm, vm->builtins, str_of(name), value);
}

static bool add_types(Vm *vm) {
    static Type *const types[] = {
        &object_type,     &type_type,          &int_type,          &bool_type,   &float_type,
        &complex_type,    &str_type,           &bytes_type,        &list_type,   &tuple_type,
        &dict_type,       &set_type,           &frozenset_type,    &range_type,  &slice_type,
        &enumerate_type,  &zip_type,           &map_type,          &filter_type, &reversed_type,
        &property_type,   &static_method_type, &class_method_type, &super_type,  &bytearray_type,
        &memoryview_type,
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (!add_value(vm, types[i]->name, value_of(types[i]))) return false;
    return true;
}

static bool add_exceptions(Vm *vm) {
#define EXCEPTION(name, parent)                                                                    \
    if (!add_value(vm, #name, value_of(error_types.name))) return false;
#include "vm/exceptions.def"
#undef EXCEPTION
    return add_value(vm, "EnvironmentError", value_of(error_types.OSError)) &&
           add_value(vm, "IOError", value_of(error_types.OSError));
}

bool builtins_init(Vm *vm) {
    return add_value(vm, "None", VALUE_NONE) && add_value(vm, "True", VALUE_TRUE) &&
           add_value(vm, "False", VALUE_FALSE) && add_value(vm, "Ellipsis", VALUE_ELLIPSIS) &&
           add_value(vm, "NotImplemented", VALUE_NOT_IMPLEMENTED) &&
           add_value(vm, "__debug__", VALUE_TRUE) && builtins_add(vm, functions) &&
           builtins_add(vm, print_builtins) && print_init(vm) && add_types(vm) &&
           add_exceptions(vm);
}
