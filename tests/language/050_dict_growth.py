# Large dicts: growth, deletion, order, reuse.
d = {}
for i in range(5000):
    d[i * 7919 % 10007] = i
print(len(d), sum(d), sum(d.values()), list(d)[:5], list(d)[-5:])
for i in range(0, 5000, 2):
    del d[i * 7919 % 10007]
print(len(d), list(d)[:3], list(d.values())[-3:])
for i in range(5000):
    d['s%d' % i] = i
print(len(d), d['s0'], d['s4999'], 's5000' in d)
while len(d) > 10:
    d.popitem()
print(d)
for i in range(1000):
    d['x'] = i
    del d['x']
print(len(d), list(d.values()))
e = dict(d)
e['new'] = 1
print(len(d), len(e), d == e)
total = 0
for i in range(2000):
    m = {i: i, i + 1: i}
    total += len(m) + m[i + 1]
print(total)
