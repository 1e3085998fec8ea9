// Encodings of one byte a character in which the bytes below 0x80 are ASCII: koi8-r, cp1252, ...
// The tables are made by charset_tables.py.
#ifndef FRONTEND_TEXT_CHARSET_H
#define FRONTEND_TEXT_CHARSET_H

#include <stddef.h>
#include <stdint.h>

enum { CHARSET_NAME_ROOM = 64 };

// The name of an encoding as tables write it: lower case, its words parted by one underscore. Names
// that are too long become empty.
void charset_normalize(const char *name, char normal[CHARSET_NAME_ROOM]);

// What the bytes from 0x80 to 0xff mean (0: nothing) in the encoding of this normalized name,
// Latin-1 excepted; NULL if there is none.
const uint16_t *charset_find(const char *normal);

#endif
