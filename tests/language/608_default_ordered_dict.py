# collections.defaultdict and OrderedDict.
from _collections import OrderedDict, defaultdict

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
from _collections import _count_elements, _tuplegetter
c = {}
_count_elements(c, 'abracadabra')
print(c)
class Counting(dict):
    def get(self, key, default=None):
        return super().get(key, default) + 10
c = Counting()
_count_elements(c, 'aab')
print(c)
class Pair(tuple):
    first = _tuplegetter(0, 'the first')
    second = _tuplegetter(1, 'the second')
p = Pair('ab')
print(p.first, p.second, Pair.first, Pair.second.__doc__)
for action in (lambda: setattr(p, 'first', 1), lambda: Pair('a').second, lambda: Pair.first.__get__(5, int)):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
