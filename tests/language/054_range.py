# Ranges.
print(range(5), range(1, 5), range(0, 10, 3), list(range(5)), list(range(5, 0, -2)), list(range(3, 3)), list(range(0, -3)))
r = range(10, 50, 5)
print(len(r), r[0], r[-1], r[2:5], r[::-1], list(r[::3]), 20 in r, 21 in r, '20' in r, 20.0 in r, r.index(25), r.count(25), r.count(26))
print(r.start, r.stop, r.step, range(0) == range(5, 5), range(0, 4, 2) == range(0, 3, 2), r == range(10, 50, 5), hash(range(3)) == hash(range(0, 3)))
print(bool(range(0)), bool(range(1)), max(r), min(r), sum(r), list(reversed(r)), sorted(range(3), reverse=True))
print(list(range(2 ** 62, 2 ** 62 + 3)), len(range(10 ** 18)), range(2 ** 70, 2 ** 70 + 10, 4)[1], 2 ** 70 in range(2 ** 71), list(range(10 ** 20, 10 ** 20 + 3)))
it = iter(range(3))
print(next(it), list(it), list(it))
for f in (lambda: range(), lambda: range(1, 2, 0), lambda: range('a'), lambda: range(1.5), lambda: r[100], lambda: range(1, 2, 3, 4), lambda: r.index(11), lambda: len(range(10 ** 30))):
    try:
        f()
    except (TypeError, ValueError, IndexError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
total = 0
for i in range(3):
    for j in range(i, 3):
        total += i * j
print(total)
for i in range(2):
    i = 100
    print(i)
