# The order of small ints in a set follows from their hashes.
print({3, 1, 2}, {10, 2, 33, 4}, set(range(10)), {8, 0, 16}, frozenset([5, 1]), {1.5, 1, True})
s = {1, 2, 3}
s.add(100)
s.discard(2)
print(s, s.pop(), s)
print(set(range(20, 0, -1)), {64, 32, 16, 8, 4}, set([1000, 5, 77, 300]), {-1, -2, 0, 1})
t = set()
for i in range(40, 0, -3):
    t.add(i)
    print(t)
print({5, 13, 21, 29}, {7 * i for i in range(12)}, list({9, 1, 17}), set((0.5, 1.5, 2.5)) == {2.5, 1.5, 0.5})
print({1, 2} | {9, 17}, {1, 9, 17} & {17, 9}, {1, 2, 9} - {2}, {1, 2} ^ {2, 33})
