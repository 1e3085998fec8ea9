// What the machine asks of the module _codecs: encodings and error handlers that it does not know
// itself. They are looked for by the functions that the package `encodings` of the library and the
// program have registered.
#ifndef VM_MODULES_CODECS_H
#define VM_MODULES_CODECS_H

#include "vm/object.h"

// Encodes a str or decodes bytes (to a str) by the codec of that name; errors may be NULL.
// LookupError "unknown encoding: NAME".
Value codecs_encode_text(Vm *vm, Value text, Str *encoding, Str *errors);
Value codecs_decode_text(Vm *vm, Value bytes, Str *encoding, Str *errors);
// Gives the UnicodeError on its way to the handler of that name: what it puts in place (a str, or
// bytes when encoding) and where in *object to go on: the str that is encoded, or the bytes that
// are decoded, for which the handler may put others. VALUE_ERROR: raised, by the handler or
// LookupError "unknown error handler name 'NAME'".
Value codecs_handle(Vm *vm, const Str *handler, Value *object, size_t *next);

#endif
