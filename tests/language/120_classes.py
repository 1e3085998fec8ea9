# Classes: creation, attributes, methods.
class Empty:
    pass
class Point:
    """A point."""
    dimensions = 2
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def move(self, dx, dy):
        self.x += dx
        self.y += dy
        return self
    def distance(self, other):
        return abs(self.x - other.x) + abs(self.y - other.y)
p = Point(1, 2)
q = Point(5)
print(p.x, p.y, q.x, q.y, p.move(1, 1).move(2, 2).x, p.distance(q), Point.distance(p, q), Point.dimensions, p.dimensions)
print(Point, Point.__name__, Point.__doc__, type(p), type(p) is Point, isinstance(p, Point), p.__class__.__name__, Point.__module__)
e = Empty()
e.a = 1
e.b = [2]
print(e.a, e.b, e.__dict__, Empty.__dict__.get('a'), hasattr(e, 'c'))
m = p.move
m(10, 10)
print(p.x, m.__name__, m.__self__ is p, m.__func__ is Point.move, Point.move.__name__)
print([method(q, p) for method in (Point.distance,)], {p: 'key'}[p], p == p, p == Point(p.x, p.y), p != q)
def make(n):
    class Local:
        value = n
        def get(self):
            return n, self.value
    return Local
print(make(1)().get(), make(2).value, make(3).__qualname__)
try:
    p.z
except AttributeError as e:
    print(e)
try:
    Point()
except TypeError as e:
    print(e)
p.z = 'new'
print(p.z, sorted(vars(p)))
Point.extra = lambda self: self.x * 2
print(p.extra(), q.extra())
