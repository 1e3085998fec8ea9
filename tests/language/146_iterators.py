# The iterators of built-in types.
for make in (lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter('ab'), lambda: iter({1: 'a', 2: 'b'}), lambda: iter({5}), lambda: iter(range(2)),
             lambda: enumerate('ab'), lambda: zip('ab', [1, 2]), lambda: map(str, [1, 2]), lambda: filter(None, [0, 1]), lambda: reversed([1, 2]), lambda: {1: 2}.items().__iter__(), lambda: iter({1: 2}.values())):
    it = make()
    print(type(it).__name__, iter(it) is it, next(it), list(it), list(it), next(it, 'over'))
it = iter([1, 2, 3, 4])
for x in it:
    print(x, next(it), end='; ')
print()
pairs = iter('abcd')
print([a + b for a, b in zip(pairs, pairs)])
it = iter(range(5))
print(3 in it, list(it))
print(sum(iter([1, 2])), max(iter('abc')), list(map(None.__class__, [])), sorted(iter({3: 0, 1: 0})), ''.join(iter('xy')))
a, b = iter((1, 2))
print(a, b, [*iter('ab')], dict(iter([('k', 'v')])), set(iter([1, 1])))
values = [1, 2, 0, 3]
it = iter(values)
print(list(iter(it.__next__, 0)), list(it))
it = iter([10, 20, 30])
print(it.__length_hint__() if hasattr(it, '__length_hint__') else 3, next(it))
try:
    next(iter([]))
except StopIteration as e:
    print(repr(e))
try:
    next([1])
except TypeError as e:
    print(e)
