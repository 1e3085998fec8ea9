# __call__, __bool__, and numbers made from instances.
class Multiplier:
    def __init__(self, k):
        self.k = k
    def __call__(self, x, *rest, scale=1):
        return (x * self.k * scale,) + rest
m = Multiplier(3)
print(m(5), m(5, 6, scale=2), callable(m), list(map(m, [1, 2])), sorted([3, 1, 2], key=Multiplier(-1)), m.__call__(1))
class Truth:
    def __init__(self, value):
        self.value = value
    def __bool__(self):
        return self.value
class Sized:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
print(bool(Truth(True)), not Truth(False), 'yes' if Truth(False) else 'no', bool(Sized(0)), bool(Sized(2)), [x.n for x in (Sized(0), Sized(1)) if x])
try:
    bool(Truth(5))
except TypeError as e:
    print(e)
class Num:
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __index__(self): return 2
    def __round__(self, n=None): return 'rounded', n
n = Num()
print(int(n), float(n), [10, 20, 30][n], 'abc'[n], round(n), round(n, 3), hex(n), list(range(n)), [0] * n, 'x' * n, bin(n))
class BadInt:
    def __int__(self): return 'x'
    def __float__(self): return 1
    def __index__(self): return 1.5
for f in (lambda: int(BadInt()), lambda: float(BadInt()), lambda: [1][BadInt()], lambda: int(Truth(True)), lambda: Truth(True)()):
    try:
        f()
    except TypeError as e:
        print(e)
class Chain:
    def __init__(self): self.calls = []
    def __call__(self, x):
        self.calls.append(x)
        return self
print(Chain()(1)(2)(3).calls)
