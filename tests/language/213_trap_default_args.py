# Trap: default args.
def f(a, l=[]):
    l.append(a); return l
print(f(1), f(2))
def g(a, b=2, *c, d, e=5, **k): return a, b, c, d, e, k
print(g(1, d=4), g(1, 2, 3, 4, d=0, z=9), g(*[1, 2], **{'d': 3}))
def h(a, /, b, *, c): return a, b, c
try: h(a=1, b=2, c=3)
except TypeError as e: print(e)
try: g(1, a=2, d=3)
except TypeError as e: print(e)
