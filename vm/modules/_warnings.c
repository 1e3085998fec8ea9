// The module _warnings: filters, and what becomes of a warning. The module warnings, in Python,
// stands on it and takes over the showing once it is imported.
#include "vm/modules/_warnings.h"

#include <string.h>

#include "vm/frame_object.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// Where a warning belongs: a line of a file, in whose registry the ones shown are kept.
typedef struct {
    Value filename, line, module, registry; // registry may be None
} Place;

// --- the module's own state ---------------------------------------------------------------------

static Value state(Vm *vm, const char *module, const char *name) {
    Value key = str_intern_cstring(vm, module), attribute = str_intern_cstring(vm, name);
    if (is_error(key) || is_error(attribute)) return VALUE_ERROR;
    Value found = dict_get_str(vm, vm->modules, str_of(key));
    if (found == VALUE_END || is_error(found)) return found;
    return object_find_attribute(vm, found, str_of(attribute));
}

// What programs changed through the module warnings, if that is there, else what _warnings has.
static Value setting(Vm *vm, const char *name, const char *own_name) {
    Value value = state(vm, "warnings", name);
    return value == VALUE_END ? state(vm, "_warnings", own_name) : value;
}

static int64_t filters_version = 1;

NATIVE(filters_mutated) {
    filters_version++;
    return VALUE_NONE;
}

// --- filters ------------------------------------------------------------------------------------

// A part of a filter: None fits all, a str itself, a pattern what it matches.
static int part_fits(Vm *vm, Value part, Value text) {
    if (is_none(part)) return 1;
    if (is_str(part)) return object_equal(vm, part, text);
    Value key = str_intern_cstring(vm, "match");
    Value method = is_error(key) ? key : object_get_attribute(vm, part, str_of(key));
    Value found = is_error(method) ? method : object_call_1(vm, method, text);
    return is_error(found) ? -1 : object_truth(vm, found);
}

// (action, message, category, module, line)
static int filter_fits(Vm *vm, Tuple *filter, Value text, Value category, const Place *place) {
    int fits = part_fits(vm, filter->items[1], text);
    if (fits > 0) fits = object_is_subclass(vm, category, filter->items[2]);
    if (fits > 0) fits = part_fits(vm, filter->items[3], place->module);
    int64_t line;
    if (fits <= 0) return fits;
    if (!object_index(vm, filter->items[4], true, &line)) return -1;
    return !line || object_equal(vm, filter->items[4], place->line);
}

static Value find_action(Vm *vm, Value text, Value category, const Place *place) {
    Value filters = setting(vm, "filters", "filters");
    Value list = is_error(filters) || filters == VALUE_END ? VALUE_ERROR : list_from(vm, filters);
    if (is_error(list)) return VALUE_ERROR;
    for (size_t i = 0; i < list_of(list)->count; i++) {
        Value filter = list_of(list)->items[i];
        if (!is_tuple(filter) || tuple_of(filter)->count != 5)
            return error_value(vm, "_warnings.filters item %zu isn't a 5-tuple", i);
        int fits = filter_fits(vm, tuple_of(filter), text, category, place);
        if (fits) return fits < 0 ? VALUE_ERROR : tuple_of(filter)->items[0];
    }
    return setting(vm, "defaultaction", "_defaultaction");
}

// --- registries ---------------------------------------------------------------------------------

// Whether the registry knows the warning; filters that changed since make it forget all.
static int is_known(Vm *vm, Value registry, Value key, bool add) {
    Dict *known = dict_of(registry);
    Value name = str_intern_cstring(vm, "version"), now = make_int(vm, filters_version);
    Value version =
        is_error(name) || is_error(now) ? VALUE_ERROR : dict_get_str(vm, known, str_of(name));
    if (is_error(version)) return -1;
    int same = version == VALUE_END ? 0 : object_equal(vm, version, now);
    if (same < 0) return -1;
    if (!same) {
        dict_clear(vm, known);
        if (!dict_set_str(vm, known, str_of(name), now)) return -1;
    } else {
        Value seen = dict_get(vm, known, key);
        if (is_error(seen)) return -1;
        int truth = seen == VALUE_END ? 0 : object_truth(vm, seen);
        if (truth) return truth;
    }
    return !add || dict_set(vm, known, key, VALUE_TRUE) ? 0 : -1;
}

// Whether what the action wants shown once was shown before.
static int was_shown(Vm *vm, Value action, Value text, Value category, const Place *place) {
    Value parts[] = {text, category, make_int(vm, 0)};
    Value registry = place->registry;
    if (str_equal_cstring(str_of(action), "always")) return 0;
    if (str_equal_cstring(str_of(action), "default")) return 0; // by its line, asked before
    if (str_equal_cstring(str_of(action), "once")) {
        registry = setting(vm, "onceregistry", "_onceregistry");
        if (is_error(registry) || registry == VALUE_END) return -1;
    } else if (!str_equal_cstring(str_of(action), "module")) {
        error_raise(vm, error_types.RuntimeError,
                    "Unrecognized action (%R) in warnings.filters:\n %R", action, action);
        return -1;
    }
    Value key = tuple_make(vm, parts, str_equal_cstring(str_of(action), "once") ? 2 : 3);
    if (is_error(key)) return -1;
    return is_dict_like(registry) ? is_known(vm, registry, key, true) : 0;
}

// --- showing ------------------------------------------------------------------------------------

static bool write_error(Vm *vm, Value text) {
    Value stream = state(vm, "sys", "stderr");
    if (is_error(text) || is_error(stream)) return false;
    if (stream == VALUE_END || is_none(stream)) return true;
    Value method = object_get_attribute(vm, stream, name_of(vm, write));
    return !is_error(method) && !is_error(object_call_1(vm, method, text));
}

static bool show_plain(Vm *vm, Value text, Value category, const Place *place) {
    int64_t number;
    if (!object_index(vm, place->line, true, &number)) return false;
    Value line =
        traceback_source_line(vm, str_of(place->filename), number > 0 ? (uint32_t)number : 0);
    if (is_error(line)) return false;
    return write_error(vm, str_format(vm, "%S:%S: %N: %S\n%S", place->filename, place->line,
                                      (Type *)category, text, line));
}

// By the module warnings where it is imported: programs may have put their own showing in.
static bool show(Vm *vm, Value text, Value message, Value category, const Place *place,
                 Value source) {
    Value function = state(vm, "warnings", "_showwarnmsg");
    if (function == VALUE_END) return show_plain(vm, text, category, place);
    Value class = state(vm, "warnings", "WarningMessage");
    if (is_error(function) || is_error(class)) return false;
    if (class == VALUE_END)
        return error_raise(vm, error_types.RuntimeError, "unable to get warnings.WarningMessage"),
               false;
    Value args[] = {message,    category,   place->filename, place->line,
                    VALUE_NONE, VALUE_NONE, source};
    Value object = object_call(vm, class, args, 7, NULL);
    return !is_error(object) && !is_error(object_call_1(vm, function, object));
}

static bool warn_at(Vm *vm, Value category, Value message, const Place *place, Value source) {
    Value text = message;
    if (is_object(message) && is_instance(message, error_types.Warning)) {
        text = object_str(vm, message);
        category = value_of(type_of(message));
    } else {
        message = object_call_1(vm, category, message);
    }
    Value parts[] = {text, category, place->line};
    Value key = is_error(text) || is_error(message) ? VALUE_ERROR : tuple_make(vm, parts, 3);
    if (is_error(key)) return false;
    bool kept = is_dict_like(place->registry);
    int known = kept ? is_known(vm, place->registry, key, false) : 0;
    if (known) return known > 0;
    Value action = find_action(vm, text, category, place);
    if (is_error(action) || action == VALUE_END || !is_str_like(action)) return !vm->raised;
    if (str_equal_cstring(str_of(action), "error")) return error_set(vm, message), false;
    if (str_equal_cstring(str_of(action), "ignore")) return true;
    if (kept && !str_equal_cstring(str_of(action), "always") &&
        !dict_set(vm, dict_of(place->registry), key, VALUE_TRUE))
        return false;
    int shown = was_shown(vm, action, text, category, place);
    if (shown) return shown > 0;
    return show(vm, text, message, category, place, source);
}

// --- where from ---------------------------------------------------------------------------------

// The importlib that is written in Python does not count as a caller.
static bool is_internal(const Frame *frame) {
    const Str *name = frame->code->filename;
    return str_equal_cstring(name, "<frozen _frozen_importlib>") ||
           str_equal_cstring(name, "<frozen _frozen_importlib_external>");
}

static bool find_place(Vm *vm, int64_t level, Place *place) {
    Frame *frame = vm->frame;
    while (--level > 0 && frame->code) {
        do frame--;
        while (frame->code && is_internal(frame));
    }
    Dict *globals = frame->globals;
    uint32_t line = 1;
    if (frame->code) {
        uint32_t offset = run_offset(frame->code, frame->saved_pc) - 1;
        const Position *position = code_position(frame->code->code, offset);
        line = position && position->line ? position->line : frame->code->code->first_line;
        place->filename = value_of(frame->code->filename);
    } else {
        globals = vm->sys;
        place->filename = str_from_cstring(vm, "sys");
    }
    place->line = make_int(vm, line);
    Value key = str_intern_cstring(vm, "__warningregistry__");
    if (is_error(place->filename) || is_error(place->line) || is_error(key)) return false;
    place->registry = dict_get_str(vm, globals, str_of(key));
    if (place->registry == VALUE_END) {
        place->registry = dict_make(vm, 0);
        if (is_error(place->registry) || !dict_set_str(vm, globals, str_of(key), place->registry))
            return false;
    }
    Value module = dict_get_str(vm, globals, name_of(vm, name));
    place->module = module == VALUE_END ? str_from_cstring(vm, "<string>") : module;
    return !is_error(place->module);
}

bool warnings_warn(Vm *vm, Type *category, Value message, int64_t level) {
    Place place;
    Value name = str_intern_cstring(vm, "_warnings"); // the filters stand there
    if (is_error(name) || is_error(import_module(vm, str_of(name)))) return false;
    return !is_error(message) && find_place(vm, level, &place) &&
           warn_at(vm, value_of(category), message, &place, VALUE_NONE);
}

// The module that a file would be, by its name.
static Value module_of_file(Vm *vm, Value filename) {
    const char *name = str_utf8(vm, str_of(filename), NULL);
    size_t size = name ? strlen(name) : 0;
    if (size > 3 && !strcmp(name + size - 3, ".py")) size -= 3;
    return name ? str_from_utf8(vm, size ? name : "<unknown>", size ? size : 9) : VALUE_ERROR;
}

bool warnings_warn_source(Vm *vm, Type *category, Value message, Value filename, uint32_t line) {
    // Filters given on the command line are read by the module warnings.
    Value options = state(vm, "sys", "warnoptions");
    bool given = !is_error(options) && is_list(options) && list_of(options)->count;
    Value name = str_intern_cstring(vm, given ? "warnings" : "_warnings");
    if (is_error(name) || is_error(import_module(vm, str_of(name)))) return false;
    Place place = {filename, make_int(vm, line), module_of_file(vm, filename), VALUE_NONE};
    if (is_error(place.line) || is_error(place.module)) return false;
    return warn_at(vm, value_of(category), message, &place, VALUE_NONE);
}

static bool is_category(Value value) {
    return is_object(value) && is_instance(value, &type_type) &&
           type_is_subtype((Type *)object_of(value), error_types.Warning);
}

NATIVE(warnings_warn_python) {
    static const char *const parameters[] = {"message", "category", "stacklevel", "source", NULL};
    Value values[4];
    if (!arguments_parse(vm, "warn", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value category =
        values[1] && !is_none(values[1]) ? values[1] : value_of(error_types.UserWarning);
    int64_t level = 1;
    if (values[2] && !object_index(vm, values[2], false, &level)) return VALUE_ERROR;
    if (is_object(values[0]) && is_instance(values[0], error_types.Warning))
        category = value_of(type_of(values[0]));
    if (!is_category(category))
        return error_type(vm, "category must be a Warning subclass, not '%T'", category);
    Place place;
    bool done = find_place(vm, level, &place) &&
                warn_at(vm, category, values[0], &place, values[3] ? values[3] : VALUE_NONE);
    return done ? VALUE_NONE : VALUE_ERROR;
}

NATIVE(warnings_warn_explicit) {
    static const char *const parameters[] = {"message",        "category", "filename",
                                             "lineno",         "module",   "registry",
                                             "module_globals", "source",   NULL};
    Value values[8];
    if (!arguments_parse(vm, "warn_explicit", parameters, 4, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[2]))
        return error_type(vm, "warn_explicit() argument 'filename' must be str, not %T", values[2]);
    for (size_t i = 4; i < 8; i++)
        if (!values[i]) values[i] = VALUE_NONE;
    if (!is_none(values[5]) && !is_dict_like(values[5]))
        return error_type(vm, "'registry' must be a dict or None");
    Place place = {values[2], values[3], values[4], values[5]};
    if (is_none(place.module)) place.module = module_of_file(vm, values[2]);
    if (is_error(place.module)) return VALUE_ERROR;
    return warn_at(vm, values[1], values[0], &place, values[7]) ? VALUE_NONE : VALUE_ERROR;
}

// --- the module ---------------------------------------------------------------------------------

static Value make_filter(Vm *vm, const char *action, Type *category, const char *module) {
    Value parts[] = {str_intern_cstring(vm, action), VALUE_NONE, value_of(category),
                     module ? str_intern_cstring(vm, module) : VALUE_NONE, make_int(vm, 0)};
    return is_error(parts[0]) || is_error(parts[3]) ? VALUE_ERROR : tuple_make(vm, parts, 5);
}

static Value make_filters(Vm *vm) {
    Value filters[] = {make_filter(vm, "default", error_types.DeprecationWarning, "__main__"),
                       make_filter(vm, "ignore", error_types.DeprecationWarning, NULL),
                       make_filter(vm, "ignore", error_types.PendingDeprecationWarning, NULL),
                       make_filter(vm, "ignore", error_types.ImportWarning, NULL),
                       make_filter(vm, "ignore", error_types.ResourceWarning, NULL)};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (is_error(filters[i])) return VALUE_ERROR;
    return list_make(vm, filters, sizeof filters / sizeof *filters);
}

static const NativeSpec functions[] = {
    {"warn", warnings_warn_python, 0, -1, NATIVE_KEYWORDS},
    {"warn_explicit", warnings_warn_explicit, 0, -1, NATIVE_KEYWORDS},
    {"_filters_mutated", filters_mutated, 0, 0, 0},
    {NULL, NULL, 0, 0, 0},
};

bool module__warnings_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "filters", make_filters(vm)) &&
           module_set(vm, module, "_defaultaction", str_intern_cstring(vm, "default")) &&
           module_set(vm, module, "_onceregistry", dict_make(vm, 0));
}
