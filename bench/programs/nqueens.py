"""nqueens: all ways to put n queens on a board. Backtracking: recursion, a list as a stack, small
functions that loop and leave early."""
import sys
import time


def safe(queens, column):
    """Whether a queen in the next row, in this column, is out of reach of those placed."""
    distance = len(queens)
    for other in queens:
        if other == column or abs(other - column) == distance:
            return False
        distance -= 1
    return True


def place(queens, size, solutions):
    """Try every safe column of the next row, and go on with the row after it."""
    if len(queens) == size:
        solutions.append(queens[:])
        return
    for column in range(size):
        if safe(queens, column):
            queens.append(column)
            place(queens, size, solutions)
            queens.pop()


def solve(size):
    """All solutions in order; those that begin in the right half mirror those of the left."""
    solutions = []
    for column in range((size + 1) // 2):
        place([column], size, solutions)
    last = size - 1
    mirrored = [[last - column for column in queens] for queens in solutions
                if queens[0] < size // 2]
    return solutions + mirrored[::-1]


def count_with_masks(size, columns=0, rising=0, falling=0):
    """The same count with sets of squares as the bits of three ints."""
    full = (1 << size) - 1
    if columns == full:
        return 1
    count = 0
    free = full & ~(columns | rising | falling)
    while free:
        square = free & -free
        free ^= square
        count += count_with_masks(size, columns | square, (rising | square) << 1,
                                  (falling | square) >> 1)
    return count


def attacks(queens):
    return any(queens[i] == queens[j] or abs(queens[i] - queens[j]) == j - i
               for j in range(len(queens)) for i in range(j))


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    if size < 1:
        sys.exit('nqueens: the size must be at least 1')
    solve(4)
    start = time.perf_counter_ns()
    solutions = solve(size)
    elapsed = time.perf_counter_ns() - start
    if (len(solutions) != count_with_masks(size)
            or any(attacks(queens) for queens in solutions[:100])
            or any(a >= b for a, b in zip(solutions, solutions[1:]))):
        sys.exit('nqueens: wrong answer at size %d: %d solutions' % (size, len(solutions)))
    print('%d queens: %d solutions' % (size, len(solutions)))
    for queens in solutions[:1] + solutions[-1:]:
        print(' '.join([str(column) for column in queens]))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
