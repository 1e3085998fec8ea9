// array.array, as far as other modules see it.
#ifndef VM_MODULES_ARRAY_H
#define VM_MODULES_ARRAY_H

#include "vm/object.h"

// The bytes of an array; false for any other value.
bool array_bytes(Value value, uint8_t **data, size_t *size);

#endif
