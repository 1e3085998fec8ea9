# OrderedDict.move_to_end finds its key as a dict does, and keeps the one put in first.
from collections import OrderedDict
o = OrderedDict([(1,'a'),(2,'b'),(3,'c')]); o.move_to_end(1.0); print(o); o.move_to_end(True, last=False); print(o); o.move_to_end(3, False); print(o)
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return 7
    def __eq__(s, o): return s.v == o.v
    def __repr__(s): return f'K{s.v}'
o = OrderedDict((K(i), i) for i in range(5)); o.move_to_end(K(2)); print(o); o.move_to_end(K(4), False); print(o, o.popitem(False), o.popitem(), list(o))
try: o.move_to_end([])
except TypeError as e: print(e)
for i in range(50): o[i] = i
for i in range(0, 50, 3): o.move_to_end(i, i % 2)
print(o, o.popitem(False))
