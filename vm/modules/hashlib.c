// The module _hashlib: what hashlib and hmac of the library take from a library in C where there is
// one. Hash objects under their names, HMACs (RFC 2104), and keys made of passwords: PBKDF2 (RFC
// 8018) and scrypt (RFC 7914). modules/digest.c computes; BLAKE2 and SHAKE are modules of their
// own, to which hashlib turns for names that are not known here.
#include <limits.h>
#include <string.h>

#include "vm/module.h"
#include "vm/modules/digest.h"
#include "vm/modules/hashes.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"
#include "vm/types/set.h"

static const char *const names_of_kinds[] = {"md5",      "sha1",    "sha224",   "sha256",
                                             "sha384",   "sha512",  "sha3_224", "sha3_256",
                                             "sha3_384", "sha3_512"};
enum { KIND_COUNT = sizeof names_of_kinds / sizeof *names_of_kinds };

// The digest of that name, in capitals and with hyphens as well; -1: none.
static int kind_of(const Str *name) {
    char text[12];
    size_t size = 0;
    for (size_t i = 0; i < name->length; i++) {
        uint32_t point = str_at(name, i);
        if (point == '-' && size < 4) continue; // SHA-256, but SHA3-256
        if (point == '-') point = '_';
        if (point >= 0x80 || size + 1 == sizeof text) return -1;
        text[size++] = (char)(point >= 'A' && point <= 'Z' ? point + 32 : point);
    }
    text[size] = 0;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (!strcmp(text, names_of_kinds[kind])) return kind;
    return -1;
}

// --- messages with a key ------------------------------------------------------------------------

// A message so far: `outer` has taken in what comes before the digest of the inner one.
typedef struct {
    Digest inner, outer;
} Keyed;

static void keyed_start(Keyed *keyed, DigestKind kind, const uint8_t *key, size_t size) {
    uint8_t block[DIGEST_BLOCK_MAX] = {0};
    size_t block_size = digest_block_size(kind);
    if (size > block_size) {
        Digest digest;
        digest_start(&digest, kind);
        digest_add(&digest, key, size);
        digest_end(&digest, block);
    } else if (size) {
        memcpy(block, key, size);
    }
    digest_start(&keyed->inner, kind);
    digest_start(&keyed->outer, kind);
    for (size_t i = 0; i < block_size; i++) block[i] ^= 0x36;
    digest_add(&keyed->inner, block, block_size);
    for (size_t i = 0; i < block_size; i++) block[i] ^= 0x36 ^ 0x5c;
    digest_add(&keyed->outer, block, block_size);
}
// The result for what was added to `inner` so far; more may be added after it.
static size_t keyed_end(const Keyed *keyed, uint8_t *result) {
    Keyed copy = *keyed;
    size_t size = digest_size(copy.inner.kind);
    digest_end(&copy.inner, result);
    digest_add(&copy.outer, result, size);
    digest_end(&copy.outer, result);
    return size;
}

// `count` times the message's digest with the password, all of them laid over one another.
static void pbkdf2(DigestKind kind, const uint8_t *password, size_t password_size,
                   const uint8_t *salt, size_t salt_size, int64_t count, uint8_t *key,
                   size_t size) {
    Keyed start;
    keyed_start(&start, kind, password, password_size);
    size_t step = digest_size(kind);
    for (uint32_t number = 1; size; number++) {
        uint8_t result[DIGEST_SIZE_MAX], sum[DIGEST_SIZE_MAX];
        Keyed keyed = start;
        digest_add(&keyed.inner, salt, salt_size);
        digest_add(&keyed.inner,
                   (uint8_t[]){(uint8_t)(number >> 24), (uint8_t)(number >> 16),
                               (uint8_t)(number >> 8), (uint8_t)number},
                   4);
        keyed_end(&keyed, result);
        memcpy(sum, result, step);
        for (int64_t i = 1; i < count; i++) {
            keyed = start;
            digest_add(&keyed.inner, result, step);
            keyed_end(&keyed, result);
            for (size_t k = 0; k < step; k++) sum[k] ^= result[k];
        }
        size_t part = size < step ? size : step;
        memcpy(key, sum, part);
        key += part;
        size -= part;
    }
}

// --- objects ------------------------------------------------------------------------------------

typedef struct {
    Object object;
    Digest digest;
} Hash;
typedef struct {
    Object object;
    Keyed keyed;
} Hmac;

static Type hash_type, hmac_type;
static Value unsupported_error; // UnsupportedDigestmodError

// What is done to a message, whether it has a key or not.
static bool has_key(Value self) {
    return type_of(self) == &hmac_type;
}
static Digest *digest_of(Value self) {
    return has_key(self) ? &((Hmac *)object_of(self))->keyed.inner
                         : &((Hash *)object_of(self))->digest;
}
static size_t result_of(Value self, uint8_t *result) {
    if (has_key(self)) return keyed_end(&((Hmac *)object_of(self))->keyed, result);
    Digest copy = *digest_of(self);
    digest_end(&copy, result);
    return digest_size(copy.kind);
}
NATIVE(message_update) {
    static const char *const parameters[] = {"msg", NULL};
    const uint8_t *data;
    size_t size;
    Value message;
    if (!arguments_parse(vm, "update", parameters, 1, !has_key(args[0]), args + 1, count - 1, names,
                         &message) ||
        !hash_input(vm, message, &data, &size))
        return VALUE_ERROR;
    digest_add(digest_of(args[0]), data, size);
    return VALUE_NONE;
}
NATIVE(message_digest) {
    uint8_t result[DIGEST_SIZE_MAX];
    size_t size = result_of(args[0], result);
    return bytes_make(vm, result, size);
}
NATIVE(message_hexdigest) {
    uint8_t result[DIGEST_SIZE_MAX];
    size_t size = result_of(args[0], result);
    return hash_hexadecimal(vm, result, size);
}
NATIVE(message_copy) {
    void *copy = object_new(vm, type_of(args[0]));
    if (!copy) return VALUE_ERROR;
    if (has_key(args[0]))
        ((Hmac *)copy)->keyed = ((Hmac *)object_of(args[0]))->keyed;
    else
        ((Hash *)copy)->digest = *digest_of(args[0]);
    return value_of(copy);
}
static Value get_block_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)digest_block_size(digest_of(self)->kind));
}
static Value get_digest_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)digest_size(digest_of(self)->kind));
}
static Value get_name(Vm *vm, Value self) {
    return str_format(vm, has_key(self) ? "hmac-%s" : "%s", names_of_kinds[digest_of(self)->kind]);
}
static Value message_repr(Vm *vm, Value self) {
    return str_format(
        vm, has_key(self) ? "<%s HMAC object @ 0x%s>" : "<%s _hashlib.HASH object @ 0x%s>",
        names_of_kinds[digest_of(self)->kind], object_address(vm, self));
}
static const NativeSpec methods[] = {
    {"update", message_update, 1, -1, NATIVE_KEYWORDS},
    {"digest", message_digest, 1, 1, 0},
    {"hexdigest", message_hexdigest, 1, 1, 0},
    {"copy", message_copy, 1, 1, 0},
    {0},
};
static const MemberSpec members[] = {
    {"block_size", get_block_size, NULL},
    {"digest_size", get_digest_size, NULL},
    {"name", get_name, NULL},
    {0},
};
static Type hash_type = {.name = "_hashlib.HASH",
                         .instance_size = sizeof(Hash),
                         .repr = message_repr,
                         .methods = methods,
                         .members = members,
                         .make = instance_refuse};
static Type hmac_type = {.name = "_hashlib.HMAC",
                         .instance_size = sizeof(Hmac),
                         .repr = message_repr,
                         .methods = methods,
                         .members = members,
                         .make = instance_refuse};

static Value hash_make(Vm *vm, DigestKind kind, Value message) {
    const uint8_t *data = NULL;
    size_t size = 0;
    if (message && !hash_input(vm, message, &data, &size)) return VALUE_ERROR;
    Hash *hash = object_new(vm, &hash_type);
    if (!hash) return VALUE_ERROR;
    digest_start(&hash->digest, kind);
    digest_add(&hash->digest, data, size);
    return value_of(hash);
}

// --- functions ----------------------------------------------------------------------------------

static Value constructor(Vm *vm, DigestKind kind, const char *name, Value *args, size_t count,
                         Tuple *names) {
    static const char *const parameters[] = {"string", "*", "usedforsecurity", NULL};
    Value values[2];
    if (!arguments_parse(vm, name, parameters, 0, 0, args, count, names, values) ||
        (values[1] && object_truth(vm, values[1]) < 0))
        return VALUE_ERROR;
    return hash_make(vm, kind, values[0]);
}
#define CONSTRUCTOR(id, KIND)                                                                      \
    NATIVE(openssl_##id) {                                                                         \
        return constructor(vm, KIND, "openssl_" #id, args, count, names);                          \
    }
CONSTRUCTOR(md5, DIGEST_MD5)
CONSTRUCTOR(sha1, DIGEST_SHA1)
CONSTRUCTOR(sha224, DIGEST_SHA224)
CONSTRUCTOR(sha256, DIGEST_SHA256)
CONSTRUCTOR(sha384, DIGEST_SHA384)
CONSTRUCTOR(sha512, DIGEST_SHA512)
CONSTRUCTOR(sha3_224, DIGEST_SHA3_224)
CONSTRUCTOR(sha3_256, DIGEST_SHA3_256)
CONSTRUCTOR(sha3_384, DIGEST_SHA3_384)
CONSTRUCTOR(sha3_512, DIGEST_SHA3_512)

NATIVE(hashlib_new) {
    static const char *const parameters[] = {"name", "string", "*", "usedforsecurity", NULL};
    Value values[3];
    if (!arguments_parse(vm, "new", parameters, 1, 0, args, count, names, values) ||
        (values[2] && object_truth(vm, values[2]) < 0))
        return VALUE_ERROR;
    if (!is_str_like(values[0])) return error_type(vm, "name must be a string");
    int kind = kind_of(str_of(values[0]));
    if (kind < 0) return error_value(vm, "unsupported hash type %S", values[0]);
    return hash_make(vm, (DigestKind)kind, values[1]);
}

// The digest that a name or one of the constructors means; -1 raised.
static int digest_argument(Vm *vm, Value value) {
    static const NativeFunction constructors[] = {
        openssl_md5,    openssl_sha1,     openssl_sha224,   openssl_sha256,   openssl_sha384,
        openssl_sha512, openssl_sha3_224, openssl_sha3_256, openssl_sha3_384, openssl_sha3_512};
    int kind = -1;
    if (is_str_like(value)) kind = kind_of(str_of(value));
    for (int i = 0; i < KIND_COUNT && has_shape(value, SHAPE_NATIVE); i++)
        if (((Native *)object_of(value))->spec->function == constructors[i]) kind = i;
    if (kind < 0) error_raise(vm, (Type *)unsupported_error, "Unsupported digestmod %S", value);
    return kind;
}

NATIVE(hashlib_hmac_new) {
    static const char *const parameters[] = {"key", "msg", "digestmod", NULL};
    Value values[3];
    const uint8_t *key, *data = NULL;
    size_t key_size, size = 0;
    if (!arguments_parse(vm, "hmac_new", parameters, 1, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!values[2]) return error_type(vm, "Missing required parameter 'digestmod'.");
    int kind = digest_argument(vm, values[2]);
    if (kind < 0 || !buffer_peek(vm, values[0], &key, &key_size) ||
        (values[1] && !is_none(values[1]) && !hash_input(vm, values[1], &data, &size)))
        return VALUE_ERROR;
    Hmac *hmac = object_new(vm, &hmac_type);
    if (!hmac) return VALUE_ERROR;
    keyed_start(&hmac->keyed, (DigestKind)kind, key, key_size);
    digest_add(&hmac->keyed.inner, data, size);
    return value_of(hmac);
}
NATIVE(hashlib_hmac_digest) {
    static const char *const parameters[] = {"key", "msg", "digest", NULL};
    Value values[3];
    const uint8_t *key, *data;
    size_t key_size, size;
    if (!arguments_parse(vm, "hmac_digest", parameters, 3, 0, args, count, names, values))
        return VALUE_ERROR;
    int kind = digest_argument(vm, values[2]);
    if (kind < 0 || !buffer_peek(vm, values[0], &key, &key_size) ||
        !buffer_peek(vm, values[1], &data, &size))
        return VALUE_ERROR;
    Keyed keyed;
    uint8_t result[DIGEST_SIZE_MAX];
    keyed_start(&keyed, (DigestKind)kind, key, key_size);
    digest_add(&keyed.inner, data, size);
    size = keyed_end(&keyed, result);
    return bytes_make(vm, result, size);
}

NATIVE(hashlib_pbkdf2_hmac) {
    static const char *const parameters[] = {"hash_name",  "password", "salt",
                                             "iterations", "dklen",    NULL};
    Value values[5];
    const uint8_t *password, *salt;
    size_t password_size, salt_size;
    int64_t times, size;
    if (!arguments_parse(vm, "pbkdf2_hmac", parameters, 4, 0, args, count, names, values))
        return VALUE_ERROR;
    if (!is_str_like(values[0]))
        return error_type(vm, "pbkdf2_hmac() argument 'hash_name' must be str, not %A", values[0]);
    if (!buffer_peek(vm, values[1], &password, &password_size) ||
        !buffer_peek(vm, values[2], &salt, &salt_size) || !argument_size(vm, values[3], &times))
        return VALUE_ERROR;
    int kind = kind_of(str_of(values[0]));
    if (kind < 0) return error_value(vm, "[digital envelope routines] unsupported");
    if (times < 1) return error_value(vm, "iteration value must be greater than 0.");
    if (times > INT_MAX) return error_overflow(vm, "iteration value is too great.");
    size = (int64_t)digest_size((DigestKind)kind);
    if (values[4] && !is_none(values[4]) && !argument_size(vm, values[4], &size))
        return VALUE_ERROR;
    if (size < 1) return error_value(vm, "key length must be greater than 0.");
    if (size > INT_MAX) return error_overflow(vm, "key length is too great.");
    Value key = bytes_make(vm, NULL, (size_t)size);
    if (!is_error(key))
        pbkdf2((DigestKind)kind, password, password_size, salt, salt_size, times,
               bytes_of(key)->data, (size_t)size);
    return key;
}

// --- scrypt -------------------------------------------------------------------------------------

enum { SALSA_WORDS = 16, SALSA_BYTES = 64 };

// Salsa20 with eight rounds: two at a time, of the columns and then of the rows.
static void salsa(uint32_t *block) {
    uint32_t mixed[SALSA_WORDS];
    memcpy(mixed, block, sizeof mixed);
    for (int round = 0; round < 8; round++)
        for (int line = 0; line < 4; line++)
            for (int step = 0; step < 4; step++) {
                static const int turns[] = {7, 9, 13, 18};
                int place[3]; // what changes, and the two before it along the line
                for (int k = 0; k < 3; k++) {
                    int along = (line + step + 1 - k + 4) % 4;
                    place[k] = round % 2 ? 4 * line + along : 4 * along + line;
                }
                uint32_t sum = mixed[place[1]] + mixed[place[2]];
                mixed[place[0]] ^= sum << turns[step] | sum >> (32 - turns[step]);
            }
    for (int i = 0; i < SALSA_WORDS; i++) block[i] += mixed[i];
}
// Mixes 2 * width Salsa blocks; `room` is as large.
static void mix_blocks(uint32_t *blocks, uint32_t *room, size_t width) {
    const uint32_t *last = blocks + (2 * width - 1) * SALSA_WORDS;
    uint32_t block[SALSA_WORDS];
    memcpy(block, last, sizeof block);
    for (size_t i = 0; i < 2 * width; i++) {
        for (int k = 0; k < SALSA_WORDS; k++) block[k] ^= blocks[i * SALSA_WORDS + (size_t)k];
        salsa(block);
        memcpy(room + (i / 2 + (i % 2) * width) * SALSA_WORDS, block, sizeof block);
    }
    memcpy(blocks, room, 2 * width * SALSA_BYTES);
}
// Fills `table` with `count` (a power of two) states of the blocks, then goes about in it.
static void mix_memory(uint32_t *blocks, uint32_t *room, uint32_t *table, size_t width,
                       uint64_t count) {
    size_t words = 2 * width * SALSA_WORDS;
    for (uint64_t i = 0; i < count; i++) {
        memcpy(table + i * words, blocks, words * sizeof *blocks);
        mix_blocks(blocks, room, width);
    }
    for (uint64_t i = 0; i < count; i++) {
        const uint32_t *last = blocks + (2 * width - 1) * SALSA_WORDS;
        uint64_t place = (last[0] | (uint64_t)last[1] << 32) & (count - 1);
        for (size_t k = 0; k < words; k++) blocks[k] ^= table[place * words + k];
        mix_blocks(blocks, room, width);
    }
}

// n, r or p: an int that C takes as unsigned long.
static bool cost_argument(Vm *vm, Value value, const char *name, uint64_t *number) {
    if (!value || is_none(value)) {
        error_type(vm, "%s is required and must be an unsigned int", name);
        return false;
    }
    if (!is_any_int(value)) {
        error_type(vm, "scrypt() argument '%s' must be int, not %A", name, value);
        return false;
    }
    IntView view;
    int_view(value, &view);
    *number = view.count == 1 && int_sign(value) > 0 ? view.limbs[0] : 0;
    if (view.count <= 1 && int_sign(value) >= 0) return true;
    error_type(vm, "%s is required and must be an unsigned int", name);
    return false;
}

typedef struct {
    uint64_t n, r, p, memory;
    int64_t size;
} Costs;

static bool read_costs(Vm *vm, const Value *values, Costs *costs) {
    enum { MEMORY_USUAL = 32 << 20 };
    int64_t most = 0;
    costs->size = SALSA_BYTES;
    if (!cost_argument(vm, values[2], "n", &costs->n)) return false;
    if (costs->n < 2 || costs->n & (costs->n - 1))
        return error_value(vm, "n must be a power of 2."), false;
    if (!cost_argument(vm, values[3], "r", &costs->r) ||
        !cost_argument(vm, values[4], "p", &costs->p) ||
        (values[5] && !argument_size(vm, values[5], &most)) ||
        (values[6] && !argument_size(vm, values[6], &costs->size)))
        return false;
    if (most < 0 || most > INT_MAX)
        return error_value(vm, "maxmem must be positive and smaller than %d", INT_MAX), false;
    if (costs->size < 1 || costs->size > INT_MAX) {
        error_value(vm, "dklen must be greater than 0 and smaller than %d", INT_MAX);
        return false;
    }
    if (!costs->r || !costs->p || costs->r >= 1 << 30 || costs->p >= (1 << 30) / costs->r) {
        error_value(vm, "Invalid parameter combination for n, r, p, maxmem.");
        return false;
    }
    costs->memory = most ? (uint64_t)most : MEMORY_USUAL;
    uint64_t line = 2 * SALSA_BYTES * costs->r;
    if (costs->n > costs->memory / line ||
        line * (costs->n + 2) + costs->p * line > costs->memory) {
        error_value(vm, "[digital envelope routines] memory limit exceeded");
        return false;
    }
    return true;
}

NATIVE(hashlib_scrypt) {
    static const char *const parameters[] = {"",  "*",      "salt",  "n", "r",
                                             "p", "maxmem", "dklen", NULL};
    Value values[7];
    const uint8_t *password, *salt;
    size_t password_size, salt_size;
    Costs costs;
    if (!arguments_parse(vm, "scrypt", parameters, 1, 1, args, count, names, values) ||
        !buffer_peek(vm, values[0], &password, &password_size))
        return VALUE_ERROR;
    if (!values[1] || is_none(values[1])) return error_type(vm, "salt is required");
    if (!buffer_peek(vm, values[1], &salt, &salt_size) || !read_costs(vm, values, &costs))
        return VALUE_ERROR;
    size_t line = (size_t)(2 * SALSA_BYTES * costs.r), all = line * costs.p;
    uint8_t *blocks = gc_alloc_raw(vm, all + line);
    uint32_t *table = blocks ? gc_alloc_raw(vm, line * (size_t)costs.n) : NULL;
    Value key = table ? bytes_make(vm, NULL, (size_t)costs.size) : VALUE_ERROR;
    if (is_error(key)) return key;
    pbkdf2(DIGEST_SHA256, password, password_size, salt, salt_size, 1, blocks, all);
    for (uint64_t i = 0; i < costs.p; i++)
        mix_memory((uint32_t *)(blocks + i * line), (uint32_t *)(blocks + all), table, costs.r,
                   costs.n);
    pbkdf2(DIGEST_SHA256, password, password_size, blocks, all, 1, bytes_of(key)->data,
           (size_t)costs.size);
    return key;
}

NATIVE(hashlib_get_fips_mode) {
    return make_int(vm, 0);
}

#define OPENSSL(id)                                                                                \
    { "openssl_" #id, openssl_##id, 0, -1, NATIVE_KEYWORDS }
static const NativeSpec functions[] = {
    OPENSSL(md5),
    OPENSSL(sha1),
    OPENSSL(sha224),
    OPENSSL(sha256),
    OPENSSL(sha384),
    OPENSSL(sha512),
    OPENSSL(sha3_224),
    OPENSSL(sha3_256),
    OPENSSL(sha3_384),
    OPENSSL(sha3_512),
    {"new", hashlib_new, 0, -1, NATIVE_KEYWORDS},
    {"hmac_new", hashlib_hmac_new, 0, -1, NATIVE_KEYWORDS},
    {"hmac_digest", hashlib_hmac_digest, 0, -1, NATIVE_KEYWORDS},
    {"pbkdf2_hmac", hashlib_pbkdf2_hmac, 0, -1, NATIVE_KEYWORDS},
    {"scrypt", hashlib_scrypt, 0, -1, NATIVE_KEYWORDS},
    {"compare_digest", operator_compare_digest, 2, 2, 0},
    {"get_fips_mode", hashlib_get_fips_mode, 0, 0, 0},
    {0},
};

bool module__hashlib_make(Vm *vm, Module *module);
bool module__hashlib_make(Vm *vm, Module *module) {
    static Type *const types[] = {&hash_type, &hmac_type, NULL};
    Value known = set_make(vm, SHAPE_FROZENSET);
    for (int i = 0; i < KIND_COUNT && !is_error(known); i++) {
        Value name = str_intern_cstring(vm, names_of_kinds[i]);
        if (is_error(name) || !set_add(vm, set_of(known), name)) return false;
    }
    unsupported_error =
        exception_type_make(vm, "_hashlib.UnsupportedDigestmodError", error_types.ValueError);
    return !is_error(known) && !is_error(unsupported_error) &&
           module_add_types(vm, module, types) && module_add_functions(vm, module, functions) &&
           module_set(vm, module, "openssl_md_meth_names", known) &&
           module_set(vm, module, "UnsupportedDigestmodError", unsupported_error);
}
