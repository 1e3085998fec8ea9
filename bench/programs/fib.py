"""fib: the n-th Fibonacci number by its definition. Nothing but calls, compares and small sums."""
import sys
import time


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def fib_by_doubling(n):
    """The same number in log n steps: F(2k) and F(2k+1) from F(k) and F(k+1)."""
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == '1':
            a, b = b, a + b
    return a


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    if size < 1:
        sys.exit('fib: the size must be at least 1')
    fib(10)
    start = time.perf_counter_ns()
    answer = fib(size)
    elapsed = time.perf_counter_ns() - start
    if answer != fib_by_doubling(size):
        sys.exit('fib: wrong answer at size %d: %d' % (size, answer))
    print('fib(%d) = %d' % (size, answer))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
