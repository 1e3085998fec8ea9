# CPython's own weakref, copy, pickle, enum and abc work on our objects.
import abc
import collections
import collections.abc
import copy
import enum
import gc
import pickle
import weakref


class C:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "C%d" % self.n


values, keys, members = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()


def fill():
    a = C(1)
    values["a"] = a
    keys[a] = 1
    members.add(a)
    return len(values), len(keys), len(members), dict(values)


print(fill())
gc.collect()
print(len(values), len(keys), len(members), list(values.items()))
c = C(2)
final = weakref.finalize(c, print, "finalized")
print(final.alive)
del c
gc.collect()
print(final.alive)


class M:
    def m(self):
        return "m"


m = M()
method = weakref.WeakMethod(m.m)
print(method()())
del m
gc.collect()
print(method())


class P:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x


class Slots:
    __slots__ = ("a", "b")


class E(enum.Enum):
    A = 1
    B = 2


p = P([1, {"a": (2,)}])
print(copy.copy(p).x is p.x, copy.deepcopy(p) == p, copy.deepcopy(p).x is p.x)
s = Slots()
s.a = [1]
things = [p, 1, "a", b"b", 2.5, None, True, (1, 2), {1, 2}, frozenset([3]), range(3), slice(1, 2), int, len, bytearray(b"x")]
things += [1j, 10**30, ..., NotImplemented, E.B, collections.OrderedDict(a=1), collections.deque([1]), "ab".join, Exception("e", 1)]
for protocol in range(4):
    back = pickle.loads(pickle.dumps(things, protocol))
    print(protocol, back[0] == p, back[1:22], back[-2]("xy"), repr(back[-1]))
    if protocol > 1:
        print(pickle.loads(pickle.dumps(s, protocol)).a)
it = iter([1, 2, 3])
next(it)
print(list(copy.copy(it)), list(pickle.loads(pickle.dumps(it, 2))), list(copy.copy(enumerate("ab"))), list(copy.copy(map(len, ["a"]))))
for bad in (i for i in ()), lambda: 0, C.__dict__:
    try:
        pickle.dumps(bad, 2)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at ")[0])


class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self):
        pass


try:
    Abstract()
except TypeError as error:
    print(error)
print([isinstance(x, collections.abc.Sequence) for x in ([], (), "", b"", bytearray(), memoryview(b""), range(1), {})])
print(isinstance(bytearray(), collections.abc.MutableSequence), issubclass(dict, collections.abc.Mapping), isinstance({}.keys(), collections.abc.Set))
