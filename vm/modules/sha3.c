// The module _sha3 (FIPS 202): all six functions are one sponge with different rates and endings.
// The constants of its permutation are computed from the shift register and the walk that define
// them.
#include "vm/module.h"
#include "vm/modules/digest.h"
#include "vm/modules/hashes.h"
#include "vm/types/bytes.h"

enum { LANES = SPONGE_LANES, ROUNDS = 24 };

typedef struct {
    Object object;
    Sponge sponge;
} SpongeObject;
#define SPONGE(value) (&((SpongeObject *)object_of(value))->sponge)

// --- the permutation ----------------------------------------------------------------------------

static uint64_t round_constants[ROUNDS];
static unsigned rotations[LANES]; // of the lane at x + 5 * y

static void make_constants(void) {
    unsigned bits = 1, x = 1, y = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (unsigned power = 0; power < 7; power++) {
            if (bits & 1) round_constants[round] ^= (uint64_t)1 << ((1u << power) - 1);
            bits = bits << 1 ^ (bits & 0x80 ? 0x171 : 0);
        }
    for (unsigned step = 1; step < LANES; step++) {
        rotations[x + 5 * y] = step * (step + 1) / 2 % 64;
        unsigned next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
    }
}
static uint64_t rotate(uint64_t lane, unsigned count) { // left
    return count ? lane << count | lane >> (64 - count) : lane;
}
static void permute(uint64_t *lanes) {
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t columns[5], moved[LANES];
        for (int x = 0; x < 5; x++)
            columns[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t mixed = columns[(x + 4) % 5] ^ rotate(columns[(x + 1) % 5], 1);
            for (int y = 0; y < 5; y++)
                moved[y + 5 * ((2 * x + 3 * y) % 5)] =
                    rotate(lanes[x + 5 * y] ^ mixed, rotations[x + 5 * y]);
        }
        for (int row = 0; row < LANES; row += 5)
            for (int x = 0; x < 5; x++)
                lanes[row + x] =
                    moved[row + x] ^ (~moved[row + (x + 1) % 5] & moved[row + (x + 2) % 5]);
        lanes[0] ^= round_constants[round];
    }
}

// --- the sponge ---------------------------------------------------------------------------------

static void take_byte(Sponge *sponge, size_t place, uint8_t byte) {
    sponge->lanes[place / 8] ^= (uint64_t)byte << place % 8 * 8;
}
void sponge_absorb(Sponge *sponge, size_t rate, const uint8_t *data, size_t size) {
    if (!round_constants[0]) make_constants();
    for (size_t i = 0; i < size; i++) {
        take_byte(sponge, sponge->filled++, data[i]);
        if (sponge->filled < rate) continue;
        permute(sponge->lanes);
        sponge->filled = 0;
    }
}
void sponge_squeeze(Sponge *sponge, size_t rate, uint8_t ending, uint8_t *out, size_t size) {
    if (!round_constants[0]) make_constants();
    take_byte(sponge, sponge->filled, ending);
    take_byte(sponge, rate - 1, 0x80);
    for (size_t i = 0; i < size; i++) {
        size_t place = i % rate;
        if (!place) permute(sponge->lanes);
        out[i] = (uint8_t)(sponge->lanes[place / 8] >> place % 8 * 8);
    }
}

// --- objects ------------------------------------------------------------------------------------

static Type sha3_224_type, sha3_256_type, sha3_384_type, sha3_512_type, shake_128_type,
    shake_256_type;
static const struct {
    Type *type;
    size_t size;     // bytes of the result; 0: as many as are asked for
    size_t capacity; // bytes of the state that input does not reach
} kinds[] = {
    {&sha3_224_type, 28, 56},  {&sha3_256_type, 32, 64}, {&sha3_384_type, 48, 96},
    {&sha3_512_type, 64, 128}, {&shake_128_type, 0, 32}, {&shake_256_type, 0, 64},
};
static size_t kind_of(Value self) {
    size_t kind = 0;
    while (kinds[kind].type != type_of(self)) kind++;
    return kind;
}
static size_t rate_of(Value self) {
    return SPONGE_BYTES - kinds[kind_of(self)].capacity;
}
static uint8_t ending_of(Value self) {
    return kinds[kind_of(self)].size ? SHA3_ENDING : SHAKE_ENDING;
}

static Value sponge_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    static const char *const parameters[] = {"", "*", "usedforsecurity", NULL};
    Value values[2];
    const uint8_t *data;
    size_t size;
    if (!arguments_parse(vm, "sha3_224", parameters, 0, 1, args, count, names, values) ||
        (values[1] && object_truth(vm, values[1]) < 0))
        return VALUE_ERROR;
    SpongeObject *made = object_new(vm, type);
    if (!made) return VALUE_ERROR;
    if (values[0]) {
        if (!hash_input(vm, values[0], &data, &size)) return VALUE_ERROR;
        sponge_absorb(&made->sponge, rate_of(value_of(made)), data, size);
    }
    return value_of(made);
}
NATIVE(sponge_update) {
    const uint8_t *data;
    size_t size;
    if (!hash_input(vm, args[1], &data, &size)) return VALUE_ERROR;
    sponge_absorb(SPONGE(args[0]), rate_of(args[0]), data, size);
    return VALUE_NONE;
}
NATIVE(sponge_copy) {
    SpongeObject *copy = object_new(vm, type_of(args[0]));
    if (!copy) return VALUE_ERROR;
    copy->sponge = *SPONGE(args[0]);
    return value_of(copy);
}
// The result so far in a block; NULL: raised.
static uint8_t *result_of(Vm *vm, Value self, size_t size) {
    Sponge copy = *SPONGE(self);
    uint8_t *out = gc_alloc_raw(vm, size ? size : 1);
    if (out) sponge_squeeze(&copy, rate_of(self), ending_of(self), out, size);
    return out;
}
static bool read_length(Vm *vm, Value value, size_t *size) {
    uint64_t length;
    if (!hash_number(vm, value, &length)) return false;
    if (length >= 1 << 29) return error_value(vm, "length is too large"), false;
    *size = length;
    return true;
}
// The first takes a length where the type has no size of its own.
static Value digest(Vm *vm, Value *args, size_t count, bool hexadecimal) {
    size_t size = kinds[kind_of(args[0])].size;
    if (count > 1 && !read_length(vm, args[1], &size)) return VALUE_ERROR;
    uint8_t *out = result_of(vm, args[0], size);
    if (!out) return VALUE_ERROR;
    return hexadecimal ? hash_hexadecimal(vm, out, size) : bytes_make(vm, out, size);
}
NATIVE(sponge_digest) {
    return digest(vm, args, count, false);
}
NATIVE(sponge_hexdigest) {
    return digest(vm, args, count, true);
}

static Value get_block_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)rate_of(self));
}
static Value get_digest_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)kinds[kind_of(self)].size);
}
static Value get_name(Vm *vm, Value self) {
    return str_from_cstring(vm, type_leaf_name(type_of(self)));
}
static Value get_capacity(Vm *vm, Value self) {
    return make_int(vm, 8 * (int64_t)kinds[kind_of(self)].capacity);
}
static Value get_rate(Vm *vm, Value self) {
    return make_int(vm, 8 * (int64_t)rate_of(self));
}
static Value get_suffix(Vm *vm, Value self) {
    uint8_t ending = ending_of(self);
    return bytes_make(vm, &ending, 1);
}
static const MemberSpec members[] = {
    {"block_size", get_block_size, NULL},
    {"digest_size", get_digest_size, NULL},
    {"name", get_name, NULL},
    {"_capacity_bits", get_capacity, NULL},
    {"_rate_bits", get_rate, NULL},
    {"_suffix", get_suffix, NULL},
    {0},
};
#define METHODS(arguments)                                                                         \
    {                                                                                              \
        {"copy", sponge_copy, 1, 1, 0}, {"digest", sponge_digest, arguments, arguments, 0},        \
            {"hexdigest", sponge_hexdigest, arguments, arguments, 0},                              \
            {"update", sponge_update, 2, 2, 0}, {                                                  \
            0                                                                                      \
        }                                                                                          \
    }
static const NativeSpec fixed_methods[] = METHODS(1);
static const NativeSpec shake_methods[] = METHODS(2);

#define SPONGE_TYPE(id, method_list)                                                               \
    static Type id##_type = {                                                                      \
        .name = "_sha3." #id,                                                                      \
        .instance_size = sizeof(SpongeObject),                                                     \
        .methods = method_list,                                                                    \
        .members = members,                                                                        \
        .make = sponge_make,                                                                       \
    };
SPONGE_TYPE(sha3_224, fixed_methods)
SPONGE_TYPE(sha3_256, fixed_methods)
SPONGE_TYPE(sha3_384, fixed_methods)
SPONGE_TYPE(sha3_512, fixed_methods)
SPONGE_TYPE(shake_128, shake_methods)
SPONGE_TYPE(shake_256, shake_methods)
static Type *const types[] = {&sha3_224_type,
                              &sha3_256_type,
                              &sha3_384_type,
                              &sha3_512_type,
                              &shake_128_type,
                              &shake_256_type,
                              NULL};

bool module__sha3_make(Vm *vm, Module *module);
bool module__sha3_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types);
}
