# Lists: random operations and slices, sorting, errors.
seed = 99
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n
def R(): return None if rnd(4) == 0 else rnd(14) - 7
def S(): return slice(R(), R(), [None, 1, 2, -1, -2, 3, -3][rnd(7)])
l = list(range(10))
for step in range(4000):
    op = rnd(14)
    try:
        if op == 0: l.append(step)
        elif op == 1: l.insert(rnd(12) - 6, step)
        elif op == 2: print(l.pop(rnd(10) - 5))
        elif op == 3: print(l[S()])
        elif op == 4: s = S(); del l[s]
        elif op == 5: s = S(); l[s] = [step] * rnd(5)
        elif op == 6: l[rnd(10) - 5] = step
        elif op == 7: l.extend(range(rnd(4)))
        elif op == 8: l *= rnd(3)
        elif op == 9: l += (1, 2)
        elif op == 10: l.reverse()
        elif op == 11: print(l.index(rnd(5), rnd(6) - 3), l.count(1))
        elif op == 12: l.remove(rnd(4))
        elif op == 13: l[rnd(4):rnd(4)] = l
    except Exception as e: print(type(e).__name__, e)
    if len(l) > 40: l = l[::3]
    if step % 10 == 0: print(l)
import sys
for n in (0, 1, 2, 5, 63, 64, 65, 100, 500, 1000, 3000):
    for mode in range(9):
        a = [rnd(n * 2 + 1) for _ in range(n)]
        if mode == 1: a = [str(x) for x in a]
        if mode == 2: a = [x / 3 for x in a]
        if mode == 3: a = sorted(a); a[:0] = [3, 2, 1]
        if mode == 4: a = sorted(a, reverse=True)
        if mode == 5: a = [(x % 7, str(x)) for x in a]
        if mode == 6: a = [x if x % 2 else float(x) for x in a]
        if mode == 7: a = [x % 4 for x in a]
        if mode == 8: a = sorted(a)[: n // 2] + sorted(a)[n // 2 - 5:] + a[:3]
        b = sorted(a); ok = all(not b[i + 1] < b[i] for i in range(len(b) - 1))
        idx = list(range(len(a))); idx.sort(key=lambda i: a[i]); stable = all(a[idx[i]] != a[idx[i+1]] or idx[i] < idx[i+1] for i in range(len(a) - 1))
        c = sorted(a, reverse=True); d = sorted(range(len(a)), key=lambda i: a[i], reverse=True)
        sd = all(a[d[i]] != a[d[i+1]] or d[i] < d[i+1] for i in range(len(a) - 1))
        print(n, mode, ok, stable, sd, c == b[::-1] or mode == 6, b[:5], c[:5])
print(sorted([3, float('nan'), 1, 2]), sorted([[2], [1, 5], [1]]), sorted(['b', 'a', 'C', '\u20ac', 'é']))
class L:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __repr__(s): return 'L%d' % s.v
print(sorted([L(3), L(1), L(2)]), max([L(3), L(1)], key=lambda x: -x.v), sorted([2, 1, 'a'][:2]))
for e in ('sorted([1, "a"])', '[3,1,2].sort(key=lambda x: 1/0)', '[].pop()', '[1].pop(5)', '[1][2]', '[1].remove(2)', '[1]["a"]', '[1] + 1', '[1] * "a"', '[1] < 1', 'list(1)', '[1].index(7)', '[1].insert("a", 1)', '[][:] + ()', 'hash([])', '[1,2][1:2:0]', '(1,)["a"]', '(1, 2)[5]', '(1,) + [1]', '(1,).index(2)', 'hash(([],))', 'tuple(1)', '[[]] * -1', '[1] == (1,)', '(1, 2) < (1, 3)', '(1, 2) < (1,)', '[1, 2] >= [1]', '[1, 2, 3].index(3, -1)', '(1, 2, 3) * 2', '2 * [1]', '[1] in [[1]]', 'slice(1, 2) == slice(1, 2)', 'slice(None, 5).indices(3)', 'slice(-1, None, -1).indices(10**20)', '[1, 2, 3][-10**30:10**30]', '[1, 2, 3][10**30]'):
    try: print(e, '=', eval(e))
    except Exception as x: print(e, type(x).__name__, x)
a = [1]; a.append(a); print(a, (a,), [(a, 2)]); print(a == a)
class LL(list):
    def __repr__(s): return 'LL' + list.__repr__(s)
x = LL([1, 2]); x.foo = 3; print(x, x.foo, x + [1], type(x + [1]), x[:], isinstance(x, list), x == [1, 2], len(x))
class TT(tuple):
    def __new__(c, *a): return tuple.__new__(c, a)
t = TT(1, 2); t.z = 9; print(t, t.z, t + (1,), t == (1, 2), hash(t) == hash((1, 2)))
it = iter([1, 2, 3]); next(it); print(it.__length_hint__(), list(it), list(it), list(reversed([1, 2, 3])), list(reversed((1, 2))))
m = [1, 2, 3]
for v in m:
    if v < 3: m.append(v)
    if len(m) > 8: break
print(m, [*m, *range(2)], [1, 2] * 3)
