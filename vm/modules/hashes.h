// What the modules of hash objects share.
#ifndef VM_MODULES_HASHES_H
#define VM_MODULES_HASHES_H

#include "vm/object.h"

// The bytes to be hashed: TypeError for text and for what has no buffer.
bool hash_input(Vm *vm, Value value, const uint8_t **data, size_t *size);
// The bytes of a digest in hexadecimal digits.
Value hash_hexadecimal(Vm *vm, const uint8_t *digest, size_t size);
// The unsigned number of an argument: ValueError where it is negative, OverflowError where it does
// not fit.
bool hash_number(Vm *vm, Value value, uint64_t *number);

// _compare_digest of _operator; in _hashlib, too.
NATIVE_FUNCTION(operator_compare_digest);

#endif
