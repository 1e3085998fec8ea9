"""A matrix class with operators, determinants, inverses and rational entries."""
import math


class Fraction:
    def __init__(self, numerator, denominator=1):
        if denominator == 0:
            raise ZeroDivisionError("fraction with denominator zero")
        if denominator < 0:
            numerator, denominator = -numerator, -denominator
        g = math.gcd(numerator, denominator)
        self.n = numerator // g
        self.d = denominator // g

    @staticmethod
    def of(value):
        return value if isinstance(value, Fraction) else Fraction(value)

    def __add__(self, other):
        other = Fraction.of(other)
        return Fraction(self.n * other.d + other.n * self.d, self.d * other.d)

    __radd__ = __add__

    def __neg__(self):
        return Fraction(-self.n, self.d)

    def __sub__(self, other):
        return self + -Fraction.of(other)

    def __rsub__(self, other):
        return Fraction.of(other) - self

    def __mul__(self, other):
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        other = Fraction.of(other)
        return Fraction(self.n * other.n, self.d * other.d)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = Fraction.of(other)
        return Fraction(self.n * other.d, self.d * other.n)

    def __rtruediv__(self, other):
        return Fraction.of(other) / self

    def __eq__(self, other):
        other = Fraction.of(other)
        return (self.n, self.d) == (other.n, other.d)

    def __lt__(self, other):
        other = Fraction.of(other)
        return self.n * other.d < other.n * self.d

    def __hash__(self):
        return hash((self.n, self.d)) if self.d != 1 else hash(self.n)

    def __bool__(self):
        return self.n != 0

    def __float__(self):
        return self.n / self.d

    def __abs__(self):
        return Fraction(abs(self.n), self.d)

    def __repr__(self):
        return str(self.n) if self.d == 1 else "%d/%d" % (self.n, self.d)


class Matrix:
    def __init__(self, rows):
        self.rows = [[Fraction.of(x) for x in row] for row in rows]
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("rows of different lengths")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, key):
        i, j = key
        return self.rows[i][j]

    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = Fraction.of(value)

    def __eq__(self, other):
        return self.rows == other.rows

    def __add__(self, other):
        if self.shape != other.shape:
            raise ValueError("shapes %s and %s" % (self.shape, other.shape))
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])

    def __sub__(self, other):
        return self + other * -1

    def __mul__(self, k):
        return Matrix([[x * k for x in row] for row in self.rows])

    __rmul__ = __mul__

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError("cannot multiply %dx%d by %dx%d" % (self.shape + other.shape))
        columns = list(zip(*other.rows))
        return Matrix([[sum((a * b for a, b in zip(row, column)), Fraction(0)) for column in columns] for row in self.rows])

    def __pow__(self, n):
        if n < 0:
            return self.inverse() ** -n
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result

    def transposed(self):
        return Matrix(zip(*self.rows))

    def determinant(self):
        rows = [row[:] for row in self.rows]
        n = len(rows)
        result = Fraction(1)
        for i in range(n):
            pivot = next((r for r in range(i, n) if rows[r][i]), None)
            if pivot is None:
                return Fraction(0)
            if pivot != i:
                rows[i], rows[pivot] = rows[pivot], rows[i]
                result = -result
            result *= rows[i][i]
            for r in range(i + 1, n):
                factor = rows[r][i] / rows[i][i]
                for c in range(i, n):
                    rows[r][c] -= factor * rows[i][c]
        return result

    def inverse(self):
        n = len(self.rows)
        rows = [row + unit for row, unit in zip([r[:] for r in self.rows], Matrix.identity(n).rows)]
        for i in range(n):
            for r in range(i, n):
                if rows[r][i]:
                    rows[i], rows[r] = rows[r], rows[i]
                    break
            else:
                raise ZeroDivisionError("matrix is singular")
            pivot = rows[i][i]
            rows[i] = [x / pivot for x in rows[i]]
            for r in range(n):
                if r != i and rows[r][i]:
                    factor = rows[r][i]
                    rows[r] = [x - factor * y for x, y in zip(rows[r], rows[i])]
        return Matrix([row[n:] for row in rows])

    def __str__(self):
        texts = [[repr(x) for x in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*texts)]
        return "\n".join("[" + "  ".join(t.rjust(w) for t, w in zip(row, widths)) + "]" for row in texts)


a = Matrix([[2, 1, -1], [-3, -1, 2], [-2, 1, 2]])
b = Matrix([[1, 0, 2], [0, 1, 0], [4, 0, Fraction(1, 3)]])
for m in (a, a + b, a - b, 3 * a, a @ b, a.transposed(), a.inverse(), a @ a.inverse(), b ** 3, a ** -2):
    print(m, "\n")
print(a.determinant(), b.determinant(), (a @ b).determinant(), a.determinant() * b.determinant())
hilbert = Matrix([[Fraction(1, i + j + 1) for j in range(6)] for i in range(6)])
print(hilbert.determinant(), hilbert.inverse()[2, 3], float(hilbert.inverse().determinant()))
fib = Matrix([[1, 1], [1, 0]]) ** 200
print(fib[0, 1])
for f in (lambda: Matrix([[1, 2], [2, 4]]).inverse(), lambda: a @ Matrix([[1]]), lambda: Matrix([[1], [1, 2]]), lambda: a + fib, lambda: Fraction(1, 0), lambda: Fraction(1) * "x"):
    try:
        print(f())
    except (ZeroDivisionError, ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
print(sorted([Fraction(1, 2), Fraction(1, 3), Fraction(-1), Fraction(3, 4)]), max(Fraction(7, 8), Fraction(8, 9)), sum([Fraction(1, k) for k in range(1, 20)]), {Fraction(1, 2), Fraction(2, 4), Fraction(3)} == {Fraction(1, 2), 3})
