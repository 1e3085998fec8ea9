# Classes that act as numbers and containers, and subclasses of containers.
class S(str):
    def __hash__(s): return str.__hash__(s)
class I(int): pass
d = {'a': 1, 1: 2, 2.0: 3, True: 4, (1, 2): 5, None: 6, 2**70: 7, frozenset([1]): 8}
print(d[S('a')], d[I(1)], d[1.0], d[2], d[True], d[(1.0, 2.0)], d[None], d[2**70], d[frozenset({1})], d.get(S('b')), d)
d[S('a')] = 9; d[I(1)] = 10; print(d, len(d))
e = {S('k'): 1}; print(e['k'], type(list(e)[0]))
class Evil:
    def __init__(s, n): s.n = n
    def __hash__(s): return 7
    def __eq__(s, o): L.clear() if s.n == 5 and isinstance(o, Evil) and o.n == 6 else None; return s.n == getattr(o, 'n', None)
L = {}
L[Evil(5)] = 1
try: L[Evil(6)] = 2
except Exception as x: print(type(x).__name__, x)
print(len(L))
l = [3, 1, 2]
try: l.sort(key=lambda x: 1 // (x - 1))
except ZeroDivisionError as x: print(x, l)
class X:
    def __init__(s, v): s.v = v
    def __lt__(s, o):
        l2.append(1); return s.v < o.v
l2 = [X(2), X(1), X(3)]
try: l2.sort()
except ValueError as x: print(x, len(l2))
class Q:
    def __eq__(s, o): q.clear(); return False
q = [Q(), Q(), Q()]; print(q.count(1), q); q = [Q(), 1]; print(1 in q); q = [Q(), 1, 2]
try: q.remove(5)
except ValueError as x: print(x)
a = [1, 2, 3, 4]; a[1:3] = (x * 10 for x in range(5)); print(a); a[:] = a; print(a); a[::2] = a[1::2] + [0] if len(a[::2]) != len(a[1::2]) else a[1::2]; print(a)
a[5:2] = ['x']; print(a); del a[::-2]; print(a); a[len(a):] = [9]; print(a)
s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as x: print(x)
try:
    for x in s: s.discard(x)
except RuntimeError as x: print(x)
def g():
    yield 1
    return 5
i = g(); print(next(i), next(i, 'done'), next(i, 'again'))
i = g(); next(i)
try: next(i)
except StopIteration as x: print('value', x.value, x.args)
try: next(iter([]))
except StopIteration as x: print('value', x.value, x.args)
print(list(zip(*[(1, 2), (3, 4)])), dict(zip('ab', [1, 2])), [*map(None.__class__, [])])
print(sum(x * x for x in range(10)), max((len(w), w) for w in 'a bb ccc dd'.split()), min([3, 1, 2], key=lambda x: -x), any(x > 3 for x in range(3)))
print(sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1]), sorted('hello', key=lambda c: (c != 'l', c)), list(reversed(range(0, 10, 3))))
m = [[0] * 3 for _ in range(2)]; m[0][1] = 5; print(m, m[0] is not m[1])
x, *y = {1: 2, 3: 4}; print(x, y); [p, q2], r = [[1, 2], 3]; print(p, q2, r)
print([1, 2, 3][-2:], 'abc'[::-1], (1, 2, 3, 4)[1::2], list(range(10))[-3::-3])
print({x: y for x, y in enumerate('abc')}, {c for c in 'aab'} == {'a', 'b'}, [x for x in range(20) if x % 3 == 0 if x % 2])
t = (1, [2]); 
try: t[1] += [3]
except TypeError as x: print(x, t)
print((1, 2) + (3,), (0,) * 3, 2 in (1, 2), (1, 2, 3).index(2), (1, 1).count(1), () == (), (1,) > ())
print(dict(a=1, **{'b': 2}), {**{'x': 1}, 'y': 2, **{'x': 3}}, [*'ab', *range(2)], {*[1, 2], *(2, 3)})
print(d.keys() & {1, 'a'}, sorted(map(str, d.keys() | {99}), key=str), len(d.items() - {('a', 9)}))
class Meta(type):
    def __len__(c): return 3
    def __iter__(c): return iter('xyz')
    def __contains__(c, k): return k == 1
    def __getitem__(c, k): return k * 2
    def __bool__(c): return False
class C(metaclass=Meta): pass
print(len(C), list(C), 1 in C, C[4], bool(C))
class Vec:
    def __init__(s, *a): s.a = a
    def __add__(s, o): return Vec(*[x + y for x, y in zip(s.a, o.a)])
    def __mul__(s, k): return Vec(*[x * k for x in s.a])
    __rmul__ = __mul__
    def __neg__(s): return Vec(*[-x for x in s.a])
    def __abs__(s): return sum(x * x for x in s.a) ** .5
    def __eq__(s, o): return isinstance(o, Vec) and s.a == o.a
    def __hash__(s): return hash(s.a)
    def __repr__(s): return f'Vec{s.a}'
    def __getitem__(s, i): return s.a[i]
    def __len__(s): return len(s.a)
    def __contains__(s, x): return x in s.a
    def __iadd__(s, o): s.a = tuple(x + y for x, y in zip(s.a, o.a)); return s
    def __matmul__(s, o): return sum(x * y for x, y in zip(s.a, o.a))
    def __divmod__(s, o): return 'divmod', o
    def __rdivmod__(s, o): return 'rdivmod', o
    def __pow__(s, o, m=None): return ('pow', o, m)
    def __rpow__(s, o): return ('rpow', o)
    def __lshift__(s, o): return 'l', o
    def __rrshift__(s, o): return 'rr', o
    def __bool__(s): return any(s.a)
    def __call__(s, *a, **k): return a, k
    def __round__(s, n=None): return ('round', n)
    def __index__(s): return 1
    def __format__(s, spec): return 'fmt' + spec
    def __reversed__(s): return iter(s.a[::-1])
    def __delitem__(s, i): print('del', i)
    def __setitem__(s, i, v): print('set', i, v)
v = Vec(1, 2); w = v
w += Vec(1, 1); print(v, v + v, v * 3, 3 * v, -v, abs(Vec(3, 4)), v == Vec(2, 3), v != v, hash(v) == hash((2, 3)), v[0], len(v), 3 in v, list(v), v @ v, divmod(v, 1), divmod(1, v), v ** 2, 2 ** v, pow(v, 2, 3), v << 1, 1 >> v, bool(Vec(0)), v(1, a=2), round(v), round(v, 2), [5, 6][v], f'{v:>3}', list(reversed(v)), {v: 1}[Vec(2, 3)])
del v[0]; v[1] = 2; del v[1:2]
for e in ('v - 1', 'v < v', 'v += 1 if 0 else v', '1 - v', '~v', '+v', 'v // 2', 'v & v', 'v.x', 'v @ 1'):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class R:
    def __radd__(s, o): return ('radd', o)
    def __ror__(s, o): return ('ror', o)
    def __gt__(s, o): return 'gt'
    def __eq__(s, o): return 'eq'
print([1] + R(), 'a' + R(), (1,) + R(), 1 + R(), {1} | R(), {} | R(), 1 < R(), 1 == R(), [1] < R(), sum([R()], 5))
class Sub(list):
    def __getitem__(s, i): return 'sub'
    def __len__(s): return 42
    def __iter__(s): return iter('it')
    def __contains__(s, x): return True
z = Sub([1, 2]); print(z[0], len(z), list(z), 99 in z, z, sorted(z), tuple(z), [*z], z + [1], z == [1, 2], max(z))
class SubD(dict):
    def __getitem__(s, k): return 'subd'
    def __contains__(s, k): return False
    def keys(s): return ['q']
    def __iter__(s): return iter(['w'])
z = SubD(a=1); print(z['zz'], 'a' in z, z.get('a'), list(z), dict(z), {**z}, z, len(z), z | {'b': 2})
import sys
def deep():
    x = []
    for _ in range(50000): x = [x]
    return x
for f in (repr, lambda q: q == deep(), lambda q: q < deep(), str):
    try: f(deep()); print('no')
    except RecursionError as x: print('rec', str(x)[:60])
def rec(n): return [rec(n + 1)]
try: rec(0)
except RecursionError as x: print(x)
class Rep:
    def __repr__(s): return repr(s)
try: repr(Rep())
except RecursionError as x: print('RecursionError')
class Eq:
    def __eq__(s, o): return s == o
try: Eq() == Eq()
except RecursionError as x: print('RecursionError')
class Hh:
    def __hash__(s): return 2**80
    def __len__(s): return 2**80
    def __index__(s): return 'a'
    def __contains__(s, x): return 'yes'
    def __bool__(s): return True
print(hash(Hh()), 5 in Hh())
for e in ('len(Hh())', '[][Hh()]', 'range(Hh())'):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class Hint:
    def __init__(s, h): s.h = h
    def __iter__(s): return iter([1, 2])
    def __length_hint__(s): return s.h
for h in (5, -1, 'a', NotImplemented, 2**70):
    try: print(list(Hint(h)))
    except Exception as x: print(type(x).__name__, x)
