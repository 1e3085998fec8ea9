# Trap: comprehension scope.
x = 'outer'
l = [x for x in range(3)]
print(x, l)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
class K:
    a = 5
    b = [a for _ in range(2)] if 0 else 'n/a'
    c = [z for z in range(a)]
print(K.c)
try:
    class L:
        a = 5
        b = [a for _ in range(2)]
except NameError as e: print(e)
if any((y := n) > 1 for n in range(4)): print(y)
