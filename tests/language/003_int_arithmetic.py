# Small int arithmetic and precedence.
print(1 + 2, 5 - 8, 6 * 7, 2 + 3 * 4, (2 + 3) * 4)
print(7 // 2, 7 % 2, 7 / 2, 8 / 2)
print(2 ** 10, -2 ** 2, (-2) ** 2, 2 ** 3 ** 2)
print(1 - 2 - 3, 100 // 7 // 2, 2 * 3 % 4)
a = 10
b = 3
print(a + b, a - b, a * b, a // b, a % b, a ** b)
print(-a + -b, -(a + b), +a, ~a, not a)
print(10 == 10, 10 != 10, 3 < 4, 4 <= 4, 5 > 6, 5 >= 5)
x = 0
for i in range(-3, 4):
    x = x * 10 + i
    print(i * i, i ** 3, x)
print(abs(-7), abs(7), abs(0))
