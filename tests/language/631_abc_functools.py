# abc and functools of the library.
import abc, functools, operator
from functools import *
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def g(self): ...
    @staticmethod
    def h(): return 1
try: A()
except TypeError as e: print(e)
class B(A):
    def f(self): return 'f'
try: B()
except TypeError as e: print(e)
class C(B):
    g = 5
print(C().f(), C().g, sorted(A.__abstractmethods__), B.__abstractmethods__, C.__abstractmethods__)
class V: pass
print(issubclass(V, A), A.register(V), issubclass(V, A), isinstance(V(), A), V in A._abc_impl.__class__.__mro__)
class Hook(metaclass=abc.ABCMeta):
    @classmethod
    def __subclasshook__(cls, c): return hasattr(c, 'quack') or NotImplemented
class Duck:
    def quack(self): pass
print(issubclass(Duck, Hook), isinstance(Duck(), Hook), issubclass(int, Hook), isinstance(5, Hook))
try: Hook.register(5)
except TypeError as e: print(e)
try: B.register(A)
except RuntimeError as e: print(e)
print(type(abc.get_cache_token()), abc.ABCMeta, A.__class__)
class D(A): pass
D.f = lambda s: 1
D.g = 1
try: D()
except TypeError as e: print(e)
abc.update_abstractmethods(D); print(type(D()).__name__)
# functools
print(reduce(operator.add, [1,2,3]), reduce(operator.mul, range(1,6), 10), reduce(lambda a, b: a + b, 'abc', ''))
p = partial(int, base=2); print(p('101'), p.func, p.args, p.keywords, p('z', base=36))
q = partial(partial(print, 1, sep='-'), 2, end='!\n'); q(3); print(q.args, q.keywords, q)
p.extra = 5; print(p.extra, p.__dict__)
try: p.func = 3
except AttributeError as e: print(e)
class PP(partial): pass
print(PP(len), PP(len)([1,2]), partial(PP(len)).func)
def cmp(a, b): return (a > b) - (a < b)
print(sorted([3,1,2], key=cmp_to_key(cmp)), sorted('hello', key=cmp_to_key(lambda a, b: -cmp(a, b))), cmp_to_key(cmp)(1) == cmp_to_key(cmp)(1))
calls = []
@lru_cache(maxsize=2)
def f(x, y=0): calls.append((x, y)); return x * 10 + y
print(f(1), f(1), f(2), f(3), f(1), f(1, y=0), f.cache_info(), f.cache_parameters(), calls)
f.cache_clear(); print(f.cache_info(), f.__name__, f.__wrapped__(9), f.__module__, f.__doc__)
@cache
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(80), fib.cache_info())
@lru_cache(typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info())
@lru_cache(maxsize=0)
def n(x): return x
n(1); n(1); print(n.cache_info())
try: f([])
except TypeError as e: print(e)
class M:
    @lru_cache
    def m(self, x): return x + 1
    @cached_property
    def cp(self): print('computing'); return 7
    @singledispatchmethod
    def sd(self, a): return 'obj'
    @sd.register
    def _(self, a: int): return 'int'
    pm = partialmethod(lambda self, a, b: (a, b), 1)
m = M(); print(m.m(1), m.m(1), M.m.cache_info().hits, m.cp, m.cp, m.pm(2))
@singledispatch
def g(x): return 'default'
@g.register(int)
def _(x): return 'int'
@g.register(list)
def _(x): return 'list'
print(g('a'), g(5), g([]), g(True), g.dispatch(bool) is g.dispatch(int))
@total_ordering
class O:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(O(1) <= O(1), O(2) > O(1), O(1) >= O(2))
def deco(fn):
    @wraps(fn)
    def inner(*a): "inner"; return fn(*a)
    return inner
@deco
def doc(a): "docs"; return a
print(doc.__name__, doc.__doc__, doc.__wrapped__(3), doc(4))
@lru_cache(maxsize=3)
def err(x):
    if x < 0: raise ValueError('neg')
    return x
for i in (1, -1, 2, -1, 3, 4, 1):
    try: err(i)
    except ValueError: pass
print(err.cache_info())
print(operator.itemgetter(1, 'a')({1: 2, 'a': 3}), operator.attrgetter('real', 'imag')(3+4j), operator.methodcaller('split', ',')('a,b'), operator.methodcaller('format', x=1)('{x}'))
print(operator.add(1, 2), operator.iadd([1], [2]), operator.and_(6, 3), operator.not_(0), operator.truth([]), operator.is_(None, None), operator.contains([1], 1), operator.countOf([1,1,2], 1), operator.indexOf([5,6], 6), operator.concat([1], [2]), operator.length_hint(iter([1,2])), operator.index(True), operator.inv(5), operator.pos(-3), operator.matmul.__name__, operator.ipow(2, 5), operator.call(max, 1, 5), operator.__add__(1, 2), operator.setitem.__name__)
