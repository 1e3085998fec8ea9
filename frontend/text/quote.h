// The repr of strings and bytes.
#ifndef FRONTEND_TEXT_QUOTE_H
#define FRONTEND_TEXT_QUOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The quote repr chooses: ' unless the text holds ' and no ".
char quote_choose(const char *text, size_t size);

// Writes one code point as repr shows it inside `quote`: itself if printable (and, with `ascii`,
// below 0x80), else as \n \t \r \\ \' \xhh \uhhhh \Uhhhhhhhh. At most 10 bytes; answers the size.
size_t quote_point(uint32_t point, char quote, bool ascii, char *out);

// repr of text (UTF-8, surrogates allowed), ascii() of it if `ascii`. Answers the size, which is at
// most QUOTE_ROOM(size); no NUL.
#define QUOTE_ROOM(size) ((size_t)(size)*4 + 3)
size_t quote_text(const char *text, size_t size, bool ascii, char *out);

// repr of bytes, prefix b included.
size_t quote_bytes(const char *bytes, size_t size, char *out);

#endif
