// SHA-256 (FIPS 180-4). Its constants are the first 32 bits of the fractions of the square and cube
// roots of the first primes: they are computed here, not listed.
#include "bench/sha256.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef unsigned __int128 Wide;

static uint32_t round_constants[64], start_state[8];

static uint32_t rotate(uint32_t word, int count) {
    return word >> count | word << (32 - count);
}

// The fraction of the root of a prime below 312, by bisection over root * 2^32.
static uint32_t root_fraction(unsigned prime, bool cube) {
    Wide low = 0, high = (Wide)20 << 32;
    while (high - low > 1) {
        Wide middle = (low + high) / 2;
        bool above = cube ? middle * middle * middle > (Wide)prime << 96
                          : middle * middle > (Wide)prime << 64;
        if (above)
            high = middle;
        else
            low = middle;
    }
    return (uint32_t)low;
}

static void compute_constants(void) {
    int count = 0;
    for (unsigned n = 2; count < 64; n++) {
        bool prime = true;
        for (unsigned d = 2; d * d <= n; d++) prime = prime && n % d != 0;
        if (!prime) continue;
        if (count < 8) start_state[count] = root_fraction(n, false);
        round_constants[count++] = root_fraction(n, true);
    }
}

static void mix_block(uint32_t state[8], const uint8_t block[64]) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t one = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choice +
                       round_constants[i] + w[i];
        uint32_t two = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

void sha256_start(Sha256 *sha) {
    if (!round_constants[0]) compute_constants();
    memcpy(sha->state, start_state, sizeof start_state);
    sha->size = 0;
}

void sha256_add(Sha256 *sha, const void *bytes, size_t size) {
    const uint8_t *from = bytes;
    while (size) {
        size_t used = sha->size % 64, part = 64 - used < size ? 64 - used : size;
        memcpy(sha->block + used, from, part);
        sha->size += part;
        from += part;
        size -= part;
        if (used + part == 64) mix_block(sha->state, sha->block);
    }
}

void sha256_end(Sha256 *sha, char text[65]) {
    uint64_t bits = sha->size * 8;
    uint8_t length[8], zero = 0, one = 0x80;
    for (int i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (56 - 8 * i));
    sha256_add(sha, &one, 1);
    while (sha->size % 64 != 56) sha256_add(sha, &zero, 1);
    sha256_add(sha, length, sizeof length);
    for (int i = 0; i < 8; i++) snprintf(text + 8 * i, 9, "%08x", sha->state[i]);
}

int sha256_file(const char *path, char text[65]) {
    FILE *file = fopen(path, "rb");
    if (!file) return -1;
    Sha256 sha;
    uint8_t buffer[1 << 14];
    size_t size;
    sha256_start(&sha);
    while ((size = fread(buffer, 1, sizeof buffer, file)) > 0) sha256_add(&sha, buffer, size);
    int failed = ferror(file) ? EIO : 0;
    fclose(file);
    if (failed) {
        errno = failed;
        return -1;
    }
    sha256_end(&sha, text);
    return 0;
}
