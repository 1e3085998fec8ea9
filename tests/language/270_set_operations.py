# Sets: random operations on many kinds of keys, whose order shows.
# deterministic pseudo-random set operations
seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n
pools = [list(range(20)), list(range(0, 4000, 16)), [i * 1024 for i in range(40)], [str(i) for i in range(60)],
         [(i, str(i)) for i in range(50)], [i / 2 for i in range(80)], list(range(-50, 50)), [2**i for i in range(100)],
         [frozenset([i, i + 1]) for i in range(40)], [None, True, False, 1.5, 'a', 2, 'b', (), (1,), 2**70]]
pools[-1][0] = 7
sets = [set() for _ in range(6)]
for step in range(6000):
    pool = pools[rnd(len(pools))] if step % 7 == 0 else pools[step // 600]
    k = rnd(6); s = sets[k]; t = sets[rnd(6)]
    x = pool[rnd(len(pool))]
    op = rnd(24)
    if op < 8: s.add(x)
    elif op < 11: s.discard(x)
    elif op == 11 and s: s.pop()
    elif op == 12: sets[k] = s | t
    elif op == 13: sets[k] = s & t
    elif op == 14: sets[k] = s - t
    elif op == 15: sets[k] = s ^ t
    elif op == 16: s |= t
    elif op == 17: s -= set(pool[:rnd(5)])
    elif op == 18: s ^= t
    elif op == 19: s.update(pool[rnd(len(pool)):])
    elif op == 20: sets[k] = set(list(s)[:30])
    elif op == 21: sets[k] = s.difference(pool[:4], t)
    elif op == 22: sets[k] = s.intersection(pool)
    elif op == 23: s.intersection_update(t) if rnd(4) == 0 else s.symmetric_difference_update(pool[:5])
    if op in (12, 15, 16, 18) and len(sets[k]) > 300: sets[k] = set(pool[:5])
    if step % 50 == 0: print(step, op, list(sets[k])[:40], len(s & t), s <= t, s.isdisjoint(t))
for s in sets: print(hash(frozenset(x for x in s if not isinstance(x, str))))
