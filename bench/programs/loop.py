"""loop: the longest Collatz chain below n. While loops over small ints; no calls, no containers."""
import sys
import time


def longest_chain(limit):
    """Return the start and the length of the longest chain below limit, and the steps of all."""
    best_start = 1
    best_length = 0
    total = 0
    start = 1
    while start < limit:
        n = start
        length = 0
        while n != 1:
            if n & 1:
                n = 3 * n + 1
            else:
                n >>= 1
            length += 1
        total += length
        if length > best_length:
            best_start = start
            best_length = length
        start += 1
    return best_start, best_length, total


def longest_chain_remembered(limit):
    """The same from a table: a chain that falls below its start ends as that number's chain."""
    lengths = [0] * max(limit, 2)
    for start in range(2, limit):
        n = start
        length = 0
        while n >= start:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            length += 1
        lengths[start] = length + lengths[n]
    best = max(lengths)
    return max(lengths.index(best), 1), best, sum(lengths)


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
    if size < 1:
        sys.exit('loop: the size must be at least 1')
    longest_chain(100)
    start = time.perf_counter_ns()
    answer = longest_chain(size)
    elapsed = time.perf_counter_ns() - start
    if answer != longest_chain_remembered(size):
        sys.exit('loop: wrong answer at size %d: %r' % (size, answer))
    print('below %d: longest from %d with %d steps, %d steps in all' % ((size,) + answer))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
