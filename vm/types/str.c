// Strings: making them, UTF-8 in and out, hash, interning, comparison, concatenation, slices.
// A string of one Latin-1 character and the empty one exist once; every way of making a string ends
// in make_short, str_new or a shared block, so they stay the only ones.
#define _GNU_SOURCE
#include <string.h>

#include "frontend/text/quote.h"
#include "frontend/text/unicode.h"
#include "frontend/text/utf8.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/reduce.h"
#include "vm/types/str.h"

#define LENGTH_MAX (SIZE_MAX >> 4)

// --- making -----------------------------------------------------------------------------------

bool str_init(Vm *vm) {
    if (vm->empty_str) return true;
    Str *str = gc_new(vm, SHAPE_STR, sizeof(Str));
    if (!str) return false;
    str->object.bits = 1 | STR_ASCII | STR_INTERNED;
    str->length = 0;
    str->hash = 0;
    str->data = str + 1;
    vm->empty_str = value_of(str);
    return true;
}

Str *str_new(Vm *vm, size_t length, uint32_t widest) {
    unsigned kind = str_kind_for(widest);
    if (unlikely(length > LENGTH_MAX)) {
        error_memory(vm);
        return NULL;
    }
    Str *str = gc_new(vm, SHAPE_STR, sizeof(Str) + length * kind);
    if (unlikely(!str)) return NULL;
    str->object.bits = kind | (widest < 0x80 ? STR_ASCII : 0);
    str->length = length;
    str->hash = -1;
    str->data = str + 1;
    return str;
}

Value str_from_code_point(Vm *vm, uint32_t code_point) {
    if (code_point < 256) {
        Value known = vm->small_strs[code_point];
        if (likely(known != VALUE_NULL)) return known;
    }
    Str *str = str_new(vm, 1, code_point);
    if (!str) return VALUE_ERROR;
    switch (str_kind(str)) {
    case 1: *(uint8_t *)str->data = (uint8_t)code_point; break;
    case 2: *(uint16_t *)str->data = (uint16_t)code_point; break;
    default: *(uint32_t *)str->data = code_point; break;
    }
    if (code_point < 256) {
        str->object.bits |= STR_INTERNED;
        vm->small_strs[code_point] = value_of(str);
    }
    return value_of(str);
}

static Value empty(Vm *vm) {
    if (unlikely(!vm->empty_str) && !str_init(vm)) return VALUE_ERROR;
    return vm->empty_str;
}

static uint32_t widest_of_bytes(const uint8_t *data, size_t length) {
    uint64_t all = 0;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        all |= word;
    }
    for (; i < length; i++) all |= data[i];
    return all & 0x8080808080808080u ? 0xff : 0x7f;
}

static uint32_t widest_of(const void *data, unsigned kind, size_t length) {
    if (kind == 1) return widest_of_bytes(data, length);
    uint32_t all = 0;
    if (kind == 2) {
        for (size_t i = 0; i < length; i++) all |= ((const uint16_t *)data)[i];
    } else {
        for (size_t i = 0; i < length; i++) all |= ((const uint32_t *)data)[i];
    }
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

uint32_t str_widest(const Str *str, size_t start, size_t stop) {
    if (str_is_ascii(str)) return 0x7f;
    unsigned kind = str_kind(str);
    return widest_of((const char *)str->data + start * kind, kind, stop - start);
}

// Characters from one width to another; narrowing must be known to lose nothing.
static void copy_points(void *to, unsigned to_kind, const void *from, unsigned from_kind,
                        size_t count) {
    if (to_kind == from_kind) {
        memcpy(to, from, count * to_kind);
        return;
    }
#define CONVERT(To, From)                                                                          \
    for (size_t i = 0; i < count; i++) ((To *)to)[i] = (To)((const From *)from)[i]
    switch (to_kind * 8 + from_kind) {
    case 8 + 2: CONVERT(uint8_t, uint16_t); break;
    case 8 + 4: CONVERT(uint8_t, uint32_t); break;
    case 16 + 1: CONVERT(uint16_t, uint8_t); break;
    case 16 + 4: CONVERT(uint16_t, uint32_t); break;
    case 32 + 1: CONVERT(uint32_t, uint8_t); break;
    default: CONVERT(uint32_t, uint16_t); break;
    }
#undef CONVERT
}

void str_copy(void *to, unsigned to_kind, size_t at, const Str *from, size_t start, size_t count) {
    unsigned kind = str_kind(from);
    copy_points((char *)to + at * to_kind, to_kind, (const char *)from->data + start * kind, kind,
                count);
}

static uint32_t point_of(const void *data, unsigned kind) {
    return kind == 1   ? *(const uint8_t *)data
           : kind == 2 ? *(const uint16_t *)data
                       : *(const uint32_t *)data;
}

Value str_from_kind(Vm *vm, const void *data, unsigned kind, size_t length) {
    if (length == 0) return empty(vm);
    if (length == 1) return str_from_code_point(vm, point_of(data, kind));
    Str *str = str_new(vm, length, widest_of(data, kind, length));
    if (!str) return VALUE_ERROR;
    copy_points(str->data, str_kind(str), data, kind, length);
    return value_of(str);
}

Value str_from_latin1(Vm *vm, const char *data, size_t size) {
    return str_from_kind(vm, data, 1, size);
}

Value str_from_code_points(Vm *vm, const uint32_t *points, size_t length) {
    return str_from_kind(vm, points, 4, length);
}

Value str_from_utf8(Vm *vm, const char *data, size_t size) {
    if (size <= 1 || widest_of_bytes((const uint8_t *)data, size) == 0x7f) {
        if (size != 1 || (unsigned char)*data < 0x80) return str_from_kind(vm, data, 1, size);
    }
    const char *reason = NULL;
    size_t bad = 0, valid = utf8_valid(data, size, true, &reason, &bad);
    if (valid < size) {
        Value bytes = bytes_make(vm, data, size);
        if (is_error(bytes)) return VALUE_ERROR;
        return error_unicode_decode(vm, "utf-8", bytes, valid, valid + (bad ? bad : 1), reason);
    }
    uint32_t largest;
    size_t length = utf8_length(data, size, &largest);
    if (length == 1) return str_from_code_point(vm, utf8_next(&data));
    Str *str = str_new(vm, length, largest);
    if (!str) return VALUE_ERROR;
    switch (str_kind(str)) {
    case 1: {
        uint8_t *to = str->data;
        for (size_t i = 0; i < length; i++) to[i] = (uint8_t)utf8_next(&data);
        break;
    }
    case 2: {
        uint16_t *to = str->data;
        for (size_t i = 0; i < length; i++) to[i] = (uint16_t)utf8_next(&data);
        break;
    }
    default: {
        uint32_t *to = str->data;
        for (size_t i = 0; i < length; i++) to[i] = utf8_next(&data);
        break;
    }
    }
    return value_of(str);
}

Value str_from_cstring(Vm *vm, const char *text) {
    return str_from_utf8(vm, text, strlen(text));
}

const char *str_utf8(Vm *vm, const Str *str, size_t *size) {
    size_t length = str->length;
    size_t room = str_is_ascii(str) ? length : length * (str_kind(str) == 1 ? 2 : 4);
    char *out = gc_alloc_raw(vm, room + 1);
    if (!out) return NULL;
    char *end = out;
    if (str_is_ascii(str)) {
        memcpy(out, str->data, length);
        end += length;
    } else {
        for (size_t i = 0; i < length; i++) end += utf8_put(end, str_at(str, i));
    }
    *end = 0;
    if (size) *size = end - out;
    return out;
}

// --- hash and interning -----------------------------------------------------------------------

static inline uint64_t rotate(uint64_t word, int bits) {
    return word << bits | word >> (64 - bits);
}

typedef struct {
    uint64_t v0, v1, v2, v3;
} SipState;

static inline void sip_round(SipState *s) {
    s->v0 += s->v1, s->v2 += s->v3;
    s->v1 = rotate(s->v1, 13) ^ s->v0, s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v1, s->v0 += s->v3;
    s->v1 = rotate(s->v1, 17) ^ s->v2, s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 = rotate(s->v2, 32);
}

// SipHash-1-3, so that sets of strings have CPython's order under PYTHONHASHSEED=0.
int64_t str_hash_bytes(const Vm *vm, const void *data, size_t size) {
    if (size == 0) return 0;
    uint64_t k0 = vm->hash_seed[0], k1 = vm->hash_seed[1];
    SipState s = {k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
                  k1 ^ 0x7465646279746573u};
    const char *at = data;
    uint64_t last = (uint64_t)size << 56, word;
    for (; size >= 8; size -= 8, at += 8) {
        memcpy(&word, at, 8);
        s.v3 ^= word;
        sip_round(&s);
        s.v0 ^= word;
    }
    word = 0;
    memcpy(&word, at, size);
    last |= word;
    s.v3 ^= last;
    sip_round(&s);
    s.v0 ^= last;
    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    int64_t hash = (int64_t)(s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
    return hash == -1 ? -2 : hash;
}

int64_t str_hash(Vm *vm, Str *str) {
    if (unlikely(str->hash == -1)) {
        str->hash = str_hash_bytes(vm, str->data, str->length * str_kind(str));
    }
    return str->hash;
}

Value str_intern(Vm *vm, Value value) {
    Str *str = str_of(value);
    if ((str->object.bits & STR_INTERNED) || !is_str(value)) return value;
    if (!vm->interned) {
        Value dict = dict_make(vm, 1000);
        if (is_error(dict)) return VALUE_ERROR;
        vm->interned = dict_of(dict);
    }
    Value known = dict_get_str(vm, vm->interned, str);
    if (known != VALUE_END) return known;
    if (!dict_set_str(vm, vm->interned, str, value)) return VALUE_ERROR;
    str->object.bits |= STR_INTERNED;
    return value;
}

Value str_intern_cstring(Vm *vm, const char *text) {
    Value str = str_from_cstring(vm, text);
    return is_error(str) ? VALUE_ERROR : str_intern(vm, str);
}

// --- comparison -------------------------------------------------------------------------------

bool str_equal(const Str *left, const Str *right) {
    if (left == right) return true;
    if (left->length != right->length || str_kind(left) != str_kind(right)) return false;
    if (left->hash != right->hash && left->hash != -1 && right->hash != -1) return false;
    return memcmp(left->data, right->data, left->length * str_kind(left)) == 0;
}

int str_compare(const Str *left, const Str *right) {
    size_t common = left->length < right->length ? left->length : right->length;
    if (str_kind(left) == 1 && str_kind(right) == 1) {
        int order = memcmp(left->data, right->data, common);
        if (order) return order;
    } else {
        for (size_t i = 0; i < common; i++) {
            uint32_t a = str_at(left, i), b = str_at(right, i);
            if (a != b) return a < b ? -1 : 1;
        }
    }
    return left->length < right->length ? -1 : left->length > right->length;
}

bool str_equal_cstring(const Str *str, const char *text) {
    size_t length = strlen(text);
    return str->length == length && str_kind(str) == 1 && memcmp(str->data, text, length) == 0;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator comparison) {
    (void)vm;
    if (!is_str_like(left) || !is_str_like(right)) return VALUE_NOT_IMPLEMENTED;
    if (comparison == COMPARE_EQ) return make_bool(str_equal(str_of(left), str_of(right)));
    if (comparison == COMPARE_NE) return make_bool(!str_equal(str_of(left), str_of(right)));
    int order = str_compare(str_of(left), str_of(right));
    switch (comparison) {
    case COMPARE_LT: return make_bool(order < 0);
    case COMPARE_LE: return make_bool(order <= 0);
    case COMPARE_GT: return make_bool(order > 0);
    default: return make_bool(order >= 0);
    }
}

// --- concatenation ----------------------------------------------------------------------------

// Set on the result of a concatenation: the next one to its right gets a block with room to grow.
enum { STR_CONCATENATED = 64, BLOCK_LEAST = 96 };

static StrBlock *block_of(const Str *str) {
    return (StrBlock *)((char *)str->data - sizeof(StrBlock));
}

static Str *share(Vm *vm, void *data, size_t length, uint32_t bits) {
    Str *str = gc_new(vm, SHAPE_STR, sizeof(Str));
    if (unlikely(!str)) return NULL;
    str->object.bits = bits;
    str->length = length;
    str->hash = -1;
    str->data = data;
    return str;
}

// Appending where `left` ends at its block's fill mark touches nothing anyone can see. VALUE_END
// where there is no room.
static Value append_in_place(Vm *vm, Str *left, Str *right) {
    StrBlock *block = block_of(left);
    unsigned kind = str_kind(left);
    size_t size = left->length * kind, more = right->length * kind;
    if (block->fill != size || block->capacity - size < more || kind < str_kind(right)) {
        return VALUE_END;
    }
    uint32_t ascii = left->object.bits & right->object.bits & STR_ASCII;
    Str *sum = share(vm, left->data, left->length + right->length, kind | ascii | STR_SHARED);
    if (!sum) return VALUE_ERROR;
    str_copy(left->data, kind, left->length, right, 0, right->length);
    block->fill = size + more;
    return value_of(sum);
}

Value str_concatenate(Vm *vm, Value left_value, Value right_value) {
    Str *left = str_of(left_value), *right = str_of(right_value);
    if (right->length == 0) return str_plain(vm, left_value);
    if (left->length == 0) return str_plain(vm, right_value);
    if (left->object.bits & STR_SHARED) {
        Value sum = append_in_place(vm, left, right);
        if (sum != VALUE_END) return sum;
    }
    size_t length = left->length + right->length;
    if (unlikely(length > LENGTH_MAX)) return error_memory(vm);
    unsigned kind = str_kind(left) | str_kind(right);
    kind = kind == 1 ? 1 : kind < 4 ? 2 : 4;
    uint32_t ascii = left->object.bits & right->object.bits & STR_ASCII;
    Str *sum;
    if ((left->object.bits & (STR_CONCATENATED | STR_SHARED)) && length * kind >= BLOCK_LEAST) {
        size_t capacity = (length + length / 2) * kind;
        StrBlock *block = gc_alloc_raw(vm, sizeof(StrBlock) + capacity);
        if (!block) return VALUE_ERROR;
        block->fill = length * kind;
        block->capacity = capacity;
        sum = share(vm, block->data, length, kind | ascii | STR_SHARED);
        if (!sum) return VALUE_ERROR;
    } else {
        sum = gc_new(vm, SHAPE_STR, sizeof(Str) + length * kind);
        if (unlikely(!sum)) return VALUE_ERROR;
        sum->object.bits = kind | ascii | STR_CONCATENATED;
        sum->length = length;
        sum->hash = -1;
        sum->data = sum + 1;
    }
    str_copy(sum->data, kind, 0, left, 0, left->length);
    str_copy(sum->data, kind, left->length, right, 0, right->length);
    return value_of(sum);
}

// The other operand may still know what to do: only a class of the program is asked.
static bool may_answer(Value other, BinaryOperator operation) {
    Type *type = type_of(other);
    return (type->flags & TYPE_HEAP) && type->binary[operation];
}

static Value add(Vm *vm, Value left, Value right) {
    if (!is_str_like(left)) return VALUE_NOT_IMPLEMENTED;
    if (likely(is_str_like(right))) return str_concatenate(vm, left, right);
    if (may_answer(right, BINARY_ADD)) return VALUE_NOT_IMPLEMENTED;
    return error_type(vm, "can only concatenate str (not \"%T\") to str", right);
}

static Value repeat(Vm *vm, Value value, int64_t count) {
    Str *str = str_of(value);
    if (count <= 0 || str->length == 0) return empty(vm);
    if (count == 1) return str_plain(vm, value);
    if ((uint64_t)count > LENGTH_MAX / str->length) return error_memory(vm);
    size_t length = str->length * count;
    unsigned kind = str_kind(str);
    Str *result = str_new(vm, length, str_widest(str, 0, str->length));
    if (!result) return VALUE_ERROR;
    char *data = result->data;
    size_t size = str->length * kind, total = size * count;
    if (size == 1) {
        memset(data, *(char *)str->data, total);
        return value_of(result);
    }
    memcpy(data, str->data, size);
    while (size < total) {
        size_t more = size <= total - size ? size : total - size;
        memcpy(data + size, data, more);
        size += more;
    }
    return value_of(result);
}

static Value multiply(Vm *vm, Value left, Value right) {
    bool right_first = !is_str_like(left);
    if (right_first) {
        Value swap = left;
        left = right;
        right = swap;
        if (!is_str_like(left)) return VALUE_NOT_IMPLEMENTED;
    }
    if (!type_of(right)->index) {
        if (may_answer(right, BINARY_MULTIPLY) || right_first) return VALUE_NOT_IMPLEMENTED;
        return error_type(vm, "can't multiply sequence by non-int of type '%T'", right);
    }
    int64_t count;
    if (!object_count(vm, right, &count)) return VALUE_ERROR;
    return repeat(vm, left, count);
}

static Value remainder_of(Vm *vm, Value left, Value right) {
    if (!is_str_like(left)) return VALUE_NOT_IMPLEMENTED;
    return format_percent(vm, str_of(left), right);
}

// --- parts ------------------------------------------------------------------------------------

Value str_slice(Vm *vm, Str *str, size_t start, size_t stop) {
    if (stop > str->length) stop = str->length;
    if (start >= stop) return empty(vm);
    if (start == 0 && stop == str->length) return str_plain(vm, value_of(str));
    size_t length = stop - start;
    unsigned kind = str_kind(str);
    const char *data = (const char *)str->data + start * kind;
    if (length == 1) return str_from_code_point(vm, point_of(data, kind));
    if (!str_is_ascii(str)) return str_from_kind(vm, data, kind, length);
    Str *part = str_new(vm, length, 0x7f);
    if (unlikely(!part)) return VALUE_ERROR;
    memcpy(part->data, data, length);
    return value_of(part);
}

static Value slice_with_step(Vm *vm, Str *str, Slice *slice) {
    int64_t start, stop, step;
    int64_t count = slice_indices(vm, slice, str->length, &start, &stop, &step);
    if (count < 0) return VALUE_ERROR;
    if (step == 1 || count <= 1) return str_slice(vm, str, start, start + count);
    uint32_t widest = 0;
    for (int64_t i = 0; i < count; i++) widest |= str_at(str, start + i * step);
    Str *part = str_new(vm, count, widest);
    if (!part) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++) {
        uint32_t point = str_at(str, start + i * step);
        switch (str_kind(part)) {
        case 1: ((uint8_t *)part->data)[i] = (uint8_t)point; break;
        case 2: ((uint16_t *)part->data)[i] = (uint16_t)point; break;
        default: ((uint32_t *)part->data)[i] = point; break;
        }
    }
    return value_of(part);
}

Value str_get_item(Vm *vm, Value self, Value key) {
    Str *str = str_of(self);
    int64_t index;
    if (likely(is_int(key))) {
        index = int_of(key);
    } else if (has_shape(key, SHAPE_SLICE)) {
        return slice_with_step(vm, str, (Slice *)key);
    } else if (!type_of(key)->index) {
        return error_type(vm, "string indices must be integers, not '%T'", key);
    } else if (!object_index(vm, key, false, &index)) {
        return VALUE_ERROR;
    }
    if (index < 0) index += str->length;
    if ((uint64_t)index >= str->length) return error_index(vm, "string index out of range");
    return str_from_code_point(vm, str_at(str, index));
}

static int64_t length_of(Vm *vm, Value self) {
    (void)vm;
    return str_of(self)->length;
}

static int contains(Vm *vm, Value self, Value item) {
    if (!is_str_like(item)) {
        error_type(vm, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    return str_find(str_of(self), str_of(item), 0, str_of(self)->length) >= 0;
}

// --- repr -------------------------------------------------------------------------------------

static bool is_plain_text(const Str *str) {
    const uint8_t *data = str->data;
    for (size_t i = 0; i < str->length; i++) {
        if (data[i] < ' ' || data[i] >= 0x7f || data[i] == '\'' || data[i] == '\\') return false;
    }
    return true;
}

static Value repr_in(Vm *vm, const Str *str, bool ascii) {
    if (str_is_ascii(str) && is_plain_text(str)) {
        Str *result = str_new(vm, str->length + 2, 0x7f);
        if (!result) return VALUE_ERROR;
        char *data = result->data;
        data[0] = data[str->length + 1] = '\'';
        memcpy(data + 1, str->data, str->length);
        return value_of(result);
    }
    bool single = false, twofold = false;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        single |= point == '\'';
        twofold |= point == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_code_point(&builder, quote);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        if (point >= 0x80 && !ascii && unicode_is_printable(point)) {
            builder_add_code_point(&builder, point);
            continue;
        }
        char escape[16];
        builder_add_ascii(&builder, escape, quote_point(point, quote, ascii, escape));
    }
    builder_add_code_point(&builder, quote);
    return builder_finish(&builder);
}

Value str_repr(Vm *vm, Value self) {
    return repr_in(vm, str_of(self), false);
}

Value str_ascii(Vm *vm, Value repr) {
    Str *str = str_of(repr);
    if (str_is_ascii(str)) return repr;
    StrBuilder builder;
    builder_init(&builder, vm);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t point = str_at(str, i);
        char escape[16];
        if (point < 0x80) {
            builder_add_code_point(&builder, point);
        } else {
            builder_add_ascii(&builder, escape, quote_point(point, '\'', true, escape));
        }
    }
    return builder_finish(&builder);
}

// --- iteration --------------------------------------------------------------------------------

static Value iter(Vm *vm, Value self) {
    StrIterator *iterator = gc_new(vm, SHAPE_STR_ITERATOR, sizeof(StrIterator));
    if (!iterator) return VALUE_ERROR;
    iterator->index = 0;
    iterator->str = str_of(self);
    return value_of(iterator);
}

static Value iterator_iter(Vm *vm, Value self) {
    (void)vm;
    return self;
}

static Value iterator_next(Vm *vm, Value self) {
    StrIterator *iterator = (StrIterator *)self;
    Str *str = iterator->str;
    if (!str) return VALUE_END;
    if (iterator->index >= str->length) {
        iterator->str = NULL;
        return VALUE_END;
    }
    return str_from_code_point(vm, str_at(str, iterator->index++));
}

static void iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((StrIterator *)object)->str));
}

static Value iterator_length_hint(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    StrIterator *iterator = (StrIterator *)args[0];
    return make_int(vm, iterator->str ? iterator->str->length - iterator->index : 0);
}

static Value iterator_reduce(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    StrIterator *iterator = (StrIterator *)args[0];
    if (!iterator->str) return reduce_finished(vm, vm->empty_str);
    return reduce_iterator(vm, "iter", value_of(iterator->str), (int64_t)iterator->index);
}

static Value iterator_setstate(Vm *vm, Value *args, size_t count, Tuple *names) {
    (void)count, (void)names;
    StrIterator *iterator = (StrIterator *)args[0];
    int64_t index, length = iterator->str ? (int64_t)iterator->str->length : 0;
    if (!reduce_index(vm, args[1], 0, length, &index)) return VALUE_ERROR;
    iterator->index = (size_t)index;
    return VALUE_NONE;
}

static const NativeSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 1, 1, 0},
    {"__reduce__", iterator_reduce, 1, 1, 0},
    {"__setstate__", iterator_setstate, 2, 2, 0},
    {0},
};

Type str_iterator_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "str_ascii_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_STR_ITERATOR,
    .instance_size = sizeof(StrIterator),
    .methods = iterator_methods,
    .trace = iterator_trace,
    .iter = iterator_iter,
    .next = iterator_next,
};

// --- the type ---------------------------------------------------------------------------------

static void trace(Heap *heap, Object *object) {
    if (object->bits & STR_SHARED) gc_mark_block(heap, block_of((Str *)object));
}

Value str_plain(Vm *vm, Value value) {
    if (likely(is_str(value))) return value;
    Str *str = str_of(value);
    return str_from_kind(vm, str->data, str_kind(str), str->length);
}

static Value str_itself(Vm *vm, Value self) {
    return str_plain(vm, self);
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    *result = str_hash(vm, str_of(self));
    return true;
}

static int truth(Vm *vm, Value self) {
    (void)vm;
    return str_of(self)->length != 0;
}

static Value format(Vm *vm, Value self, Str *spec) {
    if (spec->length == 0) return is_str(self) ? self : object_str(vm, self);
    return format_str(vm, str_of(self), spec);
}

// An instance of a subclass keeps its characters in a block, because attributes follow the header.
static Value make_instance(Vm *vm, Type *type, Str *text) {
    size_t size = text->length * str_kind(text);
    StrBlock *block = gc_alloc_raw(vm, sizeof(StrBlock) + size);
    if (!block) return VALUE_ERROR;
    block->fill = block->capacity = size;
    memcpy(block->data, text->data, size);
    Str *instance = gc_new(vm, type->shape_id, type->instance_size);
    if (!instance) return VALUE_ERROR;
    memset(instance + 1, 0, type->instance_size - sizeof(Str));
    instance->object.bits = (text->object.bits & (STR_KIND | STR_ASCII)) | STR_SHARED;
    instance->length = text->length;
    instance->hash = text->hash;
    instance->data = block->data;
    return value_of(instance);
}

static Value make_plain(Vm *vm, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"object", "encoding", "errors", NULL};
    if (!names && count == 1) return object_str(vm, args[0]);
    Value values[3];
    if (!arguments_parse(vm, "str", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    Value object = values[0];
    for (int i = 1; i <= 2; i++) {
        if (values[i] && !is_str_like(values[i])) {
            return error_type(vm, "str() argument '%s' must be str, not %A", parameters[i],
                              values[i]);
        }
    }
    if (!object) return empty(vm);
    if (!values[1] && !values[2]) return object_str(vm, object);
    if (is_str_like(object)) return error_type(vm, "decoding str is not supported");
    if (!object_has_buffer(object)) {
        return error_type(vm, "decoding to str: need a bytes-like object, %T found", object);
    }
    object = buffer_bytes(vm, object);
    if (is_error(object)) return object;
    return bytes_decode(vm, bytes_of(object), values[1] ? str_of(values[1]) : NULL,
                        values[2] ? str_of(values[2]) : NULL);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    Value text = make_plain(vm, args, count, names);
    if (is_error(text) || type == &str_type) return text;
    return make_instance(vm, type, str_of(text));
}

Type str_type = {
    .object = {SHAPE_TYPE, 0},
    .name = "str",
    .parent = &object_type,
    .shape_id = SHAPE_STR,
    .flags = TYPE_SUBCLASSABLE | TYPE_STR | TYPE_MATCH_SELF,
    .instance_size = sizeof(Str),
    .methods = str_methods,
    .trace = trace,
    .repr = str_repr,
    .str = str_itself,
    .hash = hash,
    .truth = truth,
    .length = length_of,
    .compare = compare,
    .iter = iter,
    .get_item = str_get_item,
    .contains = contains,
    .format = format,
    .binary = {[BINARY_ADD] = add, [BINARY_MULTIPLY] = multiply, [BINARY_REMAINDER] = remainder_of},
    .make = make,
};
