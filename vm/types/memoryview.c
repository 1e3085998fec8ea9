// memoryview: making and releasing views, items and slices, comparison. The methods and attributes
// are in memoryview_methods.c, items by their format in memory_item.c.
#include "vm/types/memoryview.h"

#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/bytes.h"
#include "vm/types/list.h"
#include "vm/types/number.h"

// --- views --------------------------------------------------------------------------------------

static void detach(Vm *vm, MemoryView *view) {
    if (!view->buffer.owner) return;
    *(view->previous ? &view->previous->next : &vm->views) = view->next;
    if (view->next) view->next->previous = view->previous;
    view->next = view->previous = NULL;
    buffer_release(&view->buffer);
}

void memoryview_sweep(Vm *vm, Heap *heap) {
    for (MemoryView *view = vm->views, *next; view; view = next) {
        next = view->next;
        if (!gc_is_marked(heap, view)) detach(vm, view);
    }
}

// A view that takes over the buffer, which is released if there is no memory for it.
static MemoryView *attach(Vm *vm, Buffer *buffer, uint32_t dimensions) {
    MemoryView *view = object_new(vm, &memoryview_type);
    int64_t *block = view ? gc_alloc_raw(vm, (2 * dimensions + 1) * sizeof *block) : NULL;
    if (!block) return buffer_release(buffer), NULL;
    for (uint32_t i = 0; i < dimensions && dimensions == buffer->dimensions; i++) {
        block[i] = buffer_count(buffer, i);
        block[dimensions + i] = buffer_stride(buffer, i);
    }
    view->dimensions = block;
    view->hash = -1;
    view->buffer = *buffer;
    view->buffer.dimensions = dimensions;
    view->buffer.shape = block;
    view->buffer.strides = block + dimensions;
    view->next = vm->views;
    if (vm->views) vm->views->previous = view;
    vm->views = view;
    return view;
}

MemoryView *memoryview_again(Vm *vm, const MemoryView *view, uint32_t dimensions) {
    Buffer buffer;
    if (!buffer_get_any(vm, view->buffer.owner, &buffer)) return NULL;
    buffer = view->buffer;
    return attach(vm, &buffer, dimensions);
}

Value memoryview_make(Vm *vm, Value owner) {
    Buffer buffer;
    if (!object_has_buffer(owner))
        return error_type(vm, "memoryview: a bytes-like object is required, not '%T'", owner);
    if (has_shape(owner, SHAPE_MEMORYVIEW)) {
        MemoryView *view = memoryview_of(owner);
        if (!memoryview_check(vm, view)) return VALUE_ERROR;
        return value_of(memoryview_again(vm, view, view->buffer.dimensions));
    }
    if (!buffer_get_any(vm, owner, &buffer)) return VALUE_ERROR;
    return value_of(attach(vm, &buffer, buffer.dimensions));
}

bool memoryview_check(Vm *vm, const MemoryView *view) {
    if (view->buffer.owner) return true;
    error_value(vm, "operation forbidden on released memoryview object");
    return false;
}

bool memoryview_release(Vm *vm, MemoryView *view) {
    if (view->exports) {
        error_raise(vm, error_types.BufferError, "memoryview has %zu exported buffer%s",
                    view->exports, view->exports == 1 ? "" : "s");
        return false;
    }
    detach(vm, view);
    return true;
}

static bool get_buffer(Vm *vm, Value self, Buffer *buffer) {
    MemoryView *view = memoryview_of(self);
    if (!memoryview_check(vm, view)) return false;
    *buffer = view->buffer;
    buffer->owner = self;
    view->exports++;
    return true;
}

static void release_buffer(Buffer *buffer) {
    memoryview_of(buffer->owner)->exports--;
}

static void trace(Heap *heap, Object *object) {
    MemoryView *view = (MemoryView *)object;
    gc_mark_value(heap, view->buffer.owner);
    gc_mark_block(heap, view->dimensions);
}

static Value make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"object", NULL};
    Value owner;
    (void)type;
    if (!arguments_parse(vm, "memoryview", parameters, 1, 0, args, count, names, &owner))
        return VALUE_ERROR;
    return memoryview_make(vm, owner);
}

// --- copying ------------------------------------------------------------------------------------

// Steps through the items of a buffer in C order, or with the first index fastest.
typedef struct {
    const Buffer *buffer;
    bool fortran;
    int64_t index[BUFFER_DIMENSIONS_MAX];
    uint8_t *item;
} Walk;

static void walk_start(Walk *walk, const Buffer *buffer, bool fortran) {
    walk->buffer = buffer;
    walk->fortran = fortran;
    memset(walk->index, 0, buffer->dimensions * sizeof *walk->index);
    walk->item = buffer->data;
}

static void walk_next(Walk *walk) {
    const Buffer *buffer = walk->buffer;
    for (uint32_t i = 0; i < buffer->dimensions; i++) {
        uint32_t at = walk->fortran ? i : buffer->dimensions - 1 - i;
        walk->item += buffer_stride(buffer, at);
        if (++walk->index[at] < buffer_count(buffer, at)) return;
        walk->item -= buffer_stride(buffer, at) * buffer_count(buffer, at);
        walk->index[at] = 0;
    }
}

Value buffer_copy(Vm *vm, const Buffer *buffer, bool fortran) {
    bool plain = buffer_is_contiguous(buffer) && !fortran;
    if (plain || !buffer->size) return bytes_make(vm, buffer->data, buffer->size);
    Value bytes = bytes_make(vm, NULL, buffer->size);
    if (is_error(bytes)) return bytes;
    Walk walk;
    walk_start(&walk, buffer, fortran);
    uint8_t *to = bytes_of(bytes)->data, *end = to + buffer->size;
    for (; to < end; to += buffer->item_size, walk_next(&walk))
        memcpy(to, walk.item, buffer->item_size);
    return bytes;
}

// --- items --------------------------------------------------------------------------------------

static Value raise_not_implemented(Vm *vm, const char *what) {
    return error_raise(vm, error_types.NotImplementedError, what);
}

// The address of item `index` along a dimension of what begins at `data`; NULL: raised.
static uint8_t *item_at(Vm *vm, const Buffer *buffer, uint8_t *data, uint32_t dimension,
                        int64_t index) {
    int64_t count = buffer->shape[dimension];
    if (index < 0) index += count;
    if ((uint64_t)index < (uint64_t)count) return data + index * buffer->strides[dimension];
    error_index(vm, "index out of bounds on dimension %d", (int)dimension + 1);
    return NULL;
}

static bool all_indices(Tuple *tuple) {
    for (size_t i = 0; i < tuple->count; i++)
        if (!type_of(tuple->items[i])->index) return false;
    return true;
}

static bool all_slices(Tuple *tuple) {
    for (size_t i = 0; i < tuple->count; i++)
        if (!has_shape(tuple->items[i], SHAPE_SLICE)) return false;
    return tuple->count > 0;
}

// What m[i, j, ...] is about.
static uint8_t *item_at_tuple(Vm *vm, MemoryView *view, Tuple *tuple) {
    const Buffer *buffer = &view->buffer;
    if (tuple->count < buffer->dimensions)
        return raise_not_implemented(vm, "sub-views are not implemented"), NULL;
    if (tuple->count > buffer->dimensions) {
        error_type(vm, "cannot index %d-dimension view with %zu-element tuple",
                   (int)buffer->dimensions, tuple->count);
        return NULL;
    }
    int64_t indices[BUFFER_DIMENSIONS_MAX];
    for (uint32_t i = 0; i < buffer->dimensions; i++)
        if (!object_index(vm, tuple->items[i], false, &indices[i])) return NULL;
    if (!memoryview_check(vm, view)) return NULL;
    uint8_t *data = buffer->data;
    for (uint32_t i = 0; i < buffer->dimensions && data; i++)
        data = item_at(vm, buffer, data, i, indices[i]);
    return data;
}

// What m[i] is about, where `refusal` is said of more than one dimension.
static uint8_t *item_at_key(Vm *vm, MemoryView *view, Value key, const char *refusal) {
    int64_t index;
    if (view->buffer.dimensions != 1) return raise_not_implemented(vm, refusal), NULL;
    if (!object_index(vm, key, false, &index) || !memoryview_check(vm, view)) return NULL;
    return item_at(vm, &view->buffer, view->buffer.data, 0, index);
}

// A slice along the first dimension, written into another view's dimensions.
static bool cut(Vm *vm, MemoryView *view, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return false;
    Buffer *buffer = &view->buffer;
    size_t count = view->dimensions[0], items = buffer->size;
    int64_t kept = slice_clip(count, &start, &stop, step);
    if (kept) buffer->data += start * buffer->strides[0];
    buffer->size = count ? items / count * kept : 0;
    view->dimensions[0] = kept;
    view->dimensions[buffer->dimensions] *= step;
    return true;
}

static Value unpack(Vm *vm, const MemoryView *view, const uint8_t *item) {
    return item ? item_get(vm, view->buffer.format, item) : VALUE_ERROR;
}

static Value get_item(Vm *vm, Value self, Value key) {
    MemoryView *view = memoryview_of(self);
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    if (!view->buffer.dimensions) {
        if (key == VALUE_ELLIPSIS) return self;
        if (is_tuple_like(key) && !tuple_of(key)->count) return unpack(vm, view, view->buffer.data);
        return error_type(vm, "invalid indexing of 0-dim memory");
    }
    if (type_of(key)->index) {
        const char *refusal = "multi-dimensional sub-views are not implemented";
        return unpack(vm, view, item_at_key(vm, view, key, refusal));
    }
    if (has_shape(key, SHAPE_SLICE)) {
        MemoryView *part = memoryview_again(vm, view, view->buffer.dimensions);
        return part && cut(vm, part, (Slice *)key) ? value_of(part) : VALUE_ERROR;
    }
    if (is_tuple_like(key) && all_indices(tuple_of(key)))
        return unpack(vm, view, item_at_tuple(vm, view, tuple_of(key)));
    if (is_tuple_like(key) && all_slices(tuple_of(key)))
        return raise_not_implemented(vm, "multi-dimensional slicing is not implemented");
    return error_type(vm, "memoryview: invalid slice key");
}

// Formats are alike with and without the '@' of native size.
static bool same_format(const char *left, const char *right) {
    return !strcmp(left + (*left == '@'), right + (*right == '@'));
}

static bool same_shape(const Buffer *left, const Buffer *right) {
    if (left->dimensions != right->dimensions) return false;
    for (uint32_t i = 0; i < left->dimensions; i++)
        if (buffer_count(left, i) != buffer_count(right, i)) return false;
    return true;
}

// The source is copied first, for it may be the same memory.
static bool set_slice(Vm *vm, MemoryView *view, Slice *slice, Value value) {
    Buffer source;
    if (!buffer_get_any(vm, value, &source)) return false;
    MemoryView *part = memoryview_again(vm, view, 1);
    bool done = part && cut(vm, part, slice) && memoryview_check(vm, view);
    if (done &&
        (!same_format(source.format, part->buffer.format) || !same_shape(&source, &part->buffer))) {
        error_value(vm, "memoryview assignment: lvalue and rvalue have different structures");
        done = false;
    }
    Value copy = done ? buffer_copy(vm, &source, false) : VALUE_ERROR;
    buffer_release(&source);
    if (!is_error(copy)) {
        Walk walk;
        size_t size = part->buffer.item_size;
        walk_start(&walk, &part->buffer, false);
        for (size_t at = 0; at < bytes_of(copy)->length; at += size, walk_next(&walk))
            memcpy(walk.item, bytes_of(copy)->data + at, size);
    }
    if (part) detach(vm, part);
    return !is_error(copy);
}

// Where m[key] = ... goes, when it is one item; NULL: raised.
static uint8_t *target_of(Vm *vm, MemoryView *view, Value key) {
    bool tuple = is_tuple_like(key);
    if (!view->buffer.dimensions) {
        if (key == VALUE_ELLIPSIS || (tuple && !tuple_of(key)->count)) return view->buffer.data;
        return error_type(vm, "invalid indexing of 0-dim memory"), NULL;
    }
    if (type_of(key)->index) return item_at_key(vm, view, key, "sub-views are not implemented");
    if (tuple && all_indices(tuple_of(key))) return item_at_tuple(vm, view, tuple_of(key));
    if (has_shape(key, SHAPE_SLICE) || (tuple && all_slices(tuple_of(key))))
        return raise_not_implemented(vm, "memoryview slice assignments are currently restricted "
                                         "to ndim = 1"),
               NULL;
    return error_type(vm, "memoryview: invalid slice key"), NULL;
}

static bool set_item(Vm *vm, Value self, Value key, Value value) {
    MemoryView *view = memoryview_of(self);
    if (!memoryview_check(vm, view)) return false;
    if (view->buffer.read_only) return error_type(vm, "cannot modify read-only memory"), false;
    if (!value) return error_type(vm, "cannot delete memory"), false;
    if (has_shape(key, SHAPE_SLICE) && view->buffer.dimensions == 1)
        return set_slice(vm, view, (Slice *)key, value);
    uint8_t *item = target_of(vm, view, key), packed[sizeof(uint64_t)];
    if (!item || !item_set(vm, view->buffer.format, packed, value)) return false;
    if (!memoryview_check(vm, view)) return false; // the value may have released it
    memcpy(item, packed, view->buffer.item_size);
    return true;
}

// --- the protocol -------------------------------------------------------------------------------

static Value repr(Vm *vm, Value self) {
    return str_format(
        vm, memoryview_of(self)->buffer.owner ? "<memory at 0x%s>" : "<released memory at 0x%s>",
        object_address(vm, self));
}

static bool hash(Vm *vm, Value self, int64_t *result) {
    MemoryView *view = memoryview_of(self);
    if (view->hash == -1) {
        if (!memoryview_check(vm, view)) return false;
        const char *format = view->buffer.format + (*view->buffer.format == '@');
        if (!view->buffer.read_only)
            return error_value(vm, "cannot hash writable memoryview object"), false;
        if (!strchr("Bbc", *format))
            return error_value(vm, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"),
                   false;
        if (!object_hash(vm, view->buffer.owner, result)) return false;
        Value bytes = buffer_copy(vm, &view->buffer, false);
        if (is_error(bytes) || !object_hash(vm, bytes, &view->hash)) return false;
    }
    *result = view->hash;
    return true;
}

static int64_t length_of(Vm *vm, Value self) {
    MemoryView *view = memoryview_of(self);
    if (!memoryview_check(vm, view)) return -1;
    return view->buffer.dimensions ? view->dimensions[0] : 1;
}

// 1, 0, -1 raised: are all items equal? The shapes are.
static int equal_items(Vm *vm, const Buffer *left, const Buffer *right) {
    if (!item_size_of(left->format) || !item_size_of(right->format)) return 0;
    Walk one, other;
    walk_start(&one, left, false);
    walk_start(&other, right, false);
    bool bytes = left->item_size == 1 && same_format(left->format, right->format);
    for (size_t i = 0; i < left->size / left->item_size; i++) {
        if (bytes) {
            if (*one.item != *other.item) return 0;
        } else {
            Value first = item_get(vm, left->format, one.item);
            Value second = is_error(first) ? first : item_get(vm, right->format, other.item);
            int equal = is_error(second) ? -1 : object_equal(vm, first, second);
            bool same = is_float(first) && float_of(first) != float_of(first); // nan equals nothing
            if (equal <= 0 || same) return equal < 0 ? -1 : 0;
        }
        walk_next(&one);
        walk_next(&other);
    }
    return 1;
}

static Value compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if (operator!= COMPARE_EQ && operator!= COMPARE_NE) return VALUE_NOT_IMPLEMENTED;
    if (!has_shape(left, SHAPE_MEMORYVIEW)) return VALUE_NOT_IMPLEMENTED;
    bool released = !memoryview_of(left)->buffer.owner;
    released |= has_shape(right, SHAPE_MEMORYVIEW) && !memoryview_of(right)->buffer.owner;
    int equal = left == right;
    if (!released && !equal) {
        Buffer buffer;
        if (!object_has_buffer(right)) return VALUE_NOT_IMPLEMENTED;
        if (!buffer_get_any(vm, right, &buffer)) {
            error_clear(vm);
            return VALUE_NOT_IMPLEMENTED;
        }
        const Buffer *own = &memoryview_of(left)->buffer;
        equal = same_shape(own, &buffer) ? equal_items(vm, own, &buffer) : 0;
        buffer_release(&buffer);
    }
    return equal < 0 ? VALUE_ERROR : make_bool(equal == (operator== COMPARE_EQ));
}

// --- iteration ----------------------------------------------------------------------------------

typedef struct {
    Object object;
    int64_t index, count;
    MemoryView *view; // NULL when over
} MemoryIterator;

static Value iter(Vm *vm, Value self) {
    MemoryView *view = memoryview_of(self);
    if (!memoryview_check(vm, view)) return VALUE_ERROR;
    if (!view->buffer.dimensions) return error_type(vm, "invalid indexing of 0-dim memory");
    if (view->buffer.dimensions > 1)
        return raise_not_implemented(vm, "multi-dimensional sub-views are not implemented");
    MemoryIterator *iterator = object_new(vm, &memory_iterator_type);
    if (!iterator) return VALUE_ERROR;
    iterator->count = view->dimensions[0];
    iterator->view = view;
    return value_of(iterator);
}

static Value iterator_next(Vm *vm, Value self) {
    MemoryIterator *iterator = (MemoryIterator *)self;
    if (iterator->view && iterator->index < iterator->count) {
        if (!memoryview_check(vm, iterator->view)) return VALUE_ERROR;
        const Buffer *buffer = &iterator->view->buffer;
        return item_get(vm, buffer->format, buffer->data + iterator->index++ * buffer->strides[0]);
    }
    iterator->view = NULL;
    return VALUE_END;
}

static void iterator_trace(Heap *heap, Object *object) {
    gc_mark_value(heap, value_of(((MemoryIterator *)object)->view));
}

Type memory_iterator_type = {
    .name = "memory_iterator",
    .parent = &object_type,
    .shape_id = SHAPE_MEMORY_ITERATOR,
    .instance_size = sizeof(MemoryIterator),
    .trace = iterator_trace,
    .next = iterator_next,
};

Type memoryview_type = {
    .name = "memoryview",
    .parent = &object_type,
    .shape_id = SHAPE_MEMORYVIEW,
    .flags = TYPE_MATCH_SEQUENCE | TYPE_WEAKLY,
    .instance_size = sizeof(MemoryView),
    .methods = memoryview_methods,
    .members = memoryview_members,
    .trace = trace,
    .repr = repr,
    .hash = hash,
    .length = length_of,
    .compare = compare,
    .iter = iter,
    .get_item = get_item,
    .set_item = set_item,
    .make = make,
    .get_buffer = get_buffer,
    .release_buffer = release_buffer,
};
