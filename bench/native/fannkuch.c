// fannkuch: flips of the top k cards over all permutations, by Heap's method.
#include "bench/native/twin.h"

#include <string.h>

typedef struct {
    long most, signed_sum;
} Flips;

static long flips_of(const int *deck, int *flipped, long size) {
    memcpy(flipped, deck, (size_t)size * sizeof(int));
    long flips = 0;
    int top = flipped[0];
    while (top != 1) {
        for (int low = 0, high = top - 1; low < high; low++, high--) {
            int card = flipped[low];
            flipped[low] = flipped[high];
            flipped[high] = card;
        }
        flips++;
        top = flipped[0];
    }
    return flips;
}

static Flips fannkuch(long size) {
    int *deck = twin_allocate(NULL, 3 * (size_t)size * sizeof(int));
    int *flipped = deck + size, *counters = flipped + size;
    for (int i = 0; i < size; i++) {
        deck[i] = i + 1;
        counters[i] = 0;
    }
    Flips answer = {0, 0};
    for (int sign = 1;; sign = -sign) {
        if (deck[0] != 1) {
            long flips = flips_of(deck, flipped, size);
            if (flips > answer.most) answer.most = flips;
            answer.signed_sum += sign * flips;
        }
        int i = 1;
        while (i < size && counters[i] == i) counters[i++] = 0;
        if (i >= size) break;
        int j = i & 1 ? counters[i] : 0;
        int card = deck[i];
        deck[i] = deck[j];
        deck[j] = card;
        counters[i]++;
    }
    free(deck);
    return answer;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 9);
    Flips answer = fannkuch(4);
    int64_t start = twin_clock(&size);
    answer = fannkuch(size);
    int64_t end = twin_clock(&answer);
    printf("%ld cards: %ld flips at most, signed sum %ld\n", size, answer.most, answer.signed_sum);
    twin_report(end - start);
}
