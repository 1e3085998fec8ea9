# Generators: laziness, state, several at once.
def count(n):
    print('start', end=' ')
    i = 0
    while i < n:
        yield i
        i += 1
    print('end', end=' ')
g = count(3)
print('made')
print(next(g), next(g), next(g))
try:
    next(g)
except StopIteration:
    print('stop')
print(list(count(4)), sum(count(5)), [x * 2 for x in count(2)], max(count(3)), tuple(count(0)))
a, b = count(3), count(3)
print(next(a), next(b), next(a), next(b))
for x in count(10):
    if x == 2:
        break
    print(x, end=' ')
print()
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib()
print([next(f) for _ in range(10)], next(f))
def empty():
    return
    yield
print(list(empty()), next(empty(), 'nothing'))
def two(*args, k=1):
    for a in args:
        yield a, k
print(list(two(1, 2, k=5)), dict(two('a', 'b')), list(zip(two(1, 2), 'xy')))
print(type(g).__name__, g.__name__, iter(g) is g, next(g, 'over'), list(g))
def locals_kept():
    x = [1]
    y = 'text'
    yield x
    x.append(y)
    yield x
    y = y + '!'
    yield y
print(list(locals_kept()))
