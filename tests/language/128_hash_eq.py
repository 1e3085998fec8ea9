# Hash and equality of instances, in dicts and sets.
class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)
    def __hash__(self):
        return hash((self.x, self.y))
    def __repr__(self):
        return 'P%r' % ((self.x, self.y),)
d = {P(1, 2): 'a'}
print(d[P(1, 2)], P(1, 2) in d, P(2, 1) in d, len({P(1, 2), P(1, 2), P(0, 0)}))
d[P(1, 2)] = 'replaced'
print(d, hash(P(1, 2)) == hash((1, 2)))
class Plain:
    pass
a, b = Plain(), Plain()
print(a == a, a == b, hash(a) == hash(a), len({a, b, a}), {a: 1}[a], b in {a: 1}, a != b)
class Eq:
    def __eq__(self, other):
        return True
try:
    hash(Eq())
except TypeError as e:
    print(e)
print(Eq.__hash__, Eq() == 5, 5 == Eq(), [Eq()] == [1], Eq() in [1, 2])
class Huge:
    def __hash__(self):
        return 2 ** 100
print(hash(Huge()) == hash(2 ** 100), len({Huge(): 1}))
class MinusOne:
    def __hash__(self):
        return -1
print(hash(MinusOne()))
visited = set()
def walk(x, y):
    if (x, y) in visited or abs(x) + abs(y) > 3:
        return
    visited.add((x, y))
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        walk(x + dx, y + dy)
walk(0, 0)
print(len(visited))
