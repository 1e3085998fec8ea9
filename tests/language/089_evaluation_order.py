# Operands, arguments and targets are evaluated left to right, values before targets.
def p(x):
    print(x, end=' ')
    return x
d = {}
d[p('k')] = p('v')
{p(1): p(2), p(3): p(4)}
[p(5), p(6)][p(0)]
print(p('a') < p('b') < p('c'))
d[p('k')] += p('w')
print(d)
def f(*args, **kwargs): pass
f(p(1), *[p(2)], k=p(3), **{'l': p(4)})
print()
(p(1), p)[1](p(2))
p(1) + p(2) * p(3) - p(4)
print()
(p(1), [p(2), {p(3)}], p(4))
print()
p(0) and p(1) or p(2) and p(3)
print()
x = p(1) if p(0) else p(2)
print()
l = [0, 0, 0]
l[p(0)], l[p(1)] = p('x'), p('y')
print(l)
l[p(1):p(2)] = [p('z')]
print(l)
class C:
    pass
def obj(name):
    print(name, end=' ')
    return C
obj('left').a = obj('right').b = p(5)
print()
assert p(True), p('never')
print(p('%s-%s') % (p('m'), p('n')))
print(p('abc')[p(0):p(2):p(1)], p('x') in p('xyz'), -p(3), not p(0))
del l[p(0)], l[p(0)]
print(l)
print(f'{p(1)} {p(2):{p(3)}}')
lambda a=p('default'): p('not run')
print([p(i) for i in [p(7)] if p('if')])
