# Arithmetic methods, reflected and in place.
class Vec:
    def __init__(self, *v):
        self.v = v
    def __repr__(self):
        return 'Vec' + repr(self.v)
    def __add__(self, other):
        return Vec(*[a + b for a, b in zip(self.v, other.v)])
    def __sub__(self, other):
        return Vec(*[a - b for a, b in zip(self.v, other.v)])
    def __mul__(self, k):
        if isinstance(k, Vec):
            return sum(a * b for a, b in zip(self.v, k.v))
        return Vec(*[a * k for a in self.v])
    def __rmul__(self, k):
        return self * k
    def __neg__(self):
        return self * -1
    def __pos__(self):
        return 'pos'
    def __invert__(self):
        return 'invert'
    def __abs__(self):
        return (self * self) ** 0.5
    def __matmul__(self, other):
        return 'matmul'
    def __pow__(self, n, m=None):
        return 'pow %r %r' % (n, m)
a, b = Vec(1, 2), Vec(3, 4)
print(a + b, a - b, a * 3, 3 * a, a * b, -a, +a, ~a, abs(b), a @ b, a ** 2, pow(a, 2, 5))
class Ops:
    def __getattr__(self, name):
        raise AttributeError(name)
    def __truediv__(self, o): return 'truediv', o
    def __floordiv__(self, o): return 'floordiv', o
    def __mod__(self, o): return 'mod', o
    def __divmod__(self, o): return 'divmod', o
    def __lshift__(self, o): return 'lshift', o
    def __rshift__(self, o): return 'rshift', o
    def __and__(self, o): return 'and', o
    def __or__(self, o): return 'or', o
    def __xor__(self, o): return 'xor', o
    def __rtruediv__(self, o): return 'rtruediv', o
    def __rsub__(self, o): return 'rsub', o
    def __radd__(self, o): return 'radd', o
    def __rpow__(self, o): return 'rpow', o
    def __rmod__(self, o): return 'rmod', o
    def __rfloordiv__(self, o): return 'rfloordiv', o
    def __rand__(self, o): return 'rand', o
    def __rlshift__(self, o): return 'rlshift', o
o = Ops()
print(o / 1, o // 2, o % 3, divmod(o, 4), o << 5, o >> 6, o & 7, o | 8, o ^ 9)
print(1 / o, 1 - o, 'a' + o, 2 ** o, 5 % o, 5 // o, 1 & o, 1 << o, sum([o]), 1.5 / o)
for f in (lambda: o + 1, lambda: o * 2, lambda: 2 * o, lambda: -o, lambda: 1 | o, lambda: o @ o):
    try:
        f()
    except TypeError as e:
        print(e)
