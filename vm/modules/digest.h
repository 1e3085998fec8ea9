// Message digests: MD5 (RFC 1321), SHA-1 and the SHA-2 family (FIPS 180-4).
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
    DIGEST_SHA512
} DigestKind;

enum { DIGEST_SIZE_MAX = 64, DIGEST_BLOCK_MAX = 128 };

// A message so far. Can be copied.
typedef struct {
    DigestKind kind;
    uint64_t length;   // bytes
    uint64_t words[8]; // the state; of 32 bits each but in SHA-384 and SHA-512
    uint8_t block[DIGEST_BLOCK_MAX];
} Digest;

size_t digest_size(DigestKind kind); // bytes of the result
size_t digest_block_size(DigestKind kind);
void digest_start(Digest *digest, DigestKind kind);
void digest_add(Digest *digest, const void *data, size_t size);
void digest_end(Digest *digest, uint8_t *result); // digest_size bytes; the digest is used up

#endif
