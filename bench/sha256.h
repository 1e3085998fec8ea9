// SHA-256 (FIPS 180-4), so that every result can name the binaries it was taken from.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct Sha256 {
    uint32_t state[8];
    uint64_t size; // bytes taken so far
    uint8_t block[64];
} Sha256;

void sha256_start(Sha256 *sha);
void sha256_add(Sha256 *sha, const void *bytes, size_t size);
// Writes 64 hexadecimal digits and a final zero.
void sha256_end(Sha256 *sha, char text[65]);
// Of a whole file; returns 0, or -1 with errno set.
int sha256_file(const char *path, char text[65]);
