"""Large integers: factorials, Fibonacci numbers, digits of pi and e, square roots, primes, RSA."""
import math


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fast_fibonacci(n):
    if n == 0:
        return 0, 1
    a, b = fast_fibonacci(n >> 1)
    c, d = a * (2 * b - a), a * a + b * b
    return (d, c + d) if n & 1 else (c, d)


def arctan_inverse(x, unity):
    total = term = unity // x
    n, sign = 3, -1
    while term:
        term //= x * x
        total += sign * (term // n)
        sign, n = -sign, n + 2
    return total


def pi_digits(digits):
    unity = 10 ** (digits + 10)
    pi = 4 * (4 * arctan_inverse(5, unity) - arctan_inverse(239, unity))
    return str(pi // 10 ** 10)


def e_digits(digits):
    unity = 10 ** (digits + 10)
    total = term = unity
    k = 1
    while term:
        term //= k
        total += term
        k += 1
    return str(total // 10 ** 10)


def integer_root(n, k):
    if n < 2:
        return n
    x = 1 << -(-n.bit_length() // k)
    while True:
        y = ((k - 1) * x + n // x ** (k - 1)) // k
        if y >= x:
            return x
        x = y


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def extended_gcd(a, b):
    x, next_x, y, next_y = 1, 0, 0, 1
    while b:
        q, a, b = a // b, b, a % b
        x, next_x = next_x, x - q * next_x
        y, next_y = next_y, y - q * next_y
    return a, x, y


def factor(n):
    factors = {}
    d = 2
    while d * d <= n:
        while n % d == 0:
            factors[d] = factors.get(d, 0) + 1
            n //= d
        d += 1 if d == 2 else 2
    if n > 1:
        factors[n] = factors.get(n, 0) + 1
    return factors


def karatsuba(x, y):
    if x < 2 ** 64 or y < 2 ** 64:
        return x * y
    half = max(x.bit_length(), y.bit_length()) // 2
    mask = (1 << half) - 1
    a, b, c, d = x >> half, x & mask, y >> half, y & mask
    ac, bd = karatsuba(a, c), karatsuba(b, d)
    return (ac << 2 * half) + ((karatsuba(a + b, c + d) - ac - bd) << half) + bd


print(math.factorial(60), sum(map(int, str(math.factorial(200)))), len(str(math.factorial(1000))))
print(fibonacci(300), fast_fibonacci(300)[0] == fibonacci(300), len(str(fast_fibonacci(10000)[0])), fast_fibonacci(10000)[0] % 10 ** 20)
pi = pi_digits(200)
print(pi[0] + "." + pi[1:], [pi.count(d) for d in "0123456789"])
print(e_digits(100))
for n, k in ((2 * 10 ** 100, 2), (10 ** 99, 3), (7 ** 77, 7), (2 ** 1000 - 1, 10)):
    r = integer_root(n, k)
    print(r, r ** k <= n < (r + 1) ** k)
print([p for p in range(2000, 2100) if is_prime(p)], is_prime(2 ** 61 - 1), is_prime(2 ** 89 - 1), is_prime(2 ** 67 - 1), is_prime(10 ** 18 + 9))
p, q = 2 ** 89 - 1, 2 ** 107 - 1
n, phi, e = p * q, (p - 1) * (q - 1), 65537
g, d, _ = extended_gcd(e, phi)
d %= phi
message = 0
for c in "big numbers work":
    message = message * 256 + ord(c)
cipher = pow(message, e, n)
plain = pow(cipher, d, n)
text = ""
while plain:
    plain, c = divmod(plain, 256)
    text = chr(c) + text
print(g, hex(cipher), text, pow(e, -1, phi) == d)
print(factor(600851475143), factor(2 ** 32 - 1), factor(97), factor(1), factor(10 ** 9 + 6))
x, y = 3 ** 700, 7 ** 400
print(karatsuba(x, y) == x * y, (x * y).bit_length(), x * y % (10 ** 9 + 7), hash(x * y) == hash(karatsuba(x, y)))
print(sum(int(d) for d in str(2 ** 1000)), str(9 ** 9 ** 3)[:10], (1 << 300) - 1 & 0xffffffff, -(1 << 100) >> 90, ~(1 << 70), (10 ** 40 ^ 10 ** 39) % 1000)
perfect = [2 ** (k - 1) * (2 ** k - 1) for k in range(2, 32) if is_prime(2 ** k - 1)]
print(perfect)
s = 0
for k in range(1, 400):
    s += k ** k
print(s % 10 ** 10, len(str(s)), math.isqrt(s) ** 2 <= s)
h = 0
for k in range(1, 60):
    h = h * k + math.factorial(k - 1)
print("%d/%d" % (h // math.gcd(h, math.factorial(59)), math.factorial(59) // math.gcd(h, math.factorial(59))), round(h / math.factorial(59), 12))
