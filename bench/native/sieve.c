// sieve: the primes up to n by Eratosthenes.
#include "bench/native/twin.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    long *items;
    long count;
} Primes;

static Primes primes_up_to(long limit) {
    Primes primes = {NULL, 0};
    long capacity = 0;
    bool *is_prime = twin_allocate(NULL, (size_t)limit + 1);
    memset(is_prime, true, (size_t)limit + 1);
    for (long n = 2; n <= limit; n++) {
        if (!is_prime[n]) continue;
        if (primes.count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            primes.items = twin_allocate(primes.items, (size_t)capacity * sizeof(long));
        }
        primes.items[primes.count++] = n;
        if (n > limit / n) continue;
        for (long multiple = n * n; multiple <= limit; multiple += n) is_prime[multiple] = false;
    }
    free(is_prime);
    return primes;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 3000000);
    Primes primes = primes_up_to(100);
    free(primes.items);
    int64_t start = twin_clock(&size);
    primes = primes_up_to(size);
    int64_t end = twin_clock(&primes);
    long sum = 0;
    for (long i = 0; i < primes.count; i++) sum += primes.items[i];
    printf("%ld primes up to %ld, their sum %ld\n", primes.count, size, sum);
    printf("the last ones: ");
    long first = primes.count > 5 ? primes.count - 5 : 0;
    for (long i = first; i < primes.count; i++)
        printf("%s%ld", i > first ? " " : "", primes.items[i]);
    printf("\n");
    free(primes.items);
    twin_report(end - start);
}
