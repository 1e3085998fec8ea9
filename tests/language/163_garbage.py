# Much garbage, cycles among it; what is reachable stays.
class Node:
    def __init__(self, value):
        self.value = value
        self.links = []
kept = []
for i in range(20000):
    a, b = Node(i), Node([i] * 10)
    a.links.append(b)
    b.links.append(a)
    if i % 1000 == 0:
        kept.append(a)
print(len(kept), [n.value for n in kept][:5], all(n.links[0].links[0] is n for n in kept), sum(n.links[0].value[9] for n in kept))
strings = []
for i in range(20000):
    s = 'item %d' % i + 'x' * (i % 7)
    if i % 2500 == 0:
        strings.append(s)
print(strings)
d = {}
for i in range(30000):
    d[i % 100] = (i, [i], {'k': i})
print(len(d), d[99], sum(v[0] for v in d.values()))
def generators():
    for i in range(3000):
        g = (x for x in [i, i + 1])
        yield next(g)
print(sum(generators()))
big = 1
for i in range(2000):
    big = big * 3 + i
print(big % 1000007)
fs = []
for i in range(5000):
    def f(x=i, l=[i]):
        return x + l[0]
    if i % 500 == 0:
        fs.append(f)
print([f() for f in fs])
