# Sets: making, changing, testing.
s = {3, 1, 2, 3}
print(s, len(s), 1 in s, 9 in s, set(), set([1, 1, 2]), type({1}), type({}))
s.add(4)
s.add(1)
s.discard(2)
s.discard(99)
s.remove(3)
print(s, s.copy(), s.copy() is s)
s.update([7, 8], (9,))
print(sorted(s), len(s))
s.clear()
print(s, bool(s))
print(sorted(set('hello')), sorted({x % 3 for x in range(10)}), {(1, 2), (1, 2)}, {1.0, 1, True})
p = {5}
print(p.pop(), p)
for f in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: {1}.add([]), lambda: {1}[0], lambda: hash({1}), lambda: set(5), lambda: {1} + {2}, lambda: {1}.remove([1])):
    try:
        f()
    except (KeyError, TypeError) as e:
        print(type(e).__name__ + ':', e)
primes = {n for n in range(2, 50) if all(n % d for d in range(2, n))}
print(sorted(primes))
