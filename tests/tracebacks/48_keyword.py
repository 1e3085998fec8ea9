def f(a, b=1, *, c): pass
try: f(1, 2, 3, c=1)
except TypeError as e: print(e)
f(1, d=3)
