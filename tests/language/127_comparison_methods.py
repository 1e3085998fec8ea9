# __eq__, __ne__, ordering, reflection.
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return isinstance(other, V) and self.n == other.n
    def __lt__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return self.n < other.n
    def __le__(self, other):
        return self.n <= other.n
    def __repr__(self):
        return 'V(%d)' % self.n
a, b, c = V(1), V(2), V(1)
print(a == c, a != c, a == b, a != b, a == 1, a != 1, a < b, b < a, a > b, b > a, a <= c, a >= c)
print(sorted([V(3), a, b]), min(b, a), max([a, b]), sorted([b, a], reverse=True), a in [c], [a, b].index(V(2)), [a] == [c], (a, b) < (c, V(3)))
for f in (lambda: a < 5, lambda: 5 < a, lambda: a > 5, lambda: hash(a), lambda: {a}):
    try:
        f()
    except TypeError as e:
        print(e)
class Strange:
    def __eq__(self, other):
        return 'equal?'
    def __lt__(self, other):
        return []
print(Strange() == 1, Strange() != 1, Strange() < 1, 1 == Strange(), 1 > Strange(), not Strange() < 1)
class Left:
    def __eq__(self, other):
        print('left', end=' ')
        return NotImplemented
class Right:
    def __eq__(self, other):
        print('right', end=' ')
        return True
class RightChild(Left):
    def __eq__(self, other):
        print('child first', end=' ')
        return NotImplemented
print(Left() == Right(), Left() == Left(), Left() == RightChild(), Left() != Left())
class N:
    def __ne__(self, other):
        return 'ne'
print(N() != 1, N() == 1)
