// What the two halves of _json share.
#ifndef VM_MODULES_JSON_H
#define VM_MODULES_JSON_H

#include "vm/module.h"

extern Type json_scanner_type, json_encoder_type; // make_scanner and make_encoder
// json.decoder.JSONDecodeError(message, text, place); VALUE_ERROR.
Value json_refuse(Vm *vm, const char *message, Str *text, size_t place);
// scanstring(string, end, strict=True), encode_basestring(string), encode_basestring_ascii(string)
NATIVE_FUNCTION(json_scan_string);
NATIVE_FUNCTION(json_encode_string);
NATIVE_FUNCTION(json_encode_string_ascii);

#endif
