# __len__, __getitem__, __setitem__, __delitem__, __contains__.
class Grid:
    def __init__(self, w, h):
        self.w = w
        self.cells = [0] * (w * h)
    def __len__(self):
        return len(self.cells)
    def __getitem__(self, key):
        if isinstance(key, slice):
            return 'slice', key.start, key.stop, key.step
        x, y = key
        return self.cells[y * self.w + x]
    def __setitem__(self, key, value):
        x, y = key
        self.cells[y * self.w + x] = value
    def __delitem__(self, key):
        self[key] = None
    def __contains__(self, value):
        return value in self.cells
g = Grid(3, 2)
g[1, 1] = 5
g[0, 0] += 7
del g[2, 1]
print(len(g), g[1, 1], g[0, 0], g.cells, 5 in g, 6 in g, 6 not in g, g[1:2], g[::3], g[:], bool(g))
class Seq:
    def __init__(self, n):
        self.n = n
    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i
s = Seq(5)
print(list(s), 9 in s, 10 in s, [x for x in s], sum(s), max(s), s[2], tuple(s), dict(zip(s, 'abc')))
a, b, *c = s
print(a, b, c, list(zip(s, s))[-1], list(enumerate(s))[1], list(map(str, s)))
class Weird:
    def __len__(self):
        return -1
    def __contains__(self, x):
        return 'yes'
for f in (lambda: len(Weird()), lambda: bool(Weird())):
    try:
        f()
    except ValueError as e:
        print(e)
print(5 in Weird(), 5 not in Weird())
class Long:
    def __len__(self):
        return 'five'
try:
    len(Long())
except TypeError as e:
    print(e)
