# _weakref: references, callbacks, counts, what may be referred to.
import _weakref
import gc


class C:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return self.n * 10


def short(text):
    return text.split(" at ")[0]


c, one, two = C(1), C(1), C(2)
r = _weakref.ref(c)
print(r() is c, _weakref.ref(c) is r, r.__callback__, type(r), _weakref.ReferenceType is _weakref.ref)
print(short(repr(r)), hash(r), r == _weakref.ref(one), r != _weakref.ref(two))
print(_weakref.getweakrefcount(c), _weakref.getweakrefs(c) == [r], c.__weakref__ is r)
calls = []
a = _weakref.ref(c, lambda ref: calls.append(("a", ref() is None)))
b = _weakref.ref(c, lambda ref: calls.append(("b", ref is b)))
print(_weakref.getweakrefcount(c), a is not b, a == b)
del c
gc.collect()
print(r(), a(), calls, hash(r), a.__callback__, r == a, r == r)
print("dead" in repr(r))


def refuse(*args):
    try:
        print(short(repr(_weakref.ref(*args))))
    except TypeError as error:
        print(type(error).__name__, error)


class Slots:
    __slots__ = ()


class Weak:
    __slots__ = ("__weakref__",)


class T(tuple):
    pass


class L(list):
    pass


for value in 1, "a", [], {}, (), None, object(), Slots(), T(), 1.5, b"", range(3), slice(1):
    refuse(value)
keep = [Weak(), L(), {1}.__class__(), frozenset(), refuse, C, len, lambda: 0]
for value in keep:
    print(_weakref.ref(value)() is value)
refuse()
refuse(1, 2, 3)
try:
    hash(_weakref.ref(keep[1]))
except TypeError as error:
    print(error)


class Named(_weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, value, callback, key):
        self = super().__new__(cls, value, callback)
        self.key = key
        return self

    def __init__(self, value, callback, key):
        super().__init__(value, callback)


n = Named(keep[0], None, "k")
print(n.key, n() is keep[0], type(n).__name__, n is not Named(keep[0], None, "k"))
