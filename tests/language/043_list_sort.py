# Sorting: stability, keys, reverse, errors.
print(sorted([3, 1, 2]), sorted('hello'), sorted([3, 1, 2], reverse=True), sorted([]), sorted((2, 1)), sorted({3: 0, 1: 0}))
words = ['banana', 'fig', 'apple', 'kiwi', 'date', 'egg']
print(sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: w[-1]))
pairs = [(i % 3, -i) for i in range(12)]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
l = [5, 2, 8, 1]
print(l.sort(), l, l.sort(reverse=True), l)
l.sort(key=lambda x: -x)
print(l, sorted([2.5, 1, True, 0]), sorted([[2], [1, 5], [1]]), sorted([(1, 'b'), (1, 'a')]))
seed = 1
big = []
for i in range(500):
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    big.append(seed % 1000)
s = sorted(big)
print(all(s[i] <= s[i + 1] for i in range(499)), sum(s) == sum(big), s[:5], s[-5:])
print(sorted(range(50), key=lambda x: x * 7 % 10) == [x for r in range(10) for x in range(50) if x * 7 % 10 == r])
for f in (lambda: sorted([1, 'a']), lambda: [None, 1].sort(), lambda: sorted(5), lambda: sorted([1], key=5), lambda: sorted([1], 2), lambda: [3, 2].sort(len)):
    try:
        f()
    except TypeError as e:
        print(e)
