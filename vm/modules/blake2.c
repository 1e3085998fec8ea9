// The module _blake2 (RFC 7693, and the tree and personal modes of its authors' paper). BLAKE2b and
// BLAKE2s are one function in two widths; both begin with the state that SHA-512 and SHA-256 have.
#include <stdio.h>
#include <string.h>

#include "vm/module.h"
#include "vm/modules/digest.h"
#include "vm/modules/hashes.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

enum { BLOCK_MAX = 128, SIZE_MAX_B = 64, SIZE_MAX_S = 32 };

typedef struct {
    Object object;
    uint64_t state[8]; // of 32 bits each in BLAKE2s
    uint64_t length;   // bytes that were compressed
    size_t filled;     // bytes of the block
    size_t size;       // of the result
    bool last_node;
    uint8_t block[BLOCK_MAX];
} Blake;
#define BLAKE(value) ((Blake *)object_of(value))

static Type blake2b_type, blake2s_type;
static bool is_wide(Value self) {
    return type_of(self) == &blake2b_type;
}

// --- compression --------------------------------------------------------------------------------

// The order in which the words of a block are mixed in, by rounds; after ten it begins again.
static const uint8_t orders[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};
// The four words of the state that each of a round's eight mixings works on.
static const uint8_t mixings[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14},
                                      {3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12},
                                      {2, 7, 8, 13},  {3, 4, 9, 14}};

// The words a state begins with, before the parameters are mixed in.
static void beginning(bool wide, uint64_t words[8]) {
    Digest digest;
    digest_start(&digest, wide ? DIGEST_SHA512 : DIGEST_SHA256);
    memcpy(words, digest.words, sizeof digest.words);
}

#define COMPRESS(name, Word, rounds, first, second, third, fourth)                                 \
    static Word name##_rotate(Word word, unsigned count) {                                         \
        return (Word)(word >> count | word << (8 * sizeof(Word) - count));                         \
    }                                                                                              \
    static void name(Blake *blake, const uint64_t *start, bool last) {                             \
        Word message[16], work[16];                                                                \
        memcpy(message, blake->block, sizeof message);                                             \
        for (int i = 0; i < 8; i++) {                                                              \
            work[i] = (Word)blake->state[i];                                                       \
            work[8 + i] = (Word)start[i];                                                          \
        }                                                                                          \
        work[12] ^= (Word)blake->length;                                                           \
        if (sizeof(Word) == 4) work[13] ^= (Word)(blake->length >> 32);                            \
        if (last) work[14] = ~work[14];                                                            \
        if (last && blake->last_node) work[15] = ~work[15];                                        \
        for (int round = 0; round < rounds; round++)                                               \
            for (int i = 0; i < 8; i++) {                                                          \
                const uint8_t *order = orders[round % 10], *at = mixings[i];                       \
                Word *a = &work[at[0]], *b = &work[at[1]], *c = &work[at[2]], *d = &work[at[3]];   \
                *a += *b + message[order[2 * i]];                                                  \
                *d = name##_rotate(*d ^ *a, first);                                                \
                *c += *d;                                                                          \
                *b = name##_rotate(*b ^ *c, second);                                               \
                *a += *b + message[order[2 * i + 1]];                                              \
                *d = name##_rotate(*d ^ *a, third);                                                \
                *c += *d;                                                                          \
                *b = name##_rotate(*b ^ *c, fourth);                                               \
            }                                                                                      \
        for (int i = 0; i < 8; i++) blake->state[i] ^= (uint64_t)(work[i] ^ work[8 + i]);          \
    }
COMPRESS(compress_wide, uint64_t, 12, 32, 24, 16, 63)
COMPRESS(compress_narrow, uint32_t, 10, 16, 12, 8, 7)

static void compress(Blake *blake, bool wide, bool last) {
    uint64_t start[8];
    beginning(wide, start);
    blake->length += blake->filled;
    if (wide)
        compress_wide(blake, start, last);
    else
        compress_narrow(blake, start, last);
    blake->filled = 0;
}
// A full block waits until it is known not to be the last.
static void add(Blake *blake, bool wide, const uint8_t *data, size_t size) {
    size_t block = wide ? 128 : 64;
    while (size) {
        if (blake->filled == block) compress(blake, wide, false);
        size_t part = block - blake->filled < size ? block - blake->filled : size;
        memcpy(blake->block + blake->filled, data, part);
        blake->filled += part;
        data += part;
        size -= part;
    }
}
static void finish(Blake *blake, bool wide, uint8_t *out) {
    memset(blake->block + blake->filled, 0, sizeof blake->block - blake->filled);
    compress(blake, wide, true);
    size_t word = wide ? 8 : 4;
    for (size_t i = 0; i < blake->size; i++)
        out[i] = (uint8_t)(blake->state[i / word] >> i % word * 8);
}

// --- parameters ---------------------------------------------------------------------------------

// Where the parameters stand in the block that is mixed into the first state, all little-endian.
typedef struct {
    uint8_t bytes[SIZE_MAX_B];
} Parameters;
static void set_field(Parameters *parameters, size_t place, size_t size, uint64_t number) {
    for (size_t i = 0; i < size; i++) parameters->bytes[place + i] = (uint8_t)(number >> 8 * i);
}
static bool set_bytes(Vm *vm, Parameters *parameters, size_t place, size_t room, Value value,
                      const char *what) {
    const uint8_t *data;
    size_t size;
    if (!value) return true;
    if (!buffer_peek(vm, value, &data, &size)) return false;
    if (size > room) return error_value(vm, "maximum %s length is %zu bytes", what, room), false;
    memcpy(parameters->bytes + place, data, size);
    return true;
}
static bool small_number(Vm *vm, Value value, int absent, int least, int most, const char *what,
                         int *number) {
    *number = absent;
    if (value && !argument_int(vm, value, number)) return false;
    if (*number >= least && *number <= most) return true;
    error_value(vm, what, least, most);
    return false;
}

enum {
    DATA,
    DIGEST_SIZE,
    KEY,
    SALT,
    PERSON,
    FANOUT,
    DEPTH,
    LEAF_SIZE,
    NODE_OFFSET,
    NODE_DEPTH,
    INNER_SIZE,
    LAST_NODE,
    FOR_SECURITY,
    PARAMETER_COUNT
};

static bool read_sizes(Vm *vm, bool wide, Value *values, Parameters *parameters) {
    uint64_t leaf_size = 0, node_offset = 0;
    int fanout, depth, node_depth, inner_size, most = wide ? SIZE_MAX_B : SIZE_MAX_S;
    size_t offset_size = wide ? 8 : 6;
    if (!small_number(vm, values[FANOUT], 1, 0, 255, "fanout must be between %d and %d", &fanout) ||
        !small_number(vm, values[DEPTH], 1, 1, 255, "depth must be between %d and %d", &depth) ||
        (values[LEAF_SIZE] && !hash_number(vm, values[LEAF_SIZE], &leaf_size)))
        return false;
    if (leaf_size > UINT32_MAX) return error_overflow(vm, "leaf_size is too large"), false;
    if (values[NODE_OFFSET] && !hash_number(vm, values[NODE_OFFSET], &node_offset)) return false;
    if (!wide && node_offset >> 48) return error_overflow(vm, "node_offset is too large"), false;
    if (!small_number(vm, values[NODE_DEPTH], 0, 0, 255, "node_depth must be between %d and %d",
                      &node_depth) ||
        !small_number(vm, values[INNER_SIZE], 0, 0, most, "inner_size must be between %d and is %d",
                      &inner_size))
        return false;
    set_field(parameters, 2, 1, (uint64_t)fanout);
    set_field(parameters, 3, 1, (uint64_t)depth);
    set_field(parameters, 4, 4, leaf_size);
    set_field(parameters, 8, offset_size, node_offset);
    set_field(parameters, 8 + offset_size, 1, (uint64_t)node_depth);
    set_field(parameters, 9 + offset_size, 1, (uint64_t)inner_size);
    return true;
}
static void begin_with(Blake *blake, bool wide, const Parameters *parameters) {
    beginning(wide, blake->state);
    size_t word = wide ? 8 : 4;
    for (size_t i = 0; i < 8 * word; i++)
        blake->state[i / word] ^= (uint64_t)parameters->bytes[i] << i % word * 8;
}
static bool add_key(Vm *vm, Blake *blake, bool wide, Value key) {
    uint8_t block[BLOCK_MAX] = {0};
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, key, &data, &size)) return false;
    memcpy(block, data, size);
    if (size) add(blake, wide, block, wide ? 128 : 64);
    return true;
}

static Value blake_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameter_names[] = {"",
                                                  "*",
                                                  "digest_size",
                                                  "key",
                                                  "salt",
                                                  "person",
                                                  "fanout",
                                                  "depth",
                                                  "leaf_size",
                                                  "node_offset",
                                                  "node_depth",
                                                  "inner_size",
                                                  "last_node",
                                                  "usedforsecurity",
                                                  NULL};
    bool wide = type == &blake2b_type;
    int most = wide ? SIZE_MAX_B : SIZE_MAX_S, size;
    size_t personal = wide ? 16 : 8;
    Value values[PARAMETER_COUNT];
    Parameters parameters = {0}, key = {0};
    const uint8_t *data = NULL, *key_data = NULL;
    size_t data_size = 0, key_size = 0;
    if (!arguments_parse(vm, type_leaf_name(type), parameter_names, 0, 1, args, count, names,
                         values) ||
        !small_number(vm, values[DIGEST_SIZE], most, 1, most,
                      "digest_size must be between %d and %d bytes", &size) ||
        !set_bytes(vm, &parameters, 2 * personal, personal, values[SALT], "salt") ||
        !set_bytes(vm, &parameters, 3 * personal, personal, values[PERSON], "person") ||
        !read_sizes(vm, wide, values, &parameters) ||
        !set_bytes(vm, &key, 0, (size_t)most, values[KEY], "key") ||
        (values[KEY] && !buffer_peek(vm, values[KEY], &key_data, &key_size)))
        return VALUE_ERROR;
    int last_node = values[LAST_NODE] ? object_truth(vm, values[LAST_NODE]) : 0;
    if (last_node < 0 || (values[FOR_SECURITY] && object_truth(vm, values[FOR_SECURITY]) < 0))
        return VALUE_ERROR;
    set_field(&parameters, 0, 1, (uint64_t)size);
    set_field(&parameters, 1, 1, key_size);
    Blake *blake = object_new(vm, type);
    if (!blake || (values[DATA] && !hash_input(vm, values[DATA], &data, &data_size)))
        return VALUE_ERROR;
    blake->size = (size_t)size;
    blake->last_node = last_node;
    begin_with(blake, wide, &parameters);
    if (values[KEY] && !add_key(vm, blake, wide, values[KEY])) return VALUE_ERROR;
    add(blake, wide, data, data_size);
    return value_of(blake);
}

// --- methods ------------------------------------------------------------------------------------

NATIVE(blake_update) {
    const uint8_t *data;
    size_t size;
    if (!hash_input(vm, args[1], &data, &size)) return VALUE_ERROR;
    add(BLAKE(args[0]), is_wide(args[0]), data, size);
    return VALUE_NONE;
}
static size_t result_of(Value self, uint8_t *out) {
    Blake copy = *BLAKE(self);
    finish(&copy, is_wide(self), out);
    return copy.size;
}
NATIVE(blake_digest) {
    uint8_t out[SIZE_MAX_B];
    size_t size = result_of(args[0], out);
    return bytes_make(vm, out, size);
}
NATIVE(blake_hexdigest) {
    uint8_t out[SIZE_MAX_B];
    size_t size = result_of(args[0], out);
    return hash_hexadecimal(vm, out, size);
}
NATIVE(blake_copy) {
    Blake *copy = object_new(vm, type_of(args[0]));
    if (!copy) return VALUE_ERROR;
    Object own = copy->object;
    *copy = *BLAKE(args[0]);
    copy->object = own;
    return value_of(copy);
}
static Value get_block_size(Vm *vm, Value self) {
    return make_int(vm, is_wide(self) ? 128 : 64);
}
static Value get_digest_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)BLAKE(self)->size);
}
static Value get_name(Vm *vm, Value self) {
    return str_from_cstring(vm, type_leaf_name(type_of(self)));
}
static const NativeSpec methods[] = {
    {"copy", blake_copy, 1, 1, 0},
    {"digest", blake_digest, 1, 1, 0},
    {"hexdigest", blake_hexdigest, 1, 1, 0},
    {"update", blake_update, 2, 2, 0},
    {0},
};
static const MemberSpec members[] = {
    {"block_size", get_block_size, NULL},
    {"digest_size", get_digest_size, NULL},
    {"name", get_name, NULL},
    {0},
};
#define BLAKE_TYPE(id)                                                                             \
    static Type id##_type = {                                                                      \
        .name = "_blake2." #id,                                                                    \
        .instance_size = sizeof(Blake),                                                            \
        .methods = methods,                                                                        \
        .members = members,                                                                        \
        .make = blake_make,                                                                        \
    };
BLAKE_TYPE(blake2b)
BLAKE_TYPE(blake2s)
static Type *const types[] = {&blake2b_type, &blake2s_type, NULL};

// The limits stand in the types and, with the type's name before them, in the module.
static bool add_limits(Vm *vm, Module *module, Type *type, const char *prefix, int size,
                       int personal) {
    const struct {
        const char *name;
        int value;
    } limits[] = {{"SALT_SIZE", personal},
                  {"PERSON_SIZE", personal},
                  {"MAX_KEY_SIZE", size},
                  {"MAX_DIGEST_SIZE", size}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        char full[40];
        snprintf(full, sizeof full, "%s_%s", prefix, limits[i].name);
        Value name = str_intern_cstring(vm, limits[i].name), value = make_int(vm, limits[i].value);
        if (is_error(name) || is_error(value) ||
            !dict_set_str(vm, type->dict, str_of(name), value) ||
            !module_set(vm, module, full, value))
            return false;
    }
    return true;
}

bool module__blake2_make(Vm *vm, Module *module);
bool module__blake2_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types) &&
           add_limits(vm, module, &blake2b_type, "BLAKE2B", SIZE_MAX_B, 16) &&
           add_limits(vm, module, &blake2s_type, "BLAKE2S", SIZE_MAX_S, 8);
}
