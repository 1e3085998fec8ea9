# Sums, differences and products at every border between small and big.
for bits in (29, 30, 31, 32, 59, 60, 61, 62, 63, 64, 65, 127, 128):
    n = 1 << bits
    print(bits, n - 1, n, n + 1, -n - 1, -n, -n + 1)
    print(n + n, n - 2 * n, (n - 1) + 1, (-n + 1) - 2, n * n, -n * n, (n - 1) * (n + 1))
    print(n - 1 == n - 1, n - 1 < n, -n < -n + 1, n // 2 + n // 2 == n)
total = 1
for i in range(1, 30):
    total *= i
    print(i, total)
for i in range(29, 0, -1):
    total //= i
print(total, total + 1, type(total))
