// Strings made piece by piece, and join.
#include <string.h>

#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

void builder_init(StrBuilder *builder, Vm *vm) {
    builder->vm = vm;
    builder->data = builder->local;
    builder->length = 0;
    builder->capacity = sizeof builder->local;
    builder->kind = 1;
    builder->widest = 0;
    builder->failed = false;
}

// Room for `more` code points of this kind; widens what is there already.
static bool reserve_slow(StrBuilder *builder, size_t more, unsigned kind) {
    if (builder->failed) return false;
    size_t needed = builder->length + more;
    if (kind < builder->kind) kind = builder->kind;
    if (needed <= builder->capacity && kind == builder->kind) return true;
    size_t capacity = builder->capacity;
    if (needed > capacity) capacity = needed > capacity * 2 ? needed : capacity * 2;
    StrBlock *block = NULL;
    if (capacity < SIZE_MAX >> 4) {
        block = gc_alloc_raw(builder->vm, sizeof(StrBlock) + capacity * kind);
    } else {
        error_memory(builder->vm);
    }
    if (!block) {
        builder->failed = true;
        return false;
    }
    block->capacity = capacity * kind;
    Str before = {.object = {SHAPE_STR, builder->kind}, .data = builder->data};
    str_copy(block->data, kind, 0, &before, 0, builder->length);
    builder->data = block->data;
    builder->capacity = capacity;
    builder->kind = kind;
    return true;
}

static inline bool reserve(StrBuilder *builder, size_t more, unsigned kind) {
    if (likely(kind <= builder->kind && more <= builder->capacity - builder->length &&
               !builder->failed)) {
        return true;
    }
    return reserve_slow(builder, more, kind);
}

static inline void put(StrBuilder *builder, size_t index, uint32_t code_point) {
    switch (builder->kind) {
    case 1: ((uint8_t *)builder->data)[index] = (uint8_t)code_point; break;
    case 2: ((uint16_t *)builder->data)[index] = (uint16_t)code_point; break;
    default: ((uint32_t *)builder->data)[index] = code_point; break;
    }
}

void builder_add_code_point(StrBuilder *builder, uint32_t code_point) {
    if (!reserve(builder, 1, str_kind_for(code_point))) return;
    builder->widest |= code_point;
    put(builder, builder->length++, code_point);
}

void builder_add_ascii(StrBuilder *builder, const char *text, size_t size) {
    if (!reserve(builder, size, 1)) return;
    if (builder->kind == 1) {
        memcpy((char *)builder->data + builder->length, text, size);
    } else {
        for (size_t i = 0; i < size; i++) {
            put(builder, builder->length + i, (unsigned char)text[i]);
        }
    }
    builder->length += size;
}

void builder_add_cstring(StrBuilder *builder, const char *text) {
    size_t size = strlen(text);
    bool ascii = true;
    for (size_t i = 0; i < size; i++) ascii &= (unsigned char)text[i] < 0x80;
    if (ascii) {
        builder_add_ascii(builder, text, size);
        return;
    }
    if (utf8_valid(text, size, true, NULL, NULL) < size) {
        for (; *text; text++) {
            builder_add_code_point(builder,
                                   (unsigned char)*text < 0x80 ? (unsigned char)*text : 0xfffd);
        }
        return;
    }
    for (const char *end = text + size; text < end;) {
        builder_add_code_point(builder, utf8_next(&text));
    }
}

void builder_add_slice(StrBuilder *builder, const Str *str, size_t start, size_t stop) {
    if (start >= stop) return;
    if (str_is_ascii(str) && builder->kind == 1) {
        builder_add_ascii(builder, (const char *)str->data + start, stop - start);
        return;
    }
    uint32_t widest = str_widest(str, start, stop);
    if (!reserve(builder, stop - start, str_kind_for(widest))) return;
    builder->widest |= widest;
    str_copy(builder->data, builder->kind, builder->length, str, start, stop - start);
    builder->length += stop - start;
}

void builder_add_str(StrBuilder *builder, const Str *str) {
    builder_add_slice(builder, str, 0, str->length);
}

void builder_add_repeated(StrBuilder *builder, uint32_t code_point, size_t count) {
    if (count > SIZE_MAX >> 4) {
        if (!builder->failed) error_memory(builder->vm);
        builder->failed = true;
        return;
    }
    if (count == 0 || !reserve(builder, count, str_kind_for(code_point))) return;
    builder->widest |= code_point;
    if (builder->kind == 1) {
        memset((char *)builder->data + builder->length, (int)code_point, count);
    } else {
        for (size_t i = 0; i < count; i++) put(builder, builder->length + i, code_point);
    }
    builder->length += count;
}

// A large result takes the block as it is, a small or loosely filled one is copied out of it.
Value builder_finish(StrBuilder *builder) {
    if (builder->failed) return VALUE_ERROR;
    Vm *vm = builder->vm;
    size_t size = builder->length * builder->kind;
    if (builder->length < 2) {
        return str_from_kind(vm, builder->data, builder->kind, builder->length);
    }
    if (size < 1024 || size < builder->capacity * builder->kind / 4 * 3) {
        Str *copy = str_new(vm, builder->length, builder->widest);
        if (!copy) return VALUE_ERROR;
        memcpy(copy->data, builder->data, size);
        return value_of(copy);
    }
    StrBlock *block = (StrBlock *)((char *)builder->data - sizeof(StrBlock));
    Str *str = gc_new(vm, SHAPE_STR, sizeof(Str));
    if (!str) return VALUE_ERROR;
    block->fill = size;
    str->object.bits = builder->kind | STR_SHARED | (builder->widest < 0x80 ? STR_ASCII : 0);
    str->length = builder->length;
    str->hash = -1;
    str->data = builder->data;
    return value_of(str);
}

// --- join -------------------------------------------------------------------------------------

Value str_join(Vm *vm, Str *separator, Value iterable) {
    Value *items;
    size_t count;
    Value list = iterable;
    if (is_tuple(iterable)) {
        items = tuple_of(iterable)->items;
        count = tuple_of(iterable)->count;
    } else {
        if (!is_list(iterable)) {
            // Of the iterator, so that nobody asks the iterable for its length.
            Value iter = object_iter(vm, iterable);
            if (is_error(iter) && error_catch(vm, error_types.TypeError))
                error_type(vm, "can only join an iterable");
            list = is_error(iter) ? iter : list_from(vm, iter);
            if (is_error(list)) return VALUE_ERROR;
        }
        items = list_of(list)->items;
        count = list_of(list)->count;
    }
    if (count == 0) return vm->empty_str;
    if (count == 1 && is_str(items[0])) return items[0];
    size_t length = 0, most = SIZE_MAX >> 5;
    uint32_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        Value item = items[i];
        if (unlikely(!is_str_like(item))) {
            return error_type(vm, "sequence item %zu: expected str instance, %T found", i, item);
        }
        Str *str = str_of(item);
        length += str->length;
        if (unlikely(length > most)) return error_memory(vm);
        widest |= str_is_ascii(str)    ? 0x7f
                  : str_kind(str) == 1 ? 0xff
                  : str_kind(str) == 2 ? 0xffff
                                       : 0x10ffff;
    }
    if (separator->length && count > 1) {
        if ((count - 1) > (most - length) / separator->length) return error_memory(vm);
        length += separator->length * (count - 1);
        widest |= str_widest(separator, 0, separator->length);
    }
    if (length == 0) return vm->empty_str;
    if (length == 1) {
        for (size_t i = 0; i < count; i++) {
            if (str_of(items[i])->length) return str_plain(vm, items[i]);
        }
        return str_plain(vm, value_of(separator));
    }
    Str *result = str_new(vm, length, widest);
    if (!result) return VALUE_ERROR;
    unsigned kind = str_kind(result);
    size_t at = 0;
    char single = separator->length == 1 && kind == 1 ? *(char *)separator->data : 0;
    for (size_t i = 0; i < count; i++) {
        if (i) {
            if (separator->length == 1 && kind == 1) {
                ((char *)result->data)[at++] = single;
            } else {
                str_copy(result->data, kind, at, separator, 0, separator->length);
                at += separator->length;
            }
        }
        Str *str = str_of(items[i]);
        if (kind == 1) {
            memcpy((char *)result->data + at, str->data, str->length);
        } else {
            str_copy(result->data, kind, at, str, 0, str->length);
        }
        at += str->length;
    }
    return value_of(result);
}
