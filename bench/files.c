// Files, memory, SHA-256 and JSON as the tools of bench/ use them.
#define _GNU_SOURCE
#include "bench/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", program_invocation_short_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_BAD_INPUT);
}

void *memory(size_t size) {
    void *block = calloc(1, size + 1);
    if (!block) fail("out of memory (%zu bytes)", size);
    return block;
}

void *memory_resize(void *block, size_t size) {
    block = realloc(block, size + 1);
    if (!block) fail("out of memory (%zu bytes)", size);
    return block;
}

char *text_format(const char *format, ...) {
    va_list arguments;
    char *text;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) fail("out of memory");
    va_end(arguments);
    return text;
}

char *text_copy(const char *text) {
    return text_format("%s", text);
}

bool text_starts(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

char *file_read(const char *path, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    size_t used = 0, room = 1 << 16;
    char *text = memory(room);
    for (;;) {
        ssize_t got = read(fd, text + used, room - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int error = errno;
            free(text);
            close(fd);
            errno = error;
            return NULL;
        }
        if (got == 0) break;
        used += (size_t)got;
        if (used == room) text = memory_resize(text, room *= 2);
    }
    close(fd);
    text[used] = 0;
    if (size) *size = used;
    return text;
}

bool file_exists(const char *path) {
    return access(path, F_OK) == 0;
}

void file_write(const char *path, const char *text, size_t size) {
    char *beside = text_format("%s.part", path);
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool written = fd >= 0;
    for (size_t done = 0; written && done < size;) {
        ssize_t put = write(fd, text + done, size - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) written = false;
        else done += (size_t)put;
    }
    written = written && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0) written = false;
    if (written && rename(beside, path) == 0) {
        free(beside);
        return;
    }
    int error = errno;
    unlink(beside);
    fprintf(stderr, "%s: cannot write %s: %s\n", program_invocation_short_name, path,
            strerror(error));
    exit(EXIT_CANNOT_WRITE);
}

char *command_line(const char *command) {
    char line[4096] = "";
    FILE *pipe = popen(command, "re");
    if (!pipe) return text_copy("");
    if (!fgets(line, sizeof line, pipe)) line[0] = 0;
    while (fgetc(pipe) != EOF) continue; // so that the command is not killed by a closed pipe
    pclose(pipe);
    line[strcspn(line, "\n")] = 0;
    return text_copy(line);
}

// --- SHA-256 (FIPS 180-4) ---------------------------------------------------------------------

// The constants are the first 32 bits of the fractions of the square and cube roots of the primes.
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t word, int count) {
    return word >> count | word << (32 - count);
}

static void sha256_block(Sha256 *sha, const unsigned char *block) {
    uint32_t words[64], v[8];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t early = words[i - 15], late = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] +
                   (rotate(early, 7) ^ rotate(early, 18) ^ early >> 3) +
                   (rotate(late, 17) ^ rotate(late, 19) ^ late >> 10);
    }
    memcpy(v, sha->state, sizeof v);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        uint32_t first = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) + choice +
                         round_constants[i] + words[i];
        uint32_t second = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + majority;
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += first;
        v[0] = first + second;
    }
    for (int i = 0; i < 8; i++) sha->state[i] += v[i];
}

void sha256_start(Sha256 *sha) {
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha->state, start, sizeof start);
    sha->size = 0;
}

void sha256_add(Sha256 *sha, const void *bytes, size_t size) {
    const unsigned char *from = bytes;
    while (size > 0) {
        size_t filled = sha->size % 64, take = 64 - filled < size ? 64 - filled : size;
        memcpy(sha->block + filled, from, take);
        sha->size += take;
        from += take;
        size -= take;
        if (filled + take == 64) sha256_block(sha, sha->block);
    }
}

void sha256_end(Sha256 *sha, char text[SHA256_TEXT]) {
    uint64_t bits = sha->size * 8;
    unsigned char length[8];
    for (int i = 0; i < 8; i++) length[i] = (unsigned char)(bits >> (56 - 8 * i));
    sha256_add(sha, "\x80", 1);
    while (sha->size % 64 != 56) sha256_add(sha, "", 1);
    sha256_add(sha, length, sizeof length);
    for (int i = 0; i < 8; i++) snprintf(text + 8 * i, 9, "%08x", sha->state[i]);
}

bool sha256_file(const char *path, char text[SHA256_TEXT]) {
    size_t size;
    char *bytes = file_read(path, &size);
    if (!bytes) return false;
    Sha256 sha;
    sha256_start(&sha);
    sha256_add(&sha, bytes, size);
    sha256_end(&sha, text);
    free(bytes);
    return true;
}

// --- JSON -------------------------------------------------------------------------------------

cJSON *json_get(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *json_text(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(json_get(object, name));
    return text ? text : "";
}

double json_number(const cJSON *object, const char *name) {
    const cJSON *number = json_get(object, name);
    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

bool json_bool(const cJSON *object, const char *name) {
    return cJSON_IsTrue(json_get(object, name));
}
