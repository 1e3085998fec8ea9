// Code objects as programs see them: the attributes co_*, comparison, and copies with changes.
#include <stdlib.h>
#include <string.h>

#include "frontend/verify.h"
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/load.h"
#include "vm/names.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

// --- the type code ------------------------------------------------------------------------------

#define CODE ((CodeObject *)object_of(self))
static void code_trace(Heap *heap, Object *object) {
    CodeObject *code = (CodeObject *)object;
    const void *blocks[] = {code->units, code->consts, code->names, code->cached, code->slot_names};
    for (size_t i = 0; i < 5; i++) gc_mark_block(heap, blocks[i]);
    if (code->entry != code->units) gc_mark_block(heap, code->entry);
    const void *texts[] = {code->name, code->qualname, code->filename, code->next};
    for (size_t i = 0; i < 4; i++) gc_mark_value(heap, value_of(texts[i]));
}
static Value code_repr(Vm *vm, Value self) {
    return str_format(vm, "<code object %U at 0x%s, file \"%U\", line %d>", CODE->name,
                      object_address(vm, self), CODE->filename, (int)CODE->code->first_line);
}
static Value code_name(Vm *vm, Value self) {
    return (void)vm, value_of(CODE->name);
}
static Value code_qualname(Vm *vm, Value self) {
    return (void)vm, value_of(CODE->qualname);
}
static Value code_filename(Vm *vm, Value self) {
    return (void)vm, value_of(CODE->filename);
}
static Value code_first_line(Vm *vm, Value self) {
    return make_int(vm, CODE->code->first_line);
}
static Value code_argument_count(Vm *vm, Value self) {
    return make_int(vm, CODE->argument_count);
}
static Value code_keyword_only(Vm *vm, Value self) {
    return make_int(vm, CODE->code->keyword_only_count);
}
static Value code_positional_only(Vm *vm, Value self) {
    return make_int(vm, CODE->code->positional_only_count);
}
static Value code_flags(Vm *vm, Value self) {
    return make_int(vm, CODE->flags);
}
static Value code_names(Vm *vm, Value self) {
    return tuple_make(vm, CODE->names, CODE->name_count);
}
static Value code_consts(Vm *vm, Value self) {
    return tuple_make(vm, CODE->consts, CODE->constant_count);
}
static Value code_stack_size(Vm *vm, Value self) {
    return make_int(vm, CODE->code->stack_depth);
}
static Value slots_of_kind(Vm *vm, Value self, unsigned kind) {
    Value list = list_make(vm, NULL, 0);
    for (uint32_t i = 0; i < CODE->slot_count && !is_error(list); i++)
        if (CODE->code->slot_kinds[i] & kind &&
            !list_append(vm, list_of(list), CODE->slot_names[i]))
            return VALUE_ERROR;
    return is_error(list) ? list : tuple_from_list(vm, list_of(list));
}
static Value code_var_names(Vm *vm, Value self) {
    return slots_of_kind(vm, self, SLOT_LOCAL);
}
static Value code_cell_vars(Vm *vm, Value self) {
    return slots_of_kind(vm, self, SLOT_CELL);
}
static Value code_free_vars(Vm *vm, Value self) {
    return slots_of_kind(vm, self, SLOT_FREE);
}
static Value code_local_count(Vm *vm, Value self) {
    Value names = code_var_names(vm, self);
    return is_error(names) ? names : make_int(vm, (int64_t)tuple_of(names)->count);
}

// --- where units come from, and the units -------------------------------------------------------

static Value code_units(Vm *vm, Value self) {
    const Code *code = CODE->code;
    return bytes_make(vm, (const char *)code->units, code->unit_count * sizeof(Unit));
}

static Value line_or_none(Vm *vm, uint32_t line) {
    return line ? make_int(vm, line) : VALUE_NONE;
}

static bool append_tuple(Vm *vm, Value list, const Value *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_error(items[i])) return false;
    Value tuple = tuple_make(vm, items, count);
    return !is_error(tuple) && list_append(vm, list_of(list), tuple);
}

// (start, end, line) of every run of one line. Offsets count two for a unit, as tb_lasti does.
NATIVE(code_lines) {
    const Code *code = ((CodeObject *)object_of(args[0]))->code;
    Value list = list_make(vm, NULL, 0);
    for (uint32_t i = 0; i < code->position_count && !is_error(list);) {
        uint32_t first = i, line = code->positions[i].line;
        while (i < code->position_count && code->positions[i].line == line) i++;
        uint32_t end = i < code->position_count ? code->positions[i].start : code->unit_count;
        Value parts[] = {make_int(vm, (int64_t)code->positions[first].start * 2),
                         make_int(vm, (int64_t)end * 2), line_or_none(vm, line)};
        if (!append_tuple(vm, list, parts, 3)) return VALUE_ERROR;
    }
    return is_error(list) ? list : object_iter(vm, list);
}

static Value column_or_none(Vm *vm, const Position *position, uint32_t column) {
    return position->line && column != UINT32_MAX ? make_int(vm, column) : VALUE_NONE;
}

// (line, end line, column, end column) of every unit.
NATIVE(code_positions) {
    const Code *code = ((CodeObject *)object_of(args[0]))->code;
    Value list = list_make(vm, NULL, 0);
    for (uint32_t at = 0; at < code->unit_count && !is_error(list); at++) {
        const Position *position = code_position(code, at);
        Value parts[] = {line_or_none(vm, position->line),
                         line_or_none(vm, position->line ? position->end_line : 0),
                         column_or_none(vm, position, position->column),
                         column_or_none(vm, position, position->end_column)};
        if (!append_tuple(vm, list, parts, 4)) return VALUE_ERROR;
    }
    return is_error(list) ? list : object_iter(vm, list);
}

// --- comparison ---------------------------------------------------------------------------------

static int same_values(Vm *vm, const Value *one, const Value *other, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (type_of(one[i]) != type_of(other[i])) return 0;
        int equal = object_equal(vm, one[i], other[i]);
        if (equal <= 0) return equal;
    }
    return 1;
}

static int same_code(Vm *vm, const CodeObject *one, const CodeObject *other) {
    const Code *left = one->code, *right = other->code;
    if (left == right) return 1;
    if (!str_equal(one->name, other->name) || left->flags != right->flags ||
        left->argument_count != right->argument_count ||
        left->positional_only_count != right->positional_only_count ||
        left->keyword_only_count != right->keyword_only_count ||
        left->first_line != right->first_line || left->slot_count != right->slot_count ||
        left->unit_count != right->unit_count || left->constant_count != right->constant_count ||
        left->name_count != right->name_count || left->handler_count != right->handler_count ||
        memcmp(left->units, right->units, left->unit_count * sizeof(Unit)) ||
        memcmp(left->slot_kinds, right->slot_kinds, left->slot_count))
        return 0;
    int same = same_values(vm, one->consts, other->consts, one->constant_count);
    if (same > 0) same = same_values(vm, one->names, other->names, one->name_count);
    if (same > 0) same = same_values(vm, one->slot_names, other->slot_names, one->slot_count);
    return same;
}

static Value code_compare(Vm *vm, Value self, Value other, CompareOperator operator) {
    if (!has_shape(other, SHAPE_CODE) || (operator!= COMPARE_EQ && operator!= COMPARE_NE))
        return VALUE_NOT_IMPLEMENTED;
    if (!c_stack_check(vm, " in comparison")) return VALUE_ERROR;
    int same = same_code(vm, CODE, (CodeObject *)object_of(other));
    return same < 0 ? VALUE_ERROR : make_bool(same == (operator== COMPARE_EQ));
}

static bool code_hash(Vm *vm, Value self, int64_t *hash) {
    const Code *code = CODE->code;
    *hash = str_hash(vm, CODE->name) ^ code->first_line ^ (int64_t)code->unit_count << 8 ^
            (int64_t)code->constant_count << 24 ^ code->argument_count;
    if (*hash == -1) *hash = -2;
    return true;
}

// --- copies with changes ------------------------------------------------------------------------
// A copy is a Code of the front end's again: what it is made of is turned back into the front end's
// constants, verified as a file would be, and loaded.

static void *keep(Vm *vm, size_t size) {
    void *block = calloc(1, size ? size : 1);
    if (!block) error_memory(vm);
    return block;
}

static bool text_of(Vm *vm, Value value, const char *name, Text *text) {
    if (!is_str_like(value)) return error_type(vm, "%s must be str, not %A", name, value), false;
    size_t size;
    const char *data = str_utf8(vm, str_of(value), &size);
    char *copy = data ? keep(vm, size + 1) : NULL;
    if (!copy) return false;
    memcpy(copy, data, size);
    *text = (Text){copy, (uint32_t)size};
    return true;
}

static bool number_of(Vm *vm, Value value, uint32_t *number) {
    int64_t wide;
    if (!object_index(vm, value, false, &wide)) return false;
    *number = (uint32_t)wide;
    return (wide >= 0 && wide <= INT32_MAX) ||
           (error_value(vm, "code: a count must not be negative"), false);
}

static bool texts_of(Vm *vm, Value value, const char *name, Text **texts, uint32_t *count) {
    if (!is_tuple(value)) return error_type(vm, "%s must be tuple, not %A", name, value), false;
    *count = (uint32_t)tuple_of(value)->count;
    *texts = keep(vm, *count * sizeof(Text));
    for (uint32_t i = 0; *texts && i < *count; i++)
        if (!text_of(vm, tuple_of(value)->items[i], name, *texts + i)) return false;
    return *texts;
}

// New names for the slots of a kind, as many as there are.
static bool rename_slots(Vm *vm, Code *code, Value value, const char *name, unsigned kind) {
    Text *texts, *names = keep(vm, code->slot_count * sizeof(Text));
    uint32_t count, used = 0;
    if (!names || !texts_of(vm, value, name, &texts, &count)) return false;
    memcpy(names, code->slot_names, code->slot_count * sizeof(Text));
    for (uint32_t i = 0; i < code->slot_count; i++) {
        if (!(code->slot_kinds[i] & kind)) continue;
        if (used < count) names[i] = texts[used];
        used++;
    }
    code->slot_names = names;
    return used == count ||
           (error_value(vm, "code: %s has %zu names, not %zu", name, (size_t)used, (size_t)count),
            false);
}

static bool replace_units(Vm *vm, Code *code, Value value) {
    if (!has_shape(value, SHAPE_BYTES))
        return error_type(vm, "co_code must be bytes, not %A", value), false;
    const Bytes *bytes = (Bytes *)object_of(value);
    if (bytes->length % sizeof(Unit))
        return error_value(vm, "code: co_code is not of units"), false;
    code->unit_count = (uint32_t)(bytes->length / sizeof(Unit));
    code->units = keep(vm, bytes->length);
    if (code->units) memcpy(code->units, bytes->data, bytes->length);
    return code->units;
}

static Constant *constant_of(Vm *vm, Arena *arena, Value value) {
    if (!has_shape(value, SHAPE_CODE)) return constant_from(vm, arena, value);
    Constant *constant = keep(vm, sizeof *constant);
    if (!constant) return NULL;
    constant->kind = CONSTANT_CODE;
    constant->code = (Code *)((CodeObject *)object_of(value))->code;
    return constant;
}

static bool replace_constants(Vm *vm, Code *code, Value value) {
    if (!is_tuple(value)) return error_type(vm, "co_consts must be tuple, not %A", value), false;
    const Tuple *values = tuple_of(value);
    Arena *arena = keep(vm, sizeof *arena); // never freed, as all that is made here
    code->constants = keep(vm, values->count * sizeof *code->constants);
    code->constant_count = (uint32_t)values->count;
    if (!arena || !code->constants) return false;
    arena_init(arena);
    for (size_t i = 0; i < values->count; i++)
        if (!(code->constants[i] = constant_of(vm, arena, values->items[i]))) return false;
    return true;
}

static bool replace_one(Vm *vm, Code *code, const char *name, Value value) {
    const struct {
        const char *name;
        uint32_t *number;
    } numbers[] = {{"co_argcount", &code->argument_count},
                   {"co_posonlyargcount", &code->positional_only_count},
                   {"co_kwonlyargcount", &code->keyword_only_count},
                   {"co_firstlineno", &code->first_line},
                   {"co_flags", &code->flags},
                   {"co_stacksize", &code->stack_depth}};
    const struct {
        const char *name;
        Text *text;
    } texts[] = {{"co_name", &code->name},
                 {"co_qualname", &code->qualname},
                 {"co_filename", &code->filename}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!strcmp(name, numbers[i].name)) return number_of(vm, value, numbers[i].number);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(name, texts[i].name)) return text_of(vm, value, name, texts[i].text);
    if (!strcmp(name, "co_names"))
        return texts_of(vm, value, name, &code->names, &code->name_count);
    if (!strcmp(name, "co_varnames")) return rename_slots(vm, code, value, name, SLOT_LOCAL);
    if (!strcmp(name, "co_cellvars")) return rename_slots(vm, code, value, name, SLOT_CELL);
    if (!strcmp(name, "co_freevars")) return rename_slots(vm, code, value, name, SLOT_FREE);
    if (!strcmp(name, "co_code")) return replace_units(vm, code, value);
    if (!strcmp(name, "co_consts")) return replace_constants(vm, code, value);
    error_type(vm, "'%s' is an invalid keyword argument for replace()", name);
    return false;
}

NATIVE(code_replace) {
    if (count > 1) return error_type(vm, "replace() takes no positional arguments");
    Code *code = keep(vm, sizeof *code);
    if (!code) return VALUE_ERROR;
    *code = *((CodeObject *)object_of(args[0]))->code;
    for (size_t i = 0; names && i < names->count; i++) {
        const char *name = str_utf8(vm, str_of(names->items[i]), NULL);
        if (!name || !replace_one(vm, code, name, args[count + i])) return VALUE_ERROR;
    }
    char reason[200];
    if (!verify_code(code, reason, sizeof reason)) return error_value(vm, "code: %s", reason);
    return code_load(vm, code);
}

// --- the type -----------------------------------------------------------------------------------

static const NativeSpec code_methods[] = {{"co_lines", code_lines, 1, 1, 0},
                                          {"co_positions", code_positions, 1, 1, 0},
                                          {"replace", code_replace, 1, -1, NATIVE_KEYWORDS},
                                          {NULL, NULL, 0, 0, 0}};
static bool read_only(Vm *vm, Value self, Value value) {
    (void)self, (void)value;
    return error_raise(vm, error_types.AttributeError, "readonly attribute"), false;
}

static const MemberSpec code_members[] = {
    {"co_name", code_name, read_only},
    {"co_qualname", code_qualname, read_only},
    {"co_filename", code_filename, read_only},
    {"co_firstlineno", code_first_line, read_only},
    {"co_argcount", code_argument_count, read_only},
    {"co_kwonlyargcount", code_keyword_only, read_only},
    {"co_posonlyargcount", code_positional_only, read_only},
    {"co_flags", code_flags, read_only},
    {"co_names", code_names, read_only},
    {"co_consts", code_consts, read_only},
    {"co_stacksize", code_stack_size, read_only},
    {"co_varnames", code_var_names, NULL},
    {"co_cellvars", code_cell_vars, NULL},
    {"co_freevars", code_free_vars, NULL},
    {"co_nlocals", code_local_count, read_only},
    {"co_code", code_units, NULL},
    {NULL, NULL, NULL},
};
Type code_type = {
    .name = "code",
    .shape_id = SHAPE_CODE,
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(CodeObject),
    .trace = code_trace,
    .repr = code_repr,
    .compare = code_compare,
    .hash = code_hash,
    .methods = code_methods,
    .members = code_members,
};
