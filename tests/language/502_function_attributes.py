# Attributes of functions: what can be set, to what, and what that changes.
def f(a, b=2, *, c=3) -> int:
    "doc"
    return a, b, c
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__)
f.__defaults__ = (7, 8); print(f(), f(1))
f.__defaults__ = None
try: f()
except TypeError as e: print(e)
del f.__defaults__; f.__kwdefaults__ = {'c': 9}; print(f(1, 2)); f.__kwdefaults__ = None
try: f(1, 2)
except TypeError as e: print(e)
del f.__kwdefaults__; print(f.__kwdefaults__)
f.__annotations__ = {'x': str}; print(f.__annotations__); del f.__annotations__; print(f.__annotations__)
f.__annotations__ = None; print(f.__annotations__)
f.__doc__ = 5; print(f.__doc__); del f.__doc__; print(f.__doc__)
f.__name__ = 'g'; f.__qualname__ = 'a.b.g'; print(f.__name__, repr(f).split(' at ')[0])
f.__module__ = 'm'; print(f.__module__); del f.__module__; print(f.__module__)
f.own = 1; f.__dict__['other'] = 2; print(f.own, f.other, vars(f)); f.__dict__ = {'new': 3}; print(f.new, hasattr(f, 'own'))
del f.new; print(vars(f))
for name, value in (('__name__', 1), ('__qualname__', None), ('__defaults__', [1]), ('__kwdefaults__', 1), ('__annotations__', 1), ('__code__', 1),
                    ('__closure__', ()), ('__globals__', {}), ('__dict__', 1), ('__builtins__', {})):
    try: setattr(f, name, value); print('set', name)
    except Exception as e: print(name, type(e).__name__, e)
for name in ('__name__', '__qualname__', '__code__', '__dict__', '__closure__', 'nothing'):
    try: delattr(f, name); print('deleted', name)
    except Exception as e: print(name, type(e).__name__, e)
def one(x): return x + 1
def two(x, y=5): return x * y
one.__code__ = two.__code__
try: print(one(3))
except TypeError as e: print(e)
one.__defaults__ = (4,); print(one(3), one.__name__, one.__code__.co_name)
def outer():
    n = m = 1
    def uses(): return n
    def uses_two(): return n, m
    def adds(): return n + 100
    return uses, uses_two, adds
u, t, a = outer()
u.__code__ = a.__code__; print(u())
for x, y in ((u, t), (one, u), (u, one)):
    try: x.__code__ = y.__code__
    except ValueError as e: print(e)
print([c.cell_contents for c in t.__closure__], t.__code__.co_freevars)
t.__closure__[0].cell_contents = 'changed'; print(t(), u.__closure__[0] is t.__closure__[1] or u.__closure__ == t.__closure__[1:])
def wrapper(): pass
wrapper.__wrapped__ = f; print(wrapper.__wrapped__ is f)
def recursive(n): return n and n + recursive(n - 1)
old = recursive; print(old(3))
def recursive(n): return 1000
print(old(3))
lam = lambda *a, k=1: (a, k); print(lam.__name__, lam.__defaults__, lam.__kwdefaults__, lam(1, k=2))
print((lambda: 0).__code__.co_name, f.__get__(5, int).__self__, f.__get__(None, int) is f, type(f.__get__(1)))
class C:
    def m(self): "mdoc"
m = C().m
print(m.__name__, m.__doc__, m.__func__ is C.m, m.__qualname__, m.__module__, m == m.__self__.m, m is m.__self__.m)
for name, value in (('x', 1), ('__name__', 'n'), ('__self__', 1)):
    try: setattr(m, name, value)
    except AttributeError as e: print(e)
def annotated(a: 'x', *b: int, c: [1] = 0, **d: {}) -> None: pass
print(annotated.__annotations__)
