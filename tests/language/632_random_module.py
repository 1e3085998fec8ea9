# random gives the numbers of CPython.
import random
r = random.Random(1); print(r.random(), r.randrange(10), r.randint(1, 6), r.getrandbits(40), r.choice('abc'), r.sample(range(10), 3), r.uniform(0, 1))
l = list(range(5)); r.shuffle(l); print(l); print(random.Random('seed').random(), r.gauss(0, 1))
for seed in (0, 1, -1, 2**32, 2**64 - 1, 2**64, 2**200 + 7, 'abc', b'abc', 1.5, True, '', None and 1):
    if seed is None: continue
    r = random.Random(seed); print(seed, r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(64), r.getrandbits(200), r.random())
r = random.Random(42); s = r.getstate(); a = [r.random() for _ in range(700)]; r.setstate(s); print(a == [r.random() for _ in range(700)], hash(tuple(a)) is not None, a[699], len(s), len(s[1]), s[1][-1])
print(r.choices('abc', k=5), r.choices([1,2], weights=[1, 9], k=5), r.triangular(), r.betavariate(1,2), r.expovariate(1), r.gammavariate(2,3), r.lognormvariate(0,1), r.normalvariate(), r.paretovariate(3), r.vonmisesvariate(1,2), r.weibullvariate(1,2), r.randbytes(5), r.sample([1,2,3,4], counts=[1,2,3,4], k=5))
random.seed(5); print(random.random(), random.randrange(5, 50, 5), random.getrandbits(10))
import _random
q = _random.Random(7); print(q.random(), q.getrandbits(5)); q.seed(8); print(q.random()); q.seed('x') ; 
try: _random.Random(1, 2)
except TypeError as e: print(e)
try: _random.Random(x=1)
except TypeError as e: print(e)
for bad in ((1, 2), [1], tuple(range(-1, 624)), tuple(range(624)) + (700,), ('a',) * 625):
    try: q.setstate(bad)
    except Exception as e: print(type(e).__name__, e)
