// The exception types: one row each, made from vm/exceptions.def; what they add to BaseException
// are a way to read their arguments into fields, a text, and names for the fields.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "vm/error.h"
#include "vm/exception_group.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Exception *exception_of(Value value) {
    return (Exception *)value;
}

// --- making -----------------------------------------------------------------------------------

Value exception_make(Vm *vm, Type *type, Tuple *args) {
    Exception *exception = gc_new(vm, type->shape_id, type->instance_size);
    if (!exception) return VALUE_ERROR;
    memset(&exception->object + 1, 0, type->instance_size - sizeof(Object));
    exception->args = args;
    return value_of(exception);
}

Type *exception_of_errno(int number) {
    switch (number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS: return error_types.BlockingIOError;
    case EPIPE:
    case ESHUTDOWN: return error_types.BrokenPipeError;
    case ECHILD: return error_types.ChildProcessError;
    case ECONNABORTED: return error_types.ConnectionAbortedError;
    case ECONNREFUSED: return error_types.ConnectionRefusedError;
    case ECONNRESET: return error_types.ConnectionResetError;
    case EEXIST: return error_types.FileExistsError;
    case ENOENT: return error_types.FileNotFoundError;
    case EISDIR: return error_types.IsADirectoryError;
    case ENOTDIR: return error_types.NotADirectoryError;
    case EINTR: return error_types.InterruptedError;
    case EACCES:
    case EPERM: return error_types.PermissionError;
    case ESRCH: return error_types.ProcessLookupError;
    case ETIMEDOUT: return error_types.TimeoutError;
    default: return error_types.OSError;
    }
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    bool keywords = names && names->count;
    if (type == error_types.OSError && !keywords && count >= 2 && count <= 5 && is_int(args[0])) {
        int64_t number = int_of(args[0]);
        if (number == (int)number) type = exception_of_errno((int)number);
    }
    Value tuple = tuple_make(vm, args, count);
    return is_error(tuple) ? VALUE_ERROR : exception_make(vm, type, tuple_of(tuple));
}

static bool set_args(Vm *vm, Value self, Value *args, size_t count) {
    Tuple *known = exception_of(self)->args;
    if (known && known->count == count &&
        (!count || memcmp(known->items, args, count * sizeof(Value)) == 0)) {
        return true;
    }
    Value tuple = tuple_make(vm, args, count);
    if (is_error(tuple)) return false;
    exception_of(self)->args = tuple_of(tuple);
    return true;
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (names && names->count) {
        error_type(vm, "%T() takes no keyword arguments", self);
        return false;
    }
    return set_args(vm, self, args, count);
}

static bool carry_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!init(vm, self, args, count, names)) return false;
    Exception *exception = exception_of(self);
    exception->value = count == 0 ? VALUE_NULL : args[0];
    if (count > 1 && is_instance(self, error_types.SystemExit)) {
        exception->value = value_of(exception->args);
    }
    return true;
}

// Keyword arguments that name fields, `fields` giving their places in `extra`: the fields that are
// not named are empty, even where they were filled before.
static bool read_fields(Vm *vm, Value self, const char *type, const char *const *known,
                        const int *fields, Value *args, size_t count, Tuple *names) {
    for (int k = 0; known[k]; k++) exception_of(self)->extra[fields[k]] = VALUE_NULL;
    for (size_t i = 0; names && i < names->count; i++) {
        int found = -1;
        for (int k = 0; known[k]; k++) {
            if (str_equal_cstring(str_of(names->items[i]), known[k])) found = fields[k];
        }
        if (found < 0) {
            error_type(vm, "'%U' is an invalid keyword argument for %s()", str_of(names->items[i]),
                       type);
            return false;
        }
        exception_of(self)->extra[found] = args[count + i];
    }
    return true;
}

static bool import_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const known[] = {"name", "path", NULL};
    if (!init(vm, self, args, count, NULL)) return false;
    exception_of(self)->extra[2] = count == 1 ? args[0] : VALUE_NULL;
    return read_fields(vm, self, "ImportError", known, (int[]){0, 1}, args, count, names);
}

static bool attribute_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const known[] = {"name", "obj", NULL};
    return init(vm, self, args, count, NULL) &&
           read_fields(vm, self, "AttributeError", known, (int[]){0, 1}, args, count, names);
}

static bool name_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const known[] = {"name", NULL};
    return init(vm, self, args, count, NULL) &&
           read_fields(vm, self, "NameError", known, (int[]){0}, args, count, names);
}

// OSError(errno, strerror[, filename[, winerror[, filename2]]]). What BlockingIOError gets in place
// of a name may be how many characters were written.
static bool os_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!init(vm, self, args, count, names)) return false;
    if (count < 2 || count > 5) return true;
    Exception *exception = exception_of(self);
    exception->extra[0] = args[0];
    exception->extra[1] = args[1];
    if (count == 2 || is_none(args[2])) return true;
    if (type_of(self) == error_types.BlockingIOError && is_any_int(args[2])) {
        exception->extra[4] = args[2];
        return true;
    }
    exception->extra[2] = args[2];
    exception->extra[3] = count > 4 && !is_none(args[4]) ? args[4] : VALUE_NULL;
    return set_args(vm, self, args, 2);
}

static bool syntax_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!init(vm, self, args, count, names)) return false;
    Exception *exception = exception_of(self);
    if (count >= 1) exception->extra[0] = args[0];
    if (count != 2) return true;
    Value details = tuple_from(vm, args[1]);
    if (is_error(details)) return false;
    Tuple *tuple = tuple_of(details);
    if (tuple->count != 4 && tuple->count != 6) {
        if (tuple->count == 5) {
            error_type(vm, "end_offset must be provided when end_lineno is provided");
        } else {
            error_type(vm, "function takes at %s %d arguments (%zu given)",
                       tuple->count < 4 ? "least" : "most", tuple->count < 4 ? 4 : 6, tuple->count);
        }
        return false;
    }
    memcpy(exception->extra + 1, tuple->items, tuple->count * sizeof(Value));
    return true;
}

// One of the arguments of a UnicodeError: at `kinds[i]` a str, an object or a number.
static bool read_unicode(Vm *vm, Value self, const char *kinds, Value *args, size_t count) {
    Value *extra = exception_of(self)->extra;
    if (count != strlen(kinds)) {
        error_type(vm, "function takes exactly %zu arguments (%zu given)", strlen(kinds), count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t number;
        if (kinds[i] == 's' && !is_str_like(args[i])) {
            error_type(vm, "argument %zu must be str, not %A", i + 1, args[i]);
            return false;
        }
        if (kinds[i] == 'b' && !(type_of(args[i])->flags & TYPE_BYTES)) {
            error_type(vm, "a bytes-like object is required, not '%T'", args[i]);
            return false;
        }
        if (kinds[i] == 'n') {
            if (!object_index(vm, args[i], false, &number)) return false;
            if (is_error(args[i] = make_int(vm, number))) return false;
        }
    }
    memcpy(extra, args, count * sizeof(Value));
    return true;
}

static bool unicode_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    bool decode = is_instance(self, error_types.UnicodeDecodeError);
    return init(vm, self, args, count, names) &&
           read_unicode(vm, self, decode ? "sbnns" : "ssnns", args, count);
}

// It has no encoding.
static bool translate_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (!init(vm, self, args, count, names) || !read_unicode(vm, self, "snns", args, count))
        return false;
    Value *extra = exception_of(self)->extra;
    memmove(extra + 1, extra, 4 * sizeof(Value));
    extra[0] = VALUE_NULL;
    return true;
}

// --- texts ------------------------------------------------------------------------------------

static Value repr(Vm *vm, Value self) {
    Tuple *args = exception_of(self)->args;
    const char *name = type_leaf_name(type_of(self));
    if (args->count == 1) return str_format(vm, "%s(%R)", name, args->items[0]);
    return str_format(vm, "%s%R", name, value_of(args));
}

static Value plain_str(Vm *vm, Value self) {
    Tuple *args = exception_of(self)->args;
    if (args->count == 0) return vm->empty_str;
    return object_str(vm, args->count == 1 ? args->items[0] : value_of(args));
}

static Value key_str(Vm *vm, Value self) {
    Tuple *args = exception_of(self)->args;
    return args->count == 1 ? object_repr(vm, args->items[0]) : plain_str(vm, self);
}

static Value or_none(Value value) {
    return value ? value : VALUE_NONE;
}

static Value os_str(Vm *vm, Value self) {
    Value *extra = exception_of(self)->extra;
    Value number = or_none(extra[0]), text = or_none(extra[1]);
    if (extra[2] && extra[3]) {
        return str_format(vm, "[Errno %S] %S: %R -> %R", number, text, extra[2], extra[3]);
    }
    if (extra[2]) return str_format(vm, "[Errno %S] %S: %R", number, text, extra[2]);
    if (extra[0] && extra[1]) return str_format(vm, "[Errno %S] %S", number, text);
    return plain_str(vm, self);
}

static Value import_str(Vm *vm, Value self) {
    Value message = exception_of(self)->extra[2];
    return message && is_str(message) ? message : plain_str(vm, self);
}

static Value syntax_str(Vm *vm, Value self) {
    Value *extra = exception_of(self)->extra;
    Value message = or_none(extra[0]);
    bool has_line = extra[2] && is_int(extra[2]);
    Value name = VALUE_NULL;
    if (extra[1] && is_str_like(extra[1])) {
        Str *path = str_of(extra[1]);
        size_t start = path->length;
        while (start > 0 && str_at(path, start - 1) != '/') start--;
        name = str_slice(vm, path, start, path->length);
        if (is_error(name)) return VALUE_ERROR;
    }
    if (name && has_line) {
        return str_format(vm, "%S (%U, line %lld)", message, str_of(name),
                          (long long)int_of(extra[2]));
    }
    if (name) return str_format(vm, "%S (%U)", message, str_of(name));
    if (has_line) return str_format(vm, "%S (line %lld)", message, (long long)int_of(extra[2]));
    return object_str(vm, message);
}

// The byte or character at a place of what could not be converted; false where there is none.
static bool unit_at(Value object, int64_t place, uint32_t *unit) {
    if (place < 0) return false;
    if (is_str_like(object)) {
        if ((uint64_t)place >= str_of(object)->length) return false;
        *unit = str_at(str_of(object), (size_t)place);
        return true;
    }
    if (!has_shape(object, SHAPE_BYTES)) return false;
    const Bytes *bytes = (const Bytes *)object_of(object);
    if ((uint64_t)place >= bytes->length) return false;
    *unit = (uint8_t)bytes->data[place];
    return true;
}

static int64_t number_or(Value value, int64_t otherwise) {
    int64_t number;
    return value && is_any_int(value) && int_to_int64(value, &number) ? number : otherwise;
}

static Value unicode_str(Vm *vm, Value self) {
    Value *extra = exception_of(self)->extra;
    if (!extra[1]) return vm->empty_str;
    bool decode = is_instance(self, error_types.UnicodeDecodeError);
    bool translate = is_instance(self, error_types.UnicodeTranslateError);
    const char *verb = decode      ? "decode byte"
                       : translate ? "translate character"
                                   : "encode character";
    Value codec = translate ? vm->empty_str : str_format(vm, "'%S' codec ", or_none(extra[0]));
    int64_t start = number_or(extra[2], 0), end = number_or(extra[3], 0);
    uint32_t unit;
    if (end != start + 1 || !unit_at(extra[1], start, &unit))
        return str_format(vm, "%Scan't %ss in position %lld-%lld: %S", codec, verb,
                          (long long)start, (long long)end - 1, or_none(extra[4]));
    char shown[16];
    snprintf(shown, sizeof shown,
             decode           ? "0x%02x"
             : unit < 0x100   ? "'\\x%02x'"
             : unit < 0x10000 ? "'\\u%04x'"
                              : "'\\U%08x'",
             unit);
    return str_format(vm, "%Scan't %s %s in position %lld: %S", codec, verb, shown,
                      (long long)start, or_none(extra[4]));
}

// --- attributes -------------------------------------------------------------------------------

static bool refuse_delete(Vm *vm, Value value, const char *name) {
    if (value) return false;
    error_type(vm, "%s may not be deleted", name);
    return true;
}

static Value get_args(Vm *vm, Value self) {
    (void)vm;
    return value_of(exception_of(self)->args);
}

static bool set_args_member(Vm *vm, Value self, Value value) {
    if (refuse_delete(vm, value, "args")) return false;
    Value tuple = tuple_from(vm, value);
    if (is_error(tuple)) return false;
    exception_of(self)->args = tuple_of(tuple);
    return true;
}

static Value get_cause(Vm *vm, Value self) {
    (void)vm;
    return or_none(exception_of(self)->cause);
}

static bool set_cause(Vm *vm, Value self, Value value) {
    if (refuse_delete(vm, value, "__cause__")) return false;
    if (!is_none(value) && !is_exception(value)) {
        error_type(vm, "exception cause must be None or derive from BaseException");
        return false;
    }
    exception_of(self)->cause = is_none(value) ? VALUE_NULL : value;
    exception_of(self)->suppress_context = true;
    return true;
}

static Value get_context(Vm *vm, Value self) {
    (void)vm;
    return or_none(exception_of(self)->context);
}

static bool set_context(Vm *vm, Value self, Value value) {
    if (refuse_delete(vm, value, "__context__")) return false;
    if (!is_none(value) && !is_exception(value)) {
        error_type(vm, "exception context must be None or derive from BaseException");
        return false;
    }
    exception_of(self)->context = is_none(value) ? VALUE_NULL : value;
    return true;
}

static Value get_traceback(Vm *vm, Value self) {
    (void)vm;
    return or_none(exception_of(self)->traceback);
}

static bool set_traceback(Vm *vm, Value self, Value value) {
    if (refuse_delete(vm, value, "__traceback__")) return false;
    if (!is_none(value) && !has_shape(value, SHAPE_TRACEBACK)) {
        error_type(vm, "__traceback__ must be a traceback or None");
        return false;
    }
    exception_of(self)->traceback = is_none(value) ? VALUE_NULL : value;
    return true;
}

static Value get_suppress(Vm *vm, Value self) {
    (void)vm;
    return make_bool(exception_of(self)->suppress_context);
}

static bool set_suppress(Vm *vm, Value self, Value value) {
    if (!value) {
        error_type(vm, "can't delete numeric/char attribute");
        return false;
    }
    if (!is_bool(value)) {
        error_type(vm, "attribute value type must be bool");
        return false;
    }
    exception_of(self)->suppress_context = value == VALUE_TRUE;
    return true;
}

#define FIELD(name, place)                                                                         \
    static Value get_##name(Vm *vm, Value self) {                                                  \
        (void)vm;                                                                                  \
        return or_none(exception_of(self)->place);                                                 \
    }                                                                                              \
    static bool set_##name(Vm *vm, Value self, Value value) {                                      \
        (void)vm;                                                                                  \
        exception_of(self)->place = value;                                                         \
        return true;                                                                               \
    }
FIELD(value, value)
FIELD(0, extra[0])
FIELD(1, extra[1])
FIELD(2, extra[2])
FIELD(3, extra[3])
FIELD(4, extra[4])
FIELD(5, extra[5])
FIELD(6, extra[6])

static const MemberSpec members[] = {
    {"args", get_args, set_args_member},
    {"__cause__", get_cause, set_cause},
    {"__context__", get_context, set_context},
    {"__traceback__", get_traceback, set_traceback},
    {"__suppress_context__", get_suppress, set_suppress},
    {0},
};
static Value get_written(Vm *vm, Value self) {
    Value written = exception_of(self)->extra[4];
    return written ? written : error_raise(vm, error_types.AttributeError, "characters_written");
}
static bool set_written(Vm *vm, Value self, Value value) {
    int64_t number;
    if (!value && !exception_of(self)->extra[4])
        return error_raise(vm, error_types.AttributeError, "characters_written"), false;
    if (value && !object_index(vm, value, false, &number)) return false;
    exception_of(self)->extra[4] = value;
    return true;
}

static const MemberSpec stop_members[] = {{"value", get_value, set_value}, {0}};
static const MemberSpec exit_members[] = {{"code", get_value, set_value}, {0}};
static const MemberSpec attribute_members[] = {{"name", get_0, set_0}, {"obj", get_1, set_1}, {0}};
static const MemberSpec name_members[] = {{"name", get_0, set_0}, {0}};
static const MemberSpec import_members[] = {
    {"msg", get_2, set_2}, {"name", get_0, set_0}, {"path", get_1, set_1}, {0}};
static const MemberSpec os_members[] = {{"errno", get_0, set_0},
                                        {"strerror", get_1, set_1},
                                        {"filename", get_2, set_2},
                                        {"filename2", get_3, set_3},
                                        {"characters_written", get_written, set_written},
                                        {0}};
static const MemberSpec syntax_members[] = {
    {"msg", get_0, set_0},        {"filename", get_1, set_1},
    {"lineno", get_2, set_2},     {"offset", get_3, set_3},
    {"text", get_4, set_4},       {"end_lineno", get_5, set_5},
    {"end_offset", get_6, set_6}, {0}};
static const MemberSpec unicode_members[] = {{"encoding", get_0, set_0}, {"object", get_1, set_1},
                                             {"start", get_2, set_2},    {"end", get_3, set_3},
                                             {"reason", get_4, set_4},   {0}};

static Value with_traceback(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    return set_traceback(vm, args[0], args[1]) ? args[0] : VALUE_ERROR;
}

static Value add_note(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    if (!is_str_like(args[1])) return error_type(vm, "note must be a str, not '%T'", args[1]);
    Value notes = object_find_attribute(vm, args[0], name_of(vm, notes));
    if (is_error(notes)) return notes;
    if (notes == VALUE_END) {
        notes = list_make(vm, NULL, 0);
        if (is_error(notes) || !object_set_attribute(vm, args[0], name_of(vm, notes), notes))
            return VALUE_ERROR;
    }
    if (!is_list_like(notes)) return error_type(vm, "Cannot add note: __notes__ is not a list");
    return list_append(vm, list_of(notes), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

// The attributes that the arguments do not tell of, or VALUE_END: those of its own, and with them
// an ImportError's name and path.
static Value state_of(Vm *vm, Value self) {
    static const char *const fields[] = {"name", "path"};
    const Exception *exception = exception_of(self);
    bool more =
        is_instance(self, error_types.ImportError) && (exception->extra[0] || exception->extra[1]);
    if (!more) return exception->dict ? value_of(exception->dict) : VALUE_END;
    Value state = dict_make(vm, 0);
    if (is_error(state)) return state;
    if (exception->dict && !dict_update(vm, dict_of(state), value_of(exception->dict)))
        return VALUE_ERROR;
    for (int i = 0; i < 2; i++) {
        Value name = str_intern_cstring(vm, fields[i]);
        if (is_error(name)) return name;
        if (exception->extra[i] && !dict_set(vm, dict_of(state), name, exception->extra[i]))
            return VALUE_ERROR;
    }
    return state;
}

// The arguments again, file names of an OSError included.
static Value arguments_of(Vm *vm, Value self) {
    const Exception *exception = exception_of(self);
    const Value *args = exception->args->items, *extra = exception->extra;
    if (!is_instance(self, error_types.OSError) || !extra[2] || exception->args->count != 2)
        return value_of(exception->args);
    Value items[] = {args[0], args[1], extra[2], VALUE_NONE, extra[3]};
    return tuple_make(vm, items, extra[3] ? 5 : 3);
}

// What copy and pickle make another one of.
NATIVE(reduce) {
    Value parts[] = {value_of(type_of(args[0])), arguments_of(vm, args[0]), state_of(vm, args[0])};
    if (is_error(parts[1]) || is_error(parts[2])) return VALUE_ERROR;
    return tuple_make(vm, parts, parts[2] == VALUE_END ? 2 : 3);
}

NATIVE(set_state) {
    if (is_none(args[1])) return VALUE_NONE;
    if (!is_dict_like(args[1])) return error_type(vm, "state is not a dictionary");
    size_t place = 0;
    for (DictEntry *entry; (entry = dict_next(dict_of(args[1]), &place));) {
        if (!is_str_like(entry->key))
            return error_type(vm, "attribute name must be string, not '%T'", entry->key);
        if (!object_set_attribute(vm, args[0], str_of(entry->key), entry->value))
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

static const NativeSpec methods[] = {{"with_traceback", with_traceback, 2, 2, 0},
                                     {"add_note", add_note, 2, 2, 0},
                                     {"__reduce__", reduce, 1, 1, 0},
                                     {"__setstate__", set_state, 2, 2, 0},
                                     {0}};

static void trace(Heap *heap, Object *object) {
    Exception *exception = (Exception *)object;
    gc_mark_value(heap, value_of(exception->dict));
    gc_mark_value(heap, value_of(exception->args));
    gc_mark_value(heap, exception->cause);
    gc_mark_value(heap, exception->context);
    gc_mark_value(heap, exception->traceback);
    gc_mark_value(heap, exception->value);
    for (size_t i = 0; i < sizeof exception->extra / sizeof(Value); i++) {
        gc_mark_value(heap, exception->extra[i]);
    }
}

// --- the types --------------------------------------------------------------------------------

enum { EXCEPTION_object = 0 };

Type exception_types[EXCEPTION_COUNT] = {
#define EXCEPTION(name_, parent_)                                                                  \
    [EXCEPTION_##name_] = {                                                                        \
        .object = {SHAPE_TYPE, 0},                                                                 \
        .name = #name_,                                                                            \
        .parent = &exception_types[EXCEPTION_##parent_],                                           \
        .shape_id = SHAPE_FIRST_DYNAMIC + EXCEPTION_##name_,                                       \
        .flags = TYPE_SUBCLASSABLE | TYPE_EXCEPTION,                                               \
        .instance_size = sizeof(Exception),                                                        \
        .instance_offset = offsetof(Exception, dict),                                              \
        .trace = trace,                                                                            \
    },
#include "vm/exceptions.def"
#undef EXCEPTION
};

bool exceptions_init(Vm *vm) {
    (void)vm;
    Type *base = error_types.BaseException;
    base->parent = &object_type;
    base->methods = methods;
    base->members = members;
    base->repr = repr;
    base->str = plain_str;
    base->make = make;
    base->init = init;
    const struct {
        Type *type;
        bool (*init)(Vm *vm, Value self, Value *args, size_t count, Tuple *names);
        Value (*str)(Vm *vm, Value self);
        const MemberSpec *members;
    } rows[] = {
        {error_types.StopIteration, carry_init, NULL, stop_members},
        {error_types.SystemExit, carry_init, NULL, exit_members},
        {error_types.KeyError, NULL, key_str, NULL},
        {error_types.AttributeError, attribute_init, NULL, attribute_members},
        {error_types.NameError, name_init, NULL, name_members},
        {error_types.ImportError, import_init, import_str, import_members},
        {error_types.OSError, os_init, os_str, os_members},
        {error_types.SyntaxError, syntax_init, syntax_str, syntax_members},
        {error_types.UnicodeDecodeError, unicode_init, unicode_str, unicode_members},
        {error_types.UnicodeEncodeError, unicode_init, unicode_str, unicode_members},
        {error_types.UnicodeTranslateError, translate_init, unicode_str, unicode_members},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rows[i].type->init = rows[i].init;
        rows[i].type->str = rows[i].str;
        rows[i].type->members = rows[i].members;
    }
    groups_init();
    return true;
}
