// Variables by name: globals, builtins, class namespaces, cells, and what is said when they are
// missing.
#include "vm/names.h"

#include "vm/runtime.h"
#include "vm/type.h"

static Value raise_name(Vm *vm, Type *type, const char *format, Value name) {
    error_raise(vm, type, format, str_of(name));
    if (error_matches(vm, error_types.NameError) && type == error_types.NameError)
        ((Exception *)vm->raised)->extra[0] = name; // not of an UnboundLocalError
    return VALUE_ERROR;
}

static Value raise_undefined(Vm *vm, Str *name) {
    return raise_name(vm, error_types.NameError, "name '%U' is not defined", value_of(name));
}

Value raise_unbound_local(Vm *vm, CodeObject *code, uint32_t slot) {
    return raise_name(vm, error_types.UnboundLocalError,
                      "cannot access local variable '%U' where it is not associated with a value",
                      code->slot_names[slot]);
}

Value raise_unbound_cell(Vm *vm, CodeObject *code, uint32_t slot) {
    if (slot < code->slot_count - code->free_count) return raise_unbound_local(vm, code, slot);
    return raise_name(vm, error_types.NameError,
                      "cannot access free variable '%U' where it is not associated with a value in "
                      "enclosing scope",
                      code->slot_names[slot]);
}

Value cell_make(Vm *vm, Value value) {
    Cell *cell = gc_new(vm, SHAPE_CELL, sizeof *cell);
    if (!cell) return VALUE_ERROR;
    cell->value = value;
    return value_of(cell);
}

// The built-in names that code in these globals sees: those of the machine, if the program has not
// put others there (a module, or any mapping).
static Value builtins_of(Vm *vm, Dict *globals) {
    Value value = dict_get_str(vm, globals, name_of(vm, builtins));
    if (value == VALUE_END) return value_of(vm->builtins);
    if (is_error(value) || !has_shape(value, SHAPE_MODULE)) return value;
    return value_of(((Module *)object_of(value))->dict);
}

static Value find_builtin(Vm *vm, Dict *globals, Str *name) {
    Value builtins = builtins_of(vm, globals);
    if (is_error(builtins)) return builtins;
    if (is_dict(builtins)) return dict_get_str(vm, dict_of(builtins), name);
    Value value = object_get_item(vm, builtins, value_of(name));
    return is_error(value) && error_catch(vm, error_types.KeyError) ? VALUE_END : value;
}

static Value find_global(Vm *vm, Frame *frame, Str *name) {
    Value value = dict_get_str(vm, frame->globals, name);
    return value == VALUE_END ? find_builtin(vm, frame->globals, name) : value;
}

// What a class body or exec() was given as its names may be any mapping (vm/frame.h says Dict, for
// it nearly always is one).
static bool is_plain(const Frame *frame) {
    return likely(is_dict(value_of(frame->names)));
}

static Value find_name(Vm *vm, Frame *frame, Str *name) {
    if (is_plain(frame)) return dict_get_str(vm, frame->names, name);
    Value value = object_get_item(vm, value_of(frame->names), value_of(name));
    return is_error(value) && error_catch(vm, error_types.KeyError) ? VALUE_END : value;
}

Value load_name(Vm *vm, Frame *frame, Str *name) {
    Value value = find_name(vm, frame, name);
    if (value == VALUE_END) value = find_global(vm, frame, name);
    return value == VALUE_END ? raise_undefined(vm, name) : value;
}

bool store_name(Vm *vm, Frame *frame, Str *name, Value value) {
    if (is_plain(frame)) return dict_set_str(vm, frame->names, name, value);
    return object_set_item(vm, value_of(frame->names), value_of(name), value);
}

bool delete_name(Vm *vm, Frame *frame, Str *name) {
    if (!is_plain(frame)) {
        if (object_delete_item(vm, value_of(frame->names), value_of(name))) return true;
        if (error_catch(vm, error_types.KeyError)) raise_undefined(vm, name);
        return false;
    }
    int deleted = dict_delete_str(vm, frame->names, name);
    if (!deleted) raise_undefined(vm, name);
    return deleted > 0;
}

Value load_global(Vm *vm, Frame *frame, Str *name, CacheFill *fill) {
    Value value = find_global(vm, frame, name);
    if (is_error(value)) return value;
    if (value == VALUE_END) return raise_undefined(vm, name);
    int64_t place = dict_place_str(vm, frame->globals, name);
    fill->second = 0;
    if (place < 0) {
        if (builtins_of(vm, frame->globals) != value_of(vm->builtins)) return value;
        place = dict_place_str(vm, vm->builtins, name);
        fill->second = dict_keys_id(vm, vm->builtins);
        if (!fill->second) return value;
    }
    fill->guard = dict_keys_id(vm, frame->globals);
    fill->place = (uint32_t)place;
    fill->usable = place >= 0 && fill->guard;
    return value;
}

bool delete_global(Vm *vm, Frame *frame, Str *name) {
    int deleted = dict_delete_str(vm, frame->globals, name);
    if (!deleted) raise_undefined(vm, name);
    return deleted > 0;
}

Value load_class_free(Vm *vm, Frame *frame, uint32_t slot) {
    CodeObject *code = frame->code;
    Value value = find_name(vm, frame, str_of(code->slot_names[slot]));
    if (value != VALUE_END) return value;
    value = cell_of(frame->locals[slot])->value;
    return value ? value : raise_unbound_cell(vm, code, slot);
}

Value load_build_class(Vm *vm) {
    Value value = find_builtin(vm, vm->frame->globals, name_of(vm, build_class));
    return value == VALUE_END ? error_raise(vm, error_types.NameError, "__build_class__ not found")
                              : value;
}

bool setup_annotations(Vm *vm, Frame *frame) {
    Value found = find_name(vm, frame, name_of(vm, annotations));
    if (found != VALUE_END) return !is_error(found);
    Value dict = dict_make(vm, 0);
    return !is_error(dict) && store_name(vm, frame, name_of(vm, annotations), dict);
}
