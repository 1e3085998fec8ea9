// From the front end's Code to a live code object: constants become values, names are interned,
// inline caches are emptied, the strategy prepares its form of the code.
#include "vm/load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "opcodes.h"
#include "vm/error.h"
#include "vm/frame.h"
#include "vm/names.h"
#include "vm/run.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/number.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

// --- constants ----------------------------------------------------------------------------------

static bool is_name_like(Text text) {
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
              (c >= 'A' && c <= 'Z')))
            return false;
    }
    return true;
}

static Value load_text(Vm *vm, Text text) {
    Value str = str_from_utf8(vm, text.data, text.size);
    return is_error(str) || !is_name_like(text) ? str : str_intern(vm, str);
}

static Value intern_text(Vm *vm, Text text) {
    Value str = str_from_utf8(vm, text.data, text.size);
    return is_error(str) ? str : str_intern(vm, str);
}

static Value load_constant(Vm *vm, const Constant *constant);

static Value load_items(Vm *vm, const Constant *constant) {
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    for (uint32_t i = 0; i < constant->items.count; i++) {
        Value item = load_constant(vm, constant->items.items[i]);
        if (is_error(item) || !list_append(vm, list_of(list), item)) return VALUE_ERROR;
    }
    if (constant->kind == CONSTANT_TUPLE) return tuple_from_list(vm, list_of(list));
    // CPython makes the set anew from its own order when it merges constants; the order shows.
    Value set = set_from(vm, list, SHAPE_FROZENSET);
    list = is_error(set) ? set : list_from(vm, set);
    return is_error(list) ? list : set_from(vm, list, SHAPE_FROZENSET);
}

static Value load_complex(Vm *vm, double real, double imaginary) {
    Complex *complex = gc_new(vm, SHAPE_COMPLEX, sizeof *complex);
    if (!complex) return VALUE_ERROR;
    complex->real = real;
    complex->imaginary = imaginary;
    return value_of(complex);
}

static Value load_constant(Vm *vm, const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: return VALUE_NONE;
    case CONSTANT_FALSE: return VALUE_FALSE;
    case CONSTANT_TRUE: return VALUE_TRUE;
    case CONSTANT_ELLIPSIS: return VALUE_ELLIPSIS;
    case CONSTANT_INT: return make_int(vm, constant->integer);
    case CONSTANT_BIG_INT:
        return int_from_limbs(vm, constant->big.limbs, constant->big.count, constant->big.negative);
    case CONSTANT_FLOAT: return make_float(vm, constant->real);
    case CONSTANT_COMPLEX:
        return load_complex(vm, constant->complex.real, constant->complex.imaginary);
    case CONSTANT_STR: return load_text(vm, constant->text);
    case CONSTANT_BYTES: return bytes_make(vm, constant->text.data, constant->text.size);
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET: return load_items(vm, constant);
    case CONSTANT_CODE: return code_load(vm, constant->code);
    }
    return VALUE_NONE;
}

// --- code ---------------------------------------------------------------------------------------

static const uint8_t cache_counts[256] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) [OP_##name] = caches,
    OPCODES(X)
#undef X
};

// The longest superinstruction that begins at a unit, else the unit's own opcode. The units that
// follow keep theirs (or begin another): they are skipped by who comes from before, and a jump to
// one of them finds it whole.
static unsigned opcode_at(const Code *code, uint32_t offset) {
    unsigned found = unit_opcode(code->units[offset]), longest = 1;
    for (const Superinstruction *super = run_superinstructions; super->count; super++) {
        if (super->count <= longest) continue;
        uint32_t at = offset;
        unsigned same = 0;
        while (same < super->count && at < code->unit_count &&
               unit_opcode(code->units[at]) == super->components[same])
            at += 1 + cache_counts[super->components[same++]];
        if (same < super->count) continue;
        found = super->opcode;
        longest = super->count;
    }
    return found;
}

static bool load_units(Vm *vm, CodeObject *live, const Code *code) {
    live->units = gc_alloc_raw(vm, (code->unit_count + 1) * sizeof(Unit));
    if (!live->units) return false;
    memcpy(live->units, code->units, code->unit_count * sizeof(Unit));
    for (uint32_t i = 0; i < code->unit_count; i++) {
        live->units[i] = unit_make(opcode_at(code, i), unit_operand(code->units[i]));
        for (unsigned caches = cache_counts[unit_opcode(code->units[i])]; caches; caches--)
            live->units[++i] = UINT32_MAX;
    }
    return true;
}

static Value *load_names(Vm *vm, const Text *names, uint32_t count) {
    Value *values = gc_alloc_values(vm, count + 1);
    for (uint32_t i = 0; values && i < count; i++) {
        values[i] = intern_text(vm, names[i]);
        if (is_error(values[i])) return NULL;
    }
    return values;
}

Value code_load(Vm *vm, const Code *code) {
    CodeObject *live = gc_alloc_slow(vm, CELL_OBJECT, sizeof *live);
    if (!live) return VALUE_ERROR;
    memset(live, 0, sizeof *live);
    live->object.shape_id = SHAPE_CODE;
    live->code = code;
    live->slot_count = code->slot_count;
    live->argument_count = code->argument_count;
    live->free_count = code->free_count;
    live->window_size = code->slot_count + 1 + code->stack_depth;
    live->flags = code->flags;
    live->parameter_count = code->argument_count + code->keyword_only_count +
                            !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    bool simple = live->parameter_count == code->argument_count &&
                  live->window_size < STACK_MARGIN / sizeof(Value);
    live->simple_count = simple ? code->argument_count : UINT32_MAX;
    live->unit_count = code->unit_count;
    live->constant_count = code->constant_count;
    live->name_count = code->name_count;
    if (!load_units(vm, live, code)) return VALUE_ERROR;
    live->consts = gc_alloc_values(vm, code->constant_count + 1);
    if (!live->consts) return VALUE_ERROR;
    for (uint32_t i = 0; i < code->constant_count; i++) {
        live->consts[i] = load_constant(vm, code->constants[i]);
        if (is_error(live->consts[i])) return VALUE_ERROR;
    }
    live->names = load_names(vm, code->names, code->name_count);
    live->slot_names = live->names ? load_names(vm, code->slot_names, code->slot_count) : NULL;
    if (!live->slot_names) return VALUE_ERROR;
    live->name = str_of(intern_text(vm, code->name));
    live->qualname = live->name ? str_of(intern_text(vm, code->qualname)) : NULL;
    live->filename = live->qualname ? str_of(intern_text(vm, code->filename)) : NULL;
    if (!live->filename || !run_prepare(vm, live)) return VALUE_ERROR;
    live->next = vm->codes;
    vm->codes = live;
    return value_of(live);
}

// --- compiling ----------------------------------------------------------------------------------

static Type *error_type_of(FrontendStatus status) {
    switch (status) {
    case FRONTEND_INDENTATION_ERROR: return error_types.IndentationError;
    case FRONTEND_TAB_ERROR: return error_types.TabError;
    case FRONTEND_VALUE_ERROR: return error_types.ValueError;
    case FRONTEND_RECURSION_ERROR: return error_types.RecursionError;
    case FRONTEND_MEMORY_ERROR: return error_types.MemoryError;
    default: return error_types.SyntaxError;
    }
}

static Value number_or_none(Vm *vm, uint32_t number) {
    return number ? make_int(vm, number) : VALUE_NONE;
}

// SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))
static Value raise_frontend(Vm *vm, const FrontendError *error) {
    Type *type = error_type_of(error->status);
    Value message = str_from_utf8(vm, error->message.data, error->message.size);
    if (is_error(message)) return message;
    bool placed = error->line && type_is_subtype(type, error_types.SyntaxError);
    if (!placed) return error_raise(vm, type, "%S", message);
    Value line = error->source_line.data
                     ? str_from_utf8(vm, error->source_line.data, error->source_line.size)
                     : VALUE_NONE;
    if (is_error(line)) {
        error_clear(vm);
        line = VALUE_NONE;
    }
    Value details[] = {str_from_utf8(vm, error->filename.data, error->filename.size),
                       number_or_none(vm, error->line),
                       number_or_none(vm, error->column),
                       line,
                       number_or_none(vm, error->end_line),
                       number_or_none(vm, error->end_column)};
    Value tuple = tuple_make(vm, details, 6);
    if (is_error(tuple)) return tuple;
    Value exception = object_call_2(vm, value_of(type), message, tuple);
    if (!is_error(exception)) vm->raised = exception;
    return VALUE_ERROR;
}

Value code_compile(Vm *vm, const char *source, size_t size, const char *filename,
                   CompileMode mode) {
    Arena *arena = malloc(sizeof *arena);
    if (!arena) return error_memory(vm);
    arena_init(arena);
    FrontendError error = {0};
    const Code *code = frontend_compile(arena, source, size, filename, mode, &error, NULL);
    Value result = code ? code_load(vm, code) : raise_frontend(vm, &error);
    // The tables of a live Code are read for as long as the process lives.
    if (!code) {
        arena_free(arena);
        free(arena);
    }
    return result;
}

Value code_run(Vm *vm, CodeObject *code, Dict *globals, Dict *names) {
    Function *function = function_new(vm, code, globals);
    if (!function) return VALUE_ERROR;
    return call_body(vm, function, names);
}

char *file_read_all(Vm *vm, const char *path, size_t *size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status = {0};
    if (file < 0 || fstat(file, &status) || (S_ISDIR(status.st_mode) && (errno = EISDIR))) {
        int number = errno;
        if (file >= 0) close(file);
        return (char *)error_errno(vm, number, str_from_cstring(vm, path));
    }
    size_t room = (size_t)status.st_size + 4096, fill = 0;
    char *text = gc_alloc_raw(vm, room);
    while (text) {
        ssize_t got = read(file, text + fill, room - fill - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int number = errno;
            close(file);
            return (char *)error_errno(vm, number, str_from_cstring(vm, path));
        }
        if (!got) break;
        fill += (size_t)got;
        if (room - fill < 2048) {
            char *more = gc_alloc_raw(vm, room *= 2);
            if (more) memcpy(more, text, fill);
            text = more;
        }
    }
    close(file);
    if (text) text[fill] = 0;
    *size = fill;
    return text;
}

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
static const MemberSpec code_members[] = {
    {"co_name", code_name, NULL},
    {"co_qualname", code_qualname, NULL},
    {"co_filename", code_filename, NULL},
    {"co_firstlineno", code_first_line, NULL},
    {"co_argcount", code_argument_count, NULL},
    {"co_kwonlyargcount", code_keyword_only, NULL},
    {"co_posonlyargcount", code_positional_only, NULL},
    {"co_flags", code_flags, NULL},
    {"co_names", code_names, NULL},
    {"co_consts", code_consts, NULL},
    {"co_stacksize", code_stack_size, NULL},
    {"co_varnames", code_var_names, NULL},
    {"co_cellvars", code_cell_vars, NULL},
    {"co_freevars", code_free_vars, NULL},
    {"co_nlocals", code_local_count, NULL},
    {NULL, NULL, NULL},
};
static const NativeSpec code_methods[] = {{"replace", code_replace, 1, 1, NATIVE_KEYWORDS},
                                          {NULL, NULL, 0, 0, 0}};
Type code_type = {
    .name = "code",
    .shape_id = SHAPE_CODE,
    .instance_size = sizeof(CodeObject),
    .trace = code_trace,
    .repr = code_repr,
    .methods = code_methods,
    .members = code_members,
};
