"""random with seeds, statistics, heaps, bisection, itertools and functools."""
import random, statistics, math, bisect, heapq, itertools, functools, operator
random.seed(42)
print([random.randint(1, 6) for _ in range(20)], random.random(), random.choice('abcdef'))
print(random.sample(range(100), 8))
l = list(range(10))
random.shuffle(l)
print(l)
print(random.gauss(0, 1), random.uniform(2, 3), random.choices('abc', weights=[1, 2, 3], k=10))
print(random.getrandbits(70), random.expovariate(2), random.normalvariate(1, 2))
print(random.betavariate(1, 2), random.triangular(), random.paretovariate(3))
print(random.vonmisesvariate(1, 2), random.lognormvariate(0, 1), random.weibullvariate(1, 2))
print(random.randbytes(5), random.randrange(0, 100, 7), random.gammavariate(2, 3))
r = random.Random('seed')
print(r.random(), r.randint(0, 10 ** 30))
st = r.getstate()
x = r.random()
r.setstate(st)
print(x == r.random())
r = random.Random(3.5)
print(r.random())
random.seed(b'bytes')
print(random.random())
random.seed(-7)
print(random.random())
random.seed(10 ** 40)
print(random.random())
data = [2.5, 3.25, 5.5, 11.25, 11.75, 2.5]
for f in (statistics.mean, statistics.median, statistics.mode, statistics.stdev, statistics.pvariance, statistics.variance, statistics.harmonic_mean, statistics.fmean, statistics.geometric_mean, statistics.multimode, statistics.quantiles, statistics.median_low):
    print(f.__name__, f(data))
print(statistics.linear_regression([1, 2, 3], [2, 4, 6.5]))
print(statistics.correlation([1, 2, 3], [2, 4, 6.5]))
print(statistics.NormalDist(100, 15).cdf(120), statistics.NormalDist.from_samples(data))
try:
    statistics.mean([])
except statistics.StatisticsError as e:
    print(e)
inside = sum((1 for _ in range(5000) if random.random() ** 2 + random.random() ** 2 <= 1))
print(4 * inside / 5000)
h = []
for i, x in enumerate([5, 1, 8, 3, 9, 2]):
    heapq.heappush(h, (x, i))
print(h, heapq.nsmallest(3, h), heapq.nlargest(2, h, key=lambda t: -t[0]))
print([heapq.heappop(h) for _ in range(3)], list(heapq.merge([1, 4], [2, 3], reverse=False)))
g = [60, 70, 80, 90]
print(['FDCBA'[bisect.bisect(g, s)] for s in (33, 99, 77, 70, 89, 90, 100)])
print(bisect.bisect_left(g, 70), bisect.bisect([(1, 2), (3, 4)], 2, key=lambda t: t[0]))
print(list(itertools.accumulate([1, 2, 3, 4], operator.mul)))
print(list(itertools.groupby('aaabbc'))[0][0])
print([(k, len(list(v))) for k, v in itertools.groupby('aaabbcaa')])
print(list(itertools.product('ab', repeat=2)), list(itertools.permutations([1, 2, 3], 2)))
print(list(itertools.combinations_with_replacement('ab', 2)))
print(list(itertools.pairwise([1, 2, 3])))
print(list(itertools.zip_longest('abc', 'x', fillvalue='-')))
print(list(itertools.chain.from_iterable([[1], [2, 3]])))
print(list(itertools.islice(itertools.count(5, 3), 2, 6)))
print(list(itertools.starmap(pow, [(2, 3), (3, 2)])))
print(list(itertools.compress('abcd', [1, 0, 1, 0])))
print(list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(itertools.filterfalse(None, [0, 1, 2])))

@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(200), fib.cache_info(), functools.reduce(operator.add, range(10), 100))
print(functools.partial(pow, 2)(10), functools.partial(int, base=2))

@functools.singledispatch
def desc(x):
    return 'object'

@desc.register
def _(x: int):
    return 'int'

@desc.register(list)
def _(x):
    return 'list'
print(desc(1), desc([]), desc('x'), desc(True))

@functools.total_ordering
class V:

    def __init__(s, v):
        s.v = v

    def __eq__(s, o):
        return s.v == o.v

    def __lt__(s, o):
        return s.v < o.v
print(V(1) >= V(0), V(1) <= V(1), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
