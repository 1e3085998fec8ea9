# Trap: sort.
l = [(2, 'b'), (1, 'z'), (2, 'a'), (1, 'a')]
print(sorted(l, key=lambda t: t[0]), sorted(l, reverse=True))
try: sorted([1, 'a'])
except TypeError as e: print(e)
l = [3, 1, 2]
try: l.sort(key=lambda x: l.append(1) or x)
except ValueError as e: print(e)
print(sorted('bca'), min('b', 'a', key=ord), sum([0.1] * 10), sum([[1], [2]], []))
