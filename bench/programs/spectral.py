"""spectral: the largest singular value of an infinite matrix's n x n corner, by the power method.
Float arithmetic, a small function called for every element, comprehensions."""
import math
import sys
import time

ROUNDS = 8


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    size = len(vector)
    result = []
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += element(i, j) * vector[j]
        result.append(total)
    return result


def times_transposed(vector):
    size = len(vector)
    result = []
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += element(j, i) * vector[j]
        result.append(total)
    return result


def power_method(size):
    """Return the estimate and the vector that gave it."""
    v = [1.0] * size
    for _ in range(ROUNDS):
        u = v
        v = times_transposed(times(u))
    uv = vv = 0.0
    for a, b in zip(u, v):
        uv += a * b
        vv += b * b
    return math.sqrt(vv / uv), u, v


def enclosed(estimate, u, v):
    """A matrix of positive numbers has its largest eigenvalue between the least and the greatest
    ratio of B u to u, whatever the positive u (Collatz and Wielandt); and B's trace is above it."""
    size = len(u)
    ratios = [b / a for a, b in zip(u, v)]
    trace = 0.0
    for i in range(size):
        trace += sum(element(i, j) ** 2 for j in range(size))
    direct = [0.0] * size
    for i in range(size):
        row = [element(i, j) for j in range(size)]
        dot = sum([a * b for a, b in zip(row, u)])
        direct = [d + dot * a for d, a in zip(direct, row)]
    agrees = all(abs(a - b) <= 1e-9 * b for a, b in zip(direct, v))
    square = estimate * estimate
    return (agrees and min(u) > 0.0 and min(ratios) * 0.999999 <= square <= max(ratios) * 1.000001
            and square <= trace * 1.000001)


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 380
    if size < 1:
        sys.exit('spectral: the size must be at least 1')
    power_method(5)
    start = time.perf_counter_ns()
    estimate, u, v = power_method(size)
    elapsed = time.perf_counter_ns() - start
    if not enclosed(estimate, u, v):
        sys.exit('spectral: wrong answer at size %d: %r' % (size, estimate))
    print('size %d: %.9f' % (size, estimate))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
