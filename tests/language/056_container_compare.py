# Equality and order of containers; identity counts as equality inside.
nan = float('nan')
print([nan] == [nan], nan == nan, (nan,) == (nan,), nan in [nan], {nan: 1} == {nan: 1}, [float('nan')] == [float('nan')])
print([1, 2, 3] == [1, 2, 3], [1, 2] == (1, 2), [] == (), {} == set(), 'ab' == ['a', 'b'])
print([[1], [2]] < [[1], [3]], [1, [2, 3]] < [1, [2, 4]], (1, 'a') < (1, 'b'), [] < [[]], ['a'] > ['B'])
for f in (lambda: [1] < ['a'], lambda: (1,) < [1], lambda: [1, None] < [1, 2], lambda: {} < {}, lambda: 1 < 'a', lambda: None > 0, lambda: [] >= 5):
    try:
        print(f())
    except TypeError as e:
        print(e)
print([1, 'a'] == [1, 2], [None] < [None, 1], max([1, 5], [2]), min('ba', 'ab'), sorted([[2, 1], [1, 9], [1]]))
class Noisy:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        print('eq', self.n, other.n)
        return self.n == other.n
x, y, z = Noisy(1), Noisy(2), Noisy(1)
print([x, y] == [x, z], [x] == [z], x in [y, x], [y, z].index(x), [x, y, z].count(x))
