# The words of the common errors.
class A:
    pass
def f(): pass
tests = [lambda: 1 / 0, lambda: undefined, lambda: [].a, lambda: [1][5], lambda: {}['k'], lambda: int('z'), lambda: 1 + 'a', lambda: len(5),
         lambda: 'a' + 1, lambda: None(), lambda: [].pop(), lambda: next(iter([])), lambda: '%d' % 'a', lambda: [x for x in 5], lambda: int.foo,
         lambda: 5 < 'a', lambda: [1].index(2), lambda: 'abc'.index('z'), lambda: [1] + (1,), lambda: 1.0 % 0, lambda: float('x'),
         lambda: range(1, 2, 0), lambda: chr(-1), lambda: list(5), lambda: abs('a'), lambda: {[]: 1}, lambda: A().x, lambda: A.x, lambda: f.x,
         lambda: A() + 1, lambda: 1 - A(), lambda: -A(), lambda: A()[0], lambda: A() < A(), lambda: A()(), lambda: len(A()), lambda: iter(A()),
         lambda: 5[0], lambda: 'a'['b'], lambda: (1, 2)['x'], lambda: [1]['x'], lambda: f[0], lambda: 5 in 5, lambda: 5 in A(), lambda: 'a' * 'b',
         lambda: 1 << 'a', lambda: ~1.5, lambda: 2 ** 'a', lambda: 1 // 'a', lambda: 1 % [], lambda: [] @ [], lambda: {} | [], lambda: 1 & 1.0, lambda: not_there.x,
         lambda: ''.nope(), lambda: (5).nope, lambda: None.nope, lambda: len.nope, lambda: {}.nope, lambda: (lambda: 0).nope, lambda: type.nope, lambda: max(5), lambda: hash({})]
for t in tests:
    try:
        print(t())
    except Exception as e:
        print(type(e).__name__ + ':', e)
try:
    A()[0] = 1
except TypeError as e:
    print(e)
try:
    del A()[0]
except TypeError as e:
    print(e)
try:
    (5).x = 1
except AttributeError as e:
    print(e)
try:
    'abc'.x = 1
except AttributeError as e:
    print(e)
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
x = 5
x += 'a' if 0 else 1
try:
    x += 'a'
except TypeError as e:
    print(e)
try:
    x -= []
except TypeError as e:
    print(e)
