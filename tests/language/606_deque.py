# collections.deque: every method and operator.
from _collections import deque

d = deque('abc'); d.append('d'); d.appendleft('z'); print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), list(d))
d.extend([1,2]); d.extendleft([3,4]); print(d); d.rotate(2); print(d); d.rotate(-3); print(d); d.reverse(); print(d)
d[1] = 'q'; del d[0]; print(d, d.count(1), d.index('q'), 'q' in d, 9 in d)
d.insert(2, 'ins'); d.insert(-1, 'I2'); d.insert(100, 'end'); print(d); d.remove('ins'); print(d)
m = deque(range(10), 3); m.append(10); m.appendleft(1); print(m, m.maxlen, m + deque([5]), m * 2, m.copy(), m == deque([1,8,9],3))
m += [7, 8]; print(m); m *= 3; print(m); m.clear(); print(m, bool(m))
z = deque([1,2]); z.extend(z); print(z, z < deque([1,3]), z >= deque([1,2,1]), z != deque([1]), sorted([deque([2]), deque([1])]))
for i in range(100): z.append(i); z.popleft()
print(len(z), z[0], list(reversed(z)))
try:
    for x in z: z.append(x)
except RuntimeError as e: print(e)
r = deque([1]); r.append(r); print(r)
class D(deque): pass
q = D([1,2], 5); q.x = 3; print(q, q.copy(), q.__reduce__()[:3], type(q + q), q * 2)
e = deque(maxlen=0); e.append(1); print(e)
match deque([1,2,3]):
    case [a, *b]: print('seq', a, b)
