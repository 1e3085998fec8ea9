// StringIO: a stream of text in memory. Characters are kept in the narrowest kind that holds all
// written so far; reading works on a str made of them, which lasts until the next write.
#include <string.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/error.h"
#include "vm/modules/io.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

typedef struct {
    Stream stream;
    void *data; // a raw block
    unsigned kind;
    size_t length, capacity; // in characters
    size_t place;            // may lie behind the end
    Value text;              // all of it as a str, or VALUE_NULL
    LineEnds ends;
    Newlines newlines;
    bool ready, over; // initialised; closed
} StringIo;
#define STRING_IO(value) ((StringIo *)object_of(value))

static bool is_open(Vm *vm, Value self) {
    if (!STRING_IO(self)->ready)
        error_value(vm, "I/O operation on uninitialized object");
    else if (STRING_IO(self)->over)
        error_value(vm, "I/O operation on closed file");
    else
        return true;
    return false;
}

// --- writing ------------------------------------------------------------------------------------

static uint32_t character_at(const void *data, unsigned kind, size_t at) {
    return kind == 1   ? ((const uint8_t *)data)[at]
           : kind == 2 ? ((const uint16_t *)data)[at]
                       : ((const uint32_t *)data)[at];
}
static void set_character(void *data, unsigned kind, size_t at, uint32_t point) {
    if (kind == 1)
        ((uint8_t *)data)[at] = (uint8_t)point;
    else if (kind == 2)
        ((uint16_t *)data)[at] = (uint16_t)point;
    else
        ((uint32_t *)data)[at] = point;
}

static bool reserve(Vm *vm, StringIo *memory, size_t length, unsigned kind) {
    if (kind < memory->kind) kind = memory->kind;
    if (length <= memory->capacity && kind == memory->kind) return true;
    size_t capacity = memory->capacity;
    if (length > capacity)
        capacity = length < capacity + capacity / 2 + 32 ? capacity + capacity / 2 + 32 : length;
    if (capacity > SIZE_MAX >> 5) return error_memory(vm), false;
    void *data = gc_alloc_raw(vm, capacity * kind);
    if (!data) return false;
    if (kind == memory->kind) {
        if (memory->length) memcpy(data, memory->data, memory->length * kind);
    } else {
        for (size_t i = 0; i < memory->length; i++)
            set_character(data, kind, i, character_at(memory->data, memory->kind, i));
    }
    memory->data = data;
    memory->kind = kind;
    memory->capacity = capacity;
    return true;
}

static bool put(Vm *vm, StringIo *memory, Value value) {
    if (memory->ends.universal) value = newlines_feed(vm, &memory->newlines, value, true);
    if (!is_error(value)) value = line_ends_write(vm, &memory->ends, value);
    if (is_error(value)) return false;
    Str *text = str_of(value);
    if (!text->length) return true;
    size_t end = memory->place + text->length;
    if (end < text->length) return error_overflow(vm, "new position too large"), false;
    if (!reserve(vm, memory, end, str_kind(text))) return false;
    memory->text = VALUE_NULL;
    while (memory->length < memory->place)
        set_character(memory->data, memory->kind, memory->length++, 0);
    str_copy(memory->data, memory->kind, memory->place, text, 0, text->length);
    if (end > memory->length) memory->length = end;
    memory->place = end;
    return true;
}

NATIVE(method_write) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    if (!is_str_like(args[1])) return error_type(vm, "string argument expected, got '%T'", args[1]);
    if (!put(vm, STRING_IO(args[0]), args[1])) return VALUE_ERROR;
    return make_int(vm, (int64_t)str_of(args[1])->length);
}

NATIVE(method_truncate) {
    if (!is_open(vm, args[0])) return VALUE_ERROR;
    StringIo *memory = STRING_IO(args[0]);
    int64_t size = (int64_t)memory->place;
    bool given = count > 1 && !is_none(args[1]);
    if (given && !io_size(vm, args[1], &size)) return VALUE_ERROR;
    if (size < 0) return error_value(vm, "Negative size value %lld", (long long)size);
    if ((size_t)size < memory->length) {
        memory->length = (size_t)size;
        memory->text = VALUE_NULL;
    }
    return make_int(vm, size);
}

// --- reading ------------------------------------------------------------------------------------

static Value whole(Vm *vm, StringIo *memory) {
    if (!memory->text) {
        Value text = str_from_kind(vm, memory->data, memory->kind, memory->length);
        if (is_error(text)) return text;
        memory->text = text;
    }
    return memory->text;
}

static size_t rest_of(const StringIo *memory) {
    return memory->place < memory->length ? memory->length - memory->place : 0;
}

static Value take(Vm *vm, StringIo *memory, size_t length) {
    Value text = length ? whole(vm, memory) : vm->empty_str;
    if (is_error(text) || !length) return text;
    Value part = str_slice(vm, str_of(text), memory->place, memory->place + length);
    if (!is_error(part)) memory->place += length;
    return part;
}

static Value read_line(Vm *vm, StringIo *memory, int64_t limit) {
    size_t rest = rest_of(memory);
    Value text = rest ? whole(vm, memory) : vm->empty_str;
    if (is_error(text) || !rest) return text;
    size_t end = line_ends_find(&memory->ends, str_of(text), memory->place);
    if (end) rest = end - memory->place;
    return take(vm, memory, limit >= 0 && (size_t)limit < rest ? (size_t)limit : rest);
}

NATIVE(method_read) {
    int64_t size;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &size) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    size_t rest = rest_of(STRING_IO(args[0]));
    return take(vm, STRING_IO(args[0]), size < 0 || (size_t)size > rest ? rest : (size_t)size);
}
NATIVE(method_readline) {
    int64_t limit;
    if (!io_size(vm, count > 1 ? args[1] : VALUE_NULL, &limit) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    return read_line(vm, STRING_IO(args[0]), limit);
}
static Value next(Vm *vm, Value self) {
    if (!is_open(vm, self)) return VALUE_ERROR;
    if (type_of(self) != &string_io_type) return io_base_type.next(vm, self);
    return rest_of(STRING_IO(self)) ? read_line(vm, STRING_IO(self), -1) : VALUE_END;
}
NATIVE(method_getvalue) {
    return is_open(vm, args[0]) ? whole(vm, STRING_IO(args[0])) : VALUE_ERROR;
}

// --- place, closing -----------------------------------------------------------------------------

NATIVE(method_tell) {
    return is_open(vm, args[0]) ? make_int(vm, (int64_t)STRING_IO(args[0])->place) : VALUE_ERROR;
}
NATIVE(method_seek) {
    int64_t offset;
    int whence = 0;
    if (!argument_size(vm, args[1], &offset) ||
        (count > 2 && !argument_int(vm, args[2], &whence)) || !is_open(vm, args[0]))
        return VALUE_ERROR;
    StringIo *memory = STRING_IO(args[0]);
    if (whence < 0 || whence > 2)
        return error_value(vm, "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == SEEK_SET && offset < 0)
        return error_value(vm, "Negative seek position %lld", (long long)offset);
    if (whence != SEEK_SET && offset)
        return error_raise(vm, error_types.OSError, "Can't do nonzero cur-relative seeks");
    if (whence == SEEK_SET) memory->place = (size_t)offset;
    if (whence == SEEK_END) memory->place = memory->length;
    return make_int(vm, (int64_t)memory->place);
}
NATIVE(method_close) {
    StringIo *memory = STRING_IO(args[0]);
    memory->over = true;
    memory->data = NULL;
    memory->length = memory->capacity = memory->place = 0;
    memory->text = VALUE_NULL;
    return VALUE_NONE;
}
NATIVE(method_true) {
    return is_open(vm, args[0]) ? VALUE_TRUE : VALUE_ERROR;
}

static Value get_line_buffering(Vm *vm, Value self) {
    return is_open(vm, self) ? VALUE_FALSE : VALUE_ERROR;
}
static Value get_newlines(Vm *vm, Value self) {
    return is_open(vm, self) ? newlines_value(vm, STRING_IO(self)->newlines.seen) : VALUE_ERROR;
}
static Value get_closed(Vm *vm, Value self) {
    return STRING_IO(self)->ready ? make_bool(STRING_IO(self)->over)
                                  : error_value(vm, "I/O operation on uninitialized object");
}
static const MemberSpec members[] = {{"closed", get_closed, NULL},
                                     {"line_buffering", get_line_buffering, NULL},
                                     {"newlines", get_newlines, NULL},
                                     {0}};

// --- making -------------------------------------------------------------------------------------

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    StringIo *memory = object_new(vm, type);
    if (!memory) return VALUE_ERROR;
    memory->kind = 1;
    return value_of(memory);
}

static bool init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"initial_value", "newline", NULL};
    Value values[2];
    if (!arguments_parse(vm, "StringIO", parameters, 0, 0, args, count, names, values))
        return false;
    Value newline = values[1] ? values[1] : str_from_code_point(vm, '\n');
    if (is_error(newline)) return false;
    if (!is_none(newline) && !is_str_like(newline))
        return error_type(vm, "newline must be str or None, not %T", newline), false;
    Value initial = values[0] ? values[0] : VALUE_NONE;
    if (!is_none(initial) && !is_str_like(initial))
        return error_type(vm, "initial_value must be str or None, not %T", initial), false;
    StringIo *memory = STRING_IO(self);
    method_close(vm, &self, 1, NULL);
    memory->kind = 1;
    if (!line_ends_read(newline, &memory->ends))
        return error_value(vm, "illegal newline value: %R", newline), false;
    memory->newlines = (Newlines){.translate = memory->ends.translate};
    memory->over = false;
    memory->ready = true;
    if (!is_none(initial) && !put(vm, memory, initial)) return false;
    memory->place = 0;
    return true;
}

static void trace(Heap *heap, Object *object) {
    io_stream_trace(heap, object);
    gc_mark_block(heap, ((StringIo *)object)->data);
    gc_mark_value(heap, ((StringIo *)object)->text);
}

static const NativeSpec methods[] = {
    {"write", method_write, 2, 2, 0},       {"read", method_read, 1, 2, 0},
    {"readline", method_readline, 1, 2, 0}, {"getvalue", method_getvalue, 1, 1, 0},
    {"truncate", method_truncate, 1, 2, 0}, {"tell", method_tell, 1, 1, 0},
    {"seek", method_seek, 2, 3, 0},         {"close", method_close, 1, 1, 0},
    {"readable", method_true, 1, 1, 0},     {"writable", method_true, 1, 1, 0},
    {"seekable", method_true, 1, 1, 0},     {0},
};

Type string_io_type = {
    .name = "_io.StringIO",
    .parent = &io_text_base_type,
    .shape_id = SHAPE_STRING_IO,
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAKLY,
    .instance_size = sizeof(StringIo),
    .trace = trace,
    .make = make,
    .init = init,
    .iter = io_iter,
    .next = next,
    .methods = methods,
    .members = members,
};
