"""sieve: the primes up to n by Eratosthenes. Stores into a list, strided ranges."""
import sys
import time


def primes_up_to(limit):
    is_prime = [True] * (limit + 1)
    primes = []
    for n in range(2, limit + 1):
        if is_prime[n]:
            primes.append(n)
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    return primes


def prime_count_and_sum(limit):
    """Count and sum without a sieve: strike out of the totals of 2..v, for the values
    v = limit // k alone, what each prime is the smallest divisor of (Legendre)."""
    values = []
    k = 1
    while k <= limit:
        values.append(limit // k)
        k = limit // (limit // k) + 1
    count = {v: v - 1 for v in values}
    total = {v: v * (v + 1) // 2 - 1 for v in values}
    p = 2
    while p * p <= limit:
        if count[p] != count[p - 1]:
            below, below_total = count[p - 1], total[p - 1]
            for v in values:
                if v < p * p:
                    break
                count[v] -= count[v // p] - below
                total[v] -= p * (total[v // p] - below_total)
        p += 1
    return count[limit], total[limit]


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3000000
    if size < 1:
        sys.exit('sieve: the size must be at least 1')
    primes_up_to(100)
    start = time.perf_counter_ns()
    primes = primes_up_to(size)
    elapsed = time.perf_counter_ns() - start
    answer = len(primes), sum(primes)
    if answer != prime_count_and_sum(size):
        sys.exit('sieve: wrong answer at size %d: %r' % (size, answer))
    print('%d primes up to %d, their sum %d' % (answer[0], size, answer[1]))
    print('the last ones: %s' % ' '.join([str(prime) for prime in primes[-5:]]))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
