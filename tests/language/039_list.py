# Lists: making, indexing, changing.
l = [1, 2, 3]
print(l, len(l), l[0], l[-1], [], [[]], [1, [2, [3]]], list(), list('abc'), list(range(5)), list((1, 2)), list({'a': 1}))
l[0] = 10
l[-1] = 30
l.append(40)
print(l, l + [1], l * 2, 2 * [0], [0] * 0, [1] * -1, 10 in l, 11 in l, l == [10, 2, 30, 40], l != [])
m = l
m += [50]
print(l is m, l)
m = m + [60]
print(l is m, l, m)
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
shared = [[0]] * 3
shared[0][0] = 7
print(grid, shared)
for f in (lambda: l[100], lambda: l[-100], lambda: l['a'], lambda: l[1.5], lambda: l + (1,), lambda: l * 'a', lambda: l * 1.5, lambda: l < 5, lambda: hash(l), lambda: l[None], lambda: l - l):
    try:
        f()
    except (IndexError, TypeError) as e:
        print(type(e).__name__ + ':', e)
try:
    l[100] = 1
except IndexError as e:
    print(e)
try:
    del l[100]
except IndexError as e:
    print(e)
print([1, 2] < [1, 3], [1, 2] < [1, 2, 3], [] < [0], [2] > [1, 9], [1, 'a'] == [1, 'a'], [1.0, True] == [1, 1])
