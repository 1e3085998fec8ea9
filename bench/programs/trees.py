"""trees: many short-lived binary trees beside one that lives. Allocation and collection."""
import sys
import time

LEAST_DEPTH = 4


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def make_tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make_tree(depth - 1), make_tree(depth - 1))


def run(depth):
    """Count the nodes of half as many trees at each next but one depth, then of the old tree."""
    lasting = make_tree(depth)
    lines = []
    for short in range(LEAST_DEPTH, depth + 1, 4):
        trees = 1 << (depth - short)
        nodes = 0
        for _ in range(trees):
            nodes += make_tree(short).count()
        lines.append((trees, short, nodes))
    lines.append((1, depth, lasting.count()))
    return lines


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    if size < 1:
        sys.exit('trees: the size must be at least 1')
    run(3)
    start = time.perf_counter_ns()
    lines = run(size)
    elapsed = time.perf_counter_ns() - start
    for trees, depth, nodes in lines:
        if nodes != trees * (2 ** (depth + 1) - 1):
            sys.exit('trees: %d nodes in %d trees of depth %d' % (nodes, trees, depth))
    for trees, depth, nodes in lines:
        print('%d of depth %d: %d nodes' % (trees, depth, nodes))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
