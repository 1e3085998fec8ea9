# reduce, partial, cmp_to_key and the wrapper of lru_cache.
import _operator as operator
from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce

print(reduce(operator.add, [1, 2, 3]), reduce(operator.mul, range(1, 6), 10), reduce(lambda a, b: a + b, 'abc', ''))
p = partial(int, base=2)
print(p('101'), p.func, p.args, p.keywords, p('z', base=36))
q = partial(partial(print, 1, sep='-'), 2, end='!\n')
q(3)
print(q.args, q.keywords, q)
p.extra = 5
print(p.extra, p.__dict__)
try:
    p.func = 3
except AttributeError as e:
    print(e)
class Own(partial):
    pass
print(Own(len).func, Own(len)([1, 2]), partial(Own(len)).func)
again = p.__reduce__()
r = again[0](*again[1])
r.__setstate__(again[2])
print(r('11'), r.keywords, r.extra)
try:
    p.__setstate__((1, 2))
except TypeError as e:
    print(e)

def order(a, b):
    return (a > b) - (a < b)
print(sorted([3, 1, 2], key=cmp_to_key(order)), sorted('hello', key=cmp_to_key(lambda a, b: -order(a, b))))
print(cmp_to_key(order)(1) == cmp_to_key(order)(1), cmp_to_key(order)(1) >= cmp_to_key(order)(2))

def info(*parts):
    return parts
calls = []
def f(x, y=0):
    calls.append((x, y))
    if x < 0:
        raise ValueError('negative')
    return x * 10 + y
two = _lru_cache_wrapper(f, 2, False, info)
print(two(1), two(1), two(2), two(3), two(1), two(1, y=0), two.cache_info(), calls)
two.cache_clear()
print(two.cache_info())
for x in (1, -1, 2, -1, 3, 4, 1):
    try:
        two(x)
    except ValueError as e:
        print(e, end=' ')
print(two.cache_info())
all_ = _lru_cache_wrapper(f, None, False, info)
print([all_(i % 5) for i in range(12)], all_.cache_info())
typed = _lru_cache_wrapper(lambda x: type(x).__name__, 9, True, info)
print(typed(1), typed(1.0), typed(True), typed.cache_info())
none = _lru_cache_wrapper(f, 0, False, info)
print(none(1), none(1), none.cache_info())
try:
    all_([])
except TypeError as e:
    print(e)
fib = _lru_cache_wrapper(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2), None, False, info)
print(fib(80), fib.cache_info())
class Point:
    def method(self, x):
        return x + 1
    method = _lru_cache_wrapper(method, 8, False, info)
print(Point().method(1), Point.method.cache_info(), Point().method.__self__.__class__.__name__)
all_.note = 'own attribute'
print(all_.note, all_.__dict__)
