# Dicts: making, reading, writing, order.
d = {'a': 1, 'b': 2}
print(d, len(d), d['a'], 'a' in d, 'z' not in d, {}, dict(), list(d))
d['c'] = 3
d['a'] = 10
print(d)
del d['a']
d['a'] = 11
print(d, list(d), list(d.values()), list(d.items()))
print(dict([('x', 1), ('y', 2)]), dict(x=1, y=2), dict({'k': 1}, z=5), dict(zip('abc', range(3))), dict((c, ord(c)) for c in 'ab'))
print({1: 'a', 1.0: 'b', True: 'c'}, {'k': {'nested': [1, {}]}}, {**d, 'q': 5}, {**{}, **{'a': 1}})
print(d == {'a': 11, 'b': 2, 'c': 3}, d != {}, {'a': 1} == {'a': 1.0}, {1: 2} == [1])
for k in d:
    print(k, d[k], end='; ')
for k, v in d.items():
    print(k, v, end='; ')
print()
for f in (lambda: d['zz'], lambda: d[5], lambda: {}[None], lambda: {[]: 1}, lambda: d[[1]], lambda: {1: 2}[(1, [])], lambda: d + d, lambda: d < d, lambda: hash(d), lambda: dict(5), lambda: dict([1]), lambda: dict(['abc'])):
    try:
        f()
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
try:
    del d['zz']
except KeyError as e:
    print(repr(e), e.args)
