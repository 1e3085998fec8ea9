# Big ints: every operator, signs, results that become small again.
a = 123456789 ** 5
b = 987654321 ** 4
print(a, b)
print(a + b, a - b, b - a, a * b)
print(a // b, a % b, b // a, b % a, -a // b, -a % b, a // -b, a % -b)
print(divmod(a, b), divmod(-a, b))
print(a & b, a | b, a ^ b, ~a, -a & b, -a | b, -a ^ -b)
print(a << 70, a >> 70, -a >> 70, a >> 1000, -a >> 1000)
print(a - a, a - a + 5, (a + 1) - a, a // a, a * 0)
print(a == a + 0, a != b, a < b, a > b, -a < -b, a == float(a), a > 1e300)
print(a / b, b / a, -a / b, float(a), int(float(a)))
print(pow(a, 3), pow(a, 20, b), a.bit_length(), (-a).bit_length())
f = 1
for i in range(1, 101):
    f *= i
print(f)
for i in range(1, 101):
    f //= i
print(f)
