# keys, values and items are views.
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i))
d['d'] = 4
print(k, v, i, 'a' in k, 4 in v, ('a', 1) in i, ('a', 2) in i)
print(sorted(k & {'a', 'z'}), sorted(k | {'z'}), sorted(k - {'a'}), sorted(k ^ {'a', 'z'}), k == {'a', 'b', 'c', 'd'})
print(k.isdisjoint({'x'}), k <= {'a', 'b', 'c', 'd', 'e'}, k > {'a'}, sorted(i & {('a', 1)}), {'a': 1}.items() == {('a', 1)})
print(list(k), list(v), list(i), list(reversed(k)), sum(v), max(v), sorted(i, key=lambda p: -p[1]))
it = iter(d)
print(next(it), next(it), list(it))
for key in list(d):
    if d[key] % 2:
        del d[key]
print(d, k)
try:
    k[0]
except TypeError as e:
    print(e)
print({}.keys(), {}.values(), {}.items(), type(k).__name__, type(v).__name__, type(i).__name__)
