# The attributes of a generator through its life.
def g(x):
    """doc"""
    inner = yield x
    yield from sub
def state(i): return i.gi_running, i.gi_suspended, i.gi_yieldfrom
def inner(): yield state(i)
i = g(1)
print(type(i), i.__name__, i.__qualname__, i.gi_code is g.__code__, iter(i) is i, state(i))
sub = inner()
print(next(i), state(i)); print(next(i), i.gi_yieldfrom is sub, i.gi_suspended)
print(list(i), state(i))
for name, value in (('__name__', 'new'), ('__qualname__', 'q.new'), ('__name__', 5), ('__qualname__', None), ('gi_code', 1), ('gi_running', 1), ('other', 1)):
    try: setattr(i, name, value); print(getattr(i, name))
    except Exception as e: print(type(e).__name__, e)
print(repr(i).split(' at ')[0])
for name in ('gi_nothing', '__doc__', '__len__'):
    try: print(getattr(i, name))
    except AttributeError as e: print(e)
g.__name__ = 'renamed'; g.__qualname__ = 'C.renamed'
print(g(1).__name__, g(*[1]).__qualname__, g(x=1).__name__, repr(g(1)).split(' at ')[0])
class C:
    def method(self): yield self
    gen = (x for x in 'ab')
print(C().method().__qualname__, C.gen.__qualname__, (lambda: (yield))().__qualname__)
def outer():
    def local(): yield
    return local(), (x for x in ()), [*(y for y in (1,))]
print([getattr(x, '__qualname__', x) for x in outer()])
try: class_ = type('X', (type(i),), {})
except TypeError as e: print(e)
try: i.send()
except TypeError as e: print(e)
try: i.send(1, 2)
except TypeError as e: print(e)
try: i()
except TypeError as e: print(e)
import sys
def counts():
    total = 0
    while True:
        got = yield total
        if got is None: return 'none'
        total += got
c = counts(); print(next(c), c.send(3), c.send(4))
try: c.send(None)
except StopIteration as e: print(e.value, e.args)
try: next(c)
except StopIteration as e: print(e.value, e.args)
try: c.send(5)
except StopIteration as e: print(e.value, e.args)
print(next(c, 'default'))
def returns(value): return value; yield
for value in (None, 5, (1, 2), ValueError('v'), StopIteration(3), ()):
    try: next(returns(value))
    except StopIteration as e: print(repr(e), repr(e.value))
