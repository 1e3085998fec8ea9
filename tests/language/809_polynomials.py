"""Polynomials with integer coefficients: arithmetic, evaluation, derivative, gcd, roots by bisection."""
import math


class Poly:
    """Coefficients from the lowest power up."""

    def __init__(self, *coefficients):
        c = list(coefficients)
        while c and c[-1] == 0:
            c.pop()
        self.c = c

    @classmethod
    def parse(cls, text):
        terms = {}
        for term in text.replace("-", "+-").replace(" ", "").split("+"):
            if not term:
                continue
            if "x" in term:
                k, _, p = term.partition("x")
                k = {"": 1, "-": -1}.get(k) or int(k.rstrip("*"))
                p = int(p[1:]) if p else 1
            else:
                k, p = int(term), 0
            terms[p] = terms.get(p, 0) + k
        return cls(*[terms.get(p, 0) for p in range(max(terms) + 1)])

    @property
    def degree(self):
        return len(self.c) - 1

    def __add__(self, other):
        if isinstance(other, int):
            other = Poly(other)
        n = max(len(self.c), len(other.c))
        a = self.c + [0] * (n - len(self.c))
        b = other.c + [0] * (n - len(other.c))
        return Poly(*map(lambda x, y: x + y, a, b))

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return Poly(*[-x for x in self.c])

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if not isinstance(other, Poly):
            return Poly(*[x * other for x in self.c])
        result = [0] * (len(self.c) + len(other.c))
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                result[i + j] += a * b
        return Poly(*result)

    __rmul__ = __mul__

    def __pow__(self, n):
        result = Poly(1)
        for bit in bin(n)[2:]:
            result = result * result
            if bit == "1":
                result = result * self
        return result

    def __divmod__(self, other):
        if not other.c:
            raise ZeroDivisionError("division by the zero polynomial")
        quotient = [0] * max(len(self.c) - len(other.c) + 1, 0)
        rest = self.c[:]
        while len(rest) >= len(other.c):
            k = rest[-1] / other.c[-1]
            if k == int(k):
                k = int(k)
            shift = len(rest) - len(other.c)
            quotient[shift] = k
            for i, c in enumerate(other.c):
                rest[i + shift] -= k * c
            rest.pop()
            while rest and abs(rest[-1]) < 1e-9:
                rest.pop()
        return Poly(*quotient), Poly(*rest)

    def __floordiv__(self, other):
        return divmod(self, other)[0]

    def __mod__(self, other):
        return divmod(self, other)[1]

    def __call__(self, x):
        result = 0
        for c in reversed(self.c):
            result = result * x + c
        return result

    def __eq__(self, other):
        return self.c == other.c

    def derivative(self):
        return Poly(*[i * c for i, c in enumerate(self.c)][1:])

    def __iter__(self):
        return ((p, c) for p, c in enumerate(self.c) if c)

    def __str__(self):
        if not self.c:
            return "0"
        parts = []
        for p, c in sorted(self, reverse=True):
            sign = "-" if c < 0 else "+"
            body = "" if abs(c) == 1 and p else "%g" % abs(c)
            body += "" if p == 0 else "x" if p == 1 else "x^%d" % p
            parts.append((sign, body))
        first_sign, first = parts[0]
        return ("-" if first_sign == "-" else "") + first + "".join(" %s %s" % part for part in parts[1:])

    def __repr__(self):
        return "Poly(%s)" % ", ".join(map(repr, self.c))

    def roots(self, low=-100, high=100, steps=2000):
        found = []
        width = (high - low) / steps
        for i in range(steps):
            a, b = low + i * width, low + (i + 1) * width
            fa, fb = self(a), self(b)
            if fa == 0:
                found.append(a)
            elif fa * fb < 0:
                while b - a > 1e-11:
                    m = (a + b) / 2
                    if self(a) * self(m) <= 0:
                        b = m
                    else:
                        a = m
                found.append((a + b) / 2)
        return [round(r, 6) + 0.0 for r in found]


p = Poly.parse("x^3 - 6x^2 + 11x - 6")
q = Poly.parse("2x^2 - x + 5")
for result in (p, q, p + q, p - q, p * q, q ** 3, p // q, p % q, p.derivative(), p.derivative().derivative(), -q, p + 7, 3 * p, p - p):
    print(str(result), "|", repr(result))
print(p(0), p(1), p(2), p(2.5), p(10 ** 10), p.degree, Poly().degree, p == Poly(-6, 11, -6, 1), p != q)
print(p.roots(-10, 10.5), Poly(-2, 0, 1).roots(-5, 5), Poly(1, 0, 1).roots(), [round(r * r, 5) for r in Poly(-2, 0, 1).roots()])
quotient, rest = divmod(p * q + Poly(4, 3), q)
print(quotient == p, str(rest), list(p), dict(q))
one = Poly(1, 1)
for n in range(8):
    print((one ** n).c)
print((one ** 40)(1) == 2 ** 40, (one ** 60).c[30] == math.comb(60, 30))
legendre = [Poly(1), Poly(0, 1)]
for n in range(1, 6):
    legendre.append(Poly(0, 2 * n + 1) * legendre[n] * (1 / (n + 1)) - legendre[n - 1] * (n / (n + 1)))
for l in legendre:
    print(str(l), "%.4f" % l(0.5))
try:
    p % Poly()
except ZeroDivisionError as e:
    print(e)
