// The constants of these functions are not arbitrary, so they are computed and not listed: MD5's
// are sines, those of SHA-2 begin with the fractions of cube and square roots of primes. SHA-224
// and SHA-256 use the upper halves of what SHA-512 uses (SHA-224: the lower halves of SHA-384's
// state).
#include "vm/modules/digest.h"

#include <gmp.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static uint32_t md5_sines[64];
static uint64_t cube_roots[80], square_roots[16];

// The first 64 bits behind the point of a number's cube root: the largest x with x**3 <= n *
// 2**192.
static uint64_t cube_root_fraction(mp_limb_t number) {
    mp_limb_t root[2] = {0, 0}, square[4], cube[6], limit[6] = {0, 0, 0, number, 0, 0};
    for (int bit = 66; bit >= 0; bit--) {
        root[bit / 64] |= (mp_limb_t)1 << bit % 64;
        mpn_sqr(square, root, 2);
        mpn_mul(cube, square, 4, root, 2);
        if (mpn_cmp(cube, limit, 6) > 0) root[bit / 64] ^= (mp_limb_t)1 << bit % 64;
    }
    return root[0];
}
static uint64_t square_root_fraction(mp_limb_t number) {
    mp_limb_t shifted[3] = {0, 0, number}, root[2];
    mpn_sqrtrem(root, NULL, shifted, 3);
    return root[0];
}
static bool is_prime(unsigned number) {
    for (unsigned divisor = 2; divisor * divisor <= number; divisor++)
        if (number % divisor == 0) return false;
    return true;
}
static void make_constants(void) {
    if (cube_roots[0]) return;
    for (int i = 0; i < 64; i++) md5_sines[i] = (uint32_t)(fabs(sin(i + 1)) * 4294967296.0);
    unsigned prime = 2;
    for (int i = 0; i < 80; prime++) {
        if (!is_prime(prime)) continue;
        if (i < 16) square_roots[i] = square_root_fraction(prime);
        cube_roots[i++] = cube_root_fraction(prime);
    }
}

// --- blocks -------------------------------------------------------------------------------------

static uint32_t rotate_left(uint32_t word, unsigned count) {
    return word << count | word >> (32 - count);
}
static uint32_t rotate_32(uint32_t word, unsigned count) { // right
    return word >> count | word << (32 - count);
}
static uint64_t rotate_64(uint64_t word, unsigned count) {
    return word >> count | word << (64 - count);
}
static uint64_t read_big(const uint8_t *data, size_t size) {
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) word = word << 8 | data[i];
    return word;
}

static void md5_block(uint64_t *words, const uint8_t *block) {
    static const uint8_t turns[4][4] = {
        {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t a = (uint32_t)words[0], b = (uint32_t)words[1], c = (uint32_t)words[2],
             d = (uint32_t)words[3];
    for (unsigned i = 0; i < 64; i++) {
        uint32_t mixed, place;
        switch (i / 16) {
        case 0: mixed = (b & c) | (~b & d), place = i; break;
        case 1: mixed = (d & b) | (~d & c), place = 5 * i + 1; break;
        case 2: mixed = b ^ c ^ d, place = 3 * i + 5; break;
        default: mixed = c ^ (b | ~d), place = 7 * i; break;
        }
        const uint8_t *bytes = block + place % 16 * 4;
        uint32_t word = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        uint32_t sum = a + mixed + md5_sines[i] + word;
        a = d;
        d = c;
        c = b;
        b += rotate_left(sum, turns[i / 16][i % 4]);
    }
    words[0] = (uint32_t)(words[0] + a);
    words[1] = (uint32_t)(words[1] + b);
    words[2] = (uint32_t)(words[2] + c);
    words[3] = (uint32_t)(words[3] + d);
}

static void sha1_block(uint64_t *words, const uint8_t *block) {
    static const uint32_t constants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t schedule[80], state[5];
    for (int i = 0; i < 16; i++) schedule[i] = (uint32_t)read_big(block + 4 * i, 4);
    for (int i = 16; i < 80; i++)
        schedule[i] =
            rotate_left(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);
    for (int i = 0; i < 5; i++) state[i] = (uint32_t)words[i];
    for (int i = 0; i < 80; i++) {
        uint32_t b = state[1], c = state[2], d = state[3], mixed = b ^ c ^ d;
        if (i < 20) mixed = (b & c) | (~b & d);
        if (i >= 40 && i < 60) mixed = (b & c) | (b & d) | (c & d);
        uint32_t first =
            rotate_left(state[0], 5) + mixed + state[4] + constants[i / 20] + schedule[i];
        state[4] = d;
        state[3] = c;
        state[2] = rotate_left(b, 30);
        state[1] = state[0];
        state[0] = first;
    }
    for (int i = 0; i < 5; i++) words[i] = (uint32_t)(words[i] + state[i]);
}

// SHA-256 and SHA-512 are one function in two widths.
#define SHA2_BLOCK(name, Word, rounds, constant, S0, S1, s0, s1)                                   \
    static void name(uint64_t *words, const uint8_t *block) {                                      \
        Word schedule[rounds], state[8];                                                           \
        for (unsigned i = 0; i < 16; i++)                                                          \
            schedule[i] = (Word)read_big(block + sizeof(Word) * i, sizeof(Word));                  \
        for (unsigned i = 16; i < rounds; i++) {                                                   \
            Word early = schedule[i - 15], late = schedule[i - 2];                                 \
            schedule[i] = schedule[i - 16] + s0(early) + schedule[i - 7] + s1(late);               \
        }                                                                                          \
        for (unsigned i = 0; i < 8; i++) state[i] = (Word)words[i];                                \
        for (unsigned i = 0; i < rounds; i++) {                                                    \
            Word a = state[0], b = state[1], c = state[2], e = state[4];                           \
            Word chosen = (e & state[5]) ^ (~e & state[6]);                                        \
            Word most = (a & b) ^ (a & c) ^ (b & c);                                               \
            Word first = state[7] + S1(e) + chosen + constant + schedule[i];                       \
            memmove(state + 1, state, 7 * sizeof(Word));                                           \
            state[4] += first;                                                                     \
            state[0] = first + S0(a) + most;                                                       \
        }                                                                                          \
        for (unsigned i = 0; i < 8; i++) words[i] = (Word)(words[i] + state[i]);                   \
    }
#define UPPER_0_32(x) (rotate_32(x, 2) ^ rotate_32(x, 13) ^ rotate_32(x, 22))
#define UPPER_1_32(x) (rotate_32(x, 6) ^ rotate_32(x, 11) ^ rotate_32(x, 25))
#define LOWER_0_32(x) (rotate_32(x, 7) ^ rotate_32(x, 18) ^ (x) >> 3)
#define LOWER_1_32(x) (rotate_32(x, 17) ^ rotate_32(x, 19) ^ (x) >> 10)
#define UPPER_0_64(x) (rotate_64(x, 28) ^ rotate_64(x, 34) ^ rotate_64(x, 39))
#define UPPER_1_64(x) (rotate_64(x, 14) ^ rotate_64(x, 18) ^ rotate_64(x, 41))
#define LOWER_0_64(x) (rotate_64(x, 1) ^ rotate_64(x, 8) ^ (x) >> 7)
#define LOWER_1_64(x) (rotate_64(x, 19) ^ rotate_64(x, 61) ^ (x) >> 6)
SHA2_BLOCK(sha256_block, uint32_t, 64, (uint32_t)(cube_roots[i] >> 32), UPPER_0_32, UPPER_1_32,
           LOWER_0_32, LOWER_1_32)
SHA2_BLOCK(sha512_block, uint64_t, 80, cube_roots[i], UPPER_0_64, UPPER_1_64, LOWER_0_64,
           LOWER_1_64)

// --- messages -----------------------------------------------------------------------------------

static const struct {
    size_t size, block, word;                            // bytes
    void (*step)(uint64_t *words, const uint8_t *block); // NULL: a sponge
} kinds[] = {
    [DIGEST_MD5] = {16, 64, 4, md5_block},        [DIGEST_SHA1] = {20, 64, 4, sha1_block},
    [DIGEST_SHA224] = {28, 64, 4, sha256_block},  [DIGEST_SHA256] = {32, 64, 4, sha256_block},
    [DIGEST_SHA384] = {48, 128, 8, sha512_block}, [DIGEST_SHA512] = {64, 128, 8, sha512_block},
    [DIGEST_SHA3_224] = {28, 144, 0, NULL},       [DIGEST_SHA3_256] = {32, 136, 0, NULL},
    [DIGEST_SHA3_384] = {48, 104, 0, NULL},       [DIGEST_SHA3_512] = {64, 72, 0, NULL},
};

size_t digest_size(DigestKind kind) {
    return kinds[kind].size;
}
size_t digest_block_size(DigestKind kind) {
    return kinds[kind].block;
}

void digest_start(Digest *digest, DigestKind kind) {
    static const uint32_t counting[] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    *digest = (Digest){.kind = kind};
    if (!kinds[kind].step) return;
    make_constants();
    for (int i = 0; i < 8; i++) {
        uint64_t *word = &digest->words[i];
        switch (kind) {
        case DIGEST_MD5:
        case DIGEST_SHA1: *word = i < 5 ? counting[i] : 0; break;
        case DIGEST_SHA224: *word = (uint32_t)square_roots[8 + i]; break;
        case DIGEST_SHA256: *word = square_roots[i] >> 32; break;
        case DIGEST_SHA384: *word = square_roots[8 + i]; break;
        default: *word = square_roots[i]; break; // SHA-512
        }
    }
}

void digest_add(Digest *digest, const void *data, size_t size) {
    const uint8_t *bytes = data;
    size_t block = kinds[digest->kind].block;
    if (!kinds[digest->kind].step) return sponge_absorb(&digest->sponge, block, bytes, size);
    size_t filled = digest->length % block;
    digest->length += size;
    while (filled + size >= block) {
        size_t taken = block - filled;
        memcpy(digest->block + filled, bytes, taken);
        kinds[digest->kind].step(digest->words, digest->block);
        bytes += taken;
        size -= taken;
        filled = 0;
    }
    if (size) memcpy(digest->block + filled, bytes, size);
}

// Pads with a bit and zeros up to the message's length in bits, which ends the last block.
void digest_end(Digest *digest, uint8_t *result) {
    size_t block = kinds[digest->kind].block, word = kinds[digest->kind].word;
    if (!word)
        return sponge_squeeze(&digest->sponge, block, SHA3_ENDING, result,
                              kinds[digest->kind].size);
    bool little = digest->kind == DIGEST_MD5;
    uint64_t bits = digest->length * 8;
    uint8_t padding[2 * DIGEST_BLOCK_MAX] = {0x80};
    size_t filled = digest->length % block, room = block - filled;
    if (room < 2 * word + 1) room += block;
    for (size_t i = 0; i < 8; i++)
        padding[room - 8 + i] = (uint8_t)(bits >> 8 * (little ? i : 7 - i));
    if (word == 8) padding[room - 9] = (uint8_t)(digest->length >> 61);
    digest_add(digest, padding, room);
    for (size_t i = 0; i < kinds[digest->kind].size; i++) {
        size_t place = i % word;
        result[i] = (uint8_t)(digest->words[i / word] >> 8 * (little ? place : word - 1 - place));
    }
}
