# Generator expressions are lazy; the first iterable is evaluated at once.
def noisy(x):
    print('produce', x)
    return x
g = (noisy(i) for i in range(3))
print('made')
print(next(g))
print(list(g), list(g))
print(sum(i * i for i in range(10)), max(len(w) for w in ['a', 'bbb']), ','.join(str(i) for i in range(3)), any(i > 5 for i in range(10)), all(i for i in [1, 0]))
try:
    (i for i in 5)
except TypeError as e:
    print(e)
gg = (1 / i for i in (1, 0, 2))
print(next(gg))
try:
    next(gg)
except ZeroDivisionError as e:
    print(e)
print(list(gg))
print(list((i, j) for i in range(2) for j in range(i + 1)), dict((c, i) for i, c in enumerate('ab')), set(i % 2 for i in range(5)), tuple(x for x in 'ab'))
print(sorted((len(w), w) for w in 'the quick fox'.split()), 3 in (i for i in range(5)))
n = 10
h = (i + n for i in range(2))
n = 20
print(list(h))
def total(*args): return args
print(total((i for i in range(2)), 1)[1], sum((i for i in range(3)), 10), next((x for x in [1, 5, 9] if x > 3), None), next((x for x in [] ), 'none'))
