# sum, min, max, any, all.
print(sum([1, 2, 3]), sum([], 5), sum([1.5, 2]), sum((True, True)), sum([[1], [2]], []), sum(range(101)), sum([0.1] * 10), sum([1, 2], start=10))
print(sum([10 ** 20, -10 ** 20, 1]), sum([2 ** 62, 2 ** 62]), sum([1, 2.5, 10 ** 20]), sum({1: 2, 3: 4}))
print(min(3, 1, 2), max([3, 1, 2]), min('hello'), max('a', 'b', key=ord), min([], default='empty'), max({}, default=None), min([1], default=5))
print(max(['aa', 'b', 'cc'], key=len), min(['aa', 'b', 'c'], key=len), max(1, 1.0), max(1.0, 1), min(0, -0.0), max([(1, 'a'), (1, 'b')]), min({5: 0, 2: 9}))
print(max(range(5), key=lambda x: (x % 3, x)), max('abc', key=lambda c: -ord(c)), min(i * i - 4 * i for i in range(5)))
print(any([]), all([]), any([0, '', None]), any([0, 1]), all([1, 'a']), all([1, 0]), any(x > 2 for x in range(5)), all(c.isalpha() for c in 'abc'))
def noisy():
    for i in (0, 1, 2):
        print('got', i, end=' ')
        yield i
print(any(noisy()), all(noisy()))
for f in (lambda: min([]), lambda: max(), lambda: sum(['a', 'b']), lambda: sum([[1]]), lambda: max(1, 'a'), lambda: min(None), lambda: sum(['a'], ''), lambda: max([1], key=5), lambda: min(1, 2, default=3)):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
