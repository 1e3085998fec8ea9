// The module _random: the Mersenne Twister MT19937 of Matsumoto and Nishimura, seeded as CPython
// seeds it, so that random.Random gives the same numbers.
#include <sys/random.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vm/module.h"
#include "vm/types/big_int.h"

enum { STATE_SIZE = 624, STATE_MIDDLE = 397 };

typedef struct {
    Object object;
    uint32_t state[STATE_SIZE];
    uint32_t next; // of the state; STATE_SIZE: all are used up
} Random;
#define RANDOM(value) ((Random *)(value))

// --- the generator ------------------------------------------------------------------------------

static uint32_t twist(uint32_t high, uint32_t low) {
    uint32_t joined = (high & 0x80000000u) | (low & 0x7fffffffu);
    return joined >> 1 ^ (joined & 1 ? 0x9908b0dfu : 0);
}
static uint32_t next_word(Random *random) {
    uint32_t *state = random->state;
    if (random->next >= STATE_SIZE) {
        for (int i = 0; i < STATE_SIZE; i++)
            state[i] = state[(i + STATE_MIDDLE) % STATE_SIZE] ^
                       twist(state[i], state[(i + 1) % STATE_SIZE]);
        random->next = 0;
    }
    uint32_t word = state[random->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}
static void seed_number(Random *random, uint32_t number) {
    uint32_t *state = random->state;
    state[0] = number;
    for (uint32_t i = 1; i < STATE_SIZE; i++)
        state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
    random->next = STATE_SIZE;
}
// Mixes the words of a key into the state.
static void seed_key(Random *random, const uint32_t *key, size_t count) {
    uint32_t *state = random->state, at = 1;
    seed_number(random, 19650218u);
    size_t steps = count > STATE_SIZE ? count : STATE_SIZE;
    for (size_t step = 0, word = 0; step < steps; step++, word = (word + 1) % count) {
        uint32_t mixed = (state[at - 1] ^ state[at - 1] >> 30) * 1664525u;
        state[at] = (state[at] ^ mixed) + key[word] + (uint32_t)word;
        if (++at == STATE_SIZE) state[0] = state[STATE_SIZE - 1], at = 1;
    }
    for (int step = 1; step < STATE_SIZE; step++) {
        uint32_t mixed = (state[at - 1] ^ state[at - 1] >> 30) * 1566083941u;
        state[at] = (state[at] ^ mixed) - at;
        if (++at == STATE_SIZE) state[0] = state[STATE_SIZE - 1], at = 1;
    }
    state[0] = 0x80000000u;
}

// --- seeds --------------------------------------------------------------------------------------

static void seed_by_chance(Random *random) {
    uint32_t key[STATE_SIZE];
    if (getrandom(key, sizeof key, GRND_NONBLOCK) == sizeof key) {
        seed_key(random, key, STATE_SIZE);
        return;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint32_t clock[] = {(uint32_t)now.tv_sec, (uint32_t)now.tv_nsec, (uint32_t)getpid()};
    seed_key(random, clock, 3);
}
// An int by its magnitude; anything else by its hash, as a number without sign.
static bool seed(Vm *vm, Random *random, Value value) {
    if (!value || is_none(value)) return seed_by_chance(random), true;
    IntView view;
    uint64_t word;
    const uint64_t *limbs = &word;
    size_t count = 1;
    if (is_any_int(value)) {
        int_view(value, &view);
        limbs = view.limbs;
        count = view.count;
    } else {
        int64_t hash;
        if (!object_hash(vm, value, &hash)) return false;
        word = (uint64_t)hash;
        count = word != 0;
    }
    uint32_t *key = gc_alloc_raw(vm, (2 * count + 1) * sizeof *key);
    if (!key) return false;
    key[0] = 0;
    for (size_t i = 0; i < count; i++) {
        key[2 * i] = (uint32_t)limbs[i];
        key[2 * i + 1] = (uint32_t)(limbs[i] >> 32);
    }
    size_t used = 2 * count;
    if (used && !key[used - 1]) used--;
    seed_key(random, key, used ? used : 1);
    return true;
}

static bool random_init(Vm *vm, Value self, Value *args, size_t count, Tuple *names) {
    if (names && names->count) return error_type(vm, "Random() takes no keyword arguments"), false;
    if (count > 1) return error_type(vm, "Random() requires 0 or 1 argument"), false;
    return seed(vm, RANDOM(self), count ? args[0] : VALUE_NULL);
}
static Value random_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)args, (void)count, (void)names;
    return value_of(object_new(vm, type));
}

// --- methods ------------------------------------------------------------------------------------

NATIVE(random_seed) {
    return seed(vm, RANDOM(args[0]), count > 1 ? args[1] : VALUE_NULL) ? VALUE_NONE : VALUE_ERROR;
}
// 53 bits of two words.
NATIVE(random_random) {
    uint32_t high = next_word(RANDOM(args[0])) >> 5, low = next_word(RANDOM(args[0])) >> 6;
    return make_float(vm, (high * 67108864.0 + low) / 9007199254740992.0);
}
NATIVE(random_getrandbits) {
    int wanted;
    if (!argument_int(vm, args[1], &wanted)) return VALUE_ERROR;
    if (wanted < 0) return error_value(vm, "number of bits must be non-negative");
    if (!wanted) return make_int(vm, 0);
    if (wanted <= 32) return make_int(vm, next_word(RANDOM(args[0])) >> (32 - wanted));
    size_t limb_count = ((size_t)wanted + 63) / 64;
    uint64_t *limbs = gc_alloc_raw(vm, limb_count * sizeof *limbs);
    if (!limbs) return VALUE_ERROR;
    memset(limbs, 0, limb_count * sizeof *limbs);
    for (size_t i = 0; wanted > 0; i++, wanted -= 32) {
        uint64_t word = next_word(RANDOM(args[0]));
        if (wanted < 32) word >>= 32 - wanted;
        limbs[i / 2] |= word << (i % 2 * 32);
    }
    return int_from_limbs(vm, limbs, limb_count, false);
}
NATIVE(random_getstate) {
    Random *self = RANDOM(args[0]);
    Value list = list_make(vm, NULL, STATE_SIZE + 1);
    if (is_error(list)) return list;
    for (int i = 0; i <= STATE_SIZE; i++) {
        Value number = make_int(vm, i < STATE_SIZE ? self->state[i] : self->next);
        if (is_error(number)) return number;
        list_of(list)->items[i] = number;
    }
    return tuple_from_list(vm, list_of(list));
}
NATIVE(random_setstate) {
    Random *self = RANDOM(args[0]);
    if (!is_tuple_like(args[1])) return error_type(vm, "state vector must be a tuple");
    Tuple *tuple = tuple_of(args[1]);
    if (tuple->count != STATE_SIZE + 1) return error_value(vm, "state vector is the wrong size");
    uint32_t words[STATE_SIZE + 1];
    for (int i = 0; i <= STATE_SIZE; i++) {
        int64_t number;
        if (!is_any_int(tuple->items[i])) return error_type(vm, "an integer is required");
        if (int_sign(tuple->items[i]) < 0)
            return error_overflow(vm, "can't convert negative value to unsigned int");
        if (!int_to_int64(tuple->items[i], &number))
            return error_overflow(vm, "Python int too large to convert to C unsigned long");
        if (i == STATE_SIZE && number > STATE_SIZE) return error_value(vm, "invalid state");
        words[i] = (uint32_t)number;
    }
    memcpy(self->state, words, sizeof self->state);
    self->next = words[STATE_SIZE];
    return VALUE_NONE;
}

static const NativeSpec methods[] = {
    {"random", random_random, 1, 1, 0},           {"seed", random_seed, 1, 2, 0},
    {"getstate", random_getstate, 1, 1, 0},       {"setstate", random_setstate, 2, 2, 0},
    {"getrandbits", random_getrandbits, 2, 2, 0}, {0},
};
static Type random_type = {
    .name = "_random.Random",
    .flags = TYPE_SUBCLASSABLE,
    .instance_size = sizeof(Random),
    .methods = methods,
    .make = random_make,
    .init = random_init,
};
static Type *const types[] = {&random_type, NULL};

bool module__random_make(Vm *vm, Module *module);
bool module__random_make(Vm *vm, Module *module) {
    return module_add_types(vm, module, types);
}
