# One site that sees many types.
def add(a, b):
    return a + b
print([add(a, b) for a, b in ((1, 2), (1.5, 2), ('a', 'b'), ([1], [2]), ((1,), (2,)), (True, 1), (2 ** 70, 1), (1, 2 ** 70), (2 ** 61, 2 ** 61), (1, 0.5))])
def less(a, b):
    return a < b
print([less(a, b) for a, b in ((1, 2), (1.5, 1), ('a', 'b'), ([1], [2]), ((1,), (0,)), (2 ** 70, 1), (-2 ** 70, 1.0), (True, 2), ({1}, {1, 2}))])
def item(c, k):
    return c[k]
print([item(c, k) for c, k in (([1, 2], 0), ((3, 4), -1), ('ab', 1), ({'k': 5}, 'k'), (range(10), 5), ([1, 2], True), ({1.0: 'f'}, 1), ([1, 2, 3], slice(1, None)))])
def store(c, k, v):
    c[k] = v
    return c
print([store(c, k, v) for c, k, v in (([1, 2], 0, 'x'), ({}, 'k', 1), ([1, 2], -1, None), ({1: 2}, 1.0, 'same key'))])
def equal(a, b):
    return a == b, a != b
print([equal(a, b) for a, b in ((1, 1), (1, 1.0), (1, '1'), ('a', 'a'), (None, None), ([], []), ((), []), (1, None), (2 ** 70, 2 ** 70), (0.1, 0.1), ({}, {}), (len, len))])
def times(a, b):
    return a * b
print([times(a, b) for a, b in ((3, 4), (1.5, 2), ('ab', 2), (2, 'ab'), ([1], 2), ((1,), 2), (2 ** 40, 2 ** 40), (True, 5), (-1, 0.0))])
def loop(it):
    total = []
    for x in it:
        total.append(x)
    return total
print([loop(it) for it in ([1], (2,), 'c', {4: 5}, range(2), iter([6]), (x for x in [7]), zip('a', 'b'), enumerate('x'), {8})])
def call(f, *args):
    return f(*args)
class C:
    def __init__(self, x): self.x = x
    def __call__(self, y): return self.x + y
    def m(self, y): return self.x * y
print(call(len, 'abc'), call(lambda x: -x, 5), call(C(1), 2), call(C(3).m, 4), call(str, 5), call(C, 6).x, call([1, 2].pop), call('a'.upper), call(int), call(max, 1, 9))
def test(x):
    return 'T' if x else 'F'
print(''.join(test(x) for x in (0, 1, 0.0, '', 'a', [], [0], None, True, C(1), 2 ** 70, len, {}, {1: 1}, -0.0, float('nan'))))
def neg(x):
    return -x, +x, abs(x)
print([neg(x) for x in (1, 1.5, True, 2 ** 70, -2 ** 61, 2 ** 61, -0.0)])
def contains(x, c):
    return x in c
print([contains(x, c) for x, c in ((1, [1]), ('a', 'abc'), (1, {1: 2}), (1, {1}), (2.0, (1, 2)), (5, range(10)), (None, [None]), ('', 'x'))])
