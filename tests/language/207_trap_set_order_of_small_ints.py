# Trap: set order of small ints.
print({3, 1, 2}, {10, 2, 33, 4}, set(range(10)), {8, 0, 16}, frozenset([5, 1]), set(), {1.5, 1, True})
s = {1, 2, 3}; s.add(100); s.discard(2); print(s, s.pop())
