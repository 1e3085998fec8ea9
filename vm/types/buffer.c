// The buffer protocol: asking an object for its memory (vm/object.h says how a type answers).
#include <string.h>

#include "vm/error.h"
#include "vm/types/bytearray.h"
#include "vm/types/bytes.h"
#include "vm/types/memoryview.h"

bool buffer_get_any(Vm *vm, Value owner, Buffer *buffer) {
    Type *type = type_of(owner);
    buffer->owner = VALUE_NULL;
    if (!type->get_buffer) {
        error_type(vm, "a bytes-like object is required, not '%T'", owner);
        return false;
    }
    *buffer = (Buffer){.owner = owner, .item_size = 1, .format = "B", .dimensions = 1};
    if (type->get_buffer(vm, owner, buffer)) return true;
    buffer->owner = VALUE_NULL;
    return false;
}

void buffer_release(Buffer *buffer) {
    if (!buffer->owner) return;
    Type *type = type_of(buffer->owner);
    if (type->release_buffer) type->release_buffer(buffer);
    buffer->owner = VALUE_NULL;
}

bool buffer_is_contiguous(const Buffer *buffer) {
    if (!buffer->strides || !buffer->size) return true;
    int64_t expected = buffer->item_size;
    for (uint32_t i = buffer->dimensions; i-- > 0; expected *= buffer->shape[i])
        if (buffer->shape[i] > 1 && buffer->strides[i] != expected) return false;
    return true;
}

bool buffer_get(Vm *vm, Value owner, bool writable, Buffer *buffer) {
    if (!buffer_get_any(vm, owner, buffer)) return false;
    const char *refusal = NULL;
    if (writable && buffer->read_only) refusal = "Object is not writable.";
    if (!buffer_is_contiguous(buffer))
        refusal = "memoryview: underlying buffer is not C-contiguous";
    if (!refusal) return true;
    buffer_release(buffer);
    error_raise(vm, error_types.BufferError, refusal);
    return false;
}

bool buffer_peek(Vm *vm, Value owner, const uint8_t **data, size_t *size) {
    if (is_bytes_like(owner) || is_bytearray_like(owner)) {
        *data = bytes_of(owner)->data;
        *size = bytes_of(owner)->length;
        return true;
    }
    Buffer buffer;
    if (!buffer_get(vm, owner, false, &buffer)) return false;
    *data = buffer.data;
    *size = buffer.size;
    buffer_release(&buffer);
    return true;
}

Value buffer_bytes(Vm *vm, Value owner) {
    if (is_bytes_like(owner)) return owner;
    Buffer buffer;
    if (!buffer_get_any(vm, owner, &buffer)) return VALUE_ERROR;
    Value bytes = buffer_copy(vm, &buffer, false);
    buffer_release(&buffer);
    return bytes;
}

bool buffer_may_move(Vm *vm, const size_t *exports) {
    if (likely(!*exports)) return true;
    gc_collect(vm);
    if (!*exports) return true;
    error_raise(vm, error_types.BufferError, "Existing exports of data: object cannot be re-sized");
    return false;
}
