# Trap: with / __exit__.
class C:
    def __init__(s, sw): s.sw = sw
    def __enter__(s): print('in', end=' '); return s
    def __exit__(s, t, v, tb): print('out', t and t.__name__, end=' '); return s.sw
with C(True): 1/0
try:
    with C(False) as a, C(False) as b: raise KeyError
except KeyError: print('ke')
def f():
    with C(0): return 5
print(f())
