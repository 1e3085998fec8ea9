# Identity of everything else: one object, one identity, as long as it lives.
a = []
b = []
c = a
print(a is b, a is c, a is not b, id(a) == id(c), id(a) != id(b), id(a) == id(a))
print(None is None, True is True, ... is ..., len is len, int is int, type(a) is list, 'abc' is not None)
class C:
    def m(self):
        pass
o = C()
print(o is o, o == C(), o.m is o.m, o.m == o.m, C.m is C.m, o.__dict__ is o.__dict__, C is type(o))
d = {}
d[o] = 1
print(o in d, C() in d, hash(o) == hash(o), id(o) == id(o))
ids = set()
keep = [C() for _ in range(1000)]
print(len({id(k) for k in keep}), len(set(keep)), len({hash(k) for k in keep}) == 1000)
def f():
    pass
print(f is f, (lambda: 0) is (lambda: 0), f == f, {f: 1}[f])
t = (1, [2])
print(tuple(t) is t, t[:] is t, t + () == t, 'abc'[:] is 'abc', str('x') == 'x', frozenset(frozenset([1])) == {1})
s = 'text'
r = s
r += '!'
print(s, r, s is r)
