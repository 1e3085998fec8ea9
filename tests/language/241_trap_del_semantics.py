# Trap: del semantics, but for the moment of finalizers (DIFFERENCES.md).
def f():
    x = 1
    del x
    try: x
    except UnboundLocalError as e: print(e)
f()
l = list(range(6)); del l[1:4]; print(l); del l[-1]; print(l)
try: raise ValueError('z')
except ValueError as e: pass
try: e
except NameError as m: print(m)
