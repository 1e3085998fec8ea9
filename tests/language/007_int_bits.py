# Shifts and bitwise operators of small ints.
print(5 & 3, 5 | 3, 5 ^ 3, ~5, ~-1, ~0)
print(1 << 0, 1 << 10, 1 << 62, 1 << 63, 1 << 64, 1 << 100)
print(-1 << 3, -5 >> 1, -1 >> 100, 5 >> 100, 7 >> 1)
print(-5 & 3, -5 | 3, -5 ^ 3, -5 & -3, 0xff & -1, -1 & 0xffffffffffffffffffff)
for n in (0, 1, -1, 255, 256, -256, 2 ** 62, -2 ** 63):
    print(n, n.bit_length(), n.bit_count(), bin(n), oct(n), hex(n))
try:
    1 << -1
except ValueError as e:
    print(e)
try:
    1 >> -1
except ValueError as e:
    print(e)
try:
    1.5 & 1
except TypeError as e:
    print(e)
print(1 << 3 + 1, 1 + 1 << 3, 6 & 3 == 2, 1 | 2 ^ 3 & 4)
print(True & False, True | 2, True ^ True, type(True & True), type(True & 1))
