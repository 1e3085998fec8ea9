"""Permutations, combinations, partitions, subsets, Gray codes, Catalan structures: generators."""
import math


def permutations(items):
    items = list(items)
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x,) + rest


def next_permutation(a):
    i = len(a) - 2
    while i >= 0 and a[i] >= a[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = len(a) - 1
    while a[j] <= a[i]:
        j -= 1
    a[i], a[j] = a[j], a[i]
    a[i + 1:] = a[:i:-1]
    return True


def combinations(items, k):
    if k == 0:
        yield []
        return
    for i in range(len(items) - k + 1):
        for rest in combinations(items[i + 1:], k - 1):
            yield [items[i], *rest]


def subsets(items):
    for mask in range(1 << len(items)):
        yield {x for i, x in enumerate(items) if mask >> i & 1}


def product(*pools):
    results = [[]]
    for pool in pools:
        results = [r + [x] for r in results for x in pool]
    return map(tuple, results)


def partitions(n, largest=None):
    if n == 0:
        yield ()
        return
    for first in range(min(n, largest or n), 0, -1):
        for rest in partitions(n - first, first):
            yield (first, *rest)


def set_partitions(items):
    if not items:
        yield []
        return
    first, *rest = items
    for p in set_partitions(rest):
        yield [[first]] + p
        for i in range(len(p)):
            yield p[:i] + [[first] + p[i]] + p[i + 1:]


def gray(n):
    return [""] if n == 0 else ["0" + c for c in gray(n - 1)] + ["1" + c for c in reversed(gray(n - 1))]


def parentheses(n):
    def grow(text, opened, closed):
        if closed == n:
            yield text
            return
        if opened < n:
            yield from grow(text + "(", opened + 1, closed)
        if closed < opened:
            yield from grow(text + ")", opened, closed + 1)
    return grow("", 0, 0)


def josephus(n, k):
    circle, out, i = list(range(1, n + 1)), [], 0
    while circle:
        i = (i + k - 1) % len(circle)
        out.append(circle.pop(i))
    return out


def pascal(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]


def hanoi(n, source="A", spare="B", target="C"):
    if n:
        yield from hanoi(n - 1, source, target, spare)
        yield source + target
        yield from hanoi(n - 1, spare, source, target)


def knapsack(items, capacity):
    best = [(0, ())] * (capacity + 1)
    for name, weight, value in items:
        for c in range(capacity, weight - 1, -1):
            candidate = best[c - weight][0] + value
            if candidate > best[c][0]:
                best[c] = (candidate, best[c - weight][1] + (name,))
    return best[capacity]


def change(amount, coins):
    ways = [1] + [0] * amount
    for coin in coins:
        for a in range(coin, amount + 1):
            ways[a] += ways[a - coin]
    return ways[amount]


print(["".join(p) for p in permutations("abc")], sum(1 for _ in permutations(range(6))))
a = [1, 1, 2, 3]
orders = [a[:]]
while next_permutation(a):
    orders.append(a[:])
print(len(orders), orders[:4], orders[-1])
print(list(combinations([1, 2, 3, 4], 2)), len(list(combinations(list(range(10)), 5))), math.comb(10, 5), list(combinations([], 0)), list(combinations([1], 2)))
print(list(subsets([1, 2, 3])), sorted(sum(s) for s in subsets([1, 2, 4, 8])) == list(range(16)))
print(list(product("ab", [1, 2], (True,))), list(product()), list(product([], [1])))
print(list(partitions(6)), [sum(1 for _ in partitions(n)) for n in range(15)])
print(list(set_partitions([1, 2, 3])), [len(list(set_partitions(list(range(n))))) for n in range(8)])
print(gray(3), all(sum(x != y for x, y in zip(p, q)) == 1 for p, q in zip(gray(6), gray(6)[1:])))
print(list(parentheses(3)), [len(list(parentheses(n))) for n in range(9)], [math.comb(2 * n, n) // (n + 1) for n in range(9)])
print(josephus(10, 3), josephus(41, 3)[-1])
for row in pascal(8):
    print(" ".join("%2d" % x for x in row).center(30).rstrip())
print(" ".join(hanoi(3)), [len(list(hanoi(n))) for n in range(8)])
print(knapsack([("gold", 10, 60), ("silver", 20, 100), ("copper", 30, 120), ("tin", 5, 25)], 50), knapsack([], 10))
print(change(100, [1, 5, 10, 25, 50]), change(200, [1, 2, 5, 10, 20, 50, 100, 200]), change(3, [2]))
magic = next(p for p in permutations(range(1, 10)) if p[0] + p[1] + p[2] == p[3] + p[4] + p[5] == p[6] + p[7] + p[8] == p[0] + p[3] + p[6] == p[1] + p[4] + p[7] == p[0] + p[4] + p[8] == p[2] + p[4] + p[6])
print(magic[:3], magic[3:6], magic[6:])
