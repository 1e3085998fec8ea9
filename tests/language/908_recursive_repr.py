l = []
for i in range(100000): l = [l]
try: repr(l)
except RecursionError as e: print(e)
a = {}; a['a'] = a; print(a)
t = ([],); t[0].append(t); print(t)
def f(): f()
try: f()
except RecursionError as e: print(e)
class R:
    def __repr__(self): return repr(self)
try: repr(R())
except RecursionError as e: print(str(e)[:32])
