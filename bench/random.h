// Random numbers that a seed repeats exactly on every machine: a 64-bit counter stepped by the
// golden ratio and mixed (the splitmix64 construction). Seeds made of text give each figure of a
// report a stream of its own, so that adding a row changes no other row's interval.
#ifndef BENCH_RANDOM_H
#define BENCH_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} Random;

static inline uint64_t random_next(Random *random) {
    uint64_t mixed = random->state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

// A number in [0, 1).
static inline double random_unit(Random *random) {
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

// A number in [0, count); the bias of the multiplication is under count / 2^64.
static inline uint64_t random_below(Random *random, uint64_t count) {
    return (uint64_t)(((unsigned __int128)random_next(random) * count) >> 64);
}

// The numbers below `count` in an order that the stream decides.
static inline void random_order(Random random, size_t *order, size_t count) {
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = random_below(&random, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

// A stream of its own for each text under one seed.
static inline Random random_for(uint64_t seed, const char *text) {
    Random random = {seed};
    for (; *text; text++) random.state = random_next(&random) ^ (unsigned char)*text;
    return random;
}

#endif
