# Weak proxies do what their object does, and say so when it is gone.
import _weakref
import gc


class Number:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return self.n + (other.n if isinstance(other, Number) else other)

    __radd__ = __add__

    def __iadd__(self, other):
        self.n += other
        return self

    def __neg__(self):
        return -self.n

    def __index__(self):
        return self.n

    def __int__(self):
        return self.n

    def __float__(self):
        return self.n + 0.5

    def __bool__(self):
        return self.n > 0

    def __len__(self):
        return self.n

    def __getitem__(self, key):
        return key * self.n

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)

    def __contains__(self, item):
        return item == self.n

    def __iter__(self):
        return iter(range(self.n))

    def __eq__(self, other):
        return self.n == (other.n if isinstance(other, Number) else other)

    def __lt__(self, other):
        return self.n < other

    def __str__(self):
        return "number %d" % self.n

    def __call__(self, *args, **kwargs):
        return self.n, args, kwargs


n = Number(3)
p = _weakref.proxy(n)
print(type(p), type(_weakref.proxy({1}.__class__())))
print(p + 1, 1 + p, p + p, -p, hex(p), int(p), float(p), bool(p), len(p), p[2], 3 in p, list(p))
p[1] = 2
del p[1]
p += 5
print(type(p), n.n, str(n), p == 8, n == 8, p < 9)
p = _weakref.proxy(n)
print(str(p), p(1, k=2), p.n, p is _weakref.proxy(n), isinstance(p, Number), p.__class__)
p.n = 4
p.extra = "e"
print(n.n, n.extra, hasattr(p, "none"))
del p.extra
for act in hash, lambda x: x.missing:
    try:
        act(p)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
del n
gc.collect()
for act in str, len, list, bool, lambda x: x.n, lambda x: x + 1, lambda x: x(), lambda x: x[0], lambda x: 1 in x:
    try:
        act(p)
    except ReferenceError as error:
        print(error)
