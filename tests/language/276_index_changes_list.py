# An __index__ that empties the list it is used on.
class I:
    def __init__(s, n): s.n = n
    def __index__(s):
        l.clear(); return s.n
l = list(range(50)); print(l[I(0):I(40)]); l = list(range(50)); l[I(0):I(9)] = [1]; print(l); l = list(range(50)); del l[I(2):I(30):I(2)]; print(l)
l = list(range(5))
for f in (lambda: l[I(3)], lambda: l.pop(I(2)), lambda: l.insert(I(3), 5), lambda: l * I(3), lambda: l.index(3, I(1))):
    l = list(range(5))
    try: print(f(), l)
    except Exception as e: print(type(e).__name__, e, l)
l = list(range(5))
try: l[I(2)] = 1
except Exception as e: print(e)
l = list(range(5))
try: del l[I(2)]
except Exception as e: print(e)
