# Set algebra by operators and by methods.
a = {1, 2, 3, 4}
b = {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(b - a), sorted(a ^ b))
print(sorted(a.union(b, [9], 'x' * 0)), sorted(a.intersection(b, [4])), sorted(a.difference([1], [2])), sorted(a.symmetric_difference([1, 10])))
print(a <= b, {3} <= a, a >= {1}, a < a, a <= a, a == {4, 3, 2, 1}, a != b, {1} < {1, 2}, {5} > set())
print(a.issubset(range(10)), a.issuperset([1, 2]), a.isdisjoint([7]), a.isdisjoint(b))
c = set(a)
c |= b
c -= {1}
c &= {2, 3, 4, 5, 6}
c ^= {2, 100}
print(sorted(c), sorted(a))
c.intersection_update([3, 4, 100])
c.difference_update([100])
c.symmetric_difference_update({3, 7})
print(sorted(c))
for f in (lambda: a | [1], lambda: a & 'x', lambda: a - 5, lambda: a < [1], lambda: a.union(5)):
    try:
        f()
    except TypeError as e:
        print(e)
print({1, 2} == frozenset([2, 1]), {frozenset([1]): 'x'}[frozenset([1])], {1} == [1])
f = frozenset('abc')
print(len(f), 'a' in f, sorted(f | {'z'}), type(f | {1}), type({1} | f), hash(frozenset()) == hash(frozenset()), frozenset(), frozenset([1]))
try:
    f.add(1)
except AttributeError as e:
    print(e)
