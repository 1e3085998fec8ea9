"""Primes, six ways: trial division, sieve, segmented sieve, wheel, Euler's sieve, a lazy generator."""


def trial(limit):
    primes = []
    for n in range(2, limit + 1):
        for p in primes:
            if p * p > n:
                primes.append(n)
                break
            if n % p == 0:
                break
        else:
            primes.append(n)
    return primes


def eratosthenes(limit):
    flags = [True] * (limit + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i, f in enumerate(flags) if f]


def segmented(limit, size=256):
    small = eratosthenes(int(limit ** 0.5) + 1)
    primes = []
    for low in range(2, limit + 1, size):
        high = min(low + size - 1, limit)
        block = [1] * (high - low + 1)
        for p in small:
            first = max(p * p, (low + p - 1) // p * p)
            for m in range(first, high + 1, p):
                block[m - low] = 0
        primes.extend(low + i for i, b in enumerate(block) if b)
    return primes


def linear(limit):
    least = {}
    primes = []
    for n in range(2, limit + 1):
        if n not in least:
            least[n] = n
            primes.append(n)
        for p in primes:
            if p > least[n] or n * p > limit:
                break
            least[n * p] = p
    return primes


def wheel(limit):
    def candidates():
        yield from (2, 3, 5)
        n = 7
        while True:
            for gap in (4, 2, 4, 2, 4, 6, 2, 6):
                yield n
                n += gap
    primes = []
    for n in candidates():
        if n > limit:
            return primes
        if all(n % p for p in primes if p * p <= n):
            primes.append(n)


def lazy():
    composites = {}
    n = 2
    while True:
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)
        n += 1


def take_while(limit, source):
    out = []
    for x in source:
        if x > limit:
            break
        out.append(x)
    return out


LIMIT = 2000
METHODS = {"trial": trial, "eratosthenes": eratosthenes, "segmented": segmented, "linear": linear, "wheel": wheel, "lazy": lambda n: take_while(n, lazy())}
reference = METHODS["trial"](LIMIT)
for name, method in METHODS.items():
    result = method(LIMIT)
    print("%-12s %d %s %s" % (name, len(result), result == reference, result[-3:]))
    assert [method(k) for k in (2, 3, 4, 29, 30)] == [trial(k) for k in (2, 3, 4, 29, 30)], name
primes = eratosthenes(20000)
members = set(primes)
print(len(primes), sum(primes), primes[999])
print("twins", sum(p + 2 in members for p in primes), [(p, p + 2) for p in primes if p + 2 in members][:6])
gaps = {}
for a, b in zip(primes, primes[1:]):
    gaps.setdefault(b - a, a)
print("first gaps", sorted(gaps.items()))
print("emirps", [p for p in primes if p != int(str(p)[::-1]) and int(str(p)[::-1]) in members and p < 200])
print("palindromes", [p for p in primes if str(p) == str(p)[::-1]][:20])
print("goldbach", {n: sum(1 for p in primes if p <= n // 2 and n - p in members) for n in range(4, 40, 2)})
print("last digits", {d: sum(1 for p in primes if p % 10 == d) for d in range(10)})


def factors(n):
    for p in primes:
        if p * p > n:
            break
        while n % p == 0:
            yield p
            n //= p
    if n > 1:
        yield n


def divisors(n):
    result = {1}
    for p in factors(n):
        result |= {d * p for d in result}
    return sorted(result)


def totient(n):
    result = n
    for p in set(factors(n)):
        result -= result // p
    return result


print({n: "*".join(map(str, factors(n))) for n in (12, 97, 360, 1001, 65536, 99999)})
print(divisors(360), [n for n in range(2, 600) if sum(divisors(n)) == 2 * n], [totient(n) for n in range(1, 21)])
amicable = [(a, sum(divisors(a)) - a) for a in range(2, 3000)]
print([(a, b) for a, b in amicable if b > a and sum(divisors(b)) - b == a])
print(max((len(divisors(n)), -n) for n in range(1, 1000)), sum(totient(n) for n in range(1, 500)))
for row in range(6):
    print(" ".join("%4d" % p for p in primes[row * 10:row * 10 + 10]))
