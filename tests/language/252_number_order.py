# Order and equality between ints and floats are exact at any size.
values = [0, -1, 1, 0.5, -0.5, 2 ** 53, 2 ** 53 + 1, 2.0 ** 53, 2 ** 63, 2.0 ** 63, 2 ** 63 - 1, 10 ** 300, 1e300, 10 ** 309, float('inf'), float('-inf'), -10 ** 309, -2 ** 63, -2.0 ** 63 - 2048]
for a in values[:8]:
    print([int(a < b) + 2 * int(a == b) + 4 * int(a > b) for b in values])
print(sorted(values) == sorted(values, key=lambda v: v), [str(v)[:8] for v in sorted(values)])
print(2 ** 53 + 1 == float(2 ** 53 + 1), 2 ** 53 + 1 > float(2 ** 53 + 1), 10 ** 300 == 1e300, 10 ** 300 < 1e300, 10 ** 309 < float('inf'))
print(max(2 ** 53 + 1, 2.0 ** 53), min(10 ** 23, 1e23), 1e23 == 10 ** 23, hash(2 ** 53) == hash(2.0 ** 53), True == 1.0, False < 0.5 < True)
