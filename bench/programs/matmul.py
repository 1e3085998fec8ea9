"""matmul: the product of two n x n matrices kept as lists of rows. Nested lists, float products."""
import sys
import time


class Random:
    """A linear congruential generator: the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1664525 + 1013904223) % 4294967296
        return (self.state >> 10) % limit


def make_matrix(size, random):
    """Multiples of 1/8: all sums and products of so few of them are exact."""
    return [[(random.below(201) - 100) / 8 for _ in range(size)] for _ in range(size)]


def multiply(a, b):
    columns = list(zip(*b))
    length = len(b)
    product = []
    for row in a:
        product_row = []
        for column in columns:
            total = 0.0
            for k in range(length):
                total += row[k] * column[k]
            product_row.append(total)
        product.append(product_row)
    return product


def apply(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    if size < 1:
        sys.exit('matmul: the size must be at least 1')
    random = Random(42)
    small = make_matrix(3, random)
    multiply(small, small)
    a = make_matrix(size, random)
    b = make_matrix(size, random)
    start = time.perf_counter_ns()
    c = multiply(a, b)
    elapsed = time.perf_counter_ns() - start
    for _ in range(4):
        # (A B) x = A (B x): a wrong element shows with each random x but one chance in a hundred.
        x = [float(random.below(101) - 50) for _ in range(size)]
        if apply(c, x) != apply(a, apply(b, x)):
            sys.exit('matmul: wrong product at size %d' % size)
    trace = sum(c[i][i] for i in range(size))
    print('size %d: trace %.6f, corner %.6f, least %.6f, greatest %.6f'
          % (size, trace, c[-1][-1], min(map(min, c)), max(map(max, c))))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
