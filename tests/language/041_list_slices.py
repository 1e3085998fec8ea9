# Reading slices of lists.
l = list(range(10))
print(l[2:5], l[:3], l[7:], l[:], l[-3:], l[:-3], l[5:2], l[100:], l[-100:2])
print(l[::2], l[1::3], l[::-1], l[8:2:-2], l[-1:-5:-1], l[::100], l[::-4], l[3:3], l[0:0:-1])
c = l[:]
c[0] = 99
print(l[0], c[0], l is c, c == l)
s = slice(2, 8, 3)
print(l[s], s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, None, -1), s.indices(5), s == slice(2, 8, 3))
print(slice(None, None, -1).indices(4), slice(-3, None).indices(10), slice(10, 0, -3).indices(6))
for f in (lambda: l[::0], lambda: l['a':], lambda: l[1.0:2], lambda: l[:None:None], lambda: l[1:2:'x']):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ':', e)
class Index:
    def __init__(self, n):
        self.n = n
    def __index__(self):
        return self.n
print(l[Index(3)], l[Index(1):Index(4)], l[Index(-1)])
