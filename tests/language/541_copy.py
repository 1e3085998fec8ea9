# Objects taken apart by __reduce_ex__ and put together again, as copy and pickle do it.
import sys

sys.path.append("/usr/lib/python3.11")
import copyreg


def copy(value):
    reduced = value.__reduce_ex__(4)
    if isinstance(reduced, str):
        return value
    make, args, state, items, pairs = (list(reduced) + [None] * 3)[:5]
    made = make(*args)
    if state is not None:
        if hasattr(made, "__setstate__"):
            made.__setstate__(state)
        else:
            attributes, slots = state if isinstance(state, tuple) else (state, None)
            made.__dict__.update(attributes or {}) if attributes else None
            for name in slots or ():
                setattr(made, name, slots[name])
    for item in items or ():
        made.append(item)
    for key, item in pairs or ():
        made[key] = item
    return made


class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Q:
    __slots__ = ("a", "b")


class L(list):
    pass


class D(dict):
    pass


class T(tuple):
    def __getnewargs__(self):
        return (tuple(self),)


class Keywords:
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.got = args, kwargs
        return self

    def __getnewargs_ex__(self):
        return (1,), {"k": 2}


class State:
    def __getstate__(self):
        return {"n": 1}

    def __setstate__(self, state):
        print("setstate", state)
        self.n = state["n"] + 1


p = P([1], 2)
c = copy(p)
print(c.x is p.x, c.y, type(c))
q = Q()
q.a = [1]
c = copy(q)
print(c.a, hasattr(c, "b"), q.__reduce_ex__(2)[2])
l = L([1, 2])
l.tag = "t"
print(copy(l), copy(l).tag, type(copy(l)))
d = D(a=1)
print(copy(d), type(copy(d)), type(copy(T((1, 2)))), copy(T((1, 2))), copy(Keywords()).got)
print(copy(State()).n, copy({1, 2}), copy(range(3)), copy(slice(1, 2)), copy(...), copy(bytearray(b"a")), copy(ValueError("x")).args)
print(P.__reduce_ex__(p, 2)[1:3], p.__reduce_ex__(4)[2] is p.__dict__, P.__new__(P).__reduce_ex__(2)[1:])
print(p.__reduce__()[1][:2], p.__reduce_ex__(0)[0] is copyreg._reconstructor, object().__reduce_ex__(2)[1:])


class Bad:
    def __getnewargs__(self):
        return 1


class Worse:
    def __getnewargs_ex__(self):
        return (1,)


for bad in (i for i in ()), sys, Bad(), Worse(), property(), P.__dict__:
    try:
        copy(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
