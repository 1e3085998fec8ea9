// Codecs: between text and bytes. Those of Unicode, ASCII and Latin-1 are ours; others are found
// by the search functions that the package encodings registers.
#ifndef VM_TYPES_CODEC_H
#define VM_TYPES_CODEC_H

#include "vm/types/bytes.h"
#include "vm/types/str.h"

typedef enum { CODEC_UTF8, CODEC_ASCII, CODEC_LATIN1, CODEC_UTF16, CODEC_UTF32 } CodecKind;
typedef struct {
    CodecKind kind;
    signed char order; // of UTF-16 and UTF-32: 1 little, -1 big, 0 by a mark at the start
} Codec;

// Names are compared without case, and without - _ and space. NULL is UTF-8. False: none of ours.
bool codec_find(const Str *name, Codec *codec);
// errors NULL: strict.
Value codec_decode(Vm *vm, Codec codec, Bytes *bytes, const Str *errors); // a str
Value codec_encode(Vm *vm, Codec codec, Str *str, const Str *errors);     // bytes

// How many bytes at the end begin a character that is cut off there, and may still become whole.
size_t codec_unfinished(Codec codec, const uint8_t *data, size_t size);
// For codecs by tables: what stands in the text for bytes (or characters) [at, *end) that mean
// nothing there; *end is where to go on.
Value codec_decode_error(Vm *vm, const char *name, Bytes *bytes, size_t at, size_t *end,
                         const Str *errors, const char *reason);
Value codec_encode_error(Vm *vm, const char *name, Str *str, size_t at, size_t *end,
                         const Str *errors, const char *reason);

// The codecs.CodecInfo of a name, or LookupError "unknown encoding: NAME".
Value codec_lookup(Vm *vm, Str *name);
bool codec_register(Vm *vm, Value search);
bool codec_unregister(Vm *vm, Value search);
// CodecInfo[0](object, errors)[0] or [1]: encodes or decodes by any codec.
Value codec_apply(Vm *vm, Value info, bool decode, Value object, Value errors);

// Handlers of errors that a program has registered; VALUE_END for none of that name.
Value codec_error_handler(Vm *vm, const Str *name);
bool codec_register_error(Vm *vm, Str *name, Value handler);
bool codec_init(Vm *vm);

#endif
