# Dicts: random operations, views, errors, keys that change the dict.
seed = 777
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n
d = {}
for step in range(6000):
    k = rnd(3)
    key = [rnd(200), str(rnd(100)), (rnd(10), rnd(10))][k]
    op = rnd(12)
    if op < 5: d[key] = step
    elif op < 8: print(d.pop(key, None), end=' ')
    elif op == 8 and d: print(d.popitem())
    elif op == 9: print(d.setdefault(key, step), d.get(key), key in d)
    elif op == 10 and rnd(30) == 0: d = d.copy() if rnd(2) else dict(d)
    elif op == 11 and rnd(20) == 0: d.update({rnd(50): step, 'z': 1})
    if step % 500 == 0: print(list(d.items())[::9], list(reversed(d))[:3], len(d))
    if step % 3000 == 2999: d.clear()
big = {i: str(i) for i in range(100000)}
for i in range(0, 100000, 3): del big[i]
print(len(big), list(big)[:5], list(big.items())[-2:], sum(big))
big2 = {str(i): i for i in range(70000)}
print(len(big2), big2['69999'], big2.get('x'))
d1 = {1: 'a', 2: 'b', 3: 'c'}; d2 = {2: 'b', 3: 'd', 5: 'e'}
print(d1.keys() & d2.keys(), d1.keys() | d2, d1.keys() - d2, d1.items() ^ d2.items(), d1.items() & d2.items(), d1.keys() ^ d2.keys(), [2, 9] - d1.keys(), {1} & d1.keys())
print(d1.keys() == {1, 2, 3}, d1.keys() < {1, 2, 3, 4}, d1.keys().isdisjoint(d2), d1.items() >= {(1, 'a')}, d1.values(), d1.keys(), d1.items())
print(d1 | d2, d1 == {3: 'c', 2: 'b', 1: 'a'}, d1 != d2)
d1 |= [(7, 8)]; print(d1, dict.fromkeys('abc'), dict.fromkeys([1, 2], 0), dict(a=1, b=2), dict([(1, 2)], c=3))
class K:
    def __init__(s, h): s.h = h
    def __hash__(s): return 1
    def __eq__(s, o):
        if len(D) < 3: D[len(D) + 100] = 1
        return s.h == o.h if isinstance(o, K) else False
    def __repr__(s): return 'K%d' % s.h
D = {}
D[K(1)] = 1; D[K(2)] = 2; D[K(1)] = 3; D[1] = 4
print(D, K(2) in D)
for e in ('for k in d1: d1[k + 1000] = 1', 'for k in d1: del d1[k]; d1["x"] = 2', 'd1[[]]', 'd1["nope"]', '{}.popitem()', 'd1.pop("q")', 'dict(5)', 'dict([1])', 'dict([(1,2,3)])', 'd1.update(1, 2)', 'd1 < d2', 'iter(d1.keys()).x'):
    try: exec(e, {'d1': dict(d1), 'd2': d2}); print(e, 'ok')
    except Exception as x: print(e, type(x).__name__, x)
a = {}; a['a'] = a; print(a); a['k'] = a.keys(); print(a); a['v'] = a.values(); print(a.items() if 0 else 'x')
class DD(dict):
    def __missing__(s, k): return k * 2
dd = DD(x=1); dd.attr = 5; print(dd['x'], dd['yy'], dd.get('zz'), dd, dd.attr, type(dd.copy()), dd | {'q': 1})
it = iter({1: 1, 2: 2}); print(next(it), it.__length_hint__(), list(it), list(it))
print(list(reversed({1: 2, 3: 4}.items())), list(reversed({1: 2, 3: 4}.values())))
