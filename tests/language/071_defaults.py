# Default values are evaluated once, where the function is defined.
def append(x, to=[]):
    to.append(x)
    return to
print(append(1), append(2), append(3, []), append(4))
n = 5
def f(x=n, y=n + 1): return x, y
n = 100
print(f(), f(1), f(y=2), f(1, 2), f.__defaults__)
def g(a, b=2, *, c=3, d): return a, b, c, d
print(g(1, d=4), g(1, 5, d=4, c=0), g.__kwdefaults__)
functions = []
for i in range(3):
    def h(x=i): return x
    functions.append(h)
print([h() for h in functions])
def order():
    print('evaluated')
    return 1
def k(a=order(), b=order()): return a + b
print(k(), k())
def none_default(x=None):
    if x is None:
        x = []
    x.append(1)
    return x
print(none_default(), none_default(), none_default([0]))
def mutable(d={}, **kw):
    d.update(kw)
    return d
print(mutable(a=1), mutable(b=2))
