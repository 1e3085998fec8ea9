# collections of the library: deque, OrderedDict, Counter, ChainMap, namedtuple, abc.
from collections import *
from collections import abc

d = deque('abc'); d.append('d'); d.appendleft('z'); print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), list(d))
d.extend([1,2]); d.extendleft([3,4]); print(d); d.rotate(2); print(d); d.rotate(-3); print(d); d.reverse(); print(d)
d[1] = 'q'; del d[0]; print(d, d.count(1), d.index('q'), 'q' in d, 9 in d)
d.insert(2, 'ins'); d.insert(-1, 'I2'); d.insert(100, 'end'); print(d); d.remove('ins'); print(d)
m = deque(range(10), 3); m.append(10); m.appendleft(1); print(m, m.maxlen, m + deque([5]), m * 2, m.copy(), m == deque([1,8,9],3))
m += [7, 8]; print(m); m *= 3; print(m); m.clear(); print(m, bool(m))
z = deque([1,2]); z.extend(z); print(z, z < deque([1,3]), z >= deque([1,2,1]), z != deque([1]), sorted([deque([2]), deque([1])]))
for i in range(100): z.append(i); z.popleft()
print(len(z), z[0], list(reversed(z)))
try:
    for x in z: z.append(x)
except RuntimeError as e: print(e)
r = deque([1]); r.append(r); print(r)
class D(deque): pass
q = D([1,2], 5); q.x = 3; print(q, q.copy(), q.__reduce__()[:3], type(q + q), q * 2)
e = deque(maxlen=0); e.append(1); print(e)
match deque([1,2,3]):
    case [a, *b]: print('seq', a, b)
dd = defaultdict(list); dd['a'].append(1); dd['b']; print(dd, dd['a'], dd.get('zz'), 'zz' in dd)
print(defaultdict(lambda: 5, a=1)['q'], len(defaultdict(int, {1:2}) | {3:4}))
class DD(defaultdict):
    def __missing__(self, k): return k * 2
print(DD()['a'], DD(int, a=1))
s = defaultdict(int)
for c in 'mississippi': s[c] += 1
print(sorted(s.items()), dict(s), s == {'m':1,'i':4,'s':4,'p':2})
rec = defaultdict(); rec[1] = rec; print(rec)
o = OrderedDict(); o['a']=1; o['b']=2; o['c']=3; o.move_to_end('a'); print(o); o.move_to_end('c', last=False); print(o, list(o), list(reversed(o)), list(o.items()), list(o.values()))
print(o.popitem(), o.popitem(last=False), o, o.copy(), o == OrderedDict(b=2), o | {'z': 1}, {'z': 1} | o)
o |= {'q': 5}; print(o, o.setdefault('w', 7), o.pop('w'), o.get('nope'), repr(o.keys()), list(reversed(o.values())), o.items() & {('q', 5)})
o.x = 5; print(o.x, o.__dict__); del o['q']; print(len(o)); o.clear(); print(o)
try:
    p = OrderedDict(a=1, b=2)
    for k in p: p.move_to_end(k)
except RuntimeError as e: print(e)
try:
    for k in p: del p[k]
except RuntimeError as e: print(e)
class OD(OrderedDict):
    def __setitem__(self, k, v): print('set', k); super().__setitem__(k, v)
print(OD([('x', 1)], y=2), OD.fromkeys('ab'))
lru = OrderedDict((i, i) for i in range(1000))
for i in range(3000): lru[i + 1000] = i; lru.popitem(last=False)
print(len(lru), next(iter(lru)), lru.popitem(False))
for i in range(3001, 3500): lru.move_to_end(i)
print(next(iter(lru)), next(reversed(lru)))
P = namedtuple('P', 'x y z', defaults=[0]); p = P(1, y=2); print(p, p.x, p.z, p._asdict(), p._replace(x=5), P._fields, p[1], P._make([7,8,9]), p == (1,2,0), P.x)
a, b, c = p; print(a, b, c, P.__doc__, P._field_defaults)
try: p.x = 5
except AttributeError as e: print(e)
try: P(1)
except TypeError as e: print(e)
try: namedtuple('Q', 'class x')
except ValueError as e: print(e)
c = Counter('abracadabra'); print(c, c.most_common(2), c['zz'], sum(c.values()), c.total()); c.update('aaa'); c.subtract('b'); print(c, +c, c + Counter(a=1), c - Counter(a=2), c & Counter(a=1,b=5), c | Counter(q=2), list(c.elements())[:3])
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(cm['a'], cm['b'], dict(cm), cm.new_child({'b': 9})['b'], len(cm), cm)
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = UD(a=1); u['b'] = 5; print(u, u.data, UserList([1,2]) + [3], UserString('ab').upper())
print(isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance(set(), abc.Set), issubclass(dict, abc.MutableMapping), isinstance(5, abc.Hashable), isinstance([], abc.Hashable), isinstance(iter([]), abc.Iterator), isinstance((x for x in ()), abc.Generator), callable(len), isinstance(len, abc.Callable), isinstance(deque(), abc.MutableSequence), isinstance({}.keys(), abc.KeysView), isinstance(range(3), abc.Sequence), isinstance('', abc.Sized), isinstance(b'', abc.ByteString))
class S(abc.Sequence):
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i * i
s = S(5); print(list(s), 9 in s, s.index(9), s.count(4), list(reversed(s)))
match s:
    case [a, b, *_]: print('matched', a, b)
class MM(abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
mm = MM(); mm.update(a=1, b=2); print(dict(mm), mm.pop('a'), mm.get('z', 9), list(mm.items()), mm.setdefault('q', 1), 'q' in mm, mm == {'b': 2, 'q': 1}, mm.keys() | {'w'} == {'b','q','w'})
match mm:
    case {'b': v}: print('mapping', v)
try: abc.Sequence()
except TypeError as e: print(e)
try:
    class H(abc.Sized): pass
    H()
except TypeError as e: print(e)
