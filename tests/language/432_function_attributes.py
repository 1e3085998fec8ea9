# A function's parts, read and changed; functions made of code objects.
def f(a, b=2, *, c=3):
    return a, b, c
print(f.__defaults__, f.__kwdefaults__, f.__closure__, f.__annotations__, f.__globals__ is globals())
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {'c': 30}
print(f(), f(1), f(1, 2, c=4))
f.__defaults__ = (7, 8, 9)
print(f(), f(1))
f.__defaults__ = None
try:
    f(1)
except TypeError as e:
    print(e)
try:
    f(1, 2, 3)
except TypeError as e:
    print(e)
f.__kwdefaults__ = None
try:
    f(1, 2)
except TypeError as e:
    print(e)
def g(a, b):
    return a * b
f.__code__ = g.__code__
print(f(3, 4), f.__name__, f.__code__ is g.__code__)
def outer(n):
    def inner():
        return n
    return inner
for name, value in (('__code__', 3), ('__code__', outer(1).__code__), ('__defaults__', [1]), ('__kwdefaults__', 1),
                    ('__annotations__', 1), ('__name__', 1), ('__closure__', ()), ('__globals__', {})):
    try:
        setattr(f, name, value)
        print('set', name)
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
Function, Cell = type(f), type(outer(1).__closure__[0])
made = Function(g.__code__, {'__name__': 'other'}, 'named', (5,))
print(made(2), made.__name__, made.__module__, made.__defaults__)
two = Function(outer(1).__code__, globals(), None, None, outer(42).__closure__)
print(two(), two.__name__, two.__qualname__)
for args in ((3, {}), (g.__code__, 3), (g.__code__, {}, 3), (g.__code__, {}, None, [1]), (outer(1).__code__, {}),
             (outer(1).__code__, {}, None, None, ()), (outer(1).__code__, {}, None, None, (1,)), (g.__code__, {}, None, None, 3)):
    try:
        Function(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
space = {'x': 1}
body = Function(compile('y = x + 1', '', 'exec'), space)
print(body(), space['y'])
f.__annotations__ = {'a': int}
print(f.__annotations__, f.__builtins__['len'] is len)
