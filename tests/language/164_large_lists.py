# Large lists: growth, sorting, slicing, copying.
n = 100000
l = [i * 7919 % n for i in range(n)]
print(len(l), sum(l), min(l), max(l), len(set(l)))
s = sorted(l)
print(s == list(range(n)), s[:3], s[-3:])
l.sort(reverse=True)
print(l[:3], l.index(5), l.count(7))
while len(l) > 10:
    l.pop()
print(l)
q = []
for i in range(1000):
    q.insert(0, i)
print(q[:3], q[-1])
for i in range(990):
    q.pop(0)
print(q)
m = [[j for j in range(i)] for i in range(300)]
print(sum(len(r) for r in m), sum(map(sum, m)))
x = [0] * 50000
for i in range(0, 50000, 3):
    x[i] = i
print(sum(x), x[::10000])
x[10:-10] = []
print(len(x), len(x * 1000), (x + x)[20:22])
t = tuple(range(10000))
print(t[5000], len(t + t), t == tuple(range(10000)), hash(t) == hash(tuple(range(10000))))
