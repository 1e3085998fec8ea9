# Trap: evaluation order.
def p(x): print(x, end=' '); return x
d = {}
d[p('k')] = p('v')
{p(1): p(2), p(3): p(4)}
[p(5), p(6)][p(0)]
print(p('a') < p('b') < p('c'))
d[p('k')] += p('w')
print(d)
def f(*a, **k): pass
f(p(1), *[p(2)], k=p(3))
print()
