# Every iterator of itertools.
from itertools import *
import _operator as operator
def show(*its, n=12):
    for it in its: print(list(islice(it, n)))
show(count(), count(5,-2), count(1.5, .5), cycle('ab'), repeat(3), repeat(3,2), accumulate([1,2,3]), accumulate([1,2,3], operator.mul, initial=10), accumulate([]), accumulate([], initial=1))
show(chain('ab', [1]), chain.from_iterable(['ab', [1]]), compress('abcdef', [1,0,1,0,1]), dropwhile(lambda x: x<3, [1,2,3,1]), takewhile(lambda x: x<3, [1,2,3,1]), filterfalse(lambda x: x%2, range(6)), filterfalse(None, [0,1,'',2]), starmap(pow, [(2,3),[3,2]]), pairwise('abcd'), pairwise('a'), pairwise(''), zip_longest('ab','c','def'), zip_longest('ab','c',fillvalue='-'), zip_longest())
for a in ((3,),(0,),(2,5),(2,None),(1,9,3),(None,),(0,None,2),(None,None,None),(5,3)): print(a, list(islice(range(10), *a)))
show(product('ab', 'xy'), product('ab', repeat=2), product(), product('ab', ''), product(repeat=0), product('a', repeat=0), n=20)
show(permutations('abc'), permutations('abc', 2), permutations('abc', 0), permutations('ab', 3), permutations(''), combinations('abcd', 2), combinations('abc', 0), combinations('abc', 4), combinations_with_replacement('abc', 2), combinations_with_replacement('', 1), combinations_with_replacement('', 0), combinations_with_replacement('ab', 3), n=30)
print(len(list(permutations(range(6)))), sum(1 for _ in combinations(range(12), 5)), sum(1 for _ in product(range(4), repeat=5)))
for k, g in groupby('AAAABBBCCDAABBB'): print(k, list(g), end=' ')
print()
for k, g in groupby([1,3,2,4,5], key=lambda x: x%2): print(k, list(g), end=' ')
print()
g = groupby('aabb'); k1, g1 = next(g); k2, g2 = next(g); print(k1, list(g1), k2, list(g2), list(g))
a, b, c = tee([1,2,3], 3); print(next(a), next(a), list(b), list(a), list(c))
a, b = tee(range(200)); print(sum(a), sum(b)); 
a, = tee('abc', 1); next(a)
b = a.__copy__(); print(list(a), list(b))
x = tee(iter([1,2])); y = tee(x[0]); print(y[0] is x[0], list(x[1]), list(y[1]))
it = iter([1,2,3,4,5]); p = list(islice(it, 2)); print(p, list(it))
class C(count): pass
print(C(3), next(C(3)), C.__mro__)
class R:
    def __init__(self, f): self.f = f
    def __eq__(self, o): raise ValueError('eq')
try: list(groupby([R(1), R(2)]))
except ValueError as e: print(e)
def bad():
    yield 1
    raise KeyError('x')
for f in (lambda: list(chain(bad())), lambda: list(cycle(bad())), lambda: list(islice(bad(), 5)), lambda: list(accumulate(bad())), lambda: list(zip_longest('abc', bad())), lambda: list(takewhile(bool, bad())), lambda: list(product(bad())), lambda: list(starmap(max, [(1,2)]*3 + [5])), lambda: list(compress(bad(), [1,1,1])), lambda: list(pairwise(bad()))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
i = cycle([]); print(list(i))
e = islice(count(), 3); print(list(e), list(e), next(e, 'end'))
t = iter(tee('ab')[0]); print(next(t), next(t), next(t, None), next(t, None))
print([c for c in (count, repeat, chain)], accumulate.__name__, type(tee), tee)
z = zip_longest('abc', 'a'); print(next(z), next(z)); 
for it in (count(3), repeat(2,4), cycle([1,2]), accumulate([1,2]), product('ab','c'), permutations('ab'), combinations('abc',2), islice('abcd',1,3)):
    r = it.__reduce__(); n = r[0](*r[1]); 
    if len(r) > 2 and r[2] is not None: n.__setstate__(r[2])
    print(list(islice(n, 5)))
for it in (product('ab','cd'), permutations('abc'), combinations('abcd',2), combinations_with_replacement('abc',2)):
    next(it); next(it); r = it.__reduce__(); n = r[0](*r[1]); n.__setstate__(r[2]); print(r[2], list(n) == list(it))
def primes():
    s = count(2)
    while True:
        p = next(s); yield p
        s = filter(lambda n, p=p: n % p, s)
print(list(islice(primes(), 15)))
print(list(map(''.join, product('01', repeat=3))), sorted(set(map(sum, combinations(range(5), 3)))))
