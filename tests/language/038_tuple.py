# Tuples.
t = (1, 'two', 3.0)
print(t, len(t), t[0], t[-1], t[1:], t[::-1], (), (1,), 1, (1, (2, (3,))))
a = 1,
b = 1, 2
print(a, b, a + b, b * 2, 2 * a, b * 0, 1 in b, 5 not in b)
print(tuple(), tuple([1, 2]), tuple('ab'), tuple(range(3)), tuple(x * 2 for x in (1, 2)), tuple(t) is t)
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), (2,) > (1, 5), (1, 2) == (1, 2), (1, 2) != [1, 2], () < (0,), (1, 'a') < (2, 3))
print((3, 1, 2, 1).count(1), (3, 1, 2, 1).index(1), (3, 1, 2, 1).index(1, 2), max((3, 1, 2)), sum((1, 2, 3)), sorted((3, 1, 2)))
print(hash((1, 2)) == hash((1, 2)), {(1, 2): 'x'}[1, 2], (1, [2]) == (1, [2]), hash(()), hash((1, 2, 3)))
for f in (lambda: t[5], lambda: t['a'], lambda: t + [1], lambda: t * 1.5, lambda: t < 5, lambda: hash(([],)), lambda: t.index('x'), lambda: t.append(1)):
    try:
        f()
    except (IndexError, TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__ + ':', e)
try:
    t[0] = 5
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
for x, (y, z) in ((1, (2, 3)), (4, (5, 6))):
    print(x, y, z)
