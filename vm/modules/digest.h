// Message digests: MD5 (RFC 1321), SHA-1 and the SHA-2 family (FIPS 180-4), SHA-3 (FIPS 202).
#ifndef VM_MODULES_DIGEST_H
#define VM_MODULES_DIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    DIGEST_MD5,
    DIGEST_SHA1,
    DIGEST_SHA224,
    DIGEST_SHA256,
    DIGEST_SHA384,
    DIGEST_SHA512,
    DIGEST_SHA3_224,
    DIGEST_SHA3_256,
    DIGEST_SHA3_384,
    DIGEST_SHA3_512
} DigestKind;

enum { DIGEST_SIZE_MAX = 64, DIGEST_BLOCK_MAX = 144 };

// The state of SHA-3 and its kin: what is added is laid over the first `rate` bytes, over and over.
enum { SPONGE_LANES = 25, SPONGE_BYTES = 200, SHA3_ENDING = 0x06, SHAKE_ENDING = 0x1f };
typedef struct {
    uint64_t lanes[SPONGE_LANES];
    size_t filled; // bytes of the block that were taken in
} Sponge;
void sponge_absorb(Sponge *sponge, size_t rate, const uint8_t *data, size_t size);
// The result, of any size, and the end of the sponge.
void sponge_squeeze(Sponge *sponge, size_t rate, uint8_t ending, uint8_t *out, size_t size);

// A message so far. Can be copied.
typedef struct {
    DigestKind kind;
    union {
        struct {
            uint64_t length;   // bytes
            uint64_t words[8]; // the state; of 32 bits each but in SHA-384 and SHA-512
            uint8_t block[DIGEST_BLOCK_MAX];
        };
        Sponge sponge;
    };
} Digest;

size_t digest_size(DigestKind kind); // bytes of the result
size_t digest_block_size(DigestKind kind);
void digest_start(Digest *digest, DigestKind kind);
void digest_add(Digest *digest, const void *data, size_t size);
void digest_end(Digest *digest, uint8_t *result); // digest_size bytes; the digest is used up

#endif
