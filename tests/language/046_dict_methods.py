# Every method of dicts.
d = {'a': 1, 'b': 2, 'c': 3}
print(d.get('a'), d.get('z'), d.get('z', 0), d.setdefault('a', 9), d.setdefault('d', 4), d)
print(d.pop('a'), d.pop('zz', 'none'), d.popitem(), d)
d.update({'b': 20, 'x': 1})
d.update([('y', 2)])
d.update(z=3)
d.update()
print(d, d.copy() == d, d.copy() is d, dict.fromkeys('ab'), dict.fromkeys([1, 2], 0))
d.clear()
print(d, bool(d))
a = {'k': 1, 'l': 2}
b = {'l': 3, 'm': 4}
print(a | b, b | a, a)
a |= b
print(a, list(reversed(a)), list(reversed(a.items())))
groups = {}
for word in 'the quick brown fox jumps over the lazy dog'.split():
    groups.setdefault(len(word), []).append(word)
print(groups)
counts = {}
for c in 'mississippi':
    counts[c] = counts.get(c, 0) + 1
print(counts, sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])), max(counts, key=counts.get))
for f in (lambda: {}.pop('k'), lambda: {}.popitem(), lambda: {}.update(5), lambda: {}.get(), lambda: {}.update([(1, 2, 3)]), lambda: {} | 5, lambda: {}.get([])):
    try:
        f()
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
