// Tuples with named fields. An instance is a Tuple whose count is that of the visible fields; the
// hidden ones stand behind its items.
#include "vm/types/struct_sequence.h"

#include <string.h>

#include "vm/module.h"
#include "vm/types/dict.h"
#include "vm/types/str.h"

// One getter a place: a MemberSpec says no more than which function to call.
// clang-format off
#define PLACES(X)                                                                                  \
    X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)                                  \
    X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23)
// clang-format on
#define GETTER(place)                                                                              \
    static Value get_##place(Vm *vm, Value self) {                                                 \
        return (void)vm, tuple_of(self)->items[place];                                             \
    }
PLACES(GETTER)
#define ENTRY(place) get_##place,
static Value (*const getters[STRUCT_SEQUENCE_MAX])(Vm *vm, Value self) = {PLACES(ENTRY)};

static const StructSequence *sequence_of(const Type *type) {
    return (const StructSequence *)type;
}
static size_t field_count(const StructSequence *sequence) {
    size_t count = 0;
    while (sequence->names[count]) count++;
    return count;
}

static void trace(Heap *heap, Object *object) {
    const StructSequence *sequence = sequence_of(shape_types[object->shape_id]);
    gc_mark_values(heap, ((Tuple *)object)->items, field_count(sequence));
}

static Value repr(Vm *vm, Value self) {
    const StructSequence *sequence = sequence_of(type_of(self));
    StrBuilder out;
    builder_init(&out, vm);
    builder_add_cstring(&out, sequence->type.name);
    builder_add_cstring(&out, "(");
    for (size_t i = 0; i < sequence->visible; i++) {
        // As in CPython, a place without a name is shown by that of the next field that has one.
        Value text = str_format(vm, "%s%s=%R", i ? ", " : "", sequence->members[i].name,
                                tuple_of(self)->items[i]);
        if (is_error(text)) return text;
        builder_add_str(&out, str_of(text));
    }
    builder_add_cstring(&out, ")");
    return builder_finish(&out);
}

Value struct_sequence_make(Vm *vm, const StructSequence *sequence, const Value *fields) {
    size_t count = field_count(sequence);
    for (size_t i = 0; i < count; i++)
        if (is_error(fields[i])) return VALUE_ERROR;
    Tuple *tuple = gc_new(vm, sequence->type.shape_id, sizeof(Tuple) + count * sizeof(Value));
    if (!tuple) return VALUE_ERROR;
    tuple->count = sequence->visible;
    memcpy(tuple->items, fields, count * sizeof(Value));
    return value_of(tuple);
}

// From an iterable of the visible fields and perhaps hidden ones, and a dict of those left out.
static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"sequence", "dict", NULL};
    const StructSequence *sequence = sequence_of(type);
    size_t least = sequence->visible, most = field_count(sequence);
    Value values[2], fields[STRUCT_SEQUENCE_MAX];
    if (sequence->fixed) return error_type(vm, "cannot create '%N' instances", type);
    if (!arguments_parse(vm, "structseq", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    Value given = tuple_from(vm, values[0]);
    if (is_error(given)) {
        if (!error_catch(vm, error_types.TypeError)) return given;
        return error_type(vm, "constructor requires a sequence");
    }
    if (values[1] && !is_dict_like(values[1]))
        return error_type(vm, "%N() takes a dict as second arg, if any", type);
    size_t length = tuple_of(given)->count;
    if (length < least || length > most)
        return error_type(vm, "%N() takes %s %zu-sequence (%zu-sequence given)", type,
                          least == most    ? "a"
                          : length < least ? "an at least"
                                           : "an at most",
                          length < least ? least : most, length);
    for (size_t i = 0; i < most; i++) {
        fields[i] = i < length ? tuple_of(given)->items[i] : VALUE_NONE;
        if (i < length || !values[1]) continue;
        Value key = str_intern_cstring(vm, sequence->names[i]);
        Value found = is_error(key) ? key : dict_get_str(vm, dict_of(values[1]), str_of(key));
        if (is_error(found)) return found;
        if (found != VALUE_END) fields[i] = found;
    }
    return struct_sequence_make(vm, sequence, fields);
}

// (type, (the visible fields, a dict of the hidden ones))
NATIVE(reduce) {
    const StructSequence *sequence = sequence_of(type_of(args[0]));
    Value hidden = dict_make(vm, 0);
    for (size_t i = sequence->visible; sequence->names[i] && !is_error(hidden); i++) {
        Value key = str_intern_cstring(vm, sequence->names[i]);
        if (is_error(key) ||
            !dict_set_str(vm, dict_of(hidden), str_of(key), tuple_of(args[0])->items[i]))
            return VALUE_ERROR;
    }
    Value plain = tuple_make(vm, tuple_of(args[0])->items, sequence->visible);
    if (is_error(hidden) || is_error(plain)) return VALUE_ERROR;
    Value call = tuple_make(vm, (Value[]){plain, hidden}, 2);
    if (is_error(call)) return call;
    return tuple_make(vm, (Value[]){value_of(type_of(args[0])), call}, 2);
}
static const NativeSpec methods[] = {{"__reduce__", reduce, 1, 1, 0}, {0}};

static bool set_constant(Vm *vm, Type *type, const char *name, Value value) {
    Value key = str_intern_cstring(vm, name);
    return !is_error(key) && !is_error(value) && dict_set_str(vm, type->dict, str_of(key), value);
}

bool struct_sequence_ready(Vm *vm, Module *module, StructSequence *sequence) {
    Type *type = &sequence->type;
    size_t count = field_count(sequence), named = 0, unnamed = 0;
    Value matches[STRUCT_SEQUENCE_MAX];
    size_t matched = 0;
    for (size_t i = 0; i < count; i++) {
        if (!*sequence->names[i]) {
            unnamed++;
            continue;
        }
        sequence->members[named++] = (MemberSpec){sequence->names[i], getters[i], member_read_only};
        if (i < sequence->visible) {
            matches[matched] = str_intern_cstring(vm, sequence->names[i]);
            if (is_error(matches[matched++])) return false;
        }
    }
    type->parent = &tuple_type;
    type->instance_size = (uint32_t)(sizeof(Tuple) + count * sizeof(Value));
    type->trace = trace;
    type->repr = repr;
    type->make = make;
    type->methods = methods;
    type->members = sequence->members;
    type->flags = TYPE_MATCH_SEQUENCE | TYPE_MATCH_SELF;
    Type *const types[] = {type, NULL};
    return module_add_types(vm, module, types) &&
           set_constant(vm, type, "n_fields", make_int(vm, (int64_t)count)) &&
           set_constant(vm, type, "n_sequence_fields", make_int(vm, (int64_t)sequence->visible)) &&
           set_constant(vm, type, "n_unnamed_fields", make_int(vm, (int64_t)unnamed)) &&
           set_constant(vm, type, "__match_args__", tuple_make(vm, matches, matched));
}
