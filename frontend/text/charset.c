// Encodings by name, as CPython's codecs are found: letters of either case, any punctuation.
#include "frontend/text/charset.h"
#include "frontend/text/charset_data.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void charset_normalize(const char *name, char normal[CHARSET_NAME_ROOM]) {
    size_t size = 0;
    bool parted = false;
    normal[0] = 0;
    for (; *name; name++) {
        char byte = *name >= 'A' && *name <= 'Z' ? (char)(*name | 0x20) : *name;
        if ((byte < 'a' || byte > 'z') && (byte < '0' || byte > '9')) {
            parted = size != 0;
            continue;
        }
        if (size + 3 > CHARSET_NAME_ROOM) {
            normal[0] = 0;
            return;
        }
        if (parted) normal[size++] = '_';
        parted = false;
        normal[size++] = byte;
        normal[size] = 0;
    }
}

const uint16_t *charset_find(const char *normal) {
    char word[CHARSET_NAME_ROOM + 2];
    if (!*normal) return NULL;
    snprintf(word, sizeof word, " %s ", normal);
    for (size_t index = 0; index < sizeof charsets / sizeof *charsets; index++)
        if (strstr(charsets[index].names, word)) return charsets[index].points;
    return NULL;
}
