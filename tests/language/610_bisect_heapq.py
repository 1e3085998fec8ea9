# Heaps and sorted sequences.
import _bisect as bisect
import _heapq as heapq

h = [5, 3, 8, 1, 9, 2]; heapq.heapify(h); print(h); heapq.heappush(h, 0); print(h, heapq.heappop(h), heapq.heapreplace(h, 7), heapq.heappushpop(h, 1), h)

x = [(i * 7919) % 1000 for i in range(500)]; y = x[:]; heapq.heapify(y); print(y[:20], [heapq.heappop(y) for _ in range(500)] == sorted(x))
z = x[:]; heapq._heapify_max(z); print(z[:10], heapq._heappop_max(z), heapq._heapreplace_max(z, 5))
for i in range(0, 11): print(bisect.bisect_left([1,3,3,5,9], i), bisect.bisect_right([1,3,3,5,9], i), bisect.bisect_right([1,3,3,5,9], i, 1, 3), end=' ')
l = []
for i in x[:50]: bisect.insort_right(l, i)
print(l == sorted(x[:50])); bisect.insort_left(l, -5, key=lambda v: v); print(l[0], bisect.bisect_left('aceg', 'd'), bisect.bisect_right([('a', 1), ('b', 2)], 1, key=lambda t: t[1]))
class Bad:
    def __lt__(self, o): raise ValueError('lt')
for f in (lambda: heapq.heapify([Bad(), Bad()]), lambda: bisect.bisect_right([Bad()], Bad()), lambda: heapq.heappush([Bad()], Bad())):
    try: f()
    except ValueError as e: print(e)
class Sh:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.clear(); return True
l = []; l += [Sh(l), Sh(l), Sh(l)]
try: heapq.heappop(l)
except RuntimeError as e: print(e)
