"""Shortest paths, spanning trees, mazes, queens, life, a cache that forgets."""
import heapq, itertools
from collections import defaultdict, deque, namedtuple
from typing import NamedTuple

class Edge(NamedTuple):
    to: str
    w: float = 1
Point = namedtuple('Point', 'x y', defaults=[0])
G = defaultdict(list)
for a, b, w in [('A', 'B', 4), ('A', 'C', 2), ('C', 'B', 1), ('B', 'D', 5), ('C', 'D', 8), ('D', 'E', 3)]:
    G[a].append(Edge(b, w))
    G[b].append(Edge(a, w))

def dijkstra(s):
    dist, prev, pq = ({s: 0}, {}, [(0, s)])
    while pq:
        d, u = heapq.heappop(pq)
        if d > dist[u]:
            continue
        for e in G[u]:
            if (nd := (d + e.w)) < dist.get(e.to, float('inf')):
                dist[e.to] = nd
                prev[e.to] = u
                heapq.heappush(pq, (nd, e.to))
    return (dist, prev)
dist, prev = dijkstra('A')
print(dist, prev)
n = 'E'
path = [n]
while n in prev:
    path.append((n := prev[n]))
print(' -> '.join(reversed(path)))

class UF:

    def __init__(s, it):
        s.p = {x: x for x in it}

    def find(s, x):
        while s.p[x] != x:
            s.p[x] = s.p[s.p[x]]
            x = s.p[x]
        return x

    def union(s, a, b):
        a, b = (s.find(a), s.find(b))
        s.p[a] = b
        return a != b
uf = UF(G)
print([(w, a, b) for w, a, b in sorted(((e.w, a, e.to) for a in G for e in G[a])) if uf.union(a, b)])
print(Point(1), Point(y=2, x=1)._asdict(), Point._make([3, 4]), Point(1, 2) == (1, 2))
print(Point.__doc__, Edge.__doc__, Edge('q'))
try:
    Point()
except TypeError as e:
    print(e)
try:
    Point(1).x = 3
except AttributeError as e:
    print(e)
try:
    namedtuple('P', 'class def')
except ValueError as e:
    print(e)
grid = '..#.\n.#..\n....\n#.#.'.split('\n')

def solve():
    q, seen = (deque([(0, 0, 0)]), {(0, 0)})
    while q:
        r, c, d = q.popleft()
        if (r, c) == (3, 3):
            return d
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            nr, nc = (r + dr, c + dc)
            if 0 <= nr < 4 and 0 <= nc < 4 and (grid[nr][nc] != '#') and ((nr, nc) not in seen):
                seen.add((nr, nc))
                q.append((nr, nc, d + 1))
print(solve())

def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n:
        yield cols
        return
    for c in range(n):
        if c not in cols and row + c not in d1 and (row - c not in d2):
            yield from queens(n, row + 1, cols + (c,), d1 + (row + c,), d2 + (row - c,))
print(len(list(queens(6))), next(queens(8)))

def hanoi(n, a='A', b='B', c='C'):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(10))

def permute(xs):
    return [[]] if not xs else [[x] + p for i, x in enumerate(xs) for p in permute(xs[:i] + xs[i + 1:])]
print(permute([1, 2, 3]))
board = {(r, c) for r, row in enumerate(['010', '001', '111']) for c, v in enumerate(row) if v == '1'}
for _ in range(4):
    cnt = defaultdict(int)
    for r, c in board:
        for dr, dc in itertools.product((-1, 0, 1), repeat=2):
            if dr or dc:
                cnt[r + dr, c + dc] += 1
    board = {p for p, k in cnt.items() if k == 3 or (k == 2 and p in board)}
print(sorted(board))

class LRU:

    def __init__(s, n):
        from collections import OrderedDict
        s.n, s.d = (n, OrderedDict())

    def get(s, k):
        if k not in s.d:
            return -1
        s.d.move_to_end(k)
        return s.d[k]

    def put(s, k, v):
        s.d[k] = v
        s.d.move_to_end(k)
        if len(s.d) > s.n:
            s.d.popitem(last=False)
l = LRU(2)
l.put(1, 1)
l.put(2, 2)
l.get(1)
l.put(3, 3)
print(l.d, l.get(2))
